package io.countersign.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.DatagramChannel;
import io.netty.channel.socket.nio.NioDatagramChannel;
import io.netty.util.HashedWheelTimer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.tinyradius.core.attribute.type.RadiusAttribute;
import org.tinyradius.core.dictionary.DefaultDictionary;
import org.tinyradius.core.dictionary.Dictionary;
import org.tinyradius.core.packet.request.AccessRequest;
import org.tinyradius.core.packet.request.RadiusRequest;
import org.tinyradius.core.packet.response.RadiusResponse;
import org.tinyradius.io.RadiusEndpoint;
import org.tinyradius.io.client.RadiusClient;
import org.tinyradius.io.client.handler.ClientDatagramCodec;
import org.tinyradius.io.client.handler.PromiseAdapter;
import org.tinyradius.io.client.timeout.FixedTimeoutHandler;

/** TinyRadius as a client: somebody else's codec, which drops a reply whose authenticators do not verify. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = Site.NEEDS_POSIX)
@Timeout(60)
final class TinyRadiusIT {
    private static final Dictionary DICTIONARY = DefaultDictionary.INSTANCE;
    private static final byte ACCESS_REQUEST = 1;
    private static final byte ACCESS_ACCEPT = 2;
    private static final byte ACCESS_REJECT = 3;
    private static final byte ACCESS_CHALLENGE = 11;
    private static final String VPN = "127.0.0.1";
    private static final String PUSH = "127.0.0.3";
    private static final int MESSAGE_AUTHENTICATOR = 80;

    @TempDir
    static Path folder;

    private static Site site;

    @BeforeAll
    static void serve() throws Exception {
        site = Site.make(folder).serve();
        site.userWithPhone("alice", "approve");
    }

    @AfterAll
    static void end() {
        site.close();
    }

    @Test
    void takesTheAccept() throws Exception {
        var reply = ask(PUSH, "alice", Site.PASSWORD, List.of());

        assertThat(reply.getType()).isEqualTo(ACCESS_ACCEPT);
        assertThat(new String(reply.getAttribute("Class").orElseThrow().getValue(), StandardCharsets.US_ASCII))
                .isEqualTo("push");
        assertThat(reply.getAttribute(MESSAGE_AUTHENTICATOR)).isPresent();
    }

    @Test
    void takesTheReject() throws Exception {
        var reply = ask(PUSH, "alice", "not-the-password", List.of());

        assertThat(reply.getType()).isEqualTo(ACCESS_REJECT);
        assertThat(reply.getAttribute(MESSAGE_AUTHENTICATOR)).isPresent();
    }

    @Test
    void answersAChallengeWithACode() throws Exception {
        var app = site.userWithApp("bob");

        var challenge = ask(VPN, "bob", Site.PASSWORD, List.of());
        assertThat(challenge.getType()).isEqualTo(ACCESS_CHALLENGE);
        var state = challenge.getAttribute("State").orElseThrow();
        assertThat(ask(VPN, "bob", app.code(), List.of(state)).getType()).isEqualTo(ACCESS_ACCEPT);
    }

    @SuppressWarnings("NullAway") // TinyRadius makes the authenticator itself where there is none
    private static RadiusResponse ask(String from, String user, String password, List<RadiusAttribute> state)
            throws Exception {
        var timer = new HashedWheelTimer();
        var group = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
        try (var client = client(from, group, timer)) {
            var request = RadiusRequest.create(DICTIONARY, ACCESS_REQUEST, (byte) 7, null, state)
                    .addAttribute("User-Name", user);
            return client.communicate(
                            ((AccessRequest) request).withPapPassword(password),
                            new RadiusEndpoint(site.address(), Site.VPN_SECRET))
                    .get(20, TimeUnit.SECONDS);
        } finally {
            timer.stop();
            group.shutdownGracefully(0, 5, TimeUnit.SECONDS).sync();
        }
    }

    private static RadiusClient client(String from, MultiThreadIoEventLoopGroup group, HashedWheelTimer timer) {
        return new RadiusClient(
                new Bootstrap().group(group).channel(NioDatagramChannel.class),
                new InetSocketAddress(InetAddress.ofLiteral(from), 0),
                new FixedTimeoutHandler(timer, 1, 10_000),
                new ChannelInitializer<DatagramChannel>() {
                    @Override
                    protected void initChannel(DatagramChannel channel) {
                        channel.pipeline().addLast(new ClientDatagramCodec(DICTIONARY), new PromiseAdapter());
                    }
                });
    }
}
