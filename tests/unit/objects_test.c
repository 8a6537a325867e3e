/* Packs, loose files and deltas read by ourselves: against what git says of the same objects. */
#include <stdarg.h>
#include <stddef.h>
#include <setjmp.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "objects/delta.h"
#include "objects/pack.h"
#include "objects/pack_index.h"
#include "objects/store.h"
#include "scratch.h"

static struct detour_store *open_store(const char *directory)
{
	struct detour_store *store = detour_store_new();

	detour_store_set_limits(store, (size_t)1024 * 1024, (size_t)1024 * 1024);
	detour_store_add_directory(store, directory);
	return store;
}

/* A history whose large file and tree change a little in each commit, so that packs hold chains. */
static void make_history(void)
{
	scratch_run("git init -q r && cd r && seq 2000 >large && for i in $(seq 30); do "
		    "echo $i >file$i; echo $i >>large; git add .; git commit -qm \"c$i\n\nbody\"; "
		    "done && git tag -a -m note v1");
}

/* Each object of a repository, as git tells them: how many the store gives just so. */
static size_t count_equal(struct detour_store *store, const char *repository, size_t *all)
{
	static const char *const types[] = {"", "commit", "tree", "blob", "tag"};
	struct detour_buf told = DETOUR_BUF_INIT;
	size_t equal = 0;

	*all = 0;
	scratch_run("git -C %s cat-file --batch-all-objects --batch >told", repository);
	assert_int_equal(detour_file_read("told", SIZE_MAX / 2, 0, &told, NULL), 0);
	for (const char *at = told.ptr; at < told.ptr + told.size; ++*all) {
		struct detour_oid oid =
			scratch_oid(detour_arena_strndup(scratch_arena(), at, DETOUR_HEX_SIZE));
		const char *type = at + DETOUR_HEX_SIZE + 1, *bytes = strchr(at, '\n') + 1;
		size_t size = strtoul(strchr(type, ' '), NULL, 10);
		struct detour_object *object;

		at = bytes + size + 1;
		if (detour_store_read(
			    store, &oid, DETOUR_OBJECT_BLOB, DETOUR_OBJECT_LIMIT, &object))
			continue;
		equal += object->size == size && !memcmp(object->bytes, bytes, size) &&
			 !strncmp(type, types[object->type], strlen(types[object->type]));
		assert_memory_equal(object->oid.id, oid.id, sizeof(oid.id));
		detour_object_release(object);
	}
	detour_buf_release(&told);
	return equal;
}

static void expect_all(const char *directory)
{
	struct detour_store *store = open_store(directory);
	size_t all, equal = count_equal(store, "r", &all);

	assert_true(all > 90);
	assert_int_equal(equal, all);
	detour_store_free(store);
}

static void loose_ones_are_read(void **state)
{
	(void)state;
	make_history();
	expect_all("r/.git/objects");
}

static void chains_of_deltas_are_followed(void **state)
{
	(void)state;
	make_history();
	scratch_run("cd r && git repack -adfq --depth=50 --window=50 && "
		    "git verify-pack -v .git/objects/pack/*.idx | grep -q 'chain length = [5-9]'");
	expect_all("r/.git/objects");
}

static void bases_are_found_by_id_too(void **state)
{
	(void)state;
	make_history();
	scratch_run("cd r && git -c repack.useDeltaBaseOffset=false repack -adfq --window=50");
	expect_all("r/.git/objects");
}

static void several_packs_and_loose_ones_are_one_store(void **state)
{
	(void)state;
	make_history();
	scratch_run("cd r && git repack -dq && for i in 1 2 3; do echo more$i >more; git add .; "
		    "git commit -qm more$i; git repack -dq; done; echo loose >loose; git add . && "
		    "git commit -qm loose && test $(ls .git/objects/pack/*.idx | wc -l) = 4");
	expect_all("r/.git/objects");
}

static void alternates_are_followed(void **state)
{
	(void)state;
	make_history();
	scratch_run("git clone -q --shared r s && git clone -q --shared s t && "
		    "echo ../../../s/.git/objects >t/.git/objects/info/alternates && "
		    "cd r && git repack -adq");
	expect_all("t/.git/objects");
}

/* Two that borrow from one another do no harm. */
static void alternates_in_a_circle_end(void **state)
{
	(void)state;
	make_history();
	scratch_run("git init -q s && echo ../../../s/.git/objects "
		    ">r/.git/objects/info/alternates && echo ../../../r/.git/objects "
		    ">s/.git/objects/info/alternates");
	expect_all("s/.git/objects");
}

static void what_it_does_not_have_it_says(void **state)
{
	struct detour_oid none = scratch_oid("0123456789012345678901234567890123456789"), tip;
	struct detour_object *object;
	struct detour_store *store;

	(void)state;
	make_history();
	tip = scratch_oid(scratch_read("git -C r rev-parse HEAD"));
	scratch_run("cd r && git repack -adq");
	store = open_store("r/.git/objects");
	assert_int_equal(detour_store_read(store, &none, DETOUR_OBJECT_TREE, SIZE_MAX, &object),
		DETOUR_ENOTFOUND);
	assert_null(object);
	assert_false(detour_store_has(store, &none));
	assert_true(detour_store_has(store, &tip));
	detour_store_free(store);
	/* A place that is not there. */
	store = open_store("nowhere");
	assert_int_equal(detour_store_read(store, &tip, DETOUR_OBJECT_COMMIT, SIZE_MAX, &object),
		DETOUR_ENOTFOUND);
	detour_store_free(store);
}

/* Told before anything of that size is made: whole, as a delta, and from what is kept. */
static void sizes_are_limited(void **state)
{
	struct detour_object *object;
	struct detour_oid large;
	struct detour_store *store;

	(void)state;
	make_history();
	for (int packed = 0; packed < 2; packed++) {
		large = scratch_oid(scratch_read("git -C r rev-parse HEAD~20:large"));
		store = open_store("r/.git/objects");
		for (int kept = 0; kept < 2; kept++) {
			assert_int_equal(
				detour_store_read(store, &large, DETOUR_OBJECT_BLOB, 8000, &object),
				DETOUR_ELIMIT);
			assert_null(object);
			assert_int_equal(
				detour_store_read(store, &large, DETOUR_OBJECT_BLOB, 9000, &object),
				0);
			detour_object_release(object);
		}
		detour_store_free(store);
		scratch_run("cd r && git repack -adfq --window=50");
	}
}

/* A pack with `damage` done to it: what is read is right or is said not to be there. */
static void expect_no_wrong_ones(const char *damage)
{
	struct detour_store *store;
	size_t all, equal;

	scratch_run("rm -rf r sound");
	make_history();
	scratch_run("cd r && git repack -adfq --window=50 && cp -r . ../sound");
	scratch_run("cd r/.git/objects/pack && chmod u+w * && %s", damage);
	store = open_store("r/.git/objects");
	equal = count_equal(store, "sound", &all);
	assert_true(equal < all);
	detour_store_free(store);
}

static void damage_is_not_believed(void **state)
{
	(void)state;
	expect_no_wrong_ones("printf 'xxxxxxxxxxxxxxxx' | dd of=$(ls *.pack) bs=1 seek=900 "
			     "conv=notrunc 2>&1");
	expect_no_wrong_ones("truncate -s 2000 *.pack");
	expect_no_wrong_ones("truncate -s 1000 *.idx");
	expect_no_wrong_ones("truncate -s 0 *.pack");
	expect_no_wrong_ones("rm *.pack && mkfifo $(basename *.idx .idx).pack");
	expect_no_wrong_ones("git index-pack --index-version=1 -o new $(ls *.pack) && "
			     "mv -f new $(ls *.idx)");
}

/* What libgit2 knows and we do not read: an index of the first version. */
static void the_library_is_asked_for_the_rest(void **state)
{
	struct detour_commit commit;
	struct detour_oid tip;
	struct detour_repo *repo;

	(void)state;
	make_history();
	tip = scratch_oid(scratch_read("git -C r rev-parse HEAD"));
	scratch_run("cd r && git -c pack.indexVersion=1 repack -adfq");
	scratch_enter("r");
	repo = scratch_open();
	assert_int_equal(detour_repo_read_commit(repo, &tip, scratch_arena(), &commit, NULL), 0);
	assert_string_equal(commit.subject, "c30");
	assert_true(detour_repo_has(repo, &tip));
	detour_repo_free(repo);
}

/* ---- the formats, byte by byte */

static void deltas_copy_and_bring(void **state)
{
	/* 5 bytes become 7: the last three of the old, "xy", the first two of the old. */
	static const unsigned char good[] = {5, 7, 0x91, 2, 3, 2, 'x', 'y', 0x90, 2};
	struct detour_delta delta;
	char new[8] = "";

	(void)state;
	assert_true(detour_delta_open(&delta, good, sizeof(good)));
	assert_int_equal(delta.old_size, 5);
	assert_int_equal(delta.new_size, 7);
	assert_true(detour_delta_apply(&delta, "abcde", 5, new));
	assert_string_equal(new, "cdexyab");
	assert_false(detour_delta_apply(&delta, "abcdef", 6, new));
}

static void broken_deltas_are_refused(void **state)
{
	static const struct {
		const char *bytes;
		size_t size;
	} broken[] = {
		{"\x05\x03\x90\x06", 4},     /* copies past the end of the old */
		{"\x05\x03\x91\xff\x03", 5}, /* begins there */
		{"\x05\x03\x90\x04", 4},     /* more than the new holds */
		{"\x05\x03\x90\x02", 4},     /* less */
		{"\x05\x03\x03xy", 5},       /* brings more bytes than there are */
		{"\x05\x03\x00xyz", 6},      /* the step that is reserved */
		{"\x05\x03\x9f\x01\x00", 5}, /* the numbers of a copy are missing */
	};
	struct detour_delta delta;
	char new[8];

	(void)state;
	for (size_t i = 0; i < sizeof(broken) / sizeof(*broken); i++) {
		assert_true(detour_delta_open(&delta, broken[i].bytes, broken[i].size));
		assert_false(detour_delta_apply(&delta, "abcde", 5, new));
	}
	assert_false(detour_delta_open(&delta, "", 0));
	assert_false(detour_delta_open(&delta, "\x85", 1));
	assert_false(detour_delta_open(&delta, "\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff", 11));
}

/* A pack of 40 bytes with one entry at its start. */
static bool entry_of(struct detour_pack_entry *out, const char *entry, size_t size)
{
	char pack[12 + 8 + 20] = "PACK\0\0\0\2\0\0\0\1";

	memcpy(pack + 12, entry, size);
	assert_true(detour_pack_is_one(pack, sizeof(pack)));
	return detour_pack_entry_at(out, pack, sizeof(pack), 12);
}

static void entries_are_told_apart(void **state)
{
	struct detour_pack_entry entry;

	(void)state;
	assert_true(entry_of(&entry, "\x95\x01", 2));
	assert_int_equal(entry.kind, DETOUR_ENTRY_WHOLE);
	assert_int_equal(entry.type, DETOUR_OBJECT_COMMIT);
	assert_int_equal(entry.size, 0x15);
	assert_int_equal(entry.room, 6);
	assert_true(entry_of(&entry, "\x65\x04", 2));
	assert_int_equal(entry.kind, DETOUR_ENTRY_DELTA);
	assert_int_equal(entry.base, 8);
	assert_false(entry_of(&entry, "\x65\x00", 2)); /* its own base */
	assert_false(entry_of(&entry, "\x65\x20", 2)); /* before the pack */
	assert_false(entry_of(&entry, "\x05", 1));     /* no such kinds */
	assert_false(entry_of(&entry, "\x55", 1));
	assert_false(entry_of(&entry, "\x75", 1)); /* no room for an id */
	assert_false(entry_of(&entry, "\xff\xff\xff\xff\xff\xff\xff\xff", 8));
	assert_false(detour_pack_is_one("PACK\0\0\0\4", 8));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
			loose_ones_are_read, scratch_setup, scratch_teardown),
		cmocka_unit_test_setup_teardown(
			chains_of_deltas_are_followed, scratch_setup, scratch_teardown),
		cmocka_unit_test_setup_teardown(
			bases_are_found_by_id_too, scratch_setup, scratch_teardown),
		cmocka_unit_test_setup_teardown(several_packs_and_loose_ones_are_one_store,
			scratch_setup, scratch_teardown),
		cmocka_unit_test_setup_teardown(
			alternates_are_followed, scratch_setup, scratch_teardown),
		cmocka_unit_test_setup_teardown(
			alternates_in_a_circle_end, scratch_setup, scratch_teardown),
		cmocka_unit_test_setup_teardown(
			what_it_does_not_have_it_says, scratch_setup, scratch_teardown),
		cmocka_unit_test_setup_teardown(sizes_are_limited, scratch_setup, scratch_teardown),
		cmocka_unit_test_setup_teardown(
			damage_is_not_believed, scratch_setup, scratch_teardown),
		cmocka_unit_test_setup_teardown(
			the_library_is_asked_for_the_rest, scratch_setup, scratch_teardown),
		cmocka_unit_test(deltas_copy_and_bring),
		cmocka_unit_test(broken_deltas_are_refused),
		cmocka_unit_test(entries_are_told_apart),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
