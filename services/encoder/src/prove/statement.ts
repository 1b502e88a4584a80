// SPDX-License-Identifier: EUPL-1.2
/** What a proof says and what it does not, for a person to read. Names nobody. */
import type { Language } from '@koppel/errors';
import type { Proof } from './proof.ts';

interface Counts {
  readonly total: number;
  readonly containing: readonly number[];
  readonly withdrawing: readonly number[];
}

const sentences = {
  en: (proof: Proof, { total, containing, withdrawing }: Counts): string[] => [
    proof.absent
      ? `No batch of register ${proof.register} that left ${proof.owner} since ${proof.since} contains this person.`
      : `${containing.length} batches of register ${proof.register} that left ${proof.owner} since ${proof.since} contain this person: entries ${containing.join(', ')} of the ledger.`,
    '',
    `Looked at: ${total} batches, up to ${proof.made}; the ledger then had ${proof.head.next} entries, the last with hash ${proof.head.hash}.`,
    withdrawing.length === 0
      ? 'None of them withdraws an earlier record of this person.'
      : `Withdrawals of an earlier record of this person: entries ${withdrawing.join(', ')}. A withdrawal holds the token of the record and nothing else about it.`,
    '',
    'This rests on three things that were checked: the ledger is unbroken; of each batch, the list of records in it is the one that the ledger names by its hash; and these lists were searched for the tokens that the owner’s key gives for this person.',
    proof.comparedWithLog
      ? 'The log was compared as well: it holds no batch signed by this owner that the ledger lacks.'
      : 'The log was not compared (--log): a batch that was sent from another state folder would not be noticed.',
    proof.named === 'bsn'
      ? `The person was looked up in the register by citizen service number and had ${proof.records} record number(s) there. If the person stood in an earlier export under another record number, that is not covered: repeat this with that export.`
      : 'The person was named by record number. If the person also stands in the register under another record number, that is not covered.',
    'Not covered: other registers, batches before that date, and what anyone did outside this program.',
  ],
  nl: (proof: Proof, { total, containing, withdrawing }: Counts): string[] => [
    proof.absent
      ? `Geen pakket van register ${proof.register} dat sinds ${proof.since} bij ${proof.owner} is vertrokken, bevat deze persoon.`
      : `${containing.length} pakketten van register ${proof.register} die sinds ${proof.since} bij ${proof.owner} zijn vertrokken, bevatten deze persoon: regels ${containing.join(', ')} van het verzendboek.`,
    '',
    `Bekeken: ${total} pakketten, tot ${proof.made}; het verzendboek had toen ${proof.head.next} regels, de laatste met hash ${proof.head.hash}.`,
    withdrawing.length === 0
      ? 'Geen daarvan trekt een eerder record van deze persoon in.'
      : `Intrekkingen van een eerder record van deze persoon: regels ${withdrawing.join(', ')}. Een intrekking bevat het token van het record en verder niets daarover.`,
    '',
    'Dit steunt op drie zaken die zijn nagegaan: het verzendboek is ongebroken; van elk pakket is de lijst van records erin die welke het verzendboek met haar hash noemt; en die lijsten zijn doorzocht op de tokens die de sleutel van de bronhouder voor deze persoon geeft.',
    proof.comparedWithLog
      ? 'Ook het log is vergeleken: er staat geen pakket met de handtekening van deze bronhouder dat in het verzendboek ontbreekt.'
      : 'Het log is niet vergeleken (--log): een pakket dat met een andere map is verstuurd, zou niet opvallen.',
    proof.named === 'bsn'
      ? `De persoon is in het register opgezocht op burgerservicenummer en had daar ${proof.records} recordnummer(s). Stond de persoon in een eerdere export onder een ander recordnummer, dan valt dat hierbuiten: herhaal dit met die export.`
      : 'De persoon is genoemd met een recordnummer. Staat de persoon ook onder een ander recordnummer in het register, dan valt dat hierbuiten.',
    'Valt hierbuiten: andere registers, pakketten van vóór die datum, en wat iemand buiten dit programma om heeft gedaan.',
  ],
} as const;

export function proofStatement(proof: Proof, language: Language): string {
  const at = (what: 'contains' | 'withdraws'): number[] =>
    proof.batches.filter((batch) => batch[what]).map(({ n }) => n);
  const counts = {
    total: proof.batches.length,
    containing: at('contains'),
    withdrawing: at('withdraws'),
  };
  return sentences[language](proof, counts).join('\n');
}
