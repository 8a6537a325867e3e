/* How the report is drawn: a mark for every kind, colours that can be told from the paper. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "report/marks.h"
#include "report/page.h"

static void every_kind_has_a_mark(void **state)
{
	(void)state;
	for (int kind = 0; kind < DETOUR_KIND_COUNT; kind++)
		if (!detour_family_of((enum detour_kind)kind))
			fail_msg("%s is in no family", detour_kind_name((enum detour_kind)kind));
}

/* ---- colours: WCAG 2.1, 1.4.3 and 1.4.11 */

/* x to the 2.4th, without the mathematics library: the fifth root of x^12, by Newton. */
static double power_2_4(double x)
{
	double wanted = x * x * x * x, root = 1;

	wanted = wanted * wanted * wanted;
	for (int i = 0; i < 100; i++)
		root -= (root - wanted / (root * root * root * root)) / 5;
	return root;
}

static double channel(unsigned value)
{
	double part = value / 255.0;

	return part <= 0.03928 ? part / 12.92 : power_2_4((part + 0.055) / 1.055);
}

static double luminance(const char *block, const char *name)
{
	char key[32];
	const char *at;
	unsigned red, green, blue;

	snprintf(key, sizeof(key), "--%s: #", name);
	at = strstr(block, key);
	assert_non_null(at);
	assert_int_equal(sscanf(at + strlen(key), "%2x%2x%2x", &red, &green, &blue), 3);
	return 0.2126 * channel(red) + 0.7152 * channel(green) + 0.0722 * channel(blue);
}

static void contrasts(const char *block, const char *ink, const char *paper, double least)
{
	double a = luminance(block, ink), b = luminance(block, paper), ratio;

	ratio = a > b ? (a + 0.05) / (b + 0.05) : (b + 0.05) / (a + 0.05);
	if (ratio < least)
		fail_msg("%s on %s has %.2f, needs %.1f", ink, paper, ratio, least);
}

static void colours_can_be_told_from_the_paper(void **state)
{
	struct detour_buf style = DETOUR_BUF_INIT;
	const char *blocks[3];

	(void)state;
	for (const char *const *line = detour_report_style; *line; line++)
		detour_buf_addf(&style, "%s\n", *line);
	blocks[0] = style.ptr;
	blocks[1] = strstr(style.ptr, "prefers-color-scheme: dark");
	blocks[2] = strstr(style.ptr, "@media print");
	for (size_t i = 0; i < 3; i++) {
		assert_non_null(blocks[i]);
		for (const char *const *paper =
				(const char *const[]){"paper", "raised", "code", NULL};
			*paper; paper++) {
			contrasts(blocks[i], "ink", *paper, 4.5);
			contrasts(blocks[i], "soft", *paper, 4.5);
			contrasts(blocks[i], "link", *paper, 4.5);
		}
		for (size_t j = 0; j < DETOUR_FAMILIES; j++)
			contrasts(blocks[i], detour_families[j].name, "paper", 3);
		contrasts(blocks[i], "bar", "paper", 3);
	}
	contrasts(blocks[0], "focus", "paper", 3);
	contrasts(blocks[1], "focus", "paper", 3);
	detour_buf_release(&style);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_kind_has_a_mark),
		cmocka_unit_test(colours_can_be_told_from_the_paper),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
