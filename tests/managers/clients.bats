#!/usr/bin/env bats
# Real clients, where they are here: nobody hangs, the commit is made and ours tells of it no louder than
# the client can show.
# shellcheck disable=SC2016,SC2030,SC2031,SC2154

load ../e2e/helper
load managers

client_story() {
	need "$@"
	story
	hooks >/dev/null
	forget
	head=$(full)
	git checkout -q HEAD~1 -- queue.c
	printf 'Revert "Add the retry queue"\n\nThis reverts commit %s.\n' "$head" >../message
}

assert_committed() {
	assert_equal "$(git log -1 --format=%s)" 'Revert "Add the retry queue"'
	assert_equal "$(cat "$SEEN")" 'ours: post-commit'
	run detour scan
	assert_output_contains "$(short) revert"
}

# Tries for half a minute.
until_true() {
	for _ in $(seq 150); do
		! "$@" || return 0
		sleep 0.2
	done
	failed "never true: $*"
}

# It starts the hooks by itself, with its own pipe as their standard input.
@test "git-gui makes the commit and goes on" {
	client_story Xvfb xdotool wish
	[ -x "$(git --exec-path)/git-citool" ] || skip 'needs git-gui'
	cp ../message .git/GITGUI_MSG
	Xvfb -displayfd 5 -screen 0 1024x768x24 5>../display >/dev/null 2>&1 3>&- &
	local server=$! client
	until_true [ -s ../display ]
	DISPLAY=:$(cat ../display)
	export DISPLAY
	timeout 60 git citool >../shown 2>&1 3>&- &
	client=$!
	until_true xdotool search --onlyvisible --name 'Git Gui' >/dev/null 2>&1
	for _ in $(seq 60); do
		[ "$(full)" = "$head" ] || break
		# Into the message, which may not be there yet.
		xdotool mousemove 500 350 click 1 key ctrl+Return
		sleep 0.3
	done
	wait $client || true
	kill $server
	assert_committed
}

@test "tig hands its terminal over and gets it back" {
	client_story tig expect
	git config core.editor "cp ../message"
	terminal <<-'END'
		timeout 15
		send tig status
		expect queue.c
		type C
		expect reverts
		refute [n]ote
		key enter
		pause 500
		key Q
		prompt 0
	END
	assert_committed
}

# It starts git without a terminal and keeps what hooks say for its log of commands.
@test "magit makes the commit and shows the reminder as plain text" {
	client_story emacs
	emacs -q --batch --eval "(require 'magit)" >/dev/null 2>&1 || skip 'needs magit'
	run timeout 60 emacs -q --batch --eval "(require 'magit)" --eval '
		(let ((default-directory (file-name-as-directory (expand-file-name "."))))
		  (message "left %s" (magit-call-git "commit" "-F" "../message"))
		  (with-current-buffer (magit-process-buffer t)
		    (message "%s" (buffer-substring-no-properties (point-min) (point-max)))))'
	assert_success
	assert_output_contains 'left 0'
	assert_output_contains 'detour: '
	assert_output_contains "$(short) reverts"
	assert_no_escapes
	assert_committed
}
