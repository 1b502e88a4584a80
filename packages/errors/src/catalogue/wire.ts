// SPDX-License-Identifier: EUPL-1.2
import type { Messages } from '../message.ts';

/** Codes of the area "wire": messages between parties, and the contract that a batch must meet. */
export const wireMessages = {
  WIRE_MALFORMED: {
    kind: 'refused',
    en: 'A message does not have the agreed form, so it is not read.',
    nl: 'Een bericht heeft niet de afgesproken vorm en wordt niet gelezen.',
    remedyEn: 'Ask the sender to send it again with the current version of Koppel.',
    remedyNl: 'Vraag de afzender het opnieuw te sturen met de huidige versie van Koppel.',
  },
  WIRE_TOO_LARGE: {
    kind: 'refused',
    en: 'A message is larger than is allowed for its kind.',
    nl: 'Een bericht is groter dan voor zijn soort is toegestaan.',
    remedyEn: 'Choose a smaller number of records per batch in the study.',
    remedyNl: 'Kies in het onderzoek een kleiner aantal records per zending.',
  },
  WIRE_VERSION: {
    kind: 'refused',
    en: 'A message is of a kind or version that is not expected here.',
    nl: 'Een bericht is van een soort of versie die hier niet wordt verwacht.',
    remedyEn: 'Make sure that all parties run the same version of Koppel.',
    remedyNl: 'Zorg dat alle partijen dezelfde versie van Koppel gebruiken.',
  },
  WIRE_LENGTH: {
    kind: 'refused',
    en: 'The contents of a batch do not have the size that the study prescribes.',
    nl: 'De inhoud van een zending heeft niet de omvang die het onderzoek voorschrijft.',
    remedyEn: 'Check that all parties use the same study file, and send the run again.',
    remedyNl: 'Controleer of alle partijen hetzelfde onderzoeksbestand gebruiken en stuur opnieuw.',
  },
  CONTRACT_STUDY: {
    kind: 'refused',
    en: 'A batch was refused: it belongs to another study.',
    nl: 'Een zending is geweigerd: zij hoort bij een ander onderzoek.',
    remedyEn: 'Send it again with the study file of this study.',
    remedyNl: 'Stuur opnieuw, met het onderzoeksbestand van dit onderzoek.',
  },
  CONTRACT_LANE: {
    kind: 'refused',
    en: 'A batch was refused: identifiers and payload travel apart, and it took the wrong way.',
    nl: 'Een zending is geweigerd: gegevens om te koppelen en inhoud reizen apart; dit is de verkeerde weg.',
    remedyEn: 'Send the run again with an unaltered version of Koppel.',
    remedyNl: 'Stuur opnieuw met een ongewijzigde versie van Koppel.',
  },
  CONTRACT_OWNER: {
    kind: 'refused',
    en: 'A batch was refused: its sender is no data owner of this study, or not the one of this topic.',
    nl: 'Een zending is geweigerd: de afzender is geen bronhouder van dit onderzoek, of niet van dit kanaal.',
    remedyEn: 'Check the name of the data owner in the study and in the sending command.',
    remedyNl: 'Controleer de naam van de bronhouder in het onderzoek en in de opdracht.',
  },
  CONTRACT_REGISTER: {
    kind: 'refused',
    en: 'A batch was refused: the study does not ask this register of this data owner.',
    nl: 'Een zending is geweigerd: het onderzoek vraagt dit register niet van deze bronhouder.',
    remedyEn: 'Send only registers that the study names for this data owner.',
    remedyNl: 'Stuur alleen registers die het onderzoek voor deze bronhouder noemt.',
  },
  CONTRACT_SIGNATURE: {
    kind: 'refused',
    en: 'A batch was refused: the signature is not that of the data owner.',
    nl: 'Een zending is geweigerd: de handtekening is niet die van de bronhouder.',
    remedyEn:
      'Check that the public key in the study belongs to the key file in use; if it does, suspect tampering.',
    remedyNl:
      'Controleer of de publieke sleutel in het onderzoek bij het sleutelbestand hoort; zo ja, ga dan uit van knoeien.',
  },
  CONTRACT_SPEC_HASH: {
    kind: 'refused',
    en: 'A batch was refused: it was made with another version of the study.',
    nl: 'Een zending is geweigerd: zij is gemaakt met een andere versie van het onderzoek.',
    remedyEn: 'Give all parties the same study file, and send the run again.',
    remedyNl: 'Geef alle partijen hetzelfde onderzoeksbestand en stuur opnieuw.',
  },
  CONTRACT_PROFILE_HASH: {
    kind: 'refused',
    en: 'A batch was refused: its records were encoded in another way than agreed.',
    nl: 'Een zending is geweigerd: de records zijn op een andere manier versleuteld dan afgesproken.',
    remedyEn:
      'Make sure that all data owners run the same version of Koppel, and send the run again.',
    remedyNl: 'Zorg dat alle bronhouders dezelfde versie van Koppel gebruiken en stuur opnieuw.',
  },
  CONTRACT_KEY_CHECK: {
    kind: 'refused',
    en: 'A batch was refused: it was encoded with another key than that of the other data owners.',
    nl: 'Een zending is geweigerd: zij is versleuteld met een andere sleutel dan die van de andere bronhouders.',
    remedyEn:
      'Make sure that all data owners hold the encoding key of this study, and send the run again.',
    remedyNl: 'Zorg dat alle bronhouders de sleutel van dit onderzoek hebben en stuur opnieuw.',
  },
  CONTRACT_LENGTH: {
    kind: 'refused',
    en: 'A batch was refused: it does not have the size that every batch of this register has.',
    nl: 'Een zending is geweigerd: zij heeft niet de omvang van elke zending van dit register.',
    remedyEn: 'Send the run again with the study file of this study.',
    remedyNl: 'Stuur opnieuw, met het onderzoeksbestand van dit onderzoek.',
  },
  CONTRACT_QUOTA: {
    kind: 'refused',
    en: 'A batch was refused: its run holds more records than the study allows this data owner.',
    nl: 'Een zending is geweigerd: er komen meer records dan het onderzoek deze bronhouder toestaat.',
    remedyEn: 'Send fewer records, or have the quota in the study changed.',
    remedyNl: 'Stuur minder records, of laat het maximum in het onderzoek aanpassen.',
  },
  CONTRACT_BASE: {
    kind: 'refused',
    en: 'A run of changes was refused: it does not name an earlier run of this register to change.',
    nl: 'Een levering van wijzigingen is geweigerd: zij noemt geen eerdere levering van dit register.',
    remedyEn: 'Send the whole register again with an unaltered version of Koppel.',
    remedyNl: 'Stuur het hele register opnieuw met een ongewijzigde versie van Koppel.',
  },
  CONTRACT_SEQUENCE: {
    kind: 'refused',
    en: 'A batch was refused: its number does not fit the number of batches of its run.',
    nl: 'Een zending is geweigerd: haar nummer past niet bij het aantal zendingen.',
    remedyEn: 'Send the run again with an unaltered version of Koppel.',
    remedyNl: 'Stuur opnieuw met een ongewijzigde versie van Koppel.',
  },
} as const satisfies Messages;
