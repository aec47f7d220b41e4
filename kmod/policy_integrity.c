// SPDX-License-Identifier: GPL-2.0-only OR BSD-3-Clause
#include "core.h"
#include "limits.h"
#include "policy_part.h"
#include "policy_text.h"

enum { HASH_SHORTEST = 32, HASH_STEP = 16 };

/* Returns the place of this length in a struct vdt_hashes, or -1. */
static int length_index(size_t len)
{
	size_t index = (len - HASH_SHORTEST) / HASH_STEP;

	if (len < HASH_SHORTEST || len % HASH_STEP || index >= VDT_HASH_LENGTHS)
		return -1;
	return (int)index;
}

/* Needs no padding: every length is a multiple of NLA_ALIGNTO. */
static bool has_hash(const struct vdt_hashes *hashes, const u8 *hash, size_t len)
{
	int index = length_index(len), low = 0, high, middle, order;
	const char *first;

	if (index < 0)
		return false;
	first = (const char *)hashes->first[index];
	for (high = hashes->count[index]; low < high;) {
		middle = (low + high) / 2;
		order = memcmp(hash, first + middle * (NLA_HDRLEN + len) + NLA_HDRLEN, len);
		if (!order)
			return true;
		if (order < 0)
			high = middle;
		else
			low = middle + 1;
	}
	return false;
}

static int read_exe(struct vdt_parser *p, const struct nlattr *attr, u64 *mask)
{
	s16 exe;
	int err = vdt_part_exe(p, attr, &exe);

	if (!err)
		*mask |= BIT_ULL(exe);
	return err;
}

static int read_interpreter(struct vdt_parser *p, const struct nlattr *attr)
{
	return read_exe(p, attr, &p->policy->integrity.interpreters);
}

static int read_jit(struct vdt_parser *p, const struct nlattr *attr)
{
	return read_exe(p, attr, &p->policy->integrity.jit);
}

static int read_updater(struct vdt_parser *p, const struct nlattr *attr)
{
	return read_exe(p, attr, &p->policy->integrity.updaters);
}

static int read_data(struct vdt_parser *p, const struct nlattr *attr)
{
	struct vdt_integrity *integrity = &p->policy->integrity;
	const char *path = nla_data(attr);

	if (!vdt_text_is_whole(path, nla_len(attr)) || !vdt_text_is_path(path))
		return vdt_refuse(&p->reader, -EINVAL, attr,
				  "integrity data: not an absolute, normalised path");
	integrity->data[integrity->n_data++] = path;
	return 0;
}

static int read_hash(struct vdt_parser *p, const struct nlattr *attr, struct vdt_hashes *hashes)
{
	int index = length_index(nla_len(attr));

	if (index < 0)
		return vdt_refuse(&p->reader, -EINVAL, attr,
				  "integrity: a hash is not of 32, 48 or 64 bytes");
	if (!hashes->count[index]++)
		hashes->first[index] = attr;
	return 0;
}

static int read_revoked_hash(struct vdt_parser *p, const struct nlattr *attr)
{
	return read_hash(p, attr, &p->policy->integrity.revoked);
}

static int read_revoked_key(struct vdt_parser *p, const struct nlattr *attr)
{
	struct vdt_integrity *integrity = &p->policy->integrity;

	integrity->keys[integrity->n_keys++] = nla_get_u32(attr);
	return 0;
}

static int read_build(struct vdt_parser *p, const struct nlattr *nest)
{
	struct vdt_integrity *integrity = &p->policy->integrity;
	struct vdt_build *build = &integrity->builds[integrity->n_builds];
	struct vdt_level level;
	int err = vdt_part_nest(p, &vdt_build_grammar, nest, &level);

	if (!err)
		err = vdt_part_name(p, level.attr[VEDETTE_A_BUILD_LABEL], &build->label);
	if (err)
		return err;
	build->minimum = nla_get_u32(level.attr[VEDETTE_A_BUILD_MINIMUM]);
	integrity->n_builds++;
	return 0;
}

static int read_verity(struct vdt_parser *p, const struct nlattr *attr)
{
	return read_hash(p, attr, &p->policy->integrity.verity);
}

static int compare_texts(const struct nlattr *a, const struct nlattr *b)
{
	return strcmp(nla_data(a), nla_data(b));
}

static int compare_hashes(const struct nlattr *a, const struct nlattr *b)
{
	return nla_len(a) == nla_len(b) ? memcmp(nla_data(a), nla_data(b), nla_len(a))
					: nla_len(a) - nla_len(b);
}

static int compare_keys(const struct nlattr *a, const struct nlattr *b)
{
	u32 one = nla_get_u32(a), other = nla_get_u32(b);

	return one < other ? -1 : one > other;
}

/* The label is the first attribute of a build. */
static int compare_builds(const struct nlattr *a, const struct nlattr *b)
{
	return compare_texts(nla_data(a), nla_data(b));
}

/* The attributes that may stand more than once. Two that were read can be compared. */
static const struct list {
	int type, most;
	int (*read)(struct vdt_parser *p, const struct nlattr *attr);
	int (*compare)(const struct nlattr *a, const struct nlattr *b);
	const char *many, *twice, *unordered;
} lists[] = {
#define LIST(type, most, read, compare, name) \
	{ \
		VEDETTE_A_INTEGRITY_##type, most, read, compare, name ": more than fit", \
			name ": one given twice", name ": out of order" \
	}
	LIST(INTERPRETER, VDT_EXES_MAX, read_interpreter, compare_texts, "integrity interpreter"),
	LIST(JIT, VDT_EXES_MAX, read_jit, compare_texts, "integrity jit"),
	LIST(DATA, VDT_DATA_MAX, read_data, compare_texts, "integrity data"),
	LIST(REVOKED_HASH, VDT_REVOKED_HASHES_MAX, read_revoked_hash, compare_hashes,
	     "integrity revoked-hash"),
	LIST(REVOKED_KEY, VDT_REVOKED_KEYS_MAX, read_revoked_key, compare_keys,
	     "integrity revoked-key"),
	LIST(BUILD, VDT_BUILDS_MAX, read_build, compare_builds, "integrity build"),
	LIST(VERITY, VDT_VERITY_MAX, read_verity, compare_hashes, "integrity verity"),
	LIST(UPDATER, VDT_EXES_MAX, read_updater, compare_texts, "integrity updater"),
#undef LIST
};

static int read_list(struct vdt_parser *p, const struct vdt_level *level, const struct list *list)
{
	const struct nlattr *attr = level->attr[list->type], *before = NULL;
	int i, order, err;

	for (i = 0; attr; attr = vdt_level_next(level, attr), i++) {
		if (i == list->most)
			return vdt_refuse(&p->reader, -E2BIG, attr, list->many);
		err = list->read(p, attr);
		if (err)
			return err;
		order = before ? list->compare(before, attr) : -1;
		if (!order)
			return vdt_refuse(&p->reader, -EEXIST, attr, list->twice);
		if (order > 0)
			return vdt_refuse(&p->reader, -EINVAL, attr, list->unordered);
		before = attr;
	}
	return 0;
}

static int read_kinds(struct vdt_parser *p, const struct nlattr *attr, u32 *ret_kinds)
{
	if (!attr)
		return 0;
	*ret_kinds = nla_get_u32(attr);
	if (!*ret_kinds)
		return vdt_refuse(&p->reader, -EINVAL, attr, "integrity: no kind, leave it out");
	if (*ret_kinds & ~VDT_INTEGRITY_KINDS)
		return vdt_refuse(&p->reader, -EINVAL, attr,
				  "integrity: lock is not among the kinds");
	return 0;
}

static int read_modes(struct vdt_parser *p, const struct vdt_level *level,
		      const struct nlattr *nest)
{
	struct vdt_integrity *integrity = &p->policy->integrity;
	int err = read_kinds(p, level->attr[VEDETTE_A_INTEGRITY_ENFORCE], &integrity->enforce);

	if (!err)
		err = read_kinds(p, level->attr[VEDETTE_A_INTEGRITY_LOG], &integrity->log);
	if (err)
		return err;
	if (!integrity->enforce && !integrity->log)
		return vdt_refuse(&p->reader, -EINVAL, nest,
				  "integrity: all kinds are off, leave it out");
	if (integrity->enforce & integrity->log)
		return vdt_refuse(&p->reader, -EINVAL, nest,
				  "integrity: a kind is both in enforce and in log");
	return 0;
}

static bool is_on(const struct vdt_integrity *integrity, enum vedette_integrity_kind kind)
{
	return vdt_integrity_mode(integrity, kind) != VEDETTE_INTEGRITY_MODE_OFF;
}

/* Who can put code of his own into an updater, or start his own as one, writes what it may. */
static bool is_kept_from_others(const struct vdt_integrity *integrity,
				enum vedette_integrity_mode mode)
{
	return vdt_integrity_mode(integrity, VEDETTE_INTEGRITY_KIND_EXEC) >= mode &&
	       vdt_integrity_mode(integrity, VEDETTE_INTEGRITY_KIND_MMAP) >= mode &&
	       vdt_integrity_mode(integrity, VEDETTE_INTEGRITY_KIND_MEMORY) >= mode;
}

static int check_updater(struct vdt_parser *p, const struct nlattr *updater)
{
	const struct vdt_integrity *integrity = &p->policy->integrity;
	enum vedette_integrity_mode mode =
		vdt_integrity_mode(integrity, VEDETTE_INTEGRITY_KIND_DEVICE);

	if (!updater)
		return 0;
	if (mode == VEDETTE_INTEGRITY_MODE_OFF)
		return vdt_refuse(&p->reader, -EINVAL, updater,
				  "integrity updater: stands with the kind device only");
	if (!is_kept_from_others(integrity, mode))
		return vdt_refuse(&p->reader, -EINVAL, updater,
				  "integrity updater: exec, mmap or memory weaker than device");
	return 0;
}

/* A list that nothing looks at is a mistake about what is enforced. */
static int check_lists(struct vdt_parser *p, const struct vdt_level *level)
{
	const struct vdt_integrity *integrity = &p->policy->integrity;
	const struct nlattr *interpreter = level->attr[VEDETTE_A_INTEGRITY_INTERPRETER];
	const struct nlattr *jit = level->attr[VEDETTE_A_INTEGRITY_JIT];
	const struct nlattr *data = level->attr[VEDETTE_A_INTEGRITY_DATA];

	if (interpreter && !is_on(integrity, VEDETTE_INTEGRITY_KIND_SCRIPT))
		return vdt_refuse(&p->reader, -EINVAL, interpreter,
				  "integrity interpreter: stands with the kind script only");
	if (jit && !is_on(integrity, VEDETTE_INTEGRITY_KIND_MEMORY))
		return vdt_refuse(&p->reader, -EINVAL, jit,
				  "integrity jit: stands with the kind memory only");
	if (data && !interpreter)
		return vdt_refuse(&p->reader, -EINVAL, data,
				  "integrity data: stands with interpreters only");
	return check_updater(p, level->attr[VEDETTE_A_INTEGRITY_UPDATER]);
}

int vdt_part_integrity(struct vdt_parser *p, const struct nlattr *nest)
{
	struct vdt_level level;
	size_t i;
	int err = vdt_part_nest(p, &vdt_integrity_grammar, nest, &level);

	if (!err)
		err = read_modes(p, &level, nest);
	for (i = 0; i < ARRAY_SIZE(lists) && !err; i++)
		err = read_list(p, &level, &lists[i]);
	return err ? err : check_lists(p, &level);
}

enum vedette_integrity_mode vdt_integrity_mode(const struct vdt_integrity *integrity,
					       enum vedette_integrity_kind kind)
{
	if (integrity->enforce & 1u << kind)
		return VEDETTE_INTEGRITY_MODE_ENFORCE;
	return integrity->log & 1u << kind ? VEDETTE_INTEGRITY_MODE_LOG
					   : VEDETTE_INTEGRITY_MODE_OFF;
}

bool vdt_integrity_revokes_hash(const struct vdt_integrity *integrity, const u8 *digest, size_t len)
{
	return has_hash(&integrity->revoked, digest, len);
}

bool vdt_integrity_revokes_key(const struct vdt_integrity *integrity, u32 key)
{
	int i;

	for (i = 0; i < integrity->n_keys; i++)
		if (integrity->keys[i] == key)
			return true;
	return false;
}

u32 vdt_integrity_minimum(const struct vdt_integrity *integrity, const char *label)
{
	int i;

	for (i = 0; i < integrity->n_builds; i++)
		if (!strcmp(integrity->builds[i].label, label))
			return integrity->builds[i].minimum;
	return 0;
}

bool vdt_integrity_trusts_root(const struct vdt_integrity *integrity, const u8 *root, size_t len)
{
	return has_hash(&integrity->verity, root, len);
}
