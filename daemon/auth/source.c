// SPDX-License-Identifier: BSD-3-Clause
#include "daemon/auth/source.h"

#include <string.h>

#include <arpa/inet.h>

#include "lib/ipc/msgs.h"

static const uint8_t mapped[12] = {[10] = 0xff, [11] = 0xff};

/* The address alone, without brackets, port and zone. */
static void cut_address(const char *text, char address[VDT_ADDRESS_ROOM])
{
	bool bracket = *text == '[';
	const char *colon = strchr(text, ':');
	size_t len;

	text += bracket;
	if (bracket)
		len = strcspn(text, "]%");
	else if (colon && !strchr(colon + 1, ':'))
		len = (size_t)(colon - text);
	else
		len = strcspn(text, "%");
	if (len >= VDT_ADDRESS_ROOM)
		len = 0;
	memcpy(address, text, len);
	address[len] = '\0';
}

static bool is_mapped(const struct vdt_source *source)
{
	return !memcmp(source->key, mapped, sizeof(mapped));
}

static bool is_link_local(const struct vdt_source *source)
{
	return source->key[0] == 0xfe && (source->key[1] & 0xc0) == 0x80;
}

struct vdt_source vdt_source_parse(const char *text)
{
	struct vdt_source source = {0};
	char address[VDT_ADDRESS_ROOM];

	cut_address(text, address);
	if (inet_pton(AF_INET, address, source.key + sizeof(mapped)) == 1)
		memcpy(source.key, mapped, sizeof(mapped));
	else if (inet_pton(AF_INET6, address, source.key) != 1)
		memset(source.key, 0, sizeof(source.key));
	else if (!is_mapped(&source) && !is_link_local(&source))
		memset(source.key + 8, 0, 8);
	return source;
}

bool vdt_source_site(const struct vdt_source *source, struct vdt_source *ret_site)
{
	bool unique_local = (source->key[0] & 0xfe) == 0xfc;

	if (is_mapped(source) || is_link_local(source) || unique_local)
		return false;
	*ret_site = *source;
	memset(ret_site->key + 6, 0, sizeof(ret_site->key) - 6);
	return true;
}

bool vdt_source_same(const struct vdt_source *a, const struct vdt_source *b)
{
	return !memcmp(a->key, b->key, sizeof(a->key));
}
