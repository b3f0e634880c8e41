/* The locked side of a capability: it asks the broker and waits.
 *
 * Between encoding the arguments and having the answer no Python code runs in this
 * process (R1), save the guest's functions that the broker calls back. */
#include "files.h"

#include <errno.h>
#include <unistd.h>

static struct {
    oc_channel channel;
    uint32_t sequence;
    PyObject *callbacks; /* list: the guest's functions in the calls under way (owned) */
    oc_bytes out;        /* kept between calls */
    PyObject *told;      /* the last answer to a callback (owned): the broker may name what is in it */
    uint32_t *dropped;   /* numbers of capabilities that nobody here holds any more */
    size_t drops, drop_room;
} oc_remote = {.channel = {.fd = -1}};

/* See capability.h. */
int
oc_remote_fd(void)
{
    return oc_remote.channel.fd;
}

/* See capability.h. */
oc_channel *
oc_remote_channel(void)
{
    return &oc_remote.channel;
}

/* See capability.h. Calls nothing: it runs inside a deallocation. Without memory
 * the broker keeps the capability, and that is all. */
void
oc_remote_drop(uint32_t number)
{
    if (oc_remote.channel.fd < 0 || oc.ended) {
        return;
    }
    if (oc_remote.drops == oc_remote.drop_room) {
        size_t room = oc_remote.drop_room * 2 + 64;
        uint32_t *dropped = PyMem_RawRealloc(oc_remote.dropped, room * sizeof *dropped);
        if (dropped == NULL) {
            return;
        }
        oc_remote.dropped = dropped;
        oc_remote.drop_room = room;
    }
    oc_remote.dropped[oc_remote.drops++] = number;
}

/* ------------------------------------------------------------ values */

static int
oc_remote_number(void *Py_UNUSED(data), PyObject *object, unsigned char *tag, uint32_t *number)
{
    *tag = 'C';
    *number = Py_IS_TYPE(object, &oc_capability_type) ? ((oc_capability *)object)->number : 0;
    return *number != 0;
}

/* The object behind a number, or over the next descriptor. New reference, or NULL with an exception. */
static PyObject *
oc_remote_object(void *Py_UNUSED(data), unsigned char tag, uint32_t number)
{
    if (tag == 'S') {
        int fd = oc_channel_take(&oc_remote.channel);
        if (fd < 0 && oc_remote.channel.lost) {
            Py_RETURN_NONE; /* see oc_remote_arrived */
        }
        return fd < 0 ? PyErr_Format(PyExc_ValueError, "malformed message") : oc_file_new(fd, number);
    }
    oc_capability *found = tag == 'C' ? oc_capability_find(number) : NULL;
    if (found == NULL) {
        PyErr_SetString(PyExc_ValueError, "malformed message");
    }
    return Py_XNewRef((PyObject *)found);
}

static const oc_wire_hooks oc_remote_hooks = {NULL, oc_remote_number, oc_remote_object, 0};

/* ------------------------------------------------------------ the other end is gone */

/* The broker has died, or does not speak as it should: this process has nothing left
 * to do. The kernel would kill it (PR_SET_PDEATHSIG); this is the second string. */
static _Noreturn void
oc_remote_gone(void)
{
    _exit(PyErr_Occurred() && PyErr_ExceptionMatches(PyExc_MemoryError) ? OC_NO_MEMORY : 70);
}

/* The message that the broker's turn ends with has been decoded, if `decoded`: its files have
 * arrived. Returns 0, or -1 with OSError when this process can have no more of them. */
static int
oc_remote_arrived(int decoded)
{
    int lost = oc_remote.channel.lost;
    oc_remote.channel.lost = 0;
    if (oc_channel_drop(&oc_remote.channel) > 0 && decoded && !lost) {
        oc_remote_gone(); /* more descriptors than streams */
    }
    if (lost && decoded) {
        errno = EMFILE;
        PyErr_SetFromErrno(PyExc_OSError);
        return -1;
    }
    if (decoded) {
        oc_files_arm();
    }
    return 0;
}

/* Sends what is in `out`, with the drops before it. */
static void
oc_remote_send(const oc_bytes *out)
{
    if (oc_remote.drops > 0) {
        oc_bytes first = {NULL, 0, 0};
        for (size_t i = 0; i < oc_remote.drops; i++) {
            Py_ssize_t at = oc_message_begin(&first);
            if (at < 0) {
                PyErr_Clear();
                break;
            }
            oc_message_end(&first, at, OC_DROP, 0, oc_remote.dropped[i]);
        }
        oc_remote.drops = 0;
        if (oc_channel_send(&oc_remote.channel, &first, OC_POISONED) < 0) {
            oc_remote_gone();
        }
        oc_bytes_free(&first);
    }
    if (oc_channel_send(&oc_remote.channel, out, OC_POISONED) < 0) {
        oc_remote_gone();
    }
}

/* ------------------------------------------------------------ messages of the broker */

/* A capability that the broker has made since: keeps it until it is taken up. */
static void
oc_remote_new(const oc_message *message, PyObject *fresh)
{
    PyObject *value = oc_wire_decode(message->body, message->size, &oc_remote_hooks);
    Py_ssize_t size = value != NULL && PyTuple_CheckExact(value) ? PyTuple_GET_SIZE(value) : 0;
    PyObject *made = NULL;
    if ((size == 2 || size == 3) && PyUnicode_CheckExact(PyTuple_GET_ITEM(value, 0)) &&
        oc_capability_find(message->target) == NULL && message->target != 0) {
        made = oc_capability_new(NULL, PyTuple_GET_ITEM(value, 0), PyTuple_GET_ITEM(value, 1),
                                 message->target);
    }
    if (made != NULL && size == 3 &&
        oc_capability_set_methods((oc_capability *)made, PyTuple_GET_ITEM(value, 2)) < 0) {
        oc_remote_gone();
    }
    Py_XDECREF(value);
    if (made == NULL || PyList_Append(fresh, made) < 0) {
        oc_remote_gone();
    }
    Py_DECREF(made);
}

/* A message of the broker has been decoded, so what it names is held by what it says: what
 * came by OC_NEW, and what we have told before, may go. */
static void
oc_remote_taken(PyObject **fresh)
{
    Py_CLEAR(*fresh);
    Py_CLEAR(oc_remote.told);
}

/* Calls a function of the guest for the broker and answers. What is no Exception (an
 * exit, Ctrl-C) ends the guest's own call afterwards: it is put into `escaped`. */
static void
oc_remote_callback(const oc_message *message, PyObject **fresh, PyObject **escaped)
{
    PyObject *args, *kwargs, *result = NULL;
    PyObject *function = message->target < (size_t)PyList_GET_SIZE(oc_remote.callbacks)
                             ? Py_NewRef(PyList_GET_ITEM(oc_remote.callbacks, message->target))
                             : NULL;
    uint32_t sequence = message->sequence;
    oc_bytes out = {NULL, 0, 0};
    Py_ssize_t at = oc_message_begin(&out);
    if (function == NULL || at < 0) {
        oc_remote_gone();
    }
    int status = oc_arguments_decode(message, &oc_remote_hooks, &args, &kwargs);
    if (oc_remote_arrived(status == 0) < 0) {
        Py_CLEAR(args);
        Py_CLEAR(kwargs);
        status = -1;
    }
    oc_remote_taken(fresh);
    if (status == 0) {
        result = PyObject_Call(function, args, kwargs);
        Py_DECREF(args);
        Py_XDECREF(kwargs);
    }
    unsigned char kind = OC_RESULT;
    if (result == NULL ||
        oc_wire_encode(&out, result, "the result of the guest's function", &oc_remote_hooks) < 0) {
        if (!PyErr_ExceptionMatches(PyExc_Exception) && *escaped == NULL) {
            PyObject *type, *value, *traceback;
            PyErr_Fetch(&type, &value, &traceback);
            PyErr_NormalizeException(&type, &value, &traceback);
            if (traceback != NULL) {
                PyException_SetTraceback(value, traceback);
            }
            *escaped = Py_NewRef(value);
            PyErr_Restore(type, value, traceback);
        }
        out.size = (size_t)at + OC_HEADER;
        kind = OC_ERROR;
        if (oc_error_encode(&out) < 0) {
            oc_remote_gone();
        }
        Py_CLEAR(result); /* what it does as it goes belongs to this call, not to the next */
    }
    oc_message_end(&out, at, kind, sequence, 0);
    Py_DECREF(function);
    oc_remote_send(&out);
    oc_bytes_free(&out);
    Py_XSETREF(oc_remote.told, result); /* a drop that is sent later would cross a message that names it */
}

/* Waits for the answer, serving what comes before it. New reference, or NULL with an
 * exception set. A signal does not end the wait: a late answer would be taken for
 * that of the next call; Ctrl-C interrupts the broker too, which then answers. */
static PyObject *
oc_remote_wait(uint32_t sequence)
{
    oc_message message;
    PyObject *result = NULL, *escaped = NULL, *fresh = NULL;
    int collector = PyGC_Disable(); /* a finaliser could make a call in the midst of ours */
    for (;;) {
        int got = oc_channel_receive(&oc_remote.channel, &message, OC_POISONED);
        if (got != 1) {
            if (got < 0 && errno == ENOMEM) {
                PyErr_NoMemory();
            }
            oc_remote_gone();
        }
        if (message.kind == OC_NEW) {
            if (fresh == NULL && (fresh = PyList_New(0)) == NULL) {
                oc_remote_gone();
            }
            oc_remote_new(&message, fresh);
        }
        else if (message.kind == OC_LIMITS) {
            if (oc_worker_limits(&message) < 0) {
                oc_remote_gone();
            }
        }
        else if (message.kind == OC_CALLBACK) {
            if (collector) {
                PyGC_Enable();
            }
            oc_worker_begin();
            oc_remote_callback(&message, &fresh, &escaped);
            PyGC_Disable();
        }
        else if ((message.kind == OC_RESULT || message.kind == OC_ERROR) &&
                 message.sequence == sequence) {
            break;
        }
        else {
            oc_remote_gone();
        }
    }
    if (message.kind == OC_RESULT) {
        result = oc_wire_decode(message.body, message.size, &oc_remote_hooks);
        if (oc_remote_arrived(result != NULL) < 0) {
            Py_CLEAR(result);
        }
    }
    else {
        (void)oc_remote_arrived(1); /* none may have come */
        PyErr_Clear();
        oc_error_raise(&message);
    }
    if (collector) {
        PyGC_Enable();
    }
    PyObject *type, *error, *traceback;
    PyErr_Fetch(&type, &error, &traceback);
    oc_remote_taken(&fresh);
    PyErr_Restore(type, error, traceback);
    if (escaped != NULL) {
        Py_CLEAR(result);
        PyErr_SetObject((PyObject *)Py_TYPE(escaped), escaped);
        Py_DECREF(escaped);
    }
    return result;
}

/* ------------------------------------------------------------ a call */

/* Lets signal handlers run. Returns 0, or -1 with what they raised in the place of an
 * exception that was set. */
static int
oc_remote_signals(void)
{
    PyObject *type, *value, *traceback;
    PyErr_Fetch(&type, &value, &traceback);
    if (PyErr_CheckSignals() < 0) {
        Py_XDECREF(type);
        Py_XDECREF(value);
        Py_XDECREF(traceback);
        return -1;
    }
    PyErr_Restore(type, value, traceback);
    return 0;
}

/* What a capability does in the locked process. */
static PyObject *
oc_call_remote(oc_capability *self, PyObject *const *args, Py_ssize_t count, PyObject *names)
{
    if (oc.phase != OC_LOCKED || oc.ended) {
        PyErr_SetString(PyExc_RuntimeError, "objcap: a capability is called while nobody serves");
        return NULL;
    }
    if (Py_EnterRecursiveCall(" in a call of a capability")) {
        return NULL;
    }
    oc_bytes out = oc_remote.out; /* ours while the call lasts: a callback may call again */
    oc_remote.out = (oc_bytes){NULL, 0, 0};
    out.size = 0;
    Py_ssize_t mark = PyList_GET_SIZE(oc_remote.callbacks);
    Py_ssize_t at = oc_message_begin(&out);
    PyObject *result = NULL;
    if (at >= 0 && oc_arguments_encode(&out, args, count, names, oc_remote.callbacks,
                                       &oc_remote_hooks) == 0 &&
        oc_streams_flush() == 0) { /* the guest's output comes before the broker's */
        uint32_t sequence = ++oc_remote.sequence;
        oc_message_end(&out, at, OC_CALL, sequence, self->number);
        oc_remote_send(&out);
        result = oc_remote_wait(sequence);
    }
    if (PyList_GET_SIZE(oc_remote.callbacks) > mark) {
        PyObject *type, *value, *traceback;
        PyErr_Fetch(&type, &value, &traceback);
        PyList_SetSlice(oc_remote.callbacks, mark, PyList_GET_SIZE(oc_remote.callbacks), NULL);
        PyErr_Restore(type, value, traceback);
    }
    if (oc_remote.out.data == NULL && out.capacity <= (size_t)1 << 22) {
        oc_remote.out = out;
    }
    else {
        oc_bytes_free(&out);
    }
    Py_LeaveRecursiveCall();
    if (oc_remote_signals() < 0) {
        Py_CLEAR(result);
    }
    return result;
}

/* See capability.h. */
int
oc_remote_output(int stream, const void *data, size_t size)
{
    unsigned char header[OC_HEADER];
    oc_bytes first = {header, sizeof header, sizeof header};
    oc_bytes second = {(unsigned char *)data, size, size};
    oc_put(header, OC_OUTPUT, 4);
    oc_put(header + 4, 0, 4);
    oc_put(header + 8, (uint64_t)stream, 4);
    oc_put(header + 12, size, 4);
    if (oc_channel_send(&oc_remote.channel, &first, 0) < 0 ||
        oc_channel_send(&oc_remote.channel, &second, 0) < 0) {
        oc_remote_gone();
    }
    return 0;
}

/* See capability.h. */
PyObject *
oc_remote_orders(void)
{
    PyObject *name = PyUnicode_FromString("orders");
    PyObject *orders = name == NULL ? NULL : oc_capability_new(NULL, name, Py_None, OC_FIRST_GRANT - 1);
    Py_XDECREF(name);
    return orders;
}

/* See capability.h. */
void
oc_remote_start(int fd)
{
    oc_remote.channel.fd = fd;
    oc_remote.channel.takes = 1;
    oc_remote.callbacks = PyList_New(0);
    if (oc_remote.callbacks == NULL) {
        oc_die("no memory");
    }
    oc_capability_call = oc_call_remote;
}
