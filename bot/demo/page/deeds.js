// What a person does with messages, files and channels, each with the question that comes before it.

import { askWhether, askWords } from "/page/dialogs.js";
import { act } from "/page/live.js";
import { unescaped } from "/page/mrkdwn.js";

const MOST_ALT_TEXT = 1000; // docs.slack.dev/reference/methods/files.getUploadURLExternal
const MOST_WORDS = 4000;
const FOREVER = "This cannot be undone.";

/** Deeds in the channel that `channel()` names. `did(answering)` shows a refusal. */
export function createDeeds({ store, channel, did }) {
  const here = (message) => ({ channel: channel(), ts: message.ts });
  const sure = (title) => askWhether({ title, text: FOREVER, confirm: "Delete", style: "danger" });

  return {
    react: (message, name) => did(act("reactions", { ...here(message), name })),
    shortcut: (message, { callback_id }) =>
      did(act("shortcuts", { callback_id, channel: channel(), message_ts: message.ts })),
    async edit(message) {
      const words = asTyped(message.text ?? "", store);
      const text = await askWords({ title: "Edit message", label: "Message", words, most: MOST_WORDS, isLong: true });
      if (text !== null && text !== words) did(act("edit", { ...here(message), text }));
    },
    async remove(message) {
      if (await sure("Delete this message?")) did(act("delete", here(message)));
    },
    async describe(file) {
      const words = file.alt_txt ?? "";
      const alt_txt = await askWords({
        title: "Description", label: `What ${file.name} shows, for those who do not see it (alt text)`,
        words, most: MOST_ALT_TEXT, isLong: true,
      });
      if (alt_txt !== null && alt_txt !== words) did(act("file", { file: file.id, alt_txt }));
    },
    async removeFile(message, file) {
      if (await sure(`Remove ${file.name} from this message?`)) did(act("file-removal", { ...here(message), file: file.id }));
    },
    async deleteFile(file) {
      if (await sure(`Delete ${file.name}?`)) did(act("file-deletion", { file: file.id }));
    },
    invite: (isMember) => did(act("members", { channel: channel(), is_member: isMember })),
  };
}

/** mrkdwn as its author typed it: @names and bare addresses instead of angle brackets. */
function asTyped(text, store) {
  return unescaped(text.replace(/<@([UW][A-Z0-9]+)>/g, (_, id) => `@${store.user(id).handle ?? id}`)
    .replace(/<((?:https?|mailto):[^|>]+)(?:\|[^>]*)?>/g, "$1"));
}
