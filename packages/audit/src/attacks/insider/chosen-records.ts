// SPDX-License-Identifier: EUPL-1.2
/** Records made to be read, planted by an insider: they show him which bits a token sets. */
import { similarityOf } from '@koppel/study';
import type { Attack } from '../../attack.ts';
import { classifyEncodings, classifyRegister, scoreGuesses } from '../../decoding/classes.ts';
import { compareWith, growDecoding, guessesOf, mutualPairs } from '../../decoding/grow.ts';
import { learnPositions, predictFilters } from '../../decoding/positions.ts';
import { requireEnough } from '../../least.ts';
import { createPace } from '../../pace.ts';
import { attackResult } from '../../result.ts';
import { learnSways, predictMajorities } from './majority.ts';
import type { EncodingOracle } from './oracle.ts';
import { designProbes } from './probes.ts';

export interface ChosenRecordsOptions {
  readonly oracle: EncodingOracle;
  /** How many records he can plant. */
  readonly quota: number;
  /** The owner lets no record in that has fewer tokens; 1 unless told otherwise. */
  readonly leastTokens?: number;
  /** Rounds in which what was read is used to read on; 4 unless told otherwise, 0 for none. */
  readonly rounds?: number;
}

/**
 * Assumes that planted records are encoded with the others and can be told among them, and a register of
 * the same population. The insider plans his records at once; they hold single values of the register, or
 * several where records with few tokens are refused. Cost: probes · tokens · bits, and for each round
 * (encodings × records × bits).
 *
 * A chosen-plaintext attack: for filters, the positions of a token are what all records that hold it have
 * in common (c⁺ of Christen, Schnell, Vatsalan & Ranbaduge, PAKDD 2017, with certain pairs); for codes of
 * majorities, the mean of their bits. With as many probes as the register has rows he would have a
 * dictionary of whole records, against which no encoding helps: quotas do.
 *
 * @throws KoppelError AUDIT_CANCELLED, AUDIT_TOO_FEW
 */
export const chosenRecords: Attack<ChosenRecordsOptions> = async (subject, options) => {
  const { oracle, quota, leastTokens = 1, rounds = 4 } = options;
  const pace = createPace(options);
  await pace.at(0);
  const register = classifyRegister(subject);
  const encodings = classifyEncodings(subject.encodings);
  const probes = designProbes(subject, register, quota, leastTokens);
  const answers = oracle(probes);
  await pace.at(0.2);
  const pairs = probes.values.map((values, encoding) => ({
    encoding,
    tokens: register.vocabulary.read(values),
  }));
  const { size } = register.vocabulary;
  const { bytes } = subject.profile;
  const majorities = similarityOf(subject.profile.spec) === 'hamming';
  const predicted = majorities
    ? predictMajorities(register.tokens, learnSways(answers, pairs, size), bytes)
    : predictFilters(register.tokens, learnPositions(answers, pairs, size, 0), bytes);
  await pace.at(0.3);
  const compared = await compareWith(encodings, predicted);
  let { values, fit } = compared;
  if (!majorities && rounds > 0) {
    const found = await mutualPairs(compared);
    const growth = { encodings, register, pairs: found, rounds };
    const grown = await growDecoding(growth, pace.within(0.4, 1));
    if (grown.fit > fit) ({ values, fit } = grown);
  }
  await pace.at(1);
  const score = scoreGuesses(subject, register, guessesOf(encodings, values));
  requireEnough('chosenRecords', score.targets);
  return attackResult({
    attack: 'chosenRecords',
    given: { quota, planted: probes.values.length, leastTokens, records: register.of.length },
    ...score,
    figures: {
      fit,
      recoveredByProbesAlone: scoreGuesses(subject, register, guessesOf(encodings, compared.values))
        .recovered,
    },
  });
};
