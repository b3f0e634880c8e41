/* What the parts of a Link share: the application's end of the channel to a worker. */
#ifndef OBJCAP_LINK_H
#define OBJCAP_LINK_H

#include "files.h"

typedef struct {
    PyObject_HEAD
    int fd;
    uint32_t limit;      /* bytes of one message */
    int busy;            /* a thread is sending or receiving */
    char broken;         /* a message was sent in part only: no other can follow */
    unsigned char *data; /* received and not yet taken: start to used */
    size_t start, used, capacity;
    oc_bytes out;        /* kept between messages */
    PyObject *numbers;   /* dict: capability -> number (owned) */
    PyObject *objects;   /* dict: number -> capability (owned) */
    uint32_t next;
    oc_bytes news;       /* announcements that go before the next message */
    oc_passing streams;  /* those in the message that is being encoded */
    PyObject *callback;  /* called with (place, args, kwargs, serial) for a function of the guest */
    unsigned long serial; /* of the call of the guest that is being decoded */
} oc_link;

extern PyTypeObject oc_lent_type;

/* link_values.c: hooks of the codec; their data is the link. */
int oc_link_number(void *data, PyObject *object, unsigned char *tag, uint32_t *number);
PyObject *oc_link_object(void *data, unsigned char tag, uint32_t number);
/* The guest holds that capability no longer. Returns 0, or -1 with ValueError. */
int oc_link_drop(oc_link *self, uint32_t number);

#endif
