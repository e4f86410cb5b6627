package io.countersign.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.zxing.common.BitMatrix;
import com.google.zxing.qrcode.decoder.Decoder;
import java.util.List;
import org.junit.jupiter.api.Test;

class QrCodeTest {
    private static final String URI = "otpauth://totp/Contoso:alice?secret=JBSWY3DPEHPK3PXP&issuer=Contoso";
    private static final int QUIET_ZONE = 4;

    @Test
    void isReadBackFromWhatTheTerminalShows() throws Exception {
        var lines = QrCode.lines(URI).orElseThrow().stream()
                .map(QrCodeTest::withoutColours)
                .toList();
        assertThat(new Decoder().decode(modules(lines)).getText()).isEqualTo(URI);
    }

    @Test
    void setsItsOwnColoursSoThatItIsReadOnAnyTerminal() {
        assertThat(QrCode.lines(URI).orElseThrow())
                .allSatisfy(line -> assertThat(line).startsWith("\u001b[97;40m").endsWith("\u001b[0m"));
    }

    @Test
    void doesNotShowWhatIsTooLong() {
        assertThat(QrCode.lines("x".repeat(4_000))).isEmpty();
    }

    private static String withoutColours(String line) {
        return line.replaceAll("\u001b\\[[0-9;]*m", "");
    }

    /** What a phone would see, without the quiet zone. */
    private static BitMatrix modules(List<String> lines) {
        int size = lines.getFirst().length() - 2 * QUIET_ZONE;
        var modules = new BitMatrix(size);
        for (int y = 0; y < size; y++) {
            for (int x = 0; x < size; x++) {
                if (isDark(lines, x + QUIET_ZONE, y + QUIET_ZONE)) {
                    modules.set(x, y);
                }
            }
        }
        return modules;
    }

    private static boolean isDark(List<String> lines, int x, int y) {
        char both = lines.get(y / 2).charAt(x);
        boolean light = both == '█' || both == (y % 2 == 0 ? '▀' : '▄');
        return !light;
    }
}
