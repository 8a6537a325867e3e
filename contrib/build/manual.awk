# Writes a manual page from its template: what is common to every row comes from the tables, what
# takes more words stands in the template.
#
#	@VERSION@		in any line
#	@commands@		a line of its own: every verb with its options
#	@settings@ @signals@	the same of those
#	@verb NAME … @end	words for the entry of that verb, wherever they stand; likewise
#	@setting KEY … @end

/^@(verb|setting) / {
	about = substr($0, 2)
	if (!(about in known)) {
		printf "%s:%d: there is no %s\n", FILENAME, FNR, about >"/dev/stderr"
		failed = 1
	}
	next
}
$0 == "@end" {
	about = ""
	next
}
about != "" {
	words[about] = words[about] $0 "\n"
	next
}
{ lines[++line_count] = $0 }

# Text that troff leaves as it is.
function roff(text) {
	gsub(/\\/, "\\\\e", text)
	gsub(/-/, "\\-", text)
	return text
}

# The same as a line of its own, which a dot may not begin.
function line(text) {
	text = roff(text)
	return (text ~ /^[.']/ ? "\\&" : "") text
}

# Options and words to type in bold, what stands for something in italics.
function marked(text,    out, word) {
	out = ""
	while (match(text, /--?[a-z][a-z-]*|[A-Z]+|[a-z][a-z-]*/)) {
		word = substr(text, RSTART, RLENGTH)
		out = out roff(substr(text, 1, RSTART - 1)) "\\f" (word ~ /^[A-Z]/ ? "I" : "B") \
			roff(word) "\\fR"
		text = substr(text, RSTART + RLENGTH)
	}
	return out roff(text)
}

function as_sentence(text) {
	text = toupper(substr(text, 1, 1)) substr(text, 2)
	return line(text (text ~ /[.!?]$/ ? "" : "."))
}

function print_option(verb, i,    value) {
	print ".TP"
	value = argument[verb, i]
	if (value ~ /^=/)
		value = "[" substr(value, 1, 1) marked(substr(value, 2)) "]"
	else if (value != "")
		value = "=" marked(value)
	print (letter[verb, i] == "" ? "" : "\\fB\\-" letter[verb, i] "\\fR, ") \
		"\\fB\\-\\-" roff(name[verb, i]) "\\fR" value
	print as_sentence(help[verb, i])
}

function print_commands(    i, j, verb) {
	for (i = 1; i <= verb_count; i++) {
		verb = verbs[i]
		print ".SS " roff(verb)
		print "\\fBgit detour " roff(verb) "\\fR " marked(arguments[verb])
		print ".PP"
		print as_sentence(summary[verb])
		printf "%s", words["verb " verb]
		for (j = 1; j <= option_count[verb]; j++)
			print_option(verb, j)
	}
}

function print_setting(key, values) {
	print ".TP"
	print "\\fB" roff(key) "\\fR (" roff(values) ")"
	print as_sentence(sentence[key])
	print "Default: \\fB" roff(fallback[key]) "\\fR."
	printf "%s", words["setting " key]
}

function print_settings(    i) {
	for (i = 1; i <= setting_count; i++)
		print_setting(settings[i], allowed[settings[i]])
}

function print_signals(    i) {
	for (i = 1; i <= signal_count; i++)
		print_setting("signals." signals[i], "ask | remind | list | off")
}

END {
	if (failed)
		exit 1
	for (n = 1; n <= line_count; n++) {
		if (lines[n] == "@commands@")
			print_commands()
		else if (lines[n] == "@settings@")
			print_settings()
		else if (lines[n] == "@signals@")
			print_signals()
		else {
			gsub(/@VERSION@/, version, lines[n])
			print lines[n]
		}
	}
}
