package io.countersign.mfa;

import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;

/** What an administrator prepares once before a factor works: files here, and steps elsewhere. Called by the command line. */
public interface MfaSetup {
    /**
     * A choice that the administrator has.
     *
     * @param name such as {@code tenant}; typed as {@code --tenant VALUE}
     * @param description one line of help, with the default
     */
    record Option(String name, String description) {}

    /**
     * What was made, and what is left to do.
     *
     * @param made the new files
     * @param steps what to do elsewhere and in the settings, in order; each may have several lines; carries no secret
     */
    record Instructions(List<Path> made, List<String> steps) {
        /** Copies the lists. */
        public Instructions {
            made = List.copyOf(made);
            steps = List.copyOf(steps);
        }
    }

    /** The choices, in the order of the help. */
    List<Option> options();

    /**
     * Makes the files and tells the rest. Changes no file that is there.
     *
     * @param chosen values by the names of {@link #options}; what is not in it was not chosen
     * @param folder where the files go, the folder of the settings
     * @throws MfaSettingsException if a choice cannot work, a file is in the way or cannot be written; its key is the option or the file
     */
    Instructions setUp(Map<String, String> chosen, Path folder, InstantSource clock);
}
