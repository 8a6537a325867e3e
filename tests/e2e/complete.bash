# Prints what bash offers at the end of each line, a word a line, each list followed by "--".
#
# usage: bash --norc complete.bash LINE…
#
# bash-completion and git's completion do the work, as they would for somebody at the keyboard. Only
# the splitting into words is done here, which is readline's.
# shellcheck shell=bash disable=SC1090,SC1091,SC2034

source "${BASH_COMPLETION:-/usr/share/bash-completion/bash_completion}"

# Bash's COMP_WORDS: "=" and ":" are words of their own.
split() {
	local words=${1//=/ = }
	read -ra COMP_WORDS <<<"${words//:/ : }"
	[[ $1 != *' ' ]] || COMP_WORDS+=('')
	COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
	COMP_LINE=$1 COMP_POINT=${#1} COMP_TYPE=9 COMP_KEY=9
}

for line; do
	COMPREPLY=()
	split "$line"
	command=${COMP_WORDS[0]}
	complete -p "$command" &>/dev/null || _completion_loader "$command"
	function=$(complete -p "$command" | sed 's/.* -F \([^ ]*\).*/\1/')
	"$function" "$command" "${COMP_WORDS[COMP_CWORD]}" "${COMP_WORDS[COMP_CWORD - 1]}"
	[ ${#COMPREPLY[@]} -eq 0 ] || printf '%s\n' "${COMPREPLY[@]}"
	echo --
done
