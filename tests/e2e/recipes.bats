#!/usr/bin/env bats
# The recipes in contrib/: what they run is taken out of them and run, with a forge's variables, in a
# clone as a build has it.

load helper

story() {
	repo
	commit -t -5d 'Start' start.c
	commit -t -2d 'Add the retry queue' queue.c
	target=$(short)
	git init -q --bare ../origin.git
	git remote add origin ../origin.git
	git push -q origin main
	base=$(full)
	git switch -qc topic
	commit -t -1h 'Tune the worker' worker.c
	git revert --no-edit "$target" >/dev/null 2>&1
	id=$(short)
	git push -q origin topic
}

build() { # CLONE-OPTION…
	git clone -q "$@" "file://$BATS_TEST_TMPDIR/origin.git" "$BATS_TEST_TMPDIR/build"
	cd "$BATS_TEST_TMPDIR/build" || return
	git checkout -q --detach origin/topic
}

# No reader of YAML is needed for what stands in these two forms: what is indented deeper than a line
# that is given whole, without the indentation, or without the "- " of its items.
below() { # FILE LINE
	awk -v line="$2" '
		{ match($0, /^ */); depth = RLENGTH; text = substr($0, depth + 1) }
		inside && text != "" && depth <= start { exit }
		inside { if (!indent) indent = depth; print substr($0, indent + 1) }
		text == line { start = depth; inside = 1 }
	' "$SOURCE_DIR/contrib/ci/$1"
}

step() { # NAME: what a step of github.yml runs
	below github.yml "- name: $1" | awk '/^run: \|$/ { inside = 1; next } inside { print substr($0, 3) }'
}

items() { # FILE LINE
	below "$1" "$2" | sed 's/^- //'
}

# As both forges run what they are given: bash, which stops at the first failure.
forge_runs() { # SCRIPT VARIABLE=VALUE…
	[ -n "$1" ] || failed 'nothing to run'
	printf '%s\n' "$1" >"$BATS_TEST_TMPDIR/script"
	run env -u GITHUB_BASE_REF "${@:2}" bash --noprofile --norc -eo pipefail "$BATS_TEST_TMPDIR/script"
}

advice() {
	printf "If the story is worth keeping: git detour new -c %s -m \"what happened\". If not, you're good to go." "$id"
}

@test "GitHub: a notice beside the file, and a summary" {
	story
	build
	forge_runs "$(step 'Tell what went off plan')" GITHUB_BASE_REF=main CI=true GITHUB_ACTIONS=true \
		GITHUB_STEP_SUMMARY="$BATS_TEST_TMPDIR/summary"
	assert_success
	assert_equal "${#lines[@]}" 1
	assert_output_contains "::notice file=queue.c,title=Off plan::$id reverts $target"
	assert_output_contains "$(advice)"
	assert_equal "$(head -1 "$BATS_TEST_TMPDIR/summary")" \
		'1 detour in 2 commits since origin/main is not written down.'
	assert_file_contains "$BATS_TEST_TMPDIR/summary" "- \`$id\` reverts $target"
	# A change that went as planned has one line in the summary, and no notice.
	git checkout -q --detach origin/topic~1
	rm "$BATS_TEST_TMPDIR/summary"
	forge_runs "$(step 'Tell what went off plan')" GITHUB_BASE_REF=main \
		GITHUB_STEP_SUMMARY="$BATS_TEST_TMPDIR/summary"
	assert_success
	assert_no_output
	assert_equal "$(cat "$BATS_TEST_TMPDIR/summary")" 'Nothing off plan in 1 commit since origin/main.'
}

@test "GitHub: the clone that checkout makes by default is told to be too little" {
	story
	build --depth 1 --no-single-branch
	forge_runs "$(step 'Tell what went off plan')" GITHUB_BASE_REF=main \
		GITHUB_STEP_SUMMARY="$BATS_TEST_TMPDIR/summary"
	assert_success
	assert_output_contains 'fetch-depth: 0'
	grep -q '^ *fetch-depth: 0 ' "$SOURCE_DIR/contrib/ci/github.yml"
}

@test "GitLab: the log, and a report that says the same" {
	story
	build
	forge_runs "$(items gitlab.yml script:)" CI=true GITLAB_CI=true \
		CI_MERGE_REQUEST_TARGET_BRANCH_NAME=main CI_MERGE_REQUEST_DIFF_BASE_SHA="$base"
	assert_success
	assert_output_contains '1 detour in 2 commits since '
	assert_output_contains "$(advice)"
	report=$(items gitlab.yml 'reports:' | sed -n 's/^codequality: //p')
	assert_file_contains "$report" '"check_name":"detour.revert"'
	assert_file_contains "$report" '"severity":"info"'
	assert_file_contains "$report" '"location":{"path":"queue.c",'
}

# What they build is a stand-in: the real one takes a while.
@test "both build what they are told to, from where they are told" {
	git init -q source
	cd source
	mkdir contrib
	printf '#!/bin/sh\necho "deps $*" >>"$SEEN"\n' >contrib/deps.sh
	chmod +x contrib/deps.sh
	printf 'PREFIX = %s/usr\ninstall:\n\tmkdir -p $(PREFIX)/bin\n\tln -s %s/bin/git-detour $(PREFIX)/bin\n' \
		"$BATS_TEST_TMPDIR" "$BUILD" >Makefile
	git add .
	git commit -qm 'Stand in'
	git tag v1
	git rm -q Makefile
	git commit -qm 'Not this one'
	cd "$BATS_TEST_TMPDIR" || return
	mkdir bin runner
	printf '#!/bin/sh\necho "apt-get $*" >>"$SEEN"\n' >bin/apt-get
	chmod +x bin/apt-get
	common=(DETOUR_SOURCE="$PWD/source" DETOUR_VERSION=v1 PATH="$PWD/bin:/usr/bin:/bin" SEEN="$PWD/seen")
	forge_runs "$(step 'Build git-detour')" "${common[@]}" RUNNER_TEMP="$PWD/runner" GITHUB_PATH="$PWD/path"
	assert_success
	assert_equal "$(cat path)" "$PWD/runner/detour/bin"
	[ -x runner/detour/bin/git-detour ]
	forge_runs "$(items gitlab.yml before_script: | sed "s|/tmp/|$PWD/|")" "${common[@]}"
	assert_success
	[ -x usr/bin/git-detour ]
	assert_equal "$(grep -c '^deps build$' seen)" 2
	assert_equal "$(grep -c '^apt-get' seen)" 2
}

@test "any other build: the log, and 0 whatever happens" {
	story
	build
	run "$SOURCE_DIR/contrib/ci/check.sh" origin/main
	assert_success
	assert_output_contains "$(advice)"
	CHANGE_TARGET=main run "$SOURCE_DIR/contrib/ci/check.sh"
	assert_output_contains 'since origin/main'
	run "$SOURCE_DIR/contrib/ci/check.sh" nowhere
	assert_success
	assert_output_contains 'stops nothing'
	PATH=/usr/bin:/bin run "$SOURCE_DIR/contrib/ci/check.sh"
	assert_success
	assert_output 'git-detour is not here; nothing was looked at.'
}

@test "no recipe insists, and none may more than it needs" {
	cd "$SOURCE_DIR/contrib/ci"
	run grep -nE -- '--strict|secrets\.|pull_request_target|write' github.yml gitlab.yml
	assert_no_output
	assert_equal "$(grep -c 'uses:' github.yml)" 1
	grep -qE 'uses: actions/checkout@[0-9a-f]{40} # v' github.yml
	/usr/bin/python3 -c 'import yaml' 2>/dev/null || skip 'needs python3-yaml for the rest'
	/usr/bin/python3 - <<'END'
import yaml
hub = yaml.safe_load(open('github.yml'))
job = hub['jobs']['detour']
assert hub['permissions'] == {'contents': 'read'}, hub['permissions']
assert job['continue-on-error'] is True and 'permissions' not in job
assert job['steps'][0]['with'] == {'fetch-depth': 0, 'persist-credentials': False}
assert [s.get('name') for s in job['steps'][1:]] == ['Build git-detour', 'Tell what went off plan']
lab = yaml.safe_load(open('gitlab.yml'))
assert list(lab) == ['detour'] and lab['detour']['allow_failure'] is True
assert lab['detour']['variables']['GIT_DEPTH'] == '0'
assert all(isinstance(line, str) for line in lab['detour']['before_script'] + lab['detour']['script'])
END
}

# JavaScript's expressions are Perl's, as far as this one goes.
@test "Visual Studio Code: the task's pattern fits what the task prints" {
	need perl
	story
	task=$SOURCE_DIR/contrib/vscode/tasks.json
	pattern=$(sed -n 's/^.*"regexp": "\(.*\)",$/\1/p' "$task" | sed 's/\\\\/\\/g')
	mapfile -t args < <(sed -n 's/^.*"args": \[\(.*\)\],$/\1/p' "$task" | sed 's/, /\n/g' | tr -d '"')
	echo x >'a: 12: b.c'
	git add .
	git commit -qm 'Add a name that misleads' 2>/dev/null
	git revert --no-edit HEAD >/dev/null 2>&1
	git branch -q --set-upstream-to=main
	run git "${args[@]}"
	assert_success
	assert_equal "${#lines[@]}" 2
	fields=$(PATTERN=$pattern perl -ne 'print "$1|$2|$3|$5|$4\n" if /$ENV{PATTERN}/' <<<"$output")
	assert_equal "$(cut -d '|' -f 1-4 <<<"$fields")" 'a: 12: b.c|1|info|revert
queue.c|1|info|revert'
	assert_equal "$(sed -n '2s/^[^|]*|1|info|revert|//p' <<<"$fields")" \
		"$(detour check --format=text | tail -2 | sed -n '1s/^ *//p'). $(advice)"
	# A list that is strict has errors in it.
	assert_equal "$(detour check --format=lines --strict | PATTERN=$pattern perl -ne 'print "$3 " if /$ENV{PATTERN}/')" 'error error '
	if /usr/bin/python3 -c '' 2>/dev/null; then
		/usr/bin/python3 -m json.tool "$task" >/dev/null
	fi
}
