# Every sentence a person can read, in Spanish. It says "tú", as Slack does.

## A reply

between = { ", " }
source = Descripción automática por { $analyzer }:
source-many = Descripción automática de { $count } imágenes por { $analyzer }:
source-none = { $count ->
        [one] Sobre esta imagen:
        [many] Sobre estos { $count } de imágenes:
       *[other] Sobre estas { $count } imágenes:
    }
picture = Imagen { $number } de { $count }, { $name }:
picture-heading = { $number }. { $name }
author = Descripción de quien compartió la imagen: «{ $text }».
cannot-tell = No sé decir qué muestra.
cannot-look = Solo puedo decir sus colores. { $reason }
tags = Etiquetas: { $tags }.
landmark = Lugar conocido: { $name } (certeza: { NUMBER($share, style: "percent") }).
text = Texto en la imagen: { $text }.
quoted = «{ $line }»
accent = Color de acento: { $name } { $hex }, contraste de { NUMBER($onBlack, minimumFractionDigits: 1, maximumFractionDigits: 1) } sobre negro y de { NUMBER($onWhite, minimumFractionDigits: 1, maximumFractionDigits: 1) } sobre blanco.
other-language = La descripción en sí está en { $language }.
first-frame = Es una imagen animada; esto describe su primer fotograma.
stand-in = { $reason } Por eso ha respondido { $analyzer }.
working = Sigo trabajando en ello.
waiting = Sigo trabajando en ello. { $reason }
more-pictures = { $count ->
        [one] Hay una imagen más que no se muestra aquí.
        [many] Hay { $count } de imágenes más que no se muestran aquí.
       *[other] Hay { $count } imágenes más que no se muestran aquí.
    }
switch-off = Respondo a cada imagen que se comparte en este canal. Para que deje de hacerlo, escribe `/describe off`.

# A moment, and a day. Unicode's date pattern: https://unicode.org/reports/tr35/tr35-dates.html
moment = d 'de' MMMM 'a las' HH:mm 'UTC'
day = d 'de' MMMM

# How sure a caption is. $caption begins with a capital letter and has no full stop.
sure-high = { $caption } (certeza: { NUMBER($share, style: "percent") }).
sure-medium = { $caption } (bastante certeza, { NUMBER($share, style: "percent") }).
sure-low = Quizá: { $caption } (poca certeza, { NUMBER($share, style: "percent") }).

analyzer-embedded = el analizador integrado
analyzer-azure-32 = Azure Computer Vision
analyzer-azure-20 = Azure Computer Vision 2.0
analyzer-azure-40 = Azure Image Analysis 4.0
analyzer-openai = un modelo de lenguaje que ve imágenes

color-black = Negro
color-blue = Azul
color-brown = Marrón
color-grey = Gris
color-green = Verde
color-orange = Naranja
color-pink = Rosa
color-purple = Morado
color-red = Rojo
color-teal = Verde azulado
color-white = Blanco
color-yellow = Amarillo

## Why the first analyzer did not answer, or why it takes so long (one sentence each)

reason-analyzer-busy = El servicio de imágenes está saturado o no responde.
reason-analyzer-at-rate = Al servicio de imágenes solo se le puede preguntar de vez en cuando.
reason-analyzer-failed = El servicio de imágenes no ha dado una respuesta útil.
reason-analyzer-rejected-key = El servicio de imágenes ha rechazado nuestra clave; quien gestiona la aplicación debe revisar VISION_KEY.
reason-analyzer-over-quota = La cuota del servicio de imágenes está agotada.
reason-analyzer-over-quota-until = La cuota del servicio de imágenes está agotada hasta el { $until }.
reason-analyzer-blind = El modelo del servicio de imágenes no puede ver imágenes.
reason-workspace-over-quota-until = La parte de este espacio de trabajo en el servicio de imágenes está agotada hasta el { $until }.
reason-channel-over-quota-until = La parte de este canal en el servicio de imágenes está agotada hasta el { $until }.
reason-person-over-quota-until = Tu parte en el servicio de imágenes está agotada hasta el { $until }.
reason-text-not-read = Contiene texto que el servicio de imágenes no pudo leer esta vez.
reason-captions-not-in-region = El servicio de imágenes no da descripciones en su región.
reason-slack-busy = Slack no me responde.
reason-download-failed = Slack todavía no me da la imagen.
reason-weights-damaged = Faltan archivos del analizador integrado o están dañados; quien gestiona la aplicación debe volver a instalarlo.
reason-analyzer-gone = El servicio de imágenes ya no existe en su dirección.

## What can go wrong with a picture

error-not-an-image = Este archivo no es una imagen que yo sepa leer. Compártela en JPEG o PNG y la describiré.
error-damaged = Esta imagen está dañada o incompleta. Expórtala o guárdala otra vez y comparte el archivo nuevo.
error-unsupported-format = No sé leer imágenes { $format }. Compártela en JPEG o PNG y la describiré.
error-too-large = Esta imagen ocupa más de { $limit_mb } MB. Comparte una copia más pequeña y la describiré.
error-too-many-pixels = Esta imagen tiene demasiados píxeles para mí ({ $width } × { $height }). Comparte una copia más pequeña y la describiré.
error-too-small = Esta imagen es demasiado pequeña para describirla. Comparte una de al menos { $min_side } píxeles por lado.
error-withheld = No voy a describir esta imagen: se ha marcado como contenido para adultos. Si es un error, descríbela con tus propias palabras.
error-address-refused = No puedo abrir esa dirección. Dame una dirección web pública que empiece por http:// o https://.
error-address-failed = Esa dirección no me ha dado ninguna imagen. Comprueba que se abre en un navegador sin iniciar sesión y pídemelo otra vez.
error-no-picture = No encuentro aquí ninguna imagen que pueda leer. Comparte una o invítame con /invite y pídemelo otra vez.
error-no-picture-there = No veo ninguna imagen en este mensaje. Pregúntame por uno que la tenga.
error-removed-here = La descripción de este mensaje se eliminó y no va a volver. Pide una en privado con `/describe`.
error-may-not-remove = Solo puede eliminarla quien compartió la imagen, quien preguntó por ella o un administrador. Pídeselo a esa persona.
error-too-slow = He tardado demasiado en abrirlo. Pulsa el botón otra vez o, si sigue igual, pide ayuda a tu administrador.
error-not-a-member = No estoy en este canal. Invítame con /invite y pídemelo otra vez.
error-switched-off = Estoy desactivado en este canal. Pide una respuesta privada con `/describe` o actívame con `/describe on request`.
error-opted-out = Quien compartió esta imagen no quiere que describa las suyas. Pídele que la describa con sus propias palabras.
error-slack-denied = Slack no me permite hacer esto. Pide a un administrador que reinstale la aplicación con el permiso { $scope }.
error-slack-refused = Slack ha rechazado mi petición ({ $error }). Pídemelo otra vez; si se repite, avisa a tu administrador.
error-slack-busy = Slack no me responde ahora mismo. Pídemelo o comparte la imagen otra vez en unos minutos.
error-download-failed = No he podido descargar esta imagen de Slack. Compártela otra vez y volveré a intentarlo.
error-download-refused = Slack me ha enviado a una dirección fuera de Slack, que no puedo abrir. Pregunta a un administrador dónde se guardan aquí los archivos.
error-analyzer-at-rate = Solo puedo preguntar al servicio de imágenes de vez en cuando. Pídemelo o comparte la imagen otra vez en unos minutos.
error-analyzer-busy = El servicio de imágenes está saturado o no responde. Pídemelo o comparte la imagen otra vez en unos minutos.
error-analyzer-failed = El servicio de imágenes no ha dado una respuesta útil. Pídemelo o comparte la imagen otra vez más tarde, o avisa a tu administrador.
error-analyzer-rejected-key = El servicio de imágenes ha rechazado nuestra clave. Pide a quien gestiona la aplicación que revise VISION_KEY.
error-analyzer-over-quota = La cuota del servicio de imágenes está agotada. Pídemelo más tarde o pide a tu administrador un plan mayor.
error-analyzer-over-quota-until = La cuota del servicio de imágenes está agotada hasta el { $until }. Pídemelo entonces o pide a tu administrador un plan mayor.
error-workspace-over-quota-until = La parte de este espacio de trabajo en el servicio de imágenes está agotada hasta el { $until }. Pídemelo entonces o pide a tu administrador una mayor.
error-channel-over-quota-until = La parte de este canal en el servicio de imágenes está agotada hasta el { $until }. Pídemelo entonces o pide a tu administrador una mayor.
error-person-over-quota-until = Tu parte en el servicio de imágenes está agotada hasta el { $until }. Pídemelo entonces o pide a tu administrador una mayor.
error-analyzer-gone = El servicio de imágenes ya no existe en su dirección. Pide a quien gestiona la aplicación que revise VISION_ENDPOINT y VISION_MODEL.
error-analyzer-blind = El modelo del servicio de imágenes no puede ver imágenes. Pide a quien gestiona la aplicación que revise VISION_MODEL.
error-unexpected = Algo ha fallado por mi parte. Pídemelo o comparte la imagen otra vez; si se repite, avisa a tu administrador.

## The buttons below a reply, and their windows. Labels are what screen readers say.

more = Más
more-button-label = Más sobre esta descripción
alt-text = Texto alternativo
alt-text-button-label = Texto alternativo, listo para pegar
edit = Editar
edit-button-label = Editar la descripción
wrong = Incorrecto
wrong-button-label = Incorrecto: avisar de que esta descripción no es correcta
remove = Eliminar
remove-button-label = Eliminar esta descripción
remove-title = ¿Eliminarla?
remove-question = La descripción desaparece para todo el mundo y no vuelve.
close = Cerrar
cancel = Cancelar
done = Listo
save = Guardar

edited = { $text } (editado por { $name }).

more-title = Más información
more-machine = La descripción de la máquina: { $caption } (certeza: { NUMBER($share, style: "percent") }).
more-tags = *Etiquetas, y la certeza de cada una*
more-landmarks = *Lugares conocidos*
more-categories = *Categorías*
more-text = *Texto en la imagen*
more-colors = *Colores*
more-accent = Acento: { $name } { $hex }, contraste de { NUMBER($onBlack, minimumFractionDigits: 1, maximumFractionDigits: 1) } sobre negro y de { NUMBER($onWhite, minimumFractionDigits: 1, maximumFractionDigits: 1) } sobre blanco
more-foreground = Primer plano: { $name }
more-background = Fondo: { $name }
more-dominant = Dominantes: { $names }
more-black-and-white = Es en blanco y negro.
more-analyzer = Descrita por { $analyzer }.
more-model = Modelo { $version }.
more-which = Qué imagen
more-picture = La imagen tiene { $width } × { $height } píxeles ({ $format }).
more-nothing-sent = No ha salido del equipo en el que funciona la aplicación.
more-sent = Enviado a { $host }: solo la imagen, { $width } × { $height } píxeles, { $kilobytes } kB, sin lugar, cámara ni nada más de lo que hay en el archivo.
more-maybe-sent = Puede que el servicio al que se preguntó primero haya recibido lo mismo.

alt-text-title = Texto alternativo
alt-text-label = Texto alternativo
alt-text-how-to = Cópialo. Después, si la imagen es tuya, pasa el cursor por encima, elige *Más acciones* (⋮) y *Editar detalles del archivo*, y pégalo en *Descripción*.
alt-text-reads = Pone: { $text }

edit-title = Editar
edit-label = Qué muestra
edit-hint = Tu texto sustituye al de la máquina, con tu nombre al lado. Deja el campo vacío para recuperar el de la máquina.

wrong-title = Descripción incorrecta
wrong-thanks = Gracias, he anotado que es incorrecta. También puedes corregirla para todo el mundo:

told-title = Describe
removed = La he eliminado.

## An answer that one person sees

share = Compartir en el hilo
share-label = Compartir en el hilo esta descripción
shared = He respondido en el hilo de ese mensaje.

## Direct messages

direct-hint = Envíame una imagen y la describiré aquí. `/describe help` cuenta qué más sé hacer.

## /describe

help =
    `/describe` describe la imagen más reciente de este canal; `/describe last 5`, las cinco más recientes (20 como máximo).
    `/describe DIRECCIÓN` describe una imagen de la web: una dirección pública con http:// o https://.
    `/describe find PALABRAS` busca imágenes descritas en este canal.
    `/describe settings`, `/describe auto`, `/describe on request` y `/describe off` deciden cuándo describo imágenes aquí.
    `/describe help` muestra esta ayuda.
    Solo tú ves la respuesta, a menos que añadas `here` al final.
    También respondo en el hilo de las imágenes que se comparten en un canal en el que estoy, cuando me mencionas junto a una y por mensaje directo. *Describe this picture* en el menú de un mensaje te responde solo a ti.
turned-auto = A partir de ahora describo cada imagen que se comparta en este canal, mientras yo esté en él.
turned-on-request = A partir de ahora describo imágenes en este canal solo cuando alguien me lo pide.
turned-off = Estoy desactivado en este canal: nada se describe en público y `/describe` te responde solo a ti.
not-understood = Eso no lo entiendo. `/describe help` muestra lo que sé hacer.

found = { $count ->
        [one] Aquí se ha descrito una imagen con «{ $words }»:
        [many] Aquí se han descrito { $count } de imágenes con «{ $words }»:
       *[other] Aquí se han descrito { $count } imágenes con «{ $words }»:
    }
found-nothing = No he encontrado aquí ninguna imagen descrita con «{ $words }».
found-more = Hay más. Añade una palabra para encontrar menos.

progress = Describiendo imágenes: { $done } de { $count }.
progress-title = Describiendo imágenes
progress-over = La respuesta está en el canal y solo la ves tú.
progress-canceled = Detenido. Imágenes descritas: { $done } de { $count }.
hide = Ocultar
cancel-label = Cancelar: dejar de describir estas imágenes

## The form for settings. Titles and buttons: at most 24 characters; options: at most 75

settings-title = Ajustes
settings-title-all = Ajustes por defecto
settings-save = Guardar
settings-about-channel = Lo que vale en { $channel }. Lo que dejes como está sigue los ajustes por defecto del espacio de trabajo. Cualquiera del canal puede cambiarlo.
settings-about-direct = Lo que vale en esta conversación. Lo que dejes como está sigue los ajustes por defecto del espacio de trabajo.
settings-about-all = Lo que vale en cada canal que no haya decidido otra cosa.
settings-when = Cuándo se describen las imágenes
settings-when-hint = Por defecto: cada imagen.
settings-when-auto = Cada imagen, sin pedirlo
settings-when-on-request = A petición: con un comando, el menú, una mención o una reacción
settings-when-off = Nunca en público; los comandos responden en privado
settings-analyzer = Quién puede describirlas
settings-analyzer-hint = Por defecto: lo que eligió quien gestiona la aplicación.
settings-analyzer-any = Lo que eligió quien gestiona la aplicación
settings-analyzer-embedded = Solo el analizador integrado: ninguna imagen sale de la aplicación
settings-language = Idioma de las respuestas
settings-language-hint = Por defecto: el de quien compartió la imagen; si no se sabe, inglés.
settings-language-person = El de quien compartió la imagen
settings-confidence-floor = Certeza mínima
settings-confidence-floor-hint = En porcentaje. Se omiten las descripciones, las etiquetas y los lugares con menos certeza. Por defecto: nada se omite.
settings-floor = { NUMBER($share, style: "percent") } o más
settings-floor-none = Decirlo todo, con su certeza
settings-hidden-tags = Etiquetas que nunca se muestran
settings-hidden-tags-hint = Separadas por comas, en mayúsculas o minúsculas. Por defecto: ninguna.
settings-hidden-tags-example = person, indoor
settings-shown = Qué muestran las respuestas
settings-shown-hint = Por defecto: descripción, etiquetas, texto y color.
settings-tags-only = Solo etiquetas: ni descripción, ni texto, ni color
settings-show-text = El texto que hay en una imagen
settings-courtesies = Buenos modales
settings-courtesies-hint = Por defecto: ninguno.
settings-eyes = 👀 bajo el mensaje mientras trabajo
settings-quiet-with-alt-text = Dejar en paz las imágenes que ya describió su autor
settings-quiet-from = Horas de silencio desde
settings-quiet-from-hint = Las imágenes que se compartan entonces se describen solo a petición. Por defecto: sin horas de silencio.
settings-quiet-to = Horas de silencio hasta
settings-quiet-to-hint = Puede ser del día siguiente.
settings-timezone = Zona horaria de las horas de silencio
settings-timezone-hint = Por ejemplo, Europe/Berlin o America/New_York. Por defecto: la tuya, si puedo saberla; si no, UTC.
settings-reacts = Preguntar con una reacción
settings-reacts-hint = Por defecto: desactivado.
settings-reacts-yes = Describir las imágenes de un mensaje si alguien reacciona con este emoji
settings-reaction = El emoji
settings-reaction-hint = Su nombre, con o sin dos puntos. Por defecto: frame_with_picture.
settings-not-granted = Todavía no tiene efecto: antes un administrador debe darme { $scope }.
settings-quiet-both = Da las dos horas o ninguna.
settings-timezone-unknown = No conozco esta zona horaria. Escribe una como Europe/Berlin.
settings-reaction-unknown = Escribe el nombre de un emoji, como frame_with_picture.
settings-not-opened = Slack no me ha dejado abrir los ajustes. Vuelve a intentarlo dentro de un momento.
settings-admins-only = Solo los administradores de este espacio de trabajo pueden cambiar sus ajustes por defecto.
settings-who-is-admin = No puedo saber quién es administrador aquí: antes, quien gestiona la aplicación debe darme users:read.

## The Home tab

home-welcome = *¡Te doy la bienvenida!* Invítame a un canal con `/invite` y describiré las imágenes que se compartan allí. Si quieres, pruébame antes: no lo ve nadie más.
home-what = Imágenes en palabras
home-what-it-does = Respondo a cada imagen que se comparte en un canal en el que estoy: en su hilo, con una descripción y su certeza, etiquetas, el texto que contiene y su color de acento. Todo está también en texto sencillo, para lectores de pantalla y notificaciones. Soy una máquina y puedo equivocarme: los botones bajo cada respuesta sirven para corregirla o eliminarla.
home-try = Probar con un ejemplo
home-yours = Tus imágenes
home-opted-in = Puedo describir las imágenes que compartes.
home-opted-out = No describo tus imágenes a nadie más que a ti.
home-opt-out = No describir las mías
home-opt-in = Volver a describir las mías
home-channels = Canales en los que estoy
home-channel = { $channel }: { $state }
home-state-auto = cada imagen
home-state-on-request = a petición
home-state-off = desactivado
home-settings = Ajustes
home-settings-of = Ajustes de { $name }
home-no-channels = Ninguno en el que también estés tú. Escribe `/invite` en un canal para llevarme allí.
home-more-channels = { $count ->
        [one] Y uno más: escribe allí `/describe settings`.
        [many] Y { $count } más: escribe allí `/describe settings`.
       *[other] Y { $count } más: escribe allí `/describe settings`.
    }
home-hidden-channels = Los canales públicos no aparecen: antes un administrador debe darme { $scope }. `/describe settings` funciona en todos.
home-hidden-groups = Los canales privados no aparecen: antes un administrador debe darme { $scope }. `/describe settings` funciona en todos.
home-workspace = Ajustes por defecto
home-workspace-about = Administras este espacio: decide qué vale en los canales que no han decidido nada.
home-leaving = Qué sale de este espacio de trabajo
home-leaving-nothing = Nada: el analizador integrado describe las imágenes dentro de la aplicación, y nunca se guardan.
home-leaving-pictures = Las imágenes van a { $host }, reducidas, sin lugar, cámara ni otros metadatos, y nunca se guardan aquí. No las acompañan nombres, mensajes ni nombres de archivo. De un canal que solo usa el analizador integrado no sale nada.
home-use = { $count ->
        [0] Este mes no ha ido allí ninguna imagen.
        [one] Este mes ha ido allí una imagen.
        [many] Este mes han ido allí { $count } de imágenes.
       *[other] Este mes han ido allí { $count } imágenes.
    }
home-use-of = Llamadas usadas este mes: { $count } de { $limit }.
home-help = Ayuda
home-missing = Sin permiso, así que falta lo que depende de ello: { $scopes }.
home-trying-title = Un ejemplo
home-trying = He dibujado una imagen: un cartel que dice HELLO TEAM, en un prado ante dos montañas. Déjame mirarla.
home-tried = He dibujado una imagen: un cartel que dice HELLO TEAM, en un prado ante dos montañas. Esto es lo que respondería en su hilo:
