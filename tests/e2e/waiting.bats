#!/usr/bin/env bats
# Questions that nobody could see.

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

@test "a question nobody saw is put at the next commit on a terminal, once" {
	story
	git revert --no-edit "$target" >/dev/null 2>&1
	id=$(short)
	assert_file .git/detour/waiting
	terminal <<END
send git commit -q --allow-empty -m Next
expect detour: earlier today, not on a terminal: committed $id, reverting your $target "Add the retry queue"
expect [n]ote in one line
key n
expect What happened?
send Redis evicts the queue
expect [p]rivate
key t
expect Wrote docs/sessions/
prompt 0
send git commit -q --allow-empty -m 'And on'
refute detour:
prompt 0
END
	run detour scan --json
	assert_output_contains '"covered":true'
	assert_file_contains docs/sessions/*.md "$(git rev-parse --short=12 HEAD~2)"
}

@test "yesterday's question is put today; after three days it is left to the push" {
	story
	git revert --no-edit "$target" >/dev/null 2>&1
	id=$(short)
	now=$(date +%s)
	sed -i "s/^1	waiting	[0-9]*/1	waiting	$((now - 90000))/" .git/detour/log
	touch -d @$((now - 90000)) .git/detour/waiting
	terminal <<END
send git commit -q --allow-empty -m Next
expect-re detour: (yesterday|2 days ago), not on a terminal: committed $id
key d
prompt 0
END
	git revert --no-edit HEAD~2 >/dev/null 2>&1
	sed -i "s/^1	waiting	[0-9]*/1	waiting	$((now - 270000))/" .git/detour/log
	touch -d @$((now - 270000)) .git/detour/waiting
	terminal <<END
send git commit -q --allow-empty -m 'And on'
refute detour:
prompt 0
END
}

@test "what was answered, dismissed or dropped meanwhile is not asked" {
	story
	git revert --no-edit "$target" >/dev/null 2>&1
	detour dismiss HEAD >/dev/null
	terminal <<END
send git commit -q --allow-empty -m Next
refute detour:
prompt 0
END
	refute_file .git/detour/waiting
	git revert --no-edit HEAD~1 >/dev/null 2>&1
	git reset -q --hard HEAD~1
	terminal <<END
send git commit -q --allow-empty -m 'And on'
refute detour:
prompt 0
END
}

@test "a waiting question follows an amend and a rebase" {
	story
	git checkout -qb topic
	git revert --no-edit "$target" >/dev/null 2>&1
	git commit -q --amend -m 'Revert "Add the retry queue"' -m 'It stalls.' 2>/dev/null
	git checkout -q main
	commit 'Meanwhile' other.c
	git checkout -q topic
	git rebase -q main 2>/dev/null
	id=$(short)
	terminal <<END
send git commit -q --allow-empty -m Next
expect not on a terminal: committed $id, reverting your $target
key d
prompt 0
END
}

@test "later is an answer also where an amend came between" {
	story
	git revert --no-edit "$target" >/dev/null 2>&1
	git commit -q --amend -m 'Revert "Add the retry queue"' -m 'It stalls.' 2>/dev/null
	terminal <<END
send git commit -q --allow-empty -m Next
expect not on a terminal: committed $(short), reverting your $target
key l
prompt 0
send git commit -q --allow-empty -m 'And on'
refute detour:
prompt 0
END
}

@test "a sequence that nobody saw is one question, and its session links all" {
	story
	git revert --no-edit HEAD HEAD~1 >/dev/null 2>&1
	assert_equal "$(grep -c '	waiting	' .git/detour/log)" 2
	first=$(short HEAD~1) second=$(short)
	terminal <<END
send git commit -q --allow-empty -m Next
expect-re not on a terminal: committed ($first|$second), reverting
expect , and 1 more
key n
expect What happened?
send The pool is at fault
expect [p]rivate
key t
expect Wrote docs/sessions/
prompt 0
send git commit -q --allow-empty -m 'And on'
refute detour:
prompt 0
END
	assert_file_contains docs/sessions/*.md "$first"
	assert_file_contains docs/sessions/*.md "$second"
	assert_equal "$(questions)" 2 # one for each signal of the one question
}

@test "cool-down holds a question back that waited; a declared revert is never held back" {
	story
	commit 'Add the pool' pool.c
	for i in 1 2 3; do
		echo "$i" >>pool.c
		git commit -qa --fixup HEAD~"$((i - 1))" 2>/dev/null
	done
	assert_equal "$(grep -c '	waiting	' .git/detour/log)" 3
	# Another question was put just now.
	printf '1\tasked\t%s\trevert\t1234567890\t%s\t-\t1\t\tRevert "Elsewhere"\t.\n' \
		"$(date +%s)" "$(full HEAD~4)" >>.git/detour/log
	terminal <<END
send git commit -q --allow-empty -m Next
refute detour:
prompt 0
END
	assert_file .git/detour/waiting
	git revert --no-edit "$target" >/dev/null 2>&1
	terminal <<END
send git commit -q --allow-empty -m Next
expect not on a terminal: committed $(short), reverting
key l
prompt 0
send git commit -q --allow-empty -m 'And on'
refute detour:
prompt 0
END
	sed -i "s/^1	asked	[0-9]*/1	asked	$(($(date +%s) - 20000))/" .git/detour/log
	terminal <<END
send git commit -q --allow-empty -m 'Once more'
expect not on a terminal: committed
expect fixup
key l
prompt 0
END
}

@test "what waits on another branch goes on waiting, whatever is settled here" {
	story
	git checkout -qb topic
	git revert --no-edit "$target" >/dev/null 2>&1
	id=$(short)
	git checkout -q main
	git revert --no-edit HEAD >/dev/null 2>&1
	detour new -c HEAD -m Told >/dev/null
	terminal <<END
send git commit -q --allow-empty -m Next
refute detour:
prompt 0
send git checkout -q topic
send git commit -q --allow-empty -m Next
expect not on a terminal: committed $id
key l
prompt 0
END
}

@test "a fixup that was folded in is dropped" {
	story
	commit 'Add the pool' pool.c
	for i in 1 2 3; do
		echo "$i" >>pool.c
		git commit -qa --fixup HEAD~"$((i - 1))" 2>"../said$i"
	done
	assert_file_contains ../said3 'Worth a line?'
	GIT_SEQUENCE_EDITOR=true git rebase -q -i --autosquash HEAD~4 2>/dev/null
	terminal <<END
send git commit -q --allow-empty -m Next
refute detour:
prompt 0
END
	git init -q --bare ../remote.git
	run git push ../remote.git HEAD
	refute_output_contains 'not written down'
}

@test "an amend is no news, in any mode" {
	for mode in ask remind scaffold; do
		cd "$BATS_TEST_TMPDIR"
		rm -rf repo
		story
		git config detour.prompt.mode "$mode"
		run git revert --no-edit "$target"
		assert_output_contains 'detour:'
		run git commit --amend --no-edit -q
		assert_no_output
		run git commit --amend -q -m 'Revert "Add the retry queue"' -m 'Another word'
		assert_no_output
	done
}

@test "the first note may be kept private: it is in no commit and in no push" {
	story
	terminal <<END
send git revert --no-edit $target
expect [n]ote
key n
expect What happened?
send Redis evicts the queue
expect [p]rivate in the git dir?
key p
expect private: it is never committed
prompt 0
END
	assert_equal "$(git status --porcelain)" ''
	assert_equal "$(git config detour.journal.dir)" private
	assert_file_contains .git/detour/sessions/*.md 'Redis evicts the queue'
	run detour scan --json
	assert_output_contains '"covered":true'
	git init -q --bare ../remote.git
	run git push ../remote.git HEAD
	refute_output_contains 'detour:'
	git worktree add -q ../tree
	cd ../tree
	run detour scan --json HEAD
	assert_output_contains '"covered":true'
}

@test "install-hooks --private keeps every session in the git dir; what was shared is still read" {
	story
	git revert --no-edit "$target" >/dev/null 2>&1
	detour new -c HEAD -m 'Shared story' >/dev/null
	git add docs && git commit -qm 'Tell'
	run detour install-hooks --private
	assert_success
	assert_output_contains 'stay private'
	git revert --no-edit HEAD~2 >/dev/null 2>&1
	run detour new -c HEAD -m 'Private story'
	assert_output_contains '/.git/detour/sessions/'
	assert_equal "$(git status --porcelain)" ''
	run detour scan --uncovered --json HEAD
	assert_no_output
	git config --unset detour.journal.dir
	run detour scan --uncovered --json HEAD
	assert_no_output
}

@test "a folder of the user's own, outside of the work tree" {
	story
	git config detour.journal.dir "$BATS_TEST_TMPDIR/diary/work"
	git revert --no-edit "$target" >/dev/null 2>&1
	run detour new -c HEAD -m 'Elsewhere'
	assert_success
	assert_output_contains "$BATS_TEST_TMPDIR/diary/work/"
	run detour scan --uncovered --json
	assert_no_output
	assert_equal "$(git status --porcelain)" ''
}
