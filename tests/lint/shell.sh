#!/usr/bin/env bash
# Runs shellcheck over every shell script of ours, found by name and by first line.
set -u
bad=0
scripts=$(
	{
		find contrib tests .ci -name '*.sh' -o -name '*.bash'
		find contrib tests .ci -type f ! -name '*.*' -exec grep -lE '^#!.*\b(ba)?sh\b' {} +
	} 2>/dev/null | grep -v '/_' | sort -u
)
# shellcheck disable=SC2086
shellcheck --external-sources $scripts || bad=1
# In tests, scripts are written in single quotes, and `run` sets what nobody here assigns; each test is
# a subshell of its own.
shellcheck --external-sources --exclude=SC2016,SC2030,SC2031,SC2154 tests/e2e/*.bats || bad=1
exit $bad
