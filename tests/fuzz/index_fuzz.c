/* git's index: whatever the bytes, what is told lies within them. */
#include "fuzz.h"

#include <string.h>

#include "git/index_reader.h"

struct span {
	const unsigned char *start, *end;
	size_t trees;
};

static bool see_tree(void *data, const char *path, const unsigned char *id)
{
	struct span *span = data;

	FUZZ_CHECK(path && id >= span->start && id + 20 <= span->end);
	return ++span->trees < 1000;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct fuzz_input input;
	struct detour_index_reader reader;
	struct detour_index_entry entry;
	struct span span = {0};
	const unsigned char *shared;
	const char *bytes;
	size_t length;

	fuzz_begin(&input, data, size);
	bytes = fuzz_rest(&input, &length);
	span.start = (const unsigned char *)bytes;
	span.end = span.start + length;
	if (detour_index_open(&reader, bytes, length)) {
		while (detour_index_next(&reader, &entry)) {
			FUZZ_CHECK(entry.id >= span.start && entry.id + 20 <= span.end);
			FUZZ_CHECK(strlen(entry.path) == entry.path_size);
			FUZZ_CHECK(entry.stage >= 0 && entry.stage <= 3);
		}
		detour_index_trees(&reader, see_tree, &span);
		shared = detour_index_shared(&reader);
		FUZZ_CHECK(!shared || (shared >= span.start && shared + 20 <= span.end));
	}
	detour_index_close(&reader);
	fuzz_end(&input);
	return 0;
}
