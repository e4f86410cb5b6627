/** The contract between Countersign and the plugins that ask for a second factor. */
module io.countersign.mfa {
    requires static org.jspecify;

    exports io.countersign.mfa;
    exports io.countersign.mfa.contract;
}
