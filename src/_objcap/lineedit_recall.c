/* Text that is not typed key by key: history, its search, bracketed paste. */
#include "lineedit.h"

#include <string.h>

#define OC_PATTERN_MAX 256

/* Shows that entry of the history; the number of entries stands for the new line. */
void
oc_recall(oc_editor *editor, Py_ssize_t entry)
{
    if (entry < 0 || entry > editor->entries) {
        return;
    }
    if (editor->entry == editor->entries && oc_text_set(editor, &editor->fresh, &editor->line) < 0) {
        return;
    }
    editor->entry = entry;
    const oc_text *source = entry == editor->entries ? &editor->fresh : &editor->history[entry];
    if (oc_text_set(editor, &editor->line, source) == 0) {
        editor->cursor = editor->line.used;
        editor->first = 0;
    }
}

/* A line of a paste is complete: it moves up, what was right of it stays. */
static void
oc_paste_newline(oc_editor *editor)
{
    static const Py_UCS4 newline[] = {'\n'};
    static const Py_UCS4 more[] = {'.', '.', '.', ' '};
    oc_text *line = &editor->line;
    oc_text tail = {line->data == NULL ? NULL : line->data + editor->cursor, line->used - editor->cursor, 0};

    if (editor->done.used + line->used + 1 > OC_LINE_MAX) {
        return;
    }
    line->used = editor->cursor;
    oc_show_whole(editor);
    if (oc_text_insert(editor, &editor->done, editor->done.used, line->data, line->used) < 0 ||
        oc_text_insert(editor, &editor->done, editor->done.used, newline, 1) < 0) {
        return;
    }
    if (tail.used > 0) {
        memmove(line->data, tail.data, (size_t)tail.used * sizeof(Py_UCS4));
    }
    line->used = tail.used;
    editor->cursor = 0;
    editor->first = 0;
    editor->prompt.used = 0;
    (void)oc_text_insert(editor, &editor->prompt, 0, more, Py_ARRAY_LENGTH(more));
}

/* Takes in a bracketed paste, to its end: text only, no controls. Returns
 * OC_KEY_NONE or what ended it. */
int
oc_paste(oc_editor *editor)
{
    static const char end[] = "[201~";
    int before = 0;

    while (editor->error == 0) {
        if (!oc_tty_waiting(editor)) {
            oc_show_line(editor);
            oc_tty_flush(editor);
        }
        int byte = oc_tty_byte(editor, -1);
        if (byte == OC_KEY_REDRAW) {
            oc_show_line(editor);
        } else if (byte < 0) {
            return byte;
        } else if (byte == 0x1b) {
            Py_UCS4 matched[sizeof end];
            int count = 0;
            while (end[count] != '\0' && (byte = oc_tty_byte(editor, OC_KEY_TIME)) == end[count]) {
                matched[count++] = (Py_UCS4)byte;
            }
            if (end[count] == '\0') {
                return OC_KEY_NONE;
            }
            if (byte < 0 && byte != OC_KEY_NONE) {
                return byte;
            }
            editor->pushed = byte;
            oc_type(editor, matched, count);
        } else if (byte == '\n' || byte == '\r') {
            if (byte == '\r' || before != '\r') {
                oc_paste_newline(editor);
            }
        } else {
            int point = oc_read_point(editor, byte);
            if (point < 0) {
                return point;
            }
            if (point == '\t' || (point >= 0x20 && point != 0x7f)) {
                Py_UCS4 c = (Py_UCS4)point;
                oc_type(editor, &c, 1);
            }
        }
        before = byte;
    }
    return OC_KEY_FAILED;
}

/* Shows the newest entry up to `entry` that holds the pattern. Returns 1, or 0 if
 * there is none. */
static int
oc_find(oc_editor *editor, const oc_text *pattern, Py_ssize_t entry)
{
    for (; entry >= 0 && pattern->used > 0; entry--) {
        const oc_text *text = &editor->history[entry];
        for (Py_ssize_t at = 0; at + pattern->used <= text->used; at++) {
            if (memcmp(text->data + at, pattern->data, (size_t)pattern->used * sizeof(Py_UCS4)) == 0) {
                oc_recall(editor, entry);
                editor->cursor = at;
                return 1;
            }
        }
    }
    return 0;
}

/* The prompt of a search: "(search) `pattern': ", with an exclamation mark if
 * nothing holds the pattern. */
static void
oc_search_prompt(oc_editor *editor, const oc_text *pattern, int found)
{
    static const Py_UCS4 head[] = {'(', 's', 'e', 'a', 'r', 'c', 'h', ')', ' ', '`'};
    static const Py_UCS4 tail[] = {'\'', ':', ' '};
    static const Py_UCS4 none[] = {'!', ' '};
    oc_text *prompt = &editor->prompt;

    prompt->used = 0;
    (void)oc_text_insert(editor, prompt, 0, head, Py_ARRAY_LENGTH(head));
    (void)oc_text_insert(editor, prompt, prompt->used, pattern->data, pattern->used);
    (void)oc_text_insert(editor, prompt, prompt->used, tail, Py_ARRAY_LENGTH(tail));
    if (!found) {
        (void)oc_text_insert(editor, prompt, prompt->used, none, Py_ARRAY_LENGTH(none));
    }
}

/* Ctrl-R: searches the history backwards while the pattern is typed; Ctrl-G or
 * Escape brings back what was there. Returns the key that ended it and is yet to
 * be obeyed, or OC_KEY_NONE. */
int
oc_search(oc_editor *editor)
{
    oc_text prompt = editor->prompt; /* kept aside */
    oc_text pattern = {NULL, 0, 0};
    oc_text line = {NULL, 0, 0};
    Py_ssize_t cursor = editor->cursor;
    Py_ssize_t entry = editor->entry;
    Py_ssize_t match = editor->entries - 1;
    int found = 1;
    int key = OC_KEY_FAILED;

    editor->prompt = (oc_text){NULL, 0, 0};
    (void)oc_text_set(editor, &line, &editor->line);
    while (editor->error == 0) {
        oc_search_prompt(editor, &pattern, found);
        if (!oc_tty_waiting(editor)) {
            oc_show_line(editor);
            oc_tty_flush(editor);
        }
        key = oc_read_key(editor);
        if (key == OC_CTRL('R')) {
            found = oc_find(editor, &pattern, match - 1);
        } else if ((key == 0x7f || key == 0x08) && pattern.used > 0) {
            pattern.used--;
            found = pattern.used == 0 || oc_find(editor, &pattern, editor->entries - 1);
        } else if (key >= 0x20 && key < 0x110000 && key != 0x7f) {
            Py_UCS4 c = (Py_UCS4)key;
            if (pattern.used < OC_PATTERN_MAX) {
                (void)oc_text_insert(editor, &pattern, pattern.used, &c, 1);
            }
            found = oc_find(editor, &pattern, match);
        } else if (key != OC_KEY_REDRAW) {
            break;
        }
        match = found && pattern.used > 0 ? editor->entry : match;
    }
    if (key == OC_CTRL('G') || key == OC_KEY_ESCAPE) {
        (void)oc_text_set(editor, &editor->line, &line);
        editor->cursor = cursor;
        editor->entry = entry;
        key = OC_KEY_NONE;
    }
    PyMem_RawFree(editor->prompt.data);
    PyMem_RawFree(pattern.data);
    PyMem_RawFree(line.data);
    editor->prompt = prompt;
    return key;
}
