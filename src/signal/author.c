/* Names and addresses of authors; see author.h. */
#include "author.h"

#include <string.h>
#include <strings.h>

#include "../pattern.h"

static bool is_word_byte(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
	       (unsigned char)c >= 0x80;
}

/* Does a word of `length` bytes stand in the text with nothing of a word on either side? */
static bool holds(const char *text, size_t size, const char *word, size_t length)
{
	for (size_t i = 0; i + length <= size; i++)
		if (!strncasecmp(text + i, word, length) &&
			(!i || !is_word_byte(text[i - 1]) || !is_word_byte(word[0])) &&
			(i + length == size || !is_word_byte(text[i + length]) ||
				!is_word_byte(word[length - 1])))
			return true;
	return false;
}

/* "Acme Release Bot", "k8s-ci-robot", "renovate[bot]", "googlebot"; but not "Abbot". */
static bool is_called_bot(const char *text, size_t size)
{
	/* Only its literals are used: nearly nobody holds one of them. */
	static struct detour_pattern known =
		DETOUR_PATTERN("[bot]|dependabot|renovate|github-actions|github actions|greenkeeper"
			       "|pre-commit-ci|allcontributors|googlebot|buildbot|rustbot|bumpbot"
			       "|mergebot|syzbot|syzkaller|mergify|homu|autoroller|automated"
			       "|automation|weblate|travis ci|copybara-service|jenkins"
			       "|semantic-release|release-please",
			"", 0);
	static const char *const last[] = {"bot", "robot"};
	bool may = detour_pattern_may_match(&known, text, size);
	size_t length;

	for (const char *word = known.literals; may && *word;
		word += length + (word[length] == '|')) {
		length = strcspn(word, "|");
		if (holds(text, size, word, length))
			return true;
	}
	for (size_t i = 0; i < sizeof(last) / sizeof(*last); i++) {
		length = strlen(last[i]);
		if (size >= length && !strncasecmp(text + size - length, last[i], length) &&
			(size == length || !is_word_byte(text[size - length - 1])))
			return true;
	}
	return false;
}

bool detour_author_is_bot(const struct detour_commit *commit)
{
	const char *name = commit->author_name ? commit->author_name : "";
	const char *email = commit->author_email ? commit->author_email : "";

	/* The host tells nothing: noreply@github.com is whoever uses the web page. What GitHub's
	 * actions commit as is an exception. */
	return is_called_bot(name, strlen(name)) || is_called_bot(email, strcspn(email, "@")) ||
	       !strcasecmp(email, "action@github.com") || !strcasecmp(email, "actions@github.com");
}

bool detour_author_is_same(const struct detour_commit *a, const struct detour_commit *b)
{
	const char *one = a->author_email, *other = b->author_email;

	/* Most differ in their first letter, and rhythms ask for thousands. */
	return one && other && !((one[0] ^ other[0]) & ~0x20) && !strcasecmp(one, other);
}
