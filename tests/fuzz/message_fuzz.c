/*
 * One message of any form, before commits that it may speak of: what the message rules take from it
 * lies in it, and the signals that see it are fit to be shown.
 */
#include "fuzz.h"

#include <string.h>

#include "scene.h"
#include "signal/autosquash.h"
#include "signal/fixup.h"
#include "signal/followup.h"
#include "signal/revert.h"
#include "signal/routine.h"

enum { NAMES = 8 };

static void check_named(
	struct detour_span words, const struct detour_named *names, size_t count, size_t room)
{
	FUZZ_CHECK(count <= room);
	for (size_t i = 0; i < count; i++)
		FUZZ_CHECK(names[i].text.size && names[i].text.text >= words.text &&
			   names[i].text.text + names[i].text.size <= words.text + words.size);
}

static void check_words(struct detour_arena *arena, const struct detour_commit *commit)
{
	struct detour_named names[NAMES];
	struct detour_span words =
		detour_revert_words(arena, commit->message, commit->message_size);

	FUZZ_CHECK(words.size <= commit->message_size + 1); /* the last line gets its end */
	check_named(words, names, detour_revert_sentences(words, names, NAMES), NAMES);
	check_named(words, names, detour_revert_footers(words, names, NAMES), NAMES);
	check_named(words, names, detour_revert_mentioned(words, names, NAMES), NAMES);
	check_named(words, names, detour_revert_names(words.text, words.size, names, NAMES), NAMES);
	FUZZ_CHECK(detour_revert_led(commit->subject, strlen(commit->subject)) <=
		   strlen(commit->subject));
	(void)detour_revert_is_title(commit->subject, strlen(commit->subject));
}

static void check_followup(const struct detour_scene *scene)
{
	struct detour_match names[NAMES];
	const char *text = NULL;
	size_t count = detour_followup_names(scene, names, NAMES, &text);
	int last = -1;

	FUZZ_CHECK(count <= NAMES && (!count || text));
	for (size_t i = 0; i < count; i++)
		FUZZ_CHECK(names[i].start < names[i].end && names[i].end <= strlen(text));
	for (int at; (at = detour_followup_find(scene->commit->subject, last + 1)) >= 0; last = at)
		FUZZ_CHECK(at > last && detour_followup_class(at)->name[0]);
	(void)detour_followup_is_naming(scene->commit);
}

static void check_signals(const struct detour_scene *scene)
{
	struct detour_signal signals[DETOUR_KIND_COUNT];
	size_t count = detour_signals_detect(scene, DETOUR_FACT_ALL, signals);

	FUZZ_CHECK(count <= DETOUR_KIND_COUNT);
	for (size_t i = 0; i < count; i++) {
		fuzz_check_plain(signals[i].doing);
		fuzz_check_plain(signals[i].does);
		fuzz_check_plain(signals[i].detail);
		fuzz_check_plain(signals[i].title);
		fuzz_check_plain(signals[i].hint);
		fuzz_check_plain(detour_signal_evidence(scene->arena, &signals[i]));
		FUZZ_CHECK(signals[i].doing[0] && signals[i].does[0] && signals[i].title[0]);
	}
}

/* What is folded goes into something earlier that stays; what it names starts as it says. */
static void check_autosquash(struct scene_history *history)
{
	const char *subjects[16];
	struct detour_autosquash list = {.subjects = subjects, .count = history->count};
	long *named, *target;

	for (size_t i = 0; i < history->count; i++)
		subjects[i] = history->commits[i].subject;
	detour_autosquash_plan(&list, &history->arena, &named, &target);
	for (long i = 0; i < (long)list.count; i++) {
		const char *rest = detour_autosquash_rest(subjects[i]);

		FUZZ_CHECK(named[i] < i && target[i] < i && (named[i] < 0) == (target[i] < 0));
		if (target[i] < 0)
			continue;
		FUZZ_CHECK(rest && !strncmp(subjects[named[i]], rest, strlen(rest)));
		FUZZ_CHECK(target[target[i]] < 0);
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct scene_history history;
	struct fuzz_input input;
	const struct detour_scene *scene;
	struct detour_commit *commit;
	const char *message;

	fuzz_begin(&input, data, size);
	message = fuzz_word(&input);
	scene_init(&history);
	commit = scene_add(&history, NULL, 1700000000, "Add the retry queue\n");
	scene_path(&history, commit, "src/queue.c");
	scene_path(&history, commit, "src/queue.h");
	commit = scene_add(&history, NULL, 1700003600, fuzz_word(&input));
	scene_path(&history, commit, "src/cache.c");
	commit = scene_add(&history, NULL, 1700007200, "Revert \"Add the retry queue\"\n");
	scene_path(&history, commit, "src/queue.c");
	commit = scene_add(&history, NULL, 1700007800, message);
	scene_path(&history, commit, "src/queue.c");
	commit->parent_count += fuzz_byte(&input) & 1;
	scene = scene_judge(&history, history.count - 1);
	check_words(&history.arena, scene->commit);
	check_followup(scene);
	(void)detour_fixup_is_bare(scene->commit->subject);
	(void)detour_commit_is_routine(scene);
	(void)detour_commit_waives(scene->commit);
	fuzz_check_plain(detour_signal_topic(&history.arena, scene->commit->subject));
	check_signals(scene);
	check_autosquash(&history);
	scene_release(&history);
	fuzz_end(&input);
	return 0;
}
