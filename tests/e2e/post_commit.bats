#!/usr/bin/env bats
# What happens at a commit: silence, a question, a reminder, a scaffold.

load helper

# A commit two days ago and one an hour ago, hooks installed; the next commit is about a revert.
story() {
	repo
	commit -t -2d 'Add the retry queue' queue.c
	target=$(short)
	commit -t -1h 'Tune the worker' worker.c
	install_hooks
}

sessions() {
	find . -name '20*.md' -not -path './.git/*' | sort
}

@test "a commit that goes as planned prints nothing and leaves nothing" {
	story
	echo x >>worker.c
	run git commit -qam 'Log the worker'
	assert_success
	assert_no_output
	assert_equal "$(git status --porcelain)" ''
}

@test "a revert without a terminal: at most three lines, the first complete in itself" {
	story
	run git revert --no-edit "$target"
	assert_success
	id=$(short)
	assert_output_contains "detour: $id reverts $target \"Add the retry queue\". Worth a line? git detour new -c $id -m \"what happened\""
	assert_output_contains "  Nothing to tell: git detour dismiss $id. Otherwise you are reminded at push."
	assert_no_escapes
	assert_equal "$(grep -c detour <<<"$output")" 2
	assert_equal "$(git status --porcelain)" ''
}

@test "the question: one key, one line, and the session links the commit" {
	story
	terminal <<END
send git revert --no-edit $target
expect reverting your $target "Add the retry queue" (2 days old, 1 file)
expect [n]ote in one line  [e]ditor  [l]ater  [d]ismiss  [?]
key n
expect What happened?
send Redis evicts the queue under memory pressure
expect First session here: [t]racked in docs/sessions, or [p]rivate in the git dir?
key t
expect Wrote docs/sessions/
expect git add it with your next commit.
prompt 0
END
	session=$(sessions)
	assert_file_contains "$session" 'Redis evicts the queue under memory pressure'
	assert_file_contains "$session" "$(git rev-parse --short=12 HEAD)"
	case $session in *retry-queue-reverted.md) ;; *) failed "$session" ;; esac
	run detour scan --json HEAD
	assert_output_contains '"covered":true'
}

@test "the question names the commit, since git prints its own line after the hook" {
	story
	terminal <<END
send git revert --no-edit $target
expect detour: committed
expect reverting your
key l
prompt 0
END
	assert_equal "$(sessions)" ''
}

@test "add: the branch's session of these days gets the line and the link" {
	story
	detour note 'the queue stalls under load' >/dev/null
	session=$(sessions)
	terminal <<END
send git revert --no-edit $target
expect [a]dd to $(basename "$session")
key a
expect What happened?
send Postgres it is
expect Added to docs/sessions/
prompt 0
END
	assert_equal "$(sessions)" "$session"
	assert_file_contains "$session" 'the queue stalls under load'
	assert_file_contains "$session" 'Postgres it is'
	assert_file_contains "$session" "$(git rev-parse --short=12 HEAD)"
}

@test "editor: the session is edited with the terminal as its input, untouched hints vanish" {
	story
	cat >"$HOME/editor" <<'END'
#!/bin/sh
[ -t 0 ] && [ -t 1 ] || exit 3
sed -i 's/^## What Happened$/&\n\nIt stalled./' "$1"
END
	chmod +x "$HOME/editor"
	git config --global core.editor "$HOME/editor"
	terminal <<END
send git revert --no-edit $target
expect reverting
key e
expect Wrote docs/sessions/
prompt 0
END
	session=$(sessions)
	assert_file_contains "$session" 'It stalled.'
	refute_file_contains "$session" '<!--'
	refute_file_contains "$session" 'Lessons Learned'
}

@test "editor: where nothing was written no session is kept" {
	story
	git config --global core.editor true
	terminal <<END
send git revert --no-edit $target
expect reverting
key e
expect Nothing written
prompt 0
END
	assert_equal "$(sessions)" ''
	run detour scan --uncovered HEAD
	assert_output_contains 'reverts'
}

@test "dismiss: nothing is asked or reminded again" {
	story
	terminal <<END
send git revert --no-edit $target
expect reverting
key d
prompt 0
send git commit -q --amend --no-edit
refute reverting
prompt 0
END
	run detour scan --uncovered HEAD
	refute_output_contains 'reverts'
}

@test "an amended commit is not asked about again" {
	story
	terminal <<END
send git revert --no-edit $target
expect reverting
key l
prompt 0
send git commit -q --amend -m 'Take the retry queue back'
refute [n]ote
prompt 0
END
}

@test "Enter, an unknown key, Ctrl-C and the time limit all mean later" {
	story
	git config detour.prompt.timeout 1s
	terminal <<END
send git revert --no-edit $target
expect reverting
key enter
prompt 0
send git revert --no-edit HEAD
expect reapplying
key x
prompt 0
send git revert --no-edit HEAD
expect revert
key ctrl-c
prompt 0
send git revert --no-edit HEAD
expect [n]ote
pause 1500
prompt 0
END
	assert_equal "$(sessions)" ''
	assert_equal "$(git rev-list --count HEAD)" 6
}

@test "no questions: GIT_DETOUR=off, prompt.mode off, CI, programs at the keyboard" {
	story
	terminal <<END
send GIT_DETOUR=off git revert --no-edit $target
refute detour:
prompt 0
send git -c detour.prompt.mode=off revert --no-edit HEAD
refute detour:
prompt 0
send CI=true git revert --no-edit HEAD
expect Worth a line?
prompt 0
send CLAUDECODE=1 git revert --no-edit HEAD
refute detour:
prompt 0
END
}

@test "prompt.mode=remind reminds on a terminal too" {
	story
	git config detour.prompt.mode remind
	terminal <<END
send git revert --no-edit $target
expect Worth a line?
prompt 0
END
}

@test "prompt.mode=scaffold makes a session that waits to be written" {
	story
	git config detour.prompt.mode scaffold
	run git revert --no-edit "$target"
	assert_success
	session=$(sessions)
	assert_output_contains "${session#./}"
	assert_file_contains "$session" '## What Happened'
	assert_file_contains "$session" "What did you expect of $target?"
	run detour scan --uncovered HEAD
	assert_output_contains 'reverts'
	printf '\nIt stalled.\n' >>"$session"
	run detour scan --uncovered HEAD
	refute_output_contains 'reverts'
}

@test "unattended: off says nothing, scaffold makes a file" {
	story
	git config detour.prompt.unattended off
	run git revert --no-edit "$target"
	refute_output_contains 'detour:'
	git config detour.prompt.unattended scaffold
	run git revert --no-edit HEAD
	assert_output_contains 'docs/sessions/'
	assert_equal "$(sessions | wc -l)" 1
}

@test "rebase and cherry-pick ask nothing, a sequence of reverts once at its end" {
	story
	git checkout -qb topic
	commit -t -30m 'One' one.c
	commit -t -20m 'Two' two.c
	commit -t -10m 'Three' three.c
	run git revert --no-edit HEAD~2..HEAD
	assert_success
	assert_equal "$(grep -c 'Worth a line' <<<"$output")" 1
	assert_output_contains 'and 1 more'
	run git rebase -q --force-rebase main
	assert_success
	refute_output_contains 'detour'
	git checkout -q main
	run git cherry-pick --allow-empty topic~4 topic
	refute_output_contains 'Worth a line'
}

@test "a fixup is the plan: silent at the commit; at the third on one target a question" {
	story
	git checkout -qb topic
	commit -t -30m 'Add the parser' parser.c
	for i in 1 2; do
		echo "$i" >>parser.c
		run git commit -qa --fixup=HEAD
		[ "$i" = 1 ] || run git log -1 --format=%s
		refute_output_contains 'detour:'
	done
	echo 3 >>parser.c
	run git commit -qam 'fixup! Add the parser'
	assert_output_contains 'detour:'
}

@test "somebody else's commit is not spoken of" {
	story
	run git -c user.email=bo@example.com -c user.name=Bo revert --no-edit "$target"
	assert_success
	run git commit -q --amend --no-edit --author='Cy <cy@example.com>'
	refute_output_contains 'detour:'
}

@test "away: a welcome" {
	repo
	for d in 40 39 38 37 36; do
		commit -t -${d}d "Work $d" work.c
	done
	install_hooks
	echo x >>work.c
	run git commit -qam 'Back at work'
	assert_success
	assert_output_contains 'detour: welcome back'
	assert_output_contains 'Where you left off: git detour resume'
}

@test "coming from another branch is not being away" {
	repo
	commit -t -40d 'Base' base.c
	git branch old
	install_hooks
	echo x >>base.c
	git commit -qam 'Work on main'
	git checkout -q old
	echo y >>other.c
	git add other.c
	run git commit -qm 'Work on the old branch'
	refute_output_contains 'welcome'
}

@test "a session in the very commit covers it" {
	story
	git revert --no-commit "$target"
	mkdir -p docs/sessions
	printf '# Queue\n\nIt stalled.\n' >docs/sessions/2026-01-02-queue.md
	git add .
	run git commit -qm "Revert \"Add the retry queue\"" -m "This reverts commit $(full HEAD~1)."
	assert_success
	refute_output_contains 'detour:'
}

@test "linked worktrees share the memory and the hooks" {
	story
	git worktree add -q ../linked -b linked
	cd ../linked
	run git revert --no-edit "$target"
	assert_output_contains 'Worth a line?'
	assert_file ../repo/.git/detour/log
	refute_file .git/detour
}

@test "the first commit, an unborn branch, a detached head" {
	repo
	install_hooks
	commit 'First' a
	git checkout -q --detach
	run commit 'Second' a
	assert_success
	assert_no_output
	git checkout -q --orphan fresh
	run git commit -qm 'Revert "Second"'
	assert_success
}

@test "a mistake in the settings is one line, and the commit goes on" {
	story
	printf '[prompt]\nmode = loud\n' >.detour.ini
	run git revert --no-edit "$target"
	assert_success
	assert_output_contains '.detour.ini:2: prompt.mode'
	assert_output_contains 'Worth a line?'
}

@test "hostile subjects reach no terminal" {
	repo
	commit -t -2d $'Add \e[31mred\e[0m \u202eevil' a
	target=$(short)
	install_hooks
	run git revert --no-edit "$target"
	assert_success
	grep -v '^\[' <<<"$output" | grep 'detour' >lines
	run cat lines
	assert_no_escapes
}
