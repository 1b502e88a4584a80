// SPDX-License-Identifier: EUPL-1.2
/** An owner that has agreed on its key, with a register that has citizen service numbers. For tests only. */
import { join } from 'node:path';
import type { CommandContext } from '@koppel/console';
import { key } from '../commands/key.ts';
import { listen, makePlace, type Place, type Told } from './place.ts';
import { quicken, writeQuickKey } from './quick-key.ts';
import { makeStudy, type TestStudy } from './study.ts';

const passphrase = 'correct horse battery';
const header = 'nr,naam,geboren,inkomen,regeling,begin,bedrag,werkt,bsn,geheim';

/** Three that pass the eleven test. */
export const bsns = ['111222333', '123456782', '012345672'] as const;

const mapping = `
register: benefits
recordId: nr
bsn: bsn
fields: { surname: naam, birthDate: geboren, income: inkomen }
payload: { scheme: regeling, start: begin, amount: bedrag, works: werkt }
excludeWhen: { column: geheim, values: ['7'] }
`;

export interface CarePlace {
  readonly place: Place;
  readonly world: TestStudy;
  readonly told: Told;
  readonly printed: string[];
  at(name: string): string;
  context(...argv: readonly string[]): CommandContext;
  /** The options of a run. */
  runArguments(...more: readonly string[]): string[];
}

/** Row `n` has the n-th of `bsns`, as far as there are; `secret` rows bear the indicator. */
export function registerOf(rows: number, secret: readonly number[] = []): string {
  const lines = Array.from({ length: rows }, (_, n) =>
    [
      n,
      `Naam${n}`,
      '1980-01-02',
      '',
      'A',
      '',
      n,
      'ja',
      bsns[n] ?? '',
      secret.includes(n) ? 7 : 0,
    ].join(),
  );
  return [header, ...lines, ''].join('\n');
}

export async function makeCarePlace(): Promise<CarePlace> {
  const place = await makePlace();
  const world = await makeStudy(['north']);
  place.write('study.yaml', JSON.stringify(world.input));
  place.write('mapping.yaml', mapping);
  place.write('passphrase', `${passphrase}\n`);
  place.write('in.csv', registerOf(25, [20]));
  const at = (name: string): string => join(place.folder, name);
  await writeQuickKey(at('owner.key'), passphrase, world.owners[0]!.secrets);
  const told = listen();
  const printed: string[] = [];
  const context = (...argv: readonly string[]): CommandContext => ({
    argv,
    language: 'en',
    reporter: told.reporter,
    environment: { KOPPEL_PASSPHRASE_FILE: at('passphrase') },
    print: (text) => printed.push(text),
  });
  const party = ['--study', at('study.yaml'), '--owner', 'north', '--keys', at('owner.key')];
  await key(context('agree', ...party, '--log', at('log')));
  await quicken(at('owner.key'), passphrase);
  const register = ['--register', 'benefits', '--mapping', at('mapping.yaml')];
  return {
    place,
    world,
    told,
    printed,
    at,
    context,
    runArguments: (...more) => [...party, ...register, '--input', at('in.csv'), ...more],
  };
}
