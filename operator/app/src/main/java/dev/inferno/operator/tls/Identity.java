package dev.inferno.operator.tls;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/**
 * A private key and the certificates that vouch for it, its own first. Immutable.
 */
public record Identity(PrivateKey key, List<X509Certificate> chain) {

    private static final char[] NO_PASSWORD = new char[0];

    /** Longer than any process lives, since a certificate made at the start is renewed by the next start only. */
    private static final Duration SELF_SIGNED_LIFE = Duration.ofDays(3650);

    private static final Duration CLOCK_SKEW = Duration.ofHours(1);

    public Identity {
        chain = List.copyOf(chain);
    }

    /** @throws IOException naming the file that holds no such thing, or both when they do not belong together */
    public static Identity of(Path certificates, Path key) throws IOException {
        return of(PemFile.read(certificates), PemFile.read(key));
    }

    static Identity of(PemFile certificates, PemFile key) throws IOException {
        try {
            Identity read = new Identity(key.privateKey(), certificates.certificates());
            if (!read.fits()) {
                throw new IOException(key + " is not the key of the first certificate in " + certificates);
            }
            return read;
        } catch (GeneralSecurityException e) {
            throw new IOException(certificates + " and " + key + " cannot be used: " + e.getMessage(), e);
        }
    }

    /**
     * Vouches for itself: good against listeners, not against impostors, as nobody can verify it.
     *
     * @param names DNS names, the first also its subject
     */
    public static Identity selfSigned(List<String> names, Instant now) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(256);
            KeyPair pair = generator.generateKeyPair();
            X500Principal self = new X500Principal("CN=" + names.getFirst());
            var alternatives = new ArrayList<GeneralName>();
            names.forEach(name -> alternatives.add(new GeneralName(GeneralName.dNSName, name)));
            var certificate = new JcaX509v3CertificateBuilder(
                            self,
                            new BigInteger(127, new SecureRandom()),
                            Date.from(now.minus(CLOCK_SKEW)),
                            Date.from(now.plus(SELF_SIGNED_LIFE)),
                            self,
                            pair.getPublic())
                    .addExtension(Extension.basicConstraints, true, new BasicConstraints(false))
                    .addExtension(
                            Extension.extendedKeyUsage, false, new ExtendedKeyUsage(KeyPurposeId.id_kp_serverAuth))
                    .addExtension(
                            Extension.subjectAlternativeName,
                            false,
                            new GeneralNames(alternatives.toArray(new GeneralName[0])));
            var signer = new JcaContentSignerBuilder("SHA256withECDSA").build(pair.getPrivate());
            return new Identity(
                    pair.getPrivate(),
                    List.of(new JcaX509CertificateConverter().getCertificate(certificate.build(signer))));
        } catch (GeneralSecurityException | IOException | OperatorCreationException e) {
            throw new IllegalStateException("this JDK cannot make a certificate", e);
        }
    }

    /** For a JDK client or server. */
    public KeyManager[] keyManagers() throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, null);
        store.setKeyEntry("own", key, NO_PASSWORD, chain.toArray(new X509Certificate[0]));
        KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(store, NO_PASSWORD);
        return factory.getKeyManagers();
    }

    /** Without the key. */
    @Override
    public String toString() {
        return chain.getFirst().getSubjectX500Principal().toString();
    }

    /** Whether what the key signs is verified by the first certificate. */
    private boolean fits() throws GeneralSecurityException {
        String algorithm = switch (key.getAlgorithm()) {
            case "EC" -> "SHA256withECDSA";
            case "RSA" -> "SHA256withRSA";
            default -> key.getAlgorithm();
        };
        if (!key.getAlgorithm().equals(chain.getFirst().getPublicKey().getAlgorithm())) {
            return false;
        }
        byte[] sample = {1};
        Signature signing = Signature.getInstance(algorithm);
        signing.initSign(key);
        signing.update(sample);
        Signature verifying = Signature.getInstance(algorithm);
        verifying.initVerify(chain.getFirst());
        verifying.update(sample);
        return verifying.verify(signing.sign());
    }
}
