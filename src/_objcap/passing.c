/* An open descriptor on its way to a guest: the value that a capability of the host returns. */
#include "files.h"

#include <stdint.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static PyTypeObject oc_passed_type;

/* See files.h. */
int
oc_passing_add(oc_passing *passing, PyObject *object, unsigned char *tag, uint32_t *number)
{
    if (!Py_IS_TYPE(object, &oc_passed_type)) {
        return 0;
    }
    oc_passed *stream = (oc_passed *)object;
    if (stream->fd < 0 || stream->leaving) {
        PyErr_SetString(PyExc_ValueError, "a stream crosses once");
        return -1;
    }
    if (passing->count == OC_PASSED) {
        PyErr_Format(PyExc_ValueError, "at most %d streams cross at once", OC_PASSED);
        return -1;
    }
    passing->streams[passing->count++] = (oc_passed *)Py_NewRef(object);
    stream->leaving = 1;
    *tag = 'S';
    *number = stream->flags;
    return 1;
}

/* See wire.h. */
PyObject *
oc_passed_about(PyObject *stream)
{
    return ((oc_passed *)stream)->about;
}

/* See files.h. */
int
oc_passing_list(const oc_passing *passing, int *descriptors)
{
    for (int i = 0; i < passing->count; i++) {
        descriptors[i] = passing->streams[i]->fd;
    }
    return passing->count;
}

/* See files.h. The list is emptied first: the end of a stream may call Python code. */
void
oc_passing_end(oc_passing *passing, int sent)
{
    oc_passing mine = *passing;
    passing->count = 0;
    for (int i = 0; i < mine.count; i++) {
        oc_passed *stream = mine.streams[i];
        stream->leaving = 0;
        if (sent && stream->fd >= 0) {
            close(stream->fd);
            stream->fd = -1;
        }
    }
    for (int i = 0; i < mine.count; i++) {
        Py_DECREF(mine.streams[i]);
    }
}

/* ------------------------------------------------------------ the type */

/* close(): closes the descriptor, unless it was passed. */
static PyObject *
oc_passed_close(PyObject *self, PyObject *Py_UNUSED(ignored))
{
    oc_passed *stream = (oc_passed *)self;
    if (stream->fd >= 0 && !stream->leaving) {
        close(stream->fd);
        stream->fd = -1;
    }
    Py_RETURN_NONE;
}

static int
oc_passed_traverse(PyObject *self, visitproc visit, void *arg)
{
    Py_VISIT(((oc_passed *)self)->about);
    return 0;
}

static int
oc_passed_clear(PyObject *self)
{
    Py_CLEAR(((oc_passed *)self)->about);
    return 0;
}

static void
oc_passed_dealloc(PyObject *self)
{
    PyObject_GC_UnTrack(self);
    if (((oc_passed *)self)->fd >= 0) {
        close(((oc_passed *)self)->fd);
    }
    Py_XDECREF(((oc_passed *)self)->about);
    PyObject_GC_Del(self);
}

static PyObject *
oc_passed_repr(PyObject *self)
{
    PyObject *about = ((oc_passed *)self)->about; /* borrowed */
    return PyUnicode_FromFormat("<objcap stream %R>", about == NULL ? Py_None : PyTuple_GET_ITEM(about, 0));
}

/* What is told about it, without its control. */
static PyObject *
oc_passed_get_about(PyObject *self, void *Py_UNUSED(closure))
{
    PyObject *about = ((oc_passed *)self)->about; /* borrowed */
    return about == NULL ? PyTuple_New(0) : PyTuple_GetSlice(about, 0, 6);
}

static PyObject *
oc_passed_get_closed(PyObject *self, void *Py_UNUSED(closure))
{
    return PyBool_FromLong(((oc_passed *)self)->fd < 0);
}

static PyMethodDef oc_passed_own_methods[] = {
    {"close", oc_passed_close, METH_NOARGS, "close($self)\n--\n\nClose the descriptor, unless it was passed."},
    {NULL, NULL, 0, NULL},
};

/* An item of `about`: the closure is its place. */
static PyObject *
oc_passed_get_item(PyObject *self, void *closure)
{
    PyObject *about = ((oc_passed *)self)->about; /* borrowed */
    return Py_NewRef(about == NULL ? Py_None : PyTuple_GET_ITEM(about, (Py_ssize_t)(intptr_t)closure));
}

/* Replaces it, in a tuple of its own. Returns 0, or -1 with an exception set. */
static int
oc_passed_set_item(PyObject *self, PyObject *value, void *closure)
{
    oc_passed *stream = (oc_passed *)self;
    Py_ssize_t place = (Py_ssize_t)(intptr_t)closure;
    PyTypeObject *type = place == 0 ? &PyUnicode_Type : &oc_capability_type;
    if (value == NULL || !Py_IS_TYPE(value, type) || stream->about == NULL || stream->leaving) {
        PyErr_Format(PyExc_TypeError, "it must be a %s", type->tp_name);
        return -1;
    }
    PyObject *about = PyTuple_New(7);
    for (Py_ssize_t i = 0; about != NULL && i < 7; i++) {
        PyTuple_SET_ITEM(about, i, Py_NewRef(i == place ? value : PyTuple_GET_ITEM(stream->about, i)));
    }
    if (about == NULL) {
        return -1;
    }
    Py_SETREF(stream->about, about);
    return 0;
}

static PyGetSetDef oc_passed_getset[] = {
    {"name", oc_passed_get_item, oc_passed_set_item, "What the guest sees as its name.", (void *)0},
    {"control", oc_passed_get_item, oc_passed_set_item, "What the guest's file object calls.", (void *)6},
    {"about", oc_passed_get_about, NULL, "Name, mode, encoding, errors, newline, limit.", NULL},
    {"closed", oc_passed_get_closed, NULL, "Was it passed or closed?", NULL},
    {NULL, NULL, NULL, NULL, NULL},
};

static PyTypeObject oc_passed_type = {
    PyVarObject_HEAD_INIT(NULL, 0)
    .tp_name = "objcap._objcap.Stream",
    .tp_doc = "An open file on its way to a guest.",
    .tp_basicsize = sizeof(oc_passed),
    .tp_flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC | Py_TPFLAGS_DISALLOW_INSTANTIATION |
                Py_TPFLAGS_IMMUTABLETYPE,
    .tp_dealloc = oc_passed_dealloc,
    .tp_traverse = oc_passed_traverse,
    .tp_clear = oc_passed_clear,
    .tp_repr = oc_passed_repr,
    .tp_methods = oc_passed_own_methods,
    .tp_getset = oc_passed_getset,
};

/* stream(fd, flags, name, mode, encoding, errors, newline, limit, control): takes the descriptor
 * over, unless it raises. The names are str or None, as the file object of the guest has them. */
static PyObject *
oc_stream_method(PyObject *Py_UNUSED(self), PyObject *args)
{
    int fd;
    unsigned int flags;
    PyObject *about[7]; /* borrowed */
    if (!PyArg_ParseTuple(args, "iIUUOOOOO:stream", &fd, &flags, &about[0], &about[1], &about[2],
                          &about[3], &about[4], &about[5], &about[6])) {
        return NULL;
    }
    if (flags & ~OC_FILE_FLAGS || !(flags & (OC_FILE_READ | OC_FILE_WRITE))) {
        PyErr_SetString(PyExc_ValueError, "stream() has no such flags");
        return NULL;
    }
    for (int i = 2; i < 7; i++) {
        PyTypeObject *type = i < 5 ? &PyUnicode_Type : i == 5 ? &PyLong_Type : &oc_capability_type;
        if (about[i] != Py_None && !Py_IS_TYPE(about[i], type)) {
            return PyErr_Format(PyExc_TypeError, "argument %d of stream() is a %s or None", i + 3,
                                type->tp_name);
        }
    }
    struct stat state;
    if (fstat(fd, &state) < 0 || !S_ISREG(state.st_mode)) {
        PyErr_SetString(PyExc_ValueError, "only regular files are passed");
        return NULL;
    }
    PyObject *tuple = PyTuple_New(7);
    oc_passed *stream = tuple == NULL ? NULL : PyObject_GC_New(oc_passed, &oc_passed_type);
    if (stream == NULL) {
        Py_XDECREF(tuple);
        return NULL;
    }
    for (int i = 0; i < 7; i++) {
        PyTuple_SET_ITEM(tuple, i, Py_NewRef(about[i]));
    }
    stream->fd = fd;
    stream->flags = flags;
    stream->leaving = 0;
    stream->about = tuple;
    PyObject_GC_Track((PyObject *)stream);
    return (PyObject *)stream;
}

/* stream_open(stream): the file object over it, in this process. Dropped and not closed, what was
 * written is forgotten. */
static PyObject *
oc_stream_open(PyObject *Py_UNUSED(self), PyObject *object)
{
    oc_passed *stream = (oc_passed *)object;
    if (!Py_IS_TYPE(object, &oc_passed_type) || stream->fd < 0 || stream->leaving) {
        PyErr_SetString(PyExc_ValueError, "stream_open() takes a stream that has not been passed");
        return NULL;
    }
    int fd = stream->fd;
    stream->fd = -1;
    PyObject *file = oc_file_new(fd, stream->flags);
    if (file == NULL) {
        return NULL;
    }
    ((oc_file *)file)->armed = -1;
    return oc_file_complete(file, stream->about);
}

PyMethodDef oc_passing_methods[] = {
    {"stream_open", oc_stream_open, METH_O,
     "stream_open(stream, /)\n--\n\nThe file object over a stream, in this process."},
    {"stream", oc_stream_method, METH_VARARGS,
     "stream(fd, flags, name, mode, encoding, errors, newline, limit, control, /)\n--\n\n"
     "An open regular file to be passed to a guest; it takes the descriptor over."},
    {NULL, NULL, 0, NULL},
};

/* See files.h. */
int
oc_passing_init(PyObject *module)
{
    return PyType_Ready(&oc_passed_type) < 0
               ? -1
               : PyModule_AddObjectRef(module, "Stream", (PyObject *)&oc_passed_type);
}
