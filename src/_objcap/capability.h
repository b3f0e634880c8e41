/* Capabilities, the process that serves them, and the one that calls them. */
#ifndef OBJCAP_CAPABILITY_H
#define OBJCAP_CAPABILITY_H

#include "channel.h"
#include "objcap.h"

#include <signal.h>

#define OC_METHODS 255 /* that one capability may have */

/* A callable that a guest may hold. In the process that made it, it calls a
 * function; in a locked one it asks the broker. It may have methods: a fixed table of names
 * and other capabilities, each with a number of its own. */
typedef struct {
    PyObject_HEAD
    vectorcallfunc vectorcall;
    uint32_t number;    /* the same in both processes; 0: not a member of the table */
    char here;          /* this process serves it */
    char known;         /* the broker's: the other side has it */
    PyObject *function; /* what it calls (owned); NULL: the broker has it, or it has methods only */
    PyObject *owner;    /* what it was made for (owned), or NULL */
    PyObject *names;    /* tuple: names of its methods, exact str (owned); NULL: it can have none */
    PyObject *methods;  /* tuple: their capabilities (owned), or NULL */
    struct oc_native *native; /* what it calls if that is a C function; its number is 0 */
    PyObject *name;     /* exact str (owned) */
    PyObject *doc;      /* exact str, or None (owned) */
    PyObject *weakrefs;
} oc_capability;

extern PyTypeObject oc_capability_type;

/* Makes a capability: takes no reference over. `number` 0: the next one. New
 * reference, or NULL with an exception set. */
PyObject *oc_capability_new(PyObject *function, PyObject *name, PyObject *doc, uint32_t number);
/* The capability of that number (borrowed), or NULL. */
oc_capability *oc_capability_find(uint32_t number);
/* Is that a name for a method? What starts with an underscore is Python's own. */
int oc_is_method_name(PyObject *name);
/* Gives a new capability its methods: an exact dict of names and capabilities. Returns 0, or -1
 * with TypeError or ValueError. Calls no Python code. */
int oc_capability_set_methods(oc_capability *self, PyObject *table);
/* What is told of a capability when it is new: (name, doc), and a dict of its methods if it may
 * have any. New reference, or NULL with MemoryError. */
PyObject *oc_capability_news(oc_capability *self);
/* Raises what a call of a capability without a function raises. Returns NULL. */
PyObject *oc_capability_not_callable(oc_capability *self);
/* How many capabilities that need a broker exist. */
Py_ssize_t oc_capability_count(void);
/* In the child of the fork: every function is kept alive and out of reach. */
int oc_capability_part(void);
/* In the broker: every capability that exists is known to the other side. */
void oc_capability_all_known(void);

/* Makes one of a C function. New reference, or NULL with an exception set. */
PyObject *oc_capability_of_native(struct oc_native *native, PyObject *name, PyObject *doc);

/* native.c: calls it. The capsule of the C API. */
PyObject *oc_native_call(oc_capability *self, PyObject *const *args, Py_ssize_t count,
                         PyObject *names);
PyObject *oc_api_capsule(void);

/* What a capability does when it is called, by process. */
typedef PyObject *(*oc_call)(oc_capability *capability, PyObject *const *args, Py_ssize_t count,
                             PyObject *names);
extern oc_call oc_capability_call;

/* message.c: the bodies of messages. */

/* Writes the arguments of a call as one value. Python and C functions at the top are
 * appended to the list `callbacks` and cross as their places in it; NULL: refused.
 * Returns 0, or -1 with an exception set. */
int oc_arguments_encode(oc_bytes *out, PyObject *const *args, Py_ssize_t count, PyObject *names,
                        PyObject *callbacks, const oc_wire_hooks *hooks);
/* Reads them. Returns 0 and sets new references, or -1 with an exception set. */
int oc_arguments_decode(const oc_message *message, const oc_wire_hooks *hooks, PyObject **args,
                        PyObject **kwargs);
/* Writes the exception in flight, and clears it: the name of a built-in exception,
 * its message, its errno. Returns 0, or -1: there is no memory for it. */
int oc_error_encode(oc_bytes *out);
/* Raises what oc_error_encode wrote. Returns NULL. */
PyObject *oc_error_raise(const oc_message *message);
/* Raises the built-in exception of that name. */
void oc_error_set(const char *name, PyObject *message);
/* Notes the built-in exceptions, before anybody can change builtins. */
int oc_errors_init(void);

/* outgoing.c: objects of the class objcap.caps.Cap stand for their capabilities. */

/* What crosses for a value: the value itself, or a copy in which capabilities stand for such
 * objects, which runs Python code of the host. New reference, or NULL with an exception set. */
PyObject *oc_outgoing(PyObject *value);
/* The same for an array: sets `made` to a tuple in its place (new), or to NULL when nothing is to
 * be replaced. Returns 0, or -1 with an exception set. */
int oc_outgoing_all(PyObject *const *values, Py_ssize_t count, PyObject **made);
/* The capability that such an object stands for (new), Py_None if it is none, or NULL. */
PyObject *oc_outgoing_one(PyObject *object, PyObject *name);

/* broker.c */
extern PyTypeObject oc_guest_function_type;
/* The parent of the fork: serves until the child ends, and ends with it. `mask`: the
 * signals that the application blocks. */
_Noreturn void oc_broker_serve(int fd, pid_t child, const sigset_t *mask);

/* Is this process a broker? */
int oc_broker_serves(void);

/* remote.c: the child of the fork calls over this descriptor. */
void oc_remote_start(int fd);
/* The descriptor, or -1. */
int oc_remote_fd(void);
/* A capability that came from the broker is dropped. */
void oc_remote_drop(uint32_t number);

/* The channel of the locked process. */
oc_channel *oc_remote_channel(void);
/* A worker's capability number 1, which asks the application for orders. New reference, or
 * NULL with an exception set. */
PyObject *oc_remote_orders(void);
/* Sends bytes that the guest has printed. Returns 0; never fails, for without a reader
 * the process ends. */
int oc_remote_output(int stream, const void *data, size_t size);

/* link.c: the application's end of the channel to a worker. Returns 0, or -1. */
int oc_link_init(PyObject *module);

/* zygote.c: the descriptor to the application, or -1. */
int oc_zygote_fd(void);
/* In a worker, the limits that its application has set. Returns 0, or -1 when
 * they are malformed or cannot be had: the process must end. */
int oc_worker_limits(const oc_message *message);
/* A command of the application begins in a worker. */
void oc_worker_begin(void);

/* capability.c: readies the types. Returns 0, or -1 with an exception set. */
int oc_capability_init(void);

#endif
