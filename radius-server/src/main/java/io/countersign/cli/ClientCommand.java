package io.countersign.cli;

import picocli.CommandLine.Command;

/** {@code countersign client}. */
@Command(name = "client", description = "RADIUS clients.", subcommands = ClientList.class)
final class ClientCommand {}
