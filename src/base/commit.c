/* Ids as text and back; see commit.h. */
#include "commit.h"

#include <string.h>

void detour_oid_hex(const struct detour_oid *oid, char *hex)
{
	static const char digits[] = "0123456789abcdef";

	for (size_t i = 0; i < DETOUR_OID_SIZE; i++) {
		hex[2 * i] = digits[oid->id[i] >> 4];
		hex[2 * i + 1] = digits[oid->id[i] & 15];
	}
	hex[DETOUR_HEX_SIZE] = '\0';
}

char *detour_oid_short(struct detour_arena *arena, const struct detour_oid *oid, int digits)
{
	char hex[DETOUR_HEX_SIZE + 1];

	detour_oid_hex(oid, hex);
	return detour_arena_strndup(arena, hex, (size_t)digits);
}

static int digit_value(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	if (c >= 'A' && c <= 'F')
		return c - 'A' + 10;
	return -1;
}

bool detour_oid_parse(struct detour_oid *oid, const char *hex)
{
	for (size_t i = 0; i < DETOUR_OID_SIZE; i++) {
		int high = digit_value(hex[2 * i]);
		int low = high < 0 ? -1 : digit_value(hex[2 * i + 1]);

		if (low < 0)
			return false;
		oid->id[i] = (unsigned char)(high << 4 | low);
	}
	return digit_value(hex[DETOUR_HEX_SIZE]) < 0;
}

bool detour_oid_equal(const struct detour_oid *a, const struct detour_oid *b)
{
	return memcmp(a->id, b->id, DETOUR_OID_SIZE) == 0;
}

bool detour_oid_is_zero(const struct detour_oid *oid)
{
	static const struct detour_oid zero;

	return detour_oid_equal(oid, &zero);
}
