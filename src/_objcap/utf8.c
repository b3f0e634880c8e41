/* UTF-8 for the guest's streams, in C alone (R1): CPython's codecs look up error
 * handlers by name in a registry to which a guest may add its own "strict". */
#include "stream.h"

#include <string.h>

static const struct {
    const char *name;
    oc_errors errors;
} oc_error_names[] = {
    {"strict", OC_STRICT},
    {"ignore", OC_IGNORE},
    {"replace", OC_REPLACE},
    {"backslashreplace", OC_BACKSLASH},
    {"namereplace", OC_BACKSLASH}, /* the same here: surrogates have no names */
    {"xmlcharrefreplace", OC_XMLCHARREF},
    {"surrogateescape", OC_SURROGATEESCAPE},
    {"surrogatepass", OC_SURROGATEPASS},
};

/* Returns 0, or -1 with LookupError. */
int
oc_errors_parse(const char *name, oc_errors *errors)
{
    for (size_t i = 0; i < Py_ARRAY_LENGTH(oc_error_names); i++) {
        if (strcmp(name, oc_error_names[i].name) == 0) {
            *errors = oc_error_names[i].errors;
            return 0;
        }
    }
    PyErr_Format(PyExc_LookupError, "unknown error handler name '%.100s'", name);
    return -1;
}

const char *
oc_errors_name(oc_errors errors)
{
    for (size_t i = 0; i < Py_ARRAY_LENGTH(oc_error_names); i++) {
        if (oc_error_names[i].errors == errors) {
            return oc_error_names[i].name;
        }
    }
    return "strict";
}

/* ------------------------------------------------------------ decoding */

/* Judges the sequence at `at` (before `end`). Returns its length; 0 if it may
 * be the beginning of one; minus the number of bytes that are no UTF-8. The
 * numbers are CPython's, which follow Unicode's advice (D93b). */
Py_ssize_t
oc_utf8_step(const unsigned char *at, const unsigned char *end, oc_errors errors)
{
    size_t there = (size_t)(end - at);
    unsigned char lead = at[0], low = 0x80, high = 0xBF;
    size_t length;

    if (lead < 0x80) {
        return 1;
    }
    if (lead < 0xC2 || lead > 0xF4) {
        return -1;
    }
    length = lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
    switch (lead) {
    case 0xE0:
        low = 0xA0; /* shorter forms exist */
        break;
    case 0xED:
        high = errors == OC_SURROGATEPASS ? 0xBF : 0x9F; /* surrogates */
        break;
    case 0xF0:
        low = 0x90;
        break;
    case 0xF4:
        high = 0x8F; /* beyond Unicode */
        break;
    }
    for (size_t i = 1; i < length; i++) {
        if (i >= there) {
            return 0;
        }
        if (at[i] < low || at[i] > high) {
            return -(Py_ssize_t)i;
        }
        low = 0x80;
        high = 0xBF;
    }
    return (Py_ssize_t)length;
}

/* The character of a valid sequence. */
static Py_UCS4
oc_utf8_character(const unsigned char *at, Py_ssize_t length)
{
    switch (length) {
    case 1:
        return at[0];
    case 2:
        return ((Py_UCS4)(at[0] & 0x1F) << 6) | (at[1] & 0x3F);
    case 3:
        return ((Py_UCS4)(at[0] & 0x0F) << 12) | ((Py_UCS4)(at[1] & 0x3F) << 6) | (at[2] & 0x3F);
    default:
        return ((Py_UCS4)(at[0] & 0x07) << 18) | ((Py_UCS4)(at[1] & 0x3F) << 12) |
               ((Py_UCS4)(at[2] & 0x3F) << 6) | (at[3] & 0x3F);
    }
}

/* Writes what stands for the bytes at[0:count] that are no UTF-8; returns how
 * many characters (at most 4 a byte). */
static size_t
oc_utf8_substitute(const unsigned char *at, size_t count, oc_errors errors, Py_UCS4 *out)
{
    static const char digits[] = "0123456789abcdef";
    size_t made = 0;

    if (errors == OC_REPLACE) {
        out[made++] = 0xFFFD;
    }
    for (size_t i = 0; i < count && errors == OC_SURROGATEESCAPE; i++) {
        out[made++] = 0xDC00 + at[i];
    }
    for (size_t i = 0; i < count && errors == OC_BACKSLASH; i++) {
        out[made++] = '\\';
        out[made++] = 'x';
        out[made++] = (Py_UCS4)digits[at[i] >> 4];
        out[made++] = (Py_UCS4)digits[at[i] & 15];
    }
    return made;
}

/* Decodes bytes some of which are no UTF-8. As oc_utf8_decode. */
static PyObject *
oc_utf8_decode_bad(const unsigned char *data, size_t size, oc_errors errors, oc_bad *bad)
{
    const unsigned char *at = data, *end = data + size;
    size_t most = sizeof(Py_UCS4) * (errors == OC_BACKSLASH ? 4 : 1); /* for one byte */
    Py_UCS4 *text = size < (size_t)PY_SSIZE_T_MAX / most ? PyMem_RawMalloc(size * most) : NULL;
    size_t length = 0;

    if (text == NULL) {
        return PyErr_NoMemory();
    }
    while (at < end) {
        Py_ssize_t step = oc_utf8_step(at, end, errors);
        if (step > 0) {
            text[length++] = oc_utf8_character(at, step);
            at += step;
            continue;
        }
        size_t count = step == 0 ? (size_t)(end - at) : (size_t)-step;
        if (errors == OC_STRICT || errors == OC_SURROGATEPASS || errors == OC_XMLCHARREF) {
            bad->start = (size_t)(at - data);
            bad->end = bad->start + count;
            bad->reason = step == 0                        ? "unexpected end of data"
                          : at[0] < 0xC2 || at[0] > 0xF4 ? "invalid start byte"
                                                           : "invalid continuation byte";
            PyMem_RawFree(text);
            return NULL;
        }
        length += oc_utf8_substitute(at, count, errors, text + length);
        at += count;
    }
    PyObject *result = PyUnicode_FromKindAndData(PyUnicode_4BYTE_KIND, text, (Py_ssize_t)length);
    PyMem_RawFree(text);
    return result;
}

/* Decodes size bytes. Returns a new str; NULL with MemoryError; or NULL without
 * an exception, `bad` filled. Makes no object that the collector tracks: in 3.11
 * an allocation of one may run finalisers, which may read the same stream. */
PyObject *
oc_utf8_decode(const unsigned char *data, size_t size, oc_errors errors, oc_bad *bad)
{
    bad->reason = NULL;
    if (size == 0) {
        return PyUnicode_New(0, 0);
    }
    /* With this handler CPython's decoder asks no registry. A byte that is no UTF-8
     * becomes a surrogate, and no valid UTF-8 does. */
    PyObject *text = PyUnicode_DecodeUTF8((const char *)data, (Py_ssize_t)size, "surrogateescape");
    if (text == NULL || errors == OC_SURROGATEESCAPE || oc_utf8_unencodable(text, OC_STRICT) < 0) {
        return text;
    }
    Py_DECREF(text);
    return oc_utf8_decode_bad(data, size, errors, bad);
}

/* Raises the UnicodeDecodeError of `bytes` (bytes object, borrowed). */
void
oc_utf8_raise_decode(PyObject *bytes, const oc_bad *bad)
{
    PyObject *error = PyObject_CallFunction(PyExc_UnicodeDecodeError, "sOnns", "utf-8", bytes,
                                            (Py_ssize_t)bad->start, (Py_ssize_t)bad->end,
                                            bad->reason);
    if (error != NULL) {
        PyErr_SetObject(PyExc_UnicodeDecodeError, error);
        Py_DECREF(error);
    }
}

/* ------------------------------------------------------------ encoding */

/* Writes a character to `out`, which has room for OC_CHAR_BYTES; returns how many
 * bytes it took. Surrogates that `errors` does not admit are the caller's. */
size_t
oc_utf8_put(Py_UCS4 character, oc_errors errors, unsigned char *out)
{
    if (character < 0x80) {
        out[0] = (unsigned char)character;
        return 1;
    }
    if (character < 0x800) {
        out[0] = (unsigned char)(0xC0 | (character >> 6));
        out[1] = (unsigned char)(0x80 | (character & 0x3F));
        return 2;
    }
    if (Py_UNICODE_IS_SURROGATE(character) && errors != OC_SURROGATEPASS) {
        switch (errors) {
        case OC_REPLACE:
            out[0] = '?';
            return 1;
        case OC_BACKSLASH:
            return (size_t)PyOS_snprintf((char *)out, OC_CHAR_BYTES, "\\u%04x", character);
        case OC_XMLCHARREF:
            return (size_t)PyOS_snprintf((char *)out, OC_CHAR_BYTES, "&#%u;", character);
        case OC_SURROGATEESCAPE:
            out[0] = (unsigned char)(character - 0xDC00);
            return 1;
        default:
            return 0;
        }
    }
    if (character < 0x10000) {
        out[0] = (unsigned char)(0xE0 | (character >> 12));
        out[1] = (unsigned char)(0x80 | ((character >> 6) & 0x3F));
        out[2] = (unsigned char)(0x80 | (character & 0x3F));
        return 3;
    }
    out[0] = (unsigned char)(0xF0 | (character >> 18));
    out[1] = (unsigned char)(0x80 | ((character >> 12) & 0x3F));
    out[2] = (unsigned char)(0x80 | ((character >> 6) & 0x3F));
    out[3] = (unsigned char)(0x80 | (character & 0x3F));
    return 4;
}

/* The index of the first character that `errors` has no bytes for, or -1. */
Py_ssize_t
oc_utf8_unencodable(PyObject *text, oc_errors errors)
{
    int kind = PyUnicode_KIND(text);
    const void *data = PyUnicode_DATA(text);
    Py_ssize_t length = PyUnicode_GET_LENGTH(text);

    if (kind == PyUnicode_1BYTE_KIND || (errors != OC_STRICT && errors != OC_SURROGATEESCAPE)) {
        return -1;
    }
    for (Py_ssize_t i = 0; i < length; i++) {
        Py_UCS4 character = PyUnicode_READ(kind, data, i);
        if (Py_UNICODE_IS_SURROGATE(character) &&
            (errors == OC_STRICT || character < 0xDC80 || character > 0xDCFF)) {
            return i;
        }
    }
    return -1;
}

/* Raises the UnicodeEncodeError of the surrogates of `text` (borrowed) from `start`
 * on. */
void
oc_utf8_raise_encode(PyObject *text, Py_ssize_t start)
{
    Py_ssize_t end = start + 1, length = PyUnicode_GET_LENGTH(text);
    while (end < length && Py_UNICODE_IS_SURROGATE(PyUnicode_READ_CHAR(text, end))) {
        end++;
    }
    PyObject *error = PyObject_CallFunction(PyExc_UnicodeEncodeError, "sOnns", "utf-8", text, start,
                                            end, "surrogates not allowed");
    if (error != NULL) {
        PyErr_SetObject(PyExc_UnicodeEncodeError, error);
        Py_DECREF(error);
    }
}
