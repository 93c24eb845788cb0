#!/usr/bin/env bash
# Installs the two programs below a directory, or updates what is there, and has systemd keep them.
set -euo pipefail

usage() {
    cat <<'END'
Usage: scripts/install.sh --prefix DIR [--symbol S,…] [--data DIR] [--user NAME] [--group NAME] [--java FILE]
                          [--no-start] [--dry-run] [--root DIR]
Installs connector.jar and receiver.jar, as `mvn -q -DskipTests package` left them, or updates an installation. Again
and again does no harm: what is as it should be is left alone, and running programs are restarted only if something of
theirs has changed. An existing configuration is never changed.
  --prefix DIR   where everything goes, such as /opt/liquidity
  --symbol S,…   what the connector records; default: as installed, else NIFTY,BANKNIFTY,FINNIFTY
  --data DIR     where the data goes, such as a directory on another disk; default: as installed, else PREFIX/data
  --user NAME    whom the programs run as; default: as installed, else liquidity. It is created if it is missing
  --group NAME   who may read the data; default: as installed, else the user's name. It is created if it is missing
  --java FILE    a java of version 17 or later; default: that of JAVA_HOME or on the path
  --no-start     neither stop nor start anything
  --dry-run      only say what would be done
  --root DIR     install below DIR as if it were the root directory, for an image: no accounts, nothing is started
As another user than root it installs the programs alone, for cron: no accounts and no systemd units.
END
}

project=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
prefix='' symbols='' data='' user='' group='' java='' root='' start=yes dry=no
timers=(liquidity-status.timer liquidity-archive.timer liquidity-archive-running.timer)
units=(receiver.service connector.service "${timers[@]/%timer/service}" "${timers[@]}")
changed=no staged=() new_timers=() stopped=() temporary=''
export LC_ALL=C
umask 022

fail() { echo "install: $*" >&2 && exit 1; }

usage_error() { echo "install: $*; scripts/install.sh --help lists the flags" >&2 && exit 2; }

said() { # TEXT COMMAND…: says what it does, and does it
    echo "  $1"
    shift
    changed=yes
    if [[ $dry == no ]]; then "$@"; fi
}

ctl() { ${SYSTEMCTL:-systemctl} "$@"; }

has_systemd() { # that can be asked; for another root than this machine's, SYSTEMCTL may name a command
    [[ -n ${SYSTEMCTL:-} ]] || [[ -z $root && $EUID == 0 && -d /run/systemd/system ]]
}

read_arguments() {
    local name
    while (($# > 0)); do
        case $1 in
            -h | --help) usage && exit 0 ;;
            --no-start) start=no && shift && continue ;;
            --dry-run) dry=yes && shift && continue ;;
            --prefix | --symbol | --data | --user | --group | --java | --root)
                if [[ -z ${2:-} ]]; then usage_error "$1 needs a value"; fi
                ;;
            *) usage_error "unknown flag $1" ;;
        esac
        case $1 in
            --prefix) prefix=${2%/} ;;
            --symbol) symbols=$2 ;;
            --data) data=${2%/} ;;
            --user) user=$2 ;;
            --group) group=$2 ;;
            --java) java=$2 ;;
            --root) root=${2%/} ;;
        esac
        shift 2
    done
    [[ -n $prefix ]] || usage_error "--prefix is missing, for example --prefix /opt/liquidity"
    for name in "$prefix" "$data"; do # they stand in units and scripts, and in sed
        [[ $name =~ ^(/[A-Za-z0-9._/-]+)?$ ]] ||
            usage_error "$name must be an absolute path of letters, digits and . _ - /"
    done
    [[ $symbols =~ ^[A-Za-z0-9\&_,-]*$ ]] || usage_error "--symbol takes names with commas between them, not $symbols"
    [[ $user$group =~ ^[a-z0-9_-]*$ ]] || usage_error "--user and --group take a name of a-z, 0-9, _ and -"
    [[ ! $prefix -ef $project ]] || usage_error "$prefix is the project itself: install elsewhere"
}

with_units() { [[ -n $root || $EUID == 0 ]]; }

installed() { # SED-EXPRESSION: what the installed connector.service says
    sed -n "$1" "$root/etc/systemd/system/connector.service" 2>/dev/null | head -n 1 || true
}

remember() { # what an earlier installation was told
    local link there
    there=$(installed 's/^WorkingDirectory=//p')
    if [[ -n $there && $there != "$prefix" && -e $root$there ]]; then
        fail "systemd keeps the programs in $there: name that --prefix, or move it first (see scripts/OPERATING.md)"
    fi
    symbols=${symbols:-$(installed 's/^ExecStart=.* --symbol \([^ ]*\).*/\1/p')}
    user=${user:-$(installed 's/^User=//p')}
    group=${group:-$(installed 's/^Group=//p')}
    link=$(readlink "$root$prefix/data" || true)
    data=${data:-${link:-$prefix/data}}
    symbols=${symbols:-NIFTY,BANKNIFTY,FINNIFTY}
    if with_units; then user=${user:-liquidity}; else user=$(id -un) group=${group:-$(id -gn)}; fi
    group=${group:-$user}
}

check() {
    local version jar
    for jar in connector.jar receiver.jar; do
        [[ -f $project/$jar ]] || fail "$jar is not built: run mvn -q -DskipTests package"
    done
    java=${java:-${JAVA_HOME:+$JAVA_HOME/bin/java}}
    java=${java:-$(type -P java || true)}
    [[ -x $java ]] || fail "there is no java${java:+ at $java}: install one of version 17 or later, or name it with --java"
    version=$("$java" -version 2>&1 | sed -n 's/.* version "\(1\.\)\{0,1\}\([0-9]*\).*/\2/p')
    ((${version:-0} >= 17)) || fail "$java is Java ${version:-of an unknown version}: 17 or later is needed"
    if [[ -e $root$prefix/data && ! -L $root$prefix/data && $data != "$prefix/data" ]]; then
        fail "$prefix/data is a directory: stop the programs, move what is in it to $data, and remove it first"
    fi
    if [[ -z $root && $EUID != 0 ]]; then
        [[ -w $prefix || ! -e $prefix && -w $(dirname "$prefix") ]] ||
            fail "$prefix can't be written by $(id -un): use another --prefix, or sudo"
    fi
}

accounts() {
    if [[ -n $root || $EUID != 0 ]]; then return; fi
    getent group "$group" >/dev/null || said "create the group $group" groupadd --system "$group"
    getent passwd "$user" >/dev/null || said "create the user $user" \
        useradd --system --gid "$group" --home-dir "$prefix" --no-create-home --shell /usr/sbin/nologin "$user"
}

owned() { # MODE OWNER:GROUP PATH
    chmod "$1" "$3"
    if [[ -z $root && $EUID == 0 ]]; then chown -h "$2" "$3"; fi
}

directory() { # MODE OWNER:GROUP PATH
    if [[ ! -d $root$3 ]]; then
        said "make the directory $3" mkdir -p "$root$3"
        if [[ $dry == no ]]; then owned "$1" "$2" "$root$3"; fi
    elif [[ -z $root && $EUID == 0 && $(stat -c %U "$3") != "${2%:*}" ]]; then
        said "give $3 and what is in it to ${2%:*}" chown -R "$2" "$3"
    fi
}

stage() { # MODE OWNER:GROUP SOURCE TARGET: lays it beside the target, unless that is the same already
    if cmp -s "$3" "$root$4"; then return; fi
    changed=yes
    echo "  install $4"
    staged+=("$root$4")
    if [[ $dry == yes ]]; then return; fi
    mkdir -p "$(dirname "$root$4")"
    cp "$3" "$root$4.installing"
    owned "$1" "$2" "$root$4.installing"
}

# shellcheck disable=SC2317 # called by the trap
clean_up() {
    local file
    for file in ${staged[@]+"${staged[@]}"}; do rm -f "$file.installing"; done
    rm -rf "$temporary"
}

place() { # renames all that is staged: a program that has the old file open keeps it whole
    local file
    for file in ${staged[@]+"${staged[@]}"}; do mv -f "$file.installing" "$file"; done
}

own_unit() { # FILE: the unit with this installation's directory, user, symbols and java
    local writable="$prefix/data $prefix/logs" home=true
    if [[ $data != "$prefix/data" ]]; then writable="$data $prefix/logs"; fi
    case "$prefix $data $(readlink -f "$java")" in *\ /home/* | /home/* | *\ /root/* | /root/*) home=read-only ;; esac
    sed -e "s|/opt/liquidity|$prefix|g" -e "s|^ReadWritePaths=.*|ReadWritePaths=$writable|" \
        -e "s|^ExecStart=/usr/bin/java|ExecStart=$java|" -e "s|^User=.*|User=$user|" -e "s|^Group=.*|Group=$group|" \
        -e "s|--symbol [^ ]*|--symbol ${symbols//&/\\&}|" -e "s|^ProtectHome=.*|ProtectHome=$home|" \
        -e "s|^StartLimitIntervalSec=.*|&\nRequiresMountsFor=$prefix $data|" "$1"
}

command_of() { # PROGRAM: a command that runs it where its configuration and data are
    printf '%s\n' '#!/bin/sh' "# Runs $1.jar in $prefix: relative paths are those of its config.yaml." \
        "cd $prefix && umask 027 && exec $java -Xmx96m -XX:+UseSerialGC -jar $1.jar \"\$@\""
}

stage_all() {
    local program file unit completions=/usr/local/share/bash-completion/completions
    temporary=$(mktemp -d)
    trap clean_up EXIT
    directory 0755 "$user:$group" "$prefix"
    directory 2750 "$user:$group" "$data"
    directory 2750 "$user:$group" "$prefix/logs"
    if [[ $data != "$prefix/data" && $(readlink "$root$prefix/data" || true) != "$data" ]]; then
        said "link $prefix/data to $data" ln -sfn "$data" "$root$prefix/data"
    fi
    for program in connector receiver; do
        stage 0644 root:root "$project/$program.jar" "$prefix/$program.jar"
        command_of $program >"$temporary/$program"
        stage 0755 root:root "$temporary/$program" "$prefix/bin/$program"
        "$java" -XX:TieredStopAtLevel=1 -jar "$project/$program.jar" --print-completion >"$temporary/completion" ||
            fail "$program.jar does not run with $java: nothing is changed"
        stage 0644 root:root "$temporary/completion" "$prefix/completion/$program"
        if with_units && [[ ! -L $root$completions/$program ]]; then
            said "link $completions/$program" link "$prefix/completion/$program" "$completions/$program"
        fi
    done
    stage 0755 root:root "$project/scripts/keep.sh" "$prefix/keep.sh"
    stage 0644 root:root "$project/config.yaml" "$prefix/config.yaml.shipped"
    for file in config.yaml config.local.yaml; do
        if [[ ! -e $root$prefix/$file && -f $project/$file ]]; then
            stage "$([[ $file == config.yaml ]] && echo 0640 || echo 0600)" "$user:$group" \
                "$project/$file" "$prefix/$file"
        fi
    done
    if with_units; then
        for unit in "${units[@]}"; do
            if [[ $unit == *.timer && ! -e $root/etc/systemd/system/$unit ]]; then new_timers+=("$unit"); fi
            own_unit "$project/scripts/systemd/$unit" >"$temporary/unit"
            stage 0644 root:root "$temporary/unit" "/etc/systemd/system/$unit"
        done
    fi
}

# shellcheck disable=SC2317 # called by said
link() { mkdir -p "$(dirname "$root$2")" && ln -sfn "$1" "$root$2"; }

stop_running() { # the connector first, so that the receiver stores what it has published
    local program
    for program in connector receiver; do
        if has_systemd && ctl is-active --quiet $program; then
            stopped+=("$program")
            if [[ $changed == yes && $start == yes ]]; then said "stop $program" ctl stop $program; fi
        fi
    done
}

start_again() {
    local program
    if [[ $changed == yes ]]; then said "reload systemd's units" ctl daemon-reload; fi
    if [[ $start == no ]]; then return; fi
    for program in receiver connector; do
        if [[ $changed == yes && " ${stopped[*]-} " == *" $program "* ]]; then
            said "start $program" ctl start $program
        fi
    done
    if ctl is-enabled --quiet connector; then
        if ((${#new_timers[@]} > 0)); then said "start ${new_timers[*]}" ctl enable --now "${new_timers[@]}"; fi
        return
    fi
    if [[ -e $root$prefix/config.local.yaml || -e $root$prefix/environment ]]; then
        said "start both, now and at each boot" ctl enable --now receiver connector "${timers[@]}"
    else
        echo "  not started yet, as the account's values are missing. Enter them, and run this again:"
        echo "    sudo -u $user $prefix/bin/connector --init"
    fi
}

others() { # programs that something else than systemd keeps go on with the old file
    local process name
    for process in /proc/[0-9]*; do
        name=$({ tr '\0' ' ' <"$process/cmdline"; } 2>/dev/null | grep -o '[a-z]*\.jar' | head -n 1) || continue
        if [[ " ${staged[*]-} " == *" $root$prefix/$name "* && " ${stopped[*]-} " != *" ${name%.jar} "* ]] &&
            [[ $(readlink "$process/cwd") == "$root$prefix" && $(cat "$process/comm" 2>/dev/null) == java ]]; then
            echo "  process ${process#/proc/} still runs the old $name: end it (kill ${process#/proc/}) and start it again"
        fi
    done
}

main() {
    read_arguments "$@"
    remember
    check
    echo "$([[ $dry == yes ]] && echo "Would install" || echo Installing) into $root$prefix for the user $user, with $java"
    accounts
    stage_all
    stop_running
    if [[ $dry == no ]]; then place; fi
    if has_systemd; then
        start_again
    elif [[ -z $root ]]; then
        echo "  without systemd: have cron start them, as in scripts/liquidity.cron with $prefix for /opt/liquidity"
    fi
    others
    if [[ $changed == no ]]; then echo "  everything is as it should be"; fi
}

main "$@"
exit
