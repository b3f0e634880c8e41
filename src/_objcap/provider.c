/* The provider (R4), first half: is NAME permitted, and where?
 *
 * The provider holds the only power of the importer, reading files below roots
 * that were fixed at the lockdown, and no Python code runs while it uses it (R1):
 * names are exact str, every part an identifier, and no path ever comes from a
 * guest. */
#include "importer.h"

#include <limits.h>
#include <string.h>
#include <sys/stat.h>

#define OC_MAX_NAME 512
#define OC_MAX_PARTS 32

oc_provider_state oc_provider;

/* ------------------------------------------------------------ names */

/* The UTF-8 of a module's name (borrowed), or NULL without an exception unless
 * memory ran out: not an exact str, or a part that is no identifier ("..", "a/b",
 * NUL and empty parts among them). */
const char *
oc_name(PyObject *name)
{
    Py_ssize_t size;
    const char *text = PyUnicode_CheckExact(name) ? PyUnicode_AsUTF8AndSize(name, &size) : NULL;
    if (text == NULL) {
        if (PyErr_Occurred() && !PyErr_ExceptionMatches(PyExc_MemoryError)) {
            PyErr_Clear(); /* lone surrogates */
        }
        return NULL;
    }
    if (size == 0 || size > OC_MAX_NAME) {
        return NULL;
    }
    Py_ssize_t start = 0, parts = 0, length = PyUnicode_GET_LENGTH(name);
    for (Py_ssize_t at = 0; at <= length; at++) {
        if (at < length && PyUnicode_READ_CHAR(name, at) != '.') {
            continue;
        }
        PyObject *part = PyUnicode_Substring(name, start, at);
        int valid = part != NULL && PyUnicode_IsIdentifier(part);
        Py_XDECREF(part);
        if (!valid || ++parts > OC_MAX_PARTS) {
            return NULL;
        }
        start = at + 1;
    }
    return text;
}

/* ------------------------------------------------------------ files */

/* A hit of a search: the path of a file, or of a folder without __init__.py. */
typedef struct {
    char path[PATH_MAX];
    int package; /* the path is that of an __init__.py */
    int folder;  /* the path is that of a folder */
} oc_hit;

/* Looks below `base` for the package or module `relative` ("a/b"), as importlib
 * does. Returns 1 if there is one, else 0; then hit->folder tells of a folder. */
static int
oc_search(const char *base, const char *relative, oc_hit *hit)
{
    struct stat status;
    int length = snprintf(hit->path, sizeof hit->path, "%s/%s/__init__.py", base, relative);
    hit->package = hit->folder = 0;
    if (length < 0 || (size_t)length >= sizeof hit->path) {
        return 0;
    }
    size_t end = (size_t)length - strlen("/__init__.py");
    if (oc_stat(hit->path, &status) == 0 && S_ISREG(status.st_mode)) {
        hit->package = 1;
        return 1;
    }
    strcpy(hit->path + end, ".py");
    if (oc_stat(hit->path, &status) == 0 && S_ISREG(status.st_mode)) {
        return 1;
    }
    hit->path[end] = '\0';
    hit->folder = oc_stat(hit->path, &status) == 0 && S_ISDIR(status.st_mode);
    return 0;
}

/* ------------------------------------------------------------ where is NAME */

/* What a guest is told instead of a path: the plan gives other names to some folders. New str,
 * or NULL with an exception set. */
PyObject *
oc_shown(const char *path)
{
    for (Py_ssize_t i = 0; oc_provider.shown != NULL && i < PyTuple_GET_SIZE(oc_provider.shown); i++) {
        PyObject *pair = PyTuple_GET_ITEM(oc_provider.shown, i);       /* borrowed */
        PyObject *folder = PyTuple_GET_ITEM(pair, 0);                  /* borrowed */
        size_t length = (size_t)PyBytes_GET_SIZE(folder);
        const char *rest = path + length;
        if (strncmp(path, PyBytes_AS_STRING(folder), length) == 0 && (*rest == '/' || *rest == '\0')) {
            PyObject *tail = PyUnicode_DecodeFSDefault(rest);
            PyObject *shown = tail == NULL ? NULL : PyUnicode_Concat(PyTuple_GET_ITEM(pair, 1), tail);
            Py_XDECREF(tail);
            return shown;
        }
    }
    return PyUnicode_DecodeFSDefault(path);
}

/* Builds the tuple that oc_find returns. Steals `origin`, `folders` and `path`
 * (NULL with an exception set fails, NULL without one stands for None); borrows
 * `row`. Returns a new reference, or NULL with an exception set. */
static PyObject *
oc_result(oc_kind kind, int flags, PyObject *origin, PyObject *folders, PyObject *path,
          PyObject *row)
{
    PyObject *result = PyErr_Occurred() ? NULL : PyTuple_New(OC_F_SIZE);
    PyObject *first = result == NULL ? NULL : PyLong_FromLong(kind);
    PyObject *second = first == NULL ? NULL : PyLong_FromLong(flags);
    if (second == NULL) {
        Py_XDECREF(result);
        Py_XDECREF(first);
        Py_XDECREF(origin);
        Py_XDECREF(folders);
        Py_XDECREF(path);
        return NULL;
    }
    PyTuple_SET_ITEM(result, OC_F_KIND, first);
    PyTuple_SET_ITEM(result, OC_F_FLAGS, second);
    PyTuple_SET_ITEM(result, OC_F_ORIGIN, origin == NULL ? Py_NewRef(Py_None) : origin);
    PyTuple_SET_ITEM(result, OC_F_FOLDERS, folders == NULL ? Py_NewRef(Py_None) : folders);
    PyTuple_SET_ITEM(result, OC_F_PATH, path == NULL ? Py_NewRef(Py_None) : path);
    PyTuple_SET_ITEM(result, OC_F_ROW, Py_NewRef(row == NULL ? Py_None : row));
    return result;
}

/* The result for a file that oc_search has found (new reference). */
static PyObject *
oc_source_result(const oc_hit *hit, int flags, PyObject *row)
{
    PyObject *folders = NULL;
    if (hit->package) {
        const char *slash = strrchr(hit->path, '/');
        folders = Py_BuildValue("(y#)", hit->path, (Py_ssize_t)(slash - hit->path));
    }
    PyObject *origin = PyErr_Occurred() ? NULL : oc_shown(hit->path);
    PyObject *path = origin == NULL ? NULL : PyBytes_FromString(hit->path);
    return oc_result(OC_SOURCE, flags, origin, folders, path, row);
}

/* The first character of a field of a row; the tables have exact ASCII str. */
static Py_UCS4
oc_row_initial(PyObject *row, Py_ssize_t field)
{
    PyObject *text = PyTuple_GET_ITEM(row, field);
    return PyUnicode_GET_LENGTH(text) == 0 ? 0 : PyUnicode_READ_CHAR(text, 0);
}

/* Is the name in a set of the provider? -1 with an exception set. */
static int
oc_listed(PyObject *set, const char *format, int length, const char *name)
{
    char text[OC_MAX_NAME + 8];
    snprintf(text, sizeof text, format, length, name);
    PyObject *key = PyUnicode_FromString(text);
    int found = key == NULL ? -1 : PySet_Contains(set, key);
    Py_XDECREF(key);
    return found;
}

/* What a trusted module gets besides its code: a patch, the guest's SystemExit.
 * Returns flags, or -1 with an exception set. */
static int
oc_extras(PyObject *name, const char *text)
{
    int patched = PySet_Contains(oc_provider.patches, name);
    int injected = PySet_Contains(oc_provider.injected, name);
    for (const char *end = text; injected == 0 && end != NULL && patched >= 0;) {
        end = strchr(end, '.');
        int length = end == NULL ? (int)strlen(text) : (int)(end - text);
        injected = oc_listed(oc_provider.injected, "%.*s.*", length, text);
        end = end == NULL ? NULL : end + 1;
    }
    if (patched < 0 || injected < 0) {
        return -1;
    }
    return OC_TRUSTED | (patched ? OC_PATCHED : 0) | (injected ? OC_INJECTED : 0);
}

/* The result for a shared object, whose path this steals (a str, or NULL with an exception set). */
static PyObject *
oc_extension_result(PyObject *path, int flags, PyObject *row)
{
    const char *text = path == NULL ? NULL : PyUnicode_AsUTF8(path);
    PyObject *origin = text == NULL ? NULL : oc_shown(text);
    return oc_result(OC_EXTENSION, flags, origin, NULL, path, row);
}

/* Where is a C module that has a permit? New reference, or NULL; without an
 * exception if this build of Python lacks the module. */
static PyObject *
oc_find_native(PyObject *name, const char *text, int flags, PyObject *row)
{
    PyObject *copy = PyDict_GetItemWithError(oc_provider.copies, name); /* borrowed */
    if (copy != NULL || PyErr_Occurred()) {
        return oc_result(OC_COPY, flags, NULL, NULL, NULL, row);
    }
    if (oc_row_initial(row, 2) != 'k') {
        return NULL; /* "expose", and the lockdown found no such module */
    }
    int builtin = PySet_Contains(oc_provider.builtins, name);
    if (builtin != 0) {
        return oc_result(OC_BUILTIN, flags, NULL, NULL, NULL, row);
    }
    PyObject *path = PyDict_GetItemWithError(oc_provider.extensions, name); /* borrowed */
    if (path != NULL || PyErr_Occurred()) {
        return oc_extension_result(Py_XNewRef(path), flags, row);
    }
    for (Py_ssize_t i = 0; i < PyTuple_GET_SIZE(oc_provider.dynload); i++) {
        const char *folder = PyBytes_AS_STRING(PyTuple_GET_ITEM(oc_provider.dynload, i));
        for (Py_ssize_t k = 0; k < PyTuple_GET_SIZE(oc_provider.suffixes); k++) {
            const char *suffix = PyBytes_AS_STRING(PyTuple_GET_ITEM(oc_provider.suffixes, k));
            char file[PATH_MAX];
            struct stat status;
            int length = snprintf(file, sizeof file, "%s/%s%s", folder, text, suffix);
            if (length > 0 && (size_t)length < sizeof file && stat(file, &status) == 0 &&
                S_ISREG(status.st_mode)) {
                return oc_extension_result(PyUnicode_DecodeFSDefault(file), flags, row);
            }
        }
    }
    return NULL;
}

/* Where is a module that has a row? New reference, or NULL; without an exception
 * if there is no such module. */
static PyObject *
oc_find_by_row(PyObject *name, const char *text, const char *relative, PyObject *row)
{
    Py_UCS4 verdict = oc_row_initial(row, 2);
    if (verdict == 'd') {
        return oc_result(OC_REFUSED, 0, Py_NewRef(PyTuple_GET_ITEM(row, 5)), NULL, NULL, row);
    }
    int flags = oc_extras(name, text);
    if (flags < 0) {
        return NULL;
    }
    if (verdict != 't' && oc_row_initial(row, 1) == 'C') {
        return oc_find_native(name, text, flags, row);
    }
    oc_hit hit;
    PyObject *root = verdict == 't' ? oc_provider.guest : oc_provider.stdlib;
    if (!oc_search(PyBytes_AS_STRING(root), relative, &hit)) {
        return NULL;
    }
    return oc_source_result(&hit, flags, row);
}

/* Looks for `relative` in a tuple of folders. A regular module or package wins
 * over folders without __init__.py, whose paths go into the list `*portions` (made
 * when needed) unless that is NULL. New reference, or NULL. */
static PyObject *
oc_find_in(PyObject *folders, const char *relative, int flags, PyObject **portions)
{
    for (Py_ssize_t i = 0; i < PyTuple_GET_SIZE(folders); i++) {
        oc_hit hit;
        if (oc_search(PyBytes_AS_STRING(PyTuple_GET_ITEM(folders, i)), relative, &hit)) {
            return oc_source_result(&hit, flags, NULL);
        }
        if (!hit.folder || portions == NULL) {
            continue;
        }
        PyObject *path = PyBytes_FromString(hit.path);
        if (*portions == NULL) {
            *portions = PyList_New(0);
        }
        int status = path == NULL || *portions == NULL ? -1 : PyList_Append(*portions, path);
        Py_XDECREF(path);
        if (status < 0) {
            return NULL;
        }
    }
    return NULL;
}

/* A top-level name, in CPython's order: what is inside the interpreter or frozen,
 * the user's path, the stdlib. A refused module may so be supplied as a .py of its
 * name on the user's path. New reference, or NULL; without an exception if there
 * is none. */
static PyObject *
oc_find_top(PyObject *name, const char *text)
{
    PyObject *result = NULL, *portions = NULL;
    PyObject *row = PyDict_GetItemWithError(oc_provider.rows, name); /* borrowed */
    int real = PyDict_Contains(oc_provider.real, name);
    int frozen = PyDict_Contains(oc_provider.frozen, name);
    int first = PySet_Contains(oc_provider.first, name);
    int known = row != NULL ? 1 : PySet_Contains(oc_provider.known, name);

    if (real < 0 || frozen < 0 || first < 0 || known < 0 || PyErr_Occurred()) {
        return NULL;
    }
    if (real || frozen) {
        return oc_result(real ? OC_REAL : OC_FROZEN, OC_TRUSTED, NULL, NULL, NULL, row);
    }
    if (first && row != NULL && oc_row_initial(row, 2) != 'd') {
        result = oc_find_by_row(name, text, text, row);
    }
    if (result == NULL && !PyErr_Occurred()) {
        result = oc_find_in(oc_provider.user, text, 0, &portions);
    }
    if (result == NULL && !PyErr_Occurred() && row != NULL) {
        result = oc_find_by_row(name, text, text, row);
    }
    if (result == NULL && !PyErr_Occurred() && row == NULL && known) {
        result = oc_result(OC_REFUSED, 0, PyUnicode_FromString("objcap has no permit for it"), NULL,
                           NULL, NULL);
    }
    if (result == NULL && !PyErr_Occurred() && portions != NULL) {
        result = oc_result(OC_NAMESPACE, 0, NULL, PyList_AsTuple(portions), NULL, NULL);
    }
    Py_XDECREF(portions);
    return result;
}

/* A submodule: only where its parent was found, so that a package on the user's
 * path and one of the stdlib never mix. New reference, or NULL; without an
 * exception if there is none. */
static PyObject *
oc_find_below(PyObject *name, const char *text, PyObject *parent)
{
    PyObject *result = NULL, *portions = NULL;
    oc_kind kind = oc_found_kind(parent);
    PyObject *folders = PyTuple_GET_ITEM(parent, OC_F_FOLDERS); /* borrowed */
    const char *tail = strrchr(text, '.') + 1;
    if (kind == OC_REFUSED) {
        return Py_NewRef(parent);
    }
    PyObject *row = PyDict_GetItemWithError(oc_provider.rows, name); /* borrowed */
    if (folders == Py_None || PyErr_Occurred()) {
        return NULL;
    }
    int trusted = (PyLong_AsLong(PyTuple_GET_ITEM(parent, OC_F_FLAGS)) & OC_TRUSTED) != 0;
    if (trusted && row != NULL) {
        char relative[OC_MAX_NAME + 1];
        strcpy(relative, text);
        for (char *dot = relative; (dot = strchr(dot, '.')) != NULL;) {
            *dot = '/';
        }
        return oc_find_by_row(name, text, relative, row);
    }
    int flags = trusted ? oc_extras(name, text) : 0;
    if (flags >= 0) {
        result = oc_find_in(folders, tail, flags, trusted ? NULL : &portions);
    }
    /* an extension module that the policy names, inside a package of the user's path */
    if (result == NULL && !PyErr_Occurred() && row != NULL && oc_row_initial(row, 1) == 'C' &&
        oc_row_initial(row, 2) == 'k') {
        int named = PyDict_Contains(oc_provider.extensions, name);
        result = named > 0 ? oc_find_native(name, text, 0, row) : NULL;
    }
    if (result == NULL && !PyErr_Occurred() && portions != NULL) {
        result = oc_result(OC_NAMESPACE, 0, NULL, PyList_AsTuple(portions), NULL, NULL);
    }
    Py_XDECREF(portions);
    return result;
}

/* Is NAME permitted, and where? Returns a new reference to a tuple (OC_F_...), or
 * NULL; without an exception if there is no such module. Calls no Python code. */
PyObject *
oc_find(PyObject *name)
{
    if (!PyUnicode_CheckExact(name)) {
        PyErr_Format(PyExc_TypeError, "the name of a module is a plain str, not %.100s",
                     Py_TYPE(name)->tp_name);
        return NULL;
    }
    if (oc_provider.found == NULL) {
        PyErr_SetString(PyExc_ImportError, "objcap: the importer is not there yet");
        return NULL;
    }
    PyObject *known = PyDict_GetItemWithError(oc_provider.found, name); /* borrowed */
    if (known != NULL || PyErr_Occurred()) {
        return Py_XNewRef(known);
    }
    const char *text = oc_name(name);
    if (text == NULL) {
        return NULL;
    }
    PyObject *result = NULL;
    const char *dot = strrchr(text, '.');
    if (dot == NULL) {
        result = oc_find_top(name, text);
    }
    else {
        PyObject *above = PyUnicode_FromStringAndSize(text, dot - text);
        PyObject *parent = above == NULL ? NULL : oc_find(above);
        if (parent != NULL) {
            result = oc_find_below(name, text, parent);
        }
        Py_XDECREF(above);
        Py_XDECREF(parent);
    }
    if (result != NULL && oc_found_kind(result) != OC_REFUSED &&
        PyDict_SetItem(oc_provider.found, name, result) < 0) {
        Py_CLEAR(result);
    }
    return result;
}

/* The kind of what oc_find returned. Borrows it. */
oc_kind
oc_found_kind(PyObject *found)
{
    return (oc_kind)PyLong_AsLong(PyTuple_GET_ITEM(found, OC_F_KIND));
}

/* The names that a row takes out of its module: a new list, or None if there are
 * none. NULL with an exception set. */
PyObject *
oc_row_names(PyObject *found)
{
    PyObject *row = PyTuple_GET_ITEM(found, OC_F_ROW);
    if (row == Py_None || oc_row_initial(row, 2) != 'k' || oc_row_initial(row, 4) == 0) {
        Py_RETURN_NONE;
    }
    return PyUnicode_Split(PyTuple_GET_ITEM(row, 4), NULL, -1);
}

/* locate(name): None, or (kind, origin, folders, flags, cached, names); for a
 * refused name `origin` says why. Exact plain values, made afresh. */
PyObject *
oc_locate(PyObject *Py_UNUSED(self), PyObject *name)
{
    PyObject *found = oc_find(name);
    if (found == NULL) {
        return PyErr_Occurred() ? NULL : Py_NewRef(Py_None);
    }
    PyObject *result = NULL, *cached = NULL, *names = NULL;
    PyObject *folders = PyTuple_GET_ITEM(found, OC_F_FOLDERS); /* borrowed */
    PyObject *path = PyTuple_GET_ITEM(found, OC_F_PATH);       /* borrowed */
    PyObject *list = folders == Py_None ? Py_NewRef(Py_None) : PyList_New(0);
    for (Py_ssize_t i = 0; list != NULL && folders != Py_None && i < PyTuple_GET_SIZE(folders);
         i++) {
        PyObject *folder = oc_shown(PyBytes_AS_STRING(PyTuple_GET_ITEM(folders, i)));
        if (folder == NULL || PyList_Append(list, folder) < 0) {
            Py_CLEAR(list);
        }
        Py_XDECREF(folder);
    }
    if (list == NULL) {
        goto done;
    }
    char cache[PATH_MAX];
    if (PyBytes_CheckExact(path) && oc_cache_path(PyBytes_AS_STRING(path), cache)) {
        cached = oc_shown(cache);
    }
    else {
        cached = Py_NewRef(Py_None);
    }
    names = oc_row_names(found);
    if (cached == NULL || names == NULL) {
        goto done;
    }
    result = PyTuple_Pack(6, PyTuple_GET_ITEM(found, OC_F_KIND), PyTuple_GET_ITEM(found, OC_F_ORIGIN),
                          list, PyTuple_GET_ITEM(found, OC_F_FLAGS), cached, names);
done:
    Py_DECREF(found);
    Py_XDECREF(list);
    Py_XDECREF(cached);
    Py_XDECREF(names);
    return result;
}
