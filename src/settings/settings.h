/*
 * Settings: built-in values, then the team's .detour.ini, then git's own configuration, then the
 * command line, each value with where it came from.
 *
 * .detour.ini is tracked and so untrusted: it chooses among what is offered. A mistake anywhere is
 * one warning (file, line, key, what is allowed) and the value before it serves.
 */
#ifndef DETOUR_SETTINGS_H
#define DETOUR_SETTINGS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "../base/arena.h"
#include "../base/error.h"
#include "../journal/forge.h"

struct detour_pattern;
struct detour_repo;

enum detour_kind {
#define DETOUR_SIGNAL(kind, level, facts, sentence) DETOUR_KIND_##kind,
#include "../signal/signals.def"
#undef DETOUR_SIGNAL
	DETOUR_KIND_COUNT
};

enum detour_level {
	DETOUR_LEVEL_OFF,
	DETOUR_LEVEL_LIST,
	DETOUR_LEVEL_REMIND,
	DETOUR_LEVEL_ASK,
};

enum detour_mode {
	DETOUR_MODE_OFF,
	DETOUR_MODE_REMIND,
	DETOUR_MODE_ASK,      /* prompt.mode */
	DETOUR_MODE_SCAFFOLD, /* prompt.mode, prompt.unattended */
	DETOUR_MODE_BLOCK,    /* push.mode */
};

#define DETOUR_SPAN_AUTO INT64_C(-1)

/* Every setting: those of settings.def, then `signals.<kind>` in the order of signals.def. */
enum detour_setting_id {
#define DETOUR_SETTING(section, key, type, field, allowed, fallback, sentence)                     \
	DETOUR_SETTING_##section##_##key,
#include "settings.def"
#undef DETOUR_SETTING
	DETOUR_SETTING_signals,
	DETOUR_SETTING_COUNT = DETOUR_SETTING_signals + DETOUR_KIND_COUNT
};

/* What a rule's pattern is held against. */
enum detour_rule_place {
	DETOUR_RULE_MESSAGE,
	DETOUR_RULE_ADDED, /* lines that a commit adds */
	DETOUR_RULE_PATH,
};

#define DETOUR_RULE_LIMIT 32

/* `[rule "hack"]`: a signal of the team's own. */
struct detour_rule {
	const char *name;
	/* PCRE2; never empty. A " ;" or " #" in it begins a comment, as in every value. */
	const char *match;
	enum detour_rule_place in;
	enum detour_level level;
	const char *origin; /* of the pattern */
	/* Compiled once a process and kept for its life; `broken` where it cannot be used. NULL
	 * where the level is off. */
	struct detour_pattern *pattern;
};

struct detour_settings {
	enum detour_mode prompt_mode;       /* ask | remind | scaffold | off */
	enum detour_mode prompt_unattended; /* remind | scaffold | off */
	int64_t prompt_timeout;             /* seconds, 1 to 600 */
	enum detour_mode push_mode;         /* remind | block | off */
	/* "auto", or paths relative to the work tree with ", " between; from the user's own
	 * configuration also "private" (in the git dir) or one whole path. */
	const char *journal_dir;
	const char *journal_shared_dir; /* the last of the values that lie in the work tree */
	const char *journal_template;   /* "auto", or a path; the user's may be a whole one */
	enum detour_level levels[DETOUR_KIND_COUNT];
	bool level_is_set[DETOUR_KIND_COUNT]; /* chosen by somebody */
	int64_t gap_stuck;                    /* seconds, or DETOUR_SPAN_AUTO */
	int64_t gap_away;                     /* seconds, or DETOUR_SPAN_AUTO */
	const char *plan_files;               /* "auto", or patterns of paths with ", " between */

	enum detour_forge_kind forge_kind;
	const char *forge_url; /* "auto", or a page of detour_forge_page */

	const struct detour_rule *rules; /* the team's and the user's own */
	size_t rule_count;

	/* Where a value came from: NULL where built in, ".detour.ini:12" (relative to the work
	 * tree; "HEAD:.detour.ini:12" in a bare repository), "/home/ana/.gitconfig", "command
	 * line". */
	const char *origins[DETOUR_SETTING_COUNT];

	const char *const *warnings; /* one line each, in the order of the sources */
	size_t warning_count;
};

/* Built-in values alone. */
void detour_settings_defaults(struct detour_settings *out);

/* All sources for this repository (NULL: outside of one, defaults and nothing else). `.detour.ini`
 * comes from the top of the work tree; in a bare repository from HEAD's tree. Strings in the arena.
 * Never fails: what cannot be read is a warning. */
void detour_settings_load(
	struct detour_settings *out, struct detour_repo *repo, struct detour_arena *arena);

/* Every key with its effective value as text, what is allowed, and its origin; for `config`. */
struct detour_setting_row {
	const char *key; /* "prompt.mode", "signals.revert" */
	const char *value;
	const char *allowed; /* "ask | remind | scaffold | off" */
	const char *origin;
	const char *sentence; /* what it does, in a line */
};
size_t detour_settings_rows(const struct detour_settings *settings, struct detour_arena *arena,
	struct detour_setting_row **rows);

/* "…: rule "x": …", where patterns ran into the limits since they were loaded and so count as no
 * match: one line, or NULL. To be asked after looking at commits. */
const char *detour_settings_runaway(
	const struct detour_settings *settings, struct detour_arena *arena);

const char *detour_rule_place_name(enum detour_rule_place place);
const char *detour_level_name(enum detour_level level);
const char *detour_kind_name(enum detour_kind kind);
/* The kind of that name, or DETOUR_KIND_COUNT. */
enum detour_kind detour_kind_parse(const char *name);

#endif
