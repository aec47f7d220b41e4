// SPDX-License-Identifier: GPL-2.0-only
#include <linux/bpf.h>
#include <linux/err.h>
#include <linux/module.h>
#include <linux/mutex.h>
#include <linux/rcupdate.h>
#include <linux/string.h>

#include <vedette/netlink.h>

#include "compat.h"
#include "hooks.h"
#include "kfuncs.h"
#include "limits.h"
#include "personality.h"

MODULE_IMPORT_NS(BPF_INTERNAL); /* bpf_link_get_from_fd(), in 6.12 */

struct hook {
	const char *function;	     /* what the program is attached to */
	const void *call;	     /* what the program has to call */
	struct bpf_link *link;	     /* held, or NULL */
	const struct bpf_prog *prog; /* of that link, only to be compared; read without the lock */
};

/* Protects all below. That of personality.c nests inside it. */
static DEFINE_MUTEX(lock);

enum hook_id {
	SOCKET_BIND,
	SOCKET_LISTEN,
	SOCKET_ACCEPT,
	SOCKET_CONNECT,
	SOCKET_CREATE,
	TASK_PRCTL,
	BPRM_CHECK,
	MMAP_FILE,
	FILE_MPROTECT,
	KERNEL_READ_FILE,
	KERNEL_LOAD_DATA,
	FILE_OPEN,
	INODE_SETATTR,
	SETXATTR,
	REMOVEXATTR,
	FILE_IOCTL,
	FILE_IOCTL_COMPAT,
	URING_CMD,
	PTRACE_ACCESS,
	TRACEME,
	BPF,
	CAPABLE,
	LOCKED_DOWN,
	TASK_KILL,
	SEND_SIGIO,
	SETSCHEDULER,
	SETNICE,
	SETRLIMIT,
	PERF_EVENT,
	PATH_NOTIFY,
	SB_MOUNT,
	MOVE_MOUNT,
	PIVOTROOT,
	BDEV_SETINTEGRITY,
	BDEV_FREE,
};

static struct hook hooks[] = {
	[SOCKET_BIND] = {"bpf_lsm_socket_bind", vdt_hook_socket_bind},
	[SOCKET_LISTEN] = {"bpf_lsm_socket_listen", vdt_hook_socket_listen},
	[SOCKET_ACCEPT] = {"bpf_lsm_socket_accept", vdt_hook_socket_accept},
	[SOCKET_CONNECT] = {"bpf_lsm_socket_connect", vdt_hook_socket_connect},
	[SOCKET_CREATE] = {"bpf_lsm_socket_create", vdt_hook_socket_create},
	[TASK_PRCTL] = {"bpf_lsm_task_prctl", vdt_hook_prctl},
	[BPRM_CHECK] = {"bpf_lsm_bprm_check_security", vdt_hook_exec},
	[MMAP_FILE] = {"bpf_lsm_mmap_file", vdt_hook_mmap},
	[FILE_MPROTECT] = {"bpf_lsm_file_mprotect", vdt_hook_mprotect},
	[KERNEL_READ_FILE] = {"bpf_lsm_kernel_read_file", vdt_hook_kernel_read},
	[KERNEL_LOAD_DATA] = {"bpf_lsm_kernel_load_data", vdt_hook_kernel_load},
	[FILE_OPEN] = {"bpf_lsm_file_open", vdt_hook_file_open},
	[INODE_SETATTR] = {"bpf_lsm_inode_setattr", vdt_hook_setattr},
	[SETXATTR] = {"bpf_lsm_inode_setxattr", vdt_hook_setxattr},
	[REMOVEXATTR] = {"bpf_lsm_inode_removexattr", vdt_hook_removexattr},
	[FILE_IOCTL] = {"bpf_lsm_file_ioctl", vdt_hook_ioctl},
	[FILE_IOCTL_COMPAT] = {"bpf_lsm_file_ioctl_compat", vdt_hook_ioctl},
	[URING_CMD] = {"bpf_lsm_uring_cmd", vdt_hook_ring_command},
	[PTRACE_ACCESS] = {"bpf_lsm_ptrace_access_check", vdt_hook_ptrace},
	[TRACEME] = {"bpf_lsm_ptrace_traceme", vdt_hook_traceme},
	[BPF] = {"bpf_lsm_bpf", vdt_hook_bpf},
	[CAPABLE] = {"bpf_lsm_capable", vdt_hook_capable},
	[LOCKED_DOWN] = {"bpf_lsm_locked_down", vdt_hook_lockdown},
	[TASK_KILL] = {"bpf_lsm_task_kill", vdt_hook_kill},
	[SEND_SIGIO] = {"bpf_lsm_file_send_sigiotask", vdt_hook_sigio},
	[SETSCHEDULER] = {"bpf_lsm_task_setscheduler", vdt_hook_schedule},
	[SETNICE] = {"bpf_lsm_task_setnice", vdt_hook_schedule},
	[SETRLIMIT] = {"bpf_lsm_task_setrlimit", vdt_hook_limit},
	[PERF_EVENT] = {"bpf_lsm_perf_event_open", vdt_hook_perf},
	[PATH_NOTIFY] = {"bpf_lsm_path_notify", vdt_hook_notify},
	[SB_MOUNT] = {"bpf_lsm_sb_mount", vdt_hook_mount},
	[MOVE_MOUNT] = {"bpf_lsm_move_mount", vdt_hook_move_mount},
	[PIVOTROOT] = {"bpf_lsm_sb_pivotroot", vdt_hook_pivot},
	[BDEV_SETINTEGRITY] = {"bpf_lsm_bdev_setintegrity", vdt_hook_verity_root},
	[BDEV_FREE] = {"bpf_lsm_bdev_free_security", vdt_hook_bdev_free},
};

#define VERITY_ROOTS (BIT_ULL(BDEV_SETINTEGRITY) | BIT_ULL(BDEV_FREE))

/* What stands on which programs; it is held when all of them are that the kernel can have. */
static const struct part {
	const char *name;
	u64 needs;		      /* bits of hooks */
	const char *(*missing)(void); /* what else it stands on: NULL, or a text that lasts */
} parts[] = {
	{"bind", BIT_ULL(SOCKET_BIND)},
	{"listen", BIT_ULL(SOCKET_LISTEN)},
	{"accept", BIT_ULL(SOCKET_ACCEPT)},
	{"connect", BIT_ULL(SOCKET_CONNECT)},
	{"socket-create", BIT_ULL(SOCKET_CREATE)},
	{"executable", BIT_ULL(TASK_PRCTL)},
	{"exec", BIT_ULL(BPRM_CHECK)},
	{"mmap", BIT_ULL(MMAP_FILE) | BIT_ULL(FILE_MPROTECT)},
	{"memory",
	 BIT_ULL(MMAP_FILE) | BIT_ULL(FILE_MPROTECT) | BIT_ULL(FILE_OPEN) | BIT_ULL(PTRACE_ACCESS) |
		 BIT_ULL(TRACEME),
	 vdt_personality_missing},
	{"kernel-loads", BIT_ULL(KERNEL_READ_FILE) | BIT_ULL(KERNEL_LOAD_DATA)},
	{"script", BIT_ULL(BPRM_CHECK) | BIT_ULL(FILE_OPEN)},
	{"immutable",
	 BIT_ULL(FILE_OPEN) | BIT_ULL(INODE_SETATTR) | BIT_ULL(SETXATTR) | BIT_ULL(REMOVEXATTR)},
	{"device", BIT_ULL(FILE_OPEN) | BIT_ULL(FILE_IOCTL) | BIT_ULL(FILE_IOCTL_COMPAT) |
			   BIT_ULL(URING_CMD)},
	{"bpf", BIT_ULL(BPF)},
	{"capabilities", BIT_ULL(CAPABLE)},
	{"lockdown", BIT_ULL(LOCKED_DOWN)},
	{"processes", BIT_ULL(TASK_KILL) | BIT_ULL(SEND_SIGIO) | BIT_ULL(SETSCHEDULER) |
			      BIT_ULL(SETNICE) | BIT_ULL(SETRLIMIT) | BIT_ULL(PTRACE_ACCESS) |
			      BIT_ULL(BPRM_CHECK) | BIT_ULL(PATH_NOTIFY) | BIT_ULL(FILE_OPEN)},
	{"perf-events", BIT_ULL(PERF_EVENT)},
	{"mounts", BIT_ULL(SB_MOUNT) | BIT_ULL(MOVE_MOUNT) | BIT_ULL(PIVOTROOT)},
	{"verity-roots", VERITY_ROOTS},
};

/* Hooks that the kernel does not have, in this version and configuration. */
static const u64 absent = (IS_ENABLED(CONFIG_PERF_EVENTS) ? 0 : BIT_ULL(PERF_EVENT)) |
			  (IS_ENABLED(CONFIG_IO_URING) ? 0 : BIT_ULL(URING_CMD)) |
			  (VDT_HAS_VERITY_ROOTS ? 0 : VERITY_ROOTS);

/* By device, in no order; NULL where none is held. Of a device that is gone it attaches nothing. */
static struct bpf_link *xdp[VDT_XDP_DEVICES_MAX];

static const char *unsupported;		       /* what the kernel or this module lacks, or NULL */
static char explained[VDT_EVENT_TEXT_MAX + 1]; /* by user space; empty: nothing */

int vdt_hooks_init(void)
{
	int err = vdt_kfuncs_init(&unsupported);

	if (!IS_ENABLED(CONFIG_BPF_LSM))
		unsupported = "the kernel has no BPF LSM";
	return err;
}

static int refuse(int err, const char *why, const char **ret_why)
{
	*ret_why = why;
	return err;
}

static struct hook *find_hook(const char *function)
{
	size_t i;

	for (i = 0; function && i < ARRAY_SIZE(hooks); i++)
		if (!strcmp(hooks[i].function, function))
			return &hooks[i];
	return NULL;
}

#ifdef CONFIG_BPF_SYSCALL
static void put(struct bpf_link **link)
{
	if (*link)
		bpf_link_put(*link);
	*link = NULL;
}

/* Under RCU, for whoever has the link of an XDP program may exchange that. */
static bool calls(const struct bpf_link *link, const void *function)
{
	bool calls;

	rcu_read_lock();
	calls = vdt_kfuncs_calls(READ_ONCE(link->prog), function);
	rcu_read_unlock();
	return calls;
}

static const char stranger[] = "fd: a program that does not ask this module";

static int hold_lsm(struct bpf_link *link, const char **ret_why)
{
	struct hook *hook = find_hook(link->prog->aux->attach_func_name);

	if (!hook)
		return refuse(-EINVAL, "fd: not on a hook that belongs here", ret_why);
	if (!calls(link, hook->call))
		return refuse(-EINVAL, stranger, ret_why);
	if (hook->link)
		return refuse(-EEXIST, "fd: the program on this hook is held already", ret_why);
	hook->link = link;
	WRITE_ONCE(hook->prog, link->prog);
	return 0;
}

/* Whether it attaches our program to a device that is still there. */
static bool is_live(const struct bpf_link *link)
{
	struct bpf_link_info info = {};

	return link && calls(link, vdt_hook_xdp) && !link->ops->fill_link_info(link, &info) &&
	       info.xdp.ifindex;
}

static int hold_xdp(struct bpf_link *link, const char **ret_why)
{
	size_t i;

	if (!calls(link, vdt_hook_xdp))
		return refuse(-EINVAL, stranger, ret_why);
	for (i = 0; i < ARRAY_SIZE(xdp); i++)
		if (!is_live(xdp[i]))
			break;
	if (i == ARRAY_SIZE(xdp))
		return refuse(-ENOSPC, "fd: enough devices have the program", ret_why);
	put(&xdp[i]);
	xdp[i] = link;
	return 0;
}

/* Takes over the reference on success. */
static int hold_locked(struct bpf_link *link, const char **ret_why)
{
	if (link->type == BPF_LINK_TYPE_TRACING && link->prog->type == BPF_PROG_TYPE_LSM)
		return hold_lsm(link, ret_why);
	if (link->type == BPF_LINK_TYPE_XDP)
		return hold_xdp(link, ret_why);
	return refuse(-EINVAL, "fd: not the link of a program that belongs here", ret_why);
}

int vdt_hooks_hold(int fd, const char **ret_why)
{
	struct bpf_link *link = bpf_link_get_from_fd(fd);
	int err;

	if (IS_ERR(link))
		return refuse(-EBADF, "fd: not a link of a BPF program", ret_why);
	mutex_lock(&lock);
	err = hold_locked(link, ret_why);
	mutex_unlock(&lock);
	if (err)
		bpf_link_put(link);
	return err;
}

void vdt_hooks_release_xdp(void)
{
	size_t i;

	mutex_lock(&lock);
	for (i = 0; i < ARRAY_SIZE(xdp); i++)
		put(&xdp[i]);
	mutex_unlock(&lock);
}

void vdt_hooks_release_lsm(void)
{
	size_t i;

	mutex_lock(&lock);
	for (i = 0; i < ARRAY_SIZE(hooks); i++) {
		WRITE_ONCE(hooks[i].prog, NULL);
		put(&hooks[i].link);
	}
	mutex_unlock(&lock);
}
#else
static bool is_live(const struct bpf_link *link)
{
	return false;
}

int vdt_hooks_hold(int fd, const char **ret_why)
{
	return refuse(-EOPNOTSUPP, unsupported, ret_why);
}

void vdt_hooks_release_xdp(void)
{
}

void vdt_hooks_release_lsm(void)
{
}
#endif

void vdt_hooks_exit(void)
{
	vdt_hooks_release_xdp();
	vdt_hooks_release_lsm();
}

bool vdt_hooks_holds(const struct bpf_prog *prog)
{
	size_t i;

	for (i = 0; i < ARRAY_SIZE(hooks); i++)
		if (READ_ONCE(hooks[i].prog) == prog)
			return true;
	return false;
}

void vdt_hooks_explain(const char *text)
{
	mutex_lock(&lock);
	strscpy(explained, text, sizeof(explained));
	mutex_unlock(&lock);
}

static bool are_held(u64 needs)
{
	size_t i;

	for (i = 0; i < ARRAY_SIZE(hooks); i++)
		if (needs & ~absent & BIT_ULL(i) && !hooks[i].link)
			return false;
	return true;
}

static struct vdt_hook_part describe(const struct part *of)
{
	struct vdt_hook_part part = {.name = of->name};

	if (of->missing)
		part.text = of->missing();
	if (!(of->needs & ~absent))
		part.text = "this kernel has no hook for it";
	if (part.text) {
		part.state = VEDETTE_ENFORCEMENT_STATE_NOT_AVAILABLE;
		return part;
	}
	if (are_held(of->needs)) {
		part.state = VEDETTE_ENFORCEMENT_STATE_HELD;
		return part;
	}
	part.text = unsupported ?: *explained ? explained : NULL;
	part.state = part.text ? VEDETTE_ENFORCEMENT_STATE_NOT_AVAILABLE
			       : VEDETTE_ENFORCEMENT_STATE_NOT_HELD;
	return part;
}

u8 vdt_hooks_state(const char *name, char *ret_text, size_t size)
{
	struct vdt_hook_part part = {.state = VEDETTE_ENFORCEMENT_STATE_NOT_AVAILABLE};
	size_t i;

	mutex_lock(&lock);
	for (i = 0; i < ARRAY_SIZE(parts); i++)
		if (!strcmp(parts[i].name, name))
			part = describe(&parts[i]);
	strscpy(ret_text, part.text ?: "guard has not attached the programs", size);
	mutex_unlock(&lock);
	return part.state;
}

static struct vdt_hook_part describe_xdp(void)
{
	struct vdt_hook_part part = {.name = "xdp", .state = VEDETTE_ENFORCEMENT_STATE_NOT_HELD};
	size_t i;

	for (i = 0; i < ARRAY_SIZE(xdp); i++)
		if (is_live(xdp[i]))
			part.state = VEDETTE_ENFORCEMENT_STATE_HELD;
	return part;
}

int vdt_hooks_each(int (*each)(const struct vdt_hook_part *part, void *ctx), void *ctx)
{
	struct vdt_hook_part part;
	int ret = 0;
	size_t i;

	mutex_lock(&lock);
	for (i = 0; !ret && i < ARRAY_SIZE(parts); i++) {
		part = describe(&parts[i]);
		ret = each(&part, ctx);
	}
	part = describe_xdp();
	ret = ret ?: each(&part, ctx);
	mutex_unlock(&lock);
	return ret;
}
