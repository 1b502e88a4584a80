// SPDX-License-Identifier: EUPL-1.2
/** The English words of an audit's page. */

export const en = {
  title: 'What attackers get out of these encodings',
  introduction:
    'Attacks on encodings of this register, run here by its owner. Nothing left this machine. For the privacy officer and the administrator.',
  audited: 'Audited on',
  synthetic: 'A rehearsal on generated persons.',
  footer:
    'Made by koppel-encoder audit. The page holds no value of any record; counts of people below ten are not shown. Encodings are personal data, whatever stands here.',
  keyFigures: 'In short',
  outcome: 'Outcome',
  passed: 'Gates held',
  failed: 'A gate did not hold',
  incomplete: 'Not everything was measured',
  persons: 'People in the sample',
  ofRows: 'of {rows} rows',
  encoding: 'Encoding',
  bitsEach: '{bits} bits, {bytes} bytes per record',
  worst: 'Most that an attacker recognised',
  nobody: 'nobody',
  meaning: 'What this says, and what not',
  lowerBound:
    'Held gates are a lower bound of the risk, not a proof. They say that these attacks, on these people, at this size, did not get further. A better attack, a longer calculation, a larger register or knowledge that was not thought of here may get further. No encoding is safe, and whoever has the encoding key can try any name.',
  madeUpKey:
    'The attacks ran on encodings under a key that was made up for this audit. That makes no difference: none of them looks at the key, and any key gives the same resemblances, by chance alone. So the key of the study could stay closed.',
  chanceExplained:
    'Beside each result stands what guessing would give. A result is only worth a worry where it is clearly above that. The interval tells what the same attack could have given on other people: with 95% certainty the share lies inside.',
  toDo: 'What to do',
  doFailed:
    'A gate did not hold. Do not send this encoding to a linkage unit that can get at such a register or at known people. Choose a stronger one with `koppel-encoder suggest`, let the study change, and audit again.',
  doIncomplete:
    'At least one gate was not measured, so this audit decides nothing yet. Give it more people (`--records`) or let it run the attacks that are missing.',
  doPassed:
    'The gates held. Go on, with the measures that carry most of the weight: a linkage unit without registers, few people with access, a short time, an agreement, and destruction afterwards.',
  doRepeat:
    'Audit again when the encoding, the fields, or the people in the register change much, and in any case for every new study.',
  doSkewed:
    'Many people have an encoding that others have too. That is mostly default values or empty fields: look at `koppel-encoder profile`.',
  doReason: 'The study names this encoding and gives a reason for it:',
  attacks: 'The attacks',
  attacksCaption:
    'Of the people whom an attacker could have recognised: how many he recognised. Orange: more than the limit, also where he was given more than the limit is about.',
  recognised: 'Recognised',
  interval: '95% interval',
  chance: 'By guessing',
  limit: 'Limit of a gate',
  attack: 'Attack',
  given: 'He is given',
  targets: 'Could be recognised',
  atKnownPairs: '{n} known pairs',
  atPlanted: '{n} planted records',
  atOverlap: 'register with {share} of the people',
  atWhole: 'register with everyone',
  figures: 'Figures of this chart',
  eachAttack: 'What each attacker is assumed to have, and what it costs him',
  holds: 'Has',
  how: 'Does',
  costs: 'Costs',
  skipped: 'Attacks that were not run',
  skippedIntro:
    'This sample is too small for them to mean anything. That does not make it safer: an attacker has other registers.',
  needed: 'People needed',
  gates: 'Gates',
  gatesIntro:
    'The project sets these limits for encodings that go to a linkage unit for the first time. `koppel-encoder audit --gate` fails when one does not hold.',
  measured: 'Measured',
  atMost: 'At most',
  gate: 'Outcome',
  held: 'held',
  notHeld: 'did not hold',
  notMeasured: 'not measured',
  risk: 'What encodings show by themselves',
  riskIntro:
    'Attacks live on differences between encodings. These figures say how many there are to live on; they have no limits of their own.',
  riskMeasure: 'Measure',
  here: 'Here',
  byChance: 'By chance alone',
  duplicateShare: 'People whose encoding others have too',
  duplicateShareMeans:
    'equal encodings are mostly equal people in all fields, or default values. Frequency attacks start from them.',
  smallestClass: 'Smallest group with one encoding',
  smallestClassMeans:
    'in how many people the rarest encoding hides. With whole records that is nearly always one: everyone stands alone.',
  largestClass: 'Largest group with one encoding',
  largestClassMeans:
    'the encoding that stands out most. A large one is a default value or an empty record.',
  lengthSpread: 'Spread of the number of bits set',
  lengthSpreadMeans:
    'standard deviation. Where it is larger than chance gives, long names can be told from short ones.',
  gini: 'Uneven use of bits (Gini)',
  giniMeans:
    '0 when all bits are set equally often. Bits that are set often belong to frequent pieces of names.',
  divergence: 'Distance of bits from half (Jensen–Shannon)',
  divergenceMeans: '0 when every bit is set in half of the encodings, at most 0.31.',
  correlation: 'Strongest relation between two bits',
  correlationMeans:
    'bits that are often set together belong to one piece of a name: pattern mining looks for them.',
  massAbove4: 'Pairs of people who resemble each other more than by chance',
  massAbove4Means:
    'share of random pairs above four standard deviations. Attacks by resemblance, such as graph matching, live on these.',
  zMean: 'Resemblance of two random people (z)',
  zMeanMeans: 'in standard deviations; 0 when unlike people look unlike.',
  uniqueProfiles: 'People with a neighbourhood of their own',
  uniqueProfilesMeans:
    'share of people whose resemblances to the ten nearest nobody else has. A handle only where resemblances mean something: noise is unique as well.',
  lengthChart: 'Encodings by the number of bits that are set.',
  bitChart: 'Bits by the percentage of encodings in which they are set.',
  randomChart: 'Random pairs of people by similarity of their encodings (percent).',
  nearestChart: 'People by similarity to the one whose encoding is most alike (percent).',
  smallBars: 'Bars of fewer than ten are left out.',
  withstands: 'What is known of this encoding',
  knownTo: 'Withstands',
  notKnownTo: 'Does not withstand',
  made: 'How this was made',
  rowsRead: 'Rows read',
  rejectedRows: 'Rows that a run would reject',
  excludedRows: 'Rows left out (objection, secrecy)',
  seed: 'Seed',
  sameSeed: 'the same register, study and seed give the same figures, in any order of the rows',
  similarity: 'Compared by',
  dice: 'Dice: bits in common',
  hamming: 'Hamming: bits that agree',
  profileHash: 'Encoding profile',
  seededProfile: 'Known people, step by step',
  knownPairDecoding: 'Learning to read encodings',
  tupleTest: 'Related records that show',
  patternMining: 'Bit patterns of frequent names',
  frequency: 'Frequency and length',
  fakeRecords: 'Planted records',
  graphMatching: 'Graph matching with a register',
  seededProfileHolds:
    'the encodings, a register in clear text that has all these people, and some people whose encodings he knows: an insider, or an owner who works with him.',
  seededProfileHow:
    'compares every encoding with those of the people whom he knows, does the same in his register under a key of his own, and lays the two side by side. Whom he recognises then helps him on.',
  seededProfileCosts: 'an ordinary computer and minutes.',
  knownPairDecodingHolds:
    'the encodings, a register in clear text that has all these people, and some people whose encodings he knows.',
  knownPairDecodingHow:
    'learns from the known people which bits go with which pieces of names and dates, reads all other encodings with that, and looks up in his register what he read.',
  knownPairDecodingCosts: 'an ordinary computer and minutes.',
  tupleTestHolds:
    'the encodings, and people whose values cross: two names, each with two birthdays.',
  tupleTestHow:
    'adds up four encodings and looks whether that shows that they belong together. He recognises nobody with it yet; it is the hold that stronger attacks need. Given in standard deviations (z).',
  tupleTestCosts: 'an ordinary computer; time that grows with the fourth power of the people.',
  patternMiningHolds:
    'the encodings, and a list of how often names occur. He need not know how they are made.',
  patternMiningHow:
    'looks for bits that are often set together: they belong to pieces of frequent names, which he then reads.',
  patternMiningCosts: 'an ordinary computer and minutes.',
  frequencyHolds: 'the encodings, and a register in clear text.',
  frequencyHow:
    'lays the fullest encodings beside the longest records, and the encodings that occur most beside the values that occur most.',
  frequencyCosts: 'nearly nothing.',
  fakeRecordsHolds:
    'the encodings, and a way to get invented persons into a register: an owner, or who can be registered under several names.',
  fakeRecordsHow:
    'finds the encodings of the persons whom he invented, and goes on from them as from known people.',
  fakeRecordsCosts: 'taking part, or being registered; the quota per owner limits it.',
  chosenRecords: 'Chosen records',
  chosenRecordsHolds:
    'the encodings, and a way to get persons of his choice into a register: an owner, or who can be registered under several names.',
  chosenRecordsHow:
    'invents persons that differ in one thing at a time, and reads from the differences between their encodings which bits stand for what.',
  chosenRecordsCosts: 'taking part, or being registered; the quota per owner limits it.',
  doubleHashing: 'Double hashing',
  doubleHashingHolds: 'the encodings.',
  doubleHashingHow:
    'looks for the few patterns of bits that an old shortcut of Bloom filters (double hashing) allows. The encodings of this project have independent positions; this checks it.',
  doubleHashingCosts: 'an ordinary computer and minutes.',
  ownKey: 'A part without a key',
  ownKeyHolds: 'the encodings, and a register in clear text.',
  ownKeyHow:
    'encodes his register under a key of his own, and looks whether anything in the encodings comes out the same: then it was made without the secret.',
  ownKeyCosts: 'an ordinary computer and minutes.',
  graphMatchingHolds:
    'the encodings, and a register in clear text that has some of these people. No key, and nobody whom he knows.',
  graphMatchingHow:
    'draws who resembles whom, once from the encodings and once from his register, and lays one network over the other. The strongest attack that is published (Schäfer and Armknecht 2024).',
  graphMatchingCosts: 'an ordinary computer and minutes; for a whole city, hours.',
  standardDeviations: 'z = {n}',
};

export type Texts = Readonly<Record<keyof typeof en, string>>;
