/* The terminal of the line editor: raw mode, signals, bytes in and out.
 *
 * The signals that matter are blocked except inside ppoll, and their handlers
 * only set flags: nothing can come between looking at a flag and waiting, and
 * the terminal is put right by ordinary code before the process stops or dies.
 * The keyboard's signals stay on (ISIG), so that Ctrl-C and Ctrl-Z reach the
 * whole foreground group, a broker included, as they do while code runs. */
#include "lineedit.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <termios.h>
#include <unistd.h>

/* The signals that are caught while a line is edited. The first five only if
 * the process would die or stop of them; whoever ignores them means it. */
static const int oc_tty_signals[] = {SIGHUP, SIGQUIT, SIGTERM, SIGALRM, SIGTSTP, SIGINT, SIGCONT, SIGWINCH};
#define OC_TTY_SIGNALS Py_ARRAY_LENGTH(oc_tty_signals)
#define OC_TTY_FATAL 4

static volatile sig_atomic_t oc_tty_seen[OC_TTY_SIGNALS];
static struct sigaction oc_tty_actions[OC_TTY_SIGNALS]; /* what was there before */
static int oc_tty_caught[OC_TTY_SIGNALS];
static sigset_t oc_tty_mask; /* what was blocked before */
static struct termios oc_tty_modes;
static int oc_tty_raw_now; /* the terminal is in raw mode, and oc_tty_modes puts it right */
static int oc_tty_plain = 1;

static void oc_tty_note_term(void) __attribute__((constructor));

/* Notes the kind of terminal when the extension is loaded: at the lockdown the
 * environment is emptied, and with it TERM is gone. */
static void
oc_tty_note_term(void)
{
    static const char *const dumb[] = {"", "dumb", "emacs", "unknown", "cons25"};
    const char *term = getenv("TERM");
    oc_tty_plain = term == NULL;
    for (size_t i = 0; term != NULL && i < Py_ARRAY_LENGTH(dumb); i++) {
        oc_tty_plain |= strcmp(term, dumb[i]) == 0;
    }
}

/* Does the terminal know nothing of moving its cursor? */
int
oc_tty_is_plain(void)
{
    return oc_tty_plain;
}

static void
oc_tty_handler(int number)
{
    for (size_t i = 0; i < OC_TTY_SIGNALS; i++) {
        if (oc_tty_signals[i] == number) {
            oc_tty_seen[i] = 1;
        }
    }
}

/* Was that signal seen since the last time? */
static int
oc_tty_take(int number)
{
    int seen = 0;
    for (size_t i = 0; i < OC_TTY_SIGNALS; i++) {
        if (oc_tty_signals[i] == number) {
            seen = oc_tty_seen[i];
            oc_tty_seen[i] = 0;
        }
    }
    return seen;
}

/* tcsetattr that an interrupted call does not fail. It does not wait for output
 * (TCSADRAIN): a terminal that takes none must not keep the process from ending.
 * Returns 0, or -1 with errno. */
static int
oc_tty_set(int fd, const struct termios *modes)
{
    int status;
    do {
        status = tcsetattr(fd, TCSANOW, modes);
    } while (status < 0 && errno == EINTR);
    return status;
}

/* Puts the terminal into raw mode, with bracketed paste. Returns 0, or -1 with
 * editor->error set. */
static int
oc_tty_raw(oc_editor *editor)
{
    struct termios raw = oc_tty_modes;
    raw.c_iflag &= (tcflag_t) ~(ICRNL | INLCR | IGNCR | ISTRIP | IXON);
    raw.c_oflag |= OPOST | ONLCR;
    raw.c_lflag &= (tcflag_t) ~(ICANON | ECHO | ECHONL | IEXTEN);
    raw.c_cc[VMIN] = 1;
    raw.c_cc[VTIME] = 0;
    oc_tty_raw_now = 1;
    if (oc_tty_set(editor->in, &raw) < 0) {
        editor->error = errno;
        return -1;
    }
    editor->columns = oc_tty_columns(editor->out);
    oc_show_bytes(editor, "\x1b[?2004h");
    return oc_tty_flush(editor);
}

/* Puts the terminal right again. Cannot fail: there would be nothing to do. */
static void
oc_tty_cooked(oc_editor *editor)
{
    if (oc_tty_raw_now) {
        struct pollfd output = {editor->out, POLLOUT, 0};
        oc_tty_raw_now = 0;
        (void)oc_tty_set(editor->in, &oc_tty_modes);
        if (poll(&output, 1, 0) == 1 && (output.revents & POLLOUT) != 0) {
            static const char off[] = "\x1b[?2004l";
            ssize_t ignored = write(editor->out, off, sizeof off - 1);
            (void)ignored;
        }
    }
}

/* Catches the signals and, unless `plain`, puts the terminal into raw mode.
 * Returns 0, or -1 with editor->error set; oc_tty_close is due in both cases. */
int
oc_tty_open(oc_editor *editor, int plain)
{
    sigset_t block;
    struct sigaction action;

    memset(&action, 0, sizeof action);
    action.sa_handler = oc_tty_handler;
    sigfillset(&action.sa_mask);
    sigemptyset(&block);
    for (size_t i = 0; i < OC_TTY_SIGNALS; i++) {
        sigaddset(&block, oc_tty_signals[i]);
    }
    pthread_sigmask(SIG_BLOCK, &block, &oc_tty_mask);
    for (size_t i = 0; i < OC_TTY_SIGNALS; i++) {
        oc_tty_seen[i] = 0;
        sigaction(oc_tty_signals[i], NULL, &oc_tty_actions[i]);
        int standard = oc_tty_actions[i].sa_handler == SIG_DFL;
        int ignored = oc_tty_actions[i].sa_handler == SIG_IGN;
        int number = oc_tty_signals[i];
        oc_tty_caught[i] = number == SIGINT ? !ignored : number == SIGCONT || number == SIGWINCH || standard;
        if (oc_tty_caught[i]) {
            sigaction(number, &action, NULL);
        }
    }
    if (plain) {
        return 0;
    }
    if (tcgetattr(editor->in, &oc_tty_modes) < 0) {
        editor->error = errno;
        return -1;
    }
    return oc_tty_raw(editor);
}

/* Puts terminal, handlers and mask back to what they were. */
void
oc_tty_close(oc_editor *editor)
{
    oc_tty_cooked(editor);
    for (size_t i = 0; i < OC_TTY_SIGNALS; i++) {
        if (oc_tty_caught[i]) {
            sigaction(oc_tty_signals[i], &oc_tty_actions[i], NULL);
            oc_tty_caught[i] = 0;
        }
    }
    pthread_sigmask(SIG_SETMASK, &oc_tty_mask, NULL);
}

/* Dies of a signal as if nobody had caught it, with the terminal put right. */
_Noreturn static void
oc_tty_die(oc_editor *editor, int number)
{
    sigset_t one;

    oc_tty_close(editor); /* its write may block: a second signal then ends the process at once */
    signal(number, SIG_DFL);
    sigemptyset(&one);
    sigaddset(&one, number);
    pthread_sigmask(SIG_UNBLOCK, &one, NULL);
    raise(number);
    _exit(128 + number); /* the kernel wall may refuse raise() */
}

/* Stops as Ctrl-Z asks, with the terminal put right; returns when the process
 * goes on, in raw mode again. Returns 0, or -1 with editor->error set. */
static int
oc_tty_stop(oc_editor *editor)
{
    int raw = oc_tty_raw_now;
    sigset_t one;
    struct sigaction ours, standard;

    oc_tty_cooked(editor);
    memset(&standard, 0, sizeof standard);
    standard.sa_handler = SIG_DFL;
    sigaction(SIGTSTP, &standard, &ours);
    sigemptyset(&one);
    sigaddset(&one, SIGTSTP);
    raise(SIGTSTP);
    pthread_sigmask(SIG_UNBLOCK, &one, NULL); /* here it stops */
    pthread_sigmask(SIG_BLOCK, &one, NULL);
    sigaction(SIGTSTP, &ours, NULL);
    return raw ? oc_tty_raw(editor) : 0;
}

/* Dies if a signal was seen that the process dies of. */
static void
oc_tty_die_if_told(oc_editor *editor)
{
    for (int i = 0; i < OC_TTY_FATAL; i++) {
        if (oc_tty_seen[i]) {
            oc_tty_die(editor, oc_tty_signals[i]);
        }
    }
}

/* What the signals seen so far mean: a key, or OC_KEY_NONE. In the middle of a
 * key's bytes (`whole` is 0) only what ends everything counts, the rest waits. */
static int
oc_tty_events(oc_editor *editor, int whole)
{
    oc_tty_die_if_told(editor);
    if (oc_tty_take(SIGINT)) {
        for (size_t i = 0; i < OC_TTY_SIGNALS; i++) {
            if (oc_tty_signals[i] == SIGINT && oc_tty_actions[i].sa_handler == SIG_DFL) {
                oc_tty_die(editor, SIGINT);
            }
        }
        return OC_KEY_INTERRUPT;
    }
    if (!whole) {
        return OC_KEY_NONE;
    }
    int redraw = oc_tty_take(SIGWINCH);
    if (redraw) {
        editor->columns = oc_tty_columns(editor->out);
    }
    if (oc_tty_take(SIGTSTP)) {
        if (oc_tty_stop(editor) < 0) {
            return OC_KEY_FAILED;
        }
        redraw = 1;
    }
    if (oc_tty_take(SIGCONT)) {
        /* after a SIGSTOP, which nobody sees: a shell may have set the modes */
        if (oc_tty_raw_now && oc_tty_raw(editor) < 0) {
            return OC_KEY_FAILED;
        }
        redraw = 1;
    }
    return redraw ? OC_KEY_REDRAW : OC_KEY_NONE;
}

/* The width of the terminal; 80 if it does not say. */
int
oc_tty_columns(int fd)
{
    struct winsize size;
    if (fd < 0 || ioctl(fd, TIOCGWINSZ, &size) < 0 || size.ws_col == 0) {
        return 80;
    }
    return size.ws_col;
}

/* The next byte (0..255) or one of OC_KEY_*. Waits `timeout` milliseconds in the
 * middle of a key's bytes, for ever if it is -1. */
int
oc_tty_byte(oc_editor *editor, int timeout)
{
    if (editor->pushed >= 0) {
        int byte = editor->pushed;
        editor->pushed = -1;
        return byte;
    }
    for (;;) {
        struct timespec limit = {timeout / 1000, timeout % 1000 * 1000000L};
        struct pollfd poll = {editor->in, POLLIN, 0};
        int ready = ppoll(&poll, 1, timeout < 0 ? NULL : &limit, &oc_tty_mask);
        int error = errno;
        int event = oc_tty_events(editor, timeout < 0);
        if (event != OC_KEY_NONE) {
            return event;
        }
        if (ready == 0) {
            return OC_KEY_NONE;
        }
        if (ready < 0) {
            if (error == EINTR) {
                continue;
            }
            editor->error = error;
            return OC_KEY_FAILED;
        }
        unsigned char byte;
        ssize_t count = read(editor->in, &byte, 1);
        if (count == 1) {
            return byte;
        }
        if (count == 0 || errno == EIO) {
            return OC_KEY_EOF; /* hung up */
        }
        if (errno != EINTR && errno != EAGAIN) {
            editor->error = errno;
            return OC_KEY_FAILED;
        }
    }
}

/* Is there input already? */
int
oc_tty_waiting(const oc_editor *editor)
{
    struct pollfd input = {editor->in, POLLIN, 0};
    return editor->pushed >= 0 || (poll(&input, 1, 0) == 1 && (input.revents & POLLIN) != 0);
}

/* Writes what was collected; the signals can come meanwhile, since a terminal may
 * take nothing for a long time. Returns 0, or -1 with editor->error set. */
int
oc_tty_flush(oc_editor *editor)
{
    size_t done = 0;
    while (done < editor->output_used && editor->error == 0) {
        sigset_t blocked;
        pthread_sigmask(SIG_SETMASK, &oc_tty_mask, &blocked);
        ssize_t count = write(editor->out, editor->output + done, editor->output_used - done);
        int error = errno;
        if (count < 0 && error == EAGAIN) { /* somebody made the descriptor non-blocking */
            struct pollfd output = {editor->out, POLLOUT, 0};
            poll(&output, 1, 100);
        }
        pthread_sigmask(SIG_SETMASK, &blocked, NULL);
        if (count >= 0) {
            done += (size_t)count;
        } else if (error != EAGAIN && error != EINTR) {
            editor->error = error;
        }
        oc_tty_die_if_told(editor);
    }
    editor->output_used = 0;
    return editor->error == 0 ? 0 : -1;
}
