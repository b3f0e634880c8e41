/* The guest's world: what the rebuilt interpreter needs before guest code runs.
 * It is built after the audit hook is in force, so nothing here has power. */
#include "objcap.h"

/* Makes a plain module with functions of ours, `name` in sys.modules. Returns a
 * borrowed reference (sys.modules holds it), or NULL with an exception. */
static PyObject *
oc_add_module(const char *name)
{
    PyObject *module = PyModule_New(name);
    PyObject *modules = PyImport_GetModuleDict(); /* borrowed */
    if (module != NULL && PyDict_SetItemString(modules, name, module) < 0) {
        Py_CLEAR(module);
    }
    Py_XDECREF(module);
    return module;
}

/* Puts a stream into sys under both of its names. Returns 0, or -1. */
static int
oc_add_stream(int fd, int granted, const char *name, const char *original, const char *shown)
{
    const char *errors = fd == 2 ? "backslashreplace" : "strict";
    PyObject *stream = oc_stream_new(granted ? fd : -1, fd == 0 ? "r" : "w", shown, errors);
    int status = stream == NULL ? -1 : PyDict_SetItemString(oc.sys_dict, name, stream);
    if (status == 0) {
        status = PyDict_SetItemString(oc.sys_dict, original, stream);
    }
    Py_XDECREF(stream);
    return status;
}

/* boot(streams): builds the guest's helpers, hooks, streams, importer and
 * __main__. `streams` says which of the three standard streams are granted. */
static PyObject *
oc_boot(PyObject *Py_UNUSED(self), PyObject *args)
{
    int in, out, err;

    if (oc.phase != OC_LOCKING || oc.sys_dict == NULL) {
        PyErr_SetString(PyExc_RuntimeError, "boot() belongs to the lockdown");
        return NULL;
    }
    if (!PyArg_ParseTuple(args, "(ppp):boot", &in, &out, &err)) {
        return NULL;
    }
    PyMethodDef *tables[] = {oc_importer_guest_methods, oc_lineedit_guest_methods,
                             oc_sys_guest_methods, oc_run_guest_methods};
    PyObject *helpers = oc_add_module("_objcap_guest"); /* borrowed */
    for (size_t i = 0; helpers != NULL && i < Py_ARRAY_LENGTH(tables); i++) {
        if (PyModule_AddFunctions(helpers, tables[i]) < 0) {
            return NULL;
        }
    }
    if (helpers == NULL || oc_hooks_boot(oc.sys_dict) < 0 ||
        oc_add_stream(0, in, "stdin", "__stdin__", "<stdin>") < 0 ||
        oc_add_stream(1, out, "stdout", "__stdout__", "<stdout>") < 0 ||
        oc_add_stream(2, err, "stderr", "__stderr__", "<stderr>") < 0 ||
        oc_importer_boot() < 0) {
        return NULL;
    }
    PyObject *main = oc_add_module("__main__"); /* borrowed */
    if (main == NULL) {
        return NULL;
    }
    oc.main_globals = Py_NewRef(PyModule_GetDict(main));
    if (PyDict_SetItemString(oc.main_globals, "__builtins__", oc.builtins) < 0) {
        return NULL;
    }
    Py_RETURN_NONE;
}

PyMethodDef oc_boot_methods[] = {
    {"boot", oc_boot, METH_VARARGS, "boot(streams, /)\n--\n\nBuild the guest's world."},
    {NULL, NULL, 0, NULL},
};
