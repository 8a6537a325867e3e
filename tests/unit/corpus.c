/*
 * Reads commits.jsonl: one object a line. The reader below knows as much JSON as that takes, and
 * ends the test program on anything that is none.
 */
#include "corpus.h"

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "scene.h"
#include "base/text.h"

/* ---- JSON */

enum type { NOTHING, STRING, NUMBER, LIST, OBJECT };

struct value {
	enum type type;
	const char *key, *string;
	long long number;
	struct value *first, *next; /* of a list or an object */
};

struct reader {
	struct detour_arena *arena;
	const char *at;
};

static void bad(const struct reader *reader)
{
	fprintf(stderr, "corpus: not JSON at '%.40s'\n", reader->at);
	exit(2);
}

static void skip_space(struct reader *reader)
{
	reader->at += strspn(reader->at, " \t\r\n");
}

static bool accept(struct reader *reader, char c)
{
	skip_space(reader);
	if (*reader->at != c)
		return false;
	reader->at++;
	return true;
}

static uint32_t hex4(struct reader *reader)
{
	char digits[5] = "", *end;
	uint32_t value;

	memcpy(digits, reader->at, strnlen(reader->at, 4));
	value = (uint32_t)strtoul(digits, &end, 16);
	if (end != digits + 4)
		bad(reader);
	reader->at += 4;
	return value;
}

static void escape(struct reader *reader, struct detour_buf *out)
{
	static const char names[] = "nrtbf", bytes[] = "\n\r\t\b\f";
	const char *found = strchr(names, *reader->at);
	char c = *reader->at++;
	uint32_t point, low;

	if (!c)
		bad(reader);
	if (c != 'u') {
		detour_buf_addch(out, found ? bytes[found - names] : c);
		return;
	}
	point = hex4(reader);
	if (point >= 0xd800 && point < 0xdc00 && reader->at[0] == '\\' && reader->at[1] == 'u') {
		reader->at += 2;
		low = hex4(reader);
		point = 0x10000 + ((point - 0xd800) << 10) + (low - 0xdc00);
	}
	detour_utf8_encode(out, point);
}

static const char *string(struct reader *reader)
{
	struct detour_buf out = DETOUR_BUF_INIT;
	const char *result;

	if (!accept(reader, '"'))
		bad(reader);
	while (*reader->at != '"') {
		if (!*reader->at)
			bad(reader);
		if (*reader->at == '\\') {
			reader->at++;
			escape(reader, &out);
		} else {
			detour_buf_addch(&out, *reader->at++);
		}
	}
	reader->at++;
	result = detour_arena_strndup(reader->arena, out.ptr, out.size);
	detour_buf_release(&out);
	return result;
}

static struct value *value(struct reader *reader);

static struct value *members(struct reader *reader, char end, bool keys)
{
	struct value *first = NULL, **next = &first;

	if (accept(reader, end))
		return NULL;
	do {
		const char *key = keys ? string(reader) : NULL;

		if (keys && !accept(reader, ':'))
			bad(reader);
		*next = value(reader);
		(*next)->key = key;
		next = &(*next)->next;
	} while (accept(reader, ','));
	if (!accept(reader, end))
		bad(reader);
	return first;
}

static struct value *value(struct reader *reader)
{
	struct value *out = detour_arena_alloc(reader->arena, sizeof(*out));
	char *end;

	skip_space(reader);
	if (*reader->at == '"') {
		out->type = STRING;
		out->string = string(reader);
	} else if (accept(reader, '[')) {
		out->type = LIST;
		out->first = members(reader, ']', false);
	} else if (accept(reader, '{')) {
		out->type = OBJECT;
		out->first = members(reader, '}', true);
	} else if (strchr("-0123456789", *reader->at) && *reader->at) {
		out->type = NUMBER;
		out->number = strtoll(reader->at, &end, 10);
		reader->at = end;
	} else {
		reader->at +=
			strspn(reader->at, "abcdefghijklmnopqrstuvwxyz"); /* null and its like */
	}
	return out;
}

static const struct value *member(const struct value *object, const char *key)
{
	static const struct value none = {.string = ""};

	for (const struct value *each = object->first; each; each = each->next)
		if (!strcmp(each->key, key))
			return each;
	return &none;
}

static size_t length(const struct value *list)
{
	size_t count = 0;

	for (const struct value *each = list->first; each; each = each->next)
		count++;
	return count;
}

/* ---- commits */

static void read_paths(
	struct detour_arena *arena, struct detour_commit *commit, const struct value *list)
{
	struct detour_change *changes = detour_arena_array(arena, length(list), sizeof(*changes));

	for (const struct value *each = list->first; each; each = each->next) {
		changes[commit->change_count].status = each->first->string[0];
		changes[commit->change_count++].path = each->first->next->string;
	}
	commit->changes = changes;
}

static int zone(const char *text)
{
	int number = atoi(text);

	return number / 100 * 60 + number % 100;
}

static void read_commit(
	struct detour_arena *arena, struct detour_commit *commit, const struct value *object)
{
	commit->facts = DETOUR_FACT_MESSAGE | DETOUR_FACT_PATHS;
	detour_oid_parse(&commit->oid, member(object, "commit")->string);
	commit->parent_count = length(member(object, "parents"));
	commit->author_name = commit->author_email = commit->committer_email =
		member(object, "author")->string;
	commit->author_time = member(object, "author_time")->number;
	commit->commit_time = member(object, "commit_time")->number;
	commit->author_offset = zone(member(object, "zone")->string);
	commit->message = member(object, "message")->string;
	commit->message_size = strlen(commit->message);
	commit->subject = scene_subject(arena, commit->message);
	read_paths(arena, commit, member(object, "paths"));
}

static void read_labels(
	struct detour_arena *arena, struct corpus_commit *out, const struct value *list)
{
	struct corpus_label *labels = detour_arena_array(arena, length(list), sizeof(*labels));

	for (const struct value *each = list->first; each; each = each->next) {
		labels[out->label_count].kind = member(each, "kind")->string;
		labels[out->label_count].note = member(each, "note")->string;
		labels[out->label_count++].label = member(each, "label")->string[0];
	}
	out->labels = labels;
}

static void add(struct corpus *corpus, const char *line)
{
	struct reader reader = {&corpus->arena, line};
	const struct value *object = value(&reader);
	struct corpus_commit *out;

	corpus->commits =
		detour_realloc(corpus->commits, (corpus->count + 1) * sizeof(*corpus->commits));
	out = &corpus->commits[corpus->count++];
	memset(out, 0, sizeof(*out));
	out->repo = member(object, "repo")->string;
	read_commit(&corpus->arena, &out->commit, object);
	read_labels(&corpus->arena, out, member(object, "labels"));
}

static FILE *find_file(void)
{
	const char *folder = getenv("DETOUR_CORPUS");
	char path[4096] = "";
	FILE *file = NULL;

	if (folder) {
		snprintf(path, sizeof(path), "%s/commits.jsonl", folder);
		return fopen(path, "r");
	}
	for (size_t up = 0; !file && up < 6; up++) {
		char *end = path + 3 * up;

		strcpy(end, "../shared/corpus/commits.jsonl");
		file = fopen(path, "r");
		strcpy(end, "../");
	}
	return file;
}

bool corpus_open(struct corpus *corpus)
{
	FILE *file = find_file();
	char *line = NULL;
	size_t room = 0;

	memset(corpus, 0, sizeof(*corpus));
	if (!file) {
		fprintf(stderr,
			"skipped: no labelled corpus in ../shared/corpus or $DETOUR_CORPUS\n");
		return false;
	}
	while (getline(&line, &room, file) > 0)
		add(corpus, line);
	free(line);
	fclose(file);
	return corpus->count > 0;
}

void corpus_release(struct corpus *corpus)
{
	free(corpus->commits);
	detour_arena_release(&corpus->arena);
}
