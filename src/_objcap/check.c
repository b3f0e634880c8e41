/* Check (phase 1): what only C can see of whether this interpreter may be
 * locked. Nothing is changed here. */
#include "objcap.h"

#include <dirent.h>

/* How many kernel threads the process has, or -1 if that cannot be told. */
static int
oc_count_tasks(void)
{
    DIR *folder = opendir("/proc/self/task");
    if (folder == NULL) {
        return -1;
    }
    int count = 0;
    for (struct dirent *entry = readdir(folder); entry != NULL; entry = readdir(folder)) {
        count += entry->d_name[0] != '.';
    }
    closedir(folder);
    return count;
}

/* obstacle(): why this interpreter cannot be locked, or None. */
static PyObject *
oc_obstacle(PyObject *Py_UNUSED(self), PyObject *Py_UNUSED(ignored))
{
    PyInterpreterState *interpreter = PyInterpreterState_Get();
    const char *reason = NULL;
    int tasks = oc_count_tasks();

    if (oc.phase != OC_OPEN) {
        reason = "this interpreter is locked already";
    }
    else if (interpreter != PyInterpreterState_Main()) {
        reason = "this is a sub-interpreter; lock the main interpreter down";
    }
    else if (PyInterpreterState_Next(PyInterpreterState_Head()) != NULL) {
        reason = "there are sub-interpreters; close them first";
    }
    else if (PyThreadState_Next(PyInterpreterState_ThreadHead(interpreter)) != NULL) {
        reason = "other Python threads exist; join them first";
    }
    else if (tasks < 0) {
        reason = "the threads of this process cannot be counted: /proc is not mounted";
    }
    else if (tasks > 1) {
        reason = "other threads exist, started by an extension module; end them first";
    }
    else if (_PyInterpreterState_GetEvalFrameFunc(interpreter) != _PyEval_EvalFrameDefault) {
        reason = "a debugger or JIT has replaced the frame evaluator (PEP 523); switch it off";
    }
    return reason == NULL ? Py_NewRef(Py_None) : PyUnicode_FromString(reason);
}

PyMethodDef oc_check_methods[] = {
    {"obstacle", oc_obstacle, METH_NOARGS,
     "obstacle()\n--\n\nWhy this interpreter cannot be locked, or None."},
    {NULL, NULL, 0, NULL},
};
