/* The fork of the lockdown: one process keeps the powers, the other is locked. */
#include "capability.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <unistd.h>

/* The child's end of the channel, out of the way of descriptors that C code takes
 * for granted. */
#define OC_CHANNEL_FD 100

/* The child's first steps, before any Python code runs: it dies with its parent, and
 * holds its own end of the channel only. */
static void
oc_part_child(int fd, pid_t parent)
{
    if (prctl(PR_SET_PDEATHSIG, SIGKILL) < 0 || getppid() != parent) {
        _exit(70);
    }
    int moved = fcntl(fd, F_DUPFD_CLOEXEC, OC_CHANNEL_FD);
    if (moved >= 0) {
        close(fd);
    }
    oc_remote_start(moved < 0 ? fd : moved);
    if (oc_capability_part() < 0) {
        oc_die("no memory");
    }
}

/* part(): when there are capabilities, forks. The parent becomes the broker and
 * never returns from here; the child returns True and is to be locked. Without
 * capabilities: False. OSError when there can be no second process. */
static PyObject *
oc_part(PyObject *Py_UNUSED(self), PyObject *Py_UNUSED(ignored))
{
    int ends[2];
    sigset_t all, mask;
    if (oc_capability_count() == 0) {
        Py_RETURN_FALSE;
    }
    if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) < 0) {
        return PyErr_SetFromErrno(PyExc_OSError);
    }
    pid_t parent = getpid();
    int collector = PyGC_Disable();
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &mask);
    PyOS_BeforeFork(); /* the application's hooks, as os.fork() calls them */
    pid_t child = fork();
    int error = errno;
    if (child == 0) {
        close(ends[0]);
        oc_part_child(ends[1], parent);
        PyOS_AfterFork_Child();
    }
    else {
        PyOS_AfterFork_Parent();
    }
    if (child > 0) {
        close(ends[1]);
        if (collector) {
            PyGC_Enable();
        }
        oc_broker_serve(ends[0], child, &mask);
    }
    pthread_sigmask(SIG_SETMASK, &mask, NULL);
    if (collector) {
        PyGC_Enable();
    }
    if (child < 0) {
        close(ends[0]);
        close(ends[1]);
        errno = error;
        return PyErr_SetFromErrno(PyExc_OSError);
    }
    Py_RETURN_TRUE;
}

/* is_broker(): does this process serve a locked one? */
static PyObject *
oc_is_broker(PyObject *Py_UNUSED(self), PyObject *Py_UNUSED(ignored))
{
    return PyBool_FromLong(oc_broker_serves());
}

PyMethodDef oc_part_methods[] = {
    {"part", oc_part, METH_NOARGS, "part()\n--\n\nFork off the broker, if there is need of one."},
    {"is_broker", oc_is_broker, METH_NOARGS,
     "is_broker()\n--\n\nTrue in the process that serves a locked one."},
    {NULL, NULL, 0, NULL},
};
