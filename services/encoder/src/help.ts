// SPDX-License-Identifier: EUPL-1.2
/** The help text of the encoder. */

const en = `koppel-encoder — runs at a data owner: encodes a register, lets no identifier out

  koppel-encoder key init  --keys FILE
      Makes this owner's key file and prints the two public keys for the study.
  koppel-encoder key show  --keys FILE
      Prints the public keys again.
  koppel-encoder key agree --study FILE --owner NAME --keys FILE --log FOLDER [--wait SECONDS]
      Agrees on the encoding key with the other owners, over the log. Run it at every owner.
  koppel-encoder key share   --study FILE --owner NAME --keys FILE [--out FOLDER] [--log FOLDER] [FILE ...]
  koppel-encoder key combine (the same options)
  koppel-encoder key check   (the same options)
      The same by text files that owners e-mail each other: share until every share is here, combine
      makes the key, check compares. Each says what to send to whom, and may be repeated. FILE is what
      you received, unless it is in FOLDER already. With --log, FOLDER and log are brought level, as is
      needed before the first run.
  koppel-encoder key seal  --keys FILE [--out FILE]
      Seals the key file under a new passphrase (KOPPEL_NEW_PASSPHRASE_FILE, or asked).
  koppel-encoder key forget --study FILE --owner NAME --keys FILE
      Removes the encoding key and the share of this version of a study from the key file.
  koppel-encoder map --study FILE --register NAME --input FILE [--out FILE] [--rows COUNT] [--yes]
                     [--show-values]
      Proposes which column is which field, and shows what each would become. Encodes nothing, sends
      nothing. Instead of --input: --postgres with --table NAME [--schema NAME] or --query FILE, and
      --host --port --database --user --password-file --ca --server-name (or PGHOST, PGPORT, …).
  koppel-encoder map --study FILE --register NAME --mapping FILE [--input FILE] [--show-values]
      Shows what the columns of a mapping that you have would become.
  koppel-encoder profile --study FILE --register NAME --mapping FILE --input FILE
                     [--out FILE.html] [--data FILE.json] [--publishable FILE.json|FILE.html]
      Tells how good the register is: a page for you, the same as data, and a form without small
      counts that may be shown to others. Needs no key and no log; nothing is encoded or sent.
  koppel-encoder run --study FILE --owner NAME --register NAME --mapping FILE --input FILE
                     --keys FILE --log FOLDER [--state FOLDER] [--report FILE] [--accept-rejected]
                     [--full] [--release-now]
      Encodes a register and sends sealed batches: the whole register the first time, what changed
      from then on. Nothing leaves while rows are rejected, unless --accept-rejected says that the
      other rows may go. Running twice sends nothing twice. --state: where the encoder remembers
      what it sent; beside the key file when it is not given. --full sends the whole register.
      --release-now sends changes although they are few: others can see that something changed.

A register in a database, as the mapping says, has no --input.

  --lang nl|en   language        --json   result as JSON        --help   this text

The passphrase of the key file is read from the file that KOPPEL_PASSPHRASE_FILE names, or asked.
Exit codes: 0 done, 2 command line, 3 input, 4 refused, 5 disk, log or waiting, 70 unexpected.
`;

const nl = `koppel-encoder — draait bij een bronhouder: codeert een register, laat geen persoonsgegeven uit

  koppel-encoder key init  --keys BESTAND
      Maakt het sleutelbestand van deze bronhouder en toont de twee publieke sleutels voor de studie.
  koppel-encoder key show  --keys BESTAND
      Toont de publieke sleutels opnieuw.
  koppel-encoder key agree --study BESTAND --owner NAAM --keys BESTAND --log MAP [--wait SECONDEN]
      Spreekt met de andere bronhouders de codeersleutel af, via het log. Doe dit bij elke bronhouder.
  koppel-encoder key share   --study BESTAND --owner NAAM --keys BESTAND [--out MAP] [--log MAP] [BESTAND ...]
  koppel-encoder key combine (dezelfde opties)
  koppel-encoder key check   (dezelfde opties)
      Hetzelfde met tekstbestanden die bronhouders elkaar mailen: share tot alle sleuteldelen binnen
      zijn, combine maakt de sleutel, check vergelijkt. Elk zegt wat u naar wie stuurt en mag vaker.
      BESTAND is wat u ontving, als het nog niet in MAP staat. Met --log krijgen map en log dezelfde
      berichten; dat is nodig voor de eerste run.
  koppel-encoder key seal  --keys BESTAND [--out BESTAND]
      Verzegelt het sleutelbestand met een nieuwe wachtwoordzin (KOPPEL_NEW_PASSPHRASE_FILE, of gevraagd).
  koppel-encoder key forget --study BESTAND --owner NAAM --keys BESTAND
      Verwijdert de codeersleutel en het sleuteldeel van deze versie van een studie uit het sleutelbestand.
  koppel-encoder map --study BESTAND --register NAAM --input BESTAND [--out BESTAND] [--rows AANTAL]
                     [--yes] [--show-values]
      Stelt voor welke kolom welk veld is, en toont wat elk zou worden. Codeert en verstuurt niets.
      In plaats van --input: --postgres met --table NAAM [--schema NAAM] of --query BESTAND, en
      --host --port --database --user --password-file --ca --server-name (of PGHOST, PGPORT, …).
  koppel-encoder map --study BESTAND --register NAAM --mapping BESTAND [--input BESTAND] [--show-values]
      Toont wat de kolommen van een mapping die u al heeft zouden worden.
  koppel-encoder profile --study BESTAND --register NAAM --mapping BESTAND --input BESTAND
                     [--out BESTAND.html] [--data BESTAND.json] [--publishable BESTAND.json|BESTAND.html]
      Vertelt hoe goed het register is: een pagina voor u, hetzelfde als gegevens, en een vorm zonder
      kleine aantallen die anderen mogen zien. Zonder sleutel en zonder log; er wordt niets gecodeerd of verstuurd.
  koppel-encoder run --study BESTAND --owner NAAM --register NAAM --mapping BESTAND --input BESTAND
                     --keys BESTAND --log MAP [--state MAP] [--report BESTAND] [--accept-rejected]
                     [--full] [--release-now]
      Codeert een register en verstuurt verzegelde pakketten: de eerste keer het hele register,
      daarna wat gewijzigd is. Zolang er rijen zijn afgewezen gaat er niets weg, tenzij
      --accept-rejected zegt dat de andere rijen mogen. Tweemaal draaien stuurt niets dubbel.
      --state: waar de encoder onthoudt wat is verstuurd; zonder deze optie naast het sleutelbestand.
      --full stuurt het hele register. --release-now stuurt ook als er weinig is gewijzigd: anderen
      kunnen dan zien dat er iets is gewijzigd.

Een register in een database, zoals de mapping zegt, heeft geen --input.

  --lang nl|en   taal            --json   uitkomst als JSON     --help   deze tekst

De wachtwoordzin komt uit het bestand dat KOPPEL_PASSPHRASE_FILE noemt, of wordt gevraagd.
Afsluitcodes: 0 klaar, 2 opdrachtregel, 3 invoer, 4 geweigerd, 5 schijf, log of wachten, 70 onverwacht.
`;

export const help = { en, nl };
