// SPDX-License-Identifier: EUPL-1.2
import type { Messages } from '../message.ts';

/** Codes of the area "kafka": the log at a broker that the parties share. */
export const kafkaMessages = {
  LOG_KAFKA_LIBRARY: {
    kind: 'environment',
    en: 'The log is at a Kafka broker, and the client library for Kafka is not installed here.',
    nl: 'Het logboek staat bij een Kafka-broker, en de clientbibliotheek voor Kafka is hier niet geïnstalleerd.',
    remedyEn: 'Run `./koppel setup --kafka` once; it compiles the library for this machine.',
    remedyNl:
      'Geef één keer `./koppel setup --kafka`; dat compileert de bibliotheek voor deze machine.',
  },
  LOG_KAFKA_FILE: {
    kind: 'input',
    en: 'A file for the connection with Kafka cannot be used: not there, not readable, empty, or not what it should be.',
    nl: 'Een bestand voor de verbinding met Kafka is onbruikbaar: afwezig, onleesbaar, leeg, of iets anders dan het moet zijn.',
    remedyEn:
      'Check path and rights. Certificates are in PEM; a password or token stands alone on one line.',
    remedyNl:
      'Controleer pad en rechten. Certificaten zijn in PEM; een wachtwoord of token staat alleen op één regel.',
  },
  LOG_KAFKA_CONFIG: {
    kind: 'input',
    en: 'A setting for the connection with Kafka is missing, unknown or not valid.',
    nl: 'Een instelling voor de verbinding met Kafka ontbreekt, is onbekend of is niet geldig.',
    remedyEn: 'Correct it in the file or the environment; docs/operating/kafka.md lists them all.',
    remedyNl:
      'Verbeter haar in het bestand of de omgeving; docs/operating/kafka.nl.md noemt ze alle.',
  },
  LOG_KAFKA_TLS_OFF: {
    kind: 'refused',
    en: 'The connection with Kafka would cross the network without TLS.',
    nl: 'De verbinding met Kafka zou zonder TLS over het netwerk gaan.',
    remedyEn: 'Set `tls: {ca: …}`; `tls: off` is for a broker on this machine itself.',
    remedyNl: 'Stel `tls: {ca: …}` in; `tls: off` is voor een broker op deze machine zelf.',
  },
  LOG_WORK_FOLDER: {
    kind: 'usage',
    en: 'Work can be shared between programs over a Kafka broker only, and this log is a folder.',
    nl: 'Werk kan alleen via een Kafka-broker over programma’s worden verdeeld, en dit logboek is een map.',
    remedyEn:
      'Leave out --share: on one machine `run` uses every core by itself, and several programs would not be faster.',
    remedyNl:
      'Laat --share weg: op één machine gebruikt `run` zelf al elke kern, en meer programma’s zouden niet sneller zijn.',
  },
  LOG_KAFKA_UNREACHABLE: {
    kind: 'environment',
    en: 'Kafka did not answer in the time that there was to wait. Whether a message that was on its way arrived is not known.',
    nl: 'Kafka antwoordde niet binnen de wachttijd. Of een bericht dat onderweg was is aangekomen, is niet bekend.',
    remedyEn:
      'Check address, firewall and that the brokers run, and give the same command again: it goes on where it was, and nothing counts twice.',
    remedyNl:
      'Controleer adres, firewall en of de brokers draaien, en geef dezelfde opdracht opnieuw: die gaat verder waar hij was, en niets telt dubbel.',
  },
  LOG_KAFKA_CLOCK: {
    kind: 'environment',
    en: 'Kafka refused a message because the clock of this machine is a day ahead of its own.',
    nl: 'Kafka weigerde een bericht omdat de klok van deze machine een dag voorloopt op de zijne.',
    remedyEn:
      'Set the clocks of both machines right, and give the same command again: it goes on where it was.',
    remedyNl:
      'Zet de klokken van beide machines goed, en geef dezelfde opdracht opnieuw: die gaat verder waar hij was.',
  },
  LOG_KAFKA_CERTIFICATE: {
    kind: 'refused',
    en: 'No trusted TLS connection with Kafka: a certificate has expired, comes from another authority, or is for another name.',
    nl: 'Geen vertrouwde TLS-verbinding met Kafka: een certificaat is verlopen, komt van een andere uitgever, of is voor een andere naam.',
    remedyEn:
      'Rule `broker`: check `tls.ca`, and the date and names of the broker’s certificate. Rule `own`: the broker does not accept yours, or asks for one. Rule `expired`: renew the file that is named.',
    remedyNl:
      'Regel `broker`: controleer `tls.ca`, en datum en namen van het certificaat van de broker. Regel `own`: de broker aanvaardt het uwe niet, of vraagt erom. Regel `expired`: vernieuw het genoemde bestand.',
  },
  LOG_KAFKA_AUTHENTICATION: {
    kind: 'refused',
    en: 'Kafka does not let this user in.',
    nl: 'Kafka laat deze gebruiker niet toe.',
    remedyEn: 'Check mechanism, user and password file, or the token, with who runs the broker.',
    remedyNl:
      'Controleer mechanisme, gebruiker en wachtwoordbestand, of het token, met wie de broker beheert.',
  },
  LOG_KAFKA_AUTHORIZATION: {
    kind: 'refused',
    en: 'Kafka does not allow this user to read or write this topic.',
    nl: 'Kafka staat deze gebruiker niet toe dit topic te lezen of te schrijven.',
    remedyEn:
      'Check that study, owner and user belong together; docs/operating/kafka.md says which rights each party needs.',
    remedyNl:
      'Controleer of onderzoek, bronhouder en gebruiker bij elkaar horen; docs/operating/kafka.nl.md zegt welke rechten elke partij nodig heeft.',
  },
  LOG_KAFKA_TOPIC: {
    kind: 'environment',
    en: 'A topic of the study does not exist at the broker, or this user may not see it.',
    nl: 'Een topic van het onderzoek bestaat niet bij de broker, of deze gebruiker mag het niet zien.',
    remedyEn:
      'Check study, owner and user; let who runs the broker make the topics of this study and give this user its rights (docs/operating/kafka.md).',
    remedyNl:
      'Controleer onderzoek, bronhouder en gebruiker; laat wie de broker beheert de topics van dit onderzoek maken en deze gebruiker zijn rechten geven (docs/operating/kafka.nl.md).',
  },
  LOG_KAFKA_PARTITIONS: {
    kind: 'environment',
    en: 'A topic of the study has more than one partition, so it has no order.',
    nl: 'Een topic van het onderzoek heeft meer dan één partitie, en dus geen volgorde.',
    remedyEn: 'Let who runs the broker make it anew, with one partition.',
    remedyNl: 'Laat wie de broker beheert het opnieuw maken, met één partitie.',
  },
  LOG_KAFKA_TOO_LARGE: {
    kind: 'refused',
    en: 'A message is larger than the broker takes. It was not added to the log.',
    nl: 'Een bericht is groter dan de broker aanneemt. Het is niet aan het logboek toegevoegd.',
    remedyEn:
      'Let who runs the broker raise `max.message.bytes` of the topic, or choose fewer records per batch in the study.',
    remedyNl:
      'Laat wie de broker beheert `max.message.bytes` van het topic verhogen, of kies in het onderzoek minder records per zending.',
  },
  LINE_PARTIES: {
    kind: 'input',
    en: 'The file that names a user at the broker for each party does not fit the study.',
    nl: 'Het bestand dat voor elke partij een gebruiker bij de broker noemt, past niet bij het onderzoek.',
    remedyEn:
      'Rule `form`: correct the setting that is named. Rule `missing`: add the party. Rule `unknown`: remove who is no party of this study. Rule `shared`: give each party a user of its own.',
    remedyNl:
      'Regel `form`: verbeter de genoemde instelling. Regel `missing`: voeg de partij toe. Regel `unknown`: haal weg wie geen partij van dit onderzoek is. Regel `shared`: geef elke partij een eigen gebruiker.',
  },
  LINE_NO_BROKER: {
    kind: 'input',
    en: 'Topics and rights are kept by a broker, and the log that is named is a folder.',
    nl: 'Topics en rechten staan bij een broker, en het genoemde log is een map.',
    remedyEn: 'Name with --log the file ….yaml that says how to reach the broker.',
    remedyNl: 'Noem met --log het bestand ….yaml dat zegt hoe de broker te bereiken is.',
  },
  LINE_WITHOUT_RIGHTS: {
    kind: 'refused',
    en: 'The broker keeps no rights: whoever comes in may read and write everything.',
    nl: 'De broker houdt geen rechten bij: wie binnenkomt, mag alles lezen en schrijven.',
    remedyEn:
      'Set authorizer.class.name and allow.everyone.if.no.acl.found=false at every broker, and start it anew.',
    remedyNl:
      'Stel bij elke broker authorizer.class.name en allow.everyone.if.no.acl.found=false in en start hem opnieuw.',
  },
  LINE_REPLICAS: {
    kind: 'input',
    en: 'There are fewer brokers than copies that every topic should have.',
    nl: 'Er zijn minder brokers dan kopieën die elk topic moet hebben.',
    remedyEn: 'Add brokers, or lower `replicas` and `minInSync` in the file with parties.',
    remedyNl: 'Voeg brokers toe, of verlaag `replicas` en `minInSync` in het bestand met partijen.',
  },
  LINE_TOPIC: {
    kind: 'refused',
    en: 'A topic is not as it must be, and this command cannot put that right.',
    nl: 'Een topic is niet zoals het moet zijn, en deze opdracht kan dat niet herstellen.',
    remedyEn:
      'Rule `partitions`: it must have one; make it anew. Rule `replicas`: it has fewer copies than asked; use kafka-reassign-partitions. Rule `unknown`: no topic of this study has that name; find out who made it.',
    remedyNl:
      'Regel `partitions`: het moet er één hebben; maak het opnieuw. Regel `replicas`: het heeft minder kopieën dan gevraagd; gebruik kafka-reassign-partitions. Regel `unknown`: geen topic van dit onderzoek heet zo; zoek uit wie het maakte.',
  },
  LINE_DENIED: {
    kind: 'refused',
    en: 'A rule at the broker forbids a party what it must be able to do.',
    nl: 'Een regel bij de broker verbiedt een partij wat zij moet kunnen.',
    remedyEn: 'Remove that rule of type Deny with kafka-acls: it goes before every right.',
    remedyNl: 'Verwijder die regel van het type Deny met kafka-acls: die gaat voor elk recht.',
  },
  LINE_STRAY_RIGHT: {
    kind: 'refused',
    en: 'Somebody has a right on a topic of this study, or on the broker as a whole, that the study does not give.',
    nl: 'Iemand heeft een recht op een topic van dit onderzoek, of op de broker als geheel, dat het onderzoek niet geeft.',
    remedyEn:
      'Find out who gave it. --remove takes it away where it is about this study alone; with rule `wide` it is about more, so take it away with kafka-acls.',
    remedyNl:
      'Zoek uit wie het gaf. --remove haalt het weg als het alleen over dit onderzoek gaat; bij regel `wide` gaat het over meer, haal het dan weg met kafka-acls.',
  },
  LINE_TOO_MUCH: {
    kind: 'refused',
    en: 'This user may do something at the broker that is not for this party.',
    nl: 'Deze gebruiker mag bij de broker iets wat deze partij niet toekomt.',
    remedyEn:
      'Work on only when it is taken away: let who runs the broker give `koppel-study line setup --plan`, which shows the right, and remove it.',
    remedyNl:
      'Werk pas verder als het is weggehaald: laat wie de broker beheert `koppel-study line setup --plan` geven, dat het recht toont, en het verwijderen.',
  },
  LINE_CERTIFICATE_SOON: {
    kind: 'environment',
    en: 'A certificate ends within thirty days.',
    nl: 'Een certificaat verloopt binnen dertig dagen.',
    remedyEn: 'Have it renewed: from that day on nothing is sent or read.',
    remedyNl: 'Laat het vernieuwen: vanaf die dag wordt er niets meer verzonden of gelezen.',
  },
  LINE_CLOCK: {
    kind: 'environment',
    en: 'The clock of this machine differs from that of the others.',
    nl: 'De klok van deze machine wijkt af van die van de andere.',
    remedyEn:
      'Let the system set its clock by NTP: the broker refuses messages of more than an hour ahead.',
    remedyNl:
      'Laat het systeem zijn klok gelijkzetten met NTP: de broker weigert berichten van meer dan een uur vooruit.',
  },
  LINE_FOLDER_OPEN: {
    kind: 'refused',
    en: 'Every account of this machine can read the folder of the log, or write in it.',
    nl: 'Elk account van deze machine kan de map van het log lezen of erin schrijven.',
    remedyEn:
      'Take the rights of others away: chmod o-rwx. In a folder no party has rights of its own.',
    remedyNl:
      'Haal de rechten van anderen weg: chmod o-rwx. In een map heeft geen partij eigen rechten.',
  },
} as const satisfies Messages;
