/* Lines of packed-refs; see packed_refs.h. "<id> <name>", and "^<id>" below a tag. */
#include "packed_refs.h"

#include <string.h>

#include "../base/text.h"

enum { NAME_AT = DETOUR_HEX_SIZE + 1 };

static const char *line_end(const char *at, const char *end)
{
	const char *newline = memchr(at, '\n', (size_t)(end - at));

	return newline ? newline : end;
}

static const char *behind(const char *newline, const char *end)
{
	return newline < end ? newline + 1 : end;
}

/* "# pack-refs with: peeled fully-peeled sorted " */
static void read_header(struct detour_packed_refs *refs)
{
	while (refs->at < refs->end && *refs->at == '#') {
		const char *eol = line_end(refs->at, refs->end);
		const char *word = " sorted ";
		size_t size = strlen(word);

		for (const char *at = refs->at; (size_t)(eol - at) >= size; at++)
			refs->is_sorted |= !memcmp(at, word, size);
		refs->at = behind(eol, refs->end);
	}
}

/* The start of the reference that this place is in. */
static const char *start_of_record(const char *start, const char *at)
{
	do {
		while (at > start && at[-1] != '\n')
			at--;
	} while (at > start && *at == '^' && at--);
	return at;
}

static const char *end_of_record(const char *at, const char *end)
{
	do
		at = behind(line_end(at, end), end);
	while (at < end && *at == '^');
	return at;
}

/* Below 0 where the name stands before all that begin with the prefix. */
static int compare_to_prefix(const struct detour_packed_refs *refs, const char *record)
{
	const char *eol = line_end(record, refs->end);
	size_t size = eol - record > NAME_AT ? (size_t)(eol - record) - NAME_AT : 0;
	size_t common = size < refs->prefix_size ? size : refs->prefix_size;
	int order = common ? memcmp(record + NAME_AT, refs->prefix, common) : 0;

	return order ? order : size < refs->prefix_size ? -1 : 0;
}

static void skip_to_prefix(struct detour_packed_refs *refs)
{
	const char *low = refs->at, *high = refs->end;

	while (low < high) {
		const char *record = start_of_record(low, low + (high - low) / 2);

		if (compare_to_prefix(refs, record) < 0)
			low = end_of_record(record, refs->end);
		else
			high = record;
	}
	refs->at = low;
}

void detour_packed_refs_open(
	struct detour_packed_refs *refs, const char *bytes, size_t size, const char *prefix)
{
	*refs = (struct detour_packed_refs){
		.at = bytes, .end = bytes + size, .prefix = prefix, .prefix_size = strlen(prefix)};
	read_header(refs);
	if (refs->is_sorted)
		skip_to_prefix(refs);
}

/* An id at the start of a line; what follows it may be the end of the file. */
static bool read_id(const char *at, const char *end, struct detour_oid *out)
{
	char hex[DETOUR_HEX_SIZE + 1] = "";

	if (end - at < DETOUR_HEX_SIZE)
		return false;
	memcpy(hex, at, DETOUR_HEX_SIZE);
	return detour_oid_parse(out, hex);
}

static bool read_record(struct detour_packed_refs *refs, struct detour_packed_ref *out)
{
	const char *eol = line_end(refs->at, refs->end);

	if (eol - refs->at <= NAME_AT || refs->at[DETOUR_HEX_SIZE] != ' ' ||
		!read_id(refs->at, eol, &out->oid))
		return false;
	out->name = refs->at + NAME_AT;
	out->name_size = (size_t)(eol - out->name);
	out->name_size -= out->name[out->name_size - 1] == '\r';
	refs->at = behind(eol, refs->end);
	if (refs->at < refs->end && *refs->at == '^') {
		eol = line_end(refs->at, refs->end);
		if (!read_id(refs->at + 1, eol, &out->oid))
			return false;
		refs->at = behind(eol, refs->end);
	}
	return true;
}

bool detour_packed_refs_next(struct detour_packed_refs *refs, struct detour_packed_ref *out)
{
	while (refs->at < refs->end) {
		int order = compare_to_prefix(refs, refs->at);

		if (order > 0 && refs->is_sorted)
			return false;
		if (order) {
			refs->at = end_of_record(refs->at, refs->end);
			continue;
		}
		refs->broken = !read_record(refs, out);
		return !refs->broken;
	}
	return false;
}
