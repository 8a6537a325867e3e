/* git detour init: the team's settings, and the journal's README and template, where absent. */
#include <dirent.h>
#include <string.h>
#include <strings.h>

#include "../base/file.h"
#include "../base/text.h"
#include "../journal/parts.h"
#include "../journal/welcome.h"
#include "../workspace.h"
#include "cmd.h"

#define TEAM_FILE ".detour.ini"
#define TEMPLATE_NAME DETOUR_FILL_DAY "-TEMPLATE-session.md"

enum { DIR_MODE = 0777 };

/* ---- the settings, every one of them commented out: the file changes nothing until somebody
 * chooses */

/* What a tracked file cannot choose is not offered there. */
static size_t offered(const char *allowed)
{
	const char *users = strstr(allowed, " | in git's configuration");

	return users ? (size_t)(users - allowed) : strlen(allowed);
}

static void add_row(
	struct detour_buf *out, const struct detour_setting_row *row, const char **section)
{
	const char *dot = strchr(row->key, '.');
	size_t size = (size_t)(dot - row->key);

	if (!*section || strncmp(*section, row->key, size + 1) != 0)
		detour_buf_addf(out, "\n[%.*s]\n", (int)size, row->key);
	*section = row->key;
	detour_buf_addf(out, "; %s\n; (%.*s)\n;%s = %s\n", row->sentence,
		(int)offered(row->allowed), row->allowed, dot + 1, row->value);
}

static void write_settings(struct detour_buf *out, struct detour_arena *arena)
{
	struct detour_settings built_in;
	struct detour_setting_row *rows;
	const char *section = NULL;
	size_t count;

	detour_settings_defaults(&built_in);
	count = detour_settings_rows(&built_in, arena, &rows);
	detour_buf_addstr(out, "; git-detour: what it watches for in this repository, for "
			       "everybody who works on it.\n"
			       "; Take the ; away to choose. Each person's own git configuration "
			       "wins over this file:\n"
			       "; git config detour.signals.fixup list. What counts where you are: "
			       "git detour config\n");
	for (size_t i = 0; i < count; i++)
		add_row(out, &rows[i], &section);
	detour_buf_addstr(out, "\n; A signal of your own: a PCRE2 pattern, held against the lines "
			       "that a commit adds,\n"
			       "; its message, or the paths that it changes. A ; behind a space "
			       "begins a comment.\n"
			       ";[rule \"hack\"]\n"
			       ";match = \\b(HACK|XXX|WORKAROUND)\\b\n"
			       ";in = added\n"
			       "; (added | message | path)\n"
			       ";level = remind\n");
}

/* ---- files */

struct making {
	struct detour_workspace *workspace;
	const char *root;
	size_t made;
	bool failed;
	struct detour_error last; /* said once: the same folder holds more than one file */
};

static void tell(struct making *making, const char *what, const char *path)
{
	struct detour_arena *arena = &making->workspace->arena;

	fprintf(making->workspace->ctx->out, "%s %s\n", what,
		detour_text_line(arena,
			detour_repo_path_from_here(making->workspace->repo, arena, path), 0));
}

static void make_file(struct making *making, const char *path, const struct detour_buf *bytes)
{
	struct detour_error err = DETOUR_ERROR_INIT;
	const char *full =
		detour_arena_printf(&making->workspace->arena, "%s/%s", making->root, path);
	const char *slash = strrchr(full, '/');
	int code = detour_file_make_dirs(making->root,
		detour_arena_strndup(&making->workspace->arena, full, (size_t)(slash - full)),
		DIR_MODE, &err);

	if (!code)
		code = detour_file_create(full, bytes->ptr, bytes->size,
			detour_file_mode_like(detour_arena_strndup(
				&making->workspace->arena, full, (size_t)(slash - full))),
			&err);
	if (!code) {
		tell(making, "Wrote", path);
		making->made++;
	} else if (code == DETOUR_EEXISTS) {
		tell(making, "Kept ", path);
	} else {
		if (strcmp(err.message, making->last.message))
			fprintf(making->workspace->ctx->err, "detour: %s\n", err.message);
		making->last = err;
		making->failed = true;
	}
}

/* README, readme.txt, Readme.md: whatever a team calls it. */
static const char *readme_in(struct making *making, const char *dir)
{
	const char *full =
		detour_arena_printf(&making->workspace->arena, "%s/%s", making->root, dir);
	DIR *folder = opendir(full);
	const char *found = NULL;
	struct dirent *entry;

	while (folder && !found && (entry = readdir(folder)) != NULL)
		if (!strncasecmp(entry->d_name, "readme", strlen("readme")))
			found = detour_arena_printf(
				&making->workspace->arena, "%s/%s", dir, entry->d_name);
	if (folder)
		closedir(folder);
	return found;
}

static void make_readme(struct making *making, const char *dir)
{
	struct detour_buf bytes = DETOUR_BUF_INIT;
	const char *there = readme_in(making, dir);

	if (there) {
		tell(making, "Kept ", there);
		return;
	}
	detour_buf_addstr(&bytes, detour_journal_readme());
	make_file(making, detour_arena_printf(&making->workspace->arena, "%s/README.md", dir),
		&bytes);
	detour_buf_release(&bytes);
}

static void make_template(struct making *making, struct detour_journal *journal)
{
	struct detour_buf bytes = DETOUR_BUF_INIT;
	const char *there;

	if (detour_journal_template(journal, NULL, &there)) {
		tell(making, "Kept ", there);
		return;
	}
	detour_session_template(&bytes);
	make_file(making,
		detour_arena_printf(
			&making->workspace->arena, "%s/%s", journal->write_dir, TEMPLATE_NAME),
		&bytes);
	detour_buf_release(&bytes);
}

static void make_settings(struct making *making)
{
	struct detour_buf bytes = DETOUR_BUF_INIT;

	write_settings(&bytes, &making->workspace->arena);
	make_file(making, TEAM_FILE, &bytes);
	detour_buf_release(&bytes);
}

static int init(struct detour_workspace *workspace, bool *failed, struct detour_error *err)
{
	struct making making = {.workspace = workspace};
	struct detour_journal journal;
	int code;

	making.root = detour_repo_work_tree(workspace->repo);
	if (!making.root)
		return detour_error_set(err, DETOUR_EINVALID,
			"cannot set up a journal in a bare repository: do it in a clone and push");
	code = detour_workspace_shared_journal(workspace, &journal, err);
	if (code)
		return code;
	make_settings(&making);
	make_readme(&making, journal.write_dir);
	make_template(&making, &journal);
	*failed = making.failed;
	if (making.made)
		fprintf(workspace->ctx->out, "\nThey are yours now: change them, delete what you "
					     "do not want, and git add "
					     "the rest.\n");
	return 0;
}

static int run(struct detour_context *ctx, const struct detour_verb *verb, int argc, char **argv)
{
	struct detour_error err = DETOUR_ERROR_INIT;
	struct detour_workspace workspace;
	struct detour_arguments args;
	bool failed = false;
	int code;

	detour_arguments_init(&args, ctx, verb, argc, argv);
	code = detour_arguments_next(&args);
	if (code == DETOUR_ARG_OPERAND) {
		return detour_cmd_usage(ctx, "init takes no argument '%.60s'", args.value);
	}
	if (code != DETOUR_ARG_END)
		return detour_arguments_leave(code);
	code = detour_cmd_open(&workspace, ctx, &err);
	if (!code)
		code = init(&workspace, &failed, &err);
	detour_workspace_close(&workspace);
	if (code)
		return detour_cmd_fail(ctx, code, &err);
	return failed ? DETOUR_EXIT_FATAL : DETOUR_EXIT_OK;
}

const struct detour_verb detour_verb_init = {
	.name = "init",
	.arguments = "",
	.summary = "write the team's settings, a README and a template",
	.run = run,
};
