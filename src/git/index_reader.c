/* Takes an index file apart; see index_reader.h. The form is that of gitformat-index(5). */
#include "index_reader.h"

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

const unsigned char *detour_index_shared(const struct detour_index_reader *reader)
{
	size_t at = reader->at;

	while (!reader->left && at + 8 <= reader->size) {
		size_t size = big_endian(reader->bytes + at + 4);

		if (size > reader->size - at - 8)
			break;
		if (!memcmp(reader->bytes + at, "link", 4))
			return size >= ID ? reader->bytes + at + 8 : NULL;
		at += 8 + size;
	}
	return NULL;
}
