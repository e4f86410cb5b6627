package io.countersign.radius.audit;

import java.nio.file.Path;
import java.util.Optional;

/**
 * Where decisions are told besides the audit file. What is not there costs nothing.
 *
 * @param npsOdbc a folder for files in NPS's database-compatible format
 * @param npsDts another one for files in NPS's DTS format
 * @param syslog a syslog server, which is told all that the audit file is told
 */
public record AuditCopies(Optional<Path> npsOdbc, Optional<Path> npsDts, Optional<SyslogSettings> syslog) {
    /** Nowhere. */
    public static final AuditCopies NONE = new AuditCopies(Optional.empty(), Optional.empty(), Optional.empty());
}
