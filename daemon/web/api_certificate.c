// SPDX-License-Identifier: BSD-3-Clause
/* /api/v1/certificate: who the unit says to be. The key is auth's and stays there. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <openssl/pem.h>

#include "daemon/web/answer.h"
#include "daemon/web/api.h"
#include "daemon/web/ask.h"
#include "daemon/web/body.h"
#include "daemon/web/certificate_json.h"
#include "daemon/web/web.h"

#define PEM_MAX 16384 /* bytes of a certificate as text; the rows of routes.c have it too */

static const struct vdt_field a_name = VDT_STRING(NULL, 0, 255);
static const struct vdt_field certificate_fields[] = {
	VDT_STRING("fingerprint", 64, 64, .flags = VDT_FIELD_REQUIRED,
		   .rule = &vdt_rule_fingerprint, .doc = "SHA-256."),
	VDT_STRING("subject", 0, 1024, .flags = VDT_FIELD_REQUIRED),
	VDT_STRING("issuer", 0, 1024, .flags = VDT_FIELD_REQUIRED),
	VDT_STRING("serial", 0, 64, .flags = VDT_FIELD_REQUIRED, .doc = "Hexadecimal."),
	VDT_ARRAY("names", 0, 64, &a_name, .flags = VDT_FIELD_REQUIRED,
		  .doc = "DNS names and addresses that it is for."),
	VDT_STRING("not_before", 20, 20, .flags = VDT_FIELD_REQUIRED, .doc = "RFC 3339, UTC."),
	VDT_STRING("not_after", 20, 20, .flags = VDT_FIELD_REQUIRED, .doc = "RFC 3339, UTC."),
	VDT_BOOLEAN("self_signed", .flags = VDT_FIELD_REQUIRED),
};
const struct vdt_schema vdt_schema_certificate = {
	.name = "Certificate",
	VDT_SCHEMA_FIELDS(certificate_fields),
};

static const struct vdt_field subject_fields[] = {
	VDT_STRING("subject", 0, 255, .flags = VDT_FIELD_REQUIRED,
		   .doc = "Common name; empty: as in the present certificate."),
};
const struct vdt_schema vdt_schema_subject = {
	.name = "CertificateRequest",
	VDT_SCHEMA_FIELDS(subject_fields),
};

static void begin_show(struct vdt_request *request)
{
	const struct vdt_msg_CERTIFICATE *own = &request->web->certificate;
	json_t *json = vdt_certificate_json(own->der, own->der_len);

	if (json)
		vdt_request_reply(request, 200, json);
	else
		vdt_request_problem(request, VDT_PROBLEM_UNAVAILABLE, NULL);
}

const struct vdt_route_ops vdt_api_certificate = {.begin = begin_show};

static void begin_request(struct vdt_request *request)
{
	struct vdt_msg_CSR ask = {.req = request->number};

	vdt_body_text(request, "subject", ask.subject, sizeof(ask.subject));
	vdt_ask(request, VDT_AUTH, VDT_MSG_CSR, &ask);
}

/* RFC 7468: what the tools of certification authorities take. */
static char *pkcs10_text(const struct vdt_msg_PKCS10 *pkcs10)
{
	BIO *bio = BIO_new(BIO_s_mem());
	char *data, *text = NULL;
	long len;

	if (!bio)
		return NULL;
	if (PEM_write_bio(bio, PEM_STRING_X509_REQ, "", pkcs10->der, pkcs10->der_len)) {
		len = BIO_get_mem_data(bio, &data);
		text = strndup(data, len);
	}
	BIO_free(bio);
	return text;
}

static void request_message(struct vdt_request *request, enum vdt_msg id, const void *payload,
			    int fd)
{
	const struct vdt_msg_DONE *done = payload;
	char *text = request->state;

	if (id == VDT_MSG_PKCS10 && !text)
		request->state = pkcs10_text(payload);
	else if (id == VDT_MSG_DONE && (done->code || !text))
		vdt_request_done(request, done);
	else if (id == VDT_MSG_DONE)
		vdt_request_text(request, 200, request->route->type, text, strlen(text));
}

static void free_state(struct vdt_request *request)
{
	free(request->state);
	request->state = NULL;
}

const struct vdt_route_ops vdt_api_certificate_request = {
	.begin = begin_request,
	.message = request_message,
	.end = free_state,
};

struct pem {
	size_t len;
	uint8_t text[PEM_MAX];
};

static void begin_put(struct vdt_request *request)
{
	request->state = calloc(1, sizeof(struct pem));
	if (request->state)
		request->body_wanted = true;
	else
		vdt_request_problem(request, VDT_PROBLEM_UNAVAILABLE, NULL);
}

/* The first certificate of @pem; auth looks whether it is for our key. */
static bool read_pem(const struct pem *pem, struct vdt_msg_CERTIFY *ret_ask)
{
	BIO *bio = BIO_new_mem_buf(pem->text, (int)pem->len);
	X509 *cert = bio ? PEM_read_bio_X509(bio, NULL, NULL, NULL) : NULL;
	uint8_t *der = NULL;
	int len = cert ? i2d_X509(cert, &der) : -1;
	bool good = len > 0 && len <= (int)sizeof(ret_ask->der);

	if (good) {
		memcpy(ret_ask->der, der, len);
		ret_ask->der_len = len;
	}
	OPENSSL_free(der);
	X509_free(cert);
	BIO_free(bio);
	return good;
}

static void put_piece(struct vdt_request *request, const uint8_t *data, size_t len)
{
	struct vdt_msg_CERTIFY ask = {.req = request->number};
	struct pem *pem = request->state;

	if (len > sizeof(pem->text) - pem->len) {
		vdt_request_problem(request, VDT_PROBLEM_TOO_LARGE, NULL);
	} else if (len) {
		memcpy(pem->text + pem->len, data, len);
		pem->len += len;
	} else if (read_pem(pem, &ask)) {
		vdt_ask(request, VDT_AUTH, VDT_MSG_CERTIFY, &ask);
	} else {
		vdt_request_problem(request, VDT_PROBLEM_INVALID,
				    "must be a certificate of at most 4096 bytes, in PEM");
	}
}

const struct vdt_route_ops vdt_api_certificate_put = {
	.begin = begin_put,
	.message = vdt_answer_done,
	.piece = put_piece,
	.end = free_state,
};
