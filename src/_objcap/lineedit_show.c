/* What the line editor puts on the screen.
 *
 * The edited line takes one row, scrolled sideways: nothing depends on how a
 * terminal wraps, and a new window size needs no more than drawing the row again.
 * Widths come from the tables below, not from wcwidth(), which asks the locale
 * that the guest's world has not. No character of the prompt, the text or the
 * history controls the terminal: controls are shown as ^X, what would reorder
 * the text or is no character as \uXXXX. */
#include "lineedit.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

typedef struct {
    Py_UCS4 from;
    Py_UCS4 to;
} oc_range;

/* Marks that take no place of their own (the common blocks of Mn, Me, Cf). */
static const oc_range oc_marks[] = {
    {0x300, 0x36f},     {0x483, 0x489},     {0x591, 0x5bd},     {0x5bf, 0x5bf},     {0x5c1, 0x5c2},
    {0x5c4, 0x5c5},     {0x610, 0x61a},     {0x64b, 0x65f},     {0x670, 0x670},     {0x6d6, 0x6dc},
    {0x6df, 0x6e4},     {0x6e7, 0x6e8},     {0x6ea, 0x6ed},     {0x711, 0x711},     {0x730, 0x74a},
    {0x7eb, 0x7f3},     {0x816, 0x819},     {0x8d3, 0x902},     {0x93a, 0x93a},     {0x93c, 0x93c},
    {0x941, 0x948},     {0x94d, 0x94d},     {0x951, 0x957},     {0x962, 0x963},     {0x981, 0x981},
    {0x9bc, 0x9bc},     {0x9c1, 0x9c4},     {0x9cd, 0x9cd},     {0xe31, 0xe31},     {0xe34, 0xe3a},
    {0xe47, 0xe4e},     {0xeb1, 0xeb1},     {0xeb4, 0xebc},     {0xec8, 0xecd},     {0x1160, 0x11ff},
    {0x1ab0, 0x1aff},   {0x1dc0, 0x1dff},   {0x200b, 0x200d},   {0x2060, 0x2064},   {0x20d0, 0x20f0},
    {0x302a, 0x302d},   {0x3099, 0x309a},   {0xfe00, 0xfe0f},   {0xfe20, 0xfe2f},   {0xfeff, 0xfeff},
    {0x1f3fb, 0x1f3ff}, {0xe0001, 0xe007f}, {0xe0100, 0xe01ef},
};

/* Wide characters (East Asian Width W and F, and emoji). */
static const oc_range oc_wide[] = {
    {0x1100, 0x115f},   {0x231a, 0x231b},   {0x2329, 0x232a},   {0x23e9, 0x23ec},   {0x23f0, 0x23f0},
    {0x23f3, 0x23f3},   {0x25fd, 0x25fe},   {0x2614, 0x2615},   {0x2648, 0x2653},   {0x267f, 0x267f},
    {0x2693, 0x2693},   {0x26a1, 0x26a1},   {0x26aa, 0x26ab},   {0x26bd, 0x26be},   {0x26c4, 0x26c5},
    {0x26ce, 0x26ce},   {0x26d4, 0x26d4},   {0x26ea, 0x26ea},   {0x26f2, 0x26f3},   {0x26f5, 0x26f5},
    {0x26fa, 0x26fa},   {0x26fd, 0x26fd},   {0x2705, 0x2705},   {0x270a, 0x270b},   {0x2728, 0x2728},
    {0x274c, 0x274c},   {0x274e, 0x274e},   {0x2753, 0x2755},   {0x2757, 0x2757},   {0x2795, 0x2797},
    {0x27b0, 0x27b0},   {0x27bf, 0x27bf},   {0x2b1b, 0x2b1c},   {0x2b50, 0x2b50},   {0x2b55, 0x2b55},
    {0x2e80, 0x3029},   {0x302e, 0x303e},   {0x3041, 0x3098},   {0x309b, 0x4dbf},   {0x4e00, 0xa4cf},
    {0xa960, 0xa97c},   {0xac00, 0xd7a3},   {0xf900, 0xfaff},   {0xfe10, 0xfe19},   {0xfe30, 0xfe6f},
    {0xff01, 0xff60},   {0xffe0, 0xffe6},   {0x16fe0, 0x18aff}, {0x1b000, 0x1b2ff}, {0x1f004, 0x1f004},
    {0x1f0cf, 0x1f0cf}, {0x1f18e, 0x1f18e}, {0x1f191, 0x1f19a}, {0x1f200, 0x1f320}, {0x1f32d, 0x1f335},
    {0x1f337, 0x1f37c}, {0x1f37e, 0x1f393}, {0x1f3a0, 0x1f3ca}, {0x1f3cf, 0x1f3d3}, {0x1f3e0, 0x1f3f0},
    {0x1f3f4, 0x1f3f4}, {0x1f3f8, 0x1f3fa}, {0x1f400, 0x1f43e}, {0x1f440, 0x1f440}, {0x1f442, 0x1f4fc},
    {0x1f4ff, 0x1f53d}, {0x1f54b, 0x1f54e}, {0x1f550, 0x1f567}, {0x1f57a, 0x1f57a}, {0x1f595, 0x1f596},
    {0x1f5a4, 0x1f5a4}, {0x1f5fb, 0x1f64f}, {0x1f680, 0x1f6c5}, {0x1f6cc, 0x1f6cc}, {0x1f6d0, 0x1f6d2},
    {0x1f6d5, 0x1f6d7}, {0x1f6dc, 0x1f6df}, {0x1f6eb, 0x1f6ec}, {0x1f6f4, 0x1f6fc}, {0x1f7e0, 0x1f7eb},
    {0x1f7f0, 0x1f7f0}, {0x1f90c, 0x1f93a}, {0x1f93c, 0x1f945}, {0x1f947, 0x1f9ff}, {0x1fa70, 0x1faff},
    {0x20000, 0x3fffd},
};

/* Characters that would reorder or break the line ("Trojan source"), and what is
 * no character at all: the C1 controls, lone surrogates, line separators. */
static const oc_range oc_escaped[] = {
    {0x80, 0x9f},     {0xad, 0xad},     {0x61c, 0x61c},   {0x180e, 0x180e}, {0x200e, 0x200f},
    {0x2028, 0x202e}, {0x2065, 0x206f}, {0xd800, 0xdfff}, {0xfff9, 0xfffb}, {0xfffe, 0xffff},
};

/* Is `c` in one of the ranges, which are in ascending order? */
static int
oc_in_ranges(Py_UCS4 c, const oc_range *ranges, size_t count)
{
    size_t low = 0;
    while (low < count) {
        size_t middle = (low + count) / 2;
        if (c > ranges[middle].to) {
            low = middle + 1;
        } else if (c < ranges[middle].from) {
            count = middle;
        } else {
            return 1;
        }
    }
    return 0;
}

/* Does `c` stand on the place of the character before it? */
int
oc_is_mark(Py_UCS4 c)
{
    return c >= 0x300 && oc_in_ranges(c, oc_marks, Py_ARRAY_LENGTH(oc_marks));
}

/* How `c` is written on the screen: into `shown`, as UTF-8 or an escape. Returns
 * how many columns it takes; a tab reaches to the next multiple of eight. */
static int
oc_shown(Py_UCS4 c, Py_ssize_t column, char shown[16])
{
    if (c == '\t') {
        int width = 8 - (int)(column % 8);
        memset(shown, ' ', (size_t)width);
        shown[width] = '\0';
        return width;
    }
    if (c < 0x20 || c == 0x7f) {
        shown[0] = '^';
        shown[1] = (char)(c ^ 0x40);
        shown[2] = '\0';
        return 2;
    }
    if (c > 0x10ffff || oc_in_ranges(c, oc_escaped, Py_ARRAY_LENGTH(oc_escaped))) {
        return snprintf(shown, 16, c <= 0xff ? "\\x%02x" : "\\u%04x", (unsigned)c);
    }
    unsigned char *byte = (unsigned char *)shown;
    if (c < 0x80) {
        *byte++ = (unsigned char)c;
    } else if (c < 0x800) {
        *byte++ = (unsigned char)(0xc0 | c >> 6);
        *byte++ = (unsigned char)(0x80 | (c & 0x3f));
    } else if (c < 0x10000) {
        *byte++ = (unsigned char)(0xe0 | c >> 12);
        *byte++ = (unsigned char)(0x80 | (c >> 6 & 0x3f));
        *byte++ = (unsigned char)(0x80 | (c & 0x3f));
    } else {
        *byte++ = (unsigned char)(0xf0 | c >> 18);
        *byte++ = (unsigned char)(0x80 | (c >> 12 & 0x3f));
        *byte++ = (unsigned char)(0x80 | (c >> 6 & 0x3f));
        *byte++ = (unsigned char)(0x80 | (c & 0x3f));
    }
    *byte = '\0';
    if (oc_is_mark(c)) {
        return 0;
    }
    return c >= 0x1100 && oc_in_ranges(c, oc_wide, Py_ARRAY_LENGTH(oc_wide)) ? 2 : 1;
}

/* Collects bytes for the terminal. */
void
oc_show_bytes(oc_editor *editor, const char *bytes)
{
    size_t count = strlen(bytes);
    if (editor->output_used + count > editor->output_size) {
        size_t size = (editor->output_used + count) * 2 + 256;
        char *output = PyMem_RawRealloc(editor->output, size);
        if (output == NULL) {
            editor->error = ENOMEM;
            return;
        }
        editor->output = output;
        editor->output_size = size;
    }
    memcpy(editor->output + editor->output_used, bytes, count);
    editor->output_used += count;
}

/* Collects a whole text, however long. */
void
oc_show_text(oc_editor *editor, const oc_text *text)
{
    char shown[16];
    Py_ssize_t column = 0;
    for (Py_ssize_t i = 0; i < text->used; i++) {
        column += oc_shown(text->data[i], column, shown);
        oc_show_bytes(editor, shown);
    }
}

/* The columns that data[from:to] takes if data[from] is at `column`. */
static Py_ssize_t
oc_width(const oc_text *text, Py_ssize_t from, Py_ssize_t to, Py_ssize_t column)
{
    char shown[16];
    Py_ssize_t start = column;
    for (Py_ssize_t i = from; i < to; i++) {
        column += oc_shown(text->data[i], column, shown);
    }
    return column - start;
}

/* Draws the row of the edited line and puts the cursor where it belongs. A "<"
 * or ">" stands where the line goes on outside the row. */
void
oc_show_line(oc_editor *editor)
{
    const oc_text *line = &editor->line;
    char shown[16];
    char move[32];
    Py_ssize_t left = oc_width(&editor->prompt, 0, editor->prompt.used, 0);
    Py_ssize_t room = editor->columns - left - 2; /* ">" and the last column, which would wrap */
    if (room < 8 && left > 0) {
        left = 0; /* a prompt that leaves no room is not shown */
        room = editor->columns - 2;
    }
    room = room < 3 ? 3 : room;

    /* The row begins at `first`, moved so that the cursor is in it. */
    if (editor->first > editor->cursor || editor->first > line->used) {
        editor->first = editor->cursor;
        for (Py_ssize_t back = 0; editor->first > 0 && back < room / 3;) {
            editor->first--;
            back += oc_shown(line->data[editor->first], 0, shown);
        }
    }
    int mark = editor->first > 0; /* the "<" takes a column */
    int under = editor->cursor < line->used ? oc_shown(line->data[editor->cursor], 0, shown) : 1;
    if (oc_width(line, editor->first, editor->cursor, mark) + mark + under > room) {
        Py_ssize_t column = 0;
        Py_ssize_t first = editor->cursor;
        while (first > editor->first && column < room * 2 / 3) {
            first--;
            column += oc_shown(line->data[first], 0, shown);
        }
        editor->first = column < room ? first : first + 1;
    }
    while (editor->first > 0 && editor->first < editor->cursor && oc_is_mark(line->data[editor->first])) {
        editor->first++;
    }

    oc_show_bytes(editor, "\r");
    if (left > 0) {
        oc_show_text(editor, &editor->prompt);
    }
    Py_ssize_t column = 0; /* within the room */
    Py_ssize_t at = 0;
    if (editor->first > 0) {
        oc_show_bytes(editor, "<");
        column = 1;
    }
    Py_ssize_t i = editor->first;
    for (; i < line->used; i++) {
        int width = oc_shown(line->data[i], column, shown);
        if (column + width > room) {
            break;
        }
        if (i == editor->cursor) {
            at = column;
        }
        oc_show_bytes(editor, shown);
        column += width;
    }
    if (editor->cursor >= i) {
        at = column;
    }
    oc_show_bytes(editor, i < line->used ? ">\x1b[J\r" : "\x1b[J\r");
    if (left + at > 0) {
        snprintf(move, sizeof move, "\x1b[%zdC", left + at);
        oc_show_bytes(editor, move);
    }
}

/* Draws the whole line, wrapped by the terminal, and ends the row: for lines
 * that are done with. */
void
oc_show_whole(oc_editor *editor)
{
    oc_show_bytes(editor, "\r\x1b[J");
    oc_show_text(editor, &editor->prompt);
    oc_show_text(editor, &editor->line);
    oc_show_bytes(editor, "\n");
}
