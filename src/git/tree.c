/* Reads tree objects; see tree.h. An entry is "<octal mode> <name>\0<id>". */
#include "tree.h"

#include <string.h>

void detour_tree_open(struct detour_tree_reader *reader, const char *bytes, size_t size)
{
	reader->at = bytes;
	reader->end = bytes + size;
	reader->broken = false;
}

bool detour_tree_is_directory(const struct detour_tree_entry *entry)
{
	return (entry->mode & DETOUR_MODE_TYPE) == DETOUR_MODE_DIRECTORY;
}

/* Old trees hold other permissions; git shows these only. */
static unsigned canonical(unsigned mode)
{
	switch (mode & DETOUR_MODE_TYPE) {
	case DETOUR_MODE_REGULAR:
		return mode & 0100 ? 0100755 : 0100644;
	case DETOUR_MODE_LINK:
		return DETOUR_MODE_LINK;
	case DETOUR_MODE_DIRECTORY:
		return DETOUR_MODE_DIRECTORY;
	default:
		return DETOUR_MODE_SUBMODULE;
	}
}

bool detour_tree_next(struct detour_tree_reader *reader, struct detour_tree_entry *entry)
{
	const char *at = reader->at, *nul;
	unsigned mode = 0;

	if (at == reader->end)
		return false;
	for (; at < reader->end && *at >= '0' && *at <= '7' && mode <= 0777777; at++)
		mode = mode << 3 | (unsigned)(*at - '0');
	if (at == reader->end || *at++ != ' ')
		goto broken;
	nul = memchr(at, '\0', (size_t)(reader->end - at));
	if (!nul || nul == at || reader->end - nul <= DETOUR_OID_SIZE)
		goto broken;
	entry->mode = canonical(mode);
	entry->name = at;
	entry->name_size = (size_t)(nul - at);
	entry->id = (const unsigned char *)nul + 1;
	reader->at = nul + 1 + DETOUR_OID_SIZE;
	return true;
broken:
	reader->broken = true;
	reader->at = reader->end;
	return false;
}

int detour_tree_compare(const struct detour_tree_entry *a, const struct detour_tree_entry *b)
{
	size_t size = a->name_size < b->name_size ? a->name_size : b->name_size;
	int order = memcmp(a->name, b->name, size);
	unsigned char next_a, next_b;

	if (order)
		return order;
	/* Names end in a NUL, so there is always a byte behind the common part. */
	next_a = (unsigned char)a->name[size];
	next_b = (unsigned char)b->name[size];
	if (!next_a && detour_tree_is_directory(a))
		next_a = '/';
	if (!next_b && detour_tree_is_directory(b))
		next_b = '/';
	return (next_a > next_b) - (next_a < next_b);
}
