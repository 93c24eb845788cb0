package dev.liquidity.receiver.store;

import java.sql.SQLException;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/** What a failure of SQLite means for what was to be stored, by its primary result code (sqlite.org/rescode.html). */
enum StoreFault {
    /** The file is locked, or the disk is full or fails: the same write may succeed later. */
    PASSING,
    /** The fault is in one row: the others can be stored without it. */
    ROW,
    /** The file is damaged: what is to be stored can go into another. */
    DAMAGE,
    /** The file is not a database, or can't be written: somebody must help. */
    LASTING;

    static StoreFault of(SQLException e) {
        return switch (code(e)) {
            case SQLITE_BUSY,
                    SQLITE_LOCKED,
                    SQLITE_NOMEM,
                    SQLITE_INTERRUPT,
                    SQLITE_IOERR,
                    SQLITE_FULL,
                    SQLITE_PROTOCOL,
                    SQLITE_SCHEMA -> PASSING;
            case SQLITE_TOOBIG, SQLITE_CONSTRAINT, SQLITE_MISMATCH -> ROW;
            case SQLITE_CORRUPT -> DAMAGE;
            default -> LASTING;
        };
    }

    /** Whether the connection may be damaged, too, and should be opened again. */
    static boolean spoilsConnection(SQLException e) {
        return switch (code(e)) {
            case SQLITE_BUSY, SQLITE_LOCKED, SQLITE_FULL -> false;
            default -> true;
        };
    }

    /** Whether another connection has a lock that it will give back. */
    static boolean isLocked(SQLException e) {
        return code(e) == SQLiteErrorCode.SQLITE_BUSY || code(e) == SQLiteErrorCode.SQLITE_LOCKED;
    }

    private static SQLiteErrorCode code(SQLException e) {
        return e instanceof SQLiteException sqlite
                ? SQLiteErrorCode.getErrorCode(sqlite.getResultCode().code & 0xff)
                : SQLiteErrorCode.UNKNOWN_ERROR;
    }
}
