/* The powers that every guest has: random bytes, clocks, and the raw ends of its streams.
 * C capabilities like anybody's (docs/embedding.md): they see values, not objects, and call
 * nothing of Python (R1). */
#include "capability.h"
#include "native.h"
#include "streams.h"

#include <errno.h>
#include <string.h>
#include <sys/random.h>
#include <time.h>
#include <unistd.h>

/* The one argument that is an int, or NULL: the call has failed. */
static const int64_t *
oc_one_int(objcap_call *call, const objcap_value *args, size_t count)
{
    if (count != 1 || args[0].kind != OBJCAP_INT) {
        oc_api.fail(call, "TypeError", "it takes one int");
        return NULL;
    }
    return &args[0].as.integer;
}

/* random_bytes(size): from the kernel, getrandom(2). */
static int
oc_random_bytes(objcap_call *call, void *Py_UNUSED(state), const objcap_value *args, size_t count,
                objcap_value *result)
{
    const int64_t *size = oc_one_int(call, args, count);
    if (size == NULL) {
        return -1;
    }
    if (*size < 0) {
        return oc_api.fail(call, "ValueError", "negative argument not allowed");
    }
    char *bytes = oc_api.alloc(call, (size_t)*size);
    if (bytes == NULL) {
        return oc_api.fail(call, "MemoryError", "too many random bytes at once");
    }
    for (size_t done = 0; done < (size_t)*size;) {
        ssize_t got = getrandom(bytes + done, (size_t)*size - done, 0);
        if (got > 0) {
            done += (size_t)got;
        }
        else if (got < 0 && errno != EINTR) {
            return oc_api.fail_errno(call, errno);
        }
    }
    result->kind = OBJCAP_BYTES;
    result->as.text.data = bytes;
    result->as.text.size = (size_t)*size;
    return 0;
}

/* The clocks of this process and of the machine. Other numbers name other processes
 * and descriptors: the C functions of CPython's time would read them (seen). */
static const clockid_t oc_clocks[] = {
    CLOCK_REALTIME, CLOCK_MONOTONIC, CLOCK_PROCESS_CPUTIME_ID, CLOCK_THREAD_CPUTIME_ID,
#ifdef __linux__
    CLOCK_MONOTONIC_RAW, CLOCK_BOOTTIME, CLOCK_TAI,
#endif
};

/* Asks one of the clocks: `ask` is clock_gettime or clock_getres. */
static int
oc_ask_clock(objcap_call *call, const objcap_value *args, size_t count, objcap_value *result,
             int (*ask)(clockid_t, struct timespec *))
{
    const int64_t *number = oc_one_int(call, args, count);
    if (number == NULL) {
        return -1;
    }
    for (size_t i = 0; i < Py_ARRAY_LENGTH(oc_clocks); i++) {
        struct timespec now;
        if (*number == oc_clocks[i]) {
            if (ask(oc_clocks[i], &now) < 0) {
                return oc_api.fail_errno(call, errno);
            }
            result->kind = OBJCAP_INT;
            result->as.integer = (int64_t)now.tv_sec * 1000000000 + now.tv_nsec;
            int64_t chosen, span;
            if (ask == clock_getres) {
                result->as.integer = oc_clock_resolution_of(result->as.integer);
            }
            else if (oc_clock_read(&chosen, &span)) {
                int since_1970 = oc_clocks[i] == CLOCK_REALTIME || oc_clocks[i] == CLOCK_TAI;
                result->as.integer = since_1970 ? chosen : span;
            }
            return 0;
        }
    }
    return oc_api.fail_errno(call, EINVAL);
}

/* clock(id): nanoseconds. */
static int
oc_clock(objcap_call *call, void *Py_UNUSED(state), const objcap_value *args, size_t count,
         objcap_value *result)
{
    return oc_ask_clock(call, args, count, result, clock_gettime);
}

/* clock_resolution(id): nanoseconds. */
static int
oc_clock_resolution(objcap_call *call, void *Py_UNUSED(state), const objcap_value *args,
                    size_t count, objcap_value *result)
{
    return oc_ask_clock(call, args, count, result, clock_getres);
}

/* ------------------------------------------------------------ the raw ends of the streams */

/* read(): bytes right behind what the buffer holds, whose room the caller has made; none
 * at the end. A regular file has its position here. */
int
oc_stream_read(objcap_call *call, void *state, const objcap_value *Py_UNUSED(args),
               size_t Py_UNUSED(count), objcap_value *result)
{
    oc_descriptor *over = state;
    char *at = over->data + over->used;
    size_t room = over->capacity - over->used;
    ssize_t got = over->regular ? pread(over->fd, at, room, over->position)
                                : read(over->fd, at, room);
    if (got < 0) {
        return oc_api.fail_errno(call, errno);
    }
    if (over->regular && got > 0) {
        over->position += got;
        (void)!lseek(over->fd, over->position, SEEK_SET); /* who shares it sees it */
    }
    result->kind = OBJCAP_BYTES;
    result->as.text.data = at;
    result->as.text.size = (size_t)got;
    return 0;
}

/* Standard output and error may be one file with one position, which a guest could
 * turn back through C code of the interpreter (seen: output overwritten). What was
 * written is never written over. */
static void
oc_forward(oc_descriptor *over)
{
    if (!over->regular) {
        return;
    }
    off_t end = over->position;
    for (int i = 1; i <= 2; i++) {
        const oc_descriptor *other = &oc_descriptors[i];
        if (other->regular && other->device == over->device && other->inode == over->inode &&
            other->position > end) {
            end = other->position;
        }
    }
    off_t now = lseek(over->fd, 0, SEEK_CUR);
    over->position = now < end ? end : now;
    if (now < end) {
        (void)!lseek(over->fd, end, SEEK_SET);
    }
}

static int oc_to_link;

/* See streams.h. */
void
oc_streams_to_link(void)
{
    oc_to_link = 1;
}

/* write(bytes): how many were written. */
int
oc_stream_write(objcap_call *call, void *state, const objcap_value *args, size_t count,
                objcap_value *result)
{
    oc_descriptor *over = state;
    if (count != 1 || args[0].kind != OBJCAP_BYTES) {
        return oc_api.fail(call, "TypeError", "it takes bytes");
    }
    result->kind = OBJCAP_INT;
    if (oc_to_link) {
        result->as.integer = (int64_t)args[0].as.text.size;
        return oc_remote_output(over->fd, args[0].as.text.data, args[0].as.text.size);
    }
    oc_forward(over);
    ssize_t put = write(over->fd, args[0].as.text.data, args[0].as.text.size);
    if (put < 0) {
        return oc_api.fail_errno(call, errno);
    }
    over->position += put;
    result->as.integer = put;
    return 0;
}

/* ------------------------------------------------------------ what guests are given */

static const struct {
    const char *name;
    const char *doc;
    objcap_function function;
} oc_powers[] = {
    {"random_bytes", "So many random bytes from the kernel.", oc_random_bytes},
    {"clock", "What that clock says, in nanoseconds.", oc_clock},
    {"clock_resolution", "The resolution of that clock, in nanoseconds.", oc_clock_resolution},
};

/* See native.h. */
int
oc_powers_add(PyObject *module)
{
    for (size_t i = 0; i < Py_ARRAY_LENGTH(oc_powers); i++) {
        PyObject *power =
            oc_api.capability(oc_powers[i].name, oc_powers[i].doc, oc_powers[i].function, NULL);
        int status = power == NULL ? -1 : PyModule_AddObjectRef(module, oc_powers[i].name, power);
        Py_XDECREF(power);
        if (status < 0) {
            return -1;
        }
    }
    return 0;
}
