#!/usr/bin/env bash
# The whole way of a tick on this machine, without credentials: a sandbox exchange, a redis-server, and the two real jars between them.
# Needs a JDK 17 or later, Maven and git. Exit code 0 only if every tick that the exchange sent is stored, once and as it was sent.
set -euo pipefail

usage() {
    cat <<'END'
Usage: scripts/demo.sh [--minutes N | --seconds N] [--rate R] [--symbol S,…] [--redis HOST:PORT[/DB]] [--dir DIR] [--no-build]
  --minutes N, --seconds N  how long ticks flow; 1 minute by default, fractions allowed
  --rate R                  ticks a second; or market, as a market would (the default); or max, as fast as it goes
  --symbol S,…              what to record; NIFTY,BANKNIFTY,FINNIFTY by default
  --redis HOST:PORT[/DB]    use this Redis, whose database must be empty, instead of one that is started here
  --dir DIR                 where it all happens; data/demo of the project by default, where the next demo replaces it
  --no-build                take the jars as they are; otherwise they are built, unless they are newer than the sources
END
}

project=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
sandbox_jar=$project/src-test-data/target/sandbox.jar
jars=("$project/connector.jar" "$project/receiver.jar" "$sandbox_jar")
run_dir=$project/data/demo
flow_millis=60000 rate=market symbols=NIFTY,BANKNIFTY,FINNIFTY named_redis='' build=yes
exchange_pid='' connector_pid='' receiver_pid='' failed_checks=0

fail() { echo "demo: $*" >&2 && exit 1; }

title() { if [[ -t 1 ]]; then printf '\n\033[1m%s\033[0m\n' "$*"; else printf '\n== %s\n' "$*"; fi; }

millis() { # of a number of seconds, fractions allowed
    [[ $1 =~ [0-9] && $1 =~ ^([0-9]{0,6})(\.([0-9]{0,3})[0-9]*)?$ ]] || fail "not a number of minutes or seconds: $1"
    local fraction=${BASH_REMATCH[3]:-}000
    echo $((10#0${BASH_REMATCH[1]} * 1000 + 10#${fraction:0:3}))
}

read_arguments() {
    while (($# > 0)); do
        case $1 in
            -h | --help) usage && exit 0 ;;
            --no-build) build=no && shift && continue ;;
            --minutes | --seconds | --rate | --symbol | --redis | --dir) (($# > 1)) || fail "$1 needs a value" ;;
            *) usage >&2 && exit 2 ;;
        esac
        case $1 in
            --minutes | --seconds) flow_millis=$(millis "$2") ;;&
            --minutes) flow_millis=$((flow_millis * 60)) ;;
            --rate) rate=$2 ;;
            --symbol) symbols=$2 ;;
            --redis) named_redis=$2 ;;
            --dir) run_dir=$2 ;;
        esac
        shift 2
    done
    ((flow_millis > 0)) || fail "ticks must flow for a while"
}

forget_accounts() { # the user's own have no place here: variables of the environment would win over the demo's config.yaml
    unset "${!ZERODHA_@}" "${!TELEGRAM_@}" REDIS_HOST
    if [[ -z $named_redis ]]; then unset REDIS_PASSWORD; fi
    if [[ -n ${REDIS_PASSWORD:-} ]]; then export REDISCLI_AUTH=$REDIS_PASSWORD; fi
}

alive() { kill -0 "$1" 2>/dev/null; }

terminate() { # PID: asks it to stop, and kills it when it has not done so in 15 s
    local end=$((SECONDS + 15))
    kill -TERM "$1" 2>/dev/null || true
    while alive "$1" && ((SECONDS < end)); do sleep 0.1; done
    kill -KILL "$1" 2>/dev/null || true
}

stop() { # NAME PID: says how it ended; true for exit code 0
    local code=0
    terminate "$2"
    wait "$2" 2>/dev/null || code=$?
    echo "$1: exit code $code"
    ((code == 0))
}

clean_up() { # nothing is left running
    local pid
    trap '' INT TERM HUP
    for pid in $connector_pid $receiver_pid $exchange_pid; do terminate "$pid"; done
}

jars_are_current() {
    local jar
    for jar in "${jars[@]}"; do
        [[ -f $jar ]] || return 1
        [[ -z $(cd "$project" && find pom.xml common connector receiver src-test-data -name target -prune -o \
            -type f \( -path '*/src/main/*' -o -name pom.xml \) -newer "$jar" -print) ]] || return 1
    done
}

build_jars() {
    if [[ $build == yes ]] && ! jars_are_current; then
        title "Building: mvn -B -q -DskipTests package (the first time, Maven fetches its libraries)"
        (cd "$project" && mvn -B -q -DskipTests package)
    fi
    ls "${jars[@]}" >/dev/null || fail "a jar is missing: leave out --no-build"
}

enter_run_dir() {
    if [[ -e $run_dir ]]; then
        [[ -f $run_dir/.demo || -z $(ls -A "$run_dir") ]] || fail "$run_dir holds something else: name another directory with --dir"
        rm -rf "$run_dir"
    fi
    mkdir -p "$run_dir" && cd "$run_dir" && run_dir=$PWD
    touch .demo
}

start_exchange() {
    local redis_flags='' end=$((SECONDS + 60))
    if [[ -z $named_redis ]]; then redis_flags="--redis-port 0 --redis-dir redis"; fi
    # shellcheck disable=SC2086 # the flags are words
    java -Xmx512m -jar "$sandbox_jar" exchange $redis_flags --rate "$rate" --ledger ledger.bin --ready-file ready >exchange.out 2>&1 &
    exchange_pid=$!
    until [[ -f ready ]]; do
        if ! alive "$exchange_pid" || ((SECONDS > end)); then fail "the sandbox exchange does not start: $(tail -n 5 exchange.out)"; fi
        sleep 0.2
    done
    control_port=$(sed -n 's|^CONTROL_URL=http://127.0.0.1:\([0-9]*\).*|\1|p' ready)
    redis_address=${named_redis:-127.0.0.1:$(sed -n 's/^REDIS_PORT=//p' ready)} redis_db=0
    if [[ $redis_address == */* ]]; then redis_db=${redis_address##*/} redis_address=${redis_address%/*}; fi
    [[ $(redis-cli DBSIZE) == "(integer) 0" ]] || fail "database $redis_db of the Redis at $redis_address is not empty, or not to be had"
    echo "sandbox exchange on port $control_port, Redis at $redis_address, all files in $run_dir"
}

ask_exchange() { # METHOD PATH: its answer; does not need curl
    exec 3<>"/dev/tcp/127.0.0.1/$control_port"
    printf '%s /sandbox/%s HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n' "$1" "$2" >&3
    cat <&3
    exec 3>&-
}

ticks_sent() { ask_exchange GET state | sed -n 's/.*"ticks_sent":\([0-9]*\).*/\1/p'; }

# Commands as the README has them: with the machine's own redis-cli and sqlite3, or else with the sandbox's, on the demo's Redis.
redis-cli() {
    if [[ -n $(type -P redis-cli) ]]; then
        command redis-cli -h "${redis_address%:*}" -p "${redis_address##*:}" -n "$redis_db" --no-raw "$@"
    else
        java -jar "$sandbox_jar" redis "$redis_address/$redis_db" "$@"
    fi
}

sqlite3() { if [[ -n $(type -P sqlite3) ]]; then command sqlite3 "$@"; else java -jar "$sandbox_jar" sql "$@"; fi; }

pgrep() { echo "$connector_pid"; } # the demo's own, of all that may run here

rows_stored() { sqlite3 data/ticks.db "SELECT count(*) FROM ticks" 2>/dev/null || echo 0; }

start_recording() {
    java -jar "$sandbox_jar" config --ready-file ready --redis "$redis_address" --redis-db "$redis_db" --out config.yaml
    java -jar "$project/receiver.jar" >receiver.out 2>receiver.err &
    receiver_pid=$!
    java -jar "$project/connector.jar" --symbol "$symbols" --login-now >connector.out 2>connector.err &
    connector_pid=$!
    local end=$((SECONDS + 90))
    until [[ $(ticks_sent) -gt 0 ]] && [[ -f data/ticks.db ]]; do
        check_recording
        ((SECONDS < end)) || fail "no tick flows after 90 s; the logs are in $run_dir/logs"
        sleep 0.3
    done
}

check_recording() {
    alive "$exchange_pid" || fail "the sandbox exchange has ended: $(tail -n 5 exchange.out)"
    alive "$connector_pid" || fail "the connector has ended: $(cat connector.err)"
    alive "$receiver_pid" || fail "the receiver has ended: $(cat receiver.err)"
}

show_flow() { # a line every few seconds
    local step=$((flow_millis < 20000 ? 2 : 5)) begin=$SECONDS at=$SECONDS nap sent before=0 length stored now left=$flow_millis
    printf '%8s %12s %12s %14s %12s %8s\n' seconds "ticks sent" "per second" "stream length" "rows stored" lag
    while ((left > 0)); do
        nap=$((left < step * 1000 ? left : step * 1000))
        sleep "$((nap / 1000)).$(printf %03d $((nap % 1000)))"
        check_recording
        sent=$(ticks_sent) length=$(redis-cli XLEN ticks:raw) stored=$(rows_stored) now=$SECONDS
        printf '%8d %12d %12d %14d %12d %8d\n' $((now - begin)) "$sent" $(((sent - before) / (now > at ? now - at : 1))) \
            "${length##* }" "$stored" $((sent > stored ? sent - stored : 0))
        before=$sent at=$now left=$((flow_millis - (now - begin) * 1000))
    done
}

stop_flow() { # and waits until all of it is stored, as long as it goes on
    local sent stored=-1 now_stored=0 end=0
    ask_exchange POST "flow?running=false" >/dev/null
    while sent=$(ticks_sent) now_stored=$(rows_stored) && ((now_stored != sent)); do
        check_recording
        if ((now_stored > stored)); then stored=$now_stored end=$((SECONDS + 30)); fi
        ((SECONDS < end)) || break
        sleep 0.5
    done
    ask_exchange POST flush >/dev/null
    echo "the exchange has stopped at $sent ticks; $now_stored rows are stored"
}

run_readme() { # SECTION: each command of the README's section, as it stands there
    local line lines=32 count=0
    while IFS= read -r line <&4; do
        count=$((count + 1))
        if [[ $line =~ ^([a-z0-9-]+)\  && -z $(type -t "${BASH_REMATCH[1]}") ]]; then continue; fi # ps may not be installed
        printf '\n$ %s\n' "$line"
        set +o pipefail # a command may end in head
        eval "$line" >check.out 2>&1 || { failed_checks=$((failed_checks + 1)) && echo "FAILED"; }
        set -o pipefail
        if grep -q '^(error)' check.out; then failed_checks=$((failed_checks + 1)); fi
        if [[ ! -s check.out && ! $line =~ ^[A-Z]+= ]]; then echo "(nothing)"; fi
        head -n $lines check.out
        if (($(wc -l <check.out) > lines)); then echo "… and more, in all $(wc -l <check.out) lines"; fi
    done 4< <(awk -v title="## $1" '/^## /{here = $0 == title} /^```/{code = here && /bash/; next} code && !/^ *(#|$)/' "$project/README.md")
    ((count > 0)) || fail "README.md has no commands under \"$1\""
}

main() {
    read_arguments "$@"
    forget_accounts
    trap clean_up EXIT
    trap 'exit 130' INT && trap 'exit 143' TERM HUP
    build_jars
    enter_run_dir
    title "Starting"
    start_exchange
    start_recording
    title "Ticks flow: connector.jar --symbol $symbols --login-now, and receiver.jar"
    show_flow
    title "Memory: the README's \"Memory and logging\""
    run_readme "Memory and logging"
    title "Stopping"
    stop_flow
    local faults=''
    stop connector "$connector_pid" || faults+="; the connector did not stop cleanly"
    stop receiver "$receiver_pid" || faults+="; the receiver did not stop cleanly"
    connector_pid='' receiver_pid=''
    title "What is stored: the README's \"Checking Redis and SQLite\""
    run_readme "Checking Redis and SQLite"
    title "Audit: ticks sent = stream entries = rows, for each instrument"
    java -jar "$sandbox_jar" audit --ledger ledger.bin --db data/ticks.db --redis "$redis_address" --redis-db "$redis_db" ||
        faults+="; the audit does not hold"
    title "Look at it"
    echo "sqlite3 \"$run_dir/data/ticks.db\""
    echo "java -jar \"$sandbox_jar\" sql -header -column \"$run_dir/data/ticks.db\" \"SELECT * FROM ticks ORDER BY id DESC LIMIT 5\"   # without sqlite3"
    if [[ -n $named_redis ]]; then echo "redis-cli -h ${redis_address%:*} -p ${redis_address##*:} -n $redis_db   # FLUSHDB removes the demo's keys"; fi
    ((failed_checks == 0)) || faults+="; $failed_checks of the README's commands failed"
    [[ -z $faults ]] || fail "${faults#; }; the logs are in $run_dir/logs"
}

main "$@"
