package berth.agent.docker;

import java.io.IOException;

/// The peer does not speak HTTP/1.1 as we understand it, or goes beyond our bounds.
final class HttpViolation extends IOException {
    HttpViolation(String what) {
        super("the engine sent " + what);
    }
}
