/* SPDX-License-Identifier: GPL-2.0-only OR BSD-3-Clause */
/* The forms that the texts in a policy must have. */
#ifndef VDT_POLICY_TEXT_H
#define VDT_POLICY_TEXT_H

#include "core.h"

/* Returns whether the only NUL of the attribute data[0..len) is its last byte. */
bool vdt_text_is_whole(const char *data, size_t len);

/* [a-z][a-z0-9_-]* */
bool vdt_text_is_name(const char *text);

/* Absolute, printable ASCII, no empty, "." or ".." component and no slash at the end. */
bool vdt_text_is_path(const char *text);

/*
 * Labels of [a-z0-9_-], none longer than 63 or with a hyphen at an end, joined by dots, 253 in all,
 * and not the form of an IPv4 address (RFC 1035 2.3.1, RFC 2181 11, RFC 8552).
 */
bool vdt_text_is_dns(const char *text);

/* rtsp://HOST[:PORT][/...] with HOST in 127.0.0.0/8 or [::1]; printable ASCII without spaces. */
bool vdt_text_is_encoder(const char *text);

/* tls://ADDRESS:PORT, an IPv6 address in brackets; whether its groups make one is not asked. */
bool vdt_text_is_collector(const char *text);

#endif /* VDT_POLICY_TEXT_H */
