/* The skeleton of the document that fits a pattern, with its sources; see patterns.h. */
#include <string.h>

#include "../base/date.h"
#include "../base/text.h"
#include "../journal/markdown.h"
#include "../journal/link.h"
#include "patterns.h"

/* What a document of each kind asks, before and behind what is known. */
static const struct skeleton {
	const char *title, *before, *known, *after;
} skeletons[DETOUR_FIT_COUNT] = {
	[DETOUR_FIT_PLAYBOOK] = {"Playbook",
		"## When this applies\n\n<!-- By what would somebody notice that they are in this "
		"situation? -->\n\n",
		"What the sessions say of it",
		"## What to do\n\n<!-- Which steps, in which order, with which commands? -->\n\n"
		"## What not to do\n\n<!-- What was tried and led nowhere, and why? -->\n"},
	[DETOUR_FIT_PLAN_UPDATE] = {"Plan update",
		"## What the plan says\n\n<!-- Which items are concerned? -->\n\n",
		"What happened instead",
		"## What holds now\n\n"
		"- [ ] <!-- What is left to do, by whom, until when? -->\n\n"
		"## What is given up\n\n<!-- What will not be done, and why? -->\n"},
	[DETOUR_FIT_INVESTIGATION] = {"Investigation",
		"## Question\n\n<!-- What has to be known so that this does not happen again? "
		"-->\n\n",
		"What is known",
		"## What could be the cause\n\n<!-- Which explanations are there, and what would "
		"tell "
		"them apart? -->\n\n"
		"## Findings\n\n<!-- What was looked at, and what showed? -->\n"},
	[DETOUR_FIT_REFACTORING] = {"Refactoring",
		"## What is hard to get right here\n\n<!-- What do these commits have in common? "
		"-->\n\n",
		"Where it had to be done again",
		"## What should change\n\n<!-- Which boundary, test or name would have prevented "
		"them? "
		"-->\n\n"
		"## How we know that it worked\n\n<!-- What should no longer show up, and from "
		"when? "
		"-->\n"},
};

static void add_text(struct detour_buf *out, const char *text)
{
	detour_text_markdown(out, text, strlen(text));
}

/* The path in a link's target, from the top of the repository. */
static void add_target(struct detour_buf *out, const char *path)
{
	if (path[0] != '/')
		detour_buf_addch(out, '/');
	detour_markdown_path(out, path);
}

static void add_session(struct detour_buf *out, const struct detour_recurrence_source *source)
{
	detour_buf_addstr(out, "- \xe2\x80\x9c");
	add_text(out, source->quote);
	detour_buf_addstr(out, "\xe2\x80\x9d\n  [");
	add_text(out, source->title);
	detour_buf_addf(out, ", %s](", source->day);
	add_target(out, source->session);
	detour_buf_addf(out, "#L%zu)\n", source->line);
}

static void add_commit(struct detour_buf *out, const struct detour_recurrence_source *source,
	const char *forge_base)
{
	struct detour_arena arena = DETOUR_ARENA_INIT;

	detour_link_write(out, source->signal->commit, forge_base);
	detour_buf_addf(out, "  %s: ", detour_kind_name(source->signal->kind));
	add_text(out, detour_signal_evidence(&arena, source->signal));
	detour_buf_addch(out, '\n');
	detour_arena_release(&arena);
}

static void add_sources(
	struct detour_buf *out, const struct detour_recurrence *recurrence, const char *forge_base)
{
	size_t hidden = 0;

	for (size_t i = 0; i < recurrence->source_count; i++) {
		const struct detour_recurrence_source *source = &recurrence->sources[i];

		if (source->session && source->is_private)
			hidden++;
		else if (source->session)
			add_session(out, source);
		else
			add_commit(out, source, forge_base);
	}
	if (hidden)
		detour_buf_addf(out, "- %zu private session%s, left out here\n", hidden,
			hidden == 1 ? "" : "s");
}

void detour_recurrence_draft(
	struct detour_buf *out, const struct detour_recurrence *recurrence, const char *forge_base)
{
	const struct skeleton *skeleton = &skeletons[recurrence->fit];

	detour_buf_addf(out, "# %s: ", skeleton->title);
	add_text(out, recurrence->title);
	detour_buf_addstr(out, "\n\n");
	add_text(out, recurrence->explanation);
	detour_buf_addstr(out, "; ");
	add_text(out, recurrence->reason);
	detour_buf_addf(out, ".\n\n%s## %s\n\n", skeleton->before, skeleton->known);
	add_sources(out, recurrence, forge_base);
	detour_buf_addf(out, "\n%s", skeleton->after);
}
