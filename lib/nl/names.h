/* SPDX-License-Identifier: BSD-3-Clause */
/* The names that include/spec/vedette.yaml gives to the numbers; "unknown" for those of a newer
 * module. */
#ifndef VDT_NL_NAMES_H
#define VDT_NL_NAMES_H

const char *vdt_nl_netns_name(unsigned int netns);
const char *vdt_nl_mode_name(unsigned int mode);
const char *vdt_nl_fragments_name(unsigned int fragments);
const char *vdt_nl_xdp_name(unsigned int xdp);
const char *vdt_nl_require_name(unsigned int require);
const char *vdt_nl_lock_name(unsigned int lock);
const char *vdt_nl_policy_state_name(unsigned int policy_state);
const char *vdt_nl_reason_name(unsigned int reason);
const char *vdt_nl_event_type_name(unsigned int event_type);
const char *vdt_nl_enforcement_state_name(unsigned int enforcement_state);
const char *vdt_nl_integrity_kind_name(unsigned int integrity_kind);
const char *vdt_nl_integrity_mode_name(unsigned int integrity_mode);
const char *vdt_nl_lock_when_name(unsigned int lock_when);
const char *vdt_nl_integrity_reason_name(unsigned int integrity_reason);

/* The reason as a sentence without a full stop: "Dropped, the source is banned". */
const char *vdt_nl_reason_text(unsigned int reason);
const char *vdt_nl_integrity_reason_text(unsigned int integrity_reason);

#endif /* VDT_NL_NAMES_H */
