/* SPDX-License-Identifier: BSD-3-Clause */
/* What web may have done, by those whom auth lets. */
#ifndef VDT_GUARD_CONTROL_H
#define VDT_GUARD_CONTROL_H

#include "lib/ipc/msgs.h"

struct vdt_nl;

#define VDT_BAN_SECONDS 31536000u /* a year */

/* enum vdt_class that the grant must be of; VDT_CLASS_END for what is no control. */
unsigned int vdt_control_class(unsigned int what);

/*
 * Do what @msg wants for whom @grant names. *ret_done is the answer, code and the kernel's words;
 * *ret_record the audit record of who did it. What came of it in the kernel is an event, and so a
 * record, of its own.
 */
void vdt_control_do(struct vdt_nl *nl, const struct vdt_msg_CONTROL *msg,
		    const struct vdt_msg_GRANT *grant, struct vdt_msg_DONE *ret_done,
		    struct vdt_msg_RECORD *ret_record);

/* The two, begun: what both controls and uploads have in common. @err: 0 or a negative errno,
 * @words: why, or empty for those of the errno. */
void vdt_control_answer(uint32_t req, int err, const char *words, struct vdt_msg_DONE *ret_done);
void vdt_control_record(const struct vdt_msg_GRANT *grant, const struct vdt_msg_DONE *done,
			const char *object, struct vdt_msg_RECORD *ret_record);

#endif /* VDT_GUARD_CONTROL_H */
