/* git's configuration as git itself tells it, from files and from the environment. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/buf.h"
#include "git/configuration.h"
#include "scratch.h"

static void expect(const char *key, const char *value)
{
	struct detour_repo *repo = scratch_open();
	const char *found = detour_repo_config(repo, key);

	if (value && found)
		assert_string_equal(found, value);
	else
		assert_ptr_equal(found, value);
	detour_repo_free(repo);
}

/* What git says, asked with the same environment. */
static void expect_as_git(const char *key)
{
	expect(key, scratch_read("git config --get '%s'", key));
}

static void later_files_win(void **state)
{
	const char *origin;
	struct detour_repo *repo;

	(void)state;
	scratch_run("mkdir -p .config/git && git config -f .config/git/config a.x xdg && "
		    "git config -f .config/git/config a.y xdg && git config --global a.y global && "
		    "git init -q r && git -C r config a.z local");
	assert_int_equal(chdir("r"), 0);
	expect("a.x", "xdg");
	expect("a.y", "global");
	expect("a.z", "local");
	expect("a.none", NULL);
	repo = scratch_open();
	assert_string_equal(detour_repo_config_origin(repo, "A.Z", &origin), "local");
	assert_string_equal(origin, scratch_read("printf %%s \"$PWD/.git/config\""));
	detour_repo_config_origin(repo, "a.y", &origin);
	assert_string_equal(origin, scratch_read("printf %%s \"$HOME/.gitconfig\""));
	assert_null(detour_repo_config_origin(repo, "a.none", &origin));
	assert_null(origin);
	detour_repo_free(repo);
}

static void files_that_the_environment_names(void **state)
{
	(void)state;
	scratch_run(
		"git init -q r && git config -f sys a.s system && git config -f glob a.g named && "
		"git config -f sys a.g system && git config --global a.y global");
	setenv("GIT_CONFIG_SYSTEM", scratch_read("echo $PWD/sys"), 1);
	assert_int_equal(chdir("r"), 0);
	expect("a.s", NULL); /* GIT_CONFIG_NOSYSTEM is set */
	unsetenv("GIT_CONFIG_NOSYSTEM");
	expect("a.s", "system");
	expect("a.g", "system");
	expect("a.y", "global");
	setenv("GIT_CONFIG_GLOBAL", scratch_read("echo $HOME/glob"), 1);
	expect("a.g", "named");
	expect("a.y", NULL);
	setenv("GIT_CONFIG_GLOBAL", "", 1);
	expect("a.g", "system");
	unsetenv("GIT_CONFIG_GLOBAL");
	unsetenv("GIT_CONFIG_SYSTEM");
}

static void the_work_trees_own_file(void **state)
{
	const char *origin;
	struct detour_repo *repo;

	(void)state;
	scratch_run("git init -q r && cd r && git commit -q --allow-empty -m x && "
		    "git worktree add -q ../w && git config extensions.worktreeConfig true && "
		    "git config a.x local && git -C ../w config --worktree a.x own");
	assert_int_equal(chdir("w"), 0);
	expect("a.x", "own");
	repo = scratch_open();
	detour_repo_config_origin(repo, "a.x", &origin);
	assert_non_null(strstr(origin, "/worktrees/w/config.worktree"));
	detour_repo_free(repo);
	assert_int_equal(chdir("../r"), 0);
	expect("a.x", "local");
}

static void included_files(void **state)
{
	(void)state;
	scratch_run("git init -q r && git config -f more a.x included && git config -f cond a.y "
		    "cond && "
		    "git config --global include.path \"$HOME/more\" && "
		    "git config --global includeIf.gitdir:$HOME/r/.path \"$HOME/cond\" && "
		    "git config --global includeIf.gitdir:/elsewhere/.path \"$HOME/no\"");
	assert_int_equal(chdir("r"), 0);
	expect("a.x", "included");
	expect_as_git("a.y");
}

static void given_on_the_command_line(void **state)
{
	static const char *const settings[] = {"plain", "two words", "it's", "bang!", "a=b", "",
		" edges ", "new\\nline", "'", "\\"};

	(void)state;
	scratch_run("git init -q . && git config a.x local");
	for (size_t i = 0; i < sizeof(settings) / sizeof(*settings); i++) {
		setenv("SETTING", settings[i], 1);
		setenv("GIT_CONFIG_PARAMETERS",
			scratch_read("git -c a.x=\"$SETTING\" -c A.B.C=2 "
				     "-c 'alias.p=!printf %%s \"$GIT_CONFIG_PARAMETERS\"' p"),
			1);
		expect("a.x", settings[i]);
		expect("a.B.c", "2");
		expect("a.b.c", NULL);
		unsetenv("GIT_CONFIG_PARAMETERS");
	}
}

static void both_formats_of_parameters(void **state)
{
	const char *origin;
	struct detour_repo *repo;

	(void)state;
	scratch_run("git init -q .");
	setenv("GIT_CONFIG_PARAMETERS",
		"'a.x=old=way' 'a.Flag'  'a.sub=Key.y'='new'\\''s' 'a.none'= 'a.z'=''", 1);
	expect("a.x", "old=way");
	expect("a.flag", "true");
	expect("a.sub=Key.y", "new's");
	expect("a.none", "true");
	expect("a.z", "");
	repo = scratch_open();
	detour_repo_config_origin(repo, "a.x", &origin);
	assert_string_equal(origin, "command line");
	detour_repo_free(repo);
	/* Nonsense ends it; what stands before counts. */
	setenv("GIT_CONFIG_PARAMETERS", "'a.x=1' 'a.y", 1);
	expect("a.x", "1");
	expect("a.y", NULL);
	setenv("GIT_CONFIG_PARAMETERS", "'a.x'x 'a.y=1'", 1);
	expect("a.x", NULL);
	setenv("GIT_CONFIG_PARAMETERS", "'nodot=1' 'a.y=1'", 1);
	expect("nodot", NULL);
	expect("a.y", "1");
	setenv("GIT_CONFIG_PARAMETERS", "'a.x'='y'\\'z 'a.y=1'", 1);
	expect("a.x", NULL);
	expect("a.y", NULL);
	unsetenv("GIT_CONFIG_PARAMETERS");
}

static void counted_keys_and_values(void **state)
{
	const char *origin;
	struct detour_repo *repo;

	(void)state;
	scratch_run("git init -q . && git config a.x local");
	setenv("GIT_CONFIG_COUNT", "2", 1);
	setenv("GIT_CONFIG_KEY_0", "A.X", 1);
	setenv("GIT_CONFIG_VALUE_0", "counted", 1);
	setenv("GIT_CONFIG_KEY_1", "a.y", 1);
	setenv("GIT_CONFIG_VALUE_1", "", 1);
	expect_as_git("a.x");
	expect("a.x", "counted");
	expect("a.y", "");
	repo = scratch_open();
	detour_repo_config_origin(repo, "a.x", &origin);
	assert_string_equal(origin, "GIT_CONFIG_KEY_0");
	detour_repo_free(repo);
	setenv("GIT_CONFIG_PARAMETERS", "'a.x'='given'", 1);
	expect_as_git("a.x");
	unsetenv("GIT_CONFIG_PARAMETERS");
	setenv("GIT_CONFIG_COUNT", "2x", 1);
	expect("a.x", "local");
	setenv("GIT_CONFIG_COUNT", "99999999999999", 1);
	expect("a.x", "local");
	unsetenv("GIT_CONFIG_COUNT");
}

static void booleans_and_paths(void **state)
{
	struct detour_repo *repo;
	struct detour_arena *arena = scratch_arena();

	(void)state;
	scratch_run("git init -q . && git config a.yes on && git config a.no 0 && "
		    "git config a.many 17 && git config a.what perhaps && git config a.empty '' && "
		    "printf '[b]\\n\\tbare\\n' >>.git/config && git config a.home '~/x' && "
		    "git config a.rel x/y && git config a.other '~nobody/x'");
	repo = scratch_open();
	assert_true(detour_repo_config_bool(repo, "a.yes", false));
	assert_false(detour_repo_config_bool(repo, "a.no", true));
	assert_true(detour_repo_config_bool(repo, "a.many", false));
	assert_true(detour_repo_config_bool(repo, "a.what", true));
	assert_false(detour_repo_config_bool(repo, "a.what", false));
	assert_false(detour_repo_config_bool(repo, "a.empty", true));
	assert_true(detour_repo_config_bool(repo, "b.bare", false));
	assert_string_equal(detour_repo_config_path(repo, arena, "a.home"),
		detour_arena_printf(arena, "%s/x", scratch_place()));
	assert_string_equal(detour_repo_config_path(repo, arena, "a.rel"), "x/y");
	assert_null(detour_repo_config_path(repo, arena, "a.none"));
	detour_repo_free(repo);
}

/* The context's surroundings count, not those of the process. */
static void home_is_the_contexts(void **state)
{
	struct detour_context context = *scratch_context();
	struct detour_repo *repo;
	char home[4200], xdg[4200];
	char *environment[] = {home, xdg, NULL};

	(void)state;
	scratch_run("mkdir -p other/git && git config -f other/.gitconfig a.x other && "
		    "git config -f other/git/config a.y xdg && git config --global a.x mine && "
		    "git init -q .");
	snprintf(home, sizeof(home), "HOME=%s/other", scratch_place());
	snprintf(xdg, sizeof(xdg), "XDG_CONFIG_HOME=%s/other", scratch_place());
	context.environment = environment;
	assert_int_equal(detour_repo_open(&repo, &context, NULL), 0);
	assert_string_equal(detour_repo_config(repo, "a.x"), "other");
	assert_string_equal(detour_repo_config(repo, "a.y"), "xdg");
	detour_repo_free(repo);
	environment[1] = NULL;
	assert_int_equal(detour_repo_open(&repo, &context, NULL), 0);
	assert_null(detour_repo_config(repo, "a.y"));
	detour_repo_free(repo);
	expect("a.x", "mine");
}

static int collect(void *data, const char *key, const char *value, const char *origin)
{
	struct detour_buf *text = data;

	assert_non_null(origin);
	detour_buf_addf(text, "%s=%s;", key, value);
	return !strcmp(value, "stop") ? 7 : 0;
}

static void each_goes_by_rising_priority(void **state)
{
	struct detour_buf text = DETOUR_BUF_INIT;
	struct detour_repo *repo;

	(void)state;
	scratch_run("git init -q . && git config --global detour.x.y 1 && "
		    "git config detour.x.y 2 && git config detours.x 9 && "
		    "git config --add detour.x.y stop && git config detour.z 3");
	repo = scratch_open();
	assert_int_equal(detour_repo_config_each(repo, "detour.", collect, &text), 7);
	assert_string_equal(text.ptr, "detour.x.y=1;detour.x.y=2;detour.x.y=stop;");
	detour_buf_release(&text);
	detour_repo_free(repo);
}

static void broken_files_are_named(void **state)
{
	struct detour_repo *repo;
	struct detour_error err = DETOUR_ERROR_INIT;

	(void)state;
	scratch_run("git init -q . && echo '[broken' >>.git/config");
	assert_int_not_equal(detour_repo_open(&repo, scratch_context(), &err), 0);
	assert_null(repo);
	assert_non_null(strstr(err.message, "config"));
}

static void whose_address_it_is(void **state)
{
	struct detour_repo *repo;

	(void)state;
	setenv("EMAIL", "mail@env", 1);
	setenv("GIT_COMMITTER_EMAIL", "committer@env", 1);
	setenv("GIT_AUTHOR_EMAIL", "somebody@else", 1);
	scratch_run("git init -q . && git config author.email Author@Conf && "
		    "printf 'Ana <new@a> <ana@example.org>\\nAna <new@a> <older@a>\\n' >.mailmap");
	repo = scratch_open();
	assert_true(detour_repo_is_me(repo, "ANA@example.org"));
	assert_true(detour_repo_is_me(repo, "new@a"));
	assert_true(detour_repo_is_me(repo, "older@a"));
	assert_true(detour_repo_is_me(repo, "author@conf"));
	assert_true(detour_repo_is_me(repo, "mail@env"));
	assert_true(detour_repo_is_me(repo, "committer@env"));
	assert_false(detour_repo_is_me(repo, "somebody@else"));
	assert_false(detour_repo_is_me(repo, ""));
	assert_false(detour_repo_is_me(repo, NULL));
	detour_repo_free(repo);
	unsetenv("EMAIL");
	unsetenv("GIT_COMMITTER_EMAIL");
	unsetenv("GIT_AUTHOR_EMAIL");
}

static void expect_hooks_as_git(const char *folder, bool set)
{
	struct detour_repo *repo;
	const char *setting, *git;

	assert_int_equal(
		chdir(detour_arena_printf(scratch_arena(), "%s/%s", scratch_place(), folder)), 0);
	git = scratch_read("cd \"$(git rev-parse --show-toplevel 2>/dev/null || pwd)\" && "
			   "git rev-parse --path-format=absolute --git-path hooks");
	repo = scratch_open();
	assert_string_equal(detour_repo_hooks_dir(repo, &setting), git);
	assert_int_equal(setting != NULL, set);
	detour_repo_free(repo);
}

static void expect_hooks_everywhere(bool set)
{
	expect_hooks_as_git("r", set);
	expect_hooks_as_git("r/deep", set);
	expect_hooks_as_git("w", set);
	expect_hooks_as_git("s/sub", set);
	expect_hooks_as_git("bare.git", set);
}

static void hooks_dir_as_git_tells_it(void **state)
{
	static const char *const settings[] = {"/abs/hooks", ".githooks", "a/b", "../up", "~/mine"};
	struct detour_repo *repo;

	(void)state;
	scratch_run("git init -q r && cd r && mkdir deep && git commit -q --allow-empty -m x && "
		    "git worktree add -q ../w && git clone -q --bare . ../bare.git && "
		    "git init -q ../s && cd ../s && git submodule --quiet add ../r sub");
	expect_hooks_everywhere(false);
	for (size_t i = 0; i < sizeof(settings) / sizeof(*settings); i++) {
		setenv("GIT_CONFIG_PARAMETERS",
			detour_arena_printf(scratch_arena(), "'core.hooksPath'='%s'", settings[i]),
			1);
		expect_hooks_everywhere(true);
		unsetenv("GIT_CONFIG_PARAMETERS");
	}
	/* Empty: `git rev-parse --git-path hooks` prints "./" where it runs hooks. */
	scratch_run("git config --global core.hooksPath ''");
	assert_int_equal(chdir("../w"), 0);
	repo = scratch_open();
	assert_string_equal(detour_repo_hooks_dir(repo, NULL), detour_repo_work_tree(repo));
	detour_repo_free(repo);
}

static void expect_url(const char *remote, const char *url)
{
	struct detour_repo *repo = scratch_open();
	const char *found = detour_repo_remote_url(repo, scratch_arena(), remote);

	if (url && found)
		assert_string_equal(found, url);
	else
		assert_ptr_equal(found, url);
	detour_repo_free(repo);
}

static void which_remote_and_where(void **state)
{
	(void)state;
	scratch_run("git init -q .");
	expect_url(NULL, NULL);
	scratch_run("git remote add fork https://forge/fork");
	expect_url(NULL, "https://forge/fork");
	expect_url("none", NULL);
	scratch_run("git remote add other.name gh:other");
	expect_url(NULL, NULL); /* two, and none of them "origin" */
	scratch_run(
		"git remote add origin gh:me/repo && git remote set-url --add origin gh:second");
	expect_url(NULL, "gh:me/repo");
	scratch_run("git config url.https://forge/.insteadOf gh: && "
		    "git config url.ssh://git@forge/team/.insteadOf gh:me/");
	expect_url(NULL, scratch_read("git remote get-url origin"));
	expect_url(NULL, "ssh://git@forge/team/repo");
	expect_url("other.name", "https://forge/other");
	scratch_run("git config url.ftp://late/.insteadOf g"); /* later, but shorter */
	expect_url("other.name", "https://forge/other");
	scratch_run("git config branch.main.remote fork");
	expect_url(NULL, "https://forge/fork");
	scratch_run("git config branch.main.remote .");
	expect_url(NULL, "ssh://git@forge/team/repo");
	scratch_run("git config branch.main.remote gh:direct");
	expect_url(NULL, "https://forge/direct");
}

static void expect_push_url(const char *remote)
{
	struct detour_repo *repo = scratch_open();
	const char *git =
		detour_arena_printf(scratch_arena(), "git remote get-url --push %s", remote);

	assert_string_equal(detour_repo_push_url(repo, scratch_arena()), scratch_read("%s", git));
	detour_repo_free(repo);
}

/* git itself is asked for the URL of the remote that it would push to. */
static void where_a_push_goes(void **state)
{
	struct detour_repo *repo;

	(void)state;
	scratch_run("git init -q .");
	repo = scratch_open();
	assert_null(detour_repo_push_url(repo, scratch_arena()));
	detour_repo_free(repo);
	scratch_run("git remote add origin https://forge/team/shop && "
		    "git remote add fork gh:me/shop && git remote add other ssh://other/shop");
	expect_push_url("origin");
	scratch_run("git config branch.main.remote other");
	expect_push_url("other");
	scratch_run("git config remote.pushDefault fork");
	expect_push_url("fork");
	scratch_run("git config url.https://forge/.insteadOf gh: && "
		    "git config url.ssh://git@forge/.pushInsteadOf gh: && "
		    "git config url.ssh://git@longer/.pushInsteadOf gh:me/");
	expect_push_url("fork");
	expect_url("fork", "https://forge/me/shop");
	scratch_run("git remote set-url --push fork gh:you/shop");
	expect_push_url("fork"); /* pushInsteadOf passes over what is for pushing alone */
	scratch_run("git config branch.main.pushRemote origin && "
		    "git config url.git@forge:.pushInsteadOf https://forge/");
	expect_push_url("origin");
	expect_url("origin", "https://forge/team/shop");
	scratch_run("git config branch.main.pushRemote https://forge/direct");
	repo = scratch_open();
	assert_string_equal(detour_repo_push_url(repo, scratch_arena()), "git@forge:direct");
	detour_repo_free(repo);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, scratch_setup, scratch_teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(later_files_win),
		TEST(files_that_the_environment_names),
		TEST(the_work_trees_own_file),
		TEST(included_files),
		TEST(given_on_the_command_line),
		TEST(both_formats_of_parameters),
		TEST(counted_keys_and_values),
		TEST(booleans_and_paths),
		TEST(home_is_the_contexts),
		TEST(each_goes_by_rising_priority),
		TEST(broken_files_are_named),
		TEST(whose_address_it_is),
		TEST(hooks_dir_as_git_tells_it),
		TEST(which_remote_and_where),
		TEST(where_a_push_goes),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
