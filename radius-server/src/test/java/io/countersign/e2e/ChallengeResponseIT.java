package io.countersign.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** CHAP and MS-CHAPv2 with Debian's radclient; MS-CHAPv2 with the values of RFC 2759 §9.2 and RFC 3079 §3.5.3. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = Site.NEEDS_POSIX)
@Timeout(60)
final class ChallengeResponseIT {
    private static final String CHALLENGE = "MS-CHAP-Challenge = 0x5b5d7c7d7b3f2f3e3c2c602132262628";
    private static final String RESPONSE = "MS-CHAP2-Response = 0x1600" + "21402324255e262a28295f2b3a337c7e"
            + "0000000000000000" + "82309ecd8d708b5ea08faa3981cd83544233114a3d85d6df";

    /** S=407A5589115FD0D6209F510FE9C04566932CDA56, behind the Ident. */
    private static final String SUCCESS = "MS-CHAP2-Success = 0x16533d"
            + "34303741353538393131354644304436323039463531304645394330343536363933324344413536";

    @TempDir
    static Path folder;

    private static Site site;

    @BeforeAll
    static void serve() throws Exception {
        Radclient.require();
        site = Site.make(folder);
        site.input("clientPass");
        site.done("user", "add", "User", "--group", Site.VPN_USERS, "--store", "reversible");
        site.user("hashed", Site.VPN_USERS);
        site.serve();
    }

    @AfterAll
    static void end() {
        if (site != null) {
            site.close();
        }
    }

    @Test
    void letsInByChap() throws Exception {
        client().signed(5, "User-Name = \"User\"", "CHAP-Password = \"clientPass\"")
                .isA("Access-Accept");
        client().signed(5, "User-Name = \"User\"", "CHAP-Password = \"wrong\"").isA("Access-Reject");
    }

    @Test
    void letsInByMsChapV2WithProofAndKeysAsTheRfcsHaveThem() throws Exception {
        var accept = client().signed(5, "User-Name = \"CONTOSO\\\\User\"", CHALLENGE, RESPONSE);

        assertThat(accept.isA("Access-Accept").attributes())
                .contains(SUCCESS, "MS-MPPE-Send-Key = 0x8b7cdc149b993a1ba118cb153f56dccb")
                .anyMatch(line -> line.matches("MS-MPPE-Recv-Key = 0x[0-9a-f]{32}"))
                .contains("MS-MPPE-Encryption-Policy = Encryption-Allowed");
    }

    @Test
    void tellsAWrongResponseByItsError() throws Exception {
        assertThat(client().signed(5, "User-Name = \"User\"", CHALLENGE, RESPONSE.replace("df", "de"))
                        .isA("Access-Reject")
                        .attributes())
                .anyMatch(line -> line.matches("MS-CHAP-Error = .*E=691 R=0 C=[0-9A-F]{32} V=3 M=Access denied\""));
    }

    @Test
    void refusesAUserWhosePasswordIsAHashAndSaysWhyInTheLogAlone() throws Exception {
        client().signed(5, "User-Name = \"hashed\"", "CHAP-Password = \"" + Site.PASSWORD + "\"")
                .isA("Access-Reject");
        site.awaitLine(site.log(), line -> line.contains("19 password not stored reversibly"));
    }

    private static Radclient client() throws Exception {
        return Radclient.from(site, "127.0.0.6", Site.VPN_SECRET);
    }
}
