#!/usr/bin/env bats
# Where a question is put and where not: tests/tools/ask.c stands in for the hook.
# shellcheck disable=SC2016,SC2030,SC2031

load helper
load asking

@test "not asked: what the environment says" {
	play <<-END
		run CI=1 git c; cat $REPLY
		expect not asked: CI is set
		run CI=true git c; cat $REPLY
		expect not asked: CI is set
		run GIT_TERMINAL_PROMPT=0 git c; cat $REPLY
		expect not asked: GIT_TERMINAL_PROMPT forbids it
		run TERM=dumb git c; cat $REPLY
		expect not asked: TERM is unset or dumb
		run TERM= git c; cat $REPLY
		expect not asked: TERM is unset or dumb
		run CLAUDECODE=1 git c; cat $REPLY
		expect not asked: CLAUDECODE is set
		run CURSOR_AGENT=1 git c; cat $REPLY
		expect not asked: CURSOR_AGENT is set
	END
	refute_output_contains '[n]ote'
}

@test "asked: an environment that forbids nothing" {
	play <<-'END'
		send CI=false GIT_TERMINAL_PROMPT=1 CLAUDECODE= CURSOR_TRACE_ID=1 git c
		expect [?]
		key l
		prompt 0
		send CI= git c
		expect [?]
		key l
		prompt 0
	END
	assert_reply later
}

@test "not asked: standard error is not a terminal, though one opens" {
	play <<-'END'
		run git c 2>errors
		run git c 2>&1 | cat
	END
	refute_question 'standard error is not a terminal'
}

@test "not asked: no terminal at all" {
	need setsid
	run setsid -w git c </dev/null
	refute_question 'standard error is not a terminal'
	play <<-'END'
		run setsid -w git c
	END
	refute_question 'there is no terminal to read from'
}

@test "not asked: git in the background" {
	play <<-'END'
		run git c & wait
	END
	refute_question 'git runs in the background'
}

@test "not asked: a script or a program calls git" {
	printf '#!/bin/sh\ngit c\n:\n' >release
	chmod +x release
	play <<-'END'
		run ./release
	END
	refute_question 'git was started by a program'
	cp release git-looks-like
	play <<-'END'
		run ./git-looks-like
	END
	refute_question 'git was started by a program'
}

@test "asked: through an alias, a wrapper that hands over, env, and a pipe behind git" {
	printf '#!/bin/sh\nexec git c\n' >wrapper
	chmod +x wrapper
	git config alias.script '!git c; :'
	play <<-'END'
		send git script
		expect [?]
		key l
		prompt 0
		send ./wrapper
		expect [?]
		key l
		prompt 0
		send env A=1 git c | cat
		expect [?]
		key l
		prompt 0
	END
	assert_reply later
}

@test "not asked: a terminal that a program made for git" {
	need script
	play <<-'END'
		run script -qec 'git c' /dev/null
	END
	refute_question 'git was started by a program'
	play <<-'END'
		run script -qec 'git c; :' /dev/null
	END
	refute_question 'git was started by a program'
}

@test "not asked: another program has the terminal in a mode of its own" {
	play <<-'END'
		run stty -icanon; git c; stty icanon
	END
	refute_question 'another program uses the terminal'
	play <<-'END'
		run stty -echo; git c; stty echo
	END
	refute_question 'another program uses the terminal'
}
