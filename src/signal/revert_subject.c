/*
 * Targets by subject: `Revert "X"`, `revert: X (#12)`, `Reapply "X"`.
 *
 * Subjects reach a revert in many states: with the number that a forge added, without the one that
 * it added later, cut in the middle, with a full stop more. So the text is tried in several forms,
 * the longest first, and each past commit's subject with and without its number.
 */
#include <string.h>

#include "../base/text.h"
#include "revert.h"
#include "revert_past.h"

enum { FORMS = 8, LEAST_CUT = 20, LEAST_SCOPED = 10 };

struct forms {
	struct detour_span list[FORMS]; /* the most wanted first */
	bool cut[FORMS];                /* the subject may go on behind it */
	size_t count;
};

static void add_form(struct forms *forms, struct detour_span text, bool cut)
{
	text.text = detour_text_trim(text.text, &text.size);
	if (forms->count == FORMS || text.size < 2)
		return;
	forms->list[forms->count] = text;
	forms->cut[forms->count++] = cut && text.size >= LEAST_CUT;
}

/* Without a forge's " (#12)" at its end; the same where there is none. */
struct detour_span detour_revert_without_number(struct detour_span text)
{
	size_t at = text.size;

	if (!at || text.text[at - 1] != ')')
		return text;
	for (at--; at && text.text[at - 1] >= '0' && text.text[at - 1] <= '9'; at--)
		;
	if (at < 3 || at > text.size - 2 || memcmp(text.text + at - 3, " (#", 3) != 0)
		return text;
	text.size = at - 3;
	return text;
}

static bool ends_in_dots(struct detour_span *text)
{
	static const char *const dots[] = {"\xe2\x80\xa6", "..."};

	for (size_t i = 0; i < sizeof(dots) / sizeof(*dots); i++) {
		size_t size = strlen(dots[i]);

		if (text->size > size && !memcmp(text->text + text->size - size, dots[i], size)) {
			text->size -= size;
			return true;
		}
	}
	return false;
}

static void add_forms(struct forms *forms, struct detour_span text)
{
	struct detour_span shorter;

	add_form(forms, text, false);
	if (ends_in_dots(&text))
		add_form(forms, text, true);
	shorter = detour_revert_without_number(text);
	if (shorter.size != text.size)
		add_form(forms, shorter, false);
}

/* The quotation mark that `text` starts with, as the bytes that close it; NULL for none. */
static const char *closing_mark(struct detour_span text, size_t *size)
{
	static const struct {
		const char *open, *close;
	} marks[] = {{"\"", "\""}, {"'", "'"}, {"`", "`"}, {"\xe2\x80\x9c", "\xe2\x80\x9d"},
		{"\xe2\x80\x98", "\xe2\x80\x99"}};

	for (size_t i = 0; i < sizeof(marks) / sizeof(*marks); i++) {
		*size = strlen(marks[i].open);
		if (text.size > *size && !memcmp(text.text, marks[i].open, *size))
			return marks[i].close;
	}
	return NULL;
}

/* What stands between the marks, up to the last closing one first: subjects quote, too. Where the
 * text does not end with one, the subject may have been cut. */
static void add_quoted(struct forms *forms, struct detour_span text, const char *close, size_t open)
{
	struct detour_span rest = {text.text + open, text.size - open};
	size_t size = strlen(close);

	for (size_t at = rest.size; at >= size && forms->count + 2 < FORMS; at--)
		if (!memcmp(rest.text + at - size, close, size))
			add_forms(forms, (struct detour_span){rest.text, at - size});
	add_form(forms, rest, true);
}

static struct detour_span skip_colon(struct detour_span text)
{
	text.text = detour_text_trim(text.text, &text.size);
	while (text.size && (text.text[0] == ':' || text.text[0] == ']' || text.text[0] == ' ')) {
		text.text++;
		text.size--;
	}
	return text;
}

static void collect(struct forms *forms, struct detour_span object)
{
	struct detour_span text = skip_colon(object);
	size_t open = 0;
	const char *close = closing_mark(text, &open);

	if (close) {
		add_quoted(forms, text, close, open);
		return;
	}
	/* "Revert of X (patchset #1 id:1 of https://…)" */
	for (size_t at = 0; at + 11 < text.size; at++)
		if (!memcmp(text.text + at, " (patchset ", 11))
			text.size = at;
	/* Unquoted: with its own number, and without one and two of them. */
	for (int i = 0; i < 3; i++) {
		struct detour_span shorter = detour_revert_without_number(text);

		add_form(forms, text, false);
		if (shorter.size == text.size)
			break;
		text = shorter;
	}
}

static char plain(char c)
{
	if (c == '"')
		return '\'';
	return (char)(c >= 'A' && c <= 'Z' ? c + ('a' - 'A') : c);
}

/* In any case, whichever quotation marks; a revert of a revert changes the inner ones. */
static bool same_text(const char *a, const char *b, size_t size)
{
	for (size_t i = 0; i < size; i++) {
		if (plain(a[i]) != plain(b[i]))
			return false;
	}
	return true;
}

static bool same(struct detour_span a, struct detour_span b)
{
	while (a.size && a.text[a.size - 1] == '.')
		a.size--;
	while (b.size && b.text[b.size - 1] == '.')
		b.size--;
	return a.size == b.size && same_text(a.text, b.text, a.size);
}

/* `vtls: receive max buffer` without the scope; people quote a subject that way. */
static struct detour_span without_scope(struct detour_span text)
{
	for (size_t i = 0; i + 2 < text.size && text.text[i] != ' '; i++)
		if (text.text[i] == ':' && text.text[i + 1] == ' ')
			return (struct detour_span){text.text + i + 2, text.size - i - 2};
	return text;
}

static bool fits(struct detour_span form, bool cut, const char *subject)
{
	struct detour_span whole = {subject, strlen(subject)};

	return same(form, whole) || same(form, detour_revert_without_number(whole)) ||
	       (form.size >= LEAST_SCOPED && same(form, without_scope(whole))) ||
	       (cut && whole.size > form.size && !memcmp(subject, form.text, form.size));
}

/* `Reapply "X"` means the commit `Revert "X"`. */
static bool is_revert_of(struct detour_span form, bool cut, const char *subject)
{
	struct forms inner = {.count = 0};
	size_t size = strlen(subject), verb;

	if (!detour_revert_is_title(subject, size))
		return false;
	verb = detour_revert_led(subject, size);
	collect(&inner, (struct detour_span){subject + verb, size - verb});
	for (size_t i = 0; i < inner.count; i++)
		if (same(form, inner.list[i]) ||
			same(detour_revert_without_number(form), inner.list[i]) ||
			(cut && inner.list[i].size > form.size &&
				!memcmp(inner.list[i].text, form.text, form.size)))
			return true;
	return false;
}

typedef bool (*fits_fn)(struct detour_span form, bool cut, const char *subject);

/* The newest commit that the most wanted form fits. */
static const struct detour_commit *newest(
	const struct detour_scene *scene, const struct forms *forms, fits_fn fit)
{
	const struct detour_commit *best = NULL;
	size_t wanted = forms->count;

	for (size_t i = 0; wanted && i < DETOUR_PAST_LIMIT; i++) {
		const struct detour_commit *commit = scene->past(scene->data, i);

		if (!commit)
			break;
		for (size_t f = 0; f < wanted; f++) {
			if (!fit(forms->list[f], forms->cut[f], commit->subject))
				continue;
			best = commit;
			wanted = f;
		}
	}
	return best;
}

const struct detour_commit *detour_revert_by_subject(
	const struct detour_scene *scene, struct detour_span object, bool reapply)
{
	struct forms forms = {.count = 0};
	const struct detour_commit *found = NULL;

	collect(&forms, object);
	if (reapply)
		found = newest(scene, &forms, is_revert_of);
	return found ? found : newest(scene, &forms, fits);
}
