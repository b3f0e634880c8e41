/* sys.set_asyncgen_hooks for guests.
 *
 * CPython gives every asynchronous generator that is dropped to the finalizer hook, the
 * host's too: a guest could go on with one and read what it yields (seen). So C functions
 * are installed, which pass on those of the guest. */
#include "objcap.h"

static struct {
    PyObject *install; /* CPython's own set_asyncgen_hooks (owned) */
    PyTypeObject *type; /* of what get_asyncgen_hooks returns (owned) */
    PyObject *hooks[2]; /* the guest's: firstiter, finalizer; or NULL (owned) */
} oc_asyncgen;

/* Calls a hook of the guest for a generator of the guest. */
static PyObject *
oc_asyncgen_hook(int which, PyObject *generator)
{
    if (oc_asyncgen.hooks[which] == NULL || oc_is_host_generator(generator)) {
        Py_RETURN_NONE;
    }
    PyObject *hook = Py_NewRef(oc_asyncgen.hooks[which]);
    PyObject *result = PyObject_CallOneArg(hook, generator);
    Py_DECREF(hook);
    return result;
}

static PyObject *
oc_asyncgen_first(PyObject *Py_UNUSED(self), PyObject *generator)
{
    return oc_asyncgen_hook(0, generator);
}

static PyObject *
oc_asyncgen_last(PyObject *Py_UNUSED(self), PyObject *generator)
{
    return oc_asyncgen_hook(1, generator);
}

static PyMethodDef oc_asyncgen_defs[] = {
    {"firstiter", oc_asyncgen_first, METH_O, NULL},
    {"finalizer", oc_asyncgen_last, METH_O, NULL},
};

/* Installs our functions where the guest has hooks. Returns 0, or -1 with an exception. */
static int
oc_asyncgen_install(void)
{
    PyObject *functions[2] = {NULL, NULL};
    for (int i = 0; i < 2; i++) {
        functions[i] = oc_asyncgen.hooks[i] == NULL
                           ? Py_NewRef(Py_None)
                           : PyCFunction_NewEx(&oc_asyncgen_defs[i], NULL, NULL);
    }
    PyObject *done = functions[0] == NULL || functions[1] == NULL
                         ? NULL
                         : PyObject_CallFunctionObjArgs(oc_asyncgen.install, functions[0],
                                                        functions[1], NULL);
    Py_XDECREF(functions[0]);
    Py_XDECREF(functions[1]);
    Py_XDECREF(done);
    return done == NULL ? -1 : 0;
}

/* sys.set_asyncgen_hooks([firstiter] [, finalizer]) */
static PyObject *
oc_set_asyncgen_hooks(PyObject *Py_UNUSED(self), PyObject *args, PyObject *kwargs)
{
    static char *names[] = {"firstiter", "finalizer", NULL};
    PyObject *given[2] = {NULL, NULL}; /* borrowed */
    if (!PyArg_ParseTupleAndKeywords(args, kwargs, "|OO:set_asyncgen_hooks", names, &given[0],
                                     &given[1])) {
        return NULL;
    }
    for (int i = 0; i < 2; i++) {
        if (given[i] != NULL && given[i] != Py_None && !PyCallable_Check(given[i])) {
            return PyErr_Format(PyExc_TypeError, "callable %s expected, got %.50s", names[i],
                                Py_TYPE(given[i])->tp_name);
        }
    }
    for (int i = 0; i < 2; i++) {
        if (given[i] != NULL) {
            Py_XSETREF(oc_asyncgen.hooks[i],
                       given[i] == Py_None ? NULL : Py_NewRef(given[i]));
        }
    }
    if (oc_asyncgen_install() < 0) {
        return NULL;
    }
    Py_RETURN_NONE;
}

/* sys.get_asyncgen_hooks(): what the guest has set. */
static PyObject *
oc_get_asyncgen_hooks(PyObject *Py_UNUSED(self), PyObject *Py_UNUSED(ignored))
{
    PyObject *pair = PyTuple_Pack(2, oc_asyncgen.hooks[0] == NULL ? Py_None : oc_asyncgen.hooks[0],
                                  oc_asyncgen.hooks[1] == NULL ? Py_None : oc_asyncgen.hooks[1]);
    PyObject *result =
        pair == NULL ? NULL : PyObject_CallOneArg((PyObject *)oc_asyncgen.type, pair);
    Py_XDECREF(pair);
    return result;
}

PyMethodDef oc_asyncgen_sys_methods[] = {
    {"set_asyncgen_hooks", (PyCFunction)(void (*)(void))oc_set_asyncgen_hooks,
     METH_VARARGS | METH_KEYWORDS,
     "set_asyncgen_hooks([firstiter] [, finalizer])\n--\n\nHooks for the guest's generators."},
    {"get_asyncgen_hooks", oc_get_asyncgen_hooks, METH_NOARGS,
     "get_asyncgen_hooks()\n--\n\nThe hooks that the guest has set."},
    {NULL, NULL, 0, NULL},
};

/* Takes CPython's own functions out of the rebuilt dict of sys. Returns 1, 0 if they are
 * not there (strict mode), or -1 with an exception set. */
int
oc_asyncgen_take(PyObject *dict)
{
    PyObject *set = PyDict_GetItemString(dict, "set_asyncgen_hooks"); /* borrowed */
    PyObject *get = PyDict_GetItemString(dict, "get_asyncgen_hooks"); /* borrowed */
    if (set == NULL || get == NULL) {
        return 0;
    }
    PyObject *now = PyObject_CallNoArgs(get);
    if (now == NULL) {
        return -1;
    }
    oc_asyncgen.install = Py_NewRef(set);
    oc_asyncgen.type = (PyTypeObject *)Py_NewRef(Py_TYPE(now));
    Py_DECREF(now);
    return 1;
}
