/* The codec of values (R10). See wire.h and docs/wire.md. */
#include "wire.h"

#include <string.h>

/* ------------------------------------------------------------ bytes */

/* See wire.h. */
unsigned char *
oc_bytes_reserve(oc_bytes *bytes, size_t count)
{
    if (count > OC_WIRE_SIZE || bytes->size > OC_WIRE_SIZE - count) {
        PyErr_Format(PyExc_ValueError, "a message may have at most %zu bytes", OC_WIRE_SIZE);
        return NULL;
    }
    if (bytes->size + count > bytes->capacity) {
        size_t capacity = bytes->capacity < 256 ? 256 : bytes->capacity;
        while (capacity < bytes->size + count) {
            capacity += capacity / 2 + 64;
        }
        unsigned char *data = PyMem_RawRealloc(bytes->data, capacity);
        if (data == NULL) {
            PyErr_NoMemory();
            return NULL;
        }
        bytes->data = data;
        bytes->capacity = capacity;
    }
    unsigned char *start = bytes->data + bytes->size;
    bytes->size += count;
    return start;
}

/* Frees the bytes and makes them empty. */
void
oc_bytes_free(oc_bytes *bytes)
{
    PyMem_RawFree(bytes->data);
    memset(bytes, 0, sizeof *bytes);
}

/* Writes an unsigned number, little endian. */
void
oc_put(unsigned char *at, uint64_t value, int width)
{
    for (int i = 0; i < width; i++) {
        at[i] = (unsigned char)(value >> (8 * i));
    }
}

/* Reads an unsigned number, little endian. */
uint64_t
oc_take(const unsigned char *at, int width)
{
    uint64_t value = 0;
    for (int i = 0; i < width; i++) {
        value |= (uint64_t)at[i] << (8 * i);
    }
    return value;
}

/* See wire.h. */
int
oc_wire_head(oc_bytes *out, unsigned char tag, uint32_t count)
{
    unsigned char *at = oc_bytes_reserve(out, 5);
    if (at == NULL) {
        return -1;
    }
    at[0] = tag;
    oc_put(at + 1, count, 4);
    return 0;
}

/* ------------------------------------------------------------ encoding */

/* Where the encoder stands, for errors: the containers that are open. */
typedef struct {
    PyObject *container; /* borrowed */
    PyObject *key;       /* borrowed: the key of a dict, or NULL */
    Py_ssize_t index;
} oc_step;

typedef struct {
    oc_bytes *out;
    const char *what;
    const oc_wire_hooks *hooks;
    oc_step path[OC_WIRE_DEPTH];
    int depth;
} oc_encoder;

static int oc_encode(oc_encoder *encoder, PyObject *value);

/* Raises an error that names the part: "argument 2, item 'rows', index 17: why".
 * Only exact str and int keys are shown: nothing here calls Python code. */
static int
oc_encode_error(oc_encoder *encoder, PyObject *type, const char *why, PyObject *value)
{
    PyObject *text = PyUnicode_FromString(encoder->what);
    for (int i = 0; text != NULL && i < encoder->depth; i++) {
        const oc_step *step = &encoder->path[i];
        PyObject *longer;
        if (PyAnySet_Check(step->container)) {
            longer = PyUnicode_FromFormat("%U, a member", text);
        }
        else if (step->key == NULL) {
            longer = PyUnicode_FromFormat("%U, index %zd", text, step->index);
        }
        else if (PyUnicode_CheckExact(step->key) || PyLong_CheckExact(step->key)) {
            longer = PyUnicode_FromFormat("%U, item %R", text, step->key);
        }
        else {
            longer = PyUnicode_FromFormat("%U, an item", text);
        }
        Py_SETREF(text, longer);
    }
    if (text != NULL) {
        if (value == NULL) {
            PyErr_Format(type, "%U: %s", text, why);
        }
        else {
            PyErr_Format(type, "%U: %s %.100s", text, why, Py_TYPE(value)->tp_name);
        }
        Py_DECREF(text);
    }
    return -1;
}

/* Appends a tag and a 32-bit count or length. Returns 0 or -1. */
static int
oc_encode_head(oc_encoder *encoder, unsigned char tag, Py_ssize_t count)
{
    if ((size_t)count > OC_WIRE_SIZE) {
        return oc_encode_error(encoder, PyExc_ValueError, "too large to pass", NULL);
    }
    return oc_wire_head(encoder->out, tag, (uint32_t)count);
}

/* Appends a tag, a length and that many bytes. Returns 0 or -1. */
static int
oc_encode_block(oc_encoder *encoder, unsigned char tag, const void *data, Py_ssize_t size)
{
    if (oc_encode_head(encoder, tag, size) < 0) {
        return -1;
    }
    unsigned char *at = oc_bytes_reserve(encoder->out, (size_t)size);
    if (at == NULL) {
        return -1;
    }
    memcpy(at, data, (size_t)size);
    return 0;
}

/* Appends an int: eight bytes, or for big ones two's complement. */
static int
oc_encode_int(oc_encoder *encoder, PyObject *value)
{
    int overflow;
    long long small = PyLong_AsLongLongAndOverflow(value, &overflow);
    if (!overflow) {
        unsigned char *at = oc_bytes_reserve(encoder->out, 9);
        if (at == NULL) {
            return -1;
        }
        at[0] = 'i';
        oc_put(at + 1, (uint64_t)small, 8);
        return 0;
    }
    size_t size = oc_long_bytes(value);
    if (size == (size_t)-1) {
        return -1;
    }
    if (oc_encode_head(encoder, 'I', (Py_ssize_t)size) < 0) {
        return -1;
    }
    unsigned char *at = oc_bytes_reserve(encoder->out, size);
    return at == NULL ? -1 : oc_long_to_bytes(value, at, size);
}

/* Appends a double, bit by bit: -0.0 and nan survive. */
static int
oc_encode_double(oc_encoder *encoder, unsigned char tag, const double *values, int count)
{
    unsigned char *at = oc_bytes_reserve(encoder->out, 1 + 8 * (size_t)count);
    if (at == NULL) {
        return -1;
    }
    at[0] = tag;
    for (int i = 0; i < count; i++) {
        uint64_t bits;
        memcpy(&bits, &values[i], 8);
        oc_put(at + 1 + 8 * i, bits, 8);
    }
    return 0;
}

/* Appends a str as UTF-8 in which surrogates stand as they are. */
static int
oc_encode_str(oc_encoder *encoder, PyObject *value)
{
    Py_ssize_t size;
    const char *text = NULL;
    if (PyUnicode_IS_COMPACT_ASCII(value)) {
        text = (const char *)PyUnicode_1BYTE_DATA(value);
        return oc_encode_block(encoder, 's', text, PyUnicode_GET_LENGTH(value));
    }
    PyObject *bytes = PyUnicode_AsEncodedString(value, "utf-8", "surrogatepass");
    if (bytes == NULL) {
        return -1;
    }
    size = PyBytes_GET_SIZE(bytes);
    int status = oc_encode_block(encoder, 's', PyBytes_AS_STRING(bytes), size);
    Py_DECREF(bytes);
    return status;
}

/* Opens a container: refuses cycles and depth. Returns its step, or NULL. */
static oc_step *
oc_encode_enter(oc_encoder *encoder, PyObject *container)
{
    for (int i = 0; i < encoder->depth; i++) {
        if (encoder->path[i].container == container) {
            oc_encode_error(encoder, PyExc_TypeError, "cannot pass a value that contains itself",
                            NULL);
            return NULL;
        }
    }
    if (encoder->depth == OC_WIRE_DEPTH) {
        encoder->depth = 3; /* enough of the path to find the place */
        oc_encode_error(encoder, PyExc_TypeError, "cannot pass containers nested so deeply", NULL);
        return NULL;
    }
    oc_step *step = &encoder->path[encoder->depth++];
    step->container = container;
    step->key = NULL;
    step->index = 0;
    return step;
}

/* Appends a list or tuple. The items are borrowed: nothing here runs Python code
 * that could change the list. */
static int
oc_encode_sequence(oc_encoder *encoder, unsigned char tag, PyObject *value)
{
    Py_ssize_t count = PySequence_Fast_GET_SIZE(value);
    oc_step *step = oc_encode_enter(encoder, value);
    if (step == NULL || oc_encode_head(encoder, tag, count) < 0) {
        return -1;
    }
    for (; step->index < count; step->index++) {
        if (oc_encode(encoder, PySequence_Fast_GET_ITEM(value, step->index)) < 0) {
            return -1;
        }
    }
    encoder->depth--;
    return 0;
}

/* Appends a dict, keys and values in its order. */
static int
oc_encode_dict(oc_encoder *encoder, PyObject *value)
{
    PyObject *item; /* borrowed */
    Py_ssize_t at = 0;
    oc_step *step = oc_encode_enter(encoder, value);
    if (step == NULL || oc_encode_head(encoder, 'd', PyDict_GET_SIZE(value)) < 0) {
        return -1;
    }
    while (PyDict_Next(value, &at, &step->key, &item)) {
        if (oc_encode(encoder, step->key) < 0 || oc_encode(encoder, item) < 0) {
            return -1;
        }
    }
    encoder->depth--;
    return 0;
}

/* Appends a set or frozenset. */
static int
oc_encode_set(oc_encoder *encoder, unsigned char tag, PyObject *value)
{
    oc_step *step = oc_encode_enter(encoder, value);
    if (step == NULL || oc_encode_head(encoder, tag, PySet_GET_SIZE(value)) < 0) {
        return -1;
    }
    PyObject *members = PySequence_List(value); /* of an exact set: no Python code */
    if (members == NULL) {
        return -1;
    }
    int status = 0;
    for (Py_ssize_t i = 0; status == 0 && i < PyList_GET_SIZE(members); i++) {
        status = oc_encode(encoder, PyList_GET_ITEM(members, i));
    }
    Py_DECREF(members);
    encoder->depth--;
    return status;
}

/* Appends a capability, callback or stream, or refuses what is no plain value. */
static int
oc_encode_other(oc_encoder *encoder, PyObject *value)
{
    unsigned char tag = 0;
    uint32_t number = 0;
    int found = 0;
    if (encoder->hooks != NULL && encoder->hooks->number_of != NULL) {
        found = encoder->hooks->number_of(encoder->hooks->data, value, &tag, &number);
    }
    if (found < 0) {
        return -1;
    }
    if (found == 0) {
        return oc_encode_error(encoder, PyExc_TypeError, "cannot pass a", value);
    }
    if (oc_wire_head(encoder->out, tag, number) < 0) {
        return -1;
    }
    return tag == 'S' ? oc_encode(encoder, oc_passed_about(value)) : 0;
}

/* Appends any value. Exact types only: a subclass could bring its own behaviour
 * and would arrive without it. */
static int
oc_encode(oc_encoder *encoder, PyObject *value)
{
    PyTypeObject *type = Py_TYPE(value);
    if (value == Py_None || type == &PyBool_Type) {
        unsigned char *at = oc_bytes_reserve(encoder->out, 1);
        if (at == NULL) {
            return -1;
        }
        *at = value == Py_None ? 'N' : value == Py_True ? 'T' : 'F';
        return 0;
    }
    if (type == &PyUnicode_Type) {
        return oc_encode_str(encoder, value);
    }
    if (type == &PyLong_Type) {
        return oc_encode_int(encoder, value);
    }
    if (type == &PyFloat_Type) {
        double number = PyFloat_AS_DOUBLE(value);
        return oc_encode_double(encoder, 'f', &number, 1);
    }
    if (type == &PyBytes_Type) {
        return oc_encode_block(encoder, 'b', PyBytes_AS_STRING(value), PyBytes_GET_SIZE(value));
    }
    if (type == &PyList_Type) {
        return oc_encode_sequence(encoder, 'l', value);
    }
    if (type == &PyTuple_Type) {
        return oc_encode_sequence(encoder, 't', value);
    }
    if (type == &PyDict_Type) {
        return oc_encode_dict(encoder, value);
    }
    if (type == &PySet_Type) {
        return oc_encode_set(encoder, 'e', value);
    }
    if (type == &PyFrozenSet_Type) {
        return oc_encode_set(encoder, 'z', value);
    }
    if (type == &PyComplex_Type) {
        Py_complex number = PyComplex_AsCComplex(value);
        double parts[2] = {number.real, number.imag};
        return oc_encode_double(encoder, 'c', parts, 2);
    }
    return oc_encode_other(encoder, value);
}

/* See wire.h. The collector is paused: a collection inside an allocation would
 * run finalisers, which could change what is being read. */
int
oc_wire_encode(oc_bytes *out, PyObject *value, const char *what, const oc_wire_hooks *hooks)
{
    oc_encoder encoder;
    encoder.out = out;
    encoder.what = what;
    encoder.hooks = hooks;
    encoder.depth = 0;
    int collector = PyGC_Disable();
    int status = oc_encode(&encoder, value);
    if (collector) {
        PyGC_Enable();
    }
    return status;
}

/* ------------------------------------------------------------ decoding */

typedef struct {
    const unsigned char *at;
    const unsigned char *end;
    const oc_wire_hooks *hooks;
    int depth;
    size_t memory; /* what may still be allocated, roughly */
    size_t most;   /* what could be, at first */
} oc_decoder;

/* Raises the error of bytes that no encoder of ours wrote. */
static PyObject *
oc_malformed(void)
{
    if (!PyErr_Occurred()) {
        PyErr_SetString(PyExc_ValueError, "malformed message");
    }
    return NULL;
}

/* Takes `count` bytes. Returns where they start, or NULL with ValueError. */
static const unsigned char *
oc_decode_take(oc_decoder *decoder, size_t count)
{
    if (count > (size_t)(decoder->end - decoder->at)) {
        oc_malformed();
        return NULL;
    }
    const unsigned char *start = decoder->at;
    decoder->at += count;
    return start;
}

/* Takes memory off what the message may have: five bytes can ask for an empty set
 * of 216. Returns 0, or -1 with MemoryError. */
static int
oc_decode_spend(oc_decoder *decoder, size_t size)
{
    if (size > decoder->memory) {
        PyErr_Format(PyExc_MemoryError, "a value may take up at most %zu bytes", decoder->most);
        return -1;
    }
    decoder->memory -= size;
    return 0;
}

/* Takes a 32-bit count of things that need at least `each` bytes: so a short
 * message cannot make us allocate a long list. Returns 0, or -1. */
static int
oc_decode_count(oc_decoder *decoder, size_t each, Py_ssize_t *count)
{
    const unsigned char *at = oc_decode_take(decoder, 4);
    if (at == NULL) {
        return -1;
    }
    uint64_t number = oc_take(at, 4);
    if (number * each > (size_t)(decoder->end - decoder->at)) {
        oc_malformed();
        return -1;
    }
    *count = (Py_ssize_t)number;
    return 0;
}

static PyObject *oc_decode(oc_decoder *decoder);

/* Decodes the items of a list or tuple. New reference, or NULL. */
static PyObject *
oc_decode_sequence(oc_decoder *decoder, int tuple)
{
    Py_ssize_t count;
    if (oc_decode_count(decoder, 1, &count) < 0) {
        return NULL;
    }
    PyObject *result = tuple ? PyTuple_New(count) : PyList_New(count);
    for (Py_ssize_t i = 0; result != NULL && i < count; i++) {
        PyObject *item = oc_decode(decoder);
        if (item == NULL) {
            Py_CLEAR(result);
        }
        else if (tuple) {
            PyTuple_SET_ITEM(result, i, item);
        }
        else {
            PyList_SET_ITEM(result, i, item);
        }
    }
    return result;
}

/* Decodes a dict. Keys that a dict would merge or cannot hash are malformed. */
static PyObject *
oc_decode_dict(oc_decoder *decoder)
{
    Py_ssize_t count;
    if (oc_decode_count(decoder, 2, &count) < 0) {
        return NULL;
    }
    PyObject *result = PyDict_New();
    for (Py_ssize_t i = 0; result != NULL && i < count; i++) {
        PyObject *key = oc_decode(decoder);
        PyObject *value = key == NULL ? NULL : oc_decode(decoder);
        if (value == NULL || PyDict_SetItem(result, key, value) < 0) {
            Py_CLEAR(result);
        }
        Py_XDECREF(key);
        Py_XDECREF(value);
    }
    if (result != NULL && PyDict_GET_SIZE(result) != count) {
        Py_CLEAR(result);
        oc_malformed();
    }
    return result;
}

/* Decodes a set or frozenset. */
static PyObject *
oc_decode_set(oc_decoder *decoder, int frozen)
{
    Py_ssize_t count;
    if (oc_decode_count(decoder, 1, &count) < 0) {
        return NULL;
    }
    PyObject *result = frozen ? PyFrozenSet_New(NULL) : PySet_New(NULL);
    for (Py_ssize_t i = 0; result != NULL && i < count; i++) {
        PyObject *member = oc_decode(decoder);
        if (member == NULL || PySet_Add(result, member) < 0) {
            Py_CLEAR(result);
        }
        Py_XDECREF(member);
    }
    if (result != NULL && PySet_GET_SIZE(result) != count) {
        Py_CLEAR(result);
        oc_malformed();
    }
    return result;
}

/* Decodes a block of bytes as str, bytes or big int. */
static PyObject *
oc_decode_block(oc_decoder *decoder, unsigned char tag)
{
    Py_ssize_t size;
    if (oc_decode_count(decoder, 1, &size) < 0) {
        return NULL;
    }
    const unsigned char *data = oc_decode_take(decoder, (size_t)size);
    if (data == NULL || oc_decode_spend(decoder, (size_t)size) < 0) {
        return NULL;
    }
    if (tag == 's') {
        return PyUnicode_DecodeUTF8((const char *)data, size, "surrogatepass");
    }
    if (tag == 'b') {
        return PyBytes_FromStringAndSize((const char *)data, size);
    }
    return oc_long_from_bytes(data, (size_t)size);
}

/* Decodes what is told about a stream, and makes a file object over its descriptor. */
static PyObject *
oc_decode_stream(oc_decoder *decoder, uint32_t flags)
{
    PyObject *file = decoder->hooks->object_of(decoder->hooks->data, 'S', flags);
    PyObject *about = file == NULL ? NULL : oc_decode(decoder);
    if (about == NULL) {
        Py_XDECREF(file);
        return NULL;
    }
    file = file == Py_None ? file : oc_file_complete(file, about); /* None: it was lost on the way */
    Py_DECREF(about);
    return file;
}

/* Decodes one value. New reference, or NULL with an exception set. */
static PyObject *
oc_decode_tagged(oc_decoder *decoder, unsigned char tag)
{
    const unsigned char *at;
    double parts[2];
    switch (tag) {
    case 'N':
        Py_RETURN_NONE;
    case 'T':
        Py_RETURN_TRUE;
    case 'F':
        Py_RETURN_FALSE;
    case 'i':
        at = oc_decode_take(decoder, 8);
        return at == NULL ? NULL : PyLong_FromLongLong((long long)oc_take(at, 8));
    case 'f':
    case 'c':
        at = oc_decode_take(decoder, tag == 'f' ? 8 : 16);
        if (at == NULL) {
            return NULL;
        }
        for (int i = 0; i < (tag == 'f' ? 1 : 2); i++) {
            uint64_t bits = oc_take(at + 8 * i, 8);
            memcpy(&parts[i], &bits, 8);
        }
        return tag == 'f' ? PyFloat_FromDouble(parts[0])
                          : PyComplex_FromDoubles(parts[0], parts[1]);
    case 's':
    case 'b':
    case 'I':
        return oc_decode_block(decoder, tag);
    case 'l':
        return oc_decode_sequence(decoder, 0);
    case 't':
        return oc_decode_sequence(decoder, 1);
    case 'd':
        return oc_decode_dict(decoder);
    case 'e':
        return oc_decode_set(decoder, 0);
    case 'z':
        return oc_decode_set(decoder, 1);
    default:
        at = oc_decode_take(decoder, 4);
        if (at == NULL || decoder->hooks == NULL || decoder->hooks->object_of == NULL) {
            return oc_malformed();
        }
        if (tag == 'S') {
            return oc_decode_stream(decoder, (uint32_t)oc_take(at, 4));
        }
        return decoder->hooks->object_of(decoder->hooks->data, tag, (uint32_t)oc_take(at, 4));
    }
}

/* Decodes one value of any depth up to the limit. */
static PyObject *
oc_decode(oc_decoder *decoder)
{
    const unsigned char *tag = oc_decode_take(decoder, 1);
    if (tag == NULL || decoder->depth > OC_WIRE_DEPTH ||
        (decoder->depth == OC_WIRE_DEPTH && strchr("ltdez", *tag) != NULL)) {
        return oc_malformed(); /* as the encoder counts: so many containers, with values in them */
    }
    size_t size = strchr("ezd", *tag) != NULL ? 256 : strchr("NTF", *tag) != NULL ? sizeof(PyObject *) : 64;
    if (oc_decode_spend(decoder, size) < 0) {
        return NULL;
    }
    decoder->depth++;
    PyObject *value = oc_decode_tagged(decoder, *tag);
    decoder->depth--;
    return value;
}

/* See wire.h. Every error of decoding is the sender's: a ValueError. */
PyObject *
oc_wire_decode(const unsigned char *data, size_t size, const oc_wire_hooks *hooks)
{
    size_t most = hooks != NULL && hooks->memory != 0 ? hooks->memory : OC_WIRE_MEMORY;
    oc_decoder decoder = {data, data + size, hooks, 0, most, most};
    int collector = PyGC_Disable();
    PyObject *value = oc_decode(&decoder);
    if (collector) {
        PyGC_Enable();
    }
    if (value != NULL && decoder.at != decoder.end) {
        Py_CLEAR(value);
        oc_malformed();
    }
    if (value == NULL && !PyErr_ExceptionMatches(PyExc_MemoryError)) {
        PyErr_Clear(); /* an unhashable key, text that is not UTF-8 */
        oc_malformed();
    }
    return value;
}
