// SPDX-License-Identifier: BSD-3-Clause

#include <criterion/criterion.h>
#include <errno.h>
#include <linux/netlink.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lib/policy/blob.h"

static void add_egress(struct vdt_model *model)
{
	struct vdt_model_egress *rule = vdt_model_add_egress(model);

	*vdt_model_add_name(&rule->to) = model->sets[0].name;
	rule->proto = IPPROTO_TCP;
	rule->port = 6514;
	snprintf(rule->exe, sizeof(rule->exe), "/bin/audit");
	rule = vdt_model_add_egress(model);
	snprintf(rule->dns, sizeof(rule->dns), "example.com");
	rule->proto = IPPROTO_UDP;
	rule->port = 123;
	snprintf(vdt_model_add_path(&model->packet_sockets)->text, VDT_MODEL_TEXT_ROOM,
		 "/bin/dhcp");
}

static void add_integrity(struct vdt_model_integrity *integrity)
{
	struct vdt_model_build *build = vdt_model_add_build(integrity);

	integrity->enforce = VDT_MODEL_KINDS;
	snprintf(vdt_model_add_path(&integrity->interpreters)->text, VDT_MODEL_TEXT_ROOM, "/sh");
	snprintf(vdt_model_add_path(&integrity->jit)->text, VDT_MODEL_TEXT_ROOM, "/jit");
	snprintf(vdt_model_add_path(&integrity->data)->text, VDT_MODEL_TEXT_ROOM, "/data");
	snprintf(vdt_model_add_path(&integrity->updaters)->text, VDT_MODEL_TEXT_ROOM, "/update");
	vdt_model_add_hash(&integrity->revoked)->length = 48;
	vdt_model_add_hash(&integrity->verity)->length = 32;
	vdt_model_add_key(integrity)->id = 0x8a4c01d7;
	snprintf(build->label.text, sizeof(build->label.text), "app");
	build->minimum = 42;
}

/* A policy that has everything once. */
static void make_blob(uint8_t **ret_blob, size_t *ret_len)
{
	struct vdt_model_service *service;
	struct vdt_model_error error;
	struct vdt_model_set *set;
	struct vdt_model model;

	vdt_model_init(&model);
	snprintf(model.name.text, sizeof(model.name.text), "lobby");
	model.version = 7;
	set = vdt_model_add_set(&model);
	snprintf(set->name.text, sizeof(set->name.text), "lan");
	*vdt_model_add_prefix(&set->ip[VDT_MODEL_IPV4]) =
		(struct vdt_model_prefix){.address = {10}, .length = 8};
	*vdt_model_add_prefix(&set->ip[VDT_MODEL_IPV6]) =
		(struct vdt_model_prefix){.address = {0xfd}, .length = 8};
	*vdt_model_add_name(&model.deny) = set->name;
	service = vdt_model_add_service(&model);
	snprintf(service->name.text, sizeof(service->name.text), "rtsps");
	service->proto = IPPROTO_TCP;
	service->port = 322;
	snprintf(service->exe, sizeof(service->exe), "/bin/stream");
	*vdt_model_add_name(&service->from) = set->name;
	service->connections = 8;
	service->per_source = 2;
	service->rate = 10;
	service->period = 60;
	snprintf(vdt_model_add_set(&model)->name.text, VDT_MODEL_NAME_ROOM, "feed");
	model.sets[1].feed = 3;
	model.mode = VEDETTE_MODE_OBSERVE;
	model.fragments = VEDETTE_FRAGMENTS_REASSEMBLE;
	model.xdp = VEDETTE_XDP_OFF;
	model.limits = (struct vdt_model_limits){
		.connections = 9, .half_open = 2, .reserved = 3, .destinations = 4};
	add_egress(&model);
	model.has_stream = true;
	snprintf(model.stream.encoder, sizeof(model.stream.encoder), "rtsp://127.0.0.1/");
	model.stream.viewers = 4;
	add_integrity(&model.integrity);
	model.lock = VEDETTE_LOCK_WHEN_BOOT;
	cr_assert_eq(vdt_model_check(&model, &error), 0, "%s", error.text);
	cr_assert_eq(vdt_blob_encode(&model, ret_blob, ret_len), 0);
	vdt_model_done(&model);
}

/* Through a copy of just the right size, so that a read beyond the end is found. */
static int decode(const uint8_t *blob, size_t len, struct vdt_model_error *error)
{
	uint8_t *copy = memcpy(malloc(len ? len : 1), blob, len);
	struct vdt_model model;
	int err = vdt_blob_decode(copy, len, &model, error);

	if (!err)
		vdt_model_done(&model);
	free(copy);
	return err;
}

Test(decode, takes_what_encode_makes)
{
	struct vdt_model_error error;
	struct vdt_model model;
	uint8_t *blob;
	size_t len;

	make_blob(&blob, &len);
	cr_assert_eq(vdt_blob_decode(blob, len, &model, &error), 0, "%s", error.text);
	cr_expect_str_eq(model.name.text, "lobby");
	cr_expect_eq(model.version, 7);
	cr_expect_eq(model.sets[0].ip[VDT_MODEL_IPV6].items[0].length, 8);
	cr_expect_str_eq(model.deny.items[0].text, "lan");
	cr_expect_str_eq(model.services[0].exe, "/bin/stream");
	cr_expect_str_eq(model.services[0].from.items[0].text, "lan");
	cr_expect_eq(model.services[0].period, 60);
	cr_expect_eq(model.sets[1].feed, 3);
	cr_expect_eq(model.xdp, VEDETTE_XDP_OFF);
	cr_expect_eq(model.limits.destinations, 4);
	cr_expect_str_eq(model.egress[0].to.items[0].text, "lan");
	cr_expect_str_eq(model.egress[1].dns, "example.com");
	cr_expect_str_eq(model.packet_sockets.items[0].text, "/bin/dhcp");
	cr_expect_eq(model.stream.viewers, 4);
	cr_expect_eq(model.integrity.enforce, VDT_MODEL_KINDS);
	cr_expect_str_eq(model.integrity.jit.items[0].text, "/jit");
	cr_expect_str_eq(model.integrity.data.items[0].text, "/data");
	cr_expect_str_eq(model.integrity.updaters.items[0].text, "/update");
	cr_expect_eq(model.integrity.revoked.items[0].length, 48);
	cr_expect_eq(model.integrity.keys[0].id, 0x8a4c01d7);
	cr_expect_eq(model.integrity.builds[0].minimum, 42);
	cr_expect_eq(model.lock, VEDETTE_LOCK_WHEN_BOOT);
	vdt_model_done(&model);
	free(blob);
}

Test(decode, refuses_every_cut_but_before_what_is_optional)
{
	struct vdt_model_error error;
	unsigned int taken = 0;
	uint8_t *blob;
	size_t len;

	make_blob(&blob, &len);
	for (size_t cut = 0; cut < len; cut++) {
		int err = decode(blob, cut, &error);

		/* A cut between two attributes leaves a smaller policy; its signature is what
		 * fails. */
		cr_expect(err == -EINVAL || cut % NLA_ALIGNTO == 0, "cut at %zu", cut);
		taken += !err;
	}
	cr_expect_eq(taken, 14,
		     "behind netns, two sets, deny, service, stream, mode, fragments, xdp, limits, "
		     "two rules, packet sockets, integrity, not %u",
		     taken);
	free(blob);
}

static const struct {
	size_t at;
	uint8_t byte;
	const char *expected, *why;
} patches[] = {
	{0, 4, "byte 0: attribute 'format' is malformed", "length without payload"},
	{0, 3, "byte 0: the attribute is cut off", "length shorter than its header"},
	{1, 0xff, "byte 0: the attribute is cut off", "length beyond the end"},
	{2, 31, "byte 0: unknown attribute 31", "type that the format does not have"},
	{2, 0, "byte 0: unknown attribute 0", "type 0 means nothing"},
	{3, 0x80, "byte 0: unknown attribute 1", "nested where nothing is nested"},
	{4, 2, "byte 0: attribute 'format' is malformed", "format of the future"},
	{5, 1, "byte 5: not the one form of a policy blob; build it again from YAML",
	 "padding that hides something"},
	{12, 'L',
	 "'Lobby' is no name for a policy; names are lower-case letters, digits, '-' and "
	 "'_', starting with a letter",
	 "the rules of the language hold"},
	{17, 'y', "byte 8: attribute 'name' is malformed", "string without end"},
	{14, 0, "byte 8: attribute 'name' is malformed", "string that ends twice"},
};

Test(decode, says_what_is_wrong)
{
	struct vdt_model_error error;
	uint8_t *blob;
	size_t len;

	make_blob(&blob, &len);
	for (size_t i = 0; i < sizeof(patches) / sizeof(*patches); i++) {
		uint8_t kept = blob[patches[i].at];

		blob[patches[i].at] = patches[i].byte;
		cr_expect_eq(decode(blob, len, &error), -EINVAL, "%s", patches[i].why);
		cr_expect_str_eq(error.text, patches[i].expected, "%s: %s", patches[i].why,
				 error.text);
		blob[patches[i].at] = kept;
	}
	free(blob);
}

Test(decode, refuses_another_order_and_trailing_bytes)
{
	struct vdt_model_error error;
	uint8_t *blob, swapped[8 + 12], more[1024] = {0};
	size_t len;

	make_blob(&blob, &len);
	memcpy(more, blob, len);
	cr_expect_eq(decode(more, len + 1, &error), -EINVAL);
	cr_expect_eq(decode(more, len + 4, &error), -EINVAL);
	/* name (12 bytes) before format (8 bytes) */
	memcpy(swapped, blob + 8, 12);
	memcpy(swapped + 12, blob, 8);
	memcpy(more, swapped, sizeof(swapped));
	cr_expect_eq(decode(more, len, &error), -EINVAL);
	cr_expect_str_eq(error.text,
			 "byte 0: not the one form of a policy blob; build it again from YAML");
	free(blob);
}
