package berth.server.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import berth.wire.exec.ExecFrame;
import berth.wire.exec.ExecSocket;
import berth.wire.sigv4.Credentials;
import berth.wire.sigv4.SigV4Signer;
import java.io.IOException;
import java.net.URI;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ExecChannelTest {
    private final OpenDoor door = new OpenDoor();

    @AfterEach
    void close() {
        door.close();
    }

    private ExecSocket dial(String path, Credentials who) throws IOException, InterruptedException {
        var address = URI.create("http://127.0.0.1:" + door.server.port() + path);
        var headers = SigV4Signer.sign(who, "us-east-1", "ecs", "GET", address, Map.of(), new byte[0], Instant.now());
        return ExecSocket.dial(door.client, URI.create("ws" + address.toString().substring(4)), headers);
    }

    private ExecSocket unsigned(String path) throws IOException, InterruptedException {
        var address = URI.create("ws://127.0.0.1:" + door.server.port() + path);
        return ExecSocket.dial(door.client, address, Map.of());
    }

    @Test
    void operators_open_sessions_nodes_open_their_own_end_and_data_channels_open_by_their_id() throws Exception {
        for (var path : new String[] {"/berth/exec", "/berth/exec/node?session=BERTHOPERATOR"}) {
            try (var socket = dial(path, OpenDoor.OPERATOR)) {
                socket.write(new ExecFrame.Exited(42));
                assertThat(socket.read()).isEqualTo(new ExecFrame.Exited(42));
            }
        }
        try (var socket = unsigned("/v1/data-channel/good?role=publish_subscribe")) {
            socket.write(new ExecFrame.Size(1, 2));
            assertThat(socket.read()).isEqualTo(new ExecFrame.Size(1, 2));
        }
        assertThatThrownBy(() -> dial("/berth/exec", OpenDoor.NODE)).hasMessageContaining("AccessDeniedException");
        assertThatThrownBy(() -> unsigned("/berth/exec")).isInstanceOf(ExecSocket.Refused.class);
        assertThatThrownBy(() -> dial("/berth/exec/node?session=BERTHNODE", OpenDoor.OTHER_NODE))
                .hasMessageContaining("404");
        assertThatThrownBy(() -> unsigned("/v1/data-channel/bad")).hasMessageContaining("404");
    }

    @Test
    void a_door_that_closes_ends_its_sessions() throws Exception {
        try (var socket = dial("/berth/exec", OpenDoor.OPERATOR)) {
            socket.write(new ExecFrame.InputEnd());
            assertThat(socket.read()).isEqualTo(new ExecFrame.InputEnd());
            door.close();
            assertThat(socket.read()).isNull();
        }
    }
}
