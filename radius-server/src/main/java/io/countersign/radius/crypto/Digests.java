package io.countersign.radius.crypto;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** The digests that RADIUS is built on. */
final class Digests {
    private Digests() {}

    static MessageDigest md5() {
        try {
            return MessageDigest.getInstance("MD5");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(
                    "this Java has no MD5, without which there is no RADIUS (is it in FIPS mode?)", e);
        }
    }

    static Mac hmacMd5(Secret secret) {
        try {
            Mac mac = Mac.getInstance("HmacMD5");
            mac.init(new SecretKeySpec(secret.reveal(), "HmacMD5"));
            return mac;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(
                    "this Java has no HmacMD5, without which there is no RADIUS (is it in FIPS mode?)", e);
        }
    }
}
