#!/bin/sh
# radsecproxy 1.9.2: what a UDP client sends again after 12 s, octet for octet, goes upstream as a new request, as radsecproxy is delivered.
#
# Same Identifier, authenticator and port come in; another Identifier and authenticator go out, so that the server behind takes it for
# another login, while the first still waits for its user. DuplicateInterval in the client's block stops it; the manual names no default.
. "$(dirname "$(readlink -f "$0")")/common.sh"

packages radsecproxy=1.9.2-2+deb12u1 libnettle8=3.8.1-2 libhogweed6=3.8.1-2

# run CLIENT-BLOCK PORT: sends one request three times, 12 s apart, through a proxy with these lines in the client's block.
run() {
    responder "$2" none
    cat >"$work/$2.conf" <<END
ListenUDP 127.0.0.1:$(($2 + 1))
SourceUDP 127.0.0.1:*
client nas {
  host 127.0.0.1
  type udp
  secret $SECRET
  $1
}
server home {
  host 127.0.0.1
  port $2
  type udp
  secret $SECRET
  retryInterval 60
  retryCount 0
}
realm * {
  server home
}
END
    beside "$work/unpacked/usr/sbin/radsecproxy" -f -c "$work/$2.conf"
    sleep 1
    python3 - "$(($2 + 1))" "$SECRET" <<'END'
import hashlib, os, socket, struct, sys, time
authenticator = os.urandom(16)
hidden = bytes(a ^ b for a, b in zip(b"password".ljust(16, b"\0"), hashlib.md5(sys.argv[2].encode() + authenticator).digest()))
attributes = b"\x01\x07alice" + b"\x02\x12" + hidden
request = struct.pack(">BBH", 1, 7, 20 + len(attributes)) + authenticator + attributes
nas = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
nas.bind(("127.0.0.1", 0))
for _ in range(3):
    nas.sendto(request, ("127.0.0.1", int(sys.argv[1])))
    time.sleep(12)
END
    cat "$work/$2.packets"
}

run "" 31820
expect "requests upstream of one that came three times, as delivered" 3 "$(different authenticator 31820)"
run "DuplicateInterval 60" 31830
expect "the same with DuplicateInterval 60" 1 "$(different authenticator 31830)"
