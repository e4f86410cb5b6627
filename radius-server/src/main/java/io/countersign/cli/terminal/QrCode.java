package io.countersign.cli.terminal;

import com.google.zxing.BarcodeFormat;
import com.google.zxing.EncodeHintType;
import com.google.zxing.WriterException;
import com.google.zxing.common.BitMatrix;
import com.google.zxing.qrcode.QRCodeWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A QR code for a terminal: half blocks, light on dark, so two rows of modules stand in one line. */
public final class QrCode {
    private static final String LIGHT_ON_DARK = "\u001b[97;40m";
    private static final String END = "\u001b[0m";
    private static final int QUIET_ZONE = 4; // ISO/IEC 18004

    private QrCode() {}

    /** The lines to print; empty if the text is too long. The text may be a secret; nothing is kept of it. */
    public static Optional<List<String>> lines(String text) {
        try {
            var modules = new QRCodeWriter()
                    .encode(text, BarcodeFormat.QR_CODE, 0, 0, Map.of(EncodeHintType.MARGIN, QUIET_ZONE));
            var lines = new ArrayList<String>();
            for (int y = 0; y < modules.getHeight(); y += 2) {
                lines.add(line(modules, y));
            }
            return Optional.of(lines);
        } catch (WriterException tooLong) {
            return Optional.empty();
        }
    }

    /** Light modules are drawn, dark ones are the background. */
    private static String line(BitMatrix modules, int y) {
        var line = new StringBuilder(LIGHT_ON_DARK);
        for (int x = 0; x < modules.getWidth(); x++) {
            boolean upper = !modules.get(x, y);
            boolean lower = y + 1 < modules.getHeight() && !modules.get(x, y + 1);
            line.append(upper ? (lower ? '█' : '▀') : (lower ? '▄' : ' '));
        }
        return line.append(END).toString();
    }
}
