#!/bin/sh
# Fetches the hook managers that come from npm into a folder, once; what they would run while they are
# installed does not run. Where that fails the reason is left in the folder's file `why`, and the tests
# that need them are skipped with it.
#
# usage: fetch.sh FOLDER

set -u
here=$(dirname "$0")
mkdir -p "$1" || exit 1

if cmp -s "$here/package.json" "$1/fetched.json"; then
	exit 0
fi
rm -f "$1/fetched.json" "$1/why"
cp "$here/package.json" "$1/package.json" || exit 1
if ! command -v npm >/dev/null; then
	echo 'npm is not here' >"$1/why"
elif ! (cd "$1" && timeout 120 npm install --ignore-scripts --no-audit --no-fund \
	--no-package-lock --fetch-retries=1 --fetch-retry-mintimeout=1000 \
	--fetch-retry-maxtimeout=2000 --fetch-timeout=30000 --loglevel=error) >"$1/log" 2>&1; then
	echo "npm could not fetch: $(grep -m 1 . "$1/log" | cut -c 1-100)" >"$1/why"
else
	cp "$here/package.json" "$1/fetched.json"
fi
[ ! -s "$1/why" ] || echo "managers: $(cat "$1/why")"
exit 0
