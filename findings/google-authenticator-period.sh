#!/bin/sh
# google-authenticator (libpam-google-authenticator 20191231): the URI that it prints for an app has no period, whatever the step is.
#
# With -S 60 the file says STEP_SIZE 60, and the app that has read the QR code goes on with 30 s: its codes are wrong. What is printed is a link that
# holds the URI; nothing is sent.
. "$(dirname "$(readlink -f "$0")")/common.sh"

packages libpam-google-authenticator=20191231-2
"$work/unpacked/usr/bin/google-authenticator" -t -d -f -C -r 3 -R 30 -w 3 -S 60 -Q ANSI -l alice -i Example -s "$work/file" \
    </dev/null >"$work/output"
uri=$(grep -a -o 'otpauth://[^[:space:]]*' "$work/output" | head -n 1 | sed 's/%3F/?/; s/%3D/=/g; s/%26/\&/g; s/secret=[A-Z2-7]*/secret=…/')
expect "step in the file" '" STEP_SIZE 60' "$(grep STEP_SIZE "$work/file")"
expect "URI for the app" 'otpauth://totp/alice?secret=…&issuer=Example' "$uri"
