// SPDX-License-Identifier: EUPL-1.2
/** Names usual among Dutch people of Turkish and Kurdish descent, by hand. */
import { parseNames, type NameTable } from './name-table.ts';

export const turkish: NameTable = {
  male: parseNames(`
    Mehmet/Mehmed/Muhammet, Mustafa/Mustapha, Ahmet/Ahmed, Ali/Aly, Hüseyin/Huseyin/Hüseyn, Hasan/Hassan,
    İbrahim/Ibrahim, Osman/Othman, Yusuf/Yusef/Jusuf, İsmail/Ismail/Ismael, Murat/Murad, Ömer/Omer/Omar,
    Süleyman/Suleyman/Soleyman, Ramazan/Ramadan, Abdullah/Abdulla, Fatih/Fateh, Emre/Emrah, Kemal/Kamal,
    Halil/Khalil, Recep/Receb, Yılmaz/Yilmaz, Şükrü/Sukru/Shukru, Erdal/Erdall, Cengiz/Djengis/Cengis,
    Orhan/Orhun, Serkan/Sercan, Hakan/Haakan, Selim/Selim, Salih/Saleh, Bayram/Bairam, Cemal/Djemal/Jemal,
    Mahmut/Mahmud/Mahmoud, Ferhat/Ferhad, Deniz/Denis, Burak/Boerak, Emir/Amir, Kaan/Kahn, Tayfun/Taifun,
    Uğur/Ugur/Ugoer, Şahin/Sahin/Shahin, Volkan/Wolkan, Yasin/Yassin, Zeki/Zekî, Tuncay/Tunçay`),
  female: parseNames(`
    Fatma/Fatima, Ayşe/Ayse/Aysha/Aisha, Emine/Amina/Emina, Hatice/Hatija/Hatidje, Zeynep/Zeyneb/Zeinep,
    Elif/Elief, Meryem/Meriem, Şerife/Serife, Zehra/Zahra, Sultan/Soltan, Hanife/Hanifa, Merve/Merwe,
    Havva/Hava, Zeliha/Zelliha, Esra/Ezra, Özlem/Ozlem, Gülsüm/Gulsum, Sevgi/Sewgi, Songül/Songul,
    Yasemin/Yasmin/Jasemin, Hülya/Hulya, Leyla/Leila/Layla, Aysel/Aisel, Nurcan/Noercan, Gül/Gul,
    Dilek/Dilec, Sibel/Siebel, Tuğba/Tugba, Büşra/Busra/Boesra, Kübra/Kubra, Rabia/Rabiye, Selma/Salma,
    Derya/Deria, Ebru/Ebroe, Filiz/Filis, Gülay/Gulay, Nuray/Nurai, Melek/Melec, Pınar/Pinar, Sevim/Sewim,
    Sümeyye/Sumeyye/Soumaya, Şule/Sule, Yıldız/Yildiz, Çiğdem/Cigdem, Gamze/Gamse`),
  surnames: parseNames(`
    Yılmaz/Yilmaz/Jilmaz, Kaya/Kaja, Demir/Demirr, Şahin/Sahin/Shahin, Çelik/Celik/Chelik, Yıldız/Yildiz,
    Yıldırım/Yildirim, Öztürk/Ozturk/Oztürk, Aydın/Aydin/Aidin, Özdemir/Ozdemir, Arslan/Aslan, Doğan/Dogan,
    Kılıç/Kilic/Kilich, Aslan/Arslan, Çetin/Cetin, Kara/Karaa, Koç/Koc, Kurt/Kurd, Özkan/Ozkan,
    Şimşek/Simsek, Polat/Polad, Korkmaz/Korkmas, Özcan/Ozcan, Çakır/Cakir, Erdoğan/Erdogan, Can/Dzjan,
    Yavuz/Yavus, Acar/Adjar, Şen/Sen, Güneş/Gunes, Aktaş/Aktas, Bozkurt/Boskurt, Taş/Tas, Kaplan/Caplan,
    Turan/Toeran, Keskin/Keşkin, Güler/Guler, Avcı/Avci, Işık/Isik, Bulut/Boelut, Ünal/Unal, Tekin/Tekyn,
    Karaca/Karadja, Duman/Doeman, Köse/Kose, Yüksel/Yuksel, Ateş/Ates, Gündüz/Gunduz, Coşkun/Coskun,
    Karataş/Karatas, Uysal/Uisal, Karakaya/Kara Kaya, Demirci/Demirdji, Kocaman/Kodjaman, Sarıkaya/Sarikaya`),
};
