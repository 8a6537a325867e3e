/*
 * What a commit's subject is about, in words that can head a session: without the marks of tools
 * and forges around it, and without the verb that every subject starts with. See signal.h.
 */
#include <string.h>

#include "../pattern.h"
#include "../base/text.h"
#include "signal.h"

enum { TOPIC_COLUMNS = 60 };

/* fixup! and its like, [tags], Revert " and its like, `scope: ` and `feat(scope)!: `. */
static struct detour_pattern wrapping = DETOUR_PATTERN(NULL,
	"^(?: (?:fixup|squash|amend)!\\s+ | \\[[^\\]]{1,40}\\]\\s* | "
	"(?:revert|reapply|reland)(?:\\^\\d+)?\\s+\""
	"   | [^\\s\":]{1,40} (?:\\([^)]{0,40}\\))? !? :\\s+ )+",
	DETOUR_PATTERN_CASELESS | DETOUR_PATTERN_EXTENDED);

/* Closing quotes, the number of a pull request, a full stop. */
static struct detour_pattern trailing =
	DETOUR_PATTERN(NULL, "(?: \\s*\\(\\#\\d+\\) | [\"\\s.] )+ $", DETOUR_PATTERN_EXTENDED);

/* Verbs that say no more than that something was made or changed. */
static struct detour_pattern leading_verb = DETOUR_PATTERN(NULL,
	"^(?: add(?:s|ed|ing)? | introduc(?:e|es|ed|ing) | implement(?:s|ed|ing)? | "
	"creat(?:e|es|ed|ing)"
	"   | us(?:e|es|ed|ing) | fix(?:es|ed|ing)? | updat(?:e|es|ed|ing) | chang(?:e|es|ed|ing)"
	"   | improv(?:e|es|ed|ing) | enabl(?:e|es|ed|ing) | support(?:s|ed|ing)? | "
	"allow(?:s|ed|ing)?"
	"   | refactor(?:s|ed|ing)? | rework(?:s|ed|ing)? | rewrit(?:e|es|ing) | mak(?:e|es|ing)"
	"   | provid(?:e|es|ed|ing) | extend(?:s|ed|ing)? )"
	" \\s+ (?: (?:the|a|an|some) \\s+ )?",
	DETOUR_PATTERN_CASELESS | DETOUR_PATTERN_EXTENDED);

static size_t match_end(struct detour_pattern *pattern, const char *text, size_t size)
{
	struct detour_match match;

	return detour_pattern_match(pattern, text, size, &match, 1) ? match.end : 0;
}

/* `retry` may become `Retry`; `retry_queue()`, `io.c` and `pthread2` are names and stay. */
static void sentence_case(char *text)
{
	size_t word = strcspn(text, " ");

	if (text[0] < 'a' || text[0] > 'z')
		return;
	for (size_t i = 0; i < word; i++)
		if ((text[i] < 'a' || text[i] > 'z') && text[i] != '-' && text[i] != ',')
			return;
	text[0] = (char)(text[0] - 'a' + 'A');
}

char *detour_signal_topic(struct detour_arena *arena, const char *subject)
{
	size_t size = strlen(subject), verb;
	struct detour_match end;
	char *topic;

	if (size > 1000)
		size = 1000;
	verb = match_end(&wrapping, subject, size);
	subject += verb;
	size -= verb;
	if (detour_pattern_match(&trailing, subject, size, &end, 1))
		size = end.start;
	verb = match_end(&leading_verb, subject, size);
	topic = detour_arena_strndup(arena, subject + verb, size - verb);
	sentence_case(topic);
	topic = detour_text_line(arena, topic, TOPIC_COLUMNS);
	return verb || !strchr(topic, ' ') ? topic : detour_arena_printf(arena, "\"%s\"", topic);
}
