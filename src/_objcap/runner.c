/* The runner of `python -m objcap`, and the end of a locked process. */
#include "files.h"
#include "importer.h"

#include <signal.h>
#include <string.h>
#include <unistd.h>

/* ------------------------------------------------------------ the end */

/* Runs what the guest registered with its atexit, flushes, and returns the status
 * to end with: `status`, or 120 if output was lost, as python does. */
static int
oc_wind_up(int status)
{
    PyObject *modules = oc.module_table; /* borrowed */
    PyObject *atexit = modules == NULL ? NULL : PyDict_GetItemString(modules, "atexit");
    if (atexit != NULL) {
        Py_INCREF(atexit);
        PyObject *result = PyObject_CallMethod(atexit, "_run_exitfuncs", NULL);
        if (result == NULL) {
            oc_print_exception();
        }
        Py_XDECREF(result);
        Py_DECREF(atexit);
    }
    for (int i = 0; i < 2; i++) { /* a stream of the guest's own, in the place of ours */
        PyObject *file = Py_XNewRef(PySys_GetObject(i == 0 ? "stdout" : "stderr"));
        PyObject *result = file == NULL || file == Py_None
                               ? NULL
                               : PyObject_CallMethod(file, "flush", NULL);
        if (result == NULL) {
            if (i == 0 && PyErr_Occurred() && !PyErr_ExceptionMatches(PyExc_ValueError)) {
                status = 120;
            }
            PyErr_Clear();
        }
        Py_XDECREF(file);
        Py_XDECREF(result);
    }
    if (oc_streams_flush() < 0) {
        PyErr_Clear();
        status = 120;
    }
    oc_files_end();
    return status;
}

/* The frame evaluator of an ended process: refuses. Audit hooks are cleared before
 * the interpreter is torn down, and finalisers of a guest run after that (seen). */
static PyObject *
oc_refuse_frame_evaluation(PyThreadState *tstate, oc_interpreter_frame *frame, int throwflag)
{
    (void)tstate;
    (void)frame;
    (void)throwflag;
    PyErr_SetString(PyExc_PermissionError, "objcap: the locked interpreter has ended");
    return NULL;
}

/* at_end(): the callback that `import objcap` registers with atexit. Callbacks run
 * last in, first out: those that the application registered later have run by now,
 * without power; those of before are not run. */
static PyObject *
oc_at_end(PyObject *Py_UNUSED(self), PyObject *Py_UNUSED(ignored))
{
    if (oc.phase != OC_OPEN && !oc.ended) {
        (void)oc_wind_up(0);
        oc.ended = 1;
        /* CPython flushes sys.stdout once more, which may be an object of a guest */
        if (PyDict_SetItemString(oc.sys_dict, "stdout", Py_None) < 0 ||
            PyDict_SetItemString(oc.sys_dict, "stderr", Py_None) < 0) {
            PyErr_Clear();
        }
        oc_set_frame_evaluator(oc_refuse_frame_evaluation);
    }
    Py_RETURN_NONE;
}

/* ------------------------------------------------------------ the program */

/* Sets names of __main__ as python does. Returns 0, or -1 with an exception set. */
static int
oc_prepare_main(const char *kind, PyObject *filename)
{
    PyObject *globals = oc.main_globals; /* borrowed */
    PyObject *name = PyUnicode_FromString("__main__");
    int status = name == NULL ? -1 : 0;
    if (status == 0 && (PyDict_SetItemString(globals, "__name__", name) < 0 ||
                        PyDict_SetItemString(globals, "__doc__", Py_None) < 0 ||
                        PyDict_SetItemString(globals, "__spec__", Py_None) < 0 ||
                        PyDict_SetItemString(globals, "__package__", Py_None) < 0)) {
        status = -1;
    }
    if (status == 0 && strcmp(kind, "file") == 0 &&
        (PyDict_SetItemString(globals, "__file__", filename) < 0 ||
         PyDict_SetItemString(globals, "__cached__", Py_None) < 0)) {
        status = -1;
    }
    Py_XDECREF(name);
    return status;
}

/* Compiles and executes the source in __main__. New reference, or NULL. */
static PyObject *
oc_run_source(PyObject *source, PyObject *filename)
{
    int text = PyUnicode_Check(source);
    PyObject *bytes = text ? PyUnicode_AsUTF8String(source) : Py_NewRef(source);
    PyObject *code = NULL, *result = NULL;
    if (bytes != NULL && oc_provider_set_main(bytes) == 0) {
        code = oc_compile_text(PyBytes_AS_STRING(bytes), (size_t)PyBytes_GET_SIZE(bytes),
                               text ? PyCF_SOURCE_IS_UTF8 | PyCF_IGNORE_COOKIE : 0, filename);
    }
    if (code != NULL && PyCode_Check(code)) {
        result = PyEval_EvalCode(code, oc.main_globals, oc.main_globals);
    }
    Py_XDECREF(bytes);
    Py_XDECREF(code);
    return result;
}

/* Calls main(argument) of a guest-side module. New reference, or NULL. */
static PyObject *
oc_run_helper(const char *module_name, PyObject *argument)
{
    PyObject *module = PyImport_ImportModule(module_name);
    PyObject *main = module == NULL ? NULL : PyObject_GetAttrString(module, "main");
    PyObject *result = main == NULL ? NULL : PyObject_CallOneArg(main, argument);
    Py_XDECREF(module);
    Py_XDECREF(main);
    return result;
}

/* Ends the process by SIGINT, as python does after an uncaught KeyboardInterrupt:
 * a shell that started it sees why. */
static _Noreturn void
oc_end_interrupted(void)
{
    struct sigaction action;
    memset(&action, 0, sizeof action);
    action.sa_handler = SIG_DFL;
    sigaction(SIGINT, &action, NULL);
    sigset_t none;
    sigemptyset(&none);
    pthread_sigmask(SIG_SETMASK, &none, NULL);
    kill(getpid(), SIGINT);
    _exit(128 + SIGINT);
}

/* run(kind, source, filename): runs the program as guest code and ends the process
 * with its status. `kind`: file, code, stdin (source is bytes or str), module
 * (source is its name), prompt. Never returns: the interpreter is not torn down,
 * since finalisers would run without the audit hook. */
static PyObject *
oc_run(PyObject *Py_UNUSED(self), PyObject *args)
{
    const char *kind;            /* borrowed */
    PyObject *source, *filename; /* borrowed */
    static int started;

    if (oc.phase != OC_LOCKED || started) {
        PyErr_SetString(PyExc_PermissionError, "objcap: run() belongs to python -m objcap");
        return NULL;
    }
    if (!PyArg_ParseTuple(args, "sOU:run", &kind, &source, &filename)) {
        return NULL;
    }
    started = 1;
    PyObject *result = NULL;
    if (oc_prepare_main(kind, filename) == 0 && oc_offer_open() == 0) {
        if (strcmp(kind, "module") == 0) {
            result = oc_run_helper("_run_module", source);
        }
        else if (strcmp(kind, "prompt") == 0) {
            result = oc_run_helper("_repl", source);
        }
        else {
            result = oc_run_source(source, filename);
        }
    }
    int status = 0, interrupted = 0;
    if (result == NULL) {
        PyObject *type, *value, *traceback;
        PyErr_Fetch(&type, &value, &traceback);
        PyErr_NormalizeException(&type, &value, &traceback);
        status = value == NULL ? 1 : oc_exit_status(value);
        if (status < 0) {
            interrupted = PyErr_GivenExceptionMatches(type, PyExc_KeyboardInterrupt);
            PyErr_Restore(type, value, traceback);
            oc_print_exception();
            status = 1;
        }
    }
    status = oc_wind_up(status);
    if (interrupted) {
        oc_end_interrupted();
    }
    _exit(status);
}

PyMethodDef oc_run_methods[] = {
    {"run", oc_run, METH_VARARGS,
     "run(kind, source, filename, /)\n--\n\nRun a program as guest code and end the process."},
    {"at_end", oc_at_end, METH_NOARGS, "at_end()\n--\n\nThe end of a locked process."},
    {NULL, NULL, 0, NULL},
};

PyMethodDef oc_run_guest_methods[] = {
    {NULL, NULL, 0, NULL},
};
