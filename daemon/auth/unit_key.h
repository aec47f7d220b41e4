/* SPDX-License-Identifier: BSD-3-Clause */
/* The key of the unit: ECDSA on P-256, made on the device, never leaves this process. */
#ifndef VDT_AUTH_UNIT_KEY_H
#define VDT_AUTH_UNIT_KEY_H

#include <stddef.h>
#include <stdint.h>

#include "lib/crypto/digest.h"

#define VDT_CERTIFICATE_MAX 4096 /* bytes of DER; room in the CERTIFICATE message */
#define VDT_SIGNATURE_MAX   256	 /* room in the SIGNATURE message */

struct vdt_unit_key;

/*
 * Load key and certificate from the sealed file @path, or make both if it was never written: then
 * @ret_made is 1. Returns 0, -EBADMSG (damaged, or not a P-256 key with its certificate), -ENOMEM,
 * -EIO (OpenSSL), or a negative errno of vdt_sealed_read() and vdt_sealed_write().
 */
int vdt_unit_key_load(const char *path, const uint8_t *seal_key, struct vdt_unit_key **ret_key,
		      int *ret_made);
void vdt_unit_key_free(struct vdt_unit_key *key);
/* The certificate in DER; @ret_len in bytes. */
const uint8_t *vdt_unit_key_certificate(const struct vdt_unit_key *key, size_t *ret_len);
/*
 * Sign @digest, of SHA-256, SHA-384 or SHA-512. Returns the length of the DER signature, -EINVAL
 * (another length), or -EIO.
 */
int vdt_unit_key_sign(struct vdt_unit_key *key, const uint8_t *digest, size_t len,
		      uint8_t ret_signature[VDT_SIGNATURE_MAX]);
/*
 * A request for another certificate, see vdt_certificate_request(), in DER. Returns its length,
 * -EINVAL (the subject), -ENOMEM, -EIO.
 */
int vdt_unit_key_request(const struct vdt_unit_key *key, const char *subject,
			 uint8_t ret_der[VDT_CERTIFICATE_MAX]);
/*
 * Have the certificate @der from now on, and keep it in the file that the key was loaded from.
 * Returns 0; -EBADMSG: it is no certificate; -EINVAL: it is for another key; or a negative errno of
 * vdt_sealed_write(): the old one stays.
 */
int vdt_unit_key_certify(struct vdt_unit_key *key, const uint8_t *der, size_t len);

#endif /* VDT_AUTH_UNIT_KEY_H */
