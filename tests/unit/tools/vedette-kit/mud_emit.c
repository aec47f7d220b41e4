// SPDX-License-Identifier: BSD-3-Clause

#include "tests/unit/tools/vedette-kit/mud.h"

#include "lib/base/file.h"
#include "tools/vedette-kit/mud_emit.h"
#include "tools/vedette-kit/policy_compare.h"

static json_t *emit(const struct vdt_model *model, const struct vdt_mud_role *roles, size_t n_roles,
		    struct vdt_mud_report *ret_report)
{
	const struct vdt_mud_head head = {"https://mud.example.com/a.json", "A camera",
					  "2026-11-01T00:00:00Z", roles, n_roles};
	json_t *document;

	cr_assert_eq(vdt_mud_report_init(ret_report), 0);
	document = vdt_mud_emit(model, &head, ret_report);
	cr_assert(document);
	return document;
}

/* Read what was written, which leaves nothing out. */
static void read_back(json_t *document, struct vdt_model *ret_model)
{
	char *text = json_dumps(document, 0);
	struct vdt_model_error error = {0};
	struct vdt_mud_report report;

	cr_assert_eq(read_mud(text, strlen(text), false, ret_model, &report, &error), 0, "%s",
		     error.text);
	cr_expect_eq(json_array_size(report.left_out), 0, "%s",
		     json_dumps(report.left_out, JSON_INDENT(1)));
	vdt_mud_report_done(&report);
	free(text);
}

static void expect_same(const struct vdt_model *a, const struct vdt_model *b, const char *what)
{
	json_t *changes = vdt_policy_compare(a, b);

	cr_expect_eq(json_array_size(changes), 0, "%s: %s", what,
		     json_dumps(changes, JSON_INDENT(1)));
	json_decref(changes);
}

static void expect_round_trip(const struct vdt_model *model, const char *what)
{
	struct vdt_mud_report report;
	struct vdt_model again;
	json_t *document = emit(model, NULL, 0, &report);

	cr_expect_eq(json_array_size(report.left_out), 0);
	read_back(document, &again);
	expect_same(model, &again, what);
	vdt_model_done(&again);
	vdt_mud_report_done(&report);
	json_decref(document);
}

/* What a MUD file says, the MUD file of its policy says again. */
Test(mud_emit, writes_what_it_reads)
{
	static const char path[] = "docs/examples/camera.mud.json";
	struct vdt_model_error error = {0};
	struct vdt_mud_report report;
	struct vdt_model model;
	struct bytes text;

	cr_assert_eq(vdt_file_read(path, VDT_MUD_SIZE, &text.data, &text.len), 0);
	cr_assert_eq(read_mud((char *)text.data, text.len, false, &model, &report, &error), 0, "%s",
		     error.text);
	cr_expect_eq(model.n_services, 1);
	cr_expect_eq(model.n_egress, 3);
	cr_expect_eq(json_array_size(report.left_out), 0);
	/* An empty set is nobody, which no MUD file can say but by the role. */
	expect_round_trip(&model, path);
	vdt_mud_report_done(&report);
	vdt_model_done(&model);
	free(text.data);
}

#define POLICY \
	"policy: {name: mud, version: 1}\n" \
	"sets:\n" \
	"  net-1: [192.0.2.0/24]\n" \
	"  net-2: ['2001:db8::/32']\n" \
	"  local: [10.0.0.0/8, 'fd00::/8']\n" \
	"  dns-ipv4: [10.0.0.53]\n" \
	"  any-ipv6: ['::/0']\n" \
	"network:\n" \
	"  services:\n" \
	"    - {name: tcp-322, tcp: 322, from: [local, net-1]}\n" \
	"    - {name: udp-3702, udp: 3702, from: [local]}\n" \
	"    - {name: tcp-443, tcp: 443}\n" \
	"    - {name: tcp-80, tcp: 80, from: [any-ipv6]}\n" \
	"  egress:\n" \
	"    - {to: [net-1, net-2], tcp: 6514}\n" \
	"    - {to: {dns: updates.example.com}, tcp: 443}\n" \
	"    - {to: [dns-ipv4], udp: 53}\n" \
	"    - {to: [local], icmp: echo}\n" \
	"    - {to: any, udp: 123}\n" \
	"    - {to: [local], tcp: any}\n"

Test(mud_emit, loses_nothing_that_mud_can_say)
{
	struct bytes yaml = {(uint8_t *)POLICY, sizeof(POLICY) - 1};
	struct vdt_model model;

	read_yaml(&yaml, &model);
	expect_round_trip(&model, "a policy with all that MUD can say");
	vdt_model_done(&model);
}

#define RICH \
	"policy: {name: mud, version: 1}\n" \
	"sets: {lan: [10.0.0.0/8], hub: [10.0.0.1], empty: [], threats: {feed: 1}}\n" \
	"network:\n" \
	"  deny: [threats]\n" \
	"  services:\n" \
	"    - {name: a, tcp: 1, from: [lan, hub, empty, threats], exe: /a}\n" \
	"    - {name: b, tcp: 2, loopback: only}\n" \
	"  limits: {half_open: 4}\n" \
	"  egress: [{to: any}, {to: [lan], udp: any}]\n"

static const char *const expected[] = {
	"egress-1: a rule for every port or protocol",
	"egress-2: a rule for every port or protocol",
	"a/empty: a set with nobody in it",
	"a/threats: a feed",
	"deny: a MUD file says only who may",
	"limits: a MUD file has no limits",
	"exe: a MUD file knows no executables",
};

Test(mud_emit, says_what_mud_cannot_say)
{
	static const struct vdt_mud_role roles[] = {
		{"lan", "local-networks", NULL},
		{"hub", "controller", "https://hub.example.com/"},
	};
	struct bytes yaml = {(uint8_t *)RICH, sizeof(RICH) - 1};
	struct vdt_mud_report report;
	struct vdt_model model;
	json_t *document, *item;
	char said[128], *text;
	size_t i;

	read_yaml(&yaml, &model);
	document = emit(&model, roles, 2, &report);
	json_array_extend(report.left_out, report.notes);
	cr_assert_eq(json_array_size(report.left_out), sizeof(expected) / sizeof(*expected));
	json_array_foreach(report.left_out, i, item) {
		snprintf(said, sizeof(said), "%s: %s",
			 json_string_value(json_object_get(item, "where")),
			 json_string_value(json_object_get(item, "why")));
		cr_expect_str_eq(said, expected[i]);
	}
	text = json_dumps(document, JSON_ENCODE_ANY);
	cr_expect(strstr(text, "{\"controller\": \"https://hub.example.com/\"}"), "%s", text);
	cr_expect(strstr(text, "{\"local-networks\": [null]}"));
	cr_expect_null(strstr(text, "10.0.0."), "roles go before addresses");
	free(text);
	json_decref(document);
	vdt_mud_report_done(&report);
	vdt_model_done(&model);
}
