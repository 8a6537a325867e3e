/*
 * The whole decision: bytes make a history, every signal looks at every commit of it, what belongs
 * together is put together and decided on. The same history always says the same, levels are what
 * they may be, what is related is there, and ids outlive rewriting.
 */
#include "fuzz.h"

#include <string.h>

#include "scene.h"
#include "signal/autosquash.h"
#include "signal/deed.h"
#include "story.h"

enum { COMMITS = 24, SIGNALS = COMMITS * DETOUR_KIND_COUNT, PATHS = 8, TEXTS = 8, LINES = 6 };

static const char *const paths[PATHS] = {"src/queue.c", "src/queue.h", "src/a b.c", "docs/plan.md",
	"tests/queue_test.c", "package-lock.json", "docs/sessions/2026-11-22-x.md", "README.md"};
static const char *const texts[TEXTS] = {NULL, "int queue(void)\n{\n\treturn 1;\n}\n",
	"int queue(void)\n{\n\treturn redis();\n}\n", "int queue(void);\n/* HACK: wait */\n",
	"# Plan\n\n- [ ] Add the retry queue\n- [ ] Drain it\n",
	"# Plan\n\n- [x] Add the retry queue\n- [ ] Use Postgres instead\n\nDropped: Redis.\n", "",
	"a\nb\nc\nd\ne\nf\n"};
static const int64_t pauses[] = {60, 600, 3600, 5 * 3600, 20 * 3600, 26 * 3600, 4 * 86400,
	20 * 86400, -3600, -86400, 0, 400 * 86400};

struct world {
	struct scene_history history;
	struct detour_fold folds[COMMITS];
	struct detour_deed deeds[COMMITS];
	bool has_fold[COMMITS], has_deed[COMMITS];
	unsigned now[PATHS]; /* what each file holds */
};

struct seen {
	struct detour_signal list[SIGNALS];
	size_t count;
};

/* ---- from bytes to a history */

static const struct detour_commit *earlier(struct world *world, unsigned byte)
{
	struct scene_history *history = &world->history;

	return history->count ? &history->commits[byte % history->count] : NULL;
}

static const char *message_of(struct world *world, struct fuzz_input *input)
{
	static const char *const plain[] = {"Add the retry queue\n", "Oops, forgot a file\n",
		"Fix typo in last commit\n", "Bump version to 1.2.3\n", "Undo the cache\n",
		"Drain the queue\n\nDetour: none\n", "WIP\n", "fixup: queue\n"};
	unsigned form = fuzz_byte(input), which = fuzz_byte(input);
	const struct detour_commit *other = earlier(world, which);
	struct detour_arena *arena = &world->history.arena;
	char hex[DETOUR_HEX_SIZE + 1];

	if (form % 10 == 0 || !other)
		return form % 10 == 0 ? fuzz_word(input) : plain[which % 8];
	detour_oid_hex(&other->oid, hex);
	switch (form % 10) {
	case 1:
		return detour_arena_printf(
			arena, "Revert \"%s\"\n\nThis reverts commit %s.\n", other->subject, hex);
	case 2:
		return detour_arena_printf(arena, "fixup! %s\n", other->subject);
	case 3:
		return detour_arena_printf(arena, "squash! %.10s\n", hex);
	case 4:
		return detour_arena_printf(arena, "Reapply \"%s\"\n", other->subject);
	case 5:
		return detour_arena_printf(
			arena, "Mend it\n\nFixes: %.12s (\"%s\")\n", hex, other->subject);
	case 6:
		return "Merge branch 'topic'\n\n# Conflicts:\n#\tsrc/queue.c\n";
	case 7:
		return detour_arena_printf(arena, "%s\n", other->subject);
	default:
		return plain[which % 8];
	}
}

static const struct detour_line_set *lines_of(struct world *world,
	const struct detour_commit *commit, const char *before, const char *after)
{
	struct detour_arena *arena = &world->history.arena;
	struct detour_line_set *set = detour_arena_alloc(arena, sizeof(*set));
	uint64_t *hashes = detour_arena_array(arena, 2 * LINES, sizeof(*hashes));
	uint16_t *change = detour_arena_array(arena, 2 * LINES, sizeof(*change));
	const uint64_t path = commit->change_count;

	for (size_t i = 0; i < LINES; i++) {
		hashes[i] = path << 32 | (uint64_t)(after ? strlen(after) : 0) << 8 | i;
		hashes[LINES + i] = path << 32 | (uint64_t)(before ? strlen(before) : 0) << 8 | i;
	}
	set->added = hashes;
	set->deleted = hashes + LINES;
	set->added_change = change;
	set->deleted_change = change;
	set->added_count = set->all_added = after ? LINES : 0;
	set->deleted_count = set->all_deleted = before ? LINES : 0;
	return set;
}

static void change_files(
	struct world *world, struct fuzz_input *input, struct detour_commit *commit)
{
	unsigned count = fuzz_byte(input) % 4, done = 0;

	while (count--) {
		unsigned choice = fuzz_byte(input), path = choice % PATHS,
			 text = choice / PATHS % TEXTS;
		const char *before = texts[world->now[path]], *after = texts[text];

		if (done & 1U << path || before == after)
			continue;
		done |= 1U << path;
		scene_change(&world->history, commit, paths[path], before, after);
		world->now[path] = text;
		if (choice & 128)
			commit->lines = lines_of(world, commit, before, after);
	}
}

static void add_deed(struct world *world, struct fuzz_input *input, size_t i)
{
	struct detour_deed *deed = &world->deeds[i];
	const struct scene_history *history = &world->history;

	deed->kind = (enum detour_deed_kind)(fuzz_byte(input) % (DETOUR_DEED_CONFLICT + 1));
	deed->time = history->commits[i].commit_time - (int64_t)fuzz_byte(input) * 60;
	deed->name = "topic";
	deed->times = fuzz_byte(input) % 8;
	deed->shared = deed->times & 1;
	world->has_deed[i] = true;
}

static void add_commit(struct world *world, struct fuzz_input *input, int64_t *time)
{
	static const char *const authors[] = {"me@example.org", "ana@example.org",
		"49699333+dependabot[bot]@users.noreply.github.com"};
	unsigned who = fuzz_byte(input), pause = fuzz_byte(input);
	struct detour_commit *commit;
	size_t i = world->history.count;

	*time += pauses[pause % (sizeof(pauses) / sizeof(*pauses))];
	commit = scene_add(&world->history, NULL, *time, message_of(world, input));
	commit->author_email = authors[who % 4 > 2 ? 0 : who % 4];
	commit->author_offset = (int)(who >> 4) * 60 - 420;
	commit->parent_count += i && who & 4;
	if (pause & 64)
		commit->author_time = pause & 128 ? INT64_MAX : 0;
	change_files(world, input, commit);
	if (who & 8)
		add_deed(world, input, i);
}

static void fold(struct world *world)
{
	struct scene_history *history = &world->history;
	const char *subjects[COMMITS];
	struct detour_autosquash list = {.subjects = subjects, .count = history->count};
	long *named, *target;

	for (size_t i = 0; i < history->count; i++)
		subjects[i] = history->commits[i].subject;
	detour_autosquash_plan(&list, &history->arena, &named, &target);
	for (size_t i = 0; i < history->count; i++) {
		world->has_fold[i] = detour_autosquash_rest(subjects[i]);
		world->folds[i] =
			(struct detour_fold){.nth = 1 + i % 4, .target_pushed = i % 5 == 4};
		if (target[i] >= 0)
			world->folds[i].target = &history->commits[target[i]];
		if (named[i] >= 0 && named[i] != target[i])
			world->folds[i].named = &history->commits[named[i]];
	}
}

static void make(struct world *world, const uint8_t *data, size_t size)
{
	struct fuzz_input input;
	int64_t time = 1700000000;
	struct scene_history *history = &world->history;

	fuzz_begin(&input, data, size);
	memset(world, 0, sizeof(*world));
	scene_init(history);
	history->generated = fuzz_byte(&input) & 1 ? "src/a b.c" : NULL;
	history->settings.plan_files = "auto";
	while (!fuzz_is_over(&input) && history->count < COMMITS)
		add_commit(world, &input, &time);
	for (size_t i = 1; i < history->count; i++)
		if (world->has_deed[i]) {
			world->deeds[i].commits[0] = &history->commits[i - 1];
			world->deeds[i].commit_count = world->deeds[i].total = 1;
		}
	fold(world);
	fuzz_end(&input);
}

/* ---- what is said of it */

static void detect(struct world *world, struct seen *seen, bool only_spoken_of)
{
	struct scene_history *history = &world->history;

	seen->count = 0;
	for (size_t i = history->count; i-- > 0;) {
		struct detour_scene scene = *scene_judge(history, i);
		size_t before = seen->count;

		scene.only_spoken_of = only_spoken_of;
		scene.fold = world->has_fold[i] ? &world->folds[i] : NULL;
		scene.deeds = &world->deeds[i];
		scene.deed_count = world->has_deed[i];
		seen->count +=
			detour_signals_detect(&scene, DETOUR_FACT_ALL, seen->list + seen->count);
		for (size_t j = before; j < seen->count; j++)
			seen->list[j].place = history->count - 1 - i;
	}
}

static void check_signal(const struct world *world, const struct detour_signal *signal)
{
	const struct scene_history *history = &world->history;

	FUZZ_CHECK((unsigned)signal->kind < DETOUR_KIND_COUNT);
	FUZZ_CHECK(signal->level > DETOUR_LEVEL_OFF && signal->level <= DETOUR_LEVEL_ASK);
	FUZZ_CHECK(signal->commit >= history->commits &&
		   signal->commit < history->commits + history->count);
	FUZZ_CHECK(signal->rule && signal->related_count <= DETOUR_RELATED_LIMIT);
	fuzz_check_plain(signal->doing);
	fuzz_check_plain(signal->does);
	fuzz_check_plain(signal->detail);
	fuzz_check_plain(signal->title);
	fuzz_check_plain(signal->hint);
	FUZZ_CHECK(signal->doing[0] && signal->does[0] && signal->title[0]);
	for (size_t i = 0; i < signal->related_count; i++) {
		bool known = false;

		FUZZ_CHECK(!detour_oid_equal(&signal->related[i], &signal->commit->oid));
		for (size_t j = 0; j < history->count; j++)
			known |= detour_oid_equal(&history->commits[j].oid, &signal->related[i]);
		FUZZ_CHECK(known);
	}
}

static void check_equal(const struct detour_signal *a, const struct detour_signal *b)
{
	FUZZ_CHECK(a->kind == b->kind && a->level == b->level && a->commit == b->commit);
	FUZZ_CHECK(a->related_count == b->related_count && a->always_asks == b->always_asks);
	FUZZ_CHECK(!memcmp(a->related, b->related, a->related_count * sizeof(*a->related)));
	FUZZ_CHECK(!strcmp(a->rule, b->rule) && !strcmp(a->doing, b->doing));
	FUZZ_CHECK(!strcmp(a->does, b->does) && !strcmp(a->detail, b->detail));
	FUZZ_CHECK(!strcmp(a->title, b->title) && !strcmp(a->hint, b->hint));
}

/* Whoever does not look at what is only listed misses nothing else. */
static void check_spoken_of(const struct seen *all, const struct seen *spoken)
{
	size_t at = 0;

	for (size_t i = 0; i < all->count; i++) {
		if (all->list[i].level < DETOUR_LEVEL_REMIND)
			continue;
		while (at < spoken->count && spoken->list[at].level < DETOUR_LEVEL_REMIND)
			at++;
		FUZZ_CHECK(at < spoken->count);
		check_equal(&all->list[i], &spoken->list[at++]);
	}
	while (at < spoken->count)
		FUZZ_CHECK(spoken->list[at++].level < DETOUR_LEVEL_REMIND);
}

/* ---- what belongs together */

static void check_rewritten(const struct detour *detour)
{
	struct detour_signal signal = *detour->signals[0];
	struct detour_commit commit = *signal.commit;
	char id[DETOUR_ID_SIZE + 1];

	commit.oid.id[3] ^= 0xff;
	signal.commit = &commit;
	detour_id_of(&signal, id);
	FUZZ_CHECK(!strcmp(id, detour->id));
}

static void decide(const struct detour *detour)
{
	const struct detour_commit *last = detour->signals[detour->count - 1]->commit;
	struct detour_record records[2] = {{.event = DETOUR_EVENT_INSTALLED,
						   .kind = "",
						   .detour = "",
						   .answer = "",
						   .subject = ""},
		{.event = DETOUR_EVENT_ASKED,
			.time = last->commit_time - 5 * 3600,
			.kind = detour_kind_name(detour->signals[0]->kind),
			.detour = detour->id,
			.commit = detour->signals[0]->commit->oid,
			.author_time = detour->signals[0]->commit->author_time,
			.answer = "",
			.subject = detour->signals[0]->commit->subject}};
	struct detour_state fresh = {records, 1}, asked = {records, 2};
	struct detour_moment moment = {&fresh, last->commit_time, 0};
	enum detour_verdict first = detour_decide(detour, &last->oid, &moment);

	FUZZ_CHECK(first == detour_decide(detour, &last->oid, &moment));
	FUZZ_CHECK(first != DETOUR_VERDICT_HELD);
	FUZZ_CHECK((detour->level == DETOUR_LEVEL_ASK) == (first == DETOUR_VERDICT_SPEAK));
	FUZZ_CHECK(detour_may_ask_late(detour, &moment));
	moment.state = &asked;
	FUZZ_CHECK(detour_decide(detour, &detour->signals[0]->commit->oid, &moment) ==
		   DETOUR_VERDICT_SILENT);
}

static void check_groups(struct world *world, const struct seen *seen)
{
	struct detour_arena *arena = &world->history.arena;
	struct detour *detours;
	size_t count, members = 0;

	detour_group(arena, seen->list, seen->count, &detours, &count);
	FUZZ_CHECK(count <= seen->count && (count > 0) == (seen->count > 0));
	for (size_t i = 0; i < count; i++) {
		const struct detour *detour = &detours[i];

		FUZZ_CHECK(detour->count && strlen(detour->id) == DETOUR_ID_SIZE);
		FUZZ_CHECK(detour->level == detour_level_of(detour->signals, detour->count));
		for (size_t j = 0; j < detour->count; j++) {
			FUZZ_CHECK(detour->level >= detour->signals[j]->level);
			FUZZ_CHECK(!j || detour->signals[j]->commit->author_time >=
						 detour->signals[j - 1]->commit->author_time);
		}
		members += detour->count;
		check_rewritten(detour);
		decide(detour);
	}
	FUZZ_CHECK(members == seen->count);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct world world;
	static struct seen first, second;

	make(&world, data, size);
	detect(&world, &first, false);
	for (size_t i = 0; i < first.count; i++)
		check_signal(&world, &first.list[i]);
	detect(&world, &second, false);
	FUZZ_CHECK(first.count == second.count);
	for (size_t i = 0; i < first.count; i++)
		check_equal(&first.list[i], &second.list[i]);
	detect(&world, &second, true);
	check_spoken_of(&first, &second);
	check_groups(&world, &first);
	scene_release(&world.history);
	return 0;
}
