# SPDX-License-Identifier: BSD-3-Clause
# bash completion of vedette-kit: groups, commands and options come from its own --help.

_vedette_kit()
{
	local current=${COMP_WORDS[COMP_CWORD]} previous=${COMP_WORDS[COMP_CWORD-1]}
	local program=${COMP_WORDS[0]} group=${COMP_WORDS[1]-} verb=${COMP_WORDS[2]-} words

	COMPREPLY=()
	case $COMP_CWORD in
	1) words=$("$program" --help | awk '/^  / && !seen[$1]++ {print $1}') ;;
	2) words=$("$program" --help | awk -v group="$group" '/^  / && $1 == group {print $2}') ;;
	*)
		case $previous in
		--role) words="policy application" ;;
		--expect) words="pass drop" ;;
		--ec) words="P-256 P-384" ;;
		--hash) words="sha256 sha384 sha512" ;;
		--rsa) words="2048 3072 4096" ;;
		*)
			if [[ $current == -* ]]; then
				words=$("$program" "$group" "$verb" --help 2>/dev/null |
					grep -oE '^ +(-., )?--[a-z0-9-]+' | grep -oE -e '--[a-z0-9-]+')
			else
				compopt -o filenames
				mapfile -t COMPREPLY < <(compgen -f -- "$current")
				return
			fi
			;;
		esac
		;;
	esac
	mapfile -t COMPREPLY < <(compgen -W "$words" -- "$current")
}
complete -F _vedette_kit vedette-kit
