/* What the two interfaces for C programs share: objcap.h, which is used with Python.h, and
 * objcap_embed.h, which is used without. */
#ifndef OBJCAP_TYPES_H
#define OBJCAP_TYPES_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

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

/* How a script ended. */
typedef struct {
    int status; /* OBJCAP_ENDED, OBJCAP_EXIT, OBJCAP_ERROR */
    int code;   /* exit: what sys.exit() was given, as an exit status; a message went to stderr */
    char *text; /* error: its traceback; forget() frees it */
} objcap_outcome;

#define OBJCAP_ENDED 0
#define OBJCAP_EXIT 1
#define OBJCAP_ERROR 2

#ifdef __cplusplus
}
#endif

#endif
