#!/usr/bin/env bats
# Reverts that do not say so: files go back to what they held before.

load helper

# Work of two days ago in a file, and another commit since.
story() { # FILE
	repo
	commit -t -9d 'Begin' "$1" one
	commit -t -2d 'Add the retry queue' "$1" two
	target=$(short)
	commit -t -1h 'Tune the worker' worker.c
	install_hooks
}

@test "a file restored by hand is asked about, and a session is named after what is gone" {
	story queue.c
	terminal <<END
send git checkout -q $target~ queue.c; git commit -qm 'Simplify'
expect taking back your $target "Add the retry queue" without saying so (2 days old, 1 file)
expect [n]ote in one line  [e]ditor  [l]ater  [d]ismiss  [?]
key n
expect What happened?
send The queue evicts under load
expect First session here: [t]racked in docs/sessions, or [p]rivate in the git dir?
key t
expect Wrote docs/sessions/
prompt 0
END
	case $(find docs -name '20*.md') in *retry-queue-taken-back.md) ;; *) failed "$(find docs)" ;; esac
}

@test "without a terminal it is a reminder; what the message says of it is not denied" {
	story queue.c
	git checkout -q "$target~" queue.c
	run git commit -qm 'Restore the simple queue'
	assert_output_contains "detour: $(short) takes back $target \"Add the retry queue\". Worth a line?"
}

@test "prose that goes to and fro is only listed" {
	story docs/TODO
	git checkout -q "$target~" docs/TODO
	run git commit -qm 'Update the list'
	assert_no_output
	run detour scan --json HEAD
	assert_output_contains '"signal":"undo","level":"list"'
}

@test "a revert that says so is told once" {
	story queue.c
	git revert --no-edit "$target" >/dev/null 2>&1
	run detour scan --json HEAD
	assert_output_contains '"signal":"revert"'
	refute_output_contains '"signal":"undo"'
}

@test "a commit that brings something new is quiet" {
	story queue.c
	echo three >queue.c
	run git commit -qam 'Retry thrice'
	assert_no_output
}
