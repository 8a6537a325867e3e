load helper
load small_tree

# What packagers do: pack the sources, install where their system wants it, fill in the recipes; and
# what an upgrade does to hooks that are installed. `make check-packages` builds the real packages.

setup_file() {
	make_small_tree
}

version=$(sed -n 's/^VERSION = //p' "$SOURCE_DIR/Makefile")

# The small tree as a repository with one commit.
small_repository() {
	small_tree
	cp "$SOURCE_DIR/.gitignore" .
	printf '/out/\n' >>.gitignore
	git init -q .
	git add .
	GIT_COMMITTER_DATE='@1700000000 +0000' git commit -q -m 'Begin'
}

names() { # FOLDER: files in it, sorted
	(cd "$1" && find . -type f | sort)
}

@test "the same commit packs to the same bytes, and so does what comes out of it" {
	need tar gzip
	small_repository
	tarball=out/packages/git-detour-$version.tar.gz
	small_make dist
	cp "$tarball" ../first.tar.gz
	# Other times, another umask, things that are not committed.
	touch src/answer.c
	chmod g+w src/main.c
	echo stray >src/stray.c
	(umask 077 && run small_make dist && assert_output_contains 'not committed stays out')
	cmp "$tarball" ../first.tar.gz
	run tar -tvzf ../first.tar.gz
	assert_output_contains "-rwxr-xr-x 0/0"
	assert_output_contains "git-detour-$version/src/main.c"
	refute_output_contains stray
	refute_output_contains /out/
	refute_output_contains rw-rw-

	mkdir ../elsewhere && cd ../elsewhere
	tar -xzf ../first.tar.gz
	cd "git-detour-$version"
	mkdir -p build debian out && touch build/x debian/x out/x
	run small_make dist
	assert_success
	cmp "$tarball" ../../first.tar.gz
}

@test "packing wants no compiler and no library, and GNU tar" {
	small_repository
	rm -r out
	run small_make CC=false PKG_CONFIG=false dist
	assert_success
	refute_file out/config.mk
	run small_make TAR=false dist
	assert_failure
	assert_output_contains 'GNU tar'
}

@test "every directory that GNU names can be chosen, and uninstall finds them again" {
	small_tree
	where=(prefix=/p bindir=/b libexecdir=/l mandir=/m bashcompdir=/cb zshcompdir=/cz
		fishcompdir=/cf fishconfdir=/cc)
	run small_make DESTDIR="$PWD/root" "${where[@]}" install
	assert_success
	assert_equal "$(names root)" './b/git-detour
./cb/git-detour
./cc/git-detour.fish
./cf/git-detour.fish
./cz/_git-detour
./l/git-detour/post-commit
./m/man1/git-detour.1
./m/man7/git-detour-signals.7'
	# The program remembers where its hooks are, without DESTDIR.
	grep -qaF "/l/git-detour" out/lib/libdetour.a
	if grep -qaF "$PWD/root" out/lib/libdetour.a; then
		failed 'DESTDIR is in the library'
	fi
	run small_make DESTDIR="$PWD/root" "${where[@]}" uninstall
	assert_success
	assert_equal "$(names root)" ''
	refute_file root/l/git-detour

	small_make DESTDIR="$PWD/two" PREFIX=/p datadir=/d install >/dev/null
	assert_file two/d/zsh/site-functions/_git-detour
	assert_file two/p/share/man/man1/git-detour.1
	assert_file two/p/libexec/git-detour/post-commit
}

@test "the recipe for Arch builds and installs with the same make" {
	need tar gzip bash
	small_repository
	run small_make recipes URL='https://example.org/a&b.tar.gz'
	assert_success
	recipe=$PWD/out/packages/PKGBUILD
	run grep '@[A-Z]' "$recipe"
	assert_no_output
	export CFLAGS=-O0 CPPFLAGS='' LDFLAGS='' srcdir=$PWD/src-of-it pkgdir=$PWD/pkg-of-it
	(
		set -e
		# shellcheck source=/dev/null
		. "$recipe"
		[ "$pkgver" = "$version" ]
		[ "${source[0]}" = 'https://example.org/a&b.tar.gz' ]
		[ "${sha256sums[0]}" = "$(sha256sum <"out/packages/git-detour-$version.tar.gz" | cut -d ' ' -f 1)" ]
		mkdir "$srcdir"
		tar -xzf "out/packages/git-detour-$version.tar.gz" -C "$srcdir"
		touch "$srcdir/$pkgname-$pkgver/LICENSE"
		build >/dev/null
		package >/dev/null
	)
	assert_file pkg-of-it/usr/bin/git-detour
	assert_file pkg-of-it/usr/lib/git-detour/post-commit
	assert_file pkg-of-it/usr/share/licenses/git-detour/LICENSE
}

@test "the formula for Homebrew is Ruby, and filled in" {
	small_repository
	small_make recipes URL=https://example.org/x.tar.gz >/dev/null
	formula=out/packages/git-detour.rb
	assert_file_contains $formula 'homepage "https://example.org"'
	assert_file_contains $formula 'url "https://example.org/x.tar.gz"'
	assert_file_contains $formula "version \"$version\""
	run grep '@[A-Z]' $formula
	assert_no_output
	need ruby
	run ruby -c $formula
	assert_output 'Syntax OK'
	echo 'class' >>contrib/packaging/git-detour.rb.in
	git commit -q -a -m 'Break it'
	run small_make recipes
	assert_failure
}

# The packages of one manager that contrib/deps.sh installs for a set, a line each, sorted.
packages() { # SET COLUMN
	awk -v set="$1" -v column="$2" '
		/^things\(\)/ { on = 1 }
		/^END/ { on = 0 }
		on && $1 == set && $2 != "compiler" && $2 != "pkg-config" && $column != "-" { print $column }
	' "$SOURCE_DIR/contrib/deps.sh" | sed 's/,libzstd-dev$//' | sort # wanted by static archives alone
}

@test "recipes want what make deps installs, and are of this version" {
	cd "$SOURCE_DIR/contrib/packaging"
	assert_equal "$(sed -n '/^Build-Depends:/,/^[A-Z]/s/^ \([^ ,]*\).*/\1/p' debian/control |
		grep -vxE 'debhelper-compat|git|libcmocka-dev|pkgconf' | sort)" "$(packages build 3)"
	assert_equal "$(sed -n 's/^depends=(\(.*\))/\1/p' PKGBUILD.in | tr ' ' '\n' |
		grep -vxE 'git|glibc' | sort)" "$(packages build 5)"
	assert_equal "$(sed -n 's/^  depends_on "\([^"]*\)"$/\1/p' git-detour.rb.in | sort)" \
		"$(packages build 8)"
	assert_equal "$(sed -n '1s/.*(\(.*\)-[^-]*).*/\1/p' debian/changelog)" "$version"
}

# The program and its hooks as make install lays them out.
install_to() { # PREFIX
	mkdir -p "$1/bin" "$1/libexec"
	cp "$BUILD/bin/git-detour" "$1/bin/"
	cp -R "$BUILD/libexec/git-detour" "$1/libexec/"
}

@test "an upgrade to another prefix leaves the hooks working, and doctor tells how to mend them" {
	PATH=${PATH#"$BUILD/bin:"}
	install_to "$PWD/old"
	repo
	commit -t -2h 'Add the retry queue' queue.c
	PATH=$PWD/../old/bin:$PATH git detour install-hooks >/dev/null
	assert_file_contains .git/hooks/post-commit /old/libexec/git-detour/post-commit
	install_to "$PWD/../new"
	rm -r ../old

	# Nothing of it on PATH: as if there were no hook, and commits go on.
	run git revert --no-edit HEAD
	assert_success
	refute_output_contains detour:

	PATH=$(cd ../new/bin && pwd):$PATH
	run git revert --no-edit HEAD
	assert_output_contains 'detour: '
	run git detour install-hooks --status
	assert_failure 1
	assert_output_contains 'runs what PATH finds, for this is gone: '
	run git detour doctor
	assert_failure 1
	assert_output_contains 'post-commit is there: runs what PATH finds, for this is gone: '
	assert_output_contains 'to mend:  git detour install-hooks'
	git detour install-hooks
	assert_file_contains .git/hooks/post-commit /new/libexec/git-detour/post-commit
	run git detour doctor
	assert_success
	assert_output_contains 'all three in'
}
