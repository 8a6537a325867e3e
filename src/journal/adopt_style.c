/* New sessions in the style of those that are there; see store.h. */
#include <string.h>

#include "name.h"
#include "store.h"

#define SAMPLES_LOOKED_AT 12 /* newest sessions, for their style */

/* The folder within the journal's that holds the session: "2026/03", or "". */
static const char *filed_in(struct detour_journal *journal, const char *path)
{
	const char *end = strrchr(path, '/'), *start = end;

	while (start > path) {
		const char *slash = start;

		while (slash > path && slash[-1] != '/')
			slash--;
		if (slash == path || !detour_name_is_filing(slash, (size_t)(start - slash)) ||
			detour_name_is_archive(slash, (size_t)(start - slash)))
			break;
		start = slash - 1;
	}
	return start < end
		       ? detour_arena_strndup(journal->arena, start + 1, (size_t)(end - start) - 1)
		       : "";
}

/* The newest that somebody wrote in. */
static size_t take_samples(struct detour_journal *journal, struct detour_style_sample *samples)
{
	struct detour_journal_entry *entries;
	struct detour_buf bytes = DETOUR_BUF_INIT;
	size_t count, taken = 0;

	if (detour_journal_list_names(journal, NULL, &entries, &count, NULL))
		return 0;
	for (size_t i = 0; i < count && i < SAMPLES_LOOKED_AT && taken < DETOUR_STYLE_SAMPLES;
		i++) {
		struct detour_session session;

		if (detour_journal_read(journal, entries[i].path, &bytes, NULL))
			continue;
		detour_journal_parse(journal, &bytes, journal->arena, &session);
		if (session.written)
			samples[taken++] = (struct detour_style_sample){
				filed_in(journal, entries[i].path), entries[i].name, entries[i].day,
				detour_arena_strndup(journal->arena, bytes.ptr, bytes.size),
				bytes.size};
	}
	detour_buf_release(&bytes);
	return taken;
}

const char *detour_journal_adopt_style(
	struct detour_journal *journal, const struct detour_style_known *known, size_t *size)
{
	struct detour_style_sample samples[DETOUR_STYLE_SAMPLES];
	struct detour_buf text = DETOUR_BUF_INIT;
	const char *result = NULL;
	size_t count = take_samples(journal, samples);

	detour_style_of_names(&journal->names, samples, count, journal->arena);
	if (!detour_journal_template(journal, NULL, NULL) &&
		detour_style_template(&text, samples, count, known)) {
		result = detour_arena_strndup(journal->arena, text.ptr, text.size);
		*size = text.size;
	}
	detour_buf_release(&text);
	return result;
}
