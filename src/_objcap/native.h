/* Calls of C functions with values that are not Python's: what native.c and the powers
 * made with it share. */
#ifndef OBJCAP_NATIVE_H
#define OBJCAP_NATIVE_H

#include "objcap.h"

#include "../objcap/include/objcap.h"

typedef struct oc_block {
    struct oc_block *next;
} oc_block;

/* One call: its memory, and how it failed. Most calls need no block at all. */
struct objcap_call {
    oc_block *blocks;
    const char *error; /* the name of an exception; NULL: the function said nothing */
    int number;        /* the errno of an OSError, or 0 */
    char message[256];
    size_t used;
    _Alignas(16) unsigned char first[1024];
};

/* A call without memory yet; `first` is not cleared. */
static inline void
oc_call_init(objcap_call *call)
{
    call->blocks = NULL;
    call->error = NULL;
    call->number = 0;
    call->used = 0;
}

/* native.c: the table of the C API, without the way through the capsule. */
extern const objcap_api oc_api;
void oc_call_free(objcap_call *call);

/* powers.c: the raw ends of the streams; `state` is an oc_descriptor. */
int oc_stream_read(objcap_call *call, void *state, const objcap_value *args, size_t count,
                   objcap_value *result);
int oc_stream_write(objcap_call *call, void *state, const objcap_value *args, size_t count,
                    objcap_value *result);
/* Adds the capabilities that every guest has to its module. Returns 0, or -1 with an
 * exception set. */
int oc_powers_add(PyObject *module);

#endif
