# shellcheck shell=bash
# SPDX-License-Identifier: BSD-3-Clause
# What tests of verdicts share. Sourced after lib.bash.

APPLICATION_KEY=$KEYS/application.key
APPLICATION_CERT=$KEYS/certs/application/application.crt

sign() { must vedette-kit app sign --force --key "$APPLICATION_KEY" --cert "$APPLICATION_CERT" "$@"; }

# field NAME FILE: what the module says of it.
field() { vedette integrity check --json "$2" | python3 -c "import json, sys; print(json.load(sys.stdin).get('$1'))"; }
# must_be REASON FILE
must_be()
{
	local reason
	reason=$(field reason "$2")
	[ "$reason" = "$1" ] || fail "$2 is $reason, not $1"
}
# counter NAME: of the cache.
counter() { vedette integrity --json | python3 -c "import json, sys; print(json.load(sys.stdin)['cache']['$1'])"; }
# must_judge COUNT COMMAND...: while it runs so many files are judged anew.
must_judge()
{
	local count=$1 before
	shift
	before=$(counter misses)
	"$@"
	[ $(($(counter misses) - before)) -eq "$count" ] || fail "$(($(counter misses) - before)) judged, not $count: $*"
}
