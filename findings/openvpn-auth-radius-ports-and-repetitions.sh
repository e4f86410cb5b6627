#!/bin/sh
# openvpn-auth-radius 2.1: a port of five digits is cut to four, and a repetition has another authenticator and another port.
#
# authport=31870 asks port 3187. What is sent again keeps its Identifier alone, so that a server's duplicate detection (RFC 5080 section
# 2.2.2) takes it for another login. The plugin makes a tunnel device: run as root, with /dev/net/tun.
. "$(dirname "$(readlink -f "$0")")/common.sh"

packages openvpn=2.6.14-0+deb12u2 openvpn-auth-radius=2.1-8 libpkcs11-helper1=1.29.0-1 liblzo2-2=2.10-2
openssl req -x509 -newkey rsa:2048 -nodes -keyout "$work/key" -out "$work/crt" -days 2 -subj /CN=127.0.0.1 2>/dev/null

# login AUTHPORT SERVER-PORT: one login with these lines in the plugin's configuration, sent twice, 2 s apart.
login() {
    cat >"$work/plugin-$1" <<END
NAS-Identifier=OpenVpn
Service-Type=5
Framed-Protocol=1
NAS-Port-Type=5
NAS-IP-Address=127.0.0.1
OpenVPNConfig=$work/server-$1
subnet=255.255.255.0
overwriteccfiles=false
useauthcontrolfile=true
server
{
	acctport=3199
	authport=$1
	name=127.0.0.1
	retry=2
	wait=2
	sharedsecret=$SECRET
}
END
    cat >"$work/server-$1" <<END
port $2
proto udp
local 127.0.0.1
server 127.9.2.0 255.255.255.0
dev tun
ifconfig-noexec
route-noexec
ca $work/crt
cert $work/crt
key $work/key
dh none
verify-client-cert none
username-as-common-name
status $work/status-$1 1
plugin $work/unpacked/usr/lib/openvpn/radiusplugin.so $work/plugin-$1
END
    printf 'alice\npassword\n' >"$work/login"
    beside "$work/unpacked/usr/sbin/openvpn" --config "$work/server-$1"
    sleep 2
    beside "$work/unpacked/usr/sbin/openvpn" --client --remote 127.0.0.1 "$2" udp --nobind --dev null --ca "$work/crt" \
        --auth-user-pass "$work/login"
}

responder 31870 none
responder 3187 none
login 31870 31879
until_true came 3187 3
cat "$work/3187.packets"
expect "packets at port 31870, which authport names" 0 "$(wc -l <"$work/31870.packets")"
expect "different Identifiers of three sends" 1 "$(different identifier 3187)"
expect "different authenticators" 3 "$(different authenticator 3187)"
expect "different ports" 3 "$(different from 3187)"
