// SPDX-License-Identifier: EUPL-1.2
/**
 * The sketch of a register: from which the coordinator estimates how many persons registers share,
 * before anything is encoded. It holds keyed digests of a part of the persons, drawn by a keyed rule
 * that is the same for all owners, so that whom two registers share is drawn at both or at neither
 * (docs/adr/0055). Whoever has the key of the owners can test a name against it; nobody else can.
 */
import { z } from 'zod';
import { canonicalJson } from './canonical.ts';
import { slug } from './names.ts';

/** Of which rules a sketch is. Another rule is another version: the two are never compared. */
export const SKETCH_RULES = 'sketch-1';

/** One in how many persons is drawn. */
export const sketchRates = [4, 8, 16, 32] as const;

/** A register with fewer persons is not sketched. */
export const SKETCH_PERSONS_MIN = 500;

/** Base64 digits of a digest of 48 bits. */
export const SKETCH_DIGEST_DIGITS = 8;

/**
 * What a digest is of. The first three are of persons drawn by their date of birth, the last two of
 * persons drawn by name and postcode, a quarter as many.
 */
export const sketchSets = [
  'nameDate',
  'addressDate',
  'nameAddressDate',
  'nameAddress',
  'nameAddressAndDate',
] as const;

export type SketchSet = (typeof sketchSets)[number];

const hexOf = (bytes: number): z.ZodString =>
  z.string().regex(new RegExp(`^[0-9a-f]{${String(2 * bytes)}}$`));

const digits = /^[A-Za-z0-9+/]*$/;

/** Ascending and without repeats, so that nothing is told by their order. */
function isSorted(text: string): boolean {
  for (let at = SKETCH_DIGEST_DIGITS; at < text.length; at += SKETCH_DIGEST_DIGITS) {
    const before = text.slice(at - SKETCH_DIGEST_DIGITS, at);
    if (before >= text.slice(at, at + SKETCH_DIGEST_DIGITS)) return false;
  }
  return true;
}

const digests = z
  .string()
  .max(80_000_000)
  .refine(
    (text) => text.length % SKETCH_DIGEST_DIGITS === 0 && digits.test(text) && isSorted(text),
  );

/** How many equally frequent values would tell persons apart as well; two significant digits. */
const effective = z.number().min(1);

export const publishedSketchSchema = z.strictObject({
  format: z.literal('koppel-sketch'),
  version: z.literal(1),
  /** What the file is, for who opens it. */
  about: z.strictObject({ en: z.string().max(2000), nl: z.string().max(2000) }),
  study: slug,
  /** SHA-256 of the study in hex. */
  specHash: hexOf(32),
  /** SHA-256 in hex over the rules by which digests are made, with those of the normalisation. */
  rules: hexOf(32),
  /** Equal for owners with the same key. */
  keyCheck: hexOf(16),
  owner: slug,
  register: slug,
  synthetic: z.boolean(),
  month: z.string().regex(/^\d{4}-(?:0[1-9]|1[0-2])$/),
  oneIn: z.union(sketchRates.map((rate) => z.literal(rate))),
  /** Rows of persons who take part, in tens. */
  rows: z.int().min(SKETCH_PERSONS_MIN).multipleOf(10),
  /** Persons of whom enough is known to be in a sketch, in tens; rows that say the same are one. */
  persons: z.int().min(SKETCH_PERSONS_MIN).multipleOf(10),
  effective: z.strictObject({
    date: effective,
    name: effective.optional(),
    address: effective.optional(),
  }),
  /** Sets that the register has no fields for are absent. */
  sets: z.partialRecord(z.enum(sketchSets), digests),
  /** Ed25519 signature of the owner over all of the above, in hex. */
  signature: hexOf(64),
}); // prettier-ignore

export type PublishedSketch = z.output<typeof publishedSketchSchema>;
export type SketchContent = Omit<PublishedSketch, 'signature'>;

/** The bytes that the owner signs. */
export function sketchMessage(content: SketchContent): Uint8Array {
  return new TextEncoder().encode(`koppel/v1/sketch/signature\n${canonicalJson(content)}`);
}
