/* Names of sessions: every topic gives one that is a session's, and no path. */
#include "fuzz.h"

#include <string.h>

#include "base/date.h"
#include "base/text.h"
#include "journal/name.h"

static void check_slug(struct detour_arena *arena, const char *topic)
{
	const char *slug = detour_name_slug(arena, topic), *day, *found, *name;
	size_t size = strlen(slug);

	FUZZ_CHECK(size && size <= DETOUR_SLUG_LIMIT);
	fuzz_check_plain(slug);
	FUZZ_CHECK(!strpbrk(slug, "/\\ .:*?\"'<>|") && !strstr(slug, "--"));
	FUZZ_CHECK(slug[0] != '-' && slug[size - 1] != '-');
	FUZZ_CHECK(!strcmp(detour_name_slug(arena, slug), slug));
	name = detour_name_file(arena, "2026-11-22", slug, 1);
	FUZZ_CHECK(detour_name_parse(arena, name, &day, &found));
	FUZZ_CHECK(!strcmp(day, "2026-11-22"));
}

static void check_name(struct detour_arena *arena, const char *name)
{
	const char *day, *topic;
	int year, month, number;
	size_t size = 0;

	if (detour_name_parse(arena, name, &day, &topic)) {
		FUZZ_CHECK(!detour_date_parse_day(day, &year, &month, &number));
		FUZZ_CHECK(topic && strlen(topic) < strlen(name));
	}
	if (detour_name_is_markdown(name, &size))
		FUZZ_CHECK(size < strlen(name));
	if (detour_name_may_be_undated(name))
		FUZZ_CHECK(detour_name_undated_topic(arena, name));
	(void)detour_name_is_called_session(name);
	(void)detour_name_is_filing(name, strlen(name));
	(void)detour_name_is_archive(name, strlen(name));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct fuzz_input input;
	const char *text, *project;
	size_t start = 0, end;

	fuzz_begin(&input, data, size);
	text = fuzz_word(&input);
	check_slug(&input.arena, text);
	check_name(&input.arena, text);
	project = detour_name_project(&input.arena, text);
	FUZZ_CHECK(!project || strstr(text, project));
	end = detour_name_project_end(text, &start);
	FUZZ_CHECK(end <= strlen(text) && (!end || start < end));
	fuzz_end(&input);
	return 0;
}
