/* The guest's standard streams: C objects over descriptors that no guest sees.
 *
 * Text is UTF-8, decoded and encoded in C; nothing here looks anything up in a
 * registry, and a method of a guest's object is called only before the stream is
 * touched (R1). Positions in regular files are kept here as well: CPython's own
 * traceback printer can be made to rewind any descriptor (R11a). */
#include "stream.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static oc_stream *oc_streams; /* all there are */

/* `_io.UnsupportedOperation`, which programs catch, and its text. */
static PyObject *oc_unsupported;

/* ------------------------------------------------------------ the descriptor */

/* Puts the position back to where we left it, if somebody has rewound it.
 * Another process that shares the file may have moved it forward: that stays. */
static void
oc_stream_place(oc_stream *stream)
{
    if (stream->place != NULL) {
        off_t now = lseek(stream->fd, 0, SEEK_CUR);
        if (now >= 0 && now < *stream->place) {
            (void)lseek(stream->fd, *stream->place, SEEK_SET);
        }
    }
}

/* Notes the position after a read or write. */
static void
oc_stream_moved(oc_stream *stream)
{
    if (stream->place != NULL) {
        off_t now = lseek(stream->fd, 0, SEEK_CUR);
        if (now > *stream->place) {
            *stream->place = now;
        }
    }
}

/* One read or write of up to `size` bytes, with the GIL released. Returns how many
 * bytes moved (0 of a reader: the end); OC_INTERRUPTED if Python code may have run
 * in between; -1 with an exception set. */
Py_ssize_t
oc_stream_transfer(oc_stream *stream, void *data, size_t size)
{
    ssize_t moved;
    int error;

    if (stream->busy) {
        PyErr_Format(PyExc_RuntimeError, "reentrant call of %s", stream->name);
        return -1;
    }
    if (size > (size_t)1 << 30) {
        size = (size_t)1 << 30;
    }
    stream->busy = 1;
    Py_BEGIN_ALLOW_THREADS
    oc_stream_place(stream);
    moved = stream->writes ? write(stream->fd, data, size) : read(stream->fd, data, size);
    error = errno;
    if (moved > 0) {
        oc_stream_moved(stream);
    }
    else if (moved < 0 && (error == EAGAIN || error == EWOULDBLOCK)) {
        /* Somebody else has made the terminal non-blocking: wait for it. */
        struct pollfd wait = {stream->fd, stream->writes ? POLLOUT : POLLIN, 0};
        (void)poll(&wait, 1, -1);
        error = EINTR;
    }
    Py_END_ALLOW_THREADS
    stream->busy = 0;
    if (moved < 0 && error == EINTR) {
        return PyErr_CheckSignals() < 0 ? -1 : OC_INTERRUPTED;
    }
    if (moved < 0 || (moved == 0 && stream->writes)) {
        errno = moved < 0 ? error : EIO;
        PyErr_SetFromErrno(PyExc_OSError);
        return -1;
    }
    return moved;
}

/* Writes what waits in the buffer. Returns 0, or -1 with an exception set: what
 * was not written then goes on waiting. */
int
oc_stream_flush(oc_stream *stream)
{
    while (stream->writes && stream->start < stream->used) {
        if (stream->fd < 0) {
            stream->start = stream->used = 0;
            break;
        }
        Py_ssize_t moved = oc_stream_transfer(stream, stream->data + stream->start,
                                              stream->used - stream->start);
        if (moved == -1) {
            return -1;
        }
        if (moved > 0) {
            stream->start += (size_t)moved;
            if (stream->start == stream->used) {
                stream->start = stream->used = 0;
            }
        }
    }
    return 0;
}

/* Writes what waits in any stream, even one that the guest has closed or
 * replaced in sys. Returns 0, or -1 with the exception of the last that failed. */
int
oc_streams_flush(void)
{
    int status = 0;
    for (oc_stream *stream = oc_streams; stream != NULL; stream = stream->next) {
        if (stream->writes && stream->start < stream->used) {
            PyErr_Clear();
            if (oc_stream_flush(stream) < 0) {
                status = -1;
            }
        }
    }
    return status;
}

/* From now on nothing is written or read any more. */
void
oc_streams_silence(void)
{
    for (oc_stream *stream = oc_streams; stream != NULL; stream = stream->next) {
        stream->fd = -1;
    }
}

/* ------------------------------------------------------------ making one */

/* Finds out what the descriptor is: a terminal, a regular file, neither. */
static int
oc_stream_inspect(oc_stream *stream)
{
    struct stat status;
    int flags = fcntl(stream->fd, F_GETFL);

    stream->terminal = isatty(stream->fd) == 1;
    if (flags < 0 || fstat(stream->fd, &status) < 0 || !S_ISREG(status.st_mode) ||
        (stream->writes && (flags & O_APPEND))) {
        return 0;
    }
    for (oc_stream *other = oc_streams; other != NULL; other = other->next) {
        struct stat there;
        if (other->place != NULL && stream->writes && other->writes && other->fd != stream->fd &&
            fstat(other->fd, &there) == 0 && there.st_dev == status.st_dev &&
            there.st_ino == status.st_ino) {
            stream->place = other->place;
            return 0;
        }
    }
    stream->place = PyMem_RawCalloc(1, sizeof(off_t));
    if (stream->place == NULL) {
        PyErr_NoMemory();
        return -1;
    }
    oc_stream_moved(stream);
    return 0;
}

/* An object of `type` (static) for a stream. New reference, or NULL. */
static PyObject *
oc_stream_object_new(PyTypeObject *type, oc_stream *stream)
{
    oc_stream_object *object =
        PyType_Ready(type) < 0 ? NULL : PyObject_New(oc_stream_object, type);
    if (object != NULL) {
        object->stream = stream;
        object->buffer = NULL;
        object->weakrefs = NULL;
    }
    return (PyObject *)object;
}

/* Makes a standard stream of the guest: `fd`, or -1 if it is not granted; `mode`
 * "r" or "w"; `name` and `errors` as its attributes of these names show them.
 * `name` must live for ever. New reference, or NULL with an exception set. */
PyObject *
oc_stream_new(int fd, const char *mode, const char *name, const char *errors)
{
    oc_stream *stream = PyMem_RawCalloc(1, sizeof(oc_stream));
    PyObject *text = NULL, *result = NULL;

    if (stream == NULL) {
        return PyErr_NoMemory();
    }
    stream->fd = fd;
    stream->writes = mode[0] == 'w';
    stream->name = name;
    stream->size = OC_CHUNK;
    stream->data = PyMem_RawMalloc(stream->size);
    if (stream->data == NULL) {
        PyErr_NoMemory();
        goto done;
    }
    if (oc_errors_parse(errors, &stream->errors) < 0 ||
        (fd >= 0 && oc_stream_inspect(stream) < 0)) {
        goto done;
    }
    stream->line_buffering = stream->writes && (stream->terminal || fd == 2);
    text = oc_stream_object_new(stream->writes ? &oc_text_writer_type : &oc_text_reader_type, stream);
    if (text == NULL) {
        goto done;
    }
    ((oc_stream_object *)text)->buffer = oc_stream_object_new(
        stream->writes ? &oc_binary_writer_type : &oc_binary_reader_type, stream);
    if (((oc_stream_object *)text)->buffer == NULL) {
        goto done;
    }
    stream->next = oc_streams;
    oc_streams = stream;
    result = Py_NewRef(text);
done:
    Py_XDECREF(text);
    if (result == NULL) {
        PyMem_RawFree(stream->data); /* its place may be another's: that stays */
        PyMem_RawFree(stream);
    }
    return result;
}

/* Names the class that a stream raises for what it does not do, before the host's
 * modules are out of reach. Borrows it. Returns 0, or -1 with TypeError. */
int
oc_streams_prepare(PyObject *unsupported)
{
    if (!PyExceptionClass_Check(unsupported)) {
        PyErr_SetString(PyExc_TypeError, "an exception class is needed");
        return -1;
    }
    Py_XSETREF(oc_unsupported, Py_NewRef(unsupported));
    return 0;
}

/* Writes each text at once, as python -u does. */
void
oc_stream_unbuffered(PyObject *object)
{
    OC_STREAM(object)->write_through = OC_STREAM(object)->writes;
}

/* Is it a text stream of ours that writes? Then oc_stream_put() may have it. */
int
oc_stream_is_writer(PyObject *object)
{
    return Py_IS_TYPE(object, &oc_text_writer_type);
}

/* ------------------------------------------------------------ what all of them do */

int
oc_stream_refuse_closed(oc_stream *Py_UNUSED(stream))
{
    PyErr_SetString(PyExc_ValueError, "I/O operation on closed file.");
    return -1;
}

/* Parses an optional size: None and nothing are -1. Calls a guest's __index__, so
 * it comes first. Returns 0, or -1 with an exception set. */
int
oc_stream_size(PyObject *const *args, Py_ssize_t count, const char *name, Py_ssize_t *size)
{
    *size = -1;
    if (count > 1) {
        PyErr_Format(PyExc_TypeError, "%s expected at most 1 argument, got %zd", name, count);
        return -1;
    }
    if (count == 0 || args[0] == Py_None) {
        return 0;
    }
    if (!PyIndex_Check(args[0])) {
        PyErr_Format(PyExc_TypeError, "argument should be integer or None, not '%.200s'",
                     Py_TYPE(args[0])->tp_name);
        return -1;
    }
    *size = PyNumber_AsSsize_t(args[0], PyExc_OverflowError);
    return *size == -1 && PyErr_Occurred() ? -1 : 0;
}

/* Closing is the guest's own business: both objects of the stream refuse from now
 * on, the descriptor stays open. */
PyObject *
oc_stream_close(PyObject *self, PyObject *Py_UNUSED(ignored))
{
    oc_stream *stream = OC_STREAM(self);
    int status = stream->closed ? 0 : oc_stream_flush(stream);
    stream->closed = 1;
    if (status < 0) {
        return NULL;
    }
    Py_RETURN_NONE;
}

PyObject *
oc_stream_unsupported(PyObject *Py_UNUSED(self), PyObject *Py_UNUSED(ignored))
{
    PyErr_SetString(oc_unsupported == NULL ? PyExc_ValueError : oc_unsupported,
                    "objcap: a guest's standard streams have no descriptor and no position");
    return NULL;
}

PyObject *
oc_stream_unsupported_args(PyObject *self, PyObject *args)
{
    return oc_stream_unsupported(self, args);
}

PyObject *
oc_stream_isatty(PyObject *self, PyObject *Py_UNUSED(ignored))
{
    return oc_stream_open(OC_STREAM(self)) < 0 ? NULL : PyBool_FromLong(OC_STREAM(self)->terminal);
}

PyObject *
oc_stream_readable(PyObject *self, PyObject *Py_UNUSED(ignored))
{
    return oc_stream_open(OC_STREAM(self)) < 0 ? NULL : PyBool_FromLong(!OC_STREAM(self)->writes);
}

PyObject *
oc_stream_writable(PyObject *self, PyObject *Py_UNUSED(ignored))
{
    return oc_stream_open(OC_STREAM(self)) < 0 ? NULL : PyBool_FromLong(OC_STREAM(self)->writes);
}

PyObject *
oc_stream_seekable(PyObject *self, PyObject *Py_UNUSED(ignored))
{
    return oc_stream_open(OC_STREAM(self)) < 0 ? NULL : PyBool_FromLong(0);
}

PyObject *
oc_stream_enter(PyObject *self, PyObject *Py_UNUSED(ignored))
{
    return oc_stream_open(OC_STREAM(self)) < 0 ? NULL : Py_NewRef(self);
}

PyObject *
oc_stream_exit(PyObject *self, PyObject *Py_UNUSED(args))
{
    return oc_stream_close(self, NULL);
}

PyObject *
oc_stream_get_closed(PyObject *self, void *Py_UNUSED(ignored))
{
    return PyBool_FromLong(OC_STREAM(self)->closed);
}

PyObject *
oc_stream_get_name(PyObject *self, void *Py_UNUSED(ignored))
{
    return PyUnicode_FromString(OC_STREAM(self)->name);
}

PyObject *
oc_stream_get_mode(PyObject *self, void *Py_UNUSED(ignored))
{
    int text = ((oc_stream_object *)self)->buffer != NULL;
    return PyUnicode_FromFormat("%c%s", OC_STREAM(self)->writes ? 'w' : 'r', text ? "" : "b");
}

PyObject *
oc_stream_get_encoding(PyObject *Py_UNUSED(self), void *Py_UNUSED(ignored))
{
    return PyUnicode_FromString("utf-8");
}

PyObject *
oc_stream_get_errors(PyObject *self, void *Py_UNUSED(ignored))
{
    return PyUnicode_FromString(oc_errors_name(OC_STREAM(self)->errors));
}

PyObject *
oc_stream_get_line_buffering(PyObject *self, void *Py_UNUSED(ignored))
{
    return PyBool_FromLong(OC_STREAM(self)->line_buffering);
}

PyObject *
oc_stream_get_write_through(PyObject *self, void *Py_UNUSED(ignored))
{
    return PyBool_FromLong(OC_STREAM(self)->write_through);
}

PyObject *
oc_stream_get_buffer(PyObject *self, void *Py_UNUSED(ignored))
{
    return Py_NewRef(((oc_stream_object *)self)->buffer);
}

PyObject *
oc_stream_repr(PyObject *self)
{
    oc_stream *stream = OC_STREAM(self);
    if (((oc_stream_object *)self)->buffer == NULL) {
        return PyUnicode_FromFormat("<%s name='%s'>", Py_TYPE(self)->tp_name, stream->name);
    }
    return PyUnicode_FromFormat("<%s name='%s' mode='%c' encoding='utf-8'>", Py_TYPE(self)->tp_name,
                                stream->name, stream->writes ? 'w' : 'r');
}

void
oc_stream_dealloc(PyObject *self)
{
    oc_stream_object *object = (oc_stream_object *)self;
    if (object->weakrefs != NULL) {
        PyObject_ClearWeakRefs(self);
    }
    Py_XDECREF(object->buffer);
    PyObject_Free(self);
}

/* ------------------------------------------------------------ reconfigure */

/* Is `text` (exact ASCII or not) one of utf-8's names? */
static int
oc_names_utf8(const char *text)
{
    return PyOS_stricmp(text, "utf-8") == 0 || PyOS_stricmp(text, "utf8") == 0 ||
           PyOS_stricmp(text, "utf_8") == 0;
}

/* Parses the argument `newline`. Returns 0, or -1 with ValueError. */
static int
oc_newline_parse(const char *text, int writes, oc_newline *newline)
{
    static const char *const names[] = {NULL, "", "\n", "\r", "\r\n"};
    for (int i = OC_NL_ANY; i <= (writes ? OC_NL_CRLF : OC_NL_LF); i++) {
        if (strcmp(text, names[i]) == 0) {
            *newline = (oc_newline)i;
            return 0;
        }
    }
    PyErr_SetString(PyExc_ValueError, writes ? "illegal newline value"
                                             : "objcap: newline of standard input is None, '' or '\\n'");
    return -1;
}

/* reconfigure(*, encoding=None, errors=None, newline=None, line_buffering=None,
 * write_through=None): as that of io.TextIOWrapper, the encoding being utf-8. */
PyObject *
oc_stream_reconfigure(PyObject *self, PyObject *args, PyObject *kwargs)
{
    static char *names[] = {"encoding", "errors", "newline", "line_buffering", "write_through", NULL};
    const char *encoding = NULL, *error_name = NULL;
    PyObject *newline_object = NULL, *line_object = Py_None, *through_object = Py_None; /* borrowed */
    oc_stream *stream = OC_STREAM(self);

    if (!PyArg_ParseTupleAndKeywords(args, kwargs, "|$zzOOO:reconfigure", names, &encoding,
                                     &error_name, &newline_object, &line_object, &through_object)) {
        return NULL;
    }
    oc_errors errors = encoding != NULL ? OC_STRICT : stream->errors;
    oc_newline newline = newline_object == Py_None ? OC_NL_TRANSLATE : stream->newline;
    int line = stream->line_buffering, through = stream->write_through;
    if (encoding != NULL && !oc_names_utf8(encoding)) {
        PyErr_Format(PyExc_LookupError,
                     "objcap: the standard streams of a guest speak utf-8, not %.100s; wrap their "
                     "buffer: io.TextIOWrapper(sys.stdout.buffer, encoding=...)",
                     encoding);
        return NULL;
    }
    if (error_name != NULL && oc_errors_parse(error_name, &errors) < 0) {
        return NULL;
    }
    if (newline_object != NULL && newline_object != Py_None) {
        const char *text = PyUnicode_Check(newline_object) ? PyUnicode_AsUTF8(newline_object) : NULL;
        if (text == NULL) {
            if (!PyErr_Occurred()) {
                PyErr_Format(PyExc_TypeError, "newline must be str or None, not %.200s",
                             Py_TYPE(newline_object)->tp_name);
            }
            return NULL;
        }
        if (oc_newline_parse(text, stream->writes, &newline) < 0) {
            return NULL;
        }
    }
    if ((line_object != Py_None && (line = PyObject_IsTrue(line_object)) < 0) ||
        (through_object != Py_None && (through = PyObject_IsTrue(through_object)) < 0)) {
        return NULL;
    }
    if (oc_stream_open(stream) < 0 || oc_stream_flush(stream) < 0) {
        return NULL;
    }
    stream->errors = errors;
    stream->newline = newline;
    if (stream->writes) {
        stream->line_buffering = line;
        stream->write_through = through;
    }
    Py_RETURN_NONE;
}
