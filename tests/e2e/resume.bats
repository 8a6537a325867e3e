#!/usr/bin/env bats
# resume: where work ended, what led nowhere, and what is left to do.

load helper

# A branch that came from main, whose sessions and plan tell of the queue; one tells of the cache.
story() {
	repo
	mkdir -p docs/projects/queue/sessions docs/projects/cache/sessions src
	printf '# Queue\n\n- [x] Write it\n- [ ] Tune the timeout\n- [ ] ~~Add Kafka~~\n- [ ] Document it\n' \
		>docs/projects/queue/plan.md
	printf '# Cache\n\nThe LRU cache did not work out, it thrashed.\n\n## Follow-up\n\n- Try ARC\n' \
		>docs/projects/cache/sessions/2026-03-02-cache.md
	printf 'int cache;\n' >src/cache.c
	git add .
	git commit -q --author='Bo Other <bo@example.com>' -m 'Plan'
	git checkout -qb ana/queue
	commit -t -3d 'Add the queue' src/queue.c
	commit -t -2d 'Add the worker' src/worker.c
	cat >docs/projects/queue/sessions/2026-06-01-stalls.md <<-END
		# Queue stalls

		**Date:** 2026-06-01 **Branch:** \`ana/queue\`

		## What Happened

		Looked at the queue. Redis evicts it under memory pressure, so we reverted to Postgres.
		- 14:32 next: try SKIP LOCKED

		## Follow-up

		- [ ] Measure the lock time
		- [x] Ask the team
	END
	git add .
	commit -t -1d 'Tell of the stalls' docs/note
}

# The section under a heading.
section() {
	sed -n "/^$1/,/^[^ ]/p" <<<"$output" | sed '1d;/^[^ ]/d'
}

@test "resume: a branch, with all that is known of it" {
	story
	echo x >>src/queue.c
	touch new
	run detour resume
	assert_success
	assert_line 1 'ana/queue, 3 commits since main'
	assert_line 2 'Not committed: 1 changed, 1 untracked'
	assert_line 3 "  $(git rev-parse --short=7 HEAD)  1 day ago: Tell of the stalls"
	assert_equal "$(section Next)" '  docs/projects/queue/sessions/2026-06-01-stalls.md
    8: try SKIP LOCKED'
	assert_equal "$(section 'Dead ends')" '  docs/projects/queue/sessions/2026-06-01-stalls.md
    7: Redis evicts it under memory pressure, so we reverted to Postgres.'
	assert_equal "$(section Sessions)" '  docs/projects/queue/sessions/2026-06-01-stalls.md
    Queue stalls (Ada Example)'
	assert_equal "$(section 'Left to do')" '  docs/projects/queue/sessions/2026-06-01-stalls.md
    12: Measure the lock time'
	assert_equal "$(section Plan)" '  docs/projects/queue/plan.md: 1 of 3 done
    4: Tune the timeout
    6: Document it'
	refute_output_contains cache
	assert_no_escapes
}

@test "resume: a path, by where it lies, by name and by the commits that change it" {
	story
	run detour resume src/queue.c
	assert_line 1 'src/queue.c on ana/queue'
	assert_line 2 "  $(git rev-parse --short=7 HEAD~2)  3 days ago: Add the queue"
	assert_equal "$(section Sessions)" '  docs/projects/queue/sessions/2026-06-01-stalls.md
    Queue stalls (Ada Example)'
	run detour resume docs/projects/cache
	assert_equal "$(section 'Dead ends')" '  docs/projects/cache/sessions/2026-03-02-cache.md
    3: The LRU cache did not work out, it thrashed.'
	assert_equal "$(section 'Left to do')" '  docs/projects/cache/sessions/2026-03-02-cache.md
    7: Try ARC'
	printf '# Notes\n\nSee `%s`: it failed again.\n' "$(short HEAD~2)" \
		>docs/projects/cache/sessions/2026-03-03-notes.md
	run detour resume src/queue.c
	assert_output_contains '3: See'
	cd src
	run detour resume queue.c
	assert_line 1 'queue.c on ana/queue'
	assert_output_contains '  ../docs/projects/cache/sessions/2026-03-03-notes.md'
}

@test "resume: what a later session went on from is not next" {
	story
	cat >docs/projects/queue/sessions/2026-06-02-more.md <<-END
		# More on the queue

		**Branch:** \`ana/queue\`

		SKIP LOCKED holds.
	END
	run detour resume
	assert_equal "$(section Next)" ''
	assert_output_contains 'More on the queue'
}

@test "resume: a path that is gone, and one that nobody knows" {
	story
	git rm -q src/worker.c
	git commit -qm 'Drop the worker'
	run detour resume src/worker.c
	assert_line 1 'src/worker.c on ana/queue; it is not there any more'
	mkdir new
	echo x >new/file.c
	run detour resume new
	assert_line 1 'new on ana/queue'
	run detour resume src/nothing.c
	assert_failure 128
	assert_output "detour: cannot resume 'src/nothing.c': there is no such branch, and nothing is known of such a path"
	run detour resume -- src/nothing.c
	assert_success
	run detour resume ../elsewhere
	assert_failure 2
}

@test "resume: a branch that is not checked out is read from its tree" {
	story
	commit 'Tick' docs/projects/queue/plan.md '- [x] All of it
- [ ] Ship it'
	git update-ref refs/remotes/origin/ana/queue HEAD
	git checkout -q main
	refute_file docs/projects/queue/sessions/2026-06-01-stalls.md
	for name in ana/queue origin/ana/queue; do
		run detour resume "$name"
		assert_line 1 "$name, 4 commits since main"
		assert_output_contains '8: try SKIP LOCKED'
		assert_output_contains 'plan.md: 1 of 2 done'
	done
	git branch -qD ana/queue
	run detour resume ana/queue
	assert_line 1 'origin/ana/queue, 4 commits since main'
	git merge -q ana/queue 2>/dev/null || git merge -q origin/ana/queue
	run detour resume origin/ana/queue
	assert_line 1 'origin/ana/queue, all of it in main'
	assert_output_contains '8: try SKIP LOCKED'
	run detour resume ana/queue -- src/cache.c
	assert_line 1 'src/cache.c on origin/ana/queue'
}

@test "resume: what is a branch and a path needs --" {
	story
	git branch docs
	run detour resume docs
	assert_failure 2
	assert_output "detour: cannot resume 'docs': it is a branch or revision and a path; write 'docs --' or '-- docs'"
	run detour resume docs --
	assert_line 1 'docs, 3 commits since main'
	run detour resume -- docs
	assert_line 1 'docs on ana/queue'
	run detour resume one two
	assert_failure 2
}

@test "resume: on the default branch, what was told in these days" {
	story
	git checkout -q main
	run detour resume
	assert_line 1 main
	assert_output_contains '2026-03-02-cache'
	detour note 'next: mend the build' >/dev/null
	run detour resume
	assert_output_contains ': mend the build'
	refute_output_contains '2026-03-02-cache'
}

@test "resume: what was done elsewhere in these days is not left to do on a branch" {
	repo
	detour new 'Cache' --no-edit >/dev/null
	session=$(echo docs/sessions/*)
	printf '# Cache\n\nIt was a dead end.\n\n## Follow-up\n\n- [ ] Try ARC\n' >"$session"
	git add .
	commit 'Tell of it'
	run detour resume
	assert_output_contains 'Try ARC'
	assert_output_contains 'Dead ends'
	git checkout -qb topic
	commit 'Work'
	run detour resume
	assert_output_contains "$session"
	refute_output_contains 'Try ARC'
	refute_output_contains 'Dead ends'
}

@test "resume: how far from the upstream, and what is under way" {
	repo
	for i in 1 2 3; do commit "Work $i"; done
	git update-ref refs/remotes/origin/main HEAD~1
	git config remote.origin.fetch '+refs/heads/*:refs/remotes/origin/*'
	git config branch.main.remote origin
	git config branch.main.merge refs/heads/main
	run detour resume
	assert_line 1 'main, 1 ahead of origin/main'
	git update-ref refs/remotes/origin/main HEAD
	run detour resume
	assert_line 1 'main, level with origin/main'
	git bisect start -q HEAD HEAD~2 >/dev/null
	run detour resume
	assert_output_contains 'A bisect is under way'
}

@test "resume: detours not written down, with the command" {
	repo
	commit -t -3d 'Base'
	git checkout -qb topic
	commit -t -2d 'Add the retry queue' queue.c
	git revert --no-edit HEAD >/dev/null
	run detour resume
	assert_output_contains 'Off plan and not written down'
	id=$(git rev-parse --short=7 HEAD)
	assert_output_contains "  $id reverts"
	assert_output_contains "  git detour new -c $id -m \"what happened\", or git detour dismiss $id"
	detour new -c HEAD -m 'It stalled.' >/dev/null
	run detour resume
	refute_output_contains 'Off plan'
}

@test "resume: a plan that is over is told in a line, and only where no other is" {
	story
	mkdir -p docs/projects/old/sessions docs/plans
	printf '# Queue\n\n**Status:** Completed\n\n- [x] One\n- [ ] Two\n' >docs/plans/queue.md
	git add .
	commit 'Two plans'
	run detour resume
	assert_output_contains 'docs/projects/queue/plan.md: 1 of 3 done'
	refute_output_contains 'docs/plans/queue.md'
	git rm -q docs/projects/queue/plan.md
	git commit -qm 'One plan'
	run detour resume
	assert_equal "$(section Plan)" '  docs/plans/queue.md: 1 of 2 done; Completed'
	mkdir -p docs/projects/_archive
	git mv docs/projects/queue docs/projects/_archive/queue
	git mv docs/plans/queue.md docs/projects/_archive/queue/plan.md
	sed -i 's/Completed/Going on/' docs/projects/_archive/queue/plan.md
	git add .
	git commit -qm 'Archive it'
	run detour resume
	assert_output_contains '_archive/queue/plan.md: 1 of 2 done; Going on'
	refute_output_contains '    6: Two'
}

@test "resume: one screen, however much there is" {
	repo
	mkdir -p docs/sessions
	for i in $(seq 10 29); do
		printf '# Work %s\n\nWe tried %s, a dead end.\n\n## Follow-up\n\n' "$i" "$i"
		printf -- '- [ ] Do %s.1 of src/a.c\n- [ ] Do %s.2\n' "$i" "$i"
	done | awk '/^# Work/ { n++; f = sprintf("docs/sessions/2026-01-%02d-work.md", n + 9) } { print >f }'
	mkdir src
	echo a >src/a.c
	git add .
	git commit -qm 'All of it'
	run detour resume src
	[ "$(wc -l <<<"$output")" -le 30 ] || failed 'too long:' "$output"
	assert_output_contains 'Dead ends, '
	assert_output_contains 'Left to do, '
	assert_output_contains ' more: git detour list src'
	for width in 20 40 80 200; do
		COLUMNS=$width run detour resume src
		assert_success
	done
	COLUMNS=100 run detour resume src
	[ "$(wc -L <<<"$output")" -le 100 ] || failed 'too wide:' "$output"
}

@test "resume: nothing to tell is one line, also before the first commit" {
	repo
	run detour resume
	assert_output 'main, nothing committed yet
No session tells of it. To leave word: git detour note "next: …"'
	commit 'First'
	git checkout -q --detach
	run detour resume
	assert_line 1 "detached at $(git rev-parse --short=7 HEAD), all of it in main"
	git clone -q --bare . ../bare.git
	cd ../bare.git
	run detour resume
	assert_success
}

@test "resume --json has stable keys" {
	story
	run detour resume --json
	assert_success
	assert_line 1 "{\"kind\":\"branch\",\"text\":\"ana/queue, 3 commits since main\",\"source\":null,\"line\":null,\"commit\":\"$(full)\",\"date\":null,\"author\":null,\"why\":null}"
	assert_output_contains '{"kind":"next","text":"try SKIP LOCKED","source":"docs/projects/queue/sessions/2026-06-01-stalls.md","line":8,"commit":null,"date":"2026-06-01","author":"Ada Example","why":null}'
	assert_output_contains '"kind":"session","text":"Redis evicts it under memory pressure, so we reverted to Postgres."'
	assert_output_contains '"why":"is about the branch"'
	assert_output_contains '{"kind":"plan_item","text":"Tune the timeout","source":"docs/projects/queue/plan.md","line":4,'
	assert_equal "$(grep -cv '^{"kind":.*"why":.*}$' <<<"$output")" 0
}

@test "resume: nothing hostile reaches the terminal" {
	repo
	mkdir -p docs/sessions
	printf '# \033[31mred\n\nIt \033]0;x\007failed again.\n\n## Follow-up\n\n- [ ] \033[2Jclear\n' \
		>docs/sessions/2026-01-02-r$'\033'ed.md
	git add .
	git commit -qm $'Add \033[31mit'
	run detour resume docs
	assert_output_contains 'failed again'
	assert_no_escapes
}

@test "away: [r]esume shows where one left, then the question comes again" {
	repo
	mkdir -p docs/sessions
	printf '# Work\n\n- 14:32 next: try SKIP LOCKED\n\n## Follow-up\n\n- [ ] Measure it\n' \
		>docs/sessions/2026-01-02-work.md
	git add docs
	for d in 40 39 38 37 36; do
		commit -t -${d}d "Work $d" work.c
	done
	install_hooks
	echo x >>work.c
	run terminal <<'END'
send git commit -qam 'Back at work'
expect detour: welcome back
expect ; 1 follow-up open
expect [r]esume  [n]ote
key r
expect main
expect Back at work
expect : try SKIP LOCKED
expect [n]ote
key n
expect What happened?
send SKIP LOCKED it is
expect Wrote docs/sessions/
prompt 0
END
	assert_success
	assert_equal "$(grep -c '\[r\]esume' <<<"$output")" 1
	assert_equal "$(git status --porcelain --untracked-files=all | cut -c1-20)" '?? docs/sessions/'"$(date +%Y | cut -c1-3)"
}
