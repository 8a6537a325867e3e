/*
 * When the commits were made that references name, remembered in the git dir: of a thousand
 * references nearly all are too old to tell anything of a push, and each would be read to see that.
 *
 * Only where detour_repo_use_dates was called. What is remembered is only when a commit was made,
 * which never changes; a file that does not fit its check is not believed.
 */
#ifndef DETOUR_GIT_DATES_H
#define DETOUR_GIT_DATES_H

#include "repository.h"

struct detour_git_dates;

bool detour_git_date(struct detour_repo *repo, const struct detour_oid *commit, uint64_t *date);
/* For the next time. */
void detour_git_remember_date(
	struct detour_repo *repo, const struct detour_oid *commit, uint64_t date);
void detour_git_dates_free(struct detour_git_dates *dates);

#endif
