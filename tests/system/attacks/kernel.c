// SPDX-License-Identifier: BSD-3-Clause
/* Ways to bring code into the kernel, or to read and write its memory. */
#include <errno.h>
#include <fcntl.h>
#include <linux/kexec.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>
#if defined(__x86_64__)
#include <sys/io.h>
#endif

#include "attack.h"

/* A module of the distribution: nothing is wrong with it, but nobody signed it for this camera. */
#define MODULE	    HOME "/stranger.ko"
#define MODULE_NAME "dummy"

static int loaded(int result)
{
	if (result < 0)
		return -errno;
	need(syscall(SYS_delete_module, MODULE_NAME, O_NONBLOCK), "delete_module");
	return WORKED;
}

static int module_from_file(void)
{
	int fd = need(open(MODULE, O_RDONLY), MODULE);

	return loaded(syscall(SYS_finit_module, fd, "", 0));
}

static int module_from_memory(void)
{
	int fd = need(open(MODULE, O_RDONLY), MODULE);
	struct stat stat;
	void *image;

	need(fstat(fd, &stat), MODULE);
	image = mmap(NULL, stat.st_size, PROT_READ, MAP_PRIVATE, fd, 0);
	need(image == MAP_FAILED ? -1 : 0, MODULE);
	return loaded(syscall(SYS_init_module, image, stat.st_size, ""));
}

/* A module with the signature of something else. */
static int module_borrowed(void)
{
	int fd;

	need(borrow_signature("victim", MODULE), "signature");
	fd = need(open(MODULE, O_RDONLY), MODULE);
	return loaded(syscall(SYS_finit_module, fd, "", 0));
}

/* The kernel's own test module asks for the firmware that it is told to. */
static int firmware(void)
{
	static const char trigger[] = "/sys/devices/virtual/misc/test_firmware/trigger_request";
	char path[512], folder[256];

	if (access(trigger, F_OK))
		return NOT_HERE;
	copy_file("payload", "attack.bin");
	need(getcwd(folder, sizeof(folder)) ? 0 : -1, "folder");
	snprintf(path, sizeof(path), "%s%s", outer_root(), folder);
	need(echo(path, "/sys/module/firmware_class/parameters/path"), "the path of firmware");
	return echo("attack.bin", trigger);
}

static int kexec_from_memory(void)
{
	static char code[CODE_SIZE];
	struct kexec_segment segment = {code, sizeof(code), (void *)(64UL << 20), sizeof(code)};

	if (syscall(SYS_kexec_load, 64UL << 20, 1, &segment, KEXEC_ARCH_DEFAULT) < 0)
		return errno == ENOSYS ? NOT_HERE : -errno;
	need(syscall(SYS_kexec_load, 0, 0, NULL, KEXEC_ARCH_DEFAULT), "unload");
	return WORKED;
}

static int kexec_from_file(void)
{
	int fd = need(open(HOME "/vmlinuz", O_RDONLY), "vmlinuz");

	if (syscall(SYS_kexec_file_load, fd, -1, 1, "", KEXEC_FILE_NO_INITRAMFS) < 0)
		return errno == ENOSYS ? NOT_HERE : -errno;
	need(syscall(SYS_kexec_file_load, -1, -1, 0, NULL, KEXEC_FILE_UNLOAD), "unload");
	return WORKED;
}

static int dev_mem(void)
{
	int fd = open("/dev/mem", O_RDWR);
	void *page;

	if (fd < 0)
		return errno == ENOENT ? NOT_HERE : -errno;
	page = mmap(NULL, CODE_SIZE, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0xf0000);
	return page == MAP_FAILED ? -errno : WORKED;
}

static int kcore(void)
{
	char head[64];
	int fd = open("/proc/kcore", O_RDONLY);

	if (fd < 0)
		return errno == ENOENT ? NOT_HERE : -errno;
	return read(fd, head, sizeof(head)) == sizeof(head) ? WORKED : -errno;
}

#if defined(__x86_64__)

/* What is there is written back: SYSENTER_EIP, where the kernel is entered. */
static int msr(void)
{
	const off_t where = 0x176;
	unsigned long long value;
	int fd = open("/dev/cpu/0/msr", O_RDWR);

	if (fd < 0)
		return errno == ENOENT ? NOT_HERE : -errno;
	if (pread(fd, &value, sizeof(value), where) < 0 ||
	    pwrite(fd, &value, sizeof(value), where) < 0)
		return -errno;
	return WORKED;
}

static int io_ports(void)
{
	if (iopl(3) < 0)
		return errno == ENOSYS ? NOT_HERE : -errno;
	return WORKED;
}

static int dev_port(void)
{
	char byte = 0;
	int fd = open("/dev/port", O_RDWR);

	if (fd < 0)
		return errno == ENOENT ? NOT_HERE : -errno;
	return pwrite(fd, &byte, 1, 0x80) == 1 ? WORKED : -errno; /* 0x80: a delay */
}

#else

static int msr(void)
{
	return NOT_HERE;
}

static int io_ports(void)
{
	return NOT_HERE;
}

static int dev_port(void)
{
	return NOT_HERE;
}

#endif

/* Whoever configures a device can have it read and write all memory. What is there is written back.
 */
static int device_config(void)
{
	unsigned char command[2];
	int fd = open("/sys/bus/pci/devices/0000:00:02.0/config", O_RDWR);

	if (fd < 0)
		return errno == ENOENT ? NOT_HERE : -errno;
	need(pread(fd, command, sizeof(command), 4), "configuration");
	return pwrite(fd, command, sizeof(command), 4) < 0 ? -errno : WORKED;
}

const struct attack kernel_attacks[] = {
	{"module-from-file", module_from_file},
	{"module-from-memory", module_from_memory},
	{"module-borrowed", module_borrowed},
	{"firmware", firmware},
	{"kexec-from-memory", kexec_from_memory},
	{"kexec-from-file", kexec_from_file},
	{"dev-mem", dev_mem},
	{"kcore", kcore},
	{"msr", msr},
	{"io-ports", io_ports},
	{"dev-port", dev_port},
	{"device-config", device_config},
	{NULL, NULL},
};
