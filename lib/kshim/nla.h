/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Netlink attributes as include/net/netlink.h of the kernel gives them, as far as the pure files
 * and the generated policies use them. Not libnl: that checks less strictly.
 */
#ifndef VDT_KSHIM_NLA_H
#define VDT_KSHIM_NLA_H

#include <stdint.h>
#include <string.h>
#include <linux/netlink.h>

/* The attribute types that the generator emits for our spec; a subset, in the kernel's order. */
enum {
	NLA_UNSPEC,
	NLA_U8,
	NLA_U16,
	NLA_U32,
	NLA_U64,
	NLA_STRING,
	NLA_NESTED,
	NLA_NUL_STRING,
	NLA_BINARY,
};

enum nla_policy_validation {
	NLA_VALIDATE_NONE,
	NLA_VALIDATE_RANGE,
	NLA_VALIDATE_MIN,
	NLA_VALIDATE_MAX,
	NLA_VALIDATE_MASK,
};

struct nla_policy {
	uint8_t type;
	uint8_t validation_type;
	uint16_t len;
	union {
		const struct nla_policy *nested_policy;
		uint32_t mask;
		struct {
			int16_t min, max;
		};
	};
};

#define NLA_POLICY_NESTED(policy) \
	{ \
		.type = NLA_NESTED, .nested_policy = policy, \
		.len = sizeof(policy) / sizeof((policy)[0]) - 1, \
	}
#define NLA_POLICY_RANGE(tp, low, high) \
	{ \
		.type = tp, .validation_type = NLA_VALIDATE_RANGE, .min = low, .max = high, \
	}
#define NLA_POLICY_MIN(tp, low) \
	{ \
		.type = tp, .validation_type = NLA_VALIDATE_MIN, .min = low, \
	}
#define NLA_POLICY_MAX(tp, high) \
	{ \
		.type = tp, .validation_type = NLA_VALIDATE_MAX, .max = high, \
	}
#define NLA_POLICY_MASK(tp, bits) \
	{ \
		.type = tp, .validation_type = NLA_VALIDATE_MASK, .mask = bits, \
	}

/* The only mode there is: everything strict. */
#define NL_VALIDATE_STRICT 0x1f

struct netlink_ext_ack;

static inline int nla_type(const struct nlattr *nla)
{
	return nla->nla_type & NLA_TYPE_MASK;
}

static inline void *nla_data(const struct nlattr *nla)
{
	return (char *)nla + NLA_HDRLEN;
}

static inline int nla_len(const struct nlattr *nla)
{
	return nla->nla_len - NLA_HDRLEN;
}

static inline int nla_ok(const struct nlattr *nla, int remaining)
{
	return remaining >= (int)sizeof(*nla) && nla->nla_len >= sizeof(*nla) &&
	       nla->nla_len <= remaining;
}

static inline struct nlattr *nla_next(const struct nlattr *nla, int *remaining)
{
	unsigned int total = NLA_ALIGN(nla->nla_len);

	*remaining -= total;
	return (struct nlattr *)((char *)nla + total);
}

static inline uint8_t nla_get_u8(const struct nlattr *nla)
{
	return *(uint8_t *)nla_data(nla);
}

static inline uint16_t nla_get_u16(const struct nlattr *nla)
{
	return *(uint16_t *)nla_data(nla);
}

static inline uint32_t nla_get_u32(const struct nlattr *nla)
{
	return *(uint32_t *)nla_data(nla);
}

static inline uint64_t nla_get_u64(const struct nlattr *nla)
{
	uint64_t value;

	memcpy(&value, nla_data(nla), sizeof(value));
	return value;
}

/*
 * Checks a run of attributes as the kernel does with NL_VALIDATE_STRICT: types known, lengths
 * exact, values in range, strings ended, nests marked and themselves right, nothing behind the
 * last. Returns 0, -EINVAL or -ERANGE.
 */
int vdt_kshim_nla_validate(const struct nlattr *head, int len, int maxtype,
			   const struct nla_policy *policy, unsigned int validate,
			   struct netlink_ext_ack *extack);
#define __nla_validate vdt_kshim_nla_validate

#endif /* VDT_KSHIM_NLA_H */
