package dev.liquidity.connector;

import dev.liquidity.common.notify.Notice;
import dev.liquidity.common.runtime.Closing;
import dev.liquidity.common.runtime.UserException;
import dev.liquidity.common.runtime.Worker;
import dev.liquidity.common.tick.Instrument;
import dev.liquidity.connector.kite.KiteDesk;
import dev.liquidity.connector.kite.instruments.Purpose;
import dev.liquidity.connector.kite.instruments.Selection;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at the dump again in the course of a recording, soon if a dump was missing or old, and takes up what is new.
 * What was taken up stays. Not thread-safe: used by the instruments thread only.
 */
final class InstrumentRefresh implements Worker.Duty {
    private static final Logger LOG = LoggerFactory.getLogger(InstrumentRefresh.class);
    private static final Duration SOON = Duration.ofMinutes(5);
    private static final long LOOK_MILLIS = 500;

    private final KiteDesk desk;
    private final Collection<String> symbols;
    private final Duration usual;
    private final BiConsumer<List<Instrument>, List<Instrument>> taker;
    private final InstantSource clock;
    private Selection last;
    private Instant lastLook;
    private List<Instrument> taken;

    /**
     * @param usual time between two looks; zero for none
     * @param taker takes all instruments, and the new ones among them
     */
    InstrumentRefresh(
            KiteDesk desk,
            Collection<String> symbols,
            Duration usual,
            Selection first,
            BiConsumer<List<Instrument>, List<Instrument>> taker,
            InstantSource clock) {
        this.desk = desk;
        this.symbols = symbols;
        this.usual = usual;
        this.taker = taker;
        this.clock = clock;
        last = first;
        lastLook = clock.instant();
        taken = first.instruments();
    }

    @Override
    public boolean cycle(Closing closing) throws InterruptedException {
        if (usual.isZero() || closing.await(LOOK_MILLIS)) {
            return false;
        }
        Duration wait = last.isProvisional() && SOON.compareTo(usual) < 0 ? SOON : usual;
        Duration since = Duration.between(lastLook, clock.instant());
        if (since.isNegative() || since.compareTo(wait) >= 0) {
            lastLook = clock.instant();
            look();
        }
        return true;
    }

    private void look() throws InterruptedException {
        try {
            last = desk.select(symbols, Purpose.REFRESH, taken);
        } catch (UserException e) {
            LOG.warn("New instruments could not be looked for: {}", e.getMessage());
            return;
        }
        Set<Long> known = taken.stream().map(Instrument::token).collect(Collectors.toSet());
        List<Instrument> added = last.instruments().stream()
                .filter(row -> !known.contains(row.token()))
                .toList();
        if (!added.isEmpty()) {
            List<Instrument> all = new ArrayList<>(taken);
            all.addAll(added);
            taken = all;
            taker.accept(all, added);
            LOG.info(Notice.TELL, "Instruments were added: {}, now {}", added.size(), last.counts());
        }
    }
}
