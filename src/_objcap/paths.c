/* System calls on paths that Python's os has not: for the host's objcap.caps. Dead after the lockdown. */
#include "objcap.h"

#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <sys/syscall.h>
#include <unistd.h>

#ifndef SYS_openat2
#define SYS_openat2 437
#endif
#ifndef SYS_renameat2
#error "objcap: this machine's C library does not know renameat2(2)"
#endif

/* struct open_how of openat2(2), Linux 5.6, which older headers lack. */
struct oc_open_how {
    uint64_t flags;
    uint64_t mode;
    uint64_t resolve;
};
#define OC_RESOLVE_NO_XDEV 0x01       /* no mount point is crossed */
#define OC_RESOLVE_NO_MAGICLINKS 0x02 /* no link of /proc */
#define OC_RESOLVE_BENEATH 0x08       /* neither .. nor a symbolic link leads out */
#define OC_RENAME_NOREPLACE 1

/* open_beneath(folder, path, flags): a descriptor of what is at `path` below the folder. */
static PyObject *
oc_open_beneath(PyObject *Py_UNUSED(self), PyObject *args)
{
    int folder, flags;
    const char *path; /* borrowed */
    if (!PyArg_ParseTuple(args, "iyi:open_beneath", &folder, &path, &flags)) {
        return NULL;
    }
    struct oc_open_how how = {.flags = (uint64_t)(unsigned int)(flags | O_CLOEXEC)};
    how.resolve = OC_RESOLVE_BENEATH | OC_RESOLVE_NO_MAGICLINKS | OC_RESOLVE_NO_XDEV;
    long fd;
    Py_BEGIN_ALLOW_THREADS
    do {
        fd = syscall(SYS_openat2, folder, path, &how, sizeof how);
    } while (fd < 0 && errno == EINTR);
    Py_END_ALLOW_THREADS
    return fd < 0 ? PyErr_SetFromErrno(PyExc_OSError) : PyLong_FromLong(fd);
}

/* rename_new(folder, old, new_folder, new): renames, unless `new` exists. */
static PyObject *
oc_rename_new(PyObject *Py_UNUSED(self), PyObject *args)
{
    int folder, new_folder;
    const char *old, *new; /* borrowed */
    if (!PyArg_ParseTuple(args, "iyiy:rename_new", &folder, &old, &new_folder, &new)) {
        return NULL;
    }
    long status;
    Py_BEGIN_ALLOW_THREADS
    status = syscall(SYS_renameat2, folder, old, new_folder, new, OC_RENAME_NOREPLACE);
    Py_END_ALLOW_THREADS
    return status < 0 ? PyErr_SetFromErrno(PyExc_OSError) : Py_NewRef(Py_None);
}

PyMethodDef oc_path_methods[] = {
    {"open_beneath", oc_open_beneath, METH_VARARGS,
     "open_beneath(folder, path, flags, /)\n--\n\nOpen what is at a path below a folder; openat2(2)."},
    {"rename_new", oc_rename_new, METH_VARARGS,
     "rename_new(folder, old, new_folder, new, /)\n--\n\nRename, unless the new name exists."},
    {NULL, NULL, 0, NULL},
};
