/*
 * Does a commit declare that it takes back, or brings back, earlier work?
 *
 * The rules go from what tools write to what people write, and each is named for what was measured
 * on real histories:
 *
 *	T1b  a sentence of the body with a name in it: "This reverts commit 1a2b3c4…"
 *	T1s  a quoted subject: `Revert "X"`, `Back out "X"`, `Reapply "X"`
 *	T1c  other sentences of tools: "Reverts owner/repo#12", "Original commit changeset: …"
 *	T2   a title led by the verb: "queue: back out the retries"
 *	T3   the verb further behind in the title: "fix the queue by reverting 1a2b3c4"
 *	T4   only somewhere in the body: "this patch undoes …"; usually old and partial
 *
 * Before them stand the traps: `revert:` as the name of a component, messages that amend or swallow
 * others, and titles about a program's own undo and revert.
 */
#include <string.h>

#include "../pattern.h"
#include "../text.h"
#include "revert.h"

#define NOT_CASE (DETOUR_PATTERN_CASELESS | DETOUR_PATTERN_EXTENDED)
#define IN_LINES (NOT_CASE | DETOUR_PATTERN_LINES)

/* Imported histories have whole paragraphs for a title; how far into one a clause still counts. */
enum { LONGEST_CLAUSE = 250 };

/* ---- words */

/* A quiet message has none of these, and nothing is compiled for it. */
#define BACK_OUT "back out|backs out|backed out|backing out|back-out|backed-out|backout|backedout"
#define ROLL_BACK "roll back|rolls back|rolled back|rolling back|roll-back|rolled-back|rollback"
#define AGAIN                                                                                      \
	"reland|re-land|reappl|re-appl|recommit|re-commit|reintroduc|re-introduc|reinstat|re-instat"
#define STEMS "revert|reversal|reversion|original commit changeset|undo|undid|" BACK_OUT "|" ROLL_BACK "|" AGAIN
static struct detour_pattern gate = DETOUR_PATTERN(STEMS, "", 0);

#define REVERTS "(?:revert(?:s|ed|ing)?|back(?:s|ed|ing)?[ -]?out)"
#define REVERT_OF                                                                                  \
	"(?:(?:(?:full|partial|temporary|temp|manual|clean|speculative)\\ )?(?:revert|reversal|reversion"  \
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
	"(?:(?:the|all|both|part|parts|most|some|bits|a|my|our|that|this|these|those|following|of|from"    \
	"|in|made|done|introduced|by|with|changes?|commits?|revisions?|change-?sets?|merge|request|pull"   \
	"|pr|mr|cl|patch(?:es)?|change-id|svn|git|hg|rev|previous|last|earlier|recent|bad"                 \
	"|breakage|work|hack|fix|series|code|stuff|addition|removal|it|effects?)\\b:?\\s+)*"

#define ADVERB                                                                                     \
	"(?:(?!(?:accidental|mistaken|inadvertent|unintentional|erroneous|incorrect|wrong|only)ly\\b)\\w+ly"    \
	"|automated|automatic|also|semi|half|just|please|again|partial|temp|quick|now|then|so|let's|lets|try|trying|tried"     \
	"|attempt|attempting|and|in\\ part|first|re)"

/* ---- titles */

/* Scopes, tags and numbers before what a title says. A label may have several words, but it is none
 * if it is itself what we look for. */
static struct detour_pattern scopes = DETOUR_PATTERN(NULL,
	"^(?: \\s* (?:"
	"    \\[ (?!" REVERTS "|" LANDS "|" APPLIES ") [^\\]\\n]{1,60} \\]"
	"  | \\( (?!" REVERTS "|" LANDS "|" APPLIES ") [^)\\n]{1,40} \\) (?=\\s)"
	"  | (?:bugzilla\\ |bz\\ )? (?:bug|issue|fix(?:e[sd])?|close[sd]?|resolve[sd]?|refs?|pr|ticket) \\s* \\#?\\d+\\b (?=[\\s:.,;-])"
	"  | [A-Z][A-Z0-9]{1,9}-\\d+\\b"
	"  | \\#\\d+\\b"
	"  | [*-] (?=\\s)"
	"  | (?:o+ps|w+h?oops|sorry|ok|hm+|argh|grr*|meh|ugh|damn|shit|no)\\b [,.!]+ (?=\\s)"
	"  | (?!(?:" ADVERB "[\\s-]+)* (?:" REVERTS "|" UNDOES "|" LANDS "|" APPLIES "|" RESTORES "|" REVERT_OF ")\\b)"
	"    (?!todo|fixme) [^\\s\"':] (?: [^\":\\n] | :(?!\\s) ){0,60}? (?=:\\s)"
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
enum { LED_OF = 1, LED_LANDS, LED_APPLIES, LED_REVERTS, LED_UNDOES, LED_RESTORES, LED_GROUPS };

/* Behind the verb: what a program does when it runs, not what a commit does to another. */
static struct detour_pattern runtime = DETOUR_PATTERN(NULL,
	"^ (?: \\s --?[a-z]{2,} | \\s(?:button|command|action|dialog|menu|confirmation|support|option)s?\\b (?!\\s+(?:change|fix))"
	"   | \\s of \\s (?!(?:the\\s)?(?:change|commit|patch|merge|pr\\b|r\\d)|" NAME "|" QUOTE ")"
	"   | \\s (?:(?:back\\s)?to|on|if|when|unless)\\s .* \\b(?:when|if|unless|on\\s(?:error|failure)|in\\scase|whenever)\\b"
	"   | \\s (?:if|when|unless|whenever)\\b"
	"   | ,\\s*(?:cherry|merge|rebase|commit|reset|and)\\b"
	"   | \\s (?:and|or|/) \\s (?:cherry|merge|rebase|redo|reset|commit|friends)\\b )",
	NOT_CASE);

/* Behind undo and rollback: a change, or somebody's earlier step. */
static struct detour_pattern undone_change = DETOUR_PATTERN(NULL,
	"^ (?: [\\s.!)]* $"
	"   | \\s+ (?-i: \\w+[A-Z_.(][\\w.()]* ) (?:\\s+\\(\\#\\d+\\))? [\\s.]* $"
	"   | \\s+ (?: (?!when\\b|if\\b|on\\b|for\\b|in\\b|before\\b|after\\b|until\\b|so\\b) \\S+ \\s+ ){0,5}?"
	"     (?: (?:(?:un)?(?:commit|change|patch|hack|work-?around|fix|merge|edit|modification|rename|update"
	"         |upgrade|downgrade|bump|adjustment|tweak|addition|removal|cleanup|clean-up|experiment"
	"         |refactoring|conversion|split|move|switch|format|formatting|reformat|refactor|revert))(?:e?[sd]|ing)?\\b"
	"       | (?:previous|last|earlier|prior|accidental\\w*|mistaken\\w*|temp|temporary|debug\\w*|wrong|bad|my)\\b"
	"       | [\\w.]+'s\\b | " NAME " | [\"\xe2] )"
	"   | \\s+ (?:the\\s+)? (?:using|adding|removing|making|moving|renaming|changing|disabling|enabling|some)\\b"
	"   | \\s+ (?:of|to) \\s+ (?:\\S+\\s+)? v?\\d+\\.\\d+ | \\s+ of \\s )",
	NOT_CASE);
static struct detour_pattern undo_feature = DETOUR_PATTERN(NULL,
	"\\b(?:when|if|unless|redo|support|button|stack|history|transactions?|locks?|handlers?|menu|failure|fails?"
	"|failed|errors?|automatically|enabled\\ by|feature|manager|undoable|able\\ to|partially\\ applied)\\b",
	NOT_CASE);

/* Reapply and its kin do so at run time as well: wanted is something that can be applied again. */
#define A_CHANGE                                                                                   \
	"(?:commits?|(?:un|re)?(?:reverted|revert)|changes|change(?:set)?s?|patch(?:es)?|diffs?|pr|pull|merge)\\b"
static struct detour_pattern applied_change = DETOUR_PATTERN(NULL,
	"^ (?: \\s*[:!\\])]* \\s* $ | [\\])]?:?\\s* (?: " QUOTE " | (?:\\w+\\s+){0,2} (?:" KINDS ")" NAME " )"
	"   | [:\\]]\\s | \\s+ [^\\s:]+ :\\s | \\s+ \\S+ \\s+ [^\\s:]{2,20}:\\s | \\s+ \\[ "
	"   | \\s+ (?: \\S+ \\s+ ){0,4}? " A_CHANGE " (?! \\s+(?:when|if|on|after|in)\\b) )",
	NOT_CASE);
/* Reintroduce and reinstate mostly are planned work: only with a change as the object. */
static struct detour_pattern restored_change = DETOUR_PATTERN(NULL,
	"^ \\s+ (?: (?:" KINDS ")" NAME " | (?:(?:the|my|our|this|that|previous|last|earlier)\\s+){0,3} " A_CHANGE " )",
	NOT_CASE);

static struct detour_pattern quoted = DETOUR_PATTERN(NULL, "^ :? \\s* " QUOTE, NOT_CASE);

static struct detour_pattern nested = DETOUR_PATTERN(NULL,
	"^ :? \\s* (?: " QUOTE " | (?:(?:the|my|our|a|last|previous)\\s+){0,2} reverts? (?: \\s+ (?:of|commit)\\b | [:\"^] | $ ) )",
	NOT_CASE);

/* `revert: X` where X is a subject of its own: no component does that. */
static struct detour_pattern own_subject = DETOUR_PATTERN(NULL,
	"^ (?:" QUOTE " | " NAME " | (?:feat|fix|chore|docs?|test|perf|refactor|style|build|ci|revert) (?:\\([^)]*\\))? !? :\\s )",
	NOT_CASE);
static struct detour_pattern component_path = DETOUR_PATTERN("revert|cherry|sequencer",
	"(?: ^ | [/_.-] ) (?: revert | cherry-?pick | sequencer ) (?: [/_.:-] | $ )", NOT_CASE);

/* The verb further behind: where a clause begins, or right before a name. */
static struct detour_pattern middle = DETOUR_PATTERN("revert|" BACK_OUT,
	"(?: (?: [;,.!?)\\]:] \\s+ | \\s(?:-{1,2}|\xe2\x80[\x93\x94])\\s+"
	"      | \\b(?:and|then|so|by|but|also|just|temporarily|partially|semi-?|we|let's|lets|i|patch|commit"
	"           |which|that|please|now|must|have\\ to|had\\ to)\\s+ | ,\\s* | \\(\\s* )"
	"      (?:" ADVERB "\\s+){0,2} (" REVERTS ")"
	"      (?= \\s+ (?!button|command|action|mode|dialog|operation|test|support|case|of\\b|if\\b|when\\b|and\\b|or\\b|on\\b)"
	"          [^\\s] )"
	"  | [(.]\\s*(" REVERTS ") (?= \\s*[).!]*\\s* $)"
	"  | \\b(" REVERTS ") \\s+ (?=" KINDS NAME ")"
	"  | \\b(reverted) (?=\\s+ (?:to|back\\ to) \\s)"
	"  | \\b(reverts?) (?=\\s+ (?:back\\ )?to\\ us(?:e|ing)\\b) )",
	NOT_CASE);
enum { MIDDLE_GROUPS = 6 };
static struct detour_pattern middle_trap = DETOUR_PATTERN(NULL,
	"\\b(?:do\\ ?n[o']t|not|never|avoid|without|when|if|after|before|allow|support|can(?:not)?|could|should|shall|will|would"
	"   |may|might|to|for|of|be|been|was|were|got|being|always|until|unless|during|while|once|from|how"
	"   |git|svn|hg|p4|merge,|rebase,|reset,) \\s+ (?:be\\s+)? revert(?!ed\\s+to)"
	"|\\b(?:is|are|get|gets|getting) \\b [^.;,]{0,30} \\breverted\\b | \\b(?:a|an|the|this|last|previous) \\s+ revert\\b | \\b(?:if|when|whenever)\\b.*\\b we \\s.* revert | cherry[\\ -]?pick"
	"|\\brevert(?:ed)?\\ (?:in|by)\\b | revertme | to[-_\\ ]revert | revert[-_./]\\w | [-_/.]revert\\b | revert(?:ed)?/",
	NOT_CASE);
/* "the last fix was reverted, it broke the build", told of this commit. */
static struct detour_pattern passive = DETOUR_PATTERN("reverted|backed out|rolled back|undone",
	"(?: \\b (?:has|have)\\ been \\s+ | ^ (?:(?:the|this|that|my|last|latest|previous|recent|bad)\\s+){0,3}"
	"       (?:\\w+\\s+)? (?:change|fix|commit|patch|merge|update|version)s? \\s+ (?:(?:is|are|was|were)\\s+)? )"
	"    (?:reverted|backed\\ out|rolled\\ back|undone)\\b (?! \\s*(?:in|by|upstream|from|if|when)\\b )",
	NOT_CASE);
static struct detour_pattern passive_trap = DETOUR_PATTERN(NULL,
	"^\\W*(?:relnotes|release|changelog|changes|news|docs?|readme|proposals?|status|document|merge|inform|tell|say|note"
	"|mention|show)\\b | \\b(?:if|when|whether|after|once|until|that)\\b .* \\bbeen\\b", NOT_CASE);
static struct detour_pattern reapply_in_middle = DETOUR_PATTERN(AGAIN "|reverted in",
	"[(\\[]\\s*(?:re-?(?:apply|land)|(?:re-?)+(?:applied|landed))\\s*[)\\]] | \\bwas\\ reverted\\ in\\ " NAME,
	NOT_CASE);

/* ---- bodies */

static struct detour_pattern this_reverts = DETOUR_PATTERN("revert|undo|" BACK_OUT "|" ROLL_BACK,
	"^\\ {0,2} (?: \\[[^\\]\\n]+\\]\\ * | [*-]\\ )? (?:(?:so|thus|therefore|hence|effectively|basically|in\\ effect),?\\ )?"
	"(?:this|it) (?:\\ [a-z]+ly | \\ also | \\ just | \\ in\\ part)* \\ (?:reverts?|reverted|backs\\ out|undoes|rolls\\ back)"
	"(?:\\ [a-z]+ly)? :? \\s+ " KINDS "(?:" NAME "|[\"\xe2])",
	IN_LINES);
static struct detour_pattern tools = DETOUR_PATTERN(STEMS,
	"^ (?: (?:partial(?:ly)?\\ )? reverts? :? \\ " KINDS NAME " \\s*[.,]?$"
	"   | (?<! [^\\n\\r.:!?)]\\n ) (?:partial(?:ly)?\\ )? reverts? :? \\ (?: [\\w.-]+/[\\w.-]+[#!]\\d | (?:(?:pr|pull\\ request|mr|merge\\ request|commits?|rev|revision)\\ )?[#!]\\d"
	"       | (?:commits?|changesets?|revisions?)?\\s? (?:" HASH "|r\\d{3,}\\b) (?!\\s+and\\ (?:then|fix)) )"
	"   | revert-of: | revert\\ submission\\ \\d | original\\ commit\\ changeset:\\ [0-9a-f]{7,40}"
	"   | this\\ is\\ (?:a|an|the|basically\\ a|essentially\\ a)? \\s?(?:\\w+\\ )?(?:revert|reversal|reversion|roll-?back|back-?out)\\ (?:of|for)\\b )",
	IN_LINES);
static struct detour_pattern this_relands = DETOUR_PATTERN(AGAIN,
	"^\\ {0,2}(?: this\\ (?:is|was)\\ (?:a|an)\\ (?:\\w+\\ )?(?:re-?)+land\\ of"
	"   | (?:this\\ (?:patch\\ |commit\\ |change\\ )?)?(?:re-?)+(?:lands?|appl(?:y|ies)|commits?)\\ (?:of\\ )?" KINDS NAME " )",
	IN_LINES);
static struct detour_pattern this_patch_reverts = DETOUR_PATTERN("revert|undo|reverses|" BACK_OUT "|" ROLL_BACK,
	"(?<! \\ {4} | \\t ) \\bthis (?:\\s(?:commit|patch|change|cl|diff|pr|mr|pull\\ request|merge\\ request|change\\ ?set|series|version|update))?"
	"   (?:\\s (?:\\w+ly|also|just|then|partially|partly|more\\ or\\ less|in\\ effect) )*"
	"   \\s (?:reverts|undoes|backs\\s out|reverses|rolls\\s back)\\b"
	"| (?: ^[-*]\\s+ | [.:;]\\s+ | ^ (?<! [^\\n\\r.:!?)]\\n ) | \\band\\s+ | \\( ) (?:\\w+ly\\s+)? revert(?:s|ed|ing)?\\s+ " KINDS NAME
	"| ^[-*]\\s+ (?:\\w+ly\\s+)? revert(?:s|ed|ing)?\\s+ " QUOTE,
	IN_LINES);
static struct detour_pattern only_part = DETOUR_PATTERN("part|most|some|semi",
	"\\b(?:partial(?:ly)?|partly|in\\ part|part\\ of|parts\\ of|most\\ of|mostly|some\\ of|bits\\ of|semi-?)\\b",
	NOT_CASE);

/* Titles whose messages hold those of other commits. */
static struct detour_pattern carries_others = DETOUR_PATTERN("amend!|squash|subtree",
	"^(?: amend!\\s | squashed\\ '[^']*'\\ (?:changes|content)\\ from | squashed\\ commit\\ of )",
	NOT_CASE);

/* ---- the rules */

struct title {
	const char *text;
	size_t size, line; /* `line`: as far as a verb in the middle is looked for */
	size_t scope;      /* where what it says begins */
	size_t verb;       /* where the verb ends, or 0 */
	int group;         /* which kind of verb */
};

static bool matches(struct detour_pattern *pattern, const char *text, size_t size)
{
	return detour_pattern_match(pattern, text, size, NULL, 0);
}

static bool tail_matches(struct detour_pattern *pattern, const struct title *title)
{
	return matches(pattern, title->text + title->verb, title->size - title->verb);
}

static void find_verb(struct title *title)
{
	struct detour_match groups[LED_GROUPS];

	title->verb = 0;
	title->scope = 0;
	if (!detour_pattern_may_match(&led, title->text, title->size))
		return;
	if (detour_pattern_match(&scopes, title->text, title->size, groups, 1))
		title->scope = groups[0].end;
	if (!detour_pattern_match(&led, title->text + title->scope, title->size - title->scope, groups,
		    LED_GROUPS))
		return;
	title->verb = title->scope + groups[0].end;
	for (int i = LED_OF; i < LED_GROUPS; i++)
		if (groups[i].start != (size_t)-1)
			title->group = i;
}

size_t detour_revert_led(const char *text, size_t size)
{
	struct title title = {.text = text, .size = size};

	find_verb(&title);
	return title.verb;
}

/* `revert: use a table` in a change of builtin/revert.c speaks of a part of the program. */
static bool is_component(const struct detour_scene *scene, const struct title *title)
{
	const struct detour_commit *commit;
	const char *rest = title->text + title->verb;
	size_t size = title->size - title->verb;

	if (!title->verb || size < 2 || rest[0] != ':' || title->scope)
		return false;
	size--;
	rest = detour_text_trim(rest + 1, &size);
	if (matches(&own_subject, rest, size))
		return false;
	commit = scene->paths(scene->data);
	for (size_t i = 0; commit && i < commit->change_count; i++)
		if (matches(&component_path, commit->changes[i].path, strlen(commit->changes[i].path)))
			return true;
	return false;
}

/* `git-revert: …`: what follows speaks of reverting without doing it, unless it is led by the verb. */
static bool has_component_scope(const struct title *title)
{
	size_t size = strcspn(title->text, ":");

	return size < title->size && matches(&component_path, title->text, size + 1);
}

/* Does the verb that leads the title say that earlier work is taken or brought back? */
static bool leads(const struct title *title)
{
	if (!title->verb)
		return false;
	switch (title->group) {
	case LED_LANDS:
	case LED_OF:
		return true;
	case LED_APPLIES:
		return tail_matches(&applied_change, title);
	case LED_RESTORES:
		return tail_matches(&restored_change, title);
	case LED_UNDOES:
		return tail_matches(&undone_change, title) && !tail_matches(&undo_feature, title);
	default:
		return !tail_matches(&runtime, title);
	}
}

static bool is_middle(const struct title *title, struct detour_span *object)
{
	struct detour_match groups[MIDDLE_GROUPS];

	if (!detour_pattern_match(&middle, title->text, title->line, groups, MIDDLE_GROUPS) ||
		matches(&middle_trap, title->text, title->line))
		return false;
	/* `Use the table again (revert)` has its object before it. */
	if (groups[2].start != (size_t)-1)
		*object = (struct detour_span){title->text, groups[0].start};
	for (int i = 1; i < MIDDLE_GROUPS && !object->text; i++)
		if (groups[i].end != (size_t)-1)
			*object = (struct detour_span){
				title->text + groups[i].end, title->size - groups[i].end};
	return true;
}

/* The inner title of `Revert "X"`; nothing where a second verb only explains the first, as in
 * `revert: revert the lock file`. */
static bool look_inside(struct title *title)
{
	const char *text = title->text + title->verb;
	size_t size = title->size - title->verb;
	bool is_nested = matches(&nested, text, size);

	while (size && strchr(": \t\"'`", text[0])) {
		text++;
		size--;
	}
	title->text = text;
	title->size = size;
	find_verb(title);
	return is_nested && title->verb && title->group != LED_UNDOES;
}

/* `Revert "Revert "X""` brings X back, and so does `Revert^2 "X"`. */
static bool brings_back(const struct title *title)
{
	struct title inner = *title;
	bool back = true;

	for (int depth = 0; depth < 8; depth++) {
		char last = inner.text[inner.verb - 1];

		if (inner.group == LED_LANDS || inner.group == LED_APPLIES || inner.group == LED_RESTORES)
			return back;
		if (last < '0' || last > '9' || (last - '0') % 2)
			back = !back;
		if (!look_inside(&inner))
			break;
	}
	return back;
}

/* Forges put a request's title below "Merge pull request #12 from …". */
static bool is_merge_title(const char *subject)
{
	return detour_text_starts(subject, "Merge ") || detour_text_starts(subject, "Auto merge of ") ||
	       detour_text_starts(subject, "Merged ");
}

static struct detour_span merged_title(struct detour_span words)
{
	const char *text = memchr(words.text, '\n', words.size), *end;
	size_t size = text ? words.size - (size_t)(text - words.text) : 0;

	while (size && *text == '\n') {
		text++;
		size--;
	}
	end = size ? memchr(text, '\n', size) : NULL;
	return (struct detour_span){text, end ? (size_t)(end - text) : size};
}

static const char *rule_of_merge(struct detour_revert *out)
{
	struct detour_span inner = merged_title(out->words);
	struct title title = {.text = inner.text, .size = inner.size};

	if (!title.size)
		return NULL;
	find_verb(&title);
	if (!title.verb || title.group == LED_UNDOES || !tail_matches(&quoted, &title))
		return NULL;
	out->object = (struct detour_span){title.text + title.verb, title.size - title.verb};
	out->reapply = brings_back(&title);
	return "T1s";
}

static bool is_fold(const char *subject)
{
	return detour_text_starts(subject, "fixup! ") || detour_text_starts(subject, "squash! ");
}

static const char *rule_of_title(const struct title *title, struct detour_revert *out)
{
	if (is_fold(title->text))
		return NULL;
	if (is_merge_title(title->text))
		return rule_of_merge(out);
	if (leads(title)) {
		out->object = (struct detour_span){title->text + title->verb, title->size - title->verb};
		out->reapply = brings_back(title);
		return tail_matches(&quoted, title) ? "T1s" : "T2";
	}
	if (matches(&reapply_in_middle, title->text, title->line)) {
		out->reapply = true;
		return "T3";
	}
	if (matches(&passive, title->text, title->line) && !matches(&passive_trap, title->text, title->line))
		return "T3";
	if (has_component_scope(title))
		return NULL;
	return is_middle(title, &out->object) ? "T3" : NULL;
}

static const char *rule_of_body(struct detour_revert *out)
{
	const char *text = out->words.text;
	size_t size = out->words.size;

	if (matches(&this_reverts, text, size))
		return "T1b";
	if (matches(&this_relands, text, size)) {
		out->reapply = true;
		return "T1c";
	}
	if (matches(&tools, text, size))
		return "T1c";
	return matches(&this_patch_reverts, text, size) ? "T4" : NULL;
}

/* The surest rule that fits names the signal; what the title says about reapplying stays. */
static const char *surer(const char *title, const char *body)
{
	if (!title || !body)
		return title ? title : body;
	return strcmp(body, title) < 0 ? body : title;
}

bool detour_revert_read(const struct detour_scene *scene, struct detour_revert *out)
{
	const struct detour_commit *commit = scene->commit;
	struct title title = {.text = commit->subject, .size = strlen(commit->subject)};
	const char *by_title, *by_body;
	bool reapply, component, merge = commit->parent_count > 1 || is_merge_title(commit->subject);

	memset(out, 0, sizeof(*out));
	if (!detour_pattern_may_match(&gate, commit->message, commit->message_size) ||
		matches(&carries_others, title.text, title.size))
		return false;
	if (title.size > 1000)
		title.size = 1000;
	title.line = title.size < LONGEST_CLAUSE ? title.size : LONGEST_CLAUSE;
	out->words = detour_revert_words(scene->arena, commit->message, commit->message_size);
	find_verb(&title);
	component = is_component(scene, &title);
	by_title = component ? NULL : rule_of_title(&title, out);
	reapply = out->reapply;
	by_body = rule_of_body(out);
	/* Merges tell what others did, and who works on such a command explains it. */
	if ((merge || has_component_scope(&title)) && by_body && !strcmp(by_body, "T4"))
		by_body = NULL;
	if (component && by_body && strcmp(by_body, "T1b") != 0)
		return false;
	if (by_title)
		out->reapply = reapply;
	out->rule = surer(by_title, by_body);
	if (!out->rule)
		return false;
	out->partial = matches(&only_part, title.text, title.size) ||
		       (!by_title && matches(&only_part, out->words.text, out->words.size));
	return true;
}

bool detour_revert_is_title(const char *text, size_t size)
{
	struct title title = {.text = text, .size = size};

	find_verb(&title);
	return title.verb && !brings_back(&title);
}
