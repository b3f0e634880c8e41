/* Files that a broker has opened and passed: the host's side, and the guest's file objects. */
#ifndef OBJCAP_FILES_H
#define OBJCAP_FILES_H

#include "capability.h"

#include <sys/types.h>

/* Flags of a stream, as they cross. */
#define OC_FILE_READ 1
#define OC_FILE_WRITE 2
#define OC_FILE_APPEND 4
#define OC_FILE_TEXT 8
#define OC_FILE_LINES 16 /* text: written out at the end of every line */
#define OC_FILE_RAW 32   /* nothing is buffered */
#define OC_FILE_KEEP 64  /* what is there stays: it cannot be cut */
#define OC_FILE_FLAGS 127

/* ------------------------------------------------------------ passing.c: the host's side */

/* An open descriptor that waits to be passed, once. */
typedef struct {
    PyObject_HEAD
    int fd;          /* -1: passed, or closed */
    int leaving;     /* it is part of a message under construction */
    uint32_t flags;
    PyObject *about; /* tuple: name, mode, encoding, errors, newline, limit, control (owned) */
} oc_passed;

/* The streams of a message under construction. */
typedef struct {
    oc_passed *streams[OC_PASSED]; /* owned */
    int count;
} oc_passing;

/* For the hook number_of: adds a stream, and sets its flags as the number. Returns 1, 0 if
 * `object` is none, or -1 with an exception set. */
int oc_passing_add(oc_passing *passing, PyObject *object, unsigned char *tag, uint32_t *number);
/* The descriptors, in order; `descriptors` has room for OC_PASSED. Returns how many. */
int oc_passing_list(const oc_passing *passing, int *descriptors);
/* The message is gone (`sent`), and their descriptors are closed here; or it is not. */
void oc_passing_end(oc_passing *passing, int sent);
int oc_passing_init(PyObject *module);

/* ------------------------------------------------------------ the guest's side */

/* An open file with its buffer, which is the binary file object at once. */
typedef struct oc_file {
    PyObject_HEAD
    int fd; /* -1: closed */
    uint32_t flags;
    int armed;   /* 1: it has arrived, and what drops it closes it; -1: what drops it forgets it */
    int busy;    /* a method is at work: no other may be, whoever calls it */
    int writing; /* the buffer holds what is to be written */
    off_t at;    /* where in the file data[start] stands or goes */
    char *data;
    size_t start, used, capacity;
    long long limit;   /* bytes that the file may have; -1: any number */
    PyObject *control; /* the capability that the broker serves for it, or NULL (owned) */
    PyObject *name, *mode; /* exact str (owned) */
    PyObject *weakrefs;
    struct oc_file *previous, *next; /* those that are open */
} oc_file;

/* How newlines are read. */
typedef enum { OC_NL_ANY, OC_NL_ANY_KEPT, OC_NL_LF, OC_NL_CR, OC_NL_CRLF } oc_newline;

typedef enum { OC_UTF8, OC_LATIN1, OC_ASCII } oc_codec;

/* A text file object: over a binary one, whose buffer it uses. */
typedef struct {
    PyObject_HEAD
    oc_file *file; /* owned */
    oc_codec codec;
    const char *errors; /* static */
    oc_newline newline;
    int lines;    /* written out at the end of every line */
    int seen;     /* newlines that were read: 1 \r, 2 \n, 4 \r\n */
    PyObject *weakrefs;
} oc_text;

extern PyTypeObject oc_file_type, oc_text_type;

/* files.c */

/* For the hook object_of: the file object over a descriptor, which it takes over in any case;
 * oc_file_complete() makes it usable. New reference, or NULL with ValueError (malformed) or
 * MemoryError. */
PyObject *oc_file_new(int fd, uint32_t flags);
/* Files that have come with a message have arrived. */
void oc_files_arm(void);
/* The process ends: what is open is written and closed. Errors are printed. */
void oc_files_end(void);
int oc_files_init(void);

/* The file behind a binary or text object (borrowed). */
oc_file *oc_file_of(PyObject *object);
/* Begins a method: ValueError if it is closed, RuntimeError if one is at work. `need`: flags
 * without which it is io.UnsupportedOperation. Returns 0, or -1. */
int oc_file_enter(oc_file *file, uint32_t need);
#define OC_FILE_LEAVE(FILE) ((FILE)->busy = 0)

/* Reads more behind what the buffer holds, at least `least` bytes if there are so many.
 * Returns 1, 0 at the end, or -1 with an exception set. */
int oc_file_fill(oc_file *file, size_t least);
/* Takes bytes off the front of the buffer. */
void oc_file_skip(oc_file *file, size_t count);
/* How many bytes the file has behind its buffer; 0 if nobody knows. */
size_t oc_file_rest(oc_file *file);
/* Bytes, straight to where they belong. Returns how many there were, or -1. */
Py_ssize_t oc_file_read_into(oc_file *file, char *to, size_t size);
/* Turns to reading: what is to be written is. Returns 0, or -1. */
int oc_file_to_read(oc_file *file);
/* Writes what is to be written. Returns 0, or -1. */
int oc_file_drain(oc_file *file);
/* Appends to what is to be written. Returns 0, or -1. */
int oc_file_put(oc_file *file, const char *data, size_t size);
/* Where the next byte is read or written. */
off_t oc_file_tell(const oc_file *file);
/* Goes there. Returns 0, or -1. */
int oc_file_go(oc_file *file, off_t position);
/* The size of the file, with what is to be written. Returns -1 with an exception set. */
off_t oc_file_size(oc_file *file);
int oc_file_truncate(oc_file *file, off_t size);
/* Closes it: writes, and tells the broker. Returns 0, or -1. */
int oc_file_close(oc_file *file);

/* file_methods.c: methods that both kinds have. */
int oc_parse_optional_size(PyObject *args, Py_ssize_t *size);
PyObject *oc_file_readlines(PyObject *self, PyObject *args);
#define OC_FILE_METHOD(NAME) PyObject *oc_file_##NAME(PyObject *self, PyObject *ignored)
OC_FILE_METHOD(readable);
OC_FILE_METHOD(writable);
OC_FILE_METHOD(seekable);
OC_FILE_METHOD(isatty);
OC_FILE_METHOD(flush);
OC_FILE_METHOD(close_method);
OC_FILE_METHOD(enter_method);
OC_FILE_METHOD(tell_method);
OC_FILE_METHOD(truncate_method);
OC_FILE_METHOD(unsupported);
OC_FILE_METHOD(no_pickle);
PyObject *oc_file_get_closed(PyObject *self, void *closure);
PyObject *oc_file_get_name(PyObject *self, void *closure);
PyObject *oc_file_get_mode(PyObject *self, void *closure);

#define OC_FILE_COMMON                                                                       \
    {"readable", oc_file_readable, METH_NOARGS, "Can it be read?"},                           \
    {"writable", oc_file_writable, METH_NOARGS, "Can it be written?"},                        \
    {"seekable", oc_file_seekable, METH_NOARGS, "True."},                                     \
    {"isatty", oc_file_isatty, METH_NOARGS, "False."},                                        \
    {"flush", oc_file_flush, METH_NOARGS, "Write what is buffered."},                         \
    {"close", oc_file_close_method, METH_NOARGS, "Write what is buffered, and close."},       \
    {"tell", oc_file_tell_method, METH_NOARGS, "The position."},                              \
    {"truncate", oc_file_truncate_method, METH_VARARGS, "truncate(size=None, /)\n--\n\nCut or extend."}, \
    {"readlines", oc_file_readlines, METH_VARARGS, "readlines(hint=-1, /)\n--\n\nA list of lines."}, \
    {"fileno", oc_file_unsupported, METH_NOARGS, "Unsupported: a guest has no descriptors."}, \
    {"detach", oc_file_unsupported, METH_NOARGS, "Unsupported."},                             \
    {"__enter__", oc_file_enter_method, METH_NOARGS, NULL},                                   \
    {"__exit__", oc_file_close_method, METH_VARARGS, NULL},                                   \
    {"__reduce_ex__", oc_file_no_pickle, METH_O, NULL}

#endif
