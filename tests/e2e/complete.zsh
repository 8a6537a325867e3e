# Prints what zsh offers at the end of each line, a word a line, each list followed by "--".
#
# usage: zsh -f complete.zsh DIRECTORY LINE…      (DIRECTORY holds _git-detour)
#
# The lines are typed into a shell of their own, with the Tab key behind each.
zmodload zsh/zpty zsh/datetime

here=$(mktemp -d)
trap 'zpty -d shell; rm -rf $here' EXIT
: >$here/offered

cat >$here/rc <<RC
PS1= RPS1=
fpath=(${(q)1} \$fpath)
autoload -Uz compinit && compinit -u -D
setopt no_list_beep
compadd() {
	local -a offered
	# With these it only looks what would fit.
	if [[ " \${(j: :)@[1,(i)(-|--)]} " == *' -'[OAD]' '* ]]; then
		builtin compadd "\$@"
		return
	fi
	builtin compadd -A offered "\$@"
	print -rl -- \$offered >>${(q)here}/offered
	builtin compadd "\$@"
}
tell() {
	zle complete-word
	print -r -- -- >>${(q)here}/offered
	zle kill-whole-line
}
zle -N tell
bindkey '^I' tell
print -r -- ready >>${(q)here}/offered
RC

# Waits for the n-th line that says so.
await() {
	integer until=$((EPOCHSECONDS + 10))
	local dropped
	while (( $(grep -cx -- $1 $here/offered) < $2 )); do
		zpty -rt shell dropped 2>/dev/null
		(( EPOCHSECONDS < until )) || { print -u2 "zsh did not answer"; exit 1; }
		sleep 0.02
	done
}

zpty -b shell "TERM=xterm zsh -f -i"
zpty -w shell "source ${(q)here}/rc"
await ready 1
for ((n = 2; n <= $#; n++)); do
	zpty -wn shell "${@[n]}"$'\t'
	await -- $((n - 1))
done
sed 1d $here/offered
