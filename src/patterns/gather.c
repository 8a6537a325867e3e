/* Reads the sessions that patterns are looked for in; see material.h. */
#include <string.h>

#include "../base/date.h"
#include "../base/text.h"
#include "../shelf.h"
#include "material.h"

struct gathering {
	struct detour_material *material;
	struct detour_shelf shelf;
	struct detour_byline *bylines; /* one an item, where somebody asked for an author */
	struct detour_journal *templates_of;
	struct detour_template templ;
	const struct detour_template *known; /* of `templates_of`, NULL: it has none */
};

static const struct detour_template *template_of(
	struct gathering *gathering, struct detour_journal *journal)
{
	const char *bytes;
	size_t size;

	if (journal == gathering->templates_of)
		return gathering->known;
	gathering->templates_of = journal;
	gathering->known = NULL;
	bytes = journal ? detour_journal_template(journal, &size, NULL) : NULL;
	if (bytes) {
		detour_template_init(
			&gathering->templ, bytes, size, &gathering->material->workspace->arena);
		gathering->known = &gathering->templ;
	}
	return gathering->known;
}

static int64_t days_of(const char *day)
{
	int year, month, date;

	return detour_date_parse_day(day, &year, &month, &date)
		       ? 0
		       : detour_date_days(year, month, date);
}

static void keep_links(struct detour_material_session *out, struct detour_arena *arena,
	const struct detour_session *session)
{
	const char **hexes = detour_arena_array(arena, session->link_count, sizeof(*hexes));

	for (size_t i = 0; i < session->link_count; i++)
		if (!session->links[i].is_word)
			hexes[out->hex_count++] = detour_arena_strdup(arena, session->links[i].hex);
	out->hexes = hexes;
}

static void find_dead_ends(struct detour_material_session *out, struct detour_arena *arena)
{
	bool *dead_ends = detour_arena_array(arena, out->reading.count, sizeof(*dead_ends));

	for (size_t i = 0; i < out->reading.count; i++)
		dead_ends[i] = detour_passage_is_dead_end(&out->reading.passages[i]);
	out->dead_ends = dead_ends;
}

/* What nobody wrote in tells nothing. */
static void add(struct gathering *gathering, const struct detour_shelf_item *item,
	const struct detour_session *session, const struct detour_buf *bytes)
{
	struct detour_material *material = gathering->material;
	struct detour_material_session *out = &material->sessions[material->count];

	if (!session->written)
		return;
	material->count++;
	*out = (struct detour_material_session){.path = item->path,
		.day = item->day,
		.days = days_of(item->day),
		.is_private = item->is_private};
	out->title = detour_text_line(
		material->arena, detour_shelf_title(material->arena, item, session), 0);
	out->language = detour_words_guess(material->words, bytes->ptr, bytes->size);
	keep_links(out, material->arena, session);
	detour_reading_make(&out->reading, bytes->ptr, bytes->size,
		template_of(gathering, item->place.journal), material->arena);
	find_dead_ends(out, material->arena);
}

static bool is_wanted(const struct gathering *gathering, size_t i)
{
	const struct detour_patterns_request *request = gathering->material->request;
	const struct detour_shelf_item *item = &gathering->shelf.items[i];
	const struct detour_byline *byline = gathering->bylines ? &gathering->bylines[i] : NULL;

	if ((request->first_day && strcmp(item->day, request->first_day) < 0) ||
		(request->shared_only && item->is_private))
		return false;
	return !request->author || (byline && byline->name &&
					   (strstr(byline->name, request->author) ||
						   strstr(byline->email, request->author)));
}

static int find_bylines(struct gathering *gathering, struct detour_error *err)
{
	struct detour_arena *arena = &gathering->material->workspace->arena;
	size_t count = gathering->shelf.count;
	const char **paths = detour_arena_array(arena, count, sizeof(*paths));

	for (size_t i = 0; i < count; i++)
		paths[i] = gathering->shelf.items[i].path;
	gathering->bylines = detour_arena_array(arena, count, sizeof(*gathering->bylines));
	return detour_bylines_find(
		gathering->material->workspace, paths, count, gathering->bylines, err);
}

static void read_one(struct gathering *gathering, const struct detour_shelf_item *item)
{
	struct detour_error err = DETOUR_ERROR_INIT;
	struct detour_arena arena = DETOUR_ARENA_INIT;
	struct detour_buf bytes = DETOUR_BUF_INIT;
	struct detour_session session;

	if (detour_shelf_parse(&gathering->shelf, item, &bytes, &arena, &session, &err))
		gathering->material->unreadable++;
	else
		add(gathering, item, &session, &bytes);
	detour_buf_release(&bytes);
	detour_arena_release(&arena);
}

/* They are read the newest first, since there is a limit to long ones, and told the oldest first.
 */
static void turn_round(struct detour_material *material)
{
	for (size_t i = 0; i < material->count / 2; i++) {
		struct detour_material_session *a = &material->sessions[i],
					       *b = &material->sessions[material->count - 1 - i],
					       kept = *a;

		*a = *b;
		*b = kept;
	}
}

int detour_material_gather(struct detour_material *material, struct detour_error *err)
{
	struct gathering gathering = {.material = material};
	int code = detour_shelf_open(&gathering.shelf, material->workspace, err);

	if (!code && material->request->author)
		code = find_bylines(&gathering, err);
	if (code)
		return code;
	material->sessions = detour_arena_array(
		material->arena, gathering.shelf.count, sizeof(*material->sessions));
	for (size_t i = 0; i < gathering.shelf.count; i++)
		if (is_wanted(&gathering, i))
			read_one(&gathering, &gathering.shelf.items[i]);
	turn_round(material);
	return 0;
}
