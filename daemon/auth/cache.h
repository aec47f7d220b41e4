/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Credentials that were good a short while ago, so that a recorder which connects anew every few
 * seconds costs no password hash each time. Kept are HMACs under a key that lives as long as the
 * process.
 */
#ifndef VDT_AUTH_CACHE_H
#define VDT_AUTH_CACHE_H

#include <stdint.h>

#include "lib/crypto/digest.h"

#define VDT_CACHE_ENTRIES 16
#define VDT_CACHE_TIME	  300 /* seconds an entry is good for */

struct vdt_cache {
	uint8_t key[VDT_SHA256];
	unsigned int next; /* the entry to be replaced */
	struct {
		uint8_t mac[VDT_SHA256];
		uint32_t account; /* 0: empty */
		uint64_t expires; /* CLOCK_BOOTTIME, nanoseconds */
	} entry[VDT_CACHE_ENTRIES];
};

/* Returns 0 or a negative errno of vdt_random(). */
int vdt_cache_init(struct vdt_cache *cache);
/* The MAC of a name and a password. Returns 0 or -EIO. */
int vdt_cache_mac(const struct vdt_cache *cache, const char *name, const char *password,
		  uint8_t ret_mac[VDT_SHA256]);
/* The id of the account, 0 if nothing is known. Takes as long either way. */
uint32_t vdt_cache_find(const struct vdt_cache *cache, const uint8_t mac[VDT_SHA256], uint64_t now);
void vdt_cache_put(struct vdt_cache *cache, const uint8_t mac[VDT_SHA256], uint32_t account,
		   uint64_t now);
/* Nothing was good: for any change of an account. */
void vdt_cache_forget(struct vdt_cache *cache);
/* Forget everything, the key too. */
void vdt_cache_done(struct vdt_cache *cache);

#endif /* VDT_AUTH_CACHE_H */
