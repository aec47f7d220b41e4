# shellcheck shell=bash
# SPDX-License-Identifier: BSD-3-Clause
# Completion of vedette(8). Installed as /usr/share/bash-completion/completions/vedette.

_vedette_options() # COMMAND
{
	local always="--json --help --version"
	case $1 in
	"policy load") echo "$always --signature --feed --confirm --force" ;;
	"policy confirm") echo "$always --force" ;;
	"feed load") echo "$always --signature --confirm" ;;
	"filter ban") echo "$always --why --spare" ;;
	ports | lock) echo "$always --check" ;;
	connections) echo "$always --sources --limits" ;;
	"integrity scan") echo "$always --all" ;;
	"integrity denials") echo "$always --clear" ;;
	events) echo "$always --follow --since --log --verify" ;;
	log) echo "$always --follow --verify --export --checkpoint --type --result --account --source --from --to --after --limit" ;;
	*) echo "$always" ;;
	esac
}

# The words that may follow.
_vedette_words() # COMMAND
{
	case $1 in
	"") echo "status policy feed filter ports connections integrity events log stats lock hooks" ;;
	policy) echo "load confirm show" ;;
	filter) echo "list ban unban" ;;
	feed) echo "load show" ;;
	connections) echo "cut" ;;
	integrity) echo "check scan cache denials" ;;
	hooks) echo "release" ;;
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
	case $previous in
	--signature | --feed)
		mapfile -t COMPREPLY < <(compgen -f -- "$current")
		return
		;;
	--result)
		mapfile -t COMPREPLY < <(compgen -W "ok refused failed observed" -- "$current")
		return
		;;
	--confirm | --since | --why | --type | --account | --source | --from | --to | --after | --limit)
		return
		;;
	esac
	if [[ $current == -* ]]; then
		[[ -z $(_vedette_words "${words[0]}") ]] || words[0]+=" ${words[1]}"
		mapfile -t COMPREPLY < <(compgen -W "$(_vedette_options "${words[0]}")" -- "$current")
	elif [[ "${words[*]:0:2}" == *" "@(load|check|scan) ]]; then
		mapfile -t COMPREPLY < <(compgen -f -- "$current")
	else
		mapfile -t COMPREPLY < <(compgen -W "$(_vedette_words "${words[*]}")" -- "$current")
	fi
}
complete -o filenames -F _vedette vedette
