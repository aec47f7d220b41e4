// SPDX-License-Identifier: BSD-3-Clause
/*
 * The processes of Vedette. The uids are fixed numbers, so that files on flash keep their owners
 * when firmware changes; nothing else on the device may use 850-859. What each column means:
 * plan.h; what a group of system calls holds: lib/sandbox/syscalls.c.
 */

#include "daemon/super/plan.h"

#include "lib/sandbox/caps.h"
#include "lib/sandbox/filter.h"

#define MIB (1024ul * 1024)

#define RO VDT_ACCESS_READ
#define RW (VDT_ACCESS_READ | VDT_ACCESS_WRITE)
#define RX (VDT_ACCESS_READ | VDT_ACCESS_EXEC)

/* clang-format off */
/* What the program loader needs; exec() itself ends with the system call filter. */
#define LIBRARIES(binary) \
	{ binary, RX }, { "/lib", RX }, { "/lib64", RX }, { "/usr/lib", RX }, { "/etc/ld.so.cache", RO }
#define PATHS(...) ((const struct vdt_path[]){ __VA_ARGS__, { NULL, 0 } })

/* What vedetted needs to make children other users, end them, own folders and open ports. */
#define PARENT_CAPS \
	(VDT_CAP(SETUID) | VDT_CAP(SETGID) | VDT_CAP(SETPCAP) | VDT_CAP(KILL) | VDT_CAP(CHOWN) | \
	 VDT_CAP(FOWNER) | VDT_CAP(DAC_OVERRIDE) | VDT_CAP(NET_BIND_SERVICE))
/* Until it is up: SYS_ADMIN, for only with that the kernel lets see the types of a module (BTF), which
 * loading the LSM programs takes. */
#define GUARD_CAPS (VDT_CAP(NET_ADMIN) | VDT_CAP(SYS_MODULE) | VDT_CAP(SYS_ADMIN))
/* While libbpf loads them it holds a descriptor of the types of each module in the kernel. */
#define GUARD_FILES 512

const struct vdt_plan vdt_plan[VDT_PROC_COUNT] = {
	[VDT_SUPER] = {
		.box = { .uid = 0, .caps = PARENT_CAPS | GUARD_CAPS },
	},
	[VDT_AUDIT] = {
		.binary = VDT_LIBEXEC "audit", .state = VDT_STATE "/audit", .provision = true,
		.box = { .uid = 851, .caps = 0, .memory = 32 * MIB, .files = 32, .threads = 1, .connect = true,
			 .paths = PATHS(LIBRARIES(VDT_LIBEXEC "audit"), { VDT_STATE "/audit", RW },
					{ "/proc/sys/kernel/random/boot_id", RO },
					{ "/etc/vedette/syslog-ca.pem", RO }) },
		.calls = VDT_CALLS_BASE | VDT_CALLS_WRITE | VDT_CALLS_CONNECT,
		.peers = VDT_FROM(GUARD) | VDT_FROM(AUTH) | VDT_FROM(STREAM) | VDT_FROM(WEB),
	},
	[VDT_GUARD] = {
		.binary = VDT_LIBEXEC "guard", .state = VDT_STATE "/guard",
		.box = { .uid = 852, .caps = GUARD_CAPS, .memory = 128 * MIB, .files = GUARD_FILES,
			 .threads = 1,
			 .paths = PATHS(LIBRARIES(VDT_LIBEXEC "guard"), { VDT_STATE "/guard", RW },
					{ "/etc/vedette", RO }, { "/sys/kernel/btf", RO },
					{ "/sys/kernel/security/lsm", RO }) },
		.calls = VDT_CALLS_BASE | VDT_CALLS_WRITE | VDT_CALLS_BPF | VDT_CALLS_HAND,
		.peers = VDT_FROM(AUDIT) | VDT_FROM(AUTH) | VDT_FROM(STREAM) | VDT_FROM(WEB),
	},
	[VDT_AUTH] = {
		.binary = VDT_LIBEXEC "auth", .state = VDT_STATE "/auth", .provision = true,
		.box = { .uid = 853, .caps = 0, .memory = 128 * MIB, .files = 32, .threads = 8,
			 .paths = PATHS(LIBRARIES(VDT_LIBEXEC "auth"), { VDT_STATE "/auth", RW }) },
		.calls = VDT_CALLS_BASE | VDT_CALLS_WRITE | VDT_CALLS_THREADS,
		.peers = VDT_FROM(AUDIT) | VDT_FROM(GUARD) | VDT_FROM(STREAM) | VDT_FROM(WEB),
		.after = VDT_FROM(GUARD),
	},
	[VDT_STREAM] = {
		.binary = VDT_LIBEXEC "stream",
		.box = { .uid = 854, .caps = 0, .memory = 64 * MIB, .files = 256, .threads = 1, .connect = true,
			 .paths = PATHS(LIBRARIES(VDT_LIBEXEC "stream")) },
		.calls = VDT_CALLS_BASE | VDT_CALLS_ACCEPT | VDT_CALLS_CONNECT,
		.peers = VDT_FROM(AUDIT) | VDT_FROM(GUARD) | VDT_FROM(AUTH),
		.after = VDT_FROM(GUARD), .exposed = true,
		.listens = "rtsps", .port = 322,
	},
	[VDT_WEB] = {
		.binary = VDT_LIBEXEC "web",
		.box = { .uid = 855, .caps = 0, .memory = 64 * MIB, .files = 256, .threads = 1,
			 .paths = PATHS(LIBRARIES(VDT_LIBEXEC "web"), { "/dev/urandom", RO }) },
		.calls = VDT_CALLS_BASE | VDT_CALLS_ACCEPT,
		.peers = VDT_FROM(AUDIT) | VDT_FROM(GUARD) | VDT_FROM(AUTH),
		.after = VDT_FROM(GUARD), .exposed = true,
		.listens = "https", .port = 443,
	},
};
/* clang-format on */
