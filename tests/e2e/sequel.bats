#!/usr/bin/env bats
# A story that a session tells of already: where its next chapter goes.

load helper

# A commit of two days ago that a session of that day tells of; the next commit is about a revert.
story() {
	repo
	commit -t -2d 'Add the retry queue' queue.c
	target=$(short)
	day=$(date -d '2 days ago' +%F)
	session=docs/sessions/$day-queue-stalls.md
	mkdir -p docs/sessions
	printf '# Queue stalls\n\n## Notes\n\nSee %s: it stalls.\n\n---\n[Plan](plan.md)\n' "$target" >"$session"
	cp "$session" ../before
	install_hooks
}

# The time of a note is not known to the minute.
timeless() {
	sed 's/ [0-9][0-9]:[0-9][0-9] / TIME /'
}

@test "add comes first where a session tells of the related commit, and goes under Later" {
	story
	terminal <<-END
		send git revert --no-edit $target
		expect [a]dd to $day-queue-stalls.md  [n]ote in one line  [e]ditor  [l]ater  [d]ismiss  [?]
		key ?
		expect which tells of this already
		key a
		expect What happened?
		send Postgres it is
		expect Added to $session
		prompt 0
	END
	assert_equal "$(find docs -name '20*.md')" "$session"
	assert_equal "$(tail -n 8 "$session" | timeless)" \
		"See $target: it stalls.

## Later

- $(date +%F) TIME Postgres it is

---
[Plan](plan.md)"
	assert_file_contains "$session" "$(git rev-parse --short=12 HEAD)"
	run detour scan --json HEAD
	assert_output_contains '"covered":true'
	# Everything that was there is there still, in its order.
	assert_equal "$(diff ../before "$session" | grep -c '^<')" 0
}

@test "a scaffold and a session of something else tell of nothing" {
	story
	printf '# T\n\n## What Happened\n\n<!-- hint: what of %s? -->\n\n- `%s` S (2026-11-20 10:00 +0000)\n' \
		"$target" "$target" >"$session"
	printf '# Other\n\nThe cache is too small.\n' >"docs/sessions/$day-cache.md"
	run git revert --no-edit "$target"
	assert_output_contains "reverts $target"
	refute_output_contains 'tells of this already'
}

@test "without a terminal: a line more, whose command writes it down" {
	story
	run git revert --no-edit "$target"
	assert_success
	id=$(short)
	assert_line 1 "detour: $id reverts $target \"Add the retry queue\". Worth a line? git detour new -c $id -m \"what happened\""
	assert_line 2 "  $day-queue-stalls.md tells of this already. To add to it: git detour link $day-queue-stalls $id -m \"what happened\""
	assert_line 3 "  Nothing to tell: git detour dismiss $id. Otherwise you are reminded at push."
	assert_no_escapes
	run detour link "$day-queue-stalls" "$id" -m 'Postgres it is'
	assert_success
	assert_output "$session links $id now
git add $session with your next commit."
	assert_file_contains "$session" "- $(date +%F) "
	run detour scan --json HEAD
	assert_output_contains '"covered":true'
}

@test "a signal that is told already is of the story too, by the files that both change" {
	repo
	commit -t -3h 'Add the retry queue' queue.c one
	commit -t -2h 'Tune the queue' queue.c two
	install_hooks
	git revert --no-edit HEAD >/dev/null 2>&1
	day=$(date +%F)
	mkdir -p docs/sessions
	printf 'About %s: tuning made it worse.\n' "$(short)" >"docs/sessions/$day-queue.md"
	run git revert --no-edit HEAD~2
	assert_output_contains "reverts $(short HEAD~3)"
	assert_output_contains "  $day-queue.md tells of this already."
}

@test "what is private is not named in a log" {
	story
	git config detour.journal.dir private
	mkdir -p .git/detour/sessions
	mv docs/sessions/*.md .git/detour/sessions/
	run git revert --no-edit "$target"
	assert_output_contains "reverts $target"
	refute_output_contains 'tells of this already'
	terminal <<-END
		send git commit -q --allow-empty -m other
		expect not on a terminal
		expect [a]dd to $day-queue-stalls.md  [n]ote
		key a
		expect What happened?
		send Postgres it is
		prompt 0
	END
	assert_file_contains ".git/detour/sessions/$day-queue-stalls.md" '## Later'
}

@test "note: to the session of an earlier day with the day, to today's without" {
	repo
	commit 'Begin' file
	git checkout -q -b queue
	day=$(date -d yesterday +%F)
	mkdir -p docs/sessions
	# shellcheck disable=SC2016
	printf '# Queue\n\n## Context\n\n- Branch: `queue`\n\n## What Happened\n\nIt stalls.\n' \
		>"docs/sessions/$day-queue.md"
	assert_equal "$(detour note 'more of it')" "docs/sessions/$day-queue.md"
	detour note 'and more' >/dev/null
	assert_equal "$(tail -n 4 "docs/sessions/$day-queue.md" | timeless)" \
		"## Later

- $(date +%F) TIME more of it
- $(date +%F) TIME and more"
	rm -r docs
	today=$(detour note 'first')
	detour note 'second' >/dev/null
	refute_file_contains "$today" Later
	assert_equal "$(grep -c '^- [0-9][0-9]:[0-9][0-9] ' "$today")" 2
}

@test "next: where to go on is shown until a note tells of something else" {
	repo
	commit 'Begin' file
	session=$(detour note 'next: rerun the load test')
	case $session in docs/sessions/*-rerun-the-load-test.md) ;; *) failed "$session" ;; esac
	case $session in *next*) failed "$session" ;; esac
	assert_file_contains "$session" ' next: rerun the load test'
	run detour
	assert_output_contains "Next time: rerun the load test ("
	detour note next: look at the cache >/dev/null
	run detour
	assert_output_contains 'Next time: look at the cache ('
	refute_output_contains 'Next time: rerun'
	cp "$session" open
	detour note 'the cache is fine' >/dev/null
	run detour
	assert_output_contains 'Sessions: 1'
	refute_output_contains 'Next time:'
	# Of another day it says which.
	rm "$session"
	mv open "docs/sessions/$(date -d yesterday +%F)-x.md"
	run detour
	assert_output_contains "Next time: look at the cache ($(date -d yesterday +'%a %-d %b'))"
	run detour note -h
	assert_output_contains 'next:'
}
