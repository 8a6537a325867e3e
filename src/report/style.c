/* The style sheet; it stands in style.def, a line of it a line. */
#include "page.h"

const char *const detour_report_style[] = {
#include "style.def"
	NULL,
};
