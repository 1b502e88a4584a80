// SPDX-License-Identifier: EUPL-1.2
/**
 * How registers name what a person is known by: BRP (Logisch Ontwerp and Haal Centraal), Suite and
 * GWS, Socrates, iWmo and iJw, and what people write above a column. Lower case, letters and digits
 * only. The first of a list is the most usual; all count the same.
 */

/** What a column can be, whatever the study calls it. */
export type Role =
  | 'recordId' | 'bsn'
  | 'surname' | 'prefix' | 'partner' | 'partnerPrefix' | 'usage'
  | 'givenNames' | 'initials' | 'callName'
  | 'birthDate' | 'birthDateCertainty' | 'sex'
  | 'postcode' | 'houseNumber' | 'houseLetter' | 'houseAddition' | 'letterAddress'
  | 'street' | 'town' | 'birthPlace' | 'birthCountry'; // prettier-ignore

export const aliases: Readonly<Record<Role, readonly string[]>> = {
  recordId: [
    'recordid', 'recordnummer', 'clientnummer', 'clientnr', 'clientid', 'klantnummer', 'klantnr', 'klantid',
    'dossiernummer', 'dossiernr', 'persoonsnummer', 'persoonid', 'personid', 'anummer', 'administratienummer', '010110',
    'trajectnummer', 'trajectid', 'zaaknummer', 'zaaknr', 'uitkeringsnummer', 'aanvraagnummer', 'toewijzingnummer',
    'volgnummer', 'volgnr', 'rijnummer', 'sleutel', 'uniekid', 'rid', 'id', 'nr', 'nummer', 'key',
  ],
  bsn: ['bsn', 'burgerservicenummer', 'burgerservicenr', 'bsnnummer', 'bsnnr', 'sofinummer', 'sofinr', 'sofi', '010120'],
  surname: [
    'achternaam', 'geslachtsnaam', 'surname', 'lastname', 'familyname', 'familienaam', 'geslachtsnaamstam',
    'achternaameigen', 'eigenachternaam', 'eigengeslachtsnaam', 'geboortenaam', 'birthname', 'naam', '010240',
  ],
  prefix: [
    'voorvoegsel', 'voorvoegsels', 'voorvoegselgeslachtsnaam', 'tussenvoegsel', 'tussenvoegsels', 'surnameprefix',
    'nameprefix', 'voorv', 'voorvoegselsgeslachtsnaam', 'voorvoegselachternaam', '010230',
  ],
  partner: [
    'partnernaam', 'achternaamechtgenoot', 'achternaampartner', 'geslachtsnaampartner', 'partnergeslachtsnaam',
    'geslachtsnaamechtgenoot', 'partnerachternaam', 'naampartner', 'naamechtgenoot', 'partnersurname', 'partnerlastname',
    'partnersnaamgeslachtsnaam', 'achternaamechtgenote', '050240',
  ],
  partnerPrefix: [
    'voorvoegselpartner', 'voorvoegselechtgenoot', 'partnervoorvoegsel', 'voorvoegselspartner', 'tussenvoegselpartner',
    'voorvoegselgeslachtsnaampartner', 'partnersnaamvoorvoegsel', 'partnernaamvoorvoegsel', 'partnerprefix', '050230',
  ],
  usage: [
    'naamgebruik', 'aanduidingnaamgebruik', 'indicatienaamgebruik', 'codenaamgebruik', 'nameusage', '016110',
  ],
  givenNames: [
    'voornamen', 'voornaam', 'givennames', 'givenname', 'firstnames', 'firstname', 'forenames', 'forename',
    'doopnamen', '010210',
  ],
  initials: ['voorletters', 'voorletter', 'initialen', 'initials'],
  callName: ['roepnaam', 'roepnamen', 'callname', 'nickname'],
  birthDate: [
    'geboortedatum', 'datumgeboorte', 'gebdatum', 'gebdat', 'geboortedat', 'birthdate', 'dateofbirth', 'dob',
    'geboren', 'geboortedatumdatum', '010310',
  ],
  birthDateCertainty: [
    'datumgebruik', 'geboortedatumgebruik', 'geboortedatumdatumgebruik', 'datumgebruikgeboortedatum',
    'indicatiegeboortedatum', 'birthdatecertainty',
  ],
  sex: ['geslacht', 'geslachtsaanduiding', 'geslachtcode', 'codegeslacht', 'sex', 'gender', 'mv', '010410'],
  postcode: ['postcode', 'postalcode', 'zipcode', 'zip', 'pc6', '081160'],
  houseNumber: ['huisnummer', 'huisnr', 'housenumber', 'streetnumber', '081120'],
  houseLetter: ['huisletter', 'houseletter', '081130'],
  houseAddition: [
    'huisnummertoevoeging', 'toevoeging', 'huisnrtoevoeging', 'huisnrtoev', 'huisnummertoev', 'houseaddition',
    'toevoeginghuisnummer', '081140',
  ],
  letterAddress: ['functieadres', 'briefadres', 'indicatiebriefadres', 'soortadres', 'letteraddress', '081010'],
  street: ['straatnaam', 'straat', 'streetname', 'street', 'address1', '081110'],
  town: ['woonplaats', 'woonplaatsnaam', 'plaatsnaam', 'plaats', 'town', 'city', 'suburb', '081170'],
  birthPlace: ['geboorteplaats', 'placeofbirth', 'birthplace', '010320'],
  birthCountry: ['geboorteland', 'countryofbirth', 'birthcountry', '010330'],
}; // prettier-ignore

/** Words that say that a column is about somebody else. */
export const otherPersons: readonly string[] = [
  'partner', 'partners', 'echtgenoot', 'echtgenote', 'ex', 'kind', 'kinderen', 'ouder', 'ouders', 'vader', 'moeder',
  'behandelaar', 'medewerker', 'consulent', 'klantmanager', 'contactpersoon', 'verwijzer', 'gemachtigde',
  'bewindvoerder', 'casemanager', 'huisarts', 'werkgever', 'spouse', 'child', 'parent', 'mother', 'father',
]; // prettier-ignore

/** Words of research variables, Dutch beside English: each group means one thing. */
export const synonyms: readonly (readonly string[])[] = [
  ['start', 'begin', 'ingang', 'ingangs', 'aanvang', 'from', 'vanaf', 'instroom', 'first', 'eerste'],
  ['end', 'eind', 'einde', 'until', 'tot', 'uitstroom', 'last', 'laatste', 'beeindiging'],
  ['date', 'datum', 'dat', 'day', 'dag'],
  ['amount', 'bedrag', 'sum', 'euro'],
  ['scheme', 'regeling', 'wet'],
  ['reason', 'reden'],
  ['kind', 'soort', 'type', 'aard'],
  ['number', 'aantal', 'count', 'nummer'],
  ['income', 'inkomen', 'inkomsten', 'loon', 'wage', 'salaris', 'salary'],
  ['work', 'werk', 'works', 'werkt', 'job', 'baan'],
  ['debt', 'schuld', 'schulden'],
  ['decision', 'beschikking', 'besluit'],
  ['request', 'application', 'aanvraag', 'aanmelding'],
  ['month', 'maand'],
  ['hours', 'uren'],
  ['product', 'productcode', 'voorziening'],
  ['country', 'land'],
  ['municipality', 'gemeente'],
  ['household', 'leefvorm', 'huishouden'],
  ['education', 'opleiding', 'onderwijs'],
  ['exemption', 'ontheffing', 'vrijstelling'],
  ['qualification', 'kwalificatie', 'startkwalificatie'],
]; // prettier-ignore

/** The 36 prefixes of the national table, and how they are abbreviated: what a column of them holds. */
export const prefixes: ReadonlySet<string> = new Set([
  "'s", "'t", 'a', 'aan', 'af', 'al', 'am', 'auf', 'bij', 'bin', 'da', 'dal', 'de', 'del', 'den', 'der', 'des', 'di',
  'do', 'don', 'dos', 'du', 'el', 'het', 'ibn', 'in', 'la', 'las', 'le', 'les', 'lo', 'los', 'of', 'onder', 'op',
  'over', 's', 't', 'te', 'ten', 'ter', 'tot', 'uit', 'uijt', 'unter', 'v', 'van', 'vd', 'ver', 'vom', 'von', 'voor',
  'vor', 'zu', 'zum', 'zur',
]); // prettier-ignore
