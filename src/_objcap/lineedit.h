/* What the parts of the line editor share: lineedit.c (the guest's function),
 * lineedit_tty.c (terminal and signals), lineedit_show.c (what is on the screen),
 * lineedit_input.c (bytes to keys), lineedit_keys.c (what the keys do) and
 * lineedit_recall.c (history, search, paste).
 *
 * From oc_tty_open to oc_tty_close the terminal is in raw mode and no Python
 * code can run (R1): everything is C data, allocated in the raw domain, where a
 * quota on memory counts it too. */
#ifndef OC_LINEEDIT_H
#define OC_LINEEDIT_H

#include "objcap.h"

/* More than this is not typed or pasted: what comes after it is dropped. */
#define OC_LINE_MAX ((Py_ssize_t)1 << 20)
#define OC_HISTORY_MAX 10000
#define OC_KEY_TIME 100 /* milliseconds between the bytes of one key, at most */

/* Code points that this module owns. */
typedef struct {
    Py_UCS4 *data;
    Py_ssize_t used;
    Py_ssize_t size;
} oc_text;

/* What reading gives beside a byte or code point (0 and up). */
enum {
    OC_KEY_NONE = -1,      /* nothing came in time, or nothing that means anything */
    OC_KEY_EOF = -2,       /* the terminal is gone */
    OC_KEY_INTERRUPT = -3, /* SIGINT */
    OC_KEY_REDRAW = -4,    /* the window changed, or the process was stopped and goes on */
    OC_KEY_FAILED = -5,    /* errno is in oc_editor.error */
};

/* Keys that are no code points. */
enum {
    OC_KEY_UP = 0x110000,
    OC_KEY_DOWN,
    OC_KEY_LEFT,
    OC_KEY_RIGHT,
    OC_KEY_HOME,
    OC_KEY_END,
    OC_KEY_DELETE,
    OC_KEY_WORD_LEFT,
    OC_KEY_WORD_RIGHT,
    OC_KEY_KILL_WORD,      /* Alt-D */
    OC_KEY_KILL_WORD_BACK, /* Alt-Backspace */
    OC_KEY_PASTE,          /* bracketed paste begins */
    OC_KEY_ESCAPE,         /* Escape and nothing after it */
};

#define OC_CTRL(c) ((c) & 0x1f)

/* How an edit ended. */
typedef enum { OC_EDITING, OC_LINE, OC_TAB, OC_INTERRUPT, OC_EOF, OC_ERROR } oc_ending;

typedef struct {
    int in;
    int out;
    int columns;           /* width of the terminal */
    int error;             /* errno of what failed, or 0 */
    int pushed;            /* a byte that was read too early, or -1 */
    oc_text prompt;
    oc_text done;          /* pasted lines before the edited one, each with its newline */
    oc_text line;          /* the edited line */
    Py_ssize_t cursor;     /* index into `line` */
    Py_ssize_t first;      /* index of the first code point on the screen */
    oc_text *history;
    Py_ssize_t entries;
    Py_ssize_t entry;      /* the entry that is shown; `entries`: the new line */
    oc_text fresh;         /* the new line while an entry is shown */
    char *output;          /* bytes for the terminal, collected */
    size_t output_used;
    size_t output_size;
} oc_editor;

/* lineedit.c: texts. Return 0, or -1 with editor->error set. */
int oc_text_insert(oc_editor *editor, oc_text *text, Py_ssize_t at, const Py_UCS4 *data, Py_ssize_t count);
int oc_text_set(oc_editor *editor, oc_text *text, const oc_text *source);
void oc_text_delete(oc_text *text, Py_ssize_t from, Py_ssize_t to);

/* lineedit_tty.c */
int oc_tty_is_plain(void);
int oc_tty_open(oc_editor *editor, int plain);
void oc_tty_close(oc_editor *editor);
int oc_tty_columns(int fd);
int oc_tty_byte(oc_editor *editor, int timeout);
int oc_tty_waiting(const oc_editor *editor);
int oc_tty_flush(oc_editor *editor);

/* lineedit_show.c: into editor->output; a lack of memory is in editor->error. */
void oc_show_bytes(oc_editor *editor, const char *bytes);
void oc_show_text(oc_editor *editor, const oc_text *text);
void oc_show_line(oc_editor *editor);
void oc_show_whole(oc_editor *editor);
int oc_is_mark(Py_UCS4 c);

/* lineedit_input.c */
int oc_read_point(oc_editor *editor, int byte);
int oc_read_key(oc_editor *editor);

/* lineedit_recall.c */
void oc_recall(oc_editor *editor, Py_ssize_t entry);
int oc_paste(oc_editor *editor);
int oc_search(oc_editor *editor);

/* lineedit_keys.c */
void oc_type(oc_editor *editor, const Py_UCS4 *data, Py_ssize_t count);
oc_ending oc_edit(oc_editor *editor);
oc_ending oc_edit_plain(oc_editor *editor);

#endif
