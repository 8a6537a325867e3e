#!/usr/bin/env bats
# simple-git-hooks: it writes over every hook, and deletes those that it has no command for.
# shellcheck disable=SC2016,SC2030,SC2031,SC2154

load ../e2e/helper
load managers

simple_story() {
	need_manager simple-git-hooks
	story
	cat >package.json <<-'END'
		{
		  "name": "work",
		  "simple-git-hooks": {
		    "post-commit": "echo \"simple: post-commit\" >>\"$SEEN\"",
		    "pre-push": "echo \"simple: pre-push\" >>\"$SEEN\"; cat >>\"$SEEN\""
		  }
		}
	END
}

@test "simple-git-hooks first, then ours, and out again" {
	simple_story
	simple-git-hooks >/dev/null
	before=$(md5sum .git/hooks/p*)
	run hooks
	assert_success
	assert_output_contains 'simple-git-hooks may put its own back'
	assert_well
	assert_everybody_once simple
	hooks --uninstall >/dev/null
	assert_equal "$(md5sum .git/hooks/p*)" "$before"
	assert_everybody_once simple 0
}

@test "ours first, then simple-git-hooks, again and again: doctor sees it and mends it" {
	simple_story
	hooks >/dev/null
	for _ in 1 2 3; do
		simple-git-hooks >/dev/null
		assert_wrong 'pre-push'
		mend
		assert_everybody_once simple
	done
	assert_equal "$(names)" 'post-commit post-commit.before-detour post-rewrite pre-push pre-push.before-detour '
	echo '{"name": "work"}' >package.json
	hooks --uninstall >/dev/null
	assert_equal "$(names)" 'post-commit pre-push '
}

@test "the lines for simple-git-hooks" {
	simple_story
	{
		echo '{ "name": "work",'
		hooks --print=simple-git-hooks | grep -v '^//'
		echo '}'
	} >package.json
	simple-git-hooks >/dev/null
	assert_well
	run hooks
	assert_success
	forget
	run git revert --no-edit HEAD
	assert_output_contains "$(short) reverts"
	run git push -q origin main
	assert_success
	assert_output_contains 'not written down'
	assert_equal "$(cat "$SEEN")" $'ours: post-commit\nours: pre-push'
	git revert --no-edit HEAD >/dev/null 2>&1
	git config detour.push.mode block
	run git push -q origin main
	assert_failure
}
