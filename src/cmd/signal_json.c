/* Writes signals as JSON lines; see signal_json.h. */
#include "signal_json.h"

#include <string.h>

#include "../base/text.h"

const char *detour_telling_name(enum detour_telling how)
{
	switch (how) {
	case DETOUR_TELLING_SESSION:
		return "session";
	case DETOUR_TELLING_DISMISSED:
		return "dismissed";
	case DETOUR_TELLING_WRONG:
		return "wrong";
	case DETOUR_TELLING_SHARED:
		return "shared";
	case DETOUR_TELLING_TRAILER:
		return "trailer";
	case DETOUR_TELLING_NONE:
		break;
	}
	return NULL;
}

static void add_oid(struct detour_buf *out, const struct detour_oid *oid)
{
	char hex[DETOUR_HEX_SIZE + 1];

	detour_oid_hex(oid, hex);
	detour_buf_addf(out, "\"%s\"", hex);
}

static void add_text(struct detour_buf *out, const char *key, const char *text)
{
	detour_buf_addf(out, ",\"%s\":", key);
	detour_text_json(out, text, strlen(text));
}

static void add_related(struct detour_buf *out, const struct detour_signal *signal)
{
	detour_buf_addstr(out, ",\"related\":[");
	for (size_t i = 0; i < signal->related_count; i++) {
		detour_buf_addstr(out, i ? "," : "");
		add_oid(out, &signal->related[i]);
	}
	detour_buf_addch(out, ']');
}

static void add_paths(struct detour_buf *out, const struct detour_commit *commit)
{
	detour_buf_addstr(out, ",\"paths\":[");
	for (size_t i = 0; i < commit->change_count; i++) {
		detour_buf_addstr(out, i ? "," : "");
		detour_text_json(out, commit->changes[i].path, strlen(commit->changes[i].path));
	}
	detour_buf_addch(out, ']');
	if (commit->changes_cut)
		detour_buf_addstr(out, ",\"paths_cut\":true");
}

static void add_text_or_null(struct detour_buf *out, const char *key, const char *text)
{
	if (text)
		add_text(out, key, text);
	else
		detour_buf_addf(out, ",\"%s\":null", key);
}

void detour_print_signal_json(FILE *out, const struct detour *detour,
	const struct detour_signal *signal, const struct detour_told *told)
{
	struct detour_arena arena = DETOUR_ARENA_INIT;
	struct detour_buf line = DETOUR_BUF_INIT;
	const struct detour_commit *commit = signal->commit;

	detour_buf_addstr(&line, "{\"commit\":");
	add_oid(&line, &commit->oid);
	add_text(&line, "signal", detour_kind_name(signal->kind));
	add_text(&line, "level", detour_level_name(signal->level));
	add_related(&line, signal);
	add_text(&line, "evidence", detour_signal_evidence(&arena, signal));
	add_paths(&line, commit);
	add_text(&line, "detour", detour->id);
	detour_buf_addf(&line, ",\"covered\":%s", told->how ? "true" : "false");
	/* A private one is for its writer, and this goes into reports. */
	add_text_or_null(&line, "session", told->is_private ? NULL : told->session);
	add_text_or_null(&line, "told", detour_telling_name(told->how));
	add_text(&line, "rule", signal->rule);
	add_text(&line, "subject", commit->subject);
	add_text(&line, "author", commit->author_email);
	detour_buf_addf(&line, ",\"author_time\":%lld", (long long)commit->author_time);
	detour_buf_addstr(&line, "}\n");
	fwrite(line.ptr, 1, line.size, out);
	detour_buf_release(&line);
	detour_arena_release(&arena);
}
