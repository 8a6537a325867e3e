/*
 * The words of commits that mend something; see followup.h.
 *
 * The classes stand in the order of how much their words tell. Each pattern is the answer to
 * histories that were read: `arg` is no "argh", doh.c no "doh", and whoever prevents accidental
 * deletions has deleted nothing.
 */
#include <string.h>

#include "followup.h"
#include "revert.h"

#define OPTIONS (DETOUR_PATTERN_CASELESS | DETOUR_PATTERN_EXTENDED)

/* `queue: `, `fix(queue)!: `, `[tag] ` and marks before what a subject says. */
#define LED                                                                                        \
	"^ [\\s*>.!(-]{0,4} (?: \\[[^\\]\\n]{1,40}\\] [\\s:-]* "                                   \
	"| [^\\s:\"']{1,60} (?:\\ [^\\s:\"']{1,30})? : \\s+ ){0,3} [\\s*>.!(-]{0,4}"
#define PLAIN "(?<! [\\w\"'`/._$@-] )" /* no part of a name, and not quoted */
#define APART "(?! [\\w\"'`/(_=-] | \\.\\w )"

static struct detour_pattern oops = DETOUR_PATTERN(
	"ops|argh|rrgh|ghh|doh|d'oh|grr|brown|my bad|silly|stupid|dumb|sorry|damn|duh|ugh|sigh"
	"|facepalm|embarrass|my mistake|my fault|shame on me",
	PLAIN "(?: (?<! kernel\\ ) (?<! panic\\ ) (?<! echo\\ ) (?: o{2,}ps(?:y|ie|ies)? | "
	      "w+h?o+ps(?:y|ie|ies)? )"
	      "     (?! \\s+ (?:in|on|when|while|during|due|caused|at|after|if|handler|message"
	      "|report|page|screen|dialog|trace|dump)s?\\b )"
	      " | a+r+gh+ (?= \\s* (?: [!,.:] | -\\s | $ ) ) | " LED
	      " (?: a+r+gh+ | arr+g+ ) | d'oh | (?: " LED
	      " doh (?= [!,] | [.]*\\s*$) | doh (?= !) ) | gr{2,}"
	      " | brown [\\s-]? paper [\\s-]? bag (?:\\s\\w+)? | my\\ (?:bad|mistake|fault)"
	      " | (?:silly|stupid|dumb)\\ (?:me|mistakes?|typos?|bug|error)"
	      " | sorry (?! \\s+ (?:page|screen|message|server|if|but|i\\ have\\ to)\\b )"
	      " | damn(?:it)? | duh | ugh | sigh | facepalm | (?:how\\ )? embarrassing(?:ly)?"
	      " | shame\\ on\\ me )" APART,
	OPTIONS);

/* Whose slip it is: a program that guards against those of its users made none itself. */
#define GUARDED                                                                                    \
	"(?! .* \\b (?: prevent | avoid | protect | guard | against | do\\ not\\ let | don'?t\\ "  \
	"let | disallow | forbid | warn"                                                           \
	" | detect | complain | hint | allow | (?:if|when|in\\ case|unless|for)\\ (?:\\S+\\ )?"    \
	"(?:users?|someone|somebody|people|you|they|one) | users? | someone | people ) \\w* \\b"   \
	" .* \\b (?: forg[eo]t | accident | mistak | inadvert | uninten | errone ) )"
#define SLIPPED "(?:accidental|mistaken|unintentional|inadvertent|erroneous|unwitting)ly"
#define DEBUG                                                                                      \
	"(?: debug(?:ging)? (?: [\\s-] (?: prints?\\w* | code | logs? | logging | statements?"     \
	" | outputs? | lines? | messages? | stuff | traces? | cruft | leftovers? ) )? \\b "        \
	"| dbg! | console\\.log )"

static struct detour_pattern forgot = DETOUR_PATTERN(
	"forgot|missed|missing from|left-over|leftover|left over|stray|debug|dbg!|console.log"
	"|accident|mistake|uninten|inadvert|errone|unwitting|should have been|should've",
	"^ (?! .* \\b (?:when|if|while) \\b .* \\b forgotten\\b )" GUARDED " .*? (?:" LED
	" (?:(?:also|and|i|we|one|had|just)\\ ){0,3}"
	" (?: forgot(?:ten)? (?!\\s+(?:password|username))"
	"   | missed (?!\\s+(?:calls?|events?|heartbeats?|messages?|ticks?|frames?|beats?)\\b) ) "
	"\\b"
	" | " PLAIN "forgot \\s+ (?:to|about|the|an?|this|that|some|one|my|these|those|it)\\b"
	" | \\b (?:i|we) \\s (?:forgot|missed) \\b"
	" | \\b forgotten \\b (?!\\s+(?:password|username))"
	" | \\b (?:commit|change|patch|merge|refactor\\w*|rename) \\s (?:forgot|missed)\\b"
	" | " SLIPPED " (?:\\s\\w+ly)? \\s+ (?:\\w+ed | left | lost | put | broken? | cut | sent"
	"   | overwr\\w+ | undone | hidden | made | did | got )\\b"
	" | \\b accidental \\s (?:commit|change|removal|deletion|inclusion|addition|edit|merge|push"
	"|newline|whitespace|include|import|breakage|rename|duplicat\\w+)s?\\b"
	" | \\b by \\s (?:mistake|accident)\\b"
	" | \\b unintended \\s (?:change|commit|removal|deletion|whitespace|edit|newline|addition)"
	" | \\b (?:remov(?:e[sd]?|ing) | delet(?:e[sd]?|ing) | drop(?:s|ped)? | get(?:ting)?\\ "
	"rid\\ of"
	"   | strip | kill | resolve | clean\\ ?up | take\\ out | unintended )"
	"   \\s+ (?: (?:some|the|an?|my|more|old|few|last|all|couple\\ of) \\s+ ){0,2}"
	"   (?: stray | left[\\s-]?over | forgotten | accidental | " DEBUG " )"
	" | \\b (?:stray|left[\\s-]?over) \\s " DEBUG " )",
	OPTIONS);

/* What many do with "debug" is no slip: only who takes it out made one. */
static struct detour_pattern slips = DETOUR_PATTERN(
	"forgot|missed|missing|left|stray|accident|mistak|uninten|inadvert|errone|unwitting|should"
	"|remov|delet|drop|rid of|strip|kill|resolv|clean|take",
	"", 0);

#define BEFORE "(?: previous | prior | last | earlier | preceding )"
#define WORK                                                                                       \
	"(?: commit | change | changeset | check-?in | patch | fix | refactor(?:ing)? | merge"     \
	" | push | rename | clean-?up | pr ) (?: s | es )? \\b (?! \\s+ (?:id|hash|message|log"    \
	"|date|time|author|info|button|version|number|sha|event|set|detection|list|button)s?\\b )"

static struct detour_pattern follow = DETOUR_PATTERN(
	"follow-up|followup|follow up|followed up|previous|prior|last|earlier|preceding|fallout"
	"|aftermath|fixup|fix-up",
	"^ (?! .* \\b (?: ids? | hash | sha | message | author | subject | date | parent | diff | "
	"log"
	"   | state ) \\s+ (?:of|from|in|by|with) \\s+ (?:the\\s+)? " BEFORE " ) .*? (?: " LED
	"follow(?:ed|ing)?[\\s-]?ups?\\b (?!\\s+(?:question|email|mail|reminder|task|date))"
	" | \\b follow[\\s-]?ups? (?: \\s+ (?:to|for|of|on|fix\\w*|comments?|commits?"
	"|patch\\w*|changes?|clean-?ups?)\\b | [\\s.!)]* $ )"
	" | \\b (?: in | of | from | by | with | after | on | due\\ to | because\\ of | thanks\\ to"
	"   | (?:left|missing|amend|addition)\\w*\\ to | fix(?:e[sd]|ing)? | undo | remove | rework"
	"   | amends? | corrects? | completes? | finish(?:es)? | repairs? )"
	"   \\s+ (?:(?:the|my|our|that)\\s+)? " BEFORE " \\s+ (?:[\\w-]+\\s+)?? " WORK " | " LED
	"(?:(?:the|my|our)\\s+)? " BEFORE " \\s+ (?:[\\w-]+\\s+)? " WORK
	"   \\s+ (?:was|broke|did|had|missed|forgot|introduced|made|left|is|were|caused)\\b"
	" | \\b fallout \\s+ (?:from|of|after|in)\\b | \\b fallout [\\s.!]* $"
	" | \\b aftermath \\s of \\b"
	" | \\b fix-?up \\s (?:of|for|to) \\b )",
	OPTIONS);

static struct detour_pattern again = DETOUR_PATTERN(
	"<again|<for real|<this time|<try|<take|<attempt|<round|<shot|<stab|<still |<more fix"
	"|<another fix"
	"|<one more|<next fix|<final fix|<second fix|<2nd fix|<third fix|<3rd fix|<fourth fix",
	"^ (?! .* \\b (?: \\w+n'?t | not | never | avoid | without | instead | when | if | before "
	") \\b .* \\b again"
	"   [\\s.!)]* $ ) .* (?<! and\\ ) (?<! once\\ ) (?<! over\\ ) \\b again [\\s.!)]* $ | \\b "
	"for\\ real\\b (?!-) | \\b this\\ "
	"time\\b"
	" | \\b (?:try|take|attempt|round) \\s? \\#? (?: \\d{1,2} | two | three | ii+ )"
	"   \\b [\\s.!):]* (?: $ | (?<=:\\ ) | \\( )"
	" | \\b (?: second | 2nd | third | 3rd | fourth | (?:yet\\ )?another | one\\ more | next | "
	"final )"
	"   \\s+ (?: try | attempt | shot | go | stab | fix ) \\b"
	" | \\b (?: more | another ) \\s fix(?:es)? [\\s.!]* $"
	" | \\b still \\s (?: broken | fail(?:s|ing) | wrong | not\\ (?:working|right|fixed) )"
	" | " LED "(?:another\\s)? (?: try(?:ing)? | attempt(?:ing)? ) \\s+ (?:to\\s|and\\s)?"
	"   (?: fix\\w* | again | another | without | with | this ) \\b",
	OPTIONS);

static struct detour_pattern review = DETOUR_PATTERN(
	"<review|<feedback|<suggestion|<comment|<nit|<remark",
	"\\b (?: address\\w* | appl(?:y|ied|ies|ying) | incorporat\\w+ | integrat\\w+ | resolv\\w+"
	"   | fix(?:e[sd]|ing)? | handl(?:e[sd]?|ing) | respond\\w*\\ to | as\\ per | per | from | "
	"after"
	"   | based\\ on | more | implement\\w* | follow(?:ing)? | changes | improvements | minor )"
	"   \\b [^,;:]{0,25}? \\b (?: (?:code[\\s-])? reviews? (?: (?:er)?s?'?\\s+ (?:comments? | "
	"feedback"
	"       | suggestions? | remarks? | nits? | notes? | changes | findings | issues | points"
	"       | by | from | of ) \\b | \\s* [\\#(\\d.,;:!)] | \\s* $ )"
	"     | reviewers?\\b | feedback\\b | suggestions?\\b | (?:pr|mr|review|[\\w-]+'s)\\ "
	"comments?\\b"
	"     | nits?\\b | remarks?\\b )"
	" | " LED "(?: cr | (?:code\\ )? review | nits? | (?:pr\\ |review\\ )? feedback"
	"   | (?:pr|mr|review)\\ (?:comments?|fixes|changes|suggestions?|nits?|feedback) )"
	"   [\\s.!)]* \\d{0,2} $"
	" | " LED "(?:address|incorporat)\\w* \\b .{0,20} \\b comments?\\b",
	OPTIONS);

/* Asked first, so that not every subject with a fix in it compiles the next pattern. */
static struct detour_pattern mends = DETOUR_PATTERN(
	"fix|repair|unbreak|un-break|typo|bustage|breakage|appease|silence|hush|correct", "", 0);
#define SOUND                                                                                      \
	"(?: builds? | compil(?:e[sr]?|ation|ing) | ci | travis | appveyor | gha | gh\\ actions"   \
	" | (?:unit\\ ?)?tests? | testsuite | lint\\w* | clippy | rubocop | eslint | warnings?"    \
	" | typos? | format\\w* | fmt | rustfmt | gofmt | prettier | styles? | styling"            \
	" | indent\\w* | white-?spaces? | checksrc | (?:mis-?)?spell\\w* | merge | rebase"         \
	" | conflicts? | imports? | includes? | bustage | breakage | sanity | pep8 | flake8"       \
	" | syntax | mypy | codespell | shellcheck )"

static struct detour_pattern fixb = DETOUR_PATTERN(
	"<build|<compil|<ci|<travis|<appveyor|<gha|<gh actions|test|lint|<clippy|<rubocop|<warning"
	"|<typo|<format|fmt|<prettier|<style|<styling|<indent|space|<checksrc|spell|<merge|<rebase"
	"|<conflict|<import|<include|<bustage|<breakage|<sanity|<pep8|<flake8|<syntax|-w|<mypy"
	"|shellcheck",
	LED "(?: (?: (?:try|attempt)(?:ing)?\\ to | really | also | more | another | quick | hot | "
	    "some )"
	    "   [\\s-]+ ){0,2} (?: un-?break | repair(?:s|ed)? | fix(?:e[sd]|ing)? | corrects?"
	    "   | appease | silence | hush ) \\b .{0,40}? (?: (?<![\\w\"'`/._$@]) " SOUND
	    "     \\b (?![-/_]\\w|\\.[a-z]) | (?<=\\s) -W [\\w=-]+ )"
	    " | " LED "typos? \\b (?!\\s+(?:tolerance|correction|detection))"
	    " | \\b " SOUND " (?:\\ error)? [\\s-] (?:fix(?:es|ed)?|bustage|breakage) [\\s.!)]* $"
	    " | \\b bustage \\b | " LED "build \\s (?:fix|break)",
	OPTIONS);

static struct detour_pattern triv = DETOUR_PATTERN(
	"wip|tmp|temp|test|debug|xxx|fix|update|clean|tweak|nit|more|progress|minor|check|save|"
	"stuff"
	"|change|polish|misc|try|lint|format|fmt|asdf|foo|hack",
	LED "(?: wip | te?mp | test(?:s|ing)? | debug(?:ging)? | x{3,9} | bug-?fix(?:es)? | "
	    "fix(?:e[sd])?"
	    "   | updates? | clean[\\s-]?(?:ed\\ )?ups? | tweaks? | nits? | more | progress"
	    "   | minor (?:\\ (?:fix|change|tweak|update)(?:es|s)? )? | check-?point | save | stuff"
	    "   | (?:small\\ )? changes? | polish | misc | try | lint | format(?:ting)? | fmt"
	    "   | asdf\\w* | foo | hack | (?:small|quick|another|more)\\ fix(?:es)? )"
	    "   [\\s.!)]* (?: (?<=\\s) \\d{1,2} )? $",
	OPTIONS);

static const struct {
	struct detour_followup_class class;
	struct detour_pattern *first; /* or NULL: what else the subject must hold */
	struct detour_pattern *pattern;
	size_t longest; /* what says more than so many bytes, says more; 0: any */
} classes[] = {
	{{"OOPS", DETOUR_FOLLOWUP_FREE, DETOUR_LEVEL_ASK,
		 {"What went wrong in ", ", and how did that show?"}},
		NULL, &oops, 0},
	{{"FORGOT", DETOUR_FOLLOWUP_FREE, DETOUR_LEVEL_ASK,
		 {"What did ", " forget, and how did that show?"}},
		&slips, &forgot, 0},
	{{"FOLLOW", DETOUR_FOLLOWUP_FREE, DETOUR_LEVEL_ASK,
		 {"What did ", " leave open or break, and how did that show?"}},
		NULL, &follow, 0},
	{{"AGAIN", DETOUR_FOLLOWUP_INSIDE, DETOUR_LEVEL_REMIND,
		 {"Why did ", " not do it? What is different now?"}},
		NULL, &again, 0},
	{{"REVIEW", DETOUR_FOLLOWUP_SHARES, DETOUR_LEVEL_LIST,
		 {"What did the review of ", " find that you had not seen?"}},
		NULL, &review, 0},
	{{"FIXB", DETOUR_FOLLOWUP_INSIDE, DETOUR_LEVEL_LIST,
		 {"What did ", " break, and how did that show?"}},
		&mends, &fixb, 0},
	{{"TRIV", DETOUR_FOLLOWUP_INSIDE, DETOUR_LEVEL_LIST, {"What was not right yet in ", "?"}},
		NULL, &triv, 24},
};

/* How much a subject says behind its last scope. */
static size_t length_behind_scopes(const char *subject)
{
	const char *colon;

	while ((colon = strstr(subject, ": ")))
		subject = colon + 2;
	return strlen(subject);
}

enum { CLASS_COUNT = sizeof(classes) / sizeof(*classes), LONGEST_SUBJECT = 300 };

int detour_followup_find(const char *subject, int from)
{
	size_t size = strlen(subject);

	if (size > LONGEST_SUBJECT)
		size = LONGEST_SUBJECT;
	for (int i = from; i < CLASS_COUNT; i++) {
		if ((classes[i].longest && length_behind_scopes(subject) > classes[i].longest) ||
			(classes[i].first &&
				!detour_pattern_may_match(classes[i].first, subject, size)))
			continue;
		if (detour_pattern_match(classes[i].pattern, subject, size, NULL, 0))
			return i;
	}
	return -1;
}

const struct detour_followup_class *detour_followup_class(int number)
{
	return &classes[number].class;
}

#define ID "( (?=[a-f]*\\d) [0-9a-f]{7,40} ) \\b"
#define FOLLOW_UP "follow(?:ed)?[\\s-]?up"

/* At the start of a line, or about a follow-up in the title. Digits are wanted in an id, for
 * "feedback" could start one. */
static struct detour_pattern named =
	DETOUR_PATTERN("fixes: |fixes commit|fixed: |follow-up|followup|follow up|followed up",
		"(?| ^ \\ {0,2} (?: fixe[sd] (?: : (?:\\s+commit)? | \\s+ commit ) \\s+"
		" | " FOLLOW_UP " (?:\\s+ (?:to|for|of|on))? :? \\s+ (?:commit\\s+)? ) " ID
		" | \\A [^\\n]{0,200}? \\b (?: " FOLLOW_UP
		" \\s (?:(?:to|for|of|on)\\s)? (?:commit\\s)? " ID "   | " ID
		" [\\s)]{1,2} " FOLLOW_UP " ) )",
		OPTIONS | DETOUR_PATTERN_LINES);

size_t detour_followup_names(
	const struct detour_scene *scene, struct detour_match *out, size_t room, const char **text)
{
	const struct detour_commit *commit = scene->commit;
	struct detour_match groups[3];
	struct detour_span words;
	size_t count = 0, at = 0;

	if (!detour_pattern_may_match(&named, commit->message, commit->message_size))
		return 0;
	words = detour_revert_words(scene->arena, commit->message, commit->message_size);
	*text = words.text;
	while (count < room &&
		detour_pattern_match_from(&named, words.text, words.size, at, groups, 3)) {
		out[count++] = groups[groups[1].end == (size_t)-1 ? 2 : 1];
		at = groups[0].end;
	}
	return count;
}

bool detour_followup_is_naming(const struct detour_commit *commit)
{
	return detour_pattern_match(&named, commit->message, commit->message_size, NULL, 0);
}
