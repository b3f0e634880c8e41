/* Check (phase 1): what only C can see of whether this interpreter may be
 * locked. Nothing is changed here. */
#include "objcap.h"

#include <dirent.h>
#include <string.h>

/* How many kernel threads the process has, or -1 if that cannot be told. */
static int
oc_count_tasks(void)
{
    DIR *folder = opendir("/proc/self/task");
    if (folder == NULL) {
        return -1;
    }
    int count = 0;
    for (struct dirent *entry = readdir(folder); entry != NULL; entry = readdir(folder)) {
        count += entry->d_name[0] != '.';
    }
    closedir(folder);
    return count;
}

/* obstacle(): why this interpreter cannot be locked, or None. */
static PyObject *
oc_obstacle(PyObject *Py_UNUSED(self), PyObject *Py_UNUSED(ignored))
{
    PyInterpreterState *interpreter = PyInterpreterState_Get();
    const char *reason = NULL;
    int tasks = oc_count_tasks();

    if (oc.phase != OC_OPEN) {
        reason = "this interpreter is locked already";
    }
    else if (interpreter != PyInterpreterState_Main()) {
        reason = "this is a sub-interpreter; lock the main interpreter down";
    }
    else if (PyInterpreterState_Next(PyInterpreterState_Head()) != NULL) {
        reason = "there are sub-interpreters; close them first";
    }
    else if (PyThreadState_Next(PyInterpreterState_ThreadHead(interpreter)) != NULL) {
        reason = "other Python threads exist; join them first";
    }
    else if (tasks < 0) {
        reason = "the threads of this process cannot be counted: /proc is not mounted";
    }
    else if (tasks > 1) {
        reason = "other threads exist, started by an extension module; end them first";
    }
    else if (_PyInterpreterState_GetEvalFrameFunc(interpreter) != _PyEval_EvalFrameDefault) {
        reason = "a debugger or JIT has replaced the frame evaluator (PEP 523); switch it off";
    }
    return reason == NULL ? Py_NewRef(Py_None) : PyUnicode_FromString(reason);
}

/* Is `value` what the interpreter itself put into builtins under `name`? A class of
 * C, a function of the module's own table, or a constant. */
static int
oc_is_pristine(PyModuleDef *def, const char *name, PyObject *value)
{
    if (PyCFunction_CheckExact(value)) {
        const PyMethodDef *method = ((PyCFunctionObject *)value)->m_ml;
        return method >= def->m_methods && strcmp(method->ml_name, name) == 0 &&
               PyCFunction_GET_SELF(value) != NULL && PyModule_Check(PyCFunction_GET_SELF(value)) &&
               PyModule_GetDef(PyCFunction_GET_SELF(value)) == def;
    }
    if (PyType_Check(value)) {
        PyTypeObject *type = (PyTypeObject *)value;
        return !PyType_HasFeature(type, Py_TPFLAGS_HEAPTYPE) ||
               strcmp(type->tp_name, "ExceptionGroup") == 0;
    }
    return value == Py_None || value == Py_True || value == Py_False || value == Py_Ellipsis ||
           value == Py_NotImplemented || PyUnicode_CheckExact(value);
}

/* altered_builtin(module, names): the first name of `names` in the module builtins
 * under which the application has put something of its own, or None. */
static PyObject *
oc_altered_builtin(PyObject *Py_UNUSED(self), PyObject *args)
{
    PyObject *module, *names, *key, *value; /* borrowed */
    Py_ssize_t at = 0;

    if (!PyArg_ParseTuple(args, "O!O!:altered_builtin", &PyModule_Type, &module, &PyFrozenSet_Type,
                          &names)) {
        return NULL;
    }
    PyModuleDef *def = PyModule_GetDef(module);
    while (def != NULL && PyDict_Next(PyModule_GetDict(module), &at, &key, &value)) {
        int wanted = PyUnicode_CheckExact(key) ? PySet_Contains(names, key) : 0;
        const char *name = wanted > 0 ? PyUnicode_AsUTF8(key) : NULL;
        if (wanted < 0 || (wanted > 0 && name == NULL)) {
            return NULL;
        }
        if (name != NULL && !oc_is_pristine(def, name, value)) {
            return Py_NewRef(key);
        }
    }
    if (PyErr_Occurred()) {
        return NULL;
    }
    Py_RETURN_NONE;
}

/* instances(objects, types): those objects of the list that are instances of a type
 * of the tuple. */
static PyObject *
oc_instances(PyObject *Py_UNUSED(self), PyObject *args)
{
    PyObject *objects, *types; /* borrowed */
    if (!PyArg_ParseTuple(args, "O!O!:instances", &PyList_Type, &objects, &PyTuple_Type, &types)) {
        return NULL;
    }
    const PyTypeObject *others[256] = {NULL}; /* types that do not match, by address */
    PyObject *found = PyList_New(0);
    for (Py_ssize_t i = 0; found != NULL && i < PyList_GET_SIZE(objects); i++) {
        PyObject *object = PyList_GET_ITEM(objects, i);
        const PyTypeObject **known = &others[((size_t)Py_TYPE(object) >> 5) & 255];
        if (*known == Py_TYPE(object)) {
            continue;
        }
        int match = 0;
        for (Py_ssize_t k = 0; !match && k < PyTuple_GET_SIZE(types); k++) {
            match = PyType_IsSubtype(Py_TYPE(object), (PyTypeObject *)PyTuple_GET_ITEM(types, k));
        }
        if (!match) {
            *known = Py_TYPE(object);
        }
        else if (PyList_Append(found, object) < 0) {
            Py_CLEAR(found);
        }
    }
    return found;
}

PyMethodDef oc_check_methods[] = {
    {"instances", oc_instances, METH_VARARGS,
     "instances(objects, types, /)\n--\n\nThe instances of those types among the objects."},
    {"altered_builtin", oc_altered_builtin, METH_VARARGS,
     "altered_builtin(module, names, /)\n--\n\nA builtin that is not the interpreter's, or None."},
    {"obstacle", oc_obstacle, METH_NOARGS,
     "obstacle()\n--\n\nWhy this interpreter cannot be locked, or None."},
    {NULL, NULL, 0, NULL},
};
