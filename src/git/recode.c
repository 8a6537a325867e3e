/* Recoding with iconv(3); see recode.h. */
#include "recode.h"

#include <errno.h>
#include <iconv.h>
#include <string.h>
#include <strings.h>

/* Names come from commits: no slash, so that neither paths nor "//TRANSLIT" get to iconv. */
static bool is_plain_name(struct detour_slice name)
{
	for (size_t i = 0; i < name.size; i++)
		if (!strchr("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.:",
			    name.ptr[i]) ||
			!name.ptr[i])
			return false;
	return name.size > 0;
}

void detour_recoder_open(struct detour_recoder *recoder, struct detour_slice encoding)
{
	char name[48];
	iconv_t handle;

	recoder->handle = NULL;
	if (encoding.size >= sizeof(name) || !is_plain_name(encoding))
		return;
	memcpy(name, encoding.ptr, encoding.size);
	name[encoding.size] = '\0';
	if (!strcasecmp(name, "utf-8") || !strcasecmp(name, "utf8"))
		return;
	if (!strcasecmp(name, "latin-1"))
		strcpy(name, "ISO-8859-1");
	handle = iconv_open("UTF-8", name);
	if (handle != (iconv_t)-1)
		recoder->handle = handle;
}

void detour_recoder_close(struct detour_recoder *recoder)
{
	if (recoder->handle)
		iconv_close(recoder->handle);
	recoder->handle = NULL;
}

char *detour_recode(
	const struct detour_recoder *recoder, struct detour_arena *arena, struct detour_slice text)
{
	char *in = (char *)(uintptr_t)text.ptr, *out, *at;
	size_t in_left = text.size, room = 3 * text.size + 16, left = room;

	if (!recoder->handle || !text.size)
		return detour_arena_strndup(arena, text.ptr, text.size);
	out = at = detour_arena_alloc(arena, room + 1);
	iconv(recoder->handle, NULL, NULL, NULL, NULL);
	if (iconv(recoder->handle, &in, &in_left, &at, &left) == (size_t)-1 && errno == EILSEQ)
		return detour_arena_strndup(arena, text.ptr, text.size);
	*at = '\0';
	return out;
}
