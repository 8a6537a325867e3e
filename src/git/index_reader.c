/* Takes an index file apart; see index_reader.h. The form is that of gitformat-index(5). */
#include "index_reader.h"

#include <stdlib.h>
#include <string.h>

enum {
	HEADER = 12,
	ID = 20,
	ID_AT = 40, /* behind times, device, inode, mode, owner and size */
	MODE_AT = 24,
	FLAGS_AT = ID_AT + ID,
	FIXED = FLAGS_AT + 2,
	EXTENDED = 0x4000, /* two more bytes of flags */
	ALIGNED = 8,
	DEPTH_LIMIT = 64, /* folders in folders */
};

static uint32_t big_endian(const unsigned char *at)
{
	return (uint32_t)at[0] << 24 | (uint32_t)at[1] << 16 | (uint32_t)at[2] << 8 | at[3];
}

bool detour_index_open(struct detour_index_reader *reader, const char *bytes, size_t size)
{
	static const struct detour_buf empty = DETOUR_BUF_INIT;

	memset(reader, 0, sizeof(*reader));
	reader->path = empty;
	reader->bytes = (const unsigned char *)bytes;
	/* The sum at the end is no entry. */
	if (size < HEADER + ID || memcmp(bytes, "DIRC", 4) != 0)
		return false;
	reader->size = size - ID;
	reader->version = big_endian(reader->bytes + 4);
	reader->left = big_endian(reader->bytes + 8);
	reader->at = HEADER;
	return reader->version >= 2 && reader->version <= 4;
}

void detour_index_close(struct detour_index_reader *reader)
{
	detour_buf_release(&reader->path);
}

/* Version 4: how many bytes of the name before go, seven bits a byte, each but the last one more
 * than it says. */
static bool take_back(struct detour_index_reader *reader, size_t *at)
{
	size_t count = 0;

	for (;; (*at)++) {
		unsigned char byte;

		if (*at >= reader->size || count > reader->path.size)
			return false;
		byte = reader->bytes[*at];
		count = count << 7 | (byte & 0x7f);
		if (!(byte & 0x80))
			break;
		count++;
	}
	(*at)++;
	if (count > reader->path.size)
		return false;
	detour_buf_truncate(&reader->path, reader->path.size - count);
	return true;
}

/* The name from `at` on, up to its NUL; moves behind the entry. */
static bool take_name(struct detour_index_reader *reader, size_t at)
{
	const unsigned char *end;

	if (reader->version < 4)
		detour_buf_clear(&reader->path);
	else if (!take_back(reader, &at))
		return false;
	end = at < reader->size ? memchr(reader->bytes + at, 0, reader->size - at) : NULL;
	if (!end)
		return false;
	detour_buf_add(&reader->path, reader->bytes + at, (size_t)(end - reader->bytes) - at);
	if (reader->version < 4) {
		size_t length = (size_t)(end - reader->bytes) - reader->at;

		reader->at += (length / ALIGNED + 1) * ALIGNED;
	} else {
		reader->at = (size_t)(end - reader->bytes) + 1;
	}
	return true;
}

bool detour_index_next(struct detour_index_reader *reader, struct detour_index_entry *entry)
{
	const unsigned char *start = reader->bytes + reader->at;
	unsigned flags;

	if (!reader->left || reader->at > reader->size || reader->size - reader->at < FIXED)
		return false;
	flags = (unsigned)start[FLAGS_AT] << 8 | start[FLAGS_AT + 1];
	if (!take_name(reader, reader->at + FIXED + (flags & EXTENDED ? 2 : 0)))
		return false;
	reader->left--;
	entry->mode = big_endian(start + MODE_AT);
	entry->stage = (int)(flags >> 12 & 3);
	entry->id = start + ID_AT;
	entry->path = reader->path.ptr;
	entry->path_size = reader->path.size;
	return true;
}

static const unsigned char *extension(
	const struct detour_index_reader *reader, const char *name, size_t *size)
{
	size_t at = reader->at;

	while (!reader->left && at + 8 <= reader->size) {
		*size = big_endian(reader->bytes + at + 4);
		if (*size > reader->size - at - 8)
			break;
		if (!memcmp(reader->bytes + at, name, 4))
			return reader->bytes + at + 8;
		at += 8 + *size;
	}
	return NULL;
}

const unsigned char *detour_index_shared(const struct detour_index_reader *reader)
{
	size_t size;
	const unsigned char *link = extension(reader, "link", &size);

	return link && size >= ID ? link : NULL;
}

struct cached_trees {
	const unsigned char *at, *end;
	struct detour_buf path;
	detour_index_tree_fn each;
	void *data;
};

/* Up to the byte, which is passed; NULL where it is missing. */
static const char *take_until(struct cached_trees *trees, char end)
{
	const char *start = (const char *)trees->at;
	const unsigned char *found = memchr(trees->at, end, (size_t)(trees->end - trees->at));

	trees->at = found ? found + 1 : trees->end;
	return found ? start : NULL;
}

/* One folder and those below it: name, NUL, count of entries (-1: changed since), space, count of
 * folders, newline, id. */
static bool take_tree(struct cached_trees *trees, int depth)
{
	size_t length = trees->path.size;
	const char *name = take_until(trees, '\0'), *entries, *folders;
	bool goes_on = name != NULL;
	long below;

	entries = goes_on ? take_until(trees, ' ') : NULL;
	folders = entries ? take_until(trees, '\n') : NULL;
	if (!folders || depth == DEPTH_LIMIT)
		return false;
	if (length)
		detour_buf_addch(&trees->path, '/');
	detour_buf_addstr(&trees->path, name);
	/* A blank would be passed over, and so the newline that ends the number. */
	below = *folders >= '0' && *folders <= '9' ? strtol(folders, NULL, 10) : 0;
	if (*entries != '-') {
		if (trees->end - trees->at < ID)
			return false;
		goes_on = trees->each(trees->data, trees->path.ptr, trees->at);
		trees->at += ID;
	}
	while (goes_on && below-- > 0)
		goes_on = take_tree(trees, depth + 1);
	detour_buf_truncate(&trees->path, length);
	return goes_on;
}

void detour_index_trees(
	const struct detour_index_reader *reader, detour_index_tree_fn each, void *data)
{
	struct cached_trees trees = {.path = DETOUR_BUF_INIT, .each = each, .data = data};
	size_t size;

	trees.at = extension(reader, "TREE", &size);
	if (!trees.at)
		return;
	trees.end = trees.at + size;
	(void)take_tree(&trees, 0);
	detour_buf_release(&trees.path);
}
