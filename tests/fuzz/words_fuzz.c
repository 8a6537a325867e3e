/* Words of a text in any language: each lies in the text, behind the one before, with its stem. */
#include "fuzz.h"

#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "patterns/letters.h"
#include "patterns/words.h"

static struct detour_words *kept; /* its stemmers take long to make */

static void release(void)
{
	detour_words_free(kept);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct fuzz_input input;
	struct detour_words_reader reader;
	struct detour_word word;
	const char *text;
	size_t length, behind = 0;
	unsigned language;

	fuzz_begin(&input, data, size);
	text = fuzz_rest(&input, &length);
	if (!kept)
		(void)atexit(release);
	if (!kept || detour_words_count(kept) > 20000) {
		detour_words_free(kept);
		kept = detour_words_new();
	}
	language = detour_words_guess(kept, text, length);
	FUZZ_CHECK(detour_words_language(language)[0]);
	detour_words_read(&reader, kept, language, text, length);
	while (detour_words_next(&reader, &word)) {
		FUZZ_CHECK(word.size && word.start >= behind && word.start + word.size <= length);
		FUZZ_CHECK(word.stem < detour_words_count(kept));
		/* Of a compound it may be the first word alone. */
		FUZZ_CHECK(
			word.size <= detour_letters_word(text + word.start, length - word.start));
		FUZZ_CHECK(detour_words_shown(kept, word.stem)[0]);
		(void)detour_words_is_weak(kept, word.stem);
		behind = word.start + word.size;
	}
	(void)detour_letters_is_path(text, length);
	fuzz_end(&input);
	return 0;
}
