/* Patterns as a setting may give them: what matches lies in the text, and nothing runs away. */
#include "fuzz.h"

#include <string.h>

#include "pattern.h"

enum { GROUPS = 8 };

static void check_matches(struct detour_pattern *pattern, const char *text, size_t size)
{
	struct detour_match groups[GROUPS];
	size_t at = 0;

	for (int i = 0; i < 16 && at <= size; i++) {
		if (!detour_pattern_match_from(pattern, text, size, at, groups, GROUPS))
			break;
		/* \K in a look-behind may put the start anywhere, but within. */
		FUZZ_CHECK(groups[0].start <= size && groups[0].end <= size);
		for (int j = 1; j < GROUPS; j++)
			FUZZ_CHECK(groups[j].start == (size_t)-1 ||
				   (groups[j].start <= size && groups[j].end <= size));
		at = groups[0].end > at ? groups[0].end : at + 1;
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct fuzz_input input;
	struct detour_error err = DETOUR_ERROR_INIT;
	unsigned options;
	const char *match, *text;
	size_t length;

	fuzz_begin(&input, data, size);
	options = fuzz_byte(&input) & 7;
	match = fuzz_word(&input);
	text = fuzz_rest(&input, &length);
	{
		struct detour_pattern pattern = DETOUR_PATTERN(NULL, match, options);

		if (detour_pattern_compile(&pattern, &err)) {
			fuzz_check_plain(err.message);
			FUZZ_CHECK(pattern.broken && err.message[0]);
			FUZZ_CHECK(!detour_pattern_match(&pattern, text, length, NULL, 0));
		} else {
			check_matches(&pattern, text, length);
		}
		detour_pattern_release(&pattern);
	}
	fuzz_end(&input);
	return 0;
}
