#!/usr/bin/env bats
# What handoff and patterns say of a repository of yours, traced line by line: make trace REPO=PATH.
# TRACE_BRANCH names one; else it is the first TRACE_LIMIT (20) of its branches.

load ../e2e/helper
load ../e2e/handoff
load ../e2e/tracing

setup() {
	fresh_home
	[ -n "${TRACE_REPO:-}" ] || failed 'no repository is named: make trace REPO=PATH'
	git config --global safe.directory '*'
	cd "$TRACE_REPO" || return
}

@test "every line of its briefs holds" {
	for name in ${TRACE_BRANCH:-$(git for-each-ref --count="${TRACE_LIMIT:-20}" --format='%(refname:short)' refs/heads refs/remotes)}; do
		detour handoff "$name" >"$BATS_TEST_TMPDIR/brief"
		holds "$BATS_TEST_TMPDIR/brief"
	done
}

@test "every line of its patterns holds" {
	run trace_patterns
	echo "$output" >&3
	assert_success
}
