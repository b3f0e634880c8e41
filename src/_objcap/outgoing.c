/* Objects of the host that stand for capabilities: instances of objcap.caps.Cap.
 *
 * They are replaced before a value is encoded, because the replacement asks the object, which is
 * Python code of the host, and the encoder calls none (R10). No guest has such an object. */
#include "capability.h"

static PyTypeObject *oc_cap_type; /* the class (owned), or NULL: it was never imported */

#define OC_DEPTH (OC_WIRE_DEPTH + 1) /* what is nested deeper does not cross anyway */

/* Is there such an object in a list, tuple, set or dict? Calls no Python code. Without memory for
 * the members of a set the answer is yes: then that is raised by who copies it. */
static int
oc_has_cap(PyObject *value, int depth)
{
    if (PyObject_TypeCheck(value, oc_cap_type)) {
        return 1;
    }
    if (depth == OC_DEPTH) {
        return 0;
    }
    if (Py_IS_TYPE(value, &PySet_Type) || Py_IS_TYPE(value, &PyFrozenSet_Type)) {
        PyObject *members = PySequence_List(value);
        int found = members == NULL || oc_has_cap(members, depth); /* what is nested in it is not deeper */
        PyErr_Clear();
        Py_XDECREF(members);
        return found;
    }
    if (PyList_CheckExact(value) || PyTuple_CheckExact(value)) {
        for (Py_ssize_t i = 0; i < PySequence_Fast_GET_SIZE(value); i++) {
            if (oc_has_cap(PySequence_Fast_GET_ITEM(value, i), depth + 1)) {
                return 1;
            }
        }
    }
    else if (PyDict_CheckExact(value)) {
        PyObject *key, *item;
        Py_ssize_t at = 0;
        while (PyDict_Next(value, &at, &key, &item)) {
            if (oc_has_cap(key, depth + 1) || oc_has_cap(item, depth + 1)) {
                return 1;
            }
        }
    }
    return 0;
}

/* See capability.h. `name`: a str or None. */
PyObject *
oc_outgoing_one(PyObject *object, PyObject *name)
{
    if (oc_cap_type == NULL || !PyObject_TypeCheck(object, oc_cap_type)) {
        Py_RETURN_NONE;
    }
    PyObject *made = name == Py_None ? PyObject_CallMethod(object, "capability", NULL)
                                     : PyObject_CallMethod(object, "capability", "O", name);
    if (made != NULL && !Py_IS_TYPE(made, &oc_capability_type)) {
        PyErr_Format(PyExc_TypeError, "capability() of a %.100s must return a capability, not %.100s",
                     Py_TYPE(object)->tp_name, Py_TYPE(made)->tp_name);
        Py_CLEAR(made);
    }
    return made;
}

/* A copy with capabilities in the place of such objects. Runs Python code, which may change what is
 * copied. New reference, or NULL with an exception set. */
static PyObject *
oc_replace(PyObject *value, int depth)
{
    if (PyObject_TypeCheck(value, oc_cap_type)) {
        return oc_outgoing_one(value, Py_None);
    }
    if (!oc_has_cap(value, depth)) {
        return Py_NewRef(value);
    }
    if (PyDict_CheckExact(value)) {
        PyObject *copy = PyDict_New(), *items = PyDict_Items(value);
        for (Py_ssize_t i = 0; copy != NULL && items != NULL && i < PyList_GET_SIZE(items); i++) {
            PyObject *pair = PyList_GET_ITEM(items, i); /* borrowed, of a list that only we have */
            PyObject *key = oc_replace(PyTuple_GET_ITEM(pair, 0), depth + 1);
            PyObject *item = key == NULL ? NULL : oc_replace(PyTuple_GET_ITEM(pair, 1), depth + 1);
            if (item == NULL || PyDict_SetItem(copy, key, item) < 0) {
                Py_CLEAR(copy);
            }
            Py_XDECREF(key);
            Py_XDECREF(item);
        }
        if (items == NULL) {
            Py_CLEAR(copy);
        }
        Py_XDECREF(items);
        return copy;
    }
    PyObject *copy = PySequence_List(value);
    for (Py_ssize_t i = 0; copy != NULL && i < PyList_GET_SIZE(copy); i++) {
        PyObject *item = oc_replace(PyList_GET_ITEM(copy, i), depth + 1);
        if (item == NULL || PyList_SetItem(copy, i, item) < 0) {
            Py_CLEAR(copy);
        }
    }
    if (copy != NULL && !PyList_CheckExact(value)) { /* a tuple, set or frozenset */
        Py_SETREF(copy, PyObject_CallOneArg((PyObject *)Py_TYPE(value), copy));
    }
    return copy;
}

/* See capability.h. */
PyObject *
oc_outgoing(PyObject *value)
{
    return oc_cap_type == NULL ? Py_NewRef(value) : oc_replace(value, 0);
}

/* See capability.h. */
int
oc_outgoing_all(PyObject *const *values, Py_ssize_t count, PyObject **made)
{
    *made = NULL;
    for (Py_ssize_t i = 0; oc_cap_type != NULL && i < count; i++) {
        if (!oc_has_cap(values[i], 0)) {
            continue;
        }
        PyObject *all = PyTuple_New(count);
        for (Py_ssize_t j = 0; all != NULL && j < count; j++) {
            PyObject *item = oc_replace(values[j], 0);
            if (item == NULL) {
                Py_CLEAR(all);
            }
            else {
                PyTuple_SET_ITEM(all, j, item);
            }
        }
        *made = all;
        return all == NULL ? -1 : 0;
    }
    return 0;
}

/* cap_class(type): its instances stand for capabilities. */
static PyObject *
oc_set_cap_class(PyObject *Py_UNUSED(self), PyObject *type)
{
    if (!PyType_Check(type)) {
        PyErr_SetString(PyExc_TypeError, "cap_class() takes a class");
        return NULL;
    }
    Py_XSETREF(oc_cap_type, (PyTypeObject *)Py_NewRef(type));
    Py_RETURN_NONE;
}

/* Whatever is no plain value counts as the number of a capability. */
static int
oc_size_number(void *Py_UNUSED(data), PyObject *Py_UNUSED(object), unsigned char *tag, uint32_t *number)
{
    *tag = 'C';
    *number = 0;
    return 1;
}

/* wire_size(value): how many bytes cross for it; capabilities and functions count 5 each. */
static PyObject *
oc_wire_size(PyObject *Py_UNUSED(self), PyObject *value)
{
    static const oc_wire_hooks hooks = {NULL, oc_size_number, NULL, 0};
    oc_bytes out = {NULL, 0, 0};
    PyObject *size = NULL;
    if (oc_wire_encode(&out, value, "the value", &hooks) == 0) {
        size = PyLong_FromSize_t(out.size);
    }
    oc_bytes_free(&out);
    return size;
}

/* Is it data all through? Calls no Python code. */
static int
oc_is_plain(PyObject *value, int depth)
{
    PyTypeObject *type = Py_TYPE(value);
    if (value == Py_None || type == &PyUnicode_Type || type == &PyLong_Type || type == &PyFloat_Type ||
        type == &PyBytes_Type || type == &PyBool_Type || type == &PyComplex_Type) {
        return 1;
    }
    if (depth == OC_DEPTH) {
        return 0;
    }
    if (type == &PyList_Type || type == &PyTuple_Type) {
        for (Py_ssize_t i = 0; i < PySequence_Fast_GET_SIZE(value); i++) {
            if (!oc_is_plain(PySequence_Fast_GET_ITEM(value, i), depth + 1)) {
                return 0;
            }
        }
        return 1;
    }
    PyObject *key, *item;
    Py_ssize_t at = 0;
    if (type == &PyDict_Type) {
        while (PyDict_Next(value, &at, &key, &item)) {
            if (!oc_is_plain(key, depth + 1) || !oc_is_plain(item, depth + 1)) {
                return 0;
            }
        }
        return 1;
    }
    return 0;
}

/* is_plain(value): does it consist of None, bool, int, float, complex, str, bytes, list, tuple and dict? */
static PyObject *
oc_is_plain_method(PyObject *Py_UNUSED(self), PyObject *value)
{
    return PyBool_FromLong(oc_is_plain(value, 0));
}

PyMethodDef oc_outgoing_methods[] = {
    {"cap_class", oc_set_cap_class, METH_O,
     "cap_class(type, /)\n--\n\nIts instances stand for capabilities, wherever values cross."},
    {"is_plain", oc_is_plain_method, METH_O,
     "is_plain(value, /)\n--\n\nIs a value plain data all through? Sets are not looked into."},
    {"wire_size", oc_wire_size, METH_O,
     "wire_size(value, /)\n--\n\nHow many bytes cross for a value; 5 for what is no plain value."},
    {NULL, NULL, 0, NULL},
};
