/* The guest's world: what the rebuilt interpreter needs before guest code runs.
 * It is built after the audit hook is in force, so nothing here has power. */
#include "objcap.h"

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

/* boot(streams): builds the guest's hooks, streams, importer and __main__.
 * `streams` says which of the three standard streams are granted. */
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
    if (oc_hooks_boot(oc.sys_dict) < 0 ||
        oc_add_stream(0, in, "stdin", "__stdin__", "<stdin>") < 0 ||
        oc_add_stream(1, out, "stdout", "__stdout__", "<stdout>") < 0 ||
        oc_add_stream(2, err, "stderr", "__stderr__", "<stderr>") < 0 ||
        oc_importer_boot() < 0 || oc_register_codecs() < 0) {
        return NULL;
    }
    Py_RETURN_NONE;
}

PyMethodDef oc_boot_methods[] = {
    {"boot", oc_boot, METH_VARARGS, "boot(streams, /)\n--\n\nBuild the guest's world."},
    {NULL, NULL, 0, NULL},
};
