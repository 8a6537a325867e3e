# What `run` measures, a function a figure. Sourced. Each works in $place (see histories.bash).
# shellcheck shell=bash
# What is used here is set in run.
# shellcheck disable=SC2154

undo_off='GIT_CONFIG_COUNT=1 GIT_CONFIG_KEY_0=detour.signals.undo GIT_CONFIG_VALUE_0=off'
lines_off='GIT_CONFIG_COUNT=3 GIT_CONFIG_KEY_0=detour.signals.rework GIT_CONFIG_VALUE_0=off
	GIT_CONFIG_KEY_1=detour.signals.rule GIT_CONFIG_VALUE_1=off
	GIT_CONFIG_KEY_2=detour.signals.plan GIT_CONFIG_VALUE_2=off'
raw='git log --raw --no-renames --no-merges --format=%B'

# The hook after a commit with nothing to say. Each round makes one commit first.
quiet() {
	: >"$scratch/errors"
	# shellcheck disable=SC2086
	measure -n "$rounds" -p "$step" \
		$undo_off "2>>$scratch/errors" "$hooks/post-commit" ::: \
		"2>>$scratch/errors" "$hooks/post-commit" ::: git rev-parse HEAD
	[ ! -s "$scratch/errors" ] || note 'the quiet hook spoke:' "$(head -n 1 "$scratch/errors")"
	tell 'quiet post-commit, message and time' 1.25 0 'git rev-parse HEAD'
	tell 'quiet post-commit, paths too' 2 1 'git rev-parse HEAD'
	measure -n "$rounds" -p "$step && rm -f '$place/.git/detour/recent'" \
		"$hooks/post-commit" ::: git rev-parse HEAD
	tell 'the first post-commit after a pull' '' 0 'git rev-parse HEAD'
}

# The hook after a revert, which always speaks.
speaking() {
	: >"$scratch/errors"
	measure -n "$rounds" \
		-p "$step && git -c core.hooksPath=/dev/null revert --no-edit HEAD >/dev/null && $fresh_state" \
		"2>>$scratch/errors" "$hooks/post-commit" ::: git log -20 --raw
	[ "$(grep -c '^detour: ' "$scratch/errors")" -ge "$rounds" ] ||
		note 'the hook that should speak was silent in part of the rounds'
	tell 'post-commit that speaks' 2 0 'git log -20 --raw'
}

# Whole commits, with hooks of several kinds. Each run knows what was committed before.
committing() {
	local with=() names=() name
	mkdir -p "$scratch/noop"
	printf '#!/bin/sh\nexit 0\n' >"$scratch/noop/post-commit"
	chmod +x "$scratch/noop/post-commit"
	for name in lefthook husky pre-commit; do
		manager "$name" && names+=("$name") && with+=(git -c "core.hooksPath=$scratch/$name/hooks"
			commit -qm 'Keep the window' :::)
	done
	measure -n "$rounds" \
		-P "cd '$place' && '$hooks/post-commit'; echo more >>'$touched' && git add '$touched'" \
		git commit -qm 'Keep the window' ::: "${with[@]}" \
		git -c "core.hooksPath=$scratch/noop" commit -qm 'Keep the window'
	tell 'git commit' 1.2 0 'with a hook that does nothing'
	for name in "${!names[@]}"; do
		tell 'git commit' 1 0 "with ${names[$name]} that does nothing" time $((name + 1))
	done
}

# Puts a manager's hooks that do nothing into a folder of their own, and what they read into $place.
manager() { # NAME
	local at=$scratch/$1
	command -v "$1" >/dev/null || {
		note "$1 is not here"
		return 1
	}
	[ -d "$at" ] || git init -q "$at" || return
	(
		cd "$at" || exit
		case $1 in
		lefthook)
			printf 'post-commit:\n  commands:\n    nothing:\n      run: "true"\n' >lefthook.yml
			lefthook install && ln -sfn .git/hooks hooks && cp lefthook.yml "$place"
			;;
		husky)
			husky && echo true >.husky/post-commit && ln -sfn .husky/_ hooks
			;;
		pre-commit)
			printf '%s\n' 'repos:' '- repo: local' '  hooks:' '  - id: nothing' '    name: nothing' \
				'    entry: "true"' '    language: system' '    always_run: true' \
				'    pass_filenames: false' '    stages: [post-commit]' >.pre-commit-config.yaml
			pre-commit install -t post-commit && ln -sfn .git/hooks hooks &&
				cp .pre-commit-config.yaml "$place"
			;;
		esac
	) >"$scratch/manager" 2>&1
	[ -x "$at/hooks/post-commit" ] || {
		note "$1 cannot be installed: $(tail -n 1 "$scratch/manager")"
		return 1
	}
}

# A push of the last commits; `all` is a first push of everything.
pushing() { # NUMBER|all
	local tip base number zero=0000000000000000000000000000000000000000 range
	tip=$(git rev-parse HEAD)
	if [ "$1" = all ]; then
		base=$zero range=HEAD
		git update-ref -d "refs/remotes/origin/$branch"
	else
		base=$(git rev-list --topo-order --skip="$1" --max-count=1 HEAD)
		[ -n "$base" ] || return 0
		range=$base..HEAD
		git update-ref "refs/remotes/origin/$branch" "$base"
	fi
	number=$(git rev-list --count "$range")
	# The hook at the commits before has remembered them.
	"$hooks/post-commit" 2>/dev/null
	echo "refs/heads/$branch $tip refs/heads/$branch $base" >"$scratch/refs"
	# shellcheck disable=SC2086
	measure -s -n "$rounds" -t 20 -P "$fresh_state" \
		"<$scratch/refs" "$hooks/pre-push" origin https://example.com/nothing.git ::: \
		"$hooks/pre-push" origin https://example.com/nothing.git ::: $raw "$range"
	if [ "$1" = all ]; then
		tell "pre-push of all $number commits, the first" '' 0 'git log --raw'
	else
		tell "pre-push of $number commits" 1 0 'git log --raw and start-up'
	fi
}

# All that any ref reaches.
scanning() { # [patches]
	# shellcheck disable=SC2086
	measure -n 5 -t 40 $lines_off "$BUILD/bin/git-detour" scan --all --json ::: $raw --all
	tell 'scan without line signals' 0.8 0 'git log --raw'
	tell 'memory of that' 1 0 'git log --raw' memory
	# shellcheck disable=SC2086
	own 'scan without line signals, looked at every 20 ms' '' -s env $lines_off "$BUILD/bin/git-detour" scan --all --json
	[ -n "${1:-}" ] || return 0
	measure -n 3 -t 40 "$BUILD/bin/git-detour" scan --all --json ::: \
		sh -c 'git log -p --all | git patch-id --stable'
	tell 'scan of everything' 0.3 0 'git log -p, git patch-id'
}

listing() { # NUMBER of sessions
	sessions "$1" || return
	measure -n "$rounds" "$BUILD/bin/git-detour" list ::: sh -c 'cat docs/sessions/*.md'
	tell "list of $1 sessions" 2 0 'cat of them'
}

# What a hook has of memory for itself.
memory() {
	local tip base
	"$hooks/post-commit" 2>/dev/null
	sh -c "$step"
	own 'post-commit, quiet' 8 "$hooks/post-commit"
	rm -f .git/detour/recent
	own 'the first post-commit after a pull' 8 "$hooks/post-commit"
	sh -c "$step && git -c core.hooksPath=/dev/null revert --no-edit HEAD >/dev/null"
	own 'post-commit that speaks' 8 "$hooks/post-commit"
	tip=$(git rev-parse HEAD)
	base=$(git rev-list --topo-order --skip=10000 --max-count=1 HEAD)
	[ -n "$base" ] || return 0
	echo "refs/heads/$branch $tip refs/heads/$branch $base" >"$scratch/refs"
	sh -c "$fresh_state"
	own 'pre-push of 10000 commits, looked at every 20 ms' 8 -s "<$scratch/refs" "$hooks/pre-push" origin \
		https://example.com/nothing.git
}

# The same hook in a short history and in a long one, side by side.
growing() { # SHORT LONG (numbers of commits)
	local short long
	generate "$1" 20 packed plain && workplace "$history" short && short=$place
	local short_step=$step
	generate "$2" 20 packed plain && workplace "$history" long && long=$place
	for settings in '' "$undo_off"; do
		# shellcheck disable=SC2086
		measure -n $((rounds * 2)) -p "$short_step; $step" \
			"@$long" $settings "$hooks/post-commit" ::: "@$short" $settings "$hooks/post-commit"
		tell "quiet post-commit in $2 commits${settings:+, message and time}" 1.1 0 \
			"the same in $1"
	done
	leave_workplace
	rm -rf "$short"
}
