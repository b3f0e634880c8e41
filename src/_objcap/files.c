/* The guest's files: buffers over descriptors that a broker has opened and passed.
 *
 * The only descriptors here are those of regular files that came over the channel. They are
 * read and written at offsets that are kept here, in system calls around which nothing of
 * Python runs (R1). A method that is at work keeps all others off (`busy`), so that what a
 * finaliser, a signal handler or a buffer of the guest's does meanwhile finds no buffer half-way. */
#include "files.h"

#include <errno.h>
#include <limits.h>
#include <string.h>
#include <unistd.h>

#include "streams.h"

#define OC_FILE_CHUNK 65536 /* bytes that are read at once, and that are kept before they are written */

static oc_file *oc_open_files; /* borrowed: a file leaves the list as it is closed */

/* ------------------------------------------------------------ the power: four system calls */

/* Reads at an offset. Returns what pread(2) does. */
static ssize_t
oc_power_read(int fd, char *to, size_t size, off_t offset)
{
    ssize_t got;
    OC_POWER_BEGIN
    do {
        got = pread(fd, to, size > SSIZE_MAX ? SSIZE_MAX : size, offset);
    } while (got < 0 && errno == EINTR);
    OC_POWER_END
    return got;
}

/* Writes at an offset. Returns what pwrite(2) does. */
static ssize_t
oc_power_write(int fd, const char *from, size_t size, off_t offset)
{
    ssize_t put;
    OC_POWER_BEGIN
    do {
        put = pwrite(fd, from, size, offset);
    } while (put < 0 && errno == EINTR);
    OC_POWER_END
    return put;
}

/* Cuts or extends. Returns what ftruncate(2) does. */
static int
oc_power_truncate(int fd, off_t size)
{
    int status;
    OC_POWER_BEGIN
    do {
        status = ftruncate(fd, size);
    } while (status < 0 && errno == EINTR);
    OC_POWER_END
    return status;
}

/* The size of a file, or -1 with errno set: what is no file has none. The kernel's own position
 * is not used; fstat() is another system call with each C library. */
static off_t
oc_power_size(int fd)
{
    off_t size;
    OC_POWER_BEGIN
    size = lseek(fd, 0, SEEK_END);
    OC_POWER_END
    return size;
}

/* ------------------------------------------------------------ who may work on it */

/* See files.h. */
oc_file *
oc_file_of(PyObject *object)
{
    return Py_IS_TYPE(object, &oc_text_type) ? ((oc_text *)object)->file : (oc_file *)object;
}

/* See files.h. */
int
oc_file_enter(oc_file *file, uint32_t need)
{
    if (file->fd < 0) {
        PyErr_SetString(PyExc_ValueError, "I/O operation on closed file.");
        return -1;
    }
    if ((file->flags & need) != need) {
        oc_raise_unsupported(need & OC_FILE_READ ? "not readable" : "not writable");
        return -1;
    }
    if (file->busy) {
        PyErr_SetString(PyExc_RuntimeError, "reentrant call of a file's method");
        return -1;
    }
    file->busy = 1;
    return 0;
}

/* Raises the error of a system call, with the guest's own name of the file. Returns -1. */
static int
oc_file_error(oc_file *file)
{
    PyErr_SetFromErrnoWithFilenameObject(PyExc_OSError, file->name);
    return -1;
}

/* ------------------------------------------------------------ the broker's part */

/* Asks the broker: control(word, number). New reference, or NULL with an exception set. */
static PyObject *
oc_file_ask(oc_file *file, const char *word, long long number)
{
    return PyObject_CallFunction(file->control, "sL", word, number);
}

/* Makes sure that the file may have `size` bytes. Returns 0, or -1 with OSError (EDQUOT). */
static int
oc_file_allow(oc_file *file, long long size)
{
    if (file->limit < 0 || size <= file->limit) {
        return 0;
    }
    if (file->control != NULL) {
        PyObject *limit = oc_file_ask(file, "extend", size);
        if (limit == NULL) {
            return -1;
        }
        long long more = PyLong_CheckExact(limit) ? PyLong_AsLongLong(limit) : -1;
        Py_DECREF(limit);
        if (more == -1 && PyErr_Occurred()) {
            return -1;
        }
        if (more > file->limit) {
            file->limit = more;
        }
    }
    if (size > file->limit) {
        errno = EDQUOT;
        return oc_file_error(file);
    }
    return 0;
}

/* ------------------------------------------------------------ the buffer */

/* See files.h. */
void
oc_file_skip(oc_file *file, size_t count)
{
    file->start += count;
    file->at += (off_t)count;
}

/* See files.h. */
int
oc_file_drain(oc_file *file)
{
    while (file->writing && file->start < file->used) {
        ssize_t put = oc_power_write(file->fd, file->data + file->start, file->used - file->start,
                                     file->at);
        if (put < 0) {
            return oc_file_error(file);
        }
        oc_file_skip(file, (size_t)put);
    }
    if (file->writing) {
        file->start = file->used = 0;
    }
    return 0;
}

/* See files.h. */
int
oc_file_to_read(oc_file *file)
{
    if (oc_file_drain(file) < 0) {
        return -1;
    }
    file->writing = 0;
    return 0;
}

/* See files.h. */
int
oc_file_fill(oc_file *file, size_t least)
{
    size_t want = least > OC_FILE_CHUNK ? least : OC_FILE_CHUNK;
    if (oc_room(&file->data, &file->start, &file->used, &file->capacity, want) < 0) {
        return -1;
    }
    size_t there = file->used - file->start;
    ssize_t got = oc_power_read(file->fd, file->data + file->used, want, file->at + (off_t)there);
    if (got < 0) {
        return oc_file_error(file);
    }
    file->used += (size_t)got;
    return got > 0;
}

/* See files.h. */
size_t
oc_file_rest(oc_file *file)
{
    off_t size = oc_power_size(file->fd);
    off_t end = file->at + (off_t)(file->used - file->start);
    return size > end ? (size_t)(size - end) : 0;
}

/* See files.h. */
Py_ssize_t
oc_file_read_into(oc_file *file, char *to, size_t size)
{
    size_t there = file->used - file->start;
    size_t done = there < size ? there : size;
    if (done > 0) {
        memcpy(to, file->data + file->start, done);
        oc_file_skip(file, done);
    }
    while (done < size) {
        ssize_t got = oc_power_read(file->fd, to + done, size - done, file->at);
        if (got < 0) {
            return oc_file_error(file);
        }
        if (got == 0) {
            break;
        }
        file->at += got;
        done += (size_t)got;
    }
    return (Py_ssize_t)done;
}

/* See files.h. */
off_t
oc_file_tell(const oc_file *file)
{
    return file->writing ? file->at + (off_t)(file->used - file->start) : file->at;
}

/* See files.h. */
int
oc_file_go(oc_file *file, off_t position)
{
    if (oc_file_to_read(file) < 0) {
        return -1;
    }
    off_t end = file->at + (off_t)(file->used - file->start);
    if (position >= file->at && position <= end) {
        oc_file_skip(file, (size_t)(position - file->at));
    }
    else {
        file->start = file->used = 0;
        file->at = position;
    }
    return 0;
}

/* See files.h. */
off_t
oc_file_size(oc_file *file)
{
    off_t size = oc_power_size(file->fd);
    if (size < 0) {
        return oc_file_error(file);
    }
    int more = file->writing && file->used > file->start && oc_file_tell(file) > size;
    return more ? oc_file_tell(file) : size;
}

/* See files.h. */
int
oc_file_put(oc_file *file, const char *data, size_t size)
{
    if (size == 0) {
        return 0;
    }
    if (!file->writing) {
        file->start = file->used = 0;
        file->writing = 1;
    }
    if (file->flags & OC_FILE_APPEND && file->start == file->used) {
        off_t end = oc_power_size(file->fd);
        if (end < 0) {
            return oc_file_error(file);
        }
        file->at = end;
    }
    long long end = (long long)oc_file_tell(file);
    if (size > (size_t)(LLONG_MAX - end)) {
        errno = EFBIG;
        return oc_file_error(file);
    }
    if (oc_file_allow(file, end + (long long)size) < 0) {
        return -1;
    }
    if (file->used - file->start + size <= OC_FILE_CHUNK && !(file->flags & OC_FILE_RAW)) {
        if (oc_room(&file->data, &file->start, &file->used, &file->capacity,
                    size > 4096 ? size : 4096) < 0) {
            return -1;
        }
        memcpy(file->data + file->used, data, size);
        file->used += size;
        return 0;
    }
    if (oc_file_drain(file) < 0) {
        return -1;
    }
    for (size_t done = 0; done < size;) {
        ssize_t put = oc_power_write(file->fd, data + done, size - done, file->at);
        if (put < 0) {
            return oc_file_error(file);
        }
        file->at += put;
        done += (size_t)put;
    }
    return 0;
}

/* See files.h. */
int
oc_file_truncate(oc_file *file, off_t size)
{
    if (oc_file_drain(file) < 0) {
        return -1;
    }
    if (!file->writing) { /* what was read ahead may be gone */
        file->start = file->used = 0;
    }
    if (oc_file_allow(file, size) < 0) {
        return -1;
    }
    if (file->flags & OC_FILE_KEEP && size < oc_power_size(file->fd)) {
        errno = EPERM;
        return oc_file_error(file);
    }
    return oc_power_truncate(file->fd, size) < 0 ? oc_file_error(file) : 0;
}

/* ------------------------------------------------------------ the end */

/* Closes the descriptor, frees the buffer, and leaves the list. */
static void
oc_file_shut(oc_file *file)
{
    if (file->fd < 0) {
        return;
    }
    close(file->fd);
    file->fd = -1;
    PyMem_RawFree(file->data);
    file->data = NULL;
    file->start = file->used = file->capacity = 0;
    if (file->previous != NULL) {
        file->previous->next = file->next;
    }
    else if (oc_open_files == file) {
        oc_open_files = file->next;
    }
    if (file->next != NULL) {
        file->next->previous = file->previous;
    }
    file->previous = file->next = NULL;
}

/* See files.h. A file that could not be written to its end is not announced as complete: the
 * broker sees that its control is dropped, and forgets the file. */
int
oc_file_close(oc_file *file)
{
    if (file->fd < 0) {
        return 0;
    }
    if (file->busy) {
        PyErr_SetString(PyExc_RuntimeError, "reentrant call of a file's method");
        return -1;
    }
    file->busy = 1;
    int status = oc_file_drain(file);
    oc_file_shut(file);
    PyObject *control = file->control;
    file->control = NULL;
    file->busy = 0;
    if (status == 0 && control != NULL && file->flags & OC_FILE_WRITE) {
        PyObject *answer = PyObject_CallFunction(control, "s", "commit");
        status = answer == NULL ? -1 : 0;
        Py_XDECREF(answer);
    }
    PyObject *type, *value, *traceback;
    PyErr_Fetch(&type, &value, &traceback);
    Py_XDECREF(control);
    PyErr_Restore(type, value, traceback);
    return status;
}

/* A file that is dropped is written and closed. Nobody gets hold of it any more: errors name its
 * name. No tp_finalize, which would be a method that a guest may call in the midst of another. */
static void
oc_file_dealloc(PyObject *self)
{
    oc_file *file = (oc_file *)self;
    if (file->fd >= 0 && file->armed > 0 && !oc.ended) {
        PyObject *type, *value, *traceback;
        PyErr_Fetch(&type, &value, &traceback);
        if (oc_file_close(file) < 0) {
            PyErr_WriteUnraisable(file->name);
        }
        PyErr_Restore(type, value, traceback);
    }
    if (file->weakrefs != NULL) {
        PyObject_ClearWeakRefs(self);
    }
    oc_file_shut(file);
    Py_XDECREF(file->control);
    Py_XDECREF(file->name);
    Py_XDECREF(file->mode);
    PyObject_Free(self);
}

/* See files.h. */
void
oc_files_end(void)
{
    while (oc_open_files != NULL) {
        oc_file *file = (oc_file *)Py_NewRef((PyObject *)oc_open_files);
        if (oc_file_close(file) < 0) {
            PyErr_WriteUnraisable(file->name);
        }
        oc_file_shut(file);
        Py_DECREF(file);
    }
}

/* See files.h. */
void
oc_files_arm(void)
{
    for (oc_file *file = oc_open_files; file != NULL && file->armed <= 0; file = file->next) {
        file->armed = file->armed < 0 ? -1 : 1;
    }
}

/* ------------------------------------------------------------ making them */

/* Raises the error of what no broker of ours says. Returns NULL. */
static PyObject *
oc_file_malformed(void)
{
    PyErr_SetString(PyExc_ValueError, "malformed message");
    return NULL;
}

/* See files.h. */
PyObject *
oc_file_new(int fd, uint32_t flags)
{
    if ((flags & ~(uint32_t)OC_FILE_FLAGS) != 0 || !(flags & (OC_FILE_READ | OC_FILE_WRITE)) ||
        oc_power_size(fd) < 0) {
        close(fd);
        return oc_file_malformed();
    }
    oc_file *file = PyObject_New(oc_file, &oc_file_type);
    if (file == NULL) {
        close(fd);
        return NULL;
    }
    memset((char *)file + sizeof(PyObject), 0, sizeof *file - sizeof(PyObject));
    file->fd = fd;
    file->flags = flags;
    file->limit = -1;
    file->next = oc_open_files;
    if (oc_open_files != NULL) {
        oc_open_files->previous = file;
    }
    oc_open_files = file;
    return (PyObject *)file;
}

/* The entry of a list that a str names: -1 if there is none. None: the first. */
static int
oc_file_word(PyObject *word, const char *const *list)
{
    if (word == Py_None) {
        return 0;
    }
    for (int i = 0; list[i] != NULL; i++) {
        if (PyUnicode_CompareWithASCIIString(word, list[i]) == 0) {
            return i;
        }
    }
    return -1;
}

static const char *const oc_codecs[] = {"utf-8", "latin-1", "ascii", NULL};
static const char *const oc_handlers[] = {"strict", "replace", "ignore", "surrogateescape", NULL};
static const char *const oc_newlines[] = {"any", "", "\n", "\r", "\r\n", NULL};

/* Is that what a broker of ours tells about a stream? Sets the limit. */
static int
oc_file_about_valid(PyObject *about, long long *limit)
{
    int valid = PyTuple_CheckExact(about) && PyTuple_GET_SIZE(about) == 7;
    for (int i = 0; valid && i < 7; i++) {
        PyObject *item = PyTuple_GET_ITEM(about, i); /* borrowed */
        PyTypeObject *type = i < 5 ? &PyUnicode_Type : i == 5 ? &PyLong_Type : &oc_capability_type;
        valid = Py_IS_TYPE(item, type) || (i >= 2 && item == Py_None);
    }
    *limit = -1;
    if (valid && PyTuple_GET_ITEM(about, 5) != Py_None) {
        *limit = PyLong_AsLongLong(PyTuple_GET_ITEM(about, 5));
        valid = *limit >= 0;
        PyErr_Clear();
    }
    return valid;
}

/* See wire.h. */
PyObject *
oc_file_complete(PyObject *object, PyObject *about)
{
    oc_file *file = (oc_file *)object;
    off_t size = oc_power_size(file->fd);
    int codec = 0, handler = 0, newline = 0;
    if (size < 0 || !oc_file_about_valid(about, &file->limit)) {
        Py_DECREF(object);
        return oc_file_malformed();
    }
    PyObject *control = PyTuple_GET_ITEM(about, 6); /* borrowed */
    file->control = control == Py_None ? NULL : Py_NewRef(control);
    file->name = Py_NewRef(PyTuple_GET_ITEM(about, 0));
    file->mode = Py_NewRef(PyTuple_GET_ITEM(about, 1));
    if (file->flags & OC_FILE_APPEND) {
        file->at = size;
    }
    if (!(file->flags & OC_FILE_TEXT)) {
        return object;
    }
    codec = oc_file_word(PyTuple_GET_ITEM(about, 2), oc_codecs);
    handler = oc_file_word(PyTuple_GET_ITEM(about, 3), oc_handlers);
    newline = oc_file_word(PyTuple_GET_ITEM(about, 4), oc_newlines);
    oc_text *text = codec < 0 || handler < 0 || newline < 0 ? NULL : PyObject_New(oc_text, &oc_text_type);
    if (text == NULL) {
        Py_DECREF(object);
        return PyErr_Occurred() ? NULL : oc_file_malformed();
    }
    text->file = file;
    text->codec = (oc_codec)codec;
    text->errors = oc_handlers[handler];
    text->newline = (oc_newline)newline;
    text->lines = (file->flags & OC_FILE_LINES) != 0;
    text->seen = 0;
    text->weakrefs = NULL;
    return (PyObject *)text;
}

/* See files.h. */
int
oc_files_init(void)
{
    oc_file_type.tp_dealloc = oc_file_dealloc;
    return PyType_Ready(&oc_file_type) < 0 || PyType_Ready(&oc_text_type) < 0 ? -1 : 0;
}

/* See objcap.h. */
int
oc_files_add(PyObject *module)
{
    return PyModule_AddObjectRef(module, "BinaryFile", (PyObject *)&oc_file_type) < 0 ||
                   PyModule_AddObjectRef(module, "TextFile", (PyObject *)&oc_text_type) < 0
               ? -1
               : 0;
}
