/* SPDX-License-Identifier: GPL-2.0-only OR BSD-3-Clause */
/*
 * Memory is written or executed, never both: what is executed are the bytes of a file as they were
 * judged. This is about the mapping alone; whether the file may be executed is another question.
 */
#ifndef VDT_MEMORY_H
#define VDT_MEMORY_H

#include "core.h"

/* A mapping as it is asked for. What it was before is false where there was none. */
struct vdt_mapping {
	bool write, exec;
	bool anonymous; /* no regular file gives its bytes: also a device, as /dev/zero */
	bool writable;	/* shared, and made of a descriptor that may write: it can be written later
			 */
	bool was_exec;
	bool was_written; /* has, or may have, pages that were written and are not the file's */
	bool jit;	  /* of a program that may have anonymous executable memory */
};

/* Returns enum vedette_integrity_reason, NONE if the mapping may be so. */
u8 vdt_memory_eval(const struct vdt_mapping *mapping);

#endif /* VDT_MEMORY_H */
