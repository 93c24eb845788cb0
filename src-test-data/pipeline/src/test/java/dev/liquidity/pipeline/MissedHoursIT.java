package dev.liquidity.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.liquidity.common.config.CalendarFile;
import dev.liquidity.common.market.MarketHours;
import dev.liquidity.sandbox.support.Await;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The connector is started after ten days. */
final class MissedHoursIT {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSSSS");

    private static final LocalDate TODAY = LocalDate.now(ZoneId.of("Asia/Kolkata"));

    @RegisterExtension
    static final Ordeal ORDEAL = Ordeal.of(setup -> lastRecorded(tenDaysAgo(), setup.rate(300)));

    @Test
    void recordsTheHoursOfEachTradingDayThatItMissed() throws Exception {
        MarketHours hours = new MarketHours(CalendarFile.builtIn());
        List<String> missed = Stream.iterate(tenDaysAgo().plusDays(1), day -> day.plusDays(1))
                .limit(9)
                .map(day -> hours.on(day)
                        .map(open -> TIME.format(day.atTime(open.from())) + " " + TIME.format(day.atTime(open.to()))))
                .flatMap(Optional::stream)
                .toList();
        Await.until("its gaps", () -> gaps().size() >= missed.size());
        assertEquals(missed, gaps());
    }

    private static List<String> gaps() throws Exception {
        List<String> gaps = new ArrayList<>();
        ORDEAL.rig()
                .store()
                .query(
                        "SELECT from_time, to_time FROM feed_gaps WHERE socket = 0 AND from_time < '" + TODAY
                                + "' ORDER BY from_time",
                        row -> gaps.add(row.getString(1) + " " + row.getString(2)));
        return gaps;
    }

    private static Setup lastRecorded(LocalDate date, Setup setup) {
        try {
            Files.createDirectories(setup.journal());
            Files.writeString(setup.journal().resolve("recorded-until"), date + "T23:00:00\n");
            return setup;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static LocalDate tenDaysAgo() {
        return TODAY.minusDays(10);
    }
}
