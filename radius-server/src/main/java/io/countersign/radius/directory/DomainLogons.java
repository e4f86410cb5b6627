package io.countersign.radius.directory;

import io.countersign.radius.identity.ChallengeResponse;
import io.countersign.radius.identity.FirstFactor;
import io.countersign.radius.identity.PasswordCheck;
import io.countersign.radius.identity.User.AccountState;
import io.countersign.radius.netlogon.LogonAnswer;
import io.countersign.radius.netlogon.LogonServer;
import io.countersign.radius.netlogon.MachineAccount;
import io.countersign.radius.netlogon.Netlogon;
import io.countersign.radius.netlogon.NetlogonSettings;
import io.countersign.radius.netlogon.NetlogonUnavailable;
import io.countersign.radius.netlogon.NetworkLogon;
import io.countersign.radius.waiting.Waiting;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Checks responses of MS-CHAPv2 with the controllers that LDAP asks too, as the machine account that looks users up. */
final class DomainLogons implements NetworkLogons {
    /** A client has given up after ten seconds or so. */
    private static final Duration PATIENCE = Duration.ofSeconds(8);

    private static final Logger LOG = LoggerFactory.getLogger(DomainLogons.class);

    private final String netbiosName;
    private final Netlogon netlogon;
    private final MachineAccount account;
    private final InstantSource clock;

    private DomainLogons(String netbiosName, Netlogon netlogon, MachineAccount account, InstantSource clock) {
        this.netbiosName = netbiosName;
        this.netlogon = netlogon;
        this.account = account;
        this.clock = clock;
    }

    /** Asks nobody yet. An account that is no machine account cannot ask. */
    static NetworkLogons of(ActiveDirectorySettings settings, Supplier<List<LdapServer>> servers, InstantSource clock) {
        if (!settings.account().endsWith("$")) {
            return new NoMachineAccount(settings.account());
        }
        var account = new MachineAccount(settings.computerName() + "$", settings.netbiosName(), settings.password());
        var netlogon = new Netlogon(account, () -> logonServers(servers.get()), NetlogonSettings.DEFAULTS, clock);
        return new DomainLogons(settings.netbiosName(), netlogon, account, clock);
    }

    /** Those that answer LDAP first. */
    private static List<LogonServer> logonServers(List<LdapServer> servers) {
        return servers.stream()
                .sorted(Comparator.comparing(server -> server.outage().isPresent()))
                .flatMap(server -> server.resolved().stream()
                        .map(resolved -> new LogonServer(server.address().host(), resolved)))
                .toList();
    }

    @Override
    public PasswordCheck check(NamedAccount user, ChallengeResponse.MsChapV2 response) {
        var logon = new NetworkLogon(
                netbiosName, user.name(), account.computer(), response.challengeHash(), response.response());
        Waiting.begin();
        try {
            return switch (netlogon.logon(logon, clock.instant().plus(PATIENCE))) {
                case LogonAnswer.Accepted accepted
                when accepted.userSid().equals(user.sid().text()) ->
                    new PasswordCheck.Right(new FirstFactor.Proof.MsChapV2(accepted.userSessionKey()));
                case LogonAnswer.Accepted _ ->
                    new PasswordCheck.CannotTell("the domain controller has checked another account of this name");
                case LogonAnswer.Refused refused -> refusal(refused);
            };
        } catch (NetlogonUnavailable unavailable) {
            return new PasswordCheck.CannotTell(String.valueOf(unavailable.getMessage()));
        }
    }

    private static PasswordCheck refusal(LogonAnswer.Refused refused) {
        if (refused.status().isFault()) {
            return new PasswordCheck.CannotTell("the domain controller says " + refused);
        }
        return switch (refused.status()) {
            case WRONG_PASSWORD, LOGON_FAILURE, NO_SUCH_USER -> new PasswordCheck.Wrong(Optional.empty());
            case ACCOUNT_DISABLED -> new PasswordCheck.Barred(AccountState.DISABLED);
            case ACCOUNT_LOCKED_OUT -> new PasswordCheck.Barred(AccountState.LOCKED_OUT);
            case ACCOUNT_EXPIRED -> new PasswordCheck.Barred(AccountState.EXPIRED);
            case PASSWORD_EXPIRED -> new PasswordCheck.Barred(AccountState.PASSWORD_EXPIRED);
            case PASSWORD_MUST_CHANGE -> new PasswordCheck.Barred(AccountState.MUST_CHANGE_PASSWORD);
            case INVALID_LOGON_HOURS -> new PasswordCheck.Barred(AccountState.OUTSIDE_LOGON_HOURS);
            case NTLM_BLOCKED ->
                new PasswordCheck.Unknowable("cannot be checked by MS-CHAPv2: " + refused
                        + "; use PAP, or allow NTLM for this server in the domain's policies");
            default -> {
                LOG.info("Directory: a domain controller refuses a login by MS-CHAPv2: {}", refused);
                yield new PasswordCheck.Barred(AccountState.RESTRICTED);
            }
        };
    }

    @Override
    public String examine() {
        try {
            netlogon.renewPassword(clock.instant().plus(PATIENCE)); // there is only one, which it makes sure of
            return "a controller takes " + account;
        } catch (NetlogonUnavailable unavailable) {
            throw new Step.Fault(String.valueOf(unavailable.getMessage()));
        }
    }

    @Override
    public void close() {
        netlogon.close();
    }

    /** Controllers let machines ask, no users. */
    private record NoMachineAccount(String account) implements NetworkLogons {
        @Override
        public PasswordCheck check(NamedAccount user, ChallengeResponse.MsChapV2 response) {
            return new PasswordCheck.Unknowable("cannot be checked by MS-CHAPv2 as " + account
                    + ", which is no machine account; write one such as RADIUS1$ into the settings, or use PAP");
        }

        @Override
        public String examine() {
            throw new Step.Fault(account + " is no machine account, so that only PAP can be checked; write one such as"
                    + " RADIUS1$ if a client uses MS-CHAPv2");
        }

        @Override
        public void close() {}
    }
}
