/* The line editor of the prompt: one function of `_objcap_guest`.
 *
 * It reads and writes the terminal on the descriptors that the lockdown fixed as
 * the guest's standard input and output, and can do no more than they can: what
 * is typed comes in, what is shown goes out. Nothing is taken from the guest but
 * four plain values, copied into C data before the terminal is touched (R1). */
#include "lineedit.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

#define OC_PROMPT_MAX 1000
#define OC_HISTORY_POINTS ((Py_ssize_t)4 << 20)

static int oc_lineedit_in = -1;
static int oc_lineedit_out = -1;

/* Fixes the descriptors that lines are read from and shown on, for good; -1: not
 * granted. For the lockdown alone. */
void
oc_lineedit_set_fds(int in, int out)
{
    oc_lineedit_in = in;
    oc_lineedit_out = out;
}

/* ------------------------------------------------------------ texts */

/* Makes room for `size` code points. Returns 0, or -1 with editor->error set. */
static int
oc_text_reserve(oc_editor *editor, oc_text *text, Py_ssize_t size)
{
    if (size > text->size) {
        size += size / 2 + 32;
        Py_UCS4 *data = PyMem_RawRealloc(text->data, (size_t)size * sizeof(Py_UCS4));
        if (data == NULL) {
            editor->error = ENOMEM;
            return -1;
        }
        text->data = data;
        text->size = size;
    }
    return 0;
}

/* Puts `count` code points of other memory in before text[at]. Returns 0, or -1
 * with editor->error set and the text as it was. */
int
oc_text_insert(oc_editor *editor, oc_text *text, Py_ssize_t at, const Py_UCS4 *data, Py_ssize_t count)
{
    if (count <= 0) {
        return 0;
    }
    if (oc_text_reserve(editor, text, text->used + count) < 0) {
        return -1;
    }
    Py_UCS4 *place = text->data + at;
    memmove(place + count, place, (size_t)(text->used - at) * sizeof(Py_UCS4));
    memcpy(place, data, (size_t)count * sizeof(Py_UCS4));
    text->used += count;
    return 0;
}

/* Makes `text` a copy of another. Returns 0, or -1 with editor->error set. */
int
oc_text_set(oc_editor *editor, oc_text *text, const oc_text *source)
{
    if (oc_text_reserve(editor, text, source->used) < 0) {
        return -1;
    }
    text->used = 0;
    return oc_text_insert(editor, text, 0, source->data, source->used);
}

/* Removes text[from:to]. */
void
oc_text_delete(oc_text *text, Py_ssize_t from, Py_ssize_t to)
{
    if (from < to) {
        memmove(text->data + from, text->data + to, (size_t)(text->used - to) * sizeof(Py_UCS4));
        text->used -= to - from;
    }
}

/* ------------------------------------------------------------ in and out of Python */

/* Copies an exact str, its first `most` code points. Runs no Python code. Returns
 * 0, or -1 with an exception set. */
static int
oc_text_take(oc_editor *editor, oc_text *text, PyObject *string, Py_ssize_t most)
{
    Py_ssize_t length = PyUnicode_GetLength(string);
    if (length < 0) {
        return -1;
    }
    length = length < most ? length : most;
    if (oc_text_reserve(editor, text, length) < 0) {
        PyErr_NoMemory();
        return -1;
    }
    for (Py_ssize_t i = 0; i < length; i++) {
        text->data[i] = PyUnicode_READ_CHAR(string, i);
    }
    text->used = length;
    return 0;
}

/* Copies the newest entries of the history, an exact list of exact str: at most
 * OC_HISTORY_MAX with OC_HISTORY_POINTS code points. Runs no Python code. Returns
 * 0, or -1 with an exception set. */
static int
oc_take_history(oc_editor *editor, PyObject *list)
{
    Py_ssize_t count = PyList_GET_SIZE(list);
    Py_ssize_t first = count;
    Py_ssize_t points = 0;

    for (Py_ssize_t i = 0; i < count; i++) {
        if (!PyUnicode_CheckExact(PyList_GET_ITEM(list, i))) {
            PyErr_SetString(PyExc_TypeError, "edit_line() takes a history of str");
            return -1;
        }
    }
    while (first > 0 && count - first < OC_HISTORY_MAX) {
        points += PyUnicode_GET_LENGTH(PyList_GET_ITEM(list, first - 1));
        if (points > OC_HISTORY_POINTS) {
            break;
        }
        first--;
    }
    editor->history = PyMem_RawCalloc((size_t)(count - first) + 1, sizeof(oc_text));
    if (editor->history == NULL) {
        PyErr_NoMemory();
        return -1;
    }
    for (Py_ssize_t i = first; i < count; i++) {
        oc_text *entry = &editor->history[editor->entries++];
        if (oc_text_take(editor, entry, PyList_GET_ITEM(list, i), OC_LINE_MAX) < 0) {
            return -1;
        }
    }
    editor->entry = editor->entries;
    return 0;
}

/* Takes the text to begin with: lines that are complete, and the one to edit.
 * Returns 0, or -1 with an exception set. */
static int
oc_take_text(oc_editor *editor, PyObject *text, Py_ssize_t cursor)
{
    if (PyUnicode_GET_LENGTH(text) > OC_LINE_MAX) {
        PyErr_SetString(PyExc_ValueError, "edit_line() takes no text of that length");
        return -1;
    }
    if (cursor < 0 || cursor > PyUnicode_GET_LENGTH(text)) {
        PyErr_SetString(PyExc_ValueError, "edit_line() takes a cursor within the text");
        return -1;
    }
    if (oc_text_take(editor, &editor->done, text, OC_LINE_MAX) < 0) {
        return -1;
    }
    Py_ssize_t start = editor->done.used;
    while (start > 0 && editor->done.data[start - 1] != '\n') {
        start--;
    }
    if (oc_text_insert(editor, &editor->line, 0, editor->done.data + start, editor->done.used - start) < 0) {
        PyErr_NoMemory();
        return -1;
    }
    editor->done.used = start;
    editor->cursor = cursor > start ? cursor - start : 0;
    return 0;
}

/* The result: (kind, text, cursor), a new reference, or NULL with an exception. */
static PyObject *
oc_give(oc_editor *editor, oc_ending ending)
{
    static const char *const kinds[] = {
        [OC_LINE] = "line", [OC_TAB] = "tab", [OC_INTERRUPT] = "interrupt", [OC_EOF] = "eof"};
    Py_ssize_t cursor = editor->done.used + editor->cursor;

    if (ending == OC_ERROR && editor->error == EIO) {
        ending = OC_EOF; /* the terminal was hung up */
    }
    if (ending == OC_ERROR && editor->error == ENOMEM) {
        return PyErr_NoMemory();
    }
    if (ending == OC_ERROR) {
        errno = editor->error;
        return PyErr_SetFromErrno(PyExc_OSError);
    }
    if (oc_text_insert(editor, &editor->done, editor->done.used, editor->line.data, editor->line.used) < 0) {
        return PyErr_NoMemory();
    }
    PyObject *text = PyUnicode_FromKindAndData(PyUnicode_4BYTE_KIND, editor->done.data, editor->done.used);
    return text == NULL ? NULL : Py_BuildValue("(sNn)", kinds[ending], text, cursor);
}

/* Edits on the terminal. No Python code runs in here. */
static oc_ending
oc_edit_on_terminal(oc_editor *editor)
{
    int plain = oc_tty_is_plain();
    oc_ending ending = OC_ERROR;

    if (oc_tty_open(editor, plain) == 0) {
        /* Blanks that are offered as indentation are dropped if input is there
         * already: pasted or typed ahead, it brings its own. */
        Py_ssize_t blanks = 0;
        while (blanks < editor->line.used && editor->line.data[blanks] == ' ') {
            blanks++;
        }
        if (blanks == editor->line.used && editor->done.used == 0 && oc_tty_waiting(editor)) {
            editor->line.used = editor->cursor = 0;
        }
        ending = plain ? oc_edit_plain(editor) : oc_edit(editor);
    }
    oc_tty_close(editor);
    return ending;
}

/* edit_line(prompt, text, cursor, history): lets the user edit a line on the
 * terminal. Returns (kind, text, cursor); kind is "line", "tab" (a completion is
 * wanted: call again with the new text and cursor), "interrupt" or "eof". A text
 * of several lines comes from a paste: only its last line is edited, the others
 * are on the screen. Takes exact types only: a subclass's methods are never asked. */
static PyObject *
oc_edit_line(PyObject *Py_UNUSED(self), PyObject *const *args, Py_ssize_t count)
{
    oc_editor editor;
    PyObject *result = NULL;

    if (count != 4 || !PyUnicode_CheckExact(args[0]) || !PyUnicode_CheckExact(args[1]) ||
        !PyLong_CheckExact(args[2]) || !PyList_CheckExact(args[3])) {
        PyErr_SetString(PyExc_TypeError, "edit_line() takes a str, a str, an int and a list of str");
        return NULL;
    }
    if (oc_lineedit_in < 0 || oc_lineedit_out < 0) {
        PyErr_SetString(PyExc_RuntimeError,
                        "objcap: standard input and output are not granted to this guest");
        return NULL;
    }
    if (!isatty(oc_lineedit_in) || !isatty(oc_lineedit_out)) {
        return PyErr_SetFromErrno(PyExc_OSError);
    }
    if (PyErr_CheckSignals() < 0) {
        return NULL;
    }
    Py_ssize_t cursor = PyLong_AsSsize_t(args[2]);
    if (cursor == -1 && PyErr_Occurred()) {
        return NULL;
    }
    memset(&editor, 0, sizeof editor);
    editor.in = oc_lineedit_in;
    editor.out = oc_lineedit_out;
    editor.pushed = -1;
    if (oc_text_take(&editor, &editor.prompt, args[0], OC_PROMPT_MAX) < 0 ||
        oc_take_text(&editor, args[1], cursor) < 0 || oc_take_history(&editor, args[3]) < 0) {
        goto done;
    }
    result = oc_give(&editor, oc_edit_on_terminal(&editor));

done:
    for (Py_ssize_t i = 0; i < editor.entries; i++) {
        PyMem_RawFree(editor.history[i].data);
    }
    PyMem_RawFree(editor.history);
    PyMem_RawFree(editor.prompt.data);
    PyMem_RawFree(editor.done.data);
    PyMem_RawFree(editor.line.data);
    PyMem_RawFree(editor.fresh.data);
    PyMem_RawFree(editor.output);
    return result;
}

/* columns(): the width of the terminal, 80 if there is none. */
static PyObject *
oc_columns(PyObject *Py_UNUSED(self), PyObject *Py_UNUSED(ignored))
{
    return PyLong_FromLong(oc_tty_columns(oc_lineedit_out));
}

/* report(error): prints an exception as the interpreter does, through
 * sys.excepthook, which strict mode has and its guest cannot name. Returns None. */
static PyObject *
oc_report_error(PyObject *Py_UNUSED(self), PyObject *error)
{
    if (!PyExceptionInstance_Check(error)) {
        PyErr_SetString(PyExc_TypeError, "report() takes an exception");
        return NULL;
    }
    PyErr_SetObject((PyObject *)Py_TYPE(error), error);
    oc_print_exception();
    Py_RETURN_NONE;
}

PyMethodDef oc_lineedit_guest_methods[] = {
    {"edit_line", (PyCFunction)(void (*)(void))oc_edit_line, METH_FASTCALL,
     "edit_line(prompt, text, cursor, history, /)\n--\n\nLet the user edit a line."},
    {"report", oc_report_error, METH_O, "report(error, /)\n--\n\nPrint an exception."},
    {"columns", oc_columns, METH_NOARGS, "columns()\n--\n\nThe width of the terminal."},
    {NULL, NULL, 0, NULL},
};
