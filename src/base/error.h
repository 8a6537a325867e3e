/*
 * Errors: a code for programs and one message for people.
 *
 * Every function that can fail returns 0 or one of the negative codes below and takes a
 * `struct detour_error *` as its last parameter. The message is composed once, where the cause is
 * known, as "cannot <do what to whom>: <cause>"; callers pass it up unchanged. Who shows it puts
 * "detour: " before it. A NULL error is allowed and means that nobody wants the message.
 */
#ifndef DETOUR_ERROR_H
#define DETOUR_ERROR_H

enum detour_code {
	DETOUR_OK = 0,
	DETOUR_EFAIL = -1,     /* anything without a code of its own */
	DETOUR_ENOTFOUND = -2, /* the thing named is not there */
	DETOUR_EEXISTS = -3,   /* it is there already and is not replaced */
	DETOUR_EINVALID = -4,  /* input that breaks its format or the rules of trust */
	DETOUR_ELIMIT = -5,    /* larger, deeper or slower than allowed */
	DETOUR_EACCESS = -6,   /* no permission, read-only, or owned by somebody else */
	DETOUR_EBUSY = -7,     /* a lock was not had in time */
	DETOUR_EUSAGE = -8,    /* the command line makes no sense */
};

struct detour_error {
	int code;
	char message[600]; /* one line, NUL-terminated, free of control bytes */
};

#define DETOUR_ERROR_INIT                                                                          \
	{                                                                                          \
		0, ""                                                                              \
	}

#if defined(__GNUC__)
#define DETOUR_PRINTF(index, first) __attribute__((format(printf, index, first)))
#else
#define DETOUR_PRINTF(index, first)
#endif

/* Composes the message and returns `code`. */
int detour_error_set(struct detour_error *err, int code, const char *format, ...)
	DETOUR_PRINTF(3, 4);

/* The same with ": " and the words for the errno value behind; picks the code that fits it. */
int detour_error_errno(struct detour_error *err, int number, const char *format, ...)
	DETOUR_PRINTF(3, 4);

#endif
