/* The trailer `Detour: none`: whoever commits says that there is nothing to tell. */
#include <string.h>
#include <strings.h>

#include "../base/text.h"
#include "signal.h"

static bool is_blank(const char *line, size_t size)
{
	detour_text_trim(line, &size);
	return !size;
}

/* Where the last paragraph begins: git keeps trailers there. */
static const char *last_paragraph(const char *message)
{
	const char *start = message;
	bool after_blank = false;

	for (const char *line = message; *line;) {
		size_t size = strcspn(line, "\n");
		bool blank = is_blank(line, size);

		if (!blank && after_blank)
			start = line;
		after_blank = blank;
		line += size + (line[size] == '\n');
	}
	return start;
}

static bool is_waiver(const char *line, size_t size)
{
	static const char key[] = "Detour:", word[] = "none";
	size_t rest = size - (sizeof(key) - 1);

	if (size < sizeof(key) - 1 || strncasecmp(line, key, sizeof(key) - 1) != 0)
		return false;
	line = detour_text_trim(line + sizeof(key) - 1, &rest);
	return rest == sizeof(word) - 1 && !strncasecmp(line, word, rest);
}

bool detour_commit_waives(const struct detour_commit *commit)
{
	const char *line = commit->message;

	/* Nearly every message ends the question here. */
	if (!line || (!strstr(line, "Detour:") && !strstr(line, "detour:")))
		return false;
	for (line = last_paragraph(line); *line;) {
		size_t size = strcspn(line, "\n");

		if (is_waiver(line, size))
			return true;
		line += size + (line[size] == '\n');
	}
	return false;
}
