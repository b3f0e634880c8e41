/* What the parts of the guest's streams share: stream.c (descriptor and
 * objects), stream_read.c, stream_write.c, utf8.c. */
#ifndef OBJCAP_STREAM_H
#define OBJCAP_STREAM_H

#include "objcap.h"

#include <sys/types.h>

/* ------------------------------------------------------------ utf8.c */

/* What to do with text that UTF-8 cannot hold and bytes that are none. CPython
 * asks a registry that guests write to; here it is a number. */
typedef enum {
    OC_STRICT = 0,
    OC_IGNORE,
    OC_REPLACE,
    OC_BACKSLASH,
    OC_XMLCHARREF, /* writing only */
    OC_SURROGATEESCAPE,
    OC_SURROGATEPASS,
} oc_errors;

enum { OC_CHAR_BYTES = 12 }; /* the most that one character becomes */

/* Where and why bytes are no UTF-8. */
typedef struct {
    size_t start, end;
    const char *reason;
} oc_bad;

int oc_errors_parse(const char *name, oc_errors *errors);
const char *oc_errors_name(oc_errors errors);
Py_ssize_t oc_utf8_step(const unsigned char *at, const unsigned char *end, oc_errors errors);
PyObject *oc_utf8_decode(const unsigned char *data, size_t size, oc_errors errors, oc_bad *bad);
void oc_utf8_raise_decode(PyObject *bytes, const oc_bad *bad);
size_t oc_utf8_put(Py_UCS4 character, oc_errors errors, unsigned char *out);
Py_ssize_t oc_utf8_unencodable(PyObject *text, oc_errors errors);
void oc_utf8_raise_encode(PyObject *text, Py_ssize_t start);

/* ------------------------------------------------------------ streams */

typedef enum {
    OC_NL_TRANSLATE = 0, /* None: reading, all of \n, \r, \r\n become \n; writing, as it is */
    OC_NL_ANY,           /* "": all of them end a line and stay; writing, as it is */
    OC_NL_LF,            /* "\n" */
    OC_NL_CR,            /* "\r", writing only */
    OC_NL_CRLF,          /* "\r\n", writing only */
} oc_newline;

/* One standard stream. Never freed: there are three in a process. Whatever may
 * run Python code (a signal, the collector) can come back to it, so functions
 * keep no pointer into `data` and no count across such a call. */
typedef struct oc_stream {
    struct oc_stream *next;
    int fd;        /* -1: not granted; it swallows, or is at its end */
    int writes;    /* or reads */
    int busy;      /* inside a system call, without the GIL */
    int closed;    /* for the guest; the descriptor stays as it is */
    int terminal;
    int line_buffering;
    int write_through;
    oc_errors errors;
    oc_newline newline;
    const char *name;
    off_t *place; /* in a regular file that is not only appended to; else NULL. Standard
                   * output and standard error share it if they are the same file. */
    unsigned char *data;
    size_t size, start, used; /* the bytes data[start:used] wait to be read or written */
    unsigned epoch; /* reading: changes whenever bytes are taken */
    int has_cr;     /* reading: there may be a \r in the buffer */
    int skip_lf;    /* reading: a \r was taken, its \n belongs to it */
    int seen;       /* reading: which kinds of newlines, for `newlines` */
} oc_stream;

/* The object of a stream: text or binary, the two share the oc_stream. */
typedef struct {
    PyObject_HEAD
    oc_stream *stream;
    PyObject *buffer; /* of a text stream: its binary companion (owned) */
    PyObject *weakrefs;
} oc_stream_object;

#define OC_STREAM(object) (((oc_stream_object *)(object))->stream)

enum {
    OC_CHUNK = 1 << 15,   /* bytes of a buffer, and of one read */
    OC_INTERRUPTED = -2,  /* a signal came, Python code may have run: look again */
};

extern PyTypeObject oc_text_reader_type, oc_text_writer_type, oc_binary_reader_type,
    oc_binary_writer_type;

/* The methods and attributes that all four types have. */
#define OC_STREAM_METHODS                                                                          \
    {"close", oc_stream_close, METH_NOARGS,                                                        \
     "close()\n--\n\nNo more of this stream; the descriptor stays as it is."},                     \
    {"fileno", oc_stream_unsupported, METH_NOARGS, "Refused: a guest has no descriptors."},        \
    {"detach", oc_stream_unsupported, METH_NOARGS, "Refused: a stream stays what it is."},         \
    {"seek", oc_stream_unsupported_args, METH_VARARGS, "Refused: the stream has no positions."},   \
    {"tell", oc_stream_unsupported, METH_NOARGS, "Refused: the stream has no positions."},         \
    {"truncate", oc_stream_unsupported_args, METH_VARARGS,                                         \
     "Refused: the stream has no positions."},                                                     \
    {"isatty", oc_stream_isatty, METH_NOARGS, "isatty()\n--\n\nIs it a terminal?"},                \
    {"readable", oc_stream_readable, METH_NOARGS, "readable()\n--\n\nCan it be read?"},            \
    {"writable", oc_stream_writable, METH_NOARGS, "writable()\n--\n\nCan it be written?"},         \
    {"seekable", oc_stream_seekable, METH_NOARGS, "seekable()\n--\n\nFalse."},                     \
    {"__enter__", oc_stream_enter, METH_NOARGS, NULL},                                             \
    {"__exit__", oc_stream_exit, METH_VARARGS, NULL}

#define OC_STREAM_GETTERS                                                                          \
    {"closed", oc_stream_get_closed, NULL, "Has the guest closed it?", NULL},                      \
    {"name", oc_stream_get_name, NULL, "What it is called.", NULL},                                \
    {"mode", oc_stream_get_mode, NULL, "How it is opened.", NULL}

#define OC_TEXT_GETTERS                                                                            \
    {"encoding", oc_stream_get_encoding, NULL, "Always utf-8.", NULL},                             \
    {"errors", oc_stream_get_errors, NULL, "What happens to what is no UTF-8.", NULL},             \
    {"line_buffering", oc_stream_get_line_buffering, NULL, "Is each line flushed?", NULL},         \
    {"write_through", oc_stream_get_write_through, NULL, "Is each write flushed?", NULL},          \
    {"buffer", oc_stream_get_buffer, NULL, "The stream of bytes underneath.", NULL}

PyObject *oc_stream_close(PyObject *self, PyObject *ignored);
PyObject *oc_stream_unsupported(PyObject *self, PyObject *ignored);
PyObject *oc_stream_unsupported_args(PyObject *self, PyObject *ignored);
PyObject *oc_stream_isatty(PyObject *self, PyObject *ignored);
PyObject *oc_stream_readable(PyObject *self, PyObject *ignored);
PyObject *oc_stream_writable(PyObject *self, PyObject *ignored);
PyObject *oc_stream_seekable(PyObject *self, PyObject *ignored);
PyObject *oc_stream_enter(PyObject *self, PyObject *ignored);
PyObject *oc_stream_exit(PyObject *self, PyObject *ignored);
PyObject *oc_stream_get_closed(PyObject *self, void *ignored);
PyObject *oc_stream_get_name(PyObject *self, void *ignored);
PyObject *oc_stream_get_mode(PyObject *self, void *ignored);
PyObject *oc_stream_get_encoding(PyObject *self, void *ignored);
PyObject *oc_stream_get_errors(PyObject *self, void *ignored);
PyObject *oc_stream_get_line_buffering(PyObject *self, void *ignored);
PyObject *oc_stream_get_write_through(PyObject *self, void *ignored);
PyObject *oc_stream_get_buffer(PyObject *self, void *ignored);
PyObject *oc_stream_reconfigure(PyObject *self, PyObject *args, PyObject *kwargs);
PyObject *oc_stream_repr(PyObject *self);
void oc_stream_dealloc(PyObject *self);

void oc_stream_unbuffered(PyObject *object);
int oc_stream_is_writer(PyObject *object);
int oc_stream_put(PyObject *self, PyObject *text);
int oc_stream_refuse_closed(oc_stream *stream);
int oc_stream_size(PyObject *const *args, Py_ssize_t count, const char *name, Py_ssize_t *size);
Py_ssize_t oc_stream_transfer(oc_stream *stream, void *data, size_t size);
int oc_stream_flush(oc_stream *stream);

/* 0 if the guest may use the stream, -1 with ValueError if it has closed it. */
static inline int
oc_stream_open(oc_stream *stream)
{
    return stream->closed ? oc_stream_refuse_closed(stream) : 0;
}

#endif
