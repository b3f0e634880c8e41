/* A C program whose own Python code locks the interpreter: docs/embedding.md.
 *
 * As embed.c, which is built in the same way, but the lockdown is Python's `import objcap;
 * objcap.lockdown()`, and a Python function of the application is a capability too: the lockdown
 * forks, this process becomes the broker of that function, and the program goes on in the child.
 */
#include <Python.h>
#include <objcap.h>

#include <stdio.h>
#include <string.h>

/* What the application does in Python, with all powers, before the lockdown. */
static const char application[] =
    "import objcap, os\n"
    "\n"
    "def count(folder):\n"
    "    'How many names a folder holds.'\n"
    "    return len(os.listdir(folder))\n"
    "\n"
    "count = objcap.capability(count)\n"
    "objcap.lockdown()\n";

static const char script[] =
    "import json\n"
    "print(json.dumps({'slash is empty': count('/') == 0}))\n"
    "try:\n"
    "    import os\n"
    "    os.listdir('/')\n"
    "except PermissionError as error:\n"
    "    print(error)\n";

int
main(int argc, char **argv)
{
    PyConfig config;
    PyConfig_InitPythonConfig(&config);
    PyStatus status = argc < 2 ? PyStatus_Error("name the interpreter")
                               : PyConfig_SetBytesString(&config, &config.program_name, argv[1]);
    if (!PyStatus_Exception(status)) {
        status = Py_InitializeFromConfig(&config);
    }
    PyConfig_Clear(&config);
    if (PyStatus_Exception(status)) {
        fprintf(stderr, "python cannot start: %s\n", status.err_msg);
        return 1;
    }
    const objcap_api *api = objcap_import();
    PyObject *module = api == NULL ? NULL : PyImport_AddModule("__main__"); /* borrowed */
    PyObject *main_names = module == NULL ? NULL : PyModule_GetDict(module); /* borrowed */
    PyObject *done = main_names == NULL
                         ? NULL
                         : PyRun_String(application, Py_file_input, main_names, main_names);
    if (done == NULL) {
        PyErr_Print();
        return 1;
    }
    Py_DECREF(done);
    PyObject *names = api->names();
    PyObject *count = PyDict_GetItemString(main_names, "count"); /* borrowed */
    if (names == NULL || count == NULL || PyDict_SetItemString(names, "count", count) < 0) {
        return 1;
    }
    objcap_outcome outcome;
    if (api->run(names, script, strlen(script), "<script>", &outcome) != OBJCAP_ENDED) {
        fputs(outcome.text, stderr);
    }
    api->forget(&outcome);
    Py_DECREF(names);
    return Py_FinalizeEx() < 0 ? 1 : 0;
}
