#!/usr/bin/env bash
# Measures the built jars against the sandbox and against what this machine's Redis and disk allow; prints one table and writes it as JSON.
#
#   mvn package -DskipTests
#   scripts/bench.sh                            # all of it, as the README has it: a good two hours
#   scripts/bench.sh --quick                    # rough figures in some minutes, to see that all works
#   scripts/bench.sh --only connector,receiver  # scripts/bench.sh --list names the sections, --help the other options
#
# The JSON goes to src-test-data/bench/target/bench.json (--json FILE: elsewhere). Everything that it starts is stopped and every file
# that it makes is removed, however it ends. Nothing else should run on the machine meanwhile. Needs Linux (/proc) and some GB of memory;
# the growth of the database to 50 million ticks needs 34 GB of disk in --work DIR (default: a temporary directory).
set -euo pipefail

root=$(cd "$(dirname "$0")/.." && pwd)
jar=$root/src-test-data/bench/target/bench.jar
if [ ! -f "$jar" ]; then
  echo "$jar is missing: run mvn package -DskipTests first" >&2
  exit 2
fi
if [ "${1:-}" = --list ]; then
  exec java -jar "$jar" sections
fi

bench=
# The benchmark stops its processes and removes its files itself when it is asked to end.
stop() {
  trap - INT TERM HUP
  if [ -n "$bench" ] && kill -TERM "$bench" 2>/dev/null; then
    wait "$bench" || true
  fi
  exit 130
}
trap stop INT TERM HUP

java -jar "$jar" run --root "$root" "$@" &
bench=$!
code=0
wait "$bench" || code=$?
exit "$code"
