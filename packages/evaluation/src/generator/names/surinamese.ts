// SPDX-License-Identifier: EUPL-1.2
/** Names usual among Dutch people of Surinamese (Hindustani, Creole, Javanese) descent, by hand. */
import { parseNames, type NameTable } from './name-table.ts';

export const surinamese: NameTable = {
  male: parseNames(`
    Soerin/Surin, Roy/Roij, Ricardo/Richardo, Winston/Wensten, Radjesh/Rajesh/Radjes, Dennis/Denis,
    Anil/Aniel, Henk/Hendrik, Stanley/Stanly, Ronald/Ronaldo, Soenil/Sunil/Soeniel, Glenn/Glen,
    Robby/Robbie, Harold/Harald, Romeo/Romeyo, Rakesh/Rakes, Eugene/Eugène, Vinod/Vinood, Kenneth/Kennet,
    Ramesh/Rames, Errol/Erol, Orlando/Orlandoo, Clyde/Cleid, Ashwin/Aswin, Jagdies/Jagdish/Djagdies,
    Percy/Persi, Lloyd/Loyd, Mahinder/Mahendra, Dewanand/Devanand, Rinaldo/Reinaldo, Wilfred/Wilfried,
    Iwan/Ivan, Soekarjo/Sukarjo, Edmund/Edmond, Carlo/Karlo, Amrish/Amris, Humphrey/Humphry,
    Chandrikapersad/Chandrika Persad, Regillio/Regilio, Andre/André, Frits/Fritz, Hardjo/Harjo`),
  female: parseNames(`
    Sharmila/Sjarmila, Joyce/Jois, Soenita/Sunita/Sunieta, Muriel/Murielle, Marlene/Marleen, Astrid/Astried,
    Sandhya/Sandhia, Chantal/Shantal, Radha/Raadha, Ingrid/Ingried, Wonny/Wony, Gracia/Grasia, Anita/Anieta,
    Indra/Indera, Sabitrie/Savitri/Sabitri, Shirley/Shirly, Lilian/Liliane/Lillian, Natasha/Natasja,
    Rajshrie/Radjshri, Urmila/Oermila, Henna/Hena, Jenny/Jennie, Kamla/Kamela, Sharda/Sjarda, Geeta/Gita,
    Lucia/Lusia, Mavis/Meevis, Naomi/Noami, Patricia/Patrisia, Rosita/Rozita, Sattie/Satti, Gloria/Glorya,
    Priya/Prija, Roshni/Rosni, Suzy/Suzie, Thelma/Telma, Usha/Oesha, Vanita/Wanita, Yvonne/Ivonne,
    Aartie/Aarti/Arti, Soemintra/Sumintra, Cheryl/Sheryl`),
  surnames: parseNames(`
    Ramdin/Ramdien, Singh/Sing, Ramlal/Ramlall, Soekhai/Sukhai, Mahabier/Mahabir, Jagroep/Djagroep,
    Baldewsingh/Baldew Singh, Ramautar/Ram Autar, Bhagwandin/Bhagwandien, Kalpoe/Kalpu, Sewnarain/Sewnarayan,
    Doekhi/Dukhi, Pinas/Pienas, Blijd/Blyd, Kromosoeto/Kromosuto, Ramnarain/Ramnarayan, Gangaram/Ganga Ram,
    Sital/Sietal, Mohan/Mohun, Biharie/Bihari, Oedayrajsingh/Oedairaj Singh, Zeefuik/Zeefuyk,
    Leysner/Leijsner, Emanuels/Emmanuels, Landveld/Landvelt, Wijngaarde/Wyngaarde, Kartosen/Kartosèn,
    Pawirodikromo/Pawiro Dikromo, Soerodimedjo/Surodimejo, Boldewijn/Boldewyn, Amatdawoed/Amat Dawoed,
    Chin A Sen/Chin-A-Sen, Tjon A Ten/Tjon-A-Ten, Lie A Fat/Lie-A-Fat, Ramsoedh/Ramsudh, Nanhoe/Nanhu,
    Sukul/Soekoel, Jhinkoe/Jinkoe, Raghoebar/Raghubar, Poeran/Puran, Hoogdorp/Hoochdorp, Vrede/Vreede,
    Bouterse/Boutersee, Sordjo/Sorjo, Karijodiwongso/Karyodiwongso, Algoe/Algu, Panday/Pandey/Pandai,
    Lachman/Lagman, Ganpat/Gunpat, Bisessar/Bissessar, Redan/Reedan, Purperhart/Purper Hart`),
};
