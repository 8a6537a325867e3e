# Traces what `git detour patterns` says back to where it has it from: `load tracing`.
#
#   trace_patterns      every line of the output, of the repository that one stands in. Prints what
#                       is untrue and fails; also where there was nothing to trace.
# shellcheck shell=bash
# Backquotes are Markdown here, as the quotes are, and `stderr` tells what is untrue.
# shellcheck disable=SC2016,SC1110,SC1111,SC2154

# Text as a reader sees it, for comparing: no marks, one blank between words.
plain() {
	sed -e 's/\[\([^]]*\)\]([^)]*)/\1/g' -e 's/[]\\`*_~<>[(){}#|+!.:-]//g' | tr -s ' \t\r\n' ' '
}

untrue() {
	printf 'untrue: %s\n' "$@" >&2
	lies=$((lies + 1))
}

# The quote is in the passage that starts in this line of this file.
trace_quote() { # PATH LINE QUOTE
	local quote text
	quote=$(plain <<<"$3")
	[ -f "$1" ] || untrue "no file $1" || return 0
	text=$(tail -n "+$2" "$1" | head -n 80 | sed 's/^[[:space:]>]*//' | plain)
	case $text in
	*"${quote% }"*) ;;
	*) untrue "not in $1 from line $2: $3" ;;
	esac
	traced=$((traced + 1))
}

# A commit of that day with that signal, by scan's own word.
trace_commit() { # HASH DAY KIND
	local full
	full=$(git rev-parse --verify -q "$1^{commit}") || untrue "no commit $1" || return 0
	[ "$(git log -1 --format=%ad --date=short "$full")" = "$2" ] || untrue "$1 is not of $2"
	grep -q "^{\"commit\":\"$full\",\"signal\":\"$3\"," "$scan" || untrue "$1 has no signal $3"
	traced=$((traced + 1))
}

expect() { # WHAT SAID FOUND
	[ "$2" = "$3" ] || untrue "$heading: $1 is $3, not $2"
	traced=$((traced + 1))
}

# The counts of one pattern, against all of its sources: the draft has them with their days.
trace_counts() { # NUMBER EXPLANATION
	local sources days recent kinds kind
	detour patterns --draft="$1" >"$draft"
	sed -n 's/^  \[.*, \([0-9-]*\)](\(.*\)#L\([0-9]*\))$/\1 \2 \3/p' "$draft" | sort -u >"$draft.s"
	sed -n 's/^- [[`]*\([0-9a-f]\{7,40\}\)`.*(\([0-9-]*\) [0-9:]* [+-][0-9]*)$/\2 \1/p' "$draft" |
		sort -u >"$draft.c"
	sources=$(cut -d' ' -f2 "$draft.s" | sort -u | wc -l | tr -d ' ')
	if [[ $2 =~ ^in\ ([0-9]+)\ of\ ([0-9]+)\ sessions?,\ ([0-9]+)\ of\ them\ in\ the\ last\ 90\ days,\ on\ ([0-9]+)\ day ]]; then
		expect sessions "${BASH_REMATCH[1]}" "$sources"
		expect 'all sessions' "${BASH_REMATCH[2]}" "$written"
		recent=$(awk -v first="$first" '$1 >= first' "$draft.s" | cut -d' ' -f2 | sort -u | wc -l | tr -d ' ')
		expect 'recent sessions' "${BASH_REMATCH[3]}" "$recent"
		days=$(cut -d' ' -f1 "$draft.s" | sort -u | wc -l | tr -d ' ')
		expect days "${BASH_REMATCH[4]}" "$days"
	elif [[ $2 =~ ^([0-9]+)\ commits?,\ ([0-9]+)\ of\ them\ in\ the\ last\ 90\ days,\ on\ ([0-9]+)\ days?\ \((.*)\) ]]; then
		expect commits "${BASH_REMATCH[1]}" "$(wc -l <"$draft.c" | tr -d ' ')"
		expect 'recent commits' "${BASH_REMATCH[2]}" "$(awk -v first="$first" '$1 >= first' "$draft.c" | wc -l | tr -d ' ')"
		days=$(cut -d' ' -f1 "$draft.c" | sort -u | wc -l | tr -d ' ')
		expect days "${BASH_REMATCH[3]}" "$days"
		IFS=, read -ra kinds <<<"${BASH_REMATCH[4]}"
		for kind in "${kinds[@]}"; do
			read -r kind days <<<"$kind"
			expect "$kind" "${days%×}" "$(grep -c "^  $kind: " "$draft")"
		done
	elif [[ $2 =~ left\ to\ do\ in\ ([0-9]+)\ of\ ([0-9]+)\ session ]]; then
		expect sessions "${BASH_REMATCH[1]}" "$sources"
		expect 'all sessions' "${BASH_REMATCH[2]}" "$written"
	elif [[ $2 =~ ^([0-9]+)\ in\ ([0-9]+)\ of\ ([0-9]+)\ sessions?,\ the\ oldest\ of\ ([0-9-]+) ]]; then
		expect boxes "${BASH_REMATCH[1]}" "$(wc -l <"$draft.s" | tr -d ' ')"
		expect sessions "${BASH_REMATCH[2]}" "$sources"
		expect 'all sessions' "${BASH_REMATCH[3]}" "$written"
		expect oldest "${BASH_REMATCH[4]}" "$(head -n 1 "$draft.s" | cut -d' ' -f1)"
	elif [[ $2 =~ ^changed\ with\ the\ code\ by\ ([0-9]+)\ commit|sessions?\ beside\ it ]]; then
		expect commits "${BASH_REMATCH[1]:-0}" "$(wc -l <"$draft.c" | tr -d ' ')"
	else
		untrue "nobody checks: $2"
	fi
	# Each quote of the draft, with the link below it.
	while IFS= read -r quote && IFS= read -r link; do
		if [[ $link =~ \]\(/(.*)#L([0-9]+)\)$ ]]; then
			trace_quote "$(printf '%b' "${BASH_REMATCH[1]//%/\\x}")" "${BASH_REMATCH[2]}" "${quote:5}"
		else
			untrue "no link below: $quote"
		fi
	done < <(grep -A1 '^- “' "$draft" | grep -v '^--$' | sed 's/”$//')
}

trace_patterns() {
	local lies=0 traced=0 line number heading='' path='' at='' first written scan draft
	local all=$BATS_TEST_TMPDIR/patterns
	scan=$BATS_TEST_TMPDIR/scan draft=$BATS_TEST_TMPDIR/draft
	detour patterns >"$all" || return 1
	detour scan HEAD --json >"$scan"
	written=$(detour list --json | grep -c '"written":true') || true
	printf -v first '%(%Y-%m-%d)T' "$((($(date +%s) / 86400 - 90) * 86400))"
	while IFS= read -r line; do
		if [ -n "$path" ]; then
			trace_quote "$path" "$at" "${line#               }"
			path=''
		elif [[ $line =~ ^([0-9]+)\.\ (.*)$ ]]; then
			number=${BASH_REMATCH[1]} heading=${BASH_REMATCH[2]}
		elif [[ $line =~ ^\ \ \ ([0-9-]{10})\ \ ([0-9a-f]{7,40})\ ([a-z]+):\  ]]; then
			trace_commit "${BASH_REMATCH[2]}" "${BASH_REMATCH[1]}" "${BASH_REMATCH[3]}"
		elif [[ $line =~ ^\ \ \ ([0-9-]{10})\ \ (.*):([0-9]+)$ ]]; then
			path=${BASH_REMATCH[2]} at=${BASH_REMATCH[3]}
			case ${path##*/} in
			"${BASH_REMATCH[1]}"*) ;;
			*) untrue "$path is not of ${BASH_REMATCH[1]}" ;;
			esac
		elif [[ $line =~ ^\ \ \ Fits:\  ]]; then
			trace_counts "$number" "$explanation"
		elif [[ $line =~ ^\ \ \ (.*)\.$ ]]; then
			local explanation=${BASH_REMATCH[1]}
		elif [[ $line =~ pattern.?\ in\ ([0-9]+)\ session ]]; then
			heading='the sum'
			expect sessions "${BASH_REMATCH[1]}" "$written"
		fi
	done <"$all"
	echo "traced $traced"
	[ "$lies" -eq 0 ] && [ "$traced" -gt 0 ]
}
