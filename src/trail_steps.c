/* Reads and understands HEAD's reflog; see trail_steps.h. */
#include "trail_steps.h"

#include <string.h>

#include "base/text.h"

enum { ENTRIES = 200 };

int detour_steps_read(
	struct detour_repo *repo, struct detour_arena *arena, struct detour_steps *out)
{
	struct detour_reflog log;
	int code = detour_reflog_tail(repo, "HEAD", ENTRIES, arena, &log, NULL);

	memset(out, 0, sizeof(*out));
	if (code)
		return code;
	out->list = detour_arena_array(arena, log.count, sizeof(*out->list));
	/* A stash and a bare `git reset` move HEAD to where it is; so does `checkout -b`, whose
	 * name counts. */
	for (size_t i = log.count; i-- > 0;)
		if (!detour_oid_equal(&log.entries[i].old_oid, &log.entries[i].new_oid) ||
			!detour_text_starts(log.entries[i].message, "reset: "))
			out->list[out->count++] = &log.entries[i];
	return 0;
}

bool detour_step_is_amend(const struct detour_reflog_entry *step)
{
	return detour_text_starts(step->message, "commit (amend)");
}

bool detour_step_makes(const struct detour_reflog_entry *step)
{
	const char *message = step->message;

	if (detour_text_starts(message, "merge ") || detour_text_starts(message, "pull"))
		return strstr(message, ": Merge made by") != NULL;
	return detour_text_starts(message, "commit") || detour_text_starts(message, "revert: ") ||
	       detour_text_starts(message, "cherry-pick");
}

bool detour_step_is_rebase(const struct detour_reflog_entry *step, const char *which)
{
	const char *message = step->message, *open = strchr(message, '(');
	size_t size = strlen(which);

	if (!detour_text_starts(message, "rebase") && !detour_text_starts(message, "pull"))
		return false;
	return open && !strncmp(open + 1, which, size) && open[1 + size] == ')';
}

bool detour_step_is_by_hand(const struct detour_reflog_entry *step)
{
	return detour_text_starts(step->message, "commit (merge)") ||
	       detour_text_starts(step->message, "commit (cherry-pick)") ||
	       detour_step_is_rebase(step, "continue");
}

bool detour_step_checkout(const struct detour_reflog_entry *step, struct detour_arena *arena,
	const char **from, const char **to)
{
	static const char start[] = "checkout: moving from ";
	const char *name = step->message + sizeof(start) - 1, *space;

	/* Names of branches hold no space. */
	if (!detour_text_starts(step->message, start) || !(space = strchr(name, ' ')) ||
		!detour_text_starts(space, " to "))
		return false;
	*from = detour_arena_strndup(arena, name, (size_t)(space - name));
	*to = space + 4;
	return true;
}

bool detour_is_full_hash(const char *name)
{
	return strlen(name) == DETOUR_HEX_SIZE &&
	       strspn(name, "0123456789abcdef") == DETOUR_HEX_SIZE;
}

size_t detour_steps_rebase_start(const struct detour_steps *steps, size_t end)
{
	for (size_t i = end; i-- > 0;) {
		if (detour_step_is_rebase(steps->list[i], "start"))
			return i;
		if (detour_step_is_rebase(steps->list[i], "finish") ||
			detour_step_is_rebase(steps->list[i], "abort"))
			break;
	}
	return end;
}

static const char *branch_or_nothing(const char *name)
{
	return detour_is_full_hash(name) || strpbrk(name, "~^:@") ? "" : name;
}

const char *detour_steps_branch(
	const struct detour_steps *steps, size_t at, struct detour_arena *arena)
{
	const char *from, *to;

	for (size_t i = at + 1; i-- > 0;)
		if (detour_step_checkout(steps->list[i], arena, &from, &to))
			return branch_or_nothing(to);
	for (size_t i = at + 1; i < steps->count; i++)
		if (detour_step_checkout(steps->list[i], arena, &from, &to))
			return branch_or_nothing(from);
	return "";
}
