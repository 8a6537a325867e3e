#!/usr/bin/env bats
# Commits that were dropped: what is said of them, and that they are kept once somebody told of them.

load helper

# A try that was dropped by a hard reset, and the commit made instead.
story() {
	repo
	commit 'Begin' base
	commit 'Add the retry queue' queue.c
	commit 'Tune the queue' tune.c
	dropped=$(full)
	git reset -q --hard HEAD~2
	commit 'Use Postgres' pg.c
}

says='came after 2 commits were dropped'

@test "scan names what a hard reset dropped" {
	story
	run detour scan HEAD
	assert_success
	assert_output_contains "$(short) discard  $says: $(short "$dropped") \"Tune the queue\" and 1 more (by a reset)"
	run detour scan --json HEAD
	assert_output_contains "\"related\":[\"$dropped\",\"$(full "$dropped~1")\"]"
	assert_output_contains '"level":"remind"'
}

@test "the push reminds of it, and the commit asks nothing" {
	git init -q --bare remote.git
	repo
	git remote add origin ../remote.git
	commit 'Begin' base
	git push -q -u origin main
	install_hooks
	commit 'Add the retry queue' queue.c
	dropped=$(short)
	git reset -q --hard HEAD~1
	echo x >pg.c
	git add pg.c
	run git commit -q -m 'Use Postgres'
	assert_no_output
	run git push -q
	assert_success
	assert_output_contains "$(short) came after 1 commit was dropped: $dropped \"Add the retry queue\""
}

@test "what was made again, rewritten or stashed is silent" {
	repo
	commit 'Begin' base
	commit 'One' a
	git reset -q --soft HEAD~1
	git commit -q -m 'One, in better words'
	git commit -q --amend -m 'One, in the best words'
	echo x >>a
	git stash -q
	commit 'Two' b
	git stash pop -q
	git commit -q -a -m 'One, and x'
	git checkout -q -b topic HEAD~1
	commit 'Three' c
	git rebase -q main
	git checkout -q main
	git merge -q --squash topic
	git commit -q -m 'Four'
	git branch -q -D topic
	commit 'Five' d
	run detour scan HEAD
	refute_output_contains discard
	assert_output_contains 'Nothing off plan'
}

@test "what a session tells of is kept, and is there after gc" {
	story
	detour new -c HEAD -m 'Redis loses jobs' >/dev/null
	session=$(ls docs/sessions/*)
	assert_file_contains "$session" "- \`${dropped:0:12}\` Tune the queue ("
	assert_file_contains "$session" "Add the retry queue ("
	refute_file_contains "$session" 'tune.c'
	kept=$(git for-each-ref --format='%(refname)' refs/detour)
	assert_equal "$(wc -l <<<"$kept")" 2
	assert_equal "$(grep -c "^refs/detour/$(date -u +%F)-${dropped:0:12}\$" <<<"$kept")" 1
	git reflog expire --expire=now --all
	git gc -q --prune=now
	assert_equal "$(git log -1 --format=%s "$dropped")" 'Tune the queue'
	run detour scan --all
	assert_output_contains 'in 2 commits.'
}

@test "a dropped commit that is named by its hash is kept; others and what is there already are not" {
	story
	git update-ref refs/detour/mine "$dropped~1"
	detour new -c "$dropped" -c HEAD~1 -m 'That was the wrong queue' >/dev/null
	detour link last "$dropped~1" >/dev/null
	detour link last "$dropped" >/dev/null
	assert_equal "$(git for-each-ref --format='%(refname)' refs/detour)" \
		"$(printf '%s\n' "refs/detour/$(date -u +%F)-${dropped:0:12}" refs/detour/mine)"
}

@test "kept commits are neither scanned, nor told of at a push of everything" {
	git init -q --bare remote.git
	story
	detour dismiss HEAD >/dev/null
	git remote add origin ../remote.git
	git push -q origin main
	git revert --no-edit HEAD >/dev/null
	git update-ref refs/detour/try "$(full)"
	git reset -q --hard HEAD~1
	install_hooks
	run detour scan --all
	refute_output_contains revert
	run detour scan
	assert_output_contains 'in 0 commits'
	run git push -q --mirror
	assert_success
	assert_no_output
}

# main as the remote has it, with a commit of Bo's; then another in its stead.
shared() {
	git init -q --bare remote.git
	repo
	git remote add origin ../remote.git
	commit 'Begin' base
	install_hooks
	git -c user.name=Bo -c user.email=bo@example.com commit -q --allow-empty -m 'Add the cache'
	lost=$(short)
	git push -q -u origin main
	git reset -q --hard HEAD~1
	commit 'Use Postgres' pg.c
}

@test "a push that takes work of others away is told of before it does" {
	shared
	run git push -q -f
	assert_success
	assert_output_contains "$(short) replaces 1 commit on origin/main: $lost \"Add the cache\""
	run detour scan HEAD
	assert_output_contains "rewrite  replaces 1 commit on origin/main: $lost \"Add the cache\" (work of others is lost there)"
}

@test "a push that rewrites one's own branch is no reminder" {
	git init -q --bare remote.git
	repo
	git remote add origin ../remote.git
	commit 'Begin' base
	commit 'Use Postgres' pg.c
	install_hooks
	git push -q -u origin main
	git commit -q --amend -m 'Use Postgres 17'
	run git push -q -f
	assert_no_output
	run detour scan HEAD
	assert_output_contains 'rewrite  replaces 1 commit on origin/main'
}
