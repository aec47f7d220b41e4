// SPDX-License-Identifier: BSD-3-Clause
#include "lib/crypto/sealed.h"

#include <criterion/criterion.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "lib/base/file.h"
#include "lib/crypto/secret.h"

static char dir[] = "/tmp/vdt-sealed-XXXXXX";
static char path[64], slot[2][64], key_path[64];
static const uint8_t key[VDT_SEAL_KEY] = {1, 2, 3};
static struct vdt_sealed sealed;

static void set_up(void)
{
	cr_assert_not_null(mkdtemp(dir));
	snprintf(path, sizeof(path), "%s/file", dir);
	snprintf(slot[0], sizeof(slot[0]), "%s/file.0", dir);
	snprintf(slot[1], sizeof(slot[1]), "%s/file.1", dir);
	snprintf(key_path, sizeof(key_path), "%s/key", dir);
	cr_assert_eq(vdt_sealed_init(&sealed, path, "test", key), 0);
}

static void tear_down(void)
{
	unlink(slot[0]);
	unlink(slot[1]);
	unlink(key_path);
	rmdir(dir);
}

TestSuite(sealed, .init = set_up, .fini = tear_down);

/* What a read gives: its error, or 0 with the text in @text. */
static int read_text(char text[64])
{
	uint8_t *data;
	size_t len;
	int err;

	text[0] = '\0';
	err = vdt_sealed_read(&sealed, &data, &len);
	if (err)
		return err;
	cr_assert_lt(len, 64);
	cr_assert_eq(data[len], '\0');
	memcpy(text, data, len + 1);
	vdt_wipe_free(data);
	return 0;
}

static void write_text(const char *text)
{
	cr_assert_eq(vdt_sealed_write(&sealed, text, strlen(text)), 0);
}

/* Two writes: "one" in slot 0, "two" in slot 1. */
static void fill(void)
{
	char text[64];

	cr_assert_eq(read_text(text), -ENOENT);
	write_text("one");
	write_text("two");
}

Test(sealed, newest_content_counts)
{
	char text[64];

	fill();
	cr_assert_eq(read_text(text), 0);
	cr_assert_str_eq(text, "two");
	cr_assert_eq(sealed.generation, 2);
	write_text("three");
	cr_assert_eq(read_text(text), 0);
	cr_assert_str_eq(text, "three");
	cr_assert_eq(sealed.damaged, 0);
}

Test(sealed, content_is_not_readable)
{
	uint8_t *file;
	size_t len;

	fill();
	cr_assert_eq(vdt_file_read(slot[1], 4096, &file, &len), 0);
	cr_assert_null(memmem(file, len, "two", 3));
	free(file);
}

/* Each bit of each slot: the other slot takes its place, and the damage is told. */
Test(sealed, flipped_bit)
{
	for (unsigned int s = 0; s < 2; s++) {
		char text[64];
		uint8_t *file;
		size_t len;
		int fd;

		if (!s)
			fill();
		cr_assert_eq(vdt_file_read(slot[s], 4096, &file, &len), 0);
		fd = open(slot[s], O_WRONLY);
		for (size_t bit = 0; bit < len * 8; bit++) {
			uint8_t bad = file[bit / 8] ^ (1 << bit % 8);

			cr_assert_eq(pwrite(fd, &bad, 1, bit / 8), 1);
			cr_assert_eq(read_text(text), 0);
			cr_assert_str_eq(text, s ? "one" : "two", "bit %zu", bit);
			cr_assert_eq(sealed.damaged, 1u << s, "bit %zu", bit);
			cr_assert_eq(pwrite(fd, &file[bit / 8], 1, bit / 8), 1);
		}
		close(fd);
		free(file);
	}
}

Test(sealed, torn_write)
{
	char text[64];
	struct stat st;

	fill();
	cr_assert_eq(stat(slot[1], &st), 0);
	for (off_t len = st.st_size - 1; len >= 0; len--) {
		cr_assert_eq(truncate(slot[1], len), 0);
		cr_assert_eq(read_text(text), 0);
		cr_assert_str_eq(text, "one", "%ld bytes", (long)len);
	}
	write_text("three");
	cr_assert_eq(read_text(text), 0);
	cr_assert_str_eq(text, "three");
	cr_assert_eq(sealed.damaged, 0, "the write went to the torn slot");
}

Test(sealed, both_slots_damaged_is_an_error)
{
	char text[64];

	fill();
	cr_assert_eq(truncate(slot[0], 10), 0);
	cr_assert_eq(truncate(slot[1], 10), 0);
	cr_assert_eq(read_text(text), -EBADMSG);
	cr_assert_eq(vdt_sealed_write(&sealed, "x", 1), -EINVAL, "what is left must not be lost");
	cr_assert_eq(unlink(slot[0]), 0);
	cr_assert_eq(read_text(text), -EBADMSG, "one gone, one damaged");
}

Test(sealed, slots_put_back_or_exchanged)
{
	uint8_t *old, *newest;
	size_t old_len, newest_len;
	char text[64];

	fill();
	cr_assert_eq(vdt_file_read(slot[0], 4096, &old, &old_len), 0);
	cr_assert_eq(vdt_file_read(slot[1], 4096, &newest, &newest_len), 0);
	write_text("three");
	cr_assert_eq(vdt_file_write(slot[0], old, old_len, 0600), 0);
	cr_assert_eq(read_text(text), 0);
	cr_assert_str_eq(text, "two", "an old slot put back does not win over a newer one");
	cr_assert_eq(vdt_file_write(slot[0], newest, newest_len, 0600), 0);
	cr_assert_eq(read_text(text), 0);
	cr_assert_eq(sealed.damaged, 1, "a slot is not valid in the other's place");
	free(old);
	free(newest);
}

Test(sealed, other_purpose_or_key)
{
	static const uint8_t other_key[VDT_SEAL_KEY] = {1, 2, 4};
	char text[64];

	fill();
	cr_assert_eq(vdt_sealed_init(&sealed, path, "other", key), 0);
	cr_assert_eq(read_text(text), -EBADMSG);
	cr_assert_eq(vdt_sealed_init(&sealed, path, "test", other_key), 0);
	cr_assert_eq(read_text(text), -EBADMSG);
}

Test(sealed, write_needs_a_read)
{
	cr_assert_eq(vdt_sealed_write(&sealed, "x", 1), -EINVAL);
}

Test(sealed, keys)
{
	uint8_t made[VDT_SEAL_KEY], loaded[VDT_SEAL_KEY];
	struct stat st;

	cr_assert_eq(vdt_seal_key(key_path, 0, made), -ENOENT);
	cr_assert_eq(vdt_seal_key(key_path, 1, made), 0);
	cr_assert_eq(stat(key_path, &st), 0);
	cr_assert_eq(st.st_mode & 07777, 0600);
	cr_assert_eq(vdt_seal_key(key_path, 1, loaded), 0);
	cr_assert_arr_eq(loaded, made, sizeof(made));
	cr_assert_eq(chmod(key_path, 0640), 0);
	cr_assert_eq(vdt_seal_key(key_path, 1, loaded), -EPERM, "others may read it");
	cr_assert_eq(chmod(key_path, 0600), 0);
	cr_assert_eq(truncate(key_path, VDT_SEAL_KEY - 1), 0);
	cr_assert_eq(vdt_seal_key(key_path, 1, loaded), -EBADMSG);
}
