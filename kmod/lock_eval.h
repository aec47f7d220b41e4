/* SPDX-License-Identifier: GPL-2.0-only OR BSD-3-Clause */
/*
 * What a locked device still takes from others than our own processes. All functions return whether
 * it is allowed; what they do not know is not.
 */
#ifndef VDT_LOCK_EVAL_H
#define VDT_LOCK_EVAL_H

#include "core.h"

/* The system calls that make a difference, whatever their numbers are. */
enum vdt_call {
	VDT_CALL_OTHER,
	VDT_CALL_FINIT_MODULE,
	VDT_CALL_FSMOUNT, /* without noexec */
	VDT_CALL_MOUNT_SETATTR,
	VDT_CALL_SWAPON,
	VDT_CALL_REBOOT, /* into the firmware, or off */
};

/* The call that a task asks for the capability in. judged: modules need a signature of ours. */
bool vdt_lock_allows_capability(int cap, enum vdt_call call, bool judged);

/* cmd: LINUX_REBOOT_CMD_*. Not into a kernel that lies ready, and not to sleep on disk. */
bool vdt_lock_allows_reboot(u32 cmd);

/* cmd: enum bpf_cmd. Only what lists and reads. */
bool vdt_lock_allows_bpf(int cmd);

/*
 * flags: MS_* of mount(2), the magic number gone. noexec: nothing can be executed from the mount
 * that it is about. Only mounts from which nothing can be executed come into being.
 */
bool vdt_lock_allows_mount(unsigned long flags, bool noexec);

/*
 * Whether others than init may write to the file of a control group. Who may not keep the groups of
 * others from running can still say who is in which.
 */
bool vdt_lock_allows_group_file(const char *name);

/* The same of a file of /proc that is about no process in particular, and its folder. */
bool vdt_lock_allows_proc_file(const char *folder, const char *name);

/* Whether programs of the type (enum bpf_prog_type) could reach those on our hooks. */
bool vdt_lock_is_reaching(u32 type);

#endif /* VDT_LOCK_EVAL_H */
