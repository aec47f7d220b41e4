// SPDX-License-Identifier: BSD-3-Clause
/* Needs root; skipped without. */

#include <criterion/criterion.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "lib/sandbox/box.h"
#include "lib/sandbox/caps.h"

#define BOX_UID 59999

static char folder[] = "/tmp/box-XXXXXX";
static char file[64];

static const struct vdt_path no_paths[] = {{NULL, 0}};
static struct vdt_path reading[] = {{folder, VDT_ACCESS_READ}, {NULL, 0}};
static struct vdt_path writing[] = {
	{folder, VDT_ACCESS_READ | VDT_ACCESS_WRITE}, {"/nonexistent", VDT_ACCESS_READ}, {NULL, 0}};

static void set_up(void)
{
	if (geteuid() != 0)
		cr_skip_test("only root can box");
	cr_assert_not_null(mkdtemp(folder));
	snprintf(file, sizeof(file), "%s/file", folder);
	cr_assert_eq(chmod(folder, 0777), 0);
	close(open(file, O_CREAT | O_RDWR, 0666));
	cr_assert_eq(chmod(file, 0666), 0);
}

static void tear_down(void)
{
	char extra[80];

	snprintf(extra, sizeof(extra), "%s.new", file);
	unlink(extra);
	unlink(file);
	rmdir(folder);
}

/* Each returns 0 or the errno that it met. */

static int open_read(void)
{
	return open(file, O_RDONLY) < 0 ? errno : 0;
}

static int open_write(void)
{
	return open(file, O_WRONLY) < 0 ? errno : 0;
}

static int create(void)
{
	char extra[80];

	snprintf(extra, sizeof(extra), "%s.new", file);
	return open(extra, O_CREAT | O_WRONLY, 0600) < 0 || rename(extra, file) < 0 ? errno : 0;
}

static int make_folder(void)
{
	char extra[80];

	snprintf(extra, sizeof(extra), "%s.new", file);
	return mkdir(extra, 0700) < 0 ? errno : 0;
}

static int open_passwd(void)
{
	return open("/etc/passwd", O_RDONLY) < 0 ? errno : 0;
}

static int become_root(void)
{
	return setuid(0) < 0 ? errno : 0;
}

static int take_cap(void)
{
	return -vdt_caps_set(VDT_CAP(NET_ADMIN));
}

static int bind_port(void)
{
	const struct sockaddr_in any = {.sin_family = AF_INET};
	int fd = socket(AF_INET, SOCK_STREAM, 0);

	return bind(fd, (const struct sockaddr *)&any, sizeof(any)) < 0 ? errno : 0;
}

static int connect_port(void)
{
	const struct sockaddr_in none = {.sin_family = AF_INET,
					 .sin_port = htons(1),
					 .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
	int fd = socket(AF_INET, SOCK_STREAM, 0);

	return connect(fd, (const struct sockaddr *)&none, sizeof(none)) < 0 ? errno : 0;
}

static int signal_parent(void)
{
	return kill(getppid(), 0) < 0 ? errno : 0;
}

static int open_many(void)
{
	int i, fd = 0;

	for (i = 0; i < 64 && fd >= 0; i++)
		fd = dup(STDERR_FILENO);
	return fd < 0 ? errno : 0;
}

static int make_child(void)
{
	pid_t pid = fork();

	if (!pid)
		_exit(0);
	return pid < 0 ? errno : 0;
}

static int try(const struct vdt_box *box, int (*act)(void))
{
	pid_t parent = getpid(), pid = fork();
	int status;

	if (pid == 0)
		_exit(vdt_box_enter(box, parent) ? 255 : act());
	waitpid(pid, &status, 0);
	return WEXITSTATUS(status);
}

static struct vdt_box make_box(const struct vdt_path *paths)
{
	return (struct vdt_box){
		.uid = BOX_UID, .paths = paths, .memory = RLIM_INFINITY, .files = 32, .threads = 1};
}

Test(box, reach, .init = set_up, .fini = tear_down)
{
	static const struct {
		const struct vdt_path *paths;
		int (*act)(void);
		int expected;
		const char *why;
	} cases[] = {
		{no_paths, open_read, EACCES, "nothing granted"},
		{reading, open_read, 0, "granted"},
		{reading, open_write, EACCES, "reading is not writing"},
		{reading, create, EACCES, "reading is not creating"},
		{writing, open_write, 0, "granted"},
		{writing, create, 0, "replacing a file"},
		{writing, make_folder, EACCES, "regular files only"},
		{writing, open_passwd, EACCES, "readable by all, but outside"},
		{no_paths, become_root, EPERM, "for good"},
		{no_paths, take_cap, EPERM, "for good"},
		{no_paths, open_many, EMFILE, "bounded"},
		{no_paths, make_child, EAGAIN, "bounded"},
	};
	unsigned int i;

	if (!vdt_landlock_abi())
		cr_skip_test("no Landlock in this kernel");
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		const struct vdt_box box = make_box(cases[i].paths);
		int got = try(&box, cases[i].act);

		cr_expect_eq(got, cases[i].expected, "row %u, %s: %s", i, cases[i].why,
			     strerror(got));
	}
}

Test(box, network, .init = set_up, .fini = tear_down)
{
	struct vdt_box box = make_box(no_paths);

	if (vdt_landlock_abi() < 4)
		cr_skip_test("this kernel's Landlock knows no TCP");
	cr_expect_eq(try(&box, bind_port), EACCES);
	cr_expect_eq(try(&box, connect_port), EACCES);
	box.connect = true;
	cr_expect_eq(try(&box, bind_port), EACCES);
	cr_expect_eq(try(&box, connect_port), ECONNREFUSED);
}

Test(box, signals, .init = set_up, .fini = tear_down)
{
	const struct vdt_box box = make_box(no_paths);

	cr_expect_eq(try(&box, signal_parent), EPERM);
}

static int capabilities_are(const char *expected)
{
	static const char *const sets[] = {"CapInh", "CapPrm", "CapEff", "CapBnd", "CapAmb"};
	char line[256], want[64];
	unsigned int met = 0, i;
	FILE *status = fopen("/proc/self/status", "r");

	while (status && fgets(line, sizeof(line), status))
		for (i = 0; i < 5; i++) {
			snprintf(want, sizeof(want), "%s:\t%s\n", sets[i], expected);
			met += !strcmp(line, want);
		}
	return met == 5 ? 0 : 1;
}

static int has_none(void)
{
	return capabilities_are("0000000000000000");
}

static int has_net_admin(void)
{
	return capabilities_are("0000000000001000");
}

Test(box, capabilities, .init = set_up, .fini = tear_down)
{
	struct vdt_box box = make_box(no_paths);

	box.no_landlock = true; /* to read /proc */
	cr_expect_eq(try(&box, has_none), 0);
	box.caps = VDT_CAP(NET_ADMIN);
	cr_expect_eq(try(&box, has_net_admin), 0);
}

Test(box, dies_with_its_parent, .init = set_up, .fini = tear_down)
{
	const struct vdt_box box = make_box(no_paths);
	pid_t middle, orphan;
	int pair[2];
	char c;

	cr_assert_eq(pipe(pair), 0);
	middle = fork();
	if (!middle) {
		pid_t parent = getpid();

		orphan = fork();
		if (!orphan) {
			close(pair[0]);
			if (!vdt_box_enter(&box, parent) && write(pair[1], "x", 1) == 1)
				pause();
			_exit(1);
		}
		pause();
	}
	close(pair[1]);
	cr_assert_eq(read(pair[0], &c, 1), 1);
	kill(middle, SIGKILL);
	waitpid(middle, NULL, 0);
	cr_expect_eq(read(pair[0], &c, 1), 0, "the pipe ends when the orphan does");
}
