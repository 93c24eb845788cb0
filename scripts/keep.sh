#!/bin/sh
# Keeps a program running where systemd does not: from cron, or in a container. Starts it again 15 s after a failure,
# but not after one that a restart can't mend: 2 configuration, 3 a refused login (a few more would lock the account),
# 5 nothing to subscribe. SIGTERM, SIGINT and SIGHUP stop the program and then this.
#
#   keep.sh [--hold] connector.jar --symbol NIFTY,BANKNIFTY
#
# --hold: after such a failure wait to be stopped instead of ending, as a container that ends is started again.
# KEEP_SECONDS: the time before another start. JAVA_HOME: where java is, when not on the path. JAVA_FLAGS: its flags.
umask 027
cd "$(dirname "$0")" || exit 1
hold=no stopping=no child=''
if [ "$1" = --hold ]; then hold=yes && shift; fi
java=${JAVA_HOME:+$JAVA_HOME/bin/}java

say() { echo "keep.sh: $1" >&2; }

# shellcheck disable=SC2317 # called by the trap
stop() {
    stopping=yes
    if [ -n "$child" ]; then kill -TERM "$child" 2>/dev/null; fi
}

await() { # the child's end, through signals to this; its exit code is in $code
    wait "$child"
    code=$?
    while kill -0 "$child" 2>/dev/null; do
        wait "$child"
        code=$?
    done
}

trap stop TERM INT HUP
while [ $stopping = no ]; do
    # shellcheck disable=SC2086 # several flags
    "$java" ${JAVA_FLAGS:--Xmx96m -XX:+UseSerialGC} -jar "$@" &
    child=$!
    await
    case $stopping$code in
        no0 | yes143) exit 0 ;;
        yes*) exit "$code" ;;
        no[235])
            say "$1 ended with exit code $code, which a restart does not mend"
            if [ $hold = no ]; then exit "$code"; fi
            pause=86400
            ;;
        *)
            pause=${KEEP_SECONDS:-15}
            say "$1 ended with exit code $code; starting it again in $pause s"
            ;;
    esac
    while :; do
        sleep "$pause" &
        child=$!
        await
        if [ $stopping = yes ] || [ "$pause" != 86400 ]; then break; fi
    done
done
exit 0
