/* What the host makes capabilities with, before the lockdown. */
#include "capability.h"

#include <string.h>

/* An exact str for a str, else None. New reference, or NULL with an exception set. */
static PyObject *
oc_text_attribute(PyObject *object, const char *name)
{
    PyObject *value = PyObject_GetAttrString(object, name);
    if (value == NULL) {
        if (!PyErr_ExceptionMatches(PyExc_AttributeError)) {
            return NULL;
        }
        PyErr_Clear();
        Py_RETURN_NONE;
    }
    Py_SETREF(value, PyUnicode_Check(value) ? PyUnicode_FromObject(value) : Py_NewRef(Py_None));
    return value;
}

/* A capability for a callable; `label`: its name. New reference, or NULL with an exception set. */
static PyObject *
oc_capability_of(PyObject *function, PyObject *label)
{
    if (Py_IS_TYPE(function, &oc_guest_function_type)) {
        PyErr_SetString(PyExc_TypeError, "capability() takes no function of the guest");
        return NULL;
    }
    /* an instance shows the docstring of its class; that of a builtin type is no help */
    PyObject *doc = oc_text_attribute(function, "__doc__");
    PyObject *result = doc == NULL ? NULL : oc_capability_new(function, label, doc, 0);
    Py_XDECREF(doc);
    return result;
}

/* The table of methods with capabilities for the callables in it. New reference, or NULL. */
static PyObject *
oc_capability_table(PyObject *methods, PyObject *label)
{
    PyObject *table = PyDict_Check(methods) ? PyDict_New() : NULL;
    if (table == NULL) {
        return PyErr_Occurred()
                   ? NULL
                   : PyErr_Format(PyExc_TypeError, "methods must be a dict, not %.100s",
                                  Py_TYPE(methods)->tp_name);
    }
    PyObject *items = PyDict_Items(methods); /* what follows calls Python code */
    for (Py_ssize_t i = 0; items != NULL && i < PyList_GET_SIZE(items); i++) {
        PyObject *name = PyTuple_GET_ITEM(PyList_GET_ITEM(items, i), 0);   /* borrowed */
        PyObject *method = PyTuple_GET_ITEM(PyList_GET_ITEM(items, i), 1); /* borrowed */
        PyObject *made = NULL;
        if (!oc_is_method_name(name)) {
            PyErr_Format(PyExc_ValueError, "%R cannot be the name of a method", name);
        }
        else if (Py_IS_TYPE(method, &oc_capability_type)) {
            made = Py_NewRef(method);
        }
        else if (!PyCallable_Check(method)) {
            PyErr_Format(PyExc_TypeError, "method %R must be callable, not %.100s", name,
                         Py_TYPE(method)->tp_name);
        }
        else {
            PyObject *full = PyUnicode_FromFormat("%U.%U", label, name);
            made = full == NULL ? NULL : oc_capability_of(method, full);
            Py_XDECREF(full);
        }
        if (made == NULL || PyDict_SetItem(table, name, made) < 0) {
            Py_CLEAR(items);
        }
        Py_XDECREF(made);
    }
    if (items == NULL) {
        Py_CLEAR(table);
    }
    Py_XDECREF(items);
    return table;
}

/* capability(func, name=None, *, methods=None, doc=None, owner=None) */
static PyObject *
oc_capability_make(PyObject *Py_UNUSED(self), PyObject *args, PyObject *kwargs)
{
    static char *keywords[] = {"func", "name", "methods", "doc", "owner", NULL};
    PyObject *function, *name = Py_None, *methods = Py_None, *doc = Py_None, *owner = Py_None;
    if (!PyArg_ParseTupleAndKeywords(args, kwargs, "O|O$OOO:capability", keywords, &function, &name,
                                     &methods, &doc, &owner)) {
        return NULL;
    }
    if (name != Py_None && !PyUnicode_Check(name)) {
        return PyErr_Format(PyExc_TypeError, "the name of a capability is a str, not %.100s",
                            Py_TYPE(name)->tp_name);
    }
    if (doc != Py_None && !PyUnicode_Check(doc)) {
        return PyErr_Format(PyExc_TypeError, "the doc of a capability is a str, not %.100s",
                            Py_TYPE(doc)->tp_name);
    }
    if (methods == Py_None) {
        PyObject *ready = oc_outgoing_one(function, name);
        if (ready != Py_None) {
            return ready;
        }
        Py_DECREF(ready);
    }
    if (!PyCallable_Check(function) && (function != Py_None || methods == Py_None)) {
        return PyErr_Format(PyExc_TypeError, "capability() takes a callable, not %.100s",
                            Py_TYPE(function)->tp_name);
    }
    if (function == Py_None && name == Py_None) {
        PyErr_SetString(PyExc_TypeError, "a capability that has methods only needs a name");
        return NULL;
    }
    PyObject *label = name == Py_None ? oc_text_attribute(function, "__name__")
                                      : PyUnicode_FromObject(name);
    if (label == Py_None) {
        const char *type = Py_TYPE(function)->tp_name;
        const char *dot = strrchr(type, '.');
        Py_SETREF(label, PyUnicode_FromString(dot == NULL ? type : dot + 1));
    }
    PyObject *table = NULL, *text = NULL;
    oc_capability *result = NULL;
    if (label == NULL || (methods != Py_None && (table = oc_capability_table(methods, label)) == NULL)) {
        goto done;
    }
    if (function == Py_None) {
        result = (oc_capability *)oc_capability_new(NULL, label, Py_None, 0);
    }
    else {
        result = (oc_capability *)oc_capability_of(function, label);
    }
    if (result == NULL) {
        goto done;
    }
    result->here = 1;
    if (doc != Py_None) {
        text = PyUnicode_FromObject(doc);
        if (text == NULL) {
            Py_CLEAR(result);
            goto done;
        }
        Py_SETREF(result->doc, Py_NewRef(text));
    }
    result->owner = owner == Py_None ? NULL : Py_NewRef(owner);
    if (table != NULL && oc_capability_set_methods(result, table) < 0) {
        Py_CLEAR(result);
    }
done:
    Py_XDECREF(label);
    Py_XDECREF(table);
    Py_XDECREF(text);
    return (PyObject *)result;
}

/* capability_owner(capability): what it was made for, or None. */
static PyObject *
oc_capability_get_owner(PyObject *Py_UNUSED(self), PyObject *object)
{
    oc_capability *capability = (oc_capability *)object;
    if (!Py_IS_TYPE(object, &oc_capability_type) || capability->owner == NULL) {
        Py_RETURN_NONE;
    }
    return Py_NewRef(capability->owner);
}

/* capability_methods(capability): the names of its methods; None: it can have none. */
static PyObject *
oc_capability_get_methods(PyObject *Py_UNUSED(self), PyObject *object)
{
    oc_capability *capability = (oc_capability *)object;
    if (!Py_IS_TYPE(object, &oc_capability_type) || capability->names == NULL) {
        Py_RETURN_NONE;
    }
    return Py_NewRef(capability->names);
}

/* wire_encode(value, what="the value"): the bytes that cross for it. */
static PyObject *
oc_wire_encode_method(PyObject *Py_UNUSED(self), PyObject *args)
{
    PyObject *value, *bytes = NULL; /* value is borrowed */
    const char *what = "the value"; /* borrowed */
    oc_bytes out = {NULL, 0, 0};
    if (PyArg_ParseTuple(args, "O|s:wire_encode", &value, &what) &&
        oc_wire_encode(&out, value, what, NULL) == 0) {
        bytes = PyBytes_FromStringAndSize((const char *)out.data, (Py_ssize_t)out.size);
    }
    oc_bytes_free(&out);
    return bytes;
}

/* wire_decode(data): the value behind them. */
static PyObject *
oc_wire_decode_method(PyObject *Py_UNUSED(self), PyObject *data)
{
    if (!PyBytes_CheckExact(data)) {
        PyErr_SetString(PyExc_TypeError, "wire_decode() takes bytes");
        return NULL;
    }
    return oc_wire_decode((const unsigned char *)PyBytes_AS_STRING(data),
                          (size_t)PyBytes_GET_SIZE(data), NULL);
}

PyMethodDef oc_capability_methods[] = {
    {"wire_encode", oc_wire_encode_method, METH_VARARGS,
     "wire_encode(value, what='the value', /)\n--\n\nThe bytes that cross the boundary for a value."},
    {"wire_decode", oc_wire_decode_method, METH_O,
     "wire_decode(data, /)\n--\n\nThe value behind such bytes."},
    {"capability", (PyCFunction)(void (*)(void))oc_capability_make, METH_VARARGS | METH_KEYWORDS,
     "capability(func, name=None, *, methods=None, doc=None, owner=None)\n--\n\n"
     "A callable that a guest may hold; the broker calls func. methods: a dict of names and callables,\n"
     "which the guest finds as attributes; func may be None then, and name it."},
    {"capability_owner", oc_capability_get_owner, METH_O,
     "capability_owner(capability, /)\n--\n\nWhat a capability was made for, or None."},
    {"capability_methods", oc_capability_get_methods, METH_O,
     "capability_methods(capability, /)\n--\n\nThe names of its methods; None if it can have none."},
    {NULL, NULL, 0, NULL},
};
