// SPDX-License-Identifier: BSD-3-Clause
/*
 * drill [--really] PID ATTEMPT [TARGET]: the break-in drill. Stops a running process of ours, the
 * very binary that ships, and has it do one system call as an attacker's code inside it would: from
 * its memory, with its credentials, its filter and its rules. Says what became of it: the name of
 * an errno, "done" and the result, or "killed". TARGET is what the attempt is aimed at: the pid of
 * another process, or a descriptor.
 *
 * What the system call filter kills for is not done in the process itself, unless --really, but in
 * a child that the filter of the process is put on.
 *
 * drill --list: the attempts, one a line. drill --filter PID: the filter that is in force there, as
 * BPF.
 */
#include <elf.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/capability.h>
#include <linux/filter.h>
#include <linux/netlink.h>
#include <linux/seccomp.h>
#include <netinet/in.h>
#include <sched.h>
#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/reboot.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <sys/user.h>
#include <sys/wait.h>
#include <unistd.h>

#include "lib/ipc/msgs.h"

#define ARRAY_SIZE(a) (sizeof(a) / sizeof((a)[0]))

#if defined(__x86_64__)
typedef struct user_regs_struct regs_t;
static const uint8_t gate[] = {0x0f, 0x05}; /* syscall */

static void set_call(regs_t *regs, uint64_t at, uint64_t sp, long number, const uint64_t arg[6])
{
	regs->rip = at;
	regs->rsp = sp;
	regs->rax = number;
	regs->orig_rax = -1; /* nothing to restart */
	regs->rdi = arg[0], regs->rsi = arg[1], regs->rdx = arg[2];
	regs->r10 = arg[3], regs->r8 = arg[4], regs->r9 = arg[5];
}

static uint64_t stack_of(const regs_t *regs)
{
	return regs->rsp;
}
static long result_of(const regs_t *regs)
{
	return (long)regs->rax;
}
#elif defined(__aarch64__)
typedef struct user_regs_struct regs_t;
static const uint8_t gate[] = {0x01, 0x00, 0x00, 0xd4}; /* svc #0 */

static void set_call(regs_t *regs, uint64_t at, uint64_t sp, long number, const uint64_t arg[6])
{
	regs->pc = at;
	regs->sp = sp;
	regs->regs[8] = number;
	memcpy(regs->regs, arg, 6 * sizeof(arg[0]));
}

static uint64_t stack_of(const regs_t *regs)
{
	return regs->sp;
}
static long result_of(const regs_t *regs)
{
	return (long)regs->regs[0];
}
#endif

#define KILLED (1l << 40)

static void die(const char *what)
{
	fprintf(stderr, "drill: %s: %s\n", what, strerror(errno));
	exit(2);
}

/* --- the attempts --- */

/* An argument: a number, bytes that are put into the memory of the victim, or what the attempt is
 * aimed at. */
struct arg {
	enum { NUMBER, BYTES, TARGET, TARGET_TEXT } kind;
	uint64_t number;
	const void *bytes;
	size_t len;
};

#define N(value) \
	{ \
		.kind = NUMBER, .number = (uint64_t)(value) \
	}
#define B(pointer, size) \
	{ \
		.kind = BYTES, .bytes = (pointer), .len = (size) \
	}
#define T(text) B(text, sizeof(text))
#define ZEROS	B(zeros, sizeof(zeros))
#define PATH \
	{ \
		.kind = TARGET_TEXT \
	}
#define OTHER \
	{ \
		.kind = TARGET \
	}

#define OPEN(path, flags) \
	SYS_openat, \
	{ \
		N(AT_FDCWD), T(path), N(flags), N(0600) \
	}
#define SOCKET(family, type, protocol) \
	SYS_socket, \
	{ \
		N(family), N(type), N(protocol) \
	}

/* A message as lib/ipc/chan.c sends it. */
#define FORGE(name, ...) \
	static const struct { \
		uint16_t id, zero; \
		uint32_t len; \
		struct vdt_msg_##name message; \
	} forged_##name = {VDT_MSG_##name, 0, sizeof(struct vdt_msg_##name), {__VA_ARGS__}}
#define SEND(name) \
	SYS_sendto, \
	{ \
		OTHER, B(&forged_##name, sizeof(forged_##name)), N(sizeof(forged_##name)) \
	}

FORGE(ACCOUNT_EDIT, .req = 1, .what = VDT_ACCOUNT_CREATE, .fields = 0xff,
      .role = VDT_ROLE_ADMINISTRATOR, .name = "mallory", .password = "Correct-horse-7-battery");
FORGE(DEACTIVATE, .req = 2);
FORGE(GRANT, .req = 3, .class = VDT_CLASS_WRITE_SYSTEM, .role = VDT_ROLE_ADMINISTRATOR,
      .account = "admin");
FORGE(QUERY, .req = 3, .limit = 10);
FORGE(LOG_QUERY, .req = 3, .limit = 10);
FORGE(BAN, .source_len = 16, .source = {[10] = 0xff, 0xff, 10, 0, 0, 20}, .text = "drill");
FORGE(CHECK, .req = 4, .carrier = VDT_CARRIER_BEARER, .class = VDT_CLASS_WRITE_SYSTEM,
      .grant_to = VDT_AUTH, .token = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA");
FORGE(RECORD, .type = VDT_AUDIT_LOGIN, .account = "admin", .source = "10.0.0.20");
FORGE(SHUTDOWN, 0);

static const uint8_t zeros[256];
static const uint32_t all_caps[6] = {~0u, ~0u, ~0u, ~0u, ~0u, ~0u};
static const struct __user_cap_header_struct cap_header = {.version = _LINUX_CAPABILITY_VERSION_3};
static const struct iovec far_away = {(void *)0x400000, 16};
static const struct sockaddr_in anywhere = {.sin_family = AF_INET, .sin_port = 0x5c11}, /* 4444 */
	outside = {.sin_family = AF_INET,
		   .sin_port = 0x5000,
		   .sin_addr = {0x427100cb}}, /* 203.0.113.66, 80 */
	recorder = {.sin_family = AF_INET,
		    .sin_port = 0x2a02,
		    .sin_addr = {0x1400000a}}; /* 10.0.0.20, 554 */

static const struct attempt {
	const char *name;
	long call;
	struct arg arg[6];
} attempts[] = {
	/* files */
	{"read-passwords", OPEN("/etc/shadow", O_RDONLY)},
	{"read-accounts", OPEN("/var/lib/vedette/auth/accounts.0", O_RDONLY)},
	{"read-seal-key", OPEN("/var/lib/vedette/auth/seal.key", O_RDONLY)},
	{"read-policy", OPEN("/etc/vedette/policy.vdp", O_RDONLY)},
	{"read-own-program", OPEN("/proc/self/exe", O_RDONLY)},
	{"read-disk", OPEN("/dev/vda", O_RDONLY)},
	{"read-memory", OPEN("/dev/mem", O_RDONLY)},
	{"write-log", OPEN("/var/lib/vedette/audit/0000000001.seg", O_WRONLY)},
	{"write-program", OPEN("/usr/libexec/vedette/auth", O_WRONLY)},
	{"make-file", OPEN("/tmp/drill", O_WRONLY | O_CREAT)},
	{"open-by-another-call", SYS_openat2, {N(AT_FDCWD), T("/etc/passwd"), ZEROS, N(24)}},
	{"open-by-handle", SYS_open_by_handle_at, {N(AT_FDCWD), ZEROS, N(O_RDONLY)}},
	{"make-folder", SYS_mkdirat, {N(AT_FDCWD), T("/tmp/drill"), N(0700)}},
	{"remove-file", SYS_unlinkat, {N(AT_FDCWD), T("/etc/passwd")}},
	{"link-file", SYS_symlinkat, {T("/etc/passwd"), N(AT_FDCWD), T("/tmp/drill")}},
	{"change-mode", SYS_fchmodat, {N(AT_FDCWD), T("/etc/passwd"), N(0666)}},
	{"mount", SYS_mount, {T("none"), T("/tmp"), T("tmpfs")}},
	{"change-root", SYS_chroot, {T("/")}},
	{"file-without-name", SYS_memfd_create, {T("drill"), N(0)}},
	{"read-path", SYS_openat, {N(AT_FDCWD), PATH, N(O_RDONLY | O_NONBLOCK)}},
	{"write-path", SYS_openat, {N(AT_FDCWD), PATH, N(O_WRONLY | O_NONBLOCK)}},
	/* programs and code */
	{"run-shell", SYS_execve, {T("/bin/sh"), ZEROS, ZEROS}},
	{"run-itself", SYS_execve, {T("/proc/self/exe"), ZEROS, ZEROS}},
	{"run-descriptor", SYS_execveat, {N(3), T(""), ZEROS, ZEROS, N(AT_EMPTY_PATH)}},
	{"make-process", SYS_clone, {N(SIGCHLD)}},
	{"make-process-3", SYS_clone3, {ZEROS, N(88)}},
	{"make-namespace", SYS_unshare, {N(CLONE_NEWUSER)}},
	{"enter-namespace", SYS_setns, {N(3)}},
	{"new-code",
	 SYS_mmap,
	 {N(0), N(4096), N(PROT_READ | PROT_EXEC), N(MAP_PRIVATE | MAP_ANONYMOUS), N(-1)}},
	{"change-to-code", SYS_mprotect, {N(0), N(4096), N(PROT_READ | PROT_EXEC)}},
	{"personality", SYS_personality, {N(0x0400000)}},
	{"share-memory", SYS_shmget, {N(0), N(4096), N(0600)}},
	/* another process */
	{"kill", SYS_kill, {OTHER, N(SIGKILL)}},
	{"kill-thread", SYS_tgkill, {OTHER, OTHER, N(SIGKILL)}},
	{"trace", SYS_ptrace, {N(PTRACE_SEIZE), OTHER}},
	{"read-process",
	 SYS_process_vm_readv,
	 {OTHER, B(&far_away, sizeof(far_away)), N(1), B(&far_away, sizeof(far_away)), N(1)}},
	{"open-process", SYS_pidfd_open, {OTHER}},
	{"limit-process", SYS_prlimit64, {OTHER, N(7), ZEROS}},
	{"slow-process", SYS_setpriority, {N(0), OTHER, N(19)}},
	/* rights */
	{"become-root", SYS_setuid, {N(0)}},
	{"become-group", SYS_setgid, {N(0)}},
	{"take-capabilities",
	 SYS_capset,
	 {B(&cap_header, sizeof(cap_header)), B(all_caps, sizeof(all_caps))}},
	{"be-dumped", SYS_prctl, {N(PR_SET_DUMPABLE), N(1)}},
	{"read-keys", SYS_keyctl, {N(0), N(-3), N(1)}},
	{"add-key", SYS_add_key, {T("user"), T("drill"), T("x"), N(1), N(-3)}},
	/* the kernel */
	{"load-program", SYS_bpf, {N(5), ZEROS, N(128)}},
	{"load-module", SYS_finit_module, {N(3), T("")}},
	{"trace-kernel", SYS_perf_event_open, {ZEROS, N(0), N(-1), N(-1)}},
	{"ring-of-calls", SYS_io_uring_setup, {N(8), ZEROS}},
	{"catch-faults", SYS_userfaultfd, {N(0)}},
	{"read-messages", SYS_syslog, {N(3), ZEROS, N(256)}},
	{"set-clock", SYS_clock_settime, {N(0), ZEROS}},
	{"set-name", SYS_sethostname, {T("drill"), N(5)}},
	{"restart", SYS_reboot, {N(0xfee1dead), N(672274793), N(RB_ENABLE_CAD)}},
	{"swap", SYS_swapon, {T("/dev/vda")}},
	/* the network; a socket that the attempt gets is what the next ones are aimed at */
	{"socket-tcp", SOCKET(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0)},
	{"socket-tcp6", SOCKET(AF_INET6, SOCK_STREAM | SOCK_NONBLOCK, 0)},
	{"socket-udp", SOCKET(AF_INET, SOCK_DGRAM, 0)},
	{"socket-unix", SOCKET(AF_UNIX, SOCK_STREAM, 0)},
	{"socket-netlink", SOCKET(AF_NETLINK, SOCK_RAW, NETLINK_GENERIC)},
	{"socket-packet", SOCKET(AF_PACKET, SOCK_RAW, 0x0300)},
	{"socket-raw", SOCKET(AF_INET, SOCK_RAW, IPPROTO_ICMP)},
	{"socket-machine", SOCKET(AF_VSOCK, SOCK_STREAM, 0)},
	{"socket-pair", SYS_socketpair, {N(AF_UNIX), N(SOCK_STREAM), N(0), ZEROS}},
	{"connect-outside", SYS_connect, {OTHER, B(&outside, sizeof(outside)), N(sizeof(outside))}},
	{"connect-recorder",
	 SYS_connect,
	 {OTHER, B(&recorder, sizeof(recorder)), N(sizeof(recorder))}},
	{"send-outside",
	 SYS_sendto,
	 {OTHER, T("x"), N(1), N(0), B(&outside, sizeof(outside)), N(sizeof(outside))}},
	{"bind-port", SYS_bind, {OTHER, B(&anywhere, sizeof(anywhere)), N(sizeof(anywhere))}},
	{"listen", SYS_listen, {OTHER, N(10)}},
	/* messages in a channel, which the attempt is aimed at */
	{"forge-account", SEND(ACCOUNT_EDIT)},
	{"forge-deactivation", SEND(DEACTIVATE)},
	{"forge-session", SEND(CHECK)},
	{"forge-grant", SEND(GRANT)},
	{"forge-query", SEND(QUERY)},
	{"forge-log-query", SEND(LOG_QUERY)},
	{"forge-ban", SEND(BAN)},
	{"forge-record", SEND(RECORD)},
	{"forge-shutdown", SEND(SHUTDOWN)},
	/* which it may */
	{"read-clock", SYS_clock_gettime, {N(0), ZEROS}},
};

/* --- in the victim --- */

#define ROOM  3072
#define BELOW 8192 /* its stack: what it has used before is mapped, and holds nothing now */

static void move(pid_t pid, uint64_t at, void *bytes, size_t len, bool to)
{
	const struct iovec here = {bytes, len}, there = {(void *)at, len};
	ssize_t n = to ? process_vm_writev(pid, &here, 1, &there, 1, 0)
		       : process_vm_readv(pid, &here, 1, &there, 1, 0);

	if (n != (ssize_t)len)
		die("its memory");
}

/* The address of an instruction that does a system call: in the vDSO, which everybody has. */
static uint64_t find_gate(pid_t pid)
{
	char path[64], line[256];
	uint8_t code[8192];
	unsigned long from, to;
	uint64_t found = 0;
	FILE *maps;

	snprintf(path, sizeof(path), "/proc/%d/maps", pid);
	maps = fopen(path, "re");
	if (!maps)
		die(path);
	while (!found && fgets(line, sizeof(line), maps)) {
		if (!strstr(line, "[vdso]") || sscanf(line, "%lx-%lx", &from, &to) != 2)
			continue;
		if (to - from > sizeof(code))
			to = from + sizeof(code);
		move(pid, from, code, to - from, false);
		for (size_t i = 0; !found && i + sizeof(gate) <= to - from; i++)
			if (!memcmp(code + i, gate, sizeof(gate)))
				found = from + i;
	}
	fclose(maps);
	return found;
}

static void get_regs(pid_t pid, regs_t *regs)
{
	struct iovec iov = {regs, sizeof(*regs)};

	if (ptrace(PTRACE_GETREGSET, pid, NT_PRSTATUS, &iov))
		die("its registers");
}

static void set_regs(pid_t pid, regs_t *regs)
{
	struct iovec iov = {regs, sizeof(*regs)};

	if (ptrace(PTRACE_SETREGSET, pid, NT_PRSTATUS, &iov))
		die("its registers");
}

static void fill(const struct attempt *attempt, const char *target, uint64_t base,
		 uint8_t room[ROOM], uint64_t ret_args[6])
{
	size_t used = 0;

	for (unsigned int i = 0; i < 6; i++) {
		const struct arg *arg = &attempt->arg[i];
		const void *bytes = arg->kind == TARGET_TEXT ? target : arg->bytes;
		size_t len = arg->kind == TARGET_TEXT ? strlen(target) + 1 : arg->len;

		ret_args[i] = arg->kind == TARGET ? strtoul(target, NULL, 10) : arg->number;
		if (!bytes)
			continue;
		memcpy(room + used, bytes, len);
		ret_args[i] = base + used;
		used += (len + 15) & ~15ul;
	}
}

static void stop(pid_t pid)
{
	int status;

	if (ptrace(PTRACE_SEIZE, pid, 0, 0) || ptrace(PTRACE_INTERRUPT, pid, 0, 0) ||
	    waitpid(pid, &status, __WALL) != pid)
		die("cannot stop it");
}

/* The result of the call, or KILLED. */
static long call_there(pid_t pid, const struct attempt *attempt, const char *target)
{
	uint8_t before[ROOM], room[ROOM] = {0};
	regs_t own, regs;
	uint64_t at = find_gate(pid), base, args[6];
	int status;

	get_regs(pid, &own);
	base = (stack_of(&own) - BELOW) & ~15ul;
	fill(attempt, target, base, room, args);
	move(pid, base, before, sizeof(before), false);
	move(pid, base, room, sizeof(room), true);
	regs = own;
	set_call(&regs, at, base, attempt->call, args);
	set_regs(pid, &regs);
	if (ptrace(PTRACE_SINGLESTEP, pid, 0, 0) || waitpid(pid, &status, __WALL) != pid)
		die("cannot let it go on");
	if (WIFSIGNALED(status) || WIFEXITED(status))
		return KILLED;
	get_regs(pid, &regs);
	move(pid, base, before, sizeof(before), true);
	set_regs(pid, &own);
	return result_of(&regs);
}

static int get_filter(pid_t pid, struct sock_filter code[BPF_MAXINSNS])
{
	int n = (int)ptrace(PTRACE_SECCOMP_GET_FILTER, pid, 0, code);

	if (n <= 0)
		die("its filter");
	return n;
}

/* In a child with the filter that is in force over there: whoever is killed for the attempt has to
 * be started anew, and again. */
static bool kills(pid_t pid, const struct attempt *attempt, const char *target)
{
	static struct sock_filter code[BPF_MAXINSNS];
	struct sock_fprog program = {.filter = code};
	uint8_t room[ROOM];
	uint64_t args[6];
	int status;
	pid_t child;

	program.len = (unsigned short)get_filter(pid, code);
	fill(attempt, target, (uint64_t)room, room, args);
	child = fork();
	if (!child) {
		if (setresgid(65534, 65534, 65534) || setresuid(65534, 65534, 65534) ||
		    prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) ||
		    syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, 0, &program))
			syscall(SYS_exit_group, 2);
		syscall(attempt->call, args[0], args[1], args[2], args[3], args[4], args[5]);
		syscall(SYS_exit_group, 0);
	}
	if (waitpid(child, &status, 0) != child || (WIFEXITED(status) && WEXITSTATUS(status) == 2))
		die("cannot put the filter in force");
	return WIFSIGNALED(status) && WTERMSIG(status) == SIGSYS;
}

static long try(pid_t pid, const struct attempt *attempt, const char *target, bool really)
{
	long result = KILLED;

	stop(pid);
	if (really || !kills(pid, attempt, target))
		result = call_there(pid, attempt, target);
	ptrace(PTRACE_DETACH, pid, 0, 0);
	return result;
}

static const struct attempt *find(const char *name)
{
	for (size_t i = 0; i < sizeof(attempts) / sizeof(attempts[0]); i++)
		if (!strcmp(attempts[i].name, name))
			return &attempts[i];
	fprintf(stderr, "drill: there is no attempt '%s'; drill --list says which there are\n",
		name);
	exit(2);
}

static int print_filter(pid_t pid)
{
	static struct sock_filter code[BPF_MAXINSNS];
	size_t n;

	stop(pid);
	n = (size_t)get_filter(pid, code);
	ptrace(PTRACE_DETACH, pid, 0, 0);
	return fwrite(code, sizeof(code[0]), n, stdout) == n && !fflush(stdout) ? 0 : 2;
}

int main(int argc, char **argv)
{
	bool really = argc > 1 && !strcmp(argv[1], "--really");
	long result;

	if (argc == 2 && !strcmp(argv[1], "--list")) {
		for (size_t i = 0; i < sizeof(attempts) / sizeof(attempts[0]); i++)
			puts(attempts[i].name);
		return 0;
	}
	if (argc == 3 && !strcmp(argv[1], "--filter"))
		return print_filter((pid_t)strtol(argv[2], NULL, 10));
	argv += really, argc -= really;
	if (argc < 3) {
		fputs("usage: drill --list | drill --filter PID |\n"
		      "       drill [--really] PID ATTEMPT [TARGET]\n",
		      stderr);
		return 2;
	}
	result = try((pid_t)strtol(argv[1], NULL, 10), find(argv[2]), argc > 3 ? argv[3] : "0",
		     really);
	if (result == KILLED)
		puts("killed");
	else if (result < 0)
		puts(strerrorname_np((int)-result));
	else
		printf("done %ld\n", result);
	return 0;
}
