/* The extension behind objcap: module, state and the point of no return.
 *
 * Before the lockdown `_objcap` offers its host the steps of the lockdown
 * (lockdown.py calls them in the order of docs/design.md) and the powers kept
 * aside. The lockdown disarms every one of them. */
#include "files.h"
#include "wall.h"

#include <errno.h>
#include <signal.h>
#include <string.h>
#include <unistd.h>

oc_state oc;

/* ------------------------------------------------------------ address sets */

/* Spreads an address over the table; the low bits of addresses are zero. */
static size_t
oc_hash(const void *pointer)
{
    size_t value = (size_t)pointer >> 4;
    return value ^ (value >> 12);
}

/* Makes room for one more member. Returns 0, or -1 with MemoryError. */
static int
oc_set_grow(oc_set *set)
{
    Py_ssize_t size = set->slots == NULL ? 1024 : (set->mask + 1) * 2;
    PyObject **slots = PyMem_RawCalloc((size_t)size, sizeof(PyObject *));
    if (slots == NULL) {
        PyErr_NoMemory();
        return -1;
    }
    for (Py_ssize_t i = 0; set->slots != NULL && i <= set->mask; i++) {
        PyObject *member = set->slots[i];
        if (member != NULL) {
            size_t at = oc_hash(member) & (size_t)(size - 1);
            while (slots[at] != NULL) {
                at = (at + 1) & (size_t)(size - 1);
            }
            slots[at] = member;
        }
    }
    PyMem_RawFree(set->slots);
    set->slots = slots;
    set->mask = size - 1;
    return 0;
}

/* Adds `object` and keeps it alive. Returns 1 if it is new, 0 if it was there,
 * -1 with MemoryError. */
int
oc_set_add(oc_set *set, PyObject *object)
{
    if (set->slots == NULL || set->used * 2 > set->mask) {
        if (oc_set_grow(set) < 0) {
            return -1;
        }
    }
    size_t at = oc_hash(object) & (size_t)set->mask;
    while (set->slots[at] != NULL) {
        if (set->slots[at] == object) {
            return 0;
        }
        at = (at + 1) & (size_t)set->mask;
    }
    set->slots[at] = Py_NewRef(object);
    set->used++;
    return 1;
}

/* Is that address a member? Calls nothing. */
int
oc_set_has(const oc_set *set, const void *object)
{
    if (set->slots == NULL) {
        return 0;
    }
    size_t at = oc_hash(object) & (size_t)set->mask;
    while (set->slots[at] != NULL) {
        if ((const void *)set->slots[at] == object) {
            return 1;
        }
        at = (at + 1) & (size_t)set->mask;
    }
    return 0;
}

/* ------------------------------------------------------------ the end of it */

/* Ends the process at once: status 70 (EX_SOFTWARE), the reason on descriptor 2.
 * No Python code runs, no exit handler, no destructor. */
void
oc_die(const char *reason)
{
    static const char head[] = "objcap: the lockdown failed half-way, so this process ends: ";
    ssize_t ignored = write(2, head, sizeof head - 1);
    ignored = write(2, reason, strlen(reason));
    ignored = write(2, "\n", 1);
    (void)ignored;
    _exit(70);
}

static sigset_t oc_old_signals;
static int oc_collector_was_on;

/* begin(builtins): the point of no return. Blocks signals and pauses the
 * collector, so that no handler and no finaliser runs inside the lockdown. */
static PyObject *
oc_begin(PyObject *Py_UNUSED(self), PyObject *builtins)
{
    if (oc.phase != OC_OPEN) {
        PyErr_SetString(PyExc_RuntimeError, "the lockdown has begun already");
        return NULL;
    }
    if (!PyDict_CheckExact(builtins)) {
        PyErr_SetString(PyExc_TypeError, "begin() takes the dict of builtins");
        return NULL;
    }
    oc.kept = PyList_New(0);
    oc.host_builtins = PyDict_Copy(builtins);
    if (oc.kept == NULL || oc.host_builtins == NULL) {
        return NULL;
    }
    oc.builtins = Py_NewRef(builtins);
    oc_collector_was_on = PyGC_Disable();
    sigset_t all;
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &oc_old_signals);
    oc.phase = OC_LOCKING;
    Py_RETURN_NONE;
}

/* keep(object): never let it die. */
static PyObject *
oc_keep(PyObject *Py_UNUSED(self), PyObject *object)
{
    if (PyList_Append(oc.kept, object) < 0) {
        return NULL;
    }
    Py_RETURN_NONE;
}

static void oc_disarm_self(const char *keep);

/* finish(keep): the lockdown is complete; H becomes a copy of the rebuilt
 * builtins (the same names without power), the functions of this module die,
 * signals are let in again. `python -m objcap` keeps "run", a zygote "zygote". */
static PyObject *
oc_finish(PyObject *Py_UNUSED(self), PyObject *keep)
{
    const char *name = PyUnicode_AsUTF8(keep); /* borrowed */
    if (name == NULL) {
        return NULL;
    }
    PyDict_Clear(oc.host_builtins);
    if (PyDict_Update(oc.host_builtins, oc.builtins) < 0) {
        return NULL;
    }
    oc_disarm_self(name);
    oc.phase = OC_LOCKED;
    if (oc_collector_was_on) {
        PyGC_Enable();
    }
    pthread_sigmask(SIG_SETMASK, &oc_old_signals, NULL);
    Py_RETURN_NONE;
}

/* die(reason): see oc_die. */
static PyObject *
oc_die_method(PyObject *Py_UNUSED(self), PyObject *reason)
{
    const char *text = PyUnicode_Check(reason) ? PyUnicode_AsUTF8(reason) : NULL;
    oc_die(text == NULL ? "unknown reason" : text);
}

/* is_locked(): True from the lockdown on. */
static PyObject *
oc_is_locked(PyObject *Py_UNUSED(self), PyObject *Py_UNUSED(ignored))
{
    return PyBool_FromLong(oc.phase != OC_OPEN);
}

static PyMethodDef oc_core_methods[] = {
    {"begin", oc_begin, METH_O, "begin(builtins, /)\n--\n\nThe point of no return."},
    {"keep", oc_keep, METH_O, "keep(object, /)\n--\n\nNever let it die."},
    {"finish", oc_finish, METH_O, "finish(keep, /)\n--\n\nThe lockdown is complete."},
    {"die", oc_die_method, METH_O, "die(reason, /)\n--\n\nEnd the process at once, status 70."},
    {"is_locked", oc_is_locked, METH_NOARGS, "is_locked()\n--\n\nTrue from the lockdown on."},
    {NULL, NULL, 0, NULL},
};

static PyMethodDef *oc_tables[] = {
    oc_core_methods,        oc_check_methods,   oc_walk_methods,     oc_guard_methods,
    oc_constructor_methods, oc_disarm_methods,  oc_proxy_methods,    oc_builtins_methods,
    oc_audit_methods,       oc_sys_methods,     oc_importer_methods, oc_report_methods,
    oc_boot_methods,        oc_run_methods,     oc_part_methods,     oc_capability_methods,
    oc_patterns_methods,    oc_native_methods,  oc_pinned_methods,
    oc_slots_methods,       oc_wall_methods,    oc_zygote_methods,  oc_store_methods,
    oc_abc_methods,         oc_outgoing_methods, oc_passing_methods, oc_path_methods,
    oc_clock_methods,
};

/* Adds the functions of all parts. Returns 0, or -1 with an exception set. */
static int
oc_exec(PyObject *module)
{
    for (size_t i = 0; i < Py_ARRAY_LENGTH(oc_tables); i++) {
        if (PyModule_AddFunctions(module, oc_tables[i]) < 0) {
            return -1;
        }
    }
    PyObject *api = oc_capability_init() < 0 ? NULL : oc_api_capsule();
    int status = api == NULL ? -1 : PyModule_AddObjectRef(module, "_C_API", api);
    Py_XDECREF(api);
    if (status == 0) {
        status = PyModule_AddStringConstant(module, "_UNWALLED", OC_UNWALLED);
    }
    return status < 0 || oc_link_init(module) < 0 || oc_passing_init(module) < 0 || oc_files_init() < 0 ||
                   PyModule_AddObjectRef(module, "_POISONED", OC_POISONED ? Py_True : Py_False) < 0
               ? -1
               : PyModule_AddObjectRef(module, "Capability", (PyObject *)&oc_capability_type);
}

/* What has no power and is called in a locked process. */
static const char *const oc_alive[] = {"is_locked", "at_end", "run_script"};

/* Disarms the other functions of `_objcap`, save the one that is called `keep`. */
static void
oc_disarm_self(const char *keep)
{
    for (size_t i = 0; i < Py_ARRAY_LENGTH(oc_tables); i++) {
        for (PyMethodDef *def = oc_tables[i]; def->ml_name != NULL; def++) {
            int kept = strcmp(def->ml_name, keep) == 0;
            for (size_t k = 0; k < Py_ARRAY_LENGTH(oc_alive); k++) {
                kept |= strcmp(def->ml_name, oc_alive[k]) == 0;
            }
            if (!kept) {
                oc_disarm_def(def);
            }
        }
    }
}

static PyModuleDef_Slot oc_slots[] = {
    {Py_mod_exec, oc_exec},
    {0, NULL},
};

static PyModuleDef oc_module = {
    PyModuleDef_HEAD_INIT,
    .m_name = "objcap._objcap",
    .m_doc = "The steps of the lockdown, in C. See objcap.lockdown.",
    .m_size = 0,
    .m_slots = oc_slots,
};

PyMODINIT_FUNC
PyInit__objcap(void)
{
    return PyModuleDef_Init(&oc_module);
}
