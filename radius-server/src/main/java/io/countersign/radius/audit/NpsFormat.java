package io.countersign.radius.audit;

import java.util.List;

/** One of NPS's log file formats. */
enum NpsFormat {
    /** One row of 66 columns a packet, as databases read it. */
    ODBC {
        @Override
        void write(NpsRow row, StringBuilder text) {
            OdbcLine.write(row, text);
        }
    },
    /** One XML element a packet. */
    DTS {
        @Override
        void write(NpsRow row, StringBuilder text) {
            DtsLine.write(row, text);
        }
    };

    private static final String LINE_END = "\r\n";

    abstract void write(NpsRow row, StringBuilder text);

    /** Rows as lines, ended as on Windows. */
    String lines(List<NpsRow> rows) {
        var text = new StringBuilder(rows.size() * 512);
        for (var row : rows) {
            write(row, text);
            text.append(LINE_END);
        }
        return text.toString();
    }
}
