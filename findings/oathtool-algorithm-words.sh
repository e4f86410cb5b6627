#!/bin/sh
# oathtool 2.6.7: a word for the algorithm that it does not know is taken as SHA1, without a word and with exit code 0.
#
# --totp=SHA-256, as many programs write it, gives SHA-1's code; so does any other word, and programs that hand a URI's algorithm= to oathtool
# have it from there. The words that it knows are sha1, sha256 and sha512, in letters of any size.
. "$(dirname "$(readlink -f "$0")")/common.sh"

packages oathtool=2.6.7-3.1+deb12u1 liboath0=2.6.7-3.1+deb12u1

# code WORD EXPECTED: the code of 2026-01-01 00:00:00 UTC for the secret "12345678901234567890".
code() {
    expect "--totp=$1" "$2" \
        "$("$work/unpacked/usr/bin/oathtool" --totp="$1" -N '2026-01-01 00:00:00 UTC' -b GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ || echo "exit code $?")"
}
"$work/unpacked/usr/bin/oathtool" --version | head -n 1
code sha1 745690
code SHA256 871971
code sha512 913981
for word in SHA-256 sha-512 HmacSHA256 sha384 md5 frobnicate; do
    code "$word" 745690 # SHA-1's
done
