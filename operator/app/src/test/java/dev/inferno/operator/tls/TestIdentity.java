package dev.inferno.operator.tls;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import org.bouncycastle.util.io.pem.PemObject;
import org.bouncycastle.util.io.pem.PemWriter;

/** Identities for tests, and the files others would keep them in. */
public final class TestIdentity {

    private TestIdentity() {}

    public static Identity named(String name) {
        return Identity.selfSigned(List.of(name), Instant.now());
    }

    /** Writes {@code tls.crt} and {@code tls.key}, each at once as a remounted Secret appears. */
    public static void write(Identity identity, Path folder) throws IOException {
        replace(folder.resolve("tls.key"), pem("PRIVATE KEY", identity.key().getEncoded()));
        replace(
                folder.resolve("tls.crt"),
                pem("CERTIFICATE", encoded(identity.chain().getFirst())));
    }

    static String pem(String kind, byte[] content) throws IOException {
        StringWriter text = new StringWriter();
        try (PemWriter writer = new PemWriter(text)) {
            writer.writeObject(new PemObject(kind, content));
        }
        return text.toString();
    }

    private static byte[] encoded(X509Certificate certificate) {
        try {
            return certificate.getEncoded();
        } catch (CertificateEncodingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void replace(Path file, String text) throws IOException {
        Path written = Files.writeString(file.resolveSibling(file.getFileName() + ".new"), text);
        Files.move(written, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}
