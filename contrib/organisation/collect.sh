#!/bin/sh
# What went off plan in many repositories, as a file of JSON lines each: NAME.jsonl in this folder.
# Every repository is looked at by itself, as many at once as there are processors. Where forges run
# the builds, each of them can make its own file instead; see the README beside this.
#
# usage: collect.sh REPOSITORY…       SINCE='1 year ago' looks at the commits since then
set -u

collect_one() {
	name=$(basename "$1" .git)
	[ "$name" = . ] && name=$(basename "$PWD")
	base=
	[ -n "${SINCE:-}" ] && base=$(git -C "$1" rev-list -1 --before="$SINCE" HEAD)
	new=$(mktemp "$name.XXXXXX") || return
	if git -C "$1" detour scan --json --all --no-progress "${base:+$base..}HEAD" >"$new"; then
		mv "$new" "$name.jsonl"
	else
		echo "collect.sh: $1 could not be looked at" >&2
		rm -f "$new"
		return 1
	fi
}

if [ "${COLLECT_ONE:-}" ]; then
	collect_one "$1"
	exit
fi
[ $# -gt 0 ] || {
	echo 'usage: collect.sh REPOSITORY…' >&2
	exit 2
}
printf '%s\0' "$@" |
	COLLECT_ONE=1 xargs -0 -n 1 -P "$(getconf _NPROCESSORS_ONLN || echo 1)" sh "$0"
