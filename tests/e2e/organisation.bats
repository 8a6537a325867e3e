#!/usr/bin/env bats
# The recipe for many repositories: lines made one by one, and what a database tells of them.

load helper

# A repository with a revert in each of two weeks, the second one written down or not.
shop() { # NAME
	repo "$1"
	commit -t '2026-03-02 12:00 +0000' 'Add the queue' src/queue.c 'int queue;'
	commit -t '2026-03-03 12:00 +0000' 'Add the cache' src/cache.c 'int cache;'
	take_back HEAD '2026-03-04 12:00 +0000'
	take_back HEAD~2 '2026-03-11 12:00 +0000'
	cd ..
}

take_back() { # REVISION TIME
	GIT_AUTHOR_DATE=$2 GIT_COMMITTER_DATE=$2 git revert --no-edit "$1" >/dev/null
}

@test "the recipe tells of detours a week, of what is written down, and of paths that come back" {
	need sqlite3
	shop one
	shop two
	git -C two detour dismiss HEAD >/dev/null
	run "$SOURCE_DIR/contrib/organisation/collect.sh" one two
	assert_success
	assert_no_output
	assert_equal "$(cat one.jsonl two.jsonl | wc -l)" \
		"$({ git -C one detour scan --json --all HEAD; git -C two detour scan --json --all HEAD; } | wc -l)"
	# As the recipe says it.
	for file in *.jsonl; do sed "s/^/${file%.jsonl}	/" "$file"; done >lines.tsv
	sqlite3 detours.db <"$SOURCE_DIR/contrib/organisation/detours.sql" >told
	ask() { sqlite3 detours.db "$1"; }
	assert_equal "$(ask "SELECT repository, detours, written_down FROM written_down ORDER BY 1")" \
		$'one|2|0\ntwo|2|1'
	assert_equal "$(ask "SELECT week, detours FROM detours_a_week WHERE repository = 'one' ORDER BY 1")" \
		$'2026-03-02|1\n2026-03-09|1'
	assert_equal "$(ask "SELECT path, repositories, detours FROM recurring_paths ORDER BY 1")" \
		$'src/cache.c|2|2\nsrc/queue.c|2|2'
	assert_file_contains told 'src/queue.c'
}

@test "a repository that cannot be looked at stops no other" {
	shop one
	run "$SOURCE_DIR/contrib/organisation/collect.sh" one absent
	assert_failure
	assert_output_contains 'collect.sh: absent could not be looked at'
	assert_file one.jsonl
	refute_file absent.jsonl
	assert_equal "$(ls)" $'home\none\none.jsonl'
	SINCE=2026-03-10 run "$SOURCE_DIR/contrib/organisation/collect.sh" one
	assert_success
	assert_equal "$(grep -c '"signal":"revert"' one.jsonl)" 1
}
