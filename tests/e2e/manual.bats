#!/usr/bin/env bats
# The manual: whole, without a fault of typesetting, and where git looks for it.

load helper

setup() {
	fresh_home
	export MANWIDTH=80 MANPAGER=cat PAGER=cat GROFF_NO_SGR=1 MANROFFOPT=-c
	mkdir -p share/man/man1 share/man/man5 share/man/man7
	cp "$BUILD/share/man/git-detour.1" share/man/man1/
	cp "$BUILD/share/man/git-detour-config.5" share/man/man5/
	cp "$SOURCE_DIR/contrib/man/git-detour-signals.7" share/man/man7/
	export MANPATH=$PWD/share/man:
}

# A page as people read it, in lines as long as they are, dashes plain.
read_page() {
	MANWIDTH=1000 man --nh --nj "$@" 2>/dev/null | col -bx
}

@test "the formatter has nothing to say against the pages" {
	need man groff
	for page in share/man/man*/*; do
		LC_ALL=C.UTF-8 run groff -man -Tutf8 -ww -z "$page"
		assert_no_output
		run man --warnings -E UTF-8 -l -Tutf8 -Z "$page"
		assert_success
		run bash -c 'man --warnings -E UTF-8 -l -Tutf8 -Z "$1" 2>&1 >/dev/null' - "$page"
		assert_no_output
	done
}

@test "git detour --help and git help detour open the page" {
	need man
	for command in 'git detour --help' 'git help detour'; do
		run $command
		assert_success
		assert_output_contains 'GIT-DETOUR(1)'
		assert_output_contains 'install-hooks'
	done
	run man git-detour-config
	assert_output_contains 'GIT-DETOUR-CONFIG(5)'
	run man git-detour-signals
	assert_output_contains 'GIT-DETOUR-SIGNALS(7)'
}

@test "every verb and every option is in the page, as -h tells them" {
	need man
	read_page git-detour >page
	local verb count=0
	for verb in $(detour -h | sed -n 's/^   \([a-z][a-z-]*\) .*/\1/p'); do
		sed -n "/^   $verb\$/,/^   [a-z]/p" page >entry
		assert_file_contains entry "git detour $verb"
		detour "$verb" -h >help
		sed -n '1s/^usage: //p' help | sed 's/ *$//' >usage
		assert_file_contains entry "$(cat usage)"
		while read -r option; do
			assert_file_contains entry "$option"
			count=$((count + 1))
		done < <(sed -n 's/^    .. *\(--[a-z-]*\).*/\1/p' help)
	done
	[ "$count" -ge 20 ]
}

@test "every setting and every signal is in the page, as config tells them" {
	need man
	repo
	read_page git-detour-config >page
	local key count=0
	for key in $(detour config --json | sed -n 's/^{"key":"\([^"]*\)".*/\1/p'); do
		case $key in
		rule.*) continue ;;
		esac
		grep -qE "^ +$key \(" page || failed "no $key in the page"
		count=$((count + 1))
	done
	[ "$count" -ge 22 ]
}

@test "the pages name no verb that is not there" {
	sed -n 's/^@verb //p' "$SOURCE_DIR/contrib/man/git-detour.1.in" >named
	[ "$(wc -l <named)" -ge 14 ]
	cp "$BUILD/tables.txt" without.txt
	sed -i "/^verb	why	/d" without.txt
	run awk -f "$SOURCE_DIR/contrib/build/tables.awk" -f "$SOURCE_DIR/contrib/build/manual.awk" \
		without.txt "$SOURCE_DIR/contrib/man/git-detour.1.in"
	assert_failure 1
	assert_output_contains 'there is no verb why'
}

@test "what the pages say of variables is so" {
	# Each variable that the page has a row for is read by the program.
	local name count=0
	while read -r name; do
		grep -rq "\"$name\"" "$SOURCE_DIR/src" || failed "nobody reads $name"
		count=$((count + 1))
	done < <(sed -n '/^\.SH ENVIRONMENT/,/^\.SH EXIT/p' "$SOURCE_DIR/contrib/man/git-detour.1.in" |
		sed '/^\.SH/d' | grep -oE '[A-Z_]{5,}' | sort -u)
	[ "$count" -ge 8 ]
}
