package guestbook;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Properties;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/// The way to the database: at most eight connections, kept open between requests, replaced when the server has
/// gone.
final class Database {
    private static final int MOST_CONNECTIONS = 8;
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(5);

    private final String url;
    private final Properties login = new Properties();
    private final Semaphore room = new Semaphore(MOST_CONNECTIONS, true);
    private final Deque<Connection> idle = new ArrayDeque<>();

    Database(String host, int port, String name, String user, String password) {
        url = "jdbc:mariadb://" + host + ":" + port + "/" + name;
        login.setProperty("user", user);
        login.setProperty("password", password);
        login.setProperty("connectTimeout", "1000");
        login.setProperty("socketTimeout", "10000");
        login.setProperty("timezone", "UTC");
        login.setProperty("sslMode", "disable");
    }

    @FunctionalInterface
    interface Work<T> {
        T on(Connection connection) throws SQLException;
    }

    /// Does `work` in one transaction: all of it is kept, or none.
    ///
    /// @throws SQLException if the database cannot be reached or refuses, or no connection is free for five seconds
    <T> T transaction(Work<T> work) throws SQLException {
        enter();
        try {
            var connection = connection();
            var sound = false;
            try {
                var result = work.on(connection);
                connection.commit();
                sound = true;
                return result;
            } finally {
                // After trouble nobody knows what the connection still holds; closing it rolls back.
                if (sound) giveBack(connection);
                else connection.close();
            }
        } finally {
            room.release();
        }
    }

    private void enter() throws SQLException {
        try {
            if (!room.tryAcquire(LONGEST_WAIT.toMillis(), TimeUnit.MILLISECONDS))
                throw new SQLException(
                        "all " + MOST_CONNECTIONS + " connections were busy for " + LONGEST_WAIT.toSeconds() + " s");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SQLException("interrupted while waiting for a connection", e);
        }
    }

    private Connection connection() throws SQLException {
        for (var kept = takeIdle(); kept != null; kept = takeIdle()) {
            if (kept.isValid(1)) return kept;
            kept.close();
        }
        var fresh = DriverManager.getConnection(url, login);
        fresh.setAutoCommit(false);
        return fresh;
    }

    private synchronized Connection takeIdle() {
        return idle.pollFirst();
    }

    private synchronized void giveBack(Connection connection) {
        idle.addFirst(connection);
    }
}
