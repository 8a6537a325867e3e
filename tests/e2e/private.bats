#!/usr/bin/env bats
# Private journals: chosen by the user, outside of every commit, and named in no report.

load helper

SECRET='xyzzy'

story() { # DIR: a told detour, its session in the user's own place
	repo
	commit -t -2d 'Add the retry queue' queue.c
	install_hooks
	git config detour.journal.dir "$1"
	git revert --no-edit HEAD >/dev/null 2>&1
	detour new "$SECRET" -c HEAD -m "The $SECRET story." >/dev/null
}

# Nothing that goes elsewhere names the session or its place; that it is told may be seen.
refute_told() {
	refute_output_contains "$SECRET"
	refute_output_contains detour/sessions
	refute_output_contains diary
}

@test "no report names a private session, wherever it is kept" {
	mkdir diary
	# shellcheck disable=SC2088 # git expands it
	for place in private "$PWD/diary" ../diary '~/diary'; do
		story "$place"
		for report in 'scan HEAD' 'scan --json HEAD' 'scan --json --all' 'check HEAD~1' \
			'check --format=json HEAD~1' 'check --format=github HEAD~1' \
			'check --format=gitlab HEAD~1' 'why --json HEAD' 'report HEAD' 'list --author=Bo' \
			'dismiss --shared HEAD'; do
			# shellcheck disable=SC2086 # a verb and its arguments
			run detour $report
			assert_success
			refute_told
		done
		run detour scan HEAD
		assert_output_contains 'written down in private'
		run detour scan --json HEAD
		assert_output_contains '"covered":true,"session":null,"told":"session"'
		# Asked by the one who wrote it.
		run detour list
		assert_output_contains "$SECRET"
		run detour show "$SECRET"
		assert_output_contains "The $SECRET story."
		run detour why HEAD
		assert_output_contains "-$SECRET.md"
		cd ..
		rm -rf repo diary/*
	done
}

@test "it is in no commit and no clone, and nobody else is told of it" {
	story private
	git add -A
	git commit -qm 'All there is' --allow-empty 2>/dev/null
	git init -q --bare ../remote.git
	run git push ../remote.git main
	assert_success
	refute_told
	assert_equal "$(git log -p --all | grep -c "$SECRET")" 0
	git clone -q ../remote.git ../clone
	cd ../clone
	assert_equal "$(detour list)" 'No sessions yet. To write one: git detour note "what happened"'
	run detour check --strict HEAD~2
	assert_failure 1
}

@test "no push names a private scaffold" {
	repo
	commit -t -2d 'Add the retry queue' queue.c
	git config detour.journal.dir private
	git config detour.prompt.unattended scaffold
	install_hooks
	git revert --no-edit HEAD >/dev/null 2>&1
	assert_equal "$(find .git/detour/sessions -name '*.md' | wc -l)" 1
	git init -q --bare ../remote.git
	run git push ../remote.git main
	assert_success
	assert_output_contains 'is not written down'
	refute_told
	git config detour.journal.dir auto
	run git push ../remote.git main:again
	refute_told
}

@test "who keeps sessions private still tells everybody that there is none" {
	story private
	run detour dismiss --shared HEAD
	assert_success
	assert_output_contains 'git add docs/sessions/.dismissed'
	git add docs/sessions/.dismissed
	git commit -qm 'Nothing to tell' 2>/dev/null
	git clone -q . ../clone
	assert_equal "$(cd ../clone && detour scan --json --uncovered HEAD)" ''
	run detour dismiss --undo HEAD~1
	assert_success
	assert_equal "$(grep -c '^- ' docs/sessions/.dismissed)" 0
}

@test "a place in the work tree is no private one, whatever leads there" {
	repo
	commit 'One'
	ln -s repo ../alias
	ln -s "$PWD/docs" ../deep
	mkdir docs
	for place in "$PWD/docs/mine" "$(cd .. && pwd)/alias/docs/mine" ../alias/docs/mine ../deep/mine \
		docs/../docs/mine; do
		git config detour.journal.dir "$place"
		run detour new 'Told' -c HEAD -m 'Told.'
		assert_success
		assert_output docs/mine/"$(date +%F)"-told.md
		run detour link last HEAD
		assert_output_contains 'names'
		run detour list --json
		assert_output_contains '"private":false'
		git add docs
		git commit -qm 'Tell' 2>/dev/null
		# Read from HEAD's tree, too.
		rm -r docs/mine
		git update-index --assume-unchanged docs/mine/*.md 2>/dev/null || true
		assert_equal "$(detour scan --json --uncovered HEAD | wc -l)" 0
		git reset -q --hard HEAD~1
		rm -rf docs/mine
		mkdir -p docs
	done
}

@test "a place that cannot be is told, and the built-in one serves" {
	repo
	commit 'One'
	for place in / .git/mine "$PWD/.git/mine" /etc/passwd 'a, ../b' '~nobody-here/x'; do
		git config detour.journal.dir "$place"
		run detour new 'Told' -m 'Told.'
		assert_success
		assert_output_contains "detour: $PWD/.git/config:"
		assert_output_contains ": detour.journal.dir = "
		assert_file docs/sessions/"$(date +%F)"-told.md
		rm -r docs
	done
	assert_equal "$(find .git -name '*.md' | wc -l)" 0
}

@test "the choice is put once: with the first note, and never where one was made before" {
	repo
	commit -t -2d 'Add the retry queue' queue.c
	install_hooks
	terminal <<'END'
send git revert --no-edit HEAD
expect [n]ote
key n
expect What happened?
send It stalled
expect [p]rivate in the git dir?
key p
expect private: it is never committed
prompt 0
send git revert --no-edit HEAD
expect [n]ote
key n
expect What happened?
send Taken back once more
expect private: it is never committed
prompt 0
END
	assert_equal "$(git config detour.journal.dir)" private
	assert_equal "$(grep -l 'It stalled' .git/detour/sessions/*.md | wc -l)" 1
	assert_equal "$(git status --short)" ''
	# Whoever chose for all repositories is not asked in each.
	git config --unset detour.journal.dir
	rm -r .git/detour/sessions
	git config --global detour.journal.dir ../diary
	run terminal <<'END'
send git revert --no-edit HEAD
expect [n]ote
key n
expect What happened?
send A third time
expect private: it is never committed
prompt 0
END
	assert_success
	refute_output_contains 'in the git dir?'
	assert_equal "$(grep -l 'A third time' ../diary/*.md | wc -l)" 1
}
