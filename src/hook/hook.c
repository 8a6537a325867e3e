/* The frame around every hook; see hook.h. */
#include "hook.h"
#include "limit.h"

#include "input.h"

#include <signal.h>
#include <string.h>

static bool is_off(const struct detour_context *ctx)
{
	const char *value = detour_context_env(ctx, "GIT_DETOUR");

	return value && (!strcmp(value, "off") || !strcmp(value, "0") || !strcmp(value, "false"));
}

int detour_hook_run(const struct detour_context *ctx, detour_hook_body body, void *data)
{
	struct detour_error err = DETOUR_ERROR_INIT;
	struct detour_workspace workspace;
	int refusal = 0, code;

	if (is_off(ctx))
		return 0;
	/* Whoever read our words may be gone; a push must not end because of that. */
	signal(SIGPIPE, SIG_IGN);
	detour_hook_limit_begin(ctx);
	code = detour_workspace_open(&workspace, ctx, &err);
	if (!code) {
		detour_workspace_warn(&workspace);
		code = body(&workspace, data, &refusal, &err);
	}
	if (code && err.message[0])
		fprintf(ctx->err, "detour: %s\n", err.message);
	detour_workspace_close(&workspace);
	detour_hook_limit_lift();
	return refusal;
}

bool detour_hook_is_input(int argc, char *const *argv)
{
	return argc == 2 && !strcmp(argv[1], "--input");
}

int detour_hook_input(struct detour_context *ctx)
{
	struct detour_error err = DETOUR_ERROR_INIT;
	int limit_ms = (int)detour_hook_limit(ctx) * 1000;

	signal(SIGPIPE, SIG_IGN);
	if (!detour_input_copy(fileno(ctx->in), fileno(ctx->out), limit_ms, &err))
		return DETOUR_EXIT_OK;
	fprintf(ctx->err, "detour: %s\n", err.message);
	return DETOUR_EXIT_FATAL;
}

static bool is_settled(struct detour_workspace *workspace, struct detour_coverage *coverage,
	const struct detour_signal *signal)
{
	const struct detour_state *state = detour_workspace_state(workspace, NULL);
	const struct detour_record *answer = detour_state_find(
		state, 1U << DETOUR_EVENT_ANSWERED, detour_kind_name(signal->kind), signal->commit);

	/* "later" is no answer: it waits for the push. */
	if (answer && strcmp(answer->answer, "later") != 0)
		return true;
	return detour_coverage_of(coverage, signal).how != DETOUR_TELLING_NONE;
}

static bool is_younger_than_hooks(struct detour_workspace *workspace,
	const struct detour_observation *fresh, const struct detour_commit *commit)
{
	const struct detour_state *state = detour_workspace_state(workspace, NULL);
	const unsigned any = (1U << DETOUR_EVENT_COUNT) - 1;

	for (size_t i = 0; fresh && i < fresh->count; i++)
		if (detour_oid_equal(&fresh->signals[i].commit->oid, &commit->oid))
			return true;
	return commit->commit_time >= detour_state_installed(state) ||
	       detour_state_find(state, any, NULL, commit);
}

size_t detour_hook_sift(struct detour_workspace *workspace, struct detour_coverage *coverage,
	const struct detour_observation *fresh, struct detour_signal *signals, size_t count)
{
	size_t kept = 0;

	for (size_t i = 0; i < count; i++)
		if (signals[i].level >= DETOUR_LEVEL_REMIND &&
			detour_repo_is_me(workspace->repo, signals[i].commit->author_email) &&
			is_younger_than_hooks(workspace, fresh, signals[i].commit) &&
			!is_settled(workspace, coverage, &signals[i]))
			signals[kept++] = signals[i];
	return kept;
}

struct detour_record detour_hook_record(struct detour_workspace *workspace, enum detour_event event,
	const struct detour_signal *signal, const char *detour_id, const char *answer)
{
	struct detour_record record;

	memset(&record, 0, sizeof(record));
	record.event = event;
	record.time = workspace->ctx->now;
	record.kind = detour_kind_name(signal->kind);
	record.detour = detour_id;
	record.commit = signal->commit->oid;
	record.author_time = signal->commit->author_time;
	record.subject = signal->commit->subject;
	record.answer = answer;
	return record;
}

int detour_hook_remember(struct detour_workspace *workspace, enum detour_event event,
	const struct detour *detour, const char *answer, struct detour_error *err)
{
	struct detour_record *records =
		detour_arena_array(&workspace->arena, detour->count, sizeof(*records));

	for (size_t i = 0; i < detour->count; i++)
		records[i] = detour_hook_record(
			workspace, event, detour->signals[i], detour->id, answer);
	return detour_state_append(workspace->repo, records, detour->count, err);
}
