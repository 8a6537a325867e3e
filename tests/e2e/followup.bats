#!/usr/bin/env bats
# Commits that mend what an own commit left wrong.

load helper

story() {
	repo
	commit -t -2d 'Start' README
	commit -t -30m 'Add the retry queue' queue.c
	target=$(full)
}

@test "a slip in the same file is asked about" {
	story
	commit 'Oops, forgot the header' queue.c
	run detour scan --json HEAD~1..HEAD
	assert_success
	assert_equal "${#lines[@]}" 1
	for part in '"signal":"followup"' '"level":"ask"' "\"related\":[\"$target\"]" \
		"mending your $(short "$target") \\\"Add the retry queue\\\" (30 minutes old, 1 file)"; do
		assert_output_contains "$part"
	done
	run detour why HEAD
	assert_output_contains 'followup'
}

@test "elsewhere it is only listed, and a typo is never asked about" {
	story
	commit 'Oops, forgot the worker' worker.c
	commit 'Fix typo' worker.c
	run detour scan --json HEAD~2..HEAD
	assert_equal "${#lines[@]}" 2
	assert_output_contains '"level":"list"'
	refute_output_contains '"level":"ask"'
}

@test "a commit named as broken is the target" {
	story
	commit 'Close the worker' worker.c
	git commit -q --amend -m 'Close the worker' -m "Fixes: $(short "$target")"
	run detour scan --json HEAD~1..HEAD
	assert_output_contains '"signal":"followup","level":"ask"'
	assert_output_contains "\"related\":[\"$target\"]"
}

@test "a bare fixup is in scan, once" {
	story
	commit 'fixup queue' queue.c
	run detour scan --json HEAD~1..HEAD
	assert_equal "${#lines[@]}" 1
	assert_output_contains '"signal":"fixup","level":"remind"'
	assert_output_contains "\"related\":[\"$target\"]"
}
