package guestbook;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

/// The book itself: entries and the count of visits, both in the database.
final class Entries {
    private final Database database;
    private volatile boolean prepared;

    Entries(Database database) {
        this.database = database;
    }

    /// One look at the book.
    ///
    /// @param newest the newest entries first
    /// @param total  how many there are in all
    /// @param visits how often the page was opened, ever
    record View(List<Entry> newest, long total, long visits) {}

    /// Makes the tables if they are missing.
    void prepare() throws SQLException {
        database.transaction(connection -> {
            try (var statement = connection.createStatement()) {
                statement.execute("""
                        CREATE TABLE IF NOT EXISTS entry (
                            id      BIGINT AUTO_INCREMENT PRIMARY KEY,
                            name    VARCHAR(60) NOT NULL,
                            message VARCHAR(1000) NOT NULL,
                            at      DATETIME(3) NOT NULL)""");
                statement.execute("""
                        CREATE TABLE IF NOT EXISTS visit (
                            page  VARCHAR(20) PRIMARY KEY,
                            total BIGINT NOT NULL)""");
            }
            return null;
        });
        prepared = true;
    }

    /// Whether [#prepare] has been through. Until then everything else fails at once.
    boolean prepared() {
        return prepared;
    }

    private <T> T transaction(Database.Work<T> work) throws SQLException {
        if (!prepared) throw new SQLException("the database is not ready yet");
        return database.transaction(work);
    }

    /// Whether the database answers; its absence is an exception.
    void check() throws SQLException {
        transaction(connection -> number(connection, "SELECT 1"));
    }

    Entry add(String name, String message, Instant now) throws SQLException {
        var at = now.truncatedTo(ChronoUnit.MILLIS);
        return transaction(connection -> {
            try (var insert = connection.prepareStatement(
                    "INSERT INTO entry (name, message, at) VALUES (?, ?, ?)", Statement.RETURN_GENERATED_KEYS)) {
                insert.setString(1, name);
                insert.setString(2, message);
                insert.setTimestamp(3, Timestamp.from(at));
                insert.executeUpdate();
                try (var keys = insert.getGeneratedKeys()) {
                    keys.next();
                    return new Entry(keys.getLong(1), name, message, at);
                }
            }
        });
    }

    View look(int limit) throws SQLException {
        return transaction(connection -> look(connection, limit));
    }

    /// As [#look], and counts a visit.
    View visit(int limit) throws SQLException {
        return transaction(connection -> {
            try (var statement = connection.createStatement()) {
                statement.executeUpdate(
                        "INSERT INTO visit VALUES ('book', 1) ON DUPLICATE KEY UPDATE total = total + 1");
            }
            return look(connection, limit);
        });
    }

    private static View look(Connection connection, int limit) throws SQLException {
        var newest = new ArrayList<Entry>();
        try (var select =
                connection.prepareStatement("SELECT id, name, message, at FROM entry ORDER BY id DESC LIMIT ?")) {
            select.setInt(1, limit);
            try (var rows = select.executeQuery()) {
                while (rows.next()) {
                    var at = rows.getTimestamp(4).toInstant();
                    newest.add(new Entry(rows.getLong(1), rows.getString(2), rows.getString(3), at));
                }
            }
        }
        return new View(
                List.copyOf(newest),
                number(connection, "SELECT COUNT(*) FROM entry"),
                number(connection, "SELECT COALESCE(SUM(total), 0) FROM visit"));
    }

    private static long number(Connection connection, String query) throws SQLException {
        try (var statement = connection.createStatement();
                var rows = statement.executeQuery(query)) {
            rows.next();
            return rows.getLong(1);
        }
    }
}
