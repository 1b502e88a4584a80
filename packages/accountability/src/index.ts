// SPDX-License-Identifier: EUPL-1.2
/**
 * What a party can be held to account for: its account of refusals, and the destruction of a study with
 * a certificate. It erases and signs; it opens nothing and names no person.
 */
export { addToPartyAccount, partyAccountFile, readPartyAccount } from './account.ts';
export type { AccountWriter, PartyAccount } from './account.ts';
export type { AccountBody, AccountEntry, AccountHead } from './account-entry.ts';
export { accountLines, verifiedText } from './account-text.ts';
export {
  certificateHash,
  certifiedParties,
  keyFingerprint,
  readCertificate,
  signCertificate,
  type Certificate,
  type CertifiedRole,
  type Duty,
  type FileKind,
} from './certificate.ts';
export { certificatePage } from './certificate-page.ts';
export { readAcknowledgement, signAcknowledgement } from './acknowledgement.ts';
export type { Acknowledgement } from './acknowledgement.ts';
export { controlAt, controlOn } from './control.ts';
export { destroyStudy, type Destruction } from './destroy.ts';
export { readJournal } from './journal.ts';
export { heldKey, type HeldKey } from './held-key.ts';
export { dutyWords, partyWords } from './words.ts';
export { filesBelow, isWithin, targetsOf, type EraseTarget } from './erase-files.ts';
export { besideKeys, destructionFiles, requireStudyHere } from './marker.ts';
export { linkedOn, noteIntake, noteRefusal } from './refusals.ts';
export { printStatus, warnOfTerm, type StudyStanding } from './status.ts';
