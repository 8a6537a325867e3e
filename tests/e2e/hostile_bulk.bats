#!/usr/bin/env bats
# Few bytes that stand for much work: what is read more often than once, compared with all others, or
# read by the library before we look at it. What a verb may cost is as in hostile.bats.

# SCENE and SECONDS_OF_CPU are for `survive`.
# shellcheck disable=SC2034

load helper
load hostile

setup() {
	fresh_home
	[ -x "$BUILD/tests/tools/bounded" ] || failed "not built: $BUILD/tests/tools/bounded"
	export PAGER=cat GIT_PROGRESS_DELAY=1000
	SCENE=$BATS_TEST_DESCRIPTION
	git config --global core.compression 0
}

# A revert, and a journal that it does not touch.
story() {
	repo
	mkdir -p docs/sessions
	printf '# Queue\n\nIt stalled.\n' >docs/sessions/2026-01-02-queue.md
	git add .
	git commit -q -m 'Begin'
	commit -t -3d 'Add the retry queue' queue.c
	git revert --no-edit HEAD >/dev/null 2>&1
}

# A commit on top of HEAD whose author is of standard input; sets HEAD.
commit_by() { # MESSAGE
	local who
	{
		printf 'tree %s\nparent %s\nauthor ' "$(git rev-parse 'HEAD^{tree}')" "$(full)"
		cat
		printf ' <ada@example.com> %s +0000\ncommitter A <ada@example.com> %s +0000\n\n%s\n' \
			"$(date +%s)" "$(date +%s)" "$1"
	} >../raw
	git update-ref HEAD "$(git hash-object -t commit -w --literally ../raw)"
	rm ../raw
}

@test "sessions of mere beginnings, and more long ones than anybody reads" {
	story
	local i shape
	for shape in '[' '`' "(\n- )"; do
		SCENE="a session of $shape"
		{
			printf '# It failed\n\nIt failed. '
			yes "$(printf '%b' "$shape")" | head -c 800000
		} | if [ "$shape" = "(\n- )" ]; then cat; else tr -d '\n'; fi >docs/sessions/2026-11-20-shape.md
		survive_each <<<$'resume\npatterns'
	done
	SCENE='many long sessions'
	{
		echo '# Long'
		yes -- '- [ ] it failed again [`<!-- **' | head -c 1000000
	} >docs/sessions/2026-11-20-shape.md
	for i in $(seq 24); do
		cp docs/sessions/2026-11-20-shape.md "docs/sessions/2026-11-20-long$i.md"
	done
	survive_each <<<$'patterns\nhook post-commit\nscan HEAD\nlist'
	[ "$(grep -c 'long sessions before it: there are more than 16 MiB' ../survive.err)" = 1 ]
	grep -q '^2026-01-02' ../survive.out # short ones are read whatever their age
}

@test "an author of twenty megabytes is one line" {
	story
	head -c 20000000 /dev/zero | tr '\0' x | commit_by 'Revert "Add the retry queue"'
	survive_each <<<$'scan HEAD\nhook post-commit'
	[ "$(wc -c <../survive.err)" -lt 4000 ]
}

@test "attributes and ignore files that the library would read whole" {
	story
	mkdir -p a/b
	yes '*.c linguist-generated' | head -c 40000000 >a/.gitattributes
	echo x >a/b/x.c
	git add a
	git commit -q -m 'oops, forgot it'
	echo y >>a/b/x.c
	survive_each <<<$'resume\nhandoff\nscan HEAD\nhook post-commit'
	SCENE='without a work tree'
	git mv a/.gitattributes .gitattributes
	git commit -q -m 'oops, forgot it again' 2>/dev/null
	git config core.bare true
	(cd .git && survive_each <<<$'scan HEAD\ncheck HEAD\nhook post-commit')
	git config core.bare false
	SCENE='a link to a large file'
	git mv .gitattributes large
	ln -s ../large a/.gitignore
	survive_each <<<$'resume\nhandoff'
	SCENE='a pipe in a folder'
	rm a/.gitignore
	mkfifo a/.gitignore
	survive_each <<<$'resume\nhandoff'
}

@test "trees that hold each other unfold to no end" {
	story
	local tree docs i j
	tree=$(git hash-object -w --stdin <<<'# x' | sed 's/^/100644 blob /; s/$/\t2026-01-01-x.md/' | git mktree)
	tree=$(printf '040000 tree %s\tsessions\n' "$tree" | git mktree)
	for i in $(seq 10); do
		tree=$(for j in 0 1 2 3 4 5 6 7 8 9; do printf '040000 tree %s\td%s\n' "$tree" "$j"; done | git mktree)
	done
	docs=$(printf '040000 tree %s\tprojects\n' "$tree" | git mktree)
	tree=$(printf '040000 tree %s\tdocs\n' "$docs" | git mktree)
	git update-ref HEAD "$(git commit-tree -p HEAD -m 'oops, forgot it' "$tree")"
	survive_each <<<$'scan HEAD\nhook post-commit\nlist\nresume\nhandoff'
}
