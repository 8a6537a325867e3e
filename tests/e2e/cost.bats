#!/usr/bin/env bats
# What the hooks and scan cost, with wide margins, and that it does not grow with the history; `make
# bench` tells it beside git and others. What a large journal costs is in speed.bats.

load helper
load counting

setup_file() {
	command -v valgrind >/dev/null || return 0
	local place
	load helper
	load counting
	BATS_TEST_TMPDIR=$BATS_FILE_TMPDIR fresh_home
	history "$BATS_FILE_TMPDIR/short" 2000
	history "$BATS_FILE_TMPDIR/long" 20000
	history "$BATS_FILE_TMPDIR/wide" 100 5000
	echo '*.h linguist-generated' >"$BATS_FILE_TMPDIR/wide/.gitattributes"
	for place in short long wide; do
		cd "$BATS_FILE_TMPDIR/$place" || return
		# The first is away from what was there, and the second reads what those before it were.
		for _ in 1 2 3; do
			step
			"$BUILD/libexec/git-detour/post-commit" 2>/dev/null
		done
	done
}

quiet() { # PLACE
	cd "$BATS_FILE_TMPDIR/$1" || return
	step
	instructions "$BUILD/libexec/git-detour/post-commit"
}

pushing() { # PLACE NUMBER
	cd "$BATS_FILE_TMPDIR/$1" || return
	local tip base
	tip=$(git rev-parse HEAD)
	base=$(git rev-list --topo-order --skip="$2" --max-count=1 HEAD)
	git update-ref refs/remotes/origin/main "$base"
	echo "refs/heads/main $tip refs/heads/main $base" >../refs
	instructions "$BUILD/libexec/git-detour/pre-push" origin https://example.com/x.git <../refs
}

scanning() { # PLACE NUMBER
	cd "$BATS_FILE_TMPDIR/$1" || return
	instructions "$BUILD/bin/git-detour" scan --json \
		"$(git rev-list --topo-order --skip="$2" --max-count=1 HEAD)..HEAD"
}

between() { # WHAT LEAST MOST: thousands of instructions
	[ "$output" -ge "$2" ] || failed "$1: $output thousand, which looks like nothing was done"
	[ "$output" -le "$3" ] || failed "$1: $output thousand, more than $3"
}

@test "a quiet commit costs little, and the same in a long history" {
	unless_it_cannot_count
	short=$(quiet short)
	run quiet long
	between 'quiet post-commit' 300 1600
	[ $((output * 10)) -le $((short * 11)) ] || failed "long: $output, short: $short"
}

@test "a quiet commit costs no more with many files and attributes" {
	unless_it_cannot_count
	run quiet wide
	between 'quiet post-commit with 5,000 files' 300 1800
}

@test "a push of a hundred commits costs little, and the same in a long history" {
	unless_it_cannot_count
	short=$(pushing short 100)
	run pushing long 100
	between 'pre-push of 100 commits' 3000 80000
	[ $((output * 10)) -le $((short * 13)) ] || failed "long: $output, short: $short"
}

@test "a thousand branches of the remote cost a push little once they were seen" {
	unless_it_cannot_count
	few=$(pushing long 1)
	git -C "$BATS_FILE_TMPDIR/long" rev-list --max-count=20000 HEAD |
		awk 'NR % 20 == 19 { print "create refs/remotes/origin/topic" NR " " $1 }' |
		git -C "$BATS_FILE_TMPDIR/long" update-ref --stdin
	git -C "$BATS_FILE_TMPDIR/long" pack-refs --all
	pushing long 1 >/dev/null
	run pushing long 1
	between 'pre-push beside 1,000 branches' 300 $((few + 5000))
}

@test "a scan costs little a commit, whatever lies before" {
	unless_it_cannot_count
	short=$(scanning short 200)
	run scanning long 200
	between 'scan of 200 commits' 5000 150000
	[ $((output * 10)) -le $((short * 13)) ] || failed "long: $output, short: $short"
}
