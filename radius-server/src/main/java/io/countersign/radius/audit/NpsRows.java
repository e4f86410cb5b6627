package io.countersign.radius.audit;

import io.countersign.policy.AuthenticationMethod;
import io.countersign.policy.Words;
import io.countersign.radius.dictionary.Dictionary;
import io.countersign.radius.event.AccountingPacket;
import io.countersign.radius.event.AuthEvent;
import io.countersign.radius.event.LoginPackets;
import io.countersign.radius.event.ToldPackets;
import io.countersign.radius.packet.Attribute;
import java.net.InetAddress;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;

/**
 * Makes rows as NPS writes them: one for the request and one for its reply, if there was one, tied together by a Class that no two requests of
 * a server have; one for an Accounting-Request. For one thread.
 *
 * <p>Like NPS's, a reply's row has no User-Name and nothing of the access server, and a request's row has reason 0 and the policies that decided.
 * Where nothing was sent, the reason stands in the row of the request, there being no other.
 */
final class NpsRows {
    private static final int ACCESS_REQUEST = 1;
    private static final int ACCESS_ACCEPT = 2;
    private static final int ACCESS_REJECT = 3;
    private static final int ACCOUNTING_REQUEST = 4;
    private static final int ACCESS_CHALLENGE = 11;
    private static final int PROVIDER_NONE = 0;
    private static final int PROVIDER_WINDOWS = 1;
    private static final int PROVIDER_RADIUS_PROXY = 2;
    private static final String SERVICE = "IAS";
    private static final String STANDARD = "standard";

    private final String computerName;
    private final String started;
    private final ZoneId zone;
    private final Dictionary dictionary = Dictionary.standard();
    private long requests;

    NpsRows(String computerName, Instant started, ZoneId zone) {
        this.computerName = computerName;
        this.started = DtsLine.UTC.format(started);
        this.zone = zone;
    }

    List<NpsRow> of(ToldPackets told) {
        requests++;
        return switch (told) {
            case LoginPackets login -> of(login);
            case AccountingPacket accounting -> List.of(of(accounting));
        };
    }

    /** As NPS's, it has no account, no method and no policy of networks. Its Class is its own: the client was sent none of ours. */
    private NpsRow of(AccountingPacket accounting) {
        var row = new NpsRow(accounting.at().atZone(zone))
                .with(NpsField.COMPUTER_NAME, computerName)
                .with(NpsField.SERVICE_NAME, SERVICE)
                .with(NpsField.PACKET_TYPE, ACCOUNTING_REQUEST)
                .with(NpsField.USER_NAME, accounting.userName())
                .with(NpsField.CLIENT_IP_ADDRESS, NpsValue.Address.of(accounting.peer()))
                .with(NpsField.CLIENT_FRIENDLY_NAME, accounting.client())
                .with(NpsField.REASON_CODE, 0)
                .with(NpsField.CLASS, joinKey(accounting.asked()));
        attributes(row, accounting.request());
        vendor(row, accounting.vendor());
        return row;
    }

    private List<NpsRow> of(LoginPackets login) {
        var event = login.event();
        var request = row(login, event.at().minus(event.took()), login.request())
                .with(NpsField.PACKET_TYPE, ACCESS_REQUEST)
                .with(NpsField.USER_NAME, event.userName());
        if (event.answer() == AuthEvent.Answer.SILENCE) {
            return List.of(request.with(NpsField.REASON_CODE, event.reason().number()));
        }
        var reply = row(login, event.at(), login.reply())
                .with(NpsField.PACKET_TYPE, packetType(event.answer()))
                .with(NpsField.REASON_CODE, event.reason().number());
        return List.of(request.with(NpsField.REASON_CODE, 0), reply);
    }

    private static int packetType(AuthEvent.Answer answer) {
        return switch (answer) {
            case ACCEPT -> ACCESS_ACCEPT;
            case REJECT -> ACCESS_REJECT;
            case CHALLENGE -> ACCESS_CHALLENGE;
            case SILENCE -> throw new IllegalArgumentException("nothing was sent");
        };
    }

    /** What both rows have. */
    private NpsRow row(LoginPackets login, Instant at, List<Attribute> attributes) {
        var event = login.event();
        var row = new NpsRow(at.atZone(zone))
                .with(NpsField.COMPUTER_NAME, computerName)
                .with(NpsField.SERVICE_NAME, SERVICE)
                .with(
                        NpsField.CLIENT_IP_ADDRESS,
                        NpsValue.Address.of(event.peer().getAddress()))
                .with(NpsField.CLIENT_FRIENDLY_NAME, event.client())
                .with(NpsField.PROXY_POLICY_NAME, event.connectionRequestPolicy())
                .with(NpsField.POLICY_NAME, event.networkPolicy())
                .with(NpsField.CLASS, joinKey(login.asked()));
        attributes(row, attributes);
        vendor(row, login.vendor());
        return login.forwardedTo().isPresent() ? forwarded(row, login) : decidedHere(row, login);
    }

    private static void attributes(NpsRow row, List<Attribute> attributes) {
        for (var field : NpsField.values()) {
            row.with(field, field.in(attributes));
        }
    }

    private NpsRow decidedHere(NpsRow row, LoginPackets login) {
        var account = login.account().orElse(login.event().userName());
        Words.find(AuthenticationMethod.class, login.event().method())
                .ifPresent(method -> row.with(NpsField.AUTHENTICATION_TYPE, method.npsNumber()));
        return row.with(NpsField.FULLY_QUALIFIED_USER_NAME, account)
                .with(NpsField.SAM_ACCOUNT_NAME, account)
                .with(
                        NpsField.PROVIDER_TYPE,
                        login.event().connectionRequestPolicy().isPresent() ? PROVIDER_WINDOWS : PROVIDER_NONE);
    }

    private static NpsRow forwarded(NpsRow row, LoginPackets login) {
        return row.with(NpsField.PROVIDER_TYPE, PROVIDER_RADIUS_PROXY)
                .with(NpsField.PROVIDER_NAME, login.forwardedTo());
    }

    private void vendor(NpsRow row, String vendor) {
        if (vendor.equals(STANDARD)) {
            row.with(NpsField.CLIENT_VENDOR, 0);
        } else {
            dictionary.vendor(vendor).ifPresent(number -> row.with(NpsField.CLIENT_VENDOR, number));
        }
    }

    /** As NPS makes it: Microsoft's number, a version, this server's address, when it started, and a count. */
    private String joinKey(InetAddress asked) {
        return ToldPackets.MICROSOFT + " 1 " + NpsValue.Address.of(asked).text() + " " + started + " " + requests;
    }
}
