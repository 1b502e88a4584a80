// SPDX-License-Identifier: EUPL-1.2
/** `koppel-linkage log show|verify`: the account of refusals, read and checked. Opens no key. */
import {
  accountLines,
  partyAccountFile,
  readPartyAccount,
  verifiedText,
} from '@koppel/accountability';
import { parseArguments, type CommandContext } from '@koppel/console';
import { KoppelError } from '@koppel/errors';
import { decodePublicKey } from '@koppel/study';
import { readStudyFile } from '../read-study.ts'; // prettier-ignore

/** ACCOUNT_BROKEN names the line where an account is not as it was written. */
export function log(context: CommandContext): Promise<undefined> {
  return Promise.resolve().then((): undefined => {
    const [step, ...argv] = context.argv;
    if (step !== 'show' && step !== 'verify') throw new KoppelError('USAGE', { path: 'log' });
    const args = parseArguments(argv, { study: 'string', keys: 'string' });
    const read = readStudyFile(args.required('study'));
    const file = partyAccountFile(args.required('keys'), read);
    const account = readPartyAccount(file, decodePublicKey(read.study.linkageUnit.signPublicKey));
    const { entries, head } = account;
    if (args.flag('json')) context.print(JSON.stringify(step === 'show' ? entries : head));
    else if (step === 'show') context.print(accountLines(entries, context.language));
    else context.print(verifiedText(account, context.language));
  });
}
