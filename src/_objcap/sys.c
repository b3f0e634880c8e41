/* The functions of the guest's sys that are objcap's own, harmless helpers for
 * the guest-side Python, and what the process must not keep (R11). */
#include "capability.h"

#include <dirent.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

/* ------------------------------------------------------------ frames */

/* The guest's frame `depth` calls up (new reference): frames of the host are
 * not counted. NULL without an exception if the stack is not that deep. */
static PyFrameObject *
oc_guest_frame(int depth)
{
    PyFrameObject *frame = (PyFrameObject *)Py_XNewRef((PyObject *)PyEval_GetFrame());
    while (frame != NULL) {
        if (!oc_is_host_frame(frame) && depth-- <= 0) {
            return frame;
        }
        PyFrameObject *back = PyFrame_GetBack(frame);
        Py_DECREF(frame);
        frame = back;
    }
    return NULL;
}

/* sys._getframe(depth=0) */
static PyObject *
oc_getframe(PyObject *Py_UNUSED(self), PyObject *args)
{
    int depth = 0;
    if (!PyArg_ParseTuple(args, "|i:_getframe", &depth)) {
        return NULL;
    }
    PyFrameObject *frame = oc_guest_frame(depth);
    if (frame == NULL && !PyErr_Occurred()) {
        PyErr_SetString(PyExc_ValueError, "call stack is not deep enough");
    }
    return (PyObject *)frame;
}

/* sys._getframemodulename(depth=0) */
static PyObject *
oc_getframemodulename(PyObject *Py_UNUSED(self), PyObject *args, PyObject *kwargs)
{
    static char *names[] = {"depth", NULL};
    int depth = 0;
    if (!PyArg_ParseTupleAndKeywords(args, kwargs, "|i:_getframemodulename", names, &depth)) {
        return NULL;
    }
    PyFrameObject *frame = oc_guest_frame(depth);
    if (frame == NULL) {
        if (PyErr_Occurred()) {
            return NULL;
        }
        Py_RETURN_NONE;
    }
    PyObject *globals = PyFrame_GetGlobals(frame);
    PyObject *name = globals == NULL ? NULL : PyDict_GetItemString(globals, "__name__");
    Py_XINCREF(name);
    Py_DECREF(frame);
    Py_XDECREF(globals);
    return name == NULL ? Py_NewRef(Py_None) : name;
}

/* ------------------------------------------------------------ tame functions */

/* sys.audit(event, *args): a guest's own events interest nobody. */
static PyObject *
oc_tame_audit(PyObject *Py_UNUSED(self), PyObject *Py_UNUSED(args))
{
    Py_RETURN_NONE;
}

/* sys.set_coroutine_origin_tracking_depth(depth): accepted and ignored, since
 * cr_origin would name the frames of the host. asyncio's debug mode calls it. */
static PyObject *
oc_tame_origin(PyObject *Py_UNUSED(self), PyObject *Py_UNUSED(args), PyObject *Py_UNUSED(kwargs))
{
    Py_RETURN_NONE;
}

static int oc_recursion_cap = 1000;

/* sys.setrecursionlimit(limit): up to the cap of the policy. */
static PyObject *
oc_setrecursionlimit(PyObject *Py_UNUSED(self), PyObject *value)
{
    if (!PyLong_CheckExact(value)) {
        PyErr_Format(PyExc_TypeError, "an int is needed, not %.100s", Py_TYPE(value)->tp_name);
        return NULL;
    }
    int overflow;
    long limit = PyLong_AsLongAndOverflow(value, &overflow);
    if (overflow < 0 || (overflow == 0 && limit < 50)) {
        PyErr_SetString(PyExc_ValueError, "recursion limit must be at least 50");
        return NULL;
    }
    if (overflow > 0 || limit > oc_recursion_cap) {
        PyErr_Format(PyExc_ValueError,
                     "objcap: a guest's recursion limit is at most %d; the host may raise it with "
                     "Policy(recursion_limit=...)",
                     oc_recursion_cap);
        return NULL;
    }
    Py_SetRecursionLimit((int)limit);
    Py_RETURN_NONE;
}

/* sys.set_int_max_str_digits(maxdigits): the limit is one for the whole interpreter, and
 * the host's int() relies on it. */
static PyObject *
oc_set_int_max_str_digits(PyObject *Py_UNUSED(self), PyObject *Py_UNUSED(args),
                          PyObject *Py_UNUSED(kwargs))
{
    PyErr_SetString(PyExc_PermissionError,
                    "objcap: the limit for conversions between int and str is the host's; it may "
                    "start python with -X int_max_str_digits=N");
    return NULL;
}

static PyMethodDef oc_sys_functions[] = {
    {"_getframe", oc_getframe, METH_VARARGS,
     "_getframe([depth])\n--\n\nThe guest's frame that many calls up."},
    {"_getframemodulename", (PyCFunction)(void (*)(void))oc_getframemodulename,
     METH_VARARGS | METH_KEYWORDS,
     "_getframemodulename(depth=0)\n--\n\nThe name of the module of that frame."},
    {"audit", oc_tame_audit, METH_VARARGS, "audit(event, *args)\n--\n\nDoes nothing in a guest."},
    {"set_coroutine_origin_tracking_depth", (PyCFunction)(void (*)(void))oc_tame_origin,
     METH_VARARGS | METH_KEYWORDS,
     "set_coroutine_origin_tracking_depth(depth)\n--\n\nDoes nothing in a guest."},
    {"set_int_max_str_digits", (PyCFunction)(void (*)(void))oc_set_int_max_str_digits,
     METH_VARARGS | METH_KEYWORDS,
     "set_int_max_str_digits(maxdigits)\n--\n\nRefused: the limit is the host's."},
    {"setrecursionlimit", oc_setrecursionlimit, METH_O,
     "setrecursionlimit(limit, /)\n--\n\nSet the recursion limit, up to the policy's cap."},
    {NULL, NULL, 0, NULL},
};

/* Puts those functions into the dict of sys which `names` permits. Returns 0 or -1. */
static int
oc_fill(PyObject *dict, PyObject *names, PyMethodDef *functions)
{
    for (PyMethodDef *def = functions; def->ml_name != NULL; def++) {
        PyObject *name = PyUnicode_FromString(def->ml_name);
        int wanted = name == NULL ? -1 : PySequence_Contains(names, name);
        PyObject *module = wanted == 1 ? PyUnicode_FromString("sys") : NULL;
        PyObject *function = module == NULL ? NULL : PyCFunction_NewEx(def, NULL, module);
        if (function != NULL) {
            wanted = PyDict_SetItem(dict, name, function);
        }
        else if (wanted == 1) {
            wanted = -1;
        }
        Py_XDECREF(name);
        Py_XDECREF(module);
        Py_XDECREF(function);
        if (wanted < 0) {
            return -1;
        }
    }
    return 0;
}

/* fill_sys(dict, names, cap): puts those of the functions above into the rebuilt
 * dict of sys which `names` permits; `cap` limits setrecursionlimit. */
static PyObject *
oc_fill_sys(PyObject *Py_UNUSED(self), PyObject *args)
{
    PyObject *dict, *names; /* borrowed */
    int cap;

    if (!PyArg_ParseTuple(args, "O!Oi:fill_sys", &PyDict_Type, &dict, &names, &cap)) {
        return NULL;
    }
    oc.sys_dict = Py_NewRef(dict);
    oc_recursion_cap = cap;
    int hooks = oc_asyncgen_take(dict);
    if (hooks < 0 || oc_fill(dict, names, oc_sys_functions) < 0 ||
        (hooks && oc_fill(dict, names, oc_asyncgen_sys_methods) < 0)) {
        return NULL;
    }
    Py_RETURN_NONE;
}

/* ------------------------------------------------------------ helpers of the guest side */

/* collect(): run the cyclic garbage collector; how many objects it found. */
static PyObject *
oc_collect(PyObject *Py_UNUSED(self), PyObject *Py_UNUSED(ignored))
{
    return PyLong_FromSsize_t(PyGC_Collect());
}

PyMethodDef oc_sys_guest_methods[] = {
    {"collect", oc_collect, METH_NOARGS, "collect()\n--\n\nRun the garbage collector."},
    {NULL, NULL, 0, NULL},
};

/* ------------------------------------------------------------ what must not stay */

/* Points every descriptor at /dev/null save those in `keep` (a bit mask of 0, 1
 * and 2). Not closed: a host file object's later close must not hit a
 * descriptor that came after it. Returns how many there were. */
static PyObject *
oc_silence_descriptors(PyObject *Py_UNUSED(self), PyObject *value)
{
    long keep = PyLong_AsLong(value), count = 0;
    if (keep == -1 && PyErr_Occurred()) {
        return NULL;
    }
    int null = open("/dev/null", O_RDWR | O_CLOEXEC);
    DIR *folder = null < 0 ? NULL : opendir("/proc/self/fd");
    if (folder == NULL) {
        return PyErr_SetFromErrnoWithFilename(PyExc_OSError,
                                              null < 0 ? "/dev/null" : "/proc/self/fd");
    }
    for (struct dirent *entry = readdir(folder); entry != NULL; entry = readdir(folder)) {
        char *end;
        long fd = strtol(entry->d_name, &end, 10);
        if (*end != '\0' || end == entry->d_name || fd == null || fd == dirfd(folder) ||
            fd == oc_remote_fd() || fd == oc_zygote_fd() || (fd <= 2 && (keep & (1L << fd)))) {
            continue;
        }
        if (dup3(null, (int)fd, fd <= 2 ? 0 : O_CLOEXEC) < 0) {
            PyErr_SetFromErrno(PyExc_OSError);
            closedir(folder);
            return NULL;
        }
        count++;
    }
    closedir(folder);
    for (int fd = 0; fd <= 2; fd++) { /* a closed standard stream must not be reused */
        if (fcntl(fd, F_GETFD) < 0 && dup2(null, fd) < 0) {
            return PyErr_SetFromErrno(PyExc_OSError);
        }
    }
    if (null > 2) {
        close(null);
    }
    return PyLong_FromLong(count);
}

/* clear_environment(): empties the process's environment; the time zone that it
 * named has been read before. */
static PyObject *
oc_clear_environment(PyObject *Py_UNUSED(self), PyObject *Py_UNUSED(ignored))
{
    tzset();
    clearenv();
    Py_RETURN_NONE;
}

/* fresh_context(): enters an empty contextvars context, so that the variables
 * of the host are not the guest's. */
static PyObject *
oc_fresh_context(PyObject *Py_UNUSED(self), PyObject *Py_UNUSED(ignored))
{
    PyObject *context = PyContext_New();
    if (context == NULL || PyContext_Enter(context) < 0 ||
        PyList_Append(oc.kept, context) < 0) {
        Py_XDECREF(context);
        return NULL;
    }
    Py_DECREF(context);
    Py_RETURN_NONE;
}

PyMethodDef oc_sys_methods[] = {
    {"fill_sys", oc_fill_sys, METH_VARARGS,
     "fill_sys(dict, names, cap, /)\n--\n\nPut objcap's own functions into sys."},
    {"silence_descriptors", oc_silence_descriptors, METH_O,
     "silence_descriptors(keep, /)\n--\n\nPoint all other descriptors at /dev/null."},
    {"clear_environment", oc_clear_environment, METH_NOARGS,
     "clear_environment()\n--\n\nEmpty the environment of the process."},
    {"fresh_context", oc_fresh_context, METH_NOARGS,
     "fresh_context()\n--\n\nEnter an empty contextvars context."},
    {NULL, NULL, 0, NULL},
};
