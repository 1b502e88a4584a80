// SPDX-License-Identifier: EUPL-1.2
/** What a sketch is and what it gives away, for who makes it and for who opens the file. */
import type { Language } from '@koppel/errors';
import type { PublishedSketch } from '@koppel/study';
import type { Sketched } from './sketched.ts';

type Rate = PublishedSketch['oneIn'];

/** Both samples together: one in `oneIn`, and a quarter of that. In whole percents, rounded up. */
export function visiblePercent(oneIn: Rate): number {
  return Math.ceil((100 * 1.25) / oneIn);
}

export function aboutSketch(oneIn: Rate): PublishedSketch['about'] {
  const [percent, rate] = [String(visiblePercent(oneIn)), String(oneIn)];
  return {
    en: `A sketch of a register, to estimate how many persons registers share. It holds keyed digests of one in ${rate} persons, drawn by date of birth, and of a quarter as many drawn by name and postcode. No name, date or number can be read from it. An owner who has the key can test for persons it knows whether they are in this register, for at most ${percent}% of them. These are personal data: send the file to the coordinator of the study only, and delete it after phase 1.`,
    nl: `Een schets van een register, om te schatten hoeveel personen registers delen. Ze bevat versleutelde kenmerken van één op de ${rate} personen, getrokken op geboortedatum, en van een kwart daarvan, getrokken op naam en postcode. Er is geen naam, datum of nummer uit te lezen. Een bronhouder met de sleutel kan van personen die hij kent nagaan of ze in dit register staan, bij hooguit ${percent}% van hen. Dit zijn persoonsgegevens: stuur het bestand alleen aan de coördinator van de studie, en wis het na fase 1.`,
  };
}

/** Told before anything is written. */
export function disclosure(oneIn: Rate, language: Language): string {
  const [percent, rate] = [String(visiblePercent(oneIn)), String(oneIn)];
  return language === 'nl'
    ? `Wat dit bestand prijsgeeft:
  - Wie de sleutel niet heeft, ook de coördinator: hoeveel personen het register ongeveer heeft, en
    hoeveel van de getrokken kenmerken in schetsen van andere registers terugkomen.
  - Een andere bronhouder, die de sleutel heeft en dit bestand krijgt: van hooguit ${percent}% van de personen
    die hij kent, of ze in dit register staan (één op ${rate}, en een kwart daarvan nog eens).
  - Een bronhouder en de coördinator samen: hetzelfde.
Stuur het alleen aan de coördinator, laat uw privacyfunctionaris het zien, en wis het na fase 1.`
    : `What this file gives away:
  - To whoever lacks the key, the coordinator too: about how many persons the register has, and how
    many of the drawn digests are also in sketches of other registers.
  - To another owner, who has the key and gets this file: of at most ${percent}% of the persons it knows,
    whether they are in this register (one in ${rate}, and a quarter of that once more).
  - To an owner and the coordinator together: the same.
Send it to the coordinator only, show it to your privacy officer, and delete it after phase 1.`;
}

export function sketchSummary({ rows, excluded, unusable, sketch }: Sketched, language: Language): string {
  const drawn = Object.values(sketch.sets).map((digests) => digests.length / 8);
  const figures = [rows, excluded, unusable, sketch.persons, Math.max(...drawn)].map((count) =>
    count.toLocaleString(language === 'nl' ? 'nl-NL' : 'en-GB'),
  );
  const [all, out, weak, persons, most] = figures as [string, string, string, string, string];
  return language === 'nl'
    ? `${all} rijen gelezen; ${out} van personen die niet meedoen, ${weak} zeggen te weinig.
Ongeveer ${persons} personen; hooguit ${most} kenmerken per verzameling. Er is niets verstuurd.`
    : `${all} rows read; ${out} of persons who are left out, ${weak} tell too little.
About ${persons} persons; at most ${most} digests in a set. Nothing was sent.`;
} // prettier-ignore
