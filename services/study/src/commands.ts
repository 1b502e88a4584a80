// SPDX-License-Identifier: EUPL-1.2
/** Every command of `koppel-study`, by its name; each is loaded when it is asked for. */
import type { Command } from '@koppel/console';

export const commands: Readonly<Record<string, Command>> = {
  acknowledgements: async (context) =>
    (await import('./commands/acknowledgements.ts')).acknowledgements(context),
  certificate: async (context) => (await import('./commands/destroy.ts')).certificate(context),
  check: async (context) => (await import('./commands/check.ts')).check(context),
  decide: async (context) => (await import('./commands/decide.ts')).decide(context),
  destroy: async (context) => (await import('./commands/destroy.ts')).destroy(context),
  doctor: async (context) => (await import('./commands/doctor.ts')).doctor(context),
  document: async (context) => (await import('./commands/records.ts')).document(context),
  end: async (context) => (await import('./commands/records.ts')).end(context),
  evidence: async (context) => (await import('./commands/verdict.ts')).evidence(context),
  guide: async (context) => (await import('./commands/guide.ts')).guide(context),
  init: async (context) => (await import('./commands/init.ts')).init(context),
  key: async (context) => (await import('./commands/key.ts')).key(context),
  line: async (context) => (await import('./commands/line.ts')).line(context),
  log: async (context) => (await import('./commands/log.ts')).log(context),
  objections: async (context) => (await import('./commands/records.ts')).objections(context),
  overlap: async (context) => (await import('./commands/overlap.ts')).overlap(context),
  papers: async (context) => (await import('./commands/papers.ts')).papers(context),
  report: async (context) => (await import('./commands/report.ts')).report(context),
  revoke: async (context) => (await import('./commands/records.ts')).revoke(context),
  status: async (context) => (await import('./commands/status.ts')).status(context),
  verdict: async (context) => (await import('./commands/verdict.ts')).verdict(context),
  withdraw: async (context) => (await import('./commands/records.ts')).withdraw(context),
};
