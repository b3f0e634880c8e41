/* The application's end of the channel to a worker: docs/wire.md.
 *
 * One Link per sandbox. It encodes, frames, waits and decodes; what a message means is decided
 * in objcap/worker/sandbox.py. Everything that comes from the worker is hostile: sizes are
 * compared with limits before anything is allocated, and what is decoded are plain values,
 * capabilities that this link has handed out, and functions of the guest. The sending hooks
 * call no Python code, for another thread could change what is being encoded. */
#include "link.h"

#include <errno.h>
#include <poll.h>
#include <sched.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#define OC_LINK_LOOKS 60                      /* before it sleeps: some 20 microseconds */
#define OC_LINK_CHUNK ((size_t)64 << 10)      /* what is received at once at least */
#define OC_LINK_KEEP ((size_t)1 << 20)        /* a larger buffer is given back */
#define OC_LINK_SWELL ((size_t)16)            /* times the limit: what a decoded value may take */

static PyTypeObject oc_link_type;

/* ------------------------------------------------------------ waiting */

/* Seconds on the clock of deadlines. */
static double
oc_link_now(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + (double)now.tv_nsec * 1e-9;
}

/* Waits until the socket is ready for `events`. Called without the GIL. Returns 1, 0 when
 * the time is over, or -1 with errno set. */
static int
oc_link_poll(int fd, short events, double deadline)
{
    struct pollfd item = {.fd = fd, .events = events};
    int wait = -1;
    if (deadline >= 0) {
        double left = deadline - oc_link_now();
        wait = left <= 0 ? 0 : left > 1e6 ? 1000000000 : (int)(left * 1000) + 1;
    }
    return poll(&item, 1, wait);
}

/* Raises what a wait has led to. `got`: what oc_link_poll returned. Returns 0 to go on. */
static int
oc_link_waited(int got)
{
    if (got == 0) {
        PyErr_SetString(PyExc_TimeoutError, "the guest took too long");
        return -1;
    }
    if (got < 0 && errno != EINTR) {
        PyErr_SetFromErrno(PyExc_OSError);
        return -1;
    }
    return got < 0 ? PyErr_CheckSignals() : 0;
}

/* TimeoutError if the time is over: a worker that sends without end never makes us wait. */
static int
oc_link_in_time(double deadline)
{
    return deadline >= 0 && oc_link_now() > deadline ? oc_link_waited(0) : 0;
}

/* Receives until `size` bytes are there. Returns 0, or -1 with an exception set; what has
 * come stays for the next attempt. */
static int
oc_link_fill(oc_link *self, size_t size, double deadline)
{
    while (self->used - self->start < size) {
        if (self->start > 0) {
            memmove(self->data, self->data + self->start, self->used - self->start);
            self->used -= self->start;
            self->start = 0;
        }
        /* room grows with what has come, not with what the worker announces */
        size_t want = self->used * 2 > OC_LINK_CHUNK ? self->used * 2 : OC_LINK_CHUNK;
        want = want > size && size > OC_LINK_CHUNK ? size : want;
        if (self->used == self->capacity || (want <= OC_LINK_CHUNK && self->capacity > OC_LINK_KEEP)) {
            unsigned char *data = PyMem_RawRealloc(self->data, want);
            if (data == NULL) {
                PyErr_NoMemory();
                return -1;
            }
            self->data = data;
            self->capacity = want;
        }
        ssize_t got = -1;
        int ready = 1;
        Py_BEGIN_ALLOW_THREADS
        for (int i = 0; i <= OC_LINK_LOOKS && got < 0; i++) {
            got = recv(self->fd, self->data + self->used, self->capacity - self->used, MSG_DONTWAIT);
            if (got >= 0 || (errno != EAGAIN && errno != EWOULDBLOCK)) {
                break;
            }
            if (i == OC_LINK_LOOKS) {
                ready = oc_link_poll(self->fd, POLLIN, deadline);
            }
            else {
                sched_yield();
            }
        }
        Py_END_ALLOW_THREADS
        if (got > 0) {
            self->used += (size_t)got;
        }
        else if (got == 0 || errno == ECONNRESET) {
            PyErr_SetString(PyExc_EOFError, "the worker has hung up");
            return -1;
        }
        else if (errno != EAGAIN && errno != EWOULDBLOCK && errno != EINTR) {
            PyErr_SetFromErrno(PyExc_OSError);
            return -1;
        }
        else if (oc_link_waited(ready > 0 && errno == EINTR ? -1 : ready) < 0) {
            return -1;
        }
    }
    return 0;
}

/* Sends bytes, whole, and streams with the first of them. Returns 0, or -1 with an exception set;
 * the link is broken then, if some of them are on their way. */
static int
oc_link_write(oc_link *self, const oc_bytes *out, const oc_passing *streams, double deadline)
{
    int descriptors[OC_PASSED];
    int count = streams == NULL ? 0 : oc_passing_list(streams, descriptors);
    size_t done = 0;
    if (self->broken) {
        PyErr_SetString(PyExc_EOFError, "a message before was sent in part only");
        return -1;
    }
    while (done < out->size) {
        ssize_t sent = oc_send_passing(self->fd, out->data + done, out->size - done,
                                       MSG_NOSIGNAL | MSG_DONTWAIT, descriptors, done == 0 ? count : 0);
        if (sent > 0) {
            done += (size_t)sent;
            self->broken = done < out->size;
            continue;
        }
        if (sent < 0 && (errno == EPIPE || errno == ECONNRESET)) {
            PyErr_SetString(PyExc_EOFError, "the worker has hung up");
            return -1;
        }
        if (sent < 0 && errno != EAGAIN && errno != EWOULDBLOCK && errno != EINTR) {
            PyErr_SetFromErrno(PyExc_OSError);
            return -1;
        }
        int ready;
        Py_BEGIN_ALLOW_THREADS
        ready = oc_link_poll(self->fd, POLLOUT, deadline);
        Py_END_ALLOW_THREADS
        if (oc_link_waited(ready) < 0) {
            return -1;
        }
    }
    return 0;
}

/* Begins to use the link. Returns 0, or -1 with an exception set. */
static int
oc_link_enter(oc_link *self)
{
    if (oc.phase != OC_OPEN) {
        PyErr_SetString(PyExc_PermissionError, "objcap: a link belongs to an application");
        return -1;
    }
    if (self->fd < 0) {
        PyErr_SetString(PyExc_EOFError, "the sandbox is closed");
        return -1;
    }
    if (self->busy) {
        PyErr_SetString(PyExc_RuntimeError, "another thread is using this sandbox");
        return -1;
    }
    self->busy = 1;
    return 0;
}

/* ------------------------------------------------------------ sending */

/* Sends the message that is in `out`, with its streams, which are the worker's then. */
static int
oc_link_write_out(oc_link *self, double deadline)
{
    int status = oc_link_write(self, &self->out, &self->streams, deadline);
    if (status == 0) {
        oc_passing_end(&self->streams, 1);
    }
    return status;
}

/* Sends the message of `kind` whose body was written behind `at`, the news before it. */
static int
oc_link_finish(oc_link *self, Py_ssize_t at, unsigned char kind, uint32_t sequence, uint32_t target,
               double deadline)
{
    if (self->out.size - (size_t)at - OC_HEADER > self->limit) {
        PyErr_Format(PyExc_ValueError, "a message of %zu bytes exceeds the limit of %lu",
                     self->out.size - (size_t)at - OC_HEADER, (unsigned long)self->limit);
        return -1;
    }
    oc_message_end(&self->out, at, kind, sequence, target);
    if (self->news.size == 0) {
        return oc_link_write_out(self, deadline);
    }
    oc_bytes news = self->news;
    self->news = (oc_bytes){NULL, 0, 0};
    int status;
    if (self->streams.count > 0) { /* descriptors come with the message that has them */
        status = oc_link_write(self, &news, NULL, deadline);
        status = status < 0 ? status : oc_link_write_out(self, deadline);
    }
    else { /* in one piece, or the worker would wake up twice */
        unsigned char *end = oc_bytes_reserve(&news, self->out.size);
        if (end == NULL) {
            self->news = news;
            return -1;
        }
        memcpy(end, self->out.data, self->out.size);
        status = oc_link_write(self, &news, NULL, deadline);
    }
    oc_bytes_free(&news);
    return status;
}

/* After a message: gives a large buffer back, and streams that did not cross. */
static void
oc_link_leave(oc_link *self)
{
    self->busy = 0;
    if (self->streams.count > 0) {
        PyObject *type, *value, *traceback;
        PyErr_Fetch(&type, &value, &traceback);
        oc_passing_end(&self->streams, 0);
        PyErr_Restore(type, value, traceback);
    }
    if (self->out.capacity > OC_LINK_KEEP) {
        oc_bytes_free(&self->out);
        self->out = (oc_bytes){NULL, 0, 0};
    }
}

/* call(sequence, place, args, kwargs, deadline): asks the guest to call its function. */
static PyObject *
oc_link_call(PyObject *object, PyObject *args)
{
    oc_link *self = (oc_link *)object;
    unsigned long sequence, place;
    PyObject *positional, *keywords, *names = NULL;
    PyObject **items = NULL;
    double deadline;
    int status = -1;
    if (!PyArg_ParseTuple(args, "kkO!Od:call", &sequence, &place, &PyTuple_Type, &positional,
                          &keywords, &deadline)) {
        return NULL;
    }
    positional = oc_outgoing(positional); /* from here on both are ours */
    keywords = positional == NULL ? NULL : oc_outgoing(keywords);
    if (keywords == NULL || oc_link_enter(self) < 0) {
        Py_XDECREF(positional);
        Py_XDECREF(keywords);
        return NULL;
    }
    Py_ssize_t count = PyTuple_GET_SIZE(positional);
    Py_ssize_t more = PyDict_Check(keywords) ? PyDict_GET_SIZE(keywords) : 0;
    oc_wire_hooks hooks = {self, oc_link_number, NULL, 0};
    self->out.size = 0;
    Py_ssize_t at = oc_message_begin(&self->out);
    items = PyMem_Malloc((size_t)(count + more + 1) * sizeof *items);
    names = PyTuple_New(more);
    if (at < 0 || items == NULL || names == NULL) {
        PyErr_NoMemory();
        goto done;
    }
    for (Py_ssize_t i = 0; i < count; i++) {
        items[i] = PyTuple_GET_ITEM(positional, i);
    }
    PyObject *key, *value;
    for (Py_ssize_t next = 0, i = 0; more && PyDict_Next(keywords, &next, &key, &value); i++) {
        if (!PyUnicode_CheckExact(key)) {
            PyErr_SetString(PyExc_TypeError, "keywords must be str");
            goto done;
        }
        PyTuple_SET_ITEM(names, i, Py_NewRef(key));
        items[count + i] = value;
    }
    if (oc_arguments_encode(&self->out, items, count, more ? names : NULL, NULL, &hooks) == 0) {
        status = oc_link_finish(self, at, OC_CALLBACK, (uint32_t)sequence, (uint32_t)place, deadline);
    }
done:
    PyMem_Free(items);
    Py_XDECREF(names);
    Py_DECREF(positional);
    Py_DECREF(keywords);
    oc_link_leave(self);
    return status < 0 ? NULL : Py_NewRef(Py_None);
}

/* result(sequence, value, what, deadline): answers a call of the guest. */
static PyObject *
oc_link_result(PyObject *object, PyObject *args)
{
    oc_link *self = (oc_link *)object;
    unsigned long sequence;
    PyObject *value;
    const char *what; /* borrowed */
    double deadline;
    if (!PyArg_ParseTuple(args, "kOsd:result", &sequence, &value, &what, &deadline) ||
        (value = oc_outgoing(value)) == NULL) { /* ours from here on */
        return NULL;
    }
    if (oc_link_enter(self) < 0) {
        Py_DECREF(value);
        return NULL;
    }
    oc_wire_hooks hooks = {self, oc_link_number, NULL, 0};
    self->out.size = 0;
    Py_ssize_t at = oc_message_begin(&self->out);
    int status = at < 0 ? -1 : oc_wire_encode(&self->out, value, what, &hooks);
    if (status == 0) {
        status = oc_link_finish(self, at, OC_RESULT, (uint32_t)sequence, 0, deadline);
    }
    oc_link_leave(self);
    Py_DECREF(value);
    return status < 0 ? NULL : Py_NewRef(Py_None);
}

/* error(sequence, exception, deadline): the same, when the grant has raised. */
static PyObject *
oc_link_error(PyObject *object, PyObject *args)
{
    oc_link *self = (oc_link *)object;
    unsigned long sequence;
    PyObject *exception; /* borrowed */
    double deadline;
    if (!PyArg_ParseTuple(args, "kOd:error", &sequence, &exception, &deadline)) {
        return NULL;
    }
    if (!PyExceptionInstance_Check(exception)) {
        PyErr_SetString(PyExc_TypeError, "error() takes an exception");
        return NULL;
    }
    if (oc_link_enter(self) < 0) {
        return NULL;
    }
    self->out.size = 0;
    Py_ssize_t at = oc_message_begin(&self->out);
    int status = -1;
    if (at >= 0) {
        PyErr_SetObject((PyObject *)Py_TYPE(exception), exception);
        status = oc_error_encode(&self->out);
        PyErr_Clear();
        if (status < 0) {
            PyErr_NoMemory();
        }
    }
    if (status == 0) {
        status = oc_link_finish(self, at, OC_ERROR, (uint32_t)sequence, 0, deadline);
    }
    oc_link_leave(self);
    return status < 0 ? NULL : Py_NewRef(Py_None);
}

/* limits(values): what the worker arranges before any guest code: a tuple of ints. It goes with the
 * next message, for the worker has nothing else to do with it, and to wake it takes time. */
static PyObject *
oc_link_limits(PyObject *object, PyObject *values)
{
    oc_link *self = (oc_link *)object;
    if (!PyTuple_CheckExact(values)) {
        PyErr_SetString(PyExc_TypeError, "limits() takes a tuple");
        return NULL;
    }
    if (oc_link_enter(self) < 0) {
        return NULL;
    }
    size_t before = self->news.size;
    Py_ssize_t at = oc_message_begin(&self->news);
    int status = at < 0 ? -1 : oc_wire_encode(&self->news, values, "the limits", NULL);
    if (status == 0) {
        oc_message_end(&self->news, at, OC_LIMITS, 0, 0);
    }
    else {
        self->news.size = before;
    }
    oc_link_leave(self);
    return status < 0 ? NULL : Py_NewRef(Py_None);
}

/* ------------------------------------------------------------ receiving */

/* The value of a message, by its kind. New reference, or NULL with an exception set. */
static PyObject *
oc_link_value(oc_link *self, const oc_message *message)
{
    oc_wire_hooks hooks = {self, NULL, oc_link_object, OC_LINK_SWELL * ((size_t)self->limit + 4096)};
    if (message->kind == OC_OUTPUT) {
        return PyBytes_FromStringAndSize((const char *)message->body, (Py_ssize_t)message->size);
    }
    if (message->kind == OC_READY) {
        return Py_NewRef(Py_None);
    }
    if (message->kind == OC_RESULT || message->kind == OC_ERROR) {
        hooks.object_of = message->kind == OC_RESULT ? oc_link_object : NULL;
        return oc_wire_decode(message->body, message->size, &hooks);
    }
    self->serial++;
    PyObject *args, *kwargs;
    if (oc_arguments_decode(message, &hooks, &args, &kwargs) < 0) {
        return NULL;
    }
    PyObject *pair = PyTuple_Pack(2, args, kwargs == NULL ? Py_None : kwargs);
    Py_DECREF(args);
    Py_XDECREF(kwargs);
    return pair;
}

/* receive(deadline): (kind, sequence, target, value). `deadline`: of CLOCK_MONOTONIC, below
 * zero for none. Raises TimeoutError, EOFError, and ValueError for what no worker of ours
 * would send. */
static PyObject *
oc_link_receive(PyObject *object, PyObject *argument)
{
    oc_link *self = (oc_link *)object;
    oc_message message;
    double deadline = PyFloat_AsDouble(argument);
    if ((deadline == -1.0 && PyErr_Occurred()) || oc_link_enter(self) < 0) {
        return NULL;
    }
    PyObject *result = NULL;
    while (oc_link_in_time(deadline) == 0 && oc_link_fill(self, OC_HEADER, deadline) == 0) {
        const unsigned char *at = self->data + self->start;
        uint64_t kind = oc_take(at, 4);
        message.sequence = (uint32_t)oc_take(at + 4, 4);
        message.target = (uint32_t)oc_take(at + 8, 4);
        message.size = oc_take(at + 12, 4);
        if (kind == 0 || kind > 127 || strchr(OC_OF_WORKER, (int)kind) == NULL) {
            PyErr_SetString(PyExc_ValueError, "malformed message");
            break;
        }
        if (message.size > self->limit) {
            PyErr_Format(PyExc_ValueError, "a message of %zu bytes exceeds the limit of %lu",
                         message.size, (unsigned long)self->limit);
            break;
        }
        if (oc_link_fill(self, OC_HEADER + message.size, deadline) < 0) {
            break;
        }
        message.kind = (unsigned char)kind;
        message.body = self->data + self->start + OC_HEADER;
        self->start += OC_HEADER + message.size;
        if (message.kind == OC_DROP) {
            if (oc_link_drop(self, message.target) < 0) {
                break;
            }
            continue;
        }
        PyObject *value = oc_link_value(self, &message);
        if (value != NULL) {
            result = Py_BuildValue("CkkN", (int)message.kind, (unsigned long)message.sequence,
                                   (unsigned long)message.target, value);
        }
        break;
    }
    self->busy = 0;
    return result;
}

/* ------------------------------------------------------------ the rest */

/* target(number): the function of a capability that the guest holds. KeyError. */
static PyObject *
oc_link_target(PyObject *object, PyObject *number)
{
    PyObject *found = PyDict_GetItemWithError(((oc_link *)object)->objects, number); /* borrowed */
    if (found == NULL) {
        if (!PyErr_Occurred()) {
            PyErr_SetObject(PyExc_KeyError, number);
        }
        return NULL;
    }
    oc_capability *capability = (oc_capability *)found;
    if (capability->function == NULL) { /* one in C: it is called as it is */
        return PyTuple_Pack(2, found, capability->name);
    }
    return PyTuple_Pack(2, capability->function, capability->name);
}

/* adopt(other): takes over which capabilities the guest of another link holds (fork). */
static PyObject *
oc_link_adopt(PyObject *object, PyObject *argument)
{
    oc_link *self = (oc_link *)object, *other = (oc_link *)argument;
    if (!Py_IS_TYPE(argument, &oc_link_type)) {
        PyErr_SetString(PyExc_TypeError, "adopt() takes a Link");
        return NULL;
    }
    self->next = other->next;
    if (PyDict_Update(self->numbers, other->numbers) < 0 ||
        PyDict_Update(self->objects, other->objects) < 0) {
        return NULL;
    }
    Py_RETURN_NONE;
}

/* close(): closes the socket; the worker ends at the end of file. */
static PyObject *
oc_link_close(PyObject *object, PyObject *Py_UNUSED(ignored))
{
    oc_link *self = (oc_link *)object;
    int fd = self->fd;
    self->fd = -1;
    Py_CLEAR(self->callback);
    if (fd >= 0) {
        close(fd);
    }
    PyDict_Clear(self->numbers); /* a grant may hold a function of the guest, and that this link */
    PyDict_Clear(self->objects);
    Py_RETURN_NONE;
}

/* Link(fd, limit): takes over the descriptor, unless it raises. */
static PyObject *
oc_link_new(PyTypeObject *type, PyObject *args, PyObject *kwargs)
{
    int fd;
    unsigned long limit;
    if (oc.phase != OC_OPEN) {
        PyErr_SetString(PyExc_PermissionError, "objcap: a link belongs to an application");
        return NULL;
    }
    if (kwargs != NULL && PyDict_GET_SIZE(kwargs) > 0) {
        PyErr_SetString(PyExc_TypeError, "Link() takes no keyword arguments");
        return NULL;
    }
    if (!PyArg_ParseTuple(args, "ik:Link", &fd, &limit)) {
        return NULL;
    }
    if (limit > OC_WIRE_SIZE) {
        PyErr_Format(PyExc_ValueError, "a message has at most %zu bytes", OC_WIRE_SIZE);
        return NULL;
    }
    oc_link *self = (oc_link *)type->tp_alloc(type, 0);
    if (self == NULL) {
        return NULL;
    }
    self->fd = -1;
    self->limit = (uint32_t)limit;
    self->next = OC_FIRST_GRANT;
    self->numbers = PyDict_New();
    self->objects = PyDict_New();
    if (self->numbers == NULL || self->objects == NULL) {
        Py_DECREF(self);
        return NULL;
    }
    self->fd = fd;
    return (PyObject *)self;
}

static int
oc_link_traverse(PyObject *object, visitproc visit, void *arg)
{
    oc_link *self = (oc_link *)object;
    Py_VISIT(self->numbers);
    Py_VISIT(self->objects);
    Py_VISIT(self->callback);
    return 0;
}

static int
oc_link_clear(PyObject *object)
{
    oc_link *self = (oc_link *)object;
    Py_CLEAR(self->callback);
    return 0;
}

/* Closes the socket, if close() has not. */
static void
oc_link_dealloc(PyObject *object)
{
    oc_link *self = (oc_link *)object;
    PyObject_GC_UnTrack(object);
    if (self->fd >= 0) {
        close(self->fd);
    }
    Py_XDECREF(self->numbers);
    Py_XDECREF(self->objects);
    Py_XDECREF(self->callback);
    oc_bytes_free(&self->out);
    oc_bytes_free(&self->news);
    PyMem_RawFree(self->data);
    Py_TYPE(object)->tp_free(object);
}

static PyObject *
oc_link_fileno(PyObject *object, PyObject *Py_UNUSED(ignored))
{
    return PyLong_FromLong(((oc_link *)object)->fd);
}

static PyMethodDef oc_link_type_methods[] = {
    {"call", oc_link_call, METH_VARARGS,
     "call($self, sequence, place, args, kwargs, deadline, /)\n--\n\nAsk the guest to call its function."},
    {"result", oc_link_result, METH_VARARGS,
     "result($self, sequence, value, what, deadline, /)\n--\n\nAnswer a call of the guest."},
    {"error", oc_link_error, METH_VARARGS,
     "error($self, sequence, exception, deadline, /)\n--\n\nAnswer that it has failed."},
    {"limits", oc_link_limits, METH_O,
     "limits($self, values, /)\n--\n\nThe first message to a worker."},
    {"receive", oc_link_receive, METH_O, "receive($self, deadline, /)\n--\n\nThe next message."},
    {"target", oc_link_target, METH_O,
     "target($self, number, /)\n--\n\nFunction and name of a capability that the guest holds."},
    {"adopt", oc_link_adopt, METH_O, "adopt($self, other, /)\n--\n\nThe guest holds what that one holds."},
    {"close", oc_link_close, METH_NOARGS, "close($self)\n--\n\nHang up."},
    {"fileno", oc_link_fileno, METH_NOARGS, "fileno($self)\n--\n\nThe descriptor, or -1."},
    {NULL, NULL, 0, NULL},
};

static PyMemberDef oc_link_members[] = {
    {"callback", T_OBJECT, offsetof(oc_link, callback), 0, "What calls a function of the guest."},
    {"serial", T_ULONG, offsetof(oc_link, serial), READONLY, "Of the last call of the guest."},
    {NULL, 0, 0, 0, NULL},
};

static PyTypeObject oc_link_type = {
    PyVarObject_HEAD_INIT(NULL, 0)
    .tp_name = "objcap._objcap.Link",
    .tp_doc = "Link(fd, limit, /)\n--\n\nThe application's end of the channel to a worker.",
    .tp_basicsize = sizeof(oc_link),
    .tp_flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_IMMUTABLETYPE | Py_TPFLAGS_HAVE_GC,
    .tp_new = oc_link_new,
    .tp_dealloc = oc_link_dealloc,
    .tp_traverse = oc_link_traverse,
    .tp_clear = oc_link_clear,
    .tp_methods = oc_link_type_methods,
    .tp_members = oc_link_members,
};

/* See capability.h. */
int
oc_link_init(PyObject *module)
{
    return PyType_Ready(&oc_lent_type) < 0 || PyType_Ready(&oc_link_type) < 0
               ? -1
               : PyModule_AddObjectRef(module, "Link", (PyObject *)&oc_link_type);
}
