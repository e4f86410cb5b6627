#!/bin/sh
# ppp 2.4.9, radius.so: sessions that begin in one second have one Acct-Session-Id.
#
# It should be made of the time, the process and a counter, and is "%lX", the time in hex, and "%hX": pppd's own formatting knows neither
# "%lX" nor "%hX". RFC 2866 section 5.5: a unique ID. The login itself is done by a plugin of ours, since pppd needs a kernel with PPP
# for more. Run as root.
. "$(dirname "$(readlink -f "$0")")/common.sh"

tests=$here/../radius-server/src/test/resources/io/countersign/e2e
packages ppp=2.4.9-1+1.1+b1 libpcap0.8=1.10.3-1
gcc -shared -fPIC -o "$work/login.so" "$tests/pppd-login.c"
cp "$tests/pppd-dictionary" "$work/dictionary"
echo "127.0.0.1 $SECRET" >"$work/servers"
: >"$work/ports"
cat >"$work/radiusclient.conf" <<END
auth_order radius
login_tries 1
login_timeout 60
nologin $work/nologin
issue $work/issue
authserver 127.0.0.1:31890
acctserver 127.0.0.1:31891
servers $work/servers
dictionary $work/dictionary
login_radius /usr/sbin/login.radius
seqfile $work/sequence
mapfile $work/ports
default_realm
radius_timeout 2
radius_retries 1
END
responder 31890 all
responder 31891 all

# login USER: a login and its session.
login() {
    METHOD=pap LOGIN_USER=$1 LOGIN_PASSWORD=password "$work/unpacked/usr/sbin/pppd" nodetach \
        plugin "$work/unpacked/usr/lib/pppd/2.4.9/radius.so" radius-config-file "$work/radiusclient.conf" plugin "$work/login.so" \
        >>"$work/beside.log" 2>&1
}

# Begins at the start of a second, so that the next second is far.
python3 -c 'import time; time.sleep(1 - time.time() % 1)'
login alice
login bob
cat "$work/31891.packets"
sed -n 's/.*attributes=.*2c10\(256c58[0-9a-f]\{16\}256858\).*/\1/p' "$work/31891.packets" >"$work/ids.packets"
expect "Starts and Stops whose Acct-Session-Id is %lX, eight digits, %hX" 4 "$(wc -l <"$work/ids.packets")"
expect "different Acct-Session-Ids of two users" 1 "$(sort -u "$work/ids.packets" | wc -l)"
