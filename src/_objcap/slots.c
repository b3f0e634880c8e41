/* Slots of types that the host's objects share with the guest's (R8): what a function, a
 * partial or a property of the host gives or takes past the descriptors of guard.c. */
#include "objcap.h"

#include <string.h>

/* Puts `ours` behind the slot wrapper `name` of a type. Returns what was there, or NULL with
 * LookupError. */
static void *
oc_wrap_slot(PyTypeObject *type, const char *name, void *ours)
{
    PyObject *wrapper = PyDict_GetItemString(oc_type_dict(type), name); /* borrowed */
    if (wrapper == NULL || !Py_IS_TYPE(wrapper, &PyWrapperDescr_Type)) {
        PyErr_Format(PyExc_LookupError, "%s has no %s to guard", type->tp_name, name);
        return NULL;
    }
    void *old = ((PyWrapperDescrObject *)wrapper)->d_wrapped;
    ((PyWrapperDescrObject *)wrapper)->d_wrapped = ours;
    return old;
}

/* ------------------------------------------------------------ functions */

static newfunc oc_function_new_original;
static setattrofunc oc_function_setattro_original;

/* FunctionType(code, globals): called by C on a frame of the host, it takes H for globals
 * without __builtins__, and the function would count as the host's. */
static PyObject *
oc_function_new(PyTypeObject *type, PyObject *args, PyObject *kwargs)
{
    PyObject *function = oc_function_new_original(type, args, kwargs);
    if (function != NULL && oc_is_host_function(function)) {
        PyFunctionObject *made = (PyFunctionObject *)function;
        if (!oc_names_host_builtins(made->func_globals)) {
            made->func_builtins = Py_NewRef(oc.builtins);
            Py_DECREF(oc.host_builtins);
        }
    }
    return function;
}

/* function.name = value: the host's functions keep their attributes for the host, whose
 * code names what it sets. */
static int
oc_function_setattro(PyObject *self, PyObject *name, PyObject *value)
{
    if (oc_is_host_function(self)) {
        PyFrameObject *frame = PyEval_GetFrame(); /* borrowed */
        /* exact: a subclass may equal another text than its own */
        const char *text = PyUnicode_CheckExact(name) ? PyUnicode_AsUTF8(name) : NULL;
        if (text == NULL || frame == NULL || !oc_is_host_frame(frame) ||
            !oc_frame_names(frame, text)) {
            PyErr_Format(PyExc_AttributeError,
                         "objcap: %R of this function is the host's and opaque", name);
            return -1;
        }
    }
    return oc_function_setattro_original(self, name, value);
}

/* Slot wrappers `__setattr__` and `__delattr__`, those of object among them: CPython compares the
 * slot of the type with the one behind the wrapper, and on 3.13 does not notice that functions
 * have their own now. The slot of functions is passed to them.
 * The row of slots is changed in place: a wrapper with a row of its own would not be recognised
 * when a class is made, and every class would set attributes by a look-up of __setattr__. */
static wrapperfunc oc_wrap_setattr_original;
static wrapperfunc oc_wrap_delattr_original;

static PyObject *
oc_wrap_setattr(PyObject *self, PyObject *args, void *wrapped)
{
    return oc_wrap_setattr_original(
        self, args, PyFunction_Check(self) ? (void *)oc_function_setattro : wrapped);
}

static PyObject *
oc_wrap_delattr(PyObject *self, PyObject *args, void *wrapped)
{
    return oc_wrap_delattr_original(
        self, args, PyFunction_Check(self) ? (void *)oc_function_setattro : wrapped);
}

/* Functions get slot wrappers of their own: `function.__setattr__` is not that of object. */
static int
oc_guard_functions(void)
{
    static const char *const names[] = {"__setattr__", "__delattr__"};
    static const wrapperfunc ours[] = {oc_wrap_setattr, oc_wrap_delattr};
    static wrapperfunc *const originals[] = {&oc_wrap_setattr_original, &oc_wrap_delattr_original};
    oc_function_new_original = PyFunction_Type.tp_new;
    PyFunction_Type.tp_new = oc_function_new;
    oc_function_setattro_original = PyFunction_Type.tp_setattro;
    PyFunction_Type.tp_setattro = oc_function_setattro;
    for (int i = 0; i < 2; i++) {
        PyObject *of_object =
            PyDict_GetItemString(oc_type_dict(&PyBaseObject_Type), names[i]); /* borrowed */
        if (of_object == NULL || !Py_IS_TYPE(of_object, &PyWrapperDescr_Type)) {
            PyErr_Format(PyExc_LookupError, "object has no %s", names[i]);
            return -1;
        }
        PyWrapperDescrObject *wrapper = (PyWrapperDescrObject *)of_object;
        PyObject *own =
            PyDescr_NewWrapper(&PyFunction_Type, wrapper->d_base, (void *)oc_function_setattro);
        *originals[i] = wrapper->d_base->wrapper;
        wrapper->d_base->wrapper = ours[i];
        int status = own == NULL
                         ? -1
                         : PyDict_SetItemString(oc_type_dict(&PyFunction_Type), names[i], own);
        Py_XDECREF(own);
        if (status < 0) {
            return -1;
        }
    }
    PyType_Modified(&PyFunction_Type);
    return 0;
}

/* ------------------------------------------------------------ made once */

/* property, staticmethod and classmethod: calling __init__ of one that is complete would
 * change what a class of the host does, frozen or not. */
static struct {
    PyTypeObject *type;
    const char *members[4]; /* what a complete one has at least one of */
    Py_ssize_t offsets[3];
    initproc original;
} oc_once[] = {
    {&PyProperty_Type, {"fget", "fset", "fdel", NULL}, {0, 0, 0}, NULL},
    {&PyStaticMethod_Type, {"__func__", NULL, NULL, NULL}, {0, 0, 0}, NULL},
    {&PyClassMethod_Type, {"__func__", NULL, NULL, NULL}, {0, 0, 0}, NULL},
};

/* tp_init of the three, which refuses for one that is complete. Returns 0, or -1 with an
 * exception set. */
static int
oc_init_once(PyObject *self, PyObject *args, PyObject *kwargs)
{
    for (size_t i = 0; i < Py_ARRAY_LENGTH(oc_once); i++) {
        if (!PyObject_TypeCheck(self, oc_once[i].type)) {
            continue;
        }
        for (int k = 0; k < 3 && oc_once[i].offsets[k] != 0; k++) {
            PyObject *part = *(PyObject **)((char *)self + oc_once[i].offsets[k]); /* borrowed */
            if (part != NULL && part != Py_None) {
                PyErr_Format(PyExc_PermissionError, "objcap: a %s is made once; make another",
                             oc_once[i].type->tp_name);
                return -1;
            }
        }
        return oc_once[i].original(self, args, kwargs);
    }
    PyErr_SetString(PyExc_TypeError, "objcap: not a property, staticmethod or classmethod");
    return -1;
}

/* Installs that for the types and those below that have inherited the slot. */
static int
oc_guard_once(PyObject *types)
{
    for (size_t i = 0; i < Py_ARRAY_LENGTH(oc_once); i++) {
        PyTypeObject *type = oc_once[i].type;
        for (int k = 0; oc_once[i].members[k] != NULL; k++) {
            PyObject *member =
                PyDict_GetItemString(oc_type_dict(type), oc_once[i].members[k]); /* borrowed */
            if (member == NULL || !Py_IS_TYPE(member, &PyMemberDescr_Type)) {
                PyErr_Format(PyExc_LookupError, "%s.%s is no member", type->tp_name,
                             oc_once[i].members[k]);
                return -1;
            }
            oc_once[i].offsets[k] = ((PyMemberDescrObject *)member)->d_member->offset;
        }
        if (oc_wrap_slot(type, "__init__", (void *)oc_init_once) == NULL) {
            return -1;
        }
        oc_once[i].original = type->tp_init;
        for (Py_ssize_t k = 0; k < PyList_GET_SIZE(types); k++) {
            PyTypeObject *below = (PyTypeObject *)PyList_GET_ITEM(types, k);
            if (below->tp_init == oc_once[i].original) {
                below->tp_init = oc_init_once;
            }
        }
        type->tp_init = oc_init_once;
        PyType_Modified(type);
    }
    return 0;
}

/* ------------------------------------------------------------ partial */

static newfunc oc_partial_new_original;
static ternaryfunc oc_partial_call_original;
static reprfunc oc_partial_repr_original;

/* partial(f, ...): a partial of a partial takes the inner one's arguments over, which are
 * opaque if it is the host's. */
static PyObject *
oc_partial_new(PyTypeObject *type, PyObject *args, PyObject *kwargs)
{
    if (PyTuple_GET_SIZE(args) > 0 && oc_set_has(&oc.bound, PyTuple_GET_ITEM(args, 0))) {
        PyErr_SetString(PyExc_PermissionError,
                        "objcap: this callable is the host's and opaque; wrap it in a function");
        return NULL;
    }
    return oc_partial_new_original(type, args, kwargs);
}

/* The same from the guest's own functools, whose type is another one: up to 3.12 it knows a
 * partial by the function behind this slot, and does not know ours. */
static PyObject *
oc_partial_call(PyObject *self, PyObject *args, PyObject *kwargs)
{
    return oc_partial_call_original(self, args, kwargs);
}

static PyObject *
oc_partial_repr(PyObject *self)
{
    return oc_set_has(&oc.bound, self) ? PyUnicode_FromString("functools.partial(...)")
                                       : oc_partial_repr_original(self);
}

/* Installs that in the host's partial and in the types below it; the guest's is made afresh.
 * Returns 0, or -1 with an exception set. */
static int
oc_guard_partial(PyTypeObject *partial, PyObject *types)
{
    oc_partial_new_original = partial->tp_new;
    oc_partial_repr_original = partial->tp_repr;
    oc_partial_call_original = partial->tp_call;
    if (oc_wrap_slot(partial, "__repr__", (void *)oc_partial_repr) == NULL) {
        return -1;
    }
    for (Py_ssize_t i = 0; i < PyList_GET_SIZE(types); i++) {
        PyTypeObject *below = (PyTypeObject *)PyList_GET_ITEM(types, i);
        if (below->tp_new == oc_partial_new_original) {
            below->tp_new = oc_partial_new;
        }
        if (below->tp_repr == oc_partial_repr_original) {
            below->tp_repr = oc_partial_repr;
        }
        if (below->tp_call == oc_partial_call_original) {
            below->tp_call = oc_partial_call;
        }
    }
    PyType_Modified(partial);
    return 0;
}

/* ------------------------------------------------------------ what methods show */

static reprfunc oc_method_repr_original;

/* repr(method) shows the repr of the object behind it, which for a class of the host tells the
 * attributes of an object that nobody has handed out (a dataclass), and for a list its items. */
static PyObject *
oc_method_repr(PyObject *self)
{
    PyObject *object = PyMethod_GET_SELF(self); /* borrowed */
    if (!oc_method_hidden(self) || !oc_is_host_type(Py_TYPE(object))) {
        return oc_method_repr_original(self);
    }
    PyObject *name = PyObject_GetAttrString(PyMethod_GET_FUNCTION(self), "__qualname__");
    if (name == NULL || !PyUnicode_Check(name)) {
        PyErr_Clear();
        Py_XSETREF(name, PyUnicode_FromString("?"));
    }
    PyObject *text = name == NULL ? NULL : PyBaseObject_Type.tp_repr(object);
    PyObject *result =
        text == NULL ? NULL : PyUnicode_FromFormat("<bound method %U of %U>", name, text);
    Py_XDECREF(name);
    Py_XDECREF(text);
    return result;
}

/* Installs it. Returns 0, or -1 with an exception set. */
static int
oc_guard_reprs(void)
{
    oc_method_repr_original = PyMethod_Type.tp_repr;
    if (oc_wrap_slot(&PyMethod_Type, "__repr__", (void *)oc_method_repr) == NULL) {
        return -1;
    }
    PyMethod_Type.tp_repr = oc_method_repr;
    PyType_Modified(&PyMethod_Type);
    return 0;
}

/* guard_slots(types, partial): all of the above; `partial` is None if nobody has it. */
static PyObject *
oc_guard_slots(PyObject *Py_UNUSED(self), PyObject *args)
{
    PyObject *types, *partial; /* borrowed */
    if (!PyArg_ParseTuple(args, "O!O:guard_slots", &PyList_Type, &types, &partial)) {
        return NULL;
    }
    if (oc_guard_functions() < 0 || oc_guard_once(types) < 0 || oc_guard_reprs() < 0 ||
        (PyType_Check(partial) && oc_guard_partial((PyTypeObject *)partial, types) < 0)) {
        return NULL;
    }
    Py_RETURN_NONE;
}

PyMethodDef oc_slots_methods[] = {
    {"guard_slots", oc_guard_slots, METH_VARARGS,
     "guard_slots(types, partial, /)\n--\n\nFunctions, properties, partials and methods of the host."},
    {NULL, NULL, 0, NULL},
};
