#!/usr/bin/env bats
# Whatever is missing around us: a home, the right to write, room on the disk, processes. What writes
# says so in a line and leaves all as it was, and no hook ever fails.

load helper

setup() {
	fresh_home
	git init -q --bare remote
	repo
	git config user.name 'Ada Example'
	git config user.email ada@example.com
	git remote add origin "$BATS_TEST_TMPDIR/remote"
	commit -t -3d 'Start it' file
	git push -q origin main
	commit -t -2d 'Add the retry queue' queue
	mkdir -p docs/sessions
	printf '# Start\n\nIt began well.\n' >docs/sessions/2026-01-02-start.md
	GIT_DETOUR=off git revert --no-edit HEAD >/dev/null
	install_hooks
	before=()
	WRITING='new Told -c HEAD -m Told.
note Tried
link last HEAD
dismiss HEAD
dismiss --shared HEAD~1
init
prune
install-hooks'
}

# Every file with its content.
all_files() {
	find . -type f -exec cksum {} + | sort
}

runs() { # the three hooks, each of which ends well; sets `output`
	local hook
	printf 'refs/heads/main %s refs/heads/main %s\n' "$(full)" "$(full HEAD~2)" >"$BATS_TEST_TMPDIR/updates"
	printf '%s %s\n' "$(full HEAD~1)" "$(full)" >"$BATS_TEST_TMPDIR/rewrites"
	for hook in 'post-commit /dev/null' 'post-rewrite rewrites amend' "pre-push updates origin $PWD/../remote"; do
		read -ra words <<<"$hook"
		run "${before[@]}" timeout 20 "$BUILD/libexec/git-detour/${words[0]}" "${words[@]:2}" \
			<"${words[1]/#[!\/]*/$BATS_TEST_TMPDIR/${words[1]}}"
		[ "$status" -eq 0 ] || failed "${words[0]} left with $status:" "$output" || return
		[ "$(grep -c '^detour: cannot' <<<"$output")" -le 1 ] ||
			failed "${words[0]} says too much:" "$output" || return
	done
}

# Each verb that writes ends well, or in one line that tells why; `may` is what may end well.
refused() {
	local verb
	while IFS= read -r verb; do
		# shellcheck disable=SC2086 # a verb and its arguments
		run --separate-stderr "${before[@]}" timeout 20 "$BUILD/bin/git-detour" $verb </dev/null
		# shellcheck disable=SC2154 # `run` sets it
		case $status/$stderr in
		1/'detour: cannot '* | 128/'detour: cannot '*) ;;
		0/*) [[ $verb =~ ^($may)$ ]] || failed "$verb ended well" || return ;;
		*) failed "$verb left with $status:" "$stderr" || return ;;
		esac
		# A line, and for init a line a file.
		[ "$(grep -c '^detour: ' <<<"$stderr")" -le 1 ] || [ "$verb" = init ] || failed "$verb says too much:" "$stderr" || return
	done <<<"$WRITING"
}

@test "without a home all goes on" {
	local verb
	before=(env -u HOME -u XDG_CONFIG_HOME -u XDG_CACHE_HOME -u XDG_STATE_HOME -u XDG_DATA_HOME)
	while IFS= read -r verb; do
		# shellcheck disable=SC2086 # a verb and its arguments
		run "${before[@]}" git detour $verb </dev/null
		[ "$status" -eq 0 ] || failed "$verb left with $status:" "$output"
	done <<<"$WRITING"
	assert_file_contains docs/sessions/*-told.md Told.
	runs
	for verb in --uninstall --status; do
		run "${before[@]}" git detour install-hooks $verb
	done
	assert_failure 1 # they are out
	run "${before[@]}" git detour install-hooks
	assert_success
	run "${before[@]}" git commit -q --allow-empty -m 'Go on'
	assert_success
	assert_no_output
	run "${before[@]}" git push -q origin main
	assert_success
	refute_output_contains cannot
}

@test "where nothing may be written it says so, and nothing changes" {
	local all
	if [ "$(id -u)" = 0 ]; then
		need setpriv
		before=(setpriv '--bounding-set=-dac_override,-dac_read_search')
	fi
	all=$(all_files)
	chmod -R a-w .
	WRITING="$WRITING
install-hooks --uninstall"
	may='prune|install-hooks'
	run refused
	chmod -R u+w . # or the test's folder could not be removed
	assert_success
	assert_equal "$(all_files)" "$all"
	detour install-hooks --uninstall >/dev/null
	all=$(all_files)
	WRITING=install-hooks may=nothing
	chmod -R a-w .
	run refused
	chmod -R u+w .
	assert_success
	assert_equal "$(all_files)" "$all"
	chmod -R a-w .
	run runs
	chmod -R u+w .
	assert_success
	assert_equal "$(all_files)" "$all"
}

# A disk of its own, almost full.
small_disk() {
	mkdir ../disk
	mount -t tmpfs -o size=1m none ../disk 2>/dev/null || skip 'needs to mount a disk of its own'
	cp -a . ../disk/repo
	cd ../disk/repo || return
	cat /dev/zero >../fill 2>/dev/null || true
}

teardown() {
	cd "$BATS_TEST_TMPDIR" || return
	! mountpoint -q disk 2>/dev/null || umount -l disk
}

@test "on a disk that is full what writes says so, and all is whole" {
	local all
	small_disk
	all=$(all_files)
	# What only takes away works, and a line more may find room in the log.
	may='prune|install-hooks|dismiss HEAD'
	run refused
	assert_success
	detour install-hooks --uninstall >/dev/null
	cat /dev/zero >../more 2>/dev/null || true
	run detour install-hooks
	assert_failure 1
	assert_output_contains 'No space left on device'
	assert_equal "$(find .git/hooks -type f ! -name '*.sample')" ''
	run runs
	assert_success
	assert_equal "$(find . -name '.detour-*')" ''
	run git --no-optional-locks status --short
	assert_success
	# All that was there is there, byte for byte, save the log, which may be a line longer.
	run diff <(echo "$all" | grep -v '/detour/\|/hooks/\|/index$') <(all_files | grep -v '/detour/')
	refute_output_contains '<'
	run awk -F '\t' 'NF != 11 || $1 != 1' .git/detour/log
	assert_no_output
	rm ../fill ../more
	run detour install-hooks
	assert_success
	run detour new Told -c HEAD -m 'There is room again.'
	assert_success
	assert_equal "$(cat docs/sessions/*.md | grep -c 'There is room again\.$')" 1
	run detour install-hooks --uninstall
	assert_success
}

@test "where no process can be started only the editor is missing" {
	local told=$BATS_TEST_TMPDIR/told
	if nm "$BUILD/bin/git-detour" 2>/dev/null | grep -q __asan_init; then
		skip 'the address sanitizer must be loaded first'
	fi
	: >"$told"
	truncate -s 64 "$told"
	# As with a limit on processes, which root does not have.
	EDITOR='echo Told >>' FAULTS_PROGRAM=git-detour FAULTS_TOLD=$told FAULTS='fork 1 11' \
		LD_PRELOAD=$BUILD/tests/faults/inject.so run "$BUILD/bin/git-detour" new Edited --edit
	assert_failure 128
	assert_output 'detour: cannot open the editor: no process'
	assert_equal "$(find docs/sessions -name '*-edited.md' | wc -l | tr -d ' ')" 1
	refute_file_contains docs/sessions/*-edited.md Told
}
