// SPDX-License-Identifier: BSD-3-Clause

#include "lib/policy/blob.h"

#include <errno.h>
#include <linux/netlink.h>
#include <stdlib.h>
#include <string.h>

#include "lib/policy/complain.h"
#include "lib/policy/hash.h"
#include "lib/policy/prefix.h"

/* Takes the payload of one attribute into the struct that its nest fills. 0, -EINVAL, -ENOMEM. */
typedef int (*take_fn)(void *into, const uint8_t *data, size_t len);

struct field {
	const char *name;    /* as the spec has it; NULL: no such attribute */
	take_fn take;	     /* for what is more than a number or a string */
	size_t offset, size; /* without take: where it goes in the struct; a string's room */
	bool string, nested;
};

#define NUMBER(type, member) \
	.offset = offsetof(struct type, member), .size = sizeof(((struct type *)0)->member)
#define STRING(type, member) NUMBER(type, member), .string = true

struct nest {
	const struct field *fields;
	size_t count;
};

static int take_string(char *into, size_t room, const uint8_t *data, size_t len)
{
	if (!len || len > room || memchr(data, '\0', len) != data + len - 1)
		return -EINVAL;
	memcpy(into, data, len);
	return 0;
}

static int take_field(const struct field *field, void *into, const uint8_t *data, size_t len)
{
	char *member = (char *)into + field->offset;

	if (field->take)
		return field->take(into, data, len);
	if (field->string)
		return take_string(member, field->size, data, len);
	if (len != field->size)
		return -EINVAL;
	memcpy(member, data, len);
	return 0;
}

static int take_name(struct vdt_model_names *names, const uint8_t *data, size_t len)
{
	struct vdt_model_name *name = vdt_model_add_name(names);

	return name ? take_string(name->text, sizeof(name->text), data, len) : -ENOMEM;
}

static int take_prefixes(struct vdt_model_set *set, enum vdt_model_family family,
			 const uint8_t *data, size_t len)
{
	size_t width = vdt_prefix_width(family);

	if (len % (width + 1))
		return -EINVAL;
	for (const uint8_t *at = data; at < data + len; at += width + 1) {
		struct vdt_model_prefix *prefix = vdt_model_add_prefix(&set->ip[family]);

		if (!prefix)
			return -ENOMEM;
		if (at[width] > width * 8)
			return -EINVAL;
		memcpy(prefix->address, at, width);
		prefix->length = at[width];
	}
	return 0;
}

/* The attribute at @data of @left bytes; NULL if it is cut off or too short for its header. */
static const struct nlattr *attr_at(const uint8_t *data, size_t left, struct nlattr *copy)
{
	if (left < NLA_HDRLEN)
		return NULL;
	memcpy(copy, data, sizeof(*copy));
	if (copy->nla_len < NLA_HDRLEN || NLA_ALIGN(copy->nla_len) > left)
		return NULL;
	return copy;
}

static const struct field *find_field(const struct nest *nest, uint16_t type)
{
	unsigned int number = type & NLA_TYPE_MASK;
	const struct field *field;

	if (number >= nest->count || !nest->fields[number].name)
		return NULL;
	field = &nest->fields[number];
	return type == (number | (field->nested ? NLA_F_NESTED : 0)) ? field : NULL;
}

static int take_nest(const struct nest *nest, void *into, const uint8_t *data, size_t len)
{
	while (len) {
		struct nlattr attr;
		const struct field *field;
		int err;

		if (!attr_at(data, len, &attr))
			return -EINVAL;
		field = find_field(nest, attr.nla_type);
		if (!field)
			return -EINVAL;
		err = take_field(field, into, data + NLA_HDRLEN, attr.nla_len - NLA_HDRLEN);
		if (err)
			return err;
		data += NLA_ALIGN(attr.nla_len);
		len -= NLA_ALIGN(attr.nla_len);
	}
	return 0;
}

static int take_ipv4(void *into, const uint8_t *data, size_t len)
{
	return take_prefixes(into, VDT_MODEL_IPV4, data, len);
}

static int take_ipv6(void *into, const uint8_t *data, size_t len)
{
	return take_prefixes(into, VDT_MODEL_IPV6, data, len);
}

static const struct field set_fields[] = {
	[VEDETTE_A_PREFIXES_NAME] = {"name", STRING(vdt_model_set, name.text)},
	[VEDETTE_A_PREFIXES_IPV4] = {"ipv4", .take = take_ipv4},
	[VEDETTE_A_PREFIXES_IPV6] = {"ipv6", .take = take_ipv6},
	[VEDETTE_A_PREFIXES_FEED] = {"feed", NUMBER(vdt_model_set, feed)},
};

static int take_from(void *into, const uint8_t *data, size_t len)
{
	struct vdt_model_service *service = into;

	return take_name(&service->from, data, len);
}

static const struct field service_fields[] = {
	[VEDETTE_A_SERVICE_NAME] = {"name", STRING(vdt_model_service, name.text)},
	[VEDETTE_A_SERVICE_PROTO] = {"proto", NUMBER(vdt_model_service, proto)},
	[VEDETTE_A_SERVICE_PORT] = {"port", NUMBER(vdt_model_service, port)},
	[VEDETTE_A_SERVICE_FLAGS] = {"flags", NUMBER(vdt_model_service, flags)},
	[VEDETTE_A_SERVICE_FROM] = {"from", .take = take_from},
	[VEDETTE_A_SERVICE_EXE] = {"exe", STRING(vdt_model_service, exe)},
	[VEDETTE_A_SERVICE_CONNECTIONS] = {"connections", NUMBER(vdt_model_service, connections)},
	[VEDETTE_A_SERVICE_PER_SOURCE] = {"per-source", NUMBER(vdt_model_service, per_source)},
	[VEDETTE_A_SERVICE_RATE] = {"rate", NUMBER(vdt_model_service, rate)},
	[VEDETTE_A_SERVICE_PERIOD] = {"period", NUMBER(vdt_model_service, period)},
};

static const struct field limits_fields[] = {
	[VEDETTE_A_LIMITS_CONNECTIONS] = {"connections", NUMBER(vdt_model_limits, connections)},
	[VEDETTE_A_LIMITS_HALF_OPEN] = {"half-open", NUMBER(vdt_model_limits, half_open)},
	[VEDETTE_A_LIMITS_RESERVED] = {"reserved", NUMBER(vdt_model_limits, reserved)},
	[VEDETTE_A_LIMITS_DESTINATIONS] = {"destinations", NUMBER(vdt_model_limits, destinations)},
};

static int take_to(void *into, const uint8_t *data, size_t len)
{
	struct vdt_model_egress *rule = into;

	return take_name(&rule->to, data, len);
}

static const struct field egress_fields[] = {
	[VEDETTE_A_EGRESS_TO] = {"to", .take = take_to},
	[VEDETTE_A_EGRESS_DNS] = {"dns", STRING(vdt_model_egress, dns)},
	[VEDETTE_A_EGRESS_PROTO] = {"proto", NUMBER(vdt_model_egress, proto)},
	[VEDETTE_A_EGRESS_PORT] = {"port", NUMBER(vdt_model_egress, port)},
	[VEDETTE_A_EGRESS_EXE] = {"exe", STRING(vdt_model_egress, exe)},
};

static const struct field stream_fields[] = {
	[VEDETTE_A_STREAM_ENCODER] = {"encoder", STRING(vdt_model_stream, encoder)},
	[VEDETTE_A_STREAM_REQUIRE] = {"require", NUMBER(vdt_model_stream, require)},
	[VEDETTE_A_STREAM_VIEWERS] = {"viewers", NUMBER(vdt_model_stream, viewers)},
};

#define NEST(table) (&(const struct nest){table, sizeof(table) / sizeof(*(table))})

static int take_format(void *into, const uint8_t *data, size_t len)
{
	return len == 1 && *data == VDT_BLOB_FORMAT ? 0 : -EINVAL;
}

static int take_set(void *into, const uint8_t *data, size_t len)
{
	struct vdt_model_set *set = vdt_model_add_set(into);

	return set ? take_nest(NEST(set_fields), set, data, len) : -ENOMEM;
}

static int take_deny(void *into, const uint8_t *data, size_t len)
{
	struct vdt_model *model = into;

	return take_name(&model->deny, data, len);
}

static int take_service(void *into, const uint8_t *data, size_t len)
{
	struct vdt_model_service *service = vdt_model_add_service(into);

	return service ? take_nest(NEST(service_fields), service, data, len) : -ENOMEM;
}

static int take_stream(void *into, const uint8_t *data, size_t len)
{
	struct vdt_model *model = into;

	model->has_stream = true;
	return take_nest(NEST(stream_fields), &model->stream, data, len);
}

static int take_limits(void *into, const uint8_t *data, size_t len)
{
	struct vdt_model *model = into;

	return take_nest(NEST(limits_fields), &model->limits, data, len);
}

static int take_egress(void *into, const uint8_t *data, size_t len)
{
	struct vdt_model_egress *rule = vdt_model_add_egress(into);

	return rule ? take_nest(NEST(egress_fields), rule, data, len) : -ENOMEM;
}

static int take_path(struct vdt_model_paths *paths, const uint8_t *data, size_t len)
{
	struct vdt_model_path *path = vdt_model_add_path(paths);

	return path ? take_string(path->text, sizeof(path->text), data, len) : -ENOMEM;
}

static int take_packet_socket(void *into, const uint8_t *data, size_t len)
{
	struct vdt_model *model = into;

	return take_path(&model->packet_sockets, data, len);
}

static int take_interpreter(void *into, const uint8_t *data, size_t len)
{
	struct vdt_model_integrity *integrity = into;

	return take_path(&integrity->interpreters, data, len);
}

static int take_jit(void *into, const uint8_t *data, size_t len)
{
	struct vdt_model_integrity *integrity = into;

	return take_path(&integrity->jit, data, len);
}

static int take_updater(void *into, const uint8_t *data, size_t len)
{
	struct vdt_model_integrity *integrity = into;

	return take_path(&integrity->updaters, data, len);
}

static int take_data(void *into, const uint8_t *data, size_t len)
{
	struct vdt_model_integrity *integrity = into;

	return take_path(&integrity->data, data, len);
}

static int take_hash(struct vdt_model_hashes *hashes, const uint8_t *data, size_t len)
{
	struct vdt_model_hash *hash;

	if (!vdt_hash_algorithm(len))
		return -EINVAL;
	hash = vdt_model_add_hash(hashes);
	if (!hash)
		return -ENOMEM;
	memcpy(hash->bytes, data, len);
	hash->length = (uint8_t)len;
	return 0;
}

static int take_revoked_hash(void *into, const uint8_t *data, size_t len)
{
	struct vdt_model_integrity *integrity = into;

	return take_hash(&integrity->revoked, data, len);
}

static int take_verity(void *into, const uint8_t *data, size_t len)
{
	struct vdt_model_integrity *integrity = into;

	return take_hash(&integrity->verity, data, len);
}

static int take_revoked_key(void *into, const uint8_t *data, size_t len)
{
	struct vdt_model_key *key;

	if (len != sizeof(key->id))
		return -EINVAL;
	key = vdt_model_add_key(into);
	if (!key)
		return -ENOMEM;
	memcpy(&key->id, data, len);
	return 0;
}

static const struct field build_fields[] = {
	[VEDETTE_A_BUILD_LABEL] = {"label", STRING(vdt_model_build, label.text)},
	[VEDETTE_A_BUILD_MINIMUM] = {"minimum", NUMBER(vdt_model_build, minimum)},
};

static int take_build(void *into, const uint8_t *data, size_t len)
{
	struct vdt_model_build *build = vdt_model_add_build(into);

	return build ? take_nest(NEST(build_fields), build, data, len) : -ENOMEM;
}

static const struct field integrity_fields[] = {
	[VEDETTE_A_INTEGRITY_ENFORCE] = {"enforce", NUMBER(vdt_model_integrity, enforce)},
	[VEDETTE_A_INTEGRITY_LOG] = {"log", NUMBER(vdt_model_integrity, log)},
	[VEDETTE_A_INTEGRITY_INTERPRETER] = {"interpreter", .take = take_interpreter},
	[VEDETTE_A_INTEGRITY_JIT] = {"jit", .take = take_jit},
	[VEDETTE_A_INTEGRITY_DATA] = {"data", .take = take_data},
	[VEDETTE_A_INTEGRITY_REVOKED_HASH] = {"revoked-hash", .take = take_revoked_hash},
	[VEDETTE_A_INTEGRITY_REVOKED_KEY] = {"revoked-key", .take = take_revoked_key},
	[VEDETTE_A_INTEGRITY_BUILD] = {"build", .take = take_build, .nested = true},
	[VEDETTE_A_INTEGRITY_VERITY] = {"verity", .take = take_verity},
	[VEDETTE_A_INTEGRITY_UPDATER] = {"updater", .take = take_updater},
};

static int take_integrity(void *into, const uint8_t *data, size_t len)
{
	struct vdt_model *model = into;

	return take_nest(NEST(integrity_fields), &model->integrity, data, len);
}

#define SETTING(section, attr) NUMBER(vdt_model, section.value[attr])

static const struct field accounts_fields[] = {
	[VEDETTE_A_ACCOUNTS_MIN_LENGTH] = {"min-length",
					   SETTING(accounts, VEDETTE_A_ACCOUNTS_MIN_LENGTH)},
	[VEDETTE_A_ACCOUNTS_HISTORY] = {"history", SETTING(accounts, VEDETTE_A_ACCOUNTS_HISTORY)},
	[VEDETTE_A_ACCOUNTS_FAILURES] = {"failures",
					 SETTING(accounts, VEDETTE_A_ACCOUNTS_FAILURES)},
	[VEDETTE_A_ACCOUNTS_LOCK_BASE] = {"lock-base",
					  SETTING(accounts, VEDETTE_A_ACCOUNTS_LOCK_BASE)},
	[VEDETTE_A_ACCOUNTS_LOCK_MAX] = {"lock-max",
					 SETTING(accounts, VEDETTE_A_ACCOUNTS_LOCK_MAX)},
	[VEDETTE_A_ACCOUNTS_IDLE] = {"idle", SETTING(accounts, VEDETTE_A_ACCOUNTS_IDLE)},
	[VEDETTE_A_ACCOUNTS_ABSOLUTE] = {"absolute",
					 SETTING(accounts, VEDETTE_A_ACCOUNTS_ABSOLUTE)},
	[VEDETTE_A_ACCOUNTS_SESSIONS] = {"sessions",
					 SETTING(accounts, VEDETTE_A_ACCOUNTS_SESSIONS)},
	[VEDETTE_A_ACCOUNTS_PER_ACCOUNT] = {"per-account",
					    SETTING(accounts, VEDETTE_A_ACCOUNTS_PER_ACCOUNT)},
};

static const struct field audit_fields[] = {
	[VEDETTE_A_AUDIT_OFF] = {"off", SETTING(audit, VEDETTE_A_AUDIT_OFF)},
	[VEDETTE_A_AUDIT_RING] = {"ring", SETTING(audit, VEDETTE_A_AUDIT_RING)},
	[VEDETTE_A_AUDIT_STOP] = {"stop", SETTING(audit, VEDETTE_A_AUDIT_STOP)},
	[VEDETTE_A_AUDIT_CHECKPOINT] = {"checkpoint", SETTING(audit, VEDETTE_A_AUDIT_CHECKPOINT)},
	[VEDETTE_A_AUDIT_SYSLOG] = {"syslog", STRING(vdt_model, syslog.url)},
	[VEDETTE_A_AUDIT_NAME] = {"name", STRING(vdt_model, syslog.name)},
};

static int take_accounts(void *into, const uint8_t *data, size_t len)
{
	struct vdt_model *model = into;

	model->accounts.given = true;
	return take_nest(NEST(accounts_fields), model, data, len);
}

static int take_audit(void *into, const uint8_t *data, size_t len)
{
	struct vdt_model *model = into;

	model->audit.given = true;
	return take_nest(NEST(audit_fields), model, data, len);
}

static const struct field policy_fields[] = {
	[VEDETTE_A_POLICY_FORMAT] = {"format", .take = take_format},
	[VEDETTE_A_POLICY_NAME] = {"name", STRING(vdt_model, name.text)},
	[VEDETTE_A_POLICY_VERSION] = {"version", NUMBER(vdt_model, version)},
	[VEDETTE_A_POLICY_NETNS] = {"netns", NUMBER(vdt_model, netns)},
	[VEDETTE_A_POLICY_SET] = {"set", .take = take_set, .nested = true},
	[VEDETTE_A_POLICY_DENY] = {"deny", .take = take_deny},
	[VEDETTE_A_POLICY_SERVICE] = {"service", .take = take_service, .nested = true},
	[VEDETTE_A_POLICY_STREAM] = {"stream", .take = take_stream, .nested = true},
	[VEDETTE_A_POLICY_MODE] = {"mode", NUMBER(vdt_model, mode)},
	[VEDETTE_A_POLICY_FRAGMENTS] = {"fragments", NUMBER(vdt_model, fragments)},
	[VEDETTE_A_POLICY_XDP] = {"xdp", NUMBER(vdt_model, xdp)},
	[VEDETTE_A_POLICY_LIMITS] = {"limits", .take = take_limits, .nested = true},
	[VEDETTE_A_POLICY_EGRESS] = {"egress", .take = take_egress, .nested = true},
	[VEDETTE_A_POLICY_PACKET_SOCKET] = {"packet-socket", .take = take_packet_socket},
	[VEDETTE_A_POLICY_INTEGRITY] = {"integrity", .take = take_integrity, .nested = true},
	[VEDETTE_A_POLICY_LOCK] = {"lock", NUMBER(vdt_model, lock)},
	[VEDETTE_A_POLICY_ACCOUNTS] = {"accounts", .take = take_accounts, .nested = true},
	[VEDETTE_A_POLICY_AUDIT] = {"audit", .take = take_audit, .nested = true},
};

/* Walk the outermost attributes here, so that a fault can be told by attribute and byte. */
static int take_policy(const uint8_t *blob, size_t len, struct vdt_model *model,
		       struct vdt_model_error *ret_error)
{
	for (size_t at = 0; at < len;) {
		struct nlattr attr;
		const struct field *field;
		int err;

		if (!attr_at(blob + at, len - at, &attr))
			return vdt_complain(ret_error, NULL, "byte %zu: the attribute is cut off",
					    at);
		field = find_field(NEST(policy_fields), attr.nla_type);
		if (!field)
			return vdt_complain(ret_error, NULL, "byte %zu: unknown attribute %u", at,
					    attr.nla_type & NLA_TYPE_MASK);
		err = take_field(field, model, blob + at + NLA_HDRLEN, attr.nla_len - NLA_HDRLEN);
		if (err == -EINVAL)
			return vdt_complain(ret_error, NULL,
					    "byte %zu: attribute '%s' is malformed", at,
					    field->name);
		if (err)
			return err;
		at += NLA_ALIGN(attr.nla_len);
	}
	return 0;
}

/* What is left over, doubled, out of order or in the padding shows when the model is written again.
 */
static int check_canonical(const struct vdt_model *model, const uint8_t *blob, size_t len,
			   struct vdt_model_error *ret_error)
{
	uint8_t *again = NULL;
	size_t again_len = 0, same = 0;
	int err = vdt_blob_encode(model, &again, &again_len);

	if (err)
		return err;
	while (same < len && same < again_len && blob[same] == again[same])
		same++;
	free(again);
	if (same == len && same == again_len)
		return 0;
	return vdt_complain(ret_error, NULL,
			    "byte %zu: not the one form of a policy blob; build it again from YAML",
			    same);
}

int vdt_blob_decode(const void *blob, size_t len, struct vdt_model *ret_model,
		    struct vdt_model_error *ret_error)
{
	int err;

	vdt_model_init(ret_model);
	if (len > VDT_BLOB_MAX)
		return vdt_complain(ret_error, NULL, "%zu bytes; a policy blob has at most %u", len,
				    VDT_BLOB_MAX);
	err = take_policy(blob, len, ret_model, ret_error);
	if (!err)
		err = vdt_model_check(ret_model, ret_error);
	if (!err)
		err = check_canonical(ret_model, blob, len, ret_error);
	if (err)
		vdt_model_done(ret_model);
	return err;
}
