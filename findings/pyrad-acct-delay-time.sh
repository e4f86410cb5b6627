#!/bin/sh
# pyrad 2.1: an Accounting-Request that is sent again has a raised Acct-Delay-Time and a new authenticator under the same Identifier.
#
# RFC 2866 section 4.1: the Identifier must be changed whenever the content of the Attributes field changes. A server's duplicate
# detection (RFC 5080 section 2.2.2) cannot know such a repetition.
. "$(dirname "$(readlink -f "$0")")/common.sh"

packages python3-pyrad=2.1-3 python3-netaddr=0.8.0-2 python3-six=1.16.0-4
responder 31813 none
PYTHONPATH=$work/unpacked/usr/lib/python3/dist-packages python3 - "$SECRET" <<'END' || true
import io, sys
from pyrad import client, dictionary, packet
lines = "ATTRIBUTE User-Name 1 string\nATTRIBUTE Acct-Status-Type 40 integer\nATTRIBUTE Acct-Delay-Time 41 integer\n" \
        "ATTRIBUTE Acct-Session-Id 44 string\n"
server = client.Client("127.0.0.1", acctport=31813, secret=sys.argv[1].encode(), dict=dictionary.Dictionary(io.StringIO(lines)))
server.timeout, server.retries = 1, 3
request = server.CreateAcctPacket(User_Name="alice")
request["Acct-Status-Type"], request["Acct-Session-Id"] = 1, "s1"
try:
    server.SendPacket(request)
except client.Timeout:
    pass
END
came 31813 3
cat "$work/31813.packets"
expect "packets" 3 "$(wc -l <"$work/31813.packets")"
expect "different Identifiers" 1 "$(different identifier 31813)"
expect "different authenticators" 3 "$(different authenticator 31813)"
expect "packets with an Acct-Delay-Time" 2 "$(grep -c 2906000000 "$work/31813.packets")"
