package io.countersign.radius.nps;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NpsExportReaderTest {
    private static final Path SHIPPED = Path.of("../policies/examples/nps-export.xml");

    private static NpsExport read(String text) {
        return NpsExportReader.read(text.getBytes(StandardCharsets.UTF_8));
    }

    private static String within(String children) {
        return "<?xml version=\"1.0\"?><Root xmlns:dt=\"urn:schemas-microsoft-com:datatypes\"><Children>" + children
                + "</Children></Root>";
    }

    private static String service(String children) {
        return "<Microsoft_Internet_Authentication_Service name=\"x\"><Children>" + children
                + "</Children></Microsoft_Internet_Authentication_Service>";
    }

    @Test
    void readsWhatIsShipped() throws IOException {
        var export = NpsExportReader.read(Files.readAllBytes(SHIPPED));

        assertThat(export.version()).contains("257");
        assertThat(export.clientNames()).containsExactly("RDGW01", "vpn-01", "switches", "printer");
        assertThat(export.networkPolicies())
                .extracting(NpsObject::name)
                .startsWith("RDG_CAP")
                .endsWith("Connections to other access servers");
    }

    @Test
    void findsObjectsByPathAlone() {
        var export = read(
                within(
                        service(
                                        "<NetworkPolicy><Children><A name=\"one\"><Properties><msNPSequence>2</msNPSequence></Properties></A><A name=\"two\"/></Children></NetworkPolicy>")
                                + "<SDO_Schema><Children><NetworkPolicy><Children><B name=\"no policy\"/></Children></NetworkPolicy></Children></SDO_Schema>"));

        assertThat(export.networkPolicies()).extracting(NpsObject::name).containsExactly("one", "two");
        assertThat(export.others()).isEmpty();
    }

    @Test
    void keepsTheOrderOfValuesAndNothingOfTheSpaceAround() {
        var export = read(within(service("<NetworkPolicy><Children><A name=\"a\"><Properties>"
                + "<msNPConstraint>\n b \n</msNPConstraint><msNPConstraint>a</msNPConstraint><Empty></Empty>"
                + "</Properties></A></Children></NetworkPolicy>")));

        var policy = export.networkPolicies().getFirst();
        assertThat(policy.all("msNPConstraint")).containsExactly("b", "a");
        assertThat(policy.all("Empty")).isEmpty();
        assertThat(policy).hasToString("NpsObject[a]");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "<Root/> | has no NPS in it",
                "<Root><Children><Microsoft_Internet_Authentication_Service_Templates/></Children></Root> | has no NPS in it",
                "<html><Children/></html> | does not begin with the element Root",
                "'' | is no whole XML",
                "Clients: 1 | is no whole XML",
                "<Root><Children> | is no whole XML",
                "<Root><Children></Root> | is no whole XML",
                "<Root>&unknown;</Root> | is no whole XML",
                "<!DOCTYPE Root><Root/> | has a document type",
                "<!DOCTYPE Root [<!ENTITY a \"b\">]><Root><Children>&a;</Children></Root> | has a document type",
                "<!DOCTYPE Root SYSTEM \"file:///dev/null\"><Root/> | has a document type",
            })
    void refusesWhatIsNone(String text, String why) {
        assertThatThrownBy(() -> read(text))
                .isInstanceOf(UnreadableExport.class)
                .hasMessageContaining(why);
    }

    @Test
    void refusesWhatNoExportHas() {
        var deep = "<A><Children>".repeat(20) + "</Children></A>".repeat(20);
        assertThatThrownBy(() -> read(within(service(deep)))).hasMessageContaining("deeper than any export");
        assertThatThrownBy(() -> read(within(service("") + service("")))).hasMessageContaining("has two");
        assertThatThrownBy(() -> read(within(service("<A><Properties><p><q/></p></Properties></A>"))))
                .hasMessageContaining("an element within a value");
        assertThatThrownBy(() -> read(within(service("<A><Property/></A>"))))
                .hasMessageContaining("something else than Properties and Children");
        assertThatThrownBy(() -> read(
                        within(service("<A><Properties><p>" + "x".repeat((1 << 20) + 1) + "</p></Properties></A>"))))
                .hasMessageContaining("a value longer than any");
        assertThatThrownBy(() -> NpsExportReader.read(new byte[(NpsExportReader.MOST_MEBIBYTES << 20) + 1]))
                .hasMessageContaining("longer than 64 MiB");
    }

    @Test
    void tellsTheLiveStoreApart() {
        var live = "<?xml version=\"1.0\"?><Root/>";
        for (var octets : new byte[][] {
            ("\uFEFF" + live).getBytes(StandardCharsets.UTF_16LE),
            ("\uFEFF" + live).getBytes(StandardCharsets.UTF_16BE),
            live.getBytes(StandardCharsets.UTF_16LE),
            live.getBytes(StandardCharsets.UTF_16BE)
        }) {
            assertThatThrownBy(() -> NpsExportReader.read(octets)).hasMessageContaining("NPS's own ias.xml");
        }
    }

    @Test
    void whateverIsBrokenOffIsRefused() throws IOException {
        var whole = Files.readAllBytes(SHIPPED);
        int end = new String(whole, StandardCharsets.UTF_8).lastIndexOf('>');
        for (int length = 0; length <= end; length += 97) {
            var part = Arrays.copyOf(whole, length);
            assertThatThrownBy(() -> NpsExportReader.read(part)).isInstanceOf(UnreadableExport.class);
        }
    }

    @Test
    void whateverIsDamagedIsReadOrRefused() throws IOException {
        var whole = Files.readAllBytes(SHIPPED);
        var random = new Random(14);
        int refused = 0;
        for (int round = 0; round < 300; round++) {
            var damaged = whole.clone();
            for (int change = 0; change < 3; change++) {
                damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(256);
            }
            try {
                NpsExportReader.read(damaged);
            } catch (UnreadableExport _) {
                refused++;
            }
        }
        assertThat(refused).isBetween(1, 300);
    }
}
