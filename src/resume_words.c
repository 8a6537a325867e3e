/* Sentences and rows of the screen; see resume.h. */
#include <string.h>

#include "base/text.h"
#include "resume_internal.h"

/* ---- where it ended */

static const char *number(struct detour_arena *arena, size_t count)
{
	return detour_arena_printf(
		arena, count < DETOUR_SUBJECT_COUNTED ? "%zu" : "%zu or more", count);
}

/* ", 2 ahead of and 1 behind origin/x" */
static const char *upstream(struct detour_arena *arena, const struct detour_subject *subject)
{
	const char *name;

	if (!subject->upstream)
		return "";
	name = detour_text_line(arena, subject->upstream, 0);
	if (!subject->ahead && !subject->behind)
		return detour_arena_printf(arena, ", level with %s", name);
	if (!subject->behind)
		return detour_arena_printf(
			arena, ", %s ahead of %s", number(arena, subject->ahead), name);
	if (!subject->ahead)
		return detour_arena_printf(
			arena, ", %s behind %s", number(arena, subject->behind), name);
	return detour_arena_printf(arena, ", %s ahead of and %s behind %s",
		number(arena, subject->ahead), number(arena, subject->behind), name);
}

static const char *own(struct detour_arena *arena, const struct detour_subject *subject)
{
	const char *base;

	if (subject->is_trunk || !subject->base_name)
		return "";
	base = detour_text_line(arena, subject->base_name, 0);
	if (!subject->own_count)
		return detour_arena_printf(arena, ", all of it in %s", base);
	return detour_arena_printf(arena, ", %zu%s commit%s since %s", subject->own_count,
		subject->own_cut ? " or more" : "", subject->own_count == 1 ? "" : "s", base);
}

const char *detour_resume_standing(const struct detour_briefing *briefing)
{
	const struct detour_subject *subject = briefing->subject;
	struct detour_arena *arena = &briefing->workspace->arena;
	const char *name = subject->name ? detour_text_line(arena, subject->name, 0) : NULL;

	if (!name)
		name = subject->has_tip ? detour_arena_printf(arena, "detached at %s",
						  detour_oid_short(arena, &subject->tip, 7))
					: "HEAD";
	if (subject->path)
		return detour_arena_printf(arena, "%s on %s%s",
			detour_text_line(arena, detour_resume_path(briefing, subject->path), 0),
			name, subject->path_is_gone ? "; it is not there any more" : "");
	if (!subject->has_tip)
		return detour_arena_printf(arena, "%s, nothing committed yet", name);
	return detour_arena_printf(
		arena, "%s%s%s", name, own(arena, subject), upstream(arena, subject));
}

static void add_count(struct detour_buf *out, size_t count, const char *what)
{
	if (count)
		detour_buf_addf(out, "%s%zu %s", out->size ? ", " : "", count, what);
}

const char *detour_resume_uncommitted(const struct detour_briefing *briefing)
{
	const struct detour_uncommitted *files = &briefing->subject->uncommitted;
	struct detour_buf out = DETOUR_BUF_INIT;
	const char *text = "";

	add_count(&out, files->conflicted, "in conflict");
	add_count(&out, files->staged, "staged");
	add_count(&out, files->changed, "changed");
	add_count(&out, files->untracked, "untracked");
	if (out.size)
		text = detour_arena_printf(
			&briefing->workspace->arena, "Not committed: %s", out.ptr);
	detour_buf_release(&out);
	return text;
}

const char *detour_resume_operation(const struct detour_briefing *briefing)
{
	static const char *const names[] = {
		[DETOUR_OPERATION_NONE] = "",
		[DETOUR_OPERATION_REBASE] = "A rebase is under way",
		[DETOUR_OPERATION_SEQUENCE] = "Picks or reverts are under way",
		[DETOUR_OPERATION_PICK] = "A cherry-pick is under way",
		[DETOUR_OPERATION_REVERT] = "A revert is under way",
		[DETOUR_OPERATION_AM] = "git am is under way",
		[DETOUR_OPERATION_BISECT] = "A bisect is under way",
		[DETOUR_OPERATION_MERGE] = "A merge is under way",
	};

	return names[briefing->subject->operation];
}

/* ---- rows */

char *detour_resume_wrap(struct detour_arena *arena, const char *first, int indent,
	const char *text, int columns, size_t rows, size_t *used)
{
	int start = detour_text_columns(first), room, at = start;
	struct detour_buf out = DETOUR_BUF_INIT;
	char *wrapped;

	columns = columns > indent + 20 ? columns : indent + 20;
	*used = 1;
	detour_buf_addstr(&out, first);
	while (*text) {
		size_t size = strcspn(text, " ");
		int width = detour_text_columns_in(text, size);

		if (*used == rows) { /* the last row: as much as it holds */
			room = columns - 1 - at;
			detour_buf_addstr(&out, detour_text_line(arena, text, room > 1 ? room : 1));
			break;
		}
		if (at > start && at + width >= columns) {
			detour_buf_truncate(&out, out.size - 1);
			detour_buf_addf(&out, "\n%*s", indent, "");
			at = start = indent;
			++*used;
			continue;
		}
		detour_buf_add(&out, text, size);
		text += size;
		text += strspn(text, " ");
		if (*text)
			detour_buf_addch(&out, ' ');
		at += width + 1;
	}
	detour_buf_addch(&out, '\n');
	wrapped = detour_arena_strndup(arena, out.ptr, out.size);
	detour_buf_release(&out);
	return wrapped;
}

const char *detour_resume_id(struct detour_arena *arena, const struct detour_resume_style *style,
	const struct detour_oid *oid)
{
	const char *id = detour_oid_short(arena, oid, 7);

	return style->color ? detour_arena_printf(arena, "\033[33m%s\033[m", id) : id;
}

const char *detour_resume_path(const struct detour_briefing *briefing, const char *path)
{
	struct detour_workspace *workspace = briefing->workspace;
	const char *shown =
		*path == '/' || !detour_repo_work_tree(workspace->repo)
			? path
			: detour_repo_path_from_here(workspace->repo, &workspace->arena, path);

	return detour_text_line(&workspace->arena, shown, 0);
}
