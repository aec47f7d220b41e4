// SPDX-License-Identifier: BSD-3-Clause

#include "tests/unit/tools/vedette-kit/forms.h"

#include <arpa/inet.h>

#include "tools/vedette-kit/kernel.h"

#define POLICY \
	"policy: {name: a, version: 1}\n" \
	"sets: {lan: [10.0.0.0/8, 'fd00::/8'], bad: [10.6.6.0/24]}\n" \
	"network:\n" \
	"  deny: [bad]\n" \
	"  services:\n" \
	"    - {name: rtsps, tcp: 322, from: [lan]}\n" \
	"    - {name: encoder, tcp: 8554, loopback: only}\n" \
	"    - {name: open, udp: 3702}\n"

static const struct {
	const char *from;
	uint8_t proto;
	uint16_t port; /* or ICMPv6 type */
	uint8_t hop_limit, reason;
	bool pass;
	int service;
} cases[] = {
	{"10.1.2.3", IPPROTO_TCP, 322, 64, VEDETTE_REASON_SERVICE, true, 0},
	{"fd00::1", IPPROTO_TCP, 322, 64, VEDETTE_REASON_SERVICE, true, 0},
	{"192.0.2.1", IPPROTO_TCP, 322, 64, VEDETTE_REASON_SOURCE, false, 0},
	{"10.6.6.6", IPPROTO_TCP, 322, 64, VEDETTE_REASON_DENY_SET, false, -1},
	{"10.1.2.3", IPPROTO_TCP, 8554, 64, VEDETTE_REASON_LOOPBACK_ONLY, false, 1},
	{"10.1.2.3", IPPROTO_UDP, 322, 64, VEDETTE_REASON_NO_SERVICE, false, -1},
	{"2001:db8::1", IPPROTO_UDP, 3702, 64, VEDETTE_REASON_SERVICE, true, 2},
	{"fe80::1", IPPROTO_ICMPV6, 135, 255, VEDETTE_REASON_ICMPV6, true, -1},
	{"fe80::1", IPPROTO_ICMPV6, 135, 254, VEDETTE_REASON_NO_SERVICE, false, -1},
};

static struct vdt_kernel_question ask(size_t i)
{
	struct vdt_kernel_question q = {.proto = cases[i].proto, .hop_limit = cases[i].hop_limit};

	q.from.family = strchr(cases[i].from, ':') ? VDT_MODEL_IPV6 : VDT_MODEL_IPV4;
	q.to.family = q.from.family;
	inet_pton(q.from.family == VDT_MODEL_IPV6 ? AF_INET6 : AF_INET, cases[i].from,
		  q.from.bytes);
	q.port = q.proto == IPPROTO_ICMPV6 ? 0 : cases[i].port;
	q.icmp_type = q.proto == IPPROTO_ICMPV6 ? (uint8_t)cases[i].port : 0;
	return q;
}

Test(kernel, answers_as_the_camera_would)
{
	struct bytes yaml = {(uint8_t *)POLICY, sizeof(POLICY) - 1}, blob;
	struct vdt_model model;

	read_yaml(&yaml, &model);
	blob = blob_of(&model);
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct vdt_kernel_question q = ask(i);
		struct vdt_kernel_answer answer;
		char why[VDT_KERNEL_WHY] = "";

		cr_assert_eq(vdt_kernel_ask(blob.data, blob.len, &q, &answer, why), 0, "%s", why);
		cr_expect_eq(answer.pass, cases[i].pass, "case %zu", i);
		cr_expect_eq(answer.reason, cases[i].reason, "case %zu: %u", i, answer.reason);
		cr_expect_eq(answer.service, cases[i].service, "case %zu", i);
	}
	vdt_model_done(&model);
	free(blob.data);
}

Test(kernel, gives_its_reason)
{
	char why[VDT_KERNEL_WHY] = "";

	cr_expect_neq(vdt_kernel_check((const uint8_t *)"", 0, why), 0);
	cr_expect(*why);
}
