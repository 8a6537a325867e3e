#!/usr/bin/env bats
# why, doctor, and git detour alone: how one finds out what is going on here.

load helper

story() {
	repo
	commit -t -2d 'Add the retry queue' queue.c
	target=$(short)
	install_hooks
	git revert --no-edit "$target" >/dev/null 2>&1
	id=$(short)
}

@test "why names the signal, its level and whether it is told" {
	story
	run detour why HEAD
	assert_success
	assert_output_contains "revert: reverts your $target \"Add the retry queue\" (2 days old, 1 file)"
	assert_output_contains 'level ask: a question at the commit (built in)'
	assert_output_contains '  not written down'
	assert_output_contains '  came up without a terminal on '
	assert_output_contains "git detour dismiss --wrong $id"
	detour new -c HEAD -m 'It stalled.' >/dev/null
	run detour why "$id"
	assert_output_contains '  written down in docs/sessions/'
	refute_output_contains 'Nothing to tell'
	run detour why --json HEAD
	assert_output_contains '"signal":"revert"'
	assert_output_contains '"told":"session"'
}

# The pauses of a branch beside it show how long three and a half hours are.
@test "why sees what a scan of the branch sees" {
	local base i id
	repo
	base=$(date -d '2 days ago 09:00' +%s)
	at() { GIT_AUTHOR_DATE="$((base + $1 * 60)) +0000" GIT_COMMITTER_DATE="$((base + $1 * 60)) +0000" "${@:2}"; }
	at 0 git commit -q --allow-empty -m 'Start'
	git checkout -qb beside
	for ((i = 1; i <= 30; i++)); do
		at "$i" git commit -q --allow-empty -m "Beside $i"
	done
	git checkout -q main
	at 31 git commit -q --allow-empty -m 'Queue'
	at 241 git commit -q --allow-empty -m 'Retry'
	id=$(short)
	run detour why HEAD
	assert_output_contains 'Nothing off plan is seen in it.'
	at 242 git merge -q --no-ff --no-edit beside
	run detour scan HEAD
	assert_output_contains "$id gap"
	run detour why "$id"
	assert_output_contains 'gap: came 3 hours after'
}

@test "why says how each dismissal came about" {
	story
	detour dismiss HEAD >/dev/null
	run detour why HEAD
	assert_output_contains '  dismissed, in this repository'
	detour dismiss --undo HEAD >/dev/null
	detour dismiss --shared HEAD >/dev/null
	run detour why HEAD
	assert_output_contains "dismissed for everybody, in the journal's .dismissed"
	detour dismiss --undo HEAD >/dev/null
	detour dismiss --wrong HEAD >/dev/null
	run detour why HEAD
	assert_output_contains '  a false alarm, as you said'
	detour dismiss --undo HEAD >/dev/null
	git commit -q --amend -m 'Revert "Add the retry queue"' -m 'Detour: none' 2>/dev/null
	run detour why HEAD
	assert_output_contains '  a trailer says Detour: none'
}

@test "why tells the reason for silence" {
	story
	run detour why "$target"
	assert_success
	assert_output_contains 'Nothing off plan is seen in it.'
	git -c detour.prompt.mode=off commit -q --allow-empty --author='Bo <bo@example.com>' \
		--date=2026-01-02T03:04:05Z \
		-m 'Revert "Add the retry queue"'
	run detour why HEAD
	assert_output_contains 'not asked about: it is not yours'
	run git -c detour.signals.revert=off detour why HEAD
	assert_output_contains 'Not looked for: revert (signals.revert is off)'
	run git -c detour.signals.revert=list detour why HEAD
	assert_output_contains 'level list: only scan shows it (command line)'
	detour install-hooks --uninstall >/dev/null
	rm -r .git/detour
	run detour why "$id"
	assert_output_contains 'not asked about: the hooks are not installed here'
}

@test "why wants one commit that is here" {
	repo
	commit 'One'
	run detour why
	assert_failure 2
	run detour why HEAD HEAD
	assert_failure 2
	run detour why nowhere
	assert_failure 128
	run detour dismiss --wrong nowhere
	assert_failure 128
	run detour dismiss --wrong HEAD
	assert_failure 1
	assert_output_contains 'these commits have no signal'
}

@test "doctor finds nothing wrong after install-hooks" {
	story
	run detour doctor
	assert_success
	assert_output_contains 'ok     hooks     all three in '
	assert_equal "$(grep -c '^ok ' <<<"$output")" 4
	! grep -q '^wrong' <<<"$output" || failed "$output"
}

@test "doctor in a new repository finds nothing wrong but the hooks, also without a commit" {
	repo
	run detour doctor
	assert_failure 1
	assert_equal "$(grep '^wrong' <<<"$output" | grep -cv '^wrong  hooks ')" 0
	assert_output_contains 'ok     memory    nothing asked or answered here so far'
	detour install-hooks >/dev/null
	run detour doctor
	assert_success
}

@test "doctor names each fault with what mends it" {
	repo
	commit 'One'
	run detour doctor
	assert_failure 1
	assert_output_contains 'wrong  hooks     post-rewrite is not installed'
	assert_output_contains 'to mend:  git detour install-hooks'
	printf '[prompt]\nmode = loud\n[rule "bad"]\nmatch = (\n' >.detour.ini
	echo /docs/ >.gitignore
	GIT_DETOUR=off run detour doctor
	assert_output_contains 'wrong  settings  .detour.ini:2'
	assert_output_contains 'rule "bad"'
	assert_output_contains 'docs/sessions is ignored by git'
	assert_output_contains 'GIT_DETOUR=off keeps every hook silent'
}

@test "doctor tells where sessions link to, and no password" {
	repo
	commit 'One'
	install_hooks
	run detour doctor
	assert_success
	refute_output_contains 'links'
	git remote add origin https://ana:secret@code.example.org/team/shop.git
	run detour doctor
	assert_success
	assert_output_contains 'links     none: what runs where this is pushed to is not known'
	refute_output_contains 'secret'
	git config detour.forge.kind gitlab
	run detour doctor
	assert_success
	assert_output_contains 'links     https://code.example.org/team/shop'
	printf '[forge]\nurl = https://example.org/shop\n' >.detour.ini
	git config detour.forge.kind auto
	run detour doctor
	assert_failure 1
	assert_output_contains 'forge.url = https://example.org/shop'
	assert_output_contains 'to mend:  git config detour.forge.kind'
	git config detour.forge.kind off
	run detour doctor
	assert_success
}

@test "doctor counts what was asked and what became of it" {
	story
	detour dismiss HEAD >/dev/null
	git revert --no-edit HEAD >/dev/null 2>&1
	detour new -c HEAD -m 'It was the wrong one.' >/dev/null
	detour dismiss --wrong HEAD~1 >/dev/null
	run detour doctor
	assert_output_contains 'revert    ask          0         2     1          1      1   git config detour.signals.revert remind'
	# Said again is not said twice, and what was taken back was not said.
	detour link last HEAD >/dev/null
	detour dismiss HEAD~1 >/dev/null
	detour dismiss --wrong HEAD~1 >/dev/null
	run detour doctor
	assert_output_contains 'revert    ask          0         2     1          1      1 '
	detour dismiss --undo HEAD~1 >/dev/null
	run detour doctor
	assert_output_contains 'revert    ask          0         2     1          0      0 '
}

@test "git detour alone tells the state and one thing to do next" {
	repo
	run detour
	assert_success
	assert_output_contains 'Hooks: not installed here'
	assert_output_contains 'Next: git detour install-hooks'
	cd ..
	rm -rf "$OLDPWD"
	story
	run detour
	assert_success
	assert_output_contains 'Not pushed: 2 commits, 1 detour not written down'
	assert_output_contains "  $id reverts your $target"
	assert_output_contains "Next: git detour new -c $id -m \"what happened\""
	assert_output_contains "nothing to tell: git detour dismiss $id"
	detour new -c HEAD -m 'It stalled.' >/dev/null
	run detour
	assert_output_contains 'Sessions: 1, the last of '
	assert_output_contains 'Nothing to do.'
	echo '[prompt' >.detour.ini
	run detour
	assert_output_contains 'Next: git detour doctor'
}

@test "git detour outside of a repository shows the verbs" {
	cd "$BATS_TEST_TMPDIR"
	mkdir -p elsewhere
	cd elsewhere
	GIT_CEILING_DIRECTORIES=$BATS_TEST_TMPDIR run detour
	assert_success
	assert_output_contains 'usage: git detour <verb>'
}
