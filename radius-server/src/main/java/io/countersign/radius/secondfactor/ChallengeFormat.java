package io.countersign.radius.secondfactor;

import io.countersign.mfa.MfaHandle;
import io.countersign.radius.packet.Attribute;
import io.countersign.radius.packet.Octets;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** A pending challenge as octets, for the sealed row behind a State. */
final class ChallengeFormat {
    private static final int VERSION = 1;

    private ChallengeFormat() {}

    static byte[] write(PendingChallenge pending) {
        var octets = new ByteArrayOutputStream();
        try (var out = new DataOutputStream(octets)) {
            out.writeByte(VERSION);
            out.writeUTF(pending.loginId());
            out.writeUTF(pending.userId());
            out.writeUTF(pending.userName());
            out.writeUTF(pending.client());
            out.writeUTF(pending.connectionRequestPolicy());
            out.writeUTF(pending.policy().name());
            out.writeLong(pending.policy().revision());
            out.writeUTF(pending.provider());
            out.writeUTF(pending.handle().text());
            out.writeShort(pending.reply().size());
            for (var attribute : pending.reply()) {
                out.writeByte(attribute.type());
                out.writeByte(attribute.value().length());
                out.write(attribute.value().toArray());
            }
            out.writeByte(pending.round());
            out.writeLong(pending.expires().toEpochMilli());
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return octets.toByteArray();
    }

    static PendingChallenge read(byte[] octets) {
        try (var in = new DataInputStream(new ByteArrayInputStream(octets))) {
            if (in.readUnsignedByte() != VERSION) {
                throw new IOException("a challenge of another version");
            }
            return new PendingChallenge(
                    in.readUTF(),
                    in.readUTF(),
                    in.readUTF(),
                    in.readUTF(),
                    in.readUTF(),
                    new Login.MatchedPolicy(in.readUTF(), in.readLong()),
                    in.readUTF(),
                    new MfaHandle(in.readUTF()),
                    readReply(in),
                    in.readUnsignedByte(),
                    Instant.ofEpochMilli(in.readLong()));
        } catch (IOException damaged) {
            throw new UncheckedIOException(damaged);
        }
    }

    private static List<Attribute> readReply(DataInputStream in) throws IOException {
        int count = in.readUnsignedShort();
        var reply = new ArrayList<Attribute>(count);
        for (int i = 0; i < count; i++) {
            reply.add(new Attribute(in.readUnsignedByte(), Octets.wrap(in.readNBytes(in.readUnsignedByte()))));
        }
        return reply;
    }
}
