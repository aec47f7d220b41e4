// SPDX-License-Identifier: BSD-3-Clause

#include "tests/unit/tools/vedette-kit/forms.h"

#include "tools/vedette-kit/policy_compare.h"

#define BASE_SETS   "sets: {lan: [10.0.0.0/8, 'fd00::/8'], nvr: [10.20.0.5]}\n"
#define BASE_STREAM "stream: {encoder: 'rtsp://[::1]/'}\n"
#define BASE \
	BASE_SETS \
	"network: {deny: [nvr], services: [{name: web, tcp: 443, from: [lan, nvr]}]}\n" BASE_STREAM

static const struct {
	const char *after;    /* behind "policy: {name: a, version: 1}" */
	const char *expected; /* path|before|after, one difference a line */
	const char *why;
} cases[] = {
	{BASE, "", "the same"},
	{"sets: {nvr: [10.20.0.5], lan: ['fd00::/8', 10.0.0.0/8]}\n"
	 "network: {netns: all, deny: [nvr], services: [{name: web, tcp: 443, from: [nvr, lan]}]}\n"
	 "stream: {encoder: 'rtsp://[::1]/', viewers: 32}\n",
	 "", "another order, and defaults written out"},
	{"sets: {lan: [10.0.0.0/9, 'fd00::/8'], nvr: []}\n"
	 "network: {deny: [nvr], services: [{name: web, tcp: 443, from: [lan, nvr]}]}\n"
	 "stream: {encoder: 'rtsp://[::1]/'}\n",
	 "sets.lan|10.0.0.0/8|-\nsets.lan|-|10.0.0.0/9\nsets.nvr|10.20.0.5/32|-\n",
	 "prefixes come and go"},
	{"sets: {lan: [10.0.0.0/8, 'fd00::/8'], nvr: [10.20.0.5]}\n"
	 "network: {services: [{name: web, tcp: 443}]}\n"
	 "stream: {encoder: 'rtsp://[::1]/'}\n",
	 "network.deny|nvr|none\nnetwork.services.web.from|lan, nvr|every source\n",
	 "no from at all is more than one name less"},
	{"sets: {lan: [10.0.0.0/8, 'fd00::/8'], nvr: [10.20.0.5]}\n"
	 "network: {netns: init, deny: [nvr],\n"
	 " services: [{name: web, udp: 444, from: [lan], exe: /w}]}\n"
	 "stream: {encoder: 'rtsp://[::1]/', viewers: 2}\n",
	 "network.netns|all|init\nnetwork.services.web.port|tcp 443|udp 444\n"
	 "network.services.web.exe|any|/w\nnetwork.services.web.from|nvr|-\nstream.viewers|32|2\n",
	 "settings of a service"},
	{BASE_SETS "network: {deny: [nvr], services: [{name: web, tcp: 443, from: [lan, nvr],\n"
		   " connections: 64, per_source: 8, rate: 10/m}],\n"
		   " mode: observe, fragments: reassemble, xdp: generic,\n"
		   " limits: {connections: 256, reserved: 8}}\n" BASE_STREAM,
	 "network.mode|enforce|observe\nnetwork.fragments|drop|reassemble\n"
	 "network.xdp|native|generic\nnetwork.services.web.connections|no limit|64\n"
	 "network.services.web.per_source|no limit|8\nnetwork.services.web.rate|no limit|10/m\n"
	 "network.limits.reserved|0|8\n",
	 "limits; one that is written out and is the module's own is no difference"},
	{BASE_SETS "network: {deny: [nvr], services: [{name: web, tcp: 443, from: [lan, nvr]}],\n"
		   " packet_sockets: [/dhcp],\n"
		   " egress: [{to: [nvr], tcp: 6514, exe: /audit}, {to: any, icmp: echo},\n"
		   " {to: {dns: a.example}, udp: 123}, {to: any}]}\n" BASE_STREAM,
	 "network.egress|-|to nvr, tcp 6514, by /audit\nnetwork.egress|-|to any, icmp echo\n"
	 "network.egress|-|to a.example, udp 123\nnetwork.egress|-|to any, everything\n"
	 "network.packet_sockets|-|/dhcp\n",
	 "what may leave"},
	{BASE_SETS "network: {deny: [nvr], services: [{name: web, tcp: 443, from: [lan, nvr]}]}\n"
		   "accounts: {min_length: 14, lockout: {failures: 5}}\n"
		   "audit: {log: off, syslog: 'tls://10.0.0.1:6514'}\n" BASE_STREAM,
	 "accounts.min_length|12|14|stricter\naudit.log|on|off|weaker\n"
	 "audit.syslog|-|tls://10.0.0.1:6514\n",
	 "settings; one that is written out and holds anyway is no difference"},
	{"sets: {lan: {feed: 7}, nvr: [10.20.0.5]}\n"
	 "network: {deny: [nvr],\n"
	 " services: [{name: web, tcp: 443, from: [lan, nvr]}]}\n" BASE_STREAM,
	 "sets.lan|-|feed of version 7\n", "a list that becomes a feed"},
	{BASE "integrity: {mode: enforce, log: [script], interpreters: [/sh], jit: [/j],\n"
	      " data: [/d], revoked: ['key:00000001'], builds: {app: 2}, kinds: [script, memory]}\n"
	      "lock: boot\n",
	 "integrity.memory|off|enforce|stricter\nintegrity.script|off|log|stricter\n"
	 "integrity.interpreters|-|/sh|stricter\nintegrity.jit|-|/j|weaker\n"
	 "integrity.data|-|/d|weaker\nintegrity.revoked|-|key:00000001|stricter\n"
	 "integrity.builds.app|-|2|stricter\nlock|request|boot|stricter\n",
	 "integrity begins"},
	{BASE "integrity: {mode: log, kinds: [exec, mmap, memory, device], updater: [/u]}\n",
	 "integrity.exec|off|log|stricter\nintegrity.mmap|off|log|stricter\n"
	 "integrity.memory|off|log|stricter\nintegrity.device|off|log|stricter\n"
	 "integrity.updater|-|/u|weaker\n",
	 "an updater may more than others"},
	{BASE "integrity: {mode: 'off'}\nlock: request\n", "", "what is said and is the default"},
	{"",
	 "sets.lan|the set|-\nsets.lan|10.0.0.0/8|-\nsets.lan|fd00::/8|-\nsets.nvr|the set|-\n"
	 "sets.nvr|10.20.0.5/32|-\nnetwork.deny|nvr|none\n"
	 "network.services.web|tcp 443, lan, nvr|-\nstream.encoder|rtsp://[::1]/|-\n",
	 "everything goes"},
};

static void read_policy(const char *rest, struct vdt_model *ret_model)
{
	char text[1024];
	struct bytes yaml = {(uint8_t *)text, 0};

	yaml.len = (size_t)snprintf(text, sizeof(text), "policy: {name: a, version: 1}\n%s", rest);
	read_yaml(&yaml, ret_model);
}

static const char *side(const json_t *change, const char *name)
{
	const json_t *value = json_object_get(change, name);

	return value ? json_string_value(value) : "-";
}

static size_t say(const json_t *change, char *text, size_t room)
{
	const char *effect = json_string_value(json_object_get(change, "effect"));

	return (size_t)snprintf(text, room, "%s|%s|%s%s%s\n", side(change, "path"),
				side(change, "before"), side(change, "after"), effect ? "|" : "",
				effect ? effect : "");
}

#define HASH_A \
	"sha256:" \
	"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"

/* From one policy with integrity to another. */
Test(policy_compare, tells_what_becomes_weaker)
{
	static const char expected[] = "integrity.exec|enforce|log|weaker\n"
				       "integrity.mmap|enforce|off|weaker\n"
				       "integrity.memory|log|enforce|stricter\n"
				       "integrity.revoked|key:00000001|-|weaker\n"
				       "integrity.verity|" HASH_A "|-|stricter\n"
				       "integrity.builds.app|7|6|weaker\n"
				       "integrity.builds.gone|1|-|weaker\n";
	struct vdt_model before, after;
	char said[1024] = "";
	json_t *changes, *change;
	size_t k, len = 0;

	read_policy("integrity: {mode: enforce, kinds: [exec, mmap, memory], log: [memory],\n"
		    " builds: {app: 7, gone: 1}, revoked: ['key:00000001', '" HASH_A "'],\n"
		    " verity: ['" HASH_A "']}\n",
		    &before);
	read_policy("integrity: {mode: enforce, kinds: [exec, memory], log: [exec],\n"
		    " builds: {app: 6}, revoked: ['" HASH_A "']}\n",
		    &after);
	changes = vdt_policy_compare(&before, &after);
	json_array_foreach(changes, k, change)
		len += say(change, said + len, sizeof(said) - len);
	cr_expect_str_eq(said, expected, "%s", said);
	json_decref(changes);
	vdt_model_done(&before);
	vdt_model_done(&after);
}

Test(policy_compare, tells_what_changes)
{
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct vdt_model before, after;
		char said[1024] = "";
		json_t *changes, *change;
		size_t k, len = 0;

		read_policy(BASE, &before);
		read_policy(cases[i].after, &after);
		changes = vdt_policy_compare(&before, &after);
		json_array_foreach(changes, k, change)
			len += say(change, said + len, sizeof(said) - len);
		cr_expect_str_eq(said, cases[i].expected, "%s:\n%s", cases[i].why, said);
		json_decref(changes);
		vdt_model_done(&before);
		vdt_model_done(&after);
	}
}
