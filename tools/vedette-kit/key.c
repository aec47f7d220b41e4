// SPDX-License-Identifier: BSD-3-Clause
/* vedette-kit key new */

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <openssl/pem.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "lib/base/cleanup.h"
#include "lib/base/file.h"
#include "tools/vedette-kit/certificate.h"
#include "tools/vedette-kit/commands.h"
#include "tools/vedette-kit/number.h"
#include "tools/vedette-kit/openssl_error.h"

#define DEFAULT_DAYS 3650
#define MOST_DAYS    36500
#define DEFAULT_RSA  3072

/* DIR/ROLE.key and DIR/certs/ROLE/ROLE.crt: the build takes VEDETTE_CERTS=DIR/certs. */
struct paths {
	char folders[3][PATH_MAX];
	char key[PATH_MAX], cert[PATH_MAX];
};

static int fill_paths(struct paths *paths, const char *dir, const char *role)
{
	/* The longest one; the others are shorter. */
	if (snprintf(paths->cert, PATH_MAX, "%s/certs/%s/%s.crt", dir, role, role) >= PATH_MAX)
		return -ENAMETOOLONG;
	snprintf(paths->key, PATH_MAX, "%s/%s.key", dir, role);
	snprintf(paths->folders[0], PATH_MAX, "%s", dir);
	snprintf(paths->folders[1], PATH_MAX, "%s/certs", dir);
	snprintf(paths->folders[2], PATH_MAX, "%s/certs/%s", dir, role);
	return 0;
}

static int make_folders(const struct paths *paths)
{
	for (size_t i = 0; i < sizeof(paths->folders) / sizeof(*paths->folders); i++)
		if (mkdir(paths->folders[i], 0755) < 0 && errno != EEXIST)
			return vdt_kit_fail(KIT_REFUSED, "%s: %s", paths->folders[i],
					    strerror(errno));
	return KIT_DONE;
}

/* Never over a key that exists: its signatures could not be made again. */
static int write_key(const char *path, const char *pem, size_t len)
{
	_cleanup_close_ int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
	int err;

	if (fd < 0)
		return -errno;
	err = vdt_file_write_fd(fd, pem, len);
	if (!err && fsync(fd) < 0)
		err = -errno;
	if (err)
		unlink(path);
	return err;
}

static int save_key(const char *path, EVP_PKEY *key)
{
	BIO *pem = BIO_new(BIO_s_secmem());
	char *data = NULL;
	size_t len;
	int err = -ENOMEM;

	if (pem && PEM_write_bio_PKCS8PrivateKey(pem, key, NULL, NULL, 0, NULL, NULL)) {
		len = BIO_get_mem_data(pem, &data);
		err = write_key(path, data, len);
	}
	BIO_free(pem);
	if (err == -EEXIST)
		return vdt_kit_fail(KIT_REFUSED,
				    "%s: a private key is there already and stays; "
				    "choose another --out",
				    path);
	return err ? vdt_kit_fail(KIT_REFUSED, "%s: %s", path, strerror(-err)) : KIT_DONE;
}

static int save_cert(const char *path, X509 *cert)
{
	BIO *pem = BIO_new(BIO_s_mem());
	char *data = NULL;
	size_t len;
	int err = -ENOMEM;

	if (pem && PEM_write_bio_X509(pem, cert)) {
		len = BIO_get_mem_data(pem, &data);
		err = vdt_file_write(path, data, len, 0644);
	}
	BIO_free(pem);
	return err ? vdt_kit_fail(KIT_REFUSED, "%s: %s", path, strerror(-err)) : KIT_DONE;
}

static int save(const struct paths *paths, EVP_PKEY *key, X509 *cert)
{
	int code = make_folders(paths);

	if (!code)
		code = save_key(paths->key, key);
	if (!code)
		code = save_cert(paths->cert, cert);
	if (!code)
		printf("%s\n%s\n", paths->key, paths->cert);
	return code;
}

static int fill_request(const struct kit_args *args, struct vdt_certificate_request *request)
{
	const char *days = vdt_kit_option(args, "days");
	const char *rsa = vdt_kit_option(args, "rsa");
	const char *curve = vdt_kit_option(args, "ec");
	uint64_t n_days = DEFAULT_DAYS, bits = DEFAULT_RSA;

	if (strcmp(request->role, "policy") && strcmp(request->role, "application"))
		return vdt_kit_fail(KIT_USAGE, "--role %s; expected policy or application",
				    request->role);
	if (days && vdt_number_parse(days, 1, MOST_DAYS, &n_days))
		return vdt_kit_fail(KIT_USAGE, "--days %s; expected 1 to %u", days, MOST_DAYS);
	if (rsa && curve)
		return vdt_kit_fail(KIT_USAGE, "--rsa and --ec; choose one");
	if (rsa && (vdt_number_parse(rsa, 2048, 4096, &bits) || bits % 1024))
		return vdt_kit_fail(KIT_USAGE, "--rsa %s; expected 2048, 3072 or 4096", rsa);
	if (curve && strcmp(curve, "P-256") && strcmp(curve, "P-384"))
		return vdt_kit_fail(KIT_USAGE, "--ec %s; expected P-256 or P-384", curve);
	request->days = (unsigned int)n_days;
	request->rsa = curve ? 0 : (unsigned int)bits;
	request->curve = curve;
	return KIT_DONE;
}

static int key_new(const struct kit_args *args)
{
	const char *subject = vdt_kit_option(args, "subject");
	struct vdt_certificate_request request = {
		.role = vdt_kit_option(args, "role"),
	};
	char default_subject[64];
	struct paths paths;
	EVP_PKEY *key = NULL;
	X509 *cert = NULL;
	int code = fill_request(args, &request);

	if (code)
		return code;
	snprintf(default_subject, sizeof(default_subject), "Vedette %s signing", request.role);
	request.subject = subject ? subject : default_subject;
	if (fill_paths(&paths, vdt_kit_option(args, "out"), request.role))
		return vdt_kit_fail(KIT_REFUSED, "--out: the path is too long");
	if (vdt_certificate_new(&request, &key, &cert))
		return vdt_openssl_fail("cannot make the key and its certificate");
	code = save(&paths, key, cert);
	X509_free(cert);
	EVP_PKEY_free(key);
	return code;
}

static const struct kit_option options[] = {
	{"role", 0, "policy|application", "what the key will sign", KIT_NEEDED},
	{"out", 'o', "DIR", "DIR/ROLE.key and DIR/certs/ROLE/ROLE.crt", KIT_NEEDED},
	{"subject", 0, "CN", "common name of the certificate, up to 64 characters", KIT_OPTIONAL},
	{"days", 0, "N", "validity, 3650 unless given", KIT_OPTIONAL},
	{"rsa", 0, "BITS", "an RSA key of 2048, 3072 or 4096 bits; 3072 unless given",
	 KIT_OPTIONAL},
	{"ec", 0, "P-256|P-384", "an ECDSA key; kernels without CONFIG_CRYPTO_ECDSA refuse it",
	 KIT_OPTIONAL},
	{0},
};

const struct kit_command vdt_key_new = {
	.group = "key",
	.verb = "new",
	.summary = "Make a signing key and its self-signed certificate",
	.options = options,
	.run = key_new,
};
