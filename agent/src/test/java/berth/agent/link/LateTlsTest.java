package berth.agent.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class LateTlsTest {
    private static final String TRUST = "javax.net.ssl.trustStore";
    private static final String TRUST_PASSWORD = "javax.net.ssl.trustStorePassword";
    private static final char[] PASSWORD = "changeit".toCharArray();

    @TempDir
    Path folder;

    /// A JVM reads what it trusts once, so this is the only class here that speaks TLS.
    @BeforeEach
    void trust_one() throws Exception {
        key("trusted");
        var trust = KeyStore.getInstance("PKCS12");
        trust.load(null, PASSWORD);
        trust.setCertificateEntry("trusted", store("trusted").getCertificate("trusted"));
        var file = folder.resolve("trust");
        try (var out = Files.newOutputStream(file)) {
            trust.store(out, PASSWORD);
        }
        System.setProperty(TRUST, file.toString());
        System.setProperty(TRUST_PASSWORD, new String(PASSWORD));
    }

    @AfterEach
    void trust_as_before() {
        System.clearProperty(TRUST);
        System.clearProperty(TRUST_PASSWORD);
    }

    @Test
    void a_server_is_believed_whose_certificate_the_machine_trusts_and_no_other() throws Exception {
        key("unknown");
        try (var client = HttpClient.newBuilder()
                .sslContext(LateTls.context())
                .sslParameters(LateTls.parameters())
                .build()) {
            var trusted = server("trusted");
            var unknown = server("unknown");
            try {
                assertThat(status(client, trusted)).isEqualTo(204);
                assertThatThrownBy(() -> status(client, unknown)).isInstanceOf(SSLHandshakeException.class);
            } finally {
                trusted.stop(0);
                unknown.stop(0);
            }
        }
    }

    private static int status(HttpClient client, HttpsServer server) throws Exception {
        var url = URI.create("https://127.0.0.1:" + server.getAddress().getPort() + "/");
        var request =
                HttpRequest.newBuilder(url).timeout(Duration.ofSeconds(30)).build();
        return client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
    }

    private void key(String name) throws Exception {
        var made = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        name,
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=" + name,
                        "-ext",
                        "san=ip:127.0.0.1",
                        "-storetype",
                        "PKCS12",
                        "-storepass",
                        new String(PASSWORD),
                        "-keystore",
                        folder.resolve(name).toString())
                .redirectErrorStream(true)
                .start();
        var said = new String(made.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        assertThat(made.waitFor()).as(said).isZero();
    }

    private KeyStore store(String name) throws Exception {
        var store = KeyStore.getInstance("PKCS12");
        try (var in = Files.newInputStream(folder.resolve(name))) {
            store.load(in, PASSWORD);
        }
        return store;
    }

    private HttpsServer server(String key) throws Exception {
        var keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(store(key), PASSWORD);
        var context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), null, null);
        var server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(context));
        server.createContext("/", exchange -> {
            exchange.sendResponseHeaders(204, -1);
            exchange.close();
        });
        server.start();
        return server;
    }
}
