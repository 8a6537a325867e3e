#!/bin/sh
# Fills in the recipes for Homebrew and Arch, beside the tarball that they fetch.
#
# usage: recipes.sh TARBALL URL HOMEPAGE      URL: where that tarball is to be had
set -eu
name=$(basename "$1" .tar.gz)
folder=$(dirname "$1")

if command -v sha256sum >/dev/null; then
	sum=$(sha256sum <"$1")
else
	sum=$(shasum -a 256 <"$1")
fi

escape() { # for the right side of sed's s|||
	printf '%s' "$1" | sed 's/[&|\\]/\\&/g'
}

for recipe in git-detour.rb PKGBUILD; do
	sed -e "s|@VERSION@|${name#git-detour-}|g" -e "s|@SHA256@|${sum%% *}|g" \
		-e "s|@URL@|$(escape "$2")|g" -e "s|@HOMEPAGE@|$(escape "$3")|g" \
		"contrib/packaging/$recipe.in" >"$folder/$recipe"
	echo "$folder/$recipe"
done

bash -n "$folder/PKGBUILD"
if command -v ruby >/dev/null; then
	ruby -c "$folder/git-detour.rb" >/dev/null
else
	echo 'recipes: ruby is not here, nothing looked at the formula' >&2
fi
