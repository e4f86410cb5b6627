package io.countersign.e2e;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Looks for octets in files, as they are and in the encodings in which they could have got there. */
final class Traces {
    private Traces() {}

    /** Where which of the markers was found, one line each. */
    static List<String> of(Map<String, byte[]> markers, List<Path> files) throws IOException {
        var found = new ArrayList<String>();
        for (var file : files) {
            var text = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
            markers.forEach((name, octets) -> encodings(octets)
                    .filter(encoding -> text.contains(encoding.text()))
                    .forEach(encoding -> found.add(name + " in " + encoding.name() + " in " + file)));
        }
        return found;
    }

    /** A form of a marker, one character an octet. */
    record Encoding(String name, String text) {}

    static Stream<Encoding> encodings(byte[] marker) {
        var plain = new String(marker, StandardCharsets.ISO_8859_1);
        var hex = HexFormat.of().formatHex(marker);
        return Stream.concat(
                Stream.of(
                        new Encoding("plain", plain),
                        new Encoding("hex", hex),
                        new Encoding(
                                "upper-case hex", HexFormat.of().withUpperCase().formatHex(marker)),
                        new Encoding("spaced hex", HexFormat.ofDelimiter(" ").formatHex(marker)),
                        new Encoding("UTF-16LE", latin1(plain.getBytes(StandardCharsets.UTF_16LE))),
                        new Encoding("UTF-16BE", latin1(plain.getBytes(StandardCharsets.UTF_16BE)))),
                Stream.of(Base64.getEncoder(), Base64.getUrlEncoder())
                        .flatMap(base64 -> Stream.of(0, 1, 2).map(before -> base64(base64, marker, before))));
    }

    /** The letters that depend on the marker alone, with so many octets before it. */
    private static Encoding base64(Base64.Encoder encoder, byte[] marker, int before) {
        var shifted = new byte[before + marker.length];
        System.arraycopy(marker, 0, shifted, before, marker.length);
        var letters = encoder.withoutPadding().encodeToString(shifted);
        int from = (before * 8 + 5) / 6;
        int to = shifted.length * 8 / 6;
        return new Encoding("base64 at " + before, letters.substring(from, to));
    }

    private static String latin1(byte[] octets) {
        return new String(octets, StandardCharsets.ISO_8859_1);
    }
}
