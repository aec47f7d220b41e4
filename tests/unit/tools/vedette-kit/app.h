/* SPDX-License-Identifier: BSD-3-Clause */
/* What the tests of applications share: keys, files, and the commands as they are typed. */
#ifndef TEST_APP_H
#define TEST_APP_H

#include "tests/unit/tools/vedette-kit/spawn.h"

#include <criterion/redirect.h>
#include <fcntl.h>
#include <openssl/pem.h>
#include <string.h>
#include <sys/stat.h>

#include "tools/vedette-kit/app_manifest.h"
#include "tools/vedette-kit/certificate.h"
#include "tools/vedette-kit/commands.h"

static inline int kit(const struct kit_command *command, const char *const *rest)
{
	char *argv[24] = {(char *)command->verb};
	int argc = 1;

	while (*rest)
		argv[argc++] = (char *)*rest++;
	return vdt_kit_run(command, argc, argv);
}

#define KIT(command, ...) kit(&(command), (const char *const[]){__VA_ARGS__, NULL})

/* Writes NAME.key and NAME.crt as PEM, and NAME.der, which evmctl wants. */
static inline void write_key(const char *name, unsigned int rsa, const char *curve)
{
	struct vdt_certificate_request request = {
		.subject = name, .role = "application", .days = 1, .rsa = rsa, .curve = curve};
	char path[64];
	EVP_PKEY *key;
	X509 *cert;
	FILE *file;

	cr_assert_eq(vdt_certificate_new(&request, &key, &cert), 0);
	snprintf(path, sizeof(path), "%s.key", name);
	file = fopen(path, "w");
	cr_assert(PEM_write_PKCS8PrivateKey(file, key, NULL, NULL, 0, NULL, NULL));
	fclose(file);
	snprintf(path, sizeof(path), "%s.crt", name);
	file = fopen(path, "w");
	cr_assert(PEM_write_X509(file, cert));
	fclose(file);
	snprintf(path, sizeof(path), "%s.der", name);
	file = fopen(path, "w");
	cr_assert(i2d_X509_fp(file, cert));
	fclose(file);
	EVP_PKEY_free(key);
	X509_free(cert);
}

static inline void write_bytes(const char *path, const void *data, size_t len, mode_t mode)
{
	int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC, mode);

	cr_assert_geq(fd, 0, "%s", path);
	cr_assert_eq(write(fd, data, len), (ssize_t)len);
	cr_assert_eq(fchmod(fd, mode), 0);
	close(fd);
}

static inline void write_text(const char *path, const char *text, mode_t mode)
{
	write_bytes(path, text, strlen(text), mode);
}

static inline void read_manifest(const char *path, struct vdt_app_manifest *ret)
{
	cr_assert_eq(vdt_app_manifest_read(path, ret), KIT_DONE);
}

#endif /* TEST_APP_H */
