/* The only file with version checks and private structs of CPython. */
#ifndef OBJCAP_COMPAT_H
#define OBJCAP_COMPAT_H

#ifndef _GNU_SOURCE
#define _GNU_SOURCE /* dup3, getrandom, clearenv */
#endif
#define PY_SSIZE_T_CLEAN
#ifdef OC_NEED_MODULE_TABLE
#define Py_BUILD_CORE 1 /* struct _is is in the internal headers, which want it first */
#endif
#include <Python.h>
#ifdef OC_NEED_MODULE_TABLE
#include <internal/pycore_interp.h>
#endif

#if PY_VERSION_HEX < 0x030B0000 || PY_VERSION_HEX >= 0x030E0000
#error "objcap knows the internals of CPython 3.11, 3.12 and 3.13 only; see CONTRIBUTING.md, 'A new Python version'"
#endif
#ifdef Py_GIL_DISABLED
#error "objcap does not support free-threaded builds of CPython: its locks rest on the GIL"
#endif
#ifdef PYPY_VERSION
#error "objcap locks CPython down; other implementations are not supported"
#endif

#include <frameobject.h>
#include <structmember.h>

/* The dict of a type (borrowed). From 3.12 (gh-94673) the dict of a static type
 * is per interpreter: reading tp_dict directly crashes. */
static inline PyObject *
oc_type_dict(PyTypeObject *type)
{
#if PY_VERSION_HEX >= 0x030C0000
    PyObject *dict = PyType_GetDict(type);
    Py_XDECREF(dict); /* the type holds it */
    return dict;
#else
    return type->tp_dict;
#endif
}

/* The code of a generator, coroutine or async generator (new reference). 3.11
 * keeps it in the struct (gh-91603 made it a function of the frame). */
static inline PyCodeObject *
oc_gen_code(PyObject *generator)
{
#if PY_VERSION_HEX >= 0x030C0000
    return PyGen_GetCode((PyGenObject *)generator);
#else
    return (PyCodeObject *)Py_XNewRef((PyObject *)((PyGenObject *)generator)->gi_code);
#endif
}

/* The callback of a weak reference (borrowed), or NULL. */
static inline PyObject *
oc_weakref_callback(PyObject *reference)
{
    return ((PyWeakReference *)reference)->wr_callback;
}

/* Layout of mappingproxy (Objects/descrobject.c), the same since 3.3. */
typedef struct {
    PyObject_HEAD
    PyObject *mapping;
} oc_mappingproxy;

/* The mapping behind a mappingproxy (borrowed). */
static inline PyObject *
oc_proxy_mapping(PyObject *proxy)
{
    return ((oc_mappingproxy *)proxy)->mapping;
}

/* Where an object keeps its `__dict__`, or NULL; may be private in a later release. Not for
 * instances of classes written in Python, whose dict 3.11 and 3.13 have moved. */
static inline PyObject **
oc_dict_pointer(PyObject *object)
{
    return _PyObject_GetDictPtr(object);
}

/* What a class and its bases have under a name (borrowed), without a look at the metaclass, or
 * NULL without an exception; may become private in a later release. */
static inline PyObject *
oc_type_lookup(PyTypeObject *type, PyObject *name)
{
    return _PyType_Lookup(type, name);
}

/* Big ints as bytes, two's complement, little endian. The functions are private
 * until PyLong_AsNativeBytes (3.13). */
static inline size_t
oc_long_bytes(PyObject *value)
{
    size_t bits = _PyLong_NumBits(value);
    return bits == (size_t)-1 && PyErr_Occurred() ? (size_t)-1 : bits / 8 + 1;
}

/* gh-111140: 3.13 has one argument more. */
static inline int
oc_long_to_bytes(PyObject *value, unsigned char *at, size_t size)
{
#if PY_VERSION_HEX >= 0x030D0000
    return _PyLong_AsByteArray((PyLongObject *)value, at, size, 1, 1, 1);
#else
    return _PyLong_AsByteArray((PyLongObject *)value, at, size, 1, 1);
#endif
}

static inline PyObject *
oc_long_from_bytes(const unsigned char *data, size_t size)
{
    return _PyLong_FromByteArray(data, size, 1, 1);
}

/* 3.12 has objects that are not counted (PEP 683); a build that adds up all references has them,
 * and would miss those. */
#ifndef Py_REF_DEBUG
#if PY_VERSION_HEX >= 0x030C0000
#define OC_UNCOUNTED
static inline int
oc_is_uncounted(PyObject *object)
{
    return _Py_IsImmortal(object);
}

static inline void
oc_make_uncounted(PyObject *object)
{
    Py_SET_REFCNT(object, _Py_IMMORTAL_REFCNT); /* which leaves one alone that is */
}
#endif
#endif

/* Where the interpreter keeps its reference to sys.modules. 3.12 moved it into a struct of
 * the import system. Whoever writes there compares first: other releases of one version
 * may have another layout than the headers. */
#ifdef OC_NEED_MODULE_TABLE
static inline PyObject **
oc_interpreter_modules(void)
{
#if PY_VERSION_HEX >= 0x030C0000
    return &PyInterpreterState_Get()->imports.modules;
#else
    return &PyInterpreterState_Get()->modules;
#endif
}
#endif

/* What a frame evaluator is given; opaque to us. */
typedef struct _PyInterpreterFrame oc_interpreter_frame;

/* Replaces the function that evaluates frames (PEP 523; private until 3.15). */
static inline void
oc_set_frame_evaluator(_PyFrameEvalFunction function)
{
    _PyInterpreterState_SetEvalFrameFunc(PyInterpreterState_Get(), function);
}

#endif
