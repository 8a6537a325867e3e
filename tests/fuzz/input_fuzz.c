/* What git tells its hooks: each line that makes sense is read, as it was written. */
#include "fuzz.h"

#include <string.h>

#include "hook/input.h"

static void write_update(struct detour_buf *out, const struct detour_ref_update *update)
{
	char local[DETOUR_HEX_SIZE + 1], remote[DETOUR_HEX_SIZE + 1];

	detour_oid_hex(&update->local_oid, local);
	detour_oid_hex(&update->remote_oid, remote);
	detour_buf_addf(out, "%s %s %s %s\n", update->local_ref, local, update->remote_ref, remote);
}

static void check_updates(struct detour_arena *arena, const char *bytes, size_t size)
{
	struct detour_buf first = DETOUR_BUF_INIT, second = DETOUR_BUF_INIT;
	struct detour_ref_update *updates;
	size_t count, again;

	detour_input_updates(bytes, size, arena, &updates, &count);
	for (size_t i = 0; i < count; i++)
		write_update(&first, &updates[i]);
	detour_input_updates(first.ptr, first.size, arena, &updates, &again);
	FUZZ_CHECK(again == count);
	for (size_t i = 0; i < count; i++)
		write_update(&second, &updates[i]);
	fuzz_check_same(&first, &second);
	detour_buf_release(&first);
	detour_buf_release(&second);
}

static void check_rewrites(struct detour_arena *arena, const char *bytes, size_t size)
{
	struct detour_buf text = DETOUR_BUF_INIT;
	struct detour_rewrite *rewrites, *again;
	size_t count, again_count;

	detour_input_rewrites(bytes, size, arena, &rewrites, &count);
	for (size_t i = 0; i < count; i++) {
		char from[DETOUR_HEX_SIZE + 1], to[DETOUR_HEX_SIZE + 1];

		detour_oid_hex(&rewrites[i].from, from);
		detour_oid_hex(&rewrites[i].to, to);
		detour_buf_addf(&text, "%s %s\n", from, to);
	}
	detour_input_rewrites(text.ptr, text.size, arena, &again, &again_count);
	FUZZ_CHECK(again_count == count);
	for (size_t i = 0; i < count; i++)
		FUZZ_CHECK(detour_oid_equal(&rewrites[i].from, &again[i].from) &&
			   detour_oid_equal(&rewrites[i].to, &again[i].to));
	detour_buf_release(&text);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct fuzz_input input;
	const char *bytes;
	size_t length;

	fuzz_begin(&input, data, size);
	bytes = fuzz_rest(&input, &length);
	check_updates(&input.arena, bytes, length);
	check_rewrites(&input.arena, bytes, length);
	fuzz_end(&input);
	return 0;
}
