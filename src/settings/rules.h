/*
 * The team's and the user's own rules, collected key by key while the sources are read. Between
 * settings.c and rules.c only; others find them in struct detour_settings.
 */
#ifndef DETOUR_SETTINGS_RULES_H
#define DETOUR_SETTINGS_RULES_H

#include "settings.h"

struct detour_rule_draft {
	struct detour_rule rule;
	const char *where; /* it was first named */
};

struct detour_rules {
	struct detour_rule_draft *drafts; /* DETOUR_RULE_LIMIT of them, once there is one */
	size_t count;
};

/* One key of one rule. NULL, or what is wrong, for a line that begins with where it is. `name` and
 * `value` are copied. */
const char *detour_rules_set(struct detour_rules *rules, struct detour_arena *arena,
	const char *name, const char *key, const char *value, const char *where);
/* Those that have a pattern; calls `warn` for those that have none. */
void detour_rules_finish(struct detour_rules *rules, struct detour_settings *out,
	struct detour_arena *arena, void (*warn)(void *data, const char *line), void *data);

#endif
