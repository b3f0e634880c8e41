/* Two types of the interpreter that hand out what is the host's.
 *
 * mappingproxy compares and merges with the real dict of a type: it hands that
 * dict to a foreign __eq__, __or__ or __ror__, which can then edit `int`
 * (bpo-43838). The slots are made to work on a copy, and so are the slot
 * wrappers in its dict: `type(int.__dict__).__eq__` goes around the slot. */
#include "objcap.h"

#include <string.h>

static richcmpfunc oc_proxy_compare_original;
static binaryfunc oc_proxy_or_original;

/* Returns a new reference to something that compares like `object` and is not a
 * mapping that anybody else holds: proxies are replaced by a copy of what they
 * show, other objects stay. NULL with an exception set. */
static PyObject *
oc_proxy_copy(PyObject *object)
{
    if (!Py_IS_TYPE(object, &PyDictProxy_Type)) {
        return Py_NewRef(object);
    }
    PyObject *mapping = oc_proxy_mapping(object); /* borrowed */
    if (PyDict_Check(mapping)) {
        return PyDict_Copy(mapping);
    }
    PyObject *copy = PyDict_New();
    if (copy != NULL && PyDict_Update(copy, mapping) < 0) {
        Py_CLEAR(copy);
    }
    return copy;
}

/* Is that a proxy of something that has its own idea of comparing: an OrderedDict, a
 * ChainMap? Only its own method may see it then; the other side meets the proxy. */
static int
oc_proxy_is_special(PyObject *object)
{
    return Py_IS_TYPE(object, &PyDictProxy_Type) && !PyDict_CheckExact(oc_proxy_mapping(object));
}

/* tp_richcompare of mappingproxy, on copies. */
static PyObject *
oc_proxy_compare(PyObject *self, PyObject *other, int op)
{
    PyObject *result = NULL;
    int special = oc_proxy_is_special(self);
    PyObject *left = special ? Py_NewRef(oc_proxy_mapping(self)) : oc_proxy_copy(self);
    PyObject *right = left == NULL ? NULL : oc_proxy_copy(other);
    if (right != NULL && !special) {
        result = PyObject_RichCompare(left, right, op);
    }
    else if (right != NULL) {
        richcmpfunc compare = Py_TYPE(left)->tp_richcompare;
        result = compare == NULL ? Py_NewRef(Py_NotImplemented) : compare(left, right, op);
    }
    Py_XDECREF(left);
    Py_XDECREF(right);
    return result;
}

static PyObject *oc_name_or, *oc_name_mapping; /* "__or__", "_mapping" */

/* left | right by the method of left's class alone: the slot of a class written in Python goes
 * on to hand `left` to right's __ror__ (seen). New reference, or NULL with an exception set. */
static PyObject *
oc_proxy_own_or(PyObject *left, PyObject *right)
{
    PyObject *method = Py_XNewRef(oc_type_lookup(Py_TYPE(left), oc_name_or));
    if (method == NULL) {
        Py_RETURN_NOTIMPLEMENTED;
    }
    descrgetfunc get = Py_TYPE(method)->tp_descr_get;
    PyObject *bound =
        get == NULL ? Py_NewRef(method) : get(method, left, (PyObject *)Py_TYPE(left));
    PyObject *result = bound == NULL ? NULL : PyObject_CallOneArg(bound, right);
    Py_DECREF(method);
    Py_XDECREF(bound);
    return result;
}

/* nb_or of mappingproxy, on copies. */
static PyObject *
oc_proxy_or(PyObject *self, PyObject *other)
{
    PyObject *result = NULL;
    int special = oc_proxy_is_special(self);
    PyObject *left = special ? Py_NewRef(oc_proxy_mapping(self)) : oc_proxy_copy(self);
    PyObject *right = left == NULL ? NULL : oc_proxy_copy(other);
    if (right != NULL && !special) {
        result = PyNumber_Or(left, right);
    }
    else if (right != NULL) {
        result = oc_proxy_own_or(left, right);
    }
    Py_XDECREF(left);
    Py_XDECREF(right);
    return result;
}

static struct {
    const char *name;
    PyCFunction original;
} oc_proxy_views[] = {{"keys", NULL}, {"values", NULL}, {"items", NULL}, {"copy", NULL}};

/* Is that a proxy of an object of a class that the host has written? */
static int
oc_proxy_of_host(PyObject *proxy)
{
    PyTypeObject *type = Py_TYPE(oc_proxy_mapping(proxy));
    return PyType_HasFeature(type, Py_TPFLAGS_HEAPTYPE) && oc_is_host_type(type);
}

/* keys(), values() and items() of a mapping written in Python (UserDict, ChainMap) give a
 * view which holds the mapping itself: it gets the proxy in its place. */
static PyObject *
oc_proxy_view(PyObject *self, int which)
{
    PyObject *view = oc_proxy_views[which].original(self, NULL);
    if (view == NULL || !oc_proxy_of_host(self)) {
        return view;
    }
    PyObject *held = PyObject_GetAttr(view, oc_name_mapping);
    if (held == NULL) {
        PyErr_Clear(); /* dict's own views have none */
    }
    else if (held == oc_proxy_mapping(self) && PyObject_SetAttr(view, oc_name_mapping, self) < 0) {
        Py_CLEAR(view);
    }
    Py_XDECREF(held);
    return view;
}

static PyObject *
oc_proxy_keys(PyObject *self, PyObject *Py_UNUSED(ignored))
{
    return oc_proxy_view(self, 0);
}

static PyObject *
oc_proxy_values(PyObject *self, PyObject *Py_UNUSED(ignored))
{
    return oc_proxy_view(self, 1);
}

static PyObject *
oc_proxy_items(PyObject *self, PyObject *Py_UNUSED(ignored))
{
    return oc_proxy_view(self, 2);
}

/* copy(): that of a ChainMap shares all maps but the first. What the proxy shows, as a dict. */
static PyObject *
oc_proxy_copying(PyObject *self, PyObject *Py_UNUSED(ignored))
{
    return oc_proxy_of_host(self) && !PyDict_Check(oc_proxy_mapping(self))
               ? oc_proxy_copy(self)
               : oc_proxy_views[3].original(self, NULL);
}

/* Installs the four. Returns 0, or -1 with an exception set. */
static int
oc_guard_views(void)
{
    static const PyCFunction ours[] = {oc_proxy_keys, oc_proxy_values, oc_proxy_items,
                                       oc_proxy_copying};
    oc_name_or = PyUnicode_InternFromString("__or__");
    oc_name_mapping = PyUnicode_InternFromString("_mapping");
    if (oc_name_or == NULL || oc_name_mapping == NULL) {
        return -1;
    }
    for (size_t i = 0; i < Py_ARRAY_LENGTH(ours); i++) {
        PyObject *method = PyDict_GetItemString(oc_type_dict(&PyDictProxy_Type),
                                                oc_proxy_views[i].name); /* borrowed */
        PyMethodDef *def = method == NULL ? NULL : oc_method_def(method);
        if (def == NULL || def->ml_flags != METH_NOARGS) {
            PyErr_Format(PyExc_LookupError, "mappingproxy.%s() cannot be guarded",
                         oc_proxy_views[i].name);
            return -1;
        }
        oc_proxy_views[i].original = def->ml_meth;
        def->ml_meth = ours[i];
    }
    return 0;
}

/* guard_proxies(): installs all of that, in the slots and in the wrappers. */
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
    if (oc_guard_views() < 0) {
        return NULL;
    }
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

/* ------------------------------------------------------------ context variables */

/* A context lists the variables that the host's modules set in it: whoever has one can
 * change what host code relies on (decimal's precision), or put something there that C
 * code takes for its own (a str for decimal's context: memory is corrupted, seen). So a
 * context lists those only that were made after the lockdown, by a call of their type:
 * C code makes its own otherwise, and the collector does not know them. */
static struct {
    PyMethodDef *def;
    PyCFunction original;
} oc_listings[3]; /* keys, values, items */

static getiterfunc oc_context_iter_original;
static newfunc oc_variable_new_original;

/* ContextVar(...) */
static PyObject *
oc_variable_new(PyTypeObject *type, PyObject *args, PyObject *kwargs)
{
    PyObject *variable = oc_variable_new_original(type, args, kwargs);
    if (variable != NULL && oc_set_add(&oc.variables, variable) < 0) {
        Py_CLEAR(variable);
    }
    return variable;
}

/* Lists a context: what `which` of the three gives for the variables of the guest. New
 * reference to an iterator, or NULL with an exception set. */
static PyObject *
oc_context_list(PyObject *self, int which)
{
    PyObject *list = PyList_New(0);
    PyObject *items = list == NULL ? NULL : oc_listings[2].original(self, NULL);
    PyObject *item = NULL;
    while (items != NULL && (item = PyIter_Next(items)) != NULL) {
        int failed = 0;
        if (oc_set_has(&oc.variables, PyTuple_GET_ITEM(item, 0))) {
            failed = PyList_Append(list, which == 2 ? item : PyTuple_GET_ITEM(item, which));
        }
        Py_DECREF(item);
        if (failed) {
            break;
        }
    }
    Py_XDECREF(items);
    PyObject *result = PyErr_Occurred() ? NULL : PyObject_GetIter(list);
    Py_XDECREF(list);
    return result;
}

static PyObject *
oc_context_keys(PyObject *self, PyObject *Py_UNUSED(ignored))
{
    return oc_context_list(self, 0);
}

static PyObject *
oc_context_values(PyObject *self, PyObject *Py_UNUSED(ignored))
{
    return oc_context_list(self, 1);
}

static PyObject *
oc_context_items(PyObject *self, PyObject *Py_UNUSED(ignored))
{
    return oc_context_list(self, 2);
}

static PyObject *
oc_context_iter(PyObject *self)
{
    return oc_context_list(self, 0);
}

/* guard_contexts(): the three methods, and iteration in the slot and in the wrapper. */
static PyObject *
oc_guard_contexts(PyObject *Py_UNUSED(self), PyObject *Py_UNUSED(ignored))
{
    static const struct {
        const char *name;
        PyCFunction function;
    } ours[] = {
        {"keys", oc_context_keys}, {"values", oc_context_values}, {"items", oc_context_items}};
    PyObject *dict = oc_type_dict(&PyContext_Type);
    PyObject *iter = PyDict_GetItemString(dict, "__iter__"); /* borrowed */
    for (int i = 0; i < 3; i++) {
        PyObject *method = PyDict_GetItemString(dict, ours[i].name); /* borrowed */
        PyMethodDef *def = method == NULL ? NULL : oc_method_def(method);
        if (def == NULL || def->ml_flags != METH_NOARGS) {
            PyErr_Format(PyExc_LookupError, "Context.%s() cannot be guarded", ours[i].name);
            return NULL;
        }
        oc_listings[i].def = def;
        oc_listings[i].original = def->ml_meth;
        def->ml_meth = ours[i].function;
    }
    oc_context_iter_original = PyContext_Type.tp_iter;
    if (iter == NULL || !Py_IS_TYPE(iter, &PyWrapperDescr_Type) ||
        ((PyWrapperDescrObject *)iter)->d_wrapped != (void *)oc_context_iter_original) {
        PyErr_SetString(PyExc_LookupError, "Context.__iter__ cannot be guarded");
        return NULL;
    }
    ((PyWrapperDescrObject *)iter)->d_wrapped = (void *)oc_context_iter;
    PyContext_Type.tp_iter = oc_context_iter;
    oc_variable_new_original = PyContextVar_Type.tp_new;
    PyContextVar_Type.tp_new = oc_variable_new;
    PyType_Modified(&PyContext_Type);
    PyType_Modified(&PyContextVar_Type);
    Py_RETURN_NONE;
}

PyMethodDef oc_proxy_methods[] = {
    {"guard_contexts", oc_guard_contexts, METH_NOARGS,
     "guard_contexts()\n--\n\nContexts do not list the variables of the host."},
    {"guard_proxies", oc_guard_proxies, METH_NOARGS,
     "guard_proxies()\n--\n\nmappingproxy compares and merges copies."},
    {NULL, NULL, 0, NULL},
};
