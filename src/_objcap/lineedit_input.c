/* From bytes to keys: UTF-8, and the sequences that terminals send for keys. */
#include "lineedit.h"


/* The code point that begins with `byte`; U+FFFD for what is no UTF-8. */
int
oc_read_point(oc_editor *editor, int byte)
{
    static const Py_UCS4 least[] = {0, 0x80, 0x800, 0x10000};
    int more = byte < 0x80 ? 0 : byte < 0xc2 ? -1 : byte < 0xe0 ? 1 : byte < 0xf0 ? 2 : byte < 0xf5 ? 3 : -1;
    if (more < 0) {
        return 0xfffd;
    }
    Py_UCS4 point = more == 0 ? (Py_UCS4)byte : (Py_UCS4)byte & (0x3fu >> more);
    for (int i = 0; i < more; i++) {
        int next = oc_tty_byte(editor, OC_KEY_TIME);
        if (next < 0 && next != OC_KEY_NONE) {
            return next;
        }
        if (next < 0x80 || next > 0xbf) {
            editor->pushed = next; /* OC_KEY_NONE: nothing */
            return 0xfffd;
        }
        point = point << 6 | (Py_UCS4)(next & 0x3f);
    }
    if (point < least[more] || point > 0x10ffff || (point >= 0xd800 && point <= 0xdfff)) {
        return 0xfffd;
    }
    return (int)point;
}

/* The key of a control sequence, after its "ESC [". */
static int
oc_read_sequence(oc_editor *editor)
{
    int numbers[2] = {0, 0};
    int number = 0;
    int byte = OC_KEY_NONE;

    for (int i = 0; i < 32; i++) {
        byte = oc_tty_byte(editor, OC_KEY_TIME);
        if (byte >= '0' && byte <= '9' && numbers[number] < 1000) {
            numbers[number] = numbers[number] * 10 + byte - '0';
        } else if (byte == ';') {
            number = 1;
        } else if (byte < 0x20 || byte > 0x3f) {
            break;
        }
    }
    if (byte < 0) {
        return byte;
    }
    if (byte < 0x20 || byte > 0x7e) {
        editor->pushed = byte; /* no sequence: what comes is a key of its own */
        return OC_KEY_NONE;
    }
    int word = numbers[1] == 3 || numbers[1] == 5 || numbers[1] == 7; /* with Alt or Control */
    switch (byte) {
    case 'A': return OC_KEY_UP;
    case 'B': return OC_KEY_DOWN;
    case 'C': return word ? OC_KEY_WORD_RIGHT : OC_KEY_RIGHT;
    case 'D': return word ? OC_KEY_WORD_LEFT : OC_KEY_LEFT;
    case 'H': return OC_KEY_HOME;
    case 'F': return OC_KEY_END;
    case '[': /* a function key of the Linux console */
        byte = oc_tty_byte(editor, OC_KEY_TIME);
        return byte < 0 ? byte : OC_KEY_NONE;
    case '~':
        switch (numbers[0]) {
        case 1: case 7: return OC_KEY_HOME;
        case 4: case 8: return OC_KEY_END;
        case 3: return OC_KEY_DELETE;
        case 200: return OC_KEY_PASTE;
        default: return OC_KEY_NONE;
        }
    default: return OC_KEY_NONE;
    }
}

/* The next key: a code point or one of OC_KEY_*. */
int
oc_read_key(oc_editor *editor)
{
    int byte = oc_tty_byte(editor, -1);
    if (byte != 0x1b) {
        return byte < 0x80 ? byte : oc_read_point(editor, byte);
    }
    byte = oc_tty_byte(editor, OC_KEY_TIME);
    switch (byte) {
    case OC_KEY_NONE: return OC_KEY_ESCAPE;
    case 0x1b: editor->pushed = byte; return OC_KEY_ESCAPE;
    case '[': return oc_read_sequence(editor);
    case 'O':
        byte = oc_tty_byte(editor, OC_KEY_TIME);
        switch (byte) {
        case 'A': return OC_KEY_UP;
        case 'B': return OC_KEY_DOWN;
        case 'C': return OC_KEY_RIGHT;
        case 'D': return OC_KEY_LEFT;
        case 'H': return OC_KEY_HOME;
        case 'F': return OC_KEY_END;
        default: return byte < 0 ? byte : OC_KEY_NONE;
        }
    case 'b': return OC_KEY_WORD_LEFT;
    case 'f': return OC_KEY_WORD_RIGHT;
    case 'd': return OC_KEY_KILL_WORD;
    case 0x08: case 0x7f: return OC_KEY_KILL_WORD_BACK;
    default:
        if (byte >= 0x80) {
            byte = oc_read_point(editor, byte);
        }
        return byte < 0 ? byte : OC_KEY_NONE;
    }
}
