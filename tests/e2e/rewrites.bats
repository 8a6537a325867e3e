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

# The subjects of what is not written down.
open() {
	detour scan --json --uncovered HEAD | sed 's/.*"subject":"\(.*\)","author":.*/\1/'
}

# The last $1 commits, with actions for the first of them.
rebase() {
	local count=$1 lines=1
	shift
	for action in "$@"; do
		GIT_TODO+="${lines}s/^pick/$action/;"
		lines=$((lines + 1))
	done
	GIT_EDITOR="sed -i '1{/^#/!s/\$/ again/}'" GIT_SEQUENCE_EDITOR="sed -i '${GIT_TODO-}'" \
		git rebase -q -i "HEAD~$count" >/dev/null 2>&1
}

@test "a dismissed fixup! that is reworded is still dismissed" {
	story
	echo more >>three
	git commit -q -a --fixup HEAD 2>/dev/null
	detour dismiss HEAD~2 HEAD >/dev/null
	git commit -q --amend -m 'fixup! Step 3 as well' 2>/dev/null
	assert_equal "$(open)" ''
}
