package io.countersign.radius.nps;

import io.countersign.policy.AddressRange;
import io.countersign.policy.AddressText;
import io.countersign.policy.CaseFolding;
import io.countersign.policy.document.ItemKind;
import io.countersign.radius.crypto.Secret;
import io.countersign.radius.forwarding.RemoteServerId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Remote RADIUS server groups of NPS as those of a document, and their shared secrets apart. */
final class NpsServerGroups {
    /** What an RD Gateway's own NPS calls the servers that it asks, which are the ones to be replaced. */
    private static final String OF_A_GATEWAY = "TS GATEWAY SERVER GROUP";

    private final ImportChoices choices;
    private final List<ImportDraft> drafts = new ArrayList<>();
    private final Map<RemoteServerId, Secret> secrets = new HashMap<>();
    private final Set<String> names = new HashSet<>();

    private NpsServerGroups(ImportChoices choices) {
        this.choices = choices;
    }

    static NpsServerGroups of(List<NpsObject> groups, ImportChoices choices) {
        var mapped = new NpsServerGroups(choices);
        groups.forEach(mapped::add);
        return mapped;
    }

    List<ImportDraft> drafts() {
        return drafts;
    }

    Map<RemoteServerId, Secret> secrets() {
        return secrets;
    }

    /** Whether a group is imported. */
    boolean has(String name) {
        return drafts.stream()
                .anyMatch(draft -> !draft.isDropped() && draft.name().equals(name));
    }

    private void add(NpsObject group) {
        var draft = new ImportDraft(ItemKind.SERVER_GROUP, group.name());
        drafts.add(draft);
        if (!names.add(CaseFolding.folded(group.name()))) {
            draft.drop("another group has this name; upper and lower case do not differ here");
            return;
        }
        if (group.name().equals(OF_A_GATEWAY)) {
            draft.note(
                    "this is the export of an RD Gateway's own NPS: where its group is the server that Countersign replaces,"
                            + " import that server's export instead");
        }
        var servers = new ArrayList<Map<String, Object>>();
        for (var member : group.children()) {
            member(group.name(), member, draft).ifPresent(servers::add);
        }
        if (servers.isEmpty()) {
            draft.drop("has no server that could be imported");
            return;
        }
        draft.note("replies must be signed (Message-Authenticator); unsigned-replies: true takes others");
        draft.put("servers", servers);
    }

    /** A server that cannot be asked is told of at its group, which may have others. */
    private Optional<Map<String, Object>> member(String group, NpsObject member, ImportDraft groupsDraft) {
        var draft = new ImportDraft(ItemKind.SERVER_GROUP, member.name());
        var keys = Optional.<Map<String, Object>>empty();
        try {
            keys = server(group, member, draft);
        } catch (NpsObject.StrangeValue strange) {
            draft.drop(String.valueOf(strange.getMessage()));
        }
        draft.reported()
                .notes()
                .forEach(note -> groupsDraft.note(
                        "server " + member.name() + (draft.isDropped() ? " is not imported: " : ": ") + note));
        return draft.isDropped() ? Optional.empty() : keys;
    }

    private Optional<Map<String, Object>> server(String group, NpsObject member, ImportDraft draft) {
        var address = NpsClients.address(member.text("Address").orElse(member.name()), choices, draft);
        var secret = NpsClients.secret(member.asItStands("Authentication_Secret"), draft);
        if (address.isEmpty() || secret.isEmpty()) {
            return Optional.empty();
        }
        if (!address.get().isSingle()) {
            draft.drop("its address is a range");
            return Optional.empty();
        }
        if (secrets.putIfAbsent(new RemoteServerId(group, member.name()), secret.get()) != null) {
            draft.drop("another server of the group has this name");
            return Optional.empty();
        }
        var accountingSecret = member.asItStands("Accounting_Secret");
        if (!accountingSecret.isEmpty() && !Secret.ofText(accountingSecret).equals(secret.get())) {
            draft.note("it has another shared secret for accounting, and is asked with that of authentication alone");
        }
        if (!member.flag("Send_Signature", true)) {
            draft.note("requests to it are always signed");
        }
        if (!member.flag("Forward_Accounting_On_Off", true)) {
            draft.note("it gets Accounting-On and -Off, too");
        }
        return Optional.of(keys(member, address.get(), draft));
    }

    private static Map<String, Object> keys(NpsObject member, AddressRange address, ImportDraft draft) {
        var keys = new LinkedHashMap<String, Object>();
        keys.put("name", member.name());
        keys.put("address", AddressText.of(address.network()));
        keys.put("secret", "${sealed}");
        keys.put("authentication-port", member.number("Server_Authentication_Port", 1812));
        keys.put("accounting-port", member.number("Server_Accounting_Port", 1813));
        keys.put("priority", within(member, "Priority", 1, 1, 65_535, draft));
        keys.put("weight", within(member, "Weight", 50, 1, 100, draft));
        keys.put("timeout", within(member, "Timeout", 3, 1, 300, draft) + "s");
        keys.put("maximum-lost-packets", within(member, "Maximum_Lost_Packets", 5, 1, 1000, draft));
        keys.put("blackout-interval", within(member, "Blackout_Interval", 30, 1, 3600, draft) + "s");
        return keys;
    }

    private static long within(
            NpsObject member, String property, long absent, long least, long most, ImportDraft draft) {
        long asked = member.number(property, absent);
        long taken = Math.clamp(asked, least, most);
        if (taken != asked) {
            draft.note(property + " is " + asked + ", here " + taken);
        }
        return taken;
    }
}
