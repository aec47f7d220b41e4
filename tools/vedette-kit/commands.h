/* SPDX-License-Identifier: BSD-3-Clause */
/* The commands, by the file that has them. */
#ifndef VDT_KIT_COMMANDS_H
#define VDT_KIT_COMMANDS_H

#include "tools/vedette-kit/command.h"

/* app_sign.c, app_verify.c, app_apply.c */
extern const struct kit_command vdt_app_sign, vdt_app_verify, vdt_app_apply;
/* audit.c */
extern const struct kit_command vdt_audit_verify_command;
/* feed.c */
extern const struct kit_command vdt_feed_build, vdt_feed_dump, vdt_feed_sign, vdt_feed_verify;
/* key.c */
extern const struct kit_command vdt_key_new;
/* policy.c */
extern const struct kit_command vdt_policy_build, vdt_policy_check, vdt_policy_dump;
/* policy_diff.c */
extern const struct kit_command vdt_policy_diff;
/* policy_sign.c */
extern const struct kit_command vdt_policy_sign, vdt_policy_verify;
/* policy_explain.c */
extern const struct kit_command vdt_policy_explain;
/* policy_propose.c */
extern const struct kit_command vdt_policy_propose;
/* policy_mud.c */
extern const struct kit_command vdt_policy_mud, vdt_policy_emit_mud;

#endif /* VDT_KIT_COMMANDS_H */
