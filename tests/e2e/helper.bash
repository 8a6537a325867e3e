# What every end-to-end test starts from: `load helper` in its first line.
#
# Each test gets an empty HOME, no settings of the machine, no variables of the caller, UTC, and
# build/bin first on PATH (BUILD names another build directory). It starts in $BATS_TEST_TMPDIR.
# A test file that needs a setup of its own calls fresh_home in it first.
#
#   repo [DIR]                      make a repository with a user and enter it
#   commit [-t TIME] SUBJECT [FILE [CONTENT]]
#                                   one commit; TIME as git takes it, or -2d, -3h, -30m from now.
#                                   FILE (default: file) gets a line more, or becomes CONTENT
#   full [REVISION]                 the whole hash; short [REVISION]: as git abbreviates it
#   detour ARG…                     the program itself
#   terminal [DIR] <<'END' … END    play a script on a terminal of its own: see terminal.exp
#   install_hooks                   git detour install-hooks, which must succeed
#
#   assert_success  assert_failure [STATUS]  assert_equal ACTUAL EXPECTED
#   assert_output TEXT  assert_output_contains TEXT  refute_output_contains TEXT
#   assert_line N TEXT  assert_no_output  assert_no_escapes        (of the last `run`)
#   assert_file FILE  refute_file FILE  assert_file_contains FILE TEXT
#   refute_file_contains FILE TEXT
#   need COMMAND…                   skip where one of them is missing
# shellcheck shell=bash
# `output` and `status` are set by bats' `run`.
# shellcheck disable=SC2154

bats_require_minimum_version 1.5.0

HELPER_DIR=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd -P)
SOURCE_DIR=$(cd "$HELPER_DIR/../.." && pwd -P)
: "${BUILD:=$SOURCE_DIR/build}"

fresh_home() {
	local name
	for name in $(compgen -e); do
		case $name in
		BATS_* | BUILD | TRACE_* | LINK | PATH | PWD | SHLVL | TMPDIR | _) ;;
		*) unset "$name" 2>/dev/null || true ;;
		esac
	done
	export HOME=$BATS_TEST_TMPDIR/home
	export XDG_CONFIG_HOME=$HOME/.config XDG_CACHE_HOME=$HOME/.cache
	export XDG_STATE_HOME=$HOME/.local/state XDG_DATA_HOME=$HOME/.local/share
	export GIT_CONFIG_NOSYSTEM=1
	export TERM=xterm LC_ALL=C.UTF-8 TZ=UTC
	export BUILD PATH="$BUILD/bin:$PATH"
	mkdir -p "$XDG_CONFIG_HOME"
	git config --global user.name 'Ada Example'
	git config --global user.email ada@example.com
	git config --global init.defaultBranch main
	git config --global advice.detachedHead false
	git config --global commit.gpgSign false
	git config --global core.fsync none # tests need no durability
	cd "$BATS_TEST_TMPDIR" || return 1
}

setup() {
	fresh_home
}

# ---- repositories

repo() {
	git init -q "${1:-repo}" && cd "${1:-repo}" || return 1
}

# Seconds since 1970 of -2d, -3h, -30m, -10s; anything else is git's business.
moment() {
	local number=${1#-}
	case $1 in
	-*d) printf '@%s +0000' $(($(date +%s) - ${number%d} * 86400)) ;;
	-*h) printf '@%s +0000' $(($(date +%s) - ${number%h} * 3600)) ;;
	-*m) printf '@%s +0000' $(($(date +%s) - ${number%m} * 60)) ;;
	-*s) printf '@%s +0000' $(($(date +%s) - ${number%s})) ;;
	*) printf '%s' "$1" ;;
	esac
}

commit() {
	local when='' subject file
	if [ "$1" = -t ]; then
		when=$(moment "$2")
		shift 2
	fi
	subject=$1
	file=${2:-file}
	mkdir -p "$(dirname "$file")"
	if [ $# -ge 3 ]; then
		printf '%s\n' "$3" >"$file"
	else
		printf '%s\n' "$subject" >>"$file"
	fi
	git add -- "$file"
	if [ -n "$when" ]; then
		GIT_AUTHOR_DATE=$when GIT_COMMITTER_DATE=$when git commit -q -m "$subject"
	else
		git commit -q -m "$subject"
	fi
}

full() {
	git rev-parse --verify "${1:-HEAD}"
}

short() {
	git rev-parse --short "${1:-HEAD}"
}

detour() {
	"$BUILD/bin/git-detour" "$@"
}

install_hooks() {
	detour install-hooks "$@" >/dev/null
}

# ---- a terminal

terminal() {
	need expect
	expect -f "$HELPER_DIR/terminal.exp" -- "${1:-.}"
}

need() {
	local command
	for command in "$@"; do
		command -v "$command" >/dev/null || skip "needs $command"
	done
}

# ---- assertions: each tells what was there when it fails

failed() {
	printf '%s\n' "$@" >&2
	return 1
}

assert_success() {
	[ "$status" -eq 0 ] || failed "expected success, got $status; output:" "$output"
}

assert_failure() {
	if [ $# -gt 0 ]; then
		[ "$status" -eq "$1" ] || failed "expected status $1, got $status; output:" "$output"
	else
		[ "$status" -ne 0 ] || failed 'expected a failure; output:' "$output"
	fi
}

assert_equal() {
	[ "$1" = "$2" ] || failed "expected: $2" "  actual: $1"
}

assert_output() {
	[ "$output" = "$1" ] || failed 'expected:' "$1" 'actual:' "$output"
}

assert_no_output() {
	[ -z "$output" ] || failed 'expected no output, got:' "$output"
}

assert_output_contains() {
	case $output in
	*"$1"*) ;;
	*) failed "not in the output: $1" 'which is:' "$output" ;;
	esac
}

# The n-th line of the output, from 1.
assert_line() {
	[ "$(sed -n "$1p" <<<"$output")" = "$2" ] ||
		failed "expected as line $1: $2" 'which is:' "$output"
}

refute_output_contains() {
	case $output in
	*"$1"*) failed "in the output, but should not be: $1" 'which is:' "$output" ;;
	esac
}

# No control bytes but newline and tab: nothing that a terminal would act on.
assert_no_escapes() {
	if printf '%s' "$output" | LC_ALL=C grep -q $'[\001-\010\013-\037\177]'; then
		failed 'control bytes in the output:' "$(printf '%s' "$output" | cat -v)"
	fi
}

assert_file() {
	[ -f "$1" ] || failed "no such file: $1"
}

refute_file() {
	if [ -e "$1" ] || [ -L "$1" ]; then
		failed "should not be there: $1"
	fi
}

assert_file_contains() {
	grep -qF -- "$2" "$1" || failed "not in $1: $2" 'which is:' "$(cat "$1")"
}

refute_file_contains() {
	assert_file "$1"
	if grep -qF -- "$2" "$1"; then
		failed "in $1, but should not be: $2" 'which is:' "$(cat "$1")"
	fi
}
