#!/usr/bin/env bats
# What was said about a commit stays said through every rewrite, and nothing else gets said by one.
#
# REWRITES_SEED and REWRITES_ROUNDS choose the generated rounds; a failure tells its seed.

load helper
load rewriting

@test "what is covered stays covered, and what is open stays open, through generated rewrites" {
	run generated_rounds
	assert_success
	# Both sides were tried.
	if [ "$ROUNDS" -ge 8 ]; then
		[[ $output =~ ([0-9]+)' signals, '([0-9]+)' covered'$ ]]
		[ "${BASH_REMATCH[2]}" -gt 8 ]
		[ $((BASH_REMATCH[1] - BASH_REMATCH[2])) -gt 8 ]
	fi
}

# A repository with the hooks, a commit to take back, and the revert of it, which is not told yet.
story() {
	repo
	commit -t -2d 'Step 1' one
	commit -t -2h 'Step 2' two
	install_hooks
	git revert --no-edit HEAD~1 >/dev/null 2>&1
	commit 'Step 3' three 2>/dev/null
}

# The subjects of reverts and fixups that are not written down. What resets leave behind is told of
# elsewhere.
open() {
	detour scan --json --uncovered HEAD | grep -E '"signal":"(revert|fixup)"' | sed 's/.*"subject":"\(.*\)","author":.*/\1/; s/\\"/"/g'
}

# An interactive rebase of the last $1 commits; the sed script $2 edits the list. What is reworded
# gets " again".
rebase() {
	GIT_EDITOR="sed -i '1{/^#/!s/\$/ again/}'" GIT_SEQUENCE_EDITOR="sed -i '$2'" \
		git rebase -q -i "HEAD~$1" >/dev/null 2>&1
}

# Text with the hash of $1 in it, and nothing else.
prose() {
	mkdir -p docs/sessions
	printf '# Prose\n\nIt did not hold, see %s.\n' "$(short "$1")" >docs/sessions/2026-11-20-prose.md
}

@test "a dismissed fixup! that is reworded is still dismissed" {
	story
	echo more >>three
	git commit -q -a --fixup HEAD 2>/dev/null
	detour dismiss HEAD~2 HEAD >/dev/null
	git commit -q --amend -m 'fixup! Step 3 as well' 2>/dev/null
	assert_equal "$(open)" ''
}

@test "a commit that was moved before it was reworded is found by what it was first" {
	for how in prose 'detour new -m told -c'; do
		cd "$BATS_TEST_TMPDIR"
		rm -rf repo
		story
		$how HEAD~1 >/dev/null
		# Nothing was asked about it: the log has no reason to follow it.
		rm .git/detour/log
		rebase 2 '1{h;d};2G'
		assert_equal "$(git log -1 --format=%s)" 'Revert "Step 1"'
		rebase 1 's/^pick/reword/'
		assert_equal "$(git log -1 --format=%s)" 'Revert "Step 1" again'
		assert_equal "$(open)" ''
	done
}

# Two reverts, of which the second takes the first in, or the other way round.
two_reverts() {
	story
	git revert --no-edit HEAD~2 >/dev/null 2>&1
	git log --format=%s -n 3 | diff - <(printf '%s\n' 'Revert "Step 2"' 'Step 3' 'Revert "Step 1"')
}

@test "a squash is covered by what was said of a part, whichever was first and however it was said" {
	for how in prose 'detour new -m told -c' 'detour dismiss' 'detour dismiss --shared'; do
		for part in 0 2; do
			for order in '2d;3s/pick/squash/' '1{h;d};2d;3{G;s/\npick/\nsquash/}'; do
				cd "$BATS_TEST_TMPDIR"
				rm -rf repo
				two_reverts
				$how "HEAD~$part" >/dev/null
				# Nothing was asked about it: the log has no reason to follow it.
				[ "$how" = 'detour dismiss' ] || rm .git/detour/log
				rebase 3 "$order"
				assert_equal "$(git rev-list --count HEAD)" 3
				assert_equal "$(open)" ''
			done
		done
	done
}

@test "what fixup takes in says nothing of the commit that is left" {
	two_reverts
	detour new -c HEAD -m 'It stalled' >/dev/null
	detour dismiss HEAD >/dev/null
	rebase 3 '2d;3s/pick/fixup/'
	assert_equal "$(open)" 'Revert "Step 1"'
}

@test "a part of a part counts, as long as the message names it" {
	repo
	commit -t -4h 'Step 1' one
	commit -t -3h 'Step 2' two
	commit -t -2h 'Step 3' three
	install_hooks
	for _ in 1 2 3; do
		git revert --no-edit HEAD~2 >/dev/null 2>&1
	done
	detour dismiss HEAD >/dev/null
	rebase 2 '2s/^pick/squash/'
	assert_equal "$(git log -1 --format=%s)" 'Revert "Step 2"'
	assert_equal "$(open)" 'Revert "Step 1"'
	rebase 2 '2s/^pick/squash/'
	assert_equal "$(git log --format=%s -n 2)" 'Revert "Step 1"
Step 3'
	assert_equal "$(open)" ''
	git commit -q --amend -m 'Revert "Step 1"' 2>/dev/null
	assert_equal "$(open)" 'Revert "Step 1"'
}

@test "a commit that was reworded before it was picked is the same one still" {
	for how in prose 'detour new -m told -c' 'detour dismiss'; do
		cd "$BATS_TEST_TMPDIR"
		rm -rf repo
		story
		git config detour.signals.discard off # this reset is no part of the story
		git reset -q --hard HEAD~1
		$how HEAD >/dev/null
		rebase 1 's/^pick/reword/'
		git checkout -q -b stable HEAD~1
		commit 'Meanwhile' other 2>/dev/null
		git cherry-pick main >/dev/null 2>&1
		assert_equal "$(git log -1 --format=%s)" 'Revert "Step 1" again'
		assert_equal "$(open)" ''
		git commit -q --amend -m 'Revert "Step 1" once more' 2>/dev/null
		assert_equal "$(open)" ''
	done
}

@test "fixup -C keeps the time of one and the words of another: the words are what is told" {
	for told in 0 2; do
		for order in '2d;3s/pick/fixup -C/' '1{h;d};2d;3{G;s/\npick/\nfixup -C/}'; do
			cd "$BATS_TEST_TMPDIR"
			rm -rf repo
			two_reverts
			spoken=$(git log -1 --format=%s "HEAD~$told")
			detour new -c "HEAD~$told" -m told >/dev/null
			rebase 3 "$order"
			assert_equal "$(git rev-list --count HEAD)" 3
			left=$(git log -1 --format=%s)
			[ "$left" = "$spoken" ] && expected='' || expected=$left
			assert_equal "$(open)" "$expected"
		done
	done
}

@test "a commit that was picked before it was reworded is the same one still" {
	for how in prose 'detour new -m told -c' 'detour dismiss' 'detour dismiss --shared'; do
		cd "$BATS_TEST_TMPDIR"
		rm -rf repo
		story
		git config detour.signals.discard off # this reset is no part of the story
		git reset -q --hard HEAD~1
		$how HEAD >/dev/null
		git checkout -q -b stable HEAD~1
		commit 'Meanwhile' other 2>/dev/null
		git cherry-pick main >/dev/null 2>&1
		git commit -q --amend -m 'Revert "Step 1", reworded' 2>/dev/null
		assert_equal "$(open)" ''
	done
}
