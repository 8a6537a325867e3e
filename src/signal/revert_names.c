/*
 * The names by which messages speak of other commits: ids, revisions of Subversion, numbers of pull
 * requests and reviews, change ids. Only names that are said to be taken back count, so a list is
 * read from right behind the verb and ends at the first word that belongs to no list: what follows
 * "because" or "which broke" is another commit.
 */
#include <string.h>

#include "../pattern.h"
#include "revert.h"

#define OPTIONS (DETOUR_PATTERN_CASELESS | DETOUR_PATTERN_EXTENDED)

#define FILL                                                                                       \
	"(?: [\\s,;:&+*(\\[<`-] | "                                                                \
	"(?:the|all|both|parts?|most|some|bits|of|from|in|a|my|our|their|its"                      \
	"|that|this|these|those|following|and|plus|as\\ well\\ "                                   \
	"as|also|made|done|introduced|by|with"                                                     \
	"|changes?|commits?|revisions?|revs?|change-?sets?|merge|requests?|pull|prs?|mrs?|cls?"    \
	"|patch(?:es)?|change-id|svn|git|hg|previous|last|earlier|recent|bad|related|associated"   \
	"|follow-?ups?|fixup|fix|breakage|work-?arounds?|work|hack|series|code|stuff|addition|"    \
	"removal|it|effects?)\\b )*"

/* Between two names there is less: "revert #1, fix #2" takes back only the first. */
#define BETWEEN                                                                                    \
	"(?: [\\s,;&+*(\\[<`-] | (?:and|plus|as\\ well\\ "                                         \
	"as|also|the|its|their|of|part|commits?|changes?"                                          \
	"|revisions?|revs?|change-?sets?|prs?|mrs?|cls?|related|associated|follow-?ups?|fixup|"    \
	"reverts?)\\b )*"

enum { URL_HASH = 1, URL_PULL, URL_REVIEW, HASH, REVISION, PULL, REVIEW, CHANGE, NUMBER, GROUPS };

#define ONE                                                                                        \
	"(?: https?://[^\\s)]*?/ (?: commit/([0-9a-f]{7,40}) | "                                   \
	"(?:pull|merge_requests|issues)/(\\d{1,9})"                                                \
	"    | \\+/(\\d{1,9}) ) [^\\s),]*"                                                         \
	" | (?:rG)? ( [0-9a-f]{7,40} | (?=[a-f]*\\d)(?=\\d*[a-f])[0-9a-f]{6} ) \\b (?!-)"          \
	" | (?:r|rL|@) (\\d{1,9}) \\b"                                                             \
	" | (?:[\\w.-]+/[\\w.-]+ | GH- | PR)? [\\#!]{1,2} (\\d{1,9}) \\b"                          \
	" | D(\\d{2,9}) \\b"                                                                       \
	" | (I[0-9a-f]{7,40}) \\b"                                                                 \
	" | (\\d{3,9}) \\b )"

static struct detour_pattern first_item = DETOUR_PATTERN(NULL, "\\G" FILL ONE, OPTIONS);
static struct detour_pattern next_item = DETOUR_PATTERN(NULL, "\\G" BETWEEN ONE, OPTIONS);

/* What may stand between two names beside words of the list: (Fri Nov 20), "subject", `@trunk`. */
static struct detour_pattern aside = DETOUR_PATTERN(
	NULL, "\\G (?: \\s* \\( [^()]{0,200} \\) | \\s* \"[^\"\\n]{0,200}\" )+", OPTIONS);

/* The rest of a line of a list whose next line starts with a name again. */
static struct detour_pattern next_row = DETOUR_PATTERN(NULL,
	"\\G [^\\n]* \\n [\\ \\t*-]* (?:commit\\ )? (?= [0-9a-f]{7,40}\\b | r\\d+\\b )", OPTIONS);

/* The beginning of a sentence about what is taken back, up to where its names begin. */
static struct detour_pattern sentence = DETOUR_PATTERN(
	"revert|reversal|reversion|changeset:|undo|land|appl|commit|back|roll",
	"^ \\ {0,2} (?: \\[[^\\]\\n]+\\]\\ * | [*-]\\ )? (?:"
	"   (?:(?:so|thus|therefore|hence|effectively|basically|in\\ effect),?\\ )? (?:this|it)"
	"   (?:\\ (?:commit|patch|change|cl|diff|pr|mr|pull\\ request|merge\\ "
	"request|change-?set|series))?"
	"   (?:\\ [a-z]+ly | \\ also | \\ just | \\ in\\ part)*"
	"   \\ (?:reverts?|reverted|backs\\ out|undoes|rolls\\ "
	"back|reverses|(?:re-?)+(?:lands?|appl(?:y|ies)|commits?))"
	"   (?:\\ [a-z]+ly)? :? (?=\\s)"
	" | (?:partial(?:ly)?\\ )? reverts? (?:\\ of | -of)? : ? (?=\\s)"
	" | original\\ commit\\ changeset: | reverting (?=\\s) | reverted\\ commit (?=\\s)"
	" | this\\ is\\ (?:\\w+\\ ){0,4} "
	"(?:revert|reversal|reversion|(?:re-?)+land|roll-?back|back-?out)\\ (?:of|for) (?=\\s) )",
	OPTIONS | DETOUR_PATTERN_LINES);
static struct detour_pattern inner_sentence = DETOUR_PATTERN("revert|undo|back out|backs out",
	"(?<! \\ {4} | \\t ) \\b (?: this (?:\\s\\w+)? (?:\\s\\w+ly|\\salso|\\sjust)* \\s )? "
	"(?:reverts|reverting|undoes|backs\\sout) (?:\\s\\w+ly)? (?=\\s)",
	OPTIONS);

static struct detour_pattern mention = DETOUR_PATTERN(NULL,
	"(?<!before\\ ) \\b (?: from | in | of | by | commits? | revision | rev | change-?set | pr "
	"| patch | merge"
	"   | pull\\ request ) [\\s:(]+ (?= (?:" FILL ")? " ONE ")",
	OPTIONS);

/* The footer of conventional commits: `Refs: 676104e, a215868`. */
static struct detour_pattern footer =
	DETOUR_PATTERN("refs:", "^ refs: (?= [\\s,0-9a-f]+ $ )", OPTIONS | DETOUR_PATTERN_LINES);

static const struct {
	int group;
	enum detour_name_kind kind;
} kinds[] = {{URL_HASH, DETOUR_NAME_HASH}, {URL_PULL, DETOUR_NAME_PULL},
	{URL_REVIEW, DETOUR_NAME_GERRIT}, {HASH, DETOUR_NAME_HASH},
	{REVISION, DETOUR_NAME_REVISION}, {PULL, DETOUR_NAME_PULL}, {REVIEW, DETOUR_NAME_REVIEW},
	{CHANGE, DETOUR_NAME_CHANGE}, {NUMBER, DETOUR_NAME_REVISION}};

static bool ends_with_word(const char *text, size_t size, const char *word)
{
	size_t length = strlen(word);

	while (size && (text[size - 1] == ' ' || text[size - 1] == '\n'))
		size--;
	if (size < length)
		return false;
	for (size_t i = 0; i < length; i++)
		if ((text[size - length + i] | 0x20) != word[i])
			return false;
	return true;
}

/* A bare number: "CL 158999", "PR 12", else a revision. */
static enum detour_name_kind kind_of_number(const char *text, size_t before)
{
	if (ends_with_word(text, before, "cl"))
		return DETOUR_NAME_GERRIT;
	if (ends_with_word(text, before, "pr") || ends_with_word(text, before, "request") ||
		ends_with_word(text, before, "mr"))
		return DETOUR_NAME_PULL;
	return DETOUR_NAME_REVISION;
}

static void name(struct detour_named *out, const char *text, const struct detour_match *groups)
{
	for (size_t i = 0; i < sizeof(kinds) / sizeof(*kinds); i++) {
		const struct detour_match *group = &groups[kinds[i].group];

		if (group->start == (size_t)-1)
			continue;
		out->kind = kinds[i].kind;
		out->text = (struct detour_span){text + group->start, group->end - group->start};
		if (kinds[i].group == NUMBER)
			out->kind = kind_of_number(text, group->start);
		return;
	}
}

/* Does the name stand at the start of its line, as the rows of a list do? */
static bool starts_row(const char *text, size_t start)
{
	while (start && strchr(" \t*-", text[start - 1]))
		start--;
	return start && text[start - 1] == '\n';
}

size_t detour_revert_names(const char *text, size_t size, struct detour_named *out, size_t room)
{
	struct detour_match groups[GROUPS], gap;
	size_t at = 0, count = 0;

	if (size > 8000)
		size = 8000;
	while (count < room && detour_pattern_match_from(count ? &next_item : &first_item, text,
				       size, at, groups, GROUPS)) {
		name(&out[count++], text, groups);
		at = groups[0].end;
		if (detour_pattern_match_from(&aside, text, size, at, &gap, 1))
			at = gap.end;
		if (starts_row(text, (size_t)(out[count - 1].text.text - text)) &&
			detour_pattern_match_from(&next_row, text, size, at, &gap, 1))
			at = gap.end;
	}
	return count;
}

static size_t after_each(struct detour_pattern *pattern, struct detour_span words,
	struct detour_named *out, size_t room)
{
	struct detour_match match;
	size_t at = 0, count = 0;

	for (int rounds = 0; rounds < 100 && count < room; rounds++) {
		if (!detour_pattern_match_from(pattern, words.text, words.size, at, &match, 1))
			break;
		at = match.end > at ? match.end : at + 1;
		count += detour_revert_names(
			words.text + match.end, words.size - match.end, out + count, room - count);
	}
	return count;
}

size_t detour_revert_sentences(struct detour_span words, struct detour_named *out, size_t room)
{
	size_t count = after_each(&sentence, words, out, room);

	return count ? count : after_each(&inner_sentence, words, out, room);
}

size_t detour_revert_footers(struct detour_span words, struct detour_named *out, size_t room)
{
	return after_each(&footer, words, out, room);
}

size_t detour_revert_mentioned(struct detour_span object, struct detour_named *out, size_t room)
{
	struct detour_match match;

	if (!detour_pattern_match(&mention, object.text, object.size, &match, 1))
		return 0;
	return detour_revert_names(object.text + match.end, object.size - match.end, out, room);
}
