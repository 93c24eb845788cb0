package dev.liquidity.receiver.store;

import java.sql.SQLException;
import org.sqlite.SQLiteException;

/** What a failure of SQLite means for what was to be stored, by its primary result code (sqlite.org/rescode.html). */
enum StoreFault {
    /** Locked, full, or a disk that fails for now: nothing is lost by trying again. */
    PASSING,
    /** It is about one row: the others can be stored without it. */
    ROW,
    /** The file is no database, is damaged, or can't be written to: someone must see to it. */
    LASTING;

    private static final int BUSY = 5;
    private static final int LOCKED = 6;
    private static final int NOMEM = 7;
    private static final int INTERRUPT = 9;
    private static final int IOERR = 10;
    private static final int FULL = 13;
    private static final int PROTOCOL = 15;
    private static final int SCHEMA = 17;
    private static final int TOOBIG = 18;
    private static final int CONSTRAINT = 19;
    private static final int MISMATCH = 20;

    static StoreFault of(SQLException e) {
        return switch (code(e)) {
            case BUSY, LOCKED, NOMEM, INTERRUPT, IOERR, FULL, PROTOCOL, SCHEMA -> PASSING;
            case TOOBIG, CONSTRAINT, MISMATCH -> ROW;
            default -> LASTING;
        };
    }

    /** Whether the connection itself may have suffered, and a fresh one is the safer way on. */
    static boolean spoilsConnection(SQLException e) {
        int code = code(e);
        return code != BUSY && code != LOCKED && code != FULL;
    }

    private static int code(SQLException e) {
        return e instanceof SQLiteException sqlite ? sqlite.getResultCode().code & 0xff : 0;
    }
}
