/* The style of other sessions: names that are a session's again, and a template to draft in. */
#include "fuzz.h"

#include <string.h>

#include "journal/name.h"
#include "journal/session.h"
#include "journal/style.h"

static void check_names(struct detour_arena *arena, const struct detour_style_sample *samples)
{
	struct detour_name_style style = {0};
	const char *day, *topic, *name, *base;

	detour_style_of_names(&style, samples, DETOUR_STYLE_SAMPLES, arena);
	name = detour_style_name(&style, arena, "2026-11-22", "retry-queue", 2);
	base = strrchr(name, '/') ? strrchr(name, '/') + 1 : name;
	/* Dots within a name lead nowhere. */
	FUZZ_CHECK(name[0] && name[0] != '/' && !strstr(name, "/../") && strncmp(name, "../", 3));
	FUZZ_CHECK(detour_name_parse(arena, base, &day, &topic));
	FUZZ_CHECK(!strcmp(day, "2026-11-22"));
}

static void check_template(struct detour_arena *arena, const struct detour_style_sample *samples)
{
	struct detour_style_known known = {"main", "Ada"};
	struct detour_buf templ = DETOUR_BUF_INIT, text = DETOUR_BUF_INIT;
	struct detour_draft draft = {.topic = "Retry queue", .time = 1795352605};
	struct detour_session session;

	if (detour_style_template(&templ, samples, DETOUR_STYLE_SAMPLES, &known)) {
		FUZZ_CHECK(templ.size);
		draft.template_bytes = templ.ptr;
		draft.template_size = templ.size;
		detour_session_draft(&text, &draft);
		detour_session_parse(text.ptr, text.size, templ.ptr, templ.size, arena, &session);
		FUZZ_CHECK(!session.written);
	} else {
		FUZZ_CHECK(!templ.size);
	}
	detour_buf_release(&templ);
	detour_buf_release(&text);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct detour_style_sample samples[DETOUR_STYLE_SAMPLES];
	struct fuzz_input input;
	unsigned shared;

	fuzz_begin(&input, data, size);
	shared = fuzz_byte(&input);
	for (size_t i = 0; i < DETOUR_STYLE_SAMPLES; i++) {
		const char *day, *topic;

		samples[i].dir = shared & 1 && i ? samples[0].dir : fuzz_word(&input);
		samples[i].name = shared & 2 && i ? samples[0].name : fuzz_word(&input);
		samples[i].day = "2026-03-14";
		if (detour_name_parse(&input.arena, samples[i].name, &day, &topic))
			samples[i].day = day;
		else /* the journal lists none whose name holds a day and is no session's */
			samples[i].name = "2026-03-14-x.md";
		samples[i].bytes =
			shared & 4 && i ? samples[0].bytes : fuzz_text(&input, &samples[i].size);
		if (shared & 4 && i)
			samples[i].size = samples[0].size;
	}
	check_names(&input.arena, samples);
	check_template(&input.arena, samples);
	fuzz_end(&input);
	return 0;
}
