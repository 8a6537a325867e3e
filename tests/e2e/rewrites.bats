#!/usr/bin/env bats
# What was said about a commit stays said through every rewrite, and nothing else gets said by one.
#
# REWRITES_SEED and REWRITES_ROUNDS choose the generated rounds; a failure tells its seed.

load helper
load rewriting

@test "what is covered stays covered, and what is open stays open, through generated rewrites" {
	run generated_rounds
	assert_success
	# Both sides were tried.
	if [ "$ROUNDS" -ge 8 ]; then
		[[ $output =~ ([0-9]+)' signals, '([0-9]+)' covered'$ ]]
		[ "${BASH_REMATCH[2]}" -gt 8 ]
		[ $((BASH_REMATCH[1] - BASH_REMATCH[2])) -gt 8 ]
	fi
}
