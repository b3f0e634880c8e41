/* The kernel wall: what a process can no longer ask the kernel for, whatever code runs in it.
 *
 * objcap.kernel decides, while there is power, and hands bytes and numbers over; the functions here put
 * them into force. They call nothing of Python and allocate nothing, so that they may be called
 * after a fork. Each returns 0, or -errno. */
#ifndef OBJCAP_WALL_H
#define OBJCAP_WALL_H

#include <stddef.h>
#include <stdint.h>

/* In a program: "the process that installs it" where a comparison wants a process id. */
#define OC_WALL_SELF 0x5e1fb1d5u

/* Why this build cannot live behind a wall, or "". The sanitizers and the coverage tool read and
 * write files of their own; only how objcap was built decides it, nothing at run time. */
#ifdef OBJCAP_UNWALLED
#define OC_UNWALLED OBJCAP_UNWALLED
#else
#define OC_UNWALLED ""
#endif

#define OC_WALL_PATHS 1024
#define OC_WALL_LIMITS 16

/* One RLIMIT_*, soft and hard. One that is lower already stays. */
typedef struct {
    int resource;
    uint64_t most;
} oc_wall_limit;

/* A path and what may be done with what is at or below it. */
typedef struct {
    const char *path;
    uint64_t access;
} oc_wall_path;

/* What Landlock takes away (the accesses that it handles), and the paths where some stay. */
typedef struct {
    uint64_t files, network, scopes;
    const oc_wall_path *paths;
    size_t count;
} oc_wall_land;

/* A whole wall, in C. `memory` holds all that it refers to. */
typedef struct {
    void *memory;
    const void *program; /* of struct sock_filter; NULL: no filter */
    size_t size;         /* in bytes */
    int landlock;        /* is `land` to be used? */
    oc_wall_land land;
    int64_t keep;        /* mask of the Linux capabilities that stay; -1: all */
    int empty_root;      /* leave all paths behind? */
    oc_wall_limit limits[OC_WALL_LIMITS];
    size_t limit_count;
} oc_wall;

/* Sets no_new_privs, then the seccomp filter. The program is copied to the stack, with this
 * process's id in place of OC_WALL_SELF. */
int oc_wall_filter(const void *program, size_t size);

/* Sets no_new_privs, then the Landlock ruleset behind the descriptor, which stays open. */
int oc_wall_landlock(int ruleset_fd);

/* Makes such a ruleset and puts it into force. Paths that do not exist are left out. */
int oc_wall_land_raise(const oc_wall_land *land);

/* Lowers limits. Never raises one. */
int oc_wall_limits(const oc_wall_limit *limits, size_t count);

/* Gives up all Linux capabilities but those in the mask, also those to be had by exec. */
int oc_wall_capabilities(uint64_t keep);

/* All of it, in the order that works: root, limits, Landlock, capabilities, filter. `step` is what
 * has failed, for a message. */
int oc_wall_raise(const oc_wall *wall, const char **step);

/* Leaves this mount namespace's paths behind: the root becomes an empty, read-only tmpfs, the
 * working directory is that. -EPERM in a process that wall_unshare() has not given a mount
 * namespace of its own. */
int oc_wall_empty_root(void);

#ifdef Py_PYTHON_H
/* Copies what objcap.kernel.Wall.data() gives. Returns 0, or -1 with TypeError, ValueError or
 * MemoryError. Free `memory` with PyMem_RawFree. */
int oc_wall_copy(PyObject *data, oc_wall *wall);
#endif

#endif
