/* The message tier of a commit. */
#include "handle.h"

#include <string.h>

#include "raw_commit.h"
#include "recode.h"

/* How long the character is that starts with this byte. */
static size_t character_size(unsigned char lead)
{
	return lead < 0xC0 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
}

/* Where to cut so that no character is cut in two. */
static size_t whole_characters(const char *text, size_t size)
{
	size_t start = size;

	while (start && size - start < 4) {
		unsigned char byte = (unsigned char)text[--start];

		if ((byte & 0xC0) != 0x80)
			return size - start < character_size(byte) ? start : size;
	}
	return size;
}

static void take_message(struct detour_commit *out, const struct detour_recoder *recoder,
	struct detour_slice raw, struct detour_arena *arena)
{
	const char *nul = raw.size ? memchr(raw.ptr, '\0', raw.size) : NULL;
	char *message;

	/* As for git, a message ends at its first NUL. */
	if (nul)
		raw.size = (size_t)(nul - raw.ptr);
	if (raw.size > DETOUR_MESSAGE_LIMIT) {
		raw.size = recoder->handle ? DETOUR_MESSAGE_LIMIT
					   : whole_characters(raw.ptr, DETOUR_MESSAGE_LIMIT);
		out->message_cut = true;
	}
	message = detour_recode(recoder, arena, raw);
	out->message_size = strlen(message);
	if (out->message_size > DETOUR_MESSAGE_LIMIT) {
		out->message_size = whole_characters(message, DETOUR_MESSAGE_LIMIT);
		message[out->message_size] = '\0';
		out->message_cut = true;
	}
	out->message = message;
	out->subject = detour_subject(arena, message);
}

static void take_people(struct detour_repo *repo, struct detour_commit *out,
	const struct detour_raw_commit *raw, const struct detour_recoder *recoder,
	struct detour_arena *arena)
{
	struct detour_ident author, committer;

	detour_ident_parse(&author, raw->author);
	detour_ident_parse(&committer, raw->committer);
	out->author_name = detour_recode(recoder, arena, author.name);
	out->author_email = detour_recode(recoder, arena, author.email);
	detour_git_map_user(repo, &out->author_name, &out->author_email);
	out->author_time = author.time;
	out->author_offset = author.offset;
	out->committer_email = detour_recode(recoder, arena, committer.email);
	out->commit_time = committer.time;
	out->commit_offset = committer.offset;
}

void detour_git_take_parents(struct detour_repo *repo, struct detour_commit *out,
	const struct detour_raw_commit *raw, struct detour_arena *arena)
{
	struct detour_oid *parents;

	out->shallow = raw->parent_count && detour_git_is_boundary(repo, &out->oid);
	if (out->shallow || !raw->parent_count)
		return;
	parents = detour_arena_array(arena, raw->parent_count, sizeof(*parents));
	for (size_t i = 0; i < raw->parent_count; i++)
		parents[i] = detour_raw_parent(raw, i);
	out->parents = parents;
	out->parent_count = raw->parent_count;
}

int detour_repo_read_commit(struct detour_repo *repo, const struct detour_oid *oid,
	struct detour_arena *arena, struct detour_commit *out, struct detour_error *err)
{
	struct detour_object *object = NULL;
	struct detour_recoder recoder = {NULL};
	struct detour_raw_commit raw;
	char hex[DETOUR_HEX_SIZE + 1];
	int code;

	memset(out, 0, sizeof(*out));
	code = detour_git_read_or_tell(repo, oid, DETOUR_OBJECT_COMMIT, &object, err);
	if (code)
		return code;
	if (!detour_raw_commit_parse(&raw, object->bytes, object->size)) {
		detour_oid_hex(oid, hex);
		code = detour_error_set(
			err, DETOUR_EINVALID, "cannot read commit %s: it is broken", hex);
		goto out;
	}
	out->oid = *oid;
	if (raw.encoding.size)
		detour_recoder_open(&recoder, raw.encoding);
	detour_git_take_parents(repo, out, &raw, arena);
	take_people(repo, out, &raw, &recoder, arena);
	take_message(out, &recoder, raw.message, arena);
	out->facts = DETOUR_FACT_MESSAGE;
out:
	detour_recoder_close(&recoder);
	detour_object_release(object);
	return code;
}
