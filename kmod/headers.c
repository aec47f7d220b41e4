// SPDX-License-Identifier: GPL-2.0-only OR BSD-3-Clause
#include "core.h"
#include "eval.h"
#include "headers.h"
#include "limits.h"

enum {
	IPV4_LEN = 20,
	IPV4_MAX = 60,
	IPV4_FRAGMENT = 0x3fff, /* more fragments, or an offset */
	IPV6_LEN = 40,
	IPV6_OPTIONS_LEN = 8,	/* what every extension header has at least */
	IPV6_FRAGMENT = 0xfff9, /* the same of a fragment header */
	TCP_LEN = 20,
	UDP_LEN = 8,
	ICMP_LEN = 8,
	FIELD_MAX = 0xffff, /* a length field holds no more */
};

/* RFC 791, 2113 */
enum { OPTION_END = 0, OPTION_NOP = 1, OPTION_ROUTER_ALERT = 148 };

/* RFC 9293 3.1 */
enum { FIN = 0x01, SYN = 0x02, RST = 0x04, ACK = 0x10 };

struct cursor {
	const struct vdt_bytes *bytes;
	u32 at;	 /* never beyond the end */
	u32 end; /* of the packet, by its own word */
};

static u16 be16(const u8 *p)
{
	return (u16)(p[0] << 8 | p[1]);
}

/* Returns the next bytes, or NULL where the packet ends before. buf has room for them. */
static inline const u8 *look(const struct cursor *c, u32 len, u8 *buf)
{
	const struct vdt_bytes *bytes = c->bytes;

	if (c->end - c->at < len)
		return NULL;
	if (c->at + len <= bytes->head_len)
		return bytes->head + c->at;
	return bytes->fetch ? bytes->fetch(bytes, c->at, len, buf) : NULL;
}

/* Every segment is the first of a connection, acknowledges something, or resets. */
static bool are_flags_odd(u8 flags)
{
	return !(flags & (SYN | RST | ACK)) || (flags & SYN && flags & (FIN | RST)) ||
	       (flags & FIN && flags & RST);
}

/* Data in a SYN is legal (RFC 7413). */
static u8 read_tcp(struct vdt_packet *packet, const struct cursor *c)
{
	u8 buf[TCP_LEN];
	const u8 *tcp = look(c, sizeof(buf), buf);
	u32 len;

	if (!tcp)
		return VEDETTE_REASON_MALFORMED;
	packet->src_port = be16(tcp);
	packet->dst_port = be16(tcp + 2);
	packet->tcp_flags = tcp[13];
	packet->syn = (tcp[13] & (SYN | ACK)) == SYN;
	len = (tcp[12] >> 4) * 4;
	if (len < TCP_LEN || len > c->end - c->at || !packet->src_port || !packet->dst_port)
		return VEDETTE_REASON_MALFORMED;
	return are_flags_odd(tcp[13]) ? VEDETTE_REASON_TCP_FLAGS : 0;
}

/* What lies behind the datagram, inside the packet, does no harm (RFC 9868 puts options there). */
static u8 read_udp(struct vdt_packet *packet, const struct cursor *c)
{
	u8 buf[UDP_LEN];
	const u8 *udp = look(c, sizeof(buf), buf);
	u32 len;

	if (!udp)
		return VEDETTE_REASON_MALFORMED;
	packet->src_port = be16(udp);
	packet->dst_port = be16(udp + 2);
	len = be16(udp + 4);
	if (len < UDP_LEN || len > c->end - c->at || !packet->src_port || !packet->dst_port)
		return VEDETTE_REASON_MALFORMED;
	return 0;
}

/* The identifier stands at our side of the echo, whichever way the packet goes. */
static u8 read_echo(struct vdt_packet *packet, const struct cursor *c, u8 request, u8 reply)
{
	u8 buf[ICMP_LEN];
	const u8 *icmp = look(c, sizeof(buf), buf);

	if (!icmp)
		return VEDETTE_REASON_MALFORMED;
	packet->icmp_type = icmp[0];
	packet->icmp_code = icmp[1];
	if (icmp[0] == request)
		packet->src_port = be16(icmp + 4);
	if (icmp[0] == reply)
		packet->dst_port = be16(icmp + 4);
	return 0;
}

static u8 read_transport(struct vdt_packet *packet, const struct cursor *c)
{
	switch (packet->proto) {
	case IPPROTO_TCP:
		return read_tcp(packet, c);
	case IPPROTO_UDP:
		return read_udp(packet, c);
	case IPPROTO_ICMP:
		return packet->ipv6 ? 0 : read_echo(packet, c, ICMP_ECHO, ICMP_ECHOREPLY);
	case IPPROTO_ICMPV6:
		if (!packet->ipv6)
			return 0;
		return read_echo(packet, c, ICMPV6_ECHO_REQUEST, ICMPV6_ECHO_REPLY);
	default:
		return 0;
	}
}

/*
 * A host needs none of the options but the router alert, which IGMP carries (RFC 3376 4); source
 * routes lead around every filter by address (RFC 7126 4.3).
 */
static u8 check_options(const u8 *option, u32 len)
{
	u32 at = 0, option_len;

	while (at < len && option[at] != OPTION_END) {
		option_len = 1;
		if (option[at] != OPTION_NOP) {
			if (len - at < 2 || option[at + 1] < 2 || option[at + 1] > len - at)
				return VEDETTE_REASON_MALFORMED;
			if (option[at] != OPTION_ROUTER_ALERT)
				return VEDETTE_REASON_EXT_HEADERS;
			option_len = option[at + 1];
		}
		at += option_len;
	}
	return 0;
}

static u8 read_options(const struct cursor *c, u32 header_len)
{
	u8 buf[IPV4_MAX];
	const u8 *ip = look(c, header_len, buf);

	return ip ? check_options(ip + IPV4_LEN, header_len - IPV4_LEN) : VEDETTE_REASON_MALFORMED;
}

/* The kernel merges segments to packets that no length field holds; these say zero. */
static u32 total_length(const struct cursor *c, u32 said, u32 besides)
{
	return !said && c->end > FIELD_MAX + besides ? c->end : said + besides;
}

static u8 read_ipv4(struct vdt_packet *packet, struct cursor *c)
{
	u8 buf[IPV4_LEN];
	const u8 *ip = look(c, sizeof(buf), buf);
	u32 header_len, end;
	u8 fault;

	if (!ip)
		return VEDETTE_REASON_MALFORMED;
	packet->src = vdt_addr_from_v4(ip + 12);
	packet->dst = vdt_addr_from_v4(ip + 16);
	packet->hop_limit = ip[8];
	packet->proto = ip[9];
	header_len = (ip[0] & 0xf) * 4;
	end = total_length(c, be16(ip + 2), 0);
	if (header_len < IPV4_LEN || header_len > end || end > c->end)
		return VEDETTE_REASON_MALFORMED;
	c->end = end;
	fault = header_len > IPV4_LEN ? read_options(c, header_len) : 0;
	if (fault)
		return fault;
	c->at += header_len;
	return be16(ip + 6) & IPV4_FRAGMENT ? VEDETTE_REASON_FRAGMENT : 0;
}

/* AH and ESP end the chain: no policy lets them in, and what they carry is judged once unpacked. */
static bool is_extension(u8 proto)
{
	return proto == IPPROTO_HOPOPTS || proto == IPPROTO_DSTOPTS || proto == IPPROTO_ROUTING ||
	       proto == IPPROTO_FRAGMENT;
}

/*
 * Steps over one extension header. A routing header has no business at a host (RFC 5095),
 * hop-by-hop options come first or not at all (RFC 8200 4.1).
 */
static u8 skip_header(struct vdt_packet *packet, struct cursor *c)
{
	u8 buf[IPV6_OPTIONS_LEN];
	const u8 *header = look(c, sizeof(buf), buf);
	u32 len = IPV6_OPTIONS_LEN;

	if (!header)
		return VEDETTE_REASON_MALFORMED;
	if (packet->proto == IPPROTO_ROUTING ||
	    (packet->proto == IPPROTO_HOPOPTS && c->at != IPV6_LEN))
		return VEDETTE_REASON_EXT_HEADERS;
	if (packet->proto != IPPROTO_FRAGMENT)
		len += header[1] * 8;
	else if (be16(header + 2) & IPV6_FRAGMENT)
		return VEDETTE_REASON_FRAGMENT;
	if (len > c->end - c->at)
		return VEDETTE_REASON_MALFORMED;
	packet->proto = header[0];
	c->at += len;
	return 0;
}

static u8 read_ipv6(struct vdt_packet *packet, struct cursor *c)
{
	u8 buf[IPV6_LEN], fault;
	const u8 *ip = look(c, sizeof(buf), buf);
	u32 end;
	int n;

	if (!ip)
		return VEDETTE_REASON_MALFORMED;
	packet->src = vdt_addr_from_v6(ip + 8);
	packet->dst = vdt_addr_from_v6(ip + 24);
	packet->hop_limit = ip[7];
	packet->proto = ip[6];
	end = total_length(c, be16(ip + 4), IPV6_LEN);
	if (end > c->end)
		return VEDETTE_REASON_MALFORMED;
	c->end = end;
	c->at += IPV6_LEN;
	for (n = 0; is_extension(packet->proto); n++) {
		fault = n < VDT_EXTENSION_HEADERS_MAX ? skip_header(packet, c)
						      : VEDETTE_REASON_EXT_HEADERS;
		if (fault)
			return fault;
	}
	return 0;
}

void vdt_headers_read(struct vdt_packet *packet, const struct vdt_bytes *bytes)
{
	struct cursor cursor = {.bytes = bytes, .end = bytes->len};
	u8 buf[1], fault;
	const u8 *first = look(&cursor, sizeof(buf), buf);

	switch (first ? *first >> 4 : 0) {
	case 4:
		packet->ipv6 = false;
		fault = read_ipv4(packet, &cursor);
		break;
	case 6:
		packet->ipv6 = true;
		fault = read_ipv6(packet, &cursor);
		break;
	default:
		fault = VEDETTE_REASON_MALFORMED;
	}
	packet->fault = fault ? fault : read_transport(packet, &cursor);
}
