/* What the keys do: the part of readline's Emacs mode that fingers know. */
#include "lineedit.h"

#include <string.h>

#define OC_INDENT 4

static oc_text oc_killed; /* what Ctrl-Y brings back; lives from line to line */

/* ------------------------------------------------------------ the edited line */

/* Puts code points in at the cursor. A line that has grown too long takes no more. */
void
oc_type(oc_editor *editor, const Py_UCS4 *data, Py_ssize_t count)
{
    if (editor->done.used + editor->line.used + count > OC_LINE_MAX) {
        oc_show_bytes(editor, "\a");
    } else if (oc_text_insert(editor, &editor->line, editor->cursor, data, count) == 0) {
        editor->cursor += count;
    }
}

/* Removes line[from:to] and keeps it for Ctrl-Y if `kill`. */
static void
oc_remove(oc_editor *editor, Py_ssize_t from, Py_ssize_t to, int kill)
{
    if (from >= to) {
        return;
    }
    if (kill) {
        oc_killed.used = 0;
        if (oc_text_insert(editor, &oc_killed, 0, editor->line.data + from, to - from) < 0) {
            return;
        }
    }
    oc_text_delete(&editor->line, from, to);
    editor->cursor = from;
}

static int
oc_is_word(Py_UCS4 c)
{
    return c >= 0x80 || c == '_' || (c >= '0' && c <= '9') || ((c | 0x20) >= 'a' && (c | 0x20) <= 'z');
}

/* Where the word before the cursor begins. */
static Py_ssize_t
oc_word_left(const oc_editor *editor)
{
    const Py_UCS4 *data = editor->line.data;
    Py_ssize_t at = editor->cursor;
    while (at > 0 && !oc_is_word(data[at - 1])) {
        at--;
    }
    while (at > 0 && oc_is_word(data[at - 1])) {
        at--;
    }
    return at;
}

/* Where the word after the cursor ends. */
static Py_ssize_t
oc_word_right(const oc_editor *editor)
{
    const oc_text *line = &editor->line;
    Py_ssize_t at = editor->cursor;
    while (at < line->used && !oc_is_word(line->data[at])) {
        at++;
    }
    while (at < line->used && oc_is_word(line->data[at])) {
        at++;
    }
    return at;
}

/* The place `by` (1 or -1) characters on, marks belonging to what they stand on. */
static Py_ssize_t
oc_step(const oc_editor *editor, int by)
{
    const oc_text *line = &editor->line;
    Py_ssize_t at = editor->cursor + by;
    while (at > 0 && at < line->used && oc_is_mark(line->data[at])) {
        at += by;
    }
    return at < 0 ? 0 : at > line->used ? line->used : at;
}

/* Backspace: a character, or a level of indentation if nothing else is before it. */
static void
oc_backspace(oc_editor *editor)
{
    Py_ssize_t blanks = 0;
    while (blanks < editor->cursor && editor->line.data[blanks] == ' ') {
        blanks++;
    }
    Py_ssize_t count = blanks == editor->cursor ? (blanks + OC_INDENT - 1) % OC_INDENT + 1 : 1;
    if (editor->cursor > 0) {
        oc_remove(editor, editor->cursor - count, editor->cursor, 0);
    }
}

/* Ctrl-W: back to the blank before the cursor. */
static void
oc_kill_argument(oc_editor *editor)
{
    const Py_UCS4 *data = editor->line.data;
    Py_ssize_t from = editor->cursor;
    while (from > 0 && (data[from - 1] == ' ' || data[from - 1] == '\t')) {
        from--;
    }
    while (from > 0 && data[from - 1] != ' ' && data[from - 1] != '\t') {
        from--;
    }
    oc_remove(editor, from, editor->cursor, 1);
}

/* Ctrl-T: exchanges the two characters around the cursor. */
static void
oc_transpose(oc_editor *editor)
{
    Py_UCS4 *data = editor->line.data;
    if (editor->cursor == editor->line.used && editor->cursor > 1) {
        editor->cursor--;
    }
    if (editor->cursor > 0 && editor->cursor < editor->line.used) {
        Py_UCS4 left = data[editor->cursor - 1];
        data[editor->cursor - 1] = data[editor->cursor];
        data[editor->cursor++] = left;
    }
}

/* ------------------------------------------------------------ the loop */

/* Obeys a key that changes the line or moves in it. */
static void
oc_obey(oc_editor *editor, int key)
{
    oc_text *line = &editor->line;
    Py_ssize_t cursor = editor->cursor;

    switch (key) {
    case OC_KEY_HOME: case OC_CTRL('A'): editor->cursor = 0; break;
    case OC_KEY_END: case OC_CTRL('E'): editor->cursor = line->used; break;
    case OC_KEY_LEFT: case OC_CTRL('B'): editor->cursor = oc_step(editor, -1); break;
    case OC_KEY_RIGHT: case OC_CTRL('F'): editor->cursor = oc_step(editor, 1); break;
    case OC_KEY_WORD_LEFT: editor->cursor = oc_word_left(editor); break;
    case OC_KEY_WORD_RIGHT: editor->cursor = oc_word_right(editor); break;
    case OC_KEY_UP: case OC_CTRL('P'): oc_recall(editor, editor->entry - 1); break;
    case OC_KEY_DOWN: case OC_CTRL('N'): oc_recall(editor, editor->entry + 1); break;
    case OC_KEY_DELETE: case OC_CTRL('D'): oc_remove(editor, cursor, oc_step(editor, 1), 0); break;
    case 0x08: case 0x7f: oc_backspace(editor); break;
    case OC_KEY_KILL_WORD: oc_remove(editor, cursor, oc_word_right(editor), 1); break;
    case OC_KEY_KILL_WORD_BACK: oc_remove(editor, oc_word_left(editor), cursor, 1); break;
    case OC_CTRL('W'): oc_kill_argument(editor); break;
    case OC_CTRL('K'): oc_remove(editor, cursor, line->used, 1); break;
    case OC_CTRL('U'): oc_remove(editor, 0, cursor, 1); break;
    case OC_CTRL('Y'): oc_type(editor, oc_killed.data, oc_killed.used); break;
    case OC_CTRL('T'): oc_transpose(editor); break;
    case OC_CTRL('L'): oc_show_bytes(editor, "\x1b[H\x1b[2J"); break;
    default:
        if (key >= 0x20 && key < 0x110000) {
            Py_UCS4 c = (Py_UCS4)key;
            oc_type(editor, &c, 1);
        }
    }
}

/* Edits the line until a key ends it. With OC_ERROR editor->error says why. */
oc_ending
oc_edit(oc_editor *editor)
{
    oc_ending ending = OC_EDITING;
    int key = OC_KEY_NONE;

    /* A Ctrl-D that was typed before the terminal was in raw mode comes as a NUL. */
    if (oc_tty_waiting(editor)) {
        key = oc_read_key(editor);
        key = key == 0 ? OC_CTRL('D') : key;
    }
    while (ending == OC_EDITING) {
        if (key == OC_KEY_NONE && !oc_tty_waiting(editor)) {
            oc_show_line(editor);
            oc_tty_flush(editor);
        }
        if (key == OC_KEY_NONE) {
            key = oc_read_key(editor);
        }
        if (key == OC_CTRL('R')) {
            key = oc_search(editor);
        } else if (key == OC_KEY_PASTE) {
            key = oc_paste(editor);
        }
        if (editor->error != 0) {
            key = OC_KEY_FAILED;
        }
        switch (key) {
        case OC_KEY_FAILED: ending = OC_ERROR; break;
        case OC_KEY_EOF: ending = OC_EOF; break;
        case OC_KEY_INTERRUPT: case OC_CTRL('C'): ending = OC_INTERRUPT; break;
        case '\r': case '\n': ending = OC_LINE; break;
        case '\t': ending = OC_TAB; break;
        case OC_CTRL('D'):
            if (editor->line.used == 0 && editor->done.used == 0) {
                ending = OC_EOF;
                break;
            }
            /* fall through */
        default: oc_obey(editor, key);
        }
        key = key == OC_CTRL('R') || key == OC_KEY_PASTE ? key : OC_KEY_NONE;
    }
    if (ending == OC_LINE) {
        oc_show_whole(editor);
    } else if (ending == OC_TAB) {
        oc_show_line(editor);
    } else if (ending != OC_ERROR) {
        editor->cursor = editor->line.used;
        oc_show_line(editor);
        oc_show_bytes(editor, "\n");
    }
    if (ending != OC_ERROR && oc_tty_flush(editor) < 0) {
        ending = OC_ERROR;
    }
    return ending;
}

/* Reads a line as the terminal's own line discipline edits it. */
oc_ending
oc_edit_plain(oc_editor *editor)
{
    editor->line.used = editor->done.used = editor->cursor = 0; /* there is no way to offer a text */
    oc_show_text(editor, &editor->prompt);
    while (oc_tty_flush(editor) == 0) {
        int byte = oc_tty_byte(editor, -1);
        int point = byte < 0 ? byte : oc_read_point(editor, byte);
        if (point == '\n') {
            return OC_LINE;
        }
        if (point == OC_KEY_EOF && editor->line.used > 0) {
            return OC_LINE;
        }
        if (point == OC_KEY_EOF || point == OC_KEY_INTERRUPT) {
            oc_show_bytes(editor, "\n");
            oc_tty_flush(editor);
            return point == OC_KEY_EOF ? OC_EOF : OC_INTERRUPT;
        }
        if (point == OC_KEY_FAILED) {
            return OC_ERROR;
        }
        if (point >= 0) {
            Py_UCS4 c = (Py_UCS4)point;
            oc_type(editor, &c, 1);
        } else if (point == OC_KEY_REDRAW) {
            oc_show_text(editor, &editor->prompt);
        }
    }
    return OC_ERROR;
}
