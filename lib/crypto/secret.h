/* SPDX-License-Identifier: BSD-3-Clause */
/* Memory for secrets: kept out of swap and core dumps where the system allows, wiped when freed. */
#ifndef VDT_CRYPTO_SECRET_H
#define VDT_CRYPTO_SECRET_H

#include <stddef.h>

/* Zeroed pages of their own, for a few long-lived secrets. NULL if memory is short. */
void *vdt_secret_new(size_t len);
/* Wipe and free; @len as given to vdt_secret_new(), NULL is fine. */
void vdt_secret_free(void *secret, size_t len);
/* Wipe and free what malloc() gave; NULL is fine. */
void vdt_wipe_free(void *data);

#endif /* VDT_CRYPTO_SECRET_H */
