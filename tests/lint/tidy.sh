#!/usr/bin/env bash
# clang-tidy with the checks of .clang-tidy, or cppcheck where there is none. What led the analyser to
# a finding is shown with V=1. The analyser gives a function up after some time; with DEEP=1 after
# four times as long, which takes minutes and has found nothing more so far.
set -u
: "${BUILD:=build}"
jobs=$(getconf _NPROCESSORS_ONLN 2>/dev/null || echo 2)
sources=$(find src hooks contrib -name '*.c' | sort)
flags="-std=c11 -Iinclude -Isrc -D_POSIX_C_SOURCE=200809L -D_XOPEN_SOURCE=700
	-DDETOUR_VERSION=\"0\" -DDETOUR_LIBEXECDIR=\"/\" ${LIB_CFLAGS:-}"
if command -v "${CLANG_TIDY:=clang-tidy}" >/dev/null; then
	extra=
	[ -n "${DEEP:-}" ] || extra='--extra-arg=-Xclang --extra-arg=-analyzer-config
		--extra-arg=-Xclang --extra-arg=max-nodes=56000'
	shown=': (error|warning):'
	[ -z "${V:-}" ] || shown=.
	# shellcheck disable=SC2086,SC2016
	printf '%s\n' $sources | xargs -P "$jobs" -n 4 sh -c '
		flags=$1 tidy=$2 extra=$3
		shift 3
		exec "$tidy" --quiet --warnings-as-errors="*" $extra "$@" -- $flags 2>/dev/null' - \
		"$flags" "$CLANG_TIDY" "$extra" >"$BUILD/tidy.log"
	status=$?
	grep -E "$shown" "$BUILD/tidy.log" | sort -u
	exit $status
elif command -v cppcheck >/dev/null; then
	# shellcheck disable=SC2086
	exec cppcheck --quiet --std=c11 --enable=warning,performance,portability -j "$jobs" \
		--error-exitcode=1 --inline-suppr -Iinclude -Isrc src hooks
else
	echo 'neither clang-tidy nor cppcheck is here; run: make deps-lint'
	exit 1
fi
