#!/bin/sh
# JRadius 1.1.5: RadiusClient.authenticate answers an Access-Challenge by itself, with the same password, Identifier and authenticator.
#
# Nobody is asked for a code, and the server counts a wrong one. RFC 2865 section 4.4: the client prompts the user, and the new request has a
# new Identifier; section 3: a new authenticator wherever a new Identifier is used. Needs mvn, and a JDK 11 or newer.
. "$(dirname "$(readlink -f "$0")")/common.sh"

libraries alone net.jradius:jradius-core:1.1.5 net.jradius:jradius-dictionary:1.1.5 commons-pool:commons-pool:1.5.4 \
    commons-logging:commons-logging:1.3.5
cat >"$work/Client.java" <<'END'
import java.net.InetAddress;
import net.jradius.client.RadiusClient;
import net.jradius.client.auth.PAPAuthenticator;
import net.jradius.dictionary.Attr_UserName;
import net.jradius.dictionary.Attr_UserPassword;
import net.jradius.packet.AccessRequest;
import net.jradius.packet.attribute.AttributeFactory;
import net.jradius.packet.attribute.AttributeList;

class Client {
    public static void main(String[] arguments) throws Exception {
        AttributeFactory.loadAttributeDictionary("net.jradius.dictionary.AttributeDictionaryImpl");
        var client = new RadiusClient(InetAddress.getByName("127.0.0.1"), arguments[0], 31910, 31911, 10);
        var attributes = new AttributeList();
        attributes.add(new Attr_UserName("alice"));
        attributes.add(new Attr_UserPassword("password"));
        var reply = client.authenticate(new AccessRequest(client, attributes), new PAPAuthenticator(), 0);
        System.out.println(reply.getCode());
    }
}
END
responder 31910 challenge
code=$(java -cp "$work/jars/*" "$work/Client.java" "$SECRET" 2>>"$work/beside.log")
cat "$work/31910.packets"
expect "packets of one login that was answered with a challenge" 2 "$(wc -l <"$work/31910.packets")"
expect "different Identifiers" 1 "$(different identifier 31910)"
expect "different authenticators" 1 "$(different authenticator 31910)"
expect "different User-Names and User-Passwords" 1 \
    "$(sed 's/.*attributes=\([0-9a-f]\{50\}\).*/\1/' "$work/31910.packets" | sort -u | wc -l)"
expect "code of the reply that the program is given, never the challenge's 11" 2 "$code"
