/* Files and folders with what names them, and whether that is enough to tell; see paths.h. */
#include "paths.h"

#include <stdlib.h>
#include <string.h>

#include "../base/date.h"
#include "../base/text.h"

enum { ENOUGH = 3, TWICE = 2 };

/* ---- nodes */

static size_t slot_of(const struct detour_places *places, const char *path, size_t size)
{
	size_t mask = places->slot_count - 1;
	size_t at = detour_hash(DETOUR_HASH_START, path, size) & mask;

	while (places->slots[at]) {
		const char *known = places->nodes[places->slots[at] - 1].path;

		if (!strncmp(known, path, size) && !known[size])
			break;
		at = (at + 1) & mask;
	}
	return at;
}

static void grow(struct detour_places *places)
{
	if (places->count == places->capacity) {
		places->capacity = places->capacity ? places->capacity * 2 : 256;
		places->nodes =
			detour_realloc(places->nodes, places->capacity * sizeof(*places->nodes));
	}
	if ((places->count + 1) * 2 < places->slot_count)
		return;
	free(places->slots);
	places->slot_count = places->slot_count ? places->slot_count * 2 : 1024;
	places->slots = detour_calloc(places->slot_count, sizeof(*places->slots));
	for (size_t i = 0; i < places->count; i++)
		places->slots[slot_of(places, places->nodes[i].path,
			strlen(places->nodes[i].path))] = (uint32_t)(i + 1);
}

static struct detour_place_node *node_of(
	struct detour_places *places, const char *path, size_t size)
{
	size_t at;

	grow(places);
	at = slot_of(places, path, size);
	if (!places->slots[at]) {
		places->nodes[places->count++] = (struct detour_place_node){
			.path = detour_arena_strndup(places->material->arena, path, size),
			.is_file = true};
		places->slots[at] = (uint32_t)places->count;
	}
	return &places->nodes[places->slots[at] - 1];
}

static void add_mention(struct detour_place_node *node, const struct detour_mention *mention)
{
	if (node->count == node->capacity) {
		node->capacity = node->capacity ? node->capacity * 2 : 8;
		node->mentions =
			detour_realloc(node->mentions, node->capacity * sizeof(*node->mentions));
	}
	node->mentions[node->count++] = mention;
}

static size_t depth_of(const char *path)
{
	size_t depth = 0;

	for (; (path = strchr(path, '/')) != NULL; path++)
		depth++;
	return depth;
}

static int compare_nodes(const void *a, const void *b)
{
	const struct detour_place_node *left = *(struct detour_place_node *const *)a,
				       *right = *(struct detour_place_node *const *)b;
	size_t left_depth = depth_of(left->path), right_depth = depth_of(right->path);

	if (left_depth != right_depth)
		return left_depth < right_depth ? 1 : -1;
	if (left->count != right->count)
		return left->count < right->count ? 1 : -1;
	return strcmp(left->path, right->path);
}

static void sort(struct detour_places *places)
{
	places->order = detour_calloc(places->count + 1, sizeof(*places->order));
	for (size_t i = 0; i < places->count; i++)
		places->order[i] = &places->nodes[i];
	qsort(places->order, places->count, sizeof(*places->order), compare_nodes);
}

void detour_places_build(struct detour_places *places)
{
	for (size_t i = 0; i < places->mentions.count; i++) {
		const struct detour_mention *mention = &places->mentions.list[i];
		size_t size = strlen(mention->path);

		add_mention(node_of(places, mention->path, size), mention);
		while (size > 0) {
			while (size > 0 && mention->path[size - 1] != '/')
				size--;
			if (size < 2)
				break;
			size--;
			add_mention(node_of(places, mention->path, size), mention);
			node_of(places, mention->path, size)->is_file = false;
		}
	}
	sort(places);
}

/* ---- what is there */

bool detour_path_is_below(const char *path, const char *folder)
{
	size_t size = strlen(folder);

	return !strncmp(path, folder, size) && path[size] == '/';
}

/* The sessions and signals that are told with a deeper path already: flags by their numbers,
 * signals behind sessions. */
static bool *taken_below(const struct detour_places *places, const struct detour_place_node *node)
{
	size_t sessions = places->material->count;
	bool *taken = detour_calloc(
		sessions + places->material->request->signal_count + 1, sizeof(*taken));

	for (size_t i = 0; i < places->told_count; i++) {
		const struct detour_place_node *told = places->told[i];

		if (!detour_path_is_below(told->path, node->path))
			continue;
		for (size_t j = 0; j < told->count; j++)
			taken[told->mentions[j]->of_signal ? sessions + told->mentions[j]->signal
							   : told->mentions[j]->session] = true;
	}
	return taken;
}

const struct detour_mention **detour_place_rest(
	const struct detour_places *places, const struct detour_place_node *node, size_t *count)
{
	const struct detour_mention **rest = detour_calloc(node->count + 1, sizeof(*rest));
	bool *taken = taken_below(places, node);

	*count = 0;
	for (size_t i = 0; i < node->count; i++) {
		const struct detour_mention *mention = node->mentions[i];
		size_t at = mention->of_signal ? places->material->count + mention->signal
					       : mention->session;

		if (!taken[at])
			rest[(*count)++] = mention;
	}
	free(taken);
	return rest;
}

const struct detour_passage *detour_mention_passage(
	const struct detour_places *places, const struct detour_mention *mention)
{
	if (mention->passage == UINT32_MAX)
		return NULL;
	return &places->material->sessions[mention->session].reading.passages[mention->passage];
}

static bool is_dead_end(
	const struct detour_material_session *session, const struct detour_passage *passage)
{
	return passage && detour_passage_counts(passage) &&
	       detour_session_dead_end(session, passage);
}

static bool teaches(
	const struct detour_material_session *session, const struct detour_passage *passage)
{
	return passage && detour_passage_counts(passage) &&
	       detour_tells_of_a_turn(session, passage);
}

/* Mentions are in the order of sessions and signals, so that what is the same stands together. */
static void add_up_session(struct detour_place_sum *sum, const struct detour_places *places,
	const struct detour_mention *const *mentions, size_t count)
{
	bool dead_end = false, lesson = false;

	for (size_t i = 0; i < count; i++) {
		const struct detour_passage *passage = detour_mention_passage(places, mentions[i]);

		dead_end |= is_dead_end(&places->material->sessions[mentions[i]->session], passage);
		lesson |= teaches(&places->material->sessions[mentions[i]->session], passage);
	}
	sum->sessions++;
	sum->dead_ends += dead_end;
	sum->teaching += lesson;
}

static int64_t day_of(const struct detour_signal *signal)
{
	/* A commit may claim any time there is: that is seen to there. */
	return detour_date_at(signal->commit->author_time, signal->commit->author_offset).days;
}

struct signal_days {
	int64_t last, last_untold;
	const struct detour_oid *commit;
	bool counted_untold, counted_again;
};

static void add_up_signal(struct detour_place_sum *sum, struct signal_days *days,
	const struct detour_patterns_signal *signal)
{
	bool fresh = !days->commit || !detour_oid_equal(days->commit, &signal->signal->commit->oid);
	bool untold = detour_signal_is_taken_back(signal->signal) && !signal->told;
	int64_t day = day_of(signal->signal);

	if (fresh) {
		sum->days += !sum->commits || days->last != day;
		sum->commits++;
		days->last = day;
		days->counted_untold = days->counted_again = false;
	}
	if (signal->signal->kind != DETOUR_KIND_churn && !days->counted_again) {
		sum->again++;
		days->counted_again = true;
	}
	if (untold && !days->counted_untold) {
		sum->untold_days += !sum->untold || days->last_untold != day;
		sum->untold++;
		days->last_untold = day;
		days->counted_untold = true;
	}
	days->commit = &signal->signal->commit->oid;
}

static int compare_mentions(const void *a, const void *b)
{
	const struct detour_mention *left = *(const struct detour_mention *const *)a;
	const struct detour_mention *right = *(const struct detour_mention *const *)b;
	int order = strcmp(left->path, right->path);

	return order ? order : (left->signal > right->signal) - (left->signal < right->signal);
}

/* How many files are in two of the signals or more. Puts them in another order. */
static size_t files_done_again(const struct detour_mention **mentions, size_t count)
{
	size_t files = 0, run = 0;

	qsort(mentions, count, sizeof(*mentions), compare_mentions);
	for (size_t i = 0; i < count; i++) {
		bool same = i && !strcmp(mentions[i]->path, mentions[i - 1]->path);

		run = (same ? run : 0) + mentions[i]->of_signal;
		files += run == TWICE;
	}
	return files;
}

struct detour_place_sum detour_place_add_up(
	const struct detour_places *places, const struct detour_place_node *node)
{
	const struct detour_patterns_request *request = places->material->request;
	struct signal_days days = {0};
	struct detour_place_sum sum = {0};
	size_t count;
	const struct detour_mention **rest = detour_place_rest(places, node, &count);

	for (size_t i = 0, next; i < count; i = next) {
		next = i + 1;
		if (rest[i]->of_signal) {
			add_up_signal(&sum, &days, &request->signals[rest[i]->signal]);
			continue;
		}
		while (next < count && !rest[next]->of_signal &&
			rest[next]->session == rest[i]->session)
			next++;
		add_up_session(&sum, places, rest + i, next - i);
	}
	sum.files = files_done_again(rest, count);
	free(rest);
	return sum;
}

/* ---- what fits */

/* Again and again, and more often than mended. */
bool detour_place_is_taken_back(const struct detour_place_sum *sum)
{
	return sum->untold >= TWICE && sum->untold_days >= TWICE && sum->untold * 2 >= sum->commits;
}

/* A day on which a file was committed often says little by itself. */
static bool is_done_again(const struct detour_place_sum *sum)
{
	return sum->commits >= ENOUGH && sum->days >= TWICE && sum->again >= TWICE;
}

bool detour_place_fit(const struct detour_places *places, const struct detour_place_node *node,
	const struct detour_place_sum *sum, enum detour_recurrence_fit *fit)
{
	/* In most sessions, it is what the work is about. */
	bool everywhere = sum->sessions * 2 > places->material->count &&
			  places->material->count >= 2 * DETOUR_PATTERNS_SESSIONS;
	/* A folder at the top is no place to look for anything. */
	bool vague = !node->is_file && !strchr(node->path, '/');

	if (vague)
		return false;
	if (detour_place_is_taken_back(sum))
		*fit = DETOUR_FIT_INVESTIGATION;
	else if (is_done_again(sum) && (node->is_file || sum->files >= TWICE))
		*fit = DETOUR_FIT_REFACTORING;
	else if (sum->sessions >= ENOUGH && sum->dead_ends >= TWICE && !everywhere)
		*fit = DETOUR_FIT_INVESTIGATION;
	else if (sum->sessions >= ENOUGH && sum->teaching >= ENOUGH && !everywhere)
		*fit = DETOUR_FIT_PLAYBOOK;
	else
		return false;
	return true;
}

void detour_places_release(struct detour_places *places)
{
	for (size_t i = 0; i < places->count; i++)
		free(places->nodes[i].mentions);
	free(places->nodes);
	free(places->slots);
	free(places->order);
	free(places->told);
	free(places->mentions.list);
	memset(places, 0, sizeof(*places));
}
