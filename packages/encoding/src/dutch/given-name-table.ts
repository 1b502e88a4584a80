// SPDX-License-Identifier: EUPL-1.2
/**
 * Given names that stand for one another: data only. First the official or most usual form, then
 * everyday names (roepnamen), shortenings and other spellings. One name may occur under several
 * official ones: `Bert` is Albertus, Hubertus or Lambertus. Written without accents; `letters` reads
 * them. Dutch names by common knowledge; of other languages, spellings by transliteration.
 */

export const dutchMale = `
Johannes Jan Johan Hans Joop Jo Johnny Joh Jannes Hannes Jantje Johann Janus Joannes Jean Sjang John
Cornelis Cor Kees Cees Cornelius Corneel Nelis Cornee Corne Keesje
Hendrik Henk Hein Rik Hendrikus Hendricus Henricus Henri Hendrick Harrie Harry Driekus Rieks Henny Hennie Henrie
Willem Wim Pim Wil Willy Bill Wilm Wilhelmus Helmus Wilhelm Guillaume
Petrus Piet Peter Pieter Piter Pierre Peet Sjeet Petros Pier
Jacobus Jaap Koos Ko Jacob Cobus Jacco Jaco Coos Co Sjaak Sjaco Jakob Jacques Kobus Jakobus
Adrianus Ad Arie Adriaan Aad Janus Adri Adrie Arjan Adrian Arjaan Adriaen Ariaan Arjen
Antonius Toon Ton Anton Antoon Tonnie Tony Teun Antonie Anthonie Anthonius Anthony Theunis Teunis Tonny Toni
Franciscus Frans Cis Frank Franc Ciscus Francis Franz
Martinus Martin Tinus Maarten Marten Rinus Martien Mart Marti Tien
Theodorus Theo Dorus Door Thé Teodor Theodoor Ted
Marinus Rinus Marien Rien Rini Rinie
Dirk Dick Diederik Durk Theodericus Dirck Derk Derek
Gerardus Gerard Ger Gerrit Gerhard Gerhardus Geert Gerald Sjraar Gerry Gerardo Sjra Gradus Graad
Lambertus Bert Bertus Lambert Lammert Lam Bertie
Klaas Nicolaas Nico Nicolaus Niek Klaes Claas Nicolaes Nikolaas Nick Niels Nicky Klaus Nicolas
Albertus Bert Albert Appie Ab Abbe Bertus Bart Aalbert
Josephus Jos Jef Joseph Jozef Sjef Joep Jo Josef Joost Seph Zef Jozefus Joe
Leendert Leen Leonardus Leo Leonard Lennert Lenard Lenny Nardus
Abraham Bram Braam Abram Ab Appie
Simon Siem Symen Siemen Sijmen Simeon
Bernardus Ben Bernard Bernhard Berend Barend Bennie Nardus Bernd Bertus Bernhardus
Hubertus Huub Bert Hub Hubert Huib Huibert Bertus Huibrecht
Lucas Luuk Lukas Luc Luca Luke Luukas
Michael Michiel Chiel Giel Maikel Michel Machiel Mike Michaël Mich Micha Michal
Rudolf Ruud Dolf Rudolph Rudi Rolf Roelof Roel Rudolphus Dolf Ruudje Rudie Rudolfus
Frederik Fred Frits Freek Frederikus Fredericus Freddy Ferdinand Fredrik Freddie Fedde Friedrich
Christiaan Chris Christian Christianus Kris Christ Corstiaan Stiaan Christoffel Christophorus Chrisje
Evert Everhardus Everard Eef Evertjan Everdinus Evers
Matthijs Thijs Mathijs Matthias Mathias Ties Tijs Matthew Theijs Mattheus Matheus Thieu Matthieu Mat Mathieu Teis
Robert Rob Robbert Bob Robertus Bert Robbie Bobby Robin Robby
Ronald Ron Ronny Ronnie Ronaldus
Eduard Ed Edward Eddy Edo Eddie Edu Ward Eduardus Edwardus
Herman Hermanus Harm Manus Harmen Hermen Hermannus Harmannus
Karel Carel Carolus Carl Charles Karl Sjarel Charl Carlos Carlo Sjaarel
Laurens Lau Laurentius Lourens Lars Lau Rens Laurent Lowie Laurence Lowrens Louwrens
Louis Loek Lodewijk Ludovicus Lou Lowie Wiek Louie Luis Ludwig Loe
Gijsbertus Gijs Bert Gijsbert Gijsbrecht Gijsje
Alexander Alex Lex Sander Xander Aleksander Sandor Alessandro Lexje Aleksandr Alexandre
Sebastiaan Bas Sebastian Bastiaan Sebas Seb Bastian Sebastianus
Thomas Tom Tommy Tomas Maas Thom
Stephanus Stefan Steven Stef Stephan Stijn Stephen Steef Fanus Stephaan Stefanus Esteban Steve
Philippus Flip Philip Filip Phil Filippus Flipje Philippe
Benjamin Ben Benny Benno Bennie Benji
Daniel Daan Danny Dan Danie Danie Dani
David Dave Davy Daaf Davi
Samuel Sam Sem Sammy Samuël
Jozua Joshua Jos Josh
Augustinus Guus August Stinus Augustus Gust Augustijn Gus Gustaaf
Gustaaf Guus Gustav Gustaf Staf
Wouter Walter Wolter Waltherus Wout Walterus Woutherus Wouterus Wolterus
Roelof Roel Roelf Roef Roelofje Rolof
Reinier Reinder Rein Reindert Reijer Rene Reynier Renier
Andreas Andries Dries Andre Andreus Andrew Dre Andrea Andrees
Paulus Paul Pau Pauwel Pol Paulinus
Maximiliaan Max Maxim Maximilian Maxime
Valentinus Tinus Valentijn Val
Vincentius Vincent Cent Vincentus Vince
Victor Vic Viktor Vico
Aloysius Alois Wies Loek Louis Aloijs Alouis
Ludovicus Louis Lode
Silvester Silvo Sil Vester
Quirinus Krijn Quirijn Rinus Quinten Crijn
Constantinus Stan Constantijn Constant Stijn Constantin
Ferdinand Ferry Nand Ferd Ferdi Ferdinandus Fernand
Reinardus Reinhard Rein
Egbert Egbertus Bert Ebbe Ebel
Engelbertus Bert Engel Engelbert
Norbertus Bert Norbert Nor
Wilbert Wil Wilbertus
Hermanus Herman Mans
Jeremias Jeremy Jerry Jeroen Hieronymus
Jeroen Hieronymus Roen
Emmanuel Manuel Emanuel Manus Manu Manuël Eman
Patricius Patrick Patrik Pat Patryk
Rafael Raf Raphael Rafaël Rafal Rafik
Gabriel Gab Gabi Gabriël Gabrijel
Jonathan Jon Nathan Jonatan Jonathon
Bartholomeus Bart Mees Bartel Bartold Meeuwis Bartolomeus Bartjan
Ignatius Ignaas Naas Ignas
Cyrillus Cyril Ciel
Ewoud Ewout Ewald Wout
Wessel Wesselius Wes
Sjoerd Siegert Sioerd Sjoert
Geurt Govert Goof Godfried Govardus Goverd
Jurriaan Jurjen Jurgen Jorn Georgius Joris George Sjors Georg Jurre Jorg Juriaan Jurrian Gorg Jirka
Marcus Mark Marc Marco Markus
Ruben Reuben Rube Ruubje
Erik Eric Erick Ericus
Dennis Denis Dionysius Denijs Nijs Denny
`;

export const dutchFemale = `
Maria Marie Ria Mia Rie Marijke Mieke Marietje Miep Mies Mien Rita Marja Marjo Marian Marieke Maaike Riet Mary Marij Mirjam Mariet Marianne Mimi Marije Maartje Mariette Marijn Mieneke Miet Mariella Marielle Mariska Marya
Johanna Jo Annie Hanna Joke Jannie Hannie Anneke Hanneke Jopie Jannetje Janna Jans Jeanne Janneke Jantje Jantine Joanna Jet Sjaan Jeanette Jannette Jenny Joop Hannah Jana Johanne Janny
Anna An Ans Annie Anneke Annet Anja Anita Anke Antje Anne Annette Ann Annelies Annemarie Anouk Hanna Naatje Ans Annemiek Annika Ania Aneta Anya
Elisabeth Els Betty Bep Lies Elise Liesbeth Elly Bets Beppie Lisa Ellie Lisette Elsje Betje Lijsbeth Liesje Elsbeth Lize Bettie Lizzy Eliza Elizabeth Ilse Ellen Babette Elzbieta Bettina Elise Liza Lis
Cornelia Corrie Nel Cora Cor Nelly Cornelie Corry Nellie Keetje Neeltje Corine Corinne Nelleke Cokkie Neel Kee Corina
Wilhelmina Willy Mien Wil Willemina Mina Willie Minnie Willemijn Willeke Mientje Helma Wilma Vilma Wilhelmien Wies Hermien Wimke Willemien Minke
Catharina Toos Tineke Kitty Rina Trien Trijntje Cato Katja Catherine Catrien Karin Tine Tini Kaat Katrien To Carin Nina Ina Karen Trijn Tina Cathy Katharina Kathy Katarina Cateau Rien Toke Toosje Trees Carina Catalina Kato Katarzyna Catarina Rini Ka Kaatje
Adriana Jana Adrie Sjaan Adri Jaantje Ariana Arianne Ada Janny Adrianne Sjaantje Jaan Ariaantje Aad Arja Adrianna Riana Naatje
Hendrika Riek Henny Rika Hennie Hendrikje Drika Ria Riekje Henriette Hettie Jet Hennij Hendrina Rikie Rieka Hendrica Rieki Heintje Henrika Henrica Dika Jetje Hetty Henrietta
Petronella Nel Petra Ellie Nelly Pietje Piet Nella Nellie Petronel Pietronella Pieternel Pietertje Pieternella Petronilla Elly Ella
Margaretha Greet Marga Gre Greetje Margriet Margreet Rita Griet Gretha Grietje Margot Greta Margo Margaret Marguerite Margareta Gretel Meta Peggy Margarita Gerrie Malgorzata Grethe Magriet Marjet
Jacoba Coby Co Coba Cobie Jacqueline Ko Koosje Jacomina Koba Jacobje Coosje Jaapje
Geertruida Truus Geertje Truida Trudy Geerte Geertrui Trui Tru Gertruda Truusje Gerty Trudie Gertrud Gertrude Truce Trudi Geertruyda
Helena Leny Lena Leentje Leni Ellen Heleen Lenie Helen Helene Ilona Hella Lenny Elena Halina Leen Helga Hellen Jelena
Antonia Toni Tonny Tonia Toos Antoinette Netty Antje Teuntje Ton Tonnie Nettie Antonetta Antonette Tonneke Antoinet Tonie
Alida Alie Lida Ali Aly Aleida Alieda Alijda Adelheid Heidi Lydia Aaltje Adelaide Alij
Neeltje Nel Neel Nelie Nelly Cornelia
Theodora Thea Dora Door Dorothea Theda Doortje Thera Dorien Doris Dory Dorie Dorothee Dorota
Francisca Cisca Sisca Fransje Fransien Ciska Francien Cis Sientje France Francis Fran Francina Sien Francine Françoise Siska Franciska
Gerarda Gerda Gerrie Gerardina Gera Dien Grada Geradina Graddy Gerry
Grietje Griet Greet Greetje Margje
Christina Stien Tine Tineke Christine Christien Chris Tina Stientje Stijntje Chrisje Kristina Krystyna Christel Ina Kirsten Kristine Krista
Martha Mart Marta Marthe Martje Matha Maartje Martine Marthy
Hermina Mien Herma Hermien Hermine Minie Harmina Harmpje Hermijntje Mina Harmke Hermke Hermina
Sophia Sofie Fie Sophie Fietje Sofia Zofia Fien Sonja Soof
Josephina Jos Fien Josephine Jose Josine Jozefien Josefien Sefa Josefina Josephien Josee Jozefa Finy Josje Josefa Fina
Bernardina Dien Dina Ina Berna Bernadina Bernadette Diny Dini Bernardine Berendina Bernadet
Clasina Ina Klasina Klaasje Sina Clazina Sien Klazina Sientje Klaske Nicolasina
Susanna Suus Susan Suzanne Sanne Suze Suzanna Sanna Saskia Susanne Suzan
Gesina Sien Gezina Geesje Sina Gees Ina Geziena Gesien Geesien Geeske
Martina Tinie Tiny Martine Martien Tine Tini Martyna Tinneke Tineke
Louise Loes Louisa Wies Lous Lowise Luise Ludovica Lucy Lowisa Wiesje Luisa Aloysia
Charlotte Lot Lotte Charlot Lottie Sjarlotte Carlotta Lotje
Paulina Paula Pauline Paulien Lien Pauliena Lina Paolina
Rosalia Roos Rosa Rosalie Roosje Rose Rosie
Agatha Agaat Agata Aagje Aga
Agnes Agnieta Agniet Neeske Inez Agneta Agnieszka Nies Agnietje
Monica Moon Monique Monika Mona
Lucia Luus Lucie Lucy Luce Lucija Cia
Magdalena Leen Lena Magda Leentje Madeleine Lenie Leny Magdalene Malena Magdaleentje Magdelena
Albertha Bertha Alberta Bets Albertina Bep Berta Bertie Tina Albertje
Lamberta Bertha Bep Berta Lambertha Lammie Lammigje
Huberta Bertha Berta Hubertina Tina Huibertje
Aaltje Alie Aly Aaltjen Alke Ali
Maartje Maartien Marta
Theresia Trees Treesje Thea Resi Therese Tracy Thera Theresa Teresa Ree Thérèse Tresi Rees
Barbara Babs Barbera Bar Baar Barbra Basia
Apollonia Plonia Loni Ploon Pleun Plonie
Regina Gina Rega Rina Regien Ina Reina
Carolina Lien Carla Line Carolien Carole Caroline Karolina Lina Lieneke Lineke Karolien
Emilia Emmy Emma Milly Emilie Mila
Sara Saar Sarah Saartje Sari Sarina Sally
Eva Eef Eefje Evi Evelien Eveline Ewa Evie
Rebecca Becky Becca Rebekka Bekka
Judith Juut Judit Juut
Aleksandra Alexandra Sandra Xandra Ola Alexa Sandy
Veronica Vera Veronique Weronika Veroon Vroni Ronnie
Victoria Vicky Viktoria Wiktoria Vic Tory
Natalia Natasja Nathalie Natasha Natalie Nathalia Nataly Natascha Tasja
Julia Juul Julie Juliana Juliette Jule Julja Yulia Juliet
Philomena Mena Mien Fila Philo Filomena
Wendelina Wendy Lien Wendeline Lineke
Everdina Eef Dien Evertje Everdien Dina Diny Eefje Evi
Egberta Bertha Egbertha Egbertje
Gijsberta Bertha Gijsje Gijsbertha
Hillegonda Hilda Hil Gonda Hilly Hilletje Gonnie Hilde
Aldegonda Gonda Gonny Gonnie Alda
Cunegonda Gonda Gonny
Jannigje Janny Jannie Jans
Teuntje Teuna Toos Antonia
`;

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
