// SPDX-License-Identifier: EUPL-1.2
/**
 * Dutch given names, by hand: the names usual before about 1965, with the everyday names
 * (roepnamen) that go with them after a slash, and those usual since. Surnames come from
 * `data/surnames.csv`; less usual given names from the Dutch lists of faker.
 */
import { parseNames } from './name-table.ts';

/** Official name, then everyday names. */
export const traditional = {
  male: parseNames(`
    Johannes/Jan/Hans/Johan/Joop, Cornelis/Cor/Kees/Cees, Hendrik/Henk/Hein/Rik, Willem/Wim/Pim,
    Petrus/Piet/Peter, Jan/Jan, Gerrit/Gerrit/Ger, Jacobus/Jaap/Koos/Ko, Adrianus/Ad/Arie/Janus, Pieter/Piet/Peter,
    Johannes Petrus/Jan, Antonius/Toon/Ton/Anton, Franciscus/Frans/Cis, Martinus/Martin/Tinus, Theodorus/Theo/Dorus,
    Marinus/Rinus/Marien, Dirk/Dick/Dirk, Gerardus/Gerard/Ger, Wilhelmus/Wim/Willem, Lambertus/Bert/Bertus,
    Arie/Arie, Klaas/Klaas, Jacob/Jaap/Jaco, Albertus/Bert/Albert, Josephus/Jos/Jef, Nicolaas/Nico/Klaas,
    Leendert/Leen, Abraham/Bram, Simon/Siem/Simon, Bernardus/Ben/Bernard, Hubertus/Huub/Bert, Lucas/Luuk/Lucas,
    Maarten/Maarten, Michiel/Chiel, Rudolf/Ruud/Dolf, Frederik/Fred/Frits, Christiaan/Chris, Evert/Evert,
    Matthijs/Thijs, Mathias/Thijs, Teunis/Teun, Robert/Rob, Ronald/Ron, Eduard/Ed, Herman/Herman/Harm,
    Karel/Karel, Laurens/Lau, Louis/Loek, Gijsbertus/Gijs/Bert, Jozef/Jos/Sjef`),
  female: parseNames(`
    Maria/Marie/Ria/Mia/Rie, Johanna/Jo/Annie/Hanna/Joke, Anna/Anna/Annie/An, Elisabeth/Els/Betty/Bep/Lies,
    Cornelia/Corrie/Nel/Cora, Wilhelmina/Willy/Mien/Wil, Catharina/Toos/Tineke/Kitty/Rina, Adriana/Jana/Adrie/Sjaan,
    Hendrika/Riek/Henny/Rika, Petronella/Nel/Petra/Ellie, Margaretha/Greet/Marga/Gré, Jacoba/Coby/Co,
    Geertruida/Truus/Geertje, Helena/Leny/Lena, Antonia/Toni/Tonny, Alida/Alie/Lida, Neeltje/Nel, Aaltje/Alie,
    Theodora/Thea/Dora, Francisca/Cisca/Sisca, Gerarda/Gerda, Grietje/Griet, Trijntje/Trijn/Tineke, Janna/Jannie,
    Christina/Stien/Tine, Pieternella/Nel, Martha/Mart, Dirkje/Dirkje, Jannetje/Jannie, Hermina/Mien/Herma,
    Sophia/Sofie/Fie, Josephina/Jos/Fien, Bernardina/Dien, Clasina/Ina, Lamberta/Bertha, Susanna/Suus,
    Berendina/Dina, Gesina/Sien, Martina/Tinie, Klaasje/Klaasje, Louise/Loes, Charlotte/Lot, Paulina/Paula,
    Rosalia/Roos, Agatha/Agaat, Monica/Moon, Lucia/Luus, Albertha/Bertha, Teuntje/Teuntje, Magdalena/Leen/Lena`),
};

/** Given names since about 1965; nearly always also the everyday name. */
export const modern = {
  male: parseNames(`
    Daan, Sem, Thomas/Tom, Lucas/Luuk, Jeroen, Tim, Lars, Bas, Milan, Jesse, Levi, Dennis, Mark, Stefan, Niels,
    Kevin, Rick, Bram, Finn, Noah, Ruben, Robin, Sander, Martijn, Marco, Erik, Peter, Michael/Maikel, Jasper, Joost,
    Patrick, Richard, Vincent, Wouter, Maarten, Bart, Frank, Marcel, Paul, Sven, Thijs, Max, Luuk, Luca, Liam,
    Johannes/Joris/Hans, Gijs, Stijn, Julian, Floris, Mees, Tijn, Nick, Roy, Danny, Edwin, Arjan, René, Jeffrey`),
  female: parseNames(`
    Emma, Sophie, Julia, Anna, Lisa, Sanne, Eva, Anouk, Lotte, Fleur, Linda, Esther, Monique, Sandra, Mariska,
    Kim, Laura, Iris, Femke, Lieke, Nina, Tess, Saar, Sara, Zoë, Noa, Maud, Roos, Isa, Evi, Marieke, Suzanne/Suus,
    Ilse, Patricia, Petra, Ingrid, Nicole, Daniëlle, Mirjam, Wendy, Chantal, Bianca, Renate, Maria/Mariëlle/Marja,
    Johanna/Hanneke/Joyce, Elisabeth/Lisette/Ellen, Naomi, Melissa, Manon, Michelle, Mila, Olivia, Yara, Lynn,
    Anne, Amber, Britt, Denise, Inge, Judith`),
};

/** Streets that most Dutch towns have. */
export const commonStreets =
  'Kerkstraat,Dorpsstraat,Schoolstraat,Molenstraat,Nieuwstraat,Hoofdstraat,Stationsstraat,Beatrixstraat,' +
  'Julianastraat,Wilhelminastraat,Prinsengracht,Marktstraat,Oranjestraat,Emmastraat,Parallelweg,' +
  'Industrieweg,Lindelaan,Kastanjelaan,Eikenlaan,Beukenlaan,Berkenstraat,Meidoornstraat,Rozenstraat,' +
  'Tulpstraat,Kievitstraat,Merelstraat,Lijsterstraat,Vermeerstraat,Rembrandtstraat,Jan Steenstraat,' +
  'Frans Halsstraat,Van Goghstraat,Jacob Marisstraat,Beethovenstraat,Mozartlaan,Bachstraat,Hobbemastraat,' +
  'Javastraat,Sumatrastraat,Borneostraat,Celebesstraat,Oude Maasweg,Nieuwe Rijnweg,Zuidsingel,Noordsingel,' +
  'Westersingel,Oostersingel,Laan van Nieuw Oost-Indië,Jan Pieterszoon Coenstraat,' +
  'Burgemeester Baumannlaan,Doctor Ariënsstraat,Admiraal de Ruyterweg,Prinses Margrietplantsoen';
