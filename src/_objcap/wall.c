/* Putting the kernel wall into force. What it lets through is decided in
 * src/objcap/kernel/; here are system calls in their order, and nothing of Python. */
#include "objcap.h"
#include "wall.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

#ifdef __linux__
#include <fcntl.h>
#include <linux/capability.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sched.h>
#include <stdio.h>
#include <sys/mount.h>
#include <sys/personality.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>

/* ------------------------------------------------------------ what older headers lack */

#ifndef SYS_landlock_create_ruleset
#define SYS_landlock_create_ruleset 444
#define SYS_landlock_add_rule 445
#define SYS_landlock_restrict_self 446
#endif

/* struct landlock_ruleset_attr of Linux 6.12. An older kernel takes as much of it as it
 * knows, and the rest only if it is zero. */
typedef struct {
    uint64_t handled_access_fs, handled_access_net, scoped;
} oc_ruleset;

/* struct landlock_path_beneath_attr */
typedef struct {
    uint64_t allowed_access;
    int32_t parent_fd;
} __attribute__((packed)) oc_beneath;

#define OC_RULESET_VERSION 1u
#define OC_RULE_BENEATH 1

/* ------------------------------------------------------------ seccomp */

/* No program that is started later has more rights than this process. Both seccomp and Landlock
 * want it of a process without privileges. */
static int
oc_wall_no_new_privs(void)
{
    return prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) < 0 ? -errno : 0;
}

/* See wall.h. */
int
oc_wall_filter(const void *program, size_t size)
{
    struct sock_filter copy[BPF_MAXINSNS / 4];
    struct sock_fprog load = {.len = (unsigned short)(size / sizeof *copy), .filter = copy};
    if (size == 0 || size % sizeof *copy != 0 || size > sizeof copy) {
        return -EINVAL;
    }
    memcpy(copy, program, size);
    for (size_t i = 0; i < load.len; i++) {
        if (copy[i].code == (BPF_JMP | BPF_JEQ | BPF_K) && copy[i].k == OC_WALL_SELF) {
            copy[i].k = (uint32_t)getpid();
        }
    }
    /* With this personality every readable page is executable, and the filter's look at
     * PROT_EXEC would say nothing. */
    int old = personality(0xffffffff);
    if (old != -1 && (old & READ_IMPLIES_EXEC) != 0) {
        personality((unsigned long)(old & ~READ_IMPLIES_EXEC));
    }
    int status = oc_wall_no_new_privs();
    if (status == 0 && syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, 0, &load) < 0) {
        status = -errno;
    }
    return status;
}

/* ------------------------------------------------------------ Landlock */

/* See wall.h. */
int
oc_wall_landlock(int ruleset_fd)
{
    int status = oc_wall_no_new_privs();
    if (status == 0 && syscall(SYS_landlock_restrict_self, ruleset_fd, 0) < 0) {
        status = -errno;
    }
    return status;
}

/* Adds a rule for a path. A path that is not there, or cannot be reached, needs none. The accesses
 * that only folders have are taken off a file's: the kernel refuses such a rule. */
static int
oc_wall_land_add(int ruleset, const oc_wall_path *path)
{
    static const uint64_t of_files = 1 | 2 | 4 | 1 << 14 | 1 << 15; /* execute, write, read, truncate, ioctl */
    oc_beneath rule = {.allowed_access = path->access};
    rule.parent_fd = open(path->path, O_PATH | O_CLOEXEC);
    if (rule.parent_fd < 0) {
        return 0;
    }
    long status = syscall(SYS_landlock_add_rule, ruleset, OC_RULE_BENEATH, &rule, 0);
    if (status < 0 && errno == EINVAL && (rule.allowed_access & of_files) != 0) {
        rule.allowed_access &= of_files;
        status = syscall(SYS_landlock_add_rule, ruleset, OC_RULE_BENEATH, &rule, 0);
    }
    int error = status < 0 ? -errno : 0;
    close(rule.parent_fd);
    return error;
}

/* See wall.h. */
int
oc_wall_land_raise(const oc_wall_land *land)
{
    oc_ruleset attributes = {land->files, land->network, land->scopes};
    size_t size = land->scopes != 0 ? 24 : land->network != 0 ? 16 : 8;
    int ruleset = (int)syscall(SYS_landlock_create_ruleset, &attributes, size, 0);
    if (ruleset < 0) {
        return -errno;
    }
    int status = 0;
    for (size_t i = 0; status == 0 && i < land->count; i++) {
        status = oc_wall_land_add(ruleset, &land->paths[i]);
    }
    if (status == 0) {
        status = oc_wall_landlock(ruleset);
    }
    close(ruleset);
    return status;
}

/* ------------------------------------------------------------ limits and capabilities */

/* See wall.h. */
int
oc_wall_limits(const oc_wall_limit *limits, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        struct rlimit now;
        rlim_t most = (rlim_t)limits[i].most;
        if (getrlimit(limits[i].resource, &now) < 0) {
            return -errno;
        }
        now.rlim_cur = now.rlim_cur < most ? now.rlim_cur : most;
        now.rlim_max = now.rlim_max < most ? now.rlim_max : most;
        if (setrlimit(limits[i].resource, &now) < 0) {
            return -errno;
        }
    }
    return 0;
}

/* See wall.h. */
int
oc_wall_capabilities(uint64_t keep)
{
    struct __user_cap_header_struct head = {.version = _LINUX_CAPABILITY_VERSION_3, .pid = 0};
    struct __user_cap_data_struct data[2];
    memset(data, 0, sizeof data);
    if (syscall(SYS_capget, &head, data) < 0) {
        return -errno;
    }
    for (int i = 0; i < 2; i++) {
        uint32_t mask = (uint32_t)(keep >> (32 * i));
        data[i].effective &= mask;
        data[i].permitted &= mask;
        data[i].inheritable = 0;
    }
    return syscall(SYS_capset, &head, data) < 0 ? -errno : 0;
}

/* Is this process, or was the one that it was forked from, given mounts of its own? */
static int oc_wall_own_mounts;

/* See wall.h. The filter comes last: it refuses the calls that the others need. */
int
oc_wall_raise(const oc_wall *wall, const char **step)
{
    *step = "empty root";
    int status = wall->empty_root ? oc_wall_empty_root() : 0;
    if (status == 0) {
        *step = "resource limits";
        status = oc_wall_limits(wall->limits, wall->limit_count);
    }
    if (status == 0 && wall->landlock) {
        *step = "Landlock";
        status = oc_wall_land_raise(&wall->land);
    }
    if (status == 0 && wall->keep >= 0) {
        *step = "Linux capabilities";
        status = oc_wall_capabilities((uint64_t)wall->keep);
    }
    if (status == 0 && wall->program != NULL) {
        *step = "seccomp";
        status = oc_wall_filter(wall->program, wall->size);
    }
    return status;
}

/* ------------------------------------------------------------ namespaces */

/* Writes a small file of /proc/self. Returns 0, or -errno. */
static int
oc_wall_write(const char *path, const char *text)
{
    int fd = open(path, O_WRONLY | O_CLOEXEC);
    if (fd < 0) {
        return -errno;
    }
    ssize_t put = write(fd, text, strlen(text));
    int status = put < 0 ? -errno : 0;
    close(fd);
    return status;
}

/* Enters new namespaces. In a new user namespace this process's user and group are what they
 * were, and there are no others; without leave to say so (root that has no rights) they have no name
 * there. Returns 0, -errno if nothing was done, or the errno of the names. */
static int
oc_wall_unshare(int flags)
{
    char uids[64], gids[64];
    snprintf(uids, sizeof uids, "%u %u 1", (unsigned)geteuid(), (unsigned)geteuid());
    snprintf(gids, sizeof gids, "%u %u 1", (unsigned)getegid(), (unsigned)getegid());
    if (unshare(flags) < 0) {
        return -errno;
    }
    oc_wall_own_mounts |= (flags & CLONE_NEWNS) != 0;
    int status = 0;
    if ((flags & CLONE_NEWUSER) != 0) {
        status = oc_wall_write("/proc/self/setgroups", "deny");
        status = status == 0 ? oc_wall_write("/proc/self/uid_map", uids) : status;
        status = status == 0 ? oc_wall_write("/proc/self/gid_map", gids) : status;
    }
    return -status;
}

/* See wall.h. pivot_root(2) has the trick: old and new root in the same place. */
int
oc_wall_empty_root(void)
{
    static const char place[] = "/proc"; /* every machine has it, and nothing is looked up below it */
    unsigned long flags = MS_NOSUID | MS_NODEV | MS_NOEXEC;
    if (!oc_wall_own_mounts) {
        return -EPERM; /* the machine's own */
    }
    if (mount(NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL) < 0 ||
        mount("tmpfs", place, "tmpfs", flags, "size=4k,nr_inodes=2,mode=555") < 0 || chdir(place) < 0 ||
        syscall(SYS_pivot_root, ".", ".") < 0 || umount2(".", MNT_DETACH) < 0 || chdir("/") < 0 ||
        mount(NULL, "/", NULL, MS_REMOUNT | MS_RDONLY | flags, NULL) < 0) {
        return -errno;
    }
    return 0;
}

#else /* no Linux: objcap.kernel says which walls are missing and asks for none */

int
oc_wall_filter(const void *program, size_t size)
{
    (void)program;
    (void)size;
    return -ENOSYS;
}

int
oc_wall_landlock(int ruleset_fd)
{
    (void)ruleset_fd;
    return -ENOSYS;
}

int
oc_wall_land_raise(const oc_wall_land *land)
{
    (void)land;
    return -ENOSYS;
}

int
oc_wall_limits(const oc_wall_limit *limits, size_t count)
{
    (void)limits;
    return count == 0 ? 0 : -ENOSYS;
}

int
oc_wall_capabilities(uint64_t keep)
{
    (void)keep;
    return -ENOSYS;
}

int
oc_wall_raise(const oc_wall *wall, const char **step)
{
    *step = "the kernel wall";
    return wall->program == NULL && !wall->landlock && wall->keep < 0 && wall->limit_count == 0 ? 0 : -ENOSYS;
}

int
oc_wall_empty_root(void)
{
    return -ENOSYS;
}

static int
oc_wall_unshare(int flags)
{
    (void)flags;
    return -ENOSYS;
}
#endif

/* ------------------------------------------------------------ from Python */

/* Copies (path, access) pairs behind the structs in `memory`. Returns 0, or -1 with an exception. */
static int
oc_wall_copy_paths(PyObject *paths, oc_wall_path *out, char *text)
{
    for (Py_ssize_t i = 0; i < PyTuple_GET_SIZE(paths); i++) {
        const char *path; /* borrowed */
        Py_ssize_t size;
        unsigned long long access;
        if (!PyArg_ParseTuple(PyTuple_GET_ITEM(paths, i), "y#K:path", &path, &size, &access)) {
            return -1;
        }
        memcpy(text, path, (size_t)size + 1);
        out[i].path = text;
        out[i].access = access;
        text += size + 1;
    }
    return 0;
}

/* How many bytes the texts of the pairs take, or -1 with TypeError or ValueError. */
static Py_ssize_t
oc_wall_measure(PyObject *paths)
{
    Py_ssize_t total = 0;
    if (PyTuple_GET_SIZE(paths) > OC_WALL_PATHS) {
        PyErr_SetString(PyExc_ValueError, "too many folders for the kernel wall");
        return -1;
    }
    for (Py_ssize_t i = 0; i < PyTuple_GET_SIZE(paths); i++) {
        PyObject *pair = PyTuple_GET_ITEM(paths, i); /* borrowed */
        if (!PyTuple_CheckExact(pair) || PyTuple_GET_SIZE(pair) != 2 ||
            !PyBytes_CheckExact(PyTuple_GET_ITEM(pair, 0))) {
            PyErr_SetString(PyExc_TypeError, "a path of the kernel wall is a pair of bytes and int");
            return -1;
        }
        total += PyBytes_GET_SIZE(PyTuple_GET_ITEM(pair, 0)) + 1;
    }
    return total;
}

/* Copies (resource, most) pairs. Returns 0, or -1 with an exception. */
static int
oc_wall_copy_limits(PyObject *limits, oc_wall *wall)
{
    if (PyTuple_GET_SIZE(limits) > OC_WALL_LIMITS) {
        PyErr_SetString(PyExc_ValueError, "too many limits for the kernel wall");
        return -1;
    }
    for (Py_ssize_t i = 0; i < PyTuple_GET_SIZE(limits); i++) {
        unsigned long long most;
        if (!PyArg_ParseTuple(PyTuple_GET_ITEM(limits, i), "iK:limit", &wall->limits[i].resource, &most)) {
            return -1;
        }
        wall->limits[i].most = most;
        wall->limit_count++;
    }
    return 0;
}

/* See wall.h. `data` is (program or None, (files, network, scopes, paths) or None, keep, limits,
 * empty_root). */
int
oc_wall_copy(PyObject *data, oc_wall *wall)
{
    PyObject *program, *land, *limits, *paths = NULL; /* borrowed */
    long long keep;
    memset(wall, 0, sizeof *wall);
    if (!PyTuple_CheckExact(data) ||
        !PyArg_ParseTuple(data, "OOLO!p:wall", &program, &land, &keep, &PyTuple_Type, &limits,
                          &wall->empty_root)) {
        if (!PyErr_Occurred()) {
            PyErr_SetString(PyExc_TypeError, "a kernel wall is the tuple that Wall.data() gives");
        }
        return -1;
    }
    if ((program != Py_None && !PyBytes_CheckExact(program)) || (land != Py_None && !PyTuple_CheckExact(land))) {
        PyErr_SetString(PyExc_TypeError, "a kernel wall has a program of bytes and a tuple for Landlock");
        return -1;
    }
    unsigned long long files = 0, network = 0, scopes = 0;
    Py_ssize_t text = 0;
    if (land != Py_None &&
        (!PyArg_ParseTuple(land, "KKKO!:landlock", &files, &network, &scopes, &PyTuple_Type, &paths) ||
         (text = oc_wall_measure(paths)) < 0)) {
        return -1;
    }
    size_t count = paths == NULL ? 0 : (size_t)PyTuple_GET_SIZE(paths);
    size_t size = program == Py_None ? 0 : (size_t)PyBytes_GET_SIZE(program);
    wall->memory = PyMem_RawMalloc(count * sizeof(oc_wall_path) + size + (size_t)text + 1);
    if (wall->memory == NULL) {
        PyErr_NoMemory();
        return -1;
    }
    char *at = (char *)wall->memory + count * sizeof(oc_wall_path);
    if (program != Py_None) {
        memcpy(at, PyBytes_AS_STRING(program), size);
        wall->program = at;
        wall->size = size;
    }
    wall->landlock = land != Py_None;
    wall->land = (oc_wall_land){files, network, scopes, wall->memory, count};
    wall->keep = keep;
    if ((paths != NULL && oc_wall_copy_paths(paths, wall->memory, at + size) < 0) ||
        oc_wall_copy_limits(limits, wall) < 0) {
        PyMem_RawFree(wall->memory);
        wall->memory = NULL;
        return -1;
    }
    return 0;
}

/* wall_apply(data): puts a wall into force, for good. OSError when the kernel refuses: some of
 * it may be in force then. */
static PyObject *
oc_wall_apply(PyObject *Py_UNUSED(self), PyObject *data)
{
    oc_wall wall;
    const char *step;
    if (oc_wall_copy(data, &wall) < 0) {
        return NULL;
    }
    int status = oc_wall_raise(&wall, &step);
    PyMem_RawFree(wall.memory);
    if (status < 0) {
        errno = -status;
        return PyErr_SetFromErrnoWithFilename(PyExc_OSError, step);
    }
    Py_RETURN_NONE;
}

/* wall_probe(): (Landlock's ABI level, or -errno; 0 if there are seccomp filters, or -errno). */
static PyObject *
oc_wall_probe(PyObject *Py_UNUSED(self), PyObject *Py_UNUSED(ignored))
{
    long landlock = -ENOSYS, filters = -ENOSYS;
#ifdef __linux__
    uint32_t action = SECCOMP_RET_KILL_PROCESS;
    landlock = syscall(SYS_landlock_create_ruleset, NULL, 0, OC_RULESET_VERSION);
    landlock = landlock < 0 ? -errno : landlock;
    filters = syscall(SYS_seccomp, SECCOMP_GET_ACTION_AVAIL, 0, &action);
    filters = filters < 0 ? -errno : filters;
#endif
    return Py_BuildValue("ll", landlock, filters);
}

/* wall_unshare(flags): enters new namespaces. 0, or the errno with which the names of user and group
 * were refused. OSError if the kernel does not let this process. */
static PyObject *
oc_wall_unshare_method(PyObject *Py_UNUSED(self), PyObject *value)
{
    long flags = PyLong_AsLong(value);
    if (flags == -1 && PyErr_Occurred()) {
        return NULL;
    }
    int status = oc_wall_unshare((int)flags);
    if (status < 0) {
        errno = -status;
        return PyErr_SetFromErrno(PyExc_OSError);
    }
    return PyLong_FromLong(status);
}

/* wall_empty_root(): see wall.h. OSError if it cannot be. */
static PyObject *
oc_wall_empty_root_method(PyObject *Py_UNUSED(self), PyObject *Py_UNUSED(ignored))
{
    int status = oc_wall_empty_root();
    if (status < 0) {
        errno = -status;
        return PyErr_SetFromErrno(PyExc_OSError);
    }
    Py_RETURN_NONE;
}

PyMethodDef oc_wall_methods[] = {
    {"wall_apply", oc_wall_apply, METH_O, "wall_apply(data, /)\n--\n\nPut a kernel wall into force."},
    {"wall_probe", oc_wall_probe, METH_NOARGS,
     "wall_probe()\n--\n\nThe level of Landlock, and whether there are seccomp filters."},
    {"wall_unshare", oc_wall_unshare_method, METH_O,
     "wall_unshare(flags, /)\n--\n\nEnter new namespaces."},
    {"wall_empty_root", oc_wall_empty_root_method, METH_NOARGS,
     "wall_empty_root()\n--\n\nMake the root an empty folder."},
    {NULL, NULL, 0, NULL},
};
