package io.countersign.radius.nps;

import io.countersign.policy.AddressRange;
import io.countersign.policy.CaseFolding;
import io.countersign.policy.document.ItemKind;
import io.countersign.radius.crypto.Secret;
import io.countersign.radius.crypto.SharedSecretText;
import io.countersign.radius.dictionary.Dictionary;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** RADIUS clients of NPS as those of a document, and their shared secrets apart. */
final class NpsClients {
    private static final Pattern CIDR = Pattern.compile("([0-9.]+)/(\\d{1,2})");

    private final ImportChoices choices;
    private final Dictionary dictionary;
    private final List<ImportDraft> drafts = new ArrayList<>();
    private final Map<String, AddressRange> addresses = new LinkedHashMap<>();
    private final Map<AddressRange, String> holders = new HashMap<>();
    private final Map<String, String> byName = new HashMap<>();
    private final Map<String, Secret> secrets = new HashMap<>();

    private NpsClients(ImportChoices choices, Dictionary dictionary) {
        this.choices = choices;
        this.dictionary = dictionary;
    }

    static NpsClients of(List<NpsObject> clients, ImportChoices choices, Dictionary dictionary) {
        var mapped = new NpsClients(choices, dictionary);
        clients.forEach(mapped::add);
        return mapped;
    }

    List<ImportDraft> drafts() {
        return drafts;
    }

    /** The addresses of those that are imported, by name. */
    Map<String, AddressRange> addresses() {
        return addresses;
    }

    /** The shared secrets of those that are imported, by name. */
    Map<String, Secret> secrets() {
        return secrets;
    }

    private void add(NpsObject client) {
        var draft = new ImportDraft(ItemKind.CLIENT, client.name());
        drafts.add(draft);
        try {
            add(client, draft);
        } catch (NpsObject.StrangeValue strange) {
            draft.drop(String.valueOf(strange.getMessage()));
        }
    }

    private void add(NpsObject client, ImportDraft draft) {
        if (!client.flag("Radius_Client_Enabled", true)) {
            draft.drop("is disabled in NPS; here a client is there or not");
            return;
        }
        if (byName.putIfAbsent(CaseFolding.folded(client.name()), client.name()) != null) {
            draft.drop("another client has this name; upper and lower case do not differ here");
            return;
        }
        var address = address(client.text("IP_Address").orElse(""), choices, draft);
        if (address.isEmpty()) {
            return;
        }
        var holder = holders.putIfAbsent(address.get(), client.name());
        if (holder != null) {
            draft.drop("the address " + address.get() + " is that of " + holder + ", too");
            return;
        }
        var secret = secret(client.asItStands("Shared_Secret"), draft);
        if (secret.isEmpty()) {
            return;
        }
        secrets.put(client.name(), secret.get());
        addresses.put(client.name(), address.get());
        draft.put("address", address.get().toString());
        draft.put("secret", "${sealed}");
        type(client, address.get(), draft);
        vendor(client, draft);
    }

    /** Of a client or a server; empty, with the reason, if it cannot be had. */
    static Optional<AddressRange> address(String inNps, ImportChoices choices, ImportDraft draft) {
        var text = choices.written(inNps);
        try {
            return Optional.of(AddressRange.parse(text));
        } catch (IllegalArgumentException refused) {
            var range = CIDR.matcher(text).matches() ? masked(text) : Optional.<AddressRange>empty();
            range.ifPresentOrElse(
                    known -> draft.note("the range " + text + " is written as " + known),
                    () -> draft.drop("\"" + text + "\" is no address, and names are not looked up here; say --map '"
                            + inNps + "'=ADDRESS"));
            return range;
        }
    }

    /** A range of which NPS has an address that is not its first. */
    private static Optional<AddressRange> masked(String text) {
        var parts = text.split("/", -1);
        int prefix = Integer.parseInt(parts[1]);
        return AddressRange.literal(parts[0])
                .filter(_ -> prefix <= Integer.SIZE)
                .map(address -> AddressRange.around(address, prefix));
    }

    static Optional<Secret> secret(String text, ImportDraft draft) {
        if (text.isEmpty()) {
            draft.drop("the export has no shared secret of it; export with exportPSK=YES");
            return Optional.empty();
        }
        return switch (SharedSecretText.of(text)) {
            case SharedSecretText.Taken(var secret) -> Optional.of(secret);
            case SharedSecretText.Refused(var what, var _) -> {
                draft.drop("its shared secret " + what + "; set another one at both ends");
                yield Optional.empty();
            }
        };
    }

    private void type(NpsObject client, AddressRange address, ImportDraft draft) {
        boolean signs = client.flag("Require_Signature", false);
        if (choices.isRdGateway(client.name())) {
            draft.put("type", "rd-gateway");
            if (!signs) {
                draft.note(
                        "requests must be signed, which NPS does not ask for: tick \"Request must contain the message"
                                + " authenticator attribute\" at the gateway");
            }
        } else if (!signs && address.isSingle()) {
            draft.put("message-authenticator", "learn");
            draft.note(
                    "unsigned requests are taken until it has sent a signed one, and for 14 days at most; NPS takes them"
                            + " always");
        } else if (!signs) {
            draft.note(
                    "requests must be signed, which NPS does not ask for: for devices of this range that cannot, write"
                            + " clients of their own with message-authenticator: learn");
        }
    }

    private void vendor(NpsObject client, ImportDraft draft) {
        long number = client.number("NAS_Manufacturer", 0);
        vendor(number, dictionary)
                .ifPresentOrElse(
                        name -> {
                            if (number != 0) {
                                draft.put("vendor", name);
                            }
                        },
                        () -> draft.note("the vendor " + number + " is not in the dictionary, and left out"));
    }

    /** How documents write a vendor; 0 is RADIUS Standard. */
    static Optional<String> vendor(long number, Dictionary dictionary) {
        return number == 0 ? Optional.of("standard") : dictionary.vendorName(number);
    }
}
