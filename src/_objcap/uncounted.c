/* What the zygote has is never freed in a worker, and to count who holds it would only copy its
 * pages: a quarter of all that a worker copied. From 3.12 on there are objects that are not
 * counted (PEP 683, which names this use). */
#include "compat.h"
#include "quota.h"

#ifdef OC_UNCOUNTED

/* An object that the collector does not know: it stays, and so does what a tuple or code holds. */
static int
oc_uncount(PyObject *object, void *Py_UNUSED(argument))
{
    if (object == NULL || oc_is_uncounted(object) ||
        (PyObject_IS_GC(object) && !PyTuple_CheckExact(object))) {
        return 0; /* one that the collector knows has its turn */
    }
    oc_make_uncounted(object);
    if (PyTuple_CheckExact(object)) {
        return Py_TYPE(object)->tp_traverse(object, oc_uncount, NULL);
    }
    if (PyCode_Check(object)) {
        PyCodeObject *code = (PyCodeObject *)object;
        PyObject *parts[] = {code->co_consts, code->co_names, code->co_exceptiontable,
                             code->co_localsplusnames, code->co_localspluskinds, code->co_filename,
                             code->co_name, code->co_qualname, code->co_linetable};
        for (size_t i = 0; i < Py_ARRAY_LENGTH(parts); i++) {
            oc_uncount(parts[i], NULL);
        }
    }
    return 0;
}

/* One that it knows, with what that one holds. */
static int
oc_uncount_with_parts(PyObject *object, void *Py_UNUSED(argument))
{
    oc_make_uncounted(object);
    traverseproc traverse = Py_TYPE(object)->tp_traverse;
    if (traverse != NULL) {
        traverse(object, oc_uncount, NULL);
    }
    return 1;
}

/* See quota.h. */
void
oc_uncount_all(void)
{
    PyUnstable_GC_VisitObjects(oc_uncount_with_parts, NULL);
}

#else

/* See quota.h. */
void
oc_uncount_all(void)
{
}

#endif
