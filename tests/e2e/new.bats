#!/usr/bin/env bats
# git detour new, note, dismiss

load helper

story() {
	repo
	commit -t -2d 'Add the retry queue' queue.c
	target=$(full)
	git revert --no-edit "$target" >/dev/null
	today=$(date -u +%Y-%m-%d)
}

@test "new -c -m: title, link, words; prints its path" {
	story
	run detour new -c HEAD -m 'Redis evicts the queue'
	assert_success
	assert_output "docs/sessions/$today-retry-queue-reverted.md"
	assert_file_contains "$output" 'Redis evicts the queue'
	assert_file_contains "$output" "- \`$(git rev-parse --short=12 HEAD)\` Revert \"Add the retry queue\" ($(git log -1 --date=format:'%Y-%m-%d %H:%M %z' --format=%ad))"
	assert_file_contains "$output" 'queue.c'
	refute_file_contains "$output" '<!--'
}

@test "a known forge is linked" {
	story
	git remote add origin git@github.com:ana/shop.git
	path=$(detour new -c HEAD -m 'x')
	assert_file_contains "$path" "- [\`$(git rev-parse --short=7 HEAD)\`](https://github.com/ana/shop/commit/$(full)) Revert"
	git remote set-url origin https://user:secret@gitlab.com/group/sub/shop.git
	path=$(detour new -c HEAD -m 'y')
	assert_file_contains "$path" "](https://gitlab.com/group/sub/shop/-/commit/$(full)) Revert"
	refute_file_contains "$path" 'secret'
}

@test "a forge of one's own is linked as the settings say, with its issues" {
	story
	git remote add origin ssh://git@code.example.org:2222/team/shop.git
	git commit -q --amend -m 'Revert it' -m "This reverts commit $(git rev-parse "$target"). Fixes #12"
	path=$(detour new -c HEAD -m 'no forge')
	assert_file_contains "$path" '- Issues: #12'
	printf '[forge]\nkind = gitlab\n' >.detour.ini
	path=$(detour new -c HEAD -m 'by its kind')
	assert_file_contains "$path" "](https://code.example.org/team/shop/-/commit/$(full)) Revert it"
	assert_file_contains "$path" '- Issues: [#12](https://code.example.org/team/shop/-/issues/12)'
	assert_equal "$(detour scan --json --all HEAD~1..HEAD | grep -c '"covered":true')" 1
	# Pushed to a fork elsewhere: the issues stay where they are.
	git remote add fork https://token@code.example.org/ana/shop
	git config remote.pushDefault fork
	path=$(detour new -c HEAD -m 'in a fork')
	assert_file_contains "$path" "](https://code.example.org/ana/shop/-/commit/$(full)) Revert it"
	assert_file_contains "$path" '[#12](https://code.example.org/team/shop/-/issues/12)'
	refute_file_contains "$path" token
	printf '[forge]\nkind = cgit\nurl = https://example.org/cgit/shop.git\n' >.detour.ini
	path=$(detour new -c HEAD -m 'by its page')
	assert_file_contains "$path" "](https://example.org/cgit/shop.git/commit/?id=$(full)) Revert it"
	assert_equal "$(detour scan --json --all HEAD~1..HEAD | grep -c '"covered":true')" 1
	git config detour.forge.kind off
	path=$(detour new -c HEAD -m 'none')
	refute_file_contains "$path" 'https:'
}

@test "without -m all parts are there, with hints that ask about this detour" {
	story
	path=$(detour new -c HEAD)
	for part in Context 'What Happened' 'Notable Discoveries' 'Changes Made' 'Lessons Learned' Follow-up; do
		assert_file_contains "$path" "## $part"
	done
	assert_file_contains "$path" "What did you expect of $(git rev-parse --short=7 "$target")?"
}

@test "the plan is linked from where the session is" {
	story
	echo '- [ ] queue' >plan.md
	path=$(detour new -c HEAD -m 'x')
	assert_file_contains "$path" '(../../plan.md)'
}

@test "names: accents, other scripts, a second of the same name, a date" {
	story
	assert_equal "$(detour new 'Café: Öl über Straße' --no-edit)" "docs/sessions/$today-cafe-ol-uber-strasse.md"
	assert_equal "$(detour new '日本語 の 話' --no-edit)" "docs/sessions/$today-日本語-の-話.md"
	assert_equal "$(detour new same --no-edit)" "docs/sessions/$today-same.md"
	assert_equal "$(detour new same --no-edit)" "docs/sessions/$today-same-2.md"
	assert_equal "$(detour new '../../etc/passwd' --no-edit)" "docs/sessions/$today-etc-passwd.md"
	assert_equal "$(detour new old --date 2024-02-29 --no-edit)" "docs/sessions/2024-02-29-old.md"
	run detour new old --date 2024-02-30
	assert_failure 2
	assert_equal "${#lines[@]}" 1
}

@test "the text can come from standard input, several lines" {
	story
	path=$(printf 'First line\n\nSecond paragraph\n' | detour new -c HEAD -m -)
	assert_file_contains "$path" 'First line'
	assert_file_contains "$path" 'Second paragraph'
	run detour new -m ''
	assert_failure 2
}

@test "the journal's own template is used and filled" {
	story
	mkdir -p docs/sessions
	cat >docs/sessions/YYYY-MM-DD-TEMPLATE-session.md <<'END'
# Session: [Topic]

**Date:** YYYY-MM-DD

## Context

## What Happened
END
	path=$(detour new 'Queue stalls' -c HEAD -m 'It stalled')
	assert_file_contains "$path" '# Session: Queue stalls'
	assert_file_contains "$path" "**Date:** $today"
	assert_file_contains "$path" 'It stalled'
	assert_equal "$(find docs -name '*TEMPLATE*' | wc -l)" 1
}

@test "the editor is opened with --edit" {
	story
	git config core.editor "sed -i 's/^## What Happened\$/&\n\nEdited./'"
	terminal <<END
send git-detour new -c HEAD --edit
expect docs/sessions/
prompt 0
END
	assert_equal "$(grep -rc Edited docs/sessions | grep -c ':1')" 1
}

@test "other folders that teams use are found and written" {
	story
	mkdir -p sessions
	assert_equal "$(detour new topic --no-edit)" "sessions/$today-topic.md"
}

@test "note adds lines to this branch's session, and starts one" {
	story
	git checkout -qb queue-stalls
	run detour note tried the other broker
	assert_success
	assert_output "docs/sessions/$today-queue-stalls.md"
	path=$output
	run detour note 'it is the memory limit'
	assert_output "$path"
	assert_equal "$(grep -cE '^- [0-9]{2}:[0-9]{2} ' "$path")" 2
	git checkout -qb elsewhere
	run detour note 'another story'
	[ "$output" != "$path" ] || failed 'same session for another branch'
	run detour note
	assert_failure 2
}

@test "dismiss: a commit, and what it says" {
	story
	run detour dismiss HEAD
	assert_success
	assert_output_contains 'Dismissed'
	run detour scan --uncovered HEAD
	assert_output_contains 'Nothing left to write down'
	run detour dismiss nowhere
	assert_failure 128
}

@test "a bare repository has no journal, and says so in a line" {
	story
	git clone -q --bare . ../bare.git
	cd ../bare.git
	run detour new topic
	assert_failure 128
	assert_equal "${#lines[@]}" 1
}

@test "a journal that leads outside is refused" {
	story
	mkdir ../outside docs
	ln -s ../../outside docs/sessions
	run detour new topic --no-edit
	assert_failure
	assert_equal "$(find ../outside -type f | wc -l)" 0
}
