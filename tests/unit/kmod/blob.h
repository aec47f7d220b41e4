/* SPDX-License-Identifier: BSD-3-Clause */
/* Writes policy blobs for the tests, right ones and wrong ones. */
#ifndef VDT_TEST_BLOB_H
#define VDT_TEST_BLOB_H

#include <linux/netlink.h>
#include <stdint.h>
#include <string.h>

#include <vedette/netlink.h>

enum { BLOB_ROOM = 1 << 19 };

struct blob {
	size_t len;
	_Alignas(8) uint8_t data[BLOB_ROOM];
};

/* Returns where the payload goes. */
static inline uint8_t *blob_put(struct blob *b, uint16_t type, const void *data, size_t len)
{
	struct nlattr *attr = (struct nlattr *)(b->data + b->len);
	uint8_t *payload = (uint8_t *)attr + NLA_HDRLEN;

	memset(attr, 0, NLA_ALIGN(NLA_HDRLEN + len));
	attr->nla_len = (uint16_t)(NLA_HDRLEN + len);
	attr->nla_type = type;
	if (data)
		memcpy(payload, data, len);
	b->len += NLA_ALIGN(NLA_HDRLEN + len);
	return payload;
}

static inline void blob_u8(struct blob *b, uint16_t type, uint8_t value)
{
	blob_put(b, type, &value, sizeof(value));
}

static inline void blob_u16(struct blob *b, uint16_t type, uint16_t value)
{
	blob_put(b, type, &value, sizeof(value));
}

static inline void blob_u32(struct blob *b, uint16_t type, uint32_t value)
{
	blob_put(b, type, &value, sizeof(value));
}

static inline void blob_u64(struct blob *b, uint16_t type, uint64_t value)
{
	blob_put(b, type, &value, sizeof(value));
}

static inline void blob_text(struct blob *b, uint16_t type, const char *text)
{
	blob_put(b, type, text, strlen(text) + 1);
}

/* What is put between these two lies inside the nest. */
static inline size_t blob_nest(struct blob *b, uint16_t type)
{
	size_t at = b->len;

	blob_put(b, type | NLA_F_NESTED, NULL, 0);
	return at;
}

static inline void blob_nest_end(struct blob *b, size_t at)
{
	((struct nlattr *)(b->data + at))->nla_len = (uint16_t)(b->len - at);
}

static inline void blob_identity(struct blob *b)
{
	b->len = 0;
	blob_u8(b, VEDETTE_A_POLICY_FORMAT, 1);
	blob_text(b, VEDETTE_A_POLICY_NAME, "lobby");
	blob_u64(b, VEDETTE_A_POLICY_VERSION, 42);
}

/* What every policy must have. */
static inline void blob_head(struct blob *b)
{
	blob_identity(b);
	blob_u8(b, VEDETTE_A_POLICY_NETNS, VEDETTE_NETNS_ALL);
}

/* ipv4 and ipv6 may be NULL: then the attribute is left out. */
static inline void blob_set(struct blob *b, const char *name, const void *ipv4, size_t ipv4_len,
			    const void *ipv6, size_t ipv6_len)
{
	size_t at = blob_nest(b, VEDETTE_A_POLICY_SET);

	blob_text(b, VEDETTE_A_PREFIXES_NAME, name);
	if (ipv4)
		blob_put(b, VEDETTE_A_PREFIXES_IPV4, ipv4, ipv4_len);
	if (ipv6)
		blob_put(b, VEDETTE_A_PREFIXES_IPV6, ipv6, ipv6_len);
	blob_nest_end(b, at);
}

/* flags 0, from and exe NULL: left out. */
static inline void blob_service(struct blob *b, const char *name, uint8_t proto, uint16_t port,
				uint32_t flags, const char *from, const char *exe)
{
	size_t at = blob_nest(b, VEDETTE_A_POLICY_SERVICE);

	blob_text(b, VEDETTE_A_SERVICE_NAME, name);
	blob_u8(b, VEDETTE_A_SERVICE_PROTO, proto);
	blob_u16(b, VEDETTE_A_SERVICE_PORT, port);
	if (flags)
		blob_u32(b, VEDETTE_A_SERVICE_FLAGS, flags);
	if (from)
		blob_text(b, VEDETTE_A_SERVICE_FROM, from);
	if (exe)
		blob_text(b, VEDETTE_A_SERVICE_EXE, exe);
	blob_nest_end(b, at);
}

static inline void blob_stream(struct blob *b, const char *encoder)
{
	size_t at = blob_nest(b, VEDETTE_A_POLICY_STREAM);

	blob_text(b, VEDETTE_A_STREAM_ENCODER, encoder);
	blob_u8(b, VEDETTE_A_STREAM_REQUIRE, VEDETTE_REQUIRE_ENCRYPTED);
	blob_u16(b, VEDETTE_A_STREAM_VIEWERS, 32);
	blob_nest_end(b, at);
}

/* set and dns NULL: every destination; proto and port 0, exe NULL: left out. */
static inline void blob_egress(struct blob *b, const char *set, const char *dns, uint8_t proto,
			       uint16_t port, const char *exe)
{
	size_t at = blob_nest(b, VEDETTE_A_POLICY_EGRESS);

	if (set)
		blob_text(b, VEDETTE_A_EGRESS_TO, set);
	if (dns)
		blob_text(b, VEDETTE_A_EGRESS_DNS, dns);
	if (proto)
		blob_u8(b, VEDETTE_A_EGRESS_PROTO, proto);
	if (port)
		blob_u16(b, VEDETTE_A_EGRESS_PORT, port);
	if (exe)
		blob_text(b, VEDETTE_A_EGRESS_EXE, exe);
	blob_nest_end(b, at);
}

static inline void blob_feed(struct blob *b, const char *name, uint64_t version)
{
	size_t at = blob_nest(b, VEDETTE_A_POLICY_SET);

	blob_text(b, VEDETTE_A_PREFIXES_NAME, name);
	blob_u64(b, VEDETTE_A_PREFIXES_FEED, version);
	blob_nest_end(b, at);
}

/* A number that is 0 is left out. */
static inline void blob_limits(struct blob *b, uint32_t connections, uint32_t half_open,
			       uint32_t reserved, uint32_t destinations)
{
	size_t at = blob_nest(b, VEDETTE_A_POLICY_LIMITS);

	if (connections)
		blob_u32(b, VEDETTE_A_LIMITS_CONNECTIONS, connections);
	if (half_open)
		blob_u32(b, VEDETTE_A_LIMITS_HALF_OPEN, half_open);
	if (reserved)
		blob_u32(b, VEDETTE_A_LIMITS_RESERVED, reserved);
	if (destinations)
		blob_u32(b, VEDETTE_A_LIMITS_DESTINATIONS, destinations);
	blob_nest_end(b, at);
}

/* A number that is 0 is left out. */
static inline void blob_limited(struct blob *b, uint8_t proto, uint32_t flags, uint32_t connections,
				uint32_t per_source, uint32_t rate, uint32_t period)
{
	size_t at = blob_nest(b, VEDETTE_A_POLICY_SERVICE);

	blob_text(b, VEDETTE_A_SERVICE_NAME, "limited");
	blob_u8(b, VEDETTE_A_SERVICE_PROTO, proto);
	blob_u16(b, VEDETTE_A_SERVICE_PORT, 322);
	if (flags)
		blob_u32(b, VEDETTE_A_SERVICE_FLAGS, flags);
	if (connections)
		blob_u32(b, VEDETTE_A_SERVICE_CONNECTIONS, connections);
	if (per_source)
		blob_u32(b, VEDETTE_A_SERVICE_PER_SOURCE, per_source);
	if (rate)
		blob_u32(b, VEDETTE_A_SERVICE_RATE, rate);
	if (period)
		blob_u32(b, VEDETTE_A_SERVICE_PERIOD, period);
	blob_nest_end(b, at);
}

static inline void blob_build(struct blob *b, const char *label, uint32_t minimum)
{
	size_t at = blob_nest(b, VEDETTE_A_INTEGRITY_BUILD);

	blob_text(b, VEDETTE_A_BUILD_LABEL, label);
	blob_u32(b, VEDETTE_A_BUILD_MINIMUM, minimum);
	blob_nest_end(b, at);
}

/* A hash of `len` bytes, all of them `fill`. */
static inline void blob_hash(struct blob *b, uint16_t type, uint8_t fill, size_t len)
{
	memset(blob_put(b, type, NULL, len), fill, len);
}

/* Masks of 1 << enum vedette_integrity_kind; one that is 0 is left out. What is put until
 * blob_nest_end() lies inside. */
static inline size_t blob_integrity(struct blob *b, uint32_t enforce, uint32_t log)
{
	size_t at = blob_nest(b, VEDETTE_A_POLICY_INTEGRITY);

	if (enforce)
		blob_u32(b, VEDETTE_A_INTEGRITY_ENFORCE, enforce);
	if (log)
		blob_u32(b, VEDETTE_A_INTEGRITY_LOG, log);
	return at;
}

static inline void blob_full_integrity(struct blob *b)
{
	uint32_t script = 1 << VEDETTE_INTEGRITY_KIND_SCRIPT;
	uint32_t all = (1 << VEDETTE_INTEGRITY_KIND_LOCK) - 1;
	size_t at = blob_integrity(b, all & ~script, script);

	blob_text(b, VEDETTE_A_INTEGRITY_INTERPRETER, "/bin/busybox");
	blob_text(b, VEDETTE_A_INTEGRITY_INTERPRETER, "/usr/bin/python3");
	blob_text(b, VEDETTE_A_INTEGRITY_JIT, "/usr/bin/app");
	blob_text(b, VEDETTE_A_INTEGRITY_DATA, "/var/lib/app");
	blob_hash(b, VEDETTE_A_INTEGRITY_REVOKED_HASH, 0x22, 32);
	blob_hash(b, VEDETTE_A_INTEGRITY_REVOKED_HASH, 0x33, 32);
	blob_hash(b, VEDETTE_A_INTEGRITY_REVOKED_HASH, 0x44, 32);
	blob_hash(b, VEDETTE_A_INTEGRITY_REVOKED_HASH, 0x11, 64);
	blob_u32(b, VEDETTE_A_INTEGRITY_REVOKED_KEY, 0x0badcafe);
	blob_u32(b, VEDETTE_A_INTEGRITY_REVOKED_KEY, 0xdeadbeef);
	blob_build(b, "camera-app", 42);
	blob_build(b, "web", 7);
	blob_hash(b, VEDETTE_A_INTEGRITY_VERITY, 0x55, 32);
	blob_text(b, VEDETTE_A_INTEGRITY_UPDATER, "/usr/sbin/update");
	blob_nest_end(b, at);
}

static const uint8_t blob_lan4[] = {10, 0, 0, 0, 8, 192, 168, 0, 0, 16};
static const uint8_t blob_lan6[] = {0xfd, [16] = 8};
static const uint8_t blob_bad4[] = {10, 0, 0, 66, 32};

/* A policy with everything that the format has. */
static inline void blob_full(struct blob *b)
{
	blob_identity(b);
	blob_u8(b, VEDETTE_A_POLICY_NETNS, VEDETTE_NETNS_INIT);
	blob_set(b, "lan", blob_lan4, sizeof(blob_lan4), blob_lan6, sizeof(blob_lan6));
	blob_set(b, "bad", blob_bad4, sizeof(blob_bad4), NULL, 0);
	blob_feed(b, "threats", 7);
	blob_text(b, VEDETTE_A_POLICY_DENY, "bad");
	blob_service(b, "https", 6, 443, 0, "lan", "/usr/libexec/vedette/web");
	blob_service(b, "open", 17, 5000, 0, NULL, NULL);
	blob_service(b, "encoder", 6, 8554, VEDETTE_SERVICE_FLAG_LOOPBACK_ONLY, NULL, NULL);
	blob_limited(b, 17, VEDETTE_SERVICE_FLAG_ANSWER_ANY, 64, 8, 10, 60);
	blob_stream(b, "rtsp://127.0.0.1:8554/main");
	blob_u8(b, VEDETTE_A_POLICY_MODE, VEDETTE_MODE_OBSERVE);
	blob_u8(b, VEDETTE_A_POLICY_FRAGMENTS, VEDETTE_FRAGMENTS_REASSEMBLE);
	blob_u8(b, VEDETTE_A_POLICY_XDP, VEDETTE_XDP_GENERIC);
	blob_limits(b, 128, 32, 4, 16);
	blob_egress(b, "lan", NULL, 6, 6514, "/usr/libexec/vedette/audit");
	blob_egress(b, NULL, "updates.example.com", 6, 443, "/usr/libexec/vedette/update");
	blob_egress(b, NULL, NULL, 1, 0, NULL);
	blob_text(b, VEDETTE_A_POLICY_PACKET_SOCKET, "/usr/sbin/dhclient");
	blob_full_integrity(b);
	blob_u8(b, VEDETTE_A_POLICY_LOCK, VEDETTE_LOCK_WHEN_BOOT);
}

#endif /* VDT_TEST_BLOB_H */
