#!/usr/bin/env bats
# Many at once: no answer, no line and no file is lost or torn, and nobody waits for ever.

load helper

setup() {
	fresh_home
	export GIT_AUTHOR_DATE GIT_COMMITTER_DATE
	unset GIT_AUTHOR_DATE GIT_COMMITTER_DATE
}

# Waits for all that was started, and fails where one of them did.
all_well() {
	local job bad=0
	for job in $(jobs -p); do
		wait "$job" || bad=$((bad + 1))
	done
	[ "$bad" -eq 0 ] || failed "$bad of them failed" "$(cat ../said* 2>/dev/null | head -5)"
}

# Every line of the log is whole: eleven fields, the first of them the version.
assert_log_whole() {
	run awk -F '\t' 'NF != 11 || $1 != 1' .git/detour/log
	assert_no_output
}

@test "fifty commits over ten work trees, each with an answer of its own" {
	local i
	repo
	commit -t -2d 'Add the retry queue' queue.c
	install_hooks
	for i in 0 1 2 3 4 5 6 7 8 9; do
		git worktree add -q "../tree$i" -b "b$i"
	done
	for i in 0 1 2 3 4 5 6 7 8 9; do
		(
			cd "../tree$i" || exit 1
			for n in 1 2 3 4 5; do
				git commit -q --allow-empty -m "Own work $i.$n" || exit 1
				"$BUILD/bin/git-detour" dismiss HEAD || exit 1
			done
		) >"../said$i" 2>&1 &
	done
	all_well
	assert_log_whole
	for i in 0 1 2 3 4 5 6 7 8 9; do
		for n in 0 1 2 3 4; do
			assert_equal "$(grep -c "	dismissed	.*$(git rev-parse "b$i~$n")" .git/detour/log)" 1
		done
	done
}

@test "fifty sessions about the same, fifty files" {
	local i
	repo
	commit 'Begin'
	for i in $(seq 50); do
		detour new 'The same' -m "Told number $i of fifty." >/dev/null 2>"../said$i" &
	done
	all_well
	assert_equal "$(find docs/sessions -name '*.md' | wc -l | tr -d ' ')" 50
	assert_equal "$(cat docs/sessions/*.md | grep -c '^Told number [0-9]* of fifty\.$')" 50
	assert_equal "$(cat docs/sessions/*.md | grep '^Told number' | sort -u | wc -l | tr -d ' ')" 50
	assert_equal "$(find . -name '.detour-*')" ''
}

@test "thirty notes and ten links in one session lose no line" {
	local i
	repo
	commit 'Begin'
	git checkout -qb topic
	detour note 'The first' >/dev/null
	for i in $(seq 10); do
		git commit -q --allow-empty -m "Step $i"
	done
	for i in $(seq 30); do
		detour note "Note $i." >/dev/null 2>"../said$i" &
	done
	for i in $(seq 0 9); do
		detour link topic "HEAD~$i" >/dev/null 2>"../said-link$i" &
	done
	all_well
	assert_equal "$(find docs/sessions -name '*.md' | wc -l | tr -d ' ')" 1
	assert_equal "$(grep -cE '^- [0-9:]+ Note [0-9]+\.$' docs/sessions/*.md)" 30
	assert_equal "$(grep -c '^- `.*Step [0-9]*' docs/sessions/*.md)" 10
	assert_equal "$(find . -name '.detour-*')" ''
}

@test "installing twice at once, and against commits: a hook that was there runs on" {
	local i
	repo
	commit 'Begin'
	printf '#!/bin/sh\necho ran >>"%s/theirs"\n' "$BATS_TEST_TMPDIR" >.git/hooks/post-commit
	chmod +x .git/hooks/post-commit
	for i in 1 2 3 4 5 6; do
		detour install-hooks >/dev/null 2>"../said$i" &
	done
	for i in $(seq 10); do
		git commit -q --allow-empty -m "Step $i" 2>>../said-commits || failed "commit $i failed"
	done
	all_well
	run detour install-hooks --status
	assert_success
	rm -f ../theirs
	git commit -q --allow-empty -m 'And after it'
	assert_equal "$(cat ../theirs)" ran
	detour install-hooks --uninstall >/dev/null
	assert_equal "$(find .git/hooks -type f ! -name '*.sample')" .git/hooks/post-commit
	assert_file_contains .git/hooks/post-commit theirs
}

@test "uninstalling twice at once takes away no hook that was there" {
	local i
	if nm "$BUILD/bin/git-detour" 2>/dev/null | grep -q __asan_init; then
		skip 'the address sanitizer must be loaded first'
	fi
	repo
	printf '#!/bin/sh\necho theirs\n' >.git/hooks/pre-push
	chmod +x .git/hooks/pre-push
	install_hooks
	rm .git/hooks/*.sample
	for i in $(seq 5 20); do
		cp -a . "../repo$i"
		truncate -s 64 "../told$i"
	done
	# One is slow at its N-th look at a file, for each N, while the other one goes ahead.
	for i in $(seq 5 20); do
		(
			cd "../repo$i" || exit
			FAULTS_PROGRAM=git-detour FAULTS_TOLD=../told$i FAULTS="lstat $i -900" \
				LD_PRELOAD=$BUILD/tests/faults/inject.so detour install-hooks --uninstall
		) >"../slow$i" 2>&1 &
	done
	sleep 0.4
	for i in $(seq 5 20); do
		(cd "../repo$i" && detour install-hooks --uninstall) >"../fast$i" 2>&1 &
	done
	wait
	for i in $(seq 5 20); do
		[ "$(ls "../repo$i/.git/hooks")" = pre-push ] ||
			failed "slow at look $i" "$(ls "../repo$i/.git/hooks")" "$(cat "../slow$i" "../fast$i")"
		assert_file_contains "../repo$i/.git/hooks/pre-push" theirs
		assert_equal "$(cat "../slow$i" "../fast$i" | grep -c 'detour: cannot')" 0
	done
}

@test "a note that comes while its session is pruned is kept" {
	local i
	repo
	commit 'Begin'
	git checkout -qb topic
	yesterday=$(date -d yesterday +%F 2>/dev/null || date -v-1d +%F)
	for i in $(seq 12); do
		detour new 'Topic' --date "$yesterday" --no-edit >/dev/null
		detour prune >/dev/null 2>>../said-prune &
		detour note "Note $i." >/dev/null 2>"../said$i" || failed "$(cat "../said$i")"
		wait
		cat docs/sessions/*.md | grep -q "^- .*Note $i\.\$" || failed "note $i is lost"
		rm -f docs/sessions/*.md
	done
	assert_equal "$(find . -name '.detour-*')" ''
}

@test "a scan, in threads too, while the repository is packed anew" {
	local i
	repo
	commit 'Begin'
	{
		for i in $(seq 3000); do
			printf 'commit refs/heads/main\nauthor Ada <ada@example.com> %s +0000\n' $((1700000000 + i * 3600))
			printf 'committer Ada <ada@example.com> %s +0000\n' $((1700000000 + i * 3600))
			if [ $((i % 50)) = 0 ]; then
				message="Revert \"Step $((i - 1))\""
			else
				message="Step $i"
			fi
			printf 'data %s\n%s\n' "${#message}" "$message"
			[ "$i" -gt 1 ] || printf 'from refs/heads/main^0\n'
			printf 'M 100644 inline file%s\ndata 4\n%04d\n' $((i % 7)) "$i"
		done
	} | git fast-import --quiet
	detour scan --json HEAD >../quiet
	[ "$(wc -l <../quiet)" -gt 50 ]
	for i in 1 2 3; do
		git -c gc.auto=0 commit -q --allow-empty -m 'One more object' --no-verify
		git reset -q --soft HEAD~1
		(git repack -qadf --window=2 && git gc -q --prune=now) 2>../said-gc &
		detour scan --json HEAD >../noisy 2>../said-scan || failed "$(cat ../said-scan)"
		cmp ../quiet ../noisy
		all_well
	done
}

# Takes a lock and sleeps; `held` tells that it has it.
hold() { # FILE
	need python3
	rm -f "$BATS_TEST_TMPDIR/held"
	python3 -c '
import fcntl, sys, time
lock = open(sys.argv[1], "a+")
fcntl.lockf(lock, fcntl.LOCK_EX)
open(sys.argv[2], "w")
time.sleep(60)' "$1" "$BATS_TEST_TMPDIR/held" 3>&- &
	holder=$!
	for ((i = 0; i < 100; i++)); do
		[ ! -e "$BATS_TEST_TMPDIR/held" ] || return 0
		sleep 0.05
	done
	failed 'nobody holds it'
}

let_go() { # SIGNAL
	kill "-$1" "$holder"
	wait "$holder" 2>/dev/null || true
}

@test "a lock that another process holds: the commit goes on, and what was said is kept" {
	repo
	commit -t -2d 'Add the retry queue' queue.c
	install_hooks
	hold .git/detour/log.lock
	SECONDS=0
	run git revert --no-edit HEAD
	assert_success
	[ "$SECONDS" -le 5 ] || failed "it took $SECONDS seconds"
	assert_output_contains 'another process holds it'
	assert_equal "$(git log --format=%s | wc -l | tr -d ' ')" 2
	# What is told is in a file of its own.
	run detour new -c HEAD -m 'Redis loses jobs.'
	assert_success
	# A dismissal is not, and says so.
	run detour dismiss HEAD~1
	assert_failure 128
	assert_output_contains 'another process holds it'
	let_go KILL
	assert_equal "$(cat docs/sessions/*.md | grep -c 'Redis loses jobs\.$')" 1
	run detour scan --uncovered HEAD
	refute_output_contains "$(short)"
	run detour dismiss HEAD~1
	assert_success
	assert_log_whole
}

@test "a lock that is let go in time is waited for" {
	repo
	commit -t -2d 'Add the retry queue' queue.c
	install_hooks
	GIT_DETOUR=off git revert --no-edit HEAD
	hold .git/detour/log.lock
	(
		sleep 0.4
		kill "$holder"
	) 3>&- &
	run detour dismiss HEAD
	assert_success
	wait "$holder" 2>/dev/null || true
	assert_equal "$(grep -c '	dismissed	' .git/detour/log)" 1
}

@test "an answer that is given while another process holds the lock is kept" {
	repo
	commit -t -2d 'Add the retry queue' queue.c
	install_hooks
	need python3
	# From the question on, until long after the answer.
	(
		until grep -q '	asked	' .git/detour/log 2>/dev/null; do sleep 0.05; done
		exec python3 -c '
import fcntl, time
lock = open(".git/detour/log.lock", "a+")
fcntl.lockf(lock, fcntl.LOCK_EX)
open("../held", "w")
time.sleep(60)'
	) 3>&- &
	holder=$!
	terminal <<'END'
send git revert --no-edit HEAD
expect [n]ote
pause 600
key n
expect What happened?
send Redis loses jobs.
expect [p]rivate
key t
expect Wrote docs/sessions/
expect another process holds it
prompt 0
END
	assert_file ../held
	let_go KILL
	assert_equal "$(cat docs/sessions/*.md | grep -c 'Redis loses jobs\.$')" 1
	run detour scan --uncovered HEAD
	refute_output_contains "$(short)"
}

@test "what is said while another process holds the session gets one of its own" {
	repo
	commit -t -2d 'Add the retry queue' queue.c
	git checkout -qb topic
	detour new -m 'It began well.' >/dev/null
	install_hooks
	hold .git/detour/journal.lock
	terminal <<'END'
send git revert --no-edit HEAD
expect [a]dd to
key a
expect What
send Redis loses jobs.
expect Wrote docs/sessions/
prompt 0
END
	let_go KILL
	assert_equal "$(cat docs/sessions/*.md | grep -c 'Redis loses jobs\.$')" 1
	assert_equal "$(find docs/sessions -name '*.md' | wc -l | tr -d ' ')" 2
}

@test "private sessions of all work trees are written under one lock" {
	local i
	repo
	commit 'Begin'
	for i in $(seq 20); do
		git commit -q --allow-empty -m "Step $i"
	done
	git config detour.journal.dir private
	detour new 'The same' -m 'Told once.' >/dev/null
	git worktree add -q ../linked
	hold .git/detour/journal.lock
	SECONDS=0
	run detour link last HEAD
	assert_failure 128
	assert_output_contains 'another process holds it'
	cd ../linked
	run detour link last HEAD
	assert_failure 128
	assert_output_contains 'another process holds it'
	[ "$SECONDS" -le 7 ] || failed "it took $SECONDS seconds"
	let_go KILL
	for i in $(seq 0 9); do
		detour link last "HEAD~$i" >/dev/null 2>"../said$i" &
		(cd ../repo && exec "$BUILD/bin/git-detour" link last "HEAD~$((i + 10))") >/dev/null 2>"../said-$i" &
	done
	all_well
	assert_equal "$(grep -c '^- `.*Step [0-9]*' ../repo/.git/detour/sessions/*.md)" 20
}

@test "a lock that a process left behind when it was killed holds up nobody" {
	repo
	commit 'Begin'
	git checkout -qb topic
	detour note 'The first' >/dev/null
	local i pid
	for i in $(seq 10); do
		detour note "Killed $i." >/dev/null 2>&1 &
		pid=$!
		sleep "0.00$i"
		kill -9 "$pid" 2>/dev/null || true
		wait "$pid" 2>/dev/null || true
	done
	run timeout 10 "$BUILD/bin/git-detour" note 'After all of it.'
	assert_success
	run timeout 10 "$BUILD/bin/git-detour" dismiss HEAD
	assert_success
	assert_equal "$(grep -c 'After all of it\.$' docs/sessions/*.md)" 1
	assert_equal "$(grep -c 'The first$' docs/sessions/*.md)" 1
	assert_log_whole
}
