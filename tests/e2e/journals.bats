#!/usr/bin/env bats
# Journals as teams keep them: where a new session goes, and what it looks like there.

load helper

# Three projects: one with sessions, one with a plan alone, one that is archived.
projects() {
	repo
	local name
	for name in queue queue-retries; do
		mkdir -p "docs/projects/$name/sessions" "src/$name"
		printf '# First — 2026-03-01\n\nIt works.\n' \
			>"docs/projects/$name/sessions/2026-03-01-first.md"
	done
	mkdir -p docs/projects/_archive/cache/sessions docs/projects/billing docs/projects/notes
	printf '# Old — 2026-01-01\n\nIt works.\n' \
		>docs/projects/_archive/cache/sessions/2026-01-01-old.md
	echo '- [ ] Send bills' >docs/projects/billing/plan.md
	echo 'No plan' >docs/projects/notes/ideas.md
	git add .
	git commit -qm 'Three projects'
}

# written_to FOLDER [ARG…]: where `new` puts it
written_to() {
	local folder=$1
	shift
	assert_equal "$(detour new 'A topic' --no-edit "$@")" "$folder/$(date +%F)-a-topic.md"
	rm "$folder/$(date +%F)-a-topic.md"
	rmdir "$folder" 2>/dev/null || true
}

@test "a new session goes to the project that the branch names" {
	projects
	git checkout -qb ana/queue-retries-2
	written_to docs/projects/queue-retries/sessions
	git checkout -qb fix/queue
	written_to docs/projects/queue/sessions
	# Its folder is made where the project has only a plan.
	git checkout -qb feat/billing
	written_to docs/projects/billing/sessions
	# How a name begins is enough where it is the only one.
	git checkout -qb feat/bill
	written_to docs/projects/queue/sessions
	mkdir docs/projects/mail-server
	echo Plan >docs/projects/mail-server/plan.md
	git checkout -qb feat/mail
	written_to docs/projects/mail-server/sessions
	# What is archived or has no plan gets none by its name.
	git checkout -qb fix/cache
	written_to docs/projects/queue/sessions
	git checkout -qb more/notes
	written_to docs/projects/queue/sessions
}

@test "a new session goes to the project that the commits touch, whatever the branch is called" {
	projects
	git checkout -qb fix/queue
	commit 'Plan the bills' docs/projects/billing/plan.md
	written_to docs/projects/billing/sessions -c HEAD
	commit 'Mend the old one' docs/projects/_archive/cache/proposal.md
	written_to docs/projects/_archive/cache/sessions -c HEAD
	git mv docs/projects/queue-retries docs/projects/_archive/
	git commit -qm 'Archive the retries'
	written_to docs/projects/queue/sessions -c HEAD
	git checkout -qb other
	commit 'feat(billing): send them' src/bills.c
	written_to docs/projects/billing/sessions -c HEAD
	commit 'Nothing of a project' src/other.c
	written_to docs/projects/queue/sessions -c HEAD
}

@test "a session links the plan of its project" {
	projects
	git checkout -qb feat/billing
	detour new 'A topic' --no-edit >path
	assert_file_contains "$(cat path)" '- Plan: [docs/projects/billing/plan.md](../plan.md)'
}

@test "the template of all projects lies beside them" {
	projects
	mkdir docs/projects/TEMPLATES
	echo '# Plan of [Topic]' >docs/projects/TEMPLATES/PLAN.template.md
	printf '# {{title}} on {{date}}\n\n## Story\n\n[What did you see, and why?]\n' \
		>docs/projects/TEMPLATES/YYYY-MM-DD-SESSION.template.md
	detour new 'A topic' --no-edit >path
	assert_file_contains "$(cat path)" "# A topic on $(date +%F)"
	assert_file_contains "$(cat path)" '## Story'
	run detour list --json
	assert_output_contains '"title":"A topic on","project":"queue"'
	assert_equal "$(grep -c '"written":false' <<<"$output")" 1
}

@test "where there is no template, a session looks as the others do" {
	repo
	mkdir -p docs/sessions
	local day
	for day in 2026-03-01 2026-03-02 2026-03-03; do
		printf -- '---\r\ndate: %s\r\nauthor: Bo\r\ntopic: x\r\n---\r\n\r\n# Session: Queue %.4s\r\n\r\n**Branch**: `x`\r\n**Author:** Bo\r\n\r\n## 1. Goal\r\n\r\nWords.\r\n\r\n## 2. Journey\r\n\r\nMore words.\r\n' \
			"$day" "$day" >"docs/sessions/${day}_queue_x-session.md"
	done
	git add .
	commit 'Tune: the "queue"'
	detour new 'Fast: queue' --no-edit -c HEAD >path
	assert_equal "$(cat path)" "docs/sessions/$(date +%F)_fast_queue-session.md"
	assert_equal "$(sed 's/\r$/~/' "$(cat path)" | head -12)" "---~
date: $(date +%F)~
author: Ada Example~
topic: \"Fast: queue\"~
---~
~
# Session: Fast: queue~
~
**Branch**: \`main\`  ~
**Author:** Ada Example~
~
## 1. Goal~"
	assert_equal "$(grep -c '^## ' "$(cat path)")" 3
	assert_equal "$(grep -c -v $'\r$' "$(cat path)" || true)" 0
	# Nobody wrote in it, and it reads as it was meant.
	run detour list --json
	assert_output_contains '"title":"Fast: queue","project":null,"author":"Ada Example","email":"ada@example.com","branch":"main","written":false'
	detour new 'Fast: queue' -m 'It stalls.' -c HEAD >path
	assert_equal "$(cat path)" "docs/sessions/$(date +%F)_fast_queue_2-session.md"
	assert_file_contains "$(cat path)" 'It stalls.'
	assert_equal "$(detour list --json | grep -c '"written":true')" 4
	# The editor that changes nothing leaves nothing.
	GIT_EDITOR=true detour new 'Not told' --edit
	refute_file "docs/sessions/$(date +%F)_not_told-session.md"
}

@test "a journal sorted into years and months goes on so" {
	repo
	mkdir -p docs/sessions/2026/03
	local day
	for day in 01 02 03; do
		printf '# Queue — 2026-03-%s\n\nWords.\n' $day >docs/sessions/2026/03/2026-03-$day-queue.md
	done
	echo '- [ ] Plan' >plan.md
	assert_equal "$(detour new 'A topic' --no-edit)" "docs/sessions/$(date +%Y/%m)/$(date +%F)-a-topic.md"
	assert_file_contains "docs/sessions/$(date +%Y/%m)/$(date +%F)-a-topic.md" '(../../../../plan.md)'
	assert_equal "$(detour new 'Past' --no-edit --date 2026-03-09)" docs/sessions/2026/03/2026-03-09-past.md
}
