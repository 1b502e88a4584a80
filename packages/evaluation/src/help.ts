// SPDX-License-Identifier: EUPL-1.2
/** The help text of the launcher's own commands. */

const en = `./koppel — demo, benchmarks and evaluation (each role has its own program in bin/)

  ./koppel demo [--out FOLDER] [--records NUMBER] [--seed NUMBER] [--kafka]
      A whole study on invented persons; ends with a data set, a summary and report.html. --kafka:
      over a Kafka broker on this machine (Java 17 and Maven), or those that KAFKA_BROKERS names.
  ./koppel bench line [--json] [--sizes 20000,100000] [--repeat NUMBER]
      Times encoding, matching and the whole line on generated registers.
  ./koppel bench line --records 1000000 [--json]
      From a register over a Kafka broker into the linkage unit's store, all at once, beside each of
      the three alone; processor time and memory of every process.
  ./koppel bench encoder [--json] [--sizes 100000,1000000] [--repeat NUMBER] [--rows NUMBER]
      Times the encoder from file to encodings, and its memory up to so many rows.
  ./koppel bench kernel [--json] [--sizes 20000,100000,1000000] [--repeat NUMBER]
                        [--only rates,codes,curves,verify] [--curves FOLDER] [--verify]
      Times the exact search for similar encodings; draws what it costs by size, threshold, fill
      and threads in FOLDER; or compares every pair with the plain version, which takes minutes.
  ./koppel bench scaling [--json] [--sizes 100000]
      A search shared by 1, 2 and 4 workers over a Kafka broker, and bytes per record on every topic.
  ./koppel bench approximate [--json] [--sizes 20000,100000,1000000]
      Times the approximate search, and holds the recall that it states against an exact one.
  ./koppel bench second-round [--json] [--sizes 20000,100000] [--rows NUMBER]
      Looks per second of an owner and bytes per look, plan and decision of a second round by size, and
      all of it through the parties' programs: processor time and memory. --rows: looks that are timed.
  ./koppel bench faults [--json] [--rows NUMBER] [--repeat NUMBER]
      Shows what each fault of a register costs, and what each Dutch rule gains.
  ./koppel bench encodings [--json] [--only NAME,…] [--attacks NAME,…] [--rows NUMBER] [--seed NUMBER]
                           [--keep FOLDER [--anew PART,…]] [--write PAGE]
      Tries every encoding: how well it links, what it costs, what attacks get out of it. With --keep
      each outcome is kept, and only what is missing or would come out otherwise is worked out; and
      what --anew names: speed, F1, an attack.
  ./koppel bench thresholds [--json] [--only NAME,…] [--rows NUMBER] [--seed NUMBER]
      Holds thresholds and quality estimated without labels against the truth, on many data sets.
  ./koppel bench quality [--peers] [--json] [--only NAME;…] [--write PAGE]
      Shows our F1 without labels on each set; --peers runs programs of others (clkhash, anonlink,
      Splink, recordlinkage; Python 3.11 and pip) on the very same records beside it.
  ./koppel bench model [--json] [--only NAME;…] [--rows NUMBER] [--seed NUMBER]
      Links with a filter for each field, and with one per record, on the same data: quality without
      labels, and whether the stated probabilities are right.
  ./koppel bench clusters [--json] [--rows NUMBER] [--repeat NUMBER] [--write PAGE]
      Compares ways to make clusters of pairs, on generated registers of two to six sources.
  ./koppel evaluate FOLDER --fields FILE [--json] [--threshold NUMBER] [--target-precision NUMBER]
                    [--scheme clk|saul|field-filters] [--bits NUMBER] [--k NUMBER]
                    [--parts NUMBER] [--second-round [--looks NUMBER] [--no-rarity]]
                    [--peers] [--report FILE.html]
      Encodes and links a folder with known truth: a.csv and b.csv (rid, entity_id, columns) with
      truth.csv (a_rid,b_rid), or a.csv alone for deduplication by entity_id. FILE is a YAML list
      of {column, type, weight}; types are those of a study. columns: {part: column} gives parts.
      --second-round lets the encoding (saul in three parts unless told) only find candidates, and
      decides on field filters under a key for each pair: --looks for each record, 10 unless told;
      --no-rarity: owners do not tell how rare values are.
      --peers puts the first round alone and Splink on clear text beside it, on the same records.
      --report writes a quality report with what is measured beside what is expected, and whether the
      probabilities are right.
  ./koppel rehearse --study FILE --one PROFILE.json --other PROFILE.json --out FILE.json
                    [--shared PERSONS] [--records NUMBER] [--seeds NUMBER]
      Links synthetic twins of two registers, made after their publishable profiles, with the study's
      encoding: expected recall and precision with their spread, as evidence. --shared: persons in
      both, as koppel-study overlap tells; half of the smaller without it.

  --lang nl|en   language        --json   result as JSON        --help   this text
`;

const nl = `./koppel — demo, snelheidsmeting en evaluatie (elke rol heeft een eigen programma in bin/)

  ./koppel demo [--out MAP] [--records AANTAL] [--seed GETAL] [--kafka]
      Een hele studie met verzonnen personen; eindigt met gegevensbestand, samenvatting en report.html.
      --kafka: over een Kafka-broker op deze machine (Java 17 en Maven), of die in KAFKA_BROKERS.
  ./koppel bench line [--json] [--sizes 20000,100000] [--repeat AANTAL]
      Meet coderen, vergelijken en de hele lijn op gegenereerde registers.
  ./koppel bench line --records 1000000 [--json]
      Van een register via een Kafka-broker in de opslag van de koppelpartij, alles tegelijk, naast elk
      van de drie alleen; processortijd en geheugen van elk proces.
  ./koppel bench encoder [--json] [--sizes 100000,1000000] [--repeat AANTAL] [--rows AANTAL]
      Meet de codeerder van bestand tot coderingen, en zijn geheugen tot zoveel rijen.
  ./koppel bench kernel [--json] [--sizes 20000,100000,1000000] [--repeat AANTAL]
                        [--only rates,codes,curves,verify] [--curves MAP] [--verify]
      Meet het exact zoeken naar gelijkende coderingen; tekent in MAP wat het kost per omvang, drempel,
      vulling en aantal threads; of vergelijkt elk paar met de eenvoudige versie, wat minuten duurt.
  ./koppel bench scaling [--json] [--sizes 100000]
      Een zoektocht die 1, 2 en 4 werkers delen via een Kafka-broker, en bytes per record per topic.
  ./koppel bench approximate [--json] [--sizes 20000,100000,1000000]
      Meet het benaderende zoeken, en toetst de volledigheid die het opgeeft aan exact zoeken.
  ./koppel bench second-round [--json] [--sizes 20000,100000] [--rows AANTAL]
      Inzages per seconde van een bronhouder en bytes per inzage, plan en beslissing van een tweede ronde
      naar grootte, en alles door de programma's van de partijen: processortijd en geheugen. --rows:
      inzages die gemeten worden.
  ./koppel bench faults [--json] [--rows AANTAL] [--repeat AANTAL]
      Toont wat elke fout in een register kost, en wat elke Nederlandse regel oplevert.
  ./koppel bench encodings [--json] [--only NAAM,…] [--attacks NAAM,…] [--rows AANTAL] [--seed GETAL]
                           [--keep MAP [--anew DEEL,…]] [--write PAGINA]
      Probeert elke codering: hoe goed ze koppelt, wat ze kost, wat aanvallen eruit halen. Met --keep
      wordt elke uitkomst bewaard, en alleen bepaald wat ontbreekt of anders zou uitkomen, en wat
      --anew noemt: speed, F1, een aanval.
  ./koppel bench thresholds [--json] [--only NAAM,…] [--rows AANTAL] [--seed GETAL]
      Houdt drempel en kwaliteit, geschat zonder labels, tegen de waarheid, op veel gegevenssets.
  ./koppel bench quality [--peers] [--json] [--only NAAM;…] [--write PAGINA]
      Toont onze F1 zonder labels op elke set; --peers draait programma's van anderen (clkhash,
      anonlink, Splink, recordlinkage; Python 3.11 en pip) ernaast op precies dezelfde records.
  ./koppel bench model [--json] [--only NAAM;…] [--rows AANTAL] [--seed GETAL]
      Koppelt met een filter per veld en met één per record, op dezelfde data: kwaliteit zonder labels,
      en of de opgegeven kansen kloppen.
  ./koppel bench clusters [--json] [--rows AANTAL] [--repeat AANTAL] [--write PAGINA]
      Vergelijkt manieren om van paren groepen te maken, op gegenereerde registers van 2 tot 6 bronnen.
  ./koppel evaluate MAP --fields BESTAND [--json] [--threshold GETAL] [--target-precision GETAL]
                    [--scheme clk|saul|field-filters] [--bits AANTAL] [--k AANTAL]
                    [--parts AANTAL] [--second-round [--looks AANTAL] [--no-rarity]]
                    [--peers] [--report BESTAND.html]
      Codeert en koppelt een map waarvan de waarheid bekend is: a.csv en b.csv (rid, entity_id,
      kolommen) met truth.csv (a_rid,b_rid), of alleen a.csv om op entity_id te ontdubbelen. BESTAND
      is een YAML-lijst van {column, type, weight}; typen zijn die van een studie. columns: {deel: kolom}
      noemt delen. --second-round laat de codering (saul in drie delen, tenzij anders gezegd)
      alleen kandidaten vinden, en beslist op veldfilters onder een sleutel per paar: --looks per record,
      10 tenzij anders gezegd; --no-rarity: bronhouders zeggen niet hoe zeldzaam waarden zijn.
      --peers zet de eerste ronde alleen en Splink op klare tekst ernaast, op dezelfde records.
      --report schrijft een kwaliteitsverslag met wat gemeten is naast wat verwacht werd, en of de
      kansen kloppen.
  ./koppel rehearse --study BESTAND --one PROFIEL.json --other PROFIEL.json --out BESTAND.json
                    [--shared PERSONEN] [--records AANTAL] [--seeds AANTAL]
      Koppelt synthetische tweelingen van twee registers, gemaakt naar hun publiceerbare profielen, met
      de codering van de studie: verwachte recall en precisie met spreiding, als bewijs. --shared:
      personen in beide, zoals koppel-study overlap zegt; anders de helft van het kleinste.

  --lang nl|en   taal            --json   uitkomst als JSON     --help   deze tekst
`;

export const help = { en, nl };
