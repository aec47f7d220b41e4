// SPDX-License-Identifier: BSD-3-Clause

#define OPENSSL_SUPPRESS_DEPRECATED

#include "tools/vedette-kit/engine.h"

#include <openssl/engine.h>

static ENGINE *open_engine(void)
{
	ENGINE *engine = ENGINE_by_id("pkcs11");

	if (engine && !ENGINE_init(engine)) {
		ENGINE_free(engine);
		engine = NULL;
	}
	return engine;
}

bool vdt_engine_available(void)
{
	ENGINE *engine = ENGINE_by_id("pkcs11");

	ENGINE_free(engine);
	return engine;
}

EVP_PKEY *vdt_engine_key(const char *uri)
{
	ENGINE *engine = open_engine();
	EVP_PKEY *key = NULL;

	/* Its own messages have the whole URI, with a PIN that may be in it. */
	if (engine && ENGINE_ctrl_cmd_string(engine, "QUIET", NULL, 0))
		key = ENGINE_load_private_key(engine, uri, NULL, NULL);
	/* The key holds references of its own. */
	if (engine) {
		ENGINE_finish(engine);
		ENGINE_free(engine);
	}
	return key;
}
