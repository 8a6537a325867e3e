#!/usr/bin/env bats
# patterns: what keeps coming back, each line of it traced to where it is from.
# shellcheck disable=SC1111

load helper
load tracing

day() { # DAYS AGO
	printf '%(%Y-%m-%d)T' "$(($(date +%s) - $1 * 86400))"
}

session() { # DAYS AGO, TOPIC; the text from standard input
	mkdir -p docs/sessions
	{
		printf '# %s\n\n' "$2"
		cat
	} >"docs/sessions/$(day "$1")-$2.md"
}

# The same three lessons about one thing, the same follow-up twice, and what is in every session.
journal() {
	repo
	commit -t -300d 'Begin' src/queue.c 'int queue;'
	session 200 stalls <<-'END'
		## What Happened

		The worker stalled at night.

		## Lessons Learned

		- **Eviction drops jobs silently.** Redis evicts what it likes
		  when memory is short.

		## Follow-up

		- Move the retry counters out of the worker's memory
		- [ ] Ask for a larger instance
	END
	session 120 retries <<-'END'
		## What Happened

		The worker lost jobs again, the nightly report too.

		## Lessons Learned

		- Silent eviction is worse than an error: nobody sees it.

		## Follow-up

		- The retry counters still live in the memory of the worker; move them
		- [ ] Write an alert for lost jobs
		- [x] Add a metric
	END
	session 20 alerts <<-'END'
		## What Happened

		The worker was fine. The alert was not.

		## Lessons Learned

		- Alert on evictions, not on memory: it is the eviction that loses jobs.
	END
	session 10 nothing <<-'END'
		## What Happened

		The worker moved to another host.
	END
	git add .
	git commit -qm 'Sessions'
}

# Work on one file that is taken back on different days, and nobody says why.
reverts() {
	local days
	for days in 60 40 12; do
		commit -t "-${days}d" "Tune the queue $days" src/queue.c "int queue = $days;"
		GIT_AUTHOR_DATE=$(moment "-${days}d") GIT_COMMITTER_DATE=$(moment "-${days}d") \
			git revert --no-edit HEAD >/dev/null
	done
}

@test "patterns: what the work is about is no lesson" {
	local i
	repo
	mkdir -p docs/sessions
	for ((i = 1; i <= 30; i++)); do
		printf '# Work %s\n\n## Context\n\nWe went on%s.\n' "$i" \
			"$([ "$i" -le 14 ] && echo ' and asked Varnish')" >"docs/sessions/$(day "$i")-w$i.md"
	done
	for i in 3 5; do
		printf '\n## Lessons Learned\n\n- Varnish wants care, case %s.\n' "$i" >>"docs/sessions/$(day "$i")-w$i.md"
	done
	run detour patterns
	refute_output_contains '. Varnish'
	printf '\n## Lessons Learned\n\n- Varnish is slow to start.\n' >>"docs/sessions/$(day 7)-w7.md"
	run detour patterns
	assert_line 1 '1. Varnish'
}

@test "patterns: a lesson that recurs, in other forms of its words" {
	journal
	run detour patterns
	assert_success
	assert_line 1 '1. eviction'
	assert_line 2 '   in 3 of 4 sessions, 1 of them in the last 90 days, on 3 days.'
	assert_output_contains 'Fits: playbook (3 of them tell a lesson, a discovery, a dead end or a short note with it, 3 begin with it).'
	assert_output_contains "$(day 20)  docs/sessions/$(day 20)-alerts.md:9"
	refute_output_contains '. worker'
	refute_output_contains '. lesson'
	assert_no_escapes
}

@test "patterns: a follow-up left twice in other words, and old boxes; a ticked one is neither" {
	journal
	run detour patterns
	assert_output_contains '. The retry counters still live in the memory of the worker; move them'
	assert_output_contains "left to do in 2 of 4 sessions, from $(day 200) to $(day 120)."
	assert_output_contains '. boxes not ticked for over 90 days'
	assert_output_contains "2 in 2 of 4 sessions, the oldest of $(day 200)."
	refute_output_contains 'Add a metric'
	sed -i 's/^- \[ \] Write/- [x] Write/; s/^- The retry/- [x] The retry/' docs/sessions/*-retries.md
	run detour patterns
	refute_output_contains 'retry counters'
	refute_output_contains 'boxes not ticked'
}

@test "patterns: reverts on one path that no session explains, until one does" {
	journal
	reverts
	run detour patterns
	assert_output_contains '. src/queue.c'
	assert_output_contains '3 commits, 3 of them in the last 90 days, on 3 days (revert 3×).'
	assert_output_contains 'Fits: investigation (3 of them took work back, and no session tells why).'
	detour new 'Queue size' -c HEAD -c HEAD~2 -m 'The size is not what it depends on.' >/dev/null
	run detour patterns
	assert_output_contains 'Fits: refactoring (it was done again, mended or taken back each time).'
	detour dismiss HEAD HEAD~2 >/dev/null
	git rm -qrf --cached docs && rm -r docs
	run detour patterns
	assert_output 'Nothing comes back in 0 sessions and 3 signals in 8 commits since '"$(day 365)."
}

@test "patterns: a path that sessions tell dead ends of, in the deepest folder that holds enough" {
	repo
	commit -t -300d 'Begin' src/net/pool.c 'int pool;'
	commit -t -299d 'Begin' src/net/retry.c 'int retry;'
	session 50 first <<<$'## What Happened\n\nGiving `src/net/pool.c` a lock did not work.'
	session 30 second <<<$'## What Happened\n\nThe timeout in `src/net/retry.c` was a dead end.'
	session 9 third <<<$'## What Happened\n\nA retry and/or pool, `src/net/pool.c:12`, on feat/pool.'
	session 8 fourth <<<$'## What Happened\n\nOnly prose.'
	git add . && commit 'Sessions'
	run detour patterns
	assert_line 1 '1. src/net/'
	assert_line 2 '   in 3 of 4 sessions, 3 of them in the last 90 days, on 3 days.'
	assert_line 3 '   Fits: investigation (2 of them tell of a way that led nowhere).'
	refute_output_contains '2. ' # neither and/or nor the branch
	assert_line 4 "   $(day 30)  docs/sessions/$(day 30)-second.md:5"
	run trace_patterns
	assert_success
}

@test "patterns: many changes on one day are told of the file that they are about" {
	local round days
	repo
	for days in 50 30; do
		for round in 1 2 3 4; do
			echo "line $days $round" >>busy.c
			git add busy.c
			commit -t "-${days}d" "Turn $days.$round" other.c "other $days.$round"
		done
		commit -t "-${days}d" "Tune $days" other.c "int tuned = $days;"
		GIT_AUTHOR_DATE=$(moment "-${days}d") GIT_COMMITTER_DATE=$(moment "-${days}d") \
			git revert --no-edit HEAD >/dev/null
	done
	assert_equal "$(detour scan HEAD --json | grep -c 'changing busy.c for the fourth time')" 2
	run detour patterns
	assert_line 1 '1. other.c'
	assert_line 2 '   2 commits, 2 of them in the last 90 days, on 2 days (revert 2×).'
	refute_output_contains 'busy.c'
}

@test "patterns: a plan that turned out wrong more than once" {
	repo
	mkdir -p docs/projects/queue
	printf '# Plan\n\n- [ ] Queue in Redis\n- [ ] One worker a host\n' >docs/projects/queue/plan.md
	git add .
	commit -t -30d 'Plan the queue' src/a.c
	printf '# Plan\n\n- [ ] Queue in Redis\n- [ ] Two workers on each host at the least\n' >docs/projects/queue/plan.md
	git add .
	commit -t -20d 'Start the worker' src/a.c
	mkdir -p docs/projects/queue/sessions
	printf '# Redis\n\n## What Happened\n\nRedis lost jobs, so the plan had to change: Postgres.\n' \
		>"docs/projects/queue/sessions/$(day 5)-redis.md"
	git add . && commit 'Tell of it'
	run detour patterns
	assert_line 1 '1. docs/projects/queue/plan.md'
	assert_line 2 '   changed with the code by 1 commit; 1 session beside it tells where the work left it.'
	assert_output_contains 'Fits: plan update'
}

@test "patterns: every line is traced to its source" {
	journal
	reverts
	run trace_patterns
	assert_success
	assert_output_contains 'traced'
}

@test "patterns: the tracing finds what is untrue" {
	journal
	reverts
	detour patterns >"$BATS_TEST_TMPDIR/true"
	detour() {
		if [ "$*" = patterns ]; then
			sed "$lie" "$BATS_TEST_TMPDIR/true"
		else
			"$BUILD/bin/git-detour" "$@"
		fi
	}
	for lie in 's/in 3 of 4/in 2 of 4/' 's/commits, 3/commits, 2/' 's/:9$/:11/' 's/loses/lost/' \
		's/^   \([0-9-]*\)  [0-9a-f]* revert/   \1  0123456 revert/'; do
		run trace_patterns
		assert_failure
	done
	lie=''
	run trace_patterns
	assert_success
}

@test "patterns --draft: a skeleton that quotes and links" {
	journal
	reverts
	run detour patterns --draft
	assert_line 1 '# Playbook: eviction'
	assert_output_contains "- “Silent eviction is worse than an error: nobody sees it.”"
	assert_output_contains "  [retries, $(day 120)](/docs/sessions/$(day 120)-retries.md#L9)"
	assert_output_contains '## What to do'
	detour patterns --json | grep -n '"title":"src/queue.c"' | cut -d: -f1 >number
	run detour patterns --draft="$(cat number)"
	assert_line 1 '# Investigation: src/queue.c'
	assert_output_contains "- \`$(git rev-parse --short=12 HEAD)\` Revert"
	run detour patterns --draft=99
	assert_failure 2
	assert_output_contains 'cannot draft pattern 99: there are'
	run detour patterns --draft=x
	assert_failure 2
}

@test "patterns --json has stable keys; --since and --author narrow" {
	journal
	reverts
	run detour patterns --json
	assert_output_contains '{"pattern":1,"kind":"topic","fits":"playbook","title":"eviction","explanation":"in 3 of 4 sessions, '
	assert_output_contains "\"sessions\":3,\"commits\":0,\"sources\":[{\"session\":\"docs/sessions/$(day 20)-alerts.md\",\"line\":9,\"date\":\"$(day 20)\",\"quote\":\"Alert on"
	assert_output_contains "{\"commit\":\"$(full)\",\"signal\":\"revert\",\"date\":\"$(day 12)\",\"evidence\":\"reverting"
	run detour patterns --since=50d
	assert_output_contains '2 commits, 2 of them'
	refute_output_contains 'eviction'
	run detour patterns --author=nobody
	assert_output_contains 'Nothing comes back in 0 sessions'
	run detour patterns --since=soon
	assert_failure 2
}

@test "patterns: private sessions are marked, and stay out of drafts" {
	journal
	mkdir -p .git/detour/sessions
	mv docs/sessions/*-retries.md docs/sessions/*-alerts.md .git/detour/sessions/
	git config detour.journal.dir private
	run detour patterns
	assert_output_contains '1. eviction'
	assert_output_contains '-retries.md:9 (private)'
	run detour patterns --draft
	assert_output_contains '- 2 private sessions, left out here'
	refute_output_contains 'Silent'
	refute_output_contains 'retries'
}

@test "patterns: names and words of others reach neither terminal nor Markdown as they are" {
	repo
	mkdir -p docs/sessions
	for days in 9 6 3; do
		printf '# [x](javascript:a) \033[31m<b>\n\n## Lessons Learned\n\n- \033[31mEviction <img src=x> of `jobs` *hurts*\n' \
			>"docs/sessions/$(day $days)-a\`(b.md"
	done
	git add . && commit 'Sessions'
	run detour patterns
	assert_output_contains 'viction'
	assert_no_escapes
	run detour patterns --draft
	assert_no_escapes
	refute_output_contains ' <img'
	refute_output_contains '[x](javascript'
	assert_output_contains '-a%60%28b.md#L5)'
}

@test "patterns: nothing to read, and a bare repository" {
	repo
	run detour patterns
	assert_output "Nothing to compare yet: no session, and nothing off plan in 0 commits since $(day 365)."
	cd ..
	rm -rf repo
	journal
	git clone -q --bare . ../bare.git
	cd ../bare.git
	run detour patterns
	assert_line 1 '1. eviction'
	run detour patterns extra
	assert_failure 2
}
