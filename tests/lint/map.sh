#!/usr/bin/env bash
# Every source file is on the map, the comment at the top of src/main.c: by its name, by the name of
# its family (state for state_find.c), or by its folder (git/).
set -u
[ -f src/main.c ] || {
	echo 'no src/main.c'
	exit 1
}
map=$(sed -n '/^\/\*/,/\*\//p;/\*\//q' src/main.c)
bad=0

on_map() {
	grep -qE "(^|[^[:alnum:]_/-])$1([^[:alnum:]_/-]|\$)" <<<"$map"
}

while read -r file; do
	name=$(basename "${file%.c}")
	folder=$(basename "$(dirname "$file")")
	if [ "$folder" != src ] && on_map "$folder/"; then
		continue
	fi
	if ! on_map "$name" && ! on_map "${name%%_*}"; then
		echo "$file is not on the map in src/main.c"
		bad=1
	fi
done < <(find src hooks -name '*.c' ! -path src/main.c | sort)
exit $bad
