/* Deltas; see delta.h. */
#include "delta.h"

#include <stdint.h>
#include <string.h>

/* Seven bits a byte, the lowest first. */
static bool read_size(struct detour_delta *delta, size_t *out)
{
	size_t value = 0;

	for (unsigned shift = 0; delta->at < delta->end && shift < 63; shift += 7) {
		unsigned char byte = *delta->at++;

		value |= (size_t)(byte & 0x7f) << shift;
		if (!(byte & 0x80)) {
			*out = value;
			return true;
		}
	}
	return false;
}

bool detour_delta_open(struct detour_delta *out, const void *bytes, size_t size)
{
	out->at = bytes;
	out->end = out->at + size;
	return read_size(out, &out->old_size) && read_size(out, &out->new_size);
}

/* The bytes of a number that the step's bits say are there, the lowest first. */
static bool read_bytes(const unsigned char **at, const unsigned char *end, unsigned bits,
	unsigned count, size_t *out)
{
	*out = 0;
	for (unsigned i = 0; i < count; i++) {
		if (!(bits >> i & 1))
			continue;
		if (*at == end)
			return false;
		*out |= (size_t) * (*at)++ << (8 * i);
	}
	return true;
}

bool detour_delta_apply(
	const struct detour_delta *delta, const char *old, size_t old_size, char *new)
{
	const unsigned char *at = delta->at, *end = delta->end;
	size_t left = delta->new_size;

	if (delta->old_size != old_size)
		return false;
	while (at < end) {
		unsigned step = *at++;
		size_t offset, size = step;

		if (step & 0x80) {
			if (!read_bytes(&at, end, step, 4, &offset) ||
				!read_bytes(&at, end, step >> 4 & 7, 3, &size))
				return false;
			size = size ? size : 0x10000;
			if (size > left || offset > old_size || size > old_size - offset)
				return false;
			memcpy(new, old + offset, size);
		} else {
			if (!step || size > left || size > (size_t)(end - at))
				return false;
			memcpy(new, at, size);
			at += size;
		}
		new += size;
		left -= size;
	}
	return !left;
}
