package dev.liquidity.pipeline;

import dev.liquidity.sandbox.ticker.Malformation;
import dev.liquidity.sandbox.ticker.SocketReport;
import java.time.Duration;
import java.util.List;
import java.util.Random;

/** What can happen to the sockets, and to the login behind them. */
final class SocketFaults {
    private static final int GOING_AWAY = 1001;
    private static final int FORBIDDEN = 403;
    private static final Duration BETWEEN = Duration.ofMillis(300);

    /** Reset, with what was on the way. */
    static final Fault CUT = Fault.severing(
            "socket: cut (RST)",
            (pipeline, random) -> pipeline.exchange().faults().cut(anyOpen(pipeline, random)));

    /** All at once. */
    static final Fault ALL_CUT = Fault.severing(
            "socket: three cut at once",
            (pipeline, random) -> pipeline.exchange().faults().cut(0));

    /** With a goodbye: all that was sent before it must be read. */
    static final Fault CLOSED = Fault.harmless(
            "socket: closed by the server",
            (pipeline, random) -> pipeline.exchange().faults().close(anyOpen(pipeline, random), GOING_AWAY));

    /** Half a frame, and a cut. */
    static final Fault HALF_FRAME = Fault.severing(
            "socket: half a frame, then cut",
            (pipeline, random) -> pipeline.exchange().faults().malform(anyOpen(pipeline, random), Malformation.HALF));

    /** Frames that can't be read among those that can. */
    static final Fault GARBAGE = Fault.harmless("socket: garbage and malformed frames", (pipeline, random) -> {
        for (Malformation kind :
                List.of(Malformation.TRUNCATED, Malformation.COUNT, Malformation.LENGTH, Malformation.GARBAGE)) {
            for (int i = 0; i < 5; i++) {
                pipeline.exchange().faults().malform(0, kind);
                Until.elapsed(BETWEEN.dividedBy(5));
            }
        }
    });

    /** Every access token dies; the sockets live on until one is cut, and then the handshake is refused. */
    static final Fault TOKEN_DEAD = Fault.severing("socket: token dead in mid-session, all cut", (pipeline, random) -> {
        pipeline.exchange().faults().killTokens();
        Until.elapsed(BETWEEN);
        pipeline.exchange().faults().cut(0);
    });

    private SocketFaults() {}

    /** Nothing but heartbeats. */
    static Fault quiet(Duration time) {
        return Fault.harmless("socket: no ticks but heartbeats for " + time.toSeconds() + " s", (pipeline, random) -> {
            pipeline.exchange().faults().silence(0, time, true);
            Until.elapsed(time);
        });
    }

    /** Nothing at all, on an open socket. */
    static Fault silent(Duration time) {
        return Fault.severing("socket: open and silent for " + time.toSeconds() + " s", (pipeline, random) -> {
            pipeline.exchange().faults().silence(anyOpen(pipeline, random), time, false);
            Until.elapsed(time);
        });
    }

    /** Every handshake is refused for a while, as when the token had died, and it has not. */
    static Fault forbidden(Duration time) {
        return Fault.severing("socket: cut, and 403 for " + time.toSeconds() + " s", (pipeline, random) -> {
            pipeline.exchange().faults().refuseHandshakes(FORBIDDEN, time);
            pipeline.exchange().faults().cut(0);
            Until.elapsed(time);
        });
    }

    private static int anyOpen(TickPipeline pipeline, Random random) {
        List<Integer> open = pipeline.exchange().sockets().stream()
                .filter(socket -> socket.end() == null)
                .map(SocketReport::id)
                .toList();
        return open.get(random.nextInt(open.size()));
    }
}
