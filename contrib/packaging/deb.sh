#!/bin/sh
# Builds the Debian package of a tarball, source package too, and has lintian look at it.
#
# usage: deb.sh TARBALL DIRECTORY OUT
#
# debian/ is put into the unpacked tree there, so that the top of ours has no such folder. To build
# by hand: cp -R contrib/packaging/debian debian && dpkg-buildpackage -b -us -uc
set -eu
for tool in dpkg-buildpackage dh; do
	command -v "$tool" >/dev/null || {
		echo "deb: no $tool here: make deps-package" >&2
		exit 1
	}
done
unset MAKEFLAGS MFLAGS MAKEOVERRIDES MAKELEVEL # debhelper has its own way with make

name=$(basename "$1" .tar.gz)
version=${name#git-detour-}
debian=$(sed -n '1s/.*(\(.*\)-[^-]*).*/\1/p' contrib/packaging/debian/changelog)
if [ "$debian" != "$version" ]; then
	echo "deb: contrib/packaging/debian/changelog is of $debian, this is $version" >&2
	exit 1
fi

rm -rf "$2"
mkdir -p "$2" "$3"
out=$(cd "$3" && pwd -P)
cp "$1" "$2/git-detour_$version.orig.tar.gz"
gzip -dc "$1" | tar -xf - -C "$2"
cp -R contrib/packaging/debian "$2/$name/"
cd "$2"
(cd "$name" && dpkg-buildpackage -us -uc)
if command -v lintian >/dev/null; then
	lintian --fail-on error --allow-root ./*.changes
else
	echo 'deb: lintian is not here, nothing looked at the package' >&2
fi
cp ./*.deb "$out"
ls "$out"/git-detour_"$version"-*.deb
