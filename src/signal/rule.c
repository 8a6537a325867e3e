/*
 * Rules of the team's own: patterns over messages, paths and added lines; and a few that are built
 * in, which the team's of the same name replace.
 */
#include <string.h>

#include "../base/text.h"
#include "../pattern.h"
#include "added.h"
#include "author.h"
#include "pathkind.h"
#include "routine.h"

enum { QUOTE_COLUMNS = 60, FILES_LIMIT = 50, LINE_LIMIT = 1000, RUNAWAYS_LIMIT = 3 };
enum { BLOB_LIMIT = 1024 * 1024 };

/* Which files a rule over added lines looks at. */
enum scope { EVERYWHERE, CODE, TESTS };

struct applied {
	const char *name;
	enum detour_rule_place in;
	enum detour_level level;
	enum scope scope;
	struct detour_pattern *pattern;
	const char *quote; /* of what it found; NULL: nothing yet */
	const char *path;  /* in which it was found; "" where that says nothing */
};

static struct detour_pattern hack = DETOUR_PATTERN("hack|xxx|workaround",
	"^(?!.*(?i:for now|until)).*?(?<![./-])\\K\\b(?:HACK|XXX|WORKAROUND)\\b(?![/-]).*", 0);
static struct detour_pattern skip = DETOUR_PATTERN("skip|@ignore|@disabled|xit(|xdescribe("
						   "|xtest(|[ignore|disabled_",
	"@(?:skip|Skip|Ignore|Disabled)\\b|@(?:unittest|pytest\\.mark)\\.skip|\\b[tb]\\.Skip(?:f|"
	"Now)?\\("
	"|\\bx(?:it|describe|test)\\(|\\b(?:it|describe|test|context)\\.skip\\b|#\\[ignore|"
	"pytest\\.skip\\("
	"|\\bself\\.skipTest\\(|\\bGTEST_SKIP\\(|\\bTEST\\w*\\(.*\\bDISABLED_",
	0);

/* Measured to be right half of the time: they are listed and never speak up. */
static const struct applied built_in[] = {
	{"hack", DETOUR_RULE_ADDED, DETOUR_LEVEL_LIST, CODE, &hack, NULL, ""},
	{"skip", DETOUR_RULE_ADDED, DETOUR_LEVEL_LIST, TESTS, &skip, NULL, ""},
};

enum { BUILT_IN = sizeof(built_in) / sizeof(*built_in), MOST = DETOUR_RULE_LIMIT + BUILT_IN };

struct rules {
	struct applied list[MOST];
	size_t count;
};

/* ---- which rules there are */

static bool is_replaced(const struct detour_settings *settings, const char *name)
{
	for (size_t i = 0; i < settings->rule_count; i++)
		if (!strcmp(settings->rules[i].name, name))
			return true;
	return false;
}

static bool is_known(const struct detour_scene *scene, enum detour_rule_place in)
{
	static const unsigned needs[] = {[DETOUR_RULE_MESSAGE] = DETOUR_FACT_MESSAGE,
		[DETOUR_RULE_ADDED] = DETOUR_FACT_PATHS | DETOUR_FACT_LINES,
		[DETOUR_RULE_PATH] = DETOUR_FACT_PATHS};

	return !(needs[in] & ~scene->facts);
}

/* A rule of which a push or a commit may speak? What is only listed is then named beside it. */
static bool any_is_spoken_of(const struct rules *rules)
{
	for (size_t i = 0; i < rules->count; i++)
		if (rules->list[i].level >= DETOUR_LEVEL_REMIND)
			return true;
	return false;
}

static void collect(const struct detour_scene *scene, struct rules *out)
{
	const struct detour_settings *settings = scene->settings;
	bool plain;

	out->count = 0;
	for (size_t i = 0; i < settings->rule_count && i < DETOUR_RULE_LIMIT; i++) {
		const struct detour_rule *rule = &settings->rules[i];

		/* A pattern that ran away again and again rests for the life of the process. */
		if (rule->level != DETOUR_LEVEL_OFF && rule->pattern && !rule->pattern->broken &&
			rule->pattern->runaways < RUNAWAYS_LIMIT && is_known(scene, rule->in))
			out->list[out->count++] = (struct applied){rule->name, rule->in,
				rule->level, EVERYWHERE, rule->pattern, NULL, ""};
	}
	if (scene->only_spoken_of && !any_is_spoken_of(out)) {
		out->count = 0;
		return;
	}
	plain = is_known(scene, DETOUR_RULE_ADDED) && !detour_author_is_bot(scene->commit) &&
		!detour_commit_is_routine(scene);
	for (size_t i = 0; plain && i < BUILT_IN; i++)
		if (!is_replaced(settings, built_in[i].name))
			out->list[out->count++] = built_in[i];
}

/* ---- what they find */

static bool is_wanted(const struct applied *rule, enum detour_rule_place in)
{
	return rule->in == in && !rule->quote && rule->pattern->runaways < RUNAWAYS_LIMIT;
}

static void hold_against(struct detour_arena *arena, struct applied *rule, const char *text,
	size_t size, const char *path)
{
	struct detour_match whole;

	if (!detour_pattern_match(rule->pattern, text, size, &whole, 1))
		return;
	if (whole.end > whole.start) {
		text += whole.start;
		size = whole.end - whole.start;
	}
	text = detour_text_trim(text, &size);
	rule->quote =
		detour_text_line(arena, detour_arena_strndup(arena, text, size), QUOTE_COLUMNS);
	rule->path = path;
}

static void look_at_message(const struct detour_scene *scene, struct rules *rules)
{
	const struct detour_commit *commit = scene->commit;

	for (size_t i = 0; i < rules->count; i++)
		if (is_wanted(&rules->list[i], DETOUR_RULE_MESSAGE))
			hold_against(scene->arena, &rules->list[i], commit->message,
				commit->message_size, "");
}

static void look_at_path(const struct detour_scene *scene, struct rules *rules, const char *path)
{
	for (size_t i = 0; i < rules->count; i++)
		if (is_wanted(&rules->list[i], DETOUR_RULE_PATH))
			hold_against(scene->arena, &rules->list[i], path, strlen(path), "");
}

static bool is_in_scope(enum scope scope, unsigned kinds)
{
	const unsigned prose =
		DETOUR_PATH_DOCS | DETOUR_PATH_PLAN | DETOUR_PATH_SESSION | DETOUR_PATH_VERSION;

	if (scope == TESTS)
		return kinds & DETOUR_PATH_TEST;
	return scope == EVERYWHERE || !(kinds & (prose | DETOUR_PATH_TEST));
}

static bool concerns(const struct applied *rule, unsigned kinds)
{
	return is_wanted(rule, DETOUR_RULE_ADDED) && is_in_scope(rule->scope, kinds);
}

/* Leaves those of the wanted rules whose words the text holds. Most files hold none anywhere: then
 * it does not matter what they were before. */
static bool any_may_match(const struct rules *rules, bool *wanted, const char *text, size_t size)
{
	bool any = false;

	for (size_t i = 0; i < rules->count; i++) {
		wanted[i] =
			wanted[i] && detour_pattern_may_match(rules->list[i].pattern, text, size);
		any = any || wanted[i];
	}
	return any;
}

static void look_at_file(
	const struct detour_scene *scene, struct rules *rules, const struct detour_change *change)
{
	const unsigned kinds = detour_path_kinds(change->path);
	bool wanted[MOST], any = false;
	struct detour_added added;
	const char *text, *old = "", *line;
	size_t size, old_size = 0, length;

	for (size_t i = 0; i < rules->count; i++) {
		wanted[i] = concerns(&rules->list[i], kinds);
		any = any || wanted[i];
	}
	if (!any || !scene->blob(scene->data, &change->new_blob, BLOB_LIMIT, &text, &size) ||
		memchr(text, '\0', size) || !any_may_match(rules, wanted, text, size))
		return;
	if (!detour_oid_is_zero(&change->old_blob) &&
		!scene->blob(scene->data, &change->old_blob, BLOB_LIMIT, &old, &old_size))
		return;
	/* What stands outside of the lines that differ was there before. */
	detour_text_skip_common(&old, &old_size, &text, &size);
	any = any_may_match(rules, wanted, text, size);
	/* Asking .gitattributes costs more than looking at most files does. */
	if (!any || (scene->is_generated && scene->is_generated(scene->data, change->path)))
		return;
	detour_added_init(&added, scene->arena, old, old_size, text, size);
	while (detour_added_next(&added, &line, &length))
		for (size_t i = 0; i < rules->count; i++)
			if (wanted[i] && is_wanted(&rules->list[i], DETOUR_RULE_ADDED))
				hold_against(scene->arena, &rules->list[i], line,
					length < LINE_LIMIT ? length : LINE_LIMIT, change->path);
}

static bool any_in(const struct rules *rules, enum detour_rule_place in)
{
	for (size_t i = 0; i < rules->count; i++)
		if (is_wanted(&rules->list[i], in))
			return true;
	return false;
}

/* A file that people write by hand. The rules themselves hold the words that they look for. */
static bool is_readable(const struct detour_change *change)
{
	const unsigned foreign = DETOUR_PATH_GENERATED | DETOUR_PATH_VENDORED;

	return (change->new_mode & 0170000) == 0100000 &&
	       strcmp(change->path, ".detour.ini") != 0 &&
	       !(detour_path_kinds(change->path) & foreign);
}

static void look_at_changes(const struct detour_scene *scene, struct rules *rules)
{
	const struct detour_commit *commit = NULL;
	size_t files = 0;

	if (any_in(rules, DETOUR_RULE_PATH) || any_in(rules, DETOUR_RULE_ADDED))
		commit = scene->paths(scene->data);
	for (size_t i = 0; commit && i < commit->change_count; i++) {
		const struct detour_change *change = &commit->changes[i];

		look_at_path(scene, rules, change->path);
		if (files < FILES_LIMIT && any_in(rules, DETOUR_RULE_ADDED) &&
			is_readable(change)) {
			files++;
			look_at_file(scene, rules, change);
		}
	}
}

/* ---- what is told */

/* ", and 2 more rules: skip, todo" behind the path. */
static const char *detail(
	struct detour_arena *arena, const struct rules *rules, const struct applied *loudest)
{
	const char *path = detour_text_line(arena, loudest->path, QUOTE_COLUMNS), *names = "";
	size_t more = 0;

	for (size_t i = 0; i < rules->count; i++) {
		if (!rules->list[i].quote || &rules->list[i] == loudest)
			continue;
		names = detour_arena_printf(
			arena, "%s%s%s", names, more ? ", " : "", rules->list[i].name);
		more++;
	}
	if (!more)
		return path;
	return detour_arena_printf(arena, "%s%sand %zu more rule%s: %s", path, *path ? ", " : "",
		more, more == 1 ? "" : "s", names);
}

static void tell(struct detour_arena *arena, const struct rules *rules,
	const struct applied *loudest, struct detour_signal *out)
{
	out->level = loudest->level;
	out->rule = loudest->name;
	out->doing = detour_arena_printf(
		arena, "meeting [rule \"%s\"]: \"%s\"", loudest->name, loudest->quote);
	out->does = detour_arena_printf(
		arena, "meets [rule \"%s\"]: \"%s\"", loudest->name, loudest->quote);
	out->detail = detail(arena, rules, loudest);
	out->title = detour_arena_printf(
		arena, "%s: %s", loudest->name, detour_text_line(arena, loudest->quote, 40));
	out->hint = "What made this necessary? What would have to change for it to go away?";
}

bool detour_signal_rule(const struct detour_scene *scene, struct detour_signal *out)
{
	const struct applied *loudest = NULL;
	struct rules rules;

	collect(scene, &rules);
	if (!rules.count)
		return false;
	detour_pattern_allow();
	look_at_message(scene, &rules);
	look_at_changes(scene, &rules);
	for (size_t i = 0; i < rules.count; i++)
		if (rules.list[i].quote && (!loudest || rules.list[i].level > loudest->level))
			loudest = &rules.list[i];
	if (!loudest)
		return false;
	tell(scene->arena, &rules, loudest, out);
	return true;
}
