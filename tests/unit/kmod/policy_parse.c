// SPDX-License-Identifier: BSD-3-Clause
#include <criterion/criterion.h>

#include "kmod/policy_parse.h"
#include "tests/unit/kmod/blob.h"

static struct blob b;

/* Parses an exact copy, so that AddressSanitizer sees the first byte read behind the end. */
static int parse(struct vdt_policy **ret_policy, struct vdt_fault *fault)
{
	uint8_t *copy = malloc(b.len ? b.len : 1);
	struct vdt_policy *policy = NULL;
	int err;

	memcpy(copy, b.data, b.len);
	err = vdt_policy_parse(copy, b.len, &policy, fault);
	if (!err && !ret_policy)
		vdt_policy_free(policy);
	else if (!err)
		*ret_policy =
			policy; /* copy stays for the strings; the test is a process of its own */
	if (err || !ret_policy)
		free(copy);
	return err;
}

Test(policy_parse, reads_a_full_policy)
{
	struct vdt_policy *policy = NULL;
	struct vdt_fault fault;
	struct vdt_service *web;

	blob_full(&b);
	cr_assert_eq(vdt_policy_parse(b.data, b.len, &policy, &fault), 0, "%s", fault.text);
	cr_assert_str_eq(policy->name, "lobby");
	cr_assert_eq(policy->version, 42);
	cr_assert_eq(policy->netns, VEDETTE_NETNS_INIT);
	cr_assert_eq(policy->n_sets, 2);
	cr_assert_eq(policy->deny, 2);
	cr_assert_eq(policy->n_services, 3);
	web = &policy->services[0];
	cr_assert_str_eq(web->name, "https");
	cr_assert_eq(web->from, 1);
	cr_assert_eq(web->port, 443);
	cr_assert_str_eq(web->exe, "/usr/libexec/vedette/web");
	cr_assert_eq(policy->services[1].from, 0);
	cr_assert_null(policy->services[1].exe);
	cr_assert_eq(policy->services[2].flags, VEDETTE_SERVICE_FLAG_LOOPBACK_ONLY);
	cr_assert_str_eq(policy->stream.encoder, "rtsp://127.0.0.1:8554/main");
	cr_assert_eq(policy->stream.viewers, 32);
	cr_assert_eq(vdt_policy_service(policy, 17, 5000), 1);
	cr_assert_eq(vdt_policy_service(policy, 6, 5000), -1);
	cr_assert_gt(vdt_policy_memory(policy), sizeof(*policy));
	vdt_policy_free(policy);
}

/* The shortest one that is whole. */
Test(policy_parse, reads_a_bare_policy)
{
	struct vdt_fault fault;

	blob_head(&b);
	cr_assert_eq(parse(NULL, &fault), 0, "%s", fault.text);
}

Test(policy_parse, free_takes_null)
{
	vdt_policy_free(NULL);
}

static void nothing(void)
{
}

static void no_format(void)
{
	b.len = 0;
	blob_text(&b, VEDETTE_A_POLICY_NAME, "lobby");
	blob_u64(&b, VEDETTE_A_POLICY_VERSION, 1);
}

static void newer_format(void)
{
	b.len = 0;
	blob_u8(&b, VEDETTE_A_POLICY_FORMAT, 2);
}

static void no_name(void)
{
	b.len = 0;
	blob_u8(&b, VEDETTE_A_POLICY_FORMAT, 1);
	blob_u64(&b, VEDETTE_A_POLICY_VERSION, 1);
}

static void no_version(void)
{
	b.len = 0;
	blob_u8(&b, VEDETTE_A_POLICY_FORMAT, 1);
	blob_text(&b, VEDETTE_A_POLICY_NAME, "lobby");
}

static void version_zero(void)
{
	no_version();
	blob_u64(&b, VEDETTE_A_POLICY_VERSION, 0);
}

static void version_largest(void)
{
	no_version();
	blob_u64(&b, VEDETTE_A_POLICY_VERSION, (uint64_t)VDT_VERSION_MAX + 1);
	blob_u8(&b, VEDETTE_A_POLICY_NETNS, VEDETTE_NETNS_ALL);
}

static void version_twice(void)
{
	blob_identity(&b);
	blob_u64(&b, VEDETTE_A_POLICY_VERSION, 42);
}

static void name_with(const char *name, size_t len)
{
	b.len = 0;
	blob_u8(&b, VEDETTE_A_POLICY_FORMAT, 1);
	blob_put(&b, VEDETTE_A_POLICY_NAME, name, len);
	blob_u64(&b, VEDETTE_A_POLICY_VERSION, 1);
	blob_u8(&b, VEDETTE_A_POLICY_NETNS, VEDETTE_NETNS_ALL);
}

static void name_upper(void)
{
	name_with("Lobby", 6);
}

static void name_empty(void)
{
	name_with("", 1);
}

static void name_open_end(void)
{
	name_with("lobby", 5);
}

static void name_two_ends(void)
{
	name_with("lobby\0", 7);
}

static void name_long(void)
{
	name_with("a123456789b123456789c123456789de", 33);
}

static void netns_left_out(void)
{
	blob_identity(&b);
}

static void netns_unknown(void)
{
	blob_identity(&b);
	blob_u8(&b, VEDETTE_A_POLICY_NETNS, 2);
}

static void wrong_order(void)
{
	blob_head(&b);
	blob_text(&b, VEDETTE_A_POLICY_DENY, "lan");
	blob_u8(&b, VEDETTE_A_POLICY_NETNS, 0);
}

static void unknown_attribute(void)
{
	blob_head(&b);
	blob_u8(&b, VEDETTE_A_POLICY_MAX + 1, 0);
}

static void type_zero(void)
{
	blob_head(&b);
	blob_u8(&b, 0, 0);
}

static void unknown_inside(void)
{
	size_t at;

	blob_head(&b);
	at = blob_nest(&b, VEDETTE_A_POLICY_SERVICE);
	blob_u8(&b, VEDETTE_A_SERVICE_MAX + 1, 0);
	blob_nest_end(&b, at);
}

static void byte_order_bit(void)
{
	blob_identity(&b);
	blob_u8(&b, VEDETTE_A_POLICY_NETNS | NLA_F_NET_BYTEORDER, 0);
}

static void nest_unmarked(void)
{
	blob_full(&b);
	((struct nlattr *)(b.data + 40))->nla_type &= NLA_TYPE_MASK;
}

static void trailing_bytes(void)
{
	blob_full(&b);
	b.data[b.len++] = 0;
	b.data[b.len++] = 0;
}

static void trailing_zeros(void)
{
	blob_full(&b);
	memset(b.data + b.len, 0, 8);
	b.len += 8;
}

static void cut_off(void)
{
	blob_full(&b);
	b.len -= 4;
}

static void dirty_padding(void)
{
	blob_head(&b);
	b.data[5] = 1;
}

static void too_large(void)
{
	blob_full(&b);
	b.len = VDT_BLOB_MAX + 1;
}

static void set_twice(void)
{
	blob_head(&b);
	blob_set(&b, "lan", NULL, 0, NULL, 0);
	blob_set(&b, "lan", NULL, 0, NULL, 0);
}

static void set_unsorted(void)
{
	static const uint8_t v4[] = {10, 0, 0, 2, 32, 10, 0, 0, 1, 32};

	blob_head(&b);
	blob_set(&b, "lan", v4, sizeof(v4), NULL, 0);
}

static void set_empty_list(void)
{
	blob_head(&b);
	blob_set(&b, "lan", "", 0, NULL, 0);
}

static void set_uneven(void)
{
	blob_head(&b);
	blob_set(&b, "lan", blob_lan4, 4, NULL, 0);
}

static void sets_too_many(void)
{
	char name[] = "aa";

	blob_head(&b);
	for (int i = 0; i <= VDT_SETS_MAX; i++) {
		name[0] = (char)('a' + i / 26);
		name[1] = (char)('a' + i % 26);
		blob_set(&b, name, NULL, 0, NULL, 0);
	}
}

static void prefixes_too_many(void)
{
	static uint8_t v4[5 * (VDT_PREFIXES4_MAX + 1)];

	for (int i = 0; i <= VDT_PREFIXES4_MAX; i++) {
		v4[5 * i + 2] = (uint8_t)(i >> 8);
		v4[5 * i + 3] = (uint8_t)i;
		v4[5 * i + 4] = 32;
	}
	blob_head(&b);
	blob_set(&b, "lan", v4, sizeof(v4), NULL, 0);
}

static void deny_unknown(void)
{
	blob_head(&b);
	blob_text(&b, VEDETTE_A_POLICY_DENY, "lan");
}

static void deny_twice(void)
{
	blob_head(&b);
	blob_set(&b, "lan", NULL, 0, NULL, 0);
	blob_text(&b, VEDETTE_A_POLICY_DENY, "lan");
	blob_text(&b, VEDETTE_A_POLICY_DENY, "lan");
}

static void deny_open_end(void)
{
	blob_head(&b);
	blob_set(&b, "lan", NULL, 0, NULL, 0);
	blob_put(&b, VEDETTE_A_POLICY_DENY, "lan", 3);
}

static void from_unknown(void)
{
	blob_head(&b);
	blob_service(&b, "web", 6, 80, 0, "lan", NULL);
}

static void loopback_from(void)
{
	blob_head(&b);
	blob_set(&b, "lan", NULL, 0, NULL, 0);
	blob_service(&b, "web", 6, 80, VEDETTE_SERVICE_FLAG_LOOPBACK_ONLY, "lan", NULL);
}

static void flags_unknown(void)
{
	blob_head(&b);
	blob_service(&b, "web", 6, 80, 2, NULL, NULL);
}

static void flags_zero(void)
{
	size_t at;

	blob_head(&b);
	at = blob_nest(&b, VEDETTE_A_POLICY_SERVICE);
	blob_text(&b, VEDETTE_A_SERVICE_NAME, "web");
	blob_u8(&b, VEDETTE_A_SERVICE_PROTO, 6);
	blob_u16(&b, VEDETTE_A_SERVICE_PORT, 80);
	blob_u32(&b, VEDETTE_A_SERVICE_FLAGS, 0);
	blob_nest_end(&b, at);
}

static void proto_icmp(void)
{
	blob_head(&b);
	blob_service(&b, "web", 1, 80, 0, NULL, NULL);
}

static void port_zero(void)
{
	blob_head(&b);
	blob_service(&b, "web", 6, 0, 0, NULL, NULL);
}

static void port_missing(void)
{
	size_t at;

	blob_head(&b);
	at = blob_nest(&b, VEDETTE_A_POLICY_SERVICE);
	blob_text(&b, VEDETTE_A_SERVICE_NAME, "web");
	blob_u8(&b, VEDETTE_A_SERVICE_PROTO, 6);
	blob_nest_end(&b, at);
}

static void port_wide(void)
{
	size_t at;

	blob_head(&b);
	at = blob_nest(&b, VEDETTE_A_POLICY_SERVICE);
	blob_text(&b, VEDETTE_A_SERVICE_NAME, "web");
	blob_u8(&b, VEDETTE_A_SERVICE_PROTO, 6);
	blob_u32(&b, VEDETTE_A_SERVICE_PORT, 80);
	blob_nest_end(&b, at);
}

static void port_taken(void)
{
	blob_head(&b);
	blob_service(&b, "web", 6, 80, 0, NULL, NULL);
	blob_service(&b, "wab", 6, 80, 0, NULL, NULL);
}

static void service_twice(void)
{
	blob_head(&b);
	blob_service(&b, "web", 6, 80, 0, NULL, NULL);
	blob_service(&b, "web", 17, 80, 0, NULL, NULL);
}

static void services_too_many(void)
{
	char name[] = "aa";

	blob_head(&b);
	for (int i = 0; i <= VDT_SERVICES_MAX; i++) {
		name[0] = (char)('a' + i / 26);
		name[1] = (char)('a' + i % 26);
		blob_service(&b, name, 6, (uint16_t)(1 + i), 0, NULL, NULL);
	}
}

static void exe_relative(void)
{
	blob_head(&b);
	blob_service(&b, "web", 6, 80, 0, NULL, "bin/web");
}

static void exe_dots(void)
{
	blob_head(&b);
	blob_service(&b, "web", 6, 80, 0, NULL, "/bin/../web");
}

static void stream_abroad(void)
{
	blob_head(&b);
	blob_stream(&b, "rtsp://192.0.2.1/main");
}

static void stream_empty(void)
{
	blob_head(&b);
	blob_nest_end(&b, blob_nest(&b, VEDETTE_A_POLICY_STREAM));
}

static void stream_twice(void)
{
	blob_full(&b);
	blob_stream(&b, "rtsp://127.0.0.1/main");
}

static void stream_of(int require, int viewers)
{
	size_t at;

	blob_head(&b);
	at = blob_nest(&b, VEDETTE_A_POLICY_STREAM);
	blob_text(&b, VEDETTE_A_STREAM_ENCODER, "rtsp://127.0.0.1/main");
	if (require >= 0)
		blob_u8(&b, VEDETTE_A_STREAM_REQUIRE, (uint8_t)require);
	if (viewers >= 0)
		blob_u16(&b, VEDETTE_A_STREAM_VIEWERS, (uint16_t)viewers);
	blob_nest_end(&b, at);
}

static void viewers_zero(void)
{
	stream_of(VEDETTE_REQUIRE_ENCRYPTED, 0);
}

static void require_left_out(void)
{
	stream_of(-1, 32);
}

static void viewers_left_out(void)
{
	stream_of(VEDETTE_REQUIRE_ENCRYPTED, -1);
}

static const struct {
	void (*write)(void);
	int err;
	const char *text;
} refused[] = {
	{nothing, -ENOMSG, "format: missing"},
	{no_format, -ENOMSG, "format: missing"},
	{newer_format, -EOPNOTSUPP, "format: not the one of this module"},
	{no_name, -ENOMSG, "name: missing"},
	{no_version, -ENOMSG, "version: missing"},
	{version_zero, -EINVAL, "version: wrong length or value"},
	{version_largest, -EINVAL, "version: above 2^63 - 1"},
	{version_twice, -EEXIST, "version: given twice"},
	{name_upper, -EINVAL, "name: not of the form [a-z][a-z0-9_-]*"},
	{name_empty, -EINVAL, "name: not of the form [a-z][a-z0-9_-]*"},
	{name_open_end, -EINVAL, "name: wrong length or value"},
	{name_two_ends, -EINVAL, "name: not of the form [a-z][a-z0-9_-]*"},
	{name_long, -EINVAL, "name: wrong length or value"},
	{netns_left_out, -ENOMSG, "netns: missing"},
	{netns_unknown, -EINVAL, "netns: wrong length or value"},
	{wrong_order, -EINVAL, "policy: attributes are out of order"},
	{unknown_attribute, -EOPNOTSUPP, "policy: unknown attribute"},
	{type_zero, -EOPNOTSUPP, "policy: unknown attribute"},
	{unknown_inside, -EOPNOTSUPP, "service: unknown attribute"},
	{byte_order_bit, -EINVAL, "netns: wrong length or value"},
	{nest_unmarked, -EINVAL, "set: wrong length or value"},
	{trailing_bytes, -EMSGSIZE, "policy: bytes behind the last attribute"},
	{trailing_zeros, -EMSGSIZE, "policy: bytes behind the last attribute"},
	{cut_off, -ENODATA, "policy: cut off in the middle of an attribute"},
	{dirty_padding, -EINVAL, "policy: padding is not zero"},
	{too_large, -E2BIG, "policy: larger than fits"},
	{set_twice, -EEXIST, "set name: used by an earlier set"},
	{set_unsorted, -EINVAL, "set: prefixes are not in strictly ascending order"},
	{set_empty_list, -EINVAL, "set: an empty list of prefixes, leave it out"},
	{set_uneven, -EINVAL, "set: length is not a multiple of a prefix"},
	{sets_too_many, -E2BIG, "set: more sets than fit"},
	{prefixes_too_many, -E2BIG, "set: more prefixes than fit"},
	{deny_unknown, -ENOENT, "deny, from: no set of this name"},
	{deny_twice, -EEXIST, "deny, from: a set given twice"},
	{deny_open_end, -EINVAL, "name: not of the form [a-z][a-z0-9_-]*"},
	{from_unknown, -ENOENT, "deny, from: no set of this name"},
	{loopback_from, -EINVAL, "service from: a loopback-only service has none"},
	{flags_unknown, -EINVAL, "service flags: wrong length or value"},
	{flags_zero, -EINVAL, "service flags: zero, leave it out"},
	{proto_icmp, -EINVAL, "service proto: neither TCP nor UDP"},
	{port_zero, -EINVAL, "service port: wrong length or value"},
	{port_missing, -ENOMSG, "service port: missing"},
	{port_wide, -EINVAL, "service port: wrong length or value"},
	{port_taken, -EEXIST, "service port: used by an earlier service"},
	{service_twice, -EEXIST, "service name: used by an earlier service"},
	{services_too_many, -E2BIG, "service: more services than fit"},
	{exe_relative, -EINVAL, "service exe: not an absolute, normalised path"},
	{exe_dots, -EINVAL, "service exe: not an absolute, normalised path"},
	{stream_abroad, -EINVAL, "stream encoder: not an rtsp:// URL on loopback"},
	{stream_empty, -ENOMSG, "stream encoder: missing"},
	{stream_twice, -EEXIST, "stream: given twice"},
	{viewers_zero, -EINVAL, "stream viewers: wrong length or value"},
	{viewers_left_out, -ENOMSG, "stream viewers: missing"},
	{require_left_out, -ENOMSG, "stream require: missing"},
};

Test(policy_parse, refuses_with_its_reason)
{
	for (size_t i = 0; i < ARRAY_SIZE(refused); i++) {
		struct vdt_fault fault;

		b.len = 0;
		refused[i].write();
		cr_expect_eq(parse(NULL, &fault), refused[i].err, "%s", refused[i].text);
		cr_expect_str_eq(fault.text, refused[i].text);
		cr_expect_leq(fault.offset, b.len);
	}
}

/* A cut between two attributes leaves a smaller policy, which is fine; within one, never. */
Test(policy_parse, truncated_at_every_byte)
{
	size_t boundaries = 0, full;

	blob_full(&b);
	full = b.len;
	for (size_t len = 0; len < full; len++) {
		struct vdt_fault fault;

		b.len = len;
		if (!parse(NULL, &fault))
			boundaries++;
		b.len = full;
	}
	cr_assert_eq(boundaries, 7, "%zu", boundaries);
}

static void check_sound(const struct vdt_policy *policy)
{
	u64 sets = policy->n_sets == 64 ? ~0ULL : BIT_ULL(policy->n_sets) - 1;

	cr_assert_neq(policy->version, 0);
	cr_assert_eq(policy->deny & ~sets, 0);
	for (int i = 0; i < policy->n_services; i++) {
		const struct vdt_service *s = &policy->services[i];

		cr_assert_eq(s->from & ~sets, 0);
		cr_assert(s->proto == 6 || s->proto == 17);
		cr_assert_eq(vdt_policy_service(policy, s->proto, s->port), i);
	}
}

Test(policy_parse, every_flipped_bit_is_refused_or_sound)
{
	size_t bits, taken = 0;

	blob_full(&b);
	bits = 8 * b.len;
	for (size_t bit = 0; bit < bits; bit++) {
		struct vdt_policy *policy = NULL;
		struct vdt_fault fault;
		int err;

		b.data[bit / 8] ^= (uint8_t)(1 << bit % 8);
		err = vdt_policy_parse(b.data, b.len, &policy, &fault);
		if (err) {
			cr_assert_not_null(fault.text);
		} else {
			check_sound(policy);
			taken++;
		}
		vdt_policy_free(policy);
		b.data[bit / 8] ^= (uint8_t)(1 << bit % 8);
	}
	cr_assert_lt(taken, bits / 4, "%zu of %zu", taken, bits);
}
