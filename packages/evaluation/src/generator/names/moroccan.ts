// SPDX-License-Identifier: EUPL-1.2
/** Names usual among Dutch people of Moroccan (Arabic and Berber) descent, by hand. */
import { parseNames, type NameTable } from './name-table.ts';

export const moroccan: NameTable = {
  male: parseNames(`
    Mohamed/Mohammed/Mohammad/Mohamad, Ahmed/Ahmad, Youssef/Yousef/Yusuf/Youcef, Hassan/Hasan,
    Said/Saïd/Saeed, Rachid/Rashid, Abdelkader/Abd el Kader/Abdelkadir, Mustapha/Mustafa/Moustafa,
    Hamid/Hamied, Ali/Aly, Omar/Omer/Ömar, Brahim/Ibrahim, Karim/Kareem, Khalid/Khaled,
    Abdellah/Abdullah/Abdallah, Mimoun/Mimon, Driss/Idriss/Idris, Jamal/Djamal, Nordin/Noureddine/Nourdin,
    Aziz/Abdelaziz, Samir/Sameer, Bilal/Bilel, Ayoub/Ayyoub, Hicham/Hisham, Ismail/Ismaïl/Ismael,
    Adil/Adel, Redouan/Redouane/Ridouan, Soufiane/Sofian/Sofyan, Anouar/Anwar, Tarik/Tariq/Tarek,
    Fouad/Fuad, Younes/Yunes/Younis, Ilias/Ilyas/Elias, Zakaria/Zakariya, Hamza/Hamsa,
    Abdelhak/Abdelhaq, Lahcen/Lahsen/Lahcène, Moussa/Musa, Marouan/Marwan/Marouane, Nabil/Nabiel,
    Yassine/Yassin/Yasin, Amine/Amin, Houssain/Hussein/Houssein/Hoessein, Othman/Osman/Outman`),
  female: parseNames(`
    Fatima/Fatma/Fathma, Khadija/Khadisja/Hadija/Khadidja, Aicha/Aïcha/Aisha/Aysha, Malika/Maleka,
    Naima/Naïma, Samira/Samera, Rachida/Rashida, Saida/Saïda, Latifa/Lateefa, Hanane/Hanan,
    Karima/Kareema, Fatiha/Fathia, Zohra/Zahra/Zohre, Yamina/Jamina, Mimount/Mimont, Nadia/Nadya,
    Souad/Suad, Jamila/Djamila, Laila/Layla/Leila, Habiba/Habieba, Amina/Aminah, Najat/Nagat/Nadjat,
    Hafida/Hafeda, Hayat/Hayet, Ikram/Ikraam, Imane/Iman/Imaan, Nora/Noura/Nura, Siham/Sihame,
    Loubna/Lubna, Ouafa/Wafa/Ouafae, Rahma/Rahmah, Touria/Turia, Salma/Selma, Meryem/Maryam/Mariam/Meriem,
    Chaimae/Chaima/Shaima, Dounia/Dunya/Dounya, Farida/Fareda, Houda/Huda, Ilham/Elham, Nawal/Naoual,
    Soumaya/Sumaya/Soemaya, Yasmina/Jasmina, Zineb/Zaynab/Zeineb, Btissam/Ibtissam, Mina/Minah`),
  surnames: parseNames(`
    El Idrissi/Elidrissi/El-Idrissi/Idrissi, Bouali/Bou Ali/Boeali, Amrani/El Amrani/Elamrani,
    Benali/Ben Ali/Ben-Ali, Ouali/El Ouali/Elouali, Bakkali/El Bakkali/Elbakkali, Azzouzi/El Azzouzi/Elazzouzi,
    Haddou/Hadou, Chaouch/Chaouche/Shaoush, Mansouri/Mansuri/El Mansouri, Yahyaoui/El Yahyaoui/Yahiaoui,
    Aouraghe/Aouragh/Aourage, Ziani/Zyani, Ait Brahim/Aitbrahim/Aït Brahim, Ben Haddou/Benhaddou,
    Bouzidi/El Bouzidi/Bouzzidi, Khattabi/El Khattabi/Elkhattabi, Lahrach/Lahrech, Ouhammou/Ouhamou,
    Belhaj/Bel Haj/Belhadj, El Hamdaoui/Elhamdaoui/Hamdaoui, El Morabit/Elmorabit/Morabit/El Mourabit,
    Boulahrouz/Boulahrouze, Afellay/Affelay, Chafik/Shafik, Daoudi/Dawoudi, El Ghazi/Elghazi/El Gazi,
    Fassi/El Fassi/Elfassi, Hajji/El Hajji/Haji, Jabri/El Jabri/Djabri, Kaddouri/El Kaddouri/Kadouri,
    Labyad/Labiad, M'Hamdi/Mhamdi, Mokhtari/El Mokhtari/Moktari, Nasri/Nassri, Oulad Ali/Ouladali,
    Rahmouni/Rahmoeni, Saidi/Saïdi, Taghzouti/Tagzouti, Zerouali/Zerwali, Achahbar/Achabar,
    Abdellaoui/Abdelaoui/Abdellawi, El Khayati/Elkhayati/Khayati, Bouchiba/Bouchaib, Essaidi/Es-Saidi,
    Tahiri/El Tahiri/Taheri, Benamar/Ben Amar/Benammar, Boujettif/Boujetif, Loukili/El Loukili/Loekili,
    Aarab/Arab, Sbai/Sbaï/Esbai, Alaoui/El Alaoui/Alawi, Zaouti/Ezzaouti, Mahdaoui/Mahdawi`),
};
