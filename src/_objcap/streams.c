/* Standard streams of the guest (R11a): C objects over descriptors that C holds.
 * No fileno, no reopening, no closing of what is the process's; nothing here asks
 * the codec registry. */
#include "streams.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* ------------------------------------------------------------ what all have */

/* Raises what io raises on closed files. Returns 0 if open, else -1. */
int
oc_open_or_raise(oc_stream *self)
{
    if (self->closed) {
        PyErr_SetString(PyExc_ValueError, "I/O operation on closed file.");
        return -1;
    }
    return 0;
}

/* See streams.h. */
PyObject *
oc_raise_unsupported(const char *message)
{
    PyObject *io = oc_unpinned(PyImport_ImportModule("io"));
    PyObject *error = io == NULL ? NULL : PyObject_GetAttrString(io, "UnsupportedOperation");
    PyErr_Clear();
    PyErr_SetString(error != NULL && PyExceptionClass_Check(error) ? error : PyExc_OSError, message);
    Py_XDECREF(io);
    Py_XDECREF(error);
    return NULL;
}

/* A method that io has and these streams cannot have. */
static PyObject *
oc_unsupported_method(PyObject *Py_UNUSED(self), PyObject *Py_UNUSED(args))
{
    return oc_raise_unsupported("objcap: a guest's standard stream has no such operation");
}

static PyObject *
oc_true(PyObject *Py_UNUSED(self), PyObject *Py_UNUSED(ignored))
{
    Py_RETURN_TRUE;
}

static PyObject *
oc_false(PyObject *Py_UNUSED(self), PyObject *Py_UNUSED(ignored))
{
    Py_RETURN_FALSE;
}

static PyObject *
oc_isatty(PyObject *self, PyObject *Py_UNUSED(ignored))
{
    return PyBool_FromLong(((oc_stream *)self)->over->tty);
}

static PyObject *
oc_enter(PyObject *self, PyObject *Py_UNUSED(ignored))
{
    return oc_open_or_raise((oc_stream *)self) < 0 ? NULL : Py_NewRef(self);
}

/* flush() */
static PyObject *
oc_flush(PyObject *self, PyObject *Py_UNUSED(ignored))
{
    oc_stream *stream = (oc_stream *)self;
    int input = stream->over == &oc_descriptors[0];
    if (oc_open_or_raise(stream) < 0 || (!input && oc_drain(stream->over) < 0)) {
        return NULL;
    }
    Py_RETURN_NONE;
}

/* close(), __exit__(): this object is closed; the descriptor is not. */
static PyObject *
oc_close(PyObject *self, PyObject *Py_UNUSED(ignored))
{
    oc_stream *stream = (oc_stream *)self;
    if (!stream->closed && stream->over != &oc_descriptors[0] && oc_drain(stream->over) < 0) {
        return NULL;
    }
    stream->closed = 1;
    Py_RETURN_NONE;
}

static PyObject *
oc_stream_repr(PyObject *self)
{
    oc_stream *stream = (oc_stream *)self;
    return PyUnicode_FromFormat("<%s name='%s' encoding='utf-8'>", Py_TYPE(self)->tp_name,
                                stream->name);
}

static void
oc_stream_dealloc(PyObject *self)
{
    oc_stream *stream = (oc_stream *)self;
    PyMem_RawFree(stream->text);
    Py_XDECREF(stream->buffer);
    PyObject_Free(self);
}

/* ------------------------------------------------------------ output */

/* write(text) */
static PyObject *
oc_write_text(PyObject *self, PyObject *text)
{
    oc_stream *stream = (oc_stream *)self;
    if (!PyUnicode_Check(text)) {
        PyErr_Format(PyExc_TypeError, "write() argument must be str, not %.100s",
                     Py_TYPE(text)->tp_name);
        return NULL;
    }
    if (oc_open_or_raise(stream) < 0) {
        return NULL;
    }
    Py_ssize_t length = PyUnicode_GET_LENGTH(text);
    int status;
    if (PyUnicode_IS_COMPACT_ASCII(text)) {
        status = oc_put_bytes(stream->over, (const char *)PyUnicode_1BYTE_DATA(text),
                              (size_t)length, stream->line_buffering);
    }
    else {
        PyObject *bytes = PyUnicode_AsEncodedString(text, "utf-8", stream->errors);
        if (bytes == NULL) {
            return NULL;
        }
        status = oc_put_bytes(stream->over, PyBytes_AS_STRING(bytes),
                              (size_t)PyBytes_GET_SIZE(bytes), stream->line_buffering);
        Py_DECREF(bytes);
    }
    return status < 0 ? NULL : PyLong_FromSsize_t(length);
}

/* Is the buffer of `data` that of bytes, bytearray or memoryview? Any other runs its
 * owner's code, from 3.12 on that of a class with __buffer__ (PEP 688), a subclass
 * of bytes among them. */
static int
oc_has_plain_buffer(PyObject *data)
{
    PyTypeObject *const plain[] = {&PyBytes_Type, &PyByteArray_Type, &PyMemoryView_Type};
    const PyBufferProcs *buffer = Py_TYPE(data)->tp_as_buffer;

    for (size_t i = 0; buffer != NULL && i < Py_ARRAY_LENGTH(plain); i++) {
        if (buffer->bf_getbuffer == plain[i]->tp_as_buffer->bf_getbuffer &&
            buffer->bf_releasebuffer == plain[i]->tp_as_buffer->bf_releasebuffer) {
            return 1;
        }
    }
    return 0;
}

/* write(data) of the binary companion. */
static PyObject *
oc_write_bytes(PyObject *self, PyObject *data)
{
    oc_stream *stream = (oc_stream *)self;
    Py_buffer view;
    if (!oc_has_plain_buffer(data)) {
        PyErr_Format(PyExc_TypeError, "a bytes-like object is required, not '%.100s'",
                     Py_TYPE(data)->tp_name);
        return NULL;
    }
    if (oc_open_or_raise(stream) < 0 || PyObject_GetBuffer(data, &view, PyBUF_SIMPLE) < 0) {
        return NULL;
    }
    Py_ssize_t size = view.len;
    int status = oc_put_bytes(stream->over, view.buf, (size_t)size, 0);
    PyBuffer_Release(&view);
    return status < 0 ? NULL : PyLong_FromSsize_t(size);
}

/* writelines(lines) */
static PyObject *
oc_writelines(PyObject *self, PyObject *lines)
{
    PyObject *iterator = PyObject_GetIter(lines), *line;
    PyCFunction write = ((oc_stream *)self)->buffer == NULL ? oc_write_bytes : oc_write_text;
    while (iterator != NULL && (line = PyIter_Next(iterator)) != NULL) {
        PyObject *count = write(self, line);
        Py_DECREF(line);
        if (count == NULL) {
            Py_CLEAR(iterator);
        }
        Py_XDECREF(count);
    }
    Py_XDECREF(iterator);
    if (PyErr_Occurred()) {
        return NULL;
    }
    Py_RETURN_NONE;
}

/* reconfigure(*, errors=None, line_buffering=None, ...): what can be changed
 * without a codec. */
static PyObject *
oc_reconfigure(PyObject *self, PyObject *args, PyObject *kwargs)
{
    static char *names[] = {"encoding", "errors", "newline", "line_buffering", "write_through", NULL};
    static const char *const known[] = {"strict", "ignore", "replace", "backslashreplace",
                                        "surrogateescape"};
    oc_stream *stream = (oc_stream *)self;
    const char *encoding = NULL, *errors = NULL, *newline = NULL;
    PyObject *lines = Py_None, *through = Py_None; /* borrowed */

    if (!PyArg_ParseTupleAndKeywords(args, kwargs, "|$zzzOO:reconfigure", names, &encoding, &errors,
                                     &newline, &lines, &through)) {
        return NULL;
    }
    if (encoding != NULL && PyOS_stricmp(encoding, "utf-8") != 0 &&
        PyOS_stricmp(encoding, "utf8") != 0) {
        return oc_raise_unsupported("objcap: a guest's standard streams are UTF-8");
    }
    if (newline != NULL && strcmp(newline, "\n") != 0) {
        return oc_raise_unsupported("objcap: the newlines of standard streams are fixed");
    }
    if (errors != NULL) {
        size_t i = 0;
        while (i < Py_ARRAY_LENGTH(known) && strcmp(known[i], errors) != 0) {
            i++;
        }
        if (i == Py_ARRAY_LENGTH(known)) {
            PyErr_Format(PyExc_LookupError, "unknown error handler name '%.50s'", errors);
            return NULL;
        }
        stream->errors = known[i];
    }
    if (lines != Py_None) {
        int truth = PyObject_IsTrue(lines);
        if (truth < 0) {
            return NULL;
        }
        stream->line_buffering = truth;
    }
    Py_RETURN_NONE;
}

/* ------------------------------------------------------------ the types */

static PyObject *
oc_get_name(PyObject *self, void *Py_UNUSED(closure))
{
    return PyUnicode_FromString(((oc_stream *)self)->name);
}

static PyObject *
oc_get_mode(PyObject *self, void *Py_UNUSED(closure))
{
    oc_stream *stream = (oc_stream *)self;
    const char *mode = stream->over == &oc_descriptors[0] ? "rb" : "wb";
    return PyUnicode_FromStringAndSize(mode, stream->buffer == NULL ? 2 : 1);
}

static PyObject *
oc_get_closed(PyObject *self, void *Py_UNUSED(closure))
{
    return PyBool_FromLong(((oc_stream *)self)->closed);
}

static PyObject *
oc_get_encoding(PyObject *Py_UNUSED(self), void *Py_UNUSED(closure))
{
    return PyUnicode_FromString("utf-8");
}

static PyObject *
oc_get_errors(PyObject *self, void *Py_UNUSED(closure))
{
    return PyUnicode_FromString(((oc_stream *)self)->errors);
}

static PyObject *
oc_get_lines(PyObject *self, void *Py_UNUSED(closure))
{
    return PyBool_FromLong(((oc_stream *)self)->line_buffering);
}

static PyObject *
oc_get_through(PyObject *Py_UNUSED(self), void *Py_UNUSED(closure))
{
    Py_RETURN_FALSE;
}

static PyObject *
oc_get_newlines(PyObject *Py_UNUSED(self), void *Py_UNUSED(closure))
{
    Py_RETURN_NONE;
}

static PyObject *
oc_get_buffer(PyObject *self, void *Py_UNUSED(closure))
{
    return Py_NewRef(((oc_stream *)self)->buffer);
}

static PyGetSetDef oc_text_getset[] = {
    {"name", oc_get_name, NULL, NULL, NULL},
    {"mode", oc_get_mode, NULL, NULL, NULL},
    {"closed", oc_get_closed, NULL, NULL, NULL},
    {"encoding", oc_get_encoding, NULL, NULL, NULL},
    {"errors", oc_get_errors, NULL, NULL, NULL},
    {"newlines", oc_get_newlines, NULL, NULL, NULL},
    {"line_buffering", oc_get_lines, NULL, NULL, NULL},
    {"write_through", oc_get_through, NULL, NULL, NULL},
    {"buffer", oc_get_buffer, NULL, NULL, NULL},
    {NULL, NULL, NULL, NULL, NULL},
};

static PyGetSetDef oc_binary_getset[] = {
    {"name", oc_get_name, NULL, NULL, NULL},
    {"mode", oc_get_mode, NULL, NULL, NULL},
    {"closed", oc_get_closed, NULL, NULL, NULL},
    {NULL, NULL, NULL, NULL, NULL},
};

#define OC_COMMON(READABLE, WRITABLE)                                            \
    {"isatty", oc_isatty, METH_NOARGS, "Is it a terminal?"},                      \
    {"readable", READABLE, METH_NOARGS, "Can it be read?"},                       \
    {"writable", WRITABLE, METH_NOARGS, "Can it be written?"},                    \
    {"seekable", oc_false, METH_NOARGS, "False."},                                \
    {"flush", oc_flush, METH_NOARGS, "Write what is buffered."},                  \
    {"close", oc_close, METH_NOARGS, "Close this object, not the descriptor."},   \
    {"__enter__", oc_enter, METH_NOARGS, NULL},                                   \
    {"__exit__", oc_close, METH_VARARGS, NULL},                                   \
    {"fileno", oc_unsupported_method, METH_NOARGS, "Unsupported: a guest has no descriptors."}, \
    {"detach", oc_unsupported_method, METH_NOARGS, "Unsupported."},               \
    {"seek", oc_unsupported_method, METH_VARARGS, "Unsupported."},                \
    {"tell", oc_unsupported_method, METH_NOARGS, "Unsupported."},                 \
    {"truncate", oc_unsupported_method, METH_VARARGS, "Unsupported."}

static PyMethodDef oc_text_reader_methods[] = {
    {"read", oc_read_text, METH_VARARGS, "read(size=-1, /)\n--\n\nAt most that many characters."},
    {"readline", oc_readline_text, METH_VARARGS, "readline(size=-1, /)\n--\n\nOne line."},
    {"readlines", oc_readlines, METH_VARARGS, "readlines(hint=-1, /)\n--\n\nA list of lines."},
    {"write", oc_unsupported_method, METH_O, "Unsupported: it is for reading."},
    {"writelines", oc_unsupported_method, METH_O, "Unsupported: it is for reading."},
    {"reconfigure", (PyCFunction)(void (*)(void))oc_reconfigure, METH_VARARGS | METH_KEYWORDS,
     "Change the error handler."},
    OC_COMMON(oc_true, oc_false),
    {NULL, NULL, 0, NULL},
};

static PyMethodDef oc_text_writer_methods[] = {
    {"write", oc_write_text, METH_O, "write(text, /)\n--\n\nWrite a str; how long it is."},
    {"writelines", oc_writelines, METH_O, "writelines(lines, /)\n--\n\nWrite each of them."},
    {"read", oc_unsupported_method, METH_VARARGS, "Unsupported: it is for writing."},
    {"readline", oc_unsupported_method, METH_VARARGS, "Unsupported: it is for writing."},
    {"readlines", oc_unsupported_method, METH_VARARGS, "Unsupported: it is for writing."},
    {"reconfigure", (PyCFunction)(void (*)(void))oc_reconfigure, METH_VARARGS | METH_KEYWORDS,
     "Change the error handler or the line buffering."},
    OC_COMMON(oc_false, oc_true),
    {NULL, NULL, 0, NULL},
};

static PyMethodDef oc_binary_reader_methods[] = {
    {"read", oc_read_bytes, METH_VARARGS, "read(size=-1, /)\n--\n\nAt most that many bytes."},
    {"read1", oc_read1_bytes, METH_VARARGS, "read1(size=-1, /)\n--\n\nWhat one read gives."},
    {"readline", oc_readline_bytes, METH_VARARGS, "readline(size=-1, /)\n--\n\nOne line."},
    {"readlines", oc_readlines, METH_VARARGS, "readlines(hint=-1, /)\n--\n\nA list of lines."},
    OC_COMMON(oc_true, oc_false),
    {NULL, NULL, 0, NULL},
};

static PyMethodDef oc_binary_writer_methods[] = {
    {"write", oc_write_bytes, METH_O, "write(data, /)\n--\n\nWrite bytes; how many."},
    {"writelines", oc_writelines, METH_O, "writelines(lines, /)\n--\n\nWrite each of them."},
    OC_COMMON(oc_false, oc_true),
    {NULL, NULL, 0, NULL},
};

#define OC_STREAM_TYPE(NAME, METHODS, GETSET, ITER, NEXT)                                        \
    {                                                                                            \
        PyVarObject_HEAD_INIT(NULL, 0).tp_name = "objcap." NAME, .tp_basicsize = sizeof(oc_stream), \
        .tp_dealloc = oc_stream_dealloc, .tp_repr = oc_stream_repr, .tp_methods = METHODS,       \
        .tp_getset = GETSET, .tp_iter = ITER, .tp_iternext = NEXT,                               \
        .tp_flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_IMMUTABLETYPE |                              \
                    Py_TPFLAGS_DISALLOW_INSTANTIATION,                                           \
        .tp_doc = "A standard stream of a guest.",                                               \
    }

static PyTypeObject oc_text_reader =
    OC_STREAM_TYPE("TextReader", oc_text_reader_methods, oc_text_getset, PyObject_SelfIter, oc_next_text);
static PyTypeObject oc_text_writer =
    OC_STREAM_TYPE("TextWriter", oc_text_writer_methods, oc_text_getset, NULL, NULL);
static PyTypeObject oc_binary_reader = OC_STREAM_TYPE(
    "BinaryReader", oc_binary_reader_methods, oc_binary_getset, PyObject_SelfIter, oc_next_bytes);
static PyTypeObject oc_binary_writer =
    OC_STREAM_TYPE("BinaryWriter", oc_binary_writer_methods, oc_binary_getset, NULL, NULL);

/* ------------------------------------------------------------ making them */

/* Makes an object over a descriptor. New reference, or NULL. */
static oc_stream *
oc_stream_make(PyTypeObject *type, oc_descriptor *over, const char *name, const char *errors)
{
    oc_stream *stream = PyType_Ready(type) < 0 ? NULL : PyObject_New(oc_stream, type);
    if (stream != NULL) {
        memset((char *)stream + sizeof(PyObject), 0, sizeof *stream - sizeof(PyObject));
        stream->over = over;
        stream->name = name;
        stream->errors = errors;
    }
    return stream;
}

/* Makes a standard stream with its binary companion. `fd` is 0, 1 or 2; `errors`
 * and `name` are static strings. New reference, or NULL with an exception set. */
PyObject *
oc_stream_new(int fd, int granted, const char *name, const char *errors)
{
    oc_descriptor *over = &oc_descriptors[fd];
    struct stat state;

    over->fd = granted && fstat(fd, &state) == 0 ? fd : -1;
    if (over->fd >= 0) {
        over->tty = isatty(fd);
        over->regular = S_ISREG(state.st_mode) && !(fcntl(fd, F_GETFL) & O_APPEND);
        over->device = state.st_dev;
        over->inode = state.st_ino;
        over->position = over->regular ? lseek(fd, 0, SEEK_CUR) : 0;
    }
    oc_stream *text = oc_stream_make(fd == 0 ? &oc_text_reader : &oc_text_writer, over, name, errors);
    if (text == NULL) {
        return NULL;
    }
    text->line_buffering = fd == 2 || (fd == 1 && over->tty);
    text->buffer = (PyObject *)oc_stream_make(fd == 0 ? &oc_binary_reader : &oc_binary_writer, over,
                                              name, errors);
    if (text->buffer == NULL) {
        Py_DECREF(text);
        return NULL;
    }
    return (PyObject *)text;
}
