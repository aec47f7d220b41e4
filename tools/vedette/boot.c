// SPDX-License-Identifier: BSD-3-Clause
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "lib/base/cleanup.h"
#include "lib/base/file.h"
#include "tools/vedette/boot.h"

#define SETTING_MAX 4096

static bool begins(const char *path, const char *text)
{
	_cleanup_free_ uint8_t *data = NULL;
	size_t len;

	return !vdt_file_read(path, SETTING_MAX, &data, &len) &&
	       !strncmp((char *)data, text, strlen(text));
}

/* "[none] integrity confidentiality": the one in force is marked. */
static bool is_lockdown_set(bool watched)
{
	_cleanup_free_ uint8_t *data = NULL;
	size_t len;

	return !vdt_file_read("/sys/kernel/security/lockdown", SETTING_MAX, &data, &len) &&
	       strchr((char *)data, '[') && !strstr((char *)data, "[none]");
}

/* A byte of a page that only may be read. */
static bool can_write_memory(void)
{
	void *page = mmap(NULL, 1, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	int memory = open("/proc/self/mem", O_RDWR | O_CLOEXEC);
	bool written = page != MAP_FAILED && memory >= 0 &&
		       pwrite(memory, "", 1, (off_t)(uintptr_t)page) == 1;

	if (memory >= 0)
		close(memory);
	if (page != MAP_FAILED)
		munmap(page, 1);
	return written;
}

/* Tries it, unless that would be one more attack to tell of: then goes by what the kernel was told.
 */
static bool is_memory_kept(bool watched)
{
	_cleanup_free_ uint8_t *data = NULL;
	size_t len;

	if (!watched)
		return !can_write_memory();
	return !vdt_file_read("/proc/cmdline", SETTING_MAX, &data, &len) &&
	       strstr((char *)data, "proc_mem.force_override=never");
}

static bool are_modules_over(bool watched)
{
	return begins("/proc/sys/kernel/modules_disabled", "1");
}

static bool is_kexec_over(bool watched)
{
	return begins("/proc/sys/kernel/kexec_load_disabled", "1");
}

const struct vdt_boot_item vdt_boot_items[] = {
	{"lockdown", is_lockdown_set, "lockdown=integrity on the kernel's command line"},
	{"proc-mem", is_memory_kept, "proc_mem.force_override=never on the kernel's command line"},
	{"modules-disabled", are_modules_over, "sysctl kernel.modules_disabled=1"},
	{"kexec-disabled", is_kexec_over, "sysctl kernel.kexec_load_disabled=1"},
	{0},
};
