// SPDX-License-Identifier: BSD-3-Clause
#include <errno.h>

#include "lib/nl/client.h"
#include "lib/nl/integrity.h"
#include "lib/nl/lock.h"
#include "lib/nl/names.h"
#include "lib/view/status.h"
#include "tools/vedette/boot.h"
#include "tools/vedette/command.h"
#include "tools/vedette/lock.h"
#include "tools/vedette/table.h"

/* Where an item goes: one of the two is NULL. */
struct list {
	json_t *array;
	struct vdt_table *table;
	bool loose;   /* something is not held */
	bool watched; /* as vdt_boot_items want it */
};

static void add_item(const struct vdt_nl_part *item, void *ctx)
{
	struct list *list = ctx;

	list->loose |= item->state != VEDETTE_ENFORCEMENT_STATE_HELD;
	if (list->array) {
		json_array_append_new(list->array, vdt_view_lock_item(item));
		return;
	}
	vdt_table_cell(list->table, "%s", item->name);
	vdt_table_cell(list->table, "%s", vdt_nl_enforcement_state_name(item->state));
	vdt_table_cell(list->table, "%s", item->text);
}

static json_t *boot_json(bool watched)
{
	json_t *array = json_array();

	for (const struct vdt_boot_item *item = vdt_boot_items; item->name; item++)
		json_array_append_new(array, json_pack("{s:s, s:b}", "name", item->name, "set",
						       item->is_set(watched)));
	return array;
}

/* Advice only: the lock does not stand on them. */
static void add_boot(struct vdt_table *table, bool watched)
{
	for (const struct vdt_boot_item *item = vdt_boot_items; item->name; item++) {
		bool is_set = item->is_set(watched);

		vdt_table_cell(table, "boot: %s", item->name);
		vdt_table_cell(table, is_set ? "set" : "not set");
		vdt_table_cell(table, "%s", is_set ? "" : item->way);
	}
}

static void append_item(const struct vdt_nl_part *item, void *ctx)
{
	json_array_append_new(ctx, vdt_view_lock_item(item));
}

int vdt_lock_json(struct vdt_nl *nl, json_t **ret_items)
{
	int err;

	*ret_items = json_array();
	err = vdt_nl_lock_items(nl, append_item, *ret_items);
	if (err)
		json_decref(*ret_items);
	return err;
}

/* Of a device that is not locked they say what would be. */
static void add_state(const struct vdt_nl_part *item, void *ctx)
{
	vdt_table_cell(ctx, "lock: %s", item->name);
	vdt_table_cell(ctx, "%s%s%s", vdt_nl_enforcement_state_name(item->state),
		       item->text[0] ? ": " : "", item->text);
}

int vdt_lock_add(struct vdt_table *table, struct vdt_nl *nl)
{
	return vdt_nl_lock_items(nl, add_state, table);
}

static int finish(struct list *list, const struct vdt_nl_status *status)
{
	json_t *json = list->array;
	int code;

	if (json) {
		list->array = NULL;
		code = vdt_json_finish(json_pack("{s:s, s:o, s:o}", "lock",
						 vdt_nl_lock_name(status->lock), "items", json,
						 "boot", boot_json(list->watched)));
	} else {
		printf("%s\n\n", status->lock == VEDETTE_LOCK_LOCKED
					 ? "locked until the next boot"
					 : "not locked; what the lock would hold:");
		add_boot(list->table, list->watched);
		code = vdt_table_finish(list->table);
		list->table = NULL;
	}
	return code == VDT_EXIT_DONE && list->loose ? VDT_EXIT_REFUSED : code;
}

static int check(struct vdt_nl *nl, const struct vdt_options *options)
{
	static const char *const heads[] = {"ITEM", "STATE", "MISSING"};
	struct list list = {
		.array = options->json ? json_array() : NULL,
		.table = options->json ? NULL : vdt_table_new(heads, 3),
	};
	struct vdt_nl_integrity integrity;
	struct vdt_nl_status status;
	int err = list.array || list.table ? vdt_nl_status(nl, &status) : -ENOMEM, code;

	if (!err)
		err = vdt_nl_integrity(nl, &integrity);
	if (!err)
		err = vdt_nl_lock_items(nl, add_item, &list);
	if (!err)
		list.watched =
			(integrity.enforce | integrity.log) & 1u << VEDETTE_INTEGRITY_KIND_MEMORY;
	code = err ? vdt_fail_request(nl, err) : finish(&list, &status);
	json_decref(list.array);
	vdt_table_free(list.table);
	return code;
}

static void print_loose(const struct vdt_nl_part *item, void *ctx)
{
	if (item->state != VEDETTE_ENFORCEMENT_STATE_HELD)
		printf("but %s: %s\n", item->name, item->text);
}

/* It comes about without some things, which who locks should hear of. */
static int lock(struct vdt_nl *nl, const struct vdt_options *options)
{
	int err = vdt_nl_lock(nl);

	if (err)
		return vdt_fail_request(nl, err);
	if (options->json)
		return vdt_json_finish(json_pack("{s:b}", "locked", 1));
	printf("locked until the next boot\n");
	err = vdt_nl_lock_items(nl, print_loose, NULL);
	return err ? vdt_fail_request(nl, err) : VDT_EXIT_DONE;
}

int vdt_cmd_lock(const struct vdt_options *options, char **args)
{
	struct vdt_nl *nl;
	int code = vdt_command_open(&nl);

	if (code)
		return code;
	code = options->check ? check(nl, options) : lock(nl, options);
	vdt_nl_close(nl);
	return code;
}
