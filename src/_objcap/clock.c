/* The clock of a guest whose host has chosen one: objcap.caps.Clock, read without a call.
 *
 * What tells the time is replaced in its definition, so that it holds for whoever has it. This is
 * no protection: a guest can measure time by counting. It makes runs repeatable. */
#include "objcap.h"

#include <string.h>
#include <time.h>

#define OC_SECOND 1000000000LL
#define OC_LATEST 4000000000000000000LL /* nanoseconds: the year 2096; twice that fits */

enum { OC_MACHINE, OC_FIXED, OC_RUNNING };

static struct {
    int ready;          /* the functions are replaced */
    int mode;
    int64_t base;       /* nanoseconds since 1970 when it was set */
    int64_t tick;       /* OC_FIXED: what each look adds */
    int64_t resolution; /* it shows multiples of that; 0: everything */
    int64_t span;       /* OC_FIXED: what has been added */
    int64_t began;      /* OC_RUNNING: the monotonic clock when it was set */
} oc_guest_clock;

/* Adds to a fixed clock, which stops at the end of its days. */
static void
oc_clock_add(int64_t span)
{
    if (span > 0 && oc_guest_clock.span < OC_LATEST - span) {
        oc_guest_clock.span += span;
    }
}

/* See objcap.h. */
int
oc_clock_read(int64_t *now, int64_t *span)
{
    struct timespec real, steady;
    if (oc_guest_clock.mode == OC_MACHINE) {
        return 0;
    }
    if (oc_guest_clock.mode == OC_FIXED) {
        *span = oc_guest_clock.span;
        oc_clock_add(oc_guest_clock.tick);
        *now = oc_guest_clock.base + *span;
    }
    else {
        clock_gettime(CLOCK_REALTIME, &real);
        clock_gettime(CLOCK_MONOTONIC, &steady);
        *span = (int64_t)steady.tv_sec * OC_SECOND + steady.tv_nsec - oc_guest_clock.began;
        *now = oc_guest_clock.base < 0 ? (int64_t)real.tv_sec * OC_SECOND + real.tv_nsec
                                       : oc_guest_clock.base + *span;
    }
    if (oc_guest_clock.resolution > 0) {
        *now -= *now % oc_guest_clock.resolution;
        *span -= *span % oc_guest_clock.resolution;
    }
    return 1;
}

/* See objcap.h. */
int64_t
oc_clock_resolution_of(int64_t real)
{
    return oc_guest_clock.mode != OC_MACHINE && oc_guest_clock.resolution > real ? oc_guest_clock.resolution
                                                                                  : real;
}

/* ------------------------------------------------------------ what is replaced */

enum {
    OC_TIME, OC_TIME_NS, OC_MONOTONIC, OC_MONOTONIC_NS, OC_PERF, OC_PERF_NS, OC_PROCESS, OC_PROCESS_NS,
    OC_THREAD, OC_THREAD_NS, OC_GMTIME, OC_LOCALTIME, OC_CTIME, OC_ASCTIME, OC_STRFTIME, OC_SLEEP,
    OC_READERS
};

static PyCFunction oc_originals[OC_READERS];
static _PyCFunctionFastWithKeywords oc_now_original;
static PyCFunction oc_utcnow_original;

/* A function that shows the time or the span, in seconds or in nanoseconds. */
static PyObject *
oc_shown(int which, PyObject *self, PyObject *args, int monotonic, int nano)
{
    int64_t now, span;
    if (!oc_clock_read(&now, &span)) {
        return oc_originals[which](self, args);
    }
    int64_t value = monotonic ? span : now;
    return nano ? PyLong_FromLongLong(value) : PyFloat_FromDouble((double)value / 1e9);
}

#define OC_READER(name, which, monotonic, nano)                                                    \
    static PyObject *name(PyObject *self, PyObject *args)                                          \
    {                                                                                              \
        return oc_shown(which, self, args, monotonic, nano);                                       \
    }

OC_READER(oc_time, OC_TIME, 0, 0)
OC_READER(oc_time_ns, OC_TIME_NS, 0, 1)
OC_READER(oc_monotonic, OC_MONOTONIC, 1, 0)
OC_READER(oc_monotonic_ns, OC_MONOTONIC_NS, 1, 1)
OC_READER(oc_perf, OC_PERF, 1, 0)
OC_READER(oc_perf_ns, OC_PERF_NS, 1, 1)
OC_READER(oc_process, OC_PROCESS, 1, 0)
OC_READER(oc_process_ns, OC_PROCESS_NS, 1, 1)
OC_READER(oc_thread, OC_THREAD, 1, 0)
OC_READER(oc_thread_ns, OC_THREAD_NS, 1, 1)

/* Calls a function that takes seconds, with those of the clock if it was given none. */
static PyObject *
oc_with_seconds(int which, PyObject *self, PyObject *args)
{
    int64_t now, span;
    Py_ssize_t count = PyTuple_GET_SIZE(args);
    if (count > 1 || (count == 1 && PyTuple_GET_ITEM(args, 0) != Py_None) || !oc_clock_read(&now, &span)) {
        return oc_originals[which](self, args);
    }
    PyObject *own = Py_BuildValue("(L)", (long long)(now / OC_SECOND));
    PyObject *result = own == NULL ? NULL : oc_originals[which](self, own);
    Py_XDECREF(own);
    return result;
}

static PyObject *
oc_gmtime(PyObject *self, PyObject *args)
{
    return oc_with_seconds(OC_GMTIME, self, args);
}

static PyObject *
oc_localtime(PyObject *self, PyObject *args)
{
    return oc_with_seconds(OC_LOCALTIME, self, args);
}

static PyObject *
oc_ctime(PyObject *self, PyObject *args)
{
    return oc_with_seconds(OC_CTIME, self, args);
}

/* Calls a function that takes a struct_time after `before` other arguments, with that of the clock
 * if it was given none. */
static PyObject *
oc_with_local(int which, PyObject *self, PyObject *args, Py_ssize_t before)
{
    if (oc_guest_clock.mode == OC_MACHINE || PyTuple_GET_SIZE(args) != before) {
        return oc_originals[which](self, args);
    }
    PyObject *empty = PyTuple_New(0);
    PyObject *local = empty == NULL ? NULL : oc_localtime(self, empty);
    PyObject *own = local == NULL ? NULL
                    : before      ? PyTuple_Pack(2, PyTuple_GET_ITEM(args, 0), local)
                                  : PyTuple_Pack(1, local);
    PyObject *result = own == NULL ? NULL : oc_originals[which](self, own);
    Py_XDECREF(empty);
    Py_XDECREF(local);
    Py_XDECREF(own);
    return result;
}

static PyObject *
oc_asctime(PyObject *self, PyObject *args)
{
    return oc_with_local(OC_ASCTIME, self, args, 0);
}

static PyObject *
oc_strftime(PyObject *self, PyObject *args)
{
    return oc_with_local(OC_STRFTIME, self, args, 1);
}

/* sleep(seconds): a fixed clock goes on by that much, at once. */
static PyObject *
oc_sleep(PyObject *self, PyObject *argument)
{
    if (oc_guest_clock.mode != OC_FIXED) {
        return oc_originals[OC_SLEEP](self, argument);
    }
    double seconds = PyFloat_AsDouble(argument);
    if (seconds == -1.0 && PyErr_Occurred()) {
        return NULL;
    }
    if (!(seconds >= 0)) {
        PyErr_SetString(PyExc_ValueError, "sleep length must be non-negative");
        return NULL;
    }
    oc_clock_add(seconds < 4e9 ? (int64_t)(seconds * 1e9 + 0.5) : OC_LATEST);
    return PyErr_CheckSignals() < 0 ? NULL : Py_NewRef(Py_None);
}

/* datetime.now(tz=None): made of whole seconds and microseconds, so nothing is rounded. */
static PyObject *
oc_datetime_now(PyObject *type, PyObject *const *args, Py_ssize_t count, PyObject *names)
{
    int64_t now, span;
    if (!oc_clock_read(&now, &span)) {
        return oc_now_original(type, args, count, names);
    }
    Py_ssize_t more = names == NULL ? 0 : PyTuple_GET_SIZE(names);
    if (count + more > 1 ||
        (more == 1 && PyUnicode_CompareWithASCIIString(PyTuple_GET_ITEM(names, 0), "tz") != 0)) {
        return oc_now_original(type, args, count, names); /* which says what is wrong */
    }
    PyObject *zone = count + more == 0 ? Py_None : args[0];
    PyObject *whole = PyObject_CallMethod(type, "fromtimestamp", "LO", (long long)(now / OC_SECOND), zone);
    PyObject *replace = whole == NULL ? NULL : PyObject_GetAttrString(whole, "replace");
    PyObject *empty = PyTuple_New(0);
    PyObject *part = Py_BuildValue("{s:i}", "microsecond", (int)(now % OC_SECOND / 1000));
    PyObject *result = NULL;
    if (replace != NULL && empty != NULL && part != NULL) {
        result = PyObject_Call(replace, empty, part);
    }
    Py_XDECREF(whole);
    Py_XDECREF(replace);
    Py_XDECREF(empty);
    Py_XDECREF(part);
    return result;
}

/* datetime.utcnow(), which warns from 3.12 on. */
static PyObject *
oc_datetime_utcnow(PyObject *type, PyObject *ignored)
{
    int64_t now, span;
    PyObject *original = oc_utcnow_original(type, ignored);
    if (original == NULL || !oc_clock_read(&now, &span)) {
        return original;
    }
    Py_DECREF(original);
    time_t seconds = (time_t)(now / OC_SECOND);
    struct tm parts;
    gmtime_r(&seconds, &parts);
    return PyObject_CallFunction(type, "iiiiiii", parts.tm_year + 1900, parts.tm_mon + 1, parts.tm_mday,
                                 parts.tm_hour, parts.tm_min, parts.tm_sec, (int)(now % OC_SECOND / 1000));
}

static const struct {
    const char *name;
    int flags;
    PyCFunction function;
} oc_readers[OC_READERS] = {
    [OC_TIME] = {"time", METH_NOARGS, oc_time},
    [OC_TIME_NS] = {"time_ns", METH_NOARGS, oc_time_ns},
    [OC_MONOTONIC] = {"monotonic", METH_NOARGS, oc_monotonic},
    [OC_MONOTONIC_NS] = {"monotonic_ns", METH_NOARGS, oc_monotonic_ns},
    [OC_PERF] = {"perf_counter", METH_NOARGS, oc_perf},
    [OC_PERF_NS] = {"perf_counter_ns", METH_NOARGS, oc_perf_ns},
    [OC_PROCESS] = {"process_time", METH_NOARGS, oc_process},
    [OC_PROCESS_NS] = {"process_time_ns", METH_NOARGS, oc_process_ns},
    [OC_THREAD] = {"thread_time", METH_NOARGS, oc_thread},
    [OC_THREAD_NS] = {"thread_time_ns", METH_NOARGS, oc_thread_ns},
    [OC_GMTIME] = {"gmtime", METH_VARARGS, oc_gmtime},
    [OC_LOCALTIME] = {"localtime", METH_VARARGS, oc_localtime},
    [OC_CTIME] = {"ctime", METH_VARARGS, oc_ctime},
    [OC_ASCTIME] = {"asctime", METH_VARARGS, oc_asctime},
    [OC_STRFTIME] = {"strftime", METH_VARARGS, oc_strftime},
    [OC_SLEEP] = {"sleep", METH_O, oc_sleep},
};

/* ------------------------------------------------------------ setting it */

/* The definition of an attribute of a module or type, which must have these flags. NULL with an
 * exception. */
static PyMethodDef *
oc_clock_def(PyObject *dict, const char *name, int flags)
{
    PyObject *function = PyDict_GetItemString(dict, name); /* borrowed */
    PyMethodDef *def = function == NULL ? NULL : oc_method_def(function);
    if (def == NULL || def->ml_flags != flags) {
        PyErr_Format(PyExc_LookupError, "%s() has a new calling convention", name);
        return NULL;
    }
    return def;
}

/* guard_clocks(time, datetime): the functions of the module and the class look at the guest's clock. */
static PyObject *
oc_guard_clocks(PyObject *Py_UNUSED(self), PyObject *args)
{
    PyObject *module, *type; /* borrowed */
    PyMethodDef *defs[OC_READERS + 2];
    if (!PyArg_ParseTuple(args, "O!O!:guard_clocks", &PyModule_Type, &module, &PyType_Type, &type)) {
        return NULL;
    }
    PyObject *names = oc_type_dict((PyTypeObject *)type); /* borrowed */
    for (int i = 0; i < OC_READERS; i++) {
        defs[i] = oc_clock_def(PyModule_GetDict(module), oc_readers[i].name, oc_readers[i].flags);
        if (defs[i] == NULL) {
            return NULL;
        }
    }
    defs[OC_READERS] = oc_clock_def(names, "now", METH_FASTCALL | METH_KEYWORDS | METH_CLASS);
    defs[OC_READERS + 1] = defs[OC_READERS] == NULL ? NULL : oc_clock_def(names, "utcnow", METH_NOARGS | METH_CLASS);
    if (defs[OC_READERS + 1] == NULL) {
        return NULL;
    }
    for (int i = 0; i < OC_READERS; i++) {
        oc_originals[i] = defs[i]->ml_meth;
        defs[i]->ml_meth = oc_readers[i].function;
    }
    oc_now_original = (_PyCFunctionFastWithKeywords)(void (*)(void))defs[OC_READERS]->ml_meth;
    oc_utcnow_original = defs[OC_READERS + 1]->ml_meth;
    defs[OC_READERS]->ml_meth = (PyCFunction)(void (*)(void))oc_datetime_now;
    defs[OC_READERS + 1]->ml_meth = oc_datetime_utcnow;
    oc_guest_clock.ready = 1;
    Py_RETURN_NONE;
}

/* set_clock(mode, base, tick, resolution): once. */
static PyObject *
oc_set_clock(PyObject *Py_UNUSED(self), PyObject *args)
{
    int mode;
    long long base, tick, resolution;
    struct timespec now;
    if (!PyArg_ParseTuple(args, "iLLL:set_clock", &mode, &base, &tick, &resolution)) {
        return NULL;
    }
    if (!oc_guest_clock.ready || oc_guest_clock.mode != OC_MACHINE) {
        PyErr_SetString(PyExc_PermissionError, "objcap: the clock is set by the host, once");
        return NULL;
    }
    if (mode < OC_FIXED || mode > OC_RUNNING || base < (mode == OC_FIXED ? 0 : -1) || base >= OC_LATEST ||
        tick < 0 || tick >= OC_LATEST || resolution < 0 || resolution >= OC_LATEST) {
        PyErr_SetString(PyExc_ValueError, "such a clock cannot be");
        return NULL;
    }
    clock_gettime(CLOCK_MONOTONIC, &now);
    oc_guest_clock.base = base;
    oc_guest_clock.tick = tick;
    oc_guest_clock.resolution = resolution;
    oc_guest_clock.span = 0;
    oc_guest_clock.began = (int64_t)now.tv_sec * OC_SECOND + now.tv_nsec;
    oc_guest_clock.mode = mode;
    Py_RETURN_NONE;
}

PyMethodDef oc_clock_methods[] = {
    {"guard_clocks", oc_guard_clocks, METH_VARARGS,
     "guard_clocks(time, datetime, /)\n--\n\nWhat tells the time looks at the guest's clock."},
    {"set_clock", oc_set_clock, METH_VARARGS,
     "set_clock(mode, base, tick, resolution, /)\n--\n\nSet it: 1 fixed, 2 running; nanoseconds."},
    {NULL, NULL, 0, NULL},
};

PyMethodDef oc_clock_guest_methods[] = {
    {"set_clock", oc_set_clock, METH_VARARGS, NULL},
    {NULL, NULL, 0, NULL},
};
