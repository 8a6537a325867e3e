#!/usr/bin/env bats
# lefthook: it sets a hook that it finds aside, does not run it, and installs itself anew now and then.
# shellcheck disable=SC2016,SC2030,SC2031,SC2154

load ../e2e/helper
load managers

lefthook_story() {
	need_manager lefthook
	story
	cat >lefthook.yml <<-'END'
		post-commit:
		  jobs:
		    - name: theirs
		      run: 'echo "lefthook: post-commit" >>"$SEEN"'
		pre-push:
		  jobs:
		    - name: theirs
		      use_stdin: true
		      run: 'echo "lefthook: pre-push" >>"$SEEN"; cat >>"$SEEN"'
	END
}

@test "lefthook first, then ours; ours out first" {
	lefthook_story
	lefthook install >/dev/null
	before=$(md5sum .git/hooks/p*)
	run hooks
	assert_success
	assert_output_contains 'lefthook may put its own back; lines that last: git detour install-hooks --print=lefthook'
	assert_well
	assert_everybody_once lefthook
	hooks --uninstall >/dev/null
	assert_equal "$(md5sum .git/hooks/p*)" "$before"
	assert_everybody_once lefthook 0
}

@test "lefthook first, then ours; lefthook out first" {
	lefthook_story
	lefthook install >/dev/null
	hooks >/dev/null
	lefthook uninstall >/dev/null
	assert_well
	hooks >/dev/null
	assert_well
	forget
	git revert --no-edit HEAD >/dev/null 2>&1
	assert_equal "$(cat "$SEEN")" 'ours: post-commit'
	hooks --uninstall >/dev/null
	assert_equal "$(names)" ''
}

@test "ours first, then lefthook, again and again: doctor sees it and mends it" {
	lefthook_story
	hooks >/dev/null
	for _ in 1 2 3; do
		lefthook install >/dev/null
		assert_wrong "pre-push"
		mend
		assert_everybody_once lefthook
	done
	# Its settings change: it installs itself anew at the next hook.
	sed 's/theirs/changed/' lefthook.yml >new && mv new lefthook.yml
	commit 'Let it see' queue.c >/dev/null 2>&1
	mend
	git push -q origin main >/dev/null 2>&1
	assert_everybody_once lefthook
	hooks --uninstall >/dev/null
	assert_everybody_once lefthook 0
	lefthook uninstall >/dev/null
	assert_equal "$(names)" ''
}

@test "ours first, then lefthook; lefthook out first" {
	lefthook_story
	hooks >/dev/null
	lefthook install >/dev/null
	mend
	lefthook uninstall >/dev/null
	assert_well
	git revert --no-edit HEAD >/dev/null 2>&1
	hooks --uninstall >/dev/null
	assert_equal "$(names)" ''
}

@test "ours first, then lefthook and out again, nothing mended: ours is there as before" {
	lefthook_story
	hooks >/dev/null
	lefthook install >/dev/null
	lefthook uninstall >/dev/null
	mend_if_wrong
	hooks --uninstall >/dev/null
	assert_equal "$(names)" ''
}

mend_if_wrong() {
	hooks --status >/dev/null || mend
}

@test "the lines for lefthook: run once, beside another that reads its input" {
	lefthook_story
	hooks --print=lefthook >lines
	# Merged as the lines say: jobs of the same hook stand together.
	awk '
		/^#/ { next }
		/^[a-z]/ { hook = $1 }
		/^  jobs:/ { next }
		/^[a-z]/ { if (!(hook in text)) order[++count] = hook; next }
		{ text[hook] = text[hook] $0 "\n" }
		END { for (i = 1; i <= count; i++) printf "%s\n  jobs:\n%s", order[i], text[order[i]] }
	' lines lefthook.yml >merged
	mv merged lefthook.yml
	lefthook install >/dev/null
	assert_well
	run hooks
	assert_success
	assert_output_contains 'nothing was changed'
	assert_everybody_once lefthook
	forget
	git commit -q --amend -m 'Another message' >/dev/null 2>&1
	assert_equal "$(count_seen 'ours: post-rewrite')" 1
	# It starts nothing before a push of files that are no longer there, but for ours.
	commit 'Add the worker' worker.c >/dev/null 2>&1
	git push -q -f origin main >/dev/null 2>&1
	forget
	git revert --no-edit HEAD >/dev/null 2>&1
	run git push -q origin main
	assert_equal "$(count_seen 'ours: pre-push')" 1
	assert_output_contains "$(short) reverts"
	git revert --no-edit HEAD >/dev/null 2>&1
	git config detour.push.mode block
	run git push -q -f origin main
	assert_failure
	assert_output_contains '(the push is stopped)'
}
