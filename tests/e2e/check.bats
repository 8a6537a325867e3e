#!/usr/bin/env bats
# check: what CI tells of a range, in four forms, and when it says no.

load helper

story() {
	repo
	commit -t -5d 'Start' start.c
	commit -t -2d 'Add the retry queue' queue.c
	target=$(short)
	git init -q --bare ../origin.git
	git remote add origin ../origin.git
	git push -q origin main
	git switch -qc topic
	commit -t -1h 'Tune the worker' worker.c
	git revert --no-edit "$target" >/dev/null 2>&1
	id=$(short)
}

# The same repository with only what is committed, as a build sees it.
build() { # CLONE-OPTION…
	git push -q origin topic
	git clone -q "$@" "file://$PWD/../origin.git" ../build
	cd ../build || return
}

@test "it advises: the fact, both ways on, and 0" {
	story
	run detour check main
	assert_success
	assert_line 1 "1 detour in 2 commits since main is not written down."
	assert_line 2 "  $id reverts $target \"Add the retry queue\" (Ada Example, $(LC_ALL=C date +'%a %-d %b'))"
	assert_line 3 "    If the story is worth keeping: git detour new -c $id -m \"what happened\". If not, you're good to go."
}

@test "--strict leaves with 1, and with 0 once it is told or waived" {
	story
	run detour check --strict main..HEAD
	assert_failure 1
	assert_output_contains 'Tell the story: '
	assert_output_contains "git detour dismiss --shared $id"
	detour new -c HEAD -m 'It stalled under load.' >/dev/null
	run detour check --strict main
	assert_success
	assert_output_contains 'All that went off plan in 2 commits since main is written down.'
	rm -r docs
	git commit -q --allow-empty -m 'Done' -m 'Detour: none' 2>/dev/null
	run detour check --strict main
	assert_success
}

@test "a session committed in the range counts where only committed files are" {
	story
	detour new -c HEAD -m 'It stalled under load.' >/dev/null
	git add docs
	git commit -qm 'Tell of the queue' 2>/dev/null
	build -b topic
	run detour check --strict origin/main
	assert_success
	assert_output_contains 'is written down'
}

@test "the base comes from the forge's variables" {
	story
	full_base=$(git rev-parse main)
	build -b topic
	git checkout -q --detach
	for variable in GITHUB_BASE_REF=main CI_MERGE_REQUEST_TARGET_BRANCH_NAME=main \
		CI_MERGE_REQUEST_DIFF_BASE_SHA="$full_base" BITBUCKET_PR_DESTINATION_BRANCH=main \
		SYSTEM_PULLREQUEST_TARGETBRANCH=refs/heads/main CHANGE_TARGET=main \
		CI_COMMIT_BEFORE_SHA="$full_base"; do
		run env "$variable" "$BUILD/bin/git-detour" check
		assert_success
		assert_output_contains '1 detour in 2 commits since '
	done
	printf '{"ref":"x", "before" : "%s", "after":"y"}' "$full_base" >../event.json
	run env GITHUB_EVENT_PATH="$PWD/../event.json" "$BUILD/bin/git-detour" check
	assert_output_contains "1 detour in 2 commits since ${full_base:0:7}"
}

@test "a branch that is new, or was pushed with force, is checked since the default branch" {
	story
	build -b topic
	zeros=0000000000000000000000000000000000000000
	gone=1111111111111111111111111111111111111111
	for before in $zeros $gone; do
		CI_COMMIT_BEFORE_SHA=$before CI_DEFAULT_BRANCH=main run detour check
		assert_line 1 '1 detour in 2 commits since origin/main is not written down.'
		CI_COMMIT_BEFORE_SHA=$before run detour check
		assert_line 1 '1 detour in 2 commits since origin/HEAD is not written down.'
		CI_COMMIT_BEFORE_SHA=$before run detour check --strict
		assert_failure 1
		printf '{"before":"%s","repository":{"default_branch":"main"}}' "$before" >../event.json
		GITHUB_EVENT_PATH=$PWD/../event.json run detour check
		assert_line 1 '1 detour in 2 commits since origin/main is not written down.'
	done
	# The default branch itself has nothing to fall back to: unknown is told, not guessed.
	git checkout -q main
	CI_COMMIT_BEFORE_SHA=$gone run detour check
	assert_success
	assert_output_contains "the base is not in this clone (CI_COMMIT_BEFORE_SHA=$gone)"
	CI_COMMIT_BEFORE_SHA=$gone run detour check --strict
	assert_failure 128
}

@test "where a change is merged into counts before what its last push brought" {
	story
	build -b topic
	last=$(git rev-parse HEAD)
	CI_COMMIT_BEFORE_SHA=$last GITHUB_BASE_REF=main run detour check
	assert_output_contains '1 detour in 2 commits since origin/main'
	# Not in this clone: the last push would hide the rest of the change.
	CI_COMMIT_BEFORE_SHA=$last GITHUB_BASE_REF=elsewhere run detour check --strict
	assert_failure 128
	assert_output_contains 'GITHUB_BASE_REF=elsewhere'
	printf '{"merge_group":{"base_sha":"%s"}}' "$(git rev-parse origin/main)" >../event.json
	GITHUB_EVENT_PATH=$PWD/../event.json run detour check
	assert_output_contains '1 detour in 2 commits since '
}

@test "a branch that is not checked out has its sessions in its own tree" {
	story
	detour new -c HEAD -m 'It stalled under load.' >/dev/null
	git add docs
	git commit -qm 'Tell of the queue' 2>/dev/null
	git switch -q main
	run detour check --strict main..topic
	assert_success
	assert_output_contains 'is written down'
	assert_equal "$(detour scan --json --uncovered main..topic)" ''
	assert_equal "$(detour scan --json --uncovered --all)" ''
}

@test "a hostile variable or argument is one plain line" {
	story
	GITHUB_BASE_REF=$'x\n\033[31m\342\200\256' run detour check
	assert_success
	assert_no_escapes
	assert_equal "$(grep -c '^detour: ' <<<"$output")" 1
	for arguments in '--format' $'check\n\033[31m' 'init' 'doctor' 'show' 'why' 'dismiss'; do
		# shellcheck disable=SC2086 # a verb and what follows
		run detour ${arguments/--format/check --format} $'a\n\033[31m\302\233'
		assert_failure
		assert_no_escapes
		[[ $output != *$'\302\233'* ]] || failed "$arguments" "$(cat -v <<<"$output")"
		assert_equal "$(grep -c '^detour: ' <<<"$output")" 1
	done
}

@test "no name of many is passed over" {
	repo
	for i in 1 2 3; do commit "Step $i"; done
	mapfile -t names < <(for i in $(seq 300); do echo HEAD~2; done)
	run detour dismiss "${names[@]}" HEAD
	assert_success
	assert_output_contains "Dismissed $(short) "
	detour new 'Many' -m 'Told.' >/dev/null
	run detour link many "${names[@]}" HEAD
	assert_output_contains "links $(short) now"
	run detour list "${names[@]}" docs
	assert_output_contains '1 session.'
	assert_equal "$(detour check HEAD~1 "${names[@]/#/^}" | head -1)" 'Nothing off plan in 1 commit.'
}

@test "without a forge the upstream is the base" {
	story
	git branch -q --set-upstream-to=main
	run detour check
	assert_output_contains '1 detour in 2 commits since its upstream'
}

@test "a base that is not here is named, and fatal only where no was asked for" {
	story
	GITHUB_BASE_REF=elsewhere run detour check
	assert_success
	assert_output_contains 'the base is not in this clone (GITHUB_BASE_REF=elsewhere)'
	GITHUB_BASE_REF=elsewhere run detour check --strict
	assert_failure 128
	assert_output_contains 'detour: cannot check: it is not known where the range begins'
	run detour check nowhere..HEAD
	assert_failure 128
}

@test "a shallow clone is explained" {
	story
	build -b topic --depth=1
	GITHUB_BASE_REF=main run detour check
	assert_success
	assert_output_contains 'this clone is shallow'
	assert_output_contains 'fetch-depth: 0'
}

@test "annotations for GitHub" {
	story
	run detour check --format=github main
	assert_success
	assert_line 1 "::notice file=queue.c,title=Off plan::$id reverts $target \"Add the retry queue\" (Ada Example, $(LC_ALL=C date +'%a %-d %b')). If the story is worth keeping: git detour new -c $id -m \"what happened\". If not, you're good to go."
	git commit -q --amend -m 'Revert "100%
::error::x"' -m "This reverts commit $(git rev-parse main)." 2>/dev/null
	run detour check --format=github --strict main
	assert_failure 1
	assert_equal "$(printf '%s\n' "$output" | grep -c '^::')" 1
	assert_equal "${output:0:8}" '::error '
}

@test "a Code Quality report for GitLab, also of nothing" {
	story
	run detour check --format=gitlab main
	assert_success
	assert_line 1 '['
	[[ $(sed -n 2p <<<"$output") =~ ^\{\"description\":\"$id\ reverts\ $target\ .*good\ to\ go\.\",\"check_name\":\"detour\.revert\",\"fingerprint\":\"[0-9a-f]{10}\",\"severity\":\"info\",\"location\":\{\"path\":\"queue\.c\",\"lines\":\{\"begin\":1\}\}\}$ ]] ||
		failed "$output"
	assert_line 3 ']'
	run detour check --format=gitlab HEAD..HEAD
	assert_output '[]'
}

@test "a summary in Markdown, which links the commit and nothing else" {
	story
	run detour check --format=markdown main
	assert_success
	assert_line 1 '1 detour in 2 commits since main is not written down.'
	assert_line 3 "- \`$id\` reverts $target \"Add the retry queue\" (Ada Example, $(LC_ALL=C date +'%a %-d %b'))  "
	assert_line 4 "  If the story is worth keeping: \`git detour new -c $id -m \"what happened\"\`. If not, you're good to go."
	git remote set-url origin https://token@github.com/ana/shop
	commit -t -1h '<img src=x> [a](http://evil) `' evil.c
	git -c user.name='[b](http://evil)' revert --no-edit HEAD >/dev/null 2>&1
	run detour check --format=markdown --strict main
	assert_failure 1
	assert_output_contains "- [\`$(short)\`](https://github.com/ana/shop/commit/$(full)) "
	assert_output_contains "\`git detour dismiss --shared $(short)\`"
	assert_output_contains '"\<img src=x\> \[a\](http://evil) \`" (\[b\](http://evil), '
	refute_output_contains 'token'
	run detour check --format=markdown HEAD..HEAD
	assert_output 'Nothing off plan in 0 commits.'
}

@test "lines for editors, relative to where one stands" {
	story
	run detour check --format=lines main
	assert_success
	assert_output "queue.c:1: info: $id reverts $target \"Add the retry queue\" (Ada Example, $(LC_ALL=C date +'%a %-d %b')). If the story is worth keeping: git detour new -c $id -m \"what happened\". If not, you're good to go. [detour.revert]"
	mkdir -p deep
	cd deep
	run detour check --format=lines --strict main
	assert_failure 1
	assert_output_contains '../queue.c:1: error: '
	run detour check --format=lines HEAD..HEAD
	assert_no_output
}

@test "JSON lines are those of scan" {
	story
	assert_equal "$(detour check --format=json main)" "$(detour scan --json --uncovered main..HEAD)"
	assert_equal "$(detour check --format=json HEAD..HEAD)" ''
}

@test "what is only listed is nobody's duty" {
	story
	git config detour.signals.revert list
	run detour check --strict main
	assert_success
	assert_equal "$(detour scan --json --uncovered main..HEAD | wc -l)" 1
}

@test "bad usage is told" {
	repo
	commit 'One'
	run detour check --format=xml
	assert_failure 2
	assert_output_contains 'text, json, github, gitlab, markdown, lines'
	run detour check -h
	assert_success
	assert_output_contains 'usage: git detour check'
}
