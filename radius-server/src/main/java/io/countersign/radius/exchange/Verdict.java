package io.countersign.radius.exchange;

import io.countersign.radius.packet.Attribute;
import java.util.List;

/**
 * What is sent back for a request. The attributes are the verdict's own; Proxy-State, Message-Authenticator and the authenticators are
 * added when it is sealed.
 */
public sealed interface Verdict {
    /** The user is let in. */
    record Accept(List<Attribute> attributes) implements Verdict {
        /** Copies the attributes. */
        public Accept {
            attributes = List.copyOf(attributes);
        }
    }

    /** The user is not let in. */
    record Reject(List<Attribute> attributes) implements Verdict {
        /** Copies the attributes. */
        public Reject {
            attributes = List.copyOf(attributes);
        }
    }

    /** The user must answer first; State is among the attributes. */
    record Challenge(List<Attribute> attributes) implements Verdict {
        /** Copies the attributes. */
        public Challenge {
            attributes = List.copyOf(attributes);
        }
    }

    /** An Accounting-Request is on record (RFC 2866 §4.2). */
    record Recorded(List<Attribute> attributes) implements Verdict {
        /** Copies the attributes. */
        public Recorded {
            attributes = List.copyOf(attributes);
        }
    }

    /** Nothing is sent. */
    record Silence(SilenceReason reason) implements Verdict {}

    /** Why nothing is sent. */
    enum SilenceReason {
        /** A later request of the same login has taken this one's place; repetitions stay unanswered too. */
        SUPERSEDED,
        /** An unsigned request without any credential, which may come from anyone; repetitions stay unanswered too (RFC 3579 §3.3). */
        NOTHING_TO_BELIEVE,
        /** No reply can be made: by our own mistake, or because Proxy-State alone fills it; repetitions stay unanswered too. */
        UNANSWERABLE,
        /** Too many requests of its client wait; a repetition is served anew, by when there may be room (RFC 5080 §2.2.1). */
        OVERLOAD,
        /** A directory or the store cannot answer; a repetition is served anew, so that it is answered once they can. */
        FAULT
    }
}
