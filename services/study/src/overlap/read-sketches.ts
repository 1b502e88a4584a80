// SPDX-License-Identifier: EUPL-1.2
/**
 * Sketches that owners sent, checked before anything is counted: whose they are, of which study, and
 * that they can be compared. The coordinator has no key, and can read no person from them.
 */
import { readFileText } from '@koppel/console';
import { isKoppelError, KoppelError } from '@koppel/errors';
import { verify } from '@koppel/keys/sign';
import {
  decodePublicKey,
  publishedSketchSchema,
  sketchMessage,
  type PublishedSketch,
} from '@koppel/study';
import { hashOf, type StudyFolder } from '../study-folder.ts';

export interface ReadSketch {
  readonly file: string;
  readonly city: string;
  readonly sketch: PublishedSketch;
  /** SHA-256 of the file, in hex. */
  readonly sha256: string;
}

function parsedSketch(file: string, text: string): PublishedSketch {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new KoppelError('SKETCH_FORM', { file });
  }
  const parsed = publishedSketchSchema.safeParse(value);
  if (parsed.success) return parsed.data;
  const path = parsed.error.issues[0]?.path.map(String).join('.') ?? '';
  // Names that the form does not know are the file's, and are not repeated.
  throw new KoppelError('SKETCH_FORM', path === '' ? { file } : { file, path });
}

function readSketch(file: string, { study, specHash }: StudyFolder): ReadSketch {
  const text = readFileText(file);
  const sketch = parsedSketch(file, text);
  const isOurs = sketch.study === study.id && sketch.specHash === Buffer.from(specHash).toString('hex');
  if (!isOurs) throw new KoppelError('SKETCH_OTHER_STUDY', { file });
  const owner = study.owners.find(({ id }) => id === sketch.owner);
  if (owner?.registers.includes(sketch.register) !== true) {
    throw new KoppelError('SKETCH_OTHER_STUDY', { file, path: 'owner' });
  }
  const { signature, ...content } = sketch;
  const signed = verify(
    decodePublicKey(owner.signPublicKey),
    sketchMessage(content),
    Buffer.from(signature, 'hex'),
  );
  if (!signed) throw new KoppelError('SKETCH_SIGNATURE', { file, field: owner.id });
  const sha256 = hashOf(new TextEncoder().encode(text));
  return { file, city: owner.city, sketch, sha256 };
} // prettier-ignore

/** What makes two sketches incomparable, against the first of all. */
const same = [
  ['rules', 'SKETCH_OTHER_RULES'],
  ['keyCheck', 'SKETCH_OTHER_KEY'],
  ['oneIn', 'SKETCH_OTHER_RATE'],
] as const;

function differences(sketches: readonly ReadSketch[]): KoppelError[] {
  const [first] = sketches;
  return sketches.flatMap(({ file, sketch }, at) => {
    const earlier = sketches.findIndex(
      (one) => one.sketch.owner === sketch.owner && one.sketch.register === sketch.register,
    );
    const twice = earlier < at ? [new KoppelError('SKETCH_TWICE', { file })] : [];
    const others = same
      .filter(([name]) => sketch[name] !== first!.sketch[name])
      .map(([, code]) => new KoppelError(code, { file, field: sketch.owner }));
    return [...twice, ...others];
  });
}

export type SketchesRead =
  | { readonly ok: true; readonly sketches: readonly ReadSketch[] }
  | { readonly ok: false; readonly problems: readonly KoppelError[] };

/**
 * All files, by owner and register, whatever the order in which they are given. Every problem with
 * its file: SKETCH_FORM, SKETCH_OTHER_*, SKETCH_SIGNATURE, SKETCH_TWICE, FILE_MISSING.
 */
export function readSketches(files: readonly string[], folder: StudyFolder): SketchesRead {
  const problems: KoppelError[] = [];
  const sketches = files.flatMap((file) => {
    try {
      return [readSketch(file, folder)];
    } catch (thrown) {
      if (!isKoppelError(thrown)) throw thrown;
      problems.push(thrown);
      return [];
    }
  });
  if (problems.length > 0) return { ok: false, problems };
  const place = ({ sketch }: ReadSketch): string => `${sketch.owner} ${sketch.register}`;
  const sorted = [...sketches].sort((one, other) => (place(one) < place(other) ? -1 : 1));
  const found = differences(sorted);
  return found.length > 0 ? { ok: false, problems: found } : { ok: true, sketches: sorted };
}
