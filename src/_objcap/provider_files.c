/* Opening files for the provider.
 *
 * The folders that the policy permits may be somebody else's: a symbolic link in one could
 * lead to any file of the host (seen: a module `notes.py -> /etc/shadow`, whose loader shows
 * its source). What is opened there stays below the folder, for the kernel to see to. */
#include "importer.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#ifndef SYS_openat2
#define SYS_openat2 437
#endif

/* struct open_how of openat2(2), Linux 5.6, which older headers lack. */
struct oc_open_how {
    uint64_t flags;
    uint64_t mode;
    uint64_t resolve;
};
#define OC_RESOLVE_NO_MAGICLINKS 0x02
#define OC_RESOLVE_BENEATH 0x08

/* The length of the permitted folder that a path is below, or 0. */
static size_t
oc_folder_of(const char *path)
{
    for (Py_ssize_t i = 0; i < PyTuple_GET_SIZE(oc_provider.user); i++) {
        PyObject *folder = PyTuple_GET_ITEM(oc_provider.user, i); /* borrowed */
        size_t length = (size_t)PyBytes_GET_SIZE(folder);
        if (strncmp(path, PyBytes_AS_STRING(folder), length) == 0 && path[length] == '/') {
            return length;
        }
    }
    return 0;
}

/* Opens a path below its first `length` bytes where the kernel has no openat2: resolves
 * it and compares. Returns a descriptor, or -1 with errno set. */
static int
oc_open_resolved(const char *path, size_t length, int flags)
{
    char real[PATH_MAX];
    if (realpath(path, real) == NULL) {
        return -1;
    }
    if (strncmp(real, path, length) != 0 || real[length] != '/') {
        errno = EXDEV;
        return -1;
    }
    return open(real, flags | O_NOFOLLOW);
}

/* open(2) for reading: below a folder of the policy, no symbolic link leads out of it.
 * Returns a descriptor, or -1 with errno set. */
int
oc_open(const char *path, int flags)
{
    size_t length = oc_folder_of(path);
    int fd;
    flags |= O_CLOEXEC | O_NONBLOCK | O_NOCTTY; /* a FIFO there must not hang the guest */
    if (length == 0) {
        do {
            fd = open(path, flags);
        } while (fd < 0 && errno == EINTR);
        return fd;
    }
    char folder[PATH_MAX];
    if (length >= sizeof folder) {
        errno = ENAMETOOLONG;
        return -1;
    }
    memcpy(folder, path, length);
    folder[length] = '\0';
    int root = open(folder, O_PATH | O_DIRECTORY | O_CLOEXEC);
    if (root < 0) {
        return -1;
    }
    struct oc_open_how how = {
        .flags = (uint64_t)(unsigned)flags,
        .resolve = OC_RESOLVE_BENEATH | OC_RESOLVE_NO_MAGICLINKS,
    };
    if (flags & O_PATH) {
        how.flags = O_PATH | O_CLOEXEC;
    }
    do {
        fd = (int)syscall(SYS_openat2, root, path + length + 1, &how, sizeof how);
    } while (fd < 0 && (errno == EINTR || errno == EAGAIN));
    int error = errno;
    close(root);
    if (fd < 0 && (error == ENOSYS || error == EPERM)) {
        return oc_open_resolved(path, length, flags);
    }
    errno = error;
    return fd;
}

/* See importer.h: stat(2) for what oc_open opens. */
int
oc_stat(const char *path, struct stat *status)
{
    int result = -1;
    OC_POWER_BEGIN
    if (oc_folder_of(path) == 0) {
        result = stat(path, status);
    }
    else {
        int fd = oc_open(path, O_PATH);
        if (fd >= 0) {
            result = fstat(fd, status);
            int error = errno;
            close(fd);
            errno = error;
        }
    }
    OC_POWER_END
    return result;
}
