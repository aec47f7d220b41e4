// SPDX-License-Identifier: ((GPL-2.0 WITH Linux-syscall-note) OR BSD-3-Clause)
/* Do not edit directly, auto-generated from: */
/*	include/spec/vedette.yaml */
/* YNL-GEN kernel source */

#include "core.h"
#include "policy_attrs.h"

/* Common nested types */
const struct nla_policy vedette_build_nl_policy[VEDETTE_A_BUILD_MINIMUM + 1] = {
	[VEDETTE_A_BUILD_LABEL] = { .type = NLA_NUL_STRING, .len = 31, },
	[VEDETTE_A_BUILD_MINIMUM] = NLA_POLICY_MIN(NLA_U32, 1),
};

const struct nla_policy vedette_egress_nl_policy[VEDETTE_A_EGRESS_EXE + 1] = {
	[VEDETTE_A_EGRESS_TO] = { .type = NLA_STRING, .len = 31, },
	[VEDETTE_A_EGRESS_DNS] = { .type = NLA_NUL_STRING, .len = 253, },
	[VEDETTE_A_EGRESS_PROTO] = { .type = NLA_U8, },
	[VEDETTE_A_EGRESS_PORT] = NLA_POLICY_MIN(NLA_U16, 1),
	[VEDETTE_A_EGRESS_EXE] = { .type = NLA_NUL_STRING, .len = 255, },
};

const struct nla_policy vedette_feed_files_nl_policy[VEDETTE_A_FEED_FILES_SIGNATURE_FD + 1] = {
	[VEDETTE_A_FEED_FILES_BLOB_FD] = { .type = NLA_U32, },
	[VEDETTE_A_FEED_FILES_SIGNATURE_FD] = { .type = NLA_U32, },
};

const struct nla_policy vedette_integrity_nl_policy[VEDETTE_A_INTEGRITY_UPDATER + 1] = {
	[VEDETTE_A_INTEGRITY_ENFORCE] = NLA_POLICY_MASK(NLA_U32, 0x3ff),
	[VEDETTE_A_INTEGRITY_LOG] = NLA_POLICY_MASK(NLA_U32, 0x3ff),
	[VEDETTE_A_INTEGRITY_INTERPRETER] = { .type = NLA_STRING, .len = 255, },
	[VEDETTE_A_INTEGRITY_JIT] = { .type = NLA_STRING, .len = 255, },
	[VEDETTE_A_INTEGRITY_DATA] = { .type = NLA_STRING, .len = 255, },
	[VEDETTE_A_INTEGRITY_REVOKED_HASH] = { .type = NLA_BINARY, },
	[VEDETTE_A_INTEGRITY_REVOKED_KEY] = { .type = NLA_U32, },
	[VEDETTE_A_INTEGRITY_BUILD] = NLA_POLICY_NESTED(vedette_build_nl_policy),
	[VEDETTE_A_INTEGRITY_VERITY] = { .type = NLA_BINARY, },
	[VEDETTE_A_INTEGRITY_UPDATER] = { .type = NLA_STRING, .len = 255, },
};

const struct nla_policy vedette_limits_nl_policy[VEDETTE_A_LIMITS_DESTINATIONS + 1] = {
	[VEDETTE_A_LIMITS_CONNECTIONS] = NLA_POLICY_RANGE(NLA_U32, 1, 32767),
	[VEDETTE_A_LIMITS_HALF_OPEN] = NLA_POLICY_RANGE(NLA_U32, 1, 32767),
	[VEDETTE_A_LIMITS_RESERVED] = NLA_POLICY_RANGE(NLA_U32, 1, 32767),
	[VEDETTE_A_LIMITS_DESTINATIONS] = NLA_POLICY_RANGE(NLA_U32, 1, 32767),
};

const struct nla_policy vedette_policy_nl_policy[VEDETTE_A_POLICY_LOCK + 1] = {
	[VEDETTE_A_POLICY_FORMAT] = NLA_POLICY_RANGE(NLA_U8, 1, 1),
	[VEDETTE_A_POLICY_NAME] = { .type = NLA_NUL_STRING, .len = 31, },
	[VEDETTE_A_POLICY_VERSION] = NLA_POLICY_MIN(NLA_U64, 1),
	[VEDETTE_A_POLICY_NETNS] = NLA_POLICY_MAX(NLA_U8, 1),
	[VEDETTE_A_POLICY_SET] = NLA_POLICY_NESTED(vedette_prefixes_nl_policy),
	[VEDETTE_A_POLICY_DENY] = { .type = NLA_STRING, .len = 31, },
	[VEDETTE_A_POLICY_SERVICE] = NLA_POLICY_NESTED(vedette_service_nl_policy),
	[VEDETTE_A_POLICY_STREAM] = NLA_POLICY_NESTED(vedette_stream_nl_policy),
	[VEDETTE_A_POLICY_MODE] = NLA_POLICY_MAX(NLA_U8, 1),
	[VEDETTE_A_POLICY_FRAGMENTS] = NLA_POLICY_MAX(NLA_U8, 1),
	[VEDETTE_A_POLICY_XDP] = NLA_POLICY_MAX(NLA_U8, 2),
	[VEDETTE_A_POLICY_LIMITS] = NLA_POLICY_NESTED(vedette_limits_nl_policy),
	[VEDETTE_A_POLICY_EGRESS] = NLA_POLICY_NESTED(vedette_egress_nl_policy),
	[VEDETTE_A_POLICY_PACKET_SOCKET] = { .type = NLA_STRING, .len = 255, },
	[VEDETTE_A_POLICY_INTEGRITY] = NLA_POLICY_NESTED(vedette_integrity_nl_policy),
	[VEDETTE_A_POLICY_LOCK] = NLA_POLICY_MAX(NLA_U8, 1),
};

const struct nla_policy vedette_prefixes_nl_policy[VEDETTE_A_PREFIXES_FEED + 1] = {
	[VEDETTE_A_PREFIXES_NAME] = { .type = NLA_NUL_STRING, .len = 31, },
	[VEDETTE_A_PREFIXES_IPV4] = { .type = NLA_BINARY, },
	[VEDETTE_A_PREFIXES_IPV6] = { .type = NLA_BINARY, },
	[VEDETTE_A_PREFIXES_FEED] = NLA_POLICY_MIN(NLA_U64, 1),
};

const struct nla_policy vedette_service_nl_policy[VEDETTE_A_SERVICE_PERIOD + 1] = {
	[VEDETTE_A_SERVICE_NAME] = { .type = NLA_NUL_STRING, .len = 31, },
	[VEDETTE_A_SERVICE_PROTO] = { .type = NLA_U8, },
	[VEDETTE_A_SERVICE_PORT] = NLA_POLICY_MIN(NLA_U16, 1),
	[VEDETTE_A_SERVICE_FLAGS] = NLA_POLICY_MASK(NLA_U32, 0x3),
	[VEDETTE_A_SERVICE_FROM] = { .type = NLA_STRING, .len = 31, },
	[VEDETTE_A_SERVICE_EXE] = { .type = NLA_NUL_STRING, .len = 255, },
	[VEDETTE_A_SERVICE_CONNECTIONS] = NLA_POLICY_RANGE(NLA_U32, 1, 32767),
	[VEDETTE_A_SERVICE_PER_SOURCE] = NLA_POLICY_RANGE(NLA_U32, 1, 32767),
	[VEDETTE_A_SERVICE_RATE] = NLA_POLICY_RANGE(NLA_U32, 1, 32767),
	[VEDETTE_A_SERVICE_PERIOD] = NLA_POLICY_RANGE(NLA_U32, 1, 3600),
};

const struct nla_policy vedette_stream_nl_policy[VEDETTE_A_STREAM_VIEWERS + 1] = {
	[VEDETTE_A_STREAM_ENCODER] = { .type = NLA_NUL_STRING, .len = 255, },
	[VEDETTE_A_STREAM_REQUIRE] = NLA_POLICY_MAX(NLA_U8, 0),
	[VEDETTE_A_STREAM_VIEWERS] = NLA_POLICY_RANGE(NLA_U16, 1, 1024),
};
