#!/usr/bin/env bats
# The question alone, on a terminal with job control: tests/tools/ask.c stands in for the hook.
# shellcheck disable=SC2016,SC2030,SC2031

load helper
load asking

ESC=$'\e'

@test "n takes one line" {
	play <<-'END'
		send git c
		expect detour: committed 762fae5, reverting your 9c1d2e3 "Add the retry queue" (2 days old)
		expect [n]ote in one line  [e]ditor  [l]ater  [d]ismiss  [?]
		key n
		expect n
		expect What happened?
		send Redis evicts the queue
		prompt 0
	END
	assert_reply 'note: Redis evicts the queue'
	refute_output_contains 'later:'
}

@test "n and an empty line mean the editor" {
	play <<-'END'
		send git c
		expect [?]
		key n
		expect What happened?
		type
		key enter
		prompt 0
	END
	assert_reply editor
}

@test "every other key" {
	local key script=''
	export ASK_ADD=2026-11-18-queue-stalls.md ASK_RESUME=1
	for key in e:editor d:dismiss r:resume D:dismiss E:editor; do
		script+="
			send git c
			expect [r]esume  [n]ote in one line  [e]ditor  [a]dd to $ASK_ADD  [l]ater  [d]ismiss  [?]
			key ${key%:*}
			refute later:
			prompt 0
			run cat $REPLY
			expect ${key#*:}"
	done
	for key in l enter x space escape tab ctrl-c ctrl-d; do
		script+="
			send git c
			expect [?]
			key $key
			expect later: git detour resume shows where you left off
			prompt 0
			run cat $REPLY
			expect later"
	done
	play <<<"$script"
}

@test "later at a question that is no welcome tells of the push" {
	play <<-'END'
		send git c
		expect [?]
		key l
		expect later: you are reminded at push
		prompt 0
	END
	assert_reply later
}

@test "a takes a line for the session it names; not offered without one" {
	ASK_ADD=2026-11-18-queue-stalls.md play <<-'END'
		send git c
		expect [a]dd to 2026-11-18-queue-stalls.md
		key a
		expect What happened?
		send Again
		prompt 0
	END
	assert_reply 'add: Again'
	play <<-'END'
		send git c
		expect [?]
		key a
		prompt 0
	END
	assert_reply later
	refute_output_contains 'What happened?'
}

@test "a second question of the caller's own" {
	export ASK_KEY=1
	play <<-'END'
		send git c
		expect [?]
		key d
		expect [t]racked  [p]rivate
		key P
		prompt 0
	END
	assert_equal "$(cat "$REPLY.key")" p
	play <<-'END'
		send git c
		expect [?]
		key d
		expect [t]racked  [p]rivate
		key enter
		prompt 0
	END
	assert_equal "$(cat "$REPLY.key")" none
}

@test "? explains, asks again, and says how to be asked less" {
	play <<-'END'
		send git c
		expect [?]
		key ?
		expect To be asked less:
		expect git config detour.prompt.mode remind
		expect GIT_DETOUR=off git commit
		expect [?]
		key ?
		expect [?]
		key ?
		expect [?]
		key ?
		expect later: you are reminded at push
		prompt 0
	END
	assert_reply later
}

@test "the time limit means later" {
	export ASK_TIMEOUT=600
	play <<-'END'
		send git c
		expect [?]
		expect later: you are reminded at push
		prompt 0
	END
	assert_reply later
}

@test "Ctrl-C does not end git, and the terminal is as it was" {
	play <<-'END'
		run stty -a >before
		send git c && echo committed
		expect [?]
		key ctrl-c
		expect later:
		expect committed
		prompt 0
		run stty -a >after
		send git c && echo committed
		expect [?]
		key n
		expect What happened?
		type half a thou
		key ctrl-c
		expect later:
		expect committed
		prompt 0
		run stty -a >after2
	END
	assert_reply later
	cmp before after
	cmp before after2
}

@test "Ctrl-C at an amend keeps the notes" {
	git config notes.rewriteRef refs/notes/commits
	hook post-rewrite 'echo "$1" >rewritten'
	ASK_TIMEOUT=1 git commit -q --allow-empty -m one
	git notes add -m 'kept'
	play <<-'END'
		send git commit -q --amend --allow-empty -m two
		expect [?]
		key ctrl-c
		prompt 0
	END
	assert_equal "$(git log -1 --format=%s)" two
	assert_equal "$(git notes show)" kept
	assert_equal "$(cat rewritten)" amend
}

@test "Ctrl-Z, Ctrl-S and Ctrl-Q do nothing" {
	play <<-'END'
		send git c
		expect [?]
		key ctrl-z
		key ctrl-s
		key ctrl-q
		key n
		expect What happened?
		type ab
		key ctrl-z
		key ctrl-s
		type cd
		key enter
		prompt 0
	END
	assert_reply 'note: abcd'
}

@test "what was typed ahead is no answer" {
	export ASK_PAUSE=1
	play <<-'END'
		send git c
		pause 300
		type dn
		expect [?]
		pause 200
		key e
		prompt 0
	END
	assert_reply editor
}

@test "the line is edited in characters, not in bytes" {
	play <<-'END'
		send git c
		expect [?]
		key n
		expect What happened?
		type Müßigä待ち
		key backspace
		key backspace
		key backspace
		expect-re \u00e4
		type  gone words
		key ctrl-w
		type here
		key enter
		prompt 0
	END
	assert_reply 'note: Müßig gone here'
}

@test "arrow keys move and never become text; Ctrl-U erases" {
	play <<-END
		send git c
		expect [?]
		key n
		expect What happened?
		type wrong
		key ctrl-u
		type bd${ESC}[D
		type c${ESC}OD${ESC}[1;5P${ESC}[A
		pause 200
		type ${ESC}[H
		type a${ESC}[F!
		key enter
		prompt 0
	END
	assert_reply 'note: abcd!'
}

@test "a lone Esc means later" {
	play <<-'END'
		send git c
		expect [?]
		key n
		expect What happened?
		type some text
		key escape
		expect later:
		prompt 0
	END
	assert_reply later
}

@test "a paste is one line, and its line ends are spaces" {
	play <<-END
		send git c
		expect [?]
		key n
		expect ${ESC}[?2004h
		type ${ESC}[200~first line
		key enter
		type second
		key enter
		key tab
		key ctrl-c
		type third d${ESC}[201~
		pause 300
		key enter
		expect ${ESC}[?2004l
		prompt 0
	END
	assert_reply 'note: first line second third d'
}

@test "lines that come in one breath with the answer do not become commands" {
	need expect
	run expect -c '
		set stty_init {rows 40 columns 200}
		spawn bash --norc --noprofile --noediting -i
		send "git c\r"
		expect {\[?\]}
		send "n"
		expect "What happened?"
		send "the note\rtouch ran-it\r[string repeat x 300]\rtouch ran-too\r"
		sleep 1
		send "exit\r"
		expect eof'
	assert_reply 'note: the note'
	refute_file ran-it
	refute_file ran-too
}

@test "at most 2,000 bytes, then a beep" {
	local long
	long=$(printf 'x%.0s' {1..2100})
	play <<-END
		send git c
		expect [?]
		key n
		expect What happened?
		type $long
		expect $(printf '\a')
		key enter
		prompt 0
	END
	assert_reply "note: ${long:0:2000}"
}

@test "a narrow terminal: nothing is cut inside of a word" {
	export ASK_ADD=2026-11-18-queue-stalls.md
	play <<-'END'
		run stty cols 80
		send git c
		expect [n]ote  [e]ditor  [a]dd to 2026-11-18-queue-stalls.md  [l]ater  [d]ismiss  [?]
		key l
		prompt 0
		run stty cols 70
		send git c
		expect [n]ote  [e]ditor  [a]dd to 2026-11-18-queu…  [l]ater  [d]ismiss  [?]
		key l
		prompt 0
		run stty cols 30
		send git c
		expect-re \[n\]ote  \[e\]ditor  \[a\]dd\r+\n\[l\]ater  \[d\]ismiss  \[\?\]
		key n
		expect What happened?
		type a text that is far longer than a row of this terminal
		key backspace
		key enter
		prompt 0
	END
	assert_reply 'note: a text that is far longer than a row of this termina'
}

@test "a signal that ends us restores the terminal" {
	local name
	for name in TERM INT HUP QUIT; do
		rm -f "$REPLY.pid"
		play <<-END
			run stty -a >before
			run (while [ ! -s "$REPLY.pid" ]; do sleep 0.1; done; sleep 0.7; kill -$name \$(cat "$REPLY.pid")) & disown
			send git c; echo over
			expect [?]
			key n
			expect What happened?
			expect over
			prompt 0
			run stty -a >after
		END
		cmp before after
	done
}

@test "stopped and continued: the shell has its terminal, then the question is back" {
	hook post-commit "(sleep 1; kill -TSTP 0) & exec '$ASK' '$REPLY'"
	play <<-'END'
		run stty -a >before
		send git c
		expect [?]
		expect Stopped
		prompt
		run stty -a >meanwhile
		send fg
		expect [?]
		key n
		expect What happened?
		send back again
		prompt 0
		run stty -a >after
	END
	assert_reply 'note: back again'
	cmp before meanwhile
	cmp before after
}

@test "git is killed: nobody is left waiting, and the shell's terminal is left alone" {
	hook post-commit "(sleep 1; kill -KILL \$PPID) & exec '$ASK' '$REPLY'"
	play <<-'END'
		run stty -a >before
		send git c
		expect [?]
		prompt 137
		pause 1000
		run stty -a >after
	END
	assert_reply later
	cmp before after
}

@test "the terminal goes away: so do we" {
	export ASK_TIMEOUT=60000
	play <<-'END'
		send git c
		expect [?]
	END
	# Long before the question's own minute is over, and as soon as the machine gets to it.
	for _ in $(seq 100); do
		kill -0 "$(cat "$REPLY.pid")" 2>/dev/null || return 0
		sleep 0.2
	done
	failed 'still there'
}

@test "from zsh and fish too" {
	local shell
	# fish 4 would wait for its terminal to answer, and to this one nobody answers.
	for shell in 'zsh -f -i' 'fish --no-config --features=no-query-term'; do
		command -v "${shell%% *}" >/dev/null || continue
		rm -f "$REPLY"
		play <<-END
			type $shell
			key enter
			pause 1500
			type git c
			key enter
			expect [?]
			key ctrl-c
			expect later:
			pause 300
			type git c
			key enter
			expect [?]
			key n
			expect What happened?
			type from ${shell%% *}
			key enter
			pause 500
			type exit
			key enter
			prompt
		END
		assert_reply "note: from ${shell%% *}"
	done
}

@test "the editor gets the terminal, in its usual mode and nothing else of ours" {
	cat >edit <<-'END'
		#!/bin/sh
		stty -a >during
		ls -l /proc/self/fd 2>/dev/null | grep -c 'tty\|pts' >terminals
		[ -t 0 ] && [ -t 1 ] && [ -t 2 ] && read -r line && echo "$line" >"$2"
		echo "$1" >>"$2"
	END
	chmod +x edit
	export ASK_EDIT=$PWD/session.md EDITOR="$PWD/edit 'two words'"
	play <<-'END'
		run stty -a >before
		send git c
		expect [?]
		key e
		pause 500
		send typed in the editor
		prompt 0
		run stty -a >after
	END
	assert_equal "$(cat session.md)" $'typed in the editor\ntwo words'
	cmp before during
	cmp before after
	assert_output_contains 'editor: 0'
}

@test "control bytes in the fact do not reach the terminal" {
	ASK_FACT=$(printf 'evil \033[31mred\007 \302\233 end') play <<-'END'
		send git c
		expect detour: evil
		expect end
		expect [?]
		key l
		prompt 0
	END
	refute_output_contains "${ESC}[31m"
	refute_output_contains $'\a'
}
