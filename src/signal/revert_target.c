/*
 * Which commits a revert means: by ids first, then by what forges and review tools leave in
 * messages, then by subject. The ids of a message are what its author meant; a subject can come
 * twice, and then the newest is taken.
 */
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "../pattern.h"
#include "../base/text.h"
#include "revert.h"
#include "revert_past.h"

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* A trailer with the name in it, as `<label> …<text>` with `before` right before it. A number must
 * be whole; other ids may be abbreviated. */
static bool has_trailer(
	const struct detour_commit *commit, const char *label, char before, struct detour_span text)
{
	const char *line = commit->message;
	bool number = is_digit(text.text[0]);

	for (int i = 0; i < 10 && (line = strstr(line, label)) != NULL; i++, line++) {
		const char *end = line + strcspn(line, "\n");

		for (const char *at = line + strlen(label); at + text.size <= end; at++)
			if (at[-1] == before && !memcmp(at, text.text, text.size) &&
				!(number && is_digit(at[text.size])))
				return true;
	}
	return false;
}

static bool is_number_here(const char *text, struct detour_span number)
{
	return !strncmp(text, number.text, number.size) && !is_digit(text[number.size]);
}

/* Squash merges end in " (#12)"; merges say which request they merge, GitLab's in the body; and who
 * applies by hand leaves a trailer. */
static bool merges_request(const struct detour_commit *commit, struct detour_span number)
{
	static const char *const starts[] = {
		"Merge pull request #", "Merge #", "Auto merge of #", "Merge PR #", "Merged PR "};
	struct detour_span subject = {commit->subject, strlen(commit->subject)};
	struct detour_span without = detour_revert_without_number(subject);

	if (without.size != subject.size &&
		is_number_here(commit->subject + without.size + 3, number))
		return true;
	for (size_t i = 0; i < sizeof(starts) / sizeof(*starts); i++)
		if (detour_text_starts(commit->subject, starts[i]))
			return is_number_here(commit->subject + strlen(starts[i]), number);
	if (commit->parent_count > 1)
		return has_trailer(commit, "See merge request ", '!', number);
	return has_trailer(commit, "Closes #", '#', number) ||
	       has_trailer(commit, "Closes: #", '#', number) ||
	       has_trailer(commit, "PR-URL: ", '/', number);
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
		if (!is_digit(text.text[i]))
			return false;
	return true;
}

static void take_hash(
	const struct detour_scene *scene, struct found *found, const struct detour_named *name)
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

/* "Backed out 2 changesets (bug 1234) for bustage": where ids are those of another tool, the bug's
 * newest commits, as many as it says. */
static struct detour_pattern bug = DETOUR_PATTERN("bug",
	"^ \\s* (?: (\\d{1,2}) \\s+ )? (?: changesets? | bug \\s+ (?=\\d) ) [^()]*? \\(? "
	"(?:bug\\s+)? (\\d{4,9}) \\b",
	DETOUR_PATTERN_CASELESS | DETOUR_PATTERN_EXTENDED);

static bool is_of_bug(const struct detour_commit *commit, struct detour_span number)
{
	const char *subject = commit->subject;

	return !strncasecmp(subject, "bug ", 4) && is_number_here(subject + 4, number) &&
	       !detour_revert_is_title(subject, strlen(subject));
}

static void take_bug(
	const struct detour_scene *scene, struct found *found, struct detour_span object)
{
	struct detour_match groups[3];
	struct detour_span number;
	size_t wanted = 1;

	if (!detour_pattern_match(&bug, object.text, object.size, groups, 3))
		return;
	number = (struct detour_span){
		object.text + groups[2].start, groups[2].end - groups[2].start};
	if (groups[1].start != (size_t)-1)
		wanted = (size_t)strtoul(object.text + groups[1].start, NULL, 10);
	for (size_t i = 0; wanted && i < DETOUR_PAST_LIMIT; i++) {
		const struct detour_commit *commit = scene->past(scene->data, i);

		if (!commit)
			break;
		if (!is_of_bug(commit, number))
			continue;
		take(found, commit);
		wanted--;
	}
}

bool detour_revert_resolve(const struct detour_scene *scene, const struct detour_revert *revert,
	struct detour_signal *signal, struct detour_commit *main)
{
	struct found found = {.signal = signal, .main = main};
	struct detour_span message = {scene->commit->message, scene->commit->message_size};

	try_names(scene, &found, revert->words, detour_revert_sentences);
	try_names(scene, &found, revert->object, leading_names);
	if (revert->object.size)
		try_names(scene, &found, revert->words, detour_revert_footers);
	try_subject(scene, &found, revert);
	if (!found.any)
		take_bug(scene, &found, revert->object);
	try_names(scene, &found, revert->object, detour_revert_mentioned);
	/* A squash merge whose title is the revert lists it again. */
	if (revert->object.size)
		try_names(scene, &found, message, detour_revert_sentences);
	for (size_t i = 0; i < found.written_count; i++)
		detour_signal_relate(signal, &found.written[i]);
	return found.any;
}
