package io.countersign.bench;

import io.countersign.radius.crypto.Secret;
import io.countersign.radius.crypto.Signed;
import io.countersign.radius.crypto.UserPassword;
import io.countersign.radius.dictionary.Dictionary;
import io.countersign.radius.packet.Attribute;
import io.countersign.radius.packet.Code;
import io.countersign.radius.packet.Octets;
import io.countersign.radius.packet.Packet;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** Signed Access-Requests of user0, user1 …, each with an authenticator of its own, so that none is a repetition. */
final class LoadRequests {
    /** What is asked. */
    enum Kind {
        /** A User-Password. */
        PAP,
        /** No credential, and what an RD Gateway sends. */
        RDG
    }

    static final Secret PASSWORD = Secret.ofText("hello-password");

    private static final Dictionary DICTIONARY = Dictionary.standard();
    private static final List<Attribute> PAP_ATTRIBUTES =
            List.of(DICTIONARY.encode("NAS-IP-Address", "10.0.5.20"), DICTIONARY.encode("Service-Type", "2"));
    private static final List<Attribute> RDG_ATTRIBUTES = List.of(
            DICTIONARY.encode("Called-Station-Id", "UserAuthType:PW"),
            DICTIONARY.encode("NAS-Port-Type", "Virtual"),
            DICTIONARY.encode("MS-Network-Access-Server-Type", "1"),
            DICTIONARY.encode("MS-Machine-Name", "ALICE-LAPTOP"),
            new Attribute(33, Octets.wrap(new byte[20])));

    private final Kind kind;
    private final Secret secret;
    private final int users;
    private final SplittableRandom random = new SplittableRandom(1);

    LoadRequests(Kind kind, Secret secret, int users) {
        this.kind = kind;
        this.secret = secret;
        this.users = users;
    }

    /** A new request of some user. */
    Octets next(int identifier) {
        byte[] octets = new byte[16];
        random.nextBytes(octets);
        var authenticator = Octets.wrap(octets);
        var attributes = new ArrayList<Attribute>();
        attributes.add(new Attribute(1, userName()));
        switch (kind) {
            case PAP -> {
                attributes.add(new Attribute(2, UserPassword.hide(PASSWORD, secret, authenticator)));
                attributes.addAll(PAP_ATTRIBUTES);
            }
            case RDG -> attributes.addAll(RDG_ATTRIBUTES);
        }
        return Octets.wrap(
                Signed.octets(new Packet(Code.ACCESS_REQUEST, identifier, authenticator, attributes), secret));
    }

    private Octets userName() {
        return Octets.wrap(("user" + random.nextInt(users)).getBytes(StandardCharsets.US_ASCII));
    }
}
