// SPDX-License-Identifier: BSD-3-Clause
#include "lib/crypto/secret.h"

#include <malloc.h>
#include <stdlib.h>
#include <string.h>

#include <sys/mman.h>

void *vdt_secret_new(size_t len)
{
	void *secret;

	secret = mmap(NULL, len, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	if (secret == MAP_FAILED)
		return NULL;
	/* Both may be refused (RLIMIT_MEMLOCK, an old kernel): then the secret is only wiped. */
	mlock(secret, len);
	madvise(secret, len, MADV_DONTDUMP);
	return secret;
}

void vdt_secret_free(void *secret, size_t len)
{
	if (!secret)
		return;
	explicit_bzero(secret, len);
	munmap(secret, len);
}

void vdt_wipe_free(void *data)
{
	if (!data)
		return;
	explicit_bzero(data, malloc_usable_size(data));
	free(data);
}
