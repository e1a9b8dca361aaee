# Every sentence a person can read, in English. Sentences of errors are named error-<code>.

## A reply

# What stands between the names in a list.
between = { ", " }
source = Machine description by { $analyzer }:
source-many = Machine description of { $count } pictures by { $analyzer }:
source-none = { $count ->
        [one] About this picture:
       *[other] About these { $count } pictures:
    }
picture = Picture { $number } of { $count }, { $name }:
picture-heading = { $number }. { $name }
author = The author’s own description: “{ $text }”.
cannot-tell = I can’t tell what it shows.
cannot-look = I can tell only its colors. { $reason }
tags = Tags: { $tags }.
landmark = Landmark: { $name } ({ NUMBER($share, style: "percent") } sure).
text = Text in the picture: { $text }.
quoted = “{ $line }”
accent = Accent color: { $name } { $hex }, contrast { NUMBER($onBlack, minimumFractionDigits: 1, maximumFractionDigits: 1) } on black and { NUMBER($onWhite, minimumFractionDigits: 1, maximumFractionDigits: 1) } on white.
other-language = The description itself is in { $language }.
first-frame = It is animated; this is about its first frame.
stand-in = { $reason } So { $analyzer } answered.
working = Still working on it.
waiting = Still working on it. { $reason }
more-pictures = { $count ->
        [one] One more picture is not shown here.
       *[other] { $count } more pictures are not shown here.
    }
switch-off = I answer every picture shared in this channel. To stop that, type `/describe off`.

# A moment, and a day. Unicode's date pattern: https://unicode.org/reports/tr35/tr35-dates.html
moment = d MMMM, HH:mm 'UTC'
day = d MMMM

# How sure a caption is. $caption begins with a capital letter and has no full stop.
sure-high = { $caption } ({ NUMBER($share, style: "percent") } sure).
sure-medium = { $caption } (fairly sure, { NUMBER($share, style: "percent") }).
sure-low = Perhaps: { $caption } (not sure, { NUMBER($share, style: "percent") }).

analyzer-embedded = the built-in describer
analyzer-azure-32 = Azure Computer Vision
analyzer-azure-20 = Azure Computer Vision 2.0
analyzer-azure-40 = Azure Image Analysis 4.0
analyzer-openai = a vision language model

color-black = Black
color-blue = Blue
color-brown = Brown
color-grey = Gray
color-green = Green
color-orange = Orange
color-pink = Pink
color-purple = Purple
color-red = Red
color-teal = Teal
color-white = White
color-yellow = Yellow

## Why the first analyzer did not answer, or why it takes so long (one sentence each)

reason-analyzer-busy = The picture service is busy or not answering.
reason-analyzer-at-rate = The picture service may be asked only so often.
reason-analyzer-failed = The picture service gave no usable answer.
reason-analyzer-rejected-key = The picture service refused our key; its operator must check VISION_KEY.
reason-analyzer-over-quota = The picture service is over its quota.
reason-analyzer-over-quota-until = The picture service is over its quota until { $until }.
reason-analyzer-blind = The picture service’s model cannot see pictures.
reason-workspace-over-quota-until = This workspace’s share of the picture service is used up until { $until }.
reason-channel-over-quota-until = This channel’s share of the picture service is used up until { $until }.
reason-person-over-quota-until = Your share of the picture service is used up until { $until }.
reason-text-not-read = There is text in it that the picture service could not read this time.
reason-captions-not-in-region = The picture service gives no captions in its region.
reason-slack-busy = Slack is not answering me.
reason-download-failed = Slack does not give me the picture yet.
reason-weights-damaged = Files of the built-in describer are missing or damaged; its operator must install it again.
reason-analyzer-gone = The picture service does not exist at its address any more.

## What can go wrong with a picture

error-not-an-image = This file is not a picture I can read. Share it as JPEG or PNG and I will describe it.
error-damaged = This picture is damaged or incomplete. Export or save it again, then share the new file.
error-unsupported-format = I can’t read { $format } pictures. Share it as JPEG or PNG and I will describe it.
error-too-large = This picture is larger than { $limit_mb } MB. Share a smaller copy and I will describe it.
error-too-many-pixels = This picture has too many pixels for me ({ $width } × { $height }). Share a smaller copy and I will describe it.
error-too-small = This picture is too small to describe. Share one with at least { $min_side } pixels on each side.
error-withheld = I won’t describe this picture: it was flagged as adult content. If that is wrong, describe it in your own words.
error-address-refused = I can’t fetch that address. Give me a public web address that begins with http:// or https://.
error-address-failed = That address gave me no picture. Check that it opens in a browser without signing in, then ask again.
error-no-picture = I found no picture here that I may read. Share one, or invite me with /invite, then ask again.
error-no-picture-there = I see no picture in this message. Ask about a message that has one.
error-removed-here = The description of this message was removed, and it stays so. Ask with `/describe` for a private one.
error-may-not-remove = Only who shared the picture, who asked about it or an admin may remove this. Ask one of them.
error-too-slow = I was too slow to open that. Press the button again, or ask your admin if it stays so.
error-not-a-member = I’m not in this channel. Invite me with /invite, then ask again.
error-switched-off = I’m switched off in this channel. Ask with `/describe` for a private answer, or switch me on with `/describe on request`.
error-opted-out = Who shared this picture asked me not to describe their pictures. Ask them to describe it in their own words.
error-slack-denied = Slack doesn’t let me do this. Ask an admin to reinstall the app with the { $scope } permission.
error-slack-refused = Slack refused my request ({ $error }). Ask again; if it happens twice, tell your admin.
error-slack-busy = Slack isn’t answering me right now. Ask or share it again in a few minutes.
error-download-failed = I could not download this picture from Slack. Share it again and I will try once more.
error-download-refused = Slack sent me to an address outside Slack, which I may not open. Ask an admin how files are stored here.
error-analyzer-at-rate = I may ask the picture service only so often. Ask or share it again in a few minutes.
error-analyzer-busy = The picture service is busy or not answering. Ask or share it again in a few minutes.
error-analyzer-failed = The picture service gave no usable answer. Ask or share it again later, or tell your admin.
error-analyzer-rejected-key = The picture service refused our key. Ask the person who runs this app to check VISION_KEY.
error-analyzer-over-quota = The picture service is over its quota. Ask or share it again later, or ask your admin for a larger plan.
error-analyzer-over-quota-until = The picture service is over its quota until { $until }. Ask or share it again then, or ask your admin for a larger plan.
error-workspace-over-quota-until = This workspace’s share of the picture service is used up until { $until }. Ask or share it again then, or ask your admin for a larger share.
error-channel-over-quota-until = This channel’s share of the picture service is used up until { $until }. Ask or share it again then, or ask your admin for a larger share.
error-person-over-quota-until = Your share of the picture service is used up until { $until }. Ask or share it again then, or ask your admin for a larger share.
error-analyzer-gone = The picture service no longer exists at its address. Ask the person who runs this app to check VISION_ENDPOINT and VISION_MODEL.
error-analyzer-blind = The picture service’s model cannot see pictures. Ask the person who runs this app to check VISION_MODEL.
error-unexpected = Something went wrong on my side. Ask or share it again; if it happens twice, tell your admin.

## The buttons below a reply, and their windows. Labels are what screen readers say.

more = More
more-button-label = More about this description
alt-text = Alt text
alt-text-button-label = Alt text, ready to paste
edit = Edit
edit-button-label = Edit the description
wrong = Wrong
wrong-button-label = Report that this description is wrong
remove = Remove
remove-button-label = Remove this description
remove-title = Remove it?
remove-question = The description disappears for everybody and does not come back.
close = Close
cancel = Cancel
done = Done
save = Save

edited = { $text } (edited by { $name }).

more-title = More about it
more-machine = The machine’s own caption: { $caption } ({ NUMBER($share, style: "percent") } sure).
more-tags = *Tags, and how sure each is*
more-landmarks = *Landmarks*
more-categories = *Categories*
more-text = *Text in the picture*
more-colors = *Colors*
more-accent = Accent: { $name } { $hex }, contrast { NUMBER($onBlack, minimumFractionDigits: 1, maximumFractionDigits: 1) } on black and { NUMBER($onWhite, minimumFractionDigits: 1, maximumFractionDigits: 1) } on white
more-foreground = Foreground: { $name }
more-background = Background: { $name }
more-dominant = Dominant: { $names }
more-black-and-white = It is black and white.
more-analyzer = Described by { $analyzer }.
more-model = Model { $version }.
more-which = Which picture
more-picture = The picture has { $width } × { $height } pixels ({ $format }).
more-nothing-sent = It did not leave the machine that runs this app.
more-sent = Sent to { $host }: the picture alone, { $width } × { $height } pixels, { $kilobytes } kB, without place, camera or anything else in the file.
more-maybe-sent = The service that was asked first may have got the same.

alt-text-title = Alt text
alt-text-label = Alternative text
alt-text-how-to = Copy it. Then, if the picture is yours: point at it, choose *More actions* (⋮), *Edit file details*, and paste it as the *Description*.
alt-text-reads = It reads: { $text }

edit-title = Edit
edit-label = What it shows
edit-hint = Your wording replaces the machine’s, with your name beside it. Leave the field empty to have the machine’s back.

wrong-title = Wrong description
wrong-thanks = Thank you, I noted that this is wrong. You can put it right for everybody, too:

told-title = Describe
removed = I removed it.

## An answer that one person sees

share = Share in thread
share-label = Share in thread: everybody will see this description
shared = I answered in the thread of that message.

## Direct messages

direct-hint = Send me a picture and I’ll describe it here. `/describe help` tells what else I can do.

## /describe

help =
    `/describe` describes the newest picture in this channel, `/describe last 5` the newest five (20 at most).
    `/describe ADDRESS` describes a picture on the web: a public http:// or https:// address.
    `/describe find WORDS` finds pictures described in this channel.
    `/describe settings`, `/describe auto`, `/describe on request` and `/describe off` decide when I describe pictures here.
    `/describe help` shows this.
    Only you see the answer, unless you add `here` at the end.
    I also answer in the thread of pictures shared in a channel I’m in, when you mention me beside one, and in a direct message. *Describe this picture* in a message’s menu tells you alone.
turned-auto = From now on I describe every picture that is shared in this channel, as long as I’m in it.
turned-on-request = From now on I describe pictures in this channel only when somebody asks me to.
turned-off = I’m switched off in this channel: nothing is described in public, and `/describe` answers you alone.
not-understood = I don’t know that one. `/describe help` shows what I can do.

found = { $count ->
        [one] One picture here was described with “{ $words }”:
       *[other] { $count } pictures here were described with “{ $words }”:
    }
found-nothing = I found no picture here that was described with “{ $words }”.
found-more = There are more. Add a word to find fewer.

progress = Describing pictures: { $done } of { $count } done.
progress-title = Describing pictures
progress-over = The answer is in the channel, and only you see it.
progress-canceled = Stopped: { $done } of { $count } pictures were described.
hide = Hide
cancel-label = Cancel: describe no more of these pictures

## The form for settings. Titles and buttons: at most 24 characters; options: at most 75

settings-title = Settings
settings-title-all = Workspace defaults
settings-save = Save
settings-about-channel = What holds in { $channel }. What you leave as it is follows the workspace’s defaults. Anyone in the channel may change it.
settings-about-direct = What holds in this conversation. What you leave as it is follows the workspace’s defaults.
settings-about-all = What holds in every channel that did not decide otherwise.
settings-when = When pictures are described
settings-when-hint = Default: every picture.
settings-when-auto = Every picture, by itself
settings-when-on-request = On request: by command, shortcut, mention or reaction
settings-when-off = Off: nothing in public; commands answer in private
settings-analyzer = Who may describe them
settings-analyzer-hint = Default: whoever the app’s operator chose.
settings-analyzer-any = Whoever the app’s operator chose
settings-analyzer-embedded = The built-in describer alone: no picture leaves the app
settings-language = Language of replies
settings-language-hint = Default: that of the person who shared the picture, else English.
settings-language-person = That of the person who shared it
settings-confidence-floor = How sure it must be
settings-confidence-floor-hint = In percent. Captions, tags and landmarks that are less sure are left out. Default: nothing is.
settings-floor = { NUMBER($share, style: "percent") } or more
settings-floor-none = Say everything, with how sure it is
settings-hidden-tags = Tags never to show
settings-hidden-tags-hint = Separated by commas, upper or lower case. Default: none.
settings-hidden-tags-example = person, indoor
settings-shown = What replies show
settings-shown-hint = Default: caption, tags, text and color.
settings-tags-only = Tags only: no caption, text or color
settings-show-text = The text in a picture
settings-courtesies = Manners
settings-courtesies-hint = Default: neither.
settings-eyes = 👀 under the message while I work
settings-quiet-with-alt-text = Leave pictures alone that their author described
settings-quiet-from = Quiet hours from
settings-quiet-from-hint = Pictures shared then are described on request only. Default: no quiet hours.
settings-quiet-to = Quiet hours to
settings-quiet-to-hint = May be on the next day.
settings-timezone = Time zone of the quiet hours
settings-timezone-hint = Such as Europe/Berlin or America/New_York. Default: yours, where I may know it, else UTC.
settings-reacts = Asking by a reaction
settings-reacts-hint = Default: off.
settings-reacts-yes = Describe a message’s pictures when somebody reacts with this emoji
settings-reaction = The emoji
settings-reaction-hint = Its name, with or without colons. Default: frame_with_picture.
settings-not-granted = This does nothing yet: an admin must first grant me { $scope }.
settings-quiet-both = Give both times, or neither.
settings-timezone-unknown = I don’t know this time zone. Write one such as Europe/Berlin.
settings-reaction-unknown = Write the name of one emoji, such as frame_with_picture.
settings-not-opened = Slack did not let me open the settings. Try again in a moment.
settings-admins-only = Only admins of this workspace may change its defaults.
settings-who-is-admin = I can’t tell who is an admin here: somebody who manages this app must first grant me users:read.

## The Home tab

home-welcome = *Welcome!* Invite me to a channel with `/invite`, and I describe the pictures that are shared there. Try me first, if you like: nobody else sees it.
home-what = Pictures in words
home-what-it-does = I answer each picture that is shared in a channel I’m in: in its thread, with a caption and how sure I am, tags, the text in it and its accent color. All of it is plain text too, for screen readers and notifications. I am a machine and can be wrong: buttons below each answer correct or remove it.
home-try = Try it on a sample
home-yours = Your pictures
home-opted-in = I may describe the pictures that you share.
home-opted-out = I describe your pictures for nobody but you.
home-opt-out = Leave mine alone
home-opt-in = Describe mine again
home-channels = Channels I’m in
home-channel = { $channel }: { $state }
home-state-auto = every picture
home-state-on-request = on request
home-state-off = off
home-settings = Settings
home-settings-of = Settings of { $name }
home-no-channels = None that you are in too. Type `/invite` in a channel to bring me there.
home-more-channels = { $count ->
        [one] And one more: type `/describe settings` there.
       *[other] And { $count } more: type `/describe settings` there.
    }
home-hidden-channels = Public channels are not listed: an admin must first grant me { $scope }. `/describe settings` works in each.
home-hidden-groups = Private channels are not listed: an admin must first grant me { $scope }. `/describe settings` works in each.
home-workspace = Workspace defaults
home-workspace-about = You are an admin: decide what holds in channels that did not.
home-leaving = What leaves this workspace
home-leaving-nothing = Nothing: pictures are described inside the app by its built-in describer, and never stored.
home-leaving-pictures = Pictures go to { $host }, shrunk, without place, camera or any other metadata, and are never stored here. No names, messages or files’ names go with them. In a channel that is set to the built-in describer alone, nothing leaves.
home-use = { $count ->
        [0] No picture went there this month.
        [one] One picture went there this month.
       *[other] { $count } pictures went there this month.
    }
home-use-of = { $count } of { $limit } calls to it are used this month.
home-help = Help
home-missing = Not granted, so what needs it is left out: { $scopes }.
home-trying-title = A sample
home-trying = I drew a picture: a sign that says HELLO TEAM, in a meadow before two mountains. Let me look at it.
home-tried = I drew a picture: a sign that says HELLO TEAM, in a meadow before two mountains. This is what I would answer in its thread:
