// SPDX-License-Identifier: BSD-3-Clause
#include <criterion/criterion.h>

#include "kmod/lock_eval.h"

/* Newer than the headers of some machines that build this. */
#define FUTURE_COMMAND 1000
#define FUTURE_TYPE    1000u

static const struct {
	int cap;
	enum vdt_call call;
	bool judged, allowed;
	const char *why;
} capabilities[] = {
	{CAP_SYS_MODULE, VDT_CALL_FINIT_MODULE, true, true, "a module that is judged by its file"},
	{CAP_SYS_MODULE, VDT_CALL_FINIT_MODULE, false, false, "one that nobody judges"},
	{CAP_SYS_MODULE, VDT_CALL_OTHER, true, false, "delete_module, init_module"},
	{CAP_SYS_BOOT, VDT_CALL_REBOOT, false, true, "a device must be able to go down"},
	{CAP_SYS_BOOT, VDT_CALL_OTHER, true, false, "kexec_load, kexec_file_load"},
	{CAP_SYS_RAWIO, VDT_CALL_OTHER, true, false, "iopl, ioctls that write to devices"},
	{CAP_SYS_RAWIO, VDT_CALL_REBOOT, true, false, "in any call"},
	{CAP_SYS_ADMIN, VDT_CALL_MOUNT_SETATTR, true, false, "takes noexec away"},
	{CAP_SYS_ADMIN, VDT_CALL_FSMOUNT, true, false, "a mount without noexec"},
	{CAP_SYS_ADMIN, VDT_CALL_SWAPON, true, false, "memory to where it can be changed"},
	{CAP_SYS_ADMIN, VDT_CALL_OTHER, false, true, "the rest of it is judged elsewhere"},
	{CAP_NET_ADMIN, VDT_CALL_MOUNT_SETATTR, false, true, "none of the lock's"},
};

Test(lock_eval, capability)
{
	for (size_t i = 0; i < ARRAY_SIZE(capabilities); i++)
		cr_expect_eq(vdt_lock_allows_capability(capabilities[i].cap, capabilities[i].call,
							capabilities[i].judged),
			     capabilities[i].allowed, "%s", capabilities[i].why);
}

static const struct {
	u32 cmd;
	bool allowed;
	const char *why;
} reboots[] = {
	{LINUX_REBOOT_CMD_RESTART, true, "reboot"},
	{LINUX_REBOOT_CMD_RESTART2, true, "reboot with a word for the firmware"},
	{LINUX_REBOOT_CMD_POWER_OFF, true, "poweroff"},
	{LINUX_REBOOT_CMD_HALT, true, "halt"},
	{LINUX_REBOOT_CMD_CAD_OFF, true, "what the keyboard does"},
	{LINUX_REBOOT_CMD_KEXEC, false, "into a kernel that was loaded before the lock"},
	{LINUX_REBOOT_CMD_SW_SUSPEND, false, "memory on disk, where it can be changed"},
	{0x12345678, false, "unknown"},
};

Test(lock_eval, reboot)
{
	for (size_t i = 0; i < ARRAY_SIZE(reboots); i++)
		cr_expect_eq(vdt_lock_allows_reboot(reboots[i].cmd), reboots[i].allowed, "%s",
			     reboots[i].why);
}

static const struct {
	int cmd;
	bool allowed;
	const char *why;
} calls[] = {
	{BPF_PROG_GET_NEXT_ID, true, "lists"},
	{BPF_OBJ_GET_INFO_BY_FD, true, "reads about what one has"},
	{BPF_MAP_LOOKUP_ELEM, true, "reads from a map of one's own"},
	{BPF_PROG_LOAD, false, "a program"},
	{BPF_PROG_GET_FD_BY_ID, false, "somebody else's program"},
	{BPF_LINK_GET_FD_BY_ID, false, "somebody else's link"},
	{BPF_MAP_GET_FD_BY_ID, false, "somebody else's map"},
	{BPF_LINK_CREATE, false, "attaches"},
	{BPF_LINK_UPDATE, false, "exchanges a program"},
	{BPF_LINK_DETACH, false, "detaches"},
	{BPF_PROG_ATTACH, false, "attaches to a group"},
	{BPF_RAW_TRACEPOINT_OPEN, false, "attaches to a tracepoint"},
	{BPF_MAP_UPDATE_ELEM, false, "a program array, a table of operations"},
	{BPF_OBJ_GET, false, "what was pinned before the lock"},
	{FUTURE_COMMAND, false, "unknown"},
};

Test(lock_eval, bpf)
{
	for (size_t i = 0; i < ARRAY_SIZE(calls); i++)
		cr_expect_eq(vdt_lock_allows_bpf(calls[i].cmd), calls[i].allowed, "%s",
			     calls[i].why);
}

static const struct {
	unsigned long flags;
	bool noexec, allowed;
	const char *why;
} mounts[] = {
	{0, false, false, "a new file system"},
	{0, true, false, "a new one over one that is noexec"},
	{MS_NOEXEC | MS_NOSUID, false, true, "a new one without code"},
	{MS_BIND, true, false, "takes its attributes from where it comes"},
	{MS_BIND | MS_NOEXEC, false, false, "for which the flag says nothing"},
	{MS_MOVE | MS_NOEXEC, false, false, "a mount that is there gets another place"},
	{MS_REMOUNT, true, false, "takes noexec away"},
	{MS_REMOUNT | MS_BIND, true, false, "takes it away from one mount"},
	{MS_REMOUNT | MS_NOEXEC | MS_RDONLY, true, true, "keeps it"},
	{MS_REMOUNT | MS_RDONLY, false, true, "the root, when the device goes down"},
	{MS_PRIVATE | MS_REC, false, true, "only how mounts spread"},
	{MS_PRIVATE | MS_BIND, false, false, "the kernel takes it for a bind mount"},
};

Test(lock_eval, mount)
{
	for (size_t i = 0; i < ARRAY_SIZE(mounts); i++)
		cr_expect_eq(vdt_lock_allows_mount(mounts[i].flags, mounts[i].noexec),
			     mounts[i].allowed, "%s", mounts[i].why);
}

static const struct {
	const char *name;
	bool allowed;
} group_files[] = {
	{"cgroup.procs", true},	  {"cgroup.threads", true},
	{"tasks", true},	  {"cgroup.kill", false},
	{"cgroup.freeze", false}, {"freezer.state", false},
	{"memory.max", false},	  {"cpu.max", false},
	{"pids.max", false},	  {"cgroup.type", false},
	{"devices.deny", false},  {"cgroup.subtree_control", false},
	{"anything.new", false},  {"", false},
};

Test(lock_eval, group_file)
{
	for (size_t i = 0; i < ARRAY_SIZE(group_files); i++)
		cr_expect_eq(vdt_lock_allows_group_file(group_files[i].name),
			     group_files[i].allowed, "%s", group_files[i].name);
}

Test(lock_eval, proc_file)
{
	cr_expect_not(vdt_lock_allows_proc_file("/", "sysrq-trigger"));
	cr_expect_not(vdt_lock_allows_proc_file("kernel", "sysrq"));
	cr_expect(vdt_lock_allows_proc_file("fs", "sysrq"), "of another folder");
	cr_expect(vdt_lock_allows_proc_file("kernel", "hostname"));
}

static const struct {
	u32 type;
	bool reaching;
} types[] = {
	{BPF_PROG_TYPE_LSM, true},
	{BPF_PROG_TYPE_TRACING, true},
	{BPF_PROG_TYPE_EXT, true},
	{BPF_PROG_TYPE_KPROBE, true},
	{BPF_PROG_TYPE_TRACEPOINT, true},
	{BPF_PROG_TYPE_RAW_TRACEPOINT, true},
	{BPF_PROG_TYPE_PERF_EVENT, true},
	{BPF_PROG_TYPE_SYSCALL, true},
	{BPF_PROG_TYPE_STRUCT_OPS, true},
	{BPF_PROG_TYPE_XDP, false},
	{BPF_PROG_TYPE_CGROUP_SKB, false},
	{BPF_PROG_TYPE_CGROUP_DEVICE, false},
	{BPF_PROG_TYPE_SOCKET_FILTER, false},
	{BPF_PROG_TYPE_SCHED_CLS, false},
};

Test(lock_eval, reaching)
{
	for (size_t i = 0; i < ARRAY_SIZE(types); i++)
		cr_expect_eq(vdt_lock_is_reaching(types[i].type), types[i].reaching, "type %u",
			     types[i].type);
	cr_expect(vdt_lock_is_reaching(FUTURE_TYPE), "what is not known may reach them");
}
