package dev.liquidity.common.stream;

import java.nio.charset.StandardCharsets;

/**
 * The value of the {@linkplain Keys#writer lease}: who writes the stream. Immutable.
 *
 * @param owner tells a journal from all others, its copies included; without blanks
 * @param description for people: the process, its host and its journal
 * @param group the consumer group for which the writer keeps entries; empty for none
 */
public record StreamWriter(String owner, String description, String group) {
    private static final String FOR_GROUP = ", for the group ";

    /** Reads {@link #encode}'s bytes; of any others, takes the first word for the owner. */
    public static StreamWriter decode(byte[] value) {
        String text = new String(value, StandardCharsets.UTF_8);
        int blank = text.indexOf(' ');
        String owner = blank < 0 ? text : text.substring(0, blank);
        String rest = text.substring(blank + 1);
        int group = rest.lastIndexOf(FOR_GROUP);
        return group < 0
                ? new StreamWriter(owner, rest, "")
                : new StreamWriter(owner, rest.substring(0, group), rest.substring(group + FOR_GROUP.length()));
    }

    public byte[] encode() {
        String text = owner + " " + description + (group.isEmpty() ? "" : FOR_GROUP + group);
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
