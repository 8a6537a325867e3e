/* URLs of remotes: whatever they hold, an address that we write is a plain one of the web. */
#include "fuzz.h"

#include <string.h>

#include "base/text.h"
#include "journal/forge.h"
#include "journal/forge_address.h"

/* Nothing that means something in Markdown, no user, no query. */
static void check_address(const char *address)
{
	const char *host;

	if (!address)
		return;
	FUZZ_CHECK(
		detour_text_starts(address, "https://") || detour_text_starts(address, "http://"));
	host = strstr(address, "://") + 3;
	FUZZ_CHECK(*host && *host != '/');
	for (const char *c = address; *c; c++)
		FUZZ_CHECK(*c > ' ' && *c < 0x7f && !strchr("<>()[]\"'`\\|{}^*", *c));
	FUZZ_CHECK(!memchr(host, '@', strcspn(host, "/")));
}

static void check_forge(
	struct detour_arena *arena, const char *url, enum detour_forge_kind kind, const char *page)
{
	struct detour_forge forge;

	detour_forge_find(&forge, arena, url, kind, page);
	FUZZ_CHECK((unsigned)forge.kind < DETOUR_FORGE_KINDS);
	check_address(forge.page);
	check_address(forge.commits);
	check_address(forge.issues);
	check_address(detour_forge_compare(&forge, arena, "main", "a b(c)[d]/`e`"));
	FUZZ_CHECK(forge.page || !forge.commits);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct fuzz_input input;
	struct detour_address address;
	const char *url, *text, *problem = NULL, *page;
	enum detour_forge_kind kind;

	fuzz_begin(&input, data, size);
	kind = (enum detour_forge_kind)(fuzz_byte(&input) % DETOUR_FORGE_KINDS);
	FUZZ_CHECK(detour_forge_parse(detour_forge_word(kind)) == kind);
	url = fuzz_word(&input);
	text = fuzz_word(&input);
	(void)detour_address_has_user(url);
	if (detour_address_parse(&address, &input.arena, url)) {
		FUZZ_CHECK(address.count <= DETOUR_ADDRESS_PARTS && address.host[0]);
		check_address(detour_address_join(
			&input.arena, &address, 0, address.count, address.is_git));
	}
	page = detour_forge_page(&input.arena, text, &problem);
	FUZZ_CHECK(page || problem);
	if (page) {
		check_address(page);
		FUZZ_CHECK(!strcmp(detour_forge_page(&input.arena, page, &problem), page));
	}
	check_forge(&input.arena, url, kind, page);
	check_forge(&input.arena, url, kind, NULL);
	check_forge(&input.arena, url, kind, text);
	fuzz_end(&input);
	return 0;
}
