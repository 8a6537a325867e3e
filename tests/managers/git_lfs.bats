#!/usr/bin/env bats
# git-lfs: it stays away where a hook is there, and the content of its files is then not pushed.
# shellcheck disable=SC2016,SC2030,SC2031,SC2154

load ../e2e/helper
load managers

# A git-lfs that tells of its runs, and a file of it.
lfs_story() {
	need_manager git-lfs
	story
	local real
	real=$(command -v git-lfs)
	cat >../opt/bin/git-lfs <<-END
		#!/bin/sh
		case \$1 in
		post-commit) echo "lfs: \$1" >>"\$SEEN" ;;
		pre-push)
			echo "lfs: \$1" >>"\$SEEN"
			tee -a "\$SEEN" | "$real" "\$@"
			exit
			;;
		esac
		exec "$real" "\$@"
	END
	chmod +x ../opt/bin/git-lfs
}

lfs_file() {
	git lfs track '*.bin' >/dev/null 2>&1
	echo "$RANDOM $RANDOM" >data.bin
	git add .
	git commit -q -m "Data"
	git lfs ls-files | grep -q data.bin
}

assert_pushed_objects() {
	assert_equal "$(find ../origin.git/lfs/objects -type f | wc -l)" "$(find .git/lfs/objects -type f | wc -l)"
}

@test "git-lfs first, then ours; ours out first" {
	lfs_story
	git lfs install --local >/dev/null
	before=$(md5sum .git/hooks/p*)
	hooks >/dev/null
	lfs_file
	assert_well
	assert_everybody_once lfs
	assert_pushed_objects
	hooks --uninstall >/dev/null
	assert_equal "$(md5sum .git/hooks/p*)" "$before"
	lfs_file
	assert_everybody_once lfs 0
	assert_pushed_objects
	git lfs uninstall --local >/dev/null
	assert_equal "$(names)" ''
}

@test "git-lfs first, then ours; git-lfs out first: it finds its hooks once ours is out" {
	lfs_story
	git lfs install --local >/dev/null
	hooks >/dev/null
	git lfs uninstall --local >/dev/null
	git revert --no-edit HEAD >/dev/null 2>&1
	git push -q origin main
	hooks --uninstall >/dev/null
	git lfs uninstall --local >/dev/null 2>&1
	assert_equal "$(names)" ''
}

@test "ours first, then git-lfs, which stays away: doctor sees it and mends it" {
	lfs_story
	hooks >/dev/null
	run git lfs install --local
	assert_output_contains 'Hook already exists'
	lfs_file
	assert_wrong 'their content is not pushed'
	mend
	assert_everybody_once lfs
	assert_pushed_objects
	git lfs update >/dev/null 2>&1 || true
	assert_well
	hooks --uninstall >/dev/null
	assert_everybody_once lfs 0
	git lfs uninstall --local >/dev/null
	assert_equal "$(names)" ''
}
