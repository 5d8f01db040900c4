# SPDX-FileCopyrightText: 2026 The Millrace authors
# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck shell=bash disable=SC2154
#
# The build root: how it is made, kept current, and how a command is run inside it. Read by `dev`, which says what it is for and
# defines $checkout, $cache, $root, $release, $packages, $library, $mode, say, die, phase and attempt.

# ------------------------------------------------------------------------------------------------------------------- the host

as_root() { if ((EUID == 0)); then "$@"; else sudo -n -- "$@"; fi; }

# Asked before a phase that needs root, while a password can still be typed.
need_root() {
    ((EUID != 0)) || return 0
    if command -v sudo > /dev/null && { sudo -n true 2> /dev/null || { [[ -t 0 ]] && sudo -v; }; }; then return 0; fi
    die "$1 needs root, and here is neither root nor a sudo that works without asking.
Run this once as root; afterwards nothing needs root:  MILLRACE_CACHE='$cache' '$checkout/dev' setup"
}

package_list() { local line; while read -r line; do [[ -z $line || $line == \#* ]] || printf '%s\n' "${line%% *}"; done < "$1"; }

# The packages of standard input that are not installed where ADMINDIR (of dpkg) says.
not_installed() {
    local name
    while read -r name; do
        dpkg-query --admindir="$1" -W -f '${db:Status-Status}\n' "$name" 2> /dev/null | grep -qx installed || printf '%s\n' "$name"
    done
}

# The address of the Debian main archive that the host itself uses. apt is the parser, so both of its file formats work.
mirror() {
    local uri suite component other='' codename
    if [[ -n ${MILLRACE_MIRROR:-} ]]; then printf '%s' "$MILLRACE_MIRROR"; return; fi
    codename=$(. /etc/os-release; printf '%s' "${VERSION_CODENAME:-}")
    while read -r uri suite component; do
        [[ $component == main && $suite =~ ^($codename|$release|stable|testing|unstable|sid)$ ]] || continue
        if [[ $uri == mirror+file:* ]]; then  # apt has put a slash behind the file's name
            uri=${uri#mirror+file:}
            uri=$(awk '!/^ *(#|$)/ { print $1; exit }' "${uri%/}")
        fi
        if [[ $uri =~ /debian(/|$) ]]; then printf '%s' "$uri"; return; fi
        other=${other:-$uri}
    done <<< "$(apt-get "$@" indextargets --no-release-info --format '$(REPO_URI) $(RELEASE) $(COMPONENT)' 'Created-By: Packages')"
    [[ -n $other ]] || die "no Debian archive in this host's apt configuration; set MILLRACE_MIRROR to the address of one"
    printf '%s' "$other"
}

host_tools() {
    local missing=()
    command -v mmdebstrap > /dev/null || missing+=(mmdebstrap)
    command -v bwrap > /dev/null || missing+=(bubblewrap)
    ((${#missing[@]})) || return 0
    command -v apt-get > /dev/null || die "this is not a Debian host: install ${missing[*]} and run this again"
    need_root "Installing ${missing[*]}"
    phase tools 15 "Installing ${missing[*]} on this host" install_on_host "${missing[@]}"
}

install_on_host() {
    as_root apt-get -q update || say "apt-get update failed; trying with the lists that are there"
    as_root env DEBIAN_FRONTEND=noninteractive apt-get -qy install --no-install-recommends "$@"
}

# How commands are run here: native, bwrap, chroot (private bind mounts) or copy (a chroot holding a copy of the checkout).
choose_mode() {
    [[ -z $mode ]] || return 0
    if [[ -n ${MILLRACE_ISOLATION:-} ]]; then
        [[ $MILLRACE_ISOLATION =~ ^(native|bwrap|chroot|copy)$ ]] || die "MILLRACE_ISOLATION is native, bwrap, chroot or copy"
        mode=$MILLRACE_ISOLATION
    elif is_native; then mode=native
    elif ! command -v bwrap > /dev/null; then return 0  # set-up installs it and asks again
    elif bwrap --dev-bind / / true 2> /dev/null; then mode=bwrap
    elif ((EUID == 0)) && unshare --mount true 2> /dev/null; then mode=chroot
    elif ((EUID == 0)) && chroot / true 2> /dev/null; then mode=copy
    else die "this machine lets an ordinary user make no namespaces, and chroot needs root: run this as root"
    fi
    [[ -z ${MILLRACE_ISOLATION:-}${MILLRACE_QUIET:-} ]] || return 0
    case $mode in
    chroot) say "dev: bubblewrap does not work here; using chroot with private bind mounts" ;;
    copy) say "dev: this machine allows neither namespaces nor mounts; using chroot with a copy of the checkout" ;;
    esac
}

# Whether commands run on the host itself: a Debian 13 that has the packages, or may get them because we are root.
is_native() {
    case ${MILLRACE_NATIVE:-} in 0) return 1 ;; 1) return 0 ;; esac
    grep -qs "^VERSION_CODENAME=$release\$" /etc/os-release || return 1
    ((EUID == 0)) || cmp -s "$cache/native-packages" "$packages" || [[ -z $(package_list "$packages" | not_installed /var/lib/dpkg) ]]
}

# --------------------------------------------------------------------------------------------------------------- the build root

setup() {
    choose_mode
    if is_set_up; then return 0; fi
    mkdir -p "$cache"/{home,ccache,logs} || die "cannot write to $cache; set MILLRACE_CACHE to a folder that can be written"
    exec {lock}> "$cache/lock"
    if ! flock -n "$lock"; then say "dev: another set-up is running; waiting for it"; flock "$lock"; fi
    if ! is_set_up; then
        if [[ $mode == native ]]; then setup_native; else setup_root; fi
        make_library
        give_back
    fi
    exec {lock}>&-
}

# Set-up by root in somebody else's home leaves all but the root itself to them.
give_back() {
    local owner
    owner=$(stat -c %u:%g "$(dirname "$cache")")
    if ((EUID == 0)) && [[ $owner != 0:* ]]; then
        chown "$owner" "$cache"
        find "$cache" -mindepth 1 -maxdepth 1 -not -name 'root*' -exec chown -R "$owner" {} +
    fi
}

is_set_up() {
    if [[ $mode == native ]]; then cmp -s "$cache/native-packages" "$packages"
    else [[ -n $mode ]] && cmp -s "$root/etc/millrace-packages" "$packages"; fi && cmp -s "$library/.made-by" "$checkout/packaging/library.sh"
}

setup_native() {
    local missing
    missing=($(package_list "$packages" | not_installed /var/lib/dpkg))
    if ((${#missing[@]})); then
        need_root "Installing packages"
        phase native 60 "Installing ${#missing[@]} packages on this Debian 13 host" install_on_host "${missing[@]}"
    fi
    cp "$packages" "$cache/native-packages"
}

setup_root() {
    host_tools
    need_root "Making the build root"
    choose_mode
    [[ -n $mode ]] || die "bubblewrap was installed but is not found; is /usr/bin in PATH?"
    local leftover
    for leftover in "$cache"/root.new.* "$cache"/root.old.*; do
        [[ -e $leftover ]] || continue
        if [[ ! -d $root ]] && cmp -s "$leftover/etc/millrace-packages" "$packages"; then  # whole: only the renaming was missing
            as_root mv -T "$leftover" "$root"
            continue
        fi
        say "dev: removing ${leftover##*/}, left by an interrupted set-up"
        as_root rm -rf --one-file-system -- "$leftover"
    done
    if [[ -d $root ]] && ! cmp -s "$root/etc/millrace-packages" "$packages"; then
        attempt update 30 "The package list changed: bringing the build root up to date" update_root
        ((failed == 0 || offline)) || { say "dev: that did not work; making the build root anew"; replace_root; }
        ((failed == 0)) || exit 1
    elif [[ ! -d $root ]]; then replace_root
    fi
}

replace_root() {
    local free
    free=$(df -Pk "$cache" | awk 'NR == 2 { print $4 }')
    ((free > 2500000)) || die "$cache has $((free / 1024)) MB free; the build root needs 2500. Set MILLRACE_CACHE to a folder with room"
    mirror > /dev/null
    phase root 75 "Making a Debian 13 build root in $root" make_root "$cache/root.new.$$"
    if [[ -d $root ]]; then as_root mv "$root" "$cache/root.old.$$"; fi
    as_root mv -T "$cache/root.new.$$" "$root"
    if [[ -d $cache/root.old.$$ ]]; then as_root rm -rf --one-file-system -- "$cache/root.old.$$"; fi
}

make_root() {
    local target=$1 options=() option list
    list=$(package_list "$packages" | paste -sd,)
    while read -r option; do
        [[ -z $option ]] || options+=("--aptopt=${option%;}")
    done <<< "$(apt-config dump | grep -E '^Acquire::((http|https|ftp)::Proxy|Check-Valid-Until|Check-Date|Retries|ForceIPv4) "')"
    if ! chroot_can_mount; then options+=(--skip=chroot/mount); fi
    as_root setpriv --pdeathsig TERM mmdebstrap --verbose --variant=minbase --components=main --include="$list" --aptopt='Acquire::Languages "none"' \
        --dpkgopt=force-unsafe-io "${options[@]}" "$release" "$target" "$(mirror)"
    finish_root "$target"
}

chroot_can_mount() { ((EUID != 0)) || unshare --mount true 2> /dev/null; }

# What a view needs to find in the root: files to bind the host's over, and at last the stamp.
finish_root() {
    as_root bash -euc '
        cd "$1"
        chmod 755 .
        mkdir -p usr/local/share/fonts/host
        for name in resolv.conf hosts machine-id; do [[ -s etc/$name && ! -L etc/$name ]] || { rm -f "etc/$name"; : > "etc/$name"; }; done
        for name in de_DE tr_TR; do
            [[ ! -x usr/bin/localedef ]] || chroot . localedef -i "$name" -f UTF-8 "$name.UTF-8"
        done
        cat "$2" > etc/millrace-packages' finish "$1" "$packages"
}

update_root() {
    local missing
    missing=($(package_list "$packages" | not_installed "$root/var/lib/dpkg"))
    if ((${#missing[@]})); then
        say "missing: ${missing[*]}"
        in_root_as_root dpkg --configure -a
        in_root_as_root apt-get -q update
        in_root_as_root env DEBIAN_FRONTEND=noninteractive apt-get -qy install --no-install-recommends "${missing[@]}"
    fi
    finish_root "$root"
}

in_root_as_root() {  # the root itself as /, writable: for package work only
    case $mode in
    bwrap) as_root bwrap --bind "$root" / --dev /dev --proc /proc --tmpfs /run --ro-bind /etc/resolv.conf /etc/resolv.conf "$@" ;;
    chroot)
        as_root unshare --mount bash -euc 'mount -t proc proc "$1/proc"; mount --bind /etc/resolv.conf "$1/etc/resolv.conf"
            exec chroot "$@"' mount "$root" "$@" ;;
    copy) cat /etc/resolv.conf > "$root/etc/resolv.conf"; as_root chroot "$root" "$@" ;;
    esac
}

make_library() {
    if cmp -s "$library/.made-by" "$checkout/packaging/library.sh"; then return 0; fi
    phase library 5 "Collecting the example library" fill_library
}

fill_library() {
    local work=$cache/library.new
    rm -rf -- "$work"
    mkdir -p "$work"
    (paths=("$work"); enter bash "$checkout/packaging/library.sh" "$work")
    cp "$checkout/packaging/library.sh" "$work/.made-by"
    rm -rf -- "$library"
    mv -T "$work" "$library"
}

# --------------------------------------------------------------------------------------------------------- running things inside

# Fills `ops` with what the inside looks like: triples "how source place".
view() {
    local entry name usr=ro
    [[ $checkout/ == /usr/* || $cache/ == /usr/* ]] && usr=bind
    ops=()
    for entry in "$root"/{bin,sbin,lib*,usr,etc}; do
        name=/${entry##*/}
        if [[ -L $entry ]]; then ops+=(link "usr$name" "$name")
        elif [[ -d $entry ]]; then
            if [[ $name == /usr ]]; then ops+=($usr "$entry" "$name"); else ops+=(ro "$entry" "$name"); fi
        fi
    done
    for entry in /*; do
        case $entry in /bin | /sbin | /lib* | /usr | /etc | /dev | /proc | /sys | /boot | /lost+found) continue ;; esac
        if [[ -L $entry ]]; then ops+=(link "$(readlink "$entry")" "$entry")
        elif [[ -d $entry ]]; then ops+=(bind "$entry" "$entry"); fi
    done
    ops+=(bind /dev /dev bind /proc /proc ro /sys /sys)
    for entry in /var/cache/fontconfig /var/lib/dpkg; do [[ -d $entry && -d $root$entry ]] && ops+=(ro "$root$entry" "$entry"); done
    for entry in passwd group hosts resolv.conf machine-id; do
        [[ -e /etc/$entry && -e $root/etc/$entry ]] && ops+=(ro "/etc/$entry" "/etc/$entry")
    done
    if [[ -d /usr/share/fonts && -d $root/usr/local/share/fonts/host ]]; then ops+=(ro /usr/share/fonts /usr/local/share/fonts/host); fi
    for entry in "$cache" "$checkout"; do
        case $entry/ in /usr/* | /etc/*) ops+=(bind "$entry" "$entry") ;; esac
    done
}

# Fills `environment`. A program of ours gets the caller's, less what speaks of the host's own libraries; a build gets a clean one.
environ() {
    local name
    environment=(PATH=/usr/local/bin:/usr/bin:/usr/sbin:/bin:/sbin LANG=C.UTF-8 MILLRACE_INSIDE=1
        "MILLRACE_CACHE=$cache" "MILLRACE_LIBRARY=$library"
        "CCACHE_DIR=${CCACHE_DIR:-$cache/ccache}" CCACHE_SLOPPINESS=pch_defines,time_macros CCACHE_MAXSIZE=5G)
    for name in $(compgen -e); do
        case $name in
        PATH | CCACHE_* | MILLRACE_CACHE | MILLRACE_LIBRARY | MILLRACE_INSIDE | OLDPWD | PWD | SHLVL | _) continue ;;
        LANG | LC_* | LD_* | QT_PLUGIN_PATH | QT_QPA_PLATFORM_PLUGIN_PATH | QML*_IMPORT_PATH | PYTHON* | PERL*)
            [[ $mode == native && ${1:-} == program ]] || continue ;;
        TERM | COLORTERM | NO_COLOR | CI | TZ | USER | LOGNAME | MILLRACE_* | NINJA_STATUS | CTEST_* | CMAKE_* | *_proxy | SOURCE_DATE_EPOCH) ;;
        *) [[ ${1:-} == program ]] || continue ;;
        esac
        environment+=("$name=${!name}")
    done
    if [[ ${1:-} == program ]]; then
        if [[ -z ${TZ:-} && -L /etc/localtime && $mode != native ]]; then
            name=$(readlink -m /etc/localtime)
            environment+=("TZ=${name#/usr/share/zoneinfo/}")
        fi
    else
        mkdir -p "$cache/home"
        environment+=("HOME=$cache/home" QT_QPA_PLATFORM=offscreen)
    fi
}

# enter [--program] COMMAND...: runs COMMAND inside and ends with its exit code. Call it in a subshell when something comes after. `paths` names what else
# (besides the checkout) the command reads or writes; only the copying mode needs to know.
enter() {
    local environment ops bwrap=(bwrap) here
    if [[ $1 == --program ]]; then environ program; shift; else environ; fi
    here=$(pwd -P)
    case $mode in
    native) exec env -i "${environment[@]}" "$@" ;;
    bwrap)
        view
        set -- --chdir "$here" -- "$@"
        while ((${#ops[@]})); do
            case ${ops[0]} in
            link) bwrap+=(--symlink "${ops[1]}" "${ops[2]}") ;;
            ro) bwrap+=(--ro-bind "${ops[1]}" "${ops[2]}") ;;
            bind) bwrap+=(--dev-bind "${ops[1]}" "${ops[2]}") ;;
            esac
            ops=("${ops[@]:3}")
        done
        watched "$@"
        ;;
    chroot)
        view
        mkdir -p "$cache/view"
        exec unshare --mount --propagation private bash -c "$(declare -f compose)"'; compose "$@"' compose "$cache/view" "$here" \
            "${#ops[@]}" "${ops[@]}" env -i "${environment[@]}" "$@"
        ;;
    copy) enter_copy "$here" env -i "${environment[@]}" "$@" ;;
    esac
}

# Bubblewrap stands between this script and the command as a second process. So that the two look like one from outside: a kill
# of this process ends the command too, other signals are passed on, and bubblewrap itself heeds none of them.
watched() {
    local child inner code=0 signal signalled ignored pass=()
    ignored=$(trap -p HUP INT QUIT TERM)
    for signal in HUP INT QUIT TERM; do [[ $ignored == *"'' SIG$signal"* ]] || pass+=("$signal"); done
    while [[ $1 != -- ]]; do bwrap+=("$1"); shift; done
    shift
    ((${#pass[@]} == 0)) || set -- env "--default-signal=$(IFS=,; echo "${pass[*]}")" "$@"
    (trap '' HUP INT QUIT TERM; exec env -i "${environment[@]}" "${bwrap[@]}" --die-with-parent -- "$@") <&0 &
    child=$!
    for signal in "${pass[@]}"; do
        # The terminal sends ^C to every process of the job itself.
        if [[ $signal == INT && ( -t 0 || -t 1 || -t 2 ) ]]; then trap 'signalled=1' INT; else trap "pass_on $signal" "$signal"; fi
    done
    signalled=1
    while ((signalled)); do  # a trap ends the waiting early
        signalled=0 code=0
        wait "$child" || code=$?
    done
    exit "$code"
}

pass_on() {
    signalled=1
    read -r inner _ 2> /dev/null < "/proc/$child/task/$child/children" || true
    kill -s "$1" "${inner:-$child}" 2> /dev/null || true
}

compose() {  # compose VIEW FOLDER COUNT OPS... COMMAND...: the view by mounts that only this process sees
    set -eu
    local view=$1 here=$2 end=$(($3)) place
    shift 3
    mount -t tmpfs -o mode=755 tmpfs "$view"
    for ((; end > 0; end -= 3)); do
        place=$view$3
        if [ "$1" = link ]; then ln -sn "$2" "$place"
        else
            if [ -d "$2" ]; then mkdir -p "$place"; fi
            mount --rbind "$2" "$place"
            if [ "$1" = ro ]; then mount -o remount,bind,ro "$place" 2> /dev/null || true; fi
        fi
        shift 3
    done
    exec chroot "$view" env -C "$here" "$@"
}

# The last resort: what the command needs is copied into the root, and what it made is copied back.
enter_copy() {
    local here=$1 marker place code=0
    shift
    marker=$(mktemp)
    mkdir -p "$root$here" "$root$cache/home" "$root$cache/ccache" "$root$checkout" "$root/dev" "$root/tmp"
    [[ -e $root/dev/null ]] || for place in null:3 zero:5 full:7 random:8 urandom:9 tty:5:0; do
        IFS=: read -r name minor other <<< "$place"
        mknod -m 666 "$root/dev/$name" c "$((${other:+4} + 1))" "$minor" 2> /dev/null || true
    done
    for place in hosts resolv.conf passwd group; do [[ -e /etc/$place ]] && cat "/etc/$place" > "$root/etc/$place"; done
    mirror_tree "$checkout" "$root$checkout"
    for place in "$library" ${paths[@]+"${paths[@]}"}; do
        [[ $place == "$checkout" || $place == "$checkout"/* ]] || copy_along "$place" "" "$root"
    done
    touch "$marker"
    setpriv --pdeathsig KILL chroot "$root" env -C "$here" "$@" || code=$?
    (cd "$root$checkout" && find . -newer "$marker" -type f \( -not -path './build/*' -o -path './build/demo/*' \
        -o -path './build/screenshots/*' -o -path './build/*/Testing/*' \) -print0 | tar -c --null -T - | tar -x -C "$checkout")
    for place in ${paths[@]+"${paths[@]}"}; do
        [[ $place == "$checkout"/* && -e $place ]] || copy_along "$place" "$root" "" "$marker"
    done
    rm -f "$marker"
    exit "$code"
}

mirror_tree() {  # the checkout without its build folder, with its times, and without what it no longer has
    local list
    list=$(mktemp)
    (cd "$1" && find . -path ./build -prune -o -not -type d -print0 | sort -z) > "$list"
    (cd "$1" && tar -c --null -T "$list" | tar -x -C "$2")
    (cd "$2" && find . -path ./build -prune -o -not -type d -print0 | sort -z | comm -z23 - "$list" | xargs -0r rm -f --)
    rm -f "$list"
}

copy_along() {  # copy_along PLACE FROM TO [MARKER]: PLACE and what lies beside it under its name (a database's -wal)
    local folder name
    folder=$(dirname "$1") name=$(basename "$1")
    [[ -d $2$folder ]] || return 0
    mkdir -p "$3$folder"
    (cd "$2$folder" && find . -path "./$name*" -type f ${4:+-newer "$4"} -print0 | tar -c --null -T - | tar -x -C "$3$folder")
    if [[ -n ${4:-} && -f $3$folder/$name ]]; then
        for name in "$1-wal" "$1-shm"; do [[ -e $2$name ]] || rm -f -- "$3$name"; done
    fi
}

# The paths among a program's arguments, absolute, as far as the copying mode must bring them along.
arguments_paths() {
    local argument
    paths=()
    [[ $mode == copy ]] || return 0
    for argument in "$@"; do
        argument=${argument#--*=}
        [[ $argument == -* ]] && continue
        argument=$(realpath -m -- "$argument")
        case $argument/ in /usr/* | /etc/* | /dev/* | /proc/* | //) ;; *) paths+=("$argument") ;; esac
    done
}
