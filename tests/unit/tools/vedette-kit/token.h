/* SPDX-License-Identifier: BSD-3-Clause */
/* A token in software, in the folder where the test is. */
#ifndef TEST_TOKEN_H
#define TEST_TOKEN_H

#include "tests/unit/tools/vedette-kit/spawn.h"

#define TOKEN_KEY "pkcs11:token=kit;object=policy;pin-value=1234"

/* Takes the private key in the file. */
static inline void make_token(const char *key)
{
	FILE *file = fopen("softhsm.conf", "w");

	fprintf(file, "directories.tokendir = .\n");
	fclose(file);
	setenv("SOFTHSM2_CONF", "softhsm.conf", 1);
	setenv("PKCS11_MODULE_PATH", "/usr/lib/softhsm/libsofthsm2.so", 1);
	cr_assert_eq(RUN("softhsm2-util", "--init-token", "--free", "--label", "kit", "--pin",
			 "1234", "--so-pin", "5678"),
		     0);
	cr_assert_eq(RUN("softhsm2-util", "--import", key, "--token", "kit", "--label", "policy",
			 "--id", "01", "--pin", "1234"),
		     0);
}

#endif /* TEST_TOKEN_H */
