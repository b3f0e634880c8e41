/* The text file object of a guest. It works on the bytes in the buffer of its binary companion and
 * decodes what it takes, so a position in it is one in the file, and no codec has a state. */
#include "files.h"

#include <string.h>

#include "streams.h"

/* ------------------------------------------------------------ characters in bytes */

/* How the next character of a text is made of its bytes. */
typedef struct {
    size_t bytes;          /* that it takes; 0: more are needed to tell */
    Py_ssize_t characters; /* that come out of them: several or none if they are no text */
} oc_step;

/* What becomes of bytes that are no text: ignore takes none of them, surrogateescape each by itself. */
static oc_step
oc_wrong_bytes(size_t bytes, const char *errors)
{
    if (errors[0] == 's' && errors[1] == 'u') {
        return (oc_step){1, 1};
    }
    return (oc_step){bytes, errors[0] == 'i' ? 0 : 1};
}

/* The longest part of what no UTF-8 is, as the decoder sees it: up to the first byte that does not
 * belong there. Returns a step whose bytes are 0 when the data ends in the midst of a character. */
static oc_step
oc_utf8_step(const unsigned char *at, size_t size, const char *errors)
{
    unsigned char first = at[0];
    size_t need = first < 0xC2 ? 1 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : first < 0xF5 ? 4 : 1;
    size_t good = 1;
    if (first < 0x80) {
        return (oc_step){1, 1};
    }
    while (good < need) {
        if (good == size) {
            return (oc_step){0, 0};
        }
        unsigned char low = 0x80, high = 0xBF;
        if (good == 1) {
            low = first == 0xE0 ? 0xA0 : first == 0xF0 ? 0x90 : low;
            high = first == 0xED ? 0x9F : first == 0xF4 ? 0x8F : high;
        }
        if (at[good] < low || at[good] > high) {
            break;
        }
        good++;
    }
    if (good == need && need > 1) {
        return (oc_step){need, 1};
    }
    return oc_wrong_bytes(good, errors);
}

/* The next character, whatever the codec. `final`: no more bytes will come. */
static oc_step
oc_text_step(const oc_text *text, const unsigned char *at, size_t size, int final)
{
    oc_step step = {1, 1};
    if (text->codec == OC_UTF8 && *at >= 0x80) {
        step = oc_utf8_step(at, size, text->errors);
        if (step.bytes == 0 && final) {
            step = oc_wrong_bytes(size, text->errors);
        }
    }
    else if (text->codec == OC_ASCII && *at >= 0x80) {
        step.characters = *text->errors != 'i';
    }
    return step;
}

/* Decodes bytes. New reference, or NULL. */
static PyObject *
oc_text_decode(const oc_text *text, const char *data, size_t size)
{
    Py_ssize_t length = (Py_ssize_t)size;
    switch (text->codec) {
    case OC_UTF8:
        return PyUnicode_DecodeUTF8(data, length, text->errors);
    case OC_LATIN1:
        return PyUnicode_DecodeLatin1(data, length, text->errors);
    default:
        return PyUnicode_DecodeASCII(data, length, text->errors);
    }
}

/* Are newlines turned into \n? */
static int
oc_text_translates(const oc_text *text)
{
    return text->newline == OC_NL_ANY;
}

/* Notes which newlines there are in bytes that are complete, and with `to` writes them with each as
 * \n. Returns the size then. */
static size_t
oc_text_newlines(oc_text *text, const char *data, size_t size, char *to)
{
    char *out = to;
    for (size_t i = 0; i < size; i++) {
        char byte = data[i];
        if (byte == '\r') {
            int pair = i + 1 < size && data[i + 1] == '\n';
            text->seen |= pair ? 4 : 1;
            i += (size_t)pair;
            byte = '\n';
        }
        else if (byte == '\n') {
            text->seen |= 2;
        }
        if (to != NULL) {
            *out++ = byte;
        }
    }
    return (size_t)(out - to);
}

/* Takes `size` bytes off the buffer as text. New reference, or NULL; then they are not taken. */
static PyObject *
oc_text_take(oc_text *text, size_t size)
{
    oc_file *file = text->file;
    const char *data = size == 0 ? "" : file->data + file->start;
    PyObject *result = NULL;
    if (oc_text_translates(text) && memchr(data, '\r', size) != NULL) {
        char *copy = PyMem_RawMalloc(size);
        if (copy == NULL) {
            return PyErr_NoMemory();
        }
        result = oc_text_decode(text, copy, oc_text_newlines(text, data, size, copy));
        PyMem_RawFree(copy);
    }
    else {
        result = oc_text_decode(text, data, size);
        if (text->newline <= OC_NL_ANY_KEPT && text->seen != 7) {
            if (memchr(data, '\r', size) != NULL) {
                (void)oc_text_newlines(text, data, size, NULL);
            }
            else if (!(text->seen & 2) && memchr(data, '\n', size) != NULL) {
                text->seen |= 2;
            }
        }
    }
    if (result != NULL) {
        oc_file_skip(file, size);
    }
    return result;
}

/* ------------------------------------------------------------ reading */

/* How many bytes the first `limit` characters take, of those that are there. `*count`: how many
 * characters they are; it is less than the limit when more bytes are needed. */
static size_t
oc_text_measure(const oc_text *text, Py_ssize_t limit, int final, Py_ssize_t *count, size_t from)
{
    const oc_file *file = text->file;
    const unsigned char *data = (const unsigned char *)file->data + file->start;
    size_t size = file->used - file->start, at = from;
    while (at < size && *count < limit) {
        if (data[at] == '\r' && oc_text_translates(text)) {
            if (at + 1 == size && !final) {
                break;
            }
            at += at + 1 < size && data[at + 1] == '\n' ? 2 : 1;
            *count += 1;
            continue;
        }
        oc_step step = oc_text_step(text, data + at, size - at, final);
        if (step.bytes == 0) {
            break;
        }
        at += step.bytes;
        *count += step.characters;
    }
    return at;
}

/* `limit` characters (below zero: all). New reference, or NULL. */
static PyObject *
oc_text_take_characters(oc_text *text, Py_ssize_t limit)
{
    oc_file *file = text->file;
    if (oc_file_to_read(file) < 0) {
        return NULL;
    }
    if (limit < 0) {
        int status;
        do {
            status = oc_file_fill(file, oc_file_rest(file) + 1);
        } while (status > 0);
        return status < 0 ? NULL : oc_text_take(text, file->used - file->start);
    }
    Py_ssize_t count = 0;
    size_t size = 0;
    int status = 1;
    for (;;) {
        if (file->used > file->start) {
            size = oc_text_measure(text, limit, status == 0, &count, size);
        }
        if (count >= limit || status <= 0) {
            break;
        }
        status = oc_file_fill(file, 0);
    }
    return status < 0 ? NULL : oc_text_take(text, size);
}

/* read(size=-1) */
static PyObject *
oc_text_read(PyObject *self, PyObject *args)
{
    oc_text *text = (oc_text *)self;
    Py_ssize_t limit;
    if (oc_parse_optional_size(args, &limit) < 0 || oc_file_enter(text->file, OC_FILE_READ) < 0) {
        return NULL;
    }
    PyObject *result = oc_text_take_characters(text, limit);
    OC_FILE_LEAVE(text->file);
    return result;
}

/* The end of the first line in `data`, searched from `from` on: how many bytes it has with its
 * newline, 0 if there is none. `*open`: the last byte may be half of a newline. */
static size_t
oc_text_line_end(const oc_text *text, const char *data, size_t size, size_t from, int final)
{
    const char *found;
    if (from >= size) {
        return 0;
    }
    switch (text->newline) {
    case OC_NL_LF:
        found = memchr(data + from, '\n', size - from);
        return found == NULL ? 0 : (size_t)(found - data) + 1;
    case OC_NL_CR:
        found = memchr(data + from, '\r', size - from);
        return found == NULL ? 0 : (size_t)(found - data) + 1;
    case OC_NL_CRLF:
        for (found = data + from; (found = memchr(found, '\n', size - (size_t)(found - data))) != NULL;
             found++) {
            if (found > data && found[-1] == '\r') {
                return (size_t)(found - data) + 1;
            }
            if ((size_t)(found - data) + 1 == size) {
                break;
            }
        }
        return 0;
    default:
        break;
    }
    found = memchr(data + from, '\n', size - from);
    size_t end = found == NULL ? size : (size_t)(found - data);
    const char *cr = memchr(data + from, '\r', end - from);
    if (cr == NULL) {
        return found == NULL ? 0 : end + 1;
    }
    size_t after = (size_t)(cr - data) + 1;
    if (after == size) {
        return final ? after : 0;
    }
    return data[after] == '\n' ? after + 1 : after;
}

/* One line of at most `limit` characters (-1: any), empty at the end. */
static PyObject *
oc_text_line(oc_text *text, Py_ssize_t limit)
{
    oc_file *file = text->file;
    size_t searched = 0, cut = 0; /* bytes that the first `count` characters take */
    Py_ssize_t count = 0;
    int status = 1;
    PyObject *line = NULL;
    if (oc_file_enter(file, OC_FILE_READ) < 0) {
        return NULL;
    }
    if (oc_file_to_read(file) < 0) {
        goto done;
    }
    for (;;) {
        size_t there = file->used - file->start;
        const char *start = there == 0 ? "" : file->data + file->start;
        size_t end = oc_text_line_end(text, start, there, searched, status == 0);
        size_t size = end == 0 ? there : end;
        int enough = end != 0 || status == 0;
        if (limit >= 0 && there > 0) {
            cut = oc_text_measure(text, limit, status == 0, &count, cut);
            if (count >= limit && cut < size) {
                size = cut;
                enough = 1;
            }
            else if (count >= limit && cut == size) {
                enough = 1;
            }
        }
        if (enough || limit == 0) {
            line = oc_text_take(text, limit == 0 ? 0 : size);
            break;
        }
        searched = there == 0 ? 0 : there - 1; /* a newline may have two halves */
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
oc_text_readline(PyObject *self, PyObject *args)
{
    Py_ssize_t limit;
    return oc_parse_optional_size(args, &limit) < 0 ? NULL : oc_text_line((oc_text *)self, limit);
}

static PyObject *
oc_text_next(PyObject *self)
{
    PyObject *line = oc_text_line((oc_text *)self, -1);
    if (line != NULL && PyUnicode_GET_LENGTH(line) == 0) {
        Py_CLEAR(line);
    }
    return line;
}

/* ------------------------------------------------------------ writing */

/* Appends bytes with each \n as what the file has for it. Returns 0, or -1. */
static int
oc_text_put(oc_text *text, const char *data, size_t size)
{
    size_t count = 0;
    if (text->newline == OC_NL_CR || text->newline == OC_NL_CRLF) {
        for (size_t i = 0; i < size; i++) {
            count += data[i] == '\n';
        }
    }
    if (count == 0) {
        return oc_file_put(text->file, data, size);
    }
    char *copy = PyMem_RawMalloc(size + count), *to = copy;
    if (copy == NULL) {
        PyErr_NoMemory();
        return -1;
    }
    for (size_t i = 0; i < size; i++) {
        if (data[i] != '\n') {
            *to++ = data[i];
        }
        else {
            *to++ = '\r';
            if (text->newline == OC_NL_CRLF) {
                *to++ = '\n';
            }
        }
    }
    int status = oc_file_put(text->file, copy, (size_t)(to - copy));
    PyMem_RawFree(copy);
    return status;
}

/* write(text) */
static PyObject *
oc_text_write(PyObject *self, PyObject *value)
{
    static const char *const names[] = {"utf-8", "latin-1", "ascii"};
    oc_text *text = (oc_text *)self;
    if (!PyUnicode_Check(value)) {
        return PyErr_Format(PyExc_TypeError, "write() argument must be str, not %.100s",
                            Py_TYPE(value)->tp_name);
    }
    if (oc_file_enter(text->file, OC_FILE_WRITE) < 0) {
        return NULL;
    }
    PyObject *bytes = NULL;
    const char *data = NULL;
    Py_ssize_t size = PyUnicode_GET_LENGTH(value);
    if (PyUnicode_IS_COMPACT_ASCII(value)) {
        data = (const char *)PyUnicode_1BYTE_DATA(value);
    }
    else {
        bytes = PyUnicode_AsEncodedString(value, names[text->codec], text->errors);
        data = bytes == NULL ? NULL : PyBytes_AS_STRING(bytes);
        size = bytes == NULL ? 0 : PyBytes_GET_SIZE(bytes);
    }
    int status = data == NULL ? -1 : oc_text_put(text, data, (size_t)size);
    if (status == 0 && text->lines && memchr(data, '\n', (size_t)size) != NULL) {
        status = oc_file_drain(text->file);
    }
    OC_FILE_LEAVE(text->file);
    Py_XDECREF(bytes);
    return status < 0 ? NULL : PyLong_FromSsize_t(PyUnicode_GET_LENGTH(value));
}

/* writelines(lines) */
static PyObject *
oc_text_writelines(PyObject *self, PyObject *lines)
{
    PyObject *iterator = PyObject_GetIter(lines), *line;
    while (iterator != NULL && (line = PyIter_Next(iterator)) != NULL) {
        PyObject *count = oc_text_write(self, line);
        Py_DECREF(line);
        if (count == NULL) {
            Py_CLEAR(iterator);
        }
        Py_XDECREF(count);
    }
    Py_XDECREF(iterator);
    return PyErr_Occurred() ? NULL : Py_NewRef(Py_None);
}

/* seek(cookie, whence=0): to a position that tell() gave, to where it is, or to the end. */
static PyObject *
oc_text_seek(PyObject *self, PyObject *args)
{
    oc_file *file = ((oc_text *)self)->file;
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
        return PyErr_Format(PyExc_ValueError, "invalid whence (%d, should be 0, 1 or 2)", whence);
    }
    if (whence != 0 && offset != 0) {
        return oc_raise_unsupported(whence == 1 ? "can't do nonzero cur-relative seeks"
                                                : "can't do nonzero end-relative seeks");
    }
    if (offset < 0) {
        return PyErr_Format(PyExc_ValueError, "negative seek position %lld", offset);
    }
    if (oc_file_enter(file, 0) < 0) {
        return NULL;
    }
    off_t place = whence == 0   ? (off_t)offset
                  : whence == 1 ? oc_file_tell(file)
                                : oc_file_size(file);
    int status = place < 0 ? -1 : whence == 1 ? 0 : oc_file_go(file, place);
    OC_FILE_LEAVE(file);
    return status < 0 ? NULL : PyLong_FromLongLong((long long)place);
}

/* reconfigure(*, line_buffering=None, ...): what can be changed without a codec. */
static PyObject *
oc_text_reconfigure(PyObject *self, PyObject *args, PyObject *kwargs)
{
    static char *names[] = {"encoding", "errors", "newline", "line_buffering", "write_through", NULL};
    PyObject *fixed[3] = {Py_None, Py_None, Py_None}, *lines = Py_None, *through = Py_None; /* borrowed */
    if (!PyArg_ParseTupleAndKeywords(args, kwargs, "|$OOOOO:reconfigure", names, &fixed[0], &fixed[1],
                                     &fixed[2], &lines, &through)) {
        return NULL;
    }
    for (int i = 0; i < 3; i++) {
        if (fixed[i] != Py_None) {
            return oc_raise_unsupported("objcap: a file keeps the encoding it was opened with");
        }
    }
    if (lines != Py_None) {
        int truth = PyObject_IsTrue(lines);
        if (truth < 0) {
            return NULL;
        }
        ((oc_text *)self)->lines = truth;
    }
    Py_RETURN_NONE;
}

/* ------------------------------------------------------------ the type */

static PyObject *
oc_text_get_encoding(PyObject *self, void *Py_UNUSED(closure))
{
    static const char *const names[] = {"utf-8", "latin-1", "ascii"};
    return PyUnicode_FromString(names[((oc_text *)self)->codec]);
}

static PyObject *
oc_text_get_errors(PyObject *self, void *Py_UNUSED(closure))
{
    return PyUnicode_FromString(((oc_text *)self)->errors);
}

/* The newlines that were read: None, a str, or a tuple of them. */
static PyObject *
oc_text_get_newlines(PyObject *self, void *Py_UNUSED(closure))
{
    static const char *const shown[] = {"\r", "\n", "\r\n"};
    int seen = ((oc_text *)self)->seen;
    PyObject *list = PyList_New(0);
    for (int i = 0; list != NULL && i < 3; i++) {
        PyObject *item = seen & (1 << i) ? PyUnicode_FromString(shown[i]) : NULL;
        if (seen & (1 << i) && (item == NULL || PyList_Append(list, item) < 0)) {
            Py_CLEAR(list);
        }
        Py_XDECREF(item);
    }
    PyObject *result = NULL;
    if (list != NULL) {
        Py_ssize_t count = PyList_GET_SIZE(list);
        result = count == 0   ? Py_NewRef(Py_None)
                 : count == 1 ? Py_NewRef(PyList_GET_ITEM(list, 0))
                              : PyList_AsTuple(list);
        Py_DECREF(list);
    }
    return result;
}

static PyObject *
oc_text_get_lines(PyObject *self, void *Py_UNUSED(closure))
{
    return PyBool_FromLong(((oc_text *)self)->lines);
}

static PyObject *
oc_text_get_through(PyObject *Py_UNUSED(self), void *Py_UNUSED(closure))
{
    Py_RETURN_FALSE;
}

static PyObject *
oc_text_get_buffer(PyObject *self, void *Py_UNUSED(closure))
{
    return Py_NewRef((PyObject *)((oc_text *)self)->file);
}

/* As io's, with the guest's name of the file. */
static PyObject *
oc_text_repr(PyObject *self)
{
    oc_file *file = ((oc_text *)self)->file;
    PyObject *encoding = oc_text_get_encoding(self, NULL);
    PyObject *text = encoding == NULL ? NULL
                                      : PyUnicode_FromFormat("<%s name=%R mode=%R encoding=%R>",
                                                             Py_TYPE(self)->tp_name, file->name,
                                                             file->mode, encoding);
    Py_XDECREF(encoding);
    return text;
}

static void
oc_text_dealloc(PyObject *self)
{
    if (((oc_text *)self)->weakrefs != NULL) {
        PyObject_ClearWeakRefs(self);
    }
    Py_DECREF(((oc_text *)self)->file);
    PyObject_Free(self);
}

static PyMethodDef oc_text_methods[] = {
    {"read", oc_text_read, METH_VARARGS, "read(size=-1, /)\n--\n\nAt most that many characters."},
    {"readline", oc_text_readline, METH_VARARGS, "readline(size=-1, /)\n--\n\nOne line."},
    {"write", oc_text_write, METH_O, "write(text, /)\n--\n\nWrite a str; how long it is."},
    {"writelines", oc_text_writelines, METH_O, "writelines(lines, /)\n--\n\nWrite each of them."},
    {"seek", oc_text_seek, METH_VARARGS, "seek(cookie, whence=0, /)\n--\n\nGo there."},
    {"reconfigure", (PyCFunction)(void (*)(void))oc_text_reconfigure, METH_VARARGS | METH_KEYWORDS,
     "Change the line buffering."},
    OC_FILE_COMMON,
    {NULL, NULL, 0, NULL},
};

static PyGetSetDef oc_text_getset[] = {
    {"name", oc_file_get_name, NULL, NULL, NULL},
    {"mode", oc_file_get_mode, NULL, NULL, NULL},
    {"closed", oc_file_get_closed, NULL, NULL, NULL},
    {"encoding", oc_text_get_encoding, NULL, NULL, NULL},
    {"errors", oc_text_get_errors, NULL, NULL, NULL},
    {"newlines", oc_text_get_newlines, NULL, NULL, NULL},
    {"line_buffering", oc_text_get_lines, NULL, NULL, NULL},
    {"write_through", oc_text_get_through, NULL, NULL, NULL},
    {"buffer", oc_text_get_buffer, NULL, NULL, NULL},
    {NULL, NULL, NULL, NULL, NULL},
};

PyTypeObject oc_text_type = {
    PyVarObject_HEAD_INIT(NULL, 0)
    .tp_name = "objcap.TextFile",
    .tp_doc = "A text file that the host has opened.",
    .tp_basicsize = sizeof(oc_text),
    .tp_flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_DISALLOW_INSTANTIATION | Py_TPFLAGS_IMMUTABLETYPE,
    .tp_weaklistoffset = offsetof(oc_text, weakrefs),
    .tp_dealloc = oc_text_dealloc,
    .tp_repr = oc_text_repr,
    .tp_iter = PyObject_SelfIter,
    .tp_iternext = oc_text_next,
    .tp_methods = oc_text_methods,
    .tp_getset = oc_text_getset,
};
