// SPDX-License-Identifier: BSD-3-Clause

#include "lib/policy/prefix.h"

#include <arpa/inet.h>
#include <stdio.h>
#include <string.h>

static const struct {
	int af;
	size_t width;
} families[VDT_MODEL_FAMILIES] = {
	[VDT_MODEL_IPV4] = {AF_INET, 4},
	[VDT_MODEL_IPV6] = {AF_INET6, 16},
};

size_t vdt_prefix_width(enum vdt_model_family family)
{
	return families[family].width;
}

int vdt_prefix_compare(const struct vdt_model_prefix *a, const struct vdt_model_prefix *b)
{
	int diff = memcmp(a->address, b->address, sizeof(a->address));

	return diff ? diff : a->length - b->length;
}

bool vdt_prefix_mask(struct vdt_model_prefix *prefix, enum vdt_model_family family)
{
	bool changed = false;

	for (size_t i = prefix->length / 8; i < families[family].width; i++) {
		uint8_t keep = i == prefix->length / 8 ? 0xff00 >> prefix->length % 8 : 0;

		changed |= prefix->address[i] & ~keep;
		prefix->address[i] &= keep;
	}
	return changed;
}

void vdt_prefix_format(const struct vdt_model_prefix *prefix, enum vdt_model_family family,
		       char text[VDT_PREFIX_TEXT])
{
	char address[INET6_ADDRSTRLEN];

	inet_ntop(families[family].af, prefix->address, address, sizeof(address));
	snprintf(text, VDT_PREFIX_TEXT, "%s/%u", address, prefix->length);
}
