<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="de" sourcelanguage="en">
<context>
    <name>Agents</name>
    <message>
        <source>Context</source>
        <translation>Kontext</translation>
    </message>
    <message>
        <source>Document</source>
        <translation>Dokument</translation>
    </message>
    <message>
        <source>File</source>
        <translation>Datei</translation>
    </message>
    <message>
        <source>Folder</source>
        <translation>Ordner</translation>
    </message>
    <message>
        <source>Pipeline</source>
        <translation>Pipeline</translation>
    </message>
    <message>
        <source>Draft</source>
        <translation>Entwurf</translation>
    </message>
    <message>
        <source>Schedule</source>
        <translation>Zeitplan</translation>
    </message>
    <message>
        <source>%1 wants to run “%2”.</source>
        <translation>%1 möchte „%2“ ausführen.</translation>
    </message>
    <message>
        <source>%1 wants to run “%2” on %3.</source>
        <translation>%1 möchte „%2“ auf %3 anwenden.</translation>
    </message>
    <message>
        <source>and more that is not listed</source>
        <translation>und weiteres, das hier nicht steht</translation>
    </message>
    <message>
        <source>Reads</source>
        <translation>Liest</translation>
    </message>
    <message>
        <source>Proposes</source>
        <translation>Schlägt vor</translation>
    </message>
    <message>
        <source>Changes</source>
        <translation>Ändert</translation>
    </message>
    <message>
        <source>Destroys</source>
        <translation>Löscht oder beendet</translation>
    </message>
    <message>
        <source>Review</source>
        <translation>Prüfung</translation>
    </message>
    <message>
        <source>Run</source>
        <translation>Lauf</translation>
    </message>
    <message>
        <source>Source</source>
        <translation>Quelle</translation>
    </message>
    <message>
        <source>Subscription</source>
        <translation>Abonnement</translation>
    </message>
    <message>
        <source>Template</source>
        <translation>Vorlage</translation>
    </message>
    <message numerus="yes">
        <source>%n context(s)</source>
        <translation>
            <numerusform>%n Kontext</numerusform>
            <numerusform>%n Kontexte</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n document(s)</source>
        <translation>
            <numerusform>%n Dokument</numerusform>
            <numerusform>%n Dokumente</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n file(s) or folder(s)</source>
        <translation>
            <numerusform>%n Datei oder Ordner</numerusform>
            <numerusform>%n Dateien oder Ordner</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n thing(s)</source>
        <translation>
            <numerusform>%n Sache</numerusform>
            <numerusform>%n Sachen</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 wants to run “%2” on “%3”.</source>
        <translation>%1 möchte „%2“ auf „%3“ anwenden.</translation>
    </message>
    <message>
        <source>Prompt: %1</source>
        <translation>Prompt: %1</translation>
    </message>
    <message>
        <source>Resource: %1</source>
        <translation>Ressource: %1</translation>
    </message>
</context>
<context>
    <name>BoardExport</name>
    <message>
        <source>What</source>
        <translation>Was</translation>
    </message>
    <message>
        <source>Last</source>
        <translation>Zuletzt</translation>
    </message>
    <message>
        <source>Least</source>
        <translation>Kleinster</translation>
    </message>
    <message>
        <source>Mean</source>
        <translation>Mittel</translation>
    </message>
    <message>
        <source>Greatest</source>
        <translation>Größter</translation>
    </message>
    <message>
        <source>Nothing was measured in this time.</source>
        <translation>In dieser Zeit wurde nichts gemessen.</translation>
    </message>
</context>
<context>
    <name>ComponentText</name>
    <message>
        <source>Clean text</source>
        <translation>Text säubern</translation>
    </message>
    <message>
        <source>Repairs a text out of a file: broken encoding, headers and footers of pages, words divided at line ends, white space.</source>
        <translation>Repariert einen Text, der aus einer Datei kommt: kaputte Kodierung, Kopf- und Fußzeilen, am Zeilenende getrennte Wörter, Leerraum.</translation>
    </message>
    <message>
        <source>Normalize</source>
        <translation>Vereinheitlichen</translation>
    </message>
    <message>
        <source>Brings texts to one Unicode form, and dates, numbers, amounts and quantities to one way of writing; what may be two things is told.</source>
        <translation>Bringt Texte in eine Unicode-Form und Daten, Zahlen, Beträge und Größen in eine Schreibweise; was zweierlei sein kann, wird gesagt.</translation>
    </message>
    <message>
        <source>Count words</source>
        <translation>Wörter zählen</translation>
    </message>
    <message>
        <source>Counts words and sentences by the rules of the text&apos;s language, and lists them with their places where wanted.</source>
        <translation>Zählt Wörter und Sätze nach den Regeln der Sprache des Textes und listet sie auf Wunsch mit ihren Stellen auf.</translation>
    </message>
    <message>
        <source>Detect language</source>
        <translation>Sprache erkennen</translation>
    </message>
    <message>
        <source>Tells which language a text is written in, with its confidence; what cannot be told leaves by its own port.</source>
        <translation>Sagt, in welcher Sprache ein Text geschrieben ist und wie sicher das ist; was nicht zu erkennen ist, geht durch einen eigenen Ausgang.</translation>
    </message>
    <message>
        <source>Keywords</source>
        <translation>Schlagwörter</translation>
    </message>
    <message>
        <source>Finds the words and phrases a text is about, with their weight and all their places.</source>
        <translation>Findet die Wörter und Wendungen, um die es in einem Text geht, mit ihrem Gewicht und allen Stellen.</translation>
    </message>
    <message>
        <source>Key points</source>
        <translation>Kernpunkte</translation>
    </message>
    <message>
        <source>Picks the sentences that say most of what a text says, each with its place in it; nothing is written anew.</source>
        <translation>Wählt die Sätze, die das meiste von dem sagen, was ein Text sagt, jeden mit seiner Stelle; nichts wird neu geschrieben.</translation>
    </message>
    <message>
        <source>Find facts</source>
        <translation>Fakten finden</translation>
    </message>
    <message>
        <source>Finds dates, amounts, addresses of every kind and names of organisations, places and people, each with its place and how sure it is.</source>
        <translation>Findet Daten, Beträge, Anschriften und Adressen jeder Art sowie Namen von Organisationen, Orten und Personen, jeweils mit Stelle und Sicherheit.</translation>
    </message>
    <message>
        <source>Personal data</source>
        <translation>Personendaten</translation>
    </message>
    <message>
        <source>Finds mail addresses, numbers of people, accounts and cards, names and addresses, and masks them; the history keeps the original.</source>
        <translation>Findet Mailadressen, Nummern von Personen, Konten und Karten, Namen und Anschriften und maskiert sie; der Verlauf behält das Original.</translation>
    </message>
    <message>
        <source>Tag</source>
        <translation>Verschlagworten</translation>
    </message>
    <message>
        <source>Tags a document by rules: any, all or none of some terms, exact texts, regular expressions, or terms with slips of the pen.</source>
        <translation>Verschlagwortet ein Dokument nach Regeln: eines, alle oder keines von mehreren Wörtern, genaue Texte, reguläre Ausdrücke oder Wörter mit Tippfehlern.</translation>
    </message>
    <message>
        <source>Classify</source>
        <translation>Einordnen</translation>
    </message>
    <message>
        <source>Puts a text into a class, by rules or by what your examples taught, and says how often that is right.</source>
        <translation>Ordnet einen Text in eine Klasse ein, nach Regeln oder nach dem, was Ihre Beispiele lehren, und sagt, wie oft das stimmt.</translation>
    </message>
    <message>
        <source>Sentiment</source>
        <translation>Stimmung</translation>
    </message>
    <message>
        <source>Tells whether the words of an English, German or French text are kind or unkind, and how sure that is.</source>
        <translation>Sagt, ob die Wörter eines englischen, deutschen oder französischen Textes freundlich oder unfreundlich sind und wie sicher das ist.</translation>
    </message>
    <message>
        <source>Merge texts</source>
        <translation>Texte vereinen</translation>
    </message>
    <message>
        <source>Makes one text of the texts of a list or of several fields, and keeps for each part where it came from.</source>
        <translation>Macht aus den Texten einer Liste oder mehrerer Felder einen Text und behält für jeden Teil, woher er kam.</translation>
    </message>
    <message>
        <source>Look up</source>
        <translation>Nachschlagen</translation>
    </message>
    <message>
        <source>Adds the row of a table that fits one of the document&apos;s values; what fits none, or several, leaves by its own port.</source>
        <translation>Fügt die Zeile einer Tabelle hinzu, die zu einem Wert des Dokuments passt; was zu keiner oder zu mehreren passt, geht durch einen eigenen Ausgang.</translation>
    </message>
    <message>
        <source>Deduplicate</source>
        <translation>Dubletten</translation>
    </message>
    <message>
        <source>Gives a document the fingerprints by which equal and similar ones are found, and takes repeated items out of its lists.</source>
        <translation>Gibt einem Dokument die Fingerabdrücke, an denen gleiche und ähnliche zu erkennen sind, und nimmt Wiederholtes aus seinen Listen.</translation>
    </message>
    <message>
        <source>Digest of changes</source>
        <translation>Übersicht der Änderungen</translation>
    </message>
    <message>
        <source>Reads a changelog or a log of commits and tells its changes by kind and part of the product, each with its place in the log.</source>
        <translation>Liest ein Änderungsprotokoll oder eine Liste von Commits und nennt die Änderungen nach Art und Teil des Produkts, jede mit ihrer Stelle im Protokoll.</translation>
    </message>
    <message>
        <source>Report</source>
        <translation>Bericht</translation>
    </message>
    <message>
        <source>Writes what earlier steps found as a text in a wording of your own: sentences, lists and tables with the document&apos;s fields.</source>
        <translation>Schreibt, was frühere Schritte gefunden haben, als Text in eigenem Wortlaut: Sätze, Listen und Tabellen mit den Feldern des Dokuments.</translation>
    </message>
    <message>
        <source>Check quality</source>
        <translation>Qualität prüfen</translation>
    </message>
    <message>
        <source>Scores a document by rules in six dimensions, from accuracy against its source to repeats; what breaks a rule that must hold leaves by its own port.</source>
        <translation>Bewertet ein Dokument nach Regeln in sechs Dimensionen, von der Treue zur Quelle bis zu Wiederholungen; was eine Regel bricht, die gelten muss, geht durch einen eigenen Ausgang.</translation>
    </message>
    <message>
        <source>Score confidence</source>
        <translation>Sicherheit bewerten</translation>
    </message>
    <message>
        <source>Puts quality and the confidences of earlier steps together into one number, and keeps the parts that it is made of.</source>
        <translation>Fasst die Qualität und die Sicherheit früherer Schritte zu einer Zahl zusammen und behält die Teile, aus denen sie besteht.</translation>
    </message>
    <message>
        <source>Vector</source>
        <translation>Vektor</translation>
    </message>
    <message>
        <source>Gives a text its vector, by what the workspace&apos;s own documents taught or by a provider&apos;s model, and says which made it.</source>
        <translation>Gibt einem Text seinen Vektor, nach dem, was die eigenen Dokumente des Arbeitsbereichs gelehrt haben, oder vom Modell eines Anbieters, und sagt, wer ihn gemacht hat.</translation>
    </message>
    <message>
        <source>Similar documents</source>
        <translation>Ähnliche Dokumente</translation>
    </message>
    <message>
        <source>Finds the workspace&apos;s documents that mean the like, with the passage of each that shows it.</source>
        <translation>Findet die Dokumente des Arbeitsbereichs, die Ähnliches bedeuten, jedes mit der Stelle, die es zeigt.</translation>
    </message>
    <message>
        <source>Template</source>
        <translation>Vorlage</translation>
    </message>
    <message>
        <source>Chooses the template that fits the document and adds its sections and instructions.</source>
        <translation>Wählt die Vorlage, die zum Dokument passt, und fügt ihre Abschnitte und Anweisungen hinzu.</translation>
    </message>
    <message>
        <source>Generator</source>
        <translation>Generator</translation>
    </message>
    <message>
        <source>Writes the template&apos;s sections with a model provider, or offline from the document&apos;s own source.</source>
        <translation>Schreibt die Abschnitte der Vorlage mit einem Modellanbieter, oder ohne Netz aus der Quelle des Dokuments selbst.</translation>
    </message>
    <message>
        <source>Formatter</source>
        <translation>Formatierer</translation>
    </message>
    <message>
        <source>Writes the generated content as one text in Markdown, HTML or plain form and counts its words.</source>
        <translation>Schreibt den erzeugten Inhalt als einen Text in Markdown, HTML oder ohne Auszeichnung und zählt seine Wörter.</translation>
    </message>
    <message>
        <source>Validate</source>
        <translation>Validieren</translation>
    </message>
    <message>
        <source>Checks the document against a JSON Schema and rules; what is invalid leaves by its own port with all reasons.</source>
        <translation>Prüft das Dokument gegen ein JSON-Schema und Regeln; was ungültig ist, geht mit allen Gründen über einen eigenen Ausgang hinaus.</translation>
    </message>
    <message>
        <source>Filter</source>
        <translation>Filter</translation>
    </message>
    <message>
        <source>Sends documents by two ways, by whether a condition holds.</source>
        <translation>Schickt Dokumente auf zwei Wegen weiter, je nachdem, ob eine Bedingung gilt.</translation>
    </message>
    <message>
        <source>Set fields</source>
        <translation>Felder setzen</translation>
    </message>
    <message>
        <source>Sets fields to constants or computed values, and removes fields.</source>
        <translation>Setzt Felder auf Konstanten oder berechnete Werte und entfernt Felder.</translation>
    </message>
    <message>
        <source>Expression</source>
        <translation>Ausdruck</translation>
    </message>
    <message>
        <source>Computes a field, or the whole data, with a JMESPath expression.</source>
        <translation>Berechnet ein Feld oder alle Daten mit einem JMESPath-Ausdruck.</translation>
    </message>
    <message>
        <source>Script</source>
        <translation>Skript</translation>
    </message>
    <message>
        <source>Changes the document with a JavaScript function, in a process of its own with limits of time and memory.</source>
        <translation>Ändert das Dokument mit einer JavaScript-Funktion, in einem eigenen Prozess mit Grenzen für Zeit und Speicher.</translation>
    </message>
    <message>
        <source>Split</source>
        <translation>Aufteilen</translation>
    </message>
    <message>
        <source>Makes a child of every item of a list, or one for every way; a join brings them together again.</source>
        <translation>Macht aus jedem Eintrag einer Liste ein Kind, oder eines für jeden Weg; ein Zusammenführen bringt sie wieder zusammen.</translation>
    </message>
    <message>
        <source>Join</source>
        <translation>Zusammenführen</translation>
    </message>
    <message>
        <source>Waits for the children of the splits before it and gathers their data in a list.</source>
        <translation>Wartet auf die Kinder der Aufteilungen davor und sammelt ihre Daten in einer Liste.</translation>
    </message>
    <message>
        <source>Wait</source>
        <translation>Warten</translation>
    </message>
    <message>
        <source>Holds a document back for a time, until a moment it names, or until a signal comes.</source>
        <translation>Hält ein Dokument eine Zeit lang zurück, bis zu einem Zeitpunkt, den es nennt, oder bis ein Signal kommt.</translation>
    </message>
    <message>
        <source>Review</source>
        <translation>Prüfung</translation>
    </message>
    <message>
        <source>Asks people: the document waits until it is approved, edited or rejected. By its confidence it may pass without, or go to quarantine.</source>
        <translation>Fragt Menschen: das Dokument wartet, bis es angenommen, geändert oder abgelehnt ist. Nach seiner Sicherheit kann es ohne das weitergehen oder in Quarantäne kommen.</translation>
    </message>
    <message>
        <source>Pipeline</source>
        <translation>Pipeline</translation>
    </message>
    <message>
        <source>Sends the document through another pipeline and takes in what comes of it.</source>
        <translation>Schickt das Dokument durch eine andere Pipeline und nimmt auf, was daraus wird.</translation>
    </message>
    <message>
        <source>Publish event</source>
        <translation>Ereignis melden</translation>
    </message>
    <message>
        <source>Publishes an event for whoever subscribes to its topic, and passes the document on.</source>
        <translation>Meldet ein Ereignis an alle, die sein Thema abonniert haben, und reicht das Dokument weiter.</translation>
    </message>
    <message>
        <source>Publish</source>
        <translation>Veröffentlichen</translation>
    </message>
    <message>
        <source>Writes a file or a line, or sends a request: once, and only what may be published.</source>
        <translation>Schreibt eine Datei oder eine Zeile oder sendet eine Anfrage: einmal, und nur, was veröffentlicht werden darf.</translation>
    </message>
    <message>
        <source>HTTP request</source>
        <translation>HTTP-Anfrage</translation>
    </message>
    <message>
        <source>Asks a web service and keeps its answer in the document.</source>
        <translation>Fragt einen Webdienst und hält seine Antwort im Dokument fest.</translation>
    </message>
    <message>
        <source>Extract text</source>
        <translation>Text auslesen</translation>
    </message>
    <message>
        <source>Reads the document&apos;s original (PDF, office files, mail, web pages, images, …) and gives its text with title, facts, and the place of every paragraph in the original.</source>
        <translation>Liest das Original des Dokuments (PDF, Office-Dateien, Mails, Webseiten, Bilder, …) und gibt seinen Text mit Titel, Angaben und der Stelle jedes Absatzes im Original.</translation>
    </message>
    <message>
        <source>Ask a service</source>
        <translation>Dienst befragen</translation>
    </message>
    <message>
        <source>Adds what a web service knows of the document&apos;s values, such as names that were found; what it does not know leaves by its own port.</source>
        <translation>Fügt hinzu, was ein Webdienst über Werte des Dokuments weiß, etwa über gefundene Namen; was er nicht kennt, geht durch einen eigenen Ausgang.</translation>
    </message>
</context>
<context>
    <name>ConfigText</name>
    <message>
        <source>A broken rule that is an error sends the document out by invalid.</source>
        <translation>Eine verletzte Regel, die ein Fehler ist, schickt das Dokument über „invalid“ hinaus.</translation>
    </message>
    <message>
        <source>A field that takes the text as it was; without it, it is in the history alone.</source>
        <translation>Ein Feld, das den Text nimmt, wie er war; ohne es steht er nur im Verlauf.</translation>
    </message>
    <message>
        <source>A file in a folder, a line of a JSON Lines or CSV file, a page of a web site with search, or a request to an address.</source>
        <translation>Eine Datei in einem Ordner, eine Zeile einer JSON-Lines- oder CSV-Datei, eine Seite einer Website mit Suche oder eine Anfrage an eine Adresse.</translation>
    </message>
    <message>
        <source>A file of this name</source>
        <translation>Eine Datei dieses Namens</translation>
    </message>
    <message>
        <source>A line on fewer pages stays.</source>
        <translation>Eine Zeile auf weniger Seiten bleibt.</translation>
    </message>
    <message>
        <source>A list of the document whose repeated items are taken out; without it only the fingerprints are made.</source>
        <translation>Eine Liste des Dokuments, deren wiederholte Einträge herausgenommen werden; ohne sie werden nur die Fingerabdrücke gemacht.</translation>
    </message>
    <message>
        <source>A list of the document, of {&quot;text&quot;, &quot;label&quot;}: the step learns from it and writes the model, and puts nothing into a class.</source>
        <translation>Eine Liste des Dokuments aus {&quot;text&quot;, &quot;label&quot;}: der Schritt lernt daraus, schreibt das Modell und ordnet nichts einer Klasse zu.</translation>
    </message>
    <message>
        <source>A list that is longer ends here, and says so.</source>
        <translation>Eine längere Liste endet hier und sagt es.</translation>
    </message>
    <message>
        <source>A longer one is no key point.</source>
        <translation>Ein längerer ist kein Kernpunkt.</translation>
    </message>
    <message>
        <source>A status of 4xx</source>
        <translation>Ein Status von 4xx</translation>
    </message>
    <message>
        <source>A tag such as &quot;de&quot;, or &quot;auto&quot;: the document&apos;s own `language`, else what the text tells.</source>
        <translation>Ein Sprachkürzel wie „de“, oder „auto“: die `language` des Dokuments selbst, sonst das, was der Text verrät.</translation>
    </message>
    <message>
        <source>A text with more ends here, and says so.</source>
        <translation>Ein Text mit mehr endet hier und sagt es.</translation>
    </message>
    <message>
        <source>Address</source>
        <translation>Adresse</translation>
    </message>
    <message>
        <source>Address, computed</source>
        <translation>Adresse, berechnet</translation>
    </message>
    <message>
        <source>After that it leaves by `timeout`.</source>
        <translation>Danach geht es über `timeout` hinaus.</translation>
    </message>
    <message>
        <source>After that the step has failed.</source>
        <translation>Danach ist der Schritt gescheitert.</translation>
    </message>
    <message>
        <source>Afterwards; what was in it is in the history.</source>
        <translation>Danach; was darin war, steht im Verlauf.</translation>
    </message>
    <message>
        <source>Agree on</source>
        <translation>Übereinstimmen in</translation>
    </message>
    <message>
        <source>Agreement</source>
        <translation>Übereinstimmung</translation>
    </message>
    <message>
        <source>All children, the first one that ends, or the first `count`.</source>
        <translation>Alle Kinder, das erste, das fertig ist, oder die ersten `count`.</translation>
    </message>
    <message>
        <source>All terms</source>
        <translation>Alle Begriffe</translation>
    </message>
    <message>
        <source>Allowed hosts</source>
        <translation>Erlaubte Rechner</translation>
    </message>
    <message>
        <source>An answer that is less sure leaves by `unsure` and does not become the document&apos;s language.</source>
        <translation>Eine weniger sichere Antwort geht über `unsure` hinaus und wird nicht zur Sprache des Dokuments.</translation>
    </message>
    <message>
        <source>Any text; with another key the same values get other codes. Whoever has it can try values, so keep it.</source>
        <translation>Ein beliebiger Text; mit einem anderen Schlüssel bekommen dieselben Werte andere Kürzel. Wer ihn hat, kann Werte durchprobieren: gut aufheben.</translation>
    </message>
    <message>
        <source>Approve</source>
        <translation>Annehmen</translation>
    </message>
    <message>
        <source>Approves itself at</source>
        <translation>Nimmt sich selbst an ab</translation>
    </message>
    <message>
        <source>As</source>
        <translation>Als</translation>
    </message>
    <message>
        <source>As written; passing over case, accents and punctuation; or the likest row.</source>
        <translation>Wie geschrieben; ohne auf Groß- und Kleinschreibung, Akzente und Satzzeichen zu achten; oder die ähnlichste Zeile.</translation>
    </message>
    <message>
        <source>Asked first, in this order: the first class one of whose terms stands in the text as a word.</source>
        <translation>Zuerst gefragt, in dieser Reihenfolge: die erste Klasse, von der ein Begriff als Wort im Text steht.</translation>
    </message>
    <message>
        <source>At most, the nearest first.</source>
        <translation>Höchstens, die nächsten zuerst.</translation>
    </message>
    <message>
        <source>At most; a short text has fewer.</source>
        <translation>Höchstens; ein kurzer Text hat weniger.</translation>
    </message>
    <message>
        <source>Best value</source>
        <translation>Bester Wert</translation>
    </message>
    <message>
        <source>Between parts</source>
        <translation>Zwischen den Teilen</translation>
    </message>
    <message>
        <source>Body</source>
        <translation>Inhalt der Anfrage</translation>
    </message>
    <message>
        <source>Case matters</source>
        <translation>Groß- und Kleinschreibung zählt</translation>
    </message>
    <message>
        <source>Cite</source>
        <translation>Belegen</translation>
    </message>
    <message>
        <source>Class</source>
        <translation>Klasse</translation>
    </message>
    <message>
        <source>Closes the text with a list of the documents that its citations point to.</source>
        <translation>Schließt den Text mit einer Liste der Dokumente, auf die seine Belege zeigen.</translation>
    </message>
    <message>
        <source>Columns</source>
        <translation>Spalten</translation>
    </message>
    <message>
        <source>Computed</source>
        <translation>Berechnet</translation>
    </message>
    <message>
        <source>Condition</source>
        <translation>Bedingung</translation>
    </message>
    <message>
        <source>Confidence</source>
        <translation>Sicherheit</translation>
    </message>
    <message>
        <source>Constants</source>
        <translation>Konstanten</translation>
    </message>
    <message>
        <source>Content</source>
        <translation>Inhalt</translation>
    </message>
    <message>
        <source>Content type</source>
        <translation>Inhaltstyp</translation>
    </message>
    <message>
        <source>Cosine of the texts&apos; vectors: 1 is the same text, 0.3 a common subject.</source>
        <translation>Kosinus der Vektoren der Texte: 1 ist derselbe Text, 0,3 ein gemeinsames Thema.</translation>
    </message>
    <message>
        <source>Count</source>
        <translation>Anzahl</translation>
    </message>
    <message>
        <source>Dates of numbers</source>
        <translation>Datumsangaben aus Zahlen</translation>
    </message>
    <message>
        <source>Decides whether 1.234 is a thousand and 03/05 in May: a tag such as &quot;de&quot; or &quot;en-US&quot;, or &quot;auto&quot; for the document&apos;s own `language`.</source>
        <translation>Entscheidet, ob 1.234 ein Tausend ist und 03/05 im Mai liegt: ein Kürzel wie „de“ oder „en-US“, oder „auto“ für die `language` des Dokuments selbst.</translation>
    </message>
    <message>
        <source>Defines function run(data, context), which gives the new data, or {port, data}, or changes data in place. context has id, type, node, visit and attempt.</source>
        <translation>Erklärt die Funktion run(data, context), die die neuen Daten gibt, oder {port, data}, oder data an Ort und Stelle ändert. context hat id, type, node, visit und attempt.</translation>
    </message>
    <message>
        <source>Dimension</source>
        <translation>Dimension</translation>
    </message>
    <message>
        <source>Document&apos;s keywords</source>
        <translation>Schlagwörter des Dokuments</translation>
    </message>
    <message>
        <source>Documents of less confidence go to quarantine.</source>
        <translation>Dokumente mit weniger Sicherheit kommen in Quarantäne.</translation>
    </message>
    <message>
        <source>Documents of this confidence and above are approved without a person.</source>
        <translation>Dokumente mit dieser Sicherheit und darüber werden ohne eine Person angenommen.</translation>
    </message>
    <message>
        <source>Each gives its tag where it holds.</source>
        <translation>Jede gibt ihr Kennzeichen, wo sie gilt.</translation>
    </message>
    <message>
        <source>Each part that has a title begins with it.</source>
        <translation>Jeder Teil mit einem Titel beginnt mit ihm.</translation>
    </message>
    <message>
        <source>Edit</source>
        <translation>Ändern</translation>
    </message>
    <message>
        <source>Escalate</source>
        <translation>Weiterreichen</translation>
    </message>
    <message>
        <source>Every term must stand there.</source>
        <translation>Jeder Begriff muss dort stehen.</translation>
    </message>
    <message>
        <source>Examples</source>
        <translation>Beispiele</translation>
    </message>
    <message>
        <source>Expression</source>
        <translation>Ausdruck</translation>
    </message>
    <message>
        <source>Failed children</source>
        <translation>Gescheiterte Kinder</translation>
    </message>
    <message>
        <source>Fails the step, or leaves by `refused` with the answer in the document. 408, 425, 429 and 5xx are tried again either way.</source>
        <translation>Lässt den Schritt scheitern, oder geht über `refused` mit der Antwort im Dokument hinaus. 408, 425, 429 und 5xx werden so oder so noch einmal versucht.</translation>
    </message>
    <message>
        <source>Field</source>
        <translation>Feld</translation>
    </message>
    <message>
        <source>Field names and JMESPath expressions, all over the document as it came in.</source>
        <translation>Feldnamen und JMESPath-Ausdrücke, alle über das Dokument, wie es hereinkam.</translation>
    </message>
    <message>
        <source>Field names and the values they get.</source>
        <translation>Feldnamen und die Werte, die sie bekommen.</translation>
    </message>
    <message>
        <source>Fields</source>
        <translation>Felder</translation>
    </message>
    <message>
        <source>Fields left alone</source>
        <translation>Felder, die bleiben, wie sie sind</translation>
    </message>
    <message>
        <source>Fields of the document that every child gets too.</source>
        <translation>Felder des Dokuments, die jedes Kind auch bekommt.</translation>
    </message>
    <message>
        <source>Fields of the form and where the document has a first answer. It counts only when it was on the reviewer&apos;s screen.</source>
        <translation>Felder des Formulars und wo das Dokument eine erste Antwort hat. Sie zählt nur, wenn sie auf dem Schirm der prüfenden Person stand.</translation>
    </message>
    <message>
        <source>Fields of the form that must be the same as well.</source>
        <translation>Felder des Formulars, die auch gleich sein müssen.</translation>
    </message>
    <message>
        <source>Fields that are taken away.</source>
        <translation>Felder, die weggenommen werden.</translation>
    </message>
    <message>
        <source>Fields that hold one value each. With * in the path, every item of a list: rows.*.date.</source>
        <translation>Felder, die je einen Wert haben. Mit * im Pfad jeder Eintrag einer Liste: rows.*.date.</translation>
    </message>
    <message>
        <source>Fields to keep</source>
        <translation>Felder, die bleiben</translation>
    </message>
    <message>
        <source>File name</source>
        <translation>Dateiname</translation>
    </message>
    <message>
        <source>For &quot;fuzzy&quot;.</source>
        <translation>Für „fuzzy“.</translation>
    </message>
    <message>
        <source>For &quot;fuzzy&quot;: 0.85 lets one letter of seven be wrong.</source>
        <translation>Für „fuzzy“: 0,85 lässt einen Buchstaben von sieben falsch sein.</translation>
    </message>
    <message>
        <source>For CSV: texts that begin with =, +, - or @ are written as they are, and run by spreadsheets. Without, an apostrophe keeps them texts.</source>
        <translation>Für CSV: Texte, die mit =, +, - oder @ beginnen, werden geschrieben, wie sie sind, und von Tabellenprogrammen ausgeführt. Ohne hält ein Apostroph sie als Texte.</translation>
    </message>
    <message>
        <source>For CSV: the columns in their order.</source>
        <translation>Für CSV: die Spalten in ihrer Reihenfolge.</translation>
    </message>
    <message>
        <source>For a folder or site: JMESPath over the document that gives the file&apos;s name, as in join(&apos;&apos;, [slug, &apos;.md&apos;]). A site&apos;s has no extension.</source>
        <translation>Für einen Ordner oder eine Website: JMESPath über das Dokument, der den Namen der Datei gibt, wie in join(&apos;&apos;, [slug, &apos;.md&apos;]). Der einer Website hat keine Endung.</translation>
    </message>
    <message>
        <source>For a signal: after that it leaves by `timeout`.</source>
        <translation>Für ein Signal: danach geht es über `timeout` hinaus.</translation>
    </message>
    <message>
        <source>For a site: JMESPath over the document.</source>
        <translation>Für eine Website: JMESPath über das Dokument.</translation>
    </message>
    <message>
        <source>For a site: JMESPath that gives a list of texts.</source>
        <translation>Für eine Website: JMESPath, der eine Liste von Texten gibt.</translation>
    </message>
    <message>
        <source>For from_source: where the text is that must bear it out.</source>
        <translation>Für from_source: wo der Text ist, der es belegen muss.</translation>
    </message>
    <message>
        <source>Form</source>
        <translation>Formular</translation>
    </message>
    <message>
        <source>Format</source>
        <translation>Format</translation>
    </message>
    <message>
        <source>Formulas</source>
        <translation>Formeln</translation>
    </message>
    <message>
        <source>Headers</source>
        <translation>Kopfzeilen</translation>
    </message>
    <message>
        <source>Headers, computed</source>
        <translation>Kopfzeilen, berechnet</translation>
    </message>
    <message>
        <source>Headings</source>
        <translation>Überschriften</translation>
    </message>
    <message>
        <source>How 03/05/2024 is read where the text does not tell.</source>
        <translation>Wie 03/05/2024 gelesen wird, wo der Text es nicht sagt.</translation>
    </message>
    <message>
        <source>How long to wait.</source>
        <translation>Wie lange gewartet wird.</translation>
    </message>
    <message>
        <source>How many</source>
        <translation>Wie viele</translation>
    </message>
    <message>
        <source>How many at most.</source>
        <translation>Wie viele höchstens.</translation>
    </message>
    <message>
        <source>How many children, with &quot;count&quot;.</source>
        <translation>Wie viele Kinder, mit „count“.</translation>
    </message>
    <message>
        <source>How the part is called; without it by its path.</source>
        <translation>Wie der Teil heißt; ohne dies nach seinem Pfad.</translation>
    </message>
    <message>
        <source>How the text is shown: as it will be published.</source>
        <translation>Wie der Text gezeigt wird: so, wie er veröffentlicht wird.</translation>
    </message>
    <message>
        <source>Id of a model provider that makes vectors. Without one, the space that the workspace learnt of its own documents, without a network.</source>
        <translation>Kennung eines Modellanbieters, der Vektoren macht. Ohne einen der Raum, den der Arbeitsbereich aus seinen eigenen Dokumenten gelernt hat, ohne Netz.</translation>
    </message>
    <message>
        <source>Id of a model provider. Without one, the workspace&apos;s usual one; at last the offline provider, which needs no model.</source>
        <translation>Kennung eines Modellanbieters. Ohne einen der übliche des Arbeitsbereichs; zuletzt der Anbieter ohne Netz, der kein Modell braucht.</translation>
    </message>
    <message>
        <source>Id of the template to use. Without one, the template that fits the document&apos;s type, audience and tone best.</source>
        <translation>Kennung der Vorlage. Ohne eine die Vorlage, die am besten zu Art, Leserschaft und Ton des Dokuments passt.</translation>
    </message>
    <message>
        <source>In a folder, where it has other content: replace it as a whole, fail, or give the new one a number. Pages of a site are told apart by their documents.</source>
        <translation>In einem Ordner, wo sie anderen Inhalt hat: sie im Ganzen ersetzen, scheitern oder der neuen eine Nummer geben. Seiten einer Website unterscheiden sich nach ihren Dokumenten.</translation>
    </message>
    <message>
        <source>In words.</source>
        <translation>In Wörtern.</translation>
    </message>
    <message>
        <source>Input</source>
        <translation>Eingabe</translation>
    </message>
    <message>
        <source>Instead of a list: texts of the document, in this order.</source>
        <translation>Statt einer Liste: Texte des Dokuments, in dieser Reihenfolge.</translation>
    </message>
    <message>
        <source>Instead: the hash of a file of the workspace&apos;s library (CSV with a head, or a list in JSON), as `millrace library list --json` tells it.</source>
        <translation>Stattdessen: die Prüfsumme einer Datei in der Bibliothek des Arbeitsbereichs (CSV mit Kopfzeile oder eine Liste in JSON), wie `millrace library list --json` sie nennt.</translation>
    </message>
    <message>
        <source>Instead: where the document has such a list.</source>
        <translation>Stattdessen: wo das Dokument eine solche Liste hat.</translation>
    </message>
    <message>
        <source>It is not in the queue before its author has said that it is finished.</source>
        <translation>Es steht nicht in der Warteschlange, bevor wer es schrieb gesagt hat, dass es fertig ist.</translation>
    </message>
    <message>
        <source>Items</source>
        <translation>Einträge</translation>
    </message>
    <message>
        <source>Items as like as this are the same; 1: only those that read alike.</source>
        <translation>So ähnliche Einträge gelten als dieselben; 1: nur die, die sich gleich lesen.</translation>
    </message>
    <message>
        <source>JMESPath over each child&apos;s data; without it the whole data.</source>
        <translation>JMESPath über die Daten jedes Kindes; ohne ihn alle Daten.</translation>
    </message>
    <message>
        <source>JMESPath over the answer {&quot;status&quot;,&quot;headers&quot;,&quot;body&quot;}; without it all of it.</source>
        <translation>JMESPath über die Antwort {&quot;status&quot;,&quot;headers&quot;,&quot;body&quot;}; ohne ihn die ganze.</translation>
    </message>
    <message>
        <source>JMESPath over the document that gives the address.</source>
        <translation>JMESPath über das Dokument, der die Adresse gibt.</translation>
    </message>
    <message>
        <source>JMESPath over the document that gives the event&apos;s key, a text or a number: events of one key stay in order.</source>
        <translation>JMESPath über das Dokument, der den Schlüssel des Ereignisses gibt, einen Text oder eine Zahl: Ereignisse eines Schlüssels bleiben in ihrer Reihenfolge.</translation>
    </message>
    <message>
        <source>JMESPath over the document that gives what the event carries; without it, the whole document.</source>
        <translation>JMESPath über das Dokument, der gibt, was das Ereignis mitträgt; ohne ihn das ganze Dokument.</translation>
    </message>
    <message>
        <source>JMESPath over the document&apos;s data.</source>
        <translation>JMESPath über die Daten des Dokuments.</translation>
    </message>
    <message>
        <source>JMESPath over the document&apos;s data: what is looked up.</source>
        <translation>JMESPath über die Daten des Dokuments: was nachgeschlagen wird.</translation>
    </message>
    <message>
        <source>JMESPath over the document&apos;s data; each item of the list becomes a child. Without it the whole data does, once for every link.</source>
        <translation>JMESPath über die Daten des Dokuments; jeder Eintrag der Liste wird ein Kind. Ohne ihn werden es alle Daten, einmal für jede Verbindung.</translation>
    </message>
    <message>
        <source>JMESPath over the document&apos;s data; false, null and what is empty count as no.</source>
        <translation>JMESPath über die Daten des Dokuments; false, null und was leer ist, gelten als nein.</translation>
    </message>
    <message>
        <source>JMESPath over the document.</source>
        <translation>JMESPath über das Dokument.</translation>
    </message>
    <message>
        <source>JMESPath over the document: a text is sent as text, anything else as JSON.</source>
        <translation>JMESPath über das Dokument: ein Text wird als Text gesendet, alles andere als JSON.</translation>
    </message>
    <message>
        <source>JMESPath over the document: a text is written as it is, anything else as JSON. Without it the whole document.</source>
        <translation>JMESPath über das Dokument: ein Text wird geschrieben, wie er ist, alles andere als JSON. Ohne ihn das ganze Dokument.</translation>
    </message>
    <message>
        <source>JMESPath that gives the moment to wait for, in ISO 8601: &quot;2026-03-01T08:00:00Z&quot;. A moment that is past is no wait.</source>
        <translation>JMESPath, der den Zeitpunkt gibt, auf den gewartet wird, nach ISO 8601: „2026-03-01T08:00:00Z“. Ein vergangener Zeitpunkt ist kein Warten.</translation>
    </message>
    <message>
        <source>JMESPath that gives the object to send; without it the whole data.</source>
        <translation>JMESPath, der das Objekt gibt, das gesendet wird; ohne ihn alle Daten.</translation>
    </message>
    <message>
        <source>JSON Pointer (/author/name) or names with dots (author.name); empty for the whole data.</source>
        <translation>JSON Pointer (/author/name) oder Namen mit Punkten (author.name); leer für alle Daten.</translation>
    </message>
    <message>
        <source>JSON Schema</source>
        <translation>JSON-Schema</translation>
    </message>
    <message>
        <source>JSON Schema 2020-12 that the document&apos;s data must satisfy.</source>
        <translation>JSON Schema 2020-12, dem die Daten des Dokuments genügen müssen.</translation>
    </message>
    <message>
        <source>JSON Schema of what is asked beside the decision: labels, ratings, reasons, free texts, yes or no. &quot;keys&quot; in a field gives its values keys.</source>
        <translation>JSON-Schema dessen, was neben der Entscheidung gefragt wird: Kennzeichen, Noten, Gründe, freie Texte, ja oder nein. „keys“ in einem Feld gibt seinen Werten Tasten.</translation>
    </message>
    <message>
        <source>JavaScript</source>
        <translation>JavaScript</translation>
    </message>
    <message>
        <source>Join divided words</source>
        <translation>Getrennte Wörter verbinden</translation>
    </message>
    <message>
        <source>Keep the original in</source>
        <translation>Das Original aufheben in</translation>
    </message>
    <message>
        <source>Keeps `citations` to the points, so that whoever reads a text with them gets to their places.</source>
        <translation>Hält `citations` zu den Punkten fest, damit, wer einen Text mit ihnen liest, zu ihren Stellen kommt.</translation>
    </message>
    <message>
        <source>Key</source>
        <translation>Schlüssel</translation>
    </message>
    <message>
        <source>Key column</source>
        <translation>Schlüsselspalte</translation>
    </message>
    <message>
        <source>Key of the codes</source>
        <translation>Schlüssel der Kürzel</translation>
    </message>
    <message>
        <source>Key points</source>
        <translation>Kernpunkte</translation>
    </message>
    <message>
        <source>Keys</source>
        <translation>Tasten</translation>
    </message>
    <message>
        <source>Kinds</source>
        <translation>Arten</translation>
    </message>
    <message>
        <source>Label</source>
        <translation>Kennzeichen</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>Sprache</translation>
    </message>
    <message>
        <source>Largest answer, bytes</source>
        <translation>Größte Antwort, Bytes</translation>
    </message>
    <message>
        <source>Learn from</source>
        <translation>Lernen aus</translation>
    </message>
    <message>
        <source>Least confidence</source>
        <translation>Mindeste Sicherheit</translation>
    </message>
    <message>
        <source>Least likeness</source>
        <translation>Mindeste Ähnlichkeit</translation>
    </message>
    <message>
        <source>Least pages</source>
        <translation>Mindestzahl von Seiten</translation>
    </message>
    <message>
        <source>Least similarity</source>
        <translation>Mindeste Nähe</translation>
    </message>
    <message>
        <source>Lines that stand at the edge of at least half of the pages; pages end at a form feed.</source>
        <translation>Zeilen, die am Rand von mindestens der Hälfte der Seiten stehen; Seiten enden bei einem Seitenvorschub.</translation>
    </message>
    <message>
        <source>List</source>
        <translation>Liste</translation>
    </message>
    <message>
        <source>List the sources</source>
        <translation>Die Quellen auflisten</translation>
    </message>
    <message>
        <source>Lists to gather</source>
        <translation>Listen, die gesammelt werden</translation>
    </message>
    <message>
        <source>Longest answer, in tokens</source>
        <translation>Längste Antwort, in Tokens</translation>
    </message>
    <message>
        <source>Longest list</source>
        <translation>Längste Liste</translation>
    </message>
    <message>
        <source>Longest phrase</source>
        <translation>Längste Wendung</translation>
    </message>
    <message>
        <source>Longest sentence, characters</source>
        <translation>Längster Satz, Zeichen</translation>
    </message>
    <message>
        <source>Longest wait for an answer, seconds</source>
        <translation>Längstes Warten auf eine Antwort, Sekunden</translation>
    </message>
    <message>
        <source>Longest wait, seconds</source>
        <translation>Längstes Warten, Sekunden</translation>
    </message>
    <message>
        <source>Mask</source>
        <translation>Maskieren</translation>
    </message>
    <message>
        <source>Match</source>
        <translation>Vergleich</translation>
    </message>
    <message>
        <source>May go back to</source>
        <translation>Darf zurückgehen zu</translation>
    </message>
    <message>
        <source>Members of the parts, such as keywords or tags, whose items come together in the document, each once.</source>
        <translation>Mitglieder der Teile, wie Schlagwörter oder Kennzeichen, deren Einträge im Dokument zusammenkommen, jeder einmal.</translation>
    </message>
    <message>
        <source>Message</source>
        <translation>Meldung</translation>
    </message>
    <message>
        <source>Method</source>
        <translation>Methode</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>Modell</translation>
    </message>
    <message>
        <source>Most facts</source>
        <translation>Meiste Fakten</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>Name or id of the person who is asked.</source>
        <translation>Name oder Kennung der Person, die gefragt wird.</translation>
    </message>
    <message>
        <source>Names and JMESPath expressions over the document.</source>
        <translation>Namen und JMESPath-Ausdrücke über das Dokument.</translation>
    </message>
    <message>
        <source>Names and JMESPath expressions: what is added to the address behind the &quot;?&quot;, encoded. What gives null is left out.</source>
        <translation>Namen und JMESPath-Ausdrücke: was hinter dem „?“ an die Adresse gehängt wird, kodiert. Was null gibt, bleibt weg.</translation>
    </message>
    <message>
        <source>Names and values. &quot;secret:NAME&quot; in a value stands for a secret.</source>
        <translation>Namen und Werte. „secret:NAME“ in einem Wert steht für ein Geheimnis.</translation>
    </message>
    <message>
        <source>Names and values. &quot;secret:NAME&quot; in a value stands for a secret: &quot;Bearer secret:crm&quot;.</source>
        <translation>Namen und Werte. „secret:NAME“ in einem Wert steht für ein Geheimnis: „Bearer secret:crm“.</translation>
    </message>
    <message>
        <source>Names, names with dots, or JSON Pointers; without them title and source_text.</source>
        <translation>Namen, Namen mit Punkten oder JSON Pointer; ohne sie title und source_text.</translation>
    </message>
    <message>
        <source>Neither searched nor masked, such as an author who wants to be named.</source>
        <translation>Weder durchsucht noch maskiert, etwa ein Autor, der genannt werden will.</translation>
    </message>
    <message>
        <source>Nodes from which a rejected document may be run again; without them any.</source>
        <translation>Knoten, von denen an ein abgelehntes Dokument noch einmal laufen darf; ohne sie alle.</translation>
    </message>
    <message>
        <source>Of every text of the document: NFC leaves what a reader sees, NFKC also takes ligatures and wide forms apart.</source>
        <translation>Jedes Textes im Dokument: NFC lässt, was man sieht; NFKC zerlegt auch Ligaturen und breite Formen.</translation>
    </message>
    <message>
        <source>Of the body; without it application/json or text/plain.</source>
        <translation>Des Inhalts; ohne ihn application/json oder text/plain.</translation>
    </message>
    <message>
        <source>Of the provider; without one, its usual one for vectors.</source>
        <translation>Des Anbieters; ohne eines sein übliches für Vektoren.</translation>
    </message>
    <message>
        <source>One, all or none of the terms stands in the texts as a word; a text is exactly a term; a regular expression is found; a term stands there with slips of the pen.</source>
        <translation>Einer, alle oder keiner der Begriffe steht als Wort in den Texten; ein Text ist genau ein Begriff; ein regulärer Ausdruck kommt vor; ein Begriff steht dort mit Schreibfehlern.</translation>
    </message>
    <message>
        <source>Only the first so many of the log; 0 takes all.</source>
        <translation>Nur die ersten so vielen des Protokolls; 0 nimmt alle.</translation>
    </message>
    <message>
        <source>Opens the request instead of the usual wording; {{ title }} and other fields are filled in. The sections to write and the source text follow it.</source>
        <translation>Eröffnet die Anfrage statt des üblichen Wortlauts; {{ title }} und andere Felder werden eingesetzt. Die Abschnitte, die zu schreiben sind, und der Quelltext folgen darauf.</translation>
    </message>
    <message>
        <source>Page summary</source>
        <translation>Zusammenfassung der Seite</translation>
    </message>
    <message>
        <source>Page tags</source>
        <translation>Kennzeichen der Seite</translation>
    </message>
    <message>
        <source>Page title</source>
        <translation>Titel der Seite</translation>
    </message>
    <message>
        <source>Parts</source>
        <translation>Teile</translation>
    </message>
    <message>
        <source>Path</source>
        <translation>Pfad</translation>
    </message>
    <message>
        <source>Pipeline</source>
        <translation>Pipeline</translation>
    </message>
    <message>
        <source>Ports</source>
        <translation>Ausgänge</translation>
    </message>
    <message>
        <source>Provider</source>
        <translation>Anbieter</translation>
    </message>
    <message>
        <source>Quarantine below</source>
        <translation>Quarantäne unter</translation>
    </message>
    <message>
        <source>Query</source>
        <translation>Abfrage</translation>
    </message>
    <message>
        <source>Question</source>
        <translation>Frage</translation>
    </message>
    <message>
        <source>Redirections followed</source>
        <translation>Weiterleitungen, denen gefolgt wird</translation>
    </message>
    <message>
        <source>Reject</source>
        <translation>Ablehnen</translation>
    </message>
    <message>
        <source>Releases</source>
        <translation>Ausgaben</translation>
    </message>
    <message>
        <source>Remove headers and footers</source>
        <translation>Kopf- und Fußzeilen entfernen</translation>
    </message>
    <message>
        <source>Remove the list</source>
        <translation>Die Liste entfernen</translation>
    </message>
    <message>
        <source>Removed</source>
        <translation>Entfernt</translation>
    </message>
    <message>
        <source>Repair the encoding</source>
        <translation>Die Kodierung reparieren</translation>
    </message>
    <message>
        <source>Replace everything</source>
        <translation>Alles ersetzen</translation>
    </message>
    <message>
        <source>Replace what the document says</source>
        <translation>Ersetzen, was das Dokument sagt</translation>
    </message>
    <message>
        <source>Request</source>
        <translation>Anfrage</translation>
    </message>
    <message>
        <source>Requests a minute</source>
        <translation>Anfragen je Minute</translation>
    </message>
    <message>
        <source>Result field</source>
        <translation>Ergebnisfeld</translation>
    </message>
    <message>
        <source>Reviewer</source>
        <translation>Prüfende Person</translation>
    </message>
    <message>
        <source>Reviewers</source>
        <translation>Prüfende</translation>
    </message>
    <message>
        <source>Rows as objects: [{&quot;code&quot;: &quot;DE&quot;, &quot;name&quot;: &quot;Germany&quot;}].</source>
        <translation>Zeilen als Objekte: [{&quot;code&quot;: &quot;DE&quot;, &quot;name&quot;: &quot;Deutschland&quot;}].</translation>
    </message>
    <message>
        <source>Rule</source>
        <translation>Regel</translation>
    </message>
    <message>
        <source>Rules</source>
        <translation>Regeln</translation>
    </message>
    <message>
        <source>Said instead of the usual sentence.</source>
        <translation>Steht statt des üblichen Satzes da.</translation>
    </message>
    <message>
        <source>Seconds</source>
        <translation>Sekunden</translation>
    </message>
    <message>
        <source>Several reviewers</source>
        <translation>Mehrere Prüfende</translation>
    </message>
    <message>
        <source>Severity</source>
        <translation>Schwere</translation>
    </message>
    <message>
        <source>Share that is checked</source>
        <translation>Anteil, der geprüft wird</translation>
    </message>
    <message>
        <source>Signal</source>
        <translation>Signal</translation>
    </message>
    <message>
        <source>Site title</source>
        <translation>Titel der Website</translation>
    </message>
    <message>
        <source>Skip</source>
        <translation>Überspringen</translation>
    </message>
    <message>
        <source>So many people answer, each without the others.</source>
        <translation>So viele Menschen antworten, jeder ohne die anderen.</translation>
    </message>
    <message>
        <source>So much of what would approve itself is asked nevertheless: without that nobody knows how often it is wrong.</source>
        <translation>So viel von dem, was sich selbst annähme, wird trotzdem gefragt: sonst weiß niemand, wie oft es falsch ist.</translation>
    </message>
    <message>
        <source>Source</source>
        <translation>Quelle</translation>
    </message>
    <message>
        <source>Special and needless blanks, control characters, more than one blank line.</source>
        <translation>Besondere und unnötige Leerzeichen, Steuerzeichen, mehr als eine leere Zeile.</translation>
    </message>
    <message>
        <source>Suggestions</source>
        <translation>Vorschläge</translation>
    </message>
    <message>
        <source>Table</source>
        <translation>Tabelle</translation>
    </message>
    <message>
        <source>Table in the document</source>
        <translation>Tabelle im Dokument</translation>
    </message>
    <message>
        <source>Table in the library</source>
        <translation>Tabelle in der Bibliothek</translation>
    </message>
    <message>
        <source>Tag</source>
        <translation>Kennzeichen</translation>
    </message>
    <message>
        <source>Tags field</source>
        <translation>Feld der Kennzeichen</translation>
    </message>
    <message>
        <source>Take</source>
        <translation>Nehmen</translation>
    </message>
    <message>
        <source>Temperature</source>
        <translation>Temperatur</translation>
    </message>
    <message>
        <source>Template</source>
        <translation>Vorlage</translation>
    </message>
    <message>
        <source>Terms</source>
        <translation>Begriffe</translation>
    </message>
    <message>
        <source>Text</source>
        <translation>Text</translation>
    </message>
    <message>
        <source>Text field</source>
        <translation>Textfeld</translation>
    </message>
    <message>
        <source>Text of a part</source>
        <translation>Text eines Teils</translation>
    </message>
    <message>
        <source>Text of an item</source>
        <translation>Text eines Eintrags</translation>
    </message>
    <message>
        <source>Texts that are searched: names, names with dots, or JSON Pointers, with all that lies below. Nothing named: every text of the document.</source>
        <translation>Texte, die durchsucht werden: Namen, Namen mit Punkten oder JSON Pointer, mit allem, was darunter liegt. Nichts genannt: jeder Text des Dokuments.</translation>
    </message>
    <message>
        <source>Texts with their classes; at least two classes, better thirty texts of each.</source>
        <translation>Texte mit ihren Klassen; mindestens zwei Klassen, besser dreißig Texte von jeder.</translation>
    </message>
    <message>
        <source>The child&apos;s field that takes the item. Without it an item that is an object is the child&apos;s data, any other goes into &quot;item&quot;.</source>
        <translation>Das Feld des Kindes, das den Eintrag nimmt. Ohne es ist ein Eintrag, der ein Objekt ist, die Daten des Kindes; jeder andere kommt in „item“.</translation>
    </message>
    <message>
        <source>The document goes on when it is published, or has failed to be. Without, it goes on at once.</source>
        <translation>Das Dokument geht weiter, wenn es veröffentlicht ist oder das gescheitert ist. Ohne geht es sofort weiter.</translation>
    </message>
    <message>
        <source>The document&apos;s field that takes decision, answers and note, where there are any.</source>
        <translation>Das Feld des Dokuments, das Entscheidung, Antworten und Anmerkung nimmt, wo es welche gibt.</translation>
    </message>
    <message>
        <source>The document&apos;s field that takes score, dimensions and problems.</source>
        <translation>Das Feld des Dokuments, das Note, Dimensionen und Probleme nimmt.</translation>
    </message>
    <message>
        <source>The document&apos;s field that takes the findings.</source>
        <translation>Das Feld des Dokuments, das die Funde nimmt.</translation>
    </message>
    <message>
        <source>The document&apos;s field that takes the row.</source>
        <translation>Das Feld des Dokuments, das die Zeile nimmt.</translation>
    </message>
    <message>
        <source>The document&apos;s field that takes the score and its parts.</source>
        <translation>Das Feld des Dokuments, das die Note und ihre Teile nimmt.</translation>
    </message>
    <message>
        <source>The document&apos;s field that takes the text.</source>
        <translation>Das Feld des Dokuments, das den Text nimmt.</translation>
    </message>
    <message>
        <source>The field that is read, and edited in place: JSON Pointer or names with dots.</source>
        <translation>Das Feld, das gelesen und an Ort und Stelle geändert wird: JSON Pointer oder Namen mit Punkten.</translation>
    </message>
    <message>
        <source>The field that takes the answer.</source>
        <translation>Das Feld, das die Antwort nimmt.</translation>
    </message>
    <message>
        <source>The field that takes the list.</source>
        <translation>Das Feld, das die Liste nimmt.</translation>
    </message>
    <message>
        <source>The field that takes the result.</source>
        <translation>Das Feld, das das Ergebnis nimmt.</translation>
    </message>
    <message>
        <source>The field that takes the result; without it the result replaces the document&apos;s data.</source>
        <translation>Das Feld, das das Ergebnis nimmt; ohne es ersetzt das Ergebnis die Daten des Dokuments.</translation>
    </message>
    <message>
        <source>The field that takes the text.</source>
        <translation>Das Feld, das den Text nimmt.</translation>
    </message>
    <message>
        <source>The field that takes what came with the signal.</source>
        <translation>Das Feld, das nimmt, was mit dem Signal kam.</translation>
    </message>
    <message>
        <source>The field that takes where it went, where the step waits for it.</source>
        <translation>Das Feld, das nimmt, wohin es ging, wo der Schritt darauf wartet.</translation>
    </message>
    <message>
        <source>The field that the text is held against; source_text where there is one.</source>
        <translation>Das Feld, an dem der Text gemessen wird; source_text, wo es eines gibt.</translation>
    </message>
    <message>
        <source>The field with the file as base64, for documents that name no original.</source>
        <translation>Das Feld mit der Datei als Base64, für Dokumente, die kein Original nennen.</translation>
    </message>
    <message>
        <source>The fields that the question is about; without them the whole document.</source>
        <translation>Die Felder, um die es in der Frage geht; ohne sie das ganze Dokument.</translation>
    </message>
    <message>
        <source>The folder, which must be there; the file; or the address. A path begins with / or ~/.</source>
        <translation>Der Ordner, den es geben muss; die Datei; oder die Adresse. Ein Pfad beginnt mit / oder ~/.</translation>
    </message>
    <message>
        <source>The form of the text. Without one, the document&apos;s own `format`, at last Markdown.</source>
        <translation>Die Form des Textes. Ohne eine das `format` des Dokuments selbst, zuletzt Markdown.</translation>
    </message>
    <message>
        <source>The form the text is written in.</source>
        <translation>Die Form, in der der Text geschrieben ist.</translation>
    </message>
    <message>
        <source>The heading of a kind, instead of the usual English one.</source>
        <translation>Die Überschrift einer Art, statt der üblichen englischen.</translation>
    </message>
    <message>
        <source>The id of the pipeline to go through.</source>
        <translation>Die Kennung der Pipeline, durch die es geht.</translation>
    </message>
    <message>
        <source>The key of each decision; no two things have the same.</source>
        <translation>Die Taste jeder Entscheidung; keine zwei Dinge haben dieselbe.</translation>
    </message>
    <message>
        <source>The list that takes the tags; those it has stay.</source>
        <translation>Die Liste, die die Kennzeichen nimmt; die sie schon hat, bleiben.</translation>
    </message>
    <message>
        <source>The name of the signal to wait for , sent by the command context.signal.</source>
        <translation>Der Name des Signals, auf das gewartet wird, gesendet vom Befehl context.signal.</translation>
    </message>
    <message>
        <source>The others</source>
        <translation>Die übrigen</translation>
    </message>
    <message>
        <source>The others decide, or it counts as 0.</source>
        <translation>Die anderen entscheiden, oder es zählt als 0.</translation>
    </message>
    <message>
        <source>The report&apos;s wording; {{ title }} and other fields are filled in, {% for %} and {% if %} go through lists and choose.</source>
        <translation>Der Wortlaut des Berichts; {{ title }} und andere Felder werden eingesetzt, {% for %} und {% if %} gehen durch Listen und wählen.</translation>
    </message>
    <message>
        <source>The result, an object, becomes the document&apos;s data.</source>
        <translation>Das Ergebnis, ein Objekt, wird zu den Daten des Dokuments.</translation>
    </message>
    <message>
        <source>Tidy white space</source>
        <translation>Leerraum aufräumen</translation>
    </message>
    <message>
        <source>Time limit, in milliseconds</source>
        <translation>Zeitgrenze, in Millisekunden</translation>
    </message>
    <message>
        <source>Title</source>
        <translation>Titel</translation>
    </message>
    <message>
        <source>Title of a part</source>
        <translation>Titel eines Teils</translation>
    </message>
    <message>
        <source>To this host at most; 0: no limit.</source>
        <translation>An diesen Rechner höchstens; 0: keine Grenze.</translation>
    </message>
    <message>
        <source>Topic</source>
        <translation>Thema</translation>
    </message>
    <message>
        <source>UTF-8 that somebody read as Windows-1252: &quot;Ã¤&quot; becomes &quot;ä&quot;.</source>
        <translation>UTF-8, das jemand als Windows-1252 gelesen hat: aus „Ã¤“ wird „ä“.</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>Rückgängig</translation>
    </message>
    <message>
        <source>Unicode form</source>
        <translation>Unicode-Form</translation>
    </message>
    <message>
        <source>Until</source>
        <translation>Bis</translation>
    </message>
    <message>
        <source>Value</source>
        <translation>Wert</translation>
    </message>
    <message>
        <source>Values</source>
        <translation>Werte</translation>
    </message>
    <message>
        <source>Version</source>
        <translation>Version</translation>
    </message>
    <message>
        <source>Wait for</source>
        <translation>Warten auf</translation>
    </message>
    <message>
        <source>Wait for it</source>
        <translation>Darauf warten</translation>
    </message>
    <message>
        <source>Wait for the author</source>
        <translation>Auf die schreibende Person warten</translation>
    </message>
    <message>
        <source>Wait until somebody has dealt with a child that failed or rests in quarantine, or go on without it.</source>
        <translation>Warten, bis sich jemand um ein Kind gekümmert hat, das gescheitert ist oder in Quarantäne ruht, oder ohne es weitergehen.</translation>
    </message>
    <message>
        <source>Ways out beside `out`.</source>
        <translation>Ausgänge neben `out`.</translation>
    </message>
    <message>
        <source>Weight</source>
        <translation>Gewicht</translation>
    </message>
    <message>
        <source>What an earlier step learned (see below), in the place of examples.</source>
        <translation>Was ein früherer Schritt gelernt hat (siehe unten), anstelle von Beispielen.</translation>
    </message>
    <message>
        <source>What counts as 1: 5 for stars, 100 for per cent.</source>
        <translation>Was als 1 zählt: 5 bei Sternen, 100 bei Prozent.</translation>
    </message>
    <message>
        <source>What counts as one; without it the document is escalated.</source>
        <translation>Was als eine zählt; ohne sie wird das Dokument weitergereicht.</translation>
    </message>
    <message>
        <source>What goes into the confidence. Without any: the quality score and every confidence that earlier steps left.</source>
        <translation>Was in die Sicherheit eingeht. Ohne Angabe: die Qualitätsnote und jede Sicherheit, die frühere Schritte hinterlassen haben.</translation>
    </message>
    <message>
        <source>What happens to children that are still on their way when it goes on.</source>
        <translation>Was mit Kindern geschieht, die noch unterwegs sind, wenn es weitergeht.</translation>
    </message>
    <message>
        <source>What is less sure is left as it is, and counted.</source>
        <translation>Was weniger sicher ist, bleibt, wie es ist, und wird gezählt.</translation>
    </message>
    <message>
        <source>What is less sure is left out.</source>
        <translation>Was weniger sicher ist, wird weggelassen.</translation>
    </message>
    <message>
        <source>What is less sure leaves by `unsure`.</source>
        <translation>Was weniger sicher ist, geht über `unsure` hinaus.</translation>
    </message>
    <message>
        <source>What is less sure, or in a language without a word list, leaves by `unsure`.</source>
        <translation>Was weniger sicher ist oder in einer Sprache ohne Wortliste, geht über `unsure` hinaus.</translation>
    </message>
    <message>
        <source>What is listed with its place, beside the counts.</source>
        <translation>Was mit seiner Stelle aufgelistet wird, neben den Zahlen.</translation>
    </message>
    <message>
        <source>What is looked for; nothing named: all of it.</source>
        <translation>Wonach gesucht wird; nichts genannt: nach allem.</translation>
    </message>
    <message>
        <source>What is put between two texts.</source>
        <translation>Was zwischen zwei Texte gesetzt wird.</translation>
    </message>
    <message>
        <source>What is taken of the row; nothing named: all.</source>
        <translation>Was von der Zeile genommen wird; nichts genannt: alles.</translation>
    </message>
    <message>
        <source>What is told, in this order. Without it all but internal changes, which are counted.</source>
        <translation>Was erzählt wird, in dieser Reihenfolge. Ohne Angabe alles außer inneren Änderungen, die gezählt werden.</translation>
    </message>
    <message>
        <source>What subscriptions ask for: &quot;article.finished&quot;.</source>
        <translation>Wonach Abonnements fragen: „article.finished“.</translation>
    </message>
    <message>
        <source>What the reviewer is asked.</source>
        <translation>Was die prüfende Person gefragt wird.</translation>
    </message>
    <message>
        <source>What the rule compares with: a number, a text, a list, a JMESPath expression for expression, the least share for from_source, days for max_age.</source>
        <translation>Womit die Regel vergleicht: eine Zahl, ein Text, eine Liste, ein JMESPath-Ausdruck für expression, der kleinste Anteil für from_source, Tage für max_age.</translation>
    </message>
    <message>
        <source>What the rule compares with; a JMESPath expression for `expression`.</source>
        <translation>Womit die Regel vergleicht; ein JMESPath-Ausdruck für `expression`.</translation>
    </message>
    <message>
        <source>What the value is compared with.</source>
        <translation>Womit der Wert verglichen wird.</translation>
    </message>
    <message>
        <source>What was changed, what could be two things, what could not be read.</source>
        <translation>Was geändert wurde, was zweierlei sein kann, was nicht gelesen werden konnte.</translation>
    </message>
    <message>
        <source>Where</source>
        <translation>Wo</translation>
    </message>
    <message>
        <source>Where a number from 0 to 1 stands.</source>
        <translation>Wo eine Zahl von 0 bis 1 steht.</translation>
    </message>
    <message>
        <source>Where a number stands: JSON Pointer (/quality/score) or names with dots (quality.score).</source>
        <translation>Wo eine Zahl steht: JSON Pointer (/quality/score) oder Namen mit Punkten (quality.score).</translation>
    </message>
    <message>
        <source>Where a part that is a document has its text.</source>
        <translation>Wo ein Teil, der ein Dokument ist, seinen Text hat.</translation>
    </message>
    <message>
        <source>Where a part that is a document has its title.</source>
        <translation>Wo ein Teil, der ein Dokument ist, seinen Titel hat.</translation>
    </message>
    <message>
        <source>Where a request may go (&quot;api.example.org&quot;, &quot;127.0.0.1:8080&quot;). Needed where a secret goes to an address from the document.</source>
        <translation>Wohin eine Anfrage gehen darf („api.example.org“, „127.0.0.1:8080“). Nötig, wo ein Geheimnis an eine Adresse aus dem Dokument geht.</translation>
    </message>
    <message>
        <source>Where an item that is an object has its text.</source>
        <translation>Wo ein Eintrag, der ein Objekt ist, seinen Text hat.</translation>
    </message>
    <message>
        <source>Where it is missing</source>
        <translation>Wo es fehlt</translation>
    </message>
    <message>
        <source>Where the document&apos;s label stands, to choose from the queue by.</source>
        <translation>Wo das Kennzeichen des Dokuments steht, nach dem aus der Warteschlange gewählt wird.</translation>
    </message>
    <message>
        <source>Where the parts are: a list of texts or documents, such as a join gathers.</source>
        <translation>Wo die Teile sind: eine Liste von Texten oder Dokumenten, wie ein Join sie sammelt.</translation>
    </message>
    <message>
        <source>Where the text is: a name, names with dots (author.note), or a JSON Pointer.</source>
        <translation>Wo der Text ist: ein Name, Namen mit Punkten (author.note) oder ein JSON Pointer.</translation>
    </message>
    <message>
        <source>Whether the phrases become the document&apos;s own `keywords`.</source>
        <translation>Ob die Wendungen zu den `keywords` des Dokuments selbst werden.</translation>
    </message>
    <message>
        <source>Without it the newest at that moment.</source>
        <translation>Ohne Angabe die zu diesem Zeitpunkt neueste.</translation>
    </message>
    <message>
        <source>Without it the one that the rule belongs to.</source>
        <translation>Ohne Angabe die, zu der die Regel gehört.</translation>
    </message>
    <message>
        <source>Without it, a `language` that the document brings stays.</source>
        <translation>Ohne bleibt eine `language`, die das Dokument mitbringt.</translation>
    </message>
    <message>
        <source>Without one, the provider&apos;s usual model.</source>
        <translation>Ohne eines das übliche Modell des Anbieters.</translation>
    </message>
    <message>
        <source>Words that a hyphen divides at a line end.</source>
        <translation>Wörter, die ein Trennstrich am Zeilenende teilt.</translation>
    </message>
    <message>
        <source>[EMAIL-1] counts the different values of a document; [EMAIL-7F3A9C21] is the same for the same value in all documents; or nothing is masked.</source>
        <translation>[EMAIL-1] zählt die verschiedenen Werte eines Dokuments; [EMAIL-7F3A9C21] ist für denselben Wert in allen Dokumenten gleich; oder nichts wird maskiert.</translation>
    </message>
    <message>
        <source>from_source: numbers, dates and names of a text stand in the source. max_age: a date is at most so many days old. no_repeats: no sentence twice. unique_items: no item of a list twice.</source>
        <translation>from_source: Zahlen, Daten und Namen eines Textes stehen in der Quelle. max_age: ein Datum ist höchstens so viele Tage alt. no_repeats: kein Satz zweimal. unique_items: kein Eintrag einer Liste zweimal.</translation>
    </message>
    <message>
        <source>geometric: one weak part pulls the whole down, weighted. mean: the weighted average. least: the weakest part decides.</source>
        <translation>geometric: ein schwacher Teil zieht das Ganze herunter, gewichtet. mean: der gewichtete Durchschnitt. least: der schwächste Teil entscheidet.</translation>
    </message>
    <message>
        <source>https://api.example.org/items</source>
        <translation>https://api.example.org/items</translation>
    </message>
    <message>
        <source>0: as many as there are.</source>
        <translation>0: so viele, wie es sind.</translation>
    </message>
    <message>
        <source>A document without the list, or with an empty one, is refused. Without, it goes on alone.</source>
        <translation>Ein Dokument ohne die Liste oder mit einer leeren wird abgewiesen. Sonst geht es allein weiter.</translation>
    </message>
    <message>
        <source>A value that comes again within that time is not asked for again; 0 asks each time.</source>
        <translation>Nach einem Wert, der in dieser Zeit wiederkommt, wird nicht noch einmal gefragt; 0 fragt jedes Mal.</translation>
    </message>
    <message>
        <source>Each of a list</source>
        <translation>Jeden einer Liste</translation>
    </message>
    <message>
        <source>JMESPath over the answer&apos;s JSON that gives the entry, as in &quot;results[0]&quot;. Without it all of it; nothing, or an empty list, is no entry.</source>
        <translation>JMESPath über das JSON der Antwort, der den Eintrag ergibt, etwa „results[0]“. Ohne ihn alles; nichts oder eine leere Liste ist kein Eintrag.</translation>
    </message>
    <message>
        <source>Keep it as a file</source>
        <translation>Als Datei behalten</translation>
    </message>
    <message>
        <source>Needs items</source>
        <translation>Braucht Einträge</translation>
    </message>
    <message>
        <source>Remember answers for, seconds</source>
        <translation>Antworten merken für, Sekunden</translation>
    </message>
    <message>
        <source>The answer&apos;s bytes become the document&apos;s original, as a file&apos;s are: &quot;Extract text&quot; reads a page or a PDF of them. The field takes status and headers alone.</source>
        <translation>Die Bytes der Antwort werden das Original des Dokuments, wie die einer Datei: „Text auslesen“ liest daraus eine Seite oder ein PDF. Das Feld nimmt nur Status und Kopfzeilen auf.</translation>
    </message>
    <message>
        <source>The document&apos;s field that takes the entry.</source>
        <translation>Das Feld des Dokuments, das den Eintrag aufnimmt.</translation>
    </message>
    <message>
        <source>The value is a list, such as the names that &quot;facts&quot; has found (`facts.list[?kind==&apos;organisation&apos;].value`): a row for each of its values that has one.</source>
        <translation>Der Wert ist eine Liste, etwa die Namen, die `facts` gefunden hat (`facts.list[?kind==&apos;organisation&apos;].value`): eine Zeile für jeden ihrer Werte, der eine hat.</translation>
    </message>
    <message>
        <source>The value is a list, such as the names that &quot;facts&quot; has found (`facts.list[?kind==&apos;organisation&apos;].value`): the service is asked once for each.</source>
        <translation>Der Wert ist eine Liste, etwa die Namen, die `facts` gefunden hat (`facts.list[?kind==&apos;organisation&apos;].value`): Der Dienst wird für jeden einmal befragt.</translation>
    </message>
    <message>
        <source>Where the service is asked, with {value} in its path or query: &quot;https://kb.example.org/entities?name={value}&quot;.</source>
        <translation>Wo der Dienst befragt wird, mit {value} im Pfad oder in der Abfrage: „https://kb.example.org/entities?name={value}“.</translation>
    </message>
</context>
<context>
    <name>ContextCell</name>
    <message>
        <source>Untitled</source>
        <translation>Ohne Titel</translation>
    </message>
</context>
<context>
    <name>ContextColumn</name>
    <message>
        <source>Status</source>
        <translation>Status</translation>
    </message>
    <message>
        <source>Title</source>
        <translation>Titel</translation>
    </message>
    <message>
        <source>Type</source>
        <translation>Typ</translation>
    </message>
    <message>
        <source>Pipeline</source>
        <translation>Pipeline</translation>
    </message>
    <message>
        <source>Outcome</source>
        <translation>Ausgang</translation>
    </message>
    <message>
        <source>Steps</source>
        <translation>Schritte</translation>
    </message>
    <message>
        <source>Created</source>
        <translation>Angelegt</translation>
    </message>
    <message>
        <source>Updated</source>
        <translation>Geändert</translation>
    </message>
    <message>
        <source>Duration</source>
        <translation>Dauer</translation>
    </message>
    <message>
        <source>Step</source>
        <translation>Schritt</translation>
    </message>
    <message>
        <source>Attempt</source>
        <translation>Versuch</translation>
    </message>
    <message>
        <source>Reason</source>
        <translation>Grund</translation>
    </message>
    <message>
        <source>Run</source>
        <translation>Lauf</translation>
    </message>
    <message>
        <source>Id</source>
        <translation>Id</translation>
    </message>
    <message>
        <source>The document&apos;s %1</source>
        <translation>%1 des Dokuments</translation>
    </message>
    <message>
        <source>Click to sort</source>
        <translation>Klicken sortiert</translation>
    </message>
    <message>
        <source>The port by which it left its pipeline</source>
        <translation>Der Anschluss, durch den er die Pipeline verließ</translation>
    </message>
    <message>
        <source>Steps it has finished</source>
        <translation>Abgeschlossene Schritte</translation>
    </message>
    <message>
        <source>From the start of its first step to its end</source>
        <translation>Vom Beginn des ersten Schritts bis zum Ende</translation>
    </message>
</context>
<context>
    <name>CrashOffer</name>
    <message>
        <source>Crash report</source>
        <translation>Absturzbericht</translation>
    </message>
    <message>
        <source>The command millrace ended unexpectedly at %1</source>
        <translation>Der Befehl millrace endete unerwartet um %1</translation>
    </message>
    <message>
        <source>Millrace ended unexpectedly at %1</source>
        <translation>Millrace endete unerwartet um %1</translation>
    </message>
    <message>
        <source>What was acknowledged is kept. A report says where it happened; it stays on this machine</source>
        <translation>Was bestätigt war, ist erhalten. Ein Bericht sagt, wo es geschah; er bleibt auf diesem Rechner</translation>
    </message>
    <message>
        <source>Show report</source>
        <translation>Bericht ansehen</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>Löschen</translation>
    </message>
</context>
<context>
    <name>DecisionsView</name>
    <message>
        <source>The pipeline had gone on: the old context was stopped, and a new one takes its place.</source>
        <translation>Die Pipeline war weitergegangen: Der alte Kontext wurde angehalten, ein neuer tritt an seine Stelle.</translation>
    </message>
    <message>
        <source>The pipeline had gone on: the old context is superseded, and a new one takes its place.</source>
        <translation>Die Pipeline war weitergegangen: Der alte Kontext ist überholt, ein neuer tritt an seine Stelle.</translation>
    </message>
    <message>
        <source>%1 %2 (%3)</source>
        <translation>%1 %2 (%3)</translation>
    </message>
    <message>
        <source>Nothing of it was published.</source>
        <translation>Nichts davon wurde veröffentlicht.</translation>
    </message>
    <message>
        <source>Already published: %1</source>
        <translation>Schon veröffentlicht: %1</translation>
    </message>
    <message>
        <source>%1 of your later decisions cannot be taken back: %2.</source>
        <translation>%1 Ihrer späteren Entscheidungen lassen sich nicht zurücknehmen: %2.</translation>
    </message>
    <message>
        <source>The document was done again from before this decision: nothing else changes.</source>
        <translation>Das Dokument wurde von vor dieser Entscheidung an neu bearbeitet: sonst ändert sich nichts.</translation>
    </message>
</context>
<context>
    <name>DesignGraph</name>
    <message>
        <source>Out</source>
        <translation>Heraus</translation>
    </message>
    <message>
        <source>Fails</source>
        <translation>Scheitert</translation>
    </message>
    <message>
        <source>A step cannot lead straight back to itself.</source>
        <translation>Ein Schritt kann nicht geradewegs zu sich selbst führen.</translation>
    </message>
    <message>
        <source>This link is there already.</source>
        <translation>Diese Verbindung gibt es schon.</translation>
    </message>
    <message>
        <source>“%1” already leads to %2. Give that link a condition, or take it away first.</source>
        <translation>„%1“ führt schon zu %2. Dieser Verbindung eine Bedingung geben oder sie zuerst entfernen.</translation>
    </message>
    <message>
        <source>%1 waits for children, and nothing before it makes any. Put a Split before it.</source>
        <translation>%1 wartet auf Kinder, und nichts davor macht welche. Davor gehört ein Schritt Teilen.</translation>
    </message>
    <message>
        <source>“%1” comes from %2 as %3, and is read as %4. Choose another field in the settings first.</source>
        <translation>„%1“ kommt von %2 als %3 und wird als %4 gelesen. Wählen Sie in den Einstellungen zuerst ein anderes Feld.</translation>
    </message>
    <message>
        <source>%1 (%2)</source>
        <translation>%1 (%2)</translation>
    </message>
    <message>
        <source>%1 more</source>
        <translation>%1 weitere</translation>
    </message>
</context>
<context>
    <name>DesignPainter</name>
    <message>
        <source>full</source>
        <translation>voll</translation>
    </message>
    <message>
        <source>%1 is not on this machine</source>
        <translation>%1 gibt es auf diesem Rechner nicht</translation>
    </message>
    <message>
        <source>once published</source>
        <translation>ab Veröffentlichung</translation>
    </message>
    <message>
        <source>paused</source>
        <translation>angehalten</translation>
    </message>
    <message numerus="yes">
        <source>%n file(s) failed</source>
        <translation>
            <numerusform>Eine Datei misslang</numerusform>
            <numerusform>%n Dateien misslangen</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n file(s) wait(s)</source>
        <translation>
            <numerusform>Eine Datei wartet</numerusform>
            <numerusform>%n Dateien warten</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n file(s) taken</source>
        <translation>
            <numerusform>Eine Datei übernommen</numerusform>
            <numerusform>%n Dateien übernommen</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>ErrorText</name>
    <message>
        <source>Something inside Millrace went wrong</source>
        <translation>In Millrace ist etwas schiefgegangen</translation>
    </message>
    <message>
        <source>Your data is as it was before. The log says where; a report helps to mend it.</source>
        <translation>Die Daten sind wie zuvor. Das Protokoll sagt, wo es war; ein Bericht hilft, es zu beheben.</translation>
    </message>
    <message>
        <source>This cannot be done with these values</source>
        <translation>Mit diesen Werten geht das nicht</translation>
    </message>
    <message>
        <source>Correct the value that is named and try again.</source>
        <translation>Den genannten Wert berichtigen und noch einmal versuchen.</translation>
    </message>
    <message>
        <source>There is no such command</source>
        <translation>Diesen Befehl gibt es nicht</translation>
    </message>
    <message>
        <source>Press Ctrl+K to see all commands.</source>
        <translation>Strg+K zeigt alle Befehle.</translation>
    </message>
    <message>
        <source>It is not there any more</source>
        <translation>Es ist nicht mehr da</translation>
    </message>
    <message>
        <source>Refresh the list; somebody may have removed it.</source>
        <translation>Die Liste neu laden; vielleicht hat es jemand entfernt.</translation>
    </message>
    <message>
        <source>This name or id is taken</source>
        <translation>Dieser Name oder diese Id ist vergeben</translation>
    </message>
    <message>
        <source>Choose another one.</source>
        <translation>Einen anderen wählen.</translation>
    </message>
    <message>
        <source>Somebody changed it in the meantime</source>
        <translation>Jemand hat es inzwischen geändert</translation>
    </message>
    <message>
        <source>Look at the newest version, then decide again.</source>
        <translation>Die neueste Fassung ansehen und neu entscheiden.</translation>
    </message>
    <message>
        <source>Your role does not allow this</source>
        <translation>Diese Rolle erlaubt das nicht</translation>
    </message>
    <message>
        <source>Ask a person who manages this workspace.</source>
        <translation>Eine Person fragen, die diesen Arbeitsbereich verwaltet.</translation>
    </message>
    <message>
        <source>It was cancelled before it was done</source>
        <translation>Es wurde vor dem Ende abgebrochen</translation>
    </message>
    <message>
        <source>This machine does not support it</source>
        <translation>Dieser Rechner kann das nicht</translation>
    </message>
    <message>
        <source>The document is not valid JSON</source>
        <translation>Das Dokument ist kein gültiges JSON</translation>
    </message>
    <message>
        <source>Correct it at the place that is named and submit it again.</source>
        <translation>An der genannten Stelle berichtigen und neu einreichen.</translation>
    </message>
    <message>
        <source>The document is not valid UTF-8</source>
        <translation>Das Dokument ist kein gültiges UTF-8</translation>
    </message>
    <message>
        <source>Save the file as UTF-8 and submit it again.</source>
        <translation>Die Datei als UTF-8 speichern und neu einreichen.</translation>
    </message>
    <message>
        <source>The document is nested too deeply</source>
        <translation>Das Dokument ist zu tief verschachtelt</translation>
    </message>
    <message>
        <source>Millrace takes up to 512 levels; flatten the document.</source>
        <translation>Millrace nimmt bis zu 512 Ebenen; das Dokument flacher machen.</translation>
    </message>
    <message>
        <source>An object in the document has the same key twice</source>
        <translation>Ein Objekt im Dokument hat denselben Schlüssel zweimal</translation>
    </message>
    <message>
        <source>Keep one of the two; otherwise it is not clear which counts.</source>
        <translation>Einen der beiden behalten; sonst ist nicht klar, welcher gilt.</translation>
    </message>
    <message>
        <source>The document is too large</source>
        <translation>Das Dokument ist zu groß</translation>
    </message>
    <message>
        <source>Split it into smaller ones.</source>
        <translation>In kleinere teilen.</translation>
    </message>
    <message>
        <source>The document has no value at this path</source>
        <translation>Das Dokument hat an diesem Pfad keinen Wert</translation>
    </message>
    <message>
        <source>Check the path against the document.</source>
        <translation>Den Pfad mit dem Dokument vergleichen.</translation>
    </message>
    <message>
        <source>A step&apos;s change does not fit its document</source>
        <translation>Die Änderung eines Schritts passt nicht zum Dokument</translation>
    </message>
    <message>
        <source>Retry the context from the step before.</source>
        <translation>Den Kontext vom Schritt davor an wiederholen.</translation>
    </message>
    <message>
        <source>The schema itself is wrong</source>
        <translation>Das Schema selbst ist falsch</translation>
    </message>
    <message>
        <source>Correct the schema in the step&apos;s settings.</source>
        <translation>Das Schema in den Einstellungen des Schritts berichtigen.</translation>
    </message>
    <message>
        <source>The document does not satisfy the schema</source>
        <translation>Das Dokument erfüllt das Schema nicht</translation>
    </message>
    <message>
        <source>Correct the fields that are named, or the schema.</source>
        <translation>Die genannten Felder oder das Schema berichtigen.</translation>
    </message>
    <message>
        <source>The expression cannot be read</source>
        <translation>Der Ausdruck ist nicht lesbar</translation>
    </message>
    <message>
        <source>Correct the JMESPath expression at the place that is named.</source>
        <translation>Den JMESPath-Ausdruck an der genannten Stelle berichtigen.</translation>
    </message>
    <message>
        <source>The context lacks a field, or has a wrong one</source>
        <translation>Dem Kontext fehlt ein Feld, oder eines ist falsch</translation>
    </message>
    <message>
        <source>Correct the field that is named and submit it again.</source>
        <translation>Das genannte Feld berichtigen und neu einreichen.</translation>
    </message>
    <message>
        <source>A context with this id and other content is there already</source>
        <translation>Ein Kontext mit dieser Id und anderem Inhalt ist schon da</translation>
    </message>
    <message>
        <source>Give the new one another id.</source>
        <translation>Dem neuen eine andere Id geben.</translation>
    </message>
    <message>
        <source>A context in this state cannot do that</source>
        <translation>Ein Kontext in diesem Zustand kann das nicht</translation>
    </message>
    <message>
        <source>Refresh; its state may have changed.</source>
        <translation>Neu laden; der Zustand kann sich geändert haben.</translation>
    </message>
    <message>
        <source>The pipeline cannot run as it is</source>
        <translation>Die Pipeline kann so nicht laufen</translation>
    </message>
    <message>
        <source>Correct the problems that are listed.</source>
        <translation>Die aufgeführten Probleme beheben.</translation>
    </message>
    <message>
        <source>A component of the pipeline is not installed here</source>
        <translation>Ein Baustein der Pipeline ist hier nicht installiert</translation>
    </message>
    <message>
        <source>Install its plugin, or replace the step.</source>
        <translation>Sein Plugin installieren oder den Schritt ersetzen.</translation>
    </message>
    <message>
        <source>A component&apos;s settings are wrong</source>
        <translation>Die Einstellungen eines Bausteins sind falsch</translation>
    </message>
    <message>
        <source>Correct the settings of the step.</source>
        <translation>Die Einstellungen des Schritts berichtigen.</translation>
    </message>
    <message>
        <source>A step failed</source>
        <translation>Ein Schritt ist gescheitert</translation>
    </message>
    <message>
        <source>It can be retried; look at the reason first.</source>
        <translation>Er kann wiederholt werden; zuerst den Grund ansehen.</translation>
    </message>
    <message>
        <source>A component&apos;s process ended without an answer</source>
        <translation>Der Prozess eines Bausteins endete ohne Antwort</translation>
    </message>
    <message>
        <source>Nothing else was harmed. Retry it; if it happens again, look at the document.</source>
        <translation>Sonst ist nichts geschehen. Wiederholen; wenn es wieder geschieht, das Dokument ansehen.</translation>
    </message>
    <message>
        <source>A step did not answer in time</source>
        <translation>Ein Schritt hat nicht rechtzeitig geantwortet</translation>
    </message>
    <message>
        <source>Retry it, or give the step more time in its settings.</source>
        <translation>Wiederholen oder dem Schritt in seinen Einstellungen mehr Zeit geben.</translation>
    </message>
    <message>
        <source>A step asked for more memory than it may have</source>
        <translation>Ein Schritt wollte mehr Speicher, als er haben darf</translation>
    </message>
    <message>
        <source>Retry it with a smaller document, or raise the limit.</source>
        <translation>Mit einem kleineren Dokument wiederholen oder die Grenze anheben.</translation>
    </message>
    <message>
        <source>A step&apos;s answer cannot be used</source>
        <translation>Die Antwort eines Schritts ist nicht brauchbar</translation>
    </message>
    <message>
        <source>Look at the reason; the component may need mending.</source>
        <translation>Den Grund ansehen; vielleicht hat der Baustein einen Fehler.</translation>
    </message>
    <message>
        <source>The worker of a step is gone</source>
        <translation>Wer an einem Schritt arbeitete, ist nicht mehr da</translation>
    </message>
    <message>
        <source>Nothing is lost: the step is tried again by itself.</source>
        <translation>Nichts ist verloren: der Schritt wird von selbst neu versucht.</translation>
    </message>
    <message>
        <source>The item does not satisfy this step&apos;s rules</source>
        <translation>Das Dokument erfüllt die Regeln dieses Schritts nicht</translation>
    </message>
    <message>
        <source>Correct the fields that are named, then retry it.</source>
        <translation>Die genannten Felder berichtigen, dann wiederholen.</translation>
    </message>
    <message>
        <source>Every allowed attempt failed</source>
        <translation>Alle erlaubten Versuche sind gescheitert</translation>
    </message>
    <message>
        <source>Remove the cause, then retry it.</source>
        <translation>Die Ursache beheben, dann wiederholen.</translation>
    </message>
    <message>
        <source>It came to the same step too often</source>
        <translation>Es kam zu oft zum selben Schritt</translation>
    </message>
    <message>
        <source>Look at what should end the loop, or allow more visits in the step&apos;s settings.</source>
        <translation>Ansehen, was die Schleife beenden sollte, oder in den Einstellungen des Schritts mehr Besuche erlauben.</translation>
    </message>
    <message>
        <source>Pipelines start each other too deeply</source>
        <translation>Pipelines starten einander zu tief</translation>
    </message>
    <message>
        <source>Change the pipeline so that it does not send documents through itself.</source>
        <translation>Die Pipeline so ändern, dass sie keine Dokumente durch sich selbst schickt.</translation>
    </message>
    <message>
        <source>What this step waited for did not complete</source>
        <translation>Worauf dieser Schritt gewartet hat, wurde nicht abgeschlossen</translation>
    </message>
    <message>
        <source>Open the context that it names, mend it there, then retry this one.</source>
        <translation>Den genannten Kontext öffnen, dort beheben, dann diesen wiederholen.</translation>
    </message>
    <message>
        <source>The pipeline is being drained</source>
        <translation>Die Pipeline wird geleert</translation>
    </message>
    <message>
        <source>Let it run again, or choose another pipeline.</source>
        <translation>Sie wieder laufen lassen oder eine andere Pipeline wählen.</translation>
    </message>
    <message>
        <source>The schedule cannot be understood</source>
        <translation>Der Zeitplan ist nicht zu verstehen</translation>
    </message>
    <message>
        <source>Correct the expression, the interval or the time zone that is named.</source>
        <translation>Den genannten Ausdruck, Abstand oder die Zeitzone berichtigen.</translation>
    </message>
    <message>
        <source>The model provider cannot be reached</source>
        <translation>Der Modellanbieter ist nicht erreichbar</translation>
    </message>
    <message>
        <source>Check the provider&apos;s address and the network, or use the offline provider.</source>
        <translation>Adresse und Netz prüfen oder den Anbieter ohne Netz verwenden.</translation>
    </message>
    <message>
        <source>The model provider asks to wait</source>
        <translation>Der Modellanbieter bittet zu warten</translation>
    </message>
    <message>
        <source>Nothing to do: it goes on by itself.</source>
        <translation>Nichts zu tun: es geht von selbst weiter.</translation>
    </message>
    <message>
        <source>The model provider refused the request</source>
        <translation>Der Modellanbieter hat die Anfrage abgelehnt</translation>
    </message>
    <message>
        <source>Check the key, the model&apos;s name and the provider&apos;s terms.</source>
        <translation>Schlüssel, Modellname und Bedingungen des Anbieters prüfen.</translation>
    </message>
    <message>
        <source>The model&apos;s answer cannot be used</source>
        <translation>Die Antwort des Modells ist nicht brauchbar</translation>
    </message>
    <message>
        <source>Retry it; if it happens again, choose another model.</source>
        <translation>Wiederholen; wenn es wieder geschieht, ein anderes Modell wählen.</translation>
    </message>
    <message>
        <source>The model provider failed repeatedly and is left alone for a while</source>
        <translation>Der Modellanbieter ist mehrfach ausgefallen und wird eine Weile in Ruhe gelassen</translation>
    </message>
    <message>
        <source>It is tried again by itself in a moment.</source>
        <translation>Gleich wird er von selbst neu versucht.</translation>
    </message>
    <message>
        <source>The address is none that a request may go to</source>
        <translation>Diese Adresse ist keine, an die eine Anfrage gehen darf</translation>
    </message>
    <message>
        <source>Correct the address, or allow its host in the step.</source>
        <translation>Die Adresse berichtigen oder ihren Host im Schritt erlauben.</translation>
    </message>
    <message>
        <source>There is no host of this name</source>
        <translation>Einen Host dieses Namens gibt es nicht</translation>
    </message>
    <message>
        <source>Check the name and the network; it is tried again by itself.</source>
        <translation>Namen und Netz prüfen; es wird von selbst neu versucht.</translation>
    </message>
    <message>
        <source>The host refuses the connection</source>
        <translation>Der Host weist die Verbindung ab</translation>
    </message>
    <message>
        <source>Check that the service runs there; it is tried again by itself.</source>
        <translation>Prüfen, ob der Dienst dort läuft; es wird von selbst neu versucht.</translation>
    </message>
    <message>
        <source>No secure connection to the host comes about</source>
        <translation>Eine sichere Verbindung zum Host kommt nicht zustande</translation>
    </message>
    <message>
        <source>Check the certificate of the host.</source>
        <translation>Das Zertifikat des Hosts prüfen.</translation>
    </message>
    <message>
        <source>The host did not answer completely in time</source>
        <translation>Der Host hat nicht rechtzeitig vollständig geantwortet</translation>
    </message>
    <message>
        <source>It is tried again by itself; give the step more time if it happens again.</source>
        <translation>Es wird von selbst neu versucht; geschieht es wieder, dem Schritt mehr Zeit geben.</translation>
    </message>
    <message>
        <source>The connection to the host broke off</source>
        <translation>Die Verbindung zum Host ist abgebrochen</translation>
    </message>
    <message>
        <source>Check the network; it is tried again by itself.</source>
        <translation>Das Netz prüfen; es wird von selbst neu versucht.</translation>
    </message>
    <message>
        <source>The answer is larger than the step allows</source>
        <translation>Die Antwort ist größer, als der Schritt erlaubt</translation>
    </message>
    <message>
        <source>Raise the largest answer in the step.</source>
        <translation>Die größte Antwort im Schritt heraufsetzen.</translation>
    </message>
    <message>
        <source>The answer leads on to another address</source>
        <translation>Die Antwort führt weiter zu einer anderen Adresse</translation>
    </message>
    <message>
        <source>Enter the address where it ends, or let the step follow redirections.</source>
        <translation>Die Adresse eintragen, an der sie endet, oder den Schritt Weiterleitungen folgen lassen.</translation>
    </message>
    <message>
        <source>The host refused the request</source>
        <translation>Der Host hat die Anfrage abgelehnt</translation>
    </message>
    <message>
        <source>Correct the request, then retry it.</source>
        <translation>Die Anfrage berichtigen und sie dann wiederholen.</translation>
    </message>
    <message>
        <source>The host failed at the request</source>
        <translation>Der Host ist an der Anfrage gescheitert</translation>
    </message>
    <message>
        <source>It is tried again by itself.</source>
        <translation>Es wird von selbst neu versucht.</translation>
    </message>
    <message>
        <source>The host asks to wait</source>
        <translation>Der Host bittet zu warten</translation>
    </message>
    <message>
        <source>It is tried again by itself when the time has come.</source>
        <translation>Es wird von selbst neu versucht, wenn die Zeit gekommen ist.</translation>
    </message>
    <message>
        <source>The host failed repeatedly and is left alone for a while</source>
        <translation>Der Host ist mehrfach ausgefallen und wird eine Weile in Ruhe gelassen</translation>
    </message>
    <message>
        <source>It is tried again by itself after a while.</source>
        <translation>Nach einer Weile wird es von selbst neu versucht.</translation>
    </message>
    <message>
        <source>What is to be done outside has nowhere to go</source>
        <translation>Was außerhalb zu tun ist, hat kein Ziel</translation>
    </message>
    <message>
        <source>Install the plugin that brings the target, or choose another one in the step.</source>
        <translation>Das Plugin installieren, das dieses Ziel mitbringt, oder im Schritt ein anderes wählen.</translation>
    </message>
    <message>
        <source>What was to be done outside was given up</source>
        <translation>Was außerhalb zu tun war, wurde aufgegeben</translation>
    </message>
    <message>
        <source>Remove the cause, then send it again from the outbox or retry the document.</source>
        <translation>Die Ursache beheben und es dann aus dem Postausgang erneut senden oder das Dokument wiederholen.</translation>
    </message>
    <message>
        <source>Somebody discarded what was to be done outside</source>
        <translation>Jemand hat verworfen, was außerhalb zu tun war</translation>
    </message>
    <message>
        <source>Send it again from the outbox if it was a mistake.</source>
        <translation>War es ein Irrtum, es aus dem Postausgang erneut senden.</translation>
    </message>
    <message>
        <source>Only what a person approved may be published</source>
        <translation>Veröffentlicht wird nur, was ein Mensch freigegeben hat</translation>
    </message>
    <message>
        <source>Send it through the review, and publish what leaves it by “approved”.</source>
        <translation>Das Dokument durch die Prüfung schicken und veröffentlichen, was sie freigegeben verlässt.</translation>
    </message>
    <message>
        <source>A secret is missing</source>
        <translation>Ein Geheimnis fehlt</translation>
    </message>
    <message>
        <source>Store the secret that is named in the keychain, or set it in the environment.</source>
        <translation>Das genannte Geheimnis im Schlüsselbund ablegen oder in der Umgebung setzen.</translation>
    </message>
    <message>
        <source>The file cannot be read</source>
        <translation>Die Datei ist nicht lesbar</translation>
    </message>
    <message>
        <source>Check that it exists and that you may read it.</source>
        <translation>Prüfen, ob sie da ist und gelesen werden darf.</translation>
    </message>
    <message>
        <source>The file is of a kind that is not taken in</source>
        <translation>Diese Art von Datei wird nicht aufgenommen</translation>
    </message>
    <message>
        <source>The file cannot be written</source>
        <translation>Die Datei kann nicht geschrieben werden</translation>
    </message>
    <message>
        <source>Check that the folder exists and that you may write there.</source>
        <translation>Prüfen, ob der Ordner da ist und dort geschrieben werden darf.</translation>
    </message>
    <message>
        <source>There is no workspace at this place</source>
        <translation>Hier ist kein Arbeitsbereich</translation>
    </message>
    <message>
        <source>Choose another file, or make a new workspace here.</source>
        <translation>Eine andere Datei wählen oder hier einen neuen Arbeitsbereich anlegen.</translation>
    </message>
    <message>
        <source>This file is not a Millrace workspace</source>
        <translation>Diese Datei ist kein Arbeitsbereich von Millrace</translation>
    </message>
    <message>
        <source>Choose another file; this one was not touched.</source>
        <translation>Eine andere Datei wählen; diese wurde nicht angerührt.</translation>
    </message>
    <message>
        <source>A newer Millrace wrote this workspace</source>
        <translation>Ein neueres Millrace hat diesen Arbeitsbereich geschrieben</translation>
    </message>
    <message>
        <source>Update Millrace to open it; the file was not touched.</source>
        <translation>Zum Öffnen Millrace aktualisieren; die Datei wurde nicht angerührt.</translation>
    </message>
    <message>
        <source>The workspace is damaged</source>
        <translation>Der Arbeitsbereich ist beschädigt</translation>
    </message>
    <message>
        <source>Nothing was changed. Open a saved copy, or run “millrace check” to see what is affected.</source>
        <translation>Nichts wurde verändert. Eine Sicherung öffnen, oder „millrace check“ sagt, was betroffen ist.</translation>
    </message>
    <message>
        <source>Another program has this workspace open</source>
        <translation>Ein anderes Programm hat diesen Arbeitsbereich offen</translation>
    </message>
    <message>
        <source>Close it there first, or open a copy.</source>
        <translation>Dort zuerst schließen oder eine Kopie öffnen.</translation>
    </message>
    <message>
        <source>The workspace can only be viewed here</source>
        <translation>Der Arbeitsbereich kann hier nur angesehen werden</translation>
    </message>
    <message>
        <source>Save a copy in a place where you may write.</source>
        <translation>Eine Kopie speichern, wo geschrieben werden darf.</translation>
    </message>
    <message>
        <source>There is a file at this place already</source>
        <translation>Hier ist schon eine Datei</translation>
    </message>
    <message>
        <source>Choose another name.</source>
        <translation>Einen anderen Namen wählen.</translation>
    </message>
    <message>
        <source>The disk is full</source>
        <translation>Die Platte ist voll</translation>
    </message>
    <message>
        <source>Free some space; the work goes on by itself then.</source>
        <translation>Platz schaffen; dann geht die Arbeit von selbst weiter.</translation>
    </message>
    <message>
        <source>The disk failed to read or write</source>
        <translation>Die Platte konnte nicht lesen oder schreiben</translation>
    </message>
    <message>
        <source>Nothing promised is lost. Check the disk before going on.</source>
        <translation>Nichts Zugesagtes ist verloren. Vor dem Weitermachen die Platte prüfen.</translation>
    </message>
    <message>
        <source>The workspace refused a statement</source>
        <translation>Der Arbeitsbereich hat eine Anweisung abgelehnt</translation>
    </message>
    <message>
        <source>The log says which; a report helps to mend it.</source>
        <translation>Das Protokoll sagt, welche; ein Bericht hilft, es zu beheben.</translation>
    </message>
    <message>
        <source>The workspace could not be upgraded</source>
        <translation>Der Arbeitsbereich konnte nicht aktualisiert werden</translation>
    </message>
    <message>
        <source>It is as it was. Free some space beside it and open it again.</source>
        <translation>Er ist, wie er war. Daneben Platz schaffen und neu öffnen.</translation>
    </message>
    <message>
        <source>The engine has stopped</source>
        <translation>Die Maschine steht</translation>
    </message>
    <message>
        <source>Start it from the Engine menu.</source>
        <translation>Im Menü „Maschine“ starten.</translation>
    </message>
    <message>
        <source>Too much is queued at the moment</source>
        <translation>Im Augenblick wartet zu viel</translation>
    </message>
    <message>
        <source>Try again in a moment.</source>
        <translation>Gleich noch einmal versuchen.</translation>
    </message>
    <message>
        <source>The program that has the workspace open does not answer</source>
        <translation>Das Programm, das den Arbeitsbereich offen hat, antwortet nicht</translation>
    </message>
    <message>
        <source>Close it there and open the workspace here.</source>
        <translation>Dort schließen und hier öffnen.</translation>
    </message>
    <message>
        <source>line %1, column %2</source>
        <translation>Zeile %1, Spalte %2</translation>
    </message>
    <message>
        <source>line %1</source>
        <translation>Zeile %1</translation>
    </message>
    <message>
        <source>step “%1”</source>
        <translation>Schritt „%1“</translation>
    </message>
    <message>
        <source>process %1</source>
        <translation>Prozess %1</translation>
    </message>
    <message>
        <source>This token lets nobody in</source>
        <translation>Dieses Token lässt niemanden herein</translation>
    </message>
    <message>
        <source>Give the agent a new token in the Agents pane.</source>
        <translation>Geben Sie dem Agenten im Bereich „Agenten“ ein neues Token.</translation>
    </message>
    <message>
        <source>A person did not allow the call</source>
        <translation>Ein Mensch hat den Aufruf nicht erlaubt</translation>
    </message>
    <message>
        <source>The path lies outside the folders that this agent was given</source>
        <translation>Der Pfad liegt außerhalb der Ordner, die dieser Agent bekommen hat</translation>
    </message>
    <message>
        <source>Give it the folder in the Agents pane, or name another path.</source>
        <translation>Geben Sie ihm den Ordner im Bereich „Agenten“ oder nennen Sie einen anderen Pfad.</translation>
    </message>
    <message>
        <source>This client asks too often</source>
        <translation>Dieser Agent fragt zu oft</translation>
    </message>
    <message>
        <source>The request is larger than the limit</source>
        <translation>Die Anfrage ist größer als erlaubt</translation>
    </message>
    <message>
        <source>Send less at once, or give the path of a file.</source>
        <translation>Senden Sie weniger auf einmal oder nennen Sie den Pfad einer Datei.</translation>
    </message>
</context>
<context>
    <name>Format</name>
    <message>
        <source>%1 µs</source>
        <translation>%1 µs</translation>
    </message>
    <message>
        <source>%1 ms</source>
        <translation>%1 ms</translation>
    </message>
    <message>
        <source>%1 s</source>
        <translation>%1 s</translation>
    </message>
    <message>
        <source>%1 min %2 s</source>
        <translation>%1 min %2 s</translation>
    </message>
    <message>
        <source>%1 min</source>
        <translation>%1 min</translation>
    </message>
    <message>
        <source>%1 h</source>
        <translation>%1 h</translation>
    </message>
    <message>
        <source>%1 d</source>
        <translation>%1 d</translation>
    </message>
    <message>
        <source>%1 h %2 min</source>
        <translation>%1 h %2 min</translation>
    </message>
    <message>
        <source>%1 d %2 h</source>
        <translation>%1 d %2 h</translation>
    </message>
    <message>
        <source>%1 /s</source>
        <translation>%1 /s</translation>
    </message>
</context>
<context>
    <name>Gallery</name>
    <message>
        <source>Article</source>
        <translation>Artikel</translation>
    </message>
    <message>
        <source>Writes an article from a source text or the workspace&apos;s own documents, with every sentence traced to its source.</source>
        <translation>Schreibt einen Artikel aus einem Quelltext oder den eigenen Dokumenten des Arbeitsbereichs; jeder Satz führt zu seiner Quelle.</translation>
    </message>
    <message>
        <source>Cited brief</source>
        <translation>Belegte Kurzfassung</translation>
    </message>
    <message>
        <source>Boils a document down to one page in the document&apos;s own sentences, each with its place in the source.</source>
        <translation>Kürzt ein Dokument auf eine Seite in seinen eigenen Sätzen, jeder mit seiner Stelle in der Quelle.</translation>
    </message>
    <message>
        <source>Checked article</source>
        <translation>Geprüfter Artikel</translation>
    </message>
    <message>
        <source>Checks what comes in before work is spent on it; what lacks a title or keywords waits in quarantine with the reasons.</source>
        <translation>Prüft, was hereinkommt, bevor Arbeit hineingeht; was keinen Titel oder keine Stichwörter hat, wartet mit den Gründen in Quarantäne.</translation>
    </message>
    <message>
        <source>Inbox triage</source>
        <translation>Posteingang sichten</translation>
    </message>
    <message>
        <source>Reads every message of an inbox and tells on one page what to see first, what to answer, and what is for information.</source>
        <translation>Liest jede Nachricht eines Posteingangs und sagt auf einer Seite, was zuerst anzusehen, was zu beantworten und was nur zu wissen ist.</translation>
    </message>
    <message>
        <source>Dossier, stage by stage</source>
        <translation>Dossier, Stufe um Stufe</translation>
    </message>
    <message>
        <source>The whole way of a raw document: checked, cleaned, analysed, enriched, checked again, and shown to a person where it is unsure.</source>
        <translation>Der ganze Weg eines rohen Dokuments: geprüft, gereinigt, untersucht, angereichert, wieder geprüft und, wo es unsicher ist, einem Menschen gezeigt.</translation>
    </message>
    <message>
        <source>FAQ from a manual</source>
        <translation>Fragen und Antworten aus einem Handbuch</translation>
    </message>
    <message>
        <source>Turns a manual into questions and answers in the manual&apos;s own sentences.</source>
        <translation>Macht aus einem Handbuch Fragen und Antworten in dessen eigenen Sätzen.</translation>
    </message>
    <message>
        <source>Release digest</source>
        <translation>Übersicht einer Veröffentlichung</translation>
    </message>
    <message>
        <source>Reads a changelog or a log of commits and tells what changed, by kind and part of the product, each line with its place.</source>
        <translation>Liest ein Änderungsprotokoll oder eine Liste von Commits und sagt, was sich geändert hat, nach Art und Teil des Produkts, jede Zeile mit ihrer Stelle.</translation>
    </message>
    <message>
        <source>Table check</source>
        <translation>Tabelle prüfen</translation>
    </message>
    <message>
        <source>Brings the rows of a table into one form, checks them, looks customers up, and reports; broken rows wait to be mended.</source>
        <translation>Bringt die Zeilen einer Tabelle in eine Form, prüft sie, schlägt Kunden nach und berichtet; fehlerhafte Zeilen warten darauf, berichtigt zu werden.</translation>
    </message>
    <message>
        <source>Personal-data check</source>
        <translation>Personenbezogene Daten prüfen</translation>
    </message>
    <message>
        <source>Finds and masks addresses, numbers of phones, accounts and cards, and names, and reports what was found and how sure that is.</source>
        <translation>Findet und verdeckt Adressen, Telefon-, Konto- und Kartennummern und Namen und berichtet, was gefunden wurde und wie sicher das ist.</translation>
    </message>
    <message>
        <source>Duplicate finder</source>
        <translation>Doppeltes finden</translation>
    </message>
    <message>
        <source>Takes repeated entries out of a list, also those that only read alike, and says which stood for which.</source>
        <translation>Nimmt wiederholte Einträge aus einer Liste, auch solche, die sich nur ähnlich lesen, und sagt, welcher für welchen steht.</translation>
    </message>
    <message>
        <source>From a folder to a site</source>
        <translation>Vom Ordner zur Website</translation>
    </message>
    <message>
        <source>Makes pages of documents, with key points, names, dates and amounts, and a site with search, in a folder beside the workspace.</source>
        <translation>Macht aus Dokumenten Seiten mit Kernaussagen, Namen, Daten und Beträgen und daraus eine Website mit Suche, in einem Ordner neben dem Arbeitsbereich.</translation>
    </message>
    <message>
        <source>Catalogue by sensitivity</source>
        <translation>Verzeichnis nach Vertraulichkeit</translation>
    </message>
    <message>
        <source>Catalogues documents by type and subject and says how sensitive each is, and why: public, internal, personal, restricted.</source>
        <translation>Verzeichnet Dokumente nach Art und Thema und sagt, wie vertraulich jedes ist und warum: öffentlich, intern, persönlich, beschränkt.</translation>
    </message>
    <message>
        <source>Review desk</source>
        <translation>Prüftisch</translation>
    </message>
    <message>
        <source>Notices of a town wait for a person: with wrong dates, missing authors, personal data and repeats to be found.</source>
        <translation>Bekanntmachungen einer Stadt warten auf einen Menschen: mit falschen Daten, fehlenden Urhebern, persönlichen Angaben und Wiederholungen, die zu finden sind.</translation>
    </message>
</context>
<context>
    <name>Gesture</name>
    <message numerus="yes">
        <source>Move %n step(s)</source>
        <translation>
            <numerusform>%n Schritt verschieben</numerusform>
            <numerusform>%n Schritte verschieben</numerusform>
        </translation>
    </message>
    <message>
        <source>Move a note</source>
        <translation>Notiz verschieben</translation>
    </message>
    <message>
        <source>Put %1 into a link</source>
        <translation>%1 in eine Verbindung setzen</translation>
    </message>
    <message>
        <source>These steps cannot be linked.</source>
        <translation>Diese Schritte können nicht verbunden werden.</translation>
    </message>
    <message>
        <source>Take a link away</source>
        <translation>Eine Verbindung entfernen</translation>
    </message>
    <message>
        <source>Lead a link elsewhere</source>
        <translation>Verbindung anderswohin führen</translation>
    </message>
    <message>
        <source>Resize a note</source>
        <translation>Größe einer Notiz ändern</translation>
    </message>
</context>
<context>
    <name>InsertPopup</name>
    <message>
        <source>Generate</source>
        <translation>Erzeugen</translation>
    </message>
    <message>
        <source>Transform</source>
        <translation>Umformen</translation>
    </message>
    <message>
        <source>Check</source>
        <translation>Prüfen</translation>
    </message>
    <message>
        <source>Script</source>
        <translation>Skript</translation>
    </message>
    <message>
        <source>Extract</source>
        <translation>Herauslesen</translation>
    </message>
    <message>
        <source>Connect</source>
        <translation>Anbinden</translation>
    </message>
    <message>
        <source>Flow</source>
        <translation>Ablauf</translation>
    </message>
</context>
<context>
    <name>JsonAssist</name>
    <message>
        <source>usual</source>
        <translation>üblich</translation>
    </message>
</context>
<context>
    <name>MetricText</name>
    <message>
        <source>Lines</source>
        <translation>Linien</translation>
    </message>
    <message>
        <source>Areas</source>
        <translation>Flächen</translation>
    </message>
    <message>
        <source>Areas on each other</source>
        <translation>Gestapelte Flächen</translation>
    </message>
    <message>
        <source>Bars</source>
        <translation>Balken</translation>
    </message>
    <message>
        <source>Histogram</source>
        <translation>Histogramm</translation>
    </message>
    <message>
        <source>Heat map</source>
        <translation>Wärmekarte</translation>
    </message>
    <message>
        <source>Table</source>
        <translation>Tabelle</translation>
    </message>
    <message>
        <source>Number</source>
        <translation>Zahl</translation>
    </message>
    <message>
        <source>per second</source>
        <translation>je Sekunde</translation>
    </message>
    <message>
        <source>how many more</source>
        <translation>Zuwachs</translation>
    </message>
    <message>
        <source>mean</source>
        <translation>Mittel</translation>
    </message>
    <message>
        <source>least</source>
        <translation>kleinster</translation>
    </message>
    <message>
        <source>greatest</source>
        <translation>größter</translation>
    </message>
    <message>
        <source>last</source>
        <translation>zuletzt</translation>
    </message>
    <message>
        <source>sum</source>
        <translation>Summe</translation>
    </message>
    <message>
        <source>median</source>
        <translation>Median</translation>
    </message>
    <message>
        <source>90th percentile</source>
        <translation>90. Perzentil</translation>
    </message>
    <message>
        <source>95th percentile</source>
        <translation>95. Perzentil</translation>
    </message>
    <message>
        <source>99th percentile</source>
        <translation>99. Perzentil</translation>
    </message>
    <message>
        <source>99.9th percentile</source>
        <translation>99,9. Perzentil</translation>
    </message>
    <message>
        <source>how many of each size</source>
        <translation>wie viele von jeder Größe</translation>
    </message>
    <message>
        <source>Information</source>
        <translation>Hinweis</translation>
    </message>
    <message>
        <source>Warning</source>
        <translation>Warnung</translation>
    </message>
    <message>
        <source>Critical</source>
        <translation>Kritisch</translation>
    </message>
    <message>
        <source>All well</source>
        <translation>Alles gut</translation>
    </message>
    <message>
        <source>May be one soon</source>
        <translation>Vielleicht bald eines</translation>
    </message>
    <message>
        <source>Problem</source>
        <translation>Problem</translation>
    </message>
    <message>
        <source>Over</source>
        <translation>Vorbei</translation>
    </message>
    <message>
        <source>Silenced</source>
        <translation>Stumm</translation>
    </message>
    <message>
        <source>Healthy</source>
        <translation>Gesund</translation>
    </message>
    <message>
        <source>Degraded</source>
        <translation>Eingeschränkt</translation>
    </message>
    <message>
        <source>Failing</source>
        <translation>Gestört</translation>
    </message>
    <message>
        <source>Off</source>
        <translation>Aus</translation>
    </message>
</context>
<context>
    <name>Millrace</name>
    <message>
        <source>%1, anew as %2</source>
        <translation>%1, neu als %2</translation>
    </message>
    <message>
        <source>Passed over, since they write outside: %1</source>
        <translation>Übergangen, da sie nach außen schreiben: %1</translation>
    </message>
    <message>
        <source>adopted</source>
        <translation>übernommen</translation>
    </message>
    <message>
        <source>discarded</source>
        <translation>verworfen</translation>
    </message>
    <message>
        <source>open</source>
        <translation>offen</translation>
    </message>
</context>
<context>
    <name>Millrace::AffectedModel</name>
    <message>
        <source>Title</source>
        <translation>Titel</translation>
    </message>
    <message>
        <source>Kind</source>
        <translation>Art</translation>
    </message>
    <message>
        <source>Status</source>
        <translation>Status</translation>
    </message>
    <message>
        <source>How</source>
        <translation>Wie</translation>
    </message>
    <message>
        <source>Hops</source>
        <translation>Sprünge</translation>
    </message>
    <message>
        <source>Made</source>
        <translation>Entstanden</translation>
    </message>
</context>
<context>
    <name>Millrace::AffectedView</name>
    <message>
        <source>Export…</source>
        <translation>Exportieren…</translation>
    </message>
    <message>
        <source>What came of it</source>
        <translation>Was daraus wurde</translation>
    </message>
    <message>
        <source>What it came from</source>
        <translation>Woraus es entstand</translation>
    </message>
    <message>
        <source>Direction</source>
        <translation>Richtung</translation>
    </message>
    <message>
        <source>Everything</source>
        <translation>Alles</translation>
    </message>
    <message>
        <source>Kind</source>
        <translation>Art</translation>
    </message>
    <message>
        <source>Writes all of the list to a CSV or JSON file</source>
        <translation>Schreibt die ganze Liste in eine CSV- oder JSON-Datei</translation>
    </message>
    <message>
        <source>Everything affected</source>
        <translation>Alles Betroffene</translation>
    </message>
    <message>
        <source>Choose something in the graph first: what came of it is listed here.</source>
        <translation>Zuerst etwas im Graphen wählen: Was daraus wurde, wird hier aufgelistet.</translation>
    </message>
    <message numerus="yes">
        <source>Replay %n context(s)…</source>
        <translation>
            <numerusform>Einen Kontext wiederholen…</numerusform>
            <numerusform>%n Kontexte wiederholen…</numerusform>
        </translation>
    </message>
    <message>
        <source>Nothing came of “%1” so far.</source>
        <translation>Aus „%1“ wurde bisher nichts.</translation>
    </message>
    <message>
        <source>“%1” came from nothing else.</source>
        <translation>„%1“ entstand aus nichts anderem.</translation>
    </message>
    <message>
        <source>more than %1</source>
        <translation>mehr als %1</translation>
    </message>
    <message>
        <source>%1 listed</source>
        <translation>%1 aufgelistet</translation>
    </message>
    <message>
        <source>CSV (*.csv)</source>
        <translation>CSV (*.csv)</translation>
    </message>
    <message>
        <source>Export everything affected</source>
        <translation>Alles Betroffene exportieren</translation>
    </message>
    <message>
        <source>JSON (*.json)</source>
        <translation>JSON (*.json)</translation>
    </message>
    <message>
        <source>Writing the list</source>
        <translation>Die Liste wird geschrieben</translation>
    </message>
    <message numerus="yes">
        <source>%n row(s) written</source>
        <translation>
            <numerusform>Eine Zeile geschrieben</numerusform>
            <numerusform>%n Zeilen geschrieben</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Millrace::AgentsModel</name>
    <message>
        <source>Shut out</source>
        <translation>Ausgesperrt</translation>
    </message>
    <message numerus="yes">
        <source>%n call(s) wait for you</source>
        <translation>
            <numerusform>%n Aufruf wartet auf Sie</numerusform>
            <numerusform>%n Aufrufe warten auf Sie</numerusform>
        </translation>
    </message>
    <message>
        <source>Does %1</source>
        <translation>Tut gerade %1</translation>
    </message>
    <message>
        <source>Connected: %1</source>
        <translation>Verbunden: %1</translation>
    </message>
    <message>
        <source>Here last %1</source>
        <translation>Zuletzt hier %1</translation>
    </message>
    <message>
        <source>Was never here</source>
        <translation>War noch nie hier</translation>
    </message>
    <message>
        <source>Agent</source>
        <translation>Agent</translation>
    </message>
</context>
<context>
    <name>Millrace::AgentsPane</name>
    <message>
        <source>Agents may come in</source>
        <translation>Agenten dürfen herein</translation>
    </message>
    <message>
        <source>Programs on this computer that have a token may work in this workspace</source>
        <translation>Programme auf diesem Computer, die ein Token haben, dürfen in diesem Arbeitsbereich arbeiten</translation>
    </message>
    <message>
        <source>Agents</source>
        <translation>Agenten</translation>
    </message>
    <message>
        <source>Let an agent in…</source>
        <translation>Agenten hereinlassen …</translation>
    </message>
    <message>
        <source>Give a program that agents run in a token and what it has to be told</source>
        <translation>Einem Programm, in dem Agenten laufen, ein Token geben und was es wissen muss</translation>
    </message>
    <message>
        <source>About the agent</source>
        <translation>Über den Agenten</translation>
    </message>
    <message>
        <source>Waits for you</source>
        <translation>Wartet auf Sie</translation>
    </message>
    <message>
        <source>May do</source>
        <translation>Darf</translation>
    </message>
    <message>
        <source>Log</source>
        <translation>Protokoll</translation>
    </message>
    <message numerus="yes">
        <source>%n request(s) saved</source>
        <translation>
            <numerusform>%n Anfrage gespeichert</numerusform>
            <numerusform>%n Anfragen gespeichert</numerusform>
        </translation>
    </message>
    <message>
        <source>The configuration is in %1</source>
        <translation>Die Konfiguration steht in %1</translation>
    </message>
    <message>
        <source>As it was before it is in %1</source>
        <translation>Der bisherige Stand liegt in %1</translation>
    </message>
    <message>
        <source>Let an agent in</source>
        <translation>Einen Agenten hereinlassen</translation>
    </message>
    <message>
        <source>What waits for you</source>
        <translation>Was auf Sie wartet</translation>
    </message>
    <message>
        <source>What the agent may do</source>
        <translation>Was der Agent darf</translation>
    </message>
    <message>
        <source>What agents asked</source>
        <translation>Was Agenten gefragt haben</translation>
    </message>
    <message>
        <source>Shut the agent out</source>
        <translation>Den Agenten aussperren</translation>
    </message>
    <message>
        <source>Waits for you  %1</source>
        <translation>Wartet auf Sie  %1</translation>
    </message>
    <message numerus="yes">
        <source>%n agent(s) with a token</source>
        <translation>
            <numerusform>%n Agent mit Token</numerusform>
            <numerusform>%n Agenten mit Token</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n connected</source>
        <translation>
            <numerusform>%n verbunden</numerusform>
            <numerusform>%n verbunden</numerusform>
        </translation>
    </message>
    <message>
        <source>No agent was let in.</source>
        <translation>Kein Agent wurde hereingelassen.</translation>
    </message>
    <message>
        <source>No agent was let in yet. Each gets a token and rules of its own; what it does appears in this window under its name, and can be taken back.</source>
        <translation>Noch wurde kein Agent hereingelassen. Jeder bekommt ein Token und eigene Regeln; was er tut, erscheint in diesem Fenster unter seinem Namen und kann zurückgenommen werden.</translation>
    </message>
    <message>
        <source>%1 is shut out</source>
        <translation>%1 ist ausgesperrt</translation>
    </message>
    <message>
        <source>Its token is worth nothing any more; what it did stays</source>
        <translation>Sein Token gilt nicht mehr; was er getan hat, bleibt</translation>
    </message>
    <message>
        <source>“New token” lets it in again.</source>
        <translation>„Neues Token“ lässt ihn wieder herein.</translation>
    </message>
    <message numerus="yes">
        <source>%n thing(s) that %1 did can be taken back</source>
        <translation>
            <numerusform>%n Sache, die %1 getan hat, kann zurückgenommen werden</numerusform>
            <numerusform>%n Sachen, die %1 getan hat, können zurückgenommen werden</numerusform>
        </translation>
    </message>
    <message>
        <source>Nothing that %1 did can be taken back</source>
        <translation>Nichts von dem, was %1 getan hat, kann zurückgenommen werden</translation>
    </message>
    <message numerus="yes">
        <source>%n cannot</source>
        <translation>
            <numerusform>%n nicht</numerusform>
            <numerusform>%n nicht</numerusform>
        </translation>
    </message>
    <message>
        <source>Take back</source>
        <translation>Zurücknehmen</translation>
    </message>
    <message numerus="yes">
        <source>%n thing(s) that %1 did were taken back</source>
        <translation>
            <numerusform>%n Sache, die %1 getan hat, wurde zurückgenommen</numerusform>
            <numerusform>%n Sachen, die %1 getan hat, wurden zurückgenommen</numerusform>
        </translation>
    </message>
    <message>
        <source>Try tools</source>
        <translation>Werkzeuge ausprobieren</translation>
    </message>
    <message>
        <source>Call the tools of this workspace, or of another MCP server, by hand</source>
        <translation>Die Werkzeuge dieses Arbeitsbereichs oder eines anderen MCP-Servers von Hand aufrufen</translation>
    </message>
    <message>
        <source>Try</source>
        <translation>Ausprobieren</translation>
    </message>
    <message>
        <source>Call a tool by hand</source>
        <translation>Ein Werkzeug von Hand aufrufen</translation>
    </message>
</context>
<context>
    <name>Millrace::AlertsModel</name>
    <message>
        <source>silenced until %1</source>
        <translation>stumm bis %1</translation>
    </message>
    <message>
        <source>acknowledged</source>
        <translation>bestätigt</translation>
    </message>
    <message>
        <source>acknowledged by %1</source>
        <translation>bestätigt von %1</translation>
    </message>
    <message>
        <source>Severity</source>
        <translation>Schwere</translation>
    </message>
    <message>
        <source>Problem</source>
        <translation>Problem</translation>
    </message>
    <message>
        <source>What was seen</source>
        <translation>Was gesehen wurde</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Zustand</translation>
    </message>
    <message>
        <source>Since</source>
        <translation>Seit</translation>
    </message>
</context>
<context>
    <name>Millrace::AlertsView</name>
    <message>
        <source>Problems</source>
        <translation>Probleme</translation>
    </message>
    <message>
        <source>Rules</source>
        <translation>Regeln</translation>
    </message>
    <message>
        <source>Acknowledge</source>
        <translation>Bestätigen</translation>
    </message>
    <message>
        <source>Acknowledge all</source>
        <translation>Alle bestätigen</translation>
    </message>
    <message>
        <source>New rule…</source>
        <translation>Neue Regel…</translation>
    </message>
    <message>
        <source>Edit…</source>
        <translation>Bearbeiten…</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>Entfernen</translation>
    </message>
    <message>
        <source>No problems. What a rule finds stays here until somebody has acknowledged it, even when it is over.</source>
        <translation>Keine Probleme. Was eine Regel findet, bleibt hier, bis es jemand bestätigt hat, auch wenn es vorbei ist.</translation>
    </message>
    <message>
        <source>Silence</source>
        <translation>Stummschalten</translation>
    </message>
    <message>
        <source>Tell nobody of this rule for a while; what it finds is still listed</source>
        <translation>Eine Zeit lang niemandem von dieser Regel sagen; was sie findet, steht weiter in der Liste</translation>
    </message>
    <message>
        <source>For an hour</source>
        <translation>Für eine Stunde</translation>
    </message>
    <message>
        <source>For eight hours</source>
        <translation>Für acht Stunden</translation>
    </message>
    <message>
        <source>For a day</source>
        <translation>Für einen Tag</translation>
    </message>
    <message>
        <source>For a week</source>
        <translation>Für eine Woche</translation>
    </message>
    <message>
        <source>Not any more</source>
        <translation>Nicht mehr</translation>
    </message>
    <message>
        <source>Acknowledge the chosen problems</source>
        <translation>Die gewählten Probleme bestätigen</translation>
    </message>
    <message>
        <source>Acknowledge all problems</source>
        <translation>Alle Probleme bestätigen</translation>
    </message>
    <message>
        <source>New rule</source>
        <translation>Neue Regel</translation>
    </message>
    <message>
        <source>Edit the rule</source>
        <translation>Regel bearbeiten</translation>
    </message>
    <message>
        <source>Remove the rule</source>
        <translation>Regel entfernen</translation>
    </message>
    <message>
        <source>until %1</source>
        <translation>bis %1</translation>
    </message>
    <message>
        <source>Silenced: %1</source>
        <translation>Stumm: %1</translation>
    </message>
    <message>
        <source>Watch</source>
        <translation>Überwachen</translation>
    </message>
    <message>
        <source>Do not watch</source>
        <translation>Nicht überwachen</translation>
    </message>
    <message>
        <source>The rule &quot;%1&quot; was removed</source>
        <translation>Die Regel „%1“ wurde entfernt</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>Rückgängig</translation>
    </message>
</context>
<context>
    <name>Millrace::AnswersDialog</name>
    <message numerus="yes">
        <source>%1: %n items</source>
        <translation>
            <numerusform>%1: %n Eintrag</numerusform>
            <numerusform>%1: %n Einträge</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>The same answers count for each of the %n items.</source>
        <translation>
            <numerusform>Die Antworten gelten für den %n Eintrag.</numerusform>
            <numerusform>Dieselben Antworten gelten für jeden der %n Einträge.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Decide %n items</source>
        <translation>
            <numerusform>%n Eintrag entscheiden</numerusform>
            <numerusform>%n Einträge entscheiden</numerusform>
        </translation>
    </message>
    <message>
        <source>An answer is needed</source>
        <translation>Eine Antwort wird gebraucht</translation>
    </message>
</context>
<context>
    <name>Millrace::BoardDocument</name>
    <message>
        <source>Add a panel</source>
        <translation>Feld hinzufügen</translation>
    </message>
    <message>
        <source>Edit &quot;%1&quot;</source>
        <translation>„%1“ bearbeiten</translation>
    </message>
    <message>
        <source>Remove &quot;%1&quot;</source>
        <translation>„%1“ entfernen</translation>
    </message>
    <message>
        <source>Move a panel</source>
        <translation>Feld verschieben</translation>
    </message>
    <message>
        <source>Rename the dashboard</source>
        <translation>Übersicht umbenennen</translation>
    </message>
</context>
<context>
    <name>Millrace::BoardView</name>
    <message>
        <source>Dashboard</source>
        <translation>Übersicht</translation>
    </message>
    <message>
        <source>Time that is shown</source>
        <translation>Gezeigte Zeit</translation>
    </message>
    <message>
        <source>Compared with</source>
        <translation>Verglichen mit</translation>
    </message>
    <message>
        <source>Add a panel</source>
        <translation>Feld hinzufügen</translation>
    </message>
    <message>
        <source>Add a panel…</source>
        <translation>Feld hinzufügen…</translation>
    </message>
    <message>
        <source>Edit the panel…</source>
        <translation>Feld bearbeiten…</translation>
    </message>
    <message>
        <source>Enlarge the panel, or make it small again</source>
        <translation>Feld vergrößern oder wieder verkleinern</translation>
    </message>
    <message>
        <source>Duplicate the panel</source>
        <translation>Feld verdoppeln</translation>
    </message>
    <message>
        <source>Remove the panel</source>
        <translation>Feld entfernen</translation>
    </message>
    <message>
        <source>Export the panel…</source>
        <translation>Feld exportieren…</translation>
    </message>
    <message>
        <source>Go on by itself, or stand still</source>
        <translation>Von selbst weiterlaufen oder anhalten</translation>
    </message>
    <message>
        <source>Back to the time shown before</source>
        <translation>Zurück zur vorher gezeigten Zeit</translation>
    </message>
    <message>
        <source>Write a note at the crosshair…</source>
        <translation>Notiz beim Fadenkreuz schreiben…</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>Rückgängig</translation>
    </message>
    <message>
        <source>Redo</source>
        <translation>Wiederherstellen</translation>
    </message>
    <message>
        <source>Next dashboard</source>
        <translation>Nächste Übersicht</translation>
    </message>
    <message>
        <source>New dashboard…</source>
        <translation>Neue Übersicht…</translation>
    </message>
    <message>
        <source>Duplicate the dashboard…</source>
        <translation>Übersicht verdoppeln…</translation>
    </message>
    <message>
        <source>Rename the dashboard…</source>
        <translation>Übersicht umbenennen…</translation>
    </message>
    <message>
        <source>Reset the dashboard to how it came</source>
        <translation>Übersicht auf den Auslieferungszustand zurücksetzen</translation>
    </message>
    <message>
        <source>Remove the dashboard</source>
        <translation>Übersicht entfernen</translation>
    </message>
    <message>
        <source>Export the dashboard…</source>
        <translation>Übersicht exportieren…</translation>
    </message>
    <message>
        <source>Not compared</source>
        <translation>Ohne Vergleich</translation>
    </message>
    <message>
        <source>With the time before</source>
        <translation>Mit der Zeit davor</translation>
    </message>
    <message>
        <source>With a day earlier</source>
        <translation>Mit einem Tag früher</translation>
    </message>
    <message>
        <source>With a week earlier</source>
        <translation>Mit einer Woche früher</translation>
    </message>
    <message>
        <source>What can be done with this dashboard</source>
        <translation>Was mit dieser Übersicht getan werden kann</translation>
    </message>
    <message numerus="yes">
        <source>and %n more line(s)</source>
        <translation>
            <numerusform>und %n Linie mehr</numerusform>
            <numerusform>und %n Linien mehr</numerusform>
        </translation>
    </message>
    <message>
        <source>Live</source>
        <translation>Live</translation>
    </message>
    <message>
        <source>Paused</source>
        <translation>Angehalten</translation>
    </message>
    <message>
        <source>A time that is over does not go on. Choose one of the last hours or days for that.</source>
        <translation>Eine vergangene Zeit läuft nicht weiter. Wähle dafür eine der letzten Stunden oder Tage.</translation>
    </message>
    <message>
        <source>Stand still</source>
        <translation>Anhalten</translation>
    </message>
    <message>
        <source>Go on by itself</source>
        <translation>Von selbst weiterlaufen</translation>
    </message>
    <message>
        <source>This dashboard has no panels yet. Each shows one or more metrics as lines, bars, a table or a number.</source>
        <translation>Diese Übersicht hat noch keine Felder. Jedes zeigt eine oder mehrere Messgrößen als Linien, Balken, Tabelle oder Zahl.</translation>
    </message>
    <message>
        <source>%1 (copy)</source>
        <translation>%1 (Kopie)</translation>
    </message>
    <message>
        <source>New dashboard</source>
        <translation>Neue Übersicht</translation>
    </message>
    <message>
        <source>Its title</source>
        <translation>Titel</translation>
    </message>
    <message>
        <source>Duplicate the dashboard</source>
        <translation>Übersicht verdoppeln</translation>
    </message>
    <message>
        <source>Title of the copy</source>
        <translation>Titel der Kopie</translation>
    </message>
    <message>
        <source>Rename the dashboard</source>
        <translation>Übersicht umbenennen</translation>
    </message>
    <message>
        <source>The dashboard &quot;%1&quot; was removed</source>
        <translation>Die Übersicht „%1“ wurde entfernt</translation>
    </message>
    <message>
        <source>Reset the dashboard</source>
        <translation>Übersicht zurücksetzen</translation>
    </message>
    <message>
        <source>Note at %1</source>
        <translation>Notiz bei %1</translation>
    </message>
    <message>
        <source>What happened then</source>
        <translation>Was dann geschah</translation>
    </message>
    <message>
        <source>Export</source>
        <translation>Exportieren</translation>
    </message>
    <message>
        <source>Page with its data (*.html)</source>
        <translation>Seite mit ihren Daten (*.html)</translation>
    </message>
    <message>
        <source>Picture (*.png)</source>
        <translation>Bild (*.png)</translation>
    </message>
    <message>
        <source>Drawing (*.svg)</source>
        <translation>Zeichnung (*.svg)</translation>
    </message>
    <message>
        <source>Values (*.csv)</source>
        <translation>Werte (*.csv)</translation>
    </message>
    <message>
        <source>Exported</source>
        <translation>Exportiert</translation>
    </message>
</context>
<context>
    <name>Millrace::BottomPanel</name>
    <message>
        <source>No messages since the window was opened.</source>
        <translation>Keine Meldungen, seit das Fenster offen ist.</translation>
    </message>
    <message>
        <source>Messages</source>
        <translation>Meldungen</translation>
    </message>
    <message>
        <source>Log</source>
        <translation>Protokoll</translation>
    </message>
    <message>
        <source>Hide this panel (Ctrl+J)</source>
        <translation>Diese Leiste ausblenden (Strg+J)</translation>
    </message>
</context>
<context>
    <name>Millrace::Canvas</name>
    <message>
        <source>Pipeline</source>
        <translation>Pipeline</translation>
    </message>
    <message>
        <source>%1, %2, step %3 of %4</source>
        <translation>%1, %2, Schritt %3 von %4</translation>
    </message>
    <message>
        <source>, leads nowhere</source>
        <translation>, führt nirgendwohin</translation>
    </message>
    <message>
        <source>, leads to %1</source>
        <translation>, führt zu %1</translation>
    </message>
    <message>
        <source>, has a problem</source>
        <translation>, hat ein Problem</translation>
    </message>
    <message>
        <source>The way into %1</source>
        <translation>Der Weg in %1</translation>
    </message>
    <message>
        <source>%1 leaves %2 here: draw a link from it</source>
        <translation>%1 verlässt %2 hier: von hier eine Verbindung ziehen</translation>
    </message>
    <message>
        <source>From %1 by “%2” to %3</source>
        <translation>Von %1 über „%2“ zu %3</translation>
    </message>
    <message numerus="yes">
        <source>%n wait(s); double click lists them</source>
        <translation>
            <numerusform>%n wartet; Doppelklick listet ihn auf</numerusform>
            <numerusform>%n warten; Doppelklick listet sie auf</numerusform>
        </translation>
    </message>
    <message>
        <source>full: the step before it holds back</source>
        <translation>voll: der Schritt davor hält zurück</translation>
    </message>
    <message numerus="yes">
        <source>Delete %n step(s)</source>
        <translation>
            <numerusform>%n Schritt löschen</numerusform>
            <numerusform>%n Schritte löschen</numerusform>
        </translation>
    </message>
    <message>
        <source>Take a link away</source>
        <translation>Eine Verbindung entfernen</translation>
    </message>
    <message>
        <source>Delete a note</source>
        <translation>Eine Notiz löschen</translation>
    </message>
    <message>
        <source>Ungroup</source>
        <translation>Gruppe auflösen</translation>
    </message>
    <message numerus="yes">
        <source>Move %n step(s)</source>
        <translation>
            <numerusform>%n Schritt verschieben</numerusform>
            <numerusform>%n Schritte verschieben</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Align %n step(s)</source>
        <translation>
            <numerusform>%n Schritt ausrichten</numerusform>
            <numerusform>%n Schritte ausrichten</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Distribute %n step(s)</source>
        <translation>
            <numerusform>%n Schritt verteilen</numerusform>
            <numerusform>%n Schritte verteilen</numerusform>
        </translation>
    </message>
    <message>
        <source>Group</source>
        <translation>Gruppe</translation>
    </message>
    <message numerus="yes">
        <source>Group %n step(s)</source>
        <translation>
            <numerusform>%n Schritt gruppieren</numerusform>
            <numerusform>%n Schritte gruppieren</numerusform>
        </translation>
    </message>
    <message>
        <source>Note</source>
        <translation>Notiz</translation>
    </message>
    <message>
        <source>Add a note</source>
        <translation>Notiz hinzufügen</translation>
    </message>
    <message numerus="yes">
        <source>Cut %n step(s)</source>
        <translation>
            <numerusform>%n Schritt ausschneiden</numerusform>
            <numerusform>%n Schritte ausschneiden</numerusform>
        </translation>
    </message>
    <message>
        <source>Nothing was pasted.</source>
        <translation>Nichts wurde eingefügt.</translation>
    </message>
    <message>
        <source>What is on the clipboard is neither steps nor a pipeline.</source>
        <translation>In der Zwischenablage sind weder Schritte noch eine Pipeline.</translation>
    </message>
    <message numerus="yes">
        <source>Paste %n step(s)</source>
        <translation>
            <numerusform>%n Schritt einfügen</numerusform>
            <numerusform>%n Schritte einfügen</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Duplicate %n step(s)</source>
        <translation>
            <numerusform>%n Schritt verdoppeln</numerusform>
            <numerusform>%n Schritte verdoppeln</numerusform>
        </translation>
    </message>
    <message>
        <source>Add %1</source>
        <translation>%1 hinzufügen</translation>
    </message>
    <message>
        <source>These steps cannot be linked.</source>
        <translation>Diese Schritte können nicht verbunden werden.</translation>
    </message>
    <message>
        <source>Link %1 to %2</source>
        <translation>%1 mit %2 verbinden</translation>
    </message>
    <message numerus="yes">
        <source>%n context(s) here; W lists them</source>
        <translation>
            <numerusform>Ein Kontext hier; W listet ihn</numerusform>
            <numerusform>%n Kontexte hier; W listet sie</numerusform>
        </translation>
    </message>
    <message>
        <source>What comes into %1 goes through this pipeline</source>
        <translation>Was in %1 ankommt, läuft durch diese Pipeline</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1: %2</translation>
    </message>
    <message>
        <source>Arrow keys go along the links, L goes to a step&apos;s links, G to notes and groups, slash adds a step, Enter opens what is chosen.</source>
        <translation>Pfeiltasten gehen an den Verbindungen entlang, L zu den Verbindungen eines Schritts, G zu Notizen und Gruppen, der Schrägstrich fügt einen Schritt hinzu, die Eingabetaste öffnet das Gewählte.</translation>
    </message>
    <message>
        <source>, reads %1</source>
        <translation>, liest %1</translation>
    </message>
    <message>
        <source>, adds %1</source>
        <translation>, ergänzt %1</translation>
    </message>
    <message>
        <source>where %1</source>
        <translation>wenn %1</translation>
    </message>
    <message numerus="yes">
        <source>%n wait(s); W lists them</source>
        <translation>
            <numerusform>%n wartet; W listet ihn auf</numerusform>
            <numerusform>%n warten; W listet sie auf</numerusform>
        </translation>
    </message>
    <message>
        <source>Note: %1</source>
        <translation>Notiz: %1</translation>
    </message>
    <message numerus="yes">
        <source>Group %1, %n step(s)</source>
        <translation>
            <numerusform>Gruppe %1, %n Schritt</numerusform>
            <numerusform>Gruppe %1, %n Schritte</numerusform>
        </translation>
    </message>
    <message>
        <source>Move a note</source>
        <translation>Eine Notiz verschieben</translation>
    </message>
    <message>
        <source>Resize a note</source>
        <translation>Die Größe einer Notiz ändern</translation>
    </message>
    <message>
        <source>Lead a link elsewhere</source>
        <translation>Eine Verbindung anderswohin führen</translation>
    </message>
    <message>
        <source>Put %1 into a link</source>
        <translation>%1 in eine Verbindung einsetzen</translation>
    </message>
    <message>
        <source>it reads %1</source>
        <translation>er liest %1</translation>
    </message>
    <message>
        <source>it adds %1</source>
        <translation>er ergänzt %1</translation>
    </message>
    <message>
        <source>No link is here.</source>
        <translation>Hier ist keine Verbindung.</translation>
    </message>
    <message>
        <source>There is neither a note nor a group.</source>
        <translation>Es gibt weder eine Notiz noch eine Gruppe.</translation>
    </message>
    <message>
        <source>It is let go with the next step.</source>
        <translation>Beim nächsten Schritt ist er nicht mehr gewählt.</translation>
    </message>
    <message>
        <source>It stays chosen while you go on.</source>
        <translation>Er bleibt gewählt, während Sie weitergehen.</translation>
    </message>
</context>
<context>
    <name>Millrace::CollectionSettings</name>
    <message>
        <source>Measure how everything runs</source>
        <translation>Messen, wie alles läuft</translation>
    </message>
    <message>
        <source>Who else gets them</source>
        <translation>Wer sie noch bekommt</translation>
    </message>
    <message>
        <source>Prometheus may read them at /metrics</source>
        <translation>Prometheus darf sie unter /metrics lesen</translation>
    </message>
    <message>
        <source>Send them by OpenTelemetry</source>
        <translation>Über OpenTelemetry senden</translation>
    </message>
    <message>
        <source>Address of the collector</source>
        <translation>Adresse des Sammlers</translation>
    </message>
    <message>
        <source>Seconds between two sendings</source>
        <translation>Sekunden zwischen zwei Sendungen</translation>
    </message>
    <message>
        <source>Send them to Graphite</source>
        <translation>An Graphite senden</translation>
    </message>
    <message>
        <source>Host</source>
        <translation>Rechner</translation>
    </message>
    <message>
        <source>Port</source>
        <translation>Port</translation>
    </message>
    <message>
        <source>Prefix of the names</source>
        <translation>Vorsatz der Namen</translation>
    </message>
    <message>
        <source>Collection of metrics</source>
        <translation>Sammlung der Messwerte</translation>
    </message>
    <message>
        <source>Ten seconds each</source>
        <translation>Je zehn Sekunden</translation>
    </message>
    <message>
        <source>A minute each</source>
        <translation>Je Minute</translation>
    </message>
    <message>
        <source>An hour each</source>
        <translation>Je Stunde</translation>
    </message>
    <message>
        <source>A day each</source>
        <translation>Je Tag</translation>
    </message>
    <message>
        <source>How long they are kept</source>
        <translation>Wie lange sie behalten werden</translation>
    </message>
    <message>
        <source>for ever</source>
        <translation>für immer</translation>
    </message>
    <message>
        <source> d</source>
        <translation> T</translation>
    </message>
    <message>
        <source>To</source>
        <translation>An</translation>
    </message>
    <message>
        <source> s</source>
        <translation> s</translation>
    </message>
    <message>
        <source>Every</source>
        <translation>Alle</translation>
    </message>
    <message>
        <source>Prefix</source>
        <translation>Vorsatz</translation>
    </message>
    <message>
        <source>Keep the changes</source>
        <translation>Änderungen behalten</translation>
    </message>
    <message>
        <source>They take %1</source>
        <translation>Sie brauchen %1</translation>
    </message>
    <message>
        <source>since %1</source>
        <translation>seit %1</translation>
    </message>
</context>
<context>
    <name>Millrace::ColumnsDialog</name>
    <message>
        <source>Move &amp;up</source>
        <translation>Nach &amp;oben</translation>
    </message>
    <message>
        <source>Move &amp;down</source>
        <translation>Nach &amp;unten</translation>
    </message>
    <message>
        <source>&amp;Remove</source>
        <translation>&amp;Entfernen</translation>
    </message>
    <message>
        <source>&amp;Add column</source>
        <translation>Spalte &amp;hinzufügen</translation>
    </message>
    <message>
        <source>Columns</source>
        <translation>Spalten</translation>
    </message>
    <message>
        <source>Move the column to the left (Alt+U)</source>
        <translation>Die Spalte nach links rücken (Alt+O)</translation>
    </message>
    <message>
        <source>Move the column to the right (Alt+D)</source>
        <translation>Die Spalte nach rechts rücken (Alt+U)</translation>
    </message>
    <message>
        <source>Remove the field&apos;s column (Alt+R)</source>
        <translation>Die Spalte des Feldes entfernen (Alt+E)</translation>
    </message>
    <message>
        <source>JMESPath expression</source>
        <translation>JMESPath-Ausdruck</translation>
    </message>
    <message>
        <source>&amp;Field of the document (JMESPath)</source>
        <translation>&amp;Feld des Dokuments (JMESPath)</translation>
    </message>
    <message>
        <source>Usual columns</source>
        <translation>Übliche Spalten</translation>
    </message>
    <message>
        <source>Apply</source>
        <translation>Anwenden</translation>
    </message>
    <message>
        <source>There is no context yet to try it on.</source>
        <translation>Noch ist kein Kontext da, an dem er sich prüfen ließe.</translation>
    </message>
    <message>
        <source>Nothing there in the chosen context.</source>
        <translation>Im gewählten Kontext steht dort nichts.</translation>
    </message>
    <message>
        <source>Here: %1</source>
        <translation>Hier: %1</translation>
    </message>
</context>
<context>
    <name>Millrace::CommandPalette</name>
    <message>
        <source>Command palette</source>
        <translation>Befehlspalette</translation>
    </message>
    <message>
        <source>Type to find a command</source>
        <translation>Tippen findet einen Befehl</translation>
    </message>
    <message>
        <source>No command has these letters.</source>
        <translation>Kein Befehl hat diese Buchstaben.</translation>
    </message>
    <message>
        <source>%1 — Return goes on, Escape leaves.</source>
        <translation>%1 — Eingabe geht weiter, Esc verlässt.</translation>
    </message>
</context>
<context>
    <name>Millrace::CommandRunner</name>
    <message>
        <source>%1: done</source>
        <translation>%1: erledigt</translation>
    </message>
    <message>
        <source>Show the answer</source>
        <translation>Antwort zeigen</translation>
    </message>
    <message>
        <source>Checking the workspace</source>
        <translation>Arbeitsbereich wird geprüft</translation>
    </message>
    <message>
        <source>The workspace is sound</source>
        <translation>Der Arbeitsbereich ist in Ordnung</translation>
    </message>
    <message>
        <source>Structure, hashes, histories and sums agree</source>
        <translation>Aufbau, Prüfsummen, Verläufe und Summen stimmen überein</translation>
    </message>
    <message>
        <source>The workspace has damage</source>
        <translation>Der Arbeitsbereich hat Schaden</translation>
    </message>
    <message>
        <source>Save a copy before anything else; “millrace check” lists all of it</source>
        <translation>Vor allem anderen eine Kopie speichern; „millrace check“ führt alles auf</translation>
    </message>
</context>
<context>
    <name>Millrace::CommentList</name>
    <message>
        <source>New comment</source>
        <translation>Neuer Kommentar</translation>
    </message>
    <message>
        <source>Comment</source>
        <translation>Kommentar</translation>
    </message>
    <message>
        <source>%1, %2</source>
        <translation>%1, %2</translation>
    </message>
    <message>
        <source>Open it again</source>
        <translation>Wieder öffnen</translation>
    </message>
    <message>
        <source>Resolve</source>
        <translation>Erledigen</translation>
    </message>
    <message>
        <source>Open the comment again: %1</source>
        <translation>Den Kommentar wieder öffnen: %1</translation>
    </message>
    <message>
        <source>Resolve the comment: %1</source>
        <translation>Den Kommentar erledigen: %1</translation>
    </message>
    <message>
        <source>resolved by %1</source>
        <translation>erledigt von %1</translation>
    </message>
    <message>
        <source>Comment on “%1”</source>
        <translation>Kommentar zu „%1“</translation>
    </message>
</context>
<context>
    <name>Millrace::ComponentList</name>
    <message>
        <source>Find a step</source>
        <translation>Schritt suchen</translation>
    </message>
    <message>
        <source>Steps to add</source>
        <translation>Schritte zum Hinzufügen</translation>
    </message>
    <message>
        <source>Cannot be loaded</source>
        <translation>Nicht ladbar</translation>
    </message>
    <message>
        <source>What the step does and needs</source>
        <translation>Was der Schritt tut und braucht</translation>
    </message>
    <message>
        <source>%1 cannot be loaded: %2</source>
        <translation>%1 lässt sich nicht laden: %2</translation>
    </message>
</context>
<context>
    <name>Millrace::ComponentNeeds</name>
    <message>
        <source>uses the network</source>
        <translation>benutzt das Netz</translation>
    </message>
    <message>
        <source>writes outside</source>
        <translation>schreibt nach außen</translation>
    </message>
    <message>
        <source>reads the workspace</source>
        <translation>liest den Arbeitsbereich</translation>
    </message>
    <message>
        <source>runs in a process of its own</source>
        <translation>läuft in einem eigenen Prozess</translation>
    </message>
    <message>
        <source>from the plugin %1</source>
        <translation>aus der Erweiterung %1</translation>
    </message>
</context>
<context>
    <name>Millrace::ConfidenceView</name>
    <message>
        <source>Confidence</source>
        <translation>Konfidenz</translation>
    </message>
    <message>
        <source>Accuracy</source>
        <translation>Richtigkeit</translation>
    </message>
    <message>
        <source>Completeness</source>
        <translation>Vollständigkeit</translation>
    </message>
    <message>
        <source>Consistency</source>
        <translation>Widerspruchsfreiheit</translation>
    </message>
    <message>
        <source>Timeliness</source>
        <translation>Aktualität</translation>
    </message>
    <message>
        <source>Validity</source>
        <translation>Gültigkeit</translation>
    </message>
    <message>
        <source>Uniqueness</source>
        <translation>Eindeutigkeit</translation>
    </message>
    <message>
        <source>Classification</source>
        <translation>Einordnung</translation>
    </message>
    <message>
        <source>Extraction</source>
        <translation>Auszug</translation>
    </message>
    <message>
        <source>Quality</source>
        <translation>Qualität</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>Modell</translation>
    </message>
    <message>
        <source>Grounding in the source</source>
        <translation>Rückhalt in der Quelle</translation>
    </message>
    <message>
        <source>%1 %2, the weakest</source>
        <translation>%1 %2, der schwächste Teil</translation>
    </message>
    <message>
        <source>%1 %2</source>
        <translation>%1 %2</translation>
    </message>
    <message>
        <source>would approve itself; asked to check</source>
        <translation>gäbe sich selbst frei; zur Kontrolle gefragt</translation>
    </message>
    <message>
        <source>approves itself from %1</source>
        <translation>gibt sich ab %1 selbst frei</translation>
    </message>
    <message>
        <source>goes to quarantine below %1</source>
        <translation>geht unter %1 in Quarantäne</translation>
    </message>
    <message>
        <source>Weight %1</source>
        <translation>Gewicht %1</translation>
    </message>
    <message>
        <source>Weight %1, from %2</source>
        <translation>Gewicht %1, aus %2</translation>
    </message>
    <message numerus="yes">
        <source>%1 of %n checks broken</source>
        <translation>
            <numerusform>%1 von %n Prüfung verletzt</numerusform>
            <numerusform>%1 von %n Prüfungen verletzt</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n checks, none broken</source>
        <translation>
            <numerusform>%n Prüfung, nicht verletzt</numerusform>
            <numerusform>%n Prüfungen, keine verletzt</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 %2, %3</source>
        <translation>%1 %2, %3</translation>
    </message>
</context>
<context>
    <name>Millrace::ConfigEditor</name>
    <message>
        <source>Settings as JSON</source>
        <translation>Einstellungen als JSON</translation>
    </message>
    <message>
        <source>Line %1: %2</source>
        <translation>Zeile %1: %2</translation>
    </message>
    <message>
        <source>An object is needed: { … }</source>
        <translation>Ein Objekt wird gebraucht: { … }</translation>
    </message>
</context>
<context>
    <name>Millrace::ConnectView</name>
    <message>
        <source>Let an agent in</source>
        <translation>Einen Agenten hereinlassen</translation>
    </message>
    <message>
        <source>Let it in</source>
        <translation>Hereinlassen</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>It may come in. Its token stands below, this once: Millrace keeps none. Give it to the program now, by either way.</source>
        <translation>Er darf herein. Sein Token steht unten, dieses eine Mal: Millrace bewahrt keines auf. Geben Sie es dem Programm jetzt, auf dem einen oder anderen Weg.</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>Kopieren</translation>
    </message>
    <message>
        <source>Write into its file</source>
        <translation>In seine Datei schreiben</translation>
    </message>
    <message>
        <source>Program</source>
        <translation>Programm</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>Configuration</source>
        <translation>Konfiguration</translation>
    </message>
    <message>
        <source>Put the configuration on the clipboard</source>
        <translation>Die Konfiguration in die Zwischenablage legen</translation>
    </message>
    <message>
        <source>What the file holds besides stays, and a copy of it as it was is kept beside it</source>
        <translation>Was sonst in der Datei steht, bleibt, und eine Kopie des bisherigen Stands liegt daneben</translation>
    </message>
    <message>
        <source>It reads and proposes; you are asked about the first change of each kind, and about everything that destroys. You can change that at any time.</source>
        <translation>Er liest und schlägt vor; zur ersten Änderung jeder Art und zu allem, was löscht oder beendet, werden Sie gefragt. Das können Sie jederzeit ändern.</translation>
    </message>
    <message>
        <source>Leave the form</source>
        <translation>Das Formular verlassen</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>Fertig</translation>
    </message>
    <message>
        <source>%1 looks for it in %2</source>
        <translation>%1 sucht sie in %2</translation>
    </message>
</context>
<context>
    <name>Millrace::ContextDetail</name>
    <message>
        <source>Retry</source>
        <translation>Wiederholen</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Choose a context to see its text, its way and what each step changed.</source>
        <translation>Einen Kontext wählen, um seinen Text, seinen Weg und die Änderungen jedes Schritts zu sehen.</translation>
    </message>
    <message>
        <source>Copy the id (Ctrl+I)</source>
        <translation>Die Id kopieren (Strg+I)</translation>
    </message>
    <message>
        <source>Copy the id</source>
        <translation>Id kopieren</translation>
    </message>
    <message>
        <source>Try the step again (R)</source>
        <translation>Den Schritt wiederholen (R)</translation>
    </message>
    <message>
        <source>Cancel this context: it stays as it is and nothing follows (Shift+Del)</source>
        <translation>Diesen Kontext abbrechen: Er bleibt, wie er ist, und nichts folgt (Umschalt+Entf)</translation>
    </message>
    <message>
        <source>Text…</source>
        <translation>Text…</translation>
    </message>
    <message>
        <source>Document as JSON…</source>
        <translation>Dokument als JSON…</translation>
    </message>
    <message>
        <source>Export this context</source>
        <translation>Diesen Kontext exportieren</translation>
    </message>
    <message>
        <source>History</source>
        <translation>Verlauf</translation>
    </message>
    <message>
        <source>Reading</source>
        <translation>Lesen</translation>
    </message>
    <message>
        <source>Document</source>
        <translation>Dokument</translation>
    </message>
    <message>
        <source>Diff</source>
        <translation>Vergleich</translation>
    </message>
    <message>
        <source>%1 (Alt+%2)</source>
        <translation>%1 (Alt+%2)</translation>
    </message>
    <message>
        <source>Untitled</source>
        <translation>Ohne Titel</translation>
    </message>
    <message>
        <source>left by %1</source>
        <translation>verlassen durch %1</translation>
    </message>
    <message>
        <source>replaced by %1</source>
        <translation>ersetzt durch %1</translation>
    </message>
    <message>
        <source>0 · as submitted</source>
        <translation>0 · wie eingereicht</translation>
    </message>
    <message>
        <source>%1 · %2</source>
        <translation>%1 · %2</translation>
    </message>
    <message>
        <source>After step %1</source>
        <translation>Nach Schritt %1</translation>
    </message>
    <message>
        <source>Export</source>
        <translation>Exportieren</translation>
    </message>
    <message>
        <source>Export this context…</source>
        <translation>Diesen Kontext exportieren…</translation>
    </message>
    <message>
        <source>Copy this context&apos;s id</source>
        <translation>Die Id dieses Kontexts kopieren</translation>
    </message>
    <message>
        <source>Go to the timeline</source>
        <translation>Zur Zeitleiste</translation>
    </message>
    <message>
        <source>Show: %1</source>
        <translation>Zeigen: %1</translation>
    </message>
    <message>
        <source>Export this context (Ctrl+Alt+E)</source>
        <translation>Diesen Kontext exportieren (Strg+Alt+E)</translation>
    </message>
</context>
<context>
    <name>Millrace::ContextsPane</name>
    <message>
        <source>Contexts</source>
        <translation>Kontexte</translation>
    </message>
</context>
<context>
    <name>Millrace::ContextsTable</name>
    <message>
        <source>Contexts</source>
        <translation>Kontexte</translation>
    </message>
    <message>
        <source>Hide “%1”</source>
        <translation>„%1“ ausblenden</translation>
    </message>
    <message>
        <source>Columns…</source>
        <translation>Spalten…</translation>
    </message>
</context>
<context>
    <name>Millrace::ContextsView</name>
    <message>
        <source>Contexts</source>
        <translation>Kontexte</translation>
    </message>
    <message>
        <source>Find in titles and texts</source>
        <translation>In Titeln und Texten suchen</translation>
    </message>
    <message>
        <source>Groups with counts (Ctrl+G)</source>
        <translation>Gruppen mit Anzahl (Strg+G)</translation>
    </message>
    <message>
        <source>Order (Ctrl+Shift+O)</source>
        <translation>Reihenfolge (Strg+Umschalt+O)</translation>
    </message>
    <message>
        <source>Columns (Ctrl+Shift+L)</source>
        <translation>Spalten (Strg+Umschalt+L)</translation>
    </message>
    <message>
        <source>Export the table as CSV (Ctrl+Shift+E)</source>
        <translation>Die Tabelle als CSV exportieren (Strg+Umschalt+E)</translation>
    </message>
    <message>
        <source>Clear filter</source>
        <translation>Filter aufheben</translation>
    </message>
    <message>
        <source>Find in titles and texts (Ctrl+F)</source>
        <translation>In Titeln und Texten suchen (Strg+F)</translation>
    </message>
    <message>
        <source>Find</source>
        <translation>Suchen</translation>
    </message>
    <message>
        <source>Show all contexts again (Esc)</source>
        <translation>Wieder alle Kontexte zeigen (Esc)</translation>
    </message>
    <message>
        <source>Read the list again (F5)</source>
        <translation>Die Liste neu lesen (F5)</translation>
    </message>
    <message>
        <source>Try the failed and quarantined ones of the selection again (R)</source>
        <translation>Gescheiterte und in Quarantäne liegende der Auswahl wiederholen (R)</translation>
    </message>
    <message>
        <source>Cancel those of the selection that are not finished (Shift+Del)</source>
        <translation>Die nicht fertigen der Auswahl abbrechen (Umschalt+Entf)</translation>
    </message>
    <message>
        <source>Exported to %1</source>
        <translation>Exportiert nach %1</translation>
    </message>
    <message>
        <source>%1 or %2</source>
        <translation>%1 oder %2</translation>
    </message>
    <message>
        <source>pipeline %1</source>
        <translation>Pipeline %1</translation>
    </message>
    <message>
        <source>type %1</source>
        <translation>Typ %1</translation>
    </message>
    <message>
        <source>outcome %1</source>
        <translation>Ausgang %1</translation>
    </message>
    <message>
        <source>run %1</source>
        <translation>Lauf %1</translation>
    </message>
    <message>
        <source>with “%1”</source>
        <translation>mit „%1“</translation>
    </message>
    <message>
        <source>Only: %1</source>
        <translation>Nur: %1</translation>
    </message>
    <message>
        <source>Nothing matches.</source>
        <translation>Nichts passt.</translation>
    </message>
    <message>
        <source>No contexts yet. Add files on Home, and follow them here.</source>
        <translation>Noch keine Kontexte. Unter „Start“ Dateien hinzufügen und hier verfolgen.</translation>
    </message>
    <message>
        <source>Go to Home</source>
        <translation>Zum Start</translation>
    </message>
    <message>
        <source>1 context</source>
        <translation>1 Kontext</translation>
    </message>
    <message>
        <source>%1 contexts</source>
        <translation>%1 Kontexte</translation>
    </message>
    <message>
        <source>%1 selected</source>
        <translation>%1 ausgewählt</translation>
    </message>
    <message>
        <source>Reading…</source>
        <translation>Wird gelesen…</translation>
    </message>
    <message>
        <source>%1: %2 in sum, %3 on average</source>
        <translation>%1: Summe %2, im Mittel %3</translation>
    </message>
    <message>
        <source>%1 new or changed</source>
        <translation>%1 neu oder geändert</translation>
    </message>
    <message>
        <source>Retry</source>
        <translation>Wiederholen</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Newest first</source>
        <translation>Neueste zuerst</translation>
    </message>
    <message>
        <source>Oldest first</source>
        <translation>Älteste zuerst</translation>
    </message>
    <message>
        <source>Last changed first</source>
        <translation>Zuletzt geänderte zuerst</translation>
    </message>
    <message>
        <source>Longest unchanged first</source>
        <translation>Am längsten unveränderte zuerst</translation>
    </message>
    <message>
        <source>Too much to copy</source>
        <translation>Zu viel zum Kopieren</translation>
    </message>
    <message>
        <source>At most %1 rows go to the clipboard.</source>
        <translation>In die Zwischenablage gehen höchstens %1 Zeilen.</translation>
    </message>
    <message>
        <source>Export the table as CSV instead.</source>
        <translation>Stattdessen die Tabelle als CSV exportieren.</translation>
    </message>
    <message>
        <source>Export…</source>
        <translation>Exportieren…</translation>
    </message>
    <message>
        <source>Export the table</source>
        <translation>Die Tabelle exportieren</translation>
    </message>
    <message>
        <source>Tables (*.csv)</source>
        <translation>Tabellen (*.csv)</translation>
    </message>
    <message>
        <source>%1 rows exported to %2</source>
        <translation>%1 Zeilen exportiert nach %2</translation>
    </message>
    <message>
        <source>Exporting %1</source>
        <translation>%1 wird exportiert</translation>
    </message>
    <message numerus="yes">
        <source>%n contexts stay as they are</source>
        <translation>
            <numerusform>%n Kontext bleibt, wie er ist</numerusform>
            <numerusform>%n Kontexte bleiben, wie sie sind</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Cancel %n contexts?</source>
        <translation>
            <numerusform>%n Kontext abbrechen?</numerusform>
            <numerusform>%n Kontexte abbrechen?</numerusform>
        </translation>
    </message>
    <message>
        <source>What is done is kept. The remaining steps never run; this cannot be undone.</source>
        <translation>Was fertig ist, bleibt. Die übrigen Schritte laufen nie; das lässt sich nicht rückgängig machen.</translation>
    </message>
    <message numerus="yes">
        <source>Cancel %n contexts</source>
        <translation>
            <numerusform>%n Kontext abbrechen</numerusform>
            <numerusform>%n Kontexte abbrechen</numerusform>
        </translation>
    </message>
    <message>
        <source>Keep</source>
        <translation>Behalten</translation>
    </message>
    <message>
        <source>Too many are selected</source>
        <translation>Zu viele sind ausgewählt</translation>
    </message>
    <message>
        <source>At most %1 contexts are changed at once.</source>
        <translation>Auf einmal werden höchstens %1 Kontexte geändert.</translation>
    </message>
    <message>
        <source>Select fewer, or filter first.</source>
        <translation>Weniger auswählen oder erst filtern.</translation>
    </message>
    <message>
        <source>Find in contexts</source>
        <translation>In Kontexten suchen</translation>
    </message>
    <message>
        <source>Show all contexts again</source>
        <translation>Wieder alle Kontexte zeigen</translation>
    </message>
    <message>
        <source>Groups with counts</source>
        <translation>Gruppen mit Anzahl</translation>
    </message>
    <message>
        <source>Order…</source>
        <translation>Reihenfolge…</translation>
    </message>
    <message>
        <source>Columns…</source>
        <translation>Spalten…</translation>
    </message>
    <message>
        <source>Export the table as CSV…</source>
        <translation>Die Tabelle als CSV exportieren…</translation>
    </message>
    <message>
        <source>Read the list again</source>
        <translation>Die Liste neu lesen</translation>
    </message>
    <message>
        <source>Retry the chosen contexts</source>
        <translation>Die gewählten Kontexte wiederholen</translation>
    </message>
    <message>
        <source>Cancel the chosen contexts…</source>
        <translation>Die gewählten Kontexte abbrechen…</translation>
    </message>
    <message>
        <source>Copy the chosen rows</source>
        <translation>Die gewählten Zeilen kopieren</translation>
    </message>
    <message>
        <source>no type</source>
        <translation>ohne Typ</translation>
    </message>
    <message>
        <source>no outcome</source>
        <translation>ohne Ausgang</translation>
    </message>
    <message>
        <source>Export</source>
        <translation>Exportieren</translation>
    </message>
    <message>
        <source>Export here</source>
        <translation>Hierher exportieren</translation>
    </message>
    <message>
        <source>JSON Lines (*.jsonl)</source>
        <translation>JSON Lines (*.jsonl)</translation>
    </message>
    <message>
        <source>JSON (*.json)</source>
        <translation>JSON (*.json)</translation>
    </message>
    <message>
        <source>1 context exported to %1</source>
        <translation>1 Kontext exportiert nach %1</translation>
    </message>
    <message>
        <source>%1 contexts exported to %2</source>
        <translation>%1 Kontexte exportiert nach %2</translation>
    </message>
    <message>
        <source>%1 left out: they have no finished text of this kind.</source>
        <translation>%1 ausgelassen: Sie haben keinen fertigen Text dieser Art.</translation>
    </message>
</context>
<context>
    <name>Millrace::DecisionBar</name>
    <message>
        <source>Last decision</source>
        <translation>Letzte Entscheidung</translation>
    </message>
</context>
<context>
    <name>Millrace::DecisionModel</name>
    <message>
        <source>Approved</source>
        <translation>Freigegeben</translation>
    </message>
    <message>
        <source>Rejected</source>
        <translation>Abgelehnt</translation>
    </message>
    <message>
        <source>Approved as edited</source>
        <translation>Bearbeitet freigegeben</translation>
    </message>
    <message>
        <source>Escalated</source>
        <translation>Weitergereicht</translation>
    </message>
    <message>
        <source>Skipped</source>
        <translation>Übersprungen</translation>
    </message>
    <message>
        <source>undone</source>
        <translation>zurückgenommen</translation>
    </message>
    <message>
        <source>corrected</source>
        <translation>berichtigt</translation>
    </message>
    <message>
        <source>from pack %1</source>
        <translation>aus Paket %1</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>Zeit</translation>
    </message>
    <message>
        <source>Title</source>
        <translation>Titel</translation>
    </message>
    <message>
        <source>Decision</source>
        <translation>Entscheidung</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>Notiz</translation>
    </message>
    <message>
        <source>Pipeline</source>
        <translation>Pipeline</translation>
    </message>
    <message>
        <source>Took</source>
        <translation>Dauer</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Stand</translation>
    </message>
</context>
<context>
    <name>Millrace::DecisionsView</name>
    <message>
        <source>Everybody&apos;s decisions</source>
        <translation>Entscheidungen von allen</translation>
    </message>
    <message>
        <source>Decisions</source>
        <translation>Entscheidungen</translation>
    </message>
    <message>
        <source>What you decide appears here, and can be taken back at any time.</source>
        <translation>Was Sie entscheiden, erscheint hier und lässt sich jederzeit zurücknehmen.</translation>
    </message>
    <message>
        <source>Taken back by %1, %2</source>
        <translation>Zurückgenommen von %1, %2</translation>
    </message>
</context>
<context>
    <name>Millrace::DesignerPane</name>
    <message>
        <source>Design</source>
        <translation>Entwurf</translation>
    </message>
    <message>
        <source>New pipeline</source>
        <translation>Neue Pipeline</translation>
    </message>
    <message>
        <source>Version %1</source>
        <translation>Version %1</translation>
    </message>
    <message>
        <source> · with a draft</source>
        <translation> · mit Entwurf</translation>
    </message>
    <message>
        <source>Draft, never published</source>
        <translation>Entwurf, nie veröffentlicht</translation>
    </message>
    <message>
        <source>Import a pipeline</source>
        <translation>Pipeline importieren</translation>
    </message>
    <message>
        <source>Pipelines (*.pipeline.json *.json)</source>
        <translation>Pipelines (*.pipeline.json *.json)</translation>
    </message>
    <message>
        <source>Import a pipeline…</source>
        <translation>Pipeline importieren …</translation>
    </message>
    <message>
        <source>%1 was not imported.</source>
        <translation>%1 wurde nicht importiert.</translation>
    </message>
    <message>
        <source>There is another pipeline of its name here: “%1”.</source>
        <translation>Hier gibt es schon eine andere Pipeline dieses Namens: „%1“.</translation>
    </message>
    <message>
        <source>Import as a copy</source>
        <translation>Als Kopie importieren</translation>
    </message>
    <message>
        <source>Import as its next version</source>
        <translation>Als ihre nächste Version importieren</translation>
    </message>
    <message>
        <source>The pipeline needs what this machine does not have.</source>
        <translation>Die Pipeline braucht, was dieser Rechner nicht hat.</translation>
    </message>
</context>
<context>
    <name>Millrace::DesignerView</name>
    <message>
        <source>Publish…</source>
        <translation>Veröffentlichen …</translation>
    </message>
    <message>
        <source>Discard the draft</source>
        <translation>Entwurf verwerfen</translation>
    </message>
    <message>
        <source>Versions</source>
        <translation>Versionen</translation>
    </message>
    <message>
        <source>End the comparison</source>
        <translation>Vergleich beenden</translation>
    </message>
    <message>
        <source>Export the pipeline…</source>
        <translation>Pipeline exportieren …</translation>
    </message>
    <message>
        <source>All pipelines</source>
        <translation>Alle Pipelines</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>Rückgängig</translation>
    </message>
    <message>
        <source>Redo</source>
        <translation>Wiederherstellen</translation>
    </message>
    <message>
        <source>Add a step…</source>
        <translation>Schritt hinzufügen …</translation>
    </message>
    <message>
        <source>Link the step to…</source>
        <translation>Schritt verbinden mit …</translation>
    </message>
    <message>
        <source>Rename</source>
        <translation>Umbenennen</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>Löschen</translation>
    </message>
    <message>
        <source>Delete and close the gap</source>
        <translation>Löschen und die Lücke schließen</translation>
    </message>
    <message>
        <source>Cut</source>
        <translation>Ausschneiden</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>Kopieren</translation>
    </message>
    <message>
        <source>Paste</source>
        <translation>Einfügen</translation>
    </message>
    <message>
        <source>Duplicate</source>
        <translation>Verdoppeln</translation>
    </message>
    <message>
        <source>Choose all</source>
        <translation>Alles auswählen</translation>
    </message>
    <message>
        <source>Group</source>
        <translation>Gruppe</translation>
    </message>
    <message>
        <source>Ungroup</source>
        <translation>Gruppe auflösen</translation>
    </message>
    <message>
        <source>Add a note</source>
        <translation>Notiz hinzufügen</translation>
    </message>
    <message>
        <source>Stop here in a trial</source>
        <translation>Bei einer Probe hier anhalten</translation>
    </message>
    <message>
        <source>Open the step</source>
        <translation>Schritt öffnen</translation>
    </message>
    <message>
        <source>Make a pipeline of the chosen steps</source>
        <translation>Aus den gewählten Schritten eine Pipeline machen</translation>
    </message>
    <message>
        <source>Move left</source>
        <translation>Nach links schieben</translation>
    </message>
    <message>
        <source>Move right</source>
        <translation>Nach rechts schieben</translation>
    </message>
    <message>
        <source>Move up</source>
        <translation>Nach oben schieben</translation>
    </message>
    <message>
        <source>Move down</source>
        <translation>Nach unten schieben</translation>
    </message>
    <message>
        <source>Align left edges</source>
        <translation>Linke Kanten ausrichten</translation>
    </message>
    <message>
        <source>Align centres, one above the other</source>
        <translation>Mitten ausrichten, übereinander</translation>
    </message>
    <message>
        <source>Align right edges</source>
        <translation>Rechte Kanten ausrichten</translation>
    </message>
    <message>
        <source>Align top edges</source>
        <translation>Obere Kanten ausrichten</translation>
    </message>
    <message>
        <source>Align centres, side by side</source>
        <translation>Mitten ausrichten, nebeneinander</translation>
    </message>
    <message>
        <source>Align bottom edges</source>
        <translation>Untere Kanten ausrichten</translation>
    </message>
    <message>
        <source>Same gaps from left to right</source>
        <translation>Gleiche Abstände von links nach rechts</translation>
    </message>
    <message>
        <source>Same gaps from top to bottom</source>
        <translation>Gleiche Abstände von oben nach unten</translation>
    </message>
    <message>
        <source>Lay out</source>
        <translation>Anordnen</translation>
    </message>
    <message>
        <source>Zoom in</source>
        <translation>Vergrößern</translation>
    </message>
    <message>
        <source>Zoom out</source>
        <translation>Verkleinern</translation>
    </message>
    <message>
        <source>Zoom to 100 %</source>
        <translation>Auf 100 % zoomen</translation>
    </message>
    <message>
        <source>Show everything</source>
        <translation>Alles zeigen</translation>
    </message>
    <message>
        <source>Show what is chosen</source>
        <translation>Auswahl zeigen</translation>
    </message>
    <message>
        <source>Find steps</source>
        <translation>Schritte suchen</translation>
    </message>
    <message>
        <source>Next step found</source>
        <translation>Nächster Treffer</translation>
    </message>
    <message>
        <source>Previous step found</source>
        <translation>Voriger Treffer</translation>
    </message>
    <message>
        <source>Next problem</source>
        <translation>Nächstes Problem</translation>
    </message>
    <message>
        <source>Previous problem</source>
        <translation>Voriges Problem</translation>
    </message>
    <message>
        <source>Find a kind of step</source>
        <translation>Art von Schritt suchen</translation>
    </message>
    <message>
        <source>Publish</source>
        <translation>Veröffentlichen</translation>
    </message>
    <message>
        <source>Undo: %1</source>
        <translation>Rückgängig: %1</translation>
    </message>
    <message>
        <source>Redo: %1</source>
        <translation>Wiederherstellen: %1</translation>
    </message>
    <message>
        <source>What is new in this version (may stay empty)</source>
        <translation>Was an dieser Version neu ist (darf leer bleiben)</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>Notiz</translation>
    </message>
    <message>
        <source>Publish version %1</source>
        <translation>Version %1 veröffentlichen</translation>
    </message>
    <message>
        <source>The draft was discarded.</source>
        <translation>Der Entwurf wurde verworfen.</translation>
    </message>
    <message>
        <source>What is shown is the newest version.</source>
        <translation>Gezeigt wird die neueste Version.</translation>
    </message>
    <message>
        <source>Bring it back</source>
        <translation>Zurückholen</translation>
    </message>
    <message>
        <source>Export the pipeline</source>
        <translation>Pipeline exportieren</translation>
    </message>
    <message>
        <source>Pipelines (*.pipeline.json)</source>
        <translation>Pipelines (*.pipeline.json)</translation>
    </message>
    <message>
        <source>Align</source>
        <translation>Ausrichten</translation>
    </message>
    <message>
        <source>Find steps: words, is:invalid, is:modified</source>
        <translation>Schritte suchen: Wörter, is:invalid, is:modified</translation>
    </message>
    <message>
        <source>Nothing here yet. Press / to add the first step, or drag one from the left.</source>
        <translation>Hier ist noch nichts. Mit / den ersten Schritt hinzufügen oder einen von links herziehen.</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>Einstellungen</translation>
    </message>
    <message>
        <source>Problems</source>
        <translation>Probleme</translation>
    </message>
    <message>
        <source>Somebody else edited this draft at the same moment.</source>
        <translation>Jemand anderes hat diesen Entwurf im selben Augenblick bearbeitet.</translation>
    </message>
    <message>
        <source>Published as version %1.</source>
        <translation>Als Version %1 veröffentlicht.</translation>
    </message>
    <message>
        <source>The draft was not published.</source>
        <translation>Der Entwurf wurde nicht veröffentlicht.</translation>
    </message>
    <message numerus="yes">
        <source>%n problem(s) keep it from running.</source>
        <translation>
            <numerusform>%n Problem hindert ihn am Laufen.</numerusform>
            <numerusform>%n Probleme hindern ihn am Laufen.</numerusform>
        </translation>
    </message>
    <message>
        <source>It began from version %1, and version %2 was published meanwhile.</source>
        <translation>Er begann bei Version %1, und inzwischen wurde Version %2 veröffentlicht.</translation>
    </message>
    <message>
        <source>Publish all the same</source>
        <translation>Trotzdem veröffentlichen</translation>
    </message>
    <message>
        <source>See what differs</source>
        <translation>Unterschiede ansehen</translation>
    </message>
    <message>
        <source>Zoom to 100 % (now %1 %)</source>
        <translation>Auf 100 % zoomen (jetzt %1 %)</translation>
    </message>
    <message numerus="yes">
        <source>%n step(s)</source>
        <translation>
            <numerusform>%n Schritt</numerusform>
            <numerusform>%n Schritte</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n link(s)</source>
        <translation>
            <numerusform>%n Verbindung</numerusform>
            <numerusform>%n Verbindungen</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 %</source>
        <translation>%1 %</translation>
    </message>
    <message>
        <source>Compared with version %1</source>
        <translation>Verglichen mit Version %1</translation>
    </message>
    <message>
        <source>Draft, never published</source>
        <translation>Entwurf, nie veröffentlicht</translation>
    </message>
    <message>
        <source>Draft of version %1</source>
        <translation>Entwurf zu Version %1</translation>
    </message>
    <message>
        <source>Version %1</source>
        <translation>Version %1</translation>
    </message>
    <message>
        <source>version %1 is newer</source>
        <translation>Version %1 ist neuer</translation>
    </message>
    <message>
        <source>saving</source>
        <translation>wird gespeichert</translation>
    </message>
    <message>
        <source>Problems (%1)</source>
        <translation>Probleme (%1)</translation>
    </message>
    <message>
        <source>Nothing differs.</source>
        <translation>Kein Unterschied.</translation>
    </message>
    <message>
        <source>Restored version %1</source>
        <translation>Version %1 wiederhergestellt</translation>
    </message>
    <message>
        <source>Restored as version %1.</source>
        <translation>Als Version %1 wiederhergestellt.</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>%1 von %2</translation>
    </message>
    <message>
        <source>Add a step: type what it should do</source>
        <translation>Schritt hinzufügen: tippen, was er tun soll</translation>
    </message>
    <message>
        <source>Lead “%1” of %2 to</source>
        <translation>„%1“ von %2 führen zu</translation>
    </message>
    <message>
        <source>By which way out of %1</source>
        <translation>Über welchen Ausgang von %1</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1: %2</translation>
    </message>
    <message>
        <source>These steps cannot become a pipeline of their own.</source>
        <translation>Aus diesen Schritten kann keine eigene Pipeline werden.</translation>
    </message>
    <message numerus="yes">
        <source>Make %n step(s) a pipeline of their own</source>
        <translation>
            <numerusform>Aus %n Schritt eine eigene Pipeline machen</numerusform>
            <numerusform>Aus %n Schritten eine eigene Pipeline machen</numerusform>
        </translation>
    </message>
    <message>
        <source>Watch a folder…</source>
        <translation>Ordner beobachten …</translation>
    </message>
    <message>
        <source>List what waits here</source>
        <translation>Zeigen, was hier wartet</translation>
    </message>
    <message>
        <source>More</source>
        <translation>Mehr</translation>
    </message>
    <message>
        <source>Stop laying out</source>
        <translation>Anordnen abbrechen</translation>
    </message>
    <message>
        <source>Exported to %1.</source>
        <translation>Nach %1 exportiert.</translation>
    </message>
    <message numerus="yes">
        <source>Send %n file(s) through the pipeline</source>
        <translation>
            <numerusform>Eine Datei durch die Pipeline schicken</numerusform>
            <numerusform>%n Dateien durch die Pipeline schicken</numerusform>
        </translation>
    </message>
    <message>
        <source>Watch %1: what comes into it goes through the pipeline</source>
        <translation>%1 beobachten: was dort ankommt, läuft durch die Pipeline</translation>
    </message>
    <message numerus="yes">
        <source>Watch %n folder(s)</source>
        <translation>
            <numerusform>Einen Ordner beobachten</numerusform>
            <numerusform>%n Ordner beobachten</numerusform>
        </translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message numerus="yes">
        <source>%n folder(s) will be watched once the pipeline is published.</source>
        <translation>
            <numerusform>Ein Ordner wird beobachtet, sobald die Pipeline veröffentlicht ist.</numerusform>
            <numerusform>%n Ordner werden beobachtet, sobald die Pipeline veröffentlicht ist.</numerusform>
        </translation>
    </message>
    <message>
        <source>Watch a folder</source>
        <translation>Ordner beobachten</translation>
    </message>
    <message>
        <source>Look through it now</source>
        <translation>Jetzt durchsehen</translation>
    </message>
    <message>
        <source>Resume</source>
        <translation>Fortsetzen</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>Anhalten</translation>
    </message>
    <message>
        <source>Show its documents</source>
        <translation>Dokumente zeigen</translation>
    </message>
    <message>
        <source>Watch it no more</source>
        <translation>Nicht mehr beobachten</translation>
    </message>
    <message>
        <source>Waiting</source>
        <translation>Wartend</translation>
    </message>
    <message>
        <source>%1 is watched.</source>
        <translation>%1 wird beobachtet.</translation>
    </message>
    <message>
        <source>What comes to rest in it goes through this pipeline.</source>
        <translation>Was darin ankommt, läuft durch diese Pipeline.</translation>
    </message>
    <message>
        <source>Laying out %1</source>
        <translation>%1 wird angeordnet</translation>
    </message>
    <message>
        <source>From “%1” of %2 to %3</source>
        <translation>Von „%1“ aus %2 zu %3</translation>
    </message>
    <message>
        <source>At %1</source>
        <translation>Bei %1</translation>
    </message>
    <message numerus="yes">
        <source>%n wait(s)</source>
        <translation>
            <numerusform>%n wartet</numerusform>
            <numerusform>%n warten</numerusform>
        </translation>
    </message>
    <message>
        <source>the oldest for %1</source>
        <translation>das älteste seit %1</translation>
    </message>
    <message>
        <source>at most %1 may wait</source>
        <translation>höchstens %1 dürfen warten</translation>
    </message>
    <message>
        <source>at most %1</source>
        <translation>höchstens %1</translation>
    </message>
    <message>
        <source>full: the step before it holds back</source>
        <translation>voll: der Schritt davor hält zurück</translation>
    </message>
    <message>
        <source>Try the pipeline</source>
        <translation>Pipeline ausprobieren</translation>
    </message>
    <message>
        <source>Try on another document…</source>
        <translation>An einem anderen Dokument ausprobieren…</translation>
    </message>
    <message>
        <source>Run to here</source>
        <translation>Bis hierher ausführen</translation>
    </message>
    <message>
        <source>Run to here on another document…</source>
        <translation>Mit einem anderen Dokument bis hierher ausführen…</translation>
    </message>
    <message>
        <source>Run this step alone</source>
        <translation>Nur diesen Schritt ausführen</translation>
    </message>
    <message>
        <source>Run this step alone on another document…</source>
        <translation>Nur diesen Schritt mit einem anderen Dokument ausführen…</translation>
    </message>
    <message>
        <source>Go on by one step</source>
        <translation>Einen Schritt weiter</translation>
    </message>
    <message>
        <source>Let all that waits go on</source>
        <translation>Alles weiterlaufen lassen, was wartet</translation>
    </message>
    <message>
        <source>Stop the trial</source>
        <translation>Probelauf beenden</translation>
    </message>
    <message>
        <source>Pin what the step gave</source>
        <translation>Ergebnis des Schritts festhalten</translation>
    </message>
    <message>
        <source>Write what the step gives…</source>
        <translation>Ergebnis des Schritts vorgeben…</translation>
    </message>
    <message>
        <source>Show the trial</source>
        <translation>Probelauf zeigen</translation>
    </message>
    <message>
        <source>Earlier trials</source>
        <translation>Frühere Probeläufe</translation>
    </message>
    <message>
        <source>Fields of the document</source>
        <translation>Felder des Dokuments</translation>
    </message>
    <message>
        <source>Edit the step&apos;s text in a window</source>
        <translation>Text des Schritts in einem Fenster bearbeiten</translation>
    </message>
    <message>
        <source>There is no text to edit.</source>
        <translation>Es gibt keinen Text zu bearbeiten.</translation>
    </message>
    <message>
        <source>The chosen step has no prompt and no template in its settings.</source>
        <translation>Der gewählte Schritt hat in seinen Einstellungen weder Anweisung noch Vorlage.</translation>
    </message>
    <message>
        <source>The field was not put anywhere.</source>
        <translation>Das Feld wurde nirgends eingesetzt.</translation>
    </message>
    <message>
        <source>Write in a setting of the step first; the field goes where the cursor was.</source>
        <translation>Zuerst in eine Einstellung des Schritts schreiben; das Feld kommt dorthin, wo die Schreibmarke stand.</translation>
    </message>
    <message>
        <source>what last came</source>
        <translation>was zuletzt kam</translation>
    </message>
    <message>
        <source>Run to “%1”</source>
        <translation>Bis „%1“ ausführen</translation>
    </message>
    <message>
        <source>Run “%1” alone</source>
        <translation>Nur „%1“ ausführen</translation>
    </message>
    <message>
        <source>The trial does not go on.</source>
        <translation>Der Probelauf geht nicht weiter.</translation>
    </message>
    <message>
        <source>The document that waits cannot be read: %1</source>
        <translation>Das wartende Dokument ist nicht lesbar: %1</translation>
    </message>
    <message>
        <source>Go on with the trial</source>
        <translation>Probelauf fortsetzen</translation>
    </message>
    <message>
        <source>Unpin</source>
        <translation>Nicht mehr festhalten</translation>
    </message>
    <message>
        <source>No longer stop here in a trial</source>
        <translation>Im Probelauf hier nicht mehr anhalten</translation>
    </message>
    <message>
        <source>The draft was edited since it was discarded.</source>
        <translation>Der Entwurf wurde bearbeitet, seit er verworfen wurde.</translation>
    </message>
    <message>
        <source>Undo leads back to what it was.</source>
        <translation>Rückgängig führt zu dem zurück, was er war.</translation>
    </message>
    <message>
        <source>They cannot run by themselves. What they would become is kept as a draft: “%1”.</source>
        <translation>Sie können nicht für sich laufen. Was aus ihnen würde, ist als Entwurf aufgehoben: „%1“.</translation>
    </message>
    <message>
        <source>Show the panels at the sides</source>
        <translation>Die Flächen an den Seiten zeigen</translation>
    </message>
    <message>
        <source>They must be entered at their first step alone and left by one way out of one step, and nothing else may end within them.</source>
        <translation>Sie müssen allein bei ihrem ersten Schritt betreten und auf einem Weg eines Schrittes verlassen werden, und nichts anderes darf in ihnen enden.</translation>
    </message>
    <message>
        <source>Trying %1</source>
        <translation>%1 wird versucht</translation>
    </message>
    <message numerus="yes">
        <source>%n context(s)</source>
        <translation>
            <numerusform>%n Kontext</numerusform>
            <numerusform>%n Kontexte</numerusform>
        </translation>
    </message>
    <message>
        <source>Add a step</source>
        <translation>Schritt hinzufügen</translation>
    </message>
    <message>
        <source>Templates…</source>
        <translation>Vorlagen …</translation>
    </message>
    <message>
        <source>Make the note narrower</source>
        <translation>Notiz schmaler machen</translation>
    </message>
    <message>
        <source>Make the note wider</source>
        <translation>Notiz breiter machen</translation>
    </message>
    <message>
        <source>Make the note lower</source>
        <translation>Notiz niedriger machen</translation>
    </message>
    <message>
        <source>Make the note higher</source>
        <translation>Notiz höher machen</translation>
    </message>
    <message>
        <source>Lead the link elsewhere…</source>
        <translation>Verbindung anderswohin führen …</translation>
    </message>
    <message>
        <source>Put the step into a link…</source>
        <translation>Schritt in eine Verbindung einsetzen …</translation>
    </message>
    <message>
        <source>Next link of the step</source>
        <translation>Nächste Verbindung des Schritts</translation>
    </message>
    <message>
        <source>Previous link of the step</source>
        <translation>Vorige Verbindung des Schritts</translation>
    </message>
    <message>
        <source>Next note or group</source>
        <translation>Nächste Notiz oder Gruppe</translation>
    </message>
    <message>
        <source>Previous note or group</source>
        <translation>Vorige Notiz oder Gruppe</translation>
    </message>
    <message>
        <source>Keep the step chosen</source>
        <translation>Schritt gewählt lassen</translation>
    </message>
    <message>
        <source>What is watched</source>
        <translation>Was überwacht wird</translation>
    </message>
    <message>
        <source>Look further up</source>
        <translation>Weiter nach oben sehen</translation>
    </message>
    <message>
        <source>Look further down</source>
        <translation>Weiter nach unten sehen</translation>
    </message>
    <message>
        <source>Look further left</source>
        <translation>Weiter nach links sehen</translation>
    </message>
    <message>
        <source>Look further right</source>
        <translation>Weiter nach rechts sehen</translation>
    </message>
    <message>
        <source>No folder is watched for this pipeline.</source>
        <translation>Für diese Pipeline wird kein Ordner überwacht.</translation>
    </message>
    <message>
        <source>A new step…</source>
        <translation>Ein neuer Schritt …</translation>
    </message>
    <message>
        <source>as if the link were let go over nothing</source>
        <translation>als würde die Verbindung im Leeren losgelassen</translation>
    </message>
    <message>
        <source>The step was not put into a link.</source>
        <translation>Der Schritt wurde in keine Verbindung eingesetzt.</translation>
    </message>
    <message>
        <source>It has links of its own. Take them away first.</source>
        <translation>Er hat eigene Verbindungen. Entfernen Sie diese zuerst.</translation>
    </message>
    <message>
        <source>%1 to %2</source>
        <translation>%1 zu %2</translation>
    </message>
    <message>
        <source>Put %1 into the link</source>
        <translation>%1 einsetzen in die Verbindung</translation>
    </message>
    <message>
        <source>Pin it as before</source>
        <translation>Wie vorher anheften</translation>
    </message>
    <message>
        <source>%1 is not pinned any more.</source>
        <translation>%1 ist nicht mehr angeheftet.</translation>
    </message>
    <message>
        <source>%1 gives something else now.</source>
        <translation>%1 liefert jetzt etwas anderes.</translation>
    </message>
    <message>
        <source>It is in use from now on. The canvas shows your draft still, which has changes of its own.</source>
        <translation>Sie gilt von jetzt an. Die Zeichenfläche zeigt weiter Ihren Entwurf, der eigene Änderungen hat.</translation>
    </message>
    <message>
        <source>Show version %1</source>
        <translation>Version %1 zeigen</translation>
    </message>
    <message numerus="yes">
        <source>Your last %n edit(s) were left out; what is shown is theirs.</source>
        <translation>
            <numerusform>Ihre letzte Änderung wurde weggelassen; gezeigt wird die andere.</numerusform>
            <numerusform>Ihre letzten %n Änderungen wurden weggelassen; gezeigt werden die anderen.</numerusform>
        </translation>
    </message>
    <message>
        <source>What was to follow them (a publish, an export) was not done.</source>
        <translation>Was darauf folgen sollte (Veröffentlichen, Exportieren), ist nicht geschehen.</translation>
    </message>
    <message>
        <source>Version %1 compared with version %2</source>
        <translation>Version %1 verglichen mit Version %2</translation>
    </message>
    <message numerus="yes">
        <source>%n note(s)</source>
        <translation>
            <numerusform>%n Notiz</numerusform>
            <numerusform>%n Notizen</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Millrace::DiffEditor</name>
    <message>
        <source>Differences</source>
        <translation>Unterschiede</translation>
    </message>
</context>
<context>
    <name>Millrace::DiffView</name>
    <message>
        <source>Older step</source>
        <translation>Älterer Schritt</translation>
    </message>
    <message>
        <source>The older step</source>
        <translation>Der ältere Schritt</translation>
    </message>
    <message>
        <source>Newer step</source>
        <translation>Neuerer Schritt</translation>
    </message>
    <message>
        <source>The newer step</source>
        <translation>Der neuere Schritt</translation>
    </message>
    <message>
        <source>These two steps have the same data.</source>
        <translation>Diese beiden Schritte haben dieselben Daten.</translation>
    </message>
    <message numerus="yes">
        <source>%n added</source>
        <translation>
            <numerusform>%n neu</numerusform>
            <numerusform>%n neu</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n removed</source>
        <translation>
            <numerusform>%n entfernt</numerusform>
            <numerusform>%n entfernt</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n changed</source>
        <translation>
            <numerusform>%n geändert</numerusform>
            <numerusform>%n geändert</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n not shown</source>
        <translation>
            <numerusform>%n nicht gezeigt</numerusform>
            <numerusform>%n nicht gezeigt</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Millrace::DocumentDelegate</name>
    <message>
        <source>version %1</source>
        <translation>Version %1</translation>
    </message>
    <message>
        <source>duplicate</source>
        <translation>Duplikat</translation>
    </message>
    <message>
        <source>Text</source>
        <translation>Text</translation>
    </message>
    <message>
        <source>Image</source>
        <translation>Bild</translation>
    </message>
    <message>
        <source>Source code</source>
        <translation>Quelltext</translation>
    </message>
    <message>
        <source>Mail</source>
        <translation>E-Mail</translation>
    </message>
    <message>
        <source>means the like</source>
        <translation>bedeutet Ähnliches</translation>
    </message>
</context>
<context>
    <name>Millrace::DocumentDetail</name>
    <message>
        <source>Open the original in its program</source>
        <translation>Das Original in seinem Programm öffnen</translation>
    </message>
    <message>
        <source>Save the original as it came</source>
        <translation>Das Original speichern, wie es kam</translation>
    </message>
    <message>
        <source>Text</source>
        <translation>Text</translation>
    </message>
    <message>
        <source>Original</source>
        <translation>Original</translation>
    </message>
    <message>
        <source>Tables</source>
        <translation>Tabellen</translation>
    </message>
    <message>
        <source>Facts</source>
        <translation>Angaben</translation>
    </message>
    <message>
        <source>Related</source>
        <translation>Verwandtes</translation>
    </message>
    <message>
        <source>Table in the document</source>
        <translation>Tabelle im Dokument</translation>
    </message>
    <message>
        <source>Versions, duplicates and contexts</source>
        <translation>Versionen, Duplikate und Kontexte</translation>
    </message>
    <message>
        <source>Choose a document to read it beside its original.</source>
        <translation>Ein Dokument wählen, um es neben seinem Original zu lesen.</translation>
    </message>
    <message>
        <source>No text was found in it.</source>
        <translation>Darin wurde kein Text gefunden.</translation>
    </message>
    <message>
        <source>The place before (Shift+F3)</source>
        <translation>Die Stelle davor (Umschalt+F3)</translation>
    </message>
    <message>
        <source>The next place (F3)</source>
        <translation>Die nächste Stelle (F3)</translation>
    </message>
    <message>
        <source>The words do not stand in this text</source>
        <translation>Die Wörter stehen nicht in diesem Text</translation>
    </message>
    <message>
        <source>Place %1 of %2</source>
        <translation>Stelle %1 von %2</translation>
    </message>
    <message>
        <source>Smaller (Ctrl+-)</source>
        <translation>Kleiner (Strg+-)</translation>
    </message>
    <message>
        <source>Larger (Ctrl++)</source>
        <translation>Größer (Strg++)</translation>
    </message>
    <message>
        <source>Fit the width (Ctrl+0)</source>
        <translation>An die Breite anpassen (Strg+0)</translation>
    </message>
    <message>
        <source>Show this page&apos;s text</source>
        <translation>Den Text dieser Seite zeigen</translation>
    </message>
    <message>
        <source>Page %1 of %2</source>
        <translation>Seite %1 von %2</translation>
    </message>
    <message>
        <source>The original cannot be drawn: it is damaged, protected or too large. Its text is beside it.</source>
        <translation>Das Original lässt sich nicht zeichnen: es ist beschädigt, geschützt oder zu groß. Sein Text steht daneben.</translation>
    </message>
    <message>
        <source>Save the original</source>
        <translation>Das Original speichern</translation>
    </message>
    <message>
        <source>version %1</source>
        <translation>Version %1</translation>
    </message>
    <message>
        <source>version %1, there is a newer one</source>
        <translation>Version %1, es gibt eine neuere</translation>
    </message>
    <message>
        <source>Versions</source>
        <translation>Versionen</translation>
    </message>
    <message>
        <source>The same bytes</source>
        <translation>Dieselben Bytes</translation>
    </message>
    <message>
        <source>Nearly the same text</source>
        <translation>Fast derselbe Text</translation>
    </message>
    <message>
        <source>Made from it</source>
        <translation>Daraus entstanden</translation>
    </message>
    <message>
        <source>Show this context with its history</source>
        <translation>Diesen Kontext mit seiner Geschichte zeigen</translation>
    </message>
    <message>
        <source>Nothing else belongs to this document yet.</source>
        <translation>Zu diesem Dokument gehört noch nichts weiter.</translation>
    </message>
    <message>
        <source>version %1, %2</source>
        <translation>Version %1, %2</translation>
    </message>
    <message>
        <source>%1 (this one)</source>
        <translation>%1 (dieses)</translation>
    </message>
    <message>
        <source>Folder</source>
        <translation>Ordner</translation>
    </message>
    <message>
        <source>Format</source>
        <translation>Format</translation>
    </message>
    <message>
        <source>Media type</source>
        <translation>Medientyp</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>Größe</translation>
    </message>
    <message>
        <source>Changed</source>
        <translation>Geändert</translation>
    </message>
    <message>
        <source>Taken in</source>
        <translation>Aufgenommen</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>Sprache</translation>
    </message>
    <message>
        <source>Keywords</source>
        <translation>Schlagwörter</translation>
    </message>
    <message>
        <source>Read by</source>
        <translation>Gelesen von</translation>
    </message>
    <message>
        <source>Told by the reader</source>
        <translation>Hinweise beim Lesen</translation>
    </message>
    <message>
        <source>Part %1: %2</source>
        <translation>Teil %1: %2</translation>
    </message>
    <message>
        <source>Not read</source>
        <translation>Nicht gelesen</translation>
    </message>
    <message>
        <source>Hash</source>
        <translation>Hash</translation>
    </message>
    <message>
        <source>Table %1</source>
        <translation>Tabelle %1</translation>
    </message>
    <message>
        <source>%1, %2 % alike</source>
        <translation>%1, zu %2 % gleich</translation>
    </message>
    <message>
        <source>Each of its records became a context of its own.</source>
        <translation>Jeder seiner Datensätze wurde ein eigener Kontext.</translation>
    </message>
    <message>
        <source>Show what was made from it</source>
        <translation>Zeigen, was daraus wurde</translation>
    </message>
    <message>
        <source>Similar</source>
        <translation>Ähnlich</translation>
    </message>
    <message>
        <source>Similar documents</source>
        <translation>Ähnliche Dokumente</translation>
    </message>
    <message>
        <source>%1 % alike</source>
        <translation>zu %1 % ähnlich</translation>
    </message>
    <message>
        <source>&lt;p&gt;%1&lt;/p&gt;&lt;p&gt;&lt;b&gt;In this document:&lt;/b&gt; %2&lt;/p&gt;</source>
        <translation>&lt;p&gt;%1&lt;/p&gt;&lt;p&gt;&lt;b&gt;In diesem Dokument:&lt;/b&gt; %2&lt;/p&gt;</translation>
    </message>
    <message>
        <source>What is alike is learnt from the documents themselves, once there are some with text.</source>
        <translation>Was ähnlich ist, wird aus den Dokumenten selbst gelernt, sobald es einige mit Text gibt.</translation>
    </message>
    <message>
        <source>Look again</source>
        <translation>Noch einmal nachsehen</translation>
    </message>
    <message>
        <source>Nothing like it is known yet: the index is still taking in documents.</source>
        <translation>Noch ist nichts Ähnliches bekannt: Der Index nimmt noch Dokumente auf.</translation>
    </message>
    <message>
        <source>No other document is like this one.</source>
        <translation>Kein anderes Dokument ähnelt diesem.</translation>
    </message>
    <message>
        <source>%1 of %2 pages read · %3</source>
        <translation>%1 von %2 Seiten gelesen · %3</translation>
    </message>
    <message>
        <source>It could not be taken in: %1</source>
        <translation>Es konnte nicht aufgenommen werden: %1</translation>
    </message>
    <message>
        <source>Show where it waits</source>
        <translation>Zeigen, wo es wartet</translation>
    </message>
    <message>
        <source>Dates</source>
        <translation>Daten</translation>
    </message>
    <message>
        <source>Amounts</source>
        <translation>Beträge</translation>
    </message>
    <message>
        <source>E-mail</source>
        <translation>E-Mail</translation>
    </message>
    <message>
        <source>Addresses on the web</source>
        <translation>Adressen im Netz</translation>
    </message>
    <message>
        <source>Telephone</source>
        <translation>Telefon</translation>
    </message>
    <message>
        <source>Addresses</source>
        <translation>Adressen</translation>
    </message>
    <message>
        <source>Organisations</source>
        <translation>Organisationen</translation>
    </message>
    <message>
        <source>Places</source>
        <translation>Orte</translation>
    </message>
    <message>
        <source>Persons</source>
        <translation>Personen</translation>
    </message>
    <message numerus="yes">
        <source>and %n more</source>
        <translation>
            <numerusform>und %n weiteres</numerusform>
            <numerusform>und %n weitere</numerusform>
        </translation>
    </message>
    <message>
        <source>Tags</source>
        <translation>Schlagworte</translation>
    </message>
    <message>
        <source>Class</source>
        <translation>Klasse</translation>
    </message>
    <message>
        <source>%1, sure to %2 %</source>
        <translation>%1, zu %2 % sicher</translation>
    </message>
    <message>
        <source>Found in it</source>
        <translation>Darin gefunden</translation>
    </message>
    <message>
        <source>The document</source>
        <translation>Das Dokument</translation>
    </message>
    <message>
        <source>The file</source>
        <translation>Die Datei</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Name</translation>
    </message>
</context>
<context>
    <name>Millrace::DocumentText</name>
    <message>
        <source>Text of the document</source>
        <translation>Text des Dokuments</translation>
    </message>
    <message>
        <source>Page %1</source>
        <translation>Seite %1</translation>
    </message>
    <message>
        <source>Slide %1</source>
        <translation>Folie %1</translation>
    </message>
    <message>
        <source>Sheet %1</source>
        <translation>Blatt %1</translation>
    </message>
    <message>
        <source>Chapter %1</source>
        <translation>Kapitel %1</translation>
    </message>
    <message>
        <source>Part %1</source>
        <translation>Teil %1</translation>
    </message>
    <message>
        <source>The text goes on; it is searched in full, and the original has all of it.</source>
        <translation>Der Text geht weiter; durchsucht wird er ganz, und ganz steht er im Original.</translation>
    </message>
</context>
<context>
    <name>Millrace::DocumentView</name>
    <message>
        <source>Copy the whole document (Ctrl+Shift+C)</source>
        <translation>Das ganze Dokument kopieren (Strg+Umschalt+C)</translation>
    </message>
    <message>
        <source>Copy the whole document</source>
        <translation>Das ganze Dokument kopieren</translation>
    </message>
    <message>
        <source>Document</source>
        <translation>Dokument</translation>
    </message>
    <message numerus="yes">
        <source>%n long texts shortened</source>
        <translation>
            <numerusform>%n langer Text gekürzt</numerusform>
            <numerusform>%n lange Texte gekürzt</numerusform>
        </translation>
    </message>
    <message>
        <source>Show more</source>
        <translation>Mehr zeigen</translation>
    </message>
    <message>
        <source>Show more of the long texts; Copy takes all of them</source>
        <translation>Mehr von den langen Texten zeigen; Kopieren nimmt sie ganz</translation>
    </message>
</context>
<context>
    <name>Millrace::ExpectedFields</name>
    <message>
        <source>‹text›</source>
        <translation>‹Text›</translation>
    </message>
    <message>
        <source>‹number›</source>
        <translation>‹Zahl›</translation>
    </message>
    <message>
        <source>‹true or false›</source>
        <translation>‹ja oder nein›</translation>
    </message>
    <message>
        <source>‹not known yet›</source>
        <translation>‹noch nicht bekannt›</translation>
    </message>
</context>
<context>
    <name>Millrace::ExportDialog</name>
    <message>
        <source>The chosen context</source>
        <translation>Den gewählten Kontext</translation>
    </message>
    <message>
        <source>The %1 chosen contexts</source>
        <translation>Die %1 gewählten Kontexte</translation>
    </message>
    <message>
        <source>All that the filter shows (%1)</source>
        <translation>Alle, die der Filter zeigt (%1)</translation>
    </message>
    <message>
        <source>All contexts (%1)</source>
        <translation>Alle Kontexte (%1)</translation>
    </message>
    <message>
        <source>Export</source>
        <translation>Exportieren</translation>
    </message>
    <message>
        <source>What</source>
        <translation>Was</translation>
    </message>
    <message>
        <source>As</source>
        <translation>Als</translation>
    </message>
    <message>
        <source>JSON Lines: one document a line, which can be submitted again</source>
        <translation>JSON Lines: ein Dokument je Zeile, das sich wieder einreichen lässt</translation>
    </message>
    <message>
        <source>JSON: one array of documents</source>
        <translation>JSON: eine Liste von Dokumenten</translation>
    </message>
    <message>
        <source>Markdown: the finished texts, a file each</source>
        <translation>Markdown: die fertigen Texte, je eine Datei</translation>
    </message>
    <message>
        <source>HTML: the finished texts, a file each</source>
        <translation>HTML: die fertigen Texte, je eine Datei</translation>
    </message>
    <message>
        <source>Choose where…</source>
        <translation>Ort wählen…</translation>
    </message>
</context>
<context>
    <name>Millrace::FacetModel</name>
    <message>
        <source>none</source>
        <translation>ohne</translation>
    </message>
</context>
<context>
    <name>Millrace::FacetPanel</name>
    <message>
        <source>By pipeline</source>
        <translation>Nach Pipeline</translation>
    </message>
    <message>
        <source>By status</source>
        <translation>Nach Status</translation>
    </message>
    <message>
        <source>By type</source>
        <translation>Nach Typ</translation>
    </message>
    <message>
        <source>By outcome</source>
        <translation>Nach Ausgang</translation>
    </message>
    <message>
        <source>By run</source>
        <translation>Nach Lauf</translation>
    </message>
    <message>
        <source>Group by</source>
        <translation>Gruppieren nach</translation>
    </message>
    <message>
        <source>What the groups are made by</source>
        <translation>Wonach gruppiert wird</translation>
    </message>
    <message>
        <source>Groups</source>
        <translation>Gruppen</translation>
    </message>
    <message>
        <source>Together %1</source>
        <translation>Zusammen %1</translation>
    </message>
</context>
<context>
    <name>Millrace::FieldTree</name>
    <message numerus="yes">
        <source>%n item(s)</source>
        <translation>
            <numerusform>%n Eintrag</numerusform>
            <numerusform>%n Einträge</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n field(s)</source>
        <translation>
            <numerusform>%n Feld</numerusform>
            <numerusform>%n Felder</numerusform>
        </translation>
    </message>
    <message>
        <source>Field</source>
        <translation>Feld</translation>
    </message>
    <message>
        <source>Value</source>
        <translation>Wert</translation>
    </message>
    <message>
        <source>Fields of the document</source>
        <translation>Felder des Dokuments</translation>
    </message>
    <message>
        <source>Drag a field into a setting, or press Return to put it where you last wrote</source>
        <translation>Ein Feld in eine Einstellung ziehen, oder mit der Eingabetaste dorthin setzen, wo zuletzt geschrieben wurde</translation>
    </message>
</context>
<context>
    <name>Millrace::FilterChip</name>
    <message>
        <source>All</source>
        <translation>Alle</translation>
    </message>
    <message>
        <source>%1 %2</source>
        <comment>status and count</comment>
        <translation>%1 %2</translation>
    </message>
    <message>
        <source>%1. %2
Ctrl+click adds it to the others</source>
        <translation>%1. %2
Strg+Klick nimmt ihn zu den anderen</translation>
    </message>
    <message>
        <source>Every status</source>
        <translation>Jeder Status</translation>
    </message>
</context>
<context>
    <name>Millrace::Finder</name>
    <message>
        <source>Finder</source>
        <translation>Suche</translation>
    </message>
    <message>
        <source>Pipeline</source>
        <translation>Pipeline</translation>
    </message>
    <message>
        <source>Nothing has these words. A context&apos;s whole id finds it too.</source>
        <translation>Nichts hat diese Wörter. Auch die ganze Id findet einen Kontext.</translation>
    </message>
    <message>
        <source>Document</source>
        <translation>Dokument</translation>
    </message>
    <message>
        <source>Document · %1</source>
        <translation>Dokument · %1</translation>
    </message>
    <message>
        <source>Find documents, contexts by title, text or id, and pipelines</source>
        <translation>Dokumente, Kontexte nach Titel, Text oder Kennung und Pipelines finden</translation>
    </message>
</context>
<context>
    <name>Millrace::FixEditor</name>
    <message>
        <source>Content to mend</source>
        <translation>Inhalt zum Verbessern</translation>
    </message>
</context>
<context>
    <name>Millrace::GalleryCard</name>
    <message>
        <source>With %1</source>
        <translation>Mit %1</translation>
    </message>
    <message>
        <source>Try %1</source>
        <translation>%1 ausprobieren</translation>
    </message>
    <message>
        <source>Save the pipeline, run it on the documents that come with it, and open the result</source>
        <translation>Die Pipeline sichern, mit den beiliegenden Dokumenten laufen lassen und das Ergebnis öffnen</translation>
    </message>
    <message numerus="yes">
        <source>Show %n results</source>
        <translation>
            <numerusform>%n Ergebnis zeigen</numerusform>
            <numerusform>%n Ergebnisse zeigen</numerusform>
        </translation>
    </message>
    <message>
        <source>Working…</source>
        <translation>Arbeitet …</translation>
    </message>
    <message>
        <source>Try it</source>
        <translation>Ausprobieren</translation>
    </message>
</context>
<context>
    <name>Millrace::GalleryPane</name>
    <message>
        <source>Gallery</source>
        <translation>Galerie</translation>
    </message>
    <message>
        <source>Pipelines to try on the documents that come with them; afterwards they are yours to change</source>
        <translation>Pipelines zum Ausprobieren mit beiliegenden Dokumenten; danach gehören sie Ihnen und lassen sich ändern</translation>
    </message>
    <message>
        <source>Trying %1</source>
        <translation>%1 wird ausprobiert</translation>
    </message>
</context>
<context>
    <name>Millrace::HealthView</name>
    <message>
        <source>Check now</source>
        <translation>Jetzt prüfen</translation>
    </message>
    <message>
        <source>Part</source>
        <translation>Teil</translation>
    </message>
    <message>
        <source>Status</source>
        <translation>Status</translation>
    </message>
    <message>
        <source>Why</source>
        <translation>Warum</translation>
    </message>
    <message>
        <source>Since</source>
        <translation>Seit</translation>
    </message>
    <message>
        <source>Checked</source>
        <translation>Geprüft</translation>
    </message>
    <message>
        <source>Took</source>
        <translation>Dauer</translation>
    </message>
    <message>
        <source>Parts of the workspace</source>
        <translation>Teile des Arbeitsbereichs</translation>
    </message>
    <message>
        <source>Check now how everything is</source>
        <translation>Jetzt prüfen, wie alles ist</translation>
    </message>
    <message>
        <source>Depends on nothing outside.</source>
        <translation>Hängt von nichts außerhalb ab.</translation>
    </message>
    <message numerus="yes">
        <source>%1 of %n thing(s) outside that it depends on are healthy.</source>
        <translation>
            <numerusform>%1 von %n Sache außerhalb, von der er abhängt, ist gesund.</numerusform>
            <numerusform>%1 von %n Sachen außerhalb, von denen er abhängt, sind gesund.</numerusform>
        </translation>
    </message>
    <message>
        <source>Not: %1.</source>
        <translation>Nicht: %1.</translation>
    </message>
</context>
<context>
    <name>Millrace::HeldModel</name>
    <message>
        <source>Agent</source>
        <translation>Agent</translation>
    </message>
    <message>
        <source>Wants to</source>
        <translation>Möchte</translation>
    </message>
    <message>
        <source>What it does</source>
        <translation>Was es tut</translation>
    </message>
    <message>
        <source>Asked</source>
        <translation>Gefragt</translation>
    </message>
</context>
<context>
    <name>Millrace::HeldView</name>
    <message>
        <source>Allow</source>
        <translation>Erlauben</translation>
    </message>
    <message>
        <source>Allow always</source>
        <translation>Immer erlauben</translation>
    </message>
    <message>
        <source>Refuse</source>
        <translation>Ablehnen</translation>
    </message>
    <message>
        <source>Calls that wait</source>
        <translation>Aufrufe, die warten</translation>
    </message>
    <message>
        <source>What it would change</source>
        <translation>Was sich ändern würde</translation>
    </message>
    <message>
        <source>Run it as it stands here</source>
        <translation>So ausführen, wie es hier steht</translation>
    </message>
    <message>
        <source>Run it, and ask no more about this tool of this agent</source>
        <translation>Ausführen und zu diesem Werkzeug bei diesem Agenten nicht mehr fragen</translation>
    </message>
    <message>
        <source>Tell the agent that it may not</source>
        <translation>Dem Agenten sagen, dass er das nicht darf</translation>
    </message>
    <message>
        <source>No call waits. What an agent wants to change, and you want to be asked about, appears here.</source>
        <translation>Kein Aufruf wartet. Was ein Agent ändern möchte und wozu Sie gefragt werden wollen, erscheint hier.</translation>
    </message>
    <message>
        <source>Allow the call</source>
        <translation>Den Aufruf erlauben</translation>
    </message>
    <message>
        <source>Allow such calls always</source>
        <translation>Solche Aufrufe immer erlauben</translation>
    </message>
    <message>
        <source>Refuse the call</source>
        <translation>Den Aufruf ablehnen</translation>
    </message>
    <message>
        <source>Arguments</source>
        <translation>Argumente</translation>
    </message>
</context>
<context>
    <name>Millrace::HistoryModel</name>
    <message>
        <source>No.</source>
        <translation>Nr.</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>Zeit</translation>
    </message>
    <message>
        <source>From</source>
        <translation>Von</translation>
    </message>
    <message>
        <source>To</source>
        <translation>Nach</translation>
    </message>
    <message>
        <source>Step</source>
        <translation>Schritt</translation>
    </message>
    <message>
        <source>Visit</source>
        <translation>Besuch</translation>
    </message>
    <message>
        <source>Attempt</source>
        <translation>Versuch</translation>
    </message>
    <message>
        <source>Who</source>
        <translation>Wer</translation>
    </message>
    <message>
        <source>Duration</source>
        <translation>Dauer</translation>
    </message>
    <message>
        <source>Port</source>
        <translation>Anschluss</translation>
    </message>
    <message>
        <source>Reason</source>
        <translation>Grund</translation>
    </message>
</context>
<context>
    <name>Millrace::HomePane</name>
    <message>
        <source>Home</source>
        <translation>Start</translation>
    </message>
    <message>
        <source>Recent results</source>
        <translation>Neueste Ergebnisse</translation>
    </message>
    <message>
        <source>Show all</source>
        <translation>Alle zeigen</translation>
    </message>
    <message>
        <source>Show every completed context</source>
        <translation>Alle fertigen Kontexte zeigen</translation>
    </message>
    <message>
        <source>Each submission is shown here with its progress.</source>
        <translation>Jede Einreichung steht hier mit ihrem Fortschritt.</translation>
    </message>
    <message>
        <source>Runs</source>
        <translation>Läufe</translation>
    </message>
    <message>
        <source>Filling with the example</source>
        <translation>Beispiel wird eingefüllt</translation>
    </message>
    <message>
        <source>Nothing is here yet. Drop your files, or look at the example first.</source>
        <translation>Noch ist nichts da. Dateien hierher ziehen oder zuerst das Beispiel ansehen.</translation>
    </message>
    <message>
        <source>Nothing is finished yet. Results appear here with their titles.</source>
        <translation>Noch ist nichts fertig. Ergebnisse erscheinen hier mit ihren Titeln.</translation>
    </message>
    <message>
        <source>Fill with the example</source>
        <translation>Beispiel einfüllen</translation>
    </message>
    <message>
        <source>Nothing has been submitted yet</source>
        <translation>Noch wurde nichts eingereicht</translation>
    </message>
    <message>
        <source>%1. Nothing needs you</source>
        <translation>%1. Nichts wartet auf Sie</translation>
    </message>
    <message>
        <source>Gallery</source>
        <translation>Galerie</translation>
    </message>
    <message>
        <source>Pipelines to try on the documents that come with them</source>
        <translation>Pipelines zum Ausprobieren mit beiliegenden Dokumenten</translation>
    </message>
    <message>
        <source>Sources</source>
        <translation>Quellen</translation>
    </message>
    <message>
        <source>Folders that are watched, and what becomes of their files</source>
        <translation>Ordner, die überwacht werden, und was aus ihren Dateien wird</translation>
    </message>
</context>
<context>
    <name>Millrace::InsertPopup</name>
    <message>
        <source>Insert</source>
        <translation>Einfügen</translation>
    </message>
    <message>
        <source>For example: %1</source>
        <translation>Zum Beispiel: %1</translation>
    </message>
    <message>
        <source>Nothing has these letters.</source>
        <translation>Nichts hat diese Buchstaben.</translation>
    </message>
</context>
<context>
    <name>Millrace::Inspector</name>
    <message>
        <source>Pipeline</source>
        <translation>Pipeline</translation>
    </message>
    <message>
        <source>What it is for</source>
        <translation>Wozu sie dient</translation>
    </message>
    <message>
        <source>Choose a step or a link to change it. Press / to add a step.</source>
        <translation>Einen Schritt oder eine Verbindung wählen, um sie zu ändern. Mit / einen Schritt hinzufügen.</translation>
    </message>
    <message>
        <source>Rename the pipeline</source>
        <translation>Pipeline umbenennen</translation>
    </message>
    <message>
        <source>Describe the pipeline</source>
        <translation>Pipeline beschreiben</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>Einstellungen</translation>
    </message>
    <message>
        <source>As JSON</source>
        <translation>Als JSON</translation>
    </message>
    <message>
        <source>How settings are shown</source>
        <translation>Wie Einstellungen gezeigt werden</translation>
    </message>
    <message>
        <source>Change settings</source>
        <translation>Einstellungen ändern</translation>
    </message>
    <message>
        <source>%1 s</source>
        <translation>%1 s</translation>
    </message>
    <message>
        <source> s</source>
        <translation> s</translation>
    </message>
    <message>
        <source>no limit</source>
        <translation>unbegrenzt</translation>
    </message>
    <message>
        <source>Keep results and use them again</source>
        <translation>Ergebnisse behalten und wieder verwenden</translation>
    </message>
    <message>
        <source>Title</source>
        <translation>Titel</translation>
    </message>
    <message>
        <source>Time limit</source>
        <translation>Zeitgrenze</translation>
    </message>
    <message>
        <source>Attempts</source>
        <translation>Versuche</translation>
    </message>
    <message>
        <source>At the same time</source>
        <translation>Gleichzeitig</translation>
    </message>
    <message>
        <source>A second</source>
        <translation>Je Sekunde</translation>
    </message>
    <message>
        <source>Rename a step</source>
        <translation>Schritt umbenennen</translation>
    </message>
    <message>
        <source>Change the time limit</source>
        <translation>Zeitgrenze ändern</translation>
    </message>
    <message>
        <source>Change what is kept</source>
        <translation>Ändern, was behalten wird</translation>
    </message>
    <message>
        <source>always</source>
        <translation>immer</translation>
    </message>
    <message>
        <source>Only where (JMESPath)</source>
        <translation>Nur wenn (JMESPath)</translation>
    </message>
    <message>
        <source>For example: score &gt; `0.8`</source>
        <translation>Zum Beispiel: score &gt; `0.8`</translation>
    </message>
    <message>
        <source>Most that may wait here</source>
        <translation>So viele dürfen hier warten</translation>
    </message>
    <message>
        <source>Change a condition</source>
        <translation>Bedingung ändern</translation>
    </message>
    <message>
        <source>Change a link&apos;s limit</source>
        <translation>Grenze einer Verbindung ändern</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>Notiz</translation>
    </message>
    <message>
        <source>Change a note</source>
        <translation>Notiz ändern</translation>
    </message>
    <message>
        <source>Group</source>
        <translation>Gruppe</translation>
    </message>
    <message>
        <source>Rename a group</source>
        <translation>Gruppe umbenennen</translation>
    </message>
    <message>
        <source>Drag one of them to move all. Align, group, copy and delete work on all of them.</source>
        <translation>Eines ziehen bewegt alle. Ausrichten, Gruppieren, Kopieren und Löschen gelten für alle.</translation>
    </message>
    <message numerus="yes">
        <source>%n thing(s) chosen</source>
        <translation>
            <numerusform>%n Ding gewählt</numerusform>
            <numerusform>%n Dinge gewählt</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 is not on this machine</source>
        <translation>%1 gibt es auf diesem Rechner nicht</translation>
    </message>
    <message>
        <source>%1 · %2 → %3</source>
        <translation>%1 · %2 → %3</translation>
    </message>
    <message>
        <source>Change limits</source>
        <translation>Grenzen ändern</translation>
    </message>
    <message>
        <source>Change attempts</source>
        <translation>Versuche ändern</translation>
    </message>
</context>
<context>
    <name>Millrace::InspectorView</name>
    <message>
        <source>Call</source>
        <translation>Aufrufen</translation>
    </message>
    <message>
        <source>Connect</source>
        <translation>Verbinden</translation>
    </message>
    <message>
        <source>As JSON</source>
        <translation>Als JSON</translation>
    </message>
    <message>
        <source>Call the tool</source>
        <translation>Das Werkzeug aufrufen</translation>
    </message>
    <message>
        <source>Server</source>
        <translation>Server</translation>
    </message>
    <message>
        <source>This workspace</source>
        <translation>Dieser Arbeitsbereich</translation>
    </message>
    <message>
        <source>Another server</source>
        <translation>Ein anderer Server</translation>
    </message>
    <message>
        <source>Tool</source>
        <translation>Werkzeug</translation>
    </message>
    <message>
        <source>Called by</source>
        <translation>Aufgerufen von</translation>
    </message>
    <message>
        <source>As you</source>
        <translation>Als Sie</translation>
    </message>
    <message>
        <source>Address or command</source>
        <translation>Adresse oder Befehl</translation>
    </message>
    <message>
        <source>https://… or the command that starts it</source>
        <translation>https://… oder der Befehl, der ihn startet</translation>
    </message>
    <message>
        <source>Token</source>
        <translation>Token</translation>
    </message>
    <message>
        <source>Token, if it wants one</source>
        <translation>Token, falls er eins verlangt</translation>
    </message>
    <message>
        <source>Call the tool with these arguments</source>
        <translation>Das Werkzeug mit diesen Argumenten aufrufen</translation>
    </message>
    <message>
        <source>Write the arguments as they are sent, also such as the tool does not ask for</source>
        <translation>Die Argumente so schreiben, wie sie gesendet werden, auch solche, nach denen das Werkzeug nicht fragt</translation>
    </message>
    <message>
        <source>Arguments</source>
        <translation>Argumente</translation>
    </message>
    <message>
        <source>Request and answer</source>
        <translation>Anfrage und Antwort</translation>
    </message>
    <message>
        <source>As %1</source>
        <translation>Als %1</translation>
    </message>
    <message>
        <source>Connected to nothing yet.</source>
        <translation>Noch mit nichts verbunden.</translation>
    </message>
    <message>
        <source>There are no tools while no agents may come in.</source>
        <translation>Solange keine Agenten hereindürfen, gibt es keine Werkzeuge.</translation>
    </message>
    <message>
        <source>%1 · about %2 tokens to list</source>
        <translation>%1 · etwa %2 Tokens in der Liste</translation>
    </message>
    <message>
        <source>The arguments are no JSON object.</source>
        <translation>Die Argumente sind kein JSON-Objekt.</translation>
    </message>
    <message>
        <source>Connecting…</source>
        <translation>Verbindung wird aufgebaut …</translation>
    </message>
    <message numerus="yes">
        <source>%1 %2 speaks %3: %n tool(s), about %4 tokens to list</source>
        <translation>
            <numerusform>%1 %2 spricht %3: %n Werkzeug, etwa %4 Tokens in der Liste</numerusform>
            <numerusform>%1 %2 spricht %3: %n Werkzeuge, etwa %4 Tokens in der Liste</numerusform>
        </translation>
    </message>
    <message>
        <source>Stopped.</source>
        <translation>Angehalten.</translation>
    </message>
    <message>
        <source>It runs…</source>
        <translation>Läuft …</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>Anhalten</translation>
    </message>
    <message>
        <source>%1 in %2</source>
        <translation>%1 in %2</translation>
    </message>
    <message>
        <source>Answer</source>
        <translation>Antwort</translation>
    </message>
    <message>
        <source>Told on the way</source>
        <translation>Unterwegs mitgeteilt</translation>
    </message>
    <message>
        <source>Request</source>
        <translation>Anfrage</translation>
    </message>
</context>
<context>
    <name>Millrace::Intake</name>
    <message numerus="yes">
        <source>%n context(s) submitted</source>
        <translation>
            <numerusform>%n Kontext eingereicht</numerusform>
            <numerusform>%n Kontexte eingereicht</numerusform>
        </translation>
    </message>
    <message>
        <source>Nothing new was submitted</source>
        <translation>Nichts Neues wurde eingereicht</translation>
    </message>
    <message numerus="yes">
        <source>%n document(s) are there already, unchanged</source>
        <translation>
            <numerusform>%n Dokument ist schon da, unverändert</numerusform>
            <numerusform>%n Dokumente sind schon da, unverändert</numerusform>
        </translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1: %2</translation>
    </message>
    <message>
        <source>One was refused: %1</source>
        <translation>Eines wurde abgelehnt: %1</translation>
    </message>
    <message>
        <source>%1 were refused; the first: %2</source>
        <translation>%1 wurden abgelehnt; das erste: %2</translation>
    </message>
    <message>
        <source>No workspace is open</source>
        <translation>Kein Arbeitsbereich ist offen</translation>
    </message>
    <message>
        <source>Open or make one first; then drop your files again</source>
        <translation>Zuerst einen öffnen oder anlegen; dann die Dateien noch einmal ablegen</translation>
    </message>
    <message>
        <source>The workspace has no pipeline</source>
        <translation>Der Arbeitsbereich hat keine Pipeline</translation>
    </message>
    <message>
        <source>Taking in</source>
        <translation>Aufnehmen</translation>
    </message>
    <message>
        <source>Show</source>
        <translation>Zeigen</translation>
    </message>
</context>
<context>
    <name>Millrace::IntakeCard</name>
    <message>
        <source>Drop files or folders here</source>
        <translation>Dateien oder Ordner hierher ziehen</translation>
    </message>
    <message>
        <source>Add content</source>
        <translation>Inhalt hinzufügen</translation>
    </message>
    <message>
        <source>Text, PDF, office files, mail, tables, pictures, JSON</source>
        <translation>Text, PDF, Bürodokumente, E-Mail, Tabellen, Bilder, JSON</translation>
    </message>
    <message>
        <source>Pipeline</source>
        <translation>Pipeline</translation>
    </message>
    <message>
        <source>Pipeline for new content</source>
        <translation>Pipeline für neuen Inhalt</translation>
    </message>
    <message>
        <source>Add files…</source>
        <translation>Dateien hinzufügen…</translation>
    </message>
    <message>
        <source>Choose files to submit (Ctrl+Shift+A)</source>
        <translation>Dateien zum Einreichen wählen (Strg+Umschalt+A)</translation>
    </message>
    <message>
        <source>Paste</source>
        <translation>Einfügen</translation>
    </message>
    <message>
        <source>Submit the text or files on the clipboard (Ctrl+Shift+V)</source>
        <translation>Text oder Dateien aus der Zwischenablage einreichen (Strg+Umschalt+V)</translation>
    </message>
</context>
<context>
    <name>Millrace::ItemView</name>
    <message>
        <source>This document has no source to hold the text against.</source>
        <translation>Dieses Dokument hat keine Quelle, an der sich der Text messen ließe.</translation>
    </message>
    <message>
        <source>Proposed</source>
        <translation>Vorgeschlagen</translation>
    </message>
    <message>
        <source>Confidence</source>
        <translation>Konfidenz</translation>
    </message>
    <message>
        <source>Found</source>
        <translation>Gefunden</translation>
    </message>
    <message>
        <source>Why, in a few words</source>
        <translation>Warum, in wenigen Worten</translation>
    </message>
    <message>
        <source>Note to the decision</source>
        <translation>Notiz zur Entscheidung</translation>
    </message>
    <message>
        <source>What a rejection does</source>
        <translation>Was eine Ablehnung bewirkt</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>Notiz</translation>
    </message>
    <message>
        <source>Comments</source>
        <translation>Kommentare</translation>
    </message>
    <message>
        <source>Fields</source>
        <translation>Felder</translation>
    </message>
    <message>
        <source>Source</source>
        <translation>Quelle</translation>
    </message>
    <message>
        <source>A rejection leaves by “rejected”</source>
        <translation>Eine Ablehnung geht durch „rejected“ hinaus</translation>
    </message>
    <message>
        <source>A rejection runs again from %1</source>
        <translation>Eine Ablehnung läuft noch einmal ab %1</translation>
    </message>
    <message>
        <source>Untitled</source>
        <translation>Ohne Titel</translation>
    </message>
    <message>
        <source>waits since %1</source>
        <translation>wartet seit %1</translation>
    </message>
    <message>
        <source>due %1</source>
        <translation>fällig %1</translation>
    </message>
    <message>
        <source>%1 of %2 opinions</source>
        <translation>%1 von %2 Meinungen</translation>
    </message>
    <message>
        <source>escalated</source>
        <translation>weitergereicht</translation>
    </message>
    <message>
        <source>corrects an earlier decision</source>
        <translation>berichtigt eine frühere Entscheidung</translation>
    </message>
    <message>
        <source>the author is not finished</source>
        <translation>der Autor ist nicht fertig</translation>
    </message>
    <message>
        <source>held by %1</source>
        <translation>gehalten von %1</translation>
    </message>
    <message>
        <source>its time ran out</source>
        <translation>die Zeit lief ab</translation>
    </message>
    <message>
        <source>withdrawn</source>
        <translation>zurückgezogen</translation>
    </message>
    <message>
        <source>decided</source>
        <translation>entschieden</translation>
    </message>
    <message>
        <source>Text, being edited (Esc: done)</source>
        <translation>Text, wird bearbeitet (Esc: fertig)</translation>
    </message>
    <message>
        <source>Text, what was changed</source>
        <translation>Text, was geändert wurde</translation>
    </message>
    <message>
        <source>Text</source>
        <translation>Text</translation>
    </message>
    <message>
        <source>edited</source>
        <translation>bearbeitet</translation>
    </message>
    <message>
        <source>spelling: %1</source>
        <translation>Rechtschreibung: %1</translation>
    </message>
    <message>
        <source>approve</source>
        <translation>freigeben</translation>
    </message>
    <message>
        <source>reject</source>
        <translation>ablehnen</translation>
    </message>
    <message>
        <source>approve as edited</source>
        <translation>bearbeitet freigeben</translation>
    </message>
    <message>
        <source>%1 would %2</source>
        <translation>%1 würde %2</translation>
    </message>
    <message>
        <source>Look at it</source>
        <translation>Ansehen</translation>
    </message>
    <message>
        <source>Take over what %1 proposes, to decide on it</source>
        <translation>Übernehmen, was %1 vorschlägt, um darüber zu entscheiden</translation>
    </message>
    <message>
        <source>error in %1</source>
        <translation>Fehler in %1</translation>
    </message>
    <message>
        <source>%1 in %2</source>
        <translation>%1 in %2</translation>
    </message>
    <message>
        <source>Source: %1</source>
        <translation>Quelle: %1</translation>
    </message>
    <message>
        <source>The document was changed meanwhile. Your edit was made from how it was before: discard it to see what it is now.</source>
        <translation>Das Dokument wurde inzwischen geändert. Ihre Bearbeitung ging von seinem früheren Stand aus: Verwerfen Sie sie, um den jetzigen zu sehen.</translation>
    </message>
    <message>
        <source>Quality</source>
        <translation>Qualität</translation>
    </message>
</context>
<context>
    <name>Millrace::KeyedField</name>
    <message>
        <source>Yes</source>
        <translation>Ja</translation>
    </message>
    <message>
        <source>No</source>
        <translation>Nein</translation>
    </message>
</context>
<context>
    <name>Millrace::LibraryPane</name>
    <message>
        <source>Library</source>
        <translation>Bibliothek</translation>
    </message>
    <message>
        <source>Search in all documents</source>
        <translation>In allen Dokumenten suchen</translation>
    </message>
    <message>
        <source>Documents</source>
        <translation>Dokumente</translation>
    </message>
    <message>
        <source>Save this search</source>
        <translation>Diese Suche merken</translation>
    </message>
    <message>
        <source>Show all documents</source>
        <translation>Alle Dokumente zeigen</translation>
    </message>
    <message>
        <source>Show the text</source>
        <translation>Den Text zeigen</translation>
    </message>
    <message>
        <source>Show the original</source>
        <translation>Das Original zeigen</translation>
    </message>
    <message>
        <source>Show the tables</source>
        <translation>Die Tabellen zeigen</translation>
    </message>
    <message>
        <source>Show the facts</source>
        <translation>Die Angaben zeigen</translation>
    </message>
    <message>
        <source>Show what belongs to it</source>
        <translation>Zeigen, was dazugehört</translation>
    </message>
    <message>
        <source>Save the original</source>
        <translation>Das Original speichern</translation>
    </message>
    <message>
        <source>%1 found</source>
        <translation>%1 gefunden</translation>
    </message>
    <message>
        <source>more than %1</source>
        <translation>mehr als %1</translation>
    </message>
    <message numerus="yes">
        <source>%n document(s)</source>
        <translation>
            <numerusform>%n Dokument</numerusform>
            <numerusform>%n Dokumente</numerusform>
        </translation>
    </message>
    <message>
        <source>No document has this.</source>
        <translation>Kein Dokument hat das.</translation>
    </message>
    <message>
        <source>Nothing has been taken in yet. Drop files or a folder anywhere on this window: text, PDF, office files, mail and more.</source>
        <translation>Noch wurde nichts aufgenommen. Dateien oder einen Ordner irgendwo auf dieses Fenster ziehen: Text, PDF, Bürodokumente, E-Mail und mehr.</translation>
    </message>
    <message>
        <source>Choose files</source>
        <translation>Dateien wählen</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>Saving %1</source>
        <translation>%1 wird gespeichert</translation>
    </message>
    <message>
        <source>Search by meaning too</source>
        <translation>Auch nach der Bedeutung suchen</translation>
    </message>
    <message>
        <source>By meaning too</source>
        <translation>Auch nach Bedeutung</translation>
    </message>
    <message>
        <source>Ranks by words and by what texts mean, and finds what has none of the words. Off: by words alone.</source>
        <translation>Ordnet nach Wörtern und danach, was Texte bedeuten, und findet auch, was keins der Wörter hat. Aus: allein nach Wörtern.</translation>
    </message>
    <message>
        <source>Show similar documents</source>
        <translation>Ähnliche Dokumente zeigen</translation>
    </message>
    <message>
        <source>the index is behind: more than %1 are not searched yet</source>
        <translation>der Index ist im Rückstand: mehr als %1 sind noch nicht durchsucht</translation>
    </message>
    <message numerus="yes">
        <source>the index is behind: %n not searched yet</source>
        <translation>
            <numerusform>der Index ist im Rückstand: %n ist noch nicht durchsucht</numerusform>
            <numerusform>der Index ist im Rückstand: %n sind noch nicht durchsucht</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n searched by words alone as yet</source>
        <translation>
            <numerusform>%n bisher nur nach Wörtern durchsucht</numerusform>
            <numerusform>%n bisher nur nach Wörtern durchsucht</numerusform>
        </translation>
    </message>
    <message>
        <source>Sources: folders that are watched, and what becomes of their files</source>
        <translation>Quellen: Ordner, die überwacht werden, und was aus ihren Dateien wird</translation>
    </message>
    <message>
        <source>Sources</source>
        <translation>Quellen</translation>
    </message>
</context>
<context>
    <name>Millrace::LibrarySidebar</name>
    <message>
        <source>Groups and saved searches</source>
        <translation>Gruppen und gemerkte Suchen</translation>
    </message>
    <message>
        <source>Shown alone; a click shows all again</source>
        <translation>Allein gezeigt; ein Klick zeigt wieder alle</translation>
    </message>
    <message>
        <source>Format</source>
        <translation>Format</translation>
    </message>
    <message>
        <source>Language</source>
        <translation>Sprache</translation>
    </message>
    <message>
        <source>Tag</source>
        <translation>Schlagwort</translation>
    </message>
    <message>
        <source>Source</source>
        <translation>Quelle</translation>
    </message>
    <message>
        <source>Taken in</source>
        <translation>Aufgenommen</translation>
    </message>
    <message>
        <source>Saved searches</source>
        <translation>Gemerkte Suchen</translation>
    </message>
    <message>
        <source>Duplicates</source>
        <translation>Duplikate</translation>
    </message>
    <message>
        <source>Remove this search (Delete)</source>
        <translation>Diese Suche entfernen (Entf)</translation>
    </message>
    <message>
        <source>Command line</source>
        <translation>Befehlszeile</translation>
    </message>
    <message>
        <source>Added in the window</source>
        <translation>Im Fenster hinzugefügt</translation>
    </message>
    <message>
        <source>Pasted</source>
        <translation>Eingefügt</translation>
    </message>
    <message>
        <source>Sent by a program</source>
        <translation>Von einem Programm gesendet</translation>
    </message>
    <message>
        <source>Same bytes</source>
        <translation>Gleiche Bytes</translation>
    </message>
</context>
<context>
    <name>Millrace::LineageCanvas</name>
    <message>
        <source>Lineage</source>
        <translation>Herkunft</translation>
    </message>
    <message>
        <source>Arrow keys go along the edges, Enter shows more, slash finds.</source>
        <translation>Pfeiltasten gehen die Kanten entlang, Eingabe zeigt mehr, Schrägstrich sucht.</translation>
    </message>
    <message>
        <source>Shows what this came from</source>
        <translation>Zeigt, woraus das entstand</translation>
    </message>
    <message>
        <source>Shows what came of this</source>
        <translation>Zeigt, was daraus wurde</translation>
    </message>
    <message>
        <source>There is more; Enter shows it</source>
        <translation>Da ist noch mehr; Eingabe zeigt es</translation>
    </message>
</context>
<context>
    <name>Millrace::LineageDetail</name>
    <message>
        <source>Center on it</source>
        <translation>In die Mitte</translation>
    </message>
    <message>
        <source>Read with sources</source>
        <translation>Mit Quellen lesen</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>Öffnen</translation>
    </message>
    <message>
        <source>Begins anew around this</source>
        <translation>Beginnt von Neuem um dies herum</translation>
    </message>
    <message>
        <source>Its text beside what each sentence came from</source>
        <translation>Sein Text neben dem, woraus jeder Satz entstand</translation>
    </message>
    <message>
        <source>What it came from and led to</source>
        <translation>Woraus es entstand und wohin es führte</translation>
    </message>
    <message>
        <source>Text</source>
        <translation>Text</translation>
    </message>
    <message>
        <source>A stack of what is alike; Enter opens it</source>
        <translation>Ein Stapel von Gleichartigem; Eingabe öffnet ihn</translation>
    </message>
    <message>
        <source>Open in the library</source>
        <translation>In der Bibliothek öffnen</translation>
    </message>
    <message>
        <source>Open in review</source>
        <translation>In der Prüfung öffnen</translation>
    </message>
    <message>
        <source>Open the context</source>
        <translation>Den Kontext öffnen</translation>
    </message>
    <message>
        <source>About</source>
        <translation>Über</translation>
    </message>
    <message>
        <source>Outcome</source>
        <translation>Ausgang</translation>
    </message>
    <message>
        <source>Written by</source>
        <translation>Geschrieben von</translation>
    </message>
    <message>
        <source>Asked</source>
        <translation>Gefragt</translation>
    </message>
    <message>
        <source>Made</source>
        <translation>Entstanden</translation>
    </message>
    <message>
        <source>Step</source>
        <translation>Schritt</translation>
    </message>
    <message>
        <source>as submitted</source>
        <translation>wie eingereicht</translation>
    </message>
    <message>
        <source>Path</source>
        <translation>Pfad</translation>
    </message>
    <message>
        <source>Superseded by</source>
        <translation>Ersetzt durch</translation>
    </message>
    <message>
        <source>Id</source>
        <translation>Kennung</translation>
    </message>
    <message>
        <source>Came from, led to</source>
        <translation>Entstanden aus, führte zu</translation>
    </message>
    <message>
        <source>How</source>
        <translation>Wie</translation>
    </message>
    <message>
        <source>Came from</source>
        <translation>Entstanden aus</translation>
    </message>
    <message>
        <source>Led to</source>
        <translation>Führte zu</translation>
    </message>
    <message>
        <source>How it came about</source>
        <translation>Wie es entstand</translation>
    </message>
    <message>
        <source>Kind</source>
        <translation>Art</translation>
    </message>
    <message>
        <source>Value</source>
        <translation>Wert</translation>
    </message>
    <message>
        <source>[Longer than is kept; the rest was not recorded.]</source>
        <translation>[Länger, als aufbewahrt wird; der Rest wurde nicht aufgezeichnet.]</translation>
    </message>
    <message>
        <source>Provider: %1</source>
        <translation>Anbieter: %1</translation>
    </message>
    <message>
        <source>Model: %1</source>
        <translation>Modell: %1</translation>
    </message>
    <message>
        <source>Asked for: %1</source>
        <translation>Gewünscht: %1</translation>
    </message>
    <message>
        <source>Tokens: %1 in, %2 out</source>
        <translation>Token: %1 hinein, %2 heraus</translation>
    </message>
    <message>
        <source>Answered: %1</source>
        <translation>Beantwortet: %1</translation>
    </message>
    <message>
        <source>A kept result: nothing was called this time.</source>
        <translation>Ein aufbewahrtes Ergebnis: Diesmal wurde nichts aufgerufen.</translation>
    </message>
    <message>
        <source>Prompt</source>
        <translation>Eingabe</translation>
    </message>
    <message>
        <source>Raw answer</source>
        <translation>Rohe Antwort</translation>
    </message>
    <message>
        <source>Parameters</source>
        <translation>Parameter</translation>
    </message>
</context>
<context>
    <name>Millrace::LineageLegend</name>
    <message>
        <source>%1: %2</source>
        <translation>%1: %2</translation>
    </message>
    <message>
        <source>Kinds of edges</source>
        <translation>Arten von Kanten</translation>
    </message>
</context>
<context>
    <name>Millrace::LineagePane</name>
    <message>
        <source>Lineage</source>
        <translation>Herkunft</translation>
    </message>
    <message>
        <source>Find in the graph</source>
        <translation>Im Graphen suchen</translation>
    </message>
    <message>
        <source>Graph</source>
        <translation>Graph</translation>
    </message>
    <message>
        <source>Everything affected</source>
        <translation>Alles Betroffene</translation>
    </message>
    <message>
        <source>Text and sources</source>
        <translation>Text und Quellen</translation>
    </message>
    <message>
        <source>Replays</source>
        <translation>Wiederholungen</translation>
    </message>
    <message>
        <source>Things</source>
        <translation>Dinge</translation>
    </message>
    <message>
        <source>Fields</source>
        <translation>Felder</translation>
    </message>
    <message>
        <source>Whole things, or the fields within them</source>
        <translation>Ganze Dinge oder die Felder darin</translation>
    </message>
    <message>
        <source>Level</source>
        <translation>Ebene</translation>
    </message>
    <message numerus="yes">
        <source>%n hop(s)</source>
        <translation>
            <numerusform>%n Sprung</numerusform>
            <numerusform>%n Sprünge</numerusform>
        </translation>
    </message>
    <message>
        <source>How far around the middle is shown at first; the + of a card shows more where it matters</source>
        <translation>Wie weit um die Mitte zuerst gezeigt wird; das + einer Karte zeigt mehr, wo es darauf ankommt</translation>
    </message>
    <message>
        <source>Hops</source>
        <translation>Sprünge</translation>
    </message>
    <message>
        <source>As of</source>
        <translation>Stand</translation>
    </message>
    <message>
        <source>Asking</source>
        <translation>Wird gefragt</translation>
    </message>
    <message>
        <source>Choose what to look at…</source>
        <translation>Wählen, was betrachtet wird…</translation>
    </message>
    <message>
        <source>Choose…</source>
        <translation>Wählen…</translation>
    </message>
    <message>
        <source>Next one found</source>
        <translation>Nächster Fund</translation>
    </message>
    <message>
        <source>Center on it</source>
        <translation>In die Mitte</translation>
    </message>
    <message>
        <source>Show what it came from</source>
        <translation>Zeigen, woraus es entstand</translation>
    </message>
    <message>
        <source>Show what came of it</source>
        <translation>Zeigen, was daraus wurde</translation>
    </message>
    <message>
        <source>Hide what it came from</source>
        <translation>Verbergen, woraus es entstand</translation>
    </message>
    <message>
        <source>Hide what came of it</source>
        <translation>Verbergen, was daraus wurde</translation>
    </message>
    <message>
        <source>Select it with what it came from</source>
        <translation>Mit dem auswählen, woraus es entstand</translation>
    </message>
    <message>
        <source>Select it with what came of it</source>
        <translation>Mit dem auswählen, was daraus wurde</translation>
    </message>
    <message>
        <source>Replay the selection…</source>
        <translation>Die Auswahl wiederholen…</translation>
    </message>
    <message>
        <source>Show only the way to the middle</source>
        <translation>Nur den Weg zur Mitte zeigen</translation>
    </message>
    <message>
        <source>Dims all that is not on a way between the middle and what is chosen</source>
        <translation>Dämpft alles, was nicht auf einem Weg zwischen der Mitte und dem Gewählten liegt</translation>
    </message>
    <message>
        <source>As of a time</source>
        <translation>Stand zu einer Zeit</translation>
    </message>
    <message>
        <source>Shows what was known at a time</source>
        <translation>Zeigt, was zu einer Zeit bekannt war</translation>
    </message>
    <message>
        <source>Switch between things and fields</source>
        <translation>Zwischen Dingen und Feldern wechseln</translation>
    </message>
    <message>
        <source>Zoom in</source>
        <translation>Vergrößern</translation>
    </message>
    <message>
        <source>Zoom out</source>
        <translation>Verkleinern</translation>
    </message>
    <message>
        <source>Zoom to 100 %</source>
        <translation>Auf 100 % vergrößern</translation>
    </message>
    <message>
        <source>Show everything</source>
        <translation>Alles zeigen</translation>
    </message>
    <message>
        <source>Show the details at the side</source>
        <translation>Die Einzelheiten an der Seite zeigen</translation>
    </message>
    <message>
        <source>Next sentence with a source</source>
        <translation>Nächster Satz mit Quelle</translation>
    </message>
    <message>
        <source>Sentence before with a source</source>
        <translation>Voriger Satz mit Quelle</translation>
    </message>
    <message>
        <source>Show the graph</source>
        <translation>Den Graphen zeigen</translation>
    </message>
    <message>
        <source>List everything affected</source>
        <translation>Alles Betroffene auflisten</translation>
    </message>
    <message>
        <source>Read the text with its sources</source>
        <translation>Den Text mit seinen Quellen lesen</translation>
    </message>
    <message>
        <source>Show the replays</source>
        <translation>Die Wiederholungen zeigen</translation>
    </message>
    <message numerus="yes">
        <source>%n found</source>
        <translation>
            <numerusform>%n gefunden</numerusform>
            <numerusform>%n gefunden</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Millrace::LineageText</name>
    <message>
        <source>taken in from</source>
        <translation>aufgenommen aus</translation>
    </message>
    <message>
        <source>next version of</source>
        <translation>nächste Fassung von</translation>
    </message>
    <message>
        <source>child of</source>
        <translation>Kind von</translation>
    </message>
    <message>
        <source>replay of</source>
        <translation>Wiederholung von</translation>
    </message>
    <message>
        <source>correction of</source>
        <translation>Korrektur von</translation>
    </message>
    <message>
        <source>cites</source>
        <translation>zitiert</translation>
    </message>
    <message>
        <source>written by the template</source>
        <translation>geschrieben nach der Vorlage</translation>
    </message>
    <message>
        <source>written by the model</source>
        <translation>geschrieben vom Modell</translation>
    </message>
    <message>
        <source>raised by</source>
        <translation>ausgelöst von</translation>
    </message>
    <message>
        <source>started by the event</source>
        <translation>begonnen durch das Ereignis</translation>
    </message>
    <message>
        <source>review of</source>
        <translation>Prüfung von</translation>
    </message>
    <message>
        <source>sent out of</source>
        <translation>hinausgeschickt aus</translation>
    </message>
    <message>
        <source>made of</source>
        <translation>gemacht aus</translation>
    </message>
    <message>
        <source>edited by a person from</source>
        <translation>von einer Person bearbeitet aus</translation>
    </message>
    <message>
        <source>asked with</source>
        <translation>gefragt mit</translation>
    </message>
    <message>
        <source>answered to</source>
        <translation>geantwortet auf</translation>
    </message>
    <message>
        <source>open</source>
        <translation>offen</translation>
    </message>
    <message>
        <source>decided</source>
        <translation>entschieden</translation>
    </message>
    <message>
        <source>timed out</source>
        <translation>Frist abgelaufen</translation>
    </message>
    <message>
        <source>withdrawn</source>
        <translation>zurückgezogen</translation>
    </message>
    <message>
        <source>waiting</source>
        <translation>wartet</translation>
    </message>
    <message>
        <source>sending</source>
        <translation>wird gesendet</translation>
    </message>
    <message>
        <source>delivered</source>
        <translation>zugestellt</translation>
    </message>
    <message>
        <source>failed</source>
        <translation>fehlgeschlagen</translation>
    </message>
    <message>
        <source>discarded</source>
        <translation>verworfen</translation>
    </message>
    <message>
        <source>proposed</source>
        <translation>vorgeschlagen</translation>
    </message>
    <message>
        <source>adopted</source>
        <translation>übernommen</translation>
    </message>
    <message>
        <source>Context</source>
        <translation>Kontext</translation>
    </message>
    <message>
        <source>Document</source>
        <translation>Dokument</translation>
    </message>
    <message>
        <source>Template</source>
        <translation>Vorlage</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>Modell</translation>
    </message>
    <message>
        <source>Prompt</source>
        <translation>Eingabe</translation>
    </message>
    <message>
        <source>Answer</source>
        <translation>Antwort</translation>
    </message>
    <message>
        <source>Review</source>
        <translation>Prüfung</translation>
    </message>
    <message>
        <source>Output</source>
        <translation>Ausgabe</translation>
    </message>
    <message>
        <source>Event</source>
        <translation>Ereignis</translation>
    </message>
    <message>
        <source>Field</source>
        <translation>Feld</translation>
    </message>
    <message>
        <source>Stack</source>
        <translation>Stapel</translation>
    </message>
    <message>
        <source>Something else</source>
        <translation>Etwas anderes</translation>
    </message>
    <message numerus="yes">
        <source>%n context(s)</source>
        <translation>
            <numerusform>%n Kontext</numerusform>
            <numerusform>%n Kontexte</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n document(s)</source>
        <translation>
            <numerusform>%n Dokument</numerusform>
            <numerusform>%n Dokumente</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n template(s)</source>
        <translation>
            <numerusform>%n Vorlage</numerusform>
            <numerusform>%n Vorlagen</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n model(s)</source>
        <translation>
            <numerusform>%n Modell</numerusform>
            <numerusform>%n Modelle</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n prompt(s)</source>
        <translation>
            <numerusform>%n Eingabe</numerusform>
            <numerusform>%n Eingaben</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n answer(s)</source>
        <translation>
            <numerusform>%n Antwort</numerusform>
            <numerusform>%n Antworten</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n review(s)</source>
        <translation>
            <numerusform>%n Prüfung</numerusform>
            <numerusform>%n Prüfungen</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n output(s)</source>
        <translation>
            <numerusform>%n Ausgabe</numerusform>
            <numerusform>%n Ausgaben</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n event(s)</source>
        <translation>
            <numerusform>%n Ereignis</numerusform>
            <numerusform>%n Ereignisse</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n field(s)</source>
        <translation>
            <numerusform>%n Feld</numerusform>
            <numerusform>%n Felder</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n alike</source>
        <translation>
            <numerusform>%n Gleichartiges</numerusform>
            <numerusform>%n Gleichartige</numerusform>
        </translation>
    </message>
    <message>
        <source>more than %1</source>
        <translation>mehr als %1</translation>
    </message>
    <message>
        <source>replay, %1</source>
        <translation>Wiederholung, %1</translation>
    </message>
    <message>
        <source>superseded</source>
        <translation>ersetzt</translation>
    </message>
    <message>
        <source>direct</source>
        <translation>unmittelbar</translation>
    </message>
    <message>
        <source>indirect</source>
        <translation>mittelbar</translation>
    </message>
    <message>
        <source>masked</source>
        <translation>verdeckt</translation>
    </message>
    <message>
        <source>What the source says is in the result.</source>
        <translation>Was die Quelle sagt, steht im Ergebnis.</translation>
    </message>
    <message>
        <source>It decided or shaped the result.</source>
        <translation>Sie entschied über das Ergebnis oder formte es.</translation>
    </message>
    <message>
        <source>It was put out of sight on the way, such as personal data.</source>
        <translation>Es wurde unterwegs unkenntlich gemacht, etwa persönliche Daten.</translation>
    </message>
    <message>
        <source>%1: %2 %3</source>
        <translation>%1: %2 %3</translation>
    </message>
    <message>
        <source>taken in again by it</source>
        <translation>von ihm wieder aufgenommen</translation>
    </message>
    <message>
        <source>%1, version %2</source>
        <translation>%1, Version %2</translation>
    </message>
    <message>
        <source>; came from %1, led to %2</source>
        <translation>; entstanden aus %1, führte zu %2</translation>
    </message>
    <message>
        <source>; there is more, Enter shows it</source>
        <translation>; da ist noch mehr, Eingabe zeigt es</translation>
    </message>
</context>
<context>
    <name>Millrace::LineageView</name>
    <message>
        <source>Where did it come from, and what became of it? Choose a context or a document, or press F12 on one anywhere.</source>
        <translation>Woraus entstand es, und was wurde daraus? Einen Kontext oder ein Dokument wählen, oder irgendwo auf einem F12 drücken.</translation>
    </message>
    <message>
        <source>Choose what to look at</source>
        <translation>Wählen, was betrachtet wird</translation>
    </message>
    <message>
        <source>%1 %</source>
        <translation>%1 %</translation>
    </message>
    <message numerus="yes">
        <source>%n node(s)</source>
        <translation>
            <numerusform>%n Knoten</numerusform>
            <numerusform>%n Knoten</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n edge(s)</source>
        <translation>
            <numerusform>%n Kante</numerusform>
            <numerusform>%n Kanten</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n chosen</source>
        <translation>
            <numerusform>%n gewählt</numerusform>
            <numerusform>%n gewählt</numerusform>
        </translation>
    </message>
    <message>
        <source>there is more than is shown: expand where it matters</source>
        <translation>es gibt mehr, als gezeigt wird: dort aufklappen, wo es darauf ankommt</translation>
    </message>
</context>
<context>
    <name>Millrace::LinesModel</name>
    <message>
        <source>What</source>
        <translation>Was</translation>
    </message>
    <message>
        <source>Sum</source>
        <translation>Summe</translation>
    </message>
    <message>
        <source>Last</source>
        <translation>Zuletzt</translation>
    </message>
    <message>
        <source>Least</source>
        <translation>Kleinster</translation>
    </message>
    <message>
        <source>Mean</source>
        <translation>Mittel</translation>
    </message>
    <message>
        <source>Greatest</source>
        <translation>Größter</translation>
    </message>
</context>
<context>
    <name>Millrace::MainWindow</name>
    <message>
        <source>Millrace</source>
        <translation>Millrace</translation>
    </message>
    <message>
        <source>Find a command   Ctrl+K</source>
        <translation>Befehl suchen   Strg+K</translation>
    </message>
    <message>
        <source>Saving a copy</source>
        <translation>Kopie wird gespeichert</translation>
    </message>
    <message>
        <source>%1 — Millrace</source>
        <translation>%1 — Millrace</translation>
    </message>
    <message>
        <source>The engine has something to tell</source>
        <translation>Die Maschine hat etwas zu sagen</translation>
    </message>
    <message>
        <source>The engine does not run</source>
        <translation>Die Maschine läuft nicht</translation>
    </message>
    <message>
        <source>The clipboard has no text and no files</source>
        <translation>Die Zwischenablage hat weder Text noch Dateien</translation>
    </message>
    <message>
        <source>Show it</source>
        <translation>Zeigen</translation>
    </message>
</context>
<context>
    <name>Millrace::MetricsPane</name>
    <message>
        <source>Metrics</source>
        <translation>Messwerte</translation>
    </message>
    <message>
        <source>Collection…</source>
        <translation>Sammlung…</translation>
    </message>
    <message>
        <source>What is measured, how long it is kept, and who else gets it</source>
        <translation>Was gemessen wird, wie lange es bleibt und wer es noch bekommt</translation>
    </message>
    <message>
        <source>Dashboards</source>
        <translation>Übersichten</translation>
    </message>
    <message>
        <source>Problems</source>
        <translation>Probleme</translation>
    </message>
    <message>
        <source>Health</source>
        <translation>Gesundheit</translation>
    </message>
    <message>
        <source>What is slow</source>
        <translation>Was langsam ist</translation>
    </message>
    <message>
        <source>Problems  %1</source>
        <translation>Probleme  %1</translation>
    </message>
    <message>
        <source>Problems and rules</source>
        <translation>Probleme und Regeln</translation>
    </message>
    <message>
        <source>Health of all parts</source>
        <translation>Gesundheit aller Teile</translation>
    </message>
    <message>
        <source>Explain what is slow</source>
        <translation>Erklären, was langsam ist</translation>
    </message>
    <message numerus="yes">
        <source>%n problem(s) nobody has acknowledged</source>
        <translation>
            <numerusform>%n Problem, das niemand bestätigt hat</numerusform>
            <numerusform>%n Probleme, die niemand bestätigt hat</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Millrace::Minimap</name>
    <message>
        <source>Overview</source>
        <translation>Übersicht</translation>
    </message>
    <message>
        <source>Overview: press or drag to go there</source>
        <translation>Übersicht: drücken oder ziehen, um dorthin zu gehen</translation>
    </message>
</context>
<context>
    <name>Millrace::NeedTile</name>
    <message>
        <source>%1: %2</source>
        <translation>%1: %2</translation>
    </message>
    <message>
        <source>%1 Mostly: %2</source>
        <translation>%1 Meistens: %2</translation>
    </message>
    <message>
        <source>Nothing here</source>
        <translation>Nichts</translation>
    </message>
</context>
<context>
    <name>Millrace::NoticeBar</name>
    <message>
        <source>Dismiss this message</source>
        <translation>Diese Meldung schließen</translation>
    </message>
</context>
<context>
    <name>Millrace::NoticeModel</name>
    <message>
        <source>Time</source>
        <translation>Zeit</translation>
    </message>
    <message>
        <source>What happened</source>
        <translation>Was geschah</translation>
    </message>
    <message>
        <source>Why</source>
        <translation>Warum</translation>
    </message>
    <message>
        <source>What you can do</source>
        <translation>Was hilft</translation>
    </message>
</context>
<context>
    <name>Millrace::PageView</name>
    <message>
        <source>Pages of the original</source>
        <translation>Seiten des Originals</translation>
    </message>
    <message>
        <source>Page %1 cannot be drawn</source>
        <translation>Seite %1 lässt sich nicht zeichnen</translation>
    </message>
    <message>
        <source>Page %1</source>
        <translation>Seite %1</translation>
    </message>
</context>
<context>
    <name>Millrace::PanelCard</name>
    <message>
        <source>What can be done with this panel</source>
        <translation>Was mit diesem Feld getan werden kann</translation>
    </message>
    <message>
        <source>What was measured</source>
        <translation>Was gemessen wurde</translation>
    </message>
    <message>
        <source>Without a title</source>
        <translation>Ohne Titel</translation>
    </message>
    <message>
        <source>What can be done with %1</source>
        <translation>Was mit %1 getan werden kann</translation>
    </message>
    <message>
        <source>This panel asks nothing yet. Edit it to choose a metric.</source>
        <translation>Dieses Feld fragt noch nichts. Bearbeite es, um eine Messgröße zu wählen.</translation>
    </message>
    <message>
        <source>Nothing was measured in this time.</source>
        <translation>In dieser Zeit wurde nichts gemessen.</translation>
    </message>
</context>
<context>
    <name>Millrace::PanelEditor</name>
    <message>
        <source>Title</source>
        <translation>Titel</translation>
    </message>
    <message>
        <source>What the panel shows</source>
        <translation>Was das Feld zeigt</translation>
    </message>
    <message>
        <source>Add</source>
        <translation>Hinzufügen</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>Entfernen</translation>
    </message>
    <message>
        <source>Only where</source>
        <translation>Nur wo</translation>
    </message>
    <message>
        <source>node=ai_generator|transformer, pipeline=article</source>
        <translation>node=ai_generator|transformer, pipeline=article</translation>
    </message>
    <message>
        <source>Name of the lines</source>
        <translation>Name der Linien</translation>
    </message>
    <message>
        <source>{{node}}</source>
        <translation>{{node}}</translation>
    </message>
    <message>
        <source>From</source>
        <translation>Von</translation>
    </message>
    <message>
        <source>by itself</source>
        <translation>von selbst</translation>
    </message>
    <message>
        <source>To</source>
        <translation>An</translation>
    </message>
    <message>
        <source>Line across at</source>
        <translation>Querlinie bei</translation>
    </message>
    <message>
        <source>none</source>
        <translation>ohne</translation>
    </message>
    <message>
        <source>Logarithmic</source>
        <translation>Logarithmisch</translation>
    </message>
    <message>
        <source>Add a panel</source>
        <translation>Feld hinzufügen</translation>
    </message>
    <message>
        <source>Edit the panel</source>
        <translation>Feld bearbeiten</translation>
    </message>
    <message>
        <source>Add the panel</source>
        <translation>Feld hinzufügen</translation>
    </message>
    <message>
        <source>Keep the changes</source>
        <translation>Änderungen behalten</translation>
    </message>
    <message>
        <source>Shown as</source>
        <translation>Gezeigt als</translation>
    </message>
    <message>
        <source>Asks for</source>
        <translation>Fragt nach</translation>
    </message>
    <message>
        <source>Metric</source>
        <translation>Messgröße</translation>
    </message>
    <message>
        <source>Of it</source>
        <translation>Davon</translation>
    </message>
    <message>
        <source>A line for each</source>
        <translation>Eine Linie je</translation>
    </message>
    <message>
        <source>to</source>
        <translation>bis</translation>
    </message>
    <message>
        <source>Axis from</source>
        <translation>Achse von</translation>
    </message>
    <message>
        <source>What the panel asks for</source>
        <translation>Wonach das Feld fragt</translation>
    </message>
    <message>
        <source>Ask for something else too</source>
        <translation>Auch nach etwas anderem fragen</translation>
    </message>
    <message>
        <source>Do not ask for this any more</source>
        <translation>Danach nicht mehr fragen</translation>
    </message>
    <message>
        <source>Choose a metric</source>
        <translation>Messgröße wählen</translation>
    </message>
</context>
<context>
    <name>Millrace::PinDialog</name>
    <message>
        <source>Pin what “%1” gives</source>
        <translation>Festhalten, was „%1“ ergibt</translation>
    </message>
    <message>
        <source>Way out</source>
        <translation>Ausgang</translation>
    </message>
    <message>
        <source>The document that leaves the step</source>
        <translation>Das Dokument, das den Schritt verlässt</translation>
    </message>
    <message>
        <source>In trials the step gives this and does not run. Real runs are not touched.</source>
        <translation>In Probeläufen ergibt der Schritt dies und läuft nicht. Echte Läufe bleiben unberührt.</translation>
    </message>
    <message>
        <source>Put a file in…</source>
        <translation>Datei einsetzen…</translation>
    </message>
    <message>
        <source>Keeps the file in the workspace and names it as the document&apos;s original</source>
        <translation>Bewahrt die Datei im Arbeitsbereich auf und nennt sie als Original des Dokuments</translation>
    </message>
    <message>
        <source>Leaves by</source>
        <translation>Verlässt ihn durch</translation>
    </message>
    <message>
        <source>Pin</source>
        <translation>Festhalten</translation>
    </message>
    <message>
        <source>Put a file in</source>
        <translation>Datei einsetzen</translation>
    </message>
    <message>
        <source>%1 is larger than %2.</source>
        <translation>%1 ist größer als %2.</translation>
    </message>
    <message>
        <source>%1, %2</source>
        <translation>%1, %2</translation>
    </message>
</context>
<context>
    <name>Millrace::PlotView</name>
    <message>
        <source>%1 in all</source>
        <translation>%1 insgesamt</translation>
    </message>
    <message>
        <source>most up to %1</source>
        <translation>die meisten bis %1</translation>
    </message>
    <message numerus="yes">
        <source>and %n more</source>
        <translation>
            <numerusform>und %n weitere</numerusform>
            <numerusform>und %n weitere</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 (before %2)</source>
        <translation>%1 (vorher %2)</translation>
    </message>
</context>
<context>
    <name>Millrace::PolicyView</name>
    <message>
        <source>Read only: whatever the rules say</source>
        <translation>Nur lesen: was auch immer die Regeln sagen</translation>
    </message>
    <message>
        <source>Give a folder…</source>
        <translation>Ordner geben …</translation>
    </message>
    <message>
        <source>Take it back</source>
        <translation>Zurücknehmen</translation>
    </message>
    <message>
        <source>Rules for single tools</source>
        <translation>Regeln für einzelne Werkzeuge</translation>
    </message>
    <message>
        <source>New token…</source>
        <translation>Neues Token …</translation>
    </message>
    <message>
        <source>Shut out</source>
        <translation>Ausgesperrt</translation>
    </message>
    <message>
        <source>Undo all it did</source>
        <translation>Alles rückgängig machen, was er tat</translation>
    </message>
    <message>
        <source>The one that it has is worth nothing from then on</source>
        <translation>Das bisherige gilt dann nicht mehr</translation>
    </message>
    <message>
        <source>Take back what this agent did, the newest first, as far as that is possible</source>
        <translation>Zurücknehmen, was dieser Agent getan hat, das Neueste zuerst, soweit es geht</translation>
    </message>
    <message>
        <source>It may not come in any more, from now on; what it did stays</source>
        <translation>Er darf ab sofort nicht mehr herein; was er getan hat, bleibt</translation>
    </message>
    <message>
        <source>Tool</source>
        <translation>Werkzeug</translation>
    </message>
    <message>
        <source>What it does</source>
        <translation>Was es tut</translation>
    </message>
    <message>
        <source>Rule</source>
        <translation>Regel</translation>
    </message>
    <message>
        <source>Give %1 a folder</source>
        <translation>%1 einen Ordner geben</translation>
    </message>
    <message>
        <source>As its kind</source>
        <translation>Wie seine Art</translation>
    </message>
    <message>
        <source>Allow</source>
        <translation>Erlauben</translation>
    </message>
    <message>
        <source>Ask once</source>
        <translation>Einmal fragen</translation>
    </message>
    <message>
        <source>Ask always</source>
        <translation>Immer fragen</translation>
    </message>
    <message>
        <source>Deny</source>
        <translation>Verbieten</translation>
    </message>
    <message>
        <source>Reads</source>
        <translation>Liest</translation>
    </message>
    <message>
        <source>Proposes</source>
        <translation>Schlägt vor</translation>
    </message>
    <message>
        <source>Changes</source>
        <translation>Ändert</translation>
    </message>
    <message>
        <source>Destroys</source>
        <translation>Löscht oder beendet</translation>
    </message>
    <message>
        <source>Folders that it was given</source>
        <translation>Ordner, die er bekommen hat</translation>
    </message>
    <message>
        <source>Files that it names have to lie in one of these folders</source>
        <translation>Dateien, die er nennt, müssen in einem dieser Ordner liegen</translation>
    </message>
    <message>
        <source>Let it in again</source>
        <translation>Wieder hereinlassen</translation>
    </message>
</context>
<context>
    <name>Millrace::ProblemList</name>
    <message>
        <source>Nothing keeps this pipeline from running.</source>
        <translation>Nichts hindert diese Pipeline am Laufen.</translation>
    </message>
    <message>
        <source>Problems</source>
        <translation>Probleme</translation>
    </message>
</context>
<context>
    <name>Millrace::ProblemPanel</name>
    <message numerus="yes">
        <source>and %n more, in History</source>
        <translation>
            <numerusform>und %n weiterer, unter Verlauf</numerusform>
            <numerusform>und %n weitere, unter Verlauf</numerusform>
        </translation>
    </message>
    <message>
        <source>Approve</source>
        <translation>Freigeben</translation>
    </message>
    <message>
        <source>Reject</source>
        <translation>Ablehnen</translation>
    </message>
    <message>
        <source>It goes on as approved; the decision stays in its history under your name</source>
        <translation>Es geht als freigegeben weiter; die Entscheidung bleibt unter Ihrem Namen im Verlauf</translation>
    </message>
    <message>
        <source>It goes on as rejected; the decision stays in its history under your name</source>
        <translation>Es geht als abgelehnt weiter; die Entscheidung bleibt unter Ihrem Namen im Verlauf</translation>
    </message>
    <message>
        <source>%1 waits for your decision</source>
        <translation>%1 wartet auf Ihre Entscheidung</translation>
    </message>
    <message>
        <source>Retry</source>
        <translation>Wiederholen</translation>
    </message>
    <message>
        <source>Try the step again (R)</source>
        <translation>Den Schritt wiederholen (R)</translation>
    </message>
    <message>
        <source>Put aside</source>
        <translation>Beiseitegelegt</translation>
    </message>
    <message>
        <source>Put aside at %1</source>
        <translation>Beiseitegelegt bei %1</translation>
    </message>
    <message>
        <source>Mend the document or the rule, then retry.</source>
        <translation>Das Dokument oder die Regel berichtigen, dann wiederholen.</translation>
    </message>
    <message>
        <source>%1 will be tried again</source>
        <translation>%1 wird erneut versucht</translation>
    </message>
    <message>
        <source>Failed</source>
        <translation>Gescheitert</translation>
    </message>
    <message>
        <source>Failed at %1</source>
        <translation>Gescheitert bei %1</translation>
    </message>
    <message>
        <source>Retry goes on from this step; finished steps are kept.</source>
        <translation>Wiederholen macht bei diesem Schritt weiter; fertige Schritte bleiben.</translation>
    </message>
</context>
<context>
    <name>Millrace::QualityView</name>
    <message>
        <source>Pipeline</source>
        <translation>Pipeline</translation>
    </message>
    <message>
        <source>Wanted error</source>
        <translation>Gewünschter Fehler</translation>
    </message>
    <message>
        <source>Thresholds</source>
        <translation>Schwellen</translation>
    </message>
    <message>
        <source>All pipelines</source>
        <translation>Alle Pipelines</translation>
    </message>
    <message>
        <source>Nothing with a confidence is decided yet. Thresholds can be told once it is.</source>
        <translation>Noch ist nichts mit einer Konfidenz entschieden. Danach lassen sich Schwellen nennen.</translation>
    </message>
    <message>
        <source>No threshold keeps the error below %1 with what is decided so far.</source>
        <translation>Mit dem, was bisher entschieden ist, hält keine Schwelle den Fehler unter %1.</translation>
    </message>
    <message>
        <source>From a confidence of %1 on, %2 approve themselves with an error of %3 (%4 to %5).</source>
        <translation>Ab einer Konfidenz von %1 geben sich %2 selbst frei, mit einem Fehler von %3 (%4 bis %5).</translation>
    </message>
    <message>
        <source>%1 What passes by itself is not in this: nobody saw any of it. A check share has some of it asked.</source>
        <translation>%1 Was von selbst durchgeht, ist nicht dabei: niemand hat etwas davon gesehen. Ein Prüfanteil lässt einen Teil davon fragen.</translation>
    </message>
    <message>
        <source>%1 people agree on %2 items with Krippendorff&apos;s alpha of %3.</source>
        <translation>%1 Personen stimmen über %2 Fälle mit Krippendorffs Alpha von %3 überein.</translation>
    </message>
    <message>
        <source>%1: %2 today, %3 in all</source>
        <translation>%1: %2 heute, %3 insgesamt</translation>
    </message>
    <message>
        <source>%1, %2 each</source>
        <translation>%1, je %2</translation>
    </message>
</context>
<context>
    <name>Millrace::QuarantineDetail</name>
    <message>
        <source>Parts of the context</source>
        <translation>Teile des Kontexts</translation>
    </message>
    <message>
        <source>Content</source>
        <translation>Inhalt</translation>
    </message>
    <message>
        <source>As it came</source>
        <translation>Wie es kam</translation>
    </message>
    <message>
        <source>Passes</source>
        <translation>Durchgänge</translation>
    </message>
    <message>
        <source>Problems</source>
        <translation>Probleme</translation>
    </message>
    <message>
        <source>Where it goes back in</source>
        <translation>Wo er wieder hineingeht</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>Notiz</translation>
    </message>
    <message>
        <source>What was mended, in a few words</source>
        <translation>Was verbessert wurde, in wenigen Worten</translation>
    </message>
    <message>
        <source>Send it back in, to be validated again (Ctrl+Return)</source>
        <translation>Wieder hineinschicken, um neu geprüft zu werden (Strg+Eingabe)</translation>
    </message>
    <message>
        <source>Content as it came</source>
        <translation>Inhalt, wie er kam</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>Zeit</translation>
    </message>
    <message>
        <source>What</source>
        <translation>Was</translation>
    </message>
    <message>
        <source>Step</source>
        <translation>Schritt</translation>
    </message>
    <message>
        <source>Who</source>
        <translation>Wer</translation>
    </message>
    <message>
        <source>Why, or what was mended</source>
        <translation>Warum, oder was verbessert wurde</translation>
    </message>
    <message>
        <source>Mend and retry</source>
        <translation>Verbessern und wiederholen</translation>
    </message>
    <message>
        <source>Retry</source>
        <translation>Wiederholen</translation>
    </message>
    <message>
        <source>refused by %1</source>
        <translation>abgewiesen von %1</translation>
    </message>
    <message>
        <source>The bytes were not kept: this came from another step of its pipeline, as it stands under Content.</source>
        <translation>Die Bytes wurden nicht aufbewahrt: Dies kam aus einem anderen Schritt der Pipeline, so wie es unter Inhalt steht.</translation>
    </message>
    <message>
        <source>in at %1</source>
        <translation>hinein bei %1</translation>
    </message>
    <message>
        <source>refused</source>
        <translation>abgewiesen</translation>
    </message>
    <message>
        <source>mended</source>
        <translation>verbessert</translation>
    </message>
    <message>
        <source>retried</source>
        <translation>wiederholt</translation>
    </message>
    <message>
        <source>%1 (%2)</source>
        <translation>%1 (%2)</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1: %2</translation>
    </message>
    <message>
        <source>Line %1, %2</source>
        <translation>Zeile %1, %2</translation>
    </message>
    <message numerus="yes">
        <source>%n problems</source>
        <translation>
            <numerusform>%n Problem</numerusform>
            <numerusform>%n Probleme</numerusform>
        </translation>
    </message>
    <message>
        <source>As it stands now, the step would take it.</source>
        <translation>So, wie es jetzt dasteht, nähme der Schritt es an.</translation>
    </message>
    <message>
        <source>It was changed since you began to type: what you send takes the place of that.</source>
        <translation>Es wurde geändert, seit Sie zu tippen begannen: Was Sie senden, tritt an dessen Stelle.</translation>
    </message>
    <message>
        <source>Its form is right. Whether %1 takes it shows when it runs: it asks others or acts outside.</source>
        <translation>Die Form stimmt. Ob %1 es annimmt, zeigt sich erst, wenn es läuft: Der Schritt fragt andere oder wirkt nach außen.</translation>
    </message>
    <message>
        <source>Its form is right. Whether %1 takes it shows when it runs: it depends on what it waits for.</source>
        <translation>Die Form stimmt. Ob %1 es annimmt, zeigt sich erst, wenn es läuft: Es hängt davon ab, worauf der Schritt wartet.</translation>
    </message>
    <message>
        <source>Its form is right. %1 could not be tried here.</source>
        <translation>Die Form stimmt. %1 ließ sich hier nicht ausprobieren.</translation>
    </message>
</context>
<context>
    <name>Millrace::QuarantineModel</name>
    <message numerus="yes">
        <source>%1, and %n more</source>
        <translation>
            <numerusform>%1, und %n weiterer</numerusform>
            <numerusform>%1, und %n weitere</numerusform>
        </translation>
    </message>
    <message>
        <source>Title</source>
        <translation>Titel</translation>
    </message>
    <message>
        <source>Why</source>
        <translation>Warum</translation>
    </message>
    <message>
        <source>Since</source>
        <translation>Seit</translation>
    </message>
    <message>
        <source>Passes</source>
        <translation>Durchgänge</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1: %2</translation>
    </message>
</context>
<context>
    <name>Millrace::QuarantinePane</name>
    <message>
        <source>Quarantine</source>
        <translation>Quarantäne</translation>
    </message>
    <message>
        <source>Search</source>
        <translation>Suchen</translation>
    </message>
    <message>
        <source>Search in quarantine</source>
        <translation>In der Quarantäne suchen</translation>
    </message>
    <message>
        <source>Pipeline</source>
        <translation>Pipeline</translation>
    </message>
    <message>
        <source>Reason</source>
        <translation>Grund</translation>
    </message>
    <message>
        <source>In quarantine</source>
        <translation>In Quarantäne</translation>
    </message>
    <message>
        <source>Send it back in as it stands in the editor</source>
        <translation>Wieder hineinschicken, wie es im Editor steht</translation>
    </message>
    <message>
        <source>Retry the chosen</source>
        <translation>Die gewählten wiederholen</translation>
    </message>
    <message>
        <source>Retry everything that is listed</source>
        <translation>Alles Gelistete wiederholen</translation>
    </message>
    <message>
        <source>Discard what was typed</source>
        <translation>Getipptes verwerfen</translation>
    </message>
    <message>
        <source>Next problem</source>
        <translation>Nächstes Problem</translation>
    </message>
    <message>
        <source>Previous problem</source>
        <translation>Voriges Problem</translation>
    </message>
    <message>
        <source>Next context</source>
        <translation>Nächster Kontext</translation>
    </message>
    <message>
        <source>Previous context</source>
        <translation>Voriger Kontext</translation>
    </message>
    <message>
        <source>Show the content</source>
        <translation>Den Inhalt zeigen</translation>
    </message>
    <message>
        <source>Show the content as it came</source>
        <translation>Den Inhalt zeigen, wie er kam</translation>
    </message>
    <message>
        <source>Show the passes</source>
        <translation>Die Durchgänge zeigen</translation>
    </message>
    <message>
        <source>Write a note</source>
        <translation>Eine Notiz schreiben</translation>
    </message>
    <message>
        <source>Choose where it goes back in</source>
        <translation>Wählen, wo er wieder hineingeht</translation>
    </message>
    <message>
        <source>Go to the list</source>
        <translation>Zur Liste gehen</translation>
    </message>
    <message>
        <source>Show everything in quarantine</source>
        <translation>Alles in Quarantäne zeigen</translation>
    </message>
    <message>
        <source>Show the context</source>
        <translation>Den Kontext zeigen</translation>
    </message>
    <message>
        <source>Nothing in quarantine has this.</source>
        <translation>Nichts in der Quarantäne hat das.</translation>
    </message>
    <message>
        <source>Nothing is in quarantine. What a step refuses waits here to be mended.</source>
        <translation>Nichts ist in Quarantäne. Was ein Schritt abweist, wartet hier auf Verbesserung.</translation>
    </message>
    <message>
        <source>%1 (%2)</source>
        <translation>%1 (%2)</translation>
    </message>
    <message>
        <source>All pipelines</source>
        <translation>Alle Pipelines</translation>
    </message>
    <message>
        <source>All reasons</source>
        <translation>Alle Gründe</translation>
    </message>
    <message numerus="yes">
        <source>Retry %n contexts</source>
        <translation>
            <numerusform>%n Kontext wiederholen</numerusform>
            <numerusform>%n Kontexte wiederholen</numerusform>
        </translation>
    </message>
    <message>
        <source>Retry</source>
        <translation>Wiederholen</translation>
    </message>
    <message numerus="yes">
        <source>%n contexts</source>
        <translation>
            <numerusform>%n Kontext</numerusform>
            <numerusform>%n Kontexte</numerusform>
        </translation>
    </message>
    <message>
        <source>only to look at</source>
        <translation>nur zum Ansehen</translation>
    </message>
    <message numerus="yes">
        <source>%n contexts are at work again</source>
        <translation>
            <numerusform>%n Kontext ist wieder in Arbeit</numerusform>
            <numerusform>%n Kontexte sind wieder in Arbeit</numerusform>
        </translation>
    </message>
    <message>
        <source>Retry the next</source>
        <translation>Die nächsten wiederholen</translation>
    </message>
</context>
<context>
    <name>Millrace::QueueModel</name>
    <message>
        <source>pack %1</source>
        <translation>Paket %1</translation>
    </message>
    <message>
        <source>me</source>
        <translation>ich</translation>
    </message>
    <message>
        <source>for %1</source>
        <translation>für %1</translation>
    </message>
    <message>
        <source>Title</source>
        <translation>Titel</translation>
    </message>
    <message>
        <source>Confidence</source>
        <translation>Konfidenz</translation>
    </message>
    <message>
        <source>Label</source>
        <translation>Etikett</translation>
    </message>
    <message>
        <source>Pipeline</source>
        <translation>Pipeline</translation>
    </message>
    <message>
        <source>Waits since</source>
        <translation>Wartet seit</translation>
    </message>
    <message>
        <source>Who</source>
        <translation>Wer</translation>
    </message>
</context>
<context>
    <name>Millrace::QueueView</name>
    <message>
        <source>Search in titles</source>
        <translation>In Titeln suchen</translation>
    </message>
    <message>
        <source>Pipeline</source>
        <translation>Pipeline</translation>
    </message>
    <message>
        <source>Label</source>
        <translation>Etikett</translation>
    </message>
    <message>
        <source>Whose</source>
        <translation>Wessen</translation>
    </message>
    <message>
        <source>Order</source>
        <translation>Reihenfolge</translation>
    </message>
    <message>
        <source>Everybody&apos;s</source>
        <translation>Von allen</translation>
    </message>
    <message>
        <source>Assigned to me</source>
        <translation>Mir zugewiesen</translation>
    </message>
    <message>
        <source>Assigned to nobody</source>
        <translation>Niemandem zugewiesen</translation>
    </message>
    <message>
        <source>Held by me</source>
        <translation>Von mir gehalten</translation>
    </message>
    <message>
        <source>Held by others</source>
        <translation>Von anderen gehalten</translation>
    </message>
    <message>
        <source>Escalated</source>
        <translation>Weitergereicht</translation>
    </message>
    <message>
        <source>With the author</source>
        <translation>Beim Autor</translation>
    </message>
    <message>
        <source>Oldest first</source>
        <translation>Älteste zuerst</translation>
    </message>
    <message>
        <source>Newest first</source>
        <translation>Neueste zuerst</translation>
    </message>
    <message>
        <source>Lowest confidence first</source>
        <translation>Niedrigste Konfidenz zuerst</translation>
    </message>
    <message>
        <source>Highest confidence first</source>
        <translation>Höchste Konfidenz zuerst</translation>
    </message>
    <message>
        <source>Waiting for review</source>
        <translation>Wartet auf Prüfung</translation>
    </message>
    <message>
        <source>Nothing waits in this queue.</source>
        <translation>In dieser Warteschlange wartet nichts.</translation>
    </message>
    <message>
        <source>Nothing waits for review.</source>
        <translation>Nichts wartet auf Prüfung.</translation>
    </message>
    <message>
        <source>Show the whole queue</source>
        <translation>Die ganze Warteschlange zeigen</translation>
    </message>
    <message>
        <source>%1 (%2)</source>
        <translation>%1 (%2)</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1: %2</translation>
    </message>
    <message>
        <source>All pipelines</source>
        <translation>Alle Pipelines</translation>
    </message>
    <message>
        <source>All labels</source>
        <translation>Alle Etiketten</translation>
    </message>
</context>
<context>
    <name>Millrace::ReadingStrip</name>
    <message>
        <source>Show the pages that have been read</source>
        <translation>Die gelesenen Seiten zeigen</translation>
    </message>
    <message>
        <source>Read no further; the pages that were read are kept</source>
        <translation>Nicht weiterlesen; die gelesenen Seiten bleiben erhalten</translation>
    </message>
    <message>
        <source>%1 of %2 pages read</source>
        <translation>%1 von %2 Seiten gelesen</translation>
    </message>
    <message>
        <source>Documents being read</source>
        <translation>Dokumente, die gelesen werden</translation>
    </message>
    <message numerus="yes">
        <source>and %n more</source>
        <translation>
            <numerusform>und %n weiteres</numerusform>
            <numerusform>und %n weitere</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Millrace::ReadingText</name>
    <message>
        <source>Text</source>
        <translation>Text</translation>
    </message>
    <message>
        <source>Show where this comes from</source>
        <translation>Zeigen, woher das kommt</translation>
    </message>
</context>
<context>
    <name>Millrace::ReadingView</name>
    <message>
        <source>Previous sentence with a source (Alt+Up)</source>
        <translation>Voriger Satz mit Quelle (Alt+Hoch)</translation>
    </message>
    <message>
        <source>Next sentence with a source (Alt+Down)</source>
        <translation>Nächster Satz mit Quelle (Alt+Runter)</translation>
    </message>
    <message>
        <source>Go to the context this comes from</source>
        <translation>Zum Kontext, aus dem das kommt</translation>
    </message>
    <message>
        <source>Close the source (Esc)</source>
        <translation>Die Quelle schließen (Esc)</translation>
    </message>
    <message numerus="yes">
        <source>%n words</source>
        <translation>
            <numerusform>%n Wort</numerusform>
            <numerusform>%n Wörter</numerusform>
        </translation>
    </message>
    <message>
        <source>not formatted yet</source>
        <translation>noch nicht formatiert</translation>
    </message>
    <message numerus="yes">
        <source>%n sentences with a source: click one</source>
        <translation>
            <numerusform>%n Satz mit Quelle: anklicken</numerusform>
            <numerusform>%n Sätze mit Quelle: einen anklicken</numerusform>
        </translation>
    </message>
    <message>
        <source>Source text</source>
        <translation>Quelltext</translation>
    </message>
    <message>
        <source>the beginning; Export has all</source>
        <translation>der Anfang; Exportieren hat alles</translation>
    </message>
    <message>
        <source>Nothing is written at this step.</source>
        <translation>Bei diesem Schritt ist nichts geschrieben.</translation>
    </message>
    <message>
        <source>Show the document</source>
        <translation>Das Dokument zeigen</translation>
    </message>
    <message>
        <source>yes</source>
        <translation>ja</translation>
    </message>
    <message>
        <source>no</source>
        <translation>nein</translation>
    </message>
    <message>
        <source>Its fields: nothing is written at this step</source>
        <translation>Seine Felder: In diesem Schritt ist nichts geschrieben</translation>
    </message>
    <message>
        <source>The text that came in: nothing is written at this step</source>
        <translation>Der Text, der hereinkam: In diesem Schritt ist nichts geschrieben</translation>
    </message>
    <message numerus="yes">
        <source>%n entries</source>
        <translation>
            <numerusform>%n Eintrag</numerusform>
            <numerusform>%n Einträge</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Millrace::ReplayBill</name>
    <message>
        <source>this version has no step “%1” to go on at</source>
        <translation>diese Version hat keinen Schritt „%1“, an dem es weiterginge</translation>
    </message>
    <message>
        <source>Contexts</source>
        <translation>Kontexte</translation>
    </message>
    <message>
        <source>Steps taken over</source>
        <translation>Übernommene Schritte</translation>
    </message>
    <message>
        <source>Steps that run again</source>
        <translation>Schritte, die noch einmal laufen</translation>
    </message>
    <message>
        <source>Passed over, since they write outside</source>
        <translation>Übergangen, da sie nach außen schreiben</translation>
    </message>
    <message>
        <source>Tokens, the last time</source>
        <translation>Token, beim letzten Mal</translation>
    </message>
    <message>
        <source>%1 in, %2 out</source>
        <translation>%1 hinein, %2 heraus</translation>
    </message>
    <message>
        <source>Cost, the last time</source>
        <translation>Kosten, beim letzten Mal</translation>
    </message>
    <message>
        <source>nothing</source>
        <translation>nichts</translation>
    </message>
    <message>
        <source>Working time, the last time</source>
        <translation>Arbeitszeit, beim letzten Mal</translation>
    </message>
</context>
<context>
    <name>Millrace::ReplayModel</name>
    <message>
        <source>Context</source>
        <translation>Kontext</translation>
    </message>
    <message>
        <source>Status</source>
        <translation>Status</translation>
    </message>
    <message>
        <source>Fields that differ</source>
        <translation>Abweichende Felder</translation>
    </message>
    <message>
        <source>Decision</source>
        <translation>Entscheidung</translation>
    </message>
</context>
<context>
    <name>Millrace::ReplayView</name>
    <message>
        <source>Run the steps that write outside, too</source>
        <translation>Auch die Schritte ausführen, die nach außen schreiben</translation>
    </message>
    <message>
        <source>Run what was passed over</source>
        <translation>Übergangenes ausführen</translation>
    </message>
    <message>
        <source>Replays</source>
        <translation>Wiederholungen</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Stand</translation>
    </message>
    <message>
        <source>Select something in the graph and replay it: what it will cost is shown first, and what comes out is compared with what was there.</source>
        <translation>Im Graphen etwas auswählen und wiederholen: Zuerst wird gezeigt, was es kosten wird, und was herauskommt, wird mit dem verglichen, was da war.</translation>
    </message>
    <message>
        <source>On the version that each ran on</source>
        <translation>Mit der Version, mit der es jeweils lief</translation>
    </message>
    <message>
        <source>On the newest version</source>
        <translation>Mit der neuesten Version</translation>
    </message>
    <message>
        <source>Version</source>
        <translation>Version</translation>
    </message>
    <message>
        <source>From the first step that used what is selected</source>
        <translation>Ab dem ersten Schritt, der das Ausgewählte nutzte</translation>
    </message>
    <message>
        <source>From what was submitted</source>
        <translation>Ab dem, was eingereicht wurde</translation>
    </message>
    <message>
        <source>From where</source>
        <translation>Ab wo</translation>
    </message>
    <message>
        <source>Left out</source>
        <translation>Ausgelassen</translation>
    </message>
    <message>
        <source>Why</source>
        <translation>Warum</translation>
    </message>
    <message>
        <source>Not now</source>
        <translation>Jetzt nicht</translation>
    </message>
    <message>
        <source>Contexts of the replay</source>
        <translation>Kontexte der Wiederholung</translation>
    </message>
    <message>
        <source>Replay</source>
        <translation>Wiederholen</translation>
    </message>
    <message>
        <source>What it would cost</source>
        <translation>Was es kosten würde</translation>
    </message>
    <message numerus="yes">
        <source>Replay %n context(s)</source>
        <translation>
            <numerusform>Einen Kontext wiederholen</numerusform>
            <numerusform>%n Kontexte wiederholen</numerusform>
        </translation>
    </message>
    <message>
        <source>Nothing to replay</source>
        <translation>Nichts zu wiederholen</translation>
    </message>
    <message>
        <source>This workspace can only be read.</source>
        <translation>Dieser Arbeitsbereich kann nur gelesen werden.</translation>
    </message>
    <message>
        <source>The old ones stay as they are until you adopt what comes out.</source>
        <translation>Die alten bleiben, wie sie sind, bis Sie übernehmen, was herauskommt.</translation>
    </message>
    <message>
        <source>Nothing was replayed</source>
        <translation>Nichts wurde wiederholt</translation>
    </message>
    <message>
        <source>running</source>
        <translation>läuft</translation>
    </message>
    <message>
        <source>to be decided</source>
        <translation>zu entscheiden</translation>
    </message>
    <message>
        <source>adopted</source>
        <translation>übernommen</translation>
    </message>
    <message>
        <source>discarded</source>
        <translation>verworfen</translation>
    </message>
    <message>
        <source>partly adopted</source>
        <translation>teils übernommen</translation>
    </message>
    <message numerus="yes">
        <source>%1 · %n context(s)</source>
        <translation>
            <numerusform>%1 · %n Kontext</numerusform>
            <numerusform>%1 · %n Kontexte</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1 of %n context(s) done</source>
        <translation>
            <numerusform>%1 von %n Kontext fertig</numerusform>
            <numerusform>%1 von %n Kontexten fertig</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n context(s), old against new</source>
        <translation>
            <numerusform>%n Kontext, alt gegen neu</numerusform>
            <numerusform>%n Kontexte, alt gegen neu</numerusform>
        </translation>
    </message>
    <message>
        <source>The steps that write outside were passed over; with this they run when the new ones are adopted.</source>
        <translation>Die Schritte, die nach außen schreiben, wurden übergangen; hiermit laufen sie, wenn die neuen übernommen werden.</translation>
    </message>
    <message numerus="yes">
        <source>Adopt %n</source>
        <translation>
            <numerusform>%n übernehmen</numerusform>
            <numerusform>%n übernehmen</numerusform>
        </translation>
    </message>
    <message>
        <source>The new ones take the place of the old ones, which are marked as superseded.</source>
        <translation>Die neuen treten an die Stelle der alten, die als ersetzt gekennzeichnet werden.</translation>
    </message>
    <message>
        <source>Stop and discard</source>
        <translation>Anhalten und verwerfen</translation>
    </message>
    <message numerus="yes">
        <source>Discard %n</source>
        <translation>
            <numerusform>%n verwerfen</numerusform>
            <numerusform>%n verwerfen</numerusform>
        </translation>
    </message>
    <message>
        <source>The old ones stay as they are.</source>
        <translation>Die alten bleiben, wie sie sind.</translation>
    </message>
    <message>
        <source>It is not done yet.</source>
        <translation>Es ist noch nicht fertig.</translation>
    </message>
    <message numerus="yes">
        <source>%n field(s) changed</source>
        <translation>
            <numerusform>%n Feld geändert</numerusform>
            <numerusform>%n Felder geändert</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n added</source>
        <translation>
            <numerusform>%n hinzugefügt</numerusform>
            <numerusform>%n hinzugefügt</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n removed</source>
        <translation>
            <numerusform>%n entfernt</numerusform>
            <numerusform>%n entfernt</numerusform>
        </translation>
    </message>
    <message>
        <source>Both have the same data.</source>
        <translation>Beide haben dieselben Daten.</translation>
    </message>
    <message numerus="yes">
        <source>%n context(s) adopted</source>
        <translation>
            <numerusform>Ein Kontext übernommen</numerusform>
            <numerusform>%n Kontexte übernommen</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n context(s) discarded</source>
        <translation>
            <numerusform>Ein Kontext verworfen</numerusform>
            <numerusform>%n Kontexte verworfen</numerusform>
        </translation>
    </message>
    <message>
        <source>Only the chosen one</source>
        <translation>Nur das gewählte</translation>
    </message>
</context>
<context>
    <name>Millrace::ReportDialog</name>
    <message>
        <source>Copy report</source>
        <translation>Bericht kopieren</translation>
    </message>
    <message>
        <source>Delete report</source>
        <translation>Bericht löschen</translation>
    </message>
</context>
<context>
    <name>Millrace::RequestsModel</name>
    <message>
        <source>%1, %2 times</source>
        <translation>%1, %2-mal</translation>
    </message>
    <message>
        <source>Answered</source>
        <translation>Beantwortet</translation>
    </message>
    <message>
        <source>When</source>
        <translation>Wann</translation>
    </message>
    <message>
        <source>Agent</source>
        <translation>Agent</translation>
    </message>
    <message>
        <source>Asked for</source>
        <translation>Gefragt nach</translation>
    </message>
    <message>
        <source>Outcome</source>
        <translation>Ausgang</translation>
    </message>
    <message>
        <source>Duration</source>
        <translation>Dauer</translation>
    </message>
</context>
<context>
    <name>Millrace::RequestsView</name>
    <message>
        <source>Tool, method or error</source>
        <translation>Werkzeug, Methode oder Fehler</translation>
    </message>
    <message>
        <source>Only what failed</source>
        <translation>Nur was fehlschlug</translation>
    </message>
    <message>
        <source>Save…</source>
        <translation>Speichern …</translation>
    </message>
    <message>
        <source>What agents asked</source>
        <translation>Was Agenten gefragt haben</translation>
    </message>
    <message>
        <source>Request and answer</source>
        <translation>Anfrage und Antwort</translation>
    </message>
    <message>
        <source>Write what is listed, and what is before it, to a file: one line of JSON each</source>
        <translation>Was hier steht, und was davor liegt, in eine Datei schreiben: je eine Zeile JSON</translation>
    </message>
    <message>
        <source>Nothing here. What agents ask, how it ended and how long it took appears here.</source>
        <translation>Noch nichts. Was Agenten fragen, wie es ausging und wie lange es dauerte, erscheint hier.</translation>
    </message>
    <message>
        <source>These came in a flood: they were counted, and their texts were not kept.</source>
        <translation>Diese kamen in einer Flut: Sie wurden gezählt, ihre Texte nicht aufbewahrt.</translation>
    </message>
    <message>
        <source>Request</source>
        <translation>Anfrage</translation>
    </message>
    <message>
        <source>Answer</source>
        <translation>Antwort</translation>
    </message>
    <message>
        <source>Save the log</source>
        <translation>Das Protokoll speichern</translation>
    </message>
    <message>
        <source>JSON Lines (*.jsonl)</source>
        <translation>JSON Lines (*.jsonl)</translation>
    </message>
    <message>
        <source>Ask again</source>
        <translation>Noch einmal fragen</translation>
    </message>
    <message>
        <source>Make the chosen call once more, as you, and show what is answered now</source>
        <translation>Den gewählten Aufruf noch einmal machen, als Sie, und zeigen, was jetzt geantwortet wird</translation>
    </message>
    <message>
        <source>Answer now</source>
        <translation>Antwort jetzt</translation>
    </message>
</context>
<context>
    <name>Millrace::ResultsModel</name>
    <message>
        <source>Title</source>
        <translation>Titel</translation>
    </message>
    <message>
        <source>Pipeline</source>
        <translation>Pipeline</translation>
    </message>
    <message>
        <source>Words</source>
        <translation>Wörter</translation>
    </message>
    <message>
        <source>Took</source>
        <translation>Dauer</translation>
    </message>
    <message>
        <source>Finished</source>
        <translation>Fertig</translation>
    </message>
</context>
<context>
    <name>Millrace::ReviewKeysDialog</name>
    <message>
        <source>Keys of the decisions</source>
        <translation>Tasten der Entscheidungen</translation>
    </message>
    <message>
        <source>Use these keys</source>
        <translation>Diese Tasten verwenden</translation>
    </message>
    <message>
        <source>%1 is the key of “%2” already</source>
        <translation>%1 ist schon die Taste von „%2“</translation>
    </message>
</context>
<context>
    <name>Millrace::ReviewPane</name>
    <message>
        <source>Approve</source>
        <translation>Freigeben</translation>
    </message>
    <message>
        <source>Reject</source>
        <translation>Ablehnen</translation>
    </message>
    <message>
        <source>Edit the text</source>
        <translation>Den Text bearbeiten</translation>
    </message>
    <message>
        <source>Skip</source>
        <translation>Überspringen</translation>
    </message>
    <message>
        <source>Escalate</source>
        <translation>Weiterreichen</translation>
    </message>
    <message>
        <source>Undo the last decision</source>
        <translation>Die letzte Entscheidung zurücknehmen</translation>
    </message>
    <message>
        <source>Approve as edited</source>
        <translation>Bearbeitet freigeben</translation>
    </message>
    <message>
        <source>Discard the edit</source>
        <translation>Die Bearbeitung verwerfen</translation>
    </message>
    <message>
        <source>Show what was changed</source>
        <translation>Zeigen, was geändert wurde</translation>
    </message>
    <message>
        <source>Next sentence with a source</source>
        <translation>Nächster Satz mit Quelle</translation>
    </message>
    <message>
        <source>Previous sentence with a source</source>
        <translation>Voriger Satz mit Quelle</translation>
    </message>
    <message>
        <source>Show the source</source>
        <translation>Die Quelle zeigen</translation>
    </message>
    <message>
        <source>Write a note to the decision</source>
        <translation>Eine Notiz zur Entscheidung schreiben</translation>
    </message>
    <message>
        <source>Choose what a rejection does</source>
        <translation>Wählen, was eine Ablehnung bewirkt</translation>
    </message>
    <message>
        <source>Go to the form</source>
        <translation>Zum Formular gehen</translation>
    </message>
    <message>
        <source>Comment on what is selected</source>
        <translation>Das Ausgewählte kommentieren</translation>
    </message>
    <message>
        <source>Next comment that is not resolved</source>
        <translation>Nächster offener Kommentar</translation>
    </message>
    <message>
        <source>Previous comment that is not resolved</source>
        <translation>Voriger offener Kommentar</translation>
    </message>
    <message>
        <source>Resolve the comment</source>
        <translation>Den Kommentar erledigen</translation>
    </message>
    <message>
        <source>Next misspelt word</source>
        <translation>Nächstes falsch geschriebenes Wort</translation>
    </message>
    <message>
        <source>Suggestions for the word</source>
        <translation>Vorschläge für das Wort</translation>
    </message>
    <message>
        <source>Check the spelling</source>
        <translation>Rechtschreibung prüfen</translation>
    </message>
    <message>
        <source>Take the item over</source>
        <translation>Den Fall übernehmen</translation>
    </message>
    <message>
        <source>Give back to the author</source>
        <translation>Dem Autor zurückgeben</translation>
    </message>
    <message>
        <source>Show the context</source>
        <translation>Den Kontext zeigen</translation>
    </message>
    <message>
        <source>One by one</source>
        <translation>Einzeln</translation>
    </message>
    <message>
        <source>The queue as a list</source>
        <translation>Die Warteschlange als Liste</translation>
    </message>
    <message>
        <source>My decisions</source>
        <translation>Meine Entscheidungen</translation>
    </message>
    <message>
        <source>How good the confidence is</source>
        <translation>Wie gut die Konfidenz ist</translation>
    </message>
    <message>
        <source>Search in the queue</source>
        <translation>In der Warteschlange suchen</translation>
    </message>
    <message>
        <source>Choose the wanted error</source>
        <translation>Den gewünschten Fehler wählen</translation>
    </message>
    <message>
        <source>Choose the keys of the decisions…</source>
        <translation>Die Tasten der Entscheidungen wählen …</translation>
    </message>
    <message>
        <source>Export a review pack…</source>
        <translation>Ein Prüfpaket ausgeben …</translation>
    </message>
    <message>
        <source>Export a review pack</source>
        <translation>Ein Prüfpaket ausgeben</translation>
    </message>
    <message>
        <source>review.millrace</source>
        <translation>pruefung.millrace</translation>
    </message>
    <message>
        <source>Millrace workspaces (*.millrace)</source>
        <translation>Millrace-Arbeitsbereiche (*.millrace)</translation>
    </message>
    <message>
        <source>Merge a review pack…</source>
        <translation>Ein Prüfpaket einfügen …</translation>
    </message>
    <message>
        <source>Merge a review pack</source>
        <translation>Ein Prüfpaket einfügen</translation>
    </message>
    <message>
        <source>Writing a review pack</source>
        <translation>Ein Prüfpaket wird geschrieben</translation>
    </message>
    <message numerus="yes">
        <source>%n items are in the pack</source>
        <translation>
            <numerusform>%n Fall ist im Paket</numerusform>
            <numerusform>%n Fälle sind im Paket</numerusform>
        </translation>
    </message>
    <message>
        <source>%1, %2</source>
        <translation>%1, %2</translation>
    </message>
    <message>
        <source>They are held here until the pack comes back, for a week at most.</source>
        <translation>Sie sind hier gehalten, bis das Paket zurückkommt, höchstens eine Woche.</translation>
    </message>
    <message>
        <source>Merging a review pack</source>
        <translation>Ein Prüfpaket wird eingefügt</translation>
    </message>
    <message numerus="yes">
        <source>%n were here already</source>
        <translation>
            <numerusform>%n war schon hier</numerusform>
            <numerusform>%n waren schon hier</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n comments</source>
        <translation>
            <numerusform>%n Kommentar</numerusform>
            <numerusform>%n Kommentare</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n conflicts</source>
        <translation>
            <numerusform>%n Konflikt</numerusform>
            <numerusform>%n Konflikte</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n decisions are merged</source>
        <translation>
            <numerusform>%n Entscheidung ist eingefügt</numerusform>
            <numerusform>%n Entscheidungen sind eingefügt</numerusform>
        </translation>
    </message>
    <message>
        <source>Show the conflicts</source>
        <translation>Die Konflikte zeigen</translation>
    </message>
    <message>
        <source>Conflicts of the pack</source>
        <translation>Konflikte des Pakets</translation>
    </message>
    <message>
        <source>Conflicts</source>
        <translation>Konflikte</translation>
    </message>
    <message>
        <source>nothing</source>
        <translation>nichts</translation>
    </message>
    <message>
        <source>%1 by %2</source>
        <translation>%1 von %2</translation>
    </message>
    <message>
        <source>Review</source>
        <translation>Prüfung</translation>
    </message>
    <message>
        <source>Rooms of the review</source>
        <translation>Räume der Prüfung</translation>
    </message>
    <message>
        <source>Queue</source>
        <translation>Warteschlange</translation>
    </message>
    <message>
        <source>Decisions</source>
        <translation>Entscheidungen</translation>
    </message>
    <message>
        <source>Quality</source>
        <translation>Qualität</translation>
    </message>
    <message>
        <source>This item is no longer yours to decide</source>
        <translation>Über diesen Fall entscheiden nicht mehr Sie</translation>
    </message>
    <message>
        <source>%1 took this item over</source>
        <translation>%1 hat diesen Fall übernommen</translation>
    </message>
    <message>
        <source>What you entered is kept here; go on with the next, or take it back.</source>
        <translation>Was Sie eingegeben haben, bleibt hier; gehen Sie weiter oder holen Sie ihn zurück.</translation>
    </message>
    <message>
        <source>Take it back</source>
        <translation>Zurückholen</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1: %2</translation>
    </message>
    <message>
        <source>Approve %1 items</source>
        <translation>%1 Fälle freigeben</translation>
    </message>
    <message>
        <source>Approve instead</source>
        <translation>Stattdessen freigeben</translation>
    </message>
    <message>
        <source>Reject %1 items</source>
        <translation>%1 Fälle ablehnen</translation>
    </message>
    <message>
        <source>Reject instead</source>
        <translation>Stattdessen ablehnen</translation>
    </message>
    <message>
        <source>Editing</source>
        <translation>In Arbeit</translation>
    </message>
    <message>
        <source>Edit</source>
        <translation>Bearbeiten</translation>
    </message>
    <message>
        <source>Skip %1 items</source>
        <translation>%1 Fälle überspringen</translation>
    </message>
    <message>
        <source>Escalate %1 items</source>
        <translation>%1 Fälle weiterreichen</translation>
    </message>
    <message>
        <source>Take back</source>
        <translation>Zurücknehmen</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>Rückgängig</translation>
    </message>
    <message>
        <source>Looking for the next item.</source>
        <translation>Der nächste Fall wird gesucht.</translation>
    </message>
    <message>
        <source>Nothing waits in this queue.</source>
        <translation>In dieser Warteschlange wartet nichts.</translation>
    </message>
    <message>
        <source>Show the whole queue</source>
        <translation>Die ganze Warteschlange zeigen</translation>
    </message>
    <message>
        <source>What waits is held by others, or was skipped by you.</source>
        <translation>Was wartet, halten andere, oder Sie haben es übersprungen.</translation>
    </message>
    <message>
        <source>Look at my decisions</source>
        <translation>Meine Entscheidungen ansehen</translation>
    </message>
    <message>
        <source>Nothing waits for review. Contexts come here from a review step of a pipeline.</source>
        <translation>Nichts wartet auf Prüfung. Kontexte kommen aus einem Prüfschritt einer Pipeline hierher.</translation>
    </message>
    <message>
        <source>%1 waiting</source>
        <translation>%1 warten</translation>
    </message>
    <message>
        <source>only to look at</source>
        <translation>nur zum Ansehen</translation>
    </message>
    <message>
        <source>%1 today</source>
        <translation>heute %1</translation>
    </message>
    <message>
        <source>%1 in the last hour</source>
        <translation>%1 in der letzten Stunde</translation>
    </message>
    <message>
        <source>%1 each</source>
        <translation>je %1</translation>
    </message>
    <message>
        <source>Look at what is suggested first: it counts once it was seen.</source>
        <translation>Sehen Sie zuerst den Vorschlag an: Er zählt, sobald er gesehen wurde.</translation>
    </message>
    <message>
        <source>An answer is needed</source>
        <translation>Eine Antwort ist nötig</translation>
    </message>
    <message>
        <source>The form needs an answer first.</source>
        <translation>Das Formular braucht zuerst eine Antwort.</translation>
    </message>
    <message>
        <source>The edit cannot be put back into the document</source>
        <translation>Die Bearbeitung lässt sich nicht in das Dokument zurückführen</translation>
    </message>
    <message>
        <source>It changes a heading that is not part of it, or its form cannot say what you wrote.</source>
        <translation>Sie ändert eine Überschrift, die nicht dazugehört, oder seine Form kann nicht ausdrücken, was Sie schrieben.</translation>
    </message>
    <message>
        <source>Change the words alone, or discard the edit.</source>
        <translation>Ändern Sie nur die Wörter, oder verwerfen Sie die Bearbeitung.</translation>
    </message>
    <message numerus="yes">
        <source>%1: %n items</source>
        <translation>
            <numerusform>%1: %n Fall</numerusform>
            <numerusform>%1: %n Fälle</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n items were not decided</source>
        <translation>
            <numerusform>%n Fall wurde nicht entschieden</numerusform>
            <numerusform>%n Fälle wurden nicht entschieden</numerusform>
        </translation>
    </message>
    <message>
        <source>They are still selected: open one with Return.</source>
        <translation>Sie sind noch ausgewählt: Öffnen Sie einen mit der Eingabetaste.</translation>
    </message>
    <message>
        <source>%1 instead: %2</source>
        <translation>Stattdessen %1: %2</translation>
    </message>
    <message>
        <source>Corrected: %1</source>
        <translation>Berichtigt: %1</translation>
    </message>
    <message>
        <source>Taken back: %1</source>
        <translation>Zurückgenommen: %1</translation>
    </message>
    <message>
        <source>“%1” had gone on already</source>
        <translation>„%1“ war schon weitergegangen</translation>
    </message>
    <message>
        <source>Show the old context</source>
        <translation>Den alten Kontext zeigen</translation>
    </message>
    <message>
        <source>“%1” is otherwise by now: your decision did not count</source>
        <translation>„%1“ ist inzwischen anders: Ihre Entscheidung zählte nicht</translation>
    </message>
    <message>
        <source>%1 was first: your decision on “%2” did not count</source>
        <translation>%1 war schneller: Ihre Entscheidung zu „%2“ zählte nicht</translation>
    </message>
    <message>
        <source>Look at it as it is now, then decide.</source>
        <translation>Sehen Sie ihn an, wie er jetzt ist, und entscheiden Sie dann.</translation>
    </message>
    <message>
        <source>Your decision on “%1” did not count</source>
        <translation>Ihre Entscheidung zu „%1“ zählte nicht</translation>
    </message>
    <message>
        <source>Show it</source>
        <translation>Zeigen</translation>
    </message>
    <message>
        <source>Somebody else has this item</source>
        <translation>Jemand anderes hat diesen Fall</translation>
    </message>
    <message>
        <source>%1 has this item</source>
        <translation>%1 hat diesen Fall</translation>
    </message>
    <message>
        <source>Until %1, unless it is renewed.</source>
        <translation>Bis %1, wenn es nicht verlängert wird.</translation>
    </message>
    <message>
        <source>Taking it over is recorded.</source>
        <translation>Eine Übernahme wird festgehalten.</translation>
    </message>
    <message>
        <source>Take it over</source>
        <translation>Übernehmen</translation>
    </message>
    <message>
        <source>As %1 proposes. Nothing is decided: look, change what is wrong, then decide.</source>
        <translation>So, wie %1 es vorschlägt. Nichts ist entschieden: Sehen Sie es an, ändern Sie, was falsch ist, dann entscheiden Sie.</translation>
    </message>
    <message>
        <source>Look at what is proposed</source>
        <translation>Vorschlag ansehen</translation>
    </message>
    <message>
        <source>This text is too long to be edited here: only its beginning is shown.</source>
        <translation>Dieser Text ist zu lang, um hier bearbeitet zu werden: Nur sein Anfang wird gezeigt.</translation>
    </message>
    <message>
        <source>Approving it also changes %1.</source>
        <translation>Mit der Freigabe ändert sich auch %1.</translation>
    </message>
    <message>
        <source>The document was changed meanwhile: what is proposed is to be looked at again.</source>
        <translation>Das Dokument wurde inzwischen geändert: Sehen Sie sich den Vorschlag noch einmal an.</translation>
    </message>
    <message>
        <source>Title</source>
        <translation>Titel</translation>
    </message>
    <message>
        <source>Here</source>
        <translation>Hier</translation>
    </message>
    <message>
        <source>In the pack</source>
        <translation>Im Paket</translation>
    </message>
    <message>
        <source>Why</source>
        <translation>Warum</translation>
    </message>
    <message>
        <source>It was decided here meanwhile</source>
        <translation>Hier wurde es inzwischen entschieden</translation>
    </message>
    <message>
        <source>What was decided here stays. Return shows a document; each decision can be corrected under Decisions.</source>
        <translation>Was hier entschieden wurde, bleibt. Eingabe zeigt ein Dokument; jede Entscheidung lässt sich unter Entscheidungen berichtigen.</translation>
    </message>
    <message>
        <source>Contexts come here from a review step of a pipeline. The gallery has a review desk to try.</source>
        <translation>Kontexte kommen aus einem Prüfschritt einer Pipeline hierher. In der Galerie gibt es einen Prüftisch zum Ausprobieren.</translation>
    </message>
    <message>
        <source>Open the gallery</source>
        <translation>Galerie öffnen</translation>
    </message>
    <message numerus="yes">
        <source>Taken back: %n items</source>
        <translation>
            <numerusform>Zurückgenommen: %n Eintrag</numerusform>
            <numerusform>Zurückgenommen: %n Einträge</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n decisions are taken back</source>
        <translation>
            <numerusform>%n Entscheidung ist zurückgenommen</numerusform>
            <numerusform>%n Entscheidungen sind zurückgenommen</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 is %2 here</source>
        <translation>%1 ist hier %2</translation>
    </message>
    <message>
        <source>Your own key means something else in this form: %1.</source>
        <translation>Ihre eigene Taste bedeutet in diesem Formular etwas anderes: %1.</translation>
    </message>
</context>
<context>
    <name>Millrace::ReviewText</name>
    <message>
        <source>No suggestion</source>
        <translation>Kein Vorschlag</translation>
    </message>
    <message>
        <source>Add “%1” to my dictionary</source>
        <translation>„%1“ in mein Wörterbuch aufnehmen</translation>
    </message>
</context>
<context>
    <name>Millrace::RuleEditor</name>
    <message>
        <source> s</source>
        <translation> s</translation>
    </message>
    <message>
        <source>Looked at</source>
        <translation>Betrachtet</translation>
    </message>
    <message>
        <source>And that for</source>
        <translation>Und das für</translation>
    </message>
    <message>
        <source>It is watched</source>
        <translation>Sie wird überwacht</translation>
    </message>
    <message>
        <source>Tell me on the desktop</source>
        <translation>Auf dem Desktop melden</translation>
    </message>
    <message>
        <source>New rule</source>
        <translation>Neue Regel</translation>
    </message>
    <message>
        <source>Edit the rule</source>
        <translation>Regel bearbeiten</translation>
    </message>
    <message>
        <source>A value is beyond a limit</source>
        <translation>Ein Wert jenseits einer Grenze ist</translation>
    </message>
    <message>
        <source>A value changes too fast</source>
        <translation>Ein Wert sich zu schnell ändert</translation>
    </message>
    <message>
        <source>Nothing is measured</source>
        <translation>Nichts gemessen wird</translation>
    </message>
    <message>
        <source>Something happens too often</source>
        <translation>Etwas zu oft geschieht</translation>
    </message>
    <message>
        <source>node=ai_generator|transformer, pipeline=article</source>
        <translation>node=ai_generator|transformer, pipeline=article</translation>
    </message>
    <message>
        <source>provider, model</source>
        <translation>provider, model</translation>
    </message>
    <message>
        <source>context.failed</source>
        <translation>context.failed</translation>
    </message>
    <message>
        <source>https://…, or empty</source>
        <translation>https://…, oder leer</translation>
    </message>
    <message>
        <source>Title</source>
        <translation>Titel</translation>
    </message>
    <message>
        <source>Severity</source>
        <translation>Schwere</translation>
    </message>
    <message>
        <source>It is a problem when</source>
        <translation>Ein Problem ist es, wenn</translation>
    </message>
    <message>
        <source>Event</source>
        <translation>Ereignis</translation>
    </message>
    <message>
        <source>Metric</source>
        <translation>Messgröße</translation>
    </message>
    <message>
        <source>Of it</source>
        <translation>Davon</translation>
    </message>
    <message>
        <source>Only where</source>
        <translation>Nur wo</translation>
    </message>
    <message>
        <source>Each apart by</source>
        <translation>Getrennt nach</translation>
    </message>
    <message>
        <source>Is</source>
        <translation>Ist</translation>
    </message>
    <message>
        <source>Limit</source>
        <translation>Grenze</translation>
    </message>
    <message>
        <source>Send to</source>
        <translation>Senden an</translation>
    </message>
    <message>
        <source>It says now</source>
        <translation>Sie sagt jetzt</translation>
    </message>
    <message>
        <source>Add the rule</source>
        <translation>Regel hinzufügen</translation>
    </message>
    <message>
        <source>Keep the changes</source>
        <translation>Änderungen behalten</translation>
    </message>
    <message>
        <source>Nothing yet: choose what is watched.</source>
        <translation>Noch nichts: Wähle, was überwacht wird.</translation>
    </message>
    <message>
        <source>nothing measured</source>
        <translation>nichts gemessen</translation>
    </message>
    <message>
        <source>It would be a problem now.</source>
        <translation>Es wäre jetzt ein Problem.</translation>
    </message>
    <message>
        <source>It would be no problem now.</source>
        <translation>Es wäre jetzt kein Problem.</translation>
    </message>
</context>
<context>
    <name>Millrace::RunList</name>
    <message>
        <source>%1 of %2</source>
        <translation>%1 von %2</translation>
    </message>
    <message>
        <source>%1 completed</source>
        <translation>%1 fertig</translation>
    </message>
    <message>
        <source>%1 in work</source>
        <translation>%1 in Arbeit</translation>
    </message>
    <message>
        <source>%1 cancelled</source>
        <translation>%1 abgebrochen</translation>
    </message>
    <message numerus="yes">
        <source>%Ln need you</source>
        <translation>
            <numerusform>%Ln wartet auf Sie</numerusform>
            <numerusform>%Ln warten auf Sie</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Millrace::SchemaField</name>
    <message>
        <source>“%1” is not a number</source>
        <translation>„%1“ ist keine Zahl</translation>
    </message>
    <message>
        <source>A whole number is needed</source>
        <translation>Eine ganze Zahl ist nötig</translation>
    </message>
    <message>
        <source>At least %1</source>
        <translation>Mindestens %1</translation>
    </message>
    <message>
        <source>More than %1</source>
        <translation>Mehr als %1</translation>
    </message>
    <message>
        <source>At most %1</source>
        <translation>Höchstens %1</translation>
    </message>
    <message>
        <source>Not set</source>
        <translation>Nicht gesetzt</translation>
    </message>
    <message>
        <source>%1 (default)</source>
        <translation>%1 (Vorgabe)</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>Move up</source>
        <translation>Nach oben</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>Entfernen</translation>
    </message>
    <message>
        <source>Add</source>
        <translation>Hinzufügen</translation>
    </message>
    <message>
        <source>Add a name</source>
        <translation>Einen Namen hinzufügen</translation>
    </message>
    <message>
        <source>“%1” is there twice</source>
        <translation>„%1“ ist zweimal da</translation>
    </message>
    <message>
        <source>Not JSON yet: %1</source>
        <translation>Noch kein JSON: %1</translation>
    </message>
    <message>
        <source>An object is needed: { … }</source>
        <translation>Ein Objekt ist nötig: { … }</translation>
    </message>
</context>
<context>
    <name>Millrace::SchemaForm</name>
    <message>
        <source>%1 (needed)</source>
        <translation>%1 (nötig)</translation>
    </message>
    <message>
        <source>Back to the default</source>
        <translation>Zurück zur Vorgabe</translation>
    </message>
    <message>
        <source>Take the value out</source>
        <translation>Den Wert herausnehmen</translation>
    </message>
    <message>
        <source>%1: back to the default</source>
        <translation>%1: zurück zur Vorgabe</translation>
    </message>
</context>
<context>
    <name>Millrace::SearchField</name>
    <message>
        <source>Clear</source>
        <translation>Leeren</translation>
    </message>
</context>
<context>
    <name>Millrace::SlowNodesModel</name>
    <message>
        <source>%1 of %2: longest %3</source>
        <translation>%1 von %2: am längsten %3</translation>
    </message>
    <message>
        <source>95 of 100 waited no longer than this before they were begun</source>
        <translation>95 von 100 warteten nicht länger, bevor sie begonnen wurden</translation>
    </message>
    <message>
        <source>Node</source>
        <translation>Knoten</translation>
    </message>
    <message>
        <source>Pipeline</source>
        <translation>Pipeline</translation>
    </message>
    <message>
        <source>Share</source>
        <translation>Anteil</translation>
    </message>
    <message>
        <source>Total</source>
        <translation>Gesamt</translation>
    </message>
    <message>
        <source>Steps</source>
        <translation>Schritte</translation>
    </message>
    <message>
        <source>Failed</source>
        <translation>Fehler</translation>
    </message>
    <message>
        <source>Mean</source>
        <translation>Mittel</translation>
    </message>
    <message>
        <source>Median</source>
        <translation>Median</translation>
    </message>
    <message>
        <source>95 %</source>
        <translation>95 %</translation>
    </message>
    <message>
        <source>99 %</source>
        <translation>99 %</translation>
    </message>
    <message>
        <source>Waited</source>
        <translation>Gewartet</translation>
    </message>
</context>
<context>
    <name>Millrace::SlowView</name>
    <message>
        <source>Nodes</source>
        <translation>Knoten</translation>
    </message>
    <message>
        <source>Statements of the store</source>
        <translation>Anweisungen des Speichers</translation>
    </message>
    <message>
        <source>Time that is looked at</source>
        <translation>Betrachtete Zeit</translation>
    </message>
    <message>
        <source>The statement, and how the store runs it</source>
        <translation>Die Anweisung, und wie der Speicher sie ausführt</translation>
    </message>
    <message>
        <source>Nothing ran in this time. Once something has, this page says where the time went: per node and per statement of the store.</source>
        <translation>In dieser Zeit lief nichts. Sobald etwas lief, sagt diese Seite, wohin die Zeit ging: je Knoten und je Anweisung des Speichers.</translation>
    </message>
    <message>
        <source>Statements of the store, since the workspace was opened</source>
        <translation>Anweisungen des Speichers, seit der Arbeitsbereich geöffnet wurde</translation>
    </message>
    <message>
        <source>Steps took %1 in all</source>
        <translation>Schritte brauchten insgesamt %1</translation>
    </message>
    <message numerus="yes">
        <source>%n commit(s), 95 of 100 within %1, %2 transitions in each</source>
        <translation>
            <numerusform>%n Commit, in %1, mit %2 Übergängen</numerusform>
            <numerusform>%n Commits, 95 von 100 binnen %1, je %2 Übergänge</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1 %2: %n call(s), 95 of 100 within %3</source>
        <translation>
            <numerusform>%1 %2: %n Aufruf in %3</numerusform>
            <numerusform>%1 %2: %n Aufrufe, 95 von 100 binnen %3</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n failed</source>
        <translation>
            <numerusform>%n schlug fehl</numerusform>
            <numerusform>%n schlugen fehl</numerusform>
        </translation>
    </message>
    <message>
        <source>Models: %1</source>
        <translation>Modelle: %1</translation>
    </message>
    <message numerus="yes">
        <source>%n sort(s)</source>
        <translation>
            <numerusform>%n Sortierung</numerusform>
            <numerusform>%n Sortierungen</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n row(s) in indexes made on the way</source>
        <translation>
            <numerusform>%n Zeile in unterwegs gebauten Indexen</numerusform>
            <numerusform>%n Zeilen in unterwegs gebauten Indexen</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Millrace::SourceDelegate</name>
    <message>
        <source>Paused</source>
        <translation>Angehalten</translation>
    </message>
    <message>
        <source>Watched</source>
        <translation>Überwacht</translation>
    </message>
    <message>
        <source>Cannot be looked at</source>
        <translation>Nicht zugänglich</translation>
    </message>
    <message>
        <source>%1 taken in</source>
        <translation>%1 aufgenommen</translation>
    </message>
    <message>
        <source>%1 failed</source>
        <translation>%1 fehlgeschlagen</translation>
    </message>
    <message>
        <source>%1 waiting</source>
        <translation>%1 warten</translation>
    </message>
</context>
<context>
    <name>Millrace::SourceDetail</name>
    <message>
        <source>Deleted once they are safely in the workspace</source>
        <translation>Werden gelöscht, sobald sie sicher im Arbeitsbereich sind</translation>
    </message>
    <message>
        <source>Moved to %1 once they are safely in the workspace</source>
        <translation>Werden nach %1 verschoben, sobald sie sicher im Arbeitsbereich sind</translation>
    </message>
    <message>
        <source>Left where they are</source>
        <translation>Bleiben, wo sie sind</translation>
    </message>
    <message>
        <source>All files</source>
        <translation>Alle Dateien</translation>
    </message>
    <message>
        <source>but not %1</source>
        <translation>aber nicht %1</translation>
    </message>
    <message>
        <source>with the folders below it</source>
        <translation>mit den Ordnern darunter</translation>
    </message>
    <message>
        <source>without the folders below it</source>
        <translation>ohne die Ordner darunter</translation>
    </message>
    <message>
        <source>Look now</source>
        <translation>Jetzt nachsehen</translation>
    </message>
    <message>
        <source>Change…</source>
        <translation>Ändern …</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>Entfernen</translation>
    </message>
    <message>
        <source>Retry this one</source>
        <translation>Diese erneut versuchen</translation>
    </message>
    <message>
        <source>Show the document</source>
        <translation>Dokument zeigen</translation>
    </message>
    <message>
        <source>Show all in the library</source>
        <translation>Alle in der Bibliothek zeigen</translation>
    </message>
    <message>
        <source>Take in at once what has come to rest in the folder (F5)</source>
        <translation>Sofort aufnehmen, was im Ordner zur Ruhe gekommen ist (F5)</translation>
    </message>
    <message>
        <source>Change what the folder is asked to do (F2)</source>
        <translation>Ändern, was mit dem Ordner geschehen soll (F2)</translation>
    </message>
    <message>
        <source>Watch the folder no more; its documents stay (Delete)</source>
        <translation>Den Ordner nicht mehr überwachen; seine Dokumente bleiben (Entf)</translation>
    </message>
    <message>
        <source>What became of the files</source>
        <translation>Was aus den Dateien wurde</translation>
    </message>
    <message>
        <source>Files</source>
        <translation>Dateien</translation>
    </message>
    <message>
        <source>Resume</source>
        <translation>Fortsetzen</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>Anhalten</translation>
    </message>
    <message>
        <source>Go on with the folder, with what has come in the meantime too (Ctrl+Shift+U)</source>
        <translation>Mit dem Ordner weitermachen, auch mit dem, was inzwischen gekommen ist (Strg+Umschalt+U)</translation>
    </message>
    <message>
        <source>Take nothing more from the folder for now (Ctrl+Shift+U)</source>
        <translation>Vorerst nichts mehr aus dem Ordner nehmen (Strg+Umschalt+U)</translation>
    </message>
    <message>
        <source>%1; looked at last %2</source>
        <translation>%1; zuletzt nachgesehen %2</translation>
    </message>
    <message>
        <source>%1; tried last %2</source>
        <translation>%1; zuletzt versucht %2</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Zustand</translation>
    </message>
    <message>
        <source>Originals</source>
        <translation>Originale</translation>
    </message>
    <message>
        <source>Documents go to</source>
        <translation>Dokumente gehen an</translation>
    </message>
    <message>
        <source>the pipeline that each names</source>
        <translation>die Pipeline, die jedes nennt</translation>
    </message>
    <message>
        <source>Bytes that are here already</source>
        <translation>Bytes, die schon hier sind</translation>
    </message>
    <message>
        <source>only linked</source>
        <translation>nur verknüpft</translation>
    </message>
    <message>
        <source>Failed</source>
        <translation>Fehlgeschlagen</translation>
    </message>
    <message>
        <source>Taken in</source>
        <translation>Aufgenommen</translation>
    </message>
    <message>
        <source>Put away</source>
        <translation>Weggeräumt</translation>
    </message>
    <message>
        <source>Being taken in</source>
        <translation>Wird aufgenommen</translation>
    </message>
    <message>
        <source>Gone</source>
        <translation>Verschwunden</translation>
    </message>
    <message>
        <source>No file of this folder has failed.</source>
        <translation>Keine Datei dieses Ordners ist fehlgeschlagen.</translation>
    </message>
    <message>
        <source>Its files are taken in once they have come to rest.</source>
        <translation>Seine Dateien werden aufgenommen, sobald sie zur Ruhe gekommen sind.</translation>
    </message>
    <message>
        <source>Nothing has been taken in yet. A file that is put into the folder appears here.</source>
        <translation>Noch wurde nichts aufgenommen. Eine Datei, die in den Ordner gelegt wird, erscheint hier.</translation>
    </message>
    <message numerus="yes">
        <source>Retry %n file(s)</source>
        <translation>
            <numerusform>%n Datei erneut versuchen</numerusform>
            <numerusform>%n Dateien erneut versuchen</numerusform>
        </translation>
    </message>
    <message>
        <source>A failed file is also tried again by itself when it changes, can be read again, or another reader is at hand.</source>
        <translation>Eine fehlgeschlagene Datei wird auch von selbst erneut versucht, wenn sie sich ändert, wieder gelesen werden kann oder ein anderer Leser zur Hand ist.</translation>
    </message>
    <message numerus="yes">
        <source>%n file(s) wait until they have come to rest</source>
        <translation>
            <numerusform>%n Datei wartet, bis sie zur Ruhe gekommen ist</numerusform>
            <numerusform>%n Dateien warten, bis sie zur Ruhe gekommen sind</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Millrace::SourceEditor</name>
    <message>
        <source>Folders below it too</source>
        <translation>Auch die Ordner darunter</translation>
    </message>
    <message>
        <source>Only link a file whose bytes are here already</source>
        <translation>Eine Datei, deren Bytes schon hier sind, nur verknüpfen</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Choose…</source>
        <translation>Wählen …</translation>
    </message>
    <message>
        <source>Whole path of the folder</source>
        <translation>Ganzer Pfad des Ordners</translation>
    </message>
    <message>
        <source>Folder</source>
        <translation>Ordner</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>Pipeline</source>
        <translation>Pipeline</translation>
    </message>
    <message>
        <source>A whole path, or one below the folder</source>
        <translation>Ein ganzer Pfad oder einer unterhalb des Ordners</translation>
    </message>
    <message>
        <source>Where originals are moved to</source>
        <translation>Wohin Originale verschoben werden</translation>
    </message>
    <message>
        <source>All files; or wildcards, like *.pdf, *.html</source>
        <translation>Alle Dateien; oder Muster wie *.pdf, *.html</translation>
    </message>
    <message>
        <source>Files taken in</source>
        <translation>Aufgenommene Dateien</translation>
    </message>
    <message>
        <source>None; or wildcards, like *.tmp, drafts/*</source>
        <translation>Keine; oder Muster wie *.tmp, entwürfe/*</translation>
    </message>
    <message>
        <source>Files left out</source>
        <translation>Ausgelassene Dateien</translation>
    </message>
    <message>
        <source> s</source>
        <translation> s</translation>
    </message>
    <message>
        <source>Seconds a file must have rested</source>
        <translation>Sekunden, die eine Datei geruht haben muss</translation>
    </message>
    <message>
        <source>A file is taken in when it has not changed for so long</source>
        <translation>Eine Datei wird aufgenommen, wenn sie sich so lange nicht geändert hat</translation>
    </message>
    <message>
        <source>Leave them where they are</source>
        <translation>Liegen lassen, wo sie sind</translation>
    </message>
    <message>
        <source>Move them to another folder</source>
        <translation>In einen anderen Ordner verschieben</translation>
    </message>
    <message>
        <source>Delete them</source>
        <translation>Löschen</translation>
    </message>
    <message>
        <source>Choose where originals are moved to</source>
        <translation>Wählen, wohin Originale verschoben werden</translation>
    </message>
    <message>
        <source>Choose the folder to watch</source>
        <translation>Den Ordner wählen, der überwacht wird</translation>
    </message>
    <message>
        <source>Originals, once they are safely in</source>
        <translation>Originale, sobald sie sicher da sind</translation>
    </message>
    <message>
        <source>Files</source>
        <translation>Dateien</translation>
    </message>
    <message>
        <source>But not</source>
        <translation>Aber nicht</translation>
    </message>
    <message>
        <source>Taken in after a rest of</source>
        <translation>Aufgenommen nach einer Ruhe von</translation>
    </message>
    <message>
        <source>As each document says</source>
        <translation>Wie jedes Dokument sagt</translation>
    </message>
    <message>
        <source>Watch a folder</source>
        <translation>Ordner überwachen</translation>
    </message>
    <message>
        <source>Change %1</source>
        <translation>%1 ändern</translation>
    </message>
    <message>
        <source>Watch</source>
        <translation>Überwachen</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>Speichern</translation>
    </message>
    <message>
        <source>Each file is deleted from the folder once its bytes are in the workspace, from where it can be saved again.</source>
        <translation>Jede Datei wird aus dem Ordner gelöscht, sobald ihre Bytes im Arbeitsbereich sind, von wo sie wieder gespeichert werden kann.</translation>
    </message>
    <message>
        <source>A file keeps its name there; where one of that name lies already, it gets a number.</source>
        <translation>Eine Datei behält dort ihren Namen; wo schon eine gleichen Namens liegt, bekommt sie eine Nummer.</translation>
    </message>
    <message>
        <source>Name the folder first.</source>
        <translation>Nennen Sie zuerst den Ordner.</translation>
    </message>
    <message>
        <source>The folder needs its whole path.</source>
        <translation>Der Ordner braucht seinen ganzen Pfad.</translation>
    </message>
    <message>
        <source>Say where originals are moved to.</source>
        <translation>Sagen Sie, wohin Originale verschoben werden.</translation>
    </message>
    <message>
        <source>There is no such folder now. It is watched as soon as it is there.</source>
        <translation>Diesen Ordner gibt es jetzt nicht. Er wird überwacht, sobald er da ist.</translation>
    </message>
    <message>
        <source>Seconds a file must have rested before it is moved or deleted</source>
        <translation>Sekunden, die eine Datei geruht haben muss, bevor sie verschoben oder gelöscht wird</translation>
    </message>
    <message>
        <source>A copy over a network may pause: what is moved or deleted too early is cut in half</source>
        <translation>Eine Kopie über ein Netz kann stocken: Was zu früh verschoben oder gelöscht wird, ist nur zur Hälfte da</translation>
    </message>
    <message>
        <source>Moved or deleted after a rest of</source>
        <translation>Verschoben oder gelöscht nach einer Ruhe von</translation>
    </message>
</context>
<context>
    <name>Millrace::SourceFilesModel</name>
    <message>
        <source>File</source>
        <translation>Datei</translation>
    </message>
    <message>
        <source>Reason</source>
        <translation>Grund</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>Größe</translation>
    </message>
    <message>
        <source>Attempts</source>
        <translation>Versuche</translation>
    </message>
    <message>
        <source>When</source>
        <translation>Wann</translation>
    </message>
    <message>
        <source>In quarantine, whole or in part</source>
        <translation>Ganz oder teilweise in Quarantäne</translation>
    </message>
</context>
<context>
    <name>Millrace::SourceView</name>
    <message>
        <source>Source</source>
        <translation>Quelle</translation>
    </message>
</context>
<context>
    <name>Millrace::SourcesModel</name>
    <message>
        <source>Folder</source>
        <translation>Ordner</translation>
    </message>
</context>
<context>
    <name>Millrace::SourcesPane</name>
    <message>
        <source>Sources</source>
        <translation>Quellen</translation>
    </message>
    <message>
        <source>Watch a folder…</source>
        <translation>Ordner überwachen …</translation>
    </message>
    <message>
        <source>Take in what comes to rest in a folder</source>
        <translation>Aufnehmen, was in einem Ordner zur Ruhe kommt</translation>
    </message>
    <message>
        <source>Watched folders</source>
        <translation>Überwachte Ordner</translation>
    </message>
    <message>
        <source>Watch a folder</source>
        <translation>Ordner überwachen</translation>
    </message>
    <message>
        <source>Look at the folder now</source>
        <translation>Jetzt im Ordner nachsehen</translation>
    </message>
    <message>
        <source>Pause or resume the folder</source>
        <translation>Ordner anhalten oder fortsetzen</translation>
    </message>
    <message>
        <source>Change what the folder is asked to do</source>
        <translation>Ändern, was mit dem Ordner geschehen soll</translation>
    </message>
    <message>
        <source>Retry the folder&apos;s failed files</source>
        <translation>Fehlgeschlagene Dateien des Ordners erneut versuchen</translation>
    </message>
    <message>
        <source>Watch the folder no more</source>
        <translation>Den Ordner nicht mehr überwachen</translation>
    </message>
    <message numerus="yes">
        <source>%n folder(s) watched</source>
        <translation>
            <numerusform>%n Ordner überwacht</numerusform>
            <numerusform>%n Ordner überwacht</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 files taken in</source>
        <translation>%1 Dateien aufgenommen</translation>
    </message>
    <message>
        <source>%1 failed</source>
        <translation>%1 fehlgeschlagen</translation>
    </message>
    <message>
        <source>No folder is watched yet. Drop one here: what comes to rest in it is taken in, and its originals are kept, moved or deleted as you say.</source>
        <translation>Noch wird kein Ordner überwacht. Legen Sie einen hier ab: Was in ihm zur Ruhe kommt, wird aufgenommen, und seine Originale bleiben, werden verschoben oder gelöscht, wie Sie es sagen.</translation>
    </message>
    <message>
        <source>No folder is watched.</source>
        <translation>Kein Ordner wird überwacht.</translation>
    </message>
    <message>
        <source>%1 is watched no more</source>
        <translation>%1 wird nicht mehr überwacht</translation>
    </message>
    <message>
        <source>Its documents stay in the workspace, and its files where they are</source>
        <translation>Seine Dokumente bleiben im Arbeitsbereich und seine Dateien, wo sie sind</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>Rückgängig</translation>
    </message>
    <message>
        <source>Looking at %1</source>
        <translation>Nachsehen in %1</translation>
    </message>
    <message numerus="yes">
        <source>%n file(s) taken in from %1</source>
        <translation>
            <numerusform>%n Datei aus %1 aufgenommen</numerusform>
            <numerusform>%n Dateien aus %1 aufgenommen</numerusform>
        </translation>
    </message>
    <message>
        <source>Nothing new in %1</source>
        <translation>Nichts Neues in %1</translation>
    </message>
    <message numerus="yes">
        <source>%n failed; the list says why</source>
        <translation>
            <numerusform>%n fehlgeschlagen; die Liste sagt, warum</numerusform>
            <numerusform>%n fehlgeschlagen; die Liste sagt, warum</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Millrace::SpanView</name>
    <message>
        <source>Open</source>
        <translation>Öffnen</translation>
    </message>
    <message>
        <source>Opens the source where it belongs: in the library, or as a context</source>
        <translation>Öffnet die Quelle, wo sie hingehört: in der Bibliothek oder als Kontext</translation>
    </message>
    <message>
        <source>Show in the graph</source>
        <translation>Im Graphen zeigen</translation>
    </message>
    <message>
        <source>Shows what surrounds the source</source>
        <translation>Zeigt, was die Quelle umgibt</translation>
    </message>
    <message>
        <source>Choose a context in the graph first: its text is shown here beside what each sentence came from.</source>
        <translation>Zuerst einen Kontext im Graphen wählen: Sein Text wird hier neben dem gezeigt, woraus jeder Satz entstand.</translation>
    </message>
    <message>
        <source>“%1” has no text to read.</source>
        <translation>„%1“ hat keinen Text zum Lesen.</translation>
    </message>
    <message>
        <source>Nobody recorded where this text came from.</source>
        <translation>Niemand hat aufgezeichnet, woher dieser Text kommt.</translation>
    </message>
    <message>
        <source>The source of this sentence is not a text.</source>
        <translation>Die Quelle dieses Satzes ist kein Text.</translation>
    </message>
    <message>
        <source>Source</source>
        <translation>Quelle</translation>
    </message>
    <message>
        <source>Open the context</source>
        <translation>Den Kontext öffnen</translation>
    </message>
    <message>
        <source>Open in the library</source>
        <translation>In der Bibliothek öffnen</translation>
    </message>
    <message>
        <source>Source in the same context</source>
        <translation>Quelle im selben Kontext</translation>
    </message>
    <message>
        <source>What became of it</source>
        <translation>Was daraus wurde</translation>
    </message>
    <message>
        <source>Lists where this passage of the source stands now, also in other contexts</source>
        <translation>Listet, wo diese Stelle der Quelle jetzt steht, auch in anderen Kontexten</translation>
    </message>
    <message>
        <source>%1 of %2: “%3”</source>
        <translation>%1 von %2: „%3“</translation>
    </message>
    <message>
        <source>This passage stands nowhere else.</source>
        <translation>Diese Stelle steht sonst nirgends.</translation>
    </message>
</context>
<context>
    <name>Millrace::StartPage</name>
    <message>
        <source>Pipelines</source>
        <translation>Pipelines</translation>
    </message>
    <message>
        <source>Begin with one that is there</source>
        <translation>Mit einer fertigen beginnen</translation>
    </message>
    <message>
        <source>A pipeline is a row of steps that documents go through. Begin with an empty one, or with one of the gallery.</source>
        <translation>Eine Pipeline ist eine Folge von Schritten, durch die Dokumente gehen. Mit einer leeren beginnen oder mit einer aus der Galerie.</translation>
    </message>
    <message>
        <source>New pipeline</source>
        <translation>Neue Pipeline</translation>
    </message>
    <message>
        <source>Import a file…</source>
        <translation>Datei importieren …</translation>
    </message>
</context>
<context>
    <name>Millrace::StatusBar</name>
    <message>
        <source>Cancel this work</source>
        <translation>Diese Arbeit abbrechen</translation>
    </message>
    <message>
        <source>No workspace</source>
        <translation>Kein Arbeitsbereich</translation>
    </message>
    <message>
        <source>View only</source>
        <translation>Nur ansehen</translation>
    </message>
    <message>
        <source>The workspace can only be viewed here, so the engine does not run.</source>
        <translation>Der Arbeitsbereich kann hier nur angesehen werden, darum läuft die Maschine nicht.</translation>
    </message>
    <message>
        <source>Engine paused</source>
        <translation>Maschine angehalten</translation>
    </message>
    <message>
        <source>Start the engine</source>
        <translation>Maschine starten</translation>
    </message>
    <message>
        <source>%1 — start the engine</source>
        <translation>%1 — Maschine starten</translation>
    </message>
    <message>
        <source>Working, %1</source>
        <translation>In Arbeit, %1</translation>
    </message>
    <message>
        <source>Engine ready</source>
        <translation>Maschine bereit</translation>
    </message>
    <message>
        <source>%1 steps run, %2 could start now</source>
        <translation>%1 Schritte laufen, %2 könnten beginnen</translation>
    </message>
    <message>
        <source>, the next retry is due at %1</source>
        <translation>, der nächste neue Versuch ist um %1 fällig</translation>
    </message>
    <message>
        <source>%1. Pause the engine</source>
        <translation>%1. Maschine anhalten</translation>
    </message>
    <message numerus="yes">
        <source>%n message(s)</source>
        <translation>
            <numerusform>%n Meldung</numerusform>
            <numerusform>%n Meldungen</numerusform>
        </translation>
    </message>
    <message>
        <source>Show messages and log (Ctrl+J)</source>
        <translation>Meldungen und Protokoll zeigen (Strg+J)</translation>
    </message>
    <message>
        <source>%1, and %2 more</source>
        <translation>%1 und %2 weitere</translation>
    </message>
    <message>
        <source>Paused, %1 could run</source>
        <translation>Angehalten, %1 könnten laufen</translation>
    </message>
</context>
<context>
    <name>Millrace::StatusCountButton</name>
    <message>
        <source>%1 %2</source>
        <comment>count and status</comment>
        <translation>%1 %2</translation>
    </message>
    <message>
        <source>%1. %2</source>
        <translation>%1. %2</translation>
    </message>
</context>
<context>
    <name>Millrace::TemplateField</name>
    <message>
        <source>Preview</source>
        <translation>Vorschau</translation>
    </message>
    <message>
        <source>Larger…</source>
        <translation>Größer…</translation>
    </message>
    <message>
        <source>Edit in a window of its own</source>
        <translation>In einem eigenen Fenster bearbeiten</translation>
    </message>
    <message>
        <source>{{ offers the fields of the document, {% what chooses and repeats; Ctrl+Space asks.</source>
        <translation>{{ bietet die Felder des Dokuments an, {% was auswählt und wiederholt; Strg+Leertaste fragt.</translation>
    </message>
    <message>
        <source>Take the changes back</source>
        <translation>Änderungen zurücknehmen</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>Fertig</translation>
    </message>
</context>
<context>
    <name>Millrace::TemplatePreview</name>
    <message>
        <source>Preview</source>
        <translation>Vorschau</translation>
    </message>
    <message>
        <source>Nothing to show yet.</source>
        <translation>Noch nichts zu zeigen.</translation>
    </message>
</context>
<context>
    <name>Millrace::TemplatesDialog</name>
    <message>
        <source>Make one like it</source>
        <translation>Eine danach anlegen</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>Speichern</translation>
    </message>
    <message>
        <source>Templates</source>
        <translation>Vorlagen</translation>
    </message>
    <message>
        <source>New template</source>
        <translation>Neue Vorlage</translation>
    </message>
    <message>
        <source>A template step takes the one that fits the document best: by type, tone and audience. Each saving makes a new version.</source>
        <translation>Ein Vorlagenschritt nimmt die, die am besten zum Dokument passt: nach Art, Ton und Leserschaft. Jedes Speichern macht eine neue Version.</translation>
    </message>
    <message>
        <source>Save this template (%1)</source>
        <translation>Diese Vorlage speichern (%1)</translation>
    </message>
    <message>
        <source>Kind</source>
        <translation>Art</translation>
    </message>
    <message>
        <source>introduction, body, conclusion, …</source>
        <translation>introduction, body, conclusion, …</translation>
    </message>
    <message>
        <source>Instructions</source>
        <translation>Anweisungen</translation>
    </message>
    <message>
        <source>What is to be written, with fields of the document: {{ title }}</source>
        <translation>Was geschrieben werden soll, mit Feldern des Dokuments: {{ title }}</translation>
    </message>
    <message>
        <source>Title</source>
        <translation>Titel</translation>
    </message>
    <message>
        <source>Type of document</source>
        <translation>Art des Dokuments</translation>
    </message>
    <message>
        <source>article, email, …; empty: for any that has none of its own</source>
        <translation>article, email, …; leer: für jede, die keine eigene hat</translation>
    </message>
    <message>
        <source>Audiences</source>
        <translation>Leserschaft</translation>
    </message>
    <message>
        <source>Whom it is made for; none: everybody.</source>
        <translation>Für wen sie gemacht ist; niemand genannt: für alle.</translation>
    </message>
    <message>
        <source>Tones</source>
        <translation>Ton</translation>
    </message>
    <message>
        <source>Which tone it is made for; none: any.</source>
        <translation>Für welchen Ton sie gemacht ist; keiner genannt: für jeden.</translation>
    </message>
    <message>
        <source>Sections</source>
        <translation>Abschnitte</translation>
    </message>
    <message>
        <source>Without a title</source>
        <translation>Ohne Titel</translation>
    </message>
    <message>
        <source>version %1</source>
        <translation>Version %1</translation>
    </message>
    <message>
        <source>new</source>
        <translation>neu</translation>
    </message>
    <message>
        <source>%1 · %2, changed</source>
        <translation>%1 · %2, geändert</translation>
    </message>
    <message>
        <source>%1 · %2</source>
        <translation>%1 · %2</translation>
    </message>
    <message>
        <source>%1, another</source>
        <translation>%1, weitere</translation>
    </message>
    <message numerus="yes">
        <source>%n template(s) were changed and not saved.</source>
        <translation>
            <numerusform>%n Vorlage wurde geändert und nicht gespeichert.</numerusform>
            <numerusform>%n Vorlagen wurden geändert und nicht gespeichert.</numerusform>
        </translation>
    </message>
    <message>
        <source>What is discarded cannot be had back.</source>
        <translation>Was verworfen wird, ist nicht wiederzubekommen.</translation>
    </message>
    <message>
        <source>Discard the changes</source>
        <translation>Änderungen verwerfen</translation>
    </message>
    <message>
        <source>Go on editing</source>
        <translation>Weiter bearbeiten</translation>
    </message>
</context>
<context>
    <name>Millrace::TextCompletion</name>
    <message>
        <source>What may be written here</source>
        <translation>Was hier stehen kann</translation>
    </message>
</context>
<context>
    <name>Millrace::ThresholdChart</name>
    <message>
        <source>Error and coverage over the threshold</source>
        <translation>Fehler und Anteil über der Schwelle</translation>
    </message>
    <message>
        <source>From %1 on, %2 approve themselves</source>
        <translation>Ab %1 geben sich %2 selbst frei</translation>
    </message>
    <message>
        <source>wanted</source>
        <translation>gewünscht</translation>
    </message>
    <message>
        <source>Error, left</source>
        <translation>Fehler, links</translation>
    </message>
    <message>
        <source>Approve themselves, right</source>
        <translation>Geben sich selbst frei, rechts</translation>
    </message>
</context>
<context>
    <name>Millrace::ThresholdModel</name>
    <message>
        <source>▸ %1</source>
        <translation>▸ %1</translation>
    </message>
    <message>
        <source>%1 to %2</source>
        <translation>%1 bis %2</translation>
    </message>
    <message>
        <source>Confidence from</source>
        <translation>Konfidenz ab</translation>
    </message>
    <message>
        <source>Approve themselves</source>
        <translation>Geben sich selbst frei</translation>
    </message>
    <message>
        <source>Items</source>
        <translation>Fälle</translation>
    </message>
    <message>
        <source>Right</source>
        <translation>Richtig</translation>
    </message>
    <message>
        <source>Error</source>
        <translation>Fehler</translation>
    </message>
    <message>
        <source>95 % interval</source>
        <translation>95-%-Bereich</translation>
    </message>
</context>
<context>
    <name>Millrace::TimelineView</name>
    <message>
        <source>cut off</source>
        <translation>abgeschnitten</translation>
    </message>
    <message>
        <source>Timeline</source>
        <translation>Zeitleiste</translation>
    </message>
    <message>
        <source>Submitted</source>
        <translation>Eingereicht</translation>
    </message>
    <message>
        <source>Cancelled</source>
        <translation>Abgebrochen</translation>
    </message>
    <message>
        <source>Retried</source>
        <translation>Wiederholt</translation>
    </message>
    <message>
        <source>visit %1</source>
        <translation>Besuch %1</translation>
    </message>
    <message>
        <source>attempt %1</source>
        <translation>Versuch %1</translation>
    </message>
    <message>
        <source>cut off, the program was stopped</source>
        <translation>abgeschnitten, das Programm wurde beendet</translation>
    </message>
    <message>
        <source>running</source>
        <translation>läuft</translation>
    </message>
    <message>
        <source>done</source>
        <translation>fertig</translation>
    </message>
    <message>
        <source>left by %1</source>
        <translation>verlassen durch %1</translation>
    </message>
    <message>
        <source>by %1</source>
        <translation>von %1</translation>
    </message>
    <message>
        <source>Step through with ← and →</source>
        <translation>Mit ← und → durchgehen</translation>
    </message>
</context>
<context>
    <name>Millrace::TrialBusy</name>
    <message>
        <source>How far the trial is</source>
        <translation>Wie weit der Versuch ist</translation>
    </message>
    <message>
        <source>The trial has been going on for %1</source>
        <translation>Der Versuch läuft seit %1</translation>
    </message>
    <message>
        <source>%1 · for %2</source>
        <translation>%1 · seit %2</translation>
    </message>
</context>
<context>
    <name>Millrace::TrialInputDialog</name>
    <message>
        <source>Find, or paste a context&apos;s id</source>
        <translation>Suchen, oder die Id eines Kontexts einfügen</translation>
    </message>
    <message>
        <source>Try on</source>
        <translation>Ausprobieren an</translation>
    </message>
    <message>
        <source>Documents to try on</source>
        <translation>Dokumente zum Ausprobieren</translation>
    </message>
    <message>
        <source>The document</source>
        <translation>Das Dokument</translation>
    </message>
    <message>
        <source>Choose a file…</source>
        <translation>Datei wählen…</translation>
    </message>
    <message>
        <source>Sinks, network and model providers are off in a trial, and nothing of it is kept as a context.</source>
        <translation>Ziele, Netz und Modellanbieter sind im Probelauf aus, und nichts davon bleibt als Kontext.</translation>
    </message>
    <message>
        <source>A document of your own</source>
        <translation>Ein eigenes Dokument</translation>
    </message>
    <message>
        <source>%1, changed</source>
        <translation>%1, geändert</translation>
    </message>
    <message>
        <source>last tried</source>
        <translation>zuletzt ausprobiert</translation>
    </message>
    <message>
        <source>Without a title, %1</source>
        <translation>Ohne Titel, %1</translation>
    </message>
    <message>
        <source>went through it</source>
        <translation>ging hindurch</translation>
    </message>
    <message>
        <source>sample</source>
        <translation>Beispiel</translation>
    </message>
    <message>
        <source>%1 · %2</source>
        <translation>%1 · %2</translation>
    </message>
    <message>
        <source>Context %1</source>
        <translation>Kontext %1</translation>
    </message>
    <message>
        <source>file</source>
        <translation>Datei</translation>
    </message>
    <message>
        <source>Try on a file</source>
        <translation>An einer Datei ausprobieren</translation>
    </message>
</context>
<context>
    <name>Millrace::TrialPanel</name>
    <message>
        <source>Steps of the trial</source>
        <translation>Schritte des Probelaufs</translation>
    </message>
    <message>
        <source>Trials of this pipeline</source>
        <translation>Probeläufe dieser Pipeline</translation>
    </message>
    <message>
        <source>The document that waits</source>
        <translation>Das wartende Dokument</translation>
    </message>
    <message>
        <source>Edit and pin…</source>
        <translation>Ändern und festhalten…</translation>
    </message>
    <message>
        <source>What comes out, as text</source>
        <translation>Was herauskommt, als Text</translation>
    </message>
    <message>
        <source>Comes in</source>
        <translation>Kommt herein</translation>
    </message>
    <message>
        <source>Comes out</source>
        <translation>Kommt heraus</translation>
    </message>
    <message>
        <source>As text</source>
        <translation>Als Text</translation>
    </message>
    <message>
        <source>What changed</source>
        <translation>Was sich änderte</translation>
    </message>
    <message>
        <source>Not sent</source>
        <translation>Nicht gesendet</translation>
    </message>
    <message>
        <source>Unpin</source>
        <translation>Nicht mehr festhalten</translation>
    </message>
    <message>
        <source>Pin this</source>
        <translation>Festhalten</translation>
    </message>
    <message>
        <source>Try the pipeline on a document to see what each step takes in and gives.</source>
        <translation>Die Pipeline an einem Dokument ausprobieren, um zu sehen, was in jeden Schritt hineingeht und herauskommt.</translation>
    </message>
    <message>
        <source>Try it</source>
        <translation>Ausprobieren</translation>
    </message>
    <message>
        <source>to %1</source>
        <translation>bis %1</translation>
    </message>
    <message>
        <source>%1 alone</source>
        <translation>nur %1</translation>
    </message>
    <message>
        <source>Earlier trials</source>
        <translation>Frühere Probeläufe</translation>
    </message>
    <message>
        <source>Trial</source>
        <translation>Probelauf</translation>
    </message>
    <message>
        <source>%1 · %2 of %3 steps</source>
        <translation>%1 · %2 von %3 Schritten</translation>
    </message>
    <message>
        <source>Sinks, network and model providers are off</source>
        <translation>Ziele, Netz und Modellanbieter sind aus</translation>
    </message>
    <message>
        <source>next on “%1”</source>
        <translation>als Nächstes an „%1“</translation>
    </message>
    <message>
        <source>“%1” asks a person</source>
        <translation>„%1“ fragt einen Menschen</translation>
    </message>
    <message>
        <source>“%1” waits for a signal</source>
        <translation>„%1“ wartet auf ein Signal</translation>
    </message>
    <message>
        <source>“%1” waits for a time</source>
        <translation>„%1“ wartet auf eine Zeit</translation>
    </message>
    <message>
        <source>Stopped before “%1”: change the document below, then go on</source>
        <translation>Angehalten vor „%1“: das Dokument unten ändern, dann fortsetzen</translation>
    </message>
    <message numerus="yes">
        <source> · %n document(s) wait</source>
        <translation>
            <numerusform> · %n Dokument wartet</numerusform>
            <numerusform> · %n Dokumente warten</numerusform>
        </translation>
    </message>
    <message>
        <source>Go on</source>
        <translation>Fortsetzen</translation>
    </message>
    <message>
        <source>From an earlier trial, %1.</source>
        <translation>Aus einem früheren Probelauf, %1.</translation>
    </message>
    <message>
        <source>“%1” was not tried yet. This is what comes to it as far as is known.</source>
        <translation>„%1“ wurde noch nicht ausprobiert. Das kommt, soweit bekannt, dort an.</translation>
    </message>
    <message>
        <source>“%1” was not tried yet.</source>
        <translation>„%1“ wurde noch nicht ausprobiert.</translation>
    </message>
    <message>
        <source>Too large to be kept: %1</source>
        <translation>Zu groß, um behalten zu werden: %1</translation>
    </message>
    <message>
        <source>It is running.</source>
        <translation>Er läuft.</translation>
    </message>
    <message>
        <source>Nothing came out.</source>
        <translation>Es kam nichts heraus.</translation>
    </message>
    <message>
        <source>What a run would have sent, and what the model counted</source>
        <translation>Was ein Lauf gesendet hätte, und was das Modell zählte</translation>
    </message>
    <message>
        <source>Not sent (%1)</source>
        <translation>Nicht gesendet (%1)</translation>
    </message>
    <message numerus="yes">
        <source>In a run %n document(s) would now wait in quarantine.</source>
        <translation>
            <numerusform>In einem Lauf würde nun %n Dokument in Quarantäne warten.</numerusform>
            <numerusform>In einem Lauf würden nun %n Dokumente in Quarantäne warten.</numerusform>
        </translation>
    </message>
    <message>
        <source>Nothing changed: the document leaves as it came.</source>
        <translation>Nichts änderte sich: Das Dokument geht, wie es kam.</translation>
    </message>
    <message>
        <source>%1 added, %2 removed, %3 changed</source>
        <translation>%1 neu, %2 entfernt, %3 geändert</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>Notiz</translation>
    </message>
</context>
<context>
    <name>Millrace::TrialSteps</name>
    <message>
        <source>Done</source>
        <translation>Fertig</translation>
    </message>
    <message>
        <source>Failed</source>
        <translation>Fehlgeschlagen</translation>
    </message>
    <message>
        <source>Running</source>
        <translation>Läuft</translation>
    </message>
    <message>
        <source>Waits</source>
        <translation>Wartet</translation>
    </message>
    <message>
        <source>Paused</source>
        <translation>Angehalten</translation>
    </message>
    <message>
        <source>Pinned</source>
        <translation>Festgehalten</translation>
    </message>
    <message>
        <source>Not run</source>
        <translation>Nicht gelaufen</translation>
    </message>
    <message>
        <source>Cancelled</source>
        <translation>Abgebrochen</translation>
    </message>
    <message>
        <source>Document %1</source>
        <translation>Dokument %1</translation>
    </message>
    <message>
        <source> · turn %1</source>
        <translation> · Durchgang %1</translation>
    </message>
    <message>
        <source>Step</source>
        <translation>Schritt</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Zustand</translation>
    </message>
    <message>
        <source>Way out</source>
        <translation>Ausgang</translation>
    </message>
    <message>
        <source>Took</source>
        <translation>Dauer</translation>
    </message>
</context>
<context>
    <name>Millrace::ValueView</name>
    <message>
        <source>before %1</source>
        <translation>vorher %1</translation>
    </message>
</context>
<context>
    <name>Millrace::VersionList</name>
    <message>
        <source>Version %1</source>
        <translation>Version %1</translation>
    </message>
    <message>
        <source> · newest</source>
        <translation> · neueste</translation>
    </message>
    <message numerus="yes">
        <source>%n context(s)</source>
        <translation>
            <numerusform>%n Kontext</numerusform>
            <numerusform>%n Kontexte</numerusform>
        </translation>
    </message>
    <message>
        <source>Compare with the draft</source>
        <translation>Mit dem Entwurf vergleichen</translation>
    </message>
    <message>
        <source>Restore</source>
        <translation>Wiederherstellen</translation>
    </message>
    <message>
        <source>Versions</source>
        <translation>Versionen</translation>
    </message>
    <message>
        <source>Publishes this version again, as the newest</source>
        <translation>Veröffentlicht diese Version noch einmal, als neueste</translation>
    </message>
    <message>
        <source>What differs</source>
        <translation>Was sich unterscheidet</translation>
    </message>
    <message numerus="yes">
        <source>%n run(s)</source>
        <translation>
            <numerusform>%n Lauf</numerusform>
            <numerusform>%n Läufe</numerusform>
        </translation>
    </message>
    <message>
        <source>Runs…</source>
        <translation>Läufe …</translation>
    </message>
    <message>
        <source>Which runs used this version</source>
        <translation>Welche Läufe diese Version benutzten</translation>
    </message>
    <message>
        <source>The draft</source>
        <translation>Der Entwurf</translation>
    </message>
    <message>
        <source>As it is now, not published</source>
        <translation>Wie er jetzt ist, nicht veröffentlicht</translation>
    </message>
    <message>
        <source>Choose two rows (with Ctrl or Shift) to compare these two</source>
        <translation>Wählen Sie zwei Zeilen (mit Strg oder Umschalt), um diese zu vergleichen</translation>
    </message>
    <message>
        <source>Compare with the newest</source>
        <translation>Mit der neuesten vergleichen</translation>
    </message>
    <message>
        <source>Compare versions %1 and %2</source>
        <translation>Versionen %1 und %2 vergleichen</translation>
    </message>
    <message>
        <source>End the comparison</source>
        <translation>Vergleich beenden</translation>
    </message>
</context>
<context>
    <name>Millrace::WaitingList</name>
    <message>
        <source>Title</source>
        <translation>Titel</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Zustand</translation>
    </message>
    <message>
        <source>Since</source>
        <translation>Seit</translation>
    </message>
    <message>
        <source>What waits</source>
        <translation>Was wartet</translation>
    </message>
    <message>
        <source>Its document</source>
        <translation>Sein Dokument</translation>
    </message>
    <message>
        <source>Open the context</source>
        <translation>Kontext öffnen</translation>
    </message>
    <message>
        <source>Shows it with its history (Enter)</source>
        <translation>Zeigt ihn mit seinem Verlauf (Eingabe)</translation>
    </message>
    <message>
        <source>Choose a link or a step and press W: what waits there is listed here.</source>
        <translation>Eine Verbindung oder einen Schritt wählen und W drücken: was dort wartet, steht dann hier.</translation>
    </message>
    <message>
        <source>Nothing waits in this link now.</source>
        <translation>In dieser Verbindung wartet gerade nichts.</translation>
    </message>
    <message>
        <source>Nothing is at this step now.</source>
        <translation>Bei diesem Schritt ist gerade nichts.</translation>
    </message>
</context>
<context>
    <name>Millrace::Welcome</name>
    <message>
        <source>Millrace</source>
        <translation>Millrace</translation>
    </message>
    <message>
        <source>Run documents through pipelines, watch every step, and lose nothing.</source>
        <translation>Dokumente durch Pipelines schicken, jeden Schritt sehen, nichts verlieren.</translation>
    </message>
    <message>
        <source>Your name, as it stands beside what you decide</source>
        <translation>Ihr Name, wie er neben Ihren Entscheidungen steht</translation>
    </message>
    <message>
        <source>For example: Ada</source>
        <translation>Zum Beispiel: Ada</translation>
    </message>
    <message>
        <source>Your name</source>
        <translation>Ihr Name</translation>
    </message>
    <message>
        <source>Open the example</source>
        <translation>Beispiel öffnen</translation>
    </message>
    <message>
        <source>A workspace with documents, pipelines and finished work to look at</source>
        <translation>Ein Arbeitsbereich mit Dokumenten, Pipelines und fertiger Arbeit zum Ansehen</translation>
    </message>
    <message>
        <source>New workspace…</source>
        <translation>Neuer Arbeitsbereich…</translation>
    </message>
    <message>
        <source>One empty file for your documents and everything that happens to them</source>
        <translation>Eine leere Datei für Ihre Dokumente und alles, was mit ihnen geschieht</translation>
    </message>
    <message>
        <source>Open workspace…</source>
        <translation>Arbeitsbereich öffnen…</translation>
    </message>
    <message>
        <source>A .millrace file; or drop one anywhere on this window</source>
        <translation>Eine .millrace-Datei; oder eine in dieses Fenster ziehen</translation>
    </message>
    <message>
        <source>Recent</source>
        <translation>Zuletzt</translation>
    </message>
    <message>
        <source>Choose from the gallery</source>
        <translation>Aus der Galerie wählen</translation>
    </message>
    <message>
        <source>Pipelines with documents to try them on: briefs, triage, digests, checks</source>
        <translation>Pipelines zum Ausprobieren: Kurzfassungen, Sichtung, Prüfungen</translation>
    </message>
</context>
<context>
    <name>Millrace::WindowActions</name>
    <message>
        <source>&amp;File</source>
        <translation>&amp;Datei</translation>
    </message>
    <message>
        <source>&amp;New workspace…</source>
        <translation>&amp;Neuer Arbeitsbereich…</translation>
    </message>
    <message>
        <source>&amp;Open workspace…</source>
        <translation>Arbeitsbereich ö&amp;ffnen…</translation>
    </message>
    <message>
        <source>Open &amp;recent</source>
        <translation>&amp;Zuletzt geöffnet</translation>
    </message>
    <message>
        <source>&amp;Add files…</source>
        <translation>Dateien &amp;hinzufügen…</translation>
    </message>
    <message>
        <source>Add a &amp;folder…</source>
        <translation>&amp;Ordner hinzufügen…</translation>
    </message>
    <message>
        <source>&amp;Save a copy…</source>
        <translation>Kopie &amp;speichern…</translation>
    </message>
    <message>
        <source>&amp;Check the workspace</source>
        <translation>Arbeitsbereich &amp;prüfen</translation>
    </message>
    <message>
        <source>&amp;Quit</source>
        <translation>B&amp;eenden</translation>
    </message>
    <message>
        <source>&amp;Edit</source>
        <translation>&amp;Bearbeiten</translation>
    </message>
    <message>
        <source>&amp;Paste as a document</source>
        <translation>Als Dokument &amp;einfügen</translation>
    </message>
    <message>
        <source>&amp;Find…</source>
        <translation>&amp;Suchen…</translation>
    </message>
    <message>
        <source>&amp;Commands…</source>
        <translation>&amp;Befehle…</translation>
    </message>
    <message>
        <source>&amp;View</source>
        <translation>&amp;Ansicht</translation>
    </message>
    <message>
        <source>&amp;Back</source>
        <translation>&amp;Zurück</translation>
    </message>
    <message>
        <source>&amp;Forward</source>
        <translation>&amp;Vor</translation>
    </message>
    <message>
        <source>&amp;Messages and log</source>
        <translation>&amp;Meldungen und Protokoll</translation>
    </message>
    <message>
        <source>&amp;Theme</source>
        <translation>&amp;Farben</translation>
    </message>
    <message>
        <source>&amp;Larger reading text</source>
        <translation>&amp;Größerer Lesetext</translation>
    </message>
    <message>
        <source>&amp;Smaller reading text</source>
        <translation>&amp;Kleinerer Lesetext</translation>
    </message>
    <message>
        <source>&amp;Normal reading text</source>
        <translation>&amp;Normaler Lesetext</translation>
    </message>
    <message>
        <source>F&amp;ull screen</source>
        <translation>V&amp;ollbild</translation>
    </message>
    <message>
        <source>E&amp;ngine</source>
        <translation>&amp;Maschine</translation>
    </message>
    <message>
        <source>&amp;Start the engine</source>
        <translation>Maschine &amp;starten</translation>
    </message>
    <message>
        <source>&amp;Pause the engine</source>
        <translation>Maschine &amp;anhalten</translation>
    </message>
    <message>
        <source>&amp;Help</source>
        <translation>&amp;Hilfe</translation>
    </message>
    <message>
        <source>&amp;Commands and keys</source>
        <translation>&amp;Befehle und Tasten</translation>
    </message>
    <message>
        <source>&amp;About Millrace</source>
        <translation>&amp;Über Millrace</translation>
    </message>
    <message>
        <source>Theme of the &amp;system</source>
        <translation>Farben des &amp;Systems</translation>
    </message>
    <message>
        <source>&amp;Light theme</source>
        <translation>&amp;Helle Farben</translation>
    </message>
    <message>
        <source>&amp;Dark theme</source>
        <translation>&amp;Dunkle Farben</translation>
    </message>
    <message>
        <source>Open the exa&amp;mple</source>
        <translation>Das &amp;Beispiel öffnen</translation>
    </message>
    <message>
        <source>&amp;Export…</source>
        <translation>&amp;Exportieren…</translation>
    </message>
    <message>
        <source>Choose from the &amp;gallery…</source>
        <translation>Aus der &amp;Galerie wählen …</translation>
    </message>
    <message>
        <source>Show the l&amp;ineage of what is chosen</source>
        <translation>Die &amp;Herkunft des Gewählten zeigen</translation>
    </message>
</context>
<context>
    <name>Millrace::WindowDialogs</name>
    <message>
        <source>Add files</source>
        <translation>Dateien hinzufügen</translation>
    </message>
    <message>
        <source>Documents (*.json *.jsonl *.txt *.md *.html *.htm *.csv)</source>
        <translation>Dokumente (*.json *.jsonl *.txt *.md *.html *.htm *.csv)</translation>
    </message>
    <message>
        <source>All files (*)</source>
        <translation>Alle Dateien (*)</translation>
    </message>
    <message>
        <source>Add a folder</source>
        <translation>Ordner hinzufügen</translation>
    </message>
    <message>
        <source>Open a workspace</source>
        <translation>Arbeitsbereich öffnen</translation>
    </message>
    <message>
        <source>Millrace workspaces (*.millrace)</source>
        <translation>Arbeitsbereiche von Millrace (*.millrace)</translation>
    </message>
    <message>
        <source>New workspace</source>
        <translation>Neuer Arbeitsbereich</translation>
    </message>
    <message>
        <source>Save a copy</source>
        <translation>Kopie speichern</translation>
    </message>
    <message>
        <source>About Millrace</source>
        <translation>Über Millrace</translation>
    </message>
    <message>
        <source>Millrace %1</source>
        <translation>Millrace %1</translation>
    </message>
    <message>
        <source>A desktop workbench for content pipelines.
Free software under the GNU General Public License, version 3 or later.
Icons: Breeze, by the KDE community (LGPL).</source>
        <translation>Eine Werkbank für Inhalts-Pipelines.
Freie Software unter der GNU General Public License, Version 3 oder neuer.
Icons: Breeze, von der KDE-Gemeinschaft (LGPL).</translation>
    </message>
</context>
<context>
    <name>Millrace::WordDiffView</name>
    <message>
        <source>What was changed</source>
        <translation>Was geändert wurde</translation>
    </message>
</context>
<context>
    <name>Millrace::Workbench</name>
    <message>
        <source>%1 was not opened: %2</source>
        <translation>%1 wurde nicht geöffnet: %2</translation>
    </message>
    <message>
        <source>Make it here</source>
        <translation>Hier anlegen</translation>
    </message>
    <message>
        <source>View it</source>
        <translation>Ansehen</translation>
    </message>
    <message>
        <source>Open it</source>
        <translation>Öffnen</translation>
    </message>
    <message>
        <source>Millrace example</source>
        <translation>Millrace-Beispiel</translation>
    </message>
    <message>
        <source>Millrace gallery</source>
        <translation>Millrace-Galerie</translation>
    </message>
</context>
<context>
    <name>Panes</name>
    <message>
        <source>Home</source>
        <translation>Start</translation>
    </message>
</context>
<context>
    <name>PortText</name>
    <message>
        <source>All clear</source>
        <translation>Alles klar</translation>
    </message>
    <message>
        <source>Answered</source>
        <translation>Beantwortet</translation>
    </message>
    <message>
        <source>Approved</source>
        <translation>Genehmigt</translation>
    </message>
    <message>
        <source>Cannot be told</source>
        <translation>Nicht zu sagen</translation>
    </message>
    <message>
        <source>Classified</source>
        <translation>Eingeordnet</translation>
    </message>
    <message>
        <source>Detected</source>
        <translation>Erkannt</translation>
    </message>
    <message>
        <source>Does not hold</source>
        <translation>Gilt nicht</translation>
    </message>
    <message>
        <source>Each child</source>
        <translation>Jedes Kind</translation>
    </message>
    <message>
        <source>Found and masked</source>
        <translation>Gefunden und verdeckt</translation>
    </message>
    <message>
        <source>Found</source>
        <translation>Gefunden</translation>
    </message>
    <message>
        <source>Goes on</source>
        <translation>Geht weiter</translation>
    </message>
    <message>
        <source>Holds</source>
        <translation>Gilt</translation>
    </message>
    <message>
        <source>Invalid</source>
        <translation>Ungültig</translation>
    </message>
    <message>
        <source>Joined</source>
        <translation>Vereint</translation>
    </message>
    <message>
        <source>No rule holds</source>
        <translation>Keine Regel gilt</translation>
    </message>
    <message>
        <source>Not found, or not clear</source>
        <translation>Nicht gefunden oder unklar</translation>
    </message>
    <message>
        <source>Not known there</source>
        <translation>Dort nicht bekannt</translation>
    </message>
    <message>
        <source>Nothing found</source>
        <translation>Nichts gefunden</translation>
    </message>
    <message>
        <source>Out</source>
        <translation>Heraus</translation>
    </message>
    <message>
        <source>Published</source>
        <translation>Veröffentlicht</translation>
    </message>
    <message>
        <source>Refused</source>
        <translation>Abgelehnt</translation>
    </message>
    <message>
        <source>Rejected there</source>
        <translation>Dort abgelehnt</translation>
    </message>
    <message>
        <source>Rejected</source>
        <translation>Abgelehnt</translation>
    </message>
    <message>
        <source>Tagged</source>
        <translation>Mit Schlagwort</translation>
    </message>
    <message>
        <source>The document</source>
        <translation>Das Dokument</translation>
    </message>
    <message>
        <source>Unread or ambiguous</source>
        <translation>Unlesbar oder mehrdeutig</translation>
    </message>
    <message>
        <source>Unsure</source>
        <translation>Unsicher</translation>
    </message>
    <message>
        <source>Valid</source>
        <translation>Gültig</translation>
    </message>
    <message>
        <source>Waited too long</source>
        <translation>Zu lange gewartet</translation>
    </message>
</context>
<context>
    <name>ProblemText</name>
    <message>
        <source>A pipeline needs at least one step.</source>
        <translation>Eine Pipeline braucht mindestens einen Schritt.</translation>
    </message>
    <message>
        <source>This machine has no component “%1”.</source>
        <translation>Dieser Rechner hat keine Komponente „%1“.</translation>
    </message>
    <message>
        <source>What %1 makes cannot be kept for another time.</source>
        <translation>Was %1 liefert, lässt sich nicht für später aufheben.</translation>
    </message>
    <message>
        <source>A link leads from %1 to %2, and one of them is not there.</source>
        <translation>Eine Verbindung führt von %1 zu %2, und eines davon gibt es nicht.</translation>
    </message>
    <message>
        <source>%1 has no way out “%2”.</source>
        <translation>%1 hat keinen Ausgang „%2“.</translation>
    </message>
    <message>
        <source>The condition of the link to %1 cannot be read: %2</source>
        <translation>Die Bedingung der Verbindung zu %1 ist nicht lesbar: %2</translation>
    </message>
    <message>
        <source>%2 links leave by “%1” without a condition; only one may.</source>
        <translation>%2 Verbindungen verlassen „%1“ ohne Bedingung; nur eine darf das.</translation>
    </message>
    <message>
        <source>The link to %1 lies in a loop, where a limit could hold everything up for good.</source>
        <translation>Die Verbindung zu %1 liegt in einer Schleife; eine Grenze könnte dort alles für immer aufhalten.</translation>
    </message>
    <message>
        <source>Nothing leads out of the loop that this step is in.</source>
        <translation>Aus der Schleife, in der dieser Schritt liegt, führt nichts hinaus.</translation>
    </message>
    <message>
        <source>Nothing before this step makes children that it could wait for.</source>
        <translation>Nichts vor diesem Schritt erzeugt Teile, auf die er warten könnte.</translation>
    </message>
    <message>
        <source>Nothing leads to this step.</source>
        <translation>Zu diesem Schritt führt nichts.</translation>
    </message>
    <message>
        <source>“%1” is missing in the settings.</source>
        <translation>„%1“ fehlt in den Einstellungen.</translation>
    </message>
    <message>
        <source>“%2” is missing at %1.</source>
        <translation>„%2“ fehlt bei %1.</translation>
    </message>
    <message>
        <source>%1 must not be empty.</source>
        <translation>%1 darf nicht leer sein.</translation>
    </message>
    <message>
        <source>%1 must be one of %2.</source>
        <translation>%1 muss eines von %2 sein.</translation>
    </message>
    <message>
        <source>%1 must be at least %2.</source>
        <translation>%1 muss mindestens %2 sein.</translation>
    </message>
    <message>
        <source>%1 must be at most %2.</source>
        <translation>%1 darf höchstens %2 sein.</translation>
    </message>
    <message>
        <source>%1 must be above %2.</source>
        <translation>%1 muss größer als %2 sein.</translation>
    </message>
    <message>
        <source>%1 must be below %2.</source>
        <translation>%1 muss kleiner als %2 sein.</translation>
    </message>
    <message>
        <source>%1 must be %2, not %3.</source>
        <translation>%1 muss %2 sein, nicht %3.</translation>
    </message>
    <message>
        <source>%1 must be %2.</source>
        <translation>%1 muss %2 sein.</translation>
    </message>
    <message>
        <source>%1 must have at least %2.</source>
        <translation>%1 braucht mindestens %2.</translation>
    </message>
    <message>
        <source>%1 must have at most %2.</source>
        <translation>%1 darf höchstens %2 haben.</translation>
    </message>
    <message>
        <source>%1 must match the pattern “%2”.</source>
        <translation>%1 muss zum Muster „%2“ passen.</translation>
    </message>
    <message>
        <source>%1 is not known here; there are %2.</source>
        <translation>%1 ist hier unbekannt; es gibt %2.</translation>
    </message>
    <message>
        <source>%1 is not known here.</source>
        <translation>%1 ist hier unbekannt.</translation>
    </message>
    <message>
        <source>%1 stands in the list twice.</source>
        <translation>%1 steht zweimal in der Liste.</translation>
    </message>
    <message>
        <source>Do not keep its results</source>
        <translation>Ergebnisse nicht aufheben</translation>
    </message>
    <message>
        <source>Remove the condition</source>
        <translation>Bedingung entfernen</translation>
    </message>
    <message>
        <source>Remove the limit</source>
        <translation>Grenze entfernen</translation>
    </message>
    <message>
        <source>Remove the link</source>
        <translation>Verbindung entfernen</translation>
    </message>
    <message>
        <source>Remove the step</source>
        <translation>Schritt entfernen</translation>
    </message>
    <message>
        <source>Set the format</source>
        <translation>Format setzen</translation>
    </message>
    <message>
        <source>Set it anew</source>
        <translation>Neu setzen</translation>
    </message>
    <message>
        <source>Give it a name of its own</source>
        <translation>Eigenen Namen geben</translation>
    </message>
    <message>
        <source>Begin with empty settings</source>
        <translation>Mit leeren Einstellungen beginnen</translation>
    </message>
    <message>
        <source>Begin with the usual settings</source>
        <translation>Mit den üblichen Einstellungen beginnen</translation>
    </message>
    <message>
        <source>Take the nearest that is possible</source>
        <translation>Nächsten möglichen Wert nehmen</translation>
    </message>
    <message>
        <source>Take the usual value</source>
        <translation>Üblichen Wert nehmen</translation>
    </message>
    <message>
        <source>Take the usual values</source>
        <translation>Übliche Werte nehmen</translation>
    </message>
    <message>
        <source>Lead it to %1</source>
        <translation>Zu %1 führen</translation>
    </message>
    <message>
        <source>Use %1 with its usual settings</source>
        <translation>%1 mit den üblichen Einstellungen nehmen</translation>
    </message>
    <message>
        <source>Use %1</source>
        <translation>%1 nehmen</translation>
    </message>
    <message>
        <source>Fill it in</source>
        <translation>Ausfüllen</translation>
    </message>
    <message>
        <source>Set it to %1</source>
        <translation>Auf %1 setzen</translation>
    </message>
    <message>
        <source>Remove “%1”</source>
        <translation>„%1“ entfernen</translation>
    </message>
    <message>
        <source>Fill in “%1”</source>
        <translation>„%1“ ausfüllen</translation>
    </message>
    <message>
        <source>Call it “%1”</source>
        <translation>„%1“ nennen</translation>
    </message>
    <message>
        <source>Lead it from “%1”</source>
        <translation>Von „%1“ aus führen</translation>
    </message>
    <message>
        <source>Lead the second from “%1”</source>
        <translation>Die zweite von „%1“ aus führen</translation>
    </message>
    <message>
        <source>Keep only the link to %1</source>
        <translation>Nur die Verbindung zu %1 behalten</translation>
    </message>
    <message>
        <source>Remove the link from %1 back to %2</source>
        <translation>Verbindung von %1 zurück zu %2 entfernen</translation>
    </message>
    <message>
        <source>Lead to it from %1</source>
        <translation>Von %1 aus dorthin führen</translation>
    </message>
    <message>
        <source>The settings</source>
        <translation>Die Einstellungen</translation>
    </message>
    <message>
        <source>There is no secret “%1” here.</source>
        <translation>Hier gibt es kein Geheimnis „%1“.</translation>
    </message>
    <message>
        <source>Children come to %1 by this link, where parents wait for them: a limit could hold everything up for good.</source>
        <translation>Auf dieser Verbindung kommen Kinder bei „%1“ an, wo ihre Eltern auf sie warten: Eine Grenze könnte alles für immer aufhalten.</translation>
    </message>
    <message>
        <source>This step reads %1, and only %2, which stands behind it, gives that.</source>
        <translation>Dieser Schritt liest %1, und erst %2, der hinter ihm steht, liefert das.</translation>
    </message>
    <message>
        <source>This step reads %1 as %2, and %3 gives it as %4.</source>
        <translation>Dieser Schritt liest %1 als %2, %3 liefert es aber als %4.</translation>
    </message>
    <message>
        <source>a text</source>
        <translation>Text</translation>
    </message>
    <message>
        <source>a number</source>
        <translation>Zahl</translation>
    </message>
    <message>
        <source>a whole number</source>
        <translation>ganze Zahl</translation>
    </message>
    <message>
        <source>a list</source>
        <translation>Liste</translation>
    </message>
    <message>
        <source>a truth value</source>
        <translation>Wahrheitswert</translation>
    </message>
    <message>
        <source>an object</source>
        <translation>Objekt</translation>
    </message>
    <message>
        <source>nothing</source>
        <translation>nichts</translation>
    </message>
    <message>
        <source> or </source>
        <comment>between two types</comment>
        <translation> oder </translation>
    </message>
</context>
<context>
    <name>QShortcut</name>
    <message>
        <source>Ctrl</source>
        <translation>Strg</translation>
    </message>
    <message>
        <source>Shift</source>
        <translation>Umschalt</translation>
    </message>
    <message>
        <source>Space</source>
        <translation>Leertaste</translation>
    </message>
    <message>
        <source>Esc</source>
        <translation>Esc</translation>
    </message>
    <message>
        <source>Backspace</source>
        <translation>Rücktaste</translation>
    </message>
    <message>
        <source>Return</source>
        <translation>Eingabe</translation>
    </message>
    <message>
        <source>Ins</source>
        <translation>Einfg</translation>
    </message>
    <message>
        <source>Del</source>
        <translation>Entf</translation>
    </message>
    <message>
        <source>Home</source>
        <translation>Pos1</translation>
    </message>
    <message>
        <source>End</source>
        <translation>Ende</translation>
    </message>
    <message>
        <source>Left</source>
        <translation>Links</translation>
    </message>
    <message>
        <source>Up</source>
        <translation>Auf</translation>
    </message>
    <message>
        <source>Right</source>
        <translation>Rechts</translation>
    </message>
    <message>
        <source>Down</source>
        <translation>Ab</translation>
    </message>
    <message>
        <source>PgUp</source>
        <translation>Bild auf</translation>
    </message>
    <message>
        <source>PgDown</source>
        <translation>Bild ab</translation>
    </message>
</context>
<context>
    <name>ReviewKeys</name>
    <message>
        <source>Approve</source>
        <translation>Freigeben</translation>
    </message>
    <message>
        <source>Reject</source>
        <translation>Ablehnen</translation>
    </message>
    <message>
        <source>Edit</source>
        <translation>Bearbeiten</translation>
    </message>
    <message>
        <source>Skip</source>
        <translation>Überspringen</translation>
    </message>
    <message>
        <source>Escalate</source>
        <translation>Weiterreichen</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>Rückgängig</translation>
    </message>
</context>
<context>
    <name>RuleInfo</name>
    <message>
        <source>%1: %2 or more within %3</source>
        <translation>%1: %2 oder mehr binnen %3</translation>
    </message>
    <message>
        <source>%1: nothing measured for %2</source>
        <translation>%1: %2 lang nichts gemessen</translation>
    </message>
    <message>
        <source>%1, %2 %3 %4 within %5</source>
        <translation>%1, %2 %3 %4 binnen %5</translation>
    </message>
    <message>
        <source>%1, and that for %2</source>
        <translation>%1, und das für %2</translation>
    </message>
</context>
<context>
    <name>RulesModel</name>
    <message>
        <source>Off</source>
        <translation>Aus</translation>
    </message>
    <message>
        <source>Rule</source>
        <translation>Regel</translation>
    </message>
    <message>
        <source>It is a problem when</source>
        <translation>Ein Problem ist es, wenn</translation>
    </message>
    <message>
        <source>Severity</source>
        <translation>Schwere</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Zustand</translation>
    </message>
</context>
<context>
    <name>SlowStatementsModel</name>
    <message>
        <source>Rows that were read without an index</source>
        <translation>Zeilen, die ohne Index gelesen wurden</translation>
    </message>
    <message>
        <source>Statement</source>
        <translation>Anweisung</translation>
    </message>
    <message>
        <source>Share</source>
        <translation>Anteil</translation>
    </message>
    <message>
        <source>Total</source>
        <translation>Gesamt</translation>
    </message>
    <message>
        <source>Runs</source>
        <translation>Läufe</translation>
    </message>
    <message>
        <source>Mean</source>
        <translation>Mittel</translation>
    </message>
    <message>
        <source>Longest</source>
        <translation>Längste</translation>
    </message>
    <message>
        <source>Scanned</source>
        <translation>Gelesen</translation>
    </message>
</context>
<context>
    <name>StatusStyle</name>
    <message>
        <source>Pending</source>
        <translation>Wartet</translation>
    </message>
    <message>
        <source>Processing</source>
        <translation>In Arbeit</translation>
    </message>
    <message>
        <source>Retrying</source>
        <translation>Neuer Versuch</translation>
    </message>
    <message>
        <source>Awaiting review</source>
        <translation>Wartet auf Prüfung</translation>
    </message>
    <message>
        <source>Quarantined</source>
        <translation>In Quarantäne</translation>
    </message>
    <message>
        <source>Completed</source>
        <translation>Fertig</translation>
    </message>
    <message>
        <source>Failed</source>
        <translation>Gescheitert</translation>
    </message>
    <message>
        <source>Cancelled</source>
        <translation>Abgebrochen</translation>
    </message>
    <message>
        <source>Waits for its turn.</source>
        <translation>Wartet, bis er an der Reihe ist.</translation>
    </message>
    <message>
        <source>A step is running, or the next one is due.</source>
        <translation>Ein Schritt läuft, oder der nächste ist fällig.</translation>
    </message>
    <message>
        <source>A step failed and will be tried again by itself.</source>
        <translation>Ein Schritt ist gescheitert und wird von selbst neu versucht.</translation>
    </message>
    <message>
        <source>Waits for a person&apos;s decision.</source>
        <translation>Wartet auf die Entscheidung eines Menschen.</translation>
    </message>
    <message>
        <source>Set aside because it is not valid; fix and retry it, or cancel it.</source>
        <translation>Beiseitegelegt, weil etwas nicht stimmt; berichtigen und wiederholen, oder abbrechen.</translation>
    </message>
    <message>
        <source>Every step is done.</source>
        <translation>Alle Schritte sind erledigt.</translation>
    </message>
    <message>
        <source>A step failed for good; retry it, or cancel it.</source>
        <translation>Ein Schritt ist endgültig gescheitert; wiederholen oder abbrechen.</translation>
    </message>
    <message>
        <source>Stopped by somebody; nothing more happens.</source>
        <translation>Jemand hat es angehalten; nichts geschieht mehr.</translation>
    </message>
    <message>
        <source>pending</source>
        <translation>warten</translation>
    </message>
    <message>
        <source>processing</source>
        <translation>in Arbeit</translation>
    </message>
    <message>
        <source>retrying</source>
        <translation>vor neuem Versuch</translation>
    </message>
    <message>
        <source>awaiting review</source>
        <translation>warten auf Prüfung</translation>
    </message>
    <message>
        <source>quarantined</source>
        <translation>in Quarantäne</translation>
    </message>
    <message>
        <source>completed</source>
        <translation>fertig</translation>
    </message>
    <message>
        <source>failed</source>
        <translation>gescheitert</translation>
    </message>
    <message>
        <source>cancelled</source>
        <translation>abgebrochen</translation>
    </message>
</context>
<context>
    <name>TimeRange</name>
    <message>
        <source>All there is</source>
        <translation>Alles</translation>
    </message>
    <message numerus="yes">
        <source>Last %n day(s)</source>
        <translation>
            <numerusform>Letzter Tag</numerusform>
            <numerusform>Letzte %n Tage</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Last %n hour(s)</source>
        <translation>
            <numerusform>Letzte Stunde</numerusform>
            <numerusform>Letzte %n Stunden</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Last %n minute(s)</source>
        <translation>
            <numerusform>Letzte Minute</numerusform>
            <numerusform>Letzte %n Minuten</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Last %n second(s)</source>
        <translation>
            <numerusform>Letzte Sekunde</numerusform>
            <numerusform>Letzte %n Sekunden</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Unit</name>
    <message>
        <source>µs</source>
        <translation>µs</translation>
    </message>
    <message>
        <source>ms</source>
        <translation>ms</translation>
    </message>
    <message>
        <source>s</source>
        <translation>s</translation>
    </message>
    <message>
        <source>min</source>
        <translation>min</translation>
    </message>
    <message>
        <source>h</source>
        <translation>h</translation>
    </message>
    <message>
        <source>d</source>
        <translation>d</translation>
    </message>
</context>
</TS>
