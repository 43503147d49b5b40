package dev.inferno.operator.tls;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.List;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.openssl.PEMKeyPair;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.jcajce.JcaPEMKeyConverter;

/**
 * The text of one PEM file, and the file's name for errors. Keys may be PKCS#8, PKCS#1 or SEC 1, as openssl and cert-manager
 * write them. Errors are {@link IOException}s that name the file.
 */
record PemFile(Path file, String text) {

    static PemFile read(Path file) throws IOException {
        return new PemFile(file, Files.readString(file, StandardCharsets.US_ASCII));
    }

    List<X509Certificate> certificates() throws IOException, GeneralSecurityException {
        var bytes = new ByteArrayInputStream(text.getBytes(StandardCharsets.US_ASCII));
        List<X509Certificate> found = CertificateFactory.getInstance("X.509").generateCertificates(bytes).stream()
                .map(X509Certificate.class::cast)
                .toList();
        if (found.isEmpty()) {
            throw new IOException(file + " holds no certificate in PEM form");
        }
        return found;
    }

    PrivateKey privateKey() throws IOException {
        var converter = new JcaPEMKeyConverter();
        try (PEMParser parser = new PEMParser(new StringReader(text))) {
            for (Object found = parser.readObject(); found != null; found = parser.readObject()) {
                switch (found) {
                    case PrivateKeyInfo key -> {
                        return converter.getPrivateKey(key);
                    }
                    case PEMKeyPair pair -> {
                        // Not as a pair: the public half may be left out.
                        return converter.getPrivateKey(pair.getPrivateKeyInfo());
                    }
                    default -> {} // parameters of a curve, which stand before its key
                }
            }
        }
        throw new IOException(file + " holds no private key in PEM form that is not encrypted");
    }

    /** Without the text, which may be a key. */
    @Override
    public String toString() {
        return file.toString();
    }
}
