package berth.server.http;

import berth.wire.aws.AwsFault;
import java.nio.ByteBuffer;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/// One request and its answer, which is written once.
record Exchange(Request request, Response response, Callback callback, String requestId) {
    static final String AWS_JSON = "application/x-amz-json-1.1";

    /// What answers a kind of request. Runs on a virtual thread; what it throws becomes the answer.
    @FunctionalInterface
    interface Route {
        void answer(Exchange exchange) throws Exception;
    }

    String path() {
        return request.getHttpURI().getPath();
    }

    /// The first value; empty when there is none.
    String header(String name) {
        var value = request.getHeaders().get(name);
        return value == null ? "" : value.strip();
    }

    void answer(int status, String contentType, byte[] body) {
        response.setStatus(status);
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, contentType);
        response.getHeaders().put(HttpHeader.CONTENT_LENGTH, body.length);
        response.write(true, ByteBuffer.wrap(body), callback);
    }

    void fault(AwsFault fault) {
        answer(fault.httpStatus(), AWS_JSON, fault.body());
    }
}
