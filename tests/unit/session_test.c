/* Sessions read: is anything written in them, and which commits do they name? */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>

#include "journal/session.h"

#define LINK                                                                                       \
	"- [`a1b2c3d`](https://github.com/ana/shop/commit/"                                        \
	"a1b2c3d4e5f60718293a4b5c6d7e8f9012345678) Revert \"x\" (2026-11-22 14:03 +0100)\n"

static struct detour_session parse(
	struct detour_arena *arena, const char *text, const char *template_bytes)
{
	struct detour_session session;

	detour_session_parse(text, strlen(text), template_bytes,
		template_bytes ? strlen(template_bytes) : 0, arena, &session);
	return session;
}

static void assert_written(const char *text, bool expected)
{
	struct detour_arena arena = DETOUR_ARENA_INIT;

	if (parse(&arena, text, NULL).written != expected)
		fail_msg("%s:\n%s", expected ? "somebody wrote" : "nobody wrote", text);
	detour_arena_release(&arena);
}

static void what_is_generated_is_not_written(void **state)
{
	static const char *const texts[] = {"", "\n\n", "# Title\n", "Title\n=====\n",
		"Title\n---\n",
		"# T\n\n## Context\n\n- Branch: `x`\n- Plan: [docs/plan.md](../plan.md)\n"
		"- Issues: [#1](https://x.org/issues/1), #2\n" LINK,
		"Branch: `x`\nBranch: topic/x\nPlan: `docs/plan.md`\nIssues: #3\n**Date:** "
		"2026-11-22\n",
		"## Changes Made\n\n- `src/`: `a.c` (new), ``b`c`` (deleted), \xe2\x80\xa6 and 4 "
		"more\n"
		"- `README.md`\n- \xe2\x80\xa6 and 12 more\n",
		/* as a formatter breaks it */
		"## Changes Made\n\n- `src/queue/`: `a.c`, `b.c`,\n  `c.c`\n",
		"## Context\n\n- [`a1b2c3d`](https://x.org/c/a1b2c3d) A long subject that a\n  "
		"formatter "
		"broke here (2026-11-22\n  14:03 +0100)\n",
		"---\ntitle: x\ncommits: [1234567]\n---\n\n# T\n",
		"\xef\xbb\xbf---\nt: x\n---\n# T\n", "+++\nt = 1\n+++\n", "<!-- a comment -->\n",
		"<!-- over\n\nseveral\nlines -->\n", "<!-- one --> <!-- two -->\n",
		"- \n* \n1. \n- [ ] \n- [x]\n> \n", "---\n\n***\n\n___\n",
		"\xe2\x80\x94 \xe2\x80\xa6 \xc2\xa0 ?!\n", "[What were you working on? Why?]\n",
		"[Over\n\n- several lines\n- of it]\n"};

	(void)state;
	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++)
		assert_written(texts[i], false);
}

static void one_word_is_written(void **state)
{
	static const char *const texts[] = {"word", "# T\n\nword\n", "<!-- a --> word\n",
		"word <!-- a\nb -->\n", "- word\n", "- [ ] word\n", "- [x] word\n", "> word\n",
		"1. word\n", "| word |\n", "```\nword\n```\n", "    word\n", "\xe8\xaf\x8d\n",
		"- 14:32 word\n", "- `make test`\n", "Branch: `x` was wrong\n", "Plan: none\n",
		"Issues: none\n", "## Changes Made\n\n- `a.c`: word\n",
		"## What Happened\n\n- `a.c`\n", "- `a1b2c3d` no time\n", LINK "word\n",
		"word\n---\n\n# T\n\nword\n", "[a link](https://x.org)\n", "[x] word\n", "[word]\n",
		/* never closed, or closed by the next hint only: somebody broke it */
		"<!-- word\n", "<!-- hint: broken\nword\n<!-- hint: x? -->\n",
		"the parser takes `<!--` for a start\n\n<!-- hint: x? -->\n",
		"---\nnot front matter\n", "---\na: b\n---\nword\n"};

	(void)state;
	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++)
		assert_written(texts[i], true);
}

static char *with_crlf(const char *text)
{
	char *copy = test_malloc(2 * strlen(text) + 1), *out = copy;

	for (; *text; text++) {
		if (*text == '\n')
			*out++ = '\r';
		*out++ = *text;
	}
	*out = '\0';
	return copy;
}

static void line_ends_make_no_difference(void **state)
{
	char *crlf = with_crlf("---\nt: x\n---\n\n# T\n\n## Context\n\n- Branch: `x`\n" LINK
			       "\n<!-- hint: a\nb? -->\n\n## Changes Made\n\n- `a.c` (new)\n");
	struct detour_arena arena = DETOUR_ARENA_INIT;
	struct detour_session session = parse(&arena, crlf, NULL);

	(void)state;
	assert_false(session.written);
	assert_string_equal(session.title, "T");
	assert_string_equal(session.branch, "x");
	assert_int_equal(session.link_count, 1);
	detour_arena_release(&arena);
	test_free(crlf);
}

static void lines_of_the_template_are_nobodys(void **state)
{
	static const char templ[] =
		"# [Topic] — YYYY-MM-DD\n\nAuthor of [Topic] on YYYY-MM-DD: me\n\n"
		"## Context\n\nDescribe it here.\n[And\nmore]\n\n"
		"- [Plan](../plan.md) (if any)\n";
	static const char filled[] =
		"# A — 2026-11-22\n\nAuthor of A \\*b\\* c on 2026-11-22: me\n\n"
		"## Context\n\nDescribe it here.\n[And\nmore]\n\n- [Plan](../plan.md) (if any)\n";
	char *crlf = with_crlf(filled);
	struct detour_arena arena = DETOUR_ARENA_INIT;

	(void)state;
	assert_false(parse(&arena, templ, templ).written);
	assert_false(parse(&arena, filled, templ).written);
	assert_false(parse(&arena, crlf, templ).written);
	assert_true(parse(&arena, filled, NULL).written);
	assert_true(parse(&arena, "[And a\nword\nmore]\n", templ).written);
	assert_true(parse(&arena, "Describe it here: word\n", templ).written);
	assert_true(parse(&arena, "Author of A on 2026-13-45: me\n", templ).written);
	/* What is nothing but a topic does not stand for whatever a person writes. */
	assert_true(parse(&arena, "- It stalls.\n", "- [Topic]\n\n[Topic].\n").written);
	assert_true(parse(&arena, "- 2026-11-22 it stalls\n", "- YYYY-MM-DD [Topic]\n").written);
	/* Nor do a few letters, which many a line begins with. */
	assert_true(parse(&arena, "The queue stalls.\n", "T[Topic]\n").written);
	assert_true(parse(&arena, "The queue stalls.\n", "The [Topic]\n").written);
	assert_false(parse(&arena, "Topic: it stalls\n", "Topic: [Topic]\n").written);
	assert_false(parse(&arena, "\xe9\xa1\x8c: it stalls\n", "\xe9\xa1\x8c: [Topic]\n").written);
	detour_arena_release(&arena);
	test_free(crlf);
}

static void assert_named(const char *text, const char *expected)
{
	struct detour_arena arena = DETOUR_ARENA_INIT;
	struct detour_session session = parse(&arena, text, NULL);
	char all[400] = "";

	for (size_t i = 0; i < session.link_count; i++) {
		if (session.links[i].is_word)
			continue;
		strcat(all, all[0] ? " " : "");
		strcat(all, session.links[i].hex);
	}
	assert_string_equal(all, expected);
	detour_arena_release(&arena);
}

static void hashes_are_found_wherever_they_stand(void **state)
{
	(void)state;
	assert_named("took back a1b2c3d, see `deadbee` and 1234567.\n", "a1b2c3d deadbee 1234567");
	assert_named("(A1B2C3D) [abcdefa](https://x.org/commit/abcdefabcdef)\n",
		"a1b2c3d abcdefa abcdefabcdef");
	assert_named("a1b2c3d..e4f5061\n", "a1b2c3d e4f5061");
	assert_named("a1b2c3d4e5f60718293a4b5c6d7e8f9012345678\n",
		"a1b2c3d4e5f60718293a4b5c6d7e8f9012345678");
	assert_named("```\ncommit 1234567\n```\n", "1234567");
	assert_named("---\ncommit: 1234567\n---\n", "1234567");
	assert_named("# About 1234567\n", "1234567");
	/* No comments: one in a code span, one that its paragraph does not close. */
	assert_named("`<!--` 1234567 -->\n", "1234567");
	assert_named("see <!-- it\n\n1234567 -->\n", "1234567");
	assert_named(LINK, "a1b2c3d4e5f60718293a4b5c6d7e8f9012345678");
}

static void words_and_hints_are_no_hashes(void **state)
{
	(void)state;
	assert_named("the defaced facade, 123456, 0x1234567, x1234567, 1234567_8\n", "");
	assert_named("a1b2c3d4e5f60718293a4b5c6d7e8f90123456789\n", ""); /* 41 digits */
	assert_named("<!-- hint: What did you expect of 9c1d2e3? -->\n", "");
	assert_named("<!-- over\n9c1d2e3\n-->\n", "");
	/* What a subject mentions is told of elsewhere, or not. */
	assert_named("- `a1b2c3d4e5f6` Fix 9c1d2e3 (2026-11-22 14:03 +0100)\n", "a1b2c3d4e5f6");
}

static void a_word_may_be_a_hash_and_is_compared_as_one(void **state)
{
	struct detour_arena arena = DETOUR_ARENA_INIT;
	struct detour_session session = parse(&arena, "The facade and the defaced one.\n", NULL);
	struct detour_oid oid;

	(void)state;
	assert_int_equal(session.link_count, 1);
	assert_true(session.links[0].is_word);
	assert_true(detour_oid_parse(&oid, "defaced123456789012345678901234567890123"));
	assert_true(detour_session_names(&session, &oid));
	detour_arena_release(&arena);
}

static void a_commit_is_named_by_any_prefix(void **state)
{
	struct detour_arena arena = DETOUR_ARENA_INIT;
	struct detour_session session = parse(&arena, "see a1b2c3d\n", NULL);
	struct detour_oid oid;

	(void)state;
	detour_oid_parse(&oid, "a1b2c3d4e5f60718293a4b5c6d7e8f9012345678");
	assert_true(detour_session_names(&session, &oid));
	detour_oid_parse(&oid, "a1b2c3e4e5f60718293a4b5c6d7e8f9012345678");
	assert_false(detour_session_names(&session, &oid));
	detour_arena_release(&arena);
}

static void assert_title(const char *text, const char *expected)
{
	struct detour_arena arena = DETOUR_ARENA_INIT;

	assert_string_equal(parse(&arena, text, NULL).title, expected);
	detour_arena_release(&arena);
}

static void titles_go_without_the_day(void **state)
{
	(void)state;
	assert_title("# Queue stalls — 2026-11-22\n", "Queue stalls");
	assert_title("# 2026-11-22 Queue stalls\n", "Queue stalls");
	assert_title("# 2026-11-22: Queue stalls\n", "Queue stalls");
	assert_title("# Queue stalls (2026-11-22)\n", "Queue stalls");
	assert_title("# Queue (draft, 2026-11-22)\n", "Queue (draft)");
	assert_title("# Queue (draft) (2026-11-22)\n", "Queue (draft)");
	assert_title("# Session: Queue - stalls ##\n", "Session: Queue - stalls");
	assert_title("# 2026-11-22\n", "2026-11-22");
	assert_title("Queue\n=====\n", "Queue");
	assert_title("<!-- x\n# no\n-->\n```\n# no\n```\n\n# An \\*escaped\\* one\n",
		"An *escaped* one");
	assert_title("- ```\n  # no\n  ```\n# T\n", "T");
	assert_title("\xef\xbb\xbf# T\n", "T");
	assert_title("#no heading\n", "");
}

/* Every one of these took quadratic time in some reader. */
static void odd_bytes_are_read_quickly(void **state)
{
	static const char *const pieces[] = {"<!--", "<!-- a\n", "a<!-- ", "`", "`a``", "-->",
		"[a ", "[a b\n", "- `abcdef1` x\n", "-", "#", "# \n", "\n", "- ", "> ", "\\", "--",
		"(", "a1b2c3d ", "~~~\n", "- Plan: [\n", "\xe2", "\0"};
	const size_t size = DETOUR_SESSION_LIMIT;
	char *text = test_malloc(size + 1);

	(void)state;
	for (size_t i = 0; i < sizeof(pieces) / sizeof(pieces[0]); i++) {
		struct detour_arena arena = DETOUR_ARENA_INIT;
		struct detour_buf tidied = DETOUR_BUF_INIT;
		size_t length = pieces[i][0] ? strlen(pieces[i]) : 1;
		struct detour_session session;
		clock_t start = clock();

		for (size_t at = 0; at < size; at++)
			text[at] = pieces[i][at % length];
		detour_session_parse(text, size, NULL, 0, &arena, &session);
		detour_session_tidy(&tidied, text, size);
		if (clock() - start > 5 * CLOCKS_PER_SEC)
			fail_msg("'%s' repeated takes too long", pieces[i]);
		detour_buf_release(&tidied);
		detour_arena_release(&arena);
	}
	test_free(text);
}

/* In the lines that people write, which tell more. */
static void the_branch_is_found_among_labels(void **state)
{
	static const struct {
		const char *line, *branch;
	} cases[] = {
		{"**Date:** 2026-05-31 **Branch:** `feat/hive`", "feat/hive"},
		{"**Date:** 2026-03-03 **Branch:** feature/kick", "feature/kick"},
		{"**Date:** 2026-02-22 **Branch:** `x` **Status:** Done", "x"},
		{"**Date:** 2026-02-22 **Branch:** x **Status:** Done", "x"},
		{"- Branch: `feat/queue` (1 commit at the end).", "feat/queue"},
		{"Branch: `feat/queue`, 13 commits", "feat/queue"},
		{"Branch: main", "main"},
		{"Branch: we cut one from main", NULL},
		{"**Branch:** of no name", NULL},
		{"the label **Branch:** `x` in the prose", NULL},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct detour_arena arena = DETOUR_ARENA_INIT;
		const char *text = detour_arena_printf(&arena, "# T\n\n%s\n", cases[i].line);
		struct detour_session session = parse(&arena, text, NULL);

		if (!cases[i].branch != !session.branch ||
			(session.branch && strcmp(session.branch, cases[i].branch) != 0))
			fail_msg("%s: %s", cases[i].line, session.branch);
		detour_arena_release(&arena);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_is_generated_is_not_written),
		cmocka_unit_test(the_branch_is_found_among_labels),
		cmocka_unit_test(one_word_is_written),
		cmocka_unit_test(line_ends_make_no_difference),
		cmocka_unit_test(lines_of_the_template_are_nobodys),
		cmocka_unit_test(hashes_are_found_wherever_they_stand),
		cmocka_unit_test(words_and_hints_are_no_hashes),
		cmocka_unit_test(a_word_may_be_a_hash_and_is_compared_as_one),
		cmocka_unit_test(a_commit_is_named_by_any_prefix),
		cmocka_unit_test(titles_go_without_the_day),
		cmocka_unit_test(odd_bytes_are_read_quickly),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
