/* Dates of references that are remembered: walks beside `git rev-list`, and files that are none. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include <unistd.h>

#include "histories.h"
#include "scratch.h"

static const unsigned skews[] = {0, 0, 60, 5000};

static void expect_hiding_many_as_git(struct detour_repo *repo, unsigned seed)
{
	for (unsigned k = 0; k < 4; k++) {
		struct detour_buf range = DETOUR_BUF_INIT;

		detour_buf_addf(&range, "b%u", 1 + history_random(&seed) % 50);
		for (unsigned i = 0; i < 8; i++)
			detour_buf_addf(&range, " ^b%u", 1 + history_random(&seed) % 50);
		expect_walk_as_git(repo, range.ptr);
		detour_buf_release(&range);
	}
}

static void remembered_dates_change_nothing(void **state)
{
	struct detour_repo *repo;

	(void)state;
	for (unsigned i = 1; i < 4; i++) {
		char folder[16] = {(char)('a' + i), '\0'};

		scratch_run("git init -q --bare %s", folder);
		assert_int_equal(chdir(folder), 0);
		history_make(i + 1, 50, skews[i % 4]);
		for (unsigned round = 0; round < 2; round++) {
			repo = scratch_open();
			detour_repo_use_dates(repo);
			expect_hiding_many_as_git(repo, 7 + i);
			detour_repo_save_dates(repo);
			detour_repo_free(repo);
			scratch_run("test -s detour/dates");
		}
		assert_int_equal(chdir(".."), 0);
	}
}

static void what_is_no_file_of_dates_is_not_believed(void **state)
{
	static const char *const damages[] = {"printf x >detour/dates", ": >detour/dates",
		"printf trash >>detour/dates", "truncate -s 100 detour/dates",
		"printf '\\377' | dd of=detour/dates bs=1 seek=60 conv=notrunc",
		"rm detour/dates && ln -s nowhere detour/dates",
		"rm detour/dates && mkdir detour/dates",
		"rmdir detour/dates && mkfifo detour/dates", "rm -r detour && : >detour"};
	struct detour_repo *repo;

	(void)state;
	scratch_run("git init -q --bare a");
	scratch_enter("a");
	history_make(1, 50, 60);
	for (size_t i = 0; i < sizeof(damages) / sizeof(*damages); i++) {
		repo = scratch_open();
		detour_repo_use_dates(repo);
		expect_hiding_many_as_git(repo, 7);
		detour_repo_save_dates(repo);
		detour_repo_free(repo);
		scratch_run("%s", damages[i]);
	}
	scratch_run("test -f detour");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
			remembered_dates_change_nothing, scratch_setup, scratch_teardown),
		cmocka_unit_test_setup_teardown(
			what_is_no_file_of_dates_is_not_believed, scratch_setup, scratch_teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
