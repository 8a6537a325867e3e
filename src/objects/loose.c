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

/* What was inflated becomes the object where it lies: its bytes begin behind the header. */
static struct detour_object *take(struct detour_object *object, size_t used)
{
	struct detour_object *fitting;
	size_t length, head = read_header(object->bytes, used, &object->type, &length);

	if (!head || used - head != length) {
		detour_object_release(object);
		return NULL;
	}
	object->bytes[used] = '\0';
	fitting = realloc(object, sizeof(*object) + used + 1);
	if (fitting)
		object = fitting;
	object->bytes = (char *)(object + 1) + head;
	object->size = length;
	return object;
}

struct detour_object *detour_loose_read(
	struct detour_inflater *inflater, const void *bytes, size_t size)
{
	/* Text shrinks to a fourth or a fifth. */
	size_t room = size * 8 + 1024, used;

	if (size > DETOUR_LOOSE_LIMIT)
		return NULL;
	for (;; room *= 4) {
		struct detour_object *object = detour_object_new(DETOUR_OBJECT_BLOB, room);

		if (!object)
			return NULL;
		if (detour_inflate_up_to(inflater, bytes, size, object->bytes, room, &used))
			return take(object, used);
		detour_object_release(object);
		if (room > DETOUR_LOOSE_INFLATED_LIMIT)
			return NULL;
	}
}
