#!/usr/bin/env bash
# A long random run: faults of every kind, one after another, in an order given by the seed. After each fault the store
# is compared with the connector's journal, and at the end with everything the sandbox exchange sent, field by field.
# Exit code 0 only if nothing that was read is lost, nothing is stored twice, and nothing differs. DIR/soak.out has what
# it did and a table, fault by fault.
set -euo pipefail
cd "$(dirname "$0")/.."

minutes=10
seed=$RANDOM
directory=
usage() {
  echo "usage: scripts/soak.sh [--minutes N] [--seed S] [--dir DIR]"
  echo "  --minutes  how long to inject faults; default: 10"
  echo "  --seed     repeats an order of faults; default: a random one, which is printed"
  echo "  --dir      where database, journal and logs go; default: a new directory, deleted if the run passes"
}
while [ $# -gt 0 ]; do
  case $1 in
    --minutes) minutes=${2:?--minutes takes a number}; shift 2 ;;
    --seed) seed=${2:?--seed takes a number}; shift 2 ;;
    --dir) directory=${2:?--dir takes a directory}; shift 2 ;;
    -h | --help) usage; exit 0 ;;
    *) usage >&2; exit 2 ;;
  esac
done

classes=src-test-data/pipeline/target/test-classes
if [ ! -e connector.jar ] || [ ! -e receiver.jar ] || [ ! -e src-test-data/target/sandbox.jar ] ||
  [ ! -e $classes/dev/liquidity/pipeline/Soak.class ]; then
  echo "building…"
  mvn -B -q package -DskipTests
fi

keep=yes
if [ -z "$directory" ]; then
  directory=$(mktemp -d)
  keep=no
fi
mkdir -p "$directory"
echo "seed $seed, $minutes minutes, in $directory"
code=0
java -Xmx1g -Dslf4j.internal.verbosity=ERROR -Dslf4j.provider=ch.qos.logback.classic.spi.LogbackServiceProvider \
  -cp "$classes:connector.jar:receiver.jar:src-test-data/target/sandbox.jar" \
  dev.liquidity.pipeline.Soak \
  "$minutes" "$seed" "$directory" 2>&1 | tee "$directory/soak.out" || code=$?
if [ $code = 0 ] && [ $keep = no ]; then
  rm -rf "$directory"
elif [ $code != 0 ]; then
  echo "seed $seed; its files are in $directory" >&2
fi
exit $code
