/* Plans: their items and prose lie within the limits, are plain, and are read alike each time. */
#include "fuzz.h"

#include <string.h>

#include "signal/plan.h"

static void check_items(const struct detour_plan *plan, size_t lines)
{
	FUZZ_CHECK(plan->item_count <= DETOUR_PLAN_ITEMS);
	for (size_t i = 0; i < plan->item_count; i++) {
		const struct detour_plan_item *item = &plan->items[i];

		fuzz_check_plain(item->text);
		fuzz_check_plain(item->heading);
		FUZZ_CHECK(item->line >= 1 && item->line <= lines);
		FUZZ_CHECK(detour_plan_common(item, item) <= item->word_count);
		if (i)
			FUZZ_CHECK(detour_plan_common(item, item - 1) <= item->word_count);
	}
	FUZZ_CHECK(plan->prose_count <= DETOUR_PLAN_PROSE);
	for (size_t i = 0; i < plan->prose_count; i++) {
		FUZZ_CHECK(plan->prose[i].text); /* as it stands there */
		fuzz_check_plain(plan->prose[i].heading);
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct fuzz_input input;
	struct detour_plan plan = {0}, again = {0};
	const char *bytes;
	size_t length, lines = 1;

	fuzz_begin(&input, data, size);
	bytes = fuzz_rest(&input, &length);
	for (size_t i = 0; i < length; i++)
		lines += bytes[i] == '\n';
	plan.arena = again.arena = &input.arena;
	detour_plan_read(&plan, "plan.md", bytes, length, false);
	detour_plan_read(&again, "plan.md", bytes, length, false);
	FUZZ_CHECK(plan.item_count == again.item_count && plan.prose_count == again.prose_count);
	for (size_t i = 0; i < plan.item_count; i++)
		FUZZ_CHECK(plan.items[i].hash == again.items[i].hash);
	check_items(&plan, lines);
	fuzz_end(&input);
	return 0;
}
