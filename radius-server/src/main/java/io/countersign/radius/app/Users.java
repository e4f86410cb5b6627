package io.countersign.radius.app;

import io.countersign.radius.identity.LocalDirectory;
import io.countersign.radius.identity.LocalSettings;
import io.countersign.radius.identity.LockOuts;
import io.countersign.radius.identity.PasswordHashes;
import io.countersign.radius.identity.RememberedUsers;

/** What local users' logins share for the life of a server, whatever is loaded anew: memory, turns at hashing, locks. */
record Users(RememberedUsers remembered, PasswordHashes hashes, LockOuts lockOuts) {
    /** The directory that some settings make of it. */
    LocalDirectory directory(LocalSettings settings) {
        return new LocalDirectory(settings, remembered, hashes, lockOuts);
    }
}
