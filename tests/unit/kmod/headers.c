// SPDX-License-Identifier: BSD-3-Clause
#include <criterion/criterion.h>
#include <ctype.h>
#include <stdio.h>

#include "kmod/eval.h"
#include "kmod/headers.h"

/* Packets in hexadecimal; blanks and bars are for the reader. */
#define V4_(ihl, len, frag, proto) \
	"4" ihl "00" len "0000" frag "40" proto "0000 0a000002 0a000001 | "
#define V4(len, proto)		V4_("5", len, "0000", proto)
#define V4_FRAG(frag)		V4_("5", "0028", frag, "06")
#define V4_OPT(ihl, len)	V4_(ihl, len, "0000", "06")
#define V6(len, next)		"6000 0000" len next "40 fd00" Z14 "fd00" Z14 " | "
#define Z14			"0000 0000 0000 0000 0000 0000 0001"
#define TCP_(ports, off, flags) ports "00000001 00000002" off flags "1000 0000 0000"
#define TCP(flags)		TCP_("3039 01bb", "50", flags)
#define UDP(len)		"3039 0e76" len "0000"
#define OPTS(next)		next "00 0104 00000000 | "
#define FRAG(next, off)		next "00" off "00000007 | "
#define R(x)			VEDETTE_REASON_##x

struct row {
	const char *packet;
	u8 fault;
	const char *why;
};

static const struct row rows[] = {
	{V4("0028", "06") TCP("02"), 0, "a SYN"},
	{V4("0028", "06") TCP("02") "000000000000", 0, "padding of the link"},
	{V6("0014", "06") TCP("02"), 0, "a SYN"},
	{V6("0014", "06") TCP("02") "0000", 0, "padding of the link"},

	{"", R(MALFORMED), "nothing"},
	{"54", R(MALFORMED), "version 5"},
	{V4("0028", "06"), R(MALFORMED), "shorter than it says"},
	{V4("0013", "06") TCP("02"), R(MALFORMED), "shorter than its header"},
	{V4("0000", "06") TCP("02"), R(MALFORMED), "no length"},
	{V4_OPT("4", "0028") TCP("02"), R(MALFORMED), "header shorter than a header"},
	{V4_OPT("f", "0028") TCP("02"), R(MALFORMED), "header longer than the packet"},
	{V4("0014", "06"), R(MALFORMED), "nothing behind the header"},
	{V6("0015", "06") TCP("02"), R(MALFORMED), "shorter than it says"},
	{V6("0000", "06") TCP("02"), R(MALFORMED), "no length"},
	{V6("0000", "00") OPTS("06") TCP("02"), R(MALFORMED), "no jumbogram (RFC 2675)"},

	/* IPv4 options */
	{V4_OPT("6", "002c") "94040000" TCP("02"), 0, "router alert"},
	{V4_OPT("6", "002c") "01010100" TCP("02"), 0, "padding"},
	{V4_OPT("6", "002c") "00838383" TCP("02"), 0, "behind the end of options"},
	{V4_OPT("7", "0030") "83070401 02030400" TCP("02"), R(EXT_HEADERS), "loose source route"},
	{V4_OPT("7", "0030") "01890704 01020304" TCP("02"), R(EXT_HEADERS), "strict source route"},
	{V4_OPT("7", "0030") "07070400 00000000" TCP("02"), R(EXT_HEADERS), "record route"},
	{V4_OPT("6", "002c") "44040500" TCP("02"), R(EXT_HEADERS), "timestamp"},
	{V4_OPT("6", "002c") "94010000" TCP("02"), R(MALFORMED), "option of one byte"},
	{V4_OPT("6", "002c") "94000000" TCP("02"), R(MALFORMED), "option of no byte"},
	{V4_OPT("6", "002c") "94050000" TCP("02"), R(MALFORMED), "option beyond the header"},
	{V4_OPT("6", "002c") "01010194" TCP("02"), R(MALFORMED), "option without length"},

	/* fragments */
	{V4_FRAG("4000") TCP("02"), 0, "do not fragment"},
	{V4_FRAG("8000") TCP("02"), 0, "the evil bit (RFC 3514)"},
	{V4_FRAG("2000") TCP("02"), R(FRAGMENT), "first"},
	{V4_FRAG("2001") TCP("02"), R(FRAGMENT), "in the middle"},
	{V4_FRAG("0001") TCP("02"), R(FRAGMENT), "last, laid over the ports (RFC 1858)"},
	{V4_("5", "001c", "2000", "06") "3039 01bb 00000001", R(FRAGMENT), "tiny first"},
	{V6("001c", "2c") FRAG("06", "0000") TCP("02"), 0, "atomic (RFC 6946)"},
	{V6("001c", "2c") FRAG("06", "0006") TCP("02"), 0, "atomic, reserved bits"},
	{V6("001c", "2c") FRAG("06", "0001") TCP("02"), R(FRAGMENT), "first"},
	{V6("001c", "2c") FRAG("06", "0008") TCP("02"), R(FRAGMENT), "last"},
	{V6("0008", "2c") FRAG("3c", "0001"), R(FRAGMENT), "the first hides the ports (RFC 7112)"},
	{V6("0024", "2c") FRAG("2c", "0000") FRAG("06", "0001") TCP("02"), R(FRAGMENT),
	 "behind an atomic one"},
	{V6("0007", "2c") "06000001000000", R(MALFORMED), "header cut off"},

	/* chains of extension headers */
	{V6("001c", "00") OPTS("06") TCP("02"), 0, "hop-by-hop options"},
	{V6("001c", "3c") OPTS("06") TCP("02"), 0, "destination options"},
	{V6("0024", "00") OPTS("3c") OPTS("06") TCP("02"), 0, "both"},
	{V6("0024", "3c") OPTS("00") OPTS("06") TCP("02"), R(EXT_HEADERS), "hop-by-hop not first"},
	{V6("0024", "00") OPTS("00") OPTS("06") TCP("02"), R(EXT_HEADERS), "hop-by-hop twice"},
	{V6("0044", "3c") OPTS("3c") OPTS("3c") OPTS("3c") OPTS("3c") OPTS("3c") OPTS("06")
		 TCP("02"),
	 0, "as many as allowed"},
	{V6("004c", "3c") OPTS("3c") OPTS("3c") OPTS("3c") OPTS("3c") OPTS("3c") OPTS("3c")
		 OPTS("06") TCP("02"),
	 R(EXT_HEADERS), "one more"},
	{V6("001c", "2b") "0600 0001 00000000" TCP("02"), R(EXT_HEADERS),
	 "routing type 0 (RFC 5095)"},
	{V6("001c", "2b") "0600 0200 00000000" TCP("02"), R(EXT_HEADERS), "routing type 2"},
	{V6("001c", "2b") "0600 0400 00000000" TCP("02"), R(EXT_HEADERS), "segment routing"},
	{V6("001c", "3c") "0602 0104 00000000" TCP("02"), R(MALFORMED), "longer than the packet"},
	{V6("001c", "3c") "06ff 0104 00000000" TCP("02"), R(MALFORMED), "much longer"},
	{V6("001c", "3c") "0601 0104 00000000" TCP("02"), R(MALFORMED), "half the TCP header too"},
	{V6("0004", "3c") "06000104", R(MALFORMED), "cut off"},
	{V6("0000", "3b"), 0, "no next header"},
	{V6("0008", "33") OPTS("06"), 0, "AH ends the chain"},
	{V6("0008", "32") "0000000000000000", 0, "ESP ends the chain"},

	/* TCP */
	{V4("0028", "06") TCP("12"), 0, "SYN ACK"},
	{V4("0028", "06") TCP("10"), 0, "ACK"},
	{V4("0028", "06") TCP("c2"), 0, "SYN with ECN (RFC 3168)"},
	{V4("0028", "06") TCP("11"), 0, "FIN ACK"},
	{V4("0028", "06") TCP("04"), 0, "RST"},
	{V4("0028", "06") TCP("14"), 0, "RST ACK"},
	{V4("0028", "06") TCP("38"), 0, "urgent data"},
	{V4("002a", "06") TCP("02") "6869", 0, "SYN with data (RFC 7413)"},
	{V4("0028", "06") TCP("00"), R(TCP_FLAGS), "none"},
	{V4("0028", "06") TCP("01"), R(TCP_FLAGS), "FIN only"},
	{V4("0028", "06") TCP("08"), R(TCP_FLAGS), "PSH only"},
	{V4("0028", "06") TCP("29"), R(TCP_FLAGS), "Christmas tree"},
	{V4("0028", "06") TCP("03"), R(TCP_FLAGS), "SYN FIN"},
	{V4("0028", "06") TCP("06"), R(TCP_FLAGS), "SYN RST"},
	{V4("0028", "06") TCP("15"), R(TCP_FLAGS), "RST FIN"},
	{V4("0028", "06") TCP("3f"), R(TCP_FLAGS), "all"},
	{V6("0014", "06") TCP("ff"), R(TCP_FLAGS), "all, IPv6"},
	{V4("0027", "06") TCP("02"), R(MALFORMED), "cut off"},
	{V4("0028", "06") TCP_("3039 01bb", "40", "02"), R(MALFORMED), "header too short"},
	{V4("0028", "06") TCP_("3039 01bb", "60", "02"), R(MALFORMED), "options beyond the packet"},
	{V4("002c", "06") TCP_("3039 01bb", "60", "02") "020405b4", 0, "options"},
	{V4("0028", "06") TCP_("0000 01bb", "50", "02"), R(MALFORMED), "from port 0"},
	{V4("0028", "06") TCP_("3039 0000", "50", "02"), R(MALFORMED), "to port 0"},

	/* UDP */
	{V4("001c", "11") UDP("0008"), 0, "empty"},
	{V4("0020", "11") UDP("0008") "01020304", 0, "a surplus (RFC 9868)"},
	{V4("001c", "11") UDP("0009"), R(MALFORMED), "longer than the packet"},
	{V4("001c", "11") UDP("ffff"), R(MALFORMED), "much longer"},
	{V4("001c", "11") UDP("0007"), R(MALFORMED), "shorter than its header"},
	{V6("0008", "11") UDP("0000"), R(MALFORMED), "no length (RFC 2675)"},
	{V4("001b", "11") UDP("0008"), R(MALFORMED), "cut off"},
	{V4("001c", "11") "0000 0e76 0008 0000", R(MALFORMED), "from port 0"},
	{V4("001c", "11") "3039 0000 0008 0000", R(MALFORMED), "to port 0"},

	/* ICMP */
	{V4("001c", "01") "0800 0000 1234 0001", 0, "echo"},
	{V4("001b", "01") "0800 0000 1234 00", R(MALFORMED), "cut off"},
	{V6("0008", "3a") "8000 0000 1234 0001", 0, "echo"},
	{V6("0004", "3a") "8000 0000", R(MALFORMED), "cut off"},
	{V4("0014", "3a"), 0, "ICMPv6 in IPv4 is no ICMP"},
	{V6("0000", "01"), 0, "ICMP in IPv6 neither"},
	{V4("0014", "2f"), 0, "a protocol that is not looked into"},
};

/* Returns a buffer of exactly the packet's size, which the sanitizer guards. */
static u8 *from_hex(const char *hex, u32 *ret_len)
{
	u8 *bytes = malloc(strlen(hex) + 1);
	u32 len = 0;
	unsigned int byte;

	for (; *hex; hex++) {
		if (!isxdigit((unsigned char)*hex))
			continue;
		cr_assert_eq(sscanf(hex, "%2x", &byte), 1);
		bytes[len++] = (u8)byte;
		hex++;
	}
	*ret_len = len;
	return realloc(bytes, len ? len : 1);
}

static const u8 *fetch(const struct vdt_bytes *bytes, u32 offset, u32 len, u8 *buf)
{
	cr_assert_leq(offset + len, bytes->len);
	memcpy(buf, (const u8 *)bytes->source + offset, len);
	return buf;
}

static const u8 *fetch_nothing(const struct vdt_bytes *bytes, u32 offset, u32 len, u8 *buf)
{
	return NULL;
}

Test(headers, judges)
{
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		struct vdt_packet packet = {0};
		struct vdt_bytes bytes = {0};
		u8 *data = from_hex(rows[i].packet, &bytes.len);

		bytes.head = data;
		bytes.head_len = bytes.len;
		vdt_headers_read(&packet, &bytes);
		cr_expect_eq(packet.fault, rows[i].fault, "%s: got %u", rows[i].why, packet.fault);
		free(data);
	}
}

/* However much of the packet lies together, and whatever is missing. */
Test(headers, reads_what_lies_apart)
{
	for (size_t i = 0; i < ARRAY_SIZE(rows); i++) {
		struct vdt_packet whole = {0}, split;
		struct vdt_bytes bytes = {.fetch = fetch};
		u8 *data = from_hex(rows[i].packet, &bytes.len);

		bytes.source = bytes.head = data;
		bytes.head_len = bytes.len;
		vdt_headers_read(&whole, &bytes);
		for (bytes.head_len = 0; bytes.head_len < bytes.len; bytes.head_len++) {
			memset(&split, 0, sizeof(split));
			vdt_headers_read(&split, &bytes);
			cr_expect(!memcmp(&split, &whole, sizeof(split)), "%s: split at %u",
				  rows[i].why, bytes.head_len);
		}
		free(data);
	}
}

Test(headers, takes_what_cannot_be_fetched_for_malformed)
{
	struct vdt_bytes bytes = {.fetch = fetch_nothing};
	u8 *data = from_hex(V6("001c", "3c") OPTS("06") TCP("02"), &bytes.len);
	struct vdt_packet packet = {0};

	bytes.head = data;
	for (bytes.head_len = 0; bytes.head_len < bytes.len; bytes.head_len++) {
		vdt_headers_read(&packet, &bytes);
		cr_expect_eq(packet.fault, R(MALFORMED), "split at %u", bytes.head_len);
		bytes.fetch = bytes.head_len % 2 ? NULL : fetch_nothing;
	}
	free(data);
}

Test(headers, reads_fields)
{
	struct vdt_bytes bytes = {0};
	struct vdt_packet packet = {.len = 7};
	u8 *data = from_hex(V6("001c", "3c") OPTS("06") TCP("c2"), &bytes.len);

	bytes.head = data;
	bytes.head_len = bytes.len;
	vdt_headers_read(&packet, &bytes);
	cr_expect(packet.ipv6 && packet.syn);
	cr_expect_eq(packet.proto, IPPROTO_TCP);
	cr_expect_eq(packet.hop_limit, 64);
	cr_expect_eq(packet.src_port, 12345);
	cr_expect_eq(packet.dst_port, 443);
	cr_expect_eq(packet.tcp_flags, 0xc2);
	cr_expect_eq(packet.src.byte[0], 0xfd);
	cr_expect_eq(packet.len, 7, "not the headers'");
	free(data);
}

Test(headers, finds_the_identifier_of_an_echo_at_our_side)
{
	static const struct {
		const char *packet;
		u16 src_port, dst_port;
	} echoes[] = {
		{V4("001c", "01") "0801 0000 1234 0001", 0x1234, 0},
		{V4("001c", "01") "0001 0000 1234 0001", 0, 0x1234},
		{V4("001c", "01") "0301 0000 1234 0001", 0, 0},
		{V6("0008", "3a") "8001 0000 1234 0001", 0x1234, 0},
		{V6("0008", "3a") "8101 0000 1234 0001", 0, 0x1234},
	};

	for (size_t i = 0; i < ARRAY_SIZE(echoes); i++) {
		struct vdt_packet packet = {0};
		struct vdt_bytes bytes = {0};
		u8 *data = from_hex(echoes[i].packet, &bytes.len);

		bytes.head = data;
		bytes.head_len = bytes.len;
		vdt_headers_read(&packet, &bytes);
		cr_expect_eq(packet.src_port, echoes[i].src_port, "row %zu", i);
		cr_expect_eq(packet.dst_port, echoes[i].dst_port, "row %zu", i);
		cr_expect_eq(packet.icmp_code, 1, "row %zu", i);
		free(data);
	}
}

/* Segments that the kernel merged have more bytes than a length field can say. */
Test(headers, knows_packets_longer_than_their_length)
{
	enum { LEN = 70000 };
	static const char *const starts[] = {V4("0000", "06") TCP("10"), V6("0000", "06") TCP("10"),
					     V6("0000", "00") OPTS("06") TCP("10")};

	for (size_t i = 0; i < ARRAY_SIZE(starts); i++) {
		struct vdt_packet packet = {0};
		struct vdt_bytes bytes = {0};
		u8 *start = from_hex(starts[i], &bytes.head_len), *data = calloc(1, LEN);

		memcpy(data, start, bytes.head_len);
		bytes.head = data;
		bytes.len = LEN;
		vdt_headers_read(&packet, &bytes);
		cr_expect_eq(packet.fault, 0, "row %zu: %u", i, packet.fault);
		cr_expect_eq(packet.dst_port, 443, "row %zu", i);
		free(start);
		free(data);
	}
}
