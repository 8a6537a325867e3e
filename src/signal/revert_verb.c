/*
 * The verb that leads a title, behind its scopes and tags, and whether it speaks of a commit.
 *
 * "queue: partially revert the retries" does, "revert button: use the new colour" does not. What
 * follows the verb decides, and how much it has to say depends on the verb: relanding is done to
 * commits alone, while undo, roll back and reapply are also what programs do when they run.
 */
#include "revert_terms.h"

/* Scopes, tags and numbers before what a title says. A label may have several words, but it is none
 * if it is itself what we look for. */
static struct detour_pattern scopes = DETOUR_PATTERN(NULL,
	"^(?: \\s* (?:"
	"    \\[ (?!" REVERTS "|" LANDS "|" APPLIES ") [^\\]\\n]{1,60} \\]"
	"  | \\( (?!" REVERTS "|" LANDS "|" APPLIES ") [^)\\n]{1,40} \\) (?=\\s)"
	"  | (?:bugzilla\\ |bz\\ )? "
	"(?:bug|issue|fix(?:e[sd])?|close[sd]?|resolve[sd]?|refs?|pr|ticket) \\s* \\#?\\d+\\b "
	"(?=[\\s:.,;-])"
	"  | [A-Z][A-Z0-9]{1,9}-\\d+\\b"
	"  | \\#\\d+\\b"
	"  | [*-] (?=\\s)"
	"  | (?:o+ps|w+h?oops|sorry|ok|hm+|argh|grr*|meh|ugh|damn|shit|no)\\b [,.!]+ (?=\\s)"
	"  | (?!(?:" ADVERB "[\\s-]+)* (?:" REVERTS "|" UNDOES "|" LANDS "|" APPLIES "|" RESTORES
	"|" REVERT_OF ")\\b)"
	"    (?!todo|fixme) [^\\s\"':] (?: [^\":\\n] | :(?!\\s) ){0,60}? (?= : (?:\\s|revert) )"
	" ) \\s* [-:.,;]* \\s* )+",
	NOT_CASE);

/* The verb that leads a title; what follows must not make a longer name of it. */
static struct detour_pattern led = DETOUR_PATTERN(STEMS,
	"^ [\\s(\\[*\"'-]{0,3} (?: " ADVERB " [\\s,-]+ ){0,4}"
	" (?: (" REVERT_OF ") | (" LANDS ") | (" APPLIES ") | (" REVERTS ") | (" UNDOES ")"
	"   | (" RESTORES ") )"
	" (?: \\^\\d{1,3} | \\([^()\\n]{1,60}\\)!?(?=:) )?"
	" (?= [\\s:,;!)\\]\"^] | \\.(?!\\w) | $ | \xe2\x80)",
	NOT_CASE);

/* Behind the verb: what a program does when it runs, not what a commit does to another. */
static struct detour_pattern runtime = DETOUR_PATTERN(NULL,
	"^ (?: \\s --?[a-z]{2,} | "
	"\\s(?:button|command|action|dialog|menu|confirmation|support|option)s?\\b "
	"(?!\\s+(?:change|fix))"
	"   | \\s of \\s (?!(?:the\\s)?(?:change|commit|patch|merge|pr\\b|r\\d)|" NAME "|" QUOTE ")"
	"   | \\s (?:(?:back\\s)?to|on|if|when|unless)\\s .* "
	"\\b(?:when|if|unless|on\\s(?:error|failure)|in\\scase|whenever)\\b"
	"   | \\s (?:if|when|unless|whenever)\\b"
	"   | ,\\s*(?:cherry|merge|rebase|commit|reset|and)\\b"
	"   | \\s (?:and|or|/) \\s (?:cherry|merge|rebase|redo|reset|commit|friends)\\b )",
	NOT_CASE);

/* Behind undo and rollback: a change, or somebody's earlier step. */
static struct detour_pattern undone_change = DETOUR_PATTERN(NULL,
	"^ (?: [\\s.!)]* $"
	"   | \\s+ (?-i: \\w+[A-Z_.(][\\w.()]* ) (?:\\s+\\(\\#\\d+\\))? [\\s.]* $"
	"   | \\s+ (?: (?!when\\b|if\\b|on\\b|for\\b|in\\b|before\\b|after\\b|until\\b|so\\b) \\S+ "
	"\\s+ ){0,5}?"
	"     (?: (?:[\\w./]+-)? "
	"(?:(?:commit|changeset|change|patch|hack|work-?around|fix|merge|edit|modification|rename|"
	"update"
	"         "
	"|upgrade|downgrade|bump|adjustment|tweak|addition|removal|cleanup|clean-up|experiment"
	"         "
	"|conversion|split|move|switch|format|reformat|refactor|revert|check|deprecation|optimi[sz]"
	"ation"
	"         |simplification))(?:e?[sd]|ing)?\\b"
	"       | "
	"(?:previous|last|earlier|prior|accidental\\w*|mistaken\\w*|temp|temporary|debug\\w*|wrong|"
	"bad|my)\\b"
	"       | [\\w.]+'s\\b | " NAME " | [\"\xe2] )"
	"   | \\s+ (?:the\\s+)? "
	"(?:using|adding|removing|making|moving|renaming|changing|disabling|enabling|some)\\b"
	"   | \\s+ (?:\\S+\\s+){0,4}? (?:of|to) \\s+ (?:\\S+\\s+){0,2}? @?v?\\d+\\.\\d+"
	"   | \\s+ (?:\\S+\\s+){1,4}? (?:versions?|requirements?|dependenc(?:y|ies)) [\\s.]* "
	"(?:\\(\\#\\d+\\))? [\\s.]* $"
	"   | \\s+ of \\s )",
	NOT_CASE);
static struct detour_pattern undone_name = DETOUR_PATTERN(NULL, "^ \\s+ " KINDS NAME, NOT_CASE);
static struct detour_pattern undo_feature = DETOUR_PATTERN(NULL,
	"\\b(?:when|if|unless|redo|support|button|stack|history|transactions?|locks?|handlers?|"
	"menu|failure|fails?"
	"|failed|errors?|automatically|enabled\\ by|feature|manager|undoable|able\\ to|partially\\ "
	"applied)\\b",
	NOT_CASE);

/* Reapply and its kin do so at run time as well: wanted is something that can be applied again. */
#define A_CHANGE                                                                                   \
	"(?:commits?|(?:un|re)?(?:reverted|revert)|changes|change(?:set)?s?|patch(?:es)?|diffs?|"  \
	"pr|pull|merge)\\b"
static struct detour_pattern applied_change = DETOUR_PATTERN(NULL,
	"^ (?: \\s*[:!\\])]* \\s* $ | [\\])]?:?\\s* (?: " QUOTE " | (?:\\w+\\s+){0,2} (?:" KINDS
	")" NAME " )"
	"   | [:\\]]\\s | \\s+ [^\\s:]+ :\\s | \\s+ \\S+ \\s+ [^\\s:]{2,20}:\\s | \\s+ \\[ "
	"   | \\s+ (?: \\S+ \\s+ ){0,4}? " A_CHANGE " (?! \\s+(?:when|if|on|after|in)\\b) )",
	NOT_CASE);
/* Reintroduce and reinstate mostly are planned work: only with a change as the object. */
static struct detour_pattern restored_change = DETOUR_PATTERN(NULL,
	"^ \\s+ (?: (?:" KINDS ")" NAME
	" | (?:(?:the|my|our|this|that|previous|last|earlier)\\s+){0,3} " A_CHANGE " )",
	NOT_CASE);

static struct detour_pattern quoted = DETOUR_PATTERN(NULL, "^ :? \\s* " QUOTE, NOT_CASE);

static struct detour_pattern nested = DETOUR_PATTERN(NULL,
	"^ :? \\s* (?: " QUOTE " | (?:(?:the|my|our|a|last|previous)\\s+){0,2} reverts? (?: \\s+ "
	"(?:of|commit)\\b | [:\"^] | $ ) )",
	NOT_CASE);

static bool tail_matches(struct detour_pattern *pattern, const struct detour_revert_title *title)
{
	return detour_revert_matches(pattern, title->text + title->verb, title->size - title->verb);
}

static void find_verb(struct detour_revert_title *title)
{
	struct detour_match groups[DETOUR_VERB_COUNT];

	title->verb = 0;
	title->scope = 0;
	if (!detour_pattern_may_match(&led, title->text, title->size))
		return;
	if (detour_pattern_match(&scopes, title->text, title->size, groups, 1))
		title->scope = groups[0].end;
	if (!detour_pattern_match(&led, title->text + title->scope, title->size - title->scope,
		    groups, DETOUR_VERB_COUNT))
		return;
	title->verb = title->scope + groups[0].end;
	for (int i = DETOUR_VERB_OF; i < DETOUR_VERB_COUNT; i++)
		if (groups[i].start != (size_t)-1)
			title->kind = (enum detour_revert_verb)i;
}

void detour_revert_title_read(struct detour_revert_title *title, const char *text, size_t size)
{
	enum { LONGEST_TITLE = 1000, LONGEST_CLAUSE = 250 };

	memset(title, 0, sizeof(*title));
	title->text = text;
	title->size = size < LONGEST_TITLE ? size : LONGEST_TITLE;
	title->line = title->size < LONGEST_CLAUSE ? title->size : LONGEST_CLAUSE;
	find_verb(title);
}

bool detour_revert_title_quotes(const struct detour_revert_title *title)
{
	return tail_matches(&quoted, title);
}

size_t detour_revert_led(const char *text, size_t size)
{
	struct detour_revert_title title = {.text = text, .size = size};

	find_verb(&title);
	return title.verb;
}

bool detour_revert_title_leads(const struct detour_revert_title *title)
{
	if (!title->verb)
		return false;
	switch (title->kind) {
	case DETOUR_VERB_LANDS:
	case DETOUR_VERB_OF:
		return true;
	case DETOUR_VERB_APPLIES:
		return tail_matches(&applied_change, title);
	case DETOUR_VERB_RESTORES:
		return tail_matches(&restored_change, title);
	case DETOUR_VERB_UNDOES:
		if (tail_matches(&undone_name, title))
			return true;
		return tail_matches(&undone_change, title) && !tail_matches(&undo_feature, title);
	default:
		return !tail_matches(&runtime, title);
	}
}

/* The inner title of `Revert "X"`; nothing where a second verb only explains the first, as in
 * `revert: revert the lock file`. */
static bool look_inside(struct detour_revert_title *title)
{
	const char *text = title->text + title->verb;
	size_t size = title->size - title->verb;
	bool is_nested = detour_revert_matches(&nested, text, size);

	while (size && strchr(": \t\"'`", text[0])) {
		text++;
		size--;
	}
	title->text = text;
	title->size = size;
	find_verb(title);
	return is_nested && title->verb && title->kind != DETOUR_VERB_UNDOES;
}

bool detour_revert_title_brings_back(const struct detour_revert_title *title)
{
	struct detour_revert_title inner = *title;
	bool back = true;

	for (int depth = 0; depth < 8; depth++) {
		char last = inner.text[inner.verb - 1];

		if (inner.kind == DETOUR_VERB_LANDS || inner.kind == DETOUR_VERB_APPLIES ||
			inner.kind == DETOUR_VERB_RESTORES)
			return back;
		if (last < '0' || last > '9' || (last - '0') % 2)
			back = !back;
		if (!look_inside(&inner))
			break;
	}
	return back;
}

bool detour_revert_is_title(const char *text, size_t size)
{
	struct detour_revert_title title = {.text = text, .size = size};

	find_verb(&title);
	return title.verb && !detour_revert_title_brings_back(&title);
}
