# What the tests beside real hook managers share; loaded after ../e2e/helper.
#
# Each manager is installed before and after ours and taken out in either order: everybody's hooks run
# once with all of their input, nobody's file is lost, and where one put its own hook over ours the one
# command that doctor tells mends it. And each is tried with the lines that are printed for it.
#
# Everybody's hooks write a line to $SEEN for each time that they run, with what they were given.
# shellcheck shell=bash
# shellcheck disable=SC2016,SC2034,SC2154

MANAGERS=$BUILD/managers
# Before fresh_home takes the caller's variables away.
TEST_GIT=${DETOUR_TEST_GIT-}

# Skips where the command is not here; those of npm with the reason why they could not be fetched.
need_manager() {
	PATH=$MANAGERS/node_modules/.bin:$PATH
	if ! command -v "$1" >/dev/null; then
		[ -s "$MANAGERS/why" ] && skip "needs $1: $(cat "$MANAGERS/why")"
		skip "needs $1 (make test-managers fetches it)"
	fi
}

# A repository with a remote and a commit to revert, and something of ours that tells each run.
story() {
	SEEN=$BATS_TEST_TMPDIR/seen
	export SEEN
	spy
	git init -q --bare origin.git
	repo work
	git remote add origin ../origin.git
	commit -t -5d 'Start' queue.c
	commit -t -2d 'Add the retry queue' queue.c
	git push -q -u origin main
}

# git-detour as it is, but that each run of a hook of ours leaves a line first: by name for lines that
# look for it on PATH, beside the program for the shims.
spy() {
	local hook opt=$BATS_TEST_TMPDIR/opt
	mkdir -p "$opt/bin" "$opt/libexec/git-detour"
	cp "$BUILD/bin/git-detour" "$opt/libexec/program"
	cat >"$opt/bin/git-detour" <<-'END'
		#!/bin/sh
		[ "$1" != hook ] || [ "$3" = --input ] || echo "ours: $2" >>"$SEEN"
		exec "${0%/*}/../libexec/program" "$@"
	END
	for hook in post-commit pre-push post-rewrite; do
		printf '#!/bin/sh\n[ "$1" = --input ] || echo "ours: %s" >>"$SEEN"\nexec "%s" "$@"\n' $hook \
			"$BUILD/libexec/git-detour/$hook" >"$opt/libexec/git-detour/$hook"
	done
	chmod +x "$opt/bin/git-detour" "$opt/libexec/git-detour"/*
	PATH=$opt/bin:${PATH//$BUILD\/bin:/}
}

hooks() {
	git-detour install-hooks "$@"
}

forget() {
	rm -f "$SEEN"
}

# How often a line that starts so is in what was seen.
count_seen() {
	grep -c "^$1" "$SEEN" 2>/dev/null || true
}

# One commit and one push, off plan: theirs ran once each and ours did, each with its input, and
# ours told of it. $1: what their lines begin with; with `ours` alone theirs must not run.
assert_everybody_once() {
	local theirs=$1 ours=${2:-1} id
	forget
	run git revert --no-edit HEAD
	assert_success
	id=$(short)
	assert_equal "$theirs at commit: $(count_seen "$theirs: post-commit")" "$theirs at commit: 1"
	assert_equal "ours at commit: $(count_seen 'ours: post-commit')" "ours at commit: $ours"
	[ "$ours" = 0 ] || assert_output_contains "$id re"
	run git push -q origin main
	assert_success
	assert_equal "$theirs at push: $(count_seen "$theirs: pre-push")" "$theirs at push: 1"
	assert_equal "$theirs read: $(count_seen "refs/heads/main $(full)")" "$theirs read: 1"
	assert_equal "ours at push: $(count_seen 'ours: pre-push')" "ours at push: $ours"
	[ "$ours" = 0 ] || assert_output_contains "$id re"
	assert_equal "$(git -C ../origin.git rev-parse main)" "$(full)"
}

# All is well, or the one command that doctor tells makes it so.
mend() {
	local command
	run git-detour doctor
	command=$(sed -n 's/^ *to mend: *//p' <<<"$output")
	assert_equal "$(grep -c . <<<"$command")" 1
	eval "$command" >"$BATS_TEST_TMPDIR/mended" 2>&1 || failed "$command:" "$(cat "$BATS_TEST_TMPDIR/mended")"
	assert_well
}

assert_well() {
	run git-detour doctor
	assert_success
	run hooks --status
	assert_success
}

assert_wrong() {
	run hooks --status
	assert_failure 1
	assert_output_contains "$1"
	run git-detour doctor
	assert_failure 1
	assert_output_contains "$1"
}

# The names in the hooks folder, without git's samples.
names() {
	find .git/hooks -type f ! -name '*.sample' -printf '%f\n' | sort | tr '\n' ' '
}
