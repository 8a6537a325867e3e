#!/usr/bin/env bats
# Settings through real git: where they come from, who wins, and what a tracked file cannot do.

load helper

value() { # KEY [COMMAND…]: its value and origin, as config tells them
	local key=$1
	shift
	"${@:-detour}" config --json "$key" |
		sed 's/.*"value":"\([^"]*\)".*"origin":\("[^"]*"\|null\).*/\1 \2/; s/"//g'
}

with_hooks() {
	repo
	commit -t -2d 'Add the retry queue' queue.c
	install_hooks
}

speak() { # a commit that the hooks speak at
	git "$@" revert --no-edit HEAD 2>&1
}

@test "every key: the team's file, then the user's configuration, each with its origin" {
	repo
	cat >.detour.ini <<'END'
[prompt]
mode = remind
unattended = off
timeout = 40s
[push]
mode = block
[journal]
dir = notes
template = docs/template.md
[gap]
stuck = 3h
away = 10d
[signals]
revert = list
fixup = off
gap = ask
END
	mkdir -p notes docs
	echo '# [Topic]' >docs/template.md
	line=1
	while IFS= read -r text; do
		case $text in
		\[*) section=${text:1:-1} ;;
		*) assert_equal "$(value "$section.${text%% =*}")" "${text#*= } .detour.ini:$line" ;;
		esac
		line=$((line + 1))
	done <.detour.ini
	for key in 'prompt.mode ask' 'prompt.unattended scaffold' 'prompt.timeout 5s' \
		'push.mode off' 'journal.dir sessions' 'journal.template auto' 'gap.stuck 1h' \
		'gap.away auto' 'signals.revert remind' 'signals.fixup ask' 'signals.gap off'; do
		# shellcheck disable=SC2086 # a key and a value
		git config detour.$key
		assert_equal "$(value "${key% *}")" "${key#* } $PWD/.git/config"
	done
}

@test "who wins: global, local, work tree, environment, command line" {
	repo
	commit 'One'
	printf '[prompt]\nmode = off\n' >.detour.ini
	git config --global detour.prompt.mode remind
	assert_equal "$(value prompt.mode)" "remind $HOME/.gitconfig"
	git config detour.prompt.mode scaffold
	assert_equal "$(value prompt.mode)" "scaffold $PWD/.git/config"
	git config extensions.worktreeConfig true
	git worktree add -q ../linked
	git -C ../linked config --worktree detour.prompt.mode ask
	assert_equal "$(value prompt.mode)" "scaffold $PWD/.git/config"
	cd ../linked
	assert_equal "$(value prompt.mode | cut -d' ' -f1)" ask
	export GIT_CONFIG_COUNT=1 GIT_CONFIG_KEY_0=detour.prompt.mode GIT_CONFIG_VALUE_0=remind
	assert_equal "$(value prompt.mode)" 'remind GIT_CONFIG_KEY_0'
	assert_equal "$(value prompt.mode git -c detour.prompt.mode=off detour)" 'off command line'
	unset GIT_CONFIG_COUNT
	printf '[detour "prompt"]\n\tmode = scaffold\n' >../other.config
	git config --worktree --unset detour.prompt.mode
	git config --unset detour.prompt.mode
	assert_equal "$(GIT_CONFIG_GLOBAL=$PWD/../other.config value prompt.mode | cut -d' ' -f1)" scaffold
	git config include.path "$PWD/../other.config"
	assert_equal "$(value prompt.mode | cut -d' ' -f1)" scaffold
}

@test "git -c reaches the hooks" {
	with_hooks
	run speak -c detour.prompt.unattended=off
	refute_output_contains 'detour:'
	run speak
	assert_output_contains 'detour: '
	GIT_CONFIG_COUNT=1 GIT_CONFIG_KEY_0=detour.prompt.unattended GIT_CONFIG_VALUE_0=off run speak
	refute_output_contains 'detour:'
}

@test "config: a key, its near miss, and everything" {
	repo
	assert_equal "$(detour config prompt.timeout)" 20s
	assert_equal "$(detour config detour.prompt.timeout)" 20s
	run detour config prompt.timeuot
	assert_failure 1
	assert_output_contains 'did you mean prompt.timeout?'
	run detour config one two
	assert_failure 2
	assert_equal "$(detour config --json | grep -c '^{"key":"[a-z]*\.[a-z]*","value":"[^"]*","allowed":"')" 24
	git config detour.rule.hack.match '\bHACK\b'
	assert_equal "$(value rule.hack)" "remind in message: \\\\bHACK\\\\b $PWD/.git/config"
}

@test "insteadOf counts for the links of a session" {
	repo
	commit 'Add the retry queue' queue.c
	git remote add origin work:team/queue.git
	git config url.https://github.com/.insteadOf work:
	detour new 'Links' -c HEAD -m 'Told.' >/dev/null
	assert_file_contains docs/sessions/*-links.md "(https://github.com/team/queue/commit/$(full))"
}

@test "a mistake is one line with file, line, key and what is allowed; the commit goes on" {
	with_hooks
	while IFS='|' read -r text told; do
		printf '%b' "$text" >.detour.ini
		run speak
		assert_success
		assert_output_contains "$told"
		assert_no_escapes
		[ "$(grep -c 'detour: .*\.detour\.ini' <<<"$output")" -eq 1 ] || failed "$text:" "$output"
	done <<'END'
[prompt]\nmode = loud\n|detour: .detour.ini:2: prompt.mode
[prompt]\nmode = loud\n|allowed are ask, remind, scaffold, off
[prompt]\r\nmode = loud\r\n|detour: .detour.ini:2: prompt.mode
\xef\xbb\xbf[prompt]\nmode = loud\n|detour: .detour.ini:2: prompt.mode
[prompt]\n\tmode = loud\n|detour: .detour.ini:2: prompt.mode
[prompt]\ntimeout = 11m\n|detour: .detour.ini:2: prompt.timeout
[gap]\nstuck = soon\n|detour: .detour.ini:2: gap.stuck
[signals]\nrevert = always\n|detour: .detour.ini:2: signals.revert
[prompt]\nmoed = ask\n|detour: .detour.ini:2: prompt.moed: no such setting (did you mean prompt.mode?)
[promt]\nmode = ask\n|detour: .detour.ini:2: promt.mode: no such setting
[prompt\nmode = ask\n|detour: .detour.ini:1: a section is written as
[prompt]\nmode\n|detour: .detour.ini:2: a setting is written as
[prompt]\nmode = \x1b[31mloud\n|detour: .detour.ini:2: this line holds a control byte
[rule "x"]\nin = nowhere\nmatch = x\n|detour: .detour.ini:2: rule "x": in = nowhere
[rule "x"]\nlevel = remind\n|has no pattern
[rule "x y"]\nmatch = x\n|detour: .detour.ini:2: rule "x y": match = x: a rule's name has
END
}

@test "the built-in value serves where a mistake is" {
	repo
	printf '[prompt]\nmode = loud\ntimeout = 40s\n' >.detour.ini
	assert_equal "$(value prompt.mode 2>/dev/null)" 'ask built in'
	assert_equal "$(value prompt.timeout 2>/dev/null)" '40s .detour.ini:3'
}

@test "whatever lies in the file's place, the commit goes on in time" {
	with_hooks
	rm -f .detour.ini
	mkdir .detour.ini
	timeout 5 git commit -q --allow-empty -m 'A folder'
	rmdir .detour.ini
	mkfifo .detour.ini
	timeout 5 git commit -q --allow-empty -m 'A pipe'
	rm .detour.ini
	truncate -s 1G .detour.ini
	timeout 5 git commit -q --allow-empty -m 'A gigabyte'
	rm .detour.ini
	ln -s /etc/passwd .detour.ini
	run git revert --no-edit HEAD~3
	assert_success
	refute_output_contains root:
	rm .detour.ini
	printf '[prompt]\nmode = off\n' >../elsewhere.ini
	ln -s ../elsewhere.ini .detour.ini
	assert_equal "$(detour config prompt.mode 2>/dev/null)" ask
}

@test "a tracked file can name no program, no place outside, and lift no limit" {
	with_hooks
	mkdir ../outside
	for line in 'dir = /tmp/x' 'dir = ../outside' 'dir = ~/x' 'dir = .git/x' 'dir = .GIT/x' \
		'dir = a/../../outside' 'dir = private' 'template = /etc/passwd' \
		'template = ../outside/x.md' 'template = .git/config'; do
		printf '[journal]\n%s\n' "$line" >.detour.ini
		run detour config
		assert_success
		assert_output_contains "detour: .detour.ini:2: journal.${line%% *}"
		detour new 'Somewhere' --no-edit >/dev/null 2>&1
		assert_equal "$(ls ../outside)" ''
		refute_file .git/x
		assert_file "$(git ls-files -o docs/sessions | tail -1)"
	done
	ln -s ../outside linked
	printf '[journal]\ndir = linked\n' >.detour.ini
	run detour new 'Somewhere' --no-edit
	assert_equal "$(ls ../outside)" ''
	# Names of programs and of git's own settings are no settings here.
	printf '[core]\neditor = touch ../outside/ran\n[prompt]\neditor = touch ../outside/ran\n' \
		>.detour.ini
	run speak
	assert_success
	refute_file ../outside/ran
	# More rules than there may be, and names that would end a line.
	for i in $(seq 40); do printf '[rule "r%s"]\nmatch = (a+)+$\n' "$i"; done >.detour.ini
	run detour config
	assert_output_contains 'there are more than 32 rules'
	assert_equal "$(detour config --json 2>/dev/null | grep -c '"key":"rule\.')" 32
}

@test "what a tracked file must not, the user may" {
	repo
	mkdir ../diary
	git config detour.journal.dir "$(cd ../diary && pwd)"
	detour new 'Mine' -m 'Told.' >/dev/null
	assert_file ../diary/*-mine.md
	git config detour.journal.dir private
	detour new 'Secret' -m 'Told.' >/dev/null
	assert_file .git/detour/sessions/*-secret.md
	assert_equal "$(git status --short)" ''
}

@test "a wildcard for everything keeps no session at the top, nor anywhere outside" {
	repo
	mkdir -p a/b ../outside
	ln -s ../../outside a/out
	commit 'One' a/b/one.c
	for dir in '**' '**/' '*/**' '*'; do
		printf '[journal]\ndir = %s\n' "$dir" >.detour.ini
		run detour new 'Told' -m 'Told.'
		assert_success
		[[ $output == */* && $output != /* ]] || failed "$dir: $output"
		assert_file "$output"
		rm "$output"
	done
	assert_equal "$(ls ../outside)" ''
}

@test "folders by wildcard: a session goes to the project that the commits, or the branch, name" {
	repo
	mkdir -p docs/projects/queue/sessions docs/projects/cache/sessions
	echo '- [ ] retry' >docs/projects/queue/plan.md
	echo '- [ ] size' >docs/projects/cache/plan.md
	touch docs/projects/queue/sessions/2026-01-01-x.md docs/projects/cache/sessions/2026-01-01-x.md
	commit 'Change the cache' docs/projects/cache/notes.txt
	run detour new 'By path' -c HEAD -m 'Told.'
	assert_output_contains docs/projects/cache/sessions/
	git switch -qc queue
	run detour new 'By branch' -m 'Told.'
	assert_output_contains docs/projects/queue/sessions/
}

@test "push.mode and prompt.mode of the team hold in a clone" {
	with_hooks
	printf '[push]\nmode = block\n[prompt]\nunattended = scaffold\n' >.detour.ini
	git add .
	git commit -qm 'Settings'
	git init -q --bare ../remote.git
	git push -q ../remote.git main
	git clone -q ../remote.git ../clone
	cd ../clone
	install_hooks
	run git revert --no-edit HEAD~1
	assert_output_contains 'A session waits for you in docs/sessions/'
	run git push origin main
	assert_failure
	assert_output_contains 'the push is stopped'
	run git -c detour.push.mode=remind push origin main
	assert_success
}
