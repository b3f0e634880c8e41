/* Standard input of a guest.
 *
 * The bytes that were read ahead wait in one buffer for the text stream and its
 * binary companion alike; text is decoded line by line when it is asked for. A
 * line that is no UTF-8 is an error of that line alone. */
#include "stream.h"

#include <string.h>

enum { OC_SEEN_CR = 1, OC_SEEN_LF = 2, OC_SEEN_CRLF = 4 };

/* ------------------------------------------------------------ the buffer */

/* Bytes were taken, or all of them are gone. */
static void
oc_take(oc_stream *stream, size_t count)
{
    stream->start += count;
    stream->epoch++;
    if (stream->start == stream->used) {
        stream->start = stream->used = 0;
        stream->has_cr = 0;
        if (stream->size > 1 << 20) { /* a long line, or all of the input, has gone through */
            unsigned char *smaller = PyMem_RawRealloc(stream->data, OC_CHUNK);
            if (smaller != NULL) {
                stream->data = smaller;
                stream->size = OC_CHUNK;
            }
        }
    }
}

/* Reads once more into the buffer. Returns 1 if there are more bytes or the state
 * may have changed, 0 at the end of the input, -1 with an exception set. */
static int
oc_fill(oc_stream *stream)
{
    if (stream->fd < 0) {
        return 0;
    }
    if (!stream->busy && stream->start > 0 && stream->size - stream->used < OC_CHUNK / 2) {
        memmove(stream->data, stream->data + stream->start, stream->used - stream->start);
        stream->used -= stream->start;
        stream->start = 0;
    }
    if (!stream->busy && stream->size - stream->used < OC_CHUNK / 2) {
        unsigned char *larger = stream->size > (size_t)PY_SSIZE_T_MAX / 2
                                    ? NULL
                                    : PyMem_RawRealloc(stream->data, stream->size * 2);
        if (larger == NULL) {
            PyErr_NoMemory();
            return -1;
        }
        stream->data = larger;
        stream->size *= 2;
    }
    unsigned char *place = stream->data + stream->used;
    Py_ssize_t moved = oc_stream_transfer(stream, place, stream->size - stream->used);
    if (moved > 0) { /* `busy` has kept everybody else away */
        stream->has_cr |= memchr(place, '\r', (size_t)moved) != NULL;
        stream->used += (size_t)moved;
    }
    else if (moved == 0 && stream->skip_lf) { /* the last \r had no \n */
        stream->skip_lf = 0;
        stream->seen |= OC_SEEN_CR;
    }
    return moved == -1 ? -1 : moved != 0;
}

/* The \n of a \r that was taken before is not a line of its own. */
static void
oc_skip_lf(oc_stream *stream)
{
    if (stream->skip_lf && stream->start < stream->used) {
        stream->skip_lf = 0;
        if (stream->data[stream->start] == '\n') {
            stream->seen |= OC_SEEN_CRLF;
            oc_take(stream, 1);
        }
        else {
            stream->seen |= OC_SEEN_CR;
        }
    }
}

/* ------------------------------------------------------------ text */

/* Decodes data[start:start+size], takes `count` >= size bytes (not if memory is
 * short: the guest may try again). New str, or NULL with an exception set. */
static PyObject *
oc_take_text(oc_stream *stream, const unsigned char *data, size_t size, size_t count)
{
    oc_bad bad;
    PyObject *text = oc_utf8_decode(data, size, stream->errors, &bad);
    PyObject *bytes = NULL;

    if (text == NULL && bad.reason != NULL) {
        bytes = PyBytes_FromStringAndSize((const char *)data, (Py_ssize_t)size);
    }
    if (text == NULL && bytes == NULL) {
        return NULL;
    }
    oc_take(stream, count);
    if (bytes != NULL) { /* only now: making an exception may run finalisers */
        oc_utf8_raise_decode(bytes, &bad);
        Py_DECREF(bytes);
    }
    return text;
}

/* Translates the newlines of data[0:size] to \n. Returns the new size. */
static size_t
oc_translate(oc_stream *stream, unsigned char *data, size_t size)
{
    size_t to = 0;
    for (size_t from = 0; from < size; from++) {
        unsigned char byte = data[from];
        if (byte == '\r') {
            byte = '\n';
            if (from + 1 < size && data[from + 1] == '\n') {
                from++;
                stream->seen |= OC_SEEN_CRLF;
            }
            else if (from + 1 < size || !stream->skip_lf) {
                stream->seen |= OC_SEEN_CR;
            }
        }
        else if (byte == '\n') {
            stream->seen |= OC_SEEN_LF;
        }
        data[to++] = byte;
    }
    return to;
}

/* Takes `count` bytes as text. New str, or NULL with an exception set. */
static PyObject *
oc_take_range(oc_stream *stream, size_t count)
{
    unsigned char *data = stream->data + stream->start;
    PyObject *text;

    if (stream->newline != OC_NL_TRANSLATE || memchr(data, '\r', count) == NULL) {
        if (memchr(data, '\n', count) != NULL) {
            stream->seen |= OC_SEEN_LF;
        }
        return oc_take_text(stream, data, count, count);
    }
    unsigned char *copy = PyMem_RawMalloc(count);
    if (copy == NULL) {
        return PyErr_NoMemory();
    }
    memcpy(copy, data, count);
    text = oc_take_text(stream, copy, oc_translate(stream, copy, count), count);
    PyMem_RawFree(copy);
    return text;
}

/* Finds the end of the first line, `scanned` bytes of which are known to hold
 * none. Returns its length with the newline; 0 if there is none yet. `at_end`: no
 * byte will follow. */
static size_t
oc_line_end(oc_stream *stream, size_t scanned, int at_end)
{
    unsigned char *data = stream->data + stream->start;
    size_t size = stream->used - stream->start;
    unsigned char *lf = memchr(data + scanned, '\n', size - scanned);
    size_t length = lf == NULL ? 0 : (size_t)(lf - data) + 1;

    if (stream->has_cr && stream->newline != OC_NL_LF) {
        size_t limit = lf == NULL ? size : length - 1;
        unsigned char *cr = memchr(data + scanned, '\r', limit - scanned);
        if (cr != NULL) {
            size_t at = (size_t)(cr - data);
            if (at + 1 < size) {
                return at + 1 + (data[at + 1] == '\n');
            }
            /* The \n may follow. Translated, it makes no difference to the line. */
            return stream->newline == OC_NL_TRANSLATE || at_end ? at + 1 : 0;
        }
    }
    return length;
}

/* Takes a whole line of `length` bytes. New str, or NULL with an exception set. */
static PyObject *
oc_take_line(oc_stream *stream, size_t length)
{
    unsigned char *data = stream->data + stream->start;
    unsigned epoch = stream->epoch;
    size_t end = length; /* of what is decoded: one byte for \r\n */
    int skip = 0;

    if (stream->newline == OC_NL_TRANSLATE && stream->has_cr) {
        if (data[length - 1] == '\r') {
            skip = stream->start + length == stream->used; /* its \n may come yet */
        }
        else if (length >= 2 && data[length - 2] == '\r') {
            end = length - 1;
        }
    }
    unsigned char last = data[end - 1];
    stream->seen |= last == '\n' ? OC_SEEN_LF : end < length ? OC_SEEN_CRLF : skip ? 0 : OC_SEEN_CR;
    if (stream->newline == OC_NL_TRANSLATE) {
        data[end - 1] = '\n';
        stream->skip_lf = skip;
    }
    PyObject *line = oc_take_text(stream, data, end, length);
    if (line == NULL && stream->epoch == epoch) { /* memory is short and nothing was taken */
        data[end - 1] = last;
        stream->skip_lf = 0;
    }
    return line;
}

/* The next line; an empty str at the end. New reference, or NULL with an exception. */
static PyObject *
oc_read_line(oc_stream *stream)
{
    size_t scanned = 0;
    int at_end = 0;

    for (;;) {
        oc_skip_lf(stream);
        size_t length = oc_line_end(stream, scanned, at_end);
        if (length > 0) {
            return oc_take_line(stream, length);
        }
        size_t size = stream->used - stream->start;
        if (at_end) {
            return oc_take_range(stream, size);
        }
        unsigned epoch = stream->epoch;
        int more = oc_fill(stream);
        if (more < 0) {
            return NULL;
        }
        at_end = more == 0;
        scanned = stream->epoch != epoch || size == 0 ? 0 : size - 1;
    }
}

/* Looks for the end of the first `limit` characters, or of the first line
 * (`line`), from byte `at` and character `count` on. Returns 1 when it is found;
 * 0 when there are not bytes enough. A byte that is no UTF-8 counts as one. */
static int
oc_walk_characters(oc_stream *stream, Py_ssize_t limit, int line, int at_end, size_t *at,
                   Py_ssize_t *count)
{
    const unsigned char *data = stream->data + stream->start;
    size_t size = stream->used - stream->start;
    oc_newline newline = stream->newline;

    while (*count < limit) {
        if (*at >= size) {
            return 0;
        }
        Py_ssize_t step = oc_utf8_step(data + *at, data + size, stream->errors);
        if (step == 0 && !at_end) {
            return 0;
        }
        unsigned char byte = data[*at];
        int ends_line = byte == '\n';
        if (byte == '\r' && newline != OC_NL_LF) {
            int both = *at + 1 < size && data[*at + 1] == '\n';
            if (newline == OC_NL_TRANSLATE) {
                *at += (size_t)both;
                ends_line = 1;
            }
            else if (line && *at + 1 >= size && !at_end) {
                return 0;
            }
            else {
                ends_line = !both; /* else the \n, which is next, ends it */
            }
        }
        *at += step > 0 ? (size_t)step : 1;
        *count += 1;
        if (line && ends_line) {
            return 1;
        }
    }
    return 1;
}

/* Up to `limit` characters, of one line only if `line`. New str, empty at the end
 * of the input, or NULL with an exception set. */
static PyObject *
oc_read_characters(oc_stream *stream, Py_ssize_t limit, int line)
{
    size_t at = 0;
    Py_ssize_t count = 0;
    int at_end = 0;

    for (;;) {
        oc_skip_lf(stream);
        unsigned epoch = stream->epoch;
        int found = oc_walk_characters(stream, limit, line, at_end, &at, &count);
        if (found || at_end) {
            int skip = at > 0 && stream->newline == OC_NL_TRANSLATE &&
                       stream->start + at == stream->used && stream->data[stream->used - 1] == '\r';
            stream->skip_lf = skip;
            PyObject *text = oc_take_range(stream, at);
            if (text == NULL && stream->epoch == epoch) {
                stream->skip_lf = 0; /* memory is short and nothing was taken */
            }
            /* With errors="ignore" nothing may be left of these bytes: go on. */
            if (text == NULL || at_end || PyUnicode_GET_LENGTH(text) > 0) {
                return text;
            }
            Py_DECREF(text);
            at = 0;
            count = 0;
            continue;
        }
        int more = oc_fill(stream);
        if (more < 0) {
            return NULL;
        }
        at_end = more == 0;
        if (stream->epoch != epoch) {
            at = 0;
            count = 0;
        }
    }
}

/* Reads until there are `size` bytes (-1: to the end). Returns 0, or -1. */
static int
oc_gather(oc_stream *stream, Py_ssize_t size)
{
    while (size < 0 || stream->used - stream->start < (size_t)size) {
        int more = oc_fill(stream);
        if (more <= 0) {
            return more;
        }
    }
    return 0;
}

/* All that is left, as text. */
static PyObject *
oc_read_all(oc_stream *stream)
{
    if (oc_gather(stream, -1) < 0) {
        return NULL;
    }
    oc_skip_lf(stream);
    stream->skip_lf = 0;
    return oc_take_range(stream, stream->used - stream->start);
}

/* read(size=-1) */
static PyObject *
oc_text_read(PyObject *self, PyObject *const *args, Py_ssize_t count)
{
    Py_ssize_t size;
    if (oc_stream_size(args, count, "read", &size) < 0 || oc_stream_open(OC_STREAM(self)) < 0) {
        return NULL;
    }
    if (size == 0) {
        return PyUnicode_New(0, 0);
    }
    return size < 0 ? oc_read_all(OC_STREAM(self)) : oc_read_characters(OC_STREAM(self), size, 0);
}

/* readline(size=-1) */
static PyObject *
oc_text_readline(PyObject *self, PyObject *const *args, Py_ssize_t count)
{
    Py_ssize_t size;
    if (oc_stream_size(args, count, "readline", &size) < 0 || oc_stream_open(OC_STREAM(self)) < 0) {
        return NULL;
    }
    if (size == 0) {
        return PyUnicode_New(0, 0);
    }
    return size < 0 ? oc_read_line(OC_STREAM(self)) : oc_read_characters(OC_STREAM(self), size, 1);
}

static PyObject *
oc_text_next(PyObject *self)
{
    PyObject *line = oc_stream_open(OC_STREAM(self)) < 0 ? NULL : oc_read_line(OC_STREAM(self));
    if (line != NULL && PyUnicode_GET_LENGTH(line) == 0) {
        Py_CLEAR(line);
    }
    return line;
}

static PyObject *
oc_reader_iter(PyObject *self)
{
    return oc_stream_open(OC_STREAM(self)) < 0 ? NULL : Py_NewRef(self);
}

/* readlines(hint=-1): the lines that are left, until their size exceeds `hint`. */
static PyObject *
oc_readlines(PyObject *self, PyObject *const *args, Py_ssize_t count)
{
    Py_ssize_t hint, total = 0;
    PyObject *lines, *line;

    if (oc_stream_size(args, count, "readlines", &hint) < 0 ||
        oc_stream_open(OC_STREAM(self)) < 0 || (lines = PyList_New(0)) == NULL) {
        return NULL;
    }
    while ((hint <= 0 || total <= hint) && (line = Py_TYPE(self)->tp_iternext(self)) != NULL) {
        total += PyUnicode_Check(line) ? PyUnicode_GET_LENGTH(line) : PyBytes_GET_SIZE(line);
        int status = PyList_Append(lines, line);
        Py_DECREF(line);
        if (status < 0) {
            break;
        }
    }
    if (PyErr_Occurred()) {
        Py_CLEAR(lines);
    }
    return lines;
}

/* flush(): there is nothing to write. */
static PyObject *
oc_reader_flush(PyObject *self, PyObject *Py_UNUSED(ignored))
{
    if (oc_stream_open(OC_STREAM(self)) < 0) {
        return NULL;
    }
    Py_RETURN_NONE;
}

/* The kinds of newlines that were met: None, one of them, or a tuple. */
static PyObject *
oc_get_newlines(PyObject *self, void *Py_UNUSED(ignored))
{
    static const char *const kinds[] = {"\r", "\n", "\r\n"};
    PyObject *found[3];
    Py_ssize_t count = 0;

    for (int i = 0; i < 3; i++) {
        if (OC_STREAM(self)->seen & (1 << i)) {
            found[count] = PyUnicode_FromString(kinds[i]);
            if (found[count++] == NULL) {
                break;
            }
        }
    }
    PyObject *result = NULL;
    if (count == 0) {
        return Py_NewRef(Py_None);
    }
    if (found[count - 1] != NULL) {
        result = count == 1 ? Py_NewRef(found[0]) : PyTuple_New(count);
    }
    for (Py_ssize_t i = 0; i < count; i++) {
        if (result != NULL && count > 1) {
            PyTuple_SET_ITEM(result, i, found[i]);
        }
        else {
            Py_XDECREF(found[i]);
        }
    }
    return result;
}

static PyMethodDef oc_text_methods[] = {
    {"read", (PyCFunction)(void (*)(void))oc_text_read, METH_FASTCALL,
     "read(size=-1, /)\n--\n\nRead that many characters, or all that is left."},
    {"readline", (PyCFunction)(void (*)(void))oc_text_readline, METH_FASTCALL,
     "readline(size=-1, /)\n--\n\nRead a line; an empty text at the end."},
    {"readlines", (PyCFunction)(void (*)(void))oc_readlines, METH_FASTCALL,
     "readlines(hint=-1, /)\n--\n\nRead the lines that are left."},
    {"flush", oc_reader_flush, METH_NOARGS, "flush()\n--\n\nDoes nothing."},
    {"write", oc_stream_unsupported_args, METH_VARARGS, "Refused: the stream is read only."},
    {"reconfigure", (PyCFunction)(void (*)(void))oc_stream_reconfigure, METH_VARARGS | METH_KEYWORDS,
     "reconfigure(*, encoding=None, errors=None, newline=None, line_buffering=None, "
     "write_through=None)\n--\n\nChange how the stream reads."},
    OC_STREAM_METHODS,
    {NULL, NULL, 0, NULL},
};

static PyGetSetDef oc_text_getters[] = {
    OC_STREAM_GETTERS,
    OC_TEXT_GETTERS,
    {"newlines", oc_get_newlines, NULL, "The kinds of newlines that were read.", NULL},
    {NULL, NULL, NULL, NULL, NULL},
};

PyTypeObject oc_text_reader_type = {
    PyVarObject_HEAD_INIT(NULL, 0)
    .tp_name = "objcap.TextReader",
    .tp_doc = "Standard input of a guest, as text.",
    .tp_basicsize = sizeof(oc_stream_object),
    .tp_flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_IMMUTABLETYPE | Py_TPFLAGS_DISALLOW_INSTANTIATION,
    .tp_dealloc = oc_stream_dealloc,
    .tp_repr = oc_stream_repr,
    .tp_weaklistoffset = offsetof(oc_stream_object, weakrefs),
    .tp_iter = oc_reader_iter,
    .tp_iternext = oc_text_next,
    .tp_methods = oc_text_methods,
    .tp_getset = oc_text_getters,
};

/* ------------------------------------------------------------ bytes */

/* Takes up to `size` of the bytes that are there (-1: all). New bytes, or NULL. */
static PyObject *
oc_take_bytes(oc_stream *stream, Py_ssize_t size)
{
    size_t there = stream->used - stream->start;
    size_t count = size < 0 || (size_t)size > there ? there : (size_t)size;
    PyObject *bytes = PyBytes_FromStringAndSize((char *)stream->data + stream->start,
                                                (Py_ssize_t)count);
    if (bytes != NULL && count > 0) {
        stream->skip_lf = 0;
        oc_take(stream, count);
    }
    return bytes;
}

/* read(size=-1) */
static PyObject *
oc_binary_read(PyObject *self, PyObject *const *args, Py_ssize_t count)
{
    Py_ssize_t size;
    if (oc_stream_size(args, count, "read", &size) < 0 || oc_stream_open(OC_STREAM(self)) < 0 ||
        oc_gather(OC_STREAM(self), size) < 0) {
        return NULL;
    }
    return oc_take_bytes(OC_STREAM(self), size);
}

/* read1(size=-1): what is there, after one read at most. */
static PyObject *
oc_binary_read1(PyObject *self, PyObject *const *args, Py_ssize_t count)
{
    Py_ssize_t size;
    if (oc_stream_size(args, count, "read1", &size) < 0 || oc_stream_open(OC_STREAM(self)) < 0 ||
        (size != 0 && oc_gather(OC_STREAM(self), 1) < 0)) {
        return NULL;
    }
    return oc_take_bytes(OC_STREAM(self), size);
}

/* peek(size=0): what is there, without taking it. */
static PyObject *
oc_binary_peek(PyObject *self, PyObject *const *args, Py_ssize_t count)
{
    oc_stream *stream = OC_STREAM(self);
    Py_ssize_t size;
    if (oc_stream_size(args, count, "peek", &size) < 0 || oc_stream_open(stream) < 0 ||
        oc_gather(stream, 1) < 0) {
        return NULL;
    }
    return PyBytes_FromStringAndSize((char *)stream->data + stream->start,
                                     (Py_ssize_t)(stream->used - stream->start));
}

/* A line of bytes, of at most `limit` (-1: any size). */
static PyObject *
oc_read_bytes_line(oc_stream *stream, Py_ssize_t limit)
{
    size_t scanned = 0;
    for (;;) {
        unsigned char *data = stream->data + stream->start;
        size_t size = stream->used - stream->start;
        unsigned char *lf = memchr(data + scanned, '\n', size - scanned);
        if (lf != NULL || (limit >= 0 && size >= (size_t)limit)) {
            Py_ssize_t length = lf != NULL ? lf - data + 1 : limit;
            return oc_take_bytes(stream, limit >= 0 && length > limit ? limit : length);
        }
        unsigned epoch = stream->epoch;
        int more = oc_fill(stream);
        if (more <= 0) {
            return more < 0 ? NULL : oc_take_bytes(stream, limit);
        }
        scanned = stream->epoch == epoch ? size : 0;
    }
}

/* readline(size=-1) */
static PyObject *
oc_binary_readline(PyObject *self, PyObject *const *args, Py_ssize_t count)
{
    Py_ssize_t size;
    if (oc_stream_size(args, count, "readline", &size) < 0 || oc_stream_open(OC_STREAM(self)) < 0) {
        return NULL;
    }
    return oc_read_bytes_line(OC_STREAM(self), size);
}

static PyObject *
oc_binary_next(PyObject *self)
{
    PyObject *line =
        oc_stream_open(OC_STREAM(self)) < 0 ? NULL : oc_read_bytes_line(OC_STREAM(self), -1);
    if (line != NULL && PyBytes_GET_SIZE(line) == 0) {
        Py_CLEAR(line);
    }
    return line;
}

/* readinto(buffer): asks the guest's object for its memory first, and copies last. */
static PyObject *
oc_read_into(PyObject *self, PyObject *target, int once)
{
    oc_stream *stream = OC_STREAM(self);
    Py_buffer view;
    PyObject *result = NULL;

    if (PyObject_GetBuffer(target, &view, PyBUF_WRITABLE | PyBUF_C_CONTIGUOUS) < 0) {
        return NULL;
    }
    if (oc_stream_open(stream) == 0 &&
        oc_gather(stream, once && view.len > 0 ? 1 : view.len) == 0) {
        size_t there = stream->used - stream->start;
        size_t count = (size_t)view.len < there ? (size_t)view.len : there;
        result = PyLong_FromSize_t(count);
        if (result != NULL && count > 0) {
            memcpy(view.buf, stream->data + stream->start, count);
            stream->skip_lf = 0;
            oc_take(stream, count);
        }
    }
    PyBuffer_Release(&view);
    return result;
}

static PyObject *
oc_binary_readinto(PyObject *self, PyObject *target)
{
    return oc_read_into(self, target, 0);
}

static PyObject *
oc_binary_readinto1(PyObject *self, PyObject *target)
{
    return oc_read_into(self, target, 1);
}

static PyMethodDef oc_binary_methods[] = {
    {"read", (PyCFunction)(void (*)(void))oc_binary_read, METH_FASTCALL,
     "read(size=-1, /)\n--\n\nRead that many bytes, or all that is left."},
    {"read1", (PyCFunction)(void (*)(void))oc_binary_read1, METH_FASTCALL,
     "read1(size=-1, /)\n--\n\nRead what is there, waiting once at most."},
    {"peek", (PyCFunction)(void (*)(void))oc_binary_peek, METH_FASTCALL,
     "peek(size=0, /)\n--\n\nLook at what is there."},
    {"readline", (PyCFunction)(void (*)(void))oc_binary_readline, METH_FASTCALL,
     "readline(size=-1, /)\n--\n\nRead a line; empty at the end."},
    {"readlines", (PyCFunction)(void (*)(void))oc_readlines, METH_FASTCALL,
     "readlines(hint=-1, /)\n--\n\nRead the lines that are left."},
    {"readinto", oc_binary_readinto, METH_O, "readinto(buffer, /)\n--\n\nRead into that memory."},
    {"readinto1", oc_binary_readinto1, METH_O,
     "readinto1(buffer, /)\n--\n\nRead into that memory, waiting once at most."},
    {"flush", oc_reader_flush, METH_NOARGS, "flush()\n--\n\nDoes nothing."},
    {"write", oc_stream_unsupported_args, METH_VARARGS, "Refused: the stream is read only."},
    OC_STREAM_METHODS,
    {NULL, NULL, 0, NULL},
};

static PyGetSetDef oc_binary_getters[] = {
    OC_STREAM_GETTERS,
    {NULL, NULL, NULL, NULL, NULL},
};

PyTypeObject oc_binary_reader_type = {
    PyVarObject_HEAD_INIT(NULL, 0)
    .tp_name = "objcap.BinaryReader",
    .tp_doc = "Standard input of a guest, as bytes.",
    .tp_basicsize = sizeof(oc_stream_object),
    .tp_flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_IMMUTABLETYPE | Py_TPFLAGS_DISALLOW_INSTANTIATION,
    .tp_dealloc = oc_stream_dealloc,
    .tp_repr = oc_stream_repr,
    .tp_weaklistoffset = offsetof(oc_stream_object, weakrefs),
    .tp_iter = oc_reader_iter,
    .tp_iternext = oc_binary_next,
    .tp_methods = oc_binary_methods,
    .tp_getset = oc_binary_getters,
};
