#!/usr/bin/env bats
# What bash, zsh and fish offer behind `git detour`: all that the program tells of itself, with
# nothing written twice.

load helper

# The completions where the shells look for them, in a repository with two branches and a session.
setup() {
	fresh_home
	local share=$BATS_TEST_TMPDIR/share
	mkdir -p "$share/bash-completion/completions" "$share/fish/vendor_completions.d" \
		"$share/fish/vendor_conf.d"
	cp "$BUILD/share/completions/git-detour.bash" "$share/bash-completion/completions/git-detour"
	cp "$BUILD/share/completions/git-detour.fish" "$share/fish/vendor_completions.d/"
	cp "$SOURCE_DIR/contrib/completions/git-detour.conf.fish" "$share/fish/vendor_conf.d/git-detour.fish"
	export XDG_DATA_DIRS=$share:/usr/local/share:/usr/share
	repo
	commit 'One' src/queue.c
	git branch side-track
	git tag v1.0
	mkdir -p docs/sessions
	printf '# Queue stalls\n\nTold.\n' >docs/sessions/2026-01-02-queue-stalls.md
}

# Each of them: LINE…, prints the lists.
in_bash() {
	need_bash
	bash --norc "$HELPER_DIR/complete.bash" "$@"
}

need_bash() {
	[ -e /usr/share/bash-completion/bash_completion ] || skip 'needs bash-completion'
	[ -e /usr/share/bash-completion/completions/git ] || skip "needs git's completion for bash"
}

in_zsh() {
	need zsh
	zsh -f "$HELPER_DIR/complete.zsh" "$BUILD/share/completions" "$@"
}

in_fish() {
	need fish
	# fish takes a bare "--" for the end of the options, even of echo.
	fish -c 'for line in $argv; complete -C $line; echo -- --; end' -- "$@" | cut -f 1
}

# The verbs, and each option as "verb --option", as -h tells them.
verbs() {
	detour -h | sed -n 's/^   \([a-z][a-z-]*\) .*/\1/p'
}

options() {
	local verb
	for verb in $(verbs); do
		detour "$verb" -h | sed -n "s/^    .. *\(--[a-z-]*\).*/$verb \1/p"
	done
}

# Each list of the output on one line; the n-th of them.
lists() {
	awk '$1 == "--" { print list; list = ""; next } { list = list (list && $1 ? " " : "") $1 }' <<<"$output"
}

list_of() {
	lists | sed -n "$1p"
}

# Everything that the program tells of is offered by this shell, as `git detour` and `git-detour`.
assert_complete() { # in_bash, in_zsh, in_fish
	local verb option lines=('git detour ' 'git-detour ')
	[ "$(verbs | wc -l)" -ge 14 ] && [ "$(options | wc -l)" -ge 20 ]
	for verb in $(verbs); do
		lines+=("git detour $verb --")
	done
	run "$1" "${lines[@]}"
	assert_success
	local lists
	mapfile -t lists < <(lists)
	for verb in $(verbs); do
		[[ " ${lists[0]} " == *" $verb "* ]] || failed "git detour: no $verb in ${lists[0]}"
		[[ " ${lists[1]} " == *" $verb "* ]] || failed "git-detour: no $verb in ${lists[1]}"
	done
	local n=1 seen=''
	while read -r verb option; do
		[ "$verb" = "$seen" ] || n=$(($(verbs | grep -nx -- "$verb" | cut -d: -f1) + 1))
		seen=$verb
		[[ " ${lists[n]} " =~ " $option"=?" " ]] || failed "$verb: no $option in ${lists[n]}"
	done < <(options)
}

@test "bash offers every verb and every option" {
	need_bash
	assert_complete in_bash
}

@test "zsh offers every verb and every option" {
	need zsh
	assert_complete in_zsh
}

@test "fish offers every verb and every option" {
	need fish
	assert_complete in_fish
}


# What may stand at a place: the lines of all three shells, what must be offered, and what not.
assert_places() { # in_bash, in_zsh, in_fish
	run "$1" 'git detour why si' 'git-detour link last main..s' 'git detour show ' \
		'git detour check --format=g' 'git detour config push.' 'git detour new -c v' \
		'git detour link ' 'git detour why main ' 'git detour config prompt.mode sig' \
		'git-detour list --json -- src/q'
	assert_success
	[[ $(list_of 1) == *side-track* ]] || failed "why: $(list_of 1)"
	[[ $(list_of 2) == *side-track* ]] || failed "link, a range: $(list_of 2)"
	[[ $(list_of 3) == *2026-01-02-queue-stalls* && $(list_of 3) == *last* ]] || failed "show: $(list_of 3)"
	[[ $(list_of 4) == *github*gitlab* && $(list_of 4) != *text* ]] || failed "format: $(list_of 4)"
	[[ $(list_of 5) == *push.mode* ]] || failed "config: $(list_of 5)"
	[[ $(list_of 6) == *v1.0* ]] || failed "new -c: $(list_of 6)"
	[[ $(list_of 7) == *queue-stalls* && $(list_of 7) != *side-track* ]] || failed "link: $(list_of 7)"
	[[ $(list_of 8) != *side-track* ]] || failed "why takes one: $(list_of 8)"
	[[ $1 = in_bash || $(list_of 10) == *queue.c ]] || failed "list: $(list_of 10)"
	[[ $(list_of 9) != *signals* ]] || failed "config takes one: $(list_of 9)"
}

@test "bash knows commits, ranges, sessions, settings and words" {
	need_bash
	assert_places in_bash
}

@test "zsh knows commits, ranges, sessions, settings and words" {
	need zsh
	assert_places in_zsh
}

@test "fish knows commits, ranges, sessions, settings and words" {
	need fish
	assert_places in_fish
}

@test "bash: git -C, another folder's sessions, and git's options before the verb" {
	mkdir -p "$HOME/elsewhere" && cd "$HOME/elsewhere"
	run in_bash "git -C $BATS_TEST_TMPDIR/repo detour show 2026" \
		"git -C $BATS_TEST_TMPDIR/repo detour sh" "git -C $BATS_TEST_TMPDIR/repo detour why side"
	assert_equal "$(list_of 1)" 2026-01-02-queue-stalls
	assert_equal "$(list_of 2)" show
	assert_equal "$(list_of 3)" side-track
}

@test "bash, at the keyboard" {
	need_bash
	terminal <<-'END'
		send bash --norc
		prompt
		send source /usr/share/bash-completion/bash_completion
		prompt 0
		type git detour conf
		key tab
		type push.m
		key tab
		key enter
		expect remind
		prompt 0
		type git-detour why --j
		key tab
		type side
		key tab
		key enter
		prompt 0
	END
}

# A table with a verb that nobody has heard of.
later_tables() {
	{
		cat "$BUILD/tables.txt"
		printf '%s\t' verb frobnicate '[-k WORD]... [--loud | --soft] [--deep[=N]] BRANCH|PATH...'
		printf 'turn the knobs\n'
		printf 'option\tfrobnicate\tk\tknob\tfast|slow\twhich one\n'
		printf 'option\tfrobnicate\t\tloud\t\tso that it is heard\n'
		printf 'option\tfrobnicate\t\tsoft\t=WHEN\tthe other [way]\n'
		printf 'option\tfrobnicate\t\tdeep\t=N\thow deep\n'
		printf 'setting\tknob.turns\ta number\t3\thow often it turns\n'
		printf 'signal\tknocking\task\tsomebody is at the door\n'
	} >later.txt
}

written_by() { # SCRIPT SHELL TEMPLATE
	awk -v version=1 -v shell="$2" -f "$SOURCE_DIR/contrib/build/tables.awk" \
		-f "$SOURCE_DIR/contrib/build/$1.awk" later.txt "$SOURCE_DIR/contrib/$3"
}

@test "a new verb, option, setting or signal needs no other line" {
	need zsh fish
	need_bash
	later_tables
	written_by completions bash completions/git-detour.bash.in \
		>"$BATS_TEST_TMPDIR/share/bash-completion/completions/git-detour"
	written_by completions fish completions/git-detour.fish.in \
		>"$BATS_TEST_TMPDIR/share/fish/vendor_completions.d/git-detour.fish"
	mkdir zsh
	written_by completions zsh completions/_git-detour.in >zsh/_git-detour
	for shell in bash zsh fish; do
		run "later_in_$shell" 'git detour fro' 'git detour frobnicate --' \
			'git detour frobnicate --knob=f' 'git detour frobnicate --knob slow --loud si' \
			'git detour config kn' 'git detour config signals.kno'
		assert_success
		assert_equal "$(list_of 1)" frobnicate
		for option in knob loud soft; do
			[[ $(list_of 2) == *--$option* ]] || failed "$shell: $output"
		done
		[[ $(list_of 3) == *fast* ]] || failed "$shell: $output"
		[[ $(list_of 4) == *side-track* ]] || failed "$shell: $output"
		[[ $(list_of 5) == *knob.turns* ]] || failed "$shell: $output"
		[[ $(list_of 6) == *signals.knocking* ]] || failed "$shell: $output"
	done
	written_by manual - man/git-detour.1.in >later.1
	assert_file_contains later.1 '.SS frobnicate'
	assert_file_contains later.1 'Turn the knobs.'
	assert_file_contains later.1 '\fB\-\-knob\fR=\fBfast\fR|\fBslow\fR'
	assert_file_contains later.1 '\fB\-\-soft\fR[=\fIWHEN\fR]'
	written_by manual - man/git-detour-config.5.in >later.5
	assert_file_contains later.5 '\fBknob.turns\fR (a number)'
	assert_file_contains later.5 '\fBsignals.knocking\fR'
}

later_in_bash() { in_bash "$@"; }
later_in_fish() { in_fish "$@"; }
later_in_zsh() { zsh -f "$HELPER_DIR/complete.zsh" "$PWD/zsh" "$@"; }
