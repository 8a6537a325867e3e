/*
 * The plan changed while code was being written: items were added, struck, taken back or reworded,
 * or a section was revised. Checking off is the plan; so is writing one, moving one, and whatever
 * a commit without code does to it.
 */
#include "plan.h"

#include <string.h>

#include "../base/text.h"
#include "../journal/globs.h"
#include "../pattern.h"
#include "author.h"
#include "pathkind.h"
#include "routine.h"

enum { BLOB_LIMIT = 256 * 1024, FILES_LIMIT = 10, QUOTE_COLUMNS = 60, SHORT_COLUMNS = 40 };

static const char auto_files[] =
	"plan.md, PLAN.md, docs/plan.md, docs/PLAN.md, docs/plans/**/*.md, "
	"docs/projects/**/plan.md, docs/projects/**/PLAN.md";

/* The loudest first. */
enum change { STRUCK, UNCHECKED, REWORDED, REVISED, ADDED, CHANGES };

static const char *const change_names[CHANGES] = {
	"struck", "unchecked", "reworded", "revised", "added"};

struct difference {
	struct detour_plan before, after;
	size_t count[CHANGES];
	const char *quote[CHANGES], *path[CHANGES]; /* of the first of its kind */
};

const char *detour_plan_globs(const struct detour_settings *settings)
{
	const char *setting = settings->plan_files;

	return !setting || !strcmp(setting, "auto") ? auto_files : setting;
}

/* Templates and the page about the folder hold no plan. */
bool detour_plan_is_file(const struct detour_settings *settings, const char *path)
{
	const char *slash = strrchr(path, '/'), *name = slash ? slash + 1 : path;

	return !strstr(name, "TEMPLATE") && strcmp(name, "README.md") != 0 &&
	       detour_globs_match(detour_plan_globs(settings), path);
}

static bool is_code(const struct detour_scene *scene, const char *path)
{
	const unsigned others =
		DETOUR_PATH_DOCS | DETOUR_PATH_PLAN | DETOUR_PATH_SESSION | DETOUR_PATH_VERSION;

	return !(detour_path_kinds(path) & others) && !detour_plan_is_file(scene->settings, path) &&
	       !detour_path_is_foreign(scene, path);
}

/* Does it change a plan that was there, and code? */
static bool concerns(const struct detour_scene *scene, const struct detour_commit *commit)
{
	bool plan = false;

	for (size_t i = 0; !plan && i < commit->change_count; i++)
		plan = commit->changes[i].status == 'M' &&
		       detour_plan_is_file(scene->settings, commit->changes[i].path);
	for (size_t i = 0; plan && i < commit->change_count; i++)
		if (is_code(scene, commit->changes[i].path))
			return true;
	return false;
}

static void read_side(const struct detour_scene *scene, struct detour_plan *plan,
	const struct detour_change *change, const struct detour_oid *blob)
{
	const char *bytes;
	size_t size;

	if (!detour_oid_is_zero(blob) && scene->blob(scene->data, blob, BLOB_LIMIT, &bytes, &size))
		detour_plan_read(plan, change->path, bytes, size, change->status != 'M');
}

static void read_plans(const struct detour_scene *scene, const struct detour_commit *commit,
	struct difference *out)
{
	size_t files = 0;

	out->before.arena = out->after.arena = scene->arena;
	for (size_t i = 0; i < commit->change_count && files < FILES_LIMIT; i++) {
		const struct detour_change *change = &commit->changes[i];

		if (!detour_plan_is_file(scene->settings, change->path))
			continue;
		files++;
		read_side(scene, &out->before, change, &change->old_blob);
		read_side(scene, &out->after, change, &change->new_blob);
	}
}

static void note(struct difference *out, enum change change, const char *path, const char *quote)
{
	if (out->count[change]++)
		return;
	out->path[change] = path;
	out->quote[change] = quote;
}

/* How alike are two items that may be one? 0: not at all. */
typedef size_t (*likeness_fn)(
	const struct detour_plan_item *old, const struct detour_plan_item *new);

static size_t same_words_same_place(
	const struct detour_plan_item *old, const struct detour_plan_item *new)
{
	return old->hash == new->hash && old->section == new->section;
}

static size_t same_words(const struct detour_plan_item *old, const struct detour_plan_item *new)
{
	return old->hash == new->hash;
}

/* What was there goes on: "Add the queue" -> "Add the queue (see the notes)". */
static size_t longer(const struct detour_plan_item *old, const struct detour_plan_item *new)
{
	return old->section == new->section && old->word_count &&
	       old->word_count <= new->word_count &&
	       !memcmp(old->words, new->words, old->word_count * sizeof(*old->words));
}

/* At least two in five words are the same. */
static size_t similar(const struct detour_plan_item *old, const struct detour_plan_item *new)
{
	size_t most = old->word_count > new->word_count ? old->word_count : new->word_count;
	size_t common = old->section == new->section ? detour_plan_common(old, new) : 0;

	return common >= 2 && common * 5 >= most * 2 ? common * 1000 / most : 0;
}

/* What was done is told in other words than what was to be done. */
static size_t done_instead(const struct detour_plan_item *old, const struct detour_plan_item *new)
{
	return old->section == new->section && !old->checked &&new->checked;
}

/* Is the part in which they differ another word, not a slip of the pen? */
static bool differs_much(const char *a, const char *b)
{
	enum { LEAST = 3, ROOM = 64 };
	char middle[2][ROOM + 1];
	size_t start = 0, a_end = strlen(a), b_end = strlen(b);

	while (start < a_end && start < b_end && a[start] == b[start])
		start++;
	while (a_end > start && b_end > start && a[a_end - 1] == b[b_end - 1]) {
		a_end--;
		b_end--;
	}
	if (a_end - start > ROOM || b_end - start > ROOM)
		return true;
	memcpy(middle[0], a + start, a_end - start);
	memcpy(middle[1], b + start, b_end - start);
	middle[0][a_end - start] = middle[1][b_end - start] = '\0';
	return a_end - start >= LEAST && b_end - start >= LEAST &&
	       detour_text_distance(middle[0], middle[1]) >= LEAST;
}

/* A change of what is to be done: a word is gone and another has its place. */
static bool is_reworded(const struct detour_plan_item *old, const struct detour_plan_item *new)
{
	size_t common = detour_plan_common(old, new);

	return !new->checked && !old->checked &&
	       old->word_count > common &&new->word_count >
		       common &&differs_much(old->text, new->text);
}

static void compare_pair(struct detour_arena *arena, struct difference *out,
	const struct detour_plan_item *old, const struct detour_plan_item *new)
{
	if (new->struck && !old->struck)
		note(out, STRUCK, new->path, old->text);
	else if (old->checked && !new->checked && !new->struck && !old->struck)
		note(out, UNCHECKED, new->path, new->text);
	else if (!new->struck && !old->struck && old->hash != new->hash &&is_reworded(old, new))
		note(out, REWORDED, new->path,
			detour_arena_printf(arena, "%s\" to \"%s",
				detour_text_line(arena, old->text, SHORT_COLUMNS),
				detour_text_line(arena, new->text, SHORT_COLUMNS)));
}

static void match(struct detour_arena *arena, struct difference *out, likeness_fn likeness)
{
	for (size_t i = 0; i < out->before.item_count; i++) {
		struct detour_plan_item *old = &out->before.items[i], *best = NULL;
		size_t most = 0;

		for (size_t j = 0; !old->matched && j < out->after.item_count; j++) {
			struct detour_plan_item *new = &out->after.items[j];
			size_t alike = new->matched ? 0 : likeness(old, new);

			if (alike > most) {
				most = alike;
				best = new;
			}
		}
		if (!best)
			continue;
		old->matched = best->matched = true;
		compare_pair(arena, out, old, best);
	}
}

static void compare_items(struct detour_arena *arena, struct difference *out)
{
	static const likeness_fn steps[] = {
		same_words_same_place, same_words, longer, similar, done_instead};
	bool planned = false;

	for (size_t i = 0; i < sizeof(steps) / sizeof(*steps); i++)
		match(arena, out, steps[i]);
	for (size_t i = 0; i < out->before.item_count; i++) {
		const struct detour_plan_item *old = &out->before.items[i];

		planned = planned || !old->passive;
		if (!old->matched && !old->passive && !old->checked && !old->struck)
			note(out, STRUCK, old->path, old->text);
	}
	/* The first items of a plan are planning. */
	for (size_t i = 0; planned && i < out->after.item_count; i++) {
		const struct detour_plan_item *new = &out->after.items[i];

		if (!new->matched && !new->passive && !new->struck)
			note(out, ADDED, new->path, new->text);
	}
}

static struct detour_pattern revision =
	DETOUR_PATTERN("instead of|no longer|turned out|turns out|deviat|disprov|revised|abandon|"
		       "descoped|out of scope|changed our|pivot|superseded|supersedes|originally",
		"\\b(?:instead of|no longer|turn(?:ed|s) "
		"out|deviat|disprove[dns]|revised|abandon(?:ed|ing)|"
		"descoped|(?:now|moved) out of scope|changed our|pivot(?:ed|ing)|superseded?s? by|"
		"originally)",
		DETOUR_PATTERN_CASELESS);

static bool has_prose(const struct detour_plan *plan, const struct detour_plan_prose *line)
{
	for (size_t i = 0; i < plan->prose_count; i++)
		if (plan->prose[i].hash == line->hash)
			return true;
	return false;
}

static bool has_section(const struct detour_plan *plan, const struct detour_plan_prose *line)
{
	for (size_t i = 0; i < plan->prose_count; i++)
		if (plan->prose[i].section == line->section &&
			!strcmp(plan->prose[i].path, line->path))
			return true;
	return false;
}

/* Three new lines or more in a section that was there, one of which says that things changed. */
static void compare_prose(struct difference *out)
{
	enum { CLEAR = 3 };
	const struct detour_plan *after = &out->after;

	for (size_t i = 0; i < after->prose_count;) {
		uint64_t section = after->prose[i].section;
		const struct detour_plan_prose *first = &after->prose[i];
		size_t new_lines = 0;
		bool says_so = false;

		for (; i < after->prose_count && after->prose[i].section == section; i++) {
			const struct detour_plan_prose *line = &after->prose[i];

			if (has_prose(&out->before, line))
				continue;
			new_lines++;
			says_so = says_so || detour_pattern_match(&revision, line->text,
						     strlen(line->text), NULL, 0);
		}
		if (new_lines >= CLEAR && says_so && *first->heading &&
			has_section(&out->before, first))
			note(out, REVISED, first->path, first->heading);
	}
}

static const char *detail(
	struct detour_arena *arena, const struct difference *difference, enum change loudest)
{
	size_t more = 0;
	const char *path = detour_text_line(arena, difference->path[loudest], QUOTE_COLUMNS);

	for (int i = 0; i < CHANGES; i++)
		more += difference->count[i];
	if (--more)
		return detour_arena_printf(
			arena, "%s, %zu more item%s", path, more, more == 1 ? "" : "s");
	return path;
}

static void tell(struct detour_arena *arena, const struct difference *difference,
	enum change loudest, struct detour_signal *out)
{
	const char *verb = change_names[loudest], *quote = difference->quote[loudest];
	/* Two short quotes are in it already. */
	const char *cut = detour_text_line(
		arena, quote, loudest == REWORDED ? 2 * SHORT_COLUMNS + 8 : QUOTE_COLUMNS);
	const char *brief = detour_text_line(arena, quote, SHORT_COLUMNS);

	out->rule = verb;
	out->doing = detour_arena_printf(arena, "changing the plan: %s \"%s\"", verb, cut);
	out->does = detour_arena_printf(arena, "changes the plan: %s \"%s\"", verb, cut);
	out->detail = detail(arena, difference, loudest);
	out->title = detour_arena_printf(arena, "Plan changed: %s", brief);
	if (loudest == ADDED)
		out->hint = "What came up that the plan did not foresee?";
	else if (loudest == REWORDED)
		out->hint = detour_arena_printf(arena, "Why did the plan (\"%s\") not hold?", cut);
	else
		out->hint = detour_arena_printf(arena, "Why did \"%s\" not hold?", cut);
}

bool detour_signal_plan(const struct detour_scene *scene, struct detour_signal *out)
{
	const struct detour_commit *commit = scene->paths(scene->data);
	struct difference difference = {0};

	if (!commit || commit->changes_cut || !concerns(scene, commit) ||
		detour_author_is_bot(commit) || detour_commit_is_routine(scene))
		return false;
	read_plans(scene, commit, &difference);
	compare_items(scene->arena, &difference);
	compare_prose(&difference);
	for (int i = 0; i < CHANGES; i++)
		if (difference.count[i]) {
			tell(scene->arena, &difference, (enum change)i, out);
			return true;
		}
	return false;
}
