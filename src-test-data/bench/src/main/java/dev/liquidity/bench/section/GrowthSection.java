package dev.liquidity.bench.section;

import dev.liquidity.bench.load.Universe;

/** Connector and receiver with more and more instruments. */
public final class GrowthSection implements Section {
    @Override
    public String name() {
        return "growth";
    }

    @Override
    public String about() {
        return "connector and receiver at 500 to 9,000 instruments";
    }

    @Override
    public void run(Course course) throws Exception {
        for (int instruments : course.plan().growthInstruments()) {
            Universe universe = course.universe(instruments);
            String of = "%,d instruments: ".formatted(universe.size());
            Sample connector = ConnectorSection.measure(course, universe);
            course.report().add(name(), of + "connector", connector.ticksPerSecond(), "ticks/s", "");
            course.report()
                    .add(
                            name(),
                            of + "connector's processor time",
                            connector.cpuMicros().get("connector"),
                            "µs/tick",
                            "redis %.2f".formatted(connector.cpuMicros().get("redis")));
            ReceiverSection.Measured receiver =
                    ReceiverSection.measure(course, universe, course.plan().pick(600_000, 160_000), null);
            course.report().add(name(), of + "receiver", receiver.ticksPerSecond(), "ticks/s", "");
            course.report()
                    .add(
                            name(),
                            of + "receiver's processor time",
                            receiver.receiverMicros(),
                            "µs/tick",
                            "redis %.2f".formatted(receiver.redisMicros()));
        }
    }
}
