/*
 * An author's rhythm: how long the pauses between commits usually are. Pure.
 *
 * A working day starts at 04:00 of the author's clock, so that work after midnight belongs to the
 * evening before. Read from a bounded window of the past; what it costs is paid only by a commit
 * whose gap is long enough to be asked about at all.
 */
#ifndef DETOUR_SIGNAL_RHYTHM_H
#define DETOUR_SIGNAL_RHYTHM_H

#include "signal.h"

#define DETOUR_RHYTHM_KNOWN ((size_t)15) /* gaps from which on a rhythm counts as known */

struct detour_rhythm {
	int64_t stuck;       /* seconds from which on a gap within one day is unusual */
	int64_t away;        /* skipped workdays from which on an absence is unusual */
	int64_t usual_pause; /* seconds; three of four pauses within a day are shorter; 0: not known
			      */
	size_t gaps;         /* that this was read from */
};

/* Is this time one that a clock could have shown? */
bool detour_rhythm_time_is_sane(int64_t time);
/* The author's working day, as days since 1970. */
int64_t detour_rhythm_day(int64_t time, int offset_minutes);
/* The days from Monday to Friday between two days, both left out. */
int64_t detour_rhythm_skipped(int64_t from_day, int64_t to_day);

/* Were there enough gaps to know the rhythm? */
bool detour_rhythm_is_known(const struct detour_rhythm *rhythm);
/* The working days with own commits in the four weeks up to `until`, and how many commits those
 * were: whoever comes by now and then is not away in between. */
void detour_rhythm_worked(
	const struct detour_scene *scene, int64_t until, size_t *days, size_t *commits);

/* The rhythm of the judged commit's author. */
void detour_rhythm_read(const struct detour_scene *scene, struct detour_rhythm *out);
/* Is the commit by the author of the judged one, and its time one to reckon with? */
bool detour_rhythm_is_own(const struct detour_scene *scene, const struct detour_commit *commit);

/* Did a program make it in the author's name? */
bool detour_rhythm_by_program(const struct detour_scene *scene, const struct detour_commit *commit);

#endif
