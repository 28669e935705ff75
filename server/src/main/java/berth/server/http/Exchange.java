package berth.server.http;

import berth.wire.aws.AwsFault;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One request and its answer, which is written once.
record Exchange(Request request, Response response, Callback callback, String requestId) {
    private static final Logger LOG = LoggerFactory.getLogger(Exchange.class);
    static final String AWS_JSON = "application/x-amz-json-1.1";
    private static final int PIECE_BYTES = 32 << 10;

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

    /// Writes by and by. What breaks off ends the connection, so that half an answer never looks like a whole one.
    ///
    /// @throws IOException when the client is gone or the answer can't be finished
    void stream(String contentType, Api.Streamed answer) throws IOException {
        response.setStatus(200);
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, contentType);
        // Without it Jetty may end the answer with the connection.
        response.getHeaders().put(HttpHeader.TRANSFER_ENCODING, "chunked");
        // Not closed: that would end the answer as if it were whole also when it is not.
        @SuppressWarnings("resource")
        var out = new BufferedOutputStream(Content.Sink.asOutputStream(response), PIECE_BYTES);
        try {
            answer.writeTo(out);
        } catch (RuntimeException mistake) {
            LOG.error("Request {} failed in the midst of its answer", requestId, mistake);
            throw new IOException("The answer broke off.", mistake);
        }
        out.flush();
        response.write(true, ByteBuffer.allocate(0), callback);
    }

    void fault(AwsFault fault) {
        answer(fault.httpStatus(), AWS_JSON, fault.body());
    }
}
