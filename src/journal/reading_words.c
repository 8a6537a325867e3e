/* The words by which a passage tells of a dead end, a deviation, or something left; reading.h. */
#include "reading.h"

#include <string.h>
#include <strings.h>

#include "../base/text.h"
#include "../pattern.h"
#include "reading_internal.h"

static struct detour_pattern dead_end = DETOUR_PATTERN(
	"dead|revert|roll|back|abandon|gave up|give up|scrap|threw|work|hold|help|wrong|disprove|"
	"failed|eliminat|dropp|useless|blocke|overturn|misdiagnos|undid|sackgasse|verworfen|"
	"ckgenommen|gemacht|funktionier|gescheitert|\xe6\xad\xa2\xe3\x81\xbe\xe3\x82\x8a|"
	"\xe3\x81\x84\xe3\x81\x8b|\xe6\x96\xad\xe5\xbf\xb5|\xe6\x88\xbb\xe3\x81\x97|\xe5\xa4\xb1"
	"\xe6\x95\x97",
	"^\\W*dead[ -]?ends?\\b|"
	"(?<![/\"'])\\b(?:(?<!not )(?<!n't )(?:a|the|two|three|several|of|into|hit) (?:\\w+ "
	")?dead[ -]ends?|"
	"dead-?ended|(?<!be )(?<!is )(?<!are )(?<!gets )reverted|"
	"(?<!be )(?<!is )(?<!are )(?<!gets )rolled (?:\\w+ )?back|backed out|"
	"(?<!be )abandoned|g[ai]ve up|scrapp(?:ed|ing)|threw (?:it|this|that|them) (?:away|out)|"
	"(?:did|does|do|would|could|ca)(?:n['\xe2\x80\x99]+t|(?:n| )not) (?:work|hold|help)|"
	"never worked|not work(?:ing)? (?:out|at all)|wrong (?:approach|track|path|assumption|"
	"hypothesis|turn)|(?:was|were|proved|turned out(?: to be)?) wrong|disprove[dn]?|"
	"failed (?:attempt|approach|try|experiment|immediately|again)|(?:attempt|approach|try|"
	"experiment) failed|eliminated (?:early|because|due|after|as)|"
	"(?:was|were|got) dropped|dropped (?:it|this|the|that|because|in favou?r|after)|"
	"(?<!silently )dropped(?=[.:]|$)|"
	"(?:was|were|is|proved|turned out(?: to be)?) useless|(?:was|were|is) (?:the|a) blocker|"
	"(?:was|were|got|is) overturned|overturned (?:this|that|our|my|its|a|the)|"
	"misdiagnos\\w+|undid|"
	"sackgasse|verworfen|zur\xc3\xbc"
	"ckgenommen|r\xc3\xbc"
	"ckg\xc3\xa4ngig gemacht|"
	"hat(?:te)? nicht funktioniert|funktionierte nicht|gescheitert)\\b|"
	/* a blind alley, did not go well, gave up, put back, failed */
	"\xe8\xa1\x8c\xe3\x81\x8d\xe6\xad\xa2\xe3\x81\xbe\xe3\x82\x8a|"
	"\xe3\x81\x86\xe3\x81\xbe\xe3\x81\x8f\xe3\x81\x84\xe3\x81\x8b\xe3\x81\xaa\xe3\x81\x8b\xe3"
	"\x81\xa3"
	"\xe3\x81\x9f|\xe6\x96\xad\xe5\xbf\xb5\xe3\x81\x97\xe3\x81\x9f|"
	"\xe5\x85\x83\xe3\x81\xab\xe6\x88\xbb\xe3\x81\x97\xe3\x81\x9f|"
	"\xe5\xa4\xb1\xe6\x95\x97\xe3\x81\x97\xe3\x81\x9f",
	DETOUR_PATTERN_CASELESS);

/* A question, a condition, what somebody has to do, and mutants that a test has to see, which are
 * always taken back: none of them tells what happened. */
static struct detour_pattern no_event = DETOUR_PATTERN(
	"?|if|should|must|mutant|mutation|whether|shall|to be|"
	"\xef\xbc\x9f",
	"\\?[\"')\\]]*$|\xef\xbc\x9f$|^\\W*(?:if|whether|should) |\\bmutants?\\b|\\bmutation |"
	"\\bif (?:[\\w-]+ ){0,4}(?:was|were|is|are|got) \\w+|"
	"\\b(?:must|should|shall|has to|have to|needs? to) (?:not )?be ",
	DETOUR_PATTERN_CASELESS);

static struct detour_pattern deviation = DETOUR_PATTERN(
	"deviat|instead|assum|plan|scope|unexpect|turned out|had to|surpris|refram|differ|"
	"rather than|workaround|root cause|changed|push|fork|pivot|switched|stattdessen|gedacht",
	"\\b(?:deviat\\w+|instead(?: of)?|(?:plan|we|i) assumed|assumption|not in the (?:original "
	")?plan|"
	"(?:off|changed|revised|corrected|diverged from) (?:the |its )?plan|plan (?:was "
	")?(?:revised|changed|"
	"corrected)|out of scope|unexpected(?:ly)?|turned out|had to|surpris\\w+|refram\\w+|"
	"differ(?:s|ed|ent|ently) (?:from|than)|rather than|work-?arounds?|root cause|"
	"pushed back|pivot(?:ed)?|switched (?:to|from)|changed (?:direction|course)|"
	"stattdessen|urspr\xc3\xbcnglich gedacht)\\b",
	DETOUR_PATTERN_CASELESS);

static bool matches(struct detour_pattern *pattern, const char *text)
{
	return detour_pattern_match(pattern, text, strlen(text), NULL, 0);
}

/* What ends in a colon only leads to it. */
static bool tells_dead_end(const char *text, size_t size)
{
	return size && text[size - 1] != ':' &&
	       detour_pattern_match(&dead_end, text, size, NULL, 0) &&
	       !detour_pattern_match(&no_event, text, size, NULL, 0);
}

static bool any_tells_dead_end(const char *text)
{
	bool tells = false;

	if (!matches(&dead_end, text))
		return false;
	while (*text && !tells) {
		size_t size = detour_sentence_size(text);

		tells = tells_dead_end(text, size);
		text += size;
		text += strspn(text, " ");
	}
	return tells;
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
	return !passage->is_detail && size &&
	       (passage->text[size - 1] != ':' || passage->leads_clauses ||
		       (passage->kind == DETOUR_PASSAGE_ITEM && size > DETOUR_CATEGORY_SIZE));
}

bool detour_passage_is_dead_end(const struct detour_passage *passage)
{
	return !passage->is_note && passage->part != DETOUR_PART_CHANGES &&
	       (any_tells_dead_end(passage->text) ||
		       tells_dead_end(passage->heading, strlen(passage->heading)));
}

bool detour_passage_is_deviation(const struct detour_passage *passage)
{
	return !passage->is_note && passage->part != DETOUR_PART_CHANGES &&
	       (matches(&deviation, passage->text) || matches(&deviation, passage->heading));
}

/* ---- sentences */

enum { SHORT_SENTENCE = 12, LONG_SENTENCE = 280, FRAGMENT = 60, TELLS_WHY = 4 };

static bool may_begin(char c)
{
	return (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || (c & 0x80) || strchr("\"'([", c);
}

/* The full stops of scripts that put no space behind them; 0: none starts here. */
static size_t wide_stop(const char *text)
{
	static const char *const stops[] = {"\xe3\x80\x82", "\xef\xbc\x81", "\xef\xbc\x9f"};

	for (size_t i = 0; i < sizeof(stops) / sizeof(stops[0]); i++)
		if (detour_text_starts(text, stops[i]))
			return strlen(stops[i]);
	return 0;
}

/* Of brackets and corner brackets, wide ones too. */
static int nesting(const char *text)
{
	if (*text == '(' || detour_text_starts(text, "\xef\xbc\x88") ||
		detour_text_starts(text, "\xe3\x80\x8c"))
		return 1;
	return *text == ')' || detour_text_starts(text, "\xef\xbc\x89") ||
			       detour_text_starts(text, "\xe3\x80\x8d")
		       ? -1
		       : 0;
}

/* The offset behind the sentence that starts at the start. "e.g. x", "v1.2" and "file.c" do not
 * end one: what follows has to begin like a sentence. */
size_t detour_sentence_size(const char *text)
{
	size_t at = 0;
	int depth = 0;

	while (text[at]) {
		size_t end = at + 1;

		depth += depth || nesting(text + at) > 0 ? nesting(text + at) : 0;
		if (!depth && wide_stop(text + at))
			return at + wide_stop(text + at);
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

	/* In a summary the writer said what matters. */
	if (passage->part == DETOUR_PART_CONTEXT &&
		(strstr(passage->heading, "ummary") || strstr(passage->heading, "verview")))
		return weights[DETOUR_PART_HAPPENED];
	return weights[passage->part] - passage->is_detail;
}

static int score_of(const char *sentence, const struct detour_passage *passage)
{
	size_t size = strlen(sentence);
	int score = weight_of(passage);

	if (tells_dead_end(sentence, size))
		score += 5;
	if (matches(&deviation, sentence) && !matches(&no_event, sentence))
		score += 4;
	/* A few words of a list rather than a sentence. */
	if (passage->kind != DETOUR_PASSAGE_TEXT && size < FRAGMENT && size &&
		!strchr(".!?", sentence[size - 1]))
		score -= 2;
	if (strstr(sentence, "because") || strstr(sentence, " so ") || strstr(sentence, "cause"))
		score += 1;
	if (size < SHORT_SENTENCE || size > LONG_SENTENCE)
		score -= 3;
	return size && sentence[size - 1] == ':' ? score - 4 : score;
}

struct told {
	const char *const *list;
	size_t count;
};

static bool is_told(const struct told *told, const char *sentence)
{
	for (size_t i = 0; i < told->count; i++)
		if (detour_text_starts(told->list[i], sentence))
			return true;
	return false;
}

static void look_at(const struct detour_passage *passage, const struct told *told,
	struct detour_arena *arena, struct detour_sentence *best, int *best_score)
{
	const char *text = passage->text;

	while (*text) {
		size_t size = detour_sentence_size(text);
		const char *sentence = detour_arena_strndup(arena, text, size);
		int score = score_of(sentence, passage);

		if ((!best->passage || score > *best_score) && !is_told(told, sentence)) {
			*best = (struct detour_sentence){sentence, passage};
			*best_score = score;
		}
		text += size;
		text += strspn(text, " ");
	}
}

static struct detour_sentence choose(const struct detour_reading *reading, const struct told *told,
	struct detour_arena *arena, int *score)
{
	struct detour_sentence best = {"", NULL};

	*score = 0;
	for (size_t i = 0; i < reading->count; i++)
		if (!reading->passages[i].is_note)
			look_at(&reading->passages[i], told, arena, &best, score);
	return best;
}

struct detour_sentence detour_reading_key(
	const struct detour_reading *reading, struct detour_arena *arena)
{
	const struct told none = {NULL, 0};
	int score;

	return choose(reading, &none, arena, &score);
}

struct detour_sentence detour_reading_other_key(const struct detour_reading *reading,
	const char *const *list, size_t count, struct detour_arena *arena)
{
	const struct told told = {list, count};
	int score;
	struct detour_sentence best = choose(reading, &told, arena, &score);

	return score >= TELLS_WHY ? best : (struct detour_sentence){"", NULL};
}

struct detour_sentence detour_passage_key(
	const struct detour_passage *passage, struct detour_arena *arena)
{
	const struct told none = {NULL, 0};
	struct detour_sentence best = {"", NULL};
	int score = 0;

	look_at(passage, &none, arena, &best, &score);
	return best;
}

struct detour_sentence detour_passage_dead_end(
	const struct detour_passage *passage, struct detour_arena *arena)
{
	for (const char *text = passage->text; *text;) {
		size_t size = detour_sentence_size(text);

		if (tells_dead_end(text, size))
			return (struct detour_sentence){
				detour_arena_strndup(arena, text, size), passage};
		text += size;
		text += strspn(text, " ");
	}
	return detour_passage_key(passage, arena);
}
