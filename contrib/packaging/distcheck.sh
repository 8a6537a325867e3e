#!/bin/sh
# What a packager does with the tarball: unpack, build beside the sources, test, install, uninstall.
#
# usage: MAKE=make distcheck.sh TARBALL DIRECTORY      DIRECTORY is made anew, and goes at the end
set -eu
tarball=$(cd "$(dirname "$1")" && pwd -P)/$(basename "$1")
name=$(basename "$1" .tar.gz)
: "${MAKE:=make}"
rm -rf "$2"
mkdir -p "$2"
work=$(cd "$2" && pwd -P)

step() {
	printf 'distcheck: %s\n' "$*"
}

fail() {
	printf 'distcheck: %s\n' "$*" >&2
	exit 1
}

in_tree() { # as with make
	$MAKE --no-print-directory -C "$work/$name" BUILD="$work/out" "$@"
}

is_left() { # FOLDER: no file, whatever folders (which others use too)
	left=$(find "$1" ! -type d)
	[ -z "$left" ] || fail "left behind by make uninstall:
$left"
}

step 'unpack, build, test'
(cd "$work" && gzip -dc "$tarball" | tar -xf -)
in_tree prefix=/usr all units
in_tree prefix=/usr unit

step 'install to a DESTDIR, uninstall'
in_tree prefix=/usr DESTDIR="$work/a root" install >/dev/null
bin="$work/a root/usr/bin/git-detour"
[ "$("$bin" --version | cut -d ' ' -f 2)" = "${name#git-detour-}" ] || fail "not of this version: $bin"
grep -q '^\.TH' "$work/a root/usr/share/man/man1/git-detour.1" || fail 'no manual'
in_tree prefix=/usr DESTDIR="$work/a root" uninstall >/dev/null
is_left "$work/a root"

# The hooks lie where only the program's own memory of the place finds them.
step 'install for use, put hooks in, uninstall'
set -- prefix="$work/here" libexecdir="$work/here/lib/private"
in_tree "$@" install >/dev/null
git init -q "$work/repository"
(
	cd "$work/repository"
	PATH=$work/here/bin:$PATH git detour install-hooks >/dev/null
	grep -qF "'$work/here/lib/private/git-detour/post-commit'" .git/hooks/post-commit
) || fail 'the installed program does not find its hooks'
in_tree "$@" uninstall >/dev/null
is_left "$work/here"

step 'pack again: the same bytes'
in_tree dist >/dev/null
cmp "$tarball" "$work/out/packages/$name.tar.gz" || fail 'the unpacked tree packs differently'
rm -rf "$work"
step 'well'
