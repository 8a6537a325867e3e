#!/usr/bin/env bats
# Sessions that were begun and that nobody wrote in: named by list, removed by prune.

load helper

# Two scaffolds of earlier days, one of today, and a session that somebody wrote in.
journal() {
	repo
	commit -t -2d 'Tune the worker' worker.c
	detour new 'Worker' -c HEAD --date 2026-06-03 --no-edit >/dev/null
	detour new 'Cache' --date 2026-06-04 --no-edit >/dev/null
	detour new 'Fresh' --no-edit >/dev/null
	detour new 'Told' --date 2026-06-02 -m 'It was slow.' >/dev/null
	worker=docs/sessions/2026-06-03-worker.md
	cache=docs/sessions/2026-06-04-cache.md
	told=docs/sessions/2026-06-02-told.md
	fresh=docs/sessions/$(date +%F)-fresh.md
	assert_file "$worker"
	assert_file "$fresh"
}

# A named one is refused, with this reason, and stays as it is.
assert_kept() {
	cp "$1" ../copy
	run detour prune "$1"
	assert_failure 1
	assert_output "detour: cannot remove '$1': $2"
	cmp "$1" ../copy
	rm -f ../copy
}

@test "list --empty names them, prune removes those of earlier days and tells each" {
	journal
	run detour list --empty
	assert_output_contains "$worker  (nobody wrote in it yet)"
	refute_output_contains "$told"
	assert_line 4 '3 sessions; nobody wrote in 3 of them yet.'
	run detour prune --dry-run
	assert_success
	assert_output "Keeping $fresh: it is of today
Would remove $cache
Would remove $worker"
	assert_file "$worker"
	run detour prune
	assert_success
	assert_output "Keeping $fresh: it is of today
Removed $cache
Removed $worker"
	refute_file "$worker"
	refute_file "$cache"
	assert_file_contains "$told" 'It was slow.'
	assert_equal "$(find docs -type f | wc -l)" 2 # nothing is left aside
	run detour prune fresh
	assert_success
	assert_output "Removed $fresh"
	run detour prune
	assert_output 'Nothing to remove: somebody wrote in every session.'
}

@test "list: one that nobody wrote in, alone" {
	repo
	detour new alone --no-edit
	run detour list
	assert_line 2 '1 session; nobody wrote in it yet.'
}

@test "whatever a person changed in one, it stays" {
	journal
	local change pristine=../pristine
	cp "$worker" "$pristine"
	assert_kept "$told" 'somebody wrote in it'
	for change in '$a Slower.' 's/^# Worker/# Redis/' 's/hint: /hint: Redis; /' '$a <!-- mine -->' \
		'$a ???' '$a ## Why' '1i ---\ntags: [redis]\n---' 's/$/\r/' 's/worker\.c/queue.c/' \
		'/hint/d' '$a \ '; do
		sed "$change" "$pristine" >"$worker"
		run cmp "$worker" "$pristine"
		assert_failure 1
		run detour prune "$worker"
		assert_failure 1
		assert_output_contains "detour: cannot remove '$worker': "
		run detour prune
		refute_output_contains "Removed $worker"
		sed "$change" "$pristine" | cmp - "$worker"
	done
	# All that are named or none of them.
	cp ../pristine "$worker"
	run detour prune worker "$told"
	assert_failure 1
	assert_file "$worker"
	run detour prune worker worker
	assert_success
}

@test "another name, another clone: in doubt it stays, and prune says so" {
	journal
	local doubt='it is not as git detour made it here; look at it, and remove it yourself'
	mv "$worker" docs/sessions/2026-06-03-redis-did-it.md
	assert_kept docs/sessions/2026-06-03-redis-did-it.md "$doubt"
	run detour prune
	assert_success
	assert_output_contains "Keeping docs/sessions/2026-06-03-redis-did-it.md: $doubt"
	git add docs
	git commit -qm 'Sessions'
	git clone -q . ../clone
	cd ../clone
	run detour prune
	refute_output_contains 'Removed'
	assert_equal "$(git status --porcelain)" ''
}

@test "a tracked one goes from the work tree alone; one that is staged otherwise stays" {
	journal
	git add docs
	git commit -qm 'Sessions'
	cp "$cache" ../cache
	echo 'It was too small.' >>"$cache"
	git add "$cache"
	cp ../cache "$cache"
	assert_kept "$cache" 'the index has it with other content'
	run detour prune
	assert_output_contains "Removed $worker (tracked: git add -u takes it out of the next commit, git restore brings it back)"
	assert_output_contains "Keeping $cache: the index has it with other content"
	assert_equal "$(git status --porcelain "$worker")" " D $worker"
	git restore "$worker"
	run detour prune worker
	assert_success
}

@test "links and special files stay" {
	journal
	mv "$worker" real.md
	ln -s ../../real.md "$worker"
	run detour prune worker
	assert_failure 1
	assert_output "detour: cannot remove '$worker': it is a symbolic link or no file"
	assert_file real.md
	[ -L "$worker" ]
	rm "$worker"
	mkfifo "$worker"
	run timeout 5 "$BUILD/bin/git-detour" prune
	assert_success
	assert_output_contains "Removed $cache"
	# A folder that is a link within the work tree: the file goes by its real path.
	mv real.md docs/sessions/2026-06-03-real.md
	rm "$worker"
	detour new 'Behind' --date 2026-06-05 --no-edit >/dev/null
	mv docs/sessions elsewhere
	ln -s ../elsewhere docs/sessions
	run detour prune behind
	assert_output 'Removed elsewhere/2026-06-05-behind.md'
	assert_file elsewhere/2026-06-03-real.md
}

@test "private ones too, from any folder" {
	repo
	commit 'Begin' file
	git config detour.journal.dir private
	detour new 'Worker' --date 2026-06-03 --no-edit >/dev/null
	mkdir -p deep
	cd deep
	run detour prune
	assert_success
	assert_output_contains '/.git/detour/sessions/2026-06-03-worker.md'
	assert_equal "$(find ../.git/detour/sessions -type f | wc -l)" 0
}

@test "what git detour changed itself in a scaffold leaves it one" {
	journal
	detour link worker HEAD >/dev/null
	commit 'Tune it more' worker.c
	detour link worker HEAD >/dev/null
	assert_file_contains "$worker" "$(git rev-parse --short=12 HEAD)"
	git config core.editor true
	detour new 'Edited' --date 2026-06-06 --edit >/dev/null 2>&1 || true
	refute_file docs/sessions/2026-06-06-edited.md
	detour link cache HEAD -m 'too small' >/dev/null
	run detour prune
	assert_output_contains "Removed $worker"
	assert_file_contains "$cache" 'too small'
	run detour prune cache
	assert_failure 1
}

@test "names that are none, a bare repository, help" {
	journal
	run detour prune nothing
	assert_failure 128
	assert_output_contains "cannot find session 'nothing'"
	run detour prune --force
	assert_failure 2
	run detour prune -h
	assert_success
	assert_output_contains 'nobody wrote in'
	git clone -q --bare . ../bare.git
	cd ../bare.git
	run detour prune
	assert_failure 128
	assert_output_contains 'no work tree'
}
