/* A quota on the memory of the interpreter (PEP 445).
 *
 * Two allocators are hooked: that of arenas, from which every small object comes, so that
 * small objects cost nothing, and the raw domain, to which pymalloc passes what is larger than
 * 512 bytes. Beyond the quota they say that there is no memory, and the guest gets a
 * MemoryError. What C libraries allocate by themselves is not counted; the rlimit on the
 * address space (zygote.c) stands behind.
 *
 * One thread: a worker has no other. */
#include "quota.h"

#include <malloc.h>
#include <stdint.h>

#define OC_RESERVE ((ptrdiff_t)5 << 19) /* for telling of the MemoryError: two arenas and a half */

#define OC_HEAD ((ptrdiff_t)5 << 18)    /* for taking the command: an arena and a bit */

static struct {
    ptrdiff_t used, limit, peak;
    ptrdiff_t reserve; /* what may be had on top in this command */
    int refused;       /* has a request been refused in this command? */
    PyMemAllocatorEx raw;
    PyObjectArenaAllocator arena;
} oc_quota = {.limit = PTRDIFF_MAX};

/* May `size` bytes more be had? Counts them if so. */
static int
oc_quota_take(ptrdiff_t size)
{
    if (oc_quota.limit != PTRDIFF_MAX && size > oc_quota.limit + oc_quota.reserve - oc_quota.used) {
        oc_quota.reserve += oc_quota.refused ? 0 : OC_RESERVE;
        oc_quota.refused = 1;
        return 0;
    }
    oc_quota.used += size;
    if (oc_quota.used > oc_quota.peak) {
        oc_quota.peak = oc_quota.used;
    }
    return 1;
}

/* Counts what the block has really got. */
static void *
oc_quota_counted(void *block, size_t asked)
{
    if (block == NULL) {
        oc_quota.used -= (ptrdiff_t)asked;
    }
    else {
        oc_quota.used += (ptrdiff_t)malloc_usable_size(block) - (ptrdiff_t)asked;
    }
    return block;
}

static void *
oc_raw_malloc(void *Py_UNUSED(context), size_t size)
{
    if (size > PTRDIFF_MAX / 2 || !oc_quota_take((ptrdiff_t)size)) {
        return NULL;
    }
    return oc_quota_counted(oc_quota.raw.malloc(oc_quota.raw.ctx, size), size);
}

static void *
oc_raw_calloc(void *Py_UNUSED(context), size_t count, size_t each)
{
    size_t size = count * each;
    if ((each != 0 && count > PTRDIFF_MAX / 2 / each) || !oc_quota_take((ptrdiff_t)size)) {
        return NULL;
    }
    return oc_quota_counted(oc_quota.raw.calloc(oc_quota.raw.ctx, count, each), size);
}

static void
oc_raw_free(void *Py_UNUSED(context), void *block)
{
    if (block != NULL) {
        oc_quota.used -= (ptrdiff_t)malloc_usable_size(block);
        oc_quota.raw.free(oc_quota.raw.ctx, block);
    }
}

/* realloc: the old block is counted until the new one is there. */
static void *
oc_raw_realloc(void *Py_UNUSED(context), void *block, size_t size)
{
    ptrdiff_t before = block == NULL ? 0 : (ptrdiff_t)malloc_usable_size(block);
    ptrdiff_t more = size > PTRDIFF_MAX / 2 ? PTRDIFF_MAX : (ptrdiff_t)size - before;
    if (more > 0 && !oc_quota_take(more)) {
        return NULL;
    }
    void *moved = oc_quota.raw.realloc(oc_quota.raw.ctx, block, size);
    oc_quota.used -= more > 0 ? more : 0;
    if (moved != NULL) {
        oc_quota.used += (ptrdiff_t)malloc_usable_size(moved) - before;
    }
    return moved;
}

static void *
oc_arena_alloc(void *Py_UNUSED(context), size_t size)
{
    if (!oc_quota_take((ptrdiff_t)size)) {
        return NULL;
    }
    void *arena = oc_quota.arena.alloc(oc_quota.arena.ctx, size);
    oc_quota.used -= arena == NULL ? (ptrdiff_t)size : 0;
    return arena;
}

static void
oc_arena_free(void *Py_UNUSED(context), void *arena, size_t size)
{
    oc_quota.used -= (ptrdiff_t)size;
    oc_quota.arena.free(oc_quota.arena.ctx, arena, size);
}

/* See quota.h. Blocks of before are freed by the original functions, which are called. */
int
oc_quota_install(void)
{
    PyMem_GetAllocator(PYMEM_DOMAIN_RAW, &oc_quota.raw);
    PyObject_GetArenaAllocator(&oc_quota.arena);
    PyMemAllocatorEx raw = {NULL, oc_raw_malloc, oc_raw_calloc, oc_raw_realloc, oc_raw_free};
    PyObjectArenaAllocator arena = {NULL, oc_arena_alloc, oc_arena_free};
    PyMem_SetAllocator(PYMEM_DOMAIN_RAW, &raw);
    PyObject_SetArenaAllocator(&arena);
    return 0;
}

/* See quota.h. */
void
oc_quota_set(size_t bytes)
{
    oc_quota.used = oc_quota.peak = oc_quota.reserve = 0;
    oc_quota.refused = 0;
    oc_quota.limit = bytes == 0 || bytes > PTRDIFF_MAX / 2 ? PTRDIFF_MAX : (ptrdiff_t)bytes;
}

/* See quota.h. What a command before has kept of its reserve stays: a guest that has filled its
 * memory must be able to drop something. */
void
oc_quota_refill(void)
{
    oc_quota.reserve = (oc_quota.used > oc_quota.limit ? oc_quota.used - oc_quota.limit : 0) + OC_HEAD;
    oc_quota.refused = 0;
}

/* See quota.h. */
size_t
oc_quota_peak(void)
{
    return oc_quota.peak > 0 ? (size_t)oc_quota.peak : 0;
}
