// SPDX-License-Identifier: EUPL-1.2
import type { Messages } from '../message.ts';

/** Codes of the area "encoding". */
export const encodingMessages = {
  ENCODING_SPEC: {
    kind: 'input',
    en: 'The encoding is not described in the form that a study needs.',
    nl: 'De codering is niet beschreven in de vorm die een studie nodig heeft.',
    remedyEn: 'Correct the part of the study that is named; the manual shows a complete example.',
    remedyNl: 'Verbeter het genoemde deel van de studie; de handleiding toont een heel voorbeeld.',
  },
  ENCODING_BSN: {
    kind: 'input',
    en: 'A linkage field names the citizen service number, which is never encoded.',
    nl: 'Een koppelveld noemt het burgerservicenummer; dat wordt nooit gecodeerd.',
    remedyEn:
      'Remove the field from the study. A mapping may name the number under bsn: it then serves checks on this side only.',
    remedyNl:
      'Haal het veld uit de studie. Een mapping mag het nummer noemen onder bsn: het dient dan alleen voor controles aan deze kant.',
  },
  ENCODING_FIELD_DUPLICATE: {
    kind: 'input',
    en: 'Two linkage fields have the same name.',
    nl: 'Twee koppelvelden hebben dezelfde naam.',
    remedyEn: 'Rename one of them, or remove it from the study.',
    remedyNl: 'Geef een van beide een andere naam, of haal het uit de studie.',
  },
  ENCODING_SCHEME: {
    kind: 'input',
    en: 'The study names a way of encoding that this version does not have.',
    nl: 'De studie noemt een manier van coderen die deze versie niet kent.',
    remedyEn: 'Name one that exists, such as clk; there is no default. Or install a newer version.',
    remedyNl:
      'Noem een bestaande, zoals clk; er is geen standaardkeuze. Of installeer een nieuwere versie.',
  },
  ENCODING_SCHEME_VERSION: {
    kind: 'input',
    en: 'The study names a version of its way of encoding that this program does not have.',
    nl: 'De studie noemt een versie van haar manier van coderen die dit programma niet heeft.',
    remedyEn:
      'Rule newer: install a newer program. Rule withdrawn: use the program that the study began with, or set up the study anew with a version that exists.',
    remedyNl:
      'Regel newer: installeer een nieuwer programma. Regel withdrawn: gebruik het programma waarmee de studie begon, of zet de studie opnieuw op met een versie die bestaat.',
  },
  ENCODING_SIMILARITY: {
    kind: 'input',
    en: 'Encodings of this kind cannot be compared in the way that the study names.',
    nl: 'Coderingen van deze soort zijn niet te vergelijken op de manier die de studie noemt.',
    remedyEn:
      'Rule needsHamming: half of the bits are always set, so only the share of bits that agree tells anything; write similarity: hamming. Rule needsDice: leave similarity out, or write dice.',
    remedyNl:
      'Regel needsHamming: altijd is de helft van de bits gezet, dus alleen het aandeel bits dat overeenkomt zegt iets; schrijf similarity: hamming. Regel needsDice: laat similarity weg, of schrijf dice.',
  },
  ENCODING_PARAMETERS: {
    kind: 'input',
    en: 'A parameter of the encoding is missing, unknown or has a value that cannot be used.',
    nl: 'Een parameter van de codering ontbreekt, is onbekend of heeft een onbruikbare waarde.',
    remedyEn:
      'Rules missing and unknown: the manual of the study file lists the parameters of each way of encoding. Rule tooLow or tooHigh: below or above what is offered there, or together with the others of no use; k = 0, for one, would encode nothing. Rules that begin with not, and powerOfTwo, multiple, tooShort: it has another form there. Rules fillUseless and fillTooHigh: a typical record would set more than 90 % of the bits, so that everybody looks alike; lower the weights or take more bits. Rule fewerBitsThanTokens: most of what tells people apart would be lost; take at least 1,024 bits. Rule signalLost: so many votes on so few bits leave nothing to link by; lower k or take more bits. Rule tooFewFields: a code in parts needs at least three linkage fields; leave parts out. Rule doubleHash: it can be read without the key; use blakeHash. Rule needsNormalising: name plain-1 or nl-1.',
    remedyNl:
      'Regels missing en unknown: de handleiding van het studiebestand noemt per manier van coderen de parameters. Regel tooLow of tooHigh: lager of hoger dan daar wordt aangeboden, of samen met de andere onbruikbaar; k = 0 bijvoorbeeld zou niets coderen. Regels die met not beginnen, en powerOfTwo, multiple, tooShort: het heeft daar een andere vorm. Regels fillUseless en fillTooHigh: een doorsneerecord zou meer dan 90 % van de bits zetten, zodat iedereen op elkaar lijkt; verlaag de gewichten of neem meer bits. Regel fewerBitsThanTokens: het meeste zou verloren gaan van wat mensen onderscheidt; neem minstens 1.024 bits. Regel signalLost: zo veel stemmen op zo weinig bits laten niets over om op te koppelen; verlaag k of neem meer bits. Regel tooFewFields: een code in delen vraagt minstens drie koppelvelden; laat parts weg. Regel doubleHash: dat is zonder de sleutel te lezen; gebruik blakeHash. Regel needsNormalising: noem plain-1 of nl-1.',
  },
  ENCODING_WEIGHT: {
    kind: 'input',
    en: 'A linkage field would set more bits than a whole encoding has.',
    nl: 'Een koppelveld zou meer bits zetten dan een hele codering er heeft.',
    remedyEn: 'Give the field a lower weight, or the encoding more bits.',
    remedyNl: 'Geef het veld een lager gewicht, of de codering meer bits.',
  },
  ENCODING_WEIGHT_KIND: {
    kind: 'input',
    en: 'A linkage field has a weight of a kind that this way of encoding cannot follow.',
    nl: 'Een koppelveld heeft een soort gewicht die deze manier van coderen niet kan volgen.',
    remedyEn:
      'For saul write votesPerToken, mostly 1; for the others bitsPerToken or bitsPerField.',
    remedyNl:
      'Schrijf voor saul votesPerToken, meestal 1; voor de andere bitsPerToken of bitsPerField.',
  },
  ENCODING_SALT: {
    kind: 'input',
    en: 'The study salts its encodings by a linkage field that does not serve for that.',
    nl: 'De studie zout haar coderingen met een koppelveld dat daar niet voor deugt.',
    remedyEn:
      'Rule noField: name one of the linkage fields. Rule notStable: only a date without tolerance, a code or the sex; in others small errors would lose links. Rule ofClkhash: clk-compat cannot be salted.',
    remedyNl:
      'Regel noField: noem een van de koppelvelden. Regel notStable: alleen een datum zonder tolerantie, een code of het geslacht; in andere kosten kleine fouten koppelingen. Regel ofClkhash: clk-compat is niet te zouten.',
  },
  ENCODING_FIGURES: {
    kind: 'input',
    en: 'Weights cannot be derived: a figure about a field or filter is outside its range.',
    nl: 'Gewichten zijn niet af te leiden: een getal over een veld of filter valt buiten zijn bereik.',
    remedyEn:
      'Completeness is 0 to 1, entropy 0 or more, tokens above 0, the fill 0.3 to 0.5, the filter 64 bits or more.',
    remedyNl:
      'Volledigheid is 0 tot en met 1, entropie 0 of meer, deelwaarden boven 0, vulling 0,3 tot en met 0,5, het filter minstens 64 bits.',
  },
  ENCODING_SHAPE: {
    kind: 'internal',
    en: 'A record does not have the number of values, or the room, that its encoding needs.',
    nl: 'Een record heeft niet het aantal waarden, of de ruimte, die de codering nodig heeft.',
    remedyEn: 'This is a fault in the program: report the code and the version.',
    remedyNl: 'Dit is een fout in het programma: meld de code en de versie.',
  },
  ENCODING_DISPOSED: {
    kind: 'internal',
    en: 'An encoder was used after its keys had been wiped.',
    nl: 'Een codeerder werd gebruikt nadat zijn sleutels waren gewist.',
    remedyEn: 'This is a fault in the program: report the code and the version.',
    remedyNl: 'Dit is een fout in het programma: meld de code en de versie.',
  },
} as const satisfies Messages;
