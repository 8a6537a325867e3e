#!/usr/bin/env bats
# Calls that fail, a kill at any moment, streams that are closed, limits that are tight: what is left
# is the old or the new whole. A sample; `make faults` tries every call. See tests/faults/run.

load helper

# Every so many-th call of these scenes.
sample() { # STEP SCENE…
	[ -x "$BUILD/tests/faults/drive" ] || failed "not built: $BUILD/tests/faults/drive"
	if nm "$BUILD/bin/git-detour" 2>/dev/null | grep -q __asan_init; then
		skip 'the address sanitizer must be loaded first'
	fi
	step=$1
	shift
	run "$SOURCE_DIR/tests/faults/run" -s "$step" "$@"
	assert_success
	assert_equal "$(grep -c ' runs, .* 0 wrong$' <<<"$output")" $#
}

@test "the hooks leave all whole and end well, whatever fails" {
	sample 101 post_commit post_commit_scaffold post_rewrite pre_push pre_push_block \
		hook_pre_push
}

@test "a session is the old or the new one, whatever fails while it is written" {
	sample 101 new new_scaffold new_edit note note_more link prune report
}

@test "an answer is remembered or not, whatever fails meanwhile" {
	sample 101 dismiss dismiss_shared undo
}

@test "each hook is the old or the new one, whatever fails while they are installed" {
	sample 151 install install_beside uninstall uninstall_beside init
}

@test "every combination of closed streams writes what it always writes, and nothing else" {
	run "$SOURCE_DIR/tests/faults/run" -f closed
	assert_success
	refute_output_contains wrong:
	assert_output_contains 'post_commit_scaffold: '
}

@test "no file gets the number of a closed stream" {
	[ -e /proc/self/fd ] || skip 'no /proc here'
	repo
	EDITOR='readlink /proc/self/fd/2 >seen; echo Told. >>' detour new --edit 2>&- >/dev/null
	assert_equal "$(cat seen)" /dev/null
	assert_file_contains docs/sessions/*.md Told.
	run bash -c 'git-detour list >&-'
	assert_failure 128
	assert_output 'detour: cannot write to standard output: Bad file descriptor'
}

@test "the commit stands and the push goes on when a hook dies in the middle" {
	local told=$BATS_TEST_TMPDIR/told call
	if nm "$BUILD/bin/git-detour" 2>/dev/null | grep -q __asan_init; then
		skip 'the address sanitizer must be loaded first'
	fi
	repo
	git init -q --bare ../remote
	git remote add origin ../remote
	install_hooks
	commit 'Add the queue' queue
	for call in 3 60 110 150; do
		GIT_DETOUR=off commit "Try $call"
		: >"$told"
		truncate -s 64 "$told"
		FAULTS_PROGRAM=post-commit FAULTS_TOLD=$told FAULTS="call $call 0" \
			LD_PRELOAD=$BUILD/tests/faults/inject.so run git revert --no-edit HEAD
		assert_equal "$(git log -1 --format=%s)" "Revert \"Try $call\""
		: >"$told"
		truncate -s 64 "$told"
		FAULTS_PROGRAM=pre-push FAULTS_TOLD=$told FAULTS="call $call 0" \
			LD_PRELOAD=$BUILD/tests/faults/inject.so run git push -q origin main
		assert_success
		assert_equal "$(git --git-dir=../remote rev-parse main)" "$(full)"
		assert_equal "$(git status --porcelain)" ''
	done
	git fsck --no-dangling
}
