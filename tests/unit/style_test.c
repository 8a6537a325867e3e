/* New sessions are written as those that are there: names and texts. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "journal/style.h"

static const char *name_like(struct detour_arena *arena, const char *const *names, size_t count,
	const char *dir, unsigned number)
{
	struct detour_style_sample samples[DETOUR_STYLE_SAMPLES] = {{0}};
	struct detour_name_style style;

	for (size_t i = 0; i < count; i++)
		samples[i] = (struct detour_style_sample){
			.dir = dir, .name = names[i], .day = "2026-03-11", .bytes = ""};
	detour_style_of_names(&style, samples, count, arena);
	return detour_style_name(&style, arena, "2026-11-22", "retry-queue", number);
}

#define ASSERT_NAME(expected, ...)                                                                 \
	do {                                                                                       \
		static const char *const names[] = {__VA_ARGS__};                                  \
		struct detour_arena arena = DETOUR_ARENA_INIT;                                     \
		assert_string_equal(                                                               \
			name_like(&arena, names, sizeof(names) / sizeof(names[0]), "", 1),         \
			expected);                                                                 \
		detour_arena_release(&arena);                                                      \
	} while (0)

static void names_follow_what_most_are_called(void **state)
{
	(void)state;
	ASSERT_NAME("2026-11-22-retry-queue.md", "2026-03-11-a.md", "2026-03-11-b-c.md",
		"2026-03-11_c.md");
	ASSERT_NAME("2026-11-22-retry-queue-session.md", "2026-03-11-a-session.md",
		"2026-03-11-b-session.md", "2026-03-11-c.md");
	ASSERT_NAME("2026-11-22_retry_queue.md", "2026-03-11_a_b.md", "2026-03-11-b.md",
		"2026-03-11_c_d.md");
	ASSERT_NAME("SESSION-2026-11-22-retry-queue.md", "SESSION-2026-03-11-a.md",
		"2026-03-11-b.md", "SESSION-2026-03-11.md");
	ASSERT_NAME("retry-queue-2026-11-22.md", "a-2026-03-11.md", "b-c-2026-03-11.md",
		"2026-03-11-c.md");
	ASSERT_NAME("20261122-retry-queue.md", "20260311-a.md", "20260311-b.md", "2026-03-11-c.md");
	/* A day within a word is none. */
	ASSERT_NAME("v2026-03-11 2026-11-22-retry-queue.md", "v2026-03-11 2026-03-11-a.md",
		"v2026-03-11 2026-03-11-b.md", "v2026-03-11 2026-03-11-c.md");
	/* Two tell nothing, and neither do three that differ. */
	ASSERT_NAME("2026-11-22-retry-queue.md", "2026-03-11_a.md", "2026-03-11_b.md");
	ASSERT_NAME("2026-11-22-retry-queue.md", "2026-03-11_a.md", "20260311-b.md",
		"2026-03-11-c-session.md");
	ASSERT_NAME("2026-11-22-retry-queue.md", "session-07.md", "session-08.md", "notes.md");
}

static void folders_and_numbers_go_along(void **state)
{
	static const char *const names[] = {
		"2026-03-11-a-session.md", "2026-03-11-b-session.md", "2026-03-11-c-session.md"};
	static const char *const dirs[][2] = {{"2026/03", "2026/11/"}, {"2026-03", "2026-11/"},
		{"2026", "2026/"}, {"2026/2026-03", "2026/2026-11/"}, {"2025/12", ""}, {"", ""}};
	struct detour_arena arena = DETOUR_ARENA_INIT;

	(void)state;
	for (size_t i = 0; i < sizeof(dirs) / sizeof(dirs[0]); i++)
		assert_string_equal(name_like(&arena, names, 3, dirs[i][0], 2),
			detour_arena_printf(
				&arena, "%s2026-11-22-retry-queue-2-session.md", dirs[i][1]));
	detour_arena_release(&arena);
}

/* NULL: as ours. */
static void assert_template(const char *a, const char *b, const char *c, const char *expected)
{
	const char *const texts[] = {a, b, c};
	const struct detour_style_known known = {"feat/x: y", "Ada"};
	struct detour_style_sample samples[DETOUR_STYLE_SAMPLES] = {{0}};
	struct detour_buf out = DETOUR_BUF_INIT;
	size_t count = 0;

	for (; count < 3 && texts[count]; count++)
		samples[count] = (struct detour_style_sample){.dir = "",
			.name = "x",
			.day = "2026-03-11",
			.bytes = texts[count],
			.size = strlen(texts[count])};
	assert_int_equal(detour_style_template(&out, samples, count, &known), expected != NULL);
	/* What is asked for in the parts is told in other tests. */
	if (expected && strncmp(out.ptr, expected, strlen(expected)) != 0)
		assert_string_equal(out.ptr, expected);
	if (!expected)
		assert_int_equal(out.size, 0);
	detour_buf_release(&out);
}

static void titles_follow_the_others(void **state)
{
	static const char *const forms[][2] = {
		{"# Session: Retry queue\n", "# Session: [Topic]\n"},
		{"# Session Notes — Retry queue\n", "# Session Notes — [Topic]\n"},
		{"# Session 2026-03-11: Retry queue\n", "# Session YYYY-MM-DD: [Topic]\n"},
		{"# 2026-03-11 Retry queue\n", "# YYYY-MM-DD [Topic]\n"},
		{"# 2026-03-11 — Retry queue\n", "# YYYY-MM-DD — [Topic]\n"},
		{"# Retry queue (2026-03-11)\n", "# [Topic] (YYYY-MM-DD)\n"},
		{"# Retry queue\n", "# [Topic]\n"},
		{"# Session handling in Redis\n", "# [Topic]\n"},
		{"# Retry queue — 2026-03-11\n", NULL},
		{"# Session 2026-03-11\n", NULL},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(forms) / sizeof(forms[0]); i++)
		assert_template(forms[i][0], "# Other 1: x\n", forms[i][0], forms[i][1]);
	assert_template(forms[0][0], forms[0][0], NULL, NULL);
	assert_template(forms[0][0], forms[2][0], forms[4][0], NULL);
}

static void front_matter_and_labels_are_filled(void **state)
{
	static const char text[] =
		"---\ntitle: \"A: b\"\ndate: 2026-03-11\nbranch: z\nauthor: "
		"Bo\ntype: session\nmood: %s\ntags:\n  - x\n---\n\n"
		"# Session: A\n\n**Date**: 2026-03-11\n**Branch:** `z`\n**Mood:** fine\n";

	(void)state;
	assert_template(text, "# None\n", text,
		"---\ntitle: [Topic]\ndate: YYYY-MM-DD\nbranch: \"feat/x: y\"\nauthor: Ada\n"
		"type: session\nmood: %s\ntags:\n---\n\n# Session: [Topic]\n\n"
		"**Date**: YYYY-MM-DD  \n**Branch:** `feat/x: y`\n\n## Context\n");
	assert_template(text, "# None\n", "# Session: B\n", "# Session: [Topic]\n\n## Context\n");
}

static void parts_are_the_shared_ones(void **state)
{
	(void)state;
	assert_template("# A — 2026-03-11\n\n## 1. Goal\n\nx\n\n## Mine\n\n## Log\n",
		"# B — 2026-03-11\n## Log\n## 1. Goal\n", "# C — 2026-03-11\n",
		"# [Topic] — YYYY-MM-DD\n\n## 1. Goal\n\n## Log\n");
	/* Where nothing asks what happened, there is a place for it. */
	assert_template("# A — 2026-03-11\n\n## Ziel\n\nx\n\n## Offen\n",
		"# B — 2026-03-11\n## Offen\n## Ziel\n", "# C — 2026-03-11\n",
		"# [Topic] — YYYY-MM-DD\n\n## Ziel\n\n## What Happened\n\n<!-- hint: What went "
		"differently than you thought, and why? -->\n\n## Offen\n");
	assert_template("# A — 2026-03-11\n\n## Context\n\n## What Happened\n",
		"# B — 2026-03-11\n\n## Context\n\n## What Happened\n", "# C\n", NULL);
}

static void line_ends_and_byte_order_marks_stay(void **state)
{
	(void)state;
	assert_template("\xef\xbb\xbf# A — 2026-03-11\r\n", "# B — 2026-03-11\r\n",
		"\xef\xbb\xbf# C — 2026-03-11\n",
		"\xef\xbb\xbf# [Topic] — YYYY-MM-DD\r\n\r\n## Context\r\n");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(names_follow_what_most_are_called),
		cmocka_unit_test(folders_and_numbers_go_along),
		cmocka_unit_test(titles_follow_the_others),
		cmocka_unit_test(front_matter_and_labels_are_filled),
		cmocka_unit_test(parts_are_the_shared_ones),
		cmocka_unit_test(line_ends_and_byte_order_marks_stay),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
