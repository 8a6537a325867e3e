#!/usr/bin/env bats
# pre-commit as the one that starts our hooks: the real program, where it is here.

load helper

# With the stage as it was called before 3.2, where pre-commit is that old.
as_here() {
	if [[ $(pre-commit --version) =~ \ (3\.[01]|2)\. ]]; then
		sed 's/stages: \[pre-push\]/stages: [push]/'
	else
		cat
	fi
}

# What is printed for it, at work in a repository with a remote.
story() {
	need pre-commit
	git init -q --bare origin.git
	repo work
	git remote add origin ../origin.git
	detour install-hooks --print=pre-commit | as_here >.pre-commit-config.yaml
	git add .pre-commit-config.yaml
	commit -t -5d 'Start' start.c
	commit -t -2d 'Add the retry queue' queue.c
	target=$(short)
	git push -q -u origin main
	start=$(full)
	pre-commit install -t post-commit -t pre-push -t post-rewrite >/dev/null
}

@test "the lines to paste and the hooks of the repository say the same" {
	printed=$(detour install-hooks --print=pre-commit | sed '1,/^    hooks:/d; s/^      //')
	assert_equal "$printed" "$(grep -v '^#' "$SOURCE_DIR/.pre-commit-hooks.yaml")"
	[ -n "$printed" ]
}

@test "a commit off plan and its push are told, and the push goes on" {
	story
	run git revert --no-edit HEAD
	assert_success
	id=$(short)
	assert_output_contains "detour: $id reverts $target \"Add the retry queue\""
	run git push -q
	assert_success
	assert_output_contains 'detour: 1 detour in this push is not written down (the push goes on)'
	assert_output_contains "$id reverts your $target"
	assert_equal "$(git -C ../origin.git rev-parse main)" "$(full)"
}

@test "named as a repository, the hooks do the same" {
	story
	git init -q ../ours
	as_here <"$SOURCE_DIR/.pre-commit-hooks.yaml" >../ours/.pre-commit-hooks.yaml
	git -C ../ours add .
	git -C ../ours commit -qm 'Hooks'
	printf 'repos:\n  - repo: %s\n    rev: %s\n    hooks:\n' "$BATS_TEST_TMPDIR/ours" \
		"$(git -C ../ours rev-parse HEAD)" >.pre-commit-config.yaml
	printf '      - id: git-detour-%s\n' post-commit pre-push post-rewrite >>.pre-commit-config.yaml
	git add .
	git commit -qm 'Use the repository' 2>/dev/null
	git revert --no-edit HEAD~1 >/dev/null 2>&1
	run git push -q
	assert_success
	assert_output_contains "reverts your $target"
}

@test "a branch that is new, and a remote that has nothing yet" {
	story
	git revert --no-edit HEAD >/dev/null 2>&1
	run git push -q origin HEAD:refs/heads/topic
	assert_output_contains '1 detour in this push'
	git init -q --bare ../second.git
	git remote add second ../second.git
	git config detour.push.mode block
	run git push -q second HEAD
	assert_failure
	assert_output_contains '1 detour in this push'
	refute_output_contains 'Traceback'
	assert_equal "$(git -C ../second.git for-each-ref)" ''
}

@test "who has no git-detour commits and pushes all the same" {
	story
	mkdir ../bin
	ln -s "$(command -v git)" "$(command -v pre-commit)" ../bin
	git config detour.push.mode block
	PATH=$BATS_TEST_TMPDIR/bin:/usr/bin:/bin run git revert --no-edit HEAD
	assert_success
	refute_output_contains 'detour:'
	PATH=$BATS_TEST_TMPDIR/bin:/usr/bin:/bin run git push -q
	assert_success
}

@test "answers follow a rebase, though pre-commit does not pass on what became what" {
	story
	commit 'Tune the worker' worker.c
	git revert --no-edit "$target" >/dev/null 2>&1
	detour dismiss HEAD >/dev/null
	cat >../reword <<'END'
#!/bin/sh
case $1 in
*git-rebase-todo) sed '1s/^pick/drop/;2s/^pick/reword/' "$1" >"$1.new" && mv "$1.new" "$1" ;;
*) sed '1s/.*/Revert "Add the retry queue" for now/' "$1" >"$1.new" && mv "$1.new" "$1" ;;
esac
END
	chmod +x ../reword
	GIT_EDITOR="$PWD/../reword" git -c rebase.abbreviateCommands=false rebase -q -i "$start" >../rebase.out 2>&1
	assert_equal "$(git log -1 --format=%s)" 'Revert "Add the retry queue" for now'
	assert_equal "$(git rev-list --count "$start..HEAD")" 1
	run detour why HEAD
	assert_output_contains 'dismissed'
}
