#!/usr/bin/env bats
# Own work of the last days that is thrown away, through real git.

load helper

numbered() { # WORD COUNT
	seq -f "$1 number %g" "$2"
}

# Written in two commits, thrown away in the third.
story() {
	git init -q --bare remote.git
	repo
	git remote add origin ../remote.git
	commit -t -2d 'Begin' queue.c "$(numbered start 3)"
	git push -q -u origin main
	install_hooks
	commit 'Add the retry queue' queue.c "$(numbered start 3; numbered retry 20)"
	added=$(full)
	commit 'Keep jobs apart' queue.c "$(numbered start 3; numbered retry 20; numbered job 12)"
	apart=$(full)
	commit 'Use a table' queue.c "$(numbered start 3; numbered table 4)" >said 2>&1
}

@test "what is thrown away shows in scan, and is reminded of at the push" {
	story
	run cat said
	assert_no_output
	run detour scan --json
	assert_success
	assert_output_contains "\"commit\":\"$(full)\",\"signal\":\"rework\",\"level\":\"remind\",\"related\":[\"$added\",\"$apart\"]"
	assert_output_contains 'throwing away 32 lines of your '
	run git push -q
	assert_success
	assert_output_contains "throws away 32 lines of your $(short "$added") \"Add the retry queue\" and 1 more"
}

@test "what comes back" {
	story
	git push -q 2>/dev/null
	commit 'Queue again' queue.c "$(numbered start 3; numbered table 4; numbered retry 20)"
	run detour scan HEAD~1..HEAD
	assert_output_contains "brings back 20 lines that went with your $(short HEAD~1) \"Use a table\" (just made, 1 file)"
	git config detour.signals.rework off
	run detour scan HEAD~1..HEAD
	refute_output_contains 'brings back'
	assert_output_contains 'churn    changes queue.c for the fourth time'
}

@test "a second kind makes what only reminds a question" {
	story
	git reset -q --hard HEAD~1
	commit 'fixup the table' queue.c "$(numbered start 3; numbered table 4)" >said 2>&1
	assert_file_contains said "detour: $(short)"
	assert_file_contains said 'Worth a line?'
	git config detour.signals.rework off
	git commit -q --amend --no-edit --date=now >said 2>&1
	commit 'fixup the other table' queue.c "$(numbered start 3; numbered table 5)" >said 2>&1
	run cat said
	assert_no_output
}
