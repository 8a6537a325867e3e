#!/usr/bin/env bats
# What a large journal costs a commit, counted in instructions: times are noisy, these are not.

load helper

setup_file() {
	command -v valgrind >/dev/null || return 0
	cd "$BATS_FILE_TMPDIR" || return
	mkdir -p full/docs/sessions empty/docs/sessions
	awk 'BEGIN {
		for (i = 0; i < 10000; i++) {
			day = sprintf("%04d-%02d-%02d", 2012 + i % 12, 1 + i % 12, 1 + i % 28)
			name = sprintf("full/docs/sessions/%s-story-%d.md", day, i)
			printf "# Story %d\n\nCommit %07x%05x went wrong.\n", i, i * 7919, i >name
			close(name)
		}
	}'
	for place in empty full; do
		git init -q "$place"
		git -C "$place" config user.name Ada
		git -C "$place" config user.email ada@example.com
		echo 'A project' >"$place/README"
		git -C "$place" add .
		git -C "$place" commit -qm 'Ten thousand sessions, or none'
		for i in $(seq 10); do
			echo "$i" >"$place/code$i"
			# Every other commit brings a session of its own.
			[ $((i % 2)) -eq 0 ] || echo 'Well.' >"$place/docs/sessions/2024-01-01-$i.md"
			git -C "$place" add .
			git -C "$place" commit -qm "Step $i"
		done
	done
}

# Some code for the next commit.
code() { # PLACE
	cd "$BATS_FILE_TMPDIR/$1" || return
	echo more >>code1
	git add code1
}

# Thousands of instructions of the post-commit hook after one more commit.
cost() { # PLACE SUBJECT
	cd "$BATS_FILE_TMPDIR/$1" || return
	git commit -q --allow-empty -m "$2"
	CI=1 valgrind --tool=callgrind --callgrind-out-file=/dev/null \
		"$BUILD/libexec/git-detour/post-commit" 2>&1 |
		sed -n 's/.*Collected : \([0-9]*\).*/\1/p' | sed 's/...$//'
}

cost_of_change() {
	echo more >>"$BATS_FILE_TMPDIR/busy/src/deep/file"
	git -C "$BATS_FILE_TMPDIR/busy" add .
	cost busy 'Paint it blue'
}

unless_sanitized() {
	need valgrind
	! grep -q sanitize "$BUILD/flags" 2>/dev/null || skip 'sanitizers and valgrind do not go together'
}

@test "ten thousand sessions add nothing to a quiet commit" {
	unless_sanitized
	# The first commit reads what those before it took away, and remembers that.
	code full
	first=$(cost full 'One more')
	code full
	full=$(cost full 'And one more')
	code empty
	cost empty "One more" >/dev/null
	code empty
	empty=$(cost empty 'And one more')
	[ "$full" -le $((empty + 100)) ] || failed "with: $full, without: $empty"
	[ "$first" -le 110000 ] || failed "the first: $first"
}

@test "and little to a commit that speaks" {
	unless_sanitized
	code full
	run cost full 'Revert "Step 10"'
	full=$output
	code empty
	run cost empty 'Revert "Step 10"'
	# About 7,000 for what is there: the names of the folder, once, and the index. With the kernel's
	# part (the folder again) and fifty sessions of the last days read, that was measured as 7 of
	# the 10 milliseconds that it may take.
	[ "$full" -le $((output + 9000)) ] || failed "with: $full, without: $output"
	[ "$full" -gt "$output" ] || failed "it did not look: $full, $output"
}

@test "whether a change brings something back costs little, and the same in every history" {
	unless_sanitized
	cd "$BATS_FILE_TMPDIR"
	git init -q busy
	git -C busy config user.name Ada
	git -C busy config user.email ada@example.com
	mkdir -p busy/src/deep
	for i in $(seq 55); do
		echo "$i" | tee -a busy/src/deep/file >busy/src/other
		git -C busy add .
		git -C busy commit -qm "Change $i"
	done
	git -C busy config detour.signals.undo off
	without=$(cost_of_change)
	# The worst case, each of fifty commits changed the file: they are read once,
	git -C busy config detour.signals.undo ask
	run cost_of_change
	[ "$output" -le $((without + 12000)) ] || failed "first: $output, without: $without"
	# and from then on each adds its own.
	run cost_of_change
	[ "$output" -le $((without + 600)) ] || failed "with: $output, without: $without"
}
