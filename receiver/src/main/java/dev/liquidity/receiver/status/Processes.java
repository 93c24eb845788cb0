package dev.liquidity.receiver.status;

import static dev.liquidity.common.status.Disk.size;
import static dev.liquidity.receiver.status.Texts.*;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What the connector and the receivers show of themselves, and what it means. */
final class Processes {
    /** A process shows itself every other second. */
    static final double SILENT_SECONDS = 10;

    private static final String WHY = "start it; its log says why it ended";

    private Processes() {}

    /**
     * @param isOpen whether the market trades now
     * @param isReceiverNeeded whether there is, or may be, anything to store
     */
    static List<Line> lines(RedisLook.Seen redis, boolean isOpen, boolean isReceiverNeeded) {
        List<Line> lines = new ArrayList<>();
        List<String> rates = new ArrayList<>();
        Map<String, String> connector = redis.connector();
        if (connector.isEmpty()) {
            lines.add(Line.of("connector", "not running").wrongIf(isOpen, WHY));
        } else {
            lines.add(process("connector", connector));
            lines.add(sockets(connector, isOpen));
            rates.add(count(rate(connector)) + "/s from Kite");
        }
        if (redis.receivers().isEmpty()) {
            lines.add(Line.of("receiver", "not running")
                    .wrongIf(isReceiverNeeded, WHY)
                    .watchIf(true, "start it before the next session"));
        }
        redis.receivers().forEach((name, shown) -> {
            lines.add(process(name, shown));
            rates.add(count(rate(shown)) + "/s stored by " + name);
        });
        if (!rates.isEmpty()) {
            lines.add(Line.of("rate", names(rates)));
        }
        return lines;
    }

    private static Line sockets(Map<String, String> shown, boolean isOpen) {
        boolean isRecording = number(shown, "recording") == 1;
        String sockets = shown.getOrDefault("sockets", "none");
        boolean isDown = sockets.equals("none") || sockets.contains("down");
        return Line.of("sockets", isRecording ? sockets.replace(",", ", ") : "no session")
                .wrongIf(isOpen && !isRecording, "it records nothing: see the connector's log")
                .wrongIf(isOpen && isDown, "see the connector's log; feed_gaps will have the interval")
                .watchIf(isRecording && isDown, "see the connector's log");
    }

    private static Line process(String name, Map<String, String> shown) {
        double resident = number(shown, "resident_bytes");
        boolean isSilent = isSilent(shown);
        String state = isSilent ? ", silent for " + age(silentSeconds(shown)) : "";
        return Line.of(name, "process " + shown.get("pid") + ", " + size(resident) + " of memory" + state)
                .wrongIf(isSilent, "was it killed, or does it hang? See its log")
                .watchIf(resident > Texts.GB, "look again later: its memory should be level");
    }

    private static double rate(Map<String, String> shown) {
        return isSilent(shown) ? 0 : number(shown, "rate");
    }

    private static boolean isSilent(Map<String, String> shown) {
        return silentSeconds(shown) > SILENT_SECONDS;
    }

    private static double silentSeconds(Map<String, String> shown) {
        return number(shown, "age_millis") / 1000;
    }
}
