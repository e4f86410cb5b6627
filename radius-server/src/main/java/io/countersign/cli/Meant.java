package io.countersign.cli;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What people mean by the words that other programs have for things. */
final class Meant {
    /*
     * COMMANDS: WORDS = ANSWER; the commands in which the words are no command, "-" for the top.
     */
    private static final String WORDS = """
            -: start run up launch daemon = to run the server, do: countersign serve
            -: stop shutdown kill down = a server stops on SIGTERM; by a service manager: systemctl stop countersign; countersign status tells its pid
            -: restart = stop the server by SIGTERM and do: countersign serve; for most changes countersign reload is enough
            -: logs log journal tail = the server logs on standard error, which a service manager keeps (journalctl -u countersign); who was let in and who was not is told by: countersign logins
            -: audit login events who why = who was let in and who was not is told by: countersign logins; why, by: countersign explain; who changed what, by: countersign policy history
            -: ps info health ping = how the server is, do: countersign status; what keeps logins from working, do: countersign doctor
            -: validate verify lint config settings configure configtest = to have the settings file verified, do: countersign check
            -: test try simulate = to see what the policies say of a login, do: countersign policy test; to send a request, do: countersign radius send
            -: send radclient radtest ntradping = to send a request, do: countersign radius send
            -: debug packets dump-packets tcpdump watch = to see packets as they come and go, do: countersign radius watch
            -: decode sniff = to read a packet, do: countersign radius decode
            -: apply export import edit history diff rollback undo show = of policies and clients, do: countersign policy --help
            -: users account accounts passwd password adduser useradd = of users, do: countersign user --help
            -: groups = of groups, do: countersign group --help
            -: clients nas = of RADIUS clients, do: countersign client --help
            -: policies rules rule = of policies, do: countersign policy --help
            -: servers proxy remote upstream = of remote RADIUS servers, do: countersign server-group --help
            -: enroll enrol register token tokens totp otp 2fa factor factors = of second factors, do: countersign mfa --help
            -: accounting acct session = to list sessions, do: countersign sessions
            -: setup install new create = to make a node, do: countersign init
            -: save dump archive = to back up database and settings, do: countersign backup FILE; a removed client comes back by: countersign client restore
            -: support bundle report = to write what somebody who helps needs to see, do: countersign support-bundle FILE
            -: migrate update = to bring the store up to date, do: countersign upgrade
            policy: create new insert = to add a policy, do: countersign policy add NAME KEY=VALUE; to copy one: countersign policy copy NAME NEW
            policy: change modify update rename = to change a policy, do: countersign policy set NAME KEY=VALUE, or countersign policy edit for all in an editor
            policy: up down order reorder sort = to change where a policy stands, do: countersign policy move NAME --before OTHER
            policy: delete del drop = to remove a policy, do: countersign policy remove NAME
            policy: plan preview check validate verify lint = to see what a document would change, do: countersign policy apply FILE --dry-run
            policy: compare changes = to see what changed from one revision to another, do: countersign policy diff; what a document would change: countersign policy apply FILE --dry-run
            policy: get describe cat view print = to see one policy, do: countersign policy show NAME; to see all, do: countersign policy export
            policy: undo revert back restore = to go back to the policies before the present ones, do: countersign policy rollback
            policy: log revisions versions = to see the revisions, do: countersign policy history
            policy: import load push = to apply a document, do: countersign policy apply FILE
            policy: dump save pull backup = to write the document, do: countersign policy export
            policy: try simulate eval = to try a login, do: countersign policy test
            client: create new = to add a client, do: countersign client add NAME ADDRESS --generate-secret
            client: edit update change modify rename = to change a client, do: countersign client set NAME KEY=VALUE
            client: rotate = to give a client another secret, do: countersign client set NAME --generate-secret
            client: enable disable = a client is not disabled but removed, by: countersign client remove NAME; for 30 days it is brought back by: countersign client restore NAME
            client: delete del drop = to remove a client, do: countersign client remove NAME
            client: get describe info view = to see a client, do: countersign client show NAME; to see all, do: countersign client list
            client: undelete undo = to bring a removed client back, do: countersign client restore NAME
            server-group: create new = to add a group, do: countersign server-group add NAME servers.SERVER.address=ADDRESS
            server-group: edit update change modify rename = to change a group, do: countersign server-group set NAME KEY=VALUE
            server-group: delete del drop = to remove a group, do: countersign server-group remove NAME
            server-group: get describe info view = to see a group, do: countersign server-group show NAME
            user: create new = to add a user, do: countersign user add NAME
            user: delete del rm drop = to remove a user with all second factors, do: countersign user remove NAME
            user: edit mod modify update change rename = to change a user, do: countersign user set NAME
            user: enable activate = to let a user log in again, do: countersign user set NAME --enable
            user: disable lock deactivate suspend = to keep a user from logging in, do: countersign user set NAME --disable
            user: passwd pass reset = to give another password, do: countersign user password NAME
            user: get info describe view = to see a user, do: countersign user show NAME
            user: enroll enrol mfa = to give a user a second factor, do: countersign mfa enroll NAME --provider totp
            group: create new = to add a group, do: countersign group add NAME
            group: delete del rm drop = to remove a group, do: countersign group remove NAME
            group: show get members info = the groups and their members are counted by: countersign group list; who is in which is shown by: countersign user list
            group: join adduser set edit = to put a user into a group, do: countersign user set USER --add-group GROUP
            mfa: add create new enrol register setup = to give a user a second factor, do: countersign mfa enroll USER --provider totp
            mfa: remove delete rm del disable reset = to take a second factor away, do: countersign mfa revoke USER ID; to unlock one, do: countersign mfa unlock USER
            mfa: show get status = to see a user's second factors, do: countersign mfa list USER
            radius: test auth login try request client = to send a request, do: countersign radius send
            radius: parse read dump show = to read a packet, do: countersign radius decode
            """;

    private static final Map<String, String> ANSWERS = answers();

    private Meant() {}

    /**
     * What to do instead.
     *
     * @param commands those before the word, without the program's name; empty at the top
     */
    static Optional<String> by(String commands, String word) {
        return Optional.ofNullable(ANSWERS.get(key(commands.isEmpty() ? "-" : commands, word)));
    }

    /** All that can be answered. */
    static List<String> all() {
        return ANSWERS.values().stream().distinct().toList();
    }

    private static Map<String, String> answers() {
        var answers = new HashMap<String, String>();
        WORDS.lines().forEach(line -> {
            int colon = line.indexOf(": ");
            int equals = line.indexOf(" = ");
            Arrays.stream(line.substring(colon + 2, equals).split(" "))
                    .forEach(word -> answers.put(key(line.substring(0, colon), word), line.substring(equals + 3)));
        });
        return Map.copyOf(answers);
    }

    private static String key(String commands, String word) {
        return commands + " " + word;
    }
}
