/* The provider (R4), second half: the code and the source of NAME.
 *
 * Bytecode is read from trusted roots only, and checked as importlib checks it;
 * what lies on the user's path is compiled from source (R3). */
#include "importer.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <marshal.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* ------------------------------------------------------------ files */

/* Reads a regular file whole, with plain system calls; a NUL follows the data,
 * which the caller frees with PyMem_RawFree. Returns 0, or -1 with errno set. */
static int
oc_read_file(const char *path, char **data, size_t *size)
{
    struct stat status;
    char *buffer = NULL;
    size_t done = 0;

    int fd = oc_open(path, O_RDONLY);
    if (fd < 0) {
        return -1;
    }
    int error = fstat(fd, &status) < 0 ? errno : S_ISREG(status.st_mode) ? 0 : EINVAL;
    if (error == 0) {
        buffer = PyMem_RawMalloc((size_t)status.st_size + 1);
        error = buffer == NULL ? ENOMEM : 0;
    }
    while (error == 0 && done < (size_t)status.st_size) {
        ssize_t got = read(fd, buffer + done, (size_t)status.st_size - done);
        if (got > 0) {
            done += (size_t)got;
        }
        else if (got == 0) {
            break;
        }
        else if (errno != EINTR) {
            error = errno;
        }
    }
    close(fd);
    if (error != 0) {
        PyMem_RawFree(buffer);
        errno = error;
        return -1;
    }
    buffer[done] = '\0';
    *data = buffer;
    *size = done;
    return 0;
}

/* See importer.h: the same, with nothing of Python meanwhile. */
int
oc_read(const char *path, char **data, size_t *size)
{
    OC_POWER_BEGIN
    int result = oc_read_file(path, data, size);
    OC_POWER_END
    return result;
}

/* Puts the path of the .pyc that belongs to a .py file into `cache`, PATH_MAX bytes.
 * Returns 0 if there is none. */
int
oc_cache_path(const char *path, char *cache)
{
    const char *suffix = PyBytes_AS_STRING(oc_provider.cache_suffix);
    const char *prefix = PyBytes_AS_STRING(oc_provider.cache_prefix);
    const char *slash = strrchr(path, '/');
    if (*suffix == '\0' || slash == NULL) {
        return 0;
    }
    int stem = (int)strlen(slash + 1) - 3;
    int length = snprintf(cache, PATH_MAX, "%s%.*s/%s%.*s%s", prefix, (int)(slash - path), path,
                          *prefix != '\0' ? "" : "__pycache__/", stem, slash + 1, suffix);
    return length > 0 && length < PATH_MAX;
}

/* ------------------------------------------------------------ code */

/* Unmarshals trusted bytes to a code object. The collector is paused: on 3.11 a
 * collection inside an allocation would run a guest's finalisers while the audit
 * hook lets bytecode through. New reference, or NULL with an exception set. */
static PyObject *
oc_unmarshal(const char *data, Py_ssize_t size)
{
    int collecting = PyGC_Disable();
    oc.providing++;
    PyObject *code = PyMarshal_ReadObjectFromString(data, size);
    oc.providing--;
    if (collecting) {
        PyGC_Enable();
    }
    if (code != NULL && !PyCode_Check(code)) {
        Py_CLEAR(code);
        PyErr_SetString(PyExc_ImportError, "objcap: a .pyc holds no code object");
    }
    return code;
}

/* A little-endian number of four bytes. */
static unsigned long
oc_number(const char *data)
{
    const unsigned char *bytes = (const unsigned char *)data;
    return bytes[0] | (unsigned long)bytes[1] << 8 | (unsigned long)bytes[2] << 16 |
           (unsigned long)bytes[3] << 24;
}

/* Does the hash in a .pyc (PEP 552) belong to that source? 1, 0, or -1 with an
 * exception set. */
static int
oc_hash_matches(const char *path, const char *hash)
{
    char *source;
    size_t size;
    if (oc_read(path, &source, &size) < 0) {
        return 0;
    }
    PyObject *args[2] = {PyLong_FromUnsignedLong(oc_provider.magic),
                         PyBytes_FromStringAndSize(source, (Py_ssize_t)size)};
    PyMem_RawFree(source);
    PyObject *wanted = args[0] == NULL || args[1] == NULL
                           ? NULL
                           : oc_imp.source_hash(oc_provider.imp, args, 2, NULL);
    int matches = wanted == NULL ? -1
                                 : PyBytes_Check(wanted) && PyBytes_GET_SIZE(wanted) == 8 &&
                                       memcmp(PyBytes_AS_STRING(wanted), hash, 8) == 0;
    Py_XDECREF(args[0]);
    Py_XDECREF(args[1]);
    Py_XDECREF(wanted);
    return matches;
}

/* Is a .pyc what importlib would take for that source? 1, 0, or -1 with an
 * exception set. */
static int
oc_cache_valid(const char *path, const char *data, size_t size)
{
    struct stat status;
    if (size < 17 || oc_number(data) != oc_provider.magic) {
        return 0;
    }
    unsigned long flags = oc_number(data + 4);
    if ((flags & ~3ul) != 0) {
        return 0;
    }
    if ((flags & 1) != 0) {
        return (flags & 2) == 0 ? 1 : oc_hash_matches(path, data + 8);
    }
    return stat(path, &status) == 0 &&
           oc_number(data + 8) == ((unsigned long)status.st_mtime & 0xfffffffful) &&
           oc_number(data + 12) == ((unsigned long)status.st_size & 0xfffffffful);
}

/* See importer.h. */
int
oc_valid_cache(const char *path, char **data, size_t *size)
{
    char cache[PATH_MAX];
    *data = NULL;
    if (!oc_cache_path(path, cache) || oc_read(cache, data, size) < 0) {
        return -1;
    }
    if (oc_cache_valid(path, *data, *size) <= 0) {
        PyMem_RawFree(*data);
        *data = NULL;
        return -1;
    }
    return 0;
}

/* The code of a trusted file from its marshalled form. New reference, or NULL; without an
 * exception if it cannot be used. */
static PyObject *
oc_marshalled_code(const char *data, size_t size, PyObject *origin)
{
    PyObject *code = oc_unmarshal(data, (Py_ssize_t)size);
    if (code == NULL && !PyErr_ExceptionMatches(PyExc_MemoryError)) {
        PyErr_Clear(); /* cut short by a full disk: the source is there */
    }
    /* a .pyc that was made elsewhere names its old place */
    if (code != NULL && PyUnicode_Compare(((PyCodeObject *)code)->co_filename, origin) != 0) {
        PyObject *args[2] = {code, origin};
        PyObject *fixed = oc_imp.fix_co_filename(oc_provider.imp, args, 2);
        if (fixed == NULL) {
            Py_CLEAR(code);
        }
        Py_XDECREF(fixed);
    }
    return code;
}

/* The code in the .pyc of a trusted file. New reference, or NULL; without an
 * exception if there is no valid one. */
static PyObject *
oc_cached_code(const char *path, PyObject *origin)
{
    char *data;
    size_t size;
    if (oc_valid_cache(path, &data, &size) < 0) {
        return NULL;
    }
    PyObject *code = oc_marshalled_code(data + 16, size - 16, origin);
    PyMem_RawFree(data);
    return code;
}

/* The code of a module of the store, or of its patch. New reference, or NULL; without an
 * exception if the store has none. */
static PyObject *
oc_stored_code(PyObject *name, int patch, PyObject *origin)
{
    const char *data;
    size_t size;
    int kind = oc_store_find(name, patch, &data, &size);
    return kind <= 0                ? NULL
           : kind == OC_STORED_CODE ? oc_marshalled_code(data, size, origin)
                                    : oc_compile_text(data, size, 0, origin);
}

/* Raises the OSError for errno, and forgets where the module was: files on the
 * user's path come and go. Returns NULL. */
static PyObject *
oc_unreadable(PyObject *name, PyObject *origin)
{
    if (errno == ENOMEM) {
        return PyErr_NoMemory();
    }
    int error = errno;
    if (name != NULL && PyDict_DelItem(oc_provider.found, name) < 0) {
        PyErr_Clear();
    }
    errno = error;
    return PyErr_SetFromErrnoWithFilenameObject(PyExc_OSError, origin);
}

/* Compiles a module's text, which ends with a 0 of its own. builtins.compile does
 * the same after it has made the 250 classes of the syntax tree. */
PyObject *
oc_compile_text(const char *source, size_t size, int cf_flags, PyObject *filename)
{
    if (memchr(source, '\0', size) != NULL) {
        PyErr_SetString(PyExc_SyntaxError, "source code string cannot contain null bytes");
        return NULL;
    }
    PyCompilerFlags flags = {.cf_flags = cf_flags, .cf_feature_version = PY_MINOR_VERSION};
    return Py_CompileStringObject(source, filename, Py_file_input, &flags, -1);
}

/* The code of a .py file. The file is read before the compiler is called, which
 * may call Python code (warnings, codecs). New reference, or NULL with an
 * exception set. */
static PyObject *
oc_compile(const char *path, PyObject *name, PyObject *origin)
{
    char *source;
    size_t size;
    if (oc_read(path, &source, &size) < 0) {
        return oc_unreadable(name, origin);
    }
    PyObject *code = oc_compile_text(source, size, 0, origin);
    PyMem_RawFree(source);
    return code;
}

/* Raises the ImportError for a name without code or source. Returns NULL. */
static PyObject *
oc_no_such(PyObject *name, const char *what)
{
    if (!PyErr_Occurred()) {
        PyErr_Format(PyExc_ImportError, "objcap: no %s for %R", what, name);
    }
    return NULL;
}

/* code(name): the code object of a Python module that locate(name) has found. */
PyObject *
oc_code(PyObject *Py_UNUSED(self), PyObject *name)
{
    PyObject *code = NULL;
    PyObject *found = oc_find(name);
    oc_kind kind = found == NULL ? 0 : oc_found_kind(found);
    if (kind == OC_FROZEN) {
        PyObject *data = PyDict_GetItemWithError(oc_provider.frozen, name); /* borrowed */
        if (data != NULL) {
            code = oc_unmarshal(PyBytes_AS_STRING(data), PyBytes_GET_SIZE(data));
        }
    }
    else if (kind == OC_SOURCE) {
        const char *path = PyBytes_AS_STRING(PyTuple_GET_ITEM(found, OC_F_PATH));
        PyObject *origin = PyTuple_GET_ITEM(found, OC_F_ORIGIN); /* borrowed */
        code = oc_stored_code(name, 0, origin);
        if (code == NULL && !PyErr_Occurred() &&
            (PyLong_AsLong(PyTuple_GET_ITEM(found, OC_F_FLAGS)) & OC_TRUSTED) != 0) {
            code = oc_cached_code(path, origin);
        }
        if (code == NULL && !PyErr_Occurred()) {
            code = oc_compile(path, name, origin);
        }
    }
    else {
        oc_no_such(name, "code");
    }
    Py_XDECREF(found);
    return code;
}

/* See importer.h. */
int
oc_patch_path(PyObject *name, char *path, size_t size)
{
    const char *text = oc_name(name);
    int length = text == NULL ? -1
                              : snprintf(path, size, "%s/patches/%s.py",
                                         PyBytes_AS_STRING(oc_provider.guest), text);
    return length >= 0 && (size_t)length < size;
}

/* patch(name): the code of guest/patches/NAME.py, or None. */
PyObject *
oc_patch(PyObject *Py_UNUSED(self), PyObject *name)
{
    char path[PATH_MAX];
    const char *text = oc_name(name);
    int patched = text == NULL ? 0 : PySet_Contains(oc_provider.patches, name);
    if (patched <= 0) {
        return PyErr_Occurred() ? NULL : Py_NewRef(Py_None);
    }
    if (!oc_patch_path(name, path, sizeof path)) {
        Py_RETURN_NONE;
    }
    PyObject *origin = oc_shown(path);
    PyObject *code = origin == NULL ? NULL : oc_stored_code(name, 1, origin);
    if (code == NULL && !PyErr_Occurred()) {
        code = oc_cached_code(path, origin);
    }
    if (code == NULL && !PyErr_Occurred()) {
        code = oc_compile(path, NULL, origin);
    }
    Py_XDECREF(origin);
    return code;
}

/* source(name): the bytes of a Python module that locate(name) has found, or the
 * text of __main__ (bytes or str). For tracebacks, inspect, linecache. */
PyObject *
oc_source(PyObject *Py_UNUSED(self), PyObject *name)
{
    PyObject *result = NULL;
    if (oc_provider.main_source != NULL && PyUnicode_CheckExact(name) &&
        PyUnicode_CompareWithASCIIString(name, "__main__") == 0) {
        return Py_NewRef(oc_provider.main_source);
    }
    PyObject *found = oc_find(name);
    if (found == NULL || oc_found_kind(found) != OC_SOURCE) {
        oc_no_such(name, "source");
    }
    else if (oc_store_has()) { /* the text of the standard library is not there */
        const char *data;
        size_t size;
        int kind = oc_store_find(name, 0, &data, &size);
        result = kind == OC_STORED_TEXT ? PyBytes_FromStringAndSize(data, (Py_ssize_t)size)
                                        : oc_no_such(name, "source");
    }
    else {
        char *data;
        size_t size;
        if (oc_read(PyBytes_AS_STRING(PyTuple_GET_ITEM(found, OC_F_PATH)), &data, &size) < 0) {
            oc_unreadable(name, PyTuple_GET_ITEM(found, OC_F_ORIGIN));
        }
        else {
            result = PyBytes_FromStringAndSize(data, (Py_ssize_t)size);
            PyMem_RawFree(data);
        }
    }
    Py_XDECREF(found);
    return result;
}

/* Puts the text of the guest's __main__ (exact str or bytes, NULL: none) where its
 * loader finds it. Borrows it. Returns 0, or -1 with TypeError. */
int
oc_provider_set_main(PyObject *source)
{
    if (source != NULL && !PyUnicode_CheckExact(source) && !PyBytes_CheckExact(source)) {
        PyErr_SetString(PyExc_TypeError, "the source of __main__ is str or bytes");
        return -1;
    }
    Py_XSETREF(oc_provider.main_source, Py_XNewRef(source));
    return 0;
}
