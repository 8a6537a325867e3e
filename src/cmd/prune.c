/* git detour prune: removes sessions that were begun and that nobody wrote in. */
#include <string.h>
#include <sys/stat.h>

#include "../base/date.h"
#include "../base/text.h"
#include "../git/listing.h"
#include "../journal/made.h"
#include "cmd.h"

enum { OPTION_DRY_RUN };

static const struct detour_option options[] = {
	{'n', "dry-run", NULL, "tell what would be removed, and remove nothing"},
	{0, NULL, NULL, NULL},
};

struct request {
	const char *const *names;
	size_t count;
	bool dry_run;
};

struct pruning {
	struct detour_workspace *workspace;
	const struct request *request;
	size_t removed, kept, refused;
};

/* A session, and whether it may go. */
struct candidate {
	struct detour_place place;
	struct detour_buf bytes;
	bool empty;      /* nobody wrote in it, as far as one can tell */
	bool tracked;    /* the index has it as it is */
	bool unread;     /* nobody knows what is in it */
	const char *why; /* it stays; NULL: it may go */
};

static const char *shown(struct pruning *pruning, const struct detour_place *place)
{
	return detour_text_line(
		&pruning->workspace->arena, detour_place_typed(pruning->workspace, place), 0);
}

/* 1, 0, or -1 where that cannot be told. */
static int is_regular(struct pruning *pruning, const struct detour_place *place)
{
	struct stat info;
	const char *path = detour_arena_printf(
		&pruning->workspace->arena, "%s/%s", place->journal->root, place->path);

	return lstat(path, &info) < 0 ? -1 : S_ISREG(info.st_mode);
}

/* In doubt it stays. */
static void judge(struct pruning *pruning, struct candidate *candidate)
{
	struct detour_repo *repo = pruning->workspace->repo;
	const struct detour_place *place = &candidate->place;
	struct detour_buf *bytes = &candidate->bytes;
	struct detour_oid staged, here;
	struct detour_session session;
	int regular = is_regular(pruning, place);

	if (!regular) {
		candidate->why = "it is a symbolic link or no file";
		return;
	}
	if (regular < 0 || detour_journal_read(place->journal, place->path, bytes, NULL)) {
		candidate->why = "it cannot be read";
		candidate->unread = true;
		return;
	}
	detour_journal_parse(place->journal, bytes, &pruning->workspace->arena, &session);
	candidate->empty = !session.written;
	candidate->tracked =
		!place->journal->is_private && detour_repo_index_blob(repo, place->path, &staged);
	here = detour_repo_blob_id(bytes->ptr, bytes->size);
	if (!detour_made_is(repo, place->path, bytes->ptr, bytes->size))
		candidate->why = session.written
					 ? "somebody wrote in it"
					 : "it is not as git detour made it here; look at it, "
					   "and remove it yourself";
	else if (candidate->tracked && !detour_oid_equal(&staged, &here))
		candidate->why = "the index has it with other content";
	else
		candidate->empty = true;
}

static void tell(struct pruning *pruning, const struct candidate *candidate)
{
	FILE *out = pruning->workspace->ctx->out;

	fprintf(out, "%s %s%s\n", pruning->request->dry_run ? "Would remove" : "Removed",
		shown(pruning, &candidate->place),
		candidate->tracked ? " (tracked: git add -u takes it out of the next commit, git "
				     "restore brings it back)"
				   : "");
}

/* Somebody may have written since it was judged: then it stays. */
static void remove_one(struct pruning *pruning, struct candidate *candidate)
{
	struct detour_error err = DETOUR_ERROR_INIT;

	if (!pruning->request->dry_run &&
		detour_journal_remove(candidate->place.journal, candidate->place.path,
			candidate->bytes.ptr, candidate->bytes.size, &err)) {
		pruning->refused++;
		fprintf(pruning->workspace->ctx->err, "detour: %s\n", err.message);
		return;
	}
	pruning->removed++;
	tell(pruning, candidate);
}

static void refuse(struct pruning *pruning, const struct candidate *candidate)
{
	pruning->refused++;
	fprintf(pruning->workspace->ctx->err, "detour: cannot remove '%s': %s\n",
		shown(pruning, &candidate->place), candidate->why);
}

/* ---- those that are named: all of them or none */

static bool is_among(const struct candidate *list, size_t count, const struct detour_place *place)
{
	for (size_t i = 0; i < count; i++)
		if (list[i].place.journal == place->journal &&
			!strcmp(list[i].place.path, place->path))
			return true;
	return false;
}

static int find_named(
	struct pruning *pruning, struct candidate *list, size_t *count, struct detour_error *err)
{
	const struct request *request = pruning->request;
	struct detour_journal *journals;
	size_t journal_count = detour_workspace_journals(pruning->workspace, &journals);
	int code = 0;

	for (size_t i = 0; !code && i < request->count; i++) {
		struct detour_place place;

		code = detour_journal_find(journals, journal_count, request->names[i], &place, err);
		if (!code && !is_among(list, *count, &place))
			list[(*count)++].place = place;
	}
	return code;
}

static int prune_named(struct pruning *pruning, struct detour_error *err)
{
	struct candidate *list = detour_arena_array(
		&pruning->workspace->arena, pruning->request->count, sizeof(*list));
	size_t count = 0;
	int code;

	for (size_t i = 0; i < pruning->request->count; i++)
		list[i] = (struct candidate){.bytes = DETOUR_BUF_INIT};
	code = find_named(pruning, list, &count, err);
	for (size_t i = 0; !code && i < count; i++) {
		judge(pruning, &list[i]);
		if (!list[i].why)
			continue;
		refuse(pruning, &list[i]);
	}
	for (size_t i = 0; !code && !pruning->refused && i < count; i++)
		remove_one(pruning, &list[i]);
	for (size_t i = 0; i < count; i++)
		detour_buf_release(&list[i].bytes);
	return code;
}

/* ---- all of earlier days */

static void prune_entry(struct pruning *pruning, const struct detour_place *place, bool of_today)
{
	struct candidate candidate = {.place = *place, .bytes = DETOUR_BUF_INIT};
	FILE *out = pruning->workspace->ctx->out;

	judge(pruning, &candidate);
	if (candidate.unread)
		refuse(pruning, &candidate);
	if (candidate.empty) {
		pruning->kept += of_today || candidate.why;
		if (of_today)
			fprintf(out, "Keeping %s: it is of today\n", shown(pruning, place));
		else if (candidate.why)
			fprintf(out, "Keeping %s: %s\n", shown(pruning, place), candidate.why);
		else
			remove_one(pruning, &candidate);
	}
	detour_buf_release(&candidate.bytes);
}

static int prune_all(struct pruning *pruning, struct detour_error *err)
{
	struct detour_workspace *workspace = pruning->workspace;
	const char *today = detour_date_day(
		&workspace->arena, workspace->ctx->now, detour_context_offset(workspace->ctx));
	struct detour_journal *journals;
	size_t count = detour_workspace_journals(workspace, &journals);

	if (!count)
		return detour_workspace_journal(workspace, &journals, err);
	for (size_t i = 0; i < count; i++) {
		struct detour_journal_entry *entries;
		size_t entry_count;

		int code = detour_journal_list(&journals[i], &entries, &entry_count, err);

		if (code)
			return code;
		for (size_t j = 0; j < entry_count; j++) {
			struct detour_place place = {&journals[i], entries[j].path};

			prune_entry(pruning, &place, strcmp(entries[j].day, today) >= 0);
		}
	}
	if (!pruning->removed && !pruning->kept && !pruning->refused)
		fputs("Nothing to remove: somebody wrote in every session.\n", workspace->ctx->out);
	return 0;
}

static int run(struct detour_context *ctx, const struct detour_verb *verb, int argc, char **argv)
{
	struct detour_error err = DETOUR_ERROR_INIT;
	struct detour_workspace workspace;
	struct detour_arguments args;
	struct request request = {0};
	struct pruning pruning = {.workspace = &workspace, .request = &request};
	int code;

	detour_arguments_init(&args, ctx, verb, argc, argv);
	while ((code = detour_arguments_next(&args)) >= 0 || code == DETOUR_ARG_OPERAND)
		request.dry_run |= code == OPTION_DRY_RUN;
	if (code != DETOUR_ARG_END)
		return detour_arguments_leave(code);
	request.names = args.operands;
	request.count = args.operand_count;
	code = detour_cmd_open(&workspace, ctx, &err);
	if (!code)
		code = request.count ? prune_named(&pruning, &err) : prune_all(&pruning, &err);
	detour_workspace_close(&workspace);
	if (code)
		return detour_cmd_fail(ctx, code, &err);
	return pruning.refused ? DETOUR_EXIT_FINDINGS : DETOUR_EXIT_OK;
}

const struct detour_verb detour_verb_prune = {
	.name = "prune",
	.arguments = "[-n | --dry-run] [SESSION]...",
	.summary = "remove sessions that nobody wrote in",
	.options = options,
	.run = run,
};
