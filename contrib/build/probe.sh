#!/bin/sh
# Finds out what this machine offers and prints it as make variables.
#
# usage: CC=… CFLAGS=… LDFLAGS=… LINK=auto|static|dynamic PKG_CONFIG=… probe.sh DIRECTORY
#
# DIRECTORY is a scratch directory of ours. Run from the top of the source tree. What is printed:
#   HARDEN_CFLAGS, HARDEN_LDFLAGS   the hardening that compiler and linker know
#   LIB_CFLAGS, LIBS                for libgit2, pcre2, inih, libstemmer and libdeflate; LIB_CFLAGS also finds
#                                   stopwords.inc, which is made in DIRECTORY
#   TEST_CFLAGS, TEST_LIBS          for cmocka
#   LINKED                          static or dynamic
#
# Static means: libgit2 and what it needs come from their archives, with src/git/offline.c in the
# place of the network; the C library stays dynamic. It is chosen where a small program links, runs
# and carries no socket.

set -u
scratch=$1
mkdir -p "$scratch" || exit 1
: "${CC:=cc}" "${CFLAGS:=}" "${CPPFLAGS:=}" "${LDFLAGS:=}" "${LINK:=auto}"
: "${PKG_CONFIG:=pkg-config}" "${NM:=nm}"
log=$scratch/probe.log
: >"$log"

note() {
	printf 'probe: %s\n' "$*" >&2
}

# Words in flags are separated by blanks, as in make: they are split on purpose.
# shellcheck disable=SC2086
compile() { # FLAGS… -o OUT SOURCE…
	printf '+ %s\n' "$CC $CPPFLAGS $CFLAGS $*" >>"$log"
	$CC $CPPFLAGS $CFLAGS "$@" >>"$log" 2>&1
}

knows() { # FLAG…: do compiler and linker take them without a word?
	printf 'int main(void) { return 0; }\n' >"$scratch/flag.c"
	compile -Werror "$@" -o "$scratch/flag" "$scratch/flag.c"
}

package() { # --cflags|--libs NAME FALLBACK
	if ! "$PKG_CONFIG" "$1" "$2" 2>/dev/null; then
		printf '%s\n' "$3"
	fi
}

archive() { # NAME: full path of libNAME.a, or nothing
	path=$($CC -print-file-name="lib$1.a" 2>/dev/null)
	case $path in
	/*) ;;
	*)
		path=$("$PKG_CONFIG" --variable=libdir libgit2 2>/dev/null)/lib$1.a
		;;
	esac
	[ -f "$path" ] && printf '%s/%s' "$(cd "$(dirname "$path")" && pwd)" "lib$1.a"
}

# ---- hardening

harden_c='-fstack-protector-strong -fstack-clash-protection -fcf-protection -fPIE'
harden_l='-pie -Wl,-z,relro -Wl,-z,now -Wl,-z,noexecstack -Wl,--as-needed -Wl,--gc-sections'
# Nearly every compiler knows them all: only where one does not, each is tried by itself.
# shellcheck disable=SC2086
if ! knows $harden_c $harden_l; then
	for flag in $harden_c $harden_l; do
		case $flag in
		-fPIE) knows -fPIE -pie && printf 'c %s\nl %s\n' -fPIE -pie ;;
		-pie) ;; # goes with the one above
		-Wl*) knows "$flag" && printf 'l %s\n' "$flag" ;;
		*) knows "$flag" && printf 'c %s\n' "$flag" ;;
		esac
	done >"$scratch/known"
	harden_c=$(sed -n 's/^c //p' "$scratch/known" | tr '\n' ' ')
	harden_l=$(sed -n 's/^l //p' "$scratch/known" | tr '\n' ' ')
fi
case " $CFLAGS " in
*" -fsanitize"*) ;; # the sanitizers watch the same calls themselves
*" -O0 "* | *_FORTIFY_SOURCE*) ;;
*" -O"*) knows -D_FORTIFY_SOURCE=2 && harden_c="$harden_c -U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=2" ;;
esac

# ---- libraries

# libstemmer has no .pc file in most systems.
lib_cflags="$(package --cflags libgit2 '') $(package --cflags libpcre2-8 '') $(package --cflags inih '') $(package --cflags libstemmer '') $(package --cflags libdeflate '')"
lib_libs="$(package --libs libgit2 -lgit2) $(package --libs libpcre2-8 -lpcre2-8) $(package --libs inih -linih) $(package --libs libstemmer -lstemmer) $(package --libs libdeflate -ldeflate)"

contrib/build/stopwords.sh >"$scratch/stopwords.new" || exit 1
mv "$scratch/stopwords.new" "$scratch/stopwords.inc"

cat >"$scratch/program.c" <<'END'
#define PCRE2_CODE_UNIT_WIDTH 8
#include <git2.h>
#include <ini.h>
#include <libdeflate.h>
#include <libstemmer.h>
#include <pcre2.h>
#include <stddef.h>
int main(int argc, char **argv)
{
	git_repository *repo = NULL;
	int number, error = git_libgit2_init() < 0;
	size_t offset;
	pcre2_code *code = pcre2_compile((PCRE2_SPTR)"a", 1, 0, &number, &offset, NULL);
	pcre2_code_free(code);
	if (argc > 1)
		error |= ini_parse(argv[1], NULL, NULL);
	error |= !sb_stemmer_list();
	libdeflate_free_decompressor(libdeflate_alloc_decompressor());
	if (git_repository_open_ext(&repo, "/nowhere", 0, NULL) == 0)
		git_repository_free(repo);
	git_libgit2_shutdown();
	return error;
}
END

# shellcheck disable=SC2086
has_header() {
	printf '%s\n' "$1" >"$scratch/header.c"
	compile $lib_cflags -c -o "$scratch/header.o" "$scratch/header.c"
}

# Nothing links: says what is missing, as far as that can be told, and ends.
explain() {
	missing=
	has_header '#include <git2.h>' || missing="$missing libgit2"
	has_header '#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>' || missing="$missing pcre2"
	has_header '#include <stdio.h>
#include <ini.h>' || missing="$missing inih"
	has_header '#include <libstemmer.h>' || missing="$missing libstemmer"
	has_header '#include <libdeflate.h>' || missing="$missing libdeflate"
	if ! knows -O0; then
		note "the compiler $CC does not work; see $log"
	elif [ -n "$missing" ]; then
		note "missing:$missing (headers)"
	else
		note "libgit2, pcre2, inih, libstemmer or libdeflate do not link; see $log"
	fi
	note 'make deps installs what is missing'
	exit 1
}

# The archives that libgit2 may want, those that are here; unneeded ones add nothing.
static_libs() {
	archive git2 || return 1
	printf ' '
	for name in http_parser llhttp mbedcrypto crypto zstd pcre2-8 pcre inih stemmer deflate z; do
		archive $name && printf ' '
	done
	for name in pcre2-8 inih stemmer deflate; do
		archive $name >/dev/null || package --libs $name "-l$name"
	done
	printf '%s' '-lpthread'
}

network='socket|connect|getaddrinfo|gethostbyname|recv|recvfrom|send|sendto'

# shellcheck disable=SC2086
try_static() {
	libs=$(static_libs) || return 1
	compile $lib_cflags -ffunction-sections -fdata-sections $harden_c \
		-o "$scratch/program" "$scratch/program.c" src/git/offline.c \
		$harden_l $LDFLAGS $libs || return 1
	"$scratch/program" >>"$log" 2>&1 || return 1
	if "$NM" -D --undefined-only "$scratch/program" 2>>"$log" |
		grep -Eq "[[:space:]]($network)(@|\$)"; then
		printf 'sockets remain\n' >>"$log"
		return 1
	fi
	"$NM" -D "$scratch/program" >>"$log" 2>&1
}

# shellcheck disable=SC2086
try_dynamic() {
	compile $lib_cflags $harden_c -o "$scratch/program" "$scratch/program.c" \
		$harden_l $LDFLAGS $lib_libs && "$scratch/program" >>"$log" 2>&1
}

linked=
case $LINK in
auto | static)
	if try_static; then
		linked=static
		lib_libs=$libs
	elif [ "$LINK" = static ]; then
		note "libgit2 does not link statically here; see $log"
		exit 1
	fi
	;;
dynamic) ;;
*)
	note "LINK=$LINK: say auto, static or dynamic"
	exit 1
	;;
esac
if [ -z "$linked" ]; then
	try_dynamic || explain
	linked=dynamic
fi

cat <<END
HARDEN_CFLAGS := $harden_c
HARDEN_LDFLAGS := $harden_l
LIB_CFLAGS := $lib_cflags -I$scratch
LIBS := $lib_libs
TEST_CFLAGS := $(package --cflags cmocka '')
TEST_LIBS := $(package --libs cmocka -lcmocka)
LINKED := $linked
END
