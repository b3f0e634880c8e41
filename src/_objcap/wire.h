/* The encoding of values that cross the boundary (R10); docs/wire.md has it byte
 * by byte. One codec for both directions; each side treats what it reads as
 * hostile, and builds plain types only. */
#ifndef OBJCAP_WIRE_H
#define OBJCAP_WIRE_H

#include "compat.h"

#include <stdint.h>

#define OC_WIRE_DEPTH 100               /* containers inside containers */
#define OC_WIRE_SIZE ((size_t)1 << 30)   /* bytes of one encoded message */
#define OC_WIRE_MEMORY ((size_t)1 << 32) /* what one message may take up when it is decoded */

/* Bytes under construction. */
typedef struct {
    unsigned char *data;
    size_t size;
    size_t capacity;
} oc_bytes;

/* What a value may hold besides plain data. The hooks turn a capability, or a
 * callable that may be called back, into a number and back; a NULL hook refuses.
 * None of them may call Python code. */
typedef struct {
    void *data;
    /* Returns 1 and sets `number`, 0 if `object` is none, -1 with an exception. */
    int (*number_of)(void *data, PyObject *object, unsigned char *tag, uint32_t *number);
    /* Returns a new reference, or NULL with an exception. */
    PyObject *(*object_of)(void *data, unsigned char tag, uint32_t number);
    /* What a decoded value may take, in bytes; 0: OC_WIRE_MEMORY. */
    size_t memory;
} oc_wire_hooks;

/* A stream has the tag S, and flags for a number; what is told about it is a value that follows. */

/* passing.c: what is told about the stream that number_of has found (borrowed). */
PyObject *oc_passed_about(PyObject *stream);
/* files.c: the file object of a guest, of what object_of has made and what is told. Takes over
 * `file`. New reference, or NULL with ValueError or MemoryError. */
PyObject *oc_file_complete(PyObject *file, PyObject *about);

/* Room for `count` more bytes. Returns where they start, or NULL with MemoryError
 * or ValueError (the message would exceed OC_WIRE_SIZE). */
unsigned char *oc_bytes_reserve(oc_bytes *bytes, size_t count);
void oc_bytes_free(oc_bytes *bytes);

/* Appends the encoding of `value`. `what` names it in errors ("argument 2").
 * Returns 0, or -1 with TypeError, ValueError or MemoryError set. */
int oc_wire_encode(oc_bytes *out, PyObject *value, const char *what, const oc_wire_hooks *hooks);

/* Appends a tag and a 32-bit count: the head of a sequence, dict or number of a
 * hook. Returns 0, or -1 with an exception set. */
int oc_wire_head(oc_bytes *out, unsigned char tag, uint32_t count);

/* Little-endian numbers of `width` bytes. */
void oc_put(unsigned char *at, uint64_t value, int width);
uint64_t oc_take(const unsigned char *at, int width);

/* Decodes one value that must fill `size` bytes exactly. Returns a new reference,
 * or NULL with ValueError ("malformed message"), MemoryError, or what a hook
 * raised of these. */
PyObject *oc_wire_decode(const unsigned char *data, size_t size, const oc_wire_hooks *hooks);

#endif
