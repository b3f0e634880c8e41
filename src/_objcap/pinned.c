/* What C code of CPython gets when it looks a module up by its name.
 *
 * sys.modules is the guest's. Some C code fetches a module from it and then trusts what
 * it has: takes the result for a tuple (memoryview, int), the module's state for its own
 * (os.stat_result), hands out memory that it frees, or opens what it is told to. With a
 * module of the guest's in that place any of these corrupts memory. So the interpreter's
 * own reference is to a table of ours: it answers from the guest's dict, and for the
 * names that are pinned with a module of ours, if the guest's has one of that name.
 *
 * `import` statements do not come here: the import delegate answers them from the dict. */
#define OC_NEED_MODULE_TABLE
#include "objcap.h"

#include <string.h>

typedef struct {
    PyObject *name;   /* str (owned) */
    PyObject *module; /* what C code gets (owned) */
} oc_pin;

static oc_pin oc_pins[8];
static Py_ssize_t oc_pin_count;

/* The place of that name among the pins, or -1. Calls no Python code. */
static Py_ssize_t
oc_pin_index(PyObject *name)
{
    for (Py_ssize_t i = 0; PyUnicode_CheckExact(name) && i < oc_pin_count; i++) {
        if (PyUnicode_Compare(name, oc_pins[i].name) == 0) {
            return i;
        }
    }
    return -1;
}

/* The guest's module of a name that is pinned (new reference), or NULL without an
 * exception if the name is not pinned, or there is none. */
PyObject *
oc_pinned_guest(PyObject *name)
{
    PyObject *module = oc_pin_index(name) < 0 ? NULL : PyDict_GetItemWithError(oc.module_table, name);
    return module == Py_None ? NULL : Py_XNewRef(module);
}

/* What an import has found (stolen; may be NULL), which must not be a module of ours: the
 * guest's instead. New reference, or NULL with an exception. */
PyObject *
oc_unpinned(PyObject *module)
{
    for (Py_ssize_t i = 0; i < oc_pin_count; i++) {
        if (module == oc_pins[i].module) {
            Py_DECREF(module);
            module = PyDict_GetItemWithError(oc.module_table, oc_pins[i].name); /* borrowed */
            if (module == NULL && !PyErr_Occurred()) {
                PyErr_Format(PyExc_ModuleNotFoundError, "No module named %R", oc_pins[i].name);
            }
            return Py_XNewRef(module);
        }
    }
    return module;
}

/* ------------------------------------------------------------ the table */

/* table[name]: the guest's module, or the pinned one if the guest has one of that name. New
 * reference, or NULL with KeyError. */
static PyObject *
oc_table_get(PyObject *Py_UNUSED(self), PyObject *name)
{
    PyObject *module = PyDict_GetItemWithError(oc.module_table, name); /* borrowed */
    if (module == NULL) {
        if (!PyErr_Occurred()) {
            PyErr_SetObject(PyExc_KeyError, name);
        }
        return NULL;
    }
    Py_ssize_t at = module == Py_None ? -1 : oc_pin_index(name);
    return Py_NewRef(at < 0 ? module : oc_pins[at].module);
}

static int
oc_table_set(PyObject *Py_UNUSED(self), PyObject *name, PyObject *module)
{
    return module == NULL ? PyDict_DelItem(oc.module_table, name)
                          : PyDict_SetItem(oc.module_table, name, module);
}

static Py_ssize_t
oc_table_length(PyObject *Py_UNUSED(self))
{
    return PyDict_GET_SIZE(oc.module_table);
}

/* The end of the interpreter goes through all modules, and clears the table. */
static PyObject *
oc_table_iter(PyObject *Py_UNUSED(self))
{
    PyObject *names = PyDict_Keys(oc.module_table);
    PyObject *iterator = names == NULL ? NULL : PyObject_GetIter(names);
    Py_XDECREF(names);
    return iterator;
}

static PyObject *
oc_table_clear(PyObject *Py_UNUSED(self), PyObject *Py_UNUSED(ignored))
{
    PyDict_Clear(oc.module_table);
    Py_RETURN_NONE;
}

static PyMappingMethods oc_table_mapping = {oc_table_length, oc_table_get, oc_table_set};

static PyMethodDef oc_table_methods[] = {
    {"clear", oc_table_clear, METH_NOARGS, NULL},
    {NULL, NULL, 0, NULL},
};

static PyTypeObject oc_table_type = {
    PyVarObject_HEAD_INIT(NULL, 0)
    .tp_name = "objcap.module_table",
    .tp_basicsize = sizeof(PyObject),
    .tp_flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_IMMUTABLETYPE | Py_TPFLAGS_DISALLOW_INSTANTIATION,
    .tp_as_mapping = &oc_table_mapping,
    .tp_iter = oc_table_iter,
    .tp_methods = oc_table_methods,
};

/* ------------------------------------------------------------ struct */

/* unpack_from(memory) of a format of one character: a tuple with the value. `memory` is
 * a buffer that memoryview frees after the comparison; it goes no further than this. */
static PyObject *
oc_struct_unpack(PyObject *format, PyObject *memory)
{
    PyObject *bytes = PyBytes_FromObject(memory);
    PyObject *view = bytes == NULL ? NULL : PyMemoryView_FromObject(bytes);
    PyObject *cast = view == NULL ? NULL : PyObject_CallMethod(view, "cast", "O", format);
    PyObject *value = cast == NULL ? NULL : PySequence_GetItem(cast, 0);
    PyObject *result = value == NULL ? NULL : PyTuple_Pack(1, value);
    Py_XDECREF(value);
    Py_XDECREF(cast);
    Py_XDECREF(view);
    Py_XDECREF(bytes);
    return result;
}

static PyMethodDef oc_struct_unpack_def = {"unpack_from", oc_struct_unpack, METH_O, NULL};

/* Struct(format): for the formats that memoryview.cast() knows. ValueError for others:
 * memoryviews of such formats are then unequal, as with any that `struct` does not know. */
static PyObject *
oc_struct_new(PyObject *Py_UNUSED(self), PyObject *format)
{
    const char *text = PyBytes_CheckExact(format) ? PyBytes_AS_STRING(format) : "";
    text += text[0] == '@';
    if (text[0] == '\0' || text[1] != '\0' || strchr("?cbBhHiIlLqQnNfdP", text[0]) == NULL) {
        PyErr_SetString(PyExc_ValueError, "memoryviews of this format cannot be compared");
        return NULL;
    }
    PyObject *name = PyUnicode_FromString(text);
    PyObject *unpack = name == NULL ? NULL : PyCFunction_New(&oc_struct_unpack_def, name);
    PyObject *result = unpack == NULL ? NULL : PyModule_New("struct.Struct");
    Py_XDECREF(name);
    if (result != NULL && PyObject_SetAttrString(result, "unpack_from", unpack) < 0) {
        Py_CLEAR(result);
    }
    Py_XDECREF(unpack);
    return result;
}

static PyMethodDef oc_struct_methods[] = {
    {"Struct", oc_struct_new, METH_O, NULL},
    {NULL, NULL, 0, NULL},
};

/* ------------------------------------------------------------ _pylong */

/* Calls a function of the guest's _pylong. New reference, or NULL with an exception. */
static PyObject *
oc_pylong_call(const char *name, PyObject *const *args, Py_ssize_t count)
{
    PyObject *module = PyDict_GetItemString(oc.module_table, "_pylong"); /* borrowed */
    if (module == NULL || module == Py_None) {
        PyErr_SetString(PyExc_ModuleNotFoundError, "No module named '_pylong'");
        return NULL;
    }
    Py_INCREF(module);
    PyObject *function = PyObject_GetAttrString(module, name);
    Py_DECREF(module);
    PyObject *result = function == NULL ? NULL : PyObject_Vectorcall(function, args, (size_t)count, NULL);
    Py_XDECREF(function);
    return result;
}

static PyObject *
oc_pylong_refuse(PyObject *result, const char *name)
{
    PyErr_Format(PyExc_TypeError, "objcap: _pylong.%s() returned %R", name, result);
    Py_DECREF(result);
    return NULL;
}

/* int_divmod(a, b): C takes both items of the result without a look at its length. */
static PyObject *
oc_pylong_divmod(PyObject *Py_UNUSED(self), PyObject *const *args, Py_ssize_t count)
{
    PyObject *result = oc_pylong_call("int_divmod", args, count);
    if (result != NULL &&
        (!PyTuple_CheckExact(result) || PyTuple_GET_SIZE(result) != 2 ||
         !PyLong_CheckExact(PyTuple_GET_ITEM(result, 0)) ||
         !PyLong_CheckExact(PyTuple_GET_ITEM(result, 1)))) {
        return oc_pylong_refuse(result, "int_divmod");
    }
    return result;
}

/* int_from_string(text): C changes the sign of the result in place, so it gets an int of
 * its own. Of a small one there is no copy: every 5 of the process is the same object. */
static PyObject *
oc_pylong_from_string(PyObject *Py_UNUSED(self), PyObject *const *args, Py_ssize_t count)
{
    PyObject *result = oc_pylong_call("int_from_string", args, count);
    if (result == NULL) {
        return NULL;
    }
    size_t size = PyLong_CheckExact(result) ? oc_long_bytes(result) : 0;
    if (size == (size_t)-1) {
        Py_DECREF(result);
        return NULL;
    }
    if (size <= sizeof(long)) {
        return oc_pylong_refuse(result, "int_from_string");
    }
    unsigned char *bytes = PyMem_Malloc(size);
    PyObject *copy = NULL;
    if (bytes == NULL) {
        PyErr_NoMemory();
    }
    else if (oc_long_to_bytes(result, bytes, size) == 0) {
        copy = oc_long_from_bytes(bytes, size);
    }
    PyMem_Free(bytes);
    Py_DECREF(result);
    return copy;
}

/* int_to_decimal_string(number): a str that nobody else holds, as C expects. */
static PyObject *
oc_pylong_to_string(PyObject *Py_UNUSED(self), PyObject *const *args, Py_ssize_t count)
{
    PyObject *result = oc_pylong_call("int_to_decimal_string", args, count);
    if (result == NULL) {
        return NULL;
    }
    if (!PyUnicode_CheckExact(result) || PyUnicode_GET_LENGTH(result) < 2) {
        return oc_pylong_refuse(result, "int_to_decimal_string");
    }
    PyObject *copy = PyUnicode_FromKindAndData((int)PyUnicode_KIND(result), PyUnicode_DATA(result),
                                               PyUnicode_GET_LENGTH(result));
    Py_DECREF(result);
    return copy;
}

static PyMethodDef oc_pylong_methods[] = {
    {"int_divmod", (PyCFunction)(void (*)(void))oc_pylong_divmod, METH_FASTCALL, NULL},
    {"int_from_string", (PyCFunction)(void (*)(void))oc_pylong_from_string, METH_FASTCALL, NULL},
    {"int_to_decimal_string", (PyCFunction)(void (*)(void))oc_pylong_to_string, METH_FASTCALL, NULL},
    {NULL, NULL, 0, NULL},
};

/* ------------------------------------------------------------ io */

static PyObject *
oc_io_open(PyObject *Py_UNUSED(self), PyObject *Py_UNUSED(args), PyObject *Py_UNUSED(kwargs))
{
    PyErr_SetString(PyExc_PermissionError, "objcap: the interpreter opens no files for a guest");
    return NULL;
}

static PyMethodDef oc_io_methods[] = {
    {"open", (PyCFunction)(void (*)(void))oc_io_open, METH_VARARGS | METH_KEYWORDS, NULL},
    {NULL, NULL, 0, NULL},
};

/* ------------------------------------------------------------ installation */

static const struct {
    const char *name;
    PyMethodDef *methods;
} oc_made[] = {{"struct", oc_struct_methods}, {"_pylong", oc_pylong_methods}, {"io", oc_io_methods}};

/* The module that is pinned at that name: ours, or `host`, the host's own, where we have
 * none. New reference, or NULL with an exception. */
static PyObject *
oc_pin_module(PyObject *name, PyObject *host)
{
    for (size_t i = 0; i < Py_ARRAY_LENGTH(oc_made); i++) {
        if (PyUnicode_CompareWithASCIIString(name, oc_made[i].name) == 0) {
            PyObject *module = PyModule_NewObject(name);
            if (module != NULL && PyModule_AddFunctions(module, oc_made[i].methods) < 0) {
                Py_CLEAR(module);
            }
            return module;
        }
    }
    if (!PyModule_Check(host)) {
        PyErr_Format(PyExc_LookupError, "nothing can be pinned at %R", name);
        return NULL;
    }
    return Py_NewRef(host);
}

/* pin_modules(rows): a tuple of (name, the host's module or None). */
static PyObject *
oc_pin_modules(PyObject *Py_UNUSED(self), PyObject *rows)
{
    PyObject **slot = oc_interpreter_modules();
    if (!PyTuple_CheckExact(rows) || PyTuple_GET_SIZE(rows) > (Py_ssize_t)Py_ARRAY_LENGTH(oc_pins)) {
        PyErr_SetString(PyExc_TypeError, "pin_modules() takes a tuple of rows");
        return NULL;
    }
    if (oc.module_table == NULL || *slot != oc.module_table || PyType_Ready(&oc_table_type) < 0) {
        PyErr_SetString(PyExc_RuntimeError, "the interpreter keeps its modules in an unknown place");
        return NULL;
    }
    for (Py_ssize_t i = 0; i < PyTuple_GET_SIZE(rows); i++) {
        PyObject *name, *host;
        if (!PyArg_ParseTuple(PyTuple_GET_ITEM(rows, i), "UO:pin_modules", &name, &host)) {
            return NULL;
        }
        PyObject *module = oc_pin_module(name, host);
        if (module == NULL) {
            return NULL;
        }
        oc_pins[oc_pin_count].name = Py_NewRef(name);
        oc_pins[oc_pin_count++].module = module;
    }
    PyObject *table = PyObject_New(PyObject, &oc_table_type);
    if (table == NULL) {
        return NULL;
    }
    *slot = table; /* the dict stays in oc.module_table, and in the guest's sys */
    Py_DECREF(oc.module_table);
    Py_RETURN_NONE;
}

PyMethodDef oc_pinned_methods[] = {
    {"pin_modules", oc_pin_modules, METH_O,
     "pin_modules(rows, /)\n--\n\nWhat C code gets when it looks a module up by its name."},
    {NULL, NULL, 0, NULL},
};
