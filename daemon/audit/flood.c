// SPDX-License-Identifier: BSD-3-Clause
#include "daemon/audit/flood.h"

#include <stdio.h>
#include <string.h>

static bool is_of_strangers(const struct vdt_audit_record *record)
{
	switch (record->type) {
	case VDT_AUDIT_PACKET_DROP:
	case VDT_AUDIT_VIEWER_REFUSE:
		return true;
	case VDT_AUDIT_LOGIN:
		return record->result != VDT_AUDIT_OK;
	default:
		return false;
	}
}

/* "[address]:port" or "address:port" without the port. */
static void cut_port(char *source)
{
	char *colon = strrchr(source, ':');

	if (colon && (strchr(source, ':') == colon || colon[-1] == ']'))
		*colon = '\0';
}

static bool is_alike(const struct vdt_audit_record *a, const struct vdt_audit_record *b)
{
	return a->type == b->type && a->result == b->result && !strcmp(a->source, b->source) &&
	       !strcmp(a->account, b->account) && !strcmp(a->reason, b->reason);
}

static struct vdt_flood_entry *find_entry(struct vdt_flood *flood,
					  const struct vdt_audit_record *record)
{
	struct vdt_audit_record key = *record;
	struct vdt_flood_entry *entry;

	cut_port(key.source);
	for (unsigned int i = 0; i < flood->used; i++)
		if (is_alike(&flood->entry[i].record, &key))
			return &flood->entry[i];
	if (flood->used == VDT_FLOOD_SOURCES)
		return NULL;
	entry = &flood->entry[flood->used++];
	entry->record = key;
	entry->record.count = 0;
	entry->written = 0;
	return entry;
}

static void add_count(uint32_t *sum, uint32_t count)
{
	if (!count)
		count = 1;
	*sum = count > UINT32_MAX - *sum ? UINT32_MAX : *sum + count;
}

static void count_one(struct vdt_audit_record *sum, const struct vdt_audit_record *record)
{
	if (strcmp(sum->object, record->object))
		snprintf(sum->object, sizeof(sum->object), "several");
	add_count(&sum->count, record->count);
	sum->boottime = record->boottime;
	sum->realtime = record->realtime;
	sum->kernel_seq = record->kernel_seq;
}

bool vdt_flood_absorb(struct vdt_flood *flood, const struct vdt_audit_record *record, bool strict)
{
	struct vdt_flood_entry *entry;

	if (!is_of_strangers(record))
		return false;
	entry = find_entry(flood, record);
	if (!entry) {
		add_count(&flood->others[record->type], record->count);
		return true;
	}
	if (!strict && entry->written < VDT_FLOOD_SINGLES && flood->written < VDT_FLOOD_TOTAL) {
		entry->written++;
		flood->written++;
		return false;
	}
	count_one(&entry->record, record);
	return true;
}

void vdt_flood_drain(struct vdt_flood *flood,
		     void (*write)(void *ctx, struct vdt_audit_record *record), void *ctx)
{
	for (unsigned int i = 0; i < flood->used; i++)
		if (flood->entry[i].record.count)
			write(ctx, &flood->entry[i].record);
	for (unsigned int type = 0; type < VDT_AUDIT_TYPE_END; type++) {
		struct vdt_audit_record record = {
			.type = type,
			.result = VDT_AUDIT_REFUSED,
			.count = flood->others[type],
			.reason = "further sources",
		};

		if (record.count)
			write(ctx, &record);
	}
	memset(flood, 0, sizeof(*flood));
}
