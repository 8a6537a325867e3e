/*
 * Which letters file names are made of; see name_latin.h. The tables follow Unicode's
 * decompositions, and for letters that have none the base letter in their Unicode name.
 */
#include "name_latin.h"

#include <stddef.h>

#include "../base/ranges.h"

/* One letter a code point; '+' stands in `several`, '.' is kept as it is. */
static const char latin_1_to_b[] =
	"aaaaaa+ceeeeiiiidnooooo.ouuuuy++aaaaaa+ceeeeiiiidnooooo.ouuuuy+y"
	"aaaaaaccccccccddddeeeeeeeeeegggggggghhhhiiiiiiiiii++jjkkklllllll"
	"lllnnnnnnn++oooooo++rrrrrrssssssssttttttuuuuuuuuuuuuwwyyyzzzzzzs"
	"bbbb..occdddd.eeeffgg+iikkl..nnooo++pp.....ttttuuuvyyzz........."
	"....+++++++++aaiioouuuuuuuuuueaaaa++ggggkkoooo..j+++gg..nnaa++oo"
	"aaaaeeeeiiiioooorrrruuuusstt..hhnd++zzaaeeooooooooyylntj..acclts"
	"z..bu.eejjqqrryy";
static const char latin_additional[] =
	"aabbbbbbccddddddddddeeeeeeeeeeffgghhhhhhhhhhiiiikkkkkkllllllllmm"
	"mmmmnnnnnnnnoooooooopppprrrrrrrrssssssssssttttttttuuuuuuuuuuvvvv"
	"wwwwwwwwwwxxxxyyzzzzzzhtwyasss+daaaaaaaaaaaaaaaaaaaaaaaaeeeeeeee"
	"eeeeeeeeiiiioooooooooooooooooooooooouuuuuuuuuuuuuuyyyyyyyy++vvyy";

static const struct {
	uint16_t point;
	char plain[3];
} several[] = {
	{0xc6, "ae"},
	{0xde, "th"},
	{0xdf, "ss"},
	{0xe6, "ae"},
	{0xfe, "th"},
	{0x132, "ij"},
	{0x133, "ij"},
	{0x14a, "ng"},
	{0x14b, "ng"},
	{0x152, "oe"},
	{0x153, "oe"},
	{0x195, "hv"},
	{0x1a2, "oi"},
	{0x1a3, "oi"},
	{0x1c4, "dz"},
	{0x1c5, "dz"},
	{0x1c6, "dz"},
	{0x1c7, "lj"},
	{0x1c8, "lj"},
	{0x1c9, "lj"},
	{0x1ca, "nj"},
	{0x1cb, "nj"},
	{0x1cc, "nj"},
	{0x1e2, "ae"},
	{0x1e3, "ae"},
	{0x1f1, "dz"},
	{0x1f2, "dz"},
	{0x1f3, "dz"},
	{0x1fc, "ae"},
	{0x1fd, "ae"},
	{0x222, "ou"},
	{0x223, "ou"},
	{0x1e9e, "ss"},
	{0x1efa, "ll"},
	{0x1efb, "ll"},
};

const char *detour_latin_plain(uint32_t point, char one[2])
{
	char c;

	if (point >= 0xc0 && point <= 0x24f)
		c = latin_1_to_b[point - 0xc0];
	else if (point >= 0x1e00 && point <= 0x1eff)
		c = latin_additional[point - 0x1e00];
	else
		return NULL;
	if (c == '+')
		for (size_t i = 0; i < sizeof(several) / sizeof(several[0]); i++)
			if (several[i].point == point)
				return several[i].plain;
	if (c == '.' || c == '+')
		return NULL;
	one[0] = c;
	one[1] = '\0';
	return one;
}

/* Capitals whose small letter is the next code point. */
static bool is_paired_capital(uint32_t point)
{
	static const struct detour_range even[] = {
		{0x460, 0x480}, {0x48a, 0x4be}, {0x4d0, 0x52e}, {0x3d8, 0x3ee}};

	if (point >= 0x4c1 && point <= 0x4cd)
		return point % 2 == 1;
	return point % 2 == 0 && DETOUR_IN(even, point);
}

uint32_t detour_letter_lower(uint32_t point)
{
	static const struct {
		uint32_t first, last, step;
	} shifts[] = {{'A', 'Z', 32}, {0x391, 0x3a1, 32}, {0x3a3, 0x3ab, 32}, {0x386, 0x386, 38},
		{0x388, 0x38a, 37}, {0x38c, 0x38c, 64}, {0x38e, 0x38f, 63}, {0x400, 0x40f, 80},
		{0x410, 0x42f, 32}, {0x4c0, 0x4c0, 15}, {0x531, 0x556, 48}};

	for (size_t i = 0; i < sizeof(shifts) / sizeof(shifts[0]); i++)
		if (point >= shifts[i].first && point <= shifts[i].last)
			return point + shifts[i].step;
	return is_paired_capital(point) ? point + 1 : point;
}

/* Beyond ASCII: what is no letter, no digit and no mark. Punctuation and signs of the scripts,
 * spaces, symbols, arrows, boxes, pictures, private and unassigned planes. */
static bool is_sign(uint32_t point)
{
	static const struct detour_range ranges[] = {{0x80, 0xa9}, {0xab, 0xb4}, {0xb6, 0xb9},
		{0xbb, 0xbf}, {0xd7, 0xd7}, {0xf7, 0xf7}, {0x2b9, 0x2ff}, {0x375, 0x375},
		{0x37e, 0x37e}, {0x384, 0x385}, {0x387, 0x387}, {0x3f6, 0x3f6}, {0x482, 0x482},
		{0x55a, 0x55f}, {0x589, 0x58f}, {0x5be, 0x5be}, {0x5c0, 0x5c0}, {0x5c3, 0x5c3},
		{0x5c6, 0x5c6}, {0x5f3, 0x5f4}, {0x600, 0x60f}, {0x61b, 0x61f}, {0x66a, 0x66d},
		{0x6d4, 0x6d4}, {0x6dd, 0x6de}, {0x6fd, 0x6fe}, {0x700, 0x70f}, {0x964, 0x965},
		{0x970, 0x970}, {0xdf4, 0xdf4}, {0xe3f, 0xe3f}, {0xe4f, 0xe4f}, {0xe5a, 0xe5b},
		{0xf01, 0xf17}, {0xf3a, 0xf3d}, {0x104a, 0x104f}, {0x10fb, 0x10fb},
		{0x1360, 0x1368}, {0x1680, 0x1680}, {0x16eb, 0x16ed}, {0x17d4, 0x17db},
		{0x1800, 0x180e}, {0x1fbd, 0x1fc1}, {0x1fcd, 0x1fcf}, {0x1fdd, 0x1fdf},
		{0x1fed, 0x1fef}, {0x1ffd, 0x1fff}, {0x2000, 0x2070}, {0x207a, 0x207e},
		{0x208a, 0x208e}, {0x20a0, 0x20cf}, {0x2100, 0x2bff}, {0x2ce5, 0x2cff},
		{0x2e00, 0x2fff}, {0x3000, 0x3004}, {0x3007, 0x3029}, {0x3030, 0x3030},
		{0x3036, 0x3037}, {0x303b, 0x3040}, {0x309b, 0x309c}, {0x30a0, 0x30a0},
		{0x30fb, 0x30fb}, {0x3190, 0x319f}, {0x31c0, 0x31ef}, {0x3200, 0x33ff},
		{0x4dc0, 0x4dff}, {0xa490, 0xa4cf}, {0xa4fe, 0xa4ff}, {0xa60d, 0xa60f},
		{0xa673, 0xa673}, {0xa67e, 0xa67e}, {0xa6f2, 0xa721}, {0xa789, 0xa78a},
		{0xa828, 0xa839}, {0xa874, 0xa877}, {0xa8ce, 0xa8cf}, {0xd800, 0xf8ff},
		{0xfb29, 0xfb29}, {0xfd3e, 0xfd4f}, {0xfdfc, 0xfdff}, {0xfe10, 0xfe1f},
		{0xfe30, 0xfe6f}, {0xfeff, 0xff0f}, {0xff1a, 0xff20}, {0xff3b, 0xff40},
		{0xff5b, 0xff65}, {0xffe0, 0xffff}, {0x10100, 0x1013f}, {0x1d000, 0x1d3ff},
		{0x1f000, 0x1fbff}, {0xe0000, 0x10ffff}};

	return DETOUR_IN(ranges, point);
}

bool detour_letter_is(uint32_t point)
{
	if (point < 0x80)
		return (point >= '0' && point <= '9') || (point >= 'A' && point <= 'Z') ||
		       (point >= 'a' && point <= 'z');
	return !is_sign(point);
}

bool detour_letter_is_mark(uint32_t point)
{
	static const struct detour_range ranges[] = {{0x300, 0x36f}, {0x483, 0x489},
		{0x1ab0, 0x1aff}, {0x1dc0, 0x1dff}, {0x20d0, 0x20ff}};

	return DETOUR_IN(ranges, point);
}
