/* The capability type, and the table of those that exist. */
#include "capability.h"

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
        count += oc_table[i] != NULL && oc_table[i]->function != NULL;
    }
    return count;
}

/* See capability.h. The functions belong to the host: what they close over is not
 * torn down here, where the host's files and folders are shared with the broker. */
int
oc_capability_part(void)
{
    for (uint32_t i = 0; i < oc_table_size; i++) {
        if (oc_table[i] != NULL && oc_table[i]->function != NULL) {
            oc_table[i]->function = NULL; /* its reference is never given back */
        }
    }
    return 0;
}

/* See capability.h. */
void
oc_capability_all_known(void)
{
    for (uint32_t i = 0; i < oc_table_size; i++) {
        if (oc_table[i] != NULL && oc_table[i]->function != NULL) {
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
        self->known = 0;
        self->function = NULL;
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
    if (oc_table_add(self, number == 0 ? oc_table_free() : number) < 0) {
        Py_CLEAR(self);
        return NULL;
    }
    PyObject_GC_Track(self);
    return (PyObject *)self;
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
        if (self->function == NULL) {
            oc_remote_drop(self->number);
        }
    }
    if (self->weakrefs != NULL) {
        PyObject_ClearWeakRefs((PyObject *)self);
    }
    Py_XDECREF(self->function);
    Py_XDECREF(self->name);
    Py_XDECREF(self->doc);
    PyObject_GC_Del(self);
}

static int
oc_capability_traverse(oc_capability *self, visitproc visit, void *arg)
{
    Py_VISIT(self->function);
    return 0;
}

static int
oc_capability_clear(oc_capability *self)
{
    Py_CLEAR(self->function);
    return 0;
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
    .tp_vectorcall_offset = offsetof(oc_capability, vectorcall),
    .tp_weaklistoffset = offsetof(oc_capability, weakrefs),
    .tp_methods = oc_capability_own_methods,
    .tp_getset = oc_capability_getset,
};

/* ------------------------------------------------------------ calls in one process */

static int
oc_local_number(void *Py_UNUSED(data), PyObject *object, unsigned char *tag, uint32_t *number)
{
    *tag = 'C';
    *number = Py_IS_TYPE(object, &oc_capability_type) ? ((oc_capability *)object)->number : 0;
    return *number != 0;
}

/* The object behind a number. New reference, or NULL with ValueError. */
static PyObject *
oc_local_object(void *data, unsigned char tag, uint32_t number)
{
    if (tag == 'B' && data != NULL && number < (size_t)PyList_GET_SIZE((PyObject *)data)) {
        return Py_NewRef(PyList_GET_ITEM((PyObject *)data, number));
    }
    oc_capability *found = tag == 'C' ? oc_capability_find(number) : NULL;
    if (found == NULL) {
        PyErr_SetString(PyExc_ValueError, "malformed message");
    }
    return Py_XNewRef((PyObject *)found);
}

static const oc_wire_hooks oc_local_hooks = {NULL, oc_local_number, oc_local_object};

/* Before the lockdown, and in the broker, a capability calls its function; what
 * crosses is copied by the codec as it will be later. */
static PyObject *
oc_call_local(oc_capability *self, PyObject *const *args, Py_ssize_t count, PyObject *names)
{
    PyObject *list = NULL, *dict = NULL, *result = NULL;
    oc_bytes out = {NULL, 0, 0};
    if (self->function == NULL) {
        PyErr_SetString(PyExc_RuntimeError, "the capability has no function");
        return NULL;
    }
    PyObject *functions = PyList_New(0);
    if (functions == NULL ||
        oc_arguments_encode(&out, args, count, names, functions, &oc_local_hooks) < 0) {
        goto done;
    }
    oc_message message = {.kind = OC_CALL, .body = out.data, .size = out.size};
    oc_wire_hooks hooks = oc_local_hooks;
    hooks.data = functions;
    if (oc_arguments_decode(&message, &hooks, &list, &dict) < 0) {
        goto done;
    }
    result = PyObject_Call(self->function, list, dict);
    if (result != NULL) {
        PyObject *what = PyUnicode_FromFormat("the result of capability %R", self->name);
        const char *text = what == NULL ? NULL : PyUnicode_AsUTF8(what);
        out.size = 0;
        int status = text == NULL ? -1 : oc_wire_encode(&out, result, text, &oc_local_hooks);
        Py_SETREF(result,
                  status < 0 ? NULL : oc_wire_decode(out.data, out.size, &oc_local_hooks));
        Py_XDECREF(what);
    }
done:
    oc_bytes_free(&out);
    Py_XDECREF(functions);
    Py_XDECREF(list);
    Py_XDECREF(dict);
    return result;
}

/* ------------------------------------------------------------ for the host */

/* An exact str for a str, else None. New reference, or NULL with an exception set. */
static PyObject *
oc_text_attribute(PyObject *object, const char *name)
{
    PyObject *value = PyObject_GetAttrString(object, name);
    if (value == NULL) {
        if (!PyErr_ExceptionMatches(PyExc_AttributeError)) {
            return NULL;
        }
        PyErr_Clear();
        Py_RETURN_NONE;
    }
    Py_SETREF(value, PyUnicode_Check(value) ? PyUnicode_FromObject(value) : Py_NewRef(Py_None));
    return value;
}

/* capability(func, name=None) */
static PyObject *
oc_capability_make(PyObject *Py_UNUSED(self), PyObject *args, PyObject *kwargs)
{
    static char *keywords[] = {"func", "name", NULL};
    PyObject *function, *name = Py_None; /* borrowed */
    if (!PyArg_ParseTupleAndKeywords(args, kwargs, "O|O:capability", keywords, &function, &name)) {
        return NULL;
    }
    if (!PyCallable_Check(function)) {
        return PyErr_Format(PyExc_TypeError, "capability() takes a callable, not %.100s",
                            Py_TYPE(function)->tp_name);
    }
    if (Py_IS_TYPE(function, &oc_guest_function_type)) {
        PyErr_SetString(PyExc_TypeError, "capability() takes no function of the guest");
        return NULL;
    }
    if (name != Py_None && !PyUnicode_Check(name)) {
        return PyErr_Format(PyExc_TypeError, "the name of a capability is a str, not %.100s",
                            Py_TYPE(name)->tp_name);
    }
    PyObject *label = name == Py_None ? oc_text_attribute(function, "__name__")
                                      : PyUnicode_FromObject(name);
    if (label == Py_None) {
        const char *type = Py_TYPE(function)->tp_name;
        const char *dot = strrchr(type, '.');
        Py_SETREF(label, PyUnicode_FromString(dot == NULL ? type : dot + 1));
    }
    /* an instance shows the docstring of its class; that of a builtin type is no help */
    PyObject *doc = label == NULL ? NULL : oc_text_attribute(function, "__doc__");
    PyObject *result = doc == NULL ? NULL : oc_capability_new(function, label, doc, 0);
    Py_XDECREF(label);
    Py_XDECREF(doc);
    return result;
}

/* wire_encode(value, what="the value"): the bytes that cross for it. */
static PyObject *
oc_wire_encode_method(PyObject *Py_UNUSED(self), PyObject *args)
{
    PyObject *value, *bytes = NULL; /* value is borrowed */
    const char *what = "the value"; /* borrowed */
    oc_bytes out = {NULL, 0, 0};
    if (PyArg_ParseTuple(args, "O|s:wire_encode", &value, &what) &&
        oc_wire_encode(&out, value, what, NULL) == 0) {
        bytes = PyBytes_FromStringAndSize((const char *)out.data, (Py_ssize_t)out.size);
    }
    oc_bytes_free(&out);
    return bytes;
}

/* wire_decode(data): the value behind them. */
static PyObject *
oc_wire_decode_method(PyObject *Py_UNUSED(self), PyObject *data)
{
    if (!PyBytes_CheckExact(data)) {
        PyErr_SetString(PyExc_TypeError, "wire_decode() takes bytes");
        return NULL;
    }
    return oc_wire_decode((const unsigned char *)PyBytes_AS_STRING(data),
                          (size_t)PyBytes_GET_SIZE(data), NULL);
}

PyMethodDef oc_capability_methods[] = {
    {"wire_encode", oc_wire_encode_method, METH_VARARGS,
     "wire_encode(value, what='the value', /)\n--\n\nThe bytes that cross the boundary for a value."},
    {"wire_decode", oc_wire_decode_method, METH_O,
     "wire_decode(data, /)\n--\n\nThe value behind such bytes."},
    {"capability", (PyCFunction)(void (*)(void))oc_capability_make, METH_VARARGS | METH_KEYWORDS,
     "capability(func, name=None)\n--\n\nA callable that a guest may hold; the broker calls func."},
    {NULL, NULL, 0, NULL},
};

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
