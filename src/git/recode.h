/* Text in the encoding that a commit names, as UTF-8. */
#ifndef DETOUR_GIT_RECODE_H
#define DETOUR_GIT_RECODE_H

#include "raw_commit.h"

struct detour_recoder {
	void *handle; /* iconv_t, or NULL: text stays as found */
};

/* `encoding` is the commit's header, empty where it has none. */
void detour_recoder_open(struct detour_recoder *recoder, struct detour_slice encoding);
void detour_recoder_close(struct detour_recoder *recoder);
/* NUL-terminated, in the arena; as found where the bytes are not of that encoding. A character that
 * the end of the bytes cuts off is dropped. */
char *detour_recode(
	const struct detour_recoder *recoder, struct detour_arena *arena, struct detour_slice text);

#endif
