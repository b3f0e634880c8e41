/* The broker: the parent of the fork in the lockdown. It has all powers, calls the
 * functions that the application wrapped, and never executes another line of the
 * application: its only exits are _exit() and the signal that ended the child. */
#include "files.h"

#include <errno.h>
#include <signal.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

static struct {
    oc_channel channel;
    pid_t self, child;
    uint32_t sequence;
    int depth;          /* calls under way */
    PyObject *lent;     /* list: the guest's functions in the calls under way (owned) */
    unsigned long thread;
    volatile sig_atomic_t calling; /* a function of the host is running */
    volatile sig_atomic_t gone;    /* the child has ended */
} oc_broker;

/* See capability.h. */
int
oc_broker_serves(void)
{
    return oc_broker.self != 0;
}

/* ------------------------------------------------------------ the end */

/* Ends this process as the child has ended: with its status, or of its signal. */
static _Noreturn void
oc_mirror(int status)
{
    if (WIFSIGNALED(status)) {
        int number = WTERMSIG(status);
        sigset_t set;
        prctl(PR_SET_DUMPABLE, 0); /* the child has left the core, if any */
        signal(number, SIG_DFL);
        sigemptyset(&set);
        sigaddset(&set, number);
        sigprocmask(SIG_UNBLOCK, &set, NULL);
        kill(getpid(), number);
        _exit(128 + number);
    }
    _exit(WEXITSTATUS(status));
}

/* Waits for the child, which has closed its end or is about to end: kills it if it
 * does not. Returns its status. */
static int
oc_reap(void)
{
    int status = 70 << 8;
    for (int i = 0; i < 2000; i++) {
        pid_t got = waitpid(oc_broker.child, &status, WNOHANG);
        if (got == oc_broker.child || (got < 0 && errno == ECHILD)) {
            return status;
        }
        struct timespec pause = {0, i < 20 ? 50000 : 1000000};
        nanosleep(&pause, NULL);
    }
    kill(oc_broker.child, SIGKILL);
    while (waitpid(oc_broker.child, &status, 0) < 0 && errno == EINTR) {
    }
    return status;
}

/* The last resort when a function of the host goes on after the child has ended. */
static void
oc_on_alarm(int Py_UNUSED(number))
{
    int status = 70 << 8;
    waitpid(oc_broker.child, &status, WNOHANG);
    oc_mirror(status);
}

/* ------------------------------------------------------------ signals */

#define OC_GRACE 1 /* seconds that a function of the host has after the child's end */

/* What the parent does with a signal: it acts as if the two were one process. */
static void
oc_on_signal(int number, siginfo_t *info, void *Py_UNUSED(context))
{
    int error = errno;
    if (getpid() != oc_broker.self) { /* a fork of a wrapped function */
        signal(number, SIG_DFL);
        raise(number);
        errno = error;
        return;
    }
    if (number == SIGCHLD) {
        siginfo_t child = {.si_pid = 0};
        if (waitid(P_PID, (id_t)oc_broker.child, &child, WEXITED | WSTOPPED | WNOHANG | WNOWAIT) == 0 &&
            child.si_pid == oc_broker.child) {
            if (child.si_code == CLD_STOPPED) {
                siginfo_t ignored;
                waitid(P_PID, (id_t)oc_broker.child, &ignored, WSTOPPED | WNOHANG);
                kill(oc_broker.self, SIGSTOP);
            }
            else if (!oc_broker.gone) {
                oc_broker.gone = 1;
                if (oc_broker.calling) {
                    struct sigaction action = {.sa_handler = oc_on_alarm};
                    sigaction(SIGALRM, &action, NULL);
                    alarm(OC_GRACE);
                    PyErr_SetInterruptEx(SIGINT);
                }
            }
        }
    }
    else {
        /* The terminal sends to both of us; what somebody sent to this process alone
         * is passed on. */
        if ((info->si_code <= 0 && info->si_pid != oc_broker.child) || number == SIGCONT ||
            number == SIGHUP) {
            kill(oc_broker.child, number);
        }
        if (number == SIGINT && oc_broker.calling) {
            PyErr_SetInterruptEx(SIGINT);
        }
    }
    errno = error;
}

static struct {
    int number;
    int ignored; /* the application ignores it, and so does the child */
} oc_signals[] = {{SIGCHLD, 0}, {SIGINT, 0},  {SIGQUIT, 0}, {SIGTERM, 0}, {SIGHUP, 0},
                  {SIGUSR1, 0}, {SIGUSR2, 0}, {SIGTSTP, 0}, {SIGCONT, 0}};

/* Finds out which signals the application ignores. */
static void
oc_note_ignored(void)
{
    for (size_t i = 0; i < Py_ARRAY_LENGTH(oc_signals); i++) {
        struct sigaction action;
        oc_signals[i].ignored = oc_signals[i].number != SIGCHLD &&
                                sigaction(oc_signals[i].number, NULL, &action) == 0 &&
                                action.sa_handler == SIG_IGN;
    }
}

/* Installs the handlers of this process, and Python's own for Ctrl-C, which raises
 * KeyboardInterrupt in a function of the host. */
static void
oc_take_signals(void)
{
    PyObject *module = PyImport_ImportModule("_signal");
    PyObject *handler = module == NULL ? NULL : PyObject_GetAttrString(module, "default_int_handler");
    PyObject *old = handler == NULL
                        ? NULL
                        : PyObject_CallMethod(module, "signal", "iO", SIGINT, handler);
    Py_XDECREF(old);
    Py_XDECREF(handler);
    Py_XDECREF(module);
    PyErr_Clear();
    struct sigaction action = {.sa_sigaction = oc_on_signal, .sa_flags = SA_SIGINFO};
    sigfillset(&action.sa_mask);
    for (size_t i = 0; i < Py_ARRAY_LENGTH(oc_signals); i++) {
        if (oc_signals[i].ignored) {
            signal(oc_signals[i].number, SIG_IGN);
        }
        else {
            sigaction(oc_signals[i].number, &action, NULL);
        }
    }
}

/* Has a function of the host changed a handler of ours? */
static void
oc_retake_signals(void)
{
    for (size_t i = 0; i < Py_ARRAY_LENGTH(oc_signals); i++) {
        struct sigaction action;
        if (!oc_signals[i].ignored && sigaction(oc_signals[i].number, NULL, &action) == 0 &&
            action.sa_sigaction != oc_on_signal) {
            oc_take_signals();
            return;
        }
    }
}

/* ------------------------------------------------------------ the end, in order */

/* Calls a function of a module that is loaded. Errors are printed, as at the end of
 * any Python process. */
static void
oc_call_at_end(const char *module, const char *name, PyObject *argument)
{
    PyObject *modules = PyImport_GetModuleDict(); /* borrowed; of the application, not locked */
    PyObject *object = modules == NULL ? NULL : PyDict_GetItemString(modules, module);
    if (object != NULL) {
        PyObject *result = PyObject_CallMethod(object, name, argument == NULL ? NULL : "O",
                                               argument);
        if (result == NULL) {
            PyErr_WriteUnraisable(object);
        }
        Py_XDECREF(result);
    }
}

/* Flushes sys.stdout and sys.stderr: what a function of the host has printed. Returns
 * 0, or -1 if some of it is lost. */
static int
oc_flush_python(void)
{
    int status = 0;
    for (int i = 0; i < 2; i++) {
        PyObject *file = Py_XNewRef(PySys_GetObject(i == 0 ? "stdout" : "stderr"));
        if (file != NULL && file != Py_None) {
            PyObject *result = PyObject_CallMethod(file, "flush", NULL);
            if (result == NULL) {
                PyErr_Clear();
                status = -1;
            }
            Py_XDECREF(result);
        }
        Py_XDECREF(file);
    }
    return status;
}

/* Ends this process: the application's exit handlers, once; every buffer; the status
 * of the child. */
static _Noreturn void
oc_broker_end(void)
{
    int status = oc_reap();
    oc_broker.gone = 1;
    alarm(0);
    oc_broker.calling = 0;
    PyErr_Clear();
    oc_call_at_end("threading", "_shutdown", NULL);
    oc_call_at_end("atexit", "_run_exitfuncs", NULL);
    oc_call_at_end("objcap.lockdown", "flush", Py_True);
    if (oc_flush_python() < 0 && WIFEXITED(status) && WEXITSTATUS(status) == 0) {
        status = 120 << 8;
    }
    fflush(NULL);
    oc_mirror(status);
}

/* The child does not speak as it should: somebody is in control of it who is no
 * Python code. It is killed. */
static _Noreturn void
oc_broker_refuse(void)
{
    static const char text[] = "objcap: the locked process broke the protocol and was ended\n";
    ssize_t ignored = write(2, text, sizeof text - 1);
    (void)ignored;
    kill(oc_broker.child, SIGKILL);
    oc_broker_end();
}

/* ------------------------------------------------------------ values */

/* What has to be sent before a message: the capabilities that are new in it. */
static oc_bytes oc_news;
/* The streams in the message that is being encoded. */
static oc_passing oc_streams;

static const oc_wire_hooks oc_broker_hooks;

/* The number of a capability; one that is new to the guest is announced. */
static int
oc_broker_number(void *Py_UNUSED(data), PyObject *object, unsigned char *tag, uint32_t *number)
{
    oc_capability *capability = (oc_capability *)object;
    if (!Py_IS_TYPE(object, &oc_capability_type) || !capability->here) {
        return Py_IS_TYPE(object, &oc_capability_type) ? 0 : oc_passing_add(&oc_streams, object, tag, number);
    }
    Py_ssize_t methods = capability->known || capability->names == NULL
                             ? 0
                             : PyTuple_GET_SIZE(capability->names);
    for (Py_ssize_t i = 0; i < methods; i++) { /* they come before it */
        if (oc_broker_number(NULL, PyTuple_GET_ITEM(capability->methods, i), tag, number) != 1) {
            return -1;
        }
    }
    *tag = 'C';
    *number = capability->number;
    if (!capability->known) {
        PyObject *value = oc_capability_news(capability);
        Py_ssize_t at = oc_message_begin(&oc_news);
        int status = value == NULL || at < 0
                         ? -1
                         : oc_wire_encode(&oc_news, value, "the name", &oc_broker_hooks);
        Py_XDECREF(value);
        if (status < 0) {
            if (at >= 0) {
                oc_news.size = (size_t)at;
            }
            return -1;
        }
        oc_message_end(&oc_news, at, OC_NEW, 0, capability->number);
        capability->known = 1;
        Py_INCREF(object); /* until the guest drops it */
    }
    return 1;
}

static PyObject *oc_guest_function_new(uint32_t number);

/* The object behind a number. New reference, or NULL with ValueError. */
static PyObject *
oc_broker_object(void *Py_UNUSED(data), unsigned char tag, uint32_t number)
{
    if (tag == 'B') {
        return oc_guest_function_new(number);
    }
    oc_capability *found = tag == 'C' ? oc_capability_find(number) : NULL;
    if (found == NULL || !found->known) {
        PyErr_SetString(PyExc_ValueError, "malformed message");
        return NULL;
    }
    return Py_NewRef((PyObject *)found);
}

static const oc_wire_hooks oc_broker_hooks = {NULL, oc_broker_number, oc_broker_object, 0};

/* Takes the streams of the message that was encoded; if that has failed, there are none. */
static oc_passing
oc_broker_streams(int status)
{
    oc_passing streams = oc_streams;
    oc_streams.count = 0;
    if (status < 0) {
        PyObject *type, *value, *traceback;
        PyErr_Fetch(&type, &value, &traceback);
        oc_passing_end(&streams, 0);
        PyErr_Restore(type, value, traceback);
    }
    return streams;
}

/* Sends a message, what is new in it first, with its streams, which it takes over. */
static int
oc_broker_send(const oc_bytes *out, oc_passing *streams)
{
    int status = 0;
    int descriptors[OC_PASSED];
    int count = oc_passing_list(streams, descriptors);
    if (oc_news.size > 0) {
        status = oc_channel_send(&oc_broker.channel, &oc_news, 1);
        oc_bytes_free(&oc_news);
    }
    if (status == 0) {
        status = oc_channel_send_passing(&oc_broker.channel, out, 1, descriptors, count);
    }
    oc_passing_end(streams, status == 0);
    return status;
}

/* ------------------------------------------------------------ one call */

/* Runs a function of the host. New reference, or NULL with an exception set. */
static PyObject *
oc_broker_run(oc_capability *capability, PyObject *args, PyObject *kwargs)
{
    if (capability->function == NULL) {
        return oc_capability_not_callable(capability);
    }
    PyObject *function = Py_NewRef(capability->function);
    sig_atomic_t before = oc_broker.calling;
    oc_broker.calling = 1;
    PyObject *result = PyObject_Call(function, args, kwargs);
    if (result != NULL) {
        Py_SETREF(result, oc_outgoing(result));
    }
    oc_broker.calling = before;
    if (getpid() != oc_broker.self) {
        _exit(70); /* a fork inside the function came back out of it */
    }
    if (result == NULL) { /* an interrupt that is noticed only now belongs to this call */
        PyObject *type, *value, *traceback;
        PyErr_Fetch(&type, &value, &traceback);
        (void)PyErr_CheckSignals();
        PyErr_Clear();
        PyErr_Restore(type, value, traceback);
    }
    else if (PyErr_CheckSignals() < 0) {
        Py_CLEAR(result);
    }
    Py_DECREF(function);
    return result;
}

/* Writes the answer to a call. Returns its streams. */
static oc_passing
oc_broker_answer(oc_bytes *out, uint32_t sequence, oc_capability *capability, PyObject *result)
{
    Py_ssize_t at = oc_message_begin(out);
    if (at < 0) {
        oc_broker_refuse();
    }
    unsigned char kind = OC_RESULT;
    oc_passing streams = {.count = 0};
    if (result != NULL) {
        PyObject *what = PyUnicode_FromFormat("the result of capability %R", capability->name);
        const char *text = what == NULL ? NULL : PyUnicode_AsUTF8(what);
        int status = text == NULL ? -1 : oc_wire_encode(out, result, text, &oc_broker_hooks);
        streams = oc_broker_streams(status);
        if (status < 0) {
            PyObject *type, *value, *traceback;
            PyErr_Fetch(&type, &value, &traceback);
            Py_XINCREF(type);
            Py_XINCREF(value);
            Py_XINCREF(traceback);
            PyErr_Restore(type, value, traceback);
            PyErr_WriteUnraisable(capability->function); /* the mistake is the host's */
            PyErr_Restore(type, value, traceback);
            kind = OC_ERROR;
        }
        Py_XDECREF(what);
    }
    else {
        kind = OC_ERROR;
    }
    if (kind == OC_ERROR) {
        out->size = (size_t)at + OC_HEADER;
        if (oc_error_encode(out) < 0) {
            oc_broker_refuse();
        }
    }
    oc_message_end(out, at, kind, sequence, 0);
    return streams;
}

/* Serves one call of the guest. Returns 0, or -1 when the child is gone. */
static int
oc_broker_call(const oc_message *message)
{
    PyObject *args, *kwargs, *result = NULL;
    uint32_t sequence = message->sequence;
    oc_capability *capability = oc_capability_find(message->target);
    if (capability == NULL || !capability->known) {
        oc_broker_refuse();
    }
    Py_INCREF(capability);
    Py_ssize_t mark = PyList_GET_SIZE(oc_broker.lent);
    oc_broker.depth++;
    if (oc_arguments_decode(message, &oc_broker_hooks, &args, &kwargs) < 0) {
        if (!PyErr_ExceptionMatches(PyExc_MemoryError)) {
            oc_broker_refuse();
        }
    }
    else {
        if (Py_EnterRecursiveCall(" in a call of a capability") == 0) {
            result = oc_broker_run(capability, args, kwargs);
            Py_LeaveRecursiveCall();
        }
        Py_DECREF(args);
        Py_XDECREF(kwargs);
    }
    oc_bytes out = {NULL, 0, 0};
    oc_passing streams = oc_broker_answer(&out, sequence, capability, result);
    PyErr_Clear();
    Py_XDECREF(result);
    PyList_SetSlice(oc_broker.lent, mark, PyList_GET_SIZE(oc_broker.lent), NULL);
    PyErr_Clear();
    oc_broker.depth--;
    Py_DECREF(capability);
    (void)oc_flush_python();
    PyErr_Clear();
    oc_retake_signals();
    int status = oc_broker_send(&out, &streams);
    oc_bytes_free(&out);
    return status;
}

/* Serves until the answer to message `sequence` is there; 0: for ever. Returns 1 with
 * it, or 0 when the child is gone. */
static int
oc_broker_loop(uint32_t sequence, oc_message *message)
{
    for (;;) {
        int got = oc_channel_receive(&oc_broker.channel, message, 1);
        if (got == 0) {
            return 0;
        }
        if (got < 0) {
            oc_broker_refuse();
        }
        if (message->kind == OC_CALL) {
            if (oc_broker_call(message) < 0) {
                return 0;
            }
        }
        else if (message->kind == OC_DROP) {
            oc_capability *capability = oc_capability_find(message->target);
            if (capability == NULL || !capability->known) {
                oc_broker_refuse();
            }
            capability->known = 0;
            Py_DECREF(capability);
        }
        else if (sequence != 0 && message->sequence == sequence &&
                 (message->kind == OC_RESULT || message->kind == OC_ERROR)) {
            return 1;
        }
        else {
            oc_broker_refuse();
        }
    }
}

/* ------------------------------------------------------------ functions of the guest */

/* A function that the guest has passed: the host may call it while that call lasts. */
typedef struct {
    PyObject_HEAD
    vectorcallfunc vectorcall;
    uint32_t number;
    int live;
} oc_guest_function;

/* Calls the guest. New reference, or NULL with an exception set. */
static PyObject *
oc_guest_function_call(PyObject *object, PyObject *const *args, size_t nargs, PyObject *names)
{
    oc_guest_function *self = (oc_guest_function *)object;
    if (getpid() != oc_broker.self || PyThread_get_thread_ident() != oc_broker.thread) {
        PyErr_SetString(PyExc_RuntimeError,
                        "a function of the guest can be called in the main thread only");
        return NULL;
    }
    Py_ssize_t place = oc_broker.gone ? 0 : PyList_GET_SIZE(oc_broker.lent);
    while (place > 0 && PyList_GET_ITEM(oc_broker.lent, place - 1) != object) {
        place--;
    }
    if (place == 0) {
        PyErr_SetString(PyExc_RuntimeError,
                        oc_broker.gone ? "the guest has ended"
                                       : "a function of the guest can be called only while the "
                                         "call lasts to which it was passed");
        return NULL;
    }
    oc_bytes out = {NULL, 0, 0};
    Py_ssize_t count = PyVectorcall_NARGS(nargs);
    PyObject *result = NULL, *sent = NULL;
    if (oc_outgoing_all(args, count + (names == NULL ? 0 : PyTuple_GET_SIZE(names)), &sent) < 0) {
        return NULL;
    }
    args = sent == NULL ? args : ((PyTupleObject *)sent)->ob_item;
    Py_ssize_t at = oc_message_begin(&out);
    int status = at < 0 ? -1 : oc_arguments_encode(&out, args, count, names, NULL, &oc_broker_hooks);
    oc_passing streams = oc_broker_streams(status);
    if (status == 0) {
        oc_message answer;
        uint32_t sequence = ++oc_broker.sequence == 0 ? ++oc_broker.sequence : oc_broker.sequence;
        oc_message_end(&out, at, OC_CALLBACK, sequence, self->number);
        (void)oc_flush_python();
        sig_atomic_t before = oc_broker.calling;
        oc_broker.calling = 0; /* Ctrl-C is the guest's while it runs */
        int got = oc_broker_send(&out, &streams) == 0 ? oc_broker_loop(sequence, &answer) : 0;
        oc_broker.calling = before;
        if (!got) {
            oc_broker.gone = 1;
            PyErr_SetString(PyExc_RuntimeError, "the guest has ended");
        }
        else if (answer.kind == OC_RESULT) {
            result = oc_wire_decode(answer.body, answer.size, &oc_broker_hooks);
            if (result == NULL && !PyErr_ExceptionMatches(PyExc_MemoryError)) {
                oc_broker_refuse();
            }
        }
        else {
            oc_error_raise(&answer);
        }
    }
    oc_bytes_free(&out);
    Py_XDECREF(sent);
    return result;
}

/* The function of that place in the guest's call. New reference, or NULL. */
static PyObject *
oc_guest_function_new(uint32_t number)
{
    oc_guest_function *self = PyObject_New(oc_guest_function, &oc_guest_function_type);
    if (self == NULL) {
        return NULL;
    }
    self->vectorcall = oc_guest_function_call;
    self->number = number;
    if (PyList_Append(oc_broker.lent, (PyObject *)self) < 0) {
        Py_CLEAR(self);
    }
    return (PyObject *)self;
}

PyTypeObject oc_guest_function_type = {
    PyVarObject_HEAD_INIT(NULL, 0)
    .tp_name = "objcap.GuestFunction",
    .tp_doc = "A function of the guest; it can be called while the call lasts.",
    .tp_basicsize = sizeof(oc_guest_function),
    .tp_flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_VECTORCALL |
                Py_TPFLAGS_DISALLOW_INSTANTIATION | Py_TPFLAGS_IMMUTABLETYPE,
    .tp_call = PyVectorcall_Call,
    .tp_vectorcall_offset = offsetof(oc_guest_function, vectorcall),
};

/* ------------------------------------------------------------ the whole of it */

/* See capability.h. */
void
oc_broker_serve(int fd, pid_t child, const sigset_t *mask)
{
    oc_message message;
    oc_broker.channel.fd = fd;
    oc_broker.child = child;
    oc_broker.self = getpid();
    oc_broker.thread = PyThread_get_thread_ident();
    oc_broker.lent = PyList_New(0);
    if (oc_broker.lent == NULL) {
        kill(child, SIGKILL);
        oc_broker_end();
    }
    oc_capability_all_known();
    oc_note_ignored();
    oc_take_signals();
    sigset_t wanted = *mask;
    for (size_t i = 0; i < Py_ARRAY_LENGTH(oc_signals); i++) {
        sigdelset(&wanted, oc_signals[i].number);
    }
    pthread_sigmask(SIG_SETMASK, &wanted, NULL);
    (void)oc_broker_loop(0, &message);
    oc_broker_end();
}
