#!/usr/bin/env bats
# Hooks in git's own configuration, which git 2.54 and later heed.
# shellcheck disable=SC2016,SC2030,SC2031,SC2154

load ../e2e/helper
load managers

@test "the lines for git's configuration, with a git that heeds them" {
	[ -n "${TEST_GIT-}" ] || skip 'DETOUR_TEST_GIT does not name a git of 2.54 or later'
	story
	PATH=$(dirname "$TEST_GIT"):$PATH
	hooks --print=git-config | sh
	assert_well
	forget
	run git revert --no-edit HEAD
	assert_success
	assert_output_contains "$(short) reverts"
	run git push -q origin main
	assert_success
	assert_output_contains 'not written down'
	git commit -q --amend -m 'Another message'
	assert_equal "$(sort "$SEEN" | uniq -c | tr -s ' ')" ' 2 ours: post-commit
 1 ours: post-rewrite
 1 ours: pre-push'
	git config detour.push.mode block
	run git push -q -f origin main
	assert_failure
	hooks --print=git-config | sed -n 's/^#   //p' | sh
	run hooks --status
	assert_failure 1
	git commit -q --allow-empty -m 'No hook is left'
}
