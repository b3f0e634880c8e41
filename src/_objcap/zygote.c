/* The zygote: a locked interpreter that has run no guest code and forks workers.
 *
 * It knows three things: to fork (an order with the worker's end of a socket), to tell how a
 * worker has ended, and to end when the application hangs up. All of it is C and calls nothing
 * of Python. A worker is what comes back from zygote() in the child. */
#include "capability.h"
#include "quota.h"
#include "streams.h"
#include "wall.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <unistd.h>

#define OC_LINK_FD 3 /* the only descriptor of a worker besides the standard streams */
#define OC_SLACK ((rlim_t)64 << 20) /* of address space beyond the quota: what C libraries take */

#ifndef CLONE_PIDFD
#define CLONE_PIDFD 0x00001000
#endif
#ifndef CLONE_PARENT
#define CLONE_PARENT 0x00008000
#endif

/* What the application orders; a descriptor comes with it. objcap/worker/zygote.py has the
 * same layout. */
typedef struct {
    uint32_t kind; /* 'W': fork a worker */
    uint32_t token;
} oc_order;

/* What the zygote tells. */
typedef struct {
    uint32_t kind;  /* 'W': forked, with its pidfd; 'E': no fork, `status` is errno; 'D': it has ended */
    uint32_t token; /* of the order; 0 for 'D' */
    uint32_t pid;   /* as the zygote sees it */
    uint32_t status; /* as wait(2) */
    uint64_t user, system; /* microseconds of CPU time */
    uint64_t memory;       /* kilobytes: the most that was resident */
} oc_note;

static struct {
    int control;
    size_t base;     /* bytes of address space of the zygote; 0: the system does not tell */
    oc_note *notes;  /* that the application has not taken yet */
    size_t waiting, room;
    int fresh;       /* a worker that has had no limits yet */
    int forks;       /* a worker that may make twins */
    size_t memory;   /* quota of the worker */
    oc_wall walls[4]; /* of the zygote; and on top: of a worker that waits for its guest; of a worker;
                         of one that may have twins */
    int walled;
    PyCFunction freeze; /* gc.freeze: collections of workers leave the zygote's objects alone */
} oc_zygote = {.control = -1};

/* ------------------------------------------------------------ telling */

/* Sends a note; `fd` >= 0 goes with it. Returns 0, or -1 with errno set. */
static int
oc_note_send(const oc_note *note, int fd)
{
    struct iovec part = {(void *)note, sizeof *note};
    union {
        struct cmsghdr header;
        char space[CMSG_SPACE(sizeof(int))];
    } control;
    struct msghdr message = {.msg_iov = &part, .msg_iovlen = 1};
    if (fd >= 0) {
        memset(&control, 0, sizeof control);
        message.msg_control = &control;
        message.msg_controllen = sizeof control;
        control.header.cmsg_level = SOL_SOCKET;
        control.header.cmsg_type = SCM_RIGHTS;
        control.header.cmsg_len = CMSG_LEN(sizeof(int));
        memcpy(CMSG_DATA(&control.header), &fd, sizeof fd);
    }
    ssize_t sent;
    do {
        sent = sendmsg(oc_zygote.control, &message, MSG_NOSIGNAL | (fd < 0 ? MSG_DONTWAIT : 0));
    } while (sent < 0 && errno == EINTR);
    return sent < 0 ? -1 : 0;
}

/* Sends what is waiting, as far as the socket takes it. */
static void
oc_notes_flush(void)
{
    size_t done = 0;
    while (done < oc_zygote.waiting && oc_note_send(&oc_zygote.notes[done], -1) == 0) {
        done++;
    }
    memmove(oc_zygote.notes, oc_zygote.notes + done,
            (oc_zygote.waiting - done) * sizeof *oc_zygote.notes);
    oc_zygote.waiting -= done;
}

/* Collects children that have ended, and tells. */
static void
oc_reap_workers(void)
{
    struct rusage usage;
    int status;
    pid_t pid;
    while ((pid = wait4(-1, &status, WNOHANG, &usage)) > 0) {
        if (oc_zygote.waiting == oc_zygote.room) {
            size_t room = oc_zygote.room * 2 + 64;
            oc_note *notes = PyMem_RawRealloc(oc_zygote.notes, room * sizeof *notes);
            if (notes == NULL) {
                continue; /* the application sees the end of file all the same */
            }
            oc_zygote.notes = notes;
            oc_zygote.room = room;
        }
        oc_note *note = &oc_zygote.notes[oc_zygote.waiting++];
        *note = (oc_note){.kind = 'D', .pid = (uint32_t)pid, .status = (uint32_t)status};
        note->user = (uint64_t)usage.ru_utime.tv_sec * 1000000 + (uint64_t)usage.ru_utime.tv_usec;
        note->system = (uint64_t)usage.ru_stime.tv_sec * 1000000 + (uint64_t)usage.ru_stime.tv_usec;
        note->memory = (uint64_t)usage.ru_maxrss;
    }
    oc_notes_flush();
}

/* ------------------------------------------------------------ the worker */

/* Gives the worker its socket and nothing else of the zygote. */
static void
oc_worker_start(int fd)
{
    if (prctl(PR_SET_PDEATHSIG, SIGKILL) < 0) {
        _exit(70);
    }
    if (oc_zygote.control != OC_LINK_FD) { /* the zygote has no other descriptors */
        close(oc_zygote.control);
    }
    if (fd != OC_LINK_FD) {
        if (dup3(fd, OC_LINK_FD, O_CLOEXEC) < 0) {
            _exit(70);
        }
        close(fd);
    }
    oc_zygote.control = -1;
    oc_zygote.fresh = 1;
    PyMem_RawFree(oc_zygote.notes);
    oc_zygote.notes = NULL;
    oc_zygote.waiting = oc_zygote.room = 0;
    oc_quota_set(0);
    /* Now, while nobody waits: what is left for the limits is a short program. */
    const char *step;
    if (oc_zygote.walled && oc_wall_raise(&oc_zygote.walls[1], &step) < 0) {
        _exit(70);
    }
}

/* Lowers a limit, hard and soft. Returns 0, or -1 with errno set. */
static int
oc_limit(int resource, rlim_t soft, rlim_t hard)
{
    struct rlimit limit = {soft, hard};
    return setrlimit(resource, &limit);
}

/* An int of a tuple, from 0 on; -1 if it is none. */
static int64_t
oc_item(PyObject *tuple, Py_ssize_t index)
{
    PyObject *item = PyTuple_GET_ITEM(tuple, index); /* borrowed */
    int64_t value = PyLong_CheckExact(item) ? PyLong_AsLongLong(item) : -1;
    if (PyErr_Occurred()) {
        PyErr_Clear();
        return -1;
    }
    return value;
}

#define OC_WORKER_FILES 256 /* descriptors of a worker: granted files that are open at once */

/* See capability.h. (memory in bytes, CPU in microseconds, may it have twins, bytes of a file that it
 * writes): 0 is no limit. */
int
oc_worker_limits(const oc_message *message)
{
    PyObject *values = oc_zygote.fresh ? oc_wire_decode(message->body, message->size, NULL) : NULL;
    if (values == NULL || !PyTuple_CheckExact(values) || PyTuple_GET_SIZE(values) != 4) {
        Py_XDECREF(values);
        PyErr_Clear();
        return -1;
    }
    int64_t memory = oc_item(values, 0), cpu = oc_item(values, 1), forks = oc_item(values, 2);
    int64_t largest = oc_item(values, 3);
    Py_DECREF(values);
    if (memory < 0 || cpu < 0 || forks < 0 || forks > 1 || largest < 0) {
        return -1;
    }
    const char *step;
    oc_zygote.fresh = 0;
    oc_zygote.forks = (int)forks;
    oc_zygote.memory = (size_t)memory;
    /* Who passes a descriptor on must be permitted more than all processes of the user have under
     * way (ETOOMANYREFS, seen with 16): a worker does it for its twin. */
    rlim_t descriptors = forks ? 1024 : OC_WORKER_FILES;
    rlim_t size = largest == 0 ? RLIM_INFINITY : (rlim_t)largest; /* of files that were granted */
    int status = oc_limit(RLIMIT_CORE, 0, 0) | oc_limit(RLIMIT_FSIZE, size, size) |
                 oc_limit(RLIMIT_NOFILE, descriptors, descriptors);
#ifndef __SANITIZE_ADDRESS__
    if (memory > 0 && oc_zygote.base > 0) {
        rlim_t space = oc_zygote.base + (rlim_t)memory + (rlim_t)memory / 4 + OC_SLACK;
        status |= oc_limit(RLIMIT_AS, space, space);
    }
#endif
    if (cpu > 0) {
        struct itimerval timer = {.it_value = {cpu / 1000000, cpu % 1000000}};
        rlim_t seconds = (rlim_t)(cpu / 1000000) + 2;
        signal(SIGPROF, SIG_DFL); /* which ends the process */
        status |= setitimer(ITIMER_PROF, &timer, NULL) | oc_limit(RLIMIT_CPU, seconds, seconds + 1);
    }
    oc_quota_set((size_t)memory);
    if (oc_zygote.walled) {
        status |= oc_wall_raise(&oc_zygote.walls[2 + forks], &step);
    }
    return status == 0 ? 0 : -1;
}

/* See capability.h. */
void
oc_worker_begin(void)
{
    static int begun;
    if (!begun) {
        begun = 1;
        sigset_t interrupt;
        sigemptyset(&interrupt);
        sigaddset(&interrupt, SIGINT);
        pthread_sigmask(SIG_UNBLOCK, &interrupt, NULL);
    }
    if (PyErr_CheckSignals() < 0) { /* an interrupt of the command before, which had ended */
        PyErr_Clear();
    }
    oc_quota_refill();
}

/* ------------------------------------------------------------ twins */

/* Receives one byte with a descriptor. Returns it, or -1. */
static int
oc_receive_descriptor(int from)
{
    char byte;
    struct iovec part = {&byte, 1};
    union {
        struct cmsghdr header;
        char space[CMSG_SPACE(sizeof(int))];
    } control;
    struct msghdr message = {.msg_iov = &part, .msg_iovlen = 1, .msg_control = &control,
                             .msg_controllen = sizeof control};
    ssize_t got;
    do {
        got = recvmsg(from, &message, MSG_CMSG_CLOEXEC);
    } while (got < 0 && errno == EINTR);
    struct cmsghdr *header = got == 1 ? CMSG_FIRSTHDR(&message) : NULL;
    int fd = -1;
    if (header != NULL && header->cmsg_level == SOL_SOCKET && header->cmsg_type == SCM_RIGHTS &&
        header->cmsg_len == CMSG_LEN(sizeof(int))) {
        memcpy(&fd, CMSG_DATA(header), sizeof fd);
    }
    return fd;
}

/* Sends one byte, with a descriptor if that is not negative. Returns 0, or -1. */
static int
oc_send_descriptor(int to, int fd)
{
    char byte = fd < 0 ? 'E' : 'W';
    struct iovec part = {&byte, 1};
    union {
        struct cmsghdr header;
        char space[CMSG_SPACE(sizeof(int))];
    } control;
    struct msghdr message = {.msg_iov = &part, .msg_iovlen = 1};
    memset(&control, 0, sizeof control);
    control.header.cmsg_level = SOL_SOCKET;
    control.header.cmsg_type = SCM_RIGHTS;
    control.header.cmsg_len = CMSG_LEN(sizeof(int));
    memcpy(CMSG_DATA(&control.header), &fd, sizeof fd);
    if (fd >= 0) {
        message.msg_control = &control;
        message.msg_controllen = sizeof control;
    }
    ssize_t sent;
    do {
        sent = sendmsg(to, &message, MSG_NOSIGNAL);
    } while (sent < 0 && errno == EINTR);
    return sent == 1 ? 0 : -1;
}

/* twin(): the application has asked for a copy of this worker. It returns in both: True in the
 * copy, whose channel is a new one. The copy is a child of the zygote, like any worker, and the
 * descriptor by which the application can kill it is made by the kernel as it is born. */
static PyObject *
oc_twin(PyObject *Py_UNUSED(self), PyObject *Py_UNUSED(ignored))
{
    oc_channel *channel = oc_remote_channel();
    struct itimerval timer = {{0, 0}, {0, 0}};
    oc_bytes ready = {NULL, 0, 0};
    int pidfd = -1;

    if (!oc_zygote.forks || channel->fd < 0) {
        PyErr_SetString(PyExc_PermissionError,
                        "objcap: this sandbox may have no twins: it was made with snapshots=False");
        return NULL;
    }
    if (oc_streams_flush() < 0) {
        return NULL;
    }
    Py_ssize_t at = oc_message_begin(&ready);
    if (at < 0) {
        return NULL;
    }
    oc_message_end(&ready, at, OC_READY, 0, 0);
    int status = oc_channel_send(channel, &ready, 0);
    oc_bytes_free(&ready);
    int fd = status < 0 ? -1 : oc_receive_descriptor(channel->fd);
    if (fd < 0) {
        _exit(70);
    }
    getitimer(ITIMER_PROF, &timer);
    PyOS_BeforeFork();
    long pid = syscall(SYS_clone, CLONE_PARENT | CLONE_PIDFD | SIGCHLD, NULL, &pidfd, NULL, NULL);
    if (pid == 0) {
        /* the pidfd is the parent's: it was put into its table only */
        if (prctl(PR_SET_PDEATHSIG, SIGKILL) < 0) {
            _exit(70);
        }
        close(channel->fd);
        channel->fd = fd;
        if (timer.it_value.tv_sec != 0 || timer.it_value.tv_usec != 0) {
            setitimer(ITIMER_PROF, &timer, NULL);
        }
        PyOS_AfterFork_Child();
        Py_RETURN_TRUE;
    }
    int error = errno;
    PyOS_AfterFork_Parent();
    close(fd);
    status = oc_send_descriptor(channel->fd, pid < 0 ? -1 : pidfd);
    if (pidfd >= 0) {
        close(pidfd);
    }
    if (status < 0) {
        _exit(70);
    }
    if (pid < 0) {
        errno = error;
        return PyErr_SetFromErrno(PyExc_OSError);
    }
    Py_RETURN_FALSE;
}

/* peak(): the most memory that the guest has had at once, in bytes. */
static PyObject *
oc_peak(PyObject *Py_UNUSED(self), PyObject *Py_UNUSED(ignored))
{
    return PyLong_FromSize_t(oc_quota_peak());
}

/* awaited(): has the application sent something already? */
static PyObject *
oc_awaited(PyObject *Py_UNUSED(self), PyObject *Py_UNUSED(ignored))
{
    struct pollfd item = {oc_remote_channel()->fd, POLLIN, 0};
    return PyBool_FromLong(poll(&item, 1, 0) > 0);
}

static PyMethodDef oc_worker_functions[] = {
    {"twin", oc_twin, METH_NOARGS, "twin()\n--\n\nCopy this worker, on the application's order."},
    {"peak", oc_peak, METH_NOARGS, "peak()\n--\n\nThe most memory that was in use, in bytes."},
    {"awaited", oc_awaited, METH_NOARGS, "awaited()\n--\n\nDoes the application wait for this worker?"},
    {NULL, NULL, 0, NULL},
};

/* ------------------------------------------------------------ the loop */

static void
oc_on_child(int Py_UNUSED(number))
{
}

/* Forks a worker. Returns 1 in the worker, else 0. */
static int
oc_fork_worker(const oc_order *order, int fd, const sigset_t *mask)
{
    PyOS_BeforeFork();
    pid_t pid = fork();
    if (pid == 0) {
        oc_worker_start(fd);
        signal(SIGCHLD, SIG_DFL);
        PyOS_AfterFork_Child();
        sigset_t waiting = *mask;
        sigaddset(&waiting, SIGINT); /* until there is something to interrupt */
        pthread_sigmask(SIG_SETMASK, &waiting, NULL);
        return 1;
    }
    int error = errno;
    PyOS_AfterFork_Parent();
    close(fd);
    oc_note note = {.kind = 'E', .token = order->token, .status = (uint32_t)error};
    int pidfd = -1;
    if (pid > 0) {
#ifdef SYS_pidfd_open
        pidfd = (int)syscall(SYS_pidfd_open, pid, 0);
#endif
        if (pidfd < 0) { /* nobody could kill it: Linux before 5.3, or no descriptors left */
            note.status = (uint32_t)errno;
            kill(pid, SIGKILL);
        }
        else {
            note = (oc_note){.kind = 'W', .token = order->token, .pid = (uint32_t)pid};
        }
    }
    if (oc_note_send(&note, pidfd) < 0) {
        _exit(0); /* the application has ended */
    }
    if (pidfd >= 0) {
        close(pidfd);
    }
    return 0;
}

/* Serves until an order makes this process a worker. The application's end of file ends it. */
static void
oc_zygote_loop(void)
{
    sigset_t all, mask, wait;
    struct sigaction action = {.sa_handler = oc_on_child};
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &mask);
    sigaction(SIGCHLD, &action, NULL);
    wait = all;
    sigdelset(&wait, SIGCHLD);
    for (;;) {
        oc_reap_workers();
        struct pollfd item = {oc_zygote.control, (short)(POLLIN | (oc_zygote.waiting ? POLLOUT : 0)), 0};
        if (ppoll(&item, 1, NULL, &wait) <= 0 || !(item.revents & (POLLIN | POLLHUP | POLLERR))) {
            continue;
        }
        oc_order order;
        struct iovec part = {&order, sizeof order};
        union {
            struct cmsghdr header;
            char space[CMSG_SPACE(sizeof(int))];
        } control;
        struct msghdr message = {.msg_iov = &part, .msg_iovlen = 1, .msg_control = &control,
                                 .msg_controllen = sizeof control};
        ssize_t got = recvmsg(oc_zygote.control, &message, MSG_CMSG_CLOEXEC | MSG_DONTWAIT);
        if (got < 0 && (errno == EAGAIN || errno == EINTR)) {
            continue;
        }
        if (got != (ssize_t)sizeof order) {
            _exit(0);
        }
        int fd = -1;
        struct cmsghdr *header = CMSG_FIRSTHDR(&message);
        if (header != NULL && header->cmsg_type == SCM_RIGHTS &&
            header->cmsg_len == CMSG_LEN(sizeof(int))) {
            memcpy(&fd, CMSG_DATA(header), sizeof fd);
        }
        if (order.kind == 'W' && fd >= 0 && oc_fork_worker(&order, fd, &mask)) {
            return;
        }
    }
}

/* See capability.h. */
int
oc_zygote_fd(void)
{
    return oc_zygote.control;
}

/* zygote_prepare(control, walls): before the lockdown. `walls`: None, or what objcap.kernel has
 * for the four of oc_zygote.walls. */
static PyObject *
oc_zygote_prepare(PyObject *Py_UNUSED(self), PyObject *args)
{
    int control;
    PyObject *walls; /* borrowed */
    if (!PyArg_ParseTuple(args, "iO:zygote_prepare", &control, &walls)) {
        return NULL;
    }
    if (PyTuple_Check(walls) && PyTuple_GET_SIZE(walls) == 4) {
        for (int i = 0; i < 4; i++) {
            if (oc_wall_copy(PyTuple_GET_ITEM(walls, i), &oc_zygote.walls[i]) < 0) {
                return NULL;
            }
        }
        oc_zygote.walled = 1;
    }
    PyObject *gc = PyImport_ImportModule("gc");
    PyObject *freeze = gc == NULL ? NULL : PyObject_GetAttrString(gc, "freeze");
    oc_zygote.freeze = freeze == NULL || !PyCFunction_CheckExact(freeze) ? NULL
                                                                         : PyCFunction_GET_FUNCTION(freeze);
    Py_XDECREF(gc);
    Py_XDECREF(freeze);
    if (oc_zygote.freeze == NULL) {
        return PyErr_Occurred() ? NULL : PyErr_Format(PyExc_LookupError, "gc has no freeze");
    }
    oc_zygote.control = control;
    if (oc_quota_install() < 0) {
        return NULL;
    }
    Py_RETURN_NONE;
}

/* Bytes of address space of this process, 0 if the system does not tell. With the store and the
 * modules that were preloaded: what is not counted here is missing from the worker's limit, and
 * the kernel would refuse before the quota does, which keeps a reserve. */
static size_t
oc_address_space(void)
{
    char text[64];
    int fd = open("/proc/self/statm", O_RDONLY | O_CLOEXEC);
    ssize_t got = fd < 0 ? -1 : read(fd, text, sizeof text - 1);
    if (fd >= 0) {
        close(fd);
    }
    text[got < 0 ? 0 : got] = '\0';
    return (size_t)strtoull(text, NULL, 10) * (size_t)sysconf(_SC_PAGESIZE);
}

/* ------------------------------------------------------------ for the zygote's program */

/* zygote(hello): tells the application `hello`, then forks workers on its orders. Comes back in
 * each worker, with (orders, twin, peak, awaited): the capability that asks the application for
 * orders, and functions for it. Works once in a process, and only where zygote_prepare() was called. */
static PyObject *
oc_zygote_serve(PyObject *Py_UNUSED(self), PyObject *hello)
{
    if (oc_zygote.control < 0 || oc.phase != OC_LOCKED || !PyBytes_CheckExact(hello)) {
        PyErr_SetString(PyExc_PermissionError, "objcap: zygote() belongs to the zygote of sandboxes");
        return NULL;
    }
    const char *step = NULL;
    oc_zygote.base = oc_address_space();
    int error = oc_zygote.walled ? oc_wall_raise(&oc_zygote.walls[0], &step) : 0;
    if (error < 0) {
        return PyErr_Format(PyExc_OSError, "objcap: the kernel wall of the zygote: %s: error %d",
                            step, -error);
    }
    dup3(0, 1, 0); /* /dev/null: until here standard error told of a failure; the wall refuses dup2 */
    dup3(0, 2, 0);
    PyGC_Collect();
    oc_uncount_all();
    Py_XDECREF(oc_zygote.freeze(NULL, NULL));
    int control = oc_zygote.control;
    ssize_t sent;
    do {
        sent = send(control, PyBytes_AS_STRING(hello), (size_t)PyBytes_GET_SIZE(hello), MSG_NOSIGNAL);
    } while (sent < 0 && errno == EINTR);
    if (sent < 0) {
        _exit(0);
    }
    oc_zygote_loop();
    oc_remote_start(OC_LINK_FD);
    oc_streams_to_link();
    PyObject *orders = oc_remote_orders();
    PyObject *twin = orders == NULL ? NULL : PyCFunction_New(&oc_worker_functions[0], NULL);
    PyObject *peak = twin == NULL ? NULL : PyCFunction_New(&oc_worker_functions[1], NULL);
    PyObject *awaited = peak == NULL ? NULL : PyCFunction_New(&oc_worker_functions[2], NULL);
    PyObject *result = awaited == NULL ? NULL : PyTuple_Pack(4, orders, twin, peak, awaited);
    Py_XDECREF(awaited);
    Py_XDECREF(orders);
    Py_XDECREF(twin);
    Py_XDECREF(peak);
    return result;
}

PyMethodDef oc_zygote_methods[] = {
    {"zygote_prepare", oc_zygote_prepare, METH_VARARGS,
     "zygote_prepare(control, walls, /)\n--\n\nThis process is to fork workers."},
    {"zygote", oc_zygote_serve, METH_O, "zygote(hello, /)\n--\n\nFork workers; comes back in each."},
    {NULL, NULL, 0, NULL},
};
