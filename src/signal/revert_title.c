/* What a title declares: led by the verb, with the verb further behind, or as a merge's. */
#include "../base/text.h"
#include "revert_terms.h"

/* Imported histories have whole paragraphs for a title; how far into one a clause still counts. */
/* `revert: X` where X is a subject of its own: no component does that. */
static struct detour_pattern own_subject = DETOUR_PATTERN(NULL,
	"^ (?:" QUOTE " | " NAME
	" | (?:feat|fix|chore|docs?|test|perf|refactor|style|build|ci|revert) (?:\\([^)]*\\))? !? "
	":\\s )",
	NOT_CASE);
static struct detour_pattern component_path = DETOUR_PATTERN("revert|cherry|sequencer",
	"(?: ^ | [/_.-] ) (?: revert | cherry-?pick | sequencer ) (?: [/_.:-] | $ )", NOT_CASE);

/* The verb further behind: where a clause begins, or right before a name. */
static struct detour_pattern middle = DETOUR_PATTERN("revert|" BACK_OUT,
	"(?: (?: [;,.!?)\\]:] \\s+ | \\s(?:-{1,2}|\xe2\x80[\x93\x94])\\s+"
	"      | "
	"\\b(?:and|then|so|by|but|also|just|temporarily|partially|semi-?|we|let's|lets|i|patch|"
	"commit"
	"           |which|that|please|now|must|have\\ to|had\\ to)\\s+ | ,\\s* | \\(\\s* )"
	"      (?:" ADVERB "\\s+){0,2} (" REVERTS ")"
	"      (?= \\s+ "
	"(?!button|command|action|mode|dialog|operation|test|support|case|of\\b|if\\b|when\\b|"
	"and\\b|or\\b|on\\b)"
	"          [^\\s] )"
	"  | [(.]\\s*(" REVERTS ") (?= \\s*[).!]*\\s* $)"
	"  | \\b(" REVERTS ") \\s+ (?=" KINDS NAME ")"
	"  | \\b(reverted) (?=\\s+ (?:to|back\\ to) \\s)"
	"  | \\b(reverts?) (?=\\s+ (?:back\\ )?to\\ us(?:e|ing)\\b)"
	"  | ^ [\\w./-]+\\.\\w+ \\s (" REVERTS
	") (?=\\s+ (?:unrelated|accidental|unintended|unwanted|my"
	"|all|the|previous|last|recent) \\s) )",
	NOT_CASE);
enum { MIDDLE_GROUPS = 7 };
static struct detour_pattern middle_trap = DETOUR_PATTERN(NULL,
	"\\b(?:do\\ "
	"?n[o']t|not|never|avoid|without|when|if|after|before|allow|support|can(?:not)?|could|"
	"should|shall|will|would"
	"   "
	"|may|might|to|for|of|be|been|was|were|got|being|always|until|unless|during|while|once|"
	"from|how"
	"   |git|svn|hg|p4|merge,|rebase,|reset,) \\s+ (?:be\\s+)? revert(?!ed\\s+to)"
	"|\\b(?:is|are|get|gets|getting) \\b [^.;,]{0,30} \\breverted\\b | "
	"\\b(?:a|an|the|this|last|previous) \\s+ revert\\b | \\b(?:if|when|whenever)\\b.*\\b we "
	"\\s.* revert | cherry[\\ -]?pick"
	"|\\brevert(?:ed)?\\ (?:in|by)\\b | revertme | to[-_\\ ]revert | revert[-_./]\\w | "
	"[-_/.]revert\\b | revert(?:ed)?/",
	NOT_CASE);
/* "the last fix was reverted, it broke the build", told of this commit. */
static struct detour_pattern passive = DETOUR_PATTERN("reverted|backed out|rolled back|undone",
	"(?: \\b (?:has|have)\\ been \\s+ | ^ "
	"(?:(?:the|this|that|my|last|latest|previous|recent|bad)\\s+){0,3}"
	"       (?:\\w+\\s+)? (?:change|fix|commit|patch|merge|update|version)s? \\s+ "
	"(?:(?:is|are|was|were)\\s+)? )"
	"    (?:reverted|backed\\ out|rolled\\ back|undone)\\b (?! "
	"\\s*(?:in|by|upstream|from|if|when)\\b )",
	NOT_CASE);
static struct detour_pattern passive_trap = DETOUR_PATTERN(NULL,
	"^\\W*(?:relnotes|release|changelog|changes|news|docs?|readme|proposals?|status|document|"
	"merge|inform|tell|say|note"
	"|mention|show)\\b | \\b(?:if|when|whether|after|once|until|that)\\b .* \\bbeen\\b",
	NOT_CASE);
static struct detour_pattern reapply_in_middle = DETOUR_PATTERN(AGAIN "|reverted in",
	"[(\\[]\\s*(?:re-?(?:apply|land)|(?:re-?)+(?:applied|landed))\\s*[)\\]] | \\bwas\\ "
	"reverted\\ in\\ " NAME,
	NOT_CASE);

/* `revert: X`, where X is no subject of its own: only the paths tell what it is. */
static bool may_be_component(const struct detour_revert_title *title)
{
	const char *rest = title->text + title->verb;
	size_t size = title->size - title->verb;

	if (!title->verb || size < 2 || rest[0] != ':' || title->scope)
		return false;
	size--;
	rest = detour_text_trim(rest + 1, &size);
	return !detour_revert_matches(&own_subject, rest, size);
}

/* `revert: use a table` in a change of builtin/revert.c speaks of a part of the program. */
bool detour_revert_title_is_component(
	const struct detour_scene *scene, const struct detour_revert_title *title)
{
	const struct detour_commit *commit;

	if (!may_be_component(title))
		return false;
	commit = scene->paths(scene->data);
	for (size_t i = 0; commit && i < commit->change_count; i++)
		if (detour_revert_matches(&component_path, commit->changes[i].path,
			    strlen(commit->changes[i].path)))
			return true;
	return false;
}

/* `git-revert: …`: what follows speaks of reverting without doing it, unless it is led by the verb.
 */
bool detour_revert_title_has_component_scope(const struct detour_revert_title *title)
{
	size_t size = strcspn(title->text, ":");

	return size < title->size && detour_revert_matches(&component_path, title->text, size + 1);
}

static bool is_middle(const struct detour_revert_title *title, struct detour_span *object)
{
	struct detour_match groups[MIDDLE_GROUPS];

	if (!detour_pattern_match(&middle, title->text, title->line, groups, MIDDLE_GROUPS) ||
		detour_revert_matches(&middle_trap, title->text, title->line))
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

/* Forges put a request's title below "Merge pull request #12 from …". */
bool detour_revert_is_merge_title(const char *subject)
{
	return detour_text_starts(subject, "Merge ") ||
	       detour_text_starts(subject, "Auto merge of ") ||
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

static const char *take_title(const struct detour_revert_title *title, struct detour_revert *out)
{
	out->object = (struct detour_span){title->text + title->verb, title->size - title->verb};
	out->reapply = detour_revert_title_brings_back(title);
	return detour_revert_title_quotes(title) ? "T1s" : "T2";
}

static const char *rule_of_merge(struct detour_revert *out)
{
	struct detour_span inner = merged_title(out->words);
	struct detour_revert_title title;

	if (!inner.size)
		return NULL;
	detour_revert_title_read(&title, inner.text, inner.size);
	/* A merge has no paths to tell a component by. */
	if (!detour_revert_title_leads(&title) || may_be_component(&title))
		return NULL;
	return take_title(&title, out);
}

static bool is_fold(const char *subject)
{
	return detour_text_starts(subject, "fixup! ") || detour_text_starts(subject, "squash! ");
}

const char *detour_revert_title_rule(
	const struct detour_revert_title *title, struct detour_revert *out)
{
	if (is_fold(title->text))
		return NULL;
	if (detour_revert_is_merge_title(title->text))
		return rule_of_merge(out);
	if (detour_revert_title_leads(title))
		return take_title(title, out);
	if (detour_revert_matches(&reapply_in_middle, title->text, title->line)) {
		out->reapply = true;
		return "T3";
	}
	if (detour_revert_matches(&passive, title->text, title->line) &&
		!detour_revert_matches(&passive_trap, title->text, title->line))
		return "T3";
	if (detour_revert_title_has_component_scope(title))
		return NULL;
	return is_middle(title, &out->object) ? "T3" : NULL;
}
