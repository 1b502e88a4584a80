// SPDX-License-Identifier: EUPL-1.2
/** Names usual among people of Syrian (Arabic and Kurdish) descent, romanised, by hand. */
import { parseNames, type NameTable } from './name-table.ts';

export const syrian: NameTable = {
  male: parseNames(`
    Mohammad/Mohamad/Muhammad/Mohammed, Ahmad/Ahmed, Mahmoud/Mahmud, Khaled/Khalid, Omar/Omer, Ali/Aly,
    Abdulrahman/Abdul Rahman/Abdelrahman, Hassan/Hasan, Hussein/Hussain/Hosein, Ibrahim/Ebrahim,
    Mustafa/Mostafa/Moustafa, Yousef/Yusuf/Youssef, Samer/Samir, Bashar/Bachar, Fadi/Fady, George/Georges,
    Elias/Ilyas, Anas/Enes, Amjad/Amgad, Ammar/Amar, Basel/Basil/Bassel, Firas/Feras, Ghassan/Gassan,
    Hani/Hany, Hamza/Hamzeh, Issa/Eissa/Isa, Jihad/Gihad, Kinan/Kenan, Louay/Loay/Luai, Maher/Mahir,
    Majd/Maged, Nidal/Nedal, Rami/Ramy, Osama/Usama/Oussama, Tarek/Tarik, Walid/Waleed, Wassim/Wasim,
    Yaser/Yasser/Yasir, Ziad/Zyad/Ziyad, Adnan/Adnaan, Abdullah/Abdallah/Abd Allah, Azad/Asad`),
  female: parseNames(`
    Fatima/Fatema/Fatmeh, Maryam/Mariam/Mariyam, Rania/Raniya, Hanan/Hanaan, Amal/Amaal, Aya/Ayah, Rima/Reema,
    Nour/Noor/Nur, Hala/Halah, Sara/Sarah, Lina/Leena, Ghada/Gada, Khadija/Khadijeh, Iman/Eman, Samar/Samer,
    Rasha/Racha, Dima/Deema, Hiba/Heba, Maha/Mahaa, Manal/Manaal, Najwa/Najwah, Nada/Neda, Rim/Reem,
    Roula/Rola/Rula, Sahar/Saher, Salma/Selma, Samia/Samya, Sawsan/Sausan, Shirin/Shereen/Sherin, Suzan/Sozan,
    Wafaa/Wafa, Yara/Yarah, Zainab/Zeinab/Zaynab, Aisha/Aysha, Asmaa/Asma, Batoul/Batool, Bushra/Boushra,
    Duaa/Doaa, Fidaa/Feda, Ghazal/Gazal, Jihan/Jihane, Layla/Leila/Laila`),
  surnames: parseNames(`
    Al Ahmad/Alahmad/Al-Ahmad, Al Ali/Alali/Al-Ali, Al Hussein/Alhussein/Al-Hussain, Al Mohammad/Almohammad,
    Khalil/Khaleel, Al Khatib/Alkhatib/Al-Khateeb, Al Hassan/Alhasan/Al-Hassan, Haddad/Hadad,
    Al Ibrahim/Alibrahim, Othman/Osman/Uthman, Darwish/Darwich/Derwish, Al Abdullah/Alabdullah/Abdullah,
    Hamo/Hammo, Al Masri/Almasri/Al-Masri, Al Saleh/Alsaleh/Saleh, Kassem/Qasem/Kasem, Sheikho/Shekho/Cheikho,
    Al Omar/Alomar, Nasser/Naser/Nassir, Al Halabi/Alhalabi/Halabi, Shaker/Shakir, Al Hamad/Alhamad,
    Kurdi/Al Kurdi/Alkurdi, Mousa/Mussa/Moussa, Al Sayed/Alsayed/El Sayed, Zidan/Zeidan/Zaidan,
    Al Shami/Alshami/Shami, Barakat/Barakaat, Daoud/Dawoud/Daud, Al Najjar/Alnajjar/Najar, Hanna/Hana,
    Issa/Eissa, Jaber/Jabir, Al Jasem/Aljasem/Jasim, Kanaan/Kenan, Lahham/Laham, Al Mahmoud/Almahmoud,
    Mansour/Mansur, Naji/Nagi, Qaddour/Kaddour/Kadour, Rifai/Al Rifai/Refai, Sabbagh/Sabagh,
    Al Turk/Alturk/Turk, Yaacoub/Yakoub/Yaqoub, Al Zoubi/Alzoubi/Zoabi, Ayoub/Ayyoub, Bakr/Bakir, Habib/Habeeb,
    Ismail/Ismael/Esmail, Suleiman/Sulaiman/Soliman, Youssef/Yousef/Yusuf`),
};
