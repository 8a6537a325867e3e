load helper

# The terminal that questions are tested on behaves like one.

@test "a program of the shell has a terminal, in the foreground, and reads keys and lines" {
	cat >ask <<-'END'
		#!/bin/sh
		exec </dev/tty >/dev/tty
		printf '[n]ote? '
		stty -icanon -echo min 1
		key=$(dd bs=1 count=1 2>/dev/null)
		stty sane
		printf 'key %s\nWhat? ' "$key"
		read -r line
		echo "line $line"
	END
	chmod +x ask
	run terminal <<-'END'
		send ./ask; exit_with() { return $1; }; exit_with 7
		expect [n]ote?
		key n
		expect key n
		expect What?
		send größer
		expect line größer
		prompt 7
	END
	assert_success
}

@test "the echo of a command is not taken for its output" {
	run terminal <<-'END'
		timeout 1
		send true hidden
		prompt 0
		refute hidden
		run echo shown
		expect shown
		send true hidden
		expect hidden
	END
	assert_failure 1
	assert_output_contains 'terminal: did not show within 1 s: hidden'
}

@test "what shows but should not, another exit code and a wrong word fail" {
	for line in 'refute seen' 'prompt 1' 'jump up'; do
		run terminal <<-END
			timeout 1
			send echo seen; true
			$line
		END
		assert_failure 1
	done
}

@test "control keys do what they do" {
	run terminal <<-'END'
		send cat
		pause 100
		key ctrl-c
		prompt 130
		send sleep 20
		pause 100
		key ctrl-z
		expect Stopped
		prompt
		run kill %1
	END
	assert_success
}
