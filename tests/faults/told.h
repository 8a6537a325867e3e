/*
 * What inject.c tells drive.c, in a file that both map into memory: it outlives a killed program.
 */
#ifndef DETOUR_FAULTS_TOLD_H
#define DETOUR_FAULTS_TOLD_H

#include <stdatomic.h>
#include <stdbool.h>

struct told {
	atomic_long calls, allocations; /* so far, the N-th one included */
	int hits;                       /* how many of them failed */
	char name[32];                  /* of the first that did */
};

#endif
