/* Which signals are one story, and when it is spoken of. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "story.h"

enum { HOUR = 3600 };

static struct detour_arena arena;
static struct detour_commit commits[8];
static struct detour_signal signals[8];
static struct detour_change paths[8];
static struct detour_record records[200];
static struct detour_state state;
static struct detour_moment moment;

static int start(void **unused)
{
	(void)unused;
	memset(commits, 0, sizeof(commits));
	memset(signals, 0, sizeof(signals));
	memset(records, 0, sizeof(records));
	state = (struct detour_state){records, 0};
	moment = (struct detour_moment){&state, 1000000, 0};
	return 0;
}

static int finish(void **unused)
{
	(void)unused;
	detour_arena_release(&arena);
	return 0;
}

/* Signal i on commit i, by one author, at this time, touching this path. */
static struct detour_signal *add(
	size_t i, enum detour_kind kind, enum detour_level level, int64_t time, const char *path)
{
	memset(commits[i].oid.id, (int)i + 1, DETOUR_OID_SIZE);
	commits[i].author_email = "ana@example.com";
	commits[i].subject = "A subject";
	commits[i].author_time = time;
	paths[i].path = path;
	commits[i].changes = &paths[i];
	commits[i].change_count = path ? 1 : 0;
	signals[i].kind = kind;
	signals[i].level = level;
	signals[i].commit = &commits[i];
	signals[i].rule = "";
	return &signals[i];
}

static void record(enum detour_event event, const struct detour_signal *signal, int64_t time)
{
	struct detour_record *entry = &records[state.count++];

	entry->event = event;
	entry->time = time;
	entry->kind = detour_kind_name(signal->kind);
	entry->commit = signal->commit->oid;
	entry->author_time = signal->commit->author_time;
	entry->subject = signal->commit->subject;
	entry->answer = "";
	entry->detour = "some";
}

static size_t group(size_t count, struct detour **detours)
{
	size_t found;

	detour_group(&arena, signals, count, detours, &found);
	return found;
}

static void paths_in_common_join_for_two_days(void **unused)
{
	struct detour *detours;

	(void)unused;
	add(0, DETOUR_KIND_fixup, DETOUR_LEVEL_REMIND, 0, "a.c");
	add(1, DETOUR_KIND_gap, DETOUR_LEVEL_REMIND, 47 * HOUR, "a.c");
	add(2, DETOUR_KIND_gap, DETOUR_LEVEL_REMIND, 47 * HOUR, "b.c");
	add(3, DETOUR_KIND_gap, DETOUR_LEVEL_REMIND, 97 * HOUR, "a.c");
	assert_int_equal(group(4, &detours), 3);
	assert_int_equal(detours[0].count, 2);
	assert_ptr_equal(detours[0].signals[0], &signals[0]);
	assert_int_equal(detours[0].level, DETOUR_LEVEL_ASK); /* two kinds that remind */
	assert_int_equal(detours[1].level, DETOUR_LEVEL_REMIND);
}

static void other_authors_are_other_stories(void **unused)
{
	struct detour *detours;

	(void)unused;
	add(0, DETOUR_KIND_fixup, DETOUR_LEVEL_REMIND, 0, "a.c");
	add(1, DETOUR_KIND_gap, DETOUR_LEVEL_REMIND, HOUR, "a.c");
	commits[1].author_email = "bo@example.com";
	assert_int_equal(group(2, &detours), 2);
}

static void a_related_commit_joins_at_any_distance(void **unused)
{
	struct detour *detours;

	(void)unused;
	add(0, DETOUR_KIND_gap, DETOUR_LEVEL_REMIND, 0, "a.c");
	add(1, DETOUR_KIND_revert, DETOUR_LEVEL_ASK, 9000 * HOUR, "b.c");
	signals[1].related[0] = commits[0].oid;
	signals[1].related_count = 1;
	assert_int_equal(group(2, &detours), 1);
	assert_int_equal(detours[0].count, 2);
}

static void the_id_is_of_the_first_signal_and_not_of_its_hash(void **unused)
{
	struct detour *detours;
	char before[DETOUR_ID_SIZE + 1];

	(void)unused;
	add(0, DETOUR_KIND_revert, DETOUR_LEVEL_ASK, 5, "a.c");
	assert_int_equal(group(1, &detours), 1);
	strcpy(before, detours[0].id);
	memset(commits[0].oid.id, 0x77, DETOUR_OID_SIZE);
	group(1, &detours);
	assert_string_equal(detours[0].id, before);
	commits[0].author_time = 6;
	group(1, &detours);
	assert_string_not_equal(detours[0].id, before);
}

static enum detour_verdict decide(size_t count)
{
	struct detour *detours;

	assert_int_equal(group(count, &detours), 1);
	return detour_decide(&detours[0], &commits[count - 1].oid, &moment);
}

static void a_question_is_put_once(void **unused)
{
	struct detour_signal *signal = add(0, DETOUR_KIND_gap, DETOUR_LEVEL_ASK, 5, "a.c");

	(void)unused;
	assert_int_equal(decide(1), DETOUR_VERDICT_SPEAK);
	record(DETOUR_EVENT_ASKED, signal, moment.now - 10 * HOUR);
	assert_int_equal(decide(1), DETOUR_VERDICT_SILENT);
}

static void one_detour_has_one_question_but_a_revert_may(void **unused)
{
	struct detour_signal *earlier = add(0, DETOUR_KIND_gap, DETOUR_LEVEL_ASK, 5, "a.c");
	struct detour_signal *later = add(1, DETOUR_KIND_fixup, DETOUR_LEVEL_ASK, 6, "a.c");

	(void)unused;
	record(DETOUR_EVENT_ASKED, earlier, moment.now - 10 * HOUR);
	assert_int_equal(decide(2), DETOUR_VERDICT_PUSH);
	later->kind = DETOUR_KIND_revert;
	later->always_asks = true;
	assert_int_equal(decide(2), DETOUR_VERDICT_SPEAK);
}

static void reminders_wait_for_the_push(void **unused)
{
	(void)unused;
	add(0, DETOUR_KIND_fixup, DETOUR_LEVEL_REMIND, 5, "a.c");
	assert_int_equal(decide(1), DETOUR_VERDICT_PUSH);
	signals[0].level = DETOUR_LEVEL_LIST;
	assert_int_equal(decide(1), DETOUR_VERDICT_SILENT);
}

static void cool_down_holds_questions_but_not_reverts(void **unused)
{
	struct detour_signal *other = add(7, DETOUR_KIND_gap, DETOUR_LEVEL_ASK, 1, NULL);
	struct detour_signal *signal = add(0, DETOUR_KIND_gap, DETOUR_LEVEL_ASK, 5, "a.c");

	(void)unused;
	record(DETOUR_EVENT_ASKED, other, moment.now - 4 * HOUR + 1);
	assert_int_equal(decide(1), DETOUR_VERDICT_HELD);
	records[0].time = moment.now - 4 * HOUR;
	assert_int_equal(decide(1), DETOUR_VERDICT_SPEAK);
	records[0].time = moment.now;
	signal->kind = DETOUR_KIND_revert;
	signal->always_asks = true;
	assert_int_equal(decide(1), DETOUR_VERDICT_SPEAK);
}

static void a_late_question_is_held_back_too_but_for_reverts(void **unused)
{
	struct detour *detours;

	(void)unused;
	add(0, DETOUR_KIND_gap, DETOUR_LEVEL_ASK, 5, "a.c");
	record(DETOUR_EVENT_ASKED, add(7, DETOUR_KIND_gap, DETOUR_LEVEL_ASK, 1, NULL),
		moment.now - 1 * HOUR);
	assert_int_equal(group(1, &detours), 1);
	assert_false(detour_may_ask_late(&detours[0], &moment));
	signals[0].always_asks = true;
	assert_true(detour_may_ask_late(&detours[0], &moment));
	signals[0].always_asks = false;
	moment.now += 4 * HOUR;
	assert_true(detour_may_ask_late(&detours[0], &moment));
}

static void the_budget_is_five_questions_since_its_start(void **unused)
{
	struct detour_signal *other = add(7, DETOUR_KIND_gap, DETOUR_LEVEL_ASK, 1, NULL);

	(void)unused;
	add(0, DETOUR_KIND_gap, DETOUR_LEVEL_ASK, 5, "a.c");
	for (int i = 5; i > 0; i--)
		record(DETOUR_EVENT_ASKED, other, moment.now - 10 * HOUR * i);
	assert_int_equal(decide(1), DETOUR_VERDICT_HELD);
	moment.budget_start = moment.now - 50 * HOUR + 1;
	assert_int_equal(decide(1), DETOUR_VERDICT_SPEAK);
}

static void a_question_about_several_signals_counts_once(void **unused)
{
	struct detour_signal *other = add(7, DETOUR_KIND_gap, DETOUR_LEVEL_ASK, 1, NULL);

	(void)unused;
	add(0, DETOUR_KIND_gap, DETOUR_LEVEL_ASK, 5, "a.c");
	for (int i = 4; i > 0; i--)
		for (int times = 0; times < 3; times++)
			record(DETOUR_EVENT_ASKED, other, moment.now - 10 * HOUR * i);
	assert_int_equal(decide(1), DETOUR_VERDICT_SPEAK);
}

#define TEST(name) cmocka_unit_test_setup(name, start)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(paths_in_common_join_for_two_days),
		TEST(other_authors_are_other_stories),
		TEST(a_related_commit_joins_at_any_distance),
		TEST(the_id_is_of_the_first_signal_and_not_of_its_hash),
		TEST(a_question_is_put_once),
		TEST(one_detour_has_one_question_but_a_revert_may),
		TEST(reminders_wait_for_the_push),
		TEST(cool_down_holds_questions_but_not_reverts),
		TEST(a_late_question_is_held_back_too_but_for_reverts),
		TEST(the_budget_is_five_questions_since_its_start),
		TEST(a_question_about_several_signals_counts_once),
	};

	return cmocka_run_group_tests(tests, NULL, finish);
}
