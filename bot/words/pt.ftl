# Every sentence a person can read, in Portuguese as in Brazil. It says "você", as Slack does.

## A reply

between = { ", " }
source = Descrição automática ({ $analyzer }):
source-many = Descrição automática de { $count } imagens ({ $analyzer }):
source-none = { $count ->
        [one] Sobre esta imagem:
        [many] Sobre estes { $count } de imagens:
       *[other] Sobre estas { $count } imagens:
    }
picture = Imagem { $number } de { $count }, { $name }:
picture-heading = { $number }. { $name }
author = Descrição de quem compartilhou a imagem: “{ $text }”.
cannot-tell = Não sei dizer o que ela mostra.
cannot-look = Só consigo dizer as cores. { $reason }
tags = Palavras-chave: { $tags }.
landmark = Lugar conhecido: { $name } ({ NUMBER($share, style: "percent") } de certeza).
text = Texto na imagem: { $text }.
quoted = “{ $line }”
accent = Cor de destaque: { $name } { $hex }, contraste de { NUMBER($onBlack, minimumFractionDigits: 1, maximumFractionDigits: 1) } sobre preto e de { NUMBER($onWhite, minimumFractionDigits: 1, maximumFractionDigits: 1) } sobre branco.
other-language = A descrição em si está em { $language }.
first-frame = A imagem é animada; isto descreve o primeiro quadro.
stand-in = { $reason } Por isso quem respondeu foi { $analyzer }.
working = Ainda estou trabalhando nisso.
waiting = Ainda estou trabalhando nisso. { $reason }
more-pictures = { $count ->
        [one] Há mais uma imagem que não aparece aqui.
        [many] Há mais { $count } de imagens que não aparecem aqui.
       *[other] Há mais { $count } imagens que não aparecem aqui.
    }
switch-off = Respondo a cada imagem compartilhada neste canal. Para eu parar, digite `/describe off`.

# A moment, and a day. Unicode's date pattern: https://unicode.org/reports/tr35/tr35-dates.html
moment = d 'de' MMMM 'às' HH:mm 'UTC'
day = d 'de' MMMM

# How sure a caption is. $caption begins with a capital letter and has no full stop.
sure-high = { $caption } ({ NUMBER($share, style: "percent") } de certeza).
sure-medium = { $caption } (bastante certeza, { NUMBER($share, style: "percent") }).
sure-low = Talvez: { $caption } (pouca certeza, { NUMBER($share, style: "percent") }).

analyzer-embedded = o analisador integrado
analyzer-azure-32 = Azure Computer Vision
analyzer-azure-20 = Azure Computer Vision 2.0
analyzer-azure-40 = Azure Image Analysis 4.0
analyzer-openai = um modelo de linguagem que vê imagens

color-black = Preto
color-blue = Azul
color-brown = Marrom
color-grey = Cinza
color-green = Verde
color-orange = Laranja
color-pink = Rosa
color-purple = Roxo
color-red = Vermelho
color-teal = Verde-azulado
color-white = Branco
color-yellow = Amarelo

## Why the first analyzer did not answer, or why it takes so long (one sentence each)

reason-analyzer-busy = O serviço de imagens está sobrecarregado ou não responde.
reason-analyzer-at-rate = O serviço de imagens só pode ser consultado de tempos em tempos.
reason-analyzer-failed = O serviço de imagens não deu uma resposta útil.
reason-analyzer-rejected-key = O serviço de imagens recusou nossa chave; quem cuida do app precisa verificar VISION_KEY.
reason-analyzer-over-quota = A cota do serviço de imagens acabou.
reason-analyzer-over-quota-until = A cota do serviço de imagens está esgotada até { $until }.
reason-analyzer-blind = O modelo do serviço de imagens não consegue ver imagens.
reason-workspace-over-quota-until = A parte deste workspace no serviço de imagens está esgotada até { $until }.
reason-channel-over-quota-until = A parte deste canal no serviço de imagens está esgotada até { $until }.
reason-person-over-quota-until = Sua parte no serviço de imagens está esgotada até { $until }.
reason-text-not-read = Há nela um texto que o serviço de imagens não conseguiu ler desta vez.
reason-captions-not-in-region = O serviço de imagens não dá descrições na região dele.
reason-slack-busy = O Slack não está me respondendo.
reason-download-failed = O Slack ainda não me deu a imagem.
reason-weights-damaged = Arquivos do analisador integrado estão faltando ou danificados; quem cuida do app precisa instalá-lo de novo.
reason-analyzer-gone = O serviço de imagens não existe mais no endereço dele.

## What can go wrong with a picture

error-not-an-image = Este arquivo não é uma imagem que eu saiba ler. Compartilhe em JPEG ou PNG e eu descrevo.
error-damaged = Esta imagem está danificada ou incompleta. Exporte ou salve de novo e compartilhe o novo arquivo.
error-unsupported-format = Não sei ler imagens { $format }. Compartilhe em JPEG ou PNG e eu descrevo.
error-too-large = Esta imagem tem mais de { $limit_mb } MB. Compartilhe uma cópia menor e eu descrevo.
error-too-many-pixels = Esta imagem tem pixels demais para mim ({ $width } × { $height }). Compartilhe uma cópia menor e eu descrevo.
error-too-small = Esta imagem é pequena demais para descrever. Compartilhe uma com pelo menos { $min_side } pixels de cada lado.
error-withheld = Não vou descrever esta imagem: ela foi marcada como conteúdo adulto. Se isso estiver errado, descreva-a com suas próprias palavras.
error-address-refused = Não posso abrir esse endereço. Envie um endereço público da web que comece com http:// ou https://.
error-address-failed = Esse endereço não me deu nenhuma imagem. Verifique se ele abre no navegador sem fazer login e peça de novo.
error-no-picture = Não encontrei aqui nenhuma imagem que eu possa ler. Compartilhe uma ou me convide com /invite e peça de novo.
error-no-picture-there = Não vejo imagem nesta mensagem. Pergunte sobre uma mensagem que tenha.
error-removed-here = A descrição desta mensagem foi removida e não vai voltar. Peça uma só para você com `/describe`.
error-may-not-remove = Só quem compartilhou a imagem, quem perguntou sobre ela ou um administrador pode remover isto. Peça a uma dessas pessoas.
error-too-slow = Demorei demais para abrir isso. Clique no botão de novo ou, se continuar assim, peça ajuda ao seu administrador.
error-not-a-member = Não estou neste canal. Me convide com /invite e peça de novo.
error-switched-off = Estou desligado neste canal. Peça uma resposta privada com `/describe` ou me ligue com `/describe on request`.
error-opted-out = Quem compartilhou esta imagem pediu que eu não descreva as suas. Peça a essa pessoa que a descreva com suas próprias palavras.
error-slack-denied = O Slack não me deixa fazer isso. Peça a um administrador que reinstale o app com a permissão { $scope }.
error-slack-refused = O Slack recusou meu pedido ({ $error }). Peça de novo; se acontecer outra vez, avise seu administrador.
error-slack-busy = O Slack não está me respondendo agora. Peça ou compartilhe de novo em alguns minutos.
error-download-failed = Não consegui baixar esta imagem do Slack. Compartilhe de novo e eu tento mais uma vez.
error-download-refused = O Slack me mandou para um endereço fora dele, que não posso abrir. Pergunte a um administrador onde os arquivos ficam guardados.
error-analyzer-at-rate = Só posso consultar o serviço de imagens de tempos em tempos. Peça ou compartilhe de novo em alguns minutos.
error-analyzer-busy = O serviço de imagens está sobrecarregado ou não responde. Peça ou compartilhe de novo em alguns minutos.
error-analyzer-failed = O serviço de imagens não deu uma resposta útil. Peça ou compartilhe de novo mais tarde, ou avise seu administrador.
error-analyzer-rejected-key = O serviço de imagens recusou nossa chave. Peça a quem cuida do app que verifique VISION_KEY.
error-analyzer-over-quota = A cota do serviço de imagens acabou. Peça de novo mais tarde ou peça um plano maior ao seu administrador.
error-analyzer-over-quota-until = A cota do serviço de imagens está esgotada até { $until }. Peça de novo depois disso ou peça um plano maior ao seu administrador.
error-workspace-over-quota-until = A parte deste workspace no serviço de imagens está esgotada até { $until }. Peça de novo depois disso ou peça uma maior ao seu administrador.
error-channel-over-quota-until = A parte deste canal no serviço de imagens está esgotada até { $until }. Peça de novo depois disso ou peça uma maior ao seu administrador.
error-person-over-quota-until = Sua parte no serviço de imagens está esgotada até { $until }. Peça de novo depois disso ou peça uma maior ao seu administrador.
error-analyzer-gone = O serviço de imagens não existe mais no endereço dele. Peça a quem cuida do app que verifique VISION_ENDPOINT e VISION_MODEL.
error-analyzer-blind = O modelo do serviço de imagens não consegue ver imagens. Peça a quem cuida do app que verifique VISION_MODEL.
error-unexpected = Algo deu errado do meu lado. Peça ou compartilhe de novo; se acontecer outra vez, avise seu administrador.

## The buttons below a reply, and their windows. Labels are what screen readers say.

more = Mais
more-button-label = Mais sobre esta descrição
alt-text = Texto alternativo
alt-text-button-label = Texto alternativo, pronto para colar
edit = Editar
edit-button-label = Editar a descrição
wrong = Errado
wrong-button-label = Errado: avisar que esta descrição não está certa
remove = Remover
remove-button-label = Remover esta descrição
remove-title = Remover a descrição?
remove-question = Ela desaparece para todo mundo e não volta.
close = Fechar
cancel = Cancelar
done = Concluído
save = Salvar

edited = { $text } (editado por { $name }).

more-title = Mais detalhes
more-machine = A descrição da máquina: { $caption } ({ NUMBER($share, style: "percent") } de certeza).
more-tags = *Palavras-chave, e a certeza de cada uma*
more-landmarks = *Lugares conhecidos*
more-categories = *Categorias*
more-text = *Texto na imagem*
more-colors = *Cores*
more-accent = Destaque: { $name } { $hex }, contraste de { NUMBER($onBlack, minimumFractionDigits: 1, maximumFractionDigits: 1) } sobre preto e de { NUMBER($onWhite, minimumFractionDigits: 1, maximumFractionDigits: 1) } sobre branco
more-foreground = Primeiro plano: { $name }
more-background = Fundo: { $name }
more-dominant = Predominantes: { $names }
more-black-and-white = Ela é em preto e branco.
more-analyzer = Quem descreveu: { $analyzer }.
more-model = Modelo { $version }.
more-which = Qual imagem
more-picture = A imagem tem { $width } × { $height } pixels ({ $format }).
more-nothing-sent = Ela não saiu da máquina em que o app roda.
more-sent = Enviado para { $host }: só a imagem, { $width } × { $height } pixels, { $kilobytes } kB, sem local, câmera nem mais nada que esteja no arquivo.
more-maybe-sent = O serviço consultado primeiro talvez tenha recebido o mesmo.

alt-text-title = Texto alternativo
alt-text-label = Texto alternativo
alt-text-how-to = Copie o texto. Depois, se a imagem for sua, passe o cursor sobre ela, escolha *Mais ações* (⋮) e *Editar detalhes do arquivo*, e cole em *Descrição*.
alt-text-reads = Está escrito: { $text }

edit-title = Editar
edit-label = O que ela mostra
edit-hint = Seu texto substitui o da máquina, com seu nome ao lado. Deixe o campo vazio para voltar ao da máquina.

wrong-title = Descrição errada
wrong-thanks = Obrigado, anotei que isto está errado. Você também pode corrigir para todo mundo:

told-title = Describe
removed = Removi a descrição.

## An answer that one person sees

share = Compartilhar na conversa
share-label = Compartilhar na conversa esta descrição
shared = Respondi na conversa daquela mensagem.

## Direct messages

direct-hint = Me envie uma imagem e eu a descrevo aqui. `/describe help` conta o que mais eu sei fazer.

## /describe

help =
    `/describe` descreve a imagem mais recente deste canal; `/describe last 5`, as cinco mais recentes (no máximo 20).
    `/describe ENDEREÇO` descreve uma imagem da web: um endereço público com http:// ou https://.
    `/describe find PALAVRAS` encontra imagens descritas neste canal.
    `/describe settings`, `/describe auto`, `/describe on request` e `/describe off` decidem quando descrevo imagens aqui.
    `/describe help` mostra esta ajuda.
    Só você vê a resposta, a menos que acrescente `here` no final.
    Também respondo na conversa das imagens compartilhadas em um canal em que estou, quando você me menciona ao lado de uma e em mensagens diretas. *Describe this picture* no menu de uma mensagem responde só para você.
turned-auto = De agora em diante, descrevo cada imagem compartilhada neste canal, enquanto eu estiver nele.
turned-on-request = De agora em diante, só descrevo imagens neste canal quando alguém me pede.
turned-off = Estou desligado neste canal: nada é descrito em público, e `/describe` responde só para você.
not-understood = Isso eu não entendi. `/describe help` mostra o que sei fazer.

found = { $count ->
        [one] Uma imagem foi descrita aqui com “{ $words }”:
        [many] { $count } de imagens foram descritas aqui com “{ $words }”:
       *[other] { $count } imagens foram descritas aqui com “{ $words }”:
    }
found-nothing = Não encontrei aqui nenhuma imagem descrita com “{ $words }”.
found-more = Há mais. Acrescente uma palavra para encontrar menos.

progress = Descrevendo imagens: { $done } de { $count }.
progress-title = Descrevendo imagens
progress-over = A resposta está no canal, e só você a vê.
progress-canceled = Interrompido. Imagens descritas: { $done } de { $count }.
hide = Ocultar
cancel-label = Cancelar: parar de descrever estas imagens

## The form for settings. Titles and buttons: at most 24 characters; options: at most 75

settings-title = Configurações
settings-title-all = Padrões do workspace
settings-save = Salvar
settings-about-channel = O que vale em { $channel }. O que você deixar como está segue os padrões do workspace. Qualquer pessoa do canal pode mudar.
settings-about-direct = O que vale nesta conversa. O que você deixar como está segue os padrões do workspace.
settings-about-all = O que vale em cada canal que não decidiu outra coisa.
settings-when = Quando as imagens são descritas
settings-when-hint = Padrão: cada imagem.
settings-when-auto = Cada imagem, sem precisar pedir
settings-when-on-request = A pedido: por comando, menu da mensagem, menção ou reação
settings-when-off = Nunca em público; comandos respondem em particular
settings-analyzer = Quem pode descrevê-las
settings-analyzer-hint = Padrão: o que escolheu quem cuida do app.
settings-analyzer-any = O que escolheu quem cuida do app
settings-analyzer-embedded = Só o analisador integrado: nenhuma imagem sai do app
settings-language = Idioma das respostas
settings-language-hint = Padrão: o de quem compartilhou a imagem; se não for conhecido, inglês.
settings-language-person = O de quem compartilhou a imagem
settings-confidence-floor = Certeza mínima
settings-confidence-floor-hint = Em porcentagem. Descrições, palavras-chave e lugares com menos certeza ficam de fora. Padrão: nada fica.
settings-floor = { NUMBER($share, style: "percent") } ou mais
settings-floor-none = Dizer tudo, com a certeza de cada coisa
settings-hidden-tags = Palavras-chave que nunca aparecem
settings-hidden-tags-hint = Separadas por vírgulas, em maiúsculas ou minúsculas. Padrão: nenhuma.
settings-hidden-tags-example = person, indoor
settings-shown = O que as respostas mostram
settings-shown-hint = Padrão: descrição, palavras-chave, texto e cor.
settings-tags-only = Só palavras-chave: sem descrição, texto ou cor
settings-show-text = O texto que há em uma imagem
settings-courtesies = Boas maneiras
settings-courtesies-hint = Padrão: nenhuma das duas.
settings-eyes = 👀 abaixo da mensagem enquanto trabalho
settings-quiet-with-alt-text = Não mexer nas imagens que o autor já descreveu
settings-quiet-from = Horário de silêncio a partir de
settings-quiet-from-hint = Imagens compartilhadas nesse horário só são descritas a pedido. Padrão: sem horário de silêncio.
settings-quiet-to = Horário de silêncio até
settings-quiet-to-hint = Pode ser no dia seguinte.
settings-timezone = Fuso horário do horário de silêncio
settings-timezone-hint = Por exemplo, Europe/Berlin ou America/New_York. Padrão: o seu, se eu puder saber; senão, UTC.
settings-reacts = Pedir com uma reação
settings-reacts-hint = Padrão: desligado.
settings-reacts-yes = Descrever as imagens de uma mensagem se alguém reagir com este emoji
settings-reaction = O emoji
settings-reaction-hint = O nome, com ou sem dois-pontos. Padrão: frame_with_picture.
settings-not-granted = Isto ainda não faz nada: um administrador precisa antes me conceder { $scope }.
settings-quiet-both = Informe os dois horários ou nenhum.
settings-timezone-unknown = Não conheço este fuso horário. Escreva um como Europe/Berlin.
settings-reaction-unknown = Escreva o nome de um emoji, como frame_with_picture.
settings-not-opened = O Slack não me deixou abrir as configurações. Tente de novo daqui a pouco.
settings-admins-only = Só administradores deste workspace podem mudar os padrões dele.
settings-who-is-admin = Não sei quem é administrador aqui: quem cuida do app precisa antes me conceder users:read.

## The Home tab

home-welcome = *Que bom ver você!* Me convide para um canal com `/invite`, e eu descrevo as imagens compartilhadas lá. Se quiser, me teste antes: ninguém mais vê.
home-what = Imagens em palavras
home-what-it-does = Respondo a cada imagem compartilhada em um canal em que estou: na conversa da mensagem, com uma descrição e a certeza dela, palavras-chave, o texto que há na imagem e a cor de destaque. Tudo também está em texto simples, para leitores de tela e notificações. Sou uma máquina e posso errar: os botões abaixo de cada resposta servem para corrigi-la ou removê-la.
home-try = Testar com um exemplo
home-yours = Suas imagens
home-opted-in = Posso descrever as imagens que você compartilha.
home-opted-out = Não descrevo suas imagens para ninguém além de você.
home-opt-out = Não descrever as minhas
home-opt-in = Descrever as minhas de novo
home-channels = Canais em que estou
home-channel = { $channel }: { $state }
home-state-auto = cada imagem
home-state-on-request = a pedido
home-state-off = desligado
home-settings = Configurações
home-settings-of = Configurações de { $name }
home-no-channels = Nenhum em que você também esteja. Digite `/invite` em um canal para me levar até lá.
home-more-channels = { $count ->
        [one] E mais um: digite `/describe settings` nele.
        [many] E mais { $count }: digite `/describe settings` neles.
       *[other] E mais { $count }: digite `/describe settings` neles.
    }
home-hidden-channels = Os canais públicos não aparecem: um administrador precisa antes me conceder { $scope }. `/describe settings` funciona em todos.
home-hidden-groups = Os canais privados não aparecem: um administrador precisa antes me conceder { $scope }. `/describe settings` funciona em todos.
home-workspace = Padrões do workspace
home-workspace-about = Você administra este workspace: decida o que vale nos canais que não decidiram nada.
home-leaving = O que sai deste workspace
home-leaving-nothing = Nada: o analisador integrado descreve as imagens dentro do app, e elas nunca são guardadas.
home-leaving-pictures = As imagens vão para { $host }, reduzidas, sem local, câmera nem outros metadados, e nunca são guardadas aqui. Nomes, mensagens e nomes de arquivos não vão junto. De um canal que só usa o analisador integrado, nada sai.
home-use = { $count ->
        [0] Nenhuma imagem foi para lá este mês.
        [one] Uma imagem foi para lá este mês.
        [many] { $count } de imagens foram para lá este mês.
       *[other] { $count } imagens foram para lá este mês.
    }
home-use-of = Chamadas usadas este mês: { $count } de { $limit }.
home-help = Ajuda
home-missing = Sem permissão, então falta o que depende disto: { $scopes }.
home-trying-title = Um exemplo
home-trying = Desenhei uma imagem: uma placa que diz HELLO TEAM, em um campo diante de duas montanhas. Vou olhar para ela.
home-tried = Desenhei uma imagem: uma placa que diz HELLO TEAM, em um campo diante de duas montanhas. Isto é o que eu responderia na conversa da mensagem:
