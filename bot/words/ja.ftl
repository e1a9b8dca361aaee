# Every sentence a person can read, in Japanese, in the polite です・ます form. Around Latin letters
# and digits stands a space, as in Slack's own Japanese; Slack needs it around `code` and *bold*.

## A reply

between = 、
source = 自動説明（{ $analyzer }）：
source-many = 画像 { $count } 枚の自動説明（{ $analyzer }）：
source-none = { $count ->
       *[other] 画像 { $count } 枚について：
    }
picture = 画像 { $number }/{ $count }、{ $name }：
picture-heading = { $number }. { $name }
author = 共有した人による説明：「{ $text }」。
cannot-tell = 何が写っているか、わかりません。
cannot-look = 色だけをお伝えします。{ $reason }
tags = タグ：{ $tags }。
landmark = 名所：{ $name }（確かさ { NUMBER($share, style: "percent") }）。
text = 画像内の文字：{ $text }。
quoted = 「{ $line }」
accent = アクセントカラー：{ $name } { $hex }、コントラストは黒に対して { NUMBER($onBlack, minimumFractionDigits: 1, maximumFractionDigits: 1) }、白に対して { NUMBER($onWhite, minimumFractionDigits: 1, maximumFractionDigits: 1) }。
other-language = 説明そのものは{ $language }です。
first-frame = 動く画像のため、最初のコマについて説明しています。
stand-in = { $reason }そのため、次のものが答えました：{ $analyzer }。
working = まだ作業中です。
waiting = まだ作業中です。{ $reason }
more-pictures = { $count ->
       *[other] ほかに { $count } 枚の画像がありますが、ここには表示していません。
    }
switch-off = このチャンネルで共有された画像には、毎回お答えします。止めるには `/describe off` と入力してください。

# A moment, and a day. Unicode's date pattern: https://unicode.org/reports/tr35/tr35-dates.html
moment = M 月 d 日 HH:mm（'UTC'）
day = M 月 d 日

# How sure a caption is. $caption begins with a capital letter and has no full stop.
sure-high = { $caption }（確かさ { NUMBER($share, style: "percent") }）。
sure-medium = { $caption }（たぶん正しい、{ NUMBER($share, style: "percent") }）。
sure-low = もしかすると：{ $caption }（不確か、{ NUMBER($share, style: "percent") }）。

analyzer-embedded = 内蔵の画像認識
analyzer-azure-32 = Azure Computer Vision
analyzer-azure-20 = Azure Computer Vision 2.0
analyzer-azure-40 = Azure Image Analysis 4.0
analyzer-openai = 画像がわかる言語モデル

color-black = 黒
color-blue = 青
color-brown = 茶色
color-grey = グレー
color-green = 緑
color-orange = オレンジ
color-pink = ピンク
color-purple = 紫
color-red = 赤
color-teal = 青緑
color-white = 白
color-yellow = 黄色

## Why the first analyzer did not answer, or why it takes so long (one sentence each)

reason-analyzer-busy = 画像サービスが混み合っているか、応答していません。
reason-analyzer-at-rate = 画像サービスを利用できる頻度に限りがあります。
reason-analyzer-failed = 画像サービスから使える答えが返ってきませんでした。
reason-analyzer-rejected-key = 画像サービスがキーを受け付けません。アプリの運用担当者が VISION_KEY を確認する必要があります。
reason-analyzer-over-quota = 画像サービスの利用枠を使い切りました。
reason-analyzer-over-quota-until = 画像サービスの利用枠を使い切りました。{ $until }まで使えません。
reason-analyzer-blind = 画像サービスのモデルは画像を見ることができません。
reason-workspace-over-quota-until = このワークスペースの画像サービスの利用枠を使い切りました。{ $until }まで使えません。
reason-channel-over-quota-until = このチャンネルの画像サービスの利用枠を使い切りました。{ $until }まで使えません。
reason-person-over-quota-until = あなたの画像サービスの利用枠を使い切りました。{ $until }まで使えません。
reason-text-not-read = 画像の中に文字がありますが、画像サービスは今回それを読み取れませんでした。
reason-captions-not-in-region = 画像サービスは、その地域では説明文を出していません。
reason-slack-busy = Slack が応答していません。
reason-download-failed = Slack からまだ画像を受け取れません。
reason-weights-damaged = 内蔵の画像認識のファイルが足りないか、壊れています。アプリの運用担当者がインストールし直す必要があります。
reason-analyzer-gone = 画像サービスが、設定された場所にもうありません。

## What can go wrong with a picture

error-not-an-image = このファイルは、読み取れる画像ではありません。JPEG か PNG で共有していただければ、説明します。
error-damaged = この画像は壊れているか、不完全です。もう一度書き出すか保存し、新しいファイルを共有してください。
error-unsupported-format = { $format } の画像は読み取れません。JPEG か PNG で共有していただければ、説明します。
error-too-large = この画像は { $limit_mb } MB を超えています。もっと小さいコピーを共有していただければ、説明します。
error-too-many-pixels = この画像はピクセル数が多すぎます（{ $width } × { $height }）。もっと小さいコピーを共有していただければ、説明します。
error-too-small = この画像は小さすぎて説明できません。縦横とも { $min_side } ピクセル以上の画像を共有してください。
error-withheld = この画像は成人向けと判定されたため、説明しません。判定が誤りであれば、ご自身の言葉で説明してください。
error-address-refused = そのアドレスは開けません。http:// か https:// で始まる、公開されたウェブアドレスを入力してください。
error-address-failed = そのアドレスから画像を取得できませんでした。サインインせずにブラウザで開けるか確かめて、もう一度お試しください。
error-no-picture = ここには読み取れる画像が見つかりません。画像を共有するか、/invite で招待してから、もう一度お試しください。
error-no-picture-there = このメッセージには画像がありません。画像のあるメッセージでお試しください。
error-removed-here = このメッセージの説明は削除されたため、もう表示されません。自分だけに見える説明は `/describe` で頼んでください。
error-may-not-remove = 削除できるのは、画像を共有した人、説明を頼んだ人、管理者だけです。そのどなたかに頼んでください。
error-too-slow = 開くのが間に合いませんでした。ボタンをもう一度押してください。直らなければ、管理者に相談してください。
error-not-a-member = このチャンネルに参加していません。/invite で招待してから、もう一度お試しください。
error-switched-off = このチャンネルではオフになっています。 `/describe` で自分だけの答えを頼むか、 `/describe on request` でオンにしてください。
error-opted-out = この画像を共有した人は、自分の画像の説明を望んでいません。ご本人の言葉で説明してもらえるよう、頼んでください。
error-slack-denied = Slack に許可されていないため、できません。権限 { $scope } を付けてアプリを再インストールするよう、管理者に頼んでください。
error-slack-refused = Slack に要求を断られました（{ $error }）。もう一度お試しください。続くようなら、管理者に知らせてください。
error-slack-busy = いま Slack が応答していません。数分後にもう一度頼むか、画像を共有し直してください。
error-download-failed = Slack からこの画像をダウンロードできませんでした。もう一度共有していただければ、やり直します。
error-download-refused = Slack から、開くことのできない外部のアドレスを示されました。ファイルの保存先を管理者に確認してください。
error-analyzer-at-rate = 画像サービスを利用できる頻度に限りがあります。数分後にもう一度頼むか、画像を共有し直してください。
error-analyzer-busy = 画像サービスが混み合っているか、応答していません。数分後にもう一度頼むか、画像を共有し直してください。
error-analyzer-failed = 画像サービスから使える答えが返ってきませんでした。後でもう一度頼むか、管理者に知らせてください。
error-analyzer-rejected-key = 画像サービスがキーを受け付けません。VISION_KEY を確認するよう、アプリの運用担当者に頼んでください。
error-analyzer-over-quota = 画像サービスの利用枠を使い切りました。後でもう一度頼むか、もっと大きいプランを管理者に頼んでください。
error-analyzer-over-quota-until = 画像サービスの利用枠は、{ $until }まで残っていません。その後もう一度頼むか、もっと大きいプランを管理者に頼んでください。
error-workspace-over-quota-until = このワークスペースの画像サービスの利用枠は、{ $until }まで残っていません。その後もう一度頼むか、枠を増やすよう管理者に頼んでください。
error-channel-over-quota-until = このチャンネルの画像サービスの利用枠は、{ $until }まで残っていません。その後もう一度頼むか、枠を増やすよう管理者に頼んでください。
error-person-over-quota-until = あなたの画像サービスの利用枠は、{ $until }まで残っていません。その後もう一度頼むか、枠を増やすよう管理者に頼んでください。
error-analyzer-gone = 画像サービスが、設定された場所にもうありません。VISION_ENDPOINT と VISION_MODEL を確認するよう、アプリの運用担当者に頼んでください。
error-analyzer-blind = 画像サービスのモデルは画像を見ることができません。VISION_MODEL を確認するよう、アプリの運用担当者に頼んでください。
error-unexpected = こちらで問題が起きました。もう一度頼むか、画像を共有し直してください。続くようなら、管理者に知らせてください。

## The buttons below a reply, and their windows. Labels are what screen readers say.

more = 詳細
more-button-label = この説明の詳細
alt-text = 代替テキスト
alt-text-button-label = そのまま貼り付けられる代替テキスト
edit = 編集
edit-button-label = 説明を編集する
wrong = 間違い
wrong-button-label = この説明の間違いを知らせる
remove = 削除
remove-button-label = この説明を削除する
remove-title = 削除しますか？
remove-question = 説明は全員の画面から消え、元に戻せません。
close = 閉じる
cancel = キャンセル
done = 完了
save = 保存

edited = { $text }（{ $name } さんが編集）。

more-title = 詳細
more-machine = 機械による説明：{ $caption }（確かさ { NUMBER($share, style: "percent") }）。
more-tags = *タグとその確かさ*
more-landmarks = *名所*
more-categories = *カテゴリー*
more-text = *画像内の文字*
more-colors = *色*
more-accent = アクセント：{ $name } { $hex }、コントラストは黒に対して { NUMBER($onBlack, minimumFractionDigits: 1, maximumFractionDigits: 1) }、白に対して { NUMBER($onWhite, minimumFractionDigits: 1, maximumFractionDigits: 1) }
more-foreground = 前景：{ $name }
more-background = 背景：{ $name }
more-dominant = 主な色：{ $names }
more-black-and-white = 白黒の画像です。
more-analyzer = 説明の作成：{ $analyzer }。
more-model = モデル：{ $version }。
more-which = どの画像
more-picture = 画像の大きさは { $width } × { $height } ピクセルです（{ $format }）。
more-nothing-sent = 画像は、このアプリが動いているマシンの外に出ていません。
more-sent = { $host } に送ったもの：画像のみ、{ $width } × { $height } ピクセル、{ $kilobytes } kB。場所やカメラなど、ファイル内のほかの情報は含みません。
more-maybe-sent = 最初に頼んだサービスにも、同じものが届いた可能性があります。

alt-text-title = 代替テキスト
alt-text-label = 代替テキスト
alt-text-how-to = コピーしてください。ご自分の画像であれば、画像にカーソルを合わせ、 *その他* (⋮) から *ファイルの詳細を編集する* を選び、 *説明* に貼り付けます。
alt-text-reads = 書かれている文字：{ $text }

edit-title = 編集
edit-label = 写っているもの
edit-hint = 機械の説明の代わりに、あなたの言葉がお名前とともに表示されます。空欄にすると、機械の説明に戻ります。

wrong-title = 間違った説明
wrong-thanks = ありがとうございます。間違いとして記録しました。全員のために直すこともできます：

told-title = Describe
removed = 削除しました。

## An answer that one person sees

share = スレッドで共有
share-label = この説明をスレッドで共有する
shared = そのメッセージのスレッドで答えました。

## Direct messages

direct-hint = 画像を送っていただければ、ここで説明します。ほかにできることは `/describe help` で確認できます。

## /describe

help =
    `/describe` はこのチャンネルの最新の画像を、 `/describe last 5` は最新の 5 枚を説明します（20 枚まで）。
    `/describe アドレス` はウェブ上の画像を説明します。http:// か https:// で始まる公開アドレスを指定します。
    `/describe find 言葉` はこのチャンネルで説明された画像を探します。
    `/describe settings` 、 `/describe auto` 、 `/describe on request` 、 `/describe off` で、ここで画像をいつ説明するかを決めます。
    `/describe help` はこのヘルプを表示します。
    答えは、末尾に `here` を付けない限り、あなただけに見えます。
    参加しているチャンネルで共有された画像のスレッド、画像とともにメンションされたとき、ダイレクトメッセージでもお答えします。メッセージのメニューの *Describe this picture* は、あなただけに答えます。
turned-auto = これからは、参加している間、このチャンネルで共有された画像をすべて説明します。
turned-on-request = これからは、このチャンネルの画像を、頼まれたときだけ説明します。
turned-off = このチャンネルではオフになりました。公開では何も説明せず、 `/describe` はあなただけに答えます。
not-understood = わかりませんでした。できることは `/describe help` で確認できます。

found = { $count ->
       *[other] ここで「{ $words }」と説明された画像は { $count } 枚あります：
    }
found-nothing = ここには「{ $words }」と説明された画像は見つかりませんでした。
found-more = ほかにもあります。言葉を足すと絞り込めます。

progress = 画像を説明しています：{ $count } 枚中 { $done } 枚が完了。
progress-title = 画像を説明しています
progress-over = 答えはチャンネルにあり、あなただけに見えます。
progress-canceled = 中止しました：{ $count } 枚中 { $done } 枚を説明しました。
hide = 隠す
cancel-label = キャンセル：これらの画像の説明を中止する

## The form for settings. Titles and buttons: at most 24 characters; options: at most 75

settings-title = 設定
settings-title-all = ワークスペースの既定
settings-save = 保存
settings-about-channel = { $channel } での設定です。変えない項目は、ワークスペースの既定に従います。チャンネルの誰でも変更できます。
settings-about-direct = この会話での設定です。変えない項目は、ワークスペースの既定に従います。
settings-about-all = 別の設定をしていないすべてのチャンネルに適用されます。
settings-when = 画像を説明するとき
settings-when-hint = 既定：すべての画像。
settings-when-auto = すべての画像を自動で
settings-when-on-request = 頼まれたとき：コマンド、メニュー、メンション、リアクション
settings-when-off = オフ：公開では説明せず、コマンドには本人だけに答える
settings-analyzer = 説明してよいもの
settings-analyzer-hint = 既定：アプリの運用担当者が選んだもの。
settings-analyzer-any = アプリの運用担当者が選んだもの
settings-analyzer-embedded = 内蔵の画像認識のみ：画像はアプリの外に出ません
settings-language = 返信の言語
settings-language-hint = 既定：画像を共有した人の言語。わからなければ英語。
settings-language-person = 画像を共有した人の言語
settings-confidence-floor = 必要な確かさ
settings-confidence-floor-hint = パーセントで指定します。これより不確かな説明、タグ、名所は省きます。既定：省かない。
settings-floor = { NUMBER($share, style: "percent") } 以上
settings-floor-none = 確かさを添えて、すべて伝える
settings-hidden-tags = 表示しないタグ
settings-hidden-tags-hint = コンマで区切ります。大文字と小文字は区別しません。既定：なし。
settings-hidden-tags-example = person, indoor
settings-shown = 返信に表示するもの
settings-shown-hint = 既定：説明、タグ、文字、色。
settings-tags-only = タグのみ：説明、文字、色は表示しない
settings-show-text = 画像内の文字
settings-courtesies = マナー
settings-courtesies-hint = 既定：どちらもなし。
settings-eyes = 作業中、メッセージに 👀 を付ける
settings-quiet-with-alt-text = 投稿者が説明を付けた画像は説明しない
settings-quiet-from = 静かな時間の始まり
settings-quiet-from-hint = この間に共有された画像は、頼まれたときだけ説明します。既定：静かな時間なし。
settings-quiet-to = 静かな時間の終わり
settings-quiet-to-hint = 翌日でもかまいません。
settings-timezone = 静かな時間のタイムゾーン
settings-timezone-hint = 例：Europe/Berlin、America/New_York。既定：わかればあなたのもの、わからなければ UTC。
settings-reacts = リアクションで頼む
settings-reacts-hint = 既定：オフ。
settings-reacts-yes = この絵文字のリアクションが付いたメッセージの画像を説明する
settings-reaction = 絵文字
settings-reaction-hint = 絵文字の名前。コロンはあってもなくてもかまいません。既定：frame_with_picture。
settings-not-granted = まだ効果がありません。先に管理者が { $scope } を許可する必要があります。
settings-quiet-both = 時刻は両方入力するか、両方空欄にしてください。
settings-timezone-unknown = このタイムゾーンはわかりません。Europe/Berlin のように入力してください。
settings-reaction-unknown = frame_with_picture のように、絵文字の名前を 1 つ入力してください。
settings-not-opened = Slack で設定を開けませんでした。少し待ってから、もう一度お試しください。
settings-admins-only = ワークスペースの既定を変更できるのは、管理者だけです。
settings-who-is-admin = 誰が管理者かわかりません。先に、アプリを管理する人が users:read を許可する必要があります。

## The Home tab

home-welcome = *ようこそ！* `/invite` でチャンネルに招待していただければ、そこで共有された画像を説明します。よろしければ、先に試してみてください。ほかの人には見えません。
home-what = 画像を言葉に
home-what-it-does = 参加しているチャンネルで画像が共有されるたびに、そのスレッドでお答えします。説明とその確かさ、タグ、画像内の文字、アクセントカラーをお伝えします。すべて文字だけでも読めるので、スクリーンリーダーや通知でも使えます。機械なので間違えることもあります。答えの下のボタンで、訂正や削除ができます。
home-try = サンプルで試す
home-yours = あなたの画像
home-opted-in = あなたが共有する画像を説明します。
home-opted-out = あなたの画像は、あなた以外の人には説明しません。
home-opt-out = 自分の画像を説明しない
home-opt-in = 自分の画像をまた説明する
home-channels = 参加しているチャンネル
home-channel = { $channel }：{ $state }
home-state-auto = すべての画像
home-state-on-request = 頼まれたとき
home-state-off = オフ
home-settings = 設定
home-settings-of = { $name } の設定
home-no-channels = あなたと一緒に参加しているチャンネルはありません。呼びたいチャンネルで `/invite` と入力してください。
home-more-channels = { $count ->
       *[other] ほかに { $count } 件あります。そのチャンネルで `/describe settings` と入力してください。
    }
home-hidden-channels = パブリックチャンネルは表示されません。先に管理者が { $scope } を許可する必要があります。 `/describe settings` はどこでも使えます。
home-hidden-groups = プライベートチャンネルは表示されません。先に管理者が { $scope } を許可する必要があります。 `/describe settings` はどこでも使えます。
home-workspace = ワークスペースの既定
home-workspace-about = あなたは管理者です。まだ設定のないチャンネルに適用する内容を決められます。
home-leaving = ワークスペースの外に出るもの
home-leaving-nothing = ありません。画像はアプリ内の内蔵の画像認識が説明し、保存されることはありません。
home-leaving-pictures = 画像は縮小され、場所やカメラなどのメタデータを除いて { $host } に送られます。ここに保存されることはありません。名前、メッセージ、ファイル名は送られません。内蔵の画像認識のみを使うチャンネルからは、何も出ません。
home-use = { $count ->
        [0] 今月、そこに送られた画像はありません。
       *[other] 今月、{ $count } 枚の画像がそこに送られました。
    }
home-use-of = 今月の呼び出しは { $limit } 回のうち { $count } 回です。
home-help = ヘルプ
home-missing = 許可されていないため、次のものが必要な機能は省かれています：{ $scopes }。
home-trying-title = サンプル
home-trying = 絵を描きました。2 つの山の前の草原に立つ、HELLO TEAM と書かれた看板です。いま見ています。
home-tried = 絵を描きました。2 つの山の前の草原に立つ、HELLO TEAM と書かれた看板です。スレッドでは次のように答えます：
