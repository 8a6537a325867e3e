/* Sessions drafted, in our layout and in a team's own. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "drafting.h"
#include "journal/markdown.h"

static void a_scaffold_has_all_parts_and_asks(void **state)
{
	struct detour_draft draft = full_draft();
	struct detour_buf out = DETOUR_BUF_INIT;

	(void)state;
	detour_session_draft(&out, &draft);
	assert_contains(&out,
		"# Retry queue reverted — 2026-11-22\n\n## Context\n\n- Branch: `retry`\n"
		"- Plan: [docs/plan.md](../plan.md)\n"
		"- Issues: [#12](https://github.com/ana/shop/issues/12), "
		"[#14](https://github.com/ana/shop/issues/14)\n" LINK_LINE "\n\n<!-- hint: ");
	assert_contains(&out,
		"\n## What Happened\n\n<!-- hint: What did you expect of 9c1d2e3? What "
		"showed that it does not hold? -->\n");
	assert_contains(&out, "\n## Notable Discoveries\n\n<!-- hint: ");
	assert_contains(&out,
		"\n## Changes Made\n\n- `README.md`\n"
		"- `src/queue/`: ``o`l`d.c`` (deleted), `redis.c`, `retry.c` (new)\n\n");
	assert_contains(&out, "\n## Lessons Learned\n\n<!-- hint: ");
	assert_contains(&out, "\n## Follow-up\n\n<!-- hint: ");
	assert_false(is_written(&out, &draft));
	detour_buf_release(&out);
}

static void a_compact_session_is_what_is_known(void **state)
{
	struct detour_draft draft = full_draft();
	struct detour_buf out = DETOUR_BUF_INIT;

	(void)state;
	draft.compact = true;
	draft.plan = draft.branch = NULL;
	draft.text = "\n  Redis evicts.\n\nTrying *Postgres*.\n\n";
	drafted_commit.message = NULL;
	detour_session_draft(&out, &draft);
	drafted_commit.message = "Revert \"Add the retry queue\"\n\nFixes #12, #14; step #3.\n";
	assert_string_equal(out.ptr,
		"# Retry queue reverted — 2026-11-22\n\n## Context\n\n" LINK_LINE
		"\n\n## What Happened\n\n  Redis evicts.\n\nTrying *Postgres*.\n\n"
		"## Changes Made\n\n- `README.md`\n- `src/queue/`: ``o`l`d.c`` (deleted), "
		"`redis.c`, `retry.c` (new)\n");
	assert_true(is_written(&out, &draft));
	detour_buf_release(&out);
}

static void nothing_known_is_still_a_session(void **state)
{
	struct detour_draft draft = {.topic = "", .compact = true};
	struct detour_buf out = DETOUR_BUF_INIT;

	(void)state;
	detour_session_draft(&out, &draft);
	assert_string_equal(out.ptr, "#  — 1970-01-01\n");
	detour_buf_clear(&out);
	draft.compact = false;
	detour_session_draft(&out, &draft);
	assert_contains(&out, "## Follow-up");
	assert_false(is_written(&out, &draft));
	detour_buf_release(&out);
}

static void what_is_hostile_stays_in_its_line(void **state)
{
	struct detour_change bad[] = {{.status = 'A', .path = "a`b``\n## c\x1b[2J/<!-- d -->.c"}};
	struct detour_commit evil = {
		.subject = "<!-- --> \n# x", .message = "m", .changes = bad, .change_count = 1};
	const struct detour_commit *evils[] = {&evil};
	struct detour_signal signal = {.hint = "x --> y <!-- z ---> \n## q --!>"};
	struct detour_draft draft = {.topic = "<!-- a\n## b `c` [d](e)",
		.branch = "b`\n## e -->",
		.plan = "p](x)\n## `y`/(z).md",
		.dir = "docs/sessions",
		.commits = evils,
		.commit_count = 1,
		.signals = &signal,
		.signal_count = 1};
	struct detour_buf out = DETOUR_BUF_INIT, tidied = DETOUR_BUF_INIT;
	size_t headings = 0;

	(void)state;
	detour_session_draft(&out, &draft);
	for (const char *at = out.ptr; (at = strstr(at, "\n#")); at++)
		headings++;
	assert_int_equal(headings, 6);
	assert_null(strchr(out.ptr, '\x1b'));
	assert_false(is_written(&out, &(struct detour_draft){.topic = ""}));
	/* Every comment is a hint of ours, whole, and goes again. */
	detour_session_tidy(&tidied, out.ptr, out.size);
	assert_lacks(&tidied, "hint:");
	assert_contains(&tidied, "## Context");
	assert_contains(&tidied, "## Changes Made");
	assert_lacks(&tidied, "## What Happened");
	detour_buf_release(&tidied);
	detour_buf_release(&out);
}

static void many_paths_are_counted(void **state)
{
	struct detour_change many[100];
	struct detour_commit big = {
		.subject = "s", .message = "", .changes = many, .change_count = 100};
	const struct detour_commit *bigs[] = {&big};
	struct detour_draft draft = {
		.topic = "x", .commits = bigs, .commit_count = 1, .compact = true};
	struct detour_buf out = DETOUR_BUF_INIT;
	char names[100][24];
	size_t spans = 0;

	(void)state;
	for (size_t i = 0; i < 100; i++) {
		snprintf(names[i], sizeof(names[i]), "d%02zu/f%02zu.c", i / 10, i);
		many[i] = (struct detour_change){.status = 'M', .path = names[i]};
	}
	detour_session_draft(&out, &draft);
	for (const char *at = strstr(out.ptr, "## Changes"); (at = strstr(at, ".c`")); at++)
		spans++;
	assert_int_equal(spans, 30);
	assert_contains(&out, "- `d00/`: `f00.c`, ");
	assert_contains(&out, "`f07.c`, … and 2 more\n");
	assert_contains(&out, "- … and 60 more\n");
	assert_false(is_written(&out, &(struct detour_draft){.topic = ""}));
	detour_buf_release(&out);
}

static void what_several_commits_did_is_summed_up(void **state)
{
	struct detour_change first[] = {
		{.status = 'A', .path = "gone.c"}, {.status = 'A', .path = "new.c"}};
	struct detour_change second[] = {{.status = 'D', .path = "gone.c"},
		{.status = 'M', .path = "new.c"}, {.status = 'M', .path = "old.c"}};
	struct detour_commit one = {
		.subject = "1", .message = "", .changes = first, .change_count = 2};
	struct detour_commit two = {
		.subject = "2", .message = "", .changes = second, .change_count = 3};
	const struct detour_commit *both[] = {&one, &two, &two};
	struct detour_draft draft = {
		.topic = "x", .commits = both, .commit_count = 3, .compact = true};
	struct detour_buf out = DETOUR_BUF_INIT;

	(void)state;
	two.oid.id[0] = 0x12;
	detour_session_draft(&out, &draft);
	assert_contains(&out, "- `gone.c` (deleted), `new.c` (new), `old.c`\n");
	assert_contains(&out, "- `000000000000` 1 (1970-01-01 00:00 +0000)\n"
			      "- `120000000000` 2 (1970-01-01 00:00 +0000)\n\n");
	detour_buf_release(&out);
}

static void an_open_fence_is_closed(void **state)
{
	struct detour_draft draft = full_draft();
	struct detour_buf out = DETOUR_BUF_INIT;

	(void)state;
	draft.compact = true;
	draft.text = "Look:\n\n~~~~sh\nmake\n";
	detour_session_draft(&out, &draft);
	assert_contains(&out, "Look:\n\n~~~~sh\nmake\n~~~~\n\n## Changes Made\n");
	detour_buf_release(&out);
}

static void the_teams_template_is_filled(void **state)
{
	struct detour_draft draft = with_template(full_draft(), own_template);
	struct detour_buf out = DETOUR_BUF_INIT;

	(void)state;
	draft.topic = "Queue: \"stalls\" *again*";
	detour_session_draft(&out, &draft);
	assert_contains(
		&out, "---\ntitle: \"Queue: \\\"stalls\\\" *again*\"\ndate: 2026-11-22\n---\n");
	assert_contains(&out, "USAGE: copy to YYYY-MM-DD-topic.md.\n");
	assert_contains(
		&out, "\n# Queue: \"stalls\" \\*again\\* — 2026-11-22\n\n**Author:** the team\n");
	assert_contains(&out, "## Overview\n\n- Branch: `retry`\n");
	assert_contains(&out,
		LINK_LINE "\n\n<!-- hint: What were you working on? Why? -->\n\n"
			  "## What Happened\n\n<!-- hint: What did you expect of 9c1d2e3?");
	assert_contains(&out,
		"hold? -->\n\n<!-- hint: The journey - write\nnaturally.\n\n"
		"- \"Spent\" - - so -->\n\n## Next steps (Optional)\n\n<!-- what comes next -->\n");
	assert_contains(&out, "(if there is one)\n\n## Changes Made\n\n- `README.md`\n");
	assert_false(is_written(&out, &draft));
	detour_buf_release(&out);
}

static void a_compact_one_keeps_the_teams_headings(void **state)
{
	struct detour_draft draft = with_template(full_draft(), own_template);
	struct detour_buf out = DETOUR_BUF_INIT;

	(void)state;
	draft.compact = true;
	draft.plan = NULL;
	draft.branch = NULL;
	draft.text = "It stalled.";
	detour_session_draft(&out, &draft);
	assert_string_equal(out.ptr,
		"---\ntitle: \"Retry queue reverted\"\ndate: 2026-11-22\n---\n\n"
		"# Retry queue reverted — 2026-11-22\n\n**Author:** the team\n\n## Overview\n\n"
		"- Issues: [#12](https://github.com/ana/shop/issues/12), "
		"[#14](https://github.com/ana/shop/issues/14)\n" LINK_LINE
		"\n\n## What Happened\n\nIt stalled.\n\n## Changes Made\n\n- `README.md`\n"
		"- `src/queue/`: ``o`l`d.c`` (deleted), `redis.c`, `retry.c` (new)\n");
	assert_true(is_written(&out, &draft));
	detour_buf_release(&out);
}

static void assert_all_crlf(const struct detour_buf *text)
{
	for (size_t i = 0; i < text->size; i++)
		if (text->ptr[i] == '\n' && (i == 0 || text->ptr[i - 1] != '\r'))
			fail_msg("a bare line feed at %zu in:\n%s", i, text->ptr);
}

static void the_templates_line_ends_are_kept(void **state)
{
	char *crlf = with_crlf(own_template);
	struct detour_draft draft = with_template(full_draft(), crlf);
	struct detour_buf out = DETOUR_BUF_INIT, tidied = DETOUR_BUF_INIT, more = DETOUR_BUF_INIT;

	(void)state;
	detour_session_draft(&out, &draft);
	assert_all_crlf(&out);
	assert_false(is_written(&out, &draft));
	detour_buf_clear(&out);
	draft.text = "one\ntwo\r\nthree";
	detour_session_draft(&out, &draft);
	assert_contains(&out, "\r\none\r\ntwo\r\nthree\r\n");
	assert_lacks(&out, "The journey"); /* it is answered */
	assert_all_crlf(&out);
	assert_true(is_written(&out, &draft));
	detour_session_tidy_template(&tidied, out.ptr, out.size, crlf, strlen(crlf));
	assert_all_crlf(&tidied);
	assert_lacks(&tidied, "hint");
	detour_session_add(&more, tidied.ptr, tidied.size, &draft);
	assert_all_crlf(&more);
	detour_buf_release(&more);
	detour_buf_release(&tidied);
	detour_buf_release(&out);
	test_free(crlf);
}

static void what_a_template_leaves_open_swallows_nothing(void **state)
{
	struct detour_draft draft = with_template(full_draft(), "# [Topic]\n\n~~~~sh\n~~~ x\n");
	struct detour_buf out = DETOUR_BUF_INIT;

	(void)state;
	detour_session_draft(&out, &draft);
	assert_contains(&out, "~~~ x\n~~~~\n\n## Context\n");
	assert_false(is_written(&out, &draft));
	detour_buf_release(&out);
}

/* Of what is known, the link line and the paths: the link stands in a line that is read. */
static void assert_drafted(const char *templ, const char *text, const char *expected)
{
	struct detour_draft draft = with_template(full_draft(), templ);
	struct detour_buf out = DETOUR_BUF_INIT;
	struct detour_lines lines;
	struct detour_line line;
	bool found = false;

	draft.compact = true;
	draft.plan = draft.branch = draft.issue_base = NULL;
	draft.text = text;
	drafted_commit.message = NULL;
	detour_session_draft(&out, &draft);
	drafted_commit.message = "Revert \"Add the retry queue\"\n\nFixes #12, #14; step #3.\n";
	assert_string_equal(out.ptr, expected);
	assert_int_equal(is_written(&out, &draft), text != NULL);
	detour_lines_init(&lines, out.ptr, out.size);
	while (detour_lines_next(&lines, &line))
		found = found || (line.kind == DETOUR_LINE_TEXT && line.size == strlen(LINK_LINE) &&
					 !memcmp(line.text, LINK_LINE, line.size));
	detour_lines_release(&lines);
	assert_true(found);
	detour_buf_release(&out);
}

#define CHANGES                                                                                    \
	"\n## Changes Made\n\n- `README.md`\n- `src/queue/`: ``o`l`d.c`` (deleted), `redis.c`, "   \
	"`retry.c` (new)\n"

static void what_is_known_stands_in_no_comment_of_the_template(void **state)
{
	(void)state;
	/* The fence that is left open is left out. */
	assert_drafted("# [Topic]\n\n## Lessons\n\n```sh\nmake\n", NULL,
		"# Retry queue reverted\n\n## Context\n\n" LINK_LINE "\n" CHANGES);
	/* Without the space before it, the line is a fence. */
	assert_drafted("# [Topic]\n\n\v```\n", NULL,
		"# Retry queue reverted\n\n```\n```\n\n## Context\n\n" LINK_LINE "\n" CHANGES);
	/* Below the comment that the heading begins. */
	assert_drafted("# [Topic]\n\n## Context <!-- what was\nthe plan? -->\n", NULL,
		"# Retry queue reverted\n\n## Context <!-- what was\nthe plan? -->\n\n" LINK_LINE
		"\n" CHANGES);
	/* The hint kept the "<!--" above it from being a comment: such a template is not used. */
	assert_drafted("# [Topic]\n\n<!--\n\n## Context\n\n<!-- hint -->\n\n-->\n", NULL,
		"# Retry queue reverted — 2026-11-22\n\n## Context\n\n" LINK_LINE "\n" CHANGES);
}

static void a_comment_that_the_text_leaves_open_is_closed(void **state)
{
	(void)state;
	assert_drafted("", "a `-->`\n<!-- b",
		"# Retry queue reverted — 2026-11-22\n\n## Context\n\n" LINK_LINE
		"\n\n## What Happened\n\na `-->`\n<!-- b\n<!-- -->\n" CHANGES);
	/* What it begins with is no front matter. */
	assert_drafted("", "---\n```\nRedis\n---",
		"# Retry queue reverted — 2026-11-22\n\n## Context\n\n" LINK_LINE
		"\n\n## What Happened\n\n---\n```\nRedis\n---\n```\n" CHANGES);
	assert_drafted("", "<!-- a --> b",
		"# Retry queue reverted — 2026-11-22\n\n## Context\n\n" LINK_LINE
		"\n\n## What Happened\n\n<!-- a --> b\n" CHANGES);
	/* The arrow in the template would close it. */
	assert_drafted(
		"# [Topic]\n\n## Context\n\n## Log\n\n## Next steps\n\n## Changes\n\nx\n-->\n",
		"<!-- b",
		"# Retry queue reverted\n\n## Context\n\n" LINK_LINE
		"\n\n## Log\n\n<!-- b\n<!-- -->\n\n## Changes\n\n- `README.md`\n- `src/queue/`: "
		"``o`l`d.c`` (deleted), `redis.c`, `retry.c` (new)\n\nx\n-->\n");
}

static void our_template_drafts_like_none(void **state)
{
	struct detour_draft plain = full_draft(), filled;
	struct detour_buf templ = DETOUR_BUF_INIT, one = DETOUR_BUF_INIT, two = DETOUR_BUF_INIT;

	(void)state;
	detour_session_template(&templ);
	assert_contains(&templ, "# [Topic] — YYYY-MM-DD\n\n## Context\n\n<!-- hint: ");
	filled = with_template(plain, templ.ptr);
	plain.compact = filled.compact = true;
	plain.text = filled.text = "It stalled.";
	detour_session_draft(&one, &plain);
	detour_session_draft(&two, &filled);
	assert_string_equal(one.ptr, two.ptr);
	detour_buf_clear(&two);
	filled.compact = false;
	filled.text = NULL;
	detour_session_draft(&two, &filled);
	assert_contains(&two,
		"\n## What Happened\n\n<!-- hint: What did you expect of 9c1d2e3? What "
		"showed that it does not hold? -->\n\n## Notable");
	assert_false(is_written(&two, &filled));
	assert_false(is_written(&two, &plain)); /* the template is not needed to tell */
	detour_buf_release(&templ);
	detour_buf_release(&one);
	detour_buf_release(&two);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_scaffold_has_all_parts_and_asks),
		cmocka_unit_test(a_compact_session_is_what_is_known),
		cmocka_unit_test(nothing_known_is_still_a_session),
		cmocka_unit_test(what_is_hostile_stays_in_its_line),
		cmocka_unit_test(many_paths_are_counted),
		cmocka_unit_test(what_several_commits_did_is_summed_up),
		cmocka_unit_test(an_open_fence_is_closed),
		cmocka_unit_test(the_teams_template_is_filled),
		cmocka_unit_test(a_compact_one_keeps_the_teams_headings),
		cmocka_unit_test(the_templates_line_ends_are_kept),
		cmocka_unit_test(what_a_template_leaves_open_swallows_nothing),
		cmocka_unit_test(what_is_known_stands_in_no_comment_of_the_template),
		cmocka_unit_test(a_comment_that_the_text_leaves_open_is_closed),
		cmocka_unit_test(our_template_drafts_like_none),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
