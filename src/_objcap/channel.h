/* Messages between a locked process and its broker: docs/wire.md. */
#ifndef OBJCAP_CHANNEL_H
#define OBJCAP_CHANNEL_H

#include "wire.h"

/* The kinds of messages. */
#define OC_CALL 'C'     /* guest to broker: call capability `target` */
#define OC_CALLBACK 'B' /* broker to guest: call function `target` of the call */
#define OC_RESULT 'R'   /* the answer to the message of that sequence number */
#define OC_ERROR 'E'    /* the same, when it has failed */
#define OC_NEW 'N'      /* broker to guest: `target` is a capability, its name and doc */
#define OC_DROP 'D'     /* guest to broker: capability `target` is not held any more */

/* Between a worker and an application (objcap.Sandbox) besides: */
#define OC_LIMITS 'L' /* to the worker, once and first: what it arranges before guest code */
#define OC_OUTPUT 'O' /* to the application: bytes for stream `target` */
#define OC_READY 'F'  /* to the application: the worker waits for the descriptor of a twin */
#define OC_OF_WORKER "CREDOF" /* the kinds that a worker may send */
#define OC_FIRST_GRANT 2 /* capability 1 of a worker asks for orders; grants come after it */

#define OC_HEADER 16

#define OC_NO_MEMORY 71 /* exit status of a process that has no memory left to say so */

typedef struct {
    unsigned char kind;
    uint32_t sequence;
    uint32_t target;
    const unsigned char *body; /* until the next message is received */
    size_t size;
} oc_message;

#define OC_PASSED 8 /* descriptors that go with one message at most */

/* One end of a stream socket, with what has been received and not yet taken. */
typedef struct {
    int fd;
    int takes;                  /* descriptors may come: the locked side */
    int lost;                   /* some that came did not fit into this process's table */
    int waiting;                /* how many came and were not taken */
    int descriptors[OC_PASSED]; /* those, in order; the end of each is the channel's */
    unsigned char *data;
    size_t capacity;
    size_t start;
    size_t used;
} oc_channel;

/* Starts a message in `out`: room for its header. Returns its offset, or -1 with
 * MemoryError. */
Py_ssize_t oc_message_begin(oc_bytes *out);
/* Fills the header of the message that starts at that offset and ends `out`. */
void oc_message_end(oc_bytes *out, Py_ssize_t offset, unsigned char kind, uint32_t sequence,
                    uint32_t target);

/* Sends everything. Returns 0, or -1 when the other end is gone. Calls nothing of
 * Python; `release`: gives up the GIL meanwhile. */
int oc_channel_send(oc_channel *channel, const oc_bytes *out, int release);
/* The same, with descriptors, which go along with the first byte. */
int oc_channel_send_passing(oc_channel *channel, const oc_bytes *out, int release,
                            const int *descriptors, int count);
/* send(2) of a part of a message, with descriptors. Returns what send() does. */
ssize_t oc_send_passing(int fd, const void *data, size_t size, int flags, const int *descriptors,
                        int count);

/* Takes the next descriptor that came: the caller closes it. Returns -1 if there is none. */
int oc_channel_take(oc_channel *channel);
/* Closes those that nobody has taken. Returns how many there were. */
int oc_channel_drop(oc_channel *channel);

/* Waits for a message. Returns 1, 0 when the other end is gone, -1 when what comes is
 * no message or does not fit into memory. */
int oc_channel_receive(oc_channel *channel, oc_message *message, int release);

#endif
