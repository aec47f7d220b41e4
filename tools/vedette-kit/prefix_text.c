// SPDX-License-Identifier: BSD-3-Clause

#include "tools/vedette-kit/prefix_text.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <stdlib.h>
#include <string.h>

#include "lib/policy/complain.h"
#include "lib/policy/prefix.h"
#include "tools/vedette-kit/number.h"

#define LONGEST 80 /* of a text that is quoted in a message */
#define MAPPED	96 /* bits before the IPv4 address in ::ffff:192.0.2.1 */

static int parse_address(const char *text, size_t len, struct vdt_model_prefix *prefix,
			 enum vdt_model_family *family)
{
	char address[INET6_ADDRSTRLEN];

	if (!len || len >= sizeof(address))
		return -EINVAL;
	memcpy(address, text, len);
	address[len] = '\0';
	*family = VDT_MODEL_IPV4;
	if (inet_pton(AF_INET, address, prefix->address) == 1)
		return 0;
	*family = VDT_MODEL_IPV6;
	return inet_pton(AF_INET6, address, prefix->address) == 1 ? 0 : -EINVAL;
}

/* All of it lies in ::ffff:0:0/96 (RFC 4291 2.5.5.2). */
static bool is_mapped(const struct vdt_model_prefix *prefix, enum vdt_model_family family)
{
	struct in6_addr address;

	memcpy(&address, prefix->address, sizeof(address));
	return family == VDT_MODEL_IPV6 && prefix->length >= MAPPED &&
	       IN6_IS_ADDR_V4MAPPED(&address);
}

static int parse_prefix(const char *text, const struct vdt_model_mark *at,
			struct vdt_model_prefix *prefix, enum vdt_model_family *family,
			struct vdt_model_error *ret_error)
{
	const char *slash = strchrnul(text, '/');
	uint64_t bits, length;

	*prefix = (struct vdt_model_prefix){.at = *at};
	if (parse_address(text, (size_t)(slash - text), prefix, family))
		return vdt_complain(ret_error, at,
				    "'%.*s' is no address; expected one like 10.0.0.0/8, "
				    "10.20.0.5 or 'fd00::/8'",
				    LONGEST, text);
	bits = length = vdt_prefix_width(*family) * 8;
	if (*slash && vdt_number_parse(slash + 1, 0, bits, &length))
		return vdt_complain(ret_error, at, "'%.*s' has no good length; expected /0 to /%u",
				    LONGEST, text, (unsigned int)bits);
	prefix->length = (uint8_t)length;
	return 0;
}

/* The rest of the reading: nothing behind the length. */
static int finish(const char *text, struct vdt_model_prefix *prefix, enum vdt_model_family family,
		  struct vdt_model_error *ret_error)
{
	char right[VDT_PREFIX_TEXT];

	if (!vdt_prefix_mask(prefix, family))
		return 0;
	vdt_prefix_format(prefix, family, right);
	return vdt_complain(ret_error, &prefix->at, "%s has bits set behind /%u; write %s", text,
			    prefix->length, right);
}

int vdt_prefix_parse(const char *text, const struct vdt_model_mark *at,
		     struct vdt_model_prefix *ret_prefix, enum vdt_model_family *ret_family,
		     struct vdt_model_error *ret_error)
{
	int err = parse_prefix(text, at, ret_prefix, ret_family, ret_error);

	if (!err && is_mapped(ret_prefix, *ret_family))
		return vdt_complain(ret_error, at,
				    "'%s' is IPv4 written as IPv6; write the IPv4 address", text);
	return err ? err : finish(text, ret_prefix, *ret_family, ret_error);
}

int vdt_prefix_parse_folded(const char *text, const struct vdt_model_mark *at,
			    struct vdt_model_prefix *ret_prefix, enum vdt_model_family *ret_family,
			    struct vdt_model_error *ret_error)
{
	int err = parse_prefix(text, at, ret_prefix, ret_family, ret_error);

	if (!err && is_mapped(ret_prefix, *ret_family)) {
		*ret_family = VDT_MODEL_IPV4;
		memcpy(ret_prefix->address, ret_prefix->address + MAPPED / 8, 4);
		memset(ret_prefix->address + 4, 0, sizeof(ret_prefix->address) - 4);
		ret_prefix->length -= MAPPED;
	}
	return err ? err : finish(text, ret_prefix, *ret_family, ret_error);
}

int vdt_prefix_add(struct vdt_model_set *set, const char *text, const struct vdt_model_mark *at,
		   struct vdt_model_error *ret_error)
{
	struct vdt_model_prefix prefix, *slot;
	enum vdt_model_family family;
	int err = vdt_prefix_parse(text, at, &prefix, &family, ret_error);

	if (err)
		return err;
	slot = vdt_model_add_prefix(&set->ip[family]);
	if (!slot)
		return -ENOMEM;
	*slot = prefix;
	return 0;
}
