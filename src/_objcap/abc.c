/* Abstract base classes of the host (R9): they go on working, and nobody learns from one which
 * classes are registered, derived or checked.
 *
 * _abc keeps sets of weak references to classes. A look into a set compares the class that is
 * asked about with those whose hash is the same, by methods of its metaclass: a guest's, which
 * names the address of a class for a hash, is handed that class (seen). */
#include "objcap.h"

static PyCFunction oc_subclasses_original;
static _PyCFunctionFast oc_subclasscheck_original;
static _PyCFunctionFast oc_instancecheck_original;
static PyCFunction oc_dump_original;
static PyObject *oc_name_class; /* "__class__" */

/* ------------------------------------------------------------ the data of a class */

/* In the place of `_abc_impl` in the dict of an ABC of the host. Whoever puts the real one into
 * a class of its own may register with it, or empty it, by the methods of the host's ABCMeta. */
typedef struct {
    PyObject_HEAD
    PyObject *data;
} oc_abc_data;

static PyObject *oc_asking; /* the ABC whose data is read next, by C (borrowed) */

/* Gives the data once to the C function that we have called for this class, which reads it
 * before it does anything else. */
static PyObject *
oc_abc_data_get(PyObject *self, PyObject *Py_UNUSED(instance), PyObject *type)
{
    if (oc_asking == NULL || type != oc_asking) {
        PyErr_SetString(PyExc_AttributeError,
                        "objcap: '_abc_impl' of this class is the host's and opaque");
        return NULL;
    }
    oc_asking = NULL;
    return Py_NewRef(((oc_abc_data *)self)->data);
}

static PyTypeObject oc_abc_data_type = {
    PyVarObject_HEAD_INIT(NULL, 0)
    .tp_name = "objcap.abc_data",
    .tp_basicsize = sizeof(oc_abc_data),
    .tp_flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_IMMUTABLETYPE | Py_TPFLAGS_DISALLOW_INSTANTIATION,
    .tp_descr_get = oc_abc_data_get,
};

/* Calls a function of _abc whose first argument is a class of the host. */
static PyObject *
oc_abc_ask(_PyCFunctionFast function, PyObject *module, PyObject *const *args, Py_ssize_t count)
{
    oc_asking = args[0];
    PyObject *result = function(module, args, count);
    oc_asking = NULL;
    return result;
}

/* Hides the data of the ABCs among the types. Returns 0, or -1 with an exception set. */
static int
oc_hide_abc_data(PyObject *types)
{
    if (PyType_Ready(&oc_abc_data_type) < 0) {
        return -1;
    }
    for (Py_ssize_t i = 0; i < PyList_GET_SIZE(types); i++) {
        PyTypeObject *type = (PyTypeObject *)PyList_GET_ITEM(types, i);
        PyObject *dict = PyType_HasFeature(type, Py_TPFLAGS_HEAPTYPE) ? oc_type_dict(type) : NULL;
        PyObject *data = dict == NULL ? NULL : PyDict_GetItemString(dict, "_abc_impl"); /* borrowed */
        if (data == NULL || Py_IS_TYPE(data, &oc_abc_data_type)) {
            continue;
        }
        oc_abc_data *hidden = PyObject_New(oc_abc_data, &oc_abc_data_type);
        if (hidden == NULL) {
            return -1;
        }
        hidden->data = Py_NewRef(data);
        int status = PyDict_SetItemString(dict, "_abc_impl", (PyObject *)hidden);
        Py_DECREF(hidden);
        if (status < 0) {
            return -1;
        }
        PyType_Modified(type);
    }
    return 0;
}

/* ------------------------------------------------------------ issubclass */

static int
oc_is_host_class(PyObject *object)
{
    return PyType_Check(object) && oc_is_host_type((PyTypeObject *)object);
}

/* May a class be looked up in the sets? Its metaclass is not a guest's, and cannot become one:
 * those of the host are frozen. What is no class is an error soon. */
static int
oc_may_be_hashed(PyObject *cls)
{
    return !PyType_Check(cls) || oc_is_host_type((PyTypeObject *)cls) ||
           oc_is_host_type(Py_TYPE(cls));
}

/* Is `subclass` below a class that is registered with the ABC? 1, 0, or -1 with an exception
 * set. Borrows all. */
static int
oc_is_registered(PyObject *module, PyObject *abc, PyObject *subclass)
{
    oc_asking = abc;
    PyObject *dump = oc_dump_original(module, abc);
    oc_asking = NULL;
    PyObject *references =
        dump == NULL || !PyTuple_Check(dump) ? NULL : PySequence_List(PyTuple_GET_ITEM(dump, 0));
    int found = references == NULL ? -1 : 0;
    for (Py_ssize_t i = 0; found == 0 && i < PyList_GET_SIZE(references); i++) {
        PyObject *cls = PyObject_CallNoArgs(PyList_GET_ITEM(references, i));
        if (cls != Py_None) {
            found = cls == NULL ? -1 : PyObject_IsSubclass(subclass, cls);
        }
        Py_XDECREF(cls);
    }
    Py_XDECREF(references);
    Py_XDECREF(dump);
    return found;
}

/* The answer of an ABC of the host without its sets, which would run code of the guest's
 * metaclass. New reference, or NULL with an exception set. */
static PyObject *
oc_abc_answer(PyObject *module, PyObject *abc, PyObject *subclass)
{
    PyObject *answer = PyObject_CallMethod(abc, "__subclasshook__", "(O)", subclass);
    if (answer == NULL || answer == Py_True || answer == Py_False) {
        return answer;
    }
    if (answer != Py_NotImplemented) {
        Py_DECREF(answer);
        PyErr_SetString(PyExc_AssertionError,
                        "__subclasshook__ must return either False, True, or NotImplemented");
        return NULL;
    }
    Py_DECREF(answer);
    if (PyType_IsSubtype((PyTypeObject *)subclass, (PyTypeObject *)abc)) {
        Py_RETURN_TRUE;
    }
    int found = oc_is_registered(module, abc, subclass);
    return found < 0 ? NULL : PyBool_FromLong(found);
}

/* Is `subclass` below `below`, a class derived from an ABC of the host? A guest's class is not
 * asked about one of the host's: its hooks would be handed the class (seen), and could say that
 * every int is a plugin. */
static int
oc_is_below(PyObject *subclass, PyObject *below)
{
    if (!oc_is_host_class(below) && oc_is_host_class(subclass)) {
        return PyType_IsSubtype((PyTypeObject *)subclass, (PyTypeObject *)below);
    }
    return PyObject_IsSubclass(subclass, below);
}

/* `_abc._abc_subclasscheck(cls, subclass)` calls `cls.__subclasses__()`, which answers for nobody
 * on the host's classes. So for these the original runs with an empty answer, and a "no" is
 * followed by our own look at the subclasses; each is asked with its own class only, so no guest
 * sees the list. */
static PyObject *
oc_abc_subclasscheck(PyObject *module, PyObject *const *args, Py_ssize_t count)
{
    if (count != 2 || !oc_is_host_class(args[0])) {
        return oc_subclasscheck_original(module, args, count);
    }
    PyObject *result;
    if (oc_may_be_hashed(args[1])) {
        PyObject *outer = oc.abc;
        oc.abc = args[0];
        result = oc_abc_ask(oc_subclasscheck_original, module, args, count);
        oc.abc = outer;
    }
    else {
        result = oc_abc_answer(module, args[0], args[1]);
    }
    if (result != Py_False) {
        return result;
    }
    PyObject *below = oc_subclasses_original(args[0], NULL);
    for (Py_ssize_t i = 0; below != NULL && i < PyList_GET_SIZE(below); i++) {
        int found = oc_is_below(args[1], PyList_GET_ITEM(below, i));
        if (found != 0) {
            Py_DECREF(result);
            result = found < 0 ? NULL : Py_NewRef(Py_True);
            break;
        }
    }
    if (below == NULL) {
        Py_CLEAR(result);
    }
    Py_XDECREF(below);
    return result;
}

/* ------------------------------------------------------------ isinstance */

/* Is the class that an object names its type, whoever asks and how often? */
static int
oc_tells_its_class(PyObject *object)
{
    PyTypeObject *type = Py_TYPE(object);
    return type->tp_getattro == PyObject_GenericGetAttr &&
           oc_type_lookup(type, oc_name_class) == oc_type_lookup(&PyBaseObject_Type, oc_name_class);
}

/* Asks the ABC about a class. 1, 0, or -1 with an exception set. Borrows both. */
static int
oc_abc_admits(PyObject *abc, PyObject *cls)
{
    PyObject *answer = PyObject_CallMethod(abc, "__subclasscheck__", "(O)", cls);
    int truth = answer == NULL ? -1 : PyObject_IsTrue(answer);
    Py_XDECREF(answer);
    return truth;
}

/* `_abc._abc_instancecheck(cls, instance)` looks into the sets as well. */
static PyObject *
oc_abc_instancecheck(PyObject *module, PyObject *const *args, Py_ssize_t count)
{
    if (count != 2 || !oc_is_host_class(args[0])) {
        return oc_instancecheck_original(module, args, count);
    }
    PyObject *type = (PyObject *)Py_TYPE(args[1]);
    if (oc_tells_its_class(args[1]) && oc_may_be_hashed(type)) {
        return oc_abc_ask(oc_instancecheck_original, module, args, count);
    }
    Py_INCREF(type);
    PyObject *cls = PyObject_GetAttr(args[1], oc_name_class);
    int found = cls == NULL ? -1 : oc_abc_admits(args[0], cls);
    if (found == 0 && cls != type) {
        found = oc_abc_admits(args[0], type);
    }
    Py_XDECREF(cls);
    Py_DECREF(type);
    return found < 0 ? NULL : PyBool_FromLong(found);
}

/* ------------------------------------------------------------ installation */

/* The definition of a function of _abc, or NULL with LookupError if its calling convention is
 * another one. */
static PyMethodDef *
oc_abc_def(PyObject *module, const char *name, int flags)
{
    PyObject *function = PyDict_GetItemString(PyModule_GetDict(module), name); /* borrowed */
    PyMethodDef *def = function == NULL ? NULL : oc_method_def(function);
    if (def == NULL || def->ml_flags != flags) {
        PyErr_Format(PyExc_LookupError, "_abc.%s has a new calling convention", name);
        return NULL;
    }
    return def;
}

/* guard_abc(module, subclasses, types): installs the above; `subclasses` is the method
 * type.__subclasses__. Before _abc and that method are guarded themselves. */
static PyObject *
oc_guard_abc(PyObject *Py_UNUSED(self), PyObject *args)
{
    PyObject *module, *subclasses, *types; /* borrowed */
    if (!PyArg_ParseTuple(args, "O!OO!:guard_abc", &PyModule_Type, &module, &subclasses,
                          &PyList_Type, &types)) {
        return NULL;
    }
    PyMethodDef *below = oc_method_def(subclasses);
    PyMethodDef *subclass = oc_abc_def(module, "_abc_subclasscheck", METH_FASTCALL);
    PyMethodDef *instance = oc_abc_def(module, "_abc_instancecheck", METH_FASTCALL);
    PyMethodDef *dump = oc_abc_def(module, "_get_dump", METH_O);
    oc_name_class = PyUnicode_InternFromString("__class__");
    if (below == NULL || subclass == NULL || instance == NULL || dump == NULL ||
        oc_name_class == NULL || oc_hide_abc_data(types) < 0) {
        return NULL;
    }
    oc_subclasses_original = below->ml_meth;
    oc_dump_original = dump->ml_meth;
    oc_subclasscheck_original = (_PyCFunctionFast)(void (*)(void))subclass->ml_meth;
    oc_instancecheck_original = (_PyCFunctionFast)(void (*)(void))instance->ml_meth;
    subclass->ml_meth = (PyCFunction)(void (*)(void))oc_abc_subclasscheck;
    instance->ml_meth = (PyCFunction)(void (*)(void))oc_abc_instancecheck;
    Py_RETURN_NONE;
}

PyMethodDef oc_abc_methods[] = {
    {"guard_abc", oc_guard_abc, METH_VARARGS,
     "guard_abc(module, subclasses, types, /)\n--\n\nLet ABCs work without __subclasses__."},
    {NULL, NULL, 0, NULL},
};
