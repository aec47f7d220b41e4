# shellcheck shell=bash
# SPDX-License-Identifier: BSD-3-Clause
# Completion of vedette(8). Installed as /usr/share/bash-completion/completions/vedette.

_vedette_options() # COMMAND
{
	local always="--json --help"
	case $1 in
	"policy load") echo "$always --signature --confirm" ;;
	ports) echo "$always --check" ;;
	events) echo "$always --follow --since --log --verify" ;;
	*) echo "$always" ;;
	esac
}

_vedette()
{
	local current=${COMP_WORDS[COMP_CWORD]} previous=${COMP_WORDS[COMP_CWORD - 1]} word
	local -a words=()

	for word in "${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
		[[ $word == -* ]] || words+=("$word")
	done
	COMPREPLY=()
	if [[ $previous == --signature ]]; then
		mapfile -t COMPREPLY < <(compgen -f -- "$current")
	elif [[ $previous == --confirm || $previous == --since ]]; then
		return
	elif [[ $current == -* && ${words[0]} == policy ]]; then
		mapfile -t COMPREPLY < <(compgen -W "$(_vedette_options "policy ${words[1]}")" -- "$current")
	elif [[ $current == -* ]]; then
		mapfile -t COMPREPLY < <(compgen -W "$(_vedette_options "${words[0]}") --version" -- "$current")
	elif [[ ${#words[@]} -eq 0 ]]; then
		mapfile -t COMPREPLY < <(compgen -W "status policy ports events stats" -- "$current")
	elif [[ ${#words[@]} -eq 1 && ${words[0]} == policy ]]; then
		mapfile -t COMPREPLY < <(compgen -W "load confirm show" -- "$current")
	elif [[ "${words[0]} ${words[1]}" == "policy load" ]]; then
		mapfile -t COMPREPLY < <(compgen -f -- "$current")
	fi
}
complete -o filenames -F _vedette vedette
