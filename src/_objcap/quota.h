/* How much memory a worker's guest may have. */
#ifndef OBJCAP_QUOTA_H
#define OBJCAP_QUOTA_H

#include "compat.h"

/* Hooks the allocators of the interpreter, without a limit yet. Returns 0. */
int oc_quota_install(void);
/* From now on, so many bytes more than now; 0: no limit. */
void oc_quota_set(size_t bytes);
/* A command begins: the reserve that telling of a MemoryError needs is full again. */
void oc_quota_refill(void);
/* The most that was in use at once since oc_quota_set, in bytes. */
size_t oc_quota_peak(void);

/* uncounted.c: all objects that there are stay for good, and nobody counts who holds them: before
 * the first fork of a zygote. Does nothing before 3.12. */
void oc_uncount_all(void);

#endif
