// SPDX-License-Identifier: BSD-3-Clause

#include "tests/unit/tools/vedette-kit/forms.h"

#include <arpa/inet.h>

#include "tools/vedette-kit/feed_file.h"
#include "tools/vedette-kit/kernel.h"

#define POLICY \
	"policy: {name: a, version: 1}\n" \
	"sets: {lan: [10.0.0.0/8, 'fd00::/8'], bad: [10.6.6.0/24], threats: {feed: 1}}\n" \
	"network:\n" \
	"  deny: [bad, threats]\n" \
	"  services:\n" \
	"    - {name: rtsps, tcp: 322, from: [lan]}\n" \
	"    - {name: encoder, tcp: 8554, loopback: only}\n" \
	"    - {name: open, udp: 3702}\n" \
	"  egress:\n" \
	"    - {to: [lan], tcp: 6514, exe: /audit}\n" \
	"    - {to: {dns: a.example}, tcp: 443}\n" \
	"    - {to: any, icmp: echo}\n"

static const struct {
	const char *other; /* the end that is not the camera */
	uint8_t proto;
	uint16_t port; /* or type of ICMP */
	uint8_t reason;
	int index; /* of the service or the rule */
	struct vdt_kernel_question rest;
} cases[] = {
	{"10.1.2.3", IPPROTO_TCP, 322, VEDETTE_REASON_SERVICE, 0, {0}},
	{"fd00::1", IPPROTO_TCP, 322, VEDETTE_REASON_SERVICE, 0, {0}},
	{"192.0.2.1", IPPROTO_TCP, 322, VEDETTE_REASON_SOURCE, 0, {0}},
	{"10.6.6.6", IPPROTO_TCP, 322, VEDETTE_REASON_DENY_SET, -1, {0}},
	{"10.66.6.6", IPPROTO_TCP, 322, VEDETTE_REASON_DENY_SET, -1, {0}},
	{"10.1.2.3", IPPROTO_TCP, 8554, VEDETTE_REASON_LOOPBACK_ONLY, 1, {0}},
	{"10.1.2.3", IPPROTO_UDP, 322, VEDETTE_REASON_NO_SERVICE, -1, {0}},
	{"2001:db8::1", IPPROTO_UDP, 3702, VEDETTE_REASON_SERVICE, 2, {0}},
	{"10.1.2.3", IPPROTO_TCP, 322, VEDETTE_REASON_BAN, -1, {.banned = true}},
	{"192.0.2.1", IPPROTO_TCP, 40000, VEDETTE_REASON_FLOW, -1, {.established = true}},
	{"fe80::1", IPPROTO_ICMPV6, 135, VEDETTE_REASON_ICMPV6, -1, {.hop_limit = 255}},
	{"fe80::1", IPPROTO_ICMPV6, 135, VEDETTE_REASON_NEIGHBOUR, -1, {.hop_limit = 254}},

	{"10.1.2.3",
	 IPPROTO_TCP,
	 6514,
	 VEDETTE_REASON_EGRESS_RULE,
	 0,
	 {.out = true, .exe = "/audit"}},
	{"10.1.2.3", IPPROTO_TCP, 6514, VEDETTE_REASON_EGRESS, -1, {.out = true, .exe = "/other"}},
	{"10.1.2.3", IPPROTO_TCP, 6514, VEDETTE_REASON_EGRESS, -1, {.out = true}},
	{"192.0.2.1",
	 IPPROTO_TCP,
	 443,
	 VEDETTE_REASON_EGRESS_RULE,
	 1,
	 {.out = true, .dns = "a.example"}},
	{"192.0.2.1",
	 IPPROTO_TCP,
	 443,
	 VEDETTE_REASON_EGRESS,
	 -1,
	 {.out = true, .dns = "b.example"}},
	{"192.0.2.1", IPPROTO_TCP, 443, VEDETTE_REASON_EGRESS, -1, {.out = true}},
	{"192.0.2.1", IPPROTO_ICMP, 8, VEDETTE_REASON_EGRESS_RULE, 2, {.out = true}},
	{"2001:db8::1", IPPROTO_ICMPV6, 128, VEDETTE_REASON_EGRESS_RULE, 2, {.out = true}},
	{"192.0.2.1", IPPROTO_UDP, 53, VEDETTE_REASON_EGRESS, -1, {.out = true}},
	{"192.0.2.1", IPPROTO_UDP, 53, VEDETTE_REASON_FLOW, -1, {.out = true, .established = true}},
};

static bool passes(uint8_t reason)
{
	return reason <= VEDETTE_REASON_SERVICE || reason == VEDETTE_REASON_EGRESS_RULE;
}

static struct vdt_kernel_question ask(size_t i)
{
	struct vdt_kernel_question q = cases[i].rest;
	struct vdt_kernel_address *other = q.out ? &q.to : &q.from;
	bool ipv6 = strchr(cases[i].other, ':');

	q.proto = cases[i].proto;
	q.hop_limit = q.hop_limit ? q.hop_limit : 64;
	q.from.family = q.to.family = ipv6 ? VDT_MODEL_IPV6 : VDT_MODEL_IPV4;
	cr_assert_eq(inet_pton(ipv6 ? AF_INET6 : AF_INET, cases[i].other, other->bytes), 1);
	*(q.out ? &q.from : &q.to) = (struct vdt_kernel_address){other->family, {0xfd, 1}};
	if (q.proto == IPPROTO_TCP || q.proto == IPPROTO_UDP)
		q.port = cases[i].port;
	else
		q.icmp_type = (uint8_t)cases[i].port;
	return q;
}

static void make_feed(struct vdt_feed_file *ret_feed)
{
	struct vdt_model_prefix prefix = {.address = {10, 66}, .length = 16};
	struct vdt_model_set set = {.ip[VDT_MODEL_IPV4] = {&prefix, 1}};

	cr_assert_eq(vdt_feed_file_make(&set, "threats", 5, ret_feed), 0);
}

Test(kernel, answers_as_the_camera_would)
{
	struct bytes yaml = {(uint8_t *)POLICY, sizeof(POLICY) - 1}, blob;
	struct vdt_kernel_policy policy;
	struct vdt_feed_file feed;
	struct vdt_model model;

	read_yaml(&yaml, &model);
	blob = blob_of(&model);
	make_feed(&feed);
	policy = (struct vdt_kernel_policy){blob.data, blob.len, &feed, 1};
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct vdt_kernel_question q = ask(i);
		struct vdt_kernel_answer answer;
		char why[VDT_KERNEL_WHY] = "";

		cr_assert_eq(vdt_kernel_ask(&policy, &q, &answer, why), 0, "%s", why);
		cr_expect_eq(answer.reason, cases[i].reason, "case %zu: %u", i, answer.reason);
		cr_expect_eq(answer.pass, passes(cases[i].reason), "case %zu", i);
		cr_expect_eq(q.out ? answer.rule : answer.service, cases[i].index, "case %zu", i);
	}
	vdt_feed_file_done(&feed);
	vdt_model_done(&model);
	free(blob.data);
}

Test(kernel, says_that_it_only_observes)
{
	static const char yaml_text[] = "policy: {name: a, version: 1}\nnetwork: {mode: observe}\n";
	struct bytes yaml = {(uint8_t *)yaml_text, sizeof(yaml_text) - 1}, blob;
	struct vdt_kernel_question q = {.proto = IPPROTO_TCP, .port = 23, .from.bytes = {10}};
	struct vdt_kernel_answer answer;
	char why[VDT_KERNEL_WHY];
	struct vdt_model model;

	read_yaml(&yaml, &model);
	blob = blob_of(&model);
	cr_assert_eq(vdt_kernel_ask(&(struct vdt_kernel_policy){blob.data, blob.len, NULL, 0}, &q,
				    &answer, why),
		     0);
	cr_expect_not(answer.pass);
	cr_expect(answer.observed);
	vdt_model_done(&model);
	free(blob.data);
}

Test(kernel, gives_its_reason)
{
	char why[VDT_KERNEL_WHY] = "";

	cr_expect_neq(
		vdt_kernel_check(&(struct vdt_kernel_policy){(const uint8_t *)"", 0, NULL, 0}, why),
		0);
	cr_expect(*why);
}
