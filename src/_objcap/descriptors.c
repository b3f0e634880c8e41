/* The three standard descriptors of a guest, held in C, with their buffers. No
 * Python code runs while a buffer is half-way. */
#include "native.h"
#include "streams.h"

#include <errno.h>
#include <string.h>

#define OC_CHUNK 65536 /* bytes that are read at once; a pipe holds as many */
#define OC_FULL 8192   /* bytes after which output is written, as in io */

oc_descriptor oc_descriptors[3];

/* Makes room for `count` more bytes at the end. Returns 0, or -1, MemoryError. */
int
oc_room(char **data, size_t *start, size_t *used, size_t *capacity, size_t count)
{
    if (*start > 0 && (*start == *used || *start > *capacity / 2)) {
        memmove(*data, *data + *start, *used - *start);
        *used -= *start;
        *start = 0;
    }
    if (count <= *capacity - *used) {
        return 0;
    }
    size_t size = *used + count + *capacity / 2;
    char *larger = count > PY_SSIZE_T_MAX / 2 ? NULL : PyMem_RawRealloc(*data, size);
    if (larger == NULL) {
        PyErr_NoMemory();
        return -1;
    }
    *data = larger;
    *capacity = size;
    return 0;
}

/* Calls the raw end of a stream, again after a signal. Returns 0, or -1 with an exception
 * and, if it is the system's, errno set. */
static int
oc_stream_call(oc_descriptor *over, objcap_function function, const objcap_value *argument,
               objcap_value *result)
{
    objcap_call call;
    for (;;) {
        int status;
        oc_call_init(&call);
        OC_POWER_BEGIN
        status = function(&call, over, argument, argument == NULL ? 0 : 1, result);
        OC_POWER_END
        if (status == 0) {
            return 0;
        }
        errno = call.number;
        if (call.number != EINTR) {
            PyErr_SetFromErrno(PyExc_OSError);
            errno = call.number;
            return -1;
        }
        if (PyErr_CheckSignals() < 0) {
            errno = 0;
            return -1;
        }
    }
}

/* Reads a chunk. Returns 1, 0 at the end, or -1 with an exception set. */
int
oc_fill(oc_descriptor *over)
{
    if (over->fd < 0 || over->ended) {
        return 0;
    }
    if (oc_room(&over->data, &over->start, &over->used, &over->capacity, OC_CHUNK) < 0) {
        return -1;
    }
    objcap_value got;
    if (oc_stream_call(over, oc_stream_read, NULL, &got) < 0) {
        return -1;
    }
    over->used += got.as.text.size;
    if (got.as.text.size == 0) {
        over->ended = !over->tty; /* a terminal goes on after Ctrl-D */
    }
    return got.as.text.size > 0;
}

/* Writes what is buffered. Returns 0, or -1 with an exception set; what could not
 * be written stays, save on EPIPE and the like, where it never can be. */
int
oc_drain(oc_descriptor *over)
{
    while (over->start < over->used && over->fd >= 0) {
        objcap_value bytes = {.kind = OBJCAP_BYTES}, put;
        bytes.as.text.data = over->data + over->start;
        bytes.as.text.size = over->used - over->start;
        if (oc_stream_call(over, oc_stream_write, &bytes, &put) < 0) {
            if (errno == EPIPE || errno == EBADF) {
                over->start = over->used = 0;
            }
            return -1;
        }
        over->start += (size_t)put.as.integer;
    }
    over->start = over->used = 0;
    return 0;
}

/* Appends bytes to the output; writes when there is much, or a line is complete.
 * Returns 0, or -1 with an exception set. */
int
oc_put_bytes(oc_descriptor *over, const char *data, size_t size, int lines)
{
    if (over->fd < 0) {
        return 0; /* not granted: swallowed */
    }
    if (oc_room(&over->data, &over->start, &over->used, &over->capacity, size) < 0) {
        return -1;
    }
    memcpy(over->data + over->used, data, size);
    over->used += size;
    if (over->used - over->start >= OC_FULL || (lines && memchr(data, '\n', size) != NULL)) {
        return oc_drain(over);
    }
    return 0;
}

/* Writes all that the guest has printed. Returns 0, or -1 with an exception set. */
int
oc_streams_flush(void)
{
    int first = oc_drain(&oc_descriptors[1]);
    PyObject *type, *value, *traceback;
    PyErr_Fetch(&type, &value, &traceback);
    int second = oc_drain(&oc_descriptors[2]);
    if (first < 0) {
        PyErr_Restore(type, value, traceback);
    }
    return first < 0 || second < 0 ? -1 : 0;
}

