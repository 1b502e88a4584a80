// SPDX-License-Identifier: EUPL-1.2
/**
 * Given names that stand for one another: data only. First the official or most usual form, then
 * everyday names (roepnamen), shortenings and other spellings. One name may occur under several
 * official ones: `Bert` is Albertus, Hubertus or Lambertus. Written without accents; `letters` reads
 * them. By common knowledge of Dutch names, not from any list.
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
