/* mappingproxy compares and merges with the real dict of a type: it hands that
 * dict to a foreign __eq__, __or__ or __ror__, which can then edit `int`
 * (bpo-43838). The slots are made to work on a copy, and so are the slot
 * wrappers in its dict: `type(int.__dict__).__eq__` goes around the slot. */
#include "objcap.h"

#include <string.h>

static richcmpfunc oc_proxy_compare_original;
static binaryfunc oc_proxy_or_original;

/* Returns a new reference to something that compares like `object` and is not a
 * dict that anybody else holds: proxies are replaced by a copy of what they
 * show, other objects stay. NULL with an exception set. */
static PyObject *
oc_proxy_copy(PyObject *object)
{
    if (!Py_IS_TYPE(object, &PyDictProxy_Type)) {
        return Py_NewRef(object);
    }
    PyObject *mapping = oc_proxy_mapping(object); /* borrowed */
    if (PyDict_CheckExact(mapping)) {
        return PyDict_Copy(mapping);
    }
    return Py_NewRef(mapping); /* the guest's own mapping, or a proxy of one */
}

/* tp_richcompare of mappingproxy, on copies. */
static PyObject *
oc_proxy_compare(PyObject *self, PyObject *other, int op)
{
    PyObject *result = NULL;
    PyObject *left = oc_proxy_copy(self);
    PyObject *right = left == NULL ? NULL : oc_proxy_copy(other);
    if (right != NULL) {
        result = PyObject_RichCompare(left, right, op);
    }
    Py_XDECREF(left);
    Py_XDECREF(right);
    return result;
}

/* nb_or of mappingproxy, on copies. */
static PyObject *
oc_proxy_or(PyObject *self, PyObject *other)
{
    PyObject *result = NULL;
    PyObject *left = oc_proxy_copy(self);
    PyObject *right = left == NULL ? NULL : oc_proxy_copy(other);
    if (right != NULL) {
        result = PyNumber_Or(left, right);
    }
    Py_XDECREF(left);
    Py_XDECREF(right);
    return result;
}

/* guard_proxies(): installs both, in the slots and in the wrappers. */
static PyObject *
oc_guard_proxies(PyObject *Py_UNUSED(self), PyObject *Py_UNUSED(ignored))
{
    PyObject *key, *value; /* borrowed */
    Py_ssize_t at = 0;
    int wrappers = 0;

    oc_proxy_compare_original = PyDictProxy_Type.tp_richcompare;
    oc_proxy_or_original = PyDictProxy_Type.tp_as_number->nb_or;
    PyDictProxy_Type.tp_richcompare = oc_proxy_compare;
    PyDictProxy_Type.tp_as_number->nb_or = oc_proxy_or;
    while (PyDict_Next(oc_type_dict(&PyDictProxy_Type), &at, &key, &value)) {
        if (!Py_IS_TYPE(value, &PyWrapperDescr_Type)) {
            continue;
        }
        PyWrapperDescrObject *wrapper = (PyWrapperDescrObject *)value;
        if (wrapper->d_wrapped == (void *)oc_proxy_compare_original) {
            wrapper->d_wrapped = (void *)oc_proxy_compare;
            wrappers++;
        }
        else if (wrapper->d_wrapped == (void *)oc_proxy_or_original) {
            wrapper->d_wrapped = (void *)oc_proxy_or;
            wrappers++;
        }
    }
    PyType_Modified(&PyDictProxy_Type);
    if (wrappers != 8) { /* six comparisons, __or__, __ror__ */
        PyErr_Format(PyExc_LookupError, "mappingproxy has %d wrappers to guard, not 8", wrappers);
        return NULL;
    }
    Py_RETURN_NONE;
}

PyMethodDef oc_proxy_methods[] = {
    {"guard_proxies", oc_guard_proxies, METH_NOARGS,
     "guard_proxies()\n--\n\nmappingproxy compares and merges copies."},
    {NULL, NULL, 0, NULL},
};
