/* Hooks of the guest's sys (R11a): what is printed of exceptions and values is
 * printed by guest-side Python (guest/_report.py) into the guest's own streams.
 * CPython's C printer opens what `sys.modules['io'].open` gives it and reads the
 * descriptor that a guest's object names, so it is never asked. */
#include "objcap.h"

#include <string.h>

/* ------------------------------------------------------------ the guest's SystemExit */

/* The class (borrowed), imported from guest/_exit.py when first needed, or NULL
 * with an exception set. A guest that puts another there has its own. */
static PyObject *
oc_get_exit_class(void)
{
    if (oc.exit_class == NULL) {
        PyObject *module = PyImport_ImportModule("_exit");
        PyObject *cls = module == NULL ? NULL : PyObject_GetAttrString(module, "SystemExit");
        Py_XDECREF(module);
        if (cls != NULL && !PyExceptionClass_Check(cls)) {
            Py_CLEAR(cls);
            PyErr_SetString(PyExc_TypeError, "objcap: _exit.SystemExit is no exception class");
        }
        oc.exit_class = cls;
    }
    return oc.exit_class;
}

/* sys.exit(status=None): ends the guest's program, not the interpreter. */
static PyObject *
oc_sys_exit(PyObject *Py_UNUSED(self), PyObject *args)
{
    PyObject *status = NULL; /* borrowed */
    if (!PyArg_UnpackTuple(args, "exit", 0, 1, &status)) {
        return NULL;
    }
    PyObject *cls = oc_get_exit_class();
    PyObject *exit = NULL;
    if (cls != NULL) {
        exit = status == NULL ? PyObject_CallNoArgs(cls) : PyObject_CallOneArg(cls, status);
    }
    if (exit != NULL && PyExceptionInstance_Check(exit)) {
        PyErr_SetObject((PyObject *)Py_TYPE(exit), exit);
    }
    else if (exit != NULL) {
        PyErr_SetString(PyExc_TypeError, "objcap: _exit.SystemExit made no exception");
    }
    Py_XDECREF(exit);
    return NULL;
}

/* The same in the calling convention of the interpreter's own sys.exit. */
static PyObject *
oc_sys_exit_fast(PyObject *self, PyObject *const *args, Py_ssize_t count)
{
    PyObject *tuple = PyTuple_New(count);
    for (Py_ssize_t i = 0; tuple != NULL && i < count; i++) {
        PyTuple_SET_ITEM(tuple, i, Py_NewRef(args[i]));
    }
    if (tuple != NULL) {
        (void)oc_sys_exit(self, tuple);
        Py_DECREF(tuple);
    }
    return NULL;
}

/* redirect_exit(function): the interpreter's own sys.exit becomes the guest's. Host
 * code may hold it (`sys.exit(main())` fetches it before main() locks down), and the
 * real one would tear the interpreter down. */
static PyObject *
oc_redirect_exit(PyObject *Py_UNUSED(self), PyObject *function)
{
    PyMethodDef *def = oc_method_def(function);
    if (def == NULL) {
        return NULL;
    }
    if (def->ml_flags != METH_FASTCALL) {
        PyErr_SetString(PyExc_LookupError, "sys.exit has a new calling convention");
        return NULL;
    }
    def->ml_meth = (PyCFunction)(void (*)(void))oc_sys_exit_fast;
    Py_RETURN_NONE;
}

/* The class in the guest's module `_exit`, which a module of the stdlib may have raised
 * before anybody has called sys.exit(). A key with an __eq__ in the guest's dicts may drop
 * what is being looked at. */
static void
oc_note_exit_class(void)
{
    PyObject *modules = oc.module_table; /* borrowed: never dropped */
    PyObject *module =
        Py_XNewRef(modules == NULL ? NULL : PyDict_GetItemString(modules, "_exit"));
    PyObject *dict = module == NULL || !PyModule_Check(module)
                         ? NULL
                         : Py_NewRef(PyModule_GetDict(module));
    PyObject *cls = Py_XNewRef(dict == NULL ? NULL : PyDict_GetItemString(dict, "SystemExit"));
    if (cls != NULL && PyExceptionClass_Check(cls) && oc.exit_class == NULL) {
        oc.exit_class = Py_NewRef(cls);
    }
    Py_XDECREF(cls);
    Py_XDECREF(dict);
    Py_XDECREF(module);
}

/* Is that exception a request to end the program? */
static int
oc_is_exit(PyObject *exc)
{
    if (oc.exit_class == NULL) {
        oc_note_exit_class();
    }
    return exc != NULL &&
           ((oc.exit_class != NULL && PyType_Check(oc.exit_class) &&
             PyType_IsSubtype(Py_TYPE(exc), (PyTypeObject *)oc.exit_class)) ||
            PyType_IsSubtype(Py_TYPE(exc), (PyTypeObject *)PyExc_SystemExit));
}

/* Writes a str to the guest's standard error, or to the descriptor if that is gone;
 * errors are dropped. */
static void
oc_write_error(PyObject *text)
{
    PyObject *file = PySys_GetObject("stderr"); /* borrowed */
    PyObject *type, *value, *traceback;
    PyErr_Fetch(&type, &value, &traceback);
    if (file != NULL && file != Py_None) {
        Py_INCREF(file);
        if (PyFile_WriteObject(text, file, Py_PRINT_RAW) < 0) {
            PyErr_Clear();
        }
        Py_DECREF(file);
    }
    PyErr_Restore(type, value, traceback);
}

/* What python makes of SystemExit.code: a status, or a message and 1. -1 if `exc`
 * asks for no exit. */
int
oc_exit_status(PyObject *exc)
{
    if (!oc_is_exit(exc)) {
        return -1;
    }
    PyObject *code = PyObject_GetAttrString(exc, "code");
    int status = 1;
    if (code == NULL) {
        PyErr_Clear();
    }
    else if (code == Py_None) {
        status = 0;
    }
    else if (PyLong_Check(code)) {
        int overflow;
        long number = PyLong_AsLongAndOverflow(code, &overflow);
        status = overflow ? 255 : (int)(number & 0xFF);
    }
    else {
        PyObject *text = PyObject_Str(code);
        PyObject *line = text == NULL ? NULL : PyUnicode_FromFormat("%U\n", text);
        if (line != NULL) {
            oc_write_error(line);
        }
        PyErr_Clear();
        Py_XDECREF(text);
        Py_XDECREF(line);
    }
    Py_XDECREF(code);
    return status;
}

/* ------------------------------------------------------------ reports */

/* Writes a line built from a format of PyUnicode_FromFormat; errors are dropped. */
static void
oc_write_line(const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    PyObject *line = PyUnicode_FromFormatV(format, arguments);
    va_end(arguments);
    if (line != NULL) {
        oc_write_error(line);
    }
    PyErr_Clear();
    Py_XDECREF(line);
}

/* Writes where an exception passed, without source lines: the frames of the guest,
 * or of the host. Returns how many there were. What is written goes through the guest's
 * stderr, which may cut the chain: every link is held. */
static int
oc_write_places(PyObject *exc, int host)
{
    int count = 0;
    PyObject *at = PyException_GetTraceback(exc);
    while (at != NULL && PyTraceBack_Check(at)) {
        PyFrameObject *frame =
            (PyFrameObject *)Py_NewRef((PyObject *)((PyTracebackObject *)at)->tb_frame);
        PyCodeObject *code = PyFrame_GetCode(frame);
        if (oc_is_host_frame(frame) == host) {
            if (count++ == 0) {
                oc_write_line("Traceback (most recent call last):\n");
            }
            oc_write_line("  File \"%U\", line %d, in %U\n", code->co_filename,
                          PyCode_Addr2Line(code, ((PyTracebackObject *)at)->tb_lasti), code->co_name);
        }
        Py_DECREF(code);
        Py_DECREF(frame);
        Py_SETREF(at, Py_XNewRef((PyObject *)((PyTracebackObject *)at)->tb_next));
    }
    Py_XDECREF(at);
    return count;
}

/* Writes an exception without the help of Python code but its __str__: for strict
 * mode, which has no traceback module, and for a guest that broke it. */
static void
oc_write_plain(PyObject *exc)
{
    if (!PyExceptionInstance_Check(exc)) {
        return;
    }
    (void)oc_write_places(exc, 0);
    PyObject *text = PyObject_Str(exc);
    PyErr_Clear();
    const char *name = strrchr(Py_TYPE(exc)->tp_name, '.');
    name = name == NULL ? Py_TYPE(exc)->tp_name : name + 1;
    if (text != NULL && PyUnicode_GET_LENGTH(text) > 0) {
        oc_write_line("%s: %U\n", name, text);
    }
    else {
        oc_write_line("%s\n", name);
    }
    Py_XDECREF(text);
}

/* Calls function `name` of guest/_report.py with one argument. New reference, or
 * NULL with an exception set. (A format "O" would take a tuple apart.) */
PyObject *
oc_call_report(const char *name, PyObject *argument)
{
    PyObject *module = PyImport_ImportModule("_report");
    PyObject *function = module == NULL ? NULL : PyObject_GetAttrString(module, name);
    PyObject *result = function == NULL ? NULL : PyObject_CallOneArg(function, argument);
    Py_XDECREF(module);
    Py_XDECREF(function);
    return result;
}

/* Calls function `name` of guest/_report.py. If that fails (strict mode, a guest
 * broke it, no memory, no stack), writes `exc` plainly. Nothing is raised. */
static void
oc_report(const char *name, PyObject *argument, PyObject *exc)
{
    if (oc.ended) {
        return; /* no Python code runs any more */
    }
    PyObject *result = oc_call_report(name, argument);
    if (result == NULL) {
        PyErr_Clear();
        oc_write_plain(exc);
    }
    Py_XDECREF(result);
}

/* Does no Python code run? Then CPython's top level calls, not a guest. */
static int
oc_top_is_nobody(void)
{
    return PyEval_GetFrame() == NULL;
}

/* CPython ends by SIGINT after an uncaught KeyboardInterrupt, so that a shell sees
 * why. It notes that when the program's code ends, and forgets it when other code is
 * run from a string, as the imports of our printer do: the note is made again. */
static void
oc_note_interrupt(void)
{
    PyObject *names = Py_BuildValue("{sOsO}", "interrupt", PyExc_KeyboardInterrupt, "__builtins__",
                                    oc.builtins);
    if (names != NULL) {
        PyObject *result = PyRun_String("raise interrupt", Py_file_input, names, names);
        Py_XDECREF(result);
        Py_DECREF(names);
    }
    PyErr_Clear();
}

/* sys.excepthook(type, value, traceback). In an application a guest's exit comes
 * here at the very end: a SystemExit out of this hook makes CPython end with its
 * status. */
static PyObject *
oc_excepthook(PyObject *Py_UNUSED(self), PyObject *args)
{
    PyObject *type, *value, *traceback; /* borrowed */
    if (!PyArg_UnpackTuple(args, "excepthook", 3, 3, &type, &value, &traceback)) {
        return NULL;
    }
    if (!PyExceptionInstance_Check(value)) { /* CPython's hook says that in its report */
        char line[200];
        PyOS_snprintf(line, sizeof line,
                      "TypeError: print_exception(): Exception expected for value, %.100s found",
                      Py_TYPE(value)->tp_name);
        PyObject *err = Py_XNewRef(PySys_GetObject("stderr"));
        if (err != NULL && err != Py_None &&
            (PyFile_WriteString(line, err) < 0 || PyFile_WriteString("\n", err) < 0)) {
            PyErr_Clear();
        }
        Py_XDECREF(err);
        Py_RETURN_NONE;
    }
    int status = oc_exit_status(value);
    if (status >= 0) {
        PyObject *number = PyLong_FromLong(status);
        if (number != NULL) {
            PyErr_SetObject(PyExc_SystemExit, number);
            Py_DECREF(number);
        }
        return NULL;
    }
    int last = !oc.ended && oc_top_is_nobody();
    if (last) {
        (void)oc_write_places(value, 1); /* the application's own lines, for its author */
    }
    oc_report("exception", value, value);
    if (last && PyErr_GivenExceptionMatches(value, PyExc_KeyboardInterrupt)) {
        oc_note_interrupt();
    }
    Py_RETURN_NONE;
}

/* sys.unraisablehook(unraisable) */
static PyObject *
oc_unraisablehook(PyObject *Py_UNUSED(self), PyObject *unraisable)
{
    if (!PyTuple_Check(unraisable) || strcmp(Py_TYPE(unraisable)->tp_name, "UnraisableHookArgs") != 0) {
        PyErr_SetString(PyExc_TypeError,
                        "sys.unraisablehook argument type must be UnraisableHookArgs");
        return NULL;
    }
    oc_report("unraisable", unraisable, unraisable);
    Py_RETURN_NONE;
}

/* sys.displayhook(value) */
static PyObject *
oc_displayhook(PyObject *Py_UNUSED(self), PyObject *value)
{
    if (value == Py_None) {
        Py_RETURN_NONE;
    }
    if (PyDict_SetItemString(oc.builtins, "_", Py_None) < 0) {
        return NULL;
    }
    PyObject *stream = PySys_GetObject("stdout"); /* borrowed */
    if (stream == NULL || stream == Py_None) {
        PyErr_SetString(PyExc_RuntimeError, "lost sys.stdout");
        return NULL;
    }
    PyObject *result = oc_call_report("display", value);
    if (result == NULL && PyErr_ExceptionMatches(PyExc_ImportError)) { /* strict mode */
        PyErr_Clear();
        PyObject *out = Py_XNewRef(PySys_GetObject("stdout"));
        if (out != NULL && out != Py_None && PyFile_WriteObject(value, out, 0) == 0 &&
            PyFile_WriteString("\n", out) == 0) {
            result = Py_NewRef(Py_None);
        }
        Py_XDECREF(out);
    }
    if (result == NULL || PyDict_SetItemString(oc.builtins, "_", value) < 0) {
        if (!PyErr_Occurred()) {
            PyErr_SetString(PyExc_RuntimeError, "lost sys.stdout");
        }
        Py_XDECREF(result);
        return NULL;
    }
    Py_DECREF(result);
    Py_RETURN_NONE;
}

/* Prints the exception in flight as python would, through the guest's excepthook. */
void
oc_print_exception(void)
{
    PyObject *type, *value, *traceback;
    PyErr_Fetch(&type, &value, &traceback);
    PyErr_NormalizeException(&type, &value, &traceback);
    if (value != NULL && traceback != NULL) {
        PyException_SetTraceback(value, traceback);
    }
    PyObject *hook = Py_XNewRef(PySys_GetObject("excepthook"));
    if (value != NULL) {
        int own = hook == NULL || (PyCFunction_Check(hook) &&
                                   PyCFunction_GET_FUNCTION(hook) == (PyCFunction)oc_excepthook);
        PyObject *result = NULL;
        if (!own) {
            result = PyObject_CallFunctionObjArgs(hook, type, value,
                                                  traceback == NULL ? Py_None : traceback, NULL);
        }
        if (own) {
            oc_report("exception", value, value);
        }
        else if (result == NULL) { /* as python: both errors */
            PyObject *type2, *value2, *traceback2;
            PyErr_Fetch(&type2, &value2, &traceback2);
            PyErr_NormalizeException(&type2, &value2, &traceback2);
            if (value2 != NULL && traceback2 != NULL) {
                PyException_SetTraceback(value2, traceback2);
            }
            PyObject *pair = value2 == NULL ? NULL : PyTuple_Pack(2, value2, value);
            if (pair != NULL) {
                oc_report("broken_hook", pair, value);
            }
            Py_XDECREF(pair);
            Py_XDECREF(type2);
            Py_XDECREF(value2);
            Py_XDECREF(traceback2);
        }
        Py_XDECREF(result);
    }
    PyErr_Clear();
    Py_XDECREF(hook);
    Py_XDECREF(type);
    Py_XDECREF(value);
    Py_XDECREF(traceback);
}

/* ------------------------------------------------------------ input() */

/* input(prompt=''): through the guest's stream objects only. CPython's goes to C
 * stdio when fake streams answer 0 and 1 (seen). */
static PyObject *
oc_input(PyObject *Py_UNUSED(self), PyObject *args)
{
    PyObject *prompt = NULL; /* borrowed */
    PyObject *line = NULL;
    if (!PyArg_UnpackTuple(args, "input", 0, 1, &prompt)) {
        return NULL;
    }
    PyObject *in = Py_XNewRef(PySys_GetObject("stdin"));
    PyObject *out = Py_XNewRef(PySys_GetObject("stdout"));
    if (in == NULL || in == Py_None || out == NULL || out == Py_None) {
        PyErr_Format(PyExc_RuntimeError, "input(): lost sys.%s",
                     in == NULL || in == Py_None ? "stdin" : "stdout");
        goto done;
    }
    if (prompt != NULL && PyFile_WriteObject(prompt, out, Py_PRINT_RAW) < 0) {
        goto done;
    }
    PyObject *flushed = PyObject_CallMethod(out, "flush", NULL);
    if (flushed == NULL) {
        PyErr_Clear();
    }
    Py_XDECREF(flushed);
    line = PyFile_GetLine(in, -1); /* without the newline; EOFError at the end */

done:
    Py_XDECREF(in);
    Py_XDECREF(out);
    return line;
}

static PyMethodDef oc_input_def = {
    "input", oc_input, METH_VARARGS,
    "input(prompt='', /)\n--\n\nRead a line from standard input, without its newline.\n\n"
    "The prompt goes to standard output first. Raises EOFError at the end of input.",
};

PyMethodDef oc_report_methods[] = {
    {"redirect_exit", oc_redirect_exit, METH_O,
     "redirect_exit(function, /)\n--\n\nThe real sys.exit becomes the guest's."},
    {NULL, NULL, 0, NULL},
};

/* ------------------------------------------------------------ boot */

static PyMethodDef oc_hook_functions[] = {
    {"exit", oc_sys_exit, METH_VARARGS,
     "exit(status=None, /)\n--\n\nEnd the program by raising SystemExit(status)."},
    {"excepthook", oc_excepthook, METH_VARARGS,
     "excepthook(type, value, traceback, /)\n--\n\nPrint an uncaught exception."},
    {"unraisablehook", oc_unraisablehook, METH_O,
     "unraisablehook(unraisable, /)\n--\n\nPrint an exception that could not be raised."},
    {"displayhook", oc_displayhook, METH_O,
     "displayhook(value, /)\n--\n\nPrint a value at the prompt and keep it in builtins._"},
    {NULL, NULL, 0, NULL},
};

/* Fills the guest's sys and builtins with the functions above. Borrows `sys_dict`.
 * Returns 0, or -1 with an exception set. */
int
oc_hooks_boot(PyObject *sys_dict)
{
    PyObject *sys = PyUnicode_FromString("sys");
    PyObject *builtins = PyUnicode_FromString("builtins");
    PyObject *input = builtins == NULL ? NULL : PyCFunction_NewEx(&oc_input_def, NULL, builtins);
    int status = sys == NULL || input == NULL ? -1 : PyDict_SetItemString(oc.builtins, "input", input);
    for (PyMethodDef *def = oc_hook_functions; status == 0 && def->ml_name != NULL; def++) {
        PyObject *function = PyCFunction_NewEx(def, NULL, sys);
        status = function == NULL ? -1 : PyDict_SetItemString(sys_dict, def->ml_name, function);
        if (status == 0 && def != oc_hook_functions) {
            PyObject *name = PyUnicode_FromFormat("__%s__", def->ml_name);
            status = name == NULL ? -1 : PyDict_SetItem(sys_dict, name, function);
            Py_XDECREF(name);
        }
        Py_XDECREF(function);
    }
    Py_XDECREF(sys);
    Py_XDECREF(builtins);
    Py_XDECREF(input);
    return status;
}
