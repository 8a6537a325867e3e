#!/usr/bin/env bats
# Commits that programs make in a person's name: told once, never asked, no part of the rhythm.

load helper

story() {
	repo
	commit -t -2d 'Add the retry queue' queue.c
	target=$(short)
	commit -t -1h 'Tune the worker' worker.c
	install_hooks
}

questions() {
	grep -c "	asked	" .git/detour/log || true
}

@test "a program is told once a detour, and spends no question" {
	story
	export CLAUDECODE=1
	run git revert --no-edit "$target"
	assert_output_contains 'Worth a line?'
	run git revert --no-edit HEAD
	refute_output_contains 'detour:'
	assert_equal "$(questions)" 0
	refute_file .git/detour/waiting
	unset CLAUDECODE
	git init -q --bare ../remote.git
	run git push ../remote.git HEAD
	assert_output_contains '1 detour in this push is not written down'
}

@test "what a program dismisses is put to the person at push" {
	story
	git revert --no-edit "$target" >/dev/null 2>&1
	id=$(short)
	CLAUDECODE=1 detour dismiss HEAD
	git init -q --bare ../remote.git
	run git push ../remote.git HEAD
	assert_output_contains "$id reverts your $target"
	assert_output_contains 'a program says that there is nothing to tell'
	detour dismiss HEAD
	run git push ../remote.git HEAD:again
	refute_output_contains 'detour:'
}

# A week of mornings with a commit every ten minutes, and one six hours later each day, made with $1
# in the environment; then a pause of five hours.
week() {
	local midnight=$((($(date +%s) / 86400 - 9) * 86400)) day minute
	repo
	commit -t "@$midnight +0000" 'Start' file
	install_hooks
	for day in 1 2 3 4 5 6; do
		for minute in 480 490 500 510 520 530 540; do
			at "$day" "$minute"
		done
		at "$day" 900 "$1"
	done
	at 7 480
	at 7 490
	at 7 790
}

at() { # DAY MINUTE [NAME=VALUE]
	local time="@$((midnight + $1 * 86400 + $2 * 60)) +0000"
	echo "$1 $2" >>file
	env ${3:+"$3"} GIT_AUTHOR_DATE="$time" GIT_COMMITTER_DATE="$time" \
		git commit -q -a -m "Day $1, minute $2" 2>/dev/null
}

stuck() {
	detour scan --json HEAD | sed -n 's/.*"signal":"gap".*"subject":"\([^"]*\)".*/\1/p'
}

@test "commits of programs do not shape the rhythm, also where they are reworded" {
	week CLAUDECODE=1
	assert_equal "$(grep -c '^1	program	' .git/detour/log)" 6
	[[ $(stuck) == 'Day 7, minute 790'* ]]
	# What a person moves and rewords is the program's still.
	GIT_SEQUENCE_EDITOR="sed -i '/minute 900/s/^pick/reword/'" GIT_EDITOR="sed -i '1s/^/Reworded: /'" \
		git rebase -q -i --root 2>/dev/null
	assert_equal "$(git log --format=%s | grep -c ^Reworded)" 6
	[[ $(stuck) == 'Day 7, minute 790'* ]]
	cd ..
	rm -r repo
	week GIT_DETOUR=on
	[[ $(stuck) != *'Day 7, minute 790'* ]]
}

@test "what a program amends, picks and rebases was made by somebody else" {
	story
	commit 'Mine' mine.c
	git checkout -qb topic
	commit 'Mine too' too.c
	git checkout -q main
	commit 'Meanwhile' other.c
	export CLAUDECODE=1
	git commit -q --amend -m 'Meanwhile, reworded'
	git cherry-pick topic >/dev/null
	git checkout -q topic
	git rebase -q main~1 2>/dev/null
	git commit -q --amend --no-edit -s
	assert_equal "$(grep -c '^1	program	' .git/detour/log)" 0
	git commit -q --allow-empty -m 'A step'
	git revert --no-edit HEAD~1 2>/dev/null >&2
	assert_equal "$(grep -c '^1	program	' .git/detour/log)" 2
}

@test "a program is told once a detour, whatever the mode, and the push in between" {
	for mode in ask remind; do
		cd "$BATS_TEST_TMPDIR"
		rm -rf repo remote.git
		story
		git config detour.prompt.mode "$mode"
		git init -q --bare ../remote.git
		export CLAUDECODE=1
		run git revert --no-edit "$target"
		assert_output_contains 'Worth a line?'
		git push -q ../remote.git HEAD 2>/dev/null
		run git revert --no-edit HEAD
		refute_output_contains 'detour:'
		assert_equal "$(questions)" 0
		unset CLAUDECODE
	done
	cd "$BATS_TEST_TMPDIR"
	rm -rf repo
	story
	git config detour.prompt.mode scaffold
	CLAUDECODE=1 git revert --no-edit "$target" >/dev/null 2>&1
	assert_file docs/sessions/*.md
	assert_equal "$(questions)" 0
}

@test "a program only proposes, however it asks, and takes nothing back that a person said" {
	story
	git revert --no-edit "$target" >/dev/null 2>&1
	git init -q --bare ../remote.git
	for how in '' --shared --wrong; do
		# No option is none.
		# shellcheck disable=SC2086
		CLAUDECODE=1 run detour dismiss $how HEAD
		assert_success
		assert_output_contains 'a person is told at the push'
		run detour scan --json HEAD
		assert_output_contains '"covered":false'
		refute_file docs/sessions/.dismissed
	done
	run git push -q ../remote.git HEAD
	assert_output_contains 'a program says that there is nothing to tell'
	detour dismiss HEAD >/dev/null
	CLAUDECODE=1 detour dismiss HEAD >/dev/null
	run detour scan --json HEAD
	assert_output_contains '"covered":true'
}

@test "what a program proposed is no answer either where it is squashed into another commit" {
	story
	git revert --no-edit "$target" >/dev/null 2>&1
	commit 'Between' between.c 2>/dev/null
	git revert --no-edit HEAD~2 >/dev/null 2>&1
	CLAUDECODE=1 detour dismiss HEAD HEAD~2 >/dev/null
	GIT_SEQUENCE_EDITOR="sed -i '2d;3s/pick/squash/'" GIT_EDITOR=true git rebase -q -i HEAD~3 2>/dev/null
	run detour scan --json HEAD
	assert_output_contains '"covered":false'
	refute_output_contains '"covered":true'
}

