# What the tests of the question share: a repository whose hook only asks (tests/tools/ask.c).
# Loaded after helper. The answer is left in the file $REPLY.
# shellcheck shell=bash

setup() {
	fresh_home
	ASK=$BUILD/tests/tools/ask
	[ -x "$ASK" ] || failed "not built: $ASK"
	REPLY=$BATS_TEST_TMPDIR/reply
	repo work
	hook post-commit "exec '$ASK' '$REPLY' \$ASK_ADD"
	git config alias.c 'commit -q --allow-empty -m work'
}

hook() {
	printf '#!/bin/sh\n%s\n' "$2" >".git/hooks/$1"
	chmod +x ".git/hooks/$1"
}

# Plays the script of standard input; its transcript becomes $output.
play() {
	run terminal
	assert_success
}

assert_reply() {
	assert_equal "$(cat "$REPLY")" "$1"
}

refute_question() {
	refute_output_contains '[n]ote'
	assert_reply "not asked: $1"
}
