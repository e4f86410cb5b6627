#!/bin/sh
# google-authenticator (libpam-google-authenticator 20191231): the URI that it prints for an app has no period, whatever the step is.
#
# With -S 60 the file says STEP_SIZE 60, and the app that has read the QR code goes on with 30 s: its codes are wrong. What is printed is a link that
# holds the URI; nothing is sent.
set -eu

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
apt-get -q -o APT::Sandbox::User=root download libpam-google-authenticator=20191231-2 >/dev/null
for deb in ./*.deb; do dpkg -x "$deb" root; done

root/usr/bin/google-authenticator -t -d -f -C -r 3 -R 30 -w 3 -S 60 -Q ANSI -l alice -i Example -s "$work/file" </dev/null >output
uri=$(grep -a -o 'otpauth://[^[:space:]]*' output | head -n 1 | sed 's/%3F/?/; s/%3D/=/g; s/%26/\&/g; s/secret=[A-Z2-7]*/secret=…/')
grep STEP_SIZE file
echo "$uri"
case $uri in
    *period*) echo "it has a period now"; exit 1 ;;
    otpauth://totp/alice\?secret=*) exit 0 ;;
    *) echo "no URI as it was"; exit 1 ;;
esac
