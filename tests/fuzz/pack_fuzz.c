/* The formats in which git keeps objects: what is told lies within the bytes, what is made has the
 * size that was told. */
#include "fuzz.h"

#include <stdlib.h>

#include "objects/delta.h"
#include "objects/loose.h"
#include "objects/pack.h"
#include "objects/pack_index.h"

enum { NEW_LIMIT = 64 * 1024 };

static void check_entries(const char *bytes, size_t size)
{
	const unsigned char *end = (const unsigned char *)bytes + size;
	struct detour_pack_entry entry;

	(void)detour_pack_is_one(bytes, size);
	for (size_t place = 0; place <= size; place++) {
		if (!detour_pack_entry_at(&entry, bytes, size, place))
			continue;
		FUZZ_CHECK(entry.bytes > (const unsigned char *)bytes + place);
		FUZZ_CHECK(entry.bytes + entry.room + 20 == end);
		FUZZ_CHECK(entry.kind != DETOUR_ENTRY_DELTA || entry.base < place);
		FUZZ_CHECK(entry.kind != DETOUR_ENTRY_WHOLE ||
			   (entry.type >= DETOUR_OBJECT_COMMIT && entry.type <= DETOUR_OBJECT_TAG));
	}
}

static void check_index(const char *bytes, size_t size, const char *wanted, size_t wanted_size)
{
	struct detour_pack_index index;
	struct detour_oid oid = {{0}};
	uint64_t place;

	for (size_t i = 0; i < wanted_size && i < sizeof(oid.id); i++)
		oid.id[i] = (unsigned char)wanted[i];
	if (!detour_pack_index_read(&index, bytes, size))
		return;
	FUZZ_CHECK(index.count <= size / 28 && index.far_count <= size / 8);
	(void)detour_pack_index_find(&index, &oid, &place);
	for (size_t i = 0; i < index.count && i < 16; i++) {
		for (size_t j = 0; j < sizeof(oid.id); j++)
			oid.id[j] = index.ids[i * sizeof(oid.id) + j];
		(void)detour_pack_index_find(&index, &oid, &place);
	}
}

static void check_delta(const char *bytes, size_t size, const char *old, size_t old_size)
{
	struct detour_delta delta;
	char *new;

	if (!detour_delta_open(&delta, bytes, size) || delta.new_size > NEW_LIMIT)
		return;
	/* Just so much room: a sanitizer sees who writes more. */
	new = malloc(delta.new_size ? delta.new_size : 1);
	(void)(new &&detour_delta_apply(&delta, old, old_size, new));
	free(new);
}

static void check_loose(const char *bytes, size_t size)
{
	struct detour_inflater *inflater = detour_inflater_new();
	struct detour_object *object = inflater ? detour_loose_read(inflater, bytes, size) : NULL;

	if (object) {
		FUZZ_CHECK(object->size <= DETOUR_LOOSE_INFLATED_LIMIT);
		FUZZ_CHECK(!object->bytes[object->size]);
	}
	detour_object_release(object);
	detour_inflater_free(inflater);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct fuzz_input input;
	const char *bytes = (const char *)data, *old;
	size_t old_size;

	fuzz_begin(&input, data, size);
	old = fuzz_text(&input, &old_size);
	/* Bytes as they are, and what follows the first 0xff as a delta. */
	check_entries(bytes, size);
	check_index(bytes, size, old, old_size);
	check_loose(bytes, size);
	check_delta(input.at, (size_t)(input.end - input.at), old, old_size);
	fuzz_end(&input);
	return 0;
}
