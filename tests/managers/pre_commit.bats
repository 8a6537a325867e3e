#!/usr/bin/env bats
# pre-commit: it runs a hook that it finds before its own. Its lines: tests/e2e/pre_commit.bats.
# shellcheck disable=SC2016,SC2030,SC2031,SC2154

load ../e2e/helper
load managers

# It keeps standard input from its hooks and says in a variable what is pushed.
pre_commit_story() {
	need_manager pre-commit
	story
	local push=pre-push
	[[ ! $(pre-commit --version) =~ \ (3\.[01]|2)\. ]] || push=push
	cat >.pre-commit-config.yaml <<-END
		repos:
		- repo: local
		  hooks:
		  - id: commit
		    name: commit
		    language: system
		    entry: |
		      sh -c 'echo "pre-commit: post-commit" >>"\$SEEN"'
		    stages: [post-commit]
		    always_run: true
		    pass_filenames: false
		  - id: push
		    name: push
		    language: system
		    entry: |
		      sh -c 'echo "pre-commit: pre-push" >>"\$SEEN"; echo "refs/heads/main \$PRE_COMMIT_TO_REF" >>"\$SEEN"'
		    stages: [$push]
		    always_run: true
		    pass_filenames: false
	END
	git add .
	git commit -q -m 'Check before'
	commit 'Tune the queue' queue.c
	git push -q origin main
}

pre_commit() {
	pre-commit "$1" -t post-commit -t pre-push >/dev/null
}

@test "pre-commit first, then ours; ours out first" {
	pre_commit_story
	pre_commit install
	before=$(md5sum .git/hooks/p*)
	hooks >/dev/null
	assert_well
	assert_everybody_once pre-commit
	hooks --uninstall >/dev/null
	assert_equal "$(md5sum .git/hooks/p*)" "$before"
	assert_everybody_once pre-commit 0
}

@test "pre-commit first, then ours; pre-commit out first" {
	pre_commit_story
	pre_commit install
	hooks >/dev/null
	pre_commit uninstall
	assert_well
	hooks --uninstall >/dev/null
	pre_commit uninstall
	assert_equal "$(names)" ''
}

@test "ours first, then pre-commit, twice; ours out first" {
	pre_commit_story
	hooks >/dev/null
	pre_commit install
	assert_well
	assert_everybody_once pre-commit
	pre_commit install
	hooks >/dev/null
	assert_well
	assert_everybody_once pre-commit
	hooks --uninstall >/dev/null
	assert_everybody_once pre-commit 0
	pre_commit uninstall
	assert_equal "$(names)" ''
}

@test "ours first, then pre-commit; pre-commit out first" {
	pre_commit_story
	hooks >/dev/null
	before=$(md5sum .git/hooks/p*)
	pre_commit install
	pre_commit uninstall
	assert_equal "$(md5sum .git/hooks/p*)" "$before"
	assert_well
}
