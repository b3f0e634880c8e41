/* What the parts of the standard streams share. */
#ifndef OBJCAP_STREAMS_H
#define OBJCAP_STREAMS_H

#include "objcap.h"

#include <sys/types.h>

/* One of the three descriptors. Static: streams come and go, these stay. */
typedef struct {
    int fd; /* -1: not granted */
    int tty;
    int regular;    /* a file with a position: kept here, not only by the kernel */
    off_t position; /* where the next read is, or the end of what was written */
    dev_t device;
    ino_t inode;
    char *data; /* input: read and not taken; output: not yet written */
    size_t start, used, capacity;
    int ended; /* input: the end was seen */
} oc_descriptor;

extern oc_descriptor oc_descriptors[3];

/* A stream object: text, or the binary companion of one. */
typedef struct {
    PyObject_HEAD
    oc_descriptor *over;
    const char *name;
    const char *errors;
    int closed;
    int line_buffering;
    int after_cr;          /* text input: the last byte was a CR, taken as a newline */
    char *text;            /* text input: bytes with newlines translated */
    size_t start, used, capacity;
    PyObject *buffer;      /* text: the binary companion (owned) */
} oc_stream;

/* descriptors.c */
int oc_room(char **data, size_t *start, size_t *used, size_t *capacity, size_t count);
int oc_fill(oc_descriptor *over);
int oc_drain(oc_descriptor *over);
int oc_put_bytes(oc_descriptor *over, const char *data, size_t size, int lines);

/* powers.c: output goes to the application as messages (a worker). */
void oc_streams_to_link(void);

/* streams.c */
int oc_open_or_raise(oc_stream *self);
/* Raises io.UnsupportedOperation. Returns NULL. */
PyObject *oc_raise_unsupported(const char *message);

/* stream_input.c: methods of the readers. */
PyObject *oc_read_text(PyObject *self, PyObject *args);
PyObject *oc_readline_text(PyObject *self, PyObject *args);
PyObject *oc_next_text(PyObject *self);
PyObject *oc_read_bytes(PyObject *self, PyObject *args);
PyObject *oc_read1_bytes(PyObject *self, PyObject *args);
PyObject *oc_readline_bytes(PyObject *self, PyObject *args);
PyObject *oc_next_bytes(PyObject *self);
PyObject *oc_readlines(PyObject *self, PyObject *args);

#endif
