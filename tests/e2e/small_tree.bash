# A tree of the same Makefile with hardly any source, so that building and packing it costs little.
# make_small_tree, in setup_file, makes it once; small_tree, in a test, is a copy of it to stand in.
# shellcheck shell=bash

make_small_tree() {
	mkdir "$BATS_FILE_TMPDIR/tree" && cd "$BATS_FILE_TMPDIR/tree" || return 1
	mkdir -p src/git src/cmd src/install hooks include tests/unit contrib/man contrib/completions
	cp "$SOURCE_DIR/Makefile" .
	cp -R "$SOURCE_DIR/contrib/build" "$SOURCE_DIR/contrib/packaging" contrib/
	cp "$SOURCE_DIR/src/git/offline.c" src/git/
	printf 'int detour_answer(void);\n' >include/detour.h
	printf '#include "detour.h"\nint detour_answer(void)\n{\n\treturn 42;\n}\n' >src/answer.c
	printf 'const char *detour_place(void);\nconst char *detour_place(void)\n{\n\treturn %s;\n}\n' \
		DETOUR_LIBEXECDIR >src/install/look.c
	printf '#include "detour.h"\nint main(void)\n{\n\treturn detour_answer();\n}\n' >src/main.c
	cat >hooks/post-commit.c <<'END'
#include <git2.h>
int main(void)
{
	git_remote *remote = NULL;
	git_repository *repo = NULL;
	if (git_libgit2_init() < 0 || git_repository_init(&repo, "r.git", 1) < 0)
		return 1;
	/* Whatever libgit2 still wants of the network must be an error, not a crash. */
	return git_remote_create_anonymous(&remote, repo, "https://example.com/x") < 0 ||
		git_remote_connect(remote, GIT_DIRECTION_FETCH, NULL, NULL, NULL) == 0 ? 2 : 0;
}
END
	# Its tables have one verb.
	printf '#include <stdio.h>\nint main(void)\n{\n\treturn puts("verb\\tturn\\t\\tturn it") < 0;\n}\n' \
		>contrib/build/tables.c
	printf '.TH git-detour 1 "" @VERSION@\n@commands@\n' >contrib/man/git-detour.1.in
	echo '.TH git-detour-signals 7' >contrib/man/git-detour-signals.7
	for name in git-detour.bash _git-detour git-detour.fish; do
		echo @TABLES@ >"contrib/completions/$name.in"
	done
	touch contrib/completions/git-detour.conf.fish
	small_make -j4
}

# A copy of that tree, built.
small_tree() {
	cp -Rp "$BATS_FILE_TMPDIR/tree" . && cd tree || return 1
}

small_make() {
	make --no-print-directory BUILD=out CFLAGS=-O0 "$@"
}
