/* Guard (R8): introspection refuses on the host's objects, whoever asks, and
 * goes on working on the guest's.
 *
 * A descriptor stays where it is and keeps its type: only the table behind it
 * is replaced by one of our own. So a descriptor that somebody saved earlier,
 * or takes from `type.__dict__`, is guarded as well. */
#include "objcap.h"

#include <string.h>

/* ------------------------------------------------------------ the rules */

/* What the walk has recorded one by one: partials, bound methods, iterators. */
static int
oc_known_hidden(PyObject *self)
{
    return oc_set_has(&oc.bound, self);
}

/* Bound methods of the host's functions, those that exist at the lockdown, and those of a
 * C callable bound to an instance of a class of the host (functools.lru_cache on a method). */
int
oc_method_hidden(PyObject *self)
{
    PyObject *function = PyMethod_GET_FUNCTION(self); /* borrowed */
    PyTypeObject *type = Py_TYPE(PyMethod_GET_SELF(self));
    return oc_is_host_function(function) || oc_known_hidden(self) ||
           (!PyFunction_Check(function) && PyType_HasFeature(type, Py_TPFLAGS_HEAPTYPE) &&
            oc_set_has(&oc.types, type));
}

static int
oc_frame_hidden(PyObject *self)
{
    return oc_is_host_frame((PyFrameObject *)self);
}

static int
oc_traceback_hidden(PyObject *self)
{
    return oc_is_host_frame(((PyTracebackObject *)self)->tb_frame);
}

/* A generator, coroutine or async generator is the host's if its code is. */
int
oc_is_host_generator(PyObject *self)
{
    PyCodeObject *code = oc_gen_code(self);
    int hidden = code == NULL || oc_set_has(&oc.codes, code);
    Py_XDECREF(code);
    return hidden;
}

static int
oc_code_hidden(PyObject *self)
{
    return oc_set_has(&oc.codes, self);
}

/* C functions bound to a module of the host, save the two that are the guest's
 * as well (their dicts were rebuilt), and those bound to a weak reference:
 * the registries of ABCs hang on these. */
static int
oc_cfunction_hidden(PyObject *self)
{
    PyObject *bound = PyCFunction_GET_SELF(self); /* borrowed */
    if (bound == NULL) {
        return 0;
    }
    if (PyModule_Check(bound)) {
        PyObject *globals = PyModule_GetDict(bound); /* borrowed */
        return oc_set_has(&oc.modules, bound) && globals != oc.builtins &&
               globals != oc.sys_dict;
    }
    return PyWeakref_Check(bound) || oc_set_has(&oc.bound, self);
}

/* The same for __reduce__, which gives a mere name when a module is bound. */
static int
oc_cfunction_reduce_hidden(PyObject *self)
{
    PyObject *bound = PyCFunction_GET_SELF(self); /* borrowed */
    return bound != NULL && !PyModule_Check(bound) && oc_cfunction_hidden(self);
}

static Py_ssize_t oc_thisclass_offset, oc_self_class_offset;

/* Is what a super object has at that offset a class of the host? */
static int
oc_super_class_hidden(PyObject *self, Py_ssize_t offset)
{
    PyObject *cls = offset == 0 ? NULL : *(PyObject **)((char *)self + offset); /* borrowed */
    return cls != NULL && PyType_Check(cls) &&
           PyType_HasFeature((PyTypeObject *)cls, Py_TPFLAGS_HEAPTYPE) &&
           oc_is_host_type((PyTypeObject *)cls);
}

/* A super object that was made for a class of the host. */
int
oc_super_hidden(PyObject *self)
{
    return oc_super_class_hidden(self, oc_thisclass_offset);
}

/* The same, and what it is bound to is the host's as well: typing says super(Generic, cls)
 * for classes of the guest. */
int
oc_super_binds_host(PyObject *self)
{
    return oc_super_hidden(self) && oc_super_class_hidden(self, oc_self_class_offset);
}

/* Is this callable the host's: a function, a method of one, a C function bound
 * to something of the host, or an instance of one of its classes (weakref.finalize)? */
static int
oc_callback_hidden(PyObject *self)
{
    PyObject *callback = oc_weakref_callback(self); /* borrowed */
    if (callback == NULL) {
        return 0;
    }
    if (PyCFunction_Check(callback)) {
        return oc_cfunction_hidden(callback);
    }
    if (PyMethod_Check(callback)) {
        return oc_method_hidden(callback);
    }
    return oc_is_host_function(callback) || oc_known_hidden(callback) ||
           (PyType_HasFeature(Py_TYPE(callback), Py_TPFLAGS_HEAPTYPE) &&
            oc_set_has(&oc.types, Py_TYPE(callback)));
}

static int
oc_type_hidden(PyObject *self)
{
    return PyType_Check(self) && oc_is_host_type((PyTypeObject *)self);
}

/* object.__getstate__(f) and __reduce_ex__ hand out the dict of functions and
 * modules (seen), past the guard on __dict__. */
static int
oc_state_hidden(PyObject *self)
{
    if (PyModule_Check(self)) {
        return oc_set_has(&oc.modules, self);
    }
    return oc_is_host_function(self) || (PyFrame_Check(self) && oc_frame_hidden(self));
}

/* What a look into weak references and ABC caches must not be asked about. */
static int
oc_registry_hidden(PyObject *self)
{
    return oc_type_hidden(self) || oc_state_hidden(self);
}

/* The error handlers that the interpreter comes with: one of a guest's under
 * such a name would be handed the text that host code encodes. */
static int
oc_handler_hidden(PyObject *name)
{
    static const char *const handlers[] = {"strict",           "ignore",        "replace",
                                           "xmlcharrefreplace", "backslashreplace", "namereplace",
                                           "surrogatepass",    "surrogateescape"};
    for (size_t i = 0; PyUnicode_Check(name) && i < Py_ARRAY_LENGTH(handlers); i++) {
        if (PyUnicode_CompareWithASCIIString(name, handlers[i]) == 0) {
            return 1;
        }
    }
    return 0;
}

/* The guest's view of the stack: host frames are skipped, not shown. */
static PyObject *
oc_frame_back(PyObject *self, void *Py_UNUSED(closure))
{
    PyFrameObject *frame = PyFrame_GetBack((PyFrameObject *)self);
    while (frame != NULL && oc_is_host_frame(frame)) {
        PyFrameObject *back = PyFrame_GetBack(frame);
        Py_DECREF(frame);
        frame = back;
    }
    if (frame == NULL) {
        if (PyErr_Occurred()) {
            return NULL;
        }
        Py_RETURN_NONE;
    }
    return (PyObject *)frame;
}

/* The first traceback from `traceback` on (borrowed) that is not the host's. */
static PyObject *
oc_skip_tracebacks(PyObject *traceback)
{
    while (traceback != NULL && PyTraceBack_Check(traceback) && oc_traceback_hidden(traceback)) {
        traceback = (PyObject *)((PyTracebackObject *)traceback)->tb_next;
    }
    return Py_NewRef(traceback == NULL ? Py_None : traceback);
}

static PyObject *
oc_traceback_next(PyObject *self, void *Py_UNUSED(closure))
{
    return oc_skip_tracebacks((PyObject *)((PyTracebackObject *)self)->tb_next);
}

static PyObject *
oc_exception_traceback(PyObject *self, void *Py_UNUSED(closure))
{
    return oc_skip_tracebacks(((PyBaseExceptionObject *)self)->traceback);
}

/* Is that of a type of the core whose instances say nothing of whose they are? */
static int
oc_is_plain_data(PyObject *object)
{
    PyTypeObject *const types[] = {
        &PyUnicode_Type, &PyDict_Type,  &PyList_Type,    &PyTuple_Type,     &PyLong_Type,   &PyBytes_Type,
        &PyFloat_Type,   &PyFrozenSet_Type, &PySet_Type, &PyByteArray_Type, &PyComplex_Type};
    for (size_t i = 0; i < Py_ARRAY_LENGTH(types); i++) {
        if (Py_IS_TYPE(object, types[i])) {
            return 1;
        }
    }
    return 0;
}

/* May a guest see an object that is no plain data: is it of a class of its own, or known not
 * to be the host's? */
static int
oc_is_guest_object(PyObject *object)
{
    if (PyType_Check(object)) {
        return !PyType_HasFeature((PyTypeObject *)object, Py_TPFLAGS_HEAPTYPE) ||
               !oc_set_has(&oc.types, object);
    }
    if (PyModule_Check(object)) {
        PyObject *globals = PyModule_GetDict(object); /* borrowed */
        return !oc_set_has(&oc.modules, object) || globals == oc.builtins || globals == oc.sys_dict;
    }
    if (PyType_HasFeature(Py_TYPE(object), Py_TPFLAGS_HEAPTYPE)) {
        return !oc_is_host_type(Py_TYPE(object));
    }
    if (PyGen_CheckExact(object) || PyCoro_CheckExact(object) || PyAsyncGen_CheckExact(object)) {
        return !oc_is_host_generator(object);
    }
    return object == Py_None || object == Py_Ellipsis || object == Py_NotImplemented ||
           PyBool_Check(object) || (PyFunction_Check(object) && !oc_is_host_function(object)) ||
           (PyMethod_Check(object) && !oc_method_hidden(object)) ||
           (PyCFunction_Check(object) && !oc_cfunction_hidden(object));
}

/* AttributeError.obj: a function of the host that fails on an object of its own would hand it
 * over with the exception. So it is given if it is the guest's; of a dict, list or text nobody
 * can tell, and what is given is an empty one, which has the same attributes. */
static PyObject *
oc_exception_obj(PyObject *self, void *Py_UNUSED(closure))
{
    PyObject *object = ((PyAttributeErrorObject *)self)->obj; /* borrowed */
    if (object != NULL && oc_is_plain_data(object)) {
        return PyObject_CallNoArgs((PyObject *)Py_TYPE(object));
    }
    return Py_NewRef(object == NULL || !oc_is_guest_object(object) ? Py_None : object);
}

static int
oc_never_hidden(PyObject *Py_UNUSED(self))
{
    return 0;
}

typedef struct {
    const char *name;
    int (*hidden)(PyObject *self);
    getter get;     /* instead of the original's, or NULL */
    int write_only; /* reading is open, writing is not */
    int kept;       /* cannot be deleted: the original would crash (3.12 and 3.13) */
} oc_rule;

static const oc_rule oc_rules[] = {
    {"function", oc_is_host_function, NULL, 0, 0},
    {"function write", oc_is_host_function, NULL, 1, 0},
    {"method", oc_method_hidden, NULL, 0, 0},
    {"cfunction", oc_cfunction_hidden, NULL, 0, 0},
    {"cfunction reduce", oc_cfunction_reduce_hidden, NULL, 0, 0},
    {"frame", oc_frame_hidden, NULL, 0, 0},
    {"frame kept", oc_frame_hidden, NULL, 0, 1},
    {"frame back", oc_frame_hidden, oc_frame_back, 0, 0},
    {"traceback", oc_traceback_hidden, NULL, 0, 0},
    {"traceback next", oc_never_hidden, oc_traceback_next, 0, 0},
    {"exception traceback", oc_never_hidden, oc_exception_traceback, 0, 0},
    {"exception object", oc_never_hidden, oc_exception_obj, 0, 0},
    {"generator", oc_is_host_generator, NULL, 0, 0},
    {"code", oc_code_hidden, NULL, 0, 0},
    {"super", oc_super_hidden, NULL, 0, 0},
    {"weakref callback", oc_callback_hidden, NULL, 0, 0},
    {"type", oc_type_hidden, NULL, 0, 0},
    {"type write", oc_type_hidden, NULL, 1, 0},
    {"known", oc_known_hidden, NULL, 0, 0},
    {"state", oc_state_hidden, NULL, 0, 0},
    {"registry", oc_registry_hidden, NULL, 0, 0},
    {"codec handler", oc_handler_hidden, NULL, 0, 0},
};

/* Returns the rule of that name, or NULL with ValueError. */
static const oc_rule *
oc_rule_named(const char *name)
{
    for (size_t i = 0; i < Py_ARRAY_LENGTH(oc_rules); i++) {
        if (strcmp(oc_rules[i].name, name) == 0) {
            return &oc_rules[i];
        }
    }
    PyErr_Format(PyExc_ValueError, "no rule is called '%s'", name);
    return NULL;
}

/* ------------------------------------------------------------ attributes */

typedef struct {
    PyGetSetDef def;       /* what the descriptor now points to */
    PyGetSetDef *getset;   /* the original, or NULL */
    PyMemberDef *member;   /* the original, or NULL */
    const oc_rule *rule;
    PyObject *descriptor;  /* for Verify (owned) */
} oc_attribute_guard;

/* Raises the AttributeError of an opaque attribute. */
static void
oc_raise_opaque(const char *name, PyObject *self)
{
    PyErr_Format(PyExc_AttributeError, "objcap: '%s' of this %s is the host's and opaque", name,
                 Py_TYPE(self)->tp_name);
}

/* The getter behind every guarded descriptor: refuses on hidden objects, skips
 * hidden frames, or asks the original. */
static PyObject *
oc_guard_get(PyObject *self, void *closure)
{
    const oc_attribute_guard *guard = closure;
    if (!guard->rule->write_only && guard->rule->hidden(self)) {
        oc_raise_opaque(guard->def.name, self);
        return NULL;
    }
    if (guard->rule->get != NULL) {
        return guard->rule->get(self, NULL);
    }
    if (guard->member != NULL) {
        return PyMember_GetOne((char *)self, guard->member);
    }
    if (guard->getset->get == NULL) {
        PyErr_Format(PyExc_AttributeError, "attribute '%s' is not readable", guard->def.name);
        return NULL;
    }
    return guard->getset->get(self, guard->getset->closure);
}

/* The setter: refuses on hidden objects, or asks the original. */
static int
oc_guard_set(PyObject *self, PyObject *value, void *closure)
{
    const oc_attribute_guard *guard = closure;
    if (guard->rule->hidden(self)) {
        oc_raise_opaque(guard->def.name, self);
        return -1;
    }
    if (guard->rule->kept && value == NULL) {
        PyErr_Format(PyExc_TypeError, "can't delete %s attribute", guard->def.name);
        return -1;
    }
    if (guard->member != NULL) {
        return PyMember_SetOne((char *)self, guard->member, value);
    }
    return guard->getset->set(self, value, guard->getset->closure);
}

static oc_attribute_guard oc_attributes[128];
static size_t oc_attributes_used;

/* guard_attribute(type, name, rule): puts a rule before an attribute.
 *
 * A getset descriptor is redirected in place; a member descriptor, whose table
 * cannot hold a function, is replaced in the type's dict by a getset
 * descriptor. A missing attribute is an error: the row would be stale. */
static PyObject *
oc_guard_attribute(PyObject *Py_UNUSED(self), PyObject *args)
{
    PyTypeObject *type;            /* borrowed */
    const char *name, *rule_name;  /* borrowed */

    if (!PyArg_ParseTuple(args, "O!ss:guard_attribute", &PyType_Type, &type, &name, &rule_name)) {
        return NULL;
    }
    PyObject *dict = oc_type_dict(type);                           /* borrowed */
    PyObject *descriptor = PyDict_GetItemString(dict, name);       /* borrowed */
    const oc_rule *rule = oc_rule_named(rule_name);
    if (rule == NULL) {
        return NULL;
    }
    if (descriptor == NULL || oc_attributes_used == Py_ARRAY_LENGTH(oc_attributes)) {
        PyErr_Format(PyExc_LookupError, "%s.%s cannot be guarded", type->tp_name, name);
        return NULL;
    }
    oc_attribute_guard *guard = &oc_attributes[oc_attributes_used];
    memset(guard, 0, sizeof *guard);
    guard->rule = rule;
    guard->def.get = oc_guard_get;
    guard->def.closure = guard;
    if (Py_IS_TYPE(descriptor, &PyGetSetDescr_Type)) {
        PyGetSetDescrObject *getset = (PyGetSetDescrObject *)descriptor;
        guard->getset = getset->d_getset;
        guard->def.name = guard->getset->name;
        guard->def.doc = guard->getset->doc;
        guard->def.set = guard->getset->set == NULL ? NULL : oc_guard_set;
        guard->descriptor = Py_NewRef(descriptor);
        getset->d_getset = &guard->def;
    }
    else if (Py_IS_TYPE(descriptor, &PyMemberDescr_Type)) {
        guard->member = ((PyMemberDescrObject *)descriptor)->d_member;
        guard->def.name = guard->member->name;
        guard->def.doc = guard->member->doc;
        guard->def.set = oc_guard_set;
        if (type == &PySuper_Type && strcmp(name, "__thisclass__") == 0) {
            oc_thisclass_offset = guard->member->offset;
        }
        if (type == &PySuper_Type && strcmp(name, "__self_class__") == 0) {
            oc_self_class_offset = guard->member->offset;
        }
        guard->descriptor = PyDescr_NewGetSet(type, &guard->def);
        if (guard->descriptor == NULL || PyList_Append(oc.kept, descriptor) < 0 ||
            PyDict_SetItemString(dict, name, guard->descriptor) < 0) {
            return NULL;
        }
    }
    else {
        PyErr_Format(PyExc_LookupError, "%s.%s is a %s, which cannot be guarded", type->tp_name,
                     name, Py_TYPE(descriptor)->tp_name);
        return NULL;
    }
    oc_attributes_used++;
    PyType_Modified(type);
    Py_RETURN_NONE;
}

/* ------------------------------------------------------------ methods */

/* A method or C function has no closure, so each guarded one gets a number and
 * a trampoline of that number with its calling convention. */
typedef struct {
    PyMethodDef *def;
    PyCFunction original;
    PyCFunction installed;
    const oc_rule *rule;
    int on_argument; /* judge the first argument, not self */
} oc_method_guard;

#define OC_METHODS 120
static oc_method_guard oc_methods[OC_METHODS];
static size_t oc_methods_used;

/* Returns the original of method `number`, or NULL with AttributeError set if
 * its rule hides `self` (or the argument that stands for it). */
static PyCFunction
oc_method_admit(size_t number, PyObject *self, PyObject *argument)
{
    const oc_method_guard *guard = &oc_methods[number];
    PyObject *judged = guard->on_argument ? argument : self;
    if (judged != NULL && guard->rule->hidden(judged)) {
        oc_raise_opaque(guard->def->ml_name, judged);
        return NULL;
    }
    return guard->original;
}

/* An ABC of the host asks for its subclasses from C, in our own wrapper: the
 * answer is an empty list, and the wrapper looks at the real ones itself. */
static PyObject *
oc_empty_if_abc(size_t number, PyObject *self)
{
    if (oc.abc != NULL && self == oc.abc && !oc_methods[number].on_argument &&
        strcmp(oc_methods[number].def->ml_name, "__subclasses__") == 0) {
        return PyList_New(0);
    }
    return NULL;
}

#define OC_TRAMPOLINES(N)                                                                         \
    static PyObject *oc_plain_##N(PyObject *self, PyObject *argument)                             \
    {                                                                                             \
        PyObject *empty = oc_empty_if_abc(N, self);                                               \
        if (empty != NULL) {                                                                      \
            return empty;                                                                         \
        }                                                                                         \
        PyCFunction original = oc_method_admit(N, self, argument);                                \
        return original == NULL ? NULL : original(self, argument);                                \
    }                                                                                             \
    static PyObject *oc_fast_##N(PyObject *self, PyObject *const *args, Py_ssize_t count)         \
    {                                                                                             \
        PyCFunction original = oc_method_admit(N, self, count > 0 ? args[0] : NULL);              \
        return original == NULL ? NULL                                                            \
                                : ((_PyCFunctionFast)(void (*)(void))original)(self, args, count);\
    }                                                                                             \
    static PyObject *oc_defining_##N(PyObject *self, PyTypeObject *cls, PyObject *const *args,    \
                                     size_t count, PyObject *names)                               \
    {                                                                                             \
        PyCFunction original = oc_method_admit(N, self, count > 0 ? args[0] : NULL);              \
        return original == NULL                                                                   \
                   ? NULL                                                                         \
                   : ((PyCMethod)(void (*)(void))original)(self, cls, args, count, names);        \
    }

/* clang-format off */
#define OC_TEN(X, T) X(T##0) X(T##1) X(T##2) X(T##3) X(T##4) X(T##5) X(T##6) X(T##7) X(T##8) X(T##9)
#define OC_ALL(X)                                                                                 \
    OC_TEN(X, ) OC_TEN(X, 1) OC_TEN(X, 2) OC_TEN(X, 3) OC_TEN(X, 4) OC_TEN(X, 5) OC_TEN(X, 6)     \
    OC_TEN(X, 7) OC_TEN(X, 8) OC_TEN(X, 9) OC_TEN(X, 10) OC_TEN(X, 11)
#define OC_ROW(N)                                                                                 \
    {oc_plain_##N, (PyCFunction)(void (*)(void))oc_fast_##N,                                      \
     (PyCFunction)(void (*)(void))oc_defining_##N},
/* clang-format on */

OC_ALL(OC_TRAMPOLINES)

static const PyCFunction oc_trampolines[][3] = {OC_ALL(OC_ROW)};

static_assert(Py_ARRAY_LENGTH(oc_trampolines) == OC_METHODS, "each guarded method has a trampoline");

/* Which column of that table serves a calling convention, or -1. */
static int
oc_trampoline_column(int convention)
{
    switch (convention) {
    case METH_NOARGS:
    case METH_O:
        return 0;
    case METH_FASTCALL:
        return 1;
    case METH_METHOD | METH_FASTCALL | METH_KEYWORDS:
        return 2;
    default:
        return -1;
    }
}

/* The definition behind a C function or method descriptor (borrowed), or NULL
 * with TypeError. */
PyMethodDef *
oc_method_def(PyObject *function)
{
    if (PyCFunction_Check(function)) {
        return ((PyCFunctionObject *)function)->m_ml;
    }
    if (Py_IS_TYPE(function, &PyMethodDescr_Type) || Py_IS_TYPE(function, &PyClassMethodDescr_Type)) {
        return ((PyMethodDescrObject *)function)->d_method;
    }
    PyErr_Format(PyExc_TypeError, "a C function or method is needed, not %s",
                 Py_TYPE(function)->tp_name);
    return NULL;
}

/* guard_method(function, rule, on_argument): puts a rule before a C function or
 * method, for every reference that exists or will exist: in its definition. */
static PyObject *
oc_guard_method(PyObject *Py_UNUSED(self), PyObject *args)
{
    PyObject *function;    /* borrowed */
    const char *rule_name; /* borrowed */
    int on_argument;

    if (!PyArg_ParseTuple(args, "Osp:guard_method", &function, &rule_name, &on_argument)) {
        return NULL;
    }
    PyMethodDef *def = oc_method_def(function);
    const oc_rule *rule = def == NULL ? NULL : oc_rule_named(rule_name);
    if (rule == NULL) {
        return NULL;
    }
    for (size_t i = 0; i < oc_methods_used; i++) {
        if (oc_methods[i].def == def && oc_methods[i].rule == rule) {
            Py_RETURN_NONE; /* types share it: the two iterators of str, those of deque */
        }
    }
    int convention = def->ml_flags & ~(METH_CLASS | METH_STATIC | METH_COEXIST);
    int column = oc_trampoline_column(convention);
    if (oc_methods_used == OC_METHODS || column < 0) {
        PyErr_Format(PyExc_LookupError, "%s() cannot be guarded: calling convention 0x%x",
                     def->ml_name, convention);
        return NULL;
    }
    oc_method_guard *guard = &oc_methods[oc_methods_used];
    guard->def = def;
    guard->original = oc_with_state(function, def->ml_meth);
    if (guard->original == NULL) {
        return NULL;
    }
    guard->rule = rule;
    guard->on_argument = on_argument;
    guard->installed = oc_trampolines[oc_methods_used][column];
    def->ml_meth = guard->installed;
    oc_methods_used++;
    Py_RETURN_NONE;
}

/* unguarded(): names of guards that are not in force, for the phase Verify. */
static PyObject *
oc_unguarded(PyObject *Py_UNUSED(self), PyObject *Py_UNUSED(ignored))
{
    PyObject *names = PyList_New(0);
    for (size_t i = 0; names != NULL && i < oc_attributes_used + oc_methods_used; i++) {
        const char *name = NULL;
        if (i < oc_attributes_used) {
            const oc_attribute_guard *guard = &oc_attributes[i];
            PyGetSetDescrObject *descriptor = (PyGetSetDescrObject *)guard->descriptor;
            PyObject *found = PyDict_GetItemString(oc_type_dict(PyDescr_TYPE(descriptor)),
                                                   guard->def.name); /* borrowed */
            if (found != guard->descriptor || descriptor->d_getset != &guard->def) {
                name = guard->def.name;
            }
        }
        else {
            const oc_method_guard *guard = &oc_methods[i - oc_attributes_used];
            if (guard->def->ml_meth != guard->installed && !oc_is_disarmed(guard->def)) {
                name = guard->def->ml_name;
            }
        }
        PyObject *text = name == NULL ? NULL : PyUnicode_FromString(name);
        if (name != NULL && (text == NULL || PyList_Append(names, text) < 0)) {
            Py_CLEAR(names);
        }
        Py_XDECREF(text);
    }
    return names;
}

PyMethodDef oc_guard_methods[] = {
    {"guard_attribute", oc_guard_attribute, METH_VARARGS,
     "guard_attribute(type, name, rule, /)\n--\n\nPut a rule before an attribute."},
    {"guard_method", oc_guard_method, METH_VARARGS,
     "guard_method(function, rule, on_argument, /)\n--\n\nPut a rule before a C function."},
    {"unguarded", oc_unguarded, METH_NOARGS, "unguarded()\n--\n\nGuards that are not in force."},
    {NULL, NULL, 0, NULL},
};
