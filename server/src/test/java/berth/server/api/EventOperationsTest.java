package berth.server.api;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class EventOperationsTest {
    private final Door door = new Door();

    @Test
    void who_asks_for_what_is_not_kept_is_told_the_oldest_revision_then_the_newest() {
        door.call("CreateCluster", "{}");
        var newest = door.events.newest();
        var fault = door.fault("Berth.Events", "{\"after\":" + (newest + 5) + "}");
        assertThat(fault.type()).isEqualTo("ResourceNotFoundException");
        assertThat(new String(fault.body(), UTF_8))
                .startsWith("{\"__type\":\"ResourceNotFoundException\",\"message\":\"Revision " + (newest + 5)
                        + " has not been yet")
                .endsWith(",\"oldestRevision\":" + door.events.oldest() + ",\"newestRevision\":" + newest + "}");
    }
}
