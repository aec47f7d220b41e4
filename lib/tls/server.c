// SPDX-License-Identifier: BSD-3-Clause
#include <errno.h>
#include <stdbool.h>
#include <string.h>
#if defined(__aarch64__)
#include <asm/hwcap.h>
#include <sys/auxv.h>
#endif

#include "lib/crypto/random.h"
#include "lib/tls/server.h"

/* Without AES instructions, AES-GCM costs several times what ChaCha20 does. */
static const struct suites {
	const char *tls13;
	const char *tls12;
} fast_aes = {"TLS_AES_128_GCM_SHA256:TLS_AES_256_GCM_SHA384:TLS_CHACHA20_POLY1305_SHA256",
	      "ECDHE-ECDSA-AES128-GCM-SHA256:ECDHE-ECDSA-AES256-GCM-SHA384:"
	      "ECDHE-ECDSA-CHACHA20-POLY1305"},
  slow_aes = {"TLS_CHACHA20_POLY1305_SHA256:TLS_AES_128_GCM_SHA256:TLS_AES_256_GCM_SHA384",
	      "ECDHE-ECDSA-CHACHA20-POLY1305:ECDHE-ECDSA-AES128-GCM-SHA256:"
	      "ECDHE-ECDSA-AES256-GCM-SHA384"};

static bool has_aes(void)
{
#if defined(__x86_64__)
	return __builtin_cpu_supports("aes") && __builtin_cpu_supports("pclmul");
#elif defined(__aarch64__)
	return getauxval(AT_HWCAP) & HWCAP_AES;
#else
	return false;
#endif
}

int vdt_tls_policy(SSL_CTX *ctx)
{
	const struct suites *suites = has_aes() ? &fast_aes : &slow_aes;

	SSL_CTX_set_options(ctx, SSL_OP_NO_RENEGOTIATION | SSL_OP_NO_COMPRESSION |
					 SSL_OP_CIPHER_SERVER_PREFERENCE);
	SSL_CTX_set_mode(ctx, SSL_MODE_RELEASE_BUFFERS | SSL_MODE_ENABLE_PARTIAL_WRITE |
				      SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER);
	/* Tickets carry the state: nothing a stranger does makes this process remember him. */
	SSL_CTX_set_session_cache_mode(ctx, SSL_SESS_CACHE_OFF);
	SSL_CTX_set_num_tickets(ctx, 1);
	if (!SSL_CTX_set_min_proto_version(ctx, TLS1_2_VERSION) ||
	    !SSL_CTX_set_ciphersuites(ctx, suites->tls13) ||
	    !SSL_CTX_set_cipher_list(ctx, suites->tls12) ||
	    !SSL_CTX_set1_groups_list(ctx, "X25519:P-256") ||
	    !SSL_CTX_set1_sigalgs_list(ctx, "ECDSA+SHA256"))
		return -ENOMEM;
	return 0;
}

int vdt_tls_identify(SSL_CTX *ctx, const uint8_t *der, size_t len, struct vdt_remote_key *remote)
{
	const unsigned char *at = der;
	X509 *cert = d2i_X509(NULL, &at, len);
	EVP_PKEY *key = cert ? vdt_remote_key_for(remote, cert) : NULL;
	bool ok = key && SSL_CTX_use_certificate(ctx, cert) && SSL_CTX_use_PrivateKey(ctx, key);

	EVP_PKEY_free(key);
	X509_free(cert);
	return ok ? 0 : -EBADMSG;
}

int vdt_tls_start(void)
{
	SSL_CTX *ctx = NULL;

	if (OPENSSL_init_ssl(OPENSSL_INIT_NO_LOAD_CONFIG, NULL))
		ctx = SSL_CTX_new(TLS_server_method());
	SSL_CTX_free(ctx);
	return ctx ? 0 : -ENOMEM;
}

int vdt_tls_new(const uint8_t *der, size_t len, struct vdt_remote_key *key, SSL_CTX **ret_ctx)
{
	SSL_CTX *ctx = SSL_CTX_new(TLS_server_method());
	int err = ctx ? vdt_tls_policy(ctx) : -ENOMEM;

	if (!err)
		err = vdt_tls_identify(ctx, der, len, key);
	if (err) {
		SSL_CTX_free(ctx);
		return err;
	}
	*ret_ctx = ctx;
	return 0;
}

int vdt_tls_rotate(SSL_CTX *ctx)
{
	unsigned char keys[80]; /* name, HMAC key, AES key: the size is OpenSSL's */
	int err = vdt_random(keys, sizeof(keys));

	if (!err && !SSL_CTX_set_tlsext_ticket_keys(ctx, keys, sizeof(keys)))
		err = -EINVAL;
	explicit_bzero(keys, sizeof(keys));
	return err;
}
