/* The bodies of messages: arguments and errors. See docs/wire.md. */
#include "capability.h"

#include <string.h>

/* ------------------------------------------------------------ arguments */

/* Is that a function that the other side may call while the call lasts? */
static int
oc_is_function(PyObject *object)
{
    return PyFunction_Check(object) || Py_IS_TYPE(object, &PyMethod_Type) ||
           PyCFunction_CheckExact(object);
}

/* Writes one argument. Returns 0, or -1 with an exception set. */
static int
oc_argument_encode(oc_bytes *out, PyObject *value, const char *what, PyObject *callbacks,
                   const oc_wire_hooks *hooks)
{
    if (callbacks != NULL && oc_is_function(value)) {
        uint32_t place = (uint32_t)PyList_GET_SIZE(callbacks);
        return PyList_Append(callbacks, value) < 0 ? -1 : oc_wire_head(out, 'B', place);
    }
    return oc_wire_encode(out, value, what, hooks);
}

/* See capability.h. The value is a tuple of the positional arguments and, if there
 * are any, a dict of the others: keywords are exact str, and distinct. */
int
oc_arguments_encode(oc_bytes *out, PyObject *const *args, Py_ssize_t count, PyObject *names,
                    PyObject *callbacks, const oc_wire_hooks *hooks)
{
    char what[64];
    Py_ssize_t more = names == NULL ? 0 : PyTuple_GET_SIZE(names);
    if (oc_wire_head(out, 't', more ? 2 : 1) < 0 || oc_wire_head(out, 't', (uint32_t)count) < 0) {
        return -1;
    }
    for (Py_ssize_t i = 0; i < count; i++) {
        snprintf(what, sizeof what, "argument %zd", i + 1);
        if (oc_argument_encode(out, args[i], what, callbacks, hooks) < 0) {
            return -1;
        }
    }
    if (more && oc_wire_head(out, 'd', (uint32_t)more) < 0) {
        return -1;
    }
    for (Py_ssize_t i = 0; i < more; i++) {
        PyObject *name = PyTuple_GET_ITEM(names, i); /* borrowed */
        Py_ssize_t size = 0;
        const char *text = PyUnicode_AsUTF8AndSize(name, &size);
        if (text == NULL) {
            return -1;
        }
        snprintf(what, sizeof what, "argument '%.40s'", text);
        unsigned char *at = oc_wire_head(out, 's', (uint32_t)size) < 0
                                ? NULL
                                : oc_bytes_reserve(out, (size_t)size);
        if (at == NULL) {
            return -1;
        }
        memcpy(at, text, (size_t)size);
        if (oc_argument_encode(out, args[count + i], what, callbacks, hooks) < 0) {
            return -1;
        }
    }
    return 0;
}

/* Are the keys exact str? */
static int
oc_are_keywords(PyObject *dict)
{
    PyObject *key, *value;
    Py_ssize_t at = 0;
    while (PyDict_Next(dict, &at, &key, &value)) {
        if (!PyUnicode_CheckExact(key)) {
            return 0;
        }
    }
    return 1;
}

/* See capability.h. */
int
oc_arguments_decode(const oc_message *message, const oc_wire_hooks *hooks, PyObject **args,
                    PyObject **kwargs)
{
    *args = *kwargs = NULL;
    PyObject *value = oc_wire_decode(message->body, message->size, hooks);
    if (value == NULL) {
        return -1;
    }
    Py_ssize_t size = PyTuple_CheckExact(value) ? PyTuple_GET_SIZE(value) : 0;
    if (size < 1 || size > 2 || !PyTuple_CheckExact(PyTuple_GET_ITEM(value, 0)) ||
        (size == 2 && (!PyDict_CheckExact(PyTuple_GET_ITEM(value, 1)) ||
                       !oc_are_keywords(PyTuple_GET_ITEM(value, 1))))) {
        PyErr_SetString(PyExc_ValueError, "malformed message");
        Py_DECREF(value);
        return -1;
    }
    *args = Py_NewRef(PyTuple_GET_ITEM(value, 0));
    *kwargs = size == 2 ? Py_NewRef(PyTuple_GET_ITEM(value, 1)) : NULL;
    Py_DECREF(value);
    return 0;
}

/* ------------------------------------------------------------ errors */

static PyObject *oc_errors; /* dict: name -> built-in subclass of Exception (owned) */

/* See capability.h. */
int
oc_errors_init(void)
{
    PyObject *key, *value;
    Py_ssize_t at = 0;
    oc_errors = PyDict_New();
    if (oc_errors == NULL) {
        return -1;
    }
    while (PyDict_Next(PyEval_GetBuiltins(), &at, &key, &value)) {
        if (PyUnicode_CheckExact(key) && PyType_Check(value) &&
            PyType_IsSubtype((PyTypeObject *)value, (PyTypeObject *)PyExc_Exception) &&
            PyDict_SetItem(oc_errors, key, value) < 0) {
            return -1;
        }
    }
    return 0;
}

/* The name under which an exception crosses: that of the first built-in Exception
 * among its classes (borrowed), or NULL. */
static const char *
oc_error_name(PyObject *exception)
{
    PyObject *classes = Py_TYPE(exception)->tp_mro;
    for (Py_ssize_t i = 0; classes != NULL && i < PyTuple_GET_SIZE(classes); i++) {
        PyTypeObject *type = (PyTypeObject *)PyTuple_GET_ITEM(classes, i);
        PyObject *known = PyDict_GetItemString(oc_errors, type->tp_name); /* borrowed */
        if (known == (PyObject *)type) {
            return type->tp_name;
        }
    }
    return NULL;
}

/* The message of an exception: its one argument if that is an exact str, else what
 * str() says. New reference to an exact str; never fails but for memory. */
static PyObject *
oc_error_message(PyObject *exception)
{
    PyObject *args = ((PyBaseExceptionObject *)exception)->args; /* borrowed */
    PyObject *text;
    if (args != NULL && PyTuple_CheckExact(args) && PyTuple_GET_SIZE(args) == 1 &&
        PyUnicode_CheckExact(PyTuple_GET_ITEM(args, 0))) {
        text = Py_NewRef(PyTuple_GET_ITEM(args, 0));
    }
    else {
        text = PyObject_Str(exception);
        if (text != NULL && !PyUnicode_CheckExact(text)) {
            Py_SETREF(text, PyUnicode_FromObject(text));
        }
    }
    if (text == NULL) {
        PyErr_Clear();
        text = PyUnicode_FromString("");
    }
    return text;
}

/* Writes the three parts of an error. Returns 0, or -1 with an exception set. */
static int
oc_error_write(oc_bytes *out, const char *name, PyObject *message, long number)
{
    PyObject *value = Py_BuildValue("(sOl)", name, message, number);
    int status = value == NULL ? -1 : oc_wire_encode(out, value, "an error", NULL);
    Py_XDECREF(value);
    return status;
}

/* See capability.h. An OSError crosses without the file name, which is the host's
 * business; what is no Exception becomes a RuntimeError. */
int
oc_error_encode(oc_bytes *out)
{
    PyObject *type, *exception, *traceback;
    size_t start = out->size;
    PyErr_Fetch(&type, &exception, &traceback);
    PyErr_NormalizeException(&type, &exception, &traceback);
    int status = -1;
    if (exception != NULL) {
        const char *name = oc_error_name(exception);
        PyObject *message = NULL;
        long number = 0;
        if (name == NULL) {
            name = "RuntimeError";
            message = PyUnicode_FromFormat("%.100s was raised", Py_TYPE(exception)->tp_name);
        }
        else if (PyObject_TypeCheck(exception, (PyTypeObject *)PyExc_OSError)) {
            PyOSErrorObject *error = (PyOSErrorObject *)exception;
            if (error->myerrno != NULL && PyLong_CheckExact(error->myerrno) &&
                error->strerror != NULL && PyUnicode_CheckExact(error->strerror)) {
                number = PyLong_AsLong(error->myerrno);
                message = Py_NewRef(error->strerror);
            }
        }
        PyErr_Clear();
        if (message == NULL) {
            message = oc_error_message(exception);
        }
        if (message != NULL) {
            status = oc_error_write(out, name, message, number);
        }
        Py_XDECREF(message);
    }
    if (status < 0) { /* no memory, or a message that is too long */
        PyErr_Clear();
        out->size = start;
        PyObject *message = PyUnicode_FromString("");
        status = message == NULL ? -1 : oc_error_write(out, "MemoryError", message, 0);
        Py_XDECREF(message);
        PyErr_Clear();
    }
    Py_XDECREF(type);
    Py_XDECREF(exception);
    Py_XDECREF(traceback);
    return status;
}

/* Makes the exception. A class that cannot be made from a message alone
 * (UnicodeDecodeError, ExceptionGroup) gives way to the one above it. */
static PyObject *
oc_error_make(PyObject *name, PyObject *message, long number)
{
    PyObject *type = PyDict_GetItemWithError(oc_errors, name); /* borrowed */
    if (type == NULL) {
        type = PyExc_RuntimeError;
    }
    if (number != 0 && PyType_IsSubtype((PyTypeObject *)type, (PyTypeObject *)PyExc_OSError)) {
        return PyObject_CallFunction(PyExc_OSError, "lO", number, message);
    }
    PyObject *exception = PyObject_CallOneArg(type, message);
    while (exception == NULL && type != PyExc_Exception) {
        PyErr_Clear();
        PyTypeObject *base = ((PyTypeObject *)type)->tp_base;
        type = PyType_IsSubtype(base, (PyTypeObject *)PyExc_Exception) ? (PyObject *)base
                                                                       : PyExc_Exception;
        exception = PyObject_CallOneArg(type, message);
    }
    return exception;
}

/* See capability.h. */
void
oc_error_set(const char *name, PyObject *message)
{
    PyObject *text = PyUnicode_FromString(name);
    PyObject *exception = text == NULL ? NULL : oc_error_make(text, message, 0);
    if (exception != NULL) {
        PyErr_SetObject((PyObject *)Py_TYPE(exception), exception);
        Py_DECREF(exception);
    }
    Py_XDECREF(text);
}

/* See capability.h. */
PyObject *
oc_error_raise(const oc_message *message)
{
    PyObject *value = oc_wire_decode(message->body, message->size, NULL);
    if (value == NULL) {
        return NULL;
    }
    if (PyTuple_CheckExact(value) && PyTuple_GET_SIZE(value) == 3 &&
        PyUnicode_CheckExact(PyTuple_GET_ITEM(value, 0)) &&
        PyUnicode_CheckExact(PyTuple_GET_ITEM(value, 1)) &&
        PyLong_CheckExact(PyTuple_GET_ITEM(value, 2))) {
        long number = PyLong_AsLong(PyTuple_GET_ITEM(value, 2));
        PyErr_Clear(); /* a number that no errno is */
        PyObject *exception =
            oc_error_make(PyTuple_GET_ITEM(value, 0), PyTuple_GET_ITEM(value, 1), number);
        if (exception != NULL) {
            PyErr_SetObject((PyObject *)Py_TYPE(exception), exception);
            Py_DECREF(exception);
        }
    }
    else {
        PyErr_SetString(PyExc_ValueError, "malformed message");
    }
    Py_DECREF(value);
    return NULL;
}
