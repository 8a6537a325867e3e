/* The entries of a pack; see pack.h. */
#include "pack.h"

#include <string.h>

enum { HEADER = 12, TRAILER = 20, OFFSET_DELTA = 6, ID_DELTA = 7 };

struct reader {
	const unsigned char *at, *end;
};

bool detour_pack_is_one(const void *bytes, size_t size)
{
	const unsigned char *at = bytes;

	return size >= HEADER + TRAILER && !memcmp(at, "PACK\0\0\0", 7) &&
	       (at[7] == 2 || at[7] == 3);
}

/* Four bits of the size beside the kind, then seven a byte, the lowest first. */
static bool read_head(struct reader *reader, unsigned *kind, size_t *size)
{
	unsigned char byte;

	if (reader->at == reader->end)
		return false;
	byte = *reader->at++;
	*kind = byte >> 4 & 7;
	*size = byte & 15;
	for (unsigned shift = 4; byte & 0x80; shift += 7) {
		if (reader->at == reader->end || shift > 56)
			return false;
		byte = *reader->at++;
		*size |= (size_t)(byte & 0x7f) << shift;
	}
	return true;
}

/* How far before the entry its base begins: seven bits a byte, the highest first, and each byte
 * that is followed by another counts one more. */
static bool read_distance(struct reader *reader, uint64_t *out)
{
	uint64_t value = 0;
	unsigned char byte;

	do {
		if (reader->at == reader->end || value >> 56)
			return false;
		byte = *reader->at++;
		value = value << 7 | (byte & 0x7f);
		if (byte & 0x80)
			value++;
	} while (byte & 0x80);
	*out = value;
	return true;
}

static bool read_base(
	struct reader *reader, unsigned kind, uint64_t place, struct detour_pack_entry *out)
{
	uint64_t distance;

	if (kind == OFFSET_DELTA) {
		out->kind = DETOUR_ENTRY_DELTA;
		if (!read_distance(reader, &distance) || !distance || distance > place)
			return false;
		out->base = place - distance;
		return true;
	}
	out->kind = DETOUR_ENTRY_DELTA_OF_ID;
	if (reader->end - reader->at < DETOUR_OID_SIZE)
		return false;
	memcpy(out->base_id.id, reader->at, DETOUR_OID_SIZE);
	reader->at += DETOUR_OID_SIZE;
	return true;
}

bool detour_pack_entry_at(
	struct detour_pack_entry *out, const void *bytes, size_t size, uint64_t place)
{
	struct reader reader;
	unsigned kind;

	memset(out, 0, sizeof(*out));
	if (size < HEADER + TRAILER || place < HEADER || place >= size - TRAILER)
		return false;
	reader.at = (const unsigned char *)bytes + place;
	reader.end = (const unsigned char *)bytes + size - TRAILER;
	if (!read_head(&reader, &kind, &out->size))
		return false;
	if (kind == OFFSET_DELTA || kind == ID_DELTA) {
		if (!read_base(&reader, kind, place, out))
			return false;
	} else if (kind >= DETOUR_OBJECT_COMMIT && kind <= DETOUR_OBJECT_TAG) {
		out->type = (enum detour_object_type)kind;
	} else {
		return false;
	}
	out->bytes = reader.at;
	out->room = (size_t)(reader.end - reader.at);
	return true;
}
