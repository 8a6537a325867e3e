# Traces a handoff to its sources: `untraceable [NUMBER] <BRIEF` prints each line of it (or that one)
# that says something that its source does not say; nothing where all of it holds. Called in the
# repository that the brief is of, while it is as it was: what the lines claim is looked up with git
# and in the files, never with git-detour, save what went off plan, which is what scan finds.
# shellcheck shell=bash

# Letters, digits and signs of other scripts: marks of Markdown and white space fall out.
trace_plain() {
	sed -e 's/](<[^>]*>)//g; s/]([^)]*)//g; s/^ *[-*+] \[[xX]\]//' | LC_ALL=C tr -cd '0-9A-Za-z\200-\377'
}

# What a path of the brief held: in the commit that the brief names, else in the work tree.
trace_file() { # PATH, percent-encoded
	local path
	path=$(printf '%b' "${1//%/\\x}")
	if [ -n "$trace_commit" ]; then
		git show "$trace_commit:$path" 2>/dev/null
	else
		cat "$(git rev-parse --show-toplevel)/$path" 2>/dev/null
	fi
}

# The paragraph or item that a line starts in.
trace_passage() { # PATH LINE
	trace_file "$1" | awk -v at="$2" '
		NR < at { next }
		NR > at && (/^[[:space:]]*$/ || /^[[:space:]]*([-*+]|[0-9]+[.)]) / || /^#/) { exit }
		{ print }'
}

trace_unescape() {
	sed 's/\\\([[:punct:]]\)/\1/g'
}

trace_quote() { # LINE
	local text=${1#*“} place=${1##*](} said there
	text=${text%”*}
	place=${place%%)*}
	said=$(printf '%s' "${text%…}" | trace_unescape | trace_plain)
	there=$(trace_passage "${place%#L*}" "${place##*#L}" | trace_plain)
	[ -n "$said" ] && [[ $there == *"$said"* ]]
}

# "`a1b2c3d4e5f6` Subject (2026-11-22 14:03 +0100)…", the hash with or without a link.
trace_commit_line() { # LINE
	local hex subject date want
	hex=$(sed -n 's/^- \[\{0,1\}`\([0-9a-f]\{7,\}\)`.*/\1/p' <<<"$1")
	date=$(sed -n 's/.* (\([0-9]\{4\}-[0-9][0-9]-[0-9][0-9] [0-9:]* [-+][0-9]*\)).*/\1/p' <<<"$1")
	subject=$(sed -e 's/^- \(\[`[0-9a-f]*`\]([^)]*)\|`[0-9a-f]*`\) //' -e 's/ ([0-9]\{4\}-[0-9][0-9]-[0-9][0-9] [0-9:]* [-+][0-9]*).*//' <<<"$1")
	want=$(git log -1 --date=format:'%Y-%m-%d %H:%M %z' --format='%ad' "$hex" 2>/dev/null) || return 1
	[ "$date" = "$want" ] || return 1
	if [[ $trace_section == 'Off plan, and not written down' ]]; then
		trace_off_plan "$hex" "$subject"
		return
	fi
	[ "$(trace_unescape <<<"$subject" | trace_plain)" = "$(git log -1 --format=%s "$hex" | trace_plain)" ] || return 1
	case $1 in
	*', by '*) [ "$(trace_unescape <<<"${1##*, by }")" = "$(git log -1 --format=%aN "$hex")" ] ;;
	*': where it left '*) trace_left "$hex" "$1" ;;
	*': dropped, kept as '*) trace_kept "$hex" "$1" ;;
	*')') git merge-base --is-ancestor "$hex" "$trace_branch" ;;
	*) return 1 ;;
	esac
}

trace_code() { # LINE: its last code span
	local rest=${1%\`*}
	printf '%s' "${rest##*\`}"
}

trace_left() { # HASH LINE
	[ "$(git rev-parse "$1")" = "$(git merge-base "$(trace_code "$2")" "$trace_branch")" ]
}

trace_kept() { # HASH LINE
	[ "$(git rev-parse "$1")" = "$(git rev-parse --verify -q "$(trace_code "$2")")" ]
}

# Other commits that it names are there, and what it quotes of them is what they say.
trace_off_plan() { # HASH TEXT
	local other quoted
	detour scan --uncovered "${trace_base:+$trace_base..}$trace_branch" | sed -n "s/^  ${1:0:7} //p" |
		sed 's/ your / /' | trace_plain | grep -qF "$(trace_unescape <<<"$2" | trace_plain)" || return 1
	other=$(grep -oE '\b[0-9a-f]{7,40}\b' <<<"$2" | head -1)
	quoted=$(trace_unescape <<<"$2" | sed -n 's/.*[0-9a-f]\{7\} "\(.*\)".*/\1/p')
	[ -z "$other" ] || [ -z "$quoted" ] ||
		[[ $(git log -1 --format=%s "$other" | trace_plain) == "$(printf '%s' "${quoted%…}" | trace_plain)"* ]]
}

# "- 3 commits not pushed (`git log --oneline a..b`)": the command gives as many lines.
trace_count() { # LINE
	local command count
	command=$(trace_code "$1")
	[[ $command == 'git log --oneline '* || $command == 'git branch --remotes' ]] || return 1
	count=$(eval "$command" | wc -l)
	case $1 in
	'- Nothing of it is pushed: '* | '- All of it is pushed '*) [ "$count" -eq 0 ] ;;
	*' or more '*) [ "$count" -ge 1000 ] ;;
	*) [[ $1 =~ ^-\ ([0-9]+)\  ]] && [ "$count" -eq "${BASH_REMATCH[1]}" ] ;;
	esac
}

trace_distance() { # LINE
	local command want
	command=$(trace_code "$1")
	[[ $command == 'git rev-list --left-right --count '* ]] || return 1
	want=$(eval "$command")
	[[ $1 =~ ^-\ ([0-9]+)\ commits?\ ahead\ of\ .*,\ ([0-9]+)\ behind ]] &&
		[ "$want" = "${BASH_REMATCH[1]}"$'\t'"${BASH_REMATCH[2]}" ]
}

trace_stash() { # LINE
	local number message date said want
	number=$(sed -n 's/^- `stash@{\([0-9]*\)}`.*/\1/p' <<<"$1")
	message=${1#*“}
	date=$(sed 's/.*” of \([-0-9]* [0-9:]* [-+0-9]*\) .*/\1/' <<<"$1")
	said="$(trace_unescape <<<"${message%”*}" | trace_plain)$date"
	want=$(git stash list --date=format:'%Y-%m-%d %H:%M %z' --format='%gd%x09%gs' | sed -n "$((number + 1))p")
	want="$(printf '%s' "${want#*$'\t'}" | trace_plain)$(sed 's/^stash@{\(.*\)}\t.*/\1/' <<<"$want")"
	[ "$said" = "$want" ]
}

# The code spans of a line but its last one, which is the source: each with what stands behind it
# in brackets.
trace_spans() {
	awk '{
		while (match($0, /`+/)) {
			ticks = substr($0, RSTART, RLENGTH)
			$0 = substr($0, RSTART + RLENGTH)
			end = index($0 " ", ticks)
			span = substr($0, 1, end - 1)
			$0 = substr($0, end + length(ticks))
			if (span ~ /^ .* $/) span = substr(span, 2, length(span) - 2)
			remark = match($0, /^ \([a-z ]+\)/) ? substr($0, 3, RLENGTH - 3) : ""
			if (NR > 1 || count++) print last
			last = span "\t" remark
		}
	}'
}

# Each file that is named has the state that the line says, and no file is left out.
trace_files() { # LINE PATTERN of the two letters
	local path remark letters count=0 all
	all=$(git --no-optional-locks -c core.quotePath=false status --porcelain --no-renames | sed 's/^\(...\)"\(.*\)"$/\1\2/' | grep -E "^$2")
	while IFS=$'\t' read -r path remark; do
		letters=$(awk -v path="$path" 'substr($0, 4) == path { print substr($0, 1, 2) }' <<<"$all")
		case $remark in
		new) [[ $letters == *A* ]] || return 1 ;;
		deleted) [[ $letters == *D* ]] || return 1 ;;
		'of another type') [[ $letters == *T* ]] || return 1 ;;
		*) [ -n "$letters" ] || return 1 ;;
		esac
		count=$((count + 1))
	done < <(trace_spans <<<"$1")
	[ "$count" -eq "$(grep -c . <<<"$all")" ] || [[ $trace_brief == *' more file'* ]]
}

trace_session() { # LINE: "- [Title](path) of 2026-11-20, by Ana"
	local path=${1#*](} title day author
	title=${1#- [}
	title=$(trace_unescape <<<"${title%%](*}" | trace_plain)
	path=${path%%)*}
	day=${1##*) of }
	author=${day#*, by }
	[ -n "$(trace_file "$path" | head -c 1)" ] && [[ $path == *"${day%%,*}"* ]] || return 1
	[[ $(trace_file "$path" | grep -m1 '^# ' | trace_plain) == *"$title"* ]] ||
		[[ $(printf '%s' "$path" | trace_plain) == *"$title"* ]] || return 1
	[ "$author" = "$day" ] ||
		git log --format=%aN "$trace_branch" -- ":(glob)**/$(basename "$path")" | grep -qxF "$(trace_unescape <<<"$author")"
}

trace_plan() { # LINE: "- Plan [path](path): 3 of 7 done"
	local path=${1##*](} counts
	counts=$(trace_file "${path%%)*}" | awk '
		/^[[:space:]]*(```|~~~)/ { code = !code }
		code || !/^[[:space:]]*([-*+]|[0-9]+[.)]) \[[ xX]\] / || /\] ~~.*~~$/ { next }
		{ total++; done += /\[[xX]\]/ }
		END { print done + 0 " of " total + 0 " done" }')
	[ "${1##*): }" = "$counts" ]
}

trace_state() { # LINE: of this work tree
	local status
	status=$(LC_ALL=C git --no-optional-locks status)
	case $1 in
	*'Everything is committed'*) [ -z "$(git --no-optional-locks status --porcelain)" ] ;;
	*'A rebase is'*) grep -q rebas <<<"$status" ;;
	*'A merge is'*) grep -qE 'unmerged paths|still merging' <<<"$status" ;;
	*'A cherry-pick is'*) grep -q cherry-picking <<<"$status" ;;
	*'A revert is'*) grep -q reverting <<<"$status" ;;
	*'A sequence of picks'*) grep -qE 'cherry-pick|revert' -i <<<"$status" ;;
	*'An am session'*) grep -q 'am session' <<<"$status" ;;
	*'A bisection'*) grep -q bisecting <<<"$status" ;;
	*'Nothing is committed yet'*) ! git rev-parse -q --verify HEAD >/dev/null ;;
	*) return 1 ;;
	esac
}

trace_work_tree() { # LINE
	local path
	path=$(trace_spans <<<"$1" | cut -f1)
	path=$(cd "$(git rev-parse --show-toplevel 2>/dev/null || git rev-parse --absolute-git-dir)" && cd "$path" && pwd -P) || return 1
	git worktree list --porcelain | awk -v path="$path" -v branch="refs/heads/$trace_branch" '
		/^worktree / { here = substr($0, 10) == path }
		here && $1 == "branch" && $2 == branch { found = 1 }
		END { exit !found }'
}

# "- 12 more … (`command`)": there is more, and somewhere to look.
trace_more() {
	[[ $1 =~ ^-\ [0-9]+(\ or\ more)?\ more ]]
}

trace_line() { # LINE
	case $1 in
	*“*'#L'*) trace_quote "$1" ;;
	'- `stash@{'*) trace_stash "$1" ;;
	'- Plan ['*) trace_plan "$1" ;;
	'- Staged: '*) trace_files "$1" '[MTADRC][^AU]' ;;
	'- Changed: '*) trace_files "$1" '[^DU?][MTDA] ' ;;
	'- Untracked: '*) trace_files "$1" '[?]' ;;
	'- In conflict: '*) trace_files "$1" '(DD|AU|UD|UA|DU|AA|UU)' ;;
	'- Perhaps changed'*) trace_files "$1" '.M' ;;
	'- Untracked files were not'*) [ "$(git config status.showUntrackedFiles)" = no ] ;;
	'- Checked out in '*) trace_work_tree "$1" ;;
	*'`git status`)' | '- Nothing is committed'*) trace_more "$1" || trace_state "$1" ;;
	*'git rev-list --left-right'*) trace_distance "$1" ;;
	*'`git log --oneline '* | *'`git branch --remotes`)') trace_count "$1" ;;
	'- `'* | '- [`'*) trace_commit_line "$1" ;;
	'- ['*'](http'*) return 0 ;;
	'- ['*) trace_session "$1" ;;
	*) trace_more "$1" ;;
	esac
}

untraceable() { # [NUMBER]
	local line number=0 trace_commit trace_branch trace_brief trace_base trace_section=
	trace_brief=$(cat)
	trace_branch=$(sed -n '1s/^# Handoff: `\(.*\)`$/\1/p' <<<"$trace_brief")
	trace_commit=$(sed -n 's/^Files are linked as they are in `\(.*\)`\.$/\1/p' <<<"$trace_brief")
	trace_base=$(sed -n 's/^- .*: where it left `\(.*\)`$/\1/p' <<<"$trace_brief")
	git rev-parse -q --verify "$trace_branch^{commit}" >/dev/null ||
		! git rev-parse -q --verify HEAD >/dev/null || echo "no such branch: $trace_branch"
	while IFS= read -r line; do
		number=$((number + 1))
		case $line in
		'## '*) trace_section=${line#'## '} && continue ;;
		'' | '# Handoff: '* | 'Files are linked as they are in '*) continue ;;
		esac
		[ -z "${1:-}" ] || [ "$1" -eq "$number" ] || continue
		trace_line "$(sed 's/^ *//' <<<"$line")" || printf 'untraceable: %s\n' "$line"
	done <<<"$trace_brief"
}
