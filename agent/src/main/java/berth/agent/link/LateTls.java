package berth.agent.link;

import java.security.GeneralSecurityException;
import java.security.KeyManagementException;
import java.security.SecureRandom;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLContextSpi;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLServerSocketFactory;
import javax.net.ssl.SSLSessionContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;
import org.jspecify.annotations.Nullable;

/// The JVM's usual TLS, made ready when the first connection needs it: an agent whose control plane answers over
/// plain HTTP loads none of its three hundred classes. Thread-safe.
public final class LateTls extends SSLContextSpi {
    /// Initialised by the JVM, once, when somebody first asks.
    private static final class Usual {
        static final SSLContext CONTEXT = make();

        private static SSLContext make() {
            try {
                var context = SSLContext.getInstance("TLS");
                context.init(null, null, null);
                return context;
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException("this JVM knows no TLS", e);
            }
        }
    }

    private LateTls() {}

    /// A context for clients that offers no certificate of its own.
    public static SSLContext context() {
        return new SSLContext(new LateTls(), null, "TLS") {};
    }

    /// What to ask of connections, which a client would else ask the context for at once.
    public static SSLParameters parameters() {
        var parameters = new SSLParameters();
        parameters.setProtocols(new String[] {"TLSv1.3", "TLSv1.2"});
        return parameters;
    }

    @Override
    protected void engineInit(
            KeyManager @Nullable [] keys, TrustManager @Nullable [] trust, @Nullable SecureRandom random)
            throws KeyManagementException {
        throw new KeyManagementException("this context is ready as it is");
    }

    @Override
    protected SSLSocketFactory engineGetSocketFactory() {
        return Usual.CONTEXT.getSocketFactory();
    }

    @Override
    protected SSLServerSocketFactory engineGetServerSocketFactory() {
        return Usual.CONTEXT.getServerSocketFactory();
    }

    @Override
    protected SSLEngine engineCreateSSLEngine() {
        return Usual.CONTEXT.createSSLEngine();
    }

    @Override
    protected SSLEngine engineCreateSSLEngine(String host, int port) {
        return Usual.CONTEXT.createSSLEngine(host, port);
    }

    @Override
    protected SSLSessionContext engineGetServerSessionContext() {
        return Usual.CONTEXT.getServerSessionContext();
    }

    @Override
    protected SSLSessionContext engineGetClientSessionContext() {
        return Usual.CONTEXT.getClientSessionContext();
    }

    @Override
    protected SSLParameters engineGetDefaultSSLParameters() {
        return Usual.CONTEXT.getDefaultSSLParameters();
    }

    @Override
    protected SSLParameters engineGetSupportedSSLParameters() {
        return Usual.CONTEXT.getSupportedSSLParameters();
    }
}
