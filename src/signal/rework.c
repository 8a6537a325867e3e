/*
 * Own lines of the last days that are thrown away, or that come back after they were.
 *
 * Told from the lines tier: which lines of this commit an own commit of the last week had added
 * (DROP) or deleted (FLIP). Where files go back to exactly what they held, `undo` says it better.
 */
#include <string.h>
#include <strings.h>

#include "../base/date.h"
#include "../base/text.h"
#include "author.h"
#include "autosquash.h"
#include "pathkind.h"
#include "revert.h"

enum {
	WINDOW = 7 * 24 * 3600,
	OLDER_LIMIT = 100,   /* so many older ones in a row end the window */
	SOURCE_LIMIT = 100,  /* own commits whose lines are looked at */
	CHANGES_LIMIT = 500, /* a commit of more is an import */
	FLIP_LINES = 5,
	FLIP_PERCENT = 50,
	DROP_LINES = 15,
	DROP_PERCENT = 70,
	ID_DIGITS = 7,
};

/* An own commit of the last days, and how many of its lines are met again. */
struct source {
	const struct detour_commit *commit;
	size_t lines;
};

/* Lines of the judged commit that are looked for in the past: each once, however often it stands
 * there, and none of prose and release notes, which go through drafts as planned. */
struct search {
	uint64_t *hashes;
	uint16_t *changes;
	size_t count;
	bool *found;
	size_t found_count;
	struct source sources[SOURCE_LIMIT];
	size_t source_count;
};

static void search_start(struct search *search, struct detour_arena *arena, const bool *is_prose,
	const uint64_t *hashes, const uint16_t *changes, size_t count)
{
	memset(search, 0, sizeof(*search));
	search->hashes = detour_arena_array(arena, count, sizeof(*search->hashes));
	search->changes = detour_arena_array(arena, count, sizeof(*search->changes));
	search->found = detour_arena_array(arena, count, sizeof(*search->found));
	for (size_t i = 0; i < count; i++) {
		if (is_prose[changes[i]] || (i && hashes[i] == hashes[i - 1]))
			continue;
		search->hashes[search->count] = hashes[i];
		search->changes[search->count++] = changes[i];
	}
}

static bool *mark_prose(struct detour_arena *arena, const struct detour_commit *commit)
{
	const unsigned prose =
		DETOUR_PATH_DOCS | DETOUR_PATH_VERSION | DETOUR_PATH_PLAN | DETOUR_PATH_SESSION;
	bool *is_prose = detour_arena_array(arena, commit->change_count, sizeof(*is_prose));

	for (size_t i = 0; i < commit->change_count; i++)
		is_prose[i] = detour_path_kinds(commit->changes[i].path) & prose;
	return is_prose;
}

/* Both are sorted. A line that a newer commit accounts for is not looked for any more. */
static void search_in(struct search *search, const struct detour_commit *commit,
	const uint64_t *hashes, size_t count)
{
	size_t lines = 0;

	for (size_t i = 0, j = 0; i < search->count && j < count;) {
		if (search->found[i] || search->hashes[i] < hashes[j]) {
			i++;
		} else if (search->hashes[i] > hashes[j]) {
			j++;
		} else {
			search->found[i++] = true;
			j++;
			lines++;
		}
	}
	search->found_count += lines;
	if (lines && search->source_count < SOURCE_LIMIT)
		search->sources[search->source_count++] = (struct source){commit, lines};
}

static const struct detour_change *change_of(
	const struct detour_commit *commit, const struct detour_change *wanted)
{
	for (size_t i = 0; i < commit->change_count; i++)
		if (!strcmp(commit->changes[i].path, wanted->path))
			return &commit->changes[i];
	return NULL;
}

/* Do both change a file whose lines count? Marks the files that go back to what they held before
 * that commit. */
static bool meets(const struct detour_commit *judged, const struct detour_commit *earlier,
	const bool *is_prose, bool *returned)
{
	bool any = false;

	for (size_t i = 0; i < judged->change_count; i++) {
		const struct detour_change *before = change_of(earlier, &judged->changes[i]);

		if (before && detour_oid_equal(&before->old_blob, &judged->changes[i].new_blob))
			returned[i] = true;
		any |= before && !is_prose[i];
	}
	return any;
}

static bool is_in_window(const struct detour_commit *judged, const struct detour_commit *earlier)
{
	int64_t age = judged->author_time - earlier->author_time;

	return age < WINDOW && age > -WINDOW;
}

/* Is there a file that people write code in, and that an own commit of the last days changed too?
 * Told by the paths alone, which cost a fraction of the lines. */
static bool has_past(
	const struct detour_scene *scene, const struct detour_commit *judged, const bool *is_prose)
{
	size_t older = 0, first = 0;

	while (first < judged->change_count && is_prose[first])
		first++;
	for (size_t i = 0;
		first < judged->change_count && i < DETOUR_RHYTHM_LIMIT && older < OLDER_LIMIT;
		i++) {
		const struct detour_commit *earlier = scene->past(scene->data, i);

		if (!earlier)
			break;
		older = is_in_window(judged, earlier) ? 0 : older + 1;
		if (older || earlier->parent_count > 1 || !detour_author_is_same(judged, earlier) ||
			!(earlier = scene->past_paths(scene->data, i)) ||
			earlier->change_count > CHANGES_LIMIT)
			continue;
		for (size_t j = first; j < judged->change_count; j++)
			if (!is_prose[j] && change_of(earlier, &judged->changes[j]))
				return true;
	}
	return false;
}

static void look_back(const struct detour_scene *scene, const struct detour_commit *judged,
	const bool *is_prose, struct search *dropped, struct search *back, bool *returned)
{
	size_t older = 0, sources = 0;

	for (size_t i = 0; i < DETOUR_RHYTHM_LIMIT && older < OLDER_LIMIT && sources < SOURCE_LIMIT;
		i++) {
		const struct detour_commit *earlier = scene->past(scene->data, i);
		const struct detour_line_set *lines;

		if (!earlier)
			break;
		older = is_in_window(judged, earlier) ? 0 : older + 1;
		if (older || earlier->parent_count > 1 || !detour_author_is_same(judged, earlier) ||
			!(earlier = scene->past_paths(scene->data, i)) ||
			earlier->change_count > CHANGES_LIMIT ||
			!meets(judged, earlier, is_prose, returned))
			continue;
		lines = scene->past_lines(scene->data, i);
		if (!lines)
			continue;
		sources++;
		search_in(dropped, earlier, lines->added, lines->added_count);
		search_in(back, earlier, lines->deleted, lines->deleted_count);
	}
}

/* All files are as they were: that is `undo`. */
static bool is_undone(const struct detour_commit *judged, const bool *returned)
{
	for (size_t i = 0; i < judged->change_count; i++)
		if (!returned[i])
			return false;
	return true;
}

static size_t count_files(const struct search *search, struct detour_arena *arena, size_t changes)
{
	bool *seen = detour_arena_array(arena, changes, sizeof(*seen));
	size_t files = 0;

	for (size_t i = 0; i < search->count; i++)
		if (search->found[i] && search->changes[i] < changes && !seen[search->changes[i]]) {
			seen[search->changes[i]] = true;
			files++;
		}
	return files;
}

/* Most lines first; among equals the newest. */
static void relate(struct search *search, struct detour_signal *out)
{
	for (size_t i = 1; i < search->source_count; i++) {
		struct source source = search->sources[i];
		size_t at = i;

		for (; at && search->sources[at - 1].lines < source.lines; at--)
			search->sources[at] = search->sources[at - 1];
		search->sources[at] = source;
	}
	for (size_t i = 0; i < search->source_count; i++)
		detour_signal_relate(out, &search->sources[i].commit->oid);
}

static const char *detail(const struct detour_scene *scene, const struct detour_commit *judged,
	const struct detour_commit *main, const struct search *search)
{
	int64_t age = judged->author_time - main->author_time;
	size_t files = count_files(search, scene->arena, judged->change_count);
	const char *old = age < 60 ? "just made"
				   : detour_arena_printf(scene->arena, "%s old",
					     detour_date_span(scene->arena, age));

	return detour_arena_printf(
		scene->arena, "%s, %zu file%s", old, files, files == 1 ? "" : "s");
}

/* `your 9c1d2e3 "Add the retry queue"` and how many more. */
static const char *object(
	const struct detour_scene *scene, const struct detour_commit *main, size_t sources)
{
	const char *quote = detour_signal_quote(scene, main);

	if (sources < 2)
		return quote;
	return detour_arena_printf(scene->arena, "%s and %zu more", quote, sources - 1);
}

/* The words of a rule, around a number of lines and the commit that they are of. */
struct words {
	const char *rule, *doing, *does, *of, *title, *hint[2];
};

static const struct words drop_words = {"DROP", "throwing away", "throws away", "lines of",
	"thrown away", {"What did you expect of", "? What showed that it does not hold?"}};
static const struct words flip_words = {"FLIP", "bringing back", "brings back",
	"lines that went with", "taken back",
	{"Why did these lines go with", "? What showed that they are needed?"}};

static void tell(const struct detour_scene *scene, const struct words *words, struct search *search,
	struct detour_signal *out)
{
	struct detour_arena *arena = scene->arena;
	const struct detour_commit *main;
	const char *what;

	relate(search, out);
	main = search->sources[0].commit;
	what = detour_arena_printf(arena, "%zu %s %s", search->found_count, words->of,
		object(scene, main, search->source_count));
	out->rule = words->rule;
	out->doing = detour_arena_printf(arena, "%s %s", words->doing, what);
	out->does = detour_arena_printf(arena, "%s %s", words->does, what);
	out->detail = detail(scene, scene->commit, main, search);
	out->title = detour_arena_printf(
		arena, "%s %s", detour_signal_topic(arena, main->subject), words->title);
	out->hint = detour_arena_printf(arena, "%s %s%s", words->hint[0],
		detour_oid_short(arena, &main->oid, ID_DIGITS), words->hint[1]);
}

static bool is_flip(const struct search *back)
{
	return back->found_count >= FLIP_LINES &&
	       100 * back->found_count >= FLIP_PERCENT * back->count;
}

static bool is_drop(const struct search *dropped, const struct search *back)
{
	return dropped->found_count >= DROP_LINES &&
	       100 * dropped->found_count >= DROP_PERCENT * dropped->count &&
	       dropped->count >= 2 * back->count;
}

/* What formatters do changes lines, not what they say; and tidying up is part of the plan. */
static bool says_tidying(const char *subject)
{
	static const char *const words[] = {"fmt", "format", "formatting", "reformat", "formatted",
		"style", "indent", "indentation", "whitespace", "whitespaces", "brace", "braces",
		"lint", "prettier", "rustfmt", "gofmt", "clang-format", "uncrustify", "tabs",
		"clean", "cleanup", "tidy", "temporary", "submodule"};

	for (; *subject; subject += *subject != '\0') {
		size_t size = strcspn(subject, " :()/,.");

		for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++)
			if (size == strlen(words[i]) && !strncasecmp(subject, words[i], size))
				return true;
		subject += size;
	}
	return false;
}

static bool can_rework(const struct detour_commit *commit)
{
	return commit->parent_count == 1 && commit->author_email && !detour_author_is_bot(commit) &&
	       !detour_autosquash_rest(commit->subject) && !says_tidying(commit->subject);
}

/* The counts alone rule out most. */
static bool is_worth_a_look(const struct search *dropped, const struct search *back)
{
	return back->count >= FLIP_LINES ||
	       (dropped->count >= DROP_LINES && dropped->count >= 2 * back->count);
}

bool detour_signal_rework(const struct detour_scene *scene, struct detour_signal *out)
{
	struct detour_arena *arena = scene->arena;
	const struct detour_line_set *lines;
	const struct detour_commit *judged;
	struct detour_revert revert;
	struct search dropped, back;
	bool *prose, *returned;

	if (!can_rework(scene->commit))
		return false;
	judged = scene->paths(scene->data);
	if (!judged)
		return false;
	prose = mark_prose(arena, judged);
	if (!has_past(scene, judged, prose))
		return false;
	lines = scene->lines(scene->data);
	judged = scene->paths(scene->data);
	if (!judged || !lines || lines->cut)
		return false;
	search_start(&dropped, arena, prose, lines->deleted, lines->deleted_change,
		lines->deleted_count);
	search_start(&back, arena, prose, lines->added, lines->added_change, lines->added_count);
	if (!is_worth_a_look(&dropped, &back))
		return false;
	returned = detour_arena_array(arena, judged->change_count, sizeof(*returned));
	look_back(scene, judged, prose, &dropped, &back, returned);
	if ((!is_flip(&back) && !is_drop(&dropped, &back)) || is_undone(judged, returned) ||
		detour_revert_read(scene, &revert))
		return false;
	if (is_flip(&back))
		tell(scene, &flip_words, &back, out);
	else
		tell(scene, &drop_words, &dropped, out);
	return true;
}
