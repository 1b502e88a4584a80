// SPDX-License-Identifier: EUPL-1.2
/**
 * What the coordinator and the deciders of a study write on its control topic: documents, decisions
 * and their end. All of it is in the clear: it names offices, never citizens.
 */
import { KoppelError } from '@koppel/errors';
import { z } from 'zod';
import { canonicalJson } from './canonical.ts';
import { condition, documentSchema, verdict } from './gate-schema.ts';
import { day, evidenceName, fileHash, line, slug } from './names.ts';

/** No body of a control record is longer, in bytes. */
export const maxControlBody = 65_536;

const evidence = z.strictObject({
  name: evidenceName,
  sha256: fileHash,
});

const ground = z.strictObject({
  verdict,
  reason: line,
  evidence: z.array(evidence).max(20),
});

/** For which cities and registers a document stands; absent: for all. */
const covers = z.strictObject({
  cities: z.array(slug).min(1).optional(),
  registers: z.array(slug).min(1).optional(),
});

const documentBody = z.strictObject({
  kind: z.literal('document'),
  /** A later one of the same name takes its place. */
  id: slug,
  document: documentSchema,
  covers: covers.default({}),
});

const revokeBody = z.strictObject({ kind: z.literal('revoke'), id: slug, on: day, reason: line });

const decisionBody = z.strictObject({
  kind: z.literal('decision'),
  subStudy: slug,
  city: slug,
  theoretical: ground,
  practical: ground,
  legal: ground,
  wanted: ground,
  conditions: z.array(condition).max(50),
  /** Findings of the feasibility report that the verdicts go against, by their codes. */
  against: z.array(z.string().regex(/^[a-z][A-Za-z0-9]{0,59}$/)).max(50),
  decidedOn: day,
  validUntil: day,
});

const withdrawBody = z.strictObject({
  kind: z.literal('withdraw'),
  subStudy: slug,
  city: slug,
  on: day,
  reason: line,
});

const endBody = z.strictObject({ kind: z.literal('end'), on: day, reason: line });

/** Every party has erased the study: after it nothing is said or done any more. */
const destroyedBody = z.strictObject({
  kind: z.literal('destroyed'),
  on: day,
  /** SHA-256 of the study's certificate. */
  certificate: fileHash,
});

/**
 * Objections that came in up to a day: every owner puts them on its exclusion list and says so. Whose
 * they are stands nowhere here.
 */
const objectionsBody = z.strictObject({
  kind: z.literal('objections'),
  /** A later one of the same name takes its place. */
  id: slug,
  receivedUntil: day,
  processBy: day,
});

const bodySchema = z.discriminatedUnion('kind', [
  documentBody,
  revokeBody,
  decisionBody,
  withdrawBody,
  endBody,
  destroyedBody,
  objectionsBody,
]);

export type ControlBody = z.output<typeof bodySchema>;
export type ControlDocument = Extract<ControlBody, { kind: 'document' }>;
export type ControlObjections = Extract<ControlBody, { kind: 'objections' }>;
export type ControlDecision = Extract<ControlBody, { kind: 'decision' }>;

/** Contradictions within one decision: a `yesIf` needs conditions, and conditions a `yesIf`. */
function isCoherent(body: ControlBody): boolean {
  if (body.kind === 'document') return body.document.signedOn <= body.document.validUntil;
  if (body.kind === 'objections') return body.receivedUntil <= body.processBy;
  if (body.kind !== 'decision') return true;
  const verdicts = [body.theoretical, body.practical, body.legal, body.wanted];
  const isConditional = verdicts.some((one) => one.verdict === 'yesIf');
  return isConditional === body.conditions.length > 0 && body.decidedOn <= body.validUntil;
}

/** The bytes that are signed. Throws CONTROL_BODY for a body that no reader would accept. */
export function encodeControlBody(body: ControlBody): Uint8Array {
  const bytes = new TextEncoder().encode(canonicalJson(body));
  if (readControlBody(bytes) === undefined) throw new KoppelError('CONTROL_BODY');
  return bytes;
}

/** The body, or undefined where the bytes are none, or not in the one form that it has. */
export function readControlBody(bytes: Uint8Array): ControlBody | undefined {
  if (bytes.length > maxControlBody) return undefined;
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    const parsed = bodySchema.safeParse(JSON.parse(text));
    if (!parsed.success || canonicalJson(parsed.data) !== text) return undefined;
    return isCoherent(parsed.data) ? parsed.data : undefined;
  } catch {
    return undefined;
  }
}
