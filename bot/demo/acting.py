"""What people do in the workspace, as methods of it. Whoever is not named is the first person."""

from __future__ import annotations

from collections.abc import Sequence

from bot.demo import seed
from bot.demo.backend import Backend
from bot.demo.interactions import Interactions
from bot.demo.modal_ends import ModalEnds
from bot.demo.model import Channel, ChannelKind, Json, NewFile
from bot.demo.people import People, Shared
from bot.demo.seed import BOT_USER_ID, GENERAL, OTHER_PERSON_ID, PERSON_ID


class Acting:
    """The part of a workspace that acts."""

    def __init__(self, backend: Backend) -> None:
        self._backend = backend
        self._people = People(backend)
        self._interactions = Interactions(backend, self._people)
        self._ends = ModalEnds(backend, self._interactions)

    def share(
        self,
        *pictures: tuple[str, bytes] | NewFile,
        channel: str = GENERAL,
        thread_ts: str | None = None,
        text: str = "",
        user: str | None = None,
    ) -> Shared:
        """One message with the files, each (name, bytes) or a NewFile."""
        new = [each if isinstance(each, NewFile) else NewFile(*each) for each in pictures]
        return self._people.share(
            new, channel=channel, user=user or PERSON_ID, text=text, thread_ts=thread_ts
        )

    def share_again(
        self, file_ids: tuple[str, ...], *, channel: str, user: str | None = None
    ) -> Shared:
        """Posts files that are already there into another channel."""
        return self._people.share_again(file_ids, channel=channel, user=user or PERSON_ID)

    def say(
        self,
        text: str,
        *,
        channel: str = GENERAL,
        thread_ts: str | None = None,
        user: str | None = None,
    ) -> str:
        """Posts a message and returns its `ts`."""
        return self._people.say(text, channel=channel, user=user or PERSON_ID, thread_ts=thread_ts)

    def command(
        self,
        text: str,
        *,
        channel: str = GENERAL,
        user: str | None = None,
        thread_ts: str | None = None,
    ) -> None:
        """Types a slash command, such as "/describe help"."""
        self._people.command(text, channel=channel, user=user or PERSON_ID, thread_ts=thread_ts)

    def press(
        self,
        action_id: str,
        *,
        message_ts: str,
        channel: str = GENERAL,
        user: str | None = None,
        block_id: str | None = None,
        chosen: Json | None = None,
    ) -> None:
        """Uses a button or menu of a message; `chosen` as {"selected_option": {...}}."""
        self._interactions.press(
            channel=channel,
            message_ts=message_ts,
            action_id=action_id,
            user=user or PERSON_ID,
            block_id=block_id,
            chosen=chosen,
        )

    def press_view(
        self,
        action_id: str,
        *,
        view_id: str,
        user: str | None = None,
        block_id: str | None = None,
        chosen: Json | None = None,
        values: Json | None = None,
    ) -> None:
        """Uses a control of a modal or of the Home tab; `values` as they would be submitted."""
        self._interactions.press_view(
            view_id=view_id,
            action_id=action_id,
            user=user or PERSON_ID,
            block_id=block_id,
            chosen=chosen,
            values=values,
        )

    def submit(self, view_id: str, values: Json, *, user: str | None = None) -> None:
        """Submits an open modal with {block_id: {action_id: {...}}}, untouched fields left out."""
        self._ends.submit(view_id=view_id, values=values, user=user or PERSON_ID)

    def close(self, view_id: str, *, is_cleared: bool = False, user: str | None = None) -> None:
        """Closes a modal, or with `is_cleared` all that are stacked."""
        self._ends.close(view_id=view_id, user=user or PERSON_ID, is_cleared=is_cleared)

    def message_shortcut(
        self,
        callback_id: str,
        *,
        message_ts: str,
        channel: str = GENERAL,
        user: str | None = None,
    ) -> None:
        """Chooses a shortcut from a message's menu."""
        self._interactions.message_shortcut(
            callback_id, channel=channel, message_ts=message_ts, user=user or PERSON_ID
        )

    def react(self, name: str, *, ts: str, channel: str = GENERAL, user: str | None = None) -> None:
        """Puts an emoji under a message."""
        message = self._backend.state.message(channel, ts)
        if message is not None:
            self._backend.react(message, name, user=user or PERSON_ID)

    def unreact(
        self, name: str, *, ts: str, channel: str = GENERAL, user: str | None = None
    ) -> None:
        """Takes an emoji away again."""
        message = self._backend.state.message(channel, ts)
        if message is not None:
            self._backend.unreact(message, name, user=user or PERSON_ID)

    def open_home(self, user: str | None = None, *, tab: str = "home") -> None:
        self._people.open_home(user or PERSON_ID, tab=tab)

    def change_locale(self, locale: str, *, user: str | None = None) -> None:
        self._people.change_locale(user or PERSON_ID, locale)

    def uninstall(self) -> None:
        """Takes the app out of the workspace, which is told twice. Its token still works here."""
        self.revoke_tokens(bot=[BOT_USER_ID])
        self._backend.publisher.other({"type": "app_uninstalled"})

    def revoke_tokens(self, *, bot: Sequence[str] = (), oauth: Sequence[str] = ()) -> None:
        """Withdraws the tokens of these users: the bot's own, and those people gave."""
        tokens = {"oauth": list(oauth), "bot": list(bot)}
        self._backend.publisher.other({"type": "tokens_revoked", "tokens": tokens})

    def edit_message(self, ts: str, text: str, *, channel: str = GENERAL) -> None:
        message = self._backend.state.message(channel, ts)
        if message is not None:
            self._people.edit_message(message, text)

    def remove_picture(self, ts: str, file_id: str, *, channel: str = GENERAL) -> None:
        """Takes one file out of a message and deletes it."""
        message = self._backend.state.message(channel, ts)
        if message is not None:
            self._people.remove_picture(message, file_id)

    def describe_file(self, file_id: str, alt_txt: str | None) -> None:
        """Writes the author's own description of a picture, or takes it away."""
        self._people.change_file(self._backend.state.files[file_id], alt_txt=alt_txt)

    def delete_message(self, ts: str, *, channel: str = GENERAL) -> None:
        self._people.delete_message(channel, ts)

    def delete_file(self, file_id: str) -> None:
        self._people.delete_file(file_id)

    def hide_file_by_limit(self, file_id: str) -> None:
        """Makes a file one of those a free workspace no longer shows."""
        self._backend.state.files[file_id].is_hidden_by_limit = True

    def add_channel(
        self, name: str, *, is_private: bool = False, bot_is_member: bool = True
    ) -> str:
        """A new channel with both people in it. Returns its id."""
        channel_id = self._backend.state.new_id("C")
        members = {PERSON_ID, OTHER_PERSON_ID} | ({seed.BOT_USER_ID} if bot_is_member else set())
        kind: ChannelKind = "private" if is_private else "public"
        self._backend.state.add_channel(
            Channel(channel_id, name, kind, members, int(self._backend.state.clock()), PERSON_ID)
        )
        return channel_id

    def archive_channel(self, channel: str) -> None:
        self._backend.state.channels[channel].is_archived = True

    def remove_bot(self, channel: str, *, user: str | None = None) -> None:
        """Takes the bot out of a channel."""
        self._backend.remove_bot(self._backend.state.channels[channel], actor=user or PERSON_ID)

    def invite_bot(self, channel: str, *, user: str | None = None) -> None:
        """Makes the bot a member of a channel."""
        place = self._backend.state.channels[channel]
        self._backend.add_bot(place, inviter=user or PERSON_ID)
