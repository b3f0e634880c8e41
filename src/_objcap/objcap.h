/* What the parts of the extension share. Host means what existed before the
 * lockdown, guest what comes after it; docs/design.md has the rules R1 to R12. */
#ifndef OBJCAP_H
#define OBJCAP_H

#include "compat.h"

/* A set of object addresses that keeps its members alive. Looking something up
 * calls no Python code (R1), which a Python set cannot promise. */
typedef struct {
    PyObject **slots;
    Py_ssize_t used;
    Py_ssize_t mask;
} oc_set;

int oc_set_add(oc_set *set, PyObject *object);
int oc_set_has(const oc_set *set, const void *object);

typedef enum {
    OC_OPEN = 0,    /* nothing has happened yet */
    OC_LOCKING = 1, /* past the point of no return: a failure ends the process */
    OC_LOCKED = 2,
} oc_phase;

/* One interpreter per process is locked, once, for good: the state is static. */
typedef struct {
    oc_phase phase;
    int ended;                /* the process ends: no Python code runs any more */
    int providing;            /* the provider unmarshals trusted code right now */
    PyObject *builtins;       /* D: the dict that guests see (owned) */
    PyObject *host_builtins;  /* H: marks the functions of the host (owned) */
    PyObject *exit_class;     /* the guest's SystemExit, or NULL (owned) */
    PyObject *sys_dict;       /* the dict of sys, rebuilt (owned) */
    PyObject *abc;            /* the host's ABC that is being asked right now (borrowed) */
    PyObject *module_table;   /* the guest's sys.modules (owned) */
    PyObject *main_globals;   /* dict of the guest's __main__ (owned) */
    PyObject *kept;           /* list: everything that must never die (owned) */
    oc_set types;             /* types of the host */
    oc_set frames;            /* frames of the host */
    oc_set codes;             /* code objects of the host, nested ones included */
    oc_set modules;           /* modules of the host */
    oc_set variables;         /* context variables made since, by calling their type */
    oc_set bound;             /* C functions bound to an object of the host, and its partials,
                               * bound methods and iterators: the types of `recorded` */
    oc_set recorded;          /* types whose instances the walk puts into `bound` */
} oc_state;

extern oc_state oc;

/* walk.c: is this object the host's? None of them calls Python code. */
int oc_is_host_function(PyObject *object);
int oc_is_host_frame(PyFrameObject *frame);
int oc_is_host_type(PyTypeObject *type);
int oc_top_is_host(void);
int oc_names_host_builtins(PyObject *globals);
int oc_top_may_be_host(void);

/* state.c: what the guard of a method calls when it admits the caller. */
PyCFunction oc_with_state(PyObject *function, PyCFunction original);

/* builtins.c: does the code of a frame say that name? */
int oc_frame_names(PyFrameObject *frame, const char *wanted);

/* guard.c */
int oc_is_host_generator(PyObject *object);

/* R1, checked: in a test build with OBJCAP_POISON=1 this thread has no thread state while
 * power is in use, so that whatever calls Python dies at once. */
#ifdef OBJCAP_POISON
#define OC_POISONED 1
#define OC_POWER_BEGIN PyThreadState *oc_thread_state = PyEval_SaveThread();
#define OC_POWER_END PyEval_RestoreThread(oc_thread_state);
#else
#define OC_POISONED 0
#define OC_POWER_BEGIN
#define OC_POWER_END
#endif
int oc_super_hidden(PyObject *self);
int oc_super_binds_host(PyObject *self);
int oc_method_hidden(PyObject *self);

/* asyncgen.c: sys.set_asyncgen_hooks for guests. */
int oc_asyncgen_take(PyObject *sys_dict);
extern PyMethodDef oc_asyncgen_sys_methods[];

/* disarm.c: replaces a C function in place by one that refuses. */
void oc_disarm_def(PyMethodDef *def);
/* Does it refuse? */
int oc_is_disarmed(const PyMethodDef *def);
int oc_disarm_module(PyObject *module, PyObject *names);

/* Ends the process at once: status 70 (EX_SOFTWARE), the reason on descriptor 2. */
_Noreturn void oc_die(const char *reason);

/* guard.c: the definition behind a C function or method (borrowed), or NULL with TypeError. */
PyMethodDef *oc_method_def(PyObject *function);

/* files.c: adds the types of file objects to the guest's module. Returns 0, or -1 with an
 * exception set. */
int oc_files_add(PyObject *module);

/* streams.c: standard streams of the guest. */
PyObject *oc_stream_new(int fd, int granted, const char *name, const char *errors);
int oc_streams_flush(void);

/* report.c: excepthook, unraisablehook, displayhook, input; fills the guest's sys dict. */
int oc_hooks_boot(PyObject *sys_dict);
/* Prints the exception in flight as Python would, without host frames; clears it. */
void oc_print_exception(void);
/* If `exc` is the guest's exit (or a SystemExit), its status after printing what
 * python would print for it, else -1. */
int oc_exit_status(PyObject *exc);
/* builtins.c: open() exists for a program of the command line, unless something is granted under
 * that name; it says which option would. Returns 0, or -1 with an exception set. */
int oc_offer_open(void);

/* Calls function `name` of guest/_report.py. New reference, or NULL with an exception. */
PyObject *oc_call_report(const char *name, PyObject *argument);

/* lineedit.c: the descriptors that the line editor may use, -1: refused. */
void oc_lineedit_set_fds(int in, int out);

/* pinned.c: what C code gets when it looks a module up by its name. */
PyObject *oc_pinned_guest(PyObject *name);
PyObject *oc_unpinned(PyObject *module);

/* clock.c: the clock that the host has chosen, in nanoseconds: the time since 1970, and since the
 * clock began. Returns 0 if it has chosen none. Calls nothing. */
int oc_clock_read(int64_t *now, int64_t *span);
/* The resolution of that clock, or the real one. */
int64_t oc_clock_resolution_of(int64_t real);

/* importer.c */
int oc_importer_boot(void);
/* The audit event `import`: 0 if permitted, -1 with an exception set. */
int oc_provider_import_event(PyObject *args);

/* Functions that each part adds to `_objcap` (host side, dead after the lockdown)
 * and to `_objcap_guest` (harmless, for objcap's guest-side Python). */
extern PyMethodDef oc_check_methods[], oc_walk_methods[], oc_guard_methods[],
    oc_constructor_methods[], oc_disarm_methods[], oc_proxy_methods[], oc_boot_methods[], oc_builtins_methods[], oc_audit_methods[],
    oc_sys_methods[], oc_importer_methods[], oc_report_methods[], oc_run_methods[], oc_capability_methods[],
    oc_outgoing_methods[], oc_clock_methods[], oc_part_methods[],
    oc_patterns_methods[], oc_native_methods[], oc_pinned_methods[], oc_slots_methods[], oc_wall_methods[],
    oc_zygote_methods[], oc_store_methods[], oc_abc_methods[], oc_passing_methods[], oc_path_methods[];
extern PyMethodDef oc_importer_guest_methods[], oc_lineedit_guest_methods[], oc_clock_guest_methods[],
    oc_sys_guest_methods[], oc_run_guest_methods[];

#endif
