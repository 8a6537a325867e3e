#!/usr/bin/env bats
# What a program leaves behind that is killed in the middle: it goes with a later write, doctor names it
# until then, and nobody takes away what a program that lives still writes.

load helper

setup() {
	fresh_home
	if nm "$BUILD/bin/git-detour" 2>/dev/null | grep -q __asan_init; then
		skip 'the address sanitizer must be loaded first'
	fi
	repo
	commit -t -2d 'Add the queue' queue
	told=$BATS_TEST_TMPDIR/told
}

with_fault() { # FAULT COMMAND…; in a process of its own
	: >"$told"
	truncate -s 64 "$told"
	exec env FAULTS_PROGRAM=git-detour FAULTS_TOLD="$told" FAULTS="$1" \
		LD_PRELOAD="$BUILD/tests/faults/inject.so" "${@:2}"
}

# Kills the command when all is written and about to get its name; sets `left`.
kill_in() { # FOLDER VERB…
	(with_fault 'link 1 0' "$BUILD/bin/git-detour" "${@:2}") >/dev/null 2>&1 &&
		failed "not killed in the middle of '${*:2}'"
	left=$(find "$1" -name '.detour-new-*')
	assert_file "$left"
}

age() {
	touch -d '2 hours ago' "$@"
}

@test "beside sessions it goes with the next one that is written an hour later" {
	kill_in docs/sessions new -m 'Redis loses jobs.'
	detour new -m 'It was the queue.' >/dev/null
	assert_file "$left"
	age "$left"
	run detour doctor
	assert_failure 1
	assert_output_contains "left behind by a program that was killed: $PWD/$left"
	assert_output_contains "to mend:  rm '$PWD/$left'"
	detour link last HEAD >/dev/null
	refute_file "$left"
	run detour doctor
	refute_output_contains 'left behind'
	assert_equal "$(cat docs/sessions/*.md | grep -c 'It was the queue\.$')" 1
}

@test "beside hooks it goes with install-hooks, and with --uninstall" {
	local verb
	for verb in install-hooks 'install-hooks --uninstall'; do
		kill_in .git/hooks install-hooks
		age "$left"
		run detour doctor
		assert_output_contains "to mend:  rm '$PWD/$left'"
		# shellcheck disable=SC2086 # a verb and its option
		detour $verb >/dev/null
		refute_file "$left"
		detour install-hooks --uninstall >/dev/null
	done
	assert_equal "$(find .git/hooks -name '.*' -type f)" ''
}

@test "what doctor says mends it" {
	kill_in docs/sessions new -m 'Redis loses jobs.'
	age "$left"
	sh -c "$(detour doctor | sed -n 's/.*to mend:  \(rm .*\)/\1/p')"
	refute_file "$left"
	# Locks that the library made for us, which would keep git from writing there too.
	mkdir -p .git/refs/detour
	touch .git/refs/detour/2026-01-01-abc.lock .git/config.lock
	run detour doctor
	refute_output_contains '.lock'
	age .git/refs/detour/2026-01-01-abc.lock .git/config.lock
	sh -c "$(detour doctor | sed -n 's/.*to mend:  \(rm .*\)/\1/p')"
	refute_file .git/config.lock
	refute_file .git/refs/detour/2026-01-01-abc.lock
}

@test "what a program that lives is writing stays, as long as it takes" {
	# It sleeps before all that it wrote gets its name.
	with_fault 'link 1 -2' "$BUILD/bin/git-detour" new -m 'Slowly.' >/dev/null 2>&1 3>&- &
	for ((i = 0; i < 100; i++)); do
		grep -q 'Slowly' docs/sessions/.detour-new-* 2>/dev/null && break
		sleep 0.05
	done
	left=$(echo docs/sessions/.detour-new-*)
	age "$left"
	detour new -m 'Meanwhile.' >/dev/null
	assert_file "$left"
	run detour doctor
	refute_output_contains 'left behind'
	kill -9 %1
	wait %1 || true
	detour new -m 'Long after.' >/dev/null
	refute_file "$left"
}

@test "what was set aside to be removed is named and stays, for somebody may have written in it" {
	mkdir -p docs/sessions
	echo 'Somebody wrote this.' >docs/sessions/.detour-old-AbC123
	: >docs/sessions/.detour-old-empty1
	age docs/sessions/.detour-old-*
	detour new -m 'Redis loses jobs.' >/dev/null
	assert_file docs/sessions/.detour-old-AbC123
	refute_file docs/sessions/.detour-old-empty1
	run detour doctor
	assert_failure 1
	assert_output_contains 'look first: somebody may have written in it'
	assert_output_contains "to mend:  rm -i '$PWD/docs/sessions/.detour-old-AbC123'"
}
