package io.countersign.mfa.entra.user;

import com.microsoft.kiota.serialization.Parsable;
import com.microsoft.kiota.serialization.ParseNode;
import com.microsoft.kiota.serialization.SerializationWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A user as Graph tells it: the properties that are asked for. Filled by the SDK, then read only. */
final class Account implements Parsable {
    static final String SELECT = "id,userPrincipalName,accountEnabled,onPremisesSamAccountName,onPremisesDomainName,"
            + "onPremisesSecurityIdentifier,onPremisesUserPrincipalName";

    @Nullable
    String id;

    @Nullable
    String upn;

    @Nullable
    Boolean enabled;

    @Nullable
    String samAccountName;

    @Nullable
    String domain;

    @Nullable
    String sid;

    @Nullable
    String onPremisesUpn;

    @Override
    public Map<String, Consumer<ParseNode>> getFieldDeserializers() {
        return Map.of(
                "id", node -> id = node.getStringValue(),
                "userPrincipalName", node -> upn = node.getStringValue(),
                "accountEnabled", node -> enabled = node.getBooleanValue(),
                "onPremisesSamAccountName", node -> samAccountName = node.getStringValue(),
                "onPremisesDomainName", node -> domain = node.getStringValue(),
                "onPremisesSecurityIdentifier", node -> sid = node.getStringValue(),
                "onPremisesUserPrincipalName", node -> onPremisesUpn = node.getStringValue());
    }

    @Override
    public void serialize(SerializationWriter writer) {
        throw new UnsupportedOperationException("accounts are only read");
    }

    /** One page of accounts. */
    static final class Page implements Parsable {
        final List<Account> accounts = new ArrayList<>();

        @Nullable
        String next;

        @Override
        public Map<String, Consumer<ParseNode>> getFieldDeserializers() {
            var fields = new LinkedHashMap<String, Consumer<ParseNode>>();
            fields.put("value", node -> {
                var values = node.getCollectionOfObjectValues(_ -> new Account());
                if (values != null) {
                    accounts.addAll(values);
                }
            });
            fields.put("@odata.nextLink", node -> next = node.getStringValue());
            return fields;
        }

        @Override
        public void serialize(SerializationWriter writer) {
            throw new UnsupportedOperationException("accounts are only read");
        }
    }
}
