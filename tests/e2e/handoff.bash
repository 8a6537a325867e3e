# Traces a handoff to its sources: `untraceable BRIEF` prints each line of the file that says
# something that its source does not say; nothing where all of it holds. Called in the repository
# that the brief is of, while it is as it was: what the lines claim is looked up with git and in the
# files, never with git-detour, save what went off plan, which is what scan finds.
#
# trace_begin BRIEF, then trace_line LINE for some of its lines: fails where one does not hold.
# shellcheck shell=bash
# Backticks are Markdown's here, and so are curly quotes.
# shellcheck disable=SC2016,SC1110,SC1111

# Letters, digits and signs of other scripts; marks of Markdown and white space fall out. Into REPLY.
trace_plain() { # TEXT
	local LC_ALL=C text=$1
	while [[ $text =~ \]\([^\)]*\) ]]; do
		text=${text/"${BASH_REMATCH[0]}"/}
	done
	REPLY=${text//[[:punct:][:space:][:cntrl:]]/}
}

trace_same() { # TEXT TEXT
	local one
	trace_plain "$1"
	one=$REPLY
	trace_plain "$2"
	[ "$one" = "$REPLY" ]
}

trace_holds() { # TEXT PART
	local part
	trace_plain "$2"
	part=$REPLY
	trace_plain "$1"
	[ -n "$part" ] && [[ $REPLY == *"$part"* ]]
}

# What a path of the brief holds: in the commit that the brief names, else in the work tree.
trace_file() { # PATH, percent-encoded
	local path
	path=$(printf '%b' "${1//%/\\x}")
	if [ -n "$trace_commit" ]; then
		git show "$trace_commit:$path" 2>/dev/null
	else
		cat "$trace_top/$path" 2>/dev/null
	fi
}

# The paragraph or item that a line starts in, without list mark and box.
trace_passage() { # PATH LINE
	trace_file "$1" | awk -v at="$2" '
		NR < at { next }
		NR > at && (/^[[:space:]]*$/ || /^[[:space:]]*([-*+]|[0-9]+[.)]) / || /^#/) { exit }
		{ sub(/^[[:space:]]*([-*+]|[0-9]+[.)]) +(\[[xX]\])?/, ""); print }'
}

# "- Heading: “What it says” ([L12](path#L12))": the heading stands above it.
trace_quote() { # LINE
	local text=${1#*“} place=${1##*](} heading=${1%%“*}
	text=${text%”*}
	place=${place%%)*}
	heading=${heading#'- '}
	heading=${heading%…: }
	case $heading in
	'' | 'Next: ') ;;
	'[ ] ') trace_file "${place%#L*}" | sed -n "${place##*#L}p" | grep -q '[-*+.)] \[ \] ' || return 1 ;;
	*) trace_holds "$(trace_file "${place%#L*}" | head -n "${place##*#L}" | grep '^#\|^\*\*')" "$heading" || return 1 ;;
	esac
	trace_holds "$(trace_passage "${place%#L*}" "${place##*#L}")" "${text%…}"
}

trace_date='[0-9]{4}-[0-9]{2}-[0-9]{2} [0-9]{2}:[0-9]{2} [-+][0-9]{4}'

# "- `a1b2c3d4e5f6` Subject (2026-11-22 14:03 +0100)…", the hash with or without a link.
trace_commit_line() { # LINE
	local hex subject date rest facts
	[[ $1 =~ ^-\ \[?\`([0-9a-f]{7,40})\`(\]\([^\)]*\))?\ (.*)\ \(($trace_date)\)(.*)$ ]] || return 1
	hex=${BASH_REMATCH[1]} subject=${BASH_REMATCH[3]} date=${BASH_REMATCH[4]} rest=${BASH_REMATCH[5]}
	facts=$(git log -1 --date=format:'%Y-%m-%d %H:%M %z' --format='%ad%x09%s' "$hex" 2>/dev/null) || return 1
	[ "$date" = "${facts%%$'\t'*}" ] || return 1
	if [ "$trace_section" = 'Off plan, and not written down' ]; then
		trace_off_plan "$hex" "$subject"
		return
	fi
	trace_same "$subject" "${facts#*$'\t'}" || return 1
	case $rest in
	', by '*) trace_same "${rest#, by }" "$(git log -1 --format=%aN "$hex")" ;;
	': where it left '*) [[ $(git merge-base --all "$(trace_code "$rest")" "$trace_branch") == *"$hex"* ]] ;;
	': dropped, kept as '*) [[ $(git rev-parse --verify -q "$(trace_code "$rest")") == "$hex"* ]] ;;
	'') git merge-base --is-ancestor "$hex" "$trace_branch" ;;
	*) return 1 ;;
	esac
}

trace_code() { # LINE: its last code span
	local rest=${1%\`*}
	rest=${rest%\`}
	printf '%s' "${rest##*\`}"
}

# Scan finds it, and what is quoted of another commit is what that one says.
trace_off_plan() { # HASH TEXT
	local quoted
	trace_scan=${trace_scan:-$(detour scan --uncovered "${trace_base:+$trace_base..}$trace_branch" | sed 's/^\([^"]*\) your /\1 /')}
	trace_holds "$(grep "^  ${1:0:7} " <<<"$trace_scan")" "$2" || return 1
	[[ $2 =~ \ ([0-9a-f]{7})\ \"(.*)\" ]] || return 0
	quoted=${BASH_REMATCH[2]%…}
	trace_holds "$(git log -1 --format=%s "${BASH_REMATCH[1]}")" "$quoted"
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
	local command
	command=$(trace_code "$1")
	[[ $command == 'git rev-list --left-right --count '* ]] || return 1
	[[ $1 =~ ^-\ ([0-9]+)(\ or\ more)?\ commits?\ ahead\ of\ .*,\ ([0-9]+)(\ or\ more)?\ behind ]] || return 1
	eval "$command" | awk -v ahead="${BASH_REMATCH[1]}" -v behind="${BASH_REMATCH[3]}" '
		{ exit !(($1 == ahead || (ahead == 1000 && $1 > ahead)) && ($2 == behind || (behind == 1000 && $2 > behind))) }'
}

# The address is of the repository that is pushed to, and names two branches that it has.
trace_compare() { # LINE
	local url=${1##*](} page branch found=0
	page=$(git ls-remote --get-url origin | sed -e 's,^[a-z]*://,,' -e 's,^[^@/]*@,,' -e 's,:,/,' -e 's,\.git$,,')
	[[ $url == "https://$page/"* ]] || return 1
	url=/${url#"https://$page/"}
	for branch in $(git for-each-ref --format='%(refname:lstrip=3)' refs/remotes/origin); do
		[[ ${url%)} =~ [/.]"$branch"(\.\.\.|$) ]] && found=$((found + 1))
	done
	[ "$found" -ge 2 ]
}

trace_stash() { # LINE
	local entry form='^- `stash@[{]([0-9]+)[}]` “(.*)” of ('$trace_date') '
	[[ $1 =~ $form ]] || return 1
	entry=$(git stash list --date=format:'%Y-%m-%d %H:%M %z' --format='%gd%x09%gs' | sed -n "$((BASH_REMATCH[1] + 1))p")
	[ "stash@{${BASH_REMATCH[3]}}" = "${entry%%$'\t'*}" ] && trace_same "${BASH_REMATCH[2]}" "${entry#*$'\t'}"
}

# The code spans of a line but its last one, which is the source: each with what stands behind it
# in brackets.
trace_spans() { # LINE
	awk '{
		while (match($0, /`+/)) {
			ticks = substr($0, RSTART, RLENGTH)
			$0 = substr($0, RSTART + RLENGTH)
			end = index($0, ticks)
			span = substr($0, 1, end - 1)
			$0 = substr($0, end + length(ticks))
			if (span ~ /^ .* $/)
				span = substr(span, 2, length(span) - 2)
			if (count++)
				print last
			last = span "\t" (match($0, /^ \([a-z ]+\)/) ? substr($0, 3, RLENGTH - 3) : "")
		}
	}' <<<"$1"
}

# Each file that is named has the state that the line says, and no file is left out.
trace_files() { # LINE PATTERN of the two letters
	local path remark letters count=0 all
	all=$(git --no-optional-locks -c core.quotePath=false status --porcelain --no-renames |
		sed 's/^\(...\)"\(.*\)"$/\1\2/' | grep -E "^$2")
	while IFS=$'\t' read -r path remark; do
		letters=$(awk -v path="$path" 'substr($0, 4) == path { print substr($0, 1, 2) }' <<<"$all")
		case $remark in
		new) [[ $letters == *A* ]] || return 1 ;;
		deleted) [[ $letters == *D* ]] || return 1 ;;
		'of another type') [[ $letters == *T* ]] || return 1 ;;
		*) [ -n "$letters" ] || return 1 ;;
		esac
		count=$((count + 1))
	done < <(trace_spans "$1")
	[ "$count" -eq "$(grep -c . <<<"$all")" ] || grep -q ' more file' "$trace_brief"
}

trace_session() { # "- [Title](path) of 2026-11-20, by Ana"
	local title path day author
	[[ $1 =~ ^-\ \[(.*)\]\(([^\)]*)\)\ of\ ([-0-9]*)(, by (.*))?$ ]] || return 1
	title=${BASH_REMATCH[1]} path=${BASH_REMATCH[2]} day=${BASH_REMATCH[3]} author=${BASH_REMATCH[5]}
	[ -n "$(trace_file "$path" | head -c 1)" ] && [[ $path == *"$day"* ]] || return 1
	trace_holds "$(trace_file "$path" | grep -m1 '^# ')" "$title" || trace_holds "$path" "$title" || return 1
	[ -z "$author" ] ||
		trace_holds "$(git log --format=%aN "$trace_branch" -- ":(top,glob)**/$(basename "$path")")" "$author"
}

trace_plan() { # "- Plan [path](path): 3 of 7 done; Completed"
	local path=${1##*](} told=${1##*): } counts status
	counts=$(trace_file "${path%%)*}" | awk '
		/^[[:space:]]*(```|~~~)/ { code = !code }
		code || !/^[[:space:]]*([-*+]|[0-9]+[.)]) \[[ xX]\] / || /\] ~~.*~~$/ { next }
		{ total++; done += /\[[xX]\]/ }
		END { print done + 0 " of " total + 0 " done" }')
	status=$(trace_file "${path%%)*}" | head -n 20 | sed -n 's/^[^[:alpha:]]*[Ss]tatus:[^[:alpha:]]*\([[:alpha:] -]*\).*/\1/p' | head -n 1)
	[ "$told" = "$counts${status:+; $status}" ]
}

trace_state() { # LINE: of this work tree
	local status
	status=$(LC_ALL=C git --no-optional-locks status)
	case $1 in
	*'The work tree is clean'*) [ -z "$(git --no-optional-locks status --porcelain)" ] ;;
	*'A rebase is'*) [[ $status == *rebas* ]] ;;
	*'A merge is'*) [[ $status == *'nmerged paths'* || $status == *'still merging'* ]] ;;
	*'A cherry-pick is'*) [[ $status == *cherry-picking* ]] ;;
	*'A revert is'*) [[ $status == *reverting* ]] ;;
	*'A sequence of picks'*) [[ $status == *herry-pick* || $status == *evert* ]] ;;
	*'An am session'*) [[ $status == *'am session'* ]] ;;
	*'A bisection'*) [[ $status == *bisecting* ]] ;;
	*'Nothing is committed yet'*) ! git rev-parse -q --verify HEAD >/dev/null ;;
	*) return 1 ;;
	esac
}

trace_work_tree() { # LINE
	local path
	path=$(trace_spans "$1" | cut -f1)
	path=$(cd "$trace_top" && cd "$path" 2>/dev/null && pwd -P) || return 1
	git worktree list --porcelain | awk -v path="$path" -v branch="refs/heads/$trace_branch" '
		/^worktree / { here = substr($0, 10) == path }
		here && $1 == "branch" && $2 == branch { found = 1 }
		END { exit !found }'
}

# "- 12 more files (`git status`)": beside those that are named.
trace_more_files() { # LINE
	local all
	all=$(git --no-optional-locks status --porcelain --no-renames | wc -l)
	[[ $1 =~ ^-\ ([0-9]+)\  ]] && [ "$((all - BASH_REMATCH[1]))" -eq 50 ]
}

# "- 12 more sessions (`git detour resume x`)": what there is more of is shown above it.
trace_more() { # LINE
	[[ $1 =~ ^-\ [1-9][0-9]*(\ or\ more)?\ more\  ]]
}

trace_line() { # LINE
	set -- "${1#"${1%%[! ]*}"}"
	case $1 in
	*“*'#L'*) trace_quote "$1" ;;
	'- `stash@{'*) trace_stash "$1" ;;
	'- Plan ['*) trace_plan "$1" ;;
	'- Staged: '*) trace_files "$1" '([MTRC][^U]|A[^AU]|D[^DU])' ;;
	'- Changed: '*) trace_files "$1" '[^DU?][MTDA] ' ;;
	'- Untracked: '*) trace_files "$1" '[?]' ;;
	'- In conflict: '*) trace_files "$1" '(DD|AU|UD|UA|DU|AA|UU)' ;;
	'- Perhaps changed'*) trace_files "$1" '.M' ;;
	'- Untracked files were not'*) [ "$(git config status.showUntrackedFiles)" = no ] ;;
	'- Checked out in '*) trace_work_tree "$1" ;;
	*' more file'*'`git status`)') trace_more_files "$1" ;;
	*'`git status`)' | '- Nothing is committed'*) trace_state "$1" ;;
	*'git rev-list --left-right'*) trace_distance "$1" ;;
	*'`git log --oneline '* | *'`git branch --remotes`)') trace_count "$1" ;;
	*' more '*'(`git '*) trace_more "$1" ;;
	'- `'* | '- [`'*) trace_commit_line "$1" ;;
	'- [Compare them on the forge]('*) trace_compare "$1" ;;
	*) trace_session "$1" ;;
	esac
}

trace_begin() { # BRIEF
	trace_brief=$1 trace_section='' trace_scan=''
	trace_top=$(git rev-parse --show-toplevel 2>/dev/null || git rev-parse --absolute-git-dir)
	trace_branch=$(sed -n '1s/^# Handoff: `*\([^`].*[^`]\)`*$/\1/p' "$1")
	trace_commit=$(sed -n 's/^Files are linked as they are in `\(.*\)`\.$/\1/p' "$1")
	trace_base=$(sed -n 's/^- .*: where it left `\(.*\)`$/\1/p' "$1")
}

untraceable() { # BRIEF
	local line
	trace_begin "$1"
	while IFS= read -r line; do
		case $line in
		'## '*) trace_section=${line#'## '} ;;
		'' | '# Handoff: '* | 'Files are linked as they are in '*) ;;
		*) trace_line "$line" || printf 'untraceable: %s\n' "$line" ;;
		esac
	done <"$1"
}

holds() { # BRIEF
	local bad
	bad=$(untraceable "$1")
	[ -z "$bad" ] || {
		printf '%s\n' "$bad" >&2
		cat "$1" >&2
		return 1
	}
}
