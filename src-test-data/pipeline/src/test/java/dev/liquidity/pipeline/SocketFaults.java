package dev.liquidity.pipeline;

import dev.liquidity.sandbox.support.Await;
import dev.liquidity.sandbox.ticker.Malformation;
import dev.liquidity.sandbox.ticker.SocketReport;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.function.IntConsumer;

/** What can happen to the sockets, and to the login behind them. */
final class SocketFaults {
    private static final int GOING_AWAY = 1001;
    private static final int FORBIDDEN = 403;
    private static final Duration BETWEEN = Duration.ofMillis(300);

    /** Reset (RST), which loses what was under way. */
    static final Fault CUT = Fault.severing(
            "socket: cut (RST)", (rig, random) -> rig.exchange().faults().cut(anyOpen(rig, random)));

    /** All at once. */
    static final Fault ALL_CUT = Fault.severing(
            "socket: three cut at once",
            (rig, random) -> rig.exchange().faults().cut(0));

    /** Closed properly: everything sent before must be read. */
    static final Fault CLOSED = Fault.harmless(
            "socket: closed by the server",
            (rig, random) ->
                    strikeOne(rig, random, socket -> rig.exchange().faults().close(socket, GOING_AWAY)));

    /** Half a frame, and a cut. */
    static final Fault HALF_FRAME = Fault.severing(
            "socket: half a frame, then cut",
            (rig, random) ->
                    strikeOne(rig, random, socket -> rig.exchange().faults().malform(socket, Malformation.HALF)));

    /** Unreadable frames among good ones. */
    static final Fault GARBAGE = Fault.harmless("socket: garbage and malformed frames", (rig, random) -> {
        for (Malformation kind :
                List.of(Malformation.TRUNCATED, Malformation.COUNT, Malformation.LENGTH, Malformation.GARBAGE)) {
            for (int i = 0; i < 5; i++) {
                rig.exchange().faults().malform(0, kind);
                Await.elapsed(BETWEEN.dividedBy(5));
            }
        }
    });

    /** Every access token dies; the sockets live on until they are cut, and then the handshake is refused. */
    static final Fault TOKEN_DEAD = Fault.severing("socket: token dead in mid-session, all cut", (rig, random) -> {
        rig.exchange().faults().killTokens();
        Await.elapsed(BETWEEN);
        rig.exchange().faults().cut(0);
    });

    private SocketFaults() {}

    /** Only heartbeats for a while. */
    static Fault quiet(Duration time) {
        return Fault.harmless("socket: no ticks but heartbeats for " + time.toSeconds() + " s", (rig, random) -> {
            rig.exchange().faults().silence(0, time, true);
            Await.elapsed(time);
        });
    }

    /** An open socket sends nothing for a while. */
    static Fault silent(Duration time) {
        return Fault.severing("socket: open and silent for " + time.toSeconds() + " s", (rig, random) -> {
            rig.exchange().faults().silence(anyOpen(rig, random), time, false);
            Await.elapsed(time);
        });
    }

    /** Every handshake is refused for a while, as if the token were dead. */
    static Fault forbidden(Duration time) {
        return Fault.severing("socket: cut, and 403 for " + time.toSeconds() + " s", (rig, random) -> {
            rig.exchange().faults().refuseHandshakes(FORBIDDEN, time);
            rig.exchange().faults().cut(0);
            Await.elapsed(time);
        });
    }

    /** Strikes an open socket, and waits until its writer has done so: before, it delivers as if nothing were. */
    private static void strikeOne(Rig rig, Random random, IntConsumer strike) {
        int struck = anyOpen(rig, random);
        strike.accept(struck);
        Await.until(
                "socket " + struck + " has ended",
                () -> rig.exchange().sockets().stream()
                        .anyMatch(socket -> socket.id() == struck && socket.end() != null));
    }

    private static int anyOpen(Rig rig, Random random) {
        List<Integer> open = rig.exchange().sockets().stream()
                .filter(socket -> socket.end() == null)
                .map(SocketReport::id)
                .toList();
        return open.get(random.nextInt(open.size()));
    }
}
