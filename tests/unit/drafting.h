/* One commit and what is known about it, for tests that write sessions. */
#ifndef DRAFTING_H
#define DRAFTING_H

#include "journal/session.h"

#define FULL "a1b2c3d4e5f60718293a4b5c6d7e8f9012345678"
#define LINK_LINE                                                                                  \
	"- [`a1b2c3d`](https://github.com/ana/shop/commit/" FULL                                   \
	") Revert \"Add the retry queue\" (2026-11-22 14:03 +0100)"

/* A template as a team keeps it. */
extern const char own_template[];
extern struct detour_commit drafted_commit;

/* A draft in which everything is known but the person's text. */
struct detour_draft full_draft(void);
struct detour_draft with_template(struct detour_draft draft, const char *text);
/* Did a person write in it, by what the draft's template tells? Checks that it names the commit. */
bool is_written(const struct detour_buf *text, const struct detour_draft *draft);

void assert_contains(const struct detour_buf *text, const char *expected);
void assert_lacks(const struct detour_buf *text, const char *unwanted);
/* To be given to test_free(). */
char *with_crlf(const char *text);

#endif
