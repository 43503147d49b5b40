package dev.inferno.operator.prometheus;

import java.security.KeyManagementException;
import java.security.SecureRandom;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLContextSpi;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLServerSocketFactory;
import javax.net.ssl.SSLSessionContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;
import org.jspecify.annotations.Nullable;

/**
 * A TLS context whose engines believe to talk to a given name, whatever the address says: the JDK's HTTP client offers no
 * other way to verify a certificate against another name than the host of the URL.
 */
final class ServerNameContext extends SSLContext {

    private ServerNameContext(SSLContext real, String serverName) {
        super(new Named(real, serverName), real.getProvider(), real.getProtocol());
    }

    static SSLContext over(SSLContext real, String serverName) {
        return new ServerNameContext(real, serverName);
    }

    private static final class Named extends SSLContextSpi {

        private final SSLContext real;
        private final String serverName;

        Named(SSLContext real, String serverName) {
            this.real = real;
            this.serverName = serverName;
        }

        @Override
        protected void engineInit(
                KeyManager @Nullable [] keys, TrustManager @Nullable [] trust, @Nullable SecureRandom random)
                throws KeyManagementException {
            real.init(keys, trust, random);
        }

        @Override
        protected SSLEngine engineCreateSSLEngine() {
            return real.createSSLEngine(serverName, -1);
        }

        @Override
        protected SSLEngine engineCreateSSLEngine(String host, int port) {
            return real.createSSLEngine(serverName, port);
        }

        @Override
        protected SSLSocketFactory engineGetSocketFactory() {
            return real.getSocketFactory();
        }

        @Override
        protected SSLServerSocketFactory engineGetServerSocketFactory() {
            return real.getServerSocketFactory();
        }

        @Override
        protected SSLSessionContext engineGetServerSessionContext() {
            return real.getServerSessionContext();
        }

        @Override
        protected SSLSessionContext engineGetClientSessionContext() {
            return real.getClientSessionContext();
        }

        @Override
        protected javax.net.ssl.SSLParameters engineGetDefaultSSLParameters() {
            return real.getDefaultSSLParameters();
        }

        @Override
        protected javax.net.ssl.SSLParameters engineGetSupportedSSLParameters() {
            return real.getSupportedSSLParameters();
        }
    }
}
