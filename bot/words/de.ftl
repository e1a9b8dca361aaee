# Every sentence a person can read, in German. It says "du", as Slack does.
# $analyzer is in the nominative, which is its accusative too; sentences are built so that it fits.

## A reply

between = { ", " }
source = Maschinelle Beschreibung durch { $analyzer }:
source-many = Maschinelle Beschreibung von { $count } Bildern durch { $analyzer }:
source-none = { $count ->
        [one] Zu diesem Bild:
       *[other] Zu diesen { $count } Bildern:
    }
picture = Bild { $number } von { $count }, { $name }:
picture-heading = { $number }. { $name }
author = Eigene Beschreibung der Person, die das Bild geteilt hat: „{ $text }“.
cannot-tell = Ich kann nicht sagen, was es zeigt.
cannot-look = Ich kann nur die Farben nennen. { $reason }
tags = Stichwörter: { $tags }.
landmark = Sehenswürdigkeit: { $name } (zu { NUMBER($share, style: "percent") } sicher).
text = Text im Bild: { $text }.
quoted = „{ $line }“
accent = Akzentfarbe: { $name } { $hex }, Kontrast { NUMBER($onBlack, minimumFractionDigits: 1, maximumFractionDigits: 1) } auf Schwarz und { NUMBER($onWhite, minimumFractionDigits: 1, maximumFractionDigits: 1) } auf Weiß.
other-language = Die Beschreibung selbst ist auf { $language }.
first-frame = Das Bild ist animiert; beschrieben ist sein erstes Einzelbild.
stand-in = { $reason } Geantwortet hat deshalb { $analyzer }.
working = Ich arbeite noch daran.
waiting = Ich arbeite noch daran. { $reason }
more-pictures = { $count ->
        [one] Ein weiteres Bild ist hier nicht aufgeführt.
       *[other] { $count } weitere Bilder sind hier nicht aufgeführt.
    }
switch-off = Ich antworte auf jedes Bild, das in diesem Channel geteilt wird. Wenn ihr das nicht möchtet, gebt `/describe off` ein.

# A moment, and a day. Unicode's date pattern: https://unicode.org/reports/tr35/tr35-dates.html
moment = d. MMMM, HH:mm 'Uhr' 'UTC'
day = d. MMMM

# How sure a caption is. $caption begins with a capital letter and has no full stop.
sure-high = { $caption } (zu { NUMBER($share, style: "percent") } sicher).
sure-medium = { $caption } (ziemlich sicher, { NUMBER($share, style: "percent") }).
sure-low = Vielleicht: { $caption } (unsicher, { NUMBER($share, style: "percent") }).

analyzer-embedded = die eingebaute Bilderkennung
analyzer-azure-32 = Azure Computer Vision
analyzer-azure-20 = Azure Computer Vision 2.0
analyzer-azure-40 = Azure Image Analysis 4.0
analyzer-openai = ein Sprachmodell, das Bilder sehen kann

color-black = Schwarz
color-blue = Blau
color-brown = Braun
color-grey = Grau
color-green = Grün
color-orange = Orange
color-pink = Rosa
color-purple = Lila
color-red = Rot
color-teal = Blaugrün
color-white = Weiß
color-yellow = Gelb

## Why the first analyzer did not answer, or why it takes so long (one sentence each)

reason-analyzer-busy = Der Bilderdienst ist überlastet oder antwortet nicht.
reason-analyzer-at-rate = Der Bilderdienst darf nur in Abständen gefragt werden.
reason-analyzer-failed = Der Bilderdienst hat keine brauchbare Antwort gegeben.
reason-analyzer-rejected-key = Der Bilderdienst hat unseren Schlüssel abgelehnt; wer diese App betreibt, muss VISION_KEY prüfen.
reason-analyzer-over-quota = Das Kontingent des Bilderdienstes ist aufgebraucht.
reason-analyzer-over-quota-until = Das Kontingent des Bilderdienstes ist bis { $until } aufgebraucht.
reason-analyzer-blind = Das Modell des Bilderdienstes kann keine Bilder sehen.
reason-workspace-over-quota-until = Der Anteil dieses Workspace am Bilderdienst ist bis { $until } aufgebraucht.
reason-channel-over-quota-until = Der Anteil dieses Channels am Bilderdienst ist bis { $until } aufgebraucht.
reason-person-over-quota-until = Dein Anteil am Bilderdienst ist bis { $until } aufgebraucht.
reason-text-not-read = Darin steht Text, den der Bilderdienst diesmal nicht lesen konnte.
reason-captions-not-in-region = Der Bilderdienst gibt in seiner Region keine Bildbeschreibungen.
reason-slack-busy = Slack antwortet mir gerade nicht.
reason-download-failed = Slack gibt mir das Bild noch nicht.
reason-weights-damaged = Dateien der eingebauten Bilderkennung fehlen oder sind beschädigt; wer diese App betreibt, muss sie neu installieren.
reason-analyzer-gone = Unter der Adresse des Bilderdienstes gibt es ihn nicht mehr.

## What can go wrong with a picture

error-not-an-image = Diese Datei ist kein Bild, das ich lesen kann. Teile sie als JPEG oder PNG, dann beschreibe ich sie.
error-damaged = Dieses Bild ist beschädigt oder unvollständig. Exportiere oder speichere es noch einmal und teile die neue Datei.
error-unsupported-format = Bilder im Format { $format } kann ich nicht lesen. Teile es als JPEG oder PNG, dann beschreibe ich es.
error-too-large = Dieses Bild ist größer als { $limit_mb } MB. Teile eine kleinere Kopie, dann beschreibe ich sie.
error-too-many-pixels = Dieses Bild hat zu viele Pixel für mich ({ $width } × { $height }). Teile eine kleinere Kopie, dann beschreibe ich sie.
error-too-small = Dieses Bild ist zu klein für eine Beschreibung. Teile eines mit mindestens { $min_side } Pixeln auf jeder Seite.
error-withheld = Dieses Bild beschreibe ich nicht: Es wurde als nicht jugendfrei eingestuft. Wenn das nicht stimmt, beschreibe es mit deinen eigenen Worten.
error-address-refused = Diese Adresse kann ich nicht abrufen. Gib mir eine öffentliche Webadresse, die mit http:// oder https:// beginnt.
error-address-failed = Unter dieser Adresse habe ich kein Bild bekommen. Prüfe, ob sie sich ohne Anmeldung im Browser öffnet, und frag dann noch einmal.
error-no-picture = Ich finde hier kein Bild, das ich lesen darf. Teile eines oder lade mich mit /invite ein und frag dann noch einmal.
error-no-picture-there = In dieser Nachricht sehe ich kein Bild. Frag mich zu einer Nachricht, die eines hat.
error-removed-here = Die Beschreibung zu dieser Nachricht wurde entfernt, und dabei bleibt es. Frag mit `/describe` nach einer, die nur du siehst.
error-may-not-remove = Das dürfen nur die Person, die das Bild geteilt hat, die Person, die gefragt hat, und Admins entfernen. Frag eine davon.
error-too-slow = Ich war zu langsam, um das zu öffnen. Drücke den Button noch einmal, oder frag deinen Admin, wenn es so bleibt.
error-not-a-member = Ich bin nicht in diesem Channel. Lade mich mit /invite ein und frag dann noch einmal.
error-switched-off = Ich bin in diesem Channel ausgeschaltet. Frag mit `/describe` nach einer Antwort nur für dich, oder schalte mich mit `/describe on request` ein.
error-opted-out = Wer dieses Bild geteilt hat, möchte keine Beschreibungen von mir. Frag die Person, ob sie es mit eigenen Worten beschreibt.
error-slack-denied = Slack erlaubt mir das nicht. Bitte einen Admin, die App mit der Berechtigung { $scope } neu zu installieren.
error-slack-refused = Slack hat meine Anfrage abgelehnt ({ $error }). Frag noch einmal; wenn es wieder passiert, sag deinem Admin Bescheid.
error-slack-busy = Slack antwortet mir gerade nicht. Frag in ein paar Minuten noch einmal oder teile das Bild erneut.
error-download-failed = Ich konnte dieses Bild nicht von Slack herunterladen. Teile es noch einmal, dann versuche ich es erneut.
error-download-refused = Slack hat mich an eine Adresse außerhalb von Slack verwiesen, die ich nicht öffnen darf. Frag einen Admin, wo hier Dateien gespeichert werden.
error-analyzer-at-rate = Ich darf den Bilderdienst nur in Abständen fragen. Frag in ein paar Minuten noch einmal oder teile das Bild erneut.
error-analyzer-busy = Der Bilderdienst ist überlastet oder antwortet nicht. Frag in ein paar Minuten noch einmal oder teile das Bild erneut.
error-analyzer-failed = Der Bilderdienst hat keine brauchbare Antwort gegeben. Frag später noch einmal, teile das Bild erneut oder sag deinem Admin Bescheid.
error-analyzer-rejected-key = Der Bilderdienst hat unseren Schlüssel abgelehnt. Bitte die Person, die diese App betreibt, VISION_KEY zu prüfen.
error-analyzer-over-quota = Das Kontingent des Bilderdienstes ist aufgebraucht. Frag später noch einmal, oder bitte deinen Admin um einen größeren Tarif.
error-analyzer-over-quota-until = Das Kontingent des Bilderdienstes ist bis { $until } aufgebraucht. Frag danach noch einmal, oder bitte deinen Admin um einen größeren Tarif.
error-workspace-over-quota-until = Der Anteil dieses Workspace am Bilderdienst ist bis { $until } aufgebraucht. Frag danach noch einmal, oder bitte deinen Admin um einen größeren.
error-channel-over-quota-until = Der Anteil dieses Channels am Bilderdienst ist bis { $until } aufgebraucht. Frag danach noch einmal, oder bitte deinen Admin um einen größeren.
error-person-over-quota-until = Dein Anteil am Bilderdienst ist bis { $until } aufgebraucht. Frag danach noch einmal, oder bitte deinen Admin um einen größeren.
error-analyzer-gone = Unter der Adresse des Bilderdienstes gibt es ihn nicht mehr. Bitte die Person, die diese App betreibt, VISION_ENDPOINT und VISION_MODEL zu prüfen.
error-analyzer-blind = Das Modell des Bilderdienstes kann keine Bilder sehen. Bitte die Person, die diese App betreibt, VISION_MODEL zu prüfen.
error-unexpected = Bei mir ist etwas schiefgegangen. Frag noch einmal oder teile das Bild erneut; wenn es wieder passiert, sag deinem Admin Bescheid.

## The buttons below a reply, and their windows. Labels are what screen readers say.

more = Mehr
more-button-label = Mehr zu dieser Beschreibung
alt-text = Alternativtext
alt-text-button-label = Alternativtext zum Kopieren
edit = Bearbeiten
edit-button-label = Die Beschreibung bearbeiten
wrong = Falsch
wrong-button-label = Melden, dass diese Beschreibung falsch ist
remove = Entfernen
remove-button-label = Diese Beschreibung entfernen
remove-title = Beschreibung entfernen?
remove-question = Sie verschwindet für alle und kommt nicht zurück.
close = Schließen
cancel = Abbrechen
done = Fertig
save = Speichern

edited = { $text } (bearbeitet von { $name }).

more-title = Mehr dazu
more-machine = So hat es die Maschine beschrieben: { $caption } (zu { NUMBER($share, style: "percent") } sicher).
more-tags = *Stichwörter, und wie sicher jedes ist*
more-landmarks = *Sehenswürdigkeiten*
more-categories = *Kategorien*
more-text = *Text im Bild*
more-colors = *Farben*
more-accent = Akzent: { $name } { $hex }, Kontrast { NUMBER($onBlack, minimumFractionDigits: 1, maximumFractionDigits: 1) } auf Schwarz und { NUMBER($onWhite, minimumFractionDigits: 1, maximumFractionDigits: 1) } auf Weiß
more-foreground = Vordergrund: { $name }
more-background = Hintergrund: { $name }
more-dominant = Vorherrschend: { $names }
more-black-and-white = Das Bild ist schwarz-weiß.
more-analyzer = Beschrieben hat es { $analyzer }.
more-model = Modell: { $version }.
more-which = Welches Bild
more-picture = Das Bild hat { $width } × { $height } Pixel ({ $format }).
more-nothing-sent = Es hat den Rechner, auf dem diese App läuft, nicht verlassen.
more-sent = Gesendet an { $host }: nur das Bild, { $width } × { $height } Pixel, { $kilobytes } kB, ohne Ort, Kamera und alles andere, was in der Datei steht.
more-maybe-sent = Der Dienst, der zuerst gefragt wurde, hat vielleicht dasselbe bekommen.

alt-text-title = Alternativtext
alt-text-label = Alternativtext
alt-text-how-to = Kopiere ihn. Wenn das Bild von dir ist, zeige dann darauf, wähle *Weitere Aktionen* (⋮) und *Dateidetails bearbeiten*, und füge ihn als *Beschreibung* ein.
alt-text-reads = Darauf steht: { $text }

edit-title = Bearbeiten
edit-label = Was zu sehen ist
edit-hint = Dein Wortlaut ersetzt den der Maschine, mit deinem Namen daneben. Lass das Feld leer, um den der Maschine zurückzuholen.

wrong-title = Falsche Beschreibung
wrong-thanks = Danke, ich habe notiert, dass das falsch ist. Du kannst es auch gleich für alle richtigstellen:

told-title = Describe
removed = Ich habe es entfernt.

## An answer that one person sees

share = Im Thread teilen
share-label = Diese Beschreibung im Thread teilen
shared = Ich habe im Thread dieser Nachricht geantwortet.

## Direct messages

direct-hint = Schick mir ein Bild, dann beschreibe ich es hier. `/describe help` zeigt, was ich sonst noch kann.

## /describe

help =
    `/describe` beschreibt das neueste Bild in diesem Channel, `/describe last 5` die neuesten fünf (höchstens 20).
    `/describe ADRESSE` beschreibt ein Bild im Web: eine öffentliche Adresse mit http:// oder https://.
    `/describe find WÖRTER` findet Bilder, die in diesem Channel beschrieben wurden.
    `/describe settings`, `/describe auto`, `/describe on request` und `/describe off` legen fest, wann ich hier Bilder beschreibe.
    `/describe help` zeigt diese Hilfe.
    Die Antwort siehst nur du, außer du hängst `here` an.
    Ich antworte auch im Thread von Bildern, die in einem Channel geteilt werden, in dem ich bin, wenn du mich neben einem Bild erwähnst, und in Direktnachrichten. *Describe this picture* im Menü einer Nachricht antwortet dir allein.
turned-auto = Ab jetzt beschreibe ich jedes Bild, das in diesem Channel geteilt wird, solange ich dabei bin.
turned-on-request = Ab jetzt beschreibe ich Bilder in diesem Channel nur, wenn mich jemand darum bittet.
turned-off = Ich bin in diesem Channel ausgeschaltet: Öffentlich wird nichts beschrieben, und `/describe` antwortet dir allein.
not-understood = Das verstehe ich nicht. `/describe help` zeigt, was ich kann.

found = { $count ->
        [one] Ein Bild wurde hier mit „{ $words }“ beschrieben:
       *[other] { $count } Bilder wurden hier mit „{ $words }“ beschrieben:
    }
found-nothing = Ich habe hier kein Bild gefunden, das mit „{ $words }“ beschrieben wurde.
found-more = Es gibt noch mehr. Mit einem Wort mehr findest du weniger.

progress = Ich beschreibe Bilder: { $done } von { $count } fertig.
progress-title = Bilder beschreiben
progress-over = Die Antwort steht im Channel, und nur du siehst sie.
progress-canceled = Angehalten. Beschrieben: { $done } von { $count } Bildern.
hide = Ausblenden
cancel-label = Abbrechen: diese Bilder nicht weiter beschreiben

## The form for settings. Titles and buttons: at most 24 characters; options: at most 75

settings-title = Einstellungen
settings-title-all = Workspace-Vorgaben
settings-save = Speichern
settings-about-channel = Das gilt in { $channel }. Was du so lässt, wie es ist, folgt den Vorgaben des Workspace. Alle im Channel dürfen es ändern.
settings-about-direct = Das gilt in dieser Unterhaltung. Was du so lässt, wie es ist, folgt den Vorgaben des Workspace.
settings-about-all = Das gilt in jedem Channel, der nichts anderes festgelegt hat.
settings-when = Wann Bilder beschrieben werden
settings-when-hint = Vorgabe: jedes Bild.
settings-when-auto = Jedes Bild, von selbst
settings-when-on-request = Auf Wunsch: per Befehl, Nachrichtenmenü, Erwähnung oder Reaktion
settings-when-off = Aus: öffentlich nichts; Befehle antworten nur dir
settings-analyzer = Wer sie beschreiben darf
settings-analyzer-hint = Vorgabe: der Dienst, der für diese App gewählt ist.
settings-analyzer-any = Der Dienst, der für diese App gewählt ist
settings-analyzer-embedded = Nur die eingebaute Bilderkennung: Kein Bild verlässt die App
settings-language = Sprache der Antworten
settings-language-hint = Vorgabe: die der Person, die das Bild geteilt hat, sonst Englisch.
settings-language-person = Die der Person, die das Bild geteilt hat
settings-confidence-floor = Wie sicher es sein muss
settings-confidence-floor-hint = In Prozent. Beschreibungen, Stichwörter und Sehenswürdigkeiten, die weniger sicher sind, fallen weg. Vorgabe: keine.
settings-floor = Mindestens { NUMBER($share, style: "percent") }
settings-floor-none = Alles sagen, und wie sicher es ist
settings-hidden-tags = Stichwörter, die nie erscheinen
settings-hidden-tags-hint = Mit Kommas getrennt, groß oder klein geschrieben. Vorgabe: keine.
settings-hidden-tags-example = person, indoor
settings-shown = Was Antworten zeigen
settings-shown-hint = Vorgabe: Beschreibung, Stichwörter, Text und Farbe.
settings-tags-only = Nur Stichwörter: keine Beschreibung, kein Text, keine Farbe
settings-show-text = Den Text in einem Bild
settings-courtesies = Umgangsformen
settings-courtesies-hint = Vorgabe: keine davon.
settings-eyes = 👀 unter der Nachricht, während ich arbeite
settings-quiet-with-alt-text = Bilder in Ruhe lassen, die schon eine eigene Beschreibung haben
settings-quiet-from = Ruhezeit ab
settings-quiet-from-hint = Bilder, die dann geteilt werden, werden nur auf Wunsch beschrieben. Vorgabe: keine Ruhezeit.
settings-quiet-to = Ruhezeit bis
settings-quiet-to-hint = Kann am nächsten Tag liegen.
settings-timezone = Zeitzone der Ruhezeit
settings-timezone-hint = Zum Beispiel Europe/Berlin oder America/New_York. Vorgabe: deine, wenn ich sie sehen darf, sonst UTC.
settings-reacts = Fragen per Reaktion
settings-reacts-hint = Vorgabe: aus.
settings-reacts-yes = Bilder einer Nachricht beschreiben, wenn jemand mit diesem Emoji reagiert
settings-reaction = Das Emoji
settings-reaction-hint = Sein Name, mit oder ohne Doppelpunkte. Vorgabe: frame_with_picture.
settings-not-granted = Das bewirkt noch nichts: Ein Admin muss mir zuerst { $scope } erlauben.
settings-quiet-both = Gib beide Zeiten an oder keine.
settings-timezone-unknown = Diese Zeitzone kenne ich nicht. Schreib eine wie Europe/Berlin.
settings-reaction-unknown = Schreib den Namen eines Emojis, zum Beispiel frame_with_picture.
settings-not-opened = Slack hat mich die Einstellungen nicht öffnen lassen. Versuch es gleich noch einmal.
settings-admins-only = Die Vorgaben dieses Workspace dürfen nur seine Admins ändern.
settings-who-is-admin = Ich kann nicht erkennen, wer hier Admin ist: Wer diese App verwaltet, muss mir zuerst users:read erlauben.

## The Home tab

home-welcome = *Willkommen!* Lade mich mit `/invite` in einen Channel ein, dann beschreibe ich die Bilder, die dort geteilt werden. Wenn du magst, probier mich vorher aus: Niemand sonst sieht es.
home-what = Bilder in Worten
home-what-it-does = Ich antworte auf jedes Bild, das in einem Channel geteilt wird, in dem ich bin: in seinem Thread, mit einer Beschreibung und wie sicher sie ist, mit Stichwörtern, dem Text im Bild und der Akzentfarbe. All das steht auch als reiner Text da, für Screenreader und Benachrichtigungen. Ich bin eine Maschine und kann mich irren: Mit den Buttons unter jeder Antwort lässt sie sich berichtigen oder entfernen.
home-try = An einem Beispiel testen
home-yours = Deine Bilder
home-opted-in = Ich darf die Bilder beschreiben, die du teilst.
home-opted-out = Deine Bilder beschreibe ich niemandem außer dir.
home-opt-out = Meine nicht beschreiben
home-opt-in = Meine wieder beschreiben
home-channels = Channels, in denen ich bin
home-channel = { $channel }: { $state }
home-state-auto = jedes Bild
home-state-on-request = auf Wunsch
home-state-off = aus
home-settings = Einstellungen
home-settings-of = Einstellungen von { $name }
home-no-channels = Keine, in denen du auch bist. Gib in einem Channel `/invite` ein, um mich dorthin zu holen.
home-more-channels = { $count ->
        [one] Und noch einer: Gib dort `/describe settings` ein.
       *[other] Und { $count } weitere: Gib dort `/describe settings` ein.
    }
home-hidden-channels = Öffentliche Channels sind nicht aufgeführt: Ein Admin muss mir zuerst { $scope } erlauben. `/describe settings` geht in jedem.
home-hidden-groups = Private Channels sind nicht aufgeführt: Ein Admin muss mir zuerst { $scope } erlauben. `/describe settings` geht in jedem.
home-workspace = Workspace-Vorgaben
home-workspace-about = Du bist Admin: Leg fest, was in Channels gilt, die nichts festgelegt haben.
home-leaving = Was diesen Workspace verlässt
home-leaving-nothing = Nichts: Die eingebaute Bilderkennung beschreibt Bilder in der App selbst, und gespeichert werden sie nie.
home-leaving-pictures = Bilder gehen an { $host }, verkleinert, ohne Ort, Kamera oder andere Metadaten, und werden hier nie gespeichert. Namen, Nachrichten und Dateinamen gehen nicht mit. Aus einem Channel, der nur die eingebaute Bilderkennung zulässt, geht nichts hinaus.
home-use = { $count ->
        [0] In diesem Monat ging kein Bild dorthin.
        [one] In diesem Monat ging ein Bild dorthin.
       *[other] In diesem Monat gingen { $count } Bilder dorthin.
    }
home-use-of = Aufrufe in diesem Monat: { $count } von { $limit }.
home-help = Hilfe
home-missing = Nicht erlaubt, darum fehlt, was es braucht: { $scopes }.
home-trying-title = Ein Beispiel
home-trying = Ich habe ein Bild gemalt: ein Schild mit den Worten HELLO TEAM auf einer Wiese vor zwei Bergen. Ich sehe es mir an.
home-tried = Ich habe ein Bild gemalt: ein Schild mit den Worten HELLO TEAM auf einer Wiese vor zwei Bergen. Das würde ich in seinem Thread antworten:
