#!/usr/bin/env bats
# Every way in which people rewrite history: what was told and dismissed stays so, what was open
# stays open; here, and what the files alone can tell in a clone elsewhere.

load helper

# Three reverts on a topic branch: one told in a session, one dismissed, one open. The session is
# committed on another branch, so that no rewrite takes it along; "elsewhere" it is a pushed tip.
story() {
	git config --global detour.signals.gap off
	repo
	for i in 1 2 3 4; do
		commit -t "-$((10 - i))h" "Step $i" "file$i"
	done
	install_hooks
	git checkout -qb topic
	for i in 1 2 3; do
		GIT_AUTHOR_DATE=$(moment "-$((60 - 10 * i))m") GIT_COMMITTER_DATE=$(moment "-$((60 - 10 * i))m") \
			git revert --no-edit "main~$((4 - i))" >/dev/null 2>&1
		commit -t "-$((55 - 10 * i))m" "Work $i" "work$i" 2>/dev/null
	done
	detour new -c HEAD~5 -m 'Step 1 stalled' >/dev/null
	detour dismiss HEAD~3 >/dev/null
	head=$(full)
	git checkout -q main
	commit 'Meanwhile' other 2>/dev/null
	git checkout -q topic
}

# Of the reverts; what resets leave behind is told of elsewhere.
open() {
	detour scan --json --uncovered HEAD | grep '"signal":"revert"' | sed 's/.*"subject":"\(.*\)","author":.*/\1/; s/\\"/"/g' | sort
}

# Only the third is open here. In a clone that has the session nothing is known of the dismissal.
assert_kept() {
	assert_equal "$1: $(open)" "$1: Revert \"Step 3\""
	rm -rf ../elsewhere
	git clone -q --no-local --single-branch . ../elsewhere
	cp -r docs ../elsewhere
	assert_equal "$1, elsewhere: $(cd ../elsewhere && open)" \
		"$1, elsewhere: Revert \"Step 2\"
Revert \"Step 3\""
}

quiet() {
	"$@" >/dev/null 2>&1
}

@test "rebase: --onto, --apply, edit, exec, break, reorder, drop, --root, pull --rebase" {
	story
	quiet git rebase main
	assert_kept 'rebase'
	git reset -q --hard "$head"
	quiet git rebase --onto main main~1
	assert_kept 'rebase --onto'
	git reset -q --hard "$head"
	quiet git rebase --apply main
	assert_kept 'rebase --apply'
	git reset -q --hard "$head"
	GIT_SEQUENCE_EDITOR="sed -i '1{h;d};3G;4s/^pick/drop/;5aexec true'" quiet git rebase -i main
	assert_equal "$(git log --format=%s main.. | tail -n 2)" "Revert \"Step 2\"
Work 1"
	assert_kept 'reorder, drop, exec'
	git reset -q --hard "$head"
	GIT_SEQUENCE_EDITOR="sed -i 's/^pick \(.*Revert.*\)/edit \1\nbreak/'" quiet git rebase -i main
	while [ -d .git/rebase-merge ]; do
		case $(tail -n 1 .git/rebase-merge/done) in
		edit*) quiet git commit --amend --no-edit -s ;;
		esac
		quiet git rebase --continue
	done
	assert_equal "$(git log main.. --format=%B | grep -c '^Signed-off-by')" 3
	assert_kept 'edit and break'
	git reset -q --hard "$head"
	quiet git rebase --root
	GIT_SEQUENCE_EDITOR="sed -i 1s/pick/edit/" quiet git rebase -i --root
	quiet git commit --amend --no-edit -s
	quiet git rebase --continue
	assert_equal "$(git rev-list --count HEAD)" 10
	assert_kept 'rebase --root'
	git reset -q --hard "$head"
	git branch -q -u main
	quiet git pull --rebase . main
	assert_equal "$(git merge-base HEAD main)" "$(full main)"
	assert_kept 'pull --rebase'
}

@test "a rebase that stopped: aborted, quit, skipped, continued" {
	story
	commit 'Clash' other 'another line' 2>/dev/null
	clash=$(full)
	run git rebase main
	assert_failure
	git rebase --abort
	assert_kept 'aborted'
	run git rebase main
	assert_equal "$(open)" 'Revert "Step 3"' # half-way
	quiet git rebase --quit
	assert_kept 'quit'
	git reset -q --hard
	git checkout -q topic
	git reset -q --hard "$clash"
	run git rebase main
	quiet git rebase --skip
	assert_kept 'skipped'
	git reset -q --hard "$clash"
	run git rebase main
	echo both >other
	git add other
	GIT_EDITOR=true quiet git rebase --continue
	assert_equal "$(git log -1 --format=%s)" 'Clash'
	assert_kept 'continued'
	# Words that were changed on the way to a stop that was left count as well.
	git reset -q --hard "$clash"
	GIT_SEQUENCE_EDITOR="sed -i 's/^pick \(.*Revert.*\)/reword \1/'" GIT_EDITOR="sed -i '1s/\$/ again/'" \
		run git rebase -i main
	assert_equal "$(open)" 'Revert "Step 3" again'
	quiet git rebase --quit
	assert_equal "$(open)" 'Revert "Step 3" again'
}

@test "amend: -m, -F, -C, --date, --author, --reset-author, and the content" {
	local seen=0
	story
	for commit in HEAD~5 HEAD~3 HEAD~1; do
		subject=$(git log -1 --format=%s "$commit")
		for way in '-m reworded' '--no-edit -s' '-C HEAD' '--no-edit --reset-author' \
			'--no-edit --date=2020-02-02T02:02:02' '-F ../message' '--no-edit --author=Bob<bob@example.com>'; do
			git checkout -q --detach "$commit"
			printf 'Take "Step 1" out\n\nIt reverts commit %s.\n' "$(full main~1)" >../message
			echo 1 >>extra
			git add extra
			# Words of options.
			# shellcheck disable=SC2086
			quiet git commit --amend $way
			said=$(detour scan --json HEAD~1..HEAD | grep '"signal":"revert"' || true)
			[ -z "$said" ] || seen=$((seen + 1))
			case $said in
			*'"covered":true'*) [ "$commit" != HEAD~1 ] || failed "$way: $subject is covered" ;;
			*'"covered":false'*) [ "$commit" = HEAD~1 ] || failed "$way: $subject is open" ;;
			esac
			git checkout -q topic
		done
	done
	[ "$seen" -ge 18 ] || failed "only $seen signals" # "reworded" is none
}

@test "squash merge, cherry-pick -n and -x, am, filter-branch" {
	story
	git checkout -q main
	git branch -q -f topic "$head"
	quiet git merge --squash topic
	git commit -q --no-edit
	assert_equal "$(open)" '' # its own message reports no revert
	git reset -q --hard HEAD~1
	for revision in "$head~5" "$head~3" "$head~1"; do
		quiet git cherry-pick -n "$revision"
		git commit -q -C "$revision" 2>/dev/null
	done
	assert_kept 'cherry-pick -n, commit -C'
	git reset -q --hard HEAD~3
	quiet git cherry-pick -x "main..$head"
	assert_kept 'cherry-pick -x'
	git reset -q --hard HEAD~6
	git format-patch -q --stdout "main..$head" >../patches
	quiet git am ../patches
	assert_equal "$(git rev-list --count HEAD)" 11
	assert_kept 'am'
	git checkout -q topic
	FILTER_BRANCH_SQUELCH_WARNING=1 quiet git filter-branch -f --msg-filter 'cat; echo; echo "Changed-Id: 1"' -- topic
	[ "$(full)" != "$head" ]
	git update-ref -d refs/original/refs/heads/topic
	git reflog expire --expire=now --all
	git gc -q --prune=now
	assert_kept 'filter-branch'
}

@test "autosquash: fixups fold into what is told, dismissed and open" {
	story
	for i in 5 4 3 2 1 0; do
		git rev-parse "$head~$i"
	done >../commits
	n=0
	while read -r hash; do
		n=$((n + 1))
		echo "$n" >>fix
		git add fix
		quiet git commit --fixup "$hash"
		echo "$n" >>"squash$n"
		git add "squash$n"
		quiet git commit --squash "$hash" --no-edit
	done <../commits
	GIT_SEQUENCE_EDITOR=true GIT_EDITOR=true quiet git rebase -i --autosquash main
	assert_equal "$(git rev-list --count main..)" 6
	assert_kept 'autosquash'
	git reset -q --hard "$head"
	for i in 5 3 1; do
		GIT_EDITOR="sed -i '\$a and more words'" quiet git commit --fixup="reword:$head~$i"
	done
	GIT_SEQUENCE_EDITOR=true quiet git rebase -i --autosquash main
	assert_equal "$(git log --format=%B main.. | grep -c 'and more words')" 3
	assert_kept 'autosquash with amend!'
}

@test "picks that stopped: continued, committed, skipped, aborted, and picked again" {
	story
	git checkout -q main
	git rm -q file1
	commit 'Clash' file1 'another line' 2>/dev/null
	clash=$(full)
	for how in continue commit skip abort; do
		git reset -q --hard "$clash"
		run git cherry-pick "topic~6..topic"
		assert_failure
		case $how in
		continue | commit)
			echo both >file1
			git add file1
			[ "$how" = commit ] && git commit -q --no-edit 2>/dev/null
			GIT_EDITOR=true quiet git cherry-pick --continue
			assert_equal "$(git rev-list --count "$clash..")" 6
			assert_kept "$how"
			;;
		skip)
			quiet git cherry-pick --skip
			assert_equal "$(git rev-list --count "$clash..")" 5
			assert_kept "$how"
			;;
		abort)
			quiet git cherry-pick --abort
			assert_equal "$(full)" "$clash"
			assert_equal "$(open)" ''
			;;
		esac
	done
}
