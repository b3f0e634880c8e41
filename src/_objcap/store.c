/* The modules of a zygote, in memory: a worker can open nothing, and may import what is
 * permitted all the same.
 *
 * Code of trusted modules is kept as it stands in their .pyc, text of modules on the caller's
 * path as it is, in one private mapping of a file without a name, whose pages forks share until
 * somebody writes to them: what a worker under native control writes there is its own (a shared
 * mapping, made writable again, changed the modules of every other sandbox, seen). Shared objects are loaded and not
 * yet initialised: the dynamic linker then knows them by their path and opens no file. */
#include "importer.h"

#include <dlfcn.h>
#include <errno.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

static struct {
    PyObject *places; /* dict: name -> (offset, size, is it code), or NULL: there is no store */
    char *data;
    size_t used, size;
} oc_store;

/* The key of the patch to a module. */
static PyObject *
oc_patch_key(PyObject *name)
{
    return PyUnicode_FromFormat("patches/%U", name);
}

/* Adds bytes under a name. Returns 0, or -1 with an exception set. */
static int
oc_store_add(PyObject *key, const char *data, size_t size, int code)
{
    if (size + 1 > oc_store.size - oc_store.used) {
        PyErr_SetString(PyExc_MemoryError, "objcap: the modules of a zygote exceed its store");
        return -1;
    }
    PyObject *place = Py_BuildValue("nni", (Py_ssize_t)oc_store.used, (Py_ssize_t)size, code);
    int status = place == NULL ? -1 : PyDict_SetItem(oc_store.places, key, place);
    Py_XDECREF(place);
    if (status == 0) {
        memcpy(oc_store.data + oc_store.used, data, size);
        oc_store.data[oc_store.used + size] = '\0';
        oc_store.used += size + 1;
    }
    return status;
}

/* Reads a file into the store: the .pyc of a trusted one if it is valid, else its text. A file
 * that cannot be read is left out. Returns 0, or -1 with an exception set. */
static int
oc_store_file(PyObject *key, const char *path, int trusted)
{
    char *data = NULL;
    size_t size;
    int status = 0;
    if (trusted && oc_valid_cache(path, &data, &size) == 0) {
        status = oc_store_add(key, data + 16, size - 16, 1);
    }
    else if (!PyErr_Occurred() && oc_read(path, &data, &size) == 0) {
        status = oc_store_add(key, data, size, 0);
    }
    PyMem_RawFree(data);
    return PyErr_Occurred() ? -1 : status;
}

/* Stores the module NAME, if it exists, with its patch. Returns 0, or -1. */
static int
oc_store_module(PyObject *name)
{
    PyObject *found = oc_find(name);
    int status = 0;
    if (found == NULL) {
        return PyErr_Occurred() ? -1 : 0;
    }
    oc_kind kind = oc_found_kind(found);
    long flags = PyLong_AsLong(PyTuple_GET_ITEM(found, OC_F_FLAGS));
    if (kind == OC_SOURCE) {
        status = oc_store_file(name, PyBytes_AS_STRING(PyTuple_GET_ITEM(found, OC_F_PATH)),
                               (flags & OC_TRUSTED) != 0);
    }
    else if (kind == OC_EXTENSION) {
        const char *path = PyUnicode_AsUTF8(PyTuple_GET_ITEM(found, OC_F_PATH));
        if (path == NULL || dlopen(path, RTLD_NOW) == NULL) {
            PyErr_Clear(); /* its libraries are missing: the import will say so */
        }
    }
    char path[4096];
    if (status == 0 && (flags & OC_PATCHED) != 0 && oc_patch_path(name, path, sizeof path)) {
        PyObject *key = oc_patch_key(name);
        status = key == NULL ? -1 : oc_store_file(key, path, 1);
        Py_XDECREF(key);
    }
    Py_DECREF(found);
    return status;
}

/* See importer.h. */
int
oc_store_has(void)
{
    return oc_store.places != NULL;
}

/* See importer.h. */
int
oc_store_find(PyObject *name, int patch, const char **data, size_t *size)
{
    PyObject *key = oc_store.places == NULL ? NULL : patch ? oc_patch_key(name) : Py_NewRef(name);
    PyObject *place = key == NULL ? NULL : PyDict_GetItemWithError(oc_store.places, key);
    Py_XDECREF(key);
    if (place == NULL) {
        return PyErr_Occurred() ? -1 : 0;
    }
    *data = oc_store.data + PyLong_AsSsize_t(PyTuple_GET_ITEM(place, 0));
    *size = (size_t)PyLong_AsSsize_t(PyTuple_GET_ITEM(place, 1));
    return PyLong_AsLong(PyTuple_GET_ITEM(place, 2)) ? OC_STORED_CODE : OC_STORED_TEXT;
}

/* Moves what was gathered into a private mapping of a file in memory, so that forks have no page
 * tables to copy for it. Without such files it stays where it is, in private memory too. Returns
 * 0, or -1 with OSError. */
static int
oc_store_settle(void)
{
    size_t size = oc_store.used + 1, done = 0;
    int fd = memfd_create("objcap modules", MFD_CLOEXEC);
    while (fd >= 0 && done < size) {
        ssize_t put = write(fd, oc_store.data + done, size - done);
        if (put <= 0 && errno != EINTR) {
            break;
        }
        done += put > 0 ? (size_t)put : 0;
    }
    void *data = done == size ? mmap(NULL, size, PROT_READ, MAP_PRIVATE, fd, 0) : MAP_FAILED;
    if (fd >= 0) {
        close(fd);
    }
    if (data != MAP_FAILED) {
        munmap(oc_store.data, oc_store.size);
        oc_store.data = data;
        oc_store.size = size;
    }
    if (mprotect(oc_store.data, oc_store.size, PROT_READ) < 0) {
        PyErr_SetFromErrno(PyExc_OSError);
        return -1;
    }
    return 0;
}

/* store(names, size): keeps these modules in memory, at most `size` bytes of them. */
static PyObject *
oc_store_modules(PyObject *Py_UNUSED(self), PyObject *args)
{
    PyObject *names; /* borrowed */
    Py_ssize_t size;
    if (oc.phase != OC_LOCKING || oc_store.places != NULL) {
        PyErr_SetString(PyExc_RuntimeError, "store() belongs to the lockdown");
        return NULL;
    }
    if (!PyArg_ParseTuple(args, "O!n:store", &PyTuple_Type, &names, &size)) {
        return NULL;
    }
    void *data = mmap(NULL, (size_t)size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (data == MAP_FAILED) {
        return PyErr_SetFromErrno(PyExc_OSError);
    }
    oc_store.data = data;
    oc_store.size = (size_t)size;
    oc_store.places = PyDict_New();
    for (Py_ssize_t i = 0; oc_store.places != NULL && i < PyTuple_GET_SIZE(names); i++) {
        if (oc_store_module(PyTuple_GET_ITEM(names, i)) < 0) {
            return NULL;
        }
    }
    if (oc_store.places == NULL || oc_store_settle() < 0) {
        return NULL;
    }
    Py_RETURN_NONE;
}

PyMethodDef oc_store_methods[] = {
    {"store", oc_store_modules, METH_VARARGS,
     "store(names, size, /)\n--\n\nKeep the code of modules in memory."},
    {NULL, NULL, 0, NULL},
};
