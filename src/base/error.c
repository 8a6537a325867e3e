/* Composes error messages; see error.h. */
#include "error.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "text.h"

/* What there is room for, and no half of a character. */
static void keep(struct detour_error *err, const struct detour_buf *text)
{
	size_t size = text->size;

	if (size >= sizeof(err->message)) {
		size = sizeof(err->message) - 1;
		while (size && ((unsigned char)text->ptr[size] & 0xc0) == 0x80)
			size--;
	}
	memcpy(err->message, text->ptr, size);
	err->message[size] = '\0';
}

/* Messages quote names from elsewhere: whatever they hold, the message stays one plain line. That
 * may take more room than the bytes did: three for each that is no text. */
static void flatten(struct detour_error *err)
{
	struct detour_buf plain = DETOUR_BUF_INIT;

	detour_text_plain(&plain, err->message, strlen(err->message), 0);
	keep(err, &plain);
	detour_buf_release(&plain);
}

static void compose(struct detour_error *err, int code, const char *format, va_list values)
	DETOUR_PRINTF(3, 0);

static void compose(struct detour_error *err, int code, const char *format, va_list values)
{
	err->code = code;
	if (vsnprintf(err->message, sizeof(err->message), format, values) < 0)
		err->message[0] = '\0';
	flatten(err);
}

int detour_error_set(struct detour_error *err, int code, const char *format, ...)
{
	va_list values;

	if (!err)
		return code;
	va_start(values, format);
	compose(err, code, format, values);
	va_end(values);
	return code;
}

static int code_of_errno(int number)
{
	switch (number) {
	case ENOENT:
	case ENOTDIR:
		return DETOUR_ENOTFOUND;
	case EEXIST:
		return DETOUR_EEXISTS;
	case EACCES:
	case EPERM:
	case EROFS:
		return DETOUR_EACCESS;
	default:
		return DETOUR_EFAIL;
	}
}

int detour_error_errno(struct detour_error *err, int number, const char *format, ...)
{
	struct detour_buf text = DETOUR_BUF_INIT;
	va_list values;

	if (!err)
		return code_of_errno(number);
	va_start(values, format);
	compose(err, code_of_errno(number), format, values);
	va_end(values);
	detour_buf_addf(&text, "%s: %s", err->message, strerror(number));
	keep(err, &text);
	detour_buf_release(&text);
	return err->code;
}
