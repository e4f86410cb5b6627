import java.net.InetAddress;
import java.util.HexFormat;
import net.jradius.client.RadiusClient;
import net.jradius.client.auth.PAPAuthenticator;
import net.jradius.dictionary.Attr_ReplyMessage;
import net.jradius.dictionary.Attr_State;
import net.jradius.dictionary.Attr_UserName;
import net.jradius.dictionary.Attr_UserPassword;
import net.jradius.packet.AccessRequest;
import net.jradius.packet.attribute.AttributeFactory;
import net.jradius.packet.attribute.AttributeList;

/**
 * Sends one Access-Request with JRadius and prints the reply's code, State and Reply-Message. It does so without RadiusClient.authenticate,
 * which answers a challenge by itself. Usage: AskWithJRadius PORT SECRET USER PASSWORD [STATE], the State in hex.
 */
class AskWithJRadius {
    public static void main(String[] arguments) throws Exception {
        AttributeFactory.loadAttributeDictionary("net.jradius.dictionary.AttributeDictionaryImpl");
        var client = new RadiusClient(
                InetAddress.getByName("127.0.0.1"), arguments[1], Integer.parseInt(arguments[0]), 1813, 10);
        var attributes = new AttributeList();
        attributes.add(new Attr_UserName(arguments[2]));
        attributes.add(new Attr_UserPassword(arguments[3]));
        if (arguments.length > 4) {
            attributes.add(new Attr_State(HexFormat.of().parseHex(arguments[4])));
        }
        var request = new AccessRequest(client, attributes);
        var pap = new PAPAuthenticator();
        pap.setupRequest(client, request);
        pap.processRequest(request);
        var reply = client.sendReceive(request, 0);
        System.out.println("code " + reply.getCode());
        var state = reply.findAttribute(Attr_State.TYPE);
        if (state != null) {
            System.out.println("state " + HexFormat.of().formatHex(state.getValue().getBytes()));
        }
        var message = reply.findAttribute(Attr_ReplyMessage.TYPE);
        if (message != null) {
            System.out.println("message " + message.getValue());
        }
    }
}
