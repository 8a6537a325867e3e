/* What a hostile URL, setting or branch gets into the addresses of forges: nothing. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "journal/forge.h"

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

static void pages_of_settings_are_plain(void **state)
{
	static const char *const bad[] = {"", "x", "git@github.com:a/b", "ssh://github.com/a/b",
		"javascript:alert(1)//x", "file:///etc/passwd", "https://u@example.org/a",
		"https://u:p@example.org/a", "https://example.org/a b", "https://example.org/a)x",
		"https://example.org/<a>", "https://example.org/a\n- [x](y)",
		"https://example.org/a%0ab", "https://example.org/a?b", "https://example.org/a#b",
		"https://example.org/../a", "https://example.org", "https://\xd0\xb0.org/a",
		"https://example.org/a\"b", "https://example.org/a`b", "https://example.org/a\\b",
		"https://example.org/[a]", "https://example.org/a&lt;b"};

	(void)state;
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		const char *problem = NULL;

		if (detour_forge_page(&arena, bad[i], &problem) || !problem)
			fail_msg("'%s' is no page", bad[i]);
	}
}

/* Characters that mean nothing in a destination of Markdown, nor in HTML but "&". */
static bool is_plain(const char *url)
{
	return strspn(url, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
			   "-_.~+/:%?=&") == strlen(url);
}

static void assert_harmless(const char *url, const char *from)
{
	if (!url)
		return;
	if (strncmp(url, "https://", 8) != 0 && strncmp(url, "http://", 7) != 0)
		fail_msg("'%s' gives '%s'", from, url);
	if (!is_plain(url) || strstr(url, "secret") || strstr(url, "ana") || strstr(url, "/../") ||
		(strncmp(from, "http", 4) != 0 && strstr(url, ":7999")))
		fail_msg("'%s' gives '%s'", from, url);
}

static uint64_t seed = 20261125;

static const char *one_of(const char *const *words, size_t count)
{
	seed = seed * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
	return words[(size_t)(seed >> 33) % count];
}

#define ONE_OF(words) one_of(words, sizeof(words) / sizeof((words)[0]))

static const char *random_url(void)
{
	static const char *const schemes[] = {"https://", "http://", "ssh://", "git://", "",
		"git+ssh://", "file://", "javascript:"};
	static const char *const users[] = {
		"", "", "ana@", "ana:secret@", "ana@x.org:secret@", "secret@", ":secret@"};
	static const char *const hosts[] = {"github.com", "gitlab.com", "bitbucket.org",
		"git.sr.ht", "dev.azure.com", "ssh.dev.azure.com", "x.visualstudio.com",
		"go.googlesource.com", "git.kernel.org", "x.org", "X.ORG", "x y", "[::1]", "x",
		"x)(.org"};
	static const char *const ports[] = {"/", "/", ":", ":7999/", ":22/", ":x/", "/:"};
	static const char *const parts[] = {"o", "r.git", "_git", "scm", "a", "r", "~u", "v3"};
	static const char *const odd[] = {"..", ".", "", "%20", "%2f..", "%0a", "%", "x)", "<x>",
		" ", "\n", "`", "\\", "[x]", "x@y", "projects", "repos", "plugins", "gitiles",
		"?x=secret", "#secret", "\xc3\xbc"};
	char *url = detour_arena_printf(
		&arena, "%s%s%s%s", ONE_OF(schemes), ONE_OF(users), ONE_OF(hosts), ONE_OF(ports));
	size_t count = 1 + (size_t)(seed >> 40) % 5;

	for (size_t i = 0; i < count; i++) {
		const char *part = ONE_OF(parts);

		if ((seed >> 50) % 8 == 0)
			part = ONE_OF(odd);
		url = detour_arena_printf(&arena, "%s%s%s", url, i ? "/" : "", part);
	}
	return url;
}

static void whatever_the_url_the_addresses_are_harmless(void **state)
{
	static const char *const branches[] = {"main", "a b", "x)y", "x\n", "../../x", "<x>", "a#b",
		"\xc3\xbc", "`x`", "a/../b", "", "/x", "a&b", "%0a", "{branch}"};
	size_t known = 0, compared = 0;

	(void)state;
	for (size_t i = 0; i < 20000; i++) {
		struct detour_forge forge;
		const char *url = random_url();
		enum detour_forge_kind kind = (enum detour_forge_kind)(i % DETOUR_FORGE_KINDS);
		const char *compare;

		detour_forge_find(&forge, &arena, url, kind, i % 7 ? NULL : url);
		compare = detour_forge_compare(&forge, &arena, ONE_OF(branches), ONE_OF(branches));
		assert_harmless(forge.page, url);
		assert_harmless(forge.commits, url);
		assert_harmless(forge.issues, url);
		assert_harmless(compare, url);
		known += forge.page != NULL;
		compared += compare != NULL;
		detour_arena_release(&arena);
		arena = (struct detour_arena)DETOUR_ARENA_INIT;
	}
	/* It is of no use where nothing gets through. */
	assert_true(known >= 1000 && known <= 19000);
	assert_true(compared >= 300 && compared <= 19000);
}

static void branches_are_encoded(void **state)
{
	struct detour_forge forge;

	(void)state;
	detour_forge_find(&forge, &arena, "git@github.com:ana/shop.git", DETOUR_FORGE_AUTO, NULL);
	assert_string_equal(detour_forge_compare(&forge, &arena, "v1.0", "fix/#1 (\xc3\xbc)%&"),
		"https://github.com/ana/shop/compare/v1.0...fix/%231%20%28%C3%BC%29%25%26");
	assert_null(detour_forge_compare(&forge, &arena, "main", "a/../b"));
	assert_null(detour_forge_compare(&forge, &arena, "", "a"));
	assert_null(detour_forge_compare(&forge, &arena, "main", NULL));
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(pages_of_settings_are_plain),
		TEST(whatever_the_url_the_addresses_are_harmless),
		TEST(branches_are_encoded),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
