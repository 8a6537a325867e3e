/* What lies around, as a part of a handoff; see handoff.h. */
#include "handoff.h"

#include "../base/date.h"

enum kind { CONFLICT, STAGED, CHANGED, PERHAPS, UNTRACKED, KINDS };

static const struct {
	const char *title, *source;
} kinds[KINDS] = {
	[CONFLICT] = {"In conflict: ", "git status"},
	[STAGED] = {"Staged: ", "git diff --cached"},
	[CHANGED] = {"Changed: ", "git diff"},
	[PERHAPS] = {"Perhaps changed, a filter has to tell: ", "git diff"},
	[UNTRACKED] = {"Untracked: ", "git status"},
};

/* The letter that a file has as one of this kind; ' ': it is none. */
static char letter_of(const struct detour_loose_file *file, enum kind kind)
{
	if (file->is_conflict)
		return kind == CONFLICT ? 'U' : ' ';
	if (file->staged == '?')
		return kind == UNTRACKED ? '?' : ' ';
	if (kind == STAGED)
		return file->staged;
	if (kind == (file->perhaps ? PERHAPS : CHANGED))
		return file->changed;
	return ' ';
}

static const char *remark_of(char letter)
{
	switch (letter) {
	case 'A':
		return " (new)";
	case 'D':
		return " (deleted)";
	case 'T':
		return " (of another type)";
	default:
		return "";
	}
}

static void tell_kind(struct detour_handoff *handoff, enum kind kind)
{
	const struct detour_loose *loose = &handoff->leftovers->loose;
	bool begun = false;

	for (size_t i = 0; i < loose->count; i++) {
		char letter = letter_of(&loose->files[i], kind);

		if (letter == ' ')
			continue;
		if (!begun)
			detour_handoff_item(handoff, 0);
		detour_buf_addstr(&handoff->out, begun ? ", " : kinds[kind].title);
		begun = true;
		detour_handoff_code(handoff, loose->files[i].path);
		detour_buf_addstr(&handoff->out, remark_of(letter));
	}
	if (begun)
		detour_handoff_source(handoff, "%s", kinds[kind].source);
}

static void tell_files(struct detour_handoff *handoff)
{
	const struct detour_leftovers *leftovers = handoff->leftovers;

	if (!leftovers->is_here || !detour_repo_work_tree(handoff->workspace->repo))
		return;
	if (!leftovers->loose_error.code && !leftovers->loose.count) {
		detour_handoff_item(handoff, 0);
		detour_buf_addstr(&handoff->out, "The work tree is clean");
		detour_handoff_source(handoff, "git status");
	}
	if (leftovers->loose_error.code) {
		detour_handoff_item(handoff, 0);
		detour_buf_addstr(
			&handoff->out, "What is not committed could not be found out here");
		detour_handoff_source(handoff, "git status");
	}
	for (enum kind kind = 0; kind < KINDS; kind++)
		tell_kind(handoff, kind);
	if (leftovers->loose.more) {
		detour_handoff_item(handoff, 0);
		detour_handoff_count(handoff, leftovers->loose.more, "more file", 0);
		detour_handoff_source(handoff, "git status");
	}
	if (leftovers->loose.untracked_hidden) {
		detour_handoff_item(handoff, 0);
		detour_buf_addstr(&handoff->out, "Untracked files were not looked for");
		detour_handoff_source(handoff, "git config status.showUntrackedFiles");
	}
}

static void tell_stashes(struct detour_handoff *handoff)
{
	for (size_t i = 0; i < handoff->leftovers->stash_count; i++) {
		const struct detour_stash *stash = &handoff->leftovers->stashes[i];
		const char *name =
			detour_arena_printf(handoff->arena, "stash@{%zu}", stash->number);

		detour_handoff_item(handoff, 0);
		detour_handoff_code(handoff, name);
		detour_buf_addstr(&handoff->out, " \xe2\x80\x9c");
		detour_handoff_text(handoff, stash->message);
		detour_buf_addf(&handoff->out, "\xe2\x80\x9d of %s",
			detour_date_minute(handoff->arena, stash->time, stash->offset));
		detour_handoff_source(handoff, "git stash show -p '%s'", name);
	}
}

static void tell_kept(struct detour_handoff *handoff)
{
	for (size_t i = 0; i < handoff->leftovers->kept_count; i++) {
		detour_handoff_commit(handoff, &handoff->leftovers->kept[i].commit);
		detour_buf_addstr(&handoff->out, ": dropped, kept as ");
		detour_handoff_code(handoff, handoff->leftovers->kept[i].ref);
		detour_buf_addch(&handoff->out, '\n');
	}
}

static void tell_work_trees(struct detour_handoff *handoff)
{
	for (size_t i = 0; i < handoff->leftovers->elsewhere_count; i++) {
		detour_handoff_item(handoff, 0);
		detour_buf_addstr(&handoff->out, "Checked out in ");
		detour_handoff_code(handoff, handoff->leftovers->elsewhere[i]);
		if (handoff->leftovers->is_here)
			detour_buf_addstr(&handoff->out, " as well");
		detour_handoff_source(handoff, "git worktree list");
	}
}

void detour_handoff_loose(struct detour_handoff *handoff)
{
	detour_handoff_section(handoff, "What lies around");
	tell_files(handoff);
	tell_stashes(handoff);
	tell_kept(handoff);
	tell_work_trees(handoff);
}
