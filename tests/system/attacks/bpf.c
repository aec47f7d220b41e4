// SPDX-License-Identifier: BSD-3-Clause
/* Ways to get at the BPF programs that ask the module, or to put others before them. */
#include <bpf/bpf.h>
#include <bpf/libbpf.h>
#include <errno.h>
#include <linux/bpf.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "attack.h"

#define OURS "socket_bind" /* the name of one of our programs */

/* return @value */
#define RETURN(value) \
	{ \
		{.code = BPF_ALU64 | BPF_MOV | BPF_K, .dst_reg = BPF_REG_0, .imm = (value)}, \
			{.code = BPF_JMP | BPF_EXIT}, \
	}

/* Loads a program that returns one value, for @attach to @function. Its descriptor or a negative
 * errno. */
static int load(enum bpf_prog_type type, enum bpf_attach_type attach, const char *function,
		int value)
{
	const struct bpf_insn code[] = RETURN(value);
	LIBBPF_OPTS(bpf_prog_load_opts, options, .expected_attach_type = attach);
	int fd;

	if (function) {
		int id = libbpf_find_vmlinux_btf_id(function, attach);

		if (id < 0)
			return id;
		options.attach_btf_id = id;
	}
	fd = bpf_prog_load(type, "attack", "GPL", code, 2, &options);
	return fd < 0 ? -errno : fd;
}

/* Loads and attaches it. It is gone again when this process is. */
static int attach(enum bpf_prog_type type, enum bpf_attach_type how, const char *function,
		  int value)
{
	int fd = load(type, how, function, value);

	if (fd < 0)
		return fd;
	return bpf_raw_tracepoint_open(NULL, fd) < 0 ? -errno : WORKED;
}

static int loaded(int fd)
{
	return fd < 0 ? fd : WORKED;
}

static int lsm_program(void)
{
	return attach(BPF_PROG_TYPE_LSM, BPF_LSM_MAC, "bprm_check_security", 0);
}

/* Its callers only look whether it is below 0, and the LSM programs behind it are not asked any
 * more. */
static int modify_return(void)
{
	return attach(BPF_PROG_TYPE_TRACING, BPF_MODIFY_RETURN, "security_bpf_map", 1);
}

static int modify_return_prog(void)
{
	return attach(BPF_PROG_TYPE_TRACING, BPF_MODIFY_RETURN, "security_bpf_prog", 1);
}

static int trace_program(void)
{
	return attach(BPF_PROG_TYPE_TRACING, BPF_TRACE_FENTRY, "security_bprm_check", 0);
}

static int kprobe_program(void)
{
	return loaded(load(BPF_PROG_TYPE_KPROBE, 0, NULL, 0));
}

static int tracepoint_program(void)
{
	return loaded(load(BPF_PROG_TYPE_RAW_TRACEPOINT, 0, NULL, 0));
}

/* A descriptor of our program: with it its maps, and a place in other programs. */
static int program_by_id(void)
{
	struct bpf_prog_info info;
	unsigned int id = 0, size;
	int fd;

	while (!bpf_prog_get_next_id(id, &id)) {
		fd = bpf_prog_get_fd_by_id(id);
		if (fd < 0)
			return -errno;
		size = sizeof(info);
		memset(&info, 0, size);
		if (!bpf_obj_get_info_by_fd(fd, &info, &size) && !strcmp(info.name, OURS))
			return WORKED;
		close(fd);
	}
	return NOT_HERE;
}

/* A link that its holder only holds by its descriptor can be held by others. */
static int link_by_id(void)
{
	unsigned int id = 0;

	while (!bpf_link_get_next_id(id, &id))
		return bpf_link_get_fd_by_id(id) < 0 ? -errno : WORKED;
	return NOT_HERE;
}

const struct attack bpf_attacks[] = {
	{"lsm-program", lsm_program},
	{"modify-return", modify_return},
	{"modify-return-prog", modify_return_prog},
	{"trace-program", trace_program},
	{"kprobe-program", kprobe_program},
	{"tracepoint-program", tracepoint_program},
	{"program-by-id", program_by_id},
	{"link-by-id", link_by_id},
	{NULL, NULL},
};
