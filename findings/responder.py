"""A small RADIUS responder on 127.0.0.1 that writes a line for each packet: port, code, identifier, authenticator, attributes.

Usage: responder.py PORT SECRET ANSWERS FILE; ANSWERS is accounting, all (accepts every login), challenge (each login without
a State) or none.
"""
import hashlib
import socket
import struct
import sys
import time

ACCESS_REQUEST, ACCESS_ACCEPT, ACCOUNTING_REQUEST, ACCOUNTING_RESPONSE, ACCESS_CHALLENGE = 1, 2, 4, 5, 11
STATE = 24
THE_STATE = bytes([STATE, 6]) + b"code"

port, secret, answers, file = int(sys.argv[1]), sys.argv[2].encode(), sys.argv[3], sys.argv[4]
endpoint = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
endpoint.bind(("127.0.0.1", port))
open(file + ".ready", "w").close()
started = time.monotonic()
while True:
    packet, sender = endpoint.recvfrom(4096)
    code, identifier, authenticator = packet[0], packet[1], packet[4:20]
    with open(file, "a") as packets:
        print(
            f"{time.monotonic() - started:.1f} from={sender[1]} code={code} identifier={identifier}"
            f" authenticator={authenticator.hex()} attributes={packet[20:].hex()}",
            file=packets,
        )
    reply, attributes = {
        (ACCESS_REQUEST, "all"): (ACCESS_ACCEPT, b""),
        (ACCESS_REQUEST, "challenge"): (ACCESS_ACCEPT, b"") if THE_STATE in packet else (ACCESS_CHALLENGE, THE_STATE),
        (ACCOUNTING_REQUEST, "all"): (ACCOUNTING_RESPONSE, b""),
        (ACCOUNTING_REQUEST, "accounting"): (ACCOUNTING_RESPONSE, b""),
    }.get((code, answers), (None, b""))
    if reply:
        header = struct.pack(">BBH", reply, identifier, 20 + len(attributes))
        endpoint.sendto(header + hashlib.md5(header + authenticator + attributes + secret).digest() + attributes, sender)
