/* Seal (R7): one audit hook in C (PEP 578) that nobody can remove. It permits
 * the events of a table and refuses all others. It has no mode and no caller
 * that relaxes it; the one exception is the counter of the provider, which is
 * raised only while trusted code is unmarshalled. */
#include "objcap.h"

#include <stdlib.h>
#include <string.h>

static const char **oc_events; /* the most frequent first, NULL at the end */
static int oc_probe;           /* the hook has seen Verify's own event */

#define OC_PROBE "objcap.verify"

/* The hook. Calls no Python code for any event. */
static int
oc_audit(const char *event, PyObject *args, void *Py_UNUSED(data))
{
    for (const char **permitted = oc_events; *permitted != NULL; permitted++) {
        if (strcmp(*permitted, event) == 0) {
            return strcmp(event, "import") == 0 ? oc_provider_import_event(args) : 0;
        }
    }
    if (oc.providing > 0 &&
        (strncmp(event, "marshal.", 8) == 0 || strcmp(event, "code.__new__") == 0)) {
        return 0;
    }
    if (strcmp(event, OC_PROBE) == 0 && oc.phase == OC_LOCKING) {
        oc_probe = 1;
        return 0;
    }
    if (!PyErr_Occurred()) {
        PyErr_Format(PyExc_PermissionError, "objcap: refused: '%s' has no permit", event);
    }
    return -1;
}

/* seal(events): installs the hook with the tuple of permitted events, and makes
 * sure that no other hook has kept it out. */
static PyObject *
oc_seal(PyObject *Py_UNUSED(self), PyObject *events)
{
    if (!PyTuple_CheckExact(events) || oc.phase != OC_LOCKING) {
        PyErr_SetString(PyExc_TypeError, "seal() takes a tuple, inside the lockdown");
        return NULL;
    }
    Py_ssize_t count = PyTuple_GET_SIZE(events);
    oc_events = calloc((size_t)count + 1, sizeof *oc_events);
    if (oc_events == NULL) {
        return PyErr_NoMemory();
    }
    for (Py_ssize_t i = 0; i < count; i++) {
        const char *event = PyUnicode_AsUTF8(PyTuple_GET_ITEM(events, i));
        char *copy = event == NULL ? NULL : strdup(event);
        if (copy == NULL) {
            return event == NULL ? NULL : PyErr_NoMemory();
        }
        oc_events[i] = copy;
    }
    if (PySys_AddAuditHook(oc_audit, NULL) < 0 || PySys_Audit(OC_PROBE, NULL) < 0) {
        return NULL;
    }
    if (!oc_probe) {
        PyErr_SetString(PyExc_RuntimeError, "another audit hook keeps objcap's out");
        return NULL;
    }
    Py_RETURN_NONE;
}

PyMethodDef oc_audit_methods[] = {
    {"seal", oc_seal, METH_O, "seal(events, /)\n--\n\nPermit these audit events and no others."},
    {NULL, NULL, 0, NULL},
};
