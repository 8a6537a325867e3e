/*
 * Reverts that do not say so: every file that a commit changes goes back to what it was within the
 * last commits of its own line (first parents). Told by ids alone, so nothing of a file is read.
 *
 * fullM: at least one of the files was there before and after. fullAD: all of them were added
 * within those commits and are gone again. Where only some files go back, that says nothing.
 */
#include <string.h>
#include <strings.h>

#include "../base/date.h"
#include "../base/text.h"
#include "author.h"
#include "autosquash.h"
#include "pathkind.h"
#include "revert.h"

enum { DAY = 24 * 3600, OWN_DAYS = 30, ID_DIGITS = 7, MODE_TYPE = 0170000, SUBMODULE = 0160000 };

struct taken_back {
	const struct detour_commit *commits[DETOUR_ANCESTOR_LIMIT]; /* newest first */
	size_t files[DETOUR_ANCESTOR_LIMIT]; /* how many of them each had changed */
	size_t count;
	const struct detour_commit *chief; /* which holds the most of it */
};

/* Only the permissions change. */
static bool is_mode_only(const struct detour_change *change)
{
	return change->status == 'M' && detour_oid_equal(&change->old_blob, &change->new_blob);
}

/* What stood here before `earlier` is what stands here after `change`. */
static bool comes_back(const struct detour_change *change, const struct detour_change *earlier)
{
	if (change->status == 'D' || earlier->status == 'A')
		return change->status == 'D' && earlier->status == 'A';
	return detour_oid_equal(&change->new_blob, &earlier->old_blob) &&
	       !((change->new_mode ^ earlier->old_mode) & MODE_TYPE);
}

/* Changes are in the order of their paths. */
static const struct detour_change *change_of(const struct detour_commit *commit, const char *path)
{
	size_t low = 0, high = commit->change_count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;
		int order = strcmp(path, commit->changes[middle].path);

		if (!order)
			return &commit->changes[middle];
		*(order < 0 ? &high : &low) = order < 0 ? middle : middle + 1;
	}
	return NULL;
}

/* ---- whether all of it comes back */

static bool one_comes_back(const struct detour_scene *scene, const struct detour_change *change)
{
	const struct detour_commit *commit;

	for (size_t i = 0; (commit = scene->ancestor(scene->data, i)); i++) {
		const struct detour_change *earlier = change_of(commit, change->path);

		if (earlier && comes_back(change, earlier))
			return true;
	}
	return false;
}

/* Small is better. */
static int dullness(const struct detour_change *change)
{
	unsigned kinds = detour_path_kinds(change->path);

	return kinds & (DETOUR_PATH_GENERATED | DETOUR_PATH_VENDORED) ? 2
	       : kinds & DETOUR_PATH_DOCS                             ? 1
								      : 0;
}

/* The file whose return is looked for first: nearly always it is a no, and that is all. Prose is in
 * large folders, a journal for one, which cost more to look into. */
static const struct detour_change *touchstone(const struct detour_commit *commit)
{
	const struct detour_change *best = NULL;

	for (size_t i = 0; i < commit->change_count; i++) {
		const struct detour_change *change = &commit->changes[i];

		if (!is_mode_only(change) && (!best || dullness(change) < dullness(best)))
			best = change;
	}
	return best;
}

/* The commit that holds the most of it; of equals the oldest, which left what is gone back to. */
static void choose_chief(struct taken_back *taken)
{
	size_t most = 0;

	for (size_t i = 0; i < taken->count; i++) {
		if (taken->files[i] < most)
			continue;
		most = taken->files[i];
		taken->chief = taken->commits[i];
	}
}

/* A cheap no, which nearly every commit gets. */
static bool may_come_back(const struct detour_scene *scene, const struct detour_commit *commit)
{
	const struct detour_change *first = touchstone(commit);

	if (!first || !scene->may_return)
		return first && one_comes_back(scene, first);
	for (size_t i = 0; i < commit->change_count; i++)
		if (!is_mode_only(&commit->changes[i]) &&
			!scene->may_return(scene->data, &commit->changes[i]))
			return false;
	return true;
}

/* From here on it is told of what they said, not only of what they changed. */
static bool know_them(const struct detour_scene *scene, struct taken_back *taken)
{
	for (size_t i = 0; i < taken->count; i++) {
		taken->commits[i] = scene->whole_ancestor(scene->data, i);
		if (!taken->commits[i])
			return false;
	}
	return true;
}

/* How many of the files that are still out each ancestor changed, until all are back. */
static bool all_come_back(const struct detour_scene *scene, const struct detour_commit *commit,
	struct taken_back *out)
{
	const struct detour_change **open = detour_arena_array(
		scene->arena, commit->change_count, sizeof(const struct detour_change *));
	const struct detour_commit *ancestor;
	size_t left = 0;

	memset(out, 0, sizeof(*out));
	for (size_t i = 0; i < commit->change_count; i++)
		if (!is_mode_only(&commit->changes[i]))
			open[left++] = &commit->changes[i];
	while (left && (ancestor = scene->ancestor(scene->data, out->count))) {
		size_t still = 0;

		for (size_t i = 0; i < left; i++) {
			const struct detour_change *earlier = change_of(ancestor, open[i]->path);

			out->files[out->count] += earlier && !is_mode_only(earlier);
			if (!earlier || !comes_back(open[i], earlier))
				open[still++] = open[i];
		}
		left = still;
		out->commits[out->count++] = ancestor;
	}
	if (left || !know_them(scene, out))
		return false;
	choose_chief(out);
	return out->chief != NULL;
}

/* ---- how much that says */

static bool is_empty_blob(const struct detour_oid *oid)
{
	static const unsigned char empty[DETOUR_OID_SIZE] = {0xe6, 0x9d, 0xe2, 0x9b, 0xb2, 0xd1,
		0xd6, 0x43, 0x4b, 0x8b, 0x29, 0xae, 0x77, 0x5a, 0xd8, 0xc2, 0xe4, 0x8c, 0x53, 0x91};

	return detour_oid_is_zero(oid) || !memcmp(oid->id, empty, sizeof(empty));
}

/* Prose, version numbers, and what tools write go back and forth as a matter of course; so do the
 * commits of submodules; an empty file holds nothing that could be taken back. */
static bool is_telling(const struct detour_change *change)
{
	const unsigned dull = DETOUR_PATH_DOCS | DETOUR_PATH_VERSION | DETOUR_PATH_GENERATED |
			      DETOUR_PATH_VENDORED;

	if (is_mode_only(change) ||
		((change->old_mode | change->new_mode) & MODE_TYPE) == SUBMODULE ||
		(is_empty_blob(&change->old_blob) && is_empty_blob(&change->new_blob)))
		return false;
	return !(detour_path_kinds(change->path) & dull);
}

static bool is_letter_or_digit(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

/* Does any word start like one of these (a list that ends in NULL)? */
static bool holds_word(const char *text, const char *const *starts)
{
	for (const char *at = text; *at; at++) {
		if (at > text && is_letter_or_digit(at[-1]))
			continue;
		for (size_t i = 0; starts[i]; i++)
			if ((starts[i][0] | 0x20) == (*at | 0x20) &&
				!strncasecmp(at, starts[i], strlen(starts[i])))
				return true;
	}
	return false;
}

/* "1.3.10", "v2", "1:0:0", but neither "#12" nor "utf8". */
static bool holds_number(const char *text)
{
	for (const char *at = text; (at = strpbrk(at, "0123456789"));
		at += strspn(at, "0123456789")) {
		const char *before = at - (at > text && (at[-1] == 'v' || at[-1] == 'V'));

		if (before == text || (before[-1] != '#' && !is_letter_or_digit(before[-1])))
			return true;
	}
	return false;
}

/* Releases set a number or two and set them back after. */
static bool is_release(const struct detour_commit *commit, const struct detour_commit *main)
{
	static const char *const words[] = {"bump", "release", "version", "snapshot", NULL};

	return commit->change_count <= 3 &&
	       (holds_word(commit->subject, words) || holds_word(main->subject, words)) &&
	       (holds_number(commit->subject) || holds_number(main->subject));
}

/* What was only switched off for a while, or put there for a while, goes as planned. */
static bool is_planned(const struct detour_commit *commit, const struct detour_commit *main)
{
	static const char *const now[] = {"enabl", "reenabl", "reinstat", "reintroduc", "temporar",
		"unignore", "unpin", NULL};
	static const char *const then[] = {"temporar", "for now", NULL};

	return holds_word(commit->subject, now) || holds_word(main->message, then);
}

static bool is_own_and_young(const struct detour_scene *scene, const struct taken_back *taken)
{
	for (size_t i = 0; i < taken->count; i++) {
		const struct detour_commit *commit = taken->commits[i];

		if (!taken->files[i])
			continue;
		if (commit->parent_count > 1 || !detour_author_is_same(commit, scene->commit))
			return false;
		if (scene->commit->author_time - commit->author_time > (int64_t)OWN_DAYS * DAY)
			return false;
	}
	return true;
}

static bool tells(const struct detour_scene *scene, const struct detour_commit *commit)
{
	for (size_t i = 0; i < commit->change_count; i++)
		if (is_telling(&commit->changes[i]) &&
			!detour_path_is_foreign(scene, commit->changes[i].path))
			return true;
	return false;
}

/* The same by the names of the files alone: asking .gitattributes opens a file for each folder. */
static bool may_tell(const struct detour_commit *commit)
{
	for (size_t i = 0; i < commit->change_count; i++)
		if (is_telling(&commit->changes[i]))
			return true;
	return false;
}

static enum detour_level level_of(const struct detour_scene *scene,
	const struct detour_commit *commit, const struct taken_back *taken, bool whole)
{
	const struct detour_commit *main = taken->chief;

	if (!tells(scene, commit) || is_release(commit, main) || is_planned(commit, main))
		return DETOUR_LEVEL_LIST;
	return !whole && is_own_and_young(scene, taken) ? DETOUR_LEVEL_ASK : DETOUR_LEVEL_REMIND;
}

/* ---- what is told of it */

/* Words that speak of what was before, or of taking away, though they declare no revert; and the
 * commit's id. */
static bool hints_at_it(const struct detour_scene *scene, const struct detour_commit *main)
{
	const char *starts[] = {"again", "back", "delet", "drop", "earlier", "former", "no longer",
		"old ", "origin", "previous", "remov", "restor", "revert", "undo", "wrong", "",
		NULL};
	size_t count = sizeof(starts) / sizeof(*starts);

	starts[count - 2] = detour_oid_short(scene->arena, &main->oid, ID_DIGITS);
	return holds_word(scene->commit->message, starts);
}

/* The whole of it, or one of the files that it changed? */
static bool is_part(const struct taken_back *taken)
{
	const struct detour_commit *main = taken->chief;
	size_t changes = main->change_count, held = 0;

	for (size_t i = 0; i < taken->count; i++)
		if (taken->commits[i] == main)
			held = taken->files[i];
	for (size_t i = 0; i < main->change_count; i++)
		changes -= is_mode_only(&main->changes[i]);
	return held < changes;
}

static void relate(const struct taken_back *taken, struct detour_signal *out)
{
	detour_signal_relate(out, &taken->chief->oid);
	for (size_t i = 0; i < taken->count; i++)
		if (taken->files[i])
			detour_signal_relate(out, &taken->commits[i]->oid);
}

static const char *detail(const struct detour_scene *scene, const struct detour_commit *commit,
	const struct detour_commit *main)
{
	int64_t age = scene->commit->author_time - main->author_time;
	const char *files = detour_arena_printf(scene->arena, "%zu file%s", commit->change_count,
		commit->change_count == 1 ? "" : "s");

	if (age < 0)
		return files; /* a wrong clock, or a rebase */
	if (age < 60)
		return detour_arena_printf(scene->arena, "just made, %s", files);
	return detour_arena_printf(
		scene->arena, "%s old, %s", detour_date_span(scene->arena, age), files);
}

static void tell(const struct detour_scene *scene, const struct detour_commit *commit,
	const struct taken_back *taken, struct detour_signal *out)
{
	const struct detour_commit *main = taken->chief;
	const char *what = detour_signal_quote(scene, main);
	const char *part = is_part(taken) ? "part of " : "";
	const char *silence = hints_at_it(scene, main) ? "" : " without saying so";

	relate(taken, out);
	if (out->related_count > 1)
		what = detour_arena_printf(
			scene->arena, "%s and %zu more", what, out->related_count - 1);
	out->doing = detour_arena_printf(scene->arena, "taking back %s%s%s", part, what, silence);
	out->does = detour_arena_printf(scene->arena, "takes back %s%s%s", part, what, silence);
	out->detail = detail(scene, commit, main);
	out->title = detour_arena_printf(scene->arena, "%s %staken back",
		detour_signal_topic(scene->arena, main->subject), *part ? "partly " : "");
	out->hint = detour_arena_printf(scene->arena,
		"What did you expect of %s? What showed that it does not hold?",
		detour_oid_short(scene->arena, &main->oid, ID_DIGITS));
}

/* Commits that are no turn of their author: merges, picks, programs, what is folded away soon. */
static bool is_out_of_question(const struct detour_commit *commit)
{
	return commit->parent_count != 1 || detour_autosquash_rest(commit->subject) ||
	       detour_author_is_bot(commit) ||
	       strstr(commit->message, "(cherry picked from commit") != NULL;
}

static bool is_whole(const struct detour_commit *commit)
{
	for (size_t i = 0; i < commit->change_count; i++)
		if (commit->changes[i].status != 'D' && !is_mode_only(&commit->changes[i]))
			return false;
	return true;
}

static bool keeps_a_file(const struct detour_commit *commit)
{
	for (size_t i = 0; i < commit->change_count; i++)
		if ((commit->changes[i].status == 'M' && !is_mode_only(&commit->changes[i])) ||
			commit->changes[i].status == 'T')
			return true;
	return false;
}

bool detour_signal_undo(const struct detour_scene *scene, struct detour_signal *out)
{
	const struct detour_commit *commit;
	struct detour_revert declared;
	struct taken_back taken;
	bool whole;

	if (is_out_of_question(scene->commit) || !(commit = scene->paths(scene->data)) ||
		commit->changes_cut)
		return false;
	whole = is_whole(commit);
	if (scene->only_spoken_of && !may_tell(commit))
		return false;
	if ((!whole && !keeps_a_file(commit)) || !may_come_back(scene, commit) ||
		detour_revert_read(scene, &declared) || !all_come_back(scene, commit, &taken))
		return false;
	if (scene->only_spoken_of && !tells(scene, commit))
		return false;
	out->rule = whole ? "fullAD" : "fullM";
	out->level = level_of(scene, commit, &taken, whole);
	tell(scene, commit, &taken, out);
	return true;
}
