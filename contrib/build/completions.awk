# Writes the completions of one shell (-v shell=bash|zsh|fish) from their template: the tables stand
# where it has a line @TABLES@.
#
# A place is told by the words of -h: COMMIT, RANGE, BASE, BRANCH, SESSION, PATH, FILE, KEY, and words
# in small letters, which are meant as they stand; for other words nothing can be offered.

$0 !~ /^@TABLES@$/ {
	print
	next
}

{
	if (shell == "bash")
		print_bash()
	else if (shell == "zsh")
		print_zsh()
	else
		print_fish()
}

function quoted(text) {
	gsub(/'/, "'\\''", text)
	return "'" text "'"
}

function has(place, words) {
	return ("|" place "|") ~ ("[|](" words ")[|]")
}

function is_listed(place) {
	return place ~ /^[a-z]/
}

function spaced(place) {
	gsub(/\|/, " ", place)
	return place
}

function all_settings(    i, list) {
	for (i = 1; i <= setting_count; i++)
		list = list (i > 1 ? " " : "") settings[i]
	for (i = 1; i <= signal_count; i++)
		list = list " signals." signals[i]
	return list
}

function all_verbs(    i, list) {
	for (i = 1; i <= verb_count; i++)
		list = list (i > 1 ? " " : "") verbs[i]
	return list
}

# ---- bash: variables of the function that this becomes the middle of

function print_bash(    i, j, verb) {
	print "\tverbs=" quoted(all_verbs())
	print "\tsettings=" quoted(all_settings())
	print "\tcase \"$1\" in"
	for (i = 1; i <= verb_count; i++) {
		verb = verbs[i]
		print "\t" verb ")"
		print "\t\toperands=" quoted(operands_of(verb))
		for (j = 1; j <= option_count[verb]; j++)
			print_bash_option(verb, j)
		print "\t\t;;"
	}
	print "\tesac"
}

function print_bash_option(verb, i,    long, value, optional) {
	long = "--" name[verb, i]
	value = argument[verb, i]
	optional = sub(/^=/, "", value)
	gsub(/ /, "_", value)
	print "\t\toptions+=" quoted(" " long (value == "" ? "" : optional ? " " long "=" : "="))
	if (value == "")
		return
	print "\t\tvalues+=" quoted(" " long ":" value)
	if (letter[verb, i] != "")
		print "\t\tvalues+=" quoted(" -" letter[verb, i] ":" value)
	if (!optional)
		print "\t\ttaking+=" quoted(" " long (letter[verb, i] == "" ? "" : " -" letter[verb, i]))
}

# ---- zsh: the same, as specifications for _arguments

function zsh_action(place,    list) {
	if (is_listed(place))
		return "(" spaced(place) ")"
	if (has(place, "COMMIT|RANGE|BASE"))
		list = list " __git_commit_ranges"
	if (has(place, "BRANCH"))
		list = list " __git_branch_names"
	if (has(place, "SESSION"))
		list = list " __git_detour_sessions"
	if (has(place, "KEY"))
		list = list " __git_detour_settings"
	if (has(place, "PATH|FILE"))
		list = list " _files"
	return list == "" ? " " : " __git_detour_any" list
}

function print_zsh(    i, j, verb) {
	print "\tlocal -a verbs settings"
	print "\tsettings=(" all_settings() ")"
	print "\tverbs=("
	for (i = 1; i <= verb_count; i++)
		print "\t\t" quoted(verbs[i] ":" summary[verbs[i]])
	print "\t)"
	print "\tcase $1 in"
	print "\t'') _describe -t verbs 'git detour verb' verbs ;;"
	for (i = 1; i <= verb_count; i++) {
		verb = verbs[i]
		print "\t" verb ")"
		printf "\t\t_arguments -s -S"
		for (j = 1; j <= option_count[verb]; j++)
			print_zsh_option(verb, j)
		print_zsh_operands(operands_of(verb))
		print "\n\t\t;;"
	}
	print "\tesac"
}

# What is not offered any more once this option is there: itself, and those it does not go with.
function excluded(verb, i,    rivals) {
	rivals = rivals_of(verb, i)
	if (rivals == "")
		rivals = "--" name[verb, i]
	return rivals (letter[verb, i] == "" ? "" : " -" letter[verb, i])
}

function print_zsh_option(verb, i,    before, value, optional, after) {
	before = is_repeated(verb, i) ? "*" : "(" excluded(verb, i) ")"
	value = argument[verb, i]
	optional = sub(/^=/, "", value)
	after = help[verb, i]
	gsub(/[][\\]/, "\\\\&", after)
	after = "[" after "]"
	if (value != "")
		after = after (optional ? "::" : ":") (is_listed(value) ? name[verb, i] : value) ":" \
			zsh_action(value)
	printf " \\\n\t\t\t%s", \
		quoted(before "--" name[verb, i] (optional ? "=-" : value == "" ? "" : "=") after)
	if (letter[verb, i] != "")
		printf " \\\n\t\t\t%s", \
			quoted(before "-" letter[verb, i] (value == "" ? "" : "+") after)
}

function print_zsh_operands(text,    places, count, i, place, repeated) {
	count = split(text, places, " ")
	for (i = 1; i <= count; i++) {
		place = places[i]
		repeated = sub(/\.\.\.$/, "", place)
		printf " \\\n\t\t\t%s", quoted((repeated ? "*" : i) ":" \
			(is_listed(place) ? "argument" : place) ":" zsh_action(place))
	}
}

# ---- fish: a command a row

function fish_quoted(text) {
	gsub(/[\\']/, "\\\\&", text)
	return "'" text "'"
}

function fish_action(place,    list) {
	if (is_listed(place))
		return "-x -a " fish_quoted(spaced(place))
	if (has(place, "COMMIT|RANGE|BASE"))
		list = list "(__git_detour_revisions) "
	if (has(place, "BRANCH"))
		list = list "(__git_detour_branches) "
	if (has(place, "SESSION"))
		list = list "(__git_detour_sessions) "
	if (has(place, "KEY"))
		list = list all_settings() " "
	sub(/ $/, "", list)
	return (has(place, "PATH|FILE") ? "-r -F" : "-x") (list == "" ? "" : " -a " fish_quoted(list))
}

function print_fish(    i, j, verb, value, taking) {
	for (i = 1; i <= verb_count; i++) {
		verb = verbs[i]
		print "complete -c git-detour -n __git_detour_at -a " verb " -d " \
			fish_quoted(summary[verb])
		for (j = 1; j <= option_count[verb]; j++) {
			value = argument[verb, j]
			print "complete -c git-detour -n " fish_quoted("__git_detour_at " verb) \
				(letter[verb, j] == "" ? "" : " -s " letter[verb, j]) " -l " name[verb, j] \
				(value == "" || value ~ /^=/ ? "" : " " fish_action(value)) \
				" -d " fish_quoted(help[verb, j])
			if (value == "" || value ~ /^=/)
				continue
			taking = taking " " fish_quoted(verb " --" name[verb, j])
			if (letter[verb, j] != "")
				taking = taking " " fish_quoted(verb " -" letter[verb, j])
		}
		print_fish_operands(verb, operands_of(verb))
	}
	print "set -g __git_detour_taking" taking
}

function print_fish_operands(verb, text,    places, count, i, place, repeated, action) {
	count = split(text, places, " ")
	for (i = 1; i <= count; i++) {
		place = places[i]
		repeated = sub(/\.\.\.$/, "", place)
		action = fish_action(place)
		sub(/^-[xr] */, "", action)
		if (action != "")
			print "complete -c git-detour -n " \
				fish_quoted("__git_detour_at " verb " " i (repeated ? " more" : "")) " " action
	}
}
