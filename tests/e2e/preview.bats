#!/usr/bin/env bats
# git detour preview: what the hooks would have asked in the past

load helper

setup() {
	fresh_home
	NOW=1790000000 # Mon 2026-09-21 13:33 UTC
	export GIT_DETOUR_NOW=$NOW
}

# commit -t by days before NOW
on() {
	local days=$1
	shift
	commit -t "@$((NOW - days * 86400)) +0000" "$@"
}

take_back() { # DAYS REVISION
	GIT_AUTHOR_DATE="@$((NOW - $1 * 86400)) +0000" GIT_COMMITTER_DATE="@$((NOW - $1 * 86400)) +0000" \
		git revert --no-edit "$2" >/dev/null
}

two_reverts() {
	repo
	on 80 'Add the retry queue' queue.c
	on 61 'Tune the worker' worker.c
	take_back 60 HEAD~1
	on 12 'Add the cache' cache.c
	take_back 11 HEAD
}

@test "the sum, the weeks, the questions, and what to do next" {
	two_reverts
	run detour preview
	assert_success
	assert_line 1 'Over the last 90 days: 2 questions on 5 commits, about one in six weeks; none more at pushes.'
	assert_line 3 '  2026   Jul     Aug       Sep'
	assert_line 4 '       · · · 1 · · · · · · 1 · ·'
	assert_line 6 "2026-09-10  $(short)  reverting your $(short HEAD~1) \"Add the cache\" (1 day old, 1 file)"
	assert_line 7 "2026-07-23  $(short HEAD~2)  reverting your $(short HEAD~4) \"Add the retry queue\" (20 days old, 1 file)"
	assert_output_contains 'git config detour.signals.revert list'
	assert_line 10 'To be told, not asked:   git config detour.prompt.mode remind'
	assert_line 11 'To be asked from now on: git detour install-hooks'
	assert_no_escapes
}

@test "ASCII alone where nothing else can be shown, and as narrow as the terminal" {
	two_reverts
	LC_ALL=C run detour preview
	assert_line 4 '       . . . 1 . . . . . . 1 . .'
	COLUMNS=20 run detour preview
	assert_line 4 '       ···1······1··'
}

@test "years are rows, each with its year" {
	two_reverts
	on 2500 'An older branch' older.c
	run detour preview --since='8 years ago'
	assert_success
	assert_output_contains 'Over the last 8 years: 2 questions on 6 commits'
	assert_output_contains '  2019 '
	[ "$(grep -c '·' <<<"$output")" -gt 3 ]
	while IFS= read -r line; do
		case $line in *·*) [ "${#line}" -le 80 ] ;; esac
	done <<<"$output"
}

@test "--since shortens it, what came before still shapes it" {
	two_reverts
	run detour preview --since=30d
	assert_success
	assert_output_contains 'Over the last 30 days: 1 question on 2 commits; none more'
	refute_output_contains 'retry queue'
	run detour preview --since=sometime
	assert_failure 2
	assert_output_contains "cannot read --since 'sometime'"
	run detour preview somewhere
	assert_failure 2
}

@test "a lone fixup waits for the push" {
	repo
	on 3 'Add the retry queue' queue.c
	on 3 'fixup! Add the retry queue' queue.c
	run detour preview
	assert_line 1 'Over the last 90 days: no questions on 2 commits; 1 more at pushes.'
	refute_output_contains 'detour.signals'
}

@test "somebody without commits here sees everybody's" {
	two_reverts
	git config user.email new@example.com
	run detour preview
	assert_line 1 "You have no commit in the last 90 days; these are everybody's."
	assert_output_contains '2 questions on 5 commits'
	run detour preview --author=ada@
	assert_line 1 'Over the last 90 days: 2 questions on 5 commits, about one in six weeks; none more at pushes.'
	run detour preview --author=nobody
	assert_output "No commit of 'nobody' in the last 90 days."
}

@test "--json: one object a line, the sum last" {
	two_reverts
	run detour preview --json
	assert_success
	assert_equal "${#lines[@]}" 3
	assert_output_contains "{\"commit\":\"$(full)\",\"time\":$((NOW - 11 * 86400)),\"author\":\"ada@example.com\",\"signal\":\"revert\",\"rule\":\"T1b\",\"evidence\":\"reverting your"
	assert_line 3 "{\"since\":$((NOW - 90 * 86400)),\"everybody\":false,\"commits\":5,\"authors\":1,\"author_weeks\":3,\"questions\":2,\"at_pushes\":0}"
}

@test "no commit yet, a bare repository, another branch, outside of any" {
	repo
	run detour preview
	assert_success
	assert_output 'No commit here yet.'
	run detour preview --json
	assert_output_contains '"commits":0'
	cd ..
	rm -rf repo
	two_reverts
	git checkout -q --orphan other
	run detour preview
	assert_line 1 'Over the last 90 days: 2 questions on 5 commits, about one in six weeks; none more at pushes.'
	cd ..
	git clone -q --bare repo bare
	cd bare
	run detour preview
	assert_output_contains '2 questions on 5 commits'
	mkdir ../empty
	cd ../empty
	run detour preview
	assert_failure 128
	assert_equal "${#lines[@]}" 1
}

@test "hostile subjects and names stay text" {
	repo
	on 5 $'Add \e[31mred\e[0m \u202e"x"' queue.c
	git config user.name $'Eve\e[2J'
	git config user.email eve@example.com
	take_back 4 HEAD
	git config user.email new@example.com
	run detour preview
	assert_success
	assert_output_contains 'of 2 authors'
	assert_output_contains '[Eve'
	assert_no_escapes
}

@test "what it foretells is what the hook asks" {
	unset GIT_DETOUR_NOW
	repo
	install_hooks
	commit 'Add the retry queue' queue.c
	commit 'Tune the worker' worker.c
	git revert --no-edit HEAD~1 >/dev/null 2>told
	assert_file_contains told "reverts $(short HEAD~2)"
	commit 'fixup! Tune the worker' worker.c 2>told
	run cat told
	assert_no_output
	run detour preview
	assert_line 1 'Over the last 90 days: 1 question on 4 commits; 1 more at pushes.'
}

@test "install-hooks ends with the sum" {
	two_reverts
	run detour install-hooks
	assert_success
	assert_output_contains 'Had it been here over the last 90 days: 2 questions on 5 commits. See git detour preview'
	cd ..
	repo fresh
	run detour install-hooks
	assert_success
	refute_output_contains 'preview'
}

@test "who has the hooks is not told to put them in" {
	repo
	commit 'Begin' file
	run detour preview
	assert_output_contains 'git detour install-hooks'
	install_hooks
	run detour preview
	assert_success
	refute_output_contains 'install-hooks'
}

@test "a mistake in the settings is told, as everywhere" {
	repo
	commit 'Begin' file
	git config detour.gap.away soon
	run detour preview
	assert_success
	assert_output_contains 'detour.gap.away'
}
