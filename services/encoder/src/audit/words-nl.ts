// SPDX-License-Identifier: EUPL-1.2
/** The Dutch words of an audit's page. */
import type { Texts } from './words-en.ts';

export const nl: Texts = {
  title: 'Wat aanvallers uit deze coderingen halen',
  introduction:
    'Aanvallen op coderingen van dit register, hier uitgevoerd door de bronhouder zelf. Er is niets van deze machine vertrokken. Voor de functionaris gegevensbescherming en de beheerder.',
  audited: 'Getoetst op',
  synthetic: 'Een oefening met verzonnen personen.',
  footer:
    'Gemaakt door koppel-encoder audit. Op deze pagina staat geen waarde van een record; aantallen mensen onder de tien worden niet getoond. Coderingen zijn persoonsgegevens, wat hier ook staat.',
  keyFigures: 'In het kort',
  outcome: 'Uitkomst',
  passed: 'Grenzen gehaald',
  failed: 'Een grens niet gehaald',
  incomplete: 'Niet alles is gemeten',
  persons: 'Mensen in de steekproef',
  ofRows: 'uit {rows} rijen',
  encoding: 'Codering',
  bitsEach: '{bits} bits, {bytes} bytes per record',
  worst: 'Meeste dat een aanvaller herkende',
  nobody: 'niemand',
  meaning: 'Wat dit zegt, en wat niet',
  lowerBound:
    'Gehaalde grenzen zijn een ondergrens van het risico, geen bewijs. Ze zeggen dat deze aanvallen, op deze mensen, bij deze omvang, niet verder kwamen. Een betere aanval, een langere berekening, een groter register of kennis waaraan hier niet is gedacht kan verder komen. Geen codering is veilig, en wie de codeersleutel heeft kan elke naam uitproberen.',
  madeUpKey:
    'De aanvallen zijn gedaan op coderingen met een sleutel die voor deze toets is bedacht. Dat maakt niet uit: geen ervan kijkt naar de sleutel, en elke sleutel geeft dezelfde gelijkenissen, op toeval na. Zo kon de sleutel van de studie dicht blijven.',
  chanceExplained:
    'Naast elke uitkomst staat wat raden zou opleveren. Een uitkomst is pas zorgelijk als ze daar duidelijk boven ligt. Het interval zegt wat dezelfde aanval bij andere mensen had kunnen opleveren: met 95% zekerheid ligt het aandeel erbinnen.',
  toDo: 'Wat te doen',
  doFailed:
    'Een grens is niet gehaald. Stuur deze codering niet naar een koppelpartij die bij zo’n register of bij bekende mensen kan. Kies een sterkere met `koppel-encoder suggest`, laat de studie aanpassen en toets opnieuw.',
  doIncomplete:
    'Minstens één grens is niet gemeten, dus deze toets beslist nog niets. Geef haar meer mensen (`--records`) of laat de aanvallen draaien die ontbreken.',
  doPassed:
    'De grenzen zijn gehaald. Ga verder, met de maatregelen die het meeste gewicht dragen: een koppelpartij zonder registers, weinig mensen met toegang, korte tijd, een overeenkomst, en vernietiging daarna.',
  doRepeat:
    'Toets opnieuw als de codering, de velden of de mensen in het register veel veranderen, en in elk geval bij elke nieuwe studie.',
  doSkewed:
    'Veel mensen hebben een codering die anderen ook hebben. Dat komt meestal door standaardwaarden of lege velden: kijk in `koppel-encoder profile`.',
  doReason: 'De studie noemt deze codering en geeft er een reden voor:',
  attacks: 'De aanvallen',
  attacksCaption:
    'Van de mensen die een aanvaller had kunnen herkennen: hoeveel hij er herkende. Oranje: meer dan de grens, ook waar hij meer kreeg dan waar de grens over gaat.',
  recognised: 'Herkend',
  interval: '95%-interval',
  chance: 'Door raden',
  limit: 'Grens',
  attack: 'Aanval',
  given: 'Hij krijgt',
  targets: 'Te herkennen',
  atKnownPairs: '{n} bekende paren',
  atPlanted: '{n} geplante records',
  atOverlap: 'register met {share} van de mensen',
  atWhole: 'register met iedereen',
  figures: 'Cijfers bij deze grafiek',
  eachAttack: 'Wat elke aanvaller zou hebben, en wat het hem kost',
  holds: 'Heeft',
  how: 'Doet',
  costs: 'Kost',
  skipped: 'Aanvallen die niet zijn gedaan',
  skippedIntro:
    'Daarvoor is deze steekproef te klein om iets te zeggen. Veiliger is ze daarmee niet: een aanvaller heeft andere registers.',
  needed: 'Mensen nodig',
  gates: 'Grenzen',
  gatesIntro:
    'Het project stelt deze grenzen aan coderingen die voor het eerst naar een koppelpartij gaan. `koppel-encoder audit --gate` mislukt als er een niet wordt gehaald.',
  measured: 'Gemeten',
  atMost: 'Ten hoogste',
  gate: 'Uitkomst',
  held: 'gehaald',
  notHeld: 'niet gehaald',
  notMeasured: 'niet gemeten',
  risk: 'Wat coderingen uit zichzelf laten zien',
  riskIntro:
    'Aanvallen leven van verschillen tussen coderingen. Deze cijfers zeggen hoeveel er te halen valt; ze hebben geen eigen grenzen.',
  riskMeasure: 'Maat',
  here: 'Hier',
  byChance: 'Door toeval alleen',
  duplicateShare: 'Mensen met een codering die anderen ook hebben',
  duplicateShareMeans:
    'gelijke coderingen zijn meestal mensen die in alle velden gelijk zijn, of standaardwaarden. Frequentieaanvallen beginnen ermee.',
  smallestClass: 'Kleinste groep met één codering',
  smallestClassMeans:
    'in hoeveel mensen de zeldzaamste codering zich verbergt. Bij hele records is dat bijna altijd één: iedereen staat alleen.',
  largestClass: 'Grootste groep met één codering',
  largestClassMeans:
    'de codering die het meest opvalt. Een grote groep is een standaardwaarde of een leeg record.',
  lengthSpread: 'Spreiding van het aantal bits dat aan staat',
  lengthSpreadMeans:
    'standaardafwijking. Is die groter dan toeval geeft, dan zijn lange namen van korte te onderscheiden.',
  gini: 'Ongelijk gebruik van bits (Gini)',
  giniMeans:
    '0 als alle bits even vaak aan staan. Bits die vaak aan staan horen bij veelvoorkomende stukjes van namen.',
  divergence: 'Afstand van bits tot de helft (Jensen–Shannon)',
  divergenceMeans: '0 als elke bit in de helft van de coderingen aan staat, hoogstens 0,31.',
  correlation: 'Sterkste verband tussen twee bits',
  correlationMeans:
    'bits die vaak samen aan staan horen bij één stukje van een naam: daar zoeken aanvallen op bitpatronen naar.',
  massAbove4: 'Paren mensen die meer op elkaar lijken dan door toeval',
  massAbove4Means:
    'aandeel van willekeurige paren boven vier standaardafwijkingen. Aanvallen op gelijkenis, zoals patronen vergelijken, leven hiervan.',
  zMean: 'Gelijkenis van twee willekeurige mensen (z)',
  zMeanMeans: 'in standaardafwijkingen; 0 als ongelijke mensen ook ongelijk ogen.',
  uniqueProfiles: 'Mensen met een eigen omgeving',
  uniqueProfilesMeans:
    'aandeel mensen van wie niemand anders dezelfde gelijkenis met de tien naasten heeft. Alleen een houvast waar gelijkenis iets betekent: ruis is ook uniek.',
  lengthChart: 'Coderingen naar het aantal bits dat aan staat.',
  bitChart: 'Bits naar het percentage coderingen waarin ze aan staan.',
  randomChart: 'Willekeurige paren mensen naar gelijkenis van hun coderingen (procent).',
  nearestChart: 'Mensen naar gelijkenis met degene van wie de codering het meest lijkt (procent).',
  smallBars: 'Staven van minder dan tien zijn weggelaten.',
  withstands: 'Wat er van deze codering bekend is',
  knownTo: 'Weerstaat',
  notKnownTo: 'Weerstaat niet',
  made: 'Hoe dit is gemaakt',
  rowsRead: 'Rijen gelezen',
  rejectedRows: 'Rijen die een run zou afwijzen',
  excludedRows: 'Rijen weggelaten (bezwaar, geheimhouding)',
  seed: 'Startgetal',
  sameSeed:
    'hetzelfde register, dezelfde studie en hetzelfde startgetal geven dezelfde cijfers, in elke volgorde van de rijen',
  similarity: 'Vergeleken met',
  dice: 'Dice: gemeenschappelijke bits',
  hamming: 'Hamming: bits die gelijk zijn',
  profileHash: 'Coderingsprofiel',
  seededProfile: 'Bekende mensen, stap voor stap',
  knownPairDecoding: 'Coderingen leren lezen',
  tupleTest: 'Verwante records die opvallen',
  patternMining: 'Bitpatronen van veelvoorkomende namen',
  frequency: 'Frequentie en lengte',
  fakeRecords: 'Geplante records',
  graphMatching: 'Patronen vergelijken met een register',
  seededProfileHolds:
    'de coderingen, een register in leesbare tekst met al deze mensen, en enkele mensen van wie hij de codering kent: een insider, of een bronhouder die met hem samenwerkt.',
  seededProfileHow:
    'vergelijkt elke codering met die van de mensen die hij kent, doet hetzelfde in zijn register met een eigen sleutel, en legt de twee naast elkaar. Wie hij herkent, helpt hem daarna verder.',
  seededProfileCosts: 'een gewone computer en minuten.',
  knownPairDecodingHolds:
    'de coderingen, een register in leesbare tekst met al deze mensen, en enkele mensen van wie hij de codering kent.',
  knownPairDecodingHow:
    'leert van de bekende mensen welke bits bij welke stukjes van namen en datums horen, leest daarmee alle andere coderingen, en zoekt in zijn register op wat hij las.',
  knownPairDecodingCosts: 'een gewone computer en minuten.',
  tupleTestHolds:
    'de coderingen, en mensen van wie de waarden kruisen: twee namen, elk met twee geboortedatums.',
  tupleTestHow:
    'telt vier coderingen op en kijkt of te zien is dat ze bij elkaar horen. Daarmee herkent hij nog niemand; het is het houvast dat sterkere aanvallen nodig hebben. In standaardafwijkingen (z).',
  tupleTestCosts: 'een gewone computer; tijd die groeit met de vierde macht van het aantal mensen.',
  patternMiningHolds:
    'de coderingen, en een lijst van hoe vaak namen voorkomen. Hij hoeft niet te weten hoe ze zijn gemaakt.',
  patternMiningHow:
    'zoekt bits die vaak samen aan staan: die horen bij stukjes van veelvoorkomende namen, die hij dan leest.',
  patternMiningCosts: 'een gewone computer en minuten.',
  frequencyHolds: 'de coderingen, en een register in leesbare tekst.',
  frequencyHow:
    'legt de volste coderingen naast de langste records, en de coderingen die het meest voorkomen naast de waarden die het meest voorkomen.',
  frequencyCosts: 'bijna niets.',
  fakeRecordsHolds:
    'de coderingen, en een manier om verzonnen personen in een register te krijgen: een bronhouder, of wie zich onder meer namen kan laten inschrijven.',
  fakeRecordsHow:
    'vindt de coderingen van de personen die hij verzon, en gaat daarmee verder als met bekende mensen.',
  fakeRecordsCosts: 'meedoen, of ingeschreven worden; het maximum per bronhouder begrenst het.',
  chosenRecords: 'Gekozen records',
  chosenRecordsHolds:
    'de coderingen, en een manier om personen naar keuze in een register te krijgen: een bronhouder, of wie zich onder meer namen kan laten inschrijven.',
  chosenRecordsHow:
    'verzint personen die telkens in één ding verschillen, en leest uit de verschillen tussen hun coderingen welke bits waarvoor staan.',
  chosenRecordsCosts: 'meedoen, of ingeschreven worden; het maximum per bronhouder begrenst het.',
  doubleHashing: 'Dubbel hashen',
  doubleHashingHolds: 'de coderingen.',
  doubleHashingHow:
    'zoekt de weinige bitpatronen die een oude sluiproute van Bloomfilters (dubbel hashen) toelaat. De coderingen van dit project hebben onafhankelijke plaatsen; dit gaat dat na.',
  doubleHashingCosts: 'een gewone computer en minuten.',
  ownKey: 'Een deel zonder sleutel',
  ownKeyHolds: 'de coderingen, en een register in leesbare tekst.',
  ownKeyHow:
    'codeert zijn register met een eigen sleutel, en kijkt of er iets in de coderingen gelijk uitkomt: dan is dat zonder het geheim gemaakt.',
  ownKeyCosts: 'een gewone computer en minuten.',
  graphMatchingHolds:
    'de coderingen, en een register in leesbare tekst met een deel van deze mensen. Geen sleutel, en niemand die hij kent.',
  graphMatchingHow:
    'tekent wie op wie lijkt, eenmaal uit de coderingen en eenmaal uit zijn register, en legt het ene netwerk over het andere. De sterkste aanval die gepubliceerd is (Schäfer en Armknecht 2024).',
  graphMatchingCosts: 'een gewone computer en minuten; voor een hele stad uren.',
  standardDeviations: 'z = {n}',
};
