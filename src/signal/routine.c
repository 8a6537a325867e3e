/* Releases, updates, imports; see routine.h. */
#include "routine.h"

#include <string.h>
#include <strings.h>

#include "../base/text.h"
#include "../pattern.h"
#include "pathkind.h"

#define NUMBER "v?\\d+(?:\\.\\d+)+[-\\w.+]*"
/* "scope: ", "[tag] " */
#define LEAD "^(?:\\[[^\\]]{1,30}\\]\\ *|[\\w./@()-]{1,40}!?:\\ +)?"
#define DIGITS ".0|.1|.2|.3|.4|.5|.6|.7|.8|.9"
#define PULL "(?:\\ \\(\\#\\d+\\))?[.!]?$"

/* One form a line. */
/* clang-format off */
/* Nothing else is called like that. */
static struct detour_pattern unmistakable =
	DETOUR_PATTERN(DIGITS "|release|version|publish|tag |squashed|merge commit|initial",
		"^(?:[\\w/@.-]*?@?" NUMBER PULL "|(?:chore|build|ci)\\(release\\)!?:"
		"|\\[maven-release-plugin\\]"
		"|(?:chore:\\ )?(?:release|publish|released|releasing|version|tag)[\\ "
		":]+(?:version\\ |of\\ |for\\ )?"
		"(?:[\\w@/.-]+[\\ @:-])?v?\\d+(?:\\.\\d+)*[-\\w.+]*" PULL
		"|(?:cut|tag|prepare|preparing|start|mark|begin)\\ (?:for\\ )?(?:the\\ "
		")?(?:release|version)\\b.{0,20}?v?\\d"
		"[-\\w.+]*" PULL "|Squashed\\ '[^']+'\\ (?:changes|content)\\ from"
		"|Merge\\ commit\\ '[0-9a-f]+'\\ as\\ '"
		"|Initial\\ (?:commit|import|revision)\\b)",
		DETOUR_PATTERN_CASELESS | DETOUR_PATTERN_EXTENDED);

/* These mean it where the paths do as well. */
static struct detour_pattern release =
	DETOUR_PATTERN(DIGITS "|version|bump|release|changelog|change-log|iteration|news",
		"(?:" LEAD "(?:(?:bump|set|increment|increase|raise|change|update)(?:s|ed|ing)?\\b."
			   "{0,40}\\bversions?\\b"
		"|version\\ bump"
		"|bump\\ (?:to|for|it\\ to)?\\ ?v?\\d"
		"|bump\\ \\S+\\ (?:to\\ )?" NUMBER "\\b"
		"|(?:prepare|prep|post|pre|after|begin|start|open|back\\ to)[-\\ ](?:for\\ "
		")?(?:the\\ )?(?:next\\ )?.{0,20}"
		"\\b(?:release|development|dev|version|iteration)\\b"
		"|(?:release|version)\\b.{0,40}\\d"
		"|update\\ (?:the\\ )?(?:change-?log|release\\ notes|news)\\b)"
		"|^[a-z][\\w.-]*\\ v?\\d+\\.\\d+[-\\w.+]*(?:\\ release)?" PULL ")",
		DETOUR_PATTERN_CASELESS | DETOUR_PATTERN_EXTENDED);

static struct detour_pattern update =
	DETOUR_PATTERN("bump|update|upgrade|deps|depend|lock|roll|tidy|audit|submodule|pin ",
		"(?:^(?:\\w+)\\(deps[\\w-]*\\)!?:|^deps:|" LEAD
		"(?:(?:bump|update|upgrade|roll|pin)(?:s|ed|ing)?\\ (?:\\S+\\ ){1,6}(?:from\\ "
		"\\S+\\ )?to\\ (?:version\\ )?v?\\d"
		"|bump\\ \\S+\\ from\\ \\S+\\ to\\ "
		"|bump\\ the\\ \\S+\\ group"
		"|(?:bump|update|upgrade|refresh|pin)(?:s|ed|ing)?\\ (?:\\S+\\ ){0,3}"
		"(?:dependency|dependencies|deps|dev-?deps|lock-?\\ "
		"?files?|submodules?|crates|modules|packages|"
		"(?:package|cargo|yarn|poetry|composer|gemfile|flake)[-.]?(?:lock)?\\S*lock\\S*)\\b"
		"|lock\\ ?file\\ maintenance|cargo\\ update|go\\ mod\\ tidy|npm\\ audit\\ fix"
		"|roll\\ \\S+\\ (?:from\\ )?[0-9a-f]{6,}))",
		DETOUR_PATTERN_CASELESS | DETOUR_PATTERN_EXTENDED);

static struct detour_pattern import = DETOUR_PATTERN("import|vendor|sync|copy|subtree",
	LEAD "(?:import|vendor|re-?import|sync|copy\\ in|add\\ (?:a\\ "
	     ")?(?:vendored|subtree))(?:s|ed|ing)?\\b",
	DETOUR_PATTERN_CASELESS | DETOUR_PATTERN_EXTENDED);
/* clang-format on */

/* Where projects keep the version of themselves and of what they use. */
static bool is_manifest(const struct detour_change *change)
{
	static const char *const names[] = {"package.json", "cargo.toml", "pyproject.toml",
		"setup.py", "setup.cfg", "pom.xml", "build.gradle", "build.gradle.kts",
		"gradle.properties", "gradle-wrapper.properties", "libs.versions.toml", "gemfile",
		"go.mod", "go.work", "mix.exs", "rebar.config", "composer.json", "configure.ac",
		"configure.in", "cmakelists.txt", "meson.build", "makefile", "makefile.am",
		"dockerfile", ".gitmodules", ".pre-commit-config.yaml", "flake.nix", "lerna.json",
		"manifest.json", "bower.json", "chart.yaml", "conf.py", "__init__.py",
		"directory.packages.props", "directory.build.props", "deno.json", "jsr.json",
		"pubspec.yaml", "project.clj", "build.sbt", "package.swift", "podfile",
		"module.bazel", "workspace", "git-version-gen", ".nvmrc", ".node-version",
		".ruby-version", ".tool-versions", "versions.props", "docker-compose.yml"};
	static const char *const endings[] = {".gemspec", ".podspec", ".cabal", ".csproj",
		".fsproj", ".nuspec", ".rockspec", ".spec", ".gradle", ".pbxproj", ".plist", ".rc",
		"version.rs", "version.c", "version.cc", "version.java", "version.php",
		"version.lua", "version.sh", "version.ex"};
	const char *slash = strrchr(change->path, '/'), *name = slash ? slash + 1 : change->path;
	size_t size = strlen(name);

	if (change->new_mode == 0160000 || change->old_mode == 0160000 ||
		detour_text_starts(change->path, ".github/workflows/"))
		return true;
	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++)
		if (!strcasecmp(name, names[i]))
			return true;
	for (size_t i = 0; i < sizeof(endings) / sizeof(*endings); i++) {
		size_t length = strlen(endings[i]);

		if (size >= length && !strcasecmp(name + size - length, endings[i]))
			return true;
	}
	return detour_text_starts(name, "requirements") && detour_text_ends(name, ".txt");
}

static bool is_kept_by_routine(const struct detour_scene *scene, const struct detour_change *change)
{
	return detour_path_kinds(change->path) & (DETOUR_PATH_VERSION | DETOUR_PATH_DOCS) ||
	       is_manifest(change) || detour_path_is_foreign(scene, change->path);
}

/* The commit with its paths, where they may be known; else NULL. */
static const struct detour_commit *paths_of(const struct detour_scene *scene)
{
	if (!(scene->facts & DETOUR_FACT_PATHS) && !(scene->commit->facts & DETOUR_FACT_PATHS))
		return NULL;
	return scene->paths(scene->data);
}

static bool only_versions(const struct detour_scene *scene)
{
	const struct detour_commit *commit = paths_of(scene);

	for (size_t i = 0; commit && i < commit->change_count; i++)
		if (!is_kept_by_routine(scene, &commit->changes[i]))
			return false;
	return true;
}

/* "Import os" is a line of code; an import brings many files that were not there, or others' ones.
 */
static bool brings_much(const struct detour_scene *scene)
{
	enum { MANY = 20 };
	const struct detour_commit *commit = paths_of(scene);
	size_t added = 0, foreign = 0;

	for (size_t i = 0; commit && i < commit->change_count; i++) {
		added += commit->changes[i].status == 'A';
		foreign += detour_path_is_foreign(scene, commit->changes[i].path);
	}
	return commit && commit->change_count &&
	       (foreign == commit->change_count ||
		       (added >= MANY && added * 10 >= commit->change_count * 9));
}

bool detour_commit_is_routine(const struct detour_scene *scene)
{
	const char *subject = scene->commit->subject;
	size_t size = strlen(subject);

	if (!scene->commit->parent_count && !scene->commit->shallow)
		return true;
	if (detour_pattern_match(&unmistakable, subject, size, NULL, 0))
		return true;
	if (detour_pattern_match(&release, subject, size, NULL, 0) ||
		detour_pattern_match(&update, subject, size, NULL, 0))
		return only_versions(scene);
	return detour_pattern_match(&import, subject, size, NULL, 0) && brings_much(scene);
}
