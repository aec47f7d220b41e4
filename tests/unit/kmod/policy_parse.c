// SPDX-License-Identifier: BSD-3-Clause
#include <criterion/criterion.h>

#include "tests/unit/kmod/refused.h"

static void check_services(const struct vdt_policy *policy)
{
	const struct vdt_service *web = &policy->services[0], *limited = &policy->services[3];

	cr_assert_eq(policy->n_services, 4);
	cr_expect_str_eq(web->name, "https");
	cr_expect_eq(web->from, 1);
	cr_expect_eq(web->port, 443);
	cr_expect_str_eq(policy->exes[web->exe], "/usr/libexec/vedette/web");
	cr_expect_eq(web->connections + web->per_source + web->rate + web->period, 0);
	cr_expect_eq(policy->services[1].from, 0);
	cr_expect_eq(policy->services[1].exe, VDT_NO_EXE);
	cr_expect_eq(policy->services[2].flags, VEDETTE_SERVICE_FLAG_LOOPBACK_ONLY);
	cr_expect_eq(limited->flags, VEDETTE_SERVICE_FLAG_ANSWER_ANY);
	cr_expect_eq(limited->connections, 64);
	cr_expect_eq(limited->per_source, 8);
	cr_expect_eq(limited->rate, 10);
	cr_expect_eq(limited->period, 60);
	cr_expect_eq(vdt_policy_service(policy, 17, 5000), 1);
	cr_expect_eq(vdt_policy_service(policy, 6, 5000), -1);
}

static void check_egress(const struct vdt_policy *policy)
{
	const struct vdt_egress_rule *rule = policy->egress;

	cr_assert_eq(policy->n_egress, 3);
	cr_expect_eq(rule[0].to, 1);
	cr_expect_null(rule[0].dns);
	cr_expect_eq(rule[0].proto, 6);
	cr_expect_eq(rule[0].port, 6514);
	cr_expect_str_eq(policy->exes[rule[0].exe], "/usr/libexec/vedette/audit");
	cr_expect_eq(rule[1].to, 0);
	cr_expect_str_eq(rule[1].dns, "updates.example.com");
	cr_expect_eq(rule[2].proto, 1);
	cr_expect_eq(rule[2].port, 0);
	cr_expect_eq(rule[2].exe, VDT_NO_EXE);
	cr_expect_eq(policy->packet_sockets, BIT_ULL(vdt_policy_exe(policy, "/usr/sbin/dhclient")));
	cr_expect_eq(policy->n_exes, 8);
	cr_expect_eq(vdt_policy_exe(policy, "/usr/sbin/dhclien"), VDT_NO_EXE);
}

static void check_integrity(const struct vdt_policy *policy)
{
	const struct vdt_integrity *integrity = &policy->integrity;

	cr_expect_eq(integrity->enforce ^ integrity->log, VDT_INTEGRITY_KINDS);
	cr_expect_eq(integrity->log, 1u << VEDETTE_INTEGRITY_KIND_SCRIPT);
	cr_expect_eq(integrity->interpreters,
		     BIT_ULL(vdt_policy_exe(policy, "/bin/busybox")) |
			     BIT_ULL(vdt_policy_exe(policy, "/usr/bin/python3")));
	cr_expect_eq(integrity->jit, BIT_ULL(vdt_policy_exe(policy, "/usr/bin/app")));
	cr_expect_eq(integrity->updaters, BIT_ULL(vdt_policy_exe(policy, "/usr/sbin/update")));
	cr_expect_eq(integrity->n_data, 1);
	cr_expect_str_eq(integrity->data[0], "/var/lib/app");
	cr_expect_eq(integrity->n_keys, 2);
	cr_expect_eq(integrity->n_builds, 2);
}

Test(policy_parse, reads_a_full_policy)
{
	struct vdt_policy *policy = NULL;
	struct vdt_fault fault;

	blob_full(&b);
	cr_assert_eq(vdt_policy_parse(b.data, b.len, &policy, &fault), 0, "%s", fault.text);
	cr_expect_str_eq(policy->name, "lobby");
	cr_expect_eq(policy->version, 42);
	cr_expect_eq(policy->netns, VEDETTE_NETNS_INIT);
	cr_expect_eq(policy->n_sets, 3);
	cr_expect_eq(policy->sets[0].feed, 0);
	cr_expect_eq(policy->sets[0].prefixes.ipv4_len, sizeof(blob_lan4));
	cr_expect_eq(policy->sets[2].feed, 7);
	cr_expect_eq(policy->deny, 2);
	check_services(policy);
	cr_expect_str_eq(policy->stream.encoder, "rtsp://127.0.0.1:8554/main");
	cr_expect_eq(policy->stream.viewers, 32);
	cr_expect_eq(policy->mode, VEDETTE_MODE_OBSERVE);
	cr_expect_eq(policy->fragments, VEDETTE_FRAGMENTS_REASSEMBLE);
	cr_expect_eq(policy->xdp, VEDETTE_XDP_GENERIC);
	cr_expect_eq(policy->limits.connections, 128);
	cr_expect_eq(policy->limits.half_open, 32);
	cr_expect_eq(policy->limits.reserved, 4);
	cr_expect_eq(policy->limits.destinations, 16);
	check_egress(policy);
	check_integrity(policy);
	cr_expect_eq(policy->lock, VEDETTE_LOCK_WHEN_BOOT);
	vdt_policy_free(policy);
}

/* Silence has a meaning. */
Test(policy_parse, fills_in_what_is_not_said)
{
	struct vdt_policy *policy = NULL;
	struct vdt_fault fault;

	blob_head(&b);
	blob_limits(&b, 0, 8, 0, 0);
	cr_assert_eq(vdt_policy_parse(b.data, b.len, &policy, &fault), 0, "%s", fault.text);
	cr_expect_eq(policy->mode, VEDETTE_MODE_ENFORCE);
	cr_expect_eq(policy->fragments, VEDETTE_FRAGMENTS_DROP);
	cr_expect_eq(policy->xdp, VEDETTE_XDP_NATIVE);
	cr_expect_eq(policy->limits.connections, VDT_CONNECTIONS);
	cr_expect_eq(policy->limits.half_open, 8);
	cr_expect_eq(policy->limits.reserved, VDT_RESERVED);
	cr_expect_eq(policy->limits.destinations, VDT_DESTINATIONS);
	cr_expect_eq(policy->n_egress + policy->n_exes, 0);
	cr_expect_eq(policy->packet_sockets, 0);
	cr_expect_eq(policy->lock, VEDETTE_LOCK_WHEN_REQUEST);
	cr_expect_eq(policy->integrity.enforce | policy->integrity.log, 0);
	vdt_policy_free(policy);
}

/* The shortest one that is whole. */
Test(policy_parse, reads_a_bare_policy)
{
	struct vdt_fault fault;

	blob_head(&b);
	cr_assert_eq(parse(&fault), 0, "%s", fault.text);
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

static void mode_default(void)
{
	blob_head(&b);
	blob_u8(&b, VEDETTE_A_POLICY_MODE, VEDETTE_MODE_ENFORCE);
}

static void mode_unknown(void)
{
	blob_head(&b);
	blob_u8(&b, VEDETTE_A_POLICY_MODE, VEDETTE_MODE_OBSERVE + 1);
}

static void fragments_default(void)
{
	blob_head(&b);
	blob_u8(&b, VEDETTE_A_POLICY_FRAGMENTS, VEDETTE_FRAGMENTS_DROP);
}

static void xdp_default(void)
{
	blob_head(&b);
	blob_u8(&b, VEDETTE_A_POLICY_XDP, VEDETTE_XDP_NATIVE);
}

static void limits_empty(void)
{
	blob_head(&b);
	blob_limits(&b, 0, 0, 0, 0);
}

static void limits_twice(void)
{
	blob_head(&b);
	blob_limits(&b, 1, 0, 0, 0);
	blob_limits(&b, 1, 0, 0, 0);
}

static void half_open_beyond(void)
{
	blob_head(&b);
	blob_limits(&b, 0, 32768, 0, 0);
}

static void reserved_all(void)
{
	blob_head(&b);
	blob_limits(&b, 8, 0, 8, 0);
}

static void reserved_of_silence(void)
{
	blob_head(&b);
	blob_limits(&b, 0, 0, VDT_CONNECTIONS, 0);
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
	blob_head(&b);
	blob_stream(&b, "rtsp://127.0.0.1/main");
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

static const struct refused refused[] = {
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
	{stream_abroad, -EINVAL, "stream encoder: not an rtsp:// URL on loopback"},
	{stream_empty, -ENOMSG, "stream encoder: missing"},
	{stream_twice, -EEXIST, "stream: given twice"},
	{viewers_zero, -EINVAL, "stream viewers: wrong length or value"},
	{viewers_left_out, -ENOMSG, "stream viewers: missing"},
	{require_left_out, -ENOMSG, "stream require: missing"},
	{mode_default, -EINVAL, "mode: the default, leave it out"},
	{mode_unknown, -EINVAL, "mode: wrong length or value"},
	{fragments_default, -EINVAL, "fragments: the default, leave it out"},
	{xdp_default, -EINVAL, "xdp: the default, leave it out"},
	{limits_empty, -EINVAL, "limits: none in it, leave it out"},
	{limits_twice, -EEXIST, "limits: given twice"},
	{half_open_beyond, -EINVAL, "limits half-open: wrong length or value"},
	{reserved_all, -EINVAL, "limits reserved: not below the connections it is part of"},
	{reserved_of_silence, -EINVAL, "limits reserved: not below the connections it is part of"},
};

Test(policy_parse, refuses_with_its_reason)
{
	check_refused(refused, ARRAY_SIZE(refused));
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
		if (!parse(&fault))
			boundaries++;
		b.len = full;
	}
	cr_assert_eq(boundaries, 19, "%zu", boundaries);
}

static void check_sound_integrity(const struct vdt_policy *policy)
{
	const struct vdt_integrity *integrity = &policy->integrity;

	cr_assert_eq(integrity->enforce & integrity->log, 0);
	cr_assert_eq((integrity->enforce | integrity->log) & ~VDT_INTEGRITY_KINDS, 0);
	cr_assert_eq((integrity->interpreters | integrity->jit | integrity->updaters) >>
			     policy->n_exes,
		     0);
	for (int i = 1; i < integrity->n_keys; i++)
		cr_assert_lt(integrity->keys[i - 1], integrity->keys[i]);
	for (int i = 1; i < integrity->n_builds; i++)
		cr_assert_lt(strcmp(integrity->builds[i - 1].label, integrity->builds[i].label), 0);
}

static void check_sound(const struct vdt_policy *policy)
{
	u64 sets = policy->n_sets == 64 ? ~0ULL : BIT_ULL(policy->n_sets) - 1;

	cr_assert_lt(policy->limits.reserved, policy->limits.connections);
	cr_assert_eq(policy->packet_sockets >> policy->n_exes, 0);
	for (int i = 0; i < policy->n_egress; i++) {
		const struct vdt_egress_rule *rule = &policy->egress[i];

		cr_assert_eq(rule->to & ~sets, 0);
		cr_assert(!rule->dns || (!rule->to && rule->port));
		cr_assert_lt(rule->exe, policy->n_exes);
	}

	check_sound_integrity(policy);
	cr_assert_neq(policy->version, 0);
	cr_assert_eq(policy->deny & ~sets, 0);
	for (int i = 0; i < policy->n_services; i++) {
		const struct vdt_service *s = &policy->services[i];

		cr_assert_eq(s->from & ~sets, 0);
		cr_assert(s->proto == 6 || s->proto == 17);
		cr_assert_lt(s->exe, policy->n_exes);
		cr_assert_eq(!s->rate, !s->period);
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
	cr_assert_lt(taken, bits / 2, "%zu of %zu", taken, bits);
}
