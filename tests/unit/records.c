/* Records for tests; see records.h. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>

#include <string.h>

#include "records.h"

struct detour_oid record_oid(unsigned number)
{
	struct detour_oid id;

	memset(&id, 0, sizeof(id));
	id.id[0] = 0xab;
	id.id[18] = (unsigned char)(number >> 8);
	id.id[19] = (unsigned char)number;
	return id;
}

struct detour_record record_about(enum detour_event event, unsigned commit, const char *subject)
{
	struct detour_record r = {
		.event = event,
		.time = 1700000000 + (int64_t)commit,
		.kind = "revert",
		.detour = "d1",
		.commit = record_oid(commit),
		.author_time = 1600000000,
		.answer = "",
		.subject = subject,
	};

	return r;
}

struct detour_record record_rewritten(unsigned from, unsigned to)
{
	struct detour_record r = record_about(DETOUR_EVENT_REWRITTEN, from, "");

	r.other = record_oid(to);
	return r;
}

void record_assert_same(const struct detour_record *a, const struct detour_record *b)
{
	assert_int_equal(a->event, b->event);
	assert_int_equal(a->time, b->time);
	assert_int_equal(a->author_time, b->author_time);
	assert_string_equal(a->kind, b->kind);
	assert_string_equal(a->detour, b->detour);
	assert_string_equal(a->answer, b->answer);
	assert_string_equal(a->subject, b->subject);
	assert_memory_equal(&a->commit, &b->commit, sizeof(a->commit));
	assert_memory_equal(&a->other, &b->other, sizeof(a->other));
}
