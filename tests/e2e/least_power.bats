#!/usr/bin/env bats
# What the programs ask of the system: no socket, no program but the editor, no file of anybody else
# opened for writing.

load helper

setup() {
	fresh_home
	need strace
	strace -o /dev/null true 2>/dev/null || skip 'strace may not trace here'
	! grep -q sanitize "$BUILD/flags" 2>/dev/null || skip 'the sanitizers ask for more themselves'
	# Before any verb: these may be written by a verb of the user's asking.
	may='docs|docs/sessions|\.git/detour'
}

story() {
	repo
	mkdir -p docs/sessions
	printf '# Queue\n\nIt stalled.\n' >docs/sessions/2026-01-02-queue.md
	git add docs
	commit -t -3d 'Add the retry queue' queue.c
	commit -t -2d 'Tune the worker' worker.c
	git revert --no-edit HEAD~1 >/dev/null 2>&1
	echo loose >>worker.c
	root=$(pwd -P)
}

calls='trace=socket,socketpair,connect,bind,execve,execveat,fork,vfork,clone,clone3,open,openat,openat2,creat,mkdir,mkdirat,rename,renameat,renameat2,link,linkat,symlink,symlinkat,unlink,unlinkat,rmdir,truncate,ftruncate,chmod,fchmodat,chown,mknod,mknodat'

# One program, whose calls are left in ../trace.
traced() { # PROGRAM ARG…
	strace -f -qq -s 4096 -y -o ../trace -e "$calls" "$@" >../out 2>../err || true
	[ -s ../trace ] || failed 'nothing was traced'
}

refute_network() {
	! grep -E '\b(socket|socketpair|connect|bind)\(' ../trace || failed "$*: a socket"
}

refute_programs() { # but the one that we start: threads are clones with CLONE_THREAD
	[ "$(grep -cE '\bexecve(at)?\(' ../trace)" -eq "${programs:-1}" ] || failed "$*: a program" "$(grep exec ../trace)"
	[ "${programs:-1}" -gt 1 ] || ! grep -E '\b(v?fork|clone3?)\(' ../trace | grep -v CLONE_THREAD || failed "$*: a process"
}

# Calls that change something, but those that failed, on what they may not.
refute_writes() {
	local line bad=''
	while IFS= read -r line; do
		case $line in
		*open*'('*) [[ $line =~ O_(WRONLY|RDWR|CREAT|TRUNC) ]] || continue ;;
		*exec* | *clone* | *fork* | *resumed* | *' = -1 E'*) continue ;;
		esac
		case $line in
		*/dev/null* | */dev/tty*) continue ;;
		esac
		# Made under a name of its own beside the file that it becomes: of the same folder.
		[[ $line =~ \"($root/)?($may)[/\"] ]] || bad+="$line"$'\n'
	done <../trace
	[ -z "$bad" ] || failed "$*: wrote elsewhere:" "$bad"
}

within() { # ARG… of git-detour
	traced "$BUILD/bin/git-detour" "$@" </dev/null
	refute_network "$@" && refute_programs "$@" && refute_writes "$@"
}

@test "what only reads opens no socket, starts nothing and writes nothing" {
	story
	may='\.git/detour'
	local verb
	while IFS= read -r verb; do
		# shellcheck disable=SC2086 # a verb and its arguments
		within $verb
	done <<'END'

preview
list
show queue
resume
handoff
scan --json --all
why HEAD
check HEAD~1 --format=gitlab
patterns
report -o - HEAD
config
doctor
prune --dry-run
install-hooks --status
END
}

@test "what writes does it in the journal and in our folder of the git dir" {
	story
	local verb
	while IFS= read -r verb; do
		# shellcheck disable=SC2086 # a verb and its arguments
		within $verb
	done <<'END'
new Told -c HEAD -m Told.
note Tried
link queue HEAD
dismiss HEAD
dismiss --shared HEAD
prune
END
	assert_file docs/sessions/.dismissed # that something was written at all
	may='docs/sessions|\.git/detour|\.detour\.ini|\.detour-new-[A-Za-z0-9]*|docs'
	within init
	assert_file .detour.ini
	may='\.git/detour|\.git/hooks'
	within install-hooks
	within install-hooks --uninstall
	may='\.git/detour|(\./)?report\.html|(\./)?\.detour-new-[A-Za-z0-9]*'
	within report -o report.html
}

@test "the hooks do no more than that" {
	story
	local tip zero=0000000000000000000000000000000000000000
	tip=$(full)
	install_hooks
	git config detour.prompt.unattended scaffold
	traced "$BUILD/libexec/git-detour/post-commit" </dev/null
	refute_network post-commit && refute_programs post-commit && refute_writes post-commit
	[ -n "$(find docs/sessions -name '*-reverted.md')" ]
	traced "$BUILD/libexec/git-detour/pre-push" origin ../remote.git <<<"refs/heads/main $tip refs/heads/main $zero"
	refute_network pre-push && refute_programs pre-push && refute_writes pre-push
	traced "$BUILD/libexec/git-detour/post-rewrite" amend <<<"$(full HEAD~1) $tip"
	refute_network post-rewrite && refute_programs post-rewrite && refute_writes post-rewrite
}

@test "the editor is the only program, and the one that the user chose" {
	story
	printf '#!/bin/sh\necho Told >>"$1"\n' >../editor
	chmod +x ../editor
	git config core.editor "$BATS_TEST_TMPDIR/editor"
	traced "$BUILD/bin/git-detour" new Told --edit </dev/null
	refute_network new --edit
	grep -q "execve(\"$BATS_TEST_TMPDIR/editor\"" ../trace
	run grep -oE 'execve\("[^"]*"' ../trace
	refute_output_contains curl
	local started
	while IFS= read -r started; do
		case $started in
		*/git-detour\" | */sh\" | *"$BATS_TEST_TMPDIR/editor\"") ;;
		*) failed "it started $started" ;;
		esac
	done <<<"$output"
}

@test "that it would be noticed: a socket, a program, a file elsewhere" {
	story
	traced bash -c 'exec 3<>/dev/tcp/127.0.0.1/9'
	run refute_network
	assert_failure
	traced sh -c '/bin/true; :'
	run refute_programs
	assert_failure
	traced sh -c ': >elsewhere'
	run refute_writes
	assert_failure
	traced sh -c ': >docs/sessions/x'
	refute_writes
}
