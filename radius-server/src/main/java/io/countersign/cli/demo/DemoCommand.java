package io.countersign.cli.demo;

import io.countersign.cli.terminal.ExitCode;
import io.countersign.cli.terminal.NodeOption;
import io.countersign.radius.dictionary.Dictionary;
import io.countersign.radius.event.Printable;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code countersign demo}. */
@Command(
        name = "demo",
        description =
                "Show three logins on this machine: an RD Gateway with an Entra push, approved and denied, and a VPN with"
                        + " password and one-time code. Entra is simulated. Then stay up, for you to try.",
        footer = {"", "Examples:", "  countersign demo", "  countersign demo --once && echo it works"})
public final class DemoCommand implements Callable<Integer> {
    @Mixin
    private final NodeOption node = new NodeOption();

    @Option(names = "--once", description = "End after the three logins; exit code 0 if all went as told, else 1.")
    private boolean once;

    /** Made by Picocli. */
    public DemoCommand() {}

    @Override
    public Integer call() throws IOException, InterruptedException {
        var out = node.out();
        out.println("Preparing a node, its users, and an Entra tenant …");
        try (var site = DemoSite.make(node.surroundings().environment(), home())) {
            out.println("Countersign listens on " + text(site) + "; everything of the demo is in " + site.folder());
            out.println();
            var scene = new Scene(site, Dictionary.standard(), out);
            scene.approvedAtTheGateway();
            scene.deniedAtTheGateway();
            scene.codeAtTheVpn();
            scene.faults().forEach(fault -> node.err().println("Not as told: " + fault));
            if (once || !scene.faults().isEmpty()) {
                out.println(scene.faults().isEmpty() ? "All went as told." : "Something went another way, see above.");
                return scene.faults().isEmpty() ? ExitCode.DONE : ExitCode.NO;
            }
            stayUp(site, out);
            return ExitCode.DONE;
        }
    }

    private static Path home() {
        return Path.of(System.getProperty("countersign.home", "."));
    }

    private static void stayUp(DemoSite site, PrintWriter out) throws IOException, InterruptedException {
        boolean somebodyThere = Optional.ofNullable(System.console())
                .filter(console -> console.isTerminal())
                .isPresent();
        site.tenant().phone(somebodyThere ? "* ask" : "* approve after 1s");
        out.println("Try it yourself from another terminal, with radclient (Debian: apt install freeradius-utils).");
        out.println(somebodyThere ? "You are the phone: answer here, y or n." : "The phone approves after a second.");
        out.println();
        out.println("An RD Gateway login:");
        out.println("  " + gatewayLine(site));
        out.println("The same without radclient:");
        out.println("  " + gatewayCommand(site));
        out.println("A VPN login; the answer is an Access-Challenge with a State:");
        out.println("  " + vpnLine(site, "User-Password = \"" + site.password("carol") + "\""));
        out.println("Its answer: put in that State, and the code of an app that was given the key "
                + site.carolsApp().seed() + ":");
        out.println("  " + vpnLine(site, "State = 0x…, User-Password = \"CODE\""));
        out.println();
        out.println("Ctrl-C ends the demo.");
        out.flush();
        var end = new CountDownLatch(1);
        Runtime.getRuntime()
                .addShutdownHook(Thread.ofPlatform().name("demo-end").unstarted(site::close));
        end.await();
    }

    private static String gatewayLine(DemoSite site) {
        return "echo 'User-Name = \"CONTOSO\\\\alice\", Called-Station-Id = \"UserAuthType:PW\", NAS-Port-Type = Virtual,"
                + " MS-Network-Access-Server-Type = 1, Message-Authenticator = 0x00, Packet-Src-IP-Address = 127.0.0.2'"
                + " | radclient -x -r 1 -t 60 " + text(site) + " auth " + site.gatewaySecret();
    }

    /** Quoted as the shells of Unix and Windows take it. */
    private static String gatewayCommand(DemoSite site) {
        return "countersign radius send " + text(site) + " --from 127.0.0.2 --secret-file \""
                + site.folder().resolve("rdgw-01.secret") + "\" --user \"CONTOSO\\alice\" --method none --timeout 60s";
    }

    private static String vpnLine(DemoSite site, String credential) {
        return "echo 'User-Name = \"carol\", " + credential
                + ", Calling-Station-Id = \"203.0.113.7\", Message-Authenticator =" + " 0x00' | radclient -x -r 1 "
                + text(site) + " auth " + site.vpnSecret();
    }

    private static String text(DemoSite site) {
        return Printable.address(site.address());
    }
}
