// SPDX-License-Identifier: GPL-2.0-only
#include <linux/ktime.h>
#include <linux/random.h>

#include "limits.h"
#include "trust.h"
#include "trust_table.h"

/* Written by init and exit only. */
static struct vdt_trust_table *trusted;

int vdt_trust_init(void)
{
	siphash_key_t key;

	get_random_bytes(&key, sizeof(key));
	trusted = vdt_trust_table_new(&key);
	return trusted ? 0 : -ENOMEM;
}

void vdt_trust_exit(void)
{
	vdt_trust_table_free(trusted);
}

void vdt_trust_add(const struct vdt_addr *source, u32 seconds)
{
	vdt_trust_set(trusted, source, ktime_get_boottime_ns() + seconds * VDT_SECOND);
}

bool vdt_trust_has(const struct vdt_addr *source)
{
	return vdt_trust_holds(trusted, source, ktime_get_boottime_ns());
}
