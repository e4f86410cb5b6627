package io.countersign.cli.radius;

import io.countersign.cli.terminal.CommandRefused;
import io.countersign.cli.terminal.ExitCode;
import io.countersign.cli.terminal.NodeOption;
import io.countersign.cli.terminal.OutputOption;
import io.countersign.radius.crypto.Secret;
import io.countersign.radius.packet.Octets;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.json.JsonMapper;

/** {@code countersign radius decode}. */
@Command(
        name = "decode",
        description = {
            "Show what a packet of any code holds, each attribute with the octet where it begins, and where a malformed one"
                    + " breaks. Passwords and keys are never shown.",
            "Exit code 0 for a well-formed packet, 1 for a malformed one and where a signature does not verify with the secret."
        },
        footer = {
            "",
            "Examples:",
            "  countersign radius decode 0c07001400000000000000000000000000000000",
            "  countersign radius decode --file packet.bin --secret-file rdgw-01.secret",
            "  countersign radius decode --file reply.hex --secret-file vpn-01.secret --request 0107…"
        })
final class RadiusDecode implements Callable<Integer> {
    @Mixin
    private final NodeOption node = new NodeOption();

    @Parameters(
            arity = "0..*",
            paramLabel = "HEX",
            description = "The octets of the UDP payload; blanks, colons and 0x are passed over.")
    private List<String> hex = List.of();

    @Option(
            names = {"-f", "--file"},
            paramLabel = "FILE",
            description = "Read them from a file: hex as text, or the octets themselves.")
    private @Nullable Path file;

    @Option(
            names = "--secret-file",
            paramLabel = "FILE",
            description = "The shared secret, to check the signatures with. Trailing line ends are passed over.")
    private @Nullable Path secretFile;

    @Option(
            names = "--request",
            paramLabel = "HEX",
            description = "The request that this packet answers; its authenticator is needed to check an answer.")
    private @Nullable String request;

    @Mixin
    private final DictionaryOption dictionary = new DictionaryOption();

    @Mixin
    private final OutputOption output = new OutputOption();

    @Override
    public Integer call() {
        var datagram = datagram();
        var decoded = PacketReport.of(datagram, dictionary.dictionary(node), secret(), authenticator());
        if (output.isJson()) {
            node.out()
                    .println(
                            JsonMapper.shared().writerWithDefaultPrettyPrinter().writeValueAsString(decoded.json()));
        } else {
            decoded.lines().forEach(node.out()::println);
        }
        return decoded.isSound() ? ExitCode.DONE : ExitCode.NO;
    }

    private Octets datagram() {
        if (hex.isEmpty() == (file == null)) {
            throw CommandRefused.invalid("write the packet's octets in hex, or name a file with --file");
        }
        return file == null ? octets(String.join("", hex), "the packet") : octetsOf(file);
    }

    private Octets octetsOf(Path path) {
        var octets = files().octets(path);
        var text = new String(octets, StandardCharsets.ISO_8859_1);
        return text.matches("[0-9a-fA-FxX:\\s]+") ? octets(text, path.toString()) : Octets.wrap(octets);
    }

    private Optional<Secret> secret() {
        return Optional.ofNullable(secretFile).map(files()::sharedSecret);
    }

    private Optional<Octets> authenticator() {
        return Optional.ofNullable(request).map(text -> {
            var octets = octets(text, "--request");
            if (octets.length() < 20) {
                throw CommandRefused.invalid("--request is shorter than a packet's header of 20 octets");
            }
            return octets.slice(4, 20);
        });
    }

    private NamedFiles files() {
        return NamedFiles.of(node.surroundings());
    }

    private static Octets octets(String text, String what) {
        var digits = text.replaceAll("0[xX]|[:\\s]", "");
        try {
            return Octets.wrap(HexFormat.of().parseHex(digits));
        } catch (IllegalArgumentException wrong) {
            throw CommandRefused.invalid(what + " is not hex: two digits an octet, 0 to 9 and a to f");
        }
    }
}
