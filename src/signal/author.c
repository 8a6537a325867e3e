/* Names and addresses of authors; see author.h. */
#include "author.h"

#include <string.h>
#include <strings.h>

static bool holds(const char *text, const char *word)
{
	size_t size = strlen(word);

	for (; *text; text++)
		if (!strncasecmp(text, word, size))
			return true;
	return false;
}

bool detour_author_is_bot(const struct detour_commit *commit)
{
	static const char *const known[] = {"[bot]", "dependabot", "renovate", "github-actions",
		"greenkeeper", "pre-commit-ci", "noreply@weblate"};
	static const char *const endings[] = {" bot", "-bot", "_bot"};
	const char *name = commit->author_name ? commit->author_name : "";
	size_t size = strlen(name);

	for (size_t i = 0; i < sizeof(known) / sizeof(*known); i++)
		if (holds(name, known[i]) ||
			(commit->author_email && holds(commit->author_email, known[i])))
			return true;
	for (size_t i = 0; i < sizeof(endings) / sizeof(*endings); i++)
		if (size >= 4 && !strcasecmp(name + size - 4, endings[i]))
			return true;
	return false;
}

bool detour_author_is_same(const struct detour_commit *a, const struct detour_commit *b)
{
	return a->author_email && b->author_email && !strcasecmp(a->author_email, b->author_email);
}
