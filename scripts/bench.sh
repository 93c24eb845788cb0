#!/usr/bin/env bash
# Measures the built jars against the sandbox exchange, beside what this machine's Redis and disk allow. Prints one
# table, and writes it as JSON to src-test-data/bench/target/bench.json (--json FILE: elsewhere).
#
#   mvn package -DskipTests
#   scripts/bench.sh                            # everything: a good two hours
#   scripts/bench.sh --quick                    # rough figures in a few minutes, to see that it works
#   scripts/bench.sh --only connector,receiver  # --list names the sections, --help the other options
#
# It stops what it starts and removes the files it makes, however it ends. Nothing else should run on the machine at the
# same time. It needs Linux (/proc) and some GB of memory; growing the database to 50 million ticks takes 34 GB of disk
# in --work DIR (default: a temporary directory).
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
# On SIGTERM the benchmark stops its processes and removes its files itself.
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
