/* SPDX-License-Identifier: ((GPL-2.0 WITH Linux-syscall-note) OR BSD-3-Clause) */
/* Do not edit directly, auto-generated from: */
/*	include/spec/vedette.yaml */
/* YNL-GEN kernel header */

#ifndef VDT_POLICY_ATTRS_H
#define VDT_POLICY_ATTRS_H

#include <vedette/netlink.h>

struct nla_policy;

extern const struct nla_policy vedette_accounts_nl_policy[VEDETTE_A_ACCOUNTS_PER_ACCOUNT + 1];
extern const struct nla_policy vedette_audit_nl_policy[VEDETTE_A_AUDIT_NAME + 1];
extern const struct nla_policy vedette_build_nl_policy[VEDETTE_A_BUILD_MINIMUM + 1];
extern const struct nla_policy vedette_egress_nl_policy[VEDETTE_A_EGRESS_EXE + 1];
extern const struct nla_policy vedette_feed_files_nl_policy[VEDETTE_A_FEED_FILES_SIGNATURE_FD + 1];
extern const struct nla_policy vedette_integrity_nl_policy[VEDETTE_A_INTEGRITY_UPDATER + 1];
extern const struct nla_policy vedette_limits_nl_policy[VEDETTE_A_LIMITS_DESTINATIONS + 1];
extern const struct nla_policy vedette_policy_nl_policy[VEDETTE_A_POLICY_AUDIT + 1];
extern const struct nla_policy vedette_prefixes_nl_policy[VEDETTE_A_PREFIXES_FEED + 1];
extern const struct nla_policy vedette_service_nl_policy[VEDETTE_A_SERVICE_PERIOD + 1];
extern const struct nla_policy vedette_stream_nl_policy[VEDETTE_A_STREAM_VIEWERS + 1];

#endif /* VDT_POLICY_ATTRS_H */
