/* The words by which a passage tells of a dead end, a deviation, or something left; reading.h. */
#include "reading.h"

#include <string.h>
#include <strings.h>

#include "../base/text.h"
#include "../pattern.h"

static struct detour_pattern dead_end = DETOUR_PATTERN(
	"dead|revert|roll|back|abandon|gave up|give up|scrap|threw|work|hold|help|wrong|disprove|"
	"failed|eliminat|dropp|useless|blocke|overturn|misdiagnos|undid",
	"\\b(?:dead[ -]?ends?|revert(?:ed|ing)|roll(?:ed|ing) (?:\\w+ )?back|backed out|"
	"abandon(?:ed|ing)|g[ai]ve up|scrapp(?:ed|ing)|threw (?:it|this|that|them) (?:away|out)|"
	"(?:did|does|do|would|could|ca)(?:n['\xe2\x80\x99]+t|(?:n| )not) (?:work|hold|help)|"
	"never worked|not work(?:ing)? (?:out|at all)|wrong (?:approach|track|path|assumption|"
	"hypothesis|turn)|(?:was|were|proved|turned out(?: to be)?) wrong|disprove[dn]?|"
	"failed (?:attempt|approach|try|experiment|immediately|again)|(?:attempt|approach|try|"
	"experiment) failed|eliminated (?:early|because|due|after|as)|"
	"(?:was|were|got) dropped|dropped (?:it|this|the|that|because|in favou?r|after)|"
	"dropped(?=[.:]|$)|useless|(?<!not )(?:the|a|was) blocker|blocked by|"
	"overturn(?:ed|ing)?|misdiagnos\\w+|undid)\\b",
	DETOUR_PATTERN_CASELESS);

static struct detour_pattern deviation = DETOUR_PATTERN(
	"deviat|instead|assum|plan|scope|unexpect|turned out|had to|surpris|refram|differ|"
	"rather than|workaround|root cause|changed|push|fork|pivot|switched",
	"\\b(?:deviat\\w+|instead(?: of)?|(?:plan|we|i) assumed|assumption|not in the (?:original "
	")?plan|"
	"(?:off|changed|revised|corrected|diverged from) (?:the |its )?plan|plan (?:was "
	")?(?:revised|changed|"
	"corrected)|out of scope|unexpected(?:ly)?|turned out|had to|surpris\\w+|refram\\w+|"
	"differ(?:s|ed|ent|ently) (?:from|than)|rather than|work-?arounds?|root cause|"
	"pushed back|pivot(?:ed)?|switched (?:to|from)|changed (?:direction|course))\\b",
	DETOUR_PATTERN_CASELESS);

static bool matches(struct detour_pattern *pattern, const char *text)
{
	return detour_pattern_match(pattern, text, strlen(text), NULL, 0);
}

/* "None", "N/A", "Nothing for now", "Continued in session 2": nothing is left. */
static bool says_nothing(const char *text)
{
	static const char *const words[] = {"none", "n/a", "nothing", "no follow", "continued in",
		"done", "\xe2\x9c\x85", "-", "tbd"};

	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (!strncasecmp(text, words[i], strlen(words[i])))
			return true;
	return false;
}

bool detour_passage_is_open(const struct detour_passage *passage)
{
	size_t size = strlen(passage->text);

	if (passage->kind == DETOUR_PASSAGE_OPEN)
		return true;
	if (passage->part != DETOUR_PART_FOLLOW_UP || passage->kind == DETOUR_PASSAGE_DONE ||
		passage->is_note || says_nothing(passage->text))
		return false;
	/* "Ideas for later:" only leads to the list below it. */
	return size && passage->text[size - 1] != ':';
}

bool detour_passage_is_dead_end(const struct detour_passage *passage)
{
	return !passage->is_note && passage->part != DETOUR_PART_CHANGES &&
	       (matches(&dead_end, passage->text) || matches(&dead_end, passage->heading));
}

bool detour_passage_is_deviation(const struct detour_passage *passage)
{
	return !passage->is_note && passage->part != DETOUR_PART_CHANGES &&
	       (matches(&deviation, passage->text) || matches(&deviation, passage->heading));
}

/* ---- sentences */

enum { SHORT_SENTENCE = 12, LONG_SENTENCE = 280 };

static bool may_begin(char c)
{
	return (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || (c & 0x80) || strchr("\"'([", c);
}

/* The offset behind the sentence that starts at the start. "e.g. x", "v1.2" and "file.c" do not
 * end one: what follows has to begin like a sentence. */
size_t detour_sentence_size(const char *text)
{
	size_t at = 0;
	int depth = 0;

	while (text[at]) {
		size_t end = at + 1;

		depth += (text[at] == '(') - (text[at] == ')' && depth);
		if (!strchr(".!?", text[at])) {
			at++;
			continue;
		}
		while (text[end] && strchr("\"')]", text[end]))
			end++;
		if (!text[end])
			return end;
		if (!depth && text[end] == ' ' && end > SHORT_SENTENCE && may_begin(text[end + 1]))
			return end;
		at++;
	}
	return at;
}

static int weight_of(const struct detour_passage *passage)
{
	static const int weights[DETOUR_PART_COUNT + 1] = {[DETOUR_PART_CONTEXT] = 1,
		[DETOUR_PART_HAPPENED] = 3,
		[DETOUR_PART_DISCOVERIES] = 3,
		[DETOUR_PART_CHANGES] = -4,
		[DETOUR_PART_LESSONS] = 3,
		[DETOUR_PART_FOLLOW_UP] = -2,
		[DETOUR_PART_COUNT] = 2};

	return weights[passage->part];
}

static int score_of(const char *sentence, const struct detour_passage *passage)
{
	size_t size = strlen(sentence);
	int score = weight_of(passage);

	if (matches(&dead_end, sentence))
		score += 5;
	if (matches(&deviation, sentence))
		score += 4;
	if (strstr(sentence, "because") || strstr(sentence, " so ") || strstr(sentence, "cause"))
		score += 1;
	if (size < SHORT_SENTENCE || size > LONG_SENTENCE)
		score -= 3;
	return size && sentence[size - 1] == ':' ? score - 4 : score;
}

static void look_at(const struct detour_passage *passage, struct detour_arena *arena,
	struct detour_sentence *best, int *best_score)
{
	const char *text = passage->text;

	while (*text) {
		size_t size = detour_sentence_size(text);
		const char *sentence = detour_arena_strndup(arena, text, size);
		int score = score_of(sentence, passage);

		if (!best->passage || score > *best_score) {
			*best = (struct detour_sentence){sentence, passage};
			*best_score = score;
		}
		text += size;
		text += strspn(text, " ");
	}
}

struct detour_sentence detour_reading_key(
	const struct detour_reading *reading, struct detour_arena *arena)
{
	struct detour_sentence best = {"", NULL};
	int score = 0;

	for (size_t i = 0; i < reading->count; i++)
		if (!reading->passages[i].is_note)
			look_at(&reading->passages[i], arena, &best, &score);
	return best;
}

struct detour_sentence detour_passage_key(
	const struct detour_passage *passage, struct detour_arena *arena)
{
	struct detour_sentence best = {"", NULL};
	int score = 0;

	look_at(passage, arena, &best, &score);
	return best;
}
