// SPDX-License-Identifier: EUPL-1.2
/** The help text of the coordinator's program. */

const en = `koppel-study — for the coordinator of a study and those who decide: no data, no key to data

A study is a folder with study.yaml, feasibility.yaml and evidence. --folder names it; without it, it
is the folder in which you are.

  koppel-study init [--folder FOLDER] [--answers FILE] [--from GUIDE-OR-STUDY]
      Makes a new study from your answers, or a replication of another.
  koppel-study key init|show --keys FILE
      Makes the signing key of the coordinator or of a mandate; prints its public key.
  koppel-study check [--log FOLDER] [--on DAY]
      Says what is still open, in the order in which to do it.
  koppel-study verdict SUB-STUDY CITY GROUND yes|yesIf|no|unknown --reason TEXT --evidence FILE,…
                       [--condition TEXT --owner WHO --due DAY] [--yes]
  koppel-study verdict SUB-STUDY CITY GROUND --met NUMBER [--on DAY] [--yes]
      Sets one verdict, or marks a condition as met. Grounds: theoretical, practical, legal, wanted.
      Shows the change before it is written; --yes does not ask.
  koppel-study evidence FILE… [--yes]
      Records files of the folder evidence, also anew where they changed on purpose.
  koppel-study overlap FILE… [--wanted PERSONS] [--yes]
      From the sketches of owners (koppel-encoder sketch): how many persons the registers of a city
      share. Writes evidence and feasibility.yaml; --wanted is for pairs that are not in it yet.
  koppel-study report --out FILE.html [--data FILE.json] [--log FOLDER] [--on DAY]
  koppel-study guide --out FILE.html [--log FOLDER] [--on DAY]
      The feasibility report (page and JSON); the guide for the next municipality (Dutch).
  koppel-study document --id NAME --kind KIND --file FILE --version V --owner WHO --signer WHO
                        --signed DAY --until DAY [--cities A,B] [--registers A,B]
                        --keys FILE --log FOLDER
  koppel-study papers [--papers FOLDER] --log FOLDER
      Whether the documents on file, by default in the folder papers, are those that were signed for.
  koppel-study revoke --id NAME --reason TEXT --keys FILE --log FOLDER
  koppel-study end --reason TEXT [--on DAY] --keys FILE --log FOLDER
      The coordinator signs that a document stands, no longer stands, or that the study ends.
  koppel-study decide --sub-study NAME --city NAME --mandate NAME --until DAY [--against CODE,…]
                      --keys FILE --log FOLDER
  koppel-study withdraw --sub-study NAME --city NAME --mandate NAME --reason TEXT
                        --keys FILE --log FOLDER
      A mandate signs a decision, or takes it back. --against names findings that it goes against.
  koppel-study objections --id NAME --by DAY [--received DAY] --keys FILE --log FOLDER
      Announces that owners put objections that came in up to a day on their lists by another day.
  koppel-study acknowledgements --log FOLDER
      Which owners signed for a round: files of the folder acknowledgements, each checked.
  koppel-study certificate [--certificates FOLDER] [--accept-key FINGERPRINT]
  koppel-study destroy --keys FILE --log FOLDER [--certificates FOLDER] [--accept-key FINGERPRINT]
      Which parties gave a sound certificate of destruction, by default in the folder certificates;
      when all did, the certificate of the study, after which nothing runs. --accept-key: of a
      researcher whose signing key the study does not name, as read out by telephone.
  koppel-study status --log FOLDER [--out FILE.html] [--on DAY]
  koppel-study log --log FOLDER
      Who has delivered what and what stands; every record on the control topic, checked.
  koppel-study doctor --log FOLDER [--as MANDATE]
      Looks at the log from the seat of the coordinator, or of a mandate with a user of its own.
  koppel-study line setup [--study FILE] --parties FILE --log FILE.yaml [--plan] [--remove] [--yes]
      For who runs the broker: makes topics and rights as the study says, and tells which rights should
      not be there; --remove takes those away. --plan only shows. docs/operating/kafka.md.

  --lang nl|en   language        --json   result as JSON        --help   this text

The passphrase of the key file is read from the file that KOPPEL_PASSPHRASE_FILE names, or asked.
Exit codes: 0 done, 2 command line, 3 input, 4 refused, 5 disk or log, 70 unexpected.
--log can also be a file ….yaml that says how to reach a Kafka broker: docs/operating/kafka.md.
`;

const nl = `koppel-study — voor de coördinator van een studie en wie besluit: geen gegevens, geen sleutel ertoe

Een studie is een map met study.yaml, feasibility.yaml en evidence. --folder noemt haar; zonder dat is
het de map waarin u staat.

  koppel-study init [--folder MAP] [--answers BESTAND] [--from WERKWIJZER-OF-STUDIE]
      Maakt een nieuwe studie uit uw antwoorden, of een herhaling van een andere.
  koppel-study key init|show --keys BESTAND
      Maakt de ondertekensleutel van coördinator of mandaat; toont de publieke sleutel.
  koppel-study check [--log MAP] [--on DAG]
      Zegt wat nog openstaat, in de volgorde waarin het moet.
  koppel-study verdict DEELSTUDIE STAD GROND yes|yesIf|no|unknown --reason TEKST --evidence BESTAND,…
                       [--condition TEKST --owner WIE --due DAG] [--yes]
  koppel-study verdict DEELSTUDIE STAD GROND --met NUMMER [--on DAG] [--yes]
      Legt één oordeel vast, of dat een voorwaarde is vervuld. Gronden: theoretical, practical,
      legal, wanted. Toont de wijziging voordat die wordt geschreven; --yes vraagt niet.
  koppel-study evidence BESTAND… [--yes]
      Legt bestanden uit de map evidence vast, ook opnieuw als ze met opzet zijn gewijzigd.
  koppel-study overlap BESTAND… [--wanted PERSONEN] [--yes]
      Uit de schetsen van bronhouders (koppel-encoder sketch): hoeveel personen de registers van een
      stad delen. Schrijft bewijs en feasibility.yaml; --wanted is voor paren die er nog niet in staan.
  koppel-study report --out BESTAND.html [--data BESTAND.json] [--log MAP] [--on DAG]
  koppel-study guide --out BESTAND.html [--log MAP] [--on DAG]
      Het haalbaarheidsrapport (pagina en JSON); de werkwijzer voor de volgende gemeente.
  koppel-study document --id NAAM --kind SOORT --file BESTAND --version V --owner WIE --signer WIE
                        --signed DAG --until DAG [--cities A,B] [--registers A,B]
                        --keys BESTAND --log MAP
  koppel-study papers [--papers MAP] --log MAP
      Of de documenten in het archief, standaard in de map papers, die zijn waarvoor is getekend.
  koppel-study revoke --id NAAM --reason TEKST --keys BESTAND --log MAP
  koppel-study end --reason TEKST [--on DAG] --keys BESTAND --log MAP
      De coördinator ondertekent dat een document geldt, niet meer geldt, of dat de studie eindigt.
  koppel-study decide --sub-study NAAM --city NAAM --mandate NAAM --until DAG [--against CODE,…]
                      --keys BESTAND --log MAP
  koppel-study withdraw --sub-study NAAM --city NAAM --mandate NAAM --reason TEKST
                        --keys BESTAND --log MAP
      Een mandaat ondertekent een besluit, of trekt het in. --against noemt bevindingen waartegen
      het ingaat.
  koppel-study objections --id NAAM --by DAG [--received DAG] --keys BESTAND --log MAP
      Kondigt aan dat bronhouders bezwaren van tot en met een dag op hun lijst zetten vóór een dag.
  koppel-study acknowledgements --log MAP
      Welke bronhouders voor een ronde tekenden: bestanden in de map acknowledgements, getoetst.
  koppel-study certificate [--certificates MAP] [--accept-key VINGERAFDRUK]
  koppel-study destroy --keys BESTAND --log MAP [--certificates MAP] [--accept-key VINGERAFDRUK]
      Welke partijen een goede verklaring van vernietiging gaven, standaard in de map certificates;
      als alle er zijn de verklaring van de studie, waarna niets meer draait. --accept-key: van een
      onderzoeker van wie de studie geen ondertekensleutel noemt, zoals telefonisch voorgelezen.
  koppel-study status --log MAP [--out BESTAND.html] [--on DAG]
  koppel-study log --log MAP
      Wie wat heeft geleverd en wat geldt; elk bericht op het control-topic, getoetst.
  koppel-study doctor --log MAP [--as MANDAAT]
      Bekijkt het log vanaf de plek van de coördinator, of van een mandaat met een eigen gebruiker.
  koppel-study line setup [--study BESTAND] --parties BESTAND --log BESTAND.yaml [--plan] [--remove]
               [--yes]
      Voor wie de broker beheert: maakt topics en rechten zoals het onderzoek zegt, en meldt welke
      rechten er niet horen te zijn; --remove haalt die weg. --plan toont alleen. docs/operating/kafka.nl.md.

  --lang nl|en   taal            --json   uitkomst als JSON     --help   deze tekst

De wachtwoordzin komt uit het bestand dat KOPPEL_PASSPHRASE_FILE noemt, of wordt gevraagd.
Afsluitcodes: 0 klaar, 2 opdrachtregel, 3 invoer, 4 geweigerd, 5 schijf of log, 70 onverwacht.
--log kan ook een bestand ….yaml zijn dat zegt hoe een Kafka-broker te bereiken is: docs/operating/kafka.nl.md.
`;

export const help = { en, nl };
