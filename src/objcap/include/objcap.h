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

#include "objcap_types.h"

#ifdef __cplusplus
extern "C" {
#endif

#define OBJCAP_API_VERSION 1

/* ------------------------------------------------------------ the table */

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
    /* For capabilities: `return api->fail_errno(call, errno);` raises its OSError. */
    int (*fail_errno)(objcap_call *call, int number);

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
