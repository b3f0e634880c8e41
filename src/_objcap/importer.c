/* The importer (R4): its plan, and its boot as guest code.
 *
 * The finder and the loaders are Python without power (guest/_importer.py) on top
 * of CPython's own importlib, which is executed once more in place: what
 * PyImport_* calls from then on are functions of the guest's world. */
#include "importer.h"
#include "native.h"

/* ------------------------------------------------------------ the plan */

/* Copies one entry of the plan, so that nobody else holds what the provider looks
 * into. Returns 0, or -1 with an exception set. */
static int
oc_take(PyObject *plan, const char *key, PyTypeObject *type, PyObject **place)
{
    PyObject *value = PyDict_GetItemString(plan, key); /* borrowed */
    if (value == NULL || !Py_IS_TYPE(value, type)) {
        PyErr_Format(PyExc_TypeError, "the importer's plan has no %s of type %s", key, type->tp_name);
        return -1;
    }
    PyObject *copy = type == &PyDict_Type ? PyDict_Copy(value) : Py_NewRef(value);
    if (copy == NULL) {
        return -1;
    }
    Py_XSETREF(*place, copy);
    return 0;
}

/* set_importer(plan): fixes what may be imported, and from where; roots.plan made
 * the dict. Before modules are disarmed. */
static PyObject *
oc_set_importer(PyObject *Py_UNUSED(self), PyObject *plan)
{
    oc_provider_state *state = &oc_provider;
    const struct {
        const char *key;
        PyTypeObject *type;
        PyObject **place;
    } entries[] = {
        {"rows", &PyDict_Type, &state->rows},
        {"builtins", &PyFrozenSet_Type, &state->builtins},
        {"first", &PyFrozenSet_Type, &state->first},
        {"known", &PyFrozenSet_Type, &state->known},
        {"stdlib", &PyBytes_Type, &state->stdlib},
        {"guest", &PyBytes_Type, &state->guest},
        {"user", &PyTuple_Type, &state->user},
        {"dynload", &PyTuple_Type, &state->dynload},
        {"suffixes", &PyTuple_Type, &state->suffixes},
        {"cache_suffix", &PyBytes_Type, &state->cache_suffix},
        {"cache_prefix", &PyBytes_Type, &state->cache_prefix},
        {"extensions", &PyDict_Type, &state->extensions},
        {"copies", &PyDict_Type, &state->copies},
        {"real", &PyDict_Type, &state->real},
        {"patches", &PyFrozenSet_Type, &state->patches},
        {"injected", &PyFrozenSet_Type, &state->injected},
        {"frozen", &PyDict_Type, &state->frozen},
        {"codes", &PyDict_Type, &state->codes},
        {"imp", &PyModule_Type, &state->imp},
    };
    if (!PyDict_CheckExact(plan) || oc.phase != OC_OPEN) {
        PyErr_SetString(PyExc_TypeError, "set_importer() takes a dict, before the lockdown");
        return NULL;
    }
    for (size_t i = 0; i < Py_ARRAY_LENGTH(entries); i++) {
        if (oc_take(plan, entries[i].key, entries[i].type, entries[i].place) < 0) {
            return NULL;
        }
    }
    const struct {
        const char *key;
        PyObject **place;
    } optional[] = {
        {"shown", &state->shown},
        {"shadow", &state->shadow},
        {"preload", &state->preload},
        {"later", &state->later},
    };
    for (size_t i = 0; i < Py_ARRAY_LENGTH(optional); i++) {
        PyObject *value = PyDict_GetItemString(plan, optional[i].key); /* borrowed */
        Py_XSETREF(*optional[i].place, Py_XNewRef(value));
    }
    state->magic = (unsigned long)PyImport_GetMagicNumber() & 0xfffffffful;
    Py_XSETREF(state->found, PyDict_New());
    Py_XSETREF(state->made, PyList_New(0));
    if (state->found == NULL || state->made == NULL ||
        PyErr_Occurred() || oc_extension_ready(state->imp) < 0) {
        return NULL;
    }
    Py_RETURN_NONE;
}

/* is_single_phase(module): does CPython give out the same module object, or one
 * with the same state, whenever that C module is made again? */
static PyObject *
oc_is_single_phase(PyObject *Py_UNUSED(self), PyObject *module)
{
    PyModuleDef *def = PyModule_Check(module) ? PyModule_GetDef(module) : NULL;
    PyErr_Clear();
    return PyBool_FromLong(def != NULL && def->m_slots == NULL);
}

/* is_native(module): is it a C module, and not something a host put in its place? */
static PyObject *
oc_is_native(PyObject *Py_UNUSED(self), PyObject *module)
{
    PyModuleDef *def = PyModule_Check(module) ? PyModule_GetDef(module) : NULL;
    PyErr_Clear();
    return PyBool_FromLong(def != NULL);
}

PyMethodDef oc_importer_methods[] = {
    {"set_importer", oc_set_importer, METH_O,
     "set_importer(plan, /)\n--\n\nFix what may be imported, and from where."},
    {"is_native", oc_is_native, METH_O, "is_native(module, /)\n--\n\nIs it a module of C?"},
    {"is_single_phase", oc_is_single_phase, METH_O,
     "is_single_phase(module, /)\n--\n\nDoes CPython make that C module only once?"},
    {NULL, NULL, 0, NULL},
};

PyMethodDef oc_importer_guest_methods[] = {
    {"locate", oc_locate, METH_O,
     "locate(name, /)\n--\n\nIs that module permitted, and where is it?"},
    {"code", oc_code, METH_O, "code(name, /)\n--\n\nThe code of a permitted Python module."},
    {"patch", oc_patch, METH_O, "patch(name, /)\n--\n\nThe code that runs after that module, or None."},
    {"source", oc_source, METH_O, "source(name, /)\n--\n\nThe source of a permitted Python module."},
    {"extension", oc_extension, METH_O, "extension(name, /)\n--\n\nMake a permitted C module."},
    {NULL, NULL, 0, NULL},
};

/* ------------------------------------------------------------ the boot */

/* Makes `_objcap_guest`: the functions and powers that guest code may call. New
 * reference, or NULL with an exception set. */
static PyObject *
oc_guest_module(void)
{
    PyMethodDef *tables[] = {
        oc_importer_guest_methods,
        oc_lineedit_guest_methods,
        oc_sys_guest_methods,
        oc_clock_guest_methods,
        oc_run_guest_methods,
    };
    PyObject *module = PyModule_New("_objcap_guest");
    for (size_t i = 0; module != NULL && i < Py_ARRAY_LENGTH(tables); i++) {
        if (PyModule_AddFunctions(module, tables[i]) < 0) {
            Py_CLEAR(module);
        }
    }
    if (module != NULL && (oc_powers_add(module) < 0 || oc_files_add(module) < 0)) {
        Py_CLEAR(module);
    }
    return module;
}

/* Executes a code object of the plan in a dict, as guest code. Borrows both.
 * Returns 0, or -1 with an exception set. */
static int
oc_run_code(const char *name, PyObject *dict)
{
    PyObject *code = PyDict_GetItemString(oc_provider.codes, name); /* borrowed */
    if (code == NULL || !PyCode_Check(code)) {
        PyErr_Format(PyExc_LookupError, "the importer's plan has no code of %s", name);
        return -1;
    }
    PyObject *result = PyEval_EvalCode(code, dict, dict);
    Py_XDECREF(result);
    return result == NULL ? -1 : 0;
}

/* Makes a module with the guest's builtins and puts it into `modules` (unless
 * NULL). New reference, or NULL with an exception set. */
static PyObject *
oc_new_module(const char *name, PyObject *modules)
{
    PyObject *module = PyModule_New(name);
    if (module != NULL &&
        (PyDict_SetItemString(PyModule_GetDict(module), "__builtins__", oc.builtins) < 0 ||
         (modules != NULL && PyDict_SetItemString(modules, name, module) < 0))) {
        Py_CLEAR(module);
    }
    return module;
}

/* Executes importlib's own code once more in the dict of `_frozen_importlib`: the
 * interpreter calls what it finds there. Returns 0, or -1 with an exception set. */
static int
oc_boot_importlib(PyObject *bootstrap)
{
    PyObject *dict = PyModule_GetDict(bootstrap); /* borrowed */
    PyObject *old = PyDict_Copy(dict);
    int status = old == NULL ? -1 : PyList_Append(oc.kept, old); /* nothing dies, no finaliser runs */
    Py_XDECREF(old);
    PyObject *name = status < 0 ? NULL : PyUnicode_FromString("_frozen_importlib");
    if (name == NULL) {
        return -1;
    }
    PyDict_Clear(dict);
    status = PyDict_SetItemString(dict, "__name__", name) < 0 ||
                     PyDict_SetItemString(dict, "__package__", Py_None) < 0 ||
                     PyDict_SetItemString(dict, "__loader__", Py_None) < 0 ||
                     PyDict_SetItemString(dict, "__spec__", Py_None) < 0 ||
                     PyDict_SetItemString(dict, "__builtins__", oc.builtins) < 0
                 ? -1
                 : oc_run_code("_frozen_importlib", dict);
    Py_DECREF(name);
    return status;
}

/* Strict mode: a module sys for those that need one and are not the guest's: one
 * for importlib, one for the stdlib modules that the boot loads. New reference, or
 * NULL with an exception set. */
static PyObject *
oc_shadow_sys(PyObject *modules)
{
    static const char *const functions[] = {"_getframe", "_getframemodulename"};
    PyObject *shadow = PyModule_New("sys");
    PyObject *dict = shadow == NULL ? NULL : PyModule_GetDict(shadow); /* borrowed */
    int status = dict == NULL ? -1 : PyDict_Update(dict, oc_provider.shadow);
    if (status == 0) {
        status = PyDict_SetItemString(dict, "modules", modules);
    }
    for (size_t i = 0; status == 0 && i < Py_ARRAY_LENGTH(functions); i++) {
        PyObject *function = NULL; /* borrowed */
        if (oc.sys_dict != NULL) {
            function = PyDict_GetItemString(oc.sys_dict, functions[i]);
        }
        if (function != NULL) {
            status = PyDict_SetItemString(dict, functions[i], function);
        }
    }
    if (status < 0) {
        Py_CLEAR(shadow);
    }
    return shadow;
}

/* Strict mode: what the few stdlib modules import at their top was there while
 * they were loaded, `lent` as their sys; from now on it is refused. Returns 0, or
 * -1 with an exception set. */
static int
oc_importer_narrow(PyObject *modules, PyObject *lent)
{
    if (oc_provider.later == NULL) {
        return 0;
    }
    Py_SETREF(oc_provider.rows, Py_NewRef(oc_provider.later));
    PyDict_Clear(oc_provider.found);
    if (PyDict_DelItemString(modules, "sys") < 0 ||
        PyDict_DelItemString(PyModule_GetDict(lent), "modules") < 0) {
        return -1;
    }
    return PyDict_DelItemString(oc_provider.real, "sys");
}

/* Creates the guest's importer: rebuilds sys.modules, importlib, `__import__` and
 * `__main__`. After everything of the host is hidden, guarded, disarmed and sealed:
 * all that is made here is guest code. Returns 0, or -1 with an exception set. */
int
oc_importer_boot(void)
{
    PyObject *modules = PyImport_GetModuleDict(); /* borrowed */
    PyObject *guest = NULL, *imp = NULL, *importer = NULL, *main = NULL, *sys = NULL;
    PyObject *lent = NULL, *path = NULL;
    PyObject *real = oc_provider.real; /* borrowed, like what it holds */
    PyObject *builtins = real == NULL ? NULL : PyDict_GetItemString(real, "builtins");
    PyObject *bootstrap = real == NULL ? NULL : PyDict_GetItemString(real, "_frozen_importlib");
    int status = -1;

    if (builtins == NULL || bootstrap == NULL || !PyModule_Check(bootstrap)) {
        PyErr_SetString(PyExc_RuntimeError, "the importer has no plan");
        return -1;
    }
    /* No code of the user's path runs before the lockdown is complete: strict mode
     * loads modules that a file there could replace. */
    path = oc_provider.user;
    oc_provider.user = PyTuple_New(0);
    PyDict_Clear(modules);
    Py_XSETREF(oc.module_table, Py_NewRef(modules));
    if (oc_provider.user == NULL || oc_import_delegate_install() < 0 || oc_boot_importlib(bootstrap) < 0 ||
        PyDict_SetItemString(modules, "builtins", builtins) < 0 ||
        PyDict_SetItemString(modules, "_frozen_importlib", bootstrap) < 0) {
        goto done;
    }
    if (oc_provider.shadow == NULL) {
        sys = Py_XNewRef(PyDict_GetItemString(real, "sys"));
        lent = Py_XNewRef(sys);
    }
    else {
        sys = oc_shadow_sys(modules);
        lent = oc_shadow_sys(modules);
    }
    guest = oc_guest_module();
    imp = oc_new_module("_imp", modules);
    main = oc_new_module("__main__", modules);
    importer = oc_new_module("_objcap_importer", NULL);
    if (sys == NULL || guest == NULL || imp == NULL || main == NULL || importer == NULL ||
        lent == NULL || PyDict_SetItemString(modules, "sys", lent) < 0 ||
        PyDict_SetItemString(modules, "_objcap_guest", guest) < 0 ||
        PyDict_SetItemString(real, "_objcap_guest", guest) < 0 ||
        PyDict_SetItemString(real, "_imp", imp) < 0 ||
        oc_run_code("_imp", PyModule_GetDict(imp)) < 0) {
        goto done;
    }
    /* as python does it: the module, not its dict */
    if (PyDict_SetItemString(PyModule_GetDict(main), "__builtins__", builtins) < 0) {
        goto done;
    }
    Py_XSETREF(oc.main_globals, Py_NewRef(PyModule_GetDict(main)));
    PyObject *dict = PyModule_GetDict(importer); /* borrowed */
    if (PyDict_SetItemString(dict, "sys", sys) < 0 ||
        PyDict_SetItemString(dict, "provider", guest) < 0 ||
        PyDict_SetItemString(dict, "bootstrap", bootstrap) < 0 ||
        PyDict_SetItemString(dict, "imp", imp) < 0 ||
        PyDict_SetItemString(dict, "main", main) < 0 ||
        PyDict_SetItemString(dict, "preload",
                             oc_provider.preload == NULL ? Py_None : oc_provider.preload) < 0 ||
        oc_run_code("_importer", dict) < 0) {
        goto done;
    }
    status = oc_importer_narrow(modules, lent);
done:
    Py_XSETREF(oc_provider.user, path);
    Py_XDECREF(lent);
    Py_XDECREF(sys);
    Py_XDECREF(guest);
    Py_XDECREF(imp);
    Py_XDECREF(importer);
    Py_XDECREF(main);
    return status;
}
