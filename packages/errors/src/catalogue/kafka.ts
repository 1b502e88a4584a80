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
  LOG_KAFKA_UNREACHABLE: {
    kind: 'environment',
    en: 'Kafka did not answer in the time that there was to wait. Whether a message that was on its way arrived is not known.',
    nl: 'Kafka antwoordde niet binnen de wachttijd. Of een bericht dat onderweg was is aangekomen, is niet bekend.',
    remedyEn:
      'Check address, firewall and that the brokers run, and give the same command again: it goes on where it was, and nothing counts twice.',
    remedyNl:
      'Controleer adres, firewall en of de brokers draaien, en geef dezelfde opdracht opnieuw: die gaat verder waar hij was, en niets telt dubbel.',
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
} as const satisfies Messages;
