#!/usr/bin/env bats
# git detour install-hooks: the hooks in beside whatever is there, their state, and out again.
# What the shims start is replaced by small scripts that tell how they were called.
# Scripts are written in single quotes; each test is a subshell of its own with its PREFIX.
# shellcheck disable=SC2016,SC2030,SC2031

load helper

setup() {
	fresh_home
	fake_hooks "$BATS_TEST_TMPDIR/opt"
	repo
}

# A prefix of our own: the real program, and hooks that write to $SEEN what they were given.
fake_hooks() {
	PREFIX=$1
	SEEN=$BATS_TEST_TMPDIR/seen
	export SEEN
	mkdir -p "$PREFIX/bin" "$PREFIX/libexec/git-detour"
	cp "$BUILD/bin/git-detour" "$PREFIX/bin/git-detour"
	local hook
	for hook in post-commit pre-push post-rewrite; do
		cat >"$PREFIX/libexec/git-detour/$hook" <<-END
			#!/bin/sh
			[ "\$*" != --input ] || exec "$BUILD/libexec/git-detour/$hook" --input
			echo "ours: $hook\${*:+ \$*}" >>"\$SEEN"
			[ $hook = post-commit ] || sed 's/^/ours in: /' >>"\$SEEN"
			exit \${OURS:-0}
		END
		chmod +x "$PREFIX/libexec/git-detour/$hook"
	done
	# The real one must not step in where ours is gone.
	PATH=$(printf '%s' "$PATH" | sed "s|$BUILD/bin:||")
}

hooks() {
	"$PREFIX/bin/git-detour" install-hooks "$@"
}

# A hook of somebody else's: says that it ran, with what, and copies its input.
foreign() {
	mkdir -p "$(dirname "$1")"
	cat >"$1" <<-'END'
		#!/bin/sh
		echo "theirs: ${0##*/}${*:+ $*}" >>"$SEEN"
		[ -z "$READ" ] || sed 's/^/theirs in: /' >>"$SEEN"
		exit ${THEIRS:-0}
	END
	chmod "${2:-755}" "$1"
}

remote() {
	git init -q --bare "$BATS_TEST_TMPDIR/remote.git"
	git remote add origin "$BATS_TEST_TMPDIR/remote.git"
}

# Every name below a folder with its kind, mode and content.
listing() {
	(cd "$1" && find . -exec stat -c '%n %F %a %s' {} + | sort && find . -type f -exec md5sum {} + | sort)
}

seen() {
	cat "$SEEN" 2>/dev/null || true
}

# Not once (a bare `! grep` would not fail a test).
unseen() {
	if seen | grep "$1"; then return 1; fi
}

forget() {
	rm -f "$SEEN"
}

marked() {
	head -n 2 "$1" | grep -q '^# git-detour shim'
}

# ---- fresh, twice, out

@test "a fresh repository gets three executable shims that run" {
	run hooks
	assert_success
	assert_output_contains "$PWD/.git/hooks"
	assert_output_contains '--uninstall'
	for hook in post-commit pre-push post-rewrite; do
		marked ".git/hooks/$hook"
		[ -x ".git/hooks/$hook" ]
		run sh -n ".git/hooks/$hook"
		assert_success
	done
	remote
	commit one
	git push -q origin main
	git commit -q --amend -m two
	seen | grep -qx 'ours: post-commit'
	seen | grep -q "^ours: pre-push origin "
	seen | grep -q '^ours in: refs/heads/main '
	seen | grep -qx 'ours: post-rewrite amend'
}

@test "shims pass shellcheck and start no process where nothing is behind them" {
	hooks >/dev/null
	if command -v shellcheck >/dev/null; then
		shellcheck -s sh -e SC3013 .git/hooks/post-commit .git/hooks/pre-push .git/hooks/post-rewrite
	fi
	need strace
	run strace -f -e trace=clone,clone3,fork,vfork -o trace .git/hooks/post-commit
	assert_success
	run grep -c clone trace
	assert_output 0
}

@test "installing twice changes nothing and says so" {
	foreign .git/hooks/pre-push
	hooks >/dev/null
	before=$(listing .git)
	run hooks
	assert_success
	assert_output_contains 'already'
	assert_equal "$(listing .git)" "$before"
}

@test "uninstalling leaves the folder as it was, byte for byte" {
	foreign .git/hooks/pre-push 755
	foreign .git/hooks/post-commit 700
	foreign .git/hooks/post-rewrite 644
	before=$(listing .git/hooks)
	hooks >/dev/null
	run hooks --uninstall
	assert_success
	assert_output_contains 'put back pre-push.before-detour'
	assert_equal "$(listing .git/hooks)" "$before"
}

@test "uninstalling where nothing is installed changes nothing" {
	foreign .git/hooks/pre-push
	before=$(listing .git/hooks)
	run hooks --uninstall
	assert_success
	assert_output_contains 'No hooks'
	assert_equal "$(listing .git/hooks)" "$before"
}

@test "a missing hooks folder is made and goes again" {
	rm -r .git/hooks
	before=$(listing .git | grep -v '^\./detour')
	hooks >/dev/null
	assert_file .git/hooks/pre-push
	hooks >/dev/null # the second time must not forget who made it
	hooks --uninstall >/dev/null
	[ ! -e .git/hooks ]
	# The folder stays when somebody else moved in.
	hooks >/dev/null
	foreign .git/hooks/commit-msg
	hooks --uninstall >/dev/null
	assert_file .git/hooks/commit-msg
}

@test "status tells each hook, and leaves with 1 until all are in" {
	run hooks --status
	assert_failure 1
	assert_output_contains 'not installed'
	assert_output_contains 'git detour install-hooks'
	foreign .git/hooks/pre-push
	run hooks --status
	assert_failure 1
	assert_output_contains 'another hook is there'
	hooks >/dev/null
	run hooks --status
	assert_success
	assert_equal "${#lines[@]}" 3
	assert_output_contains 'pre-push.before-detour'
	chmod -x .git/hooks/post-commit
	run hooks --status
	assert_failure 1
	assert_output_contains 'not executable'
	hooks >/dev/null
	[ -x .git/hooks/post-commit ]
}

@test "one date is recorded, and a new one after taking the hooks out" {
	GIT_DETOUR_NOW=1700000000 hooks >/dev/null
	GIT_DETOUR_NOW=1800000000 hooks >/dev/null
	assert_equal "$(grep -c . .git/detour/log)" 1
	hooks --uninstall >/dev/null
	GIT_DETOUR_NOW=1900000000 hooks >/dev/null
	assert_equal "$(grep -c . .git/detour/log)" 2
	grep -q 1900000000 .git/detour/log
}

@test "one action at a time, and no arguments" {
	run hooks --status --uninstall
	assert_failure 2
	run hooks somewhere
	assert_failure 2
	cd "$BATS_TEST_TMPDIR"
	run hooks
	assert_failure 128
}

# ---- the hook that was there

@test "a hook that was there runs first, with the same arguments, and is told" {
	foreign .git/hooks/post-commit
	foreign .git/hooks/pre-push
	run hooks
	assert_output_contains 'kept as pre-push.before-detour'
	remote
	commit one
	assert_equal "$(seen)" "theirs: post-commit.before-detour
ours: post-commit"
	forget
	READ=1 git push -q origin main
	assert_equal "$(seen | sed 's| /.*||; s| [0-9a-f]\{40\}| ID|g')" "theirs: pre-push.before-detour origin
theirs in: refs/heads/main ID refs/heads/main ID
ours: pre-push origin
ours in: refs/heads/main ID refs/heads/main ID"
}

@test "its refusal stops the push, and ours is not asked then" {
	foreign .git/hooks/pre-push
	hooks >/dev/null
	remote
	commit one
	forget
	THEIRS=7 run git push origin main
	assert_failure
	unseen '^ours'
	git push -q origin main
}

@test "our refusal stops the push; a crash of ours does not" {
	hooks >/dev/null
	remote
	commit one
	OURS=1 run git push origin main
	assert_failure
	for code in 2 126 127 139; do
		OURS=$code git push -q origin main
		commit "$code"
	done
	foreign .git/hooks/pre-push.before-detour
	rm .git/hooks/pre-push
	hooks >/dev/null
	OURS=1 run git push origin main
	assert_failure
	OURS=139 git push -q origin main
}

@test "the exit code of a hook that fails at commit is no business of ours" {
	foreign .git/hooks/post-commit
	hooks >/dev/null
	THEIRS=3 commit one
	seen | grep -q '^ours'
	run env THEIRS=3 .git/hooks/post-commit
	assert_failure 3
}

@test "a binary is kept and runs" {
	need cc
	cat >prog.c <<-'END'
		#include <stdio.h>
		#include <stdlib.h>
		int main(void) {
			FILE *seen = fopen(getenv("SEEN"), "a");
			return !seen || fputs("binary\n", seen) < 0 || fclose(seen);
		}
	END
	cc -o .git/hooks/post-commit prog.c
	sum=$(md5sum <.git/hooks/post-commit)
	hooks >/dev/null
	commit one
	assert_equal "$(seen)" "binary
ours: post-commit"
	hooks --uninstall >/dev/null
	assert_equal "$(md5sum <.git/hooks/post-commit)" "$sum"
}

@test "a hook that is no text in any encoding, with no line for an interpreter, is kept" {
	printf 'echo "\377\376 raw" >>"$SEEN"\n' >.git/hooks/post-commit
	chmod +x .git/hooks/post-commit
	before=$(listing .git/hooks)
	hooks >/dev/null
	commit one
	seen | grep -aq raw
	seen | grep -aq '^ours'
	hooks --uninstall >/dev/null
	assert_equal "$(listing .git/hooks)" "$before"
}

@test "a hook that was not executable is kept and still not run" {
	foreign .git/hooks/post-commit 644
	run hooks
	assert_success
	assert_output_contains 'not executable'
	commit one
	assert_equal "$(seen)" "ours: post-commit"
}

@test "a hook that reads none of a large input does not take it from ours" {
	foreign .git/hooks/pre-push
	foreign .git/hooks/post-rewrite
	hooks >/dev/null
	seq -f 'refs/heads/branch-%.0f' 200000 >many
	for hook in pre-push post-rewrite; do
		forget
		run timeout 60 ".git/hooks/$hook" origin url <many
		assert_success
		assert_no_output
		assert_equal "$(seen | grep -c '^ours in')" 200000
	done
	forget
	READ=1 .git/hooks/pre-push origin url <many
	assert_equal "$(seen | grep -c '^theirs in')" 200000
	assert_equal "$(seen | grep -c '^ours in')" 200000
}

@test "no input at all is no line at all" {
	foreign .git/hooks/pre-push
	hooks >/dev/null
	READ=1 .git/hooks/pre-push origin url </dev/null
	assert_equal "$(seen)" "theirs: pre-push.before-detour origin url
ours: pre-push origin url"
}

@test "started by hand on a terminal a shim waits for nobody" {
	need script timeout
	for hook in post-commit pre-push; do foreign ".git/hooks/$hook"; done
	hooks >/dev/null
	# The fake hook would read the terminal: ours has a limit of its own.
	printf '#!/bin/sh\necho ours >>"$SEEN"\n' >"$PREFIX/libexec/git-detour/pre-push"
	(sleep 4) | timeout 3 script -qec '.git/hooks/pre-push' /dev/null >/dev/null
	seen | grep -q '^theirs'
	seen | grep -q '^ours'
}

@test "GIT_DETOUR=off silences ours and not theirs" {
	foreign .git/hooks/post-commit
	foreign .git/hooks/pre-push
	hooks >/dev/null
	export GIT_DETOUR=off
	remote
	commit one
	READ=1 git push -q origin main
	git commit -q --amend -m two
	unseen '^ours'
	seen | grep -q '^theirs: post-commit'
	seen | grep -q '^theirs in: refs/heads/main'
	THEIRS=1 run .git/hooks/pre-push </dev/null
	assert_failure 1
}

# ---- what may happen afterwards

@test "with our binaries gone commit, amend and push work, in silence" {
	foreign .git/hooks/pre-push
	hooks >/dev/null
	rm -r "${PREFIX:?}/libexec" "${PREFIX:?}/bin"
	remote
	echo 1 >file
	git add file
	run git commit -q -m one
	assert_success
	assert_no_output
	run git commit -q --amend -m two
	assert_success
	assert_no_output
	run git push -q origin main
	assert_success
	assert_no_output
	seen | grep -q '^theirs'
	THEIRS=1 run git push -q --force origin main:other
	assert_failure
}

@test "with our binaries gone the hook that was there gets its input as it comes" {
	foreign .git/hooks/pre-push
	hooks >/dev/null
	rm -r "${PREFIX:?}/libexec" "${PREFIX:?}/bin"
	mkfifo ../input
	exec 7<>../input
	# Nobody closes it; who does not read it does not wait for it.
	run timeout 10 .git/hooks/pre-push origin url <../input 7<&-
	assert_success
	exec 7>&-
	assert_equal "$(seen)" 'theirs: pre-push.before-detour origin url'
	forget
	READ=1 .git/hooks/pre-push origin url <<<'a b c d'
	assert_equal "$(seen | tail -1)" 'theirs in: a b c d'
}

@test "with the hooks gone, git-detour at its recorded place or on PATH runs them" {
	hooks >/dev/null
	rm -r "$PREFIX/libexec"
	printf '#!/bin/sh\necho "program: $*" >>"$SEEN"\n' >"$PREFIX/bin/git-detour"
	commit one
	assert_equal "$(seen)" 'program: hook post-commit'
	forget
	mkdir "$BATS_TEST_TMPDIR/elsewhere"
	mv "$PREFIX/bin/git-detour" "$BATS_TEST_TMPDIR/elsewhere"
	PATH=$BATS_TEST_TMPDIR/elsewhere:$PATH commit two
	assert_equal "$(seen)" 'program: hook post-commit'
}

@test "status sees that what the shims start is gone; installing again mends it" {
	hooks >/dev/null
	cp -r "$PREFIX" "$BATS_TEST_TMPDIR/other"
	rm -r "$PREFIX"
	PREFIX=$BATS_TEST_TMPDIR/other
	run hooks --status
	assert_failure 1
	assert_output_contains 'is gone'
	run hooks
	assert_success
	run hooks --status
	assert_success
	commit one
	seen | grep -q '^ours'
}

@test "a repository that moves keeps its hooks, theirs too" {
	foreign .git/hooks/post-commit
	hooks >/dev/null
	cd ..
	mv repo moved
	cd moved
	commit one
	seen | grep -q '^theirs'
	seen | grep -q '^ours'
}

@test "another hook takes our place while one is kept: both stay, the newer runs" {
	foreign .git/hooks/post-commit
	hooks >/dev/null
	printf '#!/bin/sh\necho newer >>"$SEEN"\n' >.git/hooks/post-commit
	chmod +x .git/hooks/post-commit
	run hooks --uninstall # not ours: stays
	grep -q newer .git/hooks/post-commit
	hooks >/dev/null
	assert_file .git/hooks/post-commit.before-detour
	assert_file .git/hooks/post-commit.before-detour.1
	commit one
	assert_equal "$(seen)" "newer
ours: post-commit"
	hooks --uninstall >/dev/null
	grep -q newer .git/hooks/post-commit
	assert_file .git/hooks/post-commit.before-detour
}

@test "the same hook takes our place again: it is kept once and runs once" {
	foreign .git/hooks/post-commit
	cp -p .git/hooks/post-commit ../theirs
	before=$(listing .git/hooks)
	hooks >/dev/null
	cp -p ../theirs .git/hooks/post-commit
	hooks >/dev/null
	refute_file .git/hooks/post-commit.before-detour.1
	commit one
	assert_equal "$(seen)" "theirs: post-commit.before-detour
ours: post-commit"
	hooks --uninstall >/dev/null
	assert_equal "$(listing .git/hooks)" "$before"
}

@test "killed between keeping the hook and putting the shim: it runs on, a second run mends" {
	foreign .git/hooks/post-commit
	before=$(listing .git/hooks)
	ln .git/hooks/post-commit .git/hooks/post-commit.before-detour
	commit one
	assert_equal "$(seen)" 'theirs: post-commit'
	forget
	hooks >/dev/null
	refute_file .git/hooks/post-commit.before-detour.1
	commit two
	assert_equal "$(seen)" "theirs: post-commit.before-detour
ours: post-commit"
	hooks --uninstall >/dev/null
	assert_equal "$(listing .git/hooks)" "$before"
}

@test "killed at any link, rename or unlink, in or out: no hook is lost" {
	need strace
	strace -o /dev/null true 2>/dev/null || skip 'strace may not trace here'
	foreign .git/hooks/post-commit
	foreign .git/hooks/pre-push
	before=$(listing .git/hooks)
	for call in '?link,?linkat' '?rename,?renameat,?renameat2' '?unlink,?unlinkat'; do
		for count in 1 2 3; do
			strace -f -o "../trace $call $count" -e trace="$call" \
				-e inject="$call:signal=KILL:when=$count" \
				"$PREFIX/bin/git-detour" install-hooks >/dev/null 2>&1 || true
			forget
			commit "$call $count"
			assert_equal "$(seen | grep -c '^theirs: post-commit')" 1
			strace -f -o /dev/null -e trace="$call" \
				-e inject="$call:signal=KILL:when=$count" \
				"$PREFIX/bin/git-detour" install-hooks --uninstall >/dev/null 2>&1 || true
			forget
			commit "$call $count out"
			assert_equal "$(seen | grep -c '^theirs: post-commit')" 1
			hooks >/dev/null
			hooks --uninstall >/dev/null
			assert_equal "$(listing .git/hooks | grep -v '/\.detour-')" "$before"
			rm -f .git/hooks/.detour-*
		done
	done
	# It really was killed, in each kind of call.
	assert_equal "$(grep -l 'killed by SIGKILL' ../trace* | sed 's/ [0-9]$//' | sort -u | wc -l)" 3
}

@test "the shim was removed by hand: the hook behind it runs again after either command" {
	foreign .git/hooks/post-commit
	before=$(listing .git/hooks)
	hooks >/dev/null
	rm .git/hooks/post-commit
	run hooks --status
	assert_output_contains 'nothing runs it'
	hooks >/dev/null
	commit one
	seen | grep -q '^theirs'
	rm .git/hooks/post-commit
	hooks --uninstall >/dev/null
	assert_equal "$(listing .git/hooks)" "$before"
}

@test "the kept hook was removed by hand: ours still runs" {
	foreign .git/hooks/post-commit
	hooks >/dev/null
	rm .git/hooks/post-commit.before-detour
	commit one
	assert_equal "$(seen)" 'ours: post-commit'
	run hooks --status
	assert_output_contains 'is gone'
	hooks >/dev/null
	hooks --uninstall >/dev/null
	refute_file .git/hooks/post-commit
}

@test "lines that somebody added to a shim are never lost, and told" {
	hooks >/dev/null
	echo 'echo added' >>.git/hooks/post-commit
	run hooks --status
	assert_output_contains 'changed this file'
	run hooks
	assert_success
	assert_output_contains 'changed this file'
	run hooks --uninstall
	assert_failure 1
	assert_output_contains 'somebody changed it'
	grep -qx 'echo added' .git/hooks/post-commit
	refute_file .git/hooks/pre-push
}

@test "another tool wrapped ours and runs it: each runs once, also after installing again" {
	foreign .git/hooks/post-commit
	hooks >/dev/null
	mv .git/hooks/post-commit .git/hooks/post-commit.legacy
	cat >.git/hooks/post-commit <<-'END'
		#!/bin/sh
		# File generated by pre-commit: https://pre-commit.com
		echo wrapper >>"$SEEN"
		"$(cd "$(dirname "$0")" && pwd -P)/post-commit.legacy" "$@"
	END
	chmod +x .git/hooks/post-commit
	once="wrapper
theirs: post-commit.before-detour
ours: post-commit"
	commit one
	assert_equal "$(seen)" "$once"
	run hooks
	assert_success
	assert_output_contains 'started by pre-commit'
	forget
	commit two
	assert_equal "$(seen)" "$once"
	run hooks --status
	assert_success
	hooks --uninstall >/dev/null
	forget
	commit three
	assert_equal "$(seen)" "wrapper
theirs: post-commit.legacy"
}

@test "the tool whose hook we keep is installed again and wraps us: all run once" {
	cat >.git/hooks/pre-push <<-'END'
		#!/bin/sh
		# File generated by pre-commit: https://pre-commit.com
		[ -z "$PRE_COMMIT_RUNNING_LEGACY" ] || { echo 'in migration mode' >&2; exit 1; }
		echo "theirs: ${0##*/}" >>"$SEEN"
		export PRE_COMMIT_RUNNING_LEGACY=1
		legacy=$(cd "$(dirname "$0")" && pwd)/pre-push.legacy
		[ ! -x "$legacy" ] || "$legacy" "$@"
	END
	chmod +x .git/hooks/pre-push
	cp -p .git/hooks/pre-push ../theirs
	before=$(listing .git/hooks)
	hooks >/dev/null
	mv .git/hooks/pre-push .git/hooks/pre-push.legacy
	cp -p ../theirs .git/hooks/pre-push
	remote
	commit one
	forget
	git push -q origin main
	assert_equal "$(seen | grep -v ' in:' | cut -d' ' -f-2)" "theirs: pre-push
ours: pre-push"
	hooks | grep -q already
	hooks --uninstall >/dev/null
	assert_equal "$(listing .git/hooks)" "$before"
}

@test "a wrapper that we do not know makes no loop, and no hook runs twice" {
	foreign .git/hooks/pre-push
	hooks >/dev/null
	mv .git/hooks/pre-push .git/hooks/pre-push.wrapped
	cat >.git/hooks/pre-push <<-'END'
		#!/bin/sh
		echo wrapper >>"$SEEN"
		"$(cd "$(dirname "$0")" && pwd -P)/pre-push.wrapped" "$@"
	END
	chmod +x .git/hooks/pre-push
	hooks >/dev/null
	remote
	commit one
	forget
	timeout 20 git push -q origin main
	assert_equal "$(seen | sed 's|[ :].*||' | sort | uniq -c | tr -s ' ' | tr '\n' ',')" ' 2 ours, 1 theirs, 1 wrapper,'
	assert_equal "$(seen | grep -c '^ours: ')" 1
}

@test "a wrapper that comes back around ours makes no loop" {
	cat >wrapper <<-'END'
		#!/bin/sh
		echo wrapper >>"$SEEN"
		legacy=$(cd "$(dirname "$0")" && pwd)/post-commit.wrapped
		[ ! -x "$legacy" ] || "$legacy" "$@"
	END
	chmod +x wrapper
	cp -p wrapper .git/hooks/post-commit
	hooks >/dev/null
	mv .git/hooks/post-commit .git/hooks/post-commit.wrapped
	cp -p wrapper .git/hooks/post-commit
	hooks >/dev/null
	echo 1 >file
	git add file
	timeout 20 git commit -q -m one
	assert_equal "$(seen)" "wrapper
ours: post-commit"
}

@test "a hook behind ours that commits in this repository and in another is no chain" {
	cat >.git/hooks/post-commit <<-'END'
		#!/bin/sh
		[ -n "$INNER" ] && exit
		export INNER=1
		git commit -q --allow-empty -m inner
		unset GIT_DIR GIT_INDEX_FILE
		cd ../other && git commit -q --allow-empty -m other
	END
	chmod +x .git/hooks/post-commit
	hooks >/dev/null
	(cd .. && repo other && hooks >/dev/null)
	commit one
	assert_equal "$(seen | grep -c '^ours: post-commit')" 3
}

# ---- where the hooks are

@test "a linked work tree: installed once for all, from either side" {
	commit one
	git worktree add -q ../linked
	cd ../linked
	run hooks
	assert_success
	assert_output_contains "/repo/.git/hooks"
	commit two
	cd ../repo
	commit three
	assert_equal "$(seen | grep -c '^ours: post-commit')" 2
	hooks --uninstall >/dev/null
	refute_file .git/hooks/pre-push
}

@test "a submodule keeps its hooks in the outer repository" {
	git init -q ../inner
	(cd ../inner && commit inner)
	git -c protocol.file.allow=always submodule --quiet add "$BATS_TEST_TMPDIR/inner" sub
	cd sub
	run hooks
	assert_success
	assert_file ../.git/modules/sub/hooks/post-commit
	commit in-sub
	seen | grep -q '^ours'
}

@test "a bare repository" {
	git init -q --bare ../bare.git
	cd ../bare.git
	run hooks
	assert_success
	marked hooks/pre-push
}

@test "from a folder below, and with GIT_DIR" {
	mkdir -p deep/er
	(cd deep/er && hooks >/dev/null)
	marked .git/hooks/pre-push
	hooks --uninstall >/dev/null
	cd "$BATS_TEST_TMPDIR"
	GIT_DIR=$PWD/repo/.git GIT_WORK_TREE=$PWD/repo hooks >/dev/null
	marked repo/.git/hooks/pre-push
}

@test "a relative core.hooksPath in the work tree, nothing tracked there" {
	git config core.hooksPath .githooks
	foreign .githooks/post-commit
	run hooks
	assert_success
	marked .githooks/post-commit
	refute_file .git/hooks/post-commit
	echo 1 >file
	git add file
	git commit -q -m one
	seen | grep -q '^theirs'
	seen | grep -q '^ours'
	hooks --uninstall >/dev/null
	run ls -A .githooks
	assert_output post-commit
}

@test "a relative core.hooksPath whose folder is missing" {
	git config core.hooksPath tools/githooks
	run hooks
	assert_success
	marked tools/githooks/pre-push
	git commit -q --allow-empty -m one
	seen | grep -q '^ours'
}

@test "an absolute core.hooksPath inside of the git dir or the work tree" {
	git config core.hooksPath "$PWD/.git/my hooks"
	hooks >/dev/null
	marked '.git/my hooks/pre-push'
	commit one
	seen | grep -q '^ours'
	git config core.hooksPath "$PWD/local"
	hooks >/dev/null
	marked local/pre-push
}

# Refused: nothing changed, the reason and the setting named, the lines to paste.
refuses() {
	local before
	before=$(listing "$BATS_TEST_TMPDIR" | grep -v '/home')
	run hooks
	assert_failure 1
	assert_output_contains "$1"
	assert_output_contains 'git-detour hook pre-push'
	assert_equal "$(listing "$BATS_TEST_TMPDIR" | grep -v '/home')" "$before"
	run hooks --status
	assert_failure 1
}

@test "a core.hooksPath outside of the repository is refused" {
	mkdir ../all-hooks
	git config --global core.hooksPath "$BATS_TEST_TMPDIR/all-hooks"
	refuses "$HOME/.gitconfig"
	git config core.hooksPath ../all-hooks
	refuses '.git/config'
	git config core.hooksPath "$BATS_TEST_TMPDIR/not-there"
	refuses "not-there"
	git config core.hooksPath .
	refuses 'core.hooksPath'
}

@test "core.hooksPath /dev/null and empty are refused" {
	git config core.hooksPath /dev/null
	refuses 'switched off'
	git config core.hooksPath ''
	refuses "folder is ''"
}

@test "a work tree's own core.hooksPath counts there only" {
	commit one
	git config extensions.worktreeConfig true
	git worktree add -q ../linked
	cd ../linked
	git config --worktree core.hooksPath /dev/null
	refuses 'config.worktree'
	cd ../repo
	run hooks
	assert_success
}

@test "husky's folder is refused, with the lines for husky" {
	mkdir -p .husky/_
	git config core.hooksPath .husky/_
	refuses '.husky/post-commit'
}

@test "a folder with tracked files, and a tracked hook, are refused" {
	git config core.hooksPath .githooks
	commit team .githooks/README
	refuses 'tracked'
	git rm -q -r --cached .githooks
	commit team .githooks/pre-push
	rm .githooks/pre-push
	refuses 'tracked'
}

@test "a hooks folder that is a symbolic link, or behind one, is refused" {
	mkdir ../shared-hooks
	rm -r .git/hooks
	ln -s ../../shared-hooks .git/hooks
	refuses 'symbolic link'
	rm .git/hooks
	ln -s "$BATS_TEST_TMPDIR/shared-hooks" link
	git config core.hooksPath link/hooks
	refuses 'symbolic link'
}

@test "a hook that is a symbolic link, dangling or not, or a folder, is refused" {
	foreign ../theirs
	ln -s ../../../theirs .git/hooks/pre-push
	refuses 'symbolic link'
	ln -sf /nowhere .git/hooks/pre-push
	refuses 'symbolic link'
	rm .git/hooks/pre-push
	mkdir .git/hooks/post-rewrite
	refuses 'post-rewrite'
	rmdir .git/hooks/post-rewrite
	mkfifo .git/hooks/post-commit
	run timeout 10 "$PREFIX/bin/git-detour" install-hooks
	assert_failure 1
	refute_file .git/hooks/pre-push
}

@test "a folder that may not be written is refused" {
	local as=()
	# Root may write everywhere, unless it lays that power down.
	if [ "$(id -u)" -eq 0 ]; then
		need setpriv
		as=(setpriv '--bounding-set=-dac_override,-dac_read_search')
	fi
	chmod 555 .git/hooks
	run "${as[@]}" "$BUILD/bin/git-detour" install-hooks
	chmod 755 .git/hooks
	assert_failure 1
	assert_output_contains 'may not be written'
}

@test "a repository behind a link to its folder is no link of ours to mind" {
	ln -s "$BATS_TEST_TMPDIR/repo" ../alias
	cd ../alias
	run hooks
	assert_success
	git config core.hooksPath "$BATS_TEST_TMPDIR/alias/.git/other"
	run hooks
	assert_success
	marked .git/other/pre-push
}

@test "hooks that stayed behind when core.hooksPath was set are taken out too" {
	foreign .git/hooks/pre-push
	before=$(listing .git/hooks)
	hooks >/dev/null
	git config core.hooksPath .githooks
	hooks >/dev/null
	run hooks --uninstall
	assert_success
	assert_equal "$(listing .git/hooks)" "$before"
	[ ! -e .githooks ]
	git config core.hooksPath /dev/null
	run hooks --uninstall
	assert_success
}

# ---- modes and names

@test "umask and core.sharedRepository decide the modes" {
	(umask 027 && hooks >/dev/null)
	assert_equal "$(stat -c %a .git/hooks/pre-push)" 750
	hooks --uninstall >/dev/null
	rm -r .git/hooks
	git config core.sharedRepository group
	(umask 077 && hooks >/dev/null)
	assert_equal "$(stat -c %a .git/hooks/pre-push)" 770
	assert_equal "$(stat -c %a .git/hooks)" 2770
	hooks --uninstall >/dev/null
	git config core.sharedRepository 0644
	(umask 077 && hooks >/dev/null)
	assert_equal "$(stat -c %a .git/hooks/pre-push)" 755
}

@test "paths with spaces, quotes, dollars and a line end" {
	odd="$BATS_TEST_TMPDIR/it's \"a\" \$HOME
dir"
	fake_hooks "$odd/opt"
	mkdir "$odd/place"
	cd "$odd/place"
	repo
	foreign .git/hooks/pre-push
	hooks >/dev/null
	run hooks --status
	assert_success
	assert_no_escapes
	remote
	commit one
	git push -q origin main
	seen | grep -q '^ours: post-commit'
	seen | grep -q '^theirs: pre-push'
	seen | grep -q '^ours in: refs/heads/main'
	run hooks
	assert_output_contains 'already'
	hooks --uninstall >/dev/null
	refute_file .git/hooks/post-commit
}

@test "a link in bin/ is recorded as it is, the hooks beside the real program" {
	mkdir links
	ln -s "$PREFIX/bin/git-detour" links/git-detour
	PATH=$PWD/links:$PATH links/git-detour install-hooks >/dev/null
	assert_file_contains .git/hooks/post-commit "detour_program='$PWD/links/git-detour'"
	assert_file_contains .git/hooks/post-commit "'$PREFIX/libexec/git-detour/post-commit'"
}

# ---- lines to paste

@test "an unknown manager is told the known ones" {
	run hooks --print=emacs
	assert_failure 2
	assert_output_contains 'lefthook'
}

# What is printed for a script is run as one.
@test "the lines for scripts and husky run, refuse with 1 only, and are quiet without us" {
	for manager in shell husky; do
		"$PREFIX/bin/git-detour" install-hooks --print=$manager >lines
		{
			echo '#!/bin/sh'
			sed -n '/pre-push/,/post-rewrite hook\|husky.post-rewrite/p' lines
		} >hook
		for options in '' -e; do
			PATH=/usr/bin:/bin run sh $options hook origin url </dev/null
			assert_success
			assert_no_output
			for code in 0 1 2 127; do
				mkdir -p bin
				printf '#!/bin/sh\n[ "$*" = "hook pre-push origin url" ] && exit %s\nexit 1\n' $code >bin/git-detour
				chmod +x bin/git-detour
				PATH=$PWD/bin:$PATH run sh $options hook origin url </dev/null
				if [ $code = 1 ]; then assert_failure 1; else assert_success; fi
			done
		done
	done
}

@test "the lines for git's configuration are what git would run" {
	hooks --print=git-config >lines
	sh lines
	assert_equal "$(git config --get-regexp '^hook\..*\.event' | wc -l)" 3
	for hook in post-commit pre-push post-rewrite; do
		# git appends the arguments to the command
		command=$(git config "hook.git-detour-$hook.command")
		mkdir -p bin
		printf '#!/bin/sh\necho "$*" >>"$SEEN"; exit 1\n' >bin/git-detour
		chmod +x bin/git-detour
		forget
		PATH=$PWD/bin:$PATH run sh -c "$command \"\$@\"" "$command" 'a b' c
		assert_equal "$(seen)" "hook $hook a b c"
		if [ $hook = pre-push ]; then assert_failure 1; else assert_success; fi
		PATH=/usr/bin:/bin run sh -c "$command \"\$@\"" "$command" 'a b' c
		assert_success
	done
	# nowhere an event before its command
	grep -n 'git config hook' lines | grep -n 'event' | while IFS=: read -r _ _ rest; do
		name=${rest#git config hook.}
		name=${name%%.event*}
		grep -B2 "hook.$name.event" lines | grep -q "hook.$name.command"
	done
	git commit -q --allow-empty -m works
}
