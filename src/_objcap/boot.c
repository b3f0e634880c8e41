/* The guest's world: what the rebuilt interpreter needs before guest code runs.
 * It is built after the audit hook is in force, so nothing here has power. */
#include "objcap.h"

#include <string.h>

/* Error handlers of standard streams that C implements by itself. */
static const char *const oc_handlers[] = {"strict", "surrogateescape", "backslashreplace", "replace",
                                          "ignore"};

/* Puts a stream into sys under both of its names. `errors` is the handler that the
 * process's own stream had. Returns 0, or -1 with an exception set. */
static int
oc_add_stream(int fd, int granted, const char *errors)
{
    static const char *const names[] = {"stdin", "stdout", "stderr"};
    static const char *const originals[] = {"__stdin__", "__stdout__", "__stderr__"};
    static const char *const shown[] = {"<stdin>", "<stdout>", "<stderr>"};
    const char *handler = oc_handlers[fd == 2 ? 2 : 0];
    for (size_t i = 0; i < Py_ARRAY_LENGTH(oc_handlers); i++) {
        if (strcmp(errors, oc_handlers[i]) == 0) {
            handler = oc_handlers[i];
        }
    }
    PyObject *stream = oc_stream_new(fd, granted, shown[fd], handler);
    int status = stream == NULL ? -1 : PyDict_SetItemString(oc.sys_dict, names[fd], stream);
    if (status == 0) {
        status = PyDict_SetItemString(oc.sys_dict, originals[fd], stream);
    }
    Py_XDECREF(stream);
    return status;
}

/* The guest's first search function for codecs: imports the guest's `encodings`,
 * which registers its own, and asks that one. A guest that never needs a codec
 * beyond those in C does not pay for the package. */
static PyObject *
oc_search_codec(PyObject *Py_UNUSED(self), PyObject *name)
{
    PyObject *encodings = PyImport_ImportModule("encodings");
    PyObject *codec =
        encodings == NULL ? NULL : PyObject_CallMethod(encodings, "search_function", "O", name);
    Py_XDECREF(encodings);
    return codec;
}

static PyMethodDef oc_search_codec_def = {
    "search_function", oc_search_codec, METH_O, "Finds a codec among the guest's encodings.",
};

/* Registers it. Returns 0, or -1 with an exception set. */
static int
oc_register_codecs(void)
{
    PyObject *search = PyCFunction_NewEx(&oc_search_codec_def, NULL, NULL);
    int status = search == NULL ? -1 : PyCodec_Register(search);
    Py_XDECREF(search);
    return status;
}

/* Has the guest put what the policy grants where programs look for it. Returns 0, or -1 with an
 * exception set. */
static int
oc_grant(PyObject *grants)
{
    PyObject *module = PyImport_ImportModule("_objcap_grants");
    PyObject *made = module == NULL ? NULL : PyObject_CallMethod(module, "install", "O", grants);
    Py_XDECREF(module);
    Py_XDECREF(made);
    return made == NULL ? -1 : 0;
}

/* boot(streams, errors, grants): builds the guest's hooks, streams, importer and __main__.
 * `streams` says which of the three standard streams are granted, `errors` their
 * error handlers; `grants` is a dict of capabilities and plain values, or None. */
static PyObject *
oc_boot(PyObject *Py_UNUSED(self), PyObject *args)
{
    int given[3];
    const char *errors[3]; /* borrowed */
    PyObject *granted;     /* borrowed */

    if (oc.phase != OC_LOCKING || oc.sys_dict == NULL) {
        PyErr_SetString(PyExc_RuntimeError, "boot() belongs to the lockdown");
        return NULL;
    }
    if (!PyArg_ParseTuple(args, "(ppp)(sss)O:boot", &given[0], &given[1], &given[2], &errors[0],
                          &errors[1], &errors[2], &granted) ||
        oc_hooks_boot(oc.sys_dict) < 0) {
        return NULL;
    }
    for (int fd = 0; fd < 3; fd++) {
        if (oc_add_stream(fd, given[fd], errors[fd]) < 0) {
            return NULL;
        }
    }
    if (oc_importer_boot() < 0 || oc_register_codecs() < 0) {
        return NULL;
    }
    oc_lineedit_set_fds(given[0] ? 0 : -1, given[1] ? 1 : -1);
    if (granted != Py_None && oc_grant(granted) < 0) {
        return NULL;
    }
    Py_RETURN_NONE;
}

PyMethodDef oc_boot_methods[] = {
    {"boot", oc_boot, METH_VARARGS, "boot(streams, errors, grants, /)\n--\n\nBuild the guest's world."},
    {NULL, NULL, 0, NULL},
};
