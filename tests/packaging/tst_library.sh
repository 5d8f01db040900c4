#!/bin/bash
# SPDX-FileCopyrightText: 2026 The Millrace authors
# SPDX-License-Identifier: GPL-3.0-or-later
# What packaging/library.sh collects.
set -euo pipefail
tests=$(cd -P -- "$(dirname -- "${BASH_SOURCE[0]}")" && pwd -P)
. "$tests/check.sh"
library=$(mktemp -d)
trap 'rm -rf "$library"' EXIT
bash "$tests/../../packaging/library.sh" "$library"

test_it_holds_sixty_chapters_in_three_languages() {
    same "$(find "$library"/{en,de,fr} -type f | wc -l)" 60
    same "$(find "$library/en" -type f | wc -l) $(find "$library/de" -type f | wc -l) $(find "$library/fr" -type f | wc -l)" '30 15 15'
}

test_every_chapter_is_utf8_of_a_chapters_size() {
    local file size
    while read -r file; do
        holds iconv -f UTF-8 -t UTF-8 -o /dev/null "$file"
        size=$(stat -c %s "$file")
        ((size > 5000 && size < 60000)) || { echo "$file has $size bytes"; exit 1; }
    done <<< "$(find "$library"/{en,de,fr} -type f)"
}

test_the_table_has_twelve_rows_of_three_columns() {
    same "$(python3 -c 'import csv, sys; print({len(row) for row in csv.reader(open(sys.argv[1], newline=""))})' "$library/table.csv")" '{3}'
    same "$(python3 -c 'import csv, sys; print(len(list(csv.DictReader(open(sys.argv[1], newline="")))))' "$library/table.csv")" 12
}

test_every_file_is_in_the_manifest_with_a_licence() {
    same "$(tail -n +2 "$library/.manifest.tsv" | cut -f1 | sort)" "$(cd "$library" && find . -type f -not -name '.*' -printf '%P\n' | sort)"
    same "$(tail -n +2 "$library/.manifest.tsv" | awk -F'\t' '$5 == ""' | wc -l)" 0
}

test_the_broken_files_are_broken() {
    local file
    for file in invalidutf8.txt binary.txt; do if iconv -f UTF-8 -t UTF-8 "$library/broken/$file" > /dev/null 2>&1; then exit 1; fi; done
    if python3 -c 'import json, sys; json.load(open(sys.argv[1]))' "$library/broken/truncated.json" 2> /dev/null; then exit 1; fi
}

test_a_second_time_gives_the_same() {
    bash "$tests/../../packaging/library.sh" "$here"
    holds diff -r "$library" "$here"
}

run_tests
