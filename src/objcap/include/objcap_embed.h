/* Locked Python for C programs that do not want to touch Python's C API:
 * docs/embedding.md. `python -m objcap.embedding` builds libobjcap, the library.
 *
 * Any thread may call; one call at a time is carried out. A capability must not call
 * back into the library. */
#ifndef OBJCAP_EMBED_H
#define OBJCAP_EMBED_H

#include "objcap_types.h"

#ifdef __cplusplus
extern "C" {
#endif

/* Where a guest runs. */
typedef enum {
    OBJCAP_WORKER,    /* in a process of its own; as many as wanted */
    OBJCAP_IN_PROCESS /* in this process: one, which cannot be started again once stopped */
} objcap_mode;

typedef struct {
    objcap_mode mode;
    /* The interpreter of the environment in which objcap is installed; NULL: the one
     * that has built the library. The first start decides for the whole process. */
    const char *python;
    /* Folders with modules that the guest may import, ended by NULL; or NULL. */
    const char *const *path;
    /* Worker: seconds that a script may take before the worker is killed; 0: any time. */
    double timeout;
} objcap_options;

typedef struct objcap_guest objcap_guest;

/* The worker has ended or was killed: the guest can only be stopped. */
#define OBJCAP_GONE 3

/* Starts a guest and locks it. `options` may be NULL: a worker. Returns NULL on failure,
 * and objcap_error() tells why. */
objcap_guest *objcap_start(const objcap_options *options);

/* Makes a capability of a C function, which scripts find under its name, an identifier.
 * It is called in this process, in the thread that has called objcap_run(). `doc` may
 * be NULL. Returns 0, or -1: see objcap_error(). */
int objcap_grant(objcap_guest *guest, const char *name, const char *doc, objcap_function function,
                 void *state);

/* Runs source text, UTF-8. What it defines stays for the next script of this guest.
 * Returns and fills outcome->status: OBJCAP_ENDED, OBJCAP_EXIT, OBJCAP_ERROR or OBJCAP_GONE;
 * with the last two outcome->text says why, and objcap_forget() frees it. */
int objcap_run(objcap_guest *guest, const char *source, size_t size, const char *filename,
               objcap_outcome *outcome);
void objcap_forget(objcap_outcome *outcome);

/* Reads a global variable of the guest, an exact plain value; its memory lives until the
 * next call for this guest. Returns 0, or -1: see objcap_error(). */
int objcap_get(objcap_guest *guest, const char *name, objcap_value *value);

/* Ends a guest and frees it. NULL is allowed. */
void objcap_stop(objcap_guest *guest);

/* Why the last call of this thread failed. */
const char *objcap_error(void);

/* For capabilities: memory until the call ends, NULL if there is none left. */
void *objcap_alloc(objcap_call *call, size_t size);
/* For capabilities: `return objcap_fail(call, "ValueError", "why");` raises the built-in
 * exception of that name. */
int objcap_fail(objcap_call *call, const char *type, const char *message);

#ifdef __cplusplus
}
#endif

#endif
