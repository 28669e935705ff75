package berth.wire.sigv4;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

final class TamperingTest {
    private static final Instant NOW = Instant.parse("2026-11-23T22:05:00Z");
    private static final String LETTERS = "abcXYZ019-_.~";

    @Property(tries = 400)
    void what_is_signed_is_accepted_and_any_one_changed_byte_is_refused(@ForAll Random random) {
        var request = drawn(random).signed(NOW);
        request.verified(NOW);

        var path = request.uri().getRawPath();
        var query = Objects.requireNonNullElse(request.uri().getRawQuery(), "");
        var tampered = new ArrayList<SigV4Verifier.SignedRequest>();
        tampered.add(request.received(changed(random, request.method()), path, query));
        tampered.add(request.received(request.method(), changed(random, path.substring(0, path.length())), query));
        if (!query.isEmpty()) {
            tampered.add(request.received(request.method(), path, changed(random, query)));
        }
        if (!request.body().isEmpty()) {
            tampered.add(
                    new Requests(request.method(), request.uri(), request.headers(), changed(random, request.body()))
                            .received());
        }
        for (var header : request.headers().entrySet()) {
            if (!header.getKey().equals("Authorization") && !header.getKey().equals("X-Amz-Date")) {
                tampered.add(request.with(header.getKey(), changed(random, header.getValue()))
                        .received());
                tampered.add(request.with(header.getKey(), null).received());
            }
        }
        for (var each : tampered) {
            assertThat(Requests.refusal(NOW, each)).startsWith("400 InvalidSignatureException: ");
        }
    }

    private static Requests drawn(Random random) {
        var uri = "http://" + word(random) + ":" + random.nextInt(1024, 65536) + "/" + word(random);
        if (random.nextBoolean()) {
            uri += "/" + word(random) + "?" + word(random) + "=" + word(random) + "&b=" + word(random);
        }
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("X-Amz-Target", "AmazonEC2ContainerServiceV20141113." + word(random));
        if (random.nextBoolean()) {
            headers.put("X-Own", word(random) + "  " + word(random));
        }
        return new Requests(
                random.nextBoolean() ? "POST" : "GET",
                URI.create(uri),
                headers,
                random.nextBoolean() ? "" : "{\"a\":\"" + word(random) + "\"}");
    }

    private static String word(Random random) {
        var word = new StringBuilder("w");
        for (var left = random.nextInt(8); left > 0; left--) {
            word.append(LETTERS.charAt(random.nextInt(LETTERS.length())));
        }
        return word.toString();
    }

    /// With one character, which means something, made another.
    private static String changed(Random random, String text) {
        for (; ; ) {
            var at = random.nextInt(text.length());
            var old = text.charAt(at);
            if (LETTERS.indexOf(old) >= 0 || Character.isLetterOrDigit(old)) {
                return text.substring(0, at) + (old == 'q' ? 'r' : 'q') + text.substring(at + 1);
            }
        }
    }
}
