/* Framing over a stream socket. See channel.h and docs/wire.md. */
#include "channel.h"

#include <errno.h>
#include <sched.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#define OC_CHUNK ((size_t)64 << 10) /* what is received at once at least */
#ifndef OC_LOOKS
#define OC_LOOKS 50 /* times 0.3 microseconds */
#endif
#define OC_KEEP ((size_t)4 << 20)   /* a larger buffer is given back */

/* See channel.h. */
Py_ssize_t
oc_message_begin(oc_bytes *out)
{
    Py_ssize_t offset = (Py_ssize_t)out->size;
    return oc_bytes_reserve(out, OC_HEADER) == NULL ? -1 : offset;
}

/* See channel.h. */
void
oc_message_end(oc_bytes *out, Py_ssize_t offset, unsigned char kind, uint32_t sequence,
               uint32_t target)
{
    unsigned char *at = out->data + offset;
    oc_put(at, kind, 4);
    oc_put(at + 4, sequence, 4);
    oc_put(at + 8, target, 4);
    oc_put(at + 12, out->size - (size_t)offset - OC_HEADER, 4);
}

/* See channel.h. */
ssize_t
oc_send_passing(int fd, const void *data, size_t size, int flags, const int *descriptors, int count)
{
    union {
        struct cmsghdr header;
        char room[CMSG_SPACE(OC_PASSED * sizeof(int))];
    } control;
    struct iovec part = {(void *)data, size};
    struct msghdr message = {.msg_iov = &part, .msg_iovlen = 1};
    if (count > 0) {
        memset(&control, 0, sizeof control);
        message.msg_control = &control;
        message.msg_controllen = CMSG_SPACE((size_t)count * sizeof(int));
        struct cmsghdr *header = CMSG_FIRSTHDR(&message);
        header->cmsg_level = SOL_SOCKET;
        header->cmsg_type = SCM_RIGHTS;
        header->cmsg_len = CMSG_LEN((size_t)count * sizeof(int));
        memcpy(CMSG_DATA(header), descriptors, (size_t)count * sizeof(int));
    }
    return sendmsg(fd, &message, flags);
}

/* See channel.h. */
int
oc_channel_send(oc_channel *channel, const oc_bytes *out, int release)
{
    return oc_channel_send_passing(channel, out, release, NULL, 0);
}

/* See channel.h. */
int
oc_channel_send_passing(oc_channel *channel, const oc_bytes *out, int release,
                        const int *descriptors, int count)
{
    PyThreadState *state = release ? PyEval_SaveThread() : NULL;
    size_t done = 0;
    int status = 0;
    while (status == 0 && done < out->size) {
        ssize_t sent =
            done == 0 && count > 0
                ? oc_send_passing(channel->fd, out->data, out->size, MSG_NOSIGNAL, descriptors, count)
                : send(channel->fd, out->data + done, out->size - done, MSG_NOSIGNAL);
        if (sent > 0) {
            done += (size_t)sent;
        }
        else if (sent == 0 || errno != EINTR) {
            status = -1;
        }
    }
    if (state != NULL) {
        PyEval_RestoreThread(state);
    }
    return status;
}

/* See channel.h. */
int
oc_channel_take(oc_channel *channel)
{
    if (channel->waiting == 0) {
        return -1;
    }
    int descriptor = channel->descriptors[0];
    channel->waiting--;
    memmove(channel->descriptors, channel->descriptors + 1,
            (size_t)channel->waiting * sizeof descriptor);
    return descriptor;
}

/* See channel.h. */
int
oc_channel_drop(oc_channel *channel)
{
    int count = channel->waiting;
    while (channel->waiting > 0) {
        close(channel->descriptors[--channel->waiting]);
    }
    return count;
}

/* recv(2), and takes up the descriptors that come along. One that is too many closes the
 * channel: nobody sends it. */
static ssize_t
oc_channel_recv_taking(oc_channel *channel, unsigned char *at, size_t room, int flags)
{
    if (!channel->takes) {
        return recv(channel->fd, at, room, flags); /* the kernel closes those that came */
    }
    union {
        struct cmsghdr header;
        char room[CMSG_SPACE(OC_PASSED * sizeof(int))];
    } control;
    struct iovec part = {at, room};
    struct msghdr message = {
        .msg_iov = &part, .msg_iovlen = 1, .msg_control = &control, .msg_controllen = sizeof control};
    ssize_t got = recvmsg(channel->fd, &message, flags | MSG_CMSG_CLOEXEC);
    if (got < 0) {
        return got;
    }
    if (message.msg_flags & MSG_CTRUNC) {
        channel->lost = 1;
    }
    for (struct cmsghdr *header = CMSG_FIRSTHDR(&message); header != NULL;
         header = CMSG_NXTHDR(&message, header)) {
        if (header->cmsg_level != SOL_SOCKET || header->cmsg_type != SCM_RIGHTS) {
            continue;
        }
        size_t count = (header->cmsg_len - CMSG_LEN(0)) / sizeof(int);
        for (size_t i = 0; i < count; i++) {
            int descriptor;
            memcpy(&descriptor, CMSG_DATA(header) + i * sizeof(int), sizeof(int));
            if (channel->waiting < OC_PASSED) {
                channel->descriptors[channel->waiting++] = descriptor;
            }
            else {
                close(descriptor);
                got = 0;
            }
        }
    }
    return got;
}

/* Receives something. An answer often comes within microseconds: going to sleep and
 * being woken would take longer, so a few looks come first. */
static ssize_t
oc_channel_recv(oc_channel *channel)
{
    unsigned char *at = channel->data + channel->used;
    size_t room = channel->capacity - channel->used;
    for (int i = 0; i < OC_LOOKS; i++) {
        ssize_t got = oc_channel_recv_taking(channel, at, room, MSG_DONTWAIT);
        if (got >= 0 || (errno != EAGAIN && errno != EWOULDBLOCK)) {
            return got;
        }
        sched_yield();
    }
    return oc_channel_recv_taking(channel, at, room, 0);
}

/* Receives until `size` bytes are there. Returns 1, 0 or -1 as oc_channel_receive. */
static int
oc_channel_fill(oc_channel *channel, size_t size)
{
    while (channel->used - channel->start < size) {
        if (channel->start > 0) {
            memmove(channel->data, channel->data + channel->start, channel->used - channel->start);
            channel->used -= channel->start;
            channel->start = 0;
        }
        size_t want = size > OC_CHUNK ? size : OC_CHUNK;
        if (want > channel->capacity || (want <= OC_KEEP && channel->capacity > OC_KEEP)) {
            unsigned char *data = PyMem_RawRealloc(channel->data, want);
            if (data == NULL) {
                errno = ENOMEM;
                return -1;
            }
            channel->data = data;
            channel->capacity = want;
        }
        ssize_t got = oc_channel_recv(channel);
        if (got > 0) {
            channel->used += (size_t)got;
        }
        else if (got == 0 || errno != EINTR) {
            return 0;
        }
    }
    return 1;
}

/* See channel.h. */
int
oc_channel_receive(oc_channel *channel, oc_message *message, int release)
{
    PyThreadState *state = release ? PyEval_SaveThread() : NULL;
    int status = oc_channel_fill(channel, OC_HEADER);
    if (status == 1) {
        const unsigned char *at = channel->data + channel->start;
        uint64_t kind = oc_take(at, 4);
        message->kind = (unsigned char)kind;
        message->sequence = (uint32_t)oc_take(at + 4, 4);
        message->target = (uint32_t)oc_take(at + 8, 4);
        message->size = oc_take(at + 12, 4);
        if (kind > 255 || message->size > OC_WIRE_SIZE) {
            errno = EPROTO;
            status = -1;
        }
        else {
            status = oc_channel_fill(channel, OC_HEADER + message->size);
        }
    }
    if (status == 1) {
        message->body = channel->data + channel->start + OC_HEADER;
        channel->start += OC_HEADER + message->size;
    }
    if (state != NULL) {
        PyEval_RestoreThread(state);
    }
    return status;
}
