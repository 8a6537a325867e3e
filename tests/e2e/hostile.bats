#!/usr/bin/env bats
# Repositories that mean harm: every verb and every hook tells a line or nothing, in time and memory,
# writes nowhere but where it may, and sends nothing to a terminal that it would act on.

# SCENE and SECONDS_OF_CPU are for `survive`; a tilde is for git.
# shellcheck disable=SC2034,SC2059,SC2088

load helper
load hostile

setup() {
	fresh_home
	[ -x "$BUILD/tests/tools/bounded" ] || failed "not built: $BUILD/tests/tools/bounded"
	export PAGER=cat GIT_PROGRESS_DELAY=1000
	SCENE=$BATS_TEST_DESCRIPTION
	mkdir outside
	echo 'secret, not to be shown' >outside/secret
	git init -q --bare remote.git
}

# A repository with something to tell about: a revert, a fixup, a session, a plan.
story() {
	repo
	mkdir -p docs/sessions
	printf '# Plan\n\n- [x] Begin\n- [ ] Go on\n' >plan.md
	printf '# Queue\n\nIt stalled.\n\n## Follow-up\n\n- [ ] Measure\n' >docs/sessions/2026-01-02-queue.md
	git add .
	commit -t -3d 'Add the retry queue' queue.c
	commit -t -2d 'Tune the worker' worker.c
	git revert --no-edit HEAD~1 >/dev/null 2>&1
}

sweep() {
	unchanged_by reading_verbs
}

# U+009B is a control sequence introducer in one character, U+202E turns what follows around. We never
# colour anything like this ourselves.
EVIL=$'\e[45;7mred\e]0;title\a\r\x7f\xc2\x9b31m\xe2\x80\xae\xe2\x81\xa6\xff<img src=x onerror=alert(1)><!-- ](javascript:alert(1)) `x` | *b*'
EVIL_NAME=${EVIL//\//}$'\nname'
EVIL_USER=${EVIL//[<>]/}
# What git lets into the name of a ref.
EVIL_REF=$'a\xc2\x9b31m\xe2\x80\xae<img>](x)`;$(id)'

evil_session() { # DAY
	cat >"docs/sessions/2026-01-0$1-$EVIL_NAME.md" <<END
---
title: $EVIL
---
# T$EVIL

- 14:32 next: do $EVIL

It failed $EVIL. Reverted $EVIL.

## Lessons Learned

$EVIL evicts silently under pressure

## Follow-up

- [ ] Measure $EVIL
END
}

evil_story() {
	local day
	repo
	mkdir -p docs/sessions docs/plans
	printf '# Plan %s\n\n- [x] Begin %s\n- [ ] Go %s\n' "$EVIL" "$EVIL" "$EVIL" >docs/plans/x.md
	cp docs/plans/x.md plan.md
	for day in 1 2 3; do
		evil_session "$day"
	done
	printf '# T%s\n\n## What %s Happened\n\n<!-- %s -->\n' "$EVIL" "$EVIL" "$EVIL" >docs/sessions/TEMPLATE.md
	printf '%s <ada@example.com>\n' "Map $EVIL_USER" >.mailmap
	printf '[rule "%s"]\nmatch = (HACK|red)\nin = message\n[rule "b"]\nmatch = HACK.*\nin = message\n[journal]\n%s = 1\n' \
		"$EVIL" "$EVIL" >.detour.ini
	printf 'x\n' >"$EVIL_NAME"
	git add .
	git config user.name "Ada $EVIL_USER"
	git config i18n.commitEncoding binary # git has nothing to say of the bytes then
	git commit -q -m "Add $EVIL"
	printf 'y\n' >>"$EVIL_NAME"
	git commit -qa -m "HACK $EVIL" -m "Detour: $EVIL"
	git tag -a -m "$EVIL" "$EVIL_REF"
	git branch "$EVIL_REF"
	git remote add "$EVIL_REF" "https://github.com/x/y$EVIL"
	git config remote.pushdefault "$EVIL_REF"
	git config "branch.$EVIL_REF.remote" "$EVIL_REF"
	git config "branch.$EVIL_REF.merge" refs/heads/main
	git revert --no-edit HEAD >/dev/null 2>&1
	git commit -q --allow-empty -m "fixup! HACK $EVIL"
	git commit -q --allow-empty -m "Forgot $EVIL"
	git commit -q --allow-empty -m 'Last'
	git reset -q --hard HEAD~1
	printf 'z\n' >>"$EVIL_NAME"
	git stash push -q -m "$EVIL"
	git stash apply -q
	printf 'x\n' >"new$EVIL_NAME"
}

# Sessions and briefs are Markdown: outside of code, nothing there may start markup of its own.
refute_markup() { # FILE
	! sed -E 's/``([^`]|`[^`])*``//g; s/`[^`]*`//g' "$1" | grep -P '(?<!\\)<img|(?<!\\)\]\(javascript' ||
		failed "markup in $1"
}

@test "text that is hostile, wherever it stands" {
	evil_story
	sweep
	detour handoff >../survive.brief
	refute_markup ../survive.brief
	detour patterns --draft >../survive.draft
	refute_markup ../survive.draft
	run detour report -o - HEAD
	refute_output_contains '<img src=x'
	refute_output_contains 'href="javascript'
	detour scan --json --all >../survive.json
	assert_equal "$(grep -v '^{.*}$' ../survive.json)" ''
	git checkout -qf "$EVIL_REF" 2>/dev/null
	survive resume
	survive handoff
	survive resume "$EVIL_REF"
	survive "$EVIL"
	survive show "$EVIL"
	survive scan "$EVIL"
	survive scan "--$EVIL"
	survive why "$EVIL"
	survive list --since="$EVIL"
	survive config "$EVIL"
	survive resume -- "$EVIL_NAME"
	unchanged_by sweep_writing
	survive new "$EVIL" -c HEAD -m "$EVIL"
	rm -f .git/hooks/post-commit docs/sessions/TEMPLATE.md
	refute_markup "$(detour new Told -c HEAD~4..HEAD -m Told.)"
}

sweep_writing() {
	writing_verbs
	# These two may: the team's files, and where they are told to.
	rm -f docs/sessions/README.md
	git checkout -q .detour.ini 2>/dev/null || rm -f .detour.ini
}

@test "nothing but text and colours of ours on a terminal" {
	need script
	evil_story
	git config detour.prompt.mode remind
	{
		printf 'cd %q\n' "$PWD"
		for verb in '' preview list 'show last' resume handoff 'scan HEAD' 'why HEAD' 'check HEAD' patterns \
			config doctor 'prune --dry-run' 'hook post-commit' 'note Tried' 'dismiss HEAD' 'install-hooks'; do
			printf '%q %s 2>&1\n' "$BUILD/bin/git-detour" "$verb"
		done
	} >../verbs
	for color in false always; do
		git config color.ui "$color"
		script -qec 'sh ../verbs' /dev/null </dev/null | tr -d '\000' | sed 's/\r*$//' >../survive.shown
		[ "$(wc -l <../survive.shown)" -gt 60 ]
		! LC_ALL=C grep -aq $'\e.45;7m' ../survive.shown ||
			failed "$(LC_ALL=C grep -a $'\e.45;7m' ../survive.shown | cat -v | head -3)"
		[ "$color" = false ] || sed -i 's/\x1b\[[0-9;]*m//g' ../survive.shown
		is_plain ../survive.shown || failed "color.ui=$color:" "$(cat -v ../survive.shown | grep '\^\|M-B\|M-\^?' | head -5)"
	done
}

put() { # KIND PLACE
	mkdir -p "$(dirname "$2")"
	case $1 in
	pipe) mkfifo "$2" ;;
	device) ln -s /dev/zero "$2" ;;
	huge) truncate -s 1G "$2" ;;
	folder) mkdir "$2" ;;
	outside) ln -s "$BATS_TEST_TMPDIR/outside" "$2" ;;
	itself) ln -s "$(basename "$2")" "$2" ;;
	esac
}

@test "what lies in the place of a file or a folder of ours" {
	story
	local place kind kinds
	while read -r place kinds; do
		for kind in $kinds; do
			SCENE="$place is $kind"
			rm -rf ../kept
			[ ! -e "$place" ] || mv "$place" ../kept
			put "$kind" "$place"
			survive_each <<'END'
scan HEAD
resume
handoff
hook post-commit
new Told -c HEAD -m Told.
END
			assert_equal "$(ls ../outside)" secret
			rm -rf "$place"
			[ ! -e ../kept ] || mv ../kept "$place"
		done
	done <<'END'
.detour.ini pipe huge device
.mailmap pipe huge device
plan.md pipe huge outside
docs pipe outside itself
docs/sessions pipe outside itself
docs/sessions/TEMPLATE.md pipe huge device
docs/sessions/.dismissed pipe huge device
docs/sessions/2026-01-03-x.md pipe huge device
.gitattributes pipe huge device
.gitignore pipe huge
.git/detour pipe outside itself
.git/detour/log pipe huge device
.git/detour/log.lock pipe device folder
.git/detour/waiting pipe huge device
.git/shallow pipe huge
.git/logs/HEAD pipe huge device
.git/info/attributes pipe huge
.git/info/exclude pipe huge
.git/sequencer/todo pipe huge
.git/rebase-merge/done pipe huge
END
}

@test "what lies behind a link in the place of our folder is neither changed nor taken away" {
	story
	install_hooks
	rm -r .git/detour
	ln -s ../../outside .git/detour
	printf 'detour-recent 1\n' >../outside/recent
	: >../outside/waiting
	: >../outside/log
	commit 'Go on' queue.c
	git revert --no-edit HEAD >/dev/null 2>&1
	run detour new Told -c HEAD -m Told.
	detour dismiss HEAD~1 || true
	assert_equal "$(ls ../outside)" $'log\nrecent\nsecret\nwaiting'
	assert_equal "$(cat ../outside/recent ../outside/log)" 'detour-recent 1'
}

@test "settings that try everything" {
	story
	install_hooks
	local key value
	long=$(head -c 1000000 /dev/zero | tr '\0' x)
	for key in $(detour config --json | jq -r .key); do
		for value in /etc/passwd ../outside/x '~/x' 'a/../../outside' .git/config '.git/../../outside' 'linked/x' \
			'javascript:alert(1)' 'https://x/"><script>' '$(touch ../outside/ran)' '-1' '99999999999999999999d' \
			'(a+)+$' $'\e[31m' "**/**/**/**/**/**/**/**/**/x" LONG; do
			[ "$value" != LONG ] || value=$long
			printf '[%s]\n%s = %s\n' "${key%%.*}" "${key#*.}" "$value"
		done
	done >.detour.ini
	ln -s ../outside linked
	survive config
	sweep
	survive_each <<<$'new --no-edit\nnote Tried\ndismiss --shared HEAD'
	assert_equal "$(ls ../outside)" secret
	printf 'a\0b = 1\n[journal\0]\ndir = \0../outside\n' >.detour.ini
	survive config
	survive new Told -m Told.
	for i in $(seq 1000); do printf '[rule "%s"]\nmatch = (x+x+)+y|(a|aa)+$|(.*){1,100}\n' "$i"; done >.detour.ini
	git commit -q --allow-empty -m "$(head -c 60000 /dev/zero | tr '\0' x)"
	sweep
}

@test "rules and globs that explode" {
	story
	local i patterns=('(x+x+)+y' '(a|aa|x)+$' '((((x*)*)*)*)*[^x]' '(?:x{1,300}){2}[^xy\n]' 'x++[yz]'
		'^(?=(x+))\1+\1y(?R)?' '(.*)(.*)(.*)(.*)(.*)(.*)(.*)\7\6\5q' '(?:(?:x{1,500}){1,500}){1,9}z')
	for i in $(seq 32); do
		printf '[rule "r%s"]\nmatch = %s\nin = %s\n' "$i" "${patterns[i % 8]}" "$([ $((i % 3)) = 0 ] && echo message || echo added)"
	done >.detour.ini
	long=$(head -c 60000 /dev/zero | tr '\0' x)
	for i in $(seq 300); do echo "${long:0:300}$i"; done >"code${long:0:200}.c"
	head -c 200000 /dev/zero | tr '\0' x >>long.c
	git add .
	git commit -q -m "$long"
	SECONDS_OF_CPU=1
	survive hook post-commit
	survive check HEAD~1
	survive why HEAD
	# A star more is a power more for who matches them one way after the other.
	rm .detour.ini
	echo HACK >>"code${long:0:200}.c"
	git add "code${long:0:200}.c"
	git commit -q -m 'oops, forgot it'
	# Git itself would sit over it for hours.
	printf '*x*x*x*x*x*x*x*x*x*x*x*x*x*x*y linguist-generated\n' >.gitattributes
	survive hook post-commit
	survive scan HEAD
}

@test "what is larger than anybody's work: paths, message, parents, refs" {
	story
	local verbs=$'hook post-commit\nscan HEAD~1..HEAD\nhandoff'
	git config core.compression 0
	SCENE='100,000 paths'
	{
		printf 'blob\nmark :1\ndata 2\nx\ncommit refs/heads/wide\nauthor A <ada@example.com> 1790000000 +0000\n'
		printf 'committer A <ada@example.com> 1790000000 +0000\ndata 5\nWide\n\nfrom %s\n' "$(full)"
		awk 'BEGIN { for (i = 0; i < 100000; i++) printf "M 100644 :1 deep/%d/%d\n", i % 317, i }'
	} | git fast-import --quiet
	git symbolic-ref HEAD refs/heads/wide
	git read-tree HEAD
	survive_each <<<"$verbs"
	git symbolic-ref HEAD refs/heads/main
	git read-tree HEAD
	SCENE='10,000 parents'
	{
		printf 'tree %s\n' "$(git rev-parse 'HEAD^{tree}')"
		git rev-list -1 HEAD | sed 's/^/parent /'
		seq -f 'parent %040.0f' 10000
		printf 'author A <ada@example.com> 1790000000 +0000\ncommitter A <ada@example.com> 1790000000 +0000\n\nOctopus\n'
	} >../octopus
	git update-ref refs/heads/main "$(git hash-object -t commit -w --literally ../octopus)"
	survive_each <<<"$verbs"
	git reset -q --soft HEAD~1
	SCENE='100,000 refs'
	{
		echo '# pack-refs with: peeled fully-peeled sorted '
		seq -f "$(full) refs/heads/b%06.0f" 100000
	} >.git/packed-refs
	survive_each <<<"$verbs"
	rm .git/packed-refs
	SCENE='a message of 100 MB'
	{
		printf 'tree %s\nparent %s\n' "$(git rev-parse 'HEAD^{tree}')" "$(full)"
		printf 'author A <ada@example.com> 1790000000 +0000\ncommitter A <ada@example.com> 1790000000 +0000\n\n'
		printf 'Revert "Add the retry queue"\n\n'
		head -c 100000000 /dev/zero | tr '\0' x
	} >../message
	git update-ref refs/heads/main "$(git hash-object -t commit -w --literally ../message)"
	rm ../message
	SECONDS_OF_CPU=3 # of which two go into reading it
	survive hook post-commit </dev/null
}

@test "dates and zones that are none" {
	story
	local when parent i=0
	for when in '-1 +0000' '0 +0000' '9223372036854775807 +0000' '9223372036854775808 +0000' \
		'18446744073709551615 -9999' '99999999999999999999999 +9999' '-9223372036854775808 -2400' \
		'1790000000 +9999' '1790000000 -99999999' '1790000000 x' 'x y' '' '1790000000' '253402300800 +0000' \
		'67768036191676800 +1400'; do
		parent=$(git rev-parse HEAD)
		for message in "Revert \"Tune the worker\"

This reverts commit $(git rev-parse main~1)." 'fixup! Tune the worker' 'oops, forgot it'; do
			i=$((i + 1))
			printf 'tree %s\nparent %s\nauthor A <ada@example.com> %s\ncommitter A <ada@example.com> %s\n\n%s\n' \
				"$(git rev-parse 'HEAD^{tree}')" "$parent" "$when" "$when" "$message" >../raw
			parent=$(git hash-object -t commit -w --literally ../raw)
		done
		git update-ref HEAD "$parent"
	done
	sweep
	# As the last one, by itself.
	for when in '-1 +0000' '9223372036854775807 +9999' '18446744073709551615 -9999'; do
		SCENE="date $when"
		sed -i "s/> .*/> $when/" ../raw
		git update-ref HEAD "$(git hash-object -t commit -w --literally ../raw)"
		survive new Told -m Told. -c HEAD
		survive dismiss HEAD
		sweep
	done
}

flip() { # FILE SEED
	local size at
	chmod u+w "$1"
	size=$(wc -c <"$1")
	at=$(($2 * 7919 % size))
	printf "\\x$(printf %x $((($2 * 37 + 5) % 256)))" | dd of="$1" bs=1 seek="$at" conv=notrunc 2>/dev/null
}

@test "objects that are missing or broken, loose and packed" {
	story
	local seed file
	cp -Rp . ../whole
	for seed in $(seq 12); do
		SCENE="loose, seed $seed"
		rm -rf .git && cp -Rp ../whole/.git .
		for file in $(find .git/objects -type f | sort); do
			[ $(((seed + $(printf %d "0x${file:15:1}")) % 3)) != 0 ] || flip "$file" "$seed"
		done
		survive_each <<<$'scan HEAD\nscan --all\nresume\nhandoff\nreport -o - HEAD\nhook post-commit\npatterns'
	done
	git -C ../whole gc -q
	for seed in $(seq 12); do
		SCENE="packed, seed $seed"
		rm -rf .git && cp -Rp ../whole/.git .
		for file in .git/objects/pack/*; do
			flip "$file" "$seed"
			[ $((seed % 4)) != 0 ] || truncate -s "$(($(wc -c <"$file") * seed / 13))" "$file"
		done
		survive_each <<<$'scan HEAD\nscan --all\nresume\nhandoff\nreport -o - HEAD\nhook post-commit\npatterns'
	done
	SCENE='nothing is there'
	rm -rf .git && cp -Rp ../whole/.git .
	rm -rf .git/objects/pack/*
	sweep
	writing_verbs
}

@test "refs, reflogs and an index that are broken" {
	local place kind
	story
	cp -Rp . ../whole
	for place in HEAD packed-refs logs/HEAD index refs/heads/main config detour/log shallow commondir MERGE_HEAD \
		rebase-merge/git-rebase-todo refs/stash logs/refs/stash objects/info/alternates; do
		for kind in empty noise cyclic itself long; do
			SCENE="$kind in $place"
			rm -rf .git && cp -Rp ../whole/.git .
			mkdir -p "$(dirname ".git/$place")"
			rm -f ".git/$place"
			case $kind in
			empty) : >".git/$place" ;;
			noise) head -c 5000 "$BUILD/bin/git-detour" >".git/$place" ;;
			cyclic)
				printf 'ref: refs/heads/a\n' >".git/$place"
				printf 'ref: refs/heads/b\n' >.git/refs/heads/a
				printf 'ref: refs/heads/a\n' >.git/refs/heads/b
				;;
			itself) ln -s "$(basename "$place")" ".git/$place" ;;
			long) head -c 3000000 /dev/zero | tr '\0' 'x' >".git/$place" ;;
			esac
			survive_each <<<$'scan --all\nhandoff\nhook post-commit\ndismiss HEAD'
		done
	done
}

@test "somebody else's repository" {
	[ "$(id -u)" = 0 ] || skip 'needs root, to give a repository away'
	story
	chown -R 12345 .
	local verb
	while IFS= read -r verb; do
		# shellcheck disable=SC2086 # a verb and its arguments
		run --separate-stderr detour $verb
		assert_failure 128
		assert_no_output
		# shellcheck disable=SC2154 # `run` sets it
		case $stderr in
		'detour: cannot open the repository at '*'belongs to another user'*) ;;
		*) failed "$verb: $stderr" ;;
		esac
	done <<'END'
scan
list
show last
resume
handoff
patterns
report -o -
preview
why HEAD
check
note Tried
new Told -m Told.
link last HEAD
dismiss HEAD
prune
init
install-hooks
config
END
	run detour hook post-commit
	assert_success
	assert_equal "$(git -c safe.directory='*' status --short)" ''
}
