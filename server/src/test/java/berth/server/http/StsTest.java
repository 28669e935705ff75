package berth.server.http;

import static berth.server.http.OpenDoor.NODE;
import static berth.server.http.OpenDoor.OPERATOR;
import static org.assertj.core.api.Assertions.assertThat;

import berth.wire.sigv4.Credentials;
import berth.wire.sigv4.SigV4Signer;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class StsTest {
    private final OpenDoor door = new OpenDoor();

    @AfterEach
    void close() {
        door.close();
    }

    private HttpResponse<String> ask(Credentials who, String form) throws Exception {
        return ask(who, form, Map.of());
    }

    private HttpResponse<String> ask(Credentials who, String form, Map<String, String> more) throws Exception {
        var body = form.getBytes(StandardCharsets.UTF_8);
        var headers = new HashMap<>(more);
        headers.put("Content-Type", "application/x-www-form-urlencoded; charset=utf-8");
        var request = HttpRequest.newBuilder(door.uri("/")).POST(HttpRequest.BodyPublishers.ofByteArray(body));
        headers.forEach(request::header);
        SigV4Signer.sign(who, "us-east-1", "sts", "POST", door.uri("/"), headers, body, Instant.now())
                .forEach(request::header);
        return door.send(request);
    }

    @Test
    void an_operator_learns_who_it_is() throws Exception {
        var answer = ask(OPERATOR, "Action=GetCallerIdentity&Version=2011-06-15");
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("content-type")).hasValue("text/xml");
        assertThat(answer.body())
                .contains("<Account>000000000000</Account>")
                .contains("<Arn>arn:aws:iam::000000000000:user/BERTHOPERATOR</Arn>")
                .contains("<RequestId>"
                        + answer.headers().firstValue("x-amzn-RequestId").orElseThrow());
    }

    @Test
    void a_task_is_its_role_and_may_ask_what_its_role_allows() throws Exception {
        var token = Map.of("X-Amz-Security-Token", "good");
        var form = "Action=GetCallerIdentity&Version=2011-06-15";
        assertThat(ask(OpenDoor.TASK, form, token).body()).contains("<Code>AccessDenied</Code>");
        door.access = (session, action, body) -> assertThat(action).isEqualTo("sts:GetCallerIdentity");
        assertThat(ask(OpenDoor.TASK, form, token).body())
                .contains("<Arn>arn:aws:sts::000000000000:assumed-role/reader/0123</Arn>")
                .contains("<UserId>AROAreader:0123</UserId>");
        for (var wrong : new Credentials[] {OPERATOR, new Credentials("ASIATASK", "guess")})
            assertThat(ask(wrong, form, token).statusCode()).isEqualTo(403);
        assertThat(ask(OpenDoor.TASK, form).body()).contains("<Code>InvalidClientTokenId</Code>");
        assertThat(ask(OpenDoor.TASK, form, Map.of("X-Amz-Security-Token", "old"))
                        .body())
                .contains("<Code>ExpiredToken</Code>");
    }

    @Test
    void an_action_that_is_not_there_is_an_xml_error() throws Exception {
        var answer = ask(OPERATOR, "Action=Assume%3CRole%3E&Version=2011-06-15");
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body())
                .contains("<Code>InvalidAction</Code>")
                .contains("Could not find operation Assume&lt;Role&gt; for version 2011-06-15");
    }

    @Test
    void refusals_have_the_query_protocols_names() throws Exception {
        var wrong = ask(new Credentials("BERTHOPERATOR", "guess"), "Action=GetCallerIdentity");
        assertThat(wrong.statusCode()).isEqualTo(403);
        assertThat(wrong.body()).contains("<Code>SignatureDoesNotMatch</Code>");
        assertThat(ask(new Credentials("NOBODY", "x"), "Action=GetCallerIdentity")
                        .body())
                .contains("<Code>InvalidClientTokenId</Code>");
        assertThat(ask(NODE, "Action=GetCallerIdentity").body())
                .contains("<Arn>arn:aws:iam::000000000000:user/BERTHNODE</Arn>");
        assertThat(ask(OPERATOR, "Action=%zz").body()).contains("<Code>MalformedQueryString</Code>");
    }
}
