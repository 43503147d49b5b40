package dev.inferno.operator.tls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.sec.ECPrivateKey;
import org.bouncycastle.asn1.sec.SECObjectIdentifiers;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IdentityTest {

    @TempDir
    private Path folder;

    private PemFile pem(String text) {
        return new PemFile(folder.resolve("x.pem"), text);
    }

    @Test
    void selfSignedCertificateCarriesItsNamesAndOutlivesAnyProcess() throws Exception {
        Instant now = Instant.parse("2026-01-01T00:00:00Z");
        var own =
                Identity.selfSigned(List.of("localhost", "pod-1"), now).chain().getFirst();

        assertEquals(
                List.of(List.of(2, "localhost"), List.of(2, "pod-1")), List.copyOf(own.getSubjectAlternativeNames()));
        own.verify(own.getPublicKey());
        own.checkValidity(Date.from(now));
        own.checkValidity(Date.from(now.plus(Duration.ofDays(3000))));
    }

    @Test
    void keysAreReadInEveryFormOpensslAndCertManagerWrite() throws Exception {
        KeyPairGenerator rsa = KeyPairGenerator.getInstance("RSA");
        rsa.initialize(2048);
        PrivateKey first = rsa.generateKeyPair().getPrivate();
        Identity second = TestIdentity.named("x");

        assertEquals(
                first, pem(TestIdentity.pem("PRIVATE KEY", first.getEncoded())).privateKey());
        byte[] pkcs1 = PrivateKeyInfo.getInstance(first.getEncoded())
                .parsePrivateKey()
                .toASN1Primitive()
                .getEncoded();
        assertEquals(first, pem(TestIdentity.pem("RSA PRIVATE KEY", pkcs1)).privateKey());
        String sec1 = TestIdentity.pem("EC PRIVATE KEY", sec1(second));
        String curve = TestIdentity.pem("EC PARAMETERS", SECObjectIdentifiers.secp256r1.getEncoded());
        assertEquals(number(second.key()), number(pem(sec1).privateKey()));
        assertEquals(number(second.key()), number(pem(curve + sec1).privateKey()));
    }

    private static BigInteger number(PrivateKey key) {
        return ((java.security.interfaces.ECPrivateKey) key).getS();
    }

    private static byte[] sec1(Identity identity) throws IOException {
        var point = SubjectPublicKeyInfo.getInstance(
                identity.chain().getFirst().getPublicKey().getEncoded());
        return new ECPrivateKey(256, number(identity.key()), point.getPublicKeyData(), SECObjectIdentifiers.secp256r1)
                .getEncoded();
    }

    @Test
    void aKeyOfAnotherCertificateIsRefusedByName() throws Exception {
        TestIdentity.write(TestIdentity.named("a"), folder);
        Files.writeString(
                folder.resolve("tls.key"),
                TestIdentity.pem("PRIVATE KEY", TestIdentity.named("b").key().getEncoded()));

        var refused = assertThrows(
                IOException.class, () -> Identity.of(folder.resolve("tls.crt"), folder.resolve("tls.key")));

        assertTrue(String.valueOf(refused.getMessage()).contains("tls.key is not the key of"), refused::toString);
    }

    @Test
    void filesThatHoldNothingOfTheKindAreNamed() {
        assertTrue(String.valueOf(assertThrows(IOException.class, () -> pem("").privateKey())
                        .getMessage())
                .contains("x.pem holds no private key"));
        assertTrue(String.valueOf(assertThrows(IOException.class, () -> pem("").certificates())
                        .getMessage())
                .contains("x.pem holds no certificate"));
    }

    @Test
    void keysStayOutOfTheText() throws Exception {
        String text =
                TestIdentity.pem("PRIVATE KEY", TestIdentity.named("x").key().getEncoded());

        assertFalse(pem(text).toString().contains("PRIVATE KEY"));
        assertEquals("CN=x", TestIdentity.named("x").toString());
    }
}
