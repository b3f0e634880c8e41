/* What object.__reduce_ex__ asks of object.__getstate__ behind the guards.
 *
 * CPython knows its own __getstate__ by the address of the C function, and tells it that
 * the state is all there is: then it refuses objects that hold data in C ("cannot pickle
 * 'memoryview' object"). A guarded one has another address, and such objects were
 * pickled and copied without their data. So the question is asked here again, after
 * object_getstate_default() in Objects/typeobject.c. No power is used. */
#include "objcap.h"

#include <string.h>

static PyCFunction oc_reduce_ex_original;
static PyCFunction oc_getstate_original;
static PyObject *oc_reducing; /* borrowed: what object.__reduce_ex__ works on right now */

/* Names that are looked up, as objects that exist: without memory a look-up by a C string finds
 * nothing, and objects would be pickled without their data. */
enum { OC_REDUCE, OC_GETSTATE, OC_GETNEWARGS, OC_GETNEWARGS_EX, OC_NAMES };
static PyObject *oc_names[OC_NAMES];

/* Makes them. Returns 0, or -1 with MemoryError. */
static int
oc_names_init(void)
{
    static const char *const texts[] = {"__reduce__", "__getstate__", "__getnewargs__",
                                        "__getnewargs_ex__"};
    for (int i = 0; i < OC_NAMES; i++) {
        if (oc_names[i] == NULL && (oc_names[i] = PyUnicode_InternFromString(texts[i])) == NULL) {
            return -1;
        }
    }
    return 0;
}

/* What a type or its bases have under that name (borrowed), or NULL with no exception. */
static PyObject *
oc_in_mro(PyTypeObject *type, int name)
{
    PyObject *bases = type->tp_mro; /* borrowed */
    for (Py_ssize_t i = 0; bases != NULL && i < PyTuple_GET_SIZE(bases); i++) {
        PyTypeObject *base = (PyTypeObject *)PyTuple_GET_ITEM(bases, i);
        PyObject *found = PyDict_GetItemWithError(oc_type_dict(base), oc_names[name]); /* borrowed */
        if (found != NULL) {
            return found;
        }
    }
    return NULL;
}

/* Is `name` of this object what `object` has? */
static int
oc_has_objects_own(PyObject *self, int name)
{
    return oc_in_mro(Py_TYPE(self), name) ==
           PyDict_GetItemWithError(oc_type_dict(&PyBaseObject_Type), oc_names[name]);
}

/* object.__reduce_ex__(protocol), noting on whose behalf __getstate__ will be asked. */
static PyObject *
oc_reduce_ex(PyObject *self, PyObject *protocol)
{
    PyObject *outer = oc_reducing;
    int overflow = 0;
    int newer = PyLong_Check(protocol) && PyLong_AsLongAndOverflow(protocol, &overflow) >= 2;
    oc_reducing = newer && oc_has_objects_own(self, OC_REDUCE) ? self : NULL;
    PyObject *result = oc_reduce_ex_original(self, protocol);
    oc_reducing = outer;
    return result;
}

/* How large instances of a type are that hold nothing but a dict, weak references and
 * slots; -1 with an exception set. */
static Py_ssize_t
oc_plain_size(PyTypeObject *type)
{
    Py_ssize_t size = PyBaseObject_Type.tp_basicsize;
    if (type->tp_dictoffset != 0 && !PyType_HasFeature(type, Py_TPFLAGS_MANAGED_DICT)) {
        size += (Py_ssize_t)sizeof(PyObject *);
    }
    if (type->tp_weaklistoffset > 0) {
        size += (Py_ssize_t)sizeof(PyObject *);
    }
    PyObject *copyreg = PyImport_ImportModule("copyreg");
    PyObject *slots =
        copyreg == NULL ? NULL : PyObject_CallMethod(copyreg, "_slotnames", "O", (PyObject *)type);
    if (slots == NULL) {
        size = -1;
    }
    else if (PyList_Check(slots)) {
        size += (Py_ssize_t)sizeof(PyObject *) * PyList_GET_SIZE(slots);
    }
    Py_XDECREF(copyreg);
    Py_XDECREF(slots);
    return size;
}

/* object.__getstate__(), refusing where __reduce_ex__ would lose data. */
static PyObject *
oc_getstate(PyObject *self, PyObject *unused)
{
    PyTypeObject *type = Py_TYPE(self);
    if (oc_reducing != self || !oc_has_objects_own(self, OC_GETSTATE) || PyList_Check(self) ||
        PyDict_Check(self) || oc_in_mro(type, OC_GETNEWARGS_EX) != NULL ||
        oc_in_mro(type, OC_GETNEWARGS) != NULL) {
        return oc_getstate_original(self, unused);
    }
    oc_reducing = NULL;
    if (type->tp_itemsize != 0) {
        PyErr_Format(PyExc_TypeError, "cannot pickle %.200s objects", type->tp_name);
        return NULL;
    }
    Py_ssize_t size = oc_plain_size(type);
    if (size < 0) {
        return NULL;
    }
    if (type->tp_basicsize > size) {
        PyErr_Format(PyExc_TypeError, "cannot pickle '%.200s' object", type->tp_name);
        return NULL;
    }
    return oc_getstate_original(self, unused);
}

/* What a guard of that method calls when it admits the caller: of object.__reduce_ex__
 * and object.__getstate__ the functions above, of others `original` itself. NULL with
 * MemoryError. */
PyCFunction
oc_with_state(PyObject *function, PyCFunction original)
{
    if (oc_names_init() < 0) {
        return NULL;
    }
    if (Py_IS_TYPE(function, &PyMethodDescr_Type) &&
        PyDescr_TYPE(function) == &PyBaseObject_Type) {
        const char *name = ((PyMethodDescrObject *)function)->d_method->ml_name;
        if (strcmp(name, "__reduce_ex__") == 0) {
            oc_reduce_ex_original = original;
            return oc_reduce_ex;
        }
        if (strcmp(name, "__getstate__") == 0) {
            oc_getstate_original = original;
            return oc_getstate;
        }
    }
    return original;
}
