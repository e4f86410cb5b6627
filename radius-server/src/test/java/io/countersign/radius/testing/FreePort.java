package io.countersign.radius.testing;

import java.io.IOException;
import java.net.ConnectException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.util.random.RandomGenerator;

/** Ports of 127.0.0.1 that nobody listens on, for programs that cannot choose one themselves. */
public final class FreePort {
    private static final RandomGenerator RANDOM = RandomGenerator.getDefault();

    private FreePort() {}

    /** One of UDP. */
    public static int udp() throws IOException {
        try (var socket = new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))) {
            return socket.getLocalPort();
        }
    }

    /** One of TCP. */
    public static int tcp() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /** Waits until somebody listens on a port of loopback. */
    public static void awaitTcp(int port) throws Exception {
        Awaited.until(() -> listens(port));
    }

    private static boolean listens(int port) throws IOException {
        try (var _ = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return true;
        } catch (ConnectException nobody) {
            return false;
        }
    }

    /** The first of two that follow each other, both below 10,000. */
    public static int udpPairOfFourDigits() {
        while (true) {
            int port = RANDOM.nextInt(2000, 9998);
            if (isFree(port) && isFree(port + 1)) {
                return port;
            }
        }
    }

    private static boolean isFree(int port) {
        try (var _ = new DatagramSocket(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port))) {
            return true;
        } catch (SocketException taken) {
            return false;
        }
    }
}
