// SPDX-License-Identifier: BSD-3-Clause
/*
 * THE table of the API: method, path, who may (lib/access/access.h), whom the handler asks,
 * handler, status of a success, what it is in one line; then what it takes and gives, what
 * parameters it knows and what flags it has. The classes of what guard and audit are asked are also
 * in lib/ipc/msgs.h, and they look at them themselves.
 */
#include "daemon/web/api.h"
#include "daemon/web/events.h"
#include "daemon/web/route.h"

#define JSON_BODY	 65536
#define LOGIN_BODY	 4096 /* from strangers */
#define CERTIFICATE_BODY 16384

#define TEXT   "text/plain; charset=utf-8"
#define LINES  "application/jsonl"
#define LIMITS "after,limit"
#define FILTER "after,limit,newest,since,until,type,result,account,source"

#define ROW(m, p, c, who, handler, s, text, ...) \
	{.method = VDT_##m, \
	 .path = p, \
	 .class = VDT_CLASS_##c, \
	 .grant_to = VDT_##who, \
	 .ops = &vdt_api_##handler, \
	 .status = s, \
	 .summary = text, \
	 __VA_ARGS__},
#define TAKES(x) .takes = &vdt_schema_##x, .body = JSON_BODY
#define GIVES(x) .gives = &vdt_schema_##x
#define FRESH	 .flags = VDT_ROUTE_FRESH
#define REVISED	 .flags = VDT_ROUTE_FRESH | VDT_ROUTE_IF_MATCH

/* clang-format off */
const struct vdt_route vdt_routes[] = {
	/* the unit, and how to be known to it */
	ROW(GET, "/api/v1/unit", PRE_AUTH, WEB, unit, 200, "Has the unit an owner?", GIVES(unit))
	ROW(POST, "/api/v1/activation", PRE_AUTH, AUTH, activate, 204, "Become the owner of the unit, once",
	    .takes = &vdt_schema_activation, .body = LOGIN_BODY)
	ROW(POST, "/api/v1/session", PRE_AUTH, AUTH, log_in, 201, "Log in", .takes = &vdt_schema_login, .body = LOGIN_BODY, GIVES(session))
	ROW(GET, "/api/v1/session", OWN, WEB, session, 200, "Who am I, and how long?", GIVES(session), .flags = VDT_ROUTE_QUIET)
	ROW(DELETE, "/api/v1/session", OWN, AUTH, log_out, 204, "Log out")
	/* accounts */
	ROW(GET, "/api/v1/users", READ_SYSTEM_SECRET, AUTH, users_list, 200, "List the accounts", GIVES(users))
	ROW(POST, "/api/v1/users", WRITE_SYSTEM, AUTH, user_make, 201, "Make an account", TAKES(user_new), GIVES(made), FRESH)
	ROW(GET, "/api/v1/users/{id}", READ_SYSTEM_SECRET, AUTH, user_show, 200, "Show an account", GIVES(user))
	ROW(PATCH, "/api/v1/users/{id}", WRITE_SYSTEM, AUTH, user_change, 204, "Change an account", TAKES(user_change), REVISED)
	ROW(DELETE, "/api/v1/users/{id}", WRITE_SYSTEM, AUTH, user_delete, 204, "Delete an account and end its sessions", REVISED)
	ROW(DELETE, "/api/v1/users/{id}/sessions", WRITE_SYSTEM, AUTH, sessions_end_account, 204, "End the sessions of an account")
	ROW(DELETE, "/api/v1/users/{id}/otp", WRITE_SYSTEM, AUTH, otp_off_other, 204, "Switch the second factor of an account off", FRESH)
	ROW(GET, "/api/v1/users/{id}/tokens", READ_SYSTEM_SECRET, AUTH, tokens_list, 200, "List the tokens of a service account", GIVES(tokens))
	ROW(POST, "/api/v1/users/{id}/tokens", WRITE_SYSTEM, AUTH, token_make, 201, "Make a token; it is shown this once",
	    TAKES(token_new), GIVES(token), FRESH)
	ROW(DELETE, "/api/v1/users/{id}/tokens/{token}", WRITE_SYSTEM, AUTH, token_revoke, 204, "Revoke a token", FRESH)
	/* one's own */
	ROW(PUT, "/api/v1/users/me/password", OWN, AUTH, password, 204, "Change one's password; one's other sessions end", TAKES(password))
	ROW(POST, "/api/v1/users/me/otp", OWN, AUTH, otp_begin, 201, "Begin a second factor", GIVES(otp), FRESH)
	ROW(PUT, "/api/v1/users/me/otp", OWN, AUTH, otp_confirm, 204, "Confirm the second factor by a code of it", TAKES(otp_code), FRESH)
	ROW(DELETE, "/api/v1/users/me/otp", OWN, AUTH, otp_off, 204, "Switch one's second factor off", FRESH)
	ROW(POST, "/api/v1/session/reauthentication", OWN, AUTH, reauthentication, 204, "Prove once more who one is", TAKES(proof))
	ROW(GET, "/api/v1/sessions", OWN, AUTH, sessions_mine, 200, "List one's sessions", GIVES(sessions))
	ROW(DELETE, "/api/v1/sessions", OWN, AUTH, sessions_end_mine, 204, "End one's sessions, this one too")
	ROW(DELETE, "/api/v1/sessions/{session}", OWN, AUTH, session_end, 204, "End a session; an administrator anybody's")
	ROW(GET, "/api/v1/sessions/all", READ_SYSTEM_SECRET, AUTH, sessions_all, 200, "List all sessions", GIVES(sessions))
	/* security */
	ROW(GET, "/api/v1/roles", READ_SYSTEM, WEB, roles, 200, "List the roles and what they reach", GIVES(roles))
	ROW(GET, "/api/v1/security/lockout", READ_SYSTEM_SECRET, AUTH, lockout, 200, "Show what is done against guessing", GIVES(lockout))
	ROW(DELETE, "/api/v1/security/lockout", WRITE_SYSTEM, AUTH, unlock, 204, "Unlock an account, a source, or the two",
	    .query = "account_id,source")
	ROW(GET, "/api/v1/certificate", READ_SYSTEM, WEB, certificate, 200, "Show the certificate", GIVES(certificate))
	ROW(PUT, "/api/v1/certificate", WRITE_SYSTEM, AUTH, certificate_put, 204, "Have another certificate for the same key, in PEM",
	    .body = CERTIFICATE_BODY, .flags = VDT_ROUTE_FRESH | VDT_ROUTE_STREAMED)
	ROW(POST, "/api/v1/certificate/request", WRITE_SYSTEM, AUTH, certificate_request, 200, "Make a request for a certificate (PKCS #10)",
	    TAKES(subject), .type = "application/x-pem-file")
	ROW(POST, "/api/v1/deactivation", UNRECOVERABLE, AUTH, deactivation, 204, "Destroy all keys and accounts", FRESH)
	/* the kernel's side */
	ROW(GET, "/api/v1/system", READ_SYSTEM, GUARD, status, 200, "Show module, policy, lock and what is in force", GIVES(report))
	ROW(GET, "/api/v1/network/ports", READ_SYSTEM_SENSITIVE, GUARD, ports, 200, "List what listens", GIVES(report), .query = LIMITS)
	ROW(GET, "/api/v1/network/services", READ_SYSTEM_SENSITIVE, GUARD, services, 200, "List the services of the policy", GIVES(report))
	ROW(GET, "/api/v1/network/connections", READ_SYSTEM_SENSITIVE, GUARD, connections, 200, "List the connections", GIVES(report),
	    .query = LIMITS)
	ROW(DELETE, "/api/v1/network/connections/{connection}", WRITE_SYSTEM, GUARD, cut, 204, "Cut a connection")
	ROW(GET, "/api/v1/network/sources", READ_SYSTEM_SENSITIVE, GUARD, sources, 200, "List who is connected how often", GIVES(report),
	    .query = LIMITS)
	ROW(GET, "/api/v1/network/limits", READ_SYSTEM_SENSITIVE, GUARD, limits, 200, "Show the limits and how far they are used", GIVES(report))
	ROW(GET, "/api/v1/network/bans", READ_SYSTEM_SENSITIVE, GUARD, bans, 200, "List the banned sources", GIVES(report), .query = LIMITS)
	ROW(POST, "/api/v1/network/bans", WRITE_SYSTEM, GUARD, ban, 204, "Ban a source", TAKES(ban))
	ROW(DELETE, "/api/v1/network/bans/{address}", WRITE_SYSTEM, GUARD, unban, 204, "Lift a ban")
	ROW(GET, "/api/v1/network/stats", READ_SYSTEM_SENSITIVE, GUARD, stats, 200, "Show the counters", GIVES(report))
	ROW(GET, "/api/v1/network/feeds", READ_SYSTEM_SENSITIVE, GUARD, feeds, 200, "List the feeds of prefixes", GIVES(report))
	ROW(GET, "/api/v1/integrity", READ_SYSTEM_SENSITIVE, GUARD, integrity, 200, "Show the integrity of code", GIVES(report))
	ROW(GET, "/api/v1/integrity/denials", READ_SYSTEM_SENSITIVE, GUARD, denials, 200, "List code that was refused", GIVES(report))
	ROW(GET, "/api/v1/policy", READ_SYSTEM_SENSITIVE, GUARD, policy, 200, "Show the policy in force", GIVES(report))
	ROW(PUT, "/api/v1/policy", WRITE_SYSTEM, GUARD, policy_load, 200, "Load a signed policy: its signature, the policy behind it",
	    .gives = &vdt_schema_report, .body = VDT_UPLOAD_MAX, .query = "dry_run,confirm", .flags = VDT_ROUTE_FRESH | VDT_ROUTE_STREAMED)
	ROW(POST, "/api/v1/policy/confirmation", WRITE_SYSTEM, GUARD, policy_confirm, 204, "Keep the policy that waits for it", TAKES(version))
	ROW(POST, "/api/v1/lock", UNRECOVERABLE, GUARD, lock, 204, "Lock the policy and what guards it until the next start", FRESH)
	/* the log */
	ROW(GET, "/api/v1/audit/records", READ_SYSTEM_SECRET, AUDIT, audit_page, 200, "List records of the log, one a line",
	    .query = FILTER, .type = LINES)
	ROW(GET, "/api/v1/audit/text", READ_SYSTEM_SECRET, AUDIT, audit_text, 200, "List records as sentences", .query = FILTER, .type = TEXT)
	ROW(GET, "/api/v1/audit/syslog", READ_SYSTEM_SECRET, AUDIT, audit_syslog, 200, "List records as lines of RFC 5424",
	    .query = FILTER, .type = TEXT)
	ROW(GET, "/api/v1/audit/export", READ_SYSTEM_SECRET, AUDIT, audit_export, 200, "Export the log with what proves it", .type = LINES, FRESH)
	ROW(GET, "/api/v1/audit/checkpoint", READ_SYSTEM_SECRET, AUDIT, audit_checkpoint, 200, "Show the last checkpoint of the log", .type = TEXT)
	ROW(GET, "/api/v1/events", READ_SYSTEM_SECRET, AUDIT, events, 200, "Follow the audit log, as server-sent events",
	    .type = "text/event-stream", .flags = VDT_ROUTE_QUIET | VDT_ROUTE_LASTING)
	/* about this */
	ROW(GET, "/api/v1/openapi.json", READ_SYSTEM, WEB, document, 200, "Show this document", GIVES(report))
	ROW(GET, "/metrics", READ_SYSTEM_SENSITIVE, GUARD, metrics, 200, "Show the counters for Prometheus",
	    .type = "text/plain; version=0.0.4; charset=utf-8")
	ROW(GET, "/.well-known/security.txt", PRE_AUTH, WEB, security_txt, 200, "Say whom to tell of a weakness", .type = TEXT)
};
/* clang-format on */

const size_t vdt_routes_count = sizeof(vdt_routes) / sizeof(*vdt_routes);
