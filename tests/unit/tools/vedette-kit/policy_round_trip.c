// SPDX-License-Identifier: BSD-3-Clause
/* From blob to YAML and back: nothing is lost, and nothing hides. */

#include "tests/unit/tools/vedette-kit/forms.h"

#include <errno.h>
#include <netinet/in.h>

#include "lib/base/file.h"
#include "lib/policy/prefix.h"
#include "lib/policy/settings.h"

static void read_example(const char *path, struct vdt_model *ret_model)
{
	struct vdt_model_error error;
	uint8_t *text;
	size_t len;

	cr_assert_eq(vdt_file_read(path, 65536, &text, &len), 0);
	cr_assert_eq(vdt_policy_yaml_read((char *)text, len, path, ret_model, &error), 0, "%s",
		     error.text);
	free(text);
}

/* Decode; if the blob is taken, its YAML must build the very same blob. */
static int round_trip(const struct bytes *blob)
{
	struct vdt_model model, again;
	struct vdt_model_error error;
	struct bytes yaml, back;
	int err = vdt_blob_decode(blob->data, blob->len, &model, &error);

	if (err)
		return err;
	yaml = yaml_of(&model);
	read_yaml(&yaml, &again);
	back = blob_of(&again);
	assert_same(blob, &back, (char *)yaml.data);
	vdt_model_done(&model);
	vdt_model_done(&again);
	free(yaml.data);
	free(back.data);
	return 0;
}

/* No flipped bit may hide from the one who reads the YAML. */
static void flip_each_bit(const char *path)
{
	struct vdt_model model;
	unsigned int taken = 0;
	struct bytes blob;

	read_example(path, &model);
	blob = blob_of(&model);
	cr_expect_eq(round_trip(&blob), 0);
	for (size_t bit = 0; bit < blob.len * 8; bit++) {
		int err;

		blob.data[bit / 8] ^= 1u << bit % 8;
		err = round_trip(&blob);
		cr_expect(err == 0 || err == -EINVAL);
		taken += !err;
		blob.data[bit / 8] ^= 1u << bit % 8;
	}
	cr_expect_gt(taken, 0, "a bit of the version or of a port makes another good policy");
	vdt_model_done(&model);
	free(blob.data);
}

Test(policy_round_trip, flipped_bits_are_refused_or_shown)
{
	flip_each_bit("docs/examples/lobby.yaml");
	flip_each_bit("docs/examples/locked.yaml");
}

/* The property test: random policies, the same ones in every run. */

static uint32_t seed;

static uint32_t below(uint32_t bound)
{
	seed ^= seed << 13;
	seed ^= seed >> 17;
	seed ^= seed << 5;
	return seed % bound;
}

static void random_name(char *name)
{
	static const char letters[] = "abcdefghijklmnopqrstuvwxyz0123456789-_";
	static const char *const odd[] = {"on", "null", "true", "y", "n", "off"};
	size_t len = 1 + below(31);

	if (!below(8)) {
		snprintf(name, VDT_MODEL_NAME_ROOM, "%s", odd[below(6)]);
		return;
	}
	name[0] = letters[below(26)];
	for (size_t i = 1; i < len; i++)
		name[i] = letters[below(sizeof(letters) - 1)];
}

static void random_prefixes(struct vdt_model_prefixes *list, enum vdt_model_family family)
{
	for (uint32_t n = below(6); n; n--) {
		struct vdt_model_prefix *prefix = vdt_model_add_prefix(list);
		size_t width = vdt_prefix_width(family);

		prefix->length = (uint8_t)below((uint32_t)width * 8 + 1);
		for (size_t i = 0; i < width; i++)
			prefix->address[i] = (uint8_t)below(256);
		vdt_prefix_mask(prefix, family);
	}
}

static void random_references(const struct vdt_model *model, struct vdt_model_names *names)
{
	for (size_t i = 0; i < model->n_sets; i++)
		if (!below(3))
			*vdt_model_add_name(names) = model->sets[i].name;
}

static uint32_t random_limit(void)
{
	return below(2) ? 1 + below(VDT_MODEL_LIMIT) : 0;
}

static void random_service(struct vdt_model *model)
{
	static const uint32_t periods[] = {1, 60, 3600};
	struct vdt_model_service *service = vdt_model_add_service(model);

	random_name(service->name.text);
	service->proto = below(2) ? IPPROTO_TCP : IPPROTO_UDP;
	service->port = (uint16_t)(1 + below(65535));
	if (below(2))
		snprintf(service->exe, sizeof(service->exe), "/usr/bin/it's-%u", below(1000));
	if (service->proto == IPPROTO_UDP && below(2))
		service->flags = VEDETTE_SERVICE_FLAG_ANSWER_ANY;
	if (!below(4)) {
		service->flags |= VEDETTE_SERVICE_FLAG_LOOPBACK_ONLY;
		return;
	}
	random_references(model, &service->from);
	service->connections = random_limit();
	service->per_source = service->connections ? below(service->connections) : random_limit();
	service->rate = random_limit();
	service->period = service->rate ? periods[below(3)] : 0;
}

static void random_egress(struct vdt_model *model)
{
	static const uint8_t protos[] = {0, IPPROTO_ICMP, IPPROTO_TCP, IPPROTO_UDP};
	struct vdt_model_egress *rule = vdt_model_add_egress(model);

	rule->proto = protos[below(4)];
	if (rule->proto > IPPROTO_ICMP && below(4))
		rule->port = (uint16_t)(1 + below(65535));
	if (rule->port && below(2))
		snprintf(rule->dns, sizeof(rule->dns), "a-%u._b.example", below(1000));
	else
		random_references(model, &rule->to);
	if (below(2))
		snprintf(rule->exe, sizeof(rule->exe), "/usr/bin/%u", below(1000));
}

static void random_network(struct vdt_model *model)
{
	struct vdt_model_limits *limits = &model->limits;

	model->netns = (uint8_t)below(2);
	model->mode = (uint8_t)below(2);
	model->fragments = (uint8_t)below(2);
	model->xdp = (uint8_t)below(3);
	limits->connections = random_limit();
	limits->half_open = random_limit();
	limits->reserved = limits->connections ? below(limits->connections) : below(256);
	limits->destinations = random_limit();
	for (uint32_t n = below(5); n; n--)
		random_egress(model);
	for (uint32_t n = below(4); n; n--)
		snprintf(vdt_model_add_path(&model->packet_sockets)->text, VDT_MODEL_TEXT_ROOM,
			 "/sbin/%u", below(1000));
}

static void random_hash(struct vdt_model_hashes *hashes)
{
	struct vdt_model_hash *hash = vdt_model_add_hash(hashes);

	hash->length = (uint8_t)(32 + 16 * below(3));
	for (size_t i = 0; i < hash->length; i++)
		hash->bytes[i] = (uint8_t)below(256);
}

static void random_paths(struct vdt_model_paths *paths)
{
	for (uint32_t n = below(4); n; n--)
		snprintf(vdt_model_add_path(paths)->text, VDT_MODEL_TEXT_ROOM, "/it's/%u",
			 below(1000));
}

static void random_integrity(struct vdt_model_integrity *integrity)
{
	integrity->enforce = below(VDT_MODEL_KINDS + 1);
	integrity->log = below(VDT_MODEL_KINDS + 1) & ~integrity->enforce;
	if (!integrity->enforce && !integrity->log)
		return;
	random_paths(&integrity->interpreters);
	random_paths(&integrity->jit);
	random_paths(&integrity->data);
	random_paths(&integrity->updaters);
	for (uint32_t n = below(4); n; n--)
		random_hash(&integrity->revoked);
	for (uint32_t n = below(4); n; n--)
		random_hash(&integrity->verity);
	for (uint32_t n = below(4); n; n--)
		vdt_model_add_key(integrity)->id = seed ^ below(1u << 31) << 1;
	for (uint32_t n = below(4); n; n--) {
		struct vdt_model_build *build = vdt_model_add_build(integrity);

		random_name(build->label.text);
		build->minimum = 1 + below(1u << 31);
	}
}

static void random_section(const struct vdt_section *section, struct vdt_model_settings *settings)
{
	settings->given = below(2);
	for (size_t i = 0; settings->given && i < section->count; i++) {
		const struct vdt_setting *setting = &section->settings[i];
		uint32_t *value = &settings->value[setting->attr];

		*value = below(3) ? setting->min + below(setting->max - setting->min + 1)
				  : setting->otherwise;
	}
}

static void random_settings(struct vdt_model *model)
{
	random_section(&vdt_section_accounts, &model->accounts);
	random_section(&vdt_section_audit, &model->audit);
	if (!model->audit.given || below(2))
		return;
	snprintf(model->syslog.url, sizeof(model->syslog.url),
		 below(2) ? "tls://10.0.0.%u:6514" : "tls://[fd00::%u]:6514", below(256));
	if (below(2))
		snprintf(model->syslog.name, sizeof(model->syslog.name), "on.x%u", below(9));
}

static void random_model(struct vdt_model *model)
{
	vdt_model_init(model);
	random_name(model->name.text);
	model->version = 1 + below(1u << 31);
	for (uint32_t n = below(5); n; n--) {
		struct vdt_model_set *set = vdt_model_add_set(model);

		random_name(set->name.text);
		if (!below(4)) {
			set->feed = 1 + below(1u << 31);
			continue;
		}
		for (int family = 0; family < VDT_MODEL_FAMILIES; family++)
			random_prefixes(&set->ip[family], family);
	}
	random_references(model, &model->deny);
	for (uint32_t n = below(5); n; n--)
		random_service(model);
	random_network(model);
	model->has_stream = below(2);
	if (model->has_stream) {
		snprintf(model->stream.encoder, VDT_MODEL_TEXT_ROOM, "rtsp://[::1]:8554/it's?a=%u",
			 below(1000));
		model->stream.viewers = (uint16_t)(1 + below(1024));
	}
	if (below(2))
		random_integrity(&model->integrity);
	model->lock = (uint8_t)below(2);
	random_settings(model);
	vdt_model_sort(model);
}

Test(policy_round_trip, every_policy_survives_the_round_trip)
{
	unsigned int good = 0;

	for (seed = 1; good < 2000; seed++) {
		uint32_t start = seed;
		struct vdt_model_error error;
		struct vdt_model model;

		seed = start * 2654435761u;
		random_model(&model);
		seed = start;
		/* Chance makes some wrong, by a name that comes twice. */
		if (!vdt_model_check(&model, &error)) {
			struct bytes blob = blob_of(&model), yaml = yaml_of(&model), again;
			struct vdt_model decoded;

			cr_assert_eq(round_trip(&blob), 0, "seed %u", start);
			cr_assert_eq(vdt_blob_decode(blob.data, blob.len, &decoded, &error), 0);
			again = yaml_of(&decoded);
			assert_same(&yaml, &again, "YAML of the model and of its blob");
			vdt_model_done(&decoded);
			free(blob.data);
			free(yaml.data);
			free(again.data);
			good++;
		}
		vdt_model_done(&model);
	}
}
