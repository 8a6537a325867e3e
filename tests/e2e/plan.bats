#!/usr/bin/env bats
# The plan signal and rules of the team's own, through real git.

load helper

planned() {
	repo
	mkdir -p docs/plans src
	printf '# Queue\n\n- [ ] Use Redis for the queue\n- [ ] Write the worker\n' >docs/plans/queue.md
	git add . && git commit -qm 'Plan the queue'
}

change() { # SUBJECT SED-EXPRESSION: of the plan, with code
	sed -i.bak "$2" docs/plans/queue.md && rm docs/plans/queue.md.bak
	echo "$1" >>src/queue.c
	git add . && git commit -qm "$1"
}

@test "an item that is struck while code is written shows; checking off does not" {
	planned
	change 'Add the worker' 's/\[ \] Write/[x] Write/'
	change 'Add the queue' 's/\[ \] \(Use.*\)/[ ] ~~\1~~/'
	run detour scan HEAD
	assert_success
	assert_output_contains "$(short) plan     changes the plan: struck \"Use Redis for the queue\" (docs/plans/queue.md)"
	assert_output_contains '1 detour in 3 commits.'
}

@test "the setting chooses the plans, from the team too; never outside of the work tree" {
	planned
	change 'Add the queue' 's/Redis/Postgres/'
	run detour scan HEAD
	assert_output_contains 'reworded "Use Redis for the queue" to "Use Postgres for the queue"'
	printf '[plan]\nfiles = notes/*.md, TODO\n' >.detour.ini
	run detour scan HEAD
	assert_output_contains 'Nothing off plan'
	git config detour.plan.files auto
	run detour scan HEAD
	assert_output_contains 'reworded'
	git config detour.plan.files ../elsewhere.md
	run detour config
	assert_output_contains 'leaves the work tree'
}

@test "a plan that goes to the archive, and planning without code, are silent" {
	planned
	git config detour.signals.followup off # "Plan again" may be one
	mkdir docs/plans/archive
	echo code >src/queue.c
	git mv docs/plans/queue.md docs/plans/archive/
	git add . && git commit -qm 'Finish'
	sed -i.bak 's/Use Redis/Buy a queue/' docs/plans/archive/queue.md && rm docs/plans/archive/*.bak
	git commit -qam 'Plan again'
	run detour scan HEAD
	assert_output_contains 'Nothing off plan in 3 commits.'
}

@test "a rule of the team's own shows in scan, in each place" {
	repo
	commit 'Start' a.c
	cat >.detour.ini <<'END'
[rule "sleep"]
match = \bsleep\(\d+\)
in = added
[rule "migration"]
match = ^db/
in = path
level = list
[rule "sorry"]
match = (?i)\bsorry\b
level = ask
END
	commit 'Wait' a.c 'sleep(5);'
	sleeps=$(short)
	mkdir db
	commit 'Add a table' db/1.sql
	commit 'Sorry, try this' b.c
	run detour scan HEAD
	assert_success
	assert_output_contains "$sleeps rule     meets [rule \"sleep\"]: \"sleep(5)\" (a.c)"
	assert_output_contains 'meets [rule "migration"]: "db/"'
	assert_output_contains 'meets [rule "sorry"]: "Sorry"'
}

@test "a pattern that explodes does not hang, a broken one is one line, and commits go on" {
	repo
	commit 'Start' a.c
	install_hooks
	printf '[rule "runaway"]\nmatch = ^(a+)+$\n[rule "broken"]\nmatch = (\n' >.detour.ini
	echo more >>a.c
	run timeout 5 git commit -qam "$(printf 'a%.0s' $(seq 3000))!"
	assert_success
	assert_equal "$(grep -c 'rule "broken"' <<<"$output")" 1
	run timeout 5 git-detour scan HEAD
	assert_success
	refute_output_contains 'meets'
	assert_equal "$(grep -c 'rule "runaway": the pattern takes too long' <<<"$output")" 1
	run detour config
	assert_equal "$(grep -c 'rule "broken": cannot use pattern' <<<"$output")" 1
}

@test "what tools write is left out, where .gitattributes say so in any folder" {
	repo
	printf '[rule "sleep"]\nmatch = sleep\nin = added\n' >.detour.ini
	mkdir -p src/deep other
	echo '*.tab linguist-generated' >src/.gitattributes
	echo 'made.c linguist-vendored=true' >other/.gitattributes
	git add . && git commit -qm 'Start'
	commit 'Add tables' src/deep/a.tab 'sleep'
	commit 'Add more' other/made.c 'sleep'
	run detour scan HEAD
	assert_output_contains 'Nothing off plan in 3 commits.'
	commit 'Add code' src/deep/a.c 'sleep'
	commit 'Add tables elsewhere' other/b.tab 'sleep'
	commit 'Add more elsewhere' made.c 'sleep'
	run detour scan HEAD
	assert_output_contains '3 detours in 6 commits.'
	echo 'made.c linguist-generated' >.git/info/attributes
	run detour scan HEAD
	assert_output_contains '2 detours in 6 commits.'
	rm .git/info/attributes
	git mv src/.gitattributes .gitattributes && git commit -qm 'Say so for all'
	git clone -q --bare . ../bare.git && cd ../bare.git
	run detour scan HEAD
	assert_output_contains '2 detours in 7 commits.'
}
