/* See drafting.h. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "drafting.h"

const char own_template[] =
	"---\ntitle: [Topic]\ndate: YYYY-MM-DD\n---\n"
	"<!--\nUSAGE: copy to YYYY-MM-DD-topic.md.\n-->\n\n"
	"# [Topic] — YYYY-MM-DD\n\n**Author:** the team\n\n"
	"## Overview\n\n[What were you working on? Why?]\n\n"
	"## What Happened\n\n[The journey - write\nnaturally.\n\n- \"Spent\" -- so]\n\n"
	"## Next steps (Optional)\n\n<!-- what comes next -->\n\n---\n\n"
	"- [Plan](../plan.md) (if there is one)\n";

static struct detour_change changes[] = {{.status = 'M', .path = "src/queue/redis.c"},
	{.status = 'A', .path = "src/queue/retry.c"}, {.status = 'D', .path = "src/queue/o`l`d.c"},
	{.status = 'M', .path = "README.md"}};
struct detour_commit drafted_commit = {.subject = "Revert \"Add the retry queue\"",
	.message = "Revert \"Add the retry queue\"\n\nFixes #12, #14; step #3.\n",
	.author_time = 1795352605,
	.author_offset = 60,
	.changes = changes,
	.change_count = 4};
static const struct detour_commit *const commits[] = {&drafted_commit};
static const struct detour_signal signals[] = {
	{.hint = "What did you expect of 9c1d2e3? What showed that it does not hold?"}};

struct detour_draft full_draft(void)
{
	struct detour_draft draft = {.topic = "Retry queue reverted",
		.time = 1795352605,
		.offset = 60,
		.branch = "retry",
		.plan = "docs/plan.md",
		.dir = "docs/sessions",
		.commits = commits,
		.commit_count = 1,
		.signals = signals,
		.signal_count = 1,
		.forge_base = "https://github.com/ana/shop/commit/",
		.issue_base = "https://github.com/ana/shop/issues/"};

	assert_true(detour_oid_parse(&drafted_commit.oid, FULL));
	return draft;
}

struct detour_draft with_template(struct detour_draft draft, const char *text)
{
	draft.template_bytes = text;
	draft.template_size = strlen(text);
	return draft;
}

bool is_written(const struct detour_buf *text, const struct detour_draft *draft)
{
	struct detour_arena arena = DETOUR_ARENA_INIT;
	struct detour_session session;
	bool written;

	detour_session_parse(text->ptr, text->size, draft->template_bytes, draft->template_size,
		&arena, &session);
	written = session.written;
	if (draft->commit_count)
		assert_true(detour_session_names(&session, &drafted_commit.oid));
	detour_arena_release(&arena);
	return written;
}

void assert_contains(const struct detour_buf *text, const char *expected)
{
	if (!strstr(text->ptr, expected))
		fail_msg("'%s' is not in:\n%s", expected, text->ptr);
}

void assert_lacks(const struct detour_buf *text, const char *unwanted)
{
	if (strstr(text->ptr, unwanted))
		fail_msg("'%s' is in:\n%s", unwanted, text->ptr);
}

char *with_crlf(const char *text)
{
	char *copy = test_malloc(2 * strlen(text) + 4), *out = copy;

	for (; *text; text++) {
		if (*text == '\n')
			*out++ = '\r';
		*out++ = *text;
	}
	*out = '\0';
	return copy;
}
