#!/usr/bin/env bash
# A tick's whole way on this machine, without an account: a sandbox exchange, a redis-server, and the two real programs
# between them. Needs a JDK 17 or later, Maven and git. Exit code 0 only if every tick that the exchange sent is stored,
# once and as it was sent.
set -euo pipefail

usage() {
    cat <<'END'
Usage: scripts/demo.sh [--minutes N | --seconds N] [--rate R] [--symbol S,…] [--redis HOST:PORT[/DB]]
                       [--dir DIR] [--replace] [--no-build] [--all] [--open]
  --minutes N, --seconds N  how long ticks flow; default: 1 minute, fractions allowed
  --rate R                  ticks a second, up to 100000; or market, like a real market (the default);
                            or max, as fast as they are stored
  --symbol S,…              what to record; default: NIFTY,BANKNIFTY,FINNIFTY
  --redis HOST:PORT[/DB]    use this Redis, whose database must be empty, instead of starting one
                            (REDIS_PASSWORD is its password)
  --dir DIR                 where all files go; default: data/demo of the project, or data/demo-2 …
                            when that holds an earlier demo
  --replace                 delete an earlier demo in that directory
  --no-build                use the jars as they are; by default they are built unless they are up to date
  --all                     show the output of the README's commands too, not only in DIR/checks.out
  --open                    go on recording afterwards, with the dashboard, until Ctrl-C
END
}

project=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
sandbox_jar=$project/src-test-data/target/sandbox.jar
jars=("$project/connector.jar" "$project/receiver.jar" "$sandbox_jar")
run_dir='' replace=no all=no build=yes open=no
most_rate=100000 # a small machine stores less; more would only pile up before the exchange can be held back
flow_millis=60000 rate=market symbols=NIFTY,BANKNIFTY,FINNIFTY named_redis=''
exchange_pid='' connector_pid='' receiver_pid='' dashboard_pid='' checks=0 failed_checks=0
on_terminal=no
if [[ -t 1 ]]; then on_terminal=yes; fi

fail() { echo "demo: $*" >&2 && exit 1; }

usage_error() { echo "demo: $*; scripts/demo.sh --help lists the flags" >&2 && exit 2; }

shown() { echo "${1#"$project/"}"; } # a path as one types it at the top of the project

sandbox() { java -jar "$sandbox_jar" "$@"; }

progress() { # a line that the next one replaces; nothing when there is no terminal
    local text=$*
    if [[ $on_terminal == yes ]]; then printf '\r\033[K%s' "${text:0:79}"; fi
}

end_progress() { if [[ $on_terminal == yes ]]; then printf '\r\033[K'; fi; }

# Arguments

millis() { # FLAG NUMBER: seconds or minutes with fractions, in thousandths
    [[ $2 =~ [0-9] && $2 =~ ^([0-9]{0,6})(\.([0-9]{0,3})[0-9]*)?$ ]] || usage_error "$1 takes a number above 0, not $2"
    local fraction=${BASH_REMATCH[3]:-}000
    echo $((10#0${BASH_REMATCH[1]} * 1000 + 10#${fraction:0:3}))
}

read_arguments() {
    while (($# > 0)); do
        case $1 in
            -h | --help) usage && exit 0 ;;
            --no-build) build=no && shift && continue ;;
            --replace) replace=yes && shift && continue ;;
            --all) all=yes && shift && continue ;;
            --open) open=yes && shift && continue ;;
            --minutes | --seconds | --rate | --symbol | --redis | --dir)
                (($# > 1)) || usage_error "$1 needs a value"
                ;;
            *) usage_error "unknown flag $1" ;;
        esac
        case $1 in
            --minutes | --seconds) flow_millis=$(millis "$1" "$2") || exit 2 ;;&
            --minutes) flow_millis=$((flow_millis * 60)) ;;
            --rate) rate=$2 ;;
            --symbol) symbols=$2 ;;
            --redis) named_redis=$2 ;;
            --dir) run_dir=$2 ;;
        esac
        shift 2
    done
    ((flow_millis > 0)) || usage_error "--minutes and --seconds take a number above 0"
    [[ $rate =~ ^(market|max|[1-9][0-9]{0,5})$ ]] && ((${rate/m*/0} <= most_rate)) ||
        usage_error "--rate takes market, max or a number from 1 to $most_rate, not $rate"
    [[ $named_redis =~ ^$|^[^:/]+:[0-9]+(/[0-9]+)?$ ]] ||
        usage_error "--redis takes HOST:PORT or HOST:PORT/DB, not $named_redis"
}

# Tools

major_version() { # JAVA: 17 for "17.0.15"
    "$1" -version 2>&1 | sed -n 's/.* version "\(1\.\)\{0,1\}\([0-9]*\).*/\2/p'
}

check_java() { # Maven takes JAVA_HOME's java, so the demo does, too
    local java version
    if [[ -n ${JAVA_HOME:-} ]]; then
        java=$JAVA_HOME/bin/java
        [[ -x $java ]] || fail "JAVA_HOME is $JAVA_HOME, which has no bin/java: correct or unset it"
        if [[ ! $java -ef $(type -P java) ]]; then
            echo "JAVA_HOME is not the java on the path ($(type -P java || echo none)): the demo uses $java"
        fi
        PATH=$JAVA_HOME/bin:$PATH
    fi
    java=$(type -P java) ||
        fail "there is no java on the path: install a JDK 17 or later (Debian: openjdk-17-jdk-headless)"
    version=$(major_version "$java")
    ((${version:-0} >= 17)) || fail "$java is Java ${version:-of an unknown version}: a JDK 17 or later is needed"
}

jars_are_current() {
    local jar
    for jar in "${jars[@]}"; do
        [[ -f $jar ]] || return 1
        [[ -z $(cd "$project" && find pom.xml common connector receiver src-test-data \
            \( -path src-test-data/pipeline -o -path src-test-data/bench -o -name target \) -prune \
            -o -type f \( -path '*/src/main/*' -o -name pom.xml \) -newer "$jar" -print) ]] || return 1
    done
}

build_jars() {
    if [[ $build == yes ]] && ! jars_are_current; then run_maven; fi
    local jar
    for jar in "${jars[@]}"; do [[ -f $jar ]] || fail "${jar#"$project/"} is missing: leave out --no-build"; done
}

run_maven() { # its output goes to a file; here are only the module and what is fetched
    local log=$project/src-test-data/target/demo-build.log begin=$SECONDS before='' maven module fetched
    type -P mvn >/dev/null || fail "there is no mvn on the path: install Maven 3.8 or later (Debian: maven)"
    type -P javac >/dev/null || fail "there is no javac beside java: a JDK is needed to build, a JRE is not enough"
    mkdir -p "$(dirname "$log")"
    echo "Building the jars: half a minute; up to three the first time, as Maven fetches libraries"
    (cd "$project" && exec mvn -B -DskipTests -pl connector,receiver,src-test-data -am package) >"$log" 2>&1 &
    maven=$!
    while alive "$maven"; do
        # [INFO] Building common 1.0.0-SNAPSHOT   [3/5]
        module=$(sed -n -E 's|^\[INFO\] Building (.*[^ ]) +[^ ]+ +\[([0-9]+)/([0-9]+)\]$|\2 of \3, \1|p' "$log" |
            tail -n 1)
        fetched=$(grep -c '^\[INFO\] Downloaded' "$log" || true)
        progress "  module ${module:-…}: $fetched files fetched, $((SECONDS - begin)) s"
        if [[ $on_terminal == no && $module != "$before" ]]; then
            echo "  module $module"
            before=$module
        fi
        sleep 0.5
    done
    end_progress
    wait "$maven" || {
        grep '^\[ERROR\]' "$log" | head -n 15 >&2 || tail -n 15 "$log" >&2
        fail "the build failed; all that Maven said is in ${log#"$project/"}"
    }
    echo "  built in $((SECONDS - begin)) s"
}

forget_accounts() { # the user's own have no place here: the environment would win over the demo's config.yaml
    unset "${!ZERODHA_@}" "${!TELEGRAM_@}" REDIS_HOST
    if [[ -z $named_redis ]]; then unset REDIS_PASSWORD; fi
    if [[ -n ${REDIS_PASSWORD:-} ]]; then export REDISCLI_AUTH=$REDIS_PASSWORD; fi
}

# The directory

is_free() { [[ ! -e $1 || (-d $1 && -z $(ls -A "$1")) ]]; }

is_running() { # DIR: a demo is at work in it
    local pid
    pid=$(cat "$1/.demo" 2>/dev/null) && [[ -n $pid ]] && alive "$pid"
}

confirm_replacing() { # DIR: true when an earlier demo in it may be deleted
    local answer=''
    if [[ -t 0 && $on_terminal == yes && $replace == no ]]; then
        read -r -p "$(shown "$1") holds an earlier demo ($(du -sh "$1" | cut -f1)). Delete it? [y/N] " answer || true
    fi
    [[ $replace == yes || $answer == [yY]* ]]
}

choose_run_dir() {
    local number=1 given=$run_dir
    if [[ -z $given ]]; then run_dir=$project/data/demo; fi
    is_free "$run_dir" && return
    if [[ -f $run_dir/.demo ]] && ! is_running "$run_dir" && confirm_replacing "$run_dir"; then
        rm -rf "$run_dir"
        return
    fi
    if [[ -n $given ]]; then
        [[ -f $run_dir/.demo ]] || fail "$run_dir holds something else: name another directory with --dir"
        is_running "$run_dir" && fail "a demo is running in $run_dir: name another directory with --dir"
        fail "$run_dir holds an earlier demo: add --replace to delete it, or name another directory with --dir"
    fi
    until is_free "$run_dir"; do
        number=$((number + 1))
        run_dir=$project/data/demo-$number
    done
}

enter_run_dir() {
    mkdir -p "$run_dir" && cd "$run_dir" && run_dir=$PWD
    echo $$ >.demo
}

# Processes

alive() { kill -0 "$1" 2>/dev/null; }

terminate() { # PID: asks it to stop, and kills it if it has not done so after 15 s
    local end=$((SECONDS + 15))
    kill -TERM "$1" 2>/dev/null || true
    while alive "$1" && ((SECONDS < end)); do sleep 0.1; done
    kill -KILL "$1" 2>/dev/null || true
}

stop() { # NAME PID: true for exit code 0
    local code=0
    terminate "$2"
    wait "$2" 2>/dev/null || code=$?
    ((code == 0)) || echo "$1: exit code $code"
    ((code == 0))
}

clean_up() { # nothing is left running
    local pid
    trap '' INT TERM HUP
    for pid in $dashboard_pid $connector_pid $receiver_pid $exchange_pid; do terminate "$pid"; done
}

start_exchange() {
    local redis_flags=() end=$((SECONDS + 60)) size
    if [[ -z $named_redis ]]; then redis_flags=(--redis-port 0 --redis-dir redis); fi
    java -Xmx512m -jar "$sandbox_jar" exchange "${redis_flags[@]}" --rate "${rate/max/$most_rate}" --ledger ledger.bin \
        --ready-file ready >exchange.out 2>&1 &
    exchange_pid=$!
    until [[ -f ready ]]; do
        alive "$exchange_pid" ||
            fail "the sandbox exchange does not start: $(sed 's/^sandbox: //' exchange.out | tail -n 5)"
        ((SECONDS < end)) || fail "the sandbox exchange is not ready after 60 s: $(tail -n 5 exchange.out)"
        sleep 0.2
    done
    redis_address=${named_redis:-127.0.0.1:$(sed -n 's/^REDIS_PORT=//p' ready)} redis_db=0
    if [[ $redis_address == */* ]]; then redis_db=${redis_address##*/} redis_address=${redis_address%/*}; fi
    size=$(redis-cli DBSIZE 2>&1) || true
    [[ $size == *"(integer) 0" ]] ||
        fail "database $redis_db of the Redis at $redis_address is not empty, or can't be used: $size"
}

start_recording() {
    sandbox config --ready-file ready --redis "$redis_address" --redis-db "$redis_db" --out config.yaml
    chmod 600 config.yaml # as it holds secrets, though only the sandbox's
    echo "  java -jar receiver.jar"
    java -jar "$project/receiver.jar" >receiver.out 2>receiver.err &
    receiver_pid=$!
    echo "  java -jar connector.jar --symbol $symbols --login-now"
    java -jar "$project/connector.jar" --symbol "$symbols" --login-now >connector.out 2>connector.err &
    connector_pid=$!
}

free_port() { # 8501, or any if that is taken
    if (exec 3<>/dev/tcp/127.0.0.1/8501) 2>/dev/null; then echo 0; else echo 8501; fi
}

show_dashboard() { # until Ctrl-C, or until something ends
    local url='' end=$((SECONDS + 60))
    start_recording
    echo "  java -jar receiver.jar dashboard"
    java -Xmx256m -jar "$project/receiver.jar" dashboard --port "$(free_port)" >dashboard.out 2>&1 &
    dashboard_pid=$!
    until url=$(sed -n 's/^Open //p' dashboard.out 2>/dev/null || true) && [[ -n $url ]]; do
        alive "$dashboard_pid" || fail "the dashboard does not start: $(cat dashboard.out)"
        ((SECONDS < end)) || fail "the dashboard is not ready after 60 s: $(cat dashboard.out)"
        sleep 0.2
    done
    echo
    echo "open $url"
    echo "Ctrl-C ends it"
    wait -n "$dashboard_pid" "$connector_pid" "$receiver_pid" || true
}

watch_flow() {
    local flags=() code=0
    if [[ $on_terminal == yes ]]; then flags=(--refresh); fi
    sandbox watch --control "$(sed -n 's/^CONTROL_URL=//p' ready)" --redis "$redis_address/$redis_db" \
        --db data/ticks.db --symbol "${symbols%%,*}" \
        --seconds "$((flow_millis / 1000)).$(printf %03d $((flow_millis % 1000)))" \
        --pid "$exchange_pid" --pid "$connector_pid" --pid "$receiver_pid" "${flags[@]}" || code=$?
    alive "$exchange_pid" || fail "the sandbox exchange has ended: $(tail -n 5 exchange.out)"
    alive "$connector_pid" || fail "the connector has ended: $(cat connector.err)"
    alive "$receiver_pid" || fail "the receiver has ended: $(cat receiver.err)"
    ((code == 0)) || fail "see the logs in $run_dir/logs"
}

# The README's commands, as they stand there, on the demo's files and Redis: with this machine's redis-cli and sqlite3,
# or else the sandbox's.

redis-cli() {
    if [[ -n $(type -P redis-cli) ]]; then
        command redis-cli -h "${redis_address%:*}" -p "${redis_address##*:}" -n "$redis_db" --no-raw "$@"
    else
        sandbox redis "$redis_address/$redis_db" "$@"
    fi
}

sqlite3() { if [[ -n $(type -P sqlite3) ]]; then command sqlite3 "$@"; else sandbox sql "$@"; fi; }

pgrep() { echo "$connector_pid"; } # the demo's own, of all that may run here

run_readme() { # SECTION: each of its commands
    local line count=0
    while IFS= read -r line <&4; do
        count=$((count + 1))
        # ps may not be installed
        if [[ $line =~ ^([a-z0-9-]+)\  && -z $(type -t "${BASH_REMATCH[1]}") ]]; then continue; fi
        progress "  running the README's commands: $((checks + 1))"
        run_check "$line"
    done 4< <(awk -v title="$1" '/^##+ /{here = substr($0, index($0, " ") + 1) == title}
        /^```/{code = here && /bash/; next} code && !/^ *(#|$)/' "$project/README.md")
    ((count > 0)) || fail "README.md has no commands under \"$1\""
    end_progress
}

run_check() { # LINE: its output goes to checks.out, to the screen if wanted or if it fails
    local code=0
    set +o pipefail # a command may end in head
    eval "$1" >check.out 2>&1 || code=$?
    set -o pipefail
    if ! [[ $1 =~ ^[A-Z]+= ]]; then checks=$((checks + 1)); fi
    if grep -q '^(error)' check.out; then code=1; fi
    if [[ ! -s check.out && ! $1 =~ ^[A-Z]+= ]]; then echo "(nothing)" >check.out; fi
    { printf '\n$ %s\n' "$1" && cat check.out; } >>checks.out
    if ((code != 0)); then failed_checks=$((failed_checks + 1)); fi
    if [[ $all == yes ]] || ((code != 0)); then
        end_progress
        printf '\n$ %s\n' "$1"
        head -n 32 check.out
        if (($(wc -l <check.out) > 32)); then echo "… and more: all $(wc -l <check.out) lines are in checks.out"; fi
    fi
}

main() {
    local faults='' sent=0 stored=0 missing=0 first verdict=0 path
    read_arguments "$@"
    check_java
    choose_run_dir
    trap clean_up EXIT
    trap 'exit 130' INT && trap 'exit 143' TERM HUP
    build_jars
    forget_accounts
    enter_run_dir
    path=$(shown "$run_dir")
    echo "Starting a sandbox exchange, Redis and the two programs, in $path"
    start_exchange
    start_recording
    echo
    watch_flow
    echo
    run_readme "Memory and logging"
    progress "  stopping the programs"
    stop connector "$connector_pid" || faults+="; the connector did not stop cleanly"
    stop receiver "$receiver_pid" || faults+="; the receiver did not stop cleanly"
    connector_pid='' receiver_pid=''
    run_readme "Checking Redis and SQLite"
    first=${symbols%%,*}
    sandbox chain --db data/ticks.db --journal data/journal --symbol "$first"
    progress "  comparing what was sent with what is stored"
    sandbox audit --ledger ledger.bin --db data/ticks.db --redis "$redis_address" --redis-db "$redis_db" --top 100000 \
        >audit.out || verdict=$?
    end_progress
    read -r _ sent stored missing _ < <(grep '^total ' audit.out || echo total 0 0 0)
    if ((verdict != 0)); then
        grep '^total \|^different: \|^of the missing\|^stream: \|^the audit' audit.out || true
        faults+="; the audit does not hold: $path/audit.out"
    fi
    ((failed_checks == 0)) || faults+="; $failed_checks of the README's commands failed"
    echo "checks   $checks of the README's commands; their output: $path/checks.out"
    if [[ -n $(type -P sqlite3) ]]; then echo "look     sqlite3 $path/data/ticks.db"; else
        echo "look     java -jar src-test-data/target/sandbox.jar sql -header -column $path/data/ticks.db \\"
        echo '           "SELECT * FROM ticks ORDER BY id DESC LIMIT 5"'
    fi
    if [[ -n $named_redis ]]; then
        echo "redis    the keys are still in database $redis_db of $redis_address: FLUSHDB there removes them"
    fi
    echo
    if [[ -n $faults ]]; then
        echo "demo FAILED: $sent sent, $stored stored, $missing missing${faults}; the logs are in $path/logs"
        exit 1
    fi
    echo "demo passed: $sent sent, $stored stored, $missing missing"
    if [[ $open == yes ]]; then show_dashboard; else
        echo "open http://127.0.0.1:8501 after: cd $path && java -jar $project/receiver.jar dashboard"
    fi
}

main "$@" && exit 0
