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

static bool is_mapped(const struct vdt_model_prefix *prefix)
{
	struct in6_addr address;

	memcpy(&address, prefix->address, sizeof(address));
	return IN6_IS_ADDR_V4MAPPED(&address);
}

static int refuse_host_bits(const char *text, const struct vdt_model_prefix *masked,
			    enum vdt_model_family family, struct vdt_model_error *ret_error)
{
	char right[VDT_PREFIX_TEXT];

	vdt_prefix_format(masked, family, right);
	return vdt_complain(ret_error, &masked->at, "%s has bits set behind /%u; write %s", text,
			    masked->length, right);
}

int vdt_prefix_parse(const char *text, const struct vdt_model_mark *at,
		     struct vdt_model_prefix *ret_prefix, enum vdt_model_family *ret_family,
		     struct vdt_model_error *ret_error)
{
	const char *slash = strchrnul(text, '/');
	struct vdt_model_prefix prefix = {.at = *at};
	enum vdt_model_family family;
	uint64_t bits, length;

	if (parse_address(text, (size_t)(slash - text), &prefix, &family))
		return vdt_complain(ret_error, at,
				    "'%.*s' is no address; expected one like 10.0.0.0/8, "
				    "10.20.0.5 or 'fd00::/8'",
				    LONGEST, text);
	bits = length = vdt_prefix_width(family) * 8;
	if (*slash && vdt_number_parse(slash + 1, 0, bits, &length))
		return vdt_complain(ret_error, at, "'%.*s' has no good length; expected /0 to /%u",
				    LONGEST, text, (unsigned int)bits);
	prefix.length = (uint8_t)length;
	if (family == VDT_MODEL_IPV6 && is_mapped(&prefix))
		return vdt_complain(ret_error, at,
				    "'%s' is IPv4 written as IPv6; write the IPv4 address", text);
	if (vdt_prefix_mask(&prefix, family))
		return refuse_host_bits(text, &prefix, family, ret_error);
	*ret_prefix = prefix;
	*ret_family = family;
	return 0;
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
