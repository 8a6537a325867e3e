# Every verb and every hook in every kind of repository that git has.
#
# A test makes one kind, mostly from the story that setup_file tells once, and hands it to one of
#
#   goes_through ['VERB…=CODE']…   all verbs, then the hooks by a commit, a revert, an amend and a push;
#                                  a verb that should not leave as WORKS says is named with its code
#   stays_bare                     the same where nobody can commit
#   is_refused TEXT                no verb and no hook works, and each says so in one line
#
# Where it works nothing says "cannot", the quiet hooks say nothing, and what is tracked, HEAD, the
# index and the references stay as they were. Each run has a limit: what waits for a remote fails.

load helper

# Before the hooks are there: what only looks, then what writes. doctor and --status leave with 1,
# since the hooks are missing.
READS=('=0' 'scan=0' 'scan HEAD=0' 'scan --all --json=0' 'check=0' 'check HEAD=0' 'why HEAD=0' 'list=0'
	'show last=0' 'preview=0' 'resume=0' 'handoff=0' 'patterns=0' 'report=0' 'report -o OUT=0'
	'config=0' 'doctor=1' 'prune -n=0' 'install-hooks --status=1')
WRITES=('new topic --no-edit -c HEAD -m seen=0' 'new another --no-edit=0' 'note it stalls=0'
	'link last HEAD~1=0' 'dismiss HEAD~1=0' 'dismiss --undo HEAD~1=0' 'dismiss --shared HEAD~1=0'
	'init=0' 'install-hooks=0' 'install-hooks --status=0' 'doctor=0')
NO_WORK_TREE=('prune -n=128' 'new topic --no-edit -c HEAD -m seen=128' 'new another --no-edit=128'
	'note it stalls=128' 'link last HEAD~1=128' 'dismiss --shared HEAD~1=128' 'init=128')
NO_COMMIT=('scan=128' 'scan HEAD=128' 'check=128' 'check HEAD=128' 'why HEAD=128' 'show last=128'
	'new topic --no-edit -c HEAD -m seen=128' 'link last HEAD~1=128' 'dismiss HEAD~1=128'
	'dismiss --undo HEAD~1=128' 'dismiss --shared HEAD~1=128')

setup_file() {
	BATS_TEST_TMPDIR=$BATS_FILE_TMPDIR fresh_home
	cd "$BATS_FILE_TMPDIR" || return 1
	(
		repo origin
		git config uploadpack.allowFilter true
		commit -t -9d 'Begin' src/a one
		mkdir -p docs/sessions docs/plans
		printf -- '# Plan\n\n- [ ] Queue\n' >docs/plans/queue.md
		printf '# Start\n\n## What Happened\n\nIt stalled.\n' >docs/sessions/2026-01-02-start.md
		git add docs
		commit -t -8d 'Tell of it' src/b two
		commit -t -7d 'Add the queue' src/queue three
		GIT_AUTHOR_DATE=$(moment -3d) GIT_COMMITTER_DATE=$(moment -3d) git revert --no-edit HEAD
		commit -t -2d 'Go on' src/a four
		git clone -q --bare . ../target.git
	) >/dev/null
	# Whoever asks this remote for anything leaves a trace.
	printf '#!/bin/sh\n>"%s"\nexit 1\n' "$BATS_FILE_TMPDIR/asked" >remote
	chmod +x remote
}

setup() {
	fresh_home
	git config --global protocol.ext.allow always
	git config --global protocol.file.allow always
	ORIGIN=$BATS_FILE_TMPDIR/origin
	GIT=(git)
	ADD=(add)
}

# The story in a folder of its own.
cloned() {
	git clone -q "$@" "file://$ORIGIN" here
	cd here || return 1
}

unreachable() {
	git config remote.origin.url "ext::$BATS_FILE_TMPDIR/remote"
}

# ---- running

as_it_is() {
	"${GIT[@]}" rev-parse HEAD 2>/dev/null
	"${GIT[@]}" for-each-ref
	cksum "$("${GIT[@]}" rev-parse --absolute-git-dir)/"{HEAD,index} 2>/dev/null
	# In a bare repository: without what is ours there.
	find . -name '.*git*' -prune -o -name .dotfiles -prune -o -path ./detour -prune -o -path ./hooks -prune -o \
		-path "${1:-./nothing}" -prune -o -name .detour.ini -o -type f -exec cksum {} + | sort
}

# VERB…=CODE; whatever fails does so in one line.
verb() {
	local words said=$BATS_TEST_TMPDIR/said wrong=$BATS_TEST_TMPDIR/wrong code
	read -ra words <<<"${1%=*}"
	words=("${words[@]/#OUT/$BATS_TEST_TMPDIR/report.html}")
	timeout 20 "${DETOUR[@]}" "${words[@]}" </dev/null >"$said" 2>"$wrong"
	code=$?
	[ "$code" -eq "${1##*=}" ] ||
		failed "'${1%=*}' left with $code, not ${1##*=}:" "$(cat "$said" "$wrong")" || return
	if [ "$code" -lt 2 ]; then
		[ ! -s "$wrong" ] || failed "'${1%=*}' says:" "$(cat "$wrong")"
	else
		[[ ! -s $said && $(<"$wrong") == 'detour: cannot '* && $(<"$wrong") != *$'\n'* ]] ||
			failed "'${1%=*}' fails with:" "$(cat "$said" "$wrong")"
	fi
}

# The rows with the codes of the exceptions.
verbs() {
	local row exception
	for row in "${ROWS[@]}"; do
		for exception; do
			[ "${exception%=*}" != "${row%=*}" ] || row=$exception
		done
		verb "$row" || return
	done
}

all_verbs() {
	local before after
	DETOUR=("${GIT[@]}" detour)
	before=$(as_it_is)
	ROWS=("${READS[@]}")
	verbs "$@" || return
	after=$(as_it_is)
	[ "$after" = "$before" ] || failed 'reading changed:' "$(diff <(echo "$before") <(echo "$after"))" || return
	before=$(as_it_is ./docs/sessions)
	ROWS=("${WRITES[@]}")
	verbs "$@" || return
	after=$(as_it_is ./docs/sessions)
	[ "$after" = "$before" ] || failed 'writing changed:' "$(diff <(echo "$before") <(echo "$after"))" || return
	[ ! -e "$BATS_FILE_TMPDIR/asked" ] || failed 'a remote was asked for something'
}

# Says only what is expected, within the time.
git_says() { # TEXT ARGUMENT…; no TEXT: nothing
	local text=$1 said
	shift
	said=$(timeout 20 "${GIT[@]}" "$@" 2>&1 </dev/null) || failed "git $* left with $?:" "$said" || return
	case ${text:-nothing}/$said in
	nothing/) ;;
	nothing/* | */*cannot*) failed "git $* says:" "$said" ;;
	*/*"$text"*) ;;
	*) failed "git $* does not say '$text':" "$said" ;;
	esac
}

the_push() {
	git_says '1 detour in this push is not written down' push -q "$BATS_FILE_TMPDIR/target.git" \
		"HEAD:refs/heads/of-$BATS_TEST_NUMBER"
}

all_hooks() {
	local id
	echo new >new
	"${GIT[@]}" "${ADD[@]}" new || return
	git_says '' commit -q -m 'An ordinary one' || return
	id=$("${GIT[@]}" rev-parse HEAD)
	git_says "reverts ${id:0:7} \"An ordinary one\"" revert --no-edit HEAD || return
	git_says '' commit -q --amend --no-edit || return
	the_push
}

lived_through() { # for `run`: bats would trace every line of it
	trap - DEBUG
	all_verbs "$@" && all_hooks && verb 'install-hooks --uninstall=0' && verb 'install-hooks --status=1'
}

goes_through() {
	run lived_through "$@"
	assert_success
}

looked_at() {
	trap - DEBUG
	all_verbs "${NO_WORK_TREE[@]}" && the_push && verb 'install-hooks --uninstall=0'
}

stays_bare() {
	run looked_at
	assert_success
}

refused() { # TEXT
	local row hook said before
	trap - DEBUG
	DETOUR=("$BUILD/bin/git-detour")
	before=$(find . -type f -exec cksum {} + | sort)
	for row in "${READS[@]}" "${WRITES[@]}" 'install-hooks --uninstall=0'; do
		verb "${row%=*}=128" || return
		grep -qF -- "$1" "$BATS_TEST_TMPDIR/wrong" || failed "no '$1' in:" "$(cat "$BATS_TEST_TMPDIR/wrong")" || return
	done
	for hook in post-commit 'post-rewrite amend' 'pre-push origin x'; do
		read -ra row <<<"$hook"
		said=$(echo | timeout 20 "$BUILD/bin/git-detour" hook "${row[@]}" 2>&1) || failed "$hook left with $?" || return
		[[ $said == 'detour: '*"$1"* && $said != *$'\n'* ]] || failed "$hook says:" "$said" || return
	done
	[ "$before" = "$(find . -type f -exec cksum {} + | sort)" ] || failed 'something was changed'
}

is_refused() {
	run refused "$1"
	assert_success
}

# ---- where it lies

@test "a clone" {
	cloned
	goes_through
}

@test "a linked work tree" {
	cloned
	git worktree add -q ../linked -b other
	cd ../linked
	goes_through
}

@test "a submodule" {
	repo outer
	git submodule -q add "$ORIGIN" here
	cd here
	goes_through
}

@test "a bare repository" {
	cloned --bare
	stays_bare
}

@test "a bare repository without a commit" {
	git init -q --bare here
	cd here
	run all_verbs "${NO_WORK_TREE[@]}" "${NO_COMMIT[@]}"
	assert_success
}

@test "bare, and core.bare denies it" {
	cloned --bare
	git config core.bare false
	cd ..
	mkdir inner
	mv here inner
	cd inner/here
	stays_bare
	refute_file ../docs
}

@test "not bare, and core.bare claims it" {
	cloned
	git config core.bare true
	stays_bare
}

@test "not bare, and core.bare says nothing" {
	cloned
	git config --unset core.bare
	goes_through
}

@test "a home whose git dir is bare, by --git-dir and --work-tree" {
	mkdir dots
	cd dots
	git clone -q --bare "$ORIGIN" .dotfiles
	GIT=(git "--git-dir=$PWD/.dotfiles" "--work-tree=$PWD")
	"${GIT[@]}" config status.showUntrackedFiles no
	"${GIT[@]}" checkout -q -f main
	goes_through
}

@test "a git dir elsewhere, with core.worktree" {
	cloned
	mv .git ../elsewhere
	git --git-dir=../elsewhere config core.worktree "$PWD"
	echo 'gitdir: ../elsewhere' >.git
	goes_through
}

@test "one that belongs to somebody else" {
	[ "$(id -u)" -eq 0 ] || skip 'only root can give files away'
	cloned
	chown -R 12345 .
	is_refused 'belongs to another user'
	git config --global safe.directory "$PWD"
	goes_through
}

# ---- what is in it

@test "a shallow clone" {
	cloned --depth=2
	goes_through
}

@test "a partial clone without blobs, its remote out of reach" {
	cloned --filter=blob:none
	unreachable
	goes_through
}

@test "a partial clone without trees, its remote out of reach" {
	cloned --filter=tree:0
	unreachable
	goes_through
}

@test "a partial clone that was never checked out" {
	cloned --filter=blob:none --no-checkout
	unreachable
	run all_verbs 'show last=128'
	assert_success
}

@test "sparse, by cones: sessions are read where they are not checked out" {
	cloned
	git sparse-checkout set --cone src
	ADD=(add --sparse)
	refute_file docs/sessions/2026-01-02-start.md
	run detour list
	assert_output_contains 'docs/sessions/2026-01-02-start.md'
	run detour show start
	assert_output_contains 'It stalled.'
	goes_through
}

@test "sparse, by patterns" {
	cloned
	git sparse-checkout set --no-cone '/src/a'
	ADD=(add --sparse)
	goes_through
}

@test "sparse, in its index too" {
	cloned
	git sparse-checkout set --cone --sparse-index src
	ADD=(add --sparse)
	run detour list
	assert_output_contains 'docs/sessions/2026-01-02-start.md'
	goes_through
}

@test "sparse, and without the blobs of what is left out" {
	cloned --filter=blob:none --sparse
	unreachable
	ADD=(add --sparse)
	goes_through 'show last=128'
}

@test "objects of another repository" {
	git clone -q --shared "$ORIGIN" here
	cd here
	goes_through
}

@test "no branch is checked out" {
	cloned
	git checkout -q --detach
	goes_through
}

@test "no commit yet" {
	repo here
	goes_through "${NO_COMMIT[@]}"
}

@test "several remotes" {
	cloned
	git remote add fork https://example.org/ada/fork.git
	git remote add third ssh://ada:secret@example.org:22/third.git
	git config remote.pushDefault fork
	goes_through
}

@test "an octopus, and merges across each other" {
	cloned
	for name in one two three; do
		git checkout -q -b "$name" origin/main
		commit "$name" "$name"
	done
	git checkout -q main
	git merge -q -m Octopus one two three
	commit across across
	git checkout -q -b other HEAD~1
	commit other other
	git merge -q -m Left main
	git checkout -q main
	git merge -q -m Right other~1
	git merge -q -m Both other
	goes_through
}

@test "messages in Latin-1" {
	cloned
	git config i18n.commitEncoding ISO-8859-1
	git config i18n.logOutputEncoding ISO-8859-1
	echo more >>src/a
	printf 'Gr\374\337e\n' | git commit -q -a -F -
	run detour resume
	assert_output_contains 'Grüße'
	goes_through
}

# ---- how it is kept

@test "extensions that git takes and libgit2 may not" {
	cloned
	git config core.repositoryFormatVersion 1
	git config extensions.noop true
	git config extensions.noop-v1 true
	git config extensions.preciousObjects true
	git config extensions.worktreeConfig true
	git config --worktree detour.prompt.timeout 7s
	goes_through
	run detour config prompt.timeout
	assert_output_contains 7s
}

@test "hashes of 64 digits" {
	git init -q --object-format=sha256 here
	cd here
	commit one
	commit two
	is_refused "its object format is 'sha256'"
}

@test "references in tables" {
	cloned
	git config core.repositoryFormatVersion 1
	git config extensions.refStorage reftable
	is_refused "its ref storage is 'reftable'"
}

@test "a version of the format that nobody knows" {
	cloned
	git config core.repositoryFormatVersion 7
	is_refused 'unsupported repository version 7'
}

@test "an index in two parts" {
	cloned
	git update-index --split-index
	commit Split
	goes_through
}

@test "an index with a monitor, a cache of what is not tracked, and short names" {
	cloned
	git update-index --index-version 4
	git update-index --force-untracked-cache
	printf '#!/bin/sh\nprintf "t\\0/\\0"\n' >.git/monitor
	chmod +x .git/monitor
	git config core.fsmonitor "$PWD/.git/monitor"
	git update-index --fsmonitor
	git status >/dev/null
	goes_through
}

@test "commits that are replaced, and grafts" {
	cloned
	git replace HEAD~2 HEAD~3
	git replace --graft HEAD~1
	git config advice.graftFileDeprecated false
	git -C "$ORIGIN" rev-parse HEAD~3 >.git/info/grafts
	goes_through
}

@test "packs with a graph of commits and an index over all" {
	cloned
	git repack -q -a -d
	commit more
	git repack -q
	git commit-graph write --reachable --changed-paths --split --no-progress
	git multi-pack-index write --no-progress
	goes_through
}

@test "a configuration by where one stands" {
	cloned
	printf '[detour "prompt"]\n\ttimeout = 7s\n' >"$BATS_TEST_TMPDIR/included"
	git config --global "includeIf.gitdir:$PWD/.path" "$BATS_TEST_TMPDIR/included"
	goes_through
	run detour config prompt.timeout
	assert_output_contains 7s
}
