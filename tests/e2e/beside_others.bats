#!/usr/bin/env bats
# At home beside others: what bit other tools that live in git's hooks, each as a test. The list is
# beside_others.txt; what other files test already is named there, the rest is here. The real hook
# managers are in tests/managers.
# Scripts are written in single quotes; each test is a subshell of its own.
# shellcheck disable=SC2016,SC2030,SC2031

load helper

# A remote, the hooks, and a commit whose revert is a detour.
story() {
	git init -q --bare origin.git
	repo work
	git remote add origin ../origin.git
	commit -t -5d 'Start' start.c
	commit -t -2d 'Add the retry queue' queue.c
	target=$(short)
	git push -q -u origin main
	install_hooks
}

# A hook of somebody else's, which writes what it was given to ../seen.
foreign() {
	mkdir -p .git/hooks
	printf '#!/bin/sh\necho "theirs: ${0##*/}${*:+ $*}" >>../seen\n%s\n' "${2-}" >".git/hooks/$1"
	chmod +x ".git/hooks/$1"
}

# Tells of the last commit, once, whoever called; nothing that a terminal would act on.
assert_told() {
	assert_output_contains "$(short) reverts"
	assert_equal "$(grep -c 'Worth a line' <<<"$output")" 1
	assert_no_escapes
}

@test "each situation in the list has the test that it names" {
	local what file title count=0
	while IFS='|' read -r what file title; do
		case $what in '' | '#'*) continue ;; esac
		count=$((count + 1))
		grep -qxF "@test \"${title# }\" {" "$SOURCE_DIR/tests/${file// /}" ||
			failed "no such test in ${file// /}: ${title# }"
	done <"$SOURCE_DIR/tests/e2e/beside_others.txt"
	[ "$count" -ge 47 ] || failed "only $count situations"
}

# ---- the hooks of others

@test "another manager put its hook over ours: doctor sees it and names the one command" {
	story
	foreign pre-push 'cat >/dev/null'
	rm .git/hooks/post-rewrite
	run detour doctor
	assert_failure 1
	assert_output_contains "pre-push is somebody else's hook, ours is not there"
	assert_output_contains 'post-rewrite is not installed'
	assert_equal "$(grep -c 'to mend:' <<<"$output")" 1
	eval "$(sed -n 's/^ *to mend: *//p' <<<"$output")" >/dev/null
	run detour doctor
	assert_success
	git revert --no-edit HEAD >/dev/null 2>&1
	run git push -q
	assert_output_contains 'not written down'
	assert_equal "$(cat ../seen)" "theirs: pre-push.before-detour origin ../origin.git"
}

@test "hooks that are switched off: the one command that mends it is told, and does" {
	story
	for value in /dev/null ''; do
		git config core.hooksPath "$value"
		for words in 'doctor' 'install-hooks --status' 'install-hooks'; do
			# shellcheck disable=SC2086
			run detour $words
			assert_failure 1
			assert_output_contains "git config --file '$PWD/.git/config' --unset core.hooksPath"
		done
		run detour doctor
		assert_equal "$(grep -c '^wrong' <<<"$output")" 1
		eval "$(sed -n 's/^ *to mend: *//p' <<<"$output")"
		detour doctor
	done
}

@test "lines below the end of a shim do not run, and are told" {
	story
	echo 'echo below >>../seen' >>.git/hooks/pre-push
	git push -q origin HEAD:other
	refute_file ../seen
	run detour install-hooks --status
	assert_output_contains 'somebody changed this file since it was written'
	run detour install-hooks --uninstall
	assert_failure 1
	assert_file_contains .git/hooks/pre-push 'below'
}

@test "lines of ours in a hook of somebody's count: nothing is added, all is well" {
	story
	detour install-hooks --uninstall >/dev/null
	for hook in post-commit pre-push post-rewrite; do
		foreign $hook "! command -v git-detour >/dev/null || git-detour hook $hook \"\$@\" || [ \$? -ne 1 ]"
	done
	before=$(md5sum .git/hooks/p*)
	run detour install-hooks --status
	assert_success
	assert_output_contains "started elsewhere ($PWD/.git/hooks/pre-push starts it)"
	run detour install-hooks
	assert_success
	run detour doctor
	assert_success
	run detour
	assert_output_contains 'Hooks: installed'
	run detour install-hooks --uninstall
	assert_success
	assert_output_contains "Left, as lines of yours: pre-push, $PWD/.git/hooks/pre-push starts it"
	assert_equal "$(md5sum .git/hooks/p*)" "$before"
	run git revert --no-edit HEAD
	assert_told
	run git push -q
	assert_equal "$(grep -c 'not written down' <<<"$output")" 1
	# In a comment they start nothing.
	sed -i 's/^! command/# &/' .git/hooks/pre-push
	run detour install-hooks --status
	assert_failure 1
}

@test "lines and shims both: everything is told once" {
	story
	for hook in post-commit pre-push post-rewrite; do
		printf '#!/bin/sh\ngit-detour hook %s "$@"\n' $hook >.git/hooks/$hook.before-detour
		chmod +x .git/hooks/$hook.before-detour
		rm .git/hooks/$hook
	done
	install_hooks
	assert_file_contains .git/hooks/pre-push before-detour
	run git revert --no-edit HEAD
	assert_told
	run git push -q
	assert_equal "$(grep -c 'not written down' <<<"$output")" 1
}

@test "git's configuration starts us: all is well, and with shims too the command that mends it is told" {
	story
	detour install-hooks --print=git-config | sh
	run detour doctor
	assert_failure 1
	assert_output_contains 'twice, with git 2.54 and later'
	detour install-hooks --uninstall >/dev/null
	run detour install-hooks --status
	assert_success
	assert_output_contains 'from git 2.54 on'
	install_hooks
	run detour doctor
	eval "$(sed -n 's/^ *to mend: *//p' <<<"$output")"
	run detour doctor
	assert_success
}

@test "the lines for husky count where husky would start them" {
	story
	detour install-hooks --uninstall >/dev/null
	mkdir -p .husky/_
	git config core.hooksPath .husky/_
	for hook in post-commit pre-push post-rewrite; do
		run detour install-hooks --status
		assert_failure 1
		assert_output_contains 'To mend: git detour install-hooks --print=husky'
		detour install-hooks --print=husky | grep "hook $hook" >.husky/$hook
	done
	run detour install-hooks --status
	assert_success
	assert_output_contains '.husky/pre-push starts it'
	run detour install-hooks
	assert_success
	assert_output_contains 'nothing was changed'
	run detour doctor
	assert_success
	PATH=/usr/bin:/bin run "$BUILD/bin/git-detour" install-hooks --status
	assert_failure 1
	assert_output_contains 'starts git-detour, which is not on PATH'
}

@test "ours that lefthook set aside does not stop lefthook's next installation" {
	story
	local lefthook='call_lefthook run x "$@"'
	mv .git/hooks/post-commit .git/hooks/post-commit.old
	foreign post-commit "call_lefthook() { :; }; $lefthook"
	install_hooks
	refute_file .git/hooks/post-commit.old
	# What is not ours stays, whatever its name.
	echo theirs >.git/hooks/pre-push.old
	install_hooks
	assert_file .git/hooks/pre-push.old
}

@test "git-lfs without its hook: its files would not be pushed, so doctor says so" {
	story
	detour doctor
	echo '*.bin filter=lfs diff=lfs merge=lfs -text' >.gitattributes
	run detour doctor
	assert_failure 1
	assert_output_contains 'git-lfs has files here'
	assert_output_contains 'to mend:  git lfs update --force && git detour install-hooks'
	run detour install-hooks --status
	assert_failure 1
	run detour install-hooks
	assert_success
	assert_output_contains '    To mend: git lfs update --force && git detour install-hooks'
	# As git-lfs writes it.
	foreign pre-push 'git lfs pre-push "$@"'
	install_hooks
	run detour doctor
	assert_success
	# What others do is not known: lefthook hands over to it, and says so nowhere.
	foreign pre-push.before-detour 'call_lefthook run "$@"'
	run detour doctor
	assert_success
	rm .git/hooks/pre-push.before-detour
	run detour doctor
	assert_failure 1
}

@test "git-lfs installed after us gets all of standard input, and so do we" {
	story
	foreign pre-push 'sed "s/^/lfs: /" >>../seen'
	install_hooks
	git tag -a v1 -m one
	git revert --no-edit HEAD >/dev/null 2>&1
	run git push -q origin main v1 HEAD:refs/heads/topic
	assert_success
	assert_output_contains '1 detour in this push'
	assert_equal "$(grep -c '^lfs: ' ../seen)" 3
}

@test "the kept hook gets the environment that git gives, in linked work trees too" {
	story
	git worktree add -q ../linked
	for hook in post-commit pre-push; do
		for tree in . ../linked; do
			detour install-hooks --uninstall >/dev/null
			rm -f .git/hooks/$hook
			foreign $hook 'env | grep -v "^_=\|^SHLVL=\|^GIT_DETOUR_CHAIN=\|_DATE=" | sort >../env; [ -t 0 ] || cat >/dev/null'
			(cd $tree && git commit -q --allow-empty -m one && git push -qf origin HEAD:refs/heads/topic)
			mv ../env ../expected
			install_hooks
			(cd $tree && git commit -q --allow-empty -m two && git push -qf origin HEAD:refs/heads/topic)
			diff ../expected ../env
		done
	done
}

@test "a hook behind ours may work in another repository, which has hooks of ours too" {
	story
	(cd .. && repo other && install_hooks && commit 'Their queue' queue.c)
	git worktree add -q ../linked
	foreign post-commit 'unset $(git rev-parse --local-env-vars); git -C ../other commit -q --allow-empty -m other'
	install_hooks
	cd ../linked
	git commit -q --allow-empty -m one
	assert_equal "$(git -C ../other log -1 --format=%s)" other
	assert_equal "$(git log -1 --format=%s)" one
	git -C ../other fsck
}

# ---- places

@test "host and container: the same repository at other paths, and git-detour elsewhere" {
	story
	cp -r "$BUILD/bin" "$BUILD/libexec" .. 2>/dev/null
	"$BATS_TEST_TMPDIR/bin/git-detour" install-hooks >/dev/null
	mkdir -p ../container/usr
	mv ../bin ../libexec ../container/usr
	mv ../origin.git ../container/origin.git
	mv ../work ../container/src
	cd "$BATS_TEST_TMPDIR/container/src"
	PATH=$BATS_TEST_TMPDIR/container/usr/bin:/usr/bin:/bin run git revert --no-edit HEAD
	assert_success
	assert_told
	PATH=/usr/bin:/bin run git push -q
	assert_success
	assert_no_output
}

@test "after an upgrade to another place the hooks go on, and doctor mends those that cannot" {
	story
	mkdir ../old
	cp -r "$BUILD/bin" "$BUILD/libexec" ../old
	PATH=$BATS_TEST_TMPDIR/old/bin:/usr/bin:/bin git detour install-hooks >/dev/null
	assert_file_contains .git/hooks/post-commit "$BATS_TEST_TMPDIR/old/"
	mkdir ../new
	mv ../old/bin ../old/libexec ../new
	local path=$BATS_TEST_TMPDIR/new/bin:/usr/bin:/bin
	PATH=$path run git detour doctor
	assert_failure 1
	assert_output_contains 'runs what PATH finds'
	PATH=$path run git revert --no-edit HEAD
	assert_told
	# A program that does not have it on PATH: there it is missed.
	PATH=/usr/bin:/bin run "$BATS_TEST_TMPDIR/new/bin/git-detour" doctor
	assert_failure 1
	assert_output_contains 'what it starts is gone'
	assert_output_contains 'to mend:  git detour install-hooks'
	PATH=$path git detour install-hooks >/dev/null
	assert_file_contains .git/hooks/post-commit "$BATS_TEST_TMPDIR/new/"
	PATH=/usr/bin:/bin run "$BATS_TEST_TMPDIR/new/bin/git-detour" doctor
	assert_success
}

@test "hooks of another git-detour that is still there are told, and go on" {
	story
	cp -r "$BUILD/bin" "$BUILD/libexec" ..
	PATH=/usr/bin:/bin run ../bin/git-detour install-hooks --status
	assert_success
	assert_output_contains "of another git-detour: $BUILD/libexec/git-detour/pre-push"
	PATH=/usr/bin:/bin ../bin/git-detour install-hooks >/dev/null
	PATH=/usr/bin:/bin run ../bin/git-detour install-hooks --status
	assert_success
	refute_output_contains 'another git-detour'
	assert_file_contains .git/hooks/pre-push "$BATS_TEST_TMPDIR/libexec"
}

@test "a graphical client's short PATH" {
	story
	run env -i PATH=/usr/bin:/bin HOME="$HOME" LC_ALL=C.UTF-8 git revert --no-edit HEAD
	assert_success
	assert_told
}

# ---- clients without a terminal

@test "a client that runs hooks by itself, from the top and without arguments" {
	story
	git -c core.hooksPath=/dev/null revert --no-edit HEAD >/dev/null
	for shell in 'sh -c' 'bash -c'; do
		run $shell '.git/hooks/post-commit' </dev/null
		assert_success
		run $shell 'cd .git/hooks && ./post-commit' </dev/null
		assert_success
	done
	run bash -c '.git/hooks/pre-push 2>&1' <<<"refs/heads/main $(full) refs/heads/main $(full '@{upstream}')"
	assert_success
	assert_output_contains '1 detour in this push'
	assert_no_escapes
	foreign pre-push 'cat >>../seen'
	install_hooks
	.git/hooks/pre-push <<<"refs/heads/main $(full) refs/heads/main $(full '@{upstream}')"
	assert_file_contains ../seen "$(full)"
	run .git/hooks/pre-push </dev/null
	assert_success
}

@test "colour that is asked for reaches no client; its first line says it all" {
	story
	git config color.ui always
	export CLICOLOR_FORCE=1 FORCE_COLOR=1 COLORTERM=truecolor
	need setsid
	run setsid -w git revert --no-edit HEAD </dev/null
	assert_success
	assert_told
	first=$(grep -m 1 '^detour: ' <<<"$output")
	assert_equal "$first" "detour: $(short) reverts $target \"Add the retry queue\". Worth a line? git detour new -c $(short) -m \"what happened\""
	[ "$(grep -c 'detour' <<<"$output")" -le 3 ]
	run setsid -w git push -q </dev/null
	assert_success
	assert_output_contains 'not written down'
	assert_no_escapes
}

@test "for wrappers that take any word for a failure: nothing on standard output, exit 0, and a switch" {
	story
	git revert --no-edit HEAD >out 2>err
	refute_file_contains out detour
	assert_file_contains err "$(short) reverts"
	git push -q >out 2>err
	assert_equal "$(cat out)" ''
	git config detour.prompt.unattended off
	git revert --no-edit HEAD >/dev/null 2>err
	refute_file_contains err detour
	GIT_DETOUR=off git push -q 2>err
	assert_equal "$(cat err)" ''
}

@test "standard input that nobody closes holds no commit" {
	story
	mkfifo ../pipe
	sleep 60 <>../pipe 3>&- &
	exec 4<>../pipe
	run timeout 10 git revert --no-edit HEAD <&4
	assert_success
	assert_told
	run timeout 10 .git/hooks/post-commit <&4
	assert_success
	exec 4>&-
	kill %1
}

@test "a memory that another process holds delays a commit by no more than its limit" {
	story
	need python3
	python3 -c '
import fcntl, time
lock = open(".git/detour/log.lock", "r+")
fcntl.lockf(lock, fcntl.LOCK_EX)
open("../held", "w")
time.sleep(60)' 3>&- &
	until [ -e ../held ]; do sleep 0.05; done
	run timeout 10 git revert --no-edit HEAD
	assert_success
	assert_output_contains 'another process holds it'
	run timeout 10 git push -q
	assert_success
	assert_output_contains 'another process holds it'
	kill %1
}

@test "hooks that never ran: the push tells what the commit could not, and scan without any" {
	story
	git -c core.hooksPath=/dev/null revert --no-edit HEAD >/dev/null
	id=$(short)
	run detour scan
	assert_output_contains "$id"
	commit 'Dropped later' other.c
	git reset -q --hard HEAD~1
	GIT_DETOUR=off commit 'Use Postgres' pg.c
	run detour scan
	assert_output_contains 'Dropped later'
	run git push -q
	assert_output_contains "$id reverts your $target"
}

# ---- clients with a terminal

@test "at a push nothing is asked, and no ref is taken for an answer" {
	story
	git -c detour.prompt.mode=off revert --no-edit HEAD >/dev/null
	# As a branch called like the key for a note.
	git branch n
	terminal <<-'END'
		send git push -q origin main n
		expect not written down
		refute [n]ote
		prompt 0
		send git commit -q --amend -m 'Another message'
		refute What happened
		prompt 0
	END
	refute_file docs/sessions
}

@test "a rebase of a hundred commits on a terminal asks nothing" {
	story
	{
		for i in $(seq 100); do
			printf 'commit refs/heads/long\ncommitter Ada Example <ada@example.com> %s +0000\n' \
				$(($(date +%s) - 9000 + i))
			message="Step $i"
			[ $((i % 10)) -ne 0 ] || message="Revert \"Step $((i - 1))\"

This reverts commit $(full)."
			printf 'data <<END\n%s\nEND\n' "$message"
			[ "$i" -ne 1 ] || echo "from $(full)"
			printf 'M 644 inline long/%s\ndata <<END\n%s\nEND\n\n' "$i" "$i"
		done
	} | git fast-import --quiet
	commit -t -1h 'Tune the worker' worker.c
	terminal <<-'END'
		timeout 60
		send git checkout -q long && git rebase -q main
		prompt 0
		refute detour
	END
	assert_equal "$(git rev-list --count main..long)" 100
}

@test "Ctrl-C in the middle of a rebase meets no question, and answers come through" {
	story
	git revert --no-edit HEAD >/dev/null 2>&1
	detour dismiss HEAD >/dev/null
	commit 'Log the worker' worker.c
	GIT_SEQUENCE_EDITOR="sed -i '1s/pick/edit/'" git rebase -q -i HEAD~2 >/dev/null 2>&1
	terminal <<-'END'
		send git commit -q --amend -m 'Revert "Add the retry queue", for now'
		refute [n]ote
		prompt 0
		send git revert --no-edit HEAD
		refute [n]ote
		prompt 0
		key ctrl-c
		prompt
		send git rebase --continue
		prompt 0
	END
	[ ! -d .git/rebase-merge ]
	run detour why HEAD~2
	assert_output_contains 'dismissed'
}

# In raw mode, with what git says caught, as lazygit and gitui run it; and with the terminal handed
# over for one command, as they do for what may need a person.
@test "a program that owns the terminal: nothing is asked and nothing drawn over its screen" {
	story
	need python3
	cat >../client.py <<-'END'
		import subprocess, sys, termios, tty
		how, command = sys.argv[1], sys.argv[2:]
		was = termios.tcgetattr(0)
		if how != 'handed-over':
		    tty.setraw(0)
		try:
		    if how == 'handed-over':
		        code = subprocess.run(command, timeout=15).returncode
		    else:
		        shown = subprocess.run(command, timeout=15, stdin=subprocess.DEVNULL if how == 'caught' else None,
		                               stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
		        code = shown.returncode
		        open('../shown', 'ab').write(shown.stdout)
		finally:
		    termios.tcsetattr(0, termios.TCSANOW, was)
		print('client:', how, code)
	END
	terminal <<-'END'
		timeout 20
		send python3 ../client.py caught git revert --no-edit HEAD
		expect client: caught 0
		prompt 0
		send python3 ../client.py keyboard git revert --no-edit HEAD
		expect client: keyboard 0
		prompt 0
		refute detour:
		send python3 ../client.py handed-over git revert --no-edit HEAD
		refute [n]ote
		expect client: handed-over 0
		prompt 0
		send python3 ../client.py caught git push
		expect client: caught 0
		prompt 0
		refute detour:
	END
	output=$(tr -d '\r' <../shown)
	assert_output_contains "reverts"
	assert_output_contains 'not written down'
	assert_no_escapes
}
