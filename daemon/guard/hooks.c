// SPDX-License-Identifier: BSD-3-Clause

#include "daemon/guard/hooks.h"

#include <bpf/btf.h>
#include <bpf/libbpf.h>
#include <errno.h>
#include <malloc.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bpf/lsm.skel.h"
#include "lib/base/cleanup.h"
#include "lib/base/file.h"
#include "lib/base/log.h"

#define LSM_LIST     "/sys/kernel/security/lsm"
#define LSM_LIST_MAX 1024
#define TEXT_ROOM    128 /* as the module keeps it */

#define FUNCTION_ROOM 128

__attribute__((format(printf, 2, 0))) static int print_warning(enum libbpf_print_level level,
							       const char *format, va_list args)
{
	char line[VDT_LOG_LINE];

	if (level != LIBBPF_WARN)
		return 0;
	vsnprintf(line, sizeof(line), format, args);
	line[strcspn(line, "\n")] = '\0';
	vdt_log(LOG_WARNING, "%s", line);
	return 0;
}

/* Without its name in the list the programs could be attached all the same, but nobody would call
 * them. */
static bool is_lsm_on(char text[TEXT_ROOM])
{
	_cleanup_free_ uint8_t *list = NULL;
	char *rest, *name;
	size_t len;
	int err = vdt_file_read(LSM_LIST, LSM_LIST_MAX, &list, &len);

	if (err) {
		snprintf(text, TEXT_ROOM, "cannot read " LSM_LIST ": %s", strerror(-err));
		return false;
	}
	for (name = strtok_r((char *)list, ",\n", &rest); name; name = strtok_r(NULL, ",\n", &rest))
		if (!strcmp(name, "bpf"))
			return true;
	snprintf(text, TEXT_ROOM, "BPF LSM is off: add bpf to lsm= on the kernel's command line");
	return false;
}

/* As the kernel's types show it; a hook without a function there is in no list of the kernel. */
static bool has_hook(const struct btf *kernel, const struct bpf_program *program)
{
	const char *hook = strchr(bpf_program__section_name(program), '/') + 1;
	char function[FUNCTION_ROOM];

	snprintf(function, sizeof(function), "bpf_lsm_%s", hook);
	return btf__find_by_name_kind(kernel, function, BTF_KIND_FUNC) > 0;
}

/* The kernel takes an object whole or not at all: leave out programs that it has no hook for. */
static int fit(struct vdt_lsm *lsm)
{
	struct btf *kernel = btf__load_vmlinux_btf();
	struct bpf_program *program;

	if (!kernel)
		return -errno;
	bpf_object__for_each_program(program, lsm->obj)
	{
		bool fits = has_hook(kernel, program);

		if (!fits)
			vdt_log(LOG_NOTICE, "this kernel has no hook for %s: left out",
				bpf_program__name(program));
		bpf_program__set_autoload(program, fits);
	}
	btf__free(kernel);
	return 0;
}

static struct vdt_lsm *load(void)
{
	struct vdt_lsm *lsm = vdt_lsm__open();
	int err;

	if (!lsm)
		return NULL;
	err = fit(lsm) ?: vdt_lsm__load(lsm);
	if (!err)
		return lsm;
	vdt_lsm__destroy(lsm);
	errno = -err;
	return NULL;
}

static struct vdt_lsm *attach(char text[TEXT_ROOM])
{
	struct vdt_lsm *lsm;
	int err;

	if (!is_lsm_on(text))
		return NULL;
	lsm = load();
	if (!lsm) {
		snprintf(text, TEXT_ROOM, "the kernel does not take the LSM programs: %s",
			 strerror(errno));
		return NULL;
	}
	err = vdt_lsm__attach(lsm);
	if (!err)
		return lsm;
	snprintf(text, TEXT_ROOM, "the kernel cannot attach LSM programs: %s",
		 err == -524 ? "no trampolines (before 6.4 on arm64)" : strerror(-err));
	vdt_lsm__destroy(lsm);
	return NULL;
}

static int hold(struct vdt_nl *nl, const struct vdt_lsm *lsm, const char *text)
{
	int i, n_programs = lsm ? lsm->skeleton->prog_cnt : 0;
	_cleanup_free_ int *links = calloc(n_programs + 1, sizeof(*links));
	const struct bpf_link *link;
	unsigned int n = 0;

	if (!links)
		return -ENOMEM;
	for (i = 0; i < n_programs; i++) {
		link = *lsm->skeleton->progs[i].link;
		if (link)
			links[n++] = bpf_link__fd(link);
	}
	return vdt_nl_hooks_hold(nl, links, n, text);
}

/* Whether a part of the enforcement stands on LSM programs. */
static bool is_of_lsm(const char *part)
{
	static const char *const others[] = {"packets", "fragments", "packet-sockets", "xdp"};
	size_t i;

	for (i = 0; i < sizeof(others) / sizeof(*others); i++)
		if (!strcmp(part, others[i]))
			return false;
	return true;
}

/* The module takes no second program on a hook. */
static bool is_any_held(const struct vdt_nl_status *status)
{
	unsigned int i;

	for (i = 0; i < status->n_parts; i++)
		if (status->parts[i].state == VEDETTE_ENFORCEMENT_STATE_HELD &&
		    is_of_lsm(status->parts[i].name))
			return true;
	return false;
}

int vdt_hooks_attach(struct vdt_nl *nl)
{
	struct vdt_nl_status status;
	char text[TEXT_ROOM] = "";
	struct vdt_lsm *lsm;
	int err;

	err = vdt_nl_status(nl, &status);
	if (err || is_any_held(&status))
		return err;
	libbpf_set_print(print_warning);
	lsm = attach(text);
	if (!lsm)
		vdt_log(LOG_WARNING, "ports and sockets are not bound to programs: %s", text);
	err = hold(nl, lsm, lsm ? NULL : text);
	vdt_lsm__destroy(lsm);
	malloc_trim(0); /* the types of the kernel were some megabytes */
	return err;
}
