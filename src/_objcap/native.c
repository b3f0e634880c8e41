/* Capabilities that are C functions, and the C API (include/objcap.h).
 *
 * A C function gets values without Python in them: so it cannot call Python while it
 * uses its power (R1). Encoding reads exact plain types and calls no Python code. */
#include "capability.h"
#include "importer.h"
#include "native.h"

#include <errno.h>
#include <string.h>

#define OC_NATIVE_DEPTH 100 /* containers inside containers, as on the wire */

/* ------------------------------------------------------------ the memory of a call */

/* See native.h. */
void
oc_call_free(objcap_call *call)
{
    while (call->blocks != NULL) {
        oc_block *next = call->blocks->next;
        PyMem_RawFree(call->blocks);
        call->blocks = next;
    }
}

/* See objcap.h. */
static void *
oc_api_alloc(objcap_call *call, size_t size)
{
    if (size > OC_WIRE_SIZE) {
        return NULL;
    }
    size_t rounded = (size + 15) & ~(size_t)15;
    if (rounded <= sizeof call->first - call->used) {
        void *memory = call->first + call->used;
        call->used += rounded;
        return memory;
    }
    oc_block *block = PyMem_RawMalloc(16 + rounded);
    if (block == NULL) {
        return NULL;
    }
    block->next = call->blocks;
    call->blocks = block;
    return (unsigned char *)block + 16;
}

/* See objcap.h. */
static int
oc_api_fail(objcap_call *call, const char *type, const char *message)
{
    call->error = type;
    snprintf(call->message, sizeof call->message, "%s", message);
    return -1;
}

/* See objcap.h. */
static int
oc_api_fail_errno(objcap_call *call, int number)
{
    call->error = "OSError";
    call->number = number;
    return -1;
}

/* ------------------------------------------------------------ reading */

static int oc_read_value(objcap_call *call, PyObject *object, objcap_value *value, int depth);

/* Reads the items of a list, tuple or dict. Returns 0, or -1 with an exception set. */
static int
oc_read_items(objcap_call *call, PyObject *object, objcap_value *value, int depth)
{
    int is_dict = PyDict_CheckExact(object);
    Py_ssize_t count = is_dict ? 2 * PyDict_GET_SIZE(object) : PySequence_Fast_GET_SIZE(object);
    if (depth == OC_NATIVE_DEPTH) {
        PyErr_SetString(PyExc_TypeError, "cannot pass containers nested so deeply");
        return -1;
    }
    objcap_value *items = oc_api_alloc(call, (size_t)count * sizeof *items);
    if (items == NULL) {
        PyErr_NoMemory();
        return -1;
    }
    value->as.items.data = items;
    value->as.items.size = (size_t)count;
    if (is_dict) {
        PyObject *key, *item; /* borrowed */
        Py_ssize_t at = 0;
        for (; PyDict_Next(object, &at, &key, &item); items += 2) {
            if (oc_read_value(call, key, items, depth + 1) < 0 ||
                oc_read_value(call, item, items + 1, depth + 1) < 0) {
                return -1;
            }
        }
        return 0;
    }
    for (Py_ssize_t i = 0; i < count; i++) {
        if (oc_read_value(call, PySequence_Fast_GET_ITEM(object, i), &items[i], depth + 1) < 0) {
            return -1;
        }
    }
    return 0;
}

/* Reads one exact plain value. The text of str and bytes stays where it is: the object
 * outlives the call. Returns 0, or -1 with an exception set. */
static int
oc_read_value(objcap_call *call, PyObject *object, objcap_value *value, int depth)
{
    PyTypeObject *type = Py_TYPE(object);
    if (type == &PyLong_Type) {
        int overflow;
        value->kind = OBJCAP_INT;
        value->as.integer = PyLong_AsLongLongAndOverflow(object, &overflow);
        if (overflow) {
            PyErr_SetString(PyExc_OverflowError, "an int of more than 64 bits");
            return -1;
        }
    }
    else if (type == &PyUnicode_Type) {
        Py_ssize_t size;
        value->kind = OBJCAP_STR;
        value->as.text.data = PyUnicode_AsUTF8AndSize(object, &size);
        value->as.text.size = (size_t)size;
        return value->as.text.data == NULL ? -1 : 0;
    }
    else if (object == Py_None) {
        value->kind = OBJCAP_NONE;
    }
    else if (type == &PyBool_Type) {
        value->kind = OBJCAP_BOOL;
        value->as.boolean = object == Py_True;
    }
    else if (type == &PyFloat_Type) {
        value->kind = OBJCAP_FLOAT;
        value->as.real = PyFloat_AS_DOUBLE(object);
    }
    else if (type == &PyBytes_Type) {
        value->kind = OBJCAP_BYTES;
        value->as.text.data = PyBytes_AS_STRING(object);
        value->as.text.size = (size_t)PyBytes_GET_SIZE(object);
    }
    else if (type == &PyList_Type || type == &PyTuple_Type || type == &PyDict_Type) {
        value->kind = type == &PyList_Type    ? OBJCAP_LIST
                      : type == &PyTuple_Type ? OBJCAP_TUPLE
                                              : OBJCAP_DICT;
        return oc_read_items(call, object, value, depth);
    }
    else {
        PyErr_Format(PyExc_TypeError, "cannot pass a %.100s", type->tp_name);
        return -1;
    }
    return 0;
}

/* ------------------------------------------------------------ making */

static PyObject *oc_make_value(const objcap_value *value, int depth);

/* Makes a dict. New reference, or NULL with an exception set. */
static PyObject *
oc_make_dict(const objcap_value *value, int depth)
{
    PyObject *dict = PyDict_New();
    for (size_t i = 0; dict != NULL && i + 1 < value->as.items.size; i += 2) {
        PyObject *key = oc_make_value(&value->as.items.data[i], depth);
        PyObject *item = key == NULL ? NULL : oc_make_value(&value->as.items.data[i + 1], depth);
        if (item == NULL || PyDict_SetItem(dict, key, item) < 0) {
            Py_CLEAR(dict);
        }
        Py_XDECREF(key);
        Py_XDECREF(item);
    }
    return dict;
}

/* Makes a list or tuple. New reference, or NULL with an exception set. */
static PyObject *
oc_make_sequence(const objcap_value *value, int depth)
{
    int is_list = value->kind == OBJCAP_LIST;
    Py_ssize_t count = (Py_ssize_t)value->as.items.size;
    PyObject *result = is_list ? PyList_New(count) : PyTuple_New(count);
    for (Py_ssize_t i = 0; result != NULL && i < count; i++) {
        PyObject *item = oc_make_value(&value->as.items.data[i], depth);
        if (item == NULL) {
            Py_CLEAR(result);
        }
        else if (is_list) {
            PyList_SET_ITEM(result, i, item);
        }
        else {
            PyTuple_SET_ITEM(result, i, item);
        }
    }
    return result;
}

/* Makes the object of a value. New reference, or NULL with an exception set. */
static PyObject *
oc_make_value(const objcap_value *value, int depth)
{
    switch (value->kind) {
    case OBJCAP_NONE:
        Py_RETURN_NONE;
    case OBJCAP_BOOL:
        return PyBool_FromLong(value->as.boolean);
    case OBJCAP_INT:
        return PyLong_FromLongLong(value->as.integer);
    case OBJCAP_FLOAT:
        return PyFloat_FromDouble(value->as.real);
    case OBJCAP_STR:
        return PyUnicode_DecodeUTF8(value->as.text.data, (Py_ssize_t)value->as.text.size, NULL);
    case OBJCAP_BYTES:
        return PyBytes_FromStringAndSize(value->as.text.data, (Py_ssize_t)value->as.text.size);
    case OBJCAP_LIST:
    case OBJCAP_TUPLE:
    case OBJCAP_DICT:
        if (depth == OC_NATIVE_DEPTH) {
            break;
        }
        return value->kind == OBJCAP_DICT ? oc_make_dict(value, depth + 1)
                                          : oc_make_sequence(value, depth + 1);
    }
    PyErr_SetString(PyExc_SystemError, "a C capability returned no value that objcap knows");
    return NULL;
}

/* ------------------------------------------------------------ the call */

/* What a capability of a C function keeps. It lives as long as the process. */
struct oc_native {
    objcap_function function;
    void *state;
};

/* Says in the exception in flight which argument it is about. Returns NULL. */
static PyObject *
oc_native_blame(Py_ssize_t number)
{
    PyObject *type, *value, *traceback;
    PyErr_Fetch(&type, &value, &traceback);
    PyErr_NormalizeException(&type, &value, &traceback);
    if (value != NULL && !PyErr_GivenExceptionMatches(type, PyExc_UnicodeError)) {
        PyErr_Format(type, "argument %zd: %S", number, value);
        Py_XDECREF(type);
        Py_XDECREF(value);
        Py_XDECREF(traceback);
    }
    else {
        PyErr_Restore(type, value, traceback);
    }
    return NULL;
}

/* See capability.h. Nothing of Python is called between the reading of the arguments and
 * the making of the result: the function cannot, and there is nothing else. */
PyObject *
oc_native_call(oc_capability *self, PyObject *const *args, Py_ssize_t count, PyObject *names)
{
    objcap_call call;
    objcap_value result = {.kind = OBJCAP_NONE};
    objcap_value *values;
    PyObject *made = NULL;
    oc_call_init(&call);
    if (names != NULL && PyTuple_GET_SIZE(names) > 0) {
        return PyErr_Format(PyExc_TypeError, "capability %R takes no keyword arguments", self->name);
    }
    values = oc_api_alloc(&call, (size_t)count * sizeof *values);
    if (values == NULL) {
        return PyErr_NoMemory();
    }
    for (Py_ssize_t i = 0; i < count; i++) {
        if (oc_read_value(&call, args[i], &values[i], 0) < 0) {
            oc_call_free(&call);
            return oc_native_blame(i + 1);
        }
    }
    int status;
    OC_POWER_BEGIN
    status = self->native->function(&call, self->native->state, values, (size_t)count, &result);
    OC_POWER_END
    if (status == 0) {
        made = oc_make_value(&result, 0);
    }
    else if (call.number != 0) {
        errno = call.number;
        PyErr_SetFromErrno(PyExc_OSError);
    }
    else {
        PyObject *message = PyUnicode_DecodeUTF8(call.message, (Py_ssize_t)strlen(call.message),
                                                 "replace");
        if (message != NULL) {
            oc_error_set(call.error == NULL ? "RuntimeError" : call.error,
                         call.error == NULL ? self->name : message);
            Py_DECREF(message);
        }
    }
    oc_call_free(&call);
    return made;
}

/* ------------------------------------------------------------ the API */

/* See objcap.h. */
static PyObject *
oc_api_capability(const char *name, const char *doc, objcap_function function, void *state)
{
    struct oc_native *native = PyMem_RawMalloc(sizeof *native);
    if (native == NULL) {
        return PyErr_NoMemory();
    }
    native->function = function;
    native->state = state;
    PyObject *label = PyUnicode_FromString(name);
    PyObject *text = label == NULL ? NULL
                     : doc == NULL ? Py_NewRef(Py_None)
                                   : PyUnicode_FromString(doc);
    PyObject *made = text == NULL ? NULL : oc_capability_of_native(native, label, text);
    if (made == NULL) {
        PyMem_RawFree(native);
    }
    Py_XDECREF(label);
    Py_XDECREF(text);
    return made;
}

/* See objcap.h. */
static int
oc_api_lockdown(PyObject *policy)
{
    PyObject *module = PyImport_ImportModule("objcap");
    PyObject *result = module == NULL ? NULL
                                      : PyObject_CallMethod(module, "lockdown", "O",
                                                            policy == NULL ? Py_None : policy);
    Py_XDECREF(module);
    Py_XDECREF(result);
    return result == NULL ? -1 : 0;
}

static int
oc_api_is_locked(void)
{
    return oc.phase != OC_OPEN;
}

/* See objcap.h. */
static PyObject *
oc_api_names(void)
{
    if (oc.phase != OC_LOCKED) {
        PyErr_SetString(PyExc_RuntimeError, "there are no guests before the lockdown");
        return NULL;
    }
    return Py_BuildValue("{sssO}", "__name__", "__main__", "__builtins__", oc.builtins);
}

/* A copy of a str in UTF-8 that forget() frees, or NULL. */
static char *
oc_copy_text(PyObject *text)
{
    Py_ssize_t size;
    const char *data = text == NULL ? NULL : PyUnicode_AsUTF8AndSize(text, &size);
    char *copy = data == NULL ? NULL : PyMem_RawMalloc((size_t)size + 1);
    if (copy != NULL) {
        memcpy(copy, data, (size_t)size + 1);
    }
    PyErr_Clear();
    return copy;
}

/* Tells how a script ended from the exception in flight, and clears it. */
static void
oc_outcome_error(objcap_outcome *outcome)
{
    PyObject *type, *value, *traceback;
    PyErr_Fetch(&type, &value, &traceback);
    PyErr_NormalizeException(&type, &value, &traceback);
    if (value != NULL && traceback != NULL) {
        PyException_SetTraceback(value, traceback);
    }
    int code = value == NULL ? -1 : oc_exit_status(value);
    if (code >= 0) {
        outcome->status = OBJCAP_EXIT;
        outcome->code = code;
    }
    else {
        outcome->status = OBJCAP_ERROR;
        PyObject *text = value == NULL ? NULL : oc_call_report("text", value);
        if (text == NULL) {
            PyErr_Clear();
            text = PyUnicode_FromFormat("%s\n", value == NULL ? "an error"
                                                              : Py_TYPE(value)->tp_name);
        }
        outcome->text = oc_copy_text(text);
        Py_XDECREF(text);
    }
    PyErr_Clear();
    Py_XDECREF(type);
    Py_XDECREF(value);
    Py_XDECREF(traceback);
}

/* See objcap.h. */
static int
oc_api_run(PyObject *names, const char *source, size_t size, const char *filename,
           objcap_outcome *outcome)
{
    PyObject *path = NULL, *code = NULL, *result = NULL;
    memset(outcome, 0, sizeof *outcome);
    char *text = PyMem_RawMalloc(size + 1);
    if (oc.phase != OC_LOCKED || oc.ended) {
        PyErr_SetString(PyExc_RuntimeError, "the interpreter is not locked");
    }
    else if (text == NULL) {
        PyErr_NoMemory();
    }
    else {
        memcpy(text, source, size);
        text[size] = '\0';
        path = PyUnicode_DecodeFSDefault(filename);
        code = path == NULL ? NULL : oc_compile_text(text, size, 0, path);
        result = code == NULL ? NULL : PyEval_EvalCode(code, names, names);
    }
    if (result == NULL) {
        oc_outcome_error(outcome);
    }
    PyMem_RawFree(text);
    Py_XDECREF(path);
    Py_XDECREF(code);
    Py_XDECREF(result);
    if (oc_streams_flush() < 0) {
        PyErr_Clear();
    }
    return outcome->status;
}

/* run_script(names, source, filename): (status, code, text), see objcap_outcome. Compiles and
 * runs guest code, as exec() does, with the guest's builtins, and tells how it ended. */
static PyObject *
oc_run_script(PyObject *Py_UNUSED(self), PyObject *args)
{
    PyObject *names;     /* borrowed */
    const char *source, *filename; /* borrowed */
    Py_ssize_t size;
    objcap_outcome outcome;
    if (!PyArg_ParseTuple(args, "O!s#s:run_script", &PyDict_Type, &names, &source, &size,
                          &filename) ||
        (oc.builtins != NULL && PyDict_SetItemString(names, "__builtins__", oc.builtins) < 0)) {
        return NULL;
    }
    oc_api_run(names, source, (size_t)size, filename, &outcome);
    PyObject *result = Py_BuildValue("iiz", outcome.status, outcome.code, outcome.text);
    PyMem_RawFree(outcome.text);
    return result;
}

PyMethodDef oc_native_methods[] = {
    {"run_script", oc_run_script, METH_VARARGS,
     "run_script(names, source, filename, /)\n--\n\nRun guest code in a locked process; tell how it "
     "ended."},
    {NULL, NULL, 0, NULL},
};

static void
oc_api_forget(objcap_outcome *outcome)
{
    PyMem_RawFree(outcome->text);
    outcome->text = NULL;
}

/* See objcap.h. */
static objcap_call *
oc_api_begin(void)
{
    objcap_call *call = PyMem_RawMalloc(sizeof *call);
    if (call == NULL) {
        PyErr_NoMemory();
        return NULL;
    }
    oc_call_init(call);
    return call;
}

static int
oc_api_read(objcap_call *call, PyObject *object, objcap_value *value)
{
    return oc_read_value(call, object, value, 0);
}

static void
oc_api_done(objcap_call *call)
{
    oc_call_free(call);
    PyMem_RawFree(call);
}

static PyObject *
oc_api_make(const objcap_value *value)
{
    return oc_make_value(value, 0);
}

const objcap_api oc_api = {
    .version = OBJCAP_API_VERSION,
    .capability = oc_api_capability,
    .alloc = oc_api_alloc,
    .fail = oc_api_fail,
    .fail_errno = oc_api_fail_errno,
    .lockdown = oc_api_lockdown,
    .is_locked = oc_api_is_locked,
    .names = oc_api_names,
    .run = oc_api_run,
    .forget = oc_api_forget,
    .begin = oc_api_begin,
    .read = oc_api_read,
    .done = oc_api_done,
    .make = oc_api_make,
};

/* See capability.h. */
PyObject *
oc_api_capsule(void)
{
    return PyCapsule_New((void *)&oc_api, "objcap._objcap._C_API", NULL);
}
