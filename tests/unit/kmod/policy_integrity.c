// SPDX-License-Identifier: BSD-3-Clause
#include <criterion/criterion.h>

#include "tests/unit/kmod/refused.h"

#define KIND(kind) (1u << VEDETTE_INTEGRITY_KIND_##kind)

enum {
	EXEC = KIND(EXEC),
	SCRIPT = KIND(SCRIPT),
	MEMORY = KIND(MEMORY),
	DEVICE = KIND(DEVICE),
	ALL = VDT_INTEGRITY_KINDS,
};

/* What is put is the nest from `at` to the end. */
static size_t begin(uint32_t enforce, uint32_t log)
{
	blob_head(&b);
	return blob_integrity(&b, enforce, log);
}

static void end(size_t at)
{
	blob_nest_end(&b, at);
}

static void empty(void)
{
	end(begin(0, 0));
}

static void only_a_list(void)
{
	size_t at = begin(0, 0);

	blob_u32(&b, VEDETTE_A_INTEGRITY_REVOKED_KEY, 1);
	end(at);
}

static void zero_enforce(void)
{
	size_t at = begin(0, 0);

	blob_u32(&b, VEDETTE_A_INTEGRITY_ENFORCE, 0);
	end(at);
}

static void lock_is_no_kind(void)
{
	end(begin(EXEC | KIND(LOCK), 0));
}

static void unknown_kind(void)
{
	end(begin(EXEC | KIND(LOCK) << 1, 0));
}

static void kind_in_both(void)
{
	end(begin(EXEC | SCRIPT, SCRIPT));
}

static void interpreter_without_script(void)
{
	size_t at = begin(EXEC, MEMORY);

	blob_text(&b, VEDETTE_A_INTEGRITY_INTERPRETER, "/bin/sh");
	end(at);
}

static void jit_without_memory(void)
{
	size_t at = begin(EXEC, SCRIPT);

	blob_text(&b, VEDETTE_A_INTEGRITY_JIT, "/bin/sh");
	end(at);
}

static void updater_by(uint32_t enforce, uint32_t log)
{
	size_t at = begin(enforce, log);

	blob_text(&b, VEDETTE_A_INTEGRITY_UPDATER, "/sbin/update");
	end(at);
}

static void updater_without_device(void)
{
	updater_by(ALL & ~DEVICE, 0);
}

static void updater_without_memory(void)
{
	updater_by(ALL & ~MEMORY, 0);
}

static void updater_with_logged_exec(void)
{
	updater_by(ALL & ~EXEC, EXEC);
}

static void updater_with_logged_device_only(void)
{
	updater_by(SCRIPT, DEVICE);
}

static void data_without_interpreter(void)
{
	size_t at = begin(ALL, 0);

	blob_text(&b, VEDETTE_A_INTEGRITY_DATA, "/var/lib/app");
	end(at);
}

static void two_texts(uint16_t type, const char *one, const char *other)
{
	size_t at = begin(ALL, 0);

	blob_text(&b, type, one);
	blob_text(&b, type, other);
	end(at);
}

static void interpreter_twice(void)
{
	two_texts(VEDETTE_A_INTEGRITY_INTERPRETER, "/bin/sh", "/bin/sh");
}

static void interpreter_unordered(void)
{
	two_texts(VEDETTE_A_INTEGRITY_INTERPRETER, "/bin/sh", "/bin/busybox");
}

static void interpreter_relative(void)
{
	two_texts(VEDETTE_A_INTEGRITY_INTERPRETER, "/bin/sh", "busybox");
}

static void jit_twice(void)
{
	two_texts(VEDETTE_A_INTEGRITY_JIT, "/bin/a", "/bin/a");
}

static void updater_twice(void)
{
	two_texts(VEDETTE_A_INTEGRITY_UPDATER, "/sbin/a", "/sbin/a");
}

static void data_unordered(void)
{
	two_texts(VEDETTE_A_INTEGRITY_DATA, "/var/b", "/var/a");
}

static void data_slash_at_the_end(void)
{
	two_texts(VEDETTE_A_INTEGRITY_DATA, "/var/a", "/var/b/");
}

static void data_cut(void)
{
	size_t at = begin(ALL, 0);

	blob_put(&b, VEDETTE_A_INTEGRITY_DATA, "/var", 4);
	end(at);
}

static void data_too_many(void)
{
	char path[] = "/a";
	size_t at = begin(ALL, 0);

	for (int i = 0; i <= VDT_DATA_MAX; i++, path[1]++)
		blob_text(&b, VEDETTE_A_INTEGRITY_DATA, path);
	end(at);
}

static void hash_of(uint16_t type, size_t len)
{
	size_t at = begin(ALL, 0);

	blob_hash(&b, type, 1, len);
	end(at);
}

static void hash_too_short(void)
{
	hash_of(VEDETTE_A_INTEGRITY_REVOKED_HASH, 20);
}

static void hash_empty(void)
{
	hash_of(VEDETTE_A_INTEGRITY_REVOKED_HASH, 0);
}

static void hash_too_long(void)
{
	hash_of(VEDETTE_A_INTEGRITY_REVOKED_HASH, 80);
}

static void root_odd(void)
{
	hash_of(VEDETTE_A_INTEGRITY_VERITY, 33);
}

static void two_hashes(uint16_t type, uint8_t one, size_t one_len, uint8_t other, size_t other_len)
{
	size_t at = begin(ALL, 0);

	blob_hash(&b, type, one, one_len);
	blob_hash(&b, type, other, other_len);
	end(at);
}

static void hash_twice(void)
{
	two_hashes(VEDETTE_A_INTEGRITY_REVOKED_HASH, 1, 48, 1, 48);
}

static void hash_unordered(void)
{
	two_hashes(VEDETTE_A_INTEGRITY_REVOKED_HASH, 2, 32, 1, 32);
}

static void hash_longer_first(void)
{
	two_hashes(VEDETTE_A_INTEGRITY_REVOKED_HASH, 1, 64, 2, 32);
}

static void root_twice(void)
{
	two_hashes(VEDETTE_A_INTEGRITY_VERITY, 1, 32, 1, 32);
}

static void hashes_put(uint16_t type, int n)
{
	size_t at = begin(ALL, 0);

	for (int i = 0; i < n; i++) {
		uint8_t *hash = blob_put(&b, type, NULL, 32);

		hash[0] = (uint8_t)(i >> 8);
		hash[1] = (uint8_t)i;
	}
	end(at);
}

static void hashes_too_many(void)
{
	hashes_put(VEDETTE_A_INTEGRITY_REVOKED_HASH, VDT_REVOKED_HASHES_MAX + 1);
}

static void roots_too_many(void)
{
	hashes_put(VEDETTE_A_INTEGRITY_VERITY, VDT_VERITY_MAX + 1);
}

static void two_keys(uint32_t one, uint32_t other)
{
	size_t at = begin(ALL, 0);

	blob_u32(&b, VEDETTE_A_INTEGRITY_REVOKED_KEY, one);
	blob_u32(&b, VEDETTE_A_INTEGRITY_REVOKED_KEY, other);
	end(at);
}

static void key_twice(void)
{
	two_keys(7, 7);
}

static void key_unordered(void)
{
	two_keys(0xdeadbeef, 7); /* as signed numbers in order */
}

static void keys_too_many(void)
{
	size_t at = begin(ALL, 0);

	for (uint32_t i = 0; i <= VDT_REVOKED_KEYS_MAX; i++)
		blob_u32(&b, VEDETTE_A_INTEGRITY_REVOKED_KEY, i);
	end(at);
}

static void two_builds(const char *one, const char *other)
{
	size_t at = begin(ALL, 0);

	blob_build(&b, one, 2);
	blob_build(&b, other, 1);
	end(at);
}

static void build_twice(void)
{
	two_builds("app", "app");
}

static void build_unordered(void)
{
	two_builds("web", "app");
}

static void build_name(void)
{
	two_builds("app", "Web");
}

static void build_any(void)
{
	size_t at = begin(ALL, 0);

	blob_build(&b, "app", 0);
	end(at);
}

static void build_without_label(void)
{
	size_t at = begin(ALL, 0), build = blob_nest(&b, VEDETTE_A_INTEGRITY_BUILD);

	blob_u32(&b, VEDETTE_A_BUILD_MINIMUM, 1);
	blob_nest_end(&b, build);
	end(at);
}

static void builds_too_many(void)
{
	char label[] = "aa";
	size_t at = begin(ALL, 0);

	for (int i = 0; i <= VDT_BUILDS_MAX; i++) {
		label[0] = (char)('a' + i / 26);
		label[1] = (char)('a' + i % 26);
		blob_build(&b, label, 1);
	}
	end(at);
}

static void unknown_attribute(void)
{
	size_t at = begin(ALL, 0);

	blob_u32(&b, VEDETTE_A_INTEGRITY_MAX + 1, 1);
	end(at);
}

static void lock_request(void)
{
	blob_head(&b);
	blob_u8(&b, VEDETTE_A_POLICY_LOCK, VEDETTE_LOCK_WHEN_REQUEST);
}

static void lock_unknown(void)
{
	blob_head(&b);
	blob_u8(&b, VEDETTE_A_POLICY_LOCK, VEDETTE_LOCK_WHEN_BOOT + 1);
}

static const struct refused refused[] = {
	{empty, -EINVAL, "integrity: all kinds are off, leave it out"},
	{only_a_list, -EINVAL, "integrity: all kinds are off, leave it out"},
	{zero_enforce, -EINVAL, "integrity: no kind, leave it out"},
	{lock_is_no_kind, -EINVAL, "integrity: lock is not among the kinds"},
	{unknown_kind, -EINVAL, "integrity enforce: wrong length or value"},
	{kind_in_both, -EINVAL, "integrity: a kind is both in enforce and in log"},
	{interpreter_without_script, -EINVAL,
	 "integrity interpreter: stands with the kind script only"},
	{jit_without_memory, -EINVAL, "integrity jit: stands with the kind memory only"},
	{updater_without_device, -EINVAL, "integrity updater: stands with the kind device only"},
	{updater_without_memory, -EINVAL,
	 "integrity updater: exec, mmap or memory weaker than device"},
	{updater_with_logged_exec, -EINVAL,
	 "integrity updater: exec, mmap or memory weaker than device"},
	{updater_with_logged_device_only, -EINVAL,
	 "integrity updater: exec, mmap or memory weaker than device"},
	{updater_twice, -EEXIST, "integrity updater: one given twice"},
	{data_without_interpreter, -EINVAL, "integrity data: stands with interpreters only"},
	{interpreter_twice, -EEXIST, "integrity interpreter: one given twice"},
	{interpreter_unordered, -EINVAL, "integrity interpreter: out of order"},
	{interpreter_relative, -EINVAL, "exe: not an absolute, normalised path"},
	{jit_twice, -EEXIST, "integrity jit: one given twice"},
	{data_unordered, -EINVAL, "integrity data: out of order"},
	{data_slash_at_the_end, -EINVAL, "integrity data: not an absolute, normalised path"},
	{data_cut, -EINVAL, "integrity data: not an absolute, normalised path"},
	{data_too_many, -E2BIG, "integrity data: more than fit"},
	{hash_too_short, -EINVAL, "integrity: a hash is not of 32, 48 or 64 bytes"},
	{hash_empty, -EINVAL, "integrity: a hash is not of 32, 48 or 64 bytes"},
	{hash_too_long, -EINVAL, "integrity: a hash is not of 32, 48 or 64 bytes"},
	{root_odd, -EINVAL, "integrity: a hash is not of 32, 48 or 64 bytes"},
	{hash_twice, -EEXIST, "integrity revoked-hash: one given twice"},
	{hash_unordered, -EINVAL, "integrity revoked-hash: out of order"},
	{hash_longer_first, -EINVAL, "integrity revoked-hash: out of order"},
	{root_twice, -EEXIST, "integrity verity: one given twice"},
	{hashes_too_many, -E2BIG, "integrity revoked-hash: more than fit"},
	{roots_too_many, -E2BIG, "integrity verity: more than fit"},
	{key_twice, -EEXIST, "integrity revoked-key: one given twice"},
	{key_unordered, -EINVAL, "integrity revoked-key: out of order"},
	{keys_too_many, -E2BIG, "integrity revoked-key: more than fit"},
	{build_twice, -EEXIST, "integrity build: one given twice"},
	{build_unordered, -EINVAL, "integrity build: out of order"},
	{build_name, -EINVAL, "name: not of the form [a-z][a-z0-9_-]*"},
	{build_any, -EINVAL, "build minimum: wrong length or value"},
	{build_without_label, -ENOMSG, "build label: missing"},
	{builds_too_many, -E2BIG, "integrity build: more than fit"},
	{unknown_attribute, -EOPNOTSUPP, "integrity: unknown attribute"},
	{lock_request, -EINVAL, "lock: the default, leave it out"},
	{lock_unknown, -EINVAL, "lock: wrong length or value"},
};

Test(policy_integrity, refuses_with_its_reason)
{
	check_refused(refused, ARRAY_SIZE(refused));
}

static struct vdt_policy *parse_policy(void)
{
	struct vdt_policy *policy = NULL;
	struct vdt_fault fault;

	cr_assert_eq(vdt_policy_parse(b.data, b.len, &policy, &fault), 0, "%s", fault.text);
	return policy;
}

Test(policy_integrity, a_kind_has_one_mode)
{
	struct vdt_policy *policy;

	end(begin(EXEC, SCRIPT));
	policy = parse_policy();
	cr_expect_eq(vdt_integrity_mode(&policy->integrity, VEDETTE_INTEGRITY_KIND_EXEC),
		     VEDETTE_INTEGRITY_MODE_ENFORCE);
	cr_expect_eq(vdt_integrity_mode(&policy->integrity, VEDETTE_INTEGRITY_KIND_SCRIPT),
		     VEDETTE_INTEGRITY_MODE_LOG);
	cr_expect_eq(vdt_integrity_mode(&policy->integrity, VEDETTE_INTEGRITY_KIND_MEMORY),
		     VEDETTE_INTEGRITY_MODE_OFF);
	vdt_policy_free(policy);
}

Test(policy_integrity, finds_what_is_revoked)
{
	static const struct {
		uint8_t fill;
		size_t len;
		bool revoked;
		const char *why;
	} rows[] = {
		{0x22, 32, true, "first of its length"},
		{0x33, 32, true, "in the middle"},
		{0x44, 32, true, "last of its length"},
		{0x11, 64, true, "alone of its length"},
		{0x11, 32, false, "before the first"},
		{0x3a, 32, false, "between two"},
		{0x66, 32, false, "behind the last"},
		{0x22, 48, false, "a length that none has"},
		{0x22, 20, false, "SHA-1 is in no policy"},
		{0x55, 32, false, "a root is no revoked file"},
		{0x22, 0, false, "nothing"},
	};
	uint8_t digest[64];
	struct vdt_policy *policy;

	blob_full(&b);
	policy = parse_policy();
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		memset(digest, rows[i].fill, sizeof(digest));
		cr_expect_eq(vdt_integrity_revokes_hash(&policy->integrity, digest, rows[i].len),
			     rows[i].revoked, "%s", rows[i].why);
	}
	cr_expect(vdt_integrity_revokes_key(&policy->integrity, 0xdeadbeef));
	cr_expect_not(vdt_integrity_revokes_key(&policy->integrity, 0xefbeadde));
	vdt_policy_free(policy);
}

/* Every one of the most that fit is found, and none beside them. */
Test(policy_integrity, finds_each_of_many)
{
	struct vdt_policy *policy;
	uint8_t digest[32] = {0};

	hashes_put(VEDETTE_A_INTEGRITY_REVOKED_HASH, VDT_REVOKED_HASHES_MAX);
	policy = parse_policy();
	for (int i = 0; i < VDT_REVOKED_HASHES_MAX; i++) {
		digest[0] = (uint8_t)(i >> 8);
		digest[1] = (uint8_t)i;
		digest[31] = 0;
		cr_assert(vdt_integrity_revokes_hash(&policy->integrity, digest, 32), "%d", i);
		digest[31] = 1;
		cr_assert_not(vdt_integrity_revokes_hash(&policy->integrity, digest, 32), "%d", i);
	}
	vdt_policy_free(policy);
}

Test(policy_integrity, knows_builds_and_roots)
{
	struct vdt_policy *policy;
	uint8_t root[64];

	blob_full(&b);
	policy = parse_policy();
	cr_expect_eq(vdt_integrity_minimum(&policy->integrity, "camera-app"), 42);
	cr_expect_eq(vdt_integrity_minimum(&policy->integrity, "web"), 7);
	cr_expect_eq(vdt_integrity_minimum(&policy->integrity, "camera"), 0);
	memset(root, 0x55, sizeof(root));
	cr_expect(vdt_integrity_trusts_root(&policy->integrity, root, 32));
	cr_expect_not(vdt_integrity_trusts_root(&policy->integrity, root, 64));
	root[31] = 0;
	cr_expect_not(vdt_integrity_trusts_root(&policy->integrity, root, 32));
	vdt_policy_free(policy);
}
