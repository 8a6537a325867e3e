/* Inflating; see inflate.h. */
#include "inflate.h"

#include <libdeflate.h>

struct detour_inflater *detour_inflater_new(void)
{
	return (struct detour_inflater *)libdeflate_alloc_decompressor();
}

void detour_inflater_free(struct detour_inflater *inflater)
{
	if (inflater)
		libdeflate_free_decompressor((struct libdeflate_decompressor *)inflater);
}

bool detour_inflate(
	struct detour_inflater *inflater, const void *from, size_t from_size, void *to, size_t size)
{
	return libdeflate_zlib_decompress((struct libdeflate_decompressor *)inflater, from,
		       from_size, to, size, NULL) == LIBDEFLATE_SUCCESS;
}

bool detour_inflate_up_to(struct detour_inflater *inflater, const void *from, size_t from_size,
	void *to, size_t room, size_t *size)
{
	return libdeflate_zlib_decompress((struct libdeflate_decompressor *)inflater, from,
		       from_size, to, room, size) == LIBDEFLATE_SUCCESS;
}
