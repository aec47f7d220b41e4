// SPDX-License-Identifier: BSD-3-Clause

#include "daemon/guard/hooks.h"

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
#define LINKS_MAX    16
#define TEXT_ROOM    128 /* as the module keeps it */

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

static struct vdt_lsm *attach(char text[TEXT_ROOM])
{
	struct vdt_lsm *lsm;
	int err;

	if (!is_lsm_on(text))
		return NULL;
	lsm = vdt_lsm__open_and_load();
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
	int links[LINKS_MAX];
	unsigned int i, n = 0;

	for (i = 0; lsm && i < (unsigned int)lsm->skeleton->prog_cnt && i < LINKS_MAX; i++)
		links[n++] = bpf_link__fd(*lsm->skeleton->progs[i].link);
	return vdt_nl_hooks_hold(nl, links, n, text);
}

static bool is_any_held(const struct vdt_nl_status *status)
{
	unsigned int i;

	for (i = 0; i < status->n_parts; i++)
		if (!strcmp(status->parts[i].name, "bind"))
			return status->parts[i].state == VEDETTE_ENFORCEMENT_STATE_HELD;
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
