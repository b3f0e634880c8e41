/* The powers kept aside (R5), as the objcap module of 2007 had them: what
 * initialises a file, makes a code object, lists subclasses. They work for the
 * host before the lockdown, which disarms them. */
#include "objcap.h"

/* The type io.FileIO as a new reference, or NULL with an exception set. */
static PyTypeObject *
oc_fileio_type(void)
{
    PyObject *io = PyImport_ImportModule("_io");
    PyObject *type = io == NULL ? NULL : PyObject_GetAttrString(io, "FileIO");
    Py_XDECREF(io);
    return (PyTypeObject *)type;
}

/* file_init(file, name, mode='r', closefd=True, opener=None) */
static PyObject *
oc_file_init(PyObject *Py_UNUSED(self), PyObject *args, PyObject *kwargs)
{
    PyObject *result = NULL, *rest = NULL;
    PyTypeObject *type = NULL;

    if (PyTuple_GET_SIZE(args) < 1) {
        PyErr_SetString(PyExc_TypeError, "file_init() needs the file to initialise");
        return NULL;
    }
    PyObject *file = PyTuple_GET_ITEM(args, 0); /* borrowed */
    type = oc_fileio_type();
    if (type == NULL) {
        goto done;
    }
    if (!PyObject_TypeCheck(file, type)) {
        PyErr_Format(PyExc_TypeError, "file_init() initialises an io.FileIO, not %s",
                     Py_TYPE(file)->tp_name);
        goto done;
    }
    rest = PyTuple_GetSlice(args, 1, PyTuple_GET_SIZE(args));
    if (rest != NULL && type->tp_init(file, rest, kwargs) == 0) {
        result = Py_NewRef(Py_None);
    }

done:
    Py_XDECREF(type);
    Py_XDECREF(rest);
    return result;
}

/* code_new(...): the arguments of types.CodeType. */
static PyObject *
oc_code_new(PyObject *Py_UNUSED(self), PyObject *args, PyObject *kwargs)
{
    return PyCode_Type.tp_new(&PyCode_Type, args, kwargs);
}

/* subclasses(cls): the direct subclasses that are alive. */
static PyObject *
oc_subclasses(PyObject *Py_UNUSED(self), PyObject *cls)
{
    if (!PyType_Check(cls)) {
        PyErr_Format(PyExc_TypeError, "subclasses() takes a class, not %s", Py_TYPE(cls)->tp_name);
        return NULL;
    }
    PyObject *method = PyDict_GetItemString(oc_type_dict(&PyType_Type), "__subclasses__");
    if (method == NULL) {
        PyErr_SetString(PyExc_RuntimeError, "type has no __subclasses__");
        return NULL;
    }
    return PyObject_CallOneArg(method, cls);
}

PyMethodDef oc_constructor_methods[] = {
    {"file_init", (PyCFunction)(void (*)(void))oc_file_init, METH_VARARGS | METH_KEYWORDS,
     "file_init(file, /, name, mode='r', closefd=True, opener=None)\n--\n\n"
     "Initialise an allocated io.FileIO: the constructor that the lockdown takes away.\n\n"
     "Raises what io.FileIO raises, and PermissionError after the lockdown."},
    {"code_new", (PyCFunction)(void (*)(void))oc_code_new, METH_VARARGS | METH_KEYWORDS,
     "code_new(*args)\n--\n\n"
     "Make a code object: the constructor types.CodeType that the lockdown takes away.\n\n"
     "Takes the arguments of types.CodeType of the running version.\n"
     "Raises PermissionError after the lockdown."},
    {"subclasses", oc_subclasses, METH_O,
     "subclasses(cls, /)\n--\n\n"
     "List the direct subclasses of a class: the method that the lockdown hides.\n\n"
     "Raises PermissionError after the lockdown."},
    {NULL, NULL, 0, NULL},
};
