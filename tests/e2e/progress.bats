#!/usr/bin/env bats
# How far a long look has come, as git tells it: on a terminal, late, and not where nobody wants it.

load helper

setup() {
	fresh_home
	repo
	for i in $(seq 40); do printf 'commit refs/heads/main\ncommitter A <a@example.com> %d +0000\ndata 1\n%%\n' "$((1700000000 + i * 3600))"; done |
		git fast-import --quiet
	git reset -q --hard
}

@test "on a terminal, once the delay is over; never elsewhere" {
	for verb in 'scan HEAD' 'check HEAD' 'preview --since=1990-01-01 --author=a'; do
		run script -qec "GIT_PROGRESS_DELAY=0 git detour $verb" /dev/null
		assert_success
		assert_output_contains $'Looking at commits: 1\r'
		assert_output_contains $'\rLooking at commits: 40, done.\r'
		for quiet in "git detour $verb" "GIT_PROGRESS_DELAY=60 git detour $verb" \
			"GIT_PROGRESS_DELAY=0 git detour $verb --no-progress" \
			"GIT_PROGRESS_DELAY=0 git detour $verb 2>&1 | cat" \
			"GIT_PROGRESS_DELAY=nonsense git detour $verb"; do
			run script -qec "$quiet" /dev/null
			assert_success
			assert_output_contains '40 commits'
			refute_output_contains Looking
		done
	done
}

@test "nothing while in the background" {
	terminal <<-'END'
		send GIT_PROGRESS_DELAY=0 git detour scan HEAD & wait
		expect 40 commits
		refute Looking
		prompt
		send GIT_PROGRESS_DELAY=0 git detour scan HEAD
		expect Looking at commits: 40, done.
		expect 40 commits
		prompt 0
	END
}
