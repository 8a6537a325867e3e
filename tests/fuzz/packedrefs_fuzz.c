/*
 * packed-refs: whatever is asked for, what is told lies within the bytes; and of a file that is
 * sorted, a prefix leads to what going through all of it finds.
 */
#include "fuzz.h"

#include <string.h>

#include "git/packed_refs.h"

enum { REFS = 64 };

struct found {
	struct detour_packed_ref refs[REFS];
	size_t count;
	bool broken;
};

static void look(struct found *found, const char *bytes, size_t size, const char *prefix)
{
	struct detour_packed_refs refs;
	const size_t length = strlen(prefix);
	struct detour_packed_ref ref;

	found->count = 0;
	detour_packed_refs_open(&refs, bytes, size, prefix);
	while (found->count < REFS && detour_packed_refs_next(&refs, &ref)) {
		FUZZ_CHECK(ref.name >= bytes && ref.name + ref.name_size <= bytes + size);
		FUZZ_CHECK(!memchr(ref.name, '\n', ref.name_size));
		FUZZ_CHECK(!length ||
			   (ref.name_size + 1 >= length && !memcmp(ref.name, prefix, length)));
		found->refs[found->count++] = ref;
	}
	found->broken = refs.broken;
}

/* Is it what we would write: in order, each record whole? */
static bool is_sorted(const struct found *all)
{
	if (all->broken || all->count == REFS)
		return false;
	for (size_t i = 1; i < all->count; i++) {
		const struct detour_packed_ref *a = &all->refs[i - 1], *b = &all->refs[i];
		size_t common = a->name_size < b->name_size ? a->name_size : b->name_size;
		int order = memcmp(a->name, b->name, common);

		if (order > 0 || (!order && a->name_size >= b->name_size))
			return false;
	}
	return true;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct found all, some;
	struct fuzz_input input;
	const char *prefix, *bytes;
	size_t length, expected = 0;

	fuzz_begin(&input, data, size);
	prefix = fuzz_word(&input);
	bytes = fuzz_rest(&input, &length);
	look(&all, bytes, length, "");
	look(&some, bytes, length, prefix);
	if (is_sorted(&all) && !memchr(bytes, '\r', length) && !some.broken) {
		for (size_t i = 0; i < all.count; i++)
			expected += all.refs[i].name_size >= strlen(prefix) &&
				    !memcmp(all.refs[i].name, prefix, strlen(prefix));
		FUZZ_CHECK(some.count == expected);
	}
	fuzz_end(&input);
	return 0;
}
