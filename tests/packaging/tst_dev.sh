#!/bin/bash
# SPDX-FileCopyrightText: 2026 The Millrace authors
# SPDX-License-Identifier: GPL-3.0-or-later
# The logic of `dev` and packaging/buildroot.sh, without making a build root.
set -euo pipefail
tests=$(cd -P -- "$(dirname -- "${BASH_SOURCE[0]}")" && pwd -P)
. "$tests/check.sh"
. "$tests/../../dev"
unset MILLRACE_MIRROR MILLRACE_ISOLATION MILLRACE_NATIVE

use_cache() { cache=$here/cache root=$here/cache/root library=$here/cache/library; mkdir -p "$cache"; }

sources_file() { cat > "$here/$1"; }
picked_mirror() { mirror -o "Dir::Etc::sourcelist=$here/$1" -o "Dir::Etc::sourceparts=$here/none" -o "Dir::State::lists=$here/lists"; }

test_the_mirror_comes_from_one_line_sources() {
    mkdir -p none lists
    sources_file a.list << 'LIST'
# deb http://old.invalid/debian trixie main
deb http://shop.invalid/packages trixie main
deb-src http://src.invalid/debian trixie main
deb [arch=amd64] http://security.invalid/debian-security trixie-security main
deb http://mirror.invalid/debian/ trixie contrib main
LIST
    same "$(picked_mirror a.list)" http://mirror.invalid/debian/
}

test_the_mirror_comes_from_deb822_sources() {
    mkdir -p none lists
    sources_file a.sources << 'SOURCES'
Types: deb
URIs: http://shop.invalid/packages
Suites: trixie
Components: stable

Types: deb deb-src
URIs: http://mirror.invalid/some/debian
Suites: trixie trixie-updates
Components: main non-free-firmware
SOURCES
    same "$(picked_mirror a.sources)" http://mirror.invalid/some/debian/
}

test_the_mirror_of_a_mirror_list_is_its_first_line() {
    mkdir -p none lists
    printf '# mirrors\nhttp://listed.invalid/debian priority:1\n' > mirrors.list
    echo "deb mirror+file:$here/mirrors.list trixie main" | sources_file a.list
    same "$(picked_mirror a.list)" http://listed.invalid/debian
}

test_a_host_without_an_archive_is_told_what_to_set() {
    mkdir -p none lists
    : | sources_file a.list
    if (picked_mirror a.list) 2> said; then exit 1; fi
    holds grep -q MILLRACE_MIRROR said
    same "$(MILLRACE_MIRROR=http://mine.invalid/debian picked_mirror a.list)" http://mine.invalid/debian
}

test_the_package_list_is_names_only_and_each_once() {
    same "$(package_list "$packages" | grep -vcE '^[a-z0-9][a-z0-9+.-]+$')" 0
    same "$(package_list "$packages" | sort | uniq -d)" ''
}

test_only_what_is_installed_counts_as_installed() {
    mkdir -p admin/updates admin/info
    printf 'Package: here\nStatus: install ok installed\nArchitecture: all\nVersion: 1\nMaintainer: a\nDescription: a\n\n' > admin/status
    printf 'Package: named\nStatus: unknown ok not-installed\nArchitecture: all\n\n' >> admin/status
    printf 'Package: left\nStatus: deinstall ok config-files\nArchitecture: all\nVersion: 1\nMaintainer: a\nDescription: a\n\n' >> admin/status
    same "$(printf '%s\n' here named left unknown | not_installed "$here/admin" | paste -sd' ')" 'named left unknown'
}

test_help_names_every_command() {
    local command
    cmd_help > help.txt
    for command in $(declare -F | sed -n 's/^declare -f cmd_//p' | grep -v help); do holds grep -q "dev $command" help.txt; done
}

test_an_unknown_command_is_a_usage_error() {
    local code=0
    (main nonsense) 2> said || code=$?
    same "$code" 2
    holds grep -q "no command 'nonsense'" said
}

test_estimates_are_the_last_times() {
    use_cache
    same "$(expected root 75)" 75
    took root 40
    took library 3
    took root 50
    same "$(expected root 75) $(expected library 9)" '50 3'
    same "$(clock 125)" 2:05
}

failing_step() { echo before; false; echo after; }

test_a_phase_stops_at_the_first_failure_and_shows_its_log() {
    use_cache
    local code=0
    bash -c '. "$1"; cache=$2; failing_step() { echo before; false; echo after; }; phase x 1 "Doing x" failing_step' \
        - "$tests/../../dev" "$cache" 2> said || code=$?
    same "$code" 1
    holds grep -q '^before' said
    if grep -q '^after' said; then exit 1; fi
    holds test -s "$cache/logs/x.log"
}

test_a_missing_network_is_named() {
    use_cache
    no_network() { echo "Temporary failure resolving 'mirror.invalid'"; return 100; }
    attempt x 1 "Fetching" no_network 2> said
    same "$failed $offline" '100 1'
    holds grep -q 'no network' said
}

fake_host() {
    host_tools() { :; }
    choose_mode() { mode=bwrap; }
    need_root() { :; }
    replace_root() { touch "$here/made"; mkdir -p "$root"; }
    packages=$here/packages.txt
    echo g++ > "$packages"
}

test_a_half_made_root_is_removed() {
    use_cache
    fake_host
    mkdir -p "$cache/root.new.123/etc"
    setup_root 2> /dev/null
    holds test ! -e "$cache/root.new.123"
    holds test -e made
}

test_a_root_that_only_lacked_its_name_is_taken() {
    use_cache
    fake_host
    mkdir -p "$cache/root.new.123/etc"
    cp "$packages" "$cache/root.new.123/etc/millrace-packages"
    setup_root 2> /dev/null
    holds test -e "$root/etc/millrace-packages"
    holds test ! -e made
}

test_a_changed_list_is_noticed() {
    use_cache
    fake_host
    mode=bwrap
    mkdir -p "$root/etc" "$library"
    cp "$packages" "$root/etc/millrace-packages"
    cp "$checkout/packaging/library.sh" "$library/.made-by"
    holds is_set_up
    echo cmake >> "$packages"
    if is_set_up; then exit 1; fi
}

test_system_folders_are_the_roots_and_others_the_hosts() {
    use_cache
    mkdir -p "$root"/usr/bin "$root"/etc
    ln -s usr/bin "$root/bin"
    view
    local text=" ${ops[*]} "
    holds test "$((${#ops[@]} % 3))" = 0
    for part in "link usr/bin /bin" "ro $root/usr /usr" "ro $root/etc /etc" "bind /tmp /tmp" "bind /dev /dev"; do
        [[ $text == *" $part "* ]] || { echo "no $part in $text"; exit 1; }
    done
    if [[ $text == *" bind /usr "* ]]; then exit 1; fi
}

test_a_build_gets_a_clean_environment_and_a_program_the_users() {
    use_cache
    mode=bwrap
    export LD_PRELOAD='' QT_STYLE_OVERRIDE=fusion MILLRACE_OPTION=1 CI=true
    environ
    same "$(printf '%s\n' "${environment[@]}" | grep -cE '^(LD_PRELOAD|QT_STYLE_OVERRIDE)=')" 0
    same "$(printf '%s\n' "${environment[@]}" | grep -cE '^(MILLRACE_OPTION=1|CI=true|QT_QPA_PLATFORM=offscreen)$')" 3
    environ program
    same "$(printf '%s\n' "${environment[@]}" | grep -cE '^LD_PRELOAD=')" 0
    same "$(printf '%s\n' "${environment[@]}" | grep -cE '^(QT_STYLE_OVERRIDE=fusion|HOME=.*)$')" 2
}

test_streams_exit_code_and_folder_pass_through() {
    use_cache
    mode=native
    local code=0
    mkdir 'a folder'
    (cd 'a folder' && echo in | enter bash -c 'read -r word; echo "$word"; echo err >&2; pwd; exit 7') > out 2> err || code=$?
    same "$code" 7
    same "$(cat out)" "in
$here/a folder"
    same "$(cat err)" err
}

test_the_copying_mode_knows_the_paths_of_a_command() {
    mode=copy
    arguments_paths show -w notes.millrace --screenshot=/tmp/x.png /usr/share/doc --json
    same "${paths[*]}" "$here/show $here/notes.millrace /tmp/x.png"
}

test_the_copying_mode_mirrors_the_checkout() {
    mkdir -p from/build from/sub to/sub
    touch 'from/sub/a file' from/build/object to/sub/gone
    mirror_tree "$here/from" "$here/to"
    same "$(cd to && find . -type f)" './sub/a file'
}

run_tests
