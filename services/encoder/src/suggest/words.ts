// SPDX-License-Identifier: EUPL-1.2
/** The words of `suggest`. Figures are those of `docs/encodings.md` and its sources. */
import type { Language } from '@koppel/errors';
import type { Reason, Warning } from './decide.ts';

interface Words {
  readonly suggestion: string;
  readonly because: string;
  readonly beware: string;
  readonly always: string;
  readonly block: string;
  readonly threshold: string;
  /** For what the registry has no words that stand by themselves. */
  readonly hardened: string;
  readonly strong: string;
  readonly size: string;
  readonly reason: Readonly<Record<Reason, string>>;
  readonly warning: Readonly<Record<Warning, string>>;
}

const en: Words = {
  suggestion: 'Suggested',
  because: 'Because',
  beware: 'Beware',
  always:
    'No encoding is safe: whoever has the encoding key can try any name, and who holds encodings and a register can try attacks that nobody has published. Encode each field by itself (field filters) never in a first round: that shows how often each value occurs. Then run `koppel-encoder audit` on your own register.',
  block: 'For the study file. All owners take the same; the coordinator decides.',
  threshold:
    'The threshold of the study (`linkage.threshold`) belongs to its encoding: with another one, let it be `auto`, or find it anew.',
  strong:
    'Majority votes, more of them and on more bits, where a study cannot afford that anybody is recognised and known pairs may leak. Encoding and comparing take about four times as long.',
  size: '{bits} bits, {bytes} bytes per record',
  hardened:
    'Bloom filters that show less by themselves. Compared by programs that know Bloom filters.',
  reason: {
    registerHeld:
      'the linkage unit has a register in clear text. With one that shares 5 % of the people, half to all of those are recognised in Bloom filters, without any key (graph matching).',
    registerUnknown:
      'it is not known which registers the linkage unit can get at. What is not known counts as held.',
    insiderFeared:
      'somebody can know which encoding is whose, of some people. From some dozens the rest of a Bloom filter register follows step by step.',
    insiderUnknown:
      'it is not known whether somebody can know which encoding is whose. What is not known counts as feared.',
    nothingFeared:
      'the linkage unit holds no register of these people, which can be shown, and knows nobody in it.',
    qualityFirst: 'the study can lose nothing in quality.',
    qualityAllows:
      'the study can lose a little in quality, and then a code that also holds where a declaration does not is worth it.',
    othersCompare: 'programs that know Bloom filters only must be able to compare.',
    saltedBy:
      'there is a field that is right everywhere and never changes: it salts the others, so that patterns differ between its values.',
  },
  warning: {
    strongTooLarge:
      'against a register and an insider together, the strong form (k = 4, 8,192 bits) is better: with 300 known pairs one to three in 100 people are recognised in this one, and fewer than one in 100 in the strong one. It costs 1,024 bytes per record.',
    lossUnavoidable:
      'it costs about a point of F1 (0.995 to 0.982 on invented Dutch registers with many faults). A second round on counts per field gives that back, and more.',
    notInteroperable:
      'programs that know Bloom filters cannot compare it. Whoever can compare Bloom filters can also attack them: choose.',
    noRegisterMustHold:
      'this rests on the linkage unit alone. Put in the agreement that it holds no register of these people and can get at none, audit that, and destroy the encodings soon. With a register, half to all of the people in both can be recognised.',
    hardeningLimits:
      'no hardening stops graph matching; it hinders attacks on patterns of bits, no more.',
    saltLoses:
      'records whose salting field differs are never linked. On a set in which 7 % of the birth years were wrong, salting by birth year took F1 from 0.995 to 0.963. Take a field from an authentic source.',
    noCryptanalysis:
      'it is new: there is no independent cryptanalysis of it yet. The contract with the linkage unit carries the weight here too.',
  },
};

const nl: Words = {
  suggestion: 'Voorstel',
  because: 'Omdat',
  beware: 'Let op',
  always:
    'Geen codering is veilig: wie de codeersleutel heeft kan elke naam uitproberen, en wie coderingen en een register heeft kan aanvallen proberen die niemand heeft gepubliceerd. Codeer in een eerste ronde nooit elk veld apart (veldfilters): dat laat zien hoe vaak elke waarde voorkomt. Draai daarna `koppel-encoder audit` op uw eigen register.',
  block: 'Voor het studiebestand. Alle bronhouders nemen hetzelfde; de coördinator beslist.',
  threshold:
    'De drempel van de studie (`linkage.threshold`) hoort bij haar codering: zet die bij een andere codering op `auto`, of bepaal haar opnieuw.',
  strong:
    'Meerderheidsstemmen, meer ervan en op meer bits, waar een studie niet kan lijden dat iemand wordt herkend en bekende paren kunnen uitlekken. Coderen en vergelijken duren ongeveer vier keer zo lang.',
  size: '{bits} bits, {bytes} bytes per record',
  hardened:
    'Bloomfilters die uit zichzelf minder tonen. Te vergelijken door programma’s die Bloomfilters kennen.',
  reason: {
    registerHeld:
      'de koppelpartij heeft een register in leesbare tekst. Met een register dat 5 % van de mensen deelt, wordt de helft van hen tot iedereen in Bloomfilters herkend, zonder enige sleutel (patronen vergelijken, graph matching).',
    registerUnknown:
      'het is niet bekend bij welke registers de koppelpartij kan. Wat niet bekend is, telt als aanwezig.',
    insiderFeared:
      'iemand kan van enkele mensen weten welke codering van wie is. Uit enkele tientallen volgt bij Bloomfilters de rest stap voor stap.',
    insiderUnknown:
      'het is niet bekend of iemand kan weten welke codering van wie is. Wat niet bekend is, telt als gevreesd.',
    nothingFeared:
      'de koppelpartij heeft aantoonbaar geen register van deze mensen, en kent niemand erin.',
    qualityFirst: 'de studie kan geen kwaliteit missen.',
    qualityAllows:
      'de studie kan een beetje kwaliteit missen, en dan is een code die ook standhoudt waar een verklaring dat niet doet het waard.',
    othersCompare: 'programma’s die alleen Bloomfilters kennen moeten kunnen vergelijken.',
    saltedBy:
      'er is een veld dat overal klopt en nooit verandert: het zout de andere velden, zodat patronen per waarde ervan verschillen.',
  },
  warning: {
    strongTooLarge:
      'tegen een register en een insider samen is de sterke vorm (k = 4, 8.192 bits) beter: met 300 bekende paren worden in deze een tot drie op de 100 mensen herkend, en in de sterke minder dan een op de 100. Die kost 1.024 bytes per record.',
    lossUnavoidable:
      'het kost ongeveer een punt F1 (0,995 naar 0,982 op verzonnen Nederlandse registers met veel fouten). Een tweede ronde met aantallen per veld geeft dat terug, en meer.',
    notInteroperable:
      'programma’s die Bloomfilters kennen kunnen het niet vergelijken. Wie Bloomfilters kan vergelijken, kan ze ook aanvallen: kies.',
    noRegisterMustHold:
      'dit rust op de koppelpartij alleen. Zet in de overeenkomst dat zij geen register van deze mensen heeft en bij geen register kan, toets dat, en vernietig de coderingen snel. Met een register is de helft van wie in beide staat te herkennen, of iedereen.',
    hardeningLimits:
      'geen verharding is bestand tegen het vergelijken van patronen (graph matching); zij hindert aanvallen op bitpatronen, meer niet.',
    saltLoses:
      'records waarvan het zoutende veld verschilt worden nooit gekoppeld. Op een set waarin 7 % van de geboortejaren fout was, ging F1 bij zouten met het geboortejaar van 0,995 naar 0,963. Neem een veld uit een authentieke bron.',
    noCryptanalysis:
      'het is nieuw: onafhankelijke cryptanalyse is er nog niet. Ook hier draagt de overeenkomst met de koppelpartij het gewicht.',
  },
};

export const suggestWords: Readonly<Record<Language, Words>> = { en, nl };
