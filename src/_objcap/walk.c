/* Hide (R8): marks everything that exists as the host's, and answers the
 * question "is this the host's?" without calling Python code. */
#include "objcap.h"

#include <string.h>

/* ------------------------------------------------------------ the questions */

/* A function of the host has H as its builtins: no guest can get hold of H. */
int
oc_is_host_function(PyObject *object)
{
    return PyFunction_Check(object) &&
           ((PyFunctionObject *)object)->func_builtins == oc.host_builtins;
}

/* A frame of the host existed at the lockdown, or runs the host's code, or has
 * H as its builtins (code that the host compiled later). */
int
oc_is_host_frame(PyFrameObject *frame)
{
    if (oc_set_has(&oc.frames, frame)) {
        return 1;
    }
    PyCodeObject *code = PyFrame_GetCode(frame);
    int found = oc_set_has(&oc.codes, code);
    Py_DECREF(code);
    if (!found) {
        PyObject *builtins = PyFrame_GetBuiltins(frame);
        found = builtins == oc.host_builtins;
        Py_XDECREF(builtins);
    }
    return found;
}

/* Static types belong to nobody, so they count as the host's. */
int
oc_is_host_type(PyTypeObject *type)
{
    return !PyType_HasFeature(type, Py_TPFLAGS_HEAPTYPE) || oc_set_has(&oc.types, type);
}

/* Does a frame of the host call this C function right now? False when no
 * Python code runs at all: then an embedding program calls, which is C. Without
 * the memory for a frame object nobody can tell, so the host counts as caller. */
int
oc_top_is_host(void)
{
    PyFrameObject *frame = PyEval_GetFrame(); /* borrowed */
    return frame == NULL ? PyEval_GetGlobals() != NULL : oc_is_host_frame(frame);
}

/* Does this dict name H as its builtins? Compares only exact str, so no code of
 * a guest runs: a key of its own class could answer each question differently. */
int
oc_names_host_builtins(PyObject *globals)
{
    Py_ssize_t at = 0;
    PyObject *key, *value;
    while (PyDict_Next(globals, &at, &key, &value)) {
        if (value == oc.host_builtins && PyUnicode_CheckExact(key) &&
            PyUnicode_CompareWithASCIIString(key, "__builtins__") == 0) {
            return 1;
        }
    }
    return 0;
}

/* ------------------------------------------------------------ the walk */

/* Keys that are looked up thousands of times in one walk (owned). */
static PyObject *oc_key_builtins;
static PyObject *oc_key_marker;

/* Can the frame on top be the host's? Its globals say so, where the walk has put H,
 * and asking them makes no frame object, which costs 100 ns on 3.11. */
int
oc_top_may_be_host(void)
{
    PyObject *globals = PyEval_GetGlobals(); /* borrowed */
    PyObject *builtins =
        globals == NULL ? NULL : PyDict_GetItemWithError(globals, oc_key_builtins); /* borrowed */
    if (builtins == NULL) {
        PyErr_Clear();
    }
    return builtins == oc.host_builtins;
}

/* Records `code` and the code objects nested in its constants: generators and
 * coroutines are judged by their code. Returns 0, or -1 with an exception. */
static int
oc_record_code(PyObject *code)
{
    int added = oc_set_add(&oc.codes, code);
    if (added <= 0) {
        return added;
    }
    PyObject *constants = ((PyCodeObject *)code)->co_consts; /* borrowed */
    for (Py_ssize_t i = 0; i < PyTuple_GET_SIZE(constants); i++) {
        PyObject *constant = PyTuple_GET_ITEM(constants, i);
        if (PyCode_Check(constant) && oc_record_code(constant) < 0) {
            return -1;
        }
    }
    return 0;
}

/* Puts H into a dict that is the globals of host code: functions that host code
 * makes later take their builtins from there. Returns 0, or -1. */
static int
oc_record_globals(PyObject *globals)
{
    if (globals == NULL || !PyDict_Check(globals) || globals == oc.builtins ||
        PyDict_GetItemWithError(globals, oc_key_builtins) == oc.host_builtins) {
        return PyErr_Occurred() ? -1 : 0;
    }
    return PyDict_SetItem(globals, oc_key_builtins, oc.host_builtins);
}

/* Gives a function H, takes its attributes out of reach (object.__getattribute__
 * reads them past every guard) and records its code. Returns 0, or -1. */
static int
oc_record_function(PyFunctionObject *function)
{
    PyObject *old = function->func_builtins;
    function->func_builtins = Py_NewRef(oc.host_builtins);
    Py_XDECREF(old);
    if (function->func_dict != NULL) {
        if (PyList_Append(oc.kept, function->func_dict) < 0) {
            return -1;
        }
        Py_CLEAR(function->func_dict);
    }
    if (oc_record_code(function->func_code) < 0) {
        return -1;
    }
    return oc_record_globals(function->func_globals);
}

/* Records a frame with its code and globals. Returns 0, or -1. */
static int
oc_record_frame(PyFrameObject *frame)
{
    int added = oc_set_add(&oc.frames, (PyObject *)frame);
    if (added <= 0) {
        return added;
    }
    PyObject *code = (PyObject *)PyFrame_GetCode(frame);
    PyObject *globals = PyFrame_GetGlobals(frame);
    int status = oc_record_code(code);
    if (status == 0) {
        status = oc_record_globals(globals);
    }
    Py_DECREF(code);
    Py_XDECREF(globals);
    return status;
}

/* A suspended generator makes its frame object lazily: force and record it, and
 * record its code, whatever it is. Returns 0, or -1. */
static int
oc_record_generator(PyObject *generator, const char *frame_name, const char *code_name)
{
    PyObject *frame = PyObject_GetAttrString(generator, frame_name);
    PyObject *code = frame == NULL ? NULL : PyObject_GetAttrString(generator, code_name);
    int status = code == NULL ? -1 : 0;
    if (status == 0 && PyFrame_Check(frame)) {
        status = oc_record_frame((PyFrameObject *)frame);
    }
    if (status == 0 && PyCode_Check(code)) {
        status = oc_record_code(code);
    }
    Py_XDECREF(frame);
    Py_XDECREF(code);
    return status;
}

/* functools.lru_cache copies the attributes of the function that it wraps, its annotations
 * among them, and names the function: its names stay. Returns 0, or -1 with an exception set. */
static int
oc_strip_wrapper(PyObject *wrapper)
{
    static const char *const names[] = {"__module__", "__name__", "__qualname__", "__doc__"};
    PyObject **dict = oc_dict_pointer(wrapper);
    if (dict == NULL || *dict == NULL) {
        return 0;
    }
    PyObject *kept = PyDict_New();
    for (size_t i = 0; kept != NULL && i < Py_ARRAY_LENGTH(names); i++) {
        PyObject *value = PyDict_GetItemString(*dict, names[i]); /* borrowed */
        if (value != NULL && PyDict_SetItemString(kept, names[i], value) < 0) {
            Py_CLEAR(kept);
        }
    }
    if (kept == NULL || PyList_Append(oc.kept, *dict) < 0) {
        Py_XDECREF(kept);
        return -1;
    }
    Py_SETREF(*dict, kept);
    return 0;
}

/* Records one object of the heap. Returns 0, or -1 with an exception set. */
static int
oc_record(PyObject *object)
{
    if (PyFunction_Check(object)) {
        return oc_record_function((PyFunctionObject *)object);
    }
    if (PyType_Check(object)) {
        return oc_set_add(&oc.types, object) < 0 ? -1 : 0;
    }
    if (PyModule_Check(object)) {
        PyObject *globals = PyModule_GetDict(object); /* borrowed */
        int has = PyDict_Contains(globals, oc_key_builtins);
        if (has < 0 || (has && oc_record_globals(globals) < 0)) {
            return -1;
        }
        return oc_set_add(&oc.modules, object) < 0 ? -1 : 0;
    }
    if (Py_IS_TYPE(object, &PyStaticMethod_Type) || Py_IS_TYPE(object, &PyClassMethod_Type)) {
        PyObject **dict = oc_dict_pointer(object); /* a copy of the function's attributes */
        if (dict != NULL && *dict != NULL) {
            if (PyList_Append(oc.kept, *dict) < 0) {
                return -1;
            }
            Py_CLEAR(*dict);
        }
        return 0;
    }
    if (PyCFunction_Check(object)) {
        PyObject *bound = PyCFunction_GET_SELF(object); /* borrowed */
        int skip = bound == NULL || PyModule_Check(bound) || PyType_Check(bound);
        return skip || oc_set_add(&oc.bound, object) >= 0 ? 0 : -1;
    }
    if (PyFrame_Check(object)) {
        return oc_record_frame((PyFrameObject *)object);
    }
    if (PyCode_Check(object)) {
        return oc_record_code(object);
    }
    if (PyGen_CheckExact(object)) {
        return oc_record_generator(object, "gi_frame", "gi_code");
    }
    if (PyCoro_CheckExact(object)) {
        return oc_record_generator(object, "cr_frame", "cr_code");
    }
    if (PyAsyncGen_CheckExact(object)) {
        return oc_record_generator(object, "ag_frame", "ag_code");
    }
    if (!oc_set_has(&oc.recorded, Py_TYPE(object))) {
        return 0;
    }
    if (oc_set_add(&oc.bound, object) < 0) {
        return -1;
    }
    return strcmp(Py_TYPE(object)->tp_name, "functools._lru_cache_wrapper") == 0
               ? oc_strip_wrapper(object)
               : 0;
}

/* Empties the list of codec search functions (it ends with `marker`) and takes
 * error handlers that Python code registered out of their dict (it holds
 * `marker` under the name objcap.marker). Returns 1 if `object` is one of both,
 * 0 if not, -1 with an exception. */
static int
oc_empty_codecs(PyObject *object, PyObject *marker)
{
    if (PyList_CheckExact(object)) {
        Py_ssize_t size = PyList_GET_SIZE(object);
        if (size == 0 || PyList_GET_ITEM(object, size - 1) != marker) {
            return 0;
        }
        return PyList_SetSlice(object, 0, size, NULL) < 0 ? -1 : 1;
    }
    if (!PyDict_CheckExact(object) || PyDict_GetItemWithError(object, oc_key_marker) != marker) {
        return PyErr_Occurred() ? -1 : 0;
    }
    PyObject *items = PyDict_Items(object);
    int status = items == NULL ? -1 : 1;
    for (Py_ssize_t i = 0; status == 1 && i < PyList_GET_SIZE(items); i++) {
        PyObject *item = PyList_GET_ITEM(items, i);
        if (!PyCFunction_Check(PyTuple_GET_ITEM(item, 1)) &&
            PyDict_DelItem(object, PyTuple_GET_ITEM(item, 0)) < 0) {
            status = -1;
        }
    }
    Py_XDECREF(items);
    return status;
}

/* walk(objects, marker, recorded): marks every object of the list, and every frame on the
 * stack, as the host's; empties the codec registries that hold `marker`.
 * The instances of the types in the tuple `recorded` are recorded one by one.
 * Returns how many registries were found: 2, or the walk is not to be trusted. */
static PyObject *
oc_walk(PyObject *Py_UNUSED(self), PyObject *args)
{
    PyObject *objects, *marker, *recorded; /* borrowed */
    long found = 0;

    if (oc.phase != OC_LOCKING) {
        PyErr_SetString(PyExc_RuntimeError, "walk() belongs to the lockdown");
        return NULL;
    }
    if (!PyArg_ParseTuple(args, "O!OO!:walk", &PyList_Type, &objects, &marker, &PyTuple_Type,
                          &recorded)) {
        return NULL;
    }
    for (Py_ssize_t i = 0; i < PyTuple_GET_SIZE(recorded); i++) {
        if (oc_set_add(&oc.recorded, PyTuple_GET_ITEM(recorded, i)) < 0) {
            return NULL;
        }
    }
    Py_XSETREF(oc_key_builtins, PyUnicode_InternFromString("__builtins__"));
    Py_XSETREF(oc_key_marker, PyUnicode_InternFromString("objcap.marker"));
    if (oc_key_builtins == NULL || oc_key_marker == NULL) {
        return NULL;
    }
    for (Py_ssize_t i = 0; i < PyList_GET_SIZE(objects); i++) {
        PyObject *object = PyList_GET_ITEM(objects, i);
        int status = oc_empty_codecs(object, marker);
        if (status < 0 || oc_record(object) < 0) {
            return NULL;
        }
        found += status;
    }
    PyFrameObject *frame = (PyFrameObject *)Py_XNewRef((PyObject *)PyEval_GetFrame());
    while (frame != NULL) {
        PyFrameObject *back = NULL;
        if (oc_record_frame(frame) == 0) {
            back = PyFrame_GetBack(frame);
        }
        Py_DECREF(frame);
        frame = back;
    }
    if (PyErr_Occurred()) {
        return NULL;
    }
    return PyLong_FromLong(found);
}

/* Is that type, or one that it inherits from, called so in C by the tuple? */
static int
oc_stays_mutable(PyTypeObject *type, PyObject *names)
{
    PyObject *bases = type->tp_mro; /* borrowed */
    for (Py_ssize_t i = 0; bases != NULL && i < PyTuple_GET_SIZE(bases); i++) {
        const char *name = ((PyTypeObject *)PyTuple_GET_ITEM(bases, i))->tp_name;
        for (Py_ssize_t k = 0; k < PyTuple_GET_SIZE(names); k++) {
            if (PyUnicode_CompareWithASCIIString(PyTuple_GET_ITEM(names, k), name) == 0) {
                return 1;
            }
        }
    }
    return 0;
}

/* freeze_types(types, mutable): makes the classes of the host immutable, save those
 * below a type whose C name is in the tuple `mutable`. A class is shared by all who
 * can reach an instance, so whoever changes it changes what host code relies on. */
static PyObject *
oc_freeze_types(PyObject *Py_UNUSED(self), PyObject *args)
{
    PyObject *types, *names; /* borrowed */

    if (!PyArg_ParseTuple(args, "O!O!:freeze_types", &PyList_Type, &types, &PyTuple_Type, &names)) {
        return NULL;
    }
    for (Py_ssize_t i = 0; i < PyList_GET_SIZE(types); i++) {
        PyTypeObject *type = (PyTypeObject *)PyList_GET_ITEM(types, i);
        if (PyType_HasFeature(type, Py_TPFLAGS_HEAPTYPE) &&
            !PyType_HasFeature(type, Py_TPFLAGS_IMMUTABLETYPE) && !oc_stays_mutable(type, names)) {
            type->tp_flags |= Py_TPFLAGS_IMMUTABLETYPE;
            PyType_Modified(type);
        }
    }
    Py_RETURN_NONE;
}

/* all_types(subclasses): every type below object, found through the method
 * `type.__subclasses__`, since static types are not on the collector's lists.
 * All of them are the host's from now on. */
static PyObject *
oc_all_types(PyObject *Py_UNUSED(self), PyObject *subclasses)
{
    PyMethodDef *def = oc_method_def(subclasses);
    if (def == NULL || def->ml_flags != METH_NOARGS || oc.phase != OC_LOCKING) {
        PyErr_SetString(PyExc_TypeError, "all_types() takes the method type.__subclasses__");
        return NULL;
    }
    oc_set seen = {NULL, 0, 0};
    PyObject *types = PyList_New(0);
    int status = types == NULL ? -1 : PyList_Append(types, (PyObject *)&PyBaseObject_Type);
    for (Py_ssize_t i = 0; status == 0 && i < PyList_GET_SIZE(types); i++) {
        PyObject *type = PyList_GET_ITEM(types, i);
        PyObject *below = oc_set_add(&oc.types, type) < 0 ? NULL : def->ml_meth(type, NULL);
        status = below == NULL ? -1 : 0;
        for (Py_ssize_t k = 0; status == 0 && k < PyList_GET_SIZE(below); k++) {
            int added = oc_set_add(&seen, PyList_GET_ITEM(below, k));
            if (added != 0) {
                status = added < 0 ? -1 : PyList_Append(types, PyList_GET_ITEM(below, k));
            }
        }
        Py_XDECREF(below);
    }
    PyMem_RawFree(seen.slots); /* its references stay: oc.types holds the same types */
    if (status < 0) {
        Py_CLEAR(types);
    }
    return types;
}

/* unmarked(objects): the functions and types of the list that the walk missed,
 * for the phase Verify. */
static PyObject *
oc_unmarked(PyObject *Py_UNUSED(self), PyObject *objects)
{
    if (!PyList_CheckExact(objects)) {
        PyErr_SetString(PyExc_TypeError, "unmarked() takes a list");
        return NULL;
    }
    PyObject *missed = PyList_New(0);
    for (Py_ssize_t i = 0; missed != NULL && i < PyList_GET_SIZE(objects); i++) {
        PyObject *object = PyList_GET_ITEM(objects, i);
        int bad = (PyFunction_Check(object) && !oc_is_host_function(object)) ||
                  (PyType_Check(object) && !oc_is_host_type((PyTypeObject *)object)) ||
                  (PyFrame_Check(object) && !oc_is_host_frame((PyFrameObject *)object));
        if (bad && PyList_Append(missed, object) < 0) {
            Py_CLEAR(missed);
        }
    }
    return missed;
}

/* host_modules(): the modules that the walk has found, in sys.modules or not. */
static PyObject *
oc_host_modules(PyObject *Py_UNUSED(self), PyObject *Py_UNUSED(ignored))
{
    PyObject *modules = PyList_New(0);
    for (Py_ssize_t i = 0; modules != NULL && oc.modules.slots != NULL && i <= oc.modules.mask; i++) {
        PyObject *module = oc.modules.slots[i];
        if (module != NULL && PyList_Append(modules, module) < 0) {
            Py_CLEAR(modules);
        }
    }
    return modules;
}

PyMethodDef oc_walk_methods[] = {
    {"walk", oc_walk, METH_VARARGS, "walk(objects, marker, recorded, /)\n--\n\nMark the host's objects."},
    {"all_types", oc_all_types, METH_O,
     "all_types(subclasses, /)\n--\n\nEvery type there is, static ones included."},
    {"freeze_types", oc_freeze_types, METH_VARARGS,
     "freeze_types(types, mutable, /)\n--\n\nMake the host's classes immutable."},
    {"host_modules", oc_host_modules, METH_NOARGS,
     "host_modules()\n--\n\nThe modules that the walk has found."},
    {"unmarked", oc_unmarked, METH_O, "unmarked(objects, /)\n--\n\nWhat the walk has missed."},
    {NULL, NULL, 0, NULL},
};
