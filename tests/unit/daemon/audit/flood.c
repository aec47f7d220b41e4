// SPDX-License-Identifier: BSD-3-Clause
#include "daemon/audit/flood.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

static struct vdt_flood flood;

static struct vdt_audit_record make_drop(unsigned int source, unsigned int port)
{
	struct vdt_audit_record record = {
		.type = VDT_AUDIT_PACKET_DROP, .result = VDT_AUDIT_REFUSED, .count = 1};

	snprintf(record.source, sizeof(record.source), "192.0.2.%u", source);
	snprintf(record.object, sizeof(record.object), "tcp/%u", port);
	return record;
}

struct drained {
	unsigned int records;
	uint64_t count;
	struct vdt_audit_record last;
};

static void collect(void *ctx, struct vdt_audit_record *record)
{
	struct drained *drained = ctx;

	drained->records++;
	drained->count += record->count;
	drained->last = *record;
}

static struct drained drain(void)
{
	struct drained drained = {0};

	vdt_flood_drain(&flood, collect, &drained);
	return drained;
}

Test(flood, one_source)
{
	struct drained drained;
	unsigned int written = 0;

	for (unsigned int i = 0; i < 1000; i++) {
		struct vdt_audit_record record = make_drop(1, i);

		written += !vdt_flood_absorb(&flood, &record, false);
	}
	cr_assert_eq(written, VDT_FLOOD_SINGLES);
	drained = drain();
	cr_assert_eq(drained.records, 1);
	cr_assert_eq(drained.count, 1000 - VDT_FLOOD_SINGLES, "nothing is forgotten");
	cr_assert_str_eq(drained.last.source, "192.0.2.1");
	cr_assert_str_eq(drained.last.object, "several");
	cr_assert_eq(drain().records, 0, "the window began anew");
}

Test(flood, many_sources)
{
	struct drained drained;
	unsigned int written = 0;

	for (unsigned int i = 0; i < 200 * 20; i++) {
		struct vdt_audit_record record = make_drop(i % 200, 23);

		written += !vdt_flood_absorb(&flood, &record, false);
	}
	cr_assert_eq(written, VDT_FLOOD_TOTAL);
	drained = drain();
	cr_assert_eq(drained.records, VDT_FLOOD_SOURCES + 1);
	cr_assert_eq(drained.count, 200 * 20 - written);
	cr_assert_str_eq(drained.last.reason, "further sources");
}

Test(flood, count_does_not_wrap)
{
	struct vdt_audit_record record = make_drop(1, 23);

	record.count = UINT32_MAX;
	for (unsigned int i = 0; i < VDT_FLOOD_SINGLES + 2; i++)
		vdt_flood_absorb(&flood, &record, false);
	cr_assert_eq(drain().last.count, UINT32_MAX);
}

Test(flood, a_new_port_is_no_new_source)
{
	static const struct {
		const char *source[2];
		bool same;
	} cases[] = {
		{{"[2001:db8::1]:1", "[2001:db8::1]:2"}, true},
		{{"192.0.2.1:1", "192.0.2.1:2"}, true},
		{{"2001:db8::1", "2001:db8::2"}, false},
		{{"192.0.2.1", "192.0.2.2"}, false},
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct vdt_audit_record record = make_drop(0, 0);

		memset(&flood, 0, sizeof(flood));
		for (unsigned int k = 0; k < 2; k++) {
			snprintf(record.source, sizeof(record.source), "%s", cases[i].source[k]);
			vdt_flood_absorb(&flood, &record, false);
		}
		cr_assert_eq(flood.used, cases[i].same ? 1 : 2, "%s", cases[i].source[0]);
	}
}

/* Only what strangers can cause at will is held back. */
Test(flood, types)
{
	static const struct {
		enum vdt_audit_type type;
		enum vdt_audit_result result;
		bool bounded;
	} cases[] = {
		{VDT_AUDIT_PACKET_DROP, VDT_AUDIT_REFUSED, true},
		{VDT_AUDIT_VIEWER_REFUSE, VDT_AUDIT_REFUSED, true},
		{VDT_AUDIT_LOGIN, VDT_AUDIT_REFUSED, true},
		{VDT_AUDIT_LOGIN, VDT_AUDIT_OK, false},
		{VDT_AUDIT_POLICY_REFUSE, VDT_AUDIT_REFUSED, false},
		{VDT_AUDIT_PROCESS_EXIT, VDT_AUDIT_FAILED, false},
	};

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		bool absorbed = false;

		memset(&flood, 0, sizeof(flood));
		for (unsigned int k = 0; k < 100; k++) {
			const struct vdt_audit_record record = {.type = cases[i].type,
								.result = cases[i].result};

			absorbed |= vdt_flood_absorb(&flood, &record, false);
		}
		cr_assert_eq(absorbed, cases[i].bounded, "case %zu", i);
	}
}

Test(flood, strict_counts_from_the_first_on)
{
	struct vdt_audit_record record = make_drop(1, 80);

	cr_assert(vdt_flood_absorb(&flood, &record, true));
	record.type = VDT_AUDIT_POLICY_LOAD;
	cr_assert_not(vdt_flood_absorb(&flood, &record, true), "not of strangers");
	cr_assert_eq(drain().count, 1);
}
