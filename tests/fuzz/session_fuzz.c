/* A session as it is read: parsed with and without a template, its passages, its day, its notes. */
#include "fuzz.h"

#include <string.h>

#include "base/date.h"
#include "journal/next.h"
#include "journal/reading.h"
#include "journal/session.h"

static void check_session(struct detour_arena *arena, const char *bytes, size_t size,
	const char *templ, size_t templ_size)
{
	struct detour_session first, second;
	struct detour_oid oid;

	detour_session_parse(bytes, size, templ, templ_size, arena, &first);
	detour_session_parse(bytes, size, templ, templ_size, arena, &second);
	FUZZ_CHECK(first.title && !strcmp(first.title, second.title));
	FUZZ_CHECK(first.written == second.written && first.link_count == second.link_count);
	FUZZ_CHECK(!first.written || size);
	for (size_t i = 0; i < first.link_count; i++) {
		const struct detour_link *link = &first.links[i];
		size_t digits = strlen(link->hex);

		FUZZ_CHECK(digits >= 7 && digits <= DETOUR_HEX_SIZE);
		FUZZ_CHECK(strspn(link->hex, "0123456789abcdef") == digits);
		if (digits == DETOUR_HEX_SIZE && !link->is_word)
			FUZZ_CHECK(detour_oid_parse(&oid, link->hex) &&
				   detour_session_names(&first, &oid));
	}
}

static void check_reading(struct detour_arena *arena, const char *bytes, size_t size,
	const char *templ, size_t templ_size)
{
	struct detour_template lines;
	struct detour_reading reading;
	size_t line = 0;

	detour_template_init(&lines, templ, templ_size, arena);
	detour_reading_make(&reading, bytes, size, templ ? &lines : NULL, arena);
	FUZZ_CHECK(reading.count <= DETOUR_PASSAGES_LIMIT);
	for (size_t i = 0; i < reading.count; i++) {
		const struct detour_passage *passage = &reading.passages[i];
		struct detour_sentence key = detour_passage_key(passage, arena);

		fuzz_check_plain(passage->text);
		fuzz_check_plain(passage->heading);
		FUZZ_CHECK(passage->text[0] && passage->line > line);
		FUZZ_CHECK(passage->part <= DETOUR_PART_COUNT && passage->depth >= 0);
		FUZZ_CHECK(!strchr(passage->source, '\n'));
		FUZZ_CHECK(strstr(passage->text, key.text));
		FUZZ_CHECK(detour_sentence_size(passage->text) <= strlen(passage->text));
		(void)detour_passage_is_open(passage);
		(void)detour_passage_is_dead_end(passage);
		(void)detour_passage_is_deviation(passage);
		line = passage->line;
	}
	fuzz_check_plain(detour_reading_key(&reading, arena).text);
}

static void check_notes(struct detour_arena *arena, const char *bytes, size_t size)
{
	struct detour_next *notes;
	size_t count = detour_next_find(bytes, size, arena, &notes);
	int year, month, day;

	for (size_t i = 0; i < count; i++) {
		fuzz_check_plain(notes[i].text);
		FUZZ_CHECK(notes[i].text[0]);
		FUZZ_CHECK(notes[i].minute >= -1 && notes[i].minute < 24 * 60);
		FUZZ_CHECK(
			!notes[i].day || !detour_date_parse_day(notes[i].day, &year, &month, &day));
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct fuzz_input input;
	const char *bytes, *templ;
	size_t length, templ_size;
	int year, month, number;
	char day[11];

	fuzz_begin(&input, data, size);
	bytes = fuzz_text(&input, &length);
	templ = fuzz_rest(&input, &templ_size);
	if (!templ_size)
		templ = NULL;
	check_session(&input.arena, bytes, length, templ, templ_size);
	check_reading(&input.arena, bytes, length, templ, templ_size);
	check_notes(&input.arena, bytes, length);
	if (detour_session_day(bytes, length, day))
		FUZZ_CHECK(!detour_date_parse_day(day, &year, &month, &number));
	fuzz_end(&input);
	return 0;
}
