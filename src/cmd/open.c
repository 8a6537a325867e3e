/* What verbs share once they know their command line; see cmd.h. */
#include <string.h>

#include "../base/date.h"
#include "../base/text.h"
#include "cmd.h"

int detour_cmd_open(
	struct detour_workspace *out, struct detour_context *ctx, struct detour_error *err)
{
	int code = detour_workspace_open(out, ctx, err);

	if (code)
		return code;
	detour_cmd_set_color(out, ctx);
	detour_workspace_warn(out);
	return 0;
}

int detour_cmd_since(struct detour_workspace *workspace, const char *when, int64_t *since,
	struct detour_error *err)
{
	const struct detour_context *ctx = workspace->ctx;

	if (!when || !detour_date_parse_when(when, ctx->now, detour_context_offset(ctx), since))
		return 0;
	return detour_error_set(err, DETOUR_EUSAGE,
		"cannot read --since '%s': give a day (2026-11-01), a length (90d) or words (\"2 "
		"weeks ago\")",
		detour_text_line(&workspace->arena, when, 60));
}

void detour_cmd_set_color(struct detour_workspace *workspace, struct detour_context *ctx)
{
	const char *setting = detour_repo_config(workspace->repo, "color.ui");
	const char *no_color = detour_context_env(ctx, "NO_COLOR");
	const char *term = detour_context_env(ctx, "TERM");

	if (setting && !strcmp(setting, "always")) {
		ctx->color = true;
		return;
	}
	ctx->color = ctx->is_terminal && term && strcmp(term, "dumb") != 0 &&
		     !(no_color && *no_color) && !(setting && !strcmp(setting, "never")) &&
		     detour_repo_config_bool(workspace->repo, "color.ui", true);
}

const char *detour_cmd_paint(
	struct detour_workspace *workspace, enum detour_paint paint, const char *text)
{
	static const char *const codes[] = {"33", "32", "31"}; /* yellow, green, red */

	if (!workspace->ctx->color)
		return text;
	return detour_arena_printf(&workspace->arena, "\033[%sm%s\033[m", codes[paint], text);
}
