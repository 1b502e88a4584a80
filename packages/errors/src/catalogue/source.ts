// SPDX-License-Identifier: EUPL-1.2
import type { Messages } from '../message.ts';

/** Codes of the area "source": where a register is read from, other than its rows. */
export const sourceMessages = {
  INPUT_PARQUET: {
    kind: 'input',
    en: 'The file is not a Parquet file, or it is damaged or cut off.',
    nl: 'Het bestand is geen Parquet-bestand, of het is beschadigd of afgebroken.',
    remedyEn: 'Make the export again; a file that was copied must have its full length.',
    remedyNl: 'Maak de export opnieuw; een gekopieerd bestand moet zijn volle lengte hebben.',
  },
  INPUT_PARQUET_TYPE: {
    kind: 'input',
    en: 'A column of the Parquet file has a type that cannot become text: nested, binary or unusual.',
    nl: 'Een kolom van het Parquet-bestand heeft een type dat geen tekst kan worden: genest, binair of ongebruikelijk.',
    remedyEn:
      'Cast it in the export to text, a number or a date, or name it under `ignore` in the mapping.',
    remedyNl:
      'Maak er in de export tekst, een getal of een datum van, of noem haar onder `ignore` in de mapping.',
  },
  INPUT_BRP_HEADER: {
    kind: 'input',
    en: 'The columns of the file are not those of the Logisch Ontwerp (category.group.element).',
    nl: 'De kolommen van het bestand zijn niet die van het Logisch Ontwerp (categorie.groep.element).',
    remedyEn:
      'Check the file and the delimiter; another kind of CSV file has `kind: csv` in the mapping.',
    remedyNl:
      'Controleer het bestand en het scheidingsteken; een ander CSV-bestand heeft `kind: csv` in de mapping.',
  },
  INPUT_BRP_ORDER: {
    kind: 'input',
    en: 'The file begins with a row that continues a person list, but there is none before it.',
    nl: 'Het bestand begint met een rij die een persoonslijst voortzet, maar er gaat er geen aan vooraf.',
    remedyEn:
      'Make the export again, and do not sort it: the rows of one person list belong together.',
    remedyNl:
      'Maak de export opnieuw en sorteer haar niet: de rijen van een persoonslijst horen bij elkaar.',
  },
  MAPPING_UNCONFIRMED: {
    kind: 'input',
    en: 'The mapping is a proposal that nobody has confirmed yet.',
    nl: 'De mapping is een voorstel dat nog niemand heeft bevestigd.',
    remedyEn: 'Read it through, correct it, and write `confirmed: true` in it.',
    remedyNl: 'Lees haar na, verbeter haar, en schrijf er `confirmed: true` in.',
  },
  POSTGRES_SETTINGS: {
    kind: 'input',
    en: 'A setting for the connection with PostgreSQL is missing or not valid.',
    nl: 'Een instelling voor de verbinding met PostgreSQL ontbreekt of is niet geldig.',
    remedyEn:
      'Set it in the mapping under `source`, or in the environment (PGHOST, PGPORT, PGDATABASE, PGUSER).',
    remedyNl:
      'Geef haar op in de mapping onder `source`, of in de omgeving (PGHOST, PGPORT, PGDATABASE, PGUSER).',
  },
  POSTGRES_TLS_OFF: {
    kind: 'refused',
    en: 'The connection with PostgreSQL would cross the network without TLS.',
    nl: 'De verbinding met PostgreSQL zou zonder TLS over het netwerk gaan.',
    remedyEn: 'Leave out `tls: off`; it is for a socket or an address of this machine itself.',
    remedyNl: 'Haal `tls: off` weg; dat is voor een socket of een adres van deze machine zelf.',
  },
  POSTGRES_UNREACHABLE: {
    kind: 'environment',
    en: 'PostgreSQL does not answer at this host and port.',
    nl: 'PostgreSQL antwoordt niet op deze host en poort.',
    remedyEn: 'Check host, port and firewall, and that the server runs.',
    remedyNl: 'Controleer host, poort en firewall, en of de server draait.',
  },
  POSTGRES_TLS: {
    kind: 'refused',
    en: 'No trusted TLS connection with PostgreSQL: the server offers none, or its certificate is not accepted.',
    nl: 'Geen vertrouwde TLS-verbinding met PostgreSQL: de server biedt die niet, of zijn certificaat wordt niet aanvaard.',
    remedyEn:
      'Name the file of its authority as `tls: {ca: …}` in the mapping, and the server by the name in its certificate.',
    remedyNl:
      'Noem het bestand van de uitgever als `tls: {ca: …}` in de mapping, en de server bij de naam in zijn certificaat.',
  },
  POSTGRES_AUTHENTICATION: {
    kind: 'refused',
    en: 'PostgreSQL does not let this user in to this database.',
    nl: 'PostgreSQL laat deze gebruiker niet toe tot deze database.',
    remedyEn: 'Check user, password file and database, and the rules of the server (pg_hba.conf).',
    remedyNl:
      'Controleer gebruiker, wachtwoordbestand en database, en de regels van de server (pg_hba.conf).',
  },
  POSTGRES_PERMISSION: {
    kind: 'refused',
    en: 'The database user may not read what the mapping asks for.',
    nl: 'De databasegebruiker mag niet lezen wat de mapping vraagt.',
    remedyEn:
      'Let the database administrator grant SELECT on that table or view, and nothing more.',
    remedyNl: 'Laat de databasebeheerder SELECT geven op die tabel of view, en niets meer.',
  },
  POSTGRES_RELATION: {
    kind: 'input',
    en: 'A table, view, schema or column that the mapping asks for does not exist.',
    nl: 'Een tabel, view, schema of kolom die de mapping vraagt bestaat niet.',
    remedyEn: 'Correct `schema`, `table` or `query` under `source` in the mapping.',
    remedyNl: 'Verbeter `schema`, `table` of `query` onder `source` in de mapping.',
  },
  POSTGRES_STATEMENT: {
    kind: 'input',
    en: 'PostgreSQL does not accept the query, or cannot carry it out.',
    nl: 'PostgreSQL aanvaardt de vraag niet, of kan haar niet uitvoeren.',
    remedyEn: 'Try it in psql; it must be one SELECT, without a semicolon.',
    remedyNl: 'Probeer haar in psql; het moet één SELECT zijn, zonder puntkomma.',
  },
  POSTGRES_READ_ONLY: {
    kind: 'refused',
    en: 'The query would change something in the database, and was refused.',
    nl: 'De vraag zou iets in de database veranderen, en is geweigerd.',
    remedyEn: 'Write a query that only reads; use a database user that can only read.',
    remedyNl:
      'Schrijf een vraag die alleen leest; gebruik een databasegebruiker die alleen kan lezen.',
  },
  POSTGRES_TIMEOUT: {
    kind: 'environment',
    en: 'PostgreSQL took longer than allowed, or ended the query.',
    nl: 'PostgreSQL deed er langer over dan toegestaan, of brak de vraag af.',
    remedyEn: 'Raise `statementSeconds` under `source`, or read from a view that is ready.',
    remedyNl: 'Verhoog `statementSeconds` onder `source`, of lees uit een view die klaarstaat.',
  },
  POSTGRES_LOST: {
    kind: 'environment',
    en: 'The connection with PostgreSQL was lost before all rows were read, so nothing has left.',
    nl: 'De verbinding met PostgreSQL viel weg voordat alle rijen gelezen waren, dus er is niets verstuurd.',
    remedyEn: 'Run the same command again.',
    remedyNl: 'Geef dezelfde opdracht opnieuw.',
  },
  MAP_NOTHING_FOUND: {
    kind: 'input',
    en: 'No column looks like a linkage field of the study.',
    nl: 'Geen enkele kolom lijkt op een koppelveld van de studie.',
    remedyEn: 'Check that this is the right file and that it has a header row.',
    remedyNl: 'Controleer of dit het juiste bestand is en of het een kopregel heeft.',
  },
} as const satisfies Messages;
