// SPDX-License-Identifier: EUPL-1.2
/** The help text of the researcher's tool. */

const en = `koppel-researcher — runs at the researcher: puts links and payload together

  koppel-researcher key init --keys FILE
      Makes the researcher's key file and prints the public key for the study.
  koppel-researcher key show --keys FILE
      Prints the public key again.
  koppel-researcher assemble --study FILE --keys FILE --log FOLDER --releases FOLDER
      [--wait SECONDS] [--formats csv,parquet,sav,dta] [--result HEX]
      Opens the newest links and the payload that belongs to them, and writes the next release into
      the folder: persons and registers as CSV, Parquet, SPSS and Stata; codebooks, ddi.xml,
      datapackage.json, quality.json, and groups.html, which tells whom linking failed more often.
      Records that were not linked stay, flagged. From the second release on also events: who was
      merged, split or retracted. --result makes the data set of an earlier result again.
      With --out FOLDER instead of --releases: one data set, in a folder of that name; what became of
      persons since another one with --previous FOLDER.
  koppel-researcher twin --study FILE --out FOLDER [--persons NUMBER] [--formats csv,parquet,sav,dta]
      Writes a synthetic twin: the same files with rows of nobody, drawn from the study alone, to
      write scripts with before there are data.
  koppel-researcher weights FOLDER --study FILE --register ID --out FOLDER [--to ID] [--by NAMES]
      [--draws NUMBER] [--formats csv,parquet,sav,dta]
      Weights for links that were missed, and plausible linkages to repeat an analysis in.

  koppel-researcher check FOLDER|FILE --study FILE [--rules FILE] [--table] [--suppress]
      [--releases FOLDER] [--report FILE.html]
      Whether a data set, or with --table tables, may leave: small cells, dominance, groups, what
      can be worked out, and what it tells beside earlier releases; and how to repair it.
  koppel-researcher release FOLDER|FILE --releases FOLDER … as check
      The same, and puts what passed into the next release of the folder. Nothing where one fails.

  koppel-researcher doctor --study FILE --log FOLDER [--as ID]
      Looks at the log from this seat: is it reached, may the researcher read what it must, and nothing
      else. Leaves nothing behind; needs no key file.
  koppel-researcher serve [--config FILE] [--check]
      Makes a data set of every new result by itself until it is stopped; answers a monitor at /health,
      /ready and /metrics. --check only tells what it would use and what would not work.

  koppel-researcher status --study FILE --keys FILE [--log FOLDER]
      Whether the study goes on, until when data sets may be kept, and what to do.
  koppel-researcher destroy --study FILE --keys FILE DATA-SET… [--no-data-sets] [--as ID]
      Shows what there is of the study, asks for its id, and destroys the key file and the data
      sets in the folders that are named. Writes a signed certificate for the coordinator.
      --confirm STUDY answers the question. Broken off: give it again. --as names the co-researcher
      that one is.

  --lang nl|en   language        --json   result as JSON        --help   this text

The passphrase of the key file is read from the file that KOPPEL_PASSPHRASE_FILE names, or asked.
Exit codes: 0 done, 2 command line, 3 input, 4 refused, 5 disk, log or waiting, 70 unexpected.
--log can also be a file ….yaml that says how to reach a Kafka broker: docs/operating/kafka.md.
`;

const nl = `koppel-researcher — draait bij de onderzoeker: voegt koppelingen en variabelen samen

  koppel-researcher key init --keys BESTAND
      Maakt het sleutelbestand van de onderzoeker en toont de publieke sleutel voor de studie.
  koppel-researcher key show --keys BESTAND
      Toont de publieke sleutel opnieuw.
  koppel-researcher assemble --study BESTAND --keys BESTAND --log MAP --releases MAP
      [--wait SECONDEN] [--formats csv,parquet,sav,dta] [--result HEX]
      Opent de nieuwste koppelingen en de variabelen die erbij horen, en schrijft de volgende uitgave
      in de map: personen en registers als CSV, Parquet, SPSS en Stata; codeboeken, ddi.xml,
      datapackage.json, quality.json, en groups.html, dat vertelt bij wie koppelen vaker mislukte. Wat
      niet is gekoppeld blijft, met een merk. Vanaf de tweede uitgave ook events: wie zijn
      samengevoegd, gesplitst of ingetrokken. --result maakt het bestand van een eerdere uitkomst
      opnieuw. Met --out MAP in plaats van --releases: één gegevensbestand, in een map met die naam;
      wat er van personen werd sinds een ander met --previous MAP.
  koppel-researcher twin --study BESTAND --out MAP [--persons AANTAL] [--formats csv,parquet,sav,dta]
      Schrijft een synthetische tweeling: dezelfde bestanden met rijen van niemand, alleen uit de
      studie getrokken, om scripts mee te schrijven voordat er gegevens zijn.
  koppel-researcher weights MAP --study BESTAND --register ID --out MAP [--to ID] [--by NAMEN]
      [--draws AANTAL] [--formats csv,parquet,sav,dta]
      Gewichten voor gemiste koppelingen, en aannemelijke koppelingen om een analyse in te herhalen.

  koppel-researcher check MAP|BESTAND --study BESTAND [--rules BESTAND] [--table] [--suppress]
      [--releases MAP] [--report BESTAND.html]
      Of een gegevensbestand, of met --table tabellen, mag vertrekken: kleine cellen, overheersing,
      groepen, wat is uit te rekenen, en wat het vertelt naast eerdere uitgaven; en hoe u het herstelt.
  koppel-researcher release MAP|BESTAND --releases MAP … als check
      Hetzelfde, en zet wat slaagde in de volgende uitgave van de map. Niets als er één niet slaagt.

  koppel-researcher doctor --study BESTAND --log MAP [--as ID]
      Bekijkt het log vanaf deze plek: is het bereikbaar, mag de onderzoeker lezen wat moet, en niets
      anders. Laat niets achter; heeft geen sleutelbestand nodig.
  koppel-researcher serve [--config BESTAND] [--check]
      Maakt uit zichzelf van elk nieuw resultaat een gegevensbestand tot hij wordt gestopt; antwoordt een
      monitor op /health, /ready en /metrics. --check vertelt alleen wat hij zou gebruiken.

  koppel-researcher status --study BESTAND --keys BESTAND [--log MAP]
      Of de studie loopt, tot wanneer gegevensbestanden bewaard mogen worden, en wat te doen.
  koppel-researcher destroy --study BESTAND --keys BESTAND GEGEVENSBESTAND… [--no-data-sets]
      [--as ID]
      Toont wat er van de studie is, vraagt haar naam, en vernietigt het sleutelbestand en de
      gegevensbestanden in de genoemde mappen. Schrijft een getekende verklaring voor de
      coördinator. --confirm STUDIE beantwoordt de vraag. Afgebroken: opnieuw.
      --as noemt de mede-onderzoeker die men is.

  --lang nl|en   taal            --json   uitkomst als JSON     --help   deze tekst

De wachtwoordzin komt uit het bestand dat KOPPEL_PASSPHRASE_FILE noemt, of wordt gevraagd.
Afsluitcodes: 0 klaar, 2 opdrachtregel, 3 invoer, 4 geweigerd, 5 schijf, log of wachten, 70 onverwacht.
--log kan ook een bestand ….yaml zijn dat zegt hoe een Kafka-broker te bereiken is: docs/operating/kafka.nl.md.
`;

export const help = { en, nl };
