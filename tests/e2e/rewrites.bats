#!/usr/bin/env bats
# What was said about a commit stays said through every rewrite, and nothing else gets said by one.
#
# REWRITES_SEED and REWRITES_ROUNDS choose the generated rounds; a failure tells its seed.

load helper
load rewriting

@test "what is covered stays covered, and what is open stays open, through generated rewrites" {
	local first=${REWRITES_SEED:-1} rounds=${REWRITES_ROUNDS:-8}
	SIGNALS=0 COVERED=0
	for ((seed = first; seed < first + rounds; seed++)); do
		one_round "$seed"
	done
	# Both sides were tried.
	if [ "$rounds" -ge 8 ]; then
		[ "$COVERED" -gt "$rounds" ]
		[ $((SIGNALS - COVERED)) -gt "$rounds" ]
	fi
}
