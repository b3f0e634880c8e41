/* The C API of objcap: capabilities that are C functions, and locked interpreters
 * inside C programs. docs/embedding.md explains it.
 *
 *     #include <Python.h>
 *     #include <objcap.h>
 *
 * Compile with the folder that `python -c "import objcap; print(objcap.get_include())"`
 * prints. All functions want the GIL. */
#ifndef OBJCAP_PUBLIC_H
#define OBJCAP_PUBLIC_H

#include <Python.h>

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#define OBJCAP_API_VERSION 1

/* ------------------------------------------------------------ values */

typedef enum {
    OBJCAP_NONE,
    OBJCAP_BOOL,  /* as.boolean */
    OBJCAP_INT,   /* as.integer; an int beyond 64 bits is an OverflowError */
    OBJCAP_FLOAT, /* as.real */
    OBJCAP_STR,   /* as.text: UTF-8 */
    OBJCAP_BYTES, /* as.text */
    OBJCAP_LIST,  /* as.items */
    OBJCAP_TUPLE, /* as.items */
    OBJCAP_DICT   /* as.items: keys and values in turn */
} objcap_kind;

/* A plain value without Python. Text is followed by a 0 that `size` does not count. */
typedef struct objcap_value {
    objcap_kind kind;
    union {
        int boolean;
        int64_t integer;
        double real;
        struct {
            const char *data;
            size_t size;
        } text;
        struct {
            const struct objcap_value *data;
            size_t size;
        } items;
    } as;
} objcap_value;

/* Memory that lives as long as one call. */
typedef struct objcap_call objcap_call;

/* What a capability does. It reads `args`, acts, fills `result` and returns 0; or it
 * returns what fail() returned.
 *
 * R1, the contract: from its first line to its last it calls nothing of Python, directly
 * or through a library: no Py* function, no callback that could run Python code. That is
 * why it is given no PyObject. What it needs of Python it prepares before. */
typedef int (*objcap_function)(objcap_call *call, void *state, const objcap_value *args,
                               size_t count, objcap_value *result);

/* ------------------------------------------------------------ the table */

/* How a script ended. */
typedef struct {
    int status; /* OBJCAP_ENDED, OBJCAP_EXIT, OBJCAP_ERROR */
    int code;   /* exit: what sys.exit() was given, as an exit status */
    char *text; /* exit with a message, error with its traceback; forget() frees it */
} objcap_outcome;

#define OBJCAP_ENDED 0
#define OBJCAP_EXIT 1
#define OBJCAP_ERROR 2

typedef struct {
    unsigned version; /* OBJCAP_API_VERSION */

    /* Makes a capability of a C function, before or after the lockdown. `doc` may be NULL.
     * New reference, or NULL with an exception set. */
    PyObject *(*capability)(const char *name, const char *doc, objcap_function function,
                            void *state);
    /* For capabilities: memory until the call ends, NULL if there is none left. */
    void *(*alloc)(objcap_call *call, size_t size);
    /* For capabilities: `return api->fail(call, "ValueError", "why");` raises the built-in
     * exception of that name. */
    int (*fail)(objcap_call *call, const char *type, const char *message);

    /* objcap.lockdown(policy); NULL: Policy(). Returns 0, or -1 with LockdownError. */
    int (*lockdown)(PyObject *policy);
    /* Is this interpreter locked? */
    int (*is_locked)(void);

    /* For the C program, after the lockdown. A namespace for guest code: a dict. */
    PyObject *(*names)(void);
    /* Runs source text in a namespace. Never leaves an exception set. Returns
     * outcome->status. */
    int (*run)(PyObject *names, const char *source, size_t size, const char *filename,
               objcap_outcome *outcome);
    /* Frees what run() put into an outcome. */
    void (*forget)(objcap_outcome *outcome);
    /* Reads the exact plain value of an object; its memory lives until done(). Returns 0, or
     * -1 with TypeError, OverflowError or MemoryError set. */
    objcap_call *(*begin)(void);
    int (*read)(objcap_call *call, PyObject *object, objcap_value *value);
    void (*done)(objcap_call *call);
    /* Makes the object of a value. New reference, or NULL with an exception set. */
    PyObject *(*make)(const objcap_value *value);
} objcap_api;

/* The table, or NULL with an exception set. To be fetched before the lockdown. */
static inline const objcap_api *
objcap_import(void)
{
    PyObject *module = PyImport_ImportModule("objcap._objcap");
    const objcap_api *api = NULL;
    if (module != NULL) {
        api = (const objcap_api *)PyCapsule_Import("objcap._objcap._C_API", 0);
        Py_DECREF(module);
    }
    if (api != NULL && api->version != OBJCAP_API_VERSION) {
        PyErr_Format(PyExc_ImportError, "objcap has C API %u, this program wants %d", api->version,
                     OBJCAP_API_VERSION);
        return NULL;
    }
    return api;
}

#ifdef __cplusplus
}
#endif

#endif
