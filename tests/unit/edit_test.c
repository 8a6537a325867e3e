/* Sessions changed: tidied after the editor, added to. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "drafting.h"

/* ---- tidying */

static void an_untouched_scaffold_leaves_what_is_known(void **state)
{
	struct detour_draft draft = full_draft(), compact = draft;
	struct detour_buf out = DETOUR_BUF_INIT, tidied = DETOUR_BUF_INIT,
			  expected = DETOUR_BUF_INIT;

	(void)state;
	compact.compact = true;
	detour_session_draft(&out, &draft);
	detour_session_tidy(&tidied, out.ptr, out.size);
	detour_session_draft(&expected, &compact);
	assert_string_equal(tidied.ptr, expected.ptr);
	/* Once is enough. */
	detour_buf_clear(&out);
	detour_session_tidy(&out, tidied.ptr, tidied.size);
	assert_string_equal(out.ptr, tidied.ptr);
	/* The team's own. */
	draft = with_template(draft, own_template);
	detour_buf_clear(&out);
	detour_buf_clear(&tidied);
	detour_session_draft(&out, &draft);
	detour_session_tidy_template(
		&tidied, out.ptr, out.size, draft.template_bytes, draft.template_size);
	assert_lacks(&tidied, "<!--");
	assert_lacks(&tidied, "Next steps");
	assert_lacks(&tidied, "(if there is one)");
	assert_lacks(&tidied, "\n\n\n");
	assert_contains(&tidied, "---\n\n# Retry queue");
	assert_contains(&tidied, LINK_LINE);
	detour_buf_release(&out);
	detour_buf_release(&tidied);
	detour_buf_release(&expected);
}

static void assert_tidied(const char *text, const char *expected)
{
	struct detour_buf tidied = DETOUR_BUF_INIT;

	detour_session_tidy(&tidied, text, strlen(text));
	assert_string_equal(tidied.ptr, expected);
	detour_buf_release(&tidied);
}

static void only_what_is_ours_goes(void **state)
{
	(void)state;
	assert_tidied(
		"# T\n\n## Context\n\n<!-- hint: a? -->\n\n## Mine\n\n## Follow-up\n\n- [ ] x\n",
		"# T\n\n## Mine\n\n## Follow-up\n\n- [ ] x\n");
	/* Somebody wrote into the hint, or left a comment of their own. */
	assert_tidied(
		"## Context\n\n<!-- hint: a? yes -->\n", "## Context\n\n<!-- hint: a? yes -->\n");
	assert_tidied("## Context\n\n<!-- mine -->\n", "## Context\n\n<!-- mine -->\n");
	assert_tidied("## Context\n\n<!-- hint: a?\nmine? -->\n",
		"## Context\n\n<!-- hint: a?\nmine? -->\n");
	assert_tidied(
		"## Context\n\n<!-- hint: a? --> mine\n", "## Context\n\n<!-- hint: a? --> mine\n");
	assert_tidied("## Context\n\n### Mine\n\n<!-- hint: a? -->\n", "## Context\n\n### Mine\n");
	assert_tidied("# Context\n\n<!-- hint: a? -->\n", "# Context\n");
	/* Blank lines of a person's stay as they are. */
	assert_tidied("a\n\n\n\nb\n\n\n", "a\n\n\n\nb\n\n\n");
	assert_tidied("## Context\n\n<!-- hint: a? -->\nb", "## Context\n\nb");
	/* Of those around a hint one is enough. */
	assert_tidied("## Context\nb\n\n<!-- hint: a? -->\n\n\nc\n", "## Context\nb\n\nc\n");
	assert_tidied("```\n<!-- hint: a? -->\n## Context\n```\n",
		"```\n<!-- hint: a? -->\n## Context\n```\n");
	assert_tidied("", "");
}

static void assert_tidied_from(const char *templ, const char *text, const char *expected)
{
	struct detour_buf tidied = DETOUR_BUF_INIT;

	detour_session_tidy_template(&tidied, text, strlen(text), templ, strlen(templ));
	assert_string_equal(tidied.ptr, expected);
	detour_buf_release(&tidied);
}

static void what_asks_in_a_template_goes(void **state)
{
	static const char templ[] =
		"# [Topic]\n\n<!-- ask\nb -->\n\n## Checks\n\n- [ ] tests run\n\n"
		"## Why\n\n[Ask why here]\n\nSee also:\n";

	(void)state;
	assert_tidied_from(templ, templ, "# [Topic]\n\n## Checks\n\n- [ ] tests run\n");
	/* What was no comment, or no heading, does not become one. */
	assert_tidied_from("<!-- b -->\n", "<!-- mine\n\n<!-- b -->\n\nMy words.\n\n-->\n",
		"<!-- mine\n\n<!-- b -->\n\nMy words.\n\n-->\n");
	assert_tidied_from("<!-- b -->\n", "My words.\n<!-- b -->\n---\n\nMore.\n",
		"My words.\n<!-- b -->\n---\n\nMore.\n");
	/* A comment with text behind its end is over there. */
	assert_tidied_from("<!--\nask\n--> so\n\n<!-- b -->\n",
		"<!--\nask\n--> so\n\nMy own words.\n\n<!-- b -->\n",
		"<!--\nask\n--> so\n\nMy own words.\n");
	assert_tidied_from(templ, "# A\n\n## Why\n\n[Ask why here]\n\nSo.\n\nSee also:\n",
		"# A\n\n## Why\n\nSo.\n\nSee also:\n");
	assert_tidied_from(templ, "# A\n\nmine <!-- x\nb -->\n", "# A\n\nmine <!-- x\nb -->\n");
	assert_tidied_from(
		templ, "# A\n\n<!-- ask\nmine\nb -->\n", "# A\n\n<!-- ask\nmine\nb -->\n");
	assert_tidied_from(templ, "## Why\n\n[Ask why\nhere]\n", "## Why\n\n[Ask why\nhere]\n");
}

/* ---- whatever a person does */

static unsigned random_state;

static unsigned pick(unsigned below)
{
	random_state = random_state * 1103515245U + 12345U;
	return (random_state >> 16) % below;
}

static size_t count_lines(const char *text)
{
	size_t lines = 0;

	for (; (text = strchr(text, '\n')); text++)
		lines++;
	return lines;
}

/* Puts the lines at random places, in order, into `text`. */
static void scatter(struct detour_buf *out, const char *text, char lines[][32], size_t count,
	const char *line_end)
{
	size_t total = count_lines(text), next = 0, at = 0;
	size_t *places = test_malloc(count * sizeof(*places));

	for (size_t i = 0; i < count; i++) {
		size_t k = i, place = pick((unsigned)total + 1);

		for (; k && places[k - 1] > place; k--)
			places[k] = places[k - 1];
		places[k] = place;
	}
	for (;;) {
		const char *end = strchr(text, '\n');

		for (; next < count && places[next] == at; next++) {
			detour_buf_addstr(out, lines[next]);
			detour_buf_addstr(out, line_end);
		}
		if (!end)
			break;
		detour_buf_add(out, text, (size_t)(end - text) + 1);
		text = end + 1;
		at++;
	}
	test_free(places);
}

static void a_persons_lines_survive(void **state)
{
	static const char *const forms[] = {"w%uw", "- w%uw", "- [ ] w%uw", "## w%uw", "> w%uw",
		"<!-- w%uw", "w%uw -->", "<!-- w%uw -->", "``` w%uw", "# w%uw", "[w%uw", "w%uw]",
		"--- w%uw", "  - w%uw `", "* w%uw <!--", "hint: w%uw?"};
	struct detour_draft draft = full_draft();
	char *crlf = with_crlf(own_template);

	(void)state;
	for (unsigned round = 0; round < 4000; round++) {
		struct detour_buf out = DETOUR_BUF_INIT, edited = DETOUR_BUF_INIT,
				  tidied = DETOUR_BUF_INIT;
		static const char *ends[] = {"\n", "\n", "\r\n"};
		const char *templates[] = {NULL, own_template, crlf};
		const char *templ = templates[round % 3], *at;
		char lines[6][32];
		size_t count = 1 + pick(6);

		random_state = round + 1;
		draft.template_bytes = templ;
		draft.template_size = templ ? strlen(templ) : 0;
		detour_session_draft(&out, &draft);
		for (unsigned i = 0; i < count; i++)
			snprintf(lines[i], sizeof(lines[i]),
				forms[pick(sizeof(forms) / sizeof(forms[0]))], i);
		scatter(&edited, out.ptr, lines, count, ends[round % 3]);
		detour_session_tidy_template(
			&tidied, edited.ptr, edited.size, templ, draft.template_size);
		at = tidied.ptr;
		for (size_t i = 0; i < count; i++) {
			at = strstr(at, lines[i]);
			if (!at)
				fail_msg("round %u lost '%s' of:\n%s\nleft:\n%s", round, lines[i],
					edited.ptr, tidied.ptr);
			at += strlen(lines[i]);
		}
		assert_contains(&tidied, LINK_LINE);
		detour_buf_release(&out);
		detour_buf_release(&edited);
		detour_buf_release(&tidied);
	}
	test_free(crlf);
}

/* One word in any line of its own, outside of comments, is seen. */
static void a_word_anywhere_is_written(void **state)
{
	struct detour_draft draft = full_draft();

	(void)state;
	for (unsigned round = 0; round < 2000; round++) {
		struct detour_buf out = DETOUR_BUF_INIT, edited = DETOUR_BUF_INIT;
		static const char *const forms[] = {
			"word", "- word", "1. word", "- [ ] word", "> word"};
		char line[1][32];
		const char *word, *open, *close;

		random_state = round + 1;
		draft = with_template(draft, round % 2 ? own_template : "");
		detour_session_draft(&out, &draft);
		snprintf(line[0], sizeof(line[0]), "%s", forms[pick(5)]);
		scatter(&edited, out.ptr, line, 1, "\n");
		word = strstr(edited.ptr, line[0]);
		open = word;
		while (open > edited.ptr && strncmp(open, "<!--", 4) != 0 &&
			strncmp(open, "-->", 3) != 0)
			open--;
		close = strstr(edited.ptr, "\n---\n");
		if (strncmp(open, "<!--", 4) != 0 && !(round % 2 && word < close) &&
			!is_written(&edited, &draft))
			fail_msg("round %u did not see the word in:\n%s", round, edited.ptr);
		detour_buf_release(&out);
		detour_buf_release(&edited);
	}
}

/* ---- adding */

static void assert_added(const char *text, const char *note, bool link, const char *expected)
{
	struct detour_draft draft = full_draft();
	struct detour_buf out = DETOUR_BUF_INIT;

	draft.text = note;
	draft.commit_count = link;
	detour_session_add(&out, text, strlen(text), &draft);
	assert_string_equal(out.ptr, expected);
	detour_buf_release(&out);
}

static void notes_go_to_the_end_of_what_happened(void **state)
{
	(void)state;
	assert_added("# T\n\n## What Happened\n\ntext\n\n## Next\n", "note", false,
		"# T\n\n## What Happened\n\ntext\n\n- 14:03 note\n\n## Next\n");
	assert_added("# T\n\n## What was done\n\n- 14:00 a\n  b\n\n\n## Next\n", "note", false,
		"# T\n\n## What was done\n\n- 14:00 a\n  b\n- 14:03 note\n\n\n## Next\n");
	assert_added("## What Happened\n### Sub\ntext\n## Next\n", "note", false,
		"## What Happened\n### Sub\ntext\n\n- 14:03 note\n\n## Next\n");
	assert_added("## What Happened\n", "one\ntwo\n", false,
		"## What Happened\n\n- 14:03 one\n  two\n");
	assert_added("# T\r\n\r\n## What Happened\r\n\r\ntext", "note", false,
		"# T\r\n\r\n## What Happened\r\n\r\ntext\r\n\r\n- 14:03 note");
	assert_added("# T\n", "", false, "# T\n");
}

static void missing_parts_are_made(void **state)
{
	(void)state;
	assert_added("# T\n", "note", false, "# T\n\n## What Happened\n\n- 14:03 note\n");
	assert_added("# T", "note", false, "# T\n\n## What Happened\n\n- 14:03 note");
	assert_added("", "note", false, "## What Happened\n\n- 14:03 note\n");
	assert_added("# T\n\n## Context\n\nc\n\n## Changes Made\n\n- `a`\n", "note", false,
		"# T\n\n## Context\n\nc\n\n## What Happened\n\n- 14:03 note\n\n## Changes "
		"Made\n\n- `a`\n");
	assert_added("# T\n", "note", true,
		"# T\n\n## Context\n\n" LINK_LINE "\n\n## What Happened\n\n- 14:03 note\n");
	assert_added("# T\n\n## Notes\n\na\n", NULL, true,
		"# T\n\n## Context\n\n" LINK_LINE "\n\n## Notes\n\na\n");
}

static void commits_are_linked_once(void **state)
{
	(void)state;
	assert_added("## Context\n\n- Branch: `x`\n- `1234567` S (2026-11-22 14:03 +0100)\n\n<!-- "
		     "hint: a? -->\n\n"
		     "## What Happened\n\ntext\n",
		NULL, true,
		"## Context\n\n- Branch: `x`\n- `1234567` S (2026-11-22 14:03 +0100)\n" LINK_LINE
		"\n\n<!-- hint: a? -->\n\n## What Happened\n\ntext\n");
	assert_added("## Context\n\nprose\n\n## What Happened\n", NULL, true,
		"## Context\n\nprose\n\n" LINK_LINE "\n\n## What Happened\n");
	assert_added("## Context\n\nsee a1b2c3d\n", NULL, true, "## Context\n\nsee a1b2c3d\n");
	assert_added("## Context\n\n" LINK_LINE "\n", NULL, true, "## Context\n\n" LINK_LINE "\n");
}

/* A heading that ends a comment begins no part above which something could go. */
static void nothing_is_added_within_a_comment(void **state)
{
	(void)state;
	assert_added("## Context\n<!--\n--># x\n", "", true,
		"## Context\n<!--\n--># x\n\n" LINK_LINE "\n");
	assert_added("x\n<!--\n--> ---\n\n- [a](b)\n", "", true,
		"x\n<!--\n--> ---\n\n- [a](b)\n\n## Context\n\n" LINK_LINE "\n");
	assert_added("# T\n\n<!-- a\n--> ## Follow-up\n\nb\n", "note", false,
		"# T\n\n<!-- a\n--> ## Follow-up\n\nb\n\n## What Happened\n\n- 14:03 note\n");
}

static void assert_added_later(const char *text, const char *note, const char *expected)
{
	struct detour_draft draft = full_draft();
	struct detour_buf out = DETOUR_BUF_INIT;

	draft.text = note;
	draft.commit_count = 0;
	draft.later = true;
	detour_session_add(&out, text, strlen(text), &draft);
	assert_string_equal(out.ptr, expected);
	detour_buf_release(&out);
}

#define NOTE "- 2026-11-22 14:03 note"

static void what_comes_later_has_a_part_of_its_own(void **state)
{
	(void)state;
	assert_added_later("# T\n\n## What Happened\n\ntext\n\n## Follow-up\n\n- [ ] x\n", "note",
		"# T\n\n## What Happened\n\ntext\n\n## Follow-up\n\n- [ ] x\n\n## Later\n\n" NOTE
		"\n");
	/* Made once. */
	assert_added_later("# T\n\ntext\n\n## Later\n\n- 2026-11-20 09:00 a\n\n\n## Mine\n\nb\n",
		"note",
		"# T\n\ntext\n\n## Later\n\n- 2026-11-20 09:00 a\n" NOTE "\n\n\n## Mine\n\nb\n");
	assert_added_later("# T\n\ntext\n\n## Nachtrag:\n\nb\n", "note",
		"# T\n\ntext\n\n## Nachtrag:\n\nb\n\n" NOTE "\n");
	/* A title is no part. */
	assert_added_later(
		"# Later\n\ntext\n", "note", "# Later\n\ntext\n\n## Later\n\n" NOTE "\n");
	/* Line ends, the end of the file, and the level of the headings are kept. */
	assert_added_later("# T\r\n\r\n### Notes\r\n\r\ntext", "note",
		"# T\r\n\r\n### Notes\r\n\r\ntext\r\n\r\n### Later\r\n\r\n" NOTE);
	assert_added_later("# Overview\n\ntext\n\n# Findings\n\nb\n", "note",
		"# Overview\n\ntext\n\n# Findings\n\nb\n\n# Later\n\n" NOTE "\n");
	assert_added_later("# T\n\n### Was geschah\n\ntext\n", "note",
		"# T\n\n### Was geschah\n\ntext\n\n### Later\n\n" NOTE "\n");
}

/* What nobody wrote in yet has no later. */
static void the_first_word_is_what_happened(void **state)
{
	(void)state;
	assert_added_later("# T\n\n## What Happened\n\n<!-- hint: a? -->\n", "note",
		"# T\n\n## What Happened\n\n<!-- hint: a? -->\n\n" NOTE "\n");
	assert_added_later(
		"# T\n\n## Later\n", "note", "# T\n\n## What Happened\n\n" NOTE "\n\n## Later\n");
}

#define FOOTED(footer)                                                                             \
	"# T\n\ntext\n\n" footer, "note", "# T\n\ntext\n\n## Later\n\n" NOTE "\n\n" footer
#define UNFOOTED(rest)                                                                             \
	"# T\n\ntext\n\n" rest, "note", "# T\n\ntext\n\n" rest "\n## Later\n\n" NOTE "\n"

static void a_footer_stays_at_the_end(void **state)
{
	(void)state;
	assert_added_later(FOOTED("---\n\n**Related documents:** [plan](plan.md)\n"));
	assert_added_later(FOOTED("---\n\n## Related Documents\n\n- the plan\n- the design\n"));
	assert_added_later(FOOTED("***\nSee also:\n- the plan\n"));
	assert_added_later(FOOTED("---\n\n- [Plan](plan.md)\n- <https://example.com>\n"));
	assert_added_later(FOOTED("---\n*End of the session*\n"));
	assert_added_later(UNFOOTED("---\n\nRelated to that I tried more.\n"));
	assert_added_later(UNFOOTED("---\n\n## Findings\n\n[plan](plan.md)\n"));
	assert_added_later(UNFOOTED("---\n\nmore\n"));
	assert_added_later(UNFOOTED("---\n"));
	assert_added_later(UNFOOTED("Heading\n---\n\n[plan](plan.md)\n"));
	/* The part before it ends there too. */
	assert_added_later("# T\n\na\n\n## Later\n\n- b\n\n---\n[plan](plan.md)\n", "note",
		"# T\n\na\n\n## Later\n\n- b\n" NOTE "\n\n---\n[plan](plan.md)\n");
	assert_added("# T\n\n## What Happened\n\na\n---\n[plan](plan.md)\n", "note", false,
		"# T\n\n## What Happened\n\na\n---\n[plan](plan.md)\n\n- 14:03 note\n");
	assert_added("# T\n\n## What Happened\n\n- a\n\n---\n[plan](plan.md)\n", "note", false,
		"# T\n\n## What Happened\n\n- a\n- 14:03 note\n\n---\n[plan](plan.md)\n");
}

/* Taking the added lines away gives back what was there. */
static void nothing_else_changes(void **state)
{
	static const char *const pieces[] = {"# T\n", "## Context\r\n", "## What Happened\n", "\n",
		"\r\n", "text\n", "- item\n", "```\n", "<!-- a\n", "-->\n", "## Next steps\n",
		"\xff\xfe\n", "---\n", "See also: x\n", "## Later\n", LINK_LINE "\n", "tail"};
	struct detour_draft draft = full_draft();

	(void)state;
	draft.text = "NOTE";
	for (unsigned round = 0; round < 4000; round++) {
		struct detour_buf text = DETOUR_BUF_INIT, out = DETOUR_BUF_INIT;
		size_t kept = 0;

		random_state = round;
		draft.later = round % 2;
		for (unsigned i = pick(12); i > 0; i--)
			detour_buf_addstr(&text, pieces[pick(sizeof(pieces) / sizeof(pieces[0]))]);
		detour_session_add(&out, text.ptr, text.size, &draft);
		assert_contains(&out, draft.later ? "- 2026-11-22 14:03 NOTE" : "- 14:03 NOTE");
		assert_contains(&out, "a1b2c3d");
		/* The old bytes are a subsequence of the new ones. */
		for (size_t i = 0; i < out.size && kept < text.size; i++)
			kept += out.ptr[i] == text.ptr[kept];
		assert_int_equal(kept, text.size);
		detour_buf_release(&text);
		detour_buf_release(&out);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(an_untouched_scaffold_leaves_what_is_known),
		cmocka_unit_test(only_what_is_ours_goes),
		cmocka_unit_test(what_asks_in_a_template_goes),
		cmocka_unit_test(a_persons_lines_survive),
		cmocka_unit_test(a_word_anywhere_is_written),
		cmocka_unit_test(notes_go_to_the_end_of_what_happened),
		cmocka_unit_test(missing_parts_are_made),
		cmocka_unit_test(commits_are_linked_once),
		cmocka_unit_test(nothing_is_added_within_a_comment),
		cmocka_unit_test(what_comes_later_has_a_part_of_its_own),
		cmocka_unit_test(the_first_word_is_what_happened),
		cmocka_unit_test(a_footer_stays_at_the_end),
		cmocka_unit_test(nothing_else_changes),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
