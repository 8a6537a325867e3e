# What the tests of hostile repositories share. Loaded after helper.
#
#   survive VERB ARG…     one command in its limits: it ends by itself, in time and memory, with an
#                         exit code of ours; what it prints is plain, and a failure is one line
#   reading_verbs         every verb that only reads, in each of its formats, and every hook
#   writing_verbs         every verb that writes
#   picture               all files there are, but those that a command may write
# shellcheck shell=bash

: "${SECONDS_OF_CPU:=2}" "${MEBIBYTES:=256}"

# What a terminal would act on or hide: control bytes but newline and tab (also those beyond ASCII),
# bytes that are no UTF-8, and what turns or breaks lines.
is_plain() { # FILE
	! LC_ALL=C grep -aqP '[\x00-\x08\x0b-\x1f\x7f]|\xc2[\x80-\x9f]|\xe2\x80[\x8e\x8f\xa8-\xae]|\xe2\x81[\xa6-\xa9]' "$1" &&
		! grep -aqxv '.*' "$1"
}

survive() {
	local out=$BATS_TEST_TMPDIR/survive.out err=$BATS_TEST_TMPDIR/survive.err code=0
	"$BUILD/tests/tools/bounded" "$SECONDS_OF_CPU" "$MEBIBYTES" \
		"$BUILD/bin/git-detour" "$@" >"$out" 2>"$err" || code=$?
	case $code in
	0 | 1 | 2 | 128) ;;
	*) failed "$SCENE: '$*' left with $code:" "$(tail -n 5 "$err" | cat -v)" || return ;;
	esac
	case $code in
	2 | 128)
		grep -q '^detour: \|^usage: ' "$err" ||
			failed "$SCENE: '$*' left with $code and no cause:" "$(cat -v "$err")" || return
		[ "$code" = 2 ] || [ "$(grep -c '^detour: cannot' "$err")" -le 1 ] ||
			failed "$SCENE: '$*' said too much:" "$(cat -v "$err")" || return
		;;
	esac
	is_plain "$out" || failed "$SCENE: '$*' printed control bytes:" \
		"$(cat -v "$out" | grep -n '\^\|M-' | head -5)" || return
	is_plain "$err" || failed "$SCENE: '$*' said control bytes:" "$(cat -v "$err")" || return
}

survive_each() {
	local line
	while IFS= read -r line; do
		# shellcheck disable=SC2086 # verbs and their arguments
		survive $line </dev/null || return
	done
}

reading_verbs() {
	local tip
	survive_each <<'END' || return

preview
preview --json
list
list --json
list --empty
list docs
resume
resume --json
resume main
resume -- docs
handoff
handoff main
scan HEAD
scan --json --all
scan --uncovered HEAD
why HEAD
why --json HEAD
check HEAD
check --format=json HEAD
check --format=github HEAD
check --format=gitlab HEAD
check --format=markdown HEAD
check --format=lines HEAD
patterns
patterns --json
patterns --draft
report -o - HEAD
config
config --json
doctor
install-hooks --status
prune --dry-run
hook post-commit
END
	tip=$(git rev-parse -q --verify HEAD 2>/dev/null) || tip=1111111111111111111111111111111111111111
	survive hook post-rewrite amend <<<"$tip $tip" || return
	survive hook pre-push origin ../remote.git <<<"refs/heads/main $tip refs/heads/main \
0000000000000000000000000000000000000000"
}

writing_verbs() {
	survive_each <<'END'
new --no-edit
new Told -c HEAD -m Told.
note next: go on
note Tried
link last HEAD
link -m more last HEAD
dismiss HEAD
dismiss --undo HEAD
dismiss --wrong HEAD
dismiss --shared HEAD
prune
init
install-hooks
install-hooks --uninstall
END
}

# All that is not the journal and what is ours in the git dir: names, kinds, and what is in them.
picture() {
	(
		cd "$BATS_TEST_TMPDIR" || exit
		find . \( -path ./repo/docs/sessions -o -path ./repo/.git/detour -o -name 'survive.*' \
			-o -name before -o -name after -o -name kept \) -prune -o \( -type l -exec readlink {} \; \) -o \
			\( -type f -size -2000k -exec cksum {} + \) -o -print | LC_ALL=C sort
	)
}

unchanged_by() { # COMMAND…
	picture >"$BATS_TEST_TMPDIR/before"
	"$@" || return
	picture >"$BATS_TEST_TMPDIR/after"
	diff "$BATS_TEST_TMPDIR/before" "$BATS_TEST_TMPDIR/after" >&2 ||
		failed "$SCENE: files were changed by $1"
}
