#!/usr/bin/env bats
# What counts as written down: by whom, where it stands, and which commit it means.

load helper

story() {
	repo
	commit -t -3d 'Start' start.c
	commit -t -2d 'Add the retry queue' queue.c
	target=$(short)
	git revert --no-edit HEAD >/dev/null 2>&1
	id=$(short)
	line=$(detour new 'Line' -c HEAD --no-edit >/dev/null && grep -h "$id" docs/sessions/*-line.md)
	rm -r docs
}

told() { # [REVISION…]
	detour scan --json "${@:-HEAD}" | sed -n 's/.*"told":"\{0,1\}\([a-z]*\).*/\1/p'
}

put() { # the session's text, from standard input
	mkdir -p docs/sessions
	cat >docs/sessions/2026-11-20-story.md
}

@test "a scaffold covers nothing, whatever its line ends and front matter; one line of a person does" {
	story
	detour new 'Story' -c HEAD --no-edit >/dev/null
	file=$(echo docs/sessions/*-story.md)
	cp "$file" ../scaffold
	assert_equal "$(told)" null
	sed 's/$/\r/' ../scaffold >"$file"
	assert_equal "$(told)" null
	{
		printf -- '---\ntitle: Retry queue\nauthor: Ada\n---\n'
		cat ../scaffold
	} >"$file"
	assert_equal "$(told)" null
	{
		printf '\357\273\277'
		cat ../scaffold
	} >"$file"
	assert_equal "$(told)" null
	for change in 's/^## What Happened.*/&\n\nIt stalled./' 's/^## Follow-up.*/&\n\n- [ ] try Postgres/' \
		's/^## Context.*/&\n\nIt stalled.\r/'; do
		sed "$change" ../scaffold >"$file"
		assert_equal "$(told)" session
	done
	# Without our comments, and as others write a branch.
	sed '/<!--/d; s/^- Branch: `\(.*\)`/- Branch: \1/' ../scaffold >"$file"
	assert_file_contains "$file" '- Branch: main'
	assert_equal "$(told)" null
	# Ticking nothing off, and headings of one's own, is no story.
	sed 's/^## What Happened.*/&\n\n### Friday/' ../scaffold >"$file"
	assert_equal "$(told)" null
}

plain() { cat; }
crlf() { sed 's/$/\r/'; }
front() { sed '1i---\ntitle: Queue\n---' | crlf; }

@test "a scaffold of a team's template covers nothing, also where the template has gone since" {
	story
	mkdir -p docs/sessions
	printf '# [Topic] - YYYY-MM-DD\n\n**Author:** you\n\n## Story\n\n[What happened? Tell it in order.]\n\n## Next\n\n- none yet\n' \
		>docs/sessions/YYYY-MM-DD-TEMPLATE-session.md
	detour new 'Story' -c HEAD --no-edit >/dev/null
	assert_equal "$(told)" null
	mv docs/sessions/YYYY* ..
	assert_equal "$(told)" null
	# What is in no clone cannot be asked there: with other line ends, front matter, another template.
	cp docs/sessions/*-story.md ../scaffold
	for change in plain crlf front; do
		$change <../scaffold >"$(echo docs/sessions/*-story.md)"
		git add docs
		git commit -qm 'A scaffold'
		git clone -q . ../clone
		git clone -q --bare . ../bare
		for place in . ../clone ../bare; do
			assert_equal "$change in $place: $(cd "$place" && told)" "$change in $place: null"
		done
		printf '# YYYY-MM-DD\n\nAnother one.\n' >../clone/docs/sessions/YYYY-MM-DD-TEMPLATE-session.md
		assert_equal "$change: $(cd ../clone && told)" "$change: null"
		rm -rf ../clone ../bare
		git reset -q --soft HEAD~1
	done
	cp ../scaffold docs/sessions/*-story.md
	sed -i 's/^## Story.*/&\n\nIt stalled./' docs/sessions/*-story.md
	assert_equal "$(told)" session
}

@test "a session names the commit: by seven digits or more, anywhere in it" {
	story
	while IFS='|' read -r text expected; do
		printf '%b\n' "$text" | put
		assert_equal "$text: $(told)" "$text: $expected"
	done <<END
It stalled, see $id.|session
It stalled, see $(full).|session
It stalled, see \`$id\`.|session
It stalled, see https://example.com/commit/$(full).|session
It stalled, see ${id:0:6}.|null
It stalled, see $target.|null
It stalled, see 0$id.|null
It stalled.|null
END
}

@test "a link line means its commit by subject and author time, to the minute" {
	story
	git commit -q --amend --no-edit --reset-author --date="$(git log -1 --format=%aD)"
	git commit -q --amend --no-edit -s
	git reflog expire --expire=now --all
	git gc -q --prune=now
	printf '# Story\n\n%s\n\nIt stalled.\n' "$line" | put
	assert_equal "$(told)" session
	printf '# Story\n\n* %s\n\nIt stalled.\n' "${line#- }" | put
	assert_equal "$(told)" session
	printf '# Story\n\n%s\n\nIt stalled.\n' "${line/Add/Adds}" | put
	assert_equal "$(told)" null
	minute=${line##*:} minute=${minute%% *}
	printf '# Story\n\n%s\n\nIt stalled.\n' "${line/:$minute /:$(printf %02d $(((10#$minute + 2) % 60))) }" | put
	assert_equal "$(told)" null
}

@test "subjects with marks, other scripts and other zones are found again" {
	repo
	for subject in 'Fix *all* the `_things_` [now] <b>' 'Größe ändern — 日本語' '# not a heading \ | $1'; do
		commit -t -2d "$subject" file.c
		git revert --no-edit HEAD >/dev/null 2>&1
		GIT_COMMITTER_DATE=$(moment -1h) git commit -q --amend --no-edit --date='2026-03-04T05:06:07+0530'
		detour new -c HEAD -m 'Told.' >/dev/null
		git commit -q --amend --no-edit -s
		git reflog expire --expire=now --all
		git gc -q --prune=now
		assert_equal "$(told HEAD~1..HEAD)" session
	done
}

@test "only the signal's own commit counts" {
	story
	detour new -c HEAD~1 -m 'Told of the commit that went.' >/dev/null
	assert_equal "$(told)" null
}

@test "wherever it stands: work tree, index, HEAD, a pushed tip" {
	story
	printf '# Story\n\nIt stalled, see %s.\n' "$id" | put
	assert_equal "$(told)" session
	git add docs
	rm -r docs
	assert_equal "$(told)" session
	git commit -qm 'Tell of it'
	git rm -q --cached -r docs
	assert_equal "$(told)" session
	git reset -q
	git branch told
	git reset -q --hard HEAD~1
	assert_equal "$(told)" null
	git init -q --bare ../remote.git
	install_hooks
	echo 'x 1' >.git/detour/log # as if the hooks had always been there
	run git push ../remote.git main told
	refute_output_contains 'not written down'
}

@test "a session added or changed in the very commit, if a person wrote in it" {
	story
	mkdir -p docs/sessions
	printf '# Story\n\n## What Happened\n' >docs/sessions/2026-11-20-story.md
	git add docs
	git commit -q --amend --no-edit
	assert_equal "$(told)" null
	printf 'It stalled.\n' >>docs/sessions/2026-11-20-story.md
	git add docs
	git commit -q --amend --no-edit
	assert_equal "$(told)" session
	commit 'Another'
	commit 'One more'
	git revert -n HEAD
	printf 'And again.\n' >>docs/sessions/2026-11-20-story.md
	git add docs
	git commit -qm 'Revert "One more"'
	assert_equal "$(told HEAD~1..HEAD)" session
	git revert -n HEAD~2
	git rm -qf docs/sessions/2026-11-20-story.md
	git commit -qm 'Revert "Another"'
	assert_equal "$(told HEAD~1..HEAD)" null
}

@test "bare, linked, sparse, shallow and partial: told is told" {
	story
	printf '# Story\n\nIt stalled, see %s.\n' "$id" | put
	git add docs
	git commit -qm 'Tell of it'
	git clone -q --bare . ../bare.git
	git worktree add -q ../linked
	git clone -q . ../sparse
	git -C ../sparse sparse-checkout set --cone nothing
	git -C ../bare.git config uploadpack.allowFilter true
	git clone -q --depth=2 "file://$PWD/../bare.git" ../shallow
	git clone -q --filter=blob:none --no-checkout "file://$PWD/../bare.git" ../partial
	for place in ../bare.git ../linked ../sparse; do
		cd "$place"
		assert_equal "$place: $(told)" "$place: session"
	done
	cd ../shallow
	detour scan --json HEAD >/dev/null
	# What is not here cannot tell, and is not fetched for it.
	cd ../partial
	mv ../bare.git ../gone.git
	assert_equal "$(told)" null
}

@test "odd files in the journal break nothing and tell what can be read" {
	story
	printf '# Caf\351\n\nIt stalled, see %s.\n' "$id" | put
	assert_equal "$(told)" session
	rm docs/sessions/*
	head -c 100000 /dev/urandom | put
	ln -s /etc/passwd docs/sessions/2026-11-21-link.md
	ln -s nowhere docs/sessions/2026-11-21-dangling.md
	mkfifo docs/sessions/2026-11-21-pipe.md
	mkdir docs/sessions/2026-11-21-folder.md
	truncate -s 1G docs/sessions/2026-11-21-huge.md
	run timeout 10 "$BUILD/bin/git-detour" scan --json HEAD
	assert_success
	assert_output_contains '"covered":false'
	printf 'It stalled, see %s.\n' "$id" >docs/sessions/2026-11-22-plain.md
	assert_equal "$(told)" session
}

@test "private: it covers here and nowhere else, and no push names it" {
	story
	git config detour.journal.dir private
	detour new -c HEAD -m 'Told to myself.' >/dev/null
	assert_equal "$(told)" session
	assert_equal "$(git status --porcelain)" ''
	git init -q --bare ../remote.git
	install_hooks
	run git push ../remote.git main
	refute_output_contains 'detour'
	git clone -q . ../clone
	cd ../clone
	assert_equal "$(told)" null
	run detour check --format=json HEAD
	refute_output_contains myself
}
