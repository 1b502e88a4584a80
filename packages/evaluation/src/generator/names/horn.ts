// SPDX-License-Identifier: EUPL-1.2
/**
 * Names usual among people of Somali and Eritrean descent, by hand. The second name is the
 * father's given name, and registers often take it for a surname: hence swapped fields.
 */
import { parseNames, type NameTable } from './name-table.ts';

export const horn: NameTable = {
  male: parseNames(`
    Mohamed/Mohamud/Maxamed, Ahmed/Axmed, Abdi/Cabdi, Ali/Cali, Hassan/Xasan, Hussein/Xuseen, Yusuf/Yuusuf,
    Ibrahim/Ibraahim, Omar/Cumar, Abdullahi/Abdulahi/Cabdullaahi, Ismail/Ismaaciil, Osman/Cusmaan,
    Abdirahman/Abdurahman/Cabdiraxmaan, Farah/Faarax, Tesfay/Tesfai, Haile/Hayle, Yonas/Jonas, Berhane/Birhane,
    Mehari/Mihari, Kidane/Kidane, Filmon/Philmon, Samuel/Samuiel, Daniel/Danial, Dawit/Dawid, Isaias/Esayas,
    Abraham/Abrham, Amanuel/Emanuel, Robel/Robiel, Merhawi/Mirhawi, Solomon/Selomon, Kibrom/Kbrom,
    Teklay/Teklai, Goitom/Goytom, Biniam/Binyam, Habtom/Habtoom, Said/Saciid, Mahad/Mahaad, Liban/Liiban,
    Nur/Nuur, Warsame/Warsamme, Yohannes/Johannes, Tekle/Tecle`),
  female: parseNames(`
    Fatuma/Faduma/Fadumo, Amina/Aamina, Halima/Xaliimo/Halimo, Khadija/Khadiijo, Hodan/Hodaan, Sahra/Zahra,
    Asha/Caasha, Maryan/Maryam/Maryama, Safia/Safiya, Hawa/Xaawo, Ayan/Ayaan, Hibo/Hibaq, Idil/Iidil,
    Ifrah/Ifraax, Nasra/Nasrah, Ubah/Ubax, Zeinab/Zaynab, Leyla/Laila, Selam/Salam, Helen/Hellen, Mebrat/Mibrat,
    Abeba/Abebe, Luam/Luwam, Rahel/Rachel, Ruta/Rutha, Senait/Sinait, Tsega/Tsegha, Winta/Wienta,
    Yordanos/Jordanos, Feven/Fieven, Bisrat/Besrat, Kisanet/Kissanet, Merhawit/Mirhawit, Letebrhan/Letebrehan,
    Freweyni/Freweini, Azieb/Aziyeb, Saba/Sabah, Mihret/Mehret, Eden/Edien, Hirut/Hiruut, Najma/Najmo,
    Sagal/Sagaal`),
  surnames: parseNames(`
    Mohamed/Mohamud/Maxamed, Ahmed/Axmed, Ali/Cali, Hassan/Xasan, Abdi/Cabdi, Tesfay/Tesfai/Tesfaye,
    Yusuf/Yuusuf, Haile/Hayle, Hussein/Xuseen, Ibrahim/Ibraahim, Omar/Cumar, Kidane/Kidaane, Osman/Cusmaan,
    Ghebremedhin/Gebremedhin/Gebre Medhin, Farah/Faarax, Abdullahi/Abdulahi, Berhe/Berhane, Warsame/Warsamme,
    Tekle/Tecle, Jama/Jaamac, Nur/Nuur, Weldemichael/Woldemichael/Wolde Michael, Ismail/Ismaaciil,
    Gebreselassie/Ghebreselassie/Gebre Selassie, Aden/Aadan, Ghirmay/Girmay/Ghirmai, Elmi/Cilmi,
    Habtemariam/Habte Mariam, Hersi/Xirsi, Okbay/Oqbay/Okbai, Mahamud/Mahamoud, Negash/Negassi, Sheikh/Sheekh,
    Teklehaimanot/Tekle Haimanot, Duale/Ducaale, Asmelash/Asmalash, Samatar/Samater, Gebrehiwet/Ghebrehiwet,
    Guled/Guuleed, Mengisteab/Mengsteab, Barre/Bare, Zerai/Zeray, Roble/Rooble, Woldu/Weldu, Egal/Cigaal,
    Araya/Araia, Mire/Mirre, Tsegay/Tsegai, Abshir/Abshiir, Fessehaye/Fisehaye, Kahsay/Kahsai`),
};
