/* SPDX-License-Identifier: BSD-3-Clause */
/* Which records of the log somebody wants to see. */
#ifndef VDT_AUDIT_FILTER_H
#define VDT_AUDIT_FILTER_H

#include <stdbool.h>
#include <stdint.h>

struct vdt_audit_record;

#define VDT_FILTER_ANY_RESULT -1

struct vdt_audit_filter {
	uint64_t after;	   /* number of a record: only those behind it */
	int64_t from, to;  /* seconds since 1970, both included; 0: any */
	unsigned int type; /* 0: any */
	int result;	   /* enum vdt_audit_result, or VDT_FILTER_ANY_RESULT */
	/* NULL or empty: any; not owned */
	const char *account; /* all of it */
	const char *source;  /* what it begins with */
};

/* Is @record among those that @filter wants? */
bool vdt_filter_wants(const struct vdt_audit_filter *filter, const struct vdt_audit_record *record);

#endif /* VDT_AUDIT_FILTER_H */
