/* SPDX-License-Identifier: BSD-3-Clause */
/* The resources, for the rows of routes.c: what each does, takes and gives. */
#ifndef VDT_WEB_API_H
#define VDT_WEB_API_H

#include "daemon/web/route.h"
#include "daemon/web/schema.h"

/* What is made: its number. */
extern const struct vdt_schema vdt_schema_made;
/* JSON that another process makes, the same as `vedette COMMAND --json`. */
extern const struct vdt_schema vdt_schema_report;

/* api_unit.c */
extern const struct vdt_schema vdt_schema_unit, vdt_schema_activation;
extern const struct vdt_route_ops vdt_api_unit, vdt_api_activate;

/* api_session.c */
extern const struct vdt_schema vdt_schema_login, vdt_schema_session;
extern const struct vdt_route_ops vdt_api_log_in, vdt_api_session, vdt_api_log_out;

/* api_users.c */
extern const struct vdt_schema vdt_schema_user, vdt_schema_users, vdt_schema_user_new,
	vdt_schema_user_change;
extern const struct vdt_route_ops vdt_api_users_list, vdt_api_user_make, vdt_api_user_show,
	vdt_api_user_change, vdt_api_user_delete;

/* api_password.c */
extern const struct vdt_schema vdt_schema_password, vdt_schema_proof;
extern const struct vdt_route_ops vdt_api_password, vdt_api_reauthentication;

/* api_otp.c */
extern const struct vdt_schema vdt_schema_otp, vdt_schema_otp_code;
extern const struct vdt_route_ops vdt_api_otp_begin, vdt_api_otp_confirm, vdt_api_otp_off,
	vdt_api_otp_off_other;

/* api_tokens.c */
extern const struct vdt_schema vdt_schema_tokens, vdt_schema_token, vdt_schema_token_new;
extern const struct vdt_route_ops vdt_api_tokens_list, vdt_api_token_make, vdt_api_token_revoke;

/* api_sessions.c */
extern const struct vdt_schema vdt_schema_sessions;
extern const struct vdt_route_ops vdt_api_sessions_mine, vdt_api_sessions_all, vdt_api_session_end,
	vdt_api_sessions_end_mine, vdt_api_sessions_end_account;

/* api_roles.c */
extern const struct vdt_schema vdt_schema_roles;
extern const struct vdt_route_ops vdt_api_roles;

/* api_lockout.c */
extern const struct vdt_schema vdt_schema_lockout;
extern const struct vdt_route_ops vdt_api_lockout, vdt_api_unlock;

/* api_certificate.c */
extern const struct vdt_schema vdt_schema_certificate, vdt_schema_subject;
extern const struct vdt_route_ops vdt_api_certificate, vdt_api_certificate_request,
	vdt_api_certificate_put;

/* api_deactivation.c */
extern const struct vdt_route_ops vdt_api_deactivation;

/* api_guard.c */
extern const struct vdt_schema vdt_schema_ban, vdt_schema_version;
extern const struct vdt_route_ops vdt_api_status, vdt_api_ports, vdt_api_services,
	vdt_api_connections, vdt_api_sources, vdt_api_limits, vdt_api_bans, vdt_api_stats,
	vdt_api_policy, vdt_api_feeds, vdt_api_integrity, vdt_api_denials, vdt_api_ban,
	vdt_api_unban, vdt_api_cut, vdt_api_policy_confirm, vdt_api_lock;

/* api_policy.c */
extern const struct vdt_route_ops vdt_api_policy_load;

/* api_audit.c */
extern const struct vdt_route_ops vdt_api_audit_page, vdt_api_audit_text, vdt_api_audit_syslog,
	vdt_api_audit_export, vdt_api_audit_checkpoint;

/* api_document.c, api_security_txt.c, api_metrics.c */
extern const struct vdt_route_ops vdt_api_document, vdt_api_security_txt, vdt_api_metrics;

#endif /* VDT_WEB_API_H */
