/* The end of a reflog; see reflog.h. A line is "<old> <new> <name> <email> <time> <zone>\t<text>".
 */
#include "reflog.h"

#include <string.h>

#include "../base/file.h"
#include "handle.h"
#include "raw_commit.h"

enum { BYTES_AN_ENTRY = 512, BYTES_MIN = 4096, BYTES_MAX = 4 * 1024 * 1024 };

static bool parse_id(const char *text, struct detour_oid *out)
{
	char hex[DETOUR_HEX_SIZE + 1];

	memcpy(hex, text, DETOUR_HEX_SIZE);
	hex[DETOUR_HEX_SIZE] = '\0';
	return text[DETOUR_HEX_SIZE] == ' ' && detour_oid_parse(out, hex);
}

static bool parse_line(
	const char *line, size_t size, struct detour_arena *arena, struct detour_reflog_entry *out)
{
	const size_t person = 2 * (DETOUR_HEX_SIZE + 1);
	struct detour_ident ident;
	const char *tab;
	size_t before;

	if (size <= person || !parse_id(line, &out->old_oid) ||
		!parse_id(line + DETOUR_HEX_SIZE + 1, &out->new_oid))
		return false;
	tab = memchr(line, '\t', size);
	before = tab ? (size_t)(tab - line) : size;
	if (before <= person)
		return false;
	detour_ident_parse(&ident, (struct detour_slice){line + person, before - person});
	out->email = detour_arena_strndup(arena, ident.email.ptr, ident.email.size);
	out->time = ident.time;
	out->offset = ident.offset;
	out->message = tab ? detour_arena_strndup(arena, tab + 1, size - before - 1) : "";
	return true;
}

/* The start of the line that ends at `end`. */
static const char *line_start(const char *bytes, const char *end)
{
	while (end > bytes && end[-1] != '\n')
		end--;
	return end;
}

void detour_reflog_parse(const char *bytes, size_t size, bool starts_inside_a_line, size_t limit,
	struct detour_arena *arena, struct detour_reflog *out)
{
	const char *end = bytes + size, *start;
	struct detour_reflog_entry *entries;
	size_t lines = 1, count = 0;

	for (size_t i = 0; i < size; i++)
		lines += bytes[i] == '\n';
	if (lines > limit)
		lines = limit;
	entries = detour_arena_array(arena, lines, sizeof(*entries));
	while (end > bytes && count < lines) {
		end -= end[-1] == '\n';
		start = line_start(bytes, end);
		if (start == bytes && starts_inside_a_line)
			break;
		if (parse_line(start, (size_t)(end - start), arena, &entries[count]))
			count++;
		end = start;
	}
	out->entries = entries;
	out->count = count;
}

static bool is_own_of_a_work_tree(const char *ref)
{
	return strncmp(ref, "refs/", 5) || !strncmp(ref, "refs/bisect/", 12) ||
	       !strncmp(ref, "refs/worktree/", 14) || !strncmp(ref, "refs/rewritten/", 15);
}

int detour_reflog_tail(struct detour_repo *repo, const char *ref, size_t limit,
	struct detour_arena *arena, struct detour_reflog *out, struct detour_error *err)
{
	struct detour_buf path = DETOUR_BUF_INIT, text = DETOUR_BUF_INIT;
	size_t skipped = 0, bytes = BYTES_MAX;

	memset(out, 0, sizeof(*out));
	if (!*ref || *ref == '/' || strstr(ref, ".."))
		return detour_error_set(
			err, DETOUR_EINVALID, "cannot read the reflog of '%s': no reference", ref);
	if (limit < (BYTES_MAX - BYTES_MIN) / BYTES_AN_ENTRY)
		bytes = BYTES_MIN + limit * BYTES_AN_ENTRY;
	detour_buf_addf(&path, "%s/logs/%s",
		is_own_of_a_work_tree(ref) ? repo->git_dir : repo->common_dir, ref);
	if (!detour_file_read_tail(path.ptr, bytes, &text, &skipped, NULL))
		detour_reflog_parse(text.ptr, text.size, skipped > 0, limit, arena, out);
	detour_buf_release(&path);
	detour_buf_release(&text);
	return 0;
}
