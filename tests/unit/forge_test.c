/* The addresses of forges: each kind by each form of URL. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "journal/forge.h"
#include "journal/link.h"
#include "journal/session.h"

#define HASH "a1b2c3d4e5f60718293a4b5c6d7e8f9012345678"
#define AUTO DETOUR_FORGE_AUTO

static struct detour_arena arena;

static int set_up(void **state)
{
	(void)state;
	arena = (struct detour_arena)DETOUR_ARENA_INIT;
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	detour_arena_release(&arena);
	return 0;
}

static void assert_text(const char *what, const char *from, const char *got, const char *expected)
{
	if (!got != !expected || (got && strcmp(got, expected) != 0))
		fail_msg("%s of '%s' is\n  %s, not\n  %s", what, from, got ? got : "nothing",
			expected ? expected : "nothing");
}

/* What a row expects: of a commit, of issue 12, and of topic/x since main. */
struct addresses {
	const char *commit, *issue, *compare;
};

static void assert_addresses(const char *url, enum detour_forge_kind kind, const char *page,
	const struct addresses *expected)
{
	struct detour_forge forge;

	detour_forge_find(&forge, &arena, url, kind, page);
	assert_text("the commit", url ? url : page,
		forge.commits ? detour_arena_printf(&arena, "%s" HASH, forge.commits) : NULL,
		expected->commit);
	assert_text("the issue", url ? url : page,
		forge.issues ? detour_arena_printf(&arena, "%s12", forge.issues) : NULL,
		expected->issue);
	assert_text("the comparison", url ? url : page,
		detour_forge_compare(&forge, &arena, "main", "topic/x"), expected->compare);
}

struct public_forge {
	struct addresses addresses;
	const char *urls[12];
};

#define PLAIN(page, commit, issues, compare)                                                       \
	{                                                                                          \
		page commit HASH, page issues "12", page compare "main...topic/x"                  \
	}

static const struct public_forge public_forges[] = {
	{PLAIN("https://github.com/ana/shop", "/commit/", "/issues/", "/compare/"),
		{"https://github.com/ana/shop.git", "https://github.com/ana/shop",
			"https://www.github.com/ana/shop/", "http://github.com/ana/shop.git",
			"https://token@GitHub.com/ana/shop.git", "git@github.com:ana/shop.git",
			"github.com:/ana/shop", "ssh://git@github.com/ana/shop.git",
			"ssh://git@ssh.github.com:443/ana/shop.git",
			"git://github.com/ana/shop.git", "git@github.com-work:ana/shop.git"}},
	{PLAIN("https://gitlab.com/group/sub/shop", "/-/commit/", "/-/issues/", "/-/compare/"),
		{"https://gitlab.com/group/sub/shop.git",
			"https://oauth2:x@gitlab.com/group/sub/shop",
			"git@gitlab.com:group/sub/shop.git",
			"ssh://git@gitlab.com:22/group/sub/shop.git",
			"ssh://git@altssh.gitlab.com:443/group/sub/shop.git",
			"git@gitlab.com-work:group/sub/shop.git"}},
	{{"https://bitbucket.org/ana/shop/commits/" HASH,
		 "https://bitbucket.org/ana/shop/issues/12",
		 "https://bitbucket.org/ana/shop/branches/compare/topic/x..main"},
		{"https://ana@bitbucket.org/ana/shop.git", "git@bitbucket.org:ana/shop.git",
			"ssh://git@bitbucket.org/ana/shop.git",
			"ssh://git@altssh.bitbucket.org:443/ana/shop.git"}},
	{PLAIN("https://codeberg.org/ana/shop", "/commit/", "/issues/", "/compare/"),
		{"https://codeberg.org/ana/shop.git", "git@codeberg.org:ana/shop.git",
			"ssh://git@codeberg.org/ana/shop.git"}},
	{PLAIN("https://gitea.com/ana/shop", "/commit/", "/issues/", "/compare/"),
		{"https://gitea.com/ana/shop.git", "git@gitea.com:ana/shop.git"}},
	{{"https://git.sr.ht/~ana/shop/commit/" HASH, "https://todo.sr.ht/~ana/shop/12", NULL},
		{"https://git.sr.ht/~ana/shop", "git@git.sr.ht:~ana/shop",
			"ssh://git@git.sr.ht/~ana/shop"}},
	{{"https://dev.azure.com/org/My%20Shop/_git/shop/commit/" HASH,
		 "https://dev.azure.com/org/My%20Shop/_workitems/edit/12",
		 "https://dev.azure.com/org/My%20Shop/_git/shop/branchCompare"
		 "?baseVersion=GBmain&targetVersion=GBtopic/x"},
		{"https://dev.azure.com/org/My%20Shop/_git/shop",
			"https://org@dev.azure.com/org/My%20Shop/_git/shop",
			"git@ssh.dev.azure.com:v3/org/My%20Shop/shop",
			"ssh://git@ssh.dev.azure.com:22/v3/org/My%20Shop/shop",
			"org@vs-ssh.visualstudio.com:v3/org/My%20Shop/shop"}},
	{{"https://dev.azure.com/org/_git/shop/commit/" HASH,
		 "https://dev.azure.com/org/shop/_workitems/edit/12",
		 "https://dev.azure.com/org/_git/shop/branchCompare"
		 "?baseVersion=GBmain&targetVersion=GBtopic/x"},
		{"https://dev.azure.com/org/_git/shop"}},
	{{"https://org.visualstudio.com/shop/_git/api/commit/" HASH,
		 "https://org.visualstudio.com/shop/_workitems/edit/12",
		 "https://org.visualstudio.com/shop/_git/api/branchCompare"
		 "?baseVersion=GBmain&targetVersion=GBtopic/x"},
		{"https://org.visualstudio.com/shop/_git/api",
			"ssh://org@org.visualstudio.com:22/shop/_git/api"}},
	{{"https://org.visualstudio.com/_git/shop/commit/" HASH,
		 "https://org.visualstudio.com/shop/_workitems/edit/12",
		 "https://org.visualstudio.com/_git/shop/branchCompare"
		 "?baseVersion=GBmain&targetVersion=GBtopic/x"},
		{"https://org.visualstudio.com/_git/shop"}},
	{{"https://go.googlesource.com/x/tools/+/" HASH, NULL,
		 "https://go.googlesource.com/x/tools/+log/main..topic/x"},
		{"https://go.googlesource.com/x/tools", "https://go.googlesource.com/a/x/tools",
			"https://go.googlesource.com/x/tools.git"}},
	{{"https://git.kernel.org/pub/scm/git/git.git/commit/?id=" HASH, NULL,
		 "https://git.kernel.org/pub/scm/git/git.git/log/?qt=range&q=main..topic/x"},
		{"https://git.kernel.org/pub/scm/git/git.git",
			"git://git.kernel.org/pub/scm/git/git.git",
			"git@gitolite.kernel.org:pub/scm/git/git.git",
			"ssh://git@gitolite.kernel.org/pub/scm/git/git.git"}},
};

enum { PUBLIC = sizeof(public_forges) / sizeof(public_forges[0]) };

static void public_forges_are_known_by_any_url(void **state)
{
	(void)state;
	for (size_t i = 0; i < PUBLIC; i++)
		for (size_t u = 0; public_forges[i].urls[u]; u++) {
			const char *url = public_forges[i].urls[u];

			assert_addresses(url, AUTO, NULL, &public_forges[i].addresses);
			/* Nobody can call them what they are not. */
			assert_addresses(
				url, DETOUR_FORGE_cgit, "auto", &public_forges[i].addresses);
		}
}

#define COMPARE_SERVER                                                                             \
	"/compare/commits?sourceBranch=refs/heads/topic/x&targetBranch=refs/heads/main"

static const struct {
	const char *url;
	enum detour_forge_kind kind;
	struct addresses addresses;
} own[] = {
	/* Told by the name of the host. */
	{"https://gitlab.example.org:8443/a/b.git", AUTO,
		PLAIN("https://gitlab.example.org:8443/a/b", "/-/commit/", "/-/issues/",
			"/-/compare/")},
	{"ssh://git@gitlab.example.org:2222/a/b.git", AUTO,
		PLAIN("https://gitlab.example.org/a/b", "/-/commit/", "/-/issues/", "/-/compare/")},
	{"git@github.example.org:a/b.git", AUTO,
		PLAIN("https://github.example.org/a/b", "/commit/", "/issues/", "/compare/")},
	{"http://gitea.example.org:3000/a/b.git", AUTO,
		PLAIN("http://gitea.example.org:3000/a/b", "/commit/", "/issues/", "/compare/")},
	{"https://forgejo.example.org:443/a/b", AUTO,
		PLAIN("https://forgejo.example.org/a/b", "/commit/", "/issues/", "/compare/")},
	/* By a setting. */
	{"git@code.example.org:group/sub/b.git", DETOUR_FORGE_gitlab,
		PLAIN("https://code.example.org/group/sub/b", "/-/commit/", "/-/issues/",
			"/-/compare/")},
	{"https://example.org/gitea/a/b.git", DETOUR_FORGE_forgejo,
		PLAIN("https://example.org/gitea/a/b", "/commit/", "/issues/", "/compare/")},
	{"http://forge:3000/a/b.git", DETOUR_FORGE_gitea,
		PLAIN("http://forge:3000/a/b", "/commit/", "/issues/", "/compare/")},
	{"https://git.example.org/~ana/shop", DETOUR_FORGE_sourcehut,
		{"https://git.example.org/~ana/shop/commit/" HASH,
			"https://todo.example.org/~ana/shop/12", NULL}},
	{"https://code.example.org/~ana/shop", DETOUR_FORGE_sourcehut,
		{"https://code.example.org/~ana/shop/commit/" HASH, NULL, NULL}},
	/* Bitbucket Server, also by its path and by its port. */
	{"https://code.example.org/scm/SHOP/api.git", AUTO,
		{"https://code.example.org/projects/SHOP/repos/api/commits/" HASH, NULL,
			"https://code.example.org/projects/SHOP/repos/api" COMPARE_SERVER}},
	{"https://ana@code.example.org/git/scm/%7Eana/api.git", AUTO,
		{"https://code.example.org/git/users/ana/repos/api/commits/" HASH, NULL,
			"https://code.example.org/git/users/ana/repos/api" COMPARE_SERVER}},
	{"ssh://git@code.example.org:7999/SHOP/api.git", AUTO,
		{"https://code.example.org/projects/SHOP/repos/api/commits/" HASH, NULL,
			"https://code.example.org/projects/SHOP/repos/api" COMPARE_SERVER}},
	{"ssh://git@bitbucket.example.org/~ana/api.git", AUTO,
		{"https://bitbucket.example.org/users/ana/repos/api/commits/" HASH, NULL,
			"https://bitbucket.example.org/users/ana/repos/api" COMPARE_SERVER}},
	{"git@stash.example.org:SHOP/api.git", AUTO,
		{"https://stash.example.org/projects/SHOP/repos/api/commits/" HASH, NULL,
			"https://stash.example.org/projects/SHOP/repos/api" COMPARE_SERVER}},
	/* Azure DevOps Server, by its path. */
	{"https://tfs.example.org/tfs/Main/shop/_git/api", AUTO,
		{"https://tfs.example.org/tfs/Main/shop/_git/api/commit/" HASH,
			"https://tfs.example.org/tfs/Main/shop/_workitems/edit/12",
			"https://tfs.example.org/tfs/Main/shop/_git/api/branchCompare"
			"?baseVersion=GBmain&targetVersion=GBtopic/x"}},
	/* Gerrit, also by its port. */
	{"ssh://ana@review.example.org:29418/shop/api", AUTO,
		{"https://review.example.org/plugins/gitiles/shop/api/+/" HASH, NULL,
			"https://review.example.org/plugins/gitiles/shop/api/+log/main..topic/x"}},
	{"https://gerrit.example.org/r/a/shop/api", AUTO,
		{"https://gerrit.example.org/r/plugins/gitiles/shop/api/+/" HASH, NULL,
			"https://gerrit.example.org/r/plugins/gitiles/shop/api/+log/main..topic/"
			"x"}},
	{"https://review.example.org/a/shop.git", DETOUR_FORGE_gerrit,
		{"https://review.example.org/plugins/gitiles/shop/+/" HASH, NULL,
			"https://review.example.org/plugins/gitiles/shop/+log/main..topic/x"}},
	{"https://git.example.org/tools/shop.git", DETOUR_FORGE_cgit,
		{"https://git.example.org/tools/shop.git/commit/?id=" HASH, NULL,
			"https://git.example.org/tools/shop.git/log/?qt=range&q=main..topic/x"}},
	{"git://cgit.example.org/shop", AUTO,
		{"https://cgit.example.org/shop/commit/?id=" HASH, NULL,
			"https://cgit.example.org/shop/log/?qt=range&q=main..topic/x"}},
};

static void own_forges_are_told_by_name_form_or_setting(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(own) / sizeof(own[0]); i++)
		assert_addresses(own[i].url, own[i].kind, NULL, &own[i].addresses);
}

static void a_page_counts_before_the_remote(void **state)
{
	static const struct {
		const char *page;
		enum detour_forge_kind kind;
		struct addresses addresses;
	} pages[] = {
		{"https://example.org/gitlab/team/shop", DETOUR_FORGE_gitlab,
			PLAIN("https://example.org/gitlab/team/shop", "/-/commit/", "/-/issues/",
				"/-/compare/")},
		{"https://github.com/team/shop", AUTO,
			PLAIN("https://github.com/team/shop", "/commit/", "/issues/", "/compare/")},
		{"https://code.example.org/projects/SHOP/repos/api", DETOUR_FORGE_bitbucket_server,
			{"https://code.example.org/projects/SHOP/repos/api/commits/" HASH, NULL,
				"https://code.example.org/projects/SHOP/repos/api" COMPARE_SERVER}},
		{"https://example.org/review/plugins/gitiles/shop", AUTO,
			{"https://example.org/review/plugins/gitiles/shop/+/" HASH, NULL,
				"https://example.org/review/plugins/gitiles/shop/+log/"
				"main..topic/x"}},
		{"https://example.org/cgit/shop.git", DETOUR_FORGE_cgit,
			{"https://example.org/cgit/shop.git/commit/?id=" HASH, NULL,
				"https://example.org/cgit/shop.git/log/?qt=range&q=main..topic/x"}},
		{"https://example.org/shop", AUTO, {NULL, NULL, NULL}}, /* of no known kind */
	};

	(void)state;
	for (size_t i = 0; i < sizeof(pages) / sizeof(pages[0]); i++) {
		const char *problem;
		char *page = detour_forge_page(&arena, pages[i].page, &problem);

		assert_null(problem);
		assert_string_equal(page, pages[i].page);
		assert_addresses(NULL, pages[i].kind, page, &pages[i].addresses);
		assert_addresses(
			"git@gitlab.com:ana/fork.git", pages[i].kind, page, &pages[i].addresses);
	}
}

static void other_urls_have_no_forge(void **state)
{
	static const char *const urls[] = {"", "/srv/git/shop.git", "../shop",
		"file:///srv/github.com/a/b", "https://example.org/github.com/a/b",
		"https://notgithub.com/a/b", "https://github.com", "https://github.com/",
		"https://github.com/ana", "https://github.com/a/b/c", "https://github.com/a/../b",
		"https://github.com/a/%2e%2E", "git@github.com:a/b c",
		"https://github.com/a/b)](javascript:x", "https://github.com/a/b\n",
		"https://github.com/a/b%0Ac", "https://github.com/a%2Fb",
		"https://github.com/a/b%4", "https://github.com/a/b?access_token=x",
		"https://github.com/a/b#x", "https://github.com:x/a/b", "::", "ext::sh -c x",
		"git@git hub.com:a/b", "https://github.com//b", "C:\\repos\\shop",
		"https://[::1]/a/b", "https://.github.com/a/b", "https://git.sr.ht/ana/shop",
		"https://dev.azure.com/o/p/r", "https://bitbucket.example.org/a/b",
		"codecommit::eu-west-1://shop", "user:secret@gitlab.com:a/b",
		"https://user:se/cret@gitlab.com/a/b"};
	static const struct addresses nothing = {NULL, NULL, NULL};

	(void)state;
	for (size_t i = 0; i < sizeof(urls) / sizeof(urls[0]); i++)
		assert_addresses(urls[i], AUTO, NULL, &nothing);
	for (size_t i = 0; i < PUBLIC; i++)
		assert_addresses(public_forges[i].urls[0], DETOUR_FORGE_OFF, NULL, &nothing);
	assert_addresses("work:a/b", DETOUR_FORGE_gitlab, NULL, &nothing); /* an alias of ssh */
	assert_addresses("C:/a/b", DETOUR_FORGE_gitlab, NULL, &nothing);
	assert_addresses("https://forge.example.org/x", DETOUR_FORGE_gitea, NULL, &nothing);
}

/* What is written is found again, with its whole hash. */
static void link_lines_of_every_forge_are_read(void **state)
{
	struct detour_commit commit = {.subject = "Sub",
				     .author_time = 1795352605,
				     .author_offset = 60},
			     other = commit;

	(void)state;
	assert_true(detour_oid_parse(&commit.oid, HASH));
	assert_true(detour_oid_parse(&other.oid, "a1b2c3d"
						 "000000000000000000000000000000000"));
	other.subject = "Another";
	for (size_t i = 0; i < PUBLIC; i++) {
		struct detour_buf line = DETOUR_BUF_INIT;
		struct detour_forge forge;
		struct detour_link link;

		detour_forge_find(&forge, &arena, public_forges[i].urls[0], AUTO, NULL);
		detour_link_write(&line, &commit, forge.commits);
		assert_true(detour_link_parse(&arena, line.ptr, line.size - 1, &link));
		assert_string_equal(link.hex, HASH);
		assert_true(detour_link_matches(&link, &commit));
		assert_false(detour_link_matches(&link, &other));
		detour_buf_release(&line);
	}
}

/* What we write of a forge is nobody's story; a session of it alone is a scaffold. */
static void addresses_alone_are_not_written_by_a_person(void **state)
{
	struct detour_commit commit = {
		.subject = "Sub", .author_time = 1795352605, .author_offset = 60};

	(void)state;
	assert_true(detour_oid_parse(&commit.oid, HASH));
	for (size_t i = 0; i < PUBLIC; i++) {
		struct detour_buf text = DETOUR_BUF_INIT;
		struct detour_session session;
		struct detour_forge forge;

		detour_forge_find(&forge, &arena, public_forges[i].urls[0], AUTO, NULL);
		detour_buf_addstr(&text, "# Topic\n\n## Context\n\n");
		if (forge.issues)
			detour_buf_addf(&text, "- Issues: [#12](%s12), #13\n", forge.issues);
		detour_link_write(&text, &commit, forge.commits);
		detour_session_parse(text.ptr, text.size, NULL, 0, &arena, &session);
		assert_false(session.written);
		assert_true(detour_session_names(&session, &commit.oid));
		assert_int_equal(session.link_count, 1);
		detour_buf_release(&text);
	}
}

static void kinds_have_words(void **state)
{
	(void)state;
	assert_int_equal(detour_forge_parse("auto"), DETOUR_FORGE_AUTO);
	assert_int_equal(detour_forge_parse("bitbucket-server"), DETOUR_FORGE_bitbucket_server);
	assert_int_equal(detour_forge_parse("gogs"), DETOUR_FORGE_KINDS);
	assert_int_equal(detour_forge_parse(""), DETOUR_FORGE_KINDS);
	assert_string_equal(detour_forge_word(DETOUR_FORGE_azure), "azure");
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(public_forges_are_known_by_any_url),
		TEST(own_forges_are_told_by_name_form_or_setting),
		TEST(a_page_counts_before_the_remote),
		TEST(other_urls_have_no_forge),
		TEST(link_lines_of_every_forge_are_read),
		TEST(addresses_alone_are_not_written_by_a_person),
		TEST(kinds_have_words),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
