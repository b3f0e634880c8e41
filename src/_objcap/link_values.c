/* Values on a Link: capabilities that it hands out, and functions that the guest lends. */
#include "link.h"

#define OC_LINK_CAPABILITIES ((Py_ssize_t)1 << 16) /* that one guest may hold at once */

/* ------------------------------------------------------------ functions of the guest */

/* A function that the guest has passed to a grant; it can be called while that call lasts. */
typedef struct {
    PyObject_HEAD
    oc_link *link;
    uint32_t place;
    unsigned long serial;
} oc_lent;

/* Passes the call to the session of the link. RuntimeError when that has ended. */
static PyObject *
oc_lent_call(PyObject *object, PyObject *args, PyObject *kwargs)
{
    oc_lent *self = (oc_lent *)object;
    if (self->link->callback == NULL || self->link->callback == Py_None) {
        PyErr_SetString(PyExc_RuntimeError, "the guest has ended");
        return NULL;
    }
    return PyObject_CallFunction(self->link->callback, "kOOk", (unsigned long)self->place, args,
                                 kwargs == NULL ? Py_None : kwargs, self->serial);
}

/* A grant that keeps one makes a cycle: link, capability, grant, lent function. */
static int
oc_lent_traverse(PyObject *object, visitproc visit, void *arg)
{
    Py_VISIT(((oc_lent *)object)->link);
    return 0;
}

static void
oc_lent_dealloc(PyObject *object)
{
    PyObject_GC_UnTrack(object);
    Py_DECREF(((oc_lent *)object)->link);
    PyObject_GC_Del(object);
}

PyTypeObject oc_lent_type = {
    PyVarObject_HEAD_INIT(NULL, 0)
    .tp_name = "objcap.LentFunction",
    .tp_doc = "A function of a sandbox's guest; it can be called while the call lasts.",
    .tp_basicsize = sizeof(oc_lent),
    .tp_flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_DISALLOW_INSTANTIATION | Py_TPFLAGS_IMMUTABLETYPE |
                Py_TPFLAGS_HAVE_GC,
    .tp_call = oc_lent_call,
    .tp_traverse = oc_lent_traverse,
    .tp_dealloc = oc_lent_dealloc,
};

/* ------------------------------------------------------------ values */

/* The number of a capability on this link; one that is new to the guest is announced. */
int
oc_link_number(void *data, PyObject *object, unsigned char *tag, uint32_t *number)
{
    oc_link *self = data;
    if (!Py_IS_TYPE(object, &oc_capability_type)) {
        return oc_passing_add(&self->streams, object, tag, number);
    }
    oc_capability *capability = (oc_capability *)object;
    PyObject *known = PyDict_GetItemWithError(self->numbers, object); /* borrowed */
    *tag = 'C';
    if (known != NULL) {
        *number = (uint32_t)PyLong_AsUnsignedLong(known);
        return 1;
    }
    if (PyErr_Occurred()) {
        return -1;
    }
    if (PyDict_GET_SIZE(self->numbers) >= OC_LINK_CAPABILITIES) {
        PyErr_Format(PyExc_ValueError, "a guest may hold %zd capabilities at once",
                     OC_LINK_CAPABILITIES);
        return -1;
    }
    oc_wire_hooks hooks = {self, oc_link_number, NULL, 0};
    Py_ssize_t methods = capability->names == NULL ? 0 : PyTuple_GET_SIZE(capability->names);
    for (Py_ssize_t i = 0; i < methods; i++) { /* they come before it */
        if (oc_link_number(self, PyTuple_GET_ITEM(capability->methods, i), tag, number) != 1) {
            return -1;
        }
    }
    *number = self->next;
    PyObject *key = PyLong_FromUnsignedLong(*number);
    PyObject *value = oc_capability_news(capability);
    Py_ssize_t at = oc_message_begin(&self->news);
    int status = key == NULL || value == NULL || at < 0 ? -1 : 0;
    if (status == 0) {
        status = oc_wire_encode(&self->news, value, "the name", &hooks);
    }
    if (status == 0) {
        oc_message_end(&self->news, at, OC_NEW, 0, *number);
        status = PyDict_SetItem(self->numbers, object, key);
    }
    if (status == 0 && PyDict_SetItem(self->objects, key, object) < 0) {
        status = -1;
    }
    if (status < 0 && at >= 0) {
        self->news.size = (size_t)at;
    }
    self->next += status == 0;
    Py_XDECREF(key);
    Py_XDECREF(value);
    return status < 0 ? -1 : 1;
}

/* The object behind a number of the guest's. New reference, or NULL with ValueError. */
PyObject *
oc_link_object(void *data, unsigned char tag, uint32_t number)
{
    oc_link *self = data;
    if (tag == 'B') {
        oc_lent *lent = PyObject_GC_New(oc_lent, &oc_lent_type);
        if (lent != NULL) {
            lent->link = (oc_link *)Py_NewRef((PyObject *)self);
            lent->place = number;
            lent->serial = self->serial;
            PyObject_GC_Track((PyObject *)lent);
        }
        return (PyObject *)lent;
    }
    PyObject *key = tag == 'C' ? PyLong_FromUnsignedLong(number) : NULL;
    PyObject *found = key == NULL ? NULL : PyDict_GetItemWithError(self->objects, key);
    Py_XDECREF(key);
    if (found == NULL && !PyErr_Occurred()) {
        PyErr_SetString(PyExc_ValueError, "malformed message");
    }
    return Py_XNewRef(found);
}

/* See link.h. */
int
oc_link_drop(oc_link *self, uint32_t number)
{
    PyObject *key = PyLong_FromUnsignedLong(number);
    PyObject *found = key == NULL ? NULL : PyDict_GetItemWithError(self->objects, key);
    if (found == NULL) {
        Py_XDECREF(key);
        if (!PyErr_Occurred()) {
            PyErr_SetString(PyExc_ValueError, "malformed message");
        }
        return -1;
    }
    Py_INCREF(found);
    int status = PyDict_DelItem(self->numbers, found) < 0 ? -1 : PyDict_DelItem(self->objects, key);
    Py_DECREF(found);
    Py_DECREF(key);
    return status;
}
