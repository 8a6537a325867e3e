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

#include "../base/text.h"
#include "revert_terms.h"

static struct detour_pattern gate = DETOUR_PATTERN(STEMS, "", 0);

/* ---- bodies */

static struct detour_pattern this_reverts = DETOUR_PATTERN("revert|undo|" BACK_OUT "|" ROLL_BACK,
	"^\\ {0,2} (?: \\[[^\\]\\n]+\\]\\ * | [*-]\\ )? "
	"(?:(?:so|thus|therefore|hence|effectively|basically|in\\ effect),?\\ )?"
	"(?:this|it) (?:\\ [a-z]+ly | \\ also | \\ just | \\ in\\ part)* \\ "
	"(?:reverts?|reverted|backs\\ out|undoes|rolls\\ back)"
	"(?:\\ [a-z]+ly)? :? \\s+ " KINDS "(?:" NAME "|[\"\xe2])",
	IN_LINES);
static struct detour_pattern tools = DETOUR_PATTERN(STEMS,
	"^ (?: (?:partial(?:ly)?\\ )? reverts? :? \\ " KINDS NAME " \\s*[.,]?$"
	"   | (?<! [^\\n\\r.:!?)]\\n ) (?:partial(?:ly)?\\ )? reverts? :? \\ (?: "
	"[\\w.-]+/[\\w.-]+[#!]\\d | (?:(?:pr|pull\\ request|mr|merge\\ "
	"request|commits?|rev|revision)\\ )?[#!]\\d"
	"       | (?:commits?|changesets?|revisions?)?\\s? (?:" HASH
	"|r\\d{3,}\\b) (?!\\s+and\\ (?:then|fix)) )"
	"   | revert-of: | revert\\ submission\\ \\d | original\\ commit\\ changeset:\\ "
	"[0-9a-f]{7,40}"
	"   | this\\ is\\ (?:a|an|the|basically\\ a|essentially\\ a)? \\s?(?:\\w+\\ "
	")?(?:revert|reversal|reversion|roll-?back|back-?out)\\ (?:of|for)\\b )",
	IN_LINES);
static struct detour_pattern this_relands = DETOUR_PATTERN(AGAIN,
	"^\\ {0,2}(?: this\\ (?:is|was)\\ (?:a|an)\\ (?:\\w+\\ )?(?:re-?)+land\\ of"
	"   | (?:this\\ (?:patch\\ |commit\\ |change\\ "
	")?)?(?:re-?)+(?:lands?|appl(?:y|ies)|commits?)\\ (?:of\\ )?" KINDS NAME " )",
	IN_LINES);
static struct detour_pattern this_patch_reverts = DETOUR_PATTERN("revert|undo|reverses|" BACK_OUT
								 "|" ROLL_BACK,
	"(?<! \\ {4} | \\t ) \\bthis (?:\\s(?:commit|patch|change|cl|diff|pr|mr|pull\\ "
	"request|merge\\ request|change\\ ?set|series|version|update))?"
	"   (?:\\s (?:\\w+ly|also|just|then|partially|partly|more\\ or\\ less|in\\ effect) )*"
	"   \\s (?:reverts|undoes|backs\\s out|reverses|rolls\\s back)\\b"
	"| (?: ^[-*]\\s+ | [.:;]\\s+ | ^ (?<! [^\\n\\r.:!?)]\\n ) | \\band\\s+ | \\( ) "
	"(?:\\w+ly\\s+)? revert(?:s|ed|ing)?\\s+ " KINDS NAME
	"| ^[-*]\\s+ (?:\\w+ly\\s+)? revert(?:s|ed|ing)?\\s+ " QUOTE,
	IN_LINES);
static struct detour_pattern only_part = DETOUR_PATTERN("part|most|some|semi",
	"\\b(?:partial(?:ly)?|partly|in\\ part|part\\ of|parts\\ of|most\\ of|mostly|some\\ "
	"of|bits\\ of|semi-?)\\b",
	NOT_CASE);

/* Titles whose messages hold those of other commits. */
static struct detour_pattern carries_others = DETOUR_PATTERN("amend!|squash|subtree",
	"^(?: amend!\\s | squashed\\ '[^']*'\\ (?:changes|content)\\ from | squashed\\ commit\\ of "
	")",
	NOT_CASE);

/* ---- the rules */

static const char *rule_of_body(struct detour_revert *out)
{
	const char *text = out->words.text;
	size_t size = out->words.size;

	if (detour_revert_matches(&this_reverts, text, size))
		return "T1b";
	if (detour_revert_matches(&this_relands, text, size)) {
		out->reapply = true;
		return "T1c";
	}
	if (detour_revert_matches(&tools, text, size))
		return "T1c";
	return detour_revert_matches(&this_patch_reverts, text, size) ? "T4" : NULL;
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
	struct detour_revert_title title;
	const char *by_title, *by_body;
	bool reapply, component,
		merge = commit->parent_count > 1 || detour_revert_is_merge_title(commit->subject);

	memset(out, 0, sizeof(*out));
	if (!detour_pattern_may_match(&gate, commit->message, commit->message_size) ||
		detour_revert_matches(&carries_others, commit->subject, strlen(commit->subject)))
		return false;
	detour_revert_title_read(&title, commit->subject, strlen(commit->subject));
	out->words = detour_revert_words(scene->arena, commit->message, commit->message_size);
	component = detour_revert_title_is_component(scene, &title);
	by_title = component ? NULL : detour_revert_title_rule(&title, out);
	reapply = out->reapply;
	by_body = rule_of_body(out);
	/* Merges tell what others did, and who works on such a command explains it. */
	if ((merge || detour_revert_title_has_component_scope(&title)) && by_body &&
		!strcmp(by_body, "T4"))
		by_body = NULL;
	if (component && by_body && strcmp(by_body, "T1b") != 0)
		return false;
	if (by_title)
		out->reapply = reapply;
	out->rule = surer(by_title, by_body);
	if (!out->rule)
		return false;
	out->partial =
		detour_revert_matches(&only_part, title.text, title.size) ||
		(!by_title && detour_revert_matches(&only_part, out->words.text, out->words.size));
	return true;
}
