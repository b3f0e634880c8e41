/* What the parts of the importer share. */
#ifndef OBJCAP_IMPORTER_H
#define OBJCAP_IMPORTER_H

#include "objcap.h"

/* How a module comes into being; guest/_importer.py knows the same numbers. */
typedef enum {
    OC_SOURCE = 1,    /* a .py file, of a trusted root or of the user's path */
    OC_EXTENSION = 2, /* a shared object, its path fixed by the table */
    OC_BUILTIN = 3,   /* a C module inside the interpreter */
    OC_COPY = 4,      /* a new module object filled from a dict that the lockdown made */
    OC_REAL = 5,      /* the one and only object: sys, builtins, ... */
    OC_NAMESPACE = 6, /* folders without __init__.py (PEP 420) */
    OC_REFUSED = 7,
    OC_FROZEN = 8,    /* importlib's own code */
} oc_kind;

enum {
    OC_TRUSTED = 1,  /* from a root of objcap's or the stdlib's: .pyc may be read */
    OC_PATCHED = 2,  /* guest/patches/NAME.py runs in its namespace */
    OC_INJECTED = 4, /* gets the guest's SystemExit before it is executed */
};

/* What the provider knows, fixed at the lockdown. All objects are exact plain
 * types that nobody else holds, so that looking into them calls no Python (R1). */
typedef struct {
    PyObject *rows;         /* dict: name -> row of permits_modules.MODULES */
    PyObject *builtins;     /* frozenset: names of C modules inside the interpreter */
    PyObject *first;        /* frozenset: names that no file on the user's path replaces */
    PyObject *known;        /* frozenset: names of the stdlib, refused for want of a row */
    PyObject *stdlib;       /* bytes: root of the stdlib */
    PyObject *guest;        /* bytes: root of objcap's guest-side Python */
    PyObject *user;         /* tuple of bytes: the user's folders */
    PyObject *dynload;      /* tuple of bytes: folders of the stdlib's shared objects */
    PyObject *suffixes;     /* tuple of bytes: endings of shared objects */
    PyObject *cache_suffix; /* bytes: ending of a .pyc; empty: there are none */
    PyObject *cache_prefix; /* bytes: sys.pycache_prefix; empty: __pycache__ */
    PyObject *extensions;   /* dict: name -> path (str) of shared objects elsewhere */
    PyObject *copies;       /* dict: name -> dict, for OC_COPY */
    PyObject *real;         /* dict: name -> object, for OC_REAL */
    PyObject *patches;      /* frozenset: names that have a patch */
    PyObject *injected;     /* frozenset: names, and NAME.* for whole packages */
    PyObject *frozen;       /* dict: name -> marshalled code (bytes) */
    PyObject *codes;        /* dict: name -> code that the boot executes */
    PyObject *imp;          /* the real _imp */
    PyObject *shadow;       /* strict: dict of the sys that importlib has and guests have not, or NULL */
    PyObject *preload;      /* strict: tuple of names that are loaded while that sys is there, or NULL */
    PyObject *shown;        /* tuple of (folder, what a guest is told instead), or NULL */
    PyObject *later;        /* strict: the rows after the boot, or NULL */
    PyObject *found;        /* dict: name -> what oc_find said, positive answers only */
    unsigned long magic;    /* of a .pyc; asked before, since CPython reads it from importlib */
    PyObject *main_source;  /* the text of __main__ (str or bytes), or NULL */
    PyObject *made;         /* list: every extension module ever made (R4) */
    PyObject *making;       /* path that create_dynamic may load right now, or NULL (borrowed) */
} oc_provider_state;

extern oc_provider_state oc_provider;

/* C functions of _imp, taken before they are disarmed. */
typedef PyObject *(*oc_fast)(PyObject *, PyObject *const *, Py_ssize_t);
typedef PyObject *(*oc_fast_keywords)(PyObject *, PyObject *const *, Py_ssize_t, PyObject *);
typedef struct {
    PyCFunction create_builtin;
    oc_fast create_dynamic;
    PyCFunction exec_dynamic;
    oc_fast_keywords source_hash;
    oc_fast fix_co_filename;
} oc_imp_functions;

extern oc_imp_functions oc_imp;

/* Where oc_find found a module: the fields of the tuple that it returns. The origin is what a
 * guest is told; the path is where the file is: bytes of a source, str of a shared object. */
enum { OC_F_KIND, OC_F_FLAGS, OC_F_ORIGIN, OC_F_FOLDERS, OC_F_PATH, OC_F_ROW, OC_F_SIZE };

/* provider.c */
const char *oc_name(PyObject *name);
PyObject *oc_shown(const char *path);
PyObject *oc_find(PyObject *name);
oc_kind oc_found_kind(PyObject *found);
PyObject *oc_row_names(PyObject *found);
PyObject *oc_locate(PyObject *self, PyObject *name);

/* provider_code.c */
int oc_cache_path(const char *path, char *cache);
PyObject *oc_code(PyObject *self, PyObject *name);
PyObject *oc_patch(PyObject *self, PyObject *name);
PyObject *oc_source(PyObject *self, PyObject *name);

/* provider_files.c: open(2) and stat(2); below a folder of the policy no symbolic link
 * leads out of it. */
struct stat;
int oc_open(const char *path, int flags);
int oc_stat(const char *path, struct stat *status);

int oc_read(const char *path, char **data, size_t *size);
/* Reads the .pyc of a trusted file, header included, if importlib would take it. Returns 0, or
 * -1; an exception may be set. The caller frees with PyMem_RawFree. */
int oc_valid_cache(const char *path, char **data, size_t *size);
/* The path of the patch to a module. Returns 0 if there can be none. */
int oc_patch_path(PyObject *name, char *path, size_t size);

/* store.c: the modules of a zygote. */
enum { OC_STORED_TEXT = 1, OC_STORED_CODE = 2 };
/* Does this process have its modules in memory, and no files? */
int oc_store_has(void);
/* What is stored of a module, or of its patch: one of these, with borrowed data that a NUL
 * follows; 0 if there is nothing, -1 with an exception set. */
int oc_store_find(PyObject *name, int patch, const char **data, size_t *size);

/* extension.c */
int oc_extension_ready(PyObject *imp);
PyObject *oc_extension(PyObject *self, PyObject *name);

/* Puts the text of the guest's __main__ where its loader finds it. */
int oc_provider_set_main(PyObject *source);
PyObject *oc_compile_text(const char *source, size_t size, int cf_flags, PyObject *filename);

/* import_delegate.c */
int oc_import_delegate_install(void);

#endif
