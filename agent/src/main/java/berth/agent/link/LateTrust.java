package berth.agent.link;

import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;

/// The JVM's usual trust in servers, read when the first certificate is to be judged: an agent whose control plane
/// answers over plain HTTP never reads the hundred and more certificates of the machine. Thread-safe.
public final class LateTrust extends X509ExtendedTrustManager {
    /// Initialised by the JVM, once, when somebody first asks.
    private static final class Usual {
        static final X509ExtendedTrustManager MANAGER = read();

        private static X509ExtendedTrustManager read() {
            try {
                var factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
                factory.init((KeyStore) null);
                for (var manager : factory.getTrustManagers()) {
                    if (manager instanceof X509ExtendedTrustManager usual) return usual;
                }
                throw new IllegalStateException("this JVM has no trust manager for X.509");
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException("this JVM's trusted certificates cannot be read", e);
            }
        }
    }

    private LateTrust() {}

    /// A context for clients that offers no certificate of its own.
    public static SSLContext context() {
        try {
            var context = SSLContext.getInstance("TLS");
            context.init(null, new TrustManager[] {new LateTrust()}, null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JVM knows no TLS", e);
        }
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) throws CertificateException {
        Usual.MANAGER.checkServerTrusted(chain, type);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) throws CertificateException {
        Usual.MANAGER.checkServerTrusted(chain, type, socket);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) throws CertificateException {
        Usual.MANAGER.checkServerTrusted(chain, type, engine);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) throws CertificateException {
        Usual.MANAGER.checkClientTrusted(chain, type);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) throws CertificateException {
        Usual.MANAGER.checkClientTrusted(chain, type, socket);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) throws CertificateException {
        Usual.MANAGER.checkClientTrusted(chain, type, engine);
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return Usual.MANAGER.getAcceptedIssuers();
    }
}
