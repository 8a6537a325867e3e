#!/usr/bin/env bash
# No file over 500 lines, no function over 100: what is longer is two things.
set -u
find src hooks include tests contrib -name '*.[ch]' | sort | xargs awk '
	FNR == 1 { start = 0 }
	FNR == 501 { print FILENAME " has more than 500 lines"; bad = 1 }
	/^{/ { start = FNR }
	/^}/ {
		if (start && FNR - start - 1 > 100) {
			print FILENAME ":" start ": a function of " (FNR - start - 1) " lines"
			bad = 1
		}
		start = 0
	}
	END { exit bad }'
