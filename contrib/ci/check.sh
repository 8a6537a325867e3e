#!/bin/sh
# Tells in any build what the change did off plan and did not write down. It is advice: it always
# leaves with 0, also where git-detour is missing or fails. To insist, call
# `git detour check --strict` instead.
#
# usage: check.sh [BASE]     without it the base is what the forge tells the build
#
# Wants the whole history (GitHub: fetch-depth: 0, GitLab: GIT_DEPTH: 0); a shallow clone is told.

if ! command -v git-detour >/dev/null 2>&1; then
	echo 'git-detour is not here; nothing was looked at.'
	exit 0
fi
git detour check "$@" || echo 'git detour could not look; that is its own fault and stops nothing.'
exit 0
