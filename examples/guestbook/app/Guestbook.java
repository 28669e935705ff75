package guestbook;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.security.Security;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.Executors;

/// A guest book on the web, kept in MariaDB: the application of Berth's demo.
///
/// It answers from the first moment, with a page that asks for patience until the database is there. Settings
/// come from the environment: `PORT`, `DATABASE_HOST`, `DATABASE_PORT`, `DATABASE_NAME`, `DATABASE_USER`,
/// `DATABASE_PASSWORD`. Exit codes: 143 on SIGTERM, 1 if the database has not answered for five minutes after
/// the start, 64 for a setting that makes no sense.
final class Guestbook {
    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(50);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(1);

    private Guestbook() {}

    static void main() throws IOException, InterruptedException {
        // A database that comes back may have another address, and one that is not there yet soon will be.
        Security.setProperty("networkaddress.cache.ttl", "1");
        Security.setProperty("networkaddress.cache.negative.ttl", "0");

        var where = setting("DATABASE_HOST", "database");
        var database = new Database(
                where,
                port("DATABASE_PORT", 3306),
                setting("DATABASE_NAME", "guestbook"),
                setting("DATABASE_USER", "guestbook"),
                setting("DATABASE_PASSWORD", ""));
        var entries = new Entries(database);

        var port = port("PORT", 8080);
        var server = HttpServer.create(new InetSocketAddress(port), 128);
        server.createContext("/", new Site(entries, setting("HOSTNAME", "unknown"), Clock.systemUTC()));
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.start();
        say("listening on port " + port);

        if (!prepared(entries, where)) System.exit(1);
    }

    /// Tries until the tables are there, with pauses that grow from 50 ms to a second.
    private static boolean prepared(Entries entries, String where) throws InterruptedException {
        var start = System.nanoTime();
        var pause = FIRST_PAUSE;
        for (var attempt = 1; ; attempt++) {
            try {
                entries.prepare();
                say("database " + where + " is ready (attempt " + attempt + ")");
                return true;
            } catch (SQLException e) {
                if (attempt == 1) say("waiting for database " + where + ": " + e.getMessage());
                if (System.nanoTime() - start > PATIENCE.toNanos()) {
                    say("database " + where + " did not answer for " + PATIENCE.toMinutes() + " minutes: "
                            + e.getMessage());
                    return false;
                }
            }
            Thread.sleep(pause);
            pause = pause.multipliedBy(2).compareTo(LONGEST_PAUSE) < 0 ? pause.multipliedBy(2) : LONGEST_PAUSE;
        }
    }

    private static String setting(String name, String otherwise) {
        var value = System.getenv(name);
        return value == null || value.isBlank() ? otherwise : value;
    }

    private static int port(String name, int otherwise) {
        var value = setting(name, String.valueOf(otherwise));
        if (!value.matches("[1-9][0-9]{0,4}") || Integer.parseInt(value) > 65535) {
            say(name + " must be a port from 1 to 65535 (got '" + value + "')");
            System.exit(64);
        }
        return Integer.parseInt(value);
    }

    private static void say(String what) {
        System.out.println("guestbook: " + what);
    }
}
