/* Commits that every project makes as a matter of course, and who makes them. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <stdio.h>
#include <string.h>

#include "scene.h"
#include "signal/author.h"
#include "signal/routine.h"

static struct scene_history history;

static int set_up(void **state)
{
	(void)state;
	scene_init(&history);
	scene_add(&history, NULL, 0, "Add the queue");
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	scene_release(&history);
	return 0;
}

/* Is a second commit of this subject that changes this path (NULL: none) routine? */
static bool routine(const char *subject, const char *path)
{
	struct detour_commit *commit;

	history.count = 1;
	commit = scene_add(&history, NULL, 1, subject);
	if (path)
		scene_path(&history, commit, path);
	return detour_commit_is_routine(scene_judge(&history, 1));
}

static void each(const char *const *subjects, const char *path, bool expected)
{
	for (; *subjects; subjects++)
		if (routine(*subjects, path) != expected)
			fail_msg("%s (%s) should %sbe routine", *subjects, path,
				expected ? "" : "not ");
}

#define EACH(path, expected, ...) each((const char *const[]){__VA_ARGS__, NULL}, path, expected)

static void test_releases(void **state)
{
	(void)state;
	EACH("src/main.c", true, "v1.2.3", "1.2.3", "Release 1.2.3", "Release v1.2.3 (#12)",
		"release: 2.0.0-rc.1", "chore(release): publish", "core@3.2.1", "Version 4.0",
		"chore: release 1.2.3", "Prepare release 2.1", "Tag v3.0.1",
		"[maven-release-plugin] prepare for next development iteration");
	EACH("package.json", true, "Bump version", "Bump version to 1.2.3", "bump to 7.4.0",
		"Start the next development iteration", "Git 2.39.1", "Update changelog",
		"jq 1.7 release", "Set version to 3.0.0.dev0",
		"chore: bump version to 3.1.0-beta.1");
	EACH("src/protocol.c", false, "Bump version of the wire protocol", "Git 2.39.1",
		"Update version check", "Release the lock early", "Release 5 locks at once",
		"Support Python 3.8", "Prepare the next release of memory", "Add v2.0 API",
		"Set version lazily", "Version the cache");
}

static void test_updates(void **state)
{
	(void)state;
	EACH("go.sum", true, "Bump golang.org/x/net from 0.1.0 to 0.2.0", "chore(deps): bump a",
		"fix(deps): update module x to v2", "Update dependency vite to v5.1.2",
		"build(deps-dev): bump b", "Upgrade lodash to 4.17.21", "Lock file maintenance",
		"Update dependencies", "cargo update", "deps: bump regex from 1.2 to 1.3",
		"Bump the npm group with 3 updates",
		"[main] Update dependencies from dotnet/arcade");
	EACH(".github/workflows/ci.yml", true, "Bump actions/checkout from 3 to 4");
	EACH("src/queue.c", false, "Update dependency graph on insert", "Bump limit from 10 to 20",
		"chore(deps): adapt to the new API", "Update modules list", "Roll the dice");
}

static void test_imports(void **state)
{
	char path[32];

	(void)state;
	assert_true(routine("Initial commit", "src/queue.c"));
	assert_true(routine("Squashed 'lib/' changes from abc1234..def5678", "lib/a.c"));
	assert_true(routine("Vendor zlib 1.3", "third_party/zlib/a.c"));
	assert_false(routine("Import os in the worker", "src/worker.py"));
	assert_false(routine("Vendor page", "src/pages/vendor.tsx"));
	history.count = 1;
	scene_add(&history, NULL, 1, "Import the old worker");
	for (int i = 0; i < 20; i++) {
		snprintf(path, sizeof(path), "worker/%d.c", i);
		scene_change(&history, &history.commits[1], path, NULL, path);
	}
	assert_true(detour_commit_is_routine(scene_judge(&history, 1)));
}

static void test_roots(void **state)
{
	(void)state;
	assert_true(detour_commit_is_routine(scene_judge(&history, 0)));
	history.commits[0].shallow = true;
	assert_false(detour_commit_is_routine(scene_judge(&history, 0)));
	assert_false(routine("Add the retry queue", "src/queue.c"));
	assert_false(routine("", NULL));
}

static const struct detour_commit *no_paths(void *data)
{
	(void)data;
	fail_msg("the paths were loaded");
	return NULL;
}

/* A quiet commit's paths are not loaded for this; where they may not be, the subject decides. */
static void test_cost(void **state)
{
	struct detour_scene scene;

	(void)state;
	scene_add(&history, NULL, 1, "Add the retry queue");
	scene_add(&history, NULL, 2, "Bump version");
	scene = *scene_judge(&history, 1);
	scene.paths = no_paths;
	assert_false(detour_commit_is_routine(&scene));
	scene = *scene_judge(&history, 2);
	history.commits[2].facts = scene.facts = DETOUR_FACT_MESSAGE;
	scene.paths = no_paths;
	assert_true(detour_commit_is_routine(&scene));
}

static bool bot(const char *name, const char *email)
{
	struct detour_commit commit = {.author_name = name, .author_email = email};

	return detour_author_is_bot(&commit);
}

static void test_bots(void **state)
{
	(void)state;
	assert_true(bot("dependabot[bot]", "49699333+dependabot[bot]@users.noreply.github.com"));
	assert_true(bot("Acme Release Bot", "release@example.org"));
	assert_true(bot("Kubernetes Prow Robot", "k8s-ci-robot@users.noreply.github.com"));
	assert_true(bot("k8s-ci-robot", ""));
	assert_true(bot("googlebot", NULL));
	assert_true(bot("Automated Release", "ci@example.org"));
	assert_true(bot("CI", "action@github.com"));
	assert_true(bot("Hosted Weblate", "hosted@weblate.org"));
	assert_true(bot("updates", "release-bot@example.org"));
	assert_false(bot("Ana Abbot", "ana.abbot@example.org"));
	assert_false(bot("Jo Talbot", "talbot@example.org"));
	assert_false(bot("Lee Abbott", "labbott@example.org"));
	assert_false(bot("Ana", "noreply@github.com"));
	assert_false(bot("Ana", "ana@weblate.org"));
	assert_false(bot("Renovateur", "r@example.org"));
	assert_false(bot("Bottomley", "b@bot.example.org"));
	assert_false(bot(NULL, NULL));
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {TEST(test_releases), TEST(test_updates),
		TEST(test_imports), TEST(test_roots), TEST(test_cost), TEST(test_bots)};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
