#!/usr/bin/env bats
# report: one page, written where it may be, that a browser shows as it stands.

load helper

# A detour that is told, one that is not, and one that was dismissed.
story() {
	repo shop
	commit -t -9d 'Add the retry queue' queue.c
	git revert --no-edit HEAD >/dev/null
	detour new 'Queue stalls' -c HEAD -m 'Redis evicts the queue; it turned out to be wrong.' >/dev/null
	commit -t -5d 'Add the cache' cache.c
	git revert --no-edit HEAD >/dev/null
	untold=$(full)
	commit -t -3d 'Add the index' index.c
	git revert --no-edit HEAD >/dev/null
	detour dismiss HEAD >/dev/null
}

@test "report: what went off plan, what is told of it, and where it leads" {
	story
	run detour report -o report.html
	assert_success
	assert_output 'Wrote report.html.'
	assert_file_contains report.html '3 things went off plan'
	assert_file_contains report.html '>1&nbsp;is written down</a>, '
	assert_file_contains report.html '>1&nbsp;is dismissed</a>, '
	assert_file_contains report.html '>1&nbsp;is not written down</a>.'
	assert_file_contains report.html "git detour new -c ${untold:0:8} -m &quot;what happened&quot;"
	assert_file_contains report.html '<blockquote><bdi>Redis evicts the queue; it turned out to be wrong.'
	session=$(basename docs/sessions/*.md)
	assert_file_contains report.html "href=\"docs/sessions/$session\""
	mkdir -p out/deep
	detour report -o out/deep/page.html >/dev/null
	assert_file_contains out/deep/page.html "href=\"../../docs/sessions/$session\""
	refute_file_contains report.html 'https://'
	git remote add origin git@github.com:ada/shop.git
	run detour report
	assert_success
	assert_output_contains "<a href=\"https://github.com/ada/shop/commit/$untold\">"
}

@test "report: the same repository gives the same page" {
	story
	detour report >one
	detour report -o - >two
	cmp one two
	assert_equal "$(grep -c '</html>' one)" 1
}

@test "report: a file of somebody else's is left as it is" {
	story
	echo mine >mine.html
	run detour report -o mine.html
	assert_failure
	assert_output "detour: cannot write 'mine.html': it is there and is no report of ours; --force replaces it"
	assert_equal "$(cat mine.html)" mine
	ln -s mine.html link.html
	ln -s nowhere.html dangling.html
	for link in link.html dangling.html; do
		run detour report --force -o $link
		assert_failure
		[ -L $link ]
	done
	assert_equal "$(cat mine.html)" mine
	refute_file nowhere.html
	mkdir folder
	run detour report --force -o folder
	assert_failure
	run detour report -o no/such/folder.html
	assert_failure
	assert_output_contains "cannot write 'no/such/folder.html'"
	detour report --force -o mine.html
	commit 'Go on'
	detour report -o mine.html
	assert_file_contains mine.html '7 commits'
	[ -z "$(find . -name '.detour-*')" ]
}

@test "report: not onto a terminal" {
	story
	terminal <<'END'
run git detour report
expect a report is a page for a browser: git detour report -o report.html
prompt 2
END
}

@test "report: nothing, one commit, and what was asked for" {
	repo
	run detour report
	assert_success
	assert_output_contains 'There is no commit to look at.'
	commit -t '2026-05-25 12:00 +0200' One
	run detour report
	assert_output_contains 'Nothing went off plan on <time datetime="2026-05-25">25 May 2026</time>.'
	commit -t '2024-01-02 12:00 +0000' Old other
	git commit -q --allow-empty --author='Bo Other <bo@example.com>' \
		--date='2026-05-26 12:00 +0000' -m Two
	run detour report --since=2026-05-01 HEAD
	assert_output_contains '2 commits of 2 people'
	run detour report --author=Bo HEAD
	assert_output_contains '1 commit ·'
	assert_output_contains 'only commits of <bdi>Bo</bdi>'
	git clone -q --depth 1 "file://$PWD" shallow
	run git -C shallow detour report
	assert_success
	assert_output_contains 'This clone has only a part of the history'
	run detour report --since=never
	assert_failure 2
	run detour report nowhere..HEAD
	assert_failure 128
}

@test "report: sessions before the first commit, and in a bare repository" {
	repo
	detour note 'Thinking about it' >/dev/null
	run detour report
	assert_success
	assert_output_contains 'There is no commit to look at.'
	assert_output_contains '<h3><bdi>Thinking about it</bdi></h3>'
	git add .
	commit 'Begin'
	git clone -q --bare . ../shop.git
	cd ../shop.git
	run detour report
	assert_success
	assert_output_contains '<h1><bdi>shop</bdi>'
	assert_output_contains 'Thinking about it'
	refute_output_contains 'href="docs'
}

# What a browser makes of it: nothing in its console, no request but for the page itself, and the
# hostile text as text.
@test "report: a browser shows it, fetches nothing and has nothing to complain about" {
	command -v chromium >/dev/null || skip 'needs chromium: make deps-browser'
	evil=$'</title><script>document.title="owned"</script>"><img src=http://127.0.0.1:9/x onerror=alert(1)>'
	repo
	commit -t -3d "$evil" "<b>.c"
	git revert --no-edit HEAD >/dev/null
	commit -t -2d "Revert \"$evil\"" 'other.c'
	detour new "$evil" -c HEAD~1 -m "$evil"$'\n\n![x](http://127.0.0.1:9/y) <script>alert(1)</script>' >/dev/null
	detour report -o page.html >/dev/null
	timeout 60 chromium --headless --no-sandbox --disable-gpu --disable-dev-shm-usage \
		--disable-background-networking \
		--no-first-run --user-data-dir="$BATS_TEST_TMPDIR/profile" --enable-logging=stderr \
		--log-net-log="$PWD/net.json" --window-size=900,1200 --screenshot=page.png --dump-dom \
		"file://$PWD/page.html" >dom 2>log || failed "$(tail -n 20 log)"
	if grep CONSOLE log; then failed 'the browser complains'; fi
	grep -q '<title>repo: what went off plan</title>' dom
	grep -qF '&lt;script&gt;' dom
	if grep -qE '<(script|img)' dom; then failed 'text became markup'; fi
	grep -q 'class="m back"' dom
	if grep -oE '"url":"https?://127[^"]*"' net.json; then failed 'a request was made'; fi
	[ "$(wc -c <page.png)" -gt 10000 ]
}
