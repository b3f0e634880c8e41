/* A C program with a locked Python inside: docs/embedding.md.
 *
 *     cc embed.c -o embed $(python3-config --includes) \
 *         -I"$(python3 -c 'import objcap; print(objcap.get_include())')" \
 *         $(python3-config --embed --ldflags)
 *     ./embed "$(which python3)" [SCRIPT]
 *
 * The first argument is the interpreter of the environment in which objcap is installed. */
#include <Python.h>
#include <objcap.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const objcap_api *api;

/* The power that the guest gets: a table of prices, and a count of how often it was asked. */
typedef struct {
    int asked;
} shop;

static int
price(objcap_call *call, void *state, const objcap_value *args, size_t count,
      objcap_value *result)
{
    shop *self = state;
    if (count != 1 || args[0].kind != OBJCAP_STR) {
        return api->fail(call, "TypeError", "price() takes the name of a product");
    }
    self->asked++;
    if (strcmp(args[0].as.text.data, "bread") != 0) {
        return api->fail(call, "LookupError", "there is bread only");
    }
    result->kind = OBJCAP_FLOAT;
    result->as.real = 2.5;
    return 0;
}

/* Starts Python, makes the capability and locks. Returns the guest's names, or NULL. */
static PyObject *
start(const char *python, shop *shop)
{
    PyConfig config;
    PyConfig_InitPythonConfig(&config);
    config.install_signal_handlers = 0;
    PyStatus status = PyConfig_SetBytesString(&config, &config.program_name, python);
    if (!PyStatus_Exception(status)) {
        status = Py_InitializeFromConfig(&config);
    }
    PyConfig_Clear(&config);
    if (PyStatus_Exception(status)) {
        fprintf(stderr, "python cannot start: %s\n", status.err_msg);
        return NULL;
    }
    api = objcap_import();
    PyObject *capability =
        api == NULL ? NULL : api->capability("price", "What a product costs.", price, shop);
    if (capability == NULL || api->lockdown(NULL) < 0) {
        PyErr_Print();
        return NULL;
    }
    PyObject *names = api->names();
    if (names != NULL) {
        PyDict_SetItemString(names, "price", capability);
    }
    Py_DECREF(capability);
    return names;
}

/* Runs a script and tells how it ended. */
static void
run(PyObject *names, const char *source, const char *filename)
{
    objcap_outcome outcome;
    switch (api->run(names, source, strlen(source), filename, &outcome)) {
    case OBJCAP_ENDED:
        printf("%s: ended\n", filename);
        break;
    case OBJCAP_EXIT:
        printf("%s: exit %d\n", filename, outcome.code);
        break;
    default:
        printf("%s: error\n%s", filename, outcome.text);
    }
    api->forget(&outcome);
    fflush(stdout);
}

/* Prints the number that the guest has left in `total`. */
static void
show_total(PyObject *names)
{
    objcap_value value;
    objcap_call *call = api->begin();
    PyObject *total = PyDict_GetItemString(names, "total"); /* borrowed */
    if (call != NULL && total != NULL && api->read(call, total, &value) == 0 &&
        value.kind == OBJCAP_FLOAT) {
        printf("total: %g\n", value.as.real);
    }
    PyErr_Clear();
    if (call != NULL) {
        api->done(call);
    }
}

/* The text of a file, which the caller frees, or NULL: the program has its own powers. */
static char *
read_file(const char *path)
{
    FILE *file = fopen(path, "rb");
    char *text = calloc(1, 1 << 16);
    if (file != NULL && text != NULL) {
        size_t size = fread(text, 1, (1 << 16) - 1, file);
        text[size] = '\0';
    }
    if (file != NULL) {
        fclose(file);
    }
    return file == NULL ? NULL : text;
}

int
main(int argc, char **argv)
{
    shop shop = {0};
    PyObject *names = argc < 2 ? NULL : start(argv[1], &shop);
    if (names == NULL) {
        return 1;
    }
    run(names, "total = sum(price('bread') for _ in range(4))", "<prices>");
    show_total(names);
    run(names, "price('cheese')", "<cheese>");
    run(names, "import sys\nsys.exit(3)", "<exit>");
    run(names, "import socket", "<socket>");
    run(names, "open('/etc/passwd')", "<open>");
    if (argc > 2) {
        char *text = read_file(argv[2]);
        if (text != NULL) {
            run(names, text, argv[2]);
        }
        free(text);
    }
    printf("asked %d times\n", shop.asked);
    fflush(stdout);
    Py_DECREF(names);
    return Py_FinalizeEx() < 0 ? 1 : 0;
}
