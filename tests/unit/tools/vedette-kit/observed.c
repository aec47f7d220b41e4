// SPDX-License-Identifier: BSD-3-Clause

#include <criterion/criterion.h>
#include <errno.h>
#include <netinet/in.h>
#include <stdio.h>

#include "tools/vedette-kit/observed.h"

#define DROP(reason, proto, source, port) \
	"{\"type\": \"packet-drop\", \"observed\": true, \"reason\": \"" reason \
	"\", \"proto\": " #proto ", \"source\": \"" source \
	"\", \"destination\": \"10.0.0.1\", \"port\": " #port "}"
#define EGRESS(more) \
	"{\"type\": \"egress-drop\", \"observed\": true, \"reason\": \"egress\", \"proto\": 17," \
	"\"source\": \"10.0.0.1\", \"destination\": \"192.0.2.1\", \"port\": 123" more "}"

static int add(struct vdt_observed *observed, const char *text)
{
	json_t *event = json_loads(text, 0, NULL);
	int err = vdt_observed_add(observed, event);

	json_decref(event);
	return err;
}

Test(observed, counts_packets_of_a_port)
{
	struct vdt_observed o = {0};

	cr_assert_eq(add(&o, DROP("no-service", 6, "10.0.0.5", 8000)), 0);
	cr_assert_eq(add(&o, "{\"type\": \"packet-drop\", \"observed\": true, \"reason\": "
			     "\"no-service\", \"proto\": 6, \"source\": \"10.0.0.4\", \"port\": "
			     "8000, \"suppressed\": 7}"),
		     0);
	cr_assert_eq(o.n_flows, 1);
	cr_expect_eq(o.events, 2);
	cr_expect_eq(o.flows->packets, 9);
	cr_assert_eq(o.flows->hosts[VDT_MODEL_IPV4].count, 2);
	cr_expect_eq(o.flows->hosts[VDT_MODEL_IPV4].items[0].address[3], 4, "ascending");
	cr_expect(vdt_observed_wants_rule(o.flows));
	vdt_observed_done(&o);
}

Test(observed, takes_an_ipv6_source_by_its_subnet)
{
	struct vdt_observed o = {0};

	cr_assert_eq(add(&o, DROP("no-service", 6, "2001:db8::1", 80)), 0);
	cr_assert_eq(add(&o, DROP("no-service", 6, "2001:db8::2", 80)), 0);
	cr_assert_eq(add(&o, DROP("no-service", 6, "2001:db8:0:1::1", 80)), 0);
	cr_expect_eq(o.flows->hosts[VDT_MODEL_IPV6].count, 2);
	cr_expect_eq(o.flows->hosts[VDT_MODEL_IPV6].items[0].length, 64);
	vdt_observed_done(&o);
}

/* Never is a list that is not whole taken for whole. */
Test(observed, calls_a_crowd_a_crowd)
{
	struct vdt_observed o = {0};
	char text[256];

	for (int i = 0; i < VDT_OBSERVED_HOSTS + 1; i++) {
		cr_expect_not(o.n_flows && o.flows->crowd);
		snprintf(text, sizeof(text),
			 "{\"type\": \"packet-drop\", \"observed\": true, "
			 "\"reason\": \"no-service\", "
			 "\"proto\": 17, \"source\": \"10.0.0.%d\", \"port\": 9}",
			 i);
		cr_assert_eq(add(&o, text), 0);
	}
	cr_expect(o.flows->crowd);
	cr_expect_eq(o.flows->hosts[VDT_MODEL_IPV4].count, VDT_OBSERVED_HOSTS);
	vdt_observed_done(&o);
}

Test(observed, bounds_its_flows)
{
	struct vdt_observed o = {0};
	char text[256];

	for (int i = 1; i <= VDT_OBSERVED_FLOWS + 5; i++) {
		snprintf(text, sizeof(text),
			 "{\"type\": \"packet-drop\", \"observed\": true, "
			 "\"reason\": \"no-service\", "
			 "\"proto\": 17, \"source\": \"10.0.0.1\", \"port\": %d}",
			 i);
		cr_assert_eq(add(&o, text), 0);
	}
	cr_expect_eq(o.n_flows, VDT_OBSERVED_FLOWS);
	cr_expect_eq(o.beyond, 5);
	vdt_observed_done(&o);
}

static const struct {
	const char *text;
	bool wants_rule;
	const char *exe, *why;
} rows[] = {
	{DROP("source", 17, "10.0.0.5", 3702), true, "", "a service that does not take the source"},
	{DROP("deny-set", 6, "10.0.0.5", 443), false, "", "who is denied stays so"},
	{DROP("limit-source", 6, "10.0.0.5", 443), false, "", "a limit is no missing rule"},
	{DROP("no-service", 47, "10.0.0.5", 0), false, "", "a protocol without services"},
	{EGRESS(""), true, "", "the sender is not known"},
	{EGRESS(", \"text\": \"/usr/sbin/ntpd\""), true, "/usr/sbin/ntpd", "the sender is known"},
	{EGRESS(", \"text\": \"/a b'}\""), true, "", "a sender that no policy could name"},
};

Test(observed, says_what_a_rule_could_let_pass)
{
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct vdt_observed o = {0};

		cr_assert_eq(add(&o, rows[i].text), 0, "%s", rows[i].why);
		cr_assert_eq(o.n_flows, 1);
		cr_expect_eq(vdt_observed_wants_rule(o.flows), rows[i].wants_rule, "%s",
			     rows[i].why);
		cr_expect_str_eq(o.flows->exe, rows[i].exe, "%s", rows[i].why);
		vdt_observed_done(&o);
	}
}

static const struct {
	const char *text;
	int err;
} others[] = {
	{"{\"type\": \"policy-load\"}", 0},
	{"{\"type\": \"packet-drop\", \"observed\": false}", 0},
	{"{\"type\": \"packet-drop\"}", 0},
	{"{}", -EINVAL},
	{"[]", -EINVAL},
	{"{\"type\": \"packet-drop\", \"observed\": true}", -EINVAL},
	{DROP("because", 6, "10.0.0.5", 80), -EINVAL},
	{DROP("no-service", 256, "10.0.0.5", 80), -EINVAL},
	{DROP("no-service", 6, "10.0.0.5", 65536), -EINVAL},
	{DROP("no-service", 6, "10.0.0.5", -1), -EINVAL},
	{DROP("no-service", 6, "10.0.0.5", "80"), -EINVAL},
	{DROP("no-service", 6, "host", 80), -EINVAL},
};

Test(observed, counts_nothing_else)
{
	for (size_t i = 0; i < sizeof(others) / sizeof(*others); i++) {
		struct vdt_observed o = {0};

		cr_expect_eq(add(&o, others[i].text), others[i].err, "%s", others[i].text);
		cr_expect_eq(o.n_flows, 0);
		vdt_observed_done(&o);
	}
	cr_expect_eq(vdt_observed_add(&(struct vdt_observed){0}, NULL), -EINVAL, "not JSON");
}
