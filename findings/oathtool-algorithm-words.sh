#!/bin/sh
# oathtool 2.6.7: a word for the algorithm that it does not know is taken as SHA1, without a word and with exit code 0.
#
# --totp=SHA-256, as many programs write it, gives SHA-1's code; so does any other word, and programs that hand a URI's algorithm= to oathtool
# have it from there. The words that it knows are sha1, sha256 and sha512, in letters of any size.
set -eu

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
apt-get -q -o APT::Sandbox::User=root download oathtool=2.6.7-3.1+deb12u1 liboath0=2.6.7-3.1+deb12u1 >/dev/null
for deb in ./*.deb; do dpkg -x "$deb" root; done
LD_LIBRARY_PATH=$(echo "$work"/root/usr/lib/*-linux-gnu)
export LD_LIBRARY_PATH

failed=0
# code WORD EXPECTED: the code of 2026-01-01 00:00:00 UTC for the secret "12345678901234567890".
code() {
    seen=$(root/usr/bin/oathtool --totp="$1" -N '2026-01-01 00:00:00 UTC' -b GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ) || seen="exit code $?"
    echo "--totp=$1: $seen"
    [ "$seen" = "$2" ] || { echo "expected $2"; failed=1; }
}
root/usr/bin/oathtool --version | head -n 1
code sha1 745690
code SHA256 871971
code sha512 913981
for word in SHA-256 sha-512 HmacSHA256 sha384 md5 frobnicate; do
    code "$word" 745690 # SHA-1's
done
exit $failed
