# The histories that `run` measures in. Sourced. They are made once and kept in $store; what is
# measured works in clones of them.
# shellcheck shell=bash
# What is used here is set in run, what is set here is used there.
# shellcheck disable=SC2034,SC2154

# A generated history as a bare repository; the path in $history.
generate() { # COMMITS FILES packed|loose graph|plain
	local commits=$1 files=$2 form=$3 graph=$4 limit=0
	history=$store/$commits-$files-$form-$graph.git
	[ -d "$history" ] && return
	progress "making $history"
	rm -rf "$history.new"
	git init -q --bare "$history.new"
	git -C "$history.new" symbolic-ref HEAD refs/heads/main
	[ "$form" = loose ] && limit=100000000
	if [ "$graph" = graph ] && [ -d "$store/$commits-$files-$form-plain.git" ]; then
		cp -a "$store/$commits-$files-$form-plain.git/." "$history.new"
	else
		"$tools/generate" -c "$commits" -f "$files" |
			git -C "$history.new" -c fastimport.unpackLimit=$limit fast-import --quiet --done
	fi
	[ "$graph" = plain ] || git -C "$history.new" commit-graph write --reachable 2>/dev/null
	mv "$history.new" "$history"
}

# A clone to work in, with our hooks in place since ever, and the user one of its authors. It has all
# objects as its own, by hard links: an object store behind another would cost git and us more.
workplace() { # HISTORY NAME
	place=$scratch/$2
	git clone -q --local "$1" "$place" || return
	cd "$place" || return
	branch=$(git symbolic-ref --short HEAD)
	git remote remove origin
	git remote add origin https://example.com/nothing.git
	git config user.name "$(git log -1 --format=%an)"
	git config user.email "$(git log -1 --format=%ae)"
	git config gc.auto 0
	"$BUILD/bin/git-detour" install-hooks >/dev/null 2>&1 || return
	sed -i 's/\tinstalled\t[0-9]*/\tinstalled\t1/' .git/detour/log
	# A file of code that is there, for the hooks pass over prose.
	touched=$(git log -50 --no-merges --diff-filter=M --name-only --format= |
		grep -E '\.(c|h|cc|cpp|go|java|js|py|rb|rs|ts)$' | head -n 1)
	[ -f "$touched" ] || touched=$(git ls-files | head -n 1)
	# What is done before a hook is measured: one more commit, of which the hooks know nothing.
	step="cd '$place' && echo more >>'$touched' && git -c core.hooksPath=/dev/null commit -qam 'Keep the window'"
	# The first is away from what was there, and the next may say so.
	for _ in 1 2 3; do
		sh -c "$step" && "$hooks/post-commit" 2>/dev/null
	done
	cp .git/detour/log "$scratch/log"
	fresh_state="cp '$scratch/log' '$place/.git/detour/log'"
}

# Takes the clone away; the files of a large one are many.
leave_workplace() {
	cd "$scratch" && rm -rf "$place"
}

# A repository with so many sessions in one commit.
sessions() { # NUMBER
	git init -q "$scratch/sessions" && cd "$scratch/sessions" || return
	mkdir -p docs/sessions
	awk -v number="$1" 'BEGIN {
		for (i = 0; i < number; i++) {
			name = sprintf("docs/sessions/%04d-%02d-%02d-story-%d.md", 2012 + i % 12,
				1 + i % 12, 1 + i % 28, i)
			printf "# Story %d\n\n## What Happened\n\nCommit `%07x%05x` went wrong, and so did" \
				" what was built on it.\n\n## Follow-up\n\n- [ ] Look at it again\n", i,
				i * 7919, i >name
			close(name)
		}
	}'
	git add . && git commit -qm 'Write it all down'
}
