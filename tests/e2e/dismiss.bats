#!/usr/bin/env bats
# dismiss and link: saying that there is nothing to tell, or where it is told.

load helper

story() {
	repo
	commit -t -2d 'Add the retry queue' queue.c
	target=$(short)
	commit -t -1h 'Tune the worker' worker.c
	install_hooks
	git revert --no-edit "$target" >/dev/null 2>&1
	id=$(short)
}

told() {
	detour scan --json HEAD | sed -n 's/.*"told":"\{0,1\}\([a-z]*\).*/\1/p'
}

@test "dismiss --shared is a line in the journal's .dismissed that a clone elsewhere sees" {
	story
	run detour dismiss --shared HEAD
	assert_success
	assert_output_contains "Dismissed for everybody: $id"
	assert_output_contains 'git add docs/sessions/.dismissed'
	assert_equal "$(told)" shared
	detour dismiss --shared HEAD >/dev/null
	assert_equal "$(grep -c '^- ' docs/sessions/.dismissed)" 1
	git add docs
	git commit -qm 'Nothing to tell'
	git clone -q . ../elsewhere
	cd ../elsewhere
	git -c core.commentChar=';' rebase -q --force-rebase --root 2>/dev/null
	assert_equal "$(detour scan --json --uncovered HEAD)" ''
}

@test "dismiss --shared keeps what others wrote, whatever their line ends" {
	story
	mkdir -p docs/sessions
	printf '# ours\r\n- no link\r\nlast' >docs/sessions/.dismissed
	detour dismiss --shared HEAD >/dev/null
	assert_equal "$(head -c 24 docs/sessions/.dismissed | od -c | head -2)" \
		"$(printf '# ours\r\n- no link\r\nlast\r\n' | head -c 24 | od -c | head -2)"
	assert_equal "$(tail -1 docs/sessions/.dismissed | tr -d '\r' | cut -c1-3)" '- `'
	detour dismiss --undo HEAD >/dev/null
	assert_equal "$(cat docs/sessions/.dismissed)" "$(printf '# ours\r\n- no link\r\nlast\r\n')"
	assert_equal "$(told)" null
}

@test "dismiss --shared twenty times at once loses no line" {
	repo
	for i in $(seq 20); do
		commit "Step $i"
	done
	for i in $(seq 0 19); do
		detour dismiss --shared "HEAD~$i" >/dev/null &
	done
	wait
	assert_equal "$(grep -c '^- ' docs/sessions/.dismissed)" 20
}

@test "dismiss --wrong is remembered for the signal; --undo takes it back" {
	story
	run detour dismiss --wrong HEAD
	assert_success
	assert_line 1 "A false alarm, noted: $id \"Revert \"Add the retry queue\"\" is no revert"
	assert_output_contains 'git config detour.signals.revert remind'
	assert_equal "$(told)" wrong
	assert_file_contains .git/detour/log '	wrong	'
	run detour dismiss --undo HEAD
	assert_success
	assert_equal "$(told)" null
	run detour dismiss --undo HEAD
	assert_failure 1
	assert_output_contains 'is not dismissed'
	run detour dismiss --wrong HEAD~1
	assert_failure 1
	assert_output_contains 'no signal'
	run detour dismiss --wrong --shared HEAD
	assert_failure 2
}

@test "a dismissal follows reword, squash and fixup of a rebase; a part that is left open stays so" {
	story
	detour dismiss HEAD >/dev/null
	git commit -q --amend -m 'Drop the queue again' -m "This reverts commit $(full HEAD~2)." 2>/dev/null
	assert_equal "$(told)" dismissed
	commit 'Another step' other.c
	git revert --no-edit HEAD~2 >/dev/null 2>&1
	GIT_SEQUENCE_EDITOR='sed -i "3s/^pick/fixup/"' git rebase -q -i HEAD~3 2>/dev/null
	run detour scan --json HEAD
	assert_output_contains '"told":"dismissed"'
}

@test "the trailer Detour: none in the commit, or in a later one of the range" {
	story
	git commit -q --amend -m 'Revert "Add the retry queue"' -m 'Detour: none' 2>/dev/null
	assert_equal "$(told)" trailer
	git commit -q --amend -m 'Revert "Add the retry queue"' -m 'Detour: none of it' 2>/dev/null
	assert_equal "$(told)" null
	git commit -q --amend -m 'Revert "Add the retry queue"' -m 'Detour: none' -m 'No trailer' 2>/dev/null
	assert_equal "$(told)" null
	git commit -q --allow-empty -m 'Close the story' -m 'Signed-off-by: Ada <a@example.com>
detour: None'
	assert_equal "$(told)" trailer
	# Only what came before it: not this one.
	git revert --no-edit HEAD~2 >/dev/null 2>&1
	assert_equal "$(told | head -1)" null
}

@test "link adds link lines to a session and changes nothing else" {
	story
	mkdir -p docs/sessions
	printf '\357\273\277# Stalls\r\n\r\nIt stalled on Friday.\r\n' >docs/sessions/2026-11-01-queue-stalls.md
	cp docs/sessions/2026-11-01-queue-stalls.md ../before
	run detour link stalls HEAD
	assert_success
	assert_output_contains "docs/sessions/2026-11-01-queue-stalls.md links $id now"
	assert_output_contains 'git add docs/sessions/2026-11-01-queue-stalls.md'
	assert_equal "$(told)" session
	while IFS= read -r line; do
		grep -qF -- "$line" docs/sessions/2026-11-01-queue-stalls.md || failed "$line"
	done <../before
	run detour link docs/sessions/2026-11-01-queue-stalls.md HEAD
	assert_output_contains "names $id already"
	assert_equal "$(grep -c "$id" docs/sessions/2026-11-01-queue-stalls.md)" 1
}

@test "link: a scaffold covers nothing until a line is written; unclear names are told" {
	story
	detour new 'Queue one' --no-edit >/dev/null
	detour new 'Queue two' --no-edit >/dev/null
	run detour link queue HEAD
	assert_failure
	assert_output_contains 'queue-one.md'
	assert_output_contains 'queue-two.md'
	run detour link queue-one HEAD
	assert_success
	assert_output_contains 'Nobody wrote in it yet'
	assert_equal "$(told)" null
	run detour link ../../etc/passwd HEAD
	assert_failure
	run detour link queue-one
	assert_failure 2
}
