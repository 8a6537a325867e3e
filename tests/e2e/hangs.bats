#!/usr/bin/env bats
# Every wait has a limit: pipes in the place of files, locks that are never let go, input that never
# ends, a file system that does not answer.

load helper

# A repository with hooks, a session, a plan, a commit to push and one that is off plan.
prepare() {
	repo
	git init -q --bare ../remote
	git remote add origin ../remote
	commit -t -3d 'Start it' plan.md '- [ ] the queue'
	git push -q -u origin main
	install_hooks
	commit 'Add the retry queue' queue.c
	GIT_DETOUR=off git revert --no-edit HEAD >/dev/null
	detour new -c HEAD~1 -m 'It began well.' >/dev/null
	session=$(echo docs/sessions/*.md)
	printf '%s' "refs/heads/main $(full) refs/heads/main $(full origin/main)" >../updates
}

# Ends within seconds and not by a signal; what it says is not looked at.
ends() {
	run timeout 8 "$@"
	case $status in
	0 | 1 | 128) ;;
	*) failed "$*, with a pipe in the place of $file: $status" "$output" ;;
	esac
}

# The N-th call of the program sleeps a minute.
stalls() { # PROGRAM CALL COMMAND…
	local told=$BATS_TEST_TMPDIR/told program=$1 call=$2
	shift 2
	if nm "$BUILD/bin/git-detour" 2>/dev/null | grep -q __asan_init; then
		skip 'the address sanitizer must be loaded first'
	fi
	: >"$told"
	truncate -s 64 "$told"
	FAULTS_PROGRAM=$program FAULTS_TOLD=$told FAULTS="call $call -2" \
		LD_PRELOAD=$BUILD/tests/faults/inject.so "$@"
}

@test "a pipe in the place of a file that we read holds nobody" {
	prepare
	cp -a . ../whole
	for file in "$session" docs/sessions/TEMPLATE.md docs/sessions/.dismissed .detour.ini plan.md \
		.mailmap .git/detour/log .git/detour/log.lock .git/detour/scaffolds \
		.git/detour/recent .git/detour/dates .git/detour/waiting .git/logs/HEAD .git/logs/refs/heads/main \
		.git/shallow .git/sequencer/todo .git/rebase-merge/git-rebase-todo; do
		mkdir -p "$(dirname "$file")"
		rm -f "$file"
		mkfifo "$file"
		ends "$BUILD/bin/git-detour"
		ends "$BUILD/bin/git-detour" resume
		ends "$BUILD/bin/git-detour" new -c HEAD -m 'Redis loses jobs.'
		ends "$BUILD/bin/git-detour" dismiss HEAD
		ends "$BUILD/libexec/git-detour/post-commit"
		[ "$status" -eq 0 ]
		ends "$BUILD/libexec/git-detour/pre-push" origin ../remote <../updates
		[ "$status" -eq 0 ]
		cd ..
		rm -rf repo
		cp -a whole repo
		cd repo
	done
}

# git itself waits for ever there; where it got past them, our hooks do not.
@test "a pipe in the place of a file of git's own holds no hook for ever" {
	prepare
	export GIT_DETOUR_LIMIT=1
	file=.git/config
	rm -f "$file"
	mkfifo "$file"
	ends "$BUILD/libexec/git-detour/post-commit"
	assert_success
	assert_output 'detour: cannot go on: it takes too long; git goes on without'
}

@test "a hook that waits for ever is ended in a line, and git goes on" {
	prepare
	export GIT_DETOUR_LIMIT=1
	stalls post-commit 60 run timeout 20 git commit -q --allow-empty -m 'Go on'
	assert_success
	assert_output 'detour: cannot go on: it takes too long; git goes on without'
	assert_equal "$(git log -1 --format=%s)" 'Go on'
	stalls pre-push 60 run timeout 20 git push -q origin main
	assert_success
	assert_output 'detour: cannot go on: it takes too long; git goes on without'
	assert_equal "$(git --git-dir=../remote rev-parse main)" "$(full)"
}

@test "pre-push does not wait for input that never ends, nor for one that drips" {
	prepare
	export GIT_DETOUR_LIMIT=1
	mkfifo ../input
	exec 7<>../input
	run timeout 20 "$BUILD/libexec/git-detour/pre-push" origin ../remote <../input 7<&-
	exec 7>&-
	assert_success
	assert_output 'detour: cannot go on: it takes too long; git goes on without'
}

@test "a hook that was there first is not held by input that never ends" {
	prepare
	detour install-hooks --uninstall >/dev/null
	printf '#!/bin/sh\necho ran >>../ran\nexit 1\n' >.git/hooks/pre-push
	printf '#!/bin/sh\ncat >../got\n' >.git/hooks/post-rewrite
	chmod +x .git/hooks/pre-push .git/hooks/post-rewrite
	install_hooks
	export GIT_DETOUR_LIMIT=1
	mkfifo ../input
	exec 7<>../input
	# Nothing came: the hook gets it as it is, and its word counts.
	run timeout 20 .git/hooks/pre-push origin ../remote <../input 7<&-
	assert_failure 1
	assert_output 'detour: cannot read what git tells the hook: it has no end after 1 seconds'
	assert_equal "$(cat ../ran)" ran
	# What came until then, both get.
	printf '%s %s\n' "$(full HEAD~1)" "$(full)" >&7
	run timeout 20 .git/hooks/post-rewrite amend <../input 7<&-
	assert_success
	assert_output 'detour: cannot read what git tells the hook: it has no end after 1 seconds'
	assert_equal "$(cat ../got)" "$(full HEAD~1) $(full)"
	exec 7>&-
}

@test "Ctrl-C ends a command that a file system holds, and leaves what was there" {
	prepare
	rm -r docs
	stalls git-detour 60 timeout --foreground -s INT 1 "$BUILD/bin/git-detour" new -m 'Redis loses jobs.' \
		>output 2>&1 && failed 'not interrupted'
	[ "$(cat output)" = '' ]
	refute_file docs
	run detour new -m 'Redis loses jobs.'
	assert_success
}

@test "a lock that nobody lets go is not waited for" {
	need perl
	prepare
	touch .git/detour/log.lock
	perl -e 'use Fcntl; open my $f, "+<", ".git/detour/log.lock" or die;
		fcntl($f, F_SETLK, pack("s s x4 q q l x4", F_WRLCK, SEEK_SET, 0, 0, 0)) or die;
		open my $g, ">", "held"; close $g; sleep 20' 3>&- &
	for ((i = 0; i < 100; i++)); do
		[ ! -e held ] || break
		sleep 0.05
	done
	assert_file held
	run timeout 8 "$BUILD/bin/git-detour" dismiss HEAD
	assert_failure 128
	assert_output_contains "another process holds it"
	run timeout 8 "$BUILD/libexec/git-detour/post-commit"
	assert_success
	kill %1
	wait
	run detour dismiss HEAD
	assert_success
}
