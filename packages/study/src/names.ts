// SPDX-License-Identifier: EUPL-1.2
/** The forms of names, dates and keys that a study may hold. All are safe to print. */
import { z } from 'zod';

/** Of a study, party, city, register, question: lower case, so that it can stand in a topic name. */
export const slug = z.string().regex(/^[a-z][a-z0-9-]{1,39}$/);

/** Of a linkage field or a payload variable. */
export const identifierName = z.string().regex(/^[a-z][A-Za-z0-9_]{0,39}$/);

/** One printable line for people. */
export const line = z.string().trim().min(1).max(400);

/** A calendar day, `YYYY-MM-DD`. */
export const day = z.iso.date();

/** 32 bytes in base64url without padding. */
export const publicKey = z.string().regex(/^[A-Za-z0-9_-]{42}[AEIMQUYcgkosw048]$/);

/** SHA-256 of a file, in hex. */
export const fileHash = z.string().regex(/^[0-9a-f]{64}$/);

/** A file's own name, without folders: of what a verdict rests on. */
export const evidenceName = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9 ._-]{0,99}$/);
