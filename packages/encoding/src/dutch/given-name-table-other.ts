// SPDX-License-Identifier: EUPL-1.2
/**
 * Given names of Arabic, Berber, Turkish, Somali, Polish and Ukrainian origin with the spellings in
 * which Dutch registers have them: data only, in the form of `given-name-table.ts`.
 */

export const otherMale = `
Mohammed Mohamed Mohammad Mohamad Muhammad Muhammed Muhammet Mehmet Mohamet Mohamud Mahamed Mahammad Moehammad Mohand Moh Mo Muhamed Maxamed
Ahmed Ahmad Ahmet Achmed Axmed Achmad Hamada Ahmat
Youssef Yousef Yusuf Youcef Yousif Yusef Jusuf Joesoef Yousuf Joussef Youssouf Yosef Juosef Yuusuf
Hassan Hasan Xasan Hassane Haasan
Hussein Houssain Hoessein Houssein Husein Hossein Husain Hoesein Huseyin Huseijn Xuseen Housain Hussain Lhoussaine Houcine Hocine
Mustafa Mustapha Moustafa Moestafa Mostafa Moustapha Mostapha Mustafe
Said Saeed Sayed Saied Saiid Siciid
Rachid Rashid Rasjid Rached Rasheed
Abdelkader Abdelkadir Abdulkadir Abdulkader Abdikadir Abdalkader Abdoelkadir Abdulqadir
Abdellah Abdullah Abdallah Abdulla Abdoellah Abdallahi Abdillahi Abdilahi Cabdullahi
Abdelrahman Abdurrahman Abderrahman Abdulrahman Abderrahmane Abdirahman Abdurahman Abdelrahmane Abdourahmane Abdoelrahman Cabdiraxmaan
Abdelaziz Aziz Abdulaziz Abdoelaziz Abdiaziz Azize
Abdelhamid Hamid Abdulhamid Hamied Abdulhamit Hameed
Abdelmajid Abdulmajid Majid Abdelmadjid Majied Mecit Abdulmecit
Abdelkarim Karim Abdulkarim Kareem Abdikarim Abdoelkarim Kerim Abdulkerim Karime Carim
Abdelhakim Hakim Abdulhakim Hakiem Abdihakim Hakeem
Abdelhak Abdelhaq Abdulhak Abdulhaq
Abdelilah Abdelila Abdulilah Abdililah
Abdelmalek Malik Abdulmalik Malek Maalik Abdelmalik
Abdelouahab Abdulwahab Abdelwahab Abdulwahap Abdelouahid Abdelwahid Wahid
Abdeslam Abdessalam Abdulsalam Salam Abdesslam Abdisalan Abdusalam
Omar Omer Umar Oumar Oemar Amar Cumar Omur
Ali Aly Cali Alie Alij Alli
Ibrahim Brahim Ibraheem Ebrahim Abrahim Ibrahima Ibrahiem Barahim Ebrahem
Khalid Khaled Chalid Halid Halit Galid Kalid Khalied
Khalil Halil Chalil Kalil Khaleel
Driss Idriss Idris Edris Dries-Driss Idrees Idiris
Jamal Djamal Gamal Cemal Jemal Djemal Jamaal Jama Dzjamal
Nordin Noureddine Nourdin Noordin Nouredine Nureddin Nurettin Noreddine Nuradin Nooradin Noureddin Nourddine
Samir Sameer Samier Semir
Bilal Bilel Belal Bilaal Billal
Ayoub Ayyoub Ayub Ajoub Eyup Eyyup Ayyub Ajoeb Ayuub
Hicham Hisham Hisjam Hesham Hişam Hichame
Ismail Ismael Ismaeel Ismaiel Ismaël Esmail Ismaciil Ismahil
Adil Adel Aadil Adeel Adiel
Redouan Redouane Ridouan Radouane Redwan Ridwan Ridvan Radwan Rıdvan Redouwan Redoan
Soufiane Sofian Sofyan Soufian Sufyan Sofiane Sufian Sofijan Safyan Soufyane
Anouar Anwar Enver Anwer Anouwar Enwar Anware
Tarik Tariq Tarek Tareq Tarıq Taric Tarique
Fouad Fuad Foead Fouat Fuat Fuaad Fowad
Younes Yunes Younis Yunus Jounes Younus Joenoes Younass Younous Yonis Yoenes
Ilias Ilyas Elias Iljas Elyas Eljas Illias Iliass Ilyass Ilyes Iliyas
Zakaria Zakariya Zakariyya Zekeriya Zakarya Zacharias Zakariye Zekeria Zakariae
Hamza Hamsa Hamze Hamzah Xamse Chamza
Moussa Musa Mousa Moesa Muuse Moosa Muse Musah
Marouan Marwan Marouane Merwan Mervan Maroan Marouwan
Nabil Nabiel Nebil Nabeel Nabile
Yassine Yassin Yasin Jassin Yasine Yaasiin Jasin Yassien Yacine Yassir
Amine Amin Amien Emin Ameen Aminne
Othman Osman Outman Usman Uthman Othmane Ottman Cusmaan Outhmane Ousmane Cismaan
Lahcen Lahsen Lahcene Lhassan Lahssen
Mimoun Mimon Maimoun Memoun
Soulaiman Suleiman Suleyman Sulaiman Soleiman Soulaimane Soliman Slimane Soelaiman Sulejman Saleebaan Suleman Souleymane Soulayman Slaiman Soleyman
Mahmoud Mahmud Mahmut Mahmood Machmoud Maxamuud Mahmoed Mahmout
Tahar Taher Tahir Tahire Tahiir
Jaouad Jawad Djawad Jaoued Cevat Jaweed
Mourad Murad Murat Moerad Mourat
Walid Waleed Oualid Velid Walied Valid Walide
Taoufik Tawfik Tevfik Toufik Tawfiq Taufik Tofik Taufiq
Faisal Faysal Faical Fayçal Feysel Feisal Faizal Faycal
Hafid Hafeed Hafiz Hafidh Abdelhafid Hafied
Karam Kerem Keram
Bouchaib Bouchaïb Abouchaib Boushaib
Mehdi Mahdi Mehdie Mahdie
Nasser Naser Nassir Nasir Nazir Naasir
Salah Saleh Salih Salahh Saalax
Salim Selim Saleem Saliem Saalim
Rahim Rahiem Raheem Abdelrahim Abdurrahim Abdulrahim
Ridha Rida Reda Riza Reza Redha
Aissa Isa Issa Eissa Ise Ciise Iesa
Yahya Yahia Jahja Yahja Jachja Yehya Yexye
Yakub Yacoub Yakup Jakub Yaqub Yakoub Jacoub Yaqoub Yaacoub
Daoud Dawud Davut Dawood Daud Daoed Dawoud Daauud Davud
Haroun Harun Haroen Haaruun Haron
Hashim Hachim Hasjim Haşim Hachem Hashem
Nassim Nasim Nesim Nasseem
Ramzi Remzi Ramzy
Rayan Rayane Reyan Rajan
Abubakar Abubakr Aboubakr Ebubekir Boubker Abobakar Boubkar Aboubacar Abuukar Bubacar Bekir
Farid Faried Ferit Fareed Ferid
Kamal Kemal Kamaal Kamel Kamil
Moncef Mounsif Monsef Munsif
Mounir Munir Moenir Mouneer Munier Monir Mounier
Nabih Nabeeh
Aziz Azize Azees
Habib Habieb Habeeb Hebib
Habibullah Habiboullah
Jalal Djalal Celal Jelal Jalaal
Latif Lateef Abdellatif Abdullatif Letif
Saad Sad Saâd Sahd
Sami Samy Samie Semi
Seddik Sadik Siddiq Sıddık Sedik Sadiq Sidik
Wael Wail Ouail Vail
Zouhair Zuhair Zouhir Zoheir Zuheyr Zühair Zoehair
Ramazan Ramadan Ramdan Ramdane Ramadhan
Recep Receb Rajab Rejeb Ragab Redzep
Cengiz Djengis Cengis Genghis Jengiz Chingiz Dzjengis
Şükrü Sukru Shukru Sjoekri Shukri Chokri Soekroe Choukri
Uğur Ugur Ugoer Oegoer Ugor
Şahin Sahin Shahin Chahin Sjahin Schahin
Burak Boerak Burac Bourak
Çağlar Caglar Tjaglar
Çetin Cetin Tjetin Chetin
Kaan Kagan Kağan Khan
Piotr Pjotr Petr Pyotr Peter Piet
Krzysztof Krzystof Krzys Christof Krystof Kristof
Andrzej Andrej Andrei Andrzey Andrey Jedrzej
Tomasz Tomas Tomek
Pawel Pavel Paweł Pafel
Michal Michał Mikhail Michail Mikail
Marcin Martin Marcinn
Jakub Jacub Kuba Yakub Jakob
Lukasz Łukasz Lukas Lucasz Lukash
Grzegorz Gregorz Grzegosz Gregor Gregory Grzesiek
Mateusz Mateus Matheus Mathew
Stanislaw Stanisław Stanislav Stan Staszek Stanislas
Wojciech Wojtech Wojtek Voytek Vojtech
Zbigniew Zbigniev Zbyszek Zbignew
Jerzy Jerzij Jurek Jezy
Mariusz Marius Mariuš
Dariusz Darius Darek
Kamil Camil Camille
Maciej Maciey Maciek Maciei
Jacek Jacec Jacekk
Dawid David Davit
Kacper Kasper Casper Caspar Jasper
Szymon Simon Shimon Szymek
Artur Arthur Artuur Arthuro Arturo
Bartosz Bartos Bartek Bartłomiej Bartlomiej
Przemyslaw Przemysław Przemek Przemislaw
Wiktor Victor Viktor
Damian Damiaan Damien Damijan
Miroslaw Mirosław Miroslav Mirek
Slawomir Sławomir Slavomir Slawek
Radoslaw Radosław Radoslav Radek
Leszek Lesek Lech
Konrad Koenraad Conrad Koen Coenraad Coen Koert
Aleksander Alexander
Sergej Sergei Sergey Serhiy Serge Sergij
Dmitri Dmitry Dimitri Dmytro Dima Dimitrij
Oleksandr Aleksandr Alexandr Oleksander
Volodymyr Vladimir Wolodymyr Vladymyr
Mykola Nikolai Nikolaj Nikolay Mikola
Yuri Joeri Yury Jurij Yuriy Juri
Ivan Iwan Ievan
`;

export const otherFemale = `
Fatima Fatma Fathma Fatema Fatimah Faatima Fadma Fatimata Fatime Fathima Faadumo Fadumo Fatoumata Fatna Fatimazahra
Fatimazohra Fatimazahra Fatmazehra
Khadija Khadisja Hadija Khadidja Hatice Hadidja Khadiya Khadijah Hatidje Chadija Kadija Khadijo Khadizja Hatidza Hadjera
Aicha Aisha Aysha Ayse Aissa Aïcha Aisya Aischa Ayesha Aishah Caasha Aasha Aichatou Ayşe Aisje Asha
Malika Maleka Melike Malieka Malikah Meliha
Naima Naema Naïma Naime Neima Nahima
Samira Samera Semira Samiera Samire Sameera
Rachida Rashida Rasjida Raşide Racheda
Saida Saïda Sayda Saide Saieda Saedah
Latifa Lateefa Latifah Latife Lathifa Latiefa
Hanane Hanan Hanaan Hannane Hanen
Karima Kareema Kerime Kariema Karime
Fatiha Fathia Fathiya Fethiye Fatiya Fattiha
Zohra Zahra Zohre Zehra Zahraa Zoehra Zuhra Zohrah Zahrae Sahra Zara
Yamina Jamina Yemina Yamna
Mimount Mimont Mimouna Maimouna Maymuna Mimoent Mimunt
Nadia Nadya Nadja Nadiya Nadije Nadiha
Souad Suad Soead Sucaad Suat Soad Souaad
Jamila Djamila Cemile Jamilah Djemila Jemila Jamiela Gamila
Laila Layla Leila Leyla Lejla Leyli Leylo Lajla Leijla
Habiba Habieba Habibah Habibe Habeeba Xabiiba
Amina Aminah Emine Ameena Amiena Aamina Aminata Emina Amino Yamina
Najat Nagat Nadjat Necat Najaat Nejat Nazjat
Hafida Hafeda Hafidah Hafide Hafieda Hafiza
Hayat Hayet Hayaat Haijat Hajat
Ikram Ikraam Ikrame Ikraan Ekram Ikran
Imane Iman Imaan Imaen Eman Iemane
Nora Noura Nura Norah Noora Nour Noor Nur Noera Noraa
Siham Sihame Sieham Sihem Siiham Seham
Loubna Lubna Loebna Lobna Loubnaa
Ouafa Wafa Ouafae Wafae Vefa Wafaa Oufae
Rahma Rahmah Rahme Rahmo Raxma
Touria Turia Thouraya Soraya Süreyya Souraya Sureyya Toeria Touriya
Salma Selma Salmah Saalma
Meryem Maryam Mariam Meriem Maryem Myriam Miriam Maryama Meriyem Meriam Mirjam Marjam Maryan Mariem Meryam Mariama
Chaimae Chaima Shaima Chaymae Sjaima Seyma Shaimaa Cheima Şeyma Shayma
Dounia Dunya Dounya Dunja Dounja Doenja Donia Dünya Dunia
Farida Fareda Feride Farieda Fareeda Faridah
Houda Huda Hoeda Hoda Hude Houdaa
Ilham Elham Ilhame Ilhaam Ilhan Ilhem
Nawal Naoual Nawale Naouel Nawel Neval Nawaal
Soumaya Sumaya Soemaya Soumia Somaya Sumeyye Sümeyye Soumiya Sumayya Soumayya Sumeya Sumeyya Soumeya
Yasmina Jasmina Yasmine Yasmin Jasmin Yasemin Jasmijn Yasamin Jasemin Jasmine Jessamine
Zineb Zaynab Zeineb Zainab Zeynep Zeinab Zaineb Zeyneb Zeynab Zeinep Seynab Saynab Zejneb
Btissam Ibtissam Ibtisam Btisam Ibtissame
Amal Amel Emel Amaal
Asma Asmae Esma Asmaa Asmah Asmaê
Bouchra Boushra Bushra Büşra Busra Boesra Boechra Bushro
Ghizlane Ghizlan Rizlane Ghislane Gizlan
Hakima Hakiema Hakime Hakeema
Halima Haliema Halime Haleema Xaliimo Halimo Halimah
Hasna Hasnae Hassna Hasnaa Hesna
Hind Hinde Hend
Jihane Jihan Cihan Djihan Gihan Jehan
Kaoutar Kawtar Kawthar Kevser Kaouthar Kaotar Kautar Kewser
Kenza Kanza Kensa
Mina Minah Minna
Mounia Munia Moenia Mounya Mouniya
Nabila Nabiela Nebile Nabeela Nabilla
Najia Nagia Najiya Naciye Nadjia Nazjia
Najima Najma Najmah Necmiye Nazjma Nejma
Oumaima Umaima Oumayma Omaima Ümeyme Umayma Oumaïma
Rabia Rabiya Rabiye Rabiaa Rabi'a Rebia
Rahima Rahiema Rahime Raheema
Rajae Raja Radja Rajaa Reca
Rkia Rkija Roukia Rukiye Ruqayya Rukia Rokia Ruqiya Rukayya Rokaya
Safia Safiya Safiye Safiah Safiyya Safiyo Saffia
Sanae Sana Sanaa Sena Senna Sanah
Sara Sarah Saara Sare Saarah
Shirin Sjirin Chirine Şirin Shirine Chirin Sirin Sherin
Wassila Ouassila Vesile Wasila
Widad Ouidad Vidat Wedad Ouidade
Zakia Zakiya Zekiye Zakiyya Sakia Zaakiya
Emine Amina Emina
Hatice Khadija Hatije
Elif Elief Alif Elife
Serife Şerife Sherife Cherifa Sharifa Charifa Sjerife Sharifo
Hanife Hanifa Hanifah Hanieffa
Havva Hava Hawa Xaawo Hawwa Haoua
Gulsum Gülsüm Gulsoem Gülsum Gulsim
Songul Songül Songoel
Ozlem Özlem
Hulya Hülya Hoelya Hulia
Tugba Tuğba Toegba Tuba
Kubra Kübra Koebra Kubrah Koubra
Busra Büşra Bushra Boesra
Guler Güler Goeler
Gulay Gülay Goelay
Nurcan Nurjan Noercan Nourcan Nurdzjan
Yildiz Yıldız Jildiz Yildis
Cigdem Çiğdem Tjigdem Chigdem
Katarzyna Katarzina Kasia Catharina Katarzina
Malgorzata Małgorzata Gosia Margaretha
Agnieszka Agnieska Agnes Agniezka
Krystyna Kristina Kristyna Christina
Elzbieta Elżbieta Elisabeth Ela Elsbieta
Magdalena Madzia
Joanna Johanna Asia Joasia
Aleksandra Alexandra Ola Oleksandra
Zofia Sofia Sophia Zosia
Malwina Malvina
Danuta Danoeta Danka
Dorota Dorotha Dorothea
Justyna Justina Justine
Iwona Ivona Yvonne Iwone Ivonne
Jadwiga Jadwika Hedwig Jadzia
Renata Renatha Renate
Alicja Alicia Alice Alisia
Sylwia Silvia Sylvia Silwia Sylvie
Irena Irene Iryna Irina Irka Irin
Grazyna Grażyna Grazina Grazijna
Bozena Bożena Bozhena Bojena
Patrycja Patricia Patrizia Patritsia
Wiktoria Victoria Viktoria Viktoriia
Edyta Edita Edith
Izabela Isabela Isabel Isabella Iza Izabella Isabelle
Weronika Veronica Veronika
Aneta Anetta Annetta
Urszula Urszulla Ursula Ulla Ursel
Olena Elena Jelena Yelena Aliona
Tetiana Tatiana Tatjana Tetyana Tatyana Tania Tanja
Svitlana Svetlana Swetlana Swietlana
Nataliia Natalia Nataliya Natalya
Kateryna Ekaterina Jekaterina Yekaterina Katerina Catharina
Oksana Oxana Ksenia Xenia
Yuliia Julia Yulia Yuliya Juliya
`;
