#!/bin/sh
# Plays the main job in a throwaway repository: commits, a revert, what the hook says, the session,
# the push reminder. Usage: contrib/demo.sh [DIRECTORY OF git-detour]
set -eu

PATH=${1:-$(pwd)/build/bin}:$PATH
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT INT TERM
HOME=$folder
GIT_CONFIG_NOSYSTEM=1
export PATH HOME GIT_CONFIG_NOSYSTEM
unset GIT_DIR GIT_WORK_TREE GIT_INDEX_FILE XDG_CONFIG_HOME || true

say() {
	printf '\n# %s\n' "$*"
}

# Prints a command as one would type it, and runs it.
show() {
	printf '$'
	for word; do
		case $word in
		*[\ \"\$\;]*) printf " '%s'" "$word" ;;
		*) printf ' %s' "$word" ;;
		esac
	done
	printf '\n'
	"$@" 2>&1
}

# A commit made some days ago.
past() {
	when=$(($(date +%s) - $1 * 86400))
	GIT_AUTHOR_DATE="@$when +0000" GIT_COMMITTER_DATE="@$when +0000" git commit -q -m "$2"
}

git config --global user.name 'Ana Example'
git config --global user.email ana@example.com
git config --global init.defaultBranch main
git init -q --bare "$folder/shop.git"
git init -q "$folder/shop"
cd "$folder/shop"
git remote add origin "$folder/shop.git"
printf 'int queue;\n' >queue.c
git add queue.c
past 2 'Add the retry queue'
printf 'int worker;\n' >worker.c
git add worker.c
past 1 'Let the worker log'
git push -q -u origin main

say 'Put the hooks in, once a repository'
show git detour install-hooks

say 'Work that goes as planned: nothing is said'
printf 'int worker = 1;\n' >worker.c
show git commit -q -a -m 'Start the worker'

say 'Work that leaves its plan. On a terminal this is a question of one key; here nobody can answer'
show git revert --no-edit HEAD~2

say 'A push reminds, in full once'
show git push -q

say 'One line is enough'
show git detour new -c HEAD -m 'Redis evicts the queue under memory pressure, jobs vanish; trying Postgres'
session=$(find docs -name '*.md')
show cat "$session"

say 'It is written down: nothing is asked or reminded any more'
show git add docs
show git commit -q -m 'Tell why the queue went'
show git push -q
show git detour scan HEAD
