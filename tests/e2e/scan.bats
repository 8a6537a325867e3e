#!/usr/bin/env bats
# git detour scan

load helper

story() {
	repo
	commit -t -2d 'Add the retry queue' queue.c
	target=$(full)
	commit -t -1h 'Tune the worker' worker.c
	git revert --no-edit "$target" >/dev/null
}

@test "one JSON object a signal, with the stable keys" {
	story
	run detour scan --json HEAD
	assert_success
	assert_equal "${#lines[@]}" 1
	for key in "\"commit\":\"$(full)\"" '"signal":"revert"' '"level":"ask"' "\"related\":[\"$target\"]" \
		'"evidence":"reverting your' '"paths":["queue.c"]' '"detour":"' '"covered":false' '"session":null'; do
		assert_output_contains "$key"
	done
}

@test "text names commits and facts" {
	story
	run detour scan HEAD
	assert_success
	assert_output_contains 'not written down'
	assert_output_contains "$(short) revert   reverts your $(short "$target") \"Add the retry queue\" (2 days old, 1 file)"
	assert_output_contains '1 detour in 3 commits.'
}

@test "ranges as git takes them; the past before a range gives context" {
	story
	run detour scan HEAD~1..HEAD
	assert_output_contains "$(short "$target")"
	assert_output_contains 'in 1 commit.'
	run detour scan "$target"
	assert_output_contains 'Nothing off plan in 1 commit.'
	run detour scan HEAD ^HEAD
	assert_output_contains 'Nothing off plan in 0 commits.'
	run detour scan --all
	assert_output_contains 'in 3 commits.'
	run detour scan nowhere
	assert_failure 128
	assert_output_contains "'nowhere'"
	assert_equal "${#lines[@]}" 1
}

@test "the default is what is not yet pushed" {
	story
	git init -q --bare ../remote.git
	git remote add origin ../remote.git
	git push -q -u origin HEAD~1:refs/heads/main
	run detour scan
	assert_output_contains '1 detour in 1 commit.'
	git push -q origin main
	run detour scan
	assert_output_contains 'Nothing off plan in 0 commits.'
}

@test "uncovered and author narrow" {
	story
	run detour scan --author=bo HEAD
	assert_output_contains 'Nothing off plan'
	run detour scan --author=ada HEAD
	assert_output_contains '1 detour'
	detour new -c HEAD -m 'It stalled' >/dev/null
	run detour scan HEAD
	assert_output_contains 'docs/sessions/'
	run detour scan --uncovered HEAD
	assert_output_contains 'Nothing left to write down'
}

@test "autosquash targets are git's own" {
	repo
	commit 'Base' base
	commit 'Add a' a
	first=$(full)
	commit 'Add a' b
	commit 'fixup! Add a' a
	run detour scan --json HEAD~3..HEAD
	assert_output_contains '"signal":"fixup"'
	assert_output_contains "\"related\":[\"$first\"]"
}

@test "a shallow clone, a bare repository, an empty one, none" {
	story
	git clone -q --bare . ../bare.git
	cd ../bare.git
	run detour scan HEAD
	assert_success
	assert_output_contains '1 detour'
	git clone -q --depth 1 "file://$PWD" ../shallow
	cd ../shallow
	run detour scan HEAD
	assert_success
	assert_output_contains 'reverts'
	mkdir ../nothing
	cd ../nothing
	run detour scan
	assert_failure 128
	assert_equal "${#lines[@]}" 1
	git init -q
	run detour scan
	assert_equal "${#lines[@]}" 1
}

@test "usage: -h, unknown options, unknown verbs" {
	run detour scan -h
	assert_success
	assert_output_contains 'usage: git detour scan'
	run detour scan --jso
	assert_failure
	run detour scan --nonsense
	assert_failure 2
	run detour scna
	assert_failure 2
	assert_output_contains 'scan'
	run detour --version
	assert_success
	assert_output_contains 'libgit2'
}
