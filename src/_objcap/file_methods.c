/* Methods that binary and text file objects of a guest share. */
#include "files.h"
#include "streams.h"

/* See files.h: -1 if absent, None or negative. */
int
oc_parse_optional_size(PyObject *args, Py_ssize_t *size)
{
    PyObject *value = Py_None; /* borrowed */
    *size = -1;
    if (!PyArg_UnpackTuple(args, "read", 0, 1, &value)) {
        return -1;
    }
    if (value != Py_None) {
        *size = PyNumber_AsSsize_t(value, PyExc_OverflowError);
        if (*size == -1 && PyErr_Occurred()) {
            return -1;
        }
    }
    return 0;
}

/* ValueError if it is closed; what the question is about else. */
static PyObject *
oc_file_answer(PyObject *self, uint32_t flags)
{
    oc_file *file = oc_file_of(self);
    if (file->fd < 0) {
        PyErr_SetString(PyExc_ValueError, "I/O operation on closed file.");
        return NULL;
    }
    return PyBool_FromLong((file->flags & flags) != 0);
}

PyObject *
oc_file_readable(PyObject *self, PyObject *Py_UNUSED(ignored))
{
    return oc_file_answer(self, OC_FILE_READ);
}

PyObject *
oc_file_writable(PyObject *self, PyObject *Py_UNUSED(ignored))
{
    return oc_file_answer(self, OC_FILE_WRITE);
}

PyObject *
oc_file_seekable(PyObject *self, PyObject *Py_UNUSED(ignored))
{
    return oc_file_answer(self, OC_FILE_FLAGS);
}

PyObject *
oc_file_isatty(PyObject *self, PyObject *Py_UNUSED(ignored))
{
    return oc_file_answer(self, 0);
}

/* flush() */
PyObject *
oc_file_flush(PyObject *self, PyObject *Py_UNUSED(ignored))
{
    oc_file *file = oc_file_of(self);
    if (oc_file_enter(file, 0) < 0) {
        return NULL;
    }
    int status = oc_file_drain(file);
    OC_FILE_LEAVE(file);
    return status < 0 ? NULL : Py_NewRef(Py_None);
}

/* close(), __exit__() */
PyObject *
oc_file_close_method(PyObject *self, PyObject *Py_UNUSED(ignored))
{
    return oc_file_close(oc_file_of(self)) < 0 ? NULL : Py_NewRef(Py_None);
}

PyObject *
oc_file_enter_method(PyObject *self, PyObject *Py_UNUSED(ignored))
{
    PyObject *open = oc_file_answer(self, OC_FILE_FLAGS);
    Py_XDECREF(open);
    return open == NULL ? NULL : Py_NewRef(self);
}

/* tell() */
PyObject *
oc_file_tell_method(PyObject *self, PyObject *Py_UNUSED(ignored))
{
    oc_file *file = oc_file_of(self);
    if (oc_file_enter(file, 0) < 0) {
        return NULL;
    }
    off_t position = oc_file_tell(file);
    OC_FILE_LEAVE(file);
    return PyLong_FromLongLong((long long)position);
}

/* truncate(size=None): the size that it has then. The position stays. */
PyObject *
oc_file_truncate_method(PyObject *self, PyObject *args)
{
    oc_file *file = oc_file_of(self);
    PyObject *value = Py_None; /* borrowed */
    long long size = -1;
    if (!PyArg_UnpackTuple(args, "truncate", 0, 1, &value)) {
        return NULL;
    }
    if (value != Py_None) {
        PyObject *index = PyNumber_Index(value);
        size = index == NULL ? -1 : PyLong_AsLongLong(index);
        Py_XDECREF(index);
        if (PyErr_Occurred()) {
            return NULL;
        }
        if (size < 0) {
            PyErr_SetString(PyExc_ValueError, "negative size value");
            return NULL;
        }
    }
    if (oc_file_enter(file, OC_FILE_WRITE) < 0) {
        return NULL;
    }
    if (value == Py_None) {
        size = (long long)oc_file_tell(file);
    }
    int status = oc_file_truncate(file, (off_t)size);
    OC_FILE_LEAVE(file);
    return status < 0 ? NULL : PyLong_FromLongLong(size);
}

/* readlines(hint=-1) */
PyObject *
oc_file_readlines(PyObject *self, PyObject *args)
{
    Py_ssize_t hint, size = 0;
    PyObject *lines = oc_parse_optional_size(args, &hint) < 0 ? NULL : PyList_New(0);
    while (lines != NULL && (hint <= 0 || size <= hint)) {
        PyObject *line = Py_TYPE(self)->tp_iternext(self);
        if (line == NULL) {
            break;
        }
        size += PyObject_Size(line);
        if (PyList_Append(lines, line) < 0) {
            Py_CLEAR(lines);
        }
        Py_DECREF(line);
    }
    if (PyErr_Occurred()) {
        Py_CLEAR(lines);
    }
    return lines;
}

PyObject *
oc_file_unsupported(PyObject *Py_UNUSED(self), PyObject *Py_UNUSED(ignored))
{
    return oc_raise_unsupported("objcap: a guest's file has no such operation");
}

PyObject *
oc_file_no_pickle(PyObject *self, PyObject *Py_UNUSED(version))
{
    return PyErr_Format(PyExc_TypeError, "cannot pickle '%.100s' instances", Py_TYPE(self)->tp_name);
}

PyObject *
oc_file_get_closed(PyObject *self, void *Py_UNUSED(closure))
{
    return PyBool_FromLong(oc_file_of(self)->fd < 0);
}

PyObject *
oc_file_get_name(PyObject *self, void *Py_UNUSED(closure))
{
    return Py_NewRef(oc_file_of(self)->name);
}

PyObject *
oc_file_get_mode(PyObject *self, void *Py_UNUSED(closure))
{
    return Py_NewRef(oc_file_of(self)->mode);
}
