package berth.wire.sigv4;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Signatures that AWS publishes: the Signature Version 4 test suite, and the example in the IAM guide.
final class PublishedVectorsTest {
    private static final String SECRET = Requests.EXAMPLE.secretAccessKey();
    private static final String NOTHING = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

    @ParameterizedTest
    @CsvSource({
        "get-vanilla, GET, /, , 5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31",
        "post-vanilla, POST, /, , 5da7c1a2acd57cee7505fc6676e4e544621c30862966e37dddb68e92efbe5d6b",
        "get-vanilla-query-order-key-case, GET, /, Param2=value2&Param1=value1,"
                + " b97d918cfa904a5beff61c982a1b6f458b799221646efd99d3219ec94cdf2500",
        "get-utf8, GET, /ሴ, , 8318018e0b0f223aa2bbf98705b62bb787dc9c0e678f255a891fd03141be5d85",
        "get-relative, GET, /example/.., , 5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31",
        "get-slash, GET, //, , 5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31",
        "get-slash-dot-slash, GET, /./, , 5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31",
    })
    void the_test_suite_agrees(String name, String method, String path, String query, String expected) {
        var headers = Map.of("host", List.of("example.amazonaws.com"), "x-amz-date", List.of("20150830T123600Z"));
        assertThat(signature(method, path, query, headers)).as(name).isEqualTo(expected);
    }

    @Test
    void header_values_are_trimmed_and_their_spaces_collapsed() {
        var names = List.of("host", "my-header1", "my-header2", "x-amz-date");
        var headers = Map.of(
                "host", List.of("example.amazonaws.com"),
                "my-header1", List.of(" value1"),
                "my-header2", List.of(" \"a   b   c\""),
                "x-amz-date", List.of("20150830T123600Z"));
        var canonical =
                CanonicalRequest.of("GET", "/", null, names, name -> headers.getOrDefault(name, List.of()), NOTHING);
        assertThat(sign(canonical)).isEqualTo("acc3ed3afb60bb290fc8d2dd0098b9911fcaa05412b367055dee359757a9c736");
    }

    @Test
    void the_key_of_the_guide_is_derived() {
        var scope = new Signature.Scope("20150830", "us-east-1", "iam");
        assertThat(HexFormat.of().formatHex(Signature.key(SECRET, scope)))
                .isEqualTo("c4afb1cc5771d871763a393e44b703571b55cc28424d1a5e86da6ed3c154a4b9");
    }

    @Test
    void the_request_of_the_guide_is_signed() {
        var headers = Map.of(
                "content-type", List.of("application/x-www-form-urlencoded; charset=utf-8"),
                "host", List.of("iam.amazonaws.com"),
                "x-amz-date", List.of("20150830T123600Z"));
        var canonical = CanonicalRequest.of(
                "GET",
                "/",
                "Action=ListUsers&Version=2010-05-08",
                List.of("content-type", "host", "x-amz-date"),
                name -> headers.getOrDefault(name, List.of()),
                NOTHING);
        assertThat(Signature.sha256(canonical.getBytes(StandardCharsets.UTF_8)))
                .isEqualTo("f536975d06c0309214f805bb90ccff089219ecd68b2577efef23edd43b7e1a59");
        var scope = new Signature.Scope("20150830", "us-east-1", "iam");
        assertThat(Signature.of(Signature.key(SECRET, scope), scope, "20150830T123600Z", canonical))
                .isEqualTo("5d672d79c15b13162d9279b0855cfba6789a8edb4c82c400e06b5924a6f2b5d7");
    }

    @Test
    void time_is_written_as_in_the_header() {
        assertThat(Signature.time(Instant.parse("2015-08-30T12:36:00.999Z"))).isEqualTo("20150830T123600Z");
    }

    private static String signature(String method, String path, String query, Map<String, List<String>> headers) {
        return sign(CanonicalRequest.of(
                method,
                path,
                query,
                List.of("host", "x-amz-date"),
                name -> headers.getOrDefault(name, List.of()),
                NOTHING));
    }

    private static String sign(String canonical) {
        var scope = new Signature.Scope("20150830", "us-east-1", "service");
        return Signature.of(Signature.key(SECRET, scope), scope, "20150830T123600Z", canonical);
    }
}
