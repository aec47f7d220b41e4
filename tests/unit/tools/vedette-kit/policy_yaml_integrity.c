// SPDX-License-Identifier: BSD-3-Clause

#include "tests/unit/tools/vedette-kit/forms.h"

#include <errno.h>

#define HEAD	  "policy: {name: a, version: 1}\n"
#define INTEGRITY HEAD "integrity: {"
#define KINDS	  "exec, mmap, memory, module, firmware, kexec, script, immutable, device"
#define HEX	  "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcde"

/* What is wrong, and the words of the one who says so: "line:column: text". */
static const struct {
	const char *yaml, *expected;
} refused[] = {
	{HEAD "integrity: enforce\n", "2:12: integrity is a value; expected a map"},
	{INTEGRITY "}\n", "2:12: integrity has no 'mode'; add it"},
	{INTEGRITY "kinds: [exec]}\n", "2:12: integrity has no 'mode'; add it"},
	{INTEGRITY "mode: observe}\n", "2:19: mode 'observe'; expected off, log or enforce"},
	{INTEGRITY "mode: enforce, kind: [exec]}\n",
	 "2:28: unknown key 'kind' in integrity; known keys: mode, kinds, log, interpreters, jit, "
	 "data, revoked, builds, verity, updater"},
	{INTEGRITY "mode: off, kinds: [exec]}\n",
	 "2:24: mode is off, and nothing looks at 'kinds'; remove it, or choose mode log"},
	{INTEGRITY "revoked: ['key:00000001'], mode: 'off'}\n",
	 "2:13: mode is off, and nothing looks at 'revoked'; remove it, or choose mode log"},

	/* kinds */
	{INTEGRITY "mode: enforce, kinds: exec}\n", "2:35: kinds is a value; expected a list"},
	{INTEGRITY "mode: enforce, kinds: [[exec]]}\n", "2:36: a kind is a list; expected a value"},
	{INTEGRITY "mode: enforce, kinds: []}\n",
	 "2:35: kinds is empty; name some, leave it out for all of them, or choose mode off"},
	{INTEGRITY "mode: enforce, kinds: [exec, open]}\n",
	 "2:42: unknown kind 'open'; known kinds: " KINDS},
	{INTEGRITY "mode: enforce, kinds: [lock]}\n",
	 "2:36: unknown kind 'lock'; known kinds: " KINDS},
	{INTEGRITY "mode: enforce, kinds: [exec, exec]}\n",
	 "2:42: kind 'exec' stands twice; remove one"},
	{INTEGRITY "mode: enforce, kinds: [exec], log: [script]}\n",
	 "2:48: kind 'script' is in log, but not in kinds; add it there or remove it here"},
	{INTEGRITY "mode: enforce, log: [scripts]}\n",
	 "2:34: unknown kind 'scripts'; known kinds: " KINDS},
	{INTEGRITY "mode: log, log: [script]}\n",
	 "2:24: with mode log every kind is only logged; remove log, or choose mode enforce"},

	/* lists of paths */
	{INTEGRITY "mode: enforce, kinds: [exec], interpreters: [/bin/sh]}\n",
	 "2:58: interpreters without the kind script, which is what looks at them; add script to "
	 "kinds"},
	{INTEGRITY "mode: log, kinds: [exec], jit: [/bin/app]}\n",
	 "2:45: jit without the kind memory, which is what looks at it; add memory to kinds"},
	{INTEGRITY "mode: enforce, kinds: [exec, mmap, memory], updater: [/u]}\n",
	 "2:67: updater without the kind device, which is what looks at it; add device to kinds"},
	{INTEGRITY "mode: enforce, log: [memory], updater: [/u]}\n",
	 "2:53: updater with exec, mmap or memory weaker than device: any code could run as it; "
	 "give them the mode of device"},
	{INTEGRITY "mode: log, kinds: [exec, device], updater: [/u]}\n",
	 "2:57: updater with exec, mmap or memory weaker than device: any code could run as it; "
	 "give them the mode of device"},
	{INTEGRITY "mode: enforce, data: [/var]}\n",
	 "2:35: data is what interpreters may read, and none is given; add interpreters"},
	{INTEGRITY "mode: enforce, interpreters: [busybox]}\n",
	 "2:43: interpreters 'busybox' is no absolute path without '.', '..' and spaces"},
	{INTEGRITY "mode: enforce, interpreters: [/b, /a, /b]}\n",
	 "2:51: '/b' stands twice; remove one"},
	{INTEGRITY "mode: enforce, jit: ['']}\n", "2:34: an executable is empty"},
	{INTEGRITY "mode: enforce, interpreters: [/sh], data: [/var/]}\n",
	 "2:56: data '/var/' is no absolute path without '.', '..' and spaces"},

	/* revoked, verity */
	{INTEGRITY "mode: enforce, revoked: ['" HEX "0']}\n",
	 "2:38: '" HEX "0'; expected 'sha256:DIGITS', 'sha384:DIGITS', 'sha512:DIGITS' or "
	 "'key:ID'"},
	{INTEGRITY "mode: enforce, revoked: ['md5:00']}\n",
	 "2:38: 'md5:00'; expected 'sha256:DIGITS', 'sha384:DIGITS', 'sha512:DIGITS' or 'key:ID'"},
	{INTEGRITY "mode: enforce, revoked: ['sha256:" HEX "']}\n",
	 "2:38: 'sha256:" HEX "'; expected 64 hexadecimal digits behind sha256:"},
	{INTEGRITY "mode: enforce, revoked: ['sha256:" HEX "g']}\n",
	 "2:38: 'sha256:" HEX "g'; expected 64 hexadecimal digits behind sha256:"},
	{INTEGRITY "mode: enforce, revoked: ['sha384:" HEX "0']}\n",
	 "2:38: 'sha384:" HEX "0'; expected 96 hexadecimal digits behind sha384:"},
	{INTEGRITY "mode: enforce, revoked: ['key:123']}\n",
	 "2:38: 'key:123'; expected 8 hexadecimal digits behind key:"},
	{INTEGRITY "mode: enforce, revoked: ['key:0x345678']}\n",
	 "2:38: 'key:0x345678'; expected 8 hexadecimal digits behind key:"},
	{INTEGRITY "mode: enforce, revoked: ['key:0000000A', 'key:0000000a']}\n",
	 "2:54: 'key:0000000a' stands twice; remove one"},
	{INTEGRITY "mode: enforce, verity: ['sha256:" HEX "0', 'sha256:" HEX "0']}\n",
	 "2:112: 'sha256:" HEX "0' stands twice; remove one"},
	{INTEGRITY "mode: enforce, verity: ['key:00000000']}\n",
	 "2:37: 'key:00000000'; expected 'sha256:DIGITS', 'sha384:DIGITS' or 'sha512:DIGITS'"},

	/* builds */
	{INTEGRITY "mode: enforce, builds: [app]}\n", "2:36: builds is a list; expected a map"},
	{INTEGRITY "mode: enforce, builds: {app: 0}}\n",
	 "2:42: app '0' is no number from 1 to 4294967295"},
	{INTEGRITY "mode: enforce, builds: {app: [1]}}\n",
	 "2:42: a build number is a list; expected a value"},
	{INTEGRITY "mode: enforce, builds: {App: 1}}\n",
	 "2:37: 'App' is no name for a package; names are lower-case letters, digits, '-' and "
	 "'_', starting with a letter"},

	/* lock */
	{HEAD "lock: now\n", "2:7: lock 'now'; expected request or boot"},
	{HEAD "lock: [boot]\n", "2:7: lock is a list; expected a value"},
};

Test(policy_yaml_integrity, says_what_is_wrong_and_where)
{
	for (size_t i = 0; i < sizeof(refused) / sizeof(*refused); i++) {
		const char *yaml = refused[i].yaml;
		struct vdt_model_error error;
		char said[VDT_MODEL_ERROR + 32];
		struct vdt_model model;

		cr_expect_eq(vdt_policy_yaml_read(yaml, strlen(yaml), "t.yaml", &model, &error),
			     -EINVAL, "taken: %s", yaml);
		snprintf(said, sizeof(said), "%u:%u: %s", error.line, error.column, error.text);
		cr_expect_str_eq(said, refused[i].expected, "%s\n  said     %s\n  expected %s",
				 yaml, said, refused[i].expected);
	}
}

static struct vdt_model read_text(const char *yaml)
{
	struct vdt_model model;
	struct bytes bytes = {(uint8_t *)(uintptr_t)yaml, strlen(yaml)};

	read_yaml(&bytes, &model);
	return model;
}

Test(policy_yaml_integrity, gives_each_kind_a_mode)
{
	const uint32_t exec = 1u << VEDETTE_INTEGRITY_KIND_EXEC;
	const uint32_t script = 1u << VEDETTE_INTEGRITY_KIND_SCRIPT;
	const struct {
		const char *yaml;
		uint32_t enforce, log;
	} rows[] = {
		{HEAD, 0, 0},
		{INTEGRITY "mode: off}\n", 0, 0},
		{INTEGRITY "mode: enforce}\n", VDT_MODEL_KINDS, 0},
		{INTEGRITY "mode: log}\n", 0, VDT_MODEL_KINDS},
		{INTEGRITY "mode: log, kinds: [exec]}\n", 0, exec},
		{INTEGRITY "mode: enforce, log: []}\n", VDT_MODEL_KINDS, 0},
		{INTEGRITY "mode: enforce, log: [script]}\n", VDT_MODEL_KINDS & ~script, script},
		{INTEGRITY "log: [script], kinds: [script, exec], mode: enforce}\n", exec, script},
		{INTEGRITY "mode: enforce, kinds: [exec], log: [exec]}\n", 0, exec},
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct vdt_model model = read_text(rows[i].yaml);

		cr_expect_eq(model.integrity.enforce, rows[i].enforce, "%s", rows[i].yaml);
		cr_expect_eq(model.integrity.log, rows[i].log, "%s", rows[i].yaml);
		vdt_model_done(&model);
	}
}

/* The network may only be watched while code is held to its signatures, and the other way round. */
Test(policy_yaml_integrity, observe_is_of_the_network)
{
	struct vdt_model model =
		read_text(HEAD "network: {mode: observe}\nintegrity: {mode: enforce}\n");

	cr_expect_eq(model.mode, VEDETTE_MODE_OBSERVE);
	cr_expect_eq(model.integrity.enforce, VDT_MODEL_KINDS);
	vdt_model_done(&model);
}

Test(policy_yaml_integrity, sorts_its_lists)
{
	struct vdt_model model = read_text(
		INTEGRITY "mode: enforce, interpreters: [/b, /a], builds: {web: 7, app: 42},\n"
			  " revoked: ['key:FFFFFFFE', 'sha512:" HEX "0" HEX "0',\n"
			  "  'sha256:" HEX "1', 'sha256:" HEX "0', 'key:00000001']}\nlock: boot\n");
	const struct vdt_model_integrity *integrity = &model.integrity;

	cr_expect_str_eq(integrity->interpreters.items[0].text, "/a");
	cr_expect_str_eq(integrity->builds[0].label.text, "app");
	cr_expect_eq(integrity->builds[1].minimum, 7);
	cr_assert_eq(integrity->revoked.count, 3);
	cr_expect_eq(integrity->revoked.items[0].bytes[31], 0xe0);
	cr_expect_eq(integrity->revoked.items[1].bytes[31], 0xe1);
	cr_expect_eq(integrity->revoked.items[2].length, 64);
	cr_expect_eq(integrity->keys[0].id, 1);
	cr_expect_eq(integrity->keys[1].id, 0xfffffffe);
	cr_expect_eq(model.lock, VEDETTE_LOCK_WHEN_BOOT);
	vdt_model_done(&model);
}

/* Beside two executables fewer than fit. */
static int read_executables(const char *integrity, struct vdt_model_error *error)
{
	struct bytes yaml;
	FILE *out = open_memstream((char **)&yaml.data, &yaml.len);
	struct vdt_model model;
	int err;

	fputs(INTEGRITY "mode: enforce, ", out);
	fprintf(out, "%s}\nnetwork:\n  packet_sockets:\n", integrity);
	for (unsigned int i = 2; i < VDT_EXES_MAX; i++)
		fprintf(out, "    - /%u\n", i);
	fclose(out);
	err = vdt_policy_yaml_read((char *)yaml.data, yaml.len, "t.yaml", &model, error);
	if (!err)
		vdt_model_done(&model);
	free(yaml.data);
	return err;
}

Test(policy_yaml_integrity, bounds_executables_of_all_lists)
{
	static const struct {
		const char *integrity;
		int err;
	} rows[] = {
		{"interpreters: [/a, /b]", 0},
		{"interpreters: [/a, /b], jit: [/b, /2], updater: [/a]", 0}, /* each once */
		{"interpreters: [/a, /b, /c]", -EINVAL},
		{"jit: [/a, /b, /c]", -EINVAL},
		{"updater: [/a, /b, /c]", -EINVAL},
		{"interpreters: [/a], jit: [/b], updater: [/c]", -EINVAL},
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct vdt_model_error error;

		cr_expect_eq(read_executables(rows[i].integrity, &error), rows[i].err, "%s",
			     rows[i].integrity);
		if (rows[i].err)
			cr_expect_str_eq(error.text, "65 executables; a policy holds at most 64");
	}
}

/* @count different hashes of the algorithm, under @key. */
static int read_hashes(const char *key, const char *algorithm, unsigned int digits,
		       unsigned int count, struct vdt_model_error *error)
{
	struct bytes yaml;
	FILE *out = open_memstream((char **)&yaml.data, &yaml.len);
	struct vdt_model model;
	int err;

	fprintf(out, HEAD "integrity:\n  mode: enforce\n  %s:\n", key);
	for (unsigned int i = 0; i < count; i++)
		fprintf(out, "    - '%s:%0*x'\n", algorithm, (int)digits, i);
	fclose(out);
	err = vdt_policy_yaml_read((char *)yaml.data, yaml.len, "t.yaml", &model, error);
	if (!err) {
		struct bytes blob = blob_of(&model);

		free(blob.data);
		vdt_model_done(&model);
	}
	free(yaml.data);
	return err;
}

Test(policy_yaml_integrity, bounds_lists)
{
	static const struct {
		const char *key, *algorithm;
		unsigned int digits, most;
		const char *text;
	} rows[] = {
		{"revoked", "sha256", 64, 1024, "1025 revoked hashes; a policy holds at most 1024"},
		{"revoked", "key", 8, 64, "65 revoked keys; a policy holds at most 64"},
		{"verity", "sha512", 128, 8, "9 verity root hashes; a policy holds at most 8"},
		{"revoked", "sha512", 128, 963,
		 "integrity takes 65572 bytes; at most 65535 fit; give a minimum under builds "
		 "instead of many hashes under revoked"},
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct vdt_model_error error = {0};

		cr_expect_eq(read_hashes(rows[i].key, rows[i].algorithm, rows[i].digits,
					 rows[i].most, &error),
			     0, "%s", error.text);
		cr_expect_eq(read_hashes(rows[i].key, rows[i].algorithm, rows[i].digits,
					 rows[i].most + 1, &error),
			     -EINVAL);
		cr_expect_str_eq(error.text, rows[i].text);
	}
}
