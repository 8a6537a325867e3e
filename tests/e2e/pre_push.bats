#!/usr/bin/env bats
# What is said at a push.

load helper

# A remote, hooks, and one revert that is not pushed yet.
story() {
	git init -q --bare remote.git
	repo
	git remote add origin ../remote.git
	commit -t -2d 'Add the retry queue' queue.c
	target=$(short)
	git push -q -u origin main
	install_hooks
	git -c detour.prompt.mode=off revert --no-edit "$target" >/dev/null
	id=$(short)
}

day() {
	LC_ALL=C date -u '+%a %-d %b'
}

@test "a push tells what is not written down, and goes on" {
	story
	run git push -q
	assert_success
	assert_output_contains 'detour: 1 detour in this push is not written down (the push goes on)'
	assert_output_contains "  $id reverts your $target \"Add the retry queue\" ($(day))"
	assert_output_contains "  write: git detour new -c $id -m \"what happened\"   nothing to tell: git detour dismiss $id"
	assert_no_escapes
	assert_equal "$(git -C ../remote.git rev-parse main)" "$(full)"
}

@test "nothing off plan: nothing is said" {
	story
	git push -q 2>/dev/null
	echo x >>other.c
	git add other.c
	git commit -qm 'Log the worker'
	run git push -q
	assert_success
	assert_no_output
}

@test "a session or a dismissal ends it" {
	story
	detour new -c HEAD -m 'It stalled' >/dev/null
	run git push -q
	refute_output_contains 'not written down'
	assert_output_contains 'is about this push and not committed yet'
	git revert --no-edit HEAD >/dev/null 2>&1
	detour dismiss HEAD >/dev/null
	run git push -q
	refute_output_contains 'not written down'
}

@test "two push URLs: one reminder" {
	story
	git init -q --bare ../second.git
	git remote set-url --add --push origin ../remote.git
	git remote set-url --add --push origin ../second.git
	run git push -q
	assert_success
	assert_equal "$(grep -c 'not written down' <<<"$output")" 1
	assert_equal "$(git -C ../second.git rev-parse main)" "$(full)"
}

@test "in full once, then a line at most once a day, never after the third" {
	story
	now=$(date +%s)
	say() {
		printf 'refs/heads/main %s refs/heads/main %s\n' "$(full)" "$(full HEAD~1)" |
			GIT_DETOUR_NOW=$((now + $1)) detour hook pre-push origin ../remote.git 2>&1
	}
	assert_equal "$(say 0 | wc -l)" 3
	assert_equal "$(say 3600)" ''
	assert_equal "$(say 90000)" "detour: still not written down: $id reverts your $target \"Add the retry queue\" ($(day))"
	assert_equal "$(say 100000)" ''
	assert_equal "$(say 180000 | wc -l)" 1
	assert_equal "$(say 300000)" ''
}

@test "block refuses, and says how to get past" {
	story
	git config detour.push.mode block
	run git push -q
	assert_failure
	assert_output_contains '(the push is stopped)'
	assert_output_contains 'git push --no-verify'
	run git -c detour.push.mode=remind push -q
	assert_success
}

@test "what cannot be read is told of, and so is the rest of the push" {
	local zero=0000000000000000000000000000000000000000
	story
	run detour hook pre-push origin x <<<"refs/heads/main ${zero//0/1} refs/heads/main $zero
refs/heads/other $(full) refs/heads/other $zero"
	assert_success
	assert_output_contains '1 detour in this push'
	assert_output_contains "detour: cannot look at what is pushed to 'refs/heads/main': it cannot be read"
	# A tag of a tree brings no commits, and that is no fault.
	run detour hook pre-push origin x <<<"refs/tags/tree $(full 'HEAD^{tree}') refs/tags/tree $zero"
	assert_success
	assert_no_output
}

@test "off says nothing" {
	story
	git config detour.push.mode off
	run git push -q
	assert_success
	assert_no_output
}

@test "new branches, tags, several refs, deletions, force, an unknown remote id" {
	story
	git checkout -qb topic
	git tag -a v1 -m one
	git tag tree 'HEAD^{tree}'
	run git push -q origin topic v1 tree main
	assert_success
	assert_equal "$(grep -c 'not written down' <<<"$output")" 1
	run git push -q origin :topic
	assert_success
	assert_no_output
	git commit -q --amend -m 'Another message'
	run git push -q --force origin topic:main
	assert_success
	run detour hook pre-push origin x <<<"refs/heads/topic $(full) refs/heads/topic 1111111111111111111111111111111111111111"
	assert_success
	run detour hook pre-push <<<"HEAD $(full) refs/heads/topic 0000000000000000000000000000000000000000"
	assert_success
	run detour hook pre-push origin x </dev/null
	assert_success
	assert_no_output
}

@test "commits made before the installation and by others are left alone" {
	git init -q --bare remote.git
	repo
	git remote add origin ../remote.git
	commit -t -2d 'Add the retry queue' queue.c
	GIT_AUTHOR_DATE=$(moment -1h) GIT_COMMITTER_DATE=$(moment -1h) git revert --no-edit HEAD >/dev/null
	install_hooks
	run git push -q -u origin main
	assert_success
	assert_no_output
	git -c user.email=bo@example.com -c user.name=Bo revert --no-edit HEAD >/dev/null 2>&1
	run git push -q
	assert_no_output
}

@test "commits with an old date are told of if the hooks saw them" {
	git init -q --bare remote.git
	repo
	git remote add origin ../remote.git
	commit -t -5d 'Add the retry queue' queue.c
	install_hooks
	export GIT_AUTHOR_DATE GIT_COMMITTER_DATE
	GIT_AUTHOR_DATE=$(moment -3d) GIT_COMMITTER_DATE=$(moment -3d)
	run git revert --no-edit HEAD
	assert_output_contains 'Worth a line?'
	run git push -q -u origin main
	assert_output_contains '1 detour in this push is not written down'
}

@test "more than three detours are counted" {
	story
	for i in 1 2 3 4; do
		commit "Add part $i" "part$i.c" >/dev/null 2>&1
		git -c detour.prompt.mode=off revert --no-edit HEAD >/dev/null
	done
	run git push -q
	assert_output_contains 'detour: 5 detours in this push are not written down'
	assert_output_contains '…and 2 more: git detour scan --uncovered'
}

@test "scaffolds that nobody wrote in are not taken for sessions" {
	story
	mkdir -p docs/sessions
	path=$(detour new -c HEAD --no-edit)
	run git push -q
	assert_output_contains '1 detour in this push is not written down'
	assert_output_contains "detour: $path waits for a line about what happened"
}

# What is only listed is looked for where a session is open, and only there.
@test "open sessions are named also about commits of which nothing else is said" {
	story
	git push -q 2>/dev/null
	echo '/* HACK: the queue is asked twice */' >>other.c
	git add other.c
	git commit -qm 'Ask the queue'
	[ "$(detour scan --json HEAD~1..HEAD | grep -c '"level":"list"')" -eq 1 ]
	mkdir -p docs/sessions
	path=$(detour new -c HEAD --no-edit)
	answer() {
		printf 'refs/heads/main %s refs/heads/main %s\n' "$(full)" "$(full 'origin/main')" |
			detour hook pre-push origin ../remote.git 2>&1
	}
	assert_equal "$(answer)" "detour: $path waits for a line about what happened"
	echo 'It answers late.' >>"$path"
	assert_equal "$(answer)" "detour: $path is about this push and not committed yet"
	git add "$path"
	git commit -qm 'Write it down'
	assert_equal "$(answer)" ''
	# A scaffold in a branch that is not checked out.
	git reset -q --hard HEAD~1
	path=$(detour new -c HEAD --no-edit)
	git checkout -qb topic
	git add "$path"
	git commit -qm 'Keep the scaffold'
	git checkout -q main
	run detour hook pre-push origin ../remote.git \
		<<<"refs/heads/topic $(full topic) refs/heads/topic $(full origin/main)"
	assert_output "detour: $path waits for a line about what happened"
}

@test "run by hand on a terminal it does not wait" {
	story
	terminal <<END
send $BUILD/libexec/git-detour/pre-push origin url
prompt 0
END
}

# A manager that keeps standard input to itself tells the refs in variables.
@test "what pre-commit tells counts where there is no input, and only there" {
	story
	push() { # LOCAL-BRANCH FROM TO, then what else is set
		env -u PRE_COMMIT_FROM_REF PRE_COMMIT=1 PRE_COMMIT_REMOTE_NAME=origin \
			PRE_COMMIT_REMOTE_BRANCH=refs/heads/main PRE_COMMIT_LOCAL_BRANCH="$1" \
			PRE_COMMIT_FROM_REF="$2" PRE_COMMIT_TO_REF="$3" "${@:4}" \
			"$BUILD/bin/git-detour" hook pre-push
	}
	git config detour.push.mode block
	run push refs/heads/main "$(full '@{upstream}')" "$(full)" </dev/null
	assert_failure 1
	assert_output_contains '1 detour in this push'
	# A remote that has nothing of it: no ids.
	run push refs/heads/main '' '' </dev/null
	assert_failure 1
	for words in "refs/heads/main PRE_COMMIT= $(full)" 'refs/heads/gone PRE_COMMIT=1 gone' \
		"refs/heads/main PRE_COMMIT=1 $(full '@{upstream}')"; do
		read -r branch marker to <<<"$words"
		run push "$branch" '' "$to" "$marker" </dev/null
		assert_success
		assert_no_output
	done
	# git's own word comes first.
	run push refs/heads/main '' "$(full)" \
		<<<"refs/heads/main $(full '@{upstream}') refs/heads/main $(full '@{upstream}')"
	assert_success
	assert_no_output
}
