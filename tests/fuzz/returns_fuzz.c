/* The file of what the last commits took away: any bytes are taken apart, and what we write too. */
#include "fuzz.h"

/* What takes the file apart is nobody else's. */
#include "returns.c"

static bool read_at(const struct detour_returns *returns, size_t i, struct record *out)
{
	const char *start = returns->records[i], *end = returns->old.ptr + returns->old.size;

	return start >= returns->old.ptr && start <= end &&
	       parse(start, (size_t)(end - start), out) > 0;
}

static void check_records(const struct detour_returns *returns)
{
	const char *end = returns->old.ptr + returns->old.size;
	struct record record;

	for (size_t i = 0; i < returns->record_count; i++) {
		FUZZ_CHECK(read_at(returns, i, &record) && record.head.count <= PAIRS_LIMIT);
		FUZZ_CHECK((const char *)record.pairs + record.head.count * sizeof(struct pair) <=
			   end);
	}
}

static void ask(struct detour_returns *returns, const struct detour_commit *commit)
{
	struct record record;

	for (size_t i = 0; i < returns->record_count; i++)
		if (read_at(returns, i, &record) && !record.head.cut &&
			returns->count < DETOUR_ANCESTOR_LIMIT)
			keep(returns, &record);
	(void)detour_returns_may(returns, &commit->changes[0]);
	if (find(returns, &commit->oid, &record))
		FUZZ_CHECK(detour_oid_equal(&record.head.commit, &commit->oid));
}

/* Behind what can be read of a file, a record of ours can be read too. */
static void check_append(const struct detour_returns *old, const struct detour_commit *commit)
{
	struct detour_returns again = {.old = DETOUR_BUF_INIT, .fresh = DETOUR_BUF_INIT};
	struct record record;

	detour_buf_add(&again.old, old->old.ptr, old->old.size);
	add_record(&again.old, commit);
	take_apart(&again);
	FUZZ_CHECK(again.record_count == old->record_count + 1 && !again.is_damaged);
	FUZZ_CHECK(find(&again, &commit->oid, &record));
	detour_buf_release(&again.old);
	detour_arena_release(&again.arena);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct fuzz_input input;
	struct detour_returns returns = {.old = DETOUR_BUF_INIT, .fresh = DETOUR_BUF_INIT};
	struct detour_change change = {.status = 'M', .path = "src/queue.c"};
	struct detour_commit commit = fuzz_commit('c', "Add the retry queue", 1700000000);

	fuzz_begin(&input, data, size);
	commit.changes = &change;
	commit.change_count = 1;
	detour_buf_add(&returns.old, input.at, size);
	take_apart(&returns);
	check_records(&returns);
	if (!returns.is_damaged)
		check_append(&returns, &commit);
	ask(&returns, &commit);
	detour_buf_release(&returns.old);
	detour_arena_release(&returns.arena);
	fuzz_end(&input);
	return 0;
}
