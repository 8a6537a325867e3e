#!/usr/bin/env bats
# list, show and init: the journal as people look at it and begin one.

load helper

journal() {
	repo
	mkdir -p docs/sessions src
	printf '# Session: 2026-03-01 - Queue stalls\n\nsrc/queue.c lost jobs under load.\n' \
		>docs/sessions/2026-03-01-queue-stalls.md
	printf '# Cache \033[31m\n\nIt was too small.\n' >docs/sessions/2026-05-02-cache.md
	git add .
	git commit -q --author='Bo Other <bo@example.com>' -m 'Two sessions'
	printf 'int worker;\n' >src/worker.c
	git add .
	commit -t -2d 'Tune the worker' src/worker.c
	detour new 'Worker' -c HEAD -m 'Slower than before.' --date 2026-06-03 >/dev/null
	detour new 'Empty' --no-edit --date 2026-06-04 >/dev/null
}

@test "list: newest first, by title, and what nobody wrote in" {
	journal
	run detour list
	assert_success
	assert_line 1 '2026-06-04  Empty                                         docs/sessions/2026-06-04-empty.md  (nobody wrote in it yet)'
	assert_output_contains '2026-06-03  Worker  '
	assert_output_contains '2026-03-01  Queue stalls  '
	assert_line 5 '4 sessions; nobody wrote in 1 of them yet.'
	assert_no_escapes
}

@test "list: sessions about paths, by name and by what their commits touched" {
	journal
	assert_equal "$(detour list src/queue.c | cut -c1-24 | head -1)" '2026-03-01  Queue stalls'
	assert_equal "$(detour list src/worker.c | cut -c1-18 | head -1)" '2026-06-03  Worker'
	assert_equal "$(detour list src | wc -l)" 3
	cd src
	assert_equal "$(detour list worker.c | cut -c1-18 | head -1)" '2026-06-03  Worker'
	assert_equal "$(detour list ../docs | wc -l)" 5
	run detour list ../../elsewhere
	assert_failure 2
	assert_output_contains 'outside of the work tree'
	run detour list nothing.c
	assert_output 'No session is like that.'
}

@test "list: since a day, and by who committed them" {
	journal
	assert_equal "$(detour list --since=2026-05-02 | wc -l)" 4
	assert_equal "$(detour list --author=bo@example | wc -l)" 3
	# What is not committed yet is one's own.
	assert_equal "$(detour list --author=Ada | wc -l)" 3
	assert_equal "$(detour list --author=Eve)" 'No session is like that.'
	git mv docs/sessions sessions
	git commit -qm 'Move the journal'
	assert_equal "$(detour list --author=Bo | wc -l)" 3
	run detour list --since=soon
	assert_failure 2
	assert_output_contains "cannot read --since 'soon'"
}

@test "list --json has stable keys" {
	journal
	run detour list --json src/worker.c
	assert_output "{\"session\":\"docs/sessions/2026-06-03-worker.md\",\"date\":\"2026-06-03\",\"topic\":\"worker\",\"title\":\"Worker\",\"project\":null,\"author\":\"Ada Example\",\"email\":\"ada@example.com\",\"branch\":\"main\",\"written\":true,\"private\":false,\"commits\":[\"$(git rev-parse --short=12 HEAD)\"]}"
	run detour list --json docs/sessions/2026-03-01-queue-stalls.md
	assert_output_contains '"author":"Bo Other","email":"bo@example.com"'
}

author_of() {
	detour list --json | sed -n "s|.*\"session\":\"[^\"]*$1\".*\"author\":\"\([^\"]*\)\".*|\1|p"
}

@test "list: who wrote it is known through moves there and back, and through branches" {
	journal
	git checkout -qb side
	git mv docs/sessions sessions
	git commit -qm 'There'
	git mv sessions docs/sessions
	git commit -qm 'And back'
	git checkout -q main
	git mv docs/sessions docs/old
	git commit -qm 'Elsewhere'
	git mv docs/old sessions
	git commit -qm 'And there'
	git merge -q -s ours --no-edit side
	assert_equal "$(author_of cache.md)" 'Bo Other'
	# Renamed with its content, and by a third person.
	git mv sessions/2026-05-02-cache.md sessions/2026-05-02-cache-session.md
	git commit -q --author='Cy Third <cy@example.com>' -m 'Rename'
	assert_equal "$(author_of cache-session.md)" 'Bo Other'
	# Two of the same name that move at once keep their own authors.
	for who in Dee Eli; do
		mkdir -p "docs/projects/$who/sessions"
		echo "# Implementation of $who" >"docs/projects/$who/sessions/2026-07-01-implementation.md"
		git add docs
		git commit -q --author="$who <$who@example.com>" -m "$who"
	done
	mkdir docs/projects/_archive
	git mv docs/projects/Dee docs/projects/Eli docs/projects/_archive/
	echo more | tee -a docs/projects/_archive/*/sessions/*.md >/dev/null
	git commit -qam 'Archive both'
	assert_equal "$(author_of Dee/sessions/2026-07-01-implementation.md)" Dee
	assert_equal "$(author_of Eli/sessions/2026-07-01-implementation.md)" Eli
}

@test "list: a session that came with a merge has its author" {
	journal
	git checkout -qb side HEAD~1
	commit 'On the side' side.txt
	git checkout -q main
	git merge -q --no-commit --no-ff side
	echo '# Merged by hand' >docs/sessions/2026-08-01-merged.md
	git add .
	git commit -q --author='Mo Merger <mo@example.com>' -m 'Merge'
	assert_equal "$(author_of merged.md)" 'Mo Merger'
}

@test "list: a title that says nothing stands behind its project" {
	repo
	for name in queue cache; do
		mkdir -p "docs/projects/$name/sessions"
		printf '# Initial Implementation — 2026-03-01\n\nIt works.\n' \
			>"docs/projects/$name/sessions/2026-03-01-implementation.md"
	done
	printf '# Session Log\n\nIt works.\n' >docs/projects/queue/sessions/2026-02-01-redis-stalls.md
	printf -- '---\ntitle: "Two queues"\nbranch: ana/two\n---\n# Session 2026-01-01\n\nIt works.\n' \
		>docs/projects/queue/sessions/2026-01-01.md
	run detour list
	assert_output_contains '2026-03-01  queue: Initial Implementation  '
	assert_output_contains '2026-03-01  cache: Initial Implementation  '
	assert_output_contains '2026-02-01  redis stalls  '
	assert_output_contains '2026-01-01  Two queues  '
	run detour show implementation
	assert_output_contains "is: docs/projects/queue/sessions/2026-03-01-implementation.md, docs/projects/cache/"
	assert_equal "$(detour show queue/sessions/2026-03-01-implementation.md | tail -1)" 'It works.'
	run detour list --json
	assert_output_contains '"title":"Initial Implementation","project":"queue"'
	assert_output_contains '"title":"Two queues","project":"queue","author":"Ada Example","email":"ada@example.com","branch":"ana/two"'
}

@test "list fits a narrow terminal" {
	need script
	journal
	for columns in 60 80 100; do
		script -qec "stty cols $columns rows 50; '$BUILD/bin/git-detour' list" /dev/null >../shown
		[ "$(tr -d '\r' <../shown | wc -L)" -le "$columns" ] || failed "$(cat ../shown)"
	done
	assert_file_contains ../shown 'docs/sessions/2026-03-01-queue-stalls.md'
	# Elsewhere every path is whole.
	COLUMNS=60 detour list >../shown
	assert_file_contains ../shown 'docs/sessions/2026-03-01-queue-stalls.md'
}

@test "list: folders for years, days anywhere in the name or only in the text" {
	repo
	mkdir -p docs/sessions/2026/03 docs/sessions/archive
	printf '\357\273\277# Ä title — 2026-03-04\r\n\r\nText.\r\n' >docs/sessions/2026/03/2026-03-04_a.md
	printf 'Session 7\n=========\n\n**Date:** 2026-01-02\n\nText.\n' >docs/sessions/session-07.md
	printf '# Old\n\nText.\n' >docs/sessions/archive/SESSION-2025-01-02-old.md
	printf '# Read me\n' >docs/sessions/README.md
	run detour list
	assert_line 1 '2026-03-04  Ä title                                       docs/sessions/2026/03/2026-03-04_a.md'
	assert_output_contains '2026-01-02  Session 7  '
	assert_output_contains '2025-01-02  Old  '
	assert_equal "$(detour show archive/SESSION-2025-01-02-old.md 2>&1 | head -1)" '# Old'
	git add .
	git commit -qm 'A journal'
	git clone -q --bare . ../bare.git
	cd ../bare.git
	assert_equal "$(detour list | wc -l)" 3
}

@test "list and show in a bare repository read HEAD's tree" {
	journal
	git clone -q --bare . ../bare.git
	cd ../bare.git
	assert_equal "$(detour list | wc -l)" 3
	assert_equal "$(detour show queue-stalls | tail -1)" 'src/queue.c lost jobs under load.'
	run detour show nothing
	assert_failure 128
}

@test "list where there is none says how to begin" {
	repo
	run detour list
	assert_success
	assert_output 'No sessions yet. To write one: git detour note "what happened"'
	assert_equal "$(detour list --json)" ''
}

@test "show: by path, name, part of it, or the last; its very bytes" {
	journal
	for name in docs/sessions/2026-05-02-cache.md 2026-05-02-cache cache ache; do
		detour show "$name" >../shown
		cmp docs/sessions/2026-05-02-cache.md ../shown
	done
	assert_equal "$(detour show last | head -1)" '# Empty — 2026-06-04'
	run detour show 2026
	assert_failure 128
	assert_output_contains 'cannot tell which session'
	run detour show
	assert_failure 2
}

@test "show on a terminal passes no control bytes on" {
	need script
	journal
	run script -qec "'$BUILD/bin/git-detour' show cache" /dev/null
	assert_output_contains '# Cache'
	[[ $output != *$'\033'* ]] || failed "$(cat -v <<<"$output")"
}

@test "init writes settings, README and template, and they say what counts" {
	repo
	run detour init
	assert_success
	assert_output_contains 'Wrote .detour.ini'
	assert_output_contains 'Wrote docs/sessions/README.md'
	assert_output_contains 'Wrote docs/sessions/YYYY-MM-DD-TEMPLATE-session.md'
	length=$(wc -l <docs/sessions/README.md)
	[ "$length" -ge 40 ] && [ "$length" -le 60 ] || failed "$length lines"
	# Nothing is chosen yet, and everything can be: each key with its built-in value.
	run detour config
	assert_equal "$(grep -c 'built in$' <<<"$output")" "$(grep -c '^[a-z]*\.[a-z]* ' <<<"$output")"
	sed -i 's/^;\([a-z]* = \|match\|\[\)/\1/' .detour.ini
	run detour config
	refute_output_contains 'built in'
	refute_output_contains 'detour: '
	detour new 'First' --no-edit >/dev/null
	assert_equal "$(detour list --json | sed 's/.*"written":\([a-z]*\).*/\1/')" false
}

@test "init keeps what is there, whatever it is called" {
	repo
	mkdir -p sessions
	echo mine | tee .detour.ini sessions/2026-01-01-first.md sessions/readme.txt sessions/my.template.md >/dev/null
	run detour init
	assert_success
	assert_output_contains 'Kept  .detour.ini'
	assert_output_contains 'Kept  sessions/readme.txt'
	assert_output_contains 'Kept  sessions/my.template.md'
	assert_equal "$(cat .detour.ini sessions/readme.txt)" "$(printf 'mine\nmine')"
	assert_equal "$(git status --short | grep -c docs)" 0
	before=$(find . -path ./.git -prune -o -type f -print | sort)
	detour init >/dev/null
	assert_equal "$(find . -path ./.git -prune -o -type f -print | sort)" "$before"
}

@test "init follows no link out of the work tree, and sets up nothing in a bare repository" {
	repo
	mkdir ../outside
	ln -s ../outside docs
	run detour init
	assert_failure
	assert_equal "$(ls ../outside)" ''
	git init -q --bare ../bare.git
	cd ../bare.git
	run detour init
	assert_failure 128
	assert_output_contains 'bare repository'
}

@test "init is for the team also where one's own journal is private" {
	repo
	git config detour.journal.dir private
	detour init >/dev/null
	assert_file docs/sessions/README.md
	refute_file_contains .detour.ini private
}

paste_git_add() { # as the last output tells it
	local path
	path=$(sed -n 's/^git add \(.*\) with your next commit.*/\1/p' <<<"$output")
	git add "$path"
}

@test "what is printed can be pasted where one stands" {
	repo
	commit 'One' src/deep/one.c
	cd src/deep
	run detour note 'A thought'
	assert_output "../../docs/sessions/$(date +%F)-a-thought.md"
	assert_file "$output"
	run detour new 'Second' -c HEAD -m 'Told.'
	assert_file "$output"
	session=$output
	run detour link second HEAD
	assert_line 1 "$session names $(short) already"
	run detour link "$session" HEAD
	assert_success
	run detour link thought HEAD
	paste_git_add
	run detour dismiss --shared HEAD
	paste_git_add
	run detour init
	while read -r path; do
		assert_file "$path"
	done < <(sed -n 's/^Wrote //p' <<<"$output")
	assert_equal "$(git -C ../.. diff --cached --name-only | grep -c docs/sessions/)" 2
	while read -r path; do
		assert_file "$path"
	done < <(detour list | awk '/\.md/ { print $NF }')
	# Programs get the name that everybody has for it, wherever they stand.
	assert_equal "$(detour list --json | grep -c '"session":"docs/sessions/')" 2
	cd ../../docs/sessions
	run detour new 'Third' -m 'Told.'
	assert_output "$(date +%F)-third.md"
}

@test "files are as open as their folder, never more" {
	umask 022
	repo
	commit 'One'
	detour init >/dev/null
	detour dismiss --shared HEAD >/dev/null
	detour note 'A thought' >/dev/null
	assert_equal "$(find .detour.ini docs -type f ! -perm 644)" ''
	chmod 770 .
	rm .detour.ini
	detour init >/dev/null
	assert_equal "$(stat -c %a .detour.ini)" 660
}

@test "where there is no session, show and link say so; a slip of the fingers is understood" {
	repo
	commit 'One'
	run detour show last
	assert_failure 128
	assert_output 'detour: cannot find the last session: there is none yet'
	run detour link last HEAD
	assert_failure 128
	assert_output 'detour: cannot find the last session: there is none yet'
	git clone -q --bare . ../bare.git
	cd ../bare.git
	run detour show last
	assert_failure 128
	run detour link last HEAD
	assert_failure 128
	assert_output 'detour: cannot open the journal: this repository has no work tree'
	run detour lnik
	assert_failure 2
	assert_line 4 '	link'
	run detour dosctor
	assert_line 4 '	doctor'
}

@test "mistakes in the settings are told by every verb that they matter to" {
	repo
	commit 'One'
	printf '[prompt]\nmode = loud\ntimeout = never\n' >.detour.ini
	for verb in 'note x' 'new X --no-edit' 'link last HEAD' 'dismiss HEAD' 'list' 'show last' 'scan' \
		'why HEAD' 'check' 'config prompt.mode' 'init'; do
		# shellcheck disable=SC2086 # a verb and its arguments
		run detour $verb
		assert_success
		assert_output_contains 'detour: .detour.ini:2: prompt.mode = loud: allowed are ask, remind, scaffold, off (and 1 more mistake: git detour config)'
	done
	run detour config
	assert_output_contains 'detour: .detour.ini:3: prompt.timeout = never'
}
