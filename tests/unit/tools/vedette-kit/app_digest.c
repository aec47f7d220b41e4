// SPDX-License-Identifier: BSD-3-Clause

#include "tests/unit/tools/vedette-kit/app.h"

#include <errno.h>
#include <pthread.h>

#include "tools/vedette-kit/app_digest.h"

static char folder[32];

static void enter(void)
{
	enter_folder(folder);
}

static void leave(void)
{
	leave_folder(folder);
}

TestSuite(app_digest, .init = enter, .fini = leave);

static int digest_file(const char *path, struct vdt_app_digest *digest)
{
	int fd = open(path, O_RDONLY), err;
	atomic_ullong bytes = 0;
	struct stat info;

	cr_assert_geq(fd, 0);
	err = vdt_app_digest(fd, &bytes, digest);
	cr_assert_eq(fstat(fd, &info), 0);
	if (!err)
		cr_expect_eq(bytes, (unsigned long long)info.st_size);
	close(fd);
	return err;
}

/* Bytes like those of `fsverity digest` and `sha256sum`, printed by them for these contents. */
static const struct {
	const char *text;
	off_t size; /* the rest is a hole */
	enum vdt_hash hash;
	bool verity;
	const char *digest;
} files[] = {
	{"abc", 3, VDT_HASH_SHA256, false,
	 "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"},
	{"", 0, VDT_HASH_SHA256, false,
	 "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"},
	{"abc", 3, VDT_HASH_SHA384, false,
	 "cb00753f45a35e8bb5a03d699ac65007272c32ab0eded1631a8b605a43ff5bed"
	 "8086072ba1e7cc2358baeca134c825a7"},
	{"abc", 3, VDT_HASH_SHA512, false,
	 "ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a"
	 "2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f"},
	{"abc", 3, VDT_HASH_SHA256, true,
	 "700b6bd8510f0b4f9bac8b9cf0459151a1c4a99f467892bb4bd289a67df8e19c"},
	{"abc", 3, VDT_HASH_SHA512, true,
	 "78be1be69d611f5b6b013eb333311beccea25ab099b68ecd4e6ed6bf5175966c"
	 "7c5bce19fca5f218848fd0ecd3cc71246b9dc3d45ce9f05a4e808b8e28439517"},
	{"", 0, VDT_HASH_SHA256, true,
	 "3d248ca542a24fc62d1c43b916eae5016878e2533c88238480b26128a1f1af95"},
	{"abc", 1000000, VDT_HASH_SHA256, true,
	 "97a9fe8736dd4c7508ecaea5e07efc85eb49d922c3b47897ebb1667b96a7945b"},
	{"abc", 1000000, VDT_HASH_SHA512, true,
	 "40bc1e5f490ea32a77b5a48c65a0063b63a8c9a368571e460ce3e8224602f7bb"
	 "1ff45a5f7f2a53ef4f99fa4da2e6adb979b168a275ba68a44046b430a40851d8"},
};

Test(app_digest, is_that_of_others)
{
	for (size_t i = 0; i < sizeof(files) / sizeof(*files); i++) {
		struct vdt_app_digest digest = {.hash = files[i].hash, .verity = files[i].verity};
		char hex[2 * VDT_DIGEST_MAX + 1];

		write_text("file", files[i].text, 0644);
		cr_assert_eq(truncate("file", files[i].size), 0);
		cr_assert_eq(digest_file("file", &digest), 0);
		for (size_t b = 0; b < vdt_hash_size(digest.hash); b++)
			snprintf(hex + 2 * b, 3, "%02x", digest.bytes[b]);
		cr_expect_str_eq(hex, files[i].digest, "%zu: %s", i, hex);
	}
}

Test(app_digest, has_no_other_hashes)
{
	struct vdt_app_digest digest = {.hash = VDT_HASH_SHA384, .verity = true};

	write_text("file", "abc", 0644);
	cr_expect_eq(digest_file("file", &digest), -EOPNOTSUPP);
	cr_expect_eq(vdt_app_hash_named("sha256"), VDT_HASH_SHA256);
	cr_expect_eq(vdt_app_hash_named("sha1"), VDT_HASH_NONE);
	cr_expect_eq(vdt_app_hash_named(""), VDT_HASH_NONE);
	cr_expect_null(vdt_app_hash_md(VDT_HASH_NONE));
}

struct writer {
	int fd;
	bool appends;
	atomic_bool is_running, stop;
};

static void *keep_writing(void *arg)
{
	struct writer *writer = arg;

	for (off_t at = 0; !writer->stop; at++) {
		cr_assert_eq(pwrite(writer->fd, "x", 1, writer->appends ? (16 << 20) + at : 0), 1);
		writer->is_running = true;
	}
	return NULL;
}

/* Whether the file grows or only its bytes change; both kinds of digest. */
Test(app_digest, notices_changes)
{
	for (int i = 0; i < 4; i++) {
		struct vdt_app_digest digest = {.hash = VDT_HASH_SHA256, .verity = i & 1};
		struct writer writer = {.appends = i & 2};
		pthread_t thread;
		int err = 0;

		write_text("file", "abc", 0644);
		cr_assert_eq(truncate("file", 16 << 20), 0);
		writer.fd = open("file", O_WRONLY);
		cr_assert_eq(pthread_create(&thread, NULL, keep_writing, &writer), 0);
		while (!writer.is_running)
			usleep(1000);
		/* On a busy machine the writer may have to wait for as long as the file is read. */
		for (int n = 0; n < 100 && err != -ESTALE; n++)
			err = digest_file("file", &digest);
		cr_expect_eq(err, -ESTALE);
		writer.stop = true;
		pthread_join(thread, NULL);
		close(writer.fd);
		cr_expect_eq(digest_file("file", &digest), 0, "nobody writes any more");
	}
}
