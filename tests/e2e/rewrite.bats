#!/usr/bin/env bats
# Answers follow commits through amends and rebases, and survive many commits at once.

load helper

story() {
	repo
	commit -t -2d 'Add the retry queue' queue.c
	target=$(short)
	commit -t -1h 'Tune the worker' worker.c
	install_hooks
	git checkout -qb topic
	git revert --no-edit "$target" >/dev/null 2>&1
}

open() {
	detour scan --uncovered HEAD | grep -c revert || true
}

@test "a dismissal survives an amend that changes everything" {
	story
	assert_equal "$(open)" 1
	detour dismiss HEAD >/dev/null
	GIT_AUTHOR_DATE=$(moment -3h) git commit -q --amend --reset-author -m 'Revert "Add the retry queue"' \
		-m 'Another reason.' 2>/dev/null
	git commit -q --amend -m 'Back out "Add the retry queue"' 2>/dev/null
	assert_equal "$(open)" 0
}

@test "a dismissal survives a rebase" {
	story
	detour dismiss HEAD >/dev/null
	git checkout -q main
	commit 'Meanwhile' other.c
	git checkout -q topic
	git rebase -q main 2>/dev/null
	git commit -q --amend -m 'Revert "Add the retry queue", reworded' 2>/dev/null
	assert_equal "$(open)" 0
}

@test "a session's link line survives a rebase, without any memory of ours" {
	story
	detour new -c HEAD -m 'It stalled' >/dev/null
	git checkout -q main
	commit 'Meanwhile' other.c
	git checkout -q topic
	git rebase -q main 2>/dev/null
	assert_equal "$(open)" 0
	rm -rf .git/detour
	assert_equal "$(open)" 0
}

@test "what was asked before a rebase is not asked after it" {
	story
	git checkout -q main
	commit 'Meanwhile' other.c
	git checkout -q topic
	git rebase -q main 2>/dev/null
	run git commit -q --amend --no-edit
	refute_output_contains 'detour:'
}

@test "an aborted rebase and a stopped one change nothing" {
	story
	detour dismiss HEAD >/dev/null
	git checkout -q main
	commit 'Meanwhile' worker.c
	git checkout -q topic
	commit 'Clash' worker.c 'another line'
	run git rebase main
	assert_failure
	git rebase --abort
	assert_equal "$(open)" 0
}

@test "commits at once over linked worktrees lose no answer" {
	repo
	commit -t -2d 'Add the retry queue' queue.c
	install_hooks
	for i in 1 2 3 4 5 6 7 8 9 10; do
		git worktree add -q "../tree$i" -b "b$i"
	done
	for i in 1 2 3 4 5 6 7 8 9 10; do
		(
			cd "../tree$i" || exit
			echo "$i" >"file$i"
			git add .
			git commit -qm "Own work $i"
			git revert --no-edit HEAD
		) >"../out$i" 2>&1 &
	done
	wait
	for i in 1 2 3 4 5 6 7 8 9 10; do
		assert_file_contains "../out$i" 'Worth a line?'
		assert_equal "$(git -C "../tree$i" rev-list --count HEAD)" 3
	done
	for i in 1 2 3 4 5 6 7 8 9 10; do
		assert_file_contains .git/detour/log "$(git rev-parse "b$i")"
	done
}
