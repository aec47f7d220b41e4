// SPDX-License-Identifier: BSD-3-Clause
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <stdint.h>
#include <stdio.h>

#include "daemon/stream/encoder.h"
#include "daemon/stream/rtsp.h"

#define DEFAULT_PORT 554

static int set_ipv4(struct vdt_encoder *encoder, const char *host, uint16_t port)
{
	struct sockaddr_in *in = (struct sockaddr_in *)&encoder->addr;

	if (inet_pton(AF_INET, host, &in->sin_addr) != 1 ||
	    ntohl(in->sin_addr.s_addr) >> 24 != IN_LOOPBACKNET)
		return -EINVAL;
	in->sin_family = AF_INET;
	in->sin_port = htons(port);
	encoder->addr_len = sizeof(*in);
	return 0;
}

static int set_ipv6(struct vdt_encoder *encoder, const char *host, uint16_t port)
{
	struct sockaddr_in6 *in6 = (struct sockaddr_in6 *)&encoder->addr;

	if (inet_pton(AF_INET6, host, &in6->sin6_addr) != 1 ||
	    !IN6_IS_ADDR_LOOPBACK(&in6->sin6_addr))
		return -EINVAL;
	in6->sin6_family = AF_INET6;
	in6->sin6_port = htons(port);
	encoder->addr_len = sizeof(*in6);
	return 0;
}

/* "host", "host:port", "[v6]" or "[v6]:port". */
static int set_authority(struct vdt_encoder *encoder, struct vdt_span rest)
{
	bool bracket = rest.len && rest.at[0] == '[';
	char host[INET6_ADDRSTRLEN];
	unsigned long port = DEFAULT_PORT;
	struct vdt_span name;

	if (bracket) {
		vdt_span_cut(&rest, '[');
		name = vdt_span_cut(&rest, ']');
		if (rest.len && vdt_span_cut(&rest, ':').len)
			return -EINVAL;
	} else {
		name = vdt_span_cut(&rest, ':');
	}
	if (name.len >= sizeof(host) || (rest.len && vdt_span_number(rest, UINT16_MAX, &port)))
		return -EINVAL;
	snprintf(host, sizeof(host), "%.*s", (int)name.len, name.at);
	if (bracket)
		return set_ipv6(encoder, host, port);
	return set_ipv4(encoder, strcmp(host, "localhost") ? host : "127.0.0.1", port);
}

int vdt_encoder_parse(const char *url, struct vdt_encoder *ret)
{
	struct vdt_span rest = {url, strlen(url)}, path;

	*ret = (struct vdt_encoder){0};
	if (rest.len >= VDT_ENCODER_ROOM || !vdt_span_starts(rest, "rtsp://"))
		return -EINVAL;
	for (const char *c = url; *c; c++)
		if (*c <= ' ' || *c > '~' || *c == '@')
			return -EINVAL;
	path = vdt_rtsp_path(rest);
	if (path.len < 2)
		return -EINVAL;
	snprintf(ret->url, sizeof(ret->url), "%s", url);
	snprintf(ret->path, sizeof(ret->path), "%.*s", (int)path.len, path.at);
	rest.at += strlen("rtsp://");
	return set_authority(ret, (struct vdt_span){rest.at, path.at - rest.at});
}
