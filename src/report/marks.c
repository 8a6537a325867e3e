/* Shapes and families of the marks; see marks.h. */
#include "marks.h"

#include <string.h>

#include "html.h"

enum { SHAPE_ROOM = 12 };
enum family { BACK, MEND, DROP, PAUSE, MEET, PLAN };

const struct detour_family detour_families[DETOUR_FAMILIES] = {
	[BACK] = {"back", "taken back", "M4-7V7L-7 0Z"},
	[MEND] = {"mend", "mended or done again", "M0-7.5 7.5 0 0 7.5-7.5 0Z"},
	[DROP] = {"drop", "thrown away",
		"M-3-6.5 0-3.5 3-6.5 6.5-3 3.5 0 6.5 3 3 6.5 0 3.5-3 6.5-6.5 3-3.5 0-6.5-3Z"},
	[PAUSE] = {"pause", "paused for long", "M-6-6H-1.5V6H-6ZM1.5-6H6V6H1.5Z"},
	[MEET] = {"meet", "searched, or merged with conflicts",
		"M-6 0A6 6 0 1 0 6 0 6 6 0 1 0-6 0Z"},
	[PLAN] = {"plan", "plan changed, or a rule met", "M-5.5-5.5H5.5V5.5H-5.5Z"},
};

/* One more than the family, so that a kind nobody put anywhere is found out. */
static const int families[DETOUR_KIND_COUNT] = {
	[DETOUR_KIND_revert] = BACK + 1,
	[DETOUR_KIND_undo] = BACK + 1,
	[DETOUR_KIND_fixup] = MEND + 1,
	[DETOUR_KIND_followup] = MEND + 1,
	[DETOUR_KIND_churn] = MEND + 1,
	[DETOUR_KIND_rework] = DROP + 1,
	[DETOUR_KIND_discard] = DROP + 1,
	[DETOUR_KIND_rewrite] = DROP + 1,
	[DETOUR_KIND_gap] = PAUSE + 1,
	[DETOUR_KIND_bisect] = MEET + 1,
	[DETOUR_KIND_conflict] = MEET + 1,
	[DETOUR_KIND_plan] = PLAN + 1,
	[DETOUR_KIND_rule] = PLAN + 1,
};

const struct detour_family *detour_family_of(enum detour_kind kind)
{
	return families[kind] ? &detour_families[families[kind] - 1] : NULL;
}

static const struct detour_family *family_of(const struct detour_report_detour *detour)
{
	const struct detour_family *family = detour_family_of(detour->signs[detour->main].kind);

	return family ? family : &detour_families[PLAN];
}

static void draw(struct detour_buf *out, const struct detour_family *family, const char *look)
{
	detour_buf_addf(
		out, "<path class=\"m %s%s\" d=\"%s\"/>", family->name, look, family->shape);
}

static const char *look_of(const struct detour_report_detour *detour)
{
	return detour->state == DETOUR_REPORT_OPEN ? "" : " told";
}

void detour_mark_draw(
	struct detour_buf *out, const struct detour_report_detour *detour, int x, int y)
{
	detour_buf_addf(out, "<g transform=\"translate(%d %d)%s\">", x, y,
		detour->is_minor ? " scale(.6)" : "");
	draw(out, family_of(detour), look_of(detour));
	detour_buf_addstr(out, "</g>");
}

void detour_mark_bar(struct detour_buf *out, const struct detour_family *family, int x, int y,
	int wide, int high)
{
	detour_buf_addf(out,
		"<rect class=\"%s part\" x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\"/>",
		family->name, x, y, wide, high);
	if (high >= SHAPE_ROOM && wide >= SHAPE_ROOM)
		detour_buf_addf(out,
			"<path class=\"on\" transform=\"translate(%d %d) scale(.6)\" d=\"%s\"/>",
			x + wide / 2, y + high / 2, family->shape);
}

static void draw_inline(
	struct detour_buf *out, const struct detour_family *family, const char *look, bool small)
{
	const int reach = small ? 15 : 9;

	detour_buf_addf(out,
		"<svg class=\"i\" viewBox=\"-%d -%d %d %d\" width=\"18\" height=\"18\" "
		"aria-hidden=\"true\">",
		reach, reach, 2 * reach, 2 * reach);
	draw(out, family, look);
	detour_buf_addstr(out, "</svg>");
}

void detour_mark_inline(struct detour_buf *out, const struct detour_report_detour *detour)
{
	draw_inline(out, family_of(detour), look_of(detour), detour->is_minor);
}

static void explain(
	struct detour_buf *out, enum family family, const char *look, bool small, const char *words)
{
	detour_buf_addstr(out, "<li>");
	draw_inline(out, &detour_families[family], look, small);
	detour_buf_addf(out, " %s</li>", words);
}

void detour_tally_make(struct detour_tally *out, const struct detour_report *report,
	const struct detour_columns *columns, size_t column)
{
	memset(out, 0, sizeof(*out));
	for (size_t i = 0; i < report->detour_count; i++) {
		const struct detour_report_detour *detour = &report->detours[i];

		if (detour->is_minor ||
			detour_columns_find(columns, detour->signs[detour->main].day) != column)
			continue;
		out->families[family_of(detour) - detour_families]++;
		out->all++;
	}
}

void detour_tally_write(struct detour_buf *out, const struct detour_tally *tally)
{
	const char *before = "";

	for (size_t i = 0; i < DETOUR_FAMILIES; i++)
		if (tally->families[i]) {
			detour_buf_addf(out, "%s%zu %s", before, tally->families[i],
				detour_families[i].words);
			before = ", ";
		}
}

/* Hollow and small ones, where they are drawn. */
static void explain_looks(struct detour_buf *out, bool told, bool minor, bool is_crowded)
{
	if (is_crowded) {
		detour_buf_addstr(out,
			"<li>too many for a mark each: what nobody is asked about is "
			"only in the table</li>");
		return;
	}
	if (told)
		explain(out, MEND, " told", false, "hollow: written down, or nothing to tell");
	if (minor)
		explain(out, MEND, "", true, "small: nobody is asked about it");
}

void detour_mark_legend(struct detour_buf *out, const struct detour_report *report, bool is_crowded)
{
	bool seen[DETOUR_FAMILIES] = {false}, told = false, minor = false;

	for (size_t i = 0; i < report->detour_count; i++) {
		const struct detour_report_detour *detour = &report->detours[i];

		seen[family_of(detour) - detour_families] |= !detour->is_minor || !is_crowded;
		told |= detour->state != DETOUR_REPORT_OPEN;
		minor |= detour->is_minor;
	}
	detour_buf_addstr(out, "<ul class=\"legend\">");
	for (size_t i = 0; i < DETOUR_FAMILIES; i++)
		if (seen[i])
			explain(out, (enum family)i, "", false, detour_families[i].words);
	explain_looks(out, told, minor, is_crowded);
	if (report->session_count)
		detour_buf_addstr(out,
			"<li><svg class=\"i\" viewBox=\"-9 -9 18 18\" width=\"18\" height=\"18\" "
			"aria-hidden=\"true\"><circle class=\"s\" r=\"5\"/></svg> a session</li>");
	detour_buf_addstr(out, "</ul>\n");
}
