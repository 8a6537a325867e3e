#!/usr/bin/env bats
# How verbs print for people: in git's pager when long, in colour where one may be, and never to
# half.

load helper

journal() { # N sessions
	repo
	commit 'One'
	mkdir -p docs/sessions
	for day in $(seq -w 1 "$1"); do
		printf '# Day %s\n\nTold.\n' "$day" >"docs/sessions/2026-01-$day-day.md"
	done
}

@test "what is longer than the terminal goes through the pager, what is shorter does not" {
	journal 28
	export PAGER='sed "s/^/paged: /"'
	terminal <<'END'
size 24 100
send git detour list
expect paged: 2026-01-28
expect paged: 28 sessions.
prompt 0
send git detour show 2026-01-05
refute paged:
prompt 0
send git -c core.pager="sed s/^/core:/" detour list
expect core:2026-01-28
prompt 0
send GIT_PAGER=cat git detour list
refute paged:
prompt 0
send git -c pager.detour=false detour list
refute paged:
prompt 0
send PAGER=no-such-pager git detour list
expect 2026-01-28
expect 28 sessions.
prompt 0
send PAGER="head -1" git detour list
expect 2026-01-28
prompt 0
send TERM=dumb git detour list
refute paged:
prompt 0
send git detour show nothing
expect detour: cannot find session
prompt 128
END
	# In a pipe and in a file there is none.
	assert_equal "$(detour list | grep -c paged:)" 0
}

@test "a pager that ends early, and a reader that reads no further, are no error" {
	local how
	journal 28
	{
		printf '# Large\n\n'
		for i in $(seq 9000); do echo "Line $i of many."; done
	} >docs/sessions/2026-02-01-large.md
	terminal <<'END'
size 24 100
send PAGER=true git detour show large
refute cannot
prompt 0
send PAGER="exit 3" git detour list
refute cannot
prompt 0
send PAGER="head -3" git detour show large
expect Line 1 of many.
refute Line 2 of many.
refute cannot
prompt 0
END
	# As git: in silence, by the signal, also where the caller ignores that.
	for how in '' 'trap "" PIPE;'; do
		run bash -c "$how git-detour show large | head -1; echo \${PIPESTATUS[0]}"
		assert_output '# Large
141'
		run bash -c "$how git detour list --json | head -1 | cut -c-9"
		assert_output '{"session'
	done
}

@test "what goes through the pager is as plain as what does not" {
	repo
	commit 'One'
	mkdir -p docs/sessions
	for i in $(seq 40); do printf 'Line %s \033[31mred\n' "$i"; done >docs/sessions/2026-01-01-red.md
	export PAGER=cat-v
	mkdir -p ../bin
	printf '#!/bin/sh\ncat -v | sed "s/^/paged: /"\n' >../bin/cat-v
	chmod +x ../bin/cat-v
	PATH=$PWD/../bin:$PATH terminal <<'END'
size 24 100
send git detour show red
expect paged: Line 40
refute ^[
prompt 0
END
}

@test "colour by color.ui and NO_COLOR, and on a terminal only" {
	repo
	commit -t -2d 'Add the retry queue' queue.c
	git revert --no-edit HEAD >/dev/null 2>&1
	id=$(short)
	yellow=$'\033[33m'"$id"$'\033[m'
	run detour scan HEAD
	assert_no_escapes
	for verb in 'scan HEAD' 'why HEAD' preview ''; do
		# shellcheck disable=SC2086 # a verb and its argument
		run git -c color.ui=always detour $verb
		assert_output_contains "$yellow"
		on_terminal="script -qec 'git detour $verb' /dev/null"
		run bash -c "$on_terminal"
		assert_output_contains "$yellow"
		NO_COLOR=1 run bash -c "$on_terminal"
		assert_no_color
		GIT_CONFIG_COUNT=1 GIT_CONFIG_KEY_0=color.ui GIT_CONFIG_VALUE_0=false run bash -c "$on_terminal"
		assert_no_color
		TERM=dumb run bash -c "$on_terminal"
		assert_no_color
	done
	# git -p starts the pager itself, before we are started.
	run script -qec 'GIT_PAGER="sed s/^/paged:/" git -p detour scan HEAD' /dev/null
	assert_output_contains "paged:  $yellow"
	run script -qec 'GIT_PAGER="sed s/^/paged:/" git -c color.ui=false -p detour scan HEAD' /dev/null
	assert_output_contains "paged:  $id"
	run git -c color.ui=always detour scan --json HEAD
	assert_no_escapes
	for format in json github gitlab; do
		run git -c color.ui=always detour check --format=$format HEAD~1
		assert_no_escapes
	done
	run git -c color.ui=always detour doctor
	assert_output_contains $'\033[31mwrong\033[m  hooks'
}

assert_no_color() {
	assert_output_contains "$id"
	[[ $output != *$'\033[3'* ]] || failed "$(cat -v <<<"$output")"
}

@test "columns stand below each other, whatever is in them" {
	repo
	commit -t -4d 'Add the retry queue' queue.c
	commit -t -3d 'oops, forgot a file in 再試行 🎉' queue.c
	git revert --no-edit HEAD >/dev/null 2>&1
	mkdir 日記
	git config detour.journal.dir 日記
	git config detour.prompt.mode scaffold
	run detour config
	assert_line 1 'prompt.mode        scaffold  '"$PWD/.git/config"
	assert_line 5 'journal.dir        日記      '"$PWD/.git/config"
	assert_line 6 'journal.template   auto      built in'
	run detour scan HEAD
	assert_output_contains "$(short) revert   reverts your"
	assert_output_contains "$(short HEAD~1) followup "
}

@test "a sentence that is wider than the terminal goes on below itself" {
	repo
	commit -t -4d 'Add the retry queue so that jobs survive a restart' queue.c
	commit -t -3d '試行キューを追加するメモリが足りないときに' cache.c
	git revert --no-edit HEAD~1 >/dev/null 2>&1
	git revert --no-edit HEAD~1 >/dev/null 2>&1
	export NO_COLOR=1
	local id target wide
	id=$(short HEAD~1) target=$(short HEAD~3) wide=$(short HEAD~2)
	terminal <<END
size 40 48
send git detour scan HEAD
expect   $(short) revert   reverts your $wide "試行
expect                    キューを追加するメモリが足り
expect                    ないときに" (3 days old, 1
expect                    file)
expect   $id revert   reverts your $target "Add the
expect                    retry queue so that jobs
expect                    survive a restart" (4 days
expect                    old, 1 file)
prompt 0
size 40 30
send git detour scan HEAD
expect $id revert
expect     reverts your $target
prompt 0
size 40 200
send git detour scan HEAD
expect   $id revert   reverts your $target "Add the retry queue so that jobs survive a restart" (4 days old, 1 file)
prompt 0
size 40 60
send git detour | cat
expect   $id reverts your $target "Add the retry queue so that jobs survive a restart" (
prompt 0
END
}

@test "preview too goes through the pager, and is as wide as the terminal all the same" {
	repo
	commit -t -84d 'Add the retry queue' queue.c
	commit -t -1d 'Add the cache' cache.c
	export PAGER='sed "s/^/paged: /"'
	terminal <<'END'
size 5 24
send LC_ALL=C git detour preview
expect-re paged: +[.]{12,}\r?\n
prompt 0
size 5 80
send LC_ALL=C git detour preview
expect-re paged: +([.] ){12,}
prompt 0
END
}

@test "a report that could not be written is no success" {
	[ -e /dev/full ] || skip 'needs /dev/full'
	journal 12
	for verb in list 'list --json' 'show last' 'config' 'check --format=gitlab'; do
		run bash -c "git detour $verb >/dev/full"
		assert_failure 128
		assert_output 'detour: cannot write to standard output: No space left on device'
	done
}
