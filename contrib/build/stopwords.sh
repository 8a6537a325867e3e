#!/bin/sh
# Prints the words that say nothing by themselves, a row a language, as C: for src/patterns/words.c.
#
# usage: [STOPWORDS=none] stopwords.sh      none: as if there were no package
#
# They come from the Perl module Lingua::StopWords where its files are on this machine (Perl itself
# is not needed: they are read as text), else from the short lists below. libstemmer, which has no
# such lists, knows the languages by these names. English first: it is what is taken where nothing
# tells.

set -u

# Where Perl keeps its modules, on the systems that package this one.
find_lists() {
	for dir in /usr/share/perl5 /usr/share/perl5/vendor_perl /usr/lib/perl5/vendor_perl/* \
		/usr/local/share/perl5 /usr/local/share/perl5/* /usr/local/share/perl/*; do
		if [ -f "$dir/Lingua/StopWords/EN.pm" ]; then
			lists=$dir/Lingua/StopWords
			return 0
		fi
	done
	return 1
}

# Between `qw(` and the `)` that closes it; nothing but what can stand in a C string.
# shellcheck disable=SC1003
words_of() {
	sed -n '/return qw(/,/^ *);/p' "$1" | sed 's/.*return qw(//; s/) *;.*//' |
		tr -s ' \t\r\n' ' ' | tr -d '"\\'
}

row() { # NAME, WORDS…
	name=$1
	shift
	printf '{"%s", " %s "},\n' "$name" "$(printf '%s' "$*" | sed 's/  */ /g; s/^ //; s/ $//')"
}

if [ "${STOPWORDS:-}" != none ] && find_lists; then
	for language in EN:english DE:german FR:french ES:spanish DA:danish FI:finnish HU:hungarian \
		IT:italian NL:dutch NO:norwegian PT:portuguese RO:romanian RU:russian SV:swedish; do
		file=$lists/${language%%:*}.pm
		[ -f "$file" ] && row "${language#*:}" "$(words_of "$file")"
	done
	exit 0
fi

row english "a an and any are as at be been but by can could did do does down each few for from had \
has have he her his how i if in into is it its just more most my no nor not of off on or other our \
out over own she should so some such than that the their them then there these they this those to \
too under up very was we were what when where which while who whom why will with would you your \
it's we're don't didn't doesn't isn't wasn't can't couldn't wouldn't won't that's there's"
row german "aber als am an auch auf aus bei bis da das dass dem den der des die doch du durch ein \
eine einem einen einer er es für hat hatte ich ihr im in ist kein keine mit nach nicht noch nur ob \
oder sein sich sie sind so über um und uns unter von vor war waren was wenn werden wie wieder wir \
wird zu zum zur"
row french "à au aux avec ce ces cette dans de des du elle en est et il ils je la le les leur lui \
mais même ne nous on ou par pas pour qu que qui sa se ses son sont sur un une vous était"
row spanish "a al con como de del el ella en entre era es esta este fue ha la las le lo los más muy \
no nos o para pero por que se ser si sin sobre su sus también un una y ya"
