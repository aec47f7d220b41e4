// SPDX-License-Identifier: BSD-3-Clause
#include "lib/tls/client.h"

#include <errno.h>

#include <openssl/x509v3.h>

/* Collectors have keys of either kind. */
#define SUITES \
	"ECDHE-ECDSA-AES128-GCM-SHA256:ECDHE-RSA-AES128-GCM-SHA256:" \
	"ECDHE-ECDSA-AES256-GCM-SHA384:ECDHE-RSA-AES256-GCM-SHA384:" \
	"ECDHE-ECDSA-CHACHA20-POLY1305:ECDHE-RSA-CHACHA20-POLY1305"

static int set_policy(SSL_CTX *ctx)
{
	SSL_CTX_set_options(ctx,
			    SSL_OP_NO_RENEGOTIATION | SSL_OP_NO_COMPRESSION | SSL_OP_NO_TICKET);
	SSL_CTX_set_mode(ctx, SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER);
	SSL_CTX_set_session_cache_mode(ctx, SSL_SESS_CACHE_OFF);
	SSL_CTX_set_verify(ctx, SSL_VERIFY_PEER, NULL);
	if (!SSL_CTX_set_min_proto_version(ctx, TLS1_2_VERSION) ||
	    !SSL_CTX_set_cipher_list(ctx, SUITES))
		return -ENOMEM;
	return 0;
}

int vdt_tls_client_new(const char *ca, SSL_CTX **ret_ctx)
{
	SSL_CTX *ctx = SSL_CTX_new(TLS_client_method());
	int err = ctx ? set_policy(ctx) : -ENOMEM;

	if (!err && !SSL_CTX_load_verify_file(ctx, ca))
		err = -ENOENT;
	if (err) {
		SSL_CTX_free(ctx);
		return err;
	}
	*ret_ctx = ctx;
	return 0;
}

int vdt_tls_client_expect(SSL *ssl, const char *name, const char *address)
{
	X509_VERIFY_PARAM *param = SSL_get0_param(ssl);

	if (!*name)
		return X509_VERIFY_PARAM_set1_ip_asc(param, address) ? 0 : -EINVAL;
	X509_VERIFY_PARAM_set_hostflags(param, X509_CHECK_FLAG_NEVER_CHECK_SUBJECT |
						       X509_CHECK_FLAG_NO_PARTIAL_WILDCARDS);
	return SSL_set1_host(ssl, name) && SSL_set_tlsext_host_name(ssl, name) ? 0 : -EINVAL;
}
