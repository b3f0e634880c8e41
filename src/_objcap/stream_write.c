/* Standard output and standard error of a guest. */
#include "stream.h"

#include <string.h>

/* ------------------------------------------------------------ into the buffer */

/* Makes room for `size` bytes (at most OC_CHUNK). 0, or -1 with an exception. */
static int
oc_make_room(oc_stream *stream, size_t size)
{
    while (stream->size - stream->used < size) {
        if (stream->start > 0) {
            memmove(stream->data, stream->data + stream->start, stream->used - stream->start);
            stream->used -= stream->start;
            stream->start = 0;
        }
        else if (oc_stream_flush(stream) < 0) {
            return -1;
        }
    }
    return 0;
}

/* Writes bytes that somebody keeps alive and unchanged. 0, or -1 with an exception. */
static int
oc_put_bytes(oc_stream *stream, const unsigned char *data, size_t size)
{
    if (stream->fd < 0) {
        return 0;
    }
    while (size > stream->size - stream->used) {
        if (stream->start == stream->used && size >= stream->size) {
            Py_ssize_t moved = oc_stream_transfer(stream, (void *)data, size);
            if (moved == -1) {
                return -1;
            }
            if (moved > 0) {
                data += moved;
                size -= (size_t)moved;
            }
            continue;
        }
        size_t part = stream->size - stream->used;
        if (stream->start > 0 || part == 0) {
            if (oc_make_room(stream, 1) < 0) {
                return -1;
            }
            continue;
        }
        memcpy(stream->data + stream->used, data, part);
        stream->used += part;
        data += part;
        size -= part;
    }
    memcpy(stream->data + stream->used, data, size);
    stream->used += size;
    return 0;
}

/* Encodes a str that is not plain ASCII, or whose newlines are to be changed. The
 * caller keeps it alive and has looked for what cannot be encoded. 0, or -1. */
static int
oc_put_characters(oc_stream *stream, PyObject *text)
{
    int kind = PyUnicode_KIND(text);
    const void *data = PyUnicode_DATA(text);
    Py_ssize_t length = PyUnicode_GET_LENGTH(text);
    oc_errors errors = stream->errors;
    oc_newline newline = stream->newline;

    if (stream->fd < 0) {
        return 0;
    }
    for (Py_ssize_t i = 0; i < length; i++) {
        Py_UCS4 character = PyUnicode_READ(kind, data, i);
        if (stream->size - stream->used < OC_CHAR_BYTES &&
            oc_make_room(stream, OC_CHAR_BYTES) < 0) {
            return -1;
        }
        if (character == '\n' && newline >= OC_NL_CR) {
            stream->data[stream->used++] = '\r';
            if (newline == OC_NL_CR) {
                continue;
            }
        }
        stream->used += oc_utf8_put(character, errors, stream->data + stream->used);
    }
    return 0;
}

/* Does the text end a line somewhere? */
static int
oc_has_newline(PyObject *text)
{
    Py_ssize_t length = PyUnicode_GET_LENGTH(text);
    if (PyUnicode_KIND(text) == PyUnicode_1BYTE_KIND) {
        const void *data = PyUnicode_DATA(text);
        return memchr(data, '\n', (size_t)length) != NULL ||
               memchr(data, '\r', (size_t)length) != NULL;
    }
    return PyUnicode_FindChar(text, '\n', 0, length, 1) >= 0 ||
           PyUnicode_FindChar(text, '\r', 0, length, 1) >= 0;
}

/* Writes a str, or what a subclass of str holds: its methods are not asked.
 * Borrows it. Returns 0, or -1 with an exception set. */
static int
oc_put_text(oc_stream *stream, PyObject *text)
{
    if (PyUnicode_READY(text) < 0) {
        return -1;
    }
    if (PyUnicode_IS_ASCII(text) && stream->newline < OC_NL_CR) {
        if (oc_put_bytes(stream, PyUnicode_1BYTE_DATA(text), (size_t)PyUnicode_GET_LENGTH(text)) < 0) {
            return -1;
        }
    }
    else {
        Py_ssize_t bad = oc_utf8_unencodable(text, stream->errors);
        if (bad >= 0) {
            oc_utf8_raise_encode(text, bad);
            return -1;
        }
        if (oc_put_characters(stream, text) < 0) {
            return -1;
        }
    }
    if (stream->write_through || (stream->line_buffering && oc_has_newline(text))) {
        return oc_stream_flush(stream);
    }
    return 0;
}

/* ------------------------------------------------------------ text */

/* write(text): returns the number of characters. */
static PyObject *
oc_text_write(PyObject *self, PyObject *text)
{
    if (!PyUnicode_Check(text)) {
        PyErr_Format(PyExc_TypeError, "write() argument must be str, not %.200s",
                     Py_TYPE(text)->tp_name);
        return NULL;
    }
    if (oc_stream_open(OC_STREAM(self)) < 0 || oc_put_text(OC_STREAM(self), text) < 0) {
        return NULL;
    }
    return PyLong_FromSsize_t(PyUnicode_GET_LENGTH(text));
}

/* writelines(lines): calls write() for each, whatever the iterable does. */
static PyObject *
oc_writelines(PyObject *self, PyObject *lines)
{
    PyObject *iterator, *line;

    if (oc_stream_open(OC_STREAM(self)) < 0 || (iterator = PyObject_GetIter(lines)) == NULL) {
        return NULL;
    }
    while ((line = PyIter_Next(iterator)) != NULL) {
        PyObject *written = PyObject_CallMethod(self, "write", "O", line);
        Py_DECREF(line);
        if (written == NULL) {
            break;
        }
        Py_DECREF(written);
    }
    Py_DECREF(iterator);
    if (PyErr_Occurred()) {
        return NULL;
    }
    Py_RETURN_NONE;
}

/* flush() */
static PyObject *
oc_writer_flush(PyObject *self, PyObject *Py_UNUSED(ignored))
{
    if (oc_stream_open(OC_STREAM(self)) < 0 || oc_stream_flush(OC_STREAM(self)) < 0) {
        return NULL;
    }
    Py_RETURN_NONE;
}

static PyObject *
oc_get_newlines(PyObject *Py_UNUSED(self), void *Py_UNUSED(ignored))
{
    Py_RETURN_NONE;
}

static PyMethodDef oc_text_methods[] = {
    {"write", oc_text_write, METH_O, "write(text, /)\n--\n\nWrite text; returns how many characters."},
    {"writelines", oc_writelines, METH_O, "writelines(lines, /)\n--\n\nWrite each of the texts."},
    {"flush", oc_writer_flush, METH_NOARGS, "flush()\n--\n\nWrite what waits in the buffer."},
    {"read", oc_stream_unsupported_args, METH_VARARGS, "Refused: the stream is written only."},
    {"readline", oc_stream_unsupported_args, METH_VARARGS, "Refused: the stream is written only."},
    {"reconfigure", (PyCFunction)(void (*)(void))oc_stream_reconfigure, METH_VARARGS | METH_KEYWORDS,
     "reconfigure(*, encoding=None, errors=None, newline=None, line_buffering=None, "
     "write_through=None)\n--\n\nChange how the stream writes."},
    OC_STREAM_METHODS,
    {NULL, NULL, 0, NULL},
};

static PyGetSetDef oc_text_getters[] = {
    OC_STREAM_GETTERS,
    OC_TEXT_GETTERS,
    {"newlines", oc_get_newlines, NULL, "None.", NULL},
    {NULL, NULL, NULL, NULL, NULL},
};

PyTypeObject oc_text_writer_type = {
    PyVarObject_HEAD_INIT(NULL, 0)
    .tp_name = "objcap.TextWriter",
    .tp_doc = "Standard output or standard error of a guest, as text.",
    .tp_basicsize = sizeof(oc_stream_object),
    .tp_flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_IMMUTABLETYPE | Py_TPFLAGS_DISALLOW_INSTANTIATION,
    .tp_dealloc = oc_stream_dealloc,
    .tp_repr = oc_stream_repr,
    .tp_weaklistoffset = offsetof(oc_stream_object, weakrefs),
    .tp_methods = oc_text_methods,
    .tp_getset = oc_text_getters,
};

/* ------------------------------------------------------------ bytes */

/* write(data): bytes, or what has the buffer protocol; that of another object than
 * bytes may be a guest's, so its bytes are copied before the stream is touched. */
static PyObject *
oc_binary_write(PyObject *self, PyObject *data)
{
    oc_stream *stream = OC_STREAM(self);
    PyObject *bytes, *result = NULL;

    if (PyUnicode_Check(data)) {
        PyErr_SetString(PyExc_TypeError, "a bytes-like object is required, not 'str'");
        return NULL;
    }
    if (PyBytes_Check(data)) {
        bytes = Py_NewRef(data);
    }
    else {
        Py_buffer view;
        if (PyObject_GetBuffer(data, &view, PyBUF_CONTIG_RO) < 0) {
            return NULL;
        }
        bytes = PyBytes_FromStringAndSize(view.buf, view.len);
        PyBuffer_Release(&view);
        if (bytes == NULL) {
            return NULL;
        }
    }
    if (oc_stream_open(stream) == 0 &&
        oc_put_bytes(stream, (unsigned char *)PyBytes_AS_STRING(bytes),
                     (size_t)PyBytes_GET_SIZE(bytes)) == 0 &&
        (!(stream->write_through || stream->line_buffering) || oc_stream_flush(stream) == 0)) {
        result = PyLong_FromSsize_t(PyBytes_GET_SIZE(bytes));
    }
    Py_DECREF(bytes);
    return result;
}

static PyMethodDef oc_binary_methods[] = {
    {"write", oc_binary_write, METH_O, "write(data, /)\n--\n\nWrite bytes; returns how many."},
    {"writelines", oc_writelines, METH_O, "writelines(lines, /)\n--\n\nWrite each of the bytes."},
    {"flush", oc_writer_flush, METH_NOARGS, "flush()\n--\n\nWrite what waits in the buffer."},
    {"read", oc_stream_unsupported_args, METH_VARARGS, "Refused: the stream is written only."},
    OC_STREAM_METHODS,
    {NULL, NULL, 0, NULL},
};

static PyGetSetDef oc_binary_getters[] = {
    OC_STREAM_GETTERS,
    {NULL, NULL, NULL, NULL, NULL},
};

PyTypeObject oc_binary_writer_type = {
    PyVarObject_HEAD_INIT(NULL, 0)
    .tp_name = "objcap.BinaryWriter",
    .tp_doc = "Standard output or standard error of a guest, as bytes.",
    .tp_basicsize = sizeof(oc_stream_object),
    .tp_flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_IMMUTABLETYPE | Py_TPFLAGS_DISALLOW_INSTANTIATION,
    .tp_dealloc = oc_stream_dealloc,
    .tp_repr = oc_stream_repr,
    .tp_weaklistoffset = offsetof(oc_stream_object, weakrefs),
    .tp_methods = oc_binary_methods,
    .tp_getset = oc_binary_getters,
};

/* ------------------------------------------------------------ for the hooks */

/* Writes a text to a text stream of ours; lone surrogates as \uXXXX whatever its
 * mode. For hooks.c. Borrows both. Returns 0, or -1 with an exception set. */
int
oc_stream_put(PyObject *self, PyObject *text)
{
    oc_stream *stream = OC_STREAM(self);
    oc_errors errors = stream->errors;
    if (errors == OC_STRICT) {
        stream->errors = OC_BACKSLASH;
    }
    int status = oc_stream_open(stream) < 0 ? -1 : oc_put_text(stream, text);
    stream->errors = errors;
    return status;
}
