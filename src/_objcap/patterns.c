/* The code of regular expressions.
 *
 * _sre.compile takes the code of a pattern, which re's compiler makes in Python: a guest
 * can hand it any. Its validator (Modules/_sre/sre.c, _validate) believes some of the
 * numbers; the matcher then reads, and runs code, outside the pattern and the text (seen,
 * 3.11 to 3.13: a host's secret read out of memory). So what it does not look at is
 * looked at here, on a copy that nobody else has. */
#include "objcap.h"

#include <string.h>

/* The opcodes of re/_constants.py, the same in 3.11, 3.12 and 3.13, in their order. */
typedef enum {
    OC_FAILURE, OC_SUCCESS, OC_ANY, OC_ANY_ALL, OC_ASSERT, OC_ASSERT_NOT, OC_AT, OC_BRANCH,
    OC_CATEGORY, OC_CHARSET, OC_BIGCHARSET, OC_GROUPREF, OC_GROUPREF_EXISTS, OC_IN, OC_INFO,
    OC_JUMP, OC_LITERAL, OC_MARK, OC_MAX_UNTIL, OC_MIN_UNTIL, OC_NOT_LITERAL, OC_NEGATE,
    OC_RANGE, OC_REPEAT, OC_REPEAT_ONE, OC_SUBPATTERN, OC_MIN_REPEAT_ONE, OC_ATOMIC_GROUP,
    OC_POSSESSIVE_REPEAT, OC_POSSESSIVE_REPEAT_ONE, OC_GROUPREF_IGNORE, OC_IN_IGNORE,
    OC_LITERAL_IGNORE, OC_NOT_LITERAL_IGNORE, OC_GROUPREF_LOC_IGNORE, OC_IN_LOC_IGNORE,
    OC_LITERAL_LOC_IGNORE, OC_NOT_LITERAL_LOC_IGNORE, OC_GROUPREF_UNI_IGNORE,
    OC_IN_UNI_IGNORE, OC_LITERAL_UNI_IGNORE, OC_NOT_LITERAL_UNI_IGNORE, OC_RANGE_UNI_IGNORE,
    OC_OPCODES
} oc_opcode;

/* What follows an opcode: how many numbers (-1: nobody emits it), which of them is a
 * skip (-1: none), which counts from its own place, and how many numbers at least stand
 * between the last of them and where the skip leads: the end of a set or of a body. */
static const struct {
    signed char numbers;
    signed char skip;
    signed char tail;
} oc_shapes[OC_OPCODES] = {
    [OC_FAILURE] = {0, -1, 0},
    [OC_SUCCESS] = {0, -1, 0},
    [OC_ANY] = {0, -1, 0},
    [OC_ANY_ALL] = {0, -1, 0},
    [OC_ASSERT] = {2, 0, 1},
    [OC_ASSERT_NOT] = {2, 0, 1},
    [OC_AT] = {1, -1, 0},
    [OC_BRANCH] = {1, 0, 2},
    [OC_CATEGORY] = {1, -1, 0},
    [OC_CHARSET] = {8, -1, 0},
    [OC_BIGCHARSET] = {1 + 64, -1, 0}, /* and eight for each block */
    [OC_GROUPREF] = {1, -1, 0},
    [OC_GROUPREF_EXISTS] = {2, 1, 0},
    [OC_IN] = {1, 0, 1},
    [OC_INFO] = {4, 0, 0}, /* and what its flags say */
    [OC_JUMP] = {1, 0, 0},
    [OC_LITERAL] = {1, -1, 0},
    [OC_MARK] = {1, -1, 0},
    [OC_MAX_UNTIL] = {0, -1, 0},
    [OC_MIN_UNTIL] = {0, -1, 0},
    [OC_NOT_LITERAL] = {1, -1, 0},
    [OC_NEGATE] = {0, -1, 0},
    [OC_RANGE] = {2, -1, 0},
    [OC_REPEAT] = {3, 0, 0},
    [OC_REPEAT_ONE] = {3, 0, 1},
    [OC_SUBPATTERN] = {-1, -1, 0},
    [OC_MIN_REPEAT_ONE] = {3, 0, 1},
    [OC_ATOMIC_GROUP] = {1, 0, 1},
    [OC_POSSESSIVE_REPEAT] = {3, 0, 0},
    [OC_POSSESSIVE_REPEAT_ONE] = {3, 0, 1},
    [OC_GROUPREF_IGNORE] = {1, -1, 0},
    [OC_IN_IGNORE] = {1, 0, 1},
    [OC_LITERAL_IGNORE] = {1, -1, 0},
    [OC_NOT_LITERAL_IGNORE] = {1, -1, 0},
    [OC_GROUPREF_LOC_IGNORE] = {1, -1, 0},
    [OC_IN_LOC_IGNORE] = {1, 0, 1},
    [OC_LITERAL_LOC_IGNORE] = {1, -1, 0},
    [OC_NOT_LITERAL_LOC_IGNORE] = {1, -1, 0},
    [OC_GROUPREF_UNI_IGNORE] = {1, -1, 0},
    [OC_IN_UNI_IGNORE] = {1, 0, 1},
    [OC_LITERAL_UNI_IGNORE] = {1, -1, 0},
    [OC_NOT_LITERAL_UNI_IGNORE] = {1, -1, 0},
    [OC_RANGE_UNI_IGNORE] = {2, -1, 0},
};

#define OC_INFO_PREFIX 1
#define OC_INFO_LITERAL 2
#define OC_INFO_CHARSET 4
#define OC_BRANCHES 1000 /* inside each other; the parser is recursive and stops earlier */

/* The INFO block, which only a whole pattern starts with. Its skip leads right behind
 * it; a literal prefix skips as many LITERALs as there are. Returns where the pattern goes
 * on, or 0. */
static size_t
oc_check_info(const uint32_t *code, size_t size)
{
    if (size < 5 || code[1] > size - 1) {
        return 0;
    }
    size_t end = 1 + code[1];
    uint32_t flags = code[2];
    if (flags & OC_INFO_PREFIX) {
        if (size < 7) {
            return 0;
        }
        size_t length = code[5], skip = code[6];
        if (length == 0 || length > size || end != 7 + 2 * length || end > size || skip > length ||
            ((flags & OC_INFO_LITERAL) && skip != length) || 2 * skip > size - end) {
            return 0;
        }
        for (size_t i = 0; i < skip; i++) {
            if (code[end + 2 * i] != OC_LITERAL) {
                return 0;
            }
        }
        for (size_t i = 0; i < length; i++) { /* the search falls back along this table */
            if (code[7 + length + i] > i) {   /* not back: it would turn forever, deaf to Ctrl-C */
                return 0;
            }
        }
        return end;
    }
    if (flags & OC_INFO_CHARSET) {
        return end > 5 ? 5 : 0; /* a set follows, and is walked like any other */
    }
    return flags == 0 && end == 5 ? end : 0;
}

/* Walks the code once from end to end: every opcode is one that re emits, has all of its
 * numbers, no skip leads back or out, and no mark lies behind the two that each group has
 * (the validator lets two more pass, and the matcher writes them). The validator of _sre
 * looks at all the rest. */
static int
oc_check_pattern(const uint32_t *code, size_t size, size_t marks)
{
    size_t alternatives[OC_BRANCHES]; /* where the skip of the next alternative stands */
    int depth = 0;
    size_t at = 0;
    if (size > 0 && code[0] == OC_INFO) {
        at = oc_check_info(code, size);
        if (at == 0) {
            return 0;
        }
    }
    while (at < size) {
        if (depth > 0 && at >= alternatives[depth - 1]) {
            if (at != alternatives[depth - 1]) {
                return 0;
            }
            if (code[at] == 0) { /* the end of the branch */
                depth--;
            }
            else if (code[at] < 3 || code[at] > size - at) { /* at least a JUMP */
                return 0;
            }
            else {
                alternatives[depth - 1] = at + code[at];
            }
            at++;
            continue;
        }
        uint32_t op = code[at++];
        if (op >= OC_OPCODES || op == OC_INFO || oc_shapes[op].numbers < 0) {
            return 0;
        }
        size_t numbers = (size_t)oc_shapes[op].numbers;
        if (op == OC_BIGCHARSET && at < size) {
            if (code[at] > 256) {
                return 0;
            }
            numbers += 8 * (size_t)code[at];
        }
        if (numbers > size - at || (op == OC_MARK && code[at] >= marks)) {
            return 0;
        }
        if (oc_shapes[op].skip >= 0) {
            size_t place = at + (size_t)oc_shapes[op].skip;
            size_t target = place + code[place] - (op == OC_GROUPREF_EXISTS ? 1 : 0);
            if (code[place] == 0 || target > size ||
                target < at + numbers + (size_t)oc_shapes[op].tail) {
                return 0;
            }
            if (op == OC_BRANCH) {
                if (depth == OC_BRANCHES) {
                    return 0;
                }
                alternatives[depth++] = target;
            }
        }
        at += numbers;
    }
    return depth == 0;
}

/* Copies the numbers of a list. Returns how many, or -1 with an exception set. Calls no
 * Python code: what is no int is refused. */
static Py_ssize_t
oc_read_pattern(PyObject *list, uint32_t **code)
{
    if (!PyList_CheckExact(list)) {
        PyErr_SetString(PyExc_TypeError, "the code of a pattern is a list");
        return -1;
    }
    Py_ssize_t size = PyList_GET_SIZE(list);
    *code = PyMem_Malloc((size_t)(size + 1) * sizeof **code);
    if (*code == NULL) {
        PyErr_NoMemory();
        return -1;
    }
    for (Py_ssize_t i = 0; i < size; i++) {
        PyObject *number = PyList_GET_ITEM(list, i); /* borrowed */
        if (!PyLong_Check(number)) {
            PyErr_SetString(PyExc_TypeError, "an integer is required");
            PyMem_Free(*code);
            return -1;
        }
        unsigned long value = PyLong_AsUnsignedLong(number);
        if (value > UINT32_MAX) {
            PyErr_Clear();
            PyErr_SetString(PyExc_OverflowError, "regular expression code size limit exceeded");
            PyMem_Free(*code);
            return -1;
        }
        (*code)[i] = (uint32_t)value;
    }
    return size;
}

/* A checked copy of the code. New reference, or NULL with an exception set. */
static PyObject *
oc_checked_pattern(PyObject *list, PyObject *groups)
{
    uint32_t *code;
    if (!PyLong_CheckExact(groups)) { /* no int that changes between two looks */
        PyErr_SetString(PyExc_TypeError, "the number of groups of a pattern is an int");
        return NULL;
    }
    Py_ssize_t marks = PyLong_AsSsize_t(groups);
    if (marks < 0 || marks > INT32_MAX) {
        PyErr_Clear();
        PyErr_SetString(PyExc_RuntimeError, "invalid SRE code");
        return NULL;
    }
    Py_ssize_t size = oc_read_pattern(list, &code);
    PyObject *copy = NULL;
    if (size < 0) {
        return NULL;
    }
    if (!oc_check_pattern(code, (size_t)size, 2 * (size_t)marks)) {
        PyErr_SetString(PyExc_RuntimeError, "invalid SRE code");
    }
    else {
        copy = PyList_New(size);
    }
    for (Py_ssize_t i = 0; copy != NULL && i < size; i++) {
        PyObject *number = PyLong_FromUnsignedLong(code[i]);
        if (number == NULL) {
            Py_CLEAR(copy);
        }
        else {
            PyList_SET_ITEM(copy, i, number);
        }
    }
    PyMem_Free(code);
    return copy;
}

static _PyCFunctionFastWithKeywords oc_compile_original;

/* Where an argument stands that is at a place, or has a name; -1 if it is missing. */
static Py_ssize_t
oc_argument(const char *name, Py_ssize_t place, Py_ssize_t count, PyObject *names)
{
    if (place < count) {
        return place;
    }
    for (Py_ssize_t i = 0; names != NULL && i < PyTuple_GET_SIZE(names); i++) {
        if (PyUnicode_CompareWithASCIIString(PyTuple_GET_ITEM(names, i), name) == 0) {
            return count + i;
        }
    }
    return -1;
}

/* _sre.compile(pattern, flags, code, groups, groupindex, indexgroup) */
static PyObject *
oc_compile_pattern(PyObject *self, PyObject *const *args, Py_ssize_t count, PyObject *names)
{
    PyObject *copies[6];
    Py_ssize_t total = count + (names == NULL ? 0 : PyTuple_GET_SIZE(names));
    if (total != (Py_ssize_t)Py_ARRAY_LENGTH(copies)) {
        PyErr_SetString(PyExc_TypeError, "compile() takes six arguments");
        return NULL;
    }
    Py_ssize_t at = oc_argument("code", 2, count, names);
    Py_ssize_t groups = oc_argument("groups", 3, count, names);
    if (at < 0 || groups < 0) {
        PyErr_SetString(PyExc_TypeError, "compile() needs the arguments code and groups");
        return NULL;
    }
    memcpy(copies, args, (size_t)total * sizeof *copies);
    copies[at] = oc_checked_pattern(args[at], args[groups]);
    if (copies[at] == NULL) {
        return NULL;
    }
    PyObject *pattern = oc_compile_original(self, copies, count, names);
    Py_DECREF(copies[at]);
    return pattern;
}

/* guard_patterns(compile): puts the check before _sre.compile, in its definition. */
static PyObject *
oc_guard_patterns(PyObject *Py_UNUSED(self), PyObject *function)
{
    PyMethodDef *def = oc_method_def(function);
    if (def == NULL) {
        return NULL;
    }
    if (def->ml_flags != (METH_FASTCALL | METH_KEYWORDS)) {
        PyErr_SetString(PyExc_LookupError, "_sre.compile has a new calling convention");
        return NULL;
    }
    oc_compile_original = (_PyCFunctionFastWithKeywords)(void (*)(void))def->ml_meth;
    def->ml_meth = (PyCFunction)(void (*)(void))oc_compile_pattern;
    Py_RETURN_NONE;
}

PyMethodDef oc_patterns_methods[] = {
    {"guard_patterns", oc_guard_patterns, METH_O,
     "guard_patterns(compile, /)\n--\n\nCheck the code of patterns before _sre.compile."},
    {NULL, NULL, 0, NULL},
};
