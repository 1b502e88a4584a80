// SPDX-License-Identifier: EUPL-1.2
/**
 * Salting (Niedermeyer, Steinmetzer, Kroll & Schnell, "Cryptanalysis of basic Bloom filters used for
 * privacy preserving record linkage", J. Priv. Confid. 6(2), 2014): records are encoded under a key
 * that depends on a stable value of theirs, K' = HKDF-Expand(K, value), such as the year of birth. It
 * goes with every scheme, as the keys change and nothing else does.
 */
import { KoppelError } from '@koppel/errors';
import type { EncodingSpec, FieldSpec } from '@koppel/study';
import type { Bilingual, Scheme, SchemeWarning } from './schemes/scheme.ts';

/** What salting adds to what a scheme withstands: for reports, beside the scheme's own. */
export const saltWithstands: Bilingual = {
  en: 'Records are only comparable with those of the same salt, so that patterns and known pairs of one group say nothing about another.',
  nl: 'Records zijn alleen te vergelijken met die met hetzelfde zout, zodat patronen en bekende paren van de ene groep niets zeggen over een andere.',
};
export const saltDoesNotWithstand: Bilingual = {
  en: 'Graph matching within a group goes on as without salt; and one error in the salt loses the link for certain. Only for values that are established by authority, such as a year of birth.',
  nl: 'Het vergelijken van patronen binnen een groep gaat door als zonder zout; en één fout in het zout maakt koppelen onmogelijk. Alleen voor waarden die van overheidswege vaststaan, zoals een geboortejaar.',
};

/** Of a date the year counts, of the other types the whole value. Text is not stable enough. */
const saltTypes: readonly FieldSpec['type'][] = ['date', 'code', 'sex'];

/** The position of the field by which a specification salts; undefined where it does not. */
export function saltField({ salt, fields }: EncodingSpec): number | undefined {
  return salt === undefined ? undefined : fields.findIndex(({ name }) => name === salt.field);
}

/**
 * @throws KoppelError ENCODING_SALT with a rule: noField, notStable (a type in which people make
 *   small errors, or a date that is allowed to differ), ofClkhash (which knows no salt)
 */
export function checkSalt(spec: EncodingSpec, scheme: Scheme): void {
  const at = saltField(spec);
  if (at === undefined) return;
  const path = 'encoding.salt.field';
  const field = spec.fields[at];
  if (field === undefined) throw new KoppelError('ENCODING_SALT', { path, rule: 'noField' });
  const isVague = field.type === 'date' && field.tolerance !== undefined;
  if (isVague || !saltTypes.includes(field.type)) {
    throw new KoppelError('ENCODING_SALT', { path, field: field.name, rule: 'notStable' });
  }
  if (scheme.tokenise !== undefined) {
    throw new KoppelError('ENCODING_SALT', { path, rule: 'ofClkhash' });
  }
}

const saltOptional = {
  rule: 'saltOptional',
  path: 'encoding.salt.field',
  text: {
    en: 'Records without the salt are encoded all the same, and can only be linked with others that lack it. Let the field have onInvalid: reject, unless it is nearly always filled in.',
    nl: 'Records zonder het zout worden toch gecodeerd, en zijn alleen te koppelen met andere waaraan het ontbreekt. Geef het veld onInvalid: reject, tenzij het bijna altijd is ingevuld.',
  },
} as const satisfies SchemeWarning;

export function saltWarnings(spec: EncodingSpec): readonly SchemeWarning[] {
  const at = saltField(spec);
  return at !== undefined && spec.fields[at]!.onInvalid === 'missing' ? [saltOptional] : [];
}

/**
 * What the tokens of the salt's field say of it: the year of a date, the whole of a code, the sex.
 * @returns undefined where that is not known
 */
export function saltOf(tokens: readonly string[], { type }: FieldSpec): string | undefined {
  if (type === 'sex') return tokens[0];
  const form = type === 'date' ? /^Y\d{4}$/ : /^=/;
  return tokens.find((token) => form.test(token));
}
