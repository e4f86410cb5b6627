# Sends one Access-Request with pyrad and prints the reply's code, State and Reply-Message.
# Usage: ask_with_pyrad.py PORT SECRET USER PASSWORD [STATE], the State in hex.
import io
import sys

from pyrad import client, dictionary, packet

ATTRIBUTES = """
ATTRIBUTE User-Name     1  string
ATTRIBUTE User-Password 2  string
ATTRIBUTE Reply-Message 18 string
ATTRIBUTE State         24 octets
"""

port, secret, user, password = sys.argv[1:5]
server = client.Client(
    server="127.0.0.1",
    authport=int(port),
    secret=secret.encode(),
    dict=dictionary.Dictionary(io.StringIO(ATTRIBUTES)),
)
server.timeout, server.retries = 10, 1
request = server.CreateAuthPacket(code=packet.AccessRequest, User_Name=user)
request["User-Password"] = request.PwCrypt(password)
if len(sys.argv) > 5:
    request["State"] = bytes.fromhex(sys.argv[5])
reply = server.SendPacket(request)
print("code", reply.code)
if "State" in reply:
    print("state", reply["State"][0].hex())
if "Reply-Message" in reply:
    print("message", reply["Reply-Message"][0])
