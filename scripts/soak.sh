#!/usr/bin/env bash
# A long random run: faults of every kind, one after another, in an order given by the seed. After each fault the store
# is compared with the connector's journal, and at the end with everything the sandbox exchange sent, field by field.
# Exit code 0 only if nothing that was read is lost, nothing is stored twice, and nothing differs. DIR/soak.out has what
# it did and a table, fault by fault.
#
# With --month TICKS: twenty trading days of so many ticks, in a few minutes each, archived every evening with three days
# kept in SQLite. It prints each day's times and the disk's use; DIR may be a small disk. Exit code 0 only if every tick
# that the market sent is found once, of each instrument and day, and in the sums of its minutes.
#
# With --sentinel: Redis with two replicas and three sentinels, whose master is killed five times, stands still and is
# moved, and whose sentinels are away for a minute. It prints the seconds from each blow until ticks are stored again.
set -euo pipefail
cd "$(dirname "$0")/.."

minutes=10
seed=$RANDOM
month=
sentinel=
directory=
usage() {
  echo "usage: scripts/soak.sh [--minutes N] [--seed S] [--month TICKS | --sentinel] [--dir DIR]"
  echo "  --minutes  how long to inject faults; default: 10"
  echo "  --seed     repeats an order of faults; default: a random one, which is printed"
  echo "  --month    archives a month of so many ticks a day instead, such as 1000000"
  echo "  --sentinel loses the master of a Redis with sentinels, again and again, instead"
  echo "  --dir      where database, journal and logs go; default: a new directory, deleted if the run passes"
}
while [ $# -gt 0 ]; do
  case $1 in
    --minutes) minutes=${2:?--minutes takes a number}; shift 2 ;;
    --seed) seed=${2:?--seed takes a number}; shift 2 ;;
    --month) month=${2:?--month takes a number}; shift 2 ;;
    --sentinel) sentinel=yes; shift ;;
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
run=(Soak "$minutes" "$seed" "$directory")
what="seed $seed, $minutes minutes"
if [ -n "$month" ]; then
  run=(Month "$month" "$directory")
  what="a month of $month ticks a day"
fi
if [ -n "$sentinel" ]; then
  run=(SentinelSoak "$directory")
  what="Redis with sentinels"
fi
echo "$what, in $directory"
code=0
java -Xmx1g -Dslf4j.internal.verbosity=ERROR -Dslf4j.provider=ch.qos.logback.classic.spi.LogbackServiceProvider \
  -cp "$classes:connector.jar:receiver.jar:src-test-data/target/sandbox.jar" \
  "dev.liquidity.pipeline.${run[0]}" "${run[@]:1}" 2>&1 | tee "$directory/soak.out" || code=$?
if [ $code = 0 ] && [ $keep = no ]; then
  rm -rf "$directory"
elif [ $code != 0 ]; then
  echo "$what; its files are in $directory" >&2
fi
exit $code
