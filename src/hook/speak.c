/* What a hook does once it was decided to speak: ask, remind, or make a scaffold; see hook.h. */
#include <string.h>

#include "../prompt/prompt.h"
#include "../say.h"
#include "../scribe.h"
#include "hook.h"

/* The commits of a detour, each once, oldest first, and its signals as an array. */
static void gather(
	struct detour_arena *arena, const struct detour *detour, struct detour_writing *writing)
{
	const struct detour_commit **commits =
		detour_arena_array(arena, detour->count, sizeof(*commits));
	struct detour_signal *signals = detour_arena_array(arena, detour->count, sizeof(*signals));
	size_t count = 0;

	for (size_t i = 0; i < detour->count; i++) {
		const struct detour_commit *commit = detour->signals[i]->commit;
		bool seen = false;

		signals[i] = *detour->signals[i];
		for (size_t j = 0; !seen && j < count; j++)
			seen = detour_oid_equal(&commits[j]->oid, &commit->oid);
		if (!seen)
			commits[count++] = commit;
	}
	writing->commits = commits;
	writing->commit_count = count;
	writing->signals = signals;
	writing->signal_count = detour->count;
}

struct speech {
	struct detour_workspace *workspace;
	const struct detour *detour;
	const struct detour_signal *main;
	struct detour_writing writing;
	const char *current; /* the session that [a] adds to, or NULL */
	FILE *out;
};

static int write_note(const struct speech *speech, const char *text, struct detour_error *err)
{
	struct detour_writing writing = speech->writing;
	const char *path;
	int code;

	writing.text = text;
	writing.compact = true;
	code = detour_scribe_create(speech->workspace, &writing, &path, err);
	if (!code)
		detour_say_written(speech->out, "Wrote", path);
	return code;
}

/* No text means the editor: the session opens with the links in it. */
static int add_note(const struct speech *speech, const char *text, struct detour_error *err)
{
	struct detour_writing writing = speech->writing;
	bool kept;
	int code;

	writing.text = *text ? text : NULL;
	code = detour_scribe_add(speech->workspace, speech->current, &writing, err);
	if (!code && !*text)
		code = detour_scribe_edit(speech->workspace, speech->current, false, &kept, err);
	if (!code)
		detour_say_written(speech->out, "Added to", speech->current);
	return code;
}

static int write_in_editor(const struct speech *speech, bool *written, struct detour_error *err)
{
	const char *path;
	int code;

	code = detour_scribe_create(speech->workspace, &speech->writing, &path, err);
	if (!code)
		code = detour_scribe_edit(speech->workspace, path, true, written, err);
	if (!code && *written)
		detour_say_written(speech->out, "Wrote", path);
	else if (!code)
		fputs("Nothing written, no session kept; you are reminded at push.\n", speech->out);
	return code;
}

static int dismiss(const struct speech *speech, struct detour_error *err)
{
	return detour_hook_remember(
		speech->workspace, DETOUR_EVENT_DISMISSED, speech->detour, "", err);
}

/* Does what was answered; *word is what the log calls it. */
static int follow(const struct speech *speech, const struct detour_reply *reply, const char **word,
	struct detour_error *err)
{
	bool written = true;
	int code = 0;

	switch (reply->answer) {
	case DETOUR_ANSWER_NOTE:
		*word = "note";
		return write_note(speech, reply->text, err);
	case DETOUR_ANSWER_ADD:
		*word = "add";
		return add_note(speech, reply->text, err);
	case DETOUR_ANSWER_EDITOR:
		code = write_in_editor(speech, &written, err);
		*word = written ? "editor" : "later";
		return code;
	case DETOUR_ANSWER_DISMISS:
		*word = "dismiss";
		return dismiss(speech, err);
	case DETOUR_ANSWER_RESUME:
	case DETOUR_ANSWER_LATER:
		break;
	}
	*word = "later";
	return 0;
}

static const char *base_name(const char *path)
{
	const char *slash = path ? strrchr(path, '/') : NULL;

	return slash ? slash + 1 : path;
}

static int ask(struct speech *speech, struct detour_prompt *prompt, struct detour_error *err)
{
	struct detour_workspace *workspace = speech->workspace;
	struct detour_arena *arena = &workspace->arena;
	struct detour_question question = {0};
	struct detour_reply reply = {0};
	const char *word = "later";
	int code;

	/* Record first, ask second: whatever happens meanwhile, nobody is asked twice. */
	code = detour_hook_remember(workspace, DETOUR_EVENT_ASKED, speech->detour, "", err);
	if (code)
		return code;
	speech->current = detour_scribe_current(workspace);
	question.fact = detour_say_fact(arena, speech->detour, speech->main);
	question.add_name = base_name(speech->current);
	question.commit = detour_oid_short(arena, &speech->main->commit->oid, 7);
	question.timeout_ms = (int)workspace->settings.prompt_timeout * 1000;
	code = detour_prompt_ask(prompt, &question, arena, &reply);
	if (code)
		return code;
	code = follow(speech, &reply, &word, err);
	/* What failed was not told: it stays open for the push. */
	if (code)
		return code;
	return detour_hook_remember(workspace, DETOUR_EVENT_ANSWERED, speech->detour, word, err);
}

static int remind(struct speech *speech, enum detour_event event, struct detour_error *err)
{
	int code = detour_hook_remember(speech->workspace, event, speech->detour, "commit", err);

	detour_say_reminder(speech->out, speech->detour, speech->main);
	return code;
}

static int scaffold(struct speech *speech, struct detour_error *err)
{
	const char *path;
	int code;

	code = detour_hook_remember(
		speech->workspace, DETOUR_EVENT_ASKED, speech->detour, "scaffold", err);
	if (!code)
		code = detour_scribe_create(speech->workspace, &speech->writing, &path, err);
	if (!code)
		detour_say_scaffold(speech->out, speech->main, path);
	return code;
}

static int speak_unattended(struct speech *speech, struct detour_error *err)
{
	switch (speech->workspace->settings.prompt_unattended) {
	case DETOUR_MODE_SCAFFOLD:
		return scaffold(speech, err);
	case DETOUR_MODE_OFF:
		return detour_hook_remember(
			speech->workspace, DETOUR_EVENT_WAITING, speech->detour, "", err);
	default:
		return remind(speech, DETOUR_EVENT_WAITING, err);
	}
}

int detour_hook_speak(struct detour_workspace *workspace, const struct detour *detour,
	const struct detour_oid *fresh, struct detour_error *err)
{
	struct speech speech = {.workspace = workspace,
		.detour = detour,
		.main = detour_main_signal(detour, fresh),
		.out = workspace->ctx->err};
	struct detour_prompt *prompt;
	const char *why;
	int code;

	gather(&workspace->arena, detour, &speech.writing);
	if (workspace->settings.prompt_mode == DETOUR_MODE_SCAFFOLD)
		return scaffold(&speech, err);
	if (workspace->settings.prompt_mode == DETOUR_MODE_REMIND)
		return remind(&speech, DETOUR_EVENT_REMINDED, err);
	prompt = detour_prompt_open(workspace->ctx, &why);
	if (!prompt)
		return speak_unattended(&speech, err);
	code = ask(&speech, prompt, err);
	detour_prompt_close(prompt);
	return code;
}
