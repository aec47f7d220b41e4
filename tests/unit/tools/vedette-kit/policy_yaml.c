// SPDX-License-Identifier: BSD-3-Clause

#include "tests/unit/tools/vedette-kit/forms.h"

#include <errno.h>
#include <netinet/in.h>
#include <unistd.h>

#include "lib/base/file.h"

#define EXAMPLE "docs/examples/lobby.yaml"
#define HEAD	"policy: {name: a, version: 1}\n"
#define SETS	HEAD "sets: {lan: [10.0.0.0/8]}\n"
#define EGRESS	SETS "network:\n  egress:\n    - "
#define SERVICE SETS "network:\n  services:\n    - "

/* What is wrong, and the words of the one who says so: "line:column: text". */
static const struct {
	const char *yaml, *expected;
} refused[] = {
	/* the document */
	{"", "1:1: the file is empty; expected a policy"},
	{"# nothing\n", "1:1: the file is empty; expected a policy"},
	{"a", "1:1: the document is a value; expected a map"},
	{"{}", "1:1: the document has no 'policy'; add it"},
	{HEAD "extra: 1\n",
	 "2:1: unknown key 'extra' in the document; known keys: policy, sets, network, stream, "
	 "integrity, lock, accounts, audit"},
	{HEAD "---\n" HEAD, "2:1: a second document; one file, one policy"},
	{HEAD "sets: {}\nsets: {}\n", "3:1: key 'sets' stands here already, on line 2"},
	{"policy: {name: a, version: 1\n", "2:1: did not find expected ',' or '}'"},
	{"policy:\n\tname: a\n", "2:1: found character that cannot start any token"},

	/* what YAML could do and a policy must not */
	{"policy: &p {name: a, version: 1}\n",
	 "1:9: anchors (&name) are not part of the policy language; write it out"},
	{"policy: {name: a, version: 1}\nsets: *p\n",
	 "2:7: aliases (*name) are not part of the policy language; write it out"},
	{"policy: {name: !!str a, version: 1}\n",
	 "1:16: tags (!name) are not part of the policy language"},
	{"&p policy: 1\n",
	 "1:1: anchors (&name) are not part of the policy language; write it out"},
	{"? [a]\n: b\n", "1:3: the key of a map must be a plain name"},
	{HEAD "sets: {a: [[[[[[[[[[1]]]]]]]]]]}\n", "2:17: nested too deep for a policy"},
	{"policy: {name: \"a\\0b\", version: 1}\n", "1:16: a NUL byte inside a value"},
	{"policy: {name: \"a\\0b\": 1}\n", "1:16: a NUL byte inside a value"},
	{"{\"a\\0\": 1}\n", "1:2: a NUL byte inside a value"},
	{"policy: \xff\n", "1:9: byte 0xff is not UTF-8 text"},
	{"# \xc3\xa4 \xc0\x80\n", "1:5: byte 0xc0 is not UTF-8 text"},
	{"# \xed\xa0\x80\n", "1:3: byte 0xed is not UTF-8 text"},
	{"policy: \x1b\n", "1:9: control character 0x1b; only text is taken"},

	/* policy */
	{"policy: lobby\n", "1:9: policy is a value; expected a map"},
	{"policy: {name: a}\n", "1:9: policy has no 'version'; add it"},
	{"policy: {name: a, version: 0}\n",
	 "1:28: version '0' is no number from 1 to 9223372036854775807"},
	{"policy: {name: a, version: 1.5}\n",
	 "1:28: version '1.5' is no number from 1 to 9223372036854775807"},
	{"policy: {name: a, version: 9223372036854775808}\n",
	 "1:28: version '9223372036854775808' is no number from 1 to 9223372036854775807"},
	{"policy: {name: Lobby, version: 1}\n",
	 "1:16: 'Lobby' is no name for a policy; names are lower-case letters, digits, '-' and "
	 "'_', starting with a letter"},
	{"policy: {name: '', version: 1}\n", "1:16: the name of the policy is empty"},
	{"policy: {name: abcdefghijklmnopqrstuvwxyz012345, version: 1}\n",
	 "1:16: the name of the policy has 32 bytes; at most 31"},

	/* sets */
	{HEAD "sets: {lan: 10.0.0.0/8}\n",
	 "2:13: set 'lan' is a value; expected a list of prefixes, {file: PATH} or {feed: "
	 "VERSION}"},
	{HEAD "sets:\n  lan: [10.0.0.5/8]\n",
	 "3:9: 10.0.0.5/8 has bits set behind /8; write 10.0.0.0/8"},
	{HEAD "sets:\n  lan: ['fd00::1/8']\n",
	 "3:9: fd00::1/8 has bits set behind /8; write fd00::/8"},
	{HEAD "sets: {lan: [10.0.0.0/33]}\n",
	 "2:14: '10.0.0.0/33' has no good length; expected /0 to /32"},
	{HEAD "sets: {lan: [10.0.0.0/08]}\n",
	 "2:14: '10.0.0.0/08' has no good length; expected /0 to /32"},
	{HEAD "sets: {lan: ['::/129']}\n",
	 "2:14: '::/129' has no good length; expected /0 to /128"},
	{HEAD "sets: {lan: [host]}\n",
	 "2:14: 'host' is no address; expected one like 10.0.0.0/8, 10.20.0.5 or 'fd00::/8'"},
	{HEAD "sets: {lan: ['::ffff:10.0.0.1']}\n",
	 "2:14: '::ffff:10.0.0.1' is IPv4 written as IPv6; write the IPv4 address"},
	{HEAD "sets: {lan: [10.0.0.0/8, 10.1.0.0/16, 10.0.0.0/8]}\n",
	 "2:39: set 'lan' has 10.0.0.0/8 twice; remove one"},
	{HEAD "sets: {lan: [[10.0.0.0/8]]}\n", "2:14: a prefix is a list; expected a value"},
	{HEAD "sets: {lan: {url: x}}\n",
	 "2:14: unknown key 'url' in the set; known keys: file, feed"},
	{HEAD "sets: {lan: {}}\n",
	 "2:13: set 'lan'; expected either {file: PATH} or {feed: VERSION}"},
	{HEAD "sets: {lan: {file: a, feed: 1}}\n",
	 "2:13: set 'lan'; expected either {file: PATH} or {feed: VERSION}"},
	{HEAD "sets: {lan: {feed: 0}}\n",
	 "2:20: feed '0' is no number from 1 to 9223372036854775807"},
	{HEAD "sets: {lan: {file: no/such.txt}}\n",
	 "2:20: list 'no/such.txt': No such file or directory"},

	/* network */
	{HEAD "network: {ingress: []}\n",
	 "2:11: unknown key 'ingress' in network; known keys: netns, mode, fragments, xdp, deny, "
	 "services, limits, egress, packet_sockets"},
	{HEAD "network: {mode: learn}\n", "2:17: mode 'learn'; expected enforce or observe"},
	{HEAD "network: {fragments: pass}\n",
	 "2:22: fragments 'pass'; expected drop or reassemble"},
	{HEAD "network: {xdp: on}\n", "2:16: xdp 'on'; expected native, generic or off"},
	{HEAD "network: {netns: some}\n", "2:18: netns 'some'; expected all or init"},
	{HEAD "network: {deny: bad}\n", "2:17: deny is a value; expected a list"},
	{HEAD "network: {deny: [bad]}\n", "2:18: unknown set 'bad'; define it under sets"},
	{SETS "network: {deny: [lan, lan]}\n", "3:23: set 'lan' is named twice; remove one"},

	/* services */
	{SERVICE "{tcp: 1}\n", "5:7: the service has no 'name'; add it"},
	{SERVICE "{name: s}\n", "5:7: service 's' has no port; add tcp or udp"},
	{SERVICE "{name: s, tcp: 1, udp: 1}\n",
	 "5:25: a second port; a service has one, either tcp or udp"},
	{SERVICE "{name: s, tcp: 65536}\n", "5:22: tcp '65536' is no number from 1 to 65535"},
	{SERVICE "{name: s, tcp: 0}\n", "5:22: tcp '0' is no number from 1 to 65535"},
	{SERVICE "{name: s, tcp: 1, burst: 10}\n",
	 "5:25: unknown key 'burst' in the service; known keys: name, tcp, udp, exe, loopback, "
	 "from, connections, per_source, rate, answers"},
	{SERVICE "{name: s, tcp: 1, connections: 0}\n",
	 "5:38: connections '0' is no number from 1 to 32767"},
	{SERVICE "{name: s, tcp: 1, connections: 32768}\n",
	 "5:38: connections '32768' is no number from 1 to 32767"},
	{SERVICE "{name: s, tcp: 1, connections: 4, per_source: 5}\n",
	 "5:53: service 's' gives a source 5 of its 4 connections; lower per_source"},
	{SERVICE "{name: s, tcp: 1, rate: 10}\n",
	 "5:31: rate '10'; expected a number from 1 to 32767 and /s, /m or /h, as 10/s"},
	{SERVICE "{name: s, tcp: 1, rate: 10/d}\n",
	 "5:31: rate '10/d'; expected a number from 1 to 32767 and /s, /m or /h, as 10/s"},
	{SERVICE "{name: s, tcp: 1, rate: 0/s}\n",
	 "5:31: rate '0/s'; expected a number from 1 to 32767 and /s, /m or /h, as 10/s"},
	{SERVICE "{name: s, tcp: 1, rate: 32768/s}\n",
	 "5:31: rate '32768/s'; expected a number from 1 to 32767 and /s, /m or /h, as 10/s"},
	{SERVICE "{name: s, tcp: 1, rate: 100000000000000000000000000000/s}\n",
	 "5:31: rate '100000000000000000000000000000/s'; expected a number from 1 to 32767 and "
	 "/s, /m or /h, as 10/s"},
	{SERVICE "{name: s, tcp: 1, loopback: only, rate: 1/s}\n",
	 "5:14: service 's' is for loopback only, where nothing is limited; remove connections, "
	 "per_source and rate"},
	{SERVICE "{name: s, tcp: 1, answers: any}\n",
	 "5:14: service 's' is not UDP, its answers have any size anyway; remove answers"},
	{SERVICE "{name: s, udp: 1, answers: large}\n", "5:34: answers 'large'; expected any"},
	{SERVICE "{name: s, tcp: 1, loopback: yes}\n", "5:35: loopback 'yes'; expected only"},
	{SERVICE "{name: s, tcp: 1, loopback: only, from: [lan]}\n",
	 "5:48: service 's' is for loopback only and takes no source; remove from or loopback"},
	{SERVICE "{name: s, tcp: 1, from: []}\n",
	 "5:31: from is empty; name a set, or leave it out for every source"},
	{SERVICE "{name: s, tcp: 1, from: [wan]}\n",
	 "5:32: unknown set 'wan'; define it under sets"},
	{SERVICE "{name: s, tcp: 1, exe: bin/s}\n",
	 "5:30: exe 'bin/s' is no absolute path without '.', '..' and spaces"},
	{SERVICE "{name: s, tcp: 1}\n    - {name: s, tcp: 2}\n",
	 "6:14: a service 's' exists already; choose another name"},
	{SERVICE "{name: s, tcp: 1}\n    - {name: t, tcp: 1}\n",
	 "6:22: service 's' has tcp port 1 already; one port, one service"},

	/* limits */
	{HEAD "network: {limits: 8}\n", "2:19: limits is a value; expected a map"},
	{HEAD "network: {limits: {flows: 8}}\n",
	 "2:20: unknown key 'flows' in limits; known keys: connections, half_open, reserved, "
	 "destinations"},
	{HEAD "network: {limits: {half_open: many}}\n",
	 "2:31: half_open 'many' is no number from 1 to 32767"},
	{HEAD "network: {limits: {connections: 8, reserved: 8}}\n",
	 "2:19: 8 connections are reserved of 8 in all, which leaves none for others; lower "
	 "reserved"},
	{HEAD "network: {limits: {reserved: 256}}\n",
	 "2:19: 256 connections are reserved of 256 in all, which leaves none for others; lower "
	 "reserved"},

	/* egress */
	{EGRESS "{tcp: 443}\n", "5:7: the rule has no 'to'; add it"},
	{EGRESS "{to: all}\n", "5:12: to; expected a list of sets, {dns: NAME} or any"},
	{EGRESS "{to: []}\n", "5:12: to; expected a list of sets, {dns: NAME} or any"},
	{EGRESS "{to: {}}\n", "5:12: to has no 'dns'; add it"},
	{EGRESS "{to: [wan]}\n", "5:13: unknown set 'wan'; define it under sets"},
	{EGRESS "{to: [lan, lan]}\n", "5:18: set 'lan' is named twice; remove one"},
	{EGRESS "{to: [lan], tcp: 65536}\n", "5:24: tcp '65536' is no number from 1 to 65535"},
	{EGRESS "{to: any, tcp: 1, udp: 1}\n",
	 "5:25: a second protocol; a rule has one of tcp, udp, icmp"},
	{EGRESS "{to: any, tcp: any, icmp: echo}\n",
	 "5:27: a second protocol; a rule has one of tcp, udp, icmp"},
	{EGRESS "{to: any, icmp: 8}\n", "5:23: icmp '8'; expected echo"},
	{EGRESS "{to: {dns: example.com}}\n",
	 "5:18: a rule by name needs a port, for many names live behind one address; add tcp or "
	 "udp"},
	{EGRESS "{to: {dns: example.com}, tcp: any}\n",
	 "5:18: a rule by name needs a port, for many names live behind one address; add tcp or "
	 "udp"},
	{EGRESS "{to: {dns: Example.com}, tcp: 1}\n",
	 "5:18: 'Example.com' is no DNS name; expected one like updates.example.com, in lower "
	 "case"},
	{EGRESS "{to: {dns: 192.0.2.1}, tcp: 1}\n",
	 "5:18: '192.0.2.1' is no DNS name; expected one like updates.example.com, in lower case"},
	{EGRESS "{to: any, exe: update}\n",
	 "5:22: exe 'update' is no absolute path without '.', '..' and spaces"},

	/* packet sockets */
	{HEAD "network: {packet_sockets: [dhclient]}\n",
	 "2:28: packet_sockets: 'dhclient' is no absolute path without '.', '..' and spaces"},
	{HEAD "network: {packet_sockets: [/a, /b, /a]}\n", "2:36: '/a' stands twice; remove one"},
	{HEAD "network: {packet_sockets: ['']}\n", "2:28: an executable is empty"},
	{HEAD "network: {packet_sockets: [[/a]]}\n",
	 "2:28: an executable is a list; expected a value"},

	/* what other parts of the device will have */
	{HEAD "update: {check: 6h}\n",
	 "2:1: unknown key 'update' in the document; known keys: policy, sets, network, "
	 "stream, integrity, lock, accounts, audit"},

	/* accounts and audit */
	{HEAD "accounts: {min_length: 7}\n", "2:11: accounts: min_length 7; 8 to 64"},
	{HEAD "accounts: {history: 25}\n", "2:11: accounts: history 25; 0 to 24"},
	{HEAD "accounts: {lockout: {failures: 11}}\n", "2:11: accounts: failures 11; 3 to 10"},
	{HEAD "accounts: {lockout: {base: 10m, max: 5m}}\n",
	 "2:11: accounts: lockout: max is less than base; a lock-out only grows"},
	{HEAD "accounts: {idle: 1h, absolute: 30m}\n",
	 "2:11: accounts: absolute is less than idle, which could never end a session"},
	{HEAD "accounts: {sessions: 8, per_account: 9}\n",
	 "2:11: accounts: per_account is more than sessions, which all accounts share"},
	{HEAD "accounts: {absolute: 25h}\n", "2:11: accounts: absolute 25h; 10m to 24h"},
	{HEAD "accounts: {idle: 15}\n",
	 "2:18: idle '15'; expected a time with its unit, as 90s, 15m or 12h"},
	{HEAD "accounts: {base: 5m}\n",
	 "2:12: unknown key 'base' in accounts; known keys: min_length, history, lockout, idle, "
	 "absolute, sessions, per_account"},
	{HEAD "audit: {log: maybe}\n", "2:14: log 'maybe'; expected on or off"},
	{HEAD "audit: {ring: 512KiB}\n", "2:8: audit: ring 512KiB; 1MiB to 256MiB"},
	{HEAD "audit: {ring: 4096MiB}\n",
	 "2:15: ring '4096MiB'; expected a size with its unit, as 512KiB or 8MiB"},
	{HEAD "audit: {checkpoint: 2h}\n", "2:8: audit: checkpoint 2h; 1m to 1h"},
	{HEAD "audit: {syslog: 'tcp://10.0.0.1:514'}\n",
	 "2:17: syslog 'tcp://10.0.0.1:514'; expected tls://ADDRESS:PORT, as tls://10.20.0.5:6514 "
	 "or tls://[fd00:20::5]:6514: the log asks no name server"},
	{HEAD "audit: {syslog: 'tls://[fd00:::5]:6514'}\n",
	 "2:17: syslog 'tls://[fd00:::5]:6514'; expected tls://ADDRESS:PORT, as "
	 "tls://10.20.0.5:6514 or tls://[fd00:20::5]:6514: the log asks no name server"},
	{HEAD "audit: {name: nvr.example}\n",
	 "2:15: name 'nvr.example' is that of a collector; add syslog"},
	{HEAD "audit: {syslog: 'tls://10.0.0.1:6514', name: 10.0.0.1}\n",
	 "2:46: name '10.0.0.1' is no DNS name"},

	/* stream */
	{HEAD "stream: {viewers: 3}\n", "2:9: stream has no 'encoder'; add it"},
	{HEAD "stream: {encoder: 'rtsp://10.0.0.1/'}\n",
	 "2:19: encoder 'rtsp://10.0.0.1/'; expected rtsp://127.0.0.1:PORT/PATH or "
	 "rtsp://[::1]:PORT/PATH, for the plain stream stays inside"},
	{HEAD "stream: {encoder: 'rtsp://[::1]/', require: nothing}\n",
	 "2:45: require 'nothing'; expected encrypted"},
	{HEAD "stream: {encoder: 'rtsp://[::1]/', viewers: 1025}\n",
	 "2:45: viewers '1025' is no number from 1 to 1024"},
};

Test(policy_yaml, says_what_is_wrong_and_where)
{
	for (size_t i = 0; i < sizeof(refused) / sizeof(*refused); i++) {
		const char *yaml = refused[i].yaml;
		struct vdt_model_error error;
		char said[VDT_MODEL_ERROR + 32];
		struct vdt_model model;

		cr_expect_eq(vdt_policy_yaml_read(yaml, strlen(yaml), "t.yaml", &model, &error),
			     -EINVAL, "taken: %s", yaml);
		cr_expect_str_eq(error.file, "t.yaml");
		snprintf(said, sizeof(said), "%u:%u: %s", error.line, error.column, error.text);
		cr_expect_str_eq(said, refused[i].expected, "%s\n  said     %s\n  expected %s",
				 yaml, said, refused[i].expected);
	}
}

/* A policy whose set 'a' has @count addresses of one family. */
static int read_big(unsigned int count, bool ipv6, struct vdt_model_error *error)
{
	struct bytes yaml;
	FILE *out = open_memstream((char **)&yaml.data, &yaml.len);
	struct vdt_model model;
	int err;

	fputs(HEAD "sets:\n  a:\n", out);
	for (unsigned int i = 0; i < count; i++)
		ipv6 ? fprintf(out, "    - 'fd00:%x::%x'\n", i >> 8, i & 0xff)
		     : fprintf(out, "    - 10.0.%u.%u\n", i >> 8, i & 0xff);
	fclose(out);
	err = vdt_policy_yaml_read((char *)yaml.data, yaml.len, "t.yaml", &model, error);
	if (!err)
		vdt_model_done(&model);
	free(yaml.data);
	return err;
}

Test(policy_yaml, bounds_a_set)
{
	struct vdt_model_error error;

	cr_expect_eq(read_big(4096, false, &error), 0);
	cr_expect_eq(read_big(4097, false, &error), -EINVAL);
	cr_expect_str_eq(error.text, "set 'a' has 4097 IPv4 prefixes; a set holds at most 4096");
	cr_expect_eq(error.line, 3);
	cr_expect_eq(read_big(2048, true, &error), 0);
	cr_expect_eq(read_big(2049, true, &error), -EINVAL);
	cr_expect_str_eq(error.text, "set 'a' has 2049 IPv6 prefixes; a set holds at most 2048");
}

Test(policy_yaml, bounds_the_keys_of_a_map)
{
	struct bytes yaml;
	FILE *out = open_memstream((char **)&yaml.data, &yaml.len);
	struct vdt_model_error error;
	struct vdt_model model;

	fputs(HEAD "sets:\n", out);
	for (int i = 0; i < 300; i++)
		fprintf(out, "  s%d: []\n", i);
	fclose(out);
	cr_expect_eq(vdt_policy_yaml_read((char *)yaml.data, yaml.len, "t.yaml", &model, &error),
		     -EINVAL);
	cr_expect_str_eq(error.text, "too many keys for a policy");
	cr_expect_eq(error.line, 2 + 257);
	free(yaml.data);
}

/* Under @key of the network, @count times @item with a number for every '#'. */
static int read_many(const char *key, const char *item, unsigned int count,
		     struct vdt_model_error *error)
{
	struct bytes yaml;
	FILE *out = open_memstream((char **)&yaml.data, &yaml.len);
	struct vdt_model model;
	int err;

	fprintf(out, HEAD "network:\n  %s:\n", key);
	for (unsigned int i = 1; i <= count; i++) {
		fputs("    - ", out);
		for (const char *c = item; *c; c++)
			*c == '#' ? fprintf(out, "%u", i) : putc(*c, out);
		putc('\n', out);
	}
	fclose(out);
	err = vdt_policy_yaml_read((char *)yaml.data, yaml.len, "t.yaml", &model, error);
	if (!err)
		vdt_model_done(&model);
	free(yaml.data);
	return err;
}

Test(policy_yaml, bounds_lists)
{
	static const struct {
		const char *key, *item;
		unsigned int most;
		const char *text;
	} rows[] = {
		{"services", "{name: s#, tcp: #}", 128, "129 services; a policy holds at most 128"},
		{"egress", "{to: any, tcp: #}", 64, "65 egress rules; a policy holds at most 64"},
		{"services", "{name: s#, tcp: #, exe: /bin/#}", 64,
		 "65 executables; a policy holds at most 64"},
		{"packet_sockets", "/bin/#", 64, "65 packet_sockets; a policy holds at most 64"},
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct vdt_model_error error;

		cr_expect_eq(read_many(rows[i].key, rows[i].item, rows[i].most, &error), 0, "%s",
			     error.text);
		cr_expect_eq(read_many(rows[i].key, rows[i].item, rows[i].most + 1, &error),
			     -EINVAL);
		cr_expect_str_eq(error.text, rows[i].text);
	}
}

Test(policy_yaml, makes_a_feed_of_a_long_file)
{
	char path[] = "/tmp/policy_yaml.XXXXXX", yaml[256];
	FILE *feed = fdopen(mkstemp(path), "w");
	struct vdt_model_error error;
	struct vdt_model model;
	struct bytes canonical;

	/* Every other address, so that none can be put together; and each twice. */
	for (unsigned int i = 0; i < 4 * VDT_PREFIXES4_MAX + 4; i++)
		fprintf(feed, "10.%u.%u.%u\n", i >> 16, i >> 8 & 0xff, i & 0xfe);
	fclose(feed);
	snprintf(yaml, sizeof(yaml), "sets: {t: {file: %s}}\npolicy: {name: a, version: 9}\n",
		 path);
	cr_assert_eq(vdt_policy_yaml_read(yaml, strlen(yaml), "t.yaml", &model, &error), 0, "%s",
		     error.text);
	cr_expect_eq(model.sets[0].feed, 9);
	cr_expect_eq(model.sets[0].ip[VDT_MODEL_IPV4].count, 2 * VDT_PREFIXES4_MAX + 2);
	canonical = yaml_of(&model);
	cr_expect(strstr((char *)canonical.data, "t: {feed: 9}\n"));
	free(canonical.data);
	vdt_model_done(&model);
	unlink(path);
}

static void read_example(struct vdt_model *ret_model)
{
	struct vdt_model_error error;
	uint8_t *text;
	size_t len;

	cr_assert_eq(vdt_file_read(EXAMPLE, 65536, &text, &len), 0);
	cr_assert_eq(vdt_policy_yaml_read((char *)text, len, EXAMPLE, ret_model, &error), 0, "%s",
		     error.text);
	free(text);
}

Test(policy_yaml, reads_the_example)
{
	struct vdt_model model;

	read_example(&model);
	cr_expect_str_eq(model.name.text, "lobby");
	cr_expect_eq(model.version, 42);
	cr_expect_eq(model.n_sets, 3);
	cr_expect_eq(vdt_model_find_set(&model, "threats")->ip[VDT_MODEL_IPV4].count, 3);
	cr_expect_eq(vdt_model_find_set(&model, "threats")->ip[VDT_MODEL_IPV6].count, 1);
	cr_expect_eq(model.services[0].port, 443);
	cr_expect_eq(model.services[0].rate, 10);
	cr_expect_eq(model.services[0].period, 1);
	cr_expect_eq(model.services[1].per_source, 16);
	cr_expect_eq(model.services[2].flags, VEDETTE_SERVICE_FLAG_LOOPBACK_ONLY);
	cr_expect_eq(model.services[3].name.at.line, 16);
	cr_expect_eq(model.limits.reserved, 8);
	cr_expect_str_eq(model.egress[1].dns, "updates.example.com");
	cr_expect_eq(model.egress[3].proto, IPPROTO_ICMP);
	cr_expect_eq(model.stream.viewers, 32);
	vdt_model_done(&model);
}
