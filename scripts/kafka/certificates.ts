// SPDX-License-Identifier: EUPL-1.2
/** Certificates for one broker of a rehearsal: made anew for it, valid for two days, by openssl. */
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const fresh = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes'];

/**
 * Writes into `folder`: `ca.crt` and `other.crt`, authorities that have nothing to do with each other;
 * `broker.pem`, `expired.pem` and `elsewhere.pem`, each a key with its chain for a broker, of which
 * the second has ended and the third is for another name; `client.crt` and `client.key`, and
 * `stranger.crt` and `stranger.key`, for clients of the one and the other authority.
 */
export function makeCertificates(folder: string): void {
  const openssl = (...args: readonly string[]): void => {
    execFileSync('openssl', args, { cwd: folder, stdio: 'ignore' });
  };
  for (const name of ['ca', 'other']) {
    openssl('req', '-x509', ...fresh, '-days', '2', '-subj', `/CN=${name}`, '-keyout', `${name}.key`, '-out', `${name}.crt`);
  } // prettier-ignore
  const sign = (name: string, authority: string, names: string, ...when: readonly string[]): void => {
    openssl('req', ...fresh, '-subj', `/CN=${name}`, '-keyout', `${name}.key`, '-out', `${name}.csr`);
    writeFileSync(join(folder, `${name}.names`), `subjectAltName=${names}\n`);
    openssl('x509', '-req', '-in', `${name}.csr`, '-CA', `${authority}.crt`, '-CAkey', `${authority}.key`, '-CAcreateserial', ...when, '-extfile', `${name}.names`, '-out', `${name}.crt`);
  }; // prettier-ignore
  const here = 'DNS:localhost,IP:127.0.0.1';
  sign('broker', 'ca', here, '-days', '2');
  sign('elsewhere', 'ca', 'DNS:elsewhere.example', '-days', '2');
  sign('client', 'ca', 'DNS:client', '-days', '2');
  sign('stranger', 'other', 'DNS:stranger', '-days', '2');
  sign('expired', 'ca', here, '-days', '-1');
  for (const name of ['broker', 'expired', 'elsewhere']) {
    const parts = [`${name}.key`, `${name}.crt`, 'ca.crt'];
    const text = parts.map((part) => readFileSync(join(folder, part), 'utf8')).join('');
    writeFileSync(join(folder, `${name}.pem`), text, { mode: 0o600 });
  }
}
