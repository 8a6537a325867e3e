#!/bin/sh
# Installs what is missing, with the package manager of the system; without network where nothing is.
#
# usage: deps.sh build|test|lint|browser|managers|package…      the sets, each checked by itself
#
# Whether something is here is found out by compiling a line or by looking for the command, never by
# asking the package manager: what was built by hand counts too.

set -u
: "${CC:=cc}" "${PKG_CONFIG:=pkg-config}"

say() {
	printf 'deps: %s\n' "$*"
}

scratch=$(mktemp -d) || exit 1
trap 'rm -rf "$scratch"' EXIT
trap 'exit 130' INT TERM

has() {
	command -v "$1" >/dev/null 2>&1
}

compiles() { # pkg-config's name, then the lines of a source file
	flags=$("$PKG_CONFIG" --cflags "$1" 2>/dev/null)
	shift
	printf '%s\n' "$@" >"$scratch/probe.c"
	# shellcheck disable=SC2086
	$CC ${CFLAGS:-} $flags -c -o "$scratch/probe.o" "$scratch/probe.c" >/dev/null 2>&1
}

sanitizes() { # clang comes without its run-time library in some systems
	printf 'int main(void) { return 0; }\n' >"$scratch/probe.c"
	clang -fsanitize=address,undefined -o "$scratch/probe" "$scratch/probe.c" >/dev/null 2>&1
}

# One row a thing: set, name, then the package of it (with commas: packages; the archive of newer
# libcrypto, which some libgit2.a wants, itself wants that of zstd) for
# apt, dnf, pacman, apk, zypper and brew. A dash: it has none, and we do without: what needs it is
# skipped where it is used.
things() {
	cat <<'END'
build compiler     gcc,libc6-dev  gcc                gcc        gcc,musl-dev        gcc                -
build pkg-config   pkg-config     pkgconf-pkg-config pkgconf    pkgconf             pkgconf-pkg-config pkgconf
build libgit2      libgit2-dev,libzstd-dev libgit2-devel      libgit2    libgit2-dev         libgit2-devel      libgit2
build pcre2        libpcre2-dev   pcre2-devel        pcre2      pcre2-dev           pcre2-devel        pcre2
build inih         libinih-dev    inih-devel         libinih    inih-dev            inih-devel         inih
build libstemmer   libstemmer-dev libstemmer-devel   snowball   libstemmer-dev      libstemmer-devel   snowball
build libdeflate   libdeflate-dev libdeflate-devel   libdeflate libdeflate-dev      libdeflate-devel   libdeflate
build stopwords    liblingua-stopwords-perl perl-Lingua-StopWords - -               -                  -
test  cmocka       libcmocka-dev  libcmocka-devel    cmocka     cmocka-dev          libcmocka-devel    cmocka
test  bats         bats           bats               bash-bats  bats                bats               bats-core
test  expect       expect         expect             expect     expect              expect             expect
test  strace       strace         strace             strace     strace              strace             -
test  parallel     parallel       parallel           parallel   parallel            gnu_parallel       parallel
test  bash-completion bash-completion bash-completion bash-completion bash-completion bash-completion bash-completion@2
test  zsh          zsh            zsh                zsh        zsh                 zsh                -
test  fish         fish           fish               fish       fish                fish               fish
test  groff        groff-base     groff-base         groff      groff               groff              groff
test  man          man-db         man-db             man-db     man-db              man                -
test  sqlite3      sqlite3        sqlite             sqlite     sqlite              sqlite3            sqlite
test  valgrind     valgrind       valgrind           valgrind   valgrind            valgrind           -
managers npm       npm            npm                npm        npm                 npm                node
managers git-lfs   git-lfs        git-lfs            git-lfs    git-lfs             git-lfs            git-lfs
managers pre-commit pre-commit    pre-commit         pre-commit pre-commit          -                  pre-commit
managers yaml      python3-yaml   python3-pyyaml     python-yaml py3-yaml           python3-PyYAML     -
managers tig       tig            tig                tig        tig                 tig                tig
managers magit     emacs-nox,elpa-magit emacs-nox,emacs-magit - -                  -                  -
managers git-gui   git-gui,tk     git-gui            tk         git-gui             git-gui            git-gui
managers Xvfb      xvfb           xorg-x11-server-Xvfb xorg-server-xvfb xvfb        xorg-x11-server-Xvfb -
managers xdotool   xdotool        xdotool            xdotool    xdotool             xdotool            -
lint  clang        clang          clang              clang      clang               clang              llvm
lint  clang-rt     libclang-rt-dev compiler-rt       compiler-rt compiler-rt        clang              -
lint  clang-format clang-format   clang-tools-extra  clang      clang-extra-tools   clang              clang-format
lint  clang-tidy   clang-tidy     clang-tools-extra  clang      clang-extra-tools   clang              llvm
lint  shellcheck   shellcheck     ShellCheck         shellcheck shellcheck          ShellCheck         shellcheck
browser chromium   chromium       chromium           chromium   chromium            chromium           -
package dpkg-buildpackage dpkg-dev -                 -          -                   -                  -
package dh         debhelper      -                  -          -                   -                  -
package fakeroot   fakeroot       -                  -          -                   -                  -
package lintian    lintian        -                  -          -                   -                  -
package ruby       ruby           ruby               ruby       ruby                ruby               -
END
}

is_here() {
	case $1 in
	compiler) compiles none '#include <stdio.h>' ;;
	libgit2) compiles libgit2 '#include <git2.h>' ;;
	pcre2) compiles libpcre2-8 '#define PCRE2_CODE_UNIT_WIDTH 8' '#include <pcre2.h>' ;;
	inih) compiles inih '#include <stdio.h>' '#include <ini.h>' ;;
	libstemmer) compiles libstemmer '#include <libstemmer.h>' ;;
	libdeflate) compiles libdeflate '#include <libdeflate.h>' ;;
	stopwords) sh "$(dirname "$0")/build/stopwords.sh" | grep -q '^{"danish"' ;;
	cmocka)
		compiles cmocka '#include <stdarg.h>' '#include <stddef.h>' '#include <stdint.h>' \
			'#include <setjmp.h>' '#include <cmocka.h>'
		;;
	pkg-config) has "$PKG_CONFIG" ;;
	clang-rt) sanitizes ;;
	magit) emacs -q --batch --eval "(require 'magit)" >/dev/null 2>&1 ;;
	yaml) /usr/bin/python3 -c 'import yaml' 2>/dev/null ;;
	git-gui) [ -x "$(git --exec-path 2>/dev/null)/git-citool" ] && has wish ;;
	bash-completion) "$PKG_CONFIG" --exists bash-completion 2>/dev/null ;;
	*) has "$1" ;;
	esac
}

# What is missing of the sets that were asked for.
missing() {
	things | while read -r set name _; do
		case " $sets " in
		*" $set "*) is_here "$name" || printf ' %s' "$name" ;;
		esac
	done
}

find_manager() {
	column=2
	for manager in apt-get dnf pacman apk zypper brew; do
		column=$((column + 1))
		has "$manager" && return 0
	done
	manager=
	return 1
}

# The packages of this manager for the things named, each once; what has none goes to $lacking.
packages_of() {
	wanted=
	lacking=
	for name in "$@"; do
		package=$(things | awk -v name="$name" -v column="$column" '$2 == name { print $column }')
		if [ "$package" = - ]; then
			lacking="$lacking $name"
			continue
		fi
		for one in $(printf '%s' "$package" | tr , ' '); do
			case " $wanted " in
			*" $one "*) ;;
			*) wanted="$wanted $one" ;;
			esac
		done
	done
}

# The command that installs, without the packages.
command_of() {
	case $1 in
	apt-get) echo 'env DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends' ;;
	dnf) echo 'dnf install -y' ;;
	pacman) echo 'pacman -S --needed --noconfirm' ;;
	apk) echo 'apk add' ;;
	zypper) echo 'zypper --non-interactive install' ;;
	brew) echo 'brew install' ;;
	esac
}

# Who may install: nobody but root, save for brew, which refuses root.
elevate() {
	root=
	if [ "$manager" = brew ] || [ "$(id -u)" = 0 ]; then
		return 0
	fi
	if has sudo; then
		root=sudo
		[ -t 0 ] || root='sudo -n' # nobody is there to type a password
	elif has doas; then
		root=doas
	else
		return 1
	fi
}

give_up() {
	say "$1"
	say 'missing, to be installed by hand:'
	for name in $absent; do
		printf '  %s\n' "$name"
	done
	if [ -n "$manager" ] && [ -n "$wanted" ]; then
		say "$([ "$manager" = brew ] || echo "as root: ")$install$wanted"
	fi
	exit 1
}

sets=$*
case " $sets " in
*" build "* | *" test "* | *" lint "* | *" browser "* | *" managers "* | *" package "*) ;;
*)
	echo 'usage: deps.sh build|test|lint|browser|managers|package…' >&2
	exit 2
	;;
esac

# Is all here, but for what this system has no package of?
is_complete() {
	absent=
	for name in $(missing); do
		case " $lacking " in
		*" $name "*) ;;
		*) absent="$absent $name" ;;
		esac
	done
	[ -z "$absent" ]
}

wanted=
lacking=
if is_complete; then
	say "everything is here ($sets)"
	exit 0
fi

find_manager || give_up 'no package manager that we know (apt, dnf, pacman, apk, zypper, brew)'
install=$(command_of "$manager")
# shellcheck disable=SC2086
packages_of $absent
# Without the package of stop words the short lists that are built in serve.
for name in $lacking; do
	case $name in
	stopwords) say "$manager has no package for: $name (the short lists built in serve)" ;;
	*) say "$manager has no package for: $name (what needs it is skipped)" ;;
	esac
done
case " $lacking " in
*' compiler '*) give_up 'no C compiler that works' ;;
esac
if is_complete; then
	exit 0
fi
elevate || give_up 'neither root nor sudo'

say "missing:$absent"
say "installing: ${root:+$root }$install$wanted"
# The package lists of a fresh machine are empty or old: fetch them only when a package is not found.
# shellcheck disable=SC2086
if ! $root $install $wanted; then
	case $manager in
	apt-get) $root apt-get update && $root $install $wanted ;;
	pacman) $root pacman -Sy && $root $install $wanted ;;
	apk) $root apk update && $root $install $wanted ;;
	*) false ;;
	esac || give_up "$manager failed"
fi

is_complete || give_up "$manager ran, but not all is here now"
say "done ($sets)"
