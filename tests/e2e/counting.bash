# Counts instructions under valgrind: times are noisy, these are not. Loaded after helper.
# shellcheck shell=bash

# What counting needs, and one limit for all: with a shared libgit2 the loader adds its own.
unless_it_cannot_count() {
	need valgrind
	! grep -q sanitize "$BUILD/flags" 2>/dev/null || skip 'sanitizers and valgrind do not go together'
	grep -q -e '-DDETOUR_LINK_STATIC' "$BUILD/flags" || skip 'libgit2 is linked dynamically'
}

# Thousands of instructions of a command.
instructions() { # COMMAND…
	local counted
	counted=$(CI=1 valgrind --tool=callgrind --callgrind-out-file=/dev/null "$@" 2>&1 >/dev/null |
		sed -n 's/.*Collected : \([0-9]*\).*/\1/p')
	[ -n "$counted" ] || failed "not counted: $*"
	echo $((counted / 1000))
}

# A generated history, in work tree and all, with our hooks there since ever.
history() { # DIRECTORY COMMITS [FILES]
	git init -q "$1" && cd "$1" || return
	git config user.name Ada
	git config user.email ada@example.com
	"$BUILD/tests/bench/generate" -c "$2" -f "${3:-20}" |
		git -c fastimport.unpackLimit=0 fast-import --quiet --done
	git symbolic-ref HEAD refs/heads/main
	git reset -q --hard
	"$BUILD/bin/git-detour" install-hooks >/dev/null
	sed -i 's/\tinstalled\t[0-9]*/\tinstalled\t1/' .git/detour/log
	rm .git/hooks/*
}

# A commit with nothing to say.
step() {
	echo more >>part0/unit0/file0.c
	git commit -qam 'Keep the window'
}
