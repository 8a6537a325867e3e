#!/bin/sh
# Packs the sources: what is committed or, where this is no repository, what is there.
#
# usage: BUILD=… TAR=tar dist.sh VERSION TARBALL.tar.gz      from the top of the tree
#
# The same commit gives the same bytes, and so does the tree that comes out of the tarball: sorted,
# owned by nobody in particular, and all of one time, the commit's (SOURCE_DATE_EPOCH is another).
set -eu
name=git-detour-$1
tarball=$2
: "${BUILD:=build}" "${TAR:=tar}"

case $("$TAR" --version 2>/dev/null) in
*GNU*) ;;
*)
	echo "dist: wants GNU tar: make dist TAR=gtar" >&2
	exit 1
	;;
esac

scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
trap 'exit 130' INT TERM
mkdir "$scratch/$name"

if [ "$(git rev-parse --show-toplevel 2>/dev/null)" = "$(pwd -P)" ]; then
	when=$(git log -1 --format=%ct HEAD)
	git archive --format=tar HEAD | "$TAR" -xf - -C "$scratch/$name"
	[ -z "$(git status --porcelain)" ] || echo 'dist: what is not committed stays out' >&2
else
	# Whatever somebody builds here, or packs.
	find . \( -path ./.git -o -path ./build -o -path './build-*' -o -path ./dist -o -path ./debian \
		-o -path "./${BUILD#"$PWD/"}" -o -name '*.deb' \) -prune -o -type f -print >"$scratch/files"
	newest=$(tr '\n' '\0' <"$scratch/files" | xargs -0 ls -dt | sed -n 1p)
	when=$(date -r "$newest" +%s)
	"$TAR" -cf - -T "$scratch/files" | "$TAR" -xf - -C "$scratch/$name"
fi

"$TAR" --format=ustar --sort=name --mtime="@${SOURCE_DATE_EPOCH:-$when}" --owner=0 --group=0 \
	--numeric-owner --mode=u+rwX,go+rX,go-w -C "$scratch" -cf "$scratch/tar" "$name"
mkdir -p "$(dirname "$tarball")"
gzip -9n <"$scratch/tar" >"$tarball.new"
mv "$tarball.new" "$tarball"
echo "$tarball"
