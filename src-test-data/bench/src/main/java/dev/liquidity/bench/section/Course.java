package dev.liquidity.bench.section;

import dev.liquidity.bench.load.Universe;
import dev.liquidity.bench.report.Report;
import dev.liquidity.bench.rig.Children;
import dev.liquidity.bench.rig.Jars;
import dev.liquidity.bench.rig.Rig;
import dev.liquidity.bench.rig.RigSettings;
import dev.liquidity.common.market.Ist;
import dev.liquidity.sandbox.support.Await;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;

/**
 * What the sections of a run share.
 *
 * @param ceilings measured once a run, when first asked for
 */
public record Course(Plan plan, Jars jars, Children children, Report report, Ceilings ceilings) {
    /** A course without ceilings yet. */
    public static Course of(Plan plan, Jars jars, Children children, Report report) {
        return new Course(plan, jars, children, report, new Ceilings());
    }

    /** Runs a section. A failure is reported, and the others still run. */
    public void run(Section section) {
        System.out.println(section.name() + ": " + section.about());
        try {
            section.run(this);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            report.failed(section.name(), e);
        } catch (Exception | AssertionError e) {
            report.failed(section.name(), e);
        }
    }

    /** The same for another number of instruments, with ceilings of its own: what SQLite takes depends on it. */
    Course of(int instruments) {
        return of(plan.of(instruments), jars, children, report.variant("%,d instruments".formatted(instruments)));
    }

    /** The same for another build. */
    Course of(Jars otherJars) {
        return new Course(plan, otherJars, children, report, ceilings);
    }

    Rig rig(RigSettings settings) throws IOException {
        return Rig.open(jars, children, settings);
    }

    /** How the processes are set up, but where a section compares set-ups. */
    RigSettings settings() throws IOException {
        RigSettings plain = new RigSettings(universe());
        return plan.serviceFlags() ? plain.flags(jars.serviceFlags("connector"), jars.serviceFlags("receiver")) : plain;
    }

    /** The instruments that are subscribed. */
    Universe universe() {
        Universe universe = Universe.of(plan.instruments(), Ist.date(System.currentTimeMillis() * 1000));
        return plan.even() ? universe.evenly() : universe;
    }

    /** An empty database made by the receiver, with its schema and indexes. */
    Path emptyStore(Path directory) throws IOException, InterruptedException, SQLException {
        try (Rig rig = rig(settings())) {
            rig.startReceiver();
            Await.until("the receiver makes its database", Duration.ofSeconds(30), () -> {
                rig.checkRunning();
                return rig.store().rows() == 0;
            });
            // The last one to close the file writes the write-ahead log into it.
            rig.store().close();
            rig.stopReceiver();
            return Files.copy(rig.directory().resolve("data/ticks.db"), directory.resolve("ticks.db"));
        }
    }
}
