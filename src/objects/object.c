/* Objects, made and given back; see object.h. */
#include "object.h"

#include <stdlib.h>
#include <string.h>

struct detour_object *detour_object_new(enum detour_object_type type, size_t size)
{
	struct detour_object *object;

	if (size > DETOUR_OBJECT_LIMIT)
		return NULL;
	object = malloc(sizeof(*object) + size + 1);
	if (!object)
		return NULL;
	memset(object, 0, sizeof(*object));
	object->type = type;
	object->holders = 1;
	object->size = size;
	object->bytes = (char *)(object + 1);
	object->bytes[size] = '\0';
	return object;
}

struct detour_object *detour_object_hold(struct detour_object *object)
{
	object->holders++;
	return object;
}

void detour_object_release(struct detour_object *object)
{
	if (object && !--object->holders)
		free(object);
}
