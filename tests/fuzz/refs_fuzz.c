/* packed-refs: whatever the bytes, names lie within them and begin with the prefix. */
#include "fuzz.h"

#include <string.h>

#include "git/packed_refs.h"

/* How many there are; `broken` where it ended at a line that is none. */
static size_t take(const char *bytes, size_t size, const char *prefix, bool *broken)
{
	struct detour_packed_refs refs;
	struct detour_packed_ref ref;
	size_t count = 0;

	detour_packed_refs_open(&refs, bytes, size, prefix);
	while (detour_packed_refs_next(&refs, &ref)) {
		FUZZ_CHECK(ref.name >= bytes && ref.name + ref.name_size <= bytes + size);
		FUZZ_CHECK(!memchr(ref.name, '\n', ref.name_size));
		count++;
	}
	*broken = refs.broken;
	return count;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct fuzz_input input;
	const char *prefix, *bytes;
	bool broken, all_broken;
	size_t length, count, all;

	fuzz_begin(&input, data, size);
	prefix = fuzz_word(&input);
	bytes = fuzz_rest(&input, &length);
	count = take(bytes, length, prefix, &broken);
	all = take(bytes, length, "", &all_broken);
	FUZZ_CHECK(all_broken || broken || count <= all);
	fuzz_end(&input);
	return 0;
}
