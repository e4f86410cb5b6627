# A node without policies, with local users and groups, beside what was exported from an NPS.
cat >countersign.yaml <<END
listen:
  authentication: [0.0.0.0:1812]
  accounting: [0.0.0.0:1813]
data: data
mfa:
  demo-phone:
    script: phone.txt
END
echo '* approve after 100ms' >phone.txt
cp "$EXAMPLES/nps-export.xml" "$EXAMPLES/nps-extension.reg" . &&
    countersign init &&
    for group in 'RDG Users' 'VPN Users' Staff 'Network Administrators'; do countersign group add "$group" || return; done &&
    echo Korrekt-Pferd-Batterie-7 | countersign user add alice --group 'RDG Users'
{ countersign serve >serve.log 2>&1 & }
until grep -q ^Ready serve.log; do sleep 0.2; done
