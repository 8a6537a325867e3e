#!/usr/bin/env bats
# husky: it sets core.hooksPath to a folder that it writes anew, and runs the files beside it.
# shellcheck disable=SC2016,SC2030,SC2031,SC2154

load ../e2e/helper
load managers

# The lines for one of its hooks, as printed.
lines_for() {
	hooks "--print=${2:-husky}" | awk -v start="$1" '
		index($0, "# ") == 1 && index($0, start) { inside = 1; next }
		inside && /^$/ { exit }
		inside'
}

paste_into_husky() {
	local hook
	for hook in post-commit pre-push post-rewrite; do
		lines_for "$hook" >".husky/$hook"
	done
	echo 'echo "husky: post-commit" >>"$SEEN"' >>.husky/post-commit
	echo 'echo "husky: pre-push" >>"$SEEN"; cat >>"$SEEN"' >>.husky/pre-push
}

husky_story() {
	need_manager husky
	story
	echo '{"name": "work"}' >package.json
}

@test "husky first: ours stays out of its folder, and its lines do it" {
	husky_story
	husky
	mkdir -p .git/hooks # a git without templates makes none
	before=$(find .husky .git/hooks -type f -exec md5sum {} +)
	run hooks
	assert_failure 1
	assert_output_contains "'.husky/_' is the folder of a hook manager"
	assert_output_contains "$(lines_for pre-push)"
	assert_equal "$(find .husky .git/hooks -type f -exec md5sum {} +)" "$before"
	assert_wrong 'To mend: git detour install-hooks --print=husky' ||
		assert_output_contains 'to mend:  git detour install-hooks --print=husky'
	paste_into_husky
	assert_well
	assert_everybody_once husky
	husky # as every npm install does
	assert_well
	run hooks
	assert_success
	assert_everybody_once husky
}

@test "ours first, then husky: told, pasted, run once; without husky ours is back" {
	husky_story
	hooks >/dev/null
	husky
	assert_wrong "'.husky/_' is the folder of a hook manager"
	paste_into_husky
	assert_well
	assert_everybody_once husky
	git config --unset core.hooksPath
	assert_well
	git revert --no-edit HEAD >/dev/null 2>&1
	git push -q origin main
	git config core.hooksPath .husky/_
	hooks --uninstall >/dev/null
	assert_equal "$(names)" ''
	assert_everybody_once husky
}

@test "husky's push is stopped where ours refuses, and only then" {
	husky_story
	husky
	paste_into_husky
	git revert --no-edit HEAD >/dev/null 2>&1
	git config detour.push.mode block
	run git push -q origin main
	assert_failure
	assert_output_contains '(the push is stopped)'
	rm -r ../opt
	git push -q origin main
}
