package dev.liquidity.connector;

import static org.junit.jupiter.api.Assertions.assertEquals;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.liquidity.common.runtime.Counters;
import dev.liquidity.common.runtime.StopSignal;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class CounterLineTest {
    private final ListAppender<ILoggingEvent> log = new ListAppender<>();
    private boolean isRecording;

    @Test
    void isThereDuringARecordingAndOnceAfterIt() {
        Logger logger = (Logger) LoggerFactory.getLogger(CounterLine.class);
        log.start();
        logger.addAppender(log);
        Counters counters = new Counters();
        Counters.Counter ticks = counters.counter("ticks", "");
        try (CounterLine line = new CounterLine(counters, () -> isRecording, new StopSignal())) {
            line.print();
            line.print();
            assertEquals(List.of(), lines());
            isRecording = true;
            line.print();
            ticks.increment();
            line.print();
            isRecording = false;
            ticks.increment();
            line.print();
            line.print();
            assertEquals(List.of("ticks=0", "ticks=1", "ticks=2"), lines());
        } finally {
            logger.detachAppender(log);
        }
    }

    private List<String> lines() {
        return log.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
    }
}
