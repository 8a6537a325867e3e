/* The part Context of a new session: where it happened, for what, and which commits; compose.h. */
#include "compose.h"

#include <stdlib.h>
#include <string.h>

#include "../base/text.h"

#define ISSUES_LIMIT ((size_t)5)

/* Does `text` end in the word, told without regard to case and from a word's start on? */
static bool ends_in_word(const char *text, size_t size, const char *word)
{
	size_t length = strlen(word);

	if (size < length)
		return false;
	for (size_t i = 0; i < length; i++)
		if ((text[size - length + i] | 0x20) != word[i])
			return false;
	return size == length ||
	       !strchr("abcdefghijklmnopqrstuvwxyz", text[size - length - 1] | 0x20);
}

/* Is what stands before the number a word that makes it an issue: "Fixes #12", "see: #12"? */
static bool names_issue(const char *text, size_t size)
{
	static const char *const words[] = {"fix", "fixes", "fixed", "close", "closes", "closed",
		"resolve", "resolves", "resolved", "ref", "refs", "references", "see", "issue",
		"issues", "bug", "addresses", "implements", "part of", "related to"};

	while (size && strchr(" :(", text[size - 1]))
		size--;
	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (ends_in_word(text, size, words[i]))
			return true;
	return false;
}

static size_t add_number(unsigned long *numbers, size_t count, size_t limit, unsigned long number)
{
	for (size_t i = 0; i < count; i++)
		if (numbers[i] == number)
			return count;
	if (count < limit)
		numbers[count++] = number;
	return count;
}

size_t detour_compose_issues(const struct detour_draft *draft, unsigned long *numbers, size_t limit)
{
	size_t count = 0;

	for (size_t i = 0; i < draft->commit_count; i++) {
		const char *message = draft->commits[i]->message, *end = NULL;
		bool in_list = false;

		for (const char *at = message; at && (at = strchr(at, '#')); at++) {
			size_t digits = strspn(at + 1, "0123456789");

			/* "Fixes #1, #2" names two. */
			in_list = in_list && end && strspn(end, " ,") == (size_t)(at - end);
			if (!digits || digits > 7 ||
				!(in_list || names_issue(message, (size_t)(at - message))))
				continue;
			in_list = true;
			end = at + 1 + digits;
			count = add_number(numbers, count, limit, strtoul(at + 1, NULL, 10));
		}
	}
	return count;
}

static void add_issue(struct detour_buf *out, const char *base, unsigned long number)
{
	if (base)
		detour_buf_addf(out, "[#%lu](%s%lu)", number, base, number);
	else
		detour_buf_addf(out, "#%lu", number);
}

static void add_issues(struct detour_buf *out, const struct detour_draft *draft)
{
	unsigned long numbers[ISSUES_LIMIT];
	size_t count = detour_compose_issues(draft, numbers, ISSUES_LIMIT);

	for (size_t i = 0; i < count; i++) {
		detour_buf_addstr(out, i ? ", " : "- Issues: ");
		add_issue(out, draft->issue_base, numbers[i]);
	}
	if (count)
		detour_buf_addch(out, '\n');
}

/* "docs/plan.md" as seen from "docs/sessions": "../plan.md". */
static void add_relative(struct detour_buf *out, const char *dir, const char *path)
{
	size_t common = 0, at = 0;

	for (;;) {
		size_t left = strcspn(dir + at, "/"), right = strcspn(path + at, "/");

		if (left != right || !left || path[at + right] != '/' ||
			memcmp(dir + at, path + at, left) != 0)
			break;
		common = at + left + 1;
		if (!dir[at + left])
			break;
		at = common;
	}
	/* A step up for each folder of `dir` that `path` is not in. */
	for (const char *rest = dir + (common <= strlen(dir) ? common : strlen(dir)); *rest;) {
		size_t part = strcspn(rest, "/");

		if (part)
			detour_buf_addstr(out, "../");
		rest += part + (rest[part] == '/');
	}
	detour_markdown_path(out, path + common);
}

static void add_plan(struct detour_buf *out, const struct detour_draft *draft)
{
	if (!draft->plan || !draft->plan[0])
		return;
	detour_buf_addstr(out, "- Plan: ");
	if (draft->dir) {
		detour_buf_addch(out, '[');
		detour_text_markdown(out, draft->plan, strlen(draft->plan));
		detour_buf_addstr(out, "](");
		add_relative(out, draft->dir, draft->plan);
		detour_buf_addch(out, ')');
	} else {
		detour_markdown_code(out, draft->plan);
	}
	detour_buf_addch(out, '\n');
}

static bool is_repeated(const struct detour_draft *draft, size_t index)
{
	for (size_t i = 0; i < index; i++)
		if (detour_oid_equal(&draft->commits[i]->oid, &draft->commits[index]->oid))
			return true;
	return false;
}

void detour_compose_context(struct detour_buf *out, const struct detour_draft *draft)
{
	if (draft->branch && draft->branch[0]) {
		detour_buf_addstr(out, "- Branch: ");
		detour_markdown_code(out, draft->branch);
		detour_buf_addch(out, '\n');
	}
	add_plan(out, draft);
	add_issues(out, draft);
	for (size_t i = 0; i < draft->commit_count; i++)
		if (!is_repeated(draft, i))
			detour_link_write(out, draft->commits[i], draft->forge_base);
}
