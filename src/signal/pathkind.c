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
		"bun.lock bun.lockb composer.lock gemfile.lock poetry.lock pipfile.lock uv.lock "
		"pdm.lock go.sum go.work.sum flake.lock mix.lock podfile.lock package.resolved "
		"pubspec.lock packages.lock.json gradle.lockfile deno.lock module.bazel.lock "
		"configure aclocal.m4 config.h.in ltmain.sh libtool.m4 config.guess config.sub "
		"gradlew gradlew.bat bindata.go project.pbxproj "},
	{DETOUR_PATH_VERSION,
		" version version.txt version.h version.py version.rb version.go version.ts "
		"version.js _version.py __version__.py .version def-version git-version-gen "
		"release-notes release_notes.md release-notes.md changes changes.md changes.txt "
		"changes.rst changelog changelog.md changelog.txt changelog.rst history "
		"history.md history.txt history.rst news news.md news.txt news.rst news.adoc "
		"releases.md releasenotes releasenotes.md .release-please-manifest.json "},
	{DETOUR_PATH_DOCS,
		" readme todo authors contributors thanks license licence copying changelog "
		"changes history news notes install hacking contributing maintainers codeowners "
		"notice credits faq "},
	{DETOUR_PATH_TEST, " conftest.py "},
	{DETOUR_PATH_PLAN, " plan.md "},
};

/* How names end, in any case. */
static const struct names endings[] = {
	{DETOUR_PATH_GENERATED,
		" .lock .snap .min.js .min.css .min.mjs .bundle.js .js.map .css.map .mjs.map "
		".pb.go .pb.gw.go .pb.cc .pb.h .pb.swift _pb2.py _pb2.pyi _pb2_grpc.py .g.dart "
		".freezed.dart .generated.cs .generated.go .generated.ts .generated.h "
		"_generated.go _generated.rs .gen.go .gen.ts .designer.cs .po .pot .svg .csv "
		".ipynb "},
	{DETOUR_PATH_DOCS,
		" .md .mdx .markdown .rst .adoc .asciidoc .txt .texi .texinfo .pod .1 .3 .5 .7 "
		".8 .1.in "},
	{DETOUR_PATH_TEST,
		" _test.go _test.py _tests.py _test.c _test.cc _test.cpp _test.rb _spec.rb "
		"_test.exs _test.dart _test.rs _test.ts _test.js _test.clj _unittest.cc .test.js "
		".test.ts .test.tsx .test.jsx .test.mjs .spec.js .spec.ts .spec.tsx .spec.jsx "
		".bats .t "},
};

/* The same where case matters: "Test.java" ends the name of no Latest.java. */
static const char cased_tests[] = " Test.java Tests.java Test.kt Tests.kt Test.cs Tests.cs "
				  "Test.php Spec.scala Spec.kt Test.scala Tests.swift Spec.hs ";

/* Plain text, or nothing that is compiled or run. */
static const char data_endings[] = " .txt .json .png .html .snap .yml .yaml .xml .out .ambr .md ";

static const char web_endings[] = " .js .mjs .cjs .css .d.ts .html .map ";

/* What is written in a programming language. */
static const char code_endings[] =
	" .c .h .cc .cpp .cxx .hpp .hh .go .rs .py .rb .js .mjs .jsx .ts .tsx .vue .svelte .java "
	".kt .scala .cs .fs .swift .m .mm .php .pl .pm .lua .ex .exs .erl .hs .ml .clj .dart .zig "
	".nim .jl .r .sh .bash .sql .css .scss .less ";

static char lower(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

/* Every path of a history comes by here: one letter tells most words apart. */
static bool lists(const char *list, const char *name, size_t size)
{
	const char first = lower(name[0]);

	for (const char *at = list; (at = strchr(at, ' ')) && at[1]; at++)
		if (at[1] == first && !strncasecmp(at + 1, name, size) && at[1 + size] == ' ')
			return true;
	return false;
}

static bool lists_ending(const char *list, const char *name, size_t size, bool cased)
{
	const char last = size ? lower(name[size - 1]) : '\0';

	for (const char *at = list + 1, *stop; (stop = strchr(at, ' ')); at = stop + 1) {
		size_t length = (size_t)(stop - at);
		const char *end = name + size - length;

		if (length && length < size && lower(stop[-1]) == last &&
			!(cased ? strncmp(end, at, length) : strncasecmp(end, at, length)))
			return true;
	}
	return false;
}

/* One folder on the way to a file. */
struct folder {
	const char *name;
	size_t size;
	const char *parent; /* NULL at the top */
	size_t parent_size;
	bool above_folder;    /* there is another below it */
	bool for_code;        /* the file is in a programming language */
	bool for_web;         /* the file is what browsers load */
	bool for_data, is_md; /* the file is plain data; Markdown */
};

/* `vendor` is also a word of trade: app/models/vendor/order.rb. */
static bool is_trade(const struct folder *folder)
{
	return folder->parent &&
	       lists(" models controllers views serializers services api routes pages components "
		     "admin entities handlers ",
		       folder->parent, folder->parent_size);
}

static bool is_vendored(const struct folder *folder)
{
	if (lists(" vendor vendors vendored ", folder->name, folder->size))
		return !is_trade(folder);
	/* Others' code comes as a folder each, at the top; src/deps/graph.rs is about deps. */
	if (lists(" deps external extern ", folder->name, folder->size))
		return !folder->parent && folder->above_folder;
	return lists(" third_party third-party thirdparty 3rdparty node_modules bower_components "
		     "godeps contrib-libs carthage pods ",
		folder->name, folder->size);
}

static bool is_generated(const struct folder *folder)
{
	/* Builds for the browser; a compiler has a handwritten cmd/dist/main.go. */
	if (lists(" dist ", folder->name, folder->size))
		return !folder->parent || folder->for_web;
	if (lists(" snapshots ", folder->name, folder->size))
		return folder->for_data;
	return lists(" __snapshots__ generated __generated__ _generated .yarn ", folder->name,
		folder->size);
}

static bool is_docs(const struct folder *folder)
{
	if (lists(" doc docs documentation ", folder->name, folder->size))
		return !folder->parent || !folder->for_code;
	return lists(" man manpages ", folder->name, folder->size) && !folder->for_code;
}

static bool is_test(const struct folder *folder)
{
	/* t/ is where Perl and git keep theirs, at the top. */
	if (lists(" t ", folder->name, folder->size))
		return !folder->parent;
	return lists(" test tests spec specs __tests__ __mocks__ testing testdata unittests e2e "
		     "fixtures __fixtures__ testsuite cypress ",
		folder->name, folder->size);
}

static unsigned kinds_of_folder(const struct folder *folder)
{
	unsigned kinds = 0;

	kinds |= is_vendored(folder) ? DETOUR_PATH_VENDORED : 0U;
	kinds |= is_generated(folder) ? DETOUR_PATH_GENERATED : 0U;
	kinds |= is_docs(folder) ? DETOUR_PATH_DOCS : 0U;
	kinds |= is_test(folder) ? DETOUR_PATH_TEST : 0U;
	/* src/sessions/store.rb is about sessions. */
	if (folder->is_md && lists(" sessions ", folder->name, folder->size))
		kinds |= DETOUR_PATH_SESSION;
	if (lists(" relnotes releasenotes release-notes newsfragments changelog.d .changeset "
		  ".changes changelogs ",
		    folder->name, folder->size) &&
		!folder->for_code)
		kinds |= DETOUR_PATH_VERSION | DETOUR_PATH_DOCS;
	return kinds;
}

/* Read by programs, for all that they end in .txt. */
static const char not_prose[] =
	" cmakelists.txt meson_options.txt requirements.txt constraints.txt robots.txt ";

static unsigned kinds_of_file(const char *name)
{
	size_t size = strlen(name);
	unsigned kinds = 0;

	for (size_t i = 0; i < sizeof(files) / sizeof(*files); i++)
		if (lists(files[i].list, name, size))
			kinds |= files[i].kind;
	for (size_t i = 0; i < sizeof(endings) / sizeof(*endings); i++)
		if (lists_ending(endings[i].list, name, size, false))
			kinds |= endings[i].kind;
	if (lists_ending(cased_tests, name, size, true) ||
		(!strncmp(name, "test_", 5) && detour_text_ends(name, ".py")))
		kinds |= DETOUR_PATH_TEST;
	if (!strncmp(name, "zz_generated", 12))
		kinds |= DETOUR_PATH_GENERATED;
	/* CMakeLists.txt and requirements.txt are no prose. */
	if (lists(not_prose, name, size) ||
		(!strncasecmp(name, "requirements", 12) && detour_text_ends(name, ".txt")))
		kinds &= ~(unsigned)DETOUR_PATH_DOCS;
	return kinds;
}

static unsigned kinds_of(const char *path)
{
	bool plans = strstr(path, "docs/plans/") != NULL;
	const char *slash = strrchr(path, '/'), *name = slash ? slash + 1 : path;
	size_t size = strlen(name);
	struct folder folder = {.for_code = lists_ending(code_endings, name, size, false),
		.for_web = lists_ending(web_endings, name, size, false),
		.for_data = lists_ending(data_endings, name, size, false),
		.is_md = lists_ending(" .md ", name, size, false)};
	unsigned kinds = kinds_of_file(name);

	for (; (slash = strchr(path, '/')); path = slash + 1) {
		folder.name = path;
		folder.size = (size_t)(slash - path);
		folder.above_folder = strchr(slash + 1, '/') != NULL;
		kinds |= kinds_of_folder(&folder);
		folder.parent = folder.name;
		folder.parent_size = folder.size;
	}
	if (plans && folder.is_md)
		kinds |= DETOUR_PATH_PLAN;
	return kinds;
}

/* A history changes the same files again and again, and several signals ask of each. */
enum { KNOWN_PATHS = 1024 };

unsigned detour_path_kinds(const char *path)
{
	static _Thread_local struct {
		uint64_t key;
		unsigned kinds;
	} known[KNOWN_PATHS];
	uint64_t key = detour_hash_fast(path, strlen(path)) | 1;
	size_t slot = (size_t)(key >> 1) % KNOWN_PATHS;

	if (known[slot].key != key) {
		known[slot].kinds = kinds_of(path);
		known[slot].key = key;
	}
	return known[slot].kinds;
}

bool detour_path_is_foreign(const struct detour_scene *scene, const char *path)
{
	return detour_path_kinds(path) & (DETOUR_PATH_GENERATED | DETOUR_PATH_VENDORED) ||
	       (scene->is_generated && scene->is_generated(scene->data, path));
}
