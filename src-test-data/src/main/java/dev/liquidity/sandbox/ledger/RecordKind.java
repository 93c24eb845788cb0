package dev.liquidity.sandbox.ledger;

/** The kinds of records. */
public enum RecordKind {
    /** A frame of ticks that the operating system took whole. */
    FRAME('F'),
    /** A frame of ticks that broke off: the client can't have read it. */
    TORN('T'),
    /** A frame malformed on purpose. */
    MALFORMED('M'),
    /** An instrument, before its first packet. */
    INSTRUMENT('I'),
    OPENED('O'),
    ENDED('E');

    final byte letter;

    RecordKind(char letter) {
        this.letter = (byte) letter;
    }

    static RecordKind ofLetter(byte letter) {
        for (RecordKind kind : values()) {
            if (kind.letter == letter) {
                return kind;
            }
        }
        return null;
    }
}
