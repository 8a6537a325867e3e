/*
 * What the parts of drive share: what it was asked for, the clean run, and the fault that is looked
 * at. See drive.c.
 */
#ifndef DETOUR_FAULTS_DRIVE_H
#define DETOUR_FAULTS_DRIVE_H

#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "told.h"
#include "tree.h"

enum { KNOWN = 4 };

enum place { AT_CALL, AT_ALLOCATION, AT_START };

struct kind {
	const char *name;
	enum place place;
	int how;
	bool onwards;
	int count; /* AT_START */
};

struct run {
	int status; /* as of waitpid */
	bool hung;
	char *err;
};

struct drive {
	const char *root, *library, *program, *input, *check;
	char **command;
	const char *list, *quiet;
	bool hook, refuses, verbose;
	long step;
	char *told_path;
	struct entry known[KNOWN]; /* other content that a file may have */
	int known_count;
	const char *text; /* what a file must hold that is written with less known */
	bool log_is_spare, once, careful;
	struct told *told;
	struct tree before, after, again;
	struct run clean;
	int wrong, runs, left, unswept, silent;
	const struct kind *kind; /* of the fault that is looked at */
	long number;
};

extern struct drive drive;

void drive_wrong(const char *what, const char *more);
const char *drive_base_name(const char *path);
/* In left.c: what a run left, against what was there and what was to come. Each is called for every
 * path that is in one of them. `odd`: it is neither wholly the old nor the new. */
void left_look(const struct tree *now, bool *odd);
void left_look_if_done(const struct tree *now);
void left_look_if_mended(const struct tree *now);
/* What was left beside files goes where another run, from `then` to `now`, writes there. */
void left_look_if_swept(const struct tree *then, const struct tree *now);
/* Makes what was left beside files years old, as another run long after would find it. */
void left_grow_old(const struct tree *now);

#endif
