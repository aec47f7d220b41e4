/* SPDX-License-Identifier: BSD-3-Clause */
/* The names that include/spec/vedette.yaml gives to the numbers; "unknown" for those of a newer
 * module. */
#ifndef VDT_NL_NAMES_H
#define VDT_NL_NAMES_H

const char *vdt_nl_reason_name(unsigned int reason);
const char *vdt_nl_event_name(unsigned int type);
const char *vdt_nl_policy_state_name(unsigned int state);
const char *vdt_nl_lock_name(unsigned int lock);
const char *vdt_nl_netns_name(unsigned int netns);

#endif /* VDT_NL_NAMES_H */
