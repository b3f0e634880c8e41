/* The capability type, and the table of those that exist. */
#include "files.h"

#include <fcntl.h>

#include <string.h>

/* ------------------------------------------------------------ the table */

static oc_capability **oc_table; /* by number; borrowed, an entry goes with its object */
static uint32_t oc_table_size;
static uint32_t oc_table_next = 1;

/* Enters a capability under its number. Returns 0, or -1 with MemoryError. */
static int
oc_table_add(oc_capability *capability, uint32_t number)
{
    if (number >= oc_table_size) {
        uint32_t size = number < 32 ? 64 : number * 2;
        oc_capability **table = PyMem_RawRealloc(oc_table, size * sizeof *table);
        if (table == NULL) {
            PyErr_NoMemory();
            return -1;
        }
        memset(table + oc_table_size, 0, (size - oc_table_size) * sizeof *table);
        oc_table = table;
        oc_table_size = size;
    }
    oc_table[number] = capability;
    capability->number = number;
    if (number >= oc_table_next) {
        oc_table_next = number + 1;
    }
    return 0;
}

/* A number that nothing has: freed ones are used again, so that a broker that
 * makes capabilities all the time keeps a small table. */
static uint32_t
oc_table_free(void)
{
    static uint32_t from = 1;
    for (uint32_t i = 0; i < oc_table_next; i++) {
        uint32_t number = from + i < oc_table_next ? from + i : from + i - oc_table_next + 1;
        if (number < oc_table_size && oc_table[number] == NULL) {
            from = number + 1 < oc_table_next ? number + 1 : 1;
            return number;
        }
    }
    return oc_table_next;
}

/* See capability.h. */
oc_capability *
oc_capability_find(uint32_t number)
{
    return number < oc_table_size ? oc_table[number] : NULL;
}

/* See capability.h. */
Py_ssize_t
oc_capability_count(void)
{
    Py_ssize_t count = 0;
    for (uint32_t i = 0; i < oc_table_size; i++) {
        count += oc_table[i] != NULL && oc_table[i]->here;
    }
    return count;
}

/* See capability.h. The functions belong to the host: what they close over is not
 * torn down here, where the host's files and folders are shared with the broker. */
int
oc_capability_part(void)
{
    for (uint32_t i = 0; i < oc_table_size; i++) {
        if (oc_table[i] != NULL && oc_table[i]->here) {
            oc_table[i]->here = 0;
            oc_table[i]->function = NULL; /* these references are never given back */
            oc_table[i]->owner = NULL;
        }
    }
    return 0;
}

/* See capability.h. */
void
oc_capability_all_known(void)
{
    for (uint32_t i = 0; i < oc_table_size; i++) {
        if (oc_table[i] != NULL && oc_table[i]->here) {
            oc_table[i]->known = 1;
            Py_INCREF(oc_table[i]);
        }
    }
}

/* ------------------------------------------------------------ the type */

oc_call oc_capability_call;

static PyObject *
oc_capability_vectorcall(PyObject *self, PyObject *const *args, size_t count, PyObject *names)
{
    oc_capability *capability = (oc_capability *)self;
    return (capability->native != NULL ? oc_native_call : oc_capability_call)(
        capability, args, PyVectorcall_NARGS(count), names);
}

/* A capability that is in no table yet. New reference, or NULL with MemoryError. */
static oc_capability *
oc_capability_alloc(PyObject *name, PyObject *doc)
{
    oc_capability *self = PyObject_GC_New(oc_capability, &oc_capability_type);
    if (self != NULL) {
        self->vectorcall = oc_capability_vectorcall;
        self->number = 0;
        self->here = 0;
        self->known = 0;
        self->function = NULL;
        self->owner = NULL;
        self->names = NULL;
        self->methods = NULL;
        self->native = NULL;
        self->name = Py_NewRef(name);
        self->doc = Py_NewRef(doc);
        self->weakrefs = NULL;
    }
    return self;
}

/* See capability.h. */
PyObject *
oc_capability_of_native(struct oc_native *native, PyObject *name, PyObject *doc)
{
    oc_capability *self = oc_capability_alloc(name, doc);
    if (self != NULL) {
        self->native = native;
        PyObject_GC_Track(self);
    }
    return (PyObject *)self;
}

/* See capability.h. */
PyObject *
oc_capability_new(PyObject *function, PyObject *name, PyObject *doc, uint32_t number)
{
    oc_capability *self = oc_capability_alloc(name, doc);
    if (self == NULL) {
        return NULL;
    }
    self->function = Py_XNewRef(function);
    self->here = function != NULL;
    if (oc_table_add(self, number == 0 ? oc_table_free() : number) < 0) {
        Py_CLEAR(self);
        return NULL;
    }
    PyObject_GC_Track(self);
    return (PyObject *)self;
}

/* See capability.h. */
int
oc_is_method_name(PyObject *name)
{
    return PyUnicode_CheckExact(name) && PyUnicode_IsIdentifier(name) == 1 &&
           PyUnicode_READ_CHAR(name, 0) != '_';
}

/* See capability.h. Tuples, because somebody might find them: they cannot be changed. A method
 * has no methods, so there is no cycle and no depth. */
int
oc_capability_set_methods(oc_capability *self, PyObject *table)
{
    PyObject *name, *method; /* borrowed */
    Py_ssize_t at = 0, i = 0, count = PyDict_CheckExact(table) ? PyDict_GET_SIZE(table) : -1;
    if (count < 0 || count > OC_METHODS) {
        PyErr_Format(count < 0 ? PyExc_TypeError : PyExc_ValueError,
                     "methods must be a dict of at most %d items", OC_METHODS);
        return -1;
    }
    PyObject *names = PyTuple_New(count), *methods = PyTuple_New(count);
    int status = names == NULL || methods == NULL ? -1 : 0;
    while (status == 0 && PyDict_Next(table, &at, &name, &method)) {
        if (!oc_is_method_name(name)) {
            PyErr_SetString(PyExc_ValueError,
                            "the name of a method is an identifier without an underscore before it");
            status = -1;
        }
        else if (!Py_IS_TYPE(method, &oc_capability_type) || ((oc_capability *)method)->number == 0 ||
                 ((oc_capability *)method)->names != NULL || method == (PyObject *)self) {
            PyErr_SetString(PyExc_TypeError,
                            "a method is a capability that has no methods itself and is not in C");
            status = -1;
        }
        else {
            PyObject *own = Py_NewRef(name);
            PyUnicode_InternInPlace(&own); /* as the names in code are */
            PyTuple_SET_ITEM(names, i, own);
            PyTuple_SET_ITEM(methods, i++, Py_NewRef(method));
        }
    }
    if (status < 0) {
        Py_XDECREF(names);
        Py_XDECREF(methods);
        return -1;
    }
    Py_XSETREF(self->names, names);
    Py_XSETREF(self->methods, methods);
    return 0;
}

/* The method of that name (borrowed), or NULL. Raises nothing, calls nothing. */
static PyObject *
oc_capability_method(oc_capability *self, PyObject *name)
{
    Py_ssize_t count = self->names == NULL ? 0 : PyTuple_GET_SIZE(self->names);
    for (Py_ssize_t i = 0; i < count; i++) {
        if (PyTuple_GET_ITEM(self->names, i) == name) {
            return PyTuple_GET_ITEM(self->methods, i);
        }
    }
    for (Py_ssize_t i = 0; i < count; i++) { /* a name that was put together at run time */
        if (PyUnicode_CheckExact(name) && PyUnicode_Compare(PyTuple_GET_ITEM(self->names, i), name) == 0) {
            return PyTuple_GET_ITEM(self->methods, i);
        }
    }
    return NULL;
}

/* "a, b, c": the names of the methods. New reference, or NULL. */
static PyObject *
oc_capability_list(oc_capability *self)
{
    if (PyTuple_GET_SIZE(self->names) == 0) {
        return PyUnicode_FromString("nothing");
    }
    PyObject *comma = PyUnicode_FromString(", ");
    PyObject *list = comma == NULL ? NULL : PyUnicode_Join(comma, self->names);
    Py_XDECREF(comma);
    return list;
}

/* See capability.h. */
PyObject *
oc_capability_not_callable(oc_capability *self)
{
    PyObject *list = self->names == NULL ? NULL : oc_capability_list(self);
    if (list == NULL) {
        return PyErr_Occurred() ? NULL
                                : PyErr_Format(PyExc_RuntimeError, "the capability has no function");
    }
    PyErr_Format(PyExc_TypeError, "capability %R cannot be called; it has: %U", self->name, list);
    Py_DECREF(list);
    return NULL;
}

/* See capability.h. */
PyObject *
oc_capability_news(oc_capability *self)
{
    if (self->names == NULL) {
        return PyTuple_Pack(2, self->name, self->doc);
    }
    PyObject *table = PyDict_New();
    for (Py_ssize_t i = 0; table != NULL && i < PyTuple_GET_SIZE(self->names); i++) {
        if (PyDict_SetItem(table, PyTuple_GET_ITEM(self->names, i),
                           PyTuple_GET_ITEM(self->methods, i)) < 0) {
            Py_CLEAR(table);
        }
    }
    PyObject *news = table == NULL ? NULL : PyTuple_Pack(3, self->name, self->doc, table);
    Py_XDECREF(table);
    return news;
}

/* Leaves the table. The broker is told when it was the broker's. Both come before the callbacks
 * of weak references, which may make a call: its answer could name this capability, which
 * would be taken up, and freed, for a second time (seen). */
static void
oc_capability_dealloc(oc_capability *self)
{
    PyObject_GC_UnTrack(self);
    if (self->number != 0) {
        oc_table[self->number] = NULL;
        if (!self->here) {
            oc_remote_drop(self->number);
        }
    }
    if (self->weakrefs != NULL) {
        PyObject_ClearWeakRefs((PyObject *)self);
    }
    Py_XDECREF(self->function);
    Py_XDECREF(self->owner);
    Py_XDECREF(self->names);
    Py_XDECREF(self->methods);
    Py_XDECREF(self->name);
    Py_XDECREF(self->doc);
    PyObject_GC_Del(self);
}

static int
oc_capability_traverse(oc_capability *self, visitproc visit, void *arg)
{
    Py_VISIT(self->function);
    Py_VISIT(self->owner);
    Py_VISIT(self->methods);
    return 0;
}

static int
oc_capability_clear(oc_capability *self)
{
    Py_CLEAR(self->function);
    Py_CLEAR(self->owner);
    return 0;
}

/* A method, or what every object has. AttributeError says what methods there are. */
static PyObject *
oc_capability_getattro(PyObject *object, PyObject *name)
{
    oc_capability *self = (oc_capability *)object;
    PyObject *found = oc_capability_method(self, name); /* borrowed */
    if (found != NULL) {
        return Py_NewRef(found);
    }
    found = PyObject_GenericGetAttr(object, name);
    if (found == NULL && self->names != NULL && PyUnicode_CheckExact(name) &&
        PyErr_ExceptionMatches(PyExc_AttributeError)) {
        PyErr_Clear();
        PyObject *list = oc_capability_list(self);
        if (list != NULL) {
            PyErr_Format(PyExc_AttributeError, "capability %R has no %R; it has: %U", self->name, name,
                         list);
            Py_DECREF(list);
        }
    }
    return found;
}

/* Nobody changes a capability. */
static int
oc_capability_setattro(PyObject *object, PyObject *name, PyObject *Py_UNUSED(value))
{
    PyErr_Format(PyExc_AttributeError, "capability %R cannot be changed (%.100R)",
                 ((oc_capability *)object)->name, name);
    return -1;
}

/* dir(): the methods, and what every capability has. */
static PyObject *
oc_capability_dir(PyObject *object, PyObject *Py_UNUSED(ignored))
{
    oc_capability *self = (oc_capability *)object;
    PyObject *names = PyObject_Dir((PyObject *)&oc_capability_type);
    if (names != NULL && self->names != NULL &&
        PyList_SetSlice(names, 0, 0, self->names) < 0) {
        Py_CLEAR(names);
    }
    return names;
}

static PyObject *
oc_capability_repr(oc_capability *self)
{
    return PyUnicode_FromFormat("<capability %R>", self->name);
}

static PyObject *
oc_capability_get_doc(oc_capability *self, void *Py_UNUSED(closure))
{
    return Py_NewRef(self->doc);
}

static PyObject *
oc_capability_get_name(oc_capability *self, void *Py_UNUSED(closure))
{
    return Py_NewRef(self->name);
}

/* ------------------------------------------------------------ files and the like */

/* The method of that name (new reference), or NULL with TypeError. */
static PyObject *
oc_capability_needs(PyObject *object, const char *name, const char *what)
{
    oc_capability *self = (oc_capability *)object;
    Py_ssize_t count = self->names == NULL ? 0 : PyTuple_GET_SIZE(self->names);
    for (Py_ssize_t i = 0; i < count; i++) {
        if (PyUnicode_CompareWithASCIIString(PyTuple_GET_ITEM(self->names, i), name) == 0) {
            return Py_NewRef(PyTuple_GET_ITEM(self->methods, i));
        }
    }
    return PyErr_Format(PyExc_TypeError, "capability %R has no %s(), so it %s", self->name, name, what);
}

/* with: what has a close() is closed at the end. */
static PyObject *
oc_capability_enter(PyObject *self, PyObject *Py_UNUSED(ignored))
{
    PyObject *method = oc_capability_needs(self, "close", "is no context manager");
    Py_XDECREF(method);
    return method == NULL ? NULL : Py_NewRef(self);
}

/* Its end. New reference to None: an exception goes on. */
static PyObject *
oc_capability_exit(PyObject *self, PyObject *Py_UNUSED(args))
{
    PyObject *method = oc_capability_needs(self, "close", "is no context manager");
    PyObject *result = method == NULL ? NULL : PyObject_CallNoArgs(method);
    Py_XDECREF(method);
    if (result != NULL) {
        Py_SETREF(result, Py_NewRef(Py_None));
    }
    return result;
}

/* for: what has a readline() is gone through line by line. */
static PyObject *
oc_capability_iter(PyObject *self)
{
    PyObject *method = oc_capability_needs(self, "readline", "is not iterable");
    Py_XDECREF(method);
    return method == NULL ? NULL : Py_NewRef(self);
}

/* A line. New reference, or NULL: without an exception at the end, or with that of the call. */
static PyObject *
oc_capability_next(PyObject *self)
{
    PyObject *method = oc_capability_needs(self, "readline", "is no iterator");
    PyObject *line = method == NULL ? NULL : PyObject_CallNoArgs(method);
    Py_XDECREF(method);
    if (line != NULL && !(PyUnicode_CheckExact(line) && PyUnicode_GET_LENGTH(line) > 0) &&
        !(PyBytes_CheckExact(line) && PyBytes_GET_SIZE(line) > 0)) {
        Py_CLEAR(line); /* the end */
    }
    return line;
}

/* A copy of a capability is the capability itself; it cannot be pickled. */
static PyObject *
oc_capability_reduce(oc_capability *self, PyObject *Py_UNUSED(version))
{
    return PyErr_Format(PyExc_TypeError, "cannot pickle a capability (%R)", self->name);
}

static PyObject *
oc_capability_copy(PyObject *self, PyObject *Py_UNUSED(memo))
{
    return Py_NewRef(self);
}

static PyMethodDef oc_capability_own_methods[] = {
    {"__reduce_ex__", (PyCFunction)oc_capability_reduce, METH_O, NULL},
    {"__copy__", oc_capability_copy, METH_NOARGS, NULL},
    {"__deepcopy__", oc_capability_copy, METH_O, NULL},
    {"__dir__", oc_capability_dir, METH_NOARGS, NULL},
    {"__enter__", oc_capability_enter, METH_NOARGS, NULL},
    {"__exit__", oc_capability_exit, METH_VARARGS, NULL},
    {NULL, NULL, 0, NULL},
};

static PyGetSetDef oc_capability_getset[] = {
    {"__doc__", (getter)oc_capability_get_doc, NULL, NULL, NULL},
    {"__name__", (getter)oc_capability_get_name, NULL, NULL, NULL},
    {"__qualname__", (getter)oc_capability_get_name, NULL, NULL, NULL},
    {NULL, NULL, NULL, NULL, NULL},
};

PyTypeObject oc_capability_type = {
    PyVarObject_HEAD_INIT(NULL, 0)
    .tp_name = "objcap.Capability",
    .tp_basicsize = sizeof(oc_capability),
    .tp_flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_HAVE_GC | Py_TPFLAGS_HAVE_VECTORCALL |
                Py_TPFLAGS_DISALLOW_INSTANTIATION | Py_TPFLAGS_IMMUTABLETYPE,
    .tp_dealloc = (destructor)oc_capability_dealloc,
    .tp_traverse = (traverseproc)oc_capability_traverse,
    .tp_clear = (inquiry)oc_capability_clear,
    .tp_repr = (reprfunc)oc_capability_repr,
    .tp_call = PyVectorcall_Call,
    .tp_iter = oc_capability_iter,
    .tp_iternext = oc_capability_next,
    .tp_getattro = oc_capability_getattro,
    .tp_setattro = oc_capability_setattro,
    .tp_vectorcall_offset = offsetof(oc_capability, vectorcall),
    .tp_weaklistoffset = offsetof(oc_capability, weakrefs),
    .tp_methods = oc_capability_own_methods,
    .tp_getset = oc_capability_getset,
};

/* ------------------------------------------------------------ calls in one process */

/* What one such call passes. */
typedef struct {
    PyObject *functions; /* list: the callbacks among its arguments (borrowed) */
    oc_passing streams;  /* of its result */
    int taken;           /* how many of them have become file objects */
} oc_local;

static int
oc_local_number(void *data, PyObject *object, unsigned char *tag, uint32_t *number)
{
    if (!Py_IS_TYPE(object, &oc_capability_type)) {
        return oc_passing_add(&((oc_local *)data)->streams, object, tag, number);
    }
    *tag = 'C';
    *number = ((oc_capability *)object)->number;
    return *number != 0;
}

/* The object behind a number. New reference, or NULL with ValueError. */
static PyObject *
oc_local_object(void *data, unsigned char tag, uint32_t number)
{
    oc_local *local = data;
    if (tag == 'B' && number < (size_t)PyList_GET_SIZE(local->functions)) {
        return Py_NewRef(PyList_GET_ITEM(local->functions, number));
    }
    if (tag == 'S' && local->taken < local->streams.count) {
        int fd = fcntl(local->streams.streams[local->taken++]->fd, F_DUPFD_CLOEXEC, 3);
        return fd < 0 ? PyErr_SetFromErrno(PyExc_OSError) : oc_file_new(fd, number);
    }
    oc_capability *found = tag == 'C' ? oc_capability_find(number) : NULL;
    if (found == NULL) {
        PyErr_SetString(PyExc_ValueError, "malformed message");
    }
    return Py_XNewRef((PyObject *)found);
}

/* Before the lockdown, and in the broker, a capability calls its function; what
 * crosses is copied by the codec as it will be later. */
static PyObject *
oc_call_local(oc_capability *self, PyObject *const *args, Py_ssize_t count, PyObject *names)
{
    PyObject *list = NULL, *dict = NULL, *result = NULL, *sent = NULL;
    oc_bytes out = {NULL, 0, 0};
    if (self->function == NULL) {
        return oc_capability_not_callable(self);
    }
    Py_ssize_t total = count + (names == NULL ? 0 : PyTuple_GET_SIZE(names));
    if (oc_outgoing_all(args, total, &sent) < 0) {
        return NULL;
    }
    args = sent == NULL ? args : ((PyTupleObject *)sent)->ob_item;
    oc_local local = {PyList_New(0), {.count = 0}, 0};
    oc_wire_hooks hooks = {&local, oc_local_number, oc_local_object, 0};
    if (local.functions == NULL ||
        oc_arguments_encode(&out, args, count, names, local.functions, &hooks) < 0) {
        goto done;
    }
    oc_message message = {.kind = OC_CALL, .body = out.data, .size = out.size};
    if (oc_arguments_decode(&message, &hooks, &list, &dict) < 0) {
        goto done;
    }
    result = PyObject_Call(self->function, list, dict);
    if (result != NULL) {
        Py_SETREF(result, oc_outgoing(result));
    }
    if (result != NULL) {
        PyObject *what = PyUnicode_FromFormat("the result of capability %R", self->name);
        const char *text = what == NULL ? NULL : PyUnicode_AsUTF8(what);
        out.size = 0;
        int status = text == NULL ? -1 : oc_wire_encode(&out, result, text, &hooks);
        PyObject *decoded = status < 0 ? NULL : oc_wire_decode(out.data, out.size, &hooks);
        oc_passing_end(&local.streams, decoded != NULL);
        if (decoded != NULL) {
            oc_files_arm();
        }
        Py_SETREF(result, decoded);
        Py_XDECREF(what);
    }
done:
    oc_bytes_free(&out);
    oc_passing_end(&local.streams, 0);
    Py_XDECREF(sent);
    Py_XDECREF(local.functions);
    Py_XDECREF(list);
    Py_XDECREF(dict);
    return result;
}

/* See capability.h. */
int
oc_capability_init(void)
{
    oc_capability_call = oc_call_local;
    return PyType_Ready(&oc_capability_type) < 0 || PyType_Ready(&oc_guest_function_type) < 0 ||
                   oc_errors_init() < 0
               ? -1
               : 0;
}
