/* What a path is for, told from its name. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <string.h>

#include "scene.h"
#include "signal/pathkind.h"

/* One letter a kind, in the order of the enum. */
static const char *kinds(const char *path)
{
	static char letters[8];
	unsigned all = detour_path_kinds(path);
	size_t used = 0;

	for (size_t i = 0; i < 7; i++)
		if (all >> i & 1)
			letters[used++] = "GVDRTPS"[i];
	letters[used] = '\0';
	return letters;
}

struct row {
	const char *path, *kinds;
};

static void check(const struct row *rows, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (strcmp(kinds(rows[i].path), rows[i].kinds) != 0)
			fail_msg("%s: '%s', not '%s'", rows[i].path, kinds(rows[i].path),
				rows[i].kinds);
}

#define CHECK(...)                                                                                 \
	do {                                                                                       \
		static const struct row rows[] = {__VA_ARGS__};                                    \
		check(rows, sizeof(rows) / sizeof(*rows));                                         \
	} while (0)

static void test_code(void **state)
{
	(void)state;
	CHECK({"queue.c", ""}, {"src/queue.c", ""}, {"lib/main.go", ""}, {"Makefile", ""},
		{"CMakeLists.txt", ""}, {"requirements-dev.txt", ""}, {"src/generated.c", ""});
}

static void test_tools(void **state)
{
	(void)state;
	CHECK({"Cargo.lock", "G"}, {"web/package-lock.json", "G"}, {"go.sum", "G"},
		{"api/queue.pb.go", "G"}, {"api/queue_pb2.py", "G"}, {"app.min.js", "G"},
		{"app.js.map", "G"}, {"worlds/cave.map", ""}, {"dist/app.js", "G"},
		{"packages/core/dist/app.js", "G"}, {"src/cmd/dist/build.go", ""},
		{"src/__snapshots__/a.snap", "G"}, {"src/snapshots/list.txt", "GD"},
		{"src/snapshots/mod.rs", ""}, {"src/generated_test.go", "T"},
		{"pkg/zz_generated.deepcopy.go", "G"}, {"src/generated/api.ts", "G"},
		{"configure", "G"}, {"configure.ac", ""}, {"locale/de.po", "G"});
}

static void test_others_code(void **state)
{
	(void)state;
	CHECK({"vendor/github.com/pkg/errors/errors.go", "V"}, {"src/vendor/jquery.js", "V"},
		{"app/models/vendor/order.rb", ""}, {"third_party/zlib/inflate.c", "V"},
		{"deps/hiredis/net.c", "V"}, {"deps/Makefile", ""}, {"src/deps/graph.rs", ""},
		{"lib/mix/deps/loader.ex", ""}, {"extern/lua/lapi.c", "V"},
		{"src/external/api.ts", ""}, {"web/node_modules/a/index.js", "V"});
}

static void test_prose(void **state)
{
	(void)state;
	CHECK({"README.md", "D"}, {"README", "D"}, {"docs/guide.html", "D"}, {"docs/conf.py", "D"},
		{"src/doc/render.rs", ""}, {"app/docs/intro.mdx", "D"}, {"man/tool.1", "D"},
		{"man/tool.1.in", "D"}, {"src/man/page.c", ""}, {"CHANGELOG.md", "DR"},
		{"VERSION", "R"}, {"src/version.h", "R"},
		{"Documentation/RelNotes/2.39.0.txt", "DR"}, {".changeset/brave-cats.md", "DR"},
		{"TODO", "D"}, {"src/news.rs", ""}, {"src/version/mod.rs", ""});
}

static void test_tests(void **state)
{
	(void)state;
	CHECK({"tests/a.c", "T"}, {"queue_test.go", "T"}, {"test_queue.py", "T"},
		{"pkg/test_queue.txt", "D"}, {"t/t0001-init.sh", "T"}, {"src/t/form.c", ""},
		{"src/QueueTest.java", "T"}, {"src/Latest.java", ""}, {"src/contest.c", ""},
		{"src/latest.js", ""}, {"web/a.spec.tsx", "T"}, {"spec/queue_spec.rb", "T"});
}

static void test_plans_and_sessions(void **state)
{
	(void)state;
	CHECK({"plan.md", "DP"}, {"docs/projects/queue/PLAN.md", "DP"},
		{"docs/plans/queue.md", "DP"}, {"docs/plans/diagram.png", "D"},
		{"src/floorplan.md", "D"}, {"docs/sessions/2026-11-20-queue.md", "DS"},
		{"src/sessions/store.rb", ""}, {"app/sessions/README.md", "DS"});
}

static void test_odd(void **state)
{
	(void)state;
	CHECK({"", ""}, {"/", ""}, {"a/", ""}, {".md", ""}, {"//x.md", "D"}, {" ", ""});
}

static void test_foreign(void **state)
{
	struct scene_history history;
	const struct detour_scene *scene;

	(void)state;
	scene_init(&history);
	scene_add(&history, NULL, 0, "A");
	history.generated = "src/tables.c";
	scene = scene_judge(&history, 0);
	assert_true(detour_path_is_foreign(scene, "src/tables.c"));
	assert_true(detour_path_is_foreign(scene, "go.sum"));
	assert_true(detour_path_is_foreign(scene, "vendor/a/b.go"));
	assert_false(detour_path_is_foreign(scene, "src/queue.c"));
	assert_false(detour_path_is_foreign(scene, "README.md"));
	scene_release(&history);
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(test_code),
		cmocka_unit_test(test_tools), cmocka_unit_test(test_others_code),
		cmocka_unit_test(test_prose), cmocka_unit_test(test_tests),
		cmocka_unit_test(test_plans_and_sessions), cmocka_unit_test(test_odd),
		cmocka_unit_test(test_foreign)};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
