// SPDX-License-Identifier: BSD-3-Clause
#include <criterion/criterion.h>

#include "tests/unit/kmod/refused.h"

static void egress_unknown_set(void)
{
	blob_head(&b);
	blob_egress(&b, "lan", NULL, 6, 80, NULL);
}

static void egress_both(void)
{
	blob_head(&b);
	blob_set(&b, "lan", NULL, 0, NULL, 0);
	blob_egress(&b, "lan", "example.com", 6, 80, NULL);
}

static void egress_upper(void)
{
	blob_head(&b);
	blob_egress(&b, NULL, "Example.com", 6, 80, NULL);
}

static void egress_address(void)
{
	blob_head(&b);
	blob_egress(&b, NULL, "192.0.2.1", 6, 80, NULL);
}

static void egress_proto(void)
{
	blob_head(&b);
	blob_egress(&b, NULL, NULL, 58, 0, NULL);
}

static void egress_port_of_none(void)
{
	blob_head(&b);
	blob_egress(&b, NULL, NULL, 0, 80, NULL);
}

static void egress_port_of_icmp(void)
{
	blob_head(&b);
	blob_egress(&b, NULL, NULL, 1, 80, NULL);
}

static void egress_name_only(void)
{
	blob_head(&b);
	blob_egress(&b, NULL, "example.com", 6, 0, NULL);
}

static void egress_exe(void)
{
	blob_head(&b);
	blob_egress(&b, NULL, NULL, 6, 80, "update");
}

static void egress_too_many(void)
{
	blob_head(&b);
	for (int i = 0; i <= VDT_EGRESS_MAX; i++)
		blob_egress(&b, NULL, NULL, 6, (uint16_t)(1 + i), NULL);
}

static void exes_too_many(void)
{
	char path[] = "/aa";

	blob_head(&b);
	for (int i = 0; i <= VDT_EXES_MAX; i++) {
		path[1] = (char)('a' + i / 26);
		path[2] = (char)('a' + i % 26);
		blob_text(&b, VEDETTE_A_POLICY_PACKET_SOCKET, path);
	}
}

static void packet_socket_twice(void)
{
	blob_head(&b);
	blob_text(&b, VEDETTE_A_POLICY_PACKET_SOCKET, "/a");
	blob_text(&b, VEDETTE_A_POLICY_PACKET_SOCKET, "/a");
}

static void packet_socket_empty(void)
{
	blob_head(&b);
	blob_text(&b, VEDETTE_A_POLICY_PACKET_SOCKET, "");
}

static const struct refused refused[] = {
	{egress_unknown_set, -ENOENT, "deny, from, to: no set of this name"},
	{egress_both, -EINVAL, "egress: a rule has sets or a DNS name, not both"},
	{egress_upper, -EINVAL, "egress dns: not a DNS name in lower case"},
	{egress_address, -EINVAL, "egress dns: not a DNS name in lower case"},
	{egress_proto, -EINVAL, "egress proto: neither TCP nor UDP nor ICMP"},
	{egress_port_of_none, -EINVAL, "egress port: stands with TCP or UDP only"},
	{egress_port_of_icmp, -EINVAL, "egress port: stands with TCP or UDP only"},
	{egress_name_only, -EINVAL, "egress dns: a rule by name needs proto and port"},
	{egress_exe, -EINVAL, "exe: not an absolute, normalised path"},
	{egress_too_many, -E2BIG, "egress: more rules than fit"},
	{exes_too_many, -E2BIG, "exe: more executables than fit"},
	{packet_socket_twice, -EEXIST, "packet-socket: an executable given twice"},
	{packet_socket_empty, -EINVAL, "exe: not an absolute, normalised path"},
};

Test(policy_egress, refuses_with_its_reason)
{
	check_refused(refused, ARRAY_SIZE(refused));
}
