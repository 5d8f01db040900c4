#!/bin/bash
# SPDX-FileCopyrightText: 2026 The Millrace authors
# SPDX-License-Identifier: GPL-3.0-or-later
#
# Collects the example library into the folder that is given: sixty chapters of free documentation in three languages (HTML and
# text), one table, and a few files that are broken on purpose. All of it comes from packages of packaging/packages.txt; nothing is
# kept in the repository. Names and order are always the same. The file .manifest.tsv (hidden, so that it is
# no input) says where each file comes from and under what licence.
set -euo pipefail
export LC_ALL=C.UTF-8
target=${1:?the folder to fill}
doc=/usr/share/doc
faq=$doc/debian/FAQ
mkdir -p "$target"/{en,de,fr,broken}
manifest=$target/.manifest.tsv
printf 'file\tlanguage\tpackage\tversion\tlicence\tfrom\n' > "$manifest"

licence_of() {
    case $1 in
    */debconf_specification*) echo BSD-3-Clause ;;
    */copyright-format*) echo FSFAP ;;
    */debian/FAQ/*) echo 'verbatim copies and translations permitted (see the package copyright file)' ;;
    *) echo GPL-2.0-or-later ;;
    esac
}

record() {  # record FILE PACKAGE FROM
    local language=${1%%/*}
    [[ -s $target/$1 ]] || { echo "library: $1 is empty (made from $3)" >&2; exit 1; }
    printf '%s\t%s\t%s\t%s\t%s\t%s\n' "$1" "$language" "$2" "$(dpkg-query -W -f '${Version}' "$2")" "$(licence_of "$3")" "$3" >> "$manifest"
}

html() {  # html PACKAGE LANGUAGE PREFIX FOLDER CHAPTER...: chapters that are files of their own
    local package=$1 language=$2 prefix=$3 folder=$4 chapter source
    shift 4
    for chapter in "$@"; do
        source=$folder/$chapter.$language.html
        [[ -f $source ]] || source=$folder/$chapter.html
        cat "$source" > "$target/$language/$prefix-${chapter#ch-}.html"
        record "$language/$prefix-${chapter#ch-}.html" "$package" "$source"
    done
}

whole() {  # whole PACKAGE LANGUAGE NAME SOURCE: a text that is a chapter's size as it is
    zcat -f "$4" > "$target/$2/$3.txt"
    record "$2/$3.txt" "$1" "$4"
}

chapter() {  # chapter PACKAGE LANGUAGE NAME SOURCE FIRST NEXT: the lines from the one that starts with FIRST up to NEXT
    zcat -f "$4" | awk -v first="$5" -v next_one="$6" '
        { plain = $0; gsub(/\xc2\xa0/, " ", plain) }
        index(plain, first) == 1 { on = 1 }
        index(plain, next_one) == 1 { on = 0 }
        on' > "$target/$2/$3.txt"
    record "$2/$3.txt" "$1" "$4"
}

reference=/usr/share/developers-reference
policy=$doc/debian-policy

html debian-faq en faq $faq basic-defs choosing compatibility contributing customizing ftparchives getting-debian pkg-basics software \
    support uptodate
html debian-policy en policy $policy/policy.html ch-archive ch-binary ch-docs ch-maintainerscripts ch-scope
html developers-reference en reference $reference beyond-pkging developer-duties l10n new-maintainer
whole debian-policy en autopkgtest $policy/autopkgtest.txt.gz
whole debian-policy en copyright-format $policy/copyright-format-1.0.txt.gz
whole debian-policy en debconf-specification $policy/debconf_specification.txt.gz
whole debian-policy en menu-policy $policy/menu-policy.txt.gz
whole debian-policy en perl-policy $policy/perl-policy.txt.gz
whole debian-policy en policy-process $policy/README.txt.gz
chapter debian-policy en policy-relationships $policy/policy.txt.gz '7. Declaring relationships' '8. Shared libraries'
chapter debian-policy en policy-sharedlibs $policy/policy.txt.gz '8. Shared libraries' '9. The Operating System'
chapter debian-policy en policy-files $policy/policy.txt.gz '10. Files' '11. Customized programs'
chapter debian-faq en faq-package-tools $faq/debian-faq.en.txt.gz 'Chapter 8. The Debian package' 'Chapter 9. Keeping'

html debian-faq-de de faq $faq/de basic-defs choosing compatibility contributing customizing getting-debian pkg-basics software uptodate
html developers-reference-de de reference $reference/de beyond-pkging developer-duties l10n new-maintainer
chapter debian-faq-de de faq-package-tools $faq/debian-faq.de.txt.gz 'Kapitel 8. Die Debian' 'Kapitel 9. Wie man'
chapter debian-faq-de de faq-support $faq/debian-faq.de.txt.gz 'Kapitel 12. Unterstützung' 'Kapitel 13. Zum'

html debian-faq-fr fr faq $faq/fr basic-defs choosing compatibility contributing customizing getting-debian pkg-basics software uptodate
html developers-reference-fr fr reference $reference/fr beyond-pkging developer-duties l10n new-maintainer
chapter debian-faq-fr fr faq-package-tools $faq/debian-faq.fr.txt.gz 'Chapitre 8. Outils' 'Chapitre 9. Garder'
chapter debian-faq-fr fr faq-support $faq/debian-faq.fr.txt.gz "Chapitre 12. Obtenir" 'Chapitre 13. Participer'

# The table: how twelve packages describe themselves.
{
    echo title,keywords,source_text
    dpkg-query -W -f '${Package}\t${Section}\t${Description}\n@@@\n' ca-certificates ccache cmake debian-policy fonts-jetbrains-mono g++ git \
        mold ninja-build pkg-config sqlite3 xdotool | LC_ALL=C awk '
        function quoted(text) { gsub(/"/, "\"\"", text); return "\"" text "\"" }
        BEGIN { RS = "\n@@@\n" }
        $0 != "" {
            lines = split($0, line, "\n")
            split(line[1], head, "\t")
            text = ""
            for (i = 2; i <= lines; ++i) {
                sub(/^ /, "", line[i])
                between = text == "" || text ~ /\n$/ ? "" : (line[i] ~ /^ / ? "\n" : " ")
                text = text (line[i] == "." ? "\n\n" : between line[i])
            }
            print quoted(head[1] ": " head[3]) "," quoted(head[1] ", " head[2]) "," quoted(text)
        }'
} > "$target/table.csv"
printf 'table.csv\ten\tdpkg\t%s\t%s\t%s\n' "$(dpkg-query -W -f '${Version}' dpkg)" 'each package its own' 'package descriptions' >> "$manifest"

# What an import must refuse, each with its reason, while the rest goes on.
broken=$target/broken
printf '{"id":"ctx_truncated","type":"article","data":{"title":"Cut off","keywords":["a' > "$broken/truncated.json"
printf '{"id":"ctx_twice","type":"article","data":{"title":"First","title":"Second"}}\n' > "$broken/duplicatekeys.json"
printf 'A text in Latin-1, not in UTF-8: caf\xe9, na\xefve, fa\xe7ade, and a lone \xff at the end.\n' > "$broken/invalidutf8.txt"
printf '\x89PNG\r\n\x1a\n\x00\x00\x00\x0dIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x06\x00\x00\x00\x1f\x15\xc4\x89' > "$broken/binary.txt"
{ printf '{"data":'; printf '[%.0s' {1..600}; printf ']%.0s' {1..600}; printf '}\n'; } > "$broken/toodeep.json"
for name in binary.txt duplicatekeys.json invalidutf8.txt toodeep.json truncated.json; do
    printf 'broken/%s\t\t\t\tCC0-1.0\tmade here\n' "$name" >> "$manifest"
done
