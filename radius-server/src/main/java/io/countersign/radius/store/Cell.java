package io.countersign.radius.store;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * The place that a sealed value belongs to: table, column, row, and whatever else of the row must not be changed without the key. A
 * value opens nowhere else, so that rows cannot be swapped.
 */
record Cell(List<String> parts) {
    static Cell of(String... parts) {
        return new Cell(List.of(parts));
    }

    /** Table, column and row, for messages. */
    String place() {
        return String.join(" ", parts.subList(0, Math.min(3, parts.size())));
    }

    /** Each part with its length before it, so that no two places have the same octets. */
    byte[] octets() {
        List<byte[]> encoded = parts.stream()
                .map(part -> part.getBytes(StandardCharsets.UTF_8))
                .toList();
        ByteBuffer buffer = ByteBuffer.allocate(
                encoded.stream().mapToInt(part -> Integer.BYTES + part.length).sum());
        encoded.forEach(part -> buffer.putInt(part.length).put(part));
        return buffer.array();
    }
}
