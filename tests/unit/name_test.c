/* Names of session files: made from any topic, and read as teams write them. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "journal/name.h"
#include "base/text.h"

static void assert_slug(const char *topic, const char *expected)
{
	struct detour_arena arena = DETOUR_ARENA_INIT;

	assert_string_equal(detour_name_slug(&arena, topic), expected);
	detour_arena_release(&arena);
}

static void words_are_joined_in_lower_case(void **state)
{
	(void)state;
	assert_slug("Retry queue: Redis evicts!", "retry-queue-redis-evicts");
	assert_slug("  a -- b__c  ", "a-b-c");
	assert_slug("Don't panic, it’s fine", "dont-panic-its-fine");
	assert_slug("v2.10 (again)", "v2-10-again");
	assert_slug("Template engine", "template-engine");
}

static void accents_are_transliterated(void **state)
{
	(void)state;
	assert_slug("Café: Öl über Straße", "cafe-ol-uber-strasse");
	assert_slug("Ærø smørrebrød", "aero-smorrebrod");
	assert_slug("Łódź, zażółć gęślą jaźń", "lodz-zazolc-gesla-jazn");
	assert_slug("Příliš žluťoučký kůň", "prilis-zlutoucky-kun");
	assert_slug("İstanbul ışığı", "istanbul-isigi");
	assert_slug("Tiếng Việt: nước Đà Nẵng", "tieng-viet-nuoc-da-nang");
	assert_slug("Þór ð Œuvre ŋ ẞ ș ț ơ ư", "thor-d-oeuvre-ng-ss-s-t-o-u");
	assert_slug("cafe\xcc\x81 (decomposed)", "cafe-decomposed");
}

static void other_scripts_are_kept(void **state)
{
	(void)state;
	assert_slug("日本語 の 話", "日本語-の-話");
	assert_slug("Откат ОЧЕРЕДИ Ёлка", "откат-очереди-ёлка");
	assert_slug("Ουρά ΆΛΦΑ", "ουρά-άλφα");
	assert_slug("대기열、再試行。", "대기열-再試行");
	assert_slug("हिन्दी में", "हिन्दी-में");
	assert_slug("ＡＢＣ１２", "abc12");
}

static void nothing_dangerous_is_left(void **state)
{
	(void)state;
	assert_slug("../../etc/passwd", "etc-passwd");
	assert_slug(".hidden", "hidden");
	assert_slug("a\\b:c*d?e\"f<g>h|i", "a-b-c-d-e-f-g-h-i");
	assert_slug("a\nb\x1b[31mc\x7f", "a-b-31mc");
	assert_slug("x\xe2\x80\xaey\xe2\x80\x8bz", "xyz");
	assert_slug("bad \xff\xc3 bytes", "bad-bytes");
	assert_slug("🚀 launch 🚀", "launch");
	assert_slug("×÷…—", "session");
	assert_slug("", "session");
	assert_slug("???", "session");
}

static void long_topics_are_cut_at_a_word(void **state)
{
	(void)state;
	assert_slug("one two three four five six seven eight nine ten eleven twelve thirteen",
		"one-two-three-four-five-six-seven-eight-nine-ten-eleven");
	assert_slug("0123456789012345678901234567890123456789012345678901234567890123456789",
		"012345678901234567890123456789012345678901234567890123456789");
	/* Exactly as long as allowed, with a word's end right behind. */
	assert_slug("012345678901234567890123456789012345678901234567890123456789 x",
		"012345678901234567890123456789012345678901234567890123456789");
	/* Three bytes a letter: never within one. */
	assert_slug("日本語日本語日本語日本語日本語日本語日本語日本語",
		"日本語日本語日本語日本語日本語日本語日本");
}

static void any_bytes_give_a_name(void **state)
{
	unsigned seed = 7;

	(void)state;
	for (int round = 0; round < 3000; round++) {
		struct detour_arena arena = DETOUR_ARENA_INIT;
		char topic[160];
		size_t size = 1 + (size_t)round % 150;
		const char *slug, *day, *parsed, *name;

		for (size_t i = 0; i < size; i++) {
			seed = seed * 1103515245U + 12345U;
			topic[i] = (char)(1 + (seed >> 16) % 255);
		}
		topic[size] = '\0';
		slug = detour_name_slug(&arena, topic);
		assert_true(*slug && strlen(slug) <= DETOUR_SLUG_LIMIT);
		assert_true(detour_utf8_valid(slug, strlen(slug)));
		assert_null(strpbrk(slug, "/\\:*?\"<>|. \t\n"));
		assert_true(slug[0] != '-' && slug[strlen(slug) - 1] != '-');
		name = detour_name_file(&arena, "2026-11-22", slug, 3);
		assert_true(detour_name_parse(&arena, name, &day, &parsed));
		assert_string_equal(day, "2026-11-22");
		detour_arena_release(&arena);
	}
}

static void assert_parsed(const char *name, const char *day, const char *topic)
{
	struct detour_arena arena = DETOUR_ARENA_INIT;
	const char *found_day, *found_topic;

	if (!detour_name_parse(&arena, name, &found_day, &found_topic))
		fail_msg("'%s' is a session", name);
	assert_string_equal(found_day, day);
	assert_string_equal(found_topic, topic);
	detour_arena_release(&arena);
}

static void sessions_are_known_by_their_names(void **state)
{
	(void)state;
	assert_parsed("2026-11-22-retry-queue.md", "2026-11-22", "retry-queue");
	assert_parsed("2026-11-22-retry-queue-session.md", "2026-11-22", "retry-queue");
	assert_parsed("2026-11-22_retry_queue.MD", "2026-11-22", "retry_queue");
	assert_parsed("2026-11-22.md", "2026-11-22", "");
	assert_parsed("2026-11-22-session.md", "2026-11-22", "session");
	assert_parsed("2026-03-15-two-level-template-and-fix.md", "2026-03-15",
		"two-level-template-and-fix");
	assert_parsed("2026-11-22-日本語.markdown", "2026-11-22", "日本語");
}

static void the_day_may_stand_anywhere(void **state)
{
	(void)state;
	assert_parsed("SESSION-2026-05-15-capability-gates.md", "2026-05-15", "capability-gates");
	assert_parsed("Session-2026-04-16-v0.2.0-Features.md", "2026-04-16", "v0.2.0-Features");
	assert_parsed("session_2026-02-01.md", "2026-02-01", "");
	assert_parsed("queue-audit-2026-06-20.md", "2026-06-20", "queue-audit");
	assert_parsed("ana-2026-06-20-queue.md", "2026-06-20", "ana-queue");
	assert_parsed("20260311-topic.md", "2026-03-11", "topic");
	assert_parsed("20260311_topic.md", "2026-03-11", "topic");
	assert_parsed("2026_03_11_topic.md", "2026-03-11", "topic");
	assert_parsed("2026.03.11 topic.md", "2026-03-11", "topic");
	assert_parsed("2026-03-11T10-24-topic.md", "2026-03-11", "topic");
	assert_parsed("20260311T102400Z-topic.md", "2026-03-11", "topic");
	assert_parsed("2026-03-11T1024.md", "2026-03-11", "");
	assert_parsed("2026-03-11-1430-topic.md", "2026-03-11", "1430-topic");
	assert_parsed("2026-03-11_serena_archive_session.md", "2026-03-11", "serena_archive");
}

static void assert_project(const char *path, const char *project)
{
	struct detour_arena arena = DETOUR_ARENA_INIT;
	const char *found = detour_name_project(&arena, path);

	assert_string_equal(found ? found : "(none)", project);
	detour_arena_release(&arena);
}

static void the_project_is_above_the_journal(void **state)
{
	(void)state;
	assert_project("docs/projects/queue/sessions/2026-01-01-x.md", "queue");
	assert_project("docs/projects/_archive/queue/sessions/2026-01-01-x.md", "queue");
	assert_project("docs/projects/queue/sessions/2026/03/2026-01-01-x.md", "queue");
	assert_project("packages/queue/docs/sessions/2026-01-01-x.md", "queue");
	assert_project("docs/sessions/2026-01-01-x.md", "(none)");
	assert_project("docs/sessions/_archive/2026-01-01-x.md", "(none)");
	assert_project("sessions/2026-01-01-x.md", "(none)");
	assert_project("2026-01-01-x.md", "(none)");
	assert_project("", "(none)");
}

static void folders_that_only_sort_are_told(void **state)
{
	static const char *const yes[] = {
		"2026", "2026-03", "2026_03", "2026-03-11", "03", "_archive", "Archive"};
	static const char *const no[] = {
		"", "3", "202", "v2", "2026-retry", "20260311-a", "x", "203a", "sessions"};

	(void)state;
	for (size_t i = 0; i < sizeof(yes) / sizeof(yes[0]); i++)
		if (!detour_name_is_filing(yes[i], strlen(yes[i])))
			fail_msg("'%s' only sorts", yes[i]);
	for (size_t i = 0; i < sizeof(no) / sizeof(no[0]); i++)
		if (detour_name_is_filing(no[i], strlen(no[i])))
			fail_msg("'%s' is a folder of its own", no[i]);
}

static void other_files_are_none(void **state)
{
	static const char *const names[] = {"README.md", "YYYY-MM-DD-TEMPLATE-session.md",
		"2026-11-22-TEMPLATE-session.md", "2026-11-22-session.template.md",
		"2026-02-30-x.md", "2026-11-22-x.txt", "2026-11-22-x.md.swp", "2026-11-223-x.md",
		"26-11-22-x.md", "2026-11-2x.md", "2026-11-22x.md", "v12026-11-22.md",
		"2026-11_22-x.md", "12345678-x.md", "202611221-x.md", ".md", "",
		".2026-11-22-x.md"};
	struct detour_arena arena = DETOUR_ARENA_INIT;
	const char *day, *topic;

	(void)state;
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (detour_name_parse(&arena, names[i], &day, &topic))
			fail_msg("'%s' is no session", names[i]);
	detour_arena_release(&arena);
}

static void the_first_of_a_name_has_no_number(void **state)
{
	struct detour_arena arena = DETOUR_ARENA_INIT;

	(void)state;
	assert_string_equal(detour_name_file(&arena, "2026-11-22", "a-b", 1), "2026-11-22-a-b.md");
	assert_string_equal(
		detour_name_file(&arena, "2026-11-22", "a-b", 2), "2026-11-22-a-b-2.md");
	detour_arena_release(&arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(words_are_joined_in_lower_case),
		cmocka_unit_test(accents_are_transliterated),
		cmocka_unit_test(other_scripts_are_kept),
		cmocka_unit_test(nothing_dangerous_is_left),
		cmocka_unit_test(long_topics_are_cut_at_a_word),
		cmocka_unit_test(any_bytes_give_a_name),
		cmocka_unit_test(sessions_are_known_by_their_names),
		cmocka_unit_test(the_day_may_stand_anywhere),
		cmocka_unit_test(the_project_is_above_the_journal),
		cmocka_unit_test(folders_that_only_sort_are_told),
		cmocka_unit_test(other_files_are_none),
		cmocka_unit_test(the_first_of_a_name_has_no_number),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
