/*
 * The text of the shim; see install_shim.h.
 *
 * Every commit waits for it, so with no other hook behind it it starts no process: a few builtins
 * and one exec. It must work in any POSIX shell and from any directory. What it starts may be gone,
 * or built for another machine: then it is as if there were no hook.
 */
#include "shim.h"

#include <inttypes.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "../base/buf.h"
#include "../base/text.h"

#define FIRST_LINE "#!/bin/sh\n"
#define MARKER "# git-detour shim "
#define FORM 1
#define MADE_LINE "# The folder was made for this file.\n"

/* In single quotes for the shell: all but the quote itself stands for itself in there. */
static void add_quoted(struct detour_buf *out, const char *text)
{
	detour_buf_addch(out, '\'');
	for (; *text; text++) {
		if (*text == '\'')
			detour_buf_addstr(out, "'\\''");
		else
			detour_buf_addch(out, *text);
	}
	detour_buf_addch(out, '\'');
}

static void add_assignment(struct detour_buf *out, const char *name, const char *value)
{
	detour_buf_addf(out, "%s=", name);
	add_quoted(out, value);
	detour_buf_addch(out, '\n');
}

static bool refuses(const char *hook)
{
	return strcmp(hook, "pre-push") == 0;
}

static bool reads_input(const char *hook)
{
	return strcmp(hook, "post-commit") != 0;
}

/* Where this file is, as git called it: the kept hook sees the same kind of path in its $0. */
static void add_here(struct detour_buf *out)
{
	detour_buf_addstr(out, "case $0 in\n"
			       "*/*) detour_here=${0%/*} ;;\n"
			       "*) detour_here=. ;;\n"
			       "esac\n");
}

/* Another tool may have moved this file aside (`pre-push.legacy`) and run it from a hook of its
 * own; when that hook in turn is one that a shim of ours keeps and has just started, we are inside
 * of our own chain. The variable tells: it names the kept hook that is running. */
static void add_nested(struct detour_buf *out, const char *hook, const char *inside)
{
	detour_buf_addf(out,
		"if [ \"${0##*/}\" != %s ] && [ -n \"$GIT_DETOUR_CHAIN\" ] &&\n"
		"\t[ \"${GIT_DETOUR_CHAIN%%/%s.*}\" -ef \"$detour_here\" ]; then\n"
		"%s"
		"fi\n",
		hook, hook, inside);
}

/* Started as a child where the exit code must be judged: exactly 1 is a refusal that was meant,
 * anything else a fault of ours (126 and 127: would not start; 128 and more: a signal). */
static void add_ours(struct detour_buf *out, const char *hook)
{
	detour_buf_addf(out,
		"detour_run() {\n"
		"\tif [ -x \"$detour_native\" ]; then\n"
		"\t\t\"$detour_native\" \"$@\"\n"
		"\telif [ -x \"$detour_program\" ]; then\n"
		"\t\t\"$detour_program\" hook %s \"$@\"\n"
		"\telif command -v git-detour >/dev/null 2>&1; then\n"
		"\t\tgit-detour hook %s \"$@\"\n"
		"\telse\n"
		"\t\treturn 127\n"
		"\tfi\n"
		"}\n"
		"detour_ours() {\n"
		"\tdetour_run \"$@\"\n"
		"\t[ $? -ne 1 ]\n"
		"}\n",
		hook, hook);
}

/* Nothing behind us: the native hook takes our place, except where its exit code must be judged. */
static void add_direct(struct detour_buf *out, const char *hook)
{
	detour_buf_addstr(out, "[ \"$GIT_DETOUR\" = off ] && exit 0\n");
	add_here(out);
	add_nested(out, hook, "\texit 0\n");
	if (refuses(hook)) {
		add_ours(out, hook);
		detour_buf_addstr(out, "detour_ours \"$@\"\n"
				       "exit\n");
		return;
	}
	detour_buf_addf(out,
		"[ -x \"$detour_native\" ] && exec \"$detour_native\" \"$@\"\n"
		"[ -x \"$detour_program\" ] && exec \"$detour_program\" hook %s \"$@\"\n"
		"command -v git-detour >/dev/null 2>&1 && exec git-detour hook %s \"$@\"\n"
		"exit 0\n",
		hook, hook);
}

/* A kept hook that reads none of the input or half of it must not take it from us: it is read once
 * and given to both. Our own program reads it, since no command of a shell ends a read that takes
 * too long. A here-document holds any amount and minds no closed pipe. A terminal (somebody runs
 * the hook by hand) is not waited for; after no input at all both find the end of it.
 *
 * Where it had no end in time, or our program is gone, and nothing was taken of it, the kept hook
 * gets it as it is and runs as if we were not there. */
static void add_input(struct detour_buf *out)
{
	detour_buf_addstr(out, "detour_input=\n"
			       "detour_end=0\n"
			       "if [ ! -t 0 ]; then\n"
			       "\tdetour_input=$(detour_run --input)\n"
			       "\tdetour_end=$?\n"
			       "fi\n"
			       "if [ $detour_end -ne 0 ] && [ -z \"$detour_input\" ]; then\n"
			       "\tdetour_alone \"$@\"\n"
			       "fi\n"
			       "detour_give() {\n"
			       "\tif [ -z \"$detour_input\" ]; then\n"
			       "\t\t\"$@\"\n"
			       "\telse\n"
			       "\t\t\"$@\" <<END\n"
			       "$detour_input\n"
			       "END\n"
			       "\tfi\n"
			       "}\n");
}

/* The kept hook first, then ours. Only the exit code of pre-push means something to git. */
static void add_both(struct detour_buf *out, const char *hook)
{
	const char *give = reads_input(hook) ? "detour_give " : "";

	if (reads_input(hook))
		add_input(out);
	detour_buf_addf(out,
		"detour_first() { GIT_DETOUR_CHAIN=$detour_chain \"$detour_kept\" \"$@\"; }\n"
		"%sdetour_first \"$@\"\n"
		"detour_status=$?\n",
		give);
	if (refuses(hook))
		detour_buf_addf(out,
			"[ $detour_status -eq 0 ] || exit $detour_status\n"
			"%sdetour_ours \"$@\"\n"
			"exit\n",
			give);
	else
		detour_buf_addf(out,
			"%sdetour_ours \"$@\"\n"
			"exit $detour_status\n",
			give);
}

/* The tool that moved us aside may be the one whose hook we keep, installed once more: what stands
 * in our old place and called us is then the very same hook, and must not be started twice. */
static void add_twin(struct detour_buf *out, const char *hook)
{
	detour_buf_addf(out,
		"if [ \"${0##*/}\" != %s ] && [ -n \"$detour_kept\" ] &&\n"
		"\tcmp -s \"$detour_kept\" \"$detour_here/%s\" 2>/dev/null; then\n"
		"\tdetour_kept=\n"
		"fi\n",
		hook, hook);
}

static void add_chained(struct detour_buf *out, const struct detour_shim *shim)
{
	add_here(out);
	detour_buf_addstr(out, "detour_kept=$detour_here/");
	add_quoted(out, shim->kept);
	detour_buf_addstr(out, "\n"
			       "[ -x \"$detour_kept\" ] || detour_kept=\n"
			       "detour_switch=$GIT_DETOUR\n");
	add_nested(out, shim->hook,
		"\t[ \"$GIT_DETOUR_CHAIN\" -ef \"$detour_kept\" ] && exit 0\n"
		"\tdetour_switch=off\n");
	add_twin(out, shim->hook);
	add_ours(out, shim->hook);
	detour_buf_addf(out,
		"if [ -z \"$detour_kept\" ]; then\n"
		"\t[ \"$detour_switch\" = off ] || detour_ours \"$@\"\n"
		"\texit%s\n"
		"fi\n"
		"case $detour_kept in\n"
		"/*) detour_chain=$detour_kept ;;\n"
		"*) detour_chain=$PWD/$detour_kept ;;\n"
		"esac\n"
		"detour_alone() {\n"
		"\tGIT_DETOUR_CHAIN=$detour_chain\n"
		"\texport GIT_DETOUR_CHAIN\n"
		"\texec \"$detour_kept\" \"$@\"\n"
		"}\n"
		"[ \"$detour_switch\" != off ] || detour_alone \"$@\"\n",
		refuses(shim->hook) ? "" : " 0");
	add_both(out, shim->hook);
}

/* All that stands below the marker line. */
static void add_rest(struct detour_buf *out, const struct detour_shim *shim)
{
	detour_buf_addstr(out,
		"# `git detour install-hooks` wrote this, and takes it out again with"
		" --uninstall.\n"
		"# Lines added below would not run, and keep it from doing so.\n");
	if (*shim->kept)
		detour_buf_addstr(out, "# The hook that was here before is kept beside it and runs"
				       " first.\n");
	if (shim->made_folder)
		detour_buf_addstr(out, MADE_LINE);
	add_assignment(out, "detour_native", shim->native);
	add_assignment(out, "detour_program", shim->program);
	if (*shim->kept)
		add_chained(out, shim);
	else
		add_direct(out, shim->hook);
}

char *detour_shim_text(struct detour_arena *arena, const struct detour_shim *shim)
{
	struct detour_buf rest = DETOUR_BUF_INIT;
	uint64_t sum;
	char *text;

	add_rest(&rest, shim);
	sum = detour_hash(DETOUR_HASH_START, rest.ptr, rest.size);
	text = detour_arena_printf(arena, FIRST_LINE MARKER "%d %s %016" PRIx64 "\n%s", FORM,
		shim->hook, sum, rest.ptr);
	detour_buf_release(&rest);
	return text;
}

/* What add_quoted wrote behind the first `key` from *at on, which moves behind it; "" where there
 * is none. In this order no value is mistaken for a key: what stands in quotes is passed over. */
static const char *quoted_value(struct detour_arena *arena, const char **at, const char *key)
{
	struct detour_buf value = DETOUR_BUF_INIT;
	const char *found = strstr(*at, key);
	char *copy;

	if (!found)
		return "";
	for (found += strlen(key); *found; found++) {
		if (*found == '\'' && !detour_text_starts(found, "'\\''"))
			break;
		detour_buf_addch(&value, *found);
		if (*found == '\'')
			found += 3;
	}
	*at = found;
	copy = detour_arena_strndup(arena, value.ptr, value.size);
	detour_buf_release(&value);
	return copy;
}

/* "1 post-commit 0123456789abcdef": the form (any: a newer one is ours too), hook, checksum. */
static bool parse_marker(
	struct detour_arena *arena, const char *line, size_t size, const char **hook, uint64_t *sum)
{
	char *copy = detour_arena_strndup(arena, line, size);
	char *name = copy + strspn(copy, "0123456789");
	char *digits, *end;

	if (name == copy || *name != ' ')
		return false;
	digits = strchr(++name, ' ');
	if (!digits || digits == name)
		return false;
	*digits++ = '\0';
	if (strspn(digits, "0123456789abcdef") != 16 || digits[16])
		return false;
	*sum = strtoull(digits, &end, 16);
	*hook = name;
	return true;
}

/* It stands above the paths. */
static bool has_made_line(const char *rest, const char *end)
{
	const char *line = strstr(rest, "\n" MADE_LINE);

	return line && line < end;
}

bool detour_shim_parse(
	struct detour_arena *arena, const char *bytes, size_t size, struct detour_shim *out)
{
	const char *text, *line, *rest, *at;
	uint64_t sum;

	memset(out, 0, sizeof(*out));
	if (size > DETOUR_SHIM_LIMIT || memchr(bytes, '\0', size))
		return false;
	text = detour_arena_strndup(arena, bytes, size);
	if (!detour_text_starts(text, FIRST_LINE MARKER))
		return false;
	line = text + strlen(FIRST_LINE MARKER);
	rest = strchr(line, '\n');
	if (!rest || !parse_marker(arena, line, (size_t)(rest - line), &out->hook, &sum))
		return false;
	out->edited = detour_hash(DETOUR_HASH_START, rest + 1, strlen(rest + 1)) != sum;
	at = rest;
	out->native = quoted_value(arena, &at, "\ndetour_native='");
	out->made_folder = has_made_line(rest, at);
	out->program = quoted_value(arena, &at, "\ndetour_program='");
	out->kept = quoted_value(arena, &at, "\ndetour_kept=$detour_here/'");
	if (strchr(out->kept, '/'))
		out->kept = "";
	return true;
}
