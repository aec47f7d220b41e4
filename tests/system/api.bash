# shellcheck shell=bash
# SPDX-License-Identifier: BSD-3-Clause
# The API by curl, for tests that need few words of it; tests/system/api.py is made from its document. Sourced after lib.bash.

# api METHOD PATH [JSON [TOKEN [CURL-OPTION...]]]: the status, then the answer.
api()
{
	on viewer curl -sk -m $((30 * PATIENCE)) -X "$1" -w '\n%{http_code}\n' ${3:+-H 'Content-Type: application/json' -d "$3"} \
		${4:+-H "Authorization: Bearer $4"} "${@:5}" "https://10.0.0.1/api/v1/$2" | tac
}

# expect STATUS METHOD PATH [JSON [TOKEN [CURL-OPTION...]]]
expect()
{
	local answer
	answer=$(api "${@:2}") || true
	[ "$(head -n 1 <<<"$answer")" = "$1" ] || fail "${*:2:2}: not $1 but $answer"
}

activation() { echo "{\"code\": \"$1\", \"name\": \"$2\", \"password\": \"$3\"}"; }
is_inactive() { api GET unit | grep -q '"activated": *false'; }

# log_in NAME PASSWORD: the token of a new session, or nothing.
log_in() { api POST session "{\"name\": \"$1\", \"password\": \"$2\"}" | sed -n 's/.*"token": *"\([^"]*\)".*/\1/p'; }
