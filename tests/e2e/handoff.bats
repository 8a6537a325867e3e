#!/usr/bin/env bats
# handoff: what it says of a branch, and that each line of it holds: see handoff.bash.

# Backticks are Markdown's here, and so are curly quotes.
# shellcheck disable=SC2016,SC1110,SC1111,SC2034,SC2103

load helper
load handoff

# A branch with something of everything: sessions, a plan, stashes, loose files, dropped commits.
branch() {
	git init -q --bare forge.git
	repo
	git remote add origin "$PWD/../forge.git"
	mkdir -p docs/sessions docs/plans
	printf '# Queue\n\n- [x] Measure\n- [ ] Move *jobs* to Postgres\n- [ ] ~~Tune Redis~~\n- [ ] Tell `ops`,\n  who run it\n' >docs/plans/queue.md
	git add .
	commit -t -9d 'Start' main.c 'int main;'
	git push -q -u origin main
	git checkout -q -b ana/queue
	commit -t -3d 'Add the retry queue' queue.c 'int queue;'
	commit -t -3h 'Add [x](y) `workers` <b>' worker.c 'int worker;'
	git push -q -u origin ana/queue
	GIT_COMMITTER_DATE=$(moment -2h) GIT_AUTHOR_DATE=$(moment -2h) git revert --no-edit HEAD~1 >/dev/null
	cat >docs/sessions/2026-11-20-queue-stalls.md <<-END
		# Queue stalls — 2026-11-20

		## Context

		- Branch: \`ana/queue\`

		Jobs were lost under load, and *nobody* knew why.

		## What Happened

		First we made the pool larger. Redis evicts the queue under
		memory pressure, which did not work; a dead end. We use Postgres
		as it keeps what it is given.

		The plan said Redis, and we went another way. We use Postgres
		instead.

		## Follow-up

		- [ ] Ask \`ops\` for a [database](https://example.com/db)
		- [x] Measure again
		- Ask again
		- [ ] Take the old queue out
	END
	git add .
	commit -t -1h 'Tell about the stalls' notes
	git update-ref refs/detour/2026-11-20-x "$(git commit-tree -p HEAD~1 -m 'Try Kafka' 'HEAD^{tree}')"
	git push -q origin main~0:refs/heads/other
	printf 'stashed\n' >>main.c
	git stash push -q -m 'half a *fix*'
	printf 'changed\n' >>main.c
	printf 'staged\n' >staged.c
	git add staged.c
	git rm -q --cached notes
	mkdir new
	touch new/file '`odd` name'
}

@test "handoff: a brief that starts with where it ended and what is next" {
	branch
	run detour handoff
	assert_success
	assert_line 1 '# Handoff: `ana/queue`'
	assert_line 3 '## Where it ended'
	assert_line 5 "- \`$(git rev-parse --short=12 HEAD)\` Tell about the stalls ($(git log -1 --date=format:'%Y-%m-%d %H:%M +0000' --format=%ad)), by Ada Example"
	assert_line 6 '- 2 commits not pushed (`git log --oneline origin/ana/queue..ana/queue`)'
	assert_line 8 '## What is next'
	assert_line 10 '- [ ] “Ask ops for a database” ([2026-11-20-queue-stalls](docs/sessions/2026-11-20-queue-stalls.md#L20))'
	assert_line 12 '- “Ask again” ([2026-11-20-queue-stalls](docs/sessions/2026-11-20-queue-stalls.md#L22))'
	assert_line 13 '- Plan [docs/plans/queue.md](docs/plans/queue.md): 1 of 3 done'
	assert_line 15 '  - [ ] “Tell ops, who run it” ([L6](docs/plans/queue.md#L6))'
	assert_output_contains '- Staged: `notes` (deleted), `staged.c` (new) (`git diff --cached`)'
	assert_output_contains '- Changed: `main.c` (`git diff`)'
	assert_output_contains '- Untracked: `` `odd` name ``, `new/`, `notes` (`git status`)'
	assert_output_contains '- `stash@{0}` “On ana/queue: half a \*fix\*” of '
	assert_output_contains ': dropped, kept as `refs/detour/2026-11-20-x`'
	assert_output_contains '` reverts '
	assert_output_contains '## Dead ends, by their words'
	assert_output_contains '- “Redis evicts the queue under memory pressure, which did not work; a dead end.” ([2026-11-20-queue-stalls](docs/sessions/2026-11-20-queue-stalls.md#L11))'
	assert_output_contains '  - Context: “Jobs were lost under load, and nobody knew why.” ([L7](docs/sessions/2026-11-20-queue-stalls.md#L7))'
	assert_output_contains '  - What Happened: “We use Postgres instead.” ([L15](docs/sessions/2026-11-20-queue-stalls.md#L15))'
	assert_output_contains ': where it left `origin/main`'
	assert_output_contains '- 4 commits ahead of `origin/main`, 0 behind (`git rev-list --left-right --count ana/queue...origin/main`)'
	assert_output_contains 'Add \[x\](y) \`workers\` \<b\> ('
	assert_no_escapes
}

@test "handoff: a plan that says that it is over leaves nothing to do" {
	repo
	git checkout -qb queue
	commit 'Write the queue' docs/plans/queue.md '# Queue

**Status:** Completed

- [ ] Tell ops'
	detour handoff >../brief
	assert_file_contains ../brief '- Plan [docs/plans/queue.md](docs/plans/queue.md): 0 of 1 done; Completed'
	refute_file_contains ../brief 'Tell ops'
	holds ../brief
}

@test "handoff: what the dead ends tell is not told again below" {
	repo
	git checkout -qb queue
	commit 'Tell of it' docs/sessions/2026-11-20-queue.md '# Queue

**Branch:** `queue`

## What Happened

Redis did not work. It evicts keys.'
	detour handoff >../brief
	assert_equal "$(grep -c 'Redis did not work' ../brief)" 1
	assert_file_contains ../brief '“Redis did not work. It evicts keys.”'
	holds ../brief
}

# One line with something else in it.
other_than() { # LINE
	case $1 in
	*': “We use'*) printf '%s' "${1/Happened/Did Not Happen}" ;;
	*'- '*“*) printf '%s' "${1/“/“not }" ;;
	'- Plan ['*' done') printf '%s' "${1/ of / of 1}" ;;
	'- '*': where it left '*) printf '%s' "${1/\`origin/\`HEAD~1 -- origin}" ;;
	'- `'*' (20'* | '- [`'*' (20'*) printf '%s' "${1/ (20/ too (20}" ;;
	'- ['*'](docs/'*) printf '%s' "${1/](docs\//](docs/x}" ;;
	'- '[0-9]*) printf '%s' "- 9${1#- }" ;;
	'- '*': `'*) printf '%s' "${1/: \`/: \`x}" ;;
	'- Checked out in '*) printf '%s' "${1/\`..\//\`../x}" ;;
	*) return 1 ;;
	esac
}

@test "handoff: each line of it holds, and one that would not is noticed" {
	local line changed noticed=0
	branch
	git worktree add -q --force ../tree ana/queue
	detour handoff >../brief
	holds ../brief
	trace_begin ../brief
	while IFS= read -r line; do
		[[ $line == '## '* ]] && trace_section=${line#'## '}
		[[ $line =~ ^\ *-\  ]] || continue
		changed=$(other_than "$line")
		! trace_line "$changed" || {
			printf 'not noticed: %s\n' "$changed" >&2
			return 1
		}
		noticed=$((noticed + 1))
	done <../brief
	[ "$noticed" -gt 20 ]
}

@test "handoff: of a branch that is not checked out, files as its tip holds them" {
	branch
	git stash push -q -u
	git stash drop -q
	git checkout -q main
	rm -rf docs
	detour handoff origin/ana/queue >../brief
	assert_equal "$(sed -n 3p ../brief)" "Files are linked as they are in \`$(git rev-parse --short=12 origin/ana/queue)\`."
	holds ../brief
	refute_file_contains ../brief 'Dead ends'
	refute_file_contains ../brief 'git diff'
	refute_file_contains ../brief 'pushed'
	detour handoff ana/queue >../brief
	holds ../brief
	assert_file_contains ../brief 'Dead ends'
	assert_file_contains ../brief '2 commits not pushed'
	assert_file_contains ../brief '- `stash@{0}` “On ana/queue'
	refute_file_contains ../brief 'git diff'
}

@test "handoff: in a bare repository, a submodule, a shallow clone, without a commit, detached" {
	branch
	git push -q -f origin HEAD:ana/queue
	cd ../forge.git
	git symbolic-ref HEAD refs/heads/ana/queue
	detour handoff >../brief
	holds ../brief
	assert_file_contains ../brief 'Dead ends'
	cd ..
	git clone -q --depth 1 "file://$PWD/forge.git" shallow
	cd shallow
	detour handoff >../brief
	holds ../brief
	assert_file_contains ../brief 'The work tree is clean'
	git checkout -q --detach
	printf 'more\n' >>main.c
	detour handoff >../brief
	holds ../brief
	assert_equal "$(head -1 ../brief)" '# Handoff: `HEAD`'
	assert_file_contains ../brief '- Changed: `main.c`'
	cd ..
	git init -q super
	cd super
	touch some
	detour handoff >../brief
	holds ../brief
	assert_file_contains ../brief '- Nothing is committed yet (`git log`)'
	assert_file_contains ../brief '- Untracked: `some` (`git status`)'
	git -c protocol.file.allow=always submodule --quiet add -b ana/queue ../forge.git sub
	cd sub
	printf 'more\n' >>main.c
	detour handoff >../../brief
	holds ../../brief
	assert_file_contains ../../brief '- Changed: `main.c`'
}

@test "handoff: in the middle of a rebase and of a merge" {
	branch
	git stash push -q -u
	git checkout -q main
	commit 'Another queue' queue.c 'long queue;'
	run git rebase -q main ana/queue
	detour handoff >../brief
	holds ../brief
	assert_equal "$(head -1 ../brief)" '# Handoff: `ana/queue`'
	assert_file_contains ../brief '- A rebase is under way (`git status`)'
	assert_file_contains ../brief '- In conflict: `queue.c` (`git status`)'
	git rebase --abort
	git checkout -q main
	run git merge -q ana/queue~2
	detour handoff >../brief
	holds ../brief
	assert_file_contains ../brief '- A merge is under way (`git status`)'
}

@test "handoff: with a forge, its addresses, where it has the branches" {
	branch
	git push -q origin HEAD~2:refs/heads/main ana/queue:refs/heads/ana/queue
	git remote set-url origin git@github.com:ana/shop.git
	detour handoff >../brief
	holds ../brief
	assert_file_contains ../brief "- [\`$(git rev-parse HEAD | cut -c1-7)\`](https://github.com/ana/shop/commit/$(full)) Tell about the stalls"
	assert_file_contains ../brief '- [Compare them on the forge](https://github.com/ana/shop/compare/main...ana/queue)'
	trace_begin ../brief
	run trace_line '- [Compare them on the forge](https://github.com/ana/shop/compare/main...ana/queues)'
	assert_failure
	run trace_line '- [Compare them on the forge](https://github.com/bo/shop/compare/main...ana/queue)'
	assert_failure
	git checkout -q -b ana/unpushed
	detour handoff >../brief
	holds ../brief
	refute_file_contains ../brief 'Compare them'
}

@test "handoff: hostile names stay names" {
	repo
	commit 'Start'
	git checkout -q -b "x';touch\${IFS}pwned;'\`(b)"
	commit 'A <script> ](x) `' $'a\nb\033[31m'
	commit 'Second'
	printf 'x\n' >$'c\nd](e)'
	git stash push -q -u -m $'On \033[31mmain: `x` <b>'
	printf 'x\n' >$'c\nd](e)'
	detour handoff >../brief
	run cat ../brief
	assert_no_escapes
	assert_line 1 "# Handoff: \`\`x';touch\${IFS}pwned;'\`(b)\`\`"
	assert_output_contains 'A \<script\> \](x) \`'
	assert_output_contains '- Untracked: `c d](e)` (`git status`)'
	# The command is one that can be typed.
	run bash -c "$(sed -n 's/.*``\(git rev-list .*\)``.*/\1/p' ../brief)"
	assert_output $'2\t0'
	refute_file pwned
}

@test "handoff: private sessions stay private, and nothing is changed" {
	local before
	repo
	commit 'Start' main.c
	git config detour.journal.dir private
	detour new Secret -c HEAD -m 'It did not work out at all.' >/dev/null
	printf 'more\n' >>main.c
	before=$(cksum .git/index .git/HEAD)
	detour handoff >../brief
	assert_equal "$(cksum .git/index .git/HEAD)" "$before"
	refute_file_contains ../brief 'work out'
	refute_file_contains ../brief 'Secret'
	assert_equal "$(detour handoff)" "$(cat ../brief)"
	assert_equal "$(detour handoff HEAD)" "$(cat ../brief)"
	assert_equal "$(detour handoff main)" "$(cat ../brief)"
}

@test "handoff: of much it is some, and how much more there is" {
	local i
	repo
	mkdir -p docs/sessions docs/plans
	commit 'Start'
	git checkout -q -b many
	{
		printf '# Many\n\n## Follow-up\n\n'
		for i in 1 2 3 4 5 6 7 8 9 10 11 12; do printf -- '- [ ] Do the thing %d\n' "$i"; done
	} >docs/sessions/2026-11-20-many.md
	git add .
	git commit -q -m 'Plan much'
	for i in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21 22; do
		git commit -q --allow-empty -m "Step $i"
		touch "loose$i" "more$i" "yet$i"
	done
	detour handoff >../brief
	holds ../brief
	assert_file_contains ../brief '- 3 more commits (`git log many`)'
	assert_file_contains ../brief '- 2 more open follow-ups (`git detour resume many`)'
	assert_file_contains ../brief '- 16 more files (`git status`)'
}

@test "handoff: what it does not take" {
	repo
	commit 'Start'
	run detour handoff nothing-like-it
	assert_failure 128
	assert_output_contains "'nothing-like-it'"
	run detour handoff main main
	assert_failure 2
	run detour handoff -h
	assert_success
	assert_output_contains 'usage: git detour handoff [BRANCH]'
}
