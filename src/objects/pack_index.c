/* The index of a pack; see pack_index.h. */
#include "pack_index.h"

#include <string.h>

enum { HEADER = 8, FIRST = 4 * 256, TRAILER = 2 * 20 };

static uint32_t read_32(const unsigned char *at)
{
	return (uint32_t)at[0] << 24 | (uint32_t)at[1] << 16 | (uint32_t)at[2] << 8 | at[3];
}

static uint64_t read_64(const unsigned char *at)
{
	return (uint64_t)read_32(at) << 32 | read_32(at + 4);
}

bool detour_pack_index_read(struct detour_pack_index *out, const void *bytes, size_t size)
{
	static const unsigned char magic[HEADER] = {0xff, 't', 'O', 'c', 0, 0, 0, 2};
	const unsigned char *at = bytes;
	size_t table, rest;

	memset(out, 0, sizeof(*out));
	if (size < HEADER + FIRST + TRAILER || memcmp(at, magic, HEADER) != 0)
		return false;
	out->first = at + HEADER;
	out->count = read_32(out->first + 4 * 255);
	rest = size - HEADER - FIRST - TRAILER;
	/* An id, a checksum and a place each; then places past 2 GiB. */
	if (out->count > rest / (DETOUR_OID_SIZE + 4 + 4))
		return false;
	table = out->count * (DETOUR_OID_SIZE + 4 + 4);
	out->ids = out->first + FIRST;
	out->places = out->ids + out->count * (DETOUR_OID_SIZE + 4);
	out->far_places = out->ids + table;
	out->far_count = (rest - table) / 8;
	return true;
}

/* Ids are spread evenly: where one is can be told nearly, and each miss tells it better. */
static size_t guess(const struct detour_pack_index *index, uint64_t wanted, size_t low, size_t high)
{
	uint64_t from = read_64(index->ids + low * DETOUR_OID_SIZE);
	uint64_t to = read_64(index->ids + (high - 1) * DETOUR_OID_SIZE);

	if (wanted <= from || to <= from)
		return low;
	if (wanted >= to)
		return high - 1;
	return low +
	       (size_t)((double)(wanted - from) / (double)(to - from) * (double)(high - 1 - low));
}

static bool find_id(const struct detour_pack_index *index, const struct detour_oid *oid, size_t low,
	size_t high, size_t *out)
{
	uint64_t wanted = read_64(oid->id);

	/* Only where somebody chose the ids do guesses stay bad: then halve. */
	for (int tries = 0; low < high; tries++) {
		size_t middle =
			tries < 8 ? guess(index, wanted, low, high) : low + (high - low) / 2;
		int order = memcmp(oid->id, index->ids + middle * DETOUR_OID_SIZE, DETOUR_OID_SIZE);

		if (!order) {
			*out = middle;
			return true;
		}
		if (order < 0)
			high = middle;
		else
			low = middle + 1;
	}
	return false;
}

bool detour_pack_index_find(
	const struct detour_pack_index *index, const struct detour_oid *oid, uint64_t *place)
{
	size_t low = oid->id[0] ? read_32(index->first + 4 * (oid->id[0] - 1)) : 0;
	size_t high = read_32(index->first + 4 * oid->id[0]), at;
	uint32_t near;

	if (high > index->count || low > high || !find_id(index, oid, low, high, &at))
		return false;
	near = read_32(index->places + 4 * at);
	if (!(near & 0x80000000)) {
		*place = near;
		return true;
	}
	near &= 0x7fffffff;
	if (near >= index->far_count)
		return false;
	*place = read_64(index->far_places + 8 * (size_t)near);
	return true;
}
