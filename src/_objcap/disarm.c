/* Disarm (R6): C functions and types of modules without a permit are replaced
 * in place by ones that refuse.
 *
 * The function is replaced in its definition (PyMethodDef.ml_meth): so every
 * reference that exists is disarmed, and every one that a module makes from the
 * same definitions when it is initialised again (seen with time.tzset). */
#include "objcap.h"

#include <string.h>

/* ------------------------------------------------------------ refusing functions */

/* Says which module or type refused, from C strings only (R1). */
static void
oc_raise_disarmed(PyObject *self)
{
    const char *owner = "a C function";
    if (self != NULL && PyModule_Check(self)) {
        PyModuleDef *def = PyModule_GetDef(self);
        if (def != NULL) {
            owner = def->m_name;
        }
        PyErr_Clear();
    }
    else if (self != NULL && PyType_Check(self)) {
        owner = ((PyTypeObject *)self)->tp_name;
    }
    else if (self != NULL) {
        owner = Py_TYPE(self)->tp_name;
    }
    PyErr_Format(PyExc_PermissionError, "objcap: refused: this part of '%.100s' is disarmed", owner);
}

/* METH_VARARGS, METH_NOARGS, METH_O */
static PyObject *
oc_refuse_plain(PyObject *self, PyObject *Py_UNUSED(args))
{
    oc_raise_disarmed(self);
    return NULL;
}

/* METH_VARARGS | METH_KEYWORDS, and tp_call */
static PyObject *
oc_refuse_keywords(PyObject *self, PyObject *Py_UNUSED(args), PyObject *Py_UNUSED(kwargs))
{
    oc_raise_disarmed(self);
    return NULL;
}

/* METH_FASTCALL */
static PyObject *
oc_refuse_fast(PyObject *self, PyObject *const *Py_UNUSED(args), Py_ssize_t Py_UNUSED(count))
{
    oc_raise_disarmed(self);
    return NULL;
}

/* METH_FASTCALL | METH_KEYWORDS */
static PyObject *
oc_refuse_fast_keywords(PyObject *self, PyObject *const *Py_UNUSED(args),
                        Py_ssize_t Py_UNUSED(count), PyObject *Py_UNUSED(names))
{
    oc_raise_disarmed(self);
    return NULL;
}

/* METH_METHOD | METH_FASTCALL | METH_KEYWORDS */
static PyObject *
oc_refuse_method(PyObject *self, PyTypeObject *Py_UNUSED(cls), PyObject *const *Py_UNUSED(args),
                 Py_ssize_t Py_UNUSED(count), PyObject *Py_UNUSED(names))
{
    oc_raise_disarmed(self);
    return NULL;
}

/* The refusing function of a calling convention. */
static PyCFunction
oc_refusal(int flags)
{
    switch (flags & (METH_VARARGS | METH_KEYWORDS | METH_NOARGS | METH_O | METH_FASTCALL |
                     METH_METHOD)) {
    case METH_VARARGS | METH_KEYWORDS:
        return (PyCFunction)(void (*)(void))oc_refuse_keywords;
    case METH_FASTCALL:
        return (PyCFunction)(void (*)(void))oc_refuse_fast;
    case METH_FASTCALL | METH_KEYWORDS:
        return (PyCFunction)(void (*)(void))oc_refuse_fast_keywords;
    case METH_METHOD | METH_FASTCALL | METH_KEYWORDS:
        return (PyCFunction)(void (*)(void))oc_refuse_method;
    default:
        return oc_refuse_plain;
    }
}

/* Replaces a C function in its definition. Cannot fail. */
void
oc_disarm_def(PyMethodDef *def)
{
    def->ml_meth = oc_refusal(def->ml_flags);
}

/* See objcap.h. */
int
oc_is_disarmed(const PyMethodDef *def)
{
    return def->ml_meth == oc_refusal(def->ml_flags);
}

/* ------------------------------------------------------------ modules */

/* Is `name` in the exact set, tuple or dict `names`? -1 with an exception set. */
static int
oc_named(PyObject *names, const char *name)
{
    if (names == NULL || names == Py_None) {
        return 0;
    }
    PyObject *text = PyUnicode_FromString(name);
    int found = text == NULL ? -1 : PySequence_Contains(names, text);
    Py_XDECREF(text);
    return found;
}

/* Disarms the functions of a module: those in `names`, or (keep) all others.
 * Looks at the module's own table and at what its dict holds besides. */
static int
oc_disarm_functions_of(PyObject *module, PyObject *names, int keep)
{
    if (!keep && PyObject_Size(names) == 0) {
        return 0; /* most permitted modules: nothing is refused */
    }
    PyModuleDef *def = PyModule_GetDef(module);
    if (def == NULL) {
        PyErr_Clear(); /* a module without C functions */
    }
    for (PyMethodDef *method = def == NULL ? NULL : def->m_methods;
         method != NULL && method->ml_name != NULL; method++) {
        int named = oc_named(names, method->ml_name);
        if (named < 0) {
            return -1;
        }
        if (named != keep) {
            oc_disarm_def(method);
        }
    }
    PyObject *key, *value; /* borrowed */
    Py_ssize_t at = 0;
    while (PyDict_Next(PyModule_GetDict(module), &at, &key, &value)) {
        if (!PyCFunction_Check(value) || !PyUnicode_Check(key) ||
            PyCFunction_GET_SELF(value) != module) {
            continue;
        }
        int named = oc_named(names, ((PyCFunctionObject *)value)->m_ml->ml_name);
        if (named < 0) {
            return -1;
        }
        if (named != keep) {
            oc_disarm_def(((PyCFunctionObject *)value)->m_ml);
        }
    }
    return 0;
}

/* For the importer: disarms `names` of an extension module that it has made.
 * Borrows both. Returns 0, or -1 with an exception set. */
int
oc_disarm_module(PyObject *module, PyObject *names)
{
    return PyModule_Check(module) ? oc_disarm_functions_of(module, names, 0) : 0;
}

/* disarm_functions(module, names, keep): see oc_disarm_functions_of. */
static PyObject *
oc_disarm_functions(PyObject *Py_UNUSED(self), PyObject *args)
{
    PyObject *module, *names; /* borrowed */
    int keep;

    if (!PyArg_ParseTuple(args, "O!Op:disarm_functions", &PyModule_Type, &module, &names, &keep)) {
        return NULL;
    }
    if (oc_disarm_functions_of(module, names, keep) < 0) {
        return NULL;
    }
    Py_RETURN_NONE;
}

/* disarm_method(function): one C function or method, in its definition. */
static PyObject *
oc_disarm_method(PyObject *Py_UNUSED(self), PyObject *function)
{
    PyMethodDef *def = oc_method_def(function);
    if (def == NULL) {
        return NULL;
    }
    oc_disarm_def(def);
    Py_RETURN_NONE;
}

/* ------------------------------------------------------------ types */

static PyObject *
oc_refuse_new(PyTypeObject *type, PyObject *Py_UNUSED(args), PyObject *Py_UNUSED(kwargs))
{
    PyErr_Format(PyExc_TypeError, "objcap: cannot create '%.100s' instances", type->tp_name);
    return NULL;
}

static int
oc_refuse_init(PyObject *self, PyObject *Py_UNUSED(args), PyObject *Py_UNUSED(kwargs))
{
    PyErr_Format(PyExc_TypeError, "objcap: '%.100s' has no constructor", Py_TYPE(self)->tp_name);
    return -1;
}

static PyObject *
oc_refuse_unary(PyObject *self)
{
    oc_raise_disarmed(self);
    return NULL;
}

static PyObject *
oc_refuse_binary(PyObject *self, PyObject *Py_UNUSED(other))
{
    oc_raise_disarmed(self);
    return NULL;
}

static PyObject *
oc_refuse_item(PyObject *self, Py_ssize_t Py_UNUSED(index))
{
    oc_raise_disarmed(self);
    return NULL;
}

static int
oc_refuse_set_item(PyObject *self, Py_ssize_t Py_UNUSED(index), PyObject *Py_UNUSED(value))
{
    oc_raise_disarmed(self);
    return -1;
}

static int
oc_refuse_set_key(PyObject *self, PyObject *Py_UNUSED(key), PyObject *Py_UNUSED(value))
{
    oc_raise_disarmed(self);
    return -1;
}

static int
oc_refuse_setter(PyObject *self, PyObject *Py_UNUSED(value), void *Py_UNUSED(closure))
{
    oc_raise_disarmed(self);
    return -1;
}

static int
oc_refuse_buffer(PyObject *self, Py_buffer *view, int Py_UNUSED(flags))
{
    view->obj = NULL;
    oc_raise_disarmed(self);
    return -1;
}

/* The slots that act, as a type had them before it was disarmed. Types that
 * inherited a slot hold a copy of it, so they are compared with these. */
typedef struct {
    newfunc new;
    initproc init;
    ternaryfunc call;
    iternextfunc next;
    binaryfunc get_key;
    objobjargproc set_key;
    ssizeargfunc get_item;
    ssizeobjargproc set_item;
    getbufferproc buffer;
} oc_acting_slots;

/* Reads the acting slots of a type. */
static oc_acting_slots
oc_read_slots(const PyTypeObject *type)
{
    oc_acting_slots slots = {
        .new = type->tp_new,
        .init = type->tp_init,
        .call = type->tp_call,
        .next = type->tp_iternext,
    };
    if (type->tp_as_mapping != NULL) {
        slots.get_key = type->tp_as_mapping->mp_subscript;
        slots.set_key = type->tp_as_mapping->mp_ass_subscript;
    }
    if (type->tp_as_sequence != NULL) {
        slots.get_item = type->tp_as_sequence->sq_item;
        slots.set_item = type->tp_as_sequence->sq_ass_item;
    }
    if (type->tp_as_buffer != NULL) {
        slots.buffer = type->tp_as_buffer->bf_getbuffer;
    }
    return slots;
}

/* Puts a refusing function into `slot` if it holds what the disarmed type had. */
#define OC_DISARM_SLOT(slot, old, with)         \
    do {                                        \
        if ((old) != NULL && (slot) == (old)) { \
            (slot) = (with);                    \
        }                                       \
    } while (0)

/* Disarms the slots of a type that it has from a disarmed type, which may be
 * itself. Slots that lead to Python code (`slot_tp_init`) stay. Cannot fail. */
static void
oc_disarm_slots(PyTypeObject *type, const oc_acting_slots *old)
{
    type->tp_flags &= ~Py_TPFLAGS_HAVE_VECTORCALL;
    type->tp_vectorcall = NULL;
    OC_DISARM_SLOT(type->tp_new, old->new, oc_refuse_new);
    OC_DISARM_SLOT(type->tp_init, old->init, oc_refuse_init);
    OC_DISARM_SLOT(type->tp_call, old->call, oc_refuse_keywords);
    OC_DISARM_SLOT(type->tp_iternext, old->next, oc_refuse_unary);
    if (type->tp_as_mapping != NULL) {
        OC_DISARM_SLOT(type->tp_as_mapping->mp_subscript, old->get_key, oc_refuse_binary);
        OC_DISARM_SLOT(type->tp_as_mapping->mp_ass_subscript, old->set_key, oc_refuse_set_key);
    }
    if (type->tp_as_sequence != NULL) {
        OC_DISARM_SLOT(type->tp_as_sequence->sq_item, old->get_item, oc_refuse_item);
        OC_DISARM_SLOT(type->tp_as_sequence->sq_ass_item, old->set_item, oc_refuse_set_item);
    }
    if (type->tp_as_buffer != NULL) {
        OC_DISARM_SLOT(type->tp_as_buffer->bf_getbuffer, old->buffer, oc_refuse_buffer);
    }
    PyType_Modified(type);
}

/* The refusing function for the slot wrapper of that name, or NULL if the slot
 * does not act. */
static void *
oc_wrapper_refusal(const char *name, void *wrapped, PyTypeObject *type)
{
    if (strcmp(name, "__init__") == 0) {
        return (void *)oc_refuse_init;
    }
    if (strcmp(name, "__call__") == 0) {
        return (void *)oc_refuse_keywords;
    }
    if (strcmp(name, "__next__") == 0 || strcmp(name, "__iter__") == 0) {
        return (void *)oc_refuse_unary;
    }
    int set = strcmp(name, "__setitem__") == 0 || strcmp(name, "__delitem__") == 0;
    if (!set && strcmp(name, "__getitem__") != 0) {
        return NULL;
    }
    PySequenceMethods *sequence = type->tp_as_sequence;
    if (sequence != NULL && (wrapped == (void *)sequence->sq_item ||
                             wrapped == (void *)sequence->sq_ass_item)) {
        return set ? (void *)oc_refuse_set_item : (void *)oc_refuse_item;
    }
    return set ? (void *)oc_refuse_set_key : (void *)oc_refuse_binary;
}

/* Disarms what the dict of a type holds: methods, setters, slot wrappers.
 * `__dict__` and `__weakref__` share their tables between all classes. */
static void
oc_disarm_dict(PyTypeObject *type)
{
    PyObject *key, *value; /* borrowed */
    Py_ssize_t at = 0;

    while (PyDict_Next(oc_type_dict(type), &at, &key, &value)) {
        if (Py_IS_TYPE(value, &PyMethodDescr_Type) || Py_IS_TYPE(value, &PyClassMethodDescr_Type)) {
            oc_disarm_def(((PyMethodDescrObject *)value)->d_method);
        }
        else if (Py_IS_TYPE(value, &PyGetSetDescr_Type)) {
            PyGetSetDef *def = ((PyGetSetDescrObject *)value)->d_getset;
            if (def->set != NULL && strcmp(def->name, "__dict__") != 0 &&
                strcmp(def->name, "__weakref__") != 0) {
                def->set = oc_refuse_setter;
            }
        }
        else if (Py_IS_TYPE(value, &PyWrapperDescr_Type)) {
            PyWrapperDescrObject *wrapper = (PyWrapperDescrObject *)value;
            void *with = oc_wrapper_refusal(wrapper->d_base->name, wrapper->d_wrapped, type);
            if (with != NULL) {
                wrapper->d_wrapped = with;
            }
        }
    }
}

/* Does a type of C lack a permit? Types are told by the module part of their C
 * name; those without one belong to the core. `keep` has module names and full
 * type names, `trusted` top-level packages. Returns 1, 0, or -1. */
static int
oc_type_refused(const PyTypeObject *type, PyObject *keep, PyObject *trusted)
{
    const char *name = type->tp_name;
    const char *last = strrchr(name, '.');
    if (last == NULL) {
        return 0;
    }
    const struct {
        PyObject *set;
        Py_ssize_t size;
    } tries[] = {
        {keep, last - name},                        /* the module */
        {keep, (Py_ssize_t)strlen(name)},           /* the type itself */
        {trusted, strchr(name, '.') - name},        /* the top-level package */
    };
    int kept = 0;
    for (size_t i = 0; kept == 0 && i < Py_ARRAY_LENGTH(tries); i++) {
        PyObject *text = PyUnicode_DecodeUTF8(name, tries[i].size, "replace");
        kept = text == NULL ? -1 : PySet_Contains(tries[i].set, text);
        Py_XDECREF(text);
    }
    return kept < 0 ? -1 : !kept;
}

/* Has the policy taken this type away? */
static int
oc_type_removed(PyTypeObject *type, PyObject *removed)
{
    for (Py_ssize_t i = 0; i < PyTuple_GET_SIZE(removed); i++) {
        if (PyTuple_GET_ITEM(removed, i) == (PyObject *)type) {
            return 1;
        }
    }
    return 0;
}

/* A type of the core that a policy takes away loses what `oc_acting_slots` does not know
 * as well: instances that C code makes (BytesIO.getbuffer) are good for nothing. */
static void
oc_disarm_rest(PyTypeObject *type)
{
    static const char *const kept[] = {"__getattribute__", "__init__", "__iter__",
                                       "__getitem__", "__setitem__", "__delitem__"};
    PyObject *names = PyDict_Keys(oc_type_dict(type));
    for (Py_ssize_t i = 0; names != NULL && i < PyList_GET_SIZE(names); i++) {
        PyObject *name = PyList_GET_ITEM(names, i); /* borrowed */
        PyObject *value = PyDict_GetItemWithError(oc_type_dict(type), name); /* borrowed */
        int keep = value == NULL || !Py_IS_TYPE(value, &PyWrapperDescr_Type);
        for (size_t k = 0; k < Py_ARRAY_LENGTH(kept); k++) {
            keep |= PyUnicode_CompareWithASCIIString(name, kept[k]) == 0;
        }
        if (!keep) {
            PyDict_DelItem(oc_type_dict(type), name);
        }
    }
    Py_XDECREF(names);
    PyErr_Clear();
    type->tp_richcompare = PyBaseObject_Type.tp_richcompare;
    type->tp_hash = PyBaseObject_Type.tp_hash;
    type->tp_repr = PyBaseObject_Type.tp_repr;
    type->tp_iter = oc_refuse_unary;
    type->tp_as_number = NULL;
    if (type->tp_as_sequence != NULL) {
        type->tp_as_sequence->sq_length = NULL;
        type->tp_as_sequence->sq_contains = NULL;
    }
    if (type->tp_as_mapping != NULL) {
        type->tp_as_mapping->mp_length = NULL;
    }
    PyType_Modified(type);
}

/* disarm_types(types, keep, trusted, removed): disarms every type of a module without a
 * permit, those that a policy has taken away, and what their subtypes have inherited.
 * Returns how many. */
static PyObject *
oc_disarm_types(PyObject *Py_UNUSED(self), PyObject *args)
{
    PyObject *types, *keep, *trusted, *removed; /* borrowed */
    oc_set refused = {NULL, 0, 0};
    oc_acting_slots *saved = NULL;
    PyTypeObject **owners = NULL;
    Py_ssize_t count = 0, size;

    if (!PyArg_ParseTuple(args, "O!O!O!O!:disarm_types", &PyList_Type, &types, &PyFrozenSet_Type,
                          &keep, &PyFrozenSet_Type, &trusted, &PyTuple_Type, &removed)) {
        return NULL;
    }
    size = PyList_GET_SIZE(types);
    saved = PyMem_RawCalloc((size_t)size + 1, sizeof *saved);
    owners = PyMem_RawCalloc((size_t)size + 1, sizeof *owners);
    if (saved == NULL || owners == NULL) {
        PyErr_NoMemory();
        goto failed;
    }
    for (Py_ssize_t i = 0; i < size; i++) {
        PyTypeObject *type = (PyTypeObject *)PyList_GET_ITEM(types, i);
        int status = oc_type_removed(type, removed) ? 1 : oc_type_refused(type, keep, trusted);
        if (status < 0 || (status && oc_set_add(&refused, (PyObject *)type) < 0)) {
            goto failed;
        }
        if (status) {
            owners[count] = type;
            saved[count++] = oc_read_slots(type);
        }
    }
    for (Py_ssize_t i = 0; i < size; i++) {
        PyTypeObject *type = (PyTypeObject *)PyList_GET_ITEM(types, i);
        PyObject *bases = type->tp_mro; /* borrowed */
        for (Py_ssize_t k = 0; bases != NULL && k < PyTuple_GET_SIZE(bases); k++) {
            PyObject *base = PyTuple_GET_ITEM(bases, k);
            if (!oc_set_has(&refused, base)) {
                continue;
            }
            if ((PyObject *)type == base) {
                oc_disarm_dict(type); /* compares with the slots, so it comes first */
            }
            if ((PyObject *)type == base && oc_type_removed(type, removed)) {
                oc_disarm_rest(type);
            }
            for (Py_ssize_t n = 0; n < count; n++) {
                if ((PyObject *)owners[n] == base) {
                    oc_disarm_slots(type, &saved[n]);
                }
            }
        }
    }
    PyMem_RawFree(saved);
    PyMem_RawFree(owners);
    PyMem_RawFree(refused.slots); /* the types stay alive: they are the host's */
    return PyLong_FromSsize_t(count);

failed:
    PyMem_RawFree(saved);
    PyMem_RawFree(owners);
    return NULL;
}

/* neuter(type, types): takes the constructor of a type, and of those of the list that
 * are below it, away: in the slot and in the wrapper (R5). Leaves the rest alone. */
static PyObject *
oc_neuter(PyObject *Py_UNUSED(self), PyObject *args)
{
    PyTypeObject *type; /* borrowed */
    PyObject *types; /* borrowed */

    if (!PyArg_ParseTuple(args, "O!O!:neuter", &PyType_Type, &type, &PyList_Type, &types)) {
        return NULL;
    }
    newfunc old_new = type->tp_new;
    initproc old_init = type->tp_init;
    PyObject *wrapper = PyDict_GetItemString(oc_type_dict(type), "__init__"); /* borrowed */
    if (wrapper != NULL && Py_IS_TYPE(wrapper, &PyWrapperDescr_Type)) {
        ((PyWrapperDescrObject *)wrapper)->d_wrapped = (void *)oc_refuse_init;
    }
    for (Py_ssize_t i = -1; i < PyList_GET_SIZE(types); i++) {
        PyTypeObject *below = i < 0 ? type : (PyTypeObject *)PyList_GET_ITEM(types, i);
        if (!PyType_IsSubtype(below, type)) {
            continue;
        }
        if (below->tp_new == old_new && below->tp_new != NULL) {
            below->tp_new = oc_refuse_new;
        }
        if (below->tp_init == old_init && old_init != PyBaseObject_Type.tp_init) {
            below->tp_init = oc_refuse_init;
        }
        below->tp_vectorcall = NULL;
        PyType_Modified(below);
    }
    Py_RETURN_NONE;
}

PyMethodDef oc_disarm_methods[] = {
    {"disarm_functions", oc_disarm_functions, METH_VARARGS,
     "disarm_functions(module, names, keep, /)\n--\n\nDisarm those names, or all others."},
    {"disarm_method", oc_disarm_method, METH_O,
     "disarm_method(function, /)\n--\n\nDisarm one C function in its definition."},
    {"disarm_types", oc_disarm_types, METH_VARARGS,
     "disarm_types(types, keep, trusted, removed, /)\n--\n\nDisarm all types but those."},
    {"neuter", oc_neuter, METH_VARARGS,
     "neuter(type, types, /)\n--\n\nTake the constructor of a type away."},
    {NULL, NULL, 0, NULL},
};
