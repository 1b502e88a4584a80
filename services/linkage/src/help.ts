// SPDX-License-Identifier: EUPL-1.2
/** The help text of the linkage unit. */

const en = `koppel-linkage — runs at the trusted third party: links encodings, never sees a person

  koppel-linkage key init --keys FILE
      Makes the key file of the linkage unit and prints the two public keys for the study.
  koppel-linkage key show --keys FILE
      Prints the public keys again.
  koppel-linkage run --study FILE --keys FILE --log FOLDER --state FOLDER
                     [--wait SECONDS] [--allow-missing] [--workers NUMBER] [--events FILE]
      Takes in the batches of all owners, gives receipts, links the registers and publishes the
      links, sealed to the researcher. --wait waits for registers that have not arrived;
      --allow-missing links those that have. Running twice publishes nothing twice. --events writes
      who was merged, split or retracted since the last linkage, and why.
                     [--report FOLDER]
      Writes the quality report too: by default in the folder report of the state.
                     [--share]
      Shares the search out to workers, which must be running; --log is then a Kafka broker.
      In a study with a second round it asks the owners for looks, and links when all have answered:
      give it again until then, or --wait. Nothing is asked twice. --first-round publishes what the
      first round alone gives, meanwhile; the result and the account say so.
  koppel-linkage worker --study FILE --keys FILE --log FILE.yaml --state FOLDER [--workers NUMBER]
      Searches what a run with --share shares out, here or on another machine, until it is stopped.
      Each worker has a state folder of its own, and fills it from the log.
  koppel-linkage worker [--config FILE] [--check]
      The same as a service, as serve is one: it answers a monitor and goes on after failures.
  koppel-linkage report --state FOLDER [--out FOLDER]
      Writes the pages of the last linkage's report again, in the language of --lang.

  koppel-linkage doctor --study FILE --log FOLDER
      Looks at the log from this seat: is it reached, may the linkage unit read and write what it must,
      and nothing else. Leaves nothing behind; needs no key file.

  koppel-linkage review export --study FILE --keys FILE --state FOLDER --out FOLDER [--limit NUMBER]
      Writes the pairs that the model is unsure about as pairs.csv, pairs.json and pairs.html, those
      first whose decision would change most. 200, if --limit gives no other number.
  koppel-linkage review import FILE --study FILE --keys FILE --state FOLDER
      Records the decisions of a list that was filled in; the next run follows them. One wrong row
      refuses the whole file. The same file twice records nothing twice.
  koppel-linkage review status --study FILE --keys FILE --state FOLDER
  koppel-linkage review log --study FILE --keys FILE [--state FOLDER]
      How many pairs are open and decided; who decided what, when and why, checked line by line.

  koppel-linkage serve [--config FILE] [--check]
      Takes in, answers and links by itself until it is stopped; answers a monitor at /health, /ready
      and /metrics. --check only tells what it would use and what would not work.

  koppel-linkage status --study FILE --keys FILE [--log FOLDER] [--state FOLDER]
      Whether the study goes on, until when encodings may be kept, and what to do; with --state also
      which owners have not answered the second round, and since when they are asked.
  koppel-linkage log show|verify --study FILE --keys FILE
      The account of what was refused and set aside, and when was linked; each line is checked.
  koppel-linkage destroy --study FILE --keys FILE --state FOLDER [--log FOLDER] [FILE-OR-FOLDER…]
      Shows what there is of the study, asks for its id, and destroys keys, encodings, state, what
      is named, and the topics that the linkage unit writes. Writes a signed certificate for the
      coordinator. --confirm STUDY answers the question. Broken off: give it again.

  --lang nl|en   language        --json   result as JSON        --help   this text

The passphrase of the key file is read from the file that KOPPEL_PASSPHRASE_FILE names, or asked.
Exit codes: 0 done, 2 command line, 3 input, 4 refused, 5 disk, log or waiting, 70 unexpected.
--log can also be a file ….yaml that says how to reach a Kafka broker: docs/operating/kafka.md.
`;

const nl = `koppel-linkage — draait bij de vertrouwde derde partij: koppelt coderingen, ziet nooit een persoon

  koppel-linkage key init --keys BESTAND
      Maakt het sleutelbestand van de koppelpartij en toont de twee publieke sleutels voor de studie.
  koppel-linkage key show --keys BESTAND
      Toont de publieke sleutels opnieuw.
  koppel-linkage run --study BESTAND --keys BESTAND --log MAP --state MAP
                     [--wait SECONDEN] [--allow-missing] [--workers AANTAL] [--events BESTAND]
      Neemt de pakketten van alle bronhouders aan, geeft ontvangstbewijzen, koppelt de registers en
      publiceert de koppelingen, verzegeld voor de onderzoeker. --wait wacht op registers die er nog
      niet zijn; --allow-missing koppelt wat er is. Tweemaal draaien publiceert niets dubbel.
      --events schrijft wie er sinds de vorige koppeling is samengevoegd, gesplitst of ingetrokken,
      en waarom.
                     [--report MAP]
      Schrijft ook het kwaliteitsverslag: zonder --report in de map report van de state.
                     [--share]
      Verdeelt de zoektocht over werkers, die moeten draaien; --log is dan een Kafka-broker.
      In een studie met een tweede ronde vraagt hij de bronhouders om inzages, en koppelt als allen
      hebben geantwoord: geef hem tot dan opnieuw, of --wait. Niets wordt tweemaal gevraagd.
      --first-round publiceert intussen wat de eerste ronde alleen geeft; uitkomst en boek zeggen dat.
  koppel-linkage worker --study BESTAND --keys BESTAND --log BESTAND.yaml --state MAP
                        [--workers AANTAL]
      Doorzoekt wat een run met --share verdeelt, hier of op een andere machine, tot hij wordt gestopt.
      Elke werker heeft een eigen statemap, en vult die uit het logboek.
  koppel-linkage worker [--config BESTAND] [--check]
      Hetzelfde als dienst, zoals serve: antwoordt een monitor en gaat na fouten verder.
  koppel-linkage report --state MAP [--out MAP]
      Schrijft de pagina's van het verslag van de laatste koppeling opnieuw, in de taal van --lang.

  koppel-linkage doctor --study BESTAND --log MAP
      Bekijkt het log vanaf deze plek: is het bereikbaar, mag de koppelpartij lezen en schrijven wat
      moet, en niets anders. Laat niets achter; heeft geen sleutelbestand nodig.

  koppel-linkage review export --study BESTAND --keys BESTAND --state MAP --out MAP [--limit AANTAL]
      Schrijft de paren waarover het model twijfelt als pairs.csv, pairs.json en pairs.html, die waar
      een besluit het meest verandert bovenaan. 200, als --limit geen ander aantal geeft.
  koppel-linkage review import BESTAND --study BESTAND --keys BESTAND --state MAP
      Legt de besluiten van een ingevulde lijst vast; de volgende run volgt ze. Eén foute rij weigert
      het hele bestand. Hetzelfde bestand tweemaal legt niets dubbel vast.
  koppel-linkage review status --study BESTAND --keys BESTAND --state MAP
  koppel-linkage review log --study BESTAND --keys BESTAND [--state MAP]
      Hoeveel paren open en besloten zijn; wie wat wanneer en waarom besloot, regel voor regel
      gecontroleerd.

  koppel-linkage serve [--config BESTAND] [--check]
      Neemt aan, antwoordt en koppelt uit zichzelf tot hij wordt gestopt; antwoordt een monitor op
      /health, /ready en /metrics. --check vertelt alleen wat hij zou gebruiken en wat niet zou werken.

  koppel-linkage status --study BESTAND --keys BESTAND [--log MAP] [--state MAP]
      Of de studie loopt, tot wanneer coderingen bewaard mogen worden, en wat te doen; met --state ook
      welke bronhouders de tweede ronde nog niet hebben beantwoord, en sinds wanneer zij gevraagd zijn.
  koppel-linkage log show|verify --study BESTAND --keys BESTAND
      Het boek van wat is geweigerd en opzijgezet, en wanneer is gekoppeld; elke regel gecontroleerd.
  koppel-linkage destroy --study BESTAND --keys BESTAND --state MAP [--log MAP] [BESTAND-OF-MAP…]
      Toont wat er van de studie is, vraagt haar naam, en vernietigt sleutels, coderingen, stand,
      wat is genoemd, en de onderwerpen die de koppelpartij schrijft. Schrijft een getekende
      verklaring voor de coördinator. --confirm STUDIE beantwoordt de vraag. Afgebroken: opnieuw.

  --lang nl|en   taal            --json   uitkomst als JSON     --help   deze tekst

De wachtwoordzin komt uit het bestand dat KOPPEL_PASSPHRASE_FILE noemt, of wordt gevraagd.
Afsluitcodes: 0 klaar, 2 opdrachtregel, 3 invoer, 4 geweigerd, 5 schijf, log of wachten, 70 onverwacht.
--log kan ook een bestand ….yaml zijn dat zegt hoe een Kafka-broker te bereiken is: docs/operating/kafka.nl.md.
`;

export const help = { en, nl };
