/* C modules for the guest (R4): CPython makes them, from a name and a path that
 * come from the provider's table and from nowhere else. */
#include "importer.h"

#include <string.h>

oc_imp_functions oc_imp;

/* ------------------------------------------------------------ the spec */

/* What CPython's create_* functions read the name and the path from: never an
 * object whose attributes a guest could compute (a class with a property supplied
 * the path of its own shared object). Immutable, and never handed to Python. */
typedef struct {
    PyObject_HEAD
    PyObject *name;
    PyObject *origin;
} oc_spec;

static void
oc_spec_dealloc(oc_spec *spec)
{
    Py_XDECREF(spec->name);
    Py_XDECREF(spec->origin);
    PyObject_Free(spec);
}

static PyMemberDef oc_spec_members[] = {
    {"name", T_OBJECT_EX, offsetof(oc_spec, name), READONLY, "name of the module"},
    {"origin", T_OBJECT_EX, offsetof(oc_spec, origin), READONLY, "path of the shared object"},
    {NULL, 0, 0, 0, NULL},
};

static PyTypeObject oc_spec_type = {
    PyVarObject_HEAD_INIT(NULL, 0)
    .tp_name = "objcap.extension_spec",
    .tp_doc = "What CPython makes an extension module from.",
    .tp_basicsize = sizeof(oc_spec),
    .tp_flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_IMMUTABLETYPE | Py_TPFLAGS_DISALLOW_INSTANTIATION,
    .tp_dealloc = (destructor)oc_spec_dealloc,
    .tp_members = oc_spec_members,
};

/* ------------------------------------------------------------ the real _imp */

/* Takes the C functions of the real _imp from its method table: disarming
 * replaces them there. Returns 0, or -1 with an exception set. */
int
oc_extension_ready(PyObject *imp)
{
    PyModuleDef *def = PyModule_Check(imp) ? PyModule_GetDef(imp) : NULL;
    struct {
        const char *name;
        int flags;
        void (*function)(void);
    } wanted[] = {
        {"create_builtin", METH_O, NULL},
        {"create_dynamic", METH_FASTCALL, NULL},
        {"exec_dynamic", METH_O, NULL},
        {"source_hash", METH_FASTCALL | METH_KEYWORDS, NULL},
        {"_fix_co_filename", METH_FASTCALL, NULL},
    };
    for (size_t i = 0; i < Py_ARRAY_LENGTH(wanted); i++) {
        for (PyMethodDef *method = def == NULL ? NULL : def->m_methods;
             method != NULL && method->ml_name != NULL; method++) {
            if (strcmp(method->ml_name, wanted[i].name) == 0 && method->ml_flags == wanted[i].flags) {
                wanted[i].function = (void (*)(void))method->ml_meth;
            }
        }
        if (wanted[i].function == NULL) {
            if (!PyErr_Occurred()) {
                PyErr_Format(PyExc_LookupError, "_imp.%s has a new calling convention",
                             wanted[i].name);
            }
            return -1;
        }
    }
    if (PyType_Ready(&oc_spec_type) < 0) {
        return -1;
    }
    oc_imp.create_builtin = (PyCFunction)wanted[0].function;
    oc_imp.create_dynamic = (oc_fast)wanted[1].function;
    oc_imp.exec_dynamic = (PyCFunction)wanted[2].function; /* serves builtin modules too */
    oc_imp.source_hash = (oc_fast_keywords)wanted[3].function;
    oc_imp.fix_co_filename = (oc_fast)wanted[4].function;
    return 0;
}

/* ------------------------------------------------------------ extension modules */

/* The audit event `import` (module, filename, path, meta_path, path_hooks). The
 * import statement names no file; create_dynamic names the one that it loads, and
 * it may be only the one of the table that is being made right now, once. Returns
 * 0 if permitted, -1 with an exception set. Calls no Python code. */
int
oc_provider_import_event(PyObject *args)
{
    PyObject *file = NULL;
    if (args != NULL && PyTuple_Check(args) && PyTuple_GET_SIZE(args) >= 2) {
        file = PyTuple_GET_ITEM(args, 1);
    }
    if (file == Py_None) {
        return 0;
    }
    PyObject *making = oc_provider.making;
    oc_provider.making = NULL;
    if (file != NULL && making != NULL && PyUnicode_CheckExact(file) &&
        PyUnicode_Compare(file, making) == 0) {
        return 0;
    }
    if (!PyErr_Occurred()) {
        PyErr_SetString(PyExc_PermissionError, "objcap: refused: no permit to load a shared object");
    }
    return -1;
}

/* Takes the names of the module's row out of it and disarms them. Returns 0, or -1
 * with an exception set. */
static int
oc_strip(PyObject *module, PyObject *names)
{
    if (!PyList_CheckExact(names) || !PyModule_Check(module)) {
        return 0;
    }
    if (oc_disarm_module(module, names) < 0) {
        return -1;
    }
    PyObject *dict = PyModule_GetDict(module); /* borrowed */
    for (Py_ssize_t i = 0; i < PyList_GET_SIZE(names); i++) {
        PyObject *name = PyList_GET_ITEM(names, i);
        int there = PyDict_Contains(dict, name);
        if (there < 0 || (there && PyDict_DelItem(dict, name) < 0)) {
            return -1;
        }
    }
    return 0;
}

/* A module that is being made, and those that wait for it. */
typedef struct oc_making {
    PyObject *name; /* borrowed */
    struct oc_making *outer;
} oc_making;

/* Makes a C module from the table's name and path, and completes it: nobody ever holds one
 * whose state does not exist yet (its functions would follow a null pointer, seen).
 * Borrows both. New reference, or NULL with an exception set. The module's own code runs
 * in here, which may import Python modules; the path has been used up by then. One
 * that imports itself in there is refused: CPython would run the initialiser inside
 * itself, over the same C statics. R4: every module made is kept, since the interpreter
 * keeps raw pointers into some of them. */
static PyObject *
oc_make(PyObject *name, PyObject *path)
{
    static oc_making *innermost;
    oc_making self = {name, innermost};
    PyObject *module;

    for (oc_making *outer = innermost; outer != NULL; outer = outer->outer) {
        if (PyUnicode_Compare(outer->name, name) == 0) {
            PyErr_Format(PyExc_ImportError, "cannot import %R: it is being made (circular import)",
                         name);
            return NULL;
        }
    }
    oc_spec *spec = PyObject_New(oc_spec, &oc_spec_type);
    if (spec == NULL) {
        return NULL;
    }
    innermost = &self;
    spec->name = Py_NewRef(name);
    spec->origin = path == Py_None ? NULL : Py_NewRef(path);
    if (path == Py_None) {
        module = oc_imp.create_builtin(oc_provider.imp, (PyObject *)spec);
    }
    else {
        PyObject *args[1] = {(PyObject *)spec};
        PyObject *outer = oc_provider.making;
        oc_provider.making = path;
        module = oc_imp.create_dynamic(oc_provider.imp, args, 1);
        oc_provider.making = outer;
    }
    if (module != NULL) {
        PyObject *result = PyList_Append(oc_provider.made, module) < 0
                               ? NULL
                               : oc_imp.exec_dynamic(oc_provider.imp, module);
        if (result == NULL) {
            Py_CLEAR(module);
        }
        Py_XDECREF(result);
    }
    innermost = self.outer;
    Py_DECREF(spec);
    return module;
}

/* CPython wrote the path of the shared object into the module; a guest may be told another. Returns
 * 0, or -1 with an exception set. */
static int
oc_tell_file(PyObject *module, PyObject *found)
{
    PyObject *origin = PyTuple_GET_ITEM(found, OC_F_ORIGIN); /* borrowed */
    if (oc_provider.shown == NULL || origin == Py_None || !PyModule_Check(module)) {
        return 0;
    }
    return PyDict_SetItemString(PyModule_GetDict(module), "__file__", origin);
}

/* extension(name): the C module of that name, complete. */
PyObject *
oc_extension(PyObject *Py_UNUSED(self), PyObject *name)
{
    PyObject *module = NULL, *names = NULL;
    PyObject *found = oc_find(name);
    oc_kind kind = found == NULL ? 0 : oc_found_kind(found);

    if (kind == OC_REAL) {
        module = Py_XNewRef(PyDict_GetItemWithError(oc_provider.real, name));
    }
    else if (kind == OC_COPY) {
        PyObject *dict = PyDict_GetItemWithError(oc_provider.copies, name); /* borrowed */
        module = dict == NULL ? NULL : PyModule_NewObject(name);
        if (module != NULL && PyDict_Update(PyModule_GetDict(module), dict) < 0) {
            Py_CLEAR(module);
        }
    }
    else if (kind == OC_BUILTIN || kind == OC_EXTENSION) {
        names = oc_row_names(found);
        module = names == NULL ? NULL : oc_make(name, PyTuple_GET_ITEM(found, OC_F_PATH));
        if (module != NULL && (oc_strip(module, names) < 0 || oc_tell_file(module, found) < 0)) {
            Py_CLEAR(module);
        }
    }
    if (module == NULL && !PyErr_Occurred()) {
        PyErr_Format(PyExc_ImportError, "objcap: no permit for the C module %R", name);
    }
    Py_XDECREF(found);
    Py_XDECREF(names);
    return module;
}
