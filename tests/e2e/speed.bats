#!/usr/bin/env bats
# What a large journal costs a commit, counted in instructions: times are noisy, these are not.

load helper

setup_file() {
	command -v valgrind >/dev/null || return 0
	cd "$BATS_FILE_TMPDIR" || return
	mkdir empty full
	for place in empty full; do
		git init -q "$place"
		git -C "$place" config user.name Ada
		git -C "$place" config user.email ada@example.com
		for i in $(seq 10); do
			git -C "$place" commit -q --allow-empty -m "Step $i"
		done
	done
	mkdir -p full/docs/sessions
	awk 'BEGIN {
		for (i = 0; i < 10000; i++) {
			day = sprintf("%04d-%02d-%02d", 2012 + i % 12, 1 + i % 12, 1 + i % 28)
			name = sprintf("full/docs/sessions/%s-story-%d.md", day, i)
			printf "# Story %d\n\nCommit %07x%05x went wrong.\n", i, i * 7919, i >name
			close(name)
		}
	}'
	git -C full add .
	git -C full commit -qm 'Ten thousand sessions'
	# The journal is measured, not the commit that brought it: it is no part of the story any more.
	for place in empty full; do
		for i in $(seq 20); do
			git -C "$place" commit -q --allow-empty -m "Later step $i"
		done
	done
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
	cost busy 'Change again'
}

unless_sanitized() {
	need valgrind
	! grep -q sanitize "$BUILD/flags" 2>/dev/null || skip 'sanitizers and valgrind do not go together'
}

@test "ten thousand sessions add nothing to a quiet commit" {
	unless_sanitized
	[ "$(cost full 'One more')" -le "$(($(cost empty 'One more') + 100))" ] ||
		failed "$(cost empty 'Again') $(cost full 'Again')"
}

@test "and little to a commit that speaks" {
	unless_sanitized
	cd "$BATS_FILE_TMPDIR/full"
	last=$(git log -1 --format=%s)
	cd ../empty
	git commit -q --allow-empty -m "$last"
	run cost full "Revert \"$last\""
	full=$output
	run cost empty "Revert \"$last\""
	# About 7,000 for what is there: the names of the folder, once, and the index. With the kernel's
	# part (the folder again) and fifty sessions of the last days read, that was measured as 7 of
	# the 10 milliseconds that it may take.
	[ "$full" -le $((output + 9000)) ] || failed "with: $full, without: $output"
	[ "$full" -gt "$output" ] || failed "it did not look: $full, $output"
}

@test "a change that brings nothing back is told by one path alone" {
	unless_sanitized
	cd "$BATS_FILE_TMPDIR"
	git clone -q empty busy
	git -C busy config user.name Ada
	git -C busy config user.email ada@example.com
	mkdir -p busy/src/deep
	for i in $(seq 55); do
		echo "$i" | tee -a busy/src/deep/file >busy/src/other
		git -C busy add .
		git -C busy commit -qm "Change $i"
	done
	# The worst case, each of fifty commits changed the file: a commit and three trees of each
	# are read, some 12 for every object, packed or loose. Not the changes of any.
	git -C busy config detour.signals.undo off
	run cost_of_change
	without=$output
	git -C busy config detour.signals.undo ask
	run cost_of_change
	[ "$output" -le $((without + 3500)) ] || failed "with: $output, without: $without"
}
