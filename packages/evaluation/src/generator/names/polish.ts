// SPDX-License-Identifier: EUPL-1.2
/** Names usual among people of Polish descent, by hand. Surnames in -ski have a female form. */
import { parseNames, type NameTable } from './name-table.ts';

export const polish: NameTable = {
  male: parseNames(`
    Piotr/Pjotr, Krzysztof/Krzystof, Andrzej/Andrej, Tomasz/Tomas, Paweł/Pawel, Jan/Johan, Michał/Michal,
    Marcin/Martin, Jakub/Jacub, Adam/Adan, Marek/Mark, Łukasz/Lukasz/Lukas, Grzegorz/Gregorz, Mateusz/Mateus,
    Stanisław/Stanislaw, Wojciech/Wojtech, Zbigniew/Zbigniev, Jerzy/Jerzij, Mariusz/Marius, Dariusz/Darius,
    Kamil/Camil, Maciej/Maciey, Robert/Roberth, Rafał/Rafal, Jacek/Jacec, Dawid/David, Kacper/Kasper,
    Szymon/Simon, Artur/Arthur, Sebastian/Sebastiaan, Bartosz/Bartos, Przemysław/Przemyslaw, Wiktor/Victor,
    Damian/Damiaan, Mirosław/Miroslaw, Sławomir/Slawomir, Radosław/Radoslaw, Patryk/Patrick, Bogdan/Bogdaan,
    Leszek/Lesek, Konrad/Koenraad, Waldemar/Woldemar`),
  female: parseNames(`
    Anna/Ania, Katarzyna/Katarzina, Maria/Marya, Małgorzata/Malgorzata, Agnieszka/Agnieska, Barbara/Barbera,
    Ewa/Eva, Krystyna/Kristina, Elżbieta/Elzbieta, Magdalena/Magdalene, Monika/Monica, Joanna/Johanna,
    Aleksandra/Alexandra, Zofia/Sofia, Teresa/Theresa, Julia/Yulia, Natalia/Nathalia, Danuta/Danoeta,
    Beata/Beatha, Dorota/Dorotha, Karolina/Carolina, Justyna/Justina, Iwona/Ivona, Jadwiga/Jadwika,
    Renata/Renatha, Alicja/Alicia, Sylwia/Silvia, Halina/Helina, Irena/Irene, Grażyna/Grazyna, Bożena/Bozena,
    Patrycja/Patricia, Paulina/Pauline, Wiktoria/Victoria, Edyta/Edita, Izabela/Isabela, Kinga/Kynga,
    Weronika/Veronica, Martyna/Martina, Aneta/Anetta, Marta/Martha, Urszula/Urszulla`),
  surnames: parseNames(`
    Nowak/Novak, Kowalski/Kovalski, Wiśniewski/Wisniewski, Wójcik/Wojcik, Kowalczyk/Kowalczik,
    Kamiński/Kaminski, Lewandowski/Levandowski, Zieliński/Zielinski, Szymański/Szymanski, Woźniak/Wozniak,
    Dąbrowski/Dabrowski, Kozłowski/Kozlowski, Jankowski/Yankowski, Mazur/Masur, Kwiatkowski/Kwiatkovski,
    Krawczyk/Krawczik, Piotrowski/Piotrovski, Grabowski/Grabovski, Nowakowski/Novakowski, Pawłowski/Pawlowski,
    Michalski/Mihalski, Nowicki/Novicki, Adamczyk/Adamczik, Dudek/Dudec, Zając/Zajac, Wieczorek/Wieczorec,
    Jabłoński/Jablonski, Król/Krol, Majewski/Majevski, Olszewski/Olszevski, Jaworski/Javorski,
    Wróbel/Wrobel, Malinowski/Malinovski, Pawlak/Pavlak, Witkowski/Witkovski, Walczak/Valczak,
    Stępień/Stepien, Górski/Gorski, Rutkowski/Rutkovski, Michalak/Michalac, Sikora/Sicora,
    Ostrowski/Ostrovski, Baran/Barran, Duda/Doeda, Szewczyk/Szewczik, Tomaszewski/Tomaszevski,
    Pietrzak/Pietrzac, Marciniak/Marciniac, Wróblewski/Wroblewski, Zalewski/Zalevski`),
};
