/* Reading of a guest's standard input: text with universal newlines, and bytes. */
#include "streams.h"

#include <string.h>

/* Takes a chunk of input and translates its newlines (\r\n and \r become \n), as
 * text files do. Returns 1, 0 at the end, or -1 with an exception set. */
static int
oc_fill_text(oc_stream *stream)
{
    oc_descriptor *over = stream->over;
    if (over->start == over->used) {
        int status = oc_fill(over);
        if (status <= 0) {
            return status;
        }
    }
    size_t count = over->used - over->start;
    if (oc_room(&stream->text, &stream->start, &stream->used, &stream->capacity, count) < 0) {
        return -1;
    }
    char *to = stream->text + stream->used;
    for (const char *from = over->data + over->start, *end = from + count; from < end; from++) {
        if (*from == '\n' && stream->after_cr) {
            stream->after_cr = 0; /* the second half of \r\n */
            continue;
        }
        stream->after_cr = *from == '\r';
        *to++ = stream->after_cr ? '\n' : *from;
    }
    stream->used = (size_t)(to - stream->text);
    over->start = over->used = 0;
    return 1;
}

/* How many bytes of `data` the first `limit` characters take. */
static size_t
oc_characters(const char *data, size_t size, Py_ssize_t limit)
{
    size_t at = 0;
    while (at < size && limit > 0) {
        at++;
        while (at < size && (data[at] & 0xC0) == 0x80) {
            at++;
        }
        limit--;
    }
    return at;
}

/* How many whole characters there are in `data`. */
static Py_ssize_t
oc_count_characters(const char *data, size_t size)
{
    Py_ssize_t count = 0;
    for (size_t i = 0; i < size; i++) {
        count += (data[i] & 0xC0) != 0x80;
    }
    return count;
}

/* Takes `size` bytes of the text as a str: a new reference, or NULL. */
static PyObject *
oc_take_text(oc_stream *stream, size_t size)
{
    PyObject *text = PyUnicode_DecodeUTF8(stream->text + stream->start, (Py_ssize_t)size,
                                          stream->errors);
    stream->start += size;
    return text;
}

/* Parses an optional size: -1 if absent, None or negative. Returns 0, or -1. */
static int
oc_parse_size(PyObject *args, Py_ssize_t *size)
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

/* One line of at most `limit` characters (-1: any), empty at the end. */
static PyObject *
oc_text_line(oc_stream *stream, Py_ssize_t limit)
{
    size_t searched = 0;
    if (oc_open_or_raise(stream) < 0) {
        return NULL;
    }
    for (;;) {
        const char *start = stream->text == NULL ? "" : stream->text + stream->start;
        size_t there = stream->used - stream->start;
        const char *newline = there == 0 ? NULL : memchr(start + searched, '\n', there - searched);
        size_t size = newline == NULL ? there : (size_t)(newline - start) + 1;
        int enough = newline != NULL;
        if (limit >= 0 && oc_count_characters(start, size) > limit) {
            size = oc_characters(start, size, limit);
            enough = 1;
        }
        if (!enough) {
            searched = there;
            int status = oc_fill_text(stream);
            if (status < 0) {
                return NULL;
            }
            if (status > 0) {
                continue;
            }
        }
        return size == 0 ? PyUnicode_FromString("") : oc_take_text(stream, size);
    }
}

/* readline(size=-1) */
PyObject *
oc_readline_text(PyObject *self, PyObject *args)
{
    Py_ssize_t limit;
    return oc_parse_size(args, &limit) < 0 ? NULL : oc_text_line((oc_stream *)self, limit);
}

/* read(size=-1) */
PyObject *
oc_read_text(PyObject *self, PyObject *args)
{
    oc_stream *stream = (oc_stream *)self;
    Py_ssize_t limit;
    int status = 1;

    if (oc_parse_size(args, &limit) < 0 || oc_open_or_raise(stream) < 0) {
        return NULL;
    }
    /* one character more than asked for, so that the last one is whole */
    while (status > 0 &&
           (limit < 0 || stream->text == NULL ||
            oc_count_characters(stream->text + stream->start, stream->used - stream->start) <=
                limit)) {
        if (limit == 0) {
            break;
        }
        status = oc_fill_text(stream);
    }
    if (status < 0) {
        return NULL;
    }
    size_t there = stream->used - stream->start;
    size_t size = limit < 0 || there == 0
                      ? there
                      : oc_characters(stream->text + stream->start, there, limit);
    return size == 0 ? PyUnicode_FromString("") : oc_take_text(stream, size);
}

PyObject *
oc_next_text(PyObject *self)
{
    PyObject *line = oc_text_line((oc_stream *)self, -1);
    if (line != NULL && PyUnicode_GET_LENGTH(line) == 0) {
        Py_CLEAR(line);
    }
    return line;
}

/* One line of at most `limit` bytes (-1: any), empty at the end. */
static PyObject *
oc_binary_line(oc_stream *stream, Py_ssize_t limit)
{
    oc_descriptor *over = stream->over;
    size_t searched = 0;
    int status = 1;

    if (oc_open_or_raise(stream) < 0) {
        return NULL;
    }
    for (;;) {
        size_t there = over->used - over->start;
        const char *start = over->data == NULL ? "" : over->data + over->start;
        const char *newline = there == 0 ? NULL : memchr(start + searched, '\n', there - searched);
        size_t size = newline == NULL ? there : (size_t)(newline - start) + 1;
        if (limit >= 0 && size >= (size_t)limit) {
            size = (size_t)limit;
            newline = start;
        }
        if (newline != NULL || status == 0) {
            over->start += size;
            return PyBytes_FromStringAndSize(start, (Py_ssize_t)size);
        }
        searched = there;
        status = oc_fill(over);
        if (status < 0) {
            return NULL;
        }
    }
}

/* readline(size=-1) of the binary companion */
PyObject *
oc_readline_bytes(PyObject *self, PyObject *args)
{
    Py_ssize_t limit;
    return oc_parse_size(args, &limit) < 0 ? NULL : oc_binary_line((oc_stream *)self, limit);
}

/* read(size=-1) of the binary companion */
PyObject *
oc_read_bytes(PyObject *self, PyObject *args)
{
    oc_stream *stream = (oc_stream *)self;
    oc_descriptor *over = stream->over;
    Py_ssize_t limit;
    int status = 1;

    if (oc_parse_size(args, &limit) < 0 || oc_open_or_raise(stream) < 0) {
        return NULL;
    }
    while (status > 0 && (limit < 0 || over->used - over->start < (size_t)limit)) {
        status = oc_fill(over);
    }
    if (status < 0) {
        return NULL;
    }
    size_t there = over->used - over->start;
    size_t size = limit < 0 || (size_t)limit > there ? there : (size_t)limit;
    PyObject *bytes = PyBytes_FromStringAndSize(over->data == NULL ? "" : over->data + over->start,
                                                (Py_ssize_t)size);
    if (bytes != NULL) {
        over->start += size;
    }
    return bytes;
}

/* read1(size=-1): what is there, at most one read. */
PyObject *
oc_read1_bytes(PyObject *self, PyObject *args)
{
    oc_stream *stream = (oc_stream *)self;
    oc_descriptor *over = stream->over;
    Py_ssize_t limit;

    if (oc_parse_size(args, &limit) < 0 || oc_open_or_raise(stream) < 0 ||
        (over->start == over->used && limit != 0 && oc_fill(over) < 0)) {
        return NULL;
    }
    size_t there = over->used - over->start;
    size_t size = limit < 0 || (size_t)limit > there ? there : (size_t)limit;
    over->start += size;
    return PyBytes_FromStringAndSize(over->data == NULL ? "" : over->data + over->start - size,
                                     (Py_ssize_t)size);
}

PyObject *
oc_next_bytes(PyObject *self)
{
    PyObject *line = oc_binary_line((oc_stream *)self, -1);
    if (line != NULL && PyBytes_GET_SIZE(line) == 0) {
        Py_CLEAR(line);
    }
    return line;
}

/* readlines(hint=-1) of both */
PyObject *
oc_readlines(PyObject *self, PyObject *args)
{
    Py_ssize_t hint, size = 0;
    PyObject *lines = oc_parse_size(args, &hint) < 0 ? NULL : PyList_New(0);
    while (lines != NULL && (hint <= 0 || size < hint)) {
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

