// SPDX-License-Identifier: BSD-3-Clause

#include "tests/unit/tools/vedette-kit/mud.h"

#include <errno.h>

#define TCP(direction, port) \
	"\"tcp\": {\"ietf-mud:direction-initiated\": \"" direction "\", \"" port \
	"\": {\"operator\": \"eq\", \"port\": 443}}"
#define UDP(ports)  "\"udp\": {" ports "}"
#define EQ(number)  "{\"operator\": \"eq\", \"port\": " #number "}"
#define RANGE(a, b) "{\"lower-port\": " #a ", \"upper-port\": " #b "}"
#define MUD(what)   "\"ietf-mud:mud\": {" what "}"
#define LOCAL	    MUD("\"local-networks\": [null]")
#define DNS(side)   "\"ipv4\": {\"ietf-acldns:" side "-dnsname\": \"A.example.\"}"

enum { FROM, TO };

/* What one entry becomes: rules in YAML, "-" and why it was left out, "*" and a note. */
static const struct {
	int direction;
	const char *type, *matches, *expected, *why;
} rows[] = {
	/* what the device begins */
	{FROM, "ipv4", DNS("dst") "," TCP("from-device", "destination-port"),
	 "{to: {dns: 'a.example'}, tcp: 443}*", "by name"},
	{FROM, "ipv6",
	 "\"ipv6\": {\"protocol\": 17, \"destination-ipv6-network\": \"2001:db8::/32\"}," UDP(
		 "\"destination-port\": " EQ(123)),
	 "{to: [net-1], udp: 123}", "by network"},
	{FROM, "ipv4", LOCAL "," UDP("\"destination-port\": " RANGE(10, 12)),
	 "{to: [local-ipv4], udp: 10}{to: [local-ipv4], udp: 11}{to: [local-ipv4], udp: 12}",
	 "each port of a range"},
	{FROM, "ipv4", LOCAL "," UDP("\"destination-port\": " RANGE(10, 26)),
	 "-a range of more than 16 ports", "too wide"},
	{FROM, "ipv4", LOCAL "," UDP("\"destination-port\": {\"operator\": \"gte\", \"port\": 9}"),
	 "-ports: neither one (eq) nor a range", "the other operators"},
	{FROM, "", LOCAL, "{to: [local]}", "every protocol"},
	{FROM, "ipv4", "\"ipv4\": {\"protocol\": 6}," MUD("\"controller\": \"urn:x:y\""),
	 "{to: [controller-1-ipv4], tcp: any}", "every port"},
	{FROM, "ipv4",
	 MUD("\"controller\": \"urn:ietf:params:mud:dns\"") "," UDP(
		 "\"destination-port\": " EQ(53)),
	 "{to: [dns-ipv4], udp: 53}", "a controller that is well known"},
	{FROM, "ipv4", MUD("\"my-controller\": [null]"), "{to: [my-controller-ipv4]}", ""},
	{FROM, "ipv4", MUD("\"same-manufacturer\": [null]"), "{to: [same-manufacturer-ipv4]}", ""},
	{FROM, "ipv4", MUD("\"manufacturer\": \"m.example\""), "{to: [manufacturer-1-ipv4]}", ""},
	{FROM, "ipv4", MUD("\"model\": \"https://m.example/x\""), "{to: [model-1-ipv4]}", ""},
	{FROM, "ipv4", TCP("from-device", "destination-port"), "{to: [any-ipv4], tcp: 443}",
	 "to everybody, but IPv4 only"},
	{FROM, "", TCP("from-device", "destination-port"), "{to: any, tcp: 443}", "to everybody"},
	{FROM, "ipv4", "\"ipv4\": {\"protocol\": 1}, \"icmp\": {\"type\": 8, \"code\": 0}",
	 "{to: [any-ipv4], icmp: echo}", "ping"},
	{FROM, "ipv6", "\"ipv6\": {\"protocol\": 58}, \"icmp\": {\"type\": 128}",
	 "{to: [any-ipv6], icmp: echo}", "ping"},
	{FROM, "ipv4", "\"ipv4\": {\"protocol\": 1}", "{to: [any-ipv4], icmp: echo}*",
	 "of all ICMP only echo needs a rule"},
	{FROM, "ipv6", "\"ipv6\": {\"protocol\": 58}, \"icmp\": {\"type\": 135}", "",
	 "neighbour discovery needs none"},
	{FROM, "ipv4", "\"ipv4\": {\"protocol\": 2}", "", "nor do IPv4 groups"},

	/* answers need no rule */
	{FROM, "ipv4", LOCAL "," TCP("to-device", "source-port"), "", "of a service"},
	{FROM, "ipv4", LOCAL "," UDP("\"source-port\": " EQ(3702)), "", "of a service, UDP"},
	{TO, "ipv4", DNS("src") "," TCP("from-device", "source-port"), "", "of another"},
	{TO, "ipv4", LOCAL "," UDP("\"source-port\": " EQ(53)), "", "of another, UDP"},
	{TO, "ipv4", LOCAL "," UDP("\"source-port\": " EQ(67) ", \"destination-port\": " EQ(68)),
	 "*", "UDP from port to port"},
	{TO, "ipv4", "\"ipv4\": {\"protocol\": 1}, \"icmp\": {\"type\": 0}", "", "of a ping"},

	/* services */
	{TO, "ipv4", LOCAL "," TCP("to-device", "destination-port"),
	 "{name: tcp-443, tcp: 443, from: [local-ipv4]}", "TCP"},
	{TO, "", LOCAL "," UDP("\"destination-port\": " EQ(3702)),
	 "{name: udp-3702, udp: 3702, from: [local]}", "UDP"},
	{TO, "", TCP("to-device", "destination-port"), "{name: tcp-443, tcp: 443}*",
	 "to everybody, which is worth a note"},
	{TO, "ipv4", LOCAL "," TCP("to-device", "source-port"),
	 "-a service does not look at the port of the peer", ""},
	{TO, "ipv4", DNS("src") "," TCP("to-device", "destination-port"),
	 "-a service takes addresses, not names", ""},
	{TO, "ipv4", LOCAL, "-a service is TCP or UDP", "every protocol"},
	{TO, "ipv4", LOCAL ", \"ipv4\": {\"protocol\": 6}", "-a service without a port", ""},
	{TO, "ipv4", "\"ipv4\": {\"protocol\": 1}, \"icmp\": {\"type\": 8}",
	 "-echo requests, which the device does not answer", ""},

	/* what no policy says */
	{FROM, "ipv4", "\"ipv4\": {\"protocol\": 44}", "-a protocol that a policy does not know",
	 ""},
	{FROM, "ipv4", "\"ipv4\": {\"protocol\": 0}", "-a protocol that a policy does not know",
	 ""},
	{FROM, "ipv4", "\"ipv4\": {\"protocol\": 58}", "-ICMP of the other IP version, or of none",
	 ""},
	{FROM, "", "\"icmp\": {\"type\": 8}", "-ICMP without its IP version", ""},
	{FROM, "ipv4", "\"eth\": {\"ethertype\": \"0x888e\"}", "-it is about Ethernet, not IP", ""},
	{FROM, "ipv4", DNS("dst"), "-a name without a port", ""},
	{FROM, "ipv4", DNS("src") "," TCP("from-device", "destination-port"),
	 "-it asks for an address of the device itself, or of a group", "its own name"},
	{TO, "ipv4",
	 "\"ipv4\": {\"destination-ipv4-network\": \"224.0.0.251/32\"}," UDP(
		 "\"destination-port\": " EQ(5353)),
	 "-it asks for an address of the device itself, or of a group", "a group"},
	{FROM, "ipv4", LOCAL "," UDP("\"source-port\": " EQ(68) ", \"destination-port\": " EQ(67)),
	 "-it asks for a port of the device's own; --any-own-port lets it send from every one", ""},
	{FROM, "ipv4", MUD("\"local-networks\": [null], \"controller\": \"urn:x\""),
	 "-it asks for two properties of the peer at once", "both must hold"},
	{FROM, "ipv4", DNS("dst") "," LOCAL "," TCP("from-device", "destination-port"),
	 "-it asks for two properties of the peer at once", "both must hold"},
	{FROM, "ipv4", "\"ipv4\": {\"protocol\": 17}," TCP("from-device", "destination-port"),
	 "-it asks for two protocols at once", ""},
	{FROM, "ipv4", "\"ipv6\": {\"protocol\": 17}", "-it is of another IP version than its list",
	 ""},
	{FROM, "ipv4", "\"ipv4\": {\"ttl\": 1}",
	 "-it asks for something that a policy does not look at", ""},
	{FROM, "ipv4", "\"tcp\": {\"flags\": \"syn\"}",
	 "-it asks for something that a policy does not look at", ""},
	{FROM, "ipv4", "\"ietf-x:match\": {}", "-it asks for something unknown", "an extension"},
	{FROM, "ipv4", MUD("\"nearby\": [null]"),
	 "-it asks for something that a policy does not look at", "an unknown abstraction"},

	/* wrong types and values */
	{FROM, "ipv4", "\"ipv4\": 6", "-a match that is not an object", ""},
	{FROM, "ipv4", "\"ipv4\": {\"protocol\": \"6\"}", "-protocol: not a number from 0 to 255",
	 ""},
	{FROM, "ipv4", "\"ipv4\": {\"protocol\": 262}", "-protocol: not a number from 0 to 255",
	 "not TCP by overflow"},
	{FROM, "ipv4", LOCAL ", \"tcp\": {\"destination-port\": 443}",
	 "-ports: neither one (eq) nor a range", ""},
	{FROM, "ipv4", LOCAL ", \"tcp\": {\"destination-port\": " EQ(65979) "}",
	 "-ports: not numbers from 1 to 65535 in order", "not 443 by overflow"},
	{FROM, "ipv4", LOCAL ", \"tcp\": {\"destination-port\": " RANGE(9, 8) "}",
	 "-ports: not numbers from 1 to 65535 in order", ""},
	{FROM, "ipv4", LOCAL ", \"tcp\": {\"destination-port\": " EQ(0) "}",
	 "-ports: not numbers from 1 to 65535 in order", "0 is not every port"},
	{FROM, "ipv4", MUD("\"local-networks\": [1]"), "-something with a value that has none", ""},
	{FROM, "ipv4", MUD("\"controller\": [\"urn:x\"]"),
	 "-a peer that is not a text of 1 to 255 bytes", ""},
	{FROM, "ipv4", "\"ipv4\": {\"ietf-acldns:dst-dnsname\": \"a.example; reboot\"}",
	 "-not a DNS name", "words for a shell"},
	{FROM, "ipv4", "\"ipv4\": {\"ietf-acldns:dst-dnsname\": \"%s%n.example\"}",
	 "-not a DNS name", "words for printf"},
	{FROM, "ipv4", "\"ipv4\": {\"ietf-acldns:dst-dnsname\": \"'}\\n  egress: [{to: any}]\"}",
	 "-not a DNS name", "words for YAML"},
	{FROM, "ipv4", "\"ipv4\": {\"destination-ipv4-network\": \"10.0.0.1/8\"}",
	 "-not a network of its IP version, or bits behind its length", ""},
	{FROM, "ipv4", "\"ipv4\": {\"destination-ipv4-network\": \"::/0\"}",
	 "-not a network of its IP version, or bits behind its length", ""},
};

/* The rules of the YAML without all else. */
static void add_rules(const struct vdt_model *model, FILE *out)
{
	struct bytes yaml = yaml_of(model);
	char *rest = (char *)yaml.data, *line;

	while ((line = strsep(&rest, "\n")))
		if (!strncmp(line, "    - {", 7))
			fputs(line + 6, out);
	free(yaml.data);
}

static char *outcome(const struct vdt_model *model, const struct vdt_mud_report *report)
{
	json_t *item;
	char *text;
	size_t len, i;
	FILE *out = open_memstream(&text, &len);

	add_rules(model, out);
	json_array_foreach(report->left_out, i, item)
		fprintf(out, "-%s", json_string_value(json_object_get(item, "why")));
	if (json_array_size(report->notes))
		putc('*', out);
	fclose(out);
	return text;
}

static char *file_with(int direction, const char *type, const char *matches)
{
	char *text;
	size_t len;
	FILE *out = open_memstream(&text, &len);

	fputs(HEAD "\"ietf-access-control-list:acls\": {\"acl\": [", out);
	for (int i = FROM; i <= TO; i++) {
		fprintf(out, "{\"name\": \"%c\", \"type\": \"%s-acl-type\", \"aces\": {\"ace\": [",
			i == FROM ? 'f' : 't', type);
		if (i == direction)
			fprintf(out, "{\"name\": \"e\", \"matches\": {%s}, " ACCEPT "}", matches);
		fputs(i == FROM ? "]}}," : "]}}]}}", out);
	}
	fclose(out);
	return text;
}

Test(mud_read, says_what_an_entry_means)
{
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		char *text = file_with(rows[i].direction, rows[i].type, rows[i].matches), *got;
		struct vdt_model_error error = {0};
		struct vdt_mud_report report;
		struct vdt_model model;

		cr_assert_eq(read_mud(text, strlen(text), false, &model, &report, &error), 0,
			     "%s: %s", rows[i].matches, error.text);
		got = outcome(&model, &report);
		cr_expect_str_eq(got, rows[i].expected, "%s (%s):\n  got      %s\n  expected %s",
				 rows[i].matches, rows[i].why, got, rows[i].expected);
		free(got);
		free(text);
		vdt_model_done(&model);
		vdt_mud_report_done(&report);
	}
}

Test(mud_read, gives_up_ports_of_the_device_only_when_told)
{
	char *text = file_with(
		FROM, "ipv4",
		LOCAL "," UDP("\"source-port\": " EQ(68) ", \"destination-port\": " EQ(67)));
	struct vdt_model_error error;
	struct vdt_mud_report report;
	struct vdt_model model;
	char *got;

	cr_assert_eq(read_mud(text, strlen(text), true, &model, &report, &error), 0);
	got = outcome(&model, &report);
	cr_expect_str_eq(got, "{to: [local-ipv4], udp: 67}*");
	free(got);
	free(text);
	vdt_model_done(&model);
	vdt_mud_report_done(&report);
}

#define ACES(aces) \
	HEAD "\"ietf-access-control-list:access-lists\": {\"acl\": [" \
	     "{\"name\": \"f\", \"type\": \"ipv4-acl-type\", \"aces\": {\"ace\": [" aces "]}}]}}"
#define ANY_TCP "\"matches\": {\"tcp\": {\"destination-port\": " EQ(1) "}}"

/* Whole files. */
static const struct {
	const char *text, *expected, *why;
} files[] = {
	{ACES("{\"name\": \"e\", " ANY_TCP ", " ACCEPT "}"),
	 "{to: [any-ipv4], tcp: 1}"
	 "-the file has no such list",
	 "the key of the drafts, and a list that is not there"},
	{ACES("{\"name\": \"d\", \"matches\": {}, \"actions\": {\"forwarding\": \"drop\"}},"
	      "{\"name\": \"e\", " ANY_TCP ", " ACCEPT "}"),
	 "-it does not accept, or stands behind one that does not"
	 "-it does not accept, or stands behind one that does not-the file has no such list",
	 "an entry that drops may take away from those behind it"},
	{ACES("{\"name\": \"e\", " ANY_TCP "}"),
	 "-it does not accept, or stands behind one that does not-the file has no such list",
	 "no action"},
	{ACES("7, {\"name\": 7, \"matches\": 7, " ACCEPT "}"),
	 "-it does not accept, or stands behind one that does not"
	 "-it does not accept, or stands behind one that does not-the file has no such list",
	 "entries that are none"},
	{HEAD
	 "\"ietf-access-control-list:acls\": {\"acl\": [{\"name\": \"f\"}, {\"name\": \"t\"}]}}",
	 "-a list without entries (aces, ace)-a list without entries (aces, ace)", "empty lists"},
};

Test(mud_read, reads_files)
{
	for (size_t i = 0; i < sizeof(files) / sizeof(*files); i++) {
		struct vdt_model_error error = {0};
		struct vdt_mud_report report;
		struct vdt_model model;
		char *got;

		cr_assert_eq(read_mud(files[i].text, strlen(files[i].text), false, &model, &report,
				      &error),
			     0, "%s: %s", files[i].why, error.text);
		got = outcome(&model, &report);
		cr_expect_str_eq(got, files[i].expected, "%s: %s", files[i].why, got);
		free(got);
		vdt_model_done(&model);
		vdt_mud_report_done(&report);
	}
}

static const struct {
	const char *text, *expected;
} refused[] = {
	{"", "line 1 column 0: not JSON, or a key twice"},
	{"{\"a\": 1, \"a\": 2}", "line 1 column 12: not JSON, or a key twice"},
	{"[]", "not a MUD file: it has no ietf-mud:mud"},
	{"{\"ietf-mud:mud\": 1}", "not a MUD file: it has no ietf-mud:mud"},
	{"{\"ietf-mud:mud\": {\"mud-version\": 2}}", "mud-version is not 1"},
	{"{\"ietf-mud:mud\": {\"mud-version\": \"1\"}}", "mud-version is not 1"},
	{"{\"ietf-mud:mud\": {\"mud-version\": 1}}",
	 "no access lists; expected ietf-access-control-list:acls with acl"},
	{HEAD
	 "\"ietf-access-control-list:acls\": {\"acl\": [{\"name\": \"f\"}, {\"name\": \"f\"}]}}",
	 "two access lists of the same name"},
	{HEAD "\"ietf-access-control-list:acls\": {\"acl\": [{}]}}",
	 "an access list without a name"},
	{HEAD
	 "\"ietf-access-control-list:acls\": {}, \"ietf-access-control-list:access-lists\": {}}",
	 "both ietf-access-control-list:acls and :access-lists; one is right"},
};

static void expect_refused(const char *text, size_t len, const char *expected)
{
	struct vdt_model_error error = {0};
	struct vdt_mud_report report;
	struct vdt_model model;

	cr_expect_eq(read_mud(text, len, false, &model, &report, &error), -EINVAL);
	cr_expect_str_eq(error.text, expected, "%.60s: %s", text, error.text);
}

Test(mud_read, refuses_what_is_no_mud_file)
{
	for (size_t i = 0; i < sizeof(refused) / sizeof(*refused); i++)
		expect_refused(refused[i].text, strlen(refused[i].text), refused[i].expected);
}

Test(mud_read, bounds_depth_and_size)
{
	static char deep[2 * 1000 + 8] = "{\"a\":", huge[VDT_MUD_SIZE + 1];

	memset(deep + 5, '[', 1000);
	memset(deep + 1005, ']', 1000);
	strcat(deep, "}");
	expect_refused(deep, strlen(deep), "nested deeper than any MUD file");
	memset(deep + 5, '{', 1000);
	expect_refused(deep, strlen(deep), "line 1 column 7: not JSON, or a key twice");
	memset(huge, ' ', sizeof(huge));
	expect_refused(huge, sizeof(huge), "1048577 bytes; a MUD file has at most 1048576");
}

/* More than a policy holds is left out, one by one, and said. */
Test(mud_read, keeps_to_the_bounds_of_a_policy)
{
	struct vdt_model_error error = {0};
	struct vdt_mud_report report;
	struct vdt_model model;
	struct bytes file;
	FILE *out = open_memstream((char **)&file.data, &file.len);

	fputs(HEAD "\"ietf-access-control-list:acls\": {\"acl\": [{\"name\": \"t\", \"aces\": "
		   "{\"ace\": [",
	      out);
	for (int i = 1; i <= 200; i++)
		fprintf(out,
			"%s{\"name\": \"e\", \"matches\": {\"tcp\": {\"destination-port\": "
			"{\"operator\": \"eq\", \"port\": %d}}, \"ietf-mud:mud\": "
			"{\"controller\": \"urn:%d\"}}, " ACCEPT "}",
			i == 1 ? "" : ",", i, i);
	fputs("]}}]}}", out);
	fclose(out);
	cr_assert_eq(read_mud((char *)file.data, file.len, false, &model, &report, &error), 0, "%s",
		     error.text);
	cr_expect_eq(model.n_sets, VDT_SETS_MAX);
	cr_expect_eq(model.n_services, VDT_SETS_MAX);
	/* and the from-device policy, which has no list */
	cr_expect_eq(json_array_size(report.left_out), 200 - VDT_SETS_MAX + 1);
	vdt_model_done(&model);
	vdt_mud_report_done(&report);
	free(file.data);
}

/* Names of the file come out as one line of ASCII, wherever they come out. */
Test(mud_read, shows_no_text_of_the_file_as_it_is)
{
	static const char text[] = HEAD
		"\"ietf-access-control-list:acls\": {\"acl\": [{\"name\": \"f\", \"aces\": "
		"{\"ace\": [{\"name\": \"$(reboot)\\n- %s\\u001b[31m\\u00e4\\\\\", "
		"\"matches\": 1, " ACCEPT "}]}}, {\"name\": \"t\", \"aces\": {\"ace\": []}}]}}";
	struct vdt_model_error error;
	struct vdt_mud_report report;
	struct vdt_model model;
	struct bytes said;
	FILE *out = open_memstream((char **)&said.data, &said.len);

	cr_assert_eq(read_mud(text, strlen(text), false, &model, &report, &error), 0);
	vdt_mud_report_print(&report, "# ", out);
	fclose(out);
	cr_expect_str_eq((char *)said.data,
			 "# left out: f/$(reboot)\\x0a- %s\\x1b[31m\\xc3\\xa4\\x5c: its matches "
			 "are not an object\n");
	free(said.data);
	vdt_model_done(&model);
	vdt_mud_report_done(&report);
}
