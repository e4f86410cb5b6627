import java.util.HexFormat;
import org.tinyradius.attribute.RadiusAttribute;
import org.tinyradius.packet.AccessRequest;
import org.tinyradius.util.RadiusClient;

/**
 * Sends one Access-Request with TinyRadius and prints the reply's code, State and Reply-Message.
 * Usage: AskWithTinyRadius PORT SECRET USER PASSWORD [STATE], the State in hex.
 */
class AskWithTinyRadius {
    private static final int REPLY_MESSAGE = 18;
    private static final int STATE = 24;

    public static void main(String[] arguments) throws Exception {
        var client = new RadiusClient("127.0.0.1", arguments[1]);
        client.setAuthPort(Integer.parseInt(arguments[0]));
        client.setSocketTimeout(10_000);
        var request = new AccessRequest(arguments[2], arguments[3]);
        if (arguments.length > 4) {
            request.addAttribute(new RadiusAttribute(STATE, HexFormat.of().parseHex(arguments[4])));
        }
        var reply = client.authenticate(request);
        System.out.println("code " + reply.getPacketType());
        if (reply.getAttribute(STATE) != null) {
            System.out.println(
                    "state " + HexFormat.of().formatHex(reply.getAttribute(STATE).getAttributeData()));
        }
        if (reply.getAttribute(REPLY_MESSAGE) != null) {
            System.out.println("message " + reply.getAttribute(REPLY_MESSAGE).getAttributeValue());
        }
    }
}
