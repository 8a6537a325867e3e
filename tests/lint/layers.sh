#!/usr/bin/env bash
# Includes go one way (layers.txt), and each foreign library has one place that knows it.
set -u
bad=0

complain() {
	printf '%s\n' "$*"
	bad=1
}

patterns=() layers=()
number=0
while read -r line; do
	case $line in
	'' | '#'*) continue ;;
	esac
	number=$((number + 1))
	for pattern in $line; do
		patterns+=("$pattern") layers+=("$number")
	done
done < <(sed 's/\*/%/g' tests/lint/layers.txt)

layer_of() { # path under src/ without ending; sets layer, 0 if no line has it
	local i pattern
	for i in "${!patterns[@]}"; do
		pattern=${patterns[i]}
		case $pattern in
		*/*) [[ $1 == */* ]] || continue ;;
		*) [[ $1 != */* ]] || continue ;;
		esac
		# The pattern is meant as one.
		# shellcheck disable=SC2053
		if [[ $1 == ${pattern//%/*} ]]; then
			layer=${layers[i]}
			return
		fi
	done
	layer=0
}

only() { # HEADER PLACE…: nobody but these includes it
	local header=$1 file place
	shift
	while read -r file; do
		for place in "$@"; do
			# shellcheck disable=SC2053
			[[ $file == $place ]] && continue 2
		done
		complain "$file includes $header, which belongs to: $*"
	done < <(grep -rlE "^[[:space:]]*#[[:space:]]*include[[:space:]]*[<\"]${header}[>\"]" src hooks include)
}

only 'git2[./].*' 'src/git/*'
only 'pcre2\.h' 'src/pattern.c'
only 'ini\.h' 'src/config.c'
only 'libstemmer\.h' 'src/patterns/words.c'
only 'libdeflate\.h' 'src/objects/inflate.c'

while read -r file; do
	name=${file#src/}
	name=${name%.[ch]}
	layer_of "$name"
	own=$layer
	if [ "$own" = 0 ]; then
		complain "$file stands on no line of tests/lint/layers.txt"
		continue
	fi
	while read -r included; do
		# Relative to the file itself, else to src/ or include/.
		if [ -f "$(dirname "$file")/$included" ]; then
			path=$(dirname "$file")/$included
		elif [ -f "src/$included" ]; then
			path=src/$included
		else
			continue # include/ has no layer: everybody may use it
		fi
		while [[ $path =~ ^(.*/)?[^/]+/\.\./(.*)$ ]]; do
			path=${BASH_REMATCH[1]}${BASH_REMATCH[2]}
		done
		path=${path#src/}
		[[ $path == *.def ]] && continue # a table: rows without code, read by whoever wants them
		layer_of "${path%.*}"
		if [ "$layer" -gt "$own" ]; then
			complain "$file includes $path, which stands above it (tests/lint/layers.txt)"
		fi
	done < <(sed -n 's/^[[:space:]]*#[[:space:]]*include[[:space:]]*"\([^"]*\)".*/\1/p' "$file")
done < <(find src -name '*.[ch]' | sort)

exit $bad
