/* What a hook does once it was decided to speak: ask, remind, or make a scaffold; see hook.h. */
#include <string.h>

#include "../prompt/presence.h"
#include "../prompt/prompt.h"
#include "../resume.h"
#include "../say.h"
#include "../scribe.h"
#include "../sequel.h"
#include "../state/waiting.h"
#include "hook.h"
#include "limit.h"

enum { READING_MS = 120000 }; /* for a key, where there is a screen to be read first */

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
	const struct detour *detour, *story;
	const struct detour_signal *main;
	struct detour_writing writing;
	struct detour_prompt *prompt; /* open, where somebody is asked */
	struct detour_place current;  /* the session that [a] adds to; no path: none */
	FILE *out;
};

/* The first session in a repository without a journal: where do people want them? Asked once;
 * whoever does not answer has them where everybody sees them. */
static int choose_place(const struct speech *speech, struct detour_error *err)
{
	struct detour_workspace *workspace = speech->workspace;
	struct detour_journal *journal;
	int code = detour_workspace_journal(workspace, &journal, err);
	const char *text;

	if (code || journal->is_private || journal->dir_count || !speech->prompt ||
		workspace->settings.origins[DETOUR_SETTING_journal_dir])
		return code;
	text = detour_arena_printf(&workspace->arena,
		"First session here: [t]racked in %s, or [p]rivate in the git dir? ",
		journal->write_dir);
	if (detour_prompt_key(speech->prompt, text, "tp",
		    (int)workspace->settings.prompt_timeout * 1000) == 'p')
		code = detour_workspace_make_private(workspace, err);
	return code;
}

static void say_written(
	const struct speech *speech, const char *verb, const struct detour_place *place)
{
	detour_say_written(speech->out, verb, detour_place_shown(speech->workspace, place),
		place->journal->is_private);
}

static int write_note(const struct speech *speech, const char *text, struct detour_error *err)
{
	struct detour_writing writing = speech->writing;
	struct detour_place place;
	int code = choose_place(speech, err);

	writing.text = text;
	writing.compact = true;
	if (!code)
		code = detour_scribe_create(speech->workspace, &writing, &place, err);
	if (!code)
		say_written(speech, "Wrote", &place);
	return code;
}

/* No text means the editor: the session opens with the links in it. */
static int add_note(const struct speech *speech, const char *text, struct detour_error *err)
{
	struct detour_writing writing = speech->writing;
	bool kept;
	int code;

	writing.text = *text ? text : NULL;
	code = detour_scribe_add(speech->workspace, &speech->current, &writing, err);
	/* It was taken away while we asked, or another process holds it: what was said goes into a
	 * session of its own. */
	if (code && *text)
		return write_note(speech, text, err);
	if (!code && !*text)
		code = detour_scribe_edit(speech->workspace, &speech->current, false, &kept, err);
	if (!code)
		say_written(speech, "Added to", &speech->current);
	return code;
}

static int write_in_editor(const struct speech *speech, bool *written, struct detour_error *err)
{
	struct detour_place place;
	int code;

	code = detour_scribe_create(speech->workspace, &speech->writing, &place, err);
	if (!code)
		code = detour_scribe_edit(speech->workspace, &place, true, written, err);
	if (!code && *written)
		say_written(speech, "Wrote", &place);
	else if (!code)
		fputs(detour_is_welcome(speech->main)
				? "Nothing written, no session kept.\n"
				: "Nothing written, no session kept; you are reminded at push.\n",
			speech->out);
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

/* Where somebody wants to see first where they left, they are asked again when they have read it.
 */
static int put(
	const struct speech *speech, struct detour_question *question, struct detour_reply *reply)
{
	struct detour_workspace *workspace = speech->workspace;
	struct detour_error why = DETOUR_ERROR_INIT;
	struct detour_resume_style style = {0};
	int code = detour_prompt_ask(speech->prompt, question, &workspace->arena, reply);

	if (code || reply->answer != DETOUR_ANSWER_RESUME)
		return code;
	detour_resume_measure(&style, fileno(speech->out));
	if (detour_resume_here(workspace, speech->out, &style, &why))
		fprintf(speech->out, "detour: %s\n", why.message);
	fflush(speech->out);
	question->resume = false;
	if (question->timeout_ms < READING_MS)
		question->timeout_ms = READING_MS;
	return detour_prompt_ask(speech->prompt, question, &workspace->arena, reply);
}

static int ask(struct speech *speech, const char *fact, struct detour_error *err)
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
	question.add_first =
		detour_sequel_find(workspace, speech->detour, speech->story, &speech->current);
	if (!question.add_first && !detour_scribe_current(workspace, &speech->current))
		speech->current.path = NULL;
	question.resume = detour_is_welcome(speech->main);
	question.fact = question.resume
				? detour_say_left(arena, fact, detour_briefing_glance(workspace))
				: fact;
	question.add_name = base_name(speech->current.path);
	question.commit = detour_oid_short(arena, &speech->main->commit->oid, 7);
	question.timeout_ms = (int)workspace->settings.prompt_timeout * 1000;
	code = put(speech, &question, &reply);
	if (code)
		return code;
	code = follow(speech, &reply, &word, err);
	/* What failed was not told: it stays open for the push. */
	if (code)
		return code;
	return detour_hook_remember(workspace, DETOUR_EVENT_ANSWERED, speech->detour, word, err);
}

static int remind(
	struct speech *speech, enum detour_event event, const char *how, struct detour_error *err)
{
	int code = detour_hook_remember(speech->workspace, event, speech->detour, how, err);
	struct detour_place told;
	const char *session = NULL;

	/* A private one is not for a log that others may read. */
	if (detour_sequel_find(speech->workspace, speech->detour, speech->story, &told) &&
		!told.journal->is_private)
		session = base_name(told.path);
	detour_say_reminder(speech->out, speech->detour, speech->main, session);
	return code;
}

static int scaffold(
	struct speech *speech, enum detour_event event, const char *how, struct detour_error *err)
{
	struct detour_place place;
	int code = detour_hook_remember(speech->workspace, event, speech->detour, how, err);

	if (!code)
		code = detour_scribe_create(speech->workspace, &speech->writing, &place, err);
	if (!code)
		detour_say_scaffold(
			speech->out, speech->main, detour_place_shown(speech->workspace, &place));
	return code;
}

/* Was one of its signals told of already, at a commit or a push? `fresh`: only of this commit. */
static bool was_reminded(const struct speech *speech, const struct detour_oid *fresh)
{
	const struct detour_state *state = detour_workspace_state(speech->workspace, NULL);

	for (size_t i = 0; i < speech->detour->count; i++) {
		const struct detour_signal *signal = speech->detour->signals[i];

		if ((!fresh || detour_oid_equal(&signal->commit->oid, fresh)) &&
			detour_state_find(state, 1U << DETOUR_EVENT_REMINDED,
				detour_kind_name(signal->kind), signal->commit))
			return true;
	}
	return false;
}

/* A program hears of a detour once; questions are for people and so is their budget. */
static int speak_to_program(struct speech *speech, struct detour_error *err)
{
	const struct detour_settings *settings = &speech->workspace->settings;

	if (was_reminded(speech, NULL))
		return detour_hook_remember(
			speech->workspace, DETOUR_EVENT_HELD, speech->detour, "push", err);
	if (settings->prompt_mode == DETOUR_MODE_SCAFFOLD ||
		settings->prompt_unattended == DETOUR_MODE_SCAFFOLD)
		return scaffold(speech, DETOUR_EVENT_REMINDED, DETOUR_STATE_PROGRAM, err);
	if (settings->prompt_unattended == DETOUR_MODE_OFF)
		return detour_hook_remember(
			speech->workspace, DETOUR_EVENT_HELD, speech->detour, "push", err);
	return remind(speech, DETOUR_EVENT_REMINDED, DETOUR_STATE_PROGRAM, err);
}

static int speak_unattended(struct speech *speech, struct detour_error *err)
{
	struct detour_workspace *workspace = speech->workspace;

	if (workspace->settings.prompt_unattended == DETOUR_MODE_SCAFFOLD)
		return scaffold(speech, DETOUR_EVENT_ASKED, "scaffold", err);
	detour_waiting_mark(workspace->repo);
	if (workspace->settings.prompt_unattended == DETOUR_MODE_OFF)
		return detour_hook_remember(
			workspace, DETOUR_EVENT_WAITING, speech->detour, "", err);
	return remind(speech, DETOUR_EVENT_WAITING, "commit", err);
}

static void start(struct speech *speech, struct detour_workspace *workspace,
	const struct detour *detour, const struct detour *story, const struct detour_oid *fresh)
{
	memset(speech, 0, sizeof(*speech));
	speech->workspace = workspace;
	speech->detour = detour;
	speech->story = story;
	speech->main = detour_main_signal(detour, fresh);
	speech->out = workspace->ctx->err;
	gather(&workspace->arena, detour, &speech->writing);
}

int detour_hook_speak(struct detour_workspace *workspace, const struct detour *detour,
	const struct detour *story, const struct detour_oid *fresh, struct detour_error *err)
{
	struct speech speech;
	const char *why;
	int code;

	start(&speech, workspace, detour, story, fresh);
	if (detour_presence_program(workspace->ctx))
		return speak_to_program(&speech, err);
	if (workspace->settings.prompt_mode == DETOUR_MODE_SCAFFOLD)
		return scaffold(&speech, DETOUR_EVENT_ASKED, "scaffold", err);
	/* An amend is no news. */
	if (workspace->settings.prompt_mode == DETOUR_MODE_REMIND && was_reminded(&speech, fresh))
		return 0;
	if (workspace->settings.prompt_mode == DETOUR_MODE_REMIND)
		return remind(&speech, DETOUR_EVENT_REMINDED, "commit", err);
	speech.prompt = detour_prompt_open(workspace->ctx, &why);
	if (!speech.prompt)
		return speak_unattended(&speech, err);
	detour_hook_limit_lift();
	code = ask(&speech, detour_say_fact(&workspace->arena, detour, speech.main), err);
	detour_prompt_close(speech.prompt);
	return code;
}

int detour_hook_speak_late(struct detour_workspace *workspace, const struct detour *detour,
	struct detour_prompt *prompt, int64_t when, struct detour_error *err)
{
	struct speech speech;

	start(&speech, workspace, detour, NULL, NULL);
	speech.prompt = prompt;
	return ask(&speech, detour_say_late_fact(workspace, detour, speech.main, when), err);
}
