/* SPDX-License-Identifier: BSD-3-Clause */
/* What holds where a policy says nothing, of its sections `accounts` and `audit`; seconds, bytes.
 */
#ifndef VDT_SETTINGS_H
#define VDT_SETTINGS_H

#define VDT_ACCOUNTS_MIN_LENGTH	 12
#define VDT_ACCOUNTS_HISTORY	 5
#define VDT_ACCOUNTS_FAILURES	 5
#define VDT_ACCOUNTS_LOCK_BASE	 300
#define VDT_ACCOUNTS_LOCK_MAX	 1800
#define VDT_ACCOUNTS_IDLE	 900
#define VDT_ACCOUNTS_ABSOLUTE	 43200
#define VDT_ACCOUNTS_SESSIONS	 64
#define VDT_ACCOUNTS_PER_ACCOUNT 8

#define VDT_AUDIT_RING	     (8u << 20)
#define VDT_AUDIT_CHECKPOINT 600

#endif /* VDT_SETTINGS_H */
