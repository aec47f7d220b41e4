// SPDX-License-Identifier: BSD-3-Clause

#include "tools/vedette-kit/mud_read.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "lib/policy/complain.h"

struct reader {
	const struct vdt_mud_options *options;
	struct vdt_mud_report *report;
	struct vdt_model_error *error;
	const json_t *acls; /* array */
	struct vdt_mud_wishes wishes;
};

static int complain(struct reader *r, const char *text)
{
	return vdt_complain(r->error, NULL, "%s", text);
}

/* jansson itself goes 2048 deep. */
static bool is_deeper(const json_t *value, unsigned int most)
{
	const char *key;
	json_t *item;
	size_t i;

	if (!json_is_object(value) && !json_is_array(value))
		return false;
	if (!most)
		return true;
	json_object_foreach((json_t *)value, key, item)
		if (is_deeper(item, most - 1))
			return true;
	json_array_foreach(value, i, item)
		if (is_deeper(item, most - 1))
			return true;
	return false;
}

/* The drafts began some keys with "acl-". */
static const json_t *member(const json_t *object, const char *name, const char *draft_name)
{
	const json_t *value = json_object_get(object, name);

	return value ? value : json_object_get(object, draft_name);
}

static const char *text_of(const json_t *value)
{
	const char *text = json_string_value(value);

	return text ? text : "?";
}

static unsigned int families_of(const json_t *acl)
{
	const char *type = json_string_value(member(acl, "type", "acl-type"));

	if (type && !strcmp(vdt_mud_key(type), "ipv4-acl-type"))
		return VDT_MUD_V4;
	if (type && !strcmp(vdt_mud_key(type), "ipv6-acl-type"))
		return VDT_MUD_V6;
	return VDT_MUD_BOTH;
}

static bool is_accept(const json_t *ace)
{
	const char *forwarding =
		json_string_value(json_object_get(json_object_get(ace, "actions"), "forwarding"));

	return forwarding && !strcmp(vdt_mud_key(forwarding), "accept");
}

static void read_ace(struct reader *r, const char *acl, const json_t *entry, bool from_device,
		     unsigned int families)
{
	const char *name = text_of(member(entry, "name", "rule-name"));
	const char *why = NULL, *note = NULL;
	struct vdt_mud_wish wish;
	struct vdt_mud_ace ace;
	int got = vdt_mud_ace_read(json_object_get(entry, "matches"), from_device, families, &ace,
				   &why);

	if (!got)
		got = vdt_mud_wish(&ace, from_device, r->options->any_own_port, &wish, &why, &note);
	if (got > 0 && vdt_mud_add_wish(&r->wishes, &wish)) {
		got = -EINVAL;
		why = "more entries than a policy has room for";
	}
	if (got < 0)
		vdt_mud_left_out(r->report, acl, name, why);
	else if (note)
		vdt_mud_note(r->report, acl, name, note);
}

/* The first entry that matches decides; behind one that drops, an accept may not mean all it says.
 */
static void read_acl(struct reader *r, const json_t *acl, bool from_device)
{
	const char *name = text_of(member(acl, "name", "acl-name"));
	const json_t *entries = json_object_get(json_object_get(acl, "aces"), "ace");
	bool open = true;
	json_t *ace;
	size_t i;

	if (!json_is_array(entries))
		vdt_mud_left_out(r->report, name, "", "a list without entries (aces, ace)");
	json_array_foreach(entries, i, ace) {
		open = open && is_accept(ace);
		if (open)
			read_ace(r, name, ace, from_device, families_of(acl));
		else
			vdt_mud_left_out(r->report, name, text_of(member(ace, "name", "rule-name")),
					 "it does not accept, or stands behind one that does not");
	}
}

static const json_t *find_acl(const struct reader *r, const char *name)
{
	json_t *acl;
	size_t i;

	json_array_foreach(r->acls, i, acl)
		if (!strcmp(text_of(member(acl, "name", "acl-name")), name))
			return acl;
	return NULL;
}

static void read_direction(struct reader *r, const json_t *mud, bool from_device)
{
	const char *key = from_device ? "from-device-policy" : "to-device-policy";
	const json_t *policy = json_object_get(mud, key);
	const json_t *names =
		json_object_get(json_object_get(policy, "access-lists"), "access-list");
	json_t *item;
	size_t i;

	if (policy && !json_is_array(names))
		vdt_mud_left_out(r->report, key, "", "no lists (access-lists, access-list)");
	json_array_foreach(names, i, item) {
		const char *name = text_of(member(item, "name", "acl-name"));
		const json_t *acl = find_acl(r, name);

		if (acl)
			read_acl(r, acl, from_device);
		else
			vdt_mud_left_out(r->report, key, name, "the file has no such list");
	}
}

/* Two lists of one name: nobody knows which is meant. */
static int check_names(struct reader *r)
{
	json_t *acl;
	size_t i;

	json_array_foreach(r->acls, i, acl) {
		const json_t *name = member(acl, "name", "acl-name");

		if (!json_is_string(name))
			return complain(r, "an access list without a name");
		if (find_acl(r, json_string_value(name)) != acl)
			return complain(r, "two access lists of the same name");
	}
	return 0;
}

/* RFC 8519 calls them acls; the drafts, and most files that are about, access-lists. */
static int find_acls(struct reader *r, const json_t *root)
{
	const json_t *final = json_object_get(root, "ietf-access-control-list:acls");
	const json_t *draft = json_object_get(root, "ietf-access-control-list:access-lists");

	if (final && draft)
		return complain(
			r, "both ietf-access-control-list:acls and :access-lists; one is right");
	r->acls = json_object_get(final ? final : draft, "acl");
	if (!json_is_array(r->acls))
		return complain(r,
				"no access lists; expected ietf-access-control-list:acls with acl");
	return check_names(r);
}

static int check_head(struct reader *r, const json_t *mud)
{
	const json_t *version = json_object_get(mud, "mud-version");

	if (!json_is_object(mud))
		return complain(r, "not a MUD file: it has no ietf-mud:mud");
	if (!json_is_integer(version) || json_integer_value(version) != 1)
		return complain(r, "mud-version is not 1");
	if (json_object_get(mud, "extensions"))
		vdt_mud_left_out(r->report, "extensions", "", "extensions of MUD are not known");
	return 0;
}

static int read_document(struct reader *r, const char *text, size_t len, struct vdt_model *model)
{
	json_error_t where;
	json_t *root = json_loadb(text, len, JSON_REJECT_DUPLICATES, &where);
	const json_t *mud = json_object_get(root, "ietf-mud:mud");
	int err;

	if (!root)
		return vdt_complain(r->error, NULL, "line %d column %d: not JSON, or a key twice",
				    where.line, where.column);
	if (is_deeper(root, VDT_MUD_DEPTH))
		err = complain(r, "nested deeper than any MUD file");
	else
		err = check_head(r, mud);
	if (!err)
		err = find_acls(r, root);
	if (!err) {
		read_direction(r, mud, true);
		read_direction(r, mud, false);
		err = vdt_mud_build(&r->wishes, r->options->fills, r->options->n_fills, model,
				    r->report, r->error);
	}
	json_decref(root);
	return err ? err : vdt_model_check(model, r->error);
}

static int read_all(struct reader *r, const char *text, size_t len, struct vdt_model *model)
{
	if (len > VDT_MUD_SIZE)
		return vdt_complain(r->error, NULL, "%zu bytes; a MUD file has at most %u", len,
				    VDT_MUD_SIZE);
	snprintf(model->name.text, sizeof(model->name.text), "%s", r->options->name);
	model->version = r->options->version;
	return read_document(r, text, len, model);
}

int vdt_mud_read(const char *text, size_t len, const struct vdt_mud_options *options,
		 struct vdt_model *ret_model, struct vdt_mud_report *ret_report,
		 struct vdt_model_error *ret_error)
{
	struct reader *r = calloc(1, sizeof(*r));
	int err = r ? vdt_mud_report_init(ret_report) : -ENOMEM;

	if (err) {
		free(r);
		return err;
	}
	r->options = options;
	r->report = ret_report;
	r->error = ret_error;
	vdt_model_init(ret_model);
	err = read_all(r, text, len, ret_model);
	free(r);
	if (err) {
		vdt_model_done(ret_model);
		vdt_mud_report_done(ret_report);
	}
	return err;
}
