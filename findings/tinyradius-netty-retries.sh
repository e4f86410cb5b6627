#!/bin/sh
# tinyradius-netty 1.5.12: a retry keeps port and Identifier, and has a new authenticator.
#
# A server's duplicate detection (RFC 5080 section 2.2.2) takes it for another login. Needs mvn, and a JDK 11 or newer.
. "$(dirname "$(readlink -f "$0")")/common.sh"

libraries com.globalreachtech:tinyradius-netty:1.5.12
cat >"$work/Client.java" <<'END'
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.channel.socket.DatagramChannel;
import io.netty.channel.socket.nio.NioDatagramChannel;
import io.netty.util.HashedWheelTimer;
import java.net.InetSocketAddress;
import java.util.List;
import org.tinyradius.core.dictionary.DefaultDictionary;
import org.tinyradius.core.packet.request.AccessRequest;
import org.tinyradius.core.packet.request.RadiusRequest;
import org.tinyradius.io.RadiusEndpoint;
import org.tinyradius.io.client.RadiusClient;
import org.tinyradius.io.client.handler.ClientDatagramCodec;
import org.tinyradius.io.client.handler.PromiseAdapter;
import org.tinyradius.io.client.timeout.FixedTimeoutHandler;

class Client {
    public static void main(String[] arguments) throws Exception {
        var client = new RadiusClient(
                new Bootstrap().group(new NioEventLoopGroup(1)).channel(NioDatagramChannel.class),
                new InetSocketAddress("127.0.0.1", 0),
                new FixedTimeoutHandler(new HashedWheelTimer(), 3, 1000),
                new ChannelInitializer<DatagramChannel>() {
                    protected void initChannel(DatagramChannel channel) {
                        channel.pipeline().addLast(new ClientDatagramCodec(DefaultDictionary.INSTANCE), new PromiseAdapter());
                    }
                });
        var request = RadiusRequest.create(DefaultDictionary.INSTANCE, (byte) 1, (byte) 7, null, List.of())
                .addAttribute("User-Name", "alice");
        client.communicate(
                        ((AccessRequest) request).withPapPassword("password"),
                        new RadiusEndpoint(new InetSocketAddress("127.0.0.1", 31900), arguments[0]))
                .await();
        System.exit(0);
    }
}
END
responder 31900 none
java -cp "$work/jars/*" "$work/Client.java" "$SECRET" >>"$work/beside.log" 2>&1
cat "$work/31900.packets"
expect "packets" 3 "$(wc -l <"$work/31900.packets")"
expect "different Identifiers" 1 "$(different identifier 31900)"
expect "different ports" 1 "$(different from 31900)"
expect "different authenticators" 3 "$(different authenticator 31900)"
