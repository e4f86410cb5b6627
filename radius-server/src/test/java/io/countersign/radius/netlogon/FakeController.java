package io.countersign.radius.netlogon;

import io.countersign.radius.crypto.MsChapV2;
import io.countersign.radius.crypto.NetlogonKey;
import io.countersign.radius.crypto.Secret;
import io.countersign.radius.packet.Octets;
import io.countersign.radius.rpc.FakeRpcServer;
import io.countersign.radius.rpc.NdrReader;
import io.countersign.radius.rpc.NdrWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** A domain controller that knows one machine account and some users, and does what no real one can be made to do. */
final class FakeController implements AutoCloseable, FakeRpcServer.Service {
    static final int ACCESS_DENIED = 0xc0000022;
    static final int WRONG_PASSWORD = 0xc000006a;

    final FakeRpcServer rpc;
    final AtomicInteger agreements = new AtomicInteger();
    final AtomicInteger logons = new AtomicInteger();

    /** Of the machine account. */
    volatile Secret password;

    /** Answered to all logons, if it is not 0. */
    volatile int status;

    /** How many groups users are in. */
    volatile int groups = 3;

    volatile int userFlags;
    volatile boolean takesLogons = true;

    /** Forgets each key at once. */
    volatile boolean keepsKeys = true;

    private final Map<String, Secret> users = new ConcurrentHashMap<>();
    private volatile Optional<NetlogonKey> key = Optional.empty();
    private volatile Octets clientChallenge = Octets.empty();
    private volatile Octets serverChallenge = Octets.empty();

    FakeController(Secret password) throws IOException {
        this.password = password;
        this.rpc = new FakeRpcServer(this);
    }

    FakeController user(String name, Secret password) {
        users.put(name, password);
        return this;
    }

    LogonServer server(String name) {
        return new LogonServer(name, rpc.address());
    }

    /** Is started again. */
    void restart() {
        key = Optional.empty();
        rpc.cutAll();
    }

    /** Has agreed on another key with somebody else. */
    void forgetKey() {
        key = Optional.empty();
    }

    @Override
    public Optional<NetlogonKey> key() {
        return key;
    }

    @Override
    public Optional<Octets> call(int operation, Octets arguments) {
        return switch (operation) {
            case Calls.REQUEST_CHALLENGE -> Optional.of(challenge(arguments));
            case Calls.AUTHENTICATE_3 -> Optional.of(authenticate(arguments));
            case Calls.SAM_LOGON_EX -> logon(arguments);
            default -> Optional.empty();
        };
    }

    private Octets challenge(Octets arguments) {
        clientChallenge = arguments.slice(arguments.length() - 8, arguments.length());
        serverChallenge = Octets.wrap(new byte[] {1, 2, 3, 4, 5, 6, 7, (byte) agreements.get()});
        return new NdrWriter().octets(serverChallenge).u32(0).written();
    }

    private Octets authenticate(Octets arguments) {
        agreements.incrementAndGet();
        var agreed = NetlogonKey.of(password, clientChallenge, serverChallenge);
        Octets credential = arguments.slice(arguments.length() - 12, arguments.length() - 4);
        boolean right = credential.equals(agreed.credential(clientChallenge));
        if (right && keepsKeys) {
            key = Optional.of(agreed);
        }
        return new NdrWriter()
                .octets(right ? agreed.credential(serverChallenge) : Octets.wrap(new byte[8]))
                .u32(0x612fffff)
                .u32(1000)
                .u32(right ? 0 : ACCESS_DENIED)
                .written();
    }

    private Optional<Octets> logon(Octets arguments) {
        if (!takesLogons) {
            return Optional.empty();
        }
        logons.incrementAndGet();
        var reader = new NdrReader(arguments);
        reader.u32();
        reader.skipCharacters(); // server
        reader.u32();
        reader.skipCharacters(); // computer
        reader.u16(); // level, twice
        reader.u16();
        reader.u32();
        reader.skip(8 + 12 + 8 + 8); // names and flags
        Octets challenge = reader.octets(8);
        reader.skip(16);
        reader.skipCharacters(); // domain
        reader.u32();
        reader.u32();
        String user = new String(reader.octets(2 * reader.u32()).toArray(), StandardCharsets.UTF_16LE);
        reader.skipCharacters(); // workstation
        reader.u32();
        reader.u32();
        Octets response = reader.octets(reader.u32());
        Secret known = users.get(user);
        int answer = status != 0
                ? status
                : known != null && MsChapV2.verifies(challenge, response, known) ? 0 : WRONG_PASSWORD;
        return Optional.of(answer == 0 ? accepted(known) : refused(answer));
    }

    static Octets refused(int status) {
        return new NdrWriter().u16(6).nullPointer().u8(1).u32(0).u32(status).written();
    }

    /** The results of a logon that is accepted. */
    Octets accepted(Secret password) {
        var writer = new NdrWriter().u16(6).pointer().octets(Octets.wrap(new byte[48]));
        for (int i = 0; i < 6; i++) {
            writer.unicodeString("abc");
        }
        writer.u16(1).u16(0).u32(1104).u32(513).u32(groups).pointer().u32(userFlags);
        writer.octets(Octets.wrap(MsChapV2.passwordHashHash(password).reveal()));
        writer.unicodeString("DC1").unicodeString("CORP").pointer();
        writer.octets(Octets.wrap(new byte[40])).u32(1).pointer();
        for (int i = 0; i < 12; i++) {
            writer.u16(0).u16(0).nullPointer();
        }
        for (int i = 0; i < 6; i++) {
            writer.characters("abc");
        }
        writer.u32(groups);
        for (int i = 0; i < groups; i++) {
            writer.u32(2000 + i).u32(7);
        }
        writer.characters("DC1").characters("CORP");
        sid(writer, 21, 1, 2, 3);
        writer.u32(1).pointer().u32(7);
        sid(writer, 32, 545);
        return writer.u8(1).u32(0).u32(0).written();
    }

    private static void sid(NdrWriter writer, int... subAuthorities) {
        writer.u32(subAuthorities.length).u8(1).u8(subAuthorities.length);
        writer.octets(Octets.wrap(new byte[] {0, 0, 0, 0, 0, 5}));
        for (int part : subAuthorities) {
            writer.u32(part);
        }
    }

    @Override
    public void close() {
        rpc.close();
    }
}
