#!/bin/sh
# Signs with an Ed25519 key of a PKCS #11 token: an outside signer of Counterpart (docs/operations.md).
# The bytes come on standard input; 64 bytes of signature go to standard output.
#
#   pkcs11.sh MODULE TOKEN ID PINFILE
#   pkcs11.sh /usr/lib/softhsm/libsofthsm2.so counterpart 01 /srv/counterpart/vnm/token.pin
#
# Needs pkcs11-tool of OpenSC. The PIN goes by the environment: arguments can be read by everybody on a machine.
set -eu
COUNTERPART_PIN=$(cat "$4")
export COUNTERPART_PIN
exec pkcs11-tool --module "$1" --token-label "$2" --id "$3" --login --pin env:COUNTERPART_PIN \
  --sign --mechanism EDDSA
