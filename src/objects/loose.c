/* Loose objects; see loose.h. */
#include "loose.h"

#include <stdlib.h>
#include <string.h>

/* "blob 123\0": the type, and where the object begins; 0 where it is none. */
static size_t read_header(
	const char *bytes, size_t size, enum detour_object_type *type, size_t *length)
{
	static const char *const names[] = {"", "commit ", "tree ", "blob ", "tag "};
	const char *end = memchr(bytes, '\0', size < 32 ? size : 32), *at;

	for (unsigned i = DETOUR_OBJECT_COMMIT; end && i <= DETOUR_OBJECT_TAG; i++) {
		size_t name = strlen(names[i]);

		if ((size_t)(end - bytes) <= name || memcmp(bytes, names[i], name) != 0)
			continue;
		*type = (enum detour_object_type)i;
		*length = 0;
		for (at = bytes + name; at < end; at++) {
			if (*at < '0' || *at > '9')
				return 0;
			*length = *length * 10 + (size_t)(*at - '0');
		}
		return *length <= DETOUR_LOOSE_INFLATED_LIMIT ? (size_t)(end + 1 - bytes) : 0;
	}
	return 0;
}

static struct detour_object *take(const char *bytes, size_t size)
{
	enum detour_object_type type;
	struct detour_object *object;
	size_t length, head = read_header(bytes, size, &type, &length);

	if (!head || size - head != length)
		return NULL;
	object = detour_object_new(type, length);
	if (object)
		memcpy(object->bytes, bytes + head, length);
	return object;
}

struct detour_object *detour_loose_read(
	struct detour_inflater *inflater, const void *bytes, size_t size)
{
	struct detour_object *object = NULL;
	size_t room = size * 4 + 1024, used;
	bool done = false;

	if (size > DETOUR_LOOSE_LIMIT)
		return NULL;
	while (!done) {
		char *inflated = malloc(room);

		done = !inflated ||
		       detour_inflate_up_to(inflater, bytes, size, inflated, room, &used);
		if (done && inflated)
			object = take(inflated, used);
		free(inflated);
		done |= room > DETOUR_LOOSE_INFLATED_LIMIT;
		room *= 4;
	}
	return object;
}
