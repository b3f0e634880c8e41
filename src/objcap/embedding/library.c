/* The embedding library: include/objcap_embed.h. Built by objcap.embedding, in the cffi
 * module that holds the Python half of the workers (_host.py).
 *
 * A guest in this process is served by C alone: neither the cffi module nor
 * _cffi_backend is ever imported then, so nothing of them is in the locked process. */
#include <objcap.h>
#include <objcap_embed.h>

#include <pthread.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* The Python half: _host.py. A call of one of these starts it. Errors have been noted. */
static int host_start(const char *const *path, double timeout); /* a number, or -1 */
static int host_grant(int worker, const char *name, const char *doc, objcap_function function,
                      void *state); /* 0 or -1 */
static void host_run(int worker, const char *source, size_t size, const char *filename,
                     objcap_outcome *outcome);
static int host_get(int worker, const char *name, objcap_call *memory,
                    objcap_value *value); /* 0 or -1 */
static void host_stop(int worker);

/* ------------------------------------------------------------ errors */

static _Thread_local char library_message[1024];

const char *
objcap_error(void)
{
    return library_message;
}

/* Notes why a call fails. Returns -1. */
int
library_fail(const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(library_message, sizeof library_message, format, arguments);
    va_end(arguments);
    return -1;
}

/* Notes the exception in flight and clears it. Returns -1. */
static int
library_fail_python(void)
{
    PyObject *type, *value, *traceback;
    PyErr_Fetch(&type, &value, &traceback);
    PyErr_NormalizeException(&type, &value, &traceback);
    PyObject *text = value == NULL ? NULL : PyObject_Str(value);
    const char *message = text == NULL ? NULL : PyUnicode_AsUTF8(text);
    library_fail("%s: %s", value == NULL ? "error" : Py_TYPE(value)->tp_name,
                 message == NULL ? "" : message);
    PyErr_Clear();
    Py_XDECREF(text);
    Py_XDECREF(type);
    Py_XDECREF(value);
    Py_XDECREF(traceback);
    return -1;
}

/* ------------------------------------------------------------ the memory of a call */

typedef struct library_block {
    struct library_block *next;
    size_t size; /* and keeps what follows aligned */
} library_block;

/* One call of a capability. In this process it wraps the call of the C API. */
struct objcap_call {
    objcap_call *inner;
    library_block *blocks;
    char type[64], message[256];
};

static const objcap_api *library_api;

void *
objcap_alloc(objcap_call *call, size_t size)
{
    if (call->inner != NULL) {
        return library_api->alloc(call->inner, size);
    }
    library_block *block =
        size > SIZE_MAX - sizeof *block ? NULL : malloc(sizeof *block + size);
    if (block == NULL) {
        return NULL;
    }
    block->size = size;
    block->next = call->blocks;
    call->blocks = block;
    return block + 1;
}

int
objcap_fail(objcap_call *call, const char *type, const char *message)
{
    if (call->inner != NULL) {
        return library_api->fail(call->inner, type, message);
    }
    snprintf(call->type, sizeof call->type, "%s", type);
    snprintf(call->message, sizeof call->message, "%s", message);
    return -1;
}

/* For _host.py: a call in a worker. */
objcap_call *
library_call_new(void)
{
    return calloc(1, sizeof(objcap_call));
}

void
library_call_free(objcap_call *call)
{
    while (call != NULL && call->blocks != NULL) {
        library_block *next = call->blocks->next;
        free(call->blocks);
        call->blocks = next;
    }
    free(call);
}

const char *
library_call_type(const objcap_call *call)
{
    return call->type;
}

const char *
library_call_message(const objcap_call *call)
{
    return call->message;
}

char *
library_copy(const char *text, size_t size)
{
    char *copy = malloc(size + 1);
    if (copy != NULL) {
        memcpy(copy, text, size);
        copy[size] = '\0';
    }
    return copy;
}

/* ------------------------------------------------------------ guests */

/* A capability of a guest in this process. */
typedef struct library_grant {
    objcap_function function;
    void *state;
    struct library_grant *next;
} library_grant;

struct objcap_guest {
    objcap_mode mode;
    int worker;             /* its number in _host.py */
    PyObject *names;        /* in process: the guest's globals (owned) */
    library_grant *grants;  /* in process */
    objcap_call *values;    /* what objcap_get() has read: worker */
    objcap_call *reading;   /* the same: in process */
    PyObject *held;         /* in process: the object that was read (owned) */
};

static pthread_mutex_t library_lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_t library_owner;
static int library_busy;
static int library_locked; /* a guest is or was in this process */

/* Enters the library: one call at a time. Returns 0, or -1 from inside a capability. */
static int
library_enter(void)
{
    if (library_busy && pthread_equal(library_owner, pthread_self())) {
        return library_fail("a capability must not call back into the library");
    }
    pthread_mutex_lock(&library_lock);
    library_owner = pthread_self();
    library_busy = 1;
    return 0;
}

static void
library_leave(void)
{
    library_busy = 0;
    pthread_mutex_unlock(&library_lock);
}

/* Initialises Python once, with the environment of that interpreter, and gives up the
 * GIL. Returns 0 or -1. */
static int
library_initialise(const char *python)
{
    if (Py_IsInitialized()) {
        return 0;
    }
    PyConfig config;
    PyConfig_InitPythonConfig(&config);
    config.install_signal_handlers = 0;
    config.parse_argv = 0;
    PyStatus status = PyConfig_SetBytesString(&config, &config.program_name,
                                              python == NULL ? OBJCAP_PYTHON : python);
    if (!PyStatus_Exception(status)) {
        status = Py_InitializeFromConfig(&config);
    }
    PyConfig_Clear(&config);
    if (PyStatus_Exception(status)) {
        return library_fail("python cannot start: %s",
                            status.err_msg == NULL ? "no reason given" : status.err_msg);
    }
    PyEval_SaveThread();
    return 0;
}

/* objcap.Policy(path=...). New reference, or NULL with an exception set. */
static PyObject *
library_policy(const char *const *path)
{
    PyObject *folders = PyList_New(0), *policy = NULL;
    for (; folders != NULL && path != NULL && *path != NULL; path++) {
        PyObject *folder = PyUnicode_DecodeFSDefault(*path);
        if (folder == NULL || PyList_Append(folders, folder) < 0) {
            Py_CLEAR(folders);
        }
        Py_XDECREF(folder);
    }
    PyObject *module = folders == NULL ? NULL : PyImport_ImportModule("objcap");
    PyObject *type = module == NULL ? NULL : PyObject_GetAttrString(module, "Policy");
    PyObject *keywords = type == NULL ? NULL : Py_BuildValue("{sO}", "path", folders);
    PyObject *none = keywords == NULL ? NULL : PyTuple_New(0);
    if (none != NULL) {
        policy = PyObject_Call(type, none, keywords);
    }
    Py_XDECREF(none);
    Py_XDECREF(keywords);
    Py_XDECREF(type);
    Py_XDECREF(module);
    Py_XDECREF(folders);
    return policy;
}

/* Locks this process. Returns 0 or -1. */
static int
library_start_here(objcap_guest *guest, const objcap_options *options)
{
    if (library_locked) {
        return library_fail("one guest in a process, once; start workers for more");
    }
    if (options->timeout > 0) {
        return library_fail("a timeout needs a worker: nothing can end a guest in this process");
    }
    if (Py_IsInitialized()) {
        return library_fail("Python runs in this process already, for workers or for the program "
                            "itself: the guest would share it");
    }
    if (library_initialise(options->python) < 0) {
        return -1;
    }
    PyGILState_STATE state = PyGILState_Ensure();
    int status = -1;
    library_api = objcap_import();
    PyObject *policy = library_api == NULL ? NULL : library_policy(options->path);
    if (policy != NULL && library_api->lockdown(policy) == 0) {
        library_locked = 1;
        guest->names = library_api->names();
        status = guest->names == NULL ? -1 : 0;
    }
    if (status < 0) {
        library_fail_python();
    }
    Py_XDECREF(policy);
    PyGILState_Release(state);
    return status;
}

objcap_guest *
objcap_start(const objcap_options *options)
{
    static const objcap_options usual = {OBJCAP_WORKER, NULL, NULL, 0};
    if (library_enter() < 0) {
        return NULL;
    }
    options = options == NULL ? &usual : options;
    objcap_guest *guest = calloc(1, sizeof *guest);
    int status = -1;
    if (guest == NULL) {
        library_fail("no memory");
    }
    else if (options->mode == OBJCAP_IN_PROCESS) {
        guest->mode = OBJCAP_IN_PROCESS;
        status = library_start_here(guest, options);
    }
    else if (options->mode != OBJCAP_WORKER) {
        library_fail("objcap_options.mode is OBJCAP_WORKER or OBJCAP_IN_PROCESS");
    }
    else if (library_locked) {
        library_fail("this process is locked: it can start no worker");
    }
    else if (library_initialise(options->python) == 0) {
        library_fail("the Python half of the library cannot start; its message is on stderr");
        guest->worker = host_start(options->path, options->timeout);
        status = guest->worker > 0 ? 0 : -1;
    }
    if (status < 0) {
        free(guest);
        guest = NULL;
    }
    library_leave();
    return guest;
}

/* What the C API calls in the place of the program's function. */
static int
library_thunk(objcap_call *inner, void *state, const objcap_value *args, size_t count,
              objcap_value *result)
{
    library_grant *grant = state;
    objcap_call call = {.inner = inner};
    return grant->function(&call, grant->state, args, count, result);
}

/* Grants in this process. Returns 0 or -1. */
static int
library_grant_here(objcap_guest *guest, const char *name, const char *doc,
                   objcap_function function, void *state)
{
    library_grant *grant = malloc(sizeof *grant);
    if (grant == NULL) {
        return library_fail("no memory");
    }
    *grant = (library_grant){function, state, guest->grants};
    guest->grants = grant;
    PyGILState_STATE gil = PyGILState_Ensure();
    PyObject *capability = library_api->capability(name, doc, library_thunk, grant);
    int status =
        capability == NULL ? -1 : PyDict_SetItemString(guest->names, name, capability);
    if (status < 0) {
        library_fail_python();
    }
    Py_XDECREF(capability);
    PyGILState_Release(gil);
    return status;
}

/* Is that a name that a script can write? */
static int
library_is_name(const char *name)
{
    static const char letters[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_0123456789";
    return name != NULL && *name != '\0' && !(*name >= '0' && *name <= '9') &&
           strspn(name, letters) == strlen(name);
}

int
objcap_grant(objcap_guest *guest, const char *name, const char *doc, objcap_function function,
             void *state)
{
    if (library_enter() < 0) {
        return -1;
    }
    int status;
    if (function == NULL || !library_is_name(name)) {
        status = library_fail("objcap_grant() takes a name and a function: letters, digits, '_'");
    }
    else if (guest->mode == OBJCAP_IN_PROCESS) {
        status = library_grant_here(guest, name, doc, function, state);
    }
    else {
        status = host_grant(guest->worker, name, doc == NULL ? "" : doc, function, state);
    }
    library_leave();
    return status;
}

int
objcap_run(objcap_guest *guest, const char *source, size_t size, const char *filename,
           objcap_outcome *outcome)
{
    memset(outcome, 0, sizeof *outcome);
    outcome->status = OBJCAP_GONE;
    if (library_enter() < 0) {
        outcome->text = library_copy(library_message, strlen(library_message));
        return OBJCAP_GONE;
    }
    if (guest->mode == OBJCAP_IN_PROCESS) {
        PyGILState_STATE gil = PyGILState_Ensure();
        library_api->run(guest->names, source, size, filename, outcome);
        char *text = outcome->text;
        outcome->text = text == NULL ? NULL : library_copy(text, strlen(text));
        library_api->forget(&(objcap_outcome){.text = text});
        PyGILState_Release(gil);
    }
    else {
        host_run(guest->worker, source, size, filename, outcome);
    }
    library_leave();
    return outcome->status;
}

void
objcap_forget(objcap_outcome *outcome)
{
    free(outcome->text);
    outcome->text = NULL;
}

/* Frees what objcap_get() has read. */
static void
library_drop_values(objcap_guest *guest)
{
    library_call_free(guest->values);
    guest->values = NULL;
    if (guest->reading != NULL) {
        library_api->done(guest->reading);
        guest->reading = NULL;
    }
    Py_CLEAR(guest->held);
}

/* Reads a variable in this process. Returns 0 or -1. */
static int
library_get_here(objcap_guest *guest, const char *name, objcap_value *value)
{
    PyGILState_STATE gil = PyGILState_Ensure();
    int status = -1;
    library_drop_values(guest);
    guest->held = Py_XNewRef(PyDict_GetItemString(guest->names, name));
    if (guest->held == NULL) {
        library_fail("NameError: name '%s' is not defined", name);
    }
    else {
        guest->reading = library_api->begin();
        if (guest->reading != NULL) {
            status = library_api->read(guest->reading, guest->held, value);
        }
        if (status < 0) {
            library_fail_python();
        }
    }
    PyGILState_Release(gil);
    return status;
}

int
objcap_get(objcap_guest *guest, const char *name, objcap_value *value)
{
    if (library_enter() < 0) {
        return -1;
    }
    int status = -1;
    if (guest->mode == OBJCAP_IN_PROCESS) {
        status = library_get_here(guest, name, value);
    }
    else {
        library_call_free(guest->values);
        guest->values = library_call_new();
        status = guest->values == NULL
                     ? library_fail("no memory")
                     : host_get(guest->worker, name, guest->values, value);
    }
    library_leave();
    return status;
}

void
objcap_stop(objcap_guest *guest)
{
    if (guest == NULL || library_enter() < 0) {
        return;
    }
    if (guest->mode == OBJCAP_IN_PROCESS) {
        PyGILState_Ensure();
        library_drop_values(guest);
        Py_CLEAR(guest->names);
        Py_FinalizeEx();
        while (guest->grants != NULL) {
            library_grant *next = guest->grants->next;
            free(guest->grants);
            guest->grants = next;
        }
    }
    else {
        library_call_free(guest->values);
        host_stop(guest->worker);
    }
    free(guest);
    library_leave();
}
