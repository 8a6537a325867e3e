load helper
load small_tree

# The build: what it makes, what makes it again, what it installs, and that no network is in it.

setup_file() {
	make_small_tree
}

network='socket|connect|getaddrinfo|gethostbyname|recv|recvfrom|send|sendto'

linked() { # DIRECTORY: static or dynamic
	sed -n 's/^LINKED := //p' "$1/config.mk"
}

@test "no network code in the program and its hooks" {
	need nm
	assert_file "$BUILD/config.mk"
	[ "$(linked "$BUILD")" = static ] || skip "libgit2 is linked dynamically here"
	for program in "$BUILD/bin/git-detour" "$BUILD"/libexec/git-detour/*; do
		run nm -D --undefined-only "$program"
		assert_success
		assert_output_contains malloc # that we do look at a list of names
		if grep -E "[[:space:]]($network)(@|\$)" <<<"$output"; then
			failed "$program refers to these"
		fi
	done
}

@test "the program and its hooks are hardened" {
	need readelf nm
	! grep -q -e sanitize -e '-O0' "$BUILD/flags" || skip 'this build is not the usual one'
	local program
	for program in "$BUILD/bin/git-detour" "$BUILD"/libexec/git-detour/*; do
		run readelf -hld "$program"
		assert_success
		assert_output_contains 'DYN ('  # at another address each time
		assert_output_contains GNU_RELRO
		assert_output_contains 'NOW'
		! grep -A1 GNU_STACK <<<"$output" | grep -q 'RWE' || failed "$program: a stack that runs"
		run nm -D --undefined-only "$program"
		assert_output_contains __stack_chk_fail
		grep -q 'FORTIFY_SOURCE=[23]' "$BUILD/config.mk" || continue
		assert_output_contains _chk@
	done
	grep -q 'cf-protection' "$BUILD/config.mk" || skip 'the compiler knows no -fcf-protection'
	case $(uname -m) in
	x86_64) ;;
	*) skip 'branches are marked on x86_64' ;;
	esac
	# Of the whole program only where all archives are: ours are.
	run readelf -n "$BUILD/obj/src/main.o"
	assert_output_contains IBT
	assert_output_contains SHSTK
}

@test "make builds the program, the hooks and the library, and then has nothing to do" {
	small_tree
	run out/bin/git-detour
	assert_failure 42
	run out/libexec/git-detour/post-commit
	assert_success
	assert_file out/lib/libdetour.a
	run small_make
	assert_success
	refute_output_contains CC
	refute_output_contains LINK
}

@test "changed flags, headers and sources are built again" {
	small_tree
	run small_make -j4 CFLAGS=-O1
	assert_output_contains answer.o
	assert_output_contains post-commit
	run small_make CFLAGS=-O1
	refute_output_contains answer.o

	sleep 1
	echo '#define DETOUR_MORE 1' >>include/detour.h
	run small_make CFLAGS=-O1
	assert_output_contains answer.o
	refute_output_contains post-commit.o

	echo 'int detour_late(void); int detour_late(void) { return 1; }' >src/late.c
	small_make CFLAGS=-O1
	run ar t out/lib/libdetour.a
	assert_output_contains late.o
	rm src/late.c
	small_make CFLAGS=-O1
	run ar t out/lib/libdetour.a
	refute_output_contains late.o
}

@test "the manual and the completions follow their tables, templates and the version" {
	small_tree
	assert_file_contains out/share/man/git-detour.1 'Turn it.'
	sed -i 's/turn it/turn it over/' contrib/build/tables.c
	echo '.SH SEE ALSO' >>contrib/man/git-detour.1.in
	run small_make VERSION=7.8.9
	assert_success
	assert_file_contains out/share/man/git-detour.1 'Turn it over.'
	assert_file_contains out/share/man/git-detour.1 'SEE ALSO'
	assert_file_contains out/share/man/git-detour.1 '7.8.9'
	assert_file_contains out/share/completions/_git-detour 'turn it over'
	run small_make VERSION=7.8.9
	assert_no_output
	# A template that does not fit is an error, and nothing half made stays.
	printf '@verb spin\n@end\n' >>contrib/man/git-detour.1.in
	run small_make VERSION=7.8.9
	assert_failure
	assert_output_contains 'git-detour.1.in:4: there is no verb spin'
	refute_file out/share/man/git-detour.1
}

@test "another PREFIX and another way to link are built again" {
	small_tree
	# Where the hooks get installed is known in one place.
	run small_make PREFIX=/opt/x
	assert_output_contains install/look.o
	refute_output_contains answer.o
	run small_make PREFIX=/opt/x
	assert_no_output
	before=$(linked out)
	run small_make PREFIX=/opt/x LINK=dynamic
	[ "$before" = dynamic ] || assert_output_contains answer.o
	assert_equal "$(linked out)" dynamic
	run nm out/libexec/git-detour/post-commit
	refute_output_contains ' git_transport_new' # the stand-in is not part of it
	run nm out/lib/libdetour.a
	refute_output_contains git_transport
}

@test "a connection that someone asks for all the same is an error" {
	small_tree
	run small_make LINK=static
	[ "$status" -eq 0 ] || skip "libgit2 does not link statically here"
	run out/libexec/git-detour/post-commit
	assert_success
}

@test "LINK takes three words" {
	small_tree
	run small_make LINK=sometimes
	assert_failure
	assert_output_contains 'auto, static or dynamic'
}

@test "the program knows the stems of words, its hooks do not" {
	need nm
	run nm "$BUILD/bin/git-detour"
	assert_output_contains sb_stemmer_new
	for program in "$BUILD"/libexec/git-detour/*; do
		run nm "$program"
		assert_success
		refute_output_contains sb_stemmer
		refute_output_contains detour_words
	done
}

@test "stop words: from a package, else the short lists" {
	STOPWORDS=none run "$SOURCE_DIR/contrib/build/stopwords.sh"
	assert_success
	assert_equal "$(wc -l <<<"$output" | tr -d ' ')" 4
	assert_output_contains '{"german", " aber als '
	run "$SOURCE_DIR/contrib/build/stopwords.sh"
	assert_success
	# Rows of C with nothing in them that could end a string.
	assert_equal "$(sed -n 's/^{"[a-z]*", " [^"\\]* "},$//p' <<<"$output" | sort -u)" ''
	assert_equal "$(head -c 12 <<<"$output")" '{"english", '
	assert_output_contains ' the '
}

@test "what is missing is named, and make deps with it" {
	small_tree
	# A compiler that finds no header of libgit2.
	cat >nogit2 <<'END'
#!/bin/sh
for word; do
	case $word in
	*.c) ! grep -q git2.h "$word" || exit 1 ;;
	esac
done
exec cc "$@"
END
	chmod +x nogit2
	run small_make CC="$PWD/nogit2"
	assert_failure
	assert_output_contains 'missing: libgit2'
	assert_output_contains 'make deps'
}

@test "make install and make uninstall" {
	small_tree
	small_make -j4 PREFIX=/usr
	run small_make PREFIX=/usr DESTDIR="$PWD/my root" install
	assert_success
	refute_output_contains CC
	run find 'my root' -type f
	assert_output_contains 'my root/usr/bin/git-detour'
	assert_output_contains 'my root/usr/libexec/git-detour/post-commit'
	assert_output_contains 'my root/usr/share/man/man1/git-detour.1'
	assert_output_contains 'my root/usr/share/man/man7/git-detour-signals.7'
	assert_output_contains 'my root/usr/share/bash-completion/completions/git-detour'
	assert_output_contains 'my root/usr/share/zsh/site-functions/_git-detour'
	assert_output_contains 'my root/usr/share/fish/vendor_completions.d/git-detour.fish'
	assert_output_contains 'my root/usr/share/fish/vendor_conf.d/git-detour.fish'
	for page in man/man1/git-detour.1 bash-completion/completions/git-detour \
		zsh/site-functions/_git-detour fish/vendor_completions.d/git-detour.fish; do
		assert_file_contains "my root/usr/share/$page" turn
	done
	touch 'my root/usr/bin/other'
	small_make PREFIX=/usr DESTDIR="$PWD/my root" uninstall
	run find 'my root' -type f
	assert_output 'my root/usr/bin/other'
	refute_file 'my root/usr/libexec/git-detour'
}

# ---- a fresh machine

# A PATH with the plainest tools alone; the test adds what is there besides.
bare_path() {
	mkdir -p bare
	local tool
	for tool in sh bash awk cat chmod cmp cp dirname env expr grep id ln make mkdir mktemp mv rm \
		rmdir sed sort touch tr uname; do
		if command -v "$tool" >/dev/null; then
			ln -s "$(command -v "$tool")" bare/
		fi
	done
	bare=$PWD/bare
}

# A command that notes how it was called, then does what standard input says.
stub() {
	{
		printf '#!/bin/sh\nprintf "%%s\\n" "%s $*" >>"%s/calls"\n' "$1" "$PWD"
		cat
	} >"bare/$1"
	chmod +x "bare/$1"
}

# A machine without anything: the compiler finds no header, until `installed` is there.
bare_machine() {
	bare_path
	touch calls
	printf '#!/bin/sh\n[ -e "%s/installed" ]\n' "$PWD" >bare/cc
	cp bare/cc bare/gone
	chmod +x bare/cc bare/gone
	stub "$1" <<END
touch "$PWD/installed"
for tool in pkg-config bats expect strace parallel zsh fish man groff sqlite3 valgrind; do
	printf '#!/bin/sh\nexit 0\n' >"$bare/\$tool"
	chmod +x "$bare/\$tool"
done
END
}

deps() {
	PATH=$bare "$SOURCE_DIR/contrib/deps.sh" "$@"
}

be_user() { # a number
	rm -f bare/id
	printf '#!/bin/sh\necho %s\n' "$1" >bare/id
	chmod +x bare/id
}

@test "make help and make clean need nothing" {
	small_tree
	bare_path
	mkdir -p out
	run env PATH="$bare" make BUILD=out help
	assert_success
	assert_output_contains 'make deps'
	run env PATH="$bare" make BUILD=out clean
	assert_success
	refute_file out
}

@test "deps: nothing to do where all is here" {
	need pkg-config bats expect strace parallel zsh fish man groff sqlite3 valgrind cc
	run "$SOURCE_DIR/contrib/deps.sh" build test
	assert_success
	assert_output 'deps: everything is here (build test)'
}

@test "deps: each package manager is called once, with its own names" {
	for row in 'apt-get:install -y --no-install-recommends:libgit2-dev libpcre2-dev libinih-dev libstemmer-dev libdeflate-dev libcmocka-dev' \
		'dnf:install -y:libgit2-devel pcre2-devel inih-devel libstemmer-devel libdeflate-devel libcmocka-devel' \
		'pacman:-S --needed --noconfirm:libgit2 pcre2 libinih snowball libdeflate cmocka' \
		'apk:add:libgit2-dev pcre2-dev inih-dev libstemmer-dev libdeflate-dev cmocka-dev' \
		'zypper:--non-interactive install:libgit2-devel pcre2-devel inih-devel libstemmer-devel libdeflate-devel libcmocka-devel'; do
		manager=${row%%:*}
		names=${row##*:}
		mkdir "$manager" && cd "$manager"
		bare_machine "$manager"
		be_user 0
		run deps build test
		assert_success
		assert_output_contains 'missing: compiler pkg-config libgit2 pcre2 inih libstemmer libdeflate '
		assert_output_contains ' cmocka bats expect strace parallel' # stop words are data, and may be here
		assert_equal "$(wc -l <calls | tr -d ' ')" 1
		row=${row#*:}
		assert_file_contains calls "$manager ${row%%:*} "
		for name in $names; do
			assert_file_contains calls " $name"
		done
		run deps build test # and the second time, nothing
		assert_success
		assert_equal "$(wc -l <calls | tr -d ' ')" 1
		cd ..
	done
}

@test "deps: sudo for those who need it, never for brew" {
	bare_machine dnf
	be_user 1000
	stub sudo <<<'while [ "$1" = -n ]; do shift; done; exec "$@"'
	run deps build </dev/null
	assert_success
	assert_file_contains calls 'sudo -n dnf install'

	mkdir ../mac && cd ../mac
	bare_machine brew
	be_user 501
	stub sudo <<<'exit 1'
	# Here the compiler comes with the system, and strace is not to be had.
	printf '#!/bin/sh\nfor file; do :; done\n[ -e "%s/installed" ] || ! grep -q git2.h "$file"\n' \
		"$PWD" >bare/cc
	stub brew <<-END
		touch "$PWD/installed"
		for tool in pkg-config bats expect parallel fish groff sqlite3; do ln -s true "$bare/\$tool"; done
	END
	ln -s "$(type -P true)" bare/true
	run deps build test
	assert_success
	assert_output_contains 'installing: brew install pkgconf libgit2 bats-core expect'
	assert_output_contains 'no package for: strace (what needs it is skipped)'
	refute_file_contains calls sudo
}

@test "deps: neither root nor sudo gives a list and the command" {
	bare_machine apt-get
	be_user 1000
	run deps build test
	assert_failure 1
	assert_output_contains 'neither root nor sudo'
	assert_output_contains '  libgit2'
	assert_output_contains 'apt-get install'
	assert_equal "$(cat calls)" ''
}

@test "deps: no package manager, or one that fails" {
	bare_machine apt-get
	rm bare/apt-get
	be_user 0
	run deps build
	assert_failure 1
	assert_output_contains 'no package manager that we know'
	assert_output_contains '  pcre2'

	stub apt-get <<<'exit 100'
	run deps build
	assert_failure 1
	assert_file_contains calls 'apt-get update'
	assert_output_contains 'apt-get failed'

	stub apt-get <<<'exit 0'
	run deps build
	assert_failure 1
	assert_output_contains 'not all is here'
}

@test "make deps comes first, also with -j" {
	small_tree
	mkdir -p contrib
	# Nothing compiles until deps ran: the compiler itself is what it installs.
	printf '#!/bin/sh\nsleep 1\nln -s "$(command -v cc)" late-cc\n' >contrib/deps.sh
	chmod +x contrib/deps.sh
	run small_make -j4 CC="$PWD/late-cc" deps all
	assert_success
	run out/bin/git-detour
	assert_failure 42
}

@test "the manual of signals has every kind, with its level" {
	local page=$SOURCE_DIR/contrib/man/git-detour-signals.7 kind level entry seen=''
	while IFS=', ' read -r kind level; do
		entry=$(awk -v kind="$kind" '/^\.S[SH] /{in_it = $0 == ".SS " kind} in_it' "$page")
		[ -n "$entry" ] || failed "no section for $kind"
		grep -q "^Default: ${level,,}\\.\$" <<<"$entry" || failed "$kind: not at level ${level,,}"
		grep -q '^Looks at: ' <<<"$entry" || failed "$kind: not said what it looks at"
		grep -q "detour\\.signals\\.$kind " <<<"$entry" || failed "$kind: not said how to turn it down"
		seen+=" $kind"
	done < <(sed -n 's/^DETOUR_SIGNAL(\([a-z]*\), \([A-Z]*\),.*/\1, \2/p' "$SOURCE_DIR/src/signal/signals.def")
	[ "$(wc -w <<<"$seen")" -ge 13 ]
	while read -r kind; do
		grep -q "^DETOUR_SIGNAL($kind," "$SOURCE_DIR/src/signal/signals.def" || failed "no kind: $kind"
	done < <(sed -n '/^\.SH KINDS/,/^\.SH SEE/s/^\.SS //p' "$page")
}

@test "what SECURITY.md names as its tests is there" {
	local page=$SOURCE_DIR/contrib/SECURITY.md file name count=0
	# `file.bats`: "name of a test"; the next names of the same file follow it in the same item.
	while IFS=$'\t' read -r file name; do
		count=$((count + 1))
		grep -qF -- "$name" "$SOURCE_DIR"/tests/*/"$file" || failed "$file has no test '$name'"
	done < <(awk '
		function tell() {
			gsub(/[ \t]+/, " ", item)
			file = ""
			while (match(item, /`[a-z_]+\.(bats|c)`|"[^"]+"/)) {
				word = substr(item, RSTART + 1, RLENGTH - 2)
				if (substr(item, RSTART, 1) == "`") file = word
				else if (file != "") print file "\t" word
				item = substr(item, RSTART + RLENGTH)
			}
			item = ""
		}
		/^- / || /^$/ { tell() }
		{ item = item " " $0 }
		END { tell()
		}' "$page")
	[ "$count" -gt 20 ] || failed "only $count tests are named"
}
