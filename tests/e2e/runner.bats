load helper

# The runner of the tests counts truly: a test that is not seen to pass has failed.

# A test program that prints standard input and leaves with a status; tests/run takes it for ours.
program() { # NAME STATUS
	mkdir -p out/tests
	{
		printf '#!/bin/sh\ncat <<"END"\n'
		cat
		printf 'END\nexit %s\n' "$2"
	} >"out/tests/$1"
	chmod +x "out/tests/$1"
}

tests_run() {
	BUILD=$PWD/out "$SOURCE_DIR/tests/run" "$@"
}

@test "what passed, failed and was skipped is summed up in the last line" {
	program good_test 0 <<-'END'
		1..2
		ok 1 - a
		ok 2 - b
	END
	program mixed_test 1 <<-'END'
		1..3
		ok 1 - c
		not ok 2 - d
		# why it did
		skipped: the sea is rough
		not ok 3 # SKIP e
	END
	run tests_run good_test
	assert_success
	assert_equal "${lines[-1]}" '2 passed, 0 failed'
	run tests_run good_test mixed_test
	assert_failure
	assert_equal "${lines[-1]}" '3 passed, 1 failed, 1 skipped'
	assert_output_contains 'FAILED: d'
	assert_output_contains 'why it did'
	assert_output_contains 'skipped: # e: the sea is rough'
}

@test "a program that dies, says nothing or less than it planned has failed" {
	program early_test 0 <<-'END'
		1..3
		ok 1 - a
	END
	program late_test 99 <<-'END'
		1..1
		ok 1 - a
	END
	program silent_test 0 </dev/null
	for name in early late; do
		run tests_run "${name}_test"
		assert_failure
		assert_equal "${lines[-1]}" '1 passed, 1 failed'
	done
	run tests_run silent_test absent_test
	assert_failure
	assert_equal "${lines[-1]}" '0 passed, 2 failed'
}

@test "bats files are counted in the same way" {
	printf '@%s\n' 'test "one" { true; }' 'test "two" { false; }' \
		'test "three" { skip "no moon tonight"; }' >some.bats
	PATH=${PATH//"$BATS_LIBEXEC:"/} # or the inner bats would start in the middle of itself
	run tests_run "$PWD/some.bats"
	assert_failure
	assert_equal "${lines[-1]}" '1 passed, 1 failed, 1 skipped'
	assert_output_contains 'no moon tonight'
	assert_output_contains 'FAILED: two'
}

@test "tests see no terminal, nothing of the caller, and an empty home" {
	mkdir -p out/tests
	cat >out/tests/env_test <<-'END'
		#!/bin/sh
		echo 1..3
		[ -z "$CI$GIT_DIR$EDITOR" ] && echo ok 1 - nothing of the caller
		[ -z "$(ls -A "$HOME")" ] && echo ok 2 - empty home
		(: </dev/tty) 2>/dev/null || echo ok 3 - no terminal
	END
	chmod +x out/tests/env_test
	CI=true GIT_DIR=/nowhere EDITOR=vi run tests_run env_test
	assert_success
	assert_equal "${lines[-1]}" '3 passed, 0 failed'
}
