/*
 * The words that the revert rules share, as pieces of PCRE2 patterns in extended form, and the
 * title as they see it. Private to revert_verb.c, revert_title.c and revert_rules.c.
 */
#ifndef DETOUR_SIGNAL_REVERT_TERMS_H
#define DETOUR_SIGNAL_REVERT_TERMS_H

#include <string.h>

#include "../pattern.h"
#include "revert.h"

#define NOT_CASE (DETOUR_PATTERN_CASELESS | DETOUR_PATTERN_EXTENDED)
#define IN_LINES (NOT_CASE | DETOUR_PATTERN_LINES)

/* A quiet message has none of these, and nothing is compiled for it. */
#define BACK_OUT "back out|backs out|backed out|backing out|back-out|backed-out|backout|backedout"
#define ROLL_BACK "roll back|rolls back|rolled back|rolling back|roll-back|rolled-back|rollback"
#define AGAIN                                                                                      \
	"reland|re-land|reappl|re-appl|recommit|re-commit|reintroduc|re-introduc|reinstat|re-"     \
	"instat"
#define STEMS                                                                                      \
	"revert|reversal|reversion|original commit changeset|undo|undid|" BACK_OUT "|" ROLL_BACK   \
	"|" AGAIN

#define REVERTS "(?:revert(?:s|ed|ing)?|back(?:s|ed|ing)?[ -]?out)"
#define REVERT_OF                                                                                  \
	"(?:(?:(?:full|partial|temporary|temp|manual|clean|speculative)\\ "                        \
	")?(?:revert|reversal|reversion"                                                           \
	"|back-?out)\\ of)"
#define UNDOES "(?:undo(?:es|ne|ing|ed)?|undid|roll(?:s|ed|ing)?[ -]?back)"
#define LANDS                                                                                      \
	"(?:(?:re-?)+land(?:s|ed|ing)?|un-?revert(?:s|ed|ing)?|(?:re-?)+commit(?:s|ted|ting)?)"
#define APPLIES "(?:(?:re-?)+appl(?:y|ies|ied|ying))"
#define RESTORES "(?:re-?introduc(?:e|es|ed|ing)|re-?instat(?:e|es|ed|ing))"
#define QUOTE "(?:[\"'`]|\xe2\x80\x9c|\xe2\x80\x98)"

/* Names of commits, as far as one can tell them from words and numbers. */
#define HASH "(?:(?=[a-f]*\\d)[0-9a-f]{7,40}\\b)"
#define NAME                                                                                       \
	"(?:" HASH "|r[LG]?[0-9a-f]{3,40}\\b|\\d{4,}\\b|[\\w./-]*[#!]\\d+\\b|D\\d{2,}\\b"          \
	"|I[0-9a-f]{7,40}\\b|https?://\\S+)"

/* What may stand between the verb and a name. */
#define KINDS                                                                                      \
	"(?:(?:the|all|both|part|parts|most|some|bits|a|my|our|that|this|these|those|following|"   \
	"of|from"                                                                                  \
	"|in|made|done|introduced|by|with|changes?|commits?|revisions?|change-?sets?|merge|"       \
	"request|pull"                                                                             \
	"|pr|mr|cl|patch(?:es)?|change-id|svn|git|hg|rev|previous|last|earlier|recent|bad"         \
	"|breakage|work|hack|fix|series|code|stuff|addition|removal|it|effects?)\\b:?\\s+)*"

#define ADVERB                                                                                     \
	"(?:(?!(?:accidental|mistaken|inadvertent|unintentional|erroneous|incorrect|wrong|only)"   \
	"ly\\b)\\w+ly"                                                                             \
	"|automated|automatic|also|semi|half|just|please|again|partial|temp|quick|now|then|so|"    \
	"let's|lets|try|trying|tried"                                                              \
	"|attempt|attempting|and|in\\ part|first|re|rev)"

/* The verb that leads a title, by what has to follow it. */
enum detour_revert_verb {
	DETOUR_VERB_NONE,
	DETOUR_VERB_OF,       /* revert of */
	DETOUR_VERB_LANDS,    /* reland, unrevert, recommit */
	DETOUR_VERB_APPLIES,  /* reapply */
	DETOUR_VERB_REVERTS,  /* revert, back out */
	DETOUR_VERB_UNDOES,   /* undo, roll back */
	DETOUR_VERB_RESTORES, /* reintroduce, reinstate */
	DETOUR_VERB_COUNT
};

struct detour_revert_title {
	const char *text;
	size_t size;
	size_t line;  /* how much of it is looked through for a verb further behind */
	size_t scope; /* where what it says begins, behind scopes, tags and numbers */
	size_t verb;  /* where the verb that leads it ends, or 0 */
	enum detour_revert_verb kind;
};

static inline bool detour_revert_matches(
	struct detour_pattern *pattern, const char *text, size_t size)
{
	return detour_pattern_match(pattern, text, size, NULL, 0);
}

/* revert_verb.c */
void detour_revert_title_read(struct detour_revert_title *title, const char *text, size_t size);
/* Does the verb that leads it say that earlier work is taken or brought back? */
bool detour_revert_title_leads(const struct detour_revert_title *title);
/* `Revert "Revert "X""` brings X back, and so does `Revert^2 "X"`. */
bool detour_revert_title_brings_back(const struct detour_revert_title *title);
/* Is the rest of the title, behind the verb, a quoted subject? */
bool detour_revert_title_quotes(const struct detour_revert_title *title);

/* revert_title.c */
/* The rule that the title of this commit fits ("T1s", "T2", "T3") or NULL; sets what `out` takes
 * from it. */
const char *detour_revert_title_rule(
	const struct detour_revert_title *title, struct detour_revert *out);
/* `revert: use a table` in a change of builtin/revert.c speaks of a part of the program. */
bool detour_revert_title_is_component(
	const struct detour_scene *scene, const struct detour_revert_title *title);
/* `git-revert: …`: what follows speaks of reverting without doing it, unless the verb leads it. */
bool detour_revert_title_has_component_scope(const struct detour_revert_title *title);
/* "Merge pull request …" and its like. */
bool detour_revert_is_merge_title(const char *subject);

#endif
