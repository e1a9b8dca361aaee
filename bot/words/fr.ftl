# Every sentence a person can read, in French. It says "vous", as Slack does. Before : and inside
# guillemets stands a no-break space, before ; ! ? a narrow one.

## A reply

between = { ", " }
source = Description automatique par { $analyzer } :
source-many = Description automatique de { $count } images par { $analyzer } :
source-none = { $count ->
        [one] À propos de cette image :
        [many] À propos de ces { $count } d’images :
       *[other] À propos de ces { $count } images :
    }
picture = Image { $number } sur { $count }, { $name } :
picture-heading = { $number }. { $name }
author = Description donnée par la personne qui a partagé l’image : « { $text } ».
cannot-tell = Je ne saurais dire ce qu’elle montre.
cannot-look = Je ne peux en donner que les couleurs. { $reason }
tags = Mots-clés : { $tags }.
landmark = Lieu connu : { $name } (sûr à { NUMBER($share, style: "percent") }).
text = Texte dans l’image : { $text }.
quoted = « { $line } »
accent = Couleur d’accent : { $name } { $hex }, contraste de { NUMBER($onBlack, minimumFractionDigits: 1, maximumFractionDigits: 1) } sur noir et de { NUMBER($onWhite, minimumFractionDigits: 1, maximumFractionDigits: 1) } sur blanc.
other-language = La description elle-même est en { $language }.
first-frame = L’image est animée ; ceci décrit sa première vue.
stand-in = { $reason } La réponse vient donc d’ailleurs : { $analyzer }.
working = J’y travaille encore.
waiting = J’y travaille encore. { $reason }
more-pictures = { $count ->
        [one] Une autre image n’apparaît pas ici.
        [many] { $count } d’autres images n’apparaissent pas ici.
       *[other] { $count } autres images n’apparaissent pas ici.
    }
switch-off = Je réponds à chaque image partagée dans ce canal. Pour que cela cesse, saisissez `/describe off`.

# A moment, and a day. Unicode's date pattern: https://unicode.org/reports/tr35/tr35-dates.html
moment = d MMMM 'à' HH:mm 'UTC'
day = d MMMM

# How sure a caption is. $caption begins with a capital letter and has no full stop.
sure-high = { $caption } (sûr à { NUMBER($share, style: "percent") }).
sure-medium = { $caption } (assez sûr, { NUMBER($share, style: "percent") }).
sure-low = Peut-être : { $caption } (pas sûr, { NUMBER($share, style: "percent") }).

analyzer-embedded = l’analyse d’images intégrée
analyzer-azure-32 = Azure Computer Vision
analyzer-azure-20 = Azure Computer Vision 2.0
analyzer-azure-40 = Azure Image Analysis 4.0
analyzer-openai = un modèle de langage qui voit les images

color-black = Noir
color-blue = Bleu
color-brown = Brun
color-grey = Gris
color-green = Vert
color-orange = Orange
color-pink = Rose
color-purple = Violet
color-red = Rouge
color-teal = Bleu canard
color-white = Blanc
color-yellow = Jaune

## Why the first analyzer did not answer, or why it takes so long (one sentence each)

reason-analyzer-busy = Le service d’images est surchargé ou ne répond pas.
reason-analyzer-at-rate = Le service d’images ne peut pas être sollicité si souvent.
reason-analyzer-failed = Le service d’images n’a pas donné de réponse utilisable.
reason-analyzer-rejected-key = Le service d’images a refusé notre clé ; la personne qui gère l’application doit vérifier VISION_KEY.
reason-analyzer-over-quota = Le quota du service d’images est épuisé.
reason-analyzer-over-quota-until = Le quota du service d’images est épuisé jusqu’au { $until }.
reason-analyzer-blind = Le modèle du service d’images ne voit pas les images.
reason-workspace-over-quota-until = La part de cet espace de travail est épuisée pour le service d’images jusqu’au { $until }.
reason-channel-over-quota-until = La part de ce canal est épuisée pour le service d’images jusqu’au { $until }.
reason-person-over-quota-until = Votre part est épuisée pour le service d’images jusqu’au { $until }.
reason-text-not-read = Elle contient du texte que le service d’images n’a pas pu lire cette fois.
reason-captions-not-in-region = Le service d’images ne donne pas de descriptions dans sa région.
reason-slack-busy = Slack ne me répond pas.
reason-download-failed = Slack ne me donne pas encore l’image.
reason-weights-damaged = Des fichiers de l’analyse d’images intégrée manquent ou sont abîmés ; la personne qui gère l’application doit la réinstaller.
reason-analyzer-gone = Le service d’images n’existe plus à son adresse.

## What can go wrong with a picture

error-not-an-image = Ce fichier n’est pas une image que je sais lire. Partagez-la en JPEG ou en PNG et je la décrirai.
error-damaged = Cette image est abîmée ou incomplète. Exportez-la ou enregistrez-la de nouveau, puis partagez le nouveau fichier.
error-unsupported-format = Je ne sais pas lire les images { $format }. Partagez-la en JPEG ou en PNG et je la décrirai.
error-too-large = Cette image dépasse { $limit_mb } Mo. Partagez une copie plus petite et je la décrirai.
error-too-many-pixels = Cette image a trop de pixels pour moi ({ $width } × { $height }). Partagez une copie plus petite et je la décrirai.
error-too-small = Cette image est trop petite pour être décrite. Partagez-en une d’au moins { $min_side } pixels de chaque côté.
error-withheld = Je ne décrirai pas cette image : elle a été signalée comme réservée aux adultes. Si c’est une erreur, décrivez-la avec vos propres mots.
error-address-refused = Je ne peux pas ouvrir cette adresse. Donnez-moi une adresse web publique qui commence par http:// ou https://.
error-address-failed = Je n’ai pas trouvé d’image à cette adresse. Vérifiez qu’elle s’ouvre dans un navigateur sans connexion, puis redemandez-moi.
error-no-picture = Je ne trouve ici aucune image que je puisse lire. Partagez-en une ou invitez-moi avec /invite, puis redemandez-moi.
error-no-picture-there = Je ne vois pas d’image dans ce message. Interrogez-moi sur un message qui en a une.
error-removed-here = La description de ce message a été supprimée et ne reviendra pas. Demandez-en une en privé avec `/describe`.
error-may-not-remove = Seuls l’auteur du partage, l’auteur de la demande ou un administrateur peuvent la supprimer. Demandez à l’un d’eux.
error-too-slow = J’ai été trop lent pour ouvrir cela. Appuyez de nouveau sur le bouton ; si cela dure, demandez à votre administrateur.
error-not-a-member = Je ne suis pas dans ce canal. Invitez-moi avec /invite, puis redemandez-moi.
error-switched-off = Je ne réponds pas dans ce canal. Demandez une réponse privée avec `/describe`, ou réactivez-moi avec `/describe on request`.
error-opted-out = La personne qui a partagé cette image ne veut pas que je décrive les siennes. Demandez-lui de la décrire avec ses propres mots.
error-slack-denied = Slack ne m’autorise pas à faire cela. Demandez à un administrateur de réinstaller l’application avec l’autorisation { $scope }.
error-slack-refused = Slack a refusé ma requête ({ $error }). Redemandez-moi ; si cela se répète, prévenez votre administrateur.
error-slack-busy = Slack ne me répond pas pour le moment. Redemandez-moi ou partagez de nouveau l’image dans quelques minutes.
error-download-failed = Je n’ai pas pu télécharger cette image depuis Slack. Partagez-la de nouveau et je réessaierai.
error-download-refused = Slack m’a renvoyé vers une adresse hors de Slack, que je ne peux pas ouvrir. Demandez à un administrateur où sont conservés les fichiers.
error-analyzer-at-rate = Je ne peux pas solliciter le service d’images si souvent. Redemandez-moi ou partagez de nouveau l’image dans quelques minutes.
error-analyzer-busy = Le service d’images est surchargé ou ne répond pas. Redemandez-moi ou partagez de nouveau l’image dans quelques minutes.
error-analyzer-failed = Le service d’images n’a pas donné de réponse utilisable. Redemandez-moi plus tard, ou prévenez votre administrateur.
error-analyzer-rejected-key = Le service d’images a refusé notre clé. Demandez à la personne qui gère l’application de vérifier VISION_KEY.
error-analyzer-over-quota = Le quota du service d’images est épuisé. Redemandez-moi plus tard, ou demandez à votre administrateur une formule plus large.
error-analyzer-over-quota-until = Le quota du service d’images est épuisé jusqu’au { $until }. Redemandez-moi ensuite, ou demandez à votre administrateur une formule plus large.
error-workspace-over-quota-until = La part de cet espace de travail est épuisée jusqu’au { $until } pour le service d’images. Redemandez-moi ensuite, ou demandez-en plus à votre administrateur.
error-channel-over-quota-until = La part de ce canal est épuisée jusqu’au { $until } pour le service d’images. Redemandez-moi ensuite, ou demandez-en plus à votre administrateur.
error-person-over-quota-until = Votre part est épuisée jusqu’au { $until } pour le service d’images. Redemandez-moi ensuite, ou demandez-en plus à votre administrateur.
error-analyzer-gone = Le service d’images n’existe plus à son adresse. Demandez à la personne qui gère l’application de vérifier VISION_ENDPOINT et VISION_MODEL.
error-analyzer-blind = Le modèle du service d’images ne voit pas les images. Demandez à la personne qui gère l’application de vérifier VISION_MODEL.
error-unexpected = Quelque chose s’est mal passé de mon côté. Redemandez-moi ou partagez de nouveau l’image ; si cela se répète, prévenez votre administrateur.

## The buttons below a reply, and their windows. Labels are what screen readers say.

more = Plus
more-button-label = En savoir plus sur cette description
alt-text = Texte alternatif
alt-text-button-label = Texte alternatif, prêt à coller
edit = Modifier
edit-button-label = Modifier la description
wrong = Inexact
wrong-button-label = Signaler que cette description est inexacte
remove = Supprimer
remove-button-label = Supprimer cette description
remove-title = La supprimer ?
remove-question = La description disparaît pour tout le monde et ne revient pas.
close = Fermer
cancel = Annuler
done = Terminé
save = Enregistrer

edited = { $text } (modifié par { $name }).

more-title = En savoir plus
more-machine = La description de la machine : { $caption } (sûr à { NUMBER($share, style: "percent") }).
more-tags = *Mots-clés, et leur degré de certitude*
more-landmarks = *Lieux connus*
more-categories = *Catégories*
more-text = *Texte dans l’image*
more-colors = *Couleurs*
more-accent = Accent : { $name } { $hex }, contraste de { NUMBER($onBlack, minimumFractionDigits: 1, maximumFractionDigits: 1) } sur noir et de { NUMBER($onWhite, minimumFractionDigits: 1, maximumFractionDigits: 1) } sur blanc
more-foreground = Premier plan : { $name }
more-background = Arrière-plan : { $name }
more-dominant = Dominantes : { $names }
more-black-and-white = L’image est en noir et blanc.
more-analyzer = Décrite par { $analyzer }.
more-model = Modèle { $version }.
more-which = Quelle image
more-picture = L’image fait { $width } × { $height } pixels ({ $format }).
more-nothing-sent = Elle n’a pas quitté la machine qui fait tourner l’application.
more-sent = Envoyé à { $host } : l’image seule, { $width } × { $height } pixels, { $kilobytes } ko, sans lieu, appareil ni rien d’autre de ce que contient le fichier.
more-maybe-sent = Le service interrogé en premier a peut-être reçu la même chose.

alt-text-title = Texte alternatif
alt-text-label = Texte alternatif
alt-text-how-to = Copiez-le. Ensuite, si l’image est à vous, survolez-la, choisissez *Plus d’actions* (⋮), puis *Modifier les détails du fichier*, et collez-le dans *Description*.
alt-text-reads = On y lit : { $text }

edit-title = Modifier
edit-label = Ce qu’elle montre
edit-hint = Votre texte remplace celui de la machine, avec votre nom à côté. Laissez le champ vide pour retrouver celui de la machine.

wrong-title = Description inexacte
wrong-thanks = Merci, j’ai noté que c’est inexact. Vous pouvez aussi la corriger pour tout le monde :

told-title = Describe
removed = Je l’ai supprimée.

## An answer that one person sees

share = Partager dans le fil
share-label = Partager dans le fil cette description
shared = J’ai répondu dans le fil de ce message.

## Direct messages

direct-hint = Envoyez-moi une image et je la décrirai ici. `/describe help` dit ce que je sais faire d’autre.

## /describe

help =
    `/describe` décrit l’image la plus récente de ce canal, `/describe last 5` les cinq plus récentes (20 au plus).
    `/describe ADRESSE` décrit une image du web : une adresse publique en http:// ou https://.
    `/describe find MOTS` retrouve des images décrites dans ce canal.
    `/describe settings`, `/describe auto`, `/describe on request` et `/describe off` règlent quand je décris des images ici.
    `/describe help` affiche cette aide.
    La réponse n’est visible que par vous, sauf si vous ajoutez `here` à la fin.
    Je réponds aussi dans le fil des images partagées dans un canal où je suis, quand vous me mentionnez à côté d’une image, et en message direct. *Describe this picture* dans le menu d’un message répond en privé.
turned-auto = Désormais, je décris chaque image partagée dans ce canal, tant que j’y suis.
turned-on-request = Désormais, je ne décris les images de ce canal que si quelqu’un me le demande.
turned-off = Je ne réponds plus dans ce canal : rien n’est décrit en public, et `/describe` répond en privé.
not-understood = Je ne comprends pas cela. `/describe help` montre ce que je sais faire.

found = { $count ->
        [one] Une image a été décrite ici avec « { $words } » :
        [many] { $count } d’images ont été décrites ici avec « { $words } » :
       *[other] { $count } images ont été décrites ici avec « { $words } » :
    }
found-nothing = Je n’ai trouvé ici aucune image décrite avec « { $words } ».
found-more = Il y en a d’autres. Ajoutez un mot pour en trouver moins.

progress = Description des images : { $done } sur { $count }.
progress-title = Description des images
progress-over = La réponse est dans le canal, visible par vous uniquement.
progress-canceled = Arrêté. Images décrites : { $done } sur { $count }.
hide = Masquer
cancel-label = Annuler : arrêter de décrire ces images

## The form for settings. Titles and buttons: at most 24 characters; options: at most 75

settings-title = Réglages
settings-title-all = Réglages par défaut
settings-save = Enregistrer
settings-about-channel = Ce qui vaut dans { $channel }. Ce que vous laissez tel quel suit les réglages par défaut de l’espace de travail. Tout membre du canal peut le changer.
settings-about-direct = Ce qui vaut dans cette conversation. Ce que vous laissez tel quel suit les réglages par défaut de l’espace de travail.
settings-about-all = Ce qui vaut dans chaque canal qui n’en a pas décidé autrement.
settings-when = Quand les images sont décrites
settings-when-hint = Par défaut : chaque image.
settings-when-auto = Chaque image, d’office
settings-when-on-request = Sur demande : commande, menu du message, mention ou réaction
settings-when-off = Jamais en public ; les commandes répondent en privé
settings-analyzer = Qui peut les décrire
settings-analyzer-hint = Par défaut : ce qu’a choisi la personne qui gère l’application.
settings-analyzer-any = Ce qu’a choisi la personne qui gère l’application
settings-analyzer-embedded = L’analyse intégrée seule : aucune image ne quitte l’application
settings-language = Langue des réponses
settings-language-hint = Par défaut : celle de la personne qui a partagé l’image, sinon l’anglais.
settings-language-person = Celle de la personne qui a partagé l’image
settings-confidence-floor = Degré de certitude exigé
settings-confidence-floor-hint = En pourcentage. Les descriptions, mots-clés et lieux moins sûrs sont laissés de côté. Par défaut : aucun.
settings-floor = { NUMBER($share, style: "percent") } ou plus
settings-floor-none = Tout dire, avec le degré de certitude
settings-hidden-tags = Mots-clés à ne jamais montrer
settings-hidden-tags-hint = Séparés par des virgules, en majuscules ou en minuscules. Par défaut : aucun.
settings-hidden-tags-example = person, indoor
settings-shown = Ce que montrent les réponses
settings-shown-hint = Par défaut : description, mots-clés, texte et couleur.
settings-tags-only = Mots-clés seuls : ni description, ni texte, ni couleur
settings-show-text = Le texte présent dans une image
settings-courtesies = Bonnes manières
settings-courtesies-hint = Par défaut : aucune des deux.
settings-eyes = 👀 sous le message pendant que je travaille
settings-quiet-with-alt-text = Laisser les images que leur auteur a déjà décrites
settings-quiet-from = Heures calmes à partir de
settings-quiet-from-hint = Les images partagées alors ne sont décrites que sur demande. Par défaut : pas d’heures calmes.
settings-quiet-to = Heures calmes jusqu’à
settings-quiet-to-hint = Peut tomber le lendemain.
settings-timezone = Fuseau horaire des heures calmes
settings-timezone-hint = Par exemple Europe/Berlin ou America/New_York. Par défaut : le vôtre si je peux le connaître, sinon UTC.
settings-reacts = Demander par une réaction
settings-reacts-hint = Par défaut : non.
settings-reacts-yes = Décrire les images d’un message quand quelqu’un réagit avec cet émoji
settings-reaction = L’émoji
settings-reaction-hint = Son nom, avec ou sans deux-points. Par défaut : frame_with_picture.
settings-not-granted = Sans effet pour l’instant : un administrateur doit d’abord m’accorder { $scope }.
settings-quiet-both = Donnez les deux heures, ou aucune.
settings-timezone-unknown = Je ne connais pas ce fuseau horaire. Donnez-en un comme Europe/Berlin.
settings-reaction-unknown = Donnez le nom d’un seul émoji, comme frame_with_picture.
settings-not-opened = Slack ne m’a pas laissé ouvrir les réglages. Réessayez dans un instant.
settings-admins-only = Seuls les administrateurs de cet espace de travail peuvent changer ses réglages par défaut.
settings-who-is-admin = Je ne peux pas savoir qui est administrateur ici : la personne qui gère l’application doit d’abord m’accorder users:read.

## The Home tab

home-welcome = *Bienvenue !* Invitez-moi dans un canal avec `/invite`, et je décrirai les images qui y sont partagées. Essayez-moi d’abord si vous voulez : personne d’autre ne le verra.
home-what = Les images en mots
home-what-it-does = Je réponds à chaque image partagée dans un canal où je suis : dans son fil, avec une description et son degré de certitude, des mots-clés, le texte qu’elle contient et sa couleur d’accent. Tout cela est aussi en texte simple, pour les lecteurs d’écran et les notifications. Je suis une machine et je peux me tromper : les boutons sous chaque réponse servent à la corriger ou à la supprimer.
home-try = Essayer sur un exemple
home-yours = Vos images
home-opted-in = Je peux décrire les images que vous partagez.
home-opted-out = Je ne décris vos images à personne d’autre que vous.
home-opt-out = Ne pas décrire les miennes
home-opt-in = Décrire de nouveau les miennes
home-channels = Canaux où je suis
home-channel = { $channel } : { $state }
home-state-auto = chaque image
home-state-on-request = sur demande
home-state-off = jamais
home-settings = Réglages
home-settings-of = Réglages de { $name }
home-no-channels = Aucun où vous soyez aussi. Saisissez `/invite` dans un canal pour m’y amener.
home-more-channels = { $count ->
        [one] Et un autre : saisissez-y `/describe settings`.
        [many] Et { $count } d’autres : saisissez-y `/describe settings`.
       *[other] Et { $count } autres : saisissez-y `/describe settings`.
    }
home-hidden-channels = Les canaux publics ne sont pas listés : un administrateur doit d’abord m’accorder { $scope }. `/describe settings` marche dans chacun.
home-hidden-groups = Les canaux privés ne sont pas listés : un administrateur doit d’abord m’accorder { $scope }. `/describe settings` marche dans chacun.
home-workspace = Réglages par défaut
home-workspace-about = Vous administrez cet espace : décidez de ce qui vaut dans les canaux qui n’ont rien décidé.
home-leaving = Ce qui quitte cet espace de travail
home-leaving-nothing = Rien : les images sont décrites dans l’application par son analyse intégrée, et jamais conservées.
home-leaving-pictures = Les images vont à { $host }, réduites, sans lieu, appareil ni autres métadonnées, et ne sont jamais conservées ici. Ni noms, ni messages, ni noms de fichiers ne les accompagnent. Dans un canal réglé sur l’analyse intégrée seule, rien ne sort.
home-use = { $count ->
        [0] Aucune image n’y est allée ce mois-ci.
        [one] Une image y est allée ce mois-ci.
        [many] { $count } d’images y sont allées ce mois-ci.
       *[other] { $count } images y sont allées ce mois-ci.
    }
home-use-of = Appels utilisés ce mois-ci : { $count } sur { $limit }.
home-help = Aide
home-missing = Non accordé, donc ce qui en dépend est laissé de côté : { $scopes }.
home-trying-title = Un exemple
home-trying = J’ai dessiné une image : un panneau qui dit HELLO TEAM, dans une prairie devant deux montagnes. Je la regarde.
home-tried = J’ai dessiné une image : un panneau qui dit HELLO TEAM, dans une prairie devant deux montagnes. Voici ce que je répondrais dans son fil :
