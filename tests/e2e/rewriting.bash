# Generated histories, journals and rewrites, and the model of what stays covered. Used by
# rewrites.bats, after helper.bash.
#
# A round: a history, things said about its signals, one to four rewrites, and after each of them
# every signal that `scan` shows must be covered exactly where the model says so.
#
# The model. A commit is told apart by its author time, which no two commits made here share and
# which every rewrite keeps; a squash keeps the first commit's. What is said about a commit:
#
#   link      a session's link line: hash, subject, author time to the minute
#   prose     a hash in a session's text, and nothing else
#   dismiss   in the local log; never in a clone elsewhere
#   shared    a link line in the tracked .dismissed
#   scaffold  a session that nobody wrote in: says nothing
#
# Of these a file counts while it is in the work tree, the index or HEAD; a rewrite may drop it.
#
# In the repository where the rewrites happen (with hooks, and the old commits still there) a commit
# is covered by whatever was said about it under any of its hashes and subjects.
#
# In a clone elsewhere there are neither log nor old commits. There a commit is covered
#   - by a hash that is its own still;
#   - by a link line with its present subject and author time: rewording it loses the link;
#   - by a bare hash of another commit that came with the clone (on another branch) and has its
#     present subject and author time. Any other stale hash is lost.
#
# A squash is also covered by what was said about a part whose subject is a line of its message;
# what `fixup` takes in leaves no subject, and so nothing. In the clone that subject must be the one
# of the link line, and the part no older than the commit that it went into. That holds here too for
# what a squash merge took in, of which git tells no hook.
#
# Everywhere: the trailer `Detour: none`, as git reads trailers, covers its commit and all before;
# a session added or changed in a commit covers that commit.
#
# All else is open. A rewrite that stops with a conflict is aborted and changes nothing.
#
# shellcheck shell=bash

# Before fresh_home takes the caller's variables away.
FIRST_SEED=${REWRITES_SEED:-1}
ROUNDS=${REWRITES_ROUNDS:-8}

# ---- chance: the same for a seed with every bash

chance_seed() {
	CHANCE=$(($1 * 7919 + 12345))
}

# REPLY becomes 0 … $1 - 1.
chance() {
	CHANCE=$(((CHANCE * 1103515245 + 12345) & 0x7fffffff))
	REPLY=$(((CHANCE >> 8) % $1))
}

one_in() {
	chance "$1"
	[ "$REPLY" -eq 0 ]
}

# ---- time: author times are minutes apart and a day old; committers' go on with every step

tick() {
	AUTHORED=$((AUTHORED + 60 * 7))
	COMMITTED=$((COMMITTED + 60))
	export GIT_COMMITTER_DATE="@$COMMITTED +0000"
}

# Runs the command with the next author time.
authoring() {
	tick
	GIT_AUTHOR_DATE="@$AUTHORED +0000" "$@"
}

step() {
	STEPS+=("$*")
}

# Quiet, with all editors answered. `sed` rewords what is no combination of commits.
quietly() {
	GIT_EDITOR="sed -i '1{/^#/!s/\$/ again/}'" "$@" >>"$BATS_TEST_TMPDIR/log" 2>&1 </dev/null
}

# ---- a history

start_round() {
	local now
	chance_seed "$1"
	now=$(date +%s)
	now=$((now - now % 60))
	AUTHORED=$((now - 86400)) COMMITTED=$((now - 7200)) NUMBER=0
	STEPS=() PLAIN=() SAID_HOW=() SAID_HASH=() SAID_TIME=() SAID_SUBJECT=() SAID_FILE=()
	declare -gA NAMES=() SCAFFOLDS=() MERGED=()
	cd "$BATS_TEST_TMPDIR" || return 1
	rm -rf round elsewhere
	repo round
	tick
	make_history
	load_commits
}

make_history() {
	local count installed
	chance 8
	count=$((REPLY + 8))
	# Hooks that come late know nothing of the commits before them.
	chance 3
	installed=$((REPLY * count / 2))
	for ((i = 0; i < count; i++)); do
		if [ "$i" -eq "$installed" ]; then
			step install-hooks
			quietly install_hooks
		fi
		make_commit
	done
	[ "$installed" -lt "$count" ] || quietly install_hooks
}

make_commit() {
	chance 10
	case $REPLY in
	[0-4]) make_revert ;;
	5) make_fixup ;;
	*) make_ordinary ;;
	esac
}

make_ordinary() {
	NUMBER=$((NUMBER + 1))
	echo "$NUMBER" >"file$NUMBER"
	git add "file$NUMBER"
	if one_in 30; then
		step "commit $NUMBER with a trailer"
		authoring quietly git commit -m "Step $NUMBER" -m 'Detour: none'
	else
		step "commit $NUMBER"
		authoring quietly git commit -m "Step $NUMBER" -m "Body $NUMBER"
	fi
	PLAIN[NUMBER]="HEAD^{/^Step ${NUMBER}[^0-9]}"
}

# Of an ordinary commit whose file is still there.
make_revert() {
	local number open=()
	for ((number = 1; number <= NUMBER; number++)); do
		[ ! -e "file$number" ] || [ -z "${PLAIN[number]-}" ] || open+=("${PLAIN[number]}")
	done
	[ ${#open[@]} -gt 0 ] || make_ordinary || return
	[ ${#open[@]} -gt 0 ] || return 0
	chance ${#open[@]}
	step "revert ${open[REPLY]}"
	authoring quietly git revert --no-edit "${open[REPLY]}" || quietly git revert --abort || true
}

make_fixup() {
	local hash how=fixup
	one_in 3 && how=squash
	random_commit 5 && hash=$REPLY || return 0
	NUMBER=$((NUMBER + 1))
	echo "$NUMBER" >"file$NUMBER"
	git add "file$NUMBER"
	step "$how! of $(git log -1 --format=%s "$hash")"
	authoring quietly git commit "--$how=$hash" --no-edit
}

# REPLY becomes one of the lines of $1.
random_line() {
	local lines
	mapfile -t lines <<<"$1"
	[ -n "$1" ] || return 1
	chance ${#lines[@]}
	REPLY=${lines[REPLY]}
}

# One of the last $1 commits.
random_commit() {
	random_line "$(git rev-list -n "$1" HEAD 2>/dev/null)"
}

# ---- what is said

say_something() {
	local hash open=() hows=(link link prose dismiss shared scaffold)
	for hash in $(git rev-list HEAD); do
		case ${SUBJECTS[$hash]} in
		'Revert '* | 'fixup! '* | 'squash! '*) open+=("$hash") ;;
		esac
	done
	[ ${#open[@]} -gt 0 ] || return 0
	chance ${#open[@]}
	hash=${open[REPLY]}
	chance ${#hows[@]}
	step "${hows[REPLY]} on ${SUBJECTS[$hash]}"
	SAID_HASH+=("$hash")
	SAID_TIME+=("${TIMES[$hash]}")
	SAID_SUBJECT+=("${SUBJECTS[$hash]}")
	SAID_FILE+=('')
	SAID_HOW+=("${hows[REPLY]}")
	"say_${hows[REPLY]}" "$hash"
	load_commits
}

say_link() {
	local file
	file=$(detour new "$(topic)" -c "$1" -m 'It did not hold' 2>>"$BATS_TEST_TMPDIR/log")
	said_in "$file"
}

say_scaffold() {
	local file
	file=$(detour new "$(topic)" -c "$1" --no-edit 2>>"$BATS_TEST_TMPDIR/log")
	SCAFFOLDS[$file]=1
	said_in "$file"
}

say_prose() {
	local file digits
	file=docs/sessions/2026-11-20-$(topic).md
	mkdir -p docs/sessions
	chance 34
	digits=$((REPLY + 7))
	printf '# Prose\n\nIt did not hold, see %s.\n' "${1:0:digits}" >"$file"
	said_in "$file"
}

say_dismiss() {
	quietly detour dismiss "$1"
}

say_shared() {
	quietly detour dismiss --shared "$1"
	said_in docs/sessions/.dismissed
}

topic() {
	echo "topic-${#SAID_HOW[@]}"
}

# A file that git knows must not stay changed: nothing could be rewritten then.
said_in() {
	SAID_FILE[-1]=$1
	if one_in 3 || git ls-files --error-unmatch "$1" >/dev/null 2>&1; then
		step "commit $1"
		git add "$1"
		authoring quietly git commit -m "Tell of it, ${#SAID_HOW[@]}"
	fi
}

# ---- rewrites: each leaves a clean work tree and no operation under way

rewrite() {
	local rewrites=(amend_same amend_subject amend_subject amend_message amend_content rebase_todo
		rebase_todo rebase_todo rebase_todo rebase_autosquash pick_elsewhere merge_squash)
	local before
	before=$(git rev-parse HEAD)
	chance ${#rewrites[@]}
	tick
	"${rewrites[REPLY]}"
	[ "$(git rev-parse HEAD)" != "$before" ] || step '(no change)'
	load_commits
}

amend_same() {
	step amend
	quietly git commit --amend --no-edit
}

amend_subject() {
	step 'amend the subject'
	quietly git commit --amend
}

amend_message() {
	NUMBER=$((NUMBER + 1))
	step "amend the whole message"
	quietly git commit --amend -m "Another message $NUMBER" -m 'And no more.'
}

amend_content() {
	NUMBER=$((NUMBER + 1))
	step "amend the content"
	echo "$NUMBER" >"file$NUMBER"
	git add "file$NUMBER"
	quietly git commit --amend --no-edit
}

# Some of the last commits, each with a random action, in an order that is changed here and there.
rebase_todo() {
	local todo count actions=(pick pick pick reword reword squash squash fixup drop)
	chance 9
	count=$((REPLY + 2))
	mapfile -t todo < <(git log --reverse -n "$count" --format='%H %s')
	count=${#todo[@]}
	[ "$count" -lt "$(git rev-list --count HEAD)" ] || return 0
	while one_in 2; do
		chance $((count - 1))
		set -- "${todo[REPLY]}" "${todo[REPLY + 1]}"
		todo[REPLY]=$2 todo[REPLY + 1]=$1
	done
	for ((i = 0; i < count; i++)); do
		chance ${#actions[@]}
		todo[i]="${actions[REPLY]} ${todo[i]}"
	done
	printf '%s\n' "${todo[@]}" >"$BATS_TEST_TMPDIR/todo"
	step "rebase: $(sed 's/^\([a-z]*\) [0-9a-f]* \(.*\)$/\1 {\2}/' "$BATS_TEST_TMPDIR/todo" | tr '\n' ' ')"
	GIT_SEQUENCE_EDITOR="cp '$BATS_TEST_TMPDIR/todo'" \
		quietly git rebase -i "HEAD~$count" || quietly git rebase --abort
}

rebase_autosquash() {
	local count
	count=$(git rev-list --count HEAD)
	chance "$count"
	step "rebase --autosquash of $REPLY"
	GIT_SEQUENCE_EDITOR=true quietly git rebase -i --autosquash "HEAD~$REPLY" ||
		quietly git rebase --abort
}

pick_elsewhere() {
	local from count pick=()
	from=$(git rev-parse HEAD)
	count=$(git rev-list --count HEAD)
	chance $((count / 2 + 1))
	count=$REPLY
	NUMBER=$((NUMBER + 1))
	step "cherry-pick the last $count"
	quietly git checkout -b "branch$NUMBER" "HEAD~$count" || return 0
	make_ordinary
	one_in 3 && pick+=(-x)
	[ "$count" -eq 0 ] || quietly git cherry-pick "${pick[@]}" "HEAD~1..$from" ||
		quietly git cherry-pick --abort
}

# As git proposes it, or with the message of one of its commits, as forges do for a single one.
merge_squash() {
	local from count i
	from=$(git rev-parse HEAD)
	chance 4
	count=$((REPLY + 1))
	NUMBER=$((NUMBER + 1))
	step "squash merge of the last $count"
	quietly git checkout -b "branch$NUMBER" "HEAD~$count" || return 0
	quietly git merge --squash "$from"
	said_of_range "HEAD..$from"
	if one_in 2; then
		step '(with the message of the last)'
		authoring quietly git commit -C "$from" --reset-author
	else
		authoring quietly git commit --no-edit
	fi
	for i in "${TAKEN[@]}"; do
		MERGED["$i $(git log -1 --format=%at)"]=1
	done
}

# TAKEN becomes the numbers of what was said about the commits of $1.
said_of_range() {
	local hash i
	TAKEN=()
	for hash in $(git rev-list "$1"); do
		TIME=${TIMES[$hash]} SUBJECT=${SUBJECTS[$hash]} MESSAGE=${MESSAGES[$hash]}
		for ((i = 0; i < ${#SAID_HOW[@]}; i++)); do
			! said_here "$i" || TAKEN+=("$i")
		done
	done
}

# ---- the model

# All that HEAD reaches, newest first; and all subjects that each commit ever had.
load_commits() {
	local hash time subject trailer message waived='' file
	declare -gA TIMES=() SUBJECTS=() MESSAGES=() WAIVED=() INSIDE=()
	while IFS=$'\001' read -r -d '' hash time subject trailer message; do
		TIMES[$hash]=$time SUBJECTS[$hash]=$subject MESSAGES[$hash]=$message
		[ "$trailer" != none ] || waived=1
		WAIVED[$hash]=$waived
		has_line_of "$subject" "${NAMES[$time]-}" || NAMES[$time]+=$subject$'\n'
	done < <(git log -z \
		--format='%H%x01%at%x01%s%x01%(trailers:key=Detour,valueonly,separator=%x20)%x01%B')
	while IFS= read -r file; do
		case $file in
		@*) hash=${file#@} ;;
		?*) [ -n "${SCAFFOLDS[$file]-}" ] || INSIDE[$hash]=1 ;;
		esac
	done < <(git log --format=@%H --name-only --diff-filter=d -- 'docs/sessions/*.md')
}

# Is the file of what was said still there?
is_there() {
	local file=${SAID_FILE[$1]}
	[ -n "$file" ] || return 0
	[ -e "$file" ] && [[ $(<"$file") == *"${SAID_HASH[$1]:0:7}"* ]]
}

# Does one of the lines of $1, save $3, stand as a line of its own in $2?
has_line_of() {
	local line
	while IFS= read -r line; do
		case $'\n'$2$'\n' in
		*$'\n'"$line"$'\n'*) [ -z "$line" ] || [ "$line" = "${3-}" ] || return 0 ;;
		esac
	done <<<"$1"
	return 1
}

# `here`: by whatever was said under any hash and subject.
said_here() {
	[ "${SAID_TIME[$1]}" = "$TIME" ] || { [ -z "${MERGED[$1 $TIME]-}" ] &&
		has_line_of "${NAMES[${SAID_TIME[$1]}]}" "$MESSAGE" "$SUBJECT"; }
}

said_elsewhere() {
	local how=${SAID_HOW[$1]} hash=${SAID_HASH[$1]} time=${SAID_TIME[$1]}
	[ "$hash" != "$HASH" ] || return 0
	[ "$how" != prose ] || git cat-file -e "$hash" 2>/dev/null || return 1
	if [ "${SAID_SUBJECT[$1]}" = "$SUBJECT" ]; then
		[ "$time" = "$TIME" ]
	else
		[ "$time" -ge "$TIME" ] && has_line_of "${SAID_SUBJECT[$1]}" "$MESSAGE"
	fi
}

is_said() {
	case ${SAID_HOW[$1]} in
	scaffold) return 1 ;;
	dismiss) [ "$PLACE" = here ] || return 1 ;;
	esac
	is_there "$1" && "said_$PLACE" "$1"
}

# WHY becomes what covers the commit.
is_covered() {
	HASH=$1
	TIME=${TIMES[$1]} SUBJECT=${SUBJECTS[$1]} MESSAGE=${MESSAGES[$1]}
	for ((i = 0; i < ${#SAID_HOW[@]}; i++)); do
		WHY="${SAID_HOW[i]} on ${SAID_SUBJECT[i]}"
		! is_said "$i" || return 0
	done
	WHY='a session inside'
	[ -z "${INSIDE[$1]-}" ] || return 0
	WHY='a trailer'
	[ -z "${WAIVED[$1]}" ] || return 0
	WHY='nothing'
	return 1
}

# Every signal as the model says; every revert and fixup has one. PLACE: here, or elsewhere.
check_model() {
	local line hash covered seen=' '
	PLACE=$1
	while IFS= read -r line; do
		[[ $line =~ ^\{\"commit\":\"([0-9a-f]+)\".*\"covered\":(true|false), ]]
		hash=${BASH_REMATCH[1]} covered=${BASH_REMATCH[2]}
		seen+="$hash "
		SIGNALS=$((SIGNALS + 1))
		if is_covered "$hash"; then
			COVERED=$((COVERED + 1))
			[ "$covered" = true ] || differs "open, but covered by $WHY" "$line" || return
		else
			[ "$covered" = false ] || differs 'covered, but open' "$line" || return
		fi
	done < <(detour scan --json HEAD 2>>"$BATS_TEST_TMPDIR/log")
	for hash in "${!SUBJECTS[@]}"; do
		case ${SUBJECTS[$hash]} in
		'Revert '* | 'fixup! '* | 'squash! '*)
			[[ $seen == *" $hash "* ]] || differs 'no signal' "$hash" || return
			;;
		esac
	done
}

differs() {
	failed "seed $SEED, $PLACE: $1:" "$2" 'after:' "${STEPS[@]/#/  }" \
		"again: REWRITES_SEED=$SEED REWRITES_ROUNDS=1"
}

# All of it came with the clone, but for the log and what no branch holds any more.
check_elsewhere() {
	local options=(--no-local)
	one_in 2 && options+=(--single-branch)
	rm -rf "$BATS_TEST_TMPDIR/elsewhere"
	git clone -q "${options[@]}" . "$BATS_TEST_TMPDIR/elsewhere"
	cd "$BATS_TEST_TMPDIR/elsewhere" || return 1
	load_commits
	check_model elsewhere || return
	cd "$BATS_TEST_TMPDIR/round" || return 1
}

one_round() {
	local rewrites said
	SEED=$1
	start_round "$1"
	chance 4
	for ((said = REPLY; said >= 0; said--)); do
		say_something
	done
	check_model here || return
	chance 4
	for ((rewrites = REPLY; rewrites >= 0; rewrites--)); do
		rewrite
		check_model here || return
		one_in 3 && say_something
	done
	check_model here && check_elsewhere
}

# For `run`: bats would trace every line of it.
generated_rounds() {
	local seed
	trap - DEBUG
	SIGNALS=0 COVERED=0
	for ((seed = FIRST_SEED; seed < FIRST_SEED + ROUNDS; seed++)); do
		one_round "$seed" || return
	done
	echo "$SIGNALS signals, $COVERED covered"
}
