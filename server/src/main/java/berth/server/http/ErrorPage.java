package berth.server.http;

import java.nio.ByteBuffer;
import java.util.function.Supplier;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/// What is said to requests that never reach the front door, such as ones that aren't HTTP.
final class ErrorPage extends ErrorHandler {
    static final String REQUEST_ID = "x-amzn-RequestId";

    private final Supplier<String> ids;

    ErrorPage(Supplier<String> ids) {
        this.ids = ids;
    }

    @Override
    protected void generateResponse(
            Request request,
            Response response,
            int code,
            @Nullable String message,
            @Nullable Throwable cause,
            Callback callback) {
        var body = Faults.ofStatus(code, message).body();
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, Exchange.AWS_JSON);
        response.getHeaders().put(REQUEST_ID, ids.get());
        response.write(true, ByteBuffer.wrap(body), callback);
    }

    @Override
    @SuppressWarnings("removal") // still what Jetty asks for requests it cannot parse
    public ByteBuffer badMessageError(int status, @Nullable String reason, HttpFields.Mutable fields) {
        fields.put(HttpHeader.CONTENT_TYPE, Exchange.AWS_JSON);
        fields.put(REQUEST_ID, ids.get());
        return ByteBuffer.wrap(Faults.ofStatus(status, reason).body());
    }
}
