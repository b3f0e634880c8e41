/* `__import__` of the guest: a C object that turns its arguments into exact types
 * and calls the interpreter's importer. It exposes nothing: no __self__, no
 * __globals__, no way to another object. */
#include "importer.h"

#include <limits.h>
#include <string.h>

typedef struct {
    PyObject_HEAD
    vectorcallfunc vectorcall;
} oc_delegate;

enum { OC_NAME, OC_GLOBALS, OC_LOCALS, OC_FROMLIST, OC_LEVEL, OC_ARGUMENTS };
static const char *const oc_argument_names[] = {"name", "globals", "locals", "fromlist", "level"};

/* An exact str with the text of `value` (new reference), or NULL with an exception
 * set. Calls no method of a subclass. */
static PyObject *
oc_exact_str(PyObject *value)
{
    if (PyUnicode_CheckExact(value)) {
        return Py_NewRef(value);
    }
    if (!PyUnicode_Check(value)) {
        PyErr_Format(PyExc_TypeError, "__import__() argument 1 must be str, not %.100s",
                     Py_TYPE(value)->tp_name);
        return NULL;
    }
    return PyUnicode_FromObject(value);
}

/* The globals that a relative import is resolved against: an exact dict (new
 * reference), or NULL; with an exception set if there are none. */
static PyObject *
oc_exact_globals(PyObject *globals, int level)
{
    static const char *const keys[] = {"__package__", "__spec__", "__name__", "__path__"};
    if (level == 0) {
        return NULL;
    }
    if (globals == NULL || !PyDict_Check(globals)) {
        PyErr_SetString(globals == NULL || globals == Py_None ? PyExc_KeyError : PyExc_TypeError,
                        globals == NULL || globals == Py_None ? "'__name__' not in globals"
                                                              : "globals must be a dict");
        return NULL;
    }
    if (PyDict_CheckExact(globals)) {
        return Py_NewRef(globals);
    }
    PyObject *exact = PyDict_New();
    for (size_t i = 0; exact != NULL && i < Py_ARRAY_LENGTH(keys); i++) {
        PyObject *key = PyUnicode_InternFromString(keys[i]);
        PyObject *value = key == NULL ? NULL : PyDict_GetItemWithError(globals, key); /* borrowed */
        Py_XINCREF(value); /* a key with an __eq__ may drop it */
        if ((value == NULL && PyErr_Occurred()) ||
            (value != NULL && PyDict_SetItem(exact, key, value) < 0)) {
            Py_CLEAR(exact);
        }
        Py_XDECREF(key);
        Py_XDECREF(value);
    }
    return exact;
}

/* The fromlist as an exact tuple of exact str (new reference), or NULL; with an
 * exception set if it cannot be made one. */
static PyObject *
oc_exact_fromlist(PyObject *fromlist)
{
    if (fromlist == NULL || fromlist == Py_None) {
        return NULL;
    }
    PyObject *items = PySequence_Tuple(fromlist); /* an exact tuple comes back as it is */
    int exact = 1;
    for (Py_ssize_t i = 0; items != NULL && exact && i < PyTuple_GET_SIZE(items); i++) {
        exact = PyUnicode_CheckExact(PyTuple_GET_ITEM(items, i));
    }
    if (items == NULL || exact) {
        return items;
    }
    PyObject *copy = PyTuple_New(PyTuple_GET_SIZE(items));
    for (Py_ssize_t i = 0; copy != NULL && i < PyTuple_GET_SIZE(items); i++) {
        PyObject *item = PyTuple_GET_ITEM(items, i);
        PyObject *text = NULL;
        if (PyUnicode_Check(item)) {
            text = oc_exact_str(item);
        }
        else {
            PyErr_Format(PyExc_TypeError, "Item in ``from list'' must be str, not %.100s",
                         Py_TYPE(item)->tp_name);
        }
        if (text == NULL) {
            Py_CLEAR(copy);
        }
        else {
            PyTuple_SET_ITEM(copy, i, text);
        }
    }
    Py_DECREF(items);
    return copy;
}

/* The level as a C int: 0 if it is NULL, -1 with an exception set. */
static int
oc_exact_level(PyObject *value)
{
    if (value == NULL) {
        return 0;
    }
    PyObject *number = PyNumber_Index(value);
    int overflow = 0;
    long level = number == NULL ? -1 : PyLong_AsLongAndOverflow(number, &overflow);
    Py_XDECREF(number);
    if (number == NULL) {
        return -1;
    }
    if (overflow != 0 || level > INT_MAX || level < INT_MIN) {
        PyErr_SetString(PyExc_OverflowError, "the level of an import does not fit a C int");
        return -1;
    }
    if (level < 0) {
        PyErr_SetString(PyExc_ValueError, "level must be >= 0");
        return -1;
    }
    return (int)level;
}

/* Sorts positional and keyword arguments into `values` (borrowed, NULL where there
 * is none). Returns 0, or -1 with TypeError. */
static int
oc_sort_arguments(PyObject *const *args, Py_ssize_t count, PyObject *names, PyObject **values)
{
    Py_ssize_t keywords = names == NULL ? 0 : PyTuple_GET_SIZE(names);
    if (count > OC_ARGUMENTS) {
        PyErr_Format(PyExc_TypeError, "__import__() takes at most 5 arguments (%zd given)",
                     count + keywords);
        return -1;
    }
    for (Py_ssize_t i = 0; i < count; i++) {
        values[i] = args[i];
    }
    for (Py_ssize_t i = 0; i < keywords; i++) {
        PyObject *name = PyTuple_GET_ITEM(names, i);
        int at = 0;
        while (at < OC_ARGUMENTS &&
               PyUnicode_CompareWithASCIIString(name, oc_argument_names[at]) != 0) {
            at++;
        }
        if (at == OC_ARGUMENTS || values[at] != NULL) {
            PyErr_SetString(PyExc_TypeError, at == OC_ARGUMENTS
                                                 ? "__import__() got an unexpected keyword argument"
                                                 : "__import__() got an argument twice");
            return -1;
        }
        values[at] = args[count + i];
    }
    if (values[OC_NAME] == NULL) {
        PyErr_SetString(PyExc_TypeError, "__import__() missing required argument 'name' (pos 1)");
        return -1;
    }
    return 0;
}

/* __import__(name, globals=None, locals=None, fromlist=(), level=0) */
static PyObject *
oc_delegate_vectorcall(PyObject *Py_UNUSED(self), PyObject *const *args, size_t flagged,
                       PyObject *keywords)
{
    PyObject *values[OC_ARGUMENTS] = {NULL};
    PyObject *name = NULL, *globals = NULL, *fromlist = NULL, *result = NULL;

    if (oc_sort_arguments(args, PyVectorcall_NARGS(flagged), keywords, values) < 0) {
        return NULL;
    }
    int level = oc_exact_level(values[OC_LEVEL]);
    if (level < 0) {
        return NULL;
    }
    name = oc_exact_str(values[OC_NAME]);
    if (name == NULL) {
        goto done;
    }
    globals = oc_exact_globals(values[OC_GLOBALS], level);
    if (globals == NULL && PyErr_Occurred()) {
        goto done;
    }
    fromlist = oc_exact_fromlist(values[OC_FROMLIST]);
    if (fromlist == NULL && PyErr_Occurred()) {
        goto done;
    }
    result = level == 0 ? oc_pinned_guest(name) : NULL;
    if (result == NULL && !PyErr_Occurred()) {
        result = oc_unpinned(PyImport_ImportModuleLevelObject(name, globals, NULL, fromlist, level));
    }
done:
    Py_XDECREF(name);
    Py_XDECREF(globals);
    Py_XDECREF(fromlist);
    return result;
}

static PyObject *
oc_delegate_repr(PyObject *Py_UNUSED(self))
{
    return PyUnicode_FromString("<built-in function __import__>");
}

/* __reduce__(): pickled and copied by name, as every built-in function. */
static PyObject *
oc_delegate_reduce(PyObject *Py_UNUSED(self), PyObject *Py_UNUSED(ignored))
{
    return PyUnicode_FromString("__import__");
}

static PyObject *
oc_delegate_constant(PyObject *Py_UNUSED(self), void *text)
{
    return PyUnicode_FromString(text);
}

static PyMethodDef oc_delegate_methods[] = {
    {"__reduce__", oc_delegate_reduce, METH_NOARGS, NULL},
    {NULL, NULL, 0, NULL},
};

static PyGetSetDef oc_delegate_getset[] = {
    {"__name__", oc_delegate_constant, NULL, NULL, "__import__"},
    {"__qualname__", oc_delegate_constant, NULL, NULL, "__import__"},
    {"__module__", oc_delegate_constant, NULL, NULL, "builtins"},
    {"__text_signature__", oc_delegate_constant, NULL, NULL,
     "(name, globals=None, locals=None, fromlist=(), level=0)"},
    {NULL, NULL, NULL, NULL, NULL},
};

static PyTypeObject oc_delegate_type = {
    PyVarObject_HEAD_INIT(NULL, 0)
    .tp_name = "objcap.import_delegate",
    .tp_doc = "Import a module.\n\nThe import statement calls it; use importlib.import_module() in "
              "programs.",
    .tp_basicsize = sizeof(oc_delegate),
    .tp_flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_IMMUTABLETYPE | Py_TPFLAGS_DISALLOW_INSTANTIATION |
                Py_TPFLAGS_HAVE_VECTORCALL,
    .tp_vectorcall_offset = offsetof(oc_delegate, vectorcall),
    .tp_call = PyVectorcall_Call,
    .tp_repr = oc_delegate_repr,
    .tp_methods = oc_delegate_methods,
    .tp_getset = oc_delegate_getset,
};

/* Puts the delegate into the guest's builtins. Returns 0, or -1 with an exception
 * set. */
int
oc_import_delegate_install(void)
{
    if (PyType_Ready(&oc_delegate_type) < 0) {
        return -1;
    }
    oc_delegate *delegate = PyObject_New(oc_delegate, &oc_delegate_type);
    if (delegate == NULL) {
        return -1;
    }
    delegate->vectorcall = oc_delegate_vectorcall;
    int status = PyDict_SetItemString(oc.builtins, "__import__", (PyObject *)delegate);
    Py_DECREF(delegate);
    return status;
}
