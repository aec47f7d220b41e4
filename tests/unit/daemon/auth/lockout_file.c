// SPDX-License-Identifier: BSD-3-Clause
#include "daemon/auth/lockout_file.h"

#include <criterion/criterion.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "lib/base/clock.h"

#define S VDT_NS_PER_SECOND

static char dir[] = "/tmp/vdt-lockout-XXXXXX";
static char path[64], slot[2][80];
static const uint8_t seal_key[VDT_SEAL_KEY] = {1};
static struct vdt_lockout_file file;
static struct vdt_lockout lockout;
static bool lost;

static void load(uint64_t now)
{
	vdt_lockout_init(&lockout);
	cr_assert_eq(vdt_lockout_load(&file, path, seal_key, &lockout, now, &lost), 0);
}

static void set_up(void)
{
	cr_assert_not_null(mkdtemp(dir));
	snprintf(path, sizeof(path), "%s/lockout", dir);
	for (int i = 0; i < 2; i++)
		snprintf(slot[i], sizeof(slot[i]), "%s.%d", path, i);
	load(S);
}

static void tear_down(void)
{
	unlink(slot[0]);
	unlink(slot[1]);
	rmdir(dir);
}

TestSuite(lockout_file, .init = set_up, .fini = tear_down);

static struct vdt_try make(const char *source, uint8_t password)
{
	struct vdt_try try = {.from = vdt_source_parse(source), .password = {password, 1}};

	cr_assert_eq(vdt_lockout_name(&file, "nvr", try.name), 0);
	return try;
}

static void lock(uint64_t now)
{
	struct vdt_try bad = make("192.0.2.1", 0), good = make("192.0.2.2", 0);

	for (uint8_t i = 0; i < 5; i++) {
		bad.password[0] = i;
		vdt_lockout_miss(&lockout, &bad, now);
	}
	vdt_lockout_good(&lockout, &good, now);
}

/* Time since the boot begins anew, what is left of a lock goes on. */
Test(lockout_file, outlasts_a_reboot)
{
	struct vdt_try bad = make("192.0.2.1", 99);
	uint8_t key[VDT_DEVICE_KEY];

	cr_assert_not(lost);
	memcpy(key, file.key, sizeof(key));
	lock(1000 * S);
	cr_assert_eq(vdt_lockout_save(&file, &lockout, 1100 * S), 0);
	load(10 * S);
	cr_assert_not(lost);
	cr_assert_arr_eq(file.key, key, sizeof(key), "names and devices are still known");
	cr_assert_eq(vdt_lockout_left(&lockout, &bad, 10 * S), 200);
	cr_assert(vdt_lockout_miss(&lockout, &bad, 300 * S), "one more locks again");
	cr_assert_eq(vdt_lockout_left(&lockout, &bad, 300 * S), 600, "and for longer");
	bad = make("192.0.2.2", 99);
	cr_assert_not(vdt_lockout_good(&lockout, &bad, 300 * S), "known before");
}

static void damage(const char *name)
{
	int fd = open(name, O_WRONLY | O_CREAT | O_TRUNC, 0600);

	cr_assert_eq(write(fd, "nonsense", 8), 8);
	close(fd);
}

/* A camera that nobody can log in to would be worse. */
Test(lockout_file, damage_locks_nobody)
{
	struct vdt_try bad = make("192.0.2.1", 99);

	lock(S);
	cr_assert_eq(vdt_lockout_save(&file, &lockout, S), 0);
	damage(slot[0]);
	damage(slot[1]);
	load(2 * S);
	cr_assert(lost);
	cr_assert_eq(vdt_lockout_left(&lockout, &bad, 2 * S), 0);
	lock(3 * S);
	cr_assert_eq(vdt_lockout_save(&file, &lockout, 3 * S), 0, "and it is kept again");
	load(4 * S);
	cr_assert_not(lost);
	bad = make("192.0.2.1", 99);
	cr_assert_eq(vdt_lockout_left(&lockout, &bad, 4 * S), 300);
}

Test(lockout_file, names)
{
	uint8_t a[VDT_LOCK_NAME], b[VDT_LOCK_NAME];

	cr_assert_eq(vdt_lockout_name(&file, "admin", a), 0);
	cr_assert_eq(vdt_lockout_name(&file, "admin", b), 0);
	cr_assert_arr_eq(a, b, sizeof(a));
	cr_assert_eq(vdt_lockout_name(&file, "admin2", b), 0);
	cr_assert(memcmp(a, b, sizeof(a)));
}
