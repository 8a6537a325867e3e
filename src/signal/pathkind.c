/* Names of files and folders, and what they tell; see pathkind.h. */
#include "pathkind.h"

#include <string.h>
#include <strings.h>

#include "../base/text.h"

struct names {
	unsigned kind;
	const char *list; /* with a space around each */
};

/* Whole names of files, in lower case. */
static const struct names files[] = {
	{DETOUR_PATH_GENERATED,
		" cargo.lock package-lock.json npm-shrinkwrap.json yarn.lock pnpm-lock.yaml "
		"bun.lock "
		"bun.lockb composer.lock gemfile.lock poetry.lock pipfile.lock uv.lock pdm.lock "
		"go.sum "
		"flake.lock mix.lock podfile.lock package.resolved pubspec.lock packages.lock.json "
		"gradle.lockfile deno.lock configure aclocal.m4 config.h.in "},
	{DETOUR_PATH_VERSION,
		" version version.txt version.h version.py version.rb version.go version.ts "
		"version.js "
		"_version.py __version__.py .version def-version release-notes release_notes.md "
		"changes "
		"changes.md changes.txt changes.rst changelog changelog.md changelog.txt "
		"changelog.rst "
		"history.md history.txt history.rst news news.md news.txt news.rst releases.md "
		"releasenotes "},
	{DETOUR_PATH_DOCS, " readme todo todo.txt authors contributors thanks license copying "
			   "changelog changes "
			   "history news notes install hacking contributing "},
	{DETOUR_PATH_PLAN, " plan.md "},
};

/* Whole names of folders. */
static const struct names folders[] = {
	{DETOUR_PATH_VENDORED,
		" vendor vendors vendored third_party third-party thirdparty node_modules "
		"bower_components godeps external extern deps contrib-libs "},
	{DETOUR_PATH_GENERATED,
		" __snapshots__ snapshots dist generated gen __generated__ _generated "},
	{DETOUR_PATH_DOCS, " doc docs documentation man "},
	{DETOUR_PATH_TEST, " test tests spec specs __tests__ testing testdata t unittests e2e "},
	{DETOUR_PATH_SESSION, " sessions "},
};

/* How names end. */
static const struct names endings[] = {
	{DETOUR_PATH_GENERATED,
		" .lock .snap .min.js .min.css .bundle.js .map .pb.go .pb.cc .pb.h _pb2.py .g.dart "
		".generated.cs .designer.cs .po .pot .svg .csv .ipynb "},
	{DETOUR_PATH_DOCS, " .md .markdown .rst .adoc .asciidoc .txt .texi .1 .3 .5 .7 .8 "},
	{DETOUR_PATH_TEST, " _test.go _test.py _test.c _test.cc _test.cpp _test.rb _spec.rb "
			   "_test.exs .test.js "
			   ".test.ts .test.tsx .test.jsx .spec.js .spec.ts .spec.tsx .bats .t "},
};

static bool lists(const char *list, const char *name, size_t size)
{
	for (const char *at = list; (at = strchr(at, ' ')) && at[1]; at++)
		if (!strncasecmp(at + 1, name, size) && at[1 + size] == ' ')
			return true;
	return false;
}

static bool lists_ending(const char *list, const char *name, size_t size)
{
	for (const char *at = list + 1; *at;) {
		size_t length = strcspn(at, " ");

		if (length < size && !strncasecmp(name + size - length, at, length))
			return true;
		at += length + 1;
	}
	return false;
}

static unsigned kinds_of_folder(const char *name, size_t size)
{
	unsigned kinds = 0;

	for (size_t i = 0; i < sizeof(folders) / sizeof(*folders); i++)
		if (lists(folders[i].list, name, size))
			kinds |= folders[i].kind;
	return kinds;
}

/* Read by programs, for all that they end in .txt. */
static const char not_prose[] = " cmakelists.txt requirements.txt constraints.txt robots.txt ";

static unsigned kinds_of_file(const char *name)
{
	size_t size = strlen(name);
	unsigned kinds = 0;

	for (size_t i = 0; i < sizeof(files) / sizeof(*files); i++)
		if (lists(files[i].list, name, size))
			kinds |= files[i].kind;
	for (size_t i = 0; i < sizeof(endings) / sizeof(*endings); i++)
		if (lists_ending(endings[i].list, name, size))
			kinds |= endings[i].kind;
	return lists(not_prose, name, size) ? kinds & ~(unsigned)DETOUR_PATH_DOCS : kinds;
}

unsigned detour_path_kinds(const char *path)
{
	unsigned kinds = 0;
	bool plans = strstr(path, "docs/plans/") != NULL;
	const char *slash;

	for (; (slash = strchr(path, '/')); path = slash + 1)
		kinds |= kinds_of_folder(path, (size_t)(slash - path));
	kinds |= kinds_of_file(path);
	if (plans && detour_text_ends(path, ".md"))
		kinds |= DETOUR_PATH_PLAN;
	return kinds;
}

bool detour_path_is_foreign(const struct detour_scene *scene, const char *path)
{
	return detour_path_kinds(path) & (DETOUR_PATH_GENERATED | DETOUR_PATH_VENDORED) ||
	       (scene->is_generated && scene->is_generated(scene->data, path));
}
