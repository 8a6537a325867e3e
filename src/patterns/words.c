/* Text as stems; see words.h. */
#include "words.h"

#include <libstemmer.h>
#include <stdlib.h>
#include <string.h>

#include "../base/arena.h"
#include "../base/text.h"
#include "letters.h"

/* Made by the build, from a package where there is one: contrib/build/stopwords.sh. Rows of
 * {"english", " i me my … "}. */
static const struct {
	const char *name, *stops;
} languages[] = {
#include "stopwords.inc"
};

enum {
	LANGUAGES = sizeof(languages) / sizeof(languages[0]),
	FORM_LIMIT = 64,
	GUESS_WORDS = 400,
	STOP_SLOTS = 8192
};

/* English only: in other languages the counts have to do. */
#include "weak_words.inc"

struct form {
	const char *text; /* in lower case; in the arena */
	uint64_t hash;
	uint32_t stem, count, named_count;
	bool is_stop;
};

struct stem {
	const char *text;
	const char *plain, *named; /* the forms met most often */
	uint32_t plain_count, named_count;
	uint32_t plain_best, named_best; /* how often those were */
	bool is_stop, is_weak;
};

struct stop {
	uint64_t hash;
	unsigned languages;
};

struct detour_words {
	struct stop stops[STOP_SLOTS];
	size_t stop_count;
	struct detour_arena arena;
	struct sb_stemmer *stemmers[LANGUAGES]; /* made when first needed */
	struct form *forms;                     /* a hash table of `slots`, a power of two */
	size_t slots, used;
	struct stem *stems;
	size_t count, capacity;
	uint32_t *by_text; /* a hash table of stems, number + 1 */
	size_t text_slots;
};

void detour_words_free(struct detour_words *words)
{
	if (!words)
		return;
	for (size_t i = 0; i < LANGUAGES; i++)
		sb_stemmer_delete(words->stemmers[i]);
	detour_arena_release(&words->arena);
	free(words->forms);
	free(words->stems);
	free(words->by_text);
	free(words);
}

size_t detour_words_count(const struct detour_words *words)
{
	return words->count;
}

bool detour_words_is_weak(const struct detour_words *words, uint32_t stem)
{
	return words->stems[stem].is_weak;
}

const char *detour_words_language(unsigned language)
{
	return languages[language].name;
}

const char *detour_words_shown(const struct detour_words *words, uint32_t number)
{
	const struct stem *stem = &words->stems[number];

	if (!stem->plain)
		return stem->named;
	return stem->named && stem->named_count >= stem->plain_count ? stem->named : stem->plain;
}

/* ---- stop words of all languages, in one table */

static size_t find_stop(const struct detour_words *words, uint64_t hash)
{
	size_t at = hash & (STOP_SLOTS - 1);

	while (words->stops[at].languages && words->stops[at].hash != hash)
		at = (at + 1) & (STOP_SLOTS - 1);
	return at;
}

/* A bit for each language that has it as a stop word. */
static unsigned stop_in(const struct detour_words *words, const char *word)
{
	return words->stops[find_stop(words, detour_hash(DETOUR_HASH_START, word, strlen(word)))]
		.languages;
}

static void learn_stops(struct detour_words *words)
{
	for (unsigned i = 0; i < LANGUAGES; i++)
		for (const char *at = languages[i].stops; *at;) {
			size_t size = strcspn(at, " ");
			uint64_t hash = detour_hash(DETOUR_HASH_START, at, size);

			if (size && words->stop_count < STOP_SLOTS / 2) {
				struct stop *stop = &words->stops[find_stop(words, hash)];

				words->stop_count += !stop->languages;
				stop->hash = hash;
				stop->languages |= 1U << i;
			}
			at += size + (at[size] == ' ');
		}
}

/* ---- stems */

static uint32_t *slot_of(struct detour_words *words, const char *text)
{
	size_t mask = words->text_slots - 1;
	size_t at = detour_hash(DETOUR_HASH_START, text, strlen(text)) & mask;

	while (words->by_text[at] && strcmp(words->stems[words->by_text[at] - 1].text, text) != 0)
		at = (at + 1) & mask;
	return &words->by_text[at];
}

static void grow_stems(struct detour_words *words)
{
	if (words->count == words->capacity) {
		words->capacity = words->capacity ? words->capacity * 2 : 512;
		words->stems =
			detour_realloc(words->stems, words->capacity * sizeof(*words->stems));
	}
	if (words->count * 2 < words->text_slots)
		return;
	free(words->by_text);
	words->text_slots *= 2;
	words->by_text = detour_calloc(words->text_slots, sizeof(*words->by_text));
	for (size_t i = 0; i < words->count; i++)
		*slot_of(words, words->stems[i].text) = (uint32_t)(i + 1);
}

static uint32_t stem_number(struct detour_words *words, const char *text)
{
	uint32_t *slot = slot_of(words, text);

	if (!*slot) {
		struct stem stem = {.text = detour_arena_strdup(&words->arena, text)};

		grow_stems(words);
		words->stems[words->count++] = stem;
		*slot_of(words, text) = (uint32_t)words->count;
		return (uint32_t)words->count - 1;
	}
	return *slot - 1;
}

/* Only plain words have a stem: what a compound or an identifier ends in is no suffix. */
static const char *stem_of(struct detour_words *words, unsigned language, const char *form)
{
	const sb_symbol *stemmed;

	if (strpbrk(form, "-_0123456789"))
		return form;
	if (!words->stemmers[language])
		words->stemmers[language] = sb_stemmer_new(languages[language].name, NULL);
	if (!words->stemmers[language])
		return form;
	stemmed = sb_stemmer_stem(
		words->stemmers[language], (const sb_symbol *)form, (int)strlen(form));
	return stemmed ? (const char *)stemmed : form;
}

/* ---- forms: what was stemmed once is known */

static struct form *find_form(struct detour_words *words, uint64_t hash, const char *text)
{
	size_t mask = words->slots - 1, at = hash & mask;

	while (words->forms[at].text &&
		(words->forms[at].hash != hash || strcmp(words->forms[at].text, text) != 0))
		at = (at + 1) & mask;
	return &words->forms[at];
}

static void grow_forms(struct detour_words *words)
{
	struct form *old = words->forms;
	size_t count = words->slots;

	if (words->used * 2 < words->slots)
		return;
	words->slots *= 2;
	words->forms = detour_calloc(words->slots, sizeof(*words->forms));
	for (size_t i = 0; i < count; i++)
		if (old[i].text)
			*find_form(words, old[i].hash, old[i].text) = old[i];
	free(old);
}

static struct form *form_of(struct detour_words *words, unsigned language, const char *text)
{
	uint64_t hash = detour_hash(DETOUR_HASH_START + language, text, strlen(text));
	struct form *form;

	grow_forms(words);
	form = find_form(words, hash, text);
	if (!form->text) {
		words->used++;
		*form = (struct form){
			.text = detour_arena_strdup(&words->arena, text), .hash = hash};
		form->is_stop = (stop_in(words, text) >> language & 1) != 0;
		form->stem = stem_number(words, stem_of(words, language, text));
	}
	return form;
}

static void learn(struct detour_words *words, const char *list, bool as_stop)
{
	char word[FORM_LIMIT];

	for (const char *at = list; *at;) {
		size_t size = strcspn(at, " ");

		if (size && detour_letters_lower(word, sizeof(word), at, size)) {
			const struct form *form = form_of(words, 0, word);
			struct stem *stem = &words->stems[form->stem];

			*(as_stop ? &stem->is_stop : &stem->is_weak) = true;
		}
		at += size + (at[size] == ' ');
	}
}

struct detour_words *detour_words_new(void)
{
	struct detour_words *words = detour_calloc(1, sizeof(*words));

	words->slots = words->text_slots = 1024;
	words->forms = detour_calloc(words->slots, sizeof(*words->forms));
	words->by_text = detour_calloc(words->text_slots, sizeof(*words->by_text));
	learn_stops(words);
	learn(words, telling_words, true);
	learn(words, common_words, false);
	return words;
}

/* ---- which language */

unsigned detour_words_guess(const struct detour_words *words, const char *text, size_t size)
{
	size_t hits[LANGUAGES] = {0}, count = 0, at = 0, used;
	char form[FORM_LIMIT];
	unsigned best = 0;

	while (count < GUESS_WORDS && at < size) {
		used = detour_letters_word(text + at, size - at);
		if (!used) {
			at++;
			continue;
		}
		if (detour_letters_lower(form, sizeof(form), text + at, used)) {
			unsigned stop = stop_in(words, form);

			count++;
			for (size_t i = 0; stop; i++, stop >>= 1)
				hits[i] += stop & 1;
		}
		at += used;
	}
	for (unsigned i = 1; i < LANGUAGES; i++)
		if (hits[i] > hits[best])
			best = i;
	/* A few words that are also of another language tell nothing. */
	return hits[best] * 10 >= count && hits[best] * 4 > hits[0] * 5 ? best : 0;
}

/* ---- the reader */

void detour_words_read(struct detour_words_reader *reader, struct detour_words *words,
	unsigned language, const char *text, size_t size)
{
	*reader = (struct detour_words_reader){.words = words,
		.text = text,
		.size = size,
		.language = language,
		.broken = true,
		.began = true};
}

static bool is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

/* Goes to the next byte that is in a word, and takes note of what is between. A run that holds a
 * path, an address or the name of a file is passed over whole. */
static bool find_word(struct detour_words_reader *reader)
{
	while (reader->at < reader->size) {
		const char *text = reader->text + reader->at;
		size_t left = reader->size - reader->at, run = 0;

		if (is_blank(*text)) {
			reader->at++;
			reader->run_end = 0;
			continue;
		}
		if (!reader->run_end) {
			while (run < left && !is_blank(text[run]))
				run++;
			reader->run_end = reader->at + run;
			if (detour_letters_is_path(text, run)) {
				reader->at += run;
				reader->broken = true;
				reader->began = false;
				continue;
			}
		}
		if (detour_letters_word(text, left))
			return true;
		/* A quote or the sign of emphasis before a word ends no sentence. */
		reader->began |= strchr(".!?:", *text) != NULL;
		reader->broken |= *text != '-';
		reader->at++;
	}
	return false;
}

/* "code-reviewer" is two words; "html-mockup-prototyping" is a name. */
static size_t part_of_compound(const char *word, size_t size)
{
	const char *hyphen = memchr(word, '-', size);
	size_t first = hyphen ? (size_t)(hyphen - word) : 0;

	if (!hyphen || memchr(hyphen + 1, '-', size - first - 1) || first < 4 ||
		size - first - 1 < 4)
		return size;
	return first;
}

static void remember_shown(struct detour_words *words, struct form *form,
	const struct detour_word *word, const char *written)
{
	struct stem *stem = &words->stems[form->stem];

	if (!word->is_name) {
		stem->plain_count++;
		if (++form->count > stem->plain_best) {
			stem->plain_best = form->count;
			stem->plain = form->text;
		}
		return;
	}
	stem->named_count++;
	if (++form->named_count > stem->named_best) {
		stem->named_best = form->named_count;
		if (!stem->named || strlen(stem->named) != word->size ||
			memcmp(stem->named, written, word->size) != 0)
			stem->named = detour_arena_strndup(&words->arena, written, word->size);
	}
}

bool detour_words_next(struct detour_words_reader *reader, struct detour_word *out)
{
	while (find_word(reader)) {
		const char *written = reader->text + reader->at;
		size_t whole = detour_letters_word(written, reader->size - reader->at);
		size_t size = part_of_compound(written, whole);
		char lower[FORM_LIMIT];
		struct form *form;
		const struct stem *stem;

		*out = (struct detour_word){
			.start = reader->at, .size = size, .is_joined = !reader->broken};
		out->is_name = detour_letters_is_name(written, size, reader->began);
		reader->at += size;
		reader->broken = reader->began = false;
		if (!detour_letters_lower(lower, sizeof(lower), written, size)) {
			reader->broken = true;
			continue;
		}
		form = form_of(reader->words, reader->language, lower);
		stem = &reader->words->stems[form->stem];
		out->stem = form->stem;
		out->is_stop = form->is_stop || stem->is_stop || strlen(lower) < 3;
		out->is_weak = stem->is_weak;
		remember_shown(reader->words, form, out, written);
		return true;
	}
	return false;
}
