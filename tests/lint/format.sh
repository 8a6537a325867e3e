#!/usr/bin/env bash
# C as .clang-format has it; no blanks at the end of a line anywhere.
set -u
bad=0
find src hooks include tests contrib -name '*.[ch]' -print0 |
	xargs -0 "${CLANG_FORMAT:-clang-format}" --dry-run -Werror --ferror-limit=3 || bad=1
if grep -rnE '[[:blank:]]+$' src hooks include Makefile contrib tests .ci \
	--include='*.[ch]' --include='*.def' --include='*.sh' --include='*.bash' --include='*.bats' \
	--include='*.exp' --include='*.awk' --include='*.in' --include='*.zsh' --include='*.mk' --include=Makefile --include=run; then
	echo 'blanks at the end of these lines'
	bad=1
fi
exit $bad
