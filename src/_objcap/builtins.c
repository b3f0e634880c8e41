/* Builtins that answer for the frame on top (R8): a guest can make a frame of
 * the host the top one (`iter(globals, 0)` consumed by a host function, a
 * partial as a callback), so they refuse there. */
#include "objcap.h"

#include <string.h>

/* Raises the error of a builtin that would look into a frame of the host. */
static PyObject *
oc_refuse_frame(const char *name)
{
    PyErr_Format(PyExc_PermissionError,
                 "objcap: %s() would answer for a frame of the host; name the namespace: "
                 "%s(..., {}) or an object",
                 name, name);
    return NULL;
}

/* ------------------------------------------------------------ globals, locals, vars, dir */

typedef struct {
    const char *name;
    PyMethodDef *def;
    PyCFunction original;
} oc_builtin;

enum { OC_GLOBALS, OC_LOCALS, OC_VARS, OC_DIR, OC_EXEC, OC_EVAL, OC_COMPILE, OC_BUILTINS };

static oc_builtin oc_wrapped[OC_BUILTINS] = {
    {"globals", NULL, NULL}, {"locals", NULL, NULL}, {"vars", NULL, NULL},
    {"dir", NULL, NULL},     {"exec", NULL, NULL},   {"eval", NULL, NULL},
    {"compile", NULL, NULL},
};

static PyObject *oc_builtins_key; /* "__builtins__" */

static PyObject *
oc_globals(PyObject *self, PyObject *arg)
{
    return oc_top_is_host() ? oc_refuse_frame("globals") : oc_wrapped[OC_GLOBALS].original(self, arg);
}

static PyObject *
oc_locals(PyObject *self, PyObject *arg)
{
    return oc_top_is_host() ? oc_refuse_frame("locals") : oc_wrapped[OC_LOCALS].original(self, arg);
}

/* vars() and dir() take a tuple in some versions and an array in others. */
static PyObject *
oc_vars(PyObject *self, PyObject *args)
{
    if (PyTuple_GET_SIZE(args) == 0 && oc_top_is_host()) {
        return oc_refuse_frame("vars");
    }
    return oc_wrapped[OC_VARS].original(self, args);
}

static PyObject *
oc_vars_fast(PyObject *self, PyObject *const *args, Py_ssize_t count)
{
    if (count == 0 && oc_top_is_host()) {
        return oc_refuse_frame("vars");
    }
    return ((_PyCFunctionFast)(void (*)(void))oc_wrapped[OC_VARS].original)(self, args, count);
}

static PyObject *
oc_dir(PyObject *self, PyObject *args)
{
    if (PyTuple_GET_SIZE(args) == 0 && oc_top_is_host()) {
        return oc_refuse_frame("dir");
    }
    return oc_wrapped[OC_DIR].original(self, args);
}

static PyObject *
oc_dir_fast(PyObject *self, PyObject *const *args, Py_ssize_t count)
{
    if (count == 0 && oc_top_is_host()) {
        return oc_refuse_frame("dir");
    }
    return ((_PyCFunctionFast)(void (*)(void))oc_wrapped[OC_DIR].original)(self, args, count);
}

/* ------------------------------------------------------------ exec and eval */

/* Are all the keys exact str? Then a lookup in the dict runs nobody's __eq__. */
static int
oc_keys_are_plain(PyObject *dict)
{
    Py_ssize_t at = 0;
    PyObject *key, *value;
    while (PyDict_Next(dict, &at, &key, &value)) {
        if (!PyUnicode_CheckExact(key)) {
            return 0;
        }
    }
    return 1;
}

/* Admits a call of exec() or eval(). On a frame of the host the globals must be
 * named, and the code gets the guest's builtins, not H, which would make its
 * functions count as the host's, and which the builtin would put into the dict
 * if a key there denied that it equals "__builtins__".
 * Returns 0, or -1 with an exception set. */
static int
oc_admit_exec(const char *name, PyObject *const *args, Py_ssize_t count, PyObject *keywords)
{
    PyObject *globals = count >= 2 ? args[1] : NULL; /* borrowed */

    for (Py_ssize_t i = 0; keywords != NULL && i < PyTuple_GET_SIZE(keywords); i++) {
        if (PyUnicode_CompareWithASCIIString(PyTuple_GET_ITEM(keywords, i), "globals") == 0) {
            globals = args[count + i];
        }
    }
    if (!oc_top_is_host()) {
        return 0;
    }
    if (globals == NULL || globals == Py_None) {
        oc_refuse_frame(name);
        return -1;
    }
    if (!PyDict_Check(globals)) {
        return 0; /* a TypeError soon */
    }
    if (!oc_keys_are_plain(globals)) {
        PyErr_Format(PyExc_PermissionError,
                     "objcap: %s() takes globals with names of type str, if the host calls it", name);
        return -1;
    }
    if (PyDict_GetItemWithError(globals, oc_builtins_key) == NULL) {
        return PyErr_Occurred() ? -1 : PyDict_SetItem(globals, oc_builtins_key, oc.builtins);
    }
    return 0;
}

static PyObject *
oc_exec_fast(PyObject *self, PyObject *const *args, Py_ssize_t count)
{
    _PyCFunctionFast original = (_PyCFunctionFast)(void (*)(void))oc_wrapped[OC_EXEC].original;
    return oc_admit_exec("exec", args, count, NULL) < 0 ? NULL : original(self, args, count);
}

static PyObject *
oc_exec_keywords(PyObject *self, PyObject *const *args, Py_ssize_t count, PyObject *names)
{
    _PyCFunctionFastWithKeywords original =
        (_PyCFunctionFastWithKeywords)(void (*)(void))oc_wrapped[OC_EXEC].original;
    return oc_admit_exec("exec", args, count, names) < 0 ? NULL
                                                         : original(self, args, count, names);
}

static PyObject *
oc_eval_fast(PyObject *self, PyObject *const *args, Py_ssize_t count)
{
    _PyCFunctionFast original = (_PyCFunctionFast)(void (*)(void))oc_wrapped[OC_EVAL].original;
    return oc_admit_exec("eval", args, count, NULL) < 0 ? NULL : original(self, args, count);
}

static PyObject *
oc_eval_keywords(PyObject *self, PyObject *const *args, Py_ssize_t count, PyObject *names)
{
    _PyCFunctionFastWithKeywords original =
        (_PyCFunctionFastWithKeywords)(void (*)(void))oc_wrapped[OC_EVAL].original;
    return oc_admit_exec("eval", args, count, names) < 0 ? NULL
                                                         : original(self, args, count, names);
}

/* compile(source, filename, ...): the filename stays in the code object, where C
 * code takes it for a plain str: a subclass is copied. */
static PyObject *
oc_compile(PyObject *self, PyObject *const *args, Py_ssize_t count, PyObject *names)
{
    _PyCFunctionFastWithKeywords original =
        (_PyCFunctionFastWithKeywords)(void (*)(void))oc_wrapped[OC_COMPILE].original;
    Py_ssize_t total = count + (names == NULL ? 0 : PyTuple_GET_SIZE(names));
    Py_ssize_t at = count >= 2 ? 1 : -1;
    for (Py_ssize_t i = count; i < total && at < 0; i++) {
        if (PyUnicode_CompareWithASCIIString(PyTuple_GET_ITEM(names, i - count), "filename") == 0) {
            at = i;
        }
    }
    if (at < 0 || !PyUnicode_Check(args[at]) || PyUnicode_CheckExact(args[at])) {
        return original(self, args, count, names);
    }
    PyObject *copies[8];
    if (total > (Py_ssize_t)Py_ARRAY_LENGTH(copies)) {
        PyErr_SetString(PyExc_TypeError, "compile() takes at most 7 arguments");
        return NULL;
    }
    memcpy(copies, args, (size_t)total * sizeof *copies);
    copies[at] = PyUnicode_FromObject(args[at]);
    PyObject *code = copies[at] == NULL ? NULL : original(self, copies, count, names);
    Py_XDECREF(copies[at]);
    return code;
}

#define OC_FAST (PyCFunction)(void (*)(void))

/* Which wrapper serves which builtin under which calling convention. */
static const struct {
    int which;
    int flags;
    PyCFunction wrapper;
} oc_wrappers[] = {
    {OC_GLOBALS, METH_NOARGS, oc_globals},
    {OC_LOCALS, METH_NOARGS, oc_locals},
    {OC_VARS, METH_VARARGS, oc_vars},
    {OC_VARS, METH_FASTCALL, OC_FAST oc_vars_fast},
    {OC_DIR, METH_VARARGS, oc_dir},
    {OC_DIR, METH_FASTCALL, OC_FAST oc_dir_fast},
    {OC_EXEC, METH_FASTCALL, OC_FAST oc_exec_fast},
    {OC_EXEC, METH_FASTCALL | METH_KEYWORDS, OC_FAST oc_exec_keywords},
    {OC_EVAL, METH_FASTCALL, OC_FAST oc_eval_fast},
    {OC_EVAL, METH_FASTCALL | METH_KEYWORDS, OC_FAST oc_eval_keywords},
    {OC_COMPILE, METH_FASTCALL | METH_KEYWORDS, OC_FAST oc_compile},
};

/* The wrapper of builtin `which` for a calling convention, or NULL. */
static PyCFunction
oc_builtin_wrapper(int which, int flags)
{
    for (size_t i = 0; i < Py_ARRAY_LENGTH(oc_wrappers); i++) {
        if (oc_wrappers[i].which == which && oc_wrappers[i].flags == flags) {
            return oc_wrappers[i].wrapper;
        }
    }
    return NULL;
}

/* ------------------------------------------------------------ zero-argument super */

static initproc oc_super_init_original;

/* Does the code of a frame say that name? */
int
oc_frame_names(PyFrameObject *frame, const char *wanted)
{
    PyCodeObject *code = PyFrame_GetCode(frame);
    int says = 0;
    for (Py_ssize_t i = 0; i < PyTuple_GET_SIZE(code->co_names) && !says; i++) {
        PyObject *name = PyTuple_GET_ITEM(code->co_names, i);
        says = PyUnicode_Check(name) && PyUnicode_CompareWithASCIIString(name, wanted) == 0;
    }
    Py_DECREF(code);
    return says;
}

/* super() reads the class and the first argument of the frame on top. On a
 * frame of the host it is let through only where the host's code itself says
 * super(): its code then names `super` and has a `__class__` cell. */
static int
oc_super_allowed(PyObject *args)
{
    if ((args != NULL && PyTuple_GET_SIZE(args) != 0) || !oc_top_may_be_host()) {
        return 1;
    }
    PyFrameObject *frame = PyEval_GetFrame(); /* borrowed */
    return frame != NULL && (!oc_is_host_frame(frame) || oc_frame_names(frame, "super"));
}

/* tp_init of super: once for an object that is bound to the host's, and not on a frame of the host
 * that does not say super() itself. Returns 0, or -1 with PermissionError. */
static int
oc_super_init(PyObject *self, PyObject *args, PyObject *kwargs)
{
    if (oc_super_hidden(self)) { /* it is complete: whoever holds it would call somebody else */
        PyErr_SetString(PyExc_PermissionError, "objcap: a super is made once; make another");
        return -1;
    }
    if (!oc_super_allowed(args)) {
        oc_refuse_frame("super");
        return -1;
    }
    return oc_super_init_original(self, args, kwargs);
}

static vectorcallfunc oc_super_vectorcall_original;

static PyObject *
oc_super_vectorcall(PyObject *self, PyObject *const *args, size_t nargsf, PyObject *names)
{
    if (PyVectorcall_NARGS(nargsf) == 0 && !oc_super_allowed(NULL)) {
        return oc_refuse_frame("super");
    }
    return oc_super_vectorcall_original(self, args, nargsf, names);
}

static getattrofunc oc_super_getattro_original;

/* A super object of the host leads to what its classes define, and not to the object
 * behind it: object's own methods, bound to it, would give its dict and its class. Host
 * code goes on saying super().__init__(): its code names both; a frame of the host that
 * merely calls a C function for a guest does not. */
static int
oc_super_may_give(PyObject *self, PyObject *name)
{
    int plain = PyUnicode_CheckExact(name); /* a subclass may equal another text than its own */
    if (!PyUnicode_Check(name) ||
        (plain && (PyUnicode_GET_LENGTH(name) <= 2 || PyUnicode_READ_CHAR(name, 0) != '_' ||
                   PyUnicode_READ_CHAR(name, 1) != '_' ||
                   PyUnicode_CompareWithASCIIString(name, "__class__") == 0)) ||
        !oc_super_binds_host(self)) {
        return 1;
    }
    if (!plain) {
        return 0;
    }
    PyFrameObject *frame = PyEval_GetFrame(); /* borrowed */
    const char *text = PyUnicode_AsUTF8(name);
    if (text == NULL) {
        PyErr_Clear();
        return 0;
    }
    return frame != NULL && oc_is_host_frame(frame) && oc_frame_names(frame, "super") &&
           oc_frame_names(frame, text);
}

static PyObject *
oc_super_getattro(PyObject *self, PyObject *name)
{
    if (!oc_super_may_give(self, name)) {
        return PyErr_Format(PyExc_AttributeError,
                            "objcap: %R of this super is the host's and opaque", name);
    }
    return oc_super_getattro_original(self, name);
}

/* Puts a function of ours into a slot of super and behind its wrapper. Returns 0, or -1
 * with LookupError. */
static int
oc_wrap_super(const char *name, void *function)
{
    PyObject *wrapper = PyDict_GetItemString(oc_type_dict(&PySuper_Type), name); /* borrowed */
    if (wrapper == NULL || !Py_IS_TYPE(wrapper, &PyWrapperDescr_Type)) {
        PyErr_Format(PyExc_LookupError, "super has no %s to guard", name);
        return -1;
    }
    ((PyWrapperDescrObject *)wrapper)->d_wrapped = function;
    return 0;
}

/* ------------------------------------------------------------ builtins.open */

/* open() of the builtins module: stdlib modules say `from builtins import open`. */
static PyObject *
oc_open(PyObject *self, PyObject *args, PyObject *Py_UNUSED(kwargs))
{
    if (self != NULL) { /* that of the command line */
        PyObject *file = PyTuple_GET_SIZE(args) > 0 ? PyTuple_GET_ITEM(args, 0) : Py_None; /* borrowed */
        int named = PyUnicode_CheckExact(file) && PyUnicode_GET_LENGTH(file) <= 200;
        PyErr_Format(PyExc_PermissionError,
                     "objcap: open(%R) is refused: no files are granted; python -m objcap --read DIR, "
                     "and --write DIR, grant folders",
                     named ? file : Py_None);
        return NULL;
    }
    PyErr_SetString(PyExc_PermissionError,
                    "objcap: open() is refused to a guest; the host may pass the data in");
    return NULL;
}

static PyMethodDef oc_open_def = {
    "open", (PyCFunction)(void (*)(void))oc_open, METH_VARARGS | METH_KEYWORDS,
    "open(*args, **kwargs)\n--\n\nRefused: a guest opens no files.",
};

/* See objcap.h. */
int
oc_offer_open(void)
{
    PyObject *open = NULL;
    if (PyDict_GetItemString(oc.builtins, "open") == NULL) {
        open = PyCFunction_NewEx(&oc_open_def, Py_None, NULL);
        if (open == NULL || PyDict_SetItemString(oc.builtins, "open", open) < 0) {
            Py_XDECREF(open);
            return -1;
        }
    }
    Py_XDECREF(open);
    return 0;
}

/* __getattr__ of the builtins module: the attribute `open` exists and refuses,
 * while the bare name stays a NameError. */
static PyObject *
oc_builtins_getattr(PyObject *Py_UNUSED(self), PyObject *name)
{
    if (PyUnicode_CheckExact(name) && PyUnicode_CompareWithASCIIString(name, "open") == 0) {
        return PyCFunction_NewEx(&oc_open_def, NULL, NULL);
    }
    PyErr_Format(PyExc_AttributeError, "module 'builtins' has no attribute '%U'",
                 PyUnicode_CheckExact(name) ? name : Py_None);
    return NULL;
}

static PyMethodDef oc_getattr_def = {
    "__getattr__", oc_builtins_getattr, METH_O, "Answers for builtins.open only.",
};

/* ------------------------------------------------------------ installation */

/* wrap_builtins(module): puts the wrappers above into the definitions of the
 * builtins module and the slots of super. */
static PyObject *
oc_wrap_builtins(PyObject *Py_UNUSED(self), PyObject *module)
{
    PyModuleDef *def = PyModule_Check(module) ? PyModule_GetDef(module) : NULL;
    if (def == NULL) {
        PyErr_SetString(PyExc_TypeError, "wrap_builtins() takes the module builtins");
        return NULL;
    }
    for (int which = 0; which < OC_BUILTINS; which++) {
        oc_builtin *row = &oc_wrapped[which];
        for (PyMethodDef *method = def->m_methods; method->ml_name != NULL; method++) {
            if (strcmp(method->ml_name, row->name) == 0) {
                row->def = method;
            }
        }
        PyCFunction wrapper =
            row->def == NULL ? NULL : oc_builtin_wrapper(which, row->def->ml_flags);
        if (wrapper == NULL) {
            PyErr_Format(PyExc_LookupError, "builtins.%s has a new calling convention", row->name);
            return NULL;
        }
        row->original = row->def->ml_meth;
        row->def->ml_meth = wrapper;
    }
    oc_builtins_key = PyUnicode_InternFromString("__builtins__");
    if (oc_builtins_key == NULL) {
        return NULL;
    }
    if (oc_wrap_super("__init__", (void *)oc_super_init) < 0 ||
        oc_wrap_super("__getattribute__", (void *)oc_super_getattro) < 0) {
        return NULL;
    }
    oc_super_init_original = PySuper_Type.tp_init;
    PySuper_Type.tp_init = oc_super_init;
    oc_super_getattro_original = PySuper_Type.tp_getattro;
    PySuper_Type.tp_getattro = oc_super_getattro;
    if (PySuper_Type.tp_vectorcall != NULL) { /* since 3.12 */
        oc_super_vectorcall_original = PySuper_Type.tp_vectorcall;
        PySuper_Type.tp_vectorcall = oc_super_vectorcall;
    }
    PyType_Modified(&PySuper_Type);
    PyObject *getattr = PyCFunction_NewEx(&oc_getattr_def, NULL, NULL);
    int status = getattr == NULL ? -1 : PyDict_SetItemString(oc.builtins, "__getattr__", getattr);
    Py_XDECREF(getattr);
    if (status < 0) {
        return NULL;
    }
    Py_RETURN_NONE;
}

PyMethodDef oc_builtins_methods[] = {
    {"wrap_builtins", oc_wrap_builtins, METH_O,
     "wrap_builtins(module, /)\n--\n\nNo builtin answers for a frame of the host."},
    {NULL, NULL, 0, NULL},
};
