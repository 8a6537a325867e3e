/*
 * The labelled corpus: commits of public repositories, each with what a reader thought of it. It is
 * no part of the sources; corpus_open looks for it in $DETOUR_CORPUS, else in ../shared/corpus
 * beside the checkout, from the working directory upwards.
 */
#ifndef DETOUR_TEST_CORPUS_H
#define DETOUR_TEST_CORPUS_H

#include <stdio.h>

#include "base/commit.h"

struct corpus_label {
	const char *kind; /* "revert:quoted-subject" */
	const char *note;
	char label; /* 'Y', 'N', 'U' */
};

struct corpus_commit {
	const char *repo;
	struct detour_commit commit; /* with its paths */
	const struct corpus_label *labels;
	size_t label_count;
};

struct corpus {
	struct detour_arena arena;
	struct corpus_commit *commits; /* in the order of the file */
	size_t count;
};

/* False, after a line on standard error that says so, where there is no corpus. */
bool corpus_open(struct corpus *corpus);
void corpus_release(struct corpus *corpus);

#endif
