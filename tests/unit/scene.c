/* A scene over plain arrays; see scene.h. */
#include "scene.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

static const struct detour_commit *past(void *data, size_t i)
{
	struct scene_history *history = data;

	history->past_reads++;
	return i < history->judged && i < DETOUR_PAST_LIMIT
		       ? &history->commits[history->judged - 1 - i]
		       : NULL;
}

static const struct detour_commit *paths(void *data)
{
	struct scene_history *history = data;

	return &history->commits[history->judged];
}

/* Lineage is the order of the array. */
static const struct detour_commit *ancestor(void *data, size_t i)
{
	struct scene_history *history = data;

	return i < history->judged && i < DETOUR_ANCESTOR_LIMIT
		       ? &history->commits[history->judged - 1 - i]
		       : NULL;
}

static const struct detour_line_set *lines(void *data)
{
	struct scene_history *history = data;

	return history->commits[history->judged].lines;
}

static const struct detour_line_set *past_lines(void *data, size_t i)
{
	const struct detour_commit *commit = past(data, i);

	return commit ? commit->lines : NULL;
}

static bool blob(
	void *data, const struct detour_oid *oid, size_t limit, const char **bytes, size_t *size)
{
	struct scene_history *history = data;

	for (size_t i = 0; i < history->blob_count; i++)
		if (detour_oid_equal(&history->blobs[i].oid, oid)) {
			*bytes = history->blobs[i].text;
			*size = strlen(*bytes);
			return *size <= limit;
		}
	return false;
}

static bool is_generated(void *data, const char *path)
{
	struct scene_history *history = data;

	return history->generated && !strcmp(path, history->generated);
}

static int find(void *data, const char *hex, size_t digits, struct detour_commit *out)
{
	struct scene_history *history = data;
	char own[DETOUR_HEX_SIZE + 1];

	for (size_t i = 0; i < history->count; i++) {
		detour_oid_hex(&history->commits[i].oid, own);
		if (digits > DETOUR_HEX_SIZE || strncasecmp(own, hex, digits) != 0)
			continue;
		*out = history->commits[i];
		return 0;
	}
	return DETOUR_ENOTFOUND;
}

static bool is_me(void *data, const char *email)
{
	struct scene_history *history = data;

	return !strcmp(email, history->me);
}

void scene_init(struct scene_history *history)
{
	memset(history, 0, sizeof(*history));
	history->me = "me@example.org";
	for (int i = 0; i < DETOUR_KIND_COUNT; i++)
		history->settings.levels[i] = detour_signal_types[i].level;
	history->settings.gap_stuck = history->settings.gap_away = DETOUR_SPAN_AUTO;
}

void scene_release(struct scene_history *history)
{
	free(history->commits);
	detour_arena_release(&history->arena);
}

char *scene_subject(struct detour_arena *arena, const char *message)
{
	char *subject = detour_arena_alloc(arena, strlen(message) + 1);
	size_t used = 0;

	while (*message == '\n')
		message++;
	for (; *message && !(message[0] == '\n' && (message[1] == '\n' || !message[1])); message++)
		subject[used++] = *message == '\n' ? ' ' : *message;
	return subject;
}

struct detour_commit *scene_add(
	struct scene_history *history, const char *hex, int64_t time, const char *message)
{
	struct detour_commit *commit;
	char made_up[DETOUR_HEX_SIZE + 1];

	if (history->count == history->capacity) {
		history->capacity = history->capacity ? 2 * history->capacity : 64;
		history->commits =
			detour_realloc(history->commits, history->capacity * sizeof(*commit));
	}
	commit = &history->commits[history->count++];
	memset(commit, 0, sizeof(*commit));
	snprintf(made_up, sizeof(made_up), "%07zx%033d", history->count, 0);
	if (!detour_oid_parse(&commit->oid, hex ? hex : made_up))
		abort();
	commit->facts = DETOUR_FACT_MESSAGE | DETOUR_FACT_PATHS;
	commit->author_name = "Me";
	commit->author_email = commit->committer_email = history->me;
	commit->author_time = commit->commit_time = time;
	commit->message = detour_arena_strdup(&history->arena, message);
	commit->message_size = strlen(message);
	commit->subject = scene_subject(&history->arena, message);
	commit->parent_count = history->count > 1;
	return commit;
}

void scene_path(struct scene_history *history, struct detour_commit *commit, const char *path)
{
	struct detour_change *changes =
		detour_arena_array(&history->arena, commit->change_count + 1, sizeof(*changes));

	if (commit->change_count)
		memcpy(changes, commit->changes, commit->change_count * sizeof(*changes));
	changes[commit->change_count].status = 'M';
	changes[commit->change_count++].path = detour_arena_strdup(&history->arena, path);
	commit->changes = changes;
}

struct detour_oid scene_blob(struct scene_history *history, const char *text)
{
	struct scene_blob *blob;
	char hex[DETOUR_HEX_SIZE + 1];

	if (!text)
		return (struct detour_oid){{0}};
	for (size_t i = 0; i < history->blob_count; i++)
		if (!strcmp(history->blobs[i].text, text))
			return history->blobs[i].oid;
	if (history->blob_count == sizeof(history->blobs) / sizeof(*history->blobs))
		abort();
	blob = &history->blobs[history->blob_count++];
	snprintf(hex, sizeof(hex), "b10b%036zx", history->blob_count);
	if (!detour_oid_parse(&blob->oid, hex))
		abort();
	blob->text = detour_arena_strdup(&history->arena, text);
	return blob->oid;
}

void scene_change(struct scene_history *history, struct detour_commit *commit, const char *path,
	const char *before, const char *after)
{
	struct detour_change *change;

	scene_path(history, commit, path);
	change = (struct detour_change *)&commit->changes[commit->change_count - 1];
	change->status = !before ? 'A' : !after ? 'D' : 'M';
	change->old_mode = before ? 0100644 : 0;
	change->new_mode = after ? 0100644 : 0;
	change->old_blob = scene_blob(history, before);
	change->new_blob = scene_blob(history, after);
}

const struct detour_scene *scene_judge(struct scene_history *history, size_t i)
{
	history->judged = i;
	history->past_reads = 0;
	history->scene = (struct detour_scene){.commit = &history->commits[i],
		.settings = &history->settings,
		.arena = &history->arena,
		.data = history,
		.facts = DETOUR_FACT_ALL,
		.past = past,
		.past_paths = past,
		.paths = paths,
		.ancestor = ancestor,
		.whole_ancestor = ancestor,
		.lines = lines,
		.past_lines = past_lines,
		.blob = blob,
		.is_generated = is_generated,
		.find = find,
		.is_me = is_me};
	return &history->scene;
}
