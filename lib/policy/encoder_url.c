// SPDX-License-Identifier: BSD-3-Clause

#include "lib/policy/encoder_url.h"

#include <arpa/inet.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#define SCHEME "rtsp://"

static bool is_ipv4_loopback(const char *host, size_t len)
{
	char text[INET_ADDRSTRLEN];
	uint8_t address[4];

	if (len >= sizeof(text))
		return false;
	memcpy(text, host, len);
	text[len] = '\0';
	return inet_pton(AF_INET, text, address) == 1 && address[0] == 127;
}

static bool is_port(const char *text, size_t len)
{
	unsigned int port = 0;

	if (!len || len > 5)
		return false;
	for (size_t i = 0; i < len; i++) {
		if (text[i] < '0' || text[i] > '9')
			return false;
		port = port * 10 + (unsigned int)(text[i] - '0');
	}
	return port && port <= UINT16_MAX;
}

const char *vdt_encoder_url_check(const char *url)
{
	const char *host, *end, *colon;
	size_t host_len;

	for (const char *at = url; *at; at++)
		if (*at <= ' ' || *at > '~')
			return "only printable ASCII without spaces";
	if (strncmp(url, SCHEME, strlen(SCHEME)))
		return "must start with " SCHEME;
	host = url + strlen(SCHEME);
	end = host + strcspn(host, "/?#");
	if (memchr(host, '@', (size_t)(end - host)))
		return "must not carry credentials";
	colon = *host == '[' ? strchr(host, ']') : host;
	colon = colon ? memchr(colon, ':', colon < end ? (size_t)(end - colon) : 0) : NULL;
	host_len = (size_t)((colon ? colon : end) - host);
	if (!is_ipv4_loopback(host, host_len) &&
	    (host_len != strlen("[::1]") || memcmp(host, "[::1]", host_len)))
		return "the host must be 127.x.x.x or [::1]";
	if (colon && !is_port(colon + 1, (size_t)(end - colon - 1)))
		return "the port must be 1 to 65535";
	return NULL;
}
