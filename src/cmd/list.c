/* git detour list: the journal, newest session first. */
#include <string.h>

#include "../about.h"
#include "../base/date.h"
#include "../base/text.h"
#include "../shelf.h"
#include "cmd.h"

enum {
	TITLE_COLUMNS = 44,
	TITLE_LEAST = 20,
	PATH_LEAST = 12,
	DAY_COLUMNS = 12,
	REMARK_COLUMNS = 80
};
enum { OPTION_SINCE, OPTION_AUTHOR, OPTION_JSON, OPTION_EMPTY };

static const struct detour_option options[] = {
	{0, "since", "WHEN", "only from that day on: 2026-11-01, 90d, \"2 weeks ago\""},
	{0, "author", "A", "only sessions written by somebody whose name or address holds A"},
	{0, "json", NULL, "one JSON object a line, with stable keys"},
	{0, "empty", NULL,
		"only sessions that nobody wrote in yet (git detour prune removes them)"},
	{0, NULL, NULL, NULL},
};

struct request {
	const char *since, *author;
	const char **paths; /* relative to the work tree */
	size_t path_count;
	bool json, empty;
};

struct listing {
	struct detour_workspace *workspace;
	const struct request *request;
	struct detour_shelf shelf;
	struct detour_byline *bylines; /* one an item, where somebody asked for them */
	char first_day[16];
	size_t shown, unwritten;
	int columns; /* of the terminal; 0: none, every path is whole */
	int title_columns;
};

/* ---- is a session about these paths? */

static bool is_about(const struct listing *listing, const struct detour_shelf_item *item,
	const struct detour_session *session, const char *text)
{
	const struct request *request = listing->request;

	for (size_t i = 0; i < request->path_count; i++)
		if (detour_about_path(listing->workspace, item, session, text, request->paths[i]) !=
			DETOUR_ABOUT_NOT)
			return true;
	return !request->path_count;
}

/* ---- which, and how they are shown */

static bool is_by(const struct detour_byline *byline, const char *author)
{
	return (byline->name && strstr(byline->name, author)) ||
	       (byline->email && strstr(byline->email, author));
}

static void add_json(struct detour_buf *line, const char *key, const char *value)
{
	detour_buf_addf(line, "%s\"%s\":", line->size ? "," : "{", key);
	if (value)
		detour_text_json(line, value, strlen(value));
	else
		detour_buf_addstr(line, "null");
}

/* A number alone may be a time or a size: then only one that is there is a commit. */
static bool is_commit(struct detour_repo *repo, const struct detour_link *link)
{
	struct detour_oid oid;

	if (link->is_word || link->subject)
		return !link->is_word;
	return link->hex[strspn(link->hex, "0123456789")] ||
	       !detour_repo_resolve_hex(repo, link->hex, strlen(link->hex), &oid);
}

/* Each once, as the session names them. */
static void add_commits(
	struct detour_repo *repo, struct detour_buf *line, const struct detour_session *session)
{
	const char *comma = "";

	for (size_t i = 0; i < session->link_count; i++) {
		size_t j = 0;

		while (j < i && strcmp(session->links[j].hex, session->links[i].hex) != 0)
			j++;
		if (j < i || !is_commit(repo, &session->links[i]))
			continue;
		detour_buf_addf(line, "%s\"%s\"", comma, session->links[i].hex);
		comma = ",";
	}
}

static void print_json(struct listing *listing, const struct detour_shelf_item *item,
	const struct detour_session *session)
{
	const struct detour_byline *byline = &listing->bylines[item - listing->shelf.items];
	struct detour_arena arena = DETOUR_ARENA_INIT;
	struct detour_buf line = DETOUR_BUF_INIT;

	add_json(&line, "session", item->path);
	add_json(&line, "date", item->day);
	add_json(&line, "topic", item->topic);
	add_json(&line, "title", detour_shelf_title(&arena, item, session));
	add_json(&line, "project", item->project);
	add_json(&line, "author", byline->name);
	add_json(&line, "email", byline->email);
	add_json(&line, "branch", session->branch);
	detour_buf_addf(&line, ",\"written\":%s,\"private\":%s,\"commits\":[",
		session->written ? "true" : "false", item->is_private ? "true" : "false");
	add_commits(listing->workspace->repo, &line, session);
	detour_buf_addstr(&line, "]}\n");
	fwrite(line.ptr, 1, line.size, listing->workspace->ctx->out);
	detour_buf_release(&line);
	detour_arena_release(&arena);
}

static const char *typed_path(const struct listing *listing, const struct detour_shelf_item *item,
	struct detour_arena *arena)
{
	const char *path = item->is_private ? item->path
					    : detour_repo_path_from_here(
						      listing->workspace->repo, arena, item->path);

	return detour_text_line(arena, path, 0);
}

/* On a terminal that is narrow, titles make room for paths; then paths lose their front. */
static void measure(struct listing *listing)
{
	struct detour_arena arena = DETOUR_ARENA_INIT;
	int longest = 0;

	listing->title_columns = TITLE_COLUMNS;
	listing->columns = detour_cmd_columns(listing->workspace->ctx);
	for (size_t i = 0; listing->columns && i < listing->shelf.count; i++) {
		int size =
			detour_text_columns(typed_path(listing, &listing->shelf.items[i], &arena));

		longest = size > longest ? size : longest;
	}
	detour_arena_release(&arena);
	if (!listing->columns)
		return;
	listing->title_columns = listing->columns - DAY_COLUMNS - 2 - longest;
	if (listing->title_columns > TITLE_COLUMNS)
		listing->title_columns = TITLE_COLUMNS;
	if (listing->title_columns < TITLE_LEAST)
		listing->title_columns = TITLE_LEAST;
}

/* The end of it: that is where the name is. */
static const char *fit_path(const struct listing *listing, struct detour_arena *arena,
	const char *path, const char *remark)
{
	int room = listing->columns - DAY_COLUMNS - listing->title_columns - 2 -
		   detour_text_columns(remark);
	const char *end = path;

	room = room < PATH_LEAST ? PATH_LEAST : room;
	if (!listing->columns || detour_text_columns(path) <= room)
		return path;
	while (detour_text_columns(end) >= room) {
		uint32_t point;

		end += detour_utf8_decode(end, strlen(end), &point);
	}
	return detour_arena_printf(arena, "\xe2\x80\xa6%s", end);
}

static void print_text(struct listing *listing, const struct detour_shelf_item *item,
	const struct detour_session *session)
{
	struct detour_arena arena = DETOUR_ARENA_INIT;
	const char *title = detour_shelf_label(&arena, item, session);
	const char *remark = session->written ? ""
			     : listing->columns && listing->columns < REMARK_COLUMNS
				     ? "  (empty)"
				     : "  (nobody wrote in it yet)";
	const char *path = typed_path(listing, item, &arena);
	int pad;

	title = detour_text_line(&arena, title, listing->title_columns);
	pad = listing->title_columns - detour_text_columns(title);
	fprintf(listing->workspace->ctx->out, "%s  %s%*s  %s%s\n", item->day, title,
		pad > 0 ? pad : 0, "", fit_path(listing, &arena, path, remark), remark);
	detour_arena_release(&arena);
}

static void show_one(struct listing *listing, const struct detour_shelf_item *item)
{
	struct detour_error err = DETOUR_ERROR_INIT;
	struct detour_arena arena = DETOUR_ARENA_INIT;
	struct detour_buf bytes = DETOUR_BUF_INIT;
	struct detour_session session;

	if (detour_shelf_parse(&listing->shelf, item, &bytes, &arena, &session, &err)) {
		if (err.message[0])
			fprintf(listing->workspace->ctx->err, "detour: %s\n", err.message);
	} else if (!(listing->request->empty && session.written) &&
		   is_about(listing, item, &session, bytes.ptr)) {
		if (listing->request->json)
			print_json(listing, item, &session);
		else
			print_text(listing, item, &session);
		listing->shown++;
		listing->unwritten += !session.written;
	}
	detour_buf_release(&bytes);
	detour_arena_release(&arena);
}

static void print_sum(const struct listing *listing)
{
	FILE *out = listing->workspace->ctx->out;

	if (!listing->shelf.count) {
		fputs("No sessions yet. To write one: git detour note \"what happened\"\n", out);
		return;
	}
	if (!listing->shown)
		fputs("No session is like that", out);
	else
		fprintf(out, "%zu session%s", listing->shown, listing->shown == 1 ? "" : "s");
	if (listing->unwritten && listing->shown == 1)
		fputs("; nobody wrote in it yet", out);
	else if (listing->unwritten)
		fprintf(out, "; nobody wrote in %zu of them yet", listing->unwritten);
	fputs(".\n", out);
}

static int find_bylines(struct listing *listing, struct detour_error *err)
{
	struct detour_arena *arena = &listing->workspace->arena;
	const struct detour_shelf *shelf = &listing->shelf;
	const char **paths = detour_arena_array(arena, shelf->count, sizeof(*paths));

	for (size_t i = 0; i < shelf->count; i++)
		paths[i] = shelf->items[i].path;
	listing->bylines = detour_arena_array(arena, shelf->count, sizeof(*listing->bylines));
	return detour_bylines_find(listing->workspace, paths, shelf->count, listing->bylines, err);
}

static int list(struct detour_workspace *workspace, const struct request *request,
	const char *first_day, struct detour_error *err)
{
	struct listing listing = {.workspace = workspace, .request = request};
	int code = detour_shelf_open(&listing.shelf, workspace, err);

	if (!code && (request->author || request->json))
		code = find_bylines(&listing, err);
	measure(&listing);
	for (size_t i = 0; !code && i < listing.shelf.count; i++) {
		if (strcmp(listing.shelf.items[i].day, first_day) < 0)
			break;
		if (!request->author || is_by(&listing.bylines[i], request->author))
			show_one(&listing, &listing.shelf.items[i]);
	}
	if (!code && !request->json)
		print_sum(&listing);
	return code;
}

/* ---- the command line */

static int parse(struct detour_arguments *args, struct request *request)
{
	int token;

	while ((token = detour_arguments_next(args)) != DETOUR_ARG_END) {
		if (token == DETOUR_ARG_HELP || token == DETOUR_ARG_BAD)
			return token;
		if (token == OPTION_SINCE)
			request->since = args->value;
		else if (token == OPTION_AUTHOR)
			request->author = args->value;
		request->json |= token == OPTION_JSON;
		request->empty |= token == OPTION_EMPTY;
	}
	request->path_count = args->operand_count;
	return 0;
}

static int resolve(struct detour_workspace *workspace, struct request *request,
	const char *const *typed_paths, const char **first_day, struct detour_error *err)
{
	int64_t since = 0;
	int code;

	*first_day = "";
	request->paths =
		detour_arena_array(&workspace->arena, request->path_count, sizeof(*request->paths));
	for (size_t i = 0; i < request->path_count; i++) {
		const char *typed = typed_paths[i];

		request->paths[i] =
			detour_repo_typed_path(workspace->repo, &workspace->arena, typed);
		if (!request->paths[i])
			return detour_error_set(err, DETOUR_EUSAGE,
				"cannot list sessions about '%s': it is outside of the work tree",
				detour_text_line(&workspace->arena, typed, 60));
	}
	code = detour_cmd_since(workspace, request->since, &since, err);
	if (!code && request->since)
		*first_day = detour_date_day(
			&workspace->arena, since, detour_context_offset(workspace->ctx));
	return code;
}

static int run(struct detour_context *ctx, const struct detour_verb *verb, int argc, char **argv)
{
	struct detour_error err = DETOUR_ERROR_INIT;
	struct detour_workspace workspace;
	struct request request = {0};
	struct detour_arguments args;
	const char *first_day = "";
	int code;

	detour_arguments_init(&args, ctx, verb, argc, argv);
	code = parse(&args, &request);
	if (code)
		return detour_arguments_leave(code);
	code = detour_cmd_open(&workspace, ctx, &err);
	if (!code)
		code = resolve(&workspace, &request, args.operands, &first_day, &err);
	if (!code)
		code = list(&workspace, &request, first_day, &err);
	detour_workspace_close(&workspace);
	return code ? detour_cmd_fail(ctx, code, &err) : DETOUR_EXIT_OK;
}

const struct detour_verb detour_verb_list = {
	.name = "list",
	.arguments = "[--since=WHEN] [--author=A] [--empty] [--json] [PATH]...",
	.summary = "list the sessions, or those about some paths",
	.options = options,
	.run = run,
	.paged = true,
};
