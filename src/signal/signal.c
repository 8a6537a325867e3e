/* The table of signals, and what all of them say in the same words; see signal.h. */
#include "signal.h"

#include <string.h>

#include "../base/date.h"
#include "../base/text.h"

enum { QUOTE_COLUMNS = 60, ID_DIGITS = 7 };

const struct detour_signal_type detour_signal_types[DETOUR_KIND_COUNT] = {
#define DETOUR_SIGNAL(kind, level, facts, sentence)                                                \
	{#kind, detour_signal_##kind, DETOUR_LEVEL_##level, facts, sentence},
#include "signals.def"
#undef DETOUR_SIGNAL
};

static void start(
	struct detour_signal *out, const struct detour_scene *scene, enum detour_kind kind)
{
	memset(out, 0, sizeof(*out));
	out->kind = kind;
	out->level = detour_signal_types[kind].level;
	out->commit = scene->commit;
	out->rule = out->doing = out->does = out->detail = out->title = out->hint = "";
}

/* What is news for one rule of a kind is none for another: a setting that asks about the kind does
 * not make the rules louder that speak more softly than the kind does. */
static enum detour_level chosen_level(
	const struct detour_settings *settings, enum detour_kind kind, enum detour_level by_rule)
{
	if (by_rule < detour_signal_types[kind].level && by_rule < settings->levels[kind])
		return by_rule;
	return settings->levels[kind];
}

static bool detect(
	const struct detour_scene *scene, enum detour_kind kind, struct detour_signal *out)
{
	const struct detour_settings *settings = scene->settings;

	if (settings->levels[kind] == DETOUR_LEVEL_OFF)
		return false;
	start(out, scene, kind);
	if (!detour_signal_types[kind].detect(scene, out))
		return false;
	if (settings->level_is_set[kind])
		out->level = chosen_level(settings, kind, out->level);
	return out->level != DETOUR_LEVEL_OFF;
}

static bool may_matter(const struct detour_scene *scene, enum detour_kind kind)
{
	const struct detour_settings *settings = scene->settings;
	enum detour_level level = settings->level_is_set[kind] ? settings->levels[kind]
							       : detour_signal_types[kind].level;

	return !scene->only_spoken_of || level >= DETOUR_LEVEL_REMIND;
}

size_t detour_signals_detect(
	const struct detour_scene *scene, unsigned facts, struct detour_signal *out)
{
	size_t count = 0;

	for (int kind = 0; kind < DETOUR_KIND_COUNT; kind++)
		if (!(detour_signal_types[kind].facts & ~facts) &&
			may_matter(scene, (enum detour_kind)kind))
			count += detect(scene, (enum detour_kind)kind, &out[count]);
	return count;
}

bool detour_signals_detect_fixup(const struct detour_scene *scene, struct detour_signal *out)
{
	return detect(scene, DETOUR_KIND_fixup, out);
}

char *detour_signal_evidence(struct detour_arena *arena, const struct detour_signal *signal)
{
	if (!*signal->detail)
		return detour_arena_strdup(arena, signal->doing);
	return detour_arena_printf(arena, "%s (%s)", signal->doing, signal->detail);
}

char *detour_signal_quote(const struct detour_scene *scene, const struct detour_commit *commit)
{
	bool mine = commit->author_email && scene->is_me(scene->data, commit->author_email);

	return detour_arena_printf(scene->arena, "%s%s \"%s\"", mine ? "your " : "",
		detour_oid_short(scene->arena, &commit->oid, ID_DIGITS),
		detour_text_line(scene->arena, commit->subject, QUOTE_COLUMNS));
}

static const char *age_of(const struct detour_scene *scene, const struct detour_commit *target)
{
	int64_t age = scene->commit->author_time - target->author_time;

	if (age < 0)
		return ""; /* a wrong clock, or a rebase */
	if (age < 60)
		return "just made";
	return detour_arena_printf(scene->arena, "%s old", detour_date_span(scene->arena, age));
}

const char *detour_signal_detail(
	const struct detour_scene *scene, const struct detour_commit *target)
{
	const struct detour_commit *commit = scene->paths(scene->data);
	const char *old = "", *files = "";

	if (target)
		old = age_of(scene, target);
	if (commit && commit->change_count)
		files = detour_arena_printf(scene->arena, "%zu%s file%s", commit->change_count,
			commit->changes_cut ? " or more" : "",
			commit->change_count == 1 ? "" : "s");
	return detour_arena_printf(scene->arena, "%s%s%s", old, *old && *files ? ", " : "", files);
}

void detour_signal_relate(struct detour_signal *signal, const struct detour_oid *oid)
{
	if (signal->related_count == DETOUR_RELATED_LIMIT ||
		detour_oid_equal(oid, &signal->commit->oid))
		return;
	for (size_t i = 0; i < signal->related_count; i++)
		if (detour_oid_equal(oid, &signal->related[i]))
			return;
	signal->related[signal->related_count++] = *oid;
}
