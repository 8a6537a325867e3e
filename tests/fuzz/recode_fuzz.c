/* Text in the encoding that a commit names: as UTF-8, or as it was found. */
#include "fuzz.h"

#include <string.h>

#include "base/text.h"
#include "git/recode.h"

/* Whatever the input says, most are ones that there are. */
static const char *const encodings[] = {"ISO-8859-1", "latin-1", "Shift_JIS", "EUC-JP", "UTF-16",
	"UTF-16LE", "UTF-7", "KOI8-R", "GB18030", "ISO-2022-JP", "UTF-32", "windows-1252", "utf-8",
	"UTF8", "ASCII"};

enum { ENCODINGS = sizeof(encodings) / sizeof(encodings[0]) };

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct fuzz_input input;
	struct detour_recoder recoder;
	struct detour_slice text;
	const char *name, *first, *second;
	unsigned which;

	fuzz_begin(&input, data, size);
	which = fuzz_byte(&input);
	name = which % (ENCODINGS + 1) < ENCODINGS ? encodings[which % (ENCODINGS + 1)]
						   : fuzz_word(&input);
	text.ptr = fuzz_rest(&input, &text.size);
	detour_recoder_open(&recoder, (struct detour_slice){name, strlen(name)});
	first = detour_recode(&recoder, &input.arena, text);
	second = detour_recode(&recoder, &input.arena, text);
	FUZZ_CHECK(strlen(first) <= 3 * text.size + 16);
	FUZZ_CHECK(!strcmp(first, second));
	FUZZ_CHECK(detour_utf8_valid(first, strlen(first)) ||
		   !strcmp(first, detour_arena_strndup(&input.arena, text.ptr, text.size)));
	FUZZ_CHECK(recoder.handle || !text.size || !memcmp(first, text.ptr, text.size));
	detour_recoder_close(&recoder);
	fuzz_end(&input);
	return 0;
}
