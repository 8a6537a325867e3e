/* Link lines and the list of dismissed commits: what we write is found again, and only that goes.
 */
#include "fuzz.h"

#include <string.h>

#include "base/date.h"
#include "journal/dismissed.h"
#include "journal/link.h"

static void check_written(
	struct detour_arena *arena, const struct detour_commit *commit, const char *base)
{
	struct detour_buf line = DETOUR_BUF_INIT;
	struct detour_commit rewritten = *commit;
	struct detour_link link;

	detour_link_write(&line, commit, base);
	FUZZ_CHECK(line.size && strchr(line.ptr, '\n') == line.ptr + line.size - 1);
	FUZZ_CHECK(detour_link_parse(arena, line.ptr, line.size - 1, &link));
	FUZZ_CHECK(detour_link_matches(&link, commit));
	FUZZ_CHECK(!base || strlen(link.hex) == DETOUR_HEX_SIZE);
	rewritten.oid.id[0] ^= 1;
	FUZZ_CHECK(detour_link_matches(&link, &rewritten));
	rewritten.author_time += 120;
	FUZZ_CHECK(!detour_link_matches(&link, &rewritten));
	detour_buf_release(&line);
}

static void check_dismissed(struct detour_arena *arena, const char *bytes, size_t size,
	const struct detour_commit *commit)
{
	struct detour_buf added = DETOUR_BUF_INIT, again = DETOUR_BUF_INIT, left = DETOUR_BUF_INIT;
	struct detour_link *links;
	bool is_new, found = false;
	size_t count;

	is_new = detour_dismissed_add(&added, bytes, size, commit);
	FUZZ_CHECK(added.size >= size);
	FUZZ_CHECK(!size || !memcmp(added.ptr, bytes, size));
	FUZZ_CHECK(is_new == (added.size > size));
	FUZZ_CHECK(!detour_dismissed_add(&again, added.ptr, added.size, commit));
	fuzz_check_same(&added, &again);
	detour_dismissed_parse(added.ptr, added.size, arena, &links, &count);
	for (size_t i = 0; i < count; i++)
		found |= detour_link_matches(&links[i], commit);
	FUZZ_CHECK(found);
	FUZZ_CHECK(detour_dismissed_remove(&left, added.ptr, added.size, commit));
	detour_buf_clear(&again);
	FUZZ_CHECK(!detour_dismissed_remove(&again, left.ptr, left.size, commit));
	fuzz_check_same(&left, &again);
	detour_buf_release(&added);
	detour_buf_release(&again);
	detour_buf_release(&left);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct fuzz_input input;
	struct detour_commit commit;
	struct detour_link link;
	const char *subject, *bytes;
	size_t length;

	fuzz_begin(&input, data, size);
	subject = fuzz_word(&input);
	commit = fuzz_commit('b', subject, 1795352605);
	commit.author_offset = (int)fuzz_byte(&input) * 10 - 720;
	check_written(&input.arena, &commit, NULL);
	check_written(&input.arena, &commit, "https://forge.example/ana/shop/commit/");
	if (detour_link_parse(&input.arena, subject, strlen(subject), &link)) {
		FUZZ_CHECK(strlen(link.hex) >= 7 && strlen(link.hex) <= DETOUR_HEX_SIZE);
		FUZZ_CHECK(link.subject);
	}
	bytes = fuzz_rest(&input, &length);
	check_dismissed(&input.arena, bytes, length, &commit);
	fuzz_end(&input);
	return 0;
}
