/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Which passwords may be. The floor is fixed here and nothing lowers it; a policy can only ask for
 * more.
 */
#ifndef VDT_AUTH_PASSWORD_RULE_H
#define VDT_AUTH_PASSWORD_RULE_H

#include <vedette/settings.h>

#define VDT_RULE_FLOOR	 8   /* characters, whatever anybody sets */
#define VDT_RULE_CLASSES 2   /* of lower case, upper case, digits, others */
#define VDT_RULE_MOST	 128 /* bytes */
#define VDT_RULE_OWN	 7   /* characters beyond the words that guessers try first */

_Static_assert(VDT_RULE_FLOOR >= 8 && VDT_RULE_CLASSES >= 2, "the least that a password must have");
_Static_assert(VDT_RULE_FLOOR <= VDT_ACCOUNTS_MIN_LENGTH, "what holds without a policy is more");

/*
 * Whether @password may be the one of account @name, with at least @least characters or the floor,
 * whichever is more. Returns NULL if it may, or else what to tell its owner, a constant text.
 */
const char *vdt_password_rule(const char *password, const char *name, unsigned int least);

#endif /* VDT_AUTH_PASSWORD_RULE_H */
