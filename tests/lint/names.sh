#!/usr/bin/env bash
# What libdetour.a exports begins with detour_.
set -u
[ -f "$BUILD/lib/libdetour.a" ] || {
	echo "no $BUILD/lib/libdetour.a"
	exit 1
}
names=$("${NM:-nm}" -g --defined-only "$BUILD/lib/libdetour.a" 2>/dev/null |
	awk 'NF == 3 { print $3 }' | grep -vE '^(detour_|__(asan|odr_asan|ubsan|sancov)|\.|_*llvm)')
[ -z "$names" ] || {
	printf 'exported without detour_:\n%s\n' "$names"
	exit 1
}
