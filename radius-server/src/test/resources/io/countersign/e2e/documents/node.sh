# A node that has run for a day: an RD Gateway whose users have a phone that approves, a VPN whose users have codes; alice has logged in.
make_node() {
    cat >countersign.yaml <<END
listen:
  authentication: [0.0.0.0:1812]
  accounting: [0.0.0.0:1813]
metrics: 127.0.0.1:18120
data: data
local:
  netbios-names: [CONTOSO]
mfa:
  demo-phone:
    script: phone.txt
END
    echo '* approve after 100ms' >phone.txt
    cat >policies.yaml <<'END'
clients:
  - {name: rdgw-01, address: 127.0.0.2, secret: '${file:rdgw-01.secret}', type: rd-gateway}
  - {name: vpn-01, address: 127.0.0.1, secret: '${file:vpn-01.secret}', challenge: true}
  - {name: radclient, address: 192.0.2.5, secret: '${file:secret.txt}', challenge: true}
connection-request-policies:
  - {name: Everybody, when: {day-and-time: 'Sun-Sat 00:00-24:00'}, authentication: here, with: [local]}
network-policies:
  - name: RD users
    when: {client-type: rd-gateway, user-groups: ['local\RDG Users']}
    constraints: {authentication-methods: [unauthenticated]}
    access: grant
    mfa: {any-of: [demo-phone]}
  - name: VPN users
    when: {client-type: standard, user-groups: ['local\VPN Users']}
    constraints: {authentication-methods: [pap, chap, ms-chap-v2]}
    access: grant
    mfa: {any-of: [totp]}
END
    password=Korrekt-Pferd-Batterie-7
    for client in rdgw-01.secret vpn-01.secret secret.txt; do countersign client secret $client || return; done
    countersign init && countersign group add 'RDG Users' &&
        echo $password | countersign user add alice --group 'VPN Users' --store reversible &&
        countersign user set alice --add-group 'RDG Users' &&
        echo $password | countersign user add bob --group 'VPN Users' &&
        countersign policy apply policies.yaml --comment 'the first' &&
        echo $SEED | countersign mfa enroll alice --provider totp --secret-stdin
}
[ -e "$MADE/node" ] || (mkdir "$MADE/node" && cd "$MADE/node" && make_node) || return
cp -a "$MADE/node/." .
mount -t tmpfs none /srv && mkdir /srv/backup || return
{ countersign serve >serve.log 2>&1 & }
until grep -q ^Ready serve.log; do sleep 0.2; done
countersign radius send 127.0.0.1 --from 127.0.0.2 --secret-file rdgw-01.secret --user 'CONTOSO\alice' --method none
