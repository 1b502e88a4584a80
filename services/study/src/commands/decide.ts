// SPDX-License-Identifier: EUPL-1.2
/** `koppel-study decide`: a mandate signs what was judged of a sub-study in a city. */
import { parseArguments, Problems, today, type CommandContext } from '@koppel/console';
import { KoppelError } from '@koppel/errors';
import { grounds } from '@koppel/feasibility';
import {
  contradictsOther,
  decisionKey,
  decisionRefusal,
  type ControlDecision,
} from '@koppel/study';
import { decisionOf } from '../control/decision.ts';
import { lookAt, write } from '../control/topic.ts';
import { assess } from '../feasibility/assess.ts';
import { folderOption, futureDay, listOption, withLog, withSigner } from '../options.ts';
import { evidenceProblems, readFeasibleFolder, readProfiles } from '../study-folder.ts';
import { wordingOf } from '../words/wording.ts';

const kinds = {
  folder: 'string',
  'sub-study': 'string',
  city: 'string',
  mandate: 'string',
  keys: 'string',
  log: 'string',
  until: 'string',
  against: 'string',
} as const;

/** Whether the decision lets anything run today, as the gate will read it. */
function isGo(decision: ControlDecision): boolean {
  const { theoretical, practical, legal, wanted } = decision;
  const flat = {
    ...decision,
    theoretical: theoretical.verdict,
    practical: practical.verdict,
    legal: legal.verdict,
    wanted: wanted.verdict,
  };
  return decisionRefusal(flat, today()) === undefined;
}

/** @param others offices that hold this back, whatever is decided here */
function told(decision: ControlDecision, sequence: number | undefined, others: readonly string[], names: ReturnType<typeof wordingOf>): string {
  const { pick, day, verdict, ground, city } = names;
  const head = sequence === undefined
    ? pick(['This decision stands already; nothing was written.', 'Dit besluit staat er al; er is niets geschreven.'])
    : pick([`Signed and written as record ${String(sequence)}.`, `Ondertekend en geschreven als record ${String(sequence)}.`]);
  const lines = grounds.map((name) => `  ${ground(name)}: ${verdict(decision[name].verdict)}`);
  const until = pick([`until ${day(decision.validUntil)}`, `tot en met ${day(decision.validUntil)}`]);
  const now = others.length > 0
    ? pick([`held back by ${others.join(', ')}`, `tegengehouden door ${others.join(', ')}`])
    : isGo(decision)
    ? pick(['go', 'go'])
    : pick(['no data may be processed on this decision now', 'op dit besluit mag nu niets worden verwerkt']);
  return [head, `${decision.subStudy}, ${city(decision.city)}, ${until}: ${now}`, ...lines, ''].join('\n');
} // prettier-ignore

/**
 * Errors of `decisionOf` and `write`; EVIDENCE_*; VERDICT_PLACE; CONTROL_NO_MANDATE for an office
 * that may not decide for the city; CONTROL_CONTRADICTS where another office holds it back.
 */
export async function decide(context: CommandContext): Promise<undefined> {
  const args = parseArguments(context.argv, kinds);
  const [id, city] = [args.required('sub-study'), args.required('city')];
  const signer = args.required('mandate');
  const until = futureDay(args, 'until');
  const folder = readFeasibleFolder(folderOption(args));
  const { study } = folder;
  const mandate = study.mandates.find((one) => one.id === signer);
  if (mandate?.cities.includes(city) !== true) {
    throw new KoppelError('CONTROL_NO_MANDATE', { field: signer });
  }
  const changed = evidenceProblems(folder);
  if (changed.length > 0) throw new Problems(changed);
  const profiles = readProfiles(folder);
  await withLog(context, args.required('log'), 'write', async (port) => {
    const seen = await lookAt(port, folder);
    const documents = [...seen.state.documents.values()];
    const input = { study, feasibility: folder.feasibility, profiles, documents, today: today() };
    const cell = assess(input).cells.find((one) => one.subStudy === id && one.city === city);
    if (cell === undefined) throw new KoppelError('VERDICT_PLACE', { path: `${id}/${city}` });
    const days = { today: today(), until };
    const body = decisionOf(cell, days, listOption(args, 'against'));
    const held = seen.state.heldBack.get(decisionKey(id, city)) ?? [];
    if (contradictsOther(signer, body, held)) {
      throw new KoppelError('CONTROL_CONTRADICTS', { path: `${id}/${city}` });
    }
    const others = held.map((one) => one.signer).filter((one) => one !== signer);
    const at = { signer, file: args.required('keys') };
    const sequence = await withSigner(context, folder, at, (secretKey) =>
      write(port, folder, { signer, secretKey }, { body, seen }),
    );
    context.print(
      args.flag('json')
        ? JSON.stringify({ sequence, decision: body, heldBackBy: others })
        : told(body, sequence, others, wordingOf(study, context.language)),
    );
  });
}
