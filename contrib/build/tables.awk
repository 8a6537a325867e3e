# Reads the rows that tables.c prints, the first file that is named, and what the arguments of a verb
# mean. manual.awk and completions.awk, named behind this one, get the files after it.

BEGIN { FS = "\t" }

FNR == NR && $1 == "verb" {
	verbs[++verb_count] = $2
	known["verb " $2] = 1
	arguments[$2] = plain($3)
	summary[$2] = plain($4)
}

FNR == NR && $1 == "option" {
	i = ++option_count[$2]
	letter[$2, i] = $3
	name[$2, i] = $4
	argument[$2, i] = plain($5)
	help[$2, i] = plain($6)
}

FNR == NR && $1 == "setting" {
	settings[++setting_count] = $2
	known["setting " $2] = 1
	allowed[$2] = plain($3)
	fallback[$2] = $4
	sentence[$2] = plain($5)
}

FNR == NR && $1 == "signal" {
	signals[++signal_count] = $2
	fallback["signals." $2] = $3
	sentence["signals." $2] = plain($4)
}

FNR == NR { next }

function plain(text) {
	gsub(/…/, "...", text)
	return text
}

# What a verb takes besides options: "SESSION COMMIT|RANGE...", one word a place.
function operands_of(verb,    text) {
	text = arguments[verb]
	gsub(/\[-[^]]*\](\.\.\.)?/, "", text)
	gsub(/(^| )--?[a-z][a-z-]*([= ][A-Z|]+)?/, "", text)
	gsub(/[][]/, "", text)
	gsub(/  +/, " ", text)
	sub(/^ /, "", text)
	sub(/ $/, "", text)
	return text
}

# May the option be given again: "[-c COMMIT]..."?
function is_repeated(verb, i,    text, group) {
	text = arguments[verb]
	while (match(text, /\[-[^]]*\]\.\.\./)) {
		group = substr(text, RSTART + 1, RLENGTH - 5)
		text = substr(text, RSTART + RLENGTH)
		sub(/[ =].*/, "", group)
		if (group == "-" letter[verb, i] || group == "--" name[verb, i])
			return 1
	}
	return 0
}

# The options that go with none of each other, "[--a | --b]": those of the group that has this one.
function rivals_of(verb, i,    text, group, parts, count, j, found, list) {
	text = arguments[verb]
	while (match(text, /\[-[^]]*\]/)) {
		count = split(substr(text, RSTART + 1, RLENGTH - 2), parts, / *\| */)
		text = substr(text, RSTART + RLENGTH)
		list = found = ""
		for (j = 1; j <= count; j++) {
			group = parts[j]
			sub(/[ =].*/, "", group)
			if (group !~ /^-/)
				continue
			list = list (list == "" ? "" : " ") group
			found = found || group == "--" name[verb, i]
		}
		if (found && list ~ / /)
			return list
	}
	return ""
}
