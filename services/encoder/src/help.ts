// SPDX-License-Identifier: EUPL-1.2
/** The help text of the encoder. */

const en = `koppel-encoder — runs at a data owner: encodes a register, lets no identifier out

  koppel-encoder key init  --keys FILE
      Makes this owner's key file and prints the two public keys for the study.
  koppel-encoder key show  --keys FILE
      Prints the public keys again.
  koppel-encoder key agree --study FILE --owner NAME --keys FILE --log FOLDER [--wait SECONDS]
      Agrees on the encoding key with the other owners, over the log. Run it at every owner.
  koppel-encoder key share   --study FILE --owner NAME --keys FILE [--out FOLDER] [--log FOLDER] [FILE ...]
  koppel-encoder key combine (the same options)
  koppel-encoder key check   (the same options)
      The same by text files that owners e-mail each other: share until every share is here, combine
      makes the key, check compares. Each says what to send to whom, and may be repeated. FILE is what
      you received, unless it is in FOLDER already. With --log, FOLDER and log are brought level, as is
      needed before the first run.
  koppel-encoder key seal  --keys FILE [--out FILE]
      Seals the key file under a new passphrase (KOPPEL_NEW_PASSPHRASE_FILE, or asked).
  koppel-encoder key forget --study FILE --owner NAME --keys FILE
      Removes the encoding key and the share of this version of a study from the key file.
  koppel-encoder map --study FILE --register NAME --input FILE [--out FILE] [--rows COUNT] [--yes]
                     [--show-values]
      Proposes which column is which field, and shows what each would become. Encodes nothing, sends
      nothing. Instead of --input: --postgres with --table NAME [--schema NAME] or --query FILE, and
      --host --port --database --user --password-file --ca --server-name (or PGHOST, PGPORT, …).
  koppel-encoder map --study FILE --register NAME --mapping FILE [--input FILE] [--show-values]
      Shows what the columns of a mapping that you have would become.
  koppel-encoder profile --study FILE --register NAME --mapping FILE --input FILE
                     [--out FILE.html] [--data FILE.json] [--publishable FILE.json|FILE.html]
      Tells how good the register is: a page for you, the same as data, and a form without small
      counts that may be shown to others. Needs no key and no log; nothing is encoded or sent.
  koppel-encoder sketch --study FILE --owner NAME --register NAME --mapping FILE --input FILE
                     --keys FILE --out FILE.json [--state FOLDER] [--one-in 4|8|16|32]
                     (--exclusions FILE | --no-exclusions) [--confirm-without-bsn]
      Before anything is encoded: a file from which the coordinator estimates how many persons
      registers share. Needs the agreed key (key share, combine); no log. Says what it gives away.
  koppel-encoder audit --study FILE --register NAME --mapping FILE --input FILE
                     [--out FILE.html] [--data FILE.json] [--gate] [--records N] [--seed N]
                     [--attacks NAME,…] [--known-pairs 20,100,300,1000] [--overlap 5,20,100]
                     [--exclusions FILE] [--confirm-without-bsn]
      Attacks encodings of your own register, on this machine, and tells what an attacker would get: a
      page for the privacy officer, and data. No key and no log; nothing is sent. --gate: exit code 4
      when a limit does not hold. --overlap: percent of the people in the attacker's register.
      Attacks: seededProfile, knownPairDecoding, tupleTest, ownKey, doubleHashing, frequency,
      patternMining, fakeRecords, chosenRecords, graphMatching. Planted records are as many as known pairs.
  koppel-encoder suggest [--study FILE] [--out FILE.yaml]
                     [--linkage-unit none|others|population|unknown] [--insider no|yes|unknown]
                     [--loss none|some] [--size small|large] [--interoperable no|yes] [--stable FIELD]
      Asks what the linkage unit could do and what the study can lose, suggests an encoding, says why,
      and gives the part for the study file. Also as: koppel-encoder profile suggest.
  koppel-encoder run --study FILE --owner NAME --register NAME --mapping FILE --input FILE
                     --keys FILE --log FOLDER [--state FOLDER] [--report FILE] [--accept-rejected]
                     [--full] [--release-now]
                     [--exclusions FILE | --no-exclusions] [--confirm-removed]
                     [--confirm-without-bsn] [--confirm-lost-state] [--dry-run [--out-batch FILE]]
      Encodes a register and sends sealed batches: the whole register the first time, what changed
      from then on. Nothing leaves while rows are rejected, unless --accept-rejected says that the
      other rows may go. Running twice sends nothing twice. --state: where the encoder remembers
      what it sent; beside the key file when it is not given. --full sends the whole register.
      --release-now sends changes although they are few: others can see that something changed.
      --exclusions: a list of persons who are left out; later runs must have it too, whole. Entries
      that are rightly gone: --confirm-removed. A list of BSNs and a register without:
      --confirm-without-bsn. An earlier state folder is lost for good: --confirm-lost-state.
      --dry-run does everything but send, also without --log; --out-batch writes the first batch.
  koppel-encoder receipts --study FILE --owner NAME --log FOLDER
      What the linkage unit answered to the newest run of each register: accepted, refused and why,
      not answered yet. Needs no key file. Exit code 4 when a newest run was refused.
  koppel-encoder answer --study FILE --owner NAME --keys FILE --log FOLDER [--state FOLDER]
                        [--exclusions FILE | --no-exclusions] [--confirm-without-bsn]
                        [--confirm-lost-state] [--follow]
      Answers what the linkage unit asks in a second round: for single pairs, how alike fields are.
      Checks each request, keeps to the budget of the study, and writes each answer into the ledger
      before it leaves. --follow goes on until you stop it. Exit code 4 when something was refused.
  koppel-encoder looks --study FILE --owner NAME --keys FILE [--state FOLDER]
      How many looks were asked, answered and refused, and what is left of the budget. Opens no key.
  koppel-encoder doctor --study FILE --owner NAME --log FOLDER
      Looks at the log from this seat: is it reached, may this owner read and write what it must, and
      nothing else. Leaves nothing behind; needs no key file.
  koppel-encoder serve --config FILE [--check]
      Runs registers at fixed times until it is stopped, and answers a monitor on this machine.
  koppel-encoder objections --round NAME --exclusions FILE --out FILE --study FILE --owner NAME
                            --keys FILE --log FOLDER [--state FOLDER]
      Signs for the coordinator that objections of a round are on the list, and were honoured.
  koppel-encoder status --study FILE --owner NAME --keys FILE [--log FOLDER]
      Whether the study goes on, until when encodings may be kept, and what to do.
  koppel-encoder destroy --study FILE --owner NAME --keys FILE [--state FOLDER] [--log FOLDER]
                         [FILE-OR-FOLDER…] [--whole-key-file]
      Shows what there is of the study, asks for its id, and destroys its keys, snapshots, lists,
      what is named, and your topics. Writes a signed certificate for the coordinator. The ledger
      stays. --confirm STUDY answers the question. Broken off: give it again.
  koppel-encoder ledger show       --keys FILE [--state FOLDER] [--since DATE]
  koppel-encoder ledger verify     --keys FILE [--state FOLDER] [--checkpoint FILE]
                                   [--study FILE --owner NAME]
  koppel-encoder ledger checkpoint --keys FILE [--state FOLDER]
      The account of every batch that left: in plain language; checked, with the first entry that is
      wrong; a signed line to keep elsewhere. The key file is not opened.
  koppel-encoder ledger prune --before DATE --keys FILE [--state FOLDER]
      Removes the lists of what older batches contained, to free disk. The entries stay, and one
      says so; proofs reach back no further than that day.
  koppel-encoder prove --since DATE --keys FILE [--state FOLDER] [--log FOLDER] [--out FILE]
                       (--bsn-file FILE --mapping FILE --input FILE | --record-file FILE --register NAME)
  koppel-encoder prove --verify FILE --keys FILE [--state FOLDER] [the same to name the person]
      Proves that no batch of a register since a day contains one person. The number comes from a
      file, or with - from standard input; it is in no result.

A register in a database, as the mapping says, has no --input.

  --lang nl|en   language        --json   result as JSON        --help   this text

The passphrase of the key file is read from the file that KOPPEL_PASSPHRASE_FILE names, or asked.
Exit codes: 0 done, 2 command line, 3 input, 4 refused, 5 disk, log or waiting, 70 unexpected.
--log can also be a file ….yaml that says how to reach a Kafka broker: docs/operating/kafka.md.
`;

const nl = `koppel-encoder — draait bij een bronhouder: codeert een register, laat geen persoonsgegeven uit

  koppel-encoder key init  --keys BESTAND
      Maakt het sleutelbestand van deze bronhouder en toont de twee publieke sleutels voor de studie.
  koppel-encoder key show  --keys BESTAND
      Toont de publieke sleutels opnieuw.
  koppel-encoder key agree --study BESTAND --owner NAAM --keys BESTAND --log MAP [--wait SECONDEN]
      Spreekt met de andere bronhouders de codeersleutel af, via het log. Doe dit bij elke bronhouder.
  koppel-encoder key share   --study BESTAND --owner NAAM --keys BESTAND [--out MAP] [--log MAP] [BESTAND ...]
  koppel-encoder key combine (dezelfde opties)
  koppel-encoder key check   (dezelfde opties)
      Hetzelfde met tekstbestanden die bronhouders elkaar mailen: share tot alle sleuteldelen binnen
      zijn, combine maakt de sleutel, check vergelijkt. Elk zegt wat u naar wie stuurt en mag vaker.
      BESTAND is wat u ontving, als het nog niet in MAP staat. Met --log krijgen map en log dezelfde
      berichten; dat is nodig voor de eerste run.
  koppel-encoder key seal  --keys BESTAND [--out BESTAND]
      Verzegelt het sleutelbestand met een nieuwe wachtwoordzin (KOPPEL_NEW_PASSPHRASE_FILE, of gevraagd).
  koppel-encoder key forget --study BESTAND --owner NAAM --keys BESTAND
      Verwijdert de codeersleutel en het sleuteldeel van deze versie van een studie uit het sleutelbestand.
  koppel-encoder map --study BESTAND --register NAAM --input BESTAND [--out BESTAND] [--rows AANTAL]
                     [--yes] [--show-values]
      Stelt voor welke kolom welk veld is, en toont wat elk zou worden. Codeert en verstuurt niets.
      In plaats van --input: --postgres met --table NAAM [--schema NAAM] of --query BESTAND, en
      --host --port --database --user --password-file --ca --server-name (of PGHOST, PGPORT, …).
  koppel-encoder map --study BESTAND --register NAAM --mapping BESTAND [--input BESTAND] [--show-values]
      Toont wat de kolommen van een mapping die u al heeft zouden worden.
  koppel-encoder profile --study BESTAND --register NAAM --mapping BESTAND --input BESTAND
                     [--out BESTAND.html] [--data BESTAND.json] [--publishable BESTAND.json|BESTAND.html]
      Vertelt hoe goed het register is: een pagina voor u, hetzelfde als gegevens, en een vorm zonder
      kleine aantallen die anderen mogen zien. Zonder sleutel en zonder log; er wordt niets gecodeerd of verstuurd.
  koppel-encoder sketch --study BESTAND --owner NAAM --register NAAM --mapping BESTAND --input BESTAND
                     --keys BESTAND --out BESTAND.json [--state MAP] [--one-in 4|8|16|32]
                     (--exclusions BESTAND | --no-exclusions) [--confirm-without-bsn]
      Voordat er iets wordt gecodeerd: een bestand waaruit de coördinator schat hoeveel personen
      registers delen. Vraagt de afgesproken sleutel (key share, combine); geen log. Zegt wat het
      prijsgeeft.
  koppel-encoder audit --study BESTAND --register NAAM --mapping BESTAND --input BESTAND
                     [--out BESTAND.html] [--data BESTAND.json] [--gate] [--records AANTAL]
                     [--seed GETAL] [--attacks NAAM,…] [--known-pairs 20,100,300,1000]
                     [--overlap 5,20,100] [--exclusions BESTAND] [--confirm-without-bsn]
      Valt coderingen van uw eigen register aan, op deze machine, en vertelt wat een aanvaller eruit
      haalt: een pagina voor de functionaris gegevensbescherming, en gegevens. Zonder sleutel en zonder
      log; er wordt niets verstuurd. --gate: code 4 als een grens niet wordt gehaald. --overlap: procent
      van de mensen in het register van de aanvaller.
      Aanvallen: seededProfile, knownPairDecoding, tupleTest, ownKey, doubleHashing, frequency,
      patternMining, fakeRecords, chosenRecords, graphMatching. Er worden evenveel records geplant als er paren bekend zijn.
  koppel-encoder suggest [--study BESTAND] [--out BESTAND.yaml]
                     [--linkage-unit none|others|population|unknown] [--insider no|yes|unknown]
                     [--loss none|some] [--size small|large] [--interoperable no|yes] [--stable VELD]
      Vraagt wat de koppelpartij zou kunnen en wat de studie kan missen, stelt een codering voor, zegt
      waarom, en geeft het stuk voor het studiebestand. Ook als: koppel-encoder profile suggest.
  koppel-encoder run --study BESTAND --owner NAAM --register NAAM --mapping BESTAND --input BESTAND
                     --keys BESTAND --log MAP [--state MAP] [--report BESTAND] [--accept-rejected]
                     [--full] [--release-now]
                     [--exclusions BESTAND | --no-exclusions] [--confirm-removed]
                     [--confirm-without-bsn] [--confirm-lost-state] [--dry-run [--out-batch BESTAND]]
      Codeert een register en verstuurt verzegelde pakketten: de eerste keer het hele register,
      daarna wat gewijzigd is. Zolang er rijen zijn afgewezen gaat er niets weg, tenzij
      --accept-rejected zegt dat de andere rijen mogen. Tweemaal draaien stuurt niets dubbel.
      --state: waar de encoder onthoudt wat is verstuurd; zonder deze optie naast het sleutelbestand.
      --full stuurt het hele register. --release-now stuurt ook als er weinig is gewijzigd: anderen
      kunnen dan zien dat er iets is gewijzigd.
      --exclusions: een lijst van personen die erbuiten blijven; latere runs moeten haar ook hebben,
      geheel. Zijn er regels terecht weg: --confirm-removed. Een lijst met BSN's en een register zonder:
      --confirm-without-bsn. Is een eerdere map met de stand voorgoed weg: --confirm-lost-state.
      --dry-run doet alles behalve versturen, ook zonder --log; --out-batch schrijft het eerste pakket.
  koppel-encoder receipts --study BESTAND --owner NAAM --log MAP
      Wat de koppelpartij antwoordde op de nieuwste run van elk register: aangenomen, geweigerd en
      waarom, nog niet beantwoord. Zonder sleutelbestand. Code 4 als een nieuwste run is geweigerd.
  koppel-encoder answer --study BESTAND --owner NAAM --keys BESTAND --log MAP [--state MAP]
                        [--exclusions BESTAND | --no-exclusions] [--confirm-without-bsn]
                        [--confirm-lost-state] [--follow]
      Beantwoordt wat de koppelpartij in een tweede ronde vraagt: voor losse paren, hoezeer velden op
      elkaar lijken. Gaat elk verzoek na, blijft binnen het budget van de studie, en schrijft elk
      antwoord in het verzendboek voor het vertrekt. --follow gaat door tot u het stopt. Code 4 als er
      iets is geweigerd.
  koppel-encoder looks --study BESTAND --owner NAAM --keys BESTAND [--state MAP]
      Hoeveel inzages zijn gevraagd, beantwoord en geweigerd, en wat er van het budget over is. Opent
      geen sleutel.
  koppel-encoder doctor --study BESTAND --owner NAAM --log MAP
      Bekijkt het log vanaf deze plek: is het bereikbaar, mag deze bronhouder lezen en schrijven wat
      moet, en niets anders. Laat niets achter; heeft geen sleutelbestand nodig.
  koppel-encoder serve --config BESTAND [--check]
      Draait registers op vaste tijden tot u de dienst stopt, en antwoordt een monitor op deze machine.
  koppel-encoder objections --round NAAM --exclusions BESTAND --out BESTAND --study BESTAND
                            --owner NAAM --keys BESTAND --log MAP [--state MAP]
      Tekent voor de coördinator dat bezwaren van een ronde op de lijst staan en zijn gevolgd.
  koppel-encoder status --study BESTAND --owner NAAM --keys BESTAND [--log MAP]
      Of de studie loopt, tot wanneer coderingen bewaard mogen worden, en wat te doen.
  koppel-encoder destroy --study BESTAND --owner NAAM --keys BESTAND [--state MAP] [--log MAP]
                         [BESTAND-OF-MAP…] [--whole-key-file]
      Toont wat er van de studie is, vraagt haar naam, en vernietigt haar sleutels, momentopnamen,
      lijsten, wat is genoemd, en uw onderwerpen. Schrijft een getekende verklaring voor de
      coördinator. Het verzendboek blijft. --confirm STUDIE beantwoordt de vraag. Afgebroken: opnieuw.
  koppel-encoder ledger show       --keys BESTAND [--state MAP] [--since DATUM]
  koppel-encoder ledger verify     --keys BESTAND [--state MAP] [--checkpoint BESTAND]
                                   [--study BESTAND --owner NAAM]
  koppel-encoder ledger checkpoint --keys BESTAND [--state MAP]
      Het verzendboek van alles wat vertrok: in gewone taal; nagegaan, met de eerste regel die niet
      klopt; een ondertekende regel om elders te bewaren. Het sleutelbestand wordt niet geopend.
  koppel-encoder ledger prune --before DATUM --keys BESTAND [--state MAP]
      Verwijdert de lijsten van wat oudere pakketten bevatten, om schijf vrij te maken. De regels
      blijven en één zegt dat; een bewijs reikt niet verder terug dan die dag.
  koppel-encoder prove --since DATUM --keys BESTAND [--state MAP] [--log MAP] [--out BESTAND]
                       (--bsn-file BESTAND --mapping BESTAND --input BESTAND |
                        --record-file BESTAND --register NAAM)
  koppel-encoder prove --verify BESTAND --keys BESTAND [--state MAP] [hetzelfde om de persoon te noemen]
      Bewijst dat geen pakket van een register sinds een dag één persoon bevat. Het nummer komt uit een
      bestand, of met - van standard input; het staat in geen uitkomst.

Een register in een database, zoals de mapping zegt, heeft geen --input.

  --lang nl|en   taal            --json   uitkomst als JSON     --help   deze tekst

De wachtwoordzin komt uit het bestand dat KOPPEL_PASSPHRASE_FILE noemt, of wordt gevraagd.
Afsluitcodes: 0 klaar, 2 opdrachtregel, 3 invoer, 4 geweigerd, 5 schijf, log of wachten, 70 onverwacht.
--log kan ook een bestand ….yaml zijn dat zegt hoe een Kafka-broker te bereiken is: docs/operating/kafka.nl.md.
`;

export const help = { en, nl };
