package io.countersign.radius.challenge;

import io.countersign.mfa.MfaHandle;
import io.countersign.radius.packet.Attribute;
import io.countersign.radius.packet.Octets;
import io.countersign.radius.secondfactor.Login;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A pending round as octets, for the sealed row behind a State: a version, the kind of the round, and what that kind holds. */
final class ChallengeFormat {
    private static final int VERSION = 2;
    private static final int SECOND_FACTOR = 1;

    private ChallengeFormat() {}

    static byte[] write(PendingRound pending) {
        var octets = new ByteArrayOutputStream();
        try (var out = new DataOutputStream(octets)) {
            out.writeByte(VERSION);
            switch (pending) {
                case PendingRound.SecondFactor secondFactor -> {
                    out.writeByte(SECOND_FACTOR);
                    write(secondFactor, out);
                }
            }
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return octets.toByteArray();
    }

    /** Empty if a program of another version wrote it: that login has to begin again. */
    static Optional<PendingRound> read(byte[] octets) {
        try (var in = new DataInputStream(new ByteArrayInputStream(octets))) {
            return in.readUnsignedByte() == VERSION && in.readUnsignedByte() == SECOND_FACTOR
                    ? Optional.of(readSecondFactor(in))
                    : Optional.empty();
        } catch (IOException damaged) {
            throw new UncheckedIOException(damaged);
        }
    }

    private static void write(PendingRound.SecondFactor pending, DataOutputStream out) throws IOException {
        out.writeUTF(pending.loginId());
        out.writeUTF(pending.userId());
        out.writeBoolean(pending.proven());
        out.writeUTF(pending.userName());
        out.writeUTF(pending.client());
        writeAttributes(pending.said(), out);
        out.writeUTF(pending.connectionRequestPolicy());
        out.writeUTF(pending.policy().name());
        out.writeLong(pending.policy().revision());
        out.writeUTF(pending.provider());
        out.writeUTF(pending.handle().text());
        out.writeByte(pending.round());
        out.writeLong(pending.expires().toEpochMilli());
    }

    private static PendingRound.SecondFactor readSecondFactor(DataInputStream in) throws IOException {
        return new PendingRound.SecondFactor(
                in.readUTF(),
                in.readUTF(),
                in.readBoolean(),
                in.readUTF(),
                in.readUTF(),
                readAttributes(in),
                in.readUTF(),
                new Login.MatchedPolicy(in.readUTF(), in.readLong()),
                in.readUTF(),
                new MfaHandle(in.readUTF()),
                in.readUnsignedByte(),
                Instant.ofEpochMilli(in.readLong()));
    }

    private static void writeAttributes(List<Attribute> attributes, DataOutputStream out) throws IOException {
        out.writeShort(attributes.size());
        for (var attribute : attributes) {
            out.writeByte(attribute.type());
            out.writeByte(attribute.value().length());
            out.write(attribute.value().toArray());
        }
    }

    private static List<Attribute> readAttributes(DataInputStream in) throws IOException {
        int count = in.readUnsignedShort();
        var attributes = new ArrayList<Attribute>(count);
        for (int i = 0; i < count; i++) {
            attributes.add(new Attribute(in.readUnsignedByte(), Octets.wrap(in.readNBytes(in.readUnsignedByte()))));
        }
        return attributes;
    }
}
