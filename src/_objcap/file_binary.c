/* The binary file object of a guest. */
#include "files.h"

#include <string.h>

#include "streams.h"

/* ------------------------------------------------------------ reading */

/* All that is left, or `limit` bytes of it. New reference, or NULL. */
static PyObject *
oc_file_take(oc_file *file, Py_ssize_t limit)
{
    if (oc_file_to_read(file) < 0) {
        return NULL;
    }
    size_t there = file->used - file->start;
    size_t guess = there + oc_file_rest(file); /* what a size says is not promised: see below */
    size_t size = limit >= 0 && (size_t)limit < guess ? (size_t)limit : guess;
    PyObject *bytes = size > PY_SSIZE_T_MAX ? PyErr_NoMemory()
                                            : PyBytes_FromStringAndSize(NULL, (Py_ssize_t)size);
    if (bytes == NULL) {
        return NULL;
    }
    Py_ssize_t got = oc_file_read_into(file, PyBytes_AS_STRING(bytes), size);
    while (got >= 0 && got == PyBytes_GET_SIZE(bytes) && (limit < 0 || got < limit)) {
        Py_ssize_t more = limit < 0 || limit - got > 65536 ? 65536 : limit - got;
        char peek;
        Py_ssize_t one = oc_file_read_into(file, &peek, 1);
        if (one <= 0) {
            got = one < 0 ? -1 : got;
            break;
        }
        if (got > PY_SSIZE_T_MAX - more) {
            got = -1;
            PyErr_NoMemory();
            break;
        }
        if (_PyBytes_Resize(&bytes, got + more) < 0) {
            return NULL;
        }
        PyBytes_AS_STRING(bytes)[got] = peek;
        Py_ssize_t next = more == 1 ? 0
                                    : oc_file_read_into(file, PyBytes_AS_STRING(bytes) + got + 1,
                                                        (size_t)(more - 1));
        got = next < 0 ? -1 : got + 1 + next;
    }
    if (got < 0) {
        Py_DECREF(bytes);
        return NULL;
    }
    if (got < PyBytes_GET_SIZE(bytes)) {
        (void)_PyBytes_Resize(&bytes, got);
    }
    return bytes;
}

/* read(size=-1) */
static PyObject *
oc_binary_read(PyObject *self, PyObject *args)
{
    oc_file *file = (oc_file *)self;
    Py_ssize_t limit;
    if (oc_parse_optional_size(args, &limit) < 0 || oc_file_enter(file, OC_FILE_READ) < 0) {
        return NULL;
    }
    PyObject *bytes = oc_file_take(file, limit);
    OC_FILE_LEAVE(file);
    return bytes;
}

/* Makes sure that something is in the buffer. Returns how much, or -1. */
static Py_ssize_t
oc_file_some(oc_file *file)
{
    if (oc_file_to_read(file) < 0 || (file->start == file->used && oc_file_fill(file, 0) < 0)) {
        return -1;
    }
    return (Py_ssize_t)(file->used - file->start);
}

/* read1(size=-1): what is there, at most one system call. */
static PyObject *
oc_binary_read1(PyObject *self, PyObject *args)
{
    oc_file *file = (oc_file *)self;
    Py_ssize_t limit;
    if (oc_parse_optional_size(args, &limit) < 0 || oc_file_enter(file, OC_FILE_READ) < 0) {
        return NULL;
    }
    PyObject *bytes = NULL;
    Py_ssize_t there = limit == 0 ? 0 : oc_file_some(file);
    if (there >= 0) {
        there = limit >= 0 && limit < there ? limit : there;
        bytes = PyBytes_FromStringAndSize(there == 0 ? "" : file->data + file->start, there);
        if (bytes != NULL) {
            oc_file_skip(file, (size_t)there);
        }
    }
    OC_FILE_LEAVE(file);
    return bytes;
}

/* peek(size=0): what is there; the position stays. */
static PyObject *
oc_binary_peek(PyObject *self, PyObject *args)
{
    oc_file *file = (oc_file *)self;
    Py_ssize_t limit;
    if (oc_parse_optional_size(args, &limit) < 0 || oc_file_enter(file, OC_FILE_READ) < 0) {
        return NULL;
    }
    Py_ssize_t there = oc_file_some(file);
    PyObject *bytes =
        there < 0 ? NULL : PyBytes_FromStringAndSize(there == 0 ? "" : file->data + file->start, there);
    OC_FILE_LEAVE(file);
    return bytes;
}

/* readinto(buffer): the buffer is held while its bytes are filled; asking for it and giving it
 * back may run code of a guest's (PEP 688), which is why the file is entered in between. */
static PyObject *
oc_binary_readinto(PyObject *self, PyObject *buffer)
{
    oc_file *file = (oc_file *)self;
    Py_buffer view;
    Py_ssize_t got = -1;
    if (PyObject_GetBuffer(buffer, &view, PyBUF_WRITABLE) < 0) {
        if (PyErr_ExceptionMatches(PyExc_BufferError)) {
            PyErr_Format(PyExc_TypeError,
                         "readinto() argument must be read-write bytes-like object, not %.100s",
                         Py_TYPE(buffer)->tp_name);
        }
        return NULL;
    }
    if (oc_file_enter(file, OC_FILE_READ) == 0) {
        if (oc_file_to_read(file) == 0) {
            got = oc_file_read_into(file, view.buf, (size_t)view.len);
        }
        OC_FILE_LEAVE(file);
    }
    PyBuffer_Release(&view);
    return got < 0 ? NULL : PyLong_FromSsize_t(got);
}

/* One line of at most `limit` bytes (-1: any), empty at the end. */
static PyObject *
oc_binary_line(oc_file *file, Py_ssize_t limit)
{
    size_t searched = 0;
    int status = 1;
    if (oc_file_enter(file, OC_FILE_READ) < 0) {
        return NULL;
    }
    PyObject *line = NULL;
    if (oc_file_to_read(file) < 0) {
        goto done;
    }
    for (;;) {
        size_t there = file->used - file->start;
        const char *start = file->data == NULL ? "" : file->data + file->start;
        const char *newline = there == searched ? NULL : memchr(start + searched, '\n', there - searched);
        size_t size = newline == NULL ? there : (size_t)(newline - start) + 1;
        if (limit >= 0 && size >= (size_t)limit) {
            size = (size_t)limit;
            newline = start;
        }
        if (newline != NULL || status == 0) {
            line = PyBytes_FromStringAndSize(start, (Py_ssize_t)size);
            if (line != NULL) {
                oc_file_skip(file, size);
            }
            break;
        }
        searched = there;
        status = oc_file_fill(file, 0);
        if (status < 0) {
            break;
        }
    }
done:
    OC_FILE_LEAVE(file);
    return line;
}

/* readline(size=-1) */
static PyObject *
oc_binary_readline(PyObject *self, PyObject *args)
{
    Py_ssize_t limit;
    return oc_parse_optional_size(args, &limit) < 0 ? NULL : oc_binary_line((oc_file *)self, limit);
}

static PyObject *
oc_binary_next(PyObject *self)
{
    PyObject *line = oc_binary_line((oc_file *)self, -1);
    if (line != NULL && PyBytes_GET_SIZE(line) == 0) {
        Py_CLEAR(line);
    }
    return line;
}

/* ------------------------------------------------------------ writing and seeking */

/* write(data): see readinto. */
static PyObject *
oc_binary_write(PyObject *self, PyObject *data)
{
    oc_file *file = (oc_file *)self;
    Py_buffer view;
    int status = -1;
    if (PyUnicode_Check(data)) {
        PyErr_SetString(PyExc_TypeError, "a bytes-like object is required, not 'str'");
        return NULL;
    }
    if (PyObject_GetBuffer(data, &view, PyBUF_SIMPLE) < 0) {
        return NULL;
    }
    Py_ssize_t size = view.len;
    if (oc_file_enter(file, OC_FILE_WRITE) == 0) {
        status = oc_file_put(file, view.buf, (size_t)size);
        OC_FILE_LEAVE(file);
    }
    PyBuffer_Release(&view);
    return status < 0 ? NULL : PyLong_FromSsize_t(size);
}

/* writelines(lines) */
static PyObject *
oc_binary_writelines(PyObject *self, PyObject *lines)
{
    PyObject *iterator = PyObject_GetIter(lines), *line;
    while (iterator != NULL && (line = PyIter_Next(iterator)) != NULL) {
        PyObject *count = oc_binary_write(self, line);
        Py_DECREF(line);
        if (count == NULL) {
            Py_CLEAR(iterator);
        }
        Py_XDECREF(count);
    }
    Py_XDECREF(iterator);
    return PyErr_Occurred() ? NULL : Py_NewRef(Py_None);
}

/* seek(offset, whence=0): where it is then. */
static PyObject *
oc_binary_seek(PyObject *self, PyObject *args)
{
    oc_file *file = (oc_file *)self;
    PyObject *value; /* borrowed */
    int whence = 0;
    if (!PyArg_ParseTuple(args, "O|i:seek", &value, &whence)) {
        return NULL;
    }
    PyObject *index = PyNumber_Index(value);
    long long offset = index == NULL ? -1 : PyLong_AsLongLong(index);
    Py_XDECREF(index);
    if (PyErr_Occurred()) {
        return NULL;
    }
    if (whence < 0 || whence > 2) {
        return PyErr_Format(PyExc_ValueError, "whence value %d unsupported", whence);
    }
    if (oc_file_enter(file, 0) < 0) {
        return NULL;
    }
    long long base = whence == 0 ? 0 : (long long)(whence == 1 ? oc_file_tell(file) : oc_file_size(file));
    int status = base < 0 ? -1 : 0;
    if (status == 0 && (offset > LLONG_MAX - base || base + offset < 0)) {
        PyErr_SetString(PyExc_OSError, "[Errno 22] Invalid argument");
        status = -1;
    }
    if (status == 0) {
        status = oc_file_go(file, (off_t)(base + offset));
    }
    OC_FILE_LEAVE(file);
    return status < 0 ? NULL : PyLong_FromLongLong(base + offset);
}

/* ------------------------------------------------------------ the type */

static PyObject *
oc_binary_repr(PyObject *self)
{
    return PyUnicode_FromFormat("<%s name=%R mode=%R>", Py_TYPE(self)->tp_name,
                                ((oc_file *)self)->name, ((oc_file *)self)->mode);
}

static PyMethodDef oc_binary_methods[] = {
    {"read", oc_binary_read, METH_VARARGS, "read(size=-1, /)\n--\n\nAt most that many bytes."},
    {"read1", oc_binary_read1, METH_VARARGS, "read1(size=-1, /)\n--\n\nWhat one read gives."},
    {"peek", oc_binary_peek, METH_VARARGS, "peek(size=0, /)\n--\n\nBytes; the position stays."},
    {"readinto", oc_binary_readinto, METH_O, "readinto(buffer, /)\n--\n\nFill it; how many bytes."},
    {"readinto1", oc_binary_readinto, METH_O, "readinto1(buffer, /)\n--\n\nFill it; how many bytes."},
    {"readline", oc_binary_readline, METH_VARARGS, "readline(size=-1, /)\n--\n\nOne line."},
    {"write", oc_binary_write, METH_O, "write(data, /)\n--\n\nWrite bytes; how many."},
    {"writelines", oc_binary_writelines, METH_O, "writelines(lines, /)\n--\n\nWrite each of them."},
    {"seek", oc_binary_seek, METH_VARARGS, "seek(offset, whence=0, /)\n--\n\nGo there."},
    OC_FILE_COMMON,
    {NULL, NULL, 0, NULL},
};

static PyGetSetDef oc_binary_getset[] = {
    {"name", oc_file_get_name, NULL, NULL, NULL},
    {"mode", oc_file_get_mode, NULL, NULL, NULL},
    {"closed", oc_file_get_closed, NULL, NULL, NULL},
    {NULL, NULL, NULL, NULL, NULL},
};

PyTypeObject oc_file_type = {
    PyVarObject_HEAD_INIT(NULL, 0)
    .tp_name = "objcap.BinaryFile",
    .tp_doc = "A file that the host has opened.",
    .tp_basicsize = sizeof(oc_file),
    .tp_flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_DISALLOW_INSTANTIATION | Py_TPFLAGS_IMMUTABLETYPE,
    .tp_weaklistoffset = offsetof(oc_file, weakrefs),
    .tp_repr = oc_binary_repr,
    .tp_iter = PyObject_SelfIter,
    .tp_iternext = oc_binary_next,
    .tp_methods = oc_binary_methods,
    .tp_getset = oc_binary_getset,
};
