# SPDX-FileCopyrightText: 2026 The Millrace authors
# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck shell=bash
#
# Runs every function whose name starts with test_, each in a subshell with an empty folder of its own ($here), and says what failed.
set -euo pipefail

same() { [[ $1 == "$2" ]] || { printf '  got:      %s\n  expected: %s\n' "$1" "$2"; exit 1; }; }
holds() { "$@" || { printf '  does not hold: %s\n' "$*"; exit 1; }; }

run_tests() {
    local test failures=0 code
    for test in $(declare -F | awk '{ print $3 }' | grep '^test_'); do
        here=$(mktemp -d)
        code=0
        set +e
        (set -e; cd "$here"; "$test") > "$here.out" 2>&1
        code=$?
        set -e
        if ((code)); then
            failures=$((failures + 1))
            printf 'FAIL %s (exit code %s)\n' "$test" "$code"
            cat "$here.out"
        else
            printf 'ok   %s\n' "$test"
        fi
        rm -rf "$here" "$here.out"
    done
    ((failures == 0))
}
