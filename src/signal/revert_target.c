/*
 * Which commits a revert means: by ids first, then by what forges and review tools leave in
 * messages, then by subject. The ids of a message are what its author meant; a subject can come
 * twice, and then the newest is taken.
 */
#include <string.h>

#include "../text.h"
#include "revert.h"
#include "revert_past.h"

/* A trailer with the name at its end, as `<label> …<text>`: behind what may not be a digit. */
static bool has_trailer(
	const struct detour_commit *commit, const char *label, char before, struct detour_span text)
{
	const char *line = commit->message;

	for (int i = 0; i < 10 && (line = strstr(line, label)) != NULL; i++, line++) {
		const char *end = line + strcspn(line, "\n");

		for (const char *at = line + strlen(label); at + text.size <= end; at++) {
			char behind = at[text.size];

			if (at[-1] == before && !memcmp(at, text.text, text.size) &&
				!(behind >= '0' && behind <= '9'))
				return true;
		}
	}
	return false;
}

static bool is_number_here(const char *text, struct detour_span number)
{
	return !strncmp(text, number.text, number.size) &&
	       !(text[number.size] >= '0' && text[number.size] <= '9');
}

/* Squash merges end in " (#12)"; merges say which request they merge, GitLab's in the body. */
static bool merges_request(const struct detour_commit *commit, struct detour_span number)
{
	static const char *const starts[] = {
		"Merge pull request #", "Merge #", "Auto merge of #", "Merge PR #", "Merged PR "};
	struct detour_span subject = {commit->subject, strlen(commit->subject)};
	struct detour_span without = detour_revert_without_number(subject);

	if (without.size != subject.size && is_number_here(commit->subject + without.size + 3, number))
		return true;
	for (size_t i = 0; i < sizeof(starts) / sizeof(*starts); i++)
		if (detour_text_starts(commit->subject, starts[i]))
			return is_number_here(commit->subject + strlen(starts[i]), number);
	return commit->parent_count > 1 && has_trailer(commit, "See merge request ", '!', number);
}

static bool carries(const struct detour_commit *commit, const struct detour_named *name)
{
	switch (name->kind) {
	case DETOUR_NAME_REVISION:
		return has_trailer(commit, "git-svn-id: ", '@', name->text);
	case DETOUR_NAME_PULL:
		return merges_request(commit, name->text);
	case DETOUR_NAME_REVIEW:
		return has_trailer(commit, "Differential Revision: ", 'D', name->text);
	case DETOUR_NAME_CHANGE:
		return has_trailer(commit, "Change-Id:", ' ', name->text);
	case DETOUR_NAME_GERRIT:
		return has_trailer(commit, "Reviewed-on: ", '/', name->text);
	default:
		return false;
	}
}

const struct detour_commit *detour_revert_by_name(
	const struct detour_scene *scene, const struct detour_named *name)
{
	for (size_t i = 0; i < DETOUR_PAST_LIMIT; i++) {
		const struct detour_commit *commit = scene->past(scene->data, i);

		if (!commit || carries(commit, name))
			return commit;
	}
	return NULL;
}

struct found {
	struct detour_signal *signal;
	struct detour_commit *main;
	bool any;
	struct detour_oid written[DETOUR_RELATED_LIMIT]; /* full ids that are not here */
	size_t written_count;
};

static void take(struct found *found, const struct detour_commit *commit)
{
	size_t before = found->signal->related_count;

	detour_signal_relate(found->signal, &commit->oid);
	if (!before && found->signal->related_count)
		*found->main = *commit;
	found->any = found->any || found->signal->related_count > before;
}

static bool is_number(struct detour_span text)
{
	for (size_t i = 0; i < text.size; i++)
		if (text.text[i] < '0' || text.text[i] > '9')
			return false;
	return true;
}

static void take_hash(const struct detour_scene *scene, struct found *found,
	const struct detour_named *name)
{
	char hex[DETOUR_HEX_SIZE + 1];
	struct detour_commit commit;
	struct detour_oid oid;

	memcpy(hex, name->text.text, name->text.size);
	hex[name->text.size] = '\0';
	memset(&commit, 0, sizeof(commit));
	if (!scene->find(scene->data, hex, name->text.size, &commit))
		take(found, &commit);
	else if (detour_oid_parse(&oid, hex) && found->written_count < DETOUR_RELATED_LIMIT)
		found->written[found->written_count++] = oid;
}

static void take_names(const struct detour_scene *scene, struct found *found,
	const struct detour_named *names, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		struct detour_named name = names[i];
		const struct detour_commit *commit;
		bool had = found->any;

		if (name.kind == DETOUR_NAME_HASH)
			take_hash(scene, found, &name);
		if (name.kind == DETOUR_NAME_HASH && (found->any != had || !is_number(name.text)))
			continue;
		/* Seven digits can be a short id as well as a revision. */
		if (name.kind == DETOUR_NAME_HASH)
			name.kind = DETOUR_NAME_REVISION;
		commit = detour_revert_by_name(scene, &name);
		if (commit)
			take(found, commit);
	}
}

typedef size_t (*names_fn)(struct detour_span text, struct detour_named *out, size_t room);

static size_t leading_names(struct detour_span text, struct detour_named *out, size_t room)
{
	return detour_revert_names(text.text, text.size, out, room);
}

static void try_names(const struct detour_scene *scene, struct found *found,
	struct detour_span text, names_fn names)
{
	struct detour_named list[DETOUR_RELATED_LIMIT];

	if (!found->any && text.size)
		take_names(scene, found, list, names(text, list, DETOUR_RELATED_LIMIT));
}

static void try_subject(
	const struct detour_scene *scene, struct found *found, const struct detour_revert *revert)
{
	const struct detour_commit *commit;

	if (found->any || !revert->object.size)
		return;
	commit = detour_revert_by_subject(scene, revert->object, revert->reapply);
	if (commit)
		take(found, commit);
}

bool detour_revert_resolve(const struct detour_scene *scene, const struct detour_revert *revert,
	struct detour_signal *signal, struct detour_commit *main)
{
	struct found found = {.signal = signal, .main = main};
	struct detour_span message = {scene->commit->message, scene->commit->message_size};

	try_names(scene, &found, revert->words, detour_revert_sentences);
	try_names(scene, &found, revert->object, leading_names);
	try_subject(scene, &found, revert);
	try_names(scene, &found, revert->object, detour_revert_mentioned);
	/* A squash merge whose title is the revert lists it again. */
	if (revert->object.size)
		try_names(scene, &found, message, detour_revert_sentences);
	for (size_t i = 0; i < found.written_count; i++)
		detour_signal_relate(signal, &found.written[i]);
	return found.any;
}
