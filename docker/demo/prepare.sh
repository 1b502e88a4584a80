#!/bin/sh
# SPDX-License-Identifier: EUPL-1.2
# Makes all that the demo across containers needs, in a folder: invented registers, keys, a study,
# certificates, passwords, and the configuration of each party. Nothing of it is for real use.
#   docker/demo/prepare.sh [FOLDER]        default: docker/demo/material
set -eu
here=$(dirname -- "$(readlink -f -- "$0")")
root=$(dirname -- "$(dirname -- "$here")")
folder=${1:-$here/material}
records=${KOPPEL_DEMO_RECORDS:-2000}
umask 077

# The demo on this machine makes registers, keys and study; its log and results are not used.
"$root/koppel" demo --records "$records" --out "$folder" >/dev/null
rm -rf "$folder/log" "$folder/linkage-unit/state" "$folder/linkage-unit/quality" "$folder/researcher/data-set" \
  "$folder"/*/party.key.state "$folder"/*/party.key.*.jsonl "$folder/report.html" "$folder/summary.json"

# An authority, and certificates of the broker and of who runs it.
broker=$folder/broker
mkdir -p "$broker/passwords" "$folder/administrator"
cd "$broker"
curve='-newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes'
openssl req -x509 $curve -days 30 -subj /CN=demo-authority -keyout ca.key -out ca.crt 2>/dev/null
certify() { # name, names for which it holds
  openssl req $curve -subj "/CN=$1" -keyout "$1.key" -out "$1.csr" 2>/dev/null
  printf 'subjectAltName=%s\n' "$2" >names
  openssl x509 -req -in "$1.csr" -CA ca.crt -CAkey ca.key -CAcreateserial -days 30 \
    -extfile names -out "$1.crt" 2>/dev/null
  rm "$1.csr" names
}
certify broker 'DNS:broker,DNS:localhost,IP:127.0.0.1'
certify administrator 'DNS:administrator'
cat broker.key broker.crt ca.crt >broker.pem
cp ca.crt administrator.crt administrator.key "$folder/administrator"
rm administrator.crt administrator.key broker.key broker.crt

# Where the broker is, and where it keeps its data, as the broker itself sees it.
host=${KOPPEL_DEMO_HOST:-broker}
at=${KOPPEL_DEMO_BROKER_FOLDER:-/material}
data=${KOPPEL_DEMO_DATA:-/data/kafka}
sed -e "s#@HOST@#$host#g" -e "s#@MATERIAL@#$at#g" -e "s#@DATA@#$data#g" \
  "$here/server.properties" >server.properties

log() { # folder, then lines of `sasl` or of a certificate
  {
    printf 'koppelKafka: 1\nbrokers: [%s:%s]\ntls:\n  ca: ca.crt\n' "$host" "$2"
    cat
  } >"$1/kafka.yaml"
}

# Each party: study, authority, a password of its own, and how to reach the broker.
party() { # folder, user
  openssl rand -hex 18 >"$broker/passwords/$2"
  cp "$broker/passwords/$2" "$folder/$1/password"
  cp "$broker/ca.crt" "$folder/study.yaml" "$folder/$1"
  log "$folder/$1" 9093 <<TEXT
sasl:
  mechanism: SCRAM-SHA-512
  user: $2
  passwordFile: password
TEXT
}

owners=
for file in "$folder"/*/party.key; do
  owner=$(basename "$(dirname "$file")")
  case $owner in linkage-unit | researcher) continue ;; esac
  owners="$owners $owner"
  party "$owner" "$owner"
  {
    printf 'koppelServe: 1\nstudy: study.yaml\nowner: %s\nkeys: party.key\nlog: kafka.yaml\n' "$owner"
    printf 'exclusions: none\nregisters:\n'
    for csv in "$folder/$owner"/*.csv; do
      register=$(basename "$csv" .csv)
      printf '  - register: %s\n    mapping: %s-mapping.yaml\n    input: %s.csv\n' "$register" "$register" "$register"
      printf '    schedule: daily 02:00\n    atStart: true\n'
    done
  } >"$folder/$owner/serve.yaml"
done
party linkage-unit unit
party researcher researcher
openssl rand -hex 18 >"$broker/passwords/coordinator" # reads along; the demo has nobody who does
printf 'koppelServe: 1\nstudy: study.yaml\nkeys: party.key\nlog: kafka.yaml\nstate: state\nlink:\n  quietSeconds: 10\n' \
  >"$folder/linkage-unit/serve.yaml"
printf 'koppelServe: 1\nstudy: study.yaml\nkeys: party.key\nlog: kafka.yaml\nout: data-sets\n' \
  >"$folder/researcher/serve.yaml"

# Who runs the broker: comes in with its certificate, and knows who comes in as whom.
cp "$folder/study.yaml" "$folder/administrator"
printf '  certificate: administrator.crt\n  key: administrator.key\n' | log "$folder/administrator" 9094
{
  printf 'koppelParties: 1\nreplicas: 1\nminInSync: 1\ncoordinator: User:coordinator\n'
  printf 'linkageUnit: User:unit\nresearcher: User:researcher\nowners:\n'
  for owner in $owners; do printf '  %s: User:%s\n' "$owner" "$owner"; done
} >"$folder/administrator/parties.yaml"
rm "$broker/ca.key"
# The containers run as this number.
if [ "$(id -u)" = 0 ]; then chown -R 10001:10001 "$folder"; fi
printf '%s\n' "$folder"
