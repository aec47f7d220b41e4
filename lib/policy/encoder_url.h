/* SPDX-License-Identifier: BSD-3-Clause */
/* The URL of the plain encoder stream. */
#ifndef VDT_POLICY_ENCODER_URL_H
#define VDT_POLICY_ENCODER_URL_H

/*
 * rtsp://127.A.B.C[:PORT][/PATH] or rtsp://[::1][:PORT][/PATH], printable ASCII: a name could
 * resolve to another host, and credentials have no place in a policy. NULL: fine; else what is
 * wrong, as a phrase.
 */
const char *vdt_encoder_url_check(const char *url);

#endif /* VDT_POLICY_ENCODER_URL_H */
